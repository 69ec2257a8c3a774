/* str: encoding and decoding. UTF-8, ASCII and Latin-1 with the error handlers that do not need a registry.
 *
 * Both directions copy good stretches at once and ask the error handler about what lies between. Decoded
 * surrogates cannot be stored, so "surrogateescape" and "surrogatepass" treat them as errors. */
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/format.h"
#include "types/number.h"
#include "types/str.h"
#include "types/unicode.h"
#include "types/utf8.h"

typedef enum codec { CODEC_UTF8, CODEC_ASCII, CODEC_LATIN1 } codec;
static const char *const codec_names[] = {"utf-8", "ascii", "latin-1"};

/* Names as CPython's registry accepts them, without case and with '-' for '_' and blanks. */
static codec find_codec(kr_vm *vm, const char *name) {
    static const struct {
        const char *name;
        codec codec;
    } aliases[] = {{"utf-8", CODEC_UTF8},       {"utf8", CODEC_UTF8},      {"u8", CODEC_UTF8},
                   {"utf", CODEC_UTF8},         {"ascii", CODEC_ASCII},    {"us-ascii", CODEC_ASCII},
                   {"646", CODEC_ASCII},        {"latin-1", CODEC_LATIN1}, {"latin1", CODEC_LATIN1},
                   {"latin", CODEC_LATIN1},     {"l1", CODEC_LATIN1},      {"iso-8859-1", CODEC_LATIN1},
                   {"iso8859-1", CODEC_LATIN1}, {"cp819", CODEC_LATIN1},   {"8859", CODEC_LATIN1}};
    char plain[16];
    size_t size = strlen(name);
    if (name[0] == 'u' && strcmp(name, "utf-8") == 0) return CODEC_UTF8;
    for (size_t i = 0; i <= size && size < sizeof plain; i++) {
        char c = name[i];
        plain[i] = kr_ascii_upper(c) ? (char)(c | 32) : c == '_' || c == ' ' ? '-' : c;
    }
    for (size_t i = 0; size < sizeof plain && i < sizeof aliases / sizeof *aliases; i++) {
        if (strcmp(plain, aliases[i].name) == 0) return aliases[i].codec;
    }
    kr_raise(vm, &kr_LookupError_type, "unknown encoding: %s", name);
}

typedef enum handler { STRICT, IGNORE, REPLACE, BACKSLASH, XML, NAME, SURROGATE } handler;

static handler find_handler(kr_vm *vm, const char *name) {
    static const char *const names[] = {
        "strict",      "ignore",          "replace",      "backslashreplace", "xmlcharrefreplace",
        "namereplace", "surrogateescape", "surrogatepass"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) return i > SURROGATE ? SURROGATE : (handler)i;
    }
    kr_raise(vm, &kr_LookupError_type, "unknown error handler name '%s'", name);
}

/* UnicodeDecodeError(encoding, object, start, end, reason) and its twin. */
_Noreturn static void raise_unicode(kr_vm *vm, const kr_type *type, codec c, kr_value object, size_t start,
                                    size_t end, const char *why) {
    kr_value arguments[] = {kr_str_text(vm, codec_names[c]), object, KR_INT((kr_word)start),
                            KR_INT((kr_word)end), kr_str_text(vm, why)};
    kr_raise_object(vm, kr_call(vm, KR_OBJECT(type), 5, arguments));
}

static void write_hex(kr_writer *out, const char *prefix, uint32_t n, int digits) {
    kr_write_text(out, prefix);
    while (digits--) {
        char c = "0123456789abcdef"[n >> (4 * digits) & 15];
        kr_write(out, &c, 1);
    }
}

/* `count` bytes that stand for no character. */
static void decode_error(kr_vm *vm, kr_writer *out, const uint8_t *data, size_t size, size_t at, size_t count,
                         codec c, handler h, const char *why) {
    if (h == REPLACE) {
        kr_write_char(out, 0xfffd);
    } else if (h == BACKSLASH) {
        for (size_t i = 0; i < count; i++) write_hex(out, "\\x", data[at + i], 2);
    } else if (h == XML || h == NAME) {
        kr_raise_type(vm, "don't know how to handle UnicodeDecodeError in error callback");
    } else if (h != IGNORE) {
        raise_unicode(vm, &kr_UnicodeDecodeError_type, c, kr_bytes_value(vm, data, size), at, at + count,
                      why);
    }
}

static kr_value decode_utf8(kr_vm *vm, const uint8_t *data, size_t size, const char *errors) {
    const char *text = (const char *)data, *why;
    size_t bad, good = kr_utf8_scan(text, size, &bad, &why);
    if (good == size) return kr_str_new(vm, text, size);
    handler h = find_handler(vm, errors);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (size_t at = 0;;) {
        kr_write(&out, text + at, good);
        at += good;
        if (at == size) return kr_writer_str(&out);
        decode_error(vm, &out, data, size, at, bad, CODEC_UTF8, h, why);
        at += bad;
        good = kr_utf8_scan(text + at, size - at, &bad, &why);
    }
}

static kr_value decode_bytes(kr_vm *vm, const uint8_t *data, size_t size, codec c, const char *errors) {
    if (kr_utf8_ascii_prefix((const char *)data, size) == size)
        return kr_str_make(vm, (const char *)data, size, true);
    handler h = find_handler(vm, errors);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (size_t i = 0; i < size; i++) {
        if (data[i] < 0x80 || c == CODEC_LATIN1) {
            kr_write_char(&out, data[i]);
        } else {
            decode_error(vm, &out, data, size, i, 1, c, h, "ordinal not in range(128)");
        }
    }
    return kr_writer_str(&out);
}

kr_value kr_str_decode(kr_vm *vm, const uint8_t *data, size_t size, const char *encoding,
                       const char *errors) {
    codec c = encoding ? find_codec(vm, encoding) : CODEC_UTF8;
    if (errors == NULL) errors = "strict";
    return c == CODEC_UTF8 ? decode_utf8(vm, data, size, errors) : decode_bytes(vm, data, size, c, errors);
}

/* One character that the encoding does not have. */
static void encode_replacement(kr_writer *out, uint32_t c, handler h) {
    if (h == REPLACE) {
        kr_write_text(out, "?");
    } else if (h == XML) {
        kr_write_format(out, "&#%u;", (unsigned)c);
    } else if (h == BACKSLASH || h == NAME) {
        write_hex(out,
                  c < 0x100     ? "\\x"
                  : c < 0x10000 ? "\\u"
                                : "\\U",
                  c,
                  c < 0x100     ? 2
                  : c < 0x10000 ? 4
                                : 8);
    }
}

/* The bytes of the characters that follow p and are below limit or, with the flag turned, are not. */
static const char *run_of(const char *p, const char *end, uint32_t limit, bool below) {
    while (p < end) {
        const char *next = p;
        if ((kr_utf8_next(&next) < limit) != below) break;
        p = next;
    }
    return p;
}

static kr_value encode_small(kr_vm *vm, kr_value v, codec c, const char *errors) {
    kr_str *s = kr_to_str(v);
    uint32_t limit = c == CODEC_ASCII ? 0x80 : 0x100;
    handler h = find_handler(vm, errors);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        const char *good = run_of(p, end, limit, true);
        while (p < good) {
            char byte = (char)kr_utf8_next(&p);
            kr_write(&out, &byte, 1);
        }
        if (p == end) break;
        const char *bad = run_of(p, end, limit, false);
        if (h == STRICT || h == SURROGATE) {
            size_t start = kr_str_index_of(s, (size_t)(p - s->data)),
                   stop = kr_str_index_of(s, (size_t)(bad - s->data));
            const char *why = c == CODEC_ASCII ? "ordinal not in range(128)" : "ordinal not in range(256)";
            raise_unicode(vm, &kr_UnicodeEncodeError_type, c, v, start, stop, why);
        }
        while (p < bad) encode_replacement(&out, kr_utf8_next(&p), h);
    }
    return kr_writer_bytes(&out);
}

kr_value kr_str_encode(kr_vm *vm, kr_value v, const char *encoding, const char *errors) {
    codec c = encoding ? find_codec(vm, encoding) : CODEC_UTF8;
    kr_str *s = kr_to_str(v);
    if (c == CODEC_UTF8 || s->ascii) return kr_bytes_value(vm, s->data, s->size);
    return encode_small(vm, v, c, errors ? errors : "strict");
}

/* (self, encoding="utf-8", errors="strict") */
kr_value kr_text_encode(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const char *encoding =
        argv[1] == KR_UNBOUND ? NULL : kr_str_arg(vm, argv[1], "encode() argument 'encoding'");
    const char *errors = argv[2] == KR_UNBOUND ? NULL : kr_str_arg(vm, argv[2], "encode() argument 'errors'");
    return kr_str_encode(vm, argv[0], encoding, errors);
}

kr_value kr_ascii_of(kr_vm *vm, kr_value v) {
    kr_value repr = kr_repr_of(vm, v);
    const kr_str *s = kr_to_str(repr);
    if (s->ascii) return repr;
    kr_writer out;
    kr_writer_init(vm, &out);
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        uint32_t c = kr_utf8_next(&p);
        if (c < 0x80) {
            kr_write_char(&out, c);
        } else {
            encode_replacement(&out, c, BACKSLASH);
        }
    }
    return kr_writer_str(&out);
}

/* str: encoding and decoding, with the error handlers that need no registry.
 *
 * A codec is a row of a table: how wide its code units are, in which order their bytes lie, and which code
 * points it has. Both directions copy good stretches and ask the error handler about what lies between. A
 * lone surrogate is stored in a str like any other code point; the UTF codecs refuse it. */
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

#define UNICODE_END 0x110000
#define SURROGATES  0xd800
#define LOW         0xdc00
#define PAST        0xe000 /* the first behind the surrogates */
#define ORDER_MARK  0xfeff

typedef struct codec {
    const char *name; /* as errors say it */
    uint32_t end;     /* the first code point that it does not have */
    uint8_t unit;     /* bytes of a code unit */
    bool big;         /* big-endian */
    bool mark;        /* text begins with a byte order mark */
} codec;

enum { UTF8, UTF8_SIG, ASCII, LATIN1, UTF16, UTF16_LE, UTF16_BE, UTF32, UTF32_LE, UTF32_BE };
static const codec codecs[] = {
    [UTF8] = {"utf-8", UNICODE_END, 1, false, false},
    [UTF8_SIG] = {"utf-8", UNICODE_END, 1, false, true},
    [ASCII] = {"ascii", 0x80, 1, false, false},
    [LATIN1] = {"latin-1", 0x100, 1, false, false},
    [UTF16] = {"utf-16", UNICODE_END, 2, false, true},
    [UTF16_LE] = {"utf-16-le", UNICODE_END, 2, false, false},
    [UTF16_BE] = {"utf-16-be", UNICODE_END, 2, true, false},
    [UTF32] = {"utf-32", UNICODE_END, 4, false, true},
    [UTF32_LE] = {"utf-32-le", UNICODE_END, 4, false, false},
    [UTF32_BE] = {"utf-32-be", UNICODE_END, 4, true, false},
};

/* Names as CPython's registry accepts them, without case, hyphens, underscores and blanks. */
static const struct {
    char name[10];
    uint8_t codec;
} aliases[] = {{"utf8", UTF8},        {"u8", UTF8},       {"utf", UTF8},        {"utf8sig", UTF8_SIG},
               {"ascii", ASCII},      {"usascii", ASCII}, {"646", ASCII},       {"latin1", LATIN1},
               {"latin", LATIN1},     {"l1", LATIN1},     {"iso88591", LATIN1}, {"8859", LATIN1},
               {"cp819", LATIN1},     {"utf16", UTF16},   {"u16", UTF16},       {"utf16le", UTF16_LE},
               {"utf16be", UTF16_BE}, {"utf32", UTF32},   {"u32", UTF32},       {"utf32le", UTF32_LE},
               {"utf32be", UTF32_BE}};

static const codec *find_codec(kr_vm *vm, const char *name) {
    char plain[sizeof aliases->name];
    size_t size = 0;
    if (name == NULL || strcmp(name, "utf-8") == 0) return &codecs[UTF8];
    for (const char *c = name; *c != '\0' && size < sizeof plain; c++) {
        if (*c != '-' && *c != '_' && *c != ' ') plain[size++] = kr_ascii_upper(*c) ? (char)(*c | 32) : *c;
    }
    if (size < sizeof plain) {
        plain[size] = '\0';
        for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
            if (strcmp(plain, aliases[i].name) == 0) return &codecs[aliases[i].codec];
    }
    kr_raise(vm, &kr_LookupError_type, "unknown encoding: %s", name);
}

typedef enum handler { STRICT, IGNORE, REPLACE, BACKSLASH, XML, NAME, ESCAPE, PASS } handler;

/* Looked up at the first error: a handler that is not needed may have any name. */
static handler find_handler(kr_vm *vm, const char *name) {
    static const char *const names[] = {
        "strict",      "ignore",          "replace",      "backslashreplace", "xmlcharrefreplace",
        "namereplace", "surrogateescape", "surrogatepass"};
    if (name == NULL) return STRICT;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) return (handler)i;
    kr_raise(vm, &kr_LookupError_type, "unknown error handler name '%s'", name);
}

/* UnicodeDecodeError(encoding, object, start, end, reason) and its twin. */
_Noreturn static void raise_unicode(kr_vm *vm, const kr_type *type, const codec *c, kr_value object,
                                    size_t start, size_t end, const char *why) {
    kr_value arguments[] = {kr_str_text(vm, c->name), object, KR_INT((kr_word)start), KR_INT((kr_word)end),
                            kr_str_text(vm, why)};
    kr_raise_object(vm, kr_call(vm, KR_OBJECT(type), 5, arguments));
}

static void write_hex(kr_writer *out, const char *prefix, uint32_t n, int digits) {
    kr_write_text(out, prefix);
    while (digits--) {
        char c = "0123456789abcdef"[n >> (4 * digits) & 15];
        kr_write(out, &c, 1);
    }
}

static bool is_surrogate(uint32_t c) {
    return c >= SURROGATES && c < PAST;
}

/* ---- Decoding ---- */

typedef struct decoding {
    kr_vm *vm;
    kr_writer out;
    const uint8_t *data;
    size_t size;
    const codec *codec;
    const char *errors;
} decoding;

/* The code unit at an offset. */
static uint32_t unit_at(const decoding *d, size_t at) {
    uint32_t value = 0;
    unsigned unit = d->codec->unit;
    for (unsigned i = 0; i < unit; i++)
        value |= (uint32_t)d->data[at + i] << 8 * (d->codec->big ? unit - 1 - i : i);
    return value;
}

/* A surrogate that has been encoded as it is; how many bytes it takes, 0 when there is none. */
static size_t pass_surrogate(decoding *d, size_t at) {
    const uint8_t *s = d->data + at;
    size_t left = d->size - at, unit = d->codec->unit;
    bool small = unit == 1 && d->codec->end == UNICODE_END;
    if (small && left >= 3 && s[0] == 0xed && (s[1] & 0xe0) == 0xa0 && (s[2] & 0xc0) == 0x80) {
        kr_write(&d->out, (const char *)s, 3);
        d->out.ascii = false;
        return 3;
    }
    if (unit == 1 || left < unit || !is_surrogate(unit_at(d, at))) return 0;
    kr_write_char(&d->out, unit_at(d, at));
    return unit;
}

/* Bytes above 0x7f, four at most, as surrogates; how many. */
static size_t escape_bytes(decoding *d, size_t at, size_t count) {
    size_t n = 0;
    for (; n < count && n < 4 && d->data[at + n] >= 0x80; n++) kr_write_char(&d->out, LOW + d->data[at + n]);
    return n;
}

/* `count` bytes that stand for no character; returns how many of them have been dealt with. */
static size_t decode_error(decoding *d, size_t at, size_t count, const char *why) {
    size_t done = 0;
    switch (find_handler(d->vm, d->errors)) {
    case IGNORE: return count;
    case REPLACE: kr_write_char(&d->out, 0xfffd); return count;
    case BACKSLASH:
        for (size_t i = 0; i < count; i++) write_hex(&d->out, "\\x", d->data[at + i], 2);
        return count;
    case XML:
    case NAME: kr_raise_type(d->vm, "don't know how to handle UnicodeDecodeError in error callback");
    case ESCAPE: done = escape_bytes(d, at, count); break;
    case PASS: done = pass_surrogate(d, at); break;
    default: break;
    }
    if (done == 0)
        raise_unicode(d->vm, &kr_UnicodeDecodeError_type, d->codec, kr_bytes_value(d->vm, d->data, d->size),
                      at, at + count, why);
    return done;
}

static void decode_utf8(decoding *d, size_t at) {
    const char *text = (const char *)d->data, *why;
    while (at < d->size) {
        size_t bad, good = kr_utf8_scan(text + at, d->size - at, &bad, &why);
        kr_write(&d->out, text + at, good);
        at += good;
        if (at < d->size) at += decode_error(d, at, bad, why);
    }
}

static void decode_small(decoding *d) {
    for (size_t at = 0; at < d->size;) {
        if (d->data[at] < d->codec->end)
            kr_write_char(&d->out, d->data[at++]);
        else
            at += decode_error(d, at, 1, "ordinal not in range(128)");
    }
}

/* Two bytes, or four when they are a pair of surrogates. */
static size_t decode_utf16_unit(decoding *d, size_t at) {
    uint32_t high = unit_at(d, at);
    if (!is_surrogate(high)) {
        kr_write_char(&d->out, high);
        return 2;
    }
    if (high >= LOW) return decode_error(d, at, 2, "illegal encoding");
    if (d->size - at < 4) return decode_error(d, at, d->size - at, "unexpected end of data");
    uint32_t low = unit_at(d, at + 2);
    if (low < LOW || low >= PAST) return decode_error(d, at, 2, "illegal UTF-16 surrogate");
    kr_write_char(&d->out, 0x10000 + ((high - SURROGATES) << 10) + (low - LOW));
    return 4;
}

static size_t decode_utf32_unit(decoding *d, size_t at) {
    uint32_t c = unit_at(d, at);
    if (is_surrogate(c))
        return decode_error(d, at, 4, "code point in surrogate code point range(0xd800, 0xe000)");
    if (c >= UNICODE_END) return decode_error(d, at, 4, "code point not in range(0x110000)");
    kr_write_char(&d->out, c);
    return 4;
}

static void decode_wide(decoding *d, size_t at) {
    size_t unit = d->codec->unit;
    while (at < d->size) {
        if (d->size - at < unit)
            at += decode_error(d, at, d->size - at, "truncated data");
        else
            at += unit == 2 ? decode_utf16_unit(d, at) : decode_utf32_unit(d, at);
    }
}

/* Chooses the byte order by the mark; returns the bytes that the mark takes. */
static size_t read_mark(decoding *d) {
    size_t unit = d->codec->unit;
    if (unit == 1) return d->size >= 3 && memcmp(d->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    const codec *little = d->codec + 1, *big = d->codec + 2;
    d->codec = big;
    if (d->size >= unit && unit_at(d, 0) == ORDER_MARK) return unit;
    d->codec = little;
    return d->size >= unit && unit_at(d, 0) == ORDER_MARK ? unit : 0;
}

kr_value kr_str_decode(kr_vm *vm, const uint8_t *data, size_t size, const char *encoding,
                       const char *errors) {
    const codec *c = find_codec(vm, encoding);
    const char *text = (const char *)data, *why;
    size_t bad;
    if (c->unit == 1 && !c->mark && kr_utf8_ascii_prefix(text, size) == size)
        return kr_str_make(vm, text, size, true);
    if (c == &codecs[UTF8] && kr_utf8_scan(text, size, &bad, &why) == size) return kr_str_new(vm, text, size);
    decoding d = {.vm = vm, .data = data, .size = size, .codec = c, .errors = errors};
    kr_writer_init(vm, &d.out);
    size_t start = c->mark ? read_mark(&d) : 0;
    if (c->unit > 1)
        decode_wide(&d, start);
    else if (c->end == UNICODE_END)
        decode_utf8(&d, start);
    else
        decode_small(&d);
    return kr_writer_str(&d.out);
}

/* ---- Encoding ---- */

static bool has(const codec *c, uint32_t code) {
    return code < c->end && !is_surrogate(code);
}

static void put_unit(kr_writer *out, const codec *c, uint32_t value) {
    char bytes[4];
    for (unsigned i = 0; i < c->unit; i++) bytes[i] = (char)(value >> 8 * (c->big ? c->unit - 1u - i : i));
    kr_write(out, bytes, c->unit);
}

static void put(kr_writer *out, const codec *c, uint32_t code) {
    if (c->unit == 1 && c->end == UNICODE_END) {
        kr_write_char(out, code);
    } else if (c->unit == 2 && code >= 0x10000) {
        put_unit(out, c, SURROGATES + ((code - 0x10000) >> 10));
        put_unit(out, c, LOW + ((code - 0x10000) & 0x3ff));
    } else {
        put_unit(out, c, code);
    }
}

static void write_escape(kr_writer *out, uint32_t c) {
    if (c < 0x100)
        write_hex(out, "\\x", c, 2);
    else if (c < 0x10000)
        write_hex(out, "\\u", c, 4);
    else
        write_hex(out, "\\U", c, 8);
}

/* What stands for a character that the encoding does not have; false when the handler knows nothing. */
static bool encode_replacement(kr_vm *vm, kr_writer *out, const codec *c, uint32_t code, handler h) {
    kr_writer text;
    kr_writer_init(vm, &text);
    switch (h) {
    case IGNORE: return true;
    case REPLACE: kr_write_text(&text, "?"); break;
    case XML: kr_write_format(&text, "&#%u;", (unsigned)code); break;
    case BACKSLASH:
    case NAME: write_escape(&text, code); break;
    case ESCAPE:
        if (c->unit > 1 || code < LOW + 0x80 || code > LOW + 0xff) return false;
        kr_write(out, &(char){(char)code}, 1);
        return true;
    case PASS:
        if (c->end < UNICODE_END || !is_surrogate(code)) return false;
        put(out, c, code);
        return true;
    default: return false;
    }
    for (size_t i = 0; i < text.size; i++) put(out, c, (uint8_t)text.data[i]);
    return true;
}

/* The end of the characters behind p that the encoding has, or of those that it has not. */
static const char *run_of(const char *p, const char *end, const codec *c, bool good) {
    while (p < end) {
        const char *next = p;
        if (has(c, kr_utf8_next(&next)) != good) break;
        p = next;
    }
    return p;
}

static const char *reason(const codec *c) {
    if (c->end == UNICODE_END) return "surrogates not allowed";
    return c->end == 0x80 ? "ordinal not in range(128)" : "ordinal not in range(256)";
}

static kr_value encode(kr_vm *vm, kr_value v, const codec *c, const char *errors) {
    kr_str *s = kr_to_str(v);
    kr_writer out;
    kr_writer_init(vm, &out);
    if (c->mark) put(&out, c, ORDER_MARK);
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        for (const char *good = run_of(p, end, c, true); p < good;) put(&out, c, kr_utf8_next(&p));
        for (const char *bad = run_of(p, end, c, false); p < bad;) {
            const char *next = p;
            if (!encode_replacement(vm, &out, c, kr_utf8_next(&next), find_handler(vm, errors)))
                raise_unicode(vm, &kr_UnicodeEncodeError_type, c, v,
                              kr_str_index_of(s, (size_t)(p - s->data)),
                              kr_str_index_of(s, (size_t)(bad - s->data)), reason(c));
            p = next;
        }
    }
    return kr_writer_bytes(&out);
}

/* Surrogates are ed a0 80 … ed bf bf. */
static bool has_surrogates(const char *data, size_t size) {
    const char *end = data + size, *at = data;
    while ((at = memchr(at, 0xed, (size_t)(end - at))) != NULL) {
        if ((uint8_t)at[1] >= 0xa0) return true;
        at += 3;
    }
    return false;
}

bool kr_str_has_surrogates(const kr_str *s) {
    return !s->ascii && has_surrogates(s->data, s->size);
}

kr_value kr_str_encode(kr_vm *vm, kr_value v, const char *encoding, const char *errors) {
    const codec *c = find_codec(vm, encoding);
    const kr_str *s = kr_to_str(v);
    bool same = c->unit == 1 && !c->mark && s->ascii;
    if (same || (c == &codecs[UTF8] && !kr_str_has_surrogates(s)))
        return kr_bytes_value(vm, s->data, s->size);
    return encode(vm, v, c, errors);
}

kr_value kr_str_shown(kr_vm *vm, kr_value str) {
    if (!kr_str_has_surrogates(kr_to_str(str))) return str;
    const kr_bytes *bytes = kr_to_pointer(encode(vm, str, &codecs[UTF8], "backslashreplace"));
    return kr_str_new(vm, (const char *)bytes->data, bytes->size);
}

void kr_utf8_check(kr_vm *vm, const char *data, size_t size) {
    if (has_surrogates(data, size)) encode(vm, kr_str_new(vm, data, size), &codecs[UTF8], NULL);
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
            write_escape(&out, c);
        }
    }
    return kr_writer_str(&out);
}

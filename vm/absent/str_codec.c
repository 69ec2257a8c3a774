/* In the place of str's codecs where there are few: UTF-8, ASCII and Latin-1, with the error handlers strict,
 * ignore and replace. Every other name is a LookupError. */
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

#define UNICODE_END 0x110000u

/* What tells the codecs apart: the first code point that they do not have. */
typedef uint32_t codec;

static codec find_codec(kr_vm *vm, const char *name) {
    static const char *const names[] = {"utf8", "ascii", "usascii", "latin1", "iso88591"};
    static const codec codecs[] = {UNICODE_END, 0x80, 0x80, 0x100, 0x100};
    char plain[9];
    size_t size = 0;
    if (name == NULL) return UNICODE_END;
    for (const char *c = name; *c != '\0' && size < sizeof plain; c++)
        if (*c != '-' && *c != '_') plain[size++] = kr_ascii_upper(*c) ? (char)(*c | 32) : *c;
    for (size_t i = 0; size < sizeof plain && i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == size && memcmp(plain, names[i], size) == 0) return codecs[i];
    kr_raise(vm, &kr_LookupError_type, "unknown encoding: %s", name);
}

static const char *codec_name(codec c) {
    return c == UNICODE_END ? "utf-8" : c == 0x80 ? "ascii" : "latin-1";
}

/* What stands for a character that is none: a text, or NULL when that is an error. */
static const char *find_handler(kr_vm *vm, const char *name, const char *replacement) {
    if (name == NULL || strcmp(name, "strict") == 0) return NULL;
    if (strcmp(name, "ignore") == 0) return "";
    if (strcmp(name, "replace") == 0) return replacement;
    kr_raise(vm, &kr_LookupError_type, "unknown error handler name '%s'", name);
}

/* UnicodeDecodeError(encoding, object, start, end, reason) and its twin. */
_Noreturn static void raise_unicode(kr_vm *vm, const kr_type *type, codec c, kr_value object, size_t start,
                                    size_t end, const char *why) {
    kr_value arguments[] = {kr_str_text(vm, codec_name(c)), object, KR_INT((kr_word)start),
                            KR_INT((kr_word)end), kr_str_text(vm, why)};
    kr_raise_object(vm, kr_call(vm, KR_OBJECT(type), 5, arguments));
}

static const char *reason(codec c) {
    if (c == UNICODE_END) return "surrogates not allowed";
    return c == 0x80 ? "ordinal not in range(128)" : "ordinal not in range(256)";
}

/* ---- Decoding ---- */

/* The good bytes at the start; *bad are those that are wrong behind them. */
static size_t scan(codec c, const char *text, size_t size, size_t *bad, const char **why) {
    if (c == UNICODE_END) return kr_utf8_scan(text, size, bad, why);
    *bad = 1, *why = reason(c);
    return c == 0x80 ? kr_utf8_ascii_prefix(text, size) : size;
}

kr_value kr_str_decode(kr_vm *vm, const uint8_t *data, size_t size, const char *encoding,
                       const char *errors) {
    codec c = find_codec(vm, encoding);
    const char *text = (const char *)data, *why;
    size_t bad, good = scan(c, text, size, &bad, &why);
    if (good == size && c != 0x100) return kr_str_new(vm, text, size);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (size_t at = 0;; at += bad) {
        good = scan(c, text + at, size - at, &bad, &why);
        for (size_t i = 0; c == 0x100 && i < good; i++) kr_write_char(&out, data[at + i]);
        if (c != 0x100) kr_write(&out, text + at, good);
        at += good;
        if (at >= size) return kr_writer_str(&out);
        const char *replacement = find_handler(vm, errors, "\xef\xbf\xbd");
        if (replacement == NULL)
            raise_unicode(vm, &kr_UnicodeDecodeError_type, c, kr_bytes_value(vm, data, size), at, at + bad,
                          why);
        if (*replacement != '\0') kr_write_char(&out, 0xfffd);
    }
}

/* ---- Encoding ---- */

static bool has(codec c, uint32_t code) {
    return code < c && code - 0xd800 >= 0x800;
}

static void put(kr_writer *out, codec c, uint32_t code) {
    if (c == UNICODE_END)
        kr_write_char(out, code);
    else
        kr_write(out, &(char){(char)code}, 1);
}

static kr_value encode(kr_vm *vm, kr_value v, codec c, const char *errors) {
    kr_str *s = kr_to_str(v);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        const char *begin = p;
        uint32_t code = kr_utf8_next(&p);
        if (has(c, code)) {
            put(&out, c, code);
            continue;
        }
        const char *replacement = find_handler(vm, errors, "?"), *bad = p;
        if (replacement != NULL) {
            kr_write_text(&out, replacement);
            continue;
        }
        while (bad < end && (p = bad, !has(c, kr_utf8_next(&p)))) bad = p;
        raise_unicode(vm, &kr_UnicodeEncodeError_type, c, v, kr_str_index_of(s, (size_t)(begin - s->data)),
                      kr_str_index_of(s, (size_t)(bad - s->data)), reason(c));
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
    codec c = find_codec(vm, encoding);
    const kr_str *s = kr_to_str(v);
    if (s->ascii || (c == UNICODE_END && !kr_str_has_surrogates(s)))
        return kr_bytes_value(vm, s->data, s->size);
    return encode(vm, v, c, errors);
}

kr_value kr_str_shown(kr_vm *vm, kr_value str) {
    if (!kr_str_has_surrogates(kr_to_str(str))) return str;
    const kr_bytes *bytes = kr_to_pointer(encode(vm, str, UNICODE_END, "replace"));
    return kr_str_new(vm, (const char *)bytes->data, bytes->size);
}

void kr_utf8_check(kr_vm *vm, const char *data, size_t size) {
    if (has_surrogates(data, size)) encode(vm, kr_str_new(vm, data, size), UNICODE_END, NULL);
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
            continue;
        }
        int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        kr_write(&out, digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U", 2);
        while (digits--) kr_write_char(&out, (uint8_t) "0123456789abcdef"[c >> (4 * digits) & 15]);
    }
    return kr_writer_str(&out);
}

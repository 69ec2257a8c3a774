/* The values of number and string tokens.
 *
 * Escapes are decoded twice by the same function: once to count the bytes of the result, once to write them,
 * so that a literal needs no second buffer. */
#include "compiler/compiler.h"

/* Copies a number's text without its underscores. */
static const char *without_underscores(kr_compiler *c, const char *text, size_t *size, char *small,
                                       size_t room) {
    if (memchr(text, '_', *size) == NULL) return text;
    char *out = *size <= room ? small : kr_bytes_new(c->vm, *size);
    size_t count = 0;
    for (size_t i = 0; i < *size; i++) {
        if (text[i] != '_') out[count++] = text[i];
    }
    *size = count;
    return out;
}

static bool is_decimal_integer(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if ((text[i] < '0' || text[i] > '9') && text[i] != '_') return false;
    }
    return true;
}

kr_value kr_number_literal(kr_compiler *c, const kr_token *token) {
    size_t size = token->end - token->start;
    const char *text = kr_source_text(c, token->start, token->end);
    int kind = size > 1 && text[0] == '0' ? text[1] | 0x20 : 0;
    bool based = kind == 'x' || kind == 'o' || kind == 'b';
    if (based || is_decimal_integer(text, size)) {
        kr_value number = kr_int_parse(c->vm, text, size, 0);
        if (kr_is_absent(number)) kr_syntax_error(c, token->start, "invalid decimal literal");
        return number;
    }
    char small[64];
    bool imaginary = (text[size - 1] | 0x20) == 'j';
    if (imaginary) size--;
    text = without_underscores(c, text, &size, small, sizeof small);
    kr_real real;
    if (!kr_float_parse(text, size, &real)) kr_syntax_error(c, token->start, "invalid decimal literal");
    return imaginary ? kr_complex_new(c->vm, 0, real) : kr_float_new(c->vm, real);
}

void kr_string_span(kr_compiler *c, const kr_token *token, uint32_t *start, uint32_t *end) {
    uint32_t quotes = token->flags & STRING_TRIPLE ? 3 : 1;
    *start = token->start;
    while (kr_byte(c, *start) != '"' && kr_byte(c, *start) != '\'') ++*start;
    *start += quotes;
    *end = token->end - quotes;
}

/* A decoder's input and output; `out` is NULL while it counts. */
typedef struct decoder {
    kr_compiler *c;
    const char *text;
    size_t size, at;
    uint32_t offset; /* of `text` in the source */
    char *out;
    size_t count;
    bool ascii, bytes;
} decoder;

static void put_byte(decoder *d, unsigned byte) {
    if (d->out != NULL) d->out[d->count] = (char)byte;
    d->count++;
}

static void put_code(decoder *d, uint32_t code) {
    if (d->bytes) {
        put_byte(d, code & 0xff);
        return;
    }
    char utf8[4];
    size_t size = kr_utf8_put(utf8, code);
    if (code >= 0x80) d->ascii = false;
    for (size_t i = 0; i < size; i++) put_byte(d, (unsigned char)utf8[i]);
}

static int hex_digit(int byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static _Noreturn void bad_escape(decoder *d, size_t start, const char *what) {
    if (d->bytes)
        kr_syntax_error(d->c, d->offset, "(value error) invalid \\x escape at position %u", (unsigned)start);
    kr_syntax_error(d->c, d->offset,
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position %u-%u: %s",
                    (unsigned)start, (unsigned)(d->at - 1), what);
}

static void hex_escape(decoder *d, unsigned digits, const char *what) {
    size_t start = d->at - 2;
    uint32_t code = 0;
    for (unsigned i = 0; i < digits; i++, d->at++) {
        int digit = d->at < d->size ? hex_digit(d->text[d->at]) : -1;
        if (digit < 0) bad_escape(d, start, what);
        code = code << 4 | (uint32_t)digit;
    }
    if (code > 0x10ffff) bad_escape(d, start, "illegal Unicode character");
    if (code >= 0xd800 && code < 0xe000 && !d->bytes)
        bad_escape(d, start, "lone surrogates are not supported");
    put_code(d, code);
}

static void octal_escape(decoder *d, int first) {
    uint32_t code = (uint32_t)(first - '0');
    for (int i = 0; i < 2 && d->at < d->size && d->text[d->at] >= '0' && d->text[d->at] <= '7'; i++)
        code = code * 8 + (uint32_t)(d->text[d->at++] - '0');
    put_code(d, code);
}

/* \N{…}: the few names that programs use; the full table would be larger than the machine. */
static void named_escape(decoder *d) {
    static const struct {
        const char *name;
        uint32_t code;
    } known[] = {{"DEGREE SIGN", 0xb0},
                 {"MICRO SIGN", 0xb5},
                 {"NO-BREAK SPACE", 0xa0},
                 {"BULLET", 0x2022},
                 {"EURO SIGN", 0x20ac},
                 {"OHM SIGN", 0x2126},
                 {"EN DASH", 0x2013},
                 {"EM DASH", 0x2014},
                 {"HORIZONTAL ELLIPSIS", 0x2026},
                 {"SNOWMAN", 0x2603},
                 {"GREEK SMALL LETTER MU", 0x3bc},
                 {"GREEK SMALL LETTER PI", 0x3c0},
                 {"GREEK CAPITAL LETTER OMEGA", 0x3a9},
                 {"PLUS-MINUS SIGN", 0xb1},
                 {"SUPERSCRIPT TWO", 0xb2},
                 {"SUPERSCRIPT THREE", 0xb3},
                 {"CHECK MARK", 0x2713},
                 {"BALLOT X", 0x2717},
                 {"LEFTWARDS ARROW", 0x2190},
                 {"RIGHTWARDS ARROW", 0x2192},
                 {"UPWARDS ARROW", 0x2191},
                 {"DOWNWARDS ARROW", 0x2193},
                 {"FULL BLOCK", 0x2588},
                 {"REPLACEMENT CHARACTER", 0xfffd},
                 {"LATIN SMALL LETTER E WITH ACUTE", 0xe9},
                 {"POUND SIGN", 0xa3},
                 {"SPACE", 0x20},
                 {"LATIN SMALL LETTER A", 0x61}};
    size_t start = d->at - 2;
    const char *end =
        d->at < d->size && d->text[d->at] == '{' ? memchr(d->text + d->at, '}', d->size - d->at) : NULL;
    if (end == NULL) bad_escape(d, start, "malformed \\N character escape");
    size_t size = (size_t)(end - d->text) - d->at - 1;
    const char *name = d->text + d->at + 1;
    d->at += size + 2;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i].name) == size && memcmp(known[i].name, name, size) == 0) {
            put_code(d, known[i].code);
            return;
        }
    }
    bad_escape(d, start, "unknown Unicode character name");
}

/* Behind a backslash. */
static void escape(decoder *d) {
    static const char from[] = "\\'\"abfnrtv", to[] = "\\'\"\a\b\f\n\r\t\v";
    int byte = d->text[d->at++];
    const char *simple = byte == 0 ? NULL : strchr(from, byte);
    if (simple != NULL)
        put_byte(d, (unsigned char)to[simple - from]);
    else if (byte == '\n')
        return;
    else if (byte == '\r')
        d->at += d->at < d->size && d->text[d->at] == '\n';
    else if (byte >= '0' && byte <= '7')
        octal_escape(d, byte);
    else if (byte == 'x')
        hex_escape(d, 2, "truncated \\xXX escape");
    else if (byte == 'u' && !d->bytes)
        hex_escape(d, 4, "truncated \\uXXXX escape");
    else if (byte == 'U' && !d->bytes)
        hex_escape(d, 8, "truncated \\UXXXXXXXX escape");
    else if (byte == 'N' && !d->bytes)
        named_escape(d);
    else {
        put_byte(d, '\\');
        d->at--;
    }
}

static size_t decode(decoder *d, bool raw) {
    d->at = d->count = 0;
    while (d->at < d->size) {
        unsigned byte = (unsigned char)d->text[d->at++];
        if (byte == '\\' && !raw && d->at < d->size) {
            escape(d);
            continue;
        }
        if (byte == '\r') { /* every line break in a literal is \n */
            d->at += d->at < d->size && d->text[d->at] == '\n';
            byte = '\n';
        }
        if (byte >= 0x80) {
            if (d->bytes) kr_syntax_error(d->c, d->offset, "bytes can only contain ASCII literal characters");
            d->ascii = false;
        }
        put_byte(d, byte);
    }
    return d->count;
}

/* Texts that look like names are shared, so that looking them up in dicts is quick. */
static bool looks_like_name(const char *text, size_t size) {
    if (size > 32) return false;
    for (size_t i = 0; i < size; i++) {
        int byte = (unsigned char)text[i];
        if (!(byte == '_' || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z')))
            return false;
    }
    return true;
}

kr_value kr_text_literal(kr_compiler *c, uint32_t start, uint32_t end, unsigned flags) {
    decoder d = {.c = c,
                 .text = kr_source_text(c, start, end),
                 .size = end - start,
                 .offset = c->lexer.token.end,
                 .ascii = true,
                 .bytes = flags & STRING_BYTES};
    bool raw = flags & STRING_RAW;
    if (!d.bytes && looks_like_name(d.text, d.size)) return kr_intern(c->vm, d.text, d.size);
    size_t size = decode(&d, raw);
    if (d.bytes) {
        kr_value bytes = kr_bytes_value(c->vm, NULL, size);
        d.out = (char *)((kr_bytes *)kr_to_pointer(bytes))->data;
        decode(&d, raw);
        return bytes;
    }
    if (size <= 1 && d.ascii) {
        char one[1];
        d.out = one;
        decode(&d, raw);
        return kr_str_new(c->vm, one, size);
    }
    kr_str *str = kr_str_alloc(c->vm, size, d.ascii);
    d.out = str->data;
    decode(&d, raw);
    return KR_OBJECT(str);
}

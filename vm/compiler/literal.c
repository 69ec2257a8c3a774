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

/* A decoder's input and output. The source is read byte by byte, so that a long text needs no window of its
 * size. */
typedef struct decoder {
    kr_compiler *c;
    uint32_t start, end, at; /* offsets in the source */
    uint32_t where;          /* of errors */
    char *out;               /* NULL while it counts */
    size_t count;
    bool ascii, bytes;
} decoder;

/* The byte at hand, or -1 at the end. */
static int current(decoder *d) {
    return d->at < d->end ? kr_byte(d->c, d->at) : -1;
}

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

/* `start` is where the backslash stands. */
static _Noreturn void bad_escape(decoder *d, uint32_t start, const char *what) {
    unsigned first = start - d->start, last = d->at - d->start - 1;
    if (d->bytes) kr_syntax_error(d->c, d->where, "(value error) invalid \\x escape at position %u", first);
    kr_syntax_error(d->c, d->where,
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position %u-%u: %s", first,
                    last, what);
}

static void hex_escape(decoder *d, unsigned digits, const char *what) {
    uint32_t start = d->at - 2, code = 0;
    for (unsigned i = 0; i < digits; i++, d->at++) {
        int digit = hex_digit(current(d));
        if (digit < 0) bad_escape(d, start, what);
        code = code << 4 | (uint32_t)digit;
    }
    if (code > 0x10ffff) bad_escape(d, start, "illegal Unicode character");
    put_code(d, code);
}

static void octal_escape(decoder *d, int first) {
    uint32_t code = (uint32_t)(first - '0');
    for (int i = 0, byte; i < 2 && (byte = current(d)) >= '0' && byte <= '7'; i++, d->at++) {
        code = code * 8 + (uint32_t)(byte - '0');
    }
    put_code(d, code);
}

/* \N{…}: the few names that programs use; the full table would be larger than the machine. */
static const struct {
    uint16_t code;
    char name[30];
} named[] = {{0xb0, "DEGREE SIGN"},
             {0xb5, "MICRO SIGN"},
             {0xa0, "NO-BREAK SPACE"},
             {0x2022, "BULLET"},
             {0x20ac, "EURO SIGN"},
             {0x2126, "OHM SIGN"},
             {0x2013, "EN DASH"},
             {0x2014, "EM DASH"},
             {0x2026, "HORIZONTAL ELLIPSIS"},
             {0x2603, "SNOWMAN"},
             {0x3bc, "GREEK SMALL LETTER MU"},
             {0x3c0, "GREEK SMALL LETTER PI"},
             {0x3a9, "GREEK CAPITAL LETTER OMEGA"},
             {0xb1, "PLUS-MINUS SIGN"},
             {0xb2, "SUPERSCRIPT TWO"},
             {0xb3, "SUPERSCRIPT THREE"},
             {0x2713, "CHECK MARK"},
             {0x2717, "BALLOT X"},
             {0x2190, "LEFTWARDS ARROW"},
             {0x2192, "RIGHTWARDS ARROW"},
             {0x2191, "UPWARDS ARROW"},
             {0x2193, "DOWNWARDS ARROW"},
             {0x2588, "FULL BLOCK"},
             {0xfffd, "REPLACEMENT CHARACTER"},
             {0xa3, "POUND SIGN"},
             {0x20, "SPACE"}};

static void named_escape(decoder *d) {
    char name[sizeof named->name] = {0};
    uint32_t start = d->at - 2;
    if (current(d) != '{') bad_escape(d, start, "malformed \\N character escape");
    int byte = 0;
    for (size_t i = 0; (d->at++, byte = current(d)) >= 0 && byte != '}'; i++) {
        if (i < sizeof name - 1) name[i] = (char)byte;
    }
    if (byte < 0) bad_escape(d, start, "malformed \\N character escape");
    d->at++;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (strcmp(named[i].name, name) == 0) {
            put_code(d, named[i].code);
            return;
        }
    }
    bad_escape(d, start, "unknown Unicode character name");
}

/* Behind a backslash. */
static void escape(decoder *d) {
    static const char from[] = "\\'\"abfnrtv", to[] = "\\'\"\a\b\f\n\r\t\v";
    int byte = current(d);
    const char *simple = byte <= 0 ? NULL : strchr(from, byte);
    d->at++;
    if (simple != NULL) {
        put_byte(d, (unsigned char)to[simple - from]);
    } else if (byte == '\r') {
        d->at += current(d) == '\n';
    } else if (byte >= '0' && byte <= '7') {
        octal_escape(d, byte);
    } else if (byte == 'x') {
        hex_escape(d, 2, "truncated \\xXX escape");
    } else if (byte == 'u' && !d->bytes) {
        hex_escape(d, 4, "truncated \\uXXXX escape");
    } else if (byte == 'U' && !d->bytes) {
        hex_escape(d, 8, "truncated \\UXXXXXXXX escape");
    } else if (byte == 'N' && !d->bytes) {
        named_escape(d);
    } else if (byte != '\n') {
        put_byte(d, '\\');
        d->at--;
    }
}

static size_t decode(decoder *d, bool raw) {
    d->at = d->start;
    d->count = 0;
    while (d->at < d->end) {
        int byte = kr_byte(d->c, d->at);
        d->c->reader.keep = d->at++;
        if (byte == '\\' && !raw && d->at < d->end) {
            escape(d);
            continue;
        }
        if (byte == '\r') { /* every line break in a literal is \n */
            d->at += current(d) == '\n';
            byte = '\n';
        }
        if (byte >= 0x80) {
            if (d->bytes) kr_syntax_error(d->c, d->where, "bytes can only contain ASCII literal characters");
            d->ascii = false;
        }
        put_byte(d, (unsigned)byte);
    }
    return d->count;
}

/* Texts that look like names are shared, so that looking them up in dicts is quick. */
static bool looks_like_name(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        int byte = (unsigned char)text[i];
        if (!(byte == '_' || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z')))
            return false;
    }
    return true;
}

kr_value kr_text_literal(kr_compiler *c, uint32_t start, uint32_t end, unsigned flags) {
    decoder d = {.c = c, .start = start, .end = end, .where = c->lexer.token.end, .ascii = true};
    bool raw = flags & STRING_RAW;
    d.bytes = flags & STRING_BYTES;
    if (!d.bytes && end - start <= 32) {
        const char *text = kr_source_text(c, start, end);
        if (looks_like_name(text, end - start)) return kr_intern(c->vm, text, end - start);
    }
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

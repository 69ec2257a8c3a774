/* Characters without tables: ASCII and Latin-1 (to 0xff) as CPython has them. Of all others is known only
 * that they are letters that can be printed: none of them has a case, is a digit or is blank. */
#include "types/unicode.h"

#define LETTER (KR_UNICODE_ALPHA | KR_UNICODE_PRINTABLE | KR_UNICODE_START | KR_UNICODE_CONTINUE)

static unsigned ascii_flags(char c) {
    if (kr_ascii_lower(c)) return LETTER | KR_UNICODE_LOWER;
    if (kr_ascii_upper(c)) return LETTER | KR_UNICODE_UPPER;
    if (kr_ascii_digit(c))
        return KR_UNICODE_DECIMAL | KR_UNICODE_DIGIT | KR_UNICODE_NUMERIC | KR_UNICODE_PRINTABLE |
               KR_UNICODE_CONTINUE;
    if (c == '_') return LETTER & ~(unsigned)KR_UNICODE_ALPHA;
    unsigned flags = c >= ' ' && c < 0x7f ? KR_UNICODE_PRINTABLE : 0;
    if (c == '\'' || c == '.' || c == ':' || c == '^' || c == '`') flags |= KR_UNICODE_IGNORABLE;
    return kr_ascii_space(c) ? flags | KR_UNICODE_SPACE : flags;
}

/* Signs from 0xa0 to 0xbf, a bit each. */
static bool is_one_of(uint32_t set, uint32_t c) {
    return set >> (c - 0xa0) & 1;
}
#define BIT(c) (1u << ((c)-0xa0))

static unsigned sign_flags(uint32_t c) {
    unsigned flags = is_one_of(BIT(0xa0) | BIT(0xad), c) ? 0 : KR_UNICODE_PRINTABLE;
    if (c == 0xa0) return KR_UNICODE_SPACE;
    if (is_one_of(BIT(0xaa) | BIT(0xb5) | BIT(0xba), c)) return LETTER | KR_UNICODE_LOWER;
    if (is_one_of(BIT(0xb2) | BIT(0xb3) | BIT(0xb9), c)) flags |= KR_UNICODE_DIGIT | KR_UNICODE_NUMERIC;
    if (is_one_of(BIT(0xbc) | BIT(0xbd) | BIT(0xbe), c)) flags |= KR_UNICODE_NUMERIC;
    if (is_one_of(BIT(0xa8) | BIT(0xad) | BIT(0xaf) | BIT(0xb4) | BIT(0xb7) | BIT(0xb8), c))
        flags |= KR_UNICODE_IGNORABLE;
    return c == 0xb7 ? flags | KR_UNICODE_CONTINUE : flags;
}

static bool is_capital(uint32_t c) {
    return c >= 0xc0 && c <= 0xde && c != 0xd7;
}

static bool is_small(uint32_t c) {
    return c >= 0xe0 && c <= 0xfe && c != 0xf7;
}

unsigned kr_unicode_flags(uint32_t c) {
    if (c < 0x80) return ascii_flags((char)c);
    if (c < 0xa0) return c == 0x85 ? KR_UNICODE_SPACE : 0;
    if (c < 0xc0) return sign_flags(c);
    if (c == 0xd7 || c == 0xf7) return KR_UNICODE_PRINTABLE;
    if (c - 0xd800 < 0x800) return 0;
    return c > 0xff ? LETTER : is_capital(c) ? LETTER | KR_UNICODE_UPPER : LETTER | KR_UNICODE_LOWER;
}

int kr_unicode_decimal(uint32_t c) {
    return c < 0x80 && kr_ascii_digit((char)c) ? (int)c - '0' : -1;
}

size_t kr_unicode_lower(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    out[0] = (c < 0x80 && kr_ascii_upper((char)c)) || is_capital(c) ? c + 32 : c;
    return 1;
}

/* Three letters have capitals elsewhere: the sign for micro is a Greek letter, and two. */
size_t kr_unicode_upper(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    out[0] = (c < 0x80 && kr_ascii_lower((char)c)) || is_small(c) ? c - 32
             : c == 0xb5                                          ? 0x39c
             : c == 0xff                                          ? 0x178
                                                                  : c;
    if (c != 0xdf) return 1;
    out[0] = out[1] = 'S';
    return 2;
}

size_t kr_unicode_title(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    size_t count = kr_unicode_upper(c, out);
    if (c == 0xdf) out[1] = 's';
    return count;
}

size_t kr_unicode_fold(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    if (c == 0xb5) {
        out[0] = 0x3bc;
        return 1;
    }
    if (c != 0xdf) return kr_unicode_lower(c, out);
    out[0] = out[1] = 's';
    return 2;
}

#ifndef KR_UNICODE_H
#define KR_UNICODE_H
/* What str's methods have to know about characters: properties and case mappings, as CPython's str has them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kr_unicode_flag {
    KR_UNICODE_ALPHA = 1,
    KR_UNICODE_DECIMAL = 2,
    KR_UNICODE_DIGIT = 4,
    KR_UNICODE_NUMERIC = 8,
    KR_UNICODE_SPACE = 16,
    KR_UNICODE_PRINTABLE = 32,
    KR_UNICODE_START = 64,     /* begins an identifier */
    KR_UNICODE_CONTINUE = 128, /* continues one */
    KR_UNICODE_LOWER = 256,
    KR_UNICODE_UPPER = 512,
    KR_UNICODE_TITLE = 1024,
    KR_UNICODE_IGNORABLE = 2048, /* does not count when a final sigma looks for letters around it */
    KR_UNICODE_CASED = KR_UNICODE_LOWER | KR_UNICODE_UPPER | KR_UNICODE_TITLE
};
unsigned kr_unicode_flags(uint32_t c);
int kr_unicode_decimal(uint32_t c); /* 0..9, or -1 */

/* Mappings to up to three characters; return how many. */
#define KR_UNICODE_MAP_MAX 3
typedef size_t kr_unicode_map(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]);
size_t kr_unicode_lower(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]);
size_t kr_unicode_upper(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]);
size_t kr_unicode_title(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]);
size_t kr_unicode_fold(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]);

static inline bool kr_ascii_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static inline bool kr_ascii_lower(char c) {
    return c >= 'a' && c <= 'z';
}
static inline bool kr_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
static inline bool kr_ascii_alnum(char c) {
    return kr_ascii_upper(c) || kr_ascii_lower(c) || kr_ascii_digit(c);
}
/* What str.isspace() accepts below 128. */
static inline bool kr_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

#endif

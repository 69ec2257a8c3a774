#ifndef KR_UTF8_H
#define KR_UTF8_H
/* UTF-8 beyond what types/text.h offers everybody: walking backwards, counting, and finding out what is wrong
 * with bytes from outside. */
#include <stddef.h>
#include <stdint.h>

/* Steps back over one code point of valid UTF-8 and returns it. *p must not be at the start. */
uint32_t kr_utf8_previous(const char **p);

/* How many bytes at the start are ASCII. */
size_t kr_utf8_ascii_prefix(const char *data, size_t size);

/* The offset of the first byte that is not valid UTF-8, `size` when all is well. *bad is then the number of
 * bytes that are wrong together and *why the reason in the words of UnicodeDecodeError. */
size_t kr_utf8_scan(const char *data, size_t size, size_t *bad, const char **why);

/* Code points in valid UTF-8. */
size_t kr_utf8_count(const char *data, size_t size);

/* Byte offset of the index-th code point, `size` when there are not so many. A partial first sequence counts
 * for nothing. */
size_t kr_utf8_skip(const char *data, size_t size, size_t index);

#endif

#ifndef KR_SEARCH_H
#define KR_SEARCH_H
/* Finding bytes in bytes, for str and the byte types. */
#include <stddef.h>

/* The first and the last occurrence of a non-empty needle, or NULL. Linear in practice for all inputs. */
const char *kr_search_first(const char *hay, size_t size, const char *needle, size_t length);
const char *kr_search_last(const char *hay, size_t size, const char *needle, size_t length);
/* Occurrences that do not overlap, at most `limit`; the needle is not empty. */
size_t kr_search_count(const char *hay, size_t size, const char *needle, size_t length, size_t limit);

#endif

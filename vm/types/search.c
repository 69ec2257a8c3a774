/* Substring search.
 *
 * Forwards the C library does it: memchr for one byte, and memmem, which is linear and vectorised where it
 * matters, but prepares itself for longer than most searches take: it comes when the first few places where
 * the first byte is were the wrong ones. Backwards there is no such function: candidates come from their last
 * byte, and when comparing them has cost more than the distance travelled (periodic text), a rolling hash
 * takes over. */
#define _GNU_SOURCE
#include "types/search.h"
#include <stdint.h>
#include <string.h>

enum { SHORT_TRIES = 8 };

static __attribute__((noinline)) const char *search_first(const char *hay, size_t size, const char *needle,
                                                          size_t length) {
    if (length == 0) return hay;
    const char *end = hay + size;
    for (unsigned tries = 0; tries < SHORT_TRIES; tries++) {
        hay = memchr(hay, *needle, (size_t)(end - hay) - length + 1);
        if (hay == NULL || memcmp(hay + 1, needle + 1, length - 1) == 0) return hay;
        if ((size_t)(end - ++hay) < length) return NULL;
    }
    return memmem(hay, (size_t)(end - hay), needle, length);
}

const char *kr_search_first(const char *hay, size_t size, const char *needle, size_t length) {
    if (length > size) return NULL;
    return length == 1 ? memchr(hay, *needle, size) : search_first(hay, size, needle, length);
}

/* Hashes of windows that move one byte to the left at a time: sum of byte i times 31^i. */
static const char *search_last_hashed(const char *hay, size_t size, const char *needle, size_t length) {
    const uint8_t *h = (const uint8_t *)hay, *n = (const uint8_t *)needle;
    uint64_t wanted = 0, hash = 0, top = 1;
    size_t at = size - length;
    for (size_t i = length; i-- > 0;) {
        wanted = wanted * 31 + n[i];
        hash = hash * 31 + h[at + i];
        if (i) top *= 31;
    }
    for (;; at--) {
        if (hash == wanted && memcmp(hay + at, needle, length) == 0) return hay + at;
        if (at == 0) return NULL;
        hash = (hash - h[at + length - 1] * top) * 31 + h[at - 1];
    }
}

const char *kr_search_last(const char *hay, size_t size, const char *needle, size_t length) {
    if (length > size) return NULL;
    char last = needle[length - 1];
    size_t work = 0;
    for (size_t end = size; end >= length; end--) {
        if (hay[end - 1] != last) continue;
        size_t same = 1;
        while (same < length && hay[end - 1 - same] == needle[length - 1 - same]) same++;
        if (same == length) return hay + end - length;
        work += same - 1;
        if (work > size - end + 256) return search_last_hashed(hay, end - 1, needle, length);
    }
    return NULL;
}

size_t kr_search_count(const char *hay, size_t size, const char *needle, size_t length, size_t limit) {
    const char *end = hay + size;
    size_t count = 0;
    while (count < limit && (hay = kr_search_first(hay, (size_t)(end - hay), needle, length)) != NULL) {
        count++;
        hay += length;
    }
    return count;
}

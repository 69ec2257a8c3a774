/* The string functions of the C library, for memory that is read by words.
 *
 * Constants lie in flash, where the core can load aligned words only; this file is compiled so that bytes are
 * taken out of words (-mforce-l32). Copying is what a device does most: memcpy() moves words even when source
 * and destination are not aligned alike, by joining two halves, which suits flash and RAM. */
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* --- memory --- */

static void copy_bytes(uint8_t *to, const uint8_t *from, size_t size) {
    while (size--) *to++ = *from++;
}

/* `to` is aligned and `from` is `shift` bits past a word. Reads no word that has no byte of the source. */
static void copy_shifted(uint32_t *to, const uint32_t *from, size_t words, unsigned shift) {
    uint32_t low = *from++;
    while (words--) {
        uint32_t high = *from++;
        *to++ = low >> shift | high << (32 - shift);
        low = high;
    }
}

/* Four words a turn, because the turn costs as much as two of them. */
static void copy_words(uint32_t *to, const uint32_t *from, size_t words) {
    for (; words >= 4; words -= 4, to += 4, from += 4) {
        uint32_t a = from[0], b = from[1], c = from[2], d = from[3];
        to[0] = a, to[1] = b, to[2] = c, to[3] = d;
    }
    while (words--) *to++ = *from++;
}

void *memcpy(void *restrict target, const void *restrict source, size_t size) {
    uint8_t *to = target;
    const uint8_t *from = source;
    if (size >= 12) {
        size_t head = -(uintptr_t)to & 3;
        copy_bytes(to, from, head);
        to += head, from += head, size -= head;
        size_t words = size / 4;
        unsigned shift = ((uintptr_t)from & 3) * 8;
        if (shift) {
            copy_shifted((uint32_t *)to, (const uint32_t *)((uintptr_t)from & ~(uintptr_t)3), words, shift);
        } else {
            copy_words((uint32_t *)to, (const uint32_t *)from, words);
        }
        to += 4 * words, from += 4 * words, size -= 4 * words;
    }
    copy_bytes(to, from, size);
    return target;
}

void *memmove(void *target, const void *source, size_t size) {
    uint8_t *to = target;
    const uint8_t *from = source;
    if (to == from) return target;
    /* Copying upwards is right when the target lies below, also by words: a word is read before its place is
     * written. */
    if ((uintptr_t)to - (uintptr_t)from >= size) return memcpy(target, source, size);
    to += size, from += size;
    if ((((uintptr_t)to | (uintptr_t)from) & 3) == 0) {
        for (; size >= 4; size -= 4) {
            to -= 4, from -= 4;
            *(uint32_t *)to = *(const uint32_t *)from;
        }
    }
    while (size--) *--to = *--from;
    return target;
}

void *memset(void *target, int value, size_t size) {
    uint8_t *to = target;
    uint32_t word = (uint8_t)value * 0x01010101u;
    for (; size && ((uintptr_t)to & 3); size--) *to++ = (uint8_t)value;
    for (; size >= 16; size -= 16, to += 16) {
        uint32_t *at = (uint32_t *)to;
        at[0] = at[1] = at[2] = at[3] = word;
    }
    for (; size >= 4; size -= 4, to += 4) *(uint32_t *)to = word;
    while (size--) *to++ = (uint8_t)value;
    return target;
}

int memcmp(const void *left, const void *right, size_t size) {
    const uint8_t *a = left, *b = right;
    if ((((uintptr_t)a | (uintptr_t)b) & 3) == 0) {
        for (; size >= 4 && *(const uint32_t *)a == *(const uint32_t *)b; size -= 4) a += 4, b += 4;
    }
    for (; size; size--, a++, b++) {
        if (*a != *b) return *a - *b;
    }
    return 0;
}

void *memchr(const void *memory, int value, size_t size) {
    const uint8_t *at = memory;
    for (; size; size--, at++) {
        if (*at == (uint8_t)value) return (void *)at;
    }
    return NULL;
}

/* --- strings --- */

size_t strlen(const char *text) {
    const char *at = text;
    while (*at) at++;
    return (size_t)(at - text);
}

size_t strnlen(const char *text, size_t most) {
    size_t length = 0;
    while (length < most && text[length]) length++;
    return length;
}

int strcmp(const char *left, const char *right) {
    while (*left && *left == *right) left++, right++;
    return (uint8_t)*left - (uint8_t)*right;
}

int strncmp(const char *left, const char *right, size_t most) {
    for (; most && *left && *left == *right; most--) left++, right++;
    return most ? (uint8_t)*left - (uint8_t)*right : 0;
}

int strcasecmp(const char *left, const char *right) {
    while (*left && tolower((uint8_t)*left) == tolower((uint8_t)*right)) left++, right++;
    return tolower((uint8_t)*left) - tolower((uint8_t)*right);
}

int strncasecmp(const char *left, const char *right, size_t most) {
    for (; most && *left && tolower((uint8_t)*left) == tolower((uint8_t)*right); most--) left++, right++;
    return most ? tolower((uint8_t)*left) - tolower((uint8_t)*right) : 0;
}

char *strcpy(char *restrict target, const char *restrict source) {
    return memcpy(target, source, strlen(source) + 1);
}

char *strncpy(char *restrict target, const char *restrict source, size_t size) {
    size_t length = strnlen(source, size);
    memcpy(target, source, length);
    memset(target + length, 0, size - length);
    return target;
}

char *strcat(char *restrict target, const char *restrict source) {
    strcpy(target + strlen(target), source);
    return target;
}

char *strchr(const char *text, int wanted) {
    for (;; text++) {
        if (*text == (char)wanted) return (char *)text;
        if (!*text) return NULL;
    }
}

char *strrchr(const char *text, int wanted) {
    const char *found = NULL;
    for (;; text++) {
        if (*text == (char)wanted) found = text;
        if (!*text) return (char *)found;
    }
}

char *strstr(const char *text, const char *wanted) {
    size_t length = strlen(wanted);
    for (; *text || !length; text++) {
        if (!strncmp(text, wanted, length)) return (char *)text;
    }
    return NULL;
}

size_t strspn(const char *text, const char *accepted) {
    size_t length = 0;
    while (text[length] && strchr(accepted, text[length])) length++;
    return length;
}

size_t strcspn(const char *text, const char *refused) {
    size_t length = 0;
    while (text[length] && !strchr(refused, text[length])) length++;
    return length;
}

/* --- characters, without a table --- */

#undef isdigit
#undef isalpha
#undef isalnum
#undef isspace
#undef isupper
#undef islower
#undef isxdigit
#undef isprint
#undef tolower
#undef toupper

int isdigit(int c) {
    return (unsigned)c - '0' < 10;
}

int isupper(int c) {
    return (unsigned)c - 'A' < 26;
}

int islower(int c) {
    return (unsigned)c - 'a' < 26;
}

int isalpha(int c) {
    return ((unsigned)c | 32) - 'a' < 26;
}

int isalnum(int c) {
    return isalpha(c) || isdigit(c);
}

int isxdigit(int c) {
    return isdigit(c) || ((unsigned)c | 32) - 'a' < 6;
}

int isspace(int c) {
    return c == ' ' || (unsigned)c - '\t' < 5;
}

int isprint(int c) {
    return (unsigned)c - ' ' < 95;
}

int tolower(int c) {
    return isupper(c) ? c + 32 : c;
}

int toupper(int c) {
    return islower(c) ? c - 32 : c;
}

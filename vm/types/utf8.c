/* UTF-8: one code point at a time for what indexes, eight bytes at a time for what counts.
 *
 * All text inside the machine is valid UTF-8, but that it may have surrogates, so the readers here trust their input; only
 * kr_utf8_scan meets bytes from outside. Counting code points is counting the bytes that do not continue one
 * (10xxxxxx); the word loops do that for eight bytes in a handful of operations, which keeps len() and
 * indexing of non-ASCII text tolerable although they scan. */
#include "types/text.h"
#include "types/utf8.h"

uint32_t kr_utf8_next(const char **p) {
    const uint8_t *s = (const uint8_t *)*p;
    if (s[0] < 0x80) {
        *p += 1;
        return s[0];
    }
    if (s[0] < 0xe0) {
        *p += 2;
        return (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
    }
    if (s[0] < 0xf0) {
        *p += 3;
        return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    }
    *p += 4;
    return (s[0] & 0x07u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
}

uint32_t kr_utf8_previous(const char **p) {
    const char *s = *p;
    do s--;
    while (((uint8_t)*s & 0xc0) == 0x80);
    *p = s;
    return kr_utf8_next(&s);
}

size_t kr_utf8_put(char *out, uint32_t c) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

/* How many bytes a sequence with this lead byte has; 0 for bytes that lead none. */
static size_t sequence_size(uint8_t lead) {
    if (lead < 0xc2) return lead < 0x80;
    if (lead < 0xe0) return 2;
    if (lead < 0xf0) return 3;
    return lead < 0xf5 ? 4 : 0;
}

/* The second byte has a narrower range behind some leads: no overlong forms, no surrogates, nothing above
 * U+10FFFF. */
static bool second_fits(uint8_t lead, uint8_t second) {
    switch (lead) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return (second & 0xc0) == 0x80;
    }
}

size_t kr_utf8_ascii_prefix(const char *data, size_t size) {
    size_t i = 0;
    for (; i + 8 <= size; i += 8) {
        uint64_t word;
        memcpy(&word, data + i, 8);
        if (word & 0x8080808080808080u) break;
    }
    while (i < size && (uint8_t)data[i] < 0x80) i++;
    return i;
}

/* Checks the sequence at s; returns its size, or 0 with *bad set to how many bytes are wrong together. */
static size_t check_sequence(const uint8_t *s, size_t left, size_t *bad, const char **why) {
    size_t size = sequence_size(s[0]);
    *bad = 1;
    *why = "invalid start byte";
    if (size == 0) return 0;
    for (size_t i = 1; i < size; i++) {
        *bad = i;
        *why = "unexpected end of data";
        if (i == left) return 0;
        *why = "invalid continuation byte";
        if (i == 1 ? !second_fits(s[0], s[1]) : (s[i] & 0xc0) != 0x80) return 0;
    }
    return size;
}

size_t kr_utf8_scan(const char *data, size_t size, size_t *bad, const char **why) {
    size_t i = kr_utf8_ascii_prefix(data, size);
    while (i < size) {
        size_t n = check_sequence((const uint8_t *)data + i, size - i, bad, why);
        if (n == 0) return i;
        i += n;
        if (i < size && (uint8_t)data[i] < 0x80) i += kr_utf8_ascii_prefix(data + i, size - i);
    }
    return size;
}

bool kr_utf8_valid(const char *data, size_t size, size_t *bad_offset, bool *ascii) {
    size_t bad;
    const char *why;
    if (ascii) *ascii = kr_utf8_ascii_prefix(data, size) == size;
    size_t end = kr_utf8_scan(data, size, &bad, &why);
    if (end < size && bad_offset) *bad_offset = end;
    return end == size;
}

/* Continuation bytes among the eight of a word: bit 7 set and bit 6 clear. */
static size_t word_continuations(const char *data) {
    uint64_t word;
    memcpy(&word, data, 8);
    word = (word >> 7) & (~word >> 6) & 0x0101010101010101u;
    return (size_t)((word * 0x0101010101010101u) >> 56);
}

size_t kr_utf8_count(const char *data, size_t size) {
    size_t count = 0, i = 0;
    for (; i + 8 <= size; i += 8) count += 8 - word_continuations(data + i);
    for (; i < size; i++) count += ((uint8_t)data[i] & 0xc0) != 0x80;
    return count;
}

size_t kr_utf8_skip(const char *data, size_t size, size_t index) {
    size_t i = 0;
    while (i + 8 <= size) {
        size_t starts = 8 - word_continuations(data + i);
        if (starts > index) break;
        index -= starts;
        i += 8;
    }
    for (; i < size; i++) {
        if (((uint8_t)data[i] & 0xc0) != 0x80 && index-- == 0) break;
    }
    return i;
}

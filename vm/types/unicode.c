/* Characters: properties and case, from packed tables.
 *
 * The properties are runs of characters that agree in all of them: one byte a run says which of 32 sets of
 * properties and how long. A coarse index makes the search for a character's run short. Case mappings are
 * ranges with a constant distance, of every character or of every other one. About 11 KiB in all, and ASCII,
 * which is nearly everything that devices handle, never gets here. */
#include "types/unicode.h"

typedef struct unicode_place {
    uint32_t start;
    uint32_t offset;
} unicode_place;

/* first: 21 bits; last - first: 10 bits; upper bit: every other character only. */
typedef struct unicode_range {
    uint32_t where;
    int32_t delta;
} unicode_range;

typedef struct unicode_special {
    uint16_t code;
    uint16_t upper[3], title[3];
} unicode_special;

#include "types/unicode_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The run that c lies in: its first character, and its properties. */
static uint32_t find_run(uint32_t c, unsigned *flags) {
    size_t low = 0, high = COUNT(unicode_index);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (unicode_index[middle].start <= c) {
            low = middle;
        } else {
            high = middle;
        }
    }
    uint32_t start = unicode_index[low].start;
    const uint8_t *p = unicode_runs + unicode_index[low].offset;
    for (;;) {
        *flags = unicode_classes[*p >> 3];
        uint32_t length = (*p & 7u) + 1;
        if (length == 8) {
            unsigned shift = 0;
            do length += (*++p & 0x7fu) << shift, shift += 7;
            while (*p & 0x80);
        }
        if (c - start < length) return start;
        start += length;
        p++;
    }
}

static unsigned ascii_flags(char c) {
    if (kr_ascii_lower(c))
        return KR_UNICODE_ALPHA | KR_UNICODE_PRINTABLE | KR_UNICODE_START | KR_UNICODE_CONTINUE |
               KR_UNICODE_LOWER;
    if (kr_ascii_upper(c))
        return KR_UNICODE_ALPHA | KR_UNICODE_PRINTABLE | KR_UNICODE_START | KR_UNICODE_CONTINUE |
               KR_UNICODE_UPPER;
    if (kr_ascii_digit(c)) {
        return KR_UNICODE_DECIMAL | KR_UNICODE_DIGIT | KR_UNICODE_NUMERIC | KR_UNICODE_PRINTABLE |
               KR_UNICODE_CONTINUE;
    }
    if (c == '_') return KR_UNICODE_PRINTABLE | KR_UNICODE_START | KR_UNICODE_CONTINUE;
    unsigned flags = c >= ' ' && c < 0x7f ? KR_UNICODE_PRINTABLE : 0;
    if (c == '\'' || c == '.' || c == ':' || c == '^' || c == '`') flags |= KR_UNICODE_IGNORABLE;
    return kr_ascii_space(c) ? flags | KR_UNICODE_SPACE : flags;
}

unsigned kr_unicode_flags(uint32_t c) {
    unsigned flags;
    if (c < 0x80) return ascii_flags((char)c);
    find_run(c, &flags);
    return flags;
}

/* Decimal digits come in tens, starting with a zero. */
int kr_unicode_decimal(uint32_t c) {
    unsigned flags;
    if (c < 0x80) return kr_ascii_digit((char)c) ? (int)c - '0' : -1;
    uint32_t start = find_run(c, &flags);
    return flags & KR_UNICODE_DECIMAL ? (int)((c - start) % 10) : -1;
}

/* The range that c belongs to, or NULL. */
static const unicode_range *find_range(const unicode_range *ranges, size_t count, uint32_t c) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t first = ranges[middle].where & 0x1fffff, span = ranges[middle].where >> 21 & 0x3ff;
        if (c < first) {
            high = middle;
        } else if (c > first + span) {
            low = middle + 1;
        } else {
            return ranges[middle].where >> 31 && (c - first) & 1 ? NULL : &ranges[middle];
        }
    }
    return NULL;
}

static uint32_t map_range(const unicode_range *ranges, size_t count, uint32_t c) {
    const unicode_range *range = find_range(ranges, count, c);
    return range == NULL ? c : (uint32_t)((int32_t)c + range->delta);
}

static const unicode_special *find_special(uint32_t c) {
    size_t low = 0, high = COUNT(unicode_specials);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (unicode_specials[middle].code == c) return &unicode_specials[middle];
        if (unicode_specials[middle].code < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static size_t copy_units(const uint16_t units[3], uint32_t out[KR_UNICODE_MAP_MAX]) {
    size_t n = 0;
    while (n < 3 && units[n]) {
        out[n] = units[n];
        n++;
    }
    return n;
}

size_t kr_unicode_lower(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    if (c < 0x80) {
        out[0] = kr_ascii_upper((char)c) ? c + 32 : c;
        return 1;
    }
    out[0] = map_range(unicode_lower, COUNT(unicode_lower), c);
    if (c != 0x130) return 1;
    out[0] = 'i';
    out[1] = 0x307;
    return 2;
}

size_t kr_unicode_upper(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    if (c < 0x80) {
        out[0] = kr_ascii_lower((char)c) ? c - 32 : c;
        return 1;
    }
    const unicode_special *special = find_special(c);
    if (special) return copy_units(special->upper, out);
    out[0] = map_range(unicode_upper, COUNT(unicode_upper), c);
    return 1;
}

size_t kr_unicode_title(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    const unicode_special *special = c < 0x80 ? NULL : find_special(c);
    if (special) return copy_units(special->title, out);
    if (c >= 0x10d0 && c <= 0x10ff) { /* Georgian has capitals, but no titles. */
        out[0] = c;
        return 1;
    }
    return kr_unicode_upper(c, out);
}

/* Folding is lowering what was raised, but for a few. */
size_t kr_unicode_fold(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    uint32_t raised[KR_UNICODE_MAP_MAX];
    if (c == 0x1e9e) {
        out[0] = out[1] = 's';
        return 2;
    }
    if (find_range(unicode_folds, COUNT(unicode_folds), c) != NULL) {
        out[0] = map_range(unicode_folds, COUNT(unicode_folds), c);
        return 1;
    }
    size_t count = kr_unicode_upper(c, raised), total = 0;
    for (size_t i = 0; i < count; i++) total += kr_unicode_lower(raised[i], out + total);
    return total;
}

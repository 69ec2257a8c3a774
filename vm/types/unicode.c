/* Characters: properties and case, from packed tables.
 *
 * The properties are runs of characters that agree in all of them, a string of bits: which of 32 sets of
 * properties, said by what usually follows the one before, and how long. An index of every 32nd run makes the
 * search short. Case mappings are ranges with a constant distance, of every character or of every other one,
 * in a word each. About 6 KiB in all, read by words, and ASCII, which is nearly everything that devices
 * handle, never gets here. */
#include "types/unicode.h"

/* Neighbours that become several characters, or a title of their own. */
typedef struct unicode_special {
    uint16_t first, last;
    uint16_t upper[3]; /* the distance of the first one, then the others */
    uint16_t title;    /* the distance of the only one, with the upper bit turned; 0: see kr_unicode_title */
} unicode_special;

#include "types/unicode_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* 32 bits of the runs from any place. */
static uint32_t bits_at(uint32_t place) {
    const uint32_t *at = unicode_runs + place / 32;
    return place % 32 == 0 ? at[0] : at[0] >> place % 32 | at[1] << (32 - place % 32);
}

/* The set of properties of the run at a place behind one of the set `before`: as many ones as it has more
 * usual rivals, or five bits. A shape is the sets that usually follow, five bits each, and the fewest bits of
 * a length. */
static unsigned next_class(uint32_t *place, unsigned before) {
    uint32_t bits = bits_at(*place);
    unsigned rank = 0;
    for (; rank < UNICODE_LIKELY; rank++, bits >>= 1) {
        if (bits & 1) continue;
        *place += rank + 1;
        return unicode_shapes[before] >> 5 * rank & 31;
    }
    *place += rank + 5;
    return bits & 31;
}

/* The number of its bits in ones, but for the fewest, a zero, and the bits. */
static uint32_t next_length(uint32_t *place, unsigned class) {
    unsigned least = unicode_shapes[class] >> 15, count = least;
    uint32_t bits = bits_at(*place);
    for (; bits & 1; bits >>= 1) count++;
    *place += count - least + 1;
    uint32_t value = (uint32_t)1 << count;
    if (count > 0) {
        value |= bits_at(*place) & (value - 1);
        *place += count;
    }
    return value - ((uint32_t)1 << least) + 1;
}

/* The run that c lies in: its first character, and its properties. */
static uint32_t find_run(uint32_t c, unsigned *flags) {
    size_t low = 0, high = COUNT(unicode_index);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if ((unicode_index[middle] & 0x1fffff) <= c) {
            low = middle;
        } else {
            high = middle;
        }
    }
    uint32_t start = unicode_index[low] & 0x1fffff, place = unicode_places[low];
    unsigned class = unicode_index[low] >> 21;
    for (;;) {
        class = next_class(&place, class);
        uint32_t length = next_length(&place, class);
        if (c - start < length) break;
        start += length;
    }
    *flags = unicode_classes[class];
    return start;
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

/* The range that c belongs to, or 0. A range has 16 bits of the first character, 7 of the last one's
 * distance, one for every other character only, 8 for the number of its distance. Those above 0xffff come
 * last. */
static uint32_t find_range(const uint32_t *ranges, size_t count, size_t count_low, uint32_t c) {
    size_t low = c < 0x10000 ? 0 : count_low, high = c < 0x10000 ? count_low : c < 0x20000 ? count : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t range = ranges[middle], first = range & 0xffff, span = range >> 16 & 0x7f;
        if ((c & 0xffff) < first) {
            high = middle;
        } else if ((c & 0xffff) > first + span) {
            low = middle + 1;
        } else {
            return range >> 23 & (c - first) & 1 ? 0 : range;
        }
    }
    return 0;
}

static uint32_t map_range(const uint32_t *ranges, size_t count, size_t count_low, uint32_t c) {
    uint32_t range = find_range(ranges, count, count_low, c);
    return range == 0 ? c : (c & 0x10000) | ((c + unicode_deltas[range >> 24]) & 0xffff);
}

static const unicode_special *find_special(uint32_t c) {
    size_t low = 0, high = COUNT(unicode_specials);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const unicode_special *special = &unicode_specials[middle];
        if (c < special->first) {
            high = middle;
        } else if (c > special->last) {
            low = middle + 1;
        } else {
            return special;
        }
    }
    return NULL;
}

static size_t raise_special(const unicode_special *special, uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    size_t n = 1;
    out[0] = (c + special->upper[0]) & 0xffff;
    for (; n < 3 && special->upper[n]; n++) out[n] = special->upper[n];
    return n;
}

static uint32_t lower_one(uint32_t c) {
    if (c < 0x80) return kr_ascii_upper((char)c) ? c + 32 : c;
    return map_range(unicode_lower, COUNT(unicode_lower), UNICODE_LOWER_LOW, c);
}

size_t kr_unicode_lower(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    out[0] = lower_one(c);
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
    if (special) return raise_special(special, c, out);
    out[0] = map_range(unicode_upper, COUNT(unicode_upper), UNICODE_UPPER_LOW, c);
    return 1;
}

size_t kr_unicode_title(uint32_t c, uint32_t out[KR_UNICODE_MAP_MAX]) {
    const unicode_special *special = c < 0x80 ? NULL : find_special(c);
    if (special && special->title != 0) {
        out[0] = (c + (special->title ^ 0x8000u)) & 0xffff;
        return 1;
    }
    if (special) {
        size_t n = raise_special(special, c, out);
        for (size_t i = 1; i < n && c != 0x149; i++)
            out[i] = out[i] == 0x399 ? 0x345 : lower_one(out[i]); /* an iota goes below the line */
        return n;
    }
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
    if (find_range(unicode_folds, COUNT(unicode_folds), UNICODE_FOLDS_LOW, c) !=
        0) { /* some keep their case */
        out[0] = map_range(unicode_folds, COUNT(unicode_folds), UNICODE_FOLDS_LOW, c);
        return 1;
    }
    size_t count = kr_unicode_upper(c, raised), total = 0;
    for (size_t i = 0; i < count; i++) total += kr_unicode_lower(raised[i], out + total);
    return total;
}

/* int: text in any base, both ways.
 *
 * Bases that are powers of two only move bits. The others work in chunks, the largest power of the base that
 * fits a digit, one chunk after the other while the number is short. Long numbers are halved: with P = base^k
 * the text of n is the text of n / P followed by that of n % P, and a text of two parts is the number upper *
 * P + lower. The powers for all halvings are squares of each other, so the cost is a few long divisions or
 * multiplications. */
#include "types/int.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/str.h"

/* The first power for halving is chunk^UNIT. */
#define UNIT         24
#define PLAIN_DIGITS 32 /* shorter numbers are not halved */
#define LEVELS_MAX   26

typedef struct radix {
    kr_vm *vm;
    unsigned base;
    unsigned chunk_digits;
    uint32_t chunk; /* base^chunk_digits */
    const char *letters;
    struct {
        uint32_t *digits; /* chunk^(UNIT * 2^level) */
        size_t size;
    } powers[LEVELS_MAX];
} radix;

static void radix_init(radix *r, kr_vm *vm, unsigned base) {
    r->vm = vm;
    r->base = base;
    r->chunk = base;
    r->chunk_digits = 1;
    while ((uint64_t)r->chunk * base <= UINT32_MAX) {
        r->chunk *= base;
        r->chunk_digits++;
    }
}

static size_t level_width(const radix *r, size_t level) {
    return (size_t)r->chunk_digits * UNIT << level;
}

/* Makes the power of a level from that of the level below. */
static void make_power(radix *r, size_t level) {
    size_t half = level ? r->powers[level - 1].size : 0;
    uint32_t *p = kr_digits_scratch(r->vm, level ? 2 * half : UNIT + 1);
    size_t size = 1;
    if (level) {
        const uint32_t *root = r->powers[level - 1].digits;
        kr_digits_multiply(r->vm, p, root, half, root, half);
        size = kr_digits_trim(p, 2 * half);
    } else {
        p[0] = 1;
        for (int i = 0; i < UNIT; i++) {
            p[size] = kr_digits_multiply_small(p, p, size, r->chunk, 0);
            size += p[size] != 0;
        }
    }
    r->powers[level].digits = p;
    r->powers[level].size = size;
}

static const char pairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/* Nine decimal digits, in front of p. */
static char *put_nine(char *p, uint32_t n) {
    for (int i = 0; i < 4; i++, n /= 100) {
        p -= 2;
        memcpy(p, pairs + n % 100 * 2, 2);
    }
    *--p = (char)('0' + n);
    return p;
}

/* All digits but the first, in front of p, two at a time. */
static char *put_decimal(char *p, uintmax_t *n) {
    for (; *n >= 100; *n /= 100) {
        p -= 2;
        memcpy(p, pairs + *n % 100 * 2, 2);
    }
    if (*n >= 10) {
        *--p = (char)('0' + *n % 10);
        *n /= 10;
    }
    return p;
}

/* Exactly `width` characters, leading zeros included. Destroys d. */
static void write_plain(const radix *r, uint32_t *d, size_t n, char *out, size_t width) {
    char *p = out + width;
    while ((n = kr_digits_trim(d, n)) > 0) {
        uint32_t rest = kr_digits_divide_small(d, d, n, r->chunk);
        if (r->base == 10 && p - out >= 9) {
            p = put_nine(p, rest);
            continue;
        }
        for (unsigned i = 0; i < r->chunk_digits && p > out; i++, rest /= r->base)
            *--p = r->letters[rest % r->base];
    }
    memset(out, '0', (size_t)(p - out));
}

/* d < powers[level - 1]^2, that is at most level_width(level) characters. */
static void write_halves(radix *r, uint32_t *d, size_t n, size_t level, char *out) {
    n = kr_digits_trim(d, n);
    if (level == 0 || n == 0) {
        write_plain(r, d, n, out, level_width(r, level));
        return;
    }
    const uint32_t *power = r->powers[level - 1].digits;
    size_t size = r->powers[level - 1].size, width = level_width(r, level - 1);
    if (kr_digits_compare(d, n, power, size) < 0) {
        memset(out, '0', width);
        write_halves(r, d, n, level - 1, out + width);
        return;
    }
    uint32_t *quotient = kr_digits_scratch(r->vm, n + 2), *rest = quotient + (n - size + 1);
    kr_digits_divide(r->vm, quotient, rest, d, n, power, size);
    write_halves(r, quotient, n - size + 1, level - 1, out);
    write_halves(r, rest, size, level - 1, out + width);
    kr_block_free(r->vm, quotient);
}

/* Moves text over its leading zeros; returns what is left. */
static size_t drop_zeros(char *text, size_t width) {
    size_t zeros = 0;
    while (zeros < width && text[zeros] == '0') zeros++;
    memmove(text, text + zeros, width - zeros);
    return width - zeros;
}

static void write_short(const radix *r, kr_writer *out, const kr_integer *view) {
    uint32_t copy[PLAIN_DIGITS];
    memcpy(copy, view->digits, view->size * sizeof *copy);
    size_t width = view->size * 2 * r->chunk_digits; /* a digit is less than two chunks */
    if (r->base == 10) width = view->size * 10;
    char *text = kr_writer_reserve(out, width);
    write_plain(r, copy, view->size, text, width);
    out->size += drop_zeros(text, width);
}

/* Any base that is no power of two. */
static void write_radix(kr_vm *vm, kr_writer *out, const kr_integer *view, unsigned base,
                        const char *letters) {
    radix r;
    radix_init(&r, vm, base);
    r.letters = letters;
    size_t level = 0, n = view->size;
    if (n <= PLAIN_DIGITS) {
        write_short(&r, out, view);
        return;
    }
    make_power(&r, 0);
    while (r.powers[level].size <= n) {
        level++;
        if (2 * r.powers[level - 1].size - 1 > n + 1) break;
        make_power(&r, level);
    }
    size_t width = level_width(&r, level);
    uint32_t *copy = kr_digits_scratch(vm, n);
    memcpy(copy, view->digits, n * sizeof *copy);
    char *text = kr_writer_reserve(out, width);
    write_halves(&r, copy, n, level, text);
    out->size += drop_zeros(text, width);
}

static void write_bits(kr_writer *out, const kr_integer *view, unsigned width, const char *letters) {
    size_t count = (kr_integer_bits(view) + width - 1) / width;
    char *text = kr_writer_reserve(out, count);
    for (size_t i = 0; i < count; i++) {
        size_t bit = i * width;
        uint64_t pair = view->digits[bit / 32];
        if (bit / 32 + 1 < view->size) pair |= (uint64_t)view->digits[bit / 32 + 1] << 32;
        text[count - 1 - i] = letters[pair >> (bit % 32) & ((1u << width) - 1)];
    }
    out->size += count;
}

static void write_word(kr_writer *out, uintmax_t n, unsigned base, const char *letters) {
    char text[64], *p = text + sizeof text;
    if (base == 10) {
        p = put_decimal(p, &n);
    } else {
        for (; n >= base; n /= base) *--p = letters[n % base];
    }
    *--p = letters[n];
    kr_write(out, p, (size_t)(text + sizeof text - p));
}

kr_value kr_int_str(kr_vm *vm, kr_value v) {
    char text[24], *p = text + sizeof text;
    kr_word n = kr_to_int(v);
    uintmax_t rest = n < 0 ? -(uintmax_t)n : (uintmax_t)n;
    p = put_decimal(p, &rest);
    *--p = (char)('0' + rest);
    if (n < 0) *--p = '-';
    return kr_str_make(vm, p, (size_t)(text + sizeof text - p), true);
}

void kr_int_write(kr_vm *vm, kr_writer *out, kr_value v, unsigned base, bool upper) {
    const char *letters =
        upper ? "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "0123456789abcdefghijklmnopqrstuvwxyz";
    kr_integer view;
    kr_integer_open(&view, v);
    if (view.negative) kr_write(out, "-", 1);
    if (view.size <= 2) {
        uintmax_t n = view.size > 0 ? view.digits[0] : 0;
        if (view.size > 1) n |= (uintmax_t)view.digits[1] << 32;
        write_word(out, n, base, letters);
    } else if ((base & (base - 1)) == 0) {
        write_bits(out, &view, (unsigned)__builtin_ctz(base), letters);
    } else {
        write_radix(vm, out, &view, base, letters);
    }
}

static unsigned digit_value(char c) {
    if (c >= '0' && c <= '9') return (unsigned)(c - '0');
    if ((c | 32) >= 'a' && (c | 32) <= 'z') return (unsigned)((c | 32) - 'a') + 10;
    return 99;
}

/* n = text, chunk by chunk. Returns the size. */
static size_t read_plain(const radix *r, uint32_t *n, const char *text, size_t count) {
    size_t size = 0;
    for (size_t i = 0; i < count;) {
        uint32_t factor = 1, part = 0;
        for (unsigned k = 0; k < r->chunk_digits && i < count; k++, i++) {
            part = part * r->base + digit_value(text[i]);
            factor *= r->base;
        }
        n[size] = kr_digits_multiply_small(n, n, size, factor, part);
        size += n[size] != 0;
    }
    return size;
}

/* Room for `count` digits of any base: log2(36) < 5.2. */
static size_t digits_for(const radix *r, size_t count) {
    return count / r->chunk_digits + 2;
}

/* n gets at most digits_for(count) digits. */
static size_t read_halves(radix *r, uint32_t *n, const char *text, size_t count, size_t level) {
    while (level && count <= level_width(r, level - 1)) level--;
    if (level == 0) return read_plain(r, n, text, count);
    size_t low_count = level_width(r, level - 1), high_count = count - low_count;
    uint32_t *high = kr_digits_scratch(r->vm, digits_for(r, high_count) + digits_for(r, low_count) +
                                                  digits_for(r, count) + 2);
    uint32_t *low = high + digits_for(r, high_count), *product = low + digits_for(r, low_count);
    size_t high_size = read_halves(r, high, text, high_count, level);
    size_t low_size = read_halves(r, low, text + high_count, low_count, level - 1);
    const uint32_t *power = r->powers[level - 1].digits;
    size_t size = r->powers[level - 1].size;
    kr_digits_multiply(r->vm, product, high, high_size, power, size);
    size = kr_digits_trim(product, high_size + size);
    if (size < low_size) {
        memset(product + size, 0, (low_size - size) * sizeof *product);
        size = low_size;
    }
    uint32_t carry = kr_digits_add(product, product, size, low, low_size);
    if (carry) product[size++] = carry;
    memcpy(n, product, size * sizeof *n);
    kr_block_free(r->vm, high);
    return size;
}

static kr_value read_radix(kr_vm *vm, const char *text, size_t count, unsigned base, bool negative) {
    radix r;
    radix_init(&r, vm, base);
    size_t level = 0;
    while (level + 1 < LEVELS_MAX && level_width(&r, level) < count) make_power(&r, level++);
    kr_bigint *big = kr_bigint_new(vm, digits_for(&r, count));
    big->size = (int32_t)read_halves(&r, big->digits, text, count, level);
    return kr_bigint_value(big, negative);
}

static kr_value read_bits(kr_vm *vm, const char *text, size_t count, unsigned width, bool negative) {
    kr_bigint *big = kr_bigint_new(vm, count * width / 32 + 1);
    memset(big->digits, 0, (size_t)big->size * sizeof(uint32_t));
    for (size_t i = 0; i < count; i++) {
        size_t bit = (count - 1 - i) * width;
        uint64_t value = (uint64_t)digit_value(text[i]) << (bit % 32);
        big->digits[bit / 32] |= (uint32_t)value;
        if (value >> 32) big->digits[bit / 32 + 1] |= (uint32_t)(value >> 32);
    }
    return kr_bigint_value(big, negative);
}

/* Skips a prefix that the base allows and settles base 0. False: "010" and the like. */
static bool read_prefix(const char **text, const char *end, unsigned *base) {
    const char *p = *text;
    unsigned prefix = 0;
    if (end - p >= 2 && p[0] == '0') {
        char letter = (char)(p[1] | 32);
        prefix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    }
    if (prefix && (*base == 0 || *base == prefix)) {
        *base = prefix;
        *text += 2;
        if (*text < end && **text == '_') ++*text;
        return *text < end;
    }
    if (*base) return true;
    *base = 10;
    if (*p != '0') return true;
    while (p < end && (*p == '0' || *p == '_')) p++;
    return p == end;
}

/* Checks digits and underscores; *plain gets the number of digits. */
static bool check_digits(const char *text, const char *end, unsigned base, size_t *plain) {
    bool before = false;
    *plain = 0;
    for (const char *p = text; p < end; p++) {
        if (*p == '_' && before && p + 1 < end) {
            before = false;
        } else if (digit_value(*p) < base) {
            before = true;
            ++*plain;
        } else {
            return false;
        }
    }
    return before;
}

static const char *without_underscores(kr_vm *vm, const char *text, const char *end, size_t count) {
    char *copy = kr_bytes_new(vm, count), *p = copy;
    for (; text < end; text++) {
        if (*text != '_') *p++ = *text;
    }
    return copy;
}

kr_value kr_int_parse(kr_vm *vm, const char *text, size_t size, unsigned base) {
    const char *end = text + size;
    bool negative = size && *text == '-';
    if (size && (*text == '-' || *text == '+')) text++;
    size_t count;
    if (text == end || !read_prefix(&text, end, &base) || !check_digits(text, end, base, &count))
        return KR_UNBOUND;
    if (count != (size_t)(end - text)) text = without_underscores(vm, text, end, count);
    while (count > 1 && *text == '0') text++, count--;
    if (count <= 12) {
        intmax_t n = 0;
        for (size_t i = 0; i < count; i++) n = n * (intmax_t)base + (intmax_t)digit_value(text[i]);
        return kr_int_from(vm, negative ? -n : n);
    }
    if ((base & (base - 1)) == 0) return read_bits(vm, text, count, (unsigned)__builtin_ctz(base), negative);
    return read_radix(vm, text, count, base, negative);
}

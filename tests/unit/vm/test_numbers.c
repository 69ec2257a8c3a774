/* Decimal conversion, long division, UTF-8 and searches, against the C library and against identities. */
#include "krait/vm.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "types/decimal.h"
#include "types/digits.h"
#include "types/search.h"
#include "types/text.h"
#include "types/utf8.h"

static uint64_t state = 88172645463325252u;

static uint64_t draw(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* Doubles of every magnitude, subnormal ones and powers of two among them. */
static double draw_double(void) {
    uint64_t bits = draw() & INT64_MAX;
    double d;
    switch (draw() % 6) {
    case 0: bits &= 0x000fffffffffffffu; break;
    case 1: bits &= 0x7ff0000000000000u; break;
    case 2: return (double)(draw() >> (draw() % 64));
    case 3: return (double)(draw() % 100000000) / 100.0;
    default: break;
    }
    memcpy(&d, &bits, sizeof d);
    return isfinite(d) ? d : 1.5;
}

/* The digits in the form of printf's %.*e. */
static void scientific(char *out, const kr_decimal *d, int digits) {
    char *p = out;
    for (int i = 0; i < digits; i++) {
        if (i == 1) *p++ = '.';
        *p++ = i < (int)d->count ? d->digits[i] : '0';
    }
    sprintf(p, "e%+03d", d->count ? d->point - 1 : 0);
}

/* The same for %.*f of numbers from 1 on. */
static void fixed(char *out, const kr_decimal *d, int places) {
    char *p = out;
    for (int i = 0; i < d->point + places; i++) {
        if (i == d->point) *p++ = '.';
        *p++ = i < (int)d->count ? d->digits[i] : '0';
    }
    *p = 0;
}

static void test_shortest_reads_back(void **unused) {
    (void)unused;
    char text[64], shorter[64];
    for (int i = 0; i < 30000; i++) {
        kr_decimal d;
        double value = draw_double();
        if (value == 0) continue;
        kr_decimal_shortest(&d, value);
        scientific(text, &d, (int)d.count);
        assert_true(strtod(text, NULL) == value);
        assert_true(kr_decimal_value(d.digits, d.count, d.point) == value);
        if (d.count < 2) continue;
        snprintf(shorter, sizeof shorter, "%.*e", (int)d.count - 2, value);
        assert_true(strtod(shorter, NULL) != value);
    }
}

static void test_rounding_is_exact(void **unused) {
    (void)unused;
    static char mine[2500], theirs[2500];
    for (int i = 0; i < 20000; i++) {
        kr_decimal d;
        double value = draw_double();
        int digits = (int)(draw() % (i % 50 ? 20 : 760)) + 1, places = (int)(draw() % (i % 50 ? 20 : 1080));
        kr_decimal_significant(&d, value, digits);
        scientific(mine, &d, digits);
        snprintf(theirs, sizeof theirs, "%.*e", digits - 1, value);
        assert_string_equal(mine, theirs);
        kr_decimal_places(&d, value, places);
        if (value < 1) continue;
        fixed(mine, &d, places);
        snprintf(theirs, sizeof theirs, "%.*f", places, value);
        assert_string_equal(mine, theirs);
    }
}

/* Where the machine word is just wide enough, or just not: large significands at every small exponent. */
static void test_rounding_at_the_limits(void **unused) {
    (void)unused;
    char mine[64], theirs[64];
    for (int i = 0; i < 60000; i++) {
        kr_decimal d;
        int digits = 12 + i % 18;
        double value = ldexp((double)((draw() >> 11) | (uint64_t)15 << 49), i / 18 % 300 - 200);
        kr_decimal_significant(&d, value, digits);
        scientific(mine, &d, digits);
        snprintf(theirs, sizeof theirs, "%.*e", digits - 1, value);
        assert_string_equal(mine, theirs);
    }
}

static void test_parsing_is_exact(void **unused) {
    (void)unused;
    static char digits[1100], text[1200];
    for (int i = 0; i < 20000; i++) {
        size_t count = (size_t)(draw() % (i % 50 ? 25 : 1000)) + 1;
        for (size_t k = 0; k < count; k++) digits[k] = (char)('0' + draw() % 10);
        int point = (int)(draw() % (i % 2 ? 60 : 720)) - (i % 2 ? 30 : 360);
        snprintf(text, sizeof text, "0.%.*se%d", (int)count, digits, point);
        assert_true(kr_decimal_value(digits, count, point) == strtod(text, NULL));
    }
}

/* Exactly between two neighbours, and a hair above. */
static void test_parsing_halves(void **unused) {
    (void)unused;
    static char text[1200], digits[1200];
    for (int i = 0; i < 3000; i++) {
        double low = draw_double(), high = nextafter(low, INFINITY);
        if (!isfinite(high)) continue;
        snprintf(text, sizeof text, "%.1100Le", ((long double)low + (long double)high) / 2);
        int point = atoi(strchr(text, 'e') + 1) + 1;
        digits[0] = text[0];
        memcpy(digits + 1, text + 2, 1100);
        double even = kr_decimal_value(digits, 1101, point);
        assert_true(even == strtod(text, NULL));
        digits[1101] = '1';
        assert_true(kr_decimal_value(digits, 1102, point) == high);
    }
}

/* The table's powers, recomputed from digits: 10^k is exact up to 55, and each power is ten times the one
 * before within a unit. */
static void test_powers_of_ten(void **unused) {
    (void)unused;
    for (int k = KR_POWER_MIN; k < KR_POWER_MAX; k++) {
        uint64_t high, low, next_high, next_low;
        kr_power_of_ten(k, &high, &low);
        kr_power_of_ten(k + 1, &next_high, &next_low);
        assert_true(high >> 63 == 1 && next_high >> 63 == 1);
        /* 10 (h 2^64 + l) = carry 2^128 + …; the next power is that shifted by 3 or 4 bits. */
        uint64_t low10, high10, carry = kr_multiply_wide(low, 10, &low10),
                                top = kr_multiply_wide(high, 10, &high10);
        high10 += carry;
        top += high10 < carry;
        int shift = kr_power_exponent(k + 1) - kr_power_exponent(k);
        uint64_t wanted_high = high10 >> shift | top << (64 - shift),
                 wanted_low = low10 >> shift | high10 << (64 - shift);
        uint64_t more = next_low - wanted_low; /* the product truncates, so it is never above */
        assert_true(more <= 1 && next_high - wanted_high == (uint64_t)(next_low < more));
    }
}

static kr_vm *machine;

static int open_machine(void **unused) {
    (void)unused;
    static kr_host host;
    static _Alignas(16) char memory[4 << 20];
    machine = kr_open(&(kr_config){.memory = memory, .size = sizeof memory, .host = &host});
    return machine == NULL;
}

static int close_machine(void **unused) {
    (void)unused;
    kr_close(machine);
    return 0;
}

enum { LONGEST = 1200 };

static void fill(uint32_t *d, size_t n) {
    for (size_t i = 0; i < n; i++) d[i] = (uint32_t)(draw() % 5 ? draw() : draw() % 2 ? UINT32_MAX : 0);
    if (n) d[n - 1] |= 1;
}

static void test_long_products(void **unused) {
    (void)unused;
    static uint32_t a[LONGEST], b[LONGEST], plain[2 * LONGEST], fast[2 * LONGEST];
    for (int i = 0; i < 60; i++) {
        size_t n = (size_t)(draw() % LONGEST) + 1, m = (size_t)(draw() % LONGEST) + 1;
        fill(a, n);
        fill(b, m);
        kr_digits_multiply_plain(plain, a, n, b, m);
        kr_digits_multiply(machine, fast, a, n, b, m);
        assert_memory_equal(plain, fast, (n + m) * sizeof *a);
        kr_digits_multiply_plain(plain, a, n, a, n);
        kr_digits_multiply(machine, fast, a, n, a, n);
        assert_memory_equal(plain, fast, 2 * n * sizeof *a);
    }
}

/* quotient * divisor + rest is the numerator, and the rest is smaller than the divisor. */
static void test_long_quotients(void **unused) {
    (void)unused;
    static uint32_t a[2 * LONGEST], b[LONGEST], q[2 * LONGEST], r[LONGEST], back[2 * LONGEST + 1];
    for (int i = 0; i < 200; i++) {
        size_t m = (size_t)(draw() % (i % 2 ? 40 : LONGEST)) + 1, n = m + (size_t)(draw() % LONGEST);
        if (n > 2 * LONGEST) n = 2 * LONGEST;
        fill(a, n);
        fill(b, m);
        size_t quotient = n - m + 1;
        kr_digits_divide(machine, q, r, a, n, b, m);
        kr_digits_multiply(machine, back, q, quotient, b, m);
        assert_int_equal(kr_digits_add(back, back, n + 1, r, m), 0);
        assert_int_equal(back[n], 0);
        assert_memory_equal(back, a, n * sizeof *a);
        assert_true(kr_digits_compare(r, kr_digits_trim(r, m), b, m) < 0);
    }
}

static void test_utf8(void **unused) {
    (void)unused;
    static const struct {
        const char *text;
        size_t size, good, bad;
    } cases[] = {{"", 0, 0, 0},
                 {"plain ascii, long enough", 24, 24, 0},
                 {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9, 9, 0},
                 {"a\xff", 2, 1, 1},
                 {"\xc0\x80", 2, 0, 1},
                 {"\xe2\x82", 2, 0, 2},
                 {"\xed\xa0\x80", 3, 0, 1},
                 {"\xf4\x90\x80\x80", 4, 0, 1},
                 {"12345678\xf0\x9f\x98", 11, 8, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t bad;
        const char *why;
        assert_int_equal(kr_utf8_scan(cases[i].text, cases[i].size, &bad, &why), cases[i].good);
        if (cases[i].good < cases[i].size) assert_int_equal(bad, cases[i].bad);
    }
    char text[4 * 200];
    size_t size = 0, offsets[200];
    for (size_t i = 0; i < 200; i++) {
        uint32_t c = (uint32_t)(draw() >> 11) % 0x110000 >> draw() % 14;
        if (c >= 0xd800 && c < 0xe000) c = 'x';
        offsets[i] = size;
        size += kr_utf8_put(text + size, c);
        const char *p = text + offsets[i], *back = text + size;
        assert_int_equal(kr_utf8_next(&p), c);
        assert_int_equal(kr_utf8_previous(&back), c);
    }
    assert_int_equal(kr_utf8_count(text, size), 200);
    for (size_t i = 0; i < 200; i++) assert_int_equal(kr_utf8_skip(text, size, i), offsets[i]);
    assert_int_equal(kr_utf8_skip(text, size, 200), size);
}

static void test_search(void **unused) {
    (void)unused;
    static char hay[3000], needle[64];
    for (int i = 0; i < 3000; i++) {
        size_t size = (size_t)(draw() % (i % 10 ? 40 : sizeof hay)),
               length = (size_t)(draw() % (i % 3 ? 4 : 60)) + 1;
        unsigned letters = (unsigned)(draw() % 2) + 1;
        for (size_t k = 0; k < size; k++) hay[k] = (char)('a' + draw() % (letters + (draw() % 30 == 0)));
        for (size_t k = 0; k < length; k++) needle[k] = (char)('a' + draw() % letters);
        const char *first = NULL, *last = NULL;
        for (size_t k = 0; k + length <= size; k++) {
            if (memcmp(hay + k, needle, length)) continue;
            if (!first) first = hay + k;
            last = hay + k;
        }
        assert_ptr_equal(kr_search_first(hay, size, needle, length), first);
        assert_ptr_equal(kr_search_last(hay, size, needle, length), last);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shortest_reads_back),
        cmocka_unit_test(test_rounding_is_exact),
        cmocka_unit_test(test_rounding_at_the_limits),
        cmocka_unit_test(test_parsing_is_exact),
        cmocka_unit_test(test_parsing_halves),
        cmocka_unit_test(test_powers_of_ten),
        cmocka_unit_test(test_long_products),
        cmocka_unit_test(test_long_quotients),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_search),
    };
    return cmocka_run_group_tests(tests, open_machine, close_machine);
}

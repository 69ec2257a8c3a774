/* vm/types/power.c beside the C library's functions of doubles. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#define powf   small_pow
#define expf   small_exp
#define exp2f  small_exp2
#define logf   small_log
#define log2f  small_log2
#define log10f small_log10
float small_pow(float x, float y), small_exp(float x), small_exp2(float x), small_log(float x),
    small_log2(float x), small_log10(float x);
#include "types/power.c"

static uint32_t state = 1;

/* Any float. */
static float any(void) {
    float x;
    state = state * 1664525u + 1013904223u;
    uint32_t bits = state ^ state >> 15;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static float between(float low, float high) {
    state = state * 1664525u + 1013904223u;
    return low + (high - low) * (float)(state >> 8) * 0x1p-24f;
}

/* Right means: rounded right, or the neighbour when the value lies within a hundredth of the middle. */
static void check(float found, double wanted) {
    float rounded = (float)wanted;
    if (isnan(wanted)) {
        assert_true(isnan(found));
    } else if (found != rounded) {
        float next = nextafterf(rounded, wanted > (double)rounded ? INFINITY : -INFINITY);
        assert_true(found == next);
        double middle = ((double)rounded + (double)next) / 2, step = fabs((double)next - (double)rounded);
        assert_true(isinf(next) || fabs(wanted - middle) < 0.01 * step);
    }
}

static void test_powers(void **unused) {
    (void)unused;
    for (int i = 0; i < 200000; i++) {
        float x = any(), y = i % 2 ? any() : between(-40, 40);
        check(small_pow(x, y), pow((double)x, (double)y));
        x = between(0, 20), y = between(-30, 30);
        check(small_pow(x, y), pow((double)x, (double)y));
    }
}

static void test_powers_of_special_numbers(void **unused) {
    (void)unused;
    const float numbers[] = {0.0f,         -0.0f, 1,      -1,       2,         -2,      3,
                             -3,           0.5f,  -0.5f,  1e-40f,   -1e-40f,   0x1p24f, 16777215.0f,
                             -16777215.0f, 3e38f, -3e38f, INFINITY, -INFINITY, NAN};
    const size_t count = sizeof numbers / sizeof *numbers;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            float found = small_pow(numbers[i], numbers[k]),
                  wanted = (float)pow((double)numbers[i], (double)numbers[k]);
            assert_true(isnan(wanted) ? isnan(found) : found == wanted && signbit(found) == signbit(wanted));
        }
}

static void test_exponentials_and_logarithms(void **unused) {
    (void)unused;
    for (int i = 0; i < 200000; i++) {
        float x = i % 2 ? any() : between(-110, 110);
        check(small_exp(x), exp((double)x));
        check(small_exp2(x), exp2((double)x));
        x = i % 3 ? x : between(0.9f, 1.1f);
        check(small_log(x), log((double)x));
        check(small_log2(x), log2((double)x));
        check(small_log10(x), log10((double)x));
    }
    assert_true(small_log(0) == -INFINITY && small_log(INFINITY) == INFINITY && small_log(1) == 0);
    assert_true(small_log2(8) == 3 && small_log10(1000) == 3 && small_exp(0) == 1 && small_exp2(10) == 1024);
    assert_true(small_exp(INFINITY) == INFINITY && small_exp(-INFINITY) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_powers),
        cmocka_unit_test(test_powers_of_special_numbers),
        cmocka_unit_test(test_exponentials_and_logarithms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

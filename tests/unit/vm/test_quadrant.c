/* vm/types/quadrant.c beside the C library's sine of a double. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "types/quadrant.c"

static double sine(int32_t quadrant, double angle) {
    double s = (quadrant & 1) != 0 ? cos(angle) : sin(angle);
    return (quadrant & 2) != 0 ? -s : s;
}

/* From a quarter to the largest float, both signs. */
static void test_angles(void **state) {
    (void)state;
    for (uint32_t bits = 0x3e800000; bits < 0x7f800000; bits += 9973) {
        uint32_t word = bits | (bits & 1) << 31;
        float x, rest[2];
        memcpy(&x, &word, sizeof x);
        int32_t quadrant = __rem_pio2f(x, rest);
        double angle = (double)rest[0] + (double)rest[1], wanted = sin((double)x);
        assert_true(fabs(angle) < 0.78539825);
        assert_true(fabs(sine(quadrant, angle) - wanted) <= 1e-12 * fabs(wanted));
    }
}

static void test_small_angles_are_themselves(void **state) {
    (void)state;
    const float angles[] = {0.0f, -0.0f, 1e-40f, -1e-30f, 0.1f, -0.1f};
    for (size_t i = 0; i < sizeof angles / sizeof *angles; i++) {
        float rest[2] = {7, 7};
        assert_int_equal(__rem_pio2f(angles[i], rest), 0);
        assert_memory_equal(&rest[0], &angles[i], sizeof(float));
        assert_true(rest[1] == 0);
    }
}

static void test_what_is_no_angle(void **state) {
    (void)state;
    const float angles[] = {INFINITY, -INFINITY, NAN};
    for (size_t i = 0; i < sizeof angles / sizeof *angles; i++) {
        float rest[2] = {7, 7};
        __rem_pio2f(angles[i], rest);
        assert_true(isnan(rest[0]) && isnan(rest[1]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_angles),
        cmocka_unit_test(test_small_angles_are_themselves),
        cmocka_unit_test(test_what_is_no_angle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

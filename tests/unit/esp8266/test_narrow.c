/* Loads of bytes that an exception handler repairs: every register, every alignment of datum and instruction,
 * and what is no such load. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "narrow.h"

enum kind { L8UI = 0, L16UI = 1, L32I = 2, S8I = 4, S16I = 5, L16SI = 9 };

static const uint8_t data[12] = {0x11, 0x92, 0x7f, 0x80, 0xff, 0x00, 0xfe, 0x7f, 0x01, 0x80, 0xa5, 0x5a};
static uint32_t aligned_data[3], code[4];

static void put(unsigned at, uint32_t instruction) {
    uint8_t bytes[3] = {(uint8_t)instruction, (uint8_t)(instruction >> 8), (uint8_t)(instruction >> 16)};
    memset(code, 0xee, sizeof code);
    memcpy((uint8_t *)code + at, bytes, sizeof bytes);
}

static uint32_t instruction(enum kind kind, unsigned reg, unsigned base, unsigned offset) {
    return 2 | reg << 4 | base << 8 | (uint32_t)kind << 12 | offset << 16;
}

static uint32_t expected(enum kind kind, unsigned at) {
    if (kind == L8UI) return data[at];
    uint32_t value = data[at] | (uint32_t)data[at + 1] << 8;
    return kind == L16SI ? (uint32_t)(int32_t)(int16_t)value : value;
}

static int begin(void **state) {
    (void)state;
    memcpy(aligned_data, data, sizeof data);
    return 0;
}

static bool load(unsigned at, unsigned from, struct narrow_load *result) {
    memset(result, 0xcc, sizeof *result);
    return narrow_load((uintptr_t)code + at, (uintptr_t)aligned_data + from, result);
}

static void check(enum kind kind, unsigned reg, unsigned at, unsigned from) {
    struct narrow_load result;
    put(at, instruction(kind, reg, (reg + 3) & 15, from * 7 & 255));
    assert_true(load(at, from, &result));
    assert_int_equal(result.reg, reg);
    assert_int_equal(result.value, expected(kind, from));
    assert_int_equal(result.resume, (uint32_t)((uintptr_t)code + at + 3));
}

static void every_register_and_alignment(void **state) {
    (void)state;
    for (unsigned reg = 0; reg < 16; reg++) {
        for (unsigned at = 0; at < 8; at++) {
            for (unsigned from = 0; from < sizeof data; from++) {
                check(L8UI, reg, at, from);
                if (from % 2 == 1) continue;
                check(L16UI, reg, at, from);
                check(L16SI, reg, at, from);
            }
        }
    }
}

/* As the assembler writes them. */
static void real_instructions(void **state) {
    static const struct {
        uint32_t word;
        unsigned reg;
        enum kind kind;
    } rows[] = {
        {0x070352, 5, L8UI},  /* l8ui a5, a3, 7 */
        {0xff02f2, 15, L8UI}, /* l8ui a15, a2, 255 */
        {0x021472, 7, L16UI}, /* l16ui a7, a4, 4 */
        {0x009c22, 2, L16SI}, /* l16si a2, a12, 0 */
    };
    (void)state;
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct narrow_load result;
        put(1, rows[i].word);
        assert_true(load(1, 2, &result));
        assert_int_equal(result.reg, rows[i].reg);
        assert_int_equal(result.value, expected(rows[i].kind, 2));
    }
}

static void a_half_word_at_an_odd_address_stays_an_error(void **state) {
    struct narrow_load result;
    (void)state;
    for (unsigned from = 1; from < 8; from += 2) {
        put(0, instruction(L16UI, 4, 3, 0));
        assert_false(load(0, from, &result));
        put(0, instruction(L16SI, 4, 3, 0));
        assert_false(load(0, from, &result));
    }
}

/* Words, stores, and every other instruction of the same or another form. */
static void anything_else_is_refused(void **state) {
    struct narrow_load result;
    (void)state;
    for (unsigned form = 0; form < 16; form++) {
        for (unsigned kind = 0; kind < 16; kind++) {
            if (form == 2 && (kind == L8UI || kind == L16UI || kind == L16SI)) continue;
            put(3, (instruction((enum kind)kind, 5, 6, 8) & ~15u) | form);
            assert_false(load(3, 4, &result));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_register_and_alignment),
        cmocka_unit_test(real_instructions),
        cmocka_unit_test(a_half_word_at_an_odd_address_stays_an_error),
        cmocka_unit_test(anything_else_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}

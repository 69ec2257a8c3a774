/* Random numbers: the pool waits for noise, refuses what is none, and never repeats itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "board.h"
#include "bus.h"
#include "chance.h"
#include "krait/files.h"
#include "records_model.h"
#include "registers.h"
#include "sdk.h"

/* --- the chip: noise of some kind --- */

enum noise { GOOD, STUCK, ALTERNATING, MOSTLY_ONES, LATE };

static enum noise noise;
static uint32_t state, reads;
static jmp_buf failed;

static uint32_t next_word(void) {
    state = state * 1664525u + 1013904223u;
    uint32_t high = state & 0xffff0000u;
    state = state * 1664525u + 1013904223u;
    return high | state >> 16;
}

uint32_t reg_read(uint32_t address) {
    assert_int_equal(address, RANDOM_WORD);
    reads++;
    switch (noise) {
    case STUCK: return 0x12345678u;
    case ALTERNATING: return reads & 1u ? 0xaaaaaaaau : 0x55555555u;
    case MOSTLY_ONES: return next_word() | next_word();
    case LATE: return reads < 1000 ? 0 : next_word();
    default: return next_word();
    }
}

void reg_write(uint32_t address, uint32_t value) {
    (void)address, (void)value;
    fail();
}

uint32_t chip_cycles(void) {
    return 7;
}

void bus_delay_us(uint32_t us) {
    (void)us;
}

void sdk_yield(uint64_t us) {
    (void)us;
}

void board_fail(const char *why) {
    (void)why;
    longjmp(failed, 1);
}

/* --- tests; the pool is filled by the first that succeeds, so the order counts --- */

static bool fails_with(enum noise kind) {
    uint8_t bytes[8];
    noise = kind;
    if (setjmp(failed)) return true;
    chance_fill(bytes, sizeof bytes);
    return false;
}

static void no_noise_no_numbers(void **unused) {
    (void)unused;
    assert_true(fails_with(STUCK));
    assert_true(fails_with(ALTERNATING));
    assert_true(fails_with(MOSTLY_ONES));
    assert_int_equal(records_model_stores, 0);
}

static void the_pool_waits_for_the_radio(void **unused) {
    (void)unused;
    reads = 0;
    assert_false(fails_with(LATE));
    assert_true(reads > 1000 + CHANCE_WORDS - CHANCE_WORDS / 4);
    assert_int_equal(record_model("chance")->size, 32);
    assert_int_equal(records_model_stores, 1);
}

/* Also when the register gives the same words again. */
static void nothing_comes_twice(void **unused) {
    uint8_t first[70], second[70];
    (void)unused;
    noise = STUCK;
    chance_fill(first, sizeof first);
    chance_fill(second, sizeof second);
    for (size_t i = 0; i + 8 <= sizeof first; i++) {
        for (size_t k = 0; k + 8 <= sizeof second; k++) {
            assert_memory_not_equal(first + i, second + k, 8);
            if (i != k) assert_memory_not_equal(first + i, first + k, 8);
        }
    }
    assert_int_equal(records_model_stores, 1);
}

static void all_bytes_are_written(void **unused) {
    uint8_t bytes[41];
    (void)unused;
    for (size_t size = 0; size < sizeof bytes; size++) {
        memset(bytes, 0, sizeof bytes);
        unsigned missing = 0;
        for (unsigned i = 0; i < 4; i++) {
            uint8_t more[sizeof bytes] = {0};
            chance_fill(more, size);
            for (size_t k = 0; k < sizeof bytes; k++) bytes[k] |= more[k];
        }
        for (size_t i = 0; i < sizeof bytes; i++) missing += (i < size) == (bytes[i] == 0);
        assert_int_equal(missing, 0);
    }
}

static void soundness(void **unused) {
    uint32_t words[CHANCE_WORDS / 4];
    (void)unused;
    for (unsigned i = 0; i < CHANCE_WORDS / 4; i++) words[i] = next_word();
    assert_true(chance_sound(words));
    for (unsigned i = 0; i < 9; i++)
        words[40 + i] = words[40]; /* eight that repeat, but five in a row of sixteen */
    assert_false(chance_sound(words));
    memset(words, 0, sizeof words);
    assert_false(chance_sound(words));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_noise_no_numbers), cmocka_unit_test(the_pool_waits_for_the_radio),
        cmocka_unit_test(nothing_comes_twice), cmocka_unit_test(all_bytes_are_written),
        cmocka_unit_test(soundness),
    };
    records_model_only = "chance";
    return cmocka_run_group_tests(tests, NULL, NULL);
}

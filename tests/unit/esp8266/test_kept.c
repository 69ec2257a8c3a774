/* What outlives a reset: the copy and the clock's memory, which is words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kept.h"
#include "sdk.h"

static uint32_t clock_memory[128];
static unsigned writes;

void sdk_note_read(unsigned word, uint32_t *value) {
    assert_true(word < 128);
    *value = clock_memory[word];
}

void sdk_note_write(unsigned word, uint32_t value) {
    assert_true(word >= 2 && word < 128); /* the first two are the board's */
    clock_memory[word] = value;
    writes++;
}

/* One start of the chip is one process; here its end is what the next start would read. */
static void after_power_up_it_is_zeros(void **state) {
    size_t size;
    (void)state;
    memset(clock_memory, 0x5a, sizeof clock_memory);
    const uint8_t *memory = kept_memory(NULL, &size);
    assert_int_equal(size, KEPT_BYTES);
    assert_int_equal((uintptr_t)memory % 4, 0);
    for (size_t i = 0; i < size; i++) assert_int_equal(memory[i], 0);
}

static void it_is_written_when_it_has_changed(void **state) {
    size_t size;
    (void)state;
    uint8_t *memory = kept_memory(NULL, &size);
    memory[0] = 1;
    memory[size - 1] = 2;
    kept_write();
    assert_int_equal(writes, size / 4 + 1);
    kept_write();
    assert_int_equal(writes, size / 4 + 1);
    assert_memory_equal(clock_memory + 3, memory, size);
    assert_int_equal(clock_memory[0], 0x5a5a5a5a);
    memory[7] = 7;
    kept_write();
    assert_int_equal(writes, 2 * (size / 4 + 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(after_power_up_it_is_zeros),
                                       cmocka_unit_test(it_is_written_when_it_has_changed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The device's small records where they do not fit, and where the flash fails them. */
#include "records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "krait/files.h"
#include "nor.h"

#define SECTOR 1024u

static const char *const names[] = {"a", "b", "c", "d"};

static int store(const char *name, char content) {
    char data[RECORDS_SIZE_MAX];
    memset(data, content, sizeof data);
    return records_store(name, data, sizeof data);
}

static void assert_content(const char *name, char content) {
    char data[RECORDS_SIZE_MAX], want[RECORDS_SIZE_MAX];
    memset(want, content, sizeof want);
    assert_int_equal(records_load(name, data, sizeof data), sizeof data);
    assert_memory_equal(data, want, sizeof data);
}

/* Three records of the greatest size fit a sector of 1 KiB. */
static void test_full(void **state) {
    struct nor nor;
    (void)state;
    nor_open(&nor, SECTOR, 2, 1);
    flash_device device = nor_device(&nor, true);
    assert_int_equal(records_open(&device), 0);
    for (unsigned i = 0; i < 3; i++) assert_int_equal(store(names[i], 'x'), 0);
    for (unsigned round = 0; round < 3; round++) {
        assert_int_equal(store(names[3], 'y'), -KR_ENOSPC);
        for (unsigned i = 0; i < 3; i++) assert_content(names[i], (char)('x' + (round && i == 1)));
        assert_int_equal(store(names[1], 'y'), 0); /* one that is there already has its place */
        assert_int_equal(records_open(&device), 0);
    }
    nor_close(&nor);
}

static int no_erase(void *context, uint32_t address) {
    (void)context, (void)address;
    return -KR_EIO;
}

/* A sector that cannot be erased: what is stored stays, also when there is no room for more. */
static void test_not_erased(void **state) {
    struct nor nor;
    (void)state;
    nor_open(&nor, SECTOR, 2, 1);
    flash_device device = nor_device(&nor, true);
    assert_int_equal(records_open(&device), 0);
    device.erase = no_erase;
    assert_int_equal(records_open(&device), 0);
    for (unsigned i = 0; i < 3; i++) assert_int_equal(store(names[i], 'x'), 0);
    for (unsigned round = 0; round < 3; round++) assert_int_equal(store(names[0], 'y'), -KR_EIO);
    for (unsigned i = 0; i < 3; i++) assert_content(names[i], 'x');
    nor_close(&nor);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_full), cmocka_unit_test(test_not_erased)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The list of known networks: order, limits, and records that are damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "board.h"
#include "krait/files.h"
#include "networks.h"
#include "records_model.h"

void board_random(void *data, size_t size) {
    static uint8_t next = 200;
    for (size_t i = 0; i < size; i++) ((uint8_t *)data)[i] = next++;
}

static int begin(void **state) {
    (void)state;
    records_model_clear();
    return 0;
}

static void the_last_comes_first(void **state) {
    struct networks known, again;
    char name[16];
    (void)state;
    networks_load(&known);
    assert_int_equal(known.count, 0);
    for (unsigned i = 0; i < NETWORKS_MAX + 2; i++) {
        snprintf(name, sizeof name, "net %u", i);
        assert_int_equal(networks_add(&known, name, i % 2 ? "password" : ""), 0);
    }
    networks_load(&again);
    assert_int_equal(again.count, NETWORKS_MAX);
    assert_string_equal(again.list[0].name, "net 5");
    assert_string_equal(again.list[3].name, "net 2");
    assert_int_equal(networks_add(&again, "net 3", "another one"), 0);
    networks_load(&known);
    assert_int_equal(known.count, NETWORKS_MAX);
    assert_string_equal(known.list[0].key, "another one");
    assert_string_equal(known.list[1].name, "net 5");
    assert_int_equal(networks_forget(&known, "net 5"), 0);
    assert_int_equal(networks_forget(&known, "net 5"), -KR_ENOENT);
    networks_load(&again);
    assert_int_equal(again.count, NETWORKS_MAX - 1);
    assert_string_equal(again.list[1].name, "net 4");
}

/* Flash wears out: what is there already is not stored again. */
static void nothing_new_is_not_stored(void **state) {
    struct networks known;
    (void)state;
    networks_load(&known);
    networks_add(&known, "home", "password");
    networks_add(&known, "home", "password");
    assert_int_equal(records_model_stores, 1);
}

static void lengths_are_checked(void **state) {
    struct networks known;
    char name[NETWORK_NAME_MAX + 2], key[NETWORK_KEY_MAX + 2];
    (void)state;
    networks_load(&known);
    memset(name, 'n', sizeof name);
    memset(key, 'c', sizeof key);
    name[NETWORK_NAME_MAX + 1] = key[NETWORK_KEY_MAX + 1] = 0;
    assert_int_equal(networks_add(&known, name, ""), -KR_EINVAL);
    assert_int_equal(networks_add(&known, "n", key), -KR_EINVAL);
    assert_int_equal(networks_add(&known, "", "password"), -KR_EINVAL);
    assert_int_equal(networks_add(&known, "n", "seven77"), -KR_EINVAL);
    key[2] = 'x';
    assert_int_equal(networks_add(&known, "n", key + 1),
                     -KR_EINVAL); /* as long as a key in digits, but none */
    key[2] = 'C';
    assert_int_equal(networks_add(&known, name + 1, key + 1), 0);
    for (unsigned i = 0; i < 3; i++) {
        name[1] = (char)('a' + i);
        assert_int_equal(networks_add(&known, name + 1, key + 1), 0);
    }
    networks_load(&known);
    assert_int_equal(known.count, 2); /* of the longest ones */
    assert_string_equal(known.list[0].key, key + 1);
    assert_string_equal(known.list[0].name, name + 1);
}

static void damage_is_harmless(void **state) {
    struct networks known;
    struct record_model whole;
    (void)state;
    networks_load(&known);
    networks_add(&known, "one", "password");
    networks_add(&known, "two", "");
    whole = *record_model("wifi");
    for (size_t size = 0; size <= whole.size; size++) {
        record_model("wifi")->size = size;
        networks_load(&known);
        assert_int_equal(known.count, size == whole.size ? 2 : size >= 6 ? 1 : 0);
    }
    for (unsigned i = 0; i < whole.size; i++) {
        *record_model("wifi") = whole;
        record_model("wifi")->data[i] = 255;
        networks_load(&known);
        assert_true(known.count <= 2);
    }
}

static void the_setup_key_stays(void **state) {
    char key[SETUP_KEY_LENGTH + 1], again[SETUP_KEY_LENGTH + 1];
    (void)state;
    networks_setup_key(key);
    networks_setup_key(again);
    assert_int_equal(strlen(key), SETUP_KEY_LENGTH);
    assert_string_equal(key, again);
    assert_int_equal(strspn(key, "abcdefghijkmnpqrstuvwxyz23456789"), SETUP_KEY_LENGTH);
    begin(NULL);
    networks_setup_key(again);
    assert_string_not_equal(key, again);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_last_comes_first, begin),
        cmocka_unit_test_setup(nothing_new_is_not_stored, begin),
        cmocka_unit_test_setup(lengths_are_checked, begin),
        cmocka_unit_test_setup(damage_is_harmless, begin),
        cmocka_unit_test_setup(the_setup_key_stays, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Which network the device is in: a day of a radio that somebody else plays. Time is a number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "board.h"
#include "krait/files.h"
#include "krait/net.h"
#include "records_model.h"
#include "wifi_policy.h"

#define SECOND 1000000u

static struct wifi_policy policy;
static struct wifi_seen seen;
static uint64_t now;
static uint32_t chance;
static char done[512]; /* what the policy wanted, a word each */

/* --- the board --- */

void board_random(void *data, size_t size) {
    memset(data, 0, size);
}

uint32_t board_random_word(void) {
    return chance;
}

static void did(const char *what, const char *name) {
    size_t length = strlen(done);
    assert_true(length + strlen(what) + strlen(name) + 2 < sizeof done);
    snprintf(done + length, sizeof done - length, "%s%s%s", length ? " " : "", what, name);
}

void wifi_act_try(const struct network *network, const uint8_t *bssid) {
    did(bssid ? "try-this:" : "try:", network->name);
}

void wifi_act_setup(void) {
    did("setup", "");
}

void wifi_act_off(void) {
    did("off", "");
}

void wifi_act_up(void) {
    did("up", "");
}

void wifi_act_down(void) {
    did("down", "");
}

/* --- playing --- */

/* Time passes, a tenth of a second at a time, as the firmware's loop looks. */
static void passes(uint64_t us) {
    for (uint64_t end = now + us; now < end; now += SECOND / 10) wifi_policy_step(&policy, now, seen);
    wifi_policy_step(&policy, now, seen);
}

/* What was wanted since the last time. */
#define WANTED(expected)                                                                                     \
    do {                                                                                                     \
        assert_string_equal(done, expected);                                                                 \
        done[0] = 0;                                                                                         \
    } while (0)

static void comes_up(void) {
    wifi_policy_up(&policy);
    passes(0);
    seen.address = true;
}

static void goes_down(unsigned reason) {
    seen.address = false;
    wifi_policy_down(&policy, reason);
    passes(0);
}

static void know(const char *name) {
    struct networks known;
    networks_load(&known);
    assert_int_equal(networks_add(&known, name, "password"), 0);
}

static int begin(void **state) {
    (void)state;
    seen = (struct wifi_seen){0};
    now = 5 * SECOND;
    records_model_clear();
    records_model_only = "wifi";
    chance = 0;
    done[0] = 0;
    return 0;
}

static void start(void) {
    wifi_policy_open(&policy, now);
    passes(0);
}

/* --- tests --- */

static void without_a_network_people_are_let_in(void **state) {
    (void)state;
    start();
    WANTED("setup");
    passes(3600ull * SECOND);
    WANTED(""); /* it stays, and it is not opened again and again */
    assert_int_equal(wifi_policy_status(&policy), KR_NET_IDLE);
    assert_int_equal(wifi_policy_join(&policy, now, "home", "password", NULL), 0);
    WANTED("try:home");
    assert_int_equal(wifi_policy_status(&policy), KR_NET_CONNECTING);
    comes_up();
    WANTED("up");
    passes(24 * 3600ull * SECOND);
    WANTED("");
    start(); /* the device remembers, and lets nobody in */
    WANTED("try:home");
}

static void known_networks_are_tried_in_turn(void **state) {
    (void)state;
    know("two");
    know("one");
    start();
    WANTED("try:one");
    passes(WIFI_JOIN_US - SECOND);
    WANTED("");
    passes(SECOND);
    WANTED("down try:two");
    comes_up();
    WANTED("up");
    start(); /* the last good one is first */
    WANTED("try:two");
}

/* 1, 2, then the access point; after it 4, 8 … 60. */
static void pauses_grow_and_end(void **state) {
    unsigned previous = 0;
    (void)state;
    know("home");
    chance = 0; /* the shortest pauses: three quarters */
    start();
    for (unsigned round = 0; round < 60; round++) {
        assert_int_equal(policy.stage, WIFI_TRYING);
        goes_down(201);
        assert_int_equal(wifi_policy_status(&policy), KR_NET_NO_ACCESS_POINT);
        if (round % WIFI_ROUNDS == WIFI_ROUNDS - 1) {
            assert_int_equal(policy.stage, WIFI_SETUP);
            passes(WIFI_SETUP_US);
            continue;
        }
        assert_int_equal(policy.stage, WIFI_PAUSING);
        assert_true(policy.pause_s >= previous && policy.pause_s <= WIFI_LAST_PAUSE);
        assert_int_equal(policy.pause_us, policy.pause_s * 750000u);
        previous = policy.pause_s;
        passes(policy.pause_us - SECOND / 10);
        assert_int_equal(policy.stage, WIFI_PAUSING);
        passes(SECOND / 10);
        done[0] = 0;
    }
    assert_int_equal(previous, WIFI_LAST_PAUSE);
}

static void pauses_differ_from_device_to_device(void **state) {
    uint64_t shortest = UINT64_MAX, longest = 0;
    (void)state;
    know("home");
    for (chance = 0; chance < 600000; chance += 777) {
        start();
        goes_down(200);
        assert_int_equal(policy.stage, WIFI_PAUSING);
        if (policy.pause_us < shortest) shortest = policy.pause_us;
        if (policy.pause_us > longest) longest = policy.pause_us;
        done[0] = 0;
    }
    assert_true(shortest >= 750000 && shortest < 752000);
    assert_true(longest <= 1250000 && longest > 1248000);
}

static void the_access_point_closes(void **state) {
    (void)state;
    know("home");
    start();
    for (unsigned i = 0; i < WIFI_ROUNDS; i++) {
        goes_down(201);
        passes(2 * SECOND);
    }
    assert_int_equal(policy.stage, WIFI_SETUP);
    done[0] = 0;
    seen.clients = true;
    passes(4 * WIFI_SETUP_US);
    WANTED(""); /* not under somebody's hands */
    seen.clients = false;
    passes(WIFI_SETUP_US - SECOND);
    WANTED("");
    passes(SECOND);
    WANTED("try:home");
}

static void a_lost_network_is_tried_at_once(void **state) {
    (void)state;
    know("other");
    know("home");
    start();
    comes_up();
    passes(WIFI_STEADY_US);
    done[0] = 0;
    goes_down(200);
    WANTED("down try:home");
}

static void steady_times_begin_the_pauses_anew(void **state) {
    (void)state;
    know("home");
    start();
    for (unsigned i = 0; i < WIFI_ROUNDS - 1; i++) {
        goes_down(201);
        passes(3 * SECOND);
    }
    comes_up();
    passes(WIFI_STEADY_US);
    goes_down(200);
    goes_down(201);
    assert_int_equal(policy.stage, WIFI_PAUSING);
    assert_int_equal(policy.pause_s, WIFI_FIRST_PAUSE);
    done[0] = 0;
}

/* An access point that takes the device and throws it out again does not get it at once each time. */
static void one_that_throws_out_gets_pauses(void **state) {
    unsigned tries = 0;
    (void)state;
    know("home");
    start();
    for (uint64_t end = now + 600ull * SECOND; now < end; passes(SECOND / 10)) {
        if (policy.stage != WIFI_TRYING) continue;
        tries++;
        comes_up();
        goes_down(4);
        done[0] = 0;
    }
    assert_true(tries >= 6 && tries <= 30);
}

static void without_an_address_it_is_none(void **state) {
    (void)state;
    know("other");
    know("home");
    start();
    wifi_policy_up(&policy);
    passes(WIFI_ADDRESS_US - SECOND);
    WANTED("try:home up");
    passes(SECOND);
    WANTED("down try:other");
    wifi_policy_up(&policy);
    passes(WIFI_ADDRESS_US);
    assert_int_equal(policy.known.count, 2);
    done[0] = 0;
}

static void why_it_failed(void **state) {
    static const struct {
        unsigned reason, status;
    } cases[] = {{15, KR_NET_WRONG_PASSWORD},   {202, KR_NET_WRONG_PASSWORD}, {204, KR_NET_WRONG_PASSWORD},
                 {201, KR_NET_NO_ACCESS_POINT}, {203, KR_NET_CONNECT_FAILED}, {5, KR_NET_CONNECT_FAILED}};
    (void)state;
    know("home");
    for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
        start();
        goes_down(cases[i].reason);
        assert_int_equal(wifi_policy_status(&policy), cases[i].status);
        wifi_policy_join(&policy, now, NULL, NULL, NULL);
        assert_int_equal(wifi_policy_status(&policy), KR_NET_CONNECTING);
        comes_up();
        goes_down(200);
        assert_int_equal(wifi_policy_status(&policy), KR_NET_CONNECT_FAILED); /* not the older reason */
        done[0] = 0;
    }
}

/* Who goes from one network to another one is told about the old one when it tries the new one. */
static void leaving_is_no_failure(void **state) {
    (void)state;
    know("home");
    start();
    comes_up();
    wifi_policy_join(&policy, now, "office", "password", (const uint8_t *)"\1\2\3\4\5\6");
    WANTED("try:home up try-this:office");
    goes_down(8);
    WANTED("");
    comes_up();
    WANTED("up");
    assert_int_equal(wifi_policy_join(&policy, now, NULL, NULL, NULL), 0);
    WANTED(""); /* it is in one */
}

static void wishes_are_checked(void **state) {
    (void)state;
    start();
    WANTED("setup");
    assert_int_equal(wifi_policy_join(&policy, now, NULL, NULL, NULL), -KR_ENOENT);
    assert_int_equal(wifi_policy_join(&policy, now, "", "password", NULL), -KR_EINVAL);
    assert_int_equal(wifi_policy_join(&policy, now, "home", "short", NULL), -KR_EINVAL);
    WANTED("");
    assert_int_equal(records_model_stores, 0);
    wifi_policy_on(&policy, now);
    WANTED(""); /* there is nowhere to go */
}

static void off_is_not_for_ever(void **state) {
    (void)state;
    know("home");
    start();
    comes_up();
    wifi_policy_off(&policy, now);
    WANTED("try:home up off");
    goes_down(8);
    assert_int_equal(wifi_policy_status(&policy), KR_NET_IDLE);
    passes(WIFI_OFF_US - SECOND);
    WANTED("");
    passes(SECOND);
    WANTED("try:home");
    wifi_policy_off(&policy, now);
    wifi_policy_on(&policy, now);
    wifi_policy_on(&policy, now);
    WANTED("off try:home");
}

static void networks_can_be_forgotten(void **state) {
    (void)state;
    know("one");
    know("two");
    start();
    comes_up();
    assert_int_equal(wifi_policy_forget(&policy, now), 0);
    WANTED("try:two up setup");
    start();
    WANTED("setup");
}

/* Any order of events and wishes leaves a device that comes back to its network within eleven minutes of
 * peace. */
static void nothing_loses_the_device(void **state) {
    uint32_t seed = 1;
    (void)state;
    know("other");
    know("home");
    start();
    for (unsigned i = 0; i < 20000; i++) {
        seed = seed * 1664525u + 1013904223u;
        done[0] = 0;
        switch (seed >> 28) {
        case 0: wifi_policy_up(&policy); break;
        case 1: wifi_policy_down(&policy, seed >> 20 & 0xff); break;
        case 2: seen.address = seed >> 16 & 1; break;
        case 3: seen.clients = seed >> 16 & 1; break;
        case 4: wifi_policy_off(&policy, now); break;
        case 5: wifi_policy_on(&policy, now); break;
        case 6: wifi_policy_open_setup(&policy, now); break;
        case 7: wifi_policy_join(&policy, now, seed >> 16 & 1 ? "home" : NULL, "password", NULL); break;
        default: passes(seed % (20 * SECOND)); break;
        }
        assert_true(policy.known.count == 2 && policy.current < 2);
        if (i % 500 != 0) continue;
        seen = (struct wifi_seen){0};
        for (unsigned k = 0; k < 6600 && policy.stage != WIFI_TRYING; k++, done[0] = 0) passes(SECOND / 10);
        assert_int_equal(policy.stage, WIFI_TRYING);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(without_a_network_people_are_let_in, begin),
        cmocka_unit_test_setup(known_networks_are_tried_in_turn, begin),
        cmocka_unit_test_setup(pauses_grow_and_end, begin),
        cmocka_unit_test_setup(pauses_differ_from_device_to_device, begin),
        cmocka_unit_test_setup(the_access_point_closes, begin),
        cmocka_unit_test_setup(a_lost_network_is_tried_at_once, begin),
        cmocka_unit_test_setup(steady_times_begin_the_pauses_anew, begin),
        cmocka_unit_test_setup(one_that_throws_out_gets_pauses, begin),
        cmocka_unit_test_setup(without_an_address_it_is_none, begin),
        cmocka_unit_test_setup(why_it_failed, begin),
        cmocka_unit_test_setup(leaving_is_no_failure, begin),
        cmocka_unit_test_setup(wishes_are_checked, begin),
        cmocka_unit_test_setup(off_is_not_for_ever, begin),
        cmocka_unit_test_setup(networks_can_be_forgotten, begin),
        cmocka_unit_test_setup(nothing_loses_the_device, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

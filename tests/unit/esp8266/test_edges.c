/* Edges of pins: what the interrupt notes, and how often it comes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "chip_model.h"
#include "edges.h"
#include "krait/board.h"
#include "krait/files.h"
#include "pins.h"
#include "sdk.h"

static void (*handler)(void *);
static unsigned interrupts;

void sdk_pins_interrupt(void (*wanted)(void *)) {
    assert_null(handler); /* once */
    handler = wanted;
}

enum { BOTH = KR_EDGE_RISING | KR_EDGE_FALLING };

/* The chip marks a pin that interrupts at a change; the handler may run later. */
static void wire(unsigned pin, bool level) {
    uint32_t bit = 1u << pin, before = model.high;
    model.high = level ? before | bit : before & ~bit;
    bool armed = (model.pins[pin] & GPIO_PIN_INTERRUPT) == GPIO_PIN_ANY_EDGE;
    if (model.high != before && armed) model.status |= bit;
}

static void interrupt(void) {
    if (!model.status) return;
    interrupts++;
    handler(NULL);
    assert_int_equal(model.status, 0);
}

/* All low, and nothing left to tell. */
static int begin(void **state) {
    (void)state;
    for (int pin = 0; pin < 16; pin++) {
        if (pins_check(pin) < 0) continue;
        edges_take(NULL, pin);
        wire((unsigned)pin, false);
        interrupt();
        edges_take(NULL, pin);
    }
    interrupts = 0;
    return 0;
}

static void edges_are_told_once(void **state) {
    (void)state;
    assert_int_equal(edges_take(NULL, 4), 0);
    wire(4, true);
    interrupt();
    assert_int_equal(edges_take(NULL, 5), 0);
    assert_int_equal(edges_take(NULL, 4), KR_EDGE_RISING);
    assert_int_equal(edges_take(NULL, 4), 0);
    wire(4, false);
    wire(5, true);
    interrupt();
    assert_int_equal(edges_take(NULL, 4), KR_EDGE_FALLING);
    assert_int_equal(edges_take(NULL, 5), KR_EDGE_RISING);
    assert_int_equal(model.locked, 0);
}

static void short_pulses_are_seen(void **state) {
    (void)state;
    wire(12, true);
    wire(12, false); /* before the handler ran */
    interrupt();
    assert_int_equal(edges_take(NULL, 12), BOTH);
    wire(12, true);
    interrupt();
    wire(12, false);
    interrupt();
    assert_int_equal(edges_take(NULL, 12), BOTH);
    assert_int_equal(edges_take(NULL, 12), 0);
}

static void a_fast_wire_takes_two_interrupts_a_look(void **state) {
    (void)state;
    for (unsigned look = 0; look < 10; look++) {
        for (unsigned i = 0; i < 1001; i++) {
            wire(13, !(model.high >> 13 & 1u));
            interrupt();
        }
        assert_int_equal(edges_take(NULL, 13), BOTH);
    }
    assert_true(interrupts <= 20);
    edges_take(NULL, 13);
    wire(13, !(model.high >> 13 & 1u));
    interrupt();
    assert_int_not_equal(edges_take(NULL, 13), 0); /* it interrupts again */
}

static void a_new_mode_loses_nothing(void **state) {
    (void)state;
    pins_mode(14, KR_PIN_IN, KR_PIN_PULL_NONE); /* the register of the pin is written anew */
    wire(14, true);
    interrupt();
    assert_int_equal(edges_take(NULL, 14), KR_EDGE_RISING);
    wire(14, false);
    interrupt();
    assert_int_equal(edges_take(NULL, 14), KR_EDGE_FALLING);
}

static void pin_16_is_compared(void **state) {
    (void)state;
    edges_take(NULL, 16);
    assert_int_equal(edges_take(NULL, 16), 0);
    model.rtc_on = model.rtc_out = 1;
    assert_int_equal(edges_take(NULL, 16), KR_EDGE_RISING);
    assert_int_equal(edges_take(NULL, 16), 0);
    model.rtc_out = 0;
    assert_int_equal(edges_take(NULL, 16), KR_EDGE_FALLING);
    assert_int_equal(edges_take(NULL, 7), -KR_EINVAL);
    assert_int_equal(edges_take(NULL, 17), -KR_EINVAL);
}

/* The first look at a pin that has been high for long is no edge. */
static void the_first_look_is_no_edge(void **state) {
    (void)state;
    model.high = 1u << 4;
    assert_int_equal(edges_take(NULL, 4), 0);
    assert_non_null(handler);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_look_is_no_edge),
        cmocka_unit_test_setup(edges_are_told_once, begin),
        cmocka_unit_test_setup(short_pulses_are_seen, begin),
        cmocka_unit_test_setup(a_fast_wire_takes_two_interrupts_a_look, begin),
        cmocka_unit_test_setup(a_new_mode_loses_nothing, begin),
        cmocka_unit_test_setup(pin_16_is_compared, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The interrupt does the edges that are due, looks which is next, and sets the timer for it. It and all that
 * it touches lie in RAM, and it divides nothing: flash may be out of reach, and the chip has no instruction
 * for that. */
#include "pwm.h"

#include <stdbool.h>

#include "bus.h"
#include "krait/board.h"
#include "krait/files.h"
#include "pins.h"
#include "registers.h"
#include "sdk.h"

#define IN_RAM     __attribute__((section(".iram.pwm"), noinline))
#define FULL       65535u
#define NEAR_US    4u        /* an edge that is nearer is waited for */
#define TIMER_MOST 0x7fffffu /* ticks; there are five in a microsecond */
#define TICKS_MHZ  5u
#define FAR        0x3fffffffu

struct channel {
    uint32_t bit;       /* of the pin */
    uint32_t high, low; /* cycles */
    uint32_t next;      /* edge: chip_cycles() then */
    uint32_t level, duty;
    uint32_t frequency;
};

static struct {
    struct channel channels[PWM_PINS];
    unsigned count;
    unsigned shift; /* cycles of a tick, as a power of two */
    uint32_t near;  /* cycles */
    bool open;
} pwm;

/* --- in the interrupt --- */

/* Does what is due on a channel; the cycles to its next edge. A channel that is late by more than a whole
 * part of its period begins anew. */
static inline __attribute__((always_inline)) uint32_t advance(struct channel *c, uint32_t now) {
    if ((int32_t)(c->next - now) > 0) return c->next - now;
    c->level = !c->level;
    reg_write(c->level ? GPIO_OUT_SET : GPIO_OUT_CLEAR, c->bit);
    uint32_t length = c->level ? c->high : c->low;
    c->next += length;
    if ((int32_t)(c->next - now) <= 0) c->next = now + length;
    return c->next - now;
}

IN_RAM void pwm_interrupt(void *unused) {
    uint32_t nearest;
    (void)unused;
    if (pwm.count == 0) return;
    do {
        uint32_t now = chip_cycles();
        nearest = FAR;
        for (unsigned i = 0; i < pwm.count; i++) {
            uint32_t left = advance(&pwm.channels[i], now);
            if (left < nearest) nearest = left;
        }
    } while (nearest <= pwm.near);
    uint32_t ticks = nearest >> pwm.shift;
    reg_write(TIMER_LOAD, ticks < TIMER_MOST ? ticks : TIMER_MOST);
}

/* --- setting up --- */

static void set_times(struct channel *c) {
    uint32_t period = bus_cycles_per_us() * 1000000u / c->frequency;
    c->high = (uint32_t)((uint64_t)period * c->duty / FULL);
    c->low = period - c->high;
}

static void open_timer(void) {
    uint32_t megahertz = bus_cycles_per_us();
    pwm.near = NEAR_US * megahertz;
    for (pwm.shift = 0; TICKS_MHZ << pwm.shift < megahertz;) pwm.shift++;
    if (pwm.open) return;
    pwm.open = true;
    reg_write(TIMER_CONTROL, TIMER_ENABLE | TIMER_BY_16);
    sdk_timer_interrupt(pwm_interrupt);
}

static struct channel *find(uint32_t bit) {
    for (unsigned i = 0; i < pwm.count; i++) {
        if (pwm.channels[i].bit == bit) return &pwm.channels[i];
    }
    return NULL;
}

static void drop(struct channel *c) {
    if (c) *c = pwm.channels[--pwm.count];
}

static struct channel *add(uint32_t bit) {
    if (pwm.count == PWM_PINS) return NULL;
    struct channel *c = &pwm.channels[pwm.count++];
    *c = (struct channel){.bit = bit, .next = chip_cycles()};
    return c;
}

/* A level that never changes needs no edges. */
static void hold(unsigned pin, bool level) {
    bus_lock();
    drop(find(1u << pin));
    pins_set(pin, level);
    bus_unlock();
}

static int run(unsigned pin, uint32_t frequency, uint32_t duty) {
    int result = 0;
    open_timer();
    bus_lock();
    struct channel *c = find(1u << pin);
    if (!c) c = add(1u << pin);
    if (c) {
        c->frequency = frequency;
        c->duty = duty;
        set_times(c);
        pwm_interrupt(NULL);
    } else {
        result = -KR_ENOSPC;
    }
    bus_unlock();
    return result;
}

int pwm_set(void *board, int pin, uint32_t frequency, uint32_t duty) {
    (void)board;
    if (pins_check(pin) < 0 || pin == PINS_COUNT - 1 || frequency > PWM_MOST_HZ || duty > FULL)
        return -KR_EINVAL;
    unsigned n = (unsigned)pin;
    bool constant = frequency == 0 || duty == 0 || duty == FULL;
    if (!constant && !find(1u << n) && pwm.count == PWM_PINS) return -KR_ENOSPC;
    pins_mode(pin, KR_PIN_OUT, KR_PIN_PULL_NONE);
    if (!constant) return run(n, frequency, duty);
    hold(n, frequency != 0 && duty == FULL);
    return 0;
}

void pwm_clock_changed(void) {
    if (!pwm.open) return;
    bus_lock();
    open_timer();
    for (unsigned i = 0; i < pwm.count; i++) {
        set_times(&pwm.channels[i]);
        pwm.channels[i].next = chip_cycles();
    }
    pwm_interrupt(NULL);
    bus_unlock();
}

/* All that the interrupt touches is in RAM: flash may be out of reach. */
#include "edges.h"

#include <stdbool.h>
#include <stdint.h>

#include "bus.h"
#include "krait/board.h"
#include "krait/files.h"
#include "pins.h"
#include "registers.h"
#include "sdk.h"

#define IN_RAM __attribute__((section(".iram.edges"), noinline))

static struct {
    uint32_t rose, fell; /* since the last look, a bit a pin */
    uint32_t levels;     /* as they were last seen */
    uint32_t asked;      /* pins that somebody looks at */
    bool open;
} edges;

/* A pin whose level is what it was has had both edges since. */
IN_RAM void edges_interrupt(void *unused) {
    uint32_t pending = reg_read(GPIO_STATUS), levels = reg_read(GPIO_IN);
    uint32_t both = pending & ~(levels ^ edges.levels);
    (void)unused;
    reg_write(GPIO_STATUS_CLEAR, pending);
    edges.rose |= both | (pending & levels);
    edges.fell |= both | (pending & ~levels);
    edges.levels = (edges.levels & ~pending) | (levels & pending);
    uint32_t enough = pending & edges.rose & edges.fell;
    for (unsigned pin = 0; enough; pin++, enough >>= 1) {
        if (enough & 1u) reg_change(GPIO_PIN(pin), GPIO_PIN_INTERRUPT, 0);
    }
}

static int taken(uint32_t bit) {
    int found = (edges.rose & bit ? KR_EDGE_RISING : 0) | (edges.fell & bit ? KR_EDGE_FALLING : 0);
    edges.rose &= ~bit;
    edges.fell &= ~bit;
    return found;
}

/* What changed while the pin did not interrupt is noted, too, unless nobody has looked before. */
static void compare(unsigned pin) {
    uint32_t bit = 1u << pin, now = pins_get(pin) ? bit : 0;
    bool changed = edges.asked & bit && now != (edges.levels & bit);
    if (changed) *(now ? &edges.rose : &edges.fell) |= bit;
    edges.levels = (edges.levels & ~bit) | now;
    edges.asked |= bit;
}

static void arm(unsigned pin) {
    if ((reg_read(GPIO_PIN(pin)) & GPIO_PIN_INTERRUPT) == GPIO_PIN_ANY_EDGE) return;
    reg_write(GPIO_STATUS_CLEAR, 1u << pin);
    reg_change(GPIO_PIN(pin), GPIO_PIN_INTERRUPT, GPIO_PIN_ANY_EDGE);
    compare(pin);
}

int edges_take(void *board, int pin) {
    unsigned n = (unsigned)pin;
    (void)board;
    if (pins_check(pin) < 0) return -KR_EINVAL;
    if (!edges.open) sdk_pins_interrupt(edges_interrupt);
    edges.open = true;
    bus_lock();
    if (pin == PINS_COUNT - 1)
        compare(n);
    else
        arm(n);
    int found = taken(1u << n);
    bus_unlock();
    return found;
}

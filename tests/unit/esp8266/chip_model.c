/* Registers as functions. An access that no register answers ends the test. */
#include "chip_model.h"

#include <stdio.h>
#include <stdlib.h>

#include "bus.h"

struct model model;

static const uint8_t mux_order[] = {12, 13, 14, 15, 3, 1, 6, 7,
                                    8,  9,  10, 11, 0, 2, 4, 5}; /* from MUX(0x04) on */

static void lost(uint32_t address) {
    fprintf(stderr, "no register at %#x\n", (unsigned)address);
    abort();
}

bool model_level(const struct model *m, unsigned pin) {
    uint32_t bit = 1u << pin;
    if (m->low & bit) return false;
    if (m->on & bit && !(m->open_drain & bit && m->out & bit)) return m->out & bit;
    return (m->pulled | m->high) & bit;
}

static void changed(void) {
    if (model.changed) model.changed(&model);
}

static void pass(uint32_t cycles) {
    model.cycles += cycles;
    if (model.passed) model.passed(&model);
}

static uint32_t *other(uint32_t address) {
    switch (address) {
    case RTC_OUT: return &model.rtc_out;
    case RTC_ON: return &model.rtc_on;
    case RTC_CONF: return &model.rtc_conf;
    case RTC_PAD_CONF: return &model.rtc_pad;
    default: break;
    }
    if (address >= GPIO_PIN(0) && address <= GPIO_PIN(15)) return &model.pins[(address - GPIO_PIN(0)) / 4];
    if (address >= MUX(0x04) && address <= MUX(0x40))
        return &model.functions[mux_order[(address - MUX(0x04)) / 4]];
    lost(address);
    return NULL;
}

uint32_t reg_read(uint32_t address) {
    uint32_t levels = 0;
    pass(4);
    if (address == RTC_IN) return model.rtc_out & model.rtc_on;
    if (address != GPIO_IN) return *other(address);
    for (unsigned pin = 0; pin < 16; pin++) levels |= (uint32_t)model_level(&model, pin) << pin;
    return levels;
}

void reg_write(uint32_t address, uint32_t value) {
    pass(4);
    switch (address) {
    case GPIO_OUT_SET: model.out |= value; break;
    case GPIO_OUT_CLEAR: model.out &= ~value; break;
    case GPIO_ON_SET: model.on |= value; break;
    case GPIO_ON_CLEAR: model.on &= ~value; break;
    default: *other(address) = value; break;
    }
    model.open_drain = model.pulled = 0;
    for (unsigned pin = 0; pin < 16; pin++) {
        model.open_drain |= (model.pins[pin] & GPIO_PIN_OPEN_DRAIN ? 1u : 0u) << pin;
        model.pulled |= (model.functions[pin] & MUX_PULL_UP ? 1u : 0u) << pin;
    }
    changed();
}

uint32_t chip_cycles(void) {
    pass(2);
    return model.cycles;
}

void bus_delay_us(uint32_t us) {
    for (; us > 0; us--) pass(MODEL_MHZ);
}

uint32_t bus_cycles_per_us(void) {
    return MODEL_MHZ;
}

void bus_lock(void) {
    model.locked++;
}

void bus_unlock(void) {
    model.locked--;
}

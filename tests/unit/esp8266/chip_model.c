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
    case GPIO_STATUS: return &model.status;
    case TIMER_LOAD: return &model.timer_load;
    case TIMER_CONTROL: return &model.timer_control;
    case MUX(0): return &model.mux;
    default: break;
    }
    if (address >= HSPI_COMMAND && address < HSPI_COMMAND + sizeof model.hspi)
        return &model.hspi[(address - HSPI_COMMAND) / 4];
    for (unsigned n = 0; n < 2; n++) {
        if (address >= UART(n) && address < UART(n) + sizeof model.uart[n])
            return &model.uart[n][(address - UART(n)) / 4];
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
    for (unsigned n = 0; n < 2; n++) {
        if (address == UART_STATUS(n)) return model.unsent[n] << 16 | (model.unsent[n] ? 1u << 24 : 0);
    }
    if (address == RTC_IN) return model.rtc_out & model.rtc_on;
    if (address != GPIO_IN) return *other(address);
    for (unsigned pin = 0; pin < 16; pin++) levels |= (uint32_t)model_level(&model, pin) << pin;
    return levels;
}

static bool uart_write_register(uint32_t address, uint32_t value) {
    unsigned n = address == UART_FIFO(1);
    if (address != UART_FIFO(n)) return false;
    model.sent[n][model.sent_count[n]++ % sizeof model.sent[n]] = (uint8_t)value;
    model.unsent[n]++;
    return true;
}

void reg_write(uint32_t address, uint32_t value) {
    pass(4);
    if (uart_write_register(address, value)) return;
    switch (address) {
    case GPIO_OUT_SET: model.out |= value; break;
    case GPIO_STATUS_CLEAR: model.status &= ~value; break;
    case GPIO_OUT_CLEAR: model.out &= ~value; break;
    case GPIO_ON_SET: model.on |= value; break;
    case GPIO_ON_CLEAR: model.on &= ~value; break;
    default: *other(address) = value; break;
    }
    if (address == HSPI_COMMAND && value & HSPI_GO && model.hspi_go) model.hspi_go(&model);
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

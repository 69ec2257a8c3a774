#ifndef CHIP_MODEL_H
#define CHIP_MODEL_H
/* The chip's pins as a model: registers, wires with pull-ups, time that passes when somebody waits or looks,
 * and devices on the wires. */
#include <stdbool.h>
#include <stdint.h>

#include "registers.h"

struct model {
    uint32_t out, on, open_drain, pulled; /* a bit a pin */
    uint32_t pins[16], functions[16];
    uint32_t rtc_out, rtc_on, rtc_conf, rtc_pad;
    uint32_t low;  /* wires that devices pull low */
    uint32_t high; /* wires that devices drive high, where nobody else does anything */
    uint32_t cycles;
    unsigned locked;
    void (*changed)(struct model *model); /* after every change of a wire; NULL: no device */
    void (*passed)(struct model *model);  /* after time has passed */
};

extern struct model model;

/* What the wire shows. */
bool model_level(const struct model *model, unsigned pin);

enum { MODEL_MHZ = 80 };

#endif

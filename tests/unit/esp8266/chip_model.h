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
    uint32_t status; /* pins that interrupt */
    uint32_t timer_load, timer_control;
    uint32_t uart[2][16]; /* by the word; what is written to the queue is in sent */
    uint8_t sent[2][256];
    unsigned sent_count[2], unsent[2];
    uint32_t hspi[32], mux;               /* by the word; the multiplexer's own */
    void (*hspi_go)(struct model *model); /* the controller was told to transfer */
    uint32_t low;                         /* wires that devices pull low */
    uint32_t high;                        /* wires that devices drive high, where nobody else does anything */
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

/* What the firmware's small network programs find around them when there is no chip: packets of exactly their
 * size, timers that a target lets pass, and one function that gets whatever they send. */
#ifndef KRAIT_FUZZ_LWIP_WORLD_H
#define KRAIT_FUZZ_LWIP_WORLD_H

#include "../protocol/fuzz.h"
#include "lwip_model.h"

struct world {
    uint32_t now_ms;
    udp_recv_fn receive;
    unsigned open; /* control blocks */
    unsigned sent; /* packets */
    uint32_t chance;
    /* A packet that leaves. */
    void (*send)(const uint8_t *data, size_t size, const ip_addr_t *to, u16_t port);
};
extern struct world world;

void world_begin(void (*send)(const uint8_t *data, size_t size, const ip_addr_t *to, u16_t port));

/* Lets the time pass, and calls the timers whose time has come. */
void world_pass(uint32_t ms);

/* How many timers wait. */
unsigned world_timers(void);

/* A packet arrives; false: nobody listens. */
bool world_arrive(const uint8_t *data, size_t size, uint32_t from, u16_t port);

/* Ends what waits; each packet has been freed, or the run ends. */
void world_end(void);

#endif

/* Timers are a handful, looked through one by one. Packets are counted, so that none is lost. */
#include "lwip_world.h"

#include "board.h"

#define TIMERS 8

struct world world;
static struct timer {
    sys_timeout_handler handler;
    uint32_t at_ms;
} timers[TIMERS];
static struct udp_pcb pcb;
static unsigned packets;

void world_begin(void (*send)(const uint8_t *data, size_t size, const ip_addr_t *to, u16_t port)) {
    world = (struct world){.now_ms = 1, .send = send};
    memset(timers, 0, sizeof timers);
    packets = 0;
}

void world_pass(uint32_t ms) {
    uint32_t end = world.now_ms + ms;
    for (;;) {
        struct timer *next = NULL;
        for (struct timer *timer = timers; timer < timers + TIMERS; timer++)
            if (timer->handler && timer->at_ms <= end && (!next || timer->at_ms < next->at_ms)) next = timer;
        if (!next) break;
        sys_timeout_handler handler = next->handler;
        if (next->at_ms > world.now_ms) world.now_ms = next->at_ms;
        next->handler = NULL;
        handler(NULL);
    }
    world.now_ms = end;
}

unsigned world_timers(void) {
    unsigned count = 0;
    for (unsigned i = 0; i < TIMERS; i++) count += timers[i].handler != NULL;
    return count;
}

bool world_arrive(const uint8_t *data, size_t size, uint32_t from, u16_t port) {
    ip_addr_t address = {htonl(from)};
    if (!world.receive || !world.open) return false;
    struct pbuf *packet = pbuf_alloc(PBUF_TRANSPORT, (u16_t)size, PBUF_RAM);
    if (size) memcpy(packet->payload, data, size);
    world.receive(NULL, &pcb, packet, &address, port);
    return true;
}

void world_end(void) {
    CHECK(packets == 0);
}

/* --- lwIP --- */

struct pbuf *pbuf_alloc(pbuf_layer layer, u16_t size, pbuf_type type) {
    struct pbuf *packet = malloc(sizeof *packet);
    (void)layer, (void)type;
    CHECK(packet != NULL);
    *packet = (struct pbuf){malloc(size ? size : 1u), size};
    CHECK(packet->payload != NULL);
    packets++;
    return packet;
}

u8_t pbuf_free(struct pbuf *packet) {
    CHECK(packets-- > 0);
    free(packet->payload);
    free(packet);
    return 1;
}

void pbuf_realloc(struct pbuf *packet, u16_t size) {
    CHECK(size <= packet->tot_len);
    packet->tot_len = size;
}

int pbuf_try_get_at(const struct pbuf *packet, u16_t at) {
    return at < packet->tot_len ? ((const uint8_t *)packet->payload)[at] : -1;
}

u8_t pbuf_get_at(const struct pbuf *packet, u16_t at) {
    int byte = pbuf_try_get_at(packet, at);
    return (u8_t)(byte < 0 ? 0 : byte);
}

u16_t pbuf_copy_partial(const struct pbuf *packet, void *data, u16_t size, u16_t at) {
    u16_t count = at >= packet->tot_len ? 0 : (u16_t)(packet->tot_len - at);
    if (count > size) count = size;
    if (count) memcpy(data, (const uint8_t *)packet->payload + at, count);
    return count;
}

err_t pbuf_take_at(struct pbuf *packet, const void *data, u16_t size, u16_t at) {
    CHECK(at + size <= packet->tot_len);
    memcpy((uint8_t *)packet->payload + at, data, size);
    return ERR_OK;
}

err_t pbuf_take(struct pbuf *packet, const void *data, u16_t size) {
    return pbuf_take_at(packet, data, size, 0);
}

struct udp_pcb *udp_new(void) {
    world.open++;
    return &pcb;
}

void udp_remove(struct udp_pcb *block) {
    CHECK(block == &pcb && world.open-- > 0);
}

void udp_recv(struct udp_pcb *block, udp_recv_fn receive, void *argument) {
    (void)block, (void)argument;
    world.receive = receive;
}

err_t udp_bind(struct udp_pcb *block, const ip_addr_t *address, u16_t port) {
    (void)address;
    block->local_port = port;
    return ERR_OK;
}

err_t igmp_joingroup_netif(struct netif *netif, const ip4_addr_t *group) {
    (void)netif, (void)group;
    return ERR_OK;
}

err_t udp_sendto(struct udp_pcb *block, struct pbuf *packet, const ip_addr_t *to, u16_t port) {
    CHECK(block == &pcb && world.open > 0);
    world.sent++;
    world.send(packet->payload, packet->tot_len, to, port);
    return ERR_OK;
}

err_t udp_sendto_if(struct udp_pcb *block, struct pbuf *packet, const ip_addr_t *to, u16_t port,
                    struct netif *netif) {
    (void)netif;
    return udp_sendto(block, packet, to, port);
}

void sys_timeout(u32_t ms, sys_timeout_handler handler, void *argument) {
    struct timer *timer = timers;
    CHECK(argument == NULL);
    while (timer < timers + TIMERS && timer->handler) timer++;
    CHECK(timer < timers + TIMERS); /* lwIP's own pool is small, too */
    *timer = (struct timer){handler, world.now_ms + ms};
}

void sys_untimeout(sys_timeout_handler handler, void *argument) {
    (void)argument;
    for (struct timer *timer = timers; timer < timers + TIMERS; timer++) {
        if (timer->handler != handler) continue;
        timer->handler = NULL;
        return;
    }
}

u32_t sys_now(void) {
    return world.now_ms;
}

/* --- the board --- */

uint64_t board_ticks_us(void) {
    return (uint64_t)world.now_ms * 1000;
}

uint32_t board_random_word(void) {
    return world.chance = world.chance * 1664525u + 1013904223u;
}

void board_random(void *data, size_t size) {
    for (size_t i = 0; i < size; i++) ((uint8_t *)data)[i] = (uint8_t)(board_random_word() >> 24);
}

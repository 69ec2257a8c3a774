/* The device's multicast DNS responder among neighbours who send anything. The input is a row of packets,
 * each behind 4 bytes: how long nothing happens before it, who sends it, and its size.
 *
 * What the responder sends is always as its head counts it, about its own names, and at most two packets for
 * one that arrives. */
#include "lwip_world.h"
#include "mdns.h"

static struct netif netif = {{0}, {0}};

static unsigned word(const uint8_t *data) {
    return (unsigned)data[0] << 8 | data[1];
}

/* Where the name ends that begins at `at`; the responder compresses none. */
static size_t name_end(const uint8_t *data, size_t size, size_t at) {
    while (at < size && data[at] != 0) {
        CHECK(data[at] < 64);
        for (unsigned i = 1; i <= data[at]; i++) CHECK(at + i < size && data[at + i] >= '-');
        at += 1u + data[at];
    }
    CHECK(at < size);
    return at + 1;
}

static void on_send(const uint8_t *data, size_t size, const ip_addr_t *to, u16_t port) {
    size_t at = 12;
    CHECK(size >= 12 && size <= 640 && port != 0 && to->addr != 0);
    for (unsigned i = word(data + 4); i > 0; i--) at = name_end(data, size, at) + 4;
    for (unsigned i = word(data + 6) + word(data + 8) + word(data + 10); i > 0; i--) {
        at = name_end(data, size, at);
        CHECK(at + 10 <= size);
        CHECK(at + 10 + word(data + at + 8) <= size);
        at += 10 + word(data + at + 8);
    }
    CHECK(at == size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    world_begin(on_send);
    world.open = 1; /* the responder keeps its control block for ever */
    netif.address.addr = htonl(0xc0a80464);
    netif.mask.addr = htonl(0xffffff00);
    mdns_begin(&netif, "krait-123456");
    while (size >= 4) {
        size_t length = word(data + 2) & 0x7ff;
        uint32_t from = 0xc0a80400 | (data[1] & 15u);
        u16_t port = data[1] & 0x40 ? 5000 : 5353;
        world_pass(data[0] * (data[1] & 0x80 ? 50u : 3u));
        data += 4, size -= 4;
        if (length > size) length = size;
        uint8_t *packet = fuzz_copy(data, length);
        unsigned before = world.sent;
        world_arrive(packet, length, from, port);
        CHECK(world.sent - before <= 2);
        free(packet);
        data += length, size -= length;
        CHECK(world_timers() <= 2);
    }
    world_pass(600000);
    CHECK(world_timers() == 0);
    world_end();
    return 0;
}

/* The client of the time service among servers and neighbours who answer anything. The input is a row of
 * answers, each behind 4 bytes: how long nothing happens before it, what is right in it, and its size.
 *
 * The clock is set by an answer alone that repeats the question's number, never to before 2025; there is at
 * most one question under way, and always a next one to come. */
#include "lwip_world.h"
#include "lwip/dhcp.h"
#include "sntp.h"

#define SERVER 0xc0a80401u

static uint8_t question[48];
static bool asked, may_set;
static dns_found_callback found;

static void on_send(const uint8_t *data, size_t size, const ip_addr_t *to, u16_t port) {
    CHECK(size == sizeof question && port == 123 && to->addr == htonl(SERVER));
    memcpy(question, data, size);
    asked = true;
}

static void on_set(int64_t time_ns) {
    CHECK(may_set && time_ns >= (int64_t)1735689600 * 1000000000);
    CHECK(time_ns < ((int64_t)1 << 33) * 1000000000);
}

err_t dns_gethostbyname(const char *name, ip_addr_t *address, dns_found_callback callback, void *argument) {
    (void)name, (void)address, (void)argument;
    found = callback;
    return ERR_INPROGRESS;
}

/* 1: the sender, 2: the number, 4: the first byte, 8: the stratum are right. */
static void arrive(const uint8_t *data, size_t size, unsigned right) {
    uint8_t *packet = fuzz_copy(data, size);
    if (right & 2 && size >= 32) memcpy(packet + 24, question + 40, 8);
    if (right & 4 && size >= 1) packet[0] = 0x24;
    if (right & 8 && size >= 2) packet[1] = (uint8_t)(packet[1] % 15 + 1);
    may_set = asked && size >= 48 && memcmp(packet + 24, question + 40, 8) == 0 && right & 1;
    world_arrive(packet, size, right & 1 ? SERVER : SERVER + 1, right & 16 ? 124 : 123);
    may_set = false;
    free(packet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static unsigned left_open;
    ip_addr_t server = {htonl(SERVER)};
    world_begin(on_send);
    world.open = left_open;
    asked = false;
    found = NULL;
    sntp_open(on_set);
    dhcp_set_ntp_servers(size > 0 && data[0] & 1, &server);
    sntp_begin();
    while (size >= 4) {
        unsigned right = data[1];
        size_t length = data[2] % 80u;
        world_pass(data[0] * (right & 32 ? 20000u : 100u));
        if (found && right & 64) found("", right & 128 ? &server : NULL, NULL), found = NULL;
        data += 4, size -= 4;
        if (length > size) length = size;
        arrive(data, length, right);
        data += length, size -= length;
        CHECK(world.open <= 1 && (world_timers() == 1 || (found && world_timers() == 0)));
    }
    left_open = world.open;
    world_end();
    return 0;
}

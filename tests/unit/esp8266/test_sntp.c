/* The client of the time service against a server, a name server and a clock of the test: an hour takes no
 * time. */
#include "sntp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "board.h"
#include "lwip_model.h"

#define SECONDS  1900000000u /* of the good server's clock, since 1970 */
#define YEARS_70 2208988800u
#define HOUR_MS  3600000u

static struct {
    uint64_t now_us;
    uint32_t timer_ms; /* what the client waits for; 0: nothing */
    sys_timeout_handler handler;
    unsigned open; /* control blocks */
    udp_recv_fn receive;
    uint8_t question[48];
    ip_addr_t asked;
    unsigned questions, lookups;
    dns_found_callback found;
    err_t name_result; /* of the next lookup */
    bool no_memory;
    int64_t time_ns; /* what the clock was set to; 0: not */
    uint8_t chance;
} world;

/* --- what the client finds around it --- */

uint64_t board_ticks_us(void) {
    return world.now_us;
}

void board_random(void *data, size_t size) {
    for (size_t i = 0; i < size; i++) ((uint8_t *)data)[i] = ++world.chance;
}

uint32_t board_random_word(void) {
    return 77;
}

struct pbuf *pbuf_alloc(pbuf_layer layer, u16_t size, pbuf_type type) {
    (void)layer, (void)type;
    if (world.no_memory) return NULL;
    struct pbuf *packet = malloc(sizeof *packet + size);
    *packet = (struct pbuf){packet + 1, size};
    return packet;
}

u8_t pbuf_free(struct pbuf *packet) {
    free(packet);
    return 1;
}

u8_t pbuf_get_at(const struct pbuf *packet, u16_t at) {
    return at < packet->tot_len ? ((const uint8_t *)packet->payload)[at] : 0;
}

u16_t pbuf_copy_partial(const struct pbuf *packet, void *data, u16_t size, u16_t at) {
    assert_true(at + size <= packet->tot_len);
    memcpy(data, (const uint8_t *)packet->payload + at, size);
    return size;
}

err_t pbuf_take_at(struct pbuf *packet, const void *data, u16_t size, u16_t at) {
    assert_true(at + size <= packet->tot_len);
    memcpy((uint8_t *)packet->payload + at, data, size);
    return ERR_OK;
}

err_t pbuf_take(struct pbuf *packet, const void *data, u16_t size) {
    return pbuf_take_at(packet, data, size, 0);
}

struct udp_pcb *udp_new(void) {
    world.open++;
    return (struct udp_pcb *)&world;
}

void udp_remove(struct udp_pcb *pcb) {
    (void)pcb;
    world.open--;
}

void udp_recv(struct udp_pcb *pcb, udp_recv_fn receive, void *argument) {
    (void)pcb, (void)argument;
    world.receive = receive;
}

err_t udp_sendto(struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *to, u16_t port) {
    (void)pcb;
    assert_int_equal(packet->tot_len, 48);
    assert_int_equal(port, 123);
    memcpy(world.question, packet->payload, 48);
    world.asked = *to;
    world.questions++;
    return ERR_OK;
}

void sys_timeout(u32_t ms, sys_timeout_handler handler, void *argument) {
    (void)argument;
    assert_int_equal(world.timer_ms, 0); /* one timer, which lwIP has counted in */
    world.timer_ms = ms;
    world.handler = handler;
}

void sys_untimeout(sys_timeout_handler handler, void *argument) {
    (void)handler, (void)argument;
    world.timer_ms = 0;
}

err_t dns_gethostbyname(const char *name, ip_addr_t *address, dns_found_callback found, void *argument) {
    (void)argument;
    assert_string_equal(name, "pool.ntp.org");
    world.lookups++;
    world.found = found;
    if (world.name_result == ERR_OK) address->addr = 7;
    return world.name_result;
}

static void set_clock(int64_t time_ns) {
    world.time_ns = time_ns;
}

/* --- what happens --- */

/* The time that the client waits for passes. Returns how long that was. */
static uint32_t pass(void) {
    uint32_t ms = world.timer_ms;
    assert_int_not_equal(ms, 0);
    world.timer_ms = 0;
    world.now_us += (uint64_t)ms * 1000;
    world.handler(NULL);
    return ms;
}

static void put32(uint8_t *to, uint32_t value) {
    value = htonl(value);
    memcpy(to, &value, 4);
}

/* A good answer to the last question, half a second past SECONDS. */
static void make_answer(uint8_t answer[48]) {
    memset(answer, 0, 48);
    answer[0] = 0x24;
    answer[1] = 2;
    memcpy(answer + 24, world.question + 40, 8);
    put32(answer + 40, SECONDS + YEARS_70);
    put32(answer + 44, 1u << 31);
}

static void deliver_from(const uint8_t *answer, u16_t size, uint32_t address, u16_t port) {
    ip_addr_t from = {address};
    struct pbuf *packet = pbuf_alloc(PBUF_TRANSPORT, size, PBUF_RAM);
    memcpy(packet->payload, answer, size);
    world.receive(NULL, NULL, packet, &from, port);
}

static void deliver(const uint8_t answer[48]) {
    deliver_from(answer, 48, world.asked.addr, 123);
}

/* A client that has just asked the server 9, which DHCP named. */
static int begin(void **state) {
    static const ip4_addr_t named = {9};
    (void)state;
    memset(&world, 0, sizeof world);
    dhcp_set_ntp_servers(1, &named);
    sntp_open(set_clock);
    sntp_begin();
    assert_true(pass() <= 2000);
    assert_int_equal(world.questions, 1);
    assert_int_equal(world.asked.addr, 9);
    return 0;
}

static int end(void **state) {
    (void)state;
    sntp_begin(); /* whatever was open is closed */
    assert_int_equal(world.open, 0);
    return 0;
}

/* --- tests --- */

static void test_every_hour(void **state) {
    uint8_t answer[48], first[48];
    (void)state;
    for (unsigned hour = 1; hour <= 30; hour++) {
        assert_int_equal(world.questions, hour);
        assert_int_equal(world.question[0], 0x23);
        assert_memory_not_equal(world.question + 40, first, 8);
        memcpy(first, world.question + 40, 8);
        for (unsigned i = 1; i < 40; i++) assert_int_equal(world.question[i], 0);
        make_answer(answer);
        world.now_us += 40000; /* there and back */
        deliver(answer);
        assert_true(world.time_ns == (int64_t)SECONDS * 1000000000 + 500000000 + 20000000);
        assert_int_equal(world.open, 0);
        world.time_ns = 0;
        assert_int_equal(pass(), HOUR_MS);
    }
}

static void test_nobody_answers(void **state) {
    uint32_t expected = 15000;
    uint8_t answer[48];
    (void)state;
    for (unsigned i = 0; i < 12; i++) {
        assert_int_equal(pass(), 5000);
        assert_int_equal(world.open, 0);
        assert_int_equal(pass(), expected);
        expected = expected * 2 < HOUR_MS ? expected * 2 : HOUR_MS;
    }
    assert_int_equal(world.questions, 13);
    make_answer(answer);
    deliver(answer);
    assert_int_equal(pass(), HOUR_MS);
    pass();
    assert_int_equal(pass(), 15000); /* impatient again after a success */
}

/* From somebody else, to another question, no answer at all: as if nothing had come, and the true one is
 * still taken. */
static void test_strangers(void **state) {
    uint8_t answer[48];
    (void)state;
    make_answer(answer);
    deliver_from(answer, 48, 10, 123);
    deliver_from(answer, 48, 9, 124);
    deliver_from(answer, 47, 9, 123);
    deliver_from(answer, 0, 9, 123);
    for (unsigned byte = 24; byte < 32; byte++) {
        answer[byte] ^= 1;
        deliver(answer);
        answer[byte] ^= 1;
    }
    for (unsigned mode = 0; mode < 8; mode++) {
        answer[0] = (uint8_t)(0x20 | mode);
        if (mode != 4) deliver(answer);
    }
    assert_true(world.time_ns == 0);
    assert_int_equal(world.timer_ms, 5000);
    make_answer(answer);
    deliver(answer);
    assert_true(world.time_ns != 0);
}

/* The server itself says that it does not know: asked again as if it had not answered. */
static void refused(uint8_t *byte, uint8_t value, uint8_t answer[48]) {
    make_answer(answer);
    *byte = value;
    deliver(answer);
    assert_true(world.time_ns == 0);
    assert_int_equal(world.open, 0);
}

static void test_servers_that_do_not_know(void **state) {
    uint8_t answer[48];
    (void)state;
    refused(&answer[0], 0xe4, answer); /* leap indicator 3 */
    assert_int_equal(pass(), 15000);
    refused(&answer[1], 0, answer); /* kiss of death */
    assert_int_equal(pass(), 30000);
    refused(&answer[1], 16, answer);
    assert_int_equal(pass(), 60000);
    make_answer(answer);
    memset(answer + 40, 0, 8);
    deliver(answer);
    assert_int_equal(pass(), 120000);
    make_answer(answer);
    put32(answer + 40, YEARS_70 + 1735689599u); /* the last second of 2024 */
    deliver(answer);
    assert_true(world.time_ns == 0);
    assert_int_equal(pass(), 240000);
    make_answer(answer);
    put32(answer + 40, 3); /* the count has begun anew, in 2036 */
    deliver(answer);
    assert_true(world.time_ns / 1000000000 == ((int64_t)1 << 32) - YEARS_70 + 3);
}

static void test_names(void **state) {
    static const ip_addr_t address = {11}, late = {12};
    uint8_t answer[48];
    (void)state;
    dhcp_set_ntp_servers(0, NULL); /* a lease without a server */
    world.name_result = ERR_INPROGRESS;
    sntp_begin();
    pass();
    assert_int_equal(world.lookups, 1);
    world.found("pool.ntp.org", NULL, NULL); /* there is no such name */
    world.name_result = ERR_ARG;
    assert_int_equal(pass(), 15000);
    world.name_result = ERR_INPROGRESS;
    assert_int_equal(pass(), 30000);
    assert_int_equal(world.lookups, 3);
    world.found("pool.ntp.org", &address, NULL);
    assert_int_equal(world.asked.addr, 11);
    world.found("pool.ntp.org", &late, NULL); /* a second answer changes nothing */
    assert_int_equal(world.asked.addr, 11);
    make_answer(answer);
    deliver(answer);
    assert_true(world.time_ns != 0);
    world.name_result = ERR_OK;
    assert_int_equal(pass(), HOUR_MS);
    assert_int_equal(world.asked.addr, 7);
}

/* A lease that names another server, or a new address, while an answer is waited for. */
static void test_new_leases(void **state) {
    static const ip4_addr_t other = {21};
    uint8_t old[48], answer[48];
    (void)state;
    make_answer(old);
    dhcp_set_ntp_servers(1, &other);
    sntp_begin();
    assert_int_equal(world.open, 0);
    pass();
    assert_int_equal(world.asked.addr, 21);
    deliver(old);
    deliver_from(old, 48, 9, 123);
    assert_true(world.time_ns == 0);
    make_answer(answer);
    deliver(answer);
    assert_true(world.time_ns != 0);
}

static void test_no_memory(void **state) {
    (void)state;
    pass();
    world.no_memory = true;
    assert_int_equal(pass(), 15000);
    assert_int_equal(world.questions, 1);
    assert_int_equal(world.open, 0);
    world.no_memory = false;
    assert_int_equal(pass(), 30000);
    assert_int_equal(world.questions, 2);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_every_hour), TEST(test_nobody_answers),
        TEST(test_strangers),  TEST(test_servers_that_do_not_know),
        TEST(test_names),      TEST(test_new_leases),
        TEST(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

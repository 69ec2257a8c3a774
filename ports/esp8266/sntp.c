/* One question at a time, and a control block only while it waits for its answer.
 *
 *     idle --timer--> looking up the name --> asked --> answered: again in an hour
 *                          |                    |
 *                          +-- failed or late --+-----> again in 15 s, 30 s, 1 min ... at most in an hour
 *
 * The question's time stamp is a random number, which the answer has to repeat: whoever has not seen the
 * question cannot answer it, and the question does not tell what the device takes for the time. */
#include "sntp.h"

#include <string.h>

#include "board.h"
#include "lwip/dhcp.h"
#include "lwip/dns.h"
#include "lwip/timeouts.h"
#include "lwip/udp.h"

#define SERVER    "pool.ntp.org"
#define PORT      123
#define FIRST_MS  2000u /* at most: after a power cut not all devices of a house ask at once */
#define ANSWER_MS 5000u
#define RETRY_MS  15000u
#define HOUR_MS   3600000u
#define YEARS_70  2208988800u /* seconds from 1900, where the protocol counts from, to 1970 */
#define EARLIEST  1735689600  /* 2025 in seconds from 1970: this firmware was not there before */
#define NS        1000000000

#define MESSAGE_BYTES 48
#define ASK           0x23 /* version 4, a client */
#define MODE          0x07
#define MODE_SERVER   4
#define LEAP_UNKNOWN  0xc0 /* the server's own clock is not set */
#define AT_STRATUM    1
#define AT_ORIGIN     24 /* what the question had in AT_SENT */
#define AT_SENT       40

static struct {
    void (*set)(int64_t time_ns);
    struct udp_pcb *pcb; /* while an answer is waited for */
    ip_addr_t named;     /* by DHCP; empty: the pool */
    ip_addr_t server;    /* that was asked */
    uint64_t asked_us;
    uint32_t stamp[2];
    uint32_t retry_ms;
} sntp;

static void on_time(void *unused);

static void wait(uint32_t ms) {
    sys_untimeout(on_time, NULL);
    sys_timeout(ms, on_time, NULL);
}

static void again_in(uint32_t ms) {
    if (sntp.pcb) udp_remove(sntp.pcb);
    sntp.pcb = NULL;
    wait(ms);
}

static void fail(void) {
    again_in(sntp.retry_ms);
    sntp.retry_ms = sntp.retry_ms < HOUR_MS / 2 ? sntp.retry_ms * 2 : HOUR_MS;
}

/* The protocol's seconds begin anew in 2036; a count in its first half is of after that. */
static int64_t unix_ns(const uint32_t stamp[2]) {
    uint32_t seconds = lwip_ntohl(stamp[0]);
    int64_t whole = (int64_t)seconds - YEARS_70 + (seconds & 0x80000000u ? 0 : (int64_t)1 << 32);
    return whole * NS + (int64_t)(((uint64_t)lwip_ntohl(stamp[1]) * NS) >> 32);
}

/* RFC 4330, section 5: what an answer must be to be believed. */
static bool is_good(struct pbuf *packet, const ip_addr_t *from, u16_t port) {
    uint32_t origin[2];
    if (port != PORT || !ip_addr_cmp(from, &sntp.server) || packet->tot_len < MESSAGE_BYTES) return false;
    pbuf_copy_partial(packet, origin, sizeof origin, AT_ORIGIN);
    return memcmp(origin, sntp.stamp, sizeof origin) == 0 && (pbuf_get_at(packet, 0) & MODE) == MODE_SERVER;
}

/* A server without a clock, one whose clock is years behind, and one that wants to be left alone (stratum 0)
 * count as one that does not answer. Half of the way there and back is added. */
static void on_answer(void *unused, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *from,
                      u16_t port) {
    uint32_t sent[2] = {0, 0};
    uint8_t stratum = 0, leap = 0;
    (void)unused, (void)pcb;
    bool good = is_good(packet, from, port);
    if (good) {
        pbuf_copy_partial(packet, sent, sizeof sent, AT_SENT);
        stratum = pbuf_get_at(packet, AT_STRATUM);
        leap = pbuf_get_at(packet, 0) & LEAP_UNKNOWN;
    }
    pbuf_free(packet);
    if (!good) return;
    int64_t time_ns = unix_ns(sent);
    if (stratum == 0 || stratum > 15 || leap == LEAP_UNKNOWN || sent[0] == 0 ||
        time_ns < (int64_t)EARLIEST * NS) {
        fail();
        return;
    }
    sntp.retry_ms = RETRY_MS;
    again_in(HOUR_MS);
    sntp.set(time_ns + (int64_t)(board_ticks_us() - sntp.asked_us) * 500);
}

/* --- asking --- */

static bool send_question(void) {
    static const uint8_t head = ASK;
    struct pbuf *packet = pbuf_alloc(PBUF_TRANSPORT, MESSAGE_BYTES, PBUF_RAM);
    if (!packet) return false;
    memset(packet->payload, 0, MESSAGE_BYTES);
    board_random(sntp.stamp, sizeof sntp.stamp);
    pbuf_take(packet, &head, 1);
    pbuf_take_at(packet, sntp.stamp, sizeof sntp.stamp, AT_SENT);
    sntp.asked_us = board_ticks_us();
    err_t error = udp_sendto(sntp.pcb, packet, &sntp.server, PORT);
    pbuf_free(packet);
    return error == ERR_OK;
}

static void ask_server(const ip_addr_t *server) {
    sntp.server = *server;
    sntp.pcb = udp_new();
    if (sntp.pcb) udp_recv(sntp.pcb, on_answer, NULL);
    if (!sntp.pcb || !send_question())
        fail();
    else
        wait(ANSWER_MS);
}

static void on_found(const char *name, const ip_addr_t *address, void *unused) {
    (void)name, (void)unused;
    if (sntp.pcb) return; /* meanwhile asked anew */
    if (address)
        ask_server(address);
    else
        fail();
}

static void ask(void) {
    ip_addr_t address;
    if (!ip_addr_isany(&sntp.named)) {
        ask_server(&sntp.named);
        return;
    }
    err_t error = dns_gethostbyname(SERVER, &address, on_found, NULL);
    if (error == ERR_OK)
        ask_server(&address);
    else if (error != ERR_INPROGRESS)
        fail();
}

static void on_time(void *unused) {
    (void)unused;
    if (sntp.pcb)
        fail();
    else
        ask();
}

/* --- life --- */

/* lwIP's DHCP client calls this with each lease; without a server in it, it calls with none. */
void dhcp_set_ntp_servers(u8_t count, const ip4_addr_t *servers) {
    ip_addr_set_zero(&sntp.named);
    if (count > 0) ip_addr_copy_from_ip4(sntp.named, servers[0]);
}

void sntp_open(void (*set)(int64_t time_ns)) {
    sntp.set = set;
}

void sntp_begin(void) {
    sntp.retry_ms = RETRY_MS;
    again_in(1 + board_random_word() % FIRST_MS);
}

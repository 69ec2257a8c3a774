/* The network below the connections: one interface, whose address comes from DHCP, and lwIP's timers, which
 * run inside of dev_port.serve(). */
#include "network.h"

#include <stdio.h>
#include <string.h>

#include "board.h"
#include "krait/files.h"
#include "link.h"
#include "lwip/dhcp.h"
#include "lwip/dns.h"
#include "lwip/init.h"
#include "lwip/netif.h"
#include "lwip/prot/dhcp.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "mdns.h"
#include "netif/ethernet.h"
#include "network_memory.h"
#include "sntp.h"

#define HALF_OPEN_MAX 2 /* connections that somebody began and has not completed */

static struct netif interface;
static char own_name[sizeof "krait-123456"];
static ip4_addr_t announced;

u32_t sys_now(void) {
    return (u32_t)(board_ticks_us() / 1000);
}

/* A connection that is begun takes a control block, of which there are few. The one that was begun first
 * gives way, so that a flood of beginnings leaves a place to those who complete theirs within a round trip;
 * lwIP alone would refuse everybody for twenty seconds. */
static void shed_half_open(void) {
    struct tcp_pcb *oldest = NULL;
    unsigned count = 0;
    for (struct tcp_pcb *pcb = tcp_active_pcbs; pcb; pcb = pcb->next) {
        if (pcb->state != SYN_RCVD) continue;
        oldest = pcb;
        count++;
    }
    if (count > HALF_OPEN_MAX) tcp_abandon(oldest, 0);
}

void network_expect_quick(struct tcp_pcb *pcb) {
    pcb->rto = pcb->sv = 1000 / TCP_SLOW_INTERVAL;
}

/* Before lwIP sees a segment of this connection. So few segments are on their way that a lost one seldom
 * causes the three repeated acknowledgements that lwIP waits for: the other side acknowledges every second
 * segment, and the first that tells of a gap may tell of what came before it, too. With less than four one is
 * enough (RFC 5827), else two; lwIP is told that the others have come. */
err_t network_look_at(struct tcp_pcb *pcb) {
    u8_t sent = 0;
    if (pcb->state < ESTABLISHED || pcb->dupacks) return ERR_OK;
    for (const struct tcp_seg *segment = pcb->unacked; segment && sent < 4; segment = segment->next) sent++;
    if (sent > 1) pcb->dupacks = sent < 4 ? 2 : 1;
    return ERR_OK;
}

/* A segment of TCP for the device's own port? */
static bool is_for_link(const uint8_t *frame, size_t size) {
    enum { TYPE = 12, HEADER = 14, PROTOCOL = HEADER + 9, SHORTEST = 54 };
    if (size < SHORTEST || frame[TYPE] != 0x08 || frame[TYPE + 1] != 0 || frame[PROTOCOL] != IP_PROTO_TCP)
        return false;
    size_t port = HEADER + (frame[HEADER] & 15u) * 4u + 2;
    return port + 1 < size && (frame[port] << 8 | frame[port + 1]) == KRAIT_PORT_NUMBER;
}

struct pbuf *network_frame(const void *frame, size_t size) {
    network_need(is_for_link(frame, size));
    struct pbuf *packet = pbuf_alloc(PBUF_RAW, (u16_t)(size + ETH_PAD_SIZE), PBUF_RAM);
    network_need(false);
    if (packet) memcpy((uint8_t *)packet->payload + ETH_PAD_SIZE, frame, size);
    return packet;
}

/* What a frame brings is used before the next one is taken: a stranger's window is one segment, and lwIP's
 * heap has room for little more. Frames that come in one go would find both full, and the other side would
 * send them again only after a second. */
static err_t take_frame(struct pbuf *packet, struct netif *netif) {
    network_need(is_for_link((uint8_t *)packet->payload + ETH_PAD_SIZE, packet->len - ETH_PAD_SIZE));
    err_t error = ethernet_input(packet, netif);
    shed_half_open();
    link_poll();
    return error;
}

void network_open(void (*set_time)(int64_t time_ns)) {
    lwip_init();
    netif_add_noaddr(&interface, NULL, board_network_open, take_frame);
    const uint8_t *mac = interface.hwaddr;
    snprintf(own_name, sizeof own_name, "krait-%02x%02x%02x", mac[3], mac[4], mac[5]);
    sntp_open(set_time);
    netif_set_hostname(&interface, own_name);
    netif_set_default(&interface);
    netif_set_up(&interface);
    dhcp_start(&interface);
}

const char *network_name(void) {
    return own_name;
}

/* What depends on the address begins, or begins anew. */
static void see_address(void) {
    if (ip4_addr_cmp(&announced, netif_ip4_addr(&interface))) return;
    announced = *netif_ip4_addr(&interface);
    if (ip4_addr_isany_val(announced)) return;
    mdns_begin(&interface, own_name);
    sntp_begin();
}

/* What programs send to themselves waits at the interface that it was sent by. */
static bool deliver_own(void) {
    struct netif *netif;
    bool any = false;
    NETIF_FOREACH(netif) {
        any |= netif->loop_first != NULL;
    }
    if (any) netif_poll_all();
    return any;
}

bool network_poll(void) {
    bool any = board_network_poll(&interface);
    sys_check_timeouts();
    see_address();
    return deliver_own() || any;
}

uint64_t network_patience(void) {
    u32_t ms = sys_timeouts_sleeptime();
    return ms == SYS_TIMEOUTS_SLEEPTIME_INFINITE ? UINT64_MAX : (uint64_t)ms * 1000;
}

const char *network_address(void) {
    static char text[IP4ADDR_STRLEN_MAX];
    if (ip4_addr_isany_val(*netif_ip4_addr(&interface))) return NULL;
    return ip4addr_ntoa_r(netif_ip4_addr(&interface), text, sizeof text);
}

/* --- what programs ask --- */

static kr_net_address address_of(const ip4_addr_t *ip) {
    kr_net_address address = {.family = ip4_addr_isany(ip) ? 0 : KR_NET_IPV4};
    memcpy(address.ip, &ip->addr, sizeof ip->addr);
    return address;
}

/* DHCP's client rests while a program has set the address. */
static bool is_fixed(void) {
    return netif_dhcp_data(&interface)->state == DHCP_STATE_OFF;
}

static ip4_addr_t ip_of(const kr_net_address *address) {
    ip4_addr_t ip;
    memcpy(&ip.addr, address->ip, sizeof ip.addr);
    return ip;
}

int network_link_state(void *context, int link, kr_net_link *state) {
    (void)context;
    *state = (kr_net_link){0};
    int error = board_link_state(link, state);
    if (error < 0 || !state->active) return error;
    state->address = address_of(netif_ip4_addr(&interface));
    state->mask = address_of(netif_ip4_netmask(&interface));
    state->gateway = address_of(netif_ip4_gw(&interface));
    state->dns = address_of(ip_2_ip4(dns_getserver(0)));
    state->fixed = is_fixed();
    if (link != KR_NET_STATION || state->status != KR_NET_CONNECTING) return 0;
    state->connected = state->address.family != 0;
    if (state->connected) state->status = KR_NET_GOT_IP;
    return 0;
}

int network_link_join(void *context, const char *name, const char *key, const uint8_t *bssid) {
    (void)context;
    return board_link_join(name, key, bssid);
}

int network_link_leave(void *context, int link) {
    (void)context;
    return link == KR_NET_STATION ? board_link_leave() : -KR_ENOSYS;
}

/* A lease is not handed back, because the program may well have asked for the very same address. Connections
 * of another address end. */
int network_link_address(void *context, int link, const kr_net_link *wanted) {
    (void)context;
    if (link != KR_NET_STATION) return -KR_EOPNOTSUPP;
    if (!wanted) {
        if (!is_fixed()) return 0;
        netif_set_addr(&interface, NULL, NULL, NULL);
        return dhcp_start(&interface) == ERR_OK ? 0 : -KR_ENOMEM;
    }
    ip4_addr_t dns = ip_of(&wanted->dns);
    dns_setserver(0, &dns);
    if (wanted->address.family == 0) return 0;
    ip4_addr_t address = ip_of(&wanted->address), mask = ip_of(&wanted->mask),
               gateway = ip_of(&wanted->gateway);
    netif_dhcp_data(&interface)->state = DHCP_STATE_OFF;
    netif_set_addr(&interface, &address, &mask, &gateway);
    return 0;
}

int network_link_active(void *context, int link, bool active) {
    (void)context;
    return board_link_active(link, active);
}

int network_link_number(void *context, int link, enum kr_net_link_number setting, int32_t *value, bool set) {
    (void)context;
    return board_link_number(link, setting, value, set);
}

int network_scan(void *context, uint32_t *position, kr_net_found *found) {
    (void)context;
    return board_link_scan(position, found);
}

/* The address of an interface; what else there is belongs to the radio. */
int network_link_text(void *context, int link, enum kr_net_link_text setting, char *text, size_t *size,
                      bool set) {
    kr_net_link state = {0};
    (void)context;
    if (setting != KR_NET_MAC) return board_link_text(link, setting, text, size, set);
    if (set) return -KR_ENOSYS;
    int error = board_link_state(link, &state);
    if (error < 0) return error;
    *size = sizeof state.mac;
    memcpy(text, state.mac, sizeof state.mac);
    return 0;
}

int network_hostname(void *context, char *text, size_t *size, bool set) {
    (void)context;
    if (set) return -KR_ENOSYS; /* the name is the interface's address, so that no two devices have one */
    *size = strlen(own_name);
    memcpy(text, own_name, *size);
    return 0;
}

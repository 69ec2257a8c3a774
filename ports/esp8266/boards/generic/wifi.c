/* The policy of wifi.h, and the netif.
 *
 * The SDK hands over frames while it runs, that is inside of sdk_yield(). They are copied into packets of
 * lwIP's and wait in a short list for wifi_poll(), because lwIP may be in the middle of something. */
#include "wifi.h"

#include <stdio.h>
#include <string.h>

#include "board.h"
#include "dhcp_server.h"
#include "krait/net.h"
#include "lwip/dhcp.h"
#include "lwip/etharp.h"
#include "lwip/netif.h"
#include "lwip/pbuf.h"
#include "lwip/udp.h"
#include "networks.h"
#include "sdk.h"

#define QUEUE_LENGTH  6
#define FRAME_MAX     1514
#define JOIN_US       15000000u /* for association and keys */
#define FIRST_PAUSE_S 1u
#define LAST_PAUSE_S  60u
#define ROUNDS        3u /* through all known networks before the access point comes up */
#define SETUP_US                                                                                             \
    120000000u /* of an access point that nobody uses, before the known networks are tried again */
#define SERVER_PORT 67
#define CLIENT_PORT 68
#define WRONG_KEY   15u  /* 802.11: the 4-way handshake timed out */
#define AUTH_FAIL   202u /* Espressif's */
#define NOT_FOUND   201u

enum stage { SETUP, TRYING, UP, PAUSING };

static struct {
    struct netif *netif;
    struct networks known;
    enum stage stage;
    unsigned current; /* of known, while TRYING and UP */
    unsigned rounds;  /* without success */
    unsigned pause_s;
    unsigned reason; /* of the last failure */
    uint64_t since;
    bool came_up, went_down; /* told by the SDK, not yet looked at */
    struct pbuf *queue[QUEUE_LENGTH];
    unsigned first, count;
    dhcp_server server;
    struct udp_pcb *server_pcb;
    char own_name[NETWORK_NAME_MAX + 1];
} wifi;

/* --- what the SDK tells --- */

static void on_frame(enum sdk_interface interface, const void *data, size_t size) {
    bool wanted = (interface == SDK_ACCESS_POINT) == (wifi.stage == SETUP);
    if (!wanted || wifi.count == QUEUE_LENGTH || size > FRAME_MAX) return;
    struct pbuf *packet = pbuf_alloc(PBUF_RAW, (u16_t)(size + ETH_PAD_SIZE), PBUF_RAM);
    if (!packet) return;
    memcpy((uint8_t *)packet->payload + ETH_PAD_SIZE, data, size);
    wifi.queue[(wifi.first + wifi.count++) % QUEUE_LENGTH] = packet;
    sdk_wake();
}

static void on_up(void) {
    wifi.came_up = true;
    sdk_wake();
}

static void on_down(unsigned reason) {
    wifi.went_down = true;
    wifi.reason = reason;
    sdk_wake();
}

static const struct sdk_events events = {on_frame, on_up, on_down};

/* --- frames --- */

/* One copy, because the SDK wants a frame in one piece. */
static err_t send(struct netif *netif, struct pbuf *packet) {
    static uint8_t frame[FRAME_MAX];
    (void)netif;
    size_t size = (size_t)packet->tot_len - ETH_PAD_SIZE;
    if (size > sizeof frame) return ERR_BUF;
    pbuf_copy_partial(packet, frame, (u16_t)size, ETH_PAD_SIZE);
    return sdk_send(wifi.stage == SETUP ? SDK_ACCESS_POINT : SDK_STATION, frame, size) ? ERR_OK : ERR_MEM;
}

static bool take_frames(void) {
    bool any = wifi.count > 0;
    for (; wifi.count > 0; wifi.count--, wifi.first = (wifi.first + 1) % QUEUE_LENGTH) {
        struct pbuf *packet = wifi.queue[wifi.first];
        if (wifi.netif->input(packet, wifi.netif) != ERR_OK) pbuf_free(packet);
    }
    return any;
}

/* --- the access point --- */

static void serve_dhcp(void *context, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *from,
                       u16_t port) {
    static uint8_t message[DHCP_PACKET_MAX + 100], reply[DHCP_PACKET_MAX];
    (void)context, (void)from, (void)port;
    u16_t size = pbuf_copy_partial(packet, message, sizeof message, 0);
    pbuf_free(packet);
    size_t length = dhcp_answer(&wifi.server, message, size, reply);
    struct pbuf *answer = length ? pbuf_alloc(PBUF_TRANSPORT, (u16_t)length, PBUF_RAM) : NULL;
    if (!answer) return;
    pbuf_take(answer, reply, (u16_t)length);
    udp_sendto_if(pcb, answer, IP_ADDR_BROADCAST, CLIENT_PORT, wifi.netif);
    pbuf_free(answer);
}

static void say_setup(const char *key) {
    char text[128];
    int length = snprintf(text, sizeof text,
                          "\r\nNo known network: join \"%s\" with the key %s, the device is 192.168.4.1\r\n",
                          wifi.own_name, key);
    board_console_write(text, (size_t)length);
}

static void begin_setup(void) {
    ip4_addr_t address, mask;
    char key[SETUP_KEY_LENGTH + 1];
    networks_setup_key(key);
    wifi.stage = SETUP;
    wifi.since = board_ticks_us();
    wifi.server = (dhcp_server){0};
    sdk_radio_mode(SDK_RADIO_ACCESS_POINT);
    if (!sdk_access_point(wifi.own_name, key, 1)) board_fail("the access point does not start");
    sdk_mac(SDK_ACCESS_POINT, wifi.netif->hwaddr);
    dhcp_release_and_stop(wifi.netif);
    IP4_ADDR(&address, 192, 168, 4, 1);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    netif_set_addr(wifi.netif, &address, &mask, &address);
    netif_set_link_up(wifi.netif);
    wifi.server_pcb = udp_new();
    if (wifi.server_pcb && udp_bind(wifi.server_pcb, IP_ADDR_ANY, SERVER_PORT) == ERR_OK)
        udp_recv(wifi.server_pcb, serve_dhcp, NULL);
    say_setup(key);
}

static void end_setup(void) {
    if (wifi.server_pcb) udp_remove(wifi.server_pcb);
    wifi.server_pcb = NULL;
    netif_set_addr(wifi.netif, NULL, NULL, NULL);
}

/* --- the station --- */

static void try_network(unsigned i, const uint8_t *bssid) {
    if (wifi.stage == SETUP) end_setup();
    netif_set_link_down(wifi.netif);
    wifi.stage = TRYING;
    wifi.current = i;
    wifi.since = board_ticks_us();
    wifi.came_up = wifi.went_down = false;
    sdk_radio_mode(SDK_RADIO_STATION);
    sdk_mac(SDK_STATION, wifi.netif->hwaddr);
    sdk_station_join(wifi.known.list[i].name, wifi.known.list[i].key, bssid);
}

/* From the first known network on; without one, people are let in to say what it is. */
static void begin(void) {
    wifi.current = 0;
    if (wifi.known.count > 0)
        try_network(0, NULL);
    else
        begin_setup();
}

/* Tries the next one; after the last, pauses, and after some rounds lets people in to say what the network
 * is. */
static void try_next(void) {
    if (wifi.current + 1 < wifi.known.count) {
        try_network(wifi.current + 1, NULL);
    } else if (wifi.known.count == 0 || ++wifi.rounds >= ROUNDS) {
        wifi.rounds = 0;
        begin_setup();
    } else {
        wifi.stage = PAUSING;
        wifi.since = board_ticks_us();
        wifi.pause_s = wifi.pause_s ? (wifi.pause_s * 2 < LAST_PAUSE_S ? wifi.pause_s * 2 : LAST_PAUSE_S)
                                    : FIRST_PAUSE_S;
    }
}

static void came_up(void) {
    struct network network = wifi.known.list[wifi.current];
    wifi.stage = UP;
    wifi.rounds = wifi.pause_s = 0;
    networks_add(&wifi.known, network.name, network.key); /* it comes first from now on */
    wifi.current = 0;
    netif_set_link_up(wifi.netif);
    dhcp_start(wifi.netif);
}

static void went_down(void) {
    bool lost = wifi.stage == UP;
    netif_set_link_down(wifi.netif);
    if (lost)
        try_network(0, NULL);
    else
        try_next();
}

static void look(void) {
    uint64_t passed = board_ticks_us() - wifi.since;
    bool up = wifi.came_up, down = wifi.went_down;
    wifi.came_up = wifi.went_down = false;
    switch (wifi.stage) {
    case TRYING:
        if (up)
            came_up();
        else if (down || passed > JOIN_US)
            went_down();
        break;
    case UP:
        if (down) went_down();
        break;
    case PAUSING:
        if (passed >= wifi.pause_s * 1000000ull) begin();
        break;
    case SETUP:
        if (sdk_access_point_clients() > 0) wifi.since += passed;
        if (passed > SETUP_US && wifi.known.count > 0) try_network(0, NULL);
        break;
    }
}

/* --- the board --- */

void wifi_open(struct netif *netif) {
    wifi.netif = netif;
    netif->hwaddr_len = 6;
    netif->mtu = 1500;
    netif->name[0] = 'w';
    netif->name[1] = 'l';
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_IGMP;
    netif->output = etharp_output;
    netif->linkoutput = send;
    snprintf(wifi.own_name, sizeof wifi.own_name, "krait-%06x", (unsigned)sdk_chip_id() & 0xffffffu);
    sdk_radio_open(&events);
    networks_load(&wifi.known);
    wifi.stage = PAUSING;
    wifi.since = board_ticks_us();
}

bool wifi_poll(void) {
    look();
    return take_frames();
}

int board_link_join(const char *name, const char *key, const uint8_t *bssid) {
    int error = networks_add(&wifi.known, name, key ? key : "");
    if (error == 0) try_network(0, bssid);
    return error;
}

int board_link_leave(void) {
    if (wifi.stage != UP && wifi.stage != TRYING) return 0;
    int error = networks_forget(&wifi.known, wifi.known.list[wifi.current].name);
    sdk_station_leave();
    netif_set_link_down(wifi.netif);
    begin();
    return error;
}

static unsigned status(void) {
    if (wifi.stage == UP || wifi.stage == TRYING) return KR_NET_CONNECTING;
    if (wifi.reason == WRONG_KEY || wifi.reason == AUTH_FAIL) return KR_NET_WRONG_PASSWORD;
    return wifi.reason == NOT_FOUND ? KR_NET_NO_ACCESS_POINT
           : wifi.reason            ? KR_NET_CONNECT_FAILED
                                    : KR_NET_IDLE;
}

int board_link_state(int link, kr_net_link *state) {
    bool point = link == KR_NET_ACCESS_POINT;
    state->active = point == (wifi.stage == SETUP);
    sdk_mac(point ? SDK_ACCESS_POINT : SDK_STATION, state->mac);
    state->status = (uint16_t)(point ? KR_NET_IDLE : status());
    state->connected = point && state->active && sdk_access_point_clients() > 0;
    if (!point && wifi.stage == UP) state->rssi = (int8_t)sdk_station_rssi();
    return 0;
}

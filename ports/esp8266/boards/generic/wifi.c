/* The netif, and what wifi_policy.h decides.
 *
 * The SDK hands over frames while it runs, that is inside of sdk_yield(). They are copied into packets of
 * lwIP's and wait in a short list for wifi_poll(), because lwIP may be in the middle of something. */
#include "wifi.h"

#include <stdio.h>
#include <string.h>

#include "board.h"
#include "dhcp_server.h"
#include "krait/files.h"
#include "krait/net.h"
#include "lwip/dhcp.h"
#include "lwip/etharp.h"
#include "lwip/netif.h"
#include "lwip/pbuf.h"
#include "lwip/udp.h"
#include "network.h"
#include "networks.h"
#include "sdk.h"
#include "wifi_policy.h"

#define QUEUE_LENGTH 6
#define FRAME_MAX    1514
#define SERVER_PORT  67
#define CLIENT_PORT  68

static struct {
    struct netif *netif;
    struct wifi_policy policy;
    struct pbuf *queue[QUEUE_LENGTH];
    unsigned first, count;
    dhcp_server server;
    struct udp_pcb *server_pcb; /* while the access point is open */
    char own_name[NETWORK_NAME_MAX + 1];
    char last_name[NETWORK_NAME_MAX + 1]; /* of the network whose address the interface has */
} wifi;

/* --- what the SDK tells --- */

static void on_frame(enum sdk_interface interface, const void *data, size_t size) {
    bool wanted = (interface == SDK_ACCESS_POINT) == (wifi.policy.stage == WIFI_SETUP);
    if (!wanted || wifi.count == QUEUE_LENGTH || size > FRAME_MAX) return;
    struct pbuf *packet = network_frame(data, size);
    if (!packet) return;
    wifi.queue[(wifi.first + wifi.count++) % QUEUE_LENGTH] = packet;
    sdk_wake();
}

static void on_up(void) {
    wifi_policy_up(&wifi.policy);
    sdk_wake();
}

static void on_down(unsigned reason) {
    wifi_policy_down(&wifi.policy, reason);
    sdk_wake();
}

static const struct sdk_events events = {on_frame, on_up, on_down};

/* --- frames --- */

/* One copy, into the SDK's own memory, because it wants a frame in one piece. */
static err_t send(struct netif *netif, struct pbuf *packet) {
    size_t size = (size_t)packet->tot_len - ETH_PAD_SIZE;
    (void)netif;
    if (size > FRAME_MAX) return ERR_BUF;
    void *frame = sdk_frame_begin(wifi.policy.stage == WIFI_SETUP ? SDK_ACCESS_POINT : SDK_STATION, size);
    if (!frame) return ERR_MEM;
    pbuf_copy_partial(packet, frame, (u16_t)size, ETH_PAD_SIZE);
    return sdk_frame_send() ? ERR_OK : ERR_MEM;
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

/* Frames come in one piece (on_frame()), so a message does, too, and is read where it is. */
static void serve_dhcp(void *context, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *from,
                       u16_t port) {
    (void)context, (void)from, (void)port;
    struct pbuf *answer = pbuf_alloc(PBUF_TRANSPORT, DHCP_PACKET_MAX, PBUF_RAM);
    bool whole = answer && packet->len == packet->tot_len;
    size_t length = whole ? dhcp_answer(&wifi.server, packet->payload, packet->len, answer->payload) : 0;
    pbuf_free(packet);
    if (length > 0) {
        pbuf_realloc(answer, (u16_t)length);
        udp_sendto_if(pcb, answer, IP_ADDR_BROADCAST, CLIENT_PORT, wifi.netif);
    }
    if (answer) pbuf_free(answer);
}

static void say_setup(const char *key) {
    char text[128];
    int length =
        snprintf(text, sizeof text, "\r\nSet-up: join \"%s\" with the key %s, the device is 192.168.4.1\r\n",
                 wifi.own_name, key);
    board_console_write(text, (size_t)length);
}

static void open_server(void) {
    wifi.server = (dhcp_server){0};
    wifi.server_pcb = udp_new();
    if (wifi.server_pcb && udp_bind(wifi.server_pcb, IP_ADDR_ANY, SERVER_PORT) == ERR_OK)
        udp_recv(wifi.server_pcb, serve_dhcp, NULL);
}

static void close_server(void) {
    if (!wifi.server_pcb) return;
    udp_remove(wifi.server_pcb);
    wifi.server_pcb = NULL;
    netif_set_addr(wifi.netif, NULL, NULL, NULL);
}

/* --- what the policy wants --- */

void wifi_act_setup(void) {
    ip4_addr_t address, mask;
    char key[SETUP_KEY_LENGTH + 1];
    networks_setup_key(key);
    netif_set_link_down(wifi.netif);
    sdk_radio_mode(SDK_RADIO_ACCESS_POINT);
    if (!sdk_access_point(wifi.own_name, key, 1)) board_fail("the access point does not start");
    sdk_mac(SDK_ACCESS_POINT, wifi.netif->hwaddr);
    dhcp_release_and_stop(wifi.netif);
    wifi.last_name[0] = 0;
    IP4_ADDR(&address, 192, 168, 4, 1);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    netif_set_addr(wifi.netif, &address, &mask, &address);
    netif_set_link_up(wifi.netif);
    open_server();
    say_setup(key);
    memset(key, 0, sizeof key);
}

void wifi_act_try(const struct network *network, const uint8_t *bssid) {
    close_server();
    netif_set_link_down(wifi.netif);
    sdk_radio_mode(SDK_RADIO_STATION);
    sdk_mac(SDK_STATION, wifi.netif->hwaddr);
    sdk_station_join(network->name, network->key, bssid);
}

void wifi_act_off(void) {
    close_server();
    netif_set_link_down(wifi.netif);
    sdk_station_leave();
    sdk_radio_mode(SDK_RADIO_OFF);
}

/* Who comes back to the same network keeps the address, and connections with it, until DHCP says otherwise.
 */
void wifi_act_up(void) {
    const char *name = wifi.policy.known.list[0].name;
    if (strcmp(name, wifi.last_name) != 0) netif_set_addr(wifi.netif, NULL, NULL, NULL);
    strcpy(wifi.last_name, name);
    netif_set_link_up(wifi.netif);
    dhcp_start(wifi.netif);
}

void wifi_act_down(void) {
    netif_set_link_down(wifi.netif);
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
    sdk_mac(SDK_STATION, netif->hwaddr);
    snprintf(wifi.own_name, sizeof wifi.own_name, "krait-%02x%02x%02x", netif->hwaddr[3], netif->hwaddr[4],
             netif->hwaddr[5]);
    sdk_radio_open(&events);
    wifi_policy_open(&wifi.policy, board_ticks_us());
}

bool wifi_poll(void) {
    bool point = wifi.policy.stage == WIFI_SETUP;
    struct wifi_seen seen = {!ip4_addr_isany_val(*netif_ip4_addr(wifi.netif)),
                             point && sdk_access_point_clients() > 0};
    wifi_policy_step(&wifi.policy, board_ticks_us(), seen);
    return take_frames();
}

/* --- what programs ask --- */

int board_link_join(const char *name, const char *key, const uint8_t *bssid) {
    return wifi_policy_join(&wifi.policy, board_ticks_us(), name, key, bssid);
}

int board_link_leave(void) {
    wifi_policy_off(&wifi.policy, board_ticks_us());
    return 0;
}

int board_link_active(int link, bool active) {
    uint64_t now = board_ticks_us();
    bool point = wifi.policy.stage == WIFI_SETUP;
    if (active)
        (link == KR_NET_ACCESS_POINT ? wifi_policy_open_setup : wifi_policy_on)(&wifi.policy, now);
    else if (point == (link == KR_NET_ACCESS_POINT) && wifi.policy.stage != WIFI_OFF)
        wifi_policy_off(&wifi.policy, now);
    return 0;
}

int board_link_state(int link, kr_net_link *state) {
    bool point = link == KR_NET_ACCESS_POINT, setup = wifi.policy.stage == WIFI_SETUP;
    state->active = point ? setup : !setup && wifi.policy.stage != WIFI_OFF;
    sdk_mac(point ? SDK_ACCESS_POINT : SDK_STATION, state->mac);
    state->status = (uint16_t)(point ? KR_NET_IDLE : wifi_policy_status(&wifi.policy));
    state->connected = point && setup && sdk_access_point_clients() > 0;
    if (!point && wifi.policy.stage == WIFI_UP) state->rssi = (int8_t)sdk_station_rssi();
    return 0;
}

/* *position is 1 more than the number of the network that comes next. */
int board_link_scan(uint32_t *position, kr_net_found *found) {
    if (*position == 0) {
        if (!sdk_scan_begin()) return -KR_EIO;
        *position = 1;
    }
    int state = sdk_scan_get(*position - 1, found);
    if (state < 0) return -KR_EAGAIN;
    if (state == 0) sdk_scan_end();
    *position += state > 0;
    return state;
}

int board_link_number(int link, int setting, int32_t *value, bool set) {
    (void)link;
    switch (setting) {
    case KR_NET_CHANNEL: *value = (int32_t)sdk_channel(); return set ? -KR_ENOSYS : 0;
    case KR_NET_POWER_SAVE:
        if (set) return sdk_set_power_save(*value > 0) ? 0 : -KR_EIO;
        *value = sdk_power_save();
        return 0;
    case KR_NET_TX_POWER:
        if (!set) return -KR_ENOSYS;
        return sdk_set_power(*value) ? 0 : -KR_EINVAL;
    default: return -KR_ENOSYS;
    }
}

/* The name of the network; setting the station's to nothing forgets all of them. */
int board_link_text(int link, int setting, char *text, size_t *size, bool set) {
    const struct wifi_policy *p = &wifi.policy;
    bool in = p->stage == WIFI_UP || p->stage == WIFI_TRYING;
    if (setting != KR_NET_SSID) return -KR_ENOSYS;
    if (set && (link == KR_NET_ACCESS_POINT || *size > 0)) return -KR_ENOSYS;
    if (set) return wifi_policy_forget(&wifi.policy, board_ticks_us());
    const char *name = link == KR_NET_ACCESS_POINT ? wifi.own_name : in ? p->known.list[p->current].name : "";
    *size = strlen(name);
    memcpy(text, name, *size);
    return 0;
}

/* QEMU's open_eth under lwIP.
 *
 * The controller has a memory of its own, cut into frames that descriptors point to: the first ones are for
 * sending. A descriptor belongs to the controller while its top flag is set. QEMU sends at once, so the
 * driver never waits. A frame for which lwIP's heap has no room is dropped, as a chip drops it. */
#include <string.h>

#include "board.h"
#include "krait/files.h"
#include "krait/net.h"
#include "lwip/etharp.h"
#include "lwip/pbuf.h"
#include "network.h"
#include "registers.h"

#define MODE        REGISTER(ETHERNET_BASE + 0x00)
#define SOURCE      REGISTER(ETHERNET_BASE + 0x04)
#define SOURCE_MASK REGISTER(ETHERNET_BASE + 0x08)
#define LENGTHS     REGISTER(ETHERNET_BASE + 0x18)
#define SENDERS     REGISTER(ETHERNET_BASE + 0x20)
#define ADDRESS_LOW REGISTER(ETHERNET_BASE + 0x40)
#define ADDRESS_TOP REGISTER(ETHERNET_BASE + 0x44)

#define STATE(i) REGISTER(ETHERNET_BASE + 0x400 + (i)*8) /* length in the upper half */
#define PLACE(i) REGISTER(ETHERNET_BASE + 0x404 + (i)*8)

#define SEND_COUNT    2u
#define RECEIVE_COUNT 8u
#define FRAME_BYTES   1600u

#define OWNED 0x8000u /* by the controller */
#define IRQ   0x4000u
#define LAST  0x2000u /* descriptor */
#define PAD   0x1000u
#define CRC   0x0800u

#define MODE_RESET 0x0800u
#define MODE_ON    0xa403u /* pad, CRC, full duplex, send, receive */
#define MODE_ALL   0x0020u /* takes every frame: multicast without a hash table */
#define ON_RECEIVE 0x0014u /* a frame, or no room for one */

static unsigned next_send, next_receive;

static uint8_t *frame(unsigned i) {
    return (uint8_t *)(ETHERNET_RAM + i * FRAME_BYTES);
}

bool ethernet_has_input(void) {
    return !(STATE(SEND_COUNT + next_receive) & OWNED);
}

static err_t send(struct netif *netif, struct pbuf *packet) {
    (void)netif;
    unsigned length = (unsigned)packet->tot_len - ETH_PAD_SIZE;
    uint8_t *place = frame(next_send);
    uint32_t last = next_send == SEND_COUNT - 1 ? LAST : 0;
    pbuf_copy_partial(packet, place, (u16_t)length, ETH_PAD_SIZE);
    PLACE(next_send) = (uint32_t)place;
    STATE(next_send) = length << 16 | OWNED | PAD | CRC | last;
    next_send = (next_send + 1) % SEND_COUNT;
    return ERR_OK;
}

static void give_back(unsigned i) {
    STATE(SEND_COUNT + i) = OWNED | IRQ | (i == RECEIVE_COUNT - 1 ? LAST : 0);
}

static const uint8_t address[6] = {0x52, 0x54, 0x00, 0x12, 0x34, 0x56};

int8_t board_network_open(struct netif *netif) {
    const uint8_t *a = address;
    memcpy(netif->hwaddr, address, sizeof address);
    netif->hwaddr_len = sizeof address;
    netif->mtu = 1500;
    netif->name[0] = 'e';
    netif->name[1] = '0';
    netif->flags =
        NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP | NETIF_FLAG_IGMP;
    netif->output = etharp_output;
    netif->linkoutput = send;
    MODE = MODE_RESET;
    MODE = 0;
    SENDERS = SEND_COUNT;
    ADDRESS_LOW = (uint32_t)a[2] << 24 | (uint32_t)a[3] << 16 | (uint32_t)a[4] << 8 | a[5];
    ADDRESS_TOP = (uint32_t)a[0] << 8 | a[1];
    LENGTHS = 64u << 16 | 1536u;
    next_send = next_receive = 0;
    for (unsigned i = 0; i < SEND_COUNT; i++) STATE(i) = i == SEND_COUNT - 1 ? LAST : 0;
    for (unsigned i = 0; i < RECEIVE_COUNT; i++) {
        PLACE(SEND_COUNT + i) = (uint32_t)frame(SEND_COUNT + i);
        give_back(i);
    }
    SOURCE = 0x7f;
    SOURCE_MASK = ON_RECEIVE;
    MODE = MODE_ON | MODE_ALL;
    return ERR_OK;
}

static void receive(struct netif *netif) {
    unsigned length = (STATE(SEND_COUNT + next_receive) >> 16) - 4; /* without the CRC */
    struct pbuf *packet = network_frame(frame(SEND_COUNT + next_receive), length);
    give_back(next_receive);
    next_receive = (next_receive + 1) % RECEIVE_COUNT;
    if (packet && netif->input(packet, netif) != ERR_OK) pbuf_free(packet);
}

bool board_network_poll(struct netif *netif) {
    bool any = false;
    SOURCE = 0x7f;
    for (unsigned i = 0; i < RECEIVE_COUNT && ethernet_has_input(); i++) {
        receive(netif);
        any = true;
    }
    return any;
}

/* A wire instead of a radio: the station is always where it shall be. */
int board_link_state(int link, kr_net_link *state) {
    if (link != KR_NET_STATION) return -KR_ENODEV;
    state->active = true;
    state->status = KR_NET_CONNECTING;
    memcpy(state->mac, address, sizeof address);
    return 0;
}

int board_link_join(const char *name, const char *key, const uint8_t *bssid) {
    (void)name, (void)key, (void)bssid;
    return -KR_ENOSYS;
}

int board_link_leave(void) {
    return -KR_ENOSYS;
}

/* The wire is always there. */
int board_link_active(int link, bool active) {
    return link == KR_NET_STATION && active ? 0 : -KR_EOPNOTSUPP;
}

int board_link_scan(uint32_t *position, struct kr_net_found *found) {
    (void)position, (void)found;
    return -KR_EOPNOTSUPP;
}

int board_link_number(int link, int setting, int32_t *value, bool set) {
    (void)link, (void)setting, (void)value, (void)set;
    return -KR_EOPNOTSUPP;
}

int board_link_text(int link, int setting, char *text, size_t *size, bool set) {
    (void)link, (void)setting, (void)text, (void)size, (void)set;
    return -KR_ENOSYS;
}

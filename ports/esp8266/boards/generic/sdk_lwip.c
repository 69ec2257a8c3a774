/* What the SDK's libraries want of a TCP/IP stack of their own, 45 KB of which they come with.
 *
 * The firmware has lwIP already, so the SDK's never gets a frame, an address or a timer. Its libraries still
 * call it: they make an interface for each side of the radio, set it up and down, and ask for DHCP when a
 * station may send. Only their packets are real, and come from the SDK's pbuf.c. The build gives all these
 * functions the prefix sdk_lwip_; the types are those of the SDK's headers. */
#include <string.h>

#include "lwip/netif.h"
#include "lwip/pbuf.h"
#include "lwip/tcp_impl.h"
#include "netif/etharp.h"

#include "sdk_lwip.h"

void sdk_lwip_lwip_init(void);
void sdk_lwip_espconn_init(void);
void sdk_lwip_sys_check_timeouts(void);
struct netif *sdk_lwip_netif_add(struct netif *netif, ip_addr_t *address, ip_addr_t *mask, ip_addr_t *gateway,
                                 void *state, netif_init_fn init, netif_input_fn input);
void sdk_lwip_netif_remove(struct netif *netif);
void sdk_lwip_netif_set_default(struct netif *netif);
void sdk_lwip_netif_set_addr(struct netif *netif, ip_addr_t *address, ip_addr_t *mask, ip_addr_t *gateway);
void sdk_lwip_netif_set_up(struct netif *netif);
void sdk_lwip_netif_set_down(struct netif *netif);
err_t sdk_lwip_ethernet_input(struct pbuf *packet, struct netif *netif);
err_t sdk_lwip_etharp_output(struct netif *netif, struct pbuf *packet, ip_addr_t *address);
err_t sdk_lwip_dhcp_start(struct netif *netif);
err_t sdk_lwip_dhcp_release(struct netif *netif);
void sdk_lwip_dhcp_stop(struct netif *netif);
void sdk_lwip_dhcp_cleanup(struct netif *netif);
void sdk_lwip_dhcps_start(struct ip_info *info);
void sdk_lwip_dhcps_stop(void);
void sdk_lwip_tcp_seg_free(struct tcp_seg *segment);

extern struct netif *sdk_lwip_netif_default;
extern const struct eth_addr sdk_lwip_ethbroadcast;
extern struct tcp_pcb *sdk_lwip_tcp_active_pcbs;

struct netif *sdk_lwip_netif_default;
const struct eth_addr sdk_lwip_ethbroadcast = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
struct tcp_pcb *sdk_lwip_tcp_active_pcbs; /* pbuf.c looks there for memory */

/* --- interfaces --- */

/* `init` fills in what the radio knows. An address is never set: who has none is never said to have it. */
struct netif *sdk_lwip_netif_add(struct netif *netif, ip_addr_t *address, ip_addr_t *mask, ip_addr_t *gateway,
                                 void *state, netif_init_fn init, netif_input_fn input) {
    static u8_t number;
    (void)address, (void)mask, (void)gateway;
    netif->flags = 0;
    netif->dhcp = NULL;
    netif->dhcps_pcb = NULL;
    netif->state = state;
    netif->num = number++;
    netif->input = input;
    return init(netif) == ERR_OK ? netif : NULL;
}

void sdk_lwip_netif_remove(struct netif *netif) {
    sdk_lwip_netif_set_down(netif);
    if (sdk_lwip_netif_default == netif) sdk_lwip_netif_default = NULL;
}

void sdk_lwip_netif_set_default(struct netif *netif) {
    sdk_lwip_netif_default = netif;
}

void sdk_lwip_netif_set_addr(struct netif *netif, ip_addr_t *address, ip_addr_t *mask, ip_addr_t *gateway) {
    (void)netif, (void)address, (void)mask, (void)gateway;
}

void sdk_lwip_netif_set_up(struct netif *netif) {
    netif->flags |= NETIF_FLAG_UP;
}

void sdk_lwip_netif_set_down(struct netif *netif) {
    netif->flags &= (u8_t)~NETIF_FLAG_UP;
}

/* --- frames, and the moment from which a station may send them --- */

err_t sdk_lwip_ethernet_input(struct pbuf *packet, struct netif *netif) {
    if (packet->len == packet->tot_len) sdk_frame_came(netif, packet->payload, packet->len);
    pbuf_free(packet);
    return ERR_OK;
}

/* The flag that says that DHCP runs stays clear, so the SDK calls this each time that it has joined a
 * network. */
err_t sdk_lwip_dhcp_start(struct netif *netif) {
    (void)netif;
    sdk_station_came_up();
    return ERR_OK;
}

/* --- what nobody may miss --- */

void sdk_lwip_lwip_init(void) {}

void sdk_lwip_espconn_init(void) {}

void sdk_lwip_sys_check_timeouts(void) {}

err_t sdk_lwip_etharp_output(struct netif *netif, struct pbuf *packet, ip_addr_t *address) {
    (void)netif, (void)packet, (void)address;
    return ERR_IF;
}

err_t sdk_lwip_dhcp_release(struct netif *netif) {
    (void)netif;
    return ERR_OK;
}

void sdk_lwip_dhcp_stop(struct netif *netif) {
    (void)netif;
}

void sdk_lwip_dhcp_cleanup(struct netif *netif) {
    (void)netif;
}

void sdk_lwip_dhcps_start(struct ip_info *info) {
    (void)info;
}

void sdk_lwip_dhcps_stop(void) {}

void sdk_lwip_tcp_seg_free(struct tcp_seg *segment) {
    (void)segment;
}

/* The network below the connections: one interface, whose address comes from DHCP, and lwIP's timers, which
 * run inside of dev_port.serve(). */
#include "network.h"

#include "board.h"
#include "lwip/dhcp.h"
#include "lwip/init.h"
#include "lwip/netif.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "netif/ethernet.h"

static struct netif interface;

u32_t sys_now(void) {
    return (u32_t)(board_ticks_us() / 1000);
}

void network_open(const char *name) {
    lwip_init();
    netif_add_noaddr(&interface, NULL, board_network_open, ethernet_input);
    netif_set_hostname(&interface, name);
    netif_set_default(&interface);
    netif_set_up(&interface);
    dhcp_start(&interface);
}

bool network_poll(void) {
    bool any = board_network_poll(&interface);
    sys_check_timeouts();
    return any;
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

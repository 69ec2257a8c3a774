#ifndef LWIP_MODEL_H
#define LWIP_MODEL_H
/* As much of lwIP's raw interface as programs of UDP with timers need, for parts of the firmware that are
 * tested without it. The test defines the functions. */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>

typedef uint8_t u8_t;
typedef uint16_t u16_t;
typedef uint32_t u32_t;
typedef int8_t err_t;
enum { ERR_OK = 0, ERR_MEM = -1, ERR_INPROGRESS = -5, ERR_ARG = -16 };

typedef struct ip4_addr {
    u32_t addr;
} ip4_addr_t;
typedef ip4_addr_t ip_addr_t;
#define ip_addr_cmp(a, b)             ((a)->addr == (b)->addr)
#define ip_addr_isany(a)              ((a)->addr == 0)
#define ip_addr_set_zero(a)           ((a)->addr = 0)
#define ip_addr_copy_from_ip4(to, ip) ((to) = (ip))
#define ip_addr_netcmp(a, b, mask)    ((((a)->addr ^ (b)->addr) & (mask)->addr) == 0)
#define lwip_ntohl                    ntohl
#define PP_HTONL                      htonl
#define LWIP_MAKEU32(a, b, c, d)      ((u32_t)(a) << 24 | (u32_t)(b) << 16 | (u32_t)(c) << 8 | (u32_t)(d))
#define IPADDR4_INIT_BYTES(a, b, c, d)                                                                       \
    { (u32_t)(d) << 24 | (u32_t)(c) << 16 | (u32_t)(b) << 8 | (u32_t)(a) }
#define IP_ADDR_ANY NULL

struct netif {
    ip4_addr_t address, mask;
};
#define netif_ip4_addr(netif)    ((const ip4_addr_t *)&(netif)->address)
#define netif_ip4_netmask(netif) ((const ip4_addr_t *)&(netif)->mask)

typedef enum { PBUF_TRANSPORT } pbuf_layer;
typedef enum { PBUF_RAM } pbuf_type;
struct pbuf {
    void *payload;
    u16_t tot_len;
};
struct pbuf *pbuf_alloc(pbuf_layer layer, u16_t size, pbuf_type type);
u8_t pbuf_free(struct pbuf *packet);
u8_t pbuf_get_at(const struct pbuf *packet, u16_t at);
int pbuf_try_get_at(const struct pbuf *packet, u16_t at);
void pbuf_realloc(struct pbuf *packet, u16_t size);
u16_t pbuf_copy_partial(const struct pbuf *packet, void *data, u16_t size, u16_t at);
err_t pbuf_take(struct pbuf *packet, const void *data, u16_t size);
err_t pbuf_take_at(struct pbuf *packet, const void *data, u16_t size, u16_t at);

struct udp_pcb {
    u16_t local_port;
    u8_t ttl;
};
#define udp_set_multicast_ttl(pcb, value) ((void)(pcb), (void)(value))
typedef void (*udp_recv_fn)(void *argument, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *from,
                            u16_t port);
struct udp_pcb *udp_new(void);
void udp_remove(struct udp_pcb *pcb);
void udp_recv(struct udp_pcb *pcb, udp_recv_fn receive, void *argument);
err_t udp_bind(struct udp_pcb *pcb, const ip_addr_t *address, u16_t port);
err_t udp_sendto(struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *to, u16_t port);
err_t udp_sendto_if(struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *to, u16_t port,
                    struct netif *netif);
err_t igmp_joingroup_netif(struct netif *netif, const ip4_addr_t *group);

typedef void (*sys_timeout_handler)(void *argument);
void sys_timeout(u32_t ms, sys_timeout_handler handler, void *argument);
void sys_untimeout(sys_timeout_handler handler, void *argument);
u32_t sys_now(void);

typedef void (*dns_found_callback)(const char *name, const ip_addr_t *address, void *argument);
err_t dns_gethostbyname(const char *name, ip_addr_t *address, dns_found_callback found, void *argument);

void dhcp_set_ntp_servers(u8_t count, const ip4_addr_t *servers);

#endif

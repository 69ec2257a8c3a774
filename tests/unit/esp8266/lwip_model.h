#ifndef LWIP_MODEL_H
#define LWIP_MODEL_H
/* As much of lwIP's raw interface as a client of UDP with a timer needs, for parts of the firmware that are
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
#define lwip_ntohl                    ntohl

typedef enum { PBUF_TRANSPORT } pbuf_layer;
typedef enum { PBUF_RAM } pbuf_type;
struct pbuf {
    void *payload;
    u16_t tot_len;
};
struct pbuf *pbuf_alloc(pbuf_layer layer, u16_t size, pbuf_type type);
u8_t pbuf_free(struct pbuf *packet);
u8_t pbuf_get_at(const struct pbuf *packet, u16_t at);
u16_t pbuf_copy_partial(const struct pbuf *packet, void *data, u16_t size, u16_t at);
err_t pbuf_take(struct pbuf *packet, const void *data, u16_t size);
err_t pbuf_take_at(struct pbuf *packet, const void *data, u16_t size, u16_t at);

struct udp_pcb;
typedef void (*udp_recv_fn)(void *argument, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *from,
                            u16_t port);
struct udp_pcb *udp_new(void);
void udp_remove(struct udp_pcb *pcb);
void udp_recv(struct udp_pcb *pcb, udp_recv_fn receive, void *argument);
err_t udp_sendto(struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *to, u16_t port);

typedef void (*sys_timeout_handler)(void *argument);
void sys_timeout(u32_t ms, sys_timeout_handler handler, void *argument);
void sys_untimeout(sys_timeout_handler handler, void *argument);

typedef void (*dns_found_callback)(const char *name, const ip_addr_t *address, void *argument);
err_t dns_gethostbyname(const char *name, ip_addr_t *address, dns_found_callback found, void *argument);

void dhcp_set_ntp_servers(u8_t count, const ip4_addr_t *servers);

#endif

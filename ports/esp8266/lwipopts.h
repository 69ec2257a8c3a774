#ifndef KRAIT_ESP8266_LWIPOPTS_H
#define KRAIT_ESP8266_LWIPOPTS_H
/* lwIP for a chip: raw API, IPv4 only. Frames are received into buffers of their exact size from lwIP's heap,
 * so that small segments do not use up slots made for big ones; the heap (network_memory.h) bounds what
 * strangers can make the device hold. */
#define NO_SYS               1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN         0
#define LWIP_SOCKET          0
#define LWIP_STATS           0

#define LWIP_IPV6                     0
#define LWIP_ARP                      1
#define LWIP_ETHERNET                 1
#define LWIP_ICMP                     1
#define LWIP_RAW                      0
#define LWIP_UDP                      1
#define LWIP_TCP                      1
#define LWIP_DHCP                     1
#define LWIP_DNS                      1
#define LWIP_IGMP                     1
#define LWIP_AUTOIP                   0
#define IP_REASSEMBLY                 0
#define IP_FRAG                       0
#define ARP_QUEUEING                  0
#define ARP_TABLE_SIZE                4
#define ETHARP_SUPPORT_STATIC_ENTRIES 0

#define LWIP_DHCP_CHECK_LINK_UP    0
#define DHCP_DOES_ARP_CHECK        0
#define LWIP_NETIF_HOSTNAME        1
#define LWIP_NETIF_STATUS_CALLBACK 0
#define DNS_TABLE_SIZE             2 /* a program's, and the time server */
#define LWIP_DHCP_GET_NTP_SRV      1
#define DNS_MAX_NAME_LENGTH        64
#define DNS_LOCAL_HOSTLIST         0

/* Programs may speak with themselves, at 127.0.0.1 and at the device's address; so much may be on its way. */
#define LWIP_NETIF_LOOPBACK     1
#define LWIP_HAVE_LOOPIF        1
#define LWIP_LOOPBACK_MAX_PBUFS 8

/* Words of a frame's headers are aligned when the Ethernet header begins 2 bytes later: the core traps on
 * others. */
#define MEM_ALIGNMENT  4
#define ETH_PAD_SIZE   2
#define PBUF_LINK_HLEN (14 + ETH_PAD_SIZE)

#include "network_memory.h"
#define MEM_LIBC_MALLOC   1
#define mem_clib_malloc   network_malloc
#define mem_clib_calloc   network_calloc
#define mem_clib_free     network_free
#define MEMP_MEM_MALLOC   0
#define PBUF_POOL_SIZE    0
#define PBUF_POOL_BUFSIZE 128

#define MEMP_NUM_PBUF           4
#define MEMP_NUM_UDP_PCB        5                 /* DHCP, DNS, SNTP, mDNS, one of a program */
#define MEMP_NUM_TCP_PCB        (KRAIT_LINKS + 1) /* programs take those of strangers */
#define MEMP_NUM_TCP_PCB_LISTEN 2
#define MEMP_NUM_TCP_SEG        12
#define MEMP_NUM_ARP_QUEUE      2
#define MEMP_NUM_IGMP_GROUP     2
#define MEMP_NUM_SYS_TIMEOUT    (LWIP_NUM_SYS_TIMEOUT_INTERNAL + 3) /* SNTP, two of mDNS */

/* A lost segment with nothing behind it is sent again after six to eight ticks of the fast timer: with ticks
 * of 50 ms that is a third of a second. With something behind it we notice earlier (network_look_at), and so
 * does the other side, which is told what has come behind the gap (SACK): windows of so few segments give it
 * no other sign. What comes behind a gap is kept, up to a whole window. */
#define TCP_TMR_INTERVAL      50
#define TCP_QUEUE_OOSEQ       1
#define TCP_OOSEQ_MAX_BYTES   (3 * TCP_MSS)
#define LWIP_TCP_SACK_OUT     1
#define LWIP_TCP_MAX_SACK_NUM 1
struct tcp_pcb;
signed char network_look_at(struct tcp_pcb *pcb); /* err_t */
#define LWIP_HOOK_TCP_INPACKET_PCB(pcb, header, length, first, rest, packet) network_look_at(pcb)

#define TCP_MSS                        536
#define TCP_WND                        (4 * TCP_MSS)
#define TCP_SND_BUF                    (4 * TCP_MSS)
#define TCP_SND_QUEUELEN               8
#define TCP_OVERSIZE                   TCP_MSS
#define TCP_LISTEN_BACKLOG             1
#define TCP_MAXRTX                     8
#define TCP_SYNMAXRTX                  4
#define LWIP_TCP_KEEPALIVE             0
#define LWIP_WND_SCALE                 0
#define LWIP_DISABLE_TCP_SANITY_CHECKS 1
#define LWIP_CHKSUM_ALGORITHM          2

#endif

#ifndef KRAIT_ESP8266_SOCKETS_H
#define KRAIT_ESP8266_SOCKETS_H
/* Sockets of programs, over lwIP's raw interface: the functions of struct kr_net (krait/net.h).
 *
 *     sockets.c            the table, addresses, options, waiting, names
 *     sockets_stream.c     TCP: connections and listeners
 *     sockets_datagram.c   UDP
 *
 * lwIP's callbacks only note what happened in the socket's place. IPv4 only. */
#include "krait/device.h"
#include "krait/net.h"
#include "lwip/tcp.h"
#include "lwip/udp.h"

extern const kr_net sockets_net;

/* The device that is polled while a program waits. */
void sockets_open(dev_device *dev);

/* A program has one. */
bool sockets_in_use(void);

/* --- private to sockets*.c --- */

#define SOCKETS_MAX     4
#define SOCKETS_WAITING 2 /* datagrams that nobody has read; further ones are dropped */

enum socket_kind { SOCKET_FREE, SOCKET_STREAM, SOCKET_LISTENER, SOCKET_DATAGRAM };

struct datagram {
    struct pbuf *packet;
    ip_addr_t from;
    uint16_t port;
};

struct socket {
    uint8_t kind; /* enum socket_kind */
    bool connecting, connected;
    bool ended;     /* the other end sends no more */
    bool shut;      /* neither do we */
    uint8_t of;     /* a connection that nobody has accepted: its listener's handle plus one */
    int16_t error;  /* positive KR_E… that nobody has been told; 0: none */
    ip_addr_t peer; /* DATAGRAM: connected to */
    uint16_t port;
    union {
        struct tcp_pcb *tcp; /* NULL: lwIP has given it up */
        struct udp_pcb *udp;
    } pcb;
    union {
        struct pbuf *stream;
        struct datagram datagrams[SOCKETS_WAITING];
    } input;
};

/* The place of a handle that is in use, or NULL. */
struct socket *socket_of(int handle);
int socket_handle(const struct socket *s);
struct socket *socket_new(enum socket_kind kind); /* NULL: all are in use */

ip_addr_t socket_ip(const kr_net_address *address);
void socket_address(kr_net_address *address, const ip_addr_t *ip, uint16_t port);
int socket_error(err_t error); /* negative KR_E… */

int stream_open(struct socket *s);
void stream_close(struct socket *s);
int stream_bind(struct socket *s, const kr_net_address *address);
int stream_listen(struct socket *s, int backlog);
int stream_connect(struct socket *s, const kr_net_address *address);
ptrdiff_t stream_send(struct socket *s, const void *data, size_t size);
ptrdiff_t stream_receive(struct socket *s, void *data, size_t size, bool peek);
int stream_shutdown(struct socket *s, enum kr_net_direction direction);
unsigned stream_ready(struct socket *s); /* enum kr_net_event */

int datagram_open(struct socket *s);
void datagram_close(struct socket *s);
int datagram_bind(struct socket *s, const kr_net_address *address);
int datagram_connect(struct socket *s, const kr_net_address *address);
ptrdiff_t datagram_send(struct socket *s, const void *data, size_t size, const kr_net_address *to);
ptrdiff_t datagram_receive(struct socket *s, void *data, size_t size, bool peek, kr_net_address *from);
unsigned datagram_ready(struct socket *s);

#endif

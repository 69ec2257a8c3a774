/* UDP. Datagrams wait as the packets that they came in. */
#include "sockets.h"

#include <string.h>

#include "krait/files.h"

static void on_receive(void *argument, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *from,
                       u16_t port) {
    struct socket *s = argument;
    (void)pcb;
    for (unsigned i = 0; i < SOCKETS_WAITING; i++) {
        struct datagram *datagram = &s->input.datagrams[i];
        if (datagram->packet) continue;
        *datagram = (struct datagram){packet, *from, port};
        return;
    }
    pbuf_free(packet);
}

int datagram_open(struct socket *s) {
    s->pcb.udp = udp_new();
    if (!s->pcb.udp) return -KR_ENOMEM;
    udp_recv(s->pcb.udp, on_receive, s);
    return 0;
}

void datagram_close(struct socket *s) {
    udp_remove(s->pcb.udp);
    for (unsigned i = 0; i < SOCKETS_WAITING; i++) {
        if (s->input.datagrams[i].packet) pbuf_free(s->input.datagrams[i].packet);
    }
}

int datagram_bind(struct socket *s, const kr_net_address *address) {
    ip_addr_t ip = socket_ip(address);
    return socket_error(udp_bind(s->pcb.udp, &ip, address->port));
}

int datagram_connect(struct socket *s, const kr_net_address *address) {
    s->peer = socket_ip(address);
    s->port = address->port;
    s->connected = true;
    return socket_error(udp_connect(s->pcb.udp, &s->peer, s->port));
}

ptrdiff_t datagram_send(struct socket *s, const void *data, size_t size, const kr_net_address *to) {
    ip_addr_t ip = to ? socket_ip(to) : s->peer;
    if (!to && !s->connected) return -KR_EDESTADDRREQ;
    if (size > 0xffffu) return -KR_EMSGSIZE;
    struct pbuf *packet = pbuf_alloc(PBUF_TRANSPORT, (u16_t)size, PBUF_RAM);
    if (!packet) return -KR_ENOMEM;
    pbuf_take(packet, data, (u16_t)size);
    err_t error = udp_sendto(s->pcb.udp, packet, &ip, to ? to->port : s->port);
    pbuf_free(packet);
    return error == ERR_OK ? (ptrdiff_t)size : socket_error(error);
}

ptrdiff_t datagram_receive(struct socket *s, void *data, size_t size, bool peek, kr_net_address *from) {
    struct datagram first = s->input.datagrams[0];
    if (!first.packet) return -KR_EAGAIN;
    u16_t count = pbuf_copy_partial(first.packet, data, (u16_t)(size < 0xffffu ? size : 0xffffu), 0);
    if (from) socket_address(from, &first.from, first.port);
    if (peek) return count;
    pbuf_free(first.packet);
    memmove(s->input.datagrams, s->input.datagrams + 1, (SOCKETS_WAITING - 1) * sizeof first);
    s->input.datagrams[SOCKETS_WAITING - 1] = (struct datagram){0};
    return count;
}

unsigned datagram_ready(struct socket *s) {
    return KR_NET_WRITE | (s->input.datagrams[0].packet ? KR_NET_READ : 0);
}

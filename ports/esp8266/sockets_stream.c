/* TCP. A connection's input is the chain of packets as they came; the window opens again as the program
 * reads. What is sent is copied by lwIP, as far as its buffer has room. */
#include "sockets.h"

#include <string.h>

#include "krait/files.h"
#include "network.h"

#define MOST 0xffffu

/* A program's connection may have half as much unanswered as a client's: it lies in the heap of that very
 * program. */
#define SEND_BYTES (2 * TCP_MSS)

static err_t on_receive(void *argument, struct tcp_pcb *pcb, struct pbuf *packet, err_t error) {
    struct socket *s = argument;
    (void)pcb, (void)error;
    if (!packet)
        s->ended = true;
    else if (s->input.stream)
        pbuf_cat(s->input.stream, packet);
    else
        s->input.stream = packet;
    return ERR_OK;
}

/* lwIP has freed the control block already. */
static void on_error(void *argument, err_t error) {
    struct socket *s = argument;
    if (!s) return;
    int code = -socket_error(error);
    s->pcb.tcp = NULL;
    s->error = (int16_t)(s->connecting && error == ERR_RST ? KR_ECONNREFUSED : code);
    s->connecting = s->connected = false;
    s->ended = true;
}

static err_t on_connected(void *argument, struct tcp_pcb *pcb, err_t error) {
    struct socket *s = argument;
    (void)pcb, (void)error;
    s->connecting = false;
    s->connected = true;
    return ERR_OK;
}

static void adopt(struct socket *s, struct tcp_pcb *pcb) {
    s->pcb.tcp = pcb;
    pcb->snd_buf = SEND_BYTES;
    network_expect_quick(pcb);
    tcp_arg(pcb, s);
    tcp_recv(pcb, on_receive);
    tcp_err(pcb, on_error);
}

/* A connection takes a place of the table before the program has accepted it; without a free one it is
 * refused. */
static err_t on_accept(void *argument, struct tcp_pcb *pcb, err_t error) {
    struct socket *listener = argument;
    if (error != ERR_OK || !pcb) return ERR_VAL;
    struct socket *s = socket_new(SOCKET_STREAM);
    if (!s) return ERR_MEM;
    adopt(s, pcb);
    s->connected = true;
    s->of = (uint8_t)(socket_handle(listener) + 1);
    return ERR_OK;
}

int stream_open(struct socket *s) {
    struct tcp_pcb *pcb = tcp_new();
    if (!pcb) return -KR_ENOMEM;
    adopt(s, pcb);
    return 0;
}

void stream_close(struct socket *s) {
    struct tcp_pcb *pcb = s->pcb.tcp;
    if (s->kind == SOCKET_STREAM && s->input.stream) pbuf_free(s->input.stream);
    s->input.stream = NULL;
    if (!pcb) return;
    tcp_arg(pcb, NULL);
    if (s->kind == SOCKET_LISTENER) {
        tcp_accept(pcb, NULL);
    } else {
        tcp_recv(pcb, NULL);
        tcp_err(pcb, NULL);
    }
    if (tcp_close(pcb) != ERR_OK) tcp_abort(pcb);
}

int stream_bind(struct socket *s, const kr_net_address *address) {
    ip_addr_t ip = socket_ip(address);
    return s->pcb.tcp ? socket_error(tcp_bind(s->pcb.tcp, &ip, address->port)) : -KR_EINVAL;
}

int stream_listen(struct socket *s, int backlog) {
    if (!s->pcb.tcp || s->connected || s->connecting) return -KR_EINVAL;
    uint8_t length = (uint8_t)(backlog < 1 ? 1 : backlog > SOCKETS_MAX ? SOCKETS_MAX : backlog);
    struct tcp_pcb *pcb = tcp_listen_with_backlog(s->pcb.tcp, length);
    if (!pcb) return -KR_ENOMEM;
    s->kind = SOCKET_LISTENER;
    s->pcb.tcp = pcb;
    tcp_arg(pcb, s);
    tcp_accept(pcb, on_accept);
    return 0;
}

int stream_connect(struct socket *s, const kr_net_address *address) {
    ip_addr_t ip = socket_ip(address);
    if (s->kind == SOCKET_LISTENER) return -KR_EOPNOTSUPP;
    if (s->connected) return -KR_EISCONN;
    if (s->connecting) return -KR_EALREADY;
    if (!s->pcb.tcp) return -KR_EINVAL;
    int error = socket_error(tcp_connect(s->pcb.tcp, &ip, address->port, on_connected));
    if (error < 0) return error;
    s->connecting = true;
    return -KR_EINPROGRESS;
}

/* What a program is told when there is no connection. */
static int no_connection(struct socket *s) {
    int error = s->error;
    s->error = 0;
    return error ? -error : s->connecting ? -KR_EAGAIN : -KR_ENOTCONN;
}

ptrdiff_t stream_send(struct socket *s, const void *data, size_t size) {
    if (s->shut) return -KR_EPIPE;
    if (!s->connected || !s->pcb.tcp) return s->ended && !s->error ? -KR_EPIPE : no_connection(s);
    size_t room = tcp_sndbuf(s->pcb.tcp);
    if (size > room) size = room;
    if (size == 0) return -KR_EAGAIN;
    err_t error = tcp_write(s->pcb.tcp, data, (u16_t)size, TCP_WRITE_FLAG_COPY);
    tcp_output(s->pcb.tcp);
    return error == ERR_OK ? (ptrdiff_t)size : error == ERR_MEM ? -KR_EAGAIN : socket_error(error);
}

ptrdiff_t stream_receive(struct socket *s, void *data, size_t size, bool peek) {
    if (!s->input.stream)
        return s->error ? no_connection(s) : s->ended ? 0 : s->connected ? -KR_EAGAIN : no_connection(s);
    u16_t count = pbuf_copy_partial(s->input.stream, data, (u16_t)(size < MOST ? size : MOST), 0);
    if (peek) return count;
    s->input.stream = pbuf_free_header(s->input.stream, count);
    if (s->pcb.tcp) tcp_recved(s->pcb.tcp, count);
    return count;
}

int stream_shutdown(struct socket *s, enum kr_net_direction direction) {
    if (!s->connected || !s->pcb.tcp) return -KR_ENOTCONN;
    bool write = direction != KR_NET_SHUT_READ;
    if (direction != KR_NET_SHUT_WRITE) s->ended = true;
    if (!write || s->shut) return 0;
    s->shut = true;
    return socket_error(tcp_shutdown(s->pcb.tcp, 0, 1));
}

unsigned stream_ready(struct socket *s) {
    unsigned ready = 0;
    if (s->input.stream || s->ended) ready |= KR_NET_READ;
    if (s->error) ready |= KR_NET_ERROR | KR_NET_WRITE;
    if (!s->connecting && (!s->connected || s->shut || !s->pcb.tcp || tcp_sndbuf(s->pcb.tcp) > 0))
        ready |= KR_NET_WRITE;
    if (!s->connecting && !s->pcb.tcp) ready |= KR_NET_HANGUP;
    return ready;
}

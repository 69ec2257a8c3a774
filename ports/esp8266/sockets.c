/* Sockets: the table, and what all kinds have in common. */
#include "sockets.h"

#include <string.h>

#include "board.h"
#include "krait/files.h"
#include "lwip/dns.h"
#include "lwip/igmp.h"
#include "lwip/ip.h"
#include "network.h"

#define NAME_MAX_BYTES DNS_MAX_NAME_LENGTH

static struct socket sockets[SOCKETS_MAX];
static dev_device *device;

/* The one lookup. */
static struct {
    char name[NAME_MAX_BYTES];
    bool waiting, known; /* known: the answer is in `found`, which is empty when there is no such name */
    ip_addr_t found;
} lookup;

void sockets_open(dev_device *dev) {
    device = dev;
}

/* --- the table --- */

struct socket *socket_of(int handle) {
    bool used =
        handle >= 0 && handle < SOCKETS_MAX && sockets[handle].kind != SOCKET_FREE && !sockets[handle].of;
    return used ? &sockets[handle] : NULL;
}

bool sockets_in_use(void) {
    bool any = false;
    for (unsigned i = 0; i < SOCKETS_MAX; i++) any |= sockets[i].kind != SOCKET_FREE;
    return any;
}

int socket_handle(const struct socket *s) {
    return (int)(s - sockets);
}

struct socket *socket_new(enum socket_kind kind) {
    for (unsigned i = 0; i < SOCKETS_MAX; i++) {
        if (sockets[i].kind != SOCKET_FREE) continue;
        sockets[i] = (struct socket){.kind = (uint8_t)kind};
        return &sockets[i];
    }
    return NULL;
}

/* --- addresses and errors --- */

ip_addr_t socket_ip(const kr_net_address *address) {
    ip_addr_t ip = *IP_ADDR_ANY;
    if (address->family == KR_NET_IPV4) memcpy(&ip_2_ip4(&ip)->addr, address->ip, 4);
    return ip;
}

void socket_address(kr_net_address *address, const ip_addr_t *ip, uint16_t port) {
    *address = (kr_net_address){.family = KR_NET_IPV4, .port = port};
    memcpy(address->ip, &ip_2_ip4(ip)->addr, 4);
}

int socket_error(err_t error) {
    switch (error) {
    case ERR_OK: return 0;
    case ERR_MEM:
    case ERR_BUF: return -KR_ENOMEM;
    case ERR_RTE: return -KR_EHOSTUNREACH;
    case ERR_USE: return -KR_EADDRINUSE;
    case ERR_ISCONN: return -KR_EISCONN;
    case ERR_CONN:
    case ERR_CLSD: return -KR_ENOTCONN;
    case ERR_ABRT: return -KR_ETIMEDOUT;
    case ERR_RST: return -KR_ECONNRESET;
    default: return -KR_EINVAL;
    }
}

/* --- life --- */

static int net_open(void *context, int family, int kind, int protocol) {
    (void)context, (void)protocol;
    if (family != KR_NET_IPV4) return -KR_EAFNOSUPPORT;
    if (kind != KR_NET_STREAM && kind != KR_NET_DATAGRAM) return -KR_EPROTONOSUPPORT;
    struct socket *s = socket_new(kind == KR_NET_STREAM ? SOCKET_STREAM : SOCKET_DATAGRAM);
    if (!s) return -KR_EMFILE;
    int error = s->kind == SOCKET_STREAM ? stream_open(s) : datagram_open(s);
    if (error == 0) return socket_handle(s);
    s->kind = SOCKET_FREE;
    return error;
}

static int net_close(void *context, int handle) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    for (unsigned i = 0; s->kind == SOCKET_LISTENER && i < SOCKETS_MAX; i++) {
        if (sockets[i].of != handle + 1) continue;
        stream_close(&sockets[i]);
        sockets[i] = (struct socket){.kind = SOCKET_FREE};
    }
    if (s->kind == SOCKET_DATAGRAM)
        datagram_close(s);
    else
        stream_close(s);
    *s = (struct socket){.kind = SOCKET_FREE};
    return 0;
}

static int net_bind(void *context, int handle, const kr_net_address *address) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    return s->kind == SOCKET_DATAGRAM ? datagram_bind(s, address) : stream_bind(s, address);
}

static int net_listen(void *context, int handle, int backlog) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    return s->kind == SOCKET_STREAM ? stream_listen(s, backlog) : -KR_EOPNOTSUPP;
}

static int net_accept(void *context, int handle, kr_net_address *peer) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    if (s->kind != SOCKET_LISTENER) return -KR_EINVAL;
    for (unsigned i = 0; i < SOCKETS_MAX; i++) {
        struct socket *made = &sockets[i];
        if (made->of != handle + 1) continue;
        made->of = 0;
        if (made->pcb.tcp)
            socket_address(peer, &made->pcb.tcp->remote_ip, made->pcb.tcp->remote_port);
        else
            *peer = (kr_net_address){.family = KR_NET_IPV4}; /* gone already; reading says so */
        return (int)i;
    }
    return -KR_EAGAIN;
}

static int net_connect(void *context, int handle, const kr_net_address *address) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    return s->kind == SOCKET_DATAGRAM ? datagram_connect(s, address) : stream_connect(s, address);
}

static int net_shutdown(void *context, int handle, enum kr_net_direction direction) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    return s->kind == SOCKET_STREAM ? stream_shutdown(s, direction) : -KR_ENOTCONN;
}

/* --- bytes --- */

static ptrdiff_t net_send(void *context, int handle, const void *data, size_t size,
                          const kr_net_address *to) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    return s->kind == SOCKET_DATAGRAM ? datagram_send(s, data, size, to) : stream_send(s, data, size);
}

static ptrdiff_t net_receive(void *context, int handle, void *data, size_t size, int flags,
                             kr_net_address *from) {
    struct socket *s = socket_of(handle);
    bool peek = flags & KR_NET_PEEK;
    (void)context;
    if (!s) return -KR_EBADF;
    if (s->kind == SOCKET_DATAGRAM) return datagram_receive(s, data, size, peek, from);
    if (from && s->pcb.tcp) socket_address(from, &s->pcb.tcp->remote_ip, s->pcb.tcp->remote_port);
    return stream_receive(s, data, size, peek);
}

/* --- options --- */

/* The part that TCP's and UDP's control blocks have in common. */
static struct ip_pcb *common(const struct socket *s) {
    return s->kind == SOCKET_DATAGRAM ? (struct ip_pcb *)s->pcb.udp : (struct ip_pcb *)s->pcb.tcp;
}

static int flag(struct ip_pcb *pcb, uint8_t bit, int32_t *value, bool set) {
    if (!set) *value = (pcb->so_options & bit) != 0;
    if (set) pcb->so_options = (uint8_t)(*value ? pcb->so_options | bit : pcb->so_options & ~bit);
    return 0;
}

static int no_delay(struct tcp_pcb *pcb, int32_t *value, bool set) {
    if (!set)
        *value = tcp_nagle_disabled(pcb);
    else if (*value)
        tcp_nagle_disable(pcb);
    else
        tcp_nagle_enable(pcb);
    return 0;
}

static int number(uint8_t *field, int32_t *value, bool set) {
    if (set && (*value < 0 || *value > 255)) return -KR_EINVAL;
    if (set) *field = (uint8_t)*value;
    *value = *field;
    return 0;
}

static int net_option(void *context, int handle, enum kr_net_option option, int32_t *value, bool set) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    struct ip_pcb *pcb = common(s);
    if (option == KR_NET_PENDING_ERROR && !set) {
        *value = s->error;
        s->error = 0;
        return 0;
    }
    if (!pcb) return -KR_ENOTCONN;
    switch (option) {
    case KR_NET_REUSE_ADDRESS: return flag(pcb, SOF_REUSEADDR, value, set);
    case KR_NET_KEEP_ALIVE: return flag(pcb, SOF_KEEPALIVE, value, set);
    case KR_NET_BROADCAST: return flag(pcb, SOF_BROADCAST, value, set);
    case KR_NET_NO_DELAY:
        return s->kind == SOCKET_STREAM ? no_delay(s->pcb.tcp, value, set) : -KR_ENOPROTOOPT;
    case KR_NET_TTL: return number(&pcb->ttl, value, set);
    default: return -KR_ENOPROTOOPT;
    }
}

static int net_group(void *context, int handle, const kr_net_address *group, const kr_net_address *through,
                     bool join) {
    struct socket *s = socket_of(handle);
    ip_addr_t address = socket_ip(group), interface = socket_ip(through);
    (void)context;
    if (!s || s->kind != SOCKET_DATAGRAM) return -KR_EBADF;
    err_t error = join ? igmp_joingroup(ip_2_ip4(&interface), ip_2_ip4(&address))
                       : igmp_leavegroup(ip_2_ip4(&interface), ip_2_ip4(&address));
    return socket_error(error);
}

static int net_local(void *context, int handle, kr_net_address *address) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    struct ip_pcb *pcb = common(s);
    if (!pcb) return -KR_ENOTCONN;
    socket_address(address, &pcb->local_ip,
                   s->kind == SOCKET_DATAGRAM ? s->pcb.udp->local_port : s->pcb.tcp->local_port);
    return 0;
}

static int net_peer(void *context, int handle, kr_net_address *address) {
    struct socket *s = socket_of(handle);
    (void)context;
    if (!s) return -KR_EBADF;
    if (!s->connected) return -KR_ENOTCONN;
    if (s->kind == SOCKET_DATAGRAM)
        socket_address(address, &s->peer, s->port);
    else if (s->pcb.tcp)
        socket_address(address, &s->pcb.tcp->remote_ip, s->pcb.tcp->remote_port);
    else
        return -KR_ENOTCONN;
    return 0;
}

/* --- waiting --- */

static unsigned listener_ready(const struct socket *s) {
    for (unsigned i = 0; i < SOCKETS_MAX; i++) {
        if (sockets[i].of == socket_handle(s) + 1) return KR_NET_READ;
    }
    return 0;
}

static unsigned ready_of(const kr_net_wait *wait) {
    if (wait->handle == KR_NET_INPUT)
        return wait->events & KR_NET_READ && dev_input_ready(device) ? KR_NET_READ : 0;
    struct socket *s = socket_of(wait->handle);
    if (!s) return KR_NET_INVALID;
    unsigned ready = s->kind == SOCKET_LISTENER ? listener_ready(s)
                     : s->kind == SOCKET_STREAM ? stream_ready(s)
                                                : datagram_ready(s);
    return ready & (wait->events | KR_NET_ERROR | KR_NET_HANGUP);
}

static int look(kr_net_wait *waits, size_t count) {
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        waits[i].ready = (uint16_t)ready_of(&waits[i]);
        found += waits[i].ready != 0;
    }
    return found;
}

static int net_wait(void *context, kr_net_wait *waits, size_t count, uint64_t us) {
    (void)context;
    int found = look(waits, count);
    if (found > 0) return found;
    dev_poll(device, us);
    return look(waits, count);
}

/* --- names --- */

static void on_found(const char *name, const ip_addr_t *address, void *argument) {
    (void)argument;
    if (!lookup.waiting || strcmp(name, lookup.name) != 0) return;
    lookup.waiting = false;
    lookup.known = true;
    lookup.found = address ? *address : *IP_ADDR_ANY;
}

static int begin_lookup(const char *name) {
    if (strlen(name) >= sizeof lookup.name) return -KR_ENOENT;
    strcpy(lookup.name, name);
    lookup.known = false;
    lookup.waiting = true;
    err_t error = ERR_OK;
    if (strcmp(name, "localhost") == 0)
        ip_addr_set_loopback(false, &lookup.found);
    else
        error = dns_gethostbyname(lookup.name, &lookup.found, on_found, NULL);
    if (error == ERR_INPROGRESS) return -KR_EINPROGRESS;
    lookup.waiting = false;
    lookup.known = error == ERR_OK;
    return error == ERR_OK ? 0 : error == ERR_ARG ? -KR_ENOENT : socket_error(error);
}

static int net_resolve(void *context, const char *name, int family, kr_net_address *found, size_t capacity) {
    bool same = strcmp(name, lookup.name) == 0;
    (void)context;
    if (family == KR_NET_IPV6 || capacity == 0) return -KR_ENOENT;
    if (same && lookup.waiting) return -KR_EINPROGRESS;
    int error = same && lookup.known ? 0 : begin_lookup(name);
    if (error < 0) return error;
    lookup.known = false;
    lookup.name[0] = 0;
    if (ip_addr_isany(&lookup.found)) return -KR_ENOENT;
    socket_address(&found[0], &lookup.found, 0);
    return 1;
}

const kr_net sockets_net = {
    .open = net_open,
    .close = net_close,
    .bind = net_bind,
    .listen = net_listen,
    .accept = net_accept,
    .connect = net_connect,
    .send = net_send,
    .receive = net_receive,
    .shutdown = net_shutdown,
    .option = net_option,
    .group = net_group,
    .local = net_local,
    .peer = net_peer,
    .wait = net_wait,
    .resolve = net_resolve,
    .link_state = network_link_state,
    .link_join = network_link_join,
    .link_leave = network_link_leave,
    .link_active = network_link_active,
    .link_address = network_link_address,
    .link_number = network_link_number,
    .scan = network_scan,
    .link_text = network_link_text,
    .hostname = network_hostname,
};

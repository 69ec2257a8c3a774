/* Sockets of the system, all of them non-blocking. Each call is the system call of the same name; what
 * remains to be done here is to translate addresses and options, and to know which descriptors are the
 * program's. */
#define _GNU_SOURCE
#include "net.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Linux numbers are the machine's numbers. */
int posix_net_error(void) {
    return errno > 0 ? -errno : -KR_EIO;
}

static int result_of(int result) {
    return result < 0 ? posix_net_error() : result;
}

/* --- whose handles --- */

static bool owns(const posix_net *net, int handle) {
    return handle >= 0 && handle < POSIX_NET_HANDLES && (net->owned[handle / 8] >> handle % 8 & 1);
}

static void set_owned(posix_net *net, int handle, bool owned) {
    uint8_t bit = (uint8_t)(1u << handle % 8);
    net->count += owned ? 1 : -1u;
    if (owned)
        net->owned[handle / 8] |= bit;
    else
        net->owned[handle / 8] &= (uint8_t)~bit;
}

/* A new descriptor becomes a handle. */
static int adopt(posix_net *net, int descriptor) {
    if (descriptor < 0) return posix_net_error();
    if (descriptor >= POSIX_NET_HANDLES) {
        close(descriptor);
        return -KR_EMFILE;
    }
    set_owned(net, descriptor, true);
    return descriptor;
}

/* --- addresses --- */

unsigned posix_net_to_native(const kr_net_address *address, struct sockaddr_storage *native) {
    memset(native, 0, sizeof *native);
    if (address->family == KR_NET_IPV4) {
        struct sockaddr_in *in = (struct sockaddr_in *)native;
        in->sin_family = AF_INET;
        in->sin_port = htons(address->port);
        memcpy(&in->sin_addr, address->ip, 4);
        return sizeof *in;
    }
    if (address->family != KR_NET_IPV6) return 0;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)native;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(address->port);
    in6->sin6_scope_id = address->scope;
    memcpy(&in6->sin6_addr, address->ip, 16);
    return sizeof *in6;
}

void posix_net_from_native(const struct sockaddr *native, kr_net_address *address) {
    memset(address, 0, sizeof *address);
    if (native->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, native, sizeof in);
        address->family = KR_NET_IPV4;
        address->port = ntohs(in.sin_port);
        memcpy(address->ip, &in.sin_addr, 4);
    } else if (native->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, native, sizeof in6);
        address->family = KR_NET_IPV6;
        address->port = ntohs(in6.sin6_port);
        address->scope = in6.sin6_scope_id;
        memcpy(address->ip, &in6.sin6_addr, 16);
    }
}

/* --- a socket's life --- */

static int net_open(void *context, int family, int kind, int protocol) {
    posix_net *net = context;
    if (family != KR_NET_IPV4 && family != KR_NET_IPV6) return -KR_EAFNOSUPPORT;
    if (net->count >= POSIX_NET_SOCKETS) return -KR_EMFILE;
    return adopt(net, socket(family, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
}

static int net_close(void *context, int handle) {
    posix_net *net = context;
    if (!owns(net, handle)) return -KR_EBADF;
    set_owned(net, handle, false);
    return close(handle) < 0 && errno != EINTR ? posix_net_error() : 0;
}

static int net_bind(void *context, int handle, const kr_net_address *address) {
    struct sockaddr_storage native;
    if (!owns(context, handle)) return -KR_EBADF;
    socklen_t length = posix_net_to_native(address, &native);
    return result_of(bind(handle, (struct sockaddr *)&native, length));
}

static int net_listen(void *context, int handle, int backlog) {
    return owns(context, handle) ? result_of(listen(handle, backlog)) : -KR_EBADF;
}

static int net_accept(void *context, int handle, kr_net_address *peer) {
    struct sockaddr_storage native = {0};
    socklen_t length = sizeof native;
    if (!owns(context, handle)) return -KR_EBADF;
    if (((posix_net *)context)->count >= POSIX_NET_SOCKETS)
        return -KR_EMFILE; /* before a connection is taken */
    int accepted = accept4(handle, (struct sockaddr *)&native, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted < 0 && errno == ECONNABORTED) return -KR_EAGAIN; /* gone again before we looked */
    posix_net_from_native((struct sockaddr *)&native, peer);
    return adopt(context, accepted);
}

static int net_connect(void *context, int handle, const kr_net_address *address) {
    struct sockaddr_storage native;
    if (!owns(context, handle)) return -KR_EBADF;
    socklen_t length = posix_net_to_native(address, &native);
    return result_of(connect(handle, (struct sockaddr *)&native, length));
}

static int net_shutdown(void *context, int handle, enum kr_net_direction direction) {
    static const int how[] = {SHUT_RD, SHUT_WR, SHUT_RDWR};
    return owns(context, handle) ? result_of(shutdown(handle, how[direction])) : -KR_EBADF;
}

/* --- bytes --- */

static ptrdiff_t net_send(void *context, int handle, const void *data, size_t size,
                          const kr_net_address *to) {
    struct sockaddr_storage native;
    if (!owns(context, handle)) return -KR_EBADF;
    socklen_t length = to != NULL ? posix_net_to_native(to, &native) : 0;
    ssize_t sent =
        sendto(handle, data, size, MSG_NOSIGNAL, to != NULL ? (struct sockaddr *)&native : NULL, length);
    return sent < 0 ? posix_net_error() : sent;
}

static ptrdiff_t net_receive(void *context, int handle, void *data, size_t size, int flags,
                             kr_net_address *from) {
    struct sockaddr_storage native = {0};
    socklen_t length = sizeof native;
    if (!owns(context, handle)) return -KR_EBADF;
    ssize_t received =
        recvfrom(handle, data, size, flags & KR_NET_PEEK ? MSG_PEEK : 0, (struct sockaddr *)&native, &length);
    if (received < 0) return posix_net_error();
    if (from != NULL) posix_net_from_native((struct sockaddr *)&native, from);
    return received;
}

/* --- options --- */

static const struct {
    int level, name;
} native_options[] = {
    [KR_NET_REUSE_ADDRESS] = {SOL_SOCKET, SO_REUSEADDR},
    [KR_NET_KEEP_ALIVE] = {SOL_SOCKET, SO_KEEPALIVE},
    [KR_NET_BROADCAST] = {SOL_SOCKET, SO_BROADCAST},
    [KR_NET_NO_DELAY] = {IPPROTO_TCP, TCP_NODELAY},
    [KR_NET_SEND_BUFFER] = {SOL_SOCKET, SO_SNDBUF},
    [KR_NET_RECEIVE_BUFFER] = {SOL_SOCKET, SO_RCVBUF},
    [KR_NET_LINGER] = {SOL_SOCKET, SO_LINGER},
    [KR_NET_PENDING_ERROR] = {SOL_SOCKET, SO_ERROR},
    [KR_NET_TTL] = {IPPROTO_IP, IP_TTL},
    [KR_NET_MULTICAST_TTL] = {IPPROTO_IP, IP_MULTICAST_TTL},
    [KR_NET_MULTICAST_LOOP] = {IPPROTO_IP, IP_MULTICAST_LOOP},
    [KR_NET_ONLY_IPV6] = {IPPROTO_IPV6, IPV6_V6ONLY},
    [KR_NET_REUSE_PORT] = {SOL_SOCKET, SO_REUSEPORT},
};

static int linger(int handle, int32_t *value, bool set) {
    struct linger native = {.l_onoff = *value >= 0, .l_linger = *value < 0 ? 0 : *value};
    socklen_t length = sizeof native;
    if (set) return result_of(setsockopt(handle, SOL_SOCKET, SO_LINGER, &native, length));
    int result = result_of(getsockopt(handle, SOL_SOCKET, SO_LINGER, &native, &length));
    *value = native.l_onoff ? native.l_linger : -1;
    return result;
}

static int net_option(void *context, int handle, enum kr_net_option option, int32_t *value, bool set) {
    int number = *value;
    socklen_t length = sizeof number;
    if (!owns(context, handle)) return -KR_EBADF;
    if ((size_t)option >= sizeof native_options / sizeof *native_options) return -KR_ENOPROTOOPT;
    if (option == KR_NET_LINGER) return linger(handle, value, set);
    int level = native_options[option].level, name = native_options[option].name;
    if (set) return result_of(setsockopt(handle, level, name, &number, length));
    int result = result_of(getsockopt(handle, level, name, &number, &length));
    *value = number;
    return result;
}

static int net_group(void *context, int handle, const kr_net_address *group, const kr_net_address *through,
                     bool join) {
    if (!owns(context, handle)) return -KR_EBADF;
    if (group->family == KR_NET_IPV6) {
        struct ipv6_mreq request = {.ipv6mr_interface = group->scope};
        memcpy(&request.ipv6mr_multiaddr, group->ip, 16);
        return result_of(setsockopt(handle, IPPROTO_IPV6, join ? IPV6_ADD_MEMBERSHIP : IPV6_DROP_MEMBERSHIP,
                                    &request, sizeof request));
    }
    struct ip_mreq request = {0};
    memcpy(&request.imr_multiaddr, group->ip, 4);
    if (through->family == KR_NET_IPV4) memcpy(&request.imr_interface, through->ip, 4);
    return result_of(setsockopt(handle, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, &request,
                                sizeof request));
}

static int net_local(void *context, int handle, kr_net_address *address) {
    struct sockaddr_storage native = {0};
    socklen_t length = sizeof native;
    if (!owns(context, handle)) return -KR_EBADF;
    int result = result_of(getsockname(handle, (struct sockaddr *)&native, &length));
    posix_net_from_native((struct sockaddr *)&native, address);
    return result;
}

static int net_peer(void *context, int handle, kr_net_address *address) {
    struct sockaddr_storage native = {0};
    socklen_t length = sizeof native;
    if (!owns(context, handle)) return -KR_EBADF;
    int result = result_of(getpeername(handle, (struct sockaddr *)&native, &length));
    posix_net_from_native((struct sockaddr *)&native, address);
    return result;
}

/* --- waiting --- */

static bool reserve(posix_net *net, size_t count) {
    if (count <= net->capacity) return true;
    struct pollfd *grown = realloc(net->descriptors, count * sizeof *grown);
    if (grown == NULL) return false;
    net->descriptors = grown;
    net->capacity = count;
    return true;
}

/* poll() passes over negative descriptors: handles that are not ours. */
static void list_descriptors(posix_net *net, const kr_net_wait *waits, size_t count) {
    for (size_t i = 0; i < count; i++) {
        short events = (short)((waits[i].events & KR_NET_READ ? POLLIN : 0) |
                               (waits[i].events & KR_NET_WRITE ? POLLOUT : 0));
        int descriptor = owns(net, waits[i].handle) ? waits[i].handle : -1;
        bool input = waits[i].handle == KR_NET_INPUT && net->input_ready == NULL;
        net->descriptors[i] = (struct pollfd){.fd = input ? STDIN_FILENO : descriptor, .events = events};
    }
}

static uint16_t ready_events(posix_net *net, const kr_net_wait *wait, const struct pollfd *descriptor) {
    if (wait->handle == KR_NET_INPUT && net->input_ready != NULL)
        return (wait->events & KR_NET_READ) && net->input_ready(net->owner) ? KR_NET_READ : 0;
    if (descriptor->fd < 0) return KR_NET_INVALID;
    return (uint16_t)(descriptor->revents & (POLLIN | POLLOUT | POLLERR | POLLHUP | POLLNVAL));
}

static int look(posix_net *net, kr_net_wait *waits, size_t count) {
    int ready = 0;
    list_descriptors(net, waits, count);
    if (poll(net->descriptors, count, 0) < 0 && errno != EINTR) return posix_net_error();
    for (size_t i = 0; i < count; i++) {
        waits[i].ready = ready_events(net, &waits[i], &net->descriptors[i]);
        ready += waits[i].ready != 0;
    }
    return ready;
}

_Static_assert(POLLIN == KR_NET_READ && POLLOUT == KR_NET_WRITE && POLLERR == KR_NET_ERROR &&
                   POLLHUP == KR_NET_HANGUP && POLLNVAL == KR_NET_INVALID,
               "net.h has poll's numbers");

static int net_wait(void *context, kr_net_wait *waits, size_t count, uint64_t us) {
    posix_net *net = context;
    if (!reserve(net, count + 1)) return -KR_ENOMEM;
    int ready = look(net, waits, count);
    if (ready != 0 || us == 0) return ready;
    net->descriptors[count] = (struct pollfd){.fd = posix_lookup_descriptor(net), .events = POLLIN};
    net->wait(net->owner, net->descriptors, count + 1, us);
    return look(net, waits, count);
}

/* --- the whole --- */

void posix_net_open(posix_net *net) {
    *net = (posix_net){.country = "XX"};
    gethostname(net->hostname, sizeof net->hostname - 1);
}

void posix_net_close(posix_net *net) {
    for (int handle = 0; net->count > 0 && handle < POSIX_NET_HANDLES; handle++) net_close(net, handle);
    posix_lookup_drop(net);
    free(net->descriptors);
    net->descriptors = NULL;
    net->capacity = 0;
}

const kr_net posix_net_functions = {
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
    .resolve = posix_net_resolve,
    .link_state = posix_link_state,
    .link_active = posix_link_active,
    .link_join = posix_link_join,
    .link_leave = posix_link_leave,
    .link_number = posix_link_number,
    .link_text = posix_link_text,
    .scan = posix_link_scan,
    .hostname = posix_link_hostname,
    .country = posix_link_country,
};

/* The module socket: constants, and functions that make sockets. */
#include "core/heap.h"
#include "core/operate.h"
#include "modules/select.h"
#include "modules/socket.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/number.h"
#include "types/text.h"

#define FOUND_MAX 8

/* --- create_connection() --- */

typedef struct attempt {
    const kr_net_address *address;
    kr_value timeout, source;
    kr_value made; /* the result: a socket */
    bool from_exception;
} attempt;

static void set_timeout(kr_vm *vm, kr_value socket, kr_value timeout) {
    if (timeout != KR_UNBOUND) kr_call_method(vm, socket, N_settimeout, 1, &timeout);
}

/* One address; leaves the socket in `made`, also when it raises. */
static void connect_one(kr_vm *vm, void *data) {
    attempt *a = data;
    kr_socket *s = kr_socket_new(vm, &kr_socket_type, a->address->family, KR_NET_STREAM, 0);
    a->made = KR_OBJECT(s);
    set_timeout(vm, a->made, a->timeout);
    if (a->source != KR_UNBOUND && a->source != KR_NONE) kr_call_method(vm, a->made, N_bind, 1, &a->source);
    int result = kr_socket_connect(vm, s, a->address, kr_socket_deadline(vm, s));
    if (result < 0) kr_raise_errno(vm, result, KR_UNBOUND);
}

/* Tries every address of the host; the error of the last one counts. */
static kr_value socket_create_connection(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_net_address found[FOUND_MAX];
    kr_value raised = KR_UNBOUND;
    uint16_t port;
    (void)argc;
    if (!kr_is_tuple(argv[0]) || kr_to_tuple(argv[0])->size < 2)
        kr_raise_type(vm, "create_connection(): address must be a pair (host, port), not %T", argv[0]);
    const char *host = kr_net_pair(vm, "create_connection", argv[0], &port);
    size_t count = kr_net_lookup(vm, *host != '\0' ? host : "127.0.0.1", 0, found, FOUND_MAX);
    for (size_t i = 0; i < count; i++) {
        attempt a = {.address = &found[i], .timeout = argv[1], .source = argv[2], .made = KR_NONE};
        found[i].port = port;
        raised = kr_try(vm, connect_one, &a);
        if (raised == KR_UNBOUND) return a.made;
        if (a.made != KR_NONE) kr_socket_close(vm, kr_to_socket(a.made));
        if (!kr_exception_is(raised, &kr_OSError_type)) break;
    }
    kr_reraise(vm, raised);
}
KR_FUNCTION(create_connection, socket_create_connection, 1, 3, "address,timeout,source_address",
            "create_connection(address, timeout=None, source_address=None)\nA socket that is connected to "
            "(host, port).");

/* --- create_server(), socketpair() --- */

static void set_option(kr_vm *vm, kr_socket *s, enum kr_net_option option, int32_t value) {
    int result = kr_net_of(vm)->option(vm->host->net_context, s->handle, option, &value, true);
    if (result < 0) kr_raise_errno(vm, result, KR_UNBOUND);
}

static kr_value listen_at(kr_vm *vm, int family, kr_value address, kr_value backlog, bool reuse_port) {
    kr_socket *s = kr_socket_new(vm, &kr_socket_type, family, KR_NET_STREAM, 0);
    kr_value socket = KR_OBJECT(s);
    set_option(vm, s, KR_NET_REUSE_ADDRESS, 1);
    if (reuse_port) set_option(vm, s, KR_NET_REUSE_PORT, 1);
    kr_call_method(vm, socket, N_bind, 1, &address);
    kr_call_method(vm, socket, N_listen, backlog == KR_UNBOUND || backlog == KR_NONE ? 0 : 1, &backlog);
    return socket;
}

static kr_value socket_create_server(kr_vm *vm, size_t argc, const kr_value *argv) {
    int family = argv[1] == KR_UNBOUND ? KR_NET_IPV4 : (int)kr_index_word(vm, argv[1]);
    (void)argc;
    return listen_at(vm, family, argv[0], argv[2], argv[3] != KR_UNBOUND && kr_truth(vm, argv[3]));
}
KR_FUNCTION(create_server, socket_create_server, 1, 4, "address,*,family,backlog,reuse_port",
            "create_server(address, *, family=AF_INET, backlog=None, reuse_port=False)\nA socket that "
            "listens at (host, port).");

/* Two ends of a connection over the loopback: there is nothing else that every host has. */
static kr_value socket_socketpair(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value pair[3], any[2] = {kr_str_text(vm, "127.0.0.1"), KR_INT(0)};
    (void)argc, (void)argv;
    kr_value server = listen_at(vm, KR_NET_IPV4, kr_tuple_new(vm, 2, any), KR_INT(1), false);
    kr_value address = kr_call_method(vm, server, N_getsockname, 0, NULL);
    pair[0] = KR_OBJECT(kr_socket_new(vm, &kr_socket_type, KR_NET_IPV4, KR_NET_STREAM, 0));
    kr_call_method(vm, pair[0], N_connect, 1, &address);
    kr_value accepted = kr_call_method(vm, server, N_accept, 0, NULL);
    pair[1] = kr_to_tuple(accepted)->items[0];
    kr_socket_close(vm, kr_to_socket(server));
    set_option(vm, kr_to_socket(pair[0]), KR_NET_NO_DELAY, 1);
    set_option(vm, kr_to_socket(pair[1]), KR_NET_NO_DELAY, 1);
    return kr_tuple_new(vm, 2, pair);
}
KR_FUNCTION(socketpair, socket_socketpair, 0, 3, NULL,
            "socketpair()\nTwo sockets that are connected with each other.");

/* --- settings of the module --- */

static kr_value socket_getdefaulttimeout(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value seconds = *kr_module_state(vm, KR_STATE_SOCKET);
    (void)argc, (void)argv;
    return seconds != 0 ? seconds : KR_NONE;
}
KR_FUNCTION(getdefaulttimeout, socket_getdefaulttimeout, 0, 0, NULL,
            "getdefaulttimeout()\nThe timeout that new sockets have, or None.");

static kr_value socket_setdefaulttimeout(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value seconds = argv[0] == KR_NONE ? KR_NONE : kr_float_new(vm, kr_real_of(vm, argv[0]));
    (void)argc;
    if (seconds != KR_NONE && kr_float_value(seconds) < 0)
        kr_raise_value_error(vm, "Timeout value out of range");
    *kr_module_state(vm, KR_STATE_SOCKET) = seconds;
    return KR_NONE;
}
KR_FUNCTION(setdefaulttimeout, socket_setdefaulttimeout, 1, 1, NULL,
            "setdefaulttimeout(seconds)\nThe timeout of sockets that are made from now on.");

static kr_value socket_gethostname(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_net *net = kr_net_of(vm);
    char text[KR_NET_TEXT_MAX + 1];
    size_t size = 0;
    (void)argc, (void)argv;
    int result =
        net->hostname != NULL ? net->hostname(vm->host->net_context, text, &size, false) : -KR_ENOSYS;
    if (result < 0) kr_raise_errno(vm, result, KR_UNBOUND);
    return kr_str_new(vm, text, size);
}
KR_FUNCTION(gethostname, socket_gethostname, 0, 0, NULL, "gethostname()\nThe name of this device.");

/* Byte orders. */
#define SWAP(py, bits)                                                                                       \
    static kr_value socket_##py(kr_vm *vm, size_t argc, const kr_value *argv) {                              \
        uint8_t bytes[(bits) / 8];                                                                           \
        uint##bits##_t native;                                                                               \
        (void)argc;                                                                                          \
        if (!kr_int_to_bytes(kr_index(vm, argv[0]), bytes, sizeof bytes, true, false))                       \
            kr_raise_overflow(vm, #py ": Python int too large to convert to C %d-bit unsigned integer",      \
                              bits);                                                                         \
        memcpy(&native, bytes, sizeof bytes);                                                                \
        return kr_int_from_unsigned(vm, native);                                                             \
    }                                                                                                        \
    KR_FUNCTION(py, socket_##py, 1, 1, NULL, #py "(number)\nBetween network and host byte order.")
SWAP(htons, 16);
SWAP(ntohs, 16);
SWAP(htonl, 32);
SWAP(ntohl, 32);

static const kr_member members[] = {
    {N_socket, KR_OBJECT(&kr_socket_type)},
    {N_SocketType, KR_OBJECT(&kr_socket_type)},
    {N_getaddrinfo, KR_OBJECT(&kr_getaddrinfo_function)},
    {N_gethostbyname, KR_OBJECT(&kr_gethostbyname_function)},
    {N_inet_aton, KR_OBJECT(&kr_inet_aton_function)},
    {N_inet_ntoa, KR_OBJECT(&kr_inet_ntoa_function)},
    KR_OBJECT_ENTRY(inet_pton, kr_inet_pton_function),
    KR_OBJECT_ENTRY(inet_ntop, kr_inet_ntop_function),
    KR_ENTRY(create_connection, socket_create_connection),
    KR_ENTRY(create_server, socket_create_server),
    KR_ENTRY(socketpair, socket_socketpair),
    KR_ENTRY(getdefaulttimeout, socket_getdefaulttimeout),
    KR_ENTRY(setdefaulttimeout, socket_setdefaulttimeout),
    KR_ENTRY(gethostname, socket_gethostname),
    KR_ENTRY(htons, socket_htons),
    KR_ENTRY(ntohs, socket_ntohs),
    KR_ENTRY(htonl, socket_htonl),
    KR_ENTRY(ntohl, socket_ntohl),
    {N_error, KR_OBJECT(&kr_OSError_type)},
    {N_timeout, KR_OBJECT(&kr_TimeoutError_type)},
    {N_gaierror, KR_OBJECT(&kr_gaierror_type)},
    {N_herror, KR_OBJECT(&kr_OSError_type)},
    {N_has_ipv6, KR_TRUE},
    {N_AF_UNSPEC, KR_INT(0)},
    {N_AF_INET, KR_INT(KR_NET_IPV4)},
    {N_AF_INET6, KR_INT(KR_NET_IPV6)},
    {N_SOCK_STREAM, KR_INT(KR_NET_STREAM)},
    {N_SOCK_DGRAM, KR_INT(KR_NET_DATAGRAM)},
    {N_SOCK_RAW, KR_INT(KR_NET_RAW)},
    {N_IPPROTO_IP, KR_INT(0)},
    {N_IPPROTO_ICMP, KR_INT(1)},
    {N_IPPROTO_TCP, KR_INT(6)},
    {N_IPPROTO_UDP, KR_INT(17)},
    {N_IPPROTO_IPV6, KR_INT(41)},
    {N_SOL_SOCKET, KR_INT(1)},
    {N_SO_REUSEADDR, KR_INT(2)},
    {N_SO_ERROR, KR_INT(4)},
    {N_SO_BROADCAST, KR_INT(6)},
    {N_SO_SNDBUF, KR_INT(7)},
    {N_SO_RCVBUF, KR_INT(8)},
    {N_SO_KEEPALIVE, KR_INT(9)},
    {N_SO_LINGER, KR_INT(13)},
    {N_SO_REUSEPORT, KR_INT(15)},
    {N_TCP_NODELAY, KR_INT(1)},
    {N_IP_TTL, KR_INT(2)},
    {N_IP_MULTICAST_TTL, KR_INT(33)},
    {N_IP_MULTICAST_LOOP, KR_INT(34)},
    {N_IP_ADD_MEMBERSHIP, KR_INT(35)},
    {N_IP_DROP_MEMBERSHIP, KR_INT(36)},
    {N_IPV6_JOIN_GROUP, KR_INT(20)},
    {N_IPV6_LEAVE_GROUP, KR_INT(21)},
    {N_IPV6_V6ONLY, KR_INT(26)},
    {N_SHUT_RD, KR_INT(KR_NET_SHUT_READ)},
    {N_SHUT_WR, KR_INT(KR_NET_SHUT_WRITE)},
    {N_SHUT_RDWR, KR_INT(KR_NET_SHUT_BOTH)},
    {N_MSG_PEEK, KR_INT(2)},
    {N_MSG_DONTWAIT, KR_INT(0x40)},
    {N_AI_PASSIVE, KR_INT(1)},
    {N_AI_CANONNAME, KR_INT(2)},
    {N_AI_NUMERICHOST, KR_INT(4)},
    {N_AI_NUMERICSERV, KR_INT(0x400)},
    {N_EAI_NONAME, KR_INT(-2)},
    {N_EAI_AGAIN, KR_INT(-3)},
    {N_EAI_FAIL, KR_INT(-4)},
    {N_EAI_FAMILY, KR_INT(-6)},
    {N_EAI_SERVICE, KR_INT(-8)},
    {N_SOMAXCONN, KR_INT(4096)},
    {N_INADDR_ANY, KR_INT(0)},
};

const kr_module_def kr_module_socket = {N_socket, members, sizeof members / sizeof *members, NULL,
                                        "Connections and datagrams over a network."};

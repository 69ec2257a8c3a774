/* The socket type: its life, its settings and its two ends. What moves bytes is in socket_io.c. */
#include "modules/socket.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/select.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

const kr_net *kr_net_of(kr_vm *vm) {
    if (vm->host->net == NULL) kr_raise_errno(vm, -KR_ENODEV, KR_UNBOUND);
    return vm->host->net;
}

/* --- life --- */

/* Forgotten sockets may hold the places. */
static int open_handle(kr_vm *vm, int family, int kind, int protocol) {
    const kr_net *net = kr_net_of(vm);
    int handle = net->open(vm->host->net_context, family, kind, protocol);
    if (handle == -KR_EMFILE || handle == -KR_ENOMEM || handle == -KR_ENOBUFS) {
        kr_heap_collect(vm);
        handle = net->open(vm->host->net_context, family, kind, protocol);
    }
    return handle;
}

/* An object without a handle yet, so that a handle never exists without its owner. */
static kr_socket *new_object(kr_vm *vm, const kr_type *cls, int family, int kind, int protocol) {
    kr_socket *s = kr_new_instance(vm, cls, sizeof *s);
    s->handle = -1;
    s->family = (uint8_t)family;
    s->kind = (uint8_t)kind;
    s->protocol = (uint8_t)protocol;
    s->timeout_us = KR_NO_TIMEOUT;
    return s;
}

static void take_handle(kr_vm *vm, kr_socket *s, int handle) {
    if (handle < 0) kr_raise_errno(vm, handle, KR_UNBOUND);
    s->handle = handle;
    vm->open_files++;
}

/* socket.setdefaulttimeout() is kept as seconds, or None. */
static int64_t timeout_of(kr_vm *vm, kr_value seconds) {
    if (seconds == KR_NONE || seconds == 0) return KR_NO_TIMEOUT;
    double us = (double)kr_real_of(vm, seconds) * 1e6;
    if (us != us) kr_raise_value_error(vm, "Invalid value NaN (not a number)");
    if (us < 0) kr_raise_value_error(vm, "Timeout value out of range");
    if (us > 9e18) kr_raise_overflow(vm, "timeout doesn't fit into C timeval");
    return us > 0 && us < 1 ? 1 : (int64_t)us;
}

kr_socket *kr_socket_new(kr_vm *vm, const kr_type *cls, int family, int kind, int protocol) {
    kr_socket *s = new_object(vm, cls, family, kind, protocol);
    s->timeout_us = timeout_of(vm, *kr_module_state(vm, KR_STATE_SOCKET));
    take_handle(vm, s, open_handle(vm, family, kind, protocol));
    return s;
}

void kr_socket_close(kr_vm *vm, kr_socket *s) {
    if (s->handle < 0) return;
    vm->host->net->close(vm->host->net_context, s->handle);
    s->handle = -1;
    vm->open_files--;
}

void kr_socket_release(kr_vm *vm, kr_socket *s) {
    if (s->files > 0) s->files--;
    if (s->closing && s->files == 0) kr_socket_close(vm, s);
}

/* Files over a dead socket are dead, too, and may still have something to send: the last one closes it. */
static void socket_finalize(kr_vm *vm, kr_object *object) {
    kr_socket *s = (kr_socket *)object;
    s->closing = true;
    if (s->files == 0) kr_socket_close(vm, s);
}

kr_socket *kr_socket_self(kr_vm *vm, kr_value v) {
    kr_socket *s = kr_to_socket(v);
    if (s->handle < 0) kr_raise_errno(vm, -KR_EBADF, KR_UNBOUND);
    return s;
}

static int checked(kr_vm *vm, int result) {
    if (result < 0) kr_raise_errno(vm, result, KR_UNBOUND);
    return result;
}

static int small_arg(kr_vm *vm, kr_value v, int otherwise) {
    if (v == KR_UNBOUND) return otherwise;
    intmax_t number = kr_int_arg(vm, v);
    if (number < INT32_MIN || number > INT32_MAX)
        kr_raise_overflow(vm, "signed integer is greater than maximum");
    return (int)number;
}

/* MicroPython's and CPython's sockets both begin as IPv4 streams; -1 is CPython's way to say nothing. */
static kr_value socket_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    kr_value known[] = {N_family, N_type, N_proto, N_fileno},
             given[4] = {KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    if (argc > 4) kr_raise_type(vm, "socket() takes at most 4 arguments (%zu given)", argc);
    for (size_t i = 0; i < argc; i++) given[i] = argv[i];
    for (size_t i = 0; i < nkw; i++) {
        size_t at = 0;
        while (at < 4 && known[at] != names[i]) at++;
        if (at == 4) kr_raise_type(vm, "socket() got an unexpected keyword argument '%S'", names[i]);
        given[at] = argv[argc + i];
    }
    int family = small_arg(vm, given[0], -1), kind = small_arg(vm, given[1], -1),
        protocol = small_arg(vm, given[2], -1);
    if (given[3] != KR_UNBOUND && given[3] != KR_NONE) kr_raise_errno(vm, -KR_EOPNOTSUPP, KR_UNBOUND);
    if (family == -1) family = KR_NET_IPV4;
    if (kind == -1) kind = KR_NET_STREAM;
    if (kind <= 0 || kind > KR_NET_RAW) kr_raise_errno(vm, -KR_ESOCKTNOSUPPORT, KR_UNBOUND);
    if (protocol < -1 || protocol > 255) kr_raise_errno(vm, -KR_EPROTONOSUPPORT, KR_UNBOUND);
    return KR_OBJECT(kr_socket_new(vm, cls, family, kind, protocol == -1 ? 0 : protocol));
}

static kr_value socket_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_to_socket(argv[0]);
    (void)argc;
    s->closing = true;
    if (s->files == 0) kr_socket_close(vm, s);
    return KR_NONE;
}
KR_METHOD(close, socket_close, 1, 1, NULL,
          "close()\nEnd it. Files made from it keep the connection until they are closed.");

static kr_value socket_enter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__enter__, socket_enter, 1, 1, NULL, NULL);
static kr_value socket_exit(kr_vm *vm, size_t argc, const kr_value *argv) {
    return socket_close(vm, argc, argv);
}
KR_METHOD(__exit__, socket_exit, 1, 4, NULL, NULL);

/* --- waiting --- */

_Noreturn void kr_raise_timed_out(kr_vm *vm) {
    kr_value text = kr_str_text(vm, "timed out");
    kr_value exception = kr_exception_new(vm, &kr_TimeoutError_type, 1, &text);
    kr_setattr(vm, exception, N_errno,
               KR_INT(KR_ETIMEDOUT)); /* as MicroPython's; CPython leaves None there */
    kr_raise_object(vm, exception);
}

uint64_t kr_socket_deadline(kr_vm *vm, const kr_socket *s) {
    return s->timeout_us < 0 ? UINT64_MAX : kr_now_us(vm) + (uint64_t)s->timeout_us;
}

ptrdiff_t kr_socket_retry(kr_vm *vm, kr_socket *s, uint16_t events, uint64_t deadline,
                          kr_socket_attempt attempt, void *data) {
    for (;;) {
        if (s->handle < 0) return -KR_EBADF; /* closed by a callback */
        ptrdiff_t result = attempt(vm, s, data);
        if (result != -KR_EAGAIN || s->timeout_us == 0) return result;
        if (!kr_wait_handle(vm, s->handle, events, deadline)) kr_raise_timed_out(vm);
    }
}

/* --- the two ends --- */

static kr_value socket_bind(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_net_address address;
    (void)argc;
    kr_net_argument(vm, "bind", s->family, argv[1], &address);
    checked(vm, kr_net_of(vm)->bind(vm->host->net_context, s->handle, &address));
    return KR_NONE;
}
KR_METHOD(bind, socket_bind, 2, 2, NULL,
          "bind(address)\nTake this address and port, (host, port), as the own end.");

static kr_value socket_listen(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    int backlog = argc > 1 ? small_arg(vm, argv[1], 0) : 128;
    checked(vm, kr_net_of(vm)->listen(vm->host->net_context, s->handle, backlog < 0 ? 0 : backlog));
    return KR_NONE;
}
KR_METHOD(listen, socket_listen, 1, 2, NULL, "listen(backlog=128)\nLet others connect; accept() gives them.");

static ptrdiff_t try_accept(kr_vm *vm, kr_socket *s, void *data) {
    int handle = kr_net_of(vm)->accept(vm->host->net_context, s->handle, data);
    if (handle != -KR_EMFILE && handle != -KR_ENOMEM && handle != -KR_ENOBUFS) return handle;
    kr_heap_collect(vm);
    return kr_net_of(vm)->accept(vm->host->net_context, s->handle, data);
}

typedef struct accepted {
    kr_socket *socket;
    kr_net_address peer;
    kr_value pair;
} accepted;

static void pair_of(kr_vm *vm, void *data) {
    accepted *a = data;
    kr_value pair[2] = {KR_OBJECT(a->socket), kr_net_tuple(vm, &a->peer)};
    a->pair = kr_tuple_new(vm, 2, pair);
}

/* A connection that the program is not given is closed: the other end must not wait for an answer. */
static kr_value socket_accept(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    accepted a = {.socket = new_object(vm, &kr_socket_type, s->family, s->kind, s->protocol)};
    (void)argc;
    a.socket->timeout_us = timeout_of(vm, *kr_module_state(vm, KR_STATE_SOCKET));
    take_handle(vm, a.socket,
                (int)kr_socket_retry(vm, s, KR_NET_READ, kr_socket_deadline(vm, s), try_accept, &a.peer));
    kr_value error = kr_try(vm, pair_of, &a);
    if (error == KR_UNBOUND) return a.pair;
    kr_socket_close(vm, a.socket);
    kr_reraise(vm, error);
}
KR_METHOD(accept, socket_accept, 1, 1, NULL,
          "accept()\nWait for somebody who connects. Returns (socket, address).");

int kr_socket_connect(kr_vm *vm, kr_socket *s, const kr_net_address *address, uint64_t deadline) {
    const kr_net *net = kr_net_of(vm);
    int32_t error = 0;
    int result = net->connect(vm->host->net_context, s->handle, address);
    bool waits = (result == -KR_EINPROGRESS || result == -KR_EINTR) && s->timeout_us != 0;
    if (!waits) return result;
    if (!kr_wait_handle(vm, s->handle, KR_NET_WRITE, deadline)) kr_raise_timed_out(vm);
    if (s->handle < 0) return -KR_EBADF;
    result = net->option(vm->host->net_context, s->handle, KR_NET_PENDING_ERROR, &error, false);
    return result < 0 ? result : -error;
}

static int connect_argument(kr_vm *vm, kr_socket *s, const char *title, kr_value v) {
    kr_net_address address;
    kr_net_argument(vm, title, s->family, v, &address);
    return kr_socket_connect(vm, s, &address, kr_socket_deadline(vm, s));
}

static kr_value socket_connect(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    checked(vm, connect_argument(vm, kr_socket_self(vm, argv[0]), "connect", argv[1]));
    return KR_NONE;
}
KR_METHOD(connect, socket_connect, 2, 2, NULL, "connect(address)\nConnect to (host, port).");

static kr_value socket_connect_ex(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(-connect_argument(vm, kr_socket_self(vm, argv[0]), "connect_ex", argv[1]));
}
KR_METHOD(connect_ex, socket_connect_ex, 2, 2, NULL,
          "connect_ex(address)\nAs connect(), but returns the errno of a failure, or 0.");

static kr_value socket_shutdown(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    int how = small_arg(vm, argv[1], 0);
    (void)argc;
    if (how < KR_NET_SHUT_READ || how > KR_NET_SHUT_BOTH) kr_raise_errno(vm, -KR_EINVAL, KR_UNBOUND);
    checked(vm, kr_net_of(vm)->shutdown(vm->host->net_context, s->handle, (enum kr_net_direction)how));
    return KR_NONE;
}
KR_METHOD(shutdown, socket_shutdown, 2, 2, NULL,
          "shutdown(how)\nEnd one direction: SHUT_RD, SHUT_WR or SHUT_RDWR.");

static kr_value socket_getsockname(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_net_address address;
    (void)argc;
    checked(vm, kr_net_of(vm)->local(vm->host->net_context, kr_socket_self(vm, argv[0])->handle, &address));
    return kr_net_tuple(vm, &address);
}
KR_METHOD(getsockname, socket_getsockname, 1, 1, NULL, "getsockname()\nThe address of this end.");

static kr_value socket_getpeername(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_net_address address;
    (void)argc;
    checked(vm, kr_net_of(vm)->peer(vm->host->net_context, kr_socket_self(vm, argv[0])->handle, &address));
    return kr_net_tuple(vm, &address);
}
KR_METHOD(getpeername, socket_getpeername, 1, 1, NULL, "getpeername()\nThe address of the other end.");

/* --- settings --- */

static kr_value socket_settimeout(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_to_socket(argv[0])->timeout_us = timeout_of(vm, argv[1]);
    return KR_NONE;
}
KR_METHOD(settimeout, socket_settimeout, 2, 2, NULL,
          "settimeout(seconds)\nHow long operations may take; None: for ever, 0: they never wait.");

static kr_value socket_gettimeout(kr_vm *vm, size_t argc, const kr_value *argv) {
    int64_t us = kr_to_socket(argv[0])->timeout_us;
    (void)argc;
    return us < 0 ? KR_NONE : kr_float_new(vm, (kr_real)((double)us / 1e6));
}
KR_METHOD(gettimeout, socket_gettimeout, 1, 1, NULL, "gettimeout()\nWhat settimeout() set.");

static kr_value socket_setblocking(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_to_socket(argv[0])->timeout_us = kr_truth(vm, argv[1]) ? KR_NO_TIMEOUT : 0;
    return KR_NONE;
}
KR_METHOD(setblocking, socket_setblocking, 2, 2, NULL,
          "setblocking(flag)\nsettimeout(None) or settimeout(0).");

static kr_value socket_getblocking(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return kr_bool(kr_to_socket(argv[0])->timeout_us != 0);
}
KR_METHOD(getblocking, socket_getblocking, 1, 1, NULL, "getblocking()\nFalse when operations never wait.");

/* Python's (level, option), which are Linux's numbers, and the host's option. */
enum { LEVEL_IP = 0, LEVEL_SOCKET = 1, LEVEL_TCP = 6, LEVEL_IPV6 = 41 };
enum { IP_JOIN = 35, IP_LEAVE = 36, IPV6_JOIN = 20, IPV6_LEAVE = 21, SOCKET_LINGER = 13 };
static const struct {
    uint8_t level, name, option;
} options[] = {
    {LEVEL_SOCKET, 2, KR_NET_REUSE_ADDRESS},
    {LEVEL_SOCKET, 4, KR_NET_PENDING_ERROR},
    {LEVEL_SOCKET, 6, KR_NET_BROADCAST},
    {LEVEL_SOCKET, 7, KR_NET_SEND_BUFFER},
    {LEVEL_SOCKET, 8, KR_NET_RECEIVE_BUFFER},
    {LEVEL_SOCKET, 9, KR_NET_KEEP_ALIVE},
    {LEVEL_SOCKET, SOCKET_LINGER, KR_NET_LINGER},
    {LEVEL_SOCKET, 15, KR_NET_REUSE_PORT},
    {LEVEL_TCP, 1, KR_NET_NO_DELAY},
    {LEVEL_IP, 2, KR_NET_TTL},
    {LEVEL_IP, 33, KR_NET_MULTICAST_TTL},
    {LEVEL_IP, 34, KR_NET_MULTICAST_LOOP},
    {LEVEL_IPV6, 26, KR_NET_ONLY_IPV6},
};

static enum kr_net_option option_arg(kr_vm *vm, const kr_value *argv) {
    kr_word level = kr_index_word(vm, argv[1]), name = kr_index_word(vm, argv[2]);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (options[i].level == level && options[i].name == name)
            return (enum kr_net_option)options[i].option;
    }
    kr_raise_errno(vm, -KR_ENOPROTOOPT, KR_UNBOUND);
}

/* struct ip_mreq, struct ipv6_mreq: what programs pack for a membership. */
static void change_group(kr_vm *vm, kr_socket *s, bool six, kr_value v, bool join) {
    kr_net_address group = {.family = six ? KR_NET_IPV6 : KR_NET_IPV4}, through = {.family = 0};
    kr_buffer buffer;
    kr_get_buffer(vm, v, &buffer, false);
    if (buffer.size < (six ? 20u : 8u)) kr_raise_errno(vm, -KR_EINVAL, KR_UNBOUND);
    memcpy(group.ip, buffer.data, six ? 16 : 4);
    if (six) memcpy(&group.scope, buffer.data + 16, 4);
    if (!six) memcpy(through.ip, buffer.data + 4, 4);
    if (!six && memcmp(through.ip, "\0\0\0\0", 4) != 0) through.family = KR_NET_IPV4;
    const kr_net *net = kr_net_of(vm);
    checked(vm, net->group != NULL ? net->group(vm->host->net_context, s->handle, &group, &through, join)
                                   : -KR_ENOPROTOOPT);
}

/* An int, or the C struct of ints that the option has: (on, seconds) for SO_LINGER, else one int. */
static int32_t option_value(kr_vm *vm, enum kr_net_option option, kr_value v) {
    kr_buffer buffer;
    int32_t parts[2] = {0};
    if (kr_is_integer(v) || kr_is_bool(v)) return small_arg(vm, v, 0);
    kr_get_buffer(vm, v, &buffer, false);
    size_t size = option == KR_NET_LINGER ? sizeof parts : sizeof *parts;
    if (buffer.size < size) kr_raise_errno(vm, -KR_EINVAL, KR_UNBOUND);
    memcpy(parts, buffer.data, size);
    return option == KR_NET_LINGER ? (parts[0] != 0 ? parts[1] : -1) : parts[0];
}

static kr_value socket_setsockopt(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_word level = kr_index_word(vm, argv[1]), name = kr_index_word(vm, argv[2]);
    (void)argc;
    bool four = level == LEVEL_IP && (name == IP_JOIN || name == IP_LEAVE);
    bool six = level == LEVEL_IPV6 && (name == IPV6_JOIN || name == IPV6_LEAVE);
    if (four || six) {
        change_group(vm, s, six, argv[3], name == IP_JOIN || name == IPV6_JOIN);
        return KR_NONE;
    }
    enum kr_net_option option = option_arg(vm, argv);
    int32_t value = option_value(vm, option, argv[3]);
    checked(vm, kr_net_of(vm)->option(vm->host->net_context, s->handle, option, &value, true));
    return KR_NONE;
}
KR_METHOD(setsockopt, socket_setsockopt, 4, 5, NULL,
          "setsockopt(level, option, value)\nSet an option; value is an int or packed bytes.");

static kr_value socket_getsockopt(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    enum kr_net_option option = option_arg(vm, argv);
    int32_t value = 0;
    checked(vm, kr_net_of(vm)->option(vm->host->net_context, s->handle, option, &value, false));
    if (argc == 3) return option == KR_NET_LINGER ? KR_INT(value >= 0) : kr_int_from(vm, value);
    int32_t parts[2] = {value >= 0, value < 0 ? 0 : value};
    size_t wanted = (size_t)kr_index_word(vm, argv[3]);
    size_t size = option == KR_NET_LINGER ? sizeof parts : sizeof value;
    const void *data = option == KR_NET_LINGER ? (const void *)parts : &value;
    return kr_bytes_value(vm, data, wanted < size ? wanted : size);
}
KR_METHOD(getsockopt, socket_getsockopt, 3, 4, NULL,
          "getsockopt(level, option, size=0)\nThe value of an option.");

static kr_value socket_fileno(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return KR_INT(kr_to_socket(argv[0])->handle);
}
KR_METHOD(fileno, socket_fileno, 1, 1, NULL,
          "fileno()\nThe host's number of the socket; -1 when it is closed.");

static kr_value get_family(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(kr_to_socket(self)->family);
}
static kr_value get_type(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(kr_to_socket(self)->kind);
}
static kr_value get_proto(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(kr_to_socket(self)->protocol);
}
static kr_value get_timeout(kr_vm *vm, kr_value self) {
    return socket_gettimeout(vm, 1, &self);
}
KR_GETSET(family, get_family, NULL);
KR_GETSET(type, get_type, NULL);
KR_GETSET(proto, get_proto, NULL);
KR_GETSET(timeout, get_timeout, NULL);

static void print_end(kr_vm *vm, kr_writer *out, const kr_socket *s, const char *label,
                      int (*end)(void *context, int handle, kr_net_address *address)) {
    kr_net_address address;
    if (s->handle >= 0 && end(vm->host->net_context, s->handle, &address) >= 0)
        kr_write_format(out, ", %s=%R", label, kr_net_tuple(vm, &address));
}

static void socket_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const kr_socket *s = kr_to_socket(v);
    (void)str;
    kr_write_format(out, "<socket.socket %sfd=%d, family=%d, type=%d, proto=%d",
                    s->handle < 0 ? "[closed] " : "", s->handle, s->family, s->kind, s->protocol);
    if (vm->host->net != NULL) print_end(vm, out, s, "laddr", vm->host->net->local);
    if (vm->host->net != NULL) print_end(vm, out, s, "raddr", vm->host->net->peer);
    kr_write_text(out, ">");
}

#define IO_MEMBER(name) {N_##name, KR_OBJECT(&kr_socket_method_##name)},
static const kr_member members[] = {
    {N___module__, N_socket},
    KR_SOCKET_IO(IO_MEMBER) KR_ENTRY(close, socket_close),
    KR_ENTRY(__enter__, socket_enter),
    KR_ENTRY(__exit__, socket_exit),
    KR_ENTRY(bind, socket_bind),
    KR_ENTRY(listen, socket_listen),
    KR_ENTRY(accept, socket_accept),
    KR_ENTRY(connect, socket_connect),
    KR_ENTRY(connect_ex, socket_connect_ex),
    KR_ENTRY(shutdown, socket_shutdown),
    KR_ENTRY(getsockname, socket_getsockname),
    KR_ENTRY(getpeername, socket_getpeername),
    KR_ENTRY(settimeout, socket_settimeout),
    KR_ENTRY(gettimeout, socket_gettimeout),
    KR_ENTRY(setblocking, socket_setblocking),
    KR_ENTRY(getblocking, socket_getblocking),
    KR_ENTRY(setsockopt, socket_setsockopt),
    KR_ENTRY(getsockopt, socket_getsockopt),
    KR_ENTRY(fileno, socket_fileno),
    KR_GETSET_ENTRY(family, get_family),
    KR_GETSET_ENTRY(type, get_type),
    KR_GETSET_ENTRY(proto, get_proto),
    KR_GETSET_ENTRY(timeout, get_timeout),
};
static const kr_ops socket_ops = {.finalize = socket_finalize, .print = socket_print};
const kr_type kr_socket_type = {.head = {&kr_type_type},
                                .name = N_socket,
                                .base = &kr_object_type,
                                .solid = &kr_socket_type,
                                .ops = &socket_ops,
                                .flags = KR_TYPE_FINALIZE,
                                .size = sizeof(kr_socket),
                                .member_count = sizeof members / sizeof *members,
                                .members = members,
                                .make = socket_make};

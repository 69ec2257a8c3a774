#ifndef KR_SOCKET_H
#define KR_SOCKET_H
/* Sockets of programs, over the host's kr_net.
 *
 * The host's sockets never block. What a program sees as blocking is a loop here: try, and when the host says
 * "not yet", wait until the handle is ready or the socket's timeout is over. Buffers that belong to programs
 * are looked up anew for each try, since a callback may resize them meanwhile. */
#include "core/context.h"
#include "core/native.h"
#include "core/raise.h"

#define KR_NO_TIMEOUT (-1) /* a blocking socket; 0 is a non-blocking one */

typedef struct kr_socket {
    kr_object head;
    int32_t handle; /* of the host; -1: closed */
    uint8_t family, kind;
    uint8_t protocol;
    bool closing;   /* closed by the program, but files made from it are still open */
    uint32_t files; /* made by makefile() and not closed */
    int64_t timeout_us;
} kr_socket;

extern const kr_type kr_socket_type;
static inline bool kr_is_socket(kr_value v) {
    return kr_is_kind(v, &kr_socket_type);
}
static inline kr_socket *kr_to_socket(kr_value v) {
    return kr_to_pointer(v);
}

/* The host's network; OSError ENODEV. */
const kr_net *kr_net_of(kr_vm *vm);

/* --- life --- */
kr_socket *kr_socket_new(kr_vm *vm, const kr_type *cls, int family, int kind, int protocol); /* opens it */
void kr_socket_close(kr_vm *vm, kr_socket *s);    /* at once; raises nothing */
void kr_socket_release(kr_vm *vm, kr_socket *s);  /* a file made from it was closed */
kr_socket *kr_socket_self(kr_vm *vm, kr_value v); /* OSError EBADF when it is closed */

/* --- waiting --- */
/* When an operation that starts now has to be done; UINT64_MAX: never. */
uint64_t kr_socket_deadline(kr_vm *vm, const kr_socket *s);
/* Calls attempt(vm, s, data) until it gives something else than -KR_EAGAIN. On a non-blocking socket that is
 * the result; otherwise TimeoutError. */
typedef ptrdiff_t (*kr_socket_attempt)(kr_vm *vm, kr_socket *s, void *data);
ptrdiff_t kr_socket_retry(kr_vm *vm, kr_socket *s, uint16_t events, uint64_t deadline,
                          kr_socket_attempt attempt, void *data);
_Noreturn void kr_raise_timed_out(kr_vm *vm);
/* Connects, within the deadline: 0 or a negative KR_E…; -KR_EINPROGRESS on a non-blocking socket. */
int kr_socket_connect(kr_vm *vm, kr_socket *s, const kr_net_address *address, uint64_t deadline);

/* --- bytes: as kr_socket_retry; negative codes are for the caller to raise --- */
ptrdiff_t kr_socket_receive(kr_vm *vm, kr_socket *s, void *data, size_t size, int flags);
ptrdiff_t kr_socket_send(kr_vm *vm, kr_socket *s, const void *data, size_t size);
/* The methods that are about bytes: socket_io.c. */
#define KR_SOCKET_IO(X)                                                                                      \
    X(send)                                                                                                  \
    X(sendall)                                                                                               \
    X(sendto)                                                                                                \
    X(recv) X(recv_into) X(recvfrom) X(recvfrom_into) X(read) X(readinto) X(readline) X(readlines) X(write)  \
        X(makefile)
#define KR_SOCKET_IO_EXTERN(name) extern const kr_builtin kr_socket_method_##name;
KR_SOCKET_IO(KR_SOCKET_IO_EXTERN)
#undef KR_SOCKET_IO_EXTERN

/* --- addresses: socket_address.c --- */
#define KR_ADDRESS_TEXT 64
bool kr_net_parse(const char *text, kr_net_address *address); /* a literal address; keeps the port */
void kr_net_text(const kr_net_address *address, char text[KR_ADDRESS_TEXT]);
/* The tuple that programs see. */
kr_value kr_net_tuple(kr_vm *vm, const kr_net_address *address);
/* A program's address argument for a socket of that family: names are looked up. `title` is the function's
 * name. */
void kr_net_argument(kr_vm *vm, const char *title, int family, kr_value v, kr_net_address *address);
/* Looks a name or literal up; gaierror. Returns how many. */
size_t kr_net_lookup(kr_vm *vm, const char *host, int family, kr_net_address *found, size_t capacity);
/* A (host, port) pair of an argument as C text and a number. */
const char *kr_net_pair(kr_vm *vm, const char *title, kr_value v, uint16_t *port);
extern const kr_type kr_gaierror_type;
extern const kr_builtin kr_getaddrinfo_function, kr_gethostbyname_function, kr_inet_aton_function,
    kr_inet_ntoa_function, kr_inet_pton_function, kr_inet_ntop_function;

/* --- byte streams of any kind, for ssl and files over sockets: socket_stream.c --- */
/* Bytes read (0: the end) or written; -KR_EAGAIN when a non-blocking stream has nothing now, other negative
 * codes likewise. Streams that programs wrote have methods readinto (or recv_into) and write, which give None
 * for "nothing now". */
ptrdiff_t kr_stream_read(kr_vm *vm, kr_value stream, void *data, size_t size);
ptrdiff_t kr_stream_write(kr_vm *vm, kr_value stream, const void *data, size_t size);
void kr_stream_close(kr_vm *vm, kr_value stream);

#endif

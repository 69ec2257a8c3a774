/* The methods of sockets that move bytes: CPython's recv and send, and MicroPython's stream methods read,
 * readinto, readline and write, which go on until they have everything, and give None when a non-blocking
 * socket has nothing now.
 *
 * Nothing is read ahead: readline() looks at what has come with a peek and takes exactly the line. So all of
 * them, and files made from the socket, can be mixed, and select always tells the truth. */
#include "modules/socket.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/file.h"
#include "modules/select.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define CHUNK_LEAST 256u
#define CHUNK_MOST  16384u
#define LINE_CHUNK  128u

/* CPython's flags, with Linux's numbers. */
enum { FLAG_PEEK = 2, FLAG_DONTWAIT = 0x40 };

/* --- one transfer --- */

/* What one try moves. `object` is the program's buffer, which may move while we wait; or `data` is one that
 * cannot. */
typedef struct transfer {
    kr_value object; /* KR_UNBOUND: data */
    uint8_t *data;
    size_t offset, size; /* of the object: the part from offset, at most `size` bytes */
    int flags;
    kr_net_address address;
    bool addressed;
} transfer;

static uint8_t *part_of(kr_vm *vm, const transfer *t, bool writable, size_t *size) {
    kr_buffer buffer;
    *size = t->size;
    if (t->object == KR_UNBOUND) return t->data + t->offset;
    kr_get_buffer(vm, t->object, &buffer, writable);
    size_t left = t->offset < buffer.size ? buffer.size - t->offset : 0;
    if (left < t->size) *size = left;
    return buffer.data + (left > 0 ? t->offset : 0);
}

static ptrdiff_t try_receive(kr_vm *vm, kr_socket *s, void *data) {
    transfer *t = data;
    size_t size;
    uint8_t *part = part_of(vm, t, true, &size);
    return kr_net_of(vm)->receive(vm->host->net_context, s->handle, part, size, t->flags,
                                  t->addressed ? &t->address : NULL);
}

static ptrdiff_t try_send(kr_vm *vm, kr_socket *s, void *data) {
    transfer *t = data;
    size_t size;
    const uint8_t *part = part_of(vm, t, false, &size);
    return kr_net_of(vm)->send(vm->host->net_context, s->handle, part, size,
                               t->addressed ? &t->address : NULL);
}

static ptrdiff_t receive(kr_vm *vm, kr_socket *s, transfer *t, uint64_t deadline) {
    return kr_socket_retry(vm, s, KR_NET_READ, deadline, try_receive, t);
}

static ptrdiff_t send_part(kr_vm *vm, kr_socket *s, transfer *t, uint64_t deadline) {
    return kr_socket_retry(vm, s, KR_NET_WRITE, deadline, try_send, t);
}

static size_t checked(kr_vm *vm, ptrdiff_t result) {
    if (result < 0) kr_raise_errno(vm, (int)result, KR_UNBOUND);
    return (size_t)result;
}

ptrdiff_t kr_socket_receive(kr_vm *vm, kr_socket *s, void *data, size_t size, int flags) {
    transfer t = {.object = KR_UNBOUND, .data = data, .size = size, .flags = flags};
    return receive(vm, s, &t, kr_socket_deadline(vm, s));
}

ptrdiff_t kr_socket_send(kr_vm *vm, kr_socket *s, const void *data, size_t size) {
    transfer t = {.object = KR_UNBOUND, .data = (uint8_t *)(uintptr_t)data, .size = size};
    return send_part(vm, s, &t, kr_socket_deadline(vm, s));
}

/* --- arguments --- */

static size_t size_arg(kr_vm *vm, kr_value v, const char *title) {
    kr_word size = kr_index_word(vm, v);
    if (size < 0) kr_raise_value_error(vm, "negative buffersize in %s", title);
    return (size_t)size;
}

static int flags_arg(kr_vm *vm, size_t argc, const kr_value *argv, size_t at) {
    return argc > at && argv[at] != KR_UNBOUND ? (int)kr_index_word(vm, argv[at]) : 0;
}

/* MSG_DONTWAIT makes this one operation a non-blocking one: its deadline is over, and that is told as
 * "again". */
static ptrdiff_t receive_flagged(kr_vm *vm, kr_socket *s, transfer *t, int flags) {
    t->flags = flags & FLAG_PEEK ? KR_NET_PEEK : 0;
    if (flags & FLAG_DONTWAIT) return try_receive(vm, s, t);
    return receive(vm, s, t, kr_socket_deadline(vm, s));
}

static kr_value cut(kr_vm *vm, kr_value bytes, size_t size) {
    kr_bytes *b = kr_to_pointer(bytes);
    return b->size == size ? bytes : kr_bytes_value(vm, b->data, size);
}

#define KR_METHOD_OF_SOCKET(py, lo, hi, parameters, doc)                                                     \
    const kr_builtin kr_socket_method_##py = KR_BUILTIN_OBJECT(                                              \
        N_##py, .fn = socket_##py, lo, hi, KR_FORM_PLAIN, KR_BUILTIN_METHOD, parameters, doc)

/* --- CPython's methods --- */

static kr_value receive_new(kr_vm *vm, kr_socket *s, size_t size, int flags, transfer *t) {
    kr_value result = kr_bytes_value(vm, NULL, size);
    t->object = KR_UNBOUND;
    t->data = ((kr_bytes *)kr_to_pointer(result))->data;
    t->size = size;
    if (size == 0 && !t->addressed) return result; /* nothing to wait for */
    return cut(vm, result, checked(vm, receive_flagged(vm, s, t, flags)));
}

static kr_value socket_recv(kr_vm *vm, size_t argc, const kr_value *argv) {
    transfer t = {.addressed = false};
    kr_socket *s = kr_socket_self(vm, argv[0]);
    return receive_new(vm, s, size_arg(vm, argv[1], "recv"), flags_arg(vm, argc, argv, 2), &t);
}
KR_METHOD_OF_SOCKET(recv, 2, 3, NULL,
                    "recv(size, flags=0)\nWait for bytes; up to size of them, b'' at the end.");

static kr_value socket_recvfrom(kr_vm *vm, size_t argc, const kr_value *argv) {
    transfer t = {.addressed = true};
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_value pair[2];
    pair[0] = receive_new(vm, s, size_arg(vm, argv[1], "recvfrom"), flags_arg(vm, argc, argv, 2), &t);
    pair[1] = kr_net_tuple(vm, &t.address);
    return kr_tuple_new(vm, 2, pair);
}
KR_METHOD_OF_SOCKET(recvfrom, 2, 3, NULL,
                    "recvfrom(size, flags=0)\nAs recv(); returns (bytes, address of the sender).");

static void buffer_transfer(kr_vm *vm, transfer *t, size_t argc, const kr_value *argv, const char *title) {
    kr_buffer buffer;
    (void)argc;
    kr_get_buffer(vm, argv[1], &buffer, true);
    size_t size = argv[2] != KR_UNBOUND ? size_arg(vm, argv[2], title) : 0;
    if (size > buffer.size) kr_raise_value_error(vm, "buffer too small for requested bytes");
    t->object = argv[1];
    t->size = size > 0 ? size : buffer.size;
}

static kr_value socket_recv_into(kr_vm *vm, size_t argc, const kr_value *argv) {
    transfer t = {.addressed = false};
    kr_socket *s = kr_socket_self(vm, argv[0]);
    buffer_transfer(vm, &t, argc, argv, "recv_into");
    return kr_int_from_unsigned(vm, checked(vm, receive_flagged(vm, s, &t, flags_arg(vm, argc, argv, 3))));
}
KR_METHOD_OF_SOCKET(
    recv_into, 2, 4, "self,buffer,nbytes,flags",
    "recv_into(buffer, nbytes=0, flags=0)\nAs recv(), into a buffer; returns how many bytes.");

static kr_value socket_recvfrom_into(kr_vm *vm, size_t argc, const kr_value *argv) {
    transfer t = {.addressed = true};
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_value pair[2];
    buffer_transfer(vm, &t, argc, argv, "recvfrom_into");
    pair[0] = kr_int_from_unsigned(vm, checked(vm, receive_flagged(vm, s, &t, flags_arg(vm, argc, argv, 3))));
    pair[1] = kr_net_tuple(vm, &t.address);
    return kr_tuple_new(vm, 2, pair);
}
KR_METHOD_OF_SOCKET(recvfrom_into, 2, 4, "self,buffer,nbytes,flags",
                    "recvfrom_into(buffer, nbytes=0, flags=0)\nAs recvfrom(), into a buffer.");

/* The bytes of an argument; text is not bytes. */
static size_t data_arg(kr_vm *vm, transfer *t, kr_value v) {
    kr_buffer buffer;
    if (kr_is_str(v)) kr_raise_type(vm, "a bytes-like object is required, not 'str'");
    kr_get_buffer(vm, v, &buffer, false);
    *t = (transfer){.object = v, .size = SIZE_MAX};
    return buffer.size;
}

static kr_value socket_send(kr_vm *vm, size_t argc, const kr_value *argv) {
    transfer t;
    kr_socket *s = kr_socket_self(vm, argv[0]);
    data_arg(vm, &t, argv[1]);
    if (flags_arg(vm, argc, argv, 2) & FLAG_DONTWAIT)
        return kr_int_from_unsigned(vm, checked(vm, try_send(vm, s, &t)));
    return kr_int_from_unsigned(vm, checked(vm, send_part(vm, s, &t, kr_socket_deadline(vm, s))));
}
KR_METHOD_OF_SOCKET(send, 2, 3, NULL,
                    "send(data, flags=0)\nSend bytes, perhaps not all of them; returns how many.");

/* One deadline for the whole. */
static kr_value socket_sendall(kr_vm *vm, size_t argc, const kr_value *argv) {
    transfer t;
    kr_socket *s = kr_socket_self(vm, argv[0]);
    size_t size = data_arg(vm, &t, argv[1]);
    uint64_t deadline = kr_socket_deadline(vm, s);
    (void)argc;
    while (t.offset < size) t.offset += checked(vm, send_part(vm, s, &t, deadline));
    return KR_NONE;
}
KR_METHOD_OF_SOCKET(sendall, 2, 3, NULL, "sendall(data, flags=0)\nSend all bytes.");

static kr_value socket_sendto(kr_vm *vm, size_t argc, const kr_value *argv) {
    transfer t;
    kr_socket *s = kr_socket_self(vm, argv[0]);
    data_arg(vm, &t, argv[1]);
    t.addressed = true;
    kr_net_argument(vm, "sendto", s->family, argv[argc - 1], &t.address);
    return kr_int_from_unsigned(vm, checked(vm, send_part(vm, s, &t, kr_socket_deadline(vm, s))));
}
KR_METHOD_OF_SOCKET(sendto, 3, 4, NULL,
                    "sendto(data, address)\nSend a datagram to (host, port); returns how many bytes.");

/* --- MicroPython's stream methods --- */

/* Reads until the transfer is full or the stream ends; `got` is kept when a non-blocking socket has no more.
 * False: nothing at all now. */
static bool read_fully(kr_vm *vm, kr_socket *s, transfer *t, size_t size, size_t *got) {
    uint64_t deadline = kr_socket_deadline(vm, s);
    size_t start = t->offset;
    *got = 0;
    while (*got < size) {
        t->offset = start + *got;
        t->size = size - *got;
        ptrdiff_t n = receive(vm, s, t, deadline);
        if (n == -KR_EAGAIN) return *got > 0;
        *got += checked(vm, n);
        if (n == 0 || s->kind == KR_NET_DATAGRAM) break;
    }
    return true;
}

/* Everything until the end. */
static kr_value read_all(kr_vm *vm, kr_socket *s) {
    kr_writer out;
    uint64_t deadline = kr_socket_deadline(vm, s);
    kr_writer_init(vm, &out);
    for (;;) {
        size_t chunk = out.size < CHUNK_LEAST ? CHUNK_LEAST : out.size > CHUNK_MOST ? CHUNK_MOST : out.size;
        transfer t = {.object = KR_UNBOUND, .data = (uint8_t *)kr_writer_reserve(&out, chunk), .size = chunk};
        ptrdiff_t n = receive(vm, s, &t, deadline);
        if (n == -KR_EAGAIN && out.size == 0) return KR_NONE;
        if (n == -KR_EAGAIN || n == 0) return kr_writer_bytes(&out);
        out.size += checked(vm, n);
        if (s->kind == KR_NET_DATAGRAM) return kr_writer_bytes(&out);
    }
}

static kr_value socket_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_word size = argc > 1 && argv[1] != KR_NONE ? kr_index_word(vm, argv[1]) : -1;
    size_t got;
    if (size < 0) return read_all(vm, s);
    kr_value result = kr_bytes_value(vm, NULL, (size_t)size);
    transfer t = {.object = KR_UNBOUND, .data = ((kr_bytes *)kr_to_pointer(result))->data};
    return read_fully(vm, s, &t, (size_t)size, &got) ? cut(vm, result, got) : KR_NONE;
}
KR_METHOD_OF_SOCKET(
    read, 1, 2, NULL,
    "read(size=-1)\nRead size bytes, or all until the end. None: a non-blocking socket has nothing now.");

static kr_value socket_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_buffer buffer;
    size_t got;
    kr_get_buffer(vm, argv[1], &buffer, true);
    transfer t = {.object = argv[1]};
    size_t size = argc > 2 ? size_arg(vm, argv[2], "readinto") : buffer.size;
    if (size > buffer.size) size = buffer.size;
    return read_fully(vm, s, &t, size, &got) ? kr_int_from_unsigned(vm, got) : KR_NONE;
}
KR_METHOD_OF_SOCKET(readinto, 2, 3, NULL,
                    "readinto(buffer, size=-1)\nAs read(), into a buffer; returns how many bytes.");

/* Takes the rest of a line, or what there is of it: peeks, looks for the newline, and takes up to and with
 * it. 0: at the end. */
static ptrdiff_t take_line(kr_vm *vm, kr_socket *s, kr_writer *out, size_t most, uint64_t deadline,
                           bool *done) {
    size_t chunk = most < LINE_CHUNK ? most : LINE_CHUNK;
    transfer t = {.object = KR_UNBOUND,
                  .data = (uint8_t *)kr_writer_reserve(out, chunk),
                  .size = chunk,
                  .flags = KR_NET_PEEK};
    ptrdiff_t n = receive(vm, s, &t, deadline);
    if (n <= 0) return n;
    const uint8_t *newline = memchr(t.data, '\n', (size_t)n);
    *done = newline != NULL;
    t.size = newline != NULL ? (size_t)(newline - t.data) + 1 : (size_t)n;
    t.flags = 0;
    n = receive(vm, s, &t, deadline);
    if (n > 0) out->size += (size_t)n;
    return n;
}

/* None when nothing has come yet on a non-blocking socket. */
static kr_value read_line(kr_vm *vm, kr_socket *s, size_t most) {
    kr_writer out;
    uint64_t deadline = kr_socket_deadline(vm, s);
    bool done = false;
    kr_writer_init(vm, &out);
    while (!done && out.size < most) {
        ptrdiff_t n = take_line(vm, s, &out, most - out.size, deadline, &done);
        if (n == -KR_EAGAIN && out.size == 0) return KR_NONE;
        if (n == -KR_EAGAIN || n == 0) break;
        checked(vm, n);
    }
    return kr_writer_bytes(&out);
}

static kr_value socket_readline(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_word most = argc > 1 && argv[1] != KR_NONE ? kr_index_word(vm, argv[1]) : -1;
    return read_line(vm, s, most < 0 ? SIZE_MAX : (size_t)most);
}
KR_METHOD_OF_SOCKET(readline, 1, 2, NULL,
                    "readline(size=-1)\nRead one line with its newline, at most size bytes; b'' at the end.");

static kr_value socket_readlines(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_value lines = kr_list_new(vm, 0, NULL);
    (void)argc;
    for (;;) {
        kr_value line = read_line(vm, s, SIZE_MAX);
        if (line == KR_NONE || ((kr_bytes *)kr_to_pointer(line))->size == 0) return lines;
        kr_list_append(vm, kr_to_list(lines), line);
    }
}
KR_METHOD_OF_SOCKET(readlines, 1, 1, NULL, "readlines()\nRead all lines into a list.");

static kr_value socket_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    transfer t;
    kr_socket *s = kr_socket_self(vm, argv[0]);
    kr_value data = argv[1]; /* MicroPython's streams take text, too */
    if (kr_is_str(data)) data = kr_bytes_value(vm, kr_to_str(data)->data, kr_to_str(data)->size);
    size_t size = data_arg(vm, &t, data), start = 0;
    if (argc > 3) start = size_arg(vm, argv[2], "write");
    size_t end = argc > 2 ? size_arg(vm, argv[argc - 1], "write") : size;
    if (start > size) start = size;
    end = end < size - start ? start + end : size;
    uint64_t deadline = kr_socket_deadline(vm, s);
    for (t.offset = start; t.offset < end;) {
        t.size = end - t.offset;
        ptrdiff_t n = send_part(vm, s, &t, deadline);
        if (n == -KR_EAGAIN && t.offset == start) return KR_NONE;
        if (n == -KR_EAGAIN) break;
        t.offset += checked(vm, n);
    }
    return kr_int_from_unsigned(vm, t.offset - start);
}
KR_METHOD_OF_SOCKET(
    write, 2, 4, NULL,
    "write(data)\nSend all bytes; returns how many a non-blocking socket has taken, or None when none.");

static kr_value socket_makefile(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value file = kr_file_stream(vm, argv);
    (void)argc;
    kr_to_socket(argv[0])->files++;
    return file;
}
KR_METHOD_OF_SOCKET(makefile, 1, 6, "self,mode,buffering,encoding,errors,newline",
                    "makefile(mode='r', buffering=-1, *, encoding=None, errors=None, newline=None)\nA file "
                    "over the connection.");

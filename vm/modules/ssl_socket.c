/* SSLSocket: a TLS connection over a socket or any stream.
 *
 * mbedTLS is driven without ever waiting inside of it: it asks for bytes, gets what there is or "not now",
 * and returns; drive() then waits for the stream below as the operation's deadline allows, and calls it
 * again. What the stream must become ready for is kept for select, because a read may have to write and a
 * write to read. */
#include "modules/ssl_parts.h"
#if KR_WITH_SSL
#include <mbedtls/net_sockets.h>
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/file.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define NAP_US      1000u
#define CHUNK_LEAST 256u
#define CHUNK_MOST  16384u

bool kr_is_ssl_socket(kr_value v) {
    return kr_is_kind(v, &kr_ssl_socket_type);
}

static kr_ssl_socket *self_of(kr_value v) {
    return kr_to_pointer(v);
}

/* --- what mbedTLS calls --- */

typedef struct stream_call {
    kr_ssl_socket *socket;
    unsigned char *data;
    size_t size;
    ptrdiff_t result;
} stream_call;

static void stream_read(kr_vm *vm, void *data) {
    stream_call *c = data;
    c->result = kr_stream_read(vm, c->socket->stream, c->data, c->size);
}

static void stream_write(kr_vm *vm, void *data) {
    stream_call *c = data;
    c->result = kr_stream_write(vm, c->socket->stream, c->data, c->size);
}

/* A socket is asked without waiting, whatever its timeout; other streams may run code of the program. */
static ptrdiff_t move(kr_ssl_socket *s, unsigned char *data, size_t size, bool write) {
    const kr_host *host = s->vm->host;
    if (kr_is_socket(s->stream)) {
        int handle = kr_to_socket(s->stream)->handle;
        if (handle < 0) return -KR_EBADF;
        return write ? host->net->send(host->net_context, handle, data, size, NULL)
                     : host->net->receive(host->net_context, handle, data, size, 0, NULL);
    }
    stream_call call = {.socket = s, .data = data, .size = size};
    kr_value raised = kr_try(s->vm, write ? stream_write : stream_read, &call);
    if (raised == KR_UNBOUND) return call.result;
    s->raised = raised;
    return -KR_EIO;
}

static int moved(kr_ssl_socket *s, ptrdiff_t result, int again, int failure) {
    if (result >= 0) return (int)result;
    if (result == -KR_EAGAIN) return again;
    s->io_error = (int)result;
    return failure;
}

static int send_bytes(void *socket, const unsigned char *data, size_t size) {
    ptrdiff_t result = move(socket, (unsigned char *)(uintptr_t)data, size, true);
    return moved(socket, result, MBEDTLS_ERR_SSL_WANT_WRITE, MBEDTLS_ERR_NET_SEND_FAILED);
}

static int receive_bytes(void *socket, unsigned char *data, size_t size) {
    return moved(socket, move(socket, data, size, false), MBEDTLS_ERR_SSL_WANT_READ,
                 MBEDTLS_ERR_NET_RECV_FAILED);
}

/* DTLS: a flight that is not answered by `final` is sent again. */
static void set_timer(void *socket, uint32_t intermediate_ms, uint32_t final_ms) {
    kr_ssl_socket *s = socket;
    uint64_t now = kr_now_us(s->vm);
    s->intermediate_us = now + intermediate_ms * (uint64_t)1000;
    s->final_us = final_ms > 0 ? now + final_ms * (uint64_t)1000 : 0;
}

static int get_timer(void *socket) {
    const kr_ssl_socket *s = socket;
    if (s->final_us == 0) return -1;
    uint64_t now = kr_now_us(s->vm);
    return now >= s->final_us ? 2 : now >= s->intermediate_us ? 1 : 0;
}

/* --- driving --- */

typedef int (*ssl_step)(kr_vm *vm, kr_ssl_socket *s, void *data);

enum operation { HANDSHAKE, READING, WRITING };
static const char *const operation_names[] = {"handshake", "read", "write"};

static uint64_t deadline_of(kr_vm *vm, const kr_ssl_socket *s) {
    return kr_is_socket(s->stream) ? kr_socket_deadline(vm, kr_to_socket(s->stream)) : UINT64_MAX;
}

/* A stream that a program wrote says itself that it has nothing now; then nor do we. */
static bool waits(const kr_ssl_socket *s, enum operation operation) {
    if (kr_is_socket(s->stream)) return kr_to_socket(s->stream)->timeout_us != 0;
    return operation == HANDSHAKE;
}

static _Noreturn void raise_timed_out(kr_vm *vm, enum operation operation) {
    kr_raise(vm, &kr_TimeoutError_type, "The %s operation timed out", operation_names[operation]);
}

/* Until the stream may go on, or a DTLS flight is due again. */
static void wait_for_stream(kr_vm *vm, const kr_ssl_socket *s, uint16_t event, uint64_t deadline,
                            enum operation operation) {
    uint64_t end = s->final_us != 0 && s->final_us < deadline ? s->final_us : deadline;
    kr_poll_view view;
    if (kr_is_socket(s->stream)) {
        if (!kr_wait_handle(vm, kr_to_socket(s->stream)->handle, event, end) && end == deadline)
            raise_timed_out(vm, operation);
        return;
    }
    kr_poll(vm);
    kr_poll_view_of(vm, s->stream, event, &view);
    if (view.ready == 0) kr_wait_round(vm, NULL, 0, end, NAP_US);
}

/* The error is told once; afterwards the connection is useless. */
static _Noreturn void fail(kr_vm *vm, kr_ssl_socket *s, int code) {
    uint32_t flags = mbedtls_ssl_get_verify_result(&s->ssl);
    s->failed = true;
    if (code == MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE) { /* of which mbedTLS tells the client nothing */
        mbedtls_ssl_send_alert_message(&s->ssl, MBEDTLS_SSL_ALERT_LEVEL_FATAL,
                                       MBEDTLS_SSL_ALERT_MSG_HANDSHAKE_FAILURE);
        s->raised = 0;
    }
    if (s->io_error != 0) kr_raise_errno(vm, s->io_error, KR_UNBOUND);
    if (code == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED) kr_raise_ssl_verify(vm, flags);
    kr_raise_ssl(vm, code);
}

static int step_once(kr_vm *vm, kr_ssl_socket *s, ssl_step step, void *data) {
    if (s->closed) kr_raise_errno(vm, -KR_EBADF, KR_UNBOUND);
    if (s->busy) kr_raise(vm, &kr_RuntimeError_type, "an ssl socket cannot be used by its own stream");
    s->busy = true;
    s->io_error = 0;
    int result = step(vm, s, data);
    s->busy = false;
    if (s->raised != 0) {
        kr_value raised = s->raised;
        s->raised = 0;
        s->failed = true;
        kr_reraise(vm, raised);
    }
    return result;
}

/* >= 0, or an error of mbedTLS that is the end of the stream, or WANT_… on a stream that does not wait. */
static int drive(kr_vm *vm, kr_ssl_socket *s, enum operation operation, ssl_step step, void *data,
                 uint64_t deadline) {
    uint16_t *wants = operation == WRITING ? &s->write_wants : &s->read_wants;
    for (;;) {
        int result = step_once(vm, s, step, data);
        bool more = result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE;
        *wants = operation == WRITING ? KR_NET_WRITE : KR_NET_READ;
        if (!more) return result;
        *wants = result == MBEDTLS_ERR_SSL_WANT_READ ? KR_NET_READ : KR_NET_WRITE;
        if (!waits(s, operation)) return result;
        wait_for_stream(vm, s, *wants, deadline, operation);
    }
}

/* --- handshake --- */

static int step_handshake(kr_vm *vm, kr_ssl_socket *s, void *data) {
    (void)vm, (void)data;
    return mbedtls_ssl_handshake(&s->ssl);
}

/* With CERT_OPTIONAL mbedTLS goes on whatever it finds: a certificate that was shown must be a good one,
 * unless the program has judged itself. */
static void check_optional(kr_vm *vm, kr_ssl_socket *s) {
    const kr_ssl_context *c = kr_to_pointer(s->context);
    uint32_t missing = MBEDTLS_X509_BADCERT_MISSING | MBEDTLS_X509_BADCERT_SKIP_VERIFY;
    bool optional = c->verify_mode == MBEDTLS_SSL_VERIFY_OPTIONAL && c->verify_callback == KR_NONE;
    uint32_t flags = optional ? mbedtls_ssl_get_verify_result(&s->ssl) : 0;
    if (flags == 0 || (flags & missing)) return;
    s->failed = true;
    mbedtls_ssl_send_alert_message(&s->ssl, MBEDTLS_SSL_ALERT_LEVEL_FATAL, MBEDTLS_SSL_ALERT_MSG_BAD_CERT);
    kr_raise_ssl_verify(vm, flags);
}

static void note_handshake(kr_vm *vm, kr_ssl_socket *s) {
    if (s->handshaken || s->ssl.state != MBEDTLS_SSL_HANDSHAKE_OVER) return;
    s->handshaken = true;
    check_optional(vm, s);
}

static void handshake(kr_vm *vm, kr_ssl_socket *s) {
    int result = drive(vm, s, HANDSHAKE, step_handshake, NULL, deadline_of(vm, s));
    bool more = result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE;
    if (more) kr_raise_ssl(vm, result);
    if (result < 0) fail(vm, s, result);
    note_handshake(vm, s);
}

/* --- bytes --- */

/* As the transfers of socket_io.c: a program's buffer is looked up anew for each try. */
typedef struct transfer {
    kr_value object; /* KR_UNBOUND: data */
    uint8_t *data;
    size_t offset, size;
} transfer;

static uint8_t *part_of(kr_vm *vm, const transfer *t, bool writable, size_t *size) {
    kr_buffer buffer;
    *size = t->size;
    if (t->object == KR_UNBOUND) return t->data + t->offset;
    kr_get_buffer(vm, t->object, &buffer, writable);
    size_t left = t->offset < buffer.size ? buffer.size - t->offset : 0;
    if (left < *size) *size = left;
    return buffer.data + (left > 0 ? t->offset : 0);
}

static int step_read(kr_vm *vm, kr_ssl_socket *s, void *data) {
    size_t size;
    uint8_t *part = part_of(vm, data, true, &size);
    return size > 0 ? mbedtls_ssl_read(&s->ssl, part, size) : 0;
}

static int step_write(kr_vm *vm, kr_ssl_socket *s, void *data) {
    size_t size;
    const uint8_t *part = part_of(vm, data, false, &size);
    return size > 0 ? mbedtls_ssl_write(&s->ssl, part, size) : 0;
}

static _Noreturn void raise_failed(kr_vm *vm) {
    kr_raise_ssl(vm, MBEDTLS_ERR_SSL_CONN_EOF);
}

/* An end without a good-bye is an end, once there is a connection. */
static bool is_end(const kr_ssl_socket *s, int result) {
    bool rude = result == MBEDTLS_ERR_SSL_CONN_EOF && s->ssl.state == MBEDTLS_SSL_HANDSHAKE_OVER;
    return result == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY || rude;
}

static ptrdiff_t settle(kr_vm *vm, kr_ssl_socket *s, int result) {
    bool more = result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE;
    note_handshake(vm, s);
    if (more) return -KR_EAGAIN;
    if (result < 0) fail(vm, s, result);
    return result;
}

static ptrdiff_t read_part(kr_vm *vm, kr_ssl_socket *s, transfer *t, uint64_t deadline) {
    if (s->failed && !s->closed) raise_failed(vm);
    if (s->ended && !s->closed) return 0;
    int result = drive(vm, s, READING, step_read, t, deadline);
    s->ended = is_end(s, result);
    return s->ended ? 0 : settle(vm, s, result);
}

static ptrdiff_t write_part(kr_vm *vm, kr_ssl_socket *s, transfer *t, uint64_t deadline) {
    if (s->failed && !s->closed) raise_failed(vm);
    return settle(vm, s, drive(vm, s, WRITING, step_write, t, deadline));
}

ptrdiff_t kr_ssl_read(kr_vm *vm, kr_value v, void *data, size_t size) {
    transfer t = {.object = KR_UNBOUND, .data = data, .size = size};
    return read_part(vm, self_of(v), &t, deadline_of(vm, self_of(v)));
}

ptrdiff_t kr_ssl_write(kr_vm *vm, kr_value v, const void *data, size_t size) {
    transfer t = {.object = KR_UNBOUND, .data = (uint8_t *)(uintptr_t)data, .size = size};
    return write_part(vm, self_of(v), &t, deadline_of(vm, self_of(v)));
}

/* --- methods that read --- */

static size_t size_arg(kr_vm *vm, kr_value v) {
    kr_word size = kr_index_word(vm, v);
    if (size < 0) kr_raise_value_error(vm, "negative buffersize in recv");
    return (size_t)size;
}

static kr_value cut(kr_vm *vm, kr_value bytes, size_t size) {
    kr_bytes *b = kr_to_pointer(bytes);
    return b->size == size ? bytes : kr_bytes_value(vm, b->data, size);
}

/* recv() tells "not now" by an exception, read() by None. */
static size_t received(kr_vm *vm, const kr_ssl_socket *s, ptrdiff_t result) {
    if (result == -KR_EAGAIN)
        kr_raise_ssl(vm,
                     s->read_wants == KR_NET_READ ? MBEDTLS_ERR_SSL_WANT_READ : MBEDTLS_ERR_SSL_WANT_WRITE);
    return (size_t)result;
}

static kr_value ssl_recv(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    size_t size = argc > 1 ? size_arg(vm, argv[1]) : 1024;
    kr_value result = kr_bytes_value(vm, NULL, size);
    transfer t = {.object = KR_UNBOUND, .data = ((kr_bytes *)kr_to_pointer(result))->data, .size = size};
    return cut(vm, result, received(vm, s, read_part(vm, s, &t, deadline_of(vm, s))));
}
KR_METHOD(recv, ssl_recv, 1, 3, NULL, "recv(size=1024)\nWait for bytes; up to size of them, b'' at the end.");

static kr_value ssl_recv_into(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    transfer t = {.object = argv[1], .size = argc > 2 ? size_arg(vm, argv[2]) : 0};
    if (t.size == 0) t.size = SIZE_MAX;
    return kr_int_from_unsigned(vm, received(vm, s, read_part(vm, s, &t, deadline_of(vm, s))));
}
KR_METHOD(recv_into, ssl_recv_into, 2, 4, NULL,
          "recv_into(buffer, nbytes=0)\nAs recv(), into a buffer; returns how many bytes.");

/* False: nothing at all now. */
static bool read_fully(kr_vm *vm, kr_ssl_socket *s, transfer *t, size_t size, size_t *got) {
    uint64_t deadline = deadline_of(vm, s);
    bool datagrams = kr_ssl_context_is_datagram(kr_to_pointer(s->context));
    for (*got = 0; *got < size;) {
        t->offset = *got;
        t->size = size - *got;
        ptrdiff_t n = read_part(vm, s, t, deadline);
        if (n == -KR_EAGAIN) return *got > 0;
        *got += (size_t)n;
        if (n == 0 || datagrams) break;
    }
    return true;
}

static kr_value read_all(kr_vm *vm, kr_ssl_socket *s) {
    kr_writer out;
    uint64_t deadline = deadline_of(vm, s);
    kr_writer_init(vm, &out);
    for (;;) {
        size_t chunk = out.size < CHUNK_LEAST ? CHUNK_LEAST : out.size > CHUNK_MOST ? CHUNK_MOST : out.size;
        transfer t = {.object = KR_UNBOUND, .data = (uint8_t *)kr_writer_reserve(&out, chunk), .size = chunk};
        ptrdiff_t n = read_part(vm, s, &t, deadline);
        if (n == -KR_EAGAIN && out.size == 0) return KR_NONE;
        if (n <= 0) return kr_writer_bytes(&out);
        out.size += (size_t)n;
    }
}

static kr_value ssl_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    kr_word size = argc > 1 && argv[1] != KR_NONE ? kr_index_word(vm, argv[1]) : -1;
    size_t got;
    if (size < 0) return read_all(vm, s);
    kr_value result = kr_bytes_value(vm, NULL, (size_t)size);
    transfer t = {.object = KR_UNBOUND, .data = ((kr_bytes *)kr_to_pointer(result))->data};
    return read_fully(vm, s, &t, (size_t)size, &got) ? cut(vm, result, got) : KR_NONE;
}
KR_METHOD(
    read, ssl_read, 1, 2, NULL,
    "read(size=-1)\nRead size bytes, or all until the end. None: a non-blocking stream has nothing now.");

static kr_value ssl_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    kr_buffer buffer;
    size_t got;
    kr_get_buffer(vm, argv[1], &buffer, true);
    transfer t = {.object = argv[1]};
    size_t size = argc > 2 ? size_arg(vm, argv[2]) : buffer.size;
    if (size > buffer.size) size = buffer.size;
    return read_fully(vm, s, &t, size, &got) ? kr_int_from_unsigned(vm, got) : KR_NONE;
}
KR_METHOD(readinto, ssl_readinto, 2, 3, NULL,
          "readinto(buffer, size=-1)\nAs read(), into a buffer; returns how many bytes.");

/* Byte by byte, out of the record that mbedTLS holds. */
static kr_value ssl_readline(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    kr_word most = argc > 1 && argv[1] != KR_NONE ? kr_index_word(vm, argv[1]) : -1;
    uint64_t deadline = deadline_of(vm, s);
    kr_writer out;
    kr_writer_init(vm, &out);
    while (most < 0 || out.size < (size_t)most) {
        transfer t = {.object = KR_UNBOUND, .data = (uint8_t *)kr_writer_reserve(&out, 1), .size = 1};
        ptrdiff_t n = read_part(vm, s, &t, deadline);
        if (n == -KR_EAGAIN && out.size == 0) return KR_NONE;
        if (n <= 0) break;
        if (out.data[out.size++] == '\n') break;
    }
    return kr_writer_bytes(&out);
}
KR_METHOD(readline, ssl_readline, 1, 2, NULL,
          "readline(size=-1)\nRead one line with its newline, at most size bytes; b'' at the end.");

/* --- methods that write --- */

static size_t data_arg(kr_vm *vm, transfer *t, kr_value v) {
    kr_buffer buffer;
    if (kr_is_str(v)) kr_raise_type(vm, "a bytes-like object is required, not 'str'");
    kr_get_buffer(vm, v, &buffer, false);
    *t = (transfer){.object = v, .size = SIZE_MAX};
    return buffer.size;
}

/* All bytes; how many when a stream does not wait, -KR_EAGAIN for none. */
static ptrdiff_t write_all(kr_vm *vm, kr_ssl_socket *s, transfer *t, size_t end) {
    uint64_t deadline = deadline_of(vm, s);
    size_t start = t->offset;
    while (t->offset < end) {
        t->size = end - t->offset;
        ptrdiff_t n = write_part(vm, s, t, deadline);
        if (n == -KR_EAGAIN && t->offset == start) return -KR_EAGAIN;
        if (n == -KR_EAGAIN) break;
        t->offset += (size_t)n;
    }
    return (ptrdiff_t)(t->offset - start);
}

static _Noreturn void raise_again(kr_vm *vm, const kr_ssl_socket *s) {
    kr_raise_ssl(vm, s->write_wants == KR_NET_READ ? MBEDTLS_ERR_SSL_WANT_READ : MBEDTLS_ERR_SSL_WANT_WRITE);
}

static kr_value ssl_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    transfer t;
    size_t size = data_arg(vm, &t, argv[1]);
    if (argc > 3) t.offset = size_arg(vm, argv[2]);
    size_t end = argc > 2 ? size_arg(vm, argv[argc - 1]) : size;
    if (t.offset > size) t.offset = size;
    end = end < size - t.offset ? t.offset + end : size;
    ptrdiff_t written = write_all(vm, s, &t, end);
    return written == -KR_EAGAIN ? KR_NONE : kr_int_from(vm, written);
}
KR_METHOD(
    write, ssl_write, 2, 4, NULL,
    "write(data)\nSend all bytes; returns how many a non-blocking stream has taken, or None when none.");

static kr_value ssl_send(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    transfer t;
    data_arg(vm, &t, argv[1]);
    (void)argc;
    ptrdiff_t written = write_part(vm, s, &t, deadline_of(vm, s));
    if (written == -KR_EAGAIN) raise_again(vm, s);
    return kr_int_from(vm, written);
}
KR_METHOD(send, ssl_send, 2, 3, NULL, "send(data)\nSend bytes, perhaps not all of them; returns how many.");

static kr_value ssl_sendall(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    transfer t;
    size_t size = data_arg(vm, &t, argv[1]);
    (void)argc;
    if (write_all(vm, s, &t, size) < (ptrdiff_t)size) raise_again(vm, s);
    return KR_NONE;
}
KR_METHOD(sendall, ssl_sendall, 2, 3, NULL, "sendall(data)\nSend all bytes.");

/* --- life --- */

static void release_ssl(kr_ssl_socket *s) {
    if (s->closed) return;
    s->closed = true;
    s->vm->open_files--;
    mbedtls_ssl_free(&s->ssl);
}

static void socket_finalize(kr_vm *vm, kr_object *object) {
    (void)vm;
    if (((kr_ssl_socket *)object)->vm != NULL) release_ssl((kr_ssl_socket *)object);
}

static void socket_trace(kr_vm *vm, kr_object *object) {
    const kr_ssl_socket *s = (const kr_ssl_socket *)object;
    const kr_value values[] = {s->stream, s->context, s->hostname, s->raised};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (values[i] != 0) kr_mark(vm, values[i]);
    }
}

static void close_stream(kr_vm *vm, kr_value stream) {
    kr_value arguments[2] = {KR_INT(4), KR_INT(0)}; /* MicroPython's streams are closed by an ioctl */
    kr_value method = kr_is_socket(stream) ? KR_UNBOUND : kr_getattr_or(vm, stream, N_ioctl, KR_UNBOUND);
    if (method != KR_UNBOUND)
        kr_call(vm, method, 2, arguments);
    else
        kr_call_method(vm, stream, N_close, 0, NULL);
}

static int step_notify(kr_vm *vm, kr_ssl_socket *s, void *data) {
    (void)vm, (void)data;
    return mbedtls_ssl_close_notify(&s->ssl);
}

static void say_goodbye(kr_vm *vm, void *data) {
    step_once(vm, data, step_notify, NULL);
}

/* A good-bye is said when it can be said at once. */
static void close_now(kr_vm *vm, kr_ssl_socket *s) {
    if (s->closed) return;
    kr_value raised = KR_UNBOUND;
    if (s->handshaken && !s->failed) raised = kr_try(vm, say_goodbye, s);
    release_ssl(s);
    close_stream(vm, s->stream);
    if (raised != KR_UNBOUND && !kr_exception_is(raised, &kr_OSError_type)) kr_reraise(vm, raised);
}

void kr_ssl_release(kr_vm *vm, kr_value v) {
    kr_ssl_socket *s = self_of(v);
    if (s->files > 0) s->files--;
    if (s->closing && s->files == 0) close_now(vm, s);
}

static kr_value ssl_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    (void)argc;
    if (s->busy) kr_raise(vm, &kr_RuntimeError_type, "an ssl socket cannot be used by its own stream");
    s->closing = true;
    if (s->files == 0) close_now(vm, s);
    return KR_NONE;
}
KR_METHOD(close, ssl_close, 1, 1, NULL, "close()\nEnd the connection and close the stream below.");

static kr_value ssl_enter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__enter__, ssl_enter, 1, 1, NULL, NULL);
static kr_value ssl_exit(kr_vm *vm, size_t argc, const kr_value *argv) {
    return ssl_close(vm, argc, argv);
}
KR_METHOD(__exit__, ssl_exit, 1, 4, NULL, NULL);

/* Reads until the other end has said good-bye, too. */
static kr_value ssl_unwrap(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    uint64_t deadline = deadline_of(vm, s);
    uint8_t rest[64];
    (void)argc;
    int result = drive(vm, s, WRITING, step_notify, NULL, deadline);
    while (result >= 0) {
        transfer t = {.object = KR_UNBOUND, .data = rest, .size = sizeof rest};
        result = drive(vm, s, READING, step_read, &t, deadline);
    }
    if (!is_end(s, result)) {
        if (result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE)
            kr_raise_ssl(vm, result);
        fail(vm, s, result);
    }
    release_ssl(s);
    return s->stream;
}
KR_METHOD(unwrap, ssl_unwrap, 1, 1, NULL,
          "unwrap()\nEnd TLS; returns the stream below, which goes on in the clear.");

/* The hostname for the other end, and for the check of its certificate. */
static void set_hostname(kr_vm *vm, kr_ssl_socket *s, kr_value hostname) {
    kr_net_address address;
    s->hostname = hostname;
    if (hostname == KR_NONE) return;
    const char *text = kr_str_arg(vm, hostname, "server_hostname");
    if (*text == '\0')
        kr_raise_value_error(vm, "server_hostname cannot be an empty string or start with a leading dot.");
    if (kr_net_parse(text, &address)) {
        s->ip_size = address.family == KR_NET_IPV4 ? 4 : 16;
        memcpy(s->ip, address.ip, s->ip_size);
        return;
    }
    int code = mbedtls_ssl_set_hostname(&s->ssl, text);
    if (code != 0) kr_raise_ssl(vm, code);
}

/* What forgotten connections hold of mbedTLS's memory may be what is missing. */
static void set_up(kr_vm *vm, kr_ssl_socket *s, kr_ssl_context *c) {
    mbedtls_ssl_conf_authmode(&c->config, c->verify_mode);
    int code = mbedtls_ssl_setup(&s->ssl, &c->config);
    if (code == MBEDTLS_ERR_SSL_ALLOC_FAILED) {
        kr_heap_collect(vm);
        code = mbedtls_ssl_setup(&s->ssl, &c->config);
    }
    if (code != 0) kr_raise_ssl(vm, code);
    mbedtls_ssl_set_bio(&s->ssl, s, send_bytes, receive_bytes, NULL);
    mbedtls_ssl_set_verify(&s->ssl, kr_ssl_verify, s);
    if (kr_ssl_context_is_datagram(c)) mbedtls_ssl_set_timer_cb(&s->ssl, s, set_timer, get_timer);
}

static void set_client_id(kr_vm *vm, kr_ssl_socket *s, kr_value id) {
    kr_buffer buffer;
    if (id == KR_UNBOUND || id == KR_NONE) return;
    if (!kr_is_bytes(id) && !kr_is_bytearray(id)) kr_raise_errno(vm, -KR_EINVAL, KR_UNBOUND);
    kr_get_buffer(vm, id, &buffer, false);
    int code = mbedtls_ssl_set_client_transport_id(&s->ssl, buffer.data, buffer.size);
    if (code != 0) kr_raise_ssl(vm, code);
}

/* A stream socket that is not connected yet: connect() or accept() will begin. */
static bool is_idle(kr_vm *vm, kr_value stream) {
    kr_net_address peer;
    if (!kr_is_socket(stream) || kr_to_socket(stream)->kind != KR_NET_STREAM) return false;
    return vm->host->net->peer(vm->host->net_context, kr_to_socket(stream)->handle, &peer) == -KR_ENOTCONN;
}

kr_value kr_ssl_wrap(kr_vm *vm, kr_ssl_context *c, const kr_ssl_wrapping *how) {
    kr_value hostname = how->hostname == KR_UNBOUND ? KR_NONE : how->hostname;
    if (!how->server && c->check_hostname && hostname == KR_NONE && c->psk_key == KR_NONE)
        kr_raise_value_error(vm, "check_hostname requires server_hostname");
    if (how->server && hostname != KR_NONE)
        kr_raise_value_error(vm, "server_hostname can only be specified in client mode");
    kr_ssl_socket *s = kr_new(vm, &kr_ssl_socket_type, sizeof *s);
    mbedtls_ssl_init(&s->ssl);
    s->vm = vm;
    vm->open_files++;
    s->stream = how->stream;
    s->context = KR_OBJECT(c);
    s->hostname = KR_NONE;
    s->server = how->server;
    s->read_wants = KR_NET_READ;
    s->write_wants = KR_NET_WRITE;
    set_up(vm, s, c);
    set_hostname(vm, s, hostname);
    set_client_id(vm, s, how->client_id);
    bool begin = how->handshake && !is_idle(vm, how->stream);
    if (begin && kr_is_socket(how->stream) && kr_to_socket(how->stream)->timeout_us == 0)
        kr_raise_value_error(vm, "do_handshake_on_connect should not be specified for non-blocking sockets");
    if (begin) handshake(vm, s);
    return KR_OBJECT(s);
}

static kr_value ssl_do_handshake(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    handshake(vm, self_of(argv[0]));
    return KR_NONE;
}
KR_METHOD(do_handshake, ssl_do_handshake, 1, 2, NULL,
          "do_handshake()\nAgree on keys and verify the other end.");

static kr_value ssl_connect(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    kr_call_method(vm, s->stream, N_connect, argc - 1, argv + 1);
    handshake(vm, s);
    return KR_NONE;
}
KR_METHOD(connect, ssl_connect, 2, 2, NULL,
          "connect(address)\nConnect the socket below, and do the handshake.");

static kr_value ssl_accept(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    const kr_tuple *pair = kr_to_tuple(kr_tuple_of(vm, kr_call_method(vm, s->stream, N_accept, 0, NULL)));
    (void)argc;
    kr_ssl_wrapping how = {.stream = pair->items[0],
                           .hostname = KR_NONE,
                           .client_id = KR_UNBOUND,
                           .server = true,
                           .handshake = true};
    kr_value items[2] = {kr_ssl_wrap(vm, kr_to_pointer(s->context), &how), pair->items[1]};
    return kr_tuple_new(vm, 2, items);
}
KR_METHOD(accept, ssl_accept, 1, 1, NULL,
          "accept()\nAccept on the socket below. Returns (ssl socket, address).");

static kr_value ssl_makefile(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    (void)argc;
    kr_value file = kr_file_stream(vm, argv);
    s->files++;
    return file;
}
KR_METHOD(makefile, ssl_makefile, 1, 6, "self,mode,buffering,encoding,errors,newline",
          "makefile(mode='r', buffering=-1, *, encoding=None, errors=None, newline=None)\nA file over the "
          "connection.");

/* --- facts --- */

static kr_ssl_socket *open_self(kr_vm *vm, kr_value v) {
    kr_ssl_socket *s = self_of(v);
    if (s->closed) kr_raise_errno(vm, -KR_EBADF, KR_UNBOUND);
    return s;
}

static kr_value ssl_getpeercert(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = open_self(vm, argv[0]);
    (void)argc;
    if (s->ssl.state != MBEDTLS_SSL_HANDSHAKE_OVER) kr_raise_value_error(vm, "handshake not done yet");
    const mbedtls_x509_crt *certificate = mbedtls_ssl_get_peer_cert(&s->ssl);
    if (certificate == NULL) return KR_NONE;
    if (argv[1] != KR_UNBOUND && kr_truth(vm, argv[1]))
        return kr_bytes_value(vm, certificate->raw.p, certificate->raw.len);
    const kr_ssl_context *c = kr_to_pointer(s->context);
    return c->verify_mode == MBEDTLS_SSL_VERIFY_NONE ? KR_OBJECT(kr_dict_new(vm, 0))
                                                     : kr_ssl_certificate_dict(vm, certificate);
}
KR_METHOD(
    getpeercert, ssl_getpeercert, 1, 2, "self,binary_form",
    "getpeercert(binary_form=False)\nThe certificate of the other end: what it says, or its bytes (DER).");

/* "TLSv1.2", as CPython writes it, too. */
static kr_value ssl_version(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = self_of(argv[0]);
    (void)argc;
    return s->closed || s->ssl.state != MBEDTLS_SSL_HANDSHAKE_OVER
               ? KR_NONE
               : kr_str_text(vm, mbedtls_ssl_get_version(&s->ssl));
}
KR_METHOD(version, ssl_version, 1, 1, NULL, "version()\nThe protocol that was agreed on, or None.");

static kr_value ssl_cipher(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = open_self(vm, argv[0]);
    (void)argc;
    const char *name = mbedtls_ssl_get_ciphersuite(&s->ssl);
    if (name == NULL || s->ssl.state != MBEDTLS_SSL_HANDSHAKE_OVER) return KR_NONE;
    bool wide = strstr(name, "-256-") != NULL || strstr(name, "CHACHA20") != NULL;
    kr_value items[3] = {kr_str_text(vm, name), kr_str_text(vm, mbedtls_ssl_get_version(&s->ssl)),
                         KR_INT(wide ? 256 : 128)};
    return kr_tuple_new(vm, 3, items);
}
KR_METHOD(cipher, ssl_cipher, 1, 1, NULL,
          "cipher()\n(name of the cipher suite, protocol, bits of the key), or None.");

static kr_value ssl_alpn(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = open_self(vm, argv[0]);
    (void)argc;
    const char *name = mbedtls_ssl_get_alpn_protocol(&s->ssl);
    return name != NULL ? kr_str_text(vm, name) : KR_NONE;
}
KR_METHOD(selected_alpn_protocol, ssl_alpn, 1, 1, NULL,
          "selected_alpn_protocol()\nThe application protocol that was agreed on, or None.");

static kr_value ssl_pending(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_ssl_socket *s = open_self(vm, argv[0]);
    (void)argc;
    return kr_int_from_unsigned(vm, mbedtls_ssl_get_bytes_avail(&s->ssl));
}
KR_METHOD(pending, ssl_pending, 1, 1, NULL,
          "pending()\nHow many bytes can be read without the stream below.");

/* --- select --- */

bool kr_ssl_poll_view(kr_vm *vm, kr_value v, uint16_t events, kr_poll_view *view) {
    if (!kr_is_ssl_socket(v)) return false;
    kr_ssl_socket *s = self_of(v);
    *view = (kr_poll_view){.handle = KR_POLL_NO_HANDLE, .ready = KR_NET_INVALID};
    if (s->closed || s->failed) return true;
    view->ready = KR_NET_READ;
    if ((events & KR_NET_READ) && (s->ended || mbedtls_ssl_check_pending(&s->ssl))) return true;
    uint16_t asked =
        (uint16_t)((events & KR_NET_READ ? s->read_wants : 0) | (events & KR_NET_WRITE ? s->write_wants : 0));
    uint16_t as[2] = {0, 0}; /* what READ and WRITE of the stream mean here */
    for (int i = 0; i < 2; i++) {
        uint16_t below = i == 0 ? KR_NET_READ : KR_NET_WRITE;
        as[i] = (uint16_t)((s->read_wants == below ? events & KR_NET_READ : 0) |
                           (s->write_wants == below ? events & KR_NET_WRITE : 0));
    }
    kr_poll_view_of(vm, s->stream, asked, view);
    uint16_t ready = view->ready;
    view->ready = (uint16_t)((ready & ~(KR_NET_READ | KR_NET_WRITE)) | (ready & KR_NET_READ ? as[0] : 0) |
                             (ready & KR_NET_WRITE ? as[1] : 0));
    view->as_read = as[0];
    view->as_write = as[1];
    return true;
}

/* MicroPython's: request 3 polls, 4 closes. */
static kr_value ssl_ioctl(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word request = kr_index_word(vm, argv[1]);
    kr_poll_view view;
    (void)argc;
    if (request == 4) {
        ssl_close(vm, 1, argv);
        return KR_INT(0);
    }
    if (request != KR_POLL_REQUEST) kr_raise_errno(vm, -KR_EINVAL, KR_UNBOUND);
    kr_ssl_poll_view(vm, argv[0], (uint16_t)kr_index_word(vm, argv[2]), &view);
    if (view.handle == KR_POLL_NO_HANDLE) return KR_INT(view.ready);
    kr_net_wait wait = {.handle = view.handle, .events = view.events};
    kr_wait_round(vm, &wait, 1, 0, 0);
    uint16_t ready = wait.ready;
    return KR_INT(view.ready | (ready & ~(KR_NET_READ | KR_NET_WRITE)) |
                  (ready & KR_NET_READ ? view.as_read : 0) | (ready & KR_NET_WRITE ? view.as_write : 0));
}
KR_METHOD(ioctl, ssl_ioctl, 3, 3, NULL,
          "ioctl(request, argument)\nRequest 3: which of these events are ready; 4: close.");

/* --- the type --- */

static kr_value get_context(kr_vm *vm, kr_value self) {
    (void)vm;
    return self_of(self)->context;
}
static kr_value get_server_side(kr_vm *vm, kr_value self) {
    (void)vm;
    return kr_bool(self_of(self)->server);
}
static kr_value get_server_hostname(kr_vm *vm, kr_value self) {
    (void)vm;
    return self_of(self)->hostname;
}
KR_GETSET(context, get_context, NULL);
KR_GETSET(server_side, get_server_side, NULL);
KR_GETSET(server_hostname, get_server_hostname, NULL);

static void socket_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_value stream = self_of(v)->stream;
    if (kr_is_socket(stream))
        kr_write_format(out, "<ssl.SSLSocket over %R>", stream);
    else
        kr_write_text(out, "<SSLSocket>");
}

/* Addresses, timeouts and options are those of the stream below. */
static kr_value socket_getattr(kr_vm *vm, kr_value v, kr_value name) {
    return kr_getattr_or(vm, self_of(v)->stream, name, KR_UNBOUND);
}

static const kr_member members[] = {
    {N___module__, N_ssl},
    KR_ENTRY(recv, ssl_recv),
    KR_ENTRY(recv_into, ssl_recv_into),
    KR_ENTRY(read, ssl_read),
    KR_ENTRY(readinto, ssl_readinto),
    KR_ENTRY(readline, ssl_readline),
    KR_ENTRY(write, ssl_write),
    KR_ENTRY(send, ssl_send),
    KR_ENTRY(sendall, ssl_sendall),
    KR_ENTRY(close, ssl_close),
    KR_ENTRY(__enter__, ssl_enter),
    KR_ENTRY(__exit__, ssl_exit),
    KR_ENTRY(unwrap, ssl_unwrap),
    KR_ENTRY(do_handshake, ssl_do_handshake),
    KR_ENTRY(connect, ssl_connect),
    KR_ENTRY(accept, ssl_accept),
    KR_ENTRY(makefile, ssl_makefile),
    KR_ENTRY(getpeercert, ssl_getpeercert),
    KR_ENTRY(version, ssl_version),
    KR_ENTRY(cipher, ssl_cipher),
    KR_ENTRY(selected_alpn_protocol, ssl_alpn),
    KR_ENTRY(pending, ssl_pending),
    KR_ENTRY(ioctl, ssl_ioctl),
    KR_GETSET_ENTRY(context, get_context),
    KR_GETSET_ENTRY(server_side, get_server_side),
    KR_GETSET_ENTRY(server_hostname, get_server_hostname),
};
static const kr_ops socket_ops = {
    .trace = socket_trace, .finalize = socket_finalize, .print = socket_print, .getattr = socket_getattr};
const kr_type kr_ssl_socket_type = {.head = {&kr_type_type},
                                    .name = N_SSLSocket,
                                    .base = &kr_object_type,
                                    .solid = &kr_ssl_socket_type,
                                    .ops = &socket_ops,
                                    .flags = KR_TYPE_FINAL | KR_TYPE_FINALIZE,
                                    .size = sizeof(kr_ssl_socket),
                                    .member_count = sizeof members / sizeof *members,
                                    .members = members};
#endif

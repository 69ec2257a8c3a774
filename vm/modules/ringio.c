/* micropython.RingIO: a stream of bytes through a ring of fixed size, without allocation, so that a callback
 * may write what the program reads later.
 *
 * One byte of the ring is never used: it tells a full ring from an empty one. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define RING_MAX 65535u

typedef struct ring {
    kr_object head;
    kr_value owner; /* whose bytes these are */
    uint8_t *data;
    uint32_t size;     /* of data */
    uint32_t get, put; /* where the next byte is read and written; equal: empty */
} ring;

static ring *to_ring(kr_value v) {
    return kr_to_pointer(v);
}

static uint32_t used(const ring *r) {
    return (r->put + r->size - r->get) % r->size;
}

static uint32_t room(const ring *r) {
    return r->size - 1 - used(r);
}

static void check_size(kr_vm *vm, uintmax_t size) {
    if (size < 2 || size > RING_MAX) kr_raise_value_error(vm, "bad size");
}

/* RingIO(size) makes a ring for that many bytes; RingIO(buffer) uses a bytearray, of which one byte is lost.
 */
static kr_value ring_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    kr_buffer buffer;
    (void)names;
    if (argc != 1 || nkw > 0)
        kr_raise_type(vm, "RingIO() takes exactly one argument (%zu given)", argc + nkw);
    ring *r = kr_new_instance(vm, cls, sizeof *r);
    r->owner = argv[0];
    if (kr_is_int(argv[0])) {
        kr_word size = kr_to_int(argv[0]);
        check_size(vm, size < 1 || (uintmax_t)size >= RING_MAX ? 0 : (uintmax_t)size + 1);
        kr_value bytes = kr_bytes_value(vm, NULL, (size_t)size + 1);
        r->owner = bytes;
        r->data = ((kr_bytes *)kr_to_pointer(bytes))->data;
        r->size = (uint32_t)size + 1;
    } else {
        kr_get_buffer(vm, argv[0], &buffer, true);
        check_size(vm, buffer.size);
        r->data = buffer.data;
        r->size = (uint32_t)buffer.size;
    }
    return KR_OBJECT(r);
}

/* Moves up to `count` bytes out of the ring. */
static uint32_t take(ring *r, uint8_t *out, uint32_t count) {
    uint32_t n = used(r);
    if (n > count) n = count;
    for (uint32_t i = 0; i < n; i++) {
        out[i] = r->data[r->get];
        r->get = (r->get + 1) % r->size;
    }
    return n;
}

static kr_value take_bytes(kr_vm *vm, ring *r, uint32_t count) {
    kr_value bytes = kr_bytes_value(vm, NULL, count);
    if (count > 0) take(r, ((kr_bytes *)kr_to_pointer(bytes))->data, count);
    return bytes;
}

static uint32_t count_arg(kr_vm *vm, const ring *r, size_t argc, const kr_value *argv) {
    uint32_t n = used(r);
    if (argc < 2 || argv[1] == KR_NONE) return n;
    kr_word wanted = kr_index_word(vm, argv[1]);
    return wanted < 0 || (uintmax_t)wanted > n ? n : (uint32_t)wanted;
}

static kr_value ring_any(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return KR_INT(used(to_ring(argv[0])));
}
KR_METHOD(any, ring_any, 1, 1, NULL, "any()\nHow many bytes can be read.");

static kr_value ring_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    ring *r = to_ring(argv[0]);
    return take_bytes(vm, r, count_arg(vm, r, argc, argv));
}
KR_METHOD(read, ring_read, 1, 2, NULL,
          "read(nbytes=-1)\nUp to that many bytes; all there are without an argument.");

static kr_value ring_readline(kr_vm *vm, size_t argc, const kr_value *argv) {
    ring *r = to_ring(argv[0]);
    uint32_t limit = count_arg(vm, r, argc, argv), n = 0;
    while (n < limit && r->data[(r->get + n++) % r->size] != '\n') continue;
    return take_bytes(vm, r, n);
}
KR_METHOD(readline, ring_readline, 1, 2, NULL,
          "readline(nbytes=-1)\nBytes up to and with the next newline, or all there are.");

static kr_value ring_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer buffer;
    ring *r = to_ring(argv[0]);
    kr_get_buffer(vm, argv[1], &buffer, true);
    uint32_t limit = count_arg(vm, r, argc - 1, argv + 1);
    return KR_INT(take(r, buffer.data, buffer.size < limit ? (uint32_t)buffer.size : limit));
}
KR_METHOD(readinto, ring_readinto, 2, 3, NULL,
          "readinto(buffer, nbytes=-1)\nRead into a buffer; returns how many bytes there were.");

static kr_value ring_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer buffer;
    ring *r = to_ring(argv[0]);
    (void)argc;
    kr_get_buffer(vm, argv[1], &buffer, false);
    uint32_t n = buffer.size < room(r) ? (uint32_t)buffer.size : room(r);
    for (uint32_t i = 0; i < n; i++) {
        r->data[r->put] = ((const uint8_t *)buffer.data)[i];
        r->put = (r->put + 1) % r->size;
    }
    return KR_INT(n);
}
KR_METHOD(write, ring_write, 2, 2, NULL,
          "write(buffer)\nAdd bytes as long as there is room; returns how many.");

static kr_value ring_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_METHOD(close, ring_close, 1, 1, NULL, "close()\nNothing: a ring needs no end.");

enum { REQUEST_POLL = 3, POLL_IN = 1, POLL_OUT = 4 };

static kr_value ring_ioctl(kr_vm *vm, size_t argc, const kr_value *argv) {
    const ring *r = to_ring(argv[0]);
    (void)argc;
    if (kr_index_word(vm, argv[1]) != REQUEST_POLL) return KR_INT(0);
    kr_word wanted = kr_index_word(vm, argv[2]);
    return KR_INT(wanted & ((used(r) > 0 ? POLL_IN : 0) | (room(r) > 0 ? POLL_OUT : 0)));
}
KR_METHOD(ioctl, ring_ioctl, 3, 3, NULL, "ioctl(request, argument)\nWhat select.poll() asks.");

static void ring_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((ring *)object)->owner);
}

static void ring_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)v, (void)str;
    kr_write_text(out, "<RingIO>");
}

static const kr_member ring_members[] = {
    {N___module__, N_micropython},     KR_ENTRY(any, ring_any),           KR_ENTRY(read, ring_read),
    KR_ENTRY(readline, ring_readline), KR_ENTRY(readinto, ring_readinto), KR_ENTRY(write, ring_write),
    KR_ENTRY(close, ring_close),       KR_ENTRY(ioctl, ring_ioctl),
};
static const kr_ops ring_ops = {.trace = ring_trace, .print = ring_print};
extern const kr_type kr_ring_type;
const kr_type kr_ring_type = {.head = {&kr_type_type},
                              .name = N_RingIO,
                              .base = &kr_object_type,
                              .solid = &kr_ring_type,
                              .ops = &ring_ops,
                              .size = sizeof(ring),
                              .member_count = sizeof ring_members / sizeof *ring_members,
                              .members = ring_members,
                              .make = ring_make};

/* Byte streams of any kind, as ssl and files over connections use them. */
#include "core/heap.h"
#include "core/operate.h"
#include "modules/socket.h"
#include "modules/ssl.h"
#include "types/container.h"

/* A method of a program's class; KR_UNBOUND when it has none of the two names. */
static kr_value method_of(kr_vm *vm, kr_value stream, kr_value name, kr_value other) {
    kr_value method = kr_getattr_or(vm, stream, name, KR_UNBOUND);
    return method != KR_UNBOUND ? method : kr_getattr_or(vm, stream, other, KR_UNBOUND);
}

/* What such a method returns: a count, None for "nothing now", or bytes. */
static ptrdiff_t count_of(kr_vm *vm, kr_value result, size_t most) {
    if (result == KR_NONE) return -KR_EAGAIN;
    kr_word count = kr_index_word(vm, result);
    if (count < 0) return count < -4095 ? -KR_EIO : (ptrdiff_t)count;
    return (size_t)count < most ? (ptrdiff_t)count : (ptrdiff_t)most;
}

/* By readinto into a bytearray of our own, so that the program never holds a pointer into C. */
static ptrdiff_t read_object(kr_vm *vm, kr_value stream, void *data, size_t size) {
    kr_value method = method_of(vm, stream, N_readinto, N_recv_into);
    if (method == KR_UNBOUND) {
        kr_value wanted = KR_INT(size), result = kr_call_method(vm, stream, N_read, 1, &wanted);
        kr_buffer buffer;
        if (result == KR_NONE) return -KR_EAGAIN;
        kr_get_buffer(vm, result, &buffer, false);
        if (buffer.size < size) size = buffer.size;
        memcpy(data, buffer.data, size);
        return (ptrdiff_t)size;
    }
    kr_value block = kr_bytearray_new(vm, data, size);
    kr_bytearray *bytes = kr_to_pointer(block);
    ptrdiff_t count = count_of(vm, kr_call(vm, method, 1, &block), size);
    if (count > 0 && (size_t)count > bytes->size) count = (ptrdiff_t)bytes->size;
    if (count > 0) memcpy(data, bytes->data, (size_t)count);
    return count;
}

ptrdiff_t kr_stream_read(kr_vm *vm, kr_value stream, void *data, size_t size) {
    if (kr_is_socket(stream)) return kr_socket_receive(vm, kr_to_socket(stream), data, size, 0);
    if (kr_is_ssl_socket(stream)) return kr_ssl_read(vm, stream, data, size);
    return read_object(vm, stream, data, size);
}

ptrdiff_t kr_stream_write(kr_vm *vm, kr_value stream, const void *data, size_t size) {
    if (kr_is_socket(stream)) return kr_socket_send(vm, kr_to_socket(stream), data, size);
    if (kr_is_ssl_socket(stream)) return kr_ssl_write(vm, stream, data, size);
    kr_value bytes = kr_bytes_value(vm, data, size), method = method_of(vm, stream, N_write, N_send);
    if (method == KR_UNBOUND) kr_raise_type(vm, "a stream is required, not '%T'", stream);
    return count_of(vm, kr_call(vm, method, 1, &bytes), size);
}

void kr_stream_close(kr_vm *vm, kr_value stream) {
    if (kr_is_socket(stream))
        kr_socket_release(vm, kr_to_socket(stream));
    else if (kr_is_ssl_socket(stream))
        kr_ssl_release(vm, stream);
}

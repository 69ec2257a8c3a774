#ifndef KR_BYTE_STRING_H
#define KR_BYTE_STRING_H
/* What bytes and bytearray share. Methods take either as self and give a new object of self's kind; arguments
 * may be any bytes-like object. A span into a bytearray holds until the program's code runs: take it after
 * the arguments have been converted.
 *
 * bytes.c and bytearray.c are the operations of the two types; the shared methods live by theme in
 * bytes_search.c, bytes_split.c and bytes_text.c; bytes_type.c has the tables. */
#include "core/operate.h"
#include "types/container.h"

typedef struct kr_span {
    const uint8_t *data;
    size_t size;
} kr_span;
#define KR_NOT_FOUND SIZE_MAX

/* The bytes of a bytes or bytearray. */
static inline kr_span kr_span_of(kr_value v) {
    if (kr_is_bytes(v)) {
        const kr_bytes *b = kr_to_pointer(v);
        return (kr_span){b->data, b->size};
    }
    const kr_bytearray *a = kr_to_pointer(v);
    return (kr_span){a->data, a->size};
}
static inline bool kr_is_byte_string(kr_value v) {
    return kr_is_bytes(v) || kr_is_bytearray(v);
}

/* The bytes of any bytes-like object; TypeError. */
static inline kr_span kr_span_arg(kr_vm *vm, kr_value v) {
    if (kr_is_byte_string(v)) return kr_span_of(v);
    kr_buffer buffer;
    kr_get_buffer(vm, v, &buffer, false);
    return (kr_span){buffer.data, buffer.size};
}

/* A new bytes or bytearray, as self is; data NULL: to be filled. */
kr_value kr_byte_string_new(kr_vm *vm, kr_value self, const void *data, size_t size);
uint8_t *kr_byte_string_data(kr_value v);

/* First or last occurrence, or KR_NOT_FOUND. An empty needle is found at either end. */
size_t kr_span_find(kr_span in, kr_span needle);
size_t kr_span_find_last(kr_span in, kr_span needle);

/* An int of 0 … 255 from an index value; ValueError "<what> must be in range(0, 256)". */
uint8_t kr_byte_arg(kr_vm *vm, kr_value v, const char *what);

/* What bytes(…) and bytearray(…) are made of, appended to an empty bytearray. `what` names a byte in errors.
 */
void kr_bytearray_fill(kr_vm *vm, kr_bytearray *to, const char *type, size_t argc, const kr_value *argv,
                       size_t nkw, const kr_value *names);
void kr_bytearray_append(kr_vm *vm, kr_bytearray *to, const void *data, size_t size);
/* Makes room for `more` bytes behind the used ones. */
uint8_t *kr_bytearray_reserve(kr_vm *vm, kr_bytearray *to, size_t more);
/* to[start : start + count] = data. */
void kr_bytearray_replace(kr_vm *vm, kr_bytearray *to, size_t start, size_t count, const void *data,
                          size_t size);

/* Operations of both types. */
kr_value kr_byte_string_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b);
kr_value kr_byte_string_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
kr_value kr_byte_string_getitem(kr_vm *vm, kr_value v, kr_value key);
bool kr_byte_string_contains(kr_vm *vm, kr_value v, kr_value item);
kr_value kr_byte_string_iter(kr_vm *vm, kr_value v);
/* b'…'; escape: single quotes get a backslash even between double ones, as in a bytearray's repr. */
void kr_byte_string_write(kr_writer *out, kr_span span, bool escape);

/* Hexadecimal digits with a separator (str or bytes of one character, or KR_UNBOUND) between groups of that
 * many bytes (or KR_UNBOUND). */
kr_value kr_span_hex(kr_vm *vm, kr_span span, kr_value separator, kr_value group);

/* Python methods of both, argv[0] is self. */
#define KR_BYTE_METHODS(X)                                                                                   \
    X(capitalize)                                                                                            \
    X(center)                                                                                                \
    X(count) X(decode) X(endswith) X(expandtabs) X(find) X(fromhex) X(hex) X(index) X(isalnum) X(isalpha)    \
        X(isascii) X(isdigit) X(islower) X(isspace) X(istitle) X(isupper) X(join) X(ljust) X(lower)          \
            X(lstrip) X(maketrans) X(partition) X(removeprefix) X(removesuffix) X(replace) X(rfind)          \
                X(rindex) X(rjust) X(rpartition) X(rsplit) X(rstrip) X(split) X(splitlines) X(startswith)    \
                    X(strip) X(swapcase) X(title) X(translate) X(upper) X(zfill)
#define KR_BYTE_METHOD(name) kr_value kr_byte_##name(kr_vm *vm, size_t argc, const kr_value *argv);
KR_BYTE_METHODS(KR_BYTE_METHOD)
#undef KR_BYTE_METHOD

#define KR_BYTEARRAY_METHODS(X) X(append) X(clear) X(copy) X(extend) X(insert) X(pop) X(remove) X(reverse)
#define KR_BYTEARRAY_METHOD(name)                                                                            \
    kr_value kr_bytearray_##name##_method(kr_vm *vm, size_t argc, const kr_value *argv);
KR_BYTEARRAY_METHODS(KR_BYTEARRAY_METHOD)
#undef KR_BYTEARRAY_METHOD
kr_value kr_bytearray_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names);

extern const kr_ops kr_bytes_ops, kr_bytearray_ops;
kr_value kr_bytes_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names);
kr_value kr_bytearray_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names);

#endif

/* bytearray: a growing row of bytes, and how bytes() and bytearray() are filled from anything. Every change
 * reads size and data anew after the program's code may have run. The block may be longer than `size`;
 * nothing is promised about the rest. A bytearray whose capacity is less than its size shows bytes that
 * belong to somebody else (uctypes.bytearray_at) and keeps its size. */
#include "core/heap.h"
#include "core/names.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/str.h"

static kr_bytearray *to_array(kr_value v) {
    return kr_to_pointer(v);
}

static bool is_foreign(const kr_bytearray *array) {
    return array->capacity < array->size;
}

static void check_size(kr_vm *vm, const kr_bytearray *array, size_t size) {
    if (is_foreign(array) && size != array->size)
        kr_raise(vm, &kr_BufferError_type, "Existing exports of data: object cannot be re-sized");
}

uint8_t *kr_bytearray_reserve(kr_vm *vm, kr_bytearray *to, size_t more) {
    check_size(vm, to, to->size + more);
    if (to->capacity - to->size < more) {
        size_t capacity = to->size + more;
        if (capacity >= UINT32_MAX / 2 || capacity < more) kr_raise_memory(vm);
        if (to->size > 0) capacity += capacity / 8 + 8;
        to->data = kr_bytes_resize(vm, to->data, to->size, capacity);
        to->capacity = capacity;
    }
    return to->data + to->size;
}

void kr_bytearray_append(kr_vm *vm, kr_bytearray *to, const void *data, size_t size) {
    if (size == 0) return;
    memmove(kr_bytearray_reserve(vm, to, size), data, size);
    to->size += size;
}

kr_value kr_bytearray_new(kr_vm *vm, const void *data, size_t size) {
    kr_bytearray *array = kr_new(vm, &kr_bytearray_type, sizeof *array);
    if (size > 0) {
        kr_bytearray_reserve(vm, array, size);
        if (data) memcpy(array->data, data, size);
        array->size = size;
    }
    return KR_OBJECT(array);
}

kr_value kr_bytearray_at(kr_vm *vm, void *data, size_t size) {
    kr_bytearray *array = kr_new(vm, &kr_bytearray_type, sizeof *array);
    array->data = size > 0 ? data : NULL;
    array->size = size;
    return KR_OBJECT(array);
}

static void shrink(kr_vm *vm, kr_bytearray *array, size_t size) {
    check_size(vm, array, size);
    if (size == array->size) return;
    array->size = size;
    if (array->capacity < 64 || size > array->capacity / 4) return;
    if (size == 0) {
        kr_block_free(vm, array->data);
        array->data = NULL;
        array->capacity = 0;
        return;
    }
    size_t capacity = size + size / 2;
    array->data = kr_bytes_resize(vm, array->data, size, capacity);
    array->capacity = capacity;
}

void kr_bytearray_replace(kr_vm *vm, kr_bytearray *to, size_t start, size_t count, const void *data,
                          size_t size) {
    check_size(vm, to, to->size - count + size);
    if (size > count) kr_bytearray_reserve(vm, to, size - count);
    size_t tail = to->size - start - count;
    if (tail > 0) memmove(to->data + start + size, to->data + start + count, tail);
    if (size > 0) memcpy(to->data + start, data, size);
    if (size >= count)
        to->size += size - count;
    else
        shrink(vm, to, to->size - (count - size));
}

/* ---- Filling. ---- */

static const char *text_of(kr_vm *vm, kr_value v, const char *what) {
    return v == KR_UNBOUND ? NULL : kr_str_arg(vm, v, what);
}

static void append_iterable(kr_vm *vm, kr_bytearray *to, kr_value iterable, const char *what) {
    kr_loop loop;
    kr_loop_begin(vm, &loop, iterable);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;) {
        uint8_t byte = kr_byte_arg(vm, item, what);
        kr_bytearray_append(vm, to, &byte, 1);
    }
}

static void make_iterator(kr_vm *vm, void *data) {
    kr_value *place = data;
    *place = kr_iter(vm, *place);
}

/* TypeError with words of its own when it cannot be iterated. */
static kr_value iterator_of(kr_vm *vm, kr_value source, const char *type) {
    kr_value iterator = source;
    kr_value exception = kr_try(vm, make_iterator, &iterator);
    if (exception == KR_UNBOUND) return iterator;
    if (!kr_exception_is(exception, &kr_TypeError_type)) kr_reraise(vm, exception);
    kr_raise_type(vm, "cannot convert '%T' object to %s", source, type);
}

/* The __bytes__ that bytes() asks, or KR_UNBOUND; bytearray() asks none. */
static kr_value bytes_method(kr_vm *vm, const char *type, kr_value source) {
    const kr_type *class = kr_type_of(source);
    bool plain = !(class->flags & KR_TYPE_CLASS) && class->ops && class->ops->buffer;
    return plain || type[5] != '\0' ? KR_UNBOUND : kr_special(vm, source, N___bytes__);
}

static void fill_from(kr_vm *vm, kr_bytearray *to, const char *type, kr_value source) {
    const kr_ops *ops = kr_type_of(source)->ops;
    kr_value special = bytes_method(vm, type, source);
    if (special != KR_UNBOUND) {
        kr_value made = kr_call(vm, special, 0, NULL);
        if (!kr_is_bytes(made)) kr_raise_type(vm, "__bytes__ returned non-bytes (type %T)", made);
        kr_bytearray_append(vm, to, kr_span_of(made).data, kr_span_of(made).size);
        return;
    }
    if (ops && ops->buffer) {
        kr_span span = kr_span_arg(vm, source);
        kr_bytearray_append(vm, to, span.data, span.size);
        return;
    }
    if (kr_is_index(source)) {
        kr_value size = kr_index(vm, source);
        intmax_t count = 0;
        if (!kr_int_to(size, &count) || count > INTPTR_MAX || count < INTPTR_MIN)
            kr_raise_overflow(vm, "cannot fit '%T' into an index-sized integer", source);
        if (count < 0) kr_raise_value_error(vm, "negative count");
        if (count > 0) memset(kr_bytearray_reserve(vm, to, (size_t)count), 0, (size_t)count);
        to->size += (size_t)count;
        return;
    }
    if (!kr_is_exact(source, &kr_list_type) && !kr_is_exact(source, &kr_tuple_type))
        source = iterator_of(vm, source, type);
    append_iterable(vm, to, source, type[5] == '\0' ? "bytes" : "byte");
}

void kr_bytearray_fill(kr_vm *vm, kr_bytearray *to, const char *type, size_t argc, const kr_value *argv,
                       size_t nkw, const kr_value *names) {
    kr_value args[3] = {KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    if (argc + nkw > 3) kr_raise_type(vm, "%s() takes at most 3 arguments (%zu given)", type, argc + nkw);
    for (size_t i = 0; i < argc; i++) args[i] = argv[i];
    for (size_t i = 0; i < nkw; i++) {
        size_t at = names[i] == N_source ? 0 : names[i] == N_encoding ? 1 : names[i] == N_errors ? 2 : 3;
        if (at == 3) kr_raise_type(vm, "'%S' is an invalid keyword argument for %s()", names[i], type);
        if (args[at] != KR_UNBOUND)
            kr_raise_type(vm, "argument for %s() given by name ('%S') and position (%zu)", type, names[i],
                          at + 1);
        args[at] = argv[argc + i];
    }
    bool coded = args[1] != KR_UNBOUND || args[2] != KR_UNBOUND;
    if (args[0] == KR_UNBOUND) {
        if (coded)
            kr_raise_type(vm, "%s without a string argument", args[1] != KR_UNBOUND ? "encoding" : "errors");
        return;
    }
    if (kr_is_str(args[0]) && (coded || bytes_method(vm, type, args[0]) == KR_UNBOUND)) {
        if (args[1] == KR_UNBOUND) kr_raise_type(vm, "string argument without an encoding");
        kr_value made =
            kr_str_encode(vm, args[0], text_of(vm, args[1], "encoding"), text_of(vm, args[2], "errors"));
        kr_bytearray_append(vm, to, kr_span_of(made).data, kr_span_of(made).size);
        return;
    }
    if (coded)
        kr_raise_type(vm, "%s without a string argument", args[1] != KR_UNBOUND ? "encoding" : "errors");
    fill_from(vm, to, type, args[0]);
}

kr_value kr_bytearray_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    shrink(vm, to_array(argv[0]), 0);
    kr_bytearray_fill(vm, to_array(argv[0]), "bytearray", argc - 1, argv + 1, nkw, names);
    return KR_NONE;
}

kr_value kr_bytearray_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    kr_value array = cls == &kr_bytearray_type ? kr_bytearray_new(vm, NULL, 0)
                                               : KR_OBJECT(kr_new_instance(vm, cls, sizeof(kr_bytearray)));
    kr_bytearray_fill(vm, to_array(array), "bytearray", argc, argv, nkw, names);
    return array;
}

/* ---- Operations of the type. ---- */

static void array_trace(kr_vm *vm, kr_object *object) {
    const kr_bytearray *array = (const kr_bytearray *)object;
    const kr_value address = (kr_value)array->data;
    if (is_foreign(array))
        kr_mark_words(vm, &address, 1);
    else
        kr_mark_block(vm, array->data);
}

static void array_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_value(out, kr_type_of(v)->name, true);
    kr_write(out, "(", 1);
    kr_byte_string_write(out, kr_span_of(v), true);
    kr_write(out, ")", 1);
}

static kr_word array_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)to_array(v)->size;
}

static bool array_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer) {
    (void)vm;
    *buffer = (kr_buffer){to_array(v)->data, to_array(v)->size, true, 'B'};
    return true;
}

static void delete_slice(kr_vm *vm, kr_bytearray *array, kr_value key) {
    kr_word start, stop, step;
    size_t count = kr_slice_indices(vm, key, array->size, &start, &stop, &step);
    if (count == 0) return;
    check_size(vm, array, array->size - count);
    if (step < 0) {
        start += ((kr_word)count - 1) * step;
        step = -step;
    }
    if (step == 1) {
        kr_bytearray_replace(vm, array, (size_t)start, count, NULL, 0);
        return;
    }
    size_t to = (size_t)start, next = (size_t)start, left = count;
    for (size_t from = (size_t)start; from < array->size; from++) {
        if (left > 0 && from == next) {
            next += (size_t)step;
            left--;
        } else {
            array->data[to++] = array->data[from];
        }
    }
    shrink(vm, array, to);
}

static void assign_slice(kr_vm *vm, kr_bytearray *array, kr_value key, kr_value item) {
    kr_value fresh = kr_bytearray_new(vm, NULL, 0);
    if (kr_is_index(item) || kr_is_str(item))
        kr_raise_type(vm, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    fill_from(vm, to_array(fresh), "bytearray", item);
    kr_span span = kr_span_of(fresh);
    kr_word start, stop, step;
    size_t count = kr_slice_indices(vm, key, array->size, &start, &stop, &step);
    if (step == 1) {
        kr_bytearray_replace(vm, array, (size_t)start, count, span.data, span.size);
        return;
    }
    if (span.size == 0) {
        delete_slice(vm, array, key);
        return;
    }
    if (span.size != count)
        kr_raise_value_error(vm, "attempt to assign bytes of size %zu to extended slice of size %zu",
                             span.size, count);
    for (size_t i = 0; i < count; i++) array->data[start + (kr_word)i * step] = span.data[i];
}

/* Memory of others takes numbers as C does: they are cut. */
static uint8_t low_byte(kr_vm *vm, kr_value v) {
    return (uint8_t)kr_to_int(kr_binary(vm, KR_AND, kr_index(vm, v), KR_INT(255)));
}

static void array_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    kr_bytearray *array = to_array(v);
    if (kr_is_slice(key)) {
        if (item == KR_UNBOUND)
            delete_slice(vm, array, key);
        else
            assign_slice(vm, array, key, item);
        return;
    }
    uint8_t byte = item == KR_UNBOUND  ? 0
                   : is_foreign(array) ? low_byte(vm, item)
                                       : kr_byte_arg(vm, item, "byte");
    size_t at = kr_index_in(vm, key, array->size, "bytearray");
    if (at >= array->size) kr_raise_index(vm, "bytearray");
    if (item == KR_UNBOUND)
        kr_bytearray_replace(vm, array, at, 1, NULL, 0);
    else
        array->data[at] = byte;
}

static kr_value array_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    kr_bytearray *array = to_array(a);
    if (op == KR_ADD) {
        const kr_ops *ops = kr_type_of(b)->ops;
        if (!ops || !ops->buffer) kr_raise_type(vm, "can't concat %T to bytearray", b);
        kr_bytearray_reserve(vm, array, kr_span_arg(vm, b).size);
        kr_span span = kr_span_arg(vm, b); /* again: it may be the array itself */
        kr_bytearray_append(vm, array, span.data, span.size);
        return a;
    }
    if (op != KR_MUL) return KR_NOT_IMPLEMENTED;
    size_t count, size = array->size;
    count = kr_repeat_count(vm, b, size, 1);
    if (count == 0) shrink(vm, array, 0);
    if (count > 1 && size > 0) {
        kr_bytearray_reserve(vm, array, size * (count - 1));
        kr_repeat_fill(array->data, size, count);
        array->size = size * count;
    }
    return a;
}

const kr_ops kr_bytearray_ops = {
    .trace = array_trace,
    .print = array_print,
    .compare = kr_byte_string_compare,
    .binary = kr_byte_string_binary,
    .inplace = array_inplace,
    .length = array_length,
    .getitem = kr_byte_string_getitem,
    .setitem = array_setitem,
    .contains = kr_byte_string_contains,
    .iter = kr_byte_string_iter,
    .buffer = array_buffer,
};

/* ---- Methods that only bytearray has. ---- */

kr_value kr_bytearray_append_method(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    uint8_t byte = kr_byte_arg(vm, argv[1], "byte");
    kr_bytearray_append(vm, to_array(argv[0]), &byte, 1);
    return KR_NONE;
}

kr_value kr_bytearray_clear_method(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    shrink(vm, to_array(argv[0]), 0);
    return KR_NONE;
}

kr_value kr_bytearray_copy_method(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bytearray_new(vm, to_array(argv[0])->data, to_array(argv[0])->size);
}

kr_value kr_bytearray_extend_method(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_ops *ops = kr_type_of(argv[1])->ops;
    if (ops && ops->buffer) {
        array_inplace(vm, KR_ADD, argv[0], argv[1]);
        return KR_NONE;
    }
    if (!kr_is_iterable(argv[1])) kr_raise_type(vm, "can't extend bytearray with %T", argv[1]);
    kr_value fresh = kr_bytearray_new(vm, NULL, 0);
    append_iterable(vm, to_array(fresh), argv[1], "byte");
    kr_bytearray_append(vm, to_array(argv[0]), to_array(fresh)->data, to_array(fresh)->size);
    return KR_NONE;
}

kr_value kr_bytearray_insert_method(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word at = kr_size_arg(vm, argv[1]);
    uint8_t byte = kr_byte_arg(vm, argv[2], "byte");
    kr_bytearray *array = to_array(argv[0]);
    kr_word size = (kr_word)array->size;
    if (at < 0) at += size;
    at = at < 0 ? 0 : at > size ? size : at;
    kr_bytearray_replace(vm, array, (size_t)at, 0, &byte, 1);
    return KR_NONE;
}

kr_value kr_bytearray_pop_method(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word at = argc > 1 ? kr_size_arg(vm, argv[1]) : -1;
    kr_bytearray *array = to_array(argv[0]);
    if (array->size == 0) kr_raise(vm, &kr_IndexError_type, "pop from empty bytearray");
    if (at < 0) at += (kr_word)array->size;
    if (at < 0 || (size_t)at >= array->size) kr_raise_index(vm, "pop");
    uint8_t byte = array->data[at];
    kr_bytearray_replace(vm, array, (size_t)at, 1, NULL, 0);
    return KR_INT(byte);
}

kr_value kr_bytearray_remove_method(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    uint8_t byte = kr_byte_arg(vm, argv[1], "byte");
    kr_bytearray *array = to_array(argv[0]);
    const uint8_t *at = array->size > 0 ? memchr(array->data, byte, array->size) : NULL;
    if (!at) kr_raise_value_error(vm, "value not found in bytearray");
    kr_bytearray_replace(vm, array, (size_t)(at - array->data), 1, NULL, 0);
    return KR_NONE;
}

kr_value kr_bytearray_reverse_method(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    const kr_bytearray *array = to_array(argv[0]);
    for (size_t i = 0, j = array->size; i + 1 < j; i++) {
        uint8_t byte = array->data[i];
        array->data[i] = array->data[--j];
        array->data[j] = byte;
    }
    return KR_NONE;
}

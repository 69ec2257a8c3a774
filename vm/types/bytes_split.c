/* Methods of bytes and bytearray that take apart and put together: split, splitlines, partition, join. */
#include "core/heap.h"
#include "types/byte_string.h"
#include "types/iterators.h"

static bool is_blank(uint8_t byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void add_part(kr_vm *vm, kr_value list, kr_value self, size_t start, size_t stop) {
    kr_list_append(vm, kr_to_list(list),
                   kr_byte_string_new(vm, self, kr_span_of(self).data + start, stop - start));
}

/* ---- split, rsplit. ---- */

static void split_blanks(kr_vm *vm, kr_value list, kr_value self, size_t limit) {
    kr_span in = kr_span_of(self);
    size_t at = 0;
    for (;;) {
        while (at < in.size && is_blank(in.data[at])) at++;
        if (at == in.size) return;
        size_t stop = at;
        if (limit-- == 0) {
            add_part(vm, list, self, at, in.size);
            return;
        }
        while (stop < in.size && !is_blank(in.data[stop])) stop++;
        add_part(vm, list, self, at, stop);
        at = stop;
    }
}

static void rsplit_blanks(kr_vm *vm, kr_value list, kr_value self, size_t limit) {
    kr_span in = kr_span_of(self);
    size_t stop = in.size;
    for (;;) {
        while (stop > 0 && is_blank(in.data[stop - 1])) stop--;
        if (stop == 0) return;
        size_t at = stop;
        if (limit-- == 0) {
            add_part(vm, list, self, 0, stop);
            return;
        }
        while (at > 0 && !is_blank(in.data[at - 1])) at--;
        add_part(vm, list, self, at, stop);
        stop = at;
    }
}

static void split_at(kr_vm *vm, kr_value list, kr_value self, kr_span separator, size_t limit) {
    size_t start = 0;
    kr_span in = kr_span_of(self);
    while (limit-- > 0) {
        size_t at = kr_span_find((kr_span){in.data + start, in.size - start}, separator);
        if (at == KR_NOT_FOUND) break;
        add_part(vm, list, self, start, start + at);
        start += at + separator.size;
    }
    add_part(vm, list, self, start, in.size);
}

static void rsplit_at(kr_vm *vm, kr_value list, kr_value self, kr_span separator, size_t limit) {
    kr_span in = kr_span_of(self);
    size_t stop = in.size;
    while (limit-- > 0) {
        size_t at = kr_span_find_last((kr_span){in.data, stop}, separator);
        if (at == KR_NOT_FOUND) break;
        add_part(vm, list, self, at + separator.size, stop);
        stop = at;
    }
    add_part(vm, list, self, 0, stop);
}

/* rsplit finds the parts from the end. */
static void turn(kr_list *list) {
    for (size_t i = 0, j = list->size; i + 1 < j; i++) {
        kr_value part = list->items[i];
        list->items[i] = list->items[--j];
        list->items[j] = part;
    }
}

static kr_value split(kr_vm *vm, const kr_value *argv, bool from_end) {
    kr_word most = argv[2] == KR_UNBOUND ? -1 : kr_index_word(vm, argv[2]);
    size_t limit = most < 0 ? SIZE_MAX : (size_t)most;
    kr_value list = kr_list_new(vm, 0, NULL);
    if (argv[1] == KR_UNBOUND || argv[1] == KR_NONE) {
        (from_end ? rsplit_blanks : split_blanks)(vm, list, argv[0], limit);
    } else {
        kr_span separator = kr_span_arg(vm, argv[1]);
        if (separator.size == 0) kr_raise_value_error(vm, "empty separator");
        (from_end ? rsplit_at : split_at)(vm, list, argv[0], separator, limit);
    }
    if (from_end) turn(kr_to_list(list));
    return list;
}

kr_value kr_byte_split(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return split(vm, argv, false);
}
kr_value kr_byte_rsplit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return split(vm, argv, true);
}

/* Lines end in \n, \r or \r\n. */
kr_value kr_byte_splitlines(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    bool keep = argv[1] != KR_UNBOUND && kr_truth(vm, argv[1]);
    kr_value list = kr_list_new(vm, 0, NULL);
    kr_span in = kr_span_of(argv[0]);
    for (size_t start = 0, next; start < in.size; start = next) {
        size_t stop = start;
        while (stop < in.size && in.data[stop] != '\n' && in.data[stop] != '\r') stop++;
        next = stop < in.size ? stop + 1 : stop;
        if (stop + 1 < in.size && in.data[stop] == '\r' && in.data[stop + 1] == '\n') next++;
        add_part(vm, list, argv[0], start, keep ? next : stop);
    }
    return list;
}

/* ---- partition, rpartition. ---- */

static kr_value partition(kr_vm *vm, const kr_value *argv, bool last) {
    kr_span separator = kr_span_arg(vm, argv[1]), in = kr_span_of(argv[0]);
    if (separator.size == 0) kr_raise_value_error(vm, "empty separator");
    size_t at = last ? kr_span_find_last(in, separator) : kr_span_find(in, separator);
    kr_value empty = kr_byte_string_new(vm, argv[0], NULL, 0), parts[3] = {empty, empty, empty};
    if (at == KR_NOT_FOUND) {
        parts[last ? 2 : 0] = kr_byte_string_new(vm, argv[0], in.data, in.size);
    } else {
        parts[0] = kr_byte_string_new(vm, argv[0], in.data, at);
        parts[1] = kr_byte_string_new(vm, argv[0], separator.data, separator.size);
        parts[2] =
            kr_byte_string_new(vm, argv[0], in.data + at + separator.size, in.size - at - separator.size);
    }
    return kr_tuple_new(vm, 3, parts);
}

kr_value kr_byte_partition(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return partition(vm, argv, false);
}
kr_value kr_byte_rpartition(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return partition(vm, argv, true);
}

/* ---- join. ---- */

kr_value kr_byte_join(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_iterable(argv[1])) kr_raise_type(vm, "can only join an iterable");
    const kr_list *parts =
        kr_is_exact(argv[1], &kr_list_type) ? kr_to_list(argv[1]) : kr_list_of(vm, argv[1]);
    kr_value joined = kr_bytearray_new(vm, NULL, 0);
    kr_bytearray *to = kr_to_pointer(joined);
    for (size_t i = 0; i < parts->size; i++) {
        const kr_ops *ops = kr_type_of(parts->items[i])->ops;
        if (!ops || !ops->buffer)
            kr_raise_type(vm, "sequence item %zu: expected a bytes-like object, %T found", i,
                          parts->items[i]);
        kr_span separator = kr_span_of(argv[0]), part = kr_span_arg(vm, parts->items[i]);
        if (i > 0) kr_bytearray_append(vm, to, separator.data, separator.size);
        kr_bytearray_append(vm, to, part.data, part.size);
    }
    return kr_is_bytes(argv[0]) ? kr_bytes_value(vm, to->data, to->size) : joined;
}

/* Methods of bytes and bytearray that look for something: find, index, count, startswith, replace, strip,
 * removeprefix and their kin. */
#include "core/heap.h"
#include "types/byte_string.h"
#include "types/search.h"
#include "types/sequence.h"

static size_t offset_in(kr_span in, const char *found) {
    return found ? (size_t)(found - (const char *)in.data) : KR_NOT_FOUND;
}

size_t kr_span_find(kr_span in, kr_span needle) {
    if (needle.size == 0) return 0;
    if (needle.size > in.size) return KR_NOT_FOUND;
    return offset_in(in,
                     kr_search_first((const char *)in.data, in.size, (const char *)needle.data, needle.size));
}

size_t kr_span_find_last(kr_span in, kr_span needle) {
    if (needle.size == 0) return in.size;
    if (needle.size > in.size) return KR_NOT_FOUND;
    return offset_in(in,
                     kr_search_last((const char *)in.data, in.size, (const char *)needle.data, needle.size));
}

/* What find() and its kin look for: a bytes-like object, or an int, which is put into *byte. */
static kr_span needle_of(kr_vm *vm, kr_value v, uint8_t *byte) {
    if (kr_is_index(v)) {
        *byte = kr_byte_arg(vm, v, "byte");
        return (kr_span){byte, 1};
    }
    const kr_ops *ops = kr_type_of(v)->ops;
    if (!ops || !ops->buffer)
        kr_raise_type(vm, "argument should be integer or bytes-like object, not '%T'", v);
    return kr_span_arg(vm, v);
}

static size_t locate(kr_vm *vm, size_t argc, const kr_value *argv, bool last) {
    uint8_t byte;
    size_t start, stop;
    kr_span needle = needle_of(vm, argv[1], &byte);
    kr_span self = kr_span_of(argv[0]);
    kr_word from = argc > 2 ? kr_slice_bound(vm, argv[2], 0) : 0;
    kr_span_args(vm, argc, argv, 2, self.size, &start, &stop);
    if (from > (kr_word)self.size || start > stop) return KR_NOT_FOUND;
    kr_span in = {self.data + start, stop - start};
    size_t at = last ? kr_span_find_last(in, needle) : kr_span_find(in, needle);
    return at == KR_NOT_FOUND ? at : at + start;
}

kr_value kr_byte_find(kr_vm *vm, size_t argc, const kr_value *argv) {
    return KR_INT(locate(vm, argc, argv, false));
}
kr_value kr_byte_rfind(kr_vm *vm, size_t argc, const kr_value *argv) {
    return KR_INT(locate(vm, argc, argv, true));
}

static kr_value index_or_raise(kr_vm *vm, size_t at) {
    if (at == KR_NOT_FOUND) kr_raise_value_error(vm, "subsection not found");
    return KR_INT(at);
}

kr_value kr_byte_index(kr_vm *vm, size_t argc, const kr_value *argv) {
    return index_or_raise(vm, locate(vm, argc, argv, false));
}
kr_value kr_byte_rindex(kr_vm *vm, size_t argc, const kr_value *argv) {
    return index_or_raise(vm, locate(vm, argc, argv, true));
}

static size_t count_in(kr_span in, kr_span needle) {
    if (needle.size == 0) return in.size + 1;
    if (needle.size > in.size) return 0;
    return kr_search_count((const char *)in.data, in.size, (const char *)needle.data, needle.size, SIZE_MAX);
}

kr_value kr_byte_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t byte;
    size_t start, stop;
    kr_span needle = needle_of(vm, argv[1], &byte);
    kr_span self = kr_span_of(argv[0]);
    kr_span_args(vm, argc, argv, 2, self.size, &start, &stop);
    if (start > stop || (argc > 2 && kr_slice_bound(vm, argv[2], 0) > (kr_word)self.size)) return KR_INT(0);
    return KR_INT(count_in((kr_span){self.data + start, stop - start}, needle));
}

/* ---- startswith, endswith, removeprefix, removesuffix. ---- */

static bool matches_end(kr_span in, kr_span part, bool tail) {
    if (part.size > in.size) return false;
    return part.size == 0 || memcmp(in.data + (tail ? in.size - part.size : 0), part.data, part.size) == 0;
}

static kr_value starts_or_ends(kr_vm *vm, size_t argc, const kr_value *argv, bool tail) {
    size_t start, stop;
    kr_span self = kr_span_of(argv[0]);
    kr_span_args(vm, argc, argv, 2, self.size, &start, &stop);
    bool outside = start > stop || (argc > 2 && kr_slice_bound(vm, argv[2], 0) > (kr_word)self.size);
    kr_span in = {self.data + start, outside ? 0 : stop - start};
    if (kr_is_tuple(argv[1])) {
        const kr_tuple *parts = kr_to_tuple(argv[1]);
        for (size_t i = 0; i < parts->size; i++)
            if (matches_end(in, kr_span_arg(vm, parts->items[i]), tail) && !outside) return KR_TRUE;
        return KR_FALSE;
    }
    const kr_ops *ops = kr_type_of(argv[1])->ops;
    if (!ops || !ops->buffer)
        kr_raise_type(vm, "%s first arg must be bytes or a tuple of bytes, not %T",
                      tail ? "endswith" : "startswith", argv[1]);
    return kr_bool(matches_end(in, kr_span_arg(vm, argv[1]), tail) && !outside);
}

kr_value kr_byte_startswith(kr_vm *vm, size_t argc, const kr_value *argv) {
    return starts_or_ends(vm, argc, argv, false);
}
kr_value kr_byte_endswith(kr_vm *vm, size_t argc, const kr_value *argv) {
    return starts_or_ends(vm, argc, argv, true);
}

/* A part of self: bytes that are not changed at all are returned as they are. */
static kr_value part_of(kr_vm *vm, kr_value self, size_t start, size_t stop) {
    kr_span span = kr_span_of(self);
    if (start == 0 && stop == span.size && kr_is_exact(self, &kr_bytes_type)) return self;
    return kr_byte_string_new(vm, self, span.data + start, stop - start);
}

kr_value kr_byte_removeprefix(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_span self = kr_span_of(argv[0]), part = kr_span_arg(vm, argv[1]);
    return part_of(vm, argv[0], matches_end(self, part, false) ? part.size : 0, self.size);
}

kr_value kr_byte_removesuffix(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_span self = kr_span_of(argv[0]), part = kr_span_arg(vm, argv[1]);
    return part_of(vm, argv[0], 0, self.size - (matches_end(self, part, true) ? part.size : 0));
}

/* ---- strip. ---- */

static bool is_stripped(kr_span set, uint8_t byte) {
    return memchr(set.data, byte, set.size) != NULL;
}

static kr_value strip(kr_vm *vm, size_t argc, const kr_value *argv, bool left, bool right) {
    static const uint8_t blanks[] = {' ', '\t', '\n', '\r', '\v', '\f'};
    kr_span set = {blanks, sizeof blanks};
    if (argc > 1 && argv[1] != KR_NONE) set = kr_span_arg(vm, argv[1]);
    kr_span self = kr_span_of(argv[0]);
    size_t start = 0, stop = self.size;
    if (set.size == 0) return part_of(vm, argv[0], start, stop);
    while (left && start < stop && is_stripped(set, self.data[start])) start++;
    while (right && stop > start && is_stripped(set, self.data[stop - 1])) stop--;
    return part_of(vm, argv[0], start, stop);
}

kr_value kr_byte_strip(kr_vm *vm, size_t argc, const kr_value *argv) {
    return strip(vm, argc, argv, true, true);
}
kr_value kr_byte_lstrip(kr_vm *vm, size_t argc, const kr_value *argv) {
    return strip(vm, argc, argv, true, false);
}
kr_value kr_byte_rstrip(kr_vm *vm, size_t argc, const kr_value *argv) {
    return strip(vm, argc, argv, false, true);
}

/* ---- replace. ---- */

/* An empty `old` is found before each byte and at the end. */
static void replace_between(uint8_t *to, kr_span in, kr_span fresh, size_t count) {
    for (size_t i = 0; i <= in.size; i++) {
        if (i < count) {
            if (fresh.size > 0) memcpy(to, fresh.data, fresh.size);
            to += fresh.size;
        }
        if (i < in.size) *to++ = in.data[i];
    }
}

static void replace_found(uint8_t *to, kr_span in, kr_span old, kr_span fresh, size_t count) {
    for (; count > 0; count--) {
        size_t at = kr_span_find(in, old);
        memcpy(to, in.data, at);
        if (fresh.size > 0) memcpy(to + at, fresh.data, fresh.size);
        to += at + fresh.size;
        in.data += at + old.size;
        in.size -= at + old.size;
    }
    if (in.size > 0) memcpy(to, in.data, in.size);
}

kr_value kr_byte_replace(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word limit = argc > 3 ? kr_index_word(vm, argv[3]) : -1;
    kr_span old = kr_span_arg(vm, argv[1]), fresh = kr_span_arg(vm, argv[2]), self = kr_span_of(argv[0]);
    size_t count = count_in(self, old);
    if (limit >= 0 && (size_t)limit < count) count = (size_t)limit;
    if (count == 0) return part_of(vm, argv[0], 0, self.size);
    if (fresh.size > old.size && count > (SIZE_MAX / 4 - self.size) / (fresh.size - old.size))
        kr_raise_memory(vm);
    kr_value result =
        kr_byte_string_new(vm, argv[0], NULL, self.size - count * old.size + count * fresh.size);
    if (kr_span_of(result).size == 0) return result;
    if (old.size == 0)
        replace_between(kr_byte_string_data(result), self, fresh, count);
    else
        replace_found(kr_byte_string_data(result), self, old, fresh, count);
    return result;
}

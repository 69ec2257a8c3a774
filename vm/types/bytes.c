/* bytes, and the operations that it shares with bytearray: comparing, joining, repeating, subscripts,
 * iteration, repr. */
#include "core/heap.h"
#include "core/native.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/str.h"

/* A kr_bytes without bytes, its hash known. */
static const struct {
    kr_object head;
    uint32_t size, hash;
    uint8_t data[8];
} empty_bytes KR_ROM_OBJECT = {{&kr_bytes_type}, 0, 0x811c9dc5u, {0}};

static kr_bytes *to_bytes(kr_value v) {
    return kr_to_pointer(v);
}

kr_value kr_bytes_value(kr_vm *vm, const void *data, size_t size) {
    if (size == 0) return KR_OBJECT(&empty_bytes);
    if (size >= UINT32_MAX / 2) kr_raise_memory(vm);
    kr_bytes *b = kr_new_raw(vm, &kr_bytes_type, sizeof *b + size + 1);
    b->size = (uint32_t)size;
    b->hash = 0;
    if (data) memcpy(b->data, data, size);
    b->data[size] = 0;
    return KR_OBJECT(b);
}

kr_value kr_byte_string_new(kr_vm *vm, kr_value self, const void *data, size_t size) {
    return kr_is_bytes(self) ? kr_bytes_value(vm, data, size) : kr_bytearray_new(vm, data, size);
}

uint8_t *kr_byte_string_data(kr_value v) {
    return kr_is_bytes(v) ? to_bytes(v)->data : ((kr_bytearray *)kr_to_pointer(v))->data;
}

uint8_t kr_byte_arg(kr_vm *vm, kr_value v, const char *what) {
    if (!kr_is_int(v)) v = kr_index(vm, v);
    if (!kr_is_int(v) || kr_to_int(v) < 0 || kr_to_int(v) > 255)
        kr_raise_value_error(vm, "%s must be in range(0, 256)", what);
    return (uint8_t)kr_to_int(v);
}

kr_value kr_bytes_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names) {
    kr_span span;
    if (argc == 1 && nkw == 0 && kr_is_exact(argv[0], &kr_bytes_type)) {
        if (cls == &kr_bytes_type) return argv[0];
        span = kr_span_of(argv[0]);
    } else {
        kr_value made = kr_bytearray_new(vm, NULL, 0);
        kr_bytearray_fill(vm, kr_to_pointer(made), "bytes", argc, argv, nkw, names);
        span = kr_span_of(made);
    }
    if (cls == &kr_bytes_type) return kr_bytes_value(vm, span.data, span.size);
    kr_bytes *b = kr_new_instance(vm, cls, sizeof *b + span.size + 1);
    b->size = (uint32_t)span.size;
    if (span.size > 0) memcpy(b->data, span.data, span.size);
    return KR_OBJECT(b);
}

static kr_word bytes_hash(kr_vm *vm, kr_value v) {
    (void)vm;
    kr_bytes *b = to_bytes(v);
    if (b->hash == 0) b->hash = kr_text_hash((const char *)b->data, b->size);
    return (kr_word)b->hash;
}

/* ---- Operators. ---- */

static int order_of(kr_span a, kr_span b) {
    size_t both = a.size < b.size ? a.size : b.size;
    int order = both > 0 ? memcmp(a.data, b.data, both) : 0;
    return order != 0 ? order : a.size < b.size ? -1 : a.size > b.size;
}

static bool has_buffer(kr_value v) {
    const kr_ops *ops = kr_type_of(v)->ops;
    return ops && ops->buffer;
}

kr_value kr_byte_string_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    /* bytes leave other types that are bytes-like to their own comparison. */
    if (!kr_is_byte_string(b) && (kr_is_bytes(a) || !has_buffer(b))) return KR_NOT_IMPLEMENTED;
    return kr_bool(kr_order_holds(op, order_of(kr_span_of(a), kr_span_arg(vm, b))));
}

static kr_value concat(kr_vm *vm, kr_value a, kr_value b) {
    if (!has_buffer(b)) kr_raise_type(vm, "can't concat %T to %T", b, a);
    kr_span tail = kr_span_arg(vm, b);
    if (tail.size == 0 && kr_is_exact(a, &kr_bytes_type)) return a;
    kr_value result = kr_byte_string_new(vm, a, NULL, kr_span_of(a).size + tail.size);
    kr_span head = kr_span_of(a);
    if (head.size > 0) memcpy(kr_byte_string_data(result), head.data, head.size);
    if (tail.size > 0) memcpy(kr_byte_string_data(result) + head.size, tail.data, tail.size);
    return result;
}

static kr_value repeat(kr_vm *vm, kr_value v, kr_value n) {
    size_t count, size = kr_span_of(v).size;
    count = kr_repeat_count(vm, n, size, 1);
    kr_value result = kr_byte_string_new(vm, v, NULL, size * count);
    if (size * count == 0) return result;
    uint8_t *data = kr_byte_string_data(result);
    if (size == 1) {
        memset(data, kr_span_of(v).data[0], count);
    } else {
        memcpy(data, kr_span_of(v).data, size);
        kr_repeat_fill(data, size, count);
    }
    return result;
}

kr_value kr_byte_string_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (op == KR_ADD && kr_is_byte_string(a)) return concat(vm, a, b);
    if (op == KR_MUL) return kr_is_byte_string(a) ? repeat(vm, a, b) : repeat(vm, b, a);
    if (op == KR_MOD && kr_is_byte_string(a)) return kr_format_percent(vm, a, b);
    return KR_NOT_IMPLEMENTED;
}

static kr_value slice(kr_vm *vm, kr_value v, kr_value key) {
    kr_word start, stop, step;
    size_t count = kr_slice_indices(vm, key, kr_span_of(v).size, &start, &stop, &step);
    if (step == 1) {
        if (count == kr_span_of(v).size && kr_is_exact(v, &kr_bytes_type)) return v;
        return kr_byte_string_new(vm, v, kr_span_of(v).data + start, count);
    }
    kr_value result = kr_byte_string_new(vm, v, NULL, count);
    for (size_t i = 0; i < count; i++)
        kr_byte_string_data(result)[i] = kr_span_of(v).data[start + (kr_word)i * step];
    return result;
}

kr_value kr_byte_string_getitem(kr_vm *vm, kr_value v, kr_value key) {
    if (kr_is_slice(key)) return slice(vm, v, key);
    const char *type = kr_is_bytes(v) ? "byte" : "bytearray";
    if (!kr_is_int(key)) {
        if (!kr_is_index(key)) kr_raise_type(vm, "%s indices must be integers or slices, not %T", type, key);
    }
    kr_span span = kr_span_of(v);
    kr_word at = kr_index_word(vm, key);
    if (at < 0) at += (kr_word)span.size;
    if (at < 0 || (size_t)at >= span.size) {
        if (!kr_is_bytes(v)) kr_raise_index(vm, type);
        kr_raise(vm, &kr_IndexError_type, "index out of range");
    }
    return KR_INT(span.data[at]);
}

bool kr_byte_string_contains(kr_vm *vm, kr_value v, kr_value item) {
    if (kr_is_index(item)) {
        uint8_t byte = kr_byte_arg(vm, item, "byte");
        kr_span span = kr_span_of(v);
        return span.size > 0 && memchr(span.data, byte, span.size) != NULL;
    }
    kr_span needle = kr_span_arg(vm, item);
    return kr_span_find(kr_span_of(v), needle) != KR_NOT_FOUND;
}

/* ---- repr: double quotes when there is a single quote and no double one. ---- */

static void write_byte(kr_writer *out, uint8_t byte, char quote) {
    static const char digits[] = "0123456789abcdef";
    char text[4] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    size_t size = 4;
    switch (byte) {
    case '\t': text[1] = 't', size = 2; break;
    case '\n': text[1] = 'n', size = 2; break;
    case '\r': text[1] = 'r', size = 2; break;
    default:
        if (byte == '\\' || byte == (uint8_t)quote) {
            text[1] = (char)byte, size = 2;
        } else if (byte >= ' ' && byte < 0x7f) {
            text[0] = (char)byte, size = 1;
        }
    }
    kr_write(out, text, size);
}

void kr_byte_string_write(kr_writer *out, kr_span span, bool escape) {
    bool singles = span.size > 0 && memchr(span.data, '\'', span.size) != NULL;
    bool doubles = span.size > 0 && memchr(span.data, '"', span.size) != NULL;
    char quote = singles && !doubles ? '"' : '\'';
    char begin[2] = {'b', quote};
    kr_write(out, begin, 2);
    for (size_t i = 0; i < span.size; i++)
        write_byte(out, span.data[i], escape && span.data[i] == '\'' ? '\'' : quote);
    kr_write(out, &quote, 1);
}

static void bytes_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_byte_string_write(out, kr_span_of(v), false);
}

static kr_word bytes_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)to_bytes(v)->size;
}

static bool bytes_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer) {
    (void)vm;
    *buffer = (kr_buffer){to_bytes(v)->data, to_bytes(v)->size, false, 'B'};
    return true;
}

/* ---- Iteration, over either type. ---- */

static const kr_type bytes_iterator_type, bytearray_iterator_type;

kr_value kr_byte_string_iter(kr_vm *vm, kr_value v) {
    return kr_sequence_iterator_new(vm, kr_is_bytes(v) ? &bytes_iterator_type : &bytearray_iterator_type, v);
}

static void iterator_trace(kr_vm *vm, kr_object *object) {
    kr_value source = ((kr_sequence_iterator *)object)->source;
    if (source) kr_mark(vm, source);
}

static kr_value iterator_next(kr_vm *vm, kr_value v) {
    (void)vm;
    kr_sequence_iterator *i = kr_to_pointer(v);
    if (i->source == 0) return KR_UNBOUND;
    kr_span span = kr_span_of(i->source);
    if (i->index < span.size) return KR_INT(span.data[i->index++]);
    i->source = 0;
    return KR_UNBOUND;
}

static kr_value iterator_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    const kr_sequence_iterator *i = kr_to_pointer(argv[0]);
    size_t size = i->source ? kr_span_of(i->source).size : 0;
    return KR_INT(size > i->index ? size - i->index : 0);
}
KR_METHOD(__length_hint__, iterator_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member iterator_members[] = {KR_ENTRY(__length_hint__, iterator_hint)};
static const kr_ops iterator_ops = {.trace = iterator_trace, .iter = kr_iterator_self, .next = iterator_next};

static const kr_type bytes_iterator_type = {
    .head = {&kr_type_type},
    .name = N_bytes_iterator,
    .base = &kr_object_type,
    .solid = &bytes_iterator_type,
    .ops = &iterator_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_sequence_iterator),
    .member_count = 1,
    .members = iterator_members,
};
static const kr_type bytearray_iterator_type = {
    .head = {&kr_type_type},
    .name = N_bytearray_iterator,
    .base = &kr_object_type,
    .solid = &bytearray_iterator_type,
    .ops = &iterator_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_sequence_iterator),
    .member_count = 1,
    .members = iterator_members,
};

const kr_ops kr_bytes_ops = {
    .print = bytes_print,
    .hash = bytes_hash,
    .compare = kr_byte_string_compare,
    .binary = kr_byte_string_binary,
    .length = bytes_length,
    .getitem = kr_byte_string_getitem,
    .contains = kr_byte_string_contains,
    .iter = kr_byte_string_iter,
    .buffer = bytes_buffer,
};

/* tuple: a fixed row of values behind its header. The empty tuple is one shared object in ROM. */
#include "core/heap_inline.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/hashing.h"
#include "types/iterators.h"
#include "types/sequence.h"
#include "types/generic.h"

const kr_tuple kr_empty_tuple KR_ROM_OBJECT = {.head = {&kr_tuple_type}, .size = 0};

kr_value kr_tuple_new(kr_vm *vm, size_t size, const kr_value *items) {
    if (size == 0) return KR_OBJECT(&kr_empty_tuple);
    if (size > (SIZE_MAX / 2 - sizeof(kr_tuple)) / sizeof(kr_value)) kr_raise_memory(vm);
    size_t bytes = sizeof(kr_tuple) + size * sizeof(kr_value);
    kr_tuple *t;
    if (items) {
        t = kr_new_quick(vm, &kr_tuple_type, bytes);
        for (size_t i = 0; i < size; i++) t->items[i] = items[i];
    } else {
        t = kr_new(vm, &kr_tuple_type, bytes);
    }
    t->size = size;
    return KR_OBJECT(t);
}

kr_value kr_tuple_of(kr_vm *vm, kr_value iterable) {
    if (kr_is_exact(iterable, &kr_tuple_type)) return iterable;
    const kr_list *list =
        kr_is_exact(iterable, &kr_list_type) ? kr_to_list(iterable) : kr_list_of(vm, iterable);
    return kr_tuple_new(vm, list->size, list->items);
}

static kr_value tuple_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    (void)names;
    if (nkw > 0 && cls == &kr_tuple_type) kr_raise_type(vm, "tuple() takes no keyword arguments");
    if (argc > 1) kr_raise_type(vm, "tuple expected at most 1 argument, got %zu", argc);
    kr_value items = argc == 0 ? KR_OBJECT(&kr_empty_tuple) : kr_tuple_of(vm, argv[0]);
    if (cls == &kr_tuple_type) return items;
    size_t bytes = kr_to_tuple(items)->size * sizeof(kr_value);
    kr_tuple *t = kr_new_instance(vm, cls, sizeof *t + bytes);
    t->size = kr_to_tuple(items)->size;
    memcpy(t->items, kr_to_tuple(items)->items, bytes);
    return KR_OBJECT(t);
}

static void tuple_trace(kr_vm *vm, kr_object *object) {
    const kr_tuple *t = (kr_tuple *)object;
    kr_mark_values(vm, t->items, t->size);
}

static void tuple_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_check_native_stack(vm);
    if (kr_print_enter(vm, out, v)) {
        kr_write(out, "(...)", 5);
        return;
    }
    kr_write(out, "(", 1);
    kr_items_print(vm, out, v);
    kr_write(out, ",)", kr_to_tuple(v)->size == 1 ? 2 : 0);
    if (kr_to_tuple(v)->size != 1) kr_write(out, ")", 1);
    kr_print_leave(vm, out, v);
}

/* Each item is stirred in by a multiplication and a rotation, so that (1, 2) and (2, 1) differ; the size
 * closes it. */
kr_word kr_tuple_hash(kr_vm *vm, kr_value v) {
    kr_check_native_stack(vm);
    const kr_tuple *t = kr_to_tuple(v);
    uint64_t h = 0x2545f4914f6cdd1du;
    for (size_t i = 0; i < t->size; i++) {
        h = (h ^ kr_key_hash(vm, t->items[i])) * 0xff51afd7ed558ccdu;
        h = h << 29 | h >> 35;
    }
    h = (h ^ t->size ^ h >> 32) * 0xc4ceb9fe1a85ec53u;
    return (kr_word)(h ^ h >> 29);
}

/* Nested tuples are left to the comparison that watches the C stack. */
enum kr_key_match kr_tuple_match(kr_value a, kr_value b) {
    const kr_tuple *s = kr_to_tuple(a), *t = kr_to_tuple(b);
    if (s->size != t->size) return KR_KEY_DIFFERS;
    for (size_t i = 0; i < s->size; i++) {
        kr_value x = s->items[i], y = t->items[i];
        if (x == y) continue;
        if (kr_is_exact(x, &kr_tuple_type)) return KR_KEY_UNKNOWN;
        enum kr_key_match match = kr_key_match(x, y);
        if (match != KR_KEY_EQUAL) return match;
    }
    return KR_KEY_EQUAL;
}

static kr_value tuple_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    return kr_is_tuple(b) ? kr_items_compare(vm, op, a, b) : KR_NOT_IMPLEMENTED;
}

static kr_value tuple_concat(kr_vm *vm, kr_value a, kr_value b) {
    const kr_tuple *x = kr_to_tuple(a), *y = kr_to_tuple(b);
    if (y->size == 0 && x->head.type == &kr_tuple_type) return a;
    if (x->size == 0 && y->head.type == &kr_tuple_type) return b;
    kr_value result = kr_tuple_new(vm, x->size + y->size, NULL);
    memcpy(kr_to_tuple(result)->items, x->items, x->size * sizeof(kr_value));
    memcpy(kr_to_tuple(result)->items + x->size, y->items, y->size * sizeof(kr_value));
    return result;
}

static kr_value tuple_repeat(kr_vm *vm, kr_value a, kr_value n) {
    const kr_tuple *t = kr_to_tuple(a);
    size_t count = kr_repeat_count(vm, n, t->size, sizeof(kr_value));
    if (count == 1 && t->head.type == &kr_tuple_type) return a;
    if (count == 0 || t->size == 0) return KR_OBJECT(&kr_empty_tuple);
    kr_value result = kr_tuple_new(vm, t->size * count, NULL);
    memcpy(kr_to_tuple(result)->items, t->items, t->size * sizeof(kr_value));
    kr_repeat_fill(kr_to_tuple(result)->items, t->size * sizeof(kr_value), count);
    return result;
}

static kr_value tuple_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (op == KR_ADD && kr_is_tuple(a)) {
        if (kr_is_tuple(b)) return tuple_concat(vm, a, b);
        kr_raise_type(vm, "can only concatenate tuple (not \"%T\") to tuple", b);
    }
    if (op == KR_MUL) return kr_is_tuple(a) ? tuple_repeat(vm, a, b) : tuple_repeat(vm, b, a);
    return KR_NOT_IMPLEMENTED;
}

static kr_word tuple_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)kr_to_tuple(v)->size;
}

static kr_value tuple_slice(kr_vm *vm, kr_value v, kr_value key) {
    const kr_tuple *t = kr_to_tuple(v);
    kr_word start, stop, step;
    size_t count = kr_slice_indices(vm, key, t->size, &start, &stop, &step);
    if (count == t->size && step == 1 && t->head.type == &kr_tuple_type) return v;
    if (step == 1) return kr_tuple_new(vm, count, t->items + start);
    kr_value result = kr_tuple_new(vm, count, NULL);
    for (size_t i = 0; i < count; i++) kr_to_tuple(result)->items[i] = t->items[start + (kr_word)i * step];
    return result;
}

static kr_value tuple_getitem(kr_vm *vm, kr_value v, kr_value key) {
    if (kr_is_slice(key)) return tuple_slice(vm, v, key);
    return kr_to_tuple(v)->items[kr_index_in(vm, key, kr_to_tuple(v)->size, "tuple")];
}

static kr_value tuple_iter(kr_vm *vm, kr_value v) {
    return kr_sequence_iterator_new(vm, &kr_tuple_iterator_type, v);
}

static kr_value tuple_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_items_count(vm, argv[0], argv[1]);
}
KR_METHOD(count, tuple_count, 2, 2, NULL, "count(value)\nHow many items equal value.");
KR_METHOD(index, kr_items_index, 2, 4, NULL,
          "index(value, start=0, stop=len)\nIndex of the first item that equals value; ValueError when there "
          "is none.");

static const kr_member tuple_members[] = {
    KR_GENERIC_ENTRY,
    KR_ENTRY(count, tuple_count),
    KR_ENTRY(index, kr_items_index),
};

static const kr_ops tuple_ops = {
    .trace = tuple_trace,
    .print = tuple_print,
    .hash = kr_tuple_hash,
    .compare = tuple_compare,
    .binary = tuple_binary,
    .length = tuple_length,
    .getitem = tuple_getitem,
    .contains = kr_items_contain,
    .iter = tuple_iter,
};

const kr_type kr_tuple_type = {
    .head = {&kr_type_type},
    .name = N_tuple,
    .base = &kr_object_type,
    .solid = &kr_tuple_type,
    .ops = &tuple_ops,
    .flags = KR_TYPE_VARIABLE,
    .size = sizeof(kr_tuple),
    .member_count = sizeof tuple_members / sizeof *tuple_members,
    .members = tuple_members,
    .make = tuple_make,
};

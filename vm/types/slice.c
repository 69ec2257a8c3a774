/* slice objects: three values, resolved against a length only when they are used. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/number.h"
#include "types/sequence.h"

static kr_slice *to_slice(kr_value v) {
    return kr_to_pointer(v);
}

kr_value kr_slice_new(kr_vm *vm, kr_value start, kr_value stop, kr_value step) {
    kr_slice *s = kr_new_raw(vm, &kr_slice_type, sizeof *s);
    s->start = start;
    s->stop = stop;
    s->step = step;
    return KR_OBJECT(s);
}

/* How many steps it takes to cover a distance. */
static size_t steps(kr_word distance, kr_word by) {
    if (distance <= 0) return 0;
    return by == 1 ? (size_t)distance : (size_t)((distance - 1) / by) + 1; /* a division is slow */
}

/* Saturated bounds are safe because no length comes near KR_INT_MAX. */
size_t kr_slice_indices(kr_vm *vm, kr_value slice, size_t length, kr_word *start, kr_word *stop,
                        kr_word *step) {
    const kr_slice *s = to_slice(slice);
    kr_word n = (kr_word)length, by = kr_slice_bound(vm, s->step, 1);
    if (by == 0) kr_raise_value_error(vm, "slice step cannot be zero");
    if (by < -KR_INT_MAX) by = -KR_INT_MAX;
    kr_word low = by < 0 ? -1 : 0, high = by < 0 ? n - 1 : n;
    kr_word from = kr_slice_bound(vm, s->start, by < 0 ? KR_INT_MAX : 0);
    if (from < 0) from += n;
    from = from < low ? low : from > high ? high : from;
    kr_word to = s->stop == KR_NONE ? (by < 0 ? -1 : n) : kr_slice_bound(vm, s->stop, 0);
    if (s->stop != KR_NONE) {
        if (to < 0) to += n;
        to = to < low ? low : to > high ? high : to;
    }
    *start = from;
    *stop = to;
    *step = by;
    return by > 0 ? steps(to - from, by) : steps(from - to, -by);
}

static kr_value slice_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    (void)cls, (void)names;
    if (nkw > 0) kr_raise_type(vm, "slice() takes no keyword arguments");
    if (argc < 1) kr_raise_type(vm, "slice expected at least 1 argument, got 0");
    if (argc > 3) kr_raise_type(vm, "slice expected at most 3 arguments, got %zu", argc);
    if (argc == 1) return kr_slice_new(vm, KR_NONE, argv[0], KR_NONE);
    return kr_slice_new(vm, argv[0], argv[1], argc > 2 ? argv[2] : KR_NONE);
}

static void slice_trace(kr_vm *vm, kr_object *object) {
    kr_mark_values(vm, &((kr_slice *)object)->start, 3);
}

static void slice_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    const kr_slice *s = to_slice(v);
    kr_write_text(out, "slice(");
    kr_print(vm, out, s->start, false);
    kr_write_text(out, ", ");
    kr_print(vm, out, s->stop, false);
    kr_write_text(out, ", ");
    kr_print(vm, out, s->step, false);
    kr_write_text(out, ")");
}

/* Slices compare as the tuples of their three parts. */
static kr_value slice_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (!kr_is_slice(b)) return KR_NOT_IMPLEMENTED;
    return kr_items_compare(vm, op, kr_tuple_new(vm, 3, &to_slice(a)->start),
                            kr_tuple_new(vm, 3, &to_slice(b)->start));
}

/* A bound of slice.indices() for a length of any size: exact, with big ints. */
static kr_value exact_bound(kr_vm *vm, kr_value v, kr_value absent, kr_value length, kr_value low,
                            kr_value high) {
    if (v == KR_NONE) return absent;
    if (!kr_is_index(v))
        kr_raise_type(vm, "slice indices must be integers or None or have an __index__ method");
    v = kr_index(vm, v);
    if (kr_int_compare(v, KR_INT(0)) < 0) v = kr_number_binary(vm, KR_ADD, v, length);
    if (kr_int_compare(v, low) < 0) return low;
    return kr_int_compare(v, high) > 0 ? high : v;
}

static kr_value slice_indices(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_slice *s = to_slice(argv[0]);
    kr_value length = kr_index(vm, argv[1]);
    if (kr_int_compare(length, KR_INT(0)) < 0) kr_raise_value_error(vm, "length should not be negative");
    kr_value parts[3] = {0, 0, s->step == KR_NONE ? KR_INT(1) : s->step};
    if (!kr_is_index(parts[2]))
        kr_raise_type(vm, "slice indices must be integers or None or have an __index__ method");
    parts[2] = kr_index(vm, parts[2]);
    int sign = kr_int_compare(parts[2], KR_INT(0));
    if (sign == 0) kr_raise_value_error(vm, "slice step cannot be zero");
    kr_value low = sign < 0 ? KR_INT(-1) : KR_INT(0);
    kr_value high = sign < 0 ? kr_number_binary(vm, KR_SUB, length, KR_INT(1)) : length;
    parts[0] = exact_bound(vm, s->start, sign < 0 ? high : low, length, low, high);
    parts[1] = exact_bound(vm, s->stop, sign < 0 ? low : high, length, low, high);
    return kr_tuple_new(vm, 3, parts);
}
KR_METHOD(indices, slice_indices, 2, 2, NULL,
          "indices(len)\nThe start, stop and step that the slice means for a sequence of that length.");

static kr_value slice_start(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_slice(self)->start;
}
static kr_value slice_stop(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_slice(self)->stop;
}
static kr_value slice_step(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_slice(self)->step;
}
KR_GETSET(start, slice_start, NULL);
KR_GETSET(stop, slice_stop, NULL);
KR_GETSET(step, slice_step, NULL);

static const kr_member slice_members[] = {
    KR_ENTRY(indices, slice_indices),
    KR_GETSET_ENTRY(start, slice_start),
    KR_GETSET_ENTRY(stop, slice_stop),
    KR_GETSET_ENTRY(step, slice_step),
};

static const kr_ops slice_ops = {.trace = slice_trace, .print = slice_print, .compare = slice_compare};

const kr_type kr_slice_type = {
    .head = {&kr_type_type},
    .name = N_slice,
    .base = &kr_object_type,
    .solid = &kr_slice_type,
    .ops = &slice_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_slice),
    .member_count = sizeof slice_members / sizeof *slice_members,
    .members = slice_members,
    .make = slice_make,
};

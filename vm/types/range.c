/* range: start, stop and step, ints of any size; everything else is computed. Ranges of small ints (nearly
 * all) take the paths with machine words; the others use the general arithmetic. The length of a range of
 * small ints always fits a size_t. */
#include "core/heap_inline.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/hashing.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/sequence.h"

static const kr_range *to_range(kr_value v) {
    return kr_to_pointer(v);
}

static bool is_small(const kr_range *r) {
    return (r->start & r->stop & r->step & 1) != 0;
}

static kr_value range_new(kr_vm *vm, kr_value start, kr_value stop, kr_value step) {
    kr_range *r = kr_new_quick(vm, &kr_range_type, sizeof *r);
    r->start = start;
    r->stop = stop;
    r->step = step;
    return KR_OBJECT(r);
}

/* Number of items from `start` before `stop`. Unsigned, since the difference may not fit a kr_word. */
static size_t count_words(kr_word start, kr_word stop, kr_word step) {
    if (step > 0) return start < stop ? ((size_t)stop - (size_t)start - 1) / (size_t)step + 1 : 0;
    return start > stop ? ((size_t)start - (size_t)stop - 1) / (0 - (size_t)step) + 1 : 0;
}

static size_t small_count(const kr_range *r) {
    return count_words(kr_to_int(r->start), kr_to_int(r->stop), kr_to_int(r->step));
}

static kr_value add(kr_vm *vm, kr_value a, kr_value b) {
    return kr_number_binary(vm, KR_ADD, a, b);
}
static kr_value subtract(kr_vm *vm, kr_value a, kr_value b) {
    return kr_number_binary(vm, KR_SUB, a, b);
}
static kr_value multiply(kr_vm *vm, kr_value a, kr_value b) {
    return kr_number_binary(vm, KR_MUL, a, b);
}
static int sign_of(kr_value v) {
    return kr_int_compare(v, KR_INT(0));
}

/* Length as an int of any size. */
static kr_value count_of(kr_vm *vm, const kr_range *r) {
    if (is_small(r)) return kr_int_from_unsigned(vm, small_count(r));
    bool up = sign_of(r->step) > 0;
    kr_value gap = up ? subtract(vm, r->stop, r->start) : subtract(vm, r->start, r->stop);
    if (sign_of(gap) <= 0) return KR_INT(0);
    kr_value step = up ? r->step : subtract(vm, KR_INT(0), r->step);
    gap = kr_number_binary(vm, KR_FLOORDIV, subtract(vm, gap, KR_INT(1)), step);
    return add(vm, gap, KR_INT(1));
}

/* Item number `index`, which is in range. */
static kr_value item_at(kr_vm *vm, const kr_range *r, kr_value index) {
    if (is_small(r) && kr_is_int(index))
        return kr_int_from(vm, (kr_word)((size_t)kr_to_int(r->start) +
                                         (size_t)kr_to_int(index) * (size_t)kr_to_int(r->step)));
    return add(vm, r->start, multiply(vm, index, r->step));
}

static kr_value range_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    (void)cls, (void)names;
    if (nkw > 0) kr_raise_type(vm, "range() takes no keyword arguments");
    if (argc < 1) kr_raise_type(vm, "range expected at least 1 argument, got 0");
    if (argc > 3) kr_raise_type(vm, "range expected at most 3 arguments, got %zu", argc);
    kr_value start = argc > 1 ? kr_index(vm, argv[0]) : KR_INT(0);
    kr_value stop = kr_index(vm, argv[argc > 1]);
    kr_value step = argc > 2 ? kr_index(vm, argv[2]) : KR_INT(1);
    if (step == KR_INT(0)) kr_raise_value_error(vm, "range() arg 3 must not be zero");
    return range_new(vm, start, stop, step);
}

static void range_trace(kr_vm *vm, kr_object *object) {
    kr_mark_values(vm, &((kr_range *)object)->start, 3);
}

static void range_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    const kr_range *r = to_range(v);
    kr_write_text(out, "range(");
    kr_print(vm, out, r->start, false);
    kr_write_text(out, ", ");
    kr_print(vm, out, r->stop, false);
    if (r->step != KR_INT(1)) {
        kr_write_text(out, ", ");
        kr_print(vm, out, r->step, false);
    }
    kr_write_text(out, ")");
}

/* Ranges are equal when they hold the same items: so the length, the first item, and the step when there are
 * two. */
static kr_value range_key(kr_vm *vm, kr_value v) {
    const kr_range *r = to_range(v);
    kr_value count = count_of(vm, r), parts[3] = {count, KR_NONE, KR_NONE};
    if (count != KR_INT(0)) parts[1] = r->start;
    if (count != KR_INT(0) && count != KR_INT(1)) parts[2] = r->step;
    return kr_tuple_new(vm, 3, parts);
}

static kr_word range_hash(kr_vm *vm, kr_value v) {
    return kr_tuple_hash(vm, range_key(vm, v));
}

static kr_value range_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (!kr_is_range(b) || (op != KR_EQ && op != KR_NE)) return KR_NOT_IMPLEMENTED;
    return kr_items_compare(vm, op, range_key(vm, a), range_key(vm, b));
}

static bool range_truth(kr_vm *vm, kr_value v) {
    return count_of(vm, to_range(v)) != KR_INT(0);
}

static kr_word range_length(kr_vm *vm, kr_value v) {
    kr_value count = count_of(vm, to_range(v));
    return kr_size_arg(vm, count);
}

/* ---- Subscripts. ---- */

static kr_value clamp(kr_vm *vm, kr_value bound, kr_value count, kr_value low, kr_value high) {
    if (!kr_is_index(bound))
        kr_raise_type(vm, "slice indices must be integers or None or have an __index__ method");
    bound = kr_index(vm, bound);
    if (sign_of(bound) < 0) bound = add(vm, bound, count);
    if (kr_int_compare(bound, low) < 0) return low;
    return kr_int_compare(bound, high) > 0 ? high : bound;
}

/* A slice of a range is a range: bounds as slice.indices() gives them, taken through the item formula. */
static kr_value range_slice(kr_vm *vm, const kr_range *r, const kr_slice *s) {
    kr_value count = count_of(vm, r), step = KR_INT(1);
    if (s->step != KR_NONE) {
        if (!kr_is_index(s->step))
            kr_raise_type(vm, "slice indices must be integers or None or have an __index__ method");
        step = kr_index(vm, s->step);
    }
    if (step == KR_INT(0)) kr_raise_value_error(vm, "slice step cannot be zero");
    bool down = sign_of(step) < 0;
    kr_value low = down ? KR_INT(-1) : KR_INT(0), high = down ? subtract(vm, count, KR_INT(1)) : count;
    kr_value start = s->start == KR_NONE ? (down ? high : low) : clamp(vm, s->start, count, low, high);
    kr_value stop = s->stop == KR_NONE ? (down ? low : high) : clamp(vm, s->stop, count, low, high);
    return range_new(vm, item_at(vm, r, start), item_at(vm, r, stop), multiply(vm, step, r->step));
}

static kr_value range_getitem(kr_vm *vm, kr_value v, kr_value key) {
    const kr_range *r = to_range(v);
    if (kr_is_slice(key)) return range_slice(vm, r, kr_to_pointer(key));
    if (!kr_is_index(key)) kr_raise_type(vm, "range indices must be integers or slices, not %T", key);
    kr_value index = kr_index(vm, key), count = count_of(vm, r);
    if (sign_of(index) < 0) index = add(vm, index, count);
    if (sign_of(index) < 0 || kr_int_compare(index, count) >= 0) kr_raise_index(vm, "range object");
    return item_at(vm, r, index);
}

/* The position of an int in the range; false when it is not there. */
static bool locate(kr_vm *vm, const kr_range *r, kr_value n, kr_value *position) {
    kr_value from = subtract(vm, n, r->start);
    if (kr_number_binary(vm, KR_MOD, from, r->step) != KR_INT(0)) return false;
    *position = kr_number_binary(vm, KR_FLOORDIV, from, r->step);
    return sign_of(*position) >= 0 && kr_int_compare(*position, count_of(vm, r)) < 0;
}

/* ints are computed; anything else is compared with each item. */
static bool range_contains(kr_vm *vm, kr_value v, kr_value item) {
    kr_value position;
    if (kr_is_bool(item)) item = KR_INT(item == KR_TRUE);
    if (kr_is_int(item) || kr_is_exact(item, &kr_int_type)) return locate(vm, to_range(v), item, &position);
    kr_value iterator = kr_iter(vm, v);
    for (kr_value n; (n = kr_step(vm, iterator)) != KR_UNBOUND;)
        if (kr_equal(vm, n, item)) return true;
    return false;
}

static kr_value range_index(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value item = argv[1], position;
    if (kr_is_bool(item)) item = KR_INT(item == KR_TRUE);
    if (kr_is_int(item) || kr_is_exact(item, &kr_int_type)) {
        if (locate(vm, to_range(argv[0]), item, &position)) return position;
        kr_raise_value_error(vm, "%R is not in range", item);
    }
    kr_value iterator = kr_iter(vm, argv[0]), n;
    for (kr_word i = 0; (n = kr_step(vm, iterator)) != KR_UNBOUND; i++)
        if (kr_equal(vm, n, item)) return KR_INT(i);
    kr_raise_value_error(vm, "sequence.index(x): x not in sequence");
}
KR_METHOD(index, range_index, 2, 2, NULL, "index(value)\nIndex of value; ValueError when it is not there.");

static kr_value range_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(range_contains(vm, argv[0], argv[1]));
}
KR_METHOD(count, range_count, 2, 2, NULL, "count(value)\nHow many items equal value.");

/* ---- Iterators. ---- */

/* For ranges beyond small ints: start and step, and how many are done of how many. */
typedef struct long_iterator {
    kr_object head;
    kr_value next, step, left;
} long_iterator;

static const kr_type long_iterator_type;

/* `small`: all items are small ints. */
static kr_value iterate(kr_vm *vm, bool small, kr_value start, kr_value step, kr_value count) {
    if (small && kr_is_int(step) && kr_is_int(count)) {
        kr_range_iterator *i = kr_new_quick(vm, &kr_range_iterator_type, sizeof *i);
        i->next = kr_to_int(start);
        i->step = kr_to_int(step);
        i->left = (size_t)kr_to_int(count);
        return KR_OBJECT(i);
    }
    long_iterator *i = kr_new_quick(vm, &long_iterator_type, sizeof *i);
    i->next = start;
    i->step = step;
    i->left = count;
    return KR_OBJECT(i);
}

static kr_value range_iter(kr_vm *vm, kr_value v) {
    const kr_range *r = to_range(v);
    return iterate(vm, is_small(r), r->start, r->step, count_of(vm, r));
}

static kr_value range_reversed(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_range *r = to_range(argv[0]);
    kr_value count = count_of(vm, r);
    kr_value last = item_at(vm, r, subtract(vm, count, KR_INT(1)));
    return iterate(vm, is_small(r), last, subtract(vm, KR_INT(0), r->step), count);
}
KR_METHOD(__reversed__, range_reversed, 1, 1, NULL, "__reversed__()\nAn iterator from the end.");

static kr_value range_next(kr_vm *vm, kr_value v) {
    (void)vm;
    kr_range_iterator *i = kr_to_pointer(v);
    if (i->left == 0) return KR_UNBOUND;
    kr_value item = KR_INT(i->next);
    i->left--;
    i->next = (kr_word)((uintptr_t)i->next + (uintptr_t)i->step);
    return item;
}

static kr_value range_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_unsigned(vm, ((kr_range_iterator *)kr_to_pointer(argv[0]))->left);
}
KR_METHOD(__length_hint__, range_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member range_iterator_members[] = {KR_ENTRY(__length_hint__, range_hint)};
static const kr_ops range_iterator_ops = {.iter = kr_iterator_self, .next = range_next};

const kr_type kr_range_iterator_type = {
    .head = {&kr_type_type},
    .name = N_range_iterator,
    .base = &kr_object_type,
    .solid = &kr_range_iterator_type,
    .ops = &range_iterator_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_range_iterator),
    .member_count = 1,
    .members = range_iterator_members,
};

static void long_trace(kr_vm *vm, kr_object *object) {
    kr_mark_values(vm, &((long_iterator *)object)->next, 3);
}

static kr_value long_next(kr_vm *vm, kr_value v) {
    long_iterator *i = kr_to_pointer(v);
    if (i->left == KR_INT(0)) return KR_UNBOUND;
    kr_value item = i->next;
    i->left = subtract(vm, i->left, KR_INT(1));
    i->next = add(vm, item, i->step);
    return item;
}

static kr_value long_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return ((long_iterator *)kr_to_pointer(argv[0]))->left;
}
KR_METHOD(__length_hint__, long_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member long_iterator_members[] = {KR_ENTRY(__length_hint__, long_hint)};
static const kr_ops long_iterator_ops = {.trace = long_trace, .iter = kr_iterator_self, .next = long_next};

static const kr_type long_iterator_type = {
    .head = {&kr_type_type},
    .name = N_longrange_iterator,
    .base = &kr_object_type,
    .solid = &long_iterator_type,
    .ops = &long_iterator_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(long_iterator),
    .member_count = 1,
    .members = long_iterator_members,
};

/* ---- The type. ---- */

static kr_value range_start(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_range(self)->start;
}
static kr_value range_stop(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_range(self)->stop;
}
static kr_value range_step(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_range(self)->step;
}
KR_GETSET(start, range_start, NULL);
KR_GETSET(stop, range_stop, NULL);
KR_GETSET(step, range_step, NULL);

static const kr_member range_members[] = {
    KR_ENTRY(count, range_count),        KR_ENTRY(index, range_index),
    KR_GETSET_ENTRY(start, range_start), KR_GETSET_ENTRY(stop, range_stop),
    KR_GETSET_ENTRY(step, range_step),   KR_ENTRY(__reversed__, range_reversed),
};

static const kr_ops range_ops = {
    .trace = range_trace,
    .print = range_print,
    .hash = range_hash,
    .compare = range_compare,
    .truth = range_truth,
    .length = range_length,
    .getitem = range_getitem,
    .contains = range_contains,
    .iter = range_iter,
};

const kr_type kr_range_type = {
    .head = {&kr_type_type},
    .name = N_range,
    .base = &kr_object_type,
    .solid = &kr_range_type,
    .ops = &range_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_range),
    .member_count = sizeof range_members / sizeof *range_members,
    .members = range_members,
    .make = range_make,
};

/* What the sequence types have in common. Every function that compares items may run user code, which may
 * change the list that is being looked at: so sizes and items are read again after each comparison, and never
 * kept in a local. */
#include "types/sequence.h"
#include "types/number.h"
#include "core/writer.h"

bool kr_is_index(kr_value v) {
    if (kr_is_integer(v) || kr_is_bool(v)) return true;
    return kr_is_object(v) && (kr_type_of(v)->dunders & KR_HAS_INDEX) != 0;
}

kr_word kr_slice_bound(kr_vm *vm, kr_value v, kr_word none) {
    if (kr_is_int(v)) return kr_to_int(v);
    if (v == KR_NONE) return none;
    if (!kr_is_index(v))
        kr_raise_type(vm, "slice indices must be integers or None or have an __index__ method");
    kr_value n = kr_index(vm, v);
    if (kr_is_int(n)) return kr_to_int(n);
    return kr_int_compare(n, KR_INT(0)) < 0 ? KR_INT_MIN : KR_INT_MAX;
}

static size_t clamp(kr_word at, size_t length) {
    if (at < 0) at += (kr_word)length;
    if (at < 0) return 0;
    return (size_t)at > length ? length : (size_t)at;
}

void kr_span_args(kr_vm *vm, size_t argc, const kr_value *argv, size_t at, size_t length, size_t *start,
                  size_t *stop) {
    *start = at < argc && !kr_is_absent(argv[at]) ? clamp(kr_slice_bound(vm, argv[at], 0), length) : 0;
    at++;
    *stop = at < argc && !kr_is_absent(argv[at]) ? clamp(kr_slice_bound(vm, argv[at], KR_INT_MAX), length)
                                                 : length;
}

kr_word kr_count_of(kr_vm *vm, kr_value n) {
    intmax_t count;
    if (!kr_int_to(kr_index(vm, n), &count) || count < INTPTR_MIN || count > INTPTR_MAX)
        kr_raise_overflow(vm, "cannot fit '%T' into an index-sized integer", n);
    return (kr_word)count;
}

size_t kr_repeat_count(kr_vm *vm, kr_value n, size_t size, size_t item_bytes) {
    if (!kr_is_index(n)) kr_raise_type(vm, "can't multiply sequence by non-int of type '%T'", n);
    kr_word times = kr_count_of(vm, n);
    size_t count = times > 0 ? (size_t)times : 0;
    if (size > 0 && count > (size_t)INTPTR_MAX / size / item_bytes) kr_raise_memory(vm);
    return count;
}

void kr_repeat_fill(void *dst, size_t size, size_t count) {
    size_t total = size * count;
    for (size_t done = size; done < total;) {
        size_t more = done < total - done ? done : total - done;
        memcpy((char *)dst + done, dst, more);
        done += more;
    }
}

size_t kr_index_in(kr_vm *vm, kr_value index, size_t length, const char *what) {
    if (!kr_is_int(index)) {
        if (!kr_is_index(index)) {
            const char *blank = strchr(what, ' '); /* "list assignment" names the type in its first word */
            int name = blank ? (int)(blank - what) : (int)strlen(what);
            char type[24];
            memcpy(type, what, (size_t)name < sizeof type ? (size_t)name : sizeof type - 1);
            type[(size_t)name < sizeof type ? (size_t)name : sizeof type - 1] = 0;
            kr_raise_type(vm, "%s indices must be integers or slices, not %T", type, index);
        }
    }
    kr_word at = kr_index_word(vm, index); /* which may be no small int */
    if (at < 0) at += (kr_word)length;
    if (at < 0 || (size_t)at >= length) kr_raise_index(vm, what);
    return (size_t)at;
}

/* Sizes decide about equality before any item is looked at. */
kr_value kr_items_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    kr_check_native_stack(vm);
    if ((op == KR_EQ || op == KR_NE) && kr_items_size(a) != kr_items_size(b)) return kr_bool(op == KR_NE);
    size_t i = 0;
    for (; i < kr_items_size(a) && i < kr_items_size(b); i++) {
        kr_value x = kr_items_at(a, i), y = kr_items_at(b, i);
        if (x == y || (!kr_both_int(x, y) && kr_equal(vm, x, y))) continue;
        if (op == KR_EQ || op == KR_NE) return kr_bool(op == KR_NE);
        return kr_compare(vm, op, x, y);
    }
    size_t m = kr_items_size(a), n = kr_items_size(b);
    return kr_bool(kr_order_holds(op, m < n ? -1 : m > n));
}

/* The index of the first item in [start, stop) that equals, or SIZE_MAX. Small ints and the same object are
 * found without a call. */
static size_t find_item(kr_vm *vm, kr_value v, kr_value item, size_t start, size_t stop) {
    for (size_t i = start; i < stop && i < kr_items_size(v); i++) {
        kr_value x = kr_items_at(v, i);
        if (x == item || (!kr_both_int(x, item) && kr_equal(vm, x, item))) return i;
    }
    return SIZE_MAX;
}

bool kr_items_contain(kr_vm *vm, kr_value v, kr_value item) {
    return find_item(vm, v, item, 0, SIZE_MAX) != SIZE_MAX;
}

kr_value kr_items_count(kr_vm *vm, kr_value v, kr_value item) {
    kr_word count = 0;
    for (size_t i = 0; i < kr_items_size(v); i++) {
        i = find_item(vm, v, item, i, SIZE_MAX);
        if (i == SIZE_MAX) break;
        count++;
    }
    return KR_INT(count);
}

kr_value kr_items_index(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t start, stop;
    kr_span_args(vm, argc, argv, 2, kr_items_size(argv[0]), &start, &stop);
    size_t at = find_item(vm, argv[0], argv[1], start, argc > 3 ? stop : SIZE_MAX);
    if (at != SIZE_MAX) return KR_INT((kr_word)at);
    if (kr_is_list(argv[0])) kr_raise_value_error(vm, "%R is not in list", argv[1]);
    kr_raise_value_error(vm, "tuple.index(x): x not in tuple");
}

void kr_items_print(kr_vm *vm, kr_writer *out, kr_value v) {
    for (size_t i = 0; i < kr_items_size(v); i++) {
        if (i > 0) kr_write(out, ", ", 2);
        kr_print(vm, out, kr_items_at(v, i), false);
    }
}

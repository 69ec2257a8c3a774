/* Built-in functions that walk over an iterable: all, any, sum, min, max, sorted, len, iter, next. */
#include "core/names.h"
#include "core/operate.h"
#include "modules/builtins.h"
#include "run/generator.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

kr_value kr_builtin_len(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (kr_is_exact(argv[0], &kr_list_type)) return KR_INT(kr_to_list(argv[0])->size);
    return kr_int_from(vm, kr_length(vm, argv[0]));
}

kr_value kr_builtin_all(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_loop loop;
    kr_loop_begin(vm, &loop, argv[0]);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;)
        if (item != KR_TRUE && !kr_truth(vm, item)) return KR_FALSE;
    return KR_TRUE;
}

kr_value kr_builtin_any(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_loop loop;
    kr_loop_begin(vm, &loop, argv[0]);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;)
        if (item != KR_FALSE && kr_truth(vm, item)) return KR_TRUE;
    return KR_FALSE;
}

kr_value kr_builtin_sorted(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_list *list = kr_list_of(vm, argv[0]);
    kr_list_sort(vm, list, argv[1] == KR_UNBOUND ? KR_NONE : argv[1], kr_sort_reverse(vm, argv[2]));
    return KR_OBJECT(list);
}

/* ---- sum: small ints and floats in machine words while they last, then whatever + means. ---- */

/* Adds a small int; false when it is none or the sum no longer fits. */
static inline bool add_int(kr_word *sum, kr_value item) {
    kr_word next;
    if (!kr_is_int(item) || __builtin_add_overflow(*sum, kr_to_int(item), &next) || !kr_int_fits(next))
        return false;
    *sum = next;
    return true;
}

/* Adds ints; the first item that cannot be added is returned. */
static kr_value sum_ints(kr_vm *vm, kr_loop *loop, kr_value *total) {
    kr_word sum = kr_to_int(*total);
    kr_value item;
    const kr_value *row;
    size_t n = 0;
    for (size_t count = kr_loop_row(loop, &row); n < count && add_int(&sum, row[n]);) n++;
    loop->index += n;
    while ((item = kr_loop_next(vm, loop)) != KR_UNBOUND && add_int(&sum, item)) continue;
    *total = KR_INT(sum);
    return item;
}

static kr_value sum_floats(kr_vm *vm, kr_loop *loop, kr_value *total) {
    kr_real sum = kr_float_value(*total);
    kr_value item;
    while ((item = kr_loop_next(vm, loop)) != KR_UNBOUND) {
        if (kr_is_int(item))
            sum += (kr_real)kr_to_int(item);
        else if (kr_is_float(item) && !(kr_type_of(item)->flags & KR_TYPE_CLASS))
            sum += kr_float_value(item);
        else
            break;
    }
    *total = kr_float_new(vm, sum);
    return item;
}

static void check_summable(kr_vm *vm, kr_value start) {
    if (kr_is_str(start)) kr_raise_type(vm, "sum() can't sum strings [use ''.join(seq) instead]");
    if (kr_is_bytes(start)) kr_raise_type(vm, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (kr_is_bytearray(start)) kr_raise_type(vm, "sum() can't sum bytearray [use b''.join(seq) instead]");
}

kr_value kr_builtin_sum(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value total = argv[1] == KR_UNBOUND ? KR_INT(0) : argv[1];
    check_summable(vm, total);
    kr_loop loop;
    kr_loop_begin(vm, &loop, argv[0]);
    for (;;) {
        kr_value item;
        if (kr_is_int(total))
            item = sum_ints(vm, &loop, &total);
        else if (kr_is_float(total) && !(kr_type_of(total)->flags & KR_TYPE_CLASS))
            item = sum_floats(vm, &loop, &total);
        else
            item = kr_loop_next(vm, &loop);
        if (item == KR_UNBOUND) return total;
        total = kr_binary(vm, KR_ADD, total, item);
    }
}

/* ---- min, max. ---- */

/* a before b in the order that is asked for. */
static inline bool is_better(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (kr_both_int(a, b)) return op == KR_LT ? (kr_word)a < (kr_word)b : (kr_word)a > (kr_word)b;
    if (kr_is_float(a) && kr_is_float(b) && !((kr_type_of(a)->flags | kr_type_of(b)->flags) & KR_TYPE_CLASS))
        return op == KR_LT ? kr_float_value(a) < kr_float_value(b) : kr_float_value(a) > kr_float_value(b);
    return kr_truth(vm, kr_compare(vm, op, a, b));
}

/* Goes on from the small int *found while small ints follow; the first other item is returned. */
static kr_value best_int(kr_vm *vm, kr_compare_op op, kr_loop *loop, kr_value *found) {
    kr_word turn = op == KR_LT ? 0 : -1,
            top = (kr_word)*found ^ turn; /* the greatest is the least of the complements */
    kr_value item;
    const kr_value *row;
    size_t n = 0;
    for (size_t count = kr_loop_row(loop, &row); n < count && kr_is_int(row[n]); n++)
        if (((kr_word)row[n] ^ turn) < top) top = (kr_word)row[n] ^ turn;
    loop->index += n;
    while ((item = kr_loop_next(vm, loop)) != KR_UNBOUND && kr_is_int(item))
        if (((kr_word)item ^ turn) < top) top = (kr_word)item ^ turn;
    *found = (kr_value)(top ^ turn);
    return item;
}

/* The best item of an iterable without a key; KR_UNBOUND when it is empty. */
static kr_value best_of(kr_vm *vm, kr_compare_op op, kr_value iterable) {
    kr_loop loop;
    kr_loop_begin(vm, &loop, iterable);
    kr_value found = kr_loop_next(vm, &loop), item = found;
    while (item != KR_UNBOUND) {
        item = kr_is_int(found) ? best_int(vm, op, &loop, &found) : kr_loop_next(vm, &loop);
        if (item != KR_UNBOUND && is_better(vm, op, item, found)) found = item;
    }
    return found;
}

/* The best item by a key, of an iterable or of several arguments. */
static kr_value best_by(kr_vm *vm, kr_compare_op op, kr_value key, size_t argc, const kr_value *argv) {
    kr_loop loop;
    if (argc == 1) kr_loop_begin(vm, &loop, argv[0]);
    kr_value found = KR_UNBOUND, found_key = KR_UNBOUND;
    for (size_t i = 0;; i++) {
        kr_value item = argc == 1 ? kr_loop_next(vm, &loop) : i < argc ? argv[i] : KR_UNBOUND;
        if (item == KR_UNBOUND) return found;
        kr_value item_key = key == KR_NONE ? item : kr_call(vm, key, 1, &item);
        if (found != KR_UNBOUND && !is_better(vm, op, item_key, found_key)) continue;
        found = item;
        found_key = item_key;
    }
}

static kr_value best(kr_vm *vm, kr_compare_op op, const char *name, size_t argc, const kr_value *argv,
                     size_t nkw, const kr_value *names) {
    kr_value key = KR_NONE, fallback = KR_UNBOUND;
    for (size_t i = 0; i < nkw; i++) {
        if (names[i] == N_key)
            key = argv[argc + i];
        else if (names[i] == N_default)
            fallback = argv[argc + i];
        else
            kr_raise_type(vm, "'%S' is an invalid keyword argument for %s()", names[i], name);
    }
    if (argc == 0) kr_raise_type(vm, "%s expected at least 1 argument, got 0", name);
    if (argc > 1 && fallback != KR_UNBOUND)
        kr_raise_type(vm, "Cannot specify a default for %s() with multiple positional arguments", name);
    kr_value found =
        argc == 1 && key == KR_NONE ? best_of(vm, op, argv[0]) : best_by(vm, op, key, argc, argv);
    if (found != KR_UNBOUND) return found;
    if (fallback == KR_UNBOUND) kr_raise_value_error(vm, "%s() arg is an empty sequence", name);
    return fallback;
}

kr_value kr_builtin_min(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    return best(vm, KR_LT, "min", argc, argv, nkw, names);
}

kr_value kr_builtin_max(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    return best(vm, KR_GT, "max", argc, argv, nkw, names);
}

/* ---- iter, next. ---- */

kr_value kr_builtin_iter(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 1) return kr_iter(vm, argv[0]);
    if (!kr_is_callable(vm, argv[0])) kr_raise_type(vm, "iter(v, w): v must be callable");
    return kr_callable_iterator_new(vm, argv[0], argv[1]);
}

/* A generator's return value travels in the StopIteration that ends it. */
static kr_value next_of_generator(kr_vm *vm, size_t argc, const kr_value *argv, int target) {
    kr_generator *generator = kr_to_pointer(argv[0]);
    if (argc == 1) return kr_generator_send(vm, generator, KR_NONE, target);
    kr_value value;
    return kr_generator_run(vm, generator, KR_NONE, &value) ? value : argv[1];
}

kr_value kr_builtin_next(kr_vm *vm, size_t argc, const kr_value *argv, int target) {
    if (kr_is_exact(argv[0], &kr_generator_type)) return next_of_generator(vm, argc, argv, target);
    const kr_type *type = kr_type_of(argv[0]);
    if ((type->dunders & KR_HAS_NEXT) && argc == 1) return kr_call_method(vm, argv[0], N___next__, 0, NULL);
    kr_value item = kr_next(vm, argv[0]);
    if (item != KR_UNBOUND) return item;
    kr_value carried = vm->stop_value; /* by the StopIteration of a program's iterator that this one reads */
    if (argc == 1) kr_raise_value(vm, &kr_StopIteration_type, carried == 0 || carried == KR_NONE ? KR_UNBOUND : carried);
    return argv[1];
}

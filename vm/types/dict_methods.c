/* The type dict: its methods and operators over the table of dict.c. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/dict_table.h"
#include "types/dict_views.h"
#include "types/iterators.h"
#include "types/sequence.h"
#include "types/generic.h"

/* ---- Filling from anything. ---- */

static void merge_pair(kr_vm *vm, kr_dict *dict, kr_value pair, size_t number) {
    kr_value both[2];
    if (kr_is_exact(pair, &kr_tuple_type) && kr_to_tuple(pair)->size == 2) {
        kr_dict_set(vm, dict, kr_to_tuple(pair)->items[0], kr_to_tuple(pair)->items[1]);
        return;
    }
    if (!kr_is_iterable(pair))
        kr_raise_type(vm, "cannot convert dictionary update sequence element #%zu to a sequence", number);
    size_t count = 0;
    kr_loop loop;
    kr_loop_begin(vm, &loop, pair);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND; count++)
        if (count < 2) both[count] = item;
    if (count != 2)
        kr_raise_value_error(vm, "dictionary update sequence element #%zu has length %zu; 2 is required",
                             number, count);
    kr_dict_set(vm, dict, both[0], both[1]);
}

static void merge_mapping(kr_vm *vm, kr_dict *dict, kr_value mapping) {
    kr_loop loop;
    kr_loop_begin(vm, &loop, kr_call_method(vm, mapping, N_keys, 0, NULL));
    for (kr_value key; (key = kr_loop_next(vm, &loop)) != KR_UNBOUND;)
        kr_dict_set(vm, dict, key, kr_getitem(vm, mapping, key));
}

void kr_dict_update(kr_vm *vm, kr_dict *dict, kr_value other) {
    if (kr_is_dict(other) && !(kr_type_of(other)->dunders & KR_HAS_ITER)) {
        kr_dict_merge(vm, dict, kr_to_dict(other));
        return;
    }
    if (!kr_is_exact(other, &kr_list_type) && !kr_is_exact(other, &kr_tuple_type) &&
        kr_getattr_or(vm, other, N_keys, KR_UNBOUND) != KR_UNBOUND) {
        merge_mapping(vm, dict, other);
        return;
    }
    kr_loop loop;
    kr_loop_begin(vm, &loop, other);
    size_t number = 0;
    for (kr_value pair; (pair = kr_loop_next(vm, &loop)) != KR_UNBOUND; number++)
        merge_pair(vm, dict, pair, number);
}

/* dict(other, **keywords), dict.update, dict.__init__: argv[0] is the optional `other`. */
static void fill(kr_vm *vm, kr_dict *dict, const char *what, size_t argc, const kr_value *argv, size_t nkw,
                 const kr_value *names) {
    if (argc > 1) kr_raise_type(vm, "%s expected at most 1 argument, got %zu", what, argc);
    if (argc == 1) kr_dict_update(vm, dict, argv[0]);
    for (size_t i = 0; i < nkw; i++) kr_dict_set_name(vm, dict, names[i], argv[argc + i]);
}

static kr_value dict_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    kr_dict *dict;
    if (cls != &kr_dict_type)
        dict = kr_new_instance(vm, cls, sizeof *dict);
    else if (argc == 1 && nkw == 0 && kr_is_exact(argv[0], &kr_dict_type))
        return KR_OBJECT(kr_dict_copy(vm, kr_to_dict(argv[0])));
    else
        dict = kr_dict_new(vm, nkw);
    fill(vm, dict, "dict", argc, argv, nkw, names);
    return KR_OBJECT(dict);
}

static kr_value dict_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    fill(vm, kr_to_dict(argv[0]), "dict", argc - 1, argv + 1, nkw, names);
    return KR_NONE;
}
KR_METHOD_KW(__init__, dict_init, 1, KR_ANY, "__init__(mapping_or_pairs=(), **items)\nFill the dict.");

/* ---- Operators. ---- */

static kr_value missing(kr_vm *vm, kr_value v, kr_value key) {
    if (kr_type_of(v)->dunders & KR_HAS_MISSING) return kr_call_method(vm, v, N___missing__, 1, &key);
    kr_raise_key(vm, key);
}

static kr_value dict_getitem(kr_vm *vm, kr_value v, kr_value key) {
    kr_value value = kr_dict_get(vm, kr_to_dict(v), key);
    return value != KR_UNBOUND ? value : missing(vm, v, key);
}

static void dict_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    if (item != KR_UNBOUND)
        kr_dict_set(vm, kr_to_dict(v), key, item);
    else if (!kr_dict_delete(vm, kr_to_dict(v), key))
        kr_raise_key(vm, key);
}

static bool dict_contains(kr_vm *vm, kr_value v, kr_value key) {
    return kr_dict_get(vm, kr_to_dict(v), key) != KR_UNBOUND;
}

static kr_word dict_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)kr_dict_length(kr_to_dict(v));
}

/* Two ordered dicts are equal only in the same order. */
static bool same_order(kr_vm *vm, const kr_dict *a, const kr_dict *b) {
    uint32_t i = kr_dict_next(a, 0), j = kr_dict_next(b, 0);
    while (i != UINT32_MAX && j != UINT32_MAX) {
        if (!kr_equal(vm, a->entries[i].key, b->entries[j].key)) return false;
        i = kr_dict_next(a, i + 1);
        j = kr_dict_next(b, j + 1);
    }
    return i == j;
}

static bool equal(kr_vm *vm, kr_dict *a, kr_dict *b) {
    kr_check_native_stack(vm);
    if (kr_dict_length(a) != kr_dict_length(b)) return false;
    for (uint32_t n = 0; (n = kr_dict_next(a, n)) != UINT32_MAX; n++) {
        kr_entry mine = a->entries[n];
        kr_value other = kr_dict_get(vm, b, mine.key);
        if (other == KR_UNBOUND || !kr_equal(vm, mine.value, other)) return false;
    }
    return !(a->flags & b->flags & KR_DICT_ORDERED) || same_order(vm, a, b);
}

static kr_value dict_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (!kr_is_dict(b) || (op != KR_EQ && op != KR_NE)) return KR_NOT_IMPLEMENTED;
    return kr_bool(equal(vm, kr_to_dict(a), kr_to_dict(b)) == (op == KR_EQ));
}

static kr_value dict_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (op != KR_OR || !kr_is_dict(a) || !kr_is_dict(b)) return KR_NOT_IMPLEMENTED;
    kr_dict *result = kr_dict_copy(vm, kr_to_dict(a));
    kr_dict_merge(vm, result, kr_to_dict(b));
    return KR_OBJECT(result);
}

static kr_value dict_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (op != KR_OR) return KR_NOT_IMPLEMENTED;
    kr_dict_update(vm, kr_to_dict(a), b);
    return a;
}

static void dict_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_check_native_stack(vm);
    const kr_dict *dict = kr_to_dict(v);
    if (kr_print_enter(vm, out, v)) {
        kr_write(out, "{...}", 5);
        return;
    }
    kr_write(out, "{", 1);
    bool first = true;
    for (uint32_t n = 0; (n = kr_dict_next(dict, n)) != UINT32_MAX; n++) {
        kr_entry entry = dict->entries[n];
        if (!first) kr_write(out, ", ", 2);
        first = false;
        kr_print(vm, out, entry.key, false);
        kr_write(out, ": ", 2);
        kr_print(vm, out, entry.value, false);
    }
    kr_write(out, "}", 1);
    kr_print_leave(vm, out, v);
}

static void dict_trace(kr_vm *vm, kr_object *object) {
    kr_mark_block(vm, ((kr_dict *)object)->entries);
    kr_mark_block(vm, ((kr_dict *)object)->index);
}

/* ---- Methods. ---- */

static kr_value dict_clear(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_dict_clear(vm, kr_to_dict(argv[0]));
    return KR_NONE;
}
KR_METHOD(clear, dict_clear, 1, 1, NULL, "clear()\nRemove all items.");

static kr_value dict_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_OBJECT(kr_dict_copy(vm, kr_to_dict(argv[0])));
}
KR_METHOD(copy, dict_copy, 1, 1, NULL, "copy()\nA new dict of the same items.");

static kr_value dict_fromkeys(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value result =
        argv[0] == KR_OBJECT(&kr_dict_type) ? KR_OBJECT(kr_dict_new(vm, 0)) : kr_call(vm, argv[0], 0, NULL);
    kr_value value = argc > 2 ? argv[2] : KR_NONE;
    kr_loop loop;
    kr_loop_begin(vm, &loop, argv[1]);
    bool plain = kr_is_exact(result, &kr_dict_type);
    for (kr_value key; (key = kr_loop_next(vm, &loop)) != KR_UNBOUND;) {
        if (plain)
            kr_dict_set(vm, kr_to_dict(result), key, value);
        else
            kr_setitem(vm, result, key, value);
    }
    return result;
}
KR_CLASSMETHOD(fromkeys, dict_fromkeys, 2, 3, NULL,
               "fromkeys(iterable, value=None)\nA new dict with these keys, all with that value.");

static kr_value dict_get(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value value = kr_dict_get(vm, kr_to_dict(argv[0]), argv[1]);
    if (value != KR_UNBOUND) return value;
    return argc > 2 ? argv[2] : KR_NONE;
}
KR_METHOD(get, dict_get, 2, 3, NULL,
          "get(key, default=None)\nThe value of key, or default when it is missing.");

static kr_value dict_setdefault(kr_vm *vm, size_t argc, const kr_value *argv) {
    return kr_dict_setdefault(vm, kr_to_dict(argv[0]), argv[1], argc > 2 ? argv[2] : KR_NONE);
}
KR_METHOD(setdefault, dict_setdefault, 2, 3, NULL,
          "setdefault(key, default=None)\nThe value of key, which is set to default when it is missing.");

static kr_value dict_pop(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value value = kr_dict_pop(vm, kr_to_dict(argv[0]), argv[1]);
    if (value != KR_UNBOUND) return value;
    if (argc < 3) kr_raise_key(vm, argv[1]);
    return argv[2];
}
KR_METHOD(pop, dict_pop, 2, 3, NULL,
          "pop(key[, default])\nRemove key and return its value; KeyError when it is missing and there is no "
          "default.");

static kr_value dict_popitem(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_dict *dict = kr_to_dict(argv[0]);
    uint32_t last = kr_dict_previous(dict, UINT32_MAX);
    if (last == UINT32_MAX) kr_raise(vm, &kr_KeyError_type, "popitem(): dictionary is empty");
    kr_value pair = kr_tuple_new(vm, 2, &dict->entries[last].key);
    kr_dict_remove_at(vm, dict, last);
    return pair;
}
KR_METHOD(popitem, dict_popitem, 1, 1, NULL,
          "popitem()\nRemove and return the newest (key, value); KeyError when the dict is empty.");

static kr_value dict_update(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    fill(vm, kr_to_dict(argv[0]), "update", argc - 1, argv + 1, nkw, names);
    return KR_NONE;
}
KR_METHOD_KW(update, dict_update, 1, KR_ANY, "update(mapping_or_pairs=(), **items)\nSet many items.");

static kr_value dict_keys(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_dict_view_new(vm, &kr_dict_keys_type, argv[0]);
}
KR_METHOD(keys, dict_keys, 1, 1, NULL, "keys()\nA set-like view of the keys.");

static kr_value dict_values(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_dict_view_new(vm, &kr_dict_values_type, argv[0]);
}
KR_METHOD(values, dict_values, 1, 1, NULL, "values()\nA view of the values.");

static kr_value dict_items(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_dict_view_new(vm, &kr_dict_items_type, argv[0]);
}
KR_METHOD(items, dict_items, 1, 1, NULL, "items()\nA set-like view of the (key, value) pairs.");

static kr_value dict_reversed(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_dict_iterator_new(vm, &kr_dict_reverse_key_iterator_type, kr_to_dict(argv[0]));
}
KR_METHOD(__reversed__, dict_reversed, 1, 1, NULL,
          "__reversed__()\nAn iterator over the keys, newest first.");

static kr_value dict_iter(kr_vm *vm, kr_value v) {
    return kr_dict_iterator_new(vm, &kr_dict_key_iterator_type, kr_to_dict(v));
}

static const kr_member dict_members[] = {
    KR_GENERIC_ENTRY,
    KR_ENTRY(clear, dict_clear),
    KR_ENTRY(copy, dict_copy),
    KR_ENTRY(fromkeys, dict_fromkeys),
    KR_ENTRY(get, dict_get),
    KR_ENTRY(items, dict_items),
    KR_ENTRY(keys, dict_keys),
    KR_ENTRY(pop, dict_pop),
    KR_ENTRY(popitem, dict_popitem),
    KR_ENTRY(setdefault, dict_setdefault),
    KR_ENTRY(update, dict_update),
    KR_ENTRY(values, dict_values),
    KR_ENTRY(__init__, dict_init),
    KR_ENTRY(__reversed__, dict_reversed),
};

static const kr_ops dict_ops = {
    .trace = dict_trace,
    .print = dict_print,
    .compare = dict_compare,
    .binary = dict_binary,
    .inplace = dict_inplace,
    .length = dict_length,
    .getitem = dict_getitem,
    .setitem = dict_setitem,
    .contains = dict_contains,
    .iter = dict_iter,
};

const kr_type kr_dict_type = {
    .head = {&kr_type_type},
    .name = N_dict,
    .base = &kr_object_type,
    .solid = &kr_dict_type,
    .ops = &dict_ops,
    .size = sizeof(kr_dict),
    .member_count = sizeof dict_members / sizeof *dict_members,
    .members = dict_members,
    .make = dict_make,
};

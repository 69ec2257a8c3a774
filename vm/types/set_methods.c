/* The types set and frozenset: methods and operators over the table of set.c. Methods take any iterable and
 * make a set of it first when it is none; operators take sets only. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/dict_views.h"
#include "types/iterators.h"
#include "types/sequence.h"
#include "types/set_operations.h"
#include "types/hashing.h"
#include "types/generic.h"

/* The argument as a set. */
static kr_set *as_set(kr_vm *vm, kr_value v) {
    return kr_to_set(kr_is_set(v) ? v : kr_set_of(vm, &kr_set_type, v));
}

static const kr_type *plain_type(kr_value v) {
    return kr_is_kind(v, &kr_frozenset_type) ? &kr_frozenset_type : &kr_set_type;
}

/* ---- Making. ---- */

static kr_value make(kr_vm *vm, const kr_type *cls, const char *name, size_t argc, const kr_value *argv,
                     size_t nkw) {
    if (nkw > 0) kr_raise_type(vm, "%s() takes no keyword arguments", name);
    if (argc > 1) kr_raise_type(vm, "%s expected at most 1 argument, got %zu", name, argc);
    kr_value set = cls->flags & KR_TYPE_CLASS ? KR_OBJECT(kr_new_instance(vm, cls, sizeof(kr_set)))
                                              : kr_set_new(vm, cls);
    if (argc > 0) kr_set_update(vm, kr_to_set(set), argv[0]);
    return set;
}

static kr_value set_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)names;
    return make(vm, cls, "set", argc, argv, cls == &kr_set_type ? nkw : 0);
}

static kr_value frozenset_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                               const kr_value *names) {
    (void)names;
    if (cls == &kr_frozenset_type && argc == 1 && nkw == 0 && kr_is_exact(argv[0], cls)) return argv[0];
    return make(vm, cls, "frozenset", argc, argv, cls == &kr_frozenset_type ? nkw : 0);
}

static kr_value set_init(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_set_clear(vm, kr_to_set(argv[0]));
    if (argc > 1) kr_set_update(vm, kr_to_set(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(__init__, set_init, 1, 2, NULL, "__init__(iterable=())\nFill the set anew.");

/* ---- Operations of the types. ---- */

static void set_trace(kr_vm *vm, kr_object *object) {
    kr_mark_block(vm, ((kr_set *)object)->slots);
    kr_mark_block(vm, ((kr_set *)object)->hashes);
}

static void set_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_check_native_stack(vm);
    const kr_set *set = kr_to_set(v);
    kr_value name = kr_type_of(v)->name;
    if (kr_print_enter(vm, out, v)) {
        kr_write_value(out, name, true);
        kr_write(out, "(...)", 5);
        return;
    }
    bool bare = kr_is_exact(v, &kr_set_type) && set->size > 0;
    if (!bare) {
        kr_write_value(out, name, true);
        kr_write(out, "(", 1);
    }
    if (set->size > 0) {
        const char *separator = "{";
        size_t position = 0;
        for (kr_value item; (item = kr_set_each(set, &position)) != KR_UNBOUND; separator = ", ") {
            kr_write_text(out, separator);
            kr_print(vm, out, item, false);
        }
        kr_write(out, "}", 1);
    }
    if (!bare) kr_write(out, ")", 1);
    kr_print_leave(vm, out, v);
}

static kr_word set_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)kr_to_set(v)->size;
}

static kr_word frozenset_hash(kr_vm *vm, kr_value v) {
    kr_check_native_stack(vm);
    return (kr_word)kr_set_hash(vm, kr_to_set(v));
}

static kr_value set_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (!kr_is_set(b)) return KR_NOT_IMPLEMENTED;
    kr_set *x = kr_to_set(a), *y = kr_to_set(b);
    switch (op) {
    case KR_EQ: return kr_bool(x->size == y->size && kr_set_within(vm, x, y));
    case KR_NE: return kr_bool(x->size != y->size || !kr_set_within(vm, x, y));
    case KR_LT: return kr_bool(x->size < y->size && kr_set_within(vm, x, y));
    case KR_LE: return kr_bool(kr_set_within(vm, x, y));
    case KR_GT: return kr_bool(y->size < x->size && kr_set_within(vm, y, x));
    default: return kr_bool(kr_set_within(vm, y, x));
    }
}

static bool is_combination(kr_binary_op op) {
    return op == KR_AND || op == KR_OR || op == KR_XOR || op == KR_SUB;
}

static kr_value set_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (!is_combination(op) || !kr_is_set(a) || !kr_is_set(b)) return KR_NOT_IMPLEMENTED;
    return kr_set_combine(vm, op, a, b);
}

/* set ^= other: what is in both goes, the rest comes. */
static void toggle(kr_vm *vm, kr_value set, const kr_set *other) {
    kr_value both = kr_set_combine(vm, KR_XOR, set, KR_OBJECT(other));
    kr_set_assign(vm, kr_to_set(set), kr_to_set(both));
}

static kr_value set_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (!is_combination(op) || !kr_is_set(b)) return KR_NOT_IMPLEMENTED;
    switch (op) {
    case KR_AND: kr_set_assign(vm, kr_to_set(a), kr_to_set(kr_set_combine(vm, KR_AND, a, b))); break;
    case KR_OR: kr_set_merge(vm, kr_to_set(a), kr_to_set(b)); break;
    case KR_XOR: toggle(vm, a, kr_to_set(b)); break;
    default:
        if (a == b)
            kr_set_clear(vm, kr_to_set(a));
        else
            kr_set_keep(vm, kr_to_set(a), kr_to_set(b), false);
        break;
    }
    return a;
}

/* A set is not hashable, but as an item that is looked for it stands for a frozenset. */
static kr_value as_item(kr_vm *vm, kr_value item) {
    return kr_is_kind(item, &kr_set_type) && !(kr_type_of(item)->dunders & KR_HAS_HASH)
               ? kr_set_of(vm, &kr_frozenset_type, item)
               : item;
}

static bool set_contains(kr_vm *vm, kr_value v, kr_value item) {
    return kr_set_contains(vm, kr_to_set(v), as_item(vm, item));
}

/* ---- Methods that give a new set. ---- */

static kr_value copy_of(kr_vm *vm, kr_value v) {
    kr_value copy = kr_set_new(vm, plain_type(v));
    kr_set_assign(vm, kr_to_set(copy), kr_to_set(v));
    return copy;
}

static kr_value set_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_is_exact(argv[0], &kr_frozenset_type) ? argv[0] : copy_of(vm, argv[0]);
}
KR_METHOD(copy, set_copy, 1, 1, NULL, "copy()\nA new set of the same items.");

static kr_value set_union(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value result = copy_of(vm, argv[0]);
    for (size_t i = 1; i < argc; i++) kr_set_update(vm, kr_to_set(result), argv[i]);
    return result;
}
KR_METHOD(union, set_union, 1, KR_ANY, NULL, "union(*others)\nThe items of all.");

/* The items are those of an iterable that is no set. */
static kr_value intersect(kr_vm *vm, kr_value v, kr_value other) {
    if (kr_is_set(other)) return kr_set_combine(vm, KR_AND, v, other);
    kr_set *given = as_set(vm, other);
    kr_value result = kr_set_new(vm, plain_type(v));
    kr_set_assign(vm, kr_to_set(result), given);
    kr_set_keep(vm, kr_to_set(result), kr_to_set(v), true);
    return result;
}

static kr_value set_intersection(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 1) return copy_of(vm, argv[0]);
    kr_value result = argv[0];
    for (size_t i = 1; i < argc; i++) result = intersect(vm, result, argv[i]);
    return result;
}
KR_METHOD(intersection, set_intersection, 1, KR_ANY, NULL,
          "intersection(*others)\nThe items that are in all.");

static kr_value set_difference(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value result = copy_of(vm, argv[0]);
    for (size_t i = 1; i < argc; i++) kr_set_keep(vm, kr_to_set(result), as_set(vm, argv[i]), false);
    return result;
}
KR_METHOD(difference, set_difference, 1, KR_ANY, NULL,
          "difference(*others)\nThe items that are in none of the others.");

static kr_value set_symmetric_difference(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_set_combine(vm, KR_XOR, argv[0], KR_OBJECT(as_set(vm, argv[1])));
}
KR_METHOD(symmetric_difference, set_symmetric_difference, 2, 2, NULL,
          "symmetric_difference(other)\nThe items that are in just one of the two.");

static kr_value set_isdisjoint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(kr_set_disjoint(vm, as_set(vm, argv[1]), kr_to_set(argv[0])));
}
KR_METHOD(isdisjoint, set_isdisjoint, 2, 2, NULL, "isdisjoint(other)\nTrue when no item is in both.");

static kr_value set_issubset(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(kr_set_within(vm, kr_to_set(argv[0]), as_set(vm, argv[1])));
}
KR_METHOD(issubset, set_issubset, 2, 2, NULL, "issubset(other)\nTrue when every item is in other.");

static kr_value set_issuperset(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(kr_set_within(vm, as_set(vm, argv[1]), kr_to_set(argv[0])));
}
KR_METHOD(issuperset, set_issuperset, 2, 2, NULL,
          "issuperset(other)\nTrue when every item of other is in this set.");

/* ---- Methods that change the set. ---- */

static kr_value set_add(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_set_add(vm, kr_to_set(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(add, set_add, 2, 2, NULL, "add(item)\nAdd an item.");

static kr_value set_clear(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_set_clear(vm, kr_to_set(argv[0]));
    return KR_NONE;
}
KR_METHOD(clear, set_clear, 1, 1, NULL, "clear()\nRemove all items.");

static kr_value set_discard(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_set_discard(vm, kr_to_set(argv[0]), as_item(vm, argv[1]));
    return KR_NONE;
}
KR_METHOD(discard, set_discard, 2, 2, NULL, "discard(item)\nRemove an item if it is there.");

static kr_value set_remove(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_set_discard(vm, kr_to_set(argv[0]), as_item(vm, argv[1]))) kr_raise_key(vm, argv[1]);
    return KR_NONE;
}
KR_METHOD(remove, set_remove, 2, 2, NULL, "remove(item)\nRemove an item; KeyError when it is not there.");

static kr_value set_pop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value item = kr_set_pop(kr_to_set(argv[0]));
    if (item == KR_UNBOUND) kr_raise(vm, &kr_KeyError_type, "pop from an empty set");
    return item;
}
KR_METHOD(pop, set_pop, 1, 1, NULL, "pop()\nRemove and return any item; KeyError when there is none.");

static kr_value set_update(kr_vm *vm, size_t argc, const kr_value *argv) {
    for (size_t i = 1; i < argc; i++) kr_set_update(vm, kr_to_set(argv[0]), argv[i]);
    return KR_NONE;
}
KR_METHOD(update, set_update, 1, KR_ANY, NULL, "update(*others)\nAdd the items of all others.");

static kr_value set_intersection_update(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc > 1) kr_set_assign(vm, kr_to_set(argv[0]), kr_to_set(set_intersection(vm, argc, argv)));
    return KR_NONE;
}
KR_METHOD(intersection_update, set_intersection_update, 1, KR_ANY, NULL,
          "intersection_update(*others)\nKeep only what is in all others.");

static kr_value set_difference_update(kr_vm *vm, size_t argc, const kr_value *argv) {
    for (size_t i = 1; i < argc; i++) {
        if (argv[i] == argv[0])
            kr_set_clear(vm, kr_to_set(argv[0]));
        else
            kr_set_keep(vm, kr_to_set(argv[0]), as_set(vm, argv[i]), false);
    }
    return KR_NONE;
}
KR_METHOD(difference_update, set_difference_update, 1, KR_ANY, NULL,
          "difference_update(*others)\nRemove what is in any other.");

static kr_value set_symmetric_difference_update(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    toggle(vm, argv[0], as_set(vm, argv[1]));
    return KR_NONE;
}
KR_METHOD(symmetric_difference_update, set_symmetric_difference_update, 2, 2, NULL,
          "symmetric_difference_update(other)\nRemove what is in both, add what is only in other.");

/* ---- The iterator. ---- */

typedef struct set_iterator {
    kr_object head;
    kr_set *set; /* NULL when exhausted */
    uint32_t position, expected;
} set_iterator;

static const kr_type set_iterator_type;

static kr_value set_iter(kr_vm *vm, kr_value v) {
    set_iterator *i = kr_new_raw(vm, &set_iterator_type, sizeof *i);
    i->set = kr_to_set(v);
    i->position = 0;
    i->expected = i->set->size;
    return KR_OBJECT(i);
}

static void iterator_trace(kr_vm *vm, kr_object *object) {
    kr_set *set = ((set_iterator *)object)->set;
    if (set) kr_mark(vm, KR_OBJECT(set));
}

static kr_value iterator_next(kr_vm *vm, kr_value v) {
    set_iterator *i = kr_to_pointer(v);
    if (!i->set) return KR_UNBOUND;
    if (i->set->size != i->expected) {
        i->expected = UINT32_MAX; /* it stays broken */
        kr_raise(vm, &kr_RuntimeError_type, "Set changed size during iteration");
    }
    size_t position = i->position;
    kr_value item = kr_set_each(i->set, &position);
    i->position = (uint32_t)position;
    if (item == KR_UNBOUND) i->set = NULL;
    return item;
}

static kr_value iterator_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    const set_iterator *i = kr_to_pointer(argv[0]);
    if (!i->set) return KR_INT(0);
    if (i->position == 0) return KR_INT(i->set->size);
    kr_word left = 0;
    for (size_t position = i->position; kr_set_each(i->set, &position) != KR_UNBOUND;) left++;
    return KR_INT(left);
}
KR_METHOD(__length_hint__, iterator_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member iterator_members[] = {KR_ENTRY(__length_hint__, iterator_hint)};
static const kr_ops iterator_ops = {.trace = iterator_trace, .iter = kr_iterator_self, .next = iterator_next};
static const kr_type set_iterator_type = {
    .head = {&kr_type_type},
    .name = N_set_iterator,
    .base = &kr_object_type,
    .solid = &set_iterator_type,
    .ops = &iterator_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(set_iterator),
    .member_count = 1,
    .members = iterator_members,
};

/* ---- The types. ---- */

static const kr_member set_members[] = {
    KR_GENERIC_ENTRY,
    KR_ENTRY(add, set_add),
    KR_ENTRY(clear, set_clear),
    KR_ENTRY(copy, set_copy),
    KR_ENTRY(difference, set_difference),
    KR_ENTRY(difference_update, set_difference_update),
    KR_ENTRY(discard, set_discard),
    KR_ENTRY(intersection, set_intersection),
    KR_ENTRY(intersection_update, set_intersection_update),
    KR_ENTRY(isdisjoint, set_isdisjoint),
    KR_ENTRY(issubset, set_issubset),
    KR_ENTRY(issuperset, set_issuperset),
    KR_ENTRY(pop, set_pop),
    KR_ENTRY(remove, set_remove),
    KR_ENTRY(symmetric_difference, set_symmetric_difference),
    KR_ENTRY(symmetric_difference_update, set_symmetric_difference_update),
    KR_ENTRY(union, set_union),
    KR_ENTRY(update, set_update),
    KR_ENTRY(__init__, set_init),
};

static const kr_member frozenset_members[] = {
    KR_GENERIC_ENTRY,
    KR_ENTRY(copy, set_copy),
    KR_ENTRY(difference, set_difference),
    KR_ENTRY(intersection, set_intersection),
    KR_ENTRY(isdisjoint, set_isdisjoint),
    KR_ENTRY(issubset, set_issubset),
    KR_ENTRY(issuperset, set_issuperset),
    KR_ENTRY(symmetric_difference, set_symmetric_difference),
    KR_ENTRY(union, set_union),
};

static const kr_ops set_ops = {
    .trace = set_trace,
    .print = set_print,
    .compare = set_compare,
    .binary = set_binary,
    .inplace = set_inplace,
    .length = set_length,
    .contains = set_contains,
    .iter = set_iter,
};

static const kr_ops frozenset_ops = {
    .trace = set_trace,
    .print = set_print,
    .hash = frozenset_hash,
    .compare = set_compare,
    .binary = set_binary,
    .length = set_length,
    .contains = set_contains,
    .iter = set_iter,
};

const kr_type kr_set_type = {
    .head = {&kr_type_type},
    .name = N_set,
    .base = &kr_object_type,
    .solid = &kr_set_type,
    .ops = &set_ops,
    .size = sizeof(kr_set),
    .member_count = sizeof set_members / sizeof *set_members,
    .members = set_members,
    .make = set_make,
};

const kr_type kr_frozenset_type = {
    .head = {&kr_type_type},
    .name = N_frozenset,
    .base = &kr_object_type,
    .solid = &kr_frozenset_type,
    .ops = &frozenset_ops,
    .size = sizeof(kr_set),
    .member_count = sizeof frozenset_members / sizeof *frozenset_members,
    .members = frozenset_members,
    .make = frozenset_make,
};

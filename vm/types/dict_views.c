/* Views of a dict (keys, values, items) and its iterators. A view holds nothing but the dict, so it always
 * shows the present state. Keys and items behave as sets: an operator makes a set of the left view first and
 * lets set.c do the rest. */
#include "types/dict_views.h"
#include "core/heap_inline.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/dict_table.h"
#include "types/iterators.h"
#include "types/sequence.h"
#include "types/set_operations.h"

static kr_dict *dict_of(kr_value view) {
    return kr_to_dict(((kr_dict_view *)kr_to_pointer(view))->dict);
}

kr_value kr_dict_view_new(kr_vm *vm, const kr_type *type, kr_value dict) {
    kr_dict_view *view = kr_new_quick(vm, type, sizeof *view);
    view->dict = dict;
    return KR_OBJECT(view);
}

/* ---- Iterators. ---- */

kr_value kr_dict_iterator_new(kr_vm *vm, const kr_type *type, kr_dict *dict) {
    kr_dict_iterator *i = kr_new_quick(vm, type, sizeof *i);
    bool backwards = type == &kr_dict_reverse_key_iterator_type ||
                     type == &kr_dict_reverse_value_iterator_type ||
                     type == &kr_dict_reverse_item_iterator_type;
    i->dict = dict;
    i->position = backwards ? dict->used : 0;
    i->expected = dict->size;
    return KR_OBJECT(i);
}

static void iterator_trace(kr_vm *vm, kr_object *object) {
    kr_dict *dict = ((kr_dict_iterator *)object)->dict;
    if (dict) kr_mark(vm, KR_OBJECT(dict));
}

static void check_unchanged(kr_vm *vm, kr_dict_iterator *i) {
    if (__builtin_expect(i->dict->size == i->expected, 1) || i->dict->flags & KR_DICT_NAMESPACE) return;
    i->expected = UINT32_MAX; /* it stays broken */
    kr_raise(vm, &kr_RuntimeError_type, "dictionary changed size during iteration");
}

static inline const kr_entry *advance(kr_vm *vm, kr_value v) {
    kr_dict_iterator *i = kr_to_pointer(v);
    if (!i->dict) return NULL;
    check_unchanged(vm, i);
    uint32_t n = kr_dict_next(i->dict, i->position);
    if (n != UINT32_MAX) {
        i->position = n + 1;
        return &i->dict->entries[n];
    }
    i->dict = NULL;
    return NULL;
}

static const kr_entry *retreat(kr_vm *vm, kr_value v) {
    kr_dict_iterator *i = kr_to_pointer(v);
    if (!i->dict) return NULL;
    check_unchanged(vm, i);
    uint32_t n = kr_dict_previous(i->dict, i->position);
    if (n != UINT32_MAX) {
        i->position = n;
        return &i->dict->entries[n];
    }
    i->dict = NULL;
    return NULL;
}

static kr_value next_key(kr_vm *vm, kr_value v) {
    const kr_entry *e = advance(vm, v);
    return e ? e->key : KR_UNBOUND;
}
static kr_value next_value(kr_vm *vm, kr_value v) {
    const kr_entry *e = advance(vm, v);
    return e ? e->value : KR_UNBOUND;
}
static kr_value next_item(kr_vm *vm, kr_value v) {
    const kr_entry *e = advance(vm, v);
    return e ? kr_tuple_new(vm, 2, &e->key) : KR_UNBOUND;
}
static int pair_item(kr_vm *vm, kr_value v, kr_value pair[2]) {
    const kr_entry *e = advance(vm, v);
    if (!e) return KR_PAIR_END;
    pair[0] = e->key;
    pair[1] = e->value;
    return KR_PAIR_STORED;
}
static kr_value previous_key(kr_vm *vm, kr_value v) {
    const kr_entry *e = retreat(vm, v);
    return e ? e->key : KR_UNBOUND;
}
static kr_value previous_value(kr_vm *vm, kr_value v) {
    const kr_entry *e = retreat(vm, v);
    return e ? e->value : KR_UNBOUND;
}
static kr_value previous_item(kr_vm *vm, kr_value v) {
    const kr_entry *e = retreat(vm, v);
    return e ? kr_tuple_new(vm, 2, &e->key) : KR_UNBOUND;
}

static size_t items_left(const kr_dict_iterator *i, bool backwards) {
    if (!i->dict) return 0;
    size_t left = 0;
    if (backwards)
        for (uint32_t n = i->position; (n = kr_dict_previous(i->dict, n)) != UINT32_MAX;) left++;
    else
        for (uint32_t n = i->position; (n = kr_dict_next(i->dict, n)) != UINT32_MAX; n++) left++;
    return left;
}

static kr_value forward_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    const kr_dict_iterator *i = kr_to_pointer(argv[0]);
    if (i->dict && i->position == 0) return KR_INT(kr_dict_length(i->dict));
    return KR_INT(items_left(i, false));
}
KR_METHOD(__length_hint__, forward_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member forward_members[] = {KR_ENTRY(__length_hint__, forward_hint)};

static kr_value backward_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return KR_INT(items_left(kr_to_pointer(argv[0]), true));
}
KR_METHOD(__length_hint__, backward_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member backward_members[] = {KR_ENTRY(__length_hint__, backward_hint)};

#define ITERATOR_TYPE(c_name, name_, next_, pair_, members_)                                                 \
    static const kr_ops c_name##_ops = {                                                                     \
        .trace = iterator_trace, .iter = kr_iterator_self, .next = next_, .next_pair = pair_};               \
    const kr_type kr_##c_name##_type = {.head = {&kr_type_type},                                             \
                                        .name = name_,                                                       \
                                        .base = &kr_object_type,                                             \
                                        .solid = &kr_##c_name##_type,                                        \
                                        .ops = &c_name##_ops,                                                \
                                        .flags = KR_TYPE_FINAL,                                              \
                                        .size = sizeof(kr_dict_iterator),                                    \
                                        .member_count = sizeof members_ / sizeof *members_,                  \
                                        .members = members_}

ITERATOR_TYPE(dict_key_iterator, N_dict_keyiterator, next_key, NULL, forward_members);
ITERATOR_TYPE(dict_value_iterator, N_dict_valueiterator, next_value, NULL, forward_members);
ITERATOR_TYPE(dict_item_iterator, N_dict_itemiterator, next_item, pair_item, forward_members);
ITERATOR_TYPE(dict_reverse_key_iterator, N_dict_reversekeyiterator, previous_key, NULL, backward_members);
ITERATOR_TYPE(dict_reverse_value_iterator, N_dict_reversevalueiterator, previous_value, NULL,
              backward_members);
ITERATOR_TYPE(dict_reverse_item_iterator, N_dict_reverseitemiterator, previous_item, NULL, backward_members);

/* ---- Views. ---- */

static void view_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((kr_dict_view *)object)->dict);
}

static kr_word view_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)kr_dict_length(dict_of(v));
}

static kr_value keys_iter(kr_vm *vm, kr_value v) {
    return kr_dict_iterator_new(vm, &kr_dict_key_iterator_type, dict_of(v));
}
static kr_value values_iter(kr_vm *vm, kr_value v) {
    return kr_dict_iterator_new(vm, &kr_dict_value_iterator_type, dict_of(v));
}
static kr_value items_iter(kr_vm *vm, kr_value v) {
    return kr_dict_iterator_new(vm, &kr_dict_item_iterator_type, dict_of(v));
}

static bool keys_contain(kr_vm *vm, kr_value v, kr_value key) {
    return kr_dict_get(vm, dict_of(v), key) != KR_UNBOUND;
}

static bool items_contain(kr_vm *vm, kr_value v, kr_value item) {
    if (!kr_is_tuple(item) || kr_to_tuple(item)->size != 2) return false;
    kr_value value = kr_dict_get(vm, dict_of(v), kr_to_tuple(item)->items[0]);
    return value != KR_UNBOUND && kr_equal(vm, value, kr_to_tuple(item)->items[1]);
}

static void view_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_check_native_stack(vm);
    if (kr_print_enter(vm, out, v)) {
        kr_write(out, "...", 3);
        return;
    }
    kr_write_value(out, kr_type_of(v)->name, true);
    kr_write(out, "([", 2);
    kr_value iterator = kr_iter(vm, v);
    bool first = true;
    for (kr_value item; (item = kr_next(vm, iterator)) != KR_UNBOUND; first = false) {
        if (!first) kr_write(out, ", ", 2);
        kr_print(vm, out, item, false);
    }
    kr_write(out, "])", 2);
    kr_print_leave(vm, out, v);
}

static bool is_set_like(kr_value v) {
    return kr_is_set(v) || kr_is_exact(v, &kr_dict_keys_type) || kr_is_exact(v, &kr_dict_items_type);
}

/* a is contained in b: every item of a is in b. */
static bool is_within(kr_vm *vm, kr_value a, kr_value b) {
    kr_value iterator = kr_iter(vm, a);
    for (kr_value item; (item = kr_next(vm, iterator)) != KR_UNBOUND;)
        if (!kr_contains(vm, b, item)) return false;
    return true;
}

static kr_value view_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (!is_set_like(b)) return KR_NOT_IMPLEMENTED;
    kr_word m = kr_length(vm, a), n = kr_length(vm, b);
    switch (op) {
    case KR_EQ: return kr_bool(m == n && is_within(vm, a, b));
    case KR_NE: return kr_bool(m != n || !is_within(vm, a, b));
    case KR_LT: return kr_bool(m < n && is_within(vm, a, b));
    case KR_LE: return kr_bool(m <= n && is_within(vm, a, b));
    case KR_GT: return kr_bool(m > n && is_within(vm, b, a));
    default: return kr_bool(m >= n && is_within(vm, b, a));
    }
}

static kr_value view_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (op != KR_AND && op != KR_OR && op != KR_XOR && op != KR_SUB) return KR_NOT_IMPLEMENTED;
    kr_value x = kr_set_of(vm, &kr_set_type, a);
    kr_value y = kr_is_set(b) ? b : kr_set_of(vm, &kr_set_type, b);
    return kr_set_combine(vm, op, x, y);
}

static kr_value view_isdisjoint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_loop loop;
    kr_loop_begin(vm, &loop, argv[1]);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;)
        if (kr_contains(vm, argv[0], item)) return KR_FALSE;
    return KR_TRUE;
}
KR_METHOD(isdisjoint, view_isdisjoint, 2, 2, NULL, "isdisjoint(other)\nTrue when no item is in both.");

static kr_value view_reversed(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_reversed(vm, argv[0]);
}
KR_METHOD(__reversed__, view_reversed, 1, 1, NULL,
          "__reversed__()\nAn iterator over the view, newest first.");

static const kr_member set_view_members[] = {
    KR_ENTRY(isdisjoint, view_isdisjoint),
    KR_ENTRY(__reversed__, view_reversed),
};
static const kr_member values_members[] = {KR_ENTRY(__reversed__, view_reversed)};

static const kr_ops keys_ops = {
    .trace = view_trace,
    .print = view_print,
    .compare = view_compare,
    .binary = view_binary,
    .length = view_length,
    .contains = keys_contain,
    .iter = keys_iter,
};
static const kr_ops items_ops = {
    .trace = view_trace,
    .print = view_print,
    .compare = view_compare,
    .binary = view_binary,
    .length = view_length,
    .contains = items_contain,
    .iter = items_iter,
};
static const kr_ops values_ops = {
    .trace = view_trace,
    .print = view_print,
    .length = view_length,
    .iter = values_iter,
};

#define VIEW_TYPE(c_name, ops_, members_)                                                                    \
    const kr_type kr_##c_name##_type = {.head = {&kr_type_type},                                             \
                                        .name = N_##c_name,                                                  \
                                        .base = &kr_object_type,                                             \
                                        .solid = &kr_##c_name##_type,                                        \
                                        .ops = &ops_,                                                        \
                                        .flags = KR_TYPE_FINAL,                                              \
                                        .size = sizeof(kr_dict_view),                                        \
                                        .member_count = sizeof members_ / sizeof *members_,                  \
                                        .members = members_}

/* N_dict_keys, N_dict_values, N_dict_items */
VIEW_TYPE(dict_keys, keys_ops, set_view_members);
VIEW_TYPE(dict_items, items_ops, set_view_members);
VIEW_TYPE(dict_values, values_ops, values_members);

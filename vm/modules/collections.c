/* _collections: deque, and the fast parts of what python/collections/__init__.py defines.
 *
 * A deque is a ring: item i lies at items[(first + i) & (capacity - 1)]; the capacity is a power of two.
 * `changes` tells iterators that something was put in or taken out. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "run/attribute.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"
#include "types/generic.h"

typedef struct deque {
    kr_object head;
    kr_value *items; /* a values block; NULL when capacity is 0 */
    size_t first, size, capacity;
    size_t limit; /* maxlen; SIZE_MAX: none */
    uint32_t changes;
    bool
        strict; /* MicroPython's flag: a full deque refuses more instead of dropping items at the other end */
} deque;

static const kr_type deque_type;

static bool is_deque(kr_value v) {
    return kr_is_kind(v, &deque_type);
}
static deque *to_deque(kr_value v) {
    return kr_to_pointer(v);
}
static kr_value *slot(const deque *d, size_t i) {
    return &d->items[(d->first + i) & (d->capacity - 1)];
}

static void deque_trace(kr_vm *vm, kr_object *object) {
    kr_mark_block(vm, ((deque *)object)->items);
}

static void grow(kr_vm *vm, deque *d) {
    size_t capacity = d->capacity == 0 ? 4 : d->capacity * 2;
    if (capacity > SIZE_MAX / 4 / sizeof(kr_value)) kr_raise_memory(vm);
    kr_value *items = kr_values_new(vm, capacity);
    for (size_t i = 0; i < d->size; i++) items[i] = *slot(d, i);
    kr_block_free(vm, d->items);
    d->items = items;
    d->first = 0;
    d->capacity = capacity;
}

static kr_value take_left(deque *d) {
    kr_value item = *slot(d, 0);
    *slot(d, 0) = 0;
    d->first = (d->first + 1) & (d->capacity - 1);
    d->size--;
    d->changes++;
    return item;
}

static kr_value take_right(deque *d) {
    kr_value item = *slot(d, d->size - 1);
    *slot(d, d->size - 1) = 0;
    d->size--;
    d->changes++;
    return item;
}

/* True when there is no room; then nothing is to be put in at all. */
static bool refuse(kr_vm *vm, const deque *d) {
    if (d->size < d->limit) return false;
    if (d->strict) kr_raise(vm, &kr_IndexError_type, "full");
    return d->limit == 0;
}

static void put_right(kr_vm *vm, deque *d, kr_value item) {
    if (refuse(vm, d)) return;
    if (d->size == d->limit) take_left(d);
    if (d->size == d->capacity) grow(vm, d);
    d->size++;
    *slot(d, d->size - 1) = item;
    d->changes++;
}

static void put_left(kr_vm *vm, deque *d, kr_value item) {
    if (refuse(vm, d)) return;
    if (d->size == d->limit) take_right(d);
    if (d->size == d->capacity) grow(vm, d);
    d->first = (d->first - 1) & (d->capacity - 1);
    d->size++;
    *slot(d, 0) = item;
    d->changes++;
}

static void clear(kr_vm *vm, deque *d) {
    kr_block_free(vm, d->items);
    d->items = NULL;
    d->first = d->size = d->capacity = 0;
    d->changes++;
}

static void extend(kr_vm *vm, deque *d, kr_value iterable, void (*put)(kr_vm *vm, deque *d, kr_value item)) {
    kr_loop loop;
    if (iterable == KR_OBJECT(d)) iterable = KR_OBJECT(kr_list_of(vm, iterable));
    kr_loop_begin(vm, &loop, iterable);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;) put(vm, d, item);
}

/* --- methods */

static kr_value deque_append(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    put_right(vm, to_deque(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(append, deque_append, 2, 2, NULL, "append(x)\nPut an item at the right end.");

static kr_value deque_appendleft(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    put_left(vm, to_deque(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(appendleft, deque_appendleft, 2, 2, NULL, "appendleft(x)\nPut an item at the left end.");

static deque *filled(kr_vm *vm, kr_value v) {
    if (to_deque(v)->size == 0) kr_raise(vm, &kr_IndexError_type, "pop from an empty deque");
    return to_deque(v);
}

static kr_value deque_pop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return take_right(filled(vm, argv[0]));
}
KR_METHOD(pop, deque_pop, 1, 1, NULL, "pop()\nTake the item at the right end.");

static kr_value deque_popleft(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return take_left(filled(vm, argv[0]));
}
KR_METHOD(popleft, deque_popleft, 1, 1, NULL, "popleft()\nTake the item at the left end.");

static kr_value deque_extend(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    extend(vm, to_deque(argv[0]), argv[1], put_right);
    return KR_NONE;
}
KR_METHOD(extend, deque_extend, 2, 2, NULL, "extend(iterable)\nPut all items at the right end.");

static kr_value deque_extendleft(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    extend(vm, to_deque(argv[0]), argv[1], put_left);
    return KR_NONE;
}
KR_METHOD(extendleft, deque_extendleft, 2, 2, NULL,
          "extendleft(iterable)\nPut all items at the left end, one after the other.");

static kr_value deque_clear(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    clear(vm, to_deque(argv[0]));
    return KR_NONE;
}
KR_METHOD(clear, deque_clear, 1, 1, NULL, "clear()\nTake all items out.");

static kr_value deque_rotate(kr_vm *vm, size_t argc, const kr_value *argv) {
    deque *d = to_deque(argv[0]);
    kr_word n = argc > 1 ? kr_index_word(vm, argv[1]) : 1, size = (kr_word)d->size;
    if (size < 2) return KR_NONE;
    n %= size;
    if (n > size / 2) n -= size;
    if (n < -size / 2) n += size;
    size_t limit = d->limit;
    d->limit = SIZE_MAX; /* what is taken out at one end goes in at the other */
    for (; n > 0; n--) put_left(vm, d, take_right(d));
    for (; n < 0; n++) put_right(vm, d, take_left(d));
    d->limit = limit;
    return KR_NONE;
}
KR_METHOD(rotate, deque_rotate, 1, 2, NULL, "rotate(n=1)\nMove n items from the right end to the left one.");

static void check_changes(kr_vm *vm, const deque *d, uint32_t changes) {
    if (d->changes != changes) kr_raise(vm, &kr_RuntimeError_type, "deque mutated during iteration");
}

/* The index of an item in [start, stop), or SIZE_MAX. */
static size_t find(kr_vm *vm, const deque *d, kr_value item, size_t start, size_t stop) {
    uint32_t changes = d->changes;
    for (size_t i = start; i < stop && i < d->size; i++) {
        bool equal = kr_equal(vm, *slot(d, i), item);
        check_changes(vm, d, changes);
        if (equal) return i;
    }
    return SIZE_MAX;
}

static kr_value deque_index(kr_vm *vm, size_t argc, const kr_value *argv) {
    const deque *d = to_deque(argv[0]);
    size_t start, stop;
    kr_span_args(vm, argc, argv, 2, d->size, &start, &stop);
    size_t at = find(vm, d, argv[1], start, stop);
    if (at == SIZE_MAX) kr_raise_value_error(vm, "%R is not in deque", argv[1]);
    return kr_int_from_unsigned(vm, at);
}
KR_METHOD(index, deque_index, 2, 4, NULL, "index(x, start=0, stop=None)\nWhere an item is first.");

static kr_value deque_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    const deque *d = to_deque(argv[0]);
    kr_word count = 0;
    (void)argc;
    for (size_t at = 0; (at = find(vm, d, argv[1], at, d->size)) != SIZE_MAX; at++) count++;
    return KR_INT(count);
}
KR_METHOD(count, deque_count, 2, 2, NULL, "count(x)\nHow often an item is there.");

static void delete_at(deque *d, size_t at) {
    if (at < d->size / 2) {
        for (; at > 0; at--) *slot(d, at) = *slot(d, at - 1);
        take_left(d);
    } else {
        for (; at + 1 < d->size; at++) *slot(d, at) = *slot(d, at + 1);
        take_right(d);
    }
}

static kr_value deque_remove(kr_vm *vm, size_t argc, const kr_value *argv) {
    deque *d = to_deque(argv[0]);
    (void)argc;
    size_t at = find(vm, d, argv[1], 0, d->size);
    if (at == SIZE_MAX) kr_raise_value_error(vm, "%R is not in deque", argv[1]);
    delete_at(d, at);
    return KR_NONE;
}
KR_METHOD(remove, deque_remove, 2, 2, NULL, "remove(x)\nTake the first such item out.");

static kr_value deque_insert(kr_vm *vm, size_t argc, const kr_value *argv) {
    deque *d = to_deque(argv[0]);
    kr_word at = kr_index_word(vm, argv[1]), size = (kr_word)d->size;
    (void)argc;
    if (d->size == d->limit) kr_raise(vm, &kr_IndexError_type, "deque already at its maximum size");
    if (at < 0) at = at + size < 0 ? 0 : at + size;
    if (at > size) at = size;
    put_right(vm, d, argv[2]);
    for (kr_word i = size; i > at; i--) *slot(d, (size_t)i) = *slot(d, (size_t)i - 1);
    *slot(d, (size_t)at) = argv[2];
    return KR_NONE;
}
KR_METHOD(insert, deque_insert, 3, 3, NULL, "insert(i, x)\nPut an item before the one with that index.");

static kr_value deque_reverse(kr_vm *vm, size_t argc, const kr_value *argv) {
    const deque *d = to_deque(argv[0]);
    (void)vm, (void)argc;
    for (size_t i = 0; i < d->size / 2; i++) {
        kr_value kept = *slot(d, i);
        *slot(d, i) = *slot(d, d->size - 1 - i);
        *slot(d, d->size - 1 - i) = kept;
    }
    return KR_NONE;
}
KR_METHOD(reverse, deque_reverse, 1, 1, NULL, "reverse()\nTurn the order around.");

static kr_value copy(kr_vm *vm, kr_value v) {
    const deque *d = to_deque(v);
    kr_value args[2] = {v, d->limit == SIZE_MAX ? KR_NONE : kr_int_from_unsigned(vm, d->limit)};
    return kr_call(vm, KR_OBJECT(kr_type_of(v)), 2, args);
}

static kr_value deque_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return copy(vm, argv[0]);
}
KR_METHOD(copy, deque_copy, 1, 1, NULL, "copy()\nA new deque with the same items.");

static kr_value deque_maxlen(kr_vm *vm, kr_value self) {
    size_t limit = to_deque(self)->limit;
    return limit == SIZE_MAX ? KR_NONE : kr_int_from_unsigned(vm, limit);
}
KR_GETSET(maxlen, deque_maxlen, NULL);

/* --- operations */

static size_t index_in(kr_vm *vm, const deque *d, kr_value key) {
    if (!kr_is_index(key)) kr_raise_type(vm, "sequence index must be integer, not '%T'", key);
    return kr_index_in(vm, key, d->size, "deque");
}

static kr_value deque_getitem(kr_vm *vm, kr_value v, kr_value key) {
    size_t at = index_in(vm, to_deque(v), key);
    return *slot(to_deque(v), at);
}

static void deque_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    deque *d = to_deque(v);
    size_t at = index_in(vm, d, key);
    if (item == KR_UNBOUND)
        delete_at(d, at);
    else
        *slot(d, at) = item;
}

static kr_word deque_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)to_deque(v)->size;
}

static bool deque_contains(kr_vm *vm, kr_value v, kr_value item) {
    return find(vm, to_deque(v), item, 0, to_deque(v)->size) != SIZE_MAX;
}

static kr_value deque_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (!is_deque(b)) return KR_NOT_IMPLEMENTED;
    return kr_items_compare(vm, op, KR_OBJECT(kr_list_of(vm, a)), KR_OBJECT(kr_list_of(vm, b)));
}

static kr_value repeated(kr_vm *vm, kr_value v, kr_value times) {
    kr_value items = kr_binary(vm, KR_MUL, KR_OBJECT(kr_list_of(vm, v)), times);
    kr_value args[2] = {items, deque_maxlen(vm, v)};
    return kr_call(vm, KR_OBJECT(kr_type_of(v)), 2, args);
}

static kr_value deque_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (op == KR_MUL && is_deque(a) && kr_is_index(b)) return repeated(vm, a, b);
    if (op == KR_MUL && is_deque(b) && kr_is_index(a)) return repeated(vm, b, a);
    if (op != KR_ADD || !is_deque(a)) return KR_NOT_IMPLEMENTED;
    if (!is_deque(b)) kr_raise_type(vm, "can only concatenate deque (not \"%T\") to deque", b);
    kr_value result = copy(vm, a);
    extend(vm, to_deque(result), b, put_right);
    return result;
}

static kr_value deque_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (op == KR_ADD)
        extend(vm, to_deque(a), b, put_right);
    else if (op == KR_MUL && kr_is_index(b)) {
        kr_value items = kr_binary(vm, KR_MUL, KR_OBJECT(kr_list_of(vm, a)), b);
        clear(vm, to_deque(a));
        extend(vm, to_deque(a), items, put_right);
    } else {
        return KR_NOT_IMPLEMENTED;
    }
    return a;
}

static void deque_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const deque *d = to_deque(v);
    (void)str;
    kr_check_native_stack(vm);
    if (kr_print_enter(vm, out, v)) {
        kr_write_text(out, "[...]");
        return;
    }
    kr_write_format(out, "%T([", v);
    for (size_t i = 0; i < d->size; i++) {
        if (i > 0) kr_write(out, ", ", 2);
        kr_write_value(out, *slot(d, i), false);
    }
    if (d->limit == SIZE_MAX)
        kr_write_text(out, "])");
    else
        kr_write_format(out, "], maxlen=%zu)", d->limit);
    kr_print_leave(vm, out, v);
}

/* --- iterating, in both directions */

typedef struct deque_iterator {
    kr_object head;
    kr_value source; /* 0 at the end */
    size_t index;
    uint32_t changes;
    bool backwards;
} deque_iterator;

static void iterator_trace(kr_vm *vm, kr_object *object) {
    if (((deque_iterator *)object)->source != 0) kr_mark(vm, ((deque_iterator *)object)->source);
}

static kr_value iterator_next(kr_vm *vm, kr_value v) {
    deque_iterator *i = kr_to_pointer(v);
    if (i->source == 0) return KR_UNBOUND;
    const deque *d = to_deque(i->source);
    if (d->changes != i->changes) {
        i->source = 0;
        check_changes(vm, d, i->changes);
    }
    if (i->index < d->size) {
        size_t at = i->index++;
        return *slot(d, i->backwards ? d->size - 1 - at : at);
    }
    i->source = 0;
    return KR_UNBOUND;
}

static kr_value iterator_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    const deque_iterator *i = kr_to_pointer(argv[0]);
    (void)argc;
    return kr_int_from_unsigned(vm, i->source == 0 || i->index > to_deque(i->source)->size
                                        ? 0
                                        : to_deque(i->source)->size - i->index);
}
KR_METHOD(__length_hint__, iterator_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");

static const kr_member iterator_members[] = {KR_ENTRY(__length_hint__, iterator_hint)};
static const kr_ops iterator_ops = {.trace = iterator_trace, .iter = kr_iterator_self, .next = iterator_next};
static const kr_type iterator_type = {.head = {&kr_type_type},
                                      .name = N__deque_iterator,
                                      .base = &kr_object_type,
                                      .solid = &iterator_type,
                                      .ops = &iterator_ops,
                                      .flags = KR_TYPE_FINAL,
                                      .size = sizeof(deque_iterator),
                                      .member_count = 1,
                                      .members = iterator_members};

static kr_value new_iterator(kr_vm *vm, kr_value v, bool backwards) {
    deque_iterator *i = kr_new(vm, &iterator_type, sizeof *i);
    i->source = v;
    i->changes = to_deque(v)->changes;
    i->backwards = backwards;
    return KR_OBJECT(i);
}

static kr_value deque_iter(kr_vm *vm, kr_value v) {
    return new_iterator(vm, v, false);
}

static kr_value deque_reversed(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return new_iterator(vm, argv[0], true);
}
KR_METHOD(__reversed__, deque_reversed, 1, 1, NULL, "__reversed__()\nAn iterator from the right end.");

/* --- making: deque(iterable, maxlen), MicroPython's deque(iterable, maxlen, flags) */

static void fill(kr_vm *vm, deque *d, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    static const kr_value known[] = {N_iterable, N_maxlen, N_flags, 0};
    kr_value args[3];
    kr_bind_named(vm, "deque", known, args, 0, 3, argc, argv, nkw, names);
    size_t limit = SIZE_MAX;
    if (args[1] != KR_UNBOUND && args[1] != KR_NONE) {
        if (!kr_is_index(args[1])) kr_raise_type(vm, "an integer is required");
        kr_word most = kr_index_word(vm, args[1]);
        if (most < 0) kr_raise_value_error(vm, "maxlen must be non-negative");
        limit = (size_t)most;
    }
    clear(vm, d);
    d->limit = limit;
    d->strict = false;
    if (args[0] != KR_UNBOUND) extend(vm, d, args[0], put_right);
    d->strict = args[2] != KR_UNBOUND && kr_truth(vm, args[2]);
}

static kr_value deque_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    deque *d = kr_new_instance(vm, cls, sizeof *d);
    d->limit = SIZE_MAX;
    fill(vm, d, argc, argv, nkw, names);
    return KR_OBJECT(d);
}

static kr_value deque_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    fill(vm, to_deque(argv[0]), argc - 1, argv + 1, nkw, names);
    return KR_NONE;
}
KR_METHOD_KW(__init__, deque_init, 1, 4, "__init__(iterable=(), maxlen=None)\nFill the deque anew.");

static const kr_member deque_members[] = {
    KR_GENERIC_ENTRY,
    {N___module__, N_collections},
    KR_ENTRY(__init__, deque_init),
    KR_ENTRY(append, deque_append),
    KR_ENTRY(appendleft, deque_appendleft),
    KR_ENTRY(pop, deque_pop),
    KR_ENTRY(popleft, deque_popleft),
    KR_ENTRY(extend, deque_extend),
    KR_ENTRY(extendleft, deque_extendleft),
    KR_ENTRY(clear, deque_clear),
    KR_ENTRY(rotate, deque_rotate),
    KR_ENTRY(index, deque_index),
    KR_ENTRY(count, deque_count),
    KR_ENTRY(remove, deque_remove),
    KR_ENTRY(insert, deque_insert),
    KR_ENTRY(reverse, deque_reverse),
    KR_ENTRY(copy, deque_copy),
    {N___copy__, KR_OBJECT(&native_deque_copy)},
    KR_ENTRY(__reversed__, deque_reversed),
    KR_GETSET_ENTRY(maxlen, deque_maxlen),
};
static const kr_ops deque_ops = {.trace = deque_trace,
                                 .print = deque_print,
                                 .compare = deque_compare,
                                 .binary = deque_binary,
                                 .inplace = deque_inplace,
                                 .length = deque_length,
                                 .getitem = deque_getitem,
                                 .setitem = deque_setitem,
                                 .contains = deque_contains,
                                 .iter = deque_iter};
static const kr_type deque_type = {.head = {&kr_type_type},
                                   .name = N_deque,
                                   .base = &kr_object_type,
                                   .solid = &deque_type,
                                   .ops = &deque_ops,
                                   .size = sizeof(deque),
                                   .member_count = sizeof deque_members / sizeof *deque_members,
                                   .members = deque_members,
                                   .make = deque_make};

/* --- the fields of named tuples: descriptors that give an item */

typedef struct field {
    kr_object head;
    kr_word index;
    kr_value doc;
} field;

static void field_trace(kr_vm *vm, kr_object *object) {
    if (((field *)object)->doc != 0) kr_mark(vm, ((field *)object)->doc);
}

static kr_value field_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    const field *f = kr_to_pointer(v);
    (void)owner;
    if (instance == KR_UNBOUND || instance == KR_NONE) return v;
    if (!kr_is_tuple(instance))
        kr_raise_type(vm, "descriptor for index '%zd' for tuple subclasses doesn't apply to '%T' object",
                      f->index, instance);
    if ((size_t)f->index >= kr_to_tuple(instance)->size) kr_raise_index(vm, "tuple");
    return kr_to_tuple(instance)->items[f->index];
}

static void field_set(kr_vm *vm, kr_value v, kr_value instance, kr_value value) {
    (void)v, (void)instance;
    kr_raise(vm, &kr_AttributeError_type,
             value == KR_UNBOUND ? "can't delete attribute" : "can't set attribute");
}

static kr_value field_doc(kr_vm *vm, kr_value self) {
    (void)vm;
    return ((field *)kr_to_pointer(self))->doc;
}
KR_GETSET(__doc__, field_doc, NULL);

static kr_value field_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    (void)names;
    kr_bind_plain(vm, "field", 2, 2, argc, nkw);
    kr_word index = kr_index_word(vm, argv[0]);
    field *f = kr_new_instance(vm, cls, sizeof *f);
    f->index = index;
    f->doc = argv[1];
    return KR_OBJECT(f);
}
static const kr_member field_members[] = {KR_GETSET_ENTRY(__doc__, field_doc)};
static const kr_ops field_ops = {.trace = field_trace, .get = field_get, .set = field_set};
static const kr_type field_type = {.head = {&kr_type_type},
                                   .name = N_field,
                                   .base = &kr_object_type,
                                   .solid = &field_type,
                                   .ops = &field_ops,
                                   .flags = KR_TYPE_FINAL | KR_TYPE_DATA_DESCRIPTOR,
                                   .size = sizeof(field),
                                   .member_count = 1,
                                   .members = field_members,
                                   .make = field_make};

/* --- counting for Counter: the mapping is a dict */

static kr_value count_elements(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_dict *counts = kr_to_dict(argv[0]);
    kr_loop loop;
    (void)argc;
    if (!kr_is_dict(argv[0])) kr_raise_type(vm, "a dict is required");
    kr_loop_begin(vm, &loop, argv[1]);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;) {
        kr_value old = kr_dict_get(vm, counts, item);
        bool plain = old == KR_UNBOUND || (kr_is_int(old) && kr_to_int(old) < KR_INT_MAX);
        kr_value more = old == KR_UNBOUND ? KR_INT(1)
                        : plain           ? KR_INT(kr_to_int(old) + 1)
                                          : kr_binary(vm, KR_ADD, old, KR_INT(1));
        kr_dict_set(vm, counts, item, more);
    }
    return KR_NONE;
}
KR_FUNCTION(count, count_elements, 2, 2, NULL,
            "count(mapping, iterable)\nAdd one for each item.");

static const kr_member members[] = {
    {N_deque, KR_OBJECT(&deque_type)},
    {N_field, KR_OBJECT(&field_type)},
    KR_ENTRY(count, count_elements),
};

const kr_module_def kr_module__collections = {N__collections, members, sizeof members / sizeof *members, NULL,
                                              "The fast part of collections."};

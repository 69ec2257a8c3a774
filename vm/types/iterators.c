/* The iterators that are not bound to one container type: over sequences, enumerate, zip, map, filter,
 * reversed, iter(callable, sentinel).
 *
 * An iterator over a container that has ended drops it, so it stays at its end whatever happens to the
 * container; one over other iterators asks them again. */
#include "types/iterators.h"
#include "core/heap_inline.h"
#include "core/native.h"
#include "core/operate.h"
#include "run/attribute.h"
#include "types/dict_views.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/generic.h"

kr_value kr_iterator_self(kr_vm *vm, kr_value v) {
    (void)vm;
    return v;
}

/* Iterator types differ in little else than their functions. */
#define ITERATOR_TYPE(c_name, name_, struct_, ops_, members_, flags_, make_)                                 \
    const kr_type c_name = {.head = {&kr_type_type},                                                         \
                            .name = name_,                                                                   \
                            .base = &kr_object_type,                                                         \
                            .solid = &c_name,                                                                \
                            .ops = &ops_,                                                                    \
                            .flags = flags_,                                                                 \
                            .size = sizeof(struct_),                                                         \
                            .member_count = sizeof members_ / sizeof *members_,                              \
                            .members = members_,                                                             \
                            .make = make_}

/* ---- Over sequences: list, tuple, and whatever has __getitem__. ---- */

kr_value kr_sequence_iterator_new(kr_vm *vm, const kr_type *type, kr_value source) {
    kr_sequence_iterator *i = kr_new_quick(vm, type, sizeof *i);
    i->source = source;
    i->index = 0;
    return KR_OBJECT(i);
}

static void sequence_trace(kr_vm *vm, kr_object *object) {
    kr_value source = ((kr_sequence_iterator *)object)->source;
    if (source) kr_mark(vm, source);
}

static kr_value list_next(kr_vm *vm, kr_value v) {
    (void)vm;
    kr_sequence_iterator *i = kr_to_pointer(v);
    if (i->source == 0) return KR_UNBOUND;
    const kr_list *list = kr_to_list(i->source);
    if (i->index < list->size) return list->items[i->index++];
    i->source = 0;
    return KR_UNBOUND;
}

static kr_value tuple_next(kr_vm *vm, kr_value v) {
    (void)vm;
    kr_sequence_iterator *i = kr_to_pointer(v);
    if (i->source == 0) return KR_UNBOUND;
    const kr_tuple *tuple = kr_to_tuple(i->source);
    if (i->index < tuple->size) return tuple->items[i->index++];
    i->source = 0;
    return KR_UNBOUND;
}

typedef struct fetch {
    kr_value source, item;
    size_t index;
} fetch;

static void fetch_item(kr_vm *vm, void *data) {
    fetch *f = data;
    f->item = kr_getitem(vm, f->source, kr_int_from_unsigned(vm, f->index));
}

/* v[index], or KR_UNBOUND when that is an IndexError or StopIteration. */
static kr_value item_or_end(kr_vm *vm, kr_value v, size_t index) {
    fetch f = {v, KR_UNBOUND, index};
    kr_value exception = kr_try(vm, fetch_item, &f);
    if (exception == KR_UNBOUND) return f.item;
    if (!kr_exception_is(exception, &kr_IndexError_type) &&
        !kr_exception_is(exception, &kr_StopIteration_type))
        kr_reraise(vm, exception);
    return KR_UNBOUND;
}

static kr_value subscript_next(kr_vm *vm, kr_value v) {
    kr_sequence_iterator *i = kr_to_pointer(v);
    if (i->source == 0) return KR_UNBOUND;
    kr_value item = item_or_end(vm, i->source, i->index);
    if (item == KR_UNBOUND)
        i->source = 0;
    else
        i->index++;
    return item;
}

static kr_value sequence_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_sequence_iterator *i = kr_to_pointer(argv[0]);
    if (i->source == 0) return KR_INT(0);
    kr_word length = kr_length(vm, i->source);
    return KR_INT((size_t)length > i->index ? length - (kr_word)i->index : 0);
}
KR_METHOD(__length_hint__, sequence_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member sequence_members[] = {KR_ENTRY(__length_hint__, sequence_hint)};

static const kr_ops list_iterator_ops = {
    .trace = sequence_trace, .iter = kr_iterator_self, .next = list_next};
static const kr_ops tuple_iterator_ops = {
    .trace = sequence_trace, .iter = kr_iterator_self, .next = tuple_next};
static const kr_ops iterator_ops = {
    .trace = sequence_trace, .iter = kr_iterator_self, .next = subscript_next};
ITERATOR_TYPE(kr_list_iterator_type, N_list_iterator, kr_sequence_iterator, list_iterator_ops,
              sequence_members, KR_TYPE_FINAL, NULL);
ITERATOR_TYPE(kr_tuple_iterator_type, N_tuple_iterator, kr_sequence_iterator, tuple_iterator_ops,
              sequence_members, KR_TYPE_FINAL, NULL);
ITERATOR_TYPE(kr_iterator_type, N_iterator, kr_sequence_iterator, iterator_ops, sequence_members,
              KR_TYPE_FINAL, NULL);

/* ---- reversed: the items below `index`, downwards. ---- */

static kr_value reversed_of(kr_vm *vm, const kr_type *cls, kr_value source) {
    kr_sequence_iterator *i = kr_new_instance(vm, cls, sizeof *i);
    i->source = source;
    /* A list is gone through as it lies, whatever its class says. */
    i->index = kr_is_list(source) ? kr_to_list(source)->size : (size_t)kr_length(vm, source);
    return KR_OBJECT(i);
}

static const kr_type *reverse_type_of(kr_value v) {
    if (kr_is_dict(v) || kr_is_exact(v, &kr_dict_keys_type)) return &kr_dict_reverse_key_iterator_type;
    if (kr_is_exact(v, &kr_dict_values_type)) return &kr_dict_reverse_value_iterator_type;
    if (kr_is_exact(v, &kr_dict_items_type)) return &kr_dict_reverse_item_iterator_type;
    return NULL;
}

kr_value kr_reversed(kr_vm *vm, kr_value v) {
    const kr_type *type = reverse_type_of(v);
    if (!type) return reversed_of(vm, &kr_reversed_type, v);
    return kr_dict_iterator_new(vm, type,
                                kr_to_dict(kr_is_dict(v) ? v : ((kr_dict_view *)kr_to_pointer(v))->dict));
}

static kr_value reversed_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    (void)names;
    if (nkw > 0) kr_raise_type(vm, "reversed() takes no keyword arguments");
    if (argc != 1) kr_raise_type(vm, "reversed expected 1 argument, got %zu", argc);
    kr_value v = argv[0];
    if (kr_is_exact(v, &kr_list_type) || kr_is_exact(v, &kr_tuple_type)) return reversed_of(vm, cls, v);
    kr_value special = kr_special(vm, v, N___reversed__);
    if (special == KR_NONE) kr_raise_type(vm, "'%T' object is not reversible", v);
    if (special != KR_UNBOUND) return kr_call(vm, special, 0, NULL);
    const kr_type *type = kr_type_of(v);
    bool items = !kr_is_dict(v) &&
                 ((type->dunders & KR_HAS_GETITEM) || (type->ops && type->ops->getitem && type->ops->length));
    if (!items) kr_raise_type(vm, "'%T' object is not reversible", v);
    return reversed_of(vm, cls, v);
}

static kr_value reversed_next(kr_vm *vm, kr_value v) {
    kr_sequence_iterator *i = kr_to_pointer(v);
    if (i->source == 0) return KR_UNBOUND;
    if (i->index > 0) {
        size_t at = --i->index;
        if (kr_is_list(i->source)) {
            if (at < kr_to_list(i->source)->size) return kr_to_list(i->source)->items[at];
        } else {
            kr_value item = item_or_end(vm, i->source, at);
            if (item != KR_UNBOUND) return item;
        }
    }
    i->source = 0;
    return KR_UNBOUND;
}

static kr_value reversed_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    const kr_sequence_iterator *i = kr_to_pointer(argv[0]);
    return KR_INT(i->source == 0 ? 0 : (kr_word)i->index);
}
KR_METHOD(__length_hint__, reversed_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member reversed_members[] = {KR_ENTRY(__length_hint__, reversed_hint)};
static const kr_ops reversed_ops = {.trace = sequence_trace, .iter = kr_iterator_self, .next = reversed_next};
ITERATOR_TYPE(kr_reversed_type, N_reversed, kr_sequence_iterator, reversed_ops, reversed_members, 0,
              reversed_make);

/* ---- iter(callable, sentinel). ---- */

typedef struct callable_iterator {
    kr_object head;
    kr_value callable; /* 0 at the end */
    kr_value sentinel;
} callable_iterator;

static const kr_type callable_iterator_type;

kr_value kr_callable_iterator_new(kr_vm *vm, kr_value callable, kr_value sentinel) {
    callable_iterator *i = kr_new_quick(vm, &callable_iterator_type, sizeof *i);
    i->callable = callable;
    i->sentinel = sentinel;
    return KR_OBJECT(i);
}

static void callable_trace(kr_vm *vm, kr_object *object) {
    kr_mark_values(vm, &((callable_iterator *)object)->callable, 2);
}

/* A StopIteration that the callable raises ends the iteration as the sentinel does. */
static kr_value callable_next(kr_vm *vm, kr_value v) {
    callable_iterator *i = kr_to_pointer(v);
    if (i->callable == 0) return KR_UNBOUND;
    kr_value result = kr_call_or_stop(vm, i->callable, 0, NULL);
    if (result != KR_UNBOUND && !kr_equal(vm, result, i->sentinel)) return result;
    i->callable = 0;
    return KR_UNBOUND;
}

static const kr_ops callable_ops = {.trace = callable_trace, .iter = kr_iterator_self, .next = callable_next};
static const kr_type callable_iterator_type = {
    .head = {&kr_type_type},
    .name = N_callable_iterator,
    .base = &kr_object_type,
    .solid = &callable_iterator_type,
    .ops = &callable_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(callable_iterator),
};

/* ---- enumerate. ---- */

typedef struct enumerate {
    kr_object head;
    kr_value iterator, count;
} enumerate;

static void enumerate_trace(kr_vm *vm, kr_object *object) {
    kr_mark_values(vm, &((enumerate *)object)->iterator, 2);
}

static kr_value enumerate_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                               const kr_value *names) {
    kr_value iterable = argc > 0 ? argv[0] : KR_UNBOUND, start = argc > 1 ? argv[1] : KR_UNBOUND;
    if (argc + nkw > 2) kr_raise_type(vm, "enumerate() takes at most 2 arguments (%zu given)", argc + nkw);
    for (size_t i = 0; i < nkw; i++) {
        kr_value *slot = names[i] == N_start ? &start : names[i] == N_iterable ? &iterable : NULL;
        if (!slot || *slot != KR_UNBOUND)
            kr_raise_type(vm, "'%S' is an invalid keyword argument for enumerate()", names[i]);
        *slot = argv[argc + i];
    }
    if (iterable == KR_UNBOUND) kr_raise_type(vm, "enumerate() missing required argument 'iterable' (pos 1)");
    start = start == KR_UNBOUND ? KR_INT(0) : kr_index(vm, start);
    kr_value iterator = kr_iter(vm, iterable);
    enumerate *e = kr_new_instance(vm, cls, sizeof *e);
    e->iterator = iterator;
    e->count = start;
    return KR_OBJECT(e);
}

static int enumerate_pair(kr_vm *vm, kr_value v, kr_value pair[2]) {
    enumerate *e = kr_to_pointer(v);
    kr_value item = kr_next(vm, e->iterator);
    if (item == KR_UNBOUND) return KR_PAIR_END;
    pair[0] = e->count;
    pair[1] = item;
    if (kr_is_int(e->count) && e->count != KR_INT(KR_INT_MAX))
        e->count += 2; /* one, in the upper bits of the word */
    else
        e->count = kr_number_binary(vm, KR_ADD, e->count, KR_INT(1));
    return KR_PAIR_STORED;
}

static kr_value enumerate_next(kr_vm *vm, kr_value v) {
    kr_value pair[2];
    return enumerate_pair(vm, v, pair) == KR_PAIR_STORED ? kr_tuple_new(vm, 2, pair) : KR_UNBOUND;
}

static kr_value pass_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(kr_length_hint(vm, ((enumerate *)kr_to_pointer(argv[0]))->iterator));
}
KR_METHOD(__length_hint__, pass_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member enumerate_members[] = {KR_GENERIC_ENTRY, KR_ENTRY(__length_hint__, pass_hint)};
static const kr_ops enumerate_ops = {
    .trace = enumerate_trace, .iter = kr_iterator_self, .next = enumerate_next, .next_pair = enumerate_pair};
ITERATOR_TYPE(kr_enumerate_type, N_enumerate, enumerate, enumerate_ops, enumerate_members, 0, enumerate_make);

/* ---- map and zip: a function (or none) over several iterators in step. ---- */

typedef struct parallel {
    kr_object head;
    kr_value function;
    kr_value iterators; /* a tuple */
    bool strict;
} parallel;

static void parallel_trace(kr_vm *vm, kr_object *object) {
    kr_mark_values(vm, &((parallel *)object)->function, 2);
}

static kr_value parallel_new(kr_vm *vm, const kr_type *cls, kr_value function, size_t count,
                             const kr_value *iterables, bool strict) {
    kr_value iterators = kr_tuple_new(vm, count, NULL);
    for (size_t i = 0; i < count; i++) kr_to_tuple(iterators)->items[i] = kr_iter(vm, iterables[i]);
    parallel *p = kr_new_instance(vm, cls, sizeof *p);
    p->function = function;
    p->iterators = iterators;
    p->strict = strict;
    return KR_OBJECT(p);
}

static kr_value map_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)names;
    if (nkw > 0) kr_raise_type(vm, "map() takes no keyword arguments");
    if (argc < 2) kr_raise_type(vm, "map() must have at least two arguments.");
    return parallel_new(vm, cls, argv[0], argc - 1, argv + 1, false);
}

static kr_value map_next(kr_vm *vm, kr_value v) {
    parallel *p = kr_to_pointer(v);
    const kr_tuple *iterators = kr_to_tuple(p->iterators);
    if (iterators->size == 1) {
        kr_value item = kr_next(vm, iterators->items[0]);
        return item == KR_UNBOUND ? KR_UNBOUND : kr_call_or_stop(vm, p->function, 1, &item);
    }
    kr_value items = kr_tuple_new(vm, iterators->size, NULL);
    for (size_t i = 0; i < iterators->size; i++) {
        kr_value item = kr_next(vm, iterators->items[i]);
        if (item == KR_UNBOUND) return KR_UNBOUND;
        kr_to_tuple(items)->items[i] = item;
    }
    return kr_call_or_stop(vm, p->function, iterators->size, kr_to_tuple(items)->items);
}

static kr_value map_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const parallel *p = kr_to_pointer(argv[0]);
    const kr_tuple *iterators = kr_to_tuple(p->iterators);
    kr_word least = iterators->size > 0 ? KR_INT_MAX : 0;
    for (size_t i = 0; i < iterators->size; i++) {
        kr_word hint = kr_length_hint(vm, iterators->items[i]);
        if (hint < least) least = hint;
    }
    return KR_INT(least);
}
KR_METHOD(__length_hint__, map_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member map_members[] = {KR_ENTRY(__length_hint__, map_hint)};
static const kr_ops map_ops = {.trace = parallel_trace, .iter = kr_iterator_self, .next = map_next};
ITERATOR_TYPE(kr_map_type, N_map, parallel, map_ops, map_members, 0, map_make);

static kr_value zip_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    bool strict = false;
    for (size_t i = 0; i < nkw; i++) {
        if (names[i] != N_strict)
            kr_raise_type(vm, "'%S' is an invalid keyword argument for zip()", names[i]);
        strict = kr_truth(vm, argv[argc + i]);
    }
    return parallel_new(vm, cls, KR_NONE, argc, argv, strict);
}

/* Iterator number `ended` gave nothing after the ones before it gave an item. */
_Noreturn static void raise_uneven(kr_vm *vm, size_t number, const char *how) {
    const char *plural = number == 1 ? " " : "s 1-";
    kr_raise_value_error(vm, "zip() argument %zu is %s than argument%s%zu", number + 1, how, plural, number);
}

static void check_even(kr_vm *vm, const kr_tuple *iterators, size_t ended) {
    if (ended > 0) raise_uneven(vm, ended, "shorter");
    for (size_t i = 1; i < iterators->size; i++)
        if (kr_next(vm, iterators->items[i]) != KR_UNBOUND) raise_uneven(vm, i, "longer");
}

/* Takes one item from each iterator; false at the end. */
static bool zip_row(kr_vm *vm, const parallel *p, const kr_tuple *iterators, kr_value *items) {
    for (size_t i = 0; i < iterators->size; i++) {
        items[i] = kr_next(vm, iterators->items[i]);
        if (items[i] != KR_UNBOUND) continue;
        if (p->strict) check_even(vm, iterators, i);
        return false;
    }
    return iterators->size != 0;
}

static int zip_pair(kr_vm *vm, kr_value v, kr_value pair[2]) {
    parallel *p = kr_to_pointer(v);
    if (kr_to_tuple(p->iterators)->size != 2) return KR_PAIR_NOT;
    return zip_row(vm, p, kr_to_tuple(p->iterators), pair) ? KR_PAIR_STORED : KR_PAIR_END;
}

static kr_value zip_next(kr_vm *vm, kr_value v) {
    parallel *p = kr_to_pointer(v);
    const kr_tuple *iterators = kr_to_tuple(p->iterators);
    kr_value few[4], *items = few, row = KR_UNBOUND;
    if (iterators->size > 4) {
        row = kr_tuple_new(vm, iterators->size, NULL);
        items = kr_to_tuple(row)->items;
    }
    if (!zip_row(vm, p, iterators, items)) return KR_UNBOUND;
    return row != KR_UNBOUND ? row : kr_tuple_new(vm, iterators->size, few);
}
static const kr_ops zip_ops = {
    .trace = parallel_trace, .iter = kr_iterator_self, .next = zip_next, .next_pair = zip_pair};
ITERATOR_TYPE(kr_zip_type, N_zip, parallel, zip_ops, map_members, 0, zip_make);

/* ---- filter. ---- */

typedef struct filter {
    kr_object head;
    kr_value function, iterator;
} filter;

static void filter_trace(kr_vm *vm, kr_object *object) {
    kr_mark_values(vm, &((filter *)object)->function, 2);
}

static kr_value filter_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    (void)names;
    if (nkw > 0) kr_raise_type(vm, "filter() takes no keyword arguments");
    if (argc != 2) kr_raise_type(vm, "filter expected 2 arguments, got %zu", argc);
    kr_value iterator = kr_iter(vm, argv[1]);
    filter *f = kr_new_instance(vm, cls, sizeof *f);
    f->function = argv[0];
    f->iterator = iterator;
    return KR_OBJECT(f);
}

static kr_value filter_next(kr_vm *vm, kr_value v) {
    filter *f = kr_to_pointer(v);
    bool plain = f->function == KR_NONE || f->function == KR_OBJECT(&kr_bool_type);
    for (kr_value item; (item = kr_step(vm, f->iterator)) != KR_UNBOUND;) {
        kr_value chosen = plain ? item : kr_call_or_stop(vm, f->function, 1, &item);
        if (chosen == KR_UNBOUND) break;
        if (kr_truth(vm, chosen)) return item;
    }
    return KR_UNBOUND;
}

static const kr_ops filter_ops = {.trace = filter_trace, .iter = kr_iterator_self, .next = filter_next};
const kr_type kr_filter_type = {
    .head = {&kr_type_type},
    .name = N_filter,
    .base = &kr_object_type,
    .solid = &kr_filter_type,
    .ops = &filter_ops,
    .size = sizeof(filter),
    .make = filter_make,
};

/* _functools: what of functools should be fast; the rest is python/functools.py.
 *
 * lru_cache keeps its results in nodes, which a dict finds by the arguments and a ring sorts by the time of
 * their last use: behind the ring's head stands the newest. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/record.h"
#include "run/attribute.h"
#include "run/descriptors.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"
#include "types/generic.h"

static const kr_member module_member[] = {{N___module__, N_functools}};

/* --- reduce */

static kr_value functools_reduce(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_loop loop;
    kr_loop_begin(vm, &loop, argv[1]);
    kr_value total = argc > 2 ? argv[2] : kr_loop_next(vm, &loop), item;
    if (total == KR_UNBOUND) kr_raise_type(vm, "reduce() of empty iterable with no initial value");
    while ((item = kr_loop_next(vm, &loop)) != KR_UNBOUND) {
        kr_value both[2] = {total, item};
        total = kr_call(vm, argv[0], 2, both);
    }
    return total;
}
KR_FUNCTION(reduce, functools_reduce, 2, 3, NULL,
            "reduce(function, iterable[, initial])\nfunction(function(a, b), c) … over all items.");

/* --- partial */

typedef struct partial {
    kr_object head;
    kr_value function, arguments; /* tuple */
    kr_value keywords;            /* dict */
} partial;

static partial *to_partial(kr_value v) {
    return kr_to_pointer(v);
}

static void partial_trace(kr_vm *vm, kr_object *object) {
    const partial *p = (const partial *)object;
    if (p->function == 0) return;
    kr_mark(vm, p->function);
    kr_mark(vm, p->arguments);
    kr_mark(vm, p->keywords);
}

static kr_value partial_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    if (argc == 0) kr_raise_type(vm, "type 'partial' takes at least one argument");
    if (!kr_is_callable(vm, argv[0])) kr_raise_type(vm, "the first argument must be callable");
    kr_value function = argv[0], arguments = kr_tuple_new(vm, argc - 1, argv + 1);
    kr_dict *keywords = kr_dict_new(vm, nkw);
    if (kr_is_kind(function, cls->solid)) { /* of another one: both at once */
        const partial *inner = to_partial(function);
        arguments = kr_binary(vm, KR_ADD, inner->arguments, arguments);
        keywords = kr_dict_copy(vm, kr_to_dict(inner->keywords));
        function = inner->function;
    }
    for (size_t i = 0; i < nkw; i++) kr_dict_set(vm, keywords, names[i], argv[argc + i]);
    partial *p = kr_new_instance(vm, cls, sizeof *p);
    p->function = function;
    p->arguments = arguments;
    p->keywords = KR_OBJECT(keywords);
    return KR_OBJECT(p);
}

static kr_value partial_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    const partial *p = to_partial(callee);
    const kr_tuple *first = kr_to_tuple(p->arguments);
    size_t count = first->size + argc, own = kr_to_dict(p->keywords)->size, most = own + nkw, used = 0,
           position = 0;
    kr_value few[12], *all = count + 2 * most <= 12 ? few : kr_values_new(vm, count + 2 * most),
                      *all_names = all + count + most, key, value;
    if (first->size > 0) memcpy(all, first->items, first->size * sizeof *all);
    if (argc > 0) memcpy(all + first->size, argv, argc * sizeof *all);
    while (own > 0 && kr_dict_each(kr_to_dict(p->keywords), &position, &key, &value)) {
        for (size_t i = 0; i < nkw; i++)
            if (names[i] == key) value = argv[argc + i];
        all_names[used] = key;
        all[count + used++] = value;
    }
    for (size_t i = 0; i < nkw; i++) {
        if (own > 0 && kr_dict_get_name(kr_to_dict(p->keywords), names[i]) != KR_UNBOUND) continue;
        all_names[used] = names[i];
        all[count + used++] = argv[argc + i];
    }
    return kr_call_kw(vm, p->function, count, all, used, all_names);
}

static void partial_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const partial *p = to_partial(v);
    size_t position = 0;
    kr_value key, value;
    (void)str;
    kr_check_native_stack(vm);
    kr_write_format(out, "functools.partial(%R", p->function);
    for (size_t i = 0; i < kr_to_tuple(p->arguments)->size; i++)
        kr_write_format(out, ", %R", kr_to_tuple(p->arguments)->items[i]);
    while (kr_dict_each(kr_to_dict(p->keywords), &position, &key, &value))
        kr_write_format(out, ", %S=%R", key, value);
    kr_write_text(out, ")");
}

#define PARTIAL_FIELD(py, field)                                                                             \
    static kr_value partial_##field(kr_vm *vm, kr_value self) {                                              \
        (void)vm;                                                                                            \
        return to_partial(self)->field;                                                                      \
    }                                                                                                        \
    KR_GETSET(py, partial_##field, NULL)
PARTIAL_FIELD(func, function);
PARTIAL_FIELD(args, arguments);
PARTIAL_FIELD(keywords, keywords);

static const kr_member partial_members[] = {
    KR_GENERIC_ENTRY,
    {N___module__, N_functools},
    KR_GETSET_ENTRY(func, partial_function),
    KR_GETSET_ENTRY(args, partial_arguments),
    KR_GETSET_ENTRY(keywords, partial_keywords),
};
static const kr_ops partial_ops = {.trace = partial_trace, .print = partial_print, .call = partial_call};
static const kr_type partial_type = {.head = {&kr_type_type},
                                     .name = N_partial,
                                     .base = &kr_object_type,
                                     .solid = &partial_type,
                                     .ops = &partial_ops,
                                     .size = sizeof(partial),
                                     .member_count = sizeof partial_members / sizeof *partial_members,
                                     .members = partial_members,
                                     .make = partial_make};

/* --- cmp_to_key: a class of keys that compare by the function */

typedef struct compare_key {
    kr_object head;
    kr_value function, object; /* object 0: the class of keys itself, which is called with an object */
} compare_key;

static void key_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((compare_key *)object)->function);
    if (((compare_key *)object)->object != 0) kr_mark(vm, ((compare_key *)object)->object);
}

static const kr_type key_type;

static kr_value new_key(kr_vm *vm, kr_value function, kr_value object) {
    compare_key *k = kr_new(vm, &key_type, sizeof *k);
    k->function = function;
    k->object = object;
    return KR_OBJECT(k);
}

static kr_value key_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    const compare_key *k = kr_to_pointer(callee);
    if (k->object != 0) kr_raise_type(vm, "'functools.KeyWrapper' object is not callable");
    bool named = argc == 0 && nkw == 1 && names[0] == N_obj;
    if (argc + nkw != 1 || (nkw == 1 && !named))
        kr_raise_type(vm, "K() takes exactly one argument (%zu given)", argc + nkw);
    return new_key(vm, k->function, argv[0]);
}

static kr_value key_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    const compare_key *x = kr_to_pointer(a);
    if (!kr_is_exact(b, &key_type)) kr_raise_type(vm, "other argument must be K instance");
    kr_value both[2] = {x->object, ((compare_key *)kr_to_pointer(b))->object};
    return kr_compare(vm, op, kr_call(vm, x->function, 2, both), KR_INT(0));
}

static const kr_ops key_ops = {.trace = key_trace, .compare = key_compare, .call = key_call};
static const kr_type key_type = {.head = {&kr_type_type},
                                 .name = N_KeyWrapper,
                                 .base = &kr_object_type,
                                 .solid = &key_type,
                                 .ops = &key_ops,
                                 .flags = KR_TYPE_FINAL,
                                 .size = sizeof(compare_key),
                                 .member_count = 1,
                                 .members = module_member};

static kr_value functools_cmp_to_key(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return new_key(vm, argv[0], 0);
}
KR_FUNCTION(cmp_to_key, functools_cmp_to_key, 1, 1, "mycmp",
            "cmp_to_key(mycmp)\nA key function from one that compares two objects.");

/* --- lru_cache */

typedef struct node {
    kr_object head;
    kr_value key, value;
    struct node *newer, *older;
} node;

typedef struct cache {
    kr_object head;
    kr_value function;
    kr_value found;      /* dict: key -> node */
    kr_value attributes; /* dict of assigned attributes, or 0 */
    node *ring;          /* ring->older is the newest node, ring->newer the oldest */
    size_t hits, misses;
    size_t limit; /* SIZE_MAX: none */
    bool typed;
} cache;

static cache *to_cache(kr_value v) {
    return kr_to_pointer(v);
}

static void node_trace(kr_vm *vm, kr_object *object) {
    const node *n = (const node *)object;
    if (n->key != 0) kr_mark(vm, n->key);
    if (n->value != 0) kr_mark(vm, n->value);
    if (n->newer != NULL) kr_mark(vm, KR_OBJECT(n->newer));
    if (n->older != NULL) kr_mark(vm, KR_OBJECT(n->older));
}
static const kr_ops node_ops = {.trace = node_trace};
static const kr_type node_type = {.head = {&kr_type_type},
                                  .name = N_node,
                                  .base = &kr_object_type,
                                  .solid = &node_type,
                                  .ops = &node_ops,
                                  .flags = KR_TYPE_FINAL,
                                  .size = sizeof(node)};

static void cache_trace(kr_vm *vm, kr_object *object) {
    const cache *c = (const cache *)object;
    kr_mark(vm, c->function);
    kr_mark(vm, c->found);
    kr_mark(vm, KR_OBJECT(c->ring));
    if (c->attributes != 0) kr_mark(vm, c->attributes);
}

static void ring_remove(node *n) {
    n->newer->older = n->older;
    n->older->newer = n->newer;
}

static void ring_insert(node *ring, node *n) {
    n->newer = ring;
    n->older = ring->older;
    ring->older->newer = n;
    ring->older = n;
}

static void ring_clear(node *ring) {
    ring->newer = ring->older = ring;
}

/* The arguments as one key: a lone int or str by itself, else a tuple; keyword arguments follow a mark, types
 * the arguments. */
static kr_value make_key(kr_vm *vm, const cache *c, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    bool alone =
        argc == 1 && nkw == 0 && !c->typed && (kr_is_int(argv[0]) || kr_is_exact(argv[0], &kr_str_type));
    if (alone) return argv[0];
    size_t size = argc + (nkw > 0 ? 1 + 2 * nkw : 0), used = argc;
    kr_value key = kr_tuple_new(vm, size + (c->typed ? argc + nkw : 0), NULL);
    kr_value *items = kr_to_tuple(key)->items;
    if (argc > 0) memcpy(items, argv, argc * sizeof *items);
    if (nkw > 0) items[used++] = KR_OBJECT(&node_type);
    for (size_t i = 0; i < nkw; i++) {
        items[used++] = names[i];
        items[used++] = argv[argc + i];
    }
    for (size_t i = 0; c->typed && i < argc + nkw; i++) items[used++] = KR_OBJECT(kr_type_of(argv[i]));
    return key;
}

static void cache_store(kr_vm *vm, cache *c, kr_value key, kr_value value) {
    node *n;
    if (kr_to_dict(c->found)->size >= c->limit) { /* the oldest makes room */
        n = c->ring->newer;
        ring_remove(n);
        kr_dict_delete(vm, kr_to_dict(c->found), n->key);
    } else {
        n = kr_new(vm, &node_type, sizeof *n);
    }
    n->key = key;
    n->value = value;
    ring_insert(c->ring, n);
    kr_dict_set(vm, kr_to_dict(c->found), key, KR_OBJECT(n));
}

static kr_value cache_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    cache *c = to_cache(callee);
    if (c->limit == 0) {
        c->misses++;
        return kr_call_kw(vm, c->function, argc, argv, nkw, names);
    }
    kr_value key = make_key(vm, c, argc, argv, nkw, names),
             found = kr_dict_get(vm, kr_to_dict(c->found), key);
    if (found != KR_UNBOUND) {
        node *n = kr_to_pointer(found);
        c->hits++;
        ring_remove(n);
        ring_insert(c->ring, n);
        return n->value;
    }
    c->misses++;
    kr_value value = kr_call_kw(vm, c->function, argc, argv, nkw, names);
    bool meanwhile = kr_dict_get(vm, kr_to_dict(c->found), key) != KR_UNBOUND;
    if (!meanwhile) cache_store(vm, c, key, value);
    return value;
}

/* As a class attribute it is a method. */
static kr_value cache_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)owner;
    return instance == KR_UNBOUND || instance == KR_NONE ? v : kr_method_new(vm, v, instance);
}

static kr_value cache_getattr(kr_vm *vm, kr_value v, kr_value name) {
    const cache *c = to_cache(v);
    kr_value own = c->attributes != 0 ? kr_dict_get_name(kr_to_dict(c->attributes), name) : KR_UNBOUND;
    if (own != KR_UNBOUND) return own;
    if (name == N___wrapped__) return c->function;
    bool lent = name == N___name__ || name == N___doc__ || name == N___qualname__ || name == N___module__;
    if (!lent) return KR_UNBOUND;
    return kr_getattr_or(vm, c->function, name, name == N___doc__ ? KR_NONE : KR_UNBOUND);
}

static bool cache_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    cache *c = to_cache(v);
    if (c->attributes == 0) c->attributes = KR_OBJECT(kr_dict_new(vm, 0));
    if (value == KR_UNBOUND) return kr_dict_delete(vm, kr_to_dict(c->attributes), name);
    kr_dict_set_name(vm, kr_to_dict(c->attributes), name, value);
    return true;
}

static void cache_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_value name = kr_getattr_or(vm, to_cache(v)->function, N___qualname__, KR_NONE);
    kr_write_format(out, "<functools._lru_cache_wrapper object of %S>", name);
}

static const kr_value info_fields[] = {N_hits, N_misses, N_maxsize, N_currsize};
KR_RECORD_TYPE(info_type, N_functools, N_CacheInfo, "CacheInfo", info_fields, 4);

static kr_value cache_info(kr_vm *vm, size_t argc, const kr_value *argv) {
    const cache *c = to_cache(argv[0]);
    (void)argc;
    kr_value limit = c->limit == SIZE_MAX ? KR_NONE : kr_int_from_unsigned(vm, c->limit);
    kr_value values[4] = {KR_INT(c->hits), KR_INT(c->misses), limit, KR_INT(kr_to_dict(c->found)->size)};
    return kr_record_new(vm, &info_type, values);
}
KR_METHOD(cache_info, cache_info, 1, 1, NULL, "cache_info()\nHow well the cache does.");

static kr_value cache_clear(kr_vm *vm, size_t argc, const kr_value *argv) {
    cache *c = to_cache(argv[0]);
    (void)argc;
    kr_dict_clear(vm, kr_to_dict(c->found));
    ring_clear(c->ring);
    c->hits = c->misses = 0;
    return KR_NONE;
}
KR_METHOD(cache_clear, cache_clear, 1, 1, NULL, "cache_clear()\nForget all results.");

static kr_value cache_parameters(kr_vm *vm, size_t argc, const kr_value *argv) {
    const cache *c = to_cache(argv[0]);
    kr_dict *result = kr_dict_new(vm, 2);
    (void)argc;
    kr_dict_set_name(vm, result, N_maxsize,
                     c->limit == SIZE_MAX ? KR_NONE : kr_int_from_unsigned(vm, c->limit));
    kr_dict_set_name(vm, result, N_typed, kr_bool(c->typed));
    return KR_OBJECT(result);
}
KR_METHOD(cache_parameters, cache_parameters, 1, 1, NULL, "cache_parameters()\nmaxsize and typed.");

static const kr_member cache_members[] = {
    KR_ENTRY(cache_info, cache_info),
    KR_ENTRY(cache_clear, cache_clear),
    KR_ENTRY(cache_parameters, cache_parameters),
};
static const kr_ops cache_ops = {.trace = cache_trace,
                                 .print = cache_print,
                                 .call = cache_call,
                                 .getattr = cache_getattr,
                                 .setattr = cache_setattr,
                                 .get = cache_get};
static const kr_type cache_type = {.head = {&kr_type_type},
                                   .name = N__lru_cache_wrapper,
                                   .base = &kr_object_type,
                                   .solid = &cache_type,
                                   .ops = &cache_ops,
                                   .flags = KR_TYPE_FINAL,
                                   .size = sizeof(cache),
                                   .member_count = sizeof cache_members / sizeof *cache_members,
                                   .members = cache_members};

static kr_value new_cache(kr_vm *vm, kr_value function, size_t limit, bool typed) {
    if (!kr_is_callable(vm, function)) kr_raise_type(vm, "the first argument must be callable");
    kr_dict *found = kr_dict_new(vm, 0);
    node *ring = kr_new(vm, &node_type, sizeof *ring);
    ring_clear(ring);
    cache *c = kr_new(vm, &cache_type, sizeof *c);
    c->function = function;
    c->found = KR_OBJECT(found);
    c->ring = ring;
    c->limit = limit;
    c->typed = typed;
    return KR_OBJECT(c);
}

/* What lru_cache(…) gives: a decorator that knows the limit. */
typedef struct decorator {
    kr_object head;
    size_t limit;
    bool typed;
} decorator;

static kr_value decorator_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                               const kr_value *names) {
    const decorator *d = kr_to_pointer(callee);
    (void)names;
    kr_bind_plain(vm, "decorating_function", 1, 1, argc, nkw);
    return new_cache(vm, argv[0], d->limit, d->typed);
}
static const kr_ops decorator_ops = {.call = decorator_call};
static const kr_type decorator_type = {.head = {&kr_type_type},
                                       .name = N_decorator,
                                       .base = &kr_object_type,
                                       .solid = &decorator_type,
                                       .ops = &decorator_ops,
                                       .flags = KR_TYPE_FINAL,
                                       .size = sizeof(decorator)};

static kr_value functools_lru_cache(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value limit = argv[0] == KR_UNBOUND ? KR_INT(128) : argv[0];
    bool typed = argv[1] != KR_UNBOUND && kr_truth(vm, argv[1]);
    (void)argc;
    if (kr_is_int(limit)) {
        decorator *d = kr_new(vm, &decorator_type, sizeof *d);
        d->limit = kr_to_int(limit) < 0 ? 0 : (size_t)kr_to_int(limit);
        d->typed = typed;
        return KR_OBJECT(d);
    }
    if (limit == KR_NONE) {
        decorator *d = kr_new(vm, &decorator_type, sizeof *d);
        d->limit = SIZE_MAX;
        d->typed = typed;
        return KR_OBJECT(d);
    }
    if (!kr_is_callable(vm, limit))
        kr_raise_type(vm, "Expected first argument to be an integer, a callable, or None");
    return new_cache(vm, limit, 128, typed);
}
KR_FUNCTION(lru_cache, functools_lru_cache, 0, 2, "maxsize,typed",
            "lru_cache(maxsize=128, typed=False)\nA decorator that remembers the results of calls.");

static kr_value functools_cache(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return new_cache(vm, argv[0], SIZE_MAX, false);
}
KR_FUNCTION(cache, functools_cache, 1, 1, NULL, "cache(function)\nRemember the results of all calls.");

static const kr_member members[] = {
    KR_ENTRY(reduce, functools_reduce),       KR_ENTRY(cmp_to_key, functools_cmp_to_key),
    KR_ENTRY(lru_cache, functools_lru_cache), KR_ENTRY(cache, functools_cache),
    {N_partial, KR_OBJECT(&partial_type)},
};

const kr_module_def kr_module__functools = {N__functools, members, sizeof members / sizeof *members, NULL,
                                            "The fast part of functools."};

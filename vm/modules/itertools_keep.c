/* Iterators that keep items for later: cycle, zip_longest, groupby, tee. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "modules/itertools.h"
#include "run/attribute.h"

static const kr_member itertools_members[] = {{N___module__, N_itertools}};

static void mark_if(kr_vm *vm, kr_value v) {
    if (v != 0) kr_mark(vm, v);
}

/* --- cycle */

typedef struct cycle {
    kr_object head;
    kr_value source; /* 0: the first round is over */
    kr_value saved;  /* list */
    size_t index;
} cycle;

static void cycle_trace(kr_vm *vm, kr_object *object) {
    mark_if(vm, ((cycle *)object)->source);
    mark_if(vm, ((cycle *)object)->saved);
}

static kr_value cycle_next(kr_vm *vm, kr_value v) {
    cycle *c = kr_to_pointer(v);
    if (c->source != 0) {
        kr_value item = kr_next(vm, c->source);
        if (item != KR_UNBOUND) {
            kr_list_append(vm, kr_to_list(c->saved), item);
            return item;
        }
        c->source = 0;
    }
    const kr_list *saved = kr_to_list(c->saved);
    if (saved->size == 0) return KR_UNBOUND;
    kr_value item = saved->items[c->index];
    c->index = c->index + 1 == saved->size ? 0 : c->index + 1;
    return item;
}

static kr_value cycle_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    (void)names;
    kr_bind_plain(vm, "cycle", 1, 1, argc, nkw);
    kr_value source = kr_iter(vm, argv[0]), saved = kr_list_new(vm, 0, NULL);
    cycle *c = kr_new_instance(vm, cls, sizeof *c);
    c->source = source;
    c->saved = saved;
    return KR_OBJECT(c);
}
static const kr_ops cycle_ops = {.trace = cycle_trace, .iter = kr_iterator_self, .next = cycle_next};
KR_ITERATOR_TYPE(kr_cycle_type, N_cycle, cycle, cycle_ops, cycle_make);

/* --- zip_longest: iterators that have ended are None in the list */

typedef struct longest {
    kr_object head;
    kr_value iterators; /* list */
    kr_value fill;
    size_t left; /* iterators that have not ended */
} longest;

static void longest_trace(kr_vm *vm, kr_object *object) {
    mark_if(vm, ((longest *)object)->iterators);
    mark_if(vm, ((longest *)object)->fill);
}

static kr_value longest_next(kr_vm *vm, kr_value v) {
    longest *z = kr_to_pointer(v);
    const kr_list *iterators = kr_to_list(z->iterators);
    if (z->left == 0) return KR_UNBOUND;
    kr_value result = kr_tuple_new(vm, iterators->size, NULL);
    for (size_t i = 0; i < iterators->size; i++) {
        kr_value item = iterators->items[i] == KR_NONE ? KR_UNBOUND : kr_next(vm, iterators->items[i]);
        if (item == KR_UNBOUND) {
            if (iterators->items[i] != KR_NONE && --z->left == 0) return KR_UNBOUND;
            iterators->items[i] = KR_NONE;
            item = z->fill;
        }
        kr_to_tuple(result)->items[i] = item;
    }
    return result;
}

static kr_value longest_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    if (nkw > 1 || (nkw == 1 && names[0] != N_fillvalue))
        kr_raise_type(vm, "zip_longest() got an unexpected keyword argument");
    kr_value iterators = kr_list_new(vm, 0, NULL);
    for (size_t i = 0; i < argc; i++) kr_list_append(vm, kr_to_list(iterators), kr_iter(vm, argv[i]));
    longest *z = kr_new_instance(vm, cls, sizeof *z);
    z->iterators = iterators;
    z->fill = nkw == 1 ? argv[argc] : KR_NONE;
    z->left = argc;
    return KR_OBJECT(z);
}
static const kr_ops longest_ops = {.trace = longest_trace, .iter = kr_iterator_self, .next = longest_next};
KR_ITERATOR_TYPE(kr_zip_longest_type, N_zip_longest, longest, longest_ops, longest_make);

/* --- groupby: `item` and `key` are of the item that was read last; a group gives items until the key
 * changes, unless a newer group has begun */

typedef struct groupby {
    kr_object head;
    kr_value source, function;
    kr_value item, key; /* 0: nothing read yet */
    kr_value wanted;    /* key of the current group */
    size_t group;       /* number of the newest group */
    bool ended;
} groupby;

typedef struct group {
    kr_object head;
    kr_value parent, key;
    size_t number;
} group;

static void groupby_trace(kr_vm *vm, kr_object *object) {
    const groupby *g = (const groupby *)object;
    mark_if(vm, g->source);
    mark_if(vm, g->function);
    mark_if(vm, g->item);
    mark_if(vm, g->key);
    mark_if(vm, g->wanted);
}

static bool advance(kr_vm *vm, groupby *g) {
    if (g->ended) return false;
    kr_value item = kr_next(vm, g->source);
    if (item == KR_UNBOUND) {
        g->ended = true;
        return false;
    }
    g->key = g->function == KR_NONE ? item : kr_call(vm, g->function, 1, &item);
    g->item = item;
    return true;
}

static void group_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((group *)object)->parent);
    kr_mark(vm, ((group *)object)->key);
}

static kr_value group_next(kr_vm *vm, kr_value v) {
    const group *own = kr_to_pointer(v);
    groupby *g = kr_to_pointer(own->parent);
    if (own->number != g->group) return KR_UNBOUND;
    if (g->item == 0 && !advance(vm, g)) return KR_UNBOUND;
    if (!kr_equal(vm, own->key, g->key)) return KR_UNBOUND;
    kr_value item = g->item;
    g->item = 0;
    return item;
}
static const kr_ops group_ops = {.trace = group_trace, .iter = kr_iterator_self, .next = group_next};
static KR_ITERATOR_TYPE(group_type, N__grouper, group, group_ops, NULL);

static kr_value groupby_next(kr_vm *vm, kr_value v) {
    groupby *g = kr_to_pointer(v);
    g->group++;
    for (;;) {
        if (g->item == 0 && !advance(vm, g)) return KR_UNBOUND;
        if (g->wanted == 0 || !kr_equal(vm, g->wanted, g->key)) break;
        g->item = 0; /* what is left of the group before */
    }
    g->wanted = g->key;
    group *own = kr_new(vm, &group_type, sizeof *own);
    own->parent = v;
    own->key = g->key;
    own->number = g->group;
    kr_value pair[2] = {g->key, KR_OBJECT(own)};
    return kr_tuple_new(vm, 2, pair);
}

static kr_value groupby_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    static const kr_value known[] = {N_iterable, N_key, 0};
    kr_value args[2];
    kr_bind_named(vm, "groupby", known, args, 1, 2, argc, argv, nkw, names);
    kr_value source = kr_iter(vm, args[0]);
    groupby *g = kr_new_instance(vm, cls, sizeof *g);
    g->source = source;
    g->function = args[1] == KR_UNBOUND ? KR_NONE : args[1];
    return KR_OBJECT(g);
}
static const kr_ops groupby_ops = {.trace = groupby_trace, .iter = kr_iterator_self, .next = groupby_next};
KR_ITERATOR_TYPE(kr_groupby_type, N_groupby, groupby, groupby_ops, groupby_make);

/* --- tee: the items form a chain of links, each iterator stands at one of them; what all have passed is
 * garbage */

typedef struct link {
    kr_object head;
    kr_value item; /* 0: not read yet */
    kr_value next; /* the link behind it, or 0 */
    kr_value source;
} link;

typedef struct tee {
    kr_object head;
    kr_value link;
} tee;

static void link_trace(kr_vm *vm, kr_object *object) {
    mark_if(vm, ((link *)object)->item);
    mark_if(vm, ((link *)object)->next);
    mark_if(vm, ((link *)object)->source);
}
static const kr_ops link_ops = {.trace = link_trace};
static KR_ITERATOR_TYPE(link_type, N_link, link, link_ops, NULL);

static kr_value new_link(kr_vm *vm, kr_value source) {
    link *l = kr_new(vm, &link_type, sizeof *l);
    l->source = source;
    return KR_OBJECT(l);
}

static void tee_trace(kr_vm *vm, kr_object *object) {
    mark_if(vm, ((tee *)object)->link);
}

static kr_value tee_next(kr_vm *vm, kr_value v) {
    tee *t = kr_to_pointer(v);
    link *at = kr_to_pointer(t->link);
    if (at->item == 0) {
        kr_value item = kr_next(vm, at->source);
        if (item == KR_UNBOUND) return item;
        kr_value next = new_link(vm, at->source);
        at->item = item;
        at->next = next;
    }
    t->link = at->next;
    return at->item;
}

static kr_value new_tee(kr_vm *vm, kr_value at) {
    tee *t = kr_new(vm, &kr_tee_type, sizeof *t);
    t->link = at;
    return KR_OBJECT(t);
}

static kr_value tee_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)cls, (void)names;
    kr_bind_plain(vm, "_tee", 1, 1, argc, nkw);
    return new_tee(vm, new_link(vm, kr_iter(vm, argv[0])));
}
static const kr_ops tee_ops = {.trace = tee_trace, .iter = kr_iterator_self, .next = tee_next};
KR_ITERATOR_TYPE(kr_tee_type, N__tee, tee, tee_ops, tee_make);

static kr_value tee_copy(kr_vm *vm, kr_value iterable) {
    kr_value source = kr_iter(vm, iterable);
    if (kr_is_exact(source, &kr_tee_type)) return new_tee(vm, ((tee *)kr_to_pointer(source))->link);
    return new_tee(vm, new_link(vm, source));
}

static kr_value itertools_tee(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word n = argc > 1 ? kr_index_word(vm, argv[1]) : 2;
    if (n < 0) kr_raise_value_error(vm, "n must be >= 0");
    kr_value result = kr_tuple_new(vm, (size_t)n, NULL);
    kr_value first = n > 0 ? tee_copy(vm, argv[0]) : KR_NONE;
    for (kr_word i = 0; i < n; i++) kr_to_tuple(result)->items[i] = i == 0 ? first : tee_copy(vm, first);
    return result;
}
const kr_builtin kr_tee_function =
    KR_BUILTIN_OBJECT(N_tee, .fn = itertools_tee, 1, 2, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "tee(iterable, n=2)\nn iterators over the same items.");

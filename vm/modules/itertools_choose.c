/* Iterators that count through choices: product, permutations, combinations.
 *
 * Each keeps the pools and one number a place, advanced like the digits of a counter. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "modules/itertools.h"
#include "run/attribute.h"

typedef struct chooser {
    kr_object head;
    kr_value pools;  /* tuple of tuples (product), or the one pool */
    size_t *indices; /* a bytes block: a number a place */
    size_t *cycles;  /* permutations: how far each place has to go */
    size_t places;
    enum { FRESH, RUNNING, ENDED } state;
} chooser;

static const kr_member itertools_members[] = {{N___module__, N_itertools}};

static void chooser_trace(kr_vm *vm, kr_object *object) {
    const chooser *c = (const chooser *)object;
    if (c->pools != 0) kr_mark(vm, c->pools);
    kr_mark_block(vm, c->indices);
    kr_mark_block(vm, c->cycles);
}

static const kr_tuple *pool_of(const chooser *c) {
    return kr_to_tuple(c->pools);
}

static size_t *numbers(kr_vm *vm, size_t count) {
    if (count > SIZE_MAX / sizeof(size_t) / 4) kr_raise_memory(vm);
    return kr_bytes_new(vm, (count > 0 ? count : 1) * sizeof(size_t));
}

/* The current choice from one pool. */
static kr_value chosen(kr_vm *vm, const chooser *c) {
    kr_value result = kr_tuple_new(vm, c->places, NULL);
    for (size_t i = 0; i < c->places; i++) kr_to_tuple(result)->items[i] = pool_of(c)->items[c->indices[i]];
    return result;
}

static kr_value end(chooser *c) {
    c->state = ENDED;
    return KR_UNBOUND;
}

/* A chooser with room for `places` numbers; `state` ENDED when there is no choice at all. */
static chooser *new_chooser(kr_vm *vm, const kr_type *cls, kr_value pools, size_t places, bool possible) {
    size_t *indices = possible ? numbers(vm, places) : NULL;
    chooser *c = kr_new_instance(vm, cls, sizeof *c);
    c->pools = pools;
    c->indices = indices;
    c->places = places;
    c->state = possible ? FRESH : ENDED;
    for (size_t i = 0; possible && i < places; i++) indices[i] = 0;
    return c;
}

/* --- product */

static const kr_tuple *pool_at(const chooser *c, size_t place) {
    const kr_tuple *pools = pool_of(c);
    return kr_to_tuple(pools->items[place % pools->size]);
}

static bool product_advance(chooser *c) {
    for (size_t place = c->places; place > 0; place--) {
        if (++c->indices[place - 1] < pool_at(c, place - 1)->size) return true;
        c->indices[place - 1] = 0;
    }
    return false;
}

static kr_value product_next(kr_vm *vm, kr_value v) {
    chooser *c = kr_to_pointer(v);
    if (c->state == ENDED || (c->state == RUNNING && !product_advance(c))) return end(c);
    c->state = RUNNING;
    kr_value result = kr_tuple_new(vm, c->places, NULL);
    for (size_t i = 0; i < c->places; i++)
        kr_to_tuple(result)->items[i] = pool_at(c, i)->items[c->indices[i]];
    return result;
}

static kr_value product_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    bool possible = true;
    if (nkw > 1 || (nkw == 1 && names[0] != N_repeat))
        kr_raise_type(vm, "product() got an unexpected keyword argument '%S'", names[0]);
    kr_word repeat = nkw == 1 ? kr_index_word(vm, argv[argc]) : 1;
    if (repeat < 0) kr_raise_value_error(vm, "repeat argument cannot be negative");
    if (argc > 0 && (size_t)repeat > SIZE_MAX / sizeof(kr_value) / 8 / argc)
        kr_raise_overflow(vm, "repeat argument too large");
    kr_value pools = kr_tuple_new(vm, argc, NULL);
    for (size_t i = 0; i < argc; i++) {
        kr_value pool = kr_tuple_of(vm, argv[i]);
        kr_to_tuple(pools)->items[i] = pool;
        possible = possible && kr_to_tuple(pool)->size > 0;
    }
    return KR_OBJECT(new_chooser(vm, cls, pools, argc * (size_t)repeat, possible || repeat == 0));
}
static const kr_ops product_ops = {.trace = chooser_trace, .iter = kr_iterator_self, .next = product_next};
KR_ITERATOR_TYPE(kr_product_type, N_product, chooser, product_ops, product_make);

/* --- permutations: `indices` holds a permutation of the whole pool */

static bool permutations_advance(chooser *c) {
    size_t n = pool_of(c)->size;
    for (size_t place = c->places; place > 0; place--) {
        size_t i = place - 1, kept = c->indices[i];
        if (--c->cycles[i] > 0) {
            size_t other = n - c->cycles[i];
            c->indices[i] = c->indices[other];
            c->indices[other] = kept;
            return true;
        }
        memmove(c->indices + i, c->indices + i + 1, (n - i - 1) * sizeof *c->indices);
        c->indices[n - 1] = kept;
        c->cycles[i] = n - i;
    }
    return false;
}

static kr_value permutations_next(kr_vm *vm, kr_value v) {
    chooser *c = kr_to_pointer(v);
    if (c->state == ENDED || (c->state == RUNNING && !permutations_advance(c))) return end(c);
    c->state = RUNNING;
    return chosen(vm, c);
}

static kr_value permutations_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv,
                                  size_t nkw, const kr_value *names) {
    static const kr_value known[] = {N_iterable, N_r, 0};
    kr_value args[2];
    kr_bind_named(vm, "permutations", known, args, 1, 2, argc, argv, nkw, names);
    kr_value pool = kr_tuple_of(vm, args[0]);
    size_t n = kr_to_tuple(pool)->size;
    if (args[1] != KR_UNBOUND && args[1] != KR_NONE && !kr_is_int(args[1]))
        kr_raise_type(vm, "Expected int as r");
    kr_word r = args[1] == KR_UNBOUND || args[1] == KR_NONE ? (kr_word)n : kr_index_word(vm, args[1]);
    if (r < 0) kr_raise_value_error(vm, "r must be non-negative");
    chooser *c = new_chooser(vm, cls, pool, n, (size_t)r <= n);
    if (c->state == ENDED) return KR_OBJECT(c);
    c->cycles = numbers(vm, n);
    c->places = (size_t)r;
    for (size_t i = 0; i < n; i++) {
        c->indices[i] = i;
        c->cycles[i] = n - i;
    }
    return KR_OBJECT(c);
}
static const kr_ops permutations_ops = {
    .trace = chooser_trace, .iter = kr_iterator_self, .next = permutations_next};
KR_ITERATOR_TYPE(kr_permutations_type, N_permutations, chooser, permutations_ops, permutations_make);

/* --- combinations: the numbers rise, strictly or not */

static bool combinations_advance(chooser *c, bool repeated) {
    size_t n = pool_of(c)->size, place = c->places;
    while (place > 0 && c->indices[place - 1] == (repeated ? n - 1 : place - 1 + n - c->places)) place--;
    if (place == 0) return false;
    size_t next = c->indices[place - 1] + 1;
    for (size_t i = place - 1; i < c->places; i++) {
        c->indices[i] = next;
        if (!repeated) next++;
    }
    return true;
}

static kr_value choose(kr_vm *vm, chooser *c, bool repeated) {
    if (c->state == ENDED || (c->state == RUNNING && !combinations_advance(c, repeated))) return end(c);
    c->state = RUNNING;
    return chosen(vm, c);
}

static kr_value combinations_next(kr_vm *vm, kr_value v) {
    return choose(vm, kr_to_pointer(v), false);
}
static kr_value repeated_next(kr_vm *vm, kr_value v) {
    return choose(vm, kr_to_pointer(v), true);
}

static kr_value make_combinations(kr_vm *vm, const char *title, const kr_type *cls, bool repeated,
                                  size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    static const kr_value known[] = {N_iterable, N_r, 0};
    kr_value args[2];
    kr_bind_named(vm, title, known, args, 2, 2, argc, argv, nkw, names);
    kr_value pool = kr_tuple_of(vm, args[0]);
    size_t n = kr_to_tuple(pool)->size;
    kr_word r = kr_index_word(vm, args[1]);
    if (r < 0) kr_raise_value_error(vm, "r must be non-negative");
    chooser *c = new_chooser(vm, cls, pool, (size_t)r, repeated ? n > 0 || r == 0 : (size_t)r <= n);
    for (size_t i = 0; c->state == FRESH && !repeated && i < c->places; i++) c->indices[i] = i;
    return KR_OBJECT(c);
}

static kr_value combinations_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv,
                                  size_t nkw, const kr_value *names) {
    return make_combinations(vm, "combinations", cls, false, argc, argv, nkw, names);
}
static kr_value repeated_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    return make_combinations(vm, "combinations_with_replacement", cls, true, argc, argv, nkw, names);
}
static const kr_ops combinations_ops = {
    .trace = chooser_trace, .iter = kr_iterator_self, .next = combinations_next};
static const kr_ops repeated_ops = {.trace = chooser_trace, .iter = kr_iterator_self, .next = repeated_next};
KR_ITERATOR_TYPE(kr_combinations_type, N_combinations, chooser, combinations_ops, combinations_make);
KR_ITERATOR_TYPE(kr_combinations_repeated_type, N_combinations_with_replacement, chooser, repeated_ops,
                 repeated_make);

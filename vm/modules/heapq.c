/* heapq: a list as a heap, in which no item is greater than the two at 2i + 1 and 2i + 2. Comparing runs the
 * program's code, so the list's items are looked at anew after each comparison, and its size must not have
 * changed. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "types/iterators.h"

static kr_list *heap_arg(kr_vm *vm, kr_value v, const char *function, const char *place) {
    if (!kr_is_list(v)) kr_raise_type(vm, "%s() argument%s must be list, not %T", function, place, v);
    return kr_to_list(v);
}

enum top { SMALLEST, LARGEST }; /* what is at the root; programs see heaps of the first kind only */

/* Does a belong nearer to the root than b? */
static bool above(kr_vm *vm, const kr_list *heap, enum top top, size_t size, kr_value a, kr_value b) {
    kr_value x = top == SMALLEST ? a : b, y = top == SMALLEST ? b : a;
    bool result = kr_both_int(x, y) ? kr_to_int(x) < kr_to_int(y) : kr_less(vm, x, y);
    if (heap->size != size) kr_raise(vm, &kr_RuntimeError_type, "list changed size during iteration");
    return result;
}

/* Moves the item at `at` towards the root, not beyond `root`. */
static void sift_up(kr_vm *vm, kr_list *heap, enum top top, size_t root, size_t at) {
    size_t size = heap->size;
    kr_value item = heap->items[at];
    while (at > root) {
        size_t parent = (at - 1) / 2;
        if (!above(vm, heap, top, size, item, heap->items[parent])) break;
        heap->items[at] = heap->items[parent];
        heap->items[parent] = item;
        at = parent;
    }
}

/* The item at `at` goes down to a leaf along the children that belong above the others, and from there up
 * again: the way of fewest comparisons. */
static void sift_down(kr_vm *vm, kr_list *heap, enum top top, size_t at) {
    size_t size = heap->size, root = at;
    for (size_t child; (child = 2 * at + 1) < size; at = child) {
        bool right =
            child + 1 < size && !above(vm, heap, top, size, heap->items[child], heap->items[child + 1]);
        child += right;
        kr_value item = heap->items[at];
        heap->items[at] = heap->items[child];
        heap->items[child] = item;
    }
    sift_up(vm, heap, top, root, at);
}

static kr_value heapq_heappush(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *heap = heap_arg(vm, argv[0], "heappush", " 1");
    (void)argc;
    kr_list_append(vm, heap, argv[1]);
    sift_up(vm, heap, SMALLEST, 0, heap->size - 1);
    return KR_NONE;
}
KR_FUNCTION(heappush, heapq_heappush, 2, 2, NULL, "heappush(heap, item)\nPut an item on the heap.");

static kr_value heapq_heappop(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *heap = heap_arg(vm, argv[0], "heappop", "");
    (void)argc;
    if (heap->size == 0) kr_raise(vm, &kr_IndexError_type, "index out of range");
    kr_value last = kr_list_pop(vm, heap, -1);
    if (heap->size == 0) return last;
    kr_value smallest = heap->items[0];
    heap->items[0] = last;
    sift_down(vm, heap, SMALLEST, 0);
    return smallest;
}
KR_FUNCTION(heappop, heapq_heappop, 1, 1, NULL, "heappop(heap)\nTake the smallest item off the heap.");

static void make_heap(kr_vm *vm, kr_list *heap, enum top top) {
    for (size_t at = heap->size / 2; at > 0; at--) sift_down(vm, heap, top, at - 1);
}

static kr_value heapq_heapify(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *heap = heap_arg(vm, argv[0], "heapify", "");
    (void)argc;
    make_heap(vm, heap, SMALLEST);
    return KR_NONE;
}
KR_FUNCTION(heapify, heapq_heapify, 1, 1, NULL, "heapify(list)\nMake a heap of a list in its place.");

static kr_value replace(kr_vm *vm, kr_list *heap, kr_value item) {
    kr_value smallest = heap->items[0];
    heap->items[0] = item;
    sift_down(vm, heap, SMALLEST, 0);
    return smallest;
}

static kr_value heapq_heapreplace(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *heap = heap_arg(vm, argv[0], "heapreplace", " 1");
    (void)argc;
    if (heap->size == 0) kr_raise(vm, &kr_IndexError_type, "index out of range");
    return replace(vm, heap, argv[1]);
}
KR_FUNCTION(heapreplace, heapq_heapreplace, 2, 2, NULL,
            "heapreplace(heap, item)\nTake the smallest item off, then put one on.");

static kr_value heapq_heappushpop(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *heap = heap_arg(vm, argv[0], "heappushpop", " 1");
    (void)argc;
    if (heap->size == 0 || !kr_less(vm, heap->items[0], argv[1])) return argv[1];
    if (heap->size == 0) kr_raise(vm, &kr_IndexError_type, "index out of range");
    return replace(vm, heap, argv[1]);
}
KR_FUNCTION(heappushpop, heapq_heappushpop, 2, 2, NULL,
            "heappushpop(heap, item)\nPut an item on, then take the smallest off.");

/* --- the few largest or smallest: what sorted(…)[:n] gives, with no more than n items in memory.
 *
 * The best ones so far are a heap of tuples (key, order of arrival, item) with the worst at the root, which
 * the next better one replaces. */

typedef struct choice {
    kr_value key; /* function, or KR_NONE */
    bool largest;
    kr_word order; /* of the next one: among equals the first one wins */
} choice;

static kr_value key_of(kr_vm *vm, const choice *c, kr_value item) {
    return c->key == KR_NONE ? item : kr_call(vm, c->key, 1, &item);
}

static kr_value entry(kr_vm *vm, choice *c, kr_value key, kr_value item) {
    kr_value parts[] = {key, KR_INT(c->order), item};
    c->order += c->largest ? -1 : 1;
    return kr_tuple_new(vm, 3, parts);
}

static kr_value entry_part(kr_value v, size_t i) {
    return kr_to_tuple(v)->items[i];
}

static kr_value the_best(kr_vm *vm, const choice *c, kr_value iterator) {
    kr_value item, best = KR_UNBOUND, best_key = KR_UNBOUND;
    while ((item = kr_next(vm, iterator)) != KR_UNBOUND) {
        kr_value key = key_of(vm, c, item);
        if (best != KR_UNBOUND && !kr_truth(vm, kr_compare(vm, c->largest ? KR_GT : KR_LT, key, best_key)))
            continue;
        best = item;
        best_key = key;
    }
    return kr_list_new(vm, best != KR_UNBOUND, &best);
}

static kr_value best_few(kr_vm *vm, choice *c, kr_value iterator, kr_word n) {
    kr_list *heap = kr_to_list(kr_list_new(vm, 0, NULL));
    enum top top = c->largest ? SMALLEST : LARGEST;
    kr_value item;
    while (heap->size < (size_t)n && (item = kr_next(vm, iterator)) != KR_UNBOUND)
        kr_list_append(vm, heap, entry(vm, c, key_of(vm, c, item), item));
    if (heap->size == 0) return KR_OBJECT(heap);
    make_heap(vm, heap, top);
    while ((item = kr_next(vm, iterator)) != KR_UNBOUND) {
        kr_value key = key_of(vm, c, item), worst = entry_part(heap->items[0], 0);
        if (!kr_less(vm, c->largest ? worst : key, c->largest ? key : worst)) continue;
        heap->items[0] = entry(vm, c, key, item);
        sift_down(vm, heap, top, 0);
    }
    kr_list_sort(vm, heap, KR_NONE, c->largest);
    for (size_t i = 0; i < heap->size; i++) heap->items[i] = entry_part(heap->items[i], 2);
    return KR_OBJECT(heap);
}

static kr_value best(kr_vm *vm, const kr_value *argv, bool largest) {
    choice c = {argv[2] == KR_UNBOUND ? KR_NONE : argv[2], largest, 0};
    kr_word n = kr_index_word(vm, argv[0]);
    if (n == 1) return the_best(vm, &c, kr_iter(vm, argv[1]));
    if (n < 0) n = 0;
    bool all = kr_type_of(argv[1])->ops && kr_type_of(argv[1])->ops->length && n >= kr_length(vm, argv[1]);
    if (!all) return best_few(vm, &c, kr_iter(vm, argv[1]), n);
    kr_list *items = kr_list_of(vm, argv[1]);
    kr_list_sort(vm, items, c.key, largest);
    return KR_OBJECT(items);
}

static kr_value heapq_nlargest(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return best(vm, argv, true);
}
KR_FUNCTION(nlargest, heapq_nlargest, 2, 3, "n,iterable,key",
            "nlargest(n, iterable, key=None)\nThe n largest items, the largest first.");

static kr_value heapq_nsmallest(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return best(vm, argv, false);
}
KR_FUNCTION(nsmallest, heapq_nsmallest, 2, 3, "n,iterable,key",
            "nsmallest(n, iterable, key=None)\nThe n smallest items, the smallest first.");

/* --- merge: an iterator over sorted iterables. The heads are few, so the smallest is looked for one by one.
 */

typedef struct merge {
    kr_object head;
    kr_value iterators, items, keys; /* lists of equal length */
    kr_value key;
    bool reverse, begun;
} merge;

static void merge_trace(kr_vm *vm, kr_object *object) {
    const merge *m = (const merge *)object;
    const kr_value values[] = {m->iterators, m->items, m->keys, m->key};
    kr_mark_values(vm, values, 4);
}

/* Reads the head of one iterator; one that has ended goes. */
static void read_head(kr_vm *vm, const merge *m, size_t i) {
    kr_value item = kr_next(vm, kr_to_list(m->iterators)->items[i]);
    if (item == KR_UNBOUND) {
        kr_list_pop(vm, kr_to_list(m->iterators), (kr_word)i);
        kr_list_pop(vm, kr_to_list(m->items), (kr_word)i);
        kr_list_pop(vm, kr_to_list(m->keys), (kr_word)i);
        return;
    }
    kr_to_list(m->items)->items[i] = item;
    kr_to_list(m->keys)->items[i] = m->key == KR_NONE ? item : kr_call(vm, m->key, 1, &item);
}

static kr_value merge_next(kr_vm *vm, kr_value v) {
    merge *m = kr_to_pointer(v);
    const kr_list *keys = kr_to_list(m->keys);
    size_t first = 0;
    if (!m->begun) {
        m->begun = true;
        for (size_t i = kr_to_list(m->iterators)->size; i > 0; i--) read_head(vm, m, i - 1);
    }
    if (keys->size == 0) return KR_UNBOUND;
    for (size_t i = 1; i < keys->size; i++) {
        bool before = m->reverse ? kr_less(vm, keys->items[first], keys->items[i])
                                 : kr_less(vm, keys->items[i], keys->items[first]);
        if (before) first = i;
    }
    kr_value item = kr_to_list(m->items)->items[first];
    read_head(vm, m, first);
    return item;
}
static const kr_ops merge_ops = {.trace = merge_trace, .iter = kr_iterator_self, .next = merge_next};
static const kr_type merge_type = {.head = {&kr_type_type},
                                   .name = N_merge,
                                   .base = &kr_object_type,
                                   .solid = &merge_type,
                                   .ops = &merge_ops,
                                   .flags = KR_TYPE_FINAL,
                                   .size = sizeof(merge)};

static kr_value heapq_merge(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    static const kr_value known[] = {N_key, N_reverse, 0};
    kr_value options[2], lists[3];
    kr_bind_named(vm, "merge", known, options, 0, 0, 0, argv + argc, nkw, names);
    for (size_t i = 0; i < 3; i++) lists[i] = kr_list_new(vm, argc, argv);
    for (size_t i = 0; i < argc; i++) {
        kr_value iterator = kr_iter(vm, argv[i]);
        kr_to_list(lists[0])->items[i] = iterator;
    }
    bool reverse = options[1] != KR_UNBOUND && kr_truth(vm, options[1]);
    merge *m = kr_new(vm, &merge_type, sizeof *m);
    m->iterators = lists[0];
    m->items = lists[1];
    m->keys = lists[2];
    m->key = options[0] == KR_UNBOUND ? KR_NONE : options[0];
    m->reverse = reverse;
    return KR_OBJECT(m);
}
KR_FUNCTION_KW(merge, heapq_merge, 0, KR_ANY,
               "merge(*iterables, key=None, reverse=False)\nThe items of sorted iterables in order.");

static const kr_member members[] = {
    KR_ENTRY(heappush, heapq_heappush),       KR_ENTRY(heappop, heapq_heappop),
    KR_ENTRY(heapify, heapq_heapify),         KR_ENTRY(heapreplace, heapq_heapreplace),
    KR_ENTRY(heappushpop, heapq_heappushpop), KR_ENTRY(nlargest, heapq_nlargest),
    KR_ENTRY(nsmallest, heapq_nsmallest),     KR_ENTRY(merge, heapq_merge),
};

const kr_module_def kr_module_heapq = {N_heapq, members, sizeof members / sizeof *members, NULL,
                                       "A list as a heap."};

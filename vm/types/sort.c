/* list.sort(): a stable merge sort of natural runs.
 *
 * The list is cut into runs that are in order already (descending ones are turned round, short ones are
 * extended by binary insertion), and neighbouring runs are merged as their places in an ideal merge tree say:
 * a boundary between two runs has a *power*, the depth of the tree node that would separate their midpoints,
 * and a run is merged as soon as a boundary of lower power follows. So sorted, reversed and partly sorted
 * lists cost next to n comparisons, and the worst case n log n.
 *
 * Invariant: while comparisons run, the list is empty and its items belong to the sort alone; whatever
 * happens they go back. With a key function there are two rows, the keys and the items, moved in step. When
 * all keys are of one simple type, they are compared without asking for __lt__. */
#include "core/heap.h"
#include "core/operate.h"
#include "types/container.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"

#define RUN_MIN    24
#define PREFIX_MIN 100
#define RUNS_MAX   66 /* powers grow strictly along the stack of runs */

typedef bool (*less_fn)(kr_vm *vm, kr_value a, kr_value b);

/* Two rows of values that are moved alike; `items` is NULL when the keys are the items. */
typedef struct rows {
    kr_value *keys, *items;
} rows;

typedef struct run {
    size_t start, size;
    unsigned power; /* of the boundary to the run behind it */
} run;

/* While a merge runs, `count` values from spare[from] on are missing at all[to]. */
typedef struct gap {
    size_t to, from, count;
} gap;

typedef struct sort {
    kr_list *list;
    kr_value *taken; /* the list's items */
    size_t size, capacity;
    kr_value key;
    bool reverse, turned; /* turned: the items are back to front */
    less_fn less;
    rows all;
    rows spare; /* room for the smaller run of a merge */
    size_t spare_size;
    gap gap;
    run runs[RUNS_MAX];
    size_t run_count;
} sort;

/* ---- Rows. ---- */

static inline void move_rows(rows to, size_t to_at, rows from, size_t from_at, size_t count) {
    memmove(to.keys + to_at, from.keys + from_at, count * sizeof(kr_value));
    if (to.items) memmove(to.items + to_at, from.items + from_at, count * sizeof(kr_value));
}

static inline void put(rows to, size_t to_at, rows from, size_t from_at) {
    to.keys[to_at] = from.keys[from_at];
    if (to.items) to.items[to_at] = from.items[from_at];
}

static void turn_row(kr_value *low, size_t size) {
    if (size < 2) return;
    for (kr_value *high = low + size - 1; low < high; low++, high--) {
        kr_value v = *low;
        *low = *high;
        *high = v;
    }
}

static void turn(rows r, size_t start, size_t size) {
    turn_row(r.keys + start, size);
    if (r.items) turn_row(r.items + start, size);
}

/* ---- Comparing. ---- */

static bool less_int(kr_vm *vm, kr_value a, kr_value b) {
    (void)vm;
    return (kr_word)a < (kr_word)b; /* both words end in the same tag */
}

static bool less_float(kr_vm *vm, kr_value a, kr_value b) {
    (void)vm;
    return kr_float_value(a) < kr_float_value(b);
}

/* UTF-8 sorts as its code points do. */
static bool less_str(kr_vm *vm, kr_value a, kr_value b) {
    (void)vm;
    const kr_str *s = kr_to_str(a), *t = kr_to_str(b);
    int order = memcmp(s->data, t->data, s->size < t->size ? s->size : t->size);
    return order < 0 || (order == 0 && s->size < t->size);
}

/* Tuples are mostly decided by their first items. */
static bool less_tuple(kr_vm *vm, kr_value a, kr_value b) {
    const kr_tuple *s = kr_to_tuple(a), *t = kr_to_tuple(b);
    if (s->size > 0 && t->size > 0) {
        kr_value x = s->items[0], y = t->items[0];
        if (kr_both_int(x, y) && x != y) return less_int(vm, x, y);
        if (x != y && kr_is_exact(x, &kr_str_type) && kr_is_exact(y, &kr_str_type)) {
            if (less_str(vm, x, y)) return true;
            if (less_str(vm, y, x)) return false;
        }
    }
    return kr_truth(vm, kr_items_compare(vm, KR_LT, a, b));
}

static less_fn choose_less(const kr_value *keys, size_t size) {
    bool ints = true, floats = true, strs = true, tuples = true;
    for (size_t i = 0; i < size && (ints || floats || strs || tuples); i++) {
        ints = ints && kr_is_int(keys[i]);
        floats = floats && kr_is_float(keys[i]) &&
                 !(kr_is_object(keys[i]) && !kr_is_exact(keys[i], &kr_float_type));
        strs = strs && kr_is_exact(keys[i], &kr_str_type);
        tuples = tuples && kr_is_exact(keys[i], &kr_tuple_type);
    }
    if (ints) return less_int;
    if (floats) return less_float;
    if (strs) return less_str;
    return tuples ? less_tuple : kr_less;
}

/* ---- Runs. ---- */

/* The length of the run that begins at start; a strictly descending one is turned round. */
static size_t find_run(kr_vm *vm, sort *s, size_t start) {
    const kr_value *keys = s->all.keys;
    size_t end = start + 1;
    if (end >= s->size) return s->size - start;
    if (s->less(vm, keys[end], keys[start])) {
        for (end++; end < s->size && s->less(vm, keys[end], keys[end - 1]);) end++;
        turn(s->all, start, end - start);
    } else {
        for (end++; end < s->size && !s->less(vm, keys[end], keys[end - 1]);) end++;
    }
    return end - start;
}

/* keys[start .. start + sorted) are in order; takes in the ones up to start + size. */
static void insert_rest(kr_vm *vm, sort *s, size_t start, size_t sorted, size_t size) {
    rows r = s->all;
    for (size_t i = start + sorted; i < start + size; i++) {
        kr_value key = r.keys[i], item = r.items ? r.items[i] : 0;
        size_t low = start, high = i;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (s->less(vm, key, r.keys[middle]))
                high = middle;
            else
                low = middle + 1;
        }
        move_rows(r, low + 1, r, low, i - low);
        r.keys[low] = key;
        if (r.items) r.items[low] = item;
    }
}

/* ---- Merging. ---- */

static void reserve_spare(kr_vm *vm, sort *s, size_t size) {
    if (s->spare_size >= size) return;
    kr_block_free(vm, s->spare.keys);
    kr_block_free(vm, s->spare.items);
    s->spare = (rows){NULL, NULL};
    s->spare_size = 0;
    s->spare.keys = kr_values_new(vm, size);
    if (s->all.items) s->spare.items = kr_values_new(vm, size);
    s->spare_size = size;
}

/* How many of keys[start .. start + size) come before `key`: those not greater (after = true) or those less.
 * Looks from the start or from the end in growing steps, then halves. */
static size_t place(kr_vm *vm, sort *s, kr_value key, size_t start, size_t size, bool after) {
    const kr_value *keys = s->all.keys + start;
    size_t low = 0, high = size;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = after ? !s->less(vm, key, keys[middle]) : s->less(vm, keys[middle], key);
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A comparison may raise: then the gap tells what has to go back, so that the list still holds all its items.
 */
static void close_gap(sort *s) {
    if (s->gap.count > 0) move_rows(s->all, s->gap.to, s->spare, s->gap.from, s->gap.count);
    s->gap.count = 0;
}

/* The left run is the smaller one: it waits in the spare rows. */
static void merge_up(kr_vm *vm, sort *s, size_t start, size_t left, size_t right) {
    rows r = s->all, spare = s->spare;
    move_rows(spare, 0, r, start, left);
    size_t to = start, i = 0, j = start + left, end = j + right;
    while (i < left && j < end) {
        s->gap = (gap){to, i, left - i};
        if (s->less(vm, r.keys[j], spare.keys[i]))
            put(r, to++, r, j++);
        else
            put(r, to++, spare, i++);
    }
    s->gap = (gap){to, i, left - i};
    close_gap(s);
}

/* The right run is the smaller one; filled from the end. */
static void merge_down(kr_vm *vm, sort *s, size_t start, size_t left, size_t right) {
    rows r = s->all, spare = s->spare;
    move_rows(spare, 0, r, start + left, right);
    size_t to = start + left + right, i = start + left, j = right;
    while (i > start && j > 0) {
        s->gap = (gap){to - j, 0, j};
        if (s->less(vm, spare.keys[j - 1], r.keys[i - 1]))
            put(r, --to, r, --i);
        else
            put(r, --to, spare, --j);
    }
    s->gap = (gap){to - j, 0, j};
    close_gap(s);
}

/* Merges the two newest runs. What is in place already at either end is left out. */
static void merge_top(kr_vm *vm, sort *s) {
    run *a = &s->runs[s->run_count - 2], *b = a + 1;
    size_t start = a->start, left = a->size, right = b->size;
    const kr_value *keys = s->all.keys;
    a->size += right;
    a->power = b->power;
    s->run_count--;
    size_t done = place(vm, s, keys[start + left], start, left, true);
    start += done;
    left -= done;
    if (left == 0) return;
    right = place(vm, s, keys[start + left - 1], start + left, right, false);
    if (right == 0) return;
    reserve_spare(vm, s, left < right ? left : right);
    if (left <= right)
        merge_up(vm, s, start, left, right);
    else
        merge_down(vm, s, start, left, right);
}

/* The depth at which the midpoints of runs [start, start + m) and [start + m, start + m + n) fall into
 * different halves of [0, size). */
static unsigned power_of(size_t start, size_t m, size_t n, size_t size) {
    size_t a = 2 * start + m, b = a + m + n; /* twice the midpoints */
    unsigned power = 0;
    for (;;) {
        power++;
        if (a >= size) {
            a -= size;
            b -= size;
        } else if (b >= size) {
            return power;
        }
        a *= 2;
        b *= 2;
    }
}

static void push_run(kr_vm *vm, sort *s, size_t start, size_t size) {
    if (s->run_count > 0) {
        const run *last = &s->runs[s->run_count - 1];
        unsigned power = power_of(last->start, last->size, size, s->size);
        while (s->run_count > 1 && s->runs[s->run_count - 2].power > power) merge_top(vm, s);
        s->runs[s->run_count - 1].power = power;
    }
    s->runs[s->run_count++] = (run){start, size, 0};
}

/* Sorts the rows by s->less. */
static void sort_rows(kr_vm *vm, sort *s) {
    for (size_t start = 0; start < s->size;) {
        size_t size = find_run(vm, s, start), least = s->size - start < RUN_MIN ? s->size - start : RUN_MIN;
        if (size < least) {
            insert_rest(vm, s, start, size, least);
            size = least;
        }
        push_run(vm, s, start, size);
        start += size;
    }
    while (s->run_count > 1) merge_top(vm, s);
}

/* ---- Strs by their first bytes. ---- */

/* The first bytes of a str as a small int that orders as they do; shorter strs are filled up with zeros. */
static kr_value prefix_of(kr_value v) {
    const kr_str *s = kr_to_str(v);
    uintptr_t prefix = 0;
    for (size_t i = 0; i < sizeof prefix - 1; i++)
        prefix = prefix << 8 | (i < s->size ? (uint8_t)s->data[i] : 0);
    return KR_INT(prefix);
}

/* Texts lie all over the heap, and fetching two of them is what a comparison costs. So many strs are sorted
 * by a row of their first bytes; then, that being stable, what has the same first bytes is sorted among
 * itself. Only where there is plenty of memory. */
static bool sort_by_prefix(kr_vm *vm, sort *s) {
    if (s->less != less_str || s->all.items || s->size < PREFIX_MIN) return false;
    if (kr_heap_largest(vm) / sizeof(kr_value) < s->size * 4) return false;
    kr_value *items = s->all.keys, *keys = kr_values_new(vm, s->size);
    for (size_t i = 0; i < s->size; i++) keys[i] = prefix_of(items[i]);
    s->all = (rows){keys, items};
    s->less = less_int;
    sort_rows(vm, s);
    for (size_t start = 0, end; start < s->size; start = end) {
        for (end = start + 1; end < s->size && keys[end] == keys[start];) end++;
        if (end - start < 2) continue;
        sort same = {.size = end - start, .all = {items + start, NULL}, .less = less_str};
        sort_rows(vm, &same);
        kr_block_free(vm, same.spare.keys);
    }
    s->all = (rows){items, NULL};
    kr_block_free(vm, keys);
    return true;
}

/* ---- The whole. ---- */

static void run_sort(kr_vm *vm, void *data) {
    sort *s = data;
    s->all.keys = s->taken;
    if (s->key != KR_NONE) {
        kr_value *keys = kr_values_new(vm, s->size);
        s->all = (rows){keys, s->taken};
        for (size_t i = 0; i < s->size; i++) keys[i] = kr_call(vm, s->key, 1, &s->taken[i]);
    }
    /* Equal items must keep their order, so a descending sort is an ascending one of the list read backwards.
     */
    if (s->reverse) turn(s->all, 0, s->size);
    s->turned = s->reverse;
    s->less = choose_less(s->all.keys, s->size);
    if (!sort_by_prefix(vm, s)) sort_rows(vm, s);
}

bool kr_sort_reverse(kr_vm *vm, kr_value flag) {
    intmax_t n;
    if (kr_is_absent(flag)) return false;
    if (!kr_int_to(kr_index(vm, flag), &n) || n < INT32_MIN || n > INT32_MAX)
        kr_raise_overflow(vm, "Python int too large to convert to C int");
    return n != 0;
}

void kr_list_sort(kr_vm *vm, kr_list *list, kr_value key, bool reverse) {
    if (list->size < 2 && key == KR_NONE) return;
    sort s = {.list = list,
              .taken = list->items,
              .size = list->size,
              .capacity = list->capacity,
              .key = key,
              .reverse = reverse};
    list->items = NULL;
    list->size = list->capacity = 0;
    kr_value exception = kr_try(vm, run_sort, &s);
    close_gap(&s);
    if (s.turned) turn_row(s.taken, s.size);
    kr_block_free(vm, s.spare.keys);
    kr_block_free(vm, s.spare.items);
    bool changed = list->items != NULL || list->size > 0;
    kr_block_free(vm, list->items);
    list->items = s.taken;
    list->size = s.size;
    list->capacity = s.capacity;
    if (exception != KR_UNBOUND) kr_reraise(vm, exception);
    if (changed) kr_raise_value_error(vm, "list modified during sort");
}

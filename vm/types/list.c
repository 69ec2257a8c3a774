/* list: a growing row of values in one block.
 *
 * Invariants: items[0 .. size) are values, items[size .. capacity) are zero words, so the collector may trace
 * the whole block. User code that runs in the middle of an operation (comparisons, iterators, __index__) may
 * change the list: its size and items are read again afterwards. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/generic.h"

/* An eighth more than asked for, and what the heap cell has left over anyway. */
static void grow(kr_vm *vm, kr_list *list, size_t wanted) {
    size_t capacity = wanted + (wanted >> 3) + (wanted < 8 ? 3 : 6);
    if (capacity > SIZE_MAX / 4 / sizeof(kr_value)) kr_raise_memory(vm);
    list->items = kr_values_resize(vm, list->items, list->capacity, capacity);
    list->capacity = capacity;
}

static inline void reserve(kr_vm *vm, kr_list *list, size_t more) {
    if (__builtin_expect(list->capacity - list->size < more, 0)) grow(vm, list, list->size + more);
}

/* Shortens the list to `size`; the storage follows when most of it is unused. */
static void shrink(kr_vm *vm, kr_list *list, size_t size) {
    memset(list->items + size, 0, (list->size - size) * sizeof(kr_value));
    list->size = size;
    if (list->capacity < 32 || size > list->capacity / 4) return;
    size_t capacity = size + size / 2;
    if (capacity == 0) {
        kr_block_free(vm, list->items);
        list->items = NULL;
    } else {
        list->items = kr_values_resize(vm, list->items, list->capacity, capacity);
    }
    list->capacity = capacity;
}

static kr_list *list_alloc(kr_vm *vm, size_t capacity) {
    kr_list *list = kr_new(vm, &kr_list_type, sizeof *list);
    if (capacity > 0) {
        if (capacity > SIZE_MAX / 4 / sizeof(kr_value)) kr_raise_memory(vm);
        list->items = kr_values_new(vm, capacity);
        list->capacity = capacity;
    }
    return list;
}

kr_value kr_list_new(kr_vm *vm, size_t size, const kr_value *items) {
    kr_list *list = list_alloc(vm, size);
    if (items && size > 0) {
        memcpy(list->items, items, size * sizeof(kr_value));
        list->size = size;
    }
    return KR_OBJECT(list);
}

void kr_list_append(kr_vm *vm, kr_list *list, kr_value item) {
    reserve(vm, list, 1);
    list->items[list->size++] = item;
}

static void extend_items(kr_vm *vm, kr_list *list, kr_value from) {
    size_t count = kr_items_size(from);
    reserve(vm, list, count);
    const kr_value *items = kr_is_list(from) ? kr_to_list(from)->items : kr_to_tuple(from)->items;
    if (count > 0) memcpy(list->items + list->size, items, count * sizeof(kr_value));
    list->size += count;
}

void kr_list_extend(kr_vm *vm, kr_list *list, kr_value iterable) {
    /* A list of the program's class that gets its own items must not see them come. */
    bool itself = iterable == KR_OBJECT(list) && !kr_is_exact(iterable, &kr_list_type);
    if (itself) iterable = KR_OBJECT(kr_list_of(vm, iterable));
    if (kr_is_exact(iterable, &kr_list_type) || kr_is_exact(iterable, &kr_tuple_type)) {
        extend_items(vm, list, iterable);
        return;
    }
    kr_value iterator = kr_iter(vm, iterable);
    kr_word hint = kr_length_hint(vm, iterator);
    if (hint > 0 && hint < 1 << 20) reserve(vm, list, (size_t)hint);
    for (kr_value item; (item = kr_step(vm, iterator)) != KR_UNBOUND;) kr_list_append(vm, list, item);
}

kr_list *kr_list_of(kr_vm *vm, kr_value iterable) {
    kr_list *list = list_alloc(vm, 0);
    if (kr_is_exact(iterable, &kr_list_type) && kr_to_list(iterable)->size > 0) {
        size_t size = kr_to_list(iterable)->size;
        list->items = kr_values_new(vm, size);
        list->capacity = list->size = size;
        memcpy(list->items, kr_to_list(iterable)->items, size * sizeof(kr_value));
        return list;
    }
    kr_list_extend(vm, list, iterable);
    return list;
}

void kr_list_insert(kr_vm *vm, kr_list *list, kr_word index, kr_value item) {
    reserve(vm, list, 1);
    kr_word size = (kr_word)list->size;
    if (index < 0) index += size;
    size_t at = index < 0 ? 0 : index > size ? (size_t)size : (size_t)index;
    memmove(list->items + at + 1, list->items + at, (list->size - at) * sizeof(kr_value));
    list->items[at] = item;
    list->size++;
}

static kr_value remove_at(kr_vm *vm, kr_list *list, size_t at) {
    kr_value item = list->items[at];
    memmove(list->items + at, list->items + at + 1, (list->size - at - 1) * sizeof(kr_value));
    shrink(vm, list, list->size - 1);
    return item;
}

kr_value kr_list_pop(kr_vm *vm, kr_list *list, kr_word index) {
    if (list->size == 0) kr_raise(vm, &kr_IndexError_type, "pop from empty list");
    if (index < 0) index += (kr_word)list->size;
    if (index < 0 || (size_t)index >= list->size) kr_raise_index(vm, "pop");
    return remove_at(vm, list, (size_t)index);
}

/* ---- Subscripts. ---- */

static kr_value list_slice(kr_vm *vm, const kr_list *list, kr_value key) {
    kr_word start, stop, step;
    size_t count = kr_slice_indices(vm, key, list->size, &start, &stop, &step);
    if (step == 1) return kr_list_new(vm, count, count > 0 ? list->items + start : NULL);
    kr_list *result = list_alloc(vm, count);
    for (size_t i = 0; i < count; i++) result->items[i] = list->items[start + (kr_word)i * step];
    result->size = count;
    return KR_OBJECT(result);
}

static kr_value list_getitem(kr_vm *vm, kr_value v, kr_value key) {
    if (kr_is_slice(key)) return list_slice(vm, kr_to_list(v), key);
    const kr_list *list = kr_to_list(v);
    if (kr_is_int(key)) {
        kr_word at = kr_to_int(key);
        if (at < 0) at += (kr_word)list->size;
        if ((size_t)at < list->size) return list->items[at];
    }
    size_t at = kr_index_in(vm, key, list->size, "list");
    if (at >= list->size) kr_raise_index(vm, "list"); /* __index__ shortened it */
    return list->items[at];
}

/* list[start:start + count] = items[0 .. fresh) */
static void replace(kr_vm *vm, kr_list *list, size_t start, size_t count, const kr_value *items,
                    size_t fresh) {
    size_t tail = list->size - start - count;
    if (fresh > count) reserve(vm, list, fresh - count);
    memmove(list->items + start + fresh, list->items + start + count, tail * sizeof(kr_value));
    if (fresh > 0) memcpy(list->items + start, items, fresh * sizeof(kr_value));
    if (fresh >= count)
        list->size += fresh - count;
    else
        shrink(vm, list, list->size - (count - fresh));
}

static void delete_slice(kr_vm *vm, kr_list *list, kr_value key) {
    kr_word start, stop, step;
    size_t count = kr_slice_indices(vm, key, list->size, &start, &stop, &step);
    if (count == 0) return;
    if (step < 0) { /* the same items, counted upwards */
        start += ((kr_word)count - 1) * step;
        step = -step;
    }
    if (step == 1) {
        replace(vm, list, (size_t)start, count, NULL, 0);
        return;
    }
    size_t to = (size_t)start, next = (size_t)start, left = count;
    for (size_t from = (size_t)start; from < list->size; from++) {
        if (left > 0 && from == next) {
            next += (size_t)step;
            left--;
        } else {
            list->items[to++] = list->items[from];
        }
    }
    shrink(vm, list, to);
}

static void assign_slice(kr_vm *vm, kr_list *list, kr_value key, kr_value iterable) {
    kr_word start, stop, step;
    size_t count = kr_slice_indices(vm, key, list->size, &start, &stop, &step);
    const kr_list *fresh;
    if (kr_is_exact(iterable, &kr_list_type) && kr_to_list(iterable) != list) {
        fresh = kr_to_list(iterable);
    } else {
        if (!kr_is_iterable(iterable))
            kr_raise_type(vm, step == 1 ? "can only assign an iterable"
                                        : "must assign iterable to extended slice");
        fresh = kr_list_of(vm, iterable);
        count =
            kr_slice_indices(vm, key, list->size, &start, &stop, &step); /* iterating may have changed it */
    }
    if (step == 1) {
        replace(vm, list, (size_t)start, count, fresh->items, fresh->size);
        return;
    }
    if (fresh->size != count)
        kr_raise_value_error(vm, "attempt to assign sequence of size %zu to extended slice of size %zu",
                             fresh->size, count);
    for (size_t i = 0; i < count; i++) list->items[start + (kr_word)i * step] = fresh->items[i];
}

static void list_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    kr_list *list = kr_to_list(v);
    if (kr_is_slice(key)) {
        if (item == KR_UNBOUND)
            delete_slice(vm, list, key);
        else
            assign_slice(vm, list, key, item);
        return;
    }
    size_t at = kr_index_in(vm, key, list->size, "list assignment");
    if (at >= list->size) kr_raise_index(vm, "list assignment");
    if (item == KR_UNBOUND)
        remove_at(vm, list, at);
    else
        list->items[at] = item;
}

/* ---- Operators. ---- */

static kr_value list_concat(kr_vm *vm, kr_value a, kr_value b) {
    const kr_list *x = kr_to_list(a), *y = kr_to_list(b);
    kr_list *result = list_alloc(vm, x->size + y->size);
    if (x->size > 0) memcpy(result->items, x->items, x->size * sizeof(kr_value));
    if (y->size > 0) memcpy(result->items + x->size, y->items, y->size * sizeof(kr_value));
    result->size = x->size + y->size;
    return KR_OBJECT(result);
}

static kr_value list_repeat(kr_vm *vm, kr_value a, kr_value n) {
    size_t count = kr_repeat_count(vm, n, kr_to_list(a)->size, sizeof(kr_value));
    const kr_list *list = kr_to_list(a);
    kr_list *result = list_alloc(vm, list->size * count);
    if (result->capacity == 0) return KR_OBJECT(result);
    result->size = list->size * count;
    if (list->size == 1) {
        for (size_t i = 0; i < count; i++) result->items[i] = list->items[0];
    } else {
        memcpy(result->items, list->items, list->size * sizeof(kr_value));
        kr_repeat_fill(result->items, list->size * sizeof(kr_value), count);
    }
    return KR_OBJECT(result);
}

static kr_value list_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (op == KR_ADD && kr_is_list(a)) {
        if (kr_is_list(b)) return list_concat(vm, a, b);
        kr_raise_type(vm, "can only concatenate list (not \"%T\") to list", b);
    }
    if (op == KR_MUL) return kr_is_list(a) ? list_repeat(vm, a, b) : list_repeat(vm, b, a);
    return KR_NOT_IMPLEMENTED;
}

static kr_value list_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    kr_list *list = kr_to_list(a);
    if (op == KR_ADD) {
        kr_list_extend(vm, list, b);
        return a;
    }
    if (op != KR_MUL) return KR_NOT_IMPLEMENTED;
    size_t count, size = list->size;
    count = kr_repeat_count(vm, b, size, sizeof(kr_value));
    if (count == 0 && size > 0) shrink(vm, list, 0);
    if (count > 1 && size > 0) {
        reserve(vm, list, size * (count - 1));
        kr_repeat_fill(list->items, size * sizeof(kr_value), count);
        list->size = size * count;
    }
    return a;
}

static kr_value list_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    return kr_is_list(b) ? kr_items_compare(vm, op, a, b) : KR_NOT_IMPLEMENTED;
}

/* ---- Methods. ---- */

static kr_value list_append(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_list_append(vm, kr_to_list(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(append, list_append, 2, 2, NULL, "append(object)\nAdd object at the end.");

static kr_value list_clear(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_list *list = kr_to_list(argv[0]);
    if (list->size > 0) shrink(vm, list, 0);
    return KR_NONE;
}
KR_METHOD(clear, list_clear, 1, 1, NULL, "clear()\nRemove all items.");

static kr_value list_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_list *list = kr_to_list(argv[0]);
    return kr_list_new(vm, list->size, list->items);
}
KR_METHOD(copy, list_copy, 1, 1, NULL, "copy()\nA new list of the same items.");

static kr_value list_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_items_count(vm, argv[0], argv[1]);
}
KR_METHOD(count, list_count, 2, 2, NULL, "count(value)\nHow many items equal value.");

static kr_value list_extend(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_list_extend(vm, kr_to_list(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(extend, list_extend, 2, 2, NULL, "extend(iterable)\nAdd the items of iterable at the end.");

KR_METHOD(index, kr_items_index, 2, 4, NULL,
          "index(value, start=0, stop=len)\nIndex of the first item that equals value; ValueError when there "
          "is none.");

static kr_value list_insert(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word at = kr_size_arg(vm, argv[1]);
    kr_list_insert(vm, kr_to_list(argv[0]), at, argv[2]);
    return KR_NONE;
}
KR_METHOD(insert, list_insert, 3, 3, NULL, "insert(index, object)\nInsert object before index.");

static kr_value list_pop(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *list = kr_to_list(argv[0]);
    if (argc == 1 && list->size > 0 && list->capacity < 32) {
        kr_value item = list->items[--list->size];
        list->items[list->size] = 0;
        return item;
    }
    return kr_list_pop(vm, list, argc > 1 ? kr_size_arg(vm, argv[1]) : -1);
}
KR_METHOD(pop, list_pop, 1, 2, NULL,
          "pop(index=-1)\nRemove and return an item; IndexError when there is none.");

static kr_value list_remove(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_list *list = kr_to_list(argv[0]);
    for (size_t i = 0; i < list->size; i++) {
        if (!kr_equal(vm, list->items[i], argv[1])) continue;
        if (i < list->size) remove_at(vm, list, i);
        return KR_NONE;
    }
    kr_raise_value_error(vm, "list.remove(x): x not in list");
}
KR_METHOD(remove, list_remove, 2, 2, NULL,
          "remove(value)\nRemove the first item that equals value; ValueError when there is none.");

static kr_value list_reverse(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    const kr_list *list = kr_to_list(argv[0]);
    if (list->size == 0) return KR_NONE;
    for (kr_value *low = list->items, *high = list->items + list->size - 1; low < high; low++, high--) {
        kr_value item = *low;
        *low = *high;
        *high = item;
    }
    return KR_NONE;
}
KR_METHOD(reverse, list_reverse, 1, 1, NULL, "reverse()\nReverse the order in place.");

static kr_value list_sort(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_list_sort(vm, kr_to_list(argv[0]), kr_is_absent(argv[1]) ? KR_NONE : argv[1],
                 kr_sort_reverse(vm, argv[2]));
    return KR_NONE;
}
KR_METHOD(sort, list_sort, 1, 3, "self,*,key,reverse",
          "sort(*, key=None, reverse=False)\nSort in place; equal items keep their order.");

static kr_value list_reversed(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_reversed(vm, argv[0]);
}
KR_METHOD(__reversed__, list_reversed, 1, 1, NULL, "__reversed__()\nAn iterator from the end.");

static kr_value list_init(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *list = kr_to_list(argv[0]);
    if (list->size > 0) shrink(vm, list, 0);
    if (argc > 1) kr_list_extend(vm, list, argv[1]);
    return KR_NONE;
}
KR_METHOD(__init__, list_init, 1, 2, NULL, "__init__(iterable=())\nFill the list anew.");

/* ---- The type. ---- */

static kr_value list_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)names;
    if (nkw > 0 && cls == &kr_list_type) kr_raise_type(vm, "list() takes no keyword arguments");
    if (argc > 1) kr_raise_type(vm, "list expected at most 1 argument, got %zu", argc);
    if (cls == &kr_list_type) return KR_OBJECT(argc > 0 ? kr_list_of(vm, argv[0]) : list_alloc(vm, 0));
    kr_list *list = kr_new_instance(vm, cls, sizeof *list);
    if (argc > 0) kr_list_extend(vm, list, argv[0]);
    return KR_OBJECT(list);
}

static void list_trace(kr_vm *vm, kr_object *object) {
    kr_mark_block(vm, ((kr_list *)object)->items);
}

static void list_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_check_native_stack(vm);
    if (kr_print_enter(vm, out, v)) {
        kr_write(out, "[...]", 5);
        return;
    }
    kr_write(out, "[", 1);
    kr_items_print(vm, out, v);
    kr_write(out, "]", 1);
    kr_print_leave(vm, out, v);
}

static kr_word list_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)kr_to_list(v)->size;
}

static kr_value list_iter(kr_vm *vm, kr_value v) {
    return kr_sequence_iterator_new(vm, &kr_list_iterator_type, v);
}

static const kr_member list_members[] = {
    KR_GENERIC_ENTRY,
    KR_ENTRY(append, list_append),
    KR_ENTRY(clear, list_clear),
    KR_ENTRY(copy, list_copy),
    KR_ENTRY(count, list_count),
    KR_ENTRY(extend, list_extend),
    KR_ENTRY(index, kr_items_index),
    KR_ENTRY(insert, list_insert),
    KR_ENTRY(pop, list_pop),
    KR_ENTRY(remove, list_remove),
    KR_ENTRY(reverse, list_reverse),
    KR_ENTRY(sort, list_sort),
    KR_ENTRY(__init__, list_init),
    KR_ENTRY(__reversed__, list_reversed),
};

static const kr_ops list_ops = {
    .trace = list_trace,
    .print = list_print,
    .compare = list_compare,
    .binary = list_binary,
    .inplace = list_inplace,
    .length = list_length,
    .getitem = list_getitem,
    .setitem = list_setitem,
    .contains = kr_items_contain,
    .iter = list_iter,
};

const kr_type kr_list_type = {
    .head = {&kr_type_type},
    .name = N_list,
    .base = &kr_object_type,
    .solid = &kr_list_type,
    .ops = &list_ops,
    .size = sizeof(kr_list),
    .member_count = sizeof list_members / sizeof *list_members,
    .members = list_members,
    .make = list_make,
};

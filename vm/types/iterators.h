#ifndef KR_ITERATORS_H
#define KR_ITERATORS_H
/* Walking over any iterable from C, and the iterators that other files make.
 *
 *     kr_loop loop;
 *     kr_loop_begin(vm, &loop, iterable);
 *     for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;) …
 *
 * Lists and tuples are walked without an iterator object. The loop lives on the C stack, which keeps its
 * source alive. */
#include "core/operate.h"
#include "types/container.h"

typedef struct kr_loop {
    kr_value source; /* a list, a tuple, or an iterator */
    size_t index;
    enum { KR_LOOP_LIST, KR_LOOP_TUPLE, KR_LOOP_ITERATOR } kind;
} kr_loop;

static inline void kr_loop_begin(kr_vm *vm, kr_loop *loop, kr_value iterable) {
    loop->source = iterable;
    loop->index = 0;
    if (kr_is_exact(iterable, &kr_list_type)) {
        loop->kind = KR_LOOP_LIST;
    } else if (kr_is_exact(iterable, &kr_tuple_type)) {
        loop->kind = KR_LOOP_TUPLE;
    } else {
        loop->kind = KR_LOOP_ITERATOR;
        loop->source = kr_iter(vm, iterable);
    }
}

/* kr_next for loops in C that may go on for long: it can be interrupted. */
static inline kr_value kr_step(kr_vm *vm, kr_value iterator) {
    if (__builtin_expect(--vm->budget < 0, 0)) kr_poll(vm);
    return kr_next(vm, iterator);
}

/* KR_UNBOUND at the end. A list that grows meanwhile is followed. */
static inline kr_value kr_loop_next(kr_vm *vm, kr_loop *loop) {
    if (loop->kind == KR_LOOP_LIST) {
        const kr_list *list = kr_to_list(loop->source);
        return loop->index < list->size ? list->items[loop->index++] : KR_UNBOUND;
    }
    if (loop->kind == KR_LOOP_TUPLE) {
        const kr_tuple *tuple = kr_to_tuple(loop->source);
        return loop->index < tuple->size ? tuple->items[loop->index++] : KR_UNBOUND;
    }
    return kr_step(vm, loop->source);
}

/* The items that a list or tuple still has for the loop, in a row; 0 for an iterator. For as long as nothing
 * is called: what has been used is added to loop->index. */
static inline size_t kr_loop_row(const kr_loop *loop, const kr_value **items) {
    if (loop->kind == KR_LOOP_ITERATOR) return 0;
    bool list = loop->kind == KR_LOOP_LIST;
    size_t size = list ? kr_to_list(loop->source)->size : kr_to_tuple(loop->source)->size;
    if (loop->index >= size) return 0;
    *items = (list ? kr_to_list(loop->source)->items : kr_to_tuple(loop->source)->items) + loop->index;
    return size - loop->index;
}

/* True when iter(v) has something to go by. */
static inline bool kr_is_iterable(kr_value v) {
    const kr_type *type = kr_type_of(v);
    return (type->ops && type->ops->iter) || (type->dunders & (KR_HAS_ITER | KR_HAS_GETITEM));
}

/* An iterator that counts up over a sequence: list, tuple, or (type kr_iterator_type) whatever has
 * __getitem__. */
kr_value kr_sequence_iterator_new(kr_vm *vm, const kr_type *type, kr_value source);

/* What reversed() gives for a sequence with a length and subscripts. */
kr_value kr_reversed(kr_vm *vm, kr_value v);

/* For iterator types: iter() of an iterator is itself. */
kr_value kr_iterator_self(kr_vm *vm, kr_value v);

/* Constructors of built-ins that are iterators. */
extern const kr_type kr_enumerate_type, kr_zip_type, kr_map_type, kr_filter_type, kr_reversed_type;

/* iter(callable, sentinel). */
kr_value kr_callable_iterator_new(kr_vm *vm, kr_value callable, kr_value sentinel);

#endif

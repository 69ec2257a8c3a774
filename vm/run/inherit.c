/* Inheritance: method resolution order, layout, metaclass.
 *
 * A heap class keeps its order as a tuple; built-in types inherit singly, so that their chain of bases is
 * their order. */
#include "run/inherit.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/raise.h"
#include "core/writer.h"
#include "run/class.h"
#include "types/container.h"

/* ---- Subtypes ---- */

bool kr_is_subtype(const kr_type *type, const kr_type *base) {
    if (type == base) return true;
    if (type->flags & KR_TYPE_CLASS) {
        const kr_tuple *mro = kr_to_tuple(((const kr_class *)type)->mro);
        for (size_t i = 1; i < mro->size; i++) {
            if (mro->items[i] == KR_OBJECT(base)) return true;
        }
        return false;
    }
    for (type = type->base; type != NULL; type = type->base) {
        if (type == base) return true;
    }
    return false;
}

kr_value kr_mro(kr_vm *vm, const kr_type *type) {
    if (type->flags & KR_TYPE_CLASS) return ((const kr_class *)type)->mro;
    size_t count = 0;
    for (const kr_type *t = type; t != NULL; t = t->base) count++;
    kr_value order = kr_tuple_new(vm, count, NULL);
    kr_value *items = kr_to_tuple(order)->items;
    for (; type != NULL; type = type->base) *items++ = KR_OBJECT(type);
    return order;
}

/* ---- C3 ---- */

/* Sequences that are being merged: all bases' orders, then the bases themselves; `at` counts what is taken
 * from each. */
typedef struct kr_merge {
    kr_list *sequences;
    kr_value *at; /* a values block of small ints */
} kr_merge;

static const kr_tuple *sequence(const kr_merge *merge, size_t i) {
    return kr_to_tuple(merge->sequences->items[i]);
}

static bool is_exhausted(const kr_merge *merge, size_t i) {
    return (size_t)kr_to_int(merge->at[i]) >= sequence(merge, i)->size;
}

static kr_value head(const kr_merge *merge, size_t i) {
    return sequence(merge, i)->items[kr_to_int(merge->at[i])];
}

/* True when a class stands behind the head of some sequence: then it must wait. */
static bool must_wait(const kr_merge *merge, kr_value cls) {
    for (size_t i = 0; i < merge->sequences->size; i++) {
        const kr_tuple *items = sequence(merge, i);
        for (size_t k = (size_t)kr_to_int(merge->at[i]) + 1; k < items->size; k++) {
            if (items->items[k] == cls) return true;
        }
    }
    return false;
}

/* The next class of the order; KR_UNBOUND when all is taken, 0 when there is a contradiction. */
static kr_value next_class(const kr_merge *merge) {
    bool left = false;
    for (size_t i = 0; i < merge->sequences->size; i++) {
        if (is_exhausted(merge, i)) continue;
        left = true;
        kr_value candidate = head(merge, i);
        if (!must_wait(merge, candidate)) return candidate;
    }
    return left ? 0 : KR_UNBOUND;
}

static void take(const kr_merge *merge, kr_value cls) {
    for (size_t i = 0; i < merge->sequences->size; i++) {
        if (!is_exhausted(merge, i) && head(merge, i) == cls)
            merge->at[i] = KR_INT(kr_to_int(merge->at[i]) + 1);
    }
}

/* Names the classes of which each waits for another: the heads of what is left, none twice. */
_Noreturn static void raise_no_order(kr_vm *vm, const kr_merge *merge) {
    kr_writer text;
    kr_writer_init(vm, &text);
    bool first = true;
    for (size_t i = 0; i < merge->sequences->size; i++) {
        bool again = is_exhausted(merge, i);
        for (size_t k = 0; k < i && !again; k++)
            again = !is_exhausted(merge, k) && head(merge, k) == head(merge, i);
        if (again) continue;
        kr_write_format(&text, first ? "%N" : ", %N", kr_to_type(head(merge, i)));
        first = false;
    }
    kr_raise_type(vm, "Cannot create a consistent method resolution\norder (MRO) for bases %S",
                  kr_writer_str(&text));
}

static void check_duplicates(kr_vm *vm, const kr_tuple *bases) {
    for (size_t i = 0; i < bases->size; i++) {
        for (size_t k = i + 1; k < bases->size; k++) {
            if (bases->items[i] == bases->items[k])
                kr_raise_type(vm, "duplicate base class %N", kr_to_type(bases->items[i]));
        }
    }
}

kr_value kr_inherit_mro(kr_vm *vm, kr_value cls, kr_value bases) {
    const kr_tuple *tuple = kr_to_tuple(bases);
    check_duplicates(vm, tuple);
    kr_list *order = kr_to_list(kr_list_new(vm, 0, NULL));
    kr_list_append(vm, order, cls);
    kr_merge merge = {kr_to_list(kr_list_new(vm, tuple->size + 1, NULL)), kr_values_new(vm, tuple->size + 1)};
    for (size_t i = 0; i <= tuple->size; i++) {
        kr_value items = i < tuple->size ? kr_mro(vm, kr_to_type(tuple->items[i])) : bases;
        kr_list_append(vm, merge.sequences, items);
        merge.at[i] = KR_INT(0);
    }
    for (kr_value next; (next = next_class(&merge)) != KR_UNBOUND; take(&merge, next)) {
        if (next == 0) raise_no_order(vm, &merge);
        kr_list_append(vm, order, next);
    }
    return kr_tuple_new(vm, order->size, order->items);
}

/* ---- Layout and metaclass ---- */

const kr_type *kr_inherit_layout(kr_vm *vm, kr_value bases) {
    const kr_tuple *tuple = kr_to_tuple(bases);
    const kr_type *best = NULL;
    for (size_t i = 0; i < tuple->size; i++) {
        if (!kr_is_type(tuple->items[i])) kr_raise_type(vm, "bases must be types");
        const kr_type *base = kr_to_type(tuple->items[i]);
        if (base->flags & KR_TYPE_FINAL) kr_raise_type(vm, "type '%N' is not an acceptable base type", base);
        if (best == NULL || (best->solid != base->solid && kr_is_subtype(base->solid, best->solid))) {
            best = base;
        } else if (!kr_is_subtype(best->solid, base->solid)) {
            kr_raise_type(vm, "multiple bases have instance lay-out conflict");
        }
    }
    return best;
}

const kr_type *kr_class_metaclass(kr_vm *vm, const kr_type *meta, kr_value bases) {
    const kr_tuple *tuple = kr_to_tuple(bases);
    for (size_t i = 0; i < tuple->size; i++) {
        const kr_type *other = kr_type_of(tuple->items[i]);
        if (kr_is_subtype(meta, other)) continue;
        if (!kr_is_subtype(other, meta)) {
            kr_raise_type(vm, "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                              "subclass of the metaclasses "
                              "of all its bases");
        }
        meta = other;
    }
    return meta;
}

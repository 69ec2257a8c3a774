/* Structural pattern matching: the tests that need more than a comparison. The compiler takes patterns apart;
 * here are only the protocols of sequences, mappings and classes. */
#include "run/match.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "run/attribute.h"
#include "run/class.h"
#include "types/container.h"
#include "types/text.h"

/* Built-in types that can be indexed by position; texts and bytes are not meant. */
bool kr_match_sequence(kr_value subject) {
    const kr_type *solid = kr_type_of(subject)->solid;
    if (solid == &kr_list_type || solid == &kr_tuple_type || solid == &kr_range_type ||
        solid == &kr_memoryview_type)
        return true;
    if (solid == &kr_str_type || solid == &kr_bytes_type || solid == &kr_bytearray_type ||
        solid == &kr_dict_type)
        return false;
    return solid->ops != NULL && solid->ops->getitem != NULL && solid->ops->length != NULL &&
           solid->ops->iter != NULL;
}

bool kr_match_mapping(kr_value subject) {
    return kr_is_dict(subject);
}

bool kr_match_length(kr_vm *vm, kr_value subject, kr_word count, bool at_least) {
    kr_word length = kr_length(vm, subject);
    return at_least ? length >= count : length == count;
}

static void check_unique(kr_vm *vm, const kr_tuple *keys) {
    for (size_t i = 0; i < keys->size; i++) {
        for (size_t k = i + 1; k < keys->size; k++) {
            if (kr_equal(vm, keys->items[i], keys->items[k])) {
                kr_raise_value_error(vm, "mapping pattern checks duplicate key (%R)", keys->items[k]);
            }
        }
    }
}

kr_value kr_match_keys(kr_vm *vm, kr_value mapping, kr_value keys) {
    const kr_tuple *wanted = kr_to_tuple(keys);
    if (kr_to_dict(mapping)->size < wanted->size) return KR_NONE;
    check_unique(vm, wanted);
    kr_value values = kr_tuple_new(vm, wanted->size, NULL);
    for (size_t i = 0; i < wanted->size; i++) {
        kr_value value = kr_dict_get(vm, kr_to_dict(mapping), wanted->items[i]); /* no __missing__ */
        if (value == KR_UNBOUND) return KR_NONE;
        kr_to_tuple(values)->items[i] = value;
    }
    return values;
}

kr_value kr_match_rest(kr_vm *vm, kr_value mapping, kr_value keys) {
    kr_dict *rest = kr_dict_new(vm, 0);
    kr_dict_update(vm, rest, mapping);
    for (size_t i = 0; i < kr_to_tuple(keys)->size; i++)
        kr_dict_delete(vm, rest, kr_to_tuple(keys)->items[i]);
    return KR_OBJECT(rest);
}

/* ---- Class patterns ---- */

/* For these, the one positional pattern is matched against the subject itself. */
static bool matches_itself(const kr_type *cls) {
    const kr_type *solid = cls->solid;
    return solid == &kr_int_type || solid == &kr_bool_type || solid == &kr_float_type ||
           solid == &kr_str_type || solid == &kr_bytes_type || solid == &kr_bytearray_type ||
           solid == &kr_list_type || solid == &kr_tuple_type || solid == &kr_dict_type ||
           solid == &kr_set_type || solid == &kr_frozenset_type;
}

/* The attribute names of positional patterns: __match_args__, or KR_UNBOUND for a type that matches itself.
 */
static kr_value positional_names(kr_vm *vm, kr_value cls, size_t positional) {
    const kr_type *type = kr_to_type(cls);
    kr_value names = kr_getattr_or(vm, cls, N___match_args__, KR_UNBOUND);
    if (names != KR_UNBOUND && !kr_is_exact(names, &kr_tuple_type)) {
        kr_raise_type(vm, "%N.__match_args__ must be a tuple (got %T)", type, names);
    }
    bool itself = names == KR_UNBOUND && matches_itself(type);
    size_t allowed = names != KR_UNBOUND ? kr_to_tuple(names)->size : itself ? 1 : 0;
    if (positional > allowed) {
        kr_raise_type(vm, "%N() accepts %zu positional sub-pattern%s (%zu given)", type, allowed,
                      allowed == 1 ? "" : "s", positional);
    }
    return names;
}

static kr_value pattern_attribute(kr_vm *vm, kr_value subject, kr_value name) {
    if (!kr_is_str(name)) kr_raise(vm, &kr_SystemError_type, "a pattern has no name for an attribute");
    return kr_getattr_or(vm, subject, kr_intern_str(vm, name), KR_UNBOUND);
}

/* TypeError when a keyword names an attribute that a position has taken. */
static void check_names(kr_vm *vm, kr_value cls, kr_value order, size_t positional, kr_value names) {
    if (order == KR_UNBOUND) return;
    for (size_t i = 0; i < kr_to_tuple(names)->size; i++) {
        kr_value name = kr_to_tuple(names)->items[i];
        for (size_t k = 0; k < positional; k++) {
            kr_value other = kr_to_tuple(order)->items[k];
            if (kr_is_str(other) && kr_is_str(name) && kr_str_equal(kr_to_str(other), kr_to_str(name)))
                kr_raise_type(vm, "%N() got multiple sub-patterns for attribute '%S'", kr_to_type(cls), name);
        }
    }
}

kr_value kr_match_class(kr_vm *vm, kr_value subject, kr_value cls, size_t positional, kr_value names) {
    if (!kr_is_type(cls)) kr_raise_type(vm, "called match pattern must be a type");
    if (!kr_isinstance(vm, subject, cls)) return KR_NONE;
    kr_value order = positional == 0 ? KR_UNBOUND : positional_names(vm, cls, positional);
    check_names(vm, cls, order, positional, names);
    size_t count = positional + kr_to_tuple(names)->size;
    kr_value values = kr_tuple_new(vm, count, NULL);
    for (size_t i = 0; i < count; i++) {
        kr_value value = subject;
        if (i >= positional) {
            value = pattern_attribute(vm, subject, kr_to_tuple(names)->items[i - positional]);
        } else if (order != KR_UNBOUND) {
            kr_value name = kr_to_tuple(order)->items[i];
            if (!kr_is_str(name)) kr_raise_type(vm, "__match_args__ elements must be strings (got %T)", name);
            value = pattern_attribute(vm, subject, name);
        }
        if (value == KR_UNBOUND) return KR_NONE;
        kr_to_tuple(values)->items[i] = value;
    }
    return values;
}

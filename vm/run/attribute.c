/* Attributes of instances: slots, the overflow block, dict mode, and the cache that leads to them.
 *
 * The invariant that makes the fast path safe: whoever holds a KR_SLOT entry may read and write that word
 * without asking, so an entry of that kind exists only while nothing but the slot can decide: no data
 * descriptor of that name, no hook, no instance in dict mode. Adding a slot name, changing a class and
 * entering dict mode drop the entries concerned before anything else happens. */
#include "run/attribute.h"
#include "core/heap.h"
#include "core/heap_inline.h"
#include "core/names.h"
#include "core/native.h"
#include "run/class.h"
#include "run/descriptors.h"
#include "run/module.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define WORD  sizeof(kr_value)
#define HOOKS (KR_HAS_GETATTRIBUTE | KR_HAS_SETATTR | KR_HAS_DELATTR)

static size_t words_of(size_t bytes) {
    return (bytes + WORD - 1) / WORD;
}

/* ---- The cache ---- */

static bool holds(const kr_attribute_entry *entry, uintptr_t key, kr_value name) {
    return (uintptr_t)entry->type == key && entry->name == name;
}

static kr_attribute_entry *next_to(kr_vm *vm, const kr_attribute_entry *entry) {
    return &vm->attribute_cache[(entry - vm->attribute_cache) ^ 1];
}

kr_value kr_attribute_probe_next(kr_vm *vm, uintptr_t key, kr_value name) {
    kr_attribute_entry *entry = kr_attribute_entry_any(vm, key, name), *next = next_to(vm, entry);
    if (!holds(next, key, name)) return 0;
    kr_attribute_entry found = *next;
    *next = *entry;
    *entry = found;
    return found.what;
}

kr_value kr_attribute_keep(kr_vm *vm, uintptr_t key, kr_value name, kr_value what) {
    kr_attribute_entry *entry = kr_attribute_entry_any(vm, key, name);
    if (entry->type != NULL && !holds(entry, key, name)) *next_to(vm, entry) = *entry;
    *entry = (kr_attribute_entry){(const kr_type *)key, name, what};
    return what;
}

void kr_attribute_forget(kr_vm *vm, uintptr_t key, kr_value name) {
    kr_attribute_entry *entry = kr_attribute_entry_any(vm, key, name), *next = next_to(vm, entry);
    if (holds(entry, key, name)) entry->type = NULL;
    if (holds(next, key, name)) next->type = NULL;
}

void kr_attribute_clear(kr_vm *vm) {
    memset(vm->attribute_cache, 0, (kr_attribute_mask(vm) + 1) * sizeof vm->attribute_cache[0]);
}

static bool is_dead(kr_vm *vm, kr_value v) {
    return kr_is_object(v) && !kr_is_marked(vm, v);
}

void kr_attribute_sweep(kr_vm *vm) {
    for (size_t i = 0; i <= kr_attribute_mask(vm); i++) {
        kr_attribute_entry *entry = &vm->attribute_cache[i];
        kr_value owner = (uintptr_t)entry->type & ~(uintptr_t)3;
        if (owner != 0 && (is_dead(vm, owner) || is_dead(vm, entry->name) || is_dead(vm, entry->what)))
            entry->type = NULL;
    }
}

/* Drops what is known about `name` on a class and everything below it. */
static void drop_below(kr_vm *vm, kr_class *cls, kr_value name) {
    kr_check_native_stack(vm);
    uintptr_t key = (uintptr_t)cls;
    for (unsigned tag = 0; tag < 3; tag++) kr_attribute_forget(vm, key | tag, name);
    if (cls->subclasses == 0) return;
    kr_list *below = kr_to_list(cls->subclasses);
    for (size_t i = 0; i < below->size; i++) drop_below(vm, kr_to_pointer(below->items[i]), name);
}

void kr_attributes_changed(kr_vm *vm, kr_class *cls, kr_value name) {
    if (name == KR_UNBOUND || cls->type.flags & KR_TYPE_META) {
        kr_attribute_clear(vm); /* a metaclass decides about every class that it made */
    } else {
        drop_below(vm, cls, name);
    }
    if (name != KR_UNBOUND) kr_class_note_dunder(vm, cls, name);
}

/* ---- Where an instance keeps its attributes ---- */

/* Bytes of the solid part of an object whose solid base is of variable size. */
static size_t variable_size(kr_value v, const kr_type *solid) {
    if (solid == &kr_tuple_type) return sizeof(kr_tuple) + kr_to_tuple(v)->size * WORD;
    if (solid == &kr_str_type) return offsetof(kr_str, data) + kr_to_str(v)->size + 1;
    if (solid == &kr_bytes_type) return offsetof(kr_bytes, data) + ((kr_bytes *)kr_to_pointer(v))->size + 1;
    int32_t digits = ((kr_bigint *)kr_to_pointer(v))->size;
    return offsetof(kr_bigint, digits) + (size_t)(digits < 0 ? -digits : digits) * sizeof(uint32_t);
}

/* The overflow word of an instance of a heap class that has one. */
static kr_value *overflow_of(kr_value v, const kr_type *type) {
    size_t size = type->flags & KR_TYPE_VARIABLE ? variable_size(v, type->solid) : type->size;
    return kr_word_of(v, words_of(size));
}

static size_t first_slot(const kr_type *type) {
    return words_of(type->size) + !((const kr_class *)type)->slots_only;
}

/* Only for classes that are not of variable size. */
static kr_value *inline_slots(kr_value v, const kr_type *type) {
    return kr_word_of(v, first_slot(type));
}

static bool has_dict(const kr_value *overflow) {
    return *overflow != 0 && kr_is_object(*overflow);
}

static kr_value *overflow_block(kr_value overflow) {
    return (kr_value *)(overflow - 1);
}

static kr_value overflow_get(const kr_value *overflow, size_t n) {
    if (!kr_is_int(*overflow)) return KR_UNBOUND;
    const kr_value *block = overflow_block(*overflow);
    if (n > (size_t)kr_to_int(block[0]) || block[n] == 0) return KR_UNBOUND;
    return block[n];
}

static void overflow_set(kr_vm *vm, kr_value *overflow, size_t n, kr_value value) {
    kr_value *block = *overflow == 0 ? NULL : overflow_block(*overflow);
    size_t count = block == NULL ? 0 : (size_t)kr_to_int(block[0]);
    if (n > count) {
        size_t wanted = n + n / 2;
        block = kr_values_resize(vm, block, block == NULL ? 0 : count + 1, wanted + 1);
        block[0] = KR_INT(wanted);
        *overflow = (kr_value)block + 1;
    }
    block[n] = value;
}

/* The number of a slot name, or -1. */
static kr_word slot_find(const kr_class *cls, kr_value name) {
    if (cls->slot_names == 0) return -1;
    const kr_value *names = kr_to_list(cls->slot_names)->items;
    for (size_t i = 0; i < cls->slot_count; i++) {
        if (names[i] == name) return (kr_word)i;
    }
    return -1;
}

static size_t slot_add(kr_vm *vm, kr_class *cls, kr_value name) {
    kr_attribute_forget(vm, (uintptr_t)cls, name);
    kr_class_add_slot(vm, cls, name);
    return cls->slot_count - 1;
}

/* The value of slot n of an instance that is not in dict mode, or KR_UNBOUND. */
static kr_value slot_get(kr_value v, const kr_type *type, size_t n) {
    const kr_class *cls = (const kr_class *)type;
    if (n < cls->inline_slots) return inline_slots(v, type)[n];
    return cls->slots_only ? KR_UNBOUND : overflow_get(overflow_of(v, type), n - cls->inline_slots + 1);
}

static void slot_set(kr_vm *vm, kr_value v, const kr_type *type, size_t n, kr_value value) {
    const kr_class *cls = (const kr_class *)type;
    if (n < cls->inline_slots) {
        inline_slots(v, type)[n] = value;
    } else {
        overflow_set(vm, overflow_of(v, type), n - cls->inline_slots + 1, value);
    }
}

/* The dict of an instance in dict mode, else NULL. */
static kr_dict *instance_dict(kr_value v, const kr_type *type) {
    if (((const kr_class *)type)->slots_only) return NULL;
    const kr_value *overflow = overflow_of(v, type);
    return has_dict(overflow) ? kr_to_dict(*overflow) : NULL;
}

/* The slot of a name, or -1 when the instance's dict is to be asked: *dict gets it, or NULL when there is
 * none. */
static kr_word place_of(kr_value v, const kr_type *type, kr_value name, kr_dict **dict) {
    const kr_class *cls = (const kr_class *)type;
    kr_word n = slot_find(cls, name);
    *dict = instance_dict(v, type);
    return *dict != NULL && n >= (kr_word)cls->declared_slots ? -1 : n;
}

/* What the instance itself holds under a name, or KR_UNBOUND. */
static kr_value instance_get(kr_vm *vm, kr_value v, const kr_type *type, kr_value name) {
    if (!(type->flags & KR_TYPE_CLASS)) return KR_UNBOUND;
    kr_dict *dict;
    kr_word n = place_of(v, type, name, &dict);
    if (n >= 0) return slot_get(v, type, (size_t)n);
    if (dict == NULL) return KR_UNBOUND;
    kr_value found = kr_dict_get_name(dict, name);
    return found != KR_UNBOUND ? found
                               : kr_dict_get(vm, dict, name); /* a key may be a str that is not interned */
}

/* Stores a value under a name, making the slot when it is new; false when the instance cannot have it. */
static bool instance_set(kr_vm *vm, kr_value v, const kr_type *type, kr_value name, kr_value value) {
    kr_class *cls = (kr_class *)type;
    kr_dict *dict;
    kr_word n = place_of(v, type, name, &dict);
    if (dict == NULL && n < 0 && !cls->slots_only) {
        if (cls->slot_count < KR_SLOT_LIMIT) {
            n = (kr_word)slot_add(vm, cls, name);
        } else {
            dict = kr_instance_dict(vm, v);
        }
    }
    if (n >= 0) {
        slot_set(vm, v, type, (size_t)n, value);
    } else if (dict != NULL) {
        kr_dict_set(vm, dict, name, value);
    }
    return dict != NULL || n >= 0;
}

/* False when there was no such attribute. */
static bool instance_delete(kr_vm *vm, kr_value v, const kr_type *type, kr_value name) {
    kr_dict *dict;
    kr_word n = place_of(v, type, name, &dict);
    if (n < 0) return dict != NULL && kr_dict_delete(vm, dict, name);
    if (slot_get(v, type, (size_t)n) == KR_UNBOUND) return false;
    slot_set(vm, v, type, (size_t)n, KR_UNBOUND);
    return true;
}

/* ---- Making instances ---- */

/* The first instance decides how many slots are inline: the names known by now, and what is left of the cell.
 */
static void fix_layout(kr_vm *vm, kr_class *cls, const void *cell, size_t words) {
    cls->state |= KR_CLASS_FIXED;
    if (cls->slots_only) return;
    size_t spare = kr_heap_cell_size(vm, cell) / WORD - words;
    cls->inline_slots += (uint32_t)(spare < 4 ? spare : 4);
}

void *kr_new_instance(kr_vm *vm, const kr_type *type, size_t solid_size) {
    if (!(type->flags & KR_TYPE_CLASS)) return kr_new(vm, type, solid_size);
    kr_class *cls = (kr_class *)type;
    size_t solid = words_of(solid_size) + !cls->slots_only;
    if (type->flags & KR_TYPE_VARIABLE) return kr_new(vm, type, solid * WORD);
    size_t size = (solid + cls->inline_slots) * WORD;
    kr_value *object =
        type->flags & KR_TYPE_FINALIZE ? kr_new_raw(vm, type, size) : kr_new_quick(vm, type, size);
    if (!(cls->state & KR_CLASS_FIXED)) fix_layout(vm, cls, object, solid + cls->inline_slots);
    for (size_t i = 1; i < solid; i++) object[i] = 0;
    for (size_t i = 0; i < cls->inline_slots; i++) object[solid + i] = KR_UNBOUND;
    return object;
}

/* ---- The collector ---- */

void kr_trace_attributes(kr_vm *vm, kr_object *object) {
    const kr_type *type = object->type;
    const kr_class *cls = (const kr_class *)type;
    if (!cls->slots_only) {
        kr_value *overflow = overflow_of(KR_OBJECT(object), type);
        if (has_dict(overflow)) {
            kr_mark(vm, *overflow);
            if (cls->declared_slots != 0)
                kr_mark_values(vm, inline_slots(KR_OBJECT(object), type), cls->declared_slots);
            return;
        }
        if (*overflow != 0) kr_mark_block(vm, overflow_block(*overflow));
    }
    if (cls->inline_slots != 0) kr_mark_values(vm, inline_slots(KR_OBJECT(object), type), cls->inline_slots);
}

/* ---- Dict mode ---- */

typedef void (*visitor)(kr_vm *vm, void *data, kr_value name, kr_value value);

static void each_slot(kr_vm *vm, kr_value v, size_t from, size_t to, visitor visit, void *data) {
    const kr_class *cls = (const kr_class *)kr_type_of(v);
    for (size_t i = from; i < to; i++) {
        kr_value value = slot_get(v, &cls->type, i);
        if (value != KR_UNBOUND) visit(vm, data, kr_to_list(cls->slot_names)->items[i], value);
    }
}

void kr_instance_each(kr_vm *vm, kr_value v,
                      void (*visit)(kr_vm *vm, void *data, kr_value name, kr_value value), void *data) {
    const kr_type *type = kr_type_of(v);
    if (!(type->flags & KR_TYPE_CLASS) || type->flags & KR_TYPE_OWN_KEY) return;
    const kr_class *cls = (const kr_class *)type;
    kr_dict *dict = instance_dict(v, type);
    each_slot(vm, v, 0, dict == NULL ? cls->slot_count : cls->declared_slots, visit, data);
    kr_value name, value;
    for (size_t position = 0; dict != NULL && kr_dict_each(dict, &position, &name, &value);)
        visit(vm, data, name, value);
}

static void copy_attribute(kr_vm *vm, void *data, kr_value name, kr_value value) {
    kr_dict_set_name(vm, data, name, value);
}

/* A class whose instances are in dict mode has no slot entries in the cache any more. */
static void enter_dict_mode(kr_vm *vm, kr_value v, const kr_type *type, kr_dict *dict) {
    kr_class *cls = (kr_class *)type;
    if (!(cls->state & KR_CLASS_DICTS)) {
        cls->state |= KR_CLASS_DICTS;
        kr_attribute_clear(vm);
    }
    *overflow_of(v, type) = KR_OBJECT(dict);
}

kr_dict *kr_instance_dict(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    if (!(type->flags & KR_TYPE_CLASS) || type->flags & KR_TYPE_OWN_KEY ||
        ((const kr_class *)type)->slots_only)
        return NULL;
    kr_dict *dict = instance_dict(v, type);
    if (dict == NULL) {
        dict = kr_dict_new(vm, ((const kr_class *)type)->slot_count);
        const kr_class *cls = (const kr_class *)type;
        each_slot(vm, v, cls->declared_slots, cls->slot_count, copy_attribute, dict);
        enter_dict_mode(vm, v, type, dict);
    }
    return dict;
}

void kr_instance_set_dict(kr_vm *vm, kr_value v, kr_dict *dict) {
    enter_dict_mode(vm, v, kr_type_of(v), dict);
}

/* ---- Looking up ---- */

static kr_value find_in_type(const kr_type *type, kr_value name) {
    if (!(type->flags & KR_TYPE_CLASS)) {
        kr_value found = kr_members_find(type->members, type->member_count, name);
        return found == KR_UNBOUND ? kr_dunder_wrapper(type, name) : found;
    }
    const kr_class *cls = (const kr_class *)type;
    kr_value found = kr_dict_get_name(cls->attributes, name);
    if (found == KR_UNBOUND && name == N___dict__ && !cls->slots_only) return kr_instance_dict_getset();
    return found;
}

static kr_value find_along_mro(const kr_type *type, kr_value name) {
    kr_value found = KR_UNBOUND;
    if (type->flags & KR_TYPE_CLASS) {
        const kr_tuple *mro = kr_to_tuple(((const kr_class *)type)->mro);
        for (size_t i = 0; i < mro->size && found == KR_UNBOUND; i++)
            found = find_in_type(kr_to_pointer(mro->items[i]), name);
    } else {
        for (; type != NULL && found == KR_UNBOUND; type = type->base) found = find_in_type(type, name);
    }
    return found;
}

kr_value kr_type_lookup(kr_vm *vm, const kr_type *type, kr_value name) {
    uintptr_t key = (uintptr_t)type | 2;
    kr_value found = kr_attribute_probe(vm, key, name);
    return found != 0 ? found : kr_attribute_keep(vm, key, name, find_along_mro(type, name));
}

/* Continues the search behind `behind` in the MRO of type: what super() does. */
kr_value kr_type_lookup_behind(const kr_type *type, const kr_type *behind, kr_value name) {
    if (!(type->flags & KR_TYPE_CLASS)) {
        while (type != NULL && type != behind) type = type->base;
        return type == NULL || type->base == NULL ? KR_UNBOUND : find_along_mro(type->base, name);
    }
    const kr_tuple *mro = kr_to_tuple(((const kr_class *)type)->mro);
    size_t i = 0;
    while (i < mro->size && mro->items[i] != KR_OBJECT(behind)) i++;
    kr_value found = KR_UNBOUND;
    while (found == KR_UNBOUND && ++i < mro->size) found = find_in_type(kr_to_pointer(mro->items[i]), name);
    return found;
}

static bool is_data_descriptor(kr_value v) {
    return kr_is_object(v) && kr_type_of(v)->flags & KR_TYPE_DATA_DESCRIPTOR;
}

/* One that only takes assignments leaves reading to the instance. */
static bool is_readable(const kr_type *descriptor) {
    return (descriptor->dunders & KR_HAS_GET) != 0 ||
           (descriptor->ops != NULL && descriptor->ops->get != NULL);
}

static kr_value slot_what(const kr_type *type, size_t n) {
    size_t inlined = ((const kr_class *)type)->inline_slots;
    return n < inlined ? KR_SLOT(first_slot(type) + n) : KR_OVERFLOW(n - inlined + 1);
}

static kr_value find_what(kr_vm *vm, const kr_type *type, kr_value name) {
    kr_value attribute = kr_type_lookup(vm, type, name);
    if (!(type->flags & KR_TYPE_CLASS)) return attribute;
    if (type->dunders & KR_HAS_GETATTRIBUTE) return KR_ATTRIBUTE_SLOW;
    if (is_data_descriptor(attribute))
        return is_readable(kr_type_of(attribute)) ? attribute : KR_ATTRIBUTE_SLOW;
    const kr_class *cls = (const kr_class *)type;
    kr_word n = slot_find(cls, name);
    if (cls->state & KR_CLASS_DICTS && n >= (kr_word)cls->declared_slots) n = -1;
    if (n < 0) return cls->state & KR_CLASS_DICTS ? KR_ATTRIBUTE_SLOW : attribute;
    return type->dunders & HOOKS ? KR_ATTRIBUTE_SLOW : slot_what(type, (size_t)n);
}

kr_value kr_attribute_what(kr_vm *vm, const kr_type *type, kr_value name) {
    kr_value what = kr_attribute_probe(vm, (uintptr_t)type, name);
    return what != 0 ? what : kr_attribute_keep(vm, (uintptr_t)type, name, find_what(vm, type, name));
}

/* ---- Binding ---- */

static kr_value bind_builtin(kr_vm *vm, kr_value attribute, kr_value instance, const kr_type *owner) {
    switch (((const kr_builtin *)kr_to_pointer(attribute))->kind) {
    case KR_BUILTIN_METHOD:
        return instance != KR_UNBOUND ? kr_method_new(vm, attribute, instance)
                                      : kr_unbound_method(vm, attribute, owner);
    case KR_BUILTIN_CLASSMETHOD: return kr_method_new(vm, attribute, KR_OBJECT(owner));
    case KR_BUILTIN_NEW:
        if (owner->solid == &kr_object_type) return attribute;
        return kr_method_new(vm, KR_OBJECT(&kr_new_function), KR_OBJECT(owner->solid));
    default: return attribute;
    }
}

kr_value kr_bind_attribute(kr_vm *vm, kr_value attribute, kr_value instance, const kr_type *owner) {
    if (!kr_is_object(attribute)) return attribute;
    const kr_type *type = ((kr_object *)kr_to_pointer(attribute))->type;
    if (type == &kr_function_type)
        return instance == KR_UNBOUND ? attribute : kr_method_new(vm, attribute, instance);
    if (type == &kr_builtin_type) return bind_builtin(vm, attribute, instance, owner);
    if (type->dunders & KR_HAS_GET) {
        kr_value argv[] = {attribute, instance == KR_UNBOUND ? KR_NONE : instance, KR_OBJECT(owner)};
        return kr_call(vm, kr_type_lookup(vm, type, N___get__), 3, argv);
    }
    return type->ops != NULL && type->ops->get != NULL ? type->ops->get(vm, attribute, instance, owner)
                                                       : attribute;
}

/* ---- Reading ---- */

/* The careful order: data descriptor, instance, class attribute, what the type's own C code knows. */
static kr_value getattr_slow(kr_vm *vm, kr_value v, const kr_type *type, kr_value name) {
    kr_value attribute = kr_type_lookup(vm, type, name);
    if (is_data_descriptor(attribute) && is_readable(kr_type_of(attribute)))
        return kr_bind_attribute(vm, attribute, v, type);
    kr_value own = instance_get(vm, v, type, name);
    if (own != KR_UNBOUND) return own;
    if (attribute != KR_UNBOUND) return kr_bind_attribute(vm, attribute, v, type);
    return type->ops != NULL && type->ops->getattr != NULL ? type->ops->getattr(vm, v, name) : KR_UNBOUND;
}

/* Objects that answer for themselves. */
static kr_value getattr_own(kr_vm *vm, kr_value v, const kr_type *type, kr_value name) {
    if (type->flags & KR_TYPE_META) return kr_class_getattr(vm, v, name);
    return type->solid == &kr_super_type ? kr_super_getattr(vm, v, name) : kr_module_getattr(vm, v, name);
}

kr_value kr_getattr_plain(kr_vm *vm, kr_value v, kr_value name) {
    const kr_type *type = kr_type_of(v);
    if (type->flags & KR_TYPE_OWN_KEY) return getattr_own(vm, v, type, name);
    kr_value what = kr_attribute_what(vm, type, name);
    kr_value value = KR_UNBOUND;
    if (kr_is_class_attribute(what)) return kr_bind_attribute(vm, what, v, type);
    if (kr_is_slot(what)) {
        value = *kr_word_of(v, kr_slot_number(what));
    } else if (kr_is_overflow(what)) {
        value = overflow_get(overflow_of(v, type), kr_overflow_number(what));
    }
    return value != KR_UNBOUND ? value : getattr_slow(vm, v, type, name);
}

static kr_value call_hook(kr_vm *vm, kr_value v, kr_value hook, kr_value name) {
    kr_value argv[] = {v, name};
    return kr_call(vm, kr_type_lookup(vm, kr_type_of(v), hook), 2, argv);
}

typedef struct kr_attribute_query {
    kr_value object, name, result;
} kr_attribute_query;

static void query_plain(kr_vm *vm, void *data) {
    kr_attribute_query *query = data;
    if (kr_type_of(query->object)->dunders & KR_HAS_GETATTRIBUTE) {
        query->result = call_hook(vm, query->object, N___getattribute__, query->name);
    } else {
        query->result = kr_getattr_plain(vm, query->object, query->name);
    }
}

/* Missing attributes of plain objects are told by KR_UNBOUND, without an exception. */
static void query_any(kr_vm *vm, void *data) {
    kr_attribute_query *query = data;
    bool hooked = (kr_type_of(query->object)->dunders & (KR_HAS_GETATTRIBUTE | KR_HAS_GETATTR)) != 0;
    query->result = hooked ? kr_getattr(vm, query->object, query->name)
                           : kr_getattr_plain(vm, query->object, query->name);
}

/* Runs body; KR_UNBOUND when it raised AttributeError, other exceptions go on. */
static kr_value catch_missing(kr_vm *vm, kr_attribute_query *query, void (*body)(kr_vm *vm, void *data)) {
    kr_value raised = kr_try(vm, body, query);
    if (raised == KR_UNBOUND) return query->result;
    if (!kr_exception_is(raised, &kr_AttributeError_type)) kr_reraise(vm, raised);
    return KR_UNBOUND;
}

/* A class with __getattribute__ or __getattr__. */
static kr_value getattr_hooked(kr_vm *vm, kr_value v, const kr_type *type, kr_value name) {
    bool fallback = (type->dunders & KR_HAS_GETATTR) && kr_type_lookup(vm, type, N___getattr__) != KR_UNBOUND;
    if (!fallback) return call_hook(vm, v, N___getattribute__, name); /* __getattr__ may have been deleted */
    kr_value what = type->flags & KR_TYPE_OWN_KEY ? KR_UNBOUND : kr_attribute_what(vm, type, name);
    kr_value value;
    if (kr_is_slot(what) || kr_is_exact(what, &kr_function_type)) {
        value = kr_getattr_plain(vm, v, name); /* cannot raise AttributeError: no need to catch one */
    } else {
        kr_attribute_query query = {v, name, KR_UNBOUND};
        value = catch_missing(vm, &query, query_plain);
    }
    return value != KR_UNBOUND ? value : call_hook(vm, v, N___getattr__, name);
}

kr_value kr_getattr(kr_vm *vm, kr_value v, kr_value name) {
    const kr_type *type = kr_type_of(v);
    if (type->dunders & (KR_HAS_GETATTRIBUTE | KR_HAS_GETATTR)) return getattr_hooked(vm, v, type, name);
    kr_value value = kr_getattr_plain(vm, v, name);
    if (value == KR_UNBOUND) kr_raise_attribute(vm, v, name);
    return value;
}

/* True when reading the attribute runs no code that could raise AttributeError. */
static bool is_quiet(kr_vm *vm, const kr_type *type, kr_value name) {
    if (type->dunders & (KR_HAS_GETATTRIBUTE | KR_HAS_GETATTR) || type->flags & KR_TYPE_OWN_KEY) return false;
    kr_value what = kr_attribute_what(vm, type, name);
    if (kr_is_slot(what) || !kr_is_object(what))
        return what != KR_ATTRIBUTE_SLOW && (type->ops == NULL || type->ops->getattr == NULL);
    return kr_is_exact(what, &kr_function_type) || kr_is_exact(what, &kr_builtin_type);
}

kr_value kr_getattr_or(kr_vm *vm, kr_value v, kr_value name, kr_value fallback) {
    kr_value value;
    if (is_quiet(vm, kr_type_of(v), name)) {
        value = kr_getattr_plain(vm, v, name);
    } else {
        kr_attribute_query query = {v, name, KR_UNBOUND};
        value = catch_missing(vm, &query, query_any);
    }
    return value == KR_UNBOUND ? fallback : value;
}

kr_value kr_special(kr_vm *vm, kr_value v, kr_value name) {
    const kr_type *type = kr_type_of(v);
    kr_value attribute = kr_type_lookup(vm, type, name);
    return attribute == KR_UNBOUND ? KR_UNBOUND : kr_bind_attribute(vm, attribute, v, type);
}

void kr_raise_attribute(kr_vm *vm, kr_value v, kr_value name) {
    const kr_type *type = kr_type_of(v);
    kr_value text;
    if (type->flags & KR_TYPE_META) {
        text = kr_str_format(vm, "type object '%N' has no attribute '%S'", (const kr_type *)kr_to_pointer(v),
                             name);
    } else if (kr_is_kind(v, &kr_module_type)) {
        text = kr_module_missing(vm, v, name);
    } else {
        text = kr_str_format(vm, "'%N' object has no attribute '%S'", type, name);
    }
    kr_value details[] = {name, v};
    kr_value exception = kr_exception_new(vm, &kr_AttributeError_type, 1, &text);
    ((kr_exception *)kr_to_pointer(exception))->value = kr_tuple_new(vm, 2, details);
    kr_raise_object(vm, exception);
}

/* ---- Methods, for calls ---- */

/* A class attribute taken apart into what is called and what goes before the arguments; false when binding it
 * runs code. */
static bool split(kr_value attribute, kr_value instance, const kr_type *owner, kr_value *callee,
                  kr_value *self) {
    if (!kr_is_object(attribute)) return false;
    const kr_type *type = ((kr_object *)kr_to_pointer(attribute))->type;
    *callee = attribute;
    *self = KR_UNBOUND;
    if (type == &kr_function_type) {
        *self = instance;
    } else if (type == &kr_builtin_type) {
        unsigned kind = ((const kr_builtin *)kr_to_pointer(attribute))->kind;
        if (kind == KR_BUILTIN_METHOD && instance == KR_UNBOUND) return false;
        if (kind == KR_BUILTIN_NEW && owner->solid != &kr_object_type) {
            *callee = KR_OBJECT(&kr_new_function);
            *self = KR_OBJECT(owner->solid);
            return true;
        }
        *self = kind == KR_BUILTIN_METHOD        ? instance
                : kind == KR_BUILTIN_CLASSMETHOD ? KR_OBJECT(owner)
                                                 : KR_UNBOUND;
    } else if (type == &kr_staticmethod_type) {
        *callee = ((kr_wrapper *)kr_to_pointer(attribute))->callable;
    } else if (type == &kr_classmethod_type) {
        *callee = ((kr_wrapper *)kr_to_pointer(attribute))->callable;
        *self = KR_OBJECT(owner);
        return kr_is_exact(*callee, &kr_function_type);
    } else {
        return false;
    }
    return true;
}

/* The attribute that a call on v finds without running code, or KR_UNBOUND. */
static kr_value method_attribute(kr_vm *vm, kr_value v, const kr_type *type, kr_value name) {
    if (type->dunders & KR_HAS_GETATTRIBUTE) return KR_UNBOUND;
    if (!(type->flags & KR_TYPE_OWN_KEY)) {
        kr_value what = kr_attribute_what(vm, type, name);
        if (what == KR_ATTRIBUTE_SLOW && instance_get(vm, v, type, name) == KR_UNBOUND)
            return kr_type_lookup(vm, type, name);
        return kr_is_class_attribute(what) ? what : KR_UNBOUND;
    }
    kr_value known = kr_attribute_probe(vm, (uintptr_t)v | 1, name);
    if (known != 0) return KR_UNBOUND; /* kr_getattr has it at once */
    if (!(type->flags & KR_TYPE_META) || is_data_descriptor(kr_type_lookup(vm, type, name)))
        return KR_UNBOUND;
    return kr_type_lookup(vm, kr_to_pointer(v), name);
}

/* The same for super().name(…), without asking the cache: the next class in the order mostly has it. */
static bool split_super(kr_value v, kr_value name, kr_value *callee, kr_value *self) {
    const kr_super *super = kr_to_pointer(v);
    if (super->owner == NULL || name == N___class__) return false;
    kr_value attribute = kr_type_lookup_behind(super->owner, super->type, name);
    bool to_class = KR_OBJECT(super->owner) == super->instance;
    return attribute != KR_UNBOUND &&
           split(attribute, to_class ? KR_UNBOUND : super->instance, super->owner, callee, self);
}

kr_value kr_load_method(kr_vm *vm, kr_value v, kr_value name, kr_value *self) {
    const kr_type *type = kr_type_of(v);
    kr_value callee;
    if (type == &kr_super_type) {
        if (split_super(v, name, &callee, self)) return callee;
    } else {
        kr_value attribute = method_attribute(vm, v, type, name);
        bool meta = (type->flags & KR_TYPE_META) != 0;
        kr_value instance = meta ? KR_UNBOUND : v;
        if (attribute != KR_UNBOUND &&
            split(attribute, instance, meta ? kr_to_pointer(v) : type, &callee, self))
            return callee;
    }
    *self = KR_UNBOUND;
    return kr_getattr(vm, v, name);
}

/* ---- Writing ---- */

/* Calls __set__ or __delete__; false when the descriptor has none. */
static bool set_through(kr_vm *vm, kr_value descriptor, kr_value v, kr_value value) {
    const kr_type *type = kr_type_of(descriptor);
    kr_value hook = KR_UNBOUND;
    if (type->dunders & KR_HAS_SET)
        hook = kr_type_lookup(vm, type, value == KR_UNBOUND ? N___delete__ : N___set__);
    if (hook != KR_UNBOUND) {
        kr_value argv[] = {descriptor, v, value};
        kr_call(vm, hook, value == KR_UNBOUND ? 2 : 3, argv);
    } else if (type->dunders & KR_HAS_SET) {
        kr_raise(vm, &kr_AttributeError_type, value == KR_UNBOUND ? "__delete__" : "__set__");
    } else if (type->ops != NULL && type->ops->set != NULL) {
        type->ops->set(vm, descriptor, v, value);
    } else {
        return false;
    }
    return true;
}

bool kr_set_data_descriptor(kr_vm *vm, kr_value attribute, kr_value v, kr_value value) {
    return is_data_descriptor(attribute) && set_through(vm, attribute, v, value);
}

_Noreturn static void raise_cannot_set(kr_vm *vm, kr_value v, const kr_type *type, kr_value name,
                                       kr_value attribute) {
    if (attribute == KR_UNBOUND) kr_raise_attribute(vm, v, name);
    kr_raise(vm, &kr_AttributeError_type, "'%N' object attribute '%S' is read-only", type, name);
}

static void setattr_slow(kr_vm *vm, kr_value v, const kr_type *type, kr_value name, kr_value value) {
    kr_value attribute = kr_type_lookup(vm, type, name);
    if (kr_set_data_descriptor(vm, attribute, v, value)) return;
    if (type->flags & KR_TYPE_CLASS) {
        if (value == KR_UNBOUND ? instance_delete(vm, v, type, name) : instance_set(vm, v, type, name, value))
            return;
        if (value == KR_UNBOUND && kr_class_declares_slot((const kr_class *)type, name))
            kr_raise(vm, &kr_AttributeError_type, "%S", name);
        if (value == KR_UNBOUND && !((const kr_class *)type)->slots_only) kr_raise_attribute(vm, v, name);
    }
    if (type->ops != NULL && type->ops->setattr != NULL && type->ops->setattr(vm, v, name, value)) return;
    raise_cannot_set(vm, v, type, name, attribute);
}

void kr_setattr_plain(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    const kr_type *type = kr_type_of(v);
    if (type->flags & KR_TYPE_OWN_KEY && type->solid != &kr_super_type) {
        if (type->flags & KR_TYPE_META) {
            kr_class_setattr(vm, v, name, value);
        } else {
            kr_module_setattr(vm, v, name, value);
        }
        return;
    }
    kr_value what = kr_attribute_what(vm, type, name);
    if (kr_is_slot(what) && value != KR_UNBOUND) {
        *kr_word_of(v, kr_slot_number(what)) = value;
    } else if (kr_is_overflow(what) && value != KR_UNBOUND) {
        overflow_set(vm, overflow_of(v, type), kr_overflow_number(what), value);
    } else {
        setattr_slow(vm, v, type, name, value);
    }
}

void kr_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    const kr_type *type = kr_type_of(v);
    kr_value argv[] = {v, name, value};
    if (value != KR_UNBOUND && type->dunders & KR_HAS_SETATTR) {
        kr_call(vm, kr_type_lookup(vm, type, N___setattr__), 3, argv);
    } else if (value == KR_UNBOUND && type->dunders & KR_HAS_DELATTR) {
        kr_call(vm, kr_type_lookup(vm, type, N___delattr__), 2, argv);
    } else {
        kr_setattr_plain(vm, v, name, value);
    }
}

#ifndef KR_ATTRIBUTE_H
#define KR_ATTRIBUTE_H
/* Attributes: where they are stored, and the one cache through which every site finds them.
 *
 * An instance of a heap class is
 *
 *     | the solid base's struct | overflow word | inline slot 0 | inline slot 1 | ...
 *
 * A class whose `slots_only` is set (__slots__ without a dict) has no overflow word. Instances of
 * variable-size solid bases (tuple, str, bytes, int) have no inline slots; their overflow word follows the
 * variable part, rounded up to a word. Every class owns its append-only list of slot names, number = index.
 * The first `inline_slots` numbers are inline; the count is fixed when the first instance is made, from the
 * names that the class body's methods assign to (the compiler's hint tuple under the namespace key
 * __static_attributes__) and whatever else fits the heap cell. The overflow word is
 *
 *     0             no further attributes yet
 *     odd           address + 1 of a values block: word 0 is the small int n, words 1..n are slots
 * inline_slots, inline_slots + 1, ... a dict        *dict mode*: that dict holds all attributes, the inline
 * slots are dead. Entered when the program asks for __dict__, assigns __class__ or uses more than
 * KR_SLOT_LIMIT names.
 *
 * An empty slot holds KR_UNBOUND (or 0, in the overflow block).
 *
 * The cache maps (key, name) -> what. Each pair has its place, where the loop looks for it; the newer one of
 * two that share a place pushes the older one to the neighbouring place, and whoever is found there changes
 * back. There are three kinds of keys:
 *
 *     type          what `name` is on an instance of exactly this type
 *     object | 1    what `name` is on this very object: classes and modules, which have KR_TYPE_OWN_KEY
 *     type | 2      what the MRO of `type` has under `name`, as it is stored: kr_type_lookup
 *
 * An entry's `what` for the key `type`:
 *
 *     KR_SLOT(n)      word n, counted from the object's start, holds the value; when that is UNBOUND ask
 * kr_getattr. The program may also store there without asking further: such entries never exist for classes
 * with __setattr__, __delattr__ or __getattribute__, for names of data descriptors, and once an instance of
 * the class is in dict mode. KR_OVERFLOW(n)  word n of the overflow block, when there is one with more than n
 * words; never for the classes that are excluded above. KR_UNBOUND      neither a slot nor a class attribute:
 * kr_getattr asks ops->getattr and __getattr__, or raises. KR_ATTRIBUTE_SLOW  ask kr_getattr or kr_setattr.
 *     anything else   the class attribute, unbound: a function is to be bound to the instance, likewise a
 * kr_builtin of kind METHOD; a property calls; an int, a str … is the value. No instance can shadow it,
 * because no slot has that name. A store goes to kr_setattr.
 *
 * For the key `object | 1` it is the final value, with nothing left to bind (Class.function gives the
 * function); everything else is not cached. For `type | 2` it is the stored value or KR_UNBOUND. A missing
 * entry reads as 0, which is no value.
 *
 * Data descriptors of the class win over slots, slots over other class attributes. Who changes a class calls
 * kr_attributes_changed, which drops the entries of that name for the class and its subclasses. The collector
 * drops entries of dead types and names. */
#include "core/context.h"
#include "core/operate.h"
#include "run/function.h"

#define KR_SLOT_LIMIT 64

#define KR_SLOT(n)        ((kr_value)(n) << 6 | 0x36)
#define KR_ATTRIBUTE_SLOW KR_BUILTIN(1)
#define KR_OVERFLOW(n)    KR_BUILTIN((n) + 1) /* n >= 1 */
static inline bool kr_is_slot(kr_value what) {
    return (what & 0x3f) == 0x36;
}
static inline size_t kr_slot_number(kr_value what) {
    return (size_t)(what >> 6);
}
static inline bool kr_is_overflow(kr_value what) {
    return kr_is_absent(what) && what > KR_ATTRIBUTE_SLOW;
}
static inline size_t kr_overflow_number(kr_value what) {
    return (size_t)(what >> 6) - 1;
}
/* True when `what` is a class attribute: neither a slot, nor absent, nor missing from the cache. */
static inline bool kr_is_class_attribute(kr_value what) {
    return (what & 0x37) != 0x36 && what != 0;
}

/* The word of an object. */
static inline kr_value *kr_word_of(kr_value object, size_t n) {
    return (kr_value *)kr_to_pointer(object) + n;
}

/* A constant where there is plenty of memory. */
static inline size_t kr_attribute_mask(const kr_vm *vm) {
    return UINTPTR_MAX > 0xffffffffu ? KR_ATTRIBUTE_CACHE - 1 : vm->attribute_mask;
}

/* The entry where (type, name) is kept; name is interned. */
static inline kr_attribute_entry *kr_attribute_entry_of(kr_vm *vm, uintptr_t type, kr_value name) {
    return &vm->attribute_cache[((type >> 4) ^ (name >> 3)) & kr_attribute_mask(vm)];
}
/* The entry where (key, name) is kept for a key of any kind: those of one object lie apart. */
static inline kr_attribute_entry *kr_attribute_entry_any(kr_vm *vm, uintptr_t key, kr_value name) {
    return &vm->attribute_cache[((key >> 4) ^ (key & 3) * 0x2b5 ^ (name >> 3)) & kr_attribute_mask(vm)];
}
/* `what`, or 0 when it is not in the cache; the second function looks at the neighbouring place only. */
kr_value kr_attribute_probe_next(kr_vm *vm, uintptr_t key, kr_value name);
static inline kr_value kr_attribute_probe(kr_vm *vm, uintptr_t key, kr_value name) {
    const kr_attribute_entry *entry = kr_attribute_entry_any(vm, key, name);
    if ((uintptr_t)entry->type == key && entry->name == name) return entry->what;
    return kr_attribute_probe_next(vm, key, name);
}
/* Remembers `what`, which it returns; forgets what is remembered. */
kr_value kr_attribute_keep(kr_vm *vm, uintptr_t key, kr_value name, kr_value what);
void kr_attribute_forget(kr_vm *vm, uintptr_t key, kr_value name);
/* The key under which accesses of v are cached; type is kr_type_of(v). */
static inline uintptr_t kr_attribute_key(kr_value v, const kr_type *type) {
    return type->flags & KR_TYPE_OWN_KEY ? (uintptr_t)v | 1 : (uintptr_t)type;
}

/* `what` for an instance of type: from the cache, or found and cached. Never 0; raises nothing but
 * MemoryError. */
kr_value kr_attribute_what(kr_vm *vm, const kr_type *type, kr_value name);

/* What `v.name(…)` calls, without making a bound method: the callee, with *self = the first argument to
 * insert or KR_UNBOUND. AttributeError. */
kr_value kr_load_method(kr_vm *vm, kr_value v, kr_value name, kr_value *self);

/* Binds a class attribute to an instance as attribute access does: functions become methods, descriptors are
 * asked. `instance` is KR_UNBOUND for access through the class `owner`. */
kr_value kr_bind_attribute(kr_vm *vm, kr_value attribute, kr_value instance, const kr_type *owner);

/* object.__getattribute__ and object.__setattr__: what kr_getattr does when the class has no such hooks.
 * kr_getattr_plain gives KR_UNBOUND instead of raising, and does not ask __getattr__. */
kr_value kr_getattr_plain(kr_vm *vm, kr_value v, kr_value name);
void kr_setattr_plain(kr_vm *vm, kr_value v, kr_value name, kr_value value);

/* The error for a missing attribute, in CPython's wording. */
_Noreturn void kr_raise_attribute(kr_vm *vm, kr_value v, kr_value name);

/* Makes an object of type `cls` whose solid part takes `solid_size` bytes (for a KR_TYPE_VARIABLE solid base:
 * with its variable part): the type word set, the rest of the solid part zeroed, slots empty. Every `make`
 * function allocates through it. For a variable-size type store the size field before the next allocation. */
void *kr_new_instance(kr_vm *vm, const kr_type *cls, size_t solid_size);

/* The attributes of an instance of a heap class as a live dict (dict mode; see above), or NULL when it can
 * have none. */
kr_dict *kr_instance_dict(kr_vm *vm, kr_value v);
/* Makes `dict` the instance's attributes. */
void kr_instance_set_dict(kr_vm *vm, kr_value v, kr_dict *dict);
/* Calls visit for each attribute that v's own storage holds; for dir(), copy and the like. */
void kr_instance_each(kr_vm *vm, kr_value v,
                      void (*visit)(kr_vm *vm, void *data, kr_value name, kr_value value), void *data);

/* For the collector: marks what the slots of an instance of a heap class (KR_TYPE_CLASS) hold; the solid part
 * is traced by ops->trace. */
void kr_trace_attributes(kr_vm *vm, kr_object *object);
/* For the collector, when marking is done: drops entries whose type or name is dead. */
void kr_attribute_sweep(kr_vm *vm);
/* Empties the cache. */
void kr_attribute_clear(kr_vm *vm);

/* The first half of cls(*args): makes the object by __new__ (or the type's `make`) and tells in *init the
 * `__init__` that is still to be called with (object, *args), unbound, or KR_UNBOUND when there is none. The
 * metaclass's __call__ is the caller's business. The run loop pushes a frame for *init itself. */
kr_value kr_class_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names, kr_value *init);
/* cls(*args) as a whole, without the metaclass's __call__: type.__call__. */
kr_value kr_class_call(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names);

/* object.__new__(cls, *args) for any class: an object that __init__ is still to fill, where the solid base
 * has an __init__. */
kr_value kr_class_allocate(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names);

/* The wrapper for a special method that a built-in type implements in its kr_ops (list.__len__, int.__add__
 * …); KR_UNBOUND when it does not. */
kr_value kr_dunder_wrapper(const kr_type *type, kr_value name);
/* The names of all such methods of a built-in type. */
void kr_dunder_each(kr_vm *vm, const kr_type *type, void (*visit)(kr_vm *vm, void *data, kr_value name),
                    void *data);

#endif

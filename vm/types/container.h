#ifndef KR_CONTAINER_H
#define KR_CONTAINER_H
/* tuple, list, dict, set, bytes, bytearray, range, slice: their C structs and what other parts use of them. */
#include "core/object.h"

typedef struct kr_tuple {
    kr_object head;
    size_t size;
    kr_value items[];
} kr_tuple;
static inline bool kr_is_tuple(kr_value v) { return kr_is_kind(v, &kr_tuple_type); }
static inline kr_tuple *kr_to_tuple(kr_value v) { return (kr_tuple *)kr_to_pointer(v); }
extern const kr_tuple kr_empty_tuple;
kr_value kr_tuple_new(kr_vm *vm, size_t size, const kr_value *items); /* items NULL: zeroed, fill at once; size 0 is shared */

typedef struct kr_list {
    kr_object head;
    size_t size;
    size_t capacity;
    kr_value *items; /* a values block; NULL when capacity is 0 */
} kr_list;
static inline bool kr_is_list(kr_value v) { return kr_is_kind(v, &kr_list_type); }
static inline kr_list *kr_to_list(kr_value v) { return (kr_list *)kr_to_pointer(v); }
kr_value kr_list_new(kr_vm *vm, size_t size, const kr_value *items); /* items NULL: an empty list with that capacity */
void kr_list_append(kr_vm *vm, kr_list *list, kr_value item);
void kr_list_extend(kr_vm *vm, kr_list *list, kr_value iterable);
void kr_list_insert(kr_vm *vm, kr_list *list, kr_word index, kr_value item);
kr_value kr_list_pop(kr_vm *vm, kr_list *list, kr_word index);
void kr_list_sort(kr_vm *vm, kr_list *list, kr_value key, bool reverse); /* stable; key KR_NONE: none */
bool kr_sort_reverse(kr_vm *vm, kr_value flag); /* the argument `reverse`, UNBOUND where it is not given: an int */
/* A new list of any iterable's items; the list itself is copied. */
kr_list *kr_list_of(kr_vm *vm, kr_value iterable);
kr_value kr_tuple_of(kr_vm *vm, kr_value iterable); /* a tuple is returned as it is */

/* Insertion-ordered. Entries are an array that the run loop indexes: a *namespace* dict (module globals) never moves an entry, so compiled code may use an
 * entry's index as a slot number: deleting makes its value absent (KR_UNBOUND) and keeps the key, "declaring" a name adds an absent one. In every dict, entries
 * whose value is absent do not count and are skipped. Other dicts drop them when they grow. */
typedef struct kr_entry {
    kr_value key;   /* 0: a hole of an ordinary dict */
    kr_value value;
} kr_entry;
struct kr_dict {
    kr_object head;
    uint32_t size;     /* live entries */
    uint32_t used;     /* entries in use, holes and absent ones included */
    uint32_t capacity; /* entries allocated */
    uint32_t flags;    /* enum kr_dict_flag */
    kr_entry *entries; /* a values block */
    uint32_t *index;   /* a bytes block, or NULL for a small dict: see types/dict.c */
};
enum kr_dict_flag { KR_DICT_NAMESPACE = 1, KR_DICT_ORDERED = 2, KR_DICT_ROM = 4 /* the entries are, until one is written */, KR_DICT_PRIVATE = 8 /* first bit free for types/dict.c */, KR_DICT_BODY = 128 /* the namespace of a class body that the program has not seen: it becomes the class's own */ };
static inline bool kr_is_dict(kr_value v) { return kr_is_kind(v, &kr_dict_type); }
static inline kr_dict *kr_to_dict(kr_value v) { return (kr_dict *)kr_to_pointer(v); }
kr_dict *kr_dict_new(kr_vm *vm, size_t expected);
/* A namespace whose first entries are those, in ROM and without a byte of the heap until something is assigned. */
kr_dict *kr_dict_new_rom(kr_vm *vm, const kr_member *members, size_t count);
/* Gives back the room for further entries, of which there will be few: it is complete. An empty one keeps its room. Not while its entries lie in ROM. */
void kr_dict_fit(kr_vm *vm, kr_dict *dict);
kr_value kr_dict_get(kr_vm *vm, kr_dict *dict, kr_value key); /* KR_UNBOUND when missing (builtin numbers are resolved by nobody here: absent = missing) */
void kr_dict_set(kr_vm *vm, kr_dict *dict, kr_value key, kr_value value);
bool kr_dict_delete(kr_vm *vm, kr_dict *dict, kr_value key);
void kr_dict_clear(kr_vm *vm, kr_dict *dict);
kr_dict *kr_dict_copy(kr_vm *vm, kr_dict *dict);
void kr_dict_update(kr_vm *vm, kr_dict *dict, kr_value mapping_or_pairs);
/* By interned str, without calling anything: fast, raises nothing but MemoryError. */
kr_value kr_dict_get_name(const kr_dict *dict, kr_value name);
void kr_dict_set_name(kr_vm *vm, kr_dict *dict, kr_value name, kr_value value);
/* The entry index of a name in a namespace dict, declared (absent; a built-in number when `builtins` has the name) when it is new. Turns an
 * ordinary dict with str keys into a namespace. At most 65,535 names, else MemoryError. */
uint32_t kr_namespace_slot(kr_vm *vm, kr_dict *dict, kr_value name);
/* Makes room for that many names in all, no more. */
void kr_namespace_reserve(kr_vm *vm, kr_dict *dict, size_t count);
/* Iterates: *position starts at 0; false at the end. Tolerates changes without crashing. */
bool kr_dict_each(const kr_dict *dict, size_t *position, kr_value *key, kr_value *value);

/* set and frozenset share one struct: open addressing over a values block, in no promised order. */
typedef struct kr_set {
    kr_object head;
    uint32_t size, used, capacity, hash;
    kr_value *slots;
    uint32_t *hashes; /* of the slots; NULL while every item is a small int or a str: see types/set.c */
} kr_set;
static inline bool kr_is_set(kr_value v) { return kr_is_kind(v, &kr_set_type) || kr_is_kind(v, &kr_frozenset_type); }
kr_value kr_set_new(kr_vm *vm, const kr_type *type);
bool kr_set_add(kr_vm *vm, kr_set *set, kr_value item); /* true when it was new */
bool kr_set_contains(kr_vm *vm, kr_set *set, kr_value item);
bool kr_set_discard(kr_vm *vm, kr_set *set, kr_value item);
kr_value kr_set_of(kr_vm *vm, const kr_type *type, kr_value iterable);

typedef struct kr_bytes {
    kr_object head;
    uint32_t size;
    uint32_t hash;
    uint8_t data[]; /* a NUL follows */
} kr_bytes;
static inline bool kr_is_bytes(kr_value v) { return kr_is_kind(v, &kr_bytes_type); }
kr_value kr_bytes_value(kr_vm *vm, const void *data, size_t size); /* data NULL: uninitialised, fill at once */

typedef struct kr_bytearray {
    kr_object head;
    size_t size, capacity;
    uint8_t *data; /* a bytes block */
} kr_bytearray;
static inline bool kr_is_bytearray(kr_value v) { return kr_is_kind(v, &kr_bytearray_type); }
kr_value kr_bytearray_new(kr_vm *vm, const void *data, size_t size);
kr_value kr_bytearray_at(kr_vm *vm, void *data, size_t size); /* shows memory of others, with their size for good */

typedef struct kr_range {
    kr_object head;
    kr_value start, stop, step; /* ints of any size */
} kr_range;
static inline bool kr_is_range(kr_value v) { return kr_is_kind(v, &kr_range_type); }

typedef struct kr_slice {
    kr_object head;
    kr_value start, stop, step;
} kr_slice;
static inline bool kr_is_slice(kr_value v) { return kr_is_kind(v, &kr_slice_type); }
kr_value kr_slice_new(kr_vm *vm, kr_value start, kr_value stop, kr_value step);
/* Resolves a slice against a length as slice.indices does; returns how many items it selects. */
size_t kr_slice_indices(kr_vm *vm, kr_value slice, size_t length, kr_word *start, kr_word *stop, kr_word *step);
/* An index argument, negative from the end; IndexError "<what> index out of range". */
size_t kr_index_in(kr_vm *vm, kr_value index, size_t length, const char *what);

/* Built-in iterators that the run loop looks into. `index` counts up; the source is 0 when exhausted. */
typedef struct kr_sequence_iterator {
    kr_object head;
    kr_value source; /* list or tuple or other sequence */
    size_t index;
} kr_sequence_iterator;
typedef struct kr_range_iterator {
    kr_object head;
    kr_word next, step;
    size_t left;
} kr_range_iterator;
extern const kr_type kr_list_iterator_type, kr_tuple_iterator_type, kr_range_iterator_type;

#endif

#ifndef KR_DICT_TABLE_H
#define KR_DICT_TABLE_H
/* Private to the files of dict: the table under the mapping (dict.c), for the methods and views. */
#include "types/container.h"
#include "types/hashing.h"

/* The entry of a key, absent ones included; NULL when there is none. May run the keys' __hash__ and __eq__.
 */
kr_entry *kr_dict_find(kr_vm *vm, kr_dict *dict, kr_value key);

/* Live entries. A namespace is counted, since the run loop stores into its entries behind the dict's back. */
size_t kr_dict_length(const kr_dict *dict);

/* Changes whenever a key comes or goes. */
static inline uint32_t kr_dict_version(const kr_dict *dict) {
    return dict->flags >> 16;
}

/* Removes entry number n, which is live. */
void kr_dict_remove_at(kr_vm *vm, kr_dict *dict, uint32_t n);

/* Value of the key, which is stored first when it is missing. */
kr_value kr_dict_setdefault(kr_vm *vm, kr_dict *dict, kr_value key, kr_value value);

/* Removes the key; its value, or KR_UNBOUND when it was missing. */
kr_value kr_dict_pop(kr_vm *vm, kr_dict *dict, kr_value key);

/* Every (key, value) of `other` into dict, with the hashes that `other` keeps. */
void kr_dict_merge(kr_vm *vm, kr_dict *dict, const kr_dict *other);

/* The number of the next live entry from `position` on (or, backwards, of the last one below it); UINT32_MAX
 * when there is none. */
static inline uint32_t kr_dict_next(const kr_dict *dict, uint32_t position) {
    for (; position < dict->used; position++)
        if (dict->entries[position].key != 0 && !kr_is_absent(dict->entries[position].value)) return position;
    return UINT32_MAX;
}
static inline uint32_t kr_dict_previous(const kr_dict *dict, uint32_t position) {
    if (position > dict->used) position = dict->used;
    while (position-- > 0)
        if (dict->entries[position].key != 0 && !kr_is_absent(dict->entries[position].value)) return position;
    return UINT32_MAX;
}

#endif

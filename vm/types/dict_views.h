#ifndef KR_DICT_VIEWS_H
#define KR_DICT_VIEWS_H
/* The views of a dict, and the iterators over it. */
#include "types/container.h"

typedef struct kr_dict_view {
    kr_object head;
    kr_value dict;
} kr_dict_view;

/* Forward iterators are at entry number `position`; backward ones look below it. */
typedef struct kr_dict_iterator {
    kr_object head;
    kr_dict *dict; /* NULL when exhausted */
    uint32_t position;
    uint32_t expected; /* size of the dict when it began: another size is a RuntimeError */
} kr_dict_iterator;

extern const kr_type kr_dict_keys_type, kr_dict_values_type, kr_dict_items_type;
extern const kr_type kr_dict_key_iterator_type, kr_dict_value_iterator_type, kr_dict_item_iterator_type;
extern const kr_type kr_dict_reverse_key_iterator_type, kr_dict_reverse_value_iterator_type,
    kr_dict_reverse_item_iterator_type;

kr_value kr_dict_view_new(kr_vm *vm, const kr_type *type, kr_value dict);
kr_value kr_dict_iterator_new(kr_vm *vm, const kr_type *type, kr_dict *dict);

#endif

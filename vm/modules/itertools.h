#ifndef KR_ITERTOOLS_H
#define KR_ITERTOOLS_H
/* The iterator types of itertools: streams, one item in and one out, in itertools.c; those that keep items in
 * itertools_keep.c; those that count through choices in itertools_choose.c. */
#include "core/object.h"
#include "types/iterators.h"

extern const kr_type kr_groupby_type, kr_tee_type, kr_zip_longest_type, kr_cycle_type, kr_product_type,
    kr_permutations_type, kr_combinations_type, kr_combinations_repeated_type;
extern const struct kr_builtin kr_tee_function;

/* Iterator types differ in little else than their functions. */
#define KR_ITERATOR_TYPE(c_name, name_, struct_, ops_, make_)                                                \
    const kr_type c_name = {.head = {&kr_type_type},                                                         \
                            .name = name_,                                                                   \
                            .base = &kr_object_type,                                                         \
                            .solid = &c_name,                                                                \
                            .ops = &ops_,                                                                    \
                            .size = sizeof(struct_),                                                         \
                            .member_count = sizeof itertools_members / sizeof *itertools_members,            \
                            .members = itertools_members,                                                    \
                            .make = make_}

#endif

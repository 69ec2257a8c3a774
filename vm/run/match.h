#ifndef KR_MATCH_H
#define KR_MATCH_H
/* Structural pattern matching (PEP 634): what the match statement's intrinsics do. */
#include "core/context.h"

bool kr_match_sequence(kr_value subject);
bool kr_match_mapping(kr_value subject);
/* len(subject) == count, or >= count. */
bool kr_match_length(kr_vm *vm, kr_value subject, kr_word count, bool at_least);
/* The values under the keys as a tuple, or KR_NONE when one is missing. */
kr_value kr_match_keys(kr_vm *vm, kr_value mapping, kr_value keys);
/* A dict of the items that are not under the keys. */
kr_value kr_match_rest(kr_vm *vm, kr_value mapping, kr_value keys);
/* The attributes that class(positional …, name=…) looks at as a tuple, or KR_NONE when the subject does not
 * match. */
kr_value kr_match_class(kr_vm *vm, kr_value subject, kr_value cls, size_t positional, kr_value names);

#endif

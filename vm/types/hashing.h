#ifndef KR_HASHING_H
#define KR_HASHING_H
/* The 32-bit hashes that dict and set keep. Equal keys have equal ones: a str's is its cached text hash,
 * everything else folds hash(). */
#include "core/operate.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

static inline uint32_t kr_fold_hash(kr_word hash) {
#if UINTPTR_MAX > 0xffffffffu
    return (uint32_t)((uint64_t)hash ^ (uint64_t)hash >> 32);
#else
    return (uint32_t)hash;
#endif
}

kr_word kr_tuple_hash(kr_vm *vm, kr_value tuple);

/* True when numbers of this size hash to themselves (see kr_int_hash). */
static inline bool kr_hashes_to_itself(kr_word n) {
#if UINTPTR_MAX > 0xffffffffu
    return n != -1 && n > -((kr_word)1 << 61) + 1 && n < ((kr_word)1 << 61) - 1;
#else
    return n != -1;
#endif
}

static inline uint32_t kr_key_hash(kr_vm *vm, kr_value key) {
    if (kr_is_int(key)) {
        kr_word n = kr_to_int(key);
        return kr_fold_hash(kr_hashes_to_itself(n) ? n : kr_int_hash(key));
    }
    if (kr_is_exact(key, &kr_str_type)) {
        kr_str *s = kr_to_str(key);
        return s->hash ? s->hash : kr_str_hash(s);
    }
    if (kr_is_exact(key, &kr_tuple_type)) return kr_fold_hash(kr_tuple_hash(vm, key));
    return kr_fold_hash(kr_hash(vm, key));
}

/* What two keys with the same hash are, when it can be told without running a program's code. */
enum kr_key_match { KR_KEY_DIFFERS, KR_KEY_EQUAL, KR_KEY_UNKNOWN };
enum kr_key_match kr_tuple_match(kr_value a, kr_value b); /* two tuples, by their items */

static inline enum kr_key_match kr_key_match(kr_value a, kr_value b) {
    if (a == b) return KR_KEY_EQUAL;
    if (kr_both_int(a, b)) return KR_KEY_DIFFERS;
    if (!kr_is_object(a) || !kr_is_object(b)) return KR_KEY_UNKNOWN;
    if (kr_is_exact(a, &kr_tuple_type) && kr_is_exact(b, &kr_tuple_type)) return kr_tuple_match(a, b);
    if (!kr_is_exact(a, &kr_str_type) || !kr_is_exact(b, &kr_str_type)) return KR_KEY_UNKNOWN;
    const kr_str *s = kr_to_str(a), *t = kr_to_str(b);
    if (s->interned && t->interned) return KR_KEY_DIFFERS;
    return s->size == t->size && memcmp(s->data, t->data, s->size) == 0 ? KR_KEY_EQUAL : KR_KEY_DIFFERS;
}

#endif

/* dict: entries in insertion order, and beside them an index for finding them (dict_index.h).
 *
 *     entries   | key value | key value | hole | key value | free …    a values block, `used` of `capacity`
 *     index     | 3 | free | 1 | free | free | 4 | free | free |       numbers of entries, where hashes lead
 *
 * Deleting leaves a hole among the entries and closes the gap in the index (later slots of the run move
 * back), so there are no tombstones. Holes go when the entries are full, never in a namespace.
 *
 * Up to LINEAR_MAX entries need no index when every key is plain: a small int, None or a str. They are
 * searched one by one, mostly by comparing words. While no str key is LOOSE, that is not interned, a word
 * that is not found is not there.
 *
 * A comparison may run the program's code, which may change the dict: `version` (upper half of the flags)
 * counts the coming and going of keys, and a search that finds it changed begins again. */
#include "types/dict_table.h"
#include "types/dict_index.h"
#include "core/names.h"
#include "core/operate.h"

/* A small machine would rather search than pay for an index. */
#define LINEAR_MAX    (sizeof(kr_value) > 4 ? 8u : 15u)
#define VERSION_ONE   0x10000u
#define NAMESPACE_MAX 0xffffu

/* ---- Searching. ---- */

/* By comparing words only. */
static inline kr_entry *find_word(const kr_dict *dict, kr_value key) {
    for (uint32_t n = 0; n < dict->used; n++)
        if (dict->entries[n].key == key) return &dict->entries[n];
    return NULL;
}

/* True when a dict without an index has the key as this very word or not at all. */
static inline bool is_word(const kr_dict *dict, kr_value key) {
    if (kr_is_int(key)) return true;
    return !(dict->flags & KR_DICT_LOOSE) && kr_is_exact(key, &kr_str_type) && kr_to_str(key)->interned;
}

/* Without an index, by comparing texts. */
static kr_entry *find_text(const kr_dict *dict, kr_str *text) {
    uint32_t hash = kr_str_hash(text);
    for (uint32_t n = 0; n < dict->used; n++) {
        kr_entry *e = &dict->entries[n];
        if (e->key == 0 || !kr_is_exact(e->key, &kr_str_type)) continue;
        kr_str *s = kr_to_str(e->key);
        if (kr_str_hash(s) == hash && s->size == text->size && memcmp(s->data, text->data, s->size) == 0)
            return e;
    }
    return NULL;
}

/* Whether the key of entry e equals `key`, by whatever __eq__ says. *changed: the dict is not what it was,
 * and e is stale. */
static bool equals(kr_vm *vm, kr_dict *dict, const kr_entry *e, kr_value key, bool *changed) {
    uint32_t version = kr_dict_version(dict);
    const kr_entry *entries = dict->entries;
    bool equal = kr_equal(vm, e->key, key);
    *changed = dict->entries != entries || kr_dict_version(dict) != version;
    return equal;
}

/* Without an index, for a key that only its class can compare. */
static kr_entry *find_linear_slow(kr_vm *vm, kr_dict *dict, kr_value key, uint32_t hash) {
    for (uint32_t n = 0; n < dict->used && !dict->index; n++) {
        kr_entry *e = &dict->entries[n];
        bool changed;
        if (e->key == 0 || kr_key_hash(vm, e->key) != hash) continue;
        if (equals(vm, dict, e, key, &changed) && !changed) return e;
        if (changed) n = UINT32_MAX;
    }
    if (!dict->index) return NULL;
    return kr_dict_find(vm, dict, key); /* it got an index meanwhile */
}

/* In a narrow index the slot has half the hash only, in a tiny one nothing; its plain key has the rest at
 * hand. */
static bool has_hash(kr_vm *vm, const kr_dict *dict, const kr_entry *e, uint32_t hash) {
    return kr_index_wide(dict) || kr_key_hash(vm, e->key) == hash;
}

static kr_entry *find_indexed_slow(kr_vm *vm, kr_dict *dict, kr_value key, uint32_t hash) {
    bool changed = false;
    do {
        if (!dict->index) return kr_dict_find(vm, dict, key);
        kr_index_width width = kr_index_width_in(dict);
        uint32_t log = kr_index_log(dict), mask = (1u << log) - 1, number;
        for (uint32_t at = kr_index_home(hash, log);; at = (at + 1) & mask) {
            if ((number = kr_index_number(dict->index, at, width)) == 0) return NULL;
            if (!kr_index_may_be(dict->index, at, hash, width)) continue;
            kr_entry *e = &dict->entries[number - 1];
            bool equal = e->key == key || (has_hash(vm, dict, e, hash) && equals(vm, dict, e, key, &changed));
            if (changed) break;
            if (equal) return e;
        }
    } while (changed);
    return NULL;
}

/* Where time counts more than bytes, made once for each width. */
static inline __attribute__((always_inline)) kr_entry *find_width(kr_vm *vm, kr_dict *dict, kr_value key,
                                                                  uint32_t hash, kr_index_width width) {
    const uint32_t *index = dict->index;
    uint32_t log = kr_index_log(dict), mask = (1u << log) - 1, number;
    for (uint32_t at = kr_index_home(hash, log);; at = (at + 1) & mask) {
        if ((number = kr_index_number(index, at, width)) == 0) return NULL;
        if (!kr_index_may_be(index, at, hash, width)) continue;
        kr_entry *e = &dict->entries[number - 1];
        if (e->key == key) return e;
        enum kr_key_match match = kr_key_match(e->key, key);
        if (match == KR_KEY_EQUAL) return e;
        if (match == KR_KEY_UNKNOWN) return find_indexed_slow(vm, dict, key, hash);
    }
}

static inline kr_entry *find_indexed(kr_vm *vm, kr_dict *dict, kr_value key, uint32_t hash) {
    if (KR_INDEX_LOG_TINY > 0) return find_width(vm, dict, key, hash, kr_index_width_in(dict));
    return kr_index_wide(dict) ? find_width(vm, dict, key, hash, KR_INDEX_WIDE)
                               : find_width(vm, dict, key, hash, KR_INDEX_NARROW);
}

/* A bool equals an int; in a dict of plain keys only that int can be there. */
static kr_entry *find_linear(kr_vm *vm, kr_dict *dict, kr_value key, uint32_t *hash) {
    if (kr_is_int(key) || key == KR_NONE) return find_word(dict, key);
    if (kr_is_bool(key)) {
        *hash = kr_key_hash(vm, KR_INT(key == KR_TRUE));
        return find_word(dict, KR_INT(key == KR_TRUE));
    }
    if (kr_is_exact(key, &kr_str_type)) {
        kr_entry *e = find_word(dict, key);
        return e || is_word(dict, key) ? e : find_text(dict, kr_to_str(key));
    }
    *hash = kr_key_hash(vm, key);
    return find_linear_slow(vm, dict, key, *hash);
}

/* The entry of a key. *hash is set when the dict has an index or the key is not plain. */
static inline kr_entry *find(kr_vm *vm, kr_dict *dict, kr_value key, uint32_t *hash) {
    if (!dict->index) return find_linear(vm, dict, key, hash);
    *hash = kr_key_hash(vm, key);
    if (!dict->index) return find_linear(vm, dict, key, hash); /* __hash__ cleared it */
    return find_indexed(vm, dict, key, *hash);
}

kr_entry *kr_dict_find(kr_vm *vm, kr_dict *dict, kr_value key) {
    uint32_t hash;
    return find(vm, dict, key, &hash);
}

/* An interned str among keys that are plain or not; never runs the program's code, so a key whose class
 * compares itself to strs is not found. */
static inline kr_entry *find_name(const kr_dict *dict, kr_value name) {
    if (!dict->index) {
        kr_entry *e = find_word(dict, name);
        return e || !(dict->flags & KR_DICT_LOOSE) ? e : find_text(dict, kr_to_str(name));
    }
    const uint32_t *index = dict->index;
    kr_index_width width = kr_index_width_in(dict);
    uint32_t log = kr_index_log(dict), mask = (1u << log) - 1, hash = kr_to_str(name)->hash, number;
    for (uint32_t at = kr_index_home(hash, log); (number = kr_index_number(index, at, width)) != 0;
         at = (at + 1) & mask) {
        if (!kr_index_may_be(index, at, hash, width)) continue;
        kr_entry *e = &dict->entries[number - 1];
        if (e->key == name || kr_key_match(e->key, name) == KR_KEY_EQUAL) return e;
    }
    return NULL;
}

/* ---- The index. ---- */

/* The whole hash of the key in a slot. */
static uint32_t slot_hash(kr_vm *vm, const kr_dict *dict, uint32_t at, kr_index_width width) {
    if (width == KR_INDEX_WIDE) return dict->index[2 * (size_t)at];
    return kr_key_hash(vm, dict->entries[kr_index_number(dict->index, at, width) - 1].key);
}

/* Takes the slot of an entry out and moves back what follows it in the run. */
static void index_remove(kr_vm *vm, kr_dict *dict, uint32_t hash, uint32_t number) {
    uint32_t *index = dict->index;
    kr_index_width width = kr_index_width_in(dict);
    uint32_t log = kr_index_log(dict), mask = (1u << log) - 1, hole = kr_index_home(hash, log), next;
    while (kr_index_number(index, hole, width) != number) hole = (hole + 1) & mask;
    for (uint32_t at = (hole + 1) & mask; (next = kr_index_number(index, at, width)) != 0;
         at = (at + 1) & mask) {
        uint32_t next_hash = slot_hash(vm, dict, at, width);
        uint32_t distance = (at - kr_index_home(next_hash, log)) & mask;
        if (distance < ((at - hole) & mask)) continue; /* the hole lies before its home */
        kr_index_store(index, hole, next_hash, next, width);
        hole = at;
    }
    kr_index_store(index, hole, 0, 0, width);
}

static bool index_has(const kr_dict *dict, uint32_t hash, uint32_t number) {
    kr_index_width width = kr_index_width_in(dict);
    uint32_t log = kr_index_log(dict), mask = (1u << log) - 1, there;
    for (uint32_t at = kr_index_home(hash, log); (there = kr_index_number(dict->index, at, width)) != 0;
         at = (at + 1) & mask)
        if (there == number) return true;
    return false;
}

/* The hash under which an entry is in the index. It is computed anew when that does not run the program's
 * code, else looked for among the slots. */
static uint32_t hash_at(kr_vm *vm, const kr_dict *dict, uint32_t n) {
    kr_value key = dict->entries[n].key;
    if (!kr_is_object(key) || !(kr_type_of(key)->flags & KR_TYPE_CLASS)) {
        uint32_t hash = kr_key_hash(vm, key);
        if (index_has(dict, hash, n + 1)) return hash;
    }
    uint32_t at = 0;
    while (kr_index_number(dict->index, at, KR_INDEX_WIDE) != n + 1) at++;
    return slot_hash(vm, dict, at, KR_INDEX_WIDE);
}

/* An index for `capacity` entries: from the hashes that a wide one keeps, or from plain keys. */
static void index_build(kr_vm *vm, kr_dict *dict, size_t capacity, bool wide) {
    uint32_t log = kr_index_log_for(capacity);
    uint32_t *index = kr_index_alloc(vm, log, wide);
    if (dict->index && kr_index_wide(dict)) {
        const uint32_t *old = dict->index;
        for (size_t i = 0, n = (size_t)2 << kr_index_log(dict); i < n; i += 2)
            if (old[i + 1] != 0) kr_index_put(index, log, wide, old[i], old[i + 1]);
    } else {
        for (uint32_t n = 0; n < dict->used; n++)
            if (dict->entries[n].key != 0)
                kr_index_put(index, log, wide, kr_key_hash(vm, dict->entries[n].key), n + 1);
    }
    kr_index_install(vm, dict, index, log, wide);
}

/* The hash of every entry of a dict with an index, by number; a bytes block of the caller's. */
static uint32_t *gather_hashes(kr_vm *vm, const kr_dict *dict) {
    uint32_t *hashes = kr_bytes_new(vm, dict->used * sizeof *hashes);
    kr_index_width width = kr_index_width_in(dict);
    for (uint32_t at = 0; at >> kr_index_log(dict) == 0; at++) {
        uint32_t number = kr_index_number(dict->index, at, width);
        if (number != 0) hashes[number - 1] = slot_hash(vm, dict, at, width);
    }
    return hashes;
}

/* ---- Room. ---- */

/* Closes the holes. */
static void compact(kr_vm *vm, kr_dict *dict) {
    uint32_t *hashes = dict->index ? gather_hashes(vm, dict) : NULL;
    uint32_t log = kr_index_log(dict), to = 0;
    bool wide = kr_index_wide(dict);
    if (hashes) memset(dict->index, 0, kr_index_bytes(log, wide));
    for (uint32_t from = 0; from < dict->used; from++) {
        kr_entry entry = dict->entries[from];
        if (entry.key == 0 || kr_is_absent(entry.value)) continue;
        if (hashes) kr_index_put(dict->index, log, wide, hashes[from], to + 1);
        dict->entries[to++] = entry;
    }
    memset(dict->entries + to, 0, (dict->used - to) * sizeof(kr_entry));
    dict->used = dict->size = to;
    dict->flags += VERSION_ONE;
    kr_block_free(vm, hashes);
}

static void grow(kr_vm *vm, kr_dict *dict, size_t capacity) {
    if (capacity >= (size_t)1 << 29 || capacity > SIZE_MAX / 4 / sizeof(kr_entry)) kr_raise_memory(vm);
    bool wide = kr_index_wide(dict), full = ((size_t)2 << kr_index_log(dict)) < capacity * 3;
    bool too_narrow = !wide && capacity > KR_NARROW_MAX;
    if (dict->index && (full || too_narrow)) index_build(vm, dict, capacity, wide || too_narrow);
    dict->entries =
        (kr_entry *)kr_values_resize(vm, (kr_value *)dict->entries, (size_t)dict->capacity * 2, capacity * 2);
    dict->capacity = (uint32_t)capacity;
}

/* The entries are full: a quarter of holes is worth closing, else there will be twice as many (half as many
 * again, when there are lots), one less than a power of two, so that the block with its head fills its cell.
 */
static void make_room(kr_vm *vm, kr_dict *dict) {
    if (!(dict->flags & KR_DICT_NAMESPACE) && dict->used - dict->size > dict->used / 4) {
        compact(vm, dict);
        return;
    }
    size_t capacity = dict->capacity;
    if (sizeof(kr_value) == 4 && (dict->flags & (KR_DICT_NAMESPACE | KR_DICT_FITTED))) { /* soon complete */
        grow(vm, dict, capacity + capacity / 8 + 4);
        return;
    }
    size_t twice = capacity < 8 ? 8 : ((capacity * 2 + 2) & ~(size_t)3) - 1;
    grow(vm, dict, capacity < 4 ? 4 : capacity < 512 ? twice : capacity + capacity / 2);
}

/* What a key makes of the dict that it comes into. */
static inline uint32_t key_flags(kr_value key) {
    if (kr_is_int(key)) return 0;
    if (kr_is_exact(key, &kr_str_type)) return kr_to_str(key)->interned ? 0 : KR_DICT_LOOSE;
    return key == KR_NONE ? 0 : KR_DICT_MIXED;
}

/* True when the dict needs another index before a key of that kind comes into it. */
static inline bool index_wanted(const kr_dict *dict, uint32_t added) {
    if (dict->index) return (added & KR_DICT_MIXED) && !kr_index_wide(dict);
    return dict->used >= LINEAR_MAX || (added & KR_DICT_MIXED);
}

/* Adds a key that is not there. `hash` counts only when the dict has an index or the key is not plain. */
static kr_entry *insert(kr_vm *vm, kr_dict *dict, kr_value key, kr_value value, uint32_t hash) {
    if (__builtin_expect(dict->used == dict->capacity, 0)) make_room(vm, dict);
    uint32_t added = key_flags(key), n = dict->used;
    if (__builtin_expect(index_wanted(dict, added), 0)) {
        bool mixed = (added & KR_DICT_MIXED) != 0;
        if (!mixed) hash = kr_key_hash(vm, key);
        index_build(vm, dict, dict->capacity, mixed || dict->capacity > KR_NARROW_MAX);
    }
    if (dict->index) kr_index_put(dict->index, kr_index_log(dict), kr_index_wide(dict), hash, n + 1);
    dict->entries[n] = (kr_entry){key, value};
    dict->used = n + 1;
    dict->size += !kr_is_absent(value);
    dict->flags = (dict->flags | added) + VERSION_ONE;
    return &dict->entries[n];
}

/* ---- Entries in ROM. ---- */

_Static_assert(sizeof(kr_member) == sizeof(kr_entry) && offsetof(kr_member, name) == offsetof(kr_entry, key),
               "a member is an entry");

/* They are found one by one, which is seldom done: code numbers them. */
kr_dict *kr_dict_new_rom(kr_vm *vm, const kr_member *members, size_t count) {
    kr_dict *dict = kr_new(vm, &kr_dict_type, sizeof *dict);
    dict->entries = (kr_entry *)(uintptr_t)members;
    dict->used = (uint32_t)count;
    for (size_t i = 0; i < count; i++) dict->size += members[i].name != 0;
    dict->flags = KR_DICT_NAMESPACE | KR_DICT_ROM;
    return dict;
}

static __attribute__((noinline)) void leave_rom(kr_vm *vm, kr_dict *dict) {
    size_t capacity = dict->used + 8;
    kr_entry *entries = (kr_entry *)kr_values_new(vm, capacity * 2);
    memcpy(entries, dict->entries, dict->used * sizeof *entries);
    dict->entries = entries;
    dict->capacity = (uint32_t)capacity;
    dict->flags &= ~(uint32_t)KR_DICT_ROM;
    index_build(vm, dict, capacity, capacity > KR_NARROW_MAX);
}

/* Comes before everything that changes a dict. */
static inline void writable(kr_vm *vm, kr_dict *dict) {
    if (__builtin_expect(dict->flags & KR_DICT_ROM, 0)) leave_rom(vm, dict);
}

/* ---- What others use. ---- */

kr_dict *kr_dict_new(kr_vm *vm, size_t expected) {
    kr_dict *dict = kr_new(vm, &kr_dict_type, sizeof *dict);
    if (expected == 0) return dict;
    if (expected <= LINEAR_MAX) {
        dict->entries = (kr_entry *)kr_values_new(vm, expected * 2);
        dict->capacity = (uint32_t)expected;
        return dict;
    }
    grow(vm, dict, expected);
    index_build(vm, dict, expected, expected > KR_NARROW_MAX);
    return dict;
}

void kr_dict_fit(kr_vm *vm, kr_dict *dict) {
    dict->flags |= KR_DICT_FITTED;
    if (dict->size < dict->used && !(dict->flags & KR_DICT_NAMESPACE)) compact(vm, dict);
    if (dict->used == 0 || dict->used == dict->capacity) return;
    dict->entries = (kr_entry *)kr_values_resize(vm, (kr_value *)dict->entries, (size_t)dict->capacity * 2,
                                                 (size_t)dict->used * 2);
    dict->capacity = dict->used;
}

kr_value kr_dict_get(kr_vm *vm, kr_dict *dict, kr_value key) {
    uint32_t hash;
    const kr_entry *e =
        !dict->index && is_word(dict, key) ? find_word(dict, key) : find(vm, dict, key, &hash);
    return e && !kr_is_absent(e->value) ? e->value : KR_UNBOUND;
}

static inline void store(kr_dict *dict, kr_entry *e, kr_value value) {
    dict->size += (uint32_t)kr_is_absent(e->value) - (uint32_t)kr_is_absent(value);
    e->value = value;
}

/* The key of a small dict that is no other key's equal, when there is room for it: no hash, no index. */
static bool set_word(kr_dict *dict, kr_value key, kr_value value) {
    if (dict->index || !is_word(dict, key)) return false;
    kr_entry *e = find_word(dict, key);
    uint32_t n = dict->used;
    if (e) {
        store(dict, e, value);
        return true;
    }
    if (n == dict->capacity || n >= LINEAR_MAX) return false;
    dict->entries[n] = (kr_entry){key, value};
    dict->used = n + 1;
    dict->size += !kr_is_absent(value);
    dict->flags += VERSION_ONE;
    return true;
}

void kr_dict_set(kr_vm *vm, kr_dict *dict, kr_value key, kr_value value) {
    writable(vm, dict);
    if (set_word(dict, key, value)) return;
    uint32_t hash = 0;
    kr_entry *e = find(vm, dict, key, &hash);
    if (e)
        store(dict, e, value);
    else
        insert(vm, dict, key, value, hash);
}

kr_value kr_dict_setdefault(kr_vm *vm, kr_dict *dict, kr_value key, kr_value value) {
    writable(vm, dict);
    uint32_t hash = 0;
    kr_entry *e = find(vm, dict, key, &hash);
    if (!e) {
        insert(vm, dict, key, value, hash);
        return value;
    }
    if (kr_is_absent(e->value)) store(dict, e, value);
    return e->value;
}

kr_value kr_dict_get_name(const kr_dict *dict, kr_value name) {
    const kr_entry *e = find_name(dict, name);
    return e && !kr_is_absent(e->value) ? e->value : KR_UNBOUND;
}

void kr_dict_set_name(kr_vm *vm, kr_dict *dict, kr_value name, kr_value value) {
    writable(vm, dict);
    if (set_word(dict, name, value)) return;
    kr_entry *e = find_name(dict, name);
    if (e)
        store(dict, e, value);
    else
        insert(vm, dict, name, value, kr_to_str(name)->hash);
}

/* Holes at the end are given back, so that popitem() need not walk over them. */
static void drop(kr_vm *vm, kr_dict *dict, uint32_t n, uint32_t hash) {
    if (dict->index) index_remove(vm, dict, hash, n + 1);
    dict->entries[n] = (kr_entry){0, 0};
    dict->size--;
    dict->flags += VERSION_ONE;
    while (dict->used > 0 && dict->entries[dict->used - 1].key == 0) dict->used--;
}

void kr_dict_remove_at(kr_vm *vm, kr_dict *dict, uint32_t n) {
    writable(vm, dict);
    if (dict->flags & KR_DICT_NAMESPACE) {
        store(dict, &dict->entries[n], KR_UNBOUND);
        return;
    }
    drop(vm, dict, n, dict->index ? hash_at(vm, dict, n) : 0);
}

kr_value kr_dict_pop(kr_vm *vm, kr_dict *dict, kr_value key) {
    writable(vm, dict);
    uint32_t hash = 0;
    kr_entry *e = find(vm, dict, key, &hash);
    if (!e || kr_is_absent(e->value)) return KR_UNBOUND;
    kr_value value = e->value;
    if (dict->flags & KR_DICT_NAMESPACE) {
        store(dict, e, KR_UNBOUND);
        return value;
    }
    drop(vm, dict, (uint32_t)(e - dict->entries), hash);
    return value;
}

bool kr_dict_delete(kr_vm *vm, kr_dict *dict, kr_value key) {
    return kr_dict_pop(vm, dict, key) != KR_UNBOUND;
}

void kr_dict_clear(kr_vm *vm, kr_dict *dict) {
    writable(vm, dict);
    dict->size = 0;
    if (dict->flags & KR_DICT_NAMESPACE) {
        for (uint32_t n = 0; n < dict->used; n++) dict->entries[n].value = KR_UNBOUND;
        return;
    }
    kr_block_free(vm, dict->entries);
    kr_block_free(vm, dict->index);
    dict->entries = NULL;
    dict->index = NULL;
    dict->used = dict->capacity = 0;
    dict->flags &= ~(uint32_t)(KR_DICT_LOG_MASK | KR_DICT_MIXED | KR_DICT_LOOSE | KR_DICT_WIDE);
    dict->flags += VERSION_ONE;
}

kr_dict *kr_dict_copy(kr_vm *vm, kr_dict *dict) {
    if (dict->flags & KR_DICT_NAMESPACE || dict->used != dict->size) {
        kr_dict *copy = kr_dict_new(vm, kr_dict_length(dict));
        kr_dict_merge(vm, copy, dict);
        return copy;
    }
    kr_dict *copy = kr_new(vm, &kr_dict_type, sizeof *copy);
    if (dict->size == 0) return copy;
    if (dict->index) {
        size_t bytes = kr_index_bytes(kr_index_log(dict), kr_index_wide(dict));
        copy->index = kr_bytes_new(vm, bytes);
        memcpy(copy->index, dict->index, bytes);
    }
    size_t capacity = dict->index ? dict->capacity : dict->used;
    copy->flags = dict->flags & (KR_DICT_LOG_MASK | KR_DICT_MIXED | KR_DICT_LOOSE | KR_DICT_WIDE);
    copy->entries = (kr_entry *)kr_values_new(vm, capacity * 2);
    memcpy(copy->entries, dict->entries, dict->used * sizeof(kr_entry));
    copy->capacity = (uint32_t)capacity;
    copy->size = copy->used = dict->used;
    return copy;
}

/* One key whose hash is known. */
static void merge_entry(kr_vm *vm, kr_dict *dict, kr_entry entry, uint32_t hash) {
    kr_entry *e =
        dict->index ? find_indexed(vm, dict, entry.key, hash) : find_linear(vm, dict, entry.key, &hash);
    if (e)
        store(dict, e, entry.value);
    else
        insert(vm, dict, entry.key, entry.value, hash);
}

void kr_dict_merge(kr_vm *vm, kr_dict *dict, const kr_dict *other) {
    if (dict == other) return;
    writable(vm, dict);
    uint32_t *hashes = other->index ? gather_hashes(vm, other) : NULL;
    uint32_t known = hashes ? other->used : 0, version = kr_dict_version(other);
    for (uint32_t n = 0; (n = kr_dict_next(other, n)) != UINT32_MAX; n++) {
        kr_entry entry = other->entries[n];
        merge_entry(vm, dict, entry, n < known ? hashes[n] : kr_key_hash(vm, entry.key));
        if (kr_dict_version(other) != version)
            kr_raise(vm, &kr_RuntimeError_type, "dict mutated during update");
    }
    kr_block_free(vm, hashes);
}

size_t kr_dict_length(const kr_dict *dict) {
    if (!(dict->flags & KR_DICT_NAMESPACE)) return dict->size;
    size_t count = 0;
    for (uint32_t n = 0; (n = kr_dict_next(dict, n)) != UINT32_MAX; n++) count++;
    return count;
}

bool kr_dict_each(const kr_dict *dict, size_t *position, kr_value *key, kr_value *value) {
    uint32_t n = *position < dict->used ? kr_dict_next(dict, (uint32_t)*position) : UINT32_MAX;
    if (n == UINT32_MAX) return false;
    *key = dict->entries[n].key;
    *value = dict->entries[n].value;
    *position = (size_t)n + 1;
    return true;
}

void kr_namespace_reserve(kr_vm *vm, kr_dict *dict, size_t count) {
    writable(vm, dict);
    if (count > dict->capacity) grow(vm, dict, count);
}

uint32_t kr_namespace_slot(kr_vm *vm, kr_dict *dict, kr_value name) {
    dict->flags |= KR_DICT_NAMESPACE;
    kr_entry *e = find_name(dict, name);
    if (e) return (uint32_t)(e - dict->entries);
    if (dict->used >= NAMESPACE_MAX) kr_raise_memory(vm);
    writable(vm, dict);
    kr_value value = KR_UNBOUND;
    if (vm->builtins && vm->builtins != dict) {
        const kr_entry *builtin = find_name(vm->builtins, name);
        if (builtin && !kr_is_absent(builtin->value)) value = KR_BUILTIN(builtin - vm->builtins->entries + 1);
    }
    insert(vm, dict, name, value, kr_to_str(name)->hash);
    return dict->used - 1;
}

/* Interned strings: the names in ROM first, then a weak set in RAM.
 *
 * The RAM table is open-addressed and probed one by one. It holds str objects without keeping them
 * alive: after marking, the collector has the dead ones replaced by a mark for "deleted". The table is
 * rebuilt, larger or smaller, when it has no room, so its size follows what it holds. In a heap of half a
 * megabyte or less a slot has 16 bits: how many granules from the heap's start the string lies. */
#include "core/context.h"
#include "core/heap_layout.h"
#include "core/names.h"
#include "types/text.h"

#define DELETED  ((kr_value)1)
#define SMALLEST 16u

struct kr_intern {
    void *slots;       /* a bytes block: weak */
    uint32_t capacity; /* a power of two */
    uint32_t taken;    /* slots that are not 0: strings and deleted ones */
    uint32_t count;    /* strings */
    bool moving;       /* a smaller table is being allocated */
    bool near;         /* the slots have 16 bits */
};

void *kr_intern_slots(kr_vm *vm) {
    return &vm->interned->slots;
}

/* Strings lie behind the first granules of the block, so no distance is 0 or 1. */
enum { NEAR_BIAS = 2 };

/* 0, DELETED or a str. */
static inline kr_value slot_get(const kr_vm *vm, const struct kr_intern *table, uint32_t at) {
    if (!table->near) return ((const kr_value *)table->slots)[at];
    uint16_t distance = ((const uint16_t *)table->slots)[at];
    return distance < NEAR_BIAS ? distance
                                : (uintptr_t)vm->heap->base + (size_t)(distance - NEAR_BIAS) * KR_GRANULE;
}

static inline void slot_set(const kr_vm *vm, struct kr_intern *table, uint32_t at, kr_value v) {
    if (!table->near)
        ((kr_value *)table->slots)[at] = v;
    else
        ((uint16_t *)table->slots)[at] =
            (uint16_t)(v <= DELETED ? v : kr_granule_of(vm->heap, kr_to_pointer(v)) + NEAR_BIAS);
}

static size_t table_size(const struct kr_intern *table, uint32_t capacity) {
    return capacity * (table->near ? sizeof(uint16_t) : sizeof(kr_value));
}

uint32_t kr_text_hash(const char *text, size_t size) {
    uint32_t hash = 0x811c9dc5u;
    for (size_t i = 0; i < size; i++) hash = (hash ^ (uint8_t)text[i]) * 0x01000193u;
    return hash != 0 ? hash : 1;
}

static bool is_text(const kr_str *s, uint32_t hash, const char *text, size_t size) {
    return s->hash == hash && s->size == size && memcmp(s->data, text, size) == 0;
}

/* Names in ROM lie one behind the other, in the order of their hashes. */
static kr_value find_rom(uint32_t hash, const char *text, size_t size) {
    if (size == 0) return KR_EMPTY_STR;
    if (size == 1) return (uint8_t)*text < 0x80 ? KR_CHAR_STR((uint8_t)*text) : KR_UNBOUND;
    const char *at =
        (const char *)&kr_names_rom + (size_t)KR_OBJECT_ALIGN * kr_names_index[hash >> KR_NAMES_SHIFT];
    while (at < (const char *)(&kr_names_rom + 1)) {
        const kr_str *s = (const void *)at;
        if (s->hash > hash) break;
        if (is_text(s, hash, text, size)) return KR_OBJECT(s);
        at += (offsetof(kr_str, data) + s->size + 1 + KR_OBJECT_ALIGN - 1) & ~(size_t)(KR_OBJECT_ALIGN - 1);
    }
    return KR_UNBOUND;
}

static kr_value find_ram(const kr_vm *vm, uint32_t hash, const char *text, size_t size) {
    const struct kr_intern *table = vm->interned;
    for (uint32_t at = hash & (table->capacity - 1);; at = (at + 1) & (table->capacity - 1)) {
        kr_value v = slot_get(vm, table, at);
        if (v == 0) return KR_UNBOUND;
        if (v != DELETED && is_text(kr_to_str(v), hash, text, size)) return v;
    }
}

static kr_value find(const kr_vm *vm, uint32_t hash, const char *text, size_t size) {
    kr_value v = find_rom(hash, text, size);
    return v != KR_UNBOUND ? v : find_ram(vm, hash, text, size);
}

/* Stores a string that is not there in a table that has room. */
static void put(const kr_vm *vm, struct kr_intern *table, kr_value v) {
    uint32_t at = kr_to_str(v)->hash & (table->capacity - 1);
    while (slot_get(vm, table, at) > DELETED) at = (at + 1) & (table->capacity - 1);
    table->taken += slot_get(vm, table, at) == 0;
    table->count++;
    slot_set(vm, table, at, v);
}

/* Room for the present strings and as many more. */
static uint32_t fitting(const struct kr_intern *table) {
    uint32_t capacity = SMALLEST;
    while (capacity < table->count * 2 + 2) capacity *= 2;
    return capacity;
}

/* Moves the strings into a new block. */
static void move(kr_vm *vm, void *slots, uint32_t capacity) {
    struct kr_intern *table = vm->interned;
    memset(slots, 0, table_size(table, capacity));
    struct kr_intern old = *table;
    *table = (struct kr_intern){slots, capacity, 0, 0, false, table->near};
    for (uint32_t i = 0; i < old.capacity; i++) {
        kr_value v = slot_get(vm, &old, i);
        if (v > DELETED) put(vm, table, v);
    }
    kr_block_free(vm, old.slots);
}

/* A collection while the new table is being allocated may drop some strings, and may make the old one
 * smaller. */
static void rebuild(kr_vm *vm) {
    uint32_t capacity = fitting(vm->interned);
    move(vm, kr_bytes_new(vm, table_size(vm->interned, capacity)), capacity);
}

static void add(kr_vm *vm, kr_str *s) {
    struct kr_intern *table = vm->interned;
    if (table->taken + table->capacity / 4 >= table->capacity) rebuild(vm);
    s->interned = 1;
    put(vm, table, KR_OBJECT(s));
}

kr_value kr_intern(kr_vm *vm, const char *text, size_t size) {
    uint32_t hash = kr_text_hash(text, size);
    kr_value v = find(vm, hash, text, size);
    if (v != KR_UNBOUND) return v;
    v = kr_str_new(vm, text, size);
    kr_to_str(v)->hash = hash;
    add(vm, kr_to_str(v));
    return v;
}

kr_value kr_intern_text(kr_vm *vm, const char *text) {
    return kr_intern(vm, text, strlen(text));
}

kr_value kr_intern_str(kr_vm *vm, kr_value str) {
    kr_str *s = kr_to_str(str);
    if (s->interned) return str;
    uint32_t hash = kr_str_hash(s);
    kr_value twin = find(vm, hash, s->data, s->size);
    if (twin != KR_UNBOUND) return twin;
    if (s->head.type != &kr_str_type || !kr_in_heap(vm->heap, (uintptr_t)s))
        return kr_intern(vm, s->data, s->size);
    add(vm, s);
    return str;
}

kr_value kr_intern_find(kr_vm *vm, const char *text, size_t size) {
    return find(vm, kr_text_hash(text, size), text, size);
}

bool kr_intern_init(kr_vm *vm) {
    struct kr_intern *table = kr_bytes_new(vm, sizeof *table);
    bool near = kr_heap_bytes(vm->heap) <= (size_t)(UINT16_MAX - NEAR_BIAS) * KR_GRANULE;
    *table = (struct kr_intern){NULL, 0, 0, 0, false, near};
    vm->interned = table;
    rebuild(vm);
    return true;
}

void kr_intern_trace(kr_vm *vm) {
    kr_mark_block(vm, vm->interned);
    if (vm->interned != NULL) kr_mark_block(vm, vm->interned->slots);
}

void kr_intern_sweep(kr_vm *vm) {
    struct kr_intern *table = vm->interned;
    if (table == NULL) return;
    for (uint32_t i = 0; i < table->capacity; i++) {
        kr_value v = slot_get(vm, table, i);
        if (v <= DELETED || kr_is_marked(vm, v)) continue;
        slot_set(vm, table, i, DELETED);
        table->count--;
    }
}

void kr_intern_fit(kr_vm *vm) {
    struct kr_intern *table = vm->interned;
    if (table == NULL || table->moving) return;
    uint32_t capacity = fitting(table);
    if (capacity >= table->capacity) return;
    table->moving = true; /* the allocation may collect, and end here again */
    kr_heap_cell *cell = kr_try_new(vm, &kr_bytes_block_type, sizeof *cell + table_size(table, capacity));
    table->moving = false;
    if (cell != NULL) move(vm, cell + 1, capacity);
}

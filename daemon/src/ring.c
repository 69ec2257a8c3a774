/* The ring of tagged records. A record's header may wrap around the end of the memory like its bytes, so it
 * is read byte by byte; everything else is arithmetic on positions that only grow.
 *
 * Invariant: tail <= last <= head and head - tail <= capacity, and each of them is the start of a record or
 * head. */
#include "ring.h"

#include <string.h>

static uint8_t byte_at(const struct ring *ring, uint64_t position) {
    return ring->data[position % ring->capacity];
}

static uint32_t length_at(const struct ring *ring, uint64_t record) {
    return (uint32_t)byte_at(ring, record) | (uint32_t)byte_at(ring, record + 1) << 8;
}

static void put_header(struct ring *ring, uint64_t record, uint32_t length, uint8_t tag) {
    ring->data[record % ring->capacity] = (uint8_t)length;
    ring->data[(record + 1) % ring->capacity] = (uint8_t)(length >> 8);
    ring->data[(record + 2) % ring->capacity] = tag;
}

/* In two pieces where the memory ends. */
static void put_bytes(struct ring *ring, uint64_t position, const uint8_t *data, size_t length) {
    size_t at = (size_t)(position % ring->capacity);
    size_t first = ring->capacity - at < length ? ring->capacity - at : length;
    memcpy(ring->data + at, data, first);
    memcpy(ring->data, data + first, length - first);
}

/* Drops the oldest records until so many bytes are free. */
static void make_room(struct ring *ring, size_t need) {
    while (ring->capacity - (ring->head - ring->tail) < need && ring->tail != ring->head) {
        ring->tail += RING_HEADER + length_at(ring, ring->tail);
    }
    if (ring->last < ring->tail) ring->last = ring->tail;
}

/* Records stay small against the ring, so that dropping one never drops most of what is held. */
static uint32_t record_limit(const struct ring *ring) {
    uint32_t limit = ring->capacity / 4;
    return limit > 0xffff ? 0xffff : limit;
}

/* Grows the newest record, if the tag and the lengths allow. */
static bool extend(struct ring *ring, uint8_t tag, const uint8_t *data, size_t length) {
    if (!ring->merges || ring->last == ring->head || byte_at(ring, ring->last + 2) != tag) return false;
    uint32_t old = length_at(ring, ring->last);
    if (old + length > record_limit(ring)) return false;
    make_room(ring, length);
    if (ring->last == ring->head) return false;
    put_bytes(ring, ring->head, data, length);
    put_header(ring, ring->last, old + (uint32_t)length, tag);
    ring->head += length;
    return true;
}

static void append_record(struct ring *ring, uint8_t tag, const uint8_t *data, size_t length) {
    if (extend(ring, tag, data, length)) return;
    make_room(ring, RING_HEADER + length);
    put_header(ring, ring->head, (uint32_t)length, tag);
    put_bytes(ring, ring->head + RING_HEADER, data, length);
    ring->last = ring->head;
    ring->head += RING_HEADER + length;
}

void ring_init(struct ring *ring, uint8_t *data, uint32_t capacity, bool merges) {
    *ring = (struct ring){.data = data, .capacity = capacity, .merges = merges};
}

void ring_append(struct ring *ring, uint8_t tag, const uint8_t *data, size_t length) {
    size_t limit = record_limit(ring);
    while (length > 0) {
        size_t part = length < limit ? length : limit;
        append_record(ring, tag, data, part);
        data += part;
        length -= part;
    }
}

size_t ring_room(const struct ring *ring, const struct ring_cursor *cursor) {
    uint64_t used = cursor->record >= ring->tail ? ring->head - cursor->record : 0;
    uint64_t room = ring->capacity - used;
    size_t limit = record_limit(ring);
    if (room <= RING_HEADER) return 0;
    return room - RING_HEADER < limit ? (size_t)(room - RING_HEADER) : limit;
}

/* Inside the newest record, because that may still grow. */
struct ring_cursor ring_end(const struct ring *ring) {
    struct ring_cursor cursor = {ring->last, 0};
    if (ring->last != ring->head) cursor.offset = length_at(ring, ring->last);
    return cursor;
}

struct ring_cursor ring_begin(const struct ring *ring) {
    return (struct ring_cursor){ring->tail, 0};
}

bool ring_peek(const struct ring *ring, struct ring_cursor *cursor, const uint8_t **data, size_t *length,
               uint8_t *tag, uint64_t *lost) {
    *lost = 0;
    if (cursor->record < ring->tail) {
        *lost = ring->tail - cursor->record;
        *cursor = ring_begin(ring);
    }
    while (cursor->record != ring->head) {
        uint32_t total = length_at(ring, cursor->record);
        if (cursor->offset < total) {
            size_t at = (size_t)((cursor->record + RING_HEADER + cursor->offset) % ring->capacity);
            size_t left = total - cursor->offset;
            *data = ring->data + at;
            *length = ring->capacity - at < left ? ring->capacity - at : left;
            *tag = byte_at(ring, cursor->record + 2);
            return true;
        }
        if (cursor->record + RING_HEADER + total == ring->head) return false;
        *cursor = (struct ring_cursor){cursor->record + RING_HEADER + total, 0};
    }
    return false;
}

void ring_advance(struct ring_cursor *cursor, size_t length) {
    cursor->offset += (uint32_t)length;
}

bool ring_is_end(const struct ring *ring, const struct ring_cursor *cursor) {
    if (cursor->record < ring->tail) return ring->tail == ring->head;
    return cursor->record == ring->head ||
           (cursor->record == ring->last && cursor->record + RING_HEADER + cursor->offset == ring->head);
}

bool ring_skip(const struct ring *ring, struct ring_cursor *cursor) {
    if (cursor->record < ring->tail) *cursor = ring_begin(ring);
    if (cursor->record == ring->head) return false;
    *cursor = (struct ring_cursor){cursor->record + RING_HEADER + length_at(ring, cursor->record), 0};
    return true;
}

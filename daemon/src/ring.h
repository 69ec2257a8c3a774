/* A ring of tagged byte records: program output with its stream, log lines with their level.
 *
 * One writer, any number of readers. A reader is a cursor of its own that costs the ring nothing. When the
 * ring is full the oldest records go, and a cursor that pointed into them finds out how much it missed. A
 * writer that must not outrun a reader asks ring_room() first. Positions count bytes since the beginning and
 * never wrap. */
#ifndef DEV_RING_H
#define DEV_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring {
    uint8_t *data;
    uint32_t capacity;
    bool merges;   /* consecutive appends with one tag become one record */
    uint64_t tail; /* the oldest record */
    uint64_t last; /* the newest record; head when there is none */
    uint64_t head; /* where the next record begins */
};

struct ring_cursor {
    uint64_t record; /* a record's position, or head */
    uint32_t offset; /* bytes of it that were read */
};

#define RING_HEADER 3 /* u16 length, u8 tag */

void ring_init(struct ring *ring, uint8_t *data, uint32_t capacity, bool merges);

/* Appends; cuts what is longer than a quarter of the ring into several records. */
void ring_append(struct ring *ring, uint8_t tag, const uint8_t *data, size_t length);

/* How many bytes can be appended at once before the cursor misses something. */
size_t ring_room(const struct ring *ring, const struct ring_cursor *cursor);

/* A cursor behind the newest record; at the oldest one. */
struct ring_cursor ring_end(const struct ring *ring);
struct ring_cursor ring_begin(const struct ring *ring);

/* The next unread bytes that lie in one piece: false when there are none. *lost is how many bytes of records
 * the cursor missed since the last call. */
bool ring_peek(const struct ring *ring, struct ring_cursor *cursor, const uint8_t **data, size_t *length,
               uint8_t *tag, uint64_t *lost);

void ring_advance(struct ring_cursor *cursor, size_t length);

/* The cursor has seen everything. */
bool ring_is_end(const struct ring *ring, const struct ring_cursor *cursor);

/* Moves a cursor behind its record. False when it is at the end. */
bool ring_skip(const struct ring *ring, struct ring_cursor *cursor);

#endif

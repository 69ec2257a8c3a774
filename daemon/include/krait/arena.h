/* Memory for things that come and go, of any size: a block of one's own, and beyond it blocks that somebody
 * lends.
 *
 * The own block is what a device can always count on. Loans are taken when something does not fit, and
 * brought back when the last thing in them is gone. */
#ifndef KRAIT_ARENA_H
#define KRAIT_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_region;

struct arena {
    struct arena_region *own; /* NULL: there is none */
    struct arena_region *loans;
    /* Lends `*size` bytes, or somewhat more and then says so, aligned for any number; NULL when there are
     * none. */
    void *(*lend)(void *context, size_t *size);
    void (*take_back)(void *context, void *memory);
    void *context;
    size_t lent, lent_most; /* bytes of loans: now, and how many there may be */
};

/* Where something is looked for: in the own block, in loans, or first in the one and then in the other; and from which
 * end. Things of one size that come and go all the time leave no holes among the others at an end of their own. */
enum arena_place { ARENA_OWN = 1, ARENA_LOANS = 2, ARENA_ANY = 3, ARENA_FROM_END = 4 };

/* What a thing of `size` bytes takes of a block, and what a block takes for itself. */
size_t arena_cost(size_t size);
#define ARENA_OVERHEAD 64u

/* The block is aligned to 16 and as long as the caller has counted. The functions may be NULL: nobody lends.
 */
void arena_init(struct arena *arena, void *memory, size_t size);

/* Aligned to two words; NULL when there is no room. The bytes are what they are. */
void *arena_take(struct arena *arena, size_t size, enum arena_place place);

/* NULL is ignored. */
void arena_give(struct arena *arena, void *thing);

/* Makes a thing longer or shorter where it lies. False, and nothing has happened: something is in the way. */
bool arena_resize(void *thing, size_t size);

#endif

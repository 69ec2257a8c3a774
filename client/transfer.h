#ifndef TRANSFER_H
#define TRANSFER_H
/* Moving many files between here and the device, several at a time on one link.
 *
 * Every file is checked by SHA-256 and appears under its name only when it is whole: here through
 * ".NAME.krait-part", there likewise. When the link breaks, the transfer connects anew and goes on where each
 * file was; it gives up after some tries that moved nothing. Long files resume across commands as well. */
#include "output.h"
#include "verbs.h"

struct item {
    bool get;             /* from the device; else to it */
    char *local, *remote; /* owned; remote is absolute */
    uint64_t size;        /* bytes, as far as known */
    int64_t mtime;
    uint16_t mode;
    bool hashed;
    uint8_t hash[PROTO_DIGEST_BYTES]; /* of the source when `hashed` */
    /* Result */
    bool done;
    struct failure failure; /* code 0 while nothing failed */
};

struct items {
    struct item *list;
    size_t count, capacity;
};

/* Appends an item; copies the strings. False: out of memory. */
bool items_add(struct items *items, bool get, const char *local, const char *remote, uint64_t size,
               int64_t mtime, uint16_t mode);
void items_free(struct items *items);

/* Moves all that are not done. Each failure is printed as it happens. Returns the exit code: of the first
 * failure. `label` is for the progress bar. */
int transfer(struct context *context, struct items *items, const char *label);

#endif

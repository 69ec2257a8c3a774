#ifndef KRAIT_TEST_HISTORY_H
#define KRAIT_TEST_HISTORY_H
/* Random histories of a file system, beside a model that knows what was acknowledged.
 *
 * `now` is what every mount must find. While a call is in progress, `next` is what it makes of that: after a
 * cut the one or the other must be there as a whole. Bytes that were written but neither synced nor closed
 * are in neither. */
#include "flashfs.h"
#include "nor.h"

#define HISTORY_ITEMS   24
#define HISTORY_WRITERS 2

struct blob {
    unsigned owners;
    uint32_t size;
    uint8_t data[];
};

struct item {
    char path[48]; /* empty: free */
    unsigned key;  /* stays when it is renamed; 0: free */
    bool directory;
    struct blob *content;
    int64_t mtime;
};

struct model {
    struct item items[HISTORY_ITEMS];
};

/* A file that is open for writing. */
struct writer {
    int handle;   /* -1: none */
    unsigned key; /* of its item, which may be gone */
    uint8_t *data;
    uint32_t size;
    int64_t mtime;
    bool dirty, replacing, full;
};

struct history {
    struct nor nor;
    flash_device device;
    flashfs fs;
    struct model now, next;
    struct writer writers[HISTORY_WRITERS];
    uint64_t random;
    int64_t clock;
    unsigned keys;
    uint32_t largest; /* bytes of a file, about */
    unsigned full;    /* calls that found no room */
    unsigned damage;  /* reports of damaged files and records */
    const char *name; /* for messages */
};

/* A new file system; ends the program when that fails. */
void history_open(struct history *history, const char *name, uint32_t sector_size, uint32_t sectors,
                  uint64_t seed);
void history_close(struct history *history);
/* The flash and the models of another one, not mounted. */
void history_copy(struct history *to, const struct history *from, uint64_t seed);
/* Mounts and checks: what is there is `now` or `next`, which becomes `now`; nothing is damaged, no unit is
 * lost. */
void history_mount(struct history *history);
/* Compares everything with `now`. */
void history_verify(struct history *history);
/* A few calls at random. */
void history_step(struct history *history);
/* Ends the program with a message. */
void history_fail(const struct history *history, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif

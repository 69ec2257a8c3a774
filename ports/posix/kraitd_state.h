#ifndef KRAIT_POSIX_KRAITD_STATE_H
#define KRAIT_POSIX_KRAITD_STATE_H
/* The state folder of a kraitd: small records, each a file that is replaced atomically, and a lock against a
 * second kraitd. */
#include <stdbool.h>
#include <stddef.h>

typedef struct kraitd_state {
    int folder; /* descriptor */
    int lock;   /* descriptor that holds the lock; -1: none */
    char path[4096];
} kraitd_state;

/* Opens the folder, making it (0700) with what is missing above it. NULL for `path`:
 * $XDG_STATE_HOME/krait/NAME, or
 * ~/.local/state/krait/NAME. 0, or an errno. state->path is set in any case. */
int kraitd_state_open(kraitd_state *state, const char *path, const char *name);

/* 0; EWOULDBLOCK when another process has the lock; another errno. */
int kraitd_state_lock(kraitd_state *state);

void kraitd_state_close(kraitd_state *state);

/* As dev_port.load and dev_port.store. */
ptrdiff_t kraitd_state_load(kraitd_state *state, const char *name, void *data, size_t capacity);
int kraitd_state_store(kraitd_state *state, const char *name, const void *data, size_t size);

#endif

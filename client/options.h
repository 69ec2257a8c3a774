#ifndef OPTIONS_H
#define OPTIONS_H
/* The options that every verb knows. They may stand before the verb or among its arguments. */
#include <stdbool.h>
#include "failure.h"

struct options {
    const char *device; /* -d NAME, $KRAIT_DEVICE, or NULL */
    bool json;          /* --json: one object a line on stdout, errors too */
    bool quiet;         /* -q: no progress, no notices */
    bool interrupt;     /* -I, --interrupt: a program that runs on a stock board may be interrupted */
    double timeout; /* --timeout SECONDS; 0: not given. Connecting, and each answer; for exec, eval and run
                       the program's time */
};

/* Takes the common options out of argv (in place, keeping the order of the rest; stops at "--" and does not
 * look at arguments of `run`, `exec` and `eval` after their program). *argc shrinks. False after filling
 * *failure (EXIT_USAGE). */
bool options_take(struct options *options, int *argc, char **argv, struct failure *failure);

/* The time-out in ms: what was given, or `otherwise`. */
int options_timeout_ms(const struct options *options, int otherwise);

/* Scans a verb's own flags. `letters` lists single-letter flags without values; long names in `names`
 * (NULL-ended) map to single letters in `map`. Removes found flags from argv and sets found[letter]. Returns
 * NULL, or the unknown argument that looks like an option. "--" ends flags and is removed. */
const char *options_flags(int *argc, char **argv, const char *letters, const char *const *names,
                          const char *map, bool found[128]);

#endif

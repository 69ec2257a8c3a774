/* Taking options out of an argument list, so that they may stand anywhere. */
#include "options.h"
#include <stdlib.h>
#include <string.h>

/* Removes `count` arguments at `at`. */
static void drop(int *argc, char **argv, int at, int count) {
    memmove(argv + at, argv + at + count, (size_t)(*argc - at - count + 1) * sizeof *argv);
    *argc -= count;
}

/* The value of an option that stands at `at` as "--name=value", "--name value" or "-n value"; NULL when it is
 * missing. *count is how many arguments it took. */
static const char *value_of(int argc, char **argv, int at, int *count) {
    const char *equals = strncmp(argv[at], "--", 2) == 0 ? strchr(argv[at], '=') : NULL;
    *count = equals ? 1 : 2;
    if (equals) return equals + 1;
    return at + 1 < argc ? argv[at + 1] : NULL;
}

static bool names(const char *argument, const char *letter, const char *name) {
    size_t size = strlen(name);
    return strcmp(argument, letter) == 0 || strcmp(argument, name) == 0 ||
           (strncmp(argument, name, size) == 0 && argument[size] == '=');
}

static bool parse_timeout(const char *text, double *seconds, struct failure *failure) {
    char *end = NULL;
    double value = text ? strtod(text, &end) : 0;
    if (!text || end == text || *end || !(value > 0 && value <= 1e6))
        return fail(failure, EXIT_USAGE, "--timeout takes a number of seconds above 0, not '%s'",
                    text ? text : "");
    *seconds = value;
    return true;
}

/* Takes one option at argv[at]; *count is 0 when it is none of the common ones. */
static bool take_one(struct options *options, int argc, char **argv, int at, int *count,
                     struct failure *failure) {
    const char *argument = argv[at];
    *count = 1;
    if (strcmp(argument, "--json") == 0) {
        options->json = true;
    } else if (strcmp(argument, "-q") == 0 || strcmp(argument, "--quiet") == 0) {
        options->quiet = true;
    } else if (strcmp(argument, "-I") == 0 || strcmp(argument, "--interrupt") == 0) {
        options->interrupt = true;
    } else if (names(argument, "-d", "--device")) {
        options->device = value_of(argc, argv, at, count);
        if (!options->device || !*options->device)
            return fail(failure, EXIT_USAGE, "-d takes the name of a device");
    } else if (names(argument, "-t", "--timeout")) {
        return parse_timeout(value_of(argc, argv, at, count), &options->timeout, failure);
    } else {
        *count = 0;
    }
    return true;
}

bool options_take(struct options *options, int *argc, char **argv, struct failure *failure) {
    const char *verb = NULL;
    for (int at = 1; at < *argc;) {
        int count = 0;
        if (strcmp(argv[at], "--") == 0) break;
        if (argv[at][0] == '-' && argv[at][1] && !take_one(options, *argc, argv, at, &count, failure))
            return false;
        if (count) {
            drop(argc, argv, at, count);
            continue;
        }
        bool program = verb && (!strcmp(verb, "run") || !strcmp(verb, "exec") || !strcmp(verb, "eval"));
        if (program && (argv[at][0] != '-' || !argv[at][1])) break; /* what follows belongs to the program */
        if (argv[at][0] != '-' && !verb) verb = argv[at];
        at++;
    }
    return true;
}

int options_timeout_ms(const struct options *options, int otherwise) {
    return options->timeout > 0 ? (int)(options->timeout * 1000) + 1 : otherwise; /* at most 10^9 */
}

/* The letter of a long flag, or 0. */
static char letter_of(const char *name, const char *const *long_names, const char *map) {
    for (size_t i = 0; long_names && long_names[i]; i++) {
        if (strcmp(name, long_names[i]) == 0) return map[i];
    }
    return 0;
}

const char *options_flags(int *argc, char **argv, const char *letters, const char *const *long_names,
                          const char *map, bool found[128]) {
    memset(found, 0, 128 * sizeof *found);
    for (int at = 1; at < *argc;) {
        const char *argument = argv[at];
        if (strcmp(argument, "--") == 0) {
            drop(argc, argv, at, 1);
            return NULL;
        }
        if (argument[0] != '-' || !argument[1]) {
            at++;
            continue;
        }
        char letter = argument[1] == '-' ? letter_of(argument + 2, long_names, map) : 0;
        if (argument[1] == '-' && !letter) return argument;
        if (letter) found[(unsigned char)letter] = true;
        for (const char *p = argument + 1; !letter && *p; p++) {
            if (!strchr(letters, *p)) return argument;
            found[(unsigned char)*p & 127] = true;
        }
        drop(argc, argv, at, 1);
    }
    return NULL;
}

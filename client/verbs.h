#ifndef VERBS_H
#define VERBS_H
/* The verbs: one table (verbs.c), one file a verb (verb_<name>.c). */
#include "options.h"
#include "session.h"

/* What a verb works with. Several commands chained with `+` share one context, so that the link is opened
 * once. */
struct context {
    const struct options *options;
    struct session *session; /* opened by context_session on first use */
    bool connected;
    struct device device;
    bool device_chosen;
    bool more;                 /* further commands of the chain follow */
    struct hostfs *mount;      /* what an earlier `mount` of the chain offers, or NULL */
    struct compiler *compiler; /* made by context_compiler on first use */
    bool told_images;          /* people know that the device gets images, or have asked for them */
};

struct verb {
    const char *name;
    const char *group;   /* heading in --help */
    const char *usage;   /* arguments, e.g. "[-r] SOURCE… TARGET" */
    const char *summary; /* one line, for the list */
    const char *help;    /* the rest of `krait VERB --help`: options and examples, ends with a newline */
    /* Runs with argv[0] = the verb's name. Returns an exit code; has printed its own error. */
    int (*run)(struct context *context, int argc, char **argv);
};

/* Every verb, in the order of --help: X(name). `verb_<name>` is defined in verb_<name>.c. */
#define VERBS(X)                                                                                             \
    X(pair)                                                                                                  \
    X(devices)                                                                                               \
    X(key) X(info) X(exec) X(eval) X(run) X(compile) X(repl) X(interrupt) X(reset) X(ls) X(tree) X(cat) X(cp) X(mv)     \
        X(rm) X(mkdir) X(df) X(sync) X(mount)
#define VERB_DECLARE(name) extern const struct verb verb_##name;
VERBS(VERB_DECLARE)
#undef VERB_DECLARE

/* All of them; the last entry is NULL. */
extern const struct verb *const verbs[];
const struct verb *verb_find(const char *name);
/* The verb that somebody who typed `name` may have meant, or NULL. */
const struct verb *verb_guess(const char *name);

/* The link to the chosen device, opened when it is not yet; NULL after printing why not (*code is the exit
 * code). */
struct session *context_session(struct context *context, int *code);

/* The same without printing. */
bool context_connect(struct context *context, struct failure *failure);

/* A compiler that lives as long as the context; NULL after filling *failure. */
struct compiler *context_compiler(struct context *context, struct failure *failure);

/* For a verb that copies: a compiler of its own when it is `asked` for or the device has none itself, else
 * NULL. False after filling *failure. */
bool context_images(struct context *context, bool asked, struct compiler **compiler, struct failure *failure);
/* Tells people, once, that a source file goes as an image because of the device. */
void context_tell_images(struct context *context);

/* After a broken link: tries again for so long, as a device that restarts needs a moment. */
bool context_reconnect(struct context *context, int patience_ms, struct failure *failure);

/* Prints a failure as the options want it (text or JSON, with the device's name) and returns its exit code.
 */
int context_fail(struct context *context, const struct failure *failure);

/* Runs a chain of commands (`VERB … + VERB …`); argv holds argc arguments and a NULL. Stops at the first that
 * fails and returns its exit code. For main and for `mount DIR -- …`. */
int verbs_run(struct context *context, int argc, char **argv);

/* Prints "krait: <sentence>" to stderr, or an error object with --json. */
void context_complain(const struct context *context, int code, const char *text);

/* A wrong command line of this verb: prints the sentence and the usage line; returns EXIT_USAGE. */
int verb_usage(const struct context *context, const char *verb, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

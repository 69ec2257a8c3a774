/* krait mount: a directory of this computer on the device, without copying it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "hostfs.h"
#include "output.h"
#include "verbs.h"

#define POINT "/remote"

/* Serves until ctrl-C; when the link breaks, waits for the device and mounts again. */
static int serve(struct context *context, struct hostfs *fs, struct failure *failure) {
    for (;;) {
        struct session *session = context->session;
        while (session_step(session, -1) && !session->interrupted && !fs->handler.ended) {
        }
        if (session->interrupted) return EXIT_OK;
        if (!session->dead && fs->handler.ended)
            return fail_status(failure, fs->handler.status, "the device ended the mount", fs->handler.text),
                   context_fail(context, failure);
        if (!context->options->quiet)
            fprintf(stderr, "krait: %s; waiting for the device\n", session->failure.text);
        if (!context_reconnect(context, options_timeout_ms(context->options, 60000), failure) ||
            !hostfs_mount(fs, context->session, POINT, failure))
            return context_fail(context, failure);
        if (!context->options->quiet) fputs("krait: mounted again\n", stderr);
    }
}

static int with_commands(struct context *context, int argc, char **argv) {
    int code = verbs_run(context, argc, argv);
    context->session->interrupted = false;
    return code;
}

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"read-only", NULL};
    struct failure failure = {0};
    bool flags[128];
    int code = EXIT_OK, split = 1;
    while (split < argc && strcmp(argv[split], "--") != 0) split++;
    char **commands = argv + split + 1;
    int command_count = argc - split - 1, own = split;
    char *separator = split < argc ? argv[split] : NULL;
    argv[split] = NULL;
    const char *unknown = options_flags(&own, argv, "r", names, "r", flags);
    if (unknown) return verb_usage(context, "mount", "mount does not know '%s'", unknown);
    if (own != 2) return verb_usage(context, "mount", "mount takes one directory of this computer");
    if (separator && command_count < 1) return verb_usage(context, "mount", "a command is missing behind --");
    if (context->mount)
        return verb_usage(context, "mount", "a directory is mounted already; one mount a command line");
    struct hostfs *fs = malloc(sizeof *fs);
    if (!fs || !hostfs_init(fs, argv[1], flags['r'], &failure))
        return free(fs), context_fail(context, &failure);
    struct session *session = context_session(context, &code);
    if (!session) return free(fs), code;
    if (session->board && !separator && !context->more) {
        hostfs_release(fs, session);
        free(fs);
        return verb_usage(
            context, "mount",
            "nobody but this command can use the port meanwhile: say what to do with the mount, e.g. "
            "krait mount %s + repl",
            argv[1]);
    }
    if (!hostfs_mount(fs, session, POINT, &failure)) {
        code = context_fail(context, &failure);
    } else if (!separator && context->more) {
        context->mount = fs; /* lives as long as the chain */
        return EXIT_OK;
    } else if (separator) {
        context->mount = fs;
        code = with_commands(context, command_count, commands);
        context->mount = NULL;
    } else {
        if (!context->options->quiet)
            fprintf(stderr, "%s is mounted at " POINT "; ctrl-C ends it\n", argv[1]);
        code = serve(context, fs, &failure);
        session->interrupted = false;
    }
    hostfs_release(fs, context->session);
    free(fs);
    return code;
}

const struct verb verb_mount = {
    .name = "mount",
    .group = "files",
    .usage = "[-r] DIRECTORY [-- VERB ...]",
    .summary = "Mount a directory of this computer on the device",
    .run = run,
    .help = "-r, --read-only  the device may not change anything\n\n"
            "The directory appears at /remote, which is put on sys.path, until the commands behind -- (or "
            "the rest of the chain) are done; without\n"
            "any, until ctrl-C. It survives a soft reset (of a Krait device). The device never gets outside "
            "the directory.\n\n"
            "    krait mount . -- run main.py\n    krait mount src + repl\n"};

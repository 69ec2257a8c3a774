/* krait repl: the device's prompt. */
#include "repl.h"

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"take", NULL};
    bool flags[128];
    const char *unknown = options_flags(&argc, argv, "T", names, "T", flags);
    if (unknown) return verb_usage(context, "repl", "repl does not know '%s'", unknown);
    if (argc > 1) return verb_usage(context, "repl", "repl takes no '%s'", argv[1]);
    return repl(context, flags['T']);
}

const struct verb verb_repl = {
    .name = "repl",
    .group = "programs",
    .usage = "[--take]",
    .summary = "Talk to the device's Python",
    .run = run,
    .help = "-T, --take  take the console from whoever has it; they are told and go on watching\n\n"
            "ctrl-C interrupts what runs, or drops the line; ctrl-D or exit() leaves; Tab completes names of "
            "the device; ctrl-E begins paste mode, in\n"
            "which ctrl-D runs what was pasted. Lines end a block when they are empty. History is kept "
            "between conversations.\n"};

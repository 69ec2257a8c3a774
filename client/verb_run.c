/* krait run: a program of this computer on the device, without storing it there. */
#include <stdlib.h>
#include <string.h>
#include "job_flags.h"

static int run(struct context *context, int argc, char **argv) {
    struct job job = {.kind = PROTO_EXEC_RUN, .input = true};
    struct failure failure = {0};
    if (!job_flags(context, "run", &argc, &argv, &job)) return EXIT_USAGE;
    if (argc < 2) return verb_usage(context, "run", "run takes a program and its arguments");
    char *text = job_read_file(argv[1], &job.size, &failure);
    if (!text) return context_fail(context, &failure);
    const char *slash = strrchr(argv[1], '/');
    job.name = strcmp(argv[1], "-") == 0 ? "<stdin>" : slash ? slash + 1 : argv[1];
    if (strcmp(argv[1], "-") == 0) job.input = false; /* the program itself came from there */
    job.source = text;
    job.argc = argc - 1;
    job.argv = argv + 1;
    int code = job_do(context, &job);
    free(text);
    return code;
}

const struct verb verb_run = {.name = "run",
                              .group = "programs",
                              .usage = "[-w | -T] FILE [ARGUMENT ...]",
                              .summary = "Run a program of this computer on the device",
                              .run = run,
                              .help = "FILE '-' is standard input. Otherwise standard input goes to the "
                                      "program, its output comes back as it is printed, stdout and\n"
                                      "stderr apart, ctrl-C interrupts it, and its exit status is krait's. "
                                      "sys.argv is FILE and the arguments.\n\n" JOB_FLAGS_HELP};

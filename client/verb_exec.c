/* krait exec: statements in the device's __main__, which lives on. */
#include <string.h>
#include "job_flags.h"

static int run(struct context *context, int argc, char **argv) {
    struct job job = {.kind = PROTO_EXEC_STATEMENTS, .name = "<string>"};
    if (!job_flags(context, "exec", &argc, &argv, &job, NULL)) return EXIT_USAGE;
    if (argc != 2) return verb_usage(context, "exec", "exec takes one argument, the statements (quote them)");
    job.source = argv[1];
    job.size = strlen(argv[1]);
    return job_do(context, &job);
}

const struct verb verb_exec = {.name = "exec",
                               .group = "programs",
                               .usage = "[-w | -T] STATEMENTS",
                               .summary = "Run statements on the device",
                               .run = run,
                               .help = JOB_FLAGS_HELP
                               "\nNames live on in the device's __main__ until a reset.\n\n    krait exec "
                               "'import machine; print(machine.unique_id())'\n"};

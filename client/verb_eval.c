/* krait eval: prints the value of an expression. */
#include <string.h>
#include "job_flags.h"

static int run(struct context *context, int argc, char **argv) {
    struct job job = {.kind = PROTO_EXEC_EVAL, .name = "<string>"};
    if (!job_flags(context, "eval", &argc, &argv, &job, NULL)) return EXIT_USAGE;
    if (argc != 2) return verb_usage(context, "eval", "eval takes one argument, the expression (quote it)");
    job.source = argv[1];
    job.size = strlen(argv[1]);
    return job_do(context, &job);
}

const struct verb verb_eval = {.name = "eval",
                               .group = "programs",
                               .usage = "[-w | -T] EXPRESSION",
                               .summary = "Print the value of an expression",
                               .run = run,
                               .help = JOB_FLAGS_HELP "\n    krait eval 'sum(range(10))'\n"};

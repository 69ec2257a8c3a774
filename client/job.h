#ifndef JOB_H
#define JOB_H
/* A program on the device: sends its text, shows its output as it comes, feeds its standard input, forwards
 * ctrl-C, waits for its result. */
#include "krait/proto_message.h"
#include "verbs.h"

struct job {
    enum proto_exec_kind kind;
    unsigned options; /* enum proto_exec_option */
    const char *name; /* for tracebacks */
    const char *source;
    size_t size;
    int argc;
    char **argv;       /* sys.argv */
    bool input;        /* forward our standard input as it comes */
    bool wanted_input; /* forward it only when the program waits for some: what is typed ahead stays ours */
    /* Called with the output; NULL: to our stdout and stderr, or as JSON lines. */
    void (*output)(void *context, bool error, const void *data, size_t size);
    void *output_context;
    /* Result */
    enum proto_outcome outcome;
    int exit_code; /* of OUTCOME_EXIT */
    char *text;    /* RESULT's text, malloc'd, NUL-terminated; the caller frees it */
    size_t text_size;
};

/* Runs the job to its end. False when there is no result: link gone, BUSY, time-out (the program is
 * interrupted first), ctrl-C pressed three times. */
bool job_run(struct context *context, struct session *session, struct job *job, struct failure *failure);

/* Shows the result as exec, eval and run do (traceback to stderr, value to stdout, or one JSON object) and
 * returns the exit code. */
int job_report(struct context *context, const struct job *job);

/* job_run and job_report with the context's session. */
int job_do(struct context *context, struct job *job);

#endif

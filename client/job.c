/* Running a program. Ctrl-C is passed on as KeyboardInterrupt; a program that does not end at the second one
 * is left behind at the third, so that a terminal is never stuck. */
#include "job.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "compile.h"
#include "output.h"

#define INPUT_PART 4096

struct running {
    struct handler handler; /* first: the handler is the job */
    struct context *context;
    struct job *job;
    uint32_t number;
    int interrupts;
    bool local_interrupt;
    bool feeding; /* inside feed(), which may step the session */
    bool input_open;
    bool have_result;
};

static void json_output(bool error, const void *data, size_t size) {
    json_t *text = json_stringn(data, size); /* NULL when it is not UTF-8, e.g. cut in a character */
    if (!text) {
        char *hex = malloc(2 * size + 1);
        for (size_t i = 0; hex && i < size; i++)
            sprintf(hex + 2 * i, "%02x", ((const unsigned char *)data)[i]);
        output_json(json_pack("{ss ss*}", "stream", error ? "stderr" : "stdout", "hex", hex));
        free(hex);
        return;
    }
    output_json(json_pack("{ss so}", "stream", error ? "stderr" : "stdout", "text", text));
}

static void show_output(struct running *running, const struct proto_frame *frame) {
    bool error = frame->flags & PROTO_FLAG_STDERR;
    struct job *job = running->job;
    if (job->output)
        job->output(job->output_context, error, frame->payload, frame->length);
    else if (running->context->options->json)
        json_output(error, frame->payload, frame->length);
    else
        output_bytes(error ? stderr : stdout, frame->payload, frame->length);
}

static void keep_text(struct job *job, const void *data, size_t size) {
    char *grown = realloc(job->text, job->text_size + size + 1);
    if (!grown) return;
    memcpy(grown + job->text_size, data, size);
    job->text = grown;
    job->text_size += size;
    grown[job->text_size] = 0;
}

static void take_result(struct running *running, const struct proto_frame *frame) {
    struct proto_result result;
    if (proto_result_parse(frame->payload, frame->length, &result) < 0) return;
    running->job->outcome = result.outcome;
    running->job->exit_code = result.exit_code;
    keep_text(running->job, result.text.data, result.text.length);
    running->have_result = true;
}

static void say_queued(struct running *running, const struct proto_frame *frame) {
    struct proto_queued queued;
    char holder[PROTO_HELLO_TEXT + 1];
    if (running->context->options->quiet || proto_queued_parse(frame->payload, frame->length, &queued) < 0)
        return;
    proto_text_copy(queued.holder, holder, sizeof holder);
    fprintf(stderr, "krait: waiting for %u job%s, %s is running one\n", queued.ahead,
            queued.ahead == 1 ? "" : "s", holder);
}

static void feed(struct session *session, void *context);

static void take_frame(struct session *session, struct handler *self, const struct proto_frame *frame) {
    struct running *running = (struct running *)self;
    struct proto_job number;
    switch (frame->type) {
    case PROTO_STARTED:
        if (proto_job_parse(frame->payload, frame->length, &number) == 0) running->number = number.job;
        break;
    case PROTO_QUEUED: say_queued(running, frame); break;
    case PROTO_WANTS:
        if (running->job->wanted_input) session_watch(session, STDIN_FILENO, feed, running);
        break;
    case PROTO_RESULT: take_result(running, frame); break;
    case PROTO_DATA:
        if (frame->flags & PROTO_FLAG_RESULT)
            keep_text(running->job, frame->payload, frame->length);
        else
            show_output(running, frame);
        session_consumed(session, self, frame->length);
        break;
    default: break;
    }
}

static void close_input(struct session *session, struct running *running) {
    struct failure ignored;
    if (!running->input_open) return;
    running->input_open = false;
    session_watch(session, -1, NULL, running);
    if (running->handler.stream && !running->handler.ended)
        session_send(session, &running->handler, PROTO_DATA, PROTO_FLAG_STDIN | PROTO_FLAG_END, NULL, 0,
                     &ignored);
}

static void feed(struct session *session, void *context) {
    struct running *running = context;
    struct failure ignored;
    char data[INPUT_PART];
    if (running->feeding) return;
    running->feeding = true;
    if (running->job->wanted_input)
        session_watch(session, -1, NULL, running); /* one read answers one WANTS */
    ssize_t n = read(STDIN_FILENO, data, sizeof data);
    if (n > 0)
        session_send(session, &running->handler, PROTO_DATA, PROTO_FLAG_STDIN, data, (size_t)n, &ignored);
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) close_input(session, running);
    running->feeding = false;
}

static bool send_program(struct session *session, struct running *running, struct failure *failure) {
    struct job *job = running->job;
    uint8_t head[4096], arguments[2048];
    struct proto_exec exec = {
        .kind = (uint8_t)job->kind, .options = (uint8_t)job->options, .source_size = (uint32_t)job->size};
    struct proto_writer writer;
    exec.name = proto_text(job->name);
    if (job->size > UINT32_MAX) return fail(failure, EXIT_USAGE, "the program is too long");
    if (proto_list_make(&exec.arguments, arguments, sizeof arguments, (const char *const *)job->argv,
                        (size_t)job->argc) < 0)
        return fail(failure, EXIT_USAGE, "the program's arguments are longer than 2,048 bytes");
    /* As much of the program as fits the smallest record goes with the request. */
    const size_t most = PROTO_RECORD_MIN - PROTO_FRAME_HEADER;
    proto_writer_init(&writer, head, sizeof head);
    proto_exec_write(&writer, &exec);
    int size = proto_writer_finish(&writer);
    size_t room = size < 0 || (size_t)size > most ? 0 : most - (size_t)size;
    size_t first = job->size < room ? job->size : room;
    exec.source = (struct proto_bytes){(const uint8_t *)job->source, first};
    proto_writer_init(&writer, head, sizeof head);
    proto_exec_write(&writer, &exec);
    size = proto_writer_finish(&writer);
    if (size < 0) return fail(failure, EXIT_USAGE, "the program's name or arguments are too long");
    bool stays_open = job->input || job->wanted_input;
    bool whole = first == job->size && !stays_open;
    if (!session_open(session, &running->handler, PROTO_EXEC, whole ? PROTO_FLAG_END : 0, head, (size_t)size,
                      failure))
        return false;
    if (whole) return true;
    unsigned end = stays_open ? 0 : PROTO_FLAG_END;
    return first == job->size || session_send(session, &running->handler, PROTO_DATA, end,
                                              job->source + first, job->size - first, failure);
}

static bool send_interrupt(struct session *session, struct running *running, struct failure *failure) {
    uint8_t payload[4];
    struct proto_writer writer;
    struct proto_job job = {.job = running->number};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_job_write(&writer, &job);
    running->interrupts++;
    return session_send(session, NULL, PROTO_INTERRUPT, 0, payload, sizeof payload, failure);
}

/* Ctrl-C: the first two are for the program, the third is for us. */
static bool on_interrupt(struct session *session, struct running *running, struct failure *failure) {
    session->interrupted = false;
    running->local_interrupt = true;
    if (running->interrupts < 2 && running->number) return send_interrupt(session, running, failure);
    session_abort(session, &running->handler, PROTO_STATUS_ABORTED, "interrupted");
    return fail(failure, EXIT_SIGNAL, "the program goes on without us");
}

/* A program that takes too long, or whose output has nowhere to go, is interrupted and gets a moment to clean
 * up. */
static bool wait_for_result(struct session *session, struct running *running, struct failure *failure) {
    const struct options *options = running->context->options;
    int64_t deadline = options->timeout > 0 ? clock_us() + (int64_t)(options->timeout * 1e6) : 0;
    const char *why = NULL;
    int code = EXIT_OK;
    while (!running->handler.ended) {
        int64_t left = deadline ? deadline - clock_us() : 0;
        bool late = deadline && left <= 0, deaf = ferror(stdout) && !why;
        if (late && why) session_abort(session, &running->handler, PROTO_STATUS_TIMEOUT, "time is up");
        if (late && why) return fail(failure, code, "the program %s and does not end", why);
        if (late || deaf) {
            why = deaf ? "could not write to standard output" : "did not end in time";
            code = deaf ? EXIT_IO : EXIT_TIMEOUT;
            if (!send_interrupt(session, running, failure)) return fail(failure, code, "the program %s", why);
            deadline = clock_us() + 2000000;
            continue;
        }
        if (!session_step(session, deadline ? (int)(left / 1000) + 1 : -1)) break;
        if (session->interrupted && !running->handler.ended && !on_interrupt(session, running, failure))
            return false;
    }
    if (why) return fail(failure, code, "the program %s and was interrupted", why);
    if (!session->dead) return true;
    *failure = session->failure;
    return false;
}

static bool no_result(struct running *running, struct failure *failure) {
    const struct handler *handler = &running->handler;
    if (handler->status == PROTO_STATUS_BUSY)
        fail(failure, EXIT_IO, "the device is busy: %s holds it; --wait waits for it, --take takes over",
             handler->text);
    else if (handler->status == PROTO_STATUS_OK)
        fail(failure, EXIT_UNREACHABLE, "the device sent no result");
    else
        fail_status(failure, handler->status, "the program was not run", handler->text);
    failure->status = handler->status;
    return false;
}

/* --- a device without a compiler */

static bool is_text(const struct job *job) {
    return job->kind != PROTO_EXEC_IMAGE && job->kind != PROTO_EXEC_FILE &&
           !(job->options & PROTO_EXEC_COMPILED);
}

/* The image of the job's text. Without one *job has the outcome, as from the device, or *failure the reason.
 */
static const void *compile(struct context *context, struct job *job, size_t *size, struct failure *failure) {
    const kr_mode mode = job->kind == PROTO_EXEC_EVAL   ? KR_MODE_EVAL
                         : job->kind == PROTO_EXEC_LINE ? KR_MODE_SINGLE
                                                        : KR_MODE_EXEC;
    struct compiler *compiler = context_compiler(context, failure);
    const void *image;
    if (!compiler) return NULL;
    kr_status status = compiler_try(compiler, mode, job->name, job->source, job->size, &image, size);
    if (status == KR_OK) return image;
    job->outcome = status == KR_INCOMPLETE ? PROTO_OUTCOME_INCOMPLETE : PROTO_OUTCOME_EXCEPTION;
    if (status == KR_INCOMPLETE) return NULL;
    size_t length;
    const char *error = compiler_error(compiler, &length);
    keep_text(job, error, length);
    return NULL;
}

/* The n-th line of a program, without the blanks around it. */
static const char *source_line(const struct job *text, unsigned long number, int *size) {
    const char *at = text->source, *end = text->source + text->size, *stop;
    for (; number > 1 && at; number--) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at) at++;
    }
    if (!at || number == 0) return NULL;
    stop = memchr(at, '\n', (size_t)(end - at));
    if (!stop) stop = end;
    while (at < stop && (*at == ' ' || *at == '\t')) at++;
    while (stop > at && (stop[-1] == ' ' || stop[-1] == '\r')) stop--;
    *size = (int)(stop - at);
    return *size > 0 ? at : NULL;
}

/* The program's lines in a traceback, which the device has not got: `  File "NAME", line N, in f`. */
static void add_source_lines(struct job *job, const struct job *text) {
    char head[300], *report = job->text;
    int size, length = snprintf(head, sizeof head, "  File \"%s\", line ", text->name);
    if (!report || length >= (int)sizeof head) return;
    job->text = NULL;
    job->text_size = 0;
    for (const char *line = report, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        next += *next == '\n';
        keep_text(job, line, (size_t)(next - line));
        bool ours = strncmp(line, head, (size_t)length) == 0 && strncmp(next, "    ", 4) != 0;
        const char *source = ours ? source_line(text, strtoul(line + length, NULL, 10), &size) : NULL;
        if (!source) continue;
        keep_text(job, "    ", 4);
        keep_text(job, source, (size_t)size);
        keep_text(job, "\n", 1);
    }
    free(report);
}

static bool run_text(struct context *context, struct session *session, struct job *job,
                     struct failure *failure) {
    const struct job text = *job;
    const void *image = compile(context, job, &job->size, failure);
    if (!image) return job->size = text.size, failure->code == EXIT_OK;
    job->source = image;
    job->options |= PROTO_EXEC_COMPILED;
    bool good = job_run(context, session, job, failure);
    job->source = text.source;
    job->size = text.size;
    job->options = text.options;
    if (good && job->kind == PROTO_EXEC_RUN) add_source_lines(job, &text);
    return good;
}

bool job_run(struct context *context, struct session *session, struct job *job, struct failure *failure) {
    if (session_wants_images(session) && is_text(job)) return run_text(context, session, job, failure);
    struct running running = {.handler = {.frame = take_frame}, .context = context, .job = job};
    session->interrupted = false;
    bool good = send_program(session, &running, failure);
    running.input_open = job->input || job->wanted_input;
    if (good && job->input && !running.handler.ended) session_watch(session, STDIN_FILENO, feed, &running);
    good = good && wait_for_result(session, &running, failure);
    session_watch(session, -1, NULL, &running);
    if (running.handler.stream) {
        if (!session->dead) session_end(session, &running.handler);
        if (running.handler.stream) running.handler.stream->user = NULL;
    }
    if (!good) return false;
    if (running.have_result && running.local_interrupt && job->outcome == PROTO_OUTCOME_INTERRUPTED)
        job->exit_code = EXIT_SIGNAL;
    return running.have_result || no_result(&running, failure);
}

static const char *outcome_name(enum proto_outcome outcome) {
    static const char *const names[] = {"ok", "exception", "exit", "interrupted", "incomplete"};
    return (size_t)outcome < sizeof names / sizeof *names ? names[outcome] : "unknown";
}

static int job_code(const struct job *job) {
    switch (job->outcome) {
    case PROTO_OUTCOME_OK: return EXIT_OK;
    case PROTO_OUTCOME_EXIT: return job->exit_code & 0xff;
    case PROTO_OUTCOME_INTERRUPTED: return job->exit_code == EXIT_SIGNAL ? EXIT_SIGNAL : EXIT_EXCEPTION;
    default: return EXIT_EXCEPTION;
    }
}

static void print_text(FILE *out, const struct job *job) {
    if (!job->text_size) return;
    output_bytes(out, job->text, job->text_size);
    if (job->text[job->text_size - 1] != '\n') output_bytes(out, "\n", 1);
}

int job_report(struct context *context, const struct job *job) {
    int code = job_code(job);
    fflush(stdout);
    if (context->options->json) {
        json_t *text = json_stringn(job->text ? job->text : "", job->text_size);
        const char *key = job->outcome == PROTO_OUTCOME_OK ? "value" : "error";
        output_json(json_pack("{ss si so*}", "outcome", outcome_name(job->outcome), "code", code, key,
                              job->text_size ? text : NULL));
        if (!job->text_size) json_decref(text);
    } else if (job->outcome == PROTO_OUTCOME_OK) {
        print_text(stdout, job);
    } else {
        print_text(stderr, job);
    }
    return code;
}

int job_do(struct context *context, struct job *job) {
    struct failure failure = {0};
    int code = EXIT_OK;
    struct session *session = context_session(context, &code);
    if (!session) return code;
    if (job_run(context, session, job, &failure))
        code = job_report(context, job);
    else
        code = context_fail(context, &failure);
    free(job->text);
    job->text = NULL;
    return code;
}

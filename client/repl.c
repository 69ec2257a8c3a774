/* The prompt. A line goes to the device as it is entered; when it is the beginning of a statement the device
 * says INCOMPLETE and more lines are read. A compound statement ends with an empty line, as in Python; the
 * indentation that the prompt has typed does not count. */
#include "repl.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "job.h"
#include "output.h"
#include "prompt.h"

struct conversation {
    struct handler console; /* first: the CONSOLE stream */
    struct context *context;
    struct session *session;
    struct prompt *prompt;
    bool owner, refused, running;
    char holder[PROTO_HELLO_TEXT + 1];
    char *block; /* the lines of an unfinished statement */
    size_t size, capacity;
};

/* --- the console: what runs outside our own lines */

static void console_frame(struct session *session, struct handler *self, const struct proto_frame *frame) {
    struct conversation *talk = (struct conversation *)self;
    struct proto_owner owner;
    if (frame->type == PROTO_OWNER && proto_owner_parse(frame->payload, frame->length, &owner) == 0) {
        talk->owner = owner.state == PROTO_OWNER_YOU;
        proto_text_copy(owner.holder, talk->holder, sizeof talk->holder);
    } else if (frame->type == PROTO_DATA) {
        if (talk->prompt) prompt_hide(talk->prompt);
        output_bytes(frame->flags & PROTO_FLAG_STDERR ? stderr : stdout, frame->payload, frame->length);
        bool open_line = frame->length && frame->payload[frame->length - 1] != '\n';
        if (open_line && talk->prompt && !talk->running && prompt_is_terminal(talk->prompt))
            output_bytes(stdout, "\n", 1);
        if (talk->prompt) prompt_show(talk->prompt);
        session_consumed(session, self, frame->length);
    }
}

static bool open_console(struct conversation *talk, bool take, struct failure *failure) {
    uint8_t mode = take ? PROTO_CONSOLE_TAKE : PROTO_CONSOLE_OWN;
    int64_t deadline = clock_us() + 10000000;
    if (!session_open(talk->session, &talk->console, PROTO_CONSOLE, 0, &mode, 1, failure)) return false;
    while (!talk->owner && !talk->console.ended) {
        if (clock_us() > deadline) return fail(failure, EXIT_TIMEOUT, "the device does not give the console");
        if (!session_step(talk->session, 1000)) return *failure = talk->session->failure, false;
        if (talk->session->interrupted) return fail(failure, EXIT_SIGNAL, "interrupted");
    }
    if (talk->owner) return true;
    if (talk->console.status == PROTO_STATUS_BUSY)
        return fail(failure, EXIT_IO, "the console is held by %s; `krait repl --take` takes it over",
                    talk->console.text);
    return fail_status(failure, talk->console.status, "repl", talk->console.text);
}

/* --- completion */

struct completion {
    struct handler handler; /* first */
    char **names;
    int count, capacity;
    size_t start;
};

static void completion_frame(struct session *session, struct handler *self, const struct proto_frame *frame) {
    struct completion *completion = (struct completion *)self;
    struct proto_names message;
    struct proto_text name;
    (void)session;
    if (frame->type != PROTO_NAMES || proto_names_parse(frame->payload, frame->length, &message) < 0) return;
    completion->start = message.start;
    while (completion->count < completion->capacity && proto_list_next(&message.names, &name))
        completion->names[completion->count++] = strndup(name.text, name.length);
}

static int complete(void *context, const char *text, size_t cursor, size_t *start, char **names,
                    int capacity) {
    struct conversation *talk = context;
    struct completion completion = {
        .handler = {.frame = completion_frame}, .names = names, .capacity = capacity, .start = cursor};
    struct failure ignored;
    uint8_t payload[1100];
    struct proto_writer writer;
    struct proto_complete message = {.cursor = (uint16_t)cursor, .text = proto_text(text)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_complete_write(&writer, &message);
    int size = proto_writer_finish(&writer);
    if (size > 0)
        session_request(talk->session, &completion.handler, PROTO_COMPLETE, payload, (size_t)size, "complete",
                        clock_us() + 2000000, &ignored);
    *start = completion.start < cursor ? completion.start : cursor;
    return completion.count;
}

/* --- statements */

static bool append_line(struct conversation *talk, const char *line) {
    size_t length = strlen(line), need = talk->size + length + 2;
    if (need > talk->capacity) {
        char *grown = realloc(talk->block, need * 2);
        if (!grown) return false;
        talk->block = grown;
        talk->capacity = need * 2;
    }
    memcpy(talk->block + talk->size, line, length);
    talk->size += length;
    talk->block[talk->size++] = '\n';
    talk->block[talk->size] = 0;
    return true;
}

static bool is_blank(const char *line) {
    return line[strspn(line, " \t")] == 0;
}

/* The last character of a line that is no blank and no comment; strings with '#' in them do no harm here,
 * they only cost a round trip. */
static char last_character(const char *line, size_t length) {
    const char *comment = memchr(line, '#', length);
    if (comment) length = (size_t)(comment - line);
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t')) length--;
    return length ? line[length - 1] : 0;
}

/* The statement begins with a line that opens a block, or with a decorator: it goes on until an empty line.
 */
static bool is_compound(const struct conversation *talk) {
    size_t first = strcspn(talk->block, "\n");
    return talk->block[0] == '@' || last_character(talk->block, first) == ':';
}

static int next_indent(const struct conversation *talk, const char *line) {
    int indent = (int)strspn(line, " ");
    (void)talk;
    return last_character(line, strlen(line)) == ':' ? indent + 4 : indent;
}

/* Runs what is in the block. False when the link or the output is lost or Python was left (*code). *more: the
 * statement is unfinished. */
static bool run_block(struct conversation *talk, enum proto_exec_kind kind, bool *more, int *code) {
    struct failure failure = {0};
    struct job job = {.kind = kind,
                      .name = "<stdin>",
                      .source = talk->block,
                      .size = talk->size,
                      .wanted_input = prompt_is_terminal(talk->prompt)};
    talk->running = true;
    bool good = job_run(talk->context, talk->session, &job, &failure);
    talk->running = false;
    *more = good && job.outcome == PROTO_OUTCOME_INCOMPLETE;
    bool leave = good && job.outcome == PROTO_OUTCOME_EXIT;
    if (!good)
        *code = context_fail(talk->context, &failure);
    else if (!*more)
        *code = job_report(talk->context, &job);
    free(job.text);
    return !leave && !talk->session->dead && !ferror(stdout);
}

/* Paste mode: everything up to ctrl-D is one program. */
static bool paste(struct conversation *talk, int *code) {
    const char *line;
    bool more;
    enum prompt_result got;
    puts("paste mode; ctrl-D runs what was pasted, ctrl-C drops it");
    talk->size = 0;
    while ((got = prompt_read(talk->prompt, "=== ", PROMPT_VERBATIM, &line)) == PROMPT_LINE)
        append_line(talk, line);
    bool run = got == PROMPT_END && talk->size > 0;
    bool alive = got != PROMPT_LOST && (!run || run_block(talk, PROTO_EXEC_STATEMENTS, &more, code));
    talk->size = 0;
    return alive;
}

/* One line was entered. False when the conversation is over. */
static bool take_line(struct conversation *talk, const char *line, int *indent, int *code) {
    bool more = false, first = talk->size == 0;
    if (first && is_blank(line)) return true;
    /* A line on which nothing was typed behind the indentation is an empty one, and ends a block. */
    bool untouched = !first && strspn(line, " ") == (size_t)*indent && line[*indent] == '\0';
    if (untouched) line += *indent;
    prompt_remember(talk->prompt, line);
    *indent = next_indent(talk, line);
    if (!append_line(talk, line)) return false;
    bool wait = !first && is_compound(talk) && !is_blank(line);
    bool alive = wait || run_block(talk, PROTO_EXEC_LINE, &more, code);
    if (!wait && !more) {
        talk->size = 0;
        *indent = 0;
    }
    return alive;
}

static int converse(struct conversation *talk) {
    const char *line;
    int indent = 0, code = EXIT_OK;
    for (;;) {
        switch (prompt_read(talk->prompt, talk->size ? "... " : ">>> ", talk->size ? indent : 0, &line)) {
        case PROMPT_LINE:
            if (!take_line(talk, line, &indent, &code)) return code;
            break;
        case PROMPT_CANCEL:
            puts("KeyboardInterrupt");
            talk->size = 0;
            break;
        case PROMPT_PASTE:
            if (!paste(talk, &code)) return code;
            break;
        case PROMPT_LOST: return context_fail(talk->context, &talk->session->failure);
        case PROMPT_END:
            if (!prompt_is_terminal(talk->prompt) && talk->size && is_compound(talk))
                take_line(talk, "", &indent, &code);
            return prompt_is_terminal(talk->prompt) ? EXIT_OK : code;
        }
    }
}

static void greet(const struct conversation *talk) {
    const struct proto_peer *peer = &talk->session->link.peer;
    if (!prompt_is_terminal(talk->prompt) || talk->context->options->quiet) return;
    printf("%s on %s. ctrl-D leaves, ctrl-C interrupts, ctrl-E pastes, Tab completes.\n", peer->software,
           peer->name);
}

int repl(struct context *context, bool take) {
    struct conversation talk = {.console = {.frame = console_frame}, .context = context};
    struct failure failure = {0};
    int code = EXIT_OK;
    talk.session = context_session(context, &code);
    if (!talk.session) return code;
    if (!open_console(&talk, take, &failure)) {
        code = context_fail(context, &failure);
    } else if (!(talk.prompt = prompt_open(talk.session, complete, &talk))) {
        code = EXIT_IO;
    } else {
        greet(&talk);
        code = converse(&talk);
    }
    struct prompt *prompt = talk.prompt;
    talk.prompt = NULL;
    prompt_close(prompt);
    if (talk.console.stream) session_end(talk.session, &talk.console);
    if (talk.console.stream) talk.console.stream->user = NULL;
    free(talk.block);
    return code;
}

/* Jobs: programs that wait for the machine, run, and report to who gave them.
 *
 *     LOADING -> WAITING -> RUNNING -> DONE
 *
 * A job outlives its operation when its client vanishes: the program then gets KeyboardInterrupt, and is
 * stopped for good if it goes on for some seconds, unless it was started to be detached. Jobs run one after
 * the other in the order in which they came, and not while somebody else owns the console. A job is over only
 * when its output and its result have been put on their way, because the text of the result lies in the
 * machine.
 *
 * Interrupts. Each INTERRUPT raises KeyboardInterrupt, as ctrl-C does. The third within three seconds stops
 * the program whatever it does with the exception: a program that swallows it cannot hold the device. */
#include "terminal.h"

#include <stdio.h>
#include <string.h>

#define ARGUMENTS_MAX 64
#define SERIES_US     3000000u
#define SERIES_LENGTH 3u
#define VANISHED_US   5000000u /* for a program whose client is gone */
#define TAKEN_US      1000000u /* for a program that gives way to another client */
#define DELIVERY_US   5000000u /* without progress, while others wait */
#define POLL_US       100000u

static const char incomplete[] = "the program text is incomplete";

static struct dev_device *device_of(const struct op *op) {
    return op->session->dev;
}

static const struct dev_session *session_of(const struct dev_job *job) {
    return job->op ? job->op->session : NULL;
}

/* --- program text --- */

/* Memory for the text of a program, within what all of them may have. */
static char *take_text(struct dev_device *dev, uint64_t size) {
    if (size > dev->limits.source_bytes - dev->text_bytes) return NULL;
    char *text = memory_take(dev, (size_t)size, NEED_EXTRA);
    if (text) dev->text_bytes += (uint32_t)size;
    return text;
}

static void give_text(struct dev_device *dev, struct dev_job *job) {
    if (job->text) dev->text_bytes -= job->text_size;
    memory_give(dev, job->text);
    job->text = NULL;
    job->text_size = 0;
}

/* Lays out arguments and name as C strings, and the room for the program text. */
static bool load_texts(struct dev_device *dev, struct dev_job *job, const struct proto_exec *exec) {
    struct proto_list list = exec->arguments;
    struct proto_text argument;
    uint64_t size = list.length + exec->name.length + 1u + (uint64_t)exec->source_size + 1u;
    char *at = job->text = take_text(dev, size);
    if (!at) return false;
    job->text_size = (uint32_t)size;
    job->arguments = 0;
    while (job->arguments < ARGUMENTS_MAX && proto_list_next(&list, &argument)) {
        memcpy(at, argument.text, argument.length);
        at[argument.length] = 0;
        at += argument.length + 1u;
        job->arguments++;
    }
    job->name = (uint32_t)(at - job->text);
    memcpy(at, exec->name.text, exec->name.length);
    at[exec->name.length] = 0;
    job->source = job->name + exec->name.length + 1u;
    job->source_size = exec->source_size;
    job->source_got = 0;
    return true;
}

/* A program may run as soon as all of its text is there; its place in the queue counts from then on. */
static void take_source(struct dev_device *dev, struct dev_job *job, const uint8_t *data, size_t length) {
    if (length) memcpy(job->text + job->source + job->source_got, data, length);
    job->source_got += (uint32_t)length;
    if (job->source_got == job->source_size && job->state == JOB_LOADING) {
        job->state = JOB_WAITING;
        job->order = ++dev->job_order;
    }
}

/* --- who holds the machine --- */

static bool is_others(const struct dev_job *job, const struct dev_session *session) {
    return job->state != JOB_FREE && session_of(job) != session;
}

const char *job_holder(const struct dev_device *dev) {
    if (dev->console.owner) return dev->console.holder;
    return dev->job ? dev->job->holder : "";
}

/* The name of another session, or program, that has to be waited for; NULL when there is none. */
static const char *find_holder(const struct dev_device *dev, const struct dev_session *session) {
    if (console_is_held_by_other(dev, session)) return dev->console.holder;
    if (dev->job && is_others(dev->job, session)) return dev->job->holder;
    for (const struct dev_job *job = dev->jobs; job; job = job->next) {
        bool typing = job->terminal && job->state == JOB_LOADING;
        if (!typing && is_others(job, session)) return job->holder;
    }
    return dev->boot_due ? "main.py" : NULL;
}

/* A waiting job runs when nobody else owns the console. A detached one whose client is gone belongs to
 * nobody. */
static bool may_run(const struct dev_device *dev, const struct dev_job *job) {
    return job->state == JOB_WAITING && (!job->op || !console_is_held_by_other(dev, job->op->session));
}

/* Who took the machine goes first. */
static uint64_t rank(const struct dev_job *job) {
    return job->options & PROTO_EXEC_TAKE ? 0 : job->order;
}

static struct dev_job *next_job(const struct dev_device *dev) {
    struct dev_job *next = NULL;
    for (struct dev_job *job = dev->jobs; job; job = job->next) {
        if (may_run(dev, job) && (!next || rank(job) < rank(next))) next = job;
    }
    return next;
}

/* For QUEUED: how many have to end first. */
static unsigned jobs_ahead(const struct dev_device *dev, const struct dev_job *job) {
    unsigned ahead = dev->job ? 1 : 0;
    for (const struct dev_job *other = dev->jobs; other; other = other->next) {
        if (other != job && other->state == JOB_WAITING && rank(other) < rank(job)) ahead++;
    }
    return ahead;
}

bool job_ready(const struct dev_device *dev) {
    return dev->boot_due || dev->reset.kind || next_job(dev);
}

unsigned job_waiting(const struct dev_device *dev) {
    unsigned count = 0;
    for (const struct dev_job *job = dev->jobs; job; job = job->next) count += job->state == JOB_WAITING;
    return count;
}

/* --- interrupts --- */

static void kill_job(struct dev_device *dev) {
    dev->job->killed = true;
    kr_request_stop(dev->vm);
}

static bool is_running(const struct dev_device *dev) {
    return dev->job && dev->job->state == JOB_RUNNING;
}

void job_interrupt(struct dev_device *dev, uint32_t number, const char *by) {
    struct dev_job *job = dev->job;
    if (dev->last_words) kr_request_stop(dev->vm); /* of the program before */
    if (dev->last_words || !is_running(dev) || (number && number != job->number) ||
        kr_interrupt_pending(dev->vm))
        return;
    uint64_t now = device_ticks(dev);
    if (job->interrupts == 0 || now - job->interrupted > SERIES_US) {
        job->interrupts = 0;
        job->interrupted = now;
    }
    dev_log(dev, DEV_INFO, "job %u of %s interrupted by %s", (unsigned)job->number, job->holder, by);
    if (++job->interrupts >= SERIES_LENGTH)
        kill_job(dev);
    else
        kr_interrupt(dev->vm);
}

/* Asks a program to end, by KeyboardInterrupt; after the given patience it is stopped whatever it does. 0: at
 * once. */
void job_stop(struct dev_device *dev, uint64_t patience_us) {
    if (!is_running(dev)) return;
    if (patience_us == 0) {
        kill_job(dev);
    } else {
        dev->job->stop_at = device_ticks(dev) + patience_us;
        kr_interrupt(dev->vm);
    }
}

uint64_t job_deadline(const struct dev_device *dev) {
    if (dev->last_words) return dev->last_words;
    return is_running(dev) && dev->job->stop_at ? dev->job->stop_at : UINT64_MAX;
}

void job_timers(struct dev_device *dev, uint64_t now) {
    if (now < job_deadline(dev)) return;
    if (dev->last_words) {
        kr_request_stop(dev->vm);
        return;
    }
    dev->job->stop_at = 0;
    kill_job(dev);
}

/* --- EXEC --- */

/* Terminals' jobs are counted apart, and there is one more of them than there are terminals: a program whose
 * terminal is gone may still run. */
static struct dev_job *new_job(struct dev_device *dev, bool of_terminal) {
    unsigned most = of_terminal ? dev->limits.terminals + 1u : dev->limits.jobs, count = 0;
    for (const struct dev_job *other = dev->jobs; other; other = other->next)
        count += other->state != JOB_FREE && other->of_terminal == of_terminal && other->kind;
    struct dev_job *job = count < most ? memory_take(dev, sizeof *job, NEED_ALWAYS) : NULL;
    if (!job) return NULL;
    *job = (struct dev_job){.next = dev->jobs, .of_terminal = of_terminal, .kind = PROTO_EXEC_STATEMENTS};
    dev->jobs = job;
    return job;
}

/* The one that has the machine is looked at until the machine is free. */
void job_free(struct dev_device *dev, struct dev_job *job) {
    struct dev_job **link = &dev->jobs;
    give_text(dev, job);
    memory_give(dev, job->input);
    job->input = NULL;
    job->input_size = 0;
    job->state = JOB_FREE;
    job->op = NULL;
    job->terminal = NULL;
    if (job == dev->job) return;
    while (*link != job) link = &(*link)->next;
    *link = job->next;
    memory_give(dev, job);
}

struct dev_job *job_for_terminal(struct dev_device *dev, struct dev_terminal *terminal) {
    struct dev_job *job = new_job(dev, true);
    if (!job) return NULL;
    job->state = JOB_LOADING;
    job->terminal = terminal;
    snprintf(job->holder, sizeof job->holder, "%s", terminal->name);
    return job;
}

bool job_grow(struct dev_device *dev, struct dev_job *job, uint32_t size) {
    if (size - job->text_size > dev->limits.source_bytes - dev->text_bytes) return false;
    if (!job->text || !arena_resize(job->text, size)) {
        char *text = memory_take(dev, size, NEED_EXTRA);
        if (!text) return false;
        if (job->text) memcpy(text, job->text, job->text_size);
        memory_give(dev, job->text);
        job->text = text;
    }
    dev->text_bytes += size - job->text_size;
    job->text_size = size;
    return true;
}

void job_submit(struct dev_device *dev, struct dev_job *job, unsigned kind, uint32_t size) {
    job->kind = (uint8_t)kind;
    job->source_size = job->source_got = size;
    job->killed = false;
    job->interrupts = 0;
    job->stop_at = 0;
    job->state = JOB_WAITING;
    job->order = ++dev->job_order;
}

/* Interrupts whoever holds the machine, and the console is nobody's. */
static void take_machine(struct op *op) {
    struct dev_device *dev = device_of(op);
    if (console_is_held_by_other(dev, op->session)) console_release_owner(dev, session_name(op->session));
    if (dev->job && is_others(dev->job, op->session)) job_stop(dev, TAKEN_US);
}

static unsigned check_exec(const struct proto_exec *exec) {
    if (exec->kind < PROTO_EXEC_STATEMENTS || exec->kind > PROTO_EXEC_FILE) return PROTO_STATUS_INVALID;
    if (exec->source.length > exec->source_size) return PROTO_STATUS_INVALID;
    if (exec->kind == PROTO_EXEC_FILE && exec->source_size) return PROTO_STATUS_INVALID;
    return exec->arguments.count > ARGUMENTS_MAX ? PROTO_STATUS_TOO_MANY : PROTO_STATUS_OK;
}

/* A new job with its texts loaded, or NULL with the reason. */
static struct dev_job *make_job(struct op *op, const struct proto_exec *exec, unsigned *status) {
    struct dev_device *dev = device_of(op);
    struct dev_job *job = new_job(dev, false);
    *status = PROTO_STATUS_TOO_MANY;
    if (!job) return NULL;
    job->kind = exec->kind;
    job->options = exec->options;
    job->op = op;
    *status = PROTO_STATUS_TOO_BIG;
    if (!load_texts(dev, job, exec)) {
        job_free(dev, job);
        return NULL;
    }
    job->state = JOB_LOADING;
    job->order = ++dev->job_order;
    snprintf(job->holder, sizeof job->holder, "%s", session_name(op->session));
    return job;
}

/* A request that would have to wait without having said that it wants to is answered BUSY, with the name of
 * whom to ask. */
static void exec_start(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct proto_exec exec;
    proto_exec_parse(frame->payload, frame->length, &exec);
    unsigned status = check_exec(&exec);
    if (status) {
        op_finish(op, status, NULL);
        return;
    }
    const char *holder = find_holder(dev, op->session);
    if (holder && !(exec.options & (PROTO_EXEC_WAIT | PROTO_EXEC_TAKE))) {
        op_finish(op, PROTO_STATUS_BUSY, holder);
        return;
    }
    struct dev_job *job = make_job(op, &exec, &status);
    if (!job) {
        bool full = status == PROTO_STATUS_TOO_MANY;
        op_finish(op, status, full ? "too many programs are waiting" : "no room for the program text");
        return;
    }
    op->job = job;
    if (exec.options & PROTO_EXEC_TAKE) take_machine(op);
    take_source(dev, job, exec.source.data, exec.source.length);
    job->end_of_input = frame->flags & PROTO_FLAG_END;
    if (job->end_of_input && job->state == JOB_LOADING) op_finish(op, PROTO_STATUS_INVALID, incomplete);
}

/* The window guarantees that the ring has room; a byte too much is dropped, not trusted. */
static bool take_input(struct dev_device *dev, struct dev_job *job, const uint8_t *data, size_t length) {
    uint32_t capacity = dev->limits.window;
    if (!job->input && length > 0) job->input = memory_take(dev, capacity, NEED_EXTRA);
    if (!job->input) return length == 0;
    for (size_t i = 0; i < length && job->input_size < capacity; i++) {
        job->input[(job->input_head + job->input_size++) % capacity] = data[i];
    }
    return true;
}

static void exec_data(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct dev_job *job = op->job;
    if (frame->flags & PROTO_FLAG_STDIN) {
        if (!take_input(dev, job, frame->payload, frame->length))
            op_finish(op, PROTO_STATUS_TOO_BIG, "no memory for the program's input");
        return;
    }
    if (frame->length > job->source_size - job->source_got) {
        op_finish(op, PROTO_STATUS_INVALID, "more program text than announced");
        return;
    }
    take_source(dev, job, frame->payload, frame->length);
    proto_link_consumed(&op->session->link, frame->stream, frame->length);
}

/* END is end of file for the program, unless its text is still incomplete. */
static void exec_frame(struct op *op, const struct proto_frame *frame) {
    if (frame->type == PROTO_DATA) exec_data(op, frame);
    if (op->finishing || !(frame->type == PROTO_END || (frame->flags & PROTO_FLAG_END))) return;
    op->job->end_of_input = true;
    if (op->job->state == JOB_LOADING) op_finish(op, PROTO_STATUS_INVALID, incomplete);
}

/* The result was sent, or the client is gone. */
static void exec_release(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct dev_job *job = op->job;
    if (!job) return;
    op->job = NULL;
    job->op = NULL;
    bool detached = job->options & PROTO_EXEC_DETACH;
    if (job->state == JOB_RUNNING && !detached) {
        dev_log(dev, DEV_INFO, "job %u of %s is interrupted: its client is gone", (unsigned)job->number,
                job->holder);
        job_stop(dev, VANISHED_US);
    }
    if (job->state == JOB_LOADING || (job->state == JOB_WAITING && !detached)) job_free(dev, job);
}

/* --- what a job tells --- */

static enum op_result put_queued(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct dev_job *job = op->job;
    uint8_t payload[8 + sizeof job->holder];
    struct proto_writer writer;
    unsigned ahead = jobs_ahead(dev, job);
    const char *holder = find_holder(dev, op->session);
    bool waits = job->state == JOB_WAITING &&
                 (ahead > 0 || dev->boot_due || console_is_held_by_other(dev, op->session));
    if (!waits || (job->told_queued && job->told_ahead == ahead)) return OP_IDLE;
    struct proto_queued queued = {(uint16_t)ahead, proto_text(holder ? holder : job->holder)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_queued_write(&writer, &queued);
    int error = op_put(op, PROTO_QUEUED, 0, payload, (size_t)proto_writer_finish(&writer));
    if (error) return op_wait(op, error);
    job->told_queued = true;
    job->told_ahead = (uint16_t)ahead;
    return OP_IDLE;
}

static enum op_result put_started(struct op *op) {
    uint8_t payload[4];
    struct proto_writer writer;
    struct proto_job message = {op->job->number};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_job_write(&writer, &message);
    int error = op_put(op, PROTO_STARTED, 0, payload, sizeof payload);
    op->job->told_started = !error;
    return op_wait(op, error);
}

/* A text that is too long for the last frame goes ahead in parts. */
static enum op_result put_result(struct op *op) {
    struct dev_job *job = op->job;
    struct proto_link *link = &op->session->link;
    uint8_t head[5];
    struct proto_writer writer;
    struct proto_result result = {job->outcome, job->exit_code, {NULL, 0}};
    const char *text = job->result + job->result_sent;
    size_t left = job->result_size - job->result_sent;
    size_t most = proto_link_payload_max(link) - sizeof head;
    if (left > most) {
        size_t part = op->stream->send_credit < most ? op->stream->send_credit : most;
        if (part == 0) return OP_IDLE;
        int error = op_put(op, PROTO_DATA, PROTO_FLAG_RESULT, text, part);
        if (!error) job->result_sent += part;
        return op_wait(op, error);
    }
    proto_writer_init(&writer, head, sizeof head);
    proto_result_write(&writer, &result);
    int error = op_put2(op, PROTO_RESULT, PROTO_FLAG_END, head, sizeof head, text, left);
    if (!error) job->delivered = true;
    return op_wait(op, error);
}

/* Once a wait, behind the output that came before it: a prompt is seen before its answer is asked for. */
static enum op_result put_wants(struct op *op) {
    struct dev_job *job = op->job;
    if (!job->wants || job->told_wants) return OP_IDLE;
    int error = op_put(op, PROTO_WANTS, 0, NULL, 0);
    if (error) return op_wait(op, error);
    job->told_wants = true;
    return OP_IDLE;
}

static enum op_result exec_step(struct op *op) {
    struct dev_job *job = op->job;
    bool drained = false;
    if (job->state < JOB_RUNNING) return put_queued(op);
    if (!job->told_started) return put_started(op);
    enum op_result result = console_step_output(op, &drained);
    if (result != OP_IDLE || !drained) return result;
    return job->state == JOB_DONE ? put_result(op) : put_wants(op);
}

const struct op_class op_class_exec = {OP_PLAIN, exec_start, exec_frame, exec_step, exec_release};

/* --- standard input --- */

static size_t take_from_input(struct dev_device *dev, struct dev_job *job, char *data, size_t size) {
    uint32_t capacity = dev->limits.window;
    size_t count = 0;
    while (count < size && job->input_size > 0) {
        data[count++] = (char)job->input[job->input_head];
        job->input_head = (job->input_head + 1) % capacity;
        job->input_size--;
    }
    if (job->input_size == 0) {
        memory_give(dev, job->input);
        job->input = NULL;
        job->input_head = 0;
    }
    if (job->op && job->op->stream->number)
        proto_link_consumed(&job->op->session->link, job->op->stream, count);
    return count;
}

/* A terminal that is gone is the end of the input. */
static ptrdiff_t read_terminal(struct dev_device *dev, const struct dev_job *job, char *data, size_t size,
                               bool line) {
    while (job->terminal) {
        ptrdiff_t got =
            line ? terminals_edit_line(dev, data, size) : (ptrdiff_t)terminals_read(dev, data, size);
        if (got != 0) return got > 0 ? got : 0;
        if (kr_interrupt_pending(dev->vm) || job->killed) return -KR_EINTR;
        dev_poll(dev, POLL_US);
    }
    return 0;
}

ptrdiff_t job_read(struct dev_device *dev, char *data, size_t size, bool line) {
    struct dev_job *job = dev->job;
    if (!job || job->kind == 0) return console_read(dev, data, size, line);
    if (job->terminal) return read_terminal(dev, job, data, size, line);
    job->wants = true;
    while (job->input_size == 0 && !job->end_of_input && job->op) {
        if (kr_interrupt_pending(dev->vm) || job->killed) return -KR_EINTR;
        dev_poll(dev, POLL_US);
    }
    job->wants = job->told_wants = false;
    return (ptrdiff_t)take_from_input(dev, job, data, size);
}

/* The client learns that its input is wanted, as by a read. A program whose input has ended is told so at
 * once. */
bool dev_input_ready(dev_device *dev) {
    struct dev_job *job = dev->job;
    if (!job || job->kind == 0) return dev->console.input_size > 0 || terminals_have_input(dev);
    if (job->terminal) return terminals_have_input(dev);
    bool ready = job->input_size > 0 || job->end_of_input || !job->op;
    job->wants = !ready;
    return ready;
}

/* --- running --- */

static void set_arguments(struct dev_device *dev, const struct dev_job *job) {
    const char *arguments[ARGUMENTS_MAX];
    int count = 0;
    const char *at = job->text;
    for (; count < job->arguments; at += strlen(at) + 1) arguments[count++] = at;
    if (count == 0) arguments[count++] = job->text + job->name;
    kr_set_argv(dev->vm, count, arguments);
}

/* A program of the device; what lies beside it can be imported. */
static kr_status run_stored(struct dev_device *dev, const char *path) {
    char folder[KR_PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    if (length > 0 && length < sizeof folder) {
        memcpy(folder, path, length);
        folder[length] = 0;
        kr_add_path(dev->vm, 0, folder);
    }
    return kr_run_file(dev->vm, path);
}

/* RUN, IMAGE and FILE begin with a fresh machine, so that a program finds nothing of the one before and
 * imports what was just uploaded. The others share __main__. */
static kr_status run_program(struct dev_device *dev, struct dev_job *job) {
    const char *name = job->text + job->name;
    const char *source = job->text + job->source;
    bool compiled = (job->options & PROTO_EXEC_COMPILED) || job->kind == PROTO_EXEC_IMAGE;
    kr_mode mode = KR_MODE_EXEC;
    switch (job->kind) {
    case PROTO_EXEC_EVAL: mode = KR_MODE_EVAL; break;
    case PROTO_EXEC_LINE: mode = KR_MODE_SINGLE; break;
    case PROTO_EXEC_RUN:
    case PROTO_EXEC_IMAGE:
    case PROTO_EXEC_FILE:
        machine_reset(dev);
        set_arguments(dev, job);
        break;
    default: break;
    }
    if (job->kind == PROTO_EXEC_FILE) return run_stored(dev, name);
    return compiled ? kr_run_image(dev->vm, mode, source, job->source_size)
                    : kr_run_source(dev->vm, mode, name, source, job->source_size);
}

/* The texts stay in the machine; they are good until it runs again, which it does not before the job is
 * delivered. */
static void take_result(struct dev_device *dev, struct dev_job *job, kr_status status) {
    static const uint32_t outcomes[] = {
        [KR_OK] = PROTO_OUTCOME_OK,
        [KR_EXCEPTION] = PROTO_OUTCOME_EXCEPTION,
        [KR_EXIT] = PROTO_OUTCOME_EXIT,
        [KR_INTERRUPTED] = PROTO_OUTCOME_INTERRUPTED,
        [KR_INCOMPLETE] = PROTO_OUTCOME_INCOMPLETE,
        [KR_NO_MEMORY] = PROTO_OUTCOME_EXCEPTION,
    };
    bool failed = status == KR_EXCEPTION || status == KR_INTERRUPTED || status == KR_NO_MEMORY;
    job->outcome = (uint8_t)outcomes[status];
    job->exit_code = status == KR_EXIT ? kr_exit_code(dev->vm) : failed ? 1 : 0;
    job->result = "";
    job->result_size = 0;
    if (job->killed) {
        job->result = "the program was stopped\n";
        job->result_size = strlen(job->result);
    } else if (failed) {
        job->result = kr_error_text(dev->vm, &job->result_size);
    } else if (status == KR_OK && job->kind == PROTO_EXEC_EVAL) {
        job->result = kr_result_text(dev->vm, &job->result_size);
    }
    if (failed) console_write_result(dev, job->result, job->result_size);
}

/* The same for a terminal. */
static void deliver_to_terminal(struct dev_device *dev, const struct dev_job *job) {
    uint64_t sent = job->terminal->sent;
    uint64_t since = device_ticks(dev);
    terminal_begin_end(job->terminal);
    while (job->terminal && !terminal_end(job->terminal) && !dev->stopping) {
        dev_poll(dev, POLL_US);
        if (!job->terminal) break;
        if (job->terminal->sent != sent) since = device_ticks(dev);
        sent = job->terminal->sent;
        bool wanted = dev->reset.kind || job_waiting(dev) > 0;
        if (wanted && device_ticks(dev) - since > DELIVERY_US) terminal_give_up(job->terminal);
    }
}

/* Serves until the client has output and result. One that takes nothing, while others wait, is given up. */
static void deliver(struct dev_device *dev, struct dev_job *job) {
    uint64_t sent = dev->bytes_out;
    uint64_t since = device_ticks(dev);
    if (job->op) session_pump(job->op->session, since + POLL_US);
    while (job->op && !job->delivered && !dev->stopping) {
        dev_poll(dev, POLL_US);
        if (dev->bytes_out != sent) since = device_ticks(dev);
        sent = dev->bytes_out;
        bool wanted = dev->reset.kind || job_waiting(dev) > 0;
        if (wanted && job->op && device_ticks(dev) - since > DELIVERY_US) {
            op_finish(job->op, PROTO_STATUS_TIMEOUT, "the output was not taken");
        }
    }
}

/* An interrupt that was meant for the last program must not hit this one. */
static void begin_job(struct dev_device *dev, struct dev_job *job) {
    job->number = ++dev->job_number;
    job->state = JOB_RUNNING;
    if (job->op) job->op->cursor = ring_end(&dev->console.ring);
    if (job->terminal) terminal_begin(job->terminal);
    dev->job = job;
    dev->interrupt = PROTO_REPL_INTERRUPT;
    kr_clear_interrupt(dev->vm);
    console_changed(dev);
    dev->polled = device_ticks(dev);
    dev->running = true;
}

/* Files that the program dropped without closing are written out by the collection, as people know it from
 * CPython. */
static void end_job(struct dev_device *dev) {
    dev->running = false;
    kr_clear_interrupt(dev->vm);
    machine_measure(dev);
    dev->job->state = JOB_DONE;
}

static void forget_job(struct dev_device *dev) {
    struct dev_job *job = dev->job;
    if (job->op) job->op->job = NULL;
    dev->job = NULL;
    if (job->state == JOB_DONE || job->state == JOB_FREE) job_free(dev, job);
    console_changed(dev);
}

static void run_job(struct dev_device *dev, struct dev_job *job) {
    struct dev_terminal *terminal = job->terminal;
    begin_job(dev, job);
    machine_paths(dev);
    kr_status status = run_program(dev, job);
    end_job(dev);
    take_result(dev, job, status);
    dev_log(dev, DEV_DEBUG, "job %u of %s: outcome %u", (unsigned)job->number, job->holder, job->outcome);
    if (terminal && job->terminal)
        deliver_to_terminal(dev, job);
    else
        deliver(dev, job);
    forget_job(dev);
    if (terminal && terminal->used) terminal_resume(terminal);
}

static bool is_file(struct dev_device *dev, const char *path) {
    kr_file_stat stat;
    return dev->files->stat(dev->files_context, path, &stat) >= 0 && stat.kind == KR_FILE_REGULAR;
}

/* Runs one of the programs of the start, if it exists, as source or else as a module image; without a
 * compiler the image comes first. False when what follows is not to run. */
static bool run_file(struct dev_device *dev, struct dev_job *job, const char *source, const char *image) {
    bool compiles = kr_compiles();
    const char *path = compiles ? source : image;
    if (!is_file(dev, path)) path = compiles ? image : source;
    if (!is_file(dev, path)) return true;
    const char *arguments[1] = {""};
    snprintf(job->holder, sizeof job->holder, "%s", path + 1);
    kr_set_argv(dev->vm, 1, arguments);
    kr_status status = kr_run_file(dev->vm, path);
    take_result(dev, job, status);
    if (job->killed || status == KR_INTERRUPTED) dev_log(dev, DEV_INFO, "%s was interrupted", path + 1);
    if (status == KR_EXCEPTION) dev_log(dev, DEV_WARNING, "%s ended with an exception", path + 1);
    return status == KR_OK || status == KR_EXIT || status == KR_EXCEPTION;
}

/* boot.py and main.py, as after power-up. Nobody's job: their output goes to the console. */
static bool run_boot(struct dev_device *dev) {
    struct dev_job *job = memory_take(dev, sizeof *job, NEED_ALWAYS);
    bool only = dev->boot_only;
    if (!job) return false;
    dev->boot_due = dev->boot_only = false;
    *job = (struct dev_job){.state = JOB_WAITING, .holder = "boot.py", .next = dev->jobs};
    dev->jobs = job;
    begin_job(dev, job);
    machine_paths(dev);
    if (!dev->safe && run_file(dev, job, "/boot.py", "/boot.kri") && !dev->reset.kind && !only)
        run_file(dev, job, "/main.py", "/main.kri");
    end_job(dev);
    forget_job(dev);
    if (!dev->reset.kind) terminals_restarted(dev);
    return true;
}

bool job_run_next(struct dev_device *dev) {
    struct dev_job *job = next_job(dev);
    if (dev->boot_due) return run_boot(dev);
    if (job) run_job(dev, job);
    return job != NULL;
}

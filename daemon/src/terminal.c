/* Terminals: the prompt of protocol/ on the device's jobs.
 *
 * What comes from the stream waits in `input`. While the terminal is at a prompt the prompt takes it from
 * there; while its program runs it is that program's standard input, and main.py's while that runs: what a
 * program leaves is the prompt's again, as on a chip. Output comes from the console's ring by a cursor that
 * holds the terminal's own program back and nobody else's.
 *
 * Invariant: repl.executing is true exactly while a job of ours waits or runs, its result is not yet written,
 * or the reset that we asked for is not done. */
#include "terminal.h"

#include <stdio.h>
#include <string.h>

#define NAME         "<stdin>"
#define SOURCE_FIRST 1024u    /* bytes for program text at first; doubled when they do not do */
#define PATIENCE_US  1000000u /* for a program to end before the reset that ctrl-D asked for */
#define STREAM_BITS  3u
#define POLL_US      20000u

static struct dev_terminal *next_used(const struct dev_device *dev, struct dev_terminal *terminal) {
    terminal = terminal ? terminal->next : dev->terminals;
    while (terminal && !terminal->used) terminal = terminal->next;
    return terminal;
}

static bool is_booting(const struct dev_device *dev) {
    return dev->boot_due || dev->reset.kind || (dev->job && dev->job->kind == 0);
}

/* Its own program runs, or has output on its way. */
static bool owns_machine(const struct dev_terminal *terminal) {
    return terminal->job && terminal->dev->job == terminal->job;
}

/* Does the program that runs read what comes here? */
static bool feeds_program(const struct dev_terminal *terminal) {
    const struct dev_job *job = terminal->dev->job;
    return job && job->state == JOB_RUNNING && (job == terminal->job || job->kind == 0);
}

static void call_port(struct dev_terminal *terminal) {
    terminal->awake = true;
    terminal->dev->port->terminal_wake(terminal->dev->port_context, terminal->peer);
}

/* There is output. Once is enough until the port has pulled everything. */
static void wake(struct dev_terminal *terminal) {
    if (!terminal->awake) call_port(terminal);
}

/* --- input --- */

static size_t input_piece(const struct dev_terminal *terminal, const uint8_t **data) {
    uint32_t whole = terminal->input_capacity - terminal->input_head;
    *data = terminal->input + terminal->input_head;
    return terminal->input_size < whole ? terminal->input_size : whole;
}

static void drop_input(struct dev_terminal *terminal, size_t count) {
    terminal->input_head = (terminal->input_head + (uint32_t)count) % terminal->input_capacity;
    terminal->input_size -= (uint32_t)count;
    if (terminal->input_size == 0) terminal->input_head = 0;
    if (count > 0 && terminal->refused) {
        terminal->refused = false;
        call_port(terminal);
    }
}

static void append_input(struct dev_terminal *terminal, const uint8_t *data, size_t size) {
    uint32_t at = (terminal->input_head + terminal->input_size) % terminal->input_capacity;
    size_t first = terminal->input_capacity - at;
    if (first > size) first = size;
    memcpy(terminal->input + at, data, first);
    memcpy(terminal->input, data + first, size - first);
    terminal->input_size += (uint32_t)size;
}

/* --- output --- */

/* Whose the ring's next bytes are, and what becomes of them. */
enum showing { SHOW_NOT, SHOW_PLAIN, SHOW_ASIDE };

static enum showing how_to_show(const struct dev_terminal *terminal, unsigned stream) {
    const struct proto_repl *repl = &terminal->repl;
    if (owns_machine(terminal)) return stream == DEV_STREAM_RESULT ? SHOW_NOT : SHOW_PLAIN;
    if (terminal->resetting) return SHOW_PLAIN;
    if ((terminal->options & DEV_TERMINAL_QUIET) || repl->mode != PROTO_REPL_FRIENDLY) return SHOW_NOT;
    if (!terminal->greeted || is_booting(terminal->dev) || repl->executing) return SHOW_PLAIN;
    return SHOW_ASIDE;
}

/* Moves what was printed from the ring to the stream's output; what does not fit stays. */
static void pump(struct dev_terminal *terminal) {
    struct ring *ring = &terminal->dev->console.ring;
    struct proto_repl *repl = &terminal->repl;
    const uint8_t *data;
    size_t size, taken;
    uint8_t tag;
    uint64_t lost;
    bool aside = false;
    do {
        if (!ring_peek(ring, &terminal->cursor, &data, &size, &tag, &lost)) break;
        enum showing showing = how_to_show(terminal, tag & STREAM_BITS);
        if (showing == SHOW_ASIDE && !aside && !(aside = proto_repl_aside_begin(repl))) break;
        size_t room = proto_repl_room(repl);
        size_t kept = aside ? PROTO_REPL_ANSWER((size_t)repl->line.capacity) / 2 : 0;
        size_t most = room > kept ? room - kept : 0;
        taken = size;
        if (showing != SHOW_NOT)
            taken = proto_repl_print(repl, data, size < most ? size : most,
                                     (tag & STREAM_BITS) != DEV_STREAM_BYTES);
        ring_advance(&terminal->cursor, taken);
    } while (taken == size);
    if (aside) proto_repl_aside_end(repl);
}

/* Everything that was printed is in the stream's output. */
static bool pump_all(struct dev_terminal *terminal) {
    pump(terminal);
    return ring_is_end(&terminal->dev->console.ring, &terminal->cursor);
}

void terminals_notify(struct dev_device *dev) {
    for (struct dev_terminal *t = next_used(dev, NULL); t; t = next_used(dev, t)) wake(t);
}

size_t terminal_room(struct dev_terminal *terminal) {
    pump(terminal);
    return ring_room(&terminal->dev->console.ring, &terminal->cursor);
}

/* --- program text --- */

/* Makes room for more text, or has it refused. */
static void grow(struct dev_terminal *terminal) {
    struct proto_repl *repl = &terminal->repl;
    struct dev_device *dev = terminal->dev;
    uint32_t need = (uint32_t)sizeof NAME + repl->text_size + repl->line.capacity + 2;
    if (!terminal->job) terminal->job = job_for_terminal(dev, terminal);
    struct dev_job *job = terminal->job;
    uint32_t wanted = job && job->text_size ? job->text_size * 2 : SOURCE_FIRST;
    if (wanted < need) wanted = need;
    if (!job || (!job_grow(dev, job, wanted) && !job_grow(dev, job, need))) {
        proto_repl_refuse(repl);
        return;
    }
    memcpy(job->text, NAME, sizeof NAME);
    job->source = sizeof NAME;
    proto_repl_text(repl, job->text + sizeof NAME, job->text_size - (uint32_t)sizeof NAME - 1);
}

static void forget_text(struct dev_terminal *terminal) {
    struct dev_job *job = terminal->job;
    proto_repl_clear(&terminal->repl);
    terminal->job = NULL;
    if (job && job->terminal == terminal) job_free(terminal->dev, job);
}

/* --- programs --- */

/* Without running it: the answer is a text of ours. */
static void refuse_program(struct dev_terminal *terminal, const char *format, const char *about) {
    snprintf(terminal->tail, sizeof terminal->tail, format, about);
    if (terminal->job) terminal->job->state = JOB_LOADING;
    terminal->refusing = true;
}

static void execute(struct dev_terminal *terminal) {
    struct dev_device *dev = terminal->dev;
    struct proto_repl *repl = &terminal->repl;
    const uint8_t *data;
    if (!repl->text) grow(terminal);
    struct dev_job *job = terminal->job;
    if (repl->refused) {
        refuse_program(terminal, "MemoryError: %s\n", "no room for the program text");
        return;
    }
    if (dev->console.owner) {
        refuse_program(terminal, "OSError: [Errno 16] EBUSY: the console is held by %s\n",
                       dev->console.holder);
        return;
    }
    repl->text[repl->text_size] = 0;
    bool line = repl->mode == PROTO_REPL_FRIENDLY;
    job_submit(dev, job, line ? PROTO_EXEC_LINE : PROTO_EXEC_STATEMENTS, repl->text_size);
    bool waits = dev->job != NULL;
    size_t size = input_piece(terminal, &data);
    if (size > 0 && memchr(data, PROTO_REPL_INTERRUPT, size)) terminal_interrupt(terminal);
    if (waits && line && job->state == JOB_WAITING) {
        snprintf(terminal->tail, sizeof terminal->tail, "waiting for %.80s; Ctrl-C interrupts it\n",
                 dev->job->holder);
        proto_repl_print(repl, (const uint8_t *)terminal->tail, strlen(terminal->tail), true);
    }
}

/* ctrl-C: whatever runs ends, and what waits here is not begun. */
void terminal_interrupt(struct dev_terminal *terminal) {
    job_interrupt(terminal->dev, 0, terminal->name);
    if (terminal->job && terminal->job->state == JOB_WAITING)
        refuse_program(terminal, "%s\n", "KeyboardInterrupt: ");
}

static void ask_for_reset(struct dev_terminal *terminal) {
    struct dev_device *dev = terminal->dev;
    terminal->resetting = true;
    if (proto_repl_is_raw(&terminal->repl)) dev->boot_only = true;
    machine_request_reset(dev, PROTO_RESET_SOFT, NULL);
    job_stop(dev, PATIENCE_US);
}

static void add_name(void *context, const char *name) {
    proto_repl_found(context, name);
}

static void list_name(void *context, const char *name) {
    proto_repl_list(context, name);
}

/* Reads the machine's tables, so not while a program changes them. */
static void complete(struct dev_terminal *terminal) {
    struct dev_device *dev = terminal->dev;
    struct proto_repl *repl = &terminal->repl;
    const struct proto_repl_line *line = &repl->line;
    if (dev->running || dev->job) return;
    dev->running = true;
    size_t replaced = kr_complete(dev->vm, line->text, line->cursor, add_name, repl);
    if (proto_repl_complete(repl, replaced)) {
        kr_complete(dev->vm, line->text, line->cursor, list_name, repl);
        proto_repl_listed(repl);
    }
    dev->running = false;
}

static void do_event(struct dev_terminal *terminal, enum proto_repl_event event) {
    switch (event) {
    case PROTO_REPL_GROW: grow(terminal); break;
    case PROTO_REPL_EXECUTE: execute(terminal); break;
    case PROTO_REPL_RESET: ask_for_reset(terminal); break;
    case PROTO_REPL_COMPLETE: complete(terminal); break;
    default: break;
    }
}

/* --- the prompt goes on --- */

/* What has to be written before anything more is taken. False: there is no room for it now. */
static bool catch_up(struct dev_terminal *terminal) {
    struct proto_repl *repl = &terminal->repl;
    if (is_booting(terminal->dev)) return false;
    if (terminal->refusing) {
        if (!proto_repl_finish(repl, PROTO_REPL_FAILED, "", 0, terminal->tail)) return false;
        terminal->refusing = false;
        forget_text(terminal);
    }
    if (terminal->restarted) {
        if (!pump_all(terminal) || !proto_repl_has_room(repl)) return false;
        proto_repl_restart(repl, terminal->resetting);
        terminal->restarted = terminal->resetting = false;
    }
    if (!terminal->greeted) {
        if (!proto_repl_has_room(repl)) return false;
        proto_repl_greet(repl, terminal->options & DEV_TERMINAL_BANNER);
        terminal->greeted = true;
    }
    return true;
}

static void step(struct dev_terminal *terminal) {
    enum proto_repl_event event = PROTO_REPL_NONE;
    const uint8_t *data;
    size_t size, taken = 1;
    while (catch_up(terminal) && (taken > 0 || event != PROTO_REPL_NONE) &&
           (size = input_piece(terminal, &data)) > 0) {
        taken = proto_repl_receive(&terminal->repl, data, size, &event);
        drop_input(terminal, taken);
        do_event(terminal, event);
    }
    if (terminal->repl.out.size > 0) wake(terminal);
}

void terminals_restarted(struct dev_device *dev) {
    for (struct dev_terminal *t = next_used(dev, NULL); t; t = next_used(dev, t)) {
        t->restarted = t->greeted;
        step(t);
    }
}

/* --- the end of a program --- */

/* What others have printed is not taken for the program's. */
void terminal_begin(struct dev_terminal *terminal) {
    pump(terminal);
    terminal->cursor = ring_end(&terminal->dev->console.ring);
}

static enum proto_repl_outcome outcome_of(const struct dev_terminal *terminal) {
    const struct dev_job *job = terminal->job;
    if (job->outcome == PROTO_OUTCOME_EXIT || terminal->dev->reset.kind == PROTO_RESET_SOFT)
        return PROTO_REPL_EXIT;
    if (job->outcome == PROTO_OUTCOME_INCOMPLETE) return PROTO_REPL_INCOMPLETE;
    return job->outcome == PROTO_OUTCOME_OK ? PROTO_REPL_DONE : PROTO_REPL_FAILED;
}

void terminal_begin_end(struct dev_terminal *terminal) {
    struct dev_device *dev = terminal->dev;
    const struct dev_job *job = terminal->job;
    bool raw = proto_repl_is_raw(&terminal->repl);
    terminal->head =
        terminal_split_error(job->result, job->result_size, raw, terminal->tail, sizeof terminal->tail);
    if (raw) return;
    dev->running = true;
    kr_prompt_text(dev->vm, false, terminal->repl.prompts[0], PROTO_REPL_PROMPT);
    kr_prompt_text(dev->vm, true, terminal->repl.prompts[1], PROTO_REPL_PROMPT);
    dev->running = false;
}

bool terminal_end(struct dev_terminal *terminal) {
    struct dev_job *job = terminal->job;
    enum proto_repl_outcome outcome = outcome_of(terminal);
    if (!pump_all(terminal) ||
        !proto_repl_finish(&terminal->repl, outcome, job->result, terminal->head, terminal->tail)) {
        wake(terminal);
        return false;
    }
    if (outcome == PROTO_REPL_EXIT) ask_for_reset(terminal);
    if (outcome == PROTO_REPL_INCOMPLETE)
        job->state = JOB_LOADING;
    else
        forget_text(terminal);
    return true;
}

void terminal_give_up(struct dev_terminal *terminal) {
    terminal->cursor = ring_end(&terminal->dev->console.ring);
    do proto_repl_give(&terminal->repl, terminal->repl.out.size);
    while (!terminal_end(terminal));
}

void terminal_resume(struct dev_terminal *terminal) {
    step(terminal);
}

/* --- standard input of programs --- */

static bool has_input(struct dev_terminal *terminal) {
    const uint8_t *data;
    if (input_piece(terminal, &data) > 0 && proto_repl_swallows(&terminal->repl, data[0]))
        drop_input(terminal, 1);
    return terminal->input_size > 0;
}

/* The terminals that the running program reads from: its own, or for main.py all. */
static struct dev_terminal *next_source(struct dev_device *dev, struct dev_terminal *terminal) {
    do terminal = next_used(dev, terminal);
    while (terminal && !feeds_program(terminal));
    return terminal;
}

bool terminals_have_input(struct dev_device *dev) {
    for (struct dev_terminal *t = next_source(dev, NULL); t; t = next_source(dev, t)) {
        if (has_input(t)) return true;
    }
    return false;
}

/* Up to the end of a line, so that a program which reads lines leaves the rest to those who come after it. */
size_t terminals_read(struct dev_device *dev, char *data, size_t size) {
    const uint8_t *piece;
    for (struct dev_terminal *t = next_source(dev, NULL); t; t = next_source(dev, t)) {
        if (!has_input(t)) continue;
        size_t count = 0, have = input_piece(t, &piece);
        if (have > size) have = size;
        while (count < have && piece[count] != '\n' && piece[count] != '\r') count++;
        if (count < have) count++;
        memcpy(data, piece, count);
        drop_input(t, count);
        return count;
    }
    return 0;
}

/* Feeds what was typed to the line that is edited; how many bytes the line has once it is whole, else 0, or
 * -1 for the end. */
static ptrdiff_t edit_line(struct dev_terminal *terminal, char *data, size_t size) {
    struct proto_repl *repl = &terminal->repl;
    if (!terminal->editing) proto_repl_input_begin(repl);
    terminal->editing = true;
    while (has_input(terminal) && pump_all(terminal) && proto_repl_has_room(repl)) {
        const uint8_t *piece;
        input_piece(terminal, &piece);
        uint8_t byte = *piece;
        drop_input(terminal, 1);
        enum proto_repl_input result = proto_repl_input(repl, byte);
        wake(terminal);
        if (result == PROTO_REPL_INPUT_MORE) continue;
        terminal->editing = false;
        if (result == PROTO_REPL_INPUT_END) return -1;
        size_t length = repl->line.size < size - 1 ? repl->line.size : size - 1;
        memcpy(data, repl->line.text, length);
        data[length] = '\n';
        return (ptrdiff_t)length + 1;
    }
    return 0;
}

ptrdiff_t terminals_edit_line(struct dev_device *dev, char *data, size_t size) {
    for (struct dev_terminal *t = next_source(dev, NULL); t; t = next_source(dev, t)) {
        ptrdiff_t result = edit_line(t, data, size);
        if (result != 0) return result;
    }
    return 0;
}

/* --- what the port calls --- */

static void copy_banner(struct dev_terminal *terminal) {
    const struct dev_device *dev = terminal->dev;
    snprintf(terminal->banner, sizeof terminal->banner, "MicroPython REPL by Krait %s on %s; %s\r\n%s\r\n",
             DEV_VERSION, dev->platform, dev->name,
             kr_compiles() ? "Type \"help()\" for more information."
                           : "No compiler here: use `krait repl` or `krait run`.");
}

static struct dev_terminal *new_terminal(struct dev_device *dev) {
    unsigned count = 0;
    struct dev_terminal *terminal = dev->terminals;
    for (; terminal && terminal->used; terminal = terminal->next) count++;
    if (count == dev->limits.terminals) return NULL;
    if (!terminal) {
        size_t size = sizeof *terminal + dev->limits.terminal_bytes;
        terminal = memory_take(dev, size, NEED_EXTRA);
        if (!terminal) return NULL;
        terminal->next = dev->terminals;
        dev->terminals = terminal;
    }
    struct dev_terminal *next = terminal->next;
    memset(terminal, 0, sizeof *terminal);
    terminal->next = next;
    return terminal;
}

void terminals_sweep(struct dev_device *dev) {
    struct dev_terminal **link = &dev->terminals;
    while (*link) {
        struct dev_terminal *terminal = *link;
        if (terminal->used) {
            link = &terminal->next;
        } else {
            *link = terminal->next;
            memory_give(dev, terminal);
        }
    }
}

dev_terminal *dev_terminal_open(dev_device *dev, void *peer, const char *name, unsigned options) {
    struct dev_terminal *terminal = new_terminal(dev);
    if (!terminal) return NULL;
    uint8_t *memory = terminal->memory;
    uint32_t bytes = dev->limits.terminal_bytes;
    terminal->dev = dev;
    terminal->peer = peer;
    terminal->used = true;
    terminal->options = options;
    snprintf(terminal->name, sizeof terminal->name, "%s", name);
    const struct proto_repl_config config = {
        .out = memory,
        .out_capacity = bytes / 2,
        .line = (char *)memory + bytes / 2 + bytes / 4,
        .line_capacity = bytes / 16,
        .history = (char *)memory + bytes / 2 + bytes / 4 + bytes / 16,
        .history_capacity = bytes / 8,
        .window = (uint16_t)(bytes / 8 < 0x8000 ? bytes / 8 : 0x8000),
        .banner = terminal->banner,
    };
    terminal->input = memory + bytes / 2;
    terminal->input_capacity = bytes / 4;
    copy_banner(terminal);
    proto_repl_init(&terminal->repl, &config);
    terminal->cursor = ring_end(&dev->console.ring);
    dev_log(dev, DEV_INFO, "terminal %s opened", terminal->name);
    step(terminal);
    return terminal;
}

/* Looks for the interrupt character in bytes that nobody has looked at. At a prompt it stays in them. */
static void look_for_interrupt(struct dev_terminal *terminal, const uint8_t *data, size_t size) {
    const struct dev_device *dev = terminal->dev;
    bool waits = terminal->job && terminal->job->state == JOB_WAITING;
    int character = feeds_program(terminal) ? dev->interrupt : PROTO_REPL_INTERRUPT;
    if (!dev->job && !waits) return;
    if (character < 0 || proto_repl_is_receiving_paste(&terminal->repl)) return;
    if (size > 0 && memchr(data, character, size)) terminal_interrupt(terminal);
}

/* A program never reads the character that interrupts it. */
static size_t store(struct dev_terminal *terminal, const uint8_t *data, size_t size) {
    int character = feeds_program(terminal)    ? terminal->dev->interrupt
                    : terminal->repl.executing ? PROTO_REPL_INTERRUPT
                                               : -1;
    size_t taken = 0;
    while (taken < size) {
        size_t room = terminal->input_capacity - terminal->input_size;
        const uint8_t *found = character >= 0 ? memchr(data + taken, character, size - taken) : NULL;
        size_t run = found ? (size_t)(found - data) - taken : size - taken;
        size_t part = run < room ? run : room;
        append_input(terminal, data + taken, part);
        taken += part;
        if (part < run) break;
        if (found) taken++;
    }
    return taken;
}

size_t dev_terminal_receive(dev_terminal *terminal, const uint8_t *data, size_t size) {
    size_t seen = terminal->seen < size ? terminal->seen : size;
    size_t taken = 0, part;
    terminal->dev->activity += size > seen; /* what is only offered again is no news */
    terminal->dev->requests += size > seen;
    look_for_interrupt(terminal, data + seen, size - seen);
    do {
        part = store(terminal, data + taken, size - taken);
        taken += part;
        step(terminal);
    } while (part > 0 && taken < size);
    terminal->seen = size - taken;
    terminal->refused = taken < size;
    return taken;
}

size_t dev_terminal_pull(dev_terminal *terminal, const uint8_t **data) {
    pump(terminal);
    size_t size = proto_repl_pull(&terminal->repl, data);
    if (size == 0) terminal->awake = false;
    return size;
}

void dev_terminal_give(dev_terminal *terminal, size_t sent) {
    if (sent == 0) return;
    proto_repl_give(&terminal->repl, sent);
    terminal->sent += sent;
    terminal->dev->activity++;
    step(terminal);
}

void dev_terminal_close(dev_terminal *terminal) {
    struct dev_job *job = terminal->job;
    dev_log(terminal->dev, DEV_INFO, "terminal %s closed", terminal->name);
    terminal->used = false;
    terminal->job = NULL;
    if (job) job->terminal = NULL;
    if (job && (job->state == JOB_LOADING || job->state == JOB_WAITING)) job_free(terminal->dev, job);
}

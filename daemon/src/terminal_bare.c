/* In the place of terminal.c where a device compiles nothing: a terminal without a prompt.
 *
 * It shows what programs print, gives what is typed to main.py when that reads, and knows ctrl-C and ctrl-D.
 * No program is its own, so the machine never waits for it, and jobs never have it as their terminal: what is
 * defined here for those that do is not called. */
#include <stdio.h>
#include <string.h>

#include "terminal.h"

#define RESET          4 /* ctrl-D */
#define PATIENCE_US    1000000u
/* A terminal's memory: half of it for what is typed, half for what is shown. */
#define HALF(terminal) ((terminal)->dev->limits.terminal_bytes / 2)

static struct dev_terminal *next_used(struct dev_terminal *terminal) {
    while (terminal && !terminal->used) terminal = terminal->next;
    return terminal;
}

static void wake(struct dev_terminal *terminal) {
    if (terminal->awake) return;
    terminal->awake = true;
    terminal->dev->port->terminal_wake(terminal->dev->port_context, terminal->peer);
}

void terminals_notify(struct dev_device *dev) {
    for (struct dev_terminal *t = next_used(dev->terminals); t; t = next_used(t->next)) wake(t);
}

/* --- output: repl.out is the part of the memory that is shown --- */

static bool show(struct dev_terminal *terminal, char c) {
    struct proto_repl_out *out = &terminal->repl.out;
    if (out->size + 2 > out->capacity) return false;
    if (c == '\n') out->data[out->size++] = '\r';
    out->data[out->size++] = (uint8_t)c;
    return true;
}

static void greet(struct dev_terminal *terminal) {
    const char *text = terminal->banner;
    while (*text && show(terminal, *text)) text++;
    wake(terminal);
}

static void pump(struct dev_terminal *terminal) {
    struct ring *ring = &terminal->dev->console.ring;
    const uint8_t *data;
    size_t size, taken = 0;
    uint8_t tag;
    uint64_t lost;
    for (size = 0; taken == size && ring_peek(ring, &terminal->cursor, &data, &size, &tag, &lost);) {
        for (taken = 0; taken < size && show(terminal, (char)data[taken]);) taken++;
        ring_advance(&terminal->cursor, taken);
    }
}

size_t dev_terminal_pull(dev_terminal *terminal, const uint8_t **data) {
    pump(terminal);
    *data = terminal->repl.out.data;
    if (terminal->repl.out.size == 0) terminal->awake = false;
    return terminal->repl.out.size;
}

void dev_terminal_give(dev_terminal *terminal, size_t sent) {
    struct proto_repl_out *out = &terminal->repl.out;
    out->size -= (uint32_t)sent;
    memmove(out->data, out->data + sent, out->size);
}

/* --- input --- */

static bool reads(const struct dev_device *dev) {
    return dev->job && dev->job->kind == 0 && dev->job->state == JOB_RUNNING;
}

static void ask_for_reset(struct dev_device *dev) {
    machine_request_reset(dev, PROTO_RESET_SOFT, NULL);
    job_stop(dev, PATIENCE_US);
}

/* What main.py will read. While it waits for a line, that is shown and can be corrected. */
static bool keep(struct dev_terminal *terminal, uint8_t byte) {
    bool erases = terminal->editing && (byte == 8 || byte == 127);
    if (erases && terminal->input_size > 0) {
        terminal->input_size--;
        show(terminal, '\b'), show(terminal, ' '), show(terminal, '\b');
    }
    if (erases) return true;
    if (terminal->input_size == HALF(terminal)) return false;
    terminal->input[terminal->input_size++] = byte;
    if (terminal->editing) show(terminal, byte == '\r' ? '\n' : (char)byte);
    return true;
}

/* False when there is no room for the byte. */
static bool take(struct dev_terminal *terminal, uint8_t byte) {
    struct dev_device *dev = terminal->dev;
    if (dev->job && byte == (reads(dev) ? dev->interrupt : PROTO_REPL_INTERRUPT)) {
        job_interrupt(dev, 0, terminal->name);
    } else if (reads(dev)) {
        wake(terminal);
        return keep(terminal, byte);
    } else if (byte == RESET) {
        ask_for_reset(dev);
    } else if (byte == '\r' || byte == '\n') {
        greet(terminal);
    }
    return true;
}

size_t dev_terminal_receive(dev_terminal *terminal, const uint8_t *data, size_t size) {
    size_t taken = 0;
    while (taken < size && take(terminal, data[taken])) taken++;
    terminal->dev->activity += taken > 0;
    terminal->dev->requests += taken > 0;
    return taken;
}

bool terminals_have_input(struct dev_device *dev) {
    const struct dev_terminal *terminal = next_used(dev->terminals);
    while (terminal && terminal->input_size == 0) terminal = next_used(terminal->next);
    return terminal != NULL;
}

/* Up to the end of a line, so that a program which reads lines leaves the rest; with `whole` nothing before
 * that is there. */
static size_t read_line(struct dev_terminal *terminal, char *data, size_t size, bool whole) {
    size_t have = terminal->input_size < size ? terminal->input_size : size, count = 0;
    while (count < have && terminal->input[count] != '\n' && terminal->input[count] != '\r') count++;
    bool ended = count < have;
    terminal->editing = whole && !ended;
    if (whole && !ended && have < size && have < HALF(terminal)) return 0;
    count += ended;
    memcpy(data, terminal->input, count);
    if (whole && ended) data[count - 1] = '\n';
    terminal->input_size -= (uint32_t)count;
    memmove(terminal->input, terminal->input + count, terminal->input_size);
    return count;
}

static size_t read_any(struct dev_device *dev, char *data, size_t size, bool whole) {
    size_t count = 0;
    for (struct dev_terminal *t = next_used(dev->terminals); t && count == 0; t = next_used(t->next))
        count = read_line(t, data, size, whole);
    return count;
}

size_t terminals_read(struct dev_device *dev, char *data, size_t size) {
    return read_any(dev, data, size, false);
}

ptrdiff_t terminals_edit_line(struct dev_device *dev, char *data, size_t size) {
    return (ptrdiff_t)read_any(dev, data, size, true);
}

/* --- life --- */

dev_terminal *dev_terminal_open(dev_device *dev, void *peer, const char *name, unsigned options) {
    unsigned count = 0;
    for (struct dev_terminal *t = dev->terminals; t; t = t->next) count++;
    if (count == dev->limits.terminals) return NULL;
    struct dev_terminal *terminal =
        memory_take(dev, sizeof *terminal + dev->limits.terminal_bytes, NEED_EXTRA);
    if (!terminal) return NULL;
    *terminal = (struct dev_terminal){.dev = dev, .peer = peer, .used = true, .next = dev->terminals};
    dev->terminals = terminal;
    terminal->input = terminal->memory;
    terminal->repl.out.data = terminal->memory + HALF(terminal);
    terminal->repl.out.capacity = HALF(terminal);
    terminal->cursor = ring_end(&dev->console.ring);
    snprintf(terminal->name, sizeof terminal->name, "%s", name);
    snprintf(terminal->banner, sizeof terminal->banner,
             "Krait %s on %s; %s\nNo compiler here: use `krait repl` or `krait run`.\n", DEV_VERSION,
             dev->platform, dev->name);
    if (options & DEV_TERMINAL_BANNER) greet(terminal);
    return terminal;
}

void dev_terminal_close(dev_terminal *terminal) {
    terminal->used = false;
}

void terminals_sweep(struct dev_device *dev) {
    for (struct dev_terminal **link = &dev->terminals; *link;) {
        struct dev_terminal *terminal = *link;
        if (terminal->used) {
            link = &terminal->next;
        } else {
            *link = terminal->next;
            memory_give(dev, terminal);
        }
    }
}

/* --- of jobs that have a terminal --- */

size_t terminal_room(struct dev_terminal *terminal) {
    (void)terminal;
    return SIZE_MAX;
}

void terminals_restarted(struct dev_device *dev) {
    (void)dev;
}

void terminal_begin(struct dev_terminal *terminal) {
    (void)terminal;
}

void terminal_begin_end(struct dev_terminal *terminal) {
    (void)terminal;
}

bool terminal_end(struct dev_terminal *terminal) {
    (void)terminal;
    return true;
}

void terminal_give_up(struct dev_terminal *terminal) {
    (void)terminal;
}

void terminal_resume(struct dev_terminal *terminal) {
    (void)terminal;
}

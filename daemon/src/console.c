/* The console: what programs print, who watches it, and who owns it.
 *
 * All output goes into one ring. A job's client reads it by a cursor that holds the program back:
 * console_write() serves the network until there is room, so nothing of it is lost while the client is there.
 * Watchers have cursors that hold nobody back; who is too slow is told how much was skipped. A record's tag
 * is its stream and the session whose job printed it, because that session gets it on the job's stream
 * already.
 *
 * The owner is the one console stream whose input goes to programs that nobody's job stream feeds, and whose
 * session alone runs programs without waiting. */
#include "terminal.h"

#include <stdio.h>
#include <string.h>

#define STREAM_BITS 3u
#define POLL_US     20000u
#define WORTHWHILE  64u

static struct dev_device *device_of(const struct op *op) {
    return op->session->dev;
}

/* Which session a record belongs to; 0: nobody's, as main.py's. */
static uint8_t make_tag(const struct dev_device *dev, unsigned stream) {
    const struct op *op = dev->job && !dev->last_words ? dev->job->op : NULL;
    return (uint8_t)(stream | (op ? op->session->tag : 0u) << 2);
}

void console_init(struct dev_device *dev) {
    dev->console.owner = NULL;
    dev->console.input_head = dev->console.input_size = 0;
}

/* --- output --- */

/* What the ring can take before whom the job's output belongs to misses something; `all` when that is nobody.
 */
static size_t console_room(struct dev_device *dev, const struct dev_job *job, size_t all) {
    if (job->terminal) return terminal_room(job->terminal);
    return job->op ? ring_room(&dev->console.ring, &job->op->cursor) : all;
}

/* What an ending machine says belongs to no job, though the next one may have begun. */
static void skip_last_words(struct dev_device *dev) {
    if (dev->last_words && dev->job && dev->job->op) dev->job->op->cursor = ring_end(&dev->console.ring);
}

void console_write(struct dev_device *dev, enum dev_stream stream, const char *data, size_t size) {
    struct ring *ring = &dev->console.ring;
    while (size > 0) {
        struct dev_job *job = dev->last_words ? NULL : dev->job;
        size_t room = job ? console_room(dev, job, size) : size;
        if (room > size) room = size;
        if (room > 0) {
            ring_append(ring, make_tag(dev, stream), (const uint8_t *)data, room);
            data += room;
            size -= room;
            skip_last_words(dev);
            terminals_notify(dev);
        } else if (dev->stopping || job->killed || kr_interrupt_pending(dev->vm)) {
            break;
        } else {
            dev_poll(dev, POLL_US);
        }
    }
}

/* As much of it as holds nobody back. */
void console_write_result(struct dev_device *dev, const char *text, size_t size) {
    size_t most = dev->console.ring.capacity / 2;
    const struct dev_job *job = dev->job;
    size_t room = console_room(dev, job, most);
    if (size > room) size = room;
    ring_append(&dev->console.ring, make_tag(dev, DEV_STREAM_RESULT), (const uint8_t *)text, size);
    terminals_notify(dev);
}

static int put_lost(struct op *op, uint64_t lost) {
    char text[64];
    int length = snprintf(text, sizeof text, "\n[%llu bytes of output skipped]\n", (unsigned long long)lost);
    return op_put(op, PROTO_DATA, PROTO_FLAG_STDERR, text, (size_t)length);
}

/* Is this record for this stream? */
static bool is_for(const struct op *op, uint8_t tag) {
    bool own = tag >> 2 == op->session->tag;
    if (op->class == &op_class_exec) return (tag & STREAM_BITS) != DEV_STREAM_RESULT;
    return !own;
}

/* 0 when a frame of some use can be put, else what the put would say. */
static int check_way(const struct op *op) {
    size_t room = proto_link_room(&op->session->link);
    if (op->session->link.state != PROTO_LINK_OPEN) return PROTO_ERR_LINK_CLOSED;
    if (op->stream->send_credit < WORTHWHILE && op->stream->send_credit < op->session->link.peer.window) {
        return PROTO_ERR_LINK_CREDIT;
    }
    return room < WORTHWHILE ? PROTO_ERR_LINK_FULL : PROTO_OK;
}

/* Puts at most one frame. 1: something was done, 0: nothing is left, or the error of the put. The cursor is
 * moved to what is still there only when the loss can be told as well. */
static int put_output(struct op *op) {
    struct ring *ring = &device_of(op)->console.ring;
    struct ring_cursor cursor = op->cursor;
    const uint8_t *data;
    size_t length;
    uint8_t tag;
    uint64_t lost;
    if (!ring_peek(ring, &cursor, &data, &length, &tag, &lost)) return 0;
    bool mine = is_for(op, tag);
    int error = mine ? check_way(op) : 0;
    if (!error && lost) error = put_lost(op, lost);
    if (error) return error;
    op->cursor = cursor;
    if (lost) return 1;
    size_t room = proto_link_room(&op->session->link);
    if (mine && length > room) length = room;
    if (mine && length > op->stream->send_credit) length = op->stream->send_credit;
    unsigned flags = (tag & STREAM_BITS) <= KR_STDOUT ? 0 : PROTO_FLAG_STDERR;
    if (mine) error = op_put(op, PROTO_DATA, flags, data, length);
    if (error) return error;
    ring_advance(&op->cursor, length);
    return 1;
}

enum op_result console_step_output(struct op *op, bool *drained) {
    int result = put_output(op);
    *drained = result == 0;
    return result == 1 ? OP_MORE : result == 0 ? OP_IDLE : op_wait(op, result);
}

/* --- ownership --- */

void console_changed(struct dev_device *dev) {
    for (struct op *op = op_each(dev, NULL); op; op = op_each(dev, op)) {
        if (op->class == &op_class_console) op->dirty = true;
    }
}

bool console_is_held_by_other(const struct dev_device *dev, const struct dev_session *session) {
    return dev->console.owner && dev->console.owner->session != session;
}

static void free_input(struct dev_console *console, struct dev_device *dev) {
    memory_give(dev, console->input);
    console->input = NULL;
    console->input_head = console->input_size = 0;
}

/* Forgets input that no program has read; its sender may send as much again. */
static void drop_input(struct dev_device *dev) {
    struct op *owner = dev->console.owner;
    if (owner && owner->stream->number)
        proto_link_consumed(&owner->session->link, owner->stream, dev->console.input_size);
    free_input(&dev->console, dev);
}

void console_release_owner(struct dev_device *dev, const char *taker) {
    char text[DEV_TEXT_MAX];
    struct op *owner = dev->console.owner;
    if (!owner) return;
    drop_input(dev);
    if (taker) {
        snprintf(text, sizeof text, "console taken by %s", taker);
        session_notice(owner->session, PROTO_NOTICE_TAKEN, text);
        dev_log(dev, DEV_INFO, "console taken from %s by %s", dev->console.holder, taker);
    }
    owner->mode = PROTO_CONSOLE_WATCH;
    dev->console.owner = NULL;
    dev->console.holder[0] = 0;
    console_changed(dev);
}

/* Changes the mode of a stream. False when somebody else owns the console. */
static bool change_mode(struct op *op, unsigned mode) {
    struct dev_device *dev = device_of(op);
    bool held = dev->console.owner && dev->console.owner != op;
    if (mode == PROTO_CONSOLE_OWN && held && console_is_held_by_other(dev, op->session)) return false;
    if (mode == PROTO_CONSOLE_WATCH && dev->console.owner == op) console_release_owner(dev, NULL);
    op->mode = (uint8_t)mode;
    if (mode == PROTO_CONSOLE_WATCH || dev->console.owner == op) return true;
    if (held) console_release_owner(dev, session_name(op->session));
    dev->console.owner = op;
    snprintf(dev->console.holder, sizeof dev->console.holder, "%s", session_name(op->session));
    console_changed(dev);
    return true;
}

static bool is_mode(unsigned mode) {
    return mode >= PROTO_CONSOLE_OWN && mode <= PROTO_CONSOLE_TAKE;
}

/* A new stream sees what is printed from now on. */
static void console_start(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct proto_console message;
    proto_console_parse(frame->payload, frame->length, &message);
    op->cursor = ring_end(&dev->console.ring);
    op->mode = PROTO_CONSOLE_WATCH;
    op->dirty = true;
    if (!is_mode(message.mode))
        op_finish(op, PROTO_STATUS_INVALID, NULL);
    else if (!change_mode(op, message.mode))
        op_finish(op, PROTO_STATUS_BUSY, dev->console.holder);
}

/* What the owner types is kept for the program that asks; the window says how much that may be. */
static void take_typed(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct dev_console *console = &dev->console;
    if (console->owner != op) {
        proto_link_consumed(&op->session->link, frame->stream, frame->length);
        return;
    }
    if (!console->input) console->input = memory_take(dev, dev->limits.window, NEED_EXTRA);
    if (!console->input) {
        op_finish(op, PROTO_STATUS_TOO_BIG, "no memory for the program's input");
        return;
    }
    for (size_t i = 0; i < frame->length && console->input_size < dev->limits.window; i++) {
        console->input[(console->input_head + console->input_size++) % dev->limits.window] =
            frame->payload[i];
    }
}

static void console_frame(struct op *op, const struct proto_frame *frame) {
    struct proto_console message;
    if (frame->type == PROTO_DATA) take_typed(op, frame);
    if (frame->type == PROTO_CLAIM) {
        proto_console_parse(frame->payload, frame->length, &message);
        if (is_mode(message.mode)) change_mode(op, message.mode);
        op->dirty = true;
    }
    if (frame->type == PROTO_END || (frame->flags & PROTO_FLAG_END)) op_finish(op, PROTO_STATUS_OK, NULL);
}

static void console_release(struct op *op) {
    struct dev_device *dev = device_of(op);
    if (dev->console.owner == op) console_release_owner(dev, NULL);
}

/* Several changes at once become one frame: only the last one is true. */
static enum op_result put_owner(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct dev_console *console = &dev->console;
    uint8_t payload[8 + sizeof console->holder];
    struct proto_writer writer;
    struct proto_owner owner = {PROTO_OWNER_NOBODY, dev->job ? dev->job->number : 0,
                                proto_text(console->holder)};
    if (console->owner) owner.state = console->owner == op ? PROTO_OWNER_YOU : PROTO_OWNER_OTHER;
    proto_writer_init(&writer, payload, sizeof payload);
    proto_owner_write(&writer, &owner);
    int error = op_put(op, PROTO_OWNER, 0, payload, (size_t)proto_writer_finish(&writer));
    if (!error) op->dirty = false;
    return op_wait(op, error);
}

static enum op_result console_step(struct op *op) {
    bool drained;
    return op->dirty ? put_owner(op) : console_step_output(op, &drained);
}

const struct op_class op_class_console = {OP_PLAIN, console_start, console_frame, console_step,
                                          console_release};

/* --- input of programs without a client --- */

static bool is_ending(const struct dev_device *dev) {
    return dev->stopping || kr_interrupt_pending(dev->vm) || (dev->job && dev->job->killed);
}

/* Terminals come first; a line that a person types there is only theirs. */
ptrdiff_t console_read(struct dev_device *dev, char *data, size_t size, bool line) {
    struct dev_console *console = &dev->console;
    size_t count = 0;
    while (console->input_size == 0) {
        ptrdiff_t got =
            line ? terminals_edit_line(dev, data, size) : (ptrdiff_t)terminals_read(dev, data, size);
        if (got != 0) return got > 0 ? got : 0;
        if (is_ending(dev)) return -KR_EINTR;
        dev_poll(dev, POLL_US);
    }
    while (count < size && console->input_size > 0) {
        data[count++] = (char)console->input[console->input_head];
        console->input_head = (console->input_head + 1) % dev->limits.window;
        console->input_size--;
    }
    if (console->input_size == 0) free_input(console, dev);
    if (console->owner) proto_link_consumed(&console->owner->session->link, console->owner->stream, count);
    return (ptrdiff_t)count;
}

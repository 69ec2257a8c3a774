/* Operations: from the frame that opens a stream to the END that closes our direction of it.
 *
 * An operation holds its place only until our direction has ended. If the peer's direction is still open
 * then, the stream is left to `draining`: its DATA is consumed and dropped, so that a peer who was told "no"
 * in the middle of an upload is not stuck, and the place serves somebody else. Streams that never got an
 * operation have no user; op_refuse() answers them. */
#include "op.h"

#include <string.h>

#include "parts.h"

/* Its address marks a stream whose operation is over. */
static char draining;

static const struct op_class *class_of(unsigned type) {
    switch (type) {
    case PROTO_EXEC: return &op_class_exec;
    case PROTO_CONSOLE: return &op_class_console;
    case PROTO_COMPLETE: return &op_class_complete;
    case PROTO_STAT:
    case PROTO_LIST: return &op_class_tree;
    case PROTO_GET: return &op_class_get;
    case PROTO_PUT: return &op_class_put;
    case PROTO_REMOVE:
    case PROTO_RENAME:
    case PROTO_COPY:
    case PROTO_MKDIR:
    case PROTO_RMDIR: return &op_class_command;
    case PROTO_RESET: return &op_class_reset;
    case PROTO_KEY_ROTATE: return &op_class_rotate;
    case PROTO_STATVFS: return &op_class_space;
    case PROTO_INFO: return &op_class_info;
    case PROTO_TIME: return &op_class_clock;
    case PROTO_LOGS: return &op_class_logs;
    case PROTO_MOUNT: return &op_class_mount;
    default: return NULL;
    }
}

struct op *op_each(const struct dev_device *dev, const struct op *previous) {
    const struct dev_session *session = previous ? previous->session : dev->sessions;
    if (previous && previous->next) return previous->next;
    if (previous) session = session->next;
    while (session && !session->ops) session = session->next;
    return session ? session->ops : NULL;
}

static struct op *op_new(struct dev_device *dev, size_t size) {
    struct op *op = dev->op_count < dev->limits.operations ? memory_take(dev, size, NEED_ALWAYS) : NULL;
    if (op) dev->op_count++;
    return op;
}

static void give_op(struct op *op) {
    struct dev_device *dev = op->session->dev;
    dev->op_count--;
    memory_give(dev, op);
}

static void append_to_session(struct dev_session *session, struct op *op) {
    struct op **link = &session->ops;
    while (*link) link = &(*link)->next;
    *link = op;
}

static void op_reset(struct op *op, const struct op_class *class, struct dev_session *session,
                     struct proto_stream *stream) {
    memset(op, 0, class->size);
    op->class = class;
    op->session = session;
    op->stream = stream;
    op->handle = op->second = -1;
}

/* Without a free place the stream stays without a user, which op_refuse() answers. */
void op_open(struct dev_session *session, const struct proto_frame *frame) {
    const struct op_class *class = class_of(frame->type);
    struct op *op = class ? op_new(session->dev, class->size) : NULL;
    if (!op) return;
    session->dev->requests++;
    op_reset(op, class, session, frame->stream);
    frame->stream->user = op;
    append_to_session(session, op);
    class->start(op, frame);
}

static void drop_data(struct dev_session *session, const struct proto_frame *frame) {
    if (frame->type == PROTO_DATA) proto_link_consumed(&session->link, frame->stream, frame->length);
}

void op_frame(struct dev_session *session, const struct proto_frame *frame) {
    struct op *op = frame->stream->user;
    if (!op || (void *)op == &draining || op->finishing) {
        drop_data(session, frame);
    } else if (frame->stream->state & PROTO_STREAM_ABORTED) {
        op_finish(op, PROTO_STATUS_ABORTED, NULL);
    } else if (op->class->frame && frame->type != PROTO_WINDOW) {
        op->class->frame(op, frame);
    } else {
        drop_data(session, frame);
    }
}

/* What an operation holds is given back when its end is decided, not when its END found room in a record. */
static void op_release(struct op *op) {
    if (op->released) return;
    op->released = true;
    if (op->ticket > 0) op->session->dev->port->sync_end(op->session->dev->port_context, -op->ticket);
    op->ticket = 0;
    if (op->class->release) op->class->release(op);
}

/* Our direction has ended: the operation dies, the stream may live on. */
static void op_end(struct op *op) {
    op_release(op);
    op->ended = op->dead = true;
    if (op->stream->number) op->stream->user = &draining;
}

void op_finish(struct op *op, unsigned status, const char *text) {
    if (op->finishing || op->ended) return;
    op->finishing = true;
    op->status = (uint16_t)status;
    proto_text_copy(proto_text(text ? text : ""), op->text, sizeof op->text);
    op_release(op);
}

/* A client that is still uploading is asked to stop; to all others END is enough. */
static enum op_result put_end(struct op *op) {
    struct proto_link *link = &op->session->link;
    bool uploading = op->class == &op_class_put && !(op->stream->state & PROTO_STREAM_GOT_END);
    bool abort = uploading && op->status != PROTO_STATUS_OK;
    enum proto_status status = (enum proto_status)op->status;
    int error = abort ? proto_link_abort(link, op->stream, status, op->text)
                      : proto_link_end(link, op->stream, status, op->text);
    if (error == PROTO_ERR_LINK_FULL) return OP_FULL;
    op_end(op);
    return OP_MORE;
}

enum op_result op_step(struct op *op) {
    if (op->dead) return OP_IDLE;
    if (op->finishing) return put_end(op);
    return op->class->step ? op->class->step(op) : OP_IDLE;
}

enum op_result op_refuse(struct dev_session *session) {
    struct proto_link *link = &session->link;
    struct proto_stream *stream = proto_link_each(link, NULL);
    while (stream) {
        struct proto_stream *next = proto_link_each(link, stream);
        if (!stream->user) {
            if (proto_link_end(link, stream, PROTO_STATUS_TOO_MANY, "the device is busy with other requests"))
                return OP_FULL;
            if (stream->number) stream->user = &draining;
        }
        stream = next;
    }
    return OP_IDLE;
}

void op_free(struct op *op) {
    struct op **link = &op->session->ops;
    op_release(op);
    while (*link && *link != op) link = &(*link)->next;
    if (*link) *link = op->next;
    give_op(op);
}

/* Operations die in the middle of a round over the list; here they leave it. */
void op_sweep(struct dev_session *session) {
    struct op **link = &session->ops;
    while (*link) {
        struct op *op = *link;
        if (op->dead) {
            *link = op->next;
            give_op(op);
        } else {
            link = &op->next;
        }
    }
}

static int after_put(struct op *op, unsigned flags, int error) {
    if (!error && (flags & PROTO_FLAG_END)) op_end(op);
    return error;
}

int op_put(struct op *op, enum proto_message_type type, unsigned flags, const void *payload, size_t length) {
    return after_put(op, flags, proto_link_put(&op->session->link, op->stream, type, flags, payload, length));
}

int op_put2(struct op *op, enum proto_message_type type, unsigned flags, const void *head, size_t head_length,
            const void *body, size_t body_length) {
    return after_put(
        op, flags,
        proto_link_put2(&op->session->link, op->stream, type, flags, head, head_length, body, body_length));
}

int op_commit(struct op *op, unsigned flags, size_t length) {
    return after_put(op, flags, proto_link_commit(&op->session->link, flags, length));
}

int op_sync(struct op *op, int handle) {
    struct dev_device *dev = op->session->dev;
    if (!dev->port->sync_begin) {
        int result = dev->files->sync(dev->files_context, handle);
        return result < 0 ? result : 1;
    }
    if (op->ticket == 0) op->ticket = dev->port->sync_begin(dev->port_context, handle);
    int result = op->ticket < 0 ? op->ticket : dev->port->sync_end(dev->port_context, op->ticket);
    if (result == -KR_EAGAIN) return 0;
    op->ticket = 0;
    if (result == -KR_ENOBUFS) return 0; /* many are under way: again when one of them is done */
    return result < 0 ? result : 1;
}

void op_sync_ahead(struct op *op, int handle) {
    struct dev_device *dev = op->session->dev;
    int ticket = dev->port->sync_begin ? dev->port->sync_begin(dev->port_context, handle) : 0;
    if (ticket > 0) dev->port->sync_end(dev->port_context, -ticket);
}

enum op_result op_wait(struct op *op, int error) {
    switch (error) {
    case PROTO_OK: return OP_MORE;
    case PROTO_ERR_LINK_FULL: return OP_FULL;
    case PROTO_ERR_LINK_CREDIT:
    case PROTO_ERR_LINK_CLOSED: return OP_IDLE;
    default:
        dev_log(op->session->dev, DEV_ERROR, "cannot answer %s: %s", proto_message_name(op->stream->opener),
                proto_error_text(error));
        op_finish(op, PROTO_STATUS_TOO_BIG, proto_error_text(error));
        return OP_MORE;
    }
}

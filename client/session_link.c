/* A session over the encrypted link. Outgoing: at most one sealed frame waits for the socket while the next
 * record is built, so memory is bounded and a sender that is faster than the network waits in session_send.
 * Incoming: bytes are read into one buffer, unmasked, opened and looked at in place. */
#include "session.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>
#include "connect.h"
#include "krait/proto_error.h"

#define SILENCE_PING_US 8000000
#define CROWDED_US      250000 /* half of what a device leaves a stranger when others wait */
#define MESSAGE_MAX     PROTO_LINK_MESSAGE(PROTO_RECORD_MAX)

/* The link is gone: says why once, and tells every open stream. */
static bool die(struct session *session, int code, const char *format, const char *detail) {
    struct failure failure;
    if (session->dead) return false;
    fail(&failure, code, format, detail);
    return session_lost(session, &failure);
}

/* As the system says it. Before a client is admitted that is how a device turns it away. */
static bool broke(struct session *session) {
    session->turned_away = !session->admitted;
    return die(session, EXIT_UNREACHABLE, "the link broke: %s", strerror(errno));
}

static void random_bytes(void *data, size_t size) {
    if (getrandom(data, size, 0) != (ssize_t)size) abort();
}

/* Moves the record under construction to the socket's side when that is free. */
static bool seal(struct session *session) {
    uint8_t *message, mask[4];
    size_t length;
    if (session->out_size || !proto_link_pending(&session->link)) return true;
    int taken = proto_link_take(&session->link, &message, &length);
    if (taken < 0) return die(session, EXIT_UNREACHABLE, "the link failed: %s", proto_error_text(taken));
    if (taken == 0) return true;
    random_bytes(mask, sizeof mask);
    session->out = proto_ws_wrap(message, length, PROTO_WS_BINARY, mask, &session->out_size);
    session->out_sent = 0;
    uint8_t *next = session->record == session->link.buffer
                        ? session->record + PROTO_LINK_BUFFER(PROTO_RECORD_MAX)
                        : session->record;
    proto_link_give(&session->link, next);
    return true;
}

/* Writes a control frame past the record; only when nothing is half sent. */
static void send_control(struct session *session, enum proto_ws_opcode opcode, const uint8_t *data,
                         size_t size) {
    uint8_t frame[PROTO_WS_CONTROL_MAX + PROTO_WS_FRAME_HEADER_MAX], mask[4];
    random_bytes(mask, sizeof mask);
    int length = proto_ws_control(frame, sizeof frame, opcode, data, size, mask);
    if (length > 0 && !session->out_size) (void)!send(session->socket, frame, (size_t)length, MSG_NOSIGNAL);
}

static bool link_flush(struct session *session) {
    while (!session->dead) {
        if (!seal(session)) return false;
        if (!session->out_size) return true;
        ssize_t n = send(session->socket, session->out + session->out_sent,
                         session->out_size - session->out_sent, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
        if (n < 0 && errno != EINTR) return broke(session);
        if (n > 0) session->out_sent += (size_t)n;
        if (session->out_sent == session->out_size) session->out_size = 0;
    }
    return false;
}

static void note_end(struct handler *handler, const struct proto_frame *frame) {
    struct proto_end end;
    if (handler->ended) return;
    if (frame->type == PROTO_END || frame->type == PROTO_ABORT) {
        if (proto_end_parse(frame->payload, frame->length, &end) < 0) return;
        handler->status = end.status;
        proto_text_copy(end.text, handler->text, sizeof handler->text);
        handler->ended = true;
    } else if (frame->flags & PROTO_FLAG_END) {
        handler->status = PROTO_STATUS_OK;
        handler->ended = true;
    }
}

/* Frames of stream 0. */
static bool connection_frame(struct session *session, const struct proto_frame *frame) {
    struct proto_notice notice;
    struct proto_end end;
    char text[512];
    switch (frame->type) {
    case PROTO_PING:
        return session_send(session, NULL, PROTO_PONG, 0, frame->payload, frame->length, &session->failure);
    case PROTO_NOTICE:
        if (proto_notice_parse(frame->payload, frame->length, &notice) == 0) {
            proto_text_copy(notice.text, text, sizeof text);
            if (session->notice) session->notice(session, notice.kind, text);
        }
        return true;
    case PROTO_GOAWAY:
        if (proto_end_parse(frame->payload, frame->length, &end) < 0) return true;
        proto_text_copy(end.text, text, sizeof text);
        return die(session,
                   proto_status_exit(end.status) == EXIT_OK ? EXIT_UNREACHABLE
                                                            : proto_status_exit(end.status),
                   "the device closed the link: %s", *text ? text : proto_status_text(end.status));
    default: return true;
    }
}

static bool stream_frame(struct session *session, const struct proto_frame *frame) {
    struct handler *handler = frame->stream->user;
    if (!handler) return true;
    note_end(handler, frame);
    if (handler->frame) handler->frame(session, handler, frame);
    if (frame->closes) handler->stream = NULL;
    return !session->dead;
}

static bool take_message(struct session *session, uint8_t *message, size_t length) {
    struct proto_frame frame;
    bool alive = true;
    int more = proto_link_receive(&session->link, message, length);
    session->dispatching = true;
    while (alive && more >= 0 && (more = proto_link_next(&session->link, &frame)) > 0)
        alive = frame.stream ? stream_frame(session, &frame) : connection_frame(session, &frame);
    session->dispatching = false;
    if (!alive) return false;
    if (more == 0) return true;
    int code = more == PROTO_ERR_NOISE_AUTH ? EXIT_AUTH : EXIT_UNREACHABLE;
    return die(session, code, "the link failed: %s", proto_error_text(more));
}

/* What a close code of the device means. */
static bool closed(struct session *session, unsigned code) {
    bool open = session->link.state == PROTO_LINK_OPEN;
    if (!open && code == PROTO_WS_CLOSE_REFUSED)
        return die(session, EXIT_AUTH, "%s",
                   "the device refused this key (or too many wrong keys came before; wait and try again)");
    session->turned_away = !session->admitted;
    if (!open)
        return die(session, EXIT_UNREACHABLE, "%s",
                   "the device closed the connection before the link was made; try again");
    if (code == PROTO_WS_CLOSE_NORMAL || code == PROTO_WS_CLOSE_GOING_AWAY)
        return die(session, EXIT_UNREACHABLE, "%s", "the device closed the link");
    return die(session, EXIT_UNREACHABLE, "%s", "the device dropped the link");
}

static bool take_event(struct session *session, const struct proto_ws_event *event) {
    uint8_t *message;
    size_t length;
    switch (event->opcode) {
    case PROTO_WS_PING: send_control(session, PROTO_WS_PONG, event->data, event->length); return true;
    case PROTO_WS_PONG: return true;
    case PROTO_WS_CLOSE: return closed(session, event->close_code);
    default: break;
    }
    int whole = proto_ws_collect(&session->inbox, event, &message, &length);
    if (whole < 0) return die(session, EXIT_UNREACHABLE, "the link failed: %s", proto_error_text(whole));
    return whole == 0 || take_message(session, message, length);
}

/* Reads once and handles all that came. */
static bool receive(struct session *session) {
    ssize_t n = recv(session->socket, session->in, session->in_size, 0);
    if (n < 0) return errno == EAGAIN || errno == EINTR || broke(session);
    if (n == 0) return closed(session, PROTO_WS_CLOSE_NONE);
    session->heard_us = clock_us();
    session->pinged = false;
    for (size_t at = 0; at < (size_t)n;) {
        struct proto_ws_event event;
        size_t used;
        int found = proto_ws_decode(&session->decoder, session->in + at, (size_t)n - at, &used, &event);
        at += used;
        if (found < 0) return die(session, EXIT_UNREACHABLE, "the link failed: %s", proto_error_text(found));
        if (found > 0 && !take_event(session, &event)) return false;
    }
    return true;
}

/* A silent device is asked once, then given up. */
static bool check_silence(struct session *session) {
    static const uint8_t token[8] = "krait?";
    int64_t silent = clock_us() - session->heard_us;
    if (session->link.state != PROTO_LINK_OPEN || !session->silence_us) return true;
    if (silent > session->silence_us)
        return die(session, EXIT_UNREACHABLE, "%s", "the device does not answer any more");
    if (silent > SILENCE_PING_US && !session->pinged) {
        session->pinged = true;
        return session_send(session, NULL, PROTO_PING, 0, token, sizeof token, &session->failure);
    }
    return true;
}

static int wait_ms(const struct session *session, int timeout_ms) {
    bool watching = session->silence_us && session->link.state == PROTO_LINK_OPEN;
    return watching && (timeout_ms < 0 || timeout_ms > 2000) ? 2000 : timeout_ms;
}

/* Inside a handler only the way out is served: what comes in must wait until the record at hand was looked
 * at. */
static bool step_out(struct session *session, int timeout_ms) {
    struct pollfd fd = {session->socket, POLLOUT, 0};
    if (!link_flush(session)) return false;
    if (session->out_size) poll(&fd, 1, timeout_ms);
    return link_flush(session);
}

static bool link_step(struct session *session, int timeout_ms) {
    if (session->dispatching) return step_out(session, timeout_ms);
    if (session->dead || !link_flush(session)) return false;
    short events = (short)(POLLIN | (session->out_size ? POLLOUT : 0));
    int n = session_poll(session, session->socket, events, wait_ms(session, timeout_ms), receive);
    if (n < 0) return die(session, EXIT_UNREACHABLE, "poll failed: %s", strerror(errno));
    return !session->dead && link_flush(session) && check_silence(session);
}

/* --- sending */

/* Puts one frame, stepping while the record is full. LINK_CREDIT is left to the caller. */
static int put_waiting(struct session *session, struct proto_stream *stream, enum proto_message_type type,
                       unsigned flags, const void *payload, size_t size) {
    for (;;) {
        int error = proto_link_put(&session->link, stream, type, flags, payload, size);
        if (error != PROTO_ERR_LINK_FULL) return error;
        if (!link_flush(session)) return PROTO_ERR_LINK_CLOSED;
        if (session->out_size && !link_step(session, -1)) return PROTO_ERR_LINK_CLOSED;
    }
}

static bool send_failed(struct session *session, int error, struct failure *failure) {
    if (session->dead) return session_dead(session, failure);
    return fail(failure, EXIT_UNREACHABLE, "cannot send: %s", proto_error_text(error));
}

/* Sends DATA in as many frames as room and credit want; the flags' END goes on the last. */
static bool send_data(struct session *session, struct handler *handler, unsigned flags, const uint8_t *data,
                      size_t size, struct failure *failure) {
    do {
        uint8_t *payload;
        size_t room;
        if (!handler->stream)
            return session->dead ? send_failed(session, 0, failure) : true; /* the device ended the stream */
        int error =
            proto_link_reserve(&session->link, handler->stream, PROTO_DATA, size ? 1 : 0, &payload, &room);
        if (error == PROTO_ERR_LINK_FULL || error == PROTO_ERR_LINK_CREDIT) {
            if (!link_flush(session)) return send_failed(session, error, failure);
            bool stuck = error == PROTO_ERR_LINK_CREDIT || session->out_size;
            if (stuck && !link_step(session, -1)) return send_failed(session, error, failure);
            continue;
        }
        if (error < 0) return send_failed(session, error, failure);
        size_t part = size < room ? size : room;
        if (part > 0) memcpy(payload, data, part);
        data += part;
        size -= part;
        error = proto_link_commit(&session->link, size ? flags & ~(unsigned)PROTO_FLAG_END : flags, part);
        if (error < 0) return send_failed(session, error, failure);
    } while (size);
    return link_flush(session) || send_failed(session, 0, failure);
}

static bool link_send(struct session *session, struct handler *handler, enum proto_message_type type,
                      unsigned flags, const void *payload, size_t size, struct failure *failure) {
    if (session->dead) return send_failed(session, 0, failure);
    if (type == PROTO_DATA && handler) return send_data(session, handler, flags, payload, size, failure);
    if (handler && !handler->stream)
        return fail(failure, EXIT_UNREACHABLE, "the device has ended this conversation");
    int error = put_waiting(session, handler ? handler->stream : NULL, type, flags, payload, size);
    if (error < 0) return send_failed(session, error, failure);
    return link_flush(session) || send_failed(session, 0, failure);
}

static bool link_can_open(const struct session *session) {
    return proto_link_has_stream(&session->link);
}

static bool link_open(struct session *session, struct handler *handler, enum proto_message_type type,
                      unsigned flags, const void *payload, size_t size, struct failure *failure) {
    struct proto_stream *stream;
    int error = proto_link_stream(&session->link, &stream);
    if (error < 0) return send_failed(session, error, failure);
    stream->user = handler;
    handler->stream = stream;
    if (link_send(session, handler, type, flags, payload, size, failure)) return true;
    if (!session->dead) proto_link_forget(&session->link, stream);
    handler->stream = NULL;
    return false;
}

static bool link_reserve(struct session *session, struct handler *handler, enum proto_message_type type,
                         size_t least, uint8_t **payload, size_t *room) {
    return proto_link_reserve(&session->link, handler->stream, type, least, payload, room) == 0;
}

static void link_commit(struct session *session, unsigned flags, size_t length) {
    proto_link_commit(&session->link, flags, length);
}

static void link_cancel(struct session *session) {
    proto_link_cancel(&session->link);
}

static void link_end(struct session *session, struct handler *handler) {
    if (session->dead || !handler->stream) return;
    while (proto_link_end(&session->link, handler->stream, PROTO_STATUS_OK, NULL) == PROTO_ERR_LINK_FULL) {
        if (!link_step(session, 100) || !handler->stream) return;
    }
    link_flush(session);
}

static void link_abort(struct session *session, struct handler *handler, unsigned status, const char *text) {
    if (session->dead || !handler->stream) return;
    while (proto_link_abort(&session->link, handler->stream, status, text) == PROTO_ERR_LINK_FULL) {
        if (!link_step(session, 100) || !handler->stream) return;
    }
    link_flush(session);
}

static void link_consumed(struct session *session, struct handler *handler, size_t bytes) {
    if (!session->dead && handler->stream) proto_link_consumed(&session->link, handler->stream, bytes);
}

static size_t link_credit(const struct session *session, const struct handler *handler) {
    return session->dead || !handler->stream ? 0 : handler->stream->send_credit;
}

/* --- life */

static bool start_link(struct session *session, const struct device *device, struct failure *failure) {
    struct proto_noise_ephemeral ephemeral;
    uint8_t random[PROTO_KEY_BYTES];
    char name[PROTO_HELLO_TEXT + 1];
    connect_client_name(name, sizeof name);
    random_bytes(random, sizeof random);
    struct proto_hello hello = {.version = 1,
                                .side = PROTO_CLIENT,
                                .record = PROTO_RECORD_MAX,
                                .streams = 1,
                                .window = 1 << 20,
                                .software = proto_text("krait " KRAIT_VERSION),
                                .name = proto_text(name)};
    int error = proto_noise_ephemeral(&ephemeral, random);
    if (error == 0) {
        struct proto_link_config config = {.side = PROTO_CLIENT,
                                           .key = device->key,
                                           .ephemeral = &ephemeral,
                                           .hello = &hello,
                                           .streams = session->streams,
                                           .stream_capacity = SESSION_STREAMS,
                                           .buffer = session->record,
                                           .buffer_capacity = PROTO_LINK_BUFFER(PROTO_RECORD_MAX)};
        error = proto_link_init(&session->link, &config);
    }
    proto_wipe(random, sizeof random);
    proto_wipe(&ephemeral, sizeof ephemeral);
    return error == 0
               ? true
               : fail(failure, EXIT_UNREACHABLE, "cannot start the channel: %s", proto_error_text(error));
}

static bool allocate(struct session *session, struct failure *failure) {
    session->in_size = MESSAGE_MAX + 4096;
    session->in = malloc(session->in_size);
    session->record = malloc(2 * PROTO_LINK_BUFFER(PROTO_RECORD_MAX));
    session->inbox = (struct proto_ws_inbox){malloc(MESSAGE_MAX), MESSAGE_MAX, 0};
    if (session->in && session->record && session->inbox.buffer) return true;
    return fail(failure, EXIT_IO, "out of memory");
}

static bool step_towards_channel(struct session *session, const struct device *device, int64_t deadline_us,
                                 struct failure *failure) {
    int64_t left = deadline_us - clock_us();
    if (left <= 0)
        return fail(failure, EXIT_TIMEOUT, "%s:%u answers, but the channel does not stand in time",
                    device->host, device->port);
    if (!link_step(session, (int)(left / 1000) + 1)) {
        *failure = session->failure;
        return false;
    }
    return !session->interrupted || fail(failure, EXIT_SIGNAL, "interrupted");
}

/* The device takes us for a stranger until our first record is there, and drops strangers who take long when
 * others come. One that has taken long therefore asks for a word first: what is sent after that was not sent
 * in vain. */
static bool open_channel(struct session *session, const struct device *device, int64_t begin_us,
                         int64_t deadline_us, struct failure *failure) {
    static const uint8_t token[8];
    proto_ws_decoder_init(&session->decoder, PROTO_WS_CLIENT, MESSAGE_MAX);
    if (!start_link(session, device, failure)) return false;
    session->heard_us = clock_us();
    while (session->link.state != PROTO_LINK_OPEN)
        if (!step_towards_channel(session, device, deadline_us, failure)) return false;
    int64_t asked_us = clock_us();
    if (asked_us - begin_us > CROWDED_US) {
        if (!session_send(session, NULL, PROTO_PING, 0, token, sizeof token, failure)) return false;
        while (session->heard_us <= asked_us)
            if (!step_towards_channel(session, device, deadline_us, failure)) return false;
    }
    session->admitted = true;
    return true;
}

/* Back to before the connection. */
static void forget_channel(struct session *session) {
    proto_link_release(&session->link);
    close(session->socket);
    session->socket = -1;
    session->inbox.length = session->out_size = 0;
    session->dead = session->turned_away = false;
}

static bool link_connect(struct session *session, const struct device *device, int timeout_ms,
                         struct failure *failure) {
    int64_t deadline = clock_us() + (int64_t)timeout_ms * 1000;
    struct connect_tries tries = {0};
    if (!allocate(session, failure)) return false;
    for (;;) {
        int64_t begin = clock_us();
        if (!connect_websocket(device, deadline, &tries, &session->socket, failure)) return false;
        if (open_channel(session, device, begin, deadline, failure)) break;
        if (!session->turned_away || !connect_again(&tries, deadline, failure)) return false;
        forget_channel(session);
    }
    session->silence_us = 2 * SILENCE_PING_US;
    return true;
}

static void link_close(struct session *session) {
    if (session->socket >= 0 && !session->dead && session->link.state == PROTO_LINK_OPEN) {
        uint8_t frame[32], mask[4];
        int64_t deadline = clock_us() + 200000;
        while (link_flush(session) && session->out_size && clock_us() < deadline) link_step(session, 20);
        random_bytes(mask, sizeof mask);
        int size = proto_ws_close(frame, sizeof frame, PROTO_WS_CLOSE_NORMAL, "", mask);
        if (size > 0 && !session->out_size) (void)!send(session->socket, frame, (size_t)size, MSG_NOSIGNAL);
    }
    proto_link_release(&session->link);
    if (session->socket > 0) close(session->socket);
    free(session->in);
    free(session->record);
    free(session->inbox.buffer);
}

const struct session_kind session_link = {
    .connect = link_connect,
    .close = link_close,
    .open = link_open,
    .can_open = link_can_open,
    .send = link_send,
    .end = link_end,
    .abort = link_abort,
    .consumed = link_consumed,
    .credit = link_credit,
    .reserve = link_reserve,
    .commit = link_commit,
    .cancel = link_cancel,
    .flush = link_flush,
    .step = link_step,
};

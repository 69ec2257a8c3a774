/* Sessions: a connection from its first byte to its last.
 *
 *     CONNECTED -> UPGRADED -> GREETED -> CONFIRMED -> LEAVING
 *                       \________\______> PUNISHED -> LEAVING
 *
 * Frames that come in change operations; session_pump() lets the operations fill the outgoing record; the
 * port pulls it. While a record is being written to the socket the next is not begun, so a session costs one
 * buffer. */
#include "parts.h"

#include "krait/proto_ws.h"

#include <stdio.h>
#include <string.h>

#define DEADLINE_US (5u * 1000000u)  /* to authenticate */
#define QUIET_US    (20u * 1000000u) /* of silence before a PING */
#define ANSWER_US   (20u * 1000000u) /* for the PONG */
#define FAREWELL_US (2u * 1000000u)  /* to take what is queued at the end */
#define SLICE_US    2000u            /* of work a session does at a time */

bool session_is_client(const struct dev_session *session) {
    return session->stage == STAGE_CONFIRMED;
}

/* One wake-up until the port has pulled. */
void session_wake(struct dev_session *session) {
    if (session->awake || session->stage == STAGE_FREE) return;
    session->awake = true;
    session->dev->port->wake(session->dev->port_context, session->peer);
}

/* The streams stay in the link's table, without anybody behind them. */
static void release_operations(struct dev_session *session) {
    while (session->ops) {
        struct op *op = session->ops;
        if (op->stream->number) op->stream->user = NULL;
        op_free(op);
    }
}

/* Gives the place back. */
static void session_free(struct dev_session *session) {
    struct dev_device *dev = session->dev;
    bool was_client = session->client;
    release_operations(session);
    if (session->linked) proto_link_release(&session->link);
    if (was_client) dev_log(dev, DEV_INFO, "%s left", session->name);
    session->stage = STAGE_FREE;
    session->client = session->linked = session->awake = session->taken = false;
    session->peer = NULL;
}

/* The connection is closed without a word; the port must not come back with it. */
void session_drop(struct dev_session *session) {
    void *peer = session->peer;
    struct dev_device *dev = session->dev;
    session_free(session);
    dev->port->drop(dev->port_context, peer);
}

/* Nothing new is begun; what is queued still goes out, and the place is given back when the port closes. */
void session_leave(struct dev_session *session, unsigned close_code) {
    if (session->stage == STAGE_LEAVING || session->stage == STAGE_FREE) return;
    session->stage = STAGE_LEAVING;
    session->close_code = (uint16_t)close_code;
    session->since = device_ticks(session->dev);
    release_operations(session);
    session_wake(session);
}

/* Wrong key, tampering, or nonsense before the channel stood: one answer for all, and not at once. */
static void punish(struct dev_session *session, int error) {
    struct dev_device *dev = session->dev;
    uint64_t delay = admission_delay(dev, session->address);
    dev_log(dev, DEV_WARNING, "refused %s: %s", session->address, proto_error_text(error));
    session->stage = STAGE_PUNISHED;
    session->close_code = PROTO_WS_CLOSE_REFUSED;
    session->since = device_ticks(dev);
    session->until = session->since + delay;
    if (session->linked) proto_link_release(&session->link);
    session->linked = false;
}

void session_notice(struct dev_session *session, enum proto_notice_kind kind, const char *text) {
    if (!session_is_client(session) || session->notice_count == DEV_NOTICES) return;
    session->notices[session->notice_count].kind = (uint8_t)kind;
    snprintf(session->notices[session->notice_count].text, DEV_TEXT_MAX, "%s", text);
    session->notice_count++;
}

/* --- out --- */

static int put_token(struct dev_session *session, enum proto_message_type type, uint64_t token) {
    uint8_t payload[8];
    struct proto_writer writer;
    struct proto_token message = {token};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_token_write(&writer, &message);
    return proto_link_put(&session->link, NULL, type, 0, payload, sizeof payload);
}

static int put_notice(struct dev_session *session) {
    uint8_t payload[DEV_TEXT_MAX + 8];
    struct proto_writer writer;
    struct proto_notice notice = {session->notices[0].kind, proto_text(session->notices[0].text)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_notice_write(&writer, &notice);
    int error =
        proto_link_put(&session->link, NULL, PROTO_NOTICE, 0, payload, (size_t)proto_writer_finish(&writer));
    if (error) return error;
    session->notice_count--;
    memmove(session->notices, session->notices + 1, session->notice_count * sizeof session->notices[0]);
    return 0;
}

/* What belongs to the connection goes before all streams. */
static int put_connection(struct dev_session *session) {
    int error = 0;
    while (!error && session->pong_count > 0) {
        error = put_token(session, PROTO_PONG, session->pongs[session->pong_count - 1]);
        if (!error) session->pong_count--;
    }
    while (!error && session->notice_count > 0) error = put_notice(session);
    if (!error && session->ping_due) {
        error = put_token(session, PROTO_PING, session->pinged);
        if (!error) session->ping_due = false;
    }
    return error;
}

/* The operation that found the record full is the last one of the next round. */
static void rotate(struct dev_session *session, struct op *full) {
    if (!full || !full->next) return;
    struct op *last = full;
    while (last->next) last = last->next;
    last->next = session->ops;
    session->ops = full->next;
    full->next = NULL;
}

/* One step of each operation. OP_FULL ends the round, because nobody else could put anything either. */
static enum op_result pump_round(struct dev_session *session) {
    enum op_result result = op_refuse(session);
    struct op *op = session->ops;
    while (op && result != OP_FULL) {
        struct op *next = op->next;
        enum op_result step = op_step(op);
        if (step == OP_FULL) rotate(session, op);
        if (step != OP_IDLE) result = step;
        op = next;
    }
    op_sweep(session);
    return result;
}

/* Goes on until nothing can be done, the record is full, or the slice is over; then work is left and the
 * device does not wait. */
void session_pump(struct dev_session *session, uint64_t deadline) {
    enum op_result result = OP_IDLE;
    session->working = false;
    if (session->stage == STAGE_CONFIRMED) {
        result = put_connection(session) ? OP_FULL : OP_MORE;
        while (result == OP_MORE) {
            result = pump_round(session);
            if (result == OP_MORE && device_ticks(session->dev) >= deadline) break;
        }
        session->working = result == OP_MORE;
    }
    if (session->linked && proto_link_pending(&session->link)) session_wake(session);
}

/* The record is filled at the last moment, so that one message carries as much as there is. */
int dev_session_pull(dev_session *session, uint8_t **message, size_t *length) {
    struct dev_device *dev = session->dev;
    int result = 0;
    session->awake = false;
    if (session->taken) return 0;
    session_pump(session, device_ticks(dev) + SLICE_US);
    if (session->linked) result = proto_link_take(&session->link, message, length);
    if (result == 1) {
        session->taken = true;
        dev->bytes_out += *length;
        dev->activity++;
    } else if (result < 0) {
        session_leave(session, PROTO_WS_CLOSE_INTERNAL);
    }
    if (result == 0 && session->stage == STAGE_LEAVING) result = -1;
    if (result <= 0) session->awake = false;
    return result;
}

void dev_session_give(dev_session *session) {
    session->taken = false;
    if (session->linked) proto_link_give(&session->link, NULL);
}

unsigned dev_session_close_code(const dev_session *session) {
    return session->close_code;
}

/* --- in --- */

static void connection_frame(struct dev_session *session, const struct proto_frame *frame) {
    struct proto_token token;
    struct proto_job job;
    switch (frame->type) {
    case PROTO_PING:
        proto_token_parse(frame->payload, frame->length, &token);
        if (session->pong_count < DEV_NOTICES) session->pongs[session->pong_count++] = token.token;
        break;
    case PROTO_INTERRUPT:
        proto_job_parse(frame->payload, frame->length, &job);
        job_interrupt(session->dev, job.job, session->name);
        break;
    case PROTO_GOAWAY: session->peer_left = true; break;
    default: break;
    }
}

/* The payloads lie in the message and die with it, so every operation takes from them now what it needs. */
static int take_frames(struct dev_session *session) {
    struct proto_frame frame;
    int result;
    while ((result = proto_link_next(&session->link, &frame)) == 1) {
        if (!frame.stream)
            connection_frame(session, &frame);
        else if (frame.opens)
            op_open(session, &frame);
        else
            op_frame(session, &frame);
    }
    return result;
}

/* A name for people, without anything that a terminal could take for a command. */
static void name_session(struct dev_session *session) {
    const char *name = session->link.peer.name;
    snprintf(session->name, sizeof session->name, "%s", name[0] ? name : session->address);
    for (char *at = session->name; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) *at = '?';
    }
}

/* The first record was opened: whoever sent it knows the key and is here. */
static void confirm(struct dev_session *session) {
    struct dev_device *dev = session->dev;
    name_session(session);
    session->stage = STAGE_CONFIRMED;
    session->since = session->heard;
    admission_forgive(dev, session->address);
    if (admission_confirm(session)) {
        dev_log(dev, DEV_INFO, "%s connected from %s (%s)", session->name, session->address,
                session->link.peer.software);
        return;
    }
    dev_log(dev, DEV_WARNING, "%s from %s found all %u sessions in use", session->name, session->address,
            dev->limits.sessions);
    proto_link_goaway(&session->link, PROTO_STATUS_BUSY, "all sessions of the device are in use");
    session_leave(session, PROTO_WS_CLOSE_TRY_LATER);
}

/* A good message 1 says only that somebody once knew the key; the first record says that he is here. */
static int receive_message(struct dev_session *session, uint8_t *message, size_t length) {
    int error = proto_link_receive(&session->link, message, length);
    if (error) return error;
    if (session->stage == STAGE_UPGRADED) {
        session->stage = STAGE_GREETED;
        session->since = session->heard;
        session_wake(session);
        return 0;
    }
    if (session->stage == STAGE_GREETED) confirm(session);
    return session->stage == STAGE_CONFIRMED ? take_frames(session) : 0;
}

int dev_session_receive(dev_session *session, uint8_t *message, size_t length) {
    struct dev_device *dev = session->dev;
    dev->bytes_in += length;
    dev->activity++;
    session->heard = device_ticks(dev);
    session->pinged = 0;
    if (!session->linked || session->stage == STAGE_LEAVING) return PROTO_ERR_LINK_CLOSED;
    int error = receive_message(session, message, length);
    if (error && !session->client) {
        punish(session, error);
    } else if (error) {
        dev_log(dev, DEV_WARNING, "%s broke the protocol: %s", session->name, proto_error_text(error));
        session_leave(session, proto_ws_close_code(error));
    } else if (session->peer_left) {
        session_leave(session, PROTO_WS_CLOSE_NORMAL);
    } else {
        session_pump(session, device_ticks(dev) + SLICE_US);
    }
    return error;
}

/* --- life --- */

dev_session *dev_session_open(dev_device *dev, void *peer, const char *address) {
    struct dev_session *session = dev->closing ? NULL : admission_place(dev, true);
    if (!session) return NULL;
    struct proto_stream *streams = session->streams;
    uint8_t *buffer = session->buffer;
    memset(session, 0, sizeof *session);
    dev->activity++;
    session->dev = dev;
    session->streams = streams;
    session->buffer = buffer;
    session->peer = peer;
    session->stage = STAGE_CONNECTED;
    session->close_code = PROTO_WS_CLOSE_REFUSED;
    session->opened = session->since = session->heard = device_ticks(dev);
    snprintf(session->address, sizeof session->address, "%s", address);
    snprintf(session->name, sizeof session->name, "%s", address);
    dev_log(dev, DEV_DEBUG, "connection from %s", address);
    return session;
}

/* An ephemeral key pair made beforehand, or now. */
static int take_ephemeral(struct dev_device *dev, struct proto_noise_ephemeral *ephemeral) {
    uint8_t random[PROTO_KEY_BYTES];
    int error = 0;
    if (dev->spare_ready) {
        *ephemeral = dev->spare;
        dev->spare_ready = false;
        proto_wipe(&dev->spare, sizeof dev->spare);
    } else {
        dev->port->random(dev->port_context, random, sizeof random);
        error = proto_noise_ephemeral(ephemeral, random);
        proto_wipe(random, sizeof random);
    }
    return error;
}

/* What we offer, and what people want to know before anything else. */
static void fill_hello(const struct dev_device *dev, struct proto_hello *hello) {
    hello->version = PROTO_VERSION;
    hello->side = PROTO_DEVICE;
    hello->record = dev->limits.record;
    hello->streams = dev->limits.streams;
    hello->window = dev->limits.window;
    hello->boots = dev->boots;
    hello->state = (uint16_t)((dev->safe ? PROTO_HELLO_SAFE : 0) | (dev->job ? PROTO_HELLO_BUSY : 0) |
                              (dev->console.owner ? PROTO_HELLO_HELD : 0));
    hello->software = proto_text(dev->software);
    hello->name = proto_text(dev->name);
    hello->id = proto_text(dev->id);
}

void dev_session_upgraded(dev_session *session) {
    struct dev_device *dev = session->dev;
    struct proto_noise_ephemeral ephemeral;
    struct proto_hello hello;
    if (session->stage != STAGE_CONNECTED) return;
    dev->activity++;
    fill_hello(dev, &hello);
    memset(session->streams, 0, dev->limits.streams * sizeof *session->streams);
    struct proto_link_config config = {
        .side = PROTO_DEVICE,
        .key = dev->key,
        .ephemeral = &ephemeral,
        .hello = &hello,
        .streams = session->streams,
        .stream_capacity = dev->limits.streams,
        .buffer = session->buffer,
        .buffer_capacity = PROTO_LINK_BUFFER((size_t)dev->limits.record),
    };
    int error = take_ephemeral(dev, &ephemeral);
    if (!error) error = proto_link_init(&session->link, &config);
    proto_wipe(&ephemeral, sizeof ephemeral);
    session->linked = !error;
    session->stage = STAGE_UPGRADED;
    session->since = device_ticks(dev);
    if (error) {
        dev_log(dev, DEV_ERROR, "cannot begin a session: %s", proto_error_text(error));
        session_leave(session, PROTO_WS_CLOSE_INTERNAL);
    }
}

void dev_session_close(dev_session *session) {
    if (session->stage != STAGE_FREE) session_free(session);
}

/* --- time --- */

/* When a session wants to be looked at again, whatever happens. */
uint64_t session_deadline(const struct dev_session *session) {
    switch (session->stage) {
    case STAGE_FREE: return UINT64_MAX;
    case STAGE_PUNISHED: return session->until;
    case STAGE_LEAVING: return session->since + FAREWELL_US;
    case STAGE_CONFIRMED: return session->pinged ? session->pinged + ANSWER_US : session->heard + QUIET_US;
    default: return session->opened + DEADLINE_US;
    }
}

void session_timers(struct dev_session *session, uint64_t now) {
    if (now < session_deadline(session)) return;
    switch (session->stage) {
    case STAGE_FREE: break;
    case STAGE_PUNISHED: session_leave(session, PROTO_WS_CLOSE_REFUSED); break;
    case STAGE_CONFIRMED:
        if (session->pinged) {
            dev_log(session->dev, DEV_WARNING, "%s no longer answers", session->name);
            session_drop(session);
        } else {
            session->pinged = now;
            session->ping_due = true;
        }
        break;
    default: session_drop(session); break;
    }
}

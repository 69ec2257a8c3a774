/* Sessions: a connection from its first byte to its last.
 *
 *     CONNECTED -> UPGRADED -> GREETED -> CONFIRMED -> LEAVING
 *                       \________\______> PUNISHED -> LEAVING
 *
 * Frames that come in change operations; session_pump() lets the operations fill the outgoing record; the
 * port pulls it. While a record is being written to the socket the next is not begun, so a session costs one
 * buffer.
 *
 * Who has not authenticated has no streams and no record buffer, only what the handshake needs; the rest
 * (struct dev_client) comes with the first record. A session that is over stays in the device's list until
 * nobody can be looking at it: sessions_sweep(). */
#include "parts.h"

#include "krait/proto_ws.h"

#include <stdio.h>
#include <string.h>

#ifndef DEV_DEADLINE
#define DEV_DEADLINE 5u /* seconds */
#endif
#define DEADLINE_US (DEV_DEADLINE * 1000000u) /* to authenticate */
#define QUIET_US    (20u * 1000000u)          /* of silence before a PING */
#define ANSWER_US   (20u * 1000000u)          /* for the PONG */
#define FAREWELL_US (2u * 1000000u)           /* to take what is queued at the end */
#define SLICE_US    2000u                     /* of work a session does at a time */

bool session_is_client(const struct dev_session *session) {
    return session->stage == STAGE_CONFIRMED;
}

bool dev_session_is_client(const dev_session *session) {
    return session->client != NULL;
}

const char *session_name(const struct dev_session *session) {
    return session->client ? session->client->name : session->address;
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
    release_operations(session);
    if (session->linked) proto_link_release(&session->link);
    if (session->client) dev_log(dev, DEV_INFO, "%s left", session_name(session));
    session->stage = STAGE_FREE;
    session->linked = session->awake = session->taken = false;
    session->peer = NULL;
    memory_give(dev, session->client);
    memory_give(dev, session->greeting);
    session->client = NULL;
    session->greeting = NULL;
}

void sessions_sweep(struct dev_device *dev) {
    struct dev_session **link = &dev->sessions;
    while (*link) {
        struct dev_session *session = *link;
        if (session->stage == STAGE_FREE) {
            *link = session->next;
            memory_give(dev, session);
        } else {
            link = &session->next;
        }
    }
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
    struct dev_client *client = session->client;
    if (!session_is_client(session) || client->notice_count == DEV_NOTICES) return;
    client->notices[client->notice_count].kind = (uint8_t)kind;
    snprintf(client->notices[client->notice_count].text, DEV_TEXT_MAX, "%s", text);
    client->notice_count++;
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
    struct dev_client *client = session->client;
    struct proto_notice notice = {client->notices[0].kind, proto_text(client->notices[0].text)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_notice_write(&writer, &notice);
    int error =
        proto_link_put(&session->link, NULL, PROTO_NOTICE, 0, payload, (size_t)proto_writer_finish(&writer));
    if (error) return error;
    client->notice_count--;
    memmove(client->notices, client->notices + 1, client->notice_count * sizeof client->notices[0]);
    return 0;
}

/* What belongs to the connection goes before all streams. */
static int put_connection(struct dev_session *session) {
    struct dev_client *client = session->client;
    int error = 0;
    while (!error && client->pong_count > 0) {
        error = put_token(session, PROTO_PONG, client->pongs[client->pong_count - 1]);
        if (!error) client->pong_count--;
    }
    while (!error && client->notice_count > 0) error = put_notice(session);
    if (!error && client->ping_due) {
        error = put_token(session, PROTO_PING, client->pinged);
        if (!error) client->ping_due = false;
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
    struct dev_client *client = session->client;
    struct proto_token token;
    struct proto_job job;
    switch (frame->type) {
    case PROTO_PING:
        proto_token_parse(frame->payload, frame->length, &token);
        if (client->pong_count < DEV_NOTICES) client->pongs[client->pong_count++] = token.token;
        break;
    case PROTO_INTERRUPT:
        proto_job_parse(frame->payload, frame->length, &job);
        job_interrupt(session->dev, job.job, client->name);
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
    char *own = session->client->name;
    snprintf(own, DEV_HOLDER_MAX, "%s", name[0] ? name : session->address);
    for (char *at = own; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) *at = '?';
    }
}

/* Memory for a client: the streams and the record buffer are behind it. */
static bool make_client(struct dev_session *session) {
    struct dev_device *dev = session->dev;
    uint8_t *memory = memory_take(dev, memory_of_client(&dev->limits), NEED_ALWAYS);
    if (!memory) return false;
    struct proto_stream *streams = (struct proto_stream *)(void *)(memory + CLIENT_STREAMS);
    uint8_t *buffer = (uint8_t *)(streams + dev->limits.streams);
    memset(memory, 0, (size_t)(buffer - memory));
    session->client = (struct dev_client *)(void *)memory;
    proto_link_equip(&session->link, streams, dev->limits.streams, buffer,
                     PROTO_LINK_BUFFER((size_t)dev->limits.record));
    memory_give(dev, session->greeting);
    session->greeting = NULL;
    name_session(session);
    return true;
}

/* The first record was opened: whoever sent it knows the key and is here. */
static void confirm(struct dev_session *session) {
    struct dev_device *dev = session->dev;
    bool place = admission_confirm(dev);
    session->stage = STAGE_CONFIRMED;
    session->since = session->heard;
    admission_forgive(dev, session->address);
    if (place && make_client(session)) {
        dev_log(dev, DEV_INFO, "%s connected from %s (%s)", session->client->name, session->address,
                session->link.peer.software);
        return;
    }
    const char *why =
        place ? "the device has no memory for another session" : "all sessions of the device are in use";
    dev_log(dev, DEV_WARNING, "refused %s: %s", session->address, why);
    proto_link_goaway(&session->link, PROTO_STATUS_BUSY, why);
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
    if (session->client) session->client->pinged = 0;
    if (!session->linked || session->stage == STAGE_LEAVING) return PROTO_ERR_LINK_CLOSED;
    int error = receive_message(session, message, length);
    if (error && !session->client) {
        punish(session, error);
    } else if (error) {
        dev_log(dev, DEV_WARNING, "%s broke the protocol: %s", session->client->name,
                proto_error_text(error));
        session_leave(session, proto_ws_close_code(error));
    } else if (session->peer_left) {
        session_leave(session, PROTO_WS_CLOSE_NORMAL);
    } else {
        session_pump(session, device_ticks(dev) + SLICE_US);
    }
    return error;
}

/* --- life --- */

/* Not that of another session, as long as there are so many. */
static uint8_t new_tag(const struct dev_device *dev) {
    for (uint8_t tag = 1; tag < 62; tag++) {
        const struct dev_session *other = dev->sessions;
        while (other && other->tag != tag) other = other->next;
        if (!other) return tag;
    }
    return 62;
}

dev_session *dev_session_open(dev_device *dev, void *peer, const char *address) {
    if (dev->closing || !admission_place(dev, true)) return NULL;
    sessions_sweep(dev);
    struct dev_session *session = memory_take(dev, sizeof *session, NEED_PLACE);
    if (!session) return NULL;
    memset(session, 0, sizeof *session);
    dev->activity++;
    session->tag = new_tag(dev);
    session->dev = dev;
    session->next = dev->sessions;
    dev->sessions = session;
    session->peer = peer;
    session->stage = STAGE_CONNECTED;
    session->close_code = PROTO_WS_CLOSE_REFUSED;
    session->opened = session->since = session->heard = device_ticks(dev);
    snprintf(session->address, sizeof session->address, "%s", address);
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
    hello->state =
        (uint16_t)((dev->safe ? PROTO_HELLO_SAFE : 0) | (dev->job ? PROTO_HELLO_BUSY : 0) |
                   (dev->console.owner ? PROTO_HELLO_HELD : 0) | (kr_compiles() ? 0 : PROTO_HELLO_IMAGES));
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
    session->greeting = memory_take(dev, DEV_GREETING, NEED_ALWAYS);
    struct proto_link_config config = {
        .side = PROTO_DEVICE,
        .key = dev->key,
        .ephemeral = &ephemeral,
        .hello = &hello,
        .put_ahead = dev->limits.put_ahead,
        .buffer = session->greeting,
        .buffer_capacity = DEV_GREETING,
    };
    int error = session->greeting ? take_ephemeral(dev, &ephemeral) : PROTO_ERR_SPACE;
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
    case STAGE_CONFIRMED:
        return session->client->pinged ? session->client->pinged + ANSWER_US : session->heard + QUIET_US;
    default: return session->opened + DEADLINE_US;
    }
}

void session_timers(struct dev_session *session, uint64_t now) {
    if (now < session_deadline(session)) return;
    switch (session->stage) {
    case STAGE_FREE: break;
    case STAGE_PUNISHED: session_leave(session, PROTO_WS_CLOSE_REFUSED); break;
    case STAGE_CONFIRMED:
        if (session->client->pinged) {
            dev_log(session->dev, DEV_WARNING, "%s no longer answers", session->client->name);
            session_drop(session);
        } else {
            session->client->pinged = now;
            session->client->ping_due = true;
        }
        break;
    default: session_drop(session); break;
    }
}

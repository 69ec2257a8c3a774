/* The link: a state machine between WebSocket messages and frames.
 *
 * One buffer is filled with frames, sealed where it lies and handed out; one record at a time is opened where
 * it lies and walked. There is no queue in between: when the record is full the caller learns it and takes
 * the record, which is how back pressure reaches whoever produces bytes. Errors of the peer end in
 * link_break(), errors of the caller change nothing. */
#include "krait/proto_link.h"

#include <string.h>

#include "krait/proto_error.h"
#include "proto_stream.h"

static unsigned other_side(const struct proto_link *link) {
    return link->side == PROTO_CLIENT ? PROTO_DEVICE : PROTO_CLIENT;
}

static uint8_t *record_start(const struct proto_link *link) {
    return link->buffer + PROTO_LINK_HEADROOM;
}

/* The peer broke a rule, or the ciphers are of no more use. Somebody who never proved who he is gets no
 * farewell, and before there are ciphers nothing that lies in the buffer may go out. */
static int link_break(struct proto_link *link, int error) {
    link->farewell = link->state == PROTO_LINK_OPEN && link->confirmed;
    if (link->state < PROTO_LINK_OPEN) {
        link->greeting = false;
        link->filled = 0;
    }
    link->state = PROTO_LINK_BROKEN;
    link->error = error;
    link->in = link->in_end = NULL;
    link->reserved = false;
    return error;
}

/* --- life --- */

static bool is_hello_text(struct proto_text text) {
    return text.length <= PROTO_HELLO_TEXT;
}

static bool is_hello(const struct proto_hello *hello) {
    return hello->version == PROTO_VERSION && hello->record >= PROTO_RECORD_MIN &&
           hello->record <= PROTO_RECORD_MAX && hello->window <= PROTO_WINDOW_MAX &&
           is_hello_text(hello->software) && is_hello_text(hello->name) && is_hello_text(hello->id);
}

/* The prologue binds the protocol's name, and whatever the transport adds. */
static int start_noise(struct proto_link *link, const struct proto_link_config *config) {
    uint8_t prologue[7 + 2 + PROTO_BINDING_MAX];
    memcpy(prologue, "krait.1", 7);
    prologue[7] = (uint8_t)config->binding_length;
    prologue[8] = 0;
    if (config->binding_length) memcpy(prologue + 9, config->binding, config->binding_length);
    enum proto_noise_role role = config->side == PROTO_CLIENT ? PROTO_NOISE_INITIATOR : PROTO_NOISE_RESPONDER;
    return proto_noise_init(&link->noise, role, prologue, 9 + config->binding_length, config->key,
                            config->ephemeral);
}

/* Makes the handshake message whose payload, our HELLO, waits in the buffer where the message will have it.
 */
static int make_greeting(struct proto_link *link) {
    uint8_t *message = record_start(link);
    int length = proto_noise_write(&link->noise, message + PROTO_KEY_BYTES, link->filled, message,
                                   link->buffer_capacity - PROTO_LINK_HEADROOM);
    if (length < 0) return length;
    link->filled = (size_t)length;
    link->greeting = true;
    return PROTO_OK;
}

static int store_hello(struct proto_link *link, const struct proto_hello *hello) {
    struct proto_writer writer;
    size_t most = link->buffer_capacity - PROTO_LINK_HEADROOM - PROTO_NOISE_OVERHEAD;
    proto_writer_init(&writer, record_start(link) + PROTO_KEY_BYTES,
                      most < PROTO_HELLO_MAX ? most : PROTO_HELLO_MAX);
    proto_hello_write(&writer, hello);
    int length = proto_writer_finish(&writer);
    if (length < 0) return PROTO_ERR_ARGUMENT;
    link->filled = (size_t)length;
    return PROTO_OK;
}

/* A device may do the handshake before it has a place for a client. */
static bool are_buffers(const struct proto_link_config *config) {
    if (config->side == PROTO_DEVICE && !config->streams)
        return config->stream_capacity == 0 &&
               config->buffer_capacity > PROTO_LINK_HEADROOM + PROTO_NOISE_OVERHEAD;
    return config->stream_capacity >= config->hello->streams &&
           config->buffer_capacity >= PROTO_LINK_BUFFER(PROTO_RECORD_MIN);
}

int proto_link_init(struct proto_link *link, const struct proto_link_config *config) {
    const struct proto_hello *hello = config->hello;
    memset(link, 0, sizeof *link);
    if (config->side != PROTO_CLIENT && config->side != PROTO_DEVICE) return PROTO_ERR_ARGUMENT;
    if (!is_hello(hello) || hello->side != config->side) return PROTO_ERR_ARGUMENT;
    if (config->binding_length > PROTO_BINDING_MAX || !are_buffers(config)) return PROTO_ERR_ARGUMENT;
    link->side = (uint8_t)config->side;
    link->streams = config->streams;
    link->stream_capacity = config->stream_capacity;
    link->buffer = config->buffer;
    link->buffer_capacity = config->buffer_capacity;
    link->record_offered = hello->record;
    link->streams_offered = hello->streams;
    link->window_offered = hello->window;
    link->put_ahead = config->put_ahead;
    link->next_number = config->side == PROTO_CLIENT ? 1 : 2;
    if (link->stream_capacity) memset(link->streams, 0, link->stream_capacity * sizeof *link->streams);
    int error = store_hello(link, hello);
    if (!error) error = start_noise(link, config);
    if (!error && config->side == PROTO_CLIENT) error = make_greeting(link);
    if (error) proto_link_release(link);
    return error;
}

void proto_link_release(struct proto_link *link) {
    proto_noise_erase(&link->noise);
    link->state = PROTO_LINK_CLOSED;
    link->greeting = link->farewell = link->confirm = false;
    link->filled = 0;
    link->in = link->in_end = NULL;
}

bool proto_link_confirmed(const struct proto_link *link) {
    return link->confirmed;
}

/* --- handshake --- */

static void set_limit(struct proto_link *link) {
    size_t fits = link->buffer_capacity - PROTO_LINK_HEADROOM - PROTO_TAG_BYTES;
    link->limit = fits < link->peer.record ? fits : link->peer.record;
}

static int take_hello(struct proto_link *link, const uint8_t *payload, size_t length) {
    struct proto_hello hello;
    if (proto_hello_parse(payload, length, &hello) || !is_hello(&hello) || hello.side != other_side(link)) {
        return PROTO_ERR_HELLO;
    }
    struct proto_peer *peer = &link->peer;
    peer->record = hello.record;
    peer->streams = hello.streams;
    peer->window = hello.window;
    peer->boots = hello.boots;
    peer->state = hello.state;
    proto_text_copy(hello.software, peer->software, sizeof peer->software);
    proto_text_copy(hello.name, peer->name, sizeof peer->name);
    proto_text_copy(hello.id, peer->id, sizeof peer->id);
    set_limit(link);
    return PROTO_OK;
}

void proto_link_equip(struct proto_link *link, struct proto_stream *streams, size_t stream_capacity,
                      uint8_t *buffer, size_t buffer_capacity) {
    link->streams = streams;
    link->stream_capacity = stream_capacity;
    memset(streams, 0, stream_capacity * sizeof *streams);
    link->buffer = buffer;
    link->buffer_capacity = buffer_capacity;
    set_limit(link);
}

static int split(struct proto_link *link) {
    struct proto_cipher send, receive;
    int error = proto_noise_split(&link->noise, &send, &receive);
    if (!error) {
        link->send = send;
        link->receive = receive;
    }
    proto_cipher_erase(&send);
    proto_cipher_erase(&receive);
    return error;
}

/* Message 1 for a device, message 2 for a client. */
static int receive_greeting(struct proto_link *link, uint8_t *message, size_t length) {
    uint8_t *payload;
    int size = proto_noise_read(&link->noise, message, length, &payload);
    if (size < 0) return size;
    int error = take_hello(link, payload, (size_t)size);
    if (!error && link->side == PROTO_DEVICE) error = make_greeting(link);
    if (!error) error = split(link);
    if (error) return error;
    link->confirmed = link->side == PROTO_CLIENT;
    if (link->side == PROTO_CLIENT) link->filled = 0;
    link->state = PROTO_LINK_OPEN;
    return PROTO_OK;
}

/* --- in --- */

static int rekey_if_due(struct proto_cipher *cipher) {
    return cipher->nonce % PROTO_REKEY_RECORDS == 0 ? proto_cipher_rekey(cipher) : PROTO_OK;
}

static int open_record(struct proto_link *link, uint8_t *message, size_t length) {
    if (length > (size_t)PROTO_LINK_MESSAGE(link->record_offered)) return PROTO_ERR_LINK_RECORD;
    int size = proto_cipher_open(&link->receive, message, length);
    if (size < 0) return size;
    int error = rekey_if_due(&link->receive);
    if (error) return error;
    link->confirmed = true;
    link->in = message;
    link->in_end = message + size;
    return PROTO_OK;
}

int proto_link_receive(struct proto_link *link, uint8_t *message, size_t length) {
    int error;
    if (link->in != link->in_end) return PROTO_ERR_STATE;
    switch (link->state) {
    case PROTO_LINK_START:
        if (link->side == PROTO_CLIENT) return PROTO_ERR_STATE;
        error = receive_greeting(link, message, length);
        break;
    case PROTO_LINK_HANDSHAKE: error = receive_greeting(link, message, length); break;
    case PROTO_LINK_OPEN: error = open_record(link, message, length); break;
    default: return PROTO_ERR_LINK_CLOSED;
    }
    return error ? link_break(link, error) : PROTO_OK;
}

/* Cuts the next frame out of the record. */
static int cut_frame(struct proto_link *link, struct proto_frame *frame) {
    const uint8_t *at = link->in;
    size_t left = (size_t)(link->in_end - link->in);
    if (left < PROTO_FRAME_HEADER) return PROTO_ERR_LINK_FRAME;
    memset(frame, 0, sizeof *frame);
    frame->type = at[0];
    frame->flags = at[1];
    frame->number = (uint16_t)(at[2] | at[3] << 8);
    frame->length = (uint16_t)(at[4] | at[5] << 8);
    frame->payload = at + PROTO_FRAME_HEADER;
    if (frame->length > left - PROTO_FRAME_HEADER) return PROTO_ERR_LINK_FRAME;
    link->in += PROTO_FRAME_HEADER + frame->length;
    return PROTO_OK;
}

/* A frame for a stream without an entry: 1 when it is late and to be ignored, 0 when it opened the stream. */
static int open_stream(struct proto_link *link, struct proto_frame *frame) {
    if (!proto_message_info(frame->type)) return PROTO_ERR_LINK_TYPE;
    if (frame->type == PROTO_WINDOW || frame->type == PROTO_ABORT)
        return frame->flags ? PROTO_ERR_LINK_FLAGS : 1;
    if (!proto_message_opens(frame->type) || !proto_stream_belongs(frame->number, other_side(link)))
        return PROTO_ERR_LINK_STREAM;
    frame->opens = true;
    return PROTO_OK;
}

/* May this frame come on this stream now? */
static int check_stream(const struct proto_stream *stream, unsigned type) {
    if (stream->opener == 0) return PROTO_ERR_LINK_STREAM;
    if (proto_message_opens(type)) return PROTO_ERR_LINK_STREAM;
    if ((stream->state & PROTO_STREAM_GOT_END) && type != PROTO_WINDOW && type != PROTO_ABORT) {
        return PROTO_ERR_LINK_STREAM;
    }
    return PROTO_OK;
}

static int add_credit(struct proto_stream *stream, const struct proto_frame *frame) {
    struct proto_window window;
    proto_window_parse(frame->payload, frame->length, &window);
    if (window.bytes == 0) return PROTO_ERR_MESSAGE_VALUE;
    if (window.bytes > PROTO_WINDOW_MAX - stream->send_credit) return PROTO_ERR_LINK_CREDIT;
    stream->send_credit += window.bytes;
    return PROTO_OK;
}

static int use_credit(struct proto_stream *stream, const struct proto_frame *frame) {
    if (frame->length > stream->receive_credit) return PROTO_ERR_LINK_CREDIT;
    stream->receive_credit -= frame->length;
    return PROTO_OK;
}

/* What a good frame does to its stream. */
static int apply_frame(struct proto_link *link, struct proto_frame *frame) {
    struct proto_stream *stream = frame->stream;
    int error = PROTO_OK;
    if (frame->type == PROTO_WINDOW) error = add_credit(stream, frame);
    if (frame->type == PROTO_DATA) error = use_credit(stream, frame);
    if (frame->type == PROTO_ABORT) stream->state |= PROTO_STREAM_ABORTED | PROTO_STREAM_GOT_END;
    if (frame->type == PROTO_END || (frame->flags & PROTO_FLAG_END)) stream->state |= PROTO_STREAM_GOT_END;
    if (!error && proto_stream_is_over(stream)) {
        frame->closes = true;
        link->closing = stream;
    }
    return error;
}

/* 1: report the frame, 0: it is to be passed over. */
static int judge_frame(struct proto_link *link, struct proto_frame *frame) {
    enum proto_side sender = (enum proto_side)other_side(link);
    int error = PROTO_OK;
    frame->stream = proto_link_find(link, frame->number);
    if (frame->stream)
        error = check_stream(frame->stream, frame->type);
    else if (frame->number)
        error = open_stream(link, frame);
    if (error == 1) return 0;
    if (error) return error;
    unsigned opener = frame->stream ? frame->stream->opener : frame->opens ? frame->type : 0;
    error = proto_message_check(frame->type, frame->flags, sender, opener);
    if (!error) error = proto_payload_check(frame->type, frame->payload, frame->length);
    if (!error && frame->opens) error = proto_stream_accept(link, frame->number, frame->type, &frame->stream);
    if (!error && frame->stream) error = apply_frame(link, frame);
    if (error) return error;
    return !frame->stream || frame->closes || !(frame->stream->state & PROTO_STREAM_WE_ABORT);
}

int proto_link_next(struct proto_link *link, struct proto_frame *frame) {
    if (link->closing) proto_stream_close(link, link->closing);
    if (link->state == PROTO_LINK_BROKEN) return link->error;
    if (link->state != PROTO_LINK_OPEN) link->in = link->in_end;
    while (link->in != link->in_end) {
        int result = cut_frame(link, frame);
        if (result == PROTO_OK) result = judge_frame(link, frame);
        if (result < 0) return link_break(link, result);
        if (result > 0) return 1;
        if (link->closing) proto_stream_close(link, link->closing);
    }
    return 0;
}

/* --- out --- */

static int check_open(const struct proto_link *link) {
    if (link->state < PROTO_LINK_OPEN || link->reserved) return PROTO_ERR_STATE;
    return link->state == PROTO_LINK_OPEN ? PROTO_OK : PROTO_ERR_LINK_CLOSED;
}

int proto_link_stream(struct proto_link *link, struct proto_stream **stream) {
    *stream = NULL;
    if (link->state < PROTO_LINK_OPEN) return PROTO_ERR_STATE;
    if (link->state > PROTO_LINK_OPEN) return PROTO_ERR_LINK_CLOSED;
    return proto_stream_create(link, stream);
}

void proto_link_forget(struct proto_link *link, struct proto_stream *stream) {
    if (stream->number && stream->opener == 0) proto_stream_close(link, stream);
}

/* Is this frame ours to send on this stream? */
static int check_frame(const struct proto_link *link, const struct proto_stream *stream, unsigned type,
                       unsigned flags) {
    if (!proto_message_info(type) || (stream && stream->number == 0)) return PROTO_ERR_ARGUMENT;
    if (stream && (stream->opener != 0) == proto_message_opens(type)) return PROTO_ERR_ARGUMENT;
    unsigned opener = !stream ? 0 : stream->opener ? stream->opener : type;
    if (proto_message_check(type, flags, (enum proto_side)link->side, opener)) return PROTO_ERR_ARGUMENT;
    if (stream && (stream->state & PROTO_STREAM_SENT_END) && type != PROTO_WINDOW && type != PROTO_ABORT) {
        return PROTO_ERR_STATE;
    }
    return PROTO_OK;
}

static int check_room(const struct proto_link *link, const struct proto_stream *stream, unsigned type,
                      size_t length) {
    if (length > proto_link_payload_max(link)) return PROTO_ERR_ARGUMENT;
    if (type == PROTO_DATA && length > stream->send_credit) return PROTO_ERR_LINK_CREDIT;
    if (link->taken || link->greeting) return PROTO_ERR_LINK_FULL;
    return link->limit - link->filled < PROTO_FRAME_HEADER + length ? PROTO_ERR_LINK_FULL : PROTO_OK;
}

/* Writes the header of a frame whose payload is in place, and does what the frame does to its stream. */
static void finish_frame(struct proto_link *link, struct proto_stream *stream, unsigned type, unsigned flags,
                         size_t length) {
    uint8_t *at = record_start(link) + link->filled;
    unsigned number = stream ? stream->number : 0;
    at[0] = (uint8_t)type;
    at[1] = (uint8_t)flags;
    at[2] = (uint8_t)number;
    at[3] = (uint8_t)(number >> 8);
    at[4] = (uint8_t)length;
    at[5] = (uint8_t)(length >> 8);
    link->filled += PROTO_FRAME_HEADER + length;
    if (!stream) return;
    if (stream->opener == 0) stream->opener = (uint8_t)type;
    if (type == PROTO_DATA) stream->send_credit -= (uint32_t)length;
    if (type == PROTO_ABORT) stream->state |= PROTO_STREAM_WE_ABORT | PROTO_STREAM_SENT_END;
    if (type == PROTO_END || (flags & PROTO_FLAG_END)) stream->state |= PROTO_STREAM_SENT_END;
    if (proto_stream_is_over(stream)) proto_stream_close(link, stream);
}

int proto_link_put2(struct proto_link *link, struct proto_stream *stream, enum proto_message_type type,
                    unsigned flags, const uint8_t *head, size_t head_length, const uint8_t *body,
                    size_t body_length) {
    int error = check_open(link);
    if (!error) error = check_frame(link, stream, type, flags);
    if (!error && body_length > PROTO_RECORD_MAX) error = PROTO_ERR_ARGUMENT;
    if (!error) error = check_room(link, stream, type, head_length + body_length);
    if (error) return error;
    uint8_t *payload = record_start(link) + link->filled + PROTO_FRAME_HEADER;
    if (head_length) memcpy(payload, head, head_length);
    if (body_length) memcpy(payload + head_length, body, body_length);
    finish_frame(link, stream, type, flags, head_length + body_length);
    return PROTO_OK;
}

int proto_link_put(struct proto_link *link, struct proto_stream *stream, enum proto_message_type type,
                   unsigned flags, const uint8_t *payload, size_t length) {
    return proto_link_put2(link, stream, type, flags, payload, length, NULL, 0);
}

int proto_link_reserve(struct proto_link *link, struct proto_stream *stream, enum proto_message_type type,
                       size_t least, uint8_t **payload, size_t *room) {
    int error = check_open(link);
    if (!error) error = check_frame(link, stream, type, 0);
    if (!error) error = check_room(link, stream, type, least);
    if (error) return error;
    size_t most = proto_link_room(link);
    if (type == PROTO_DATA && most > stream->send_credit) most = stream->send_credit;
    *payload = record_start(link) + link->filled + PROTO_FRAME_HEADER;
    *room = most;
    link->reserved = true;
    link->reserved_type = (uint8_t)type;
    link->reserved_stream = stream;
    link->reserved_room = most;
    return PROTO_OK;
}

int proto_link_commit(struct proto_link *link, unsigned flags, size_t length) {
    if (!link->reserved) return link->state > PROTO_LINK_OPEN ? PROTO_ERR_LINK_CLOSED : PROTO_ERR_STATE;
    link->reserved = false;
    if (length > link->reserved_room) return PROTO_ERR_ARGUMENT;
    int error = check_frame(link, link->reserved_stream, link->reserved_type, flags);
    if (!error) finish_frame(link, link->reserved_stream, link->reserved_type, flags, length);
    return error;
}

void proto_link_cancel(struct proto_link *link) {
    link->reserved = false;
}

/* A text cut to what END may carry, not inside a UTF-8 character. */
static struct proto_text end_text(const char *text) {
    struct proto_text result = proto_text(text);
    if (result.length > PROTO_END_TEXT_MAX) {
        result.length = PROTO_END_TEXT_MAX;
        while (result.length > 0 && ((uint8_t)result.text[result.length] & 0xc0) == 0x80) result.length--;
    }
    return result;
}

static int put_end(struct proto_link *link, struct proto_stream *stream, enum proto_message_type type,
                   unsigned status, const char *text) {
    uint8_t payload[4 + PROTO_END_TEXT_MAX];
    struct proto_writer writer;
    struct proto_end end = {(uint16_t)status, end_text(text)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_end_write(&writer, &end);
    int length = proto_writer_finish(&writer);
    return length < 0 ? length : proto_link_put(link, stream, type, 0, payload, (size_t)length);
}

int proto_link_end(struct proto_link *link, struct proto_stream *stream, enum proto_status status,
                   const char *text) {
    if (stream->state & PROTO_STREAM_SENT_END) return PROTO_OK;
    return put_end(link, stream, PROTO_END, status, text);
}

int proto_link_abort(struct proto_link *link, struct proto_stream *stream, enum proto_status status,
                     const char *text) {
    if ((stream->state & PROTO_STREAM_WE_ABORT) || proto_stream_is_over(stream)) return PROTO_OK;
    return put_end(link, stream, PROTO_ABORT, status, text);
}

int proto_link_goaway(struct proto_link *link, enum proto_status status, const char *text) {
    int error = put_end(link, NULL, PROTO_GOAWAY, status, text);
    if (!error) link->state = PROTO_LINK_CLOSED;
    return error;
}

size_t proto_link_payload_max(const struct proto_link *link) {
    return link->limit ? link->limit - PROTO_FRAME_HEADER : 0;
}

size_t proto_link_room(const struct proto_link *link) {
    if (link->state != PROTO_LINK_OPEN || link->taken || link->greeting || link->reserved) return 0;
    size_t left = link->limit - link->filled;
    return left > PROTO_FRAME_HEADER ? left - PROTO_FRAME_HEADER : 0;
}

void proto_link_confirm(struct proto_link *link) {
    link->confirm = link->state == PROTO_LINK_OPEN;
}

/* --- records --- */

static bool owes_window(const struct proto_link *link) {
    for (size_t i = 0; link->state == PROTO_LINK_OPEN && i < link->stream_capacity; i++) {
        if (proto_stream_owes(link, &link->streams[i])) return true;
    }
    return false;
}

bool proto_link_pending(const struct proto_link *link) {
    if (link->taken || link->reserved) return false;
    if (link->greeting) return true;
    if (link->state < PROTO_LINK_OPEN) return false;
    return link->filled > 0 || link->confirm || link->farewell || owes_window(link);
}

/* Gives back what is owed, as far as the record has room; the rest goes with the next one. */
static void put_windows(struct proto_link *link) {
    for (size_t i = 0; link->state == PROTO_LINK_OPEN && i < link->stream_capacity; i++) {
        struct proto_stream *stream = &link->streams[i];
        uint8_t payload[4];
        struct proto_writer writer;
        struct proto_window window = {stream->owed};
        if (!proto_stream_owes(link, stream)) continue;
        proto_writer_init(&writer, payload, sizeof payload);
        proto_window_write(&writer, &window);
        if (proto_link_put(link, stream, PROTO_WINDOW, 0, payload, sizeof payload)) return;
        stream->receive_credit += stream->owed;
        stream->owed = 0;
    }
}

/* The last frame of a broken link, when there is room; else it is the next record. */
static void put_farewell(struct proto_link *link) {
    size_t left = link->limit - link->filled;
    struct proto_writer writer;
    struct proto_end end = {PROTO_STATUS_PROTOCOL, proto_text(proto_error_text(link->error))};
    if (!link->farewell || left < PROTO_FRAME_HEADER) return;
    proto_writer_init(&writer, record_start(link) + link->filled + PROTO_FRAME_HEADER,
                      left - PROTO_FRAME_HEADER);
    proto_end_write(&writer, &end);
    int length = proto_writer_finish(&writer);
    if (length < 0) return;
    finish_frame(link, NULL, PROTO_GOAWAY, 0, (size_t)length);
    link->farewell = false;
}

static int hand_out(struct proto_link *link, uint8_t **message, size_t *length, size_t size) {
    *message = record_start(link);
    *length = size;
    link->taken = true;
    return 1;
}

int proto_link_take(struct proto_link *link, uint8_t **message, size_t *length) {
    if (!proto_link_pending(link)) return 0;
    if (link->greeting) {
        link->greeting = false;
        if (link->side == PROTO_CLIENT) link->state = PROTO_LINK_HANDSHAKE;
        return hand_out(link, message, length, link->filled);
    }
    put_windows(link);
    put_farewell(link);
    link->confirm = false;
    int size = proto_cipher_seal(&link->send, record_start(link), link->filled);
    if (size < 0 || rekey_if_due(&link->send)) {
        link->filled = 0;
        link_break(link, size < 0 ? size : PROTO_ERR_CRYPTO);
        link->farewell = false;
        return link->error;
    }
    return hand_out(link, message, length, (size_t)size);
}

void proto_link_give(struct proto_link *link, uint8_t *buffer) {
    if (!link->taken) return;
    if (buffer) link->buffer = buffer;
    link->taken = false;
    link->filled = 0;
}

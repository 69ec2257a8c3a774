/* WebREPL, the client's side: for `krait` and boards that run MicroPython.
 *
 * Text before the login is read for two things only, the prompt's colon and the verdict; afterwards it is the
 * terminal's. Bytes are whatever the one open record makes of them, and their frames' boundaries mean
 * nothing. Invariant: `state` says both whose turn it is and what the next byte of the device is. */
#include "krait/proto_webrepl.h"

#include <string.h>

#include "krait/proto_error.h"

enum state {
    STATE_START,    /* looking for the prompt */
    STATE_PROMPTED, /* the caller is to send the password */
    STATE_JUDGING,  /* looking for the verdict */
    STATE_READY,
    STATE_RELEASE,   /* three bytes of version follow */
    STATE_PUT_BEGIN, /* a reply follows */
    STATE_PUT_END,   /* the caller sends the file; a reply follows */
    STATE_GET_BEGIN, /* a reply follows */
    STATE_GET_TURN,  /* the caller is to ask for a chunk */
    STATE_GET_LENGTH,
    STATE_GET_DATA,
    STATE_GET_END, /* a reply follows */
    STATE_OVER,
};

void proto_webrepl_client_init(struct proto_webrepl_client *client) {
    memset(client, 0, sizeof *client);
    proto_ws_decoder_init(&client->decoder, PROTO_WS_CLIENT, SIZE_MAX);
    proto_ws_decoder_loosen(&client->decoder);
}

static int report(struct proto_webrepl_event *event, enum proto_webrepl_event_kind kind, uint8_t *data,
                  size_t length) {
    *event = (struct proto_webrepl_event){.kind = (uint8_t)kind, .name = "", .data = data, .length = length};
    return 1;
}

static uint8_t *take(struct proto_webrepl_client *client, size_t length) {
    uint8_t *data = client->span;
    client->span += length;
    client->span_length -= length;
    return data;
}

/* --- the login --- */

/* Remembers one more byte of text, and forgets the oldest. */
static void remember(struct proto_webrepl_client *client, uint8_t byte) {
    if (client->recent_length == sizeof client->recent) {
        memmove(client->recent, client->recent + 1, sizeof client->recent - 1);
        client->recent_length--;
    }
    client->recent[client->recent_length++] = (char)byte;
}

static bool ends_with(const struct proto_webrepl_client *client, const char *text) {
    size_t length = strlen(text);
    return client->recent_length >= length &&
           memcmp(client->recent + client->recent_length - length, text, length) == 0;
}

static int take_greeting(struct proto_webrepl_client *client, struct proto_webrepl_event *event) {
    while (client->span_length > 0) {
        remember(client, *take(client, 1));
        if (client->state == STATE_START && ends_with(client, ": ")) {
            client->state = STATE_PROMPTED;
            return report(event, PROTO_WEBREPL_WANTS_PASSWORD, NULL, 0);
        }
        if (client->state == STATE_START) continue;
        if (ends_with(client, PROTO_WEBREPL_CONNECTED)) {
            client->state = STATE_READY;
            return report(event, PROTO_WEBREPL_LOGGED_IN, NULL, 0);
        }
        if (ends_with(client, PROTO_WEBREPL_DENIED)) {
            client->state = STATE_OVER;
            return report(event, PROTO_WEBREPL_REFUSED, NULL, 0);
        }
    }
    return 0;
}

/* --- records --- */

/* Gathers `size` bytes in client->small; true when they are there. */
static bool gather(struct proto_webrepl_client *client, size_t size) {
    while (client->have < size && client->span_length > 0) client->small[client->have++] = *take(client, 1);
    if (client->have < size) return false;
    client->have = 0;
    return true;
}

static int take_reply(struct proto_webrepl_client *client, struct proto_webrepl_event *event) {
    if (!gather(client, 4)) return 0;
    if (client->small[0] != 'W' || client->small[1] != 'B') return PROTO_ERR_ARGUMENT;
    uint16_t code = (uint16_t)(client->small[2] | client->small[3] << 8);
    bool begins = client->state == STATE_PUT_BEGIN || client->state == STATE_GET_BEGIN;
    if (code || !begins)
        client->state = STATE_READY;
    else
        client->state = client->state == STATE_PUT_BEGIN ? STATE_PUT_END : STATE_GET_TURN;
    report(event, PROTO_WEBREPL_REPLY, NULL, 0);
    event->code = code;
    return 1;
}

static int take_length(struct proto_webrepl_client *client) {
    if (!gather(client, 2)) return 0;
    client->left = (uint16_t)(client->small[0] | client->small[1] << 8);
    client->state = client->left ? STATE_GET_DATA : STATE_GET_END;
    return 0;
}

static int take_chunk(struct proto_webrepl_client *client, struct proto_webrepl_event *event) {
    size_t length = client->span_length < client->left ? client->span_length : client->left;
    client->left = (uint16_t)(client->left - length);
    if (client->left == 0) client->state = STATE_GET_TURN;
    return report(event, PROTO_WEBREPL_DATA, take(client, length), length);
}

static int take_bytes(struct proto_webrepl_client *client, struct proto_webrepl_event *event) {
    switch (client->state) {
    case STATE_PUT_BEGIN:
    case STATE_PUT_END:
    case STATE_GET_BEGIN:
    case STATE_GET_END: return take_reply(client, event);
    case STATE_GET_LENGTH: return take_length(client);
    case STATE_GET_DATA: return take_chunk(client, event);
    case STATE_RELEASE:
        if (!gather(client, 3)) return 0;
        client->state = STATE_READY;
        return report(event, PROTO_WEBREPL_RELEASE, client->small, 3);
    default: return PROTO_ERR_STATE; /* nothing was asked for */
    }
}

static int take_span(struct proto_webrepl_client *client, struct proto_webrepl_event *event) {
    if (client->state < STATE_READY) return take_greeting(client, event);
    if (client->binary) return take_bytes(client, event);
    size_t length = client->span_length;
    return report(event, PROTO_WEBREPL_TEXT, take(client, length), length);
}

static int take_frame(struct proto_webrepl_client *client, const struct proto_ws_event *frame,
                      struct proto_webrepl_event *event) {
    switch (frame->opcode) {
    case PROTO_WS_TEXT:
    case PROTO_WS_BINARY:
        client->binary = frame->opcode == PROTO_WS_BINARY;
        client->span = frame->data;
        client->span_length = frame->length;
        return 0;
    case PROTO_WS_PING: return report(event, PROTO_WEBREPL_PING, frame->data, frame->length);
    case PROTO_WS_CLOSE:
        client->state = STATE_OVER;
        report(event, PROTO_WEBREPL_CLOSED, NULL, 0);
        event->code = frame->close_code;
        return 1;
    default: return 0;
    }
}

/* NEXT is told as soon as it is the caller's turn, and once: then the state says that it has been. */
static bool is_turn(struct proto_webrepl_client *client) {
    if (client->state != STATE_GET_TURN || client->have) return false;
    client->have = 1;
    return true;
}

int proto_webrepl_client_feed(struct proto_webrepl_client *client, uint8_t *input, size_t length,
                              size_t *used, struct proto_webrepl_event *event) {
    int result = 0;
    *used = 0;
    while (result == 0 && client->state != STATE_OVER) {
        struct proto_ws_event frame;
        size_t part;
        if (is_turn(client)) return report(event, PROTO_WEBREPL_NEXT, NULL, 0);
        if (client->span_length > 0) {
            result = take_span(client, event);
            continue;
        }
        result = proto_ws_decode(&client->decoder, input + *used, length - *used, &part, &frame);
        *used += part;
        if (result == 0) break;
        if (result == 1) result = take_frame(client, &frame, event);
    }
    if (client->state == STATE_OVER && result == 0) *used = length;
    if (result < 0) client->state = STATE_OVER;
    return result;
}

/* --- frames --- */

static int frame(const void *data, size_t length, enum proto_ws_opcode opcode, const uint8_t mask[4],
                 uint8_t *output, size_t capacity) {
    uint8_t header[PROTO_WS_FRAME_HEADER_MAX];
    size_t size = proto_ws_frame_header(header, opcode, length, mask);
    if (capacity < size + length) return PROTO_ERR_SPACE;
    memcpy(output, header, size);
    memcpy(output + size, data, length);
    proto_ws_mask(output + size, length, mask);
    return (int)(size + length);
}

int proto_webrepl_client_login(struct proto_webrepl_client *client, const char *password,
                               const uint8_t mask[4], uint8_t *output, size_t capacity) {
    char line[1001];
    size_t length = strlen(password);
    if (client->state != STATE_PROMPTED) return PROTO_ERR_STATE;
    if (length >= sizeof line || strcspn(password, "\r\n") != length) return PROTO_ERR_ARGUMENT;
    memcpy(line, password, length);
    line[length] = '\r';
    int result = frame(line, length + 1, PROTO_WS_TEXT, mask, output, capacity);
    if (result > 0) client->state = STATE_JUDGING;
    return result;
}

int proto_webrepl_client_request(struct proto_webrepl_client *client, enum proto_webrepl_op op,
                                 const char *name, uint32_t size, const uint8_t mask[4], uint8_t *output,
                                 size_t capacity) {
    uint8_t record[PROTO_WEBREPL_RECORD_BYTES] = {'W', 'A', (uint8_t)op};
    size_t length = name ? strlen(name) : 0;
    if (client->state != STATE_READY) return PROTO_ERR_STATE;
    if (length > PROTO_WEBREPL_NAME_MAX || (length == 0) != (op == PROTO_WEBREPL_VERSION))
        return PROTO_ERR_ARGUMENT;
    if (op == PROTO_WEBREPL_PUT) {
        for (size_t i = 0; i < 4; i++) record[12 + i] = (uint8_t)(size >> 8 * i);
    }
    record[16] = (uint8_t)length;
    if (length) memcpy(record + 18, name, length);
    int result = frame(record, sizeof record, PROTO_WS_BINARY, mask, output, capacity);
    if (result < 0) return result;
    client->have = 0;
    client->state = op == PROTO_WEBREPL_PUT   ? STATE_PUT_BEGIN
                    : op == PROTO_WEBREPL_GET ? STATE_GET_BEGIN
                                              : STATE_RELEASE;
    return result;
}

int proto_webrepl_client_next(struct proto_webrepl_client *client, const uint8_t mask[4], uint8_t *output,
                              size_t capacity) {
    if (client->state != STATE_GET_TURN) return PROTO_ERR_STATE;
    int result = frame("", 1, PROTO_WS_BINARY, mask, output, capacity);
    if (result < 0) return result;
    client->have = 0;
    client->state = STATE_GET_LENGTH;
    return result;
}

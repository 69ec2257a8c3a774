/* WebREPL, the device's side.
 *
 * Frames are taken apart by the decoder; what is left are two streams, text and bytes, told apart by the
 * frame's type only. Before the login both are the password; after it text is the terminal's and bytes are
 * records or a file. A span that the decoder gave is looked at piece by piece, because a password, a record
 * and a file's first bytes may share it. Invariant: while an answer is owed no byte is looked at, so nothing
 * that a client sends ahead is taken for something else. */
#include "krait/proto_webrepl.h"

#include <string.h>

#include "krait/proto_error.h"
#include "krait/proto_noise.h"

#define PASSWORD_MAX 65536 /* bytes; more are refused unread */

enum state {
    STATE_PASSWORD,
    STATE_JUDGED, /* PASSWORD was reported */
    STATE_IDLE,
    STATE_ASKED,   /* REQUEST was reported */
    STATE_PUTTING, /* `left` bytes of a file follow */
    STATE_STORED,  /* STORED was reported */
    STATE_GETTING, /* a zero byte asks for the next chunk */
    STATE_OVER,
};

void proto_webrepl_server_init(struct proto_webrepl_server *server) {
    memset(server, 0, sizeof *server);
    proto_ws_decoder_init(&server->decoder, PROTO_WS_SERVER, SIZE_MAX);
    proto_ws_decoder_loosen(&server->decoder);
    mbedtls_sha256_init(&server->sha);
    mbedtls_sha256_starts_ret(&server->sha, 0);
}

bool proto_webrepl_server_owes(const struct proto_webrepl_server *server) {
    return server->state == STATE_JUDGED || server->state == STATE_ASKED || server->state == STATE_STORED;
}

bool proto_webrepl_server_is_open(const struct proto_webrepl_server *server) {
    return server->state >= STATE_IDLE && server->state < STATE_OVER;
}

void proto_webrepl_server_answer(struct proto_webrepl_server *server, unsigned code) {
    uint8_t op = server->record[2];
    switch (server->state) {
    case STATE_JUDGED: server->state = code ? STATE_OVER : STATE_IDLE; break;
    case STATE_ASKED:
        server->have = 0;
        server->state = STATE_IDLE;
        if (code == 0 && op == PROTO_WEBREPL_PUT) server->state = STATE_PUTTING;
        if (code == 0 && op == PROTO_WEBREPL_GET) server->state = STATE_GETTING;
        break;
    case STATE_STORED:
    case STATE_GETTING: server->state = STATE_IDLE; break;
    default: break;
    }
}

static void report(struct proto_webrepl_event *event, enum proto_webrepl_event_kind kind, uint8_t *data,
                   size_t length) {
    *event = (struct proto_webrepl_event){.kind = (uint8_t)kind, .name = "", .data = data, .length = length};
}

/* The next `length` bytes of the span. */
static uint8_t *take(void *cursor, size_t length) {
    struct proto_webrepl_server *server = cursor;
    uint8_t *data = server->span;
    server->span += length;
    server->span_length -= length;
    return data;
}

/* --- the login --- */

static size_t line_length(const uint8_t *data, size_t length) {
    size_t at = 0;
    while (at < length && data[at] != '\r' && data[at] != '\n') at++;
    return at;
}

static int take_password(struct proto_webrepl_server *server, struct proto_webrepl_event *event) {
    size_t length = line_length(server->span, server->span_length);
    bool whole = length < server->span_length;
    if (length > PASSWORD_MAX - server->typed) return PROTO_ERR_WS_TOO_BIG;
    server->typed += (uint32_t)length;
    uint8_t *data = take(server, length);
    mbedtls_sha256_update_ret(&server->sha, data, length);
    proto_wipe(data, length);
    if (!whole) return 0;
    server->after_return = *take(server, 1) == '\r';
    mbedtls_sha256_finish_ret(&server->sha, server->digest);
    mbedtls_sha256_free(&server->sha);
    server->state = STATE_JUDGED;
    report(event, PROTO_WEBREPL_PASSWORD, server->digest, sizeof server->digest);
    return 1;
}

/* --- records and files --- */

static uint32_t read_u32(const uint8_t *data) {
    return (uint32_t)data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
}

/* 'WA', op u8, flags u8, offset u64, size u32, name length u16, name. The name ends with a zero or the
 * record, but a client whose name did not fit says its true length. */
static int read_record(struct proto_webrepl_server *server, struct proto_webrepl_event *event) {
    const uint8_t *record = server->record;
    const size_t room = PROTO_WEBREPL_RECORD_BYTES - 18;
    if (record[0] != 'W' || record[1] != 'A') return PROTO_ERR_ARGUMENT;
    memcpy(server->name, record + 18, room);
    server->name[room] = 0;
    server->left = read_u32(record + 12);
    server->state = STATE_ASKED;
    report(event, PROTO_WEBREPL_REQUEST, NULL, 0);
    event->op = record[2];
    event->size = server->left;
    event->name = server->name;
    event->cut = strlen(server->name) == room && (size_t)(record[16] | record[17] << 8) > room;
    return 1;
}

static int take_record(struct proto_webrepl_server *server, struct proto_webrepl_event *event) {
    size_t want = PROTO_WEBREPL_RECORD_BYTES - server->have;
    size_t length = server->span_length < want ? server->span_length : want;
    memcpy(server->record + server->have, take(server, length), length);
    server->have = (uint8_t)(server->have + length);
    return server->have == PROTO_WEBREPL_RECORD_BYTES ? read_record(server, event) : 0;
}

static int take_file(struct proto_webrepl_server *server, struct proto_webrepl_event *event) {
    size_t length = server->span_length < server->left ? server->span_length : server->left;
    server->left -= (uint32_t)length;
    report(event, PROTO_WEBREPL_DATA, take(server, length), length);
    return 1;
}

/* A client that forgot its get begins with another record; a zero byte is no beginning of one. */
static int take_turn(struct proto_webrepl_server *server, struct proto_webrepl_event *event) {
    bool next = server->span[0] == 0;
    if (next)
        take(server, 1);
    else
        server->state = STATE_IDLE;
    report(event, next ? PROTO_WEBREPL_NEXT : PROTO_WEBREPL_STOPPED, NULL, 0);
    return 1;
}

/* --- spans --- */

static int take_text(struct proto_webrepl_server *server, struct proto_webrepl_event *event) {
    bool skip = server->after_return && server->span[0] == '\n';
    server->after_return = false;
    if (skip) take(server, 1);
    if (server->span_length == 0) return 0;
    size_t length = server->span_length;
    report(event, PROTO_WEBREPL_TEXT, take(server, length), length);
    return 1;
}

static int take_span(struct proto_webrepl_server *server, struct proto_webrepl_event *event) {
    if (server->state == STATE_PASSWORD) return take_password(server, event);
    if (!server->binary) return take_text(server, event);
    if (server->state == STATE_PUTTING) return take_file(server, event);
    if (server->state == STATE_GETTING) return take_turn(server, event);
    bool skip = server->after_return && server->span[0] == '\n';
    server->after_return = false;
    if (skip) take(server, 1);
    return server->span_length > 0 ? take_record(server, event) : 0;
}

/* One frame's piece, or something about the connection. */
static int take_frame(struct proto_webrepl_server *server, const struct proto_ws_event *frame,
                      struct proto_webrepl_event *event) {
    switch (frame->opcode) {
    case PROTO_WS_TEXT:
    case PROTO_WS_BINARY:
        server->binary = frame->opcode == PROTO_WS_BINARY;
        server->span = frame->data;
        server->span_length = frame->length;
        return 0;
    case PROTO_WS_PING: report(event, PROTO_WEBREPL_PING, frame->data, frame->length); return 1;
    case PROTO_WS_CLOSE:
        server->state = STATE_OVER;
        report(event, PROTO_WEBREPL_CLOSED, NULL, 0);
        event->code = frame->close_code;
        return 1;
    default: return 0;
    }
}

int proto_webrepl_server_feed(struct proto_webrepl_server *server, uint8_t *input, size_t length,
                              size_t *used, struct proto_webrepl_event *event) {
    int result = 0;
    *used = 0;
    while (result == 0 && !proto_webrepl_server_owes(server) && server->state != STATE_OVER) {
        struct proto_ws_event frame;
        size_t part;
        if (server->state == STATE_PUTTING && server->left == 0) {
            server->state = STATE_STORED;
            report(event, PROTO_WEBREPL_STORED, NULL, 0);
            return 1;
        }
        if (server->span_length > 0) {
            result = take_span(server, event);
            continue;
        }
        result = proto_ws_decode(&server->decoder, input + *used, length - *used, &part, &frame);
        *used += part;
        if (result == 0) break;
        if (result == 1) result = take_frame(server, &frame, event);
    }
    if (server->state == STATE_OVER && result == 0) *used = length;
    if (result < 0) server->state = STATE_OVER;
    return result;
}

/* One WebREPL connection: bytes between the socket's buffers, the terminal and a file.
 *
 * Input is decoded where it was read to, and the next input is asked for when all of it has been used: a
 * terminal that takes nothing holds the client back through TCP. Output is whole frames in one buffer, so
 * that they leave in few writes. Invariant: nothing is decoded while the output has less room than the
 * longest answer to one event needs. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "webrepl_parts.h"

#define ANSWER_ROOM 400u  /* the longest answer to an event: a message, a reply and a control frame */
#define TEXT_MOST   4096u /* terminal text in one frame */

static dev_device *device_of(const struct dev_webrepl_client *client) {
    return client->service->dev;
}

/* --- output --- */

/* Bytes of room at the end, after moving what waits to the front. */
static size_t output_room(struct dev_webrepl_client *client) {
    if (client->out_head > 0) {
        memmove(client->out, client->out + client->out_head, client->out_tail - client->out_head);
        client->out_tail -= client->out_head;
        client->out_head = 0;
    }
    return client->service->config.output - client->out_tail;
}

/* Takes over a frame that was built somewhere behind the end. */
static void append(struct dev_webrepl_client *client, const uint8_t *frame, size_t length) {
    memmove(client->out + client->out_tail, frame, length);
    client->out_tail += length;
}

void webrepl_say(struct dev_webrepl_client *client, const char *text) {
    size_t length = strlen(text), total;
    size_t room = output_room(client);
    if (room < PROTO_WEBREPL_HEADROOM + length) return;
    uint8_t *data = client->out + client->out_tail + PROTO_WEBREPL_HEADROOM;
    memcpy(data, text, length);
    uint8_t *frame = proto_webrepl_text(data, length, &total);
    append(client, frame, total);
}

static void control(struct dev_webrepl_client *client, enum proto_ws_opcode opcode, const uint8_t *data,
                    size_t length) {
    size_t room = output_room(client);
    int size = proto_ws_control(client->out + client->out_tail, room, opcode, data, length, NULL);
    if (size > 0) client->out_tail += (size_t)size;
}

void webrepl_leave(struct dev_webrepl_client *client, unsigned close_code) {
    if (client->stage == WEBREPL_LEAVING) return;
    size_t room = output_room(client);
    int size = proto_ws_close(client->out + client->out_tail, room, close_code, NULL, NULL);
    if (size > 0) client->out_tail += (size_t)size;
    client->stage = WEBREPL_LEAVING;
    client->since = device_ticks(device_of(client));
    client->text_length = 0;
    client->service->config.wake(client->service->config.port, client->peer);
}

/* --- files --- */

static const char *error_text(int error) {
    static const struct {
        int number;
        const char *text;
    } rows[] = {
#define ROW(name, number, text) {number, text},
        KR_ERRNOS(ROW)
#undef ROW
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].number == -error) return rows[i].text;
    }
    return "Unknown error";
}

/* For people, behind the reply: a client that does not tell text from bytes reads the reply first. The name
 * may hold anything. */
static void explain(struct dev_webrepl_client *client, const char *what, const char *name, int result) {
    char line[256];
    int size =
        snprintf(line, sizeof line, "\r\n%s %s: [Errno %d] %s\r\n", what, name, -result, error_text(result));
    for (int i = 2; i + 2 < size; i++) {
        if ((uint8_t)line[i] < ' ' || (uint8_t)line[i] > '~') line[i] = '?';
    }
    webrepl_say(client, line);
    dev_log(device_of(client), DEV_WARNING, "WebREPL: %s by %s failed: %s", what, client->address,
            error_text(result));
}

static void reply(struct dev_webrepl_client *client, const char *what, const char *name, int result) {
    size_t total;
    unsigned code = result < 0 ? (unsigned)-result : 0;
    output_room(client);
    uint8_t *frame = proto_webrepl_reply(client->out + client->out_tail, code, &total);
    append(client, frame, total);
    if (code) explain(client, what, name, result);
    proto_webrepl_server_answer(&client->server, code);
}

static void answer_version(struct dev_webrepl_client *client) {
    unsigned part[4] = {0, 0, 0, 0}, at = 0;
    size_t total;
    for (const char *c = DEV_VERSION; *c && at < 3; c++) {
        if (*c == '.')
            at++;
        else
            part[at] = part[at] * 10 + (unsigned)(*c - '0');
    }
    output_room(client);
    uint8_t *frame = proto_webrepl_version(client->out + client->out_tail, part[0], part[1], part[2], &total);
    append(client, frame, total);
    proto_webrepl_server_answer(&client->server, 0);
}

static void answer_request(struct dev_webrepl_client *client, const struct proto_webrepl_event *event) {
    switch (event->op) {
    case PROTO_WEBREPL_VERSION: answer_version(client); break;
    case PROTO_WEBREPL_PUT:
        reply(client, "put", event->name,
              event->cut ? -KR_ENAMETOOLONG : webrepl_put_begin(client, event->name, event->size));
        break;
    case PROTO_WEBREPL_GET:
        reply(client, "get", event->name,
              event->cut ? -KR_ENAMETOOLONG : webrepl_get_begin(client, event->name));
        break;
    default: reply(client, "record", event->name, -KR_EOPNOTSUPP);
    }
}

/* The end of a put, as soon as the disk is ready. */
static void store(struct dev_webrepl_client *client) {
    if (!client->file.storing) return;
    int result = webrepl_put_end(client);
    if (result == -KR_EAGAIN) return;
    client->file.storing = false;
    reply(client, "put", client->server.name, result);
}

/* One chunk, as long as the room allows; the client asks for the next one when it has it. A file ends with an
 * empty chunk, and so does one that can no longer be read: the reply behind it says which. */
static void send_chunk(struct dev_webrepl_client *client) {
    size_t room = output_room(client), total;
    if (!client->file.due || room < ANSWER_ROOM + PROTO_WEBREPL_HEADROOM + 64) return;
    if (client->out_tail > 0 && room < client->service->config.output / 2) return;
    size_t most = room - ANSWER_ROOM - PROTO_WEBREPL_HEADROOM;
    if (most > PROTO_WEBREPL_CHUNK_MAX) most = PROTO_WEBREPL_CHUNK_MAX;
    uint8_t *data = client->out + client->out_tail + PROTO_WEBREPL_HEADROOM;
    size_t length = webrepl_get_read(client, data, most);
    uint8_t *frame = proto_webrepl_chunk(data, length, &total);
    append(client, frame, total);
    client->file.due = false;
    if (length == 0) reply(client, "get", client->server.name, webrepl_get_end(client));
}

/* --- text --- */

/* Gives the terminal what it has not taken; false when it still does not. */
static bool hand_text(struct dev_webrepl_client *client) {
    size_t taken = client->text_length;
    if (client->text_length == 0) return true;
    if (client->terminal) taken = dev_terminal_receive(client->terminal, client->text, client->text_length);
    client->text += taken;
    client->text_length -= taken;
    return client->text_length == 0;
}

/* What a browser would not bear is replaced. The beginning of a character stays in `partial` until the rest
 * comes, which need not be in the same pull. Returns the bytes written; *used is how many of `text` were
 * taken. */
static size_t clean_text(struct dev_webrepl_client *client, const uint8_t *text, size_t length,
                         uint8_t *output, size_t capacity, size_t *used) {
    uint8_t scratch[1024];
    size_t have = client->partial_length, most = capacity / 3, done;
    if (most > sizeof scratch) most = sizeof scratch;
    *used = length < most - have ? length : most - have;
    memcpy(scratch, client->partial, have);
    memcpy(scratch + have, text, *used);
    size_t written = proto_webrepl_clean(scratch, have + *used, output, capacity, &done);
    client->partial_length = (uint8_t)(have + *used - done);
    memcpy(client->partial, scratch + done, client->partial_length);
    return written;
}

/* The terminal's output in frames. */
static void pull_text(struct dev_webrepl_client *client) {
    while (client->stage == WEBREPL_OPEN && client->terminal) {
        const uint8_t *text;
        size_t room = output_room(client), total;
        size_t length = dev_terminal_pull(client->terminal, &text);
        if (length == 0 || room < ANSWER_ROOM + PROTO_WEBREPL_HEADROOM + 64) return;
        size_t most = room - ANSWER_ROOM - PROTO_WEBREPL_HEADROOM;
        uint8_t *data = client->out + client->out_tail + PROTO_WEBREPL_HEADROOM;
        if (most > TEXT_MOST) most = TEXT_MOST;
        size_t used = length < most ? length : most;
        size_t written = used;
        if (client->browser)
            written = clean_text(client, text, length, data, most, &used);
        else
            memcpy(data, text, used);
        dev_terminal_give(client->terminal, used);
        if (written == 0) continue;
        uint8_t *frame = proto_webrepl_text(data, written, &total);
        append(client, frame, total);
    }
}

/* --- input --- */

static void take_event(struct dev_webrepl_client *client, const struct proto_webrepl_event *event) {
    switch (event->kind) {
    case PROTO_WEBREPL_TEXT:
        client->text = event->data;
        client->text_length = event->length;
        break;
    case PROTO_WEBREPL_PASSWORD:
        client->stage = WEBREPL_JUDGED;
        webrepl_judge(client);
        break;
    case PROTO_WEBREPL_REQUEST: answer_request(client, event); break;
    case PROTO_WEBREPL_DATA: webrepl_put_data(client, event->data, event->length); break;
    case PROTO_WEBREPL_STORED:
        client->file.storing = true;
        store(client);
        break;
    case PROTO_WEBREPL_NEXT: client->file.due = true; break;
    case PROTO_WEBREPL_STOPPED: webrepl_file_drop(client); break;
    case PROTO_WEBREPL_PING: control(client, PROTO_WS_PONG, event->data, event->length); break;
    case PROTO_WEBREPL_CLOSED: webrepl_leave(client, event->code); break;
    default: break;
    }
}

/* Decodes one event; false when there is none, or it must wait. */
static bool take_input(struct dev_webrepl_client *client) {
    struct proto_webrepl_event event;
    size_t used;
    if (client->stage == WEBREPL_LEAVING || client->file.due || output_room(client) < ANSWER_ROOM)
        return false;
    if (proto_webrepl_server_owes(&client->server) || !hand_text(client)) return false;
    int result = proto_webrepl_server_feed(&client->server, client->in + client->in_head,
                                           client->in_tail - client->in_head, &used, &event);
    client->in_head += used;
    if (result < 0) webrepl_leave(client, proto_ws_close_code(result));
    if (result == 1) take_event(client, &event);
    if (result == 0 && client->in_head == client->in_tail) client->in_head = client->in_tail = 0;
    return result == 1;
}

void webrepl_work(struct dev_webrepl_client *client) {
    store(client);
    do {
        send_chunk(client);
    } while (take_input(client));
    pull_text(client);
}

/* --- life --- */

void webrepl_client_init(struct dev_webrepl_client *client, const struct proto_ws_server *head) {
    client->file.handle = -1;
    client->in_head = client->in_tail = client->text_length = 0;
    client->out_head = 0;
    client->partial_length = 0;
    client->terminal = NULL;
    client->browser = head->origin[0] != 0;
    int length = proto_ws_server_reply(head, (char *)client->out, client->service->config.output);
    client->out_tail = length > 0 ? (size_t)length : 0;
    proto_webrepl_server_init(&client->server);
    webrepl_say(client, PROTO_WEBREPL_PROMPT);
}

void webrepl_client_free(struct dev_webrepl_client *client) {
    if (client->terminal) dev_terminal_close(client->terminal);
    client->terminal = NULL;
    webrepl_file_drop(client);
    proto_wipe(&client->server, sizeof client->server);
    client->stage = WEBREPL_FREE;
}

size_t dev_webrepl_room(dev_webrepl_client *client, uint8_t **data) {
    *data = client->in;
    if (client->stage == WEBREPL_LEAVING || client->in_tail > 0 || client->text_length > 0) return 0;
    return client->service->config.input;
}

void dev_webrepl_receive(dev_webrepl_client *client, size_t length) {
    client->in_tail = length;
    device_of(client)->activity++;
    webrepl_work(client);
}

ptrdiff_t dev_webrepl_pull(dev_webrepl_client *client, const uint8_t **data) {
    if (client->stage != WEBREPL_LEAVING) webrepl_work(client);
    *data = client->out + client->out_head;
    size_t length = client->out_tail - client->out_head;
    return length == 0 && client->stage == WEBREPL_LEAVING ? -1 : (ptrdiff_t)length;
}

void dev_webrepl_give(dev_webrepl_client *client, size_t sent) {
    client->out_head += sent;
    if (client->out_head == client->out_tail) client->out_head = client->out_tail = 0;
    device_of(client)->activity++;
}

void dev_webrepl_close(dev_webrepl_client *client) {
    if (client->stage == WEBREPL_OPEN)
        dev_log(device_of(client), DEV_INFO, "WebREPL: %s is gone", client->address);
    if (client->stage != WEBREPL_FREE) webrepl_client_free(client);
}

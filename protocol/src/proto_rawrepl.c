/* The raw REPL as a state machine. Each state has a function that takes what it can of the input; a span of
 * output is reported as it lies in the input, so nothing is copied. */
#include "krait/proto_rawrepl.h"

#include <string.h>

enum { ENTER = 0x01, LEAVE = 0x02, INTERRUPT = 0x03, END = 0x04, ASK = 0x05 };

static const char banner[] = "raw REPL; CTRL-B to exit\r\n>";

void proto_rawrepl_init(struct proto_rawrepl *client) {
    memset(client, 0, sizeof *client);
}

void proto_rawrepl_mark(struct proto_rawrepl *client, const uint8_t *mark) {
    client->has_mark = mark != NULL;
    client->marked = 0;
    if (mark) memcpy(client->mark, mark, sizeof client->mark);
}

static void say(struct proto_rawrepl *client, uint8_t byte) {
    if (client->controls < sizeof client->control) client->control[client->controls++] = byte;
}

void proto_rawrepl_enter(struct proto_rawrepl *client) {
    say(client, ENTER);
    client->state = PROTO_RAWREPL_ENTERING;
    client->matched = 0;
}

void proto_rawrepl_interrupt(struct proto_rawrepl *client) {
    say(client, INTERRUPT);
}

void proto_rawrepl_reset(struct proto_rawrepl *client) {
    say(client, END);
    client->state = PROTO_RAWREPL_ENTERING;
    client->matched = 0;
}

void proto_rawrepl_leave(struct proto_rawrepl *client) {
    say(client, LEAVE);
    client->state = PROTO_RAWREPL_OUTSIDE;
}

void proto_rawrepl_start(struct proto_rawrepl *client, const void *source, size_t size) {
    client->source = source;
    client->left = size;
    client->end_sent = false;
    client->matched = 0;
    client->marked = 0;
    client->question_dead = false;
    client->state = PROTO_RAWREPL_SENDING;
    if (client->paste < 0) return;
    say(client, ASK);
    say(client, 'A');
    say(client, ENTER);
    client->state = PROTO_RAWREPL_ASKING;
}

/* --- out */

static size_t pull_source(struct proto_rawrepl *client, uint8_t *out, size_t capacity) {
    size_t allowed = client->paste > 0 ? client->credit : PROTO_RAWREPL_PLAIN_PART;
    size_t part = client->left < capacity ? client->left : capacity;
    if (part > allowed) part = allowed;
    if (part) memcpy(out, client->source, part);
    client->source += part;
    client->left -= part;
    if (client->paste > 0) client->credit -= (uint32_t)part;
    if (client->left == 0 && part < capacity) { /* the end is no part of the window */
        out[part++] = END;
        client->end_sent = true;
        client->state = PROTO_RAWREPL_COMPILING;
        client->matched = 0;
    }
    return part;
}

size_t proto_rawrepl_pull(struct proto_rawrepl *client, uint8_t *out, size_t capacity, bool *pause) {
    size_t size = client->controls < capacity ? client->controls : capacity;
    memcpy(out, client->control, size);
    memmove(client->control, client->control + size, client->controls - size);
    client->controls = (uint8_t)(client->controls - size);
    *pause = false;
    if (client->state != PROTO_RAWREPL_SENDING || client->controls) return size;
    size += pull_source(client, out + size, capacity - size);
    *pause = client->paste < 0 && client->state == PROTO_RAWREPL_SENDING;
    return size;
}

/* --- in */

static bool tell(struct proto_rawrepl_event *event, enum proto_rawrepl_event_kind kind, const uint8_t *data,
                 size_t length) {
    *event = (struct proto_rawrepl_event){kind, data, length};
    return true;
}

/* Looks for the banner, whose first letter occurs once in it. */
static bool feed_banner(struct proto_rawrepl *client, const uint8_t *data, size_t size, size_t *used,
                        struct proto_rawrepl_event *event) {
    for (size_t i = 0; i < size; i++) {
        if (data[i] == (uint8_t)banner[client->matched])
            client->matched++;
        else
            client->matched = data[i] == (uint8_t)banner[0];
        if (client->matched < sizeof banner - 1) continue;
        *used = i + 1;
        client->matched = 0;
        client->state = PROTO_RAWREPL_READY;
        return tell(event, PROTO_RAWREPL_PROMPT, data, i + 1);
    }
    *used = size;
    return size ? tell(event, PROTO_RAWREPL_STRAY, data, size) : false;
}

static bool strange(struct proto_rawrepl *client, const uint8_t *data, struct proto_rawrepl_event *event) {
    client->state = PROTO_RAWREPL_OUTSIDE;
    return tell(event, PROTO_RAWREPL_STRANGE, data, 1);
}

/* "R" 01 and the window; "R" 00; or the banner of a board that knows no raw-paste. */
static bool feed_answer(struct proto_rawrepl *client, const uint8_t *data, size_t *used,
                        struct proto_rawrepl_event *event) {
    uint8_t byte = data[0];
    *used = 1;
    if (client->question_dead) {
        if (byte != '>') return false;
        client->paste = -1;
        client->state = PROTO_RAWREPL_SENDING;
        return false;
    }
    switch (client->matched++) {
    case 0:
        client->question_dead = byte == 'r';
        return byte == 'R' || byte == 'r' ? false : strange(client, data, event);
    case 1: client->question_dead = byte == 0; return byte <= 1 ? false : strange(client, data, event);
    case 2: client->window = byte; return false;
    default: client->window = (uint16_t)(client->window | byte << 8);
    }
    client->paste = 1;
    client->credit = client->window;
    client->state = PROTO_RAWREPL_SENDING;
    return false;
}

/* While a source is pasted: more window, or the board's early end. */
static bool feed_paste(struct proto_rawrepl *client, const uint8_t *data, size_t *used,
                       struct proto_rawrepl_event *event) {
    *used = 1;
    if (data[0] == ENTER) {
        client->credit += client->window;
        return false;
    }
    if (data[0] != END) return strange(client, data, event);
    if (!client->end_sent) say(client, END);
    client->end_sent = true;
    client->state = PROTO_RAWREPL_OUTPUT;
    return false;
}

static bool feed_ok(struct proto_rawrepl *client, const uint8_t *data, size_t *used,
                    struct proto_rawrepl_event *event) {
    *used = 1;
    if (data[0] != (uint8_t) "OK"[client->matched]) return strange(client, data, event);
    if (++client->matched == 2) client->state = PROTO_RAWREPL_OUTPUT;
    return false;
}

/* The next byte that is not plain output: 04, or the mark's first. */
static size_t plain_span(const struct proto_rawrepl *client, const uint8_t *data, size_t size) {
    const uint8_t *end = memchr(data, END, size);
    if (end) size = (size_t)(end - data);
    const uint8_t *mark = client->has_mark ? memchr(data, client->mark[0], size) : NULL;
    return mark ? (size_t)(mark - data) : size;
}

static bool feed_output(struct proto_rawrepl *client, const uint8_t *data, size_t size, size_t *used,
                        struct proto_rawrepl_event *event) {
    size_t taken = 0;
    while (client->marked && taken < size) {
        if (data[taken] == client->mark[client->marked]) {
            taken++;
            if (++client->marked < PROTO_RAWREPL_MARK_BYTES) continue;
            client->marked = 0;
            *used = taken;
            return tell(event, PROTO_RAWREPL_MARKED, data, taken);
        }
        size_t held = client->marked;
        client->marked = 0;
        *used = taken;
        return tell(event, PROTO_RAWREPL_TEXT, client->mark, held); /* it was none */
    }
    *used = taken;
    if (taken == size) return false;
    size_t span = plain_span(client, data + taken, size - taken);
    *used = taken + span;
    if (span) return tell(event, PROTO_RAWREPL_TEXT, data + taken, span);
    *used = taken + 1;
    if (data[taken] == END)
        client->state = PROTO_RAWREPL_ERROR;
    else
        client->marked = 1;
    return false;
}

static bool feed_error(struct proto_rawrepl *client, const uint8_t *data, size_t size, size_t *used,
                       struct proto_rawrepl_event *event) {
    const uint8_t *end = memchr(data, END, size);
    size_t span = end ? (size_t)(end - data) : size;
    *used = span + (end != NULL);
    if (end) client->state = PROTO_RAWREPL_AFTER;
    return span ? tell(event, PROTO_RAWREPL_TRACE, data, span) : false;
}

static bool feed_after(struct proto_rawrepl *client, const uint8_t *data, size_t *used,
                       struct proto_rawrepl_event *event) {
    bool prompt = data[0] == '>';
    *used = prompt;
    client->matched = 0;
    client->state = prompt ? PROTO_RAWREPL_READY : PROTO_RAWREPL_ENTERING;
    return tell(event, prompt ? PROTO_RAWREPL_PROMPT : PROTO_RAWREPL_REBOOT, data, prompt);
}

static bool feed_one(struct proto_rawrepl *client, const uint8_t *data, size_t size, size_t *used,
                     struct proto_rawrepl_event *event) {
    switch (client->state) {
    case PROTO_RAWREPL_ENTERING: return feed_banner(client, data, size, used, event);
    case PROTO_RAWREPL_ASKING: return feed_answer(client, data, used, event);
    case PROTO_RAWREPL_COMPILING:
        if (client->paste < 0) return feed_ok(client, data, used, event);
        return feed_paste(client, data, used, event);
    case PROTO_RAWREPL_SENDING:
        if (client->paste > 0) return feed_paste(client, data, used, event);
        break;
    case PROTO_RAWREPL_OUTPUT: return feed_output(client, data, size, used, event);
    case PROTO_RAWREPL_ERROR: return feed_error(client, data, size, used, event);
    case PROTO_RAWREPL_AFTER: return feed_after(client, data, used, event);
    case PROTO_RAWREPL_OUTSIDE:
    case PROTO_RAWREPL_READY: break;
    }
    *used = size;
    return tell(event, PROTO_RAWREPL_STRAY, data, size);
}

bool proto_rawrepl_feed(struct proto_rawrepl *client, const uint8_t *data, size_t size, size_t *used,
                        struct proto_rawrepl_event *event) {
    *used = 0;
    while (*used < size) {
        size_t taken;
        bool found = feed_one(client, data + *used, size - *used, &taken, event);
        *used += taken;
        if (found) return true;
    }
    return false;
}

/* The line of operations and the phases of a board. board_advance() is the one place that decides what comes
 * next; everything else notes what happened. */
#include "board.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define STREAM_ROOM  (64 * 1024) /* bytes that a client may give ahead of the board */
#define SETTLE_US    60000
#define ASK_AGAIN_US 300000
#define GIVE_UP_US   10000000
#define LEAVE_US     1500000
#define RESTART_US   3000000
#define BUSY_TEXT    "a program is running there; `krait interrupt` ends it, --interrupt (-I) does so first"

/* --- operations */

struct op *board_first(const struct board *board) {
    struct op *op = board->ops;
    while (op && op->parked) op = op->next;
    return op;
}

static struct op *op_of(const struct board *board, const struct handler *handler) {
    struct op *op = board->ops;
    while (op && op->stream != handler->stream) op = op->next;
    return op;
}

static struct op *op_new(struct board *board, struct handler *handler, unsigned type) {
    struct proto_stream *stream = NULL;
    for (size_t i = 0; i < SESSION_STREAMS && !stream; i++) {
        if (board->session->streams[i].number) continue;
        stream = &board->session->streams[i];
        *stream = (struct proto_stream){.number = (uint16_t)(2 * i + 1), .user = handler};
    }
    struct op *op = stream ? calloc(1, sizeof *op) : NULL;
    if (!op) return NULL;
    op->stream = stream;
    op->type = (uint8_t)type;
    op->kind = type == PROTO_MOUNT ? &board_mount_kind : board_job_kind(type);
    struct op **end = &board->ops;
    while (*end) end = &(*end)->next;
    *end = op;
    return op;
}

static void op_free(struct board *board, struct op *op) {
    for (struct op **p = &board->ops; *p; p = &(*p)->next) {
        if (*p != op) continue;
        *p = op->next;
        break;
    }
    if (board->current == op) board->current = NULL;
    if (board->lent == op) board->lent = NULL;
    op->stream->number = 0;
    bytes_free(&op->request);
    bytes_free(&op->in);
    bytes_free(&op->input);
    bytes_free(&op->text);
    free(op);
}

static void hand(struct board *board, struct op *op, struct proto_frame *frame) {
    struct handler *handler = op->stream->user;
    frame->number = op->stream->number;
    frame->stream = op->stream;
    if (handler && handler->frame) handler->frame(board->session, handler, frame);
}

void board_frame(struct op *op, struct board *board, unsigned type, unsigned flags, const void *payload,
                 size_t size) {
    const uint8_t *at = payload;
    do {
        size_t part = size < 32768 ? size : 32768;
        struct proto_frame frame = {
            .type = (uint8_t)type, .flags = (uint8_t)flags, .payload = at, .length = (uint16_t)part};
        hand(board, op, &frame);
        at += part;
        size -= part;
    } while (size);
}

void board_finish(struct board *board, struct op *op, unsigned status, const char *text) {
    struct handler *handler = op->stream->user;
    struct proto_frame frame = {.type = PROTO_END, .closes = true};
    if (handler) {
        handler->status = status;
        snprintf(handler->text, sizeof handler->text, "%s", text ? text : "");
        handler->ended = true;
    }
    hand(board, op, &frame);
    if (handler) handler->stream = NULL;
    op_free(board, op);
}

void board_fail_all(struct board *board, unsigned status, const char *text) {
    struct op *op;
    while ((op = board_first(board))) board_finish(board, op, status, text);
}

bool board_lost(struct board *board, int code, const char *format, const char *detail) {
    struct failure failure;
    fail(&failure, code, format, detail);
    return session_lost(board->session, &failure);
}

void board_trace_line(const struct board *board, char *text, size_t size) {
    const char *start = (const char *)board->trace.data + board->trace.at;
    size_t left = bytes_left(&board->trace);
    while (left && strchr("\r\n", start[left - 1])) left--;
    size_t from = left;
    while (from && start[from - 1] != '\n') from--;
    snprintf(text, size, "%.*s", (int)(left - from), left ? start + from : "");
}

/* --- phases */

static void enter_phase(struct board *board, enum board_phase phase) {
    board->phase = phase;
    board->since_us = clock_us();
    board->timer_us = 0;
}

void board_set_timer(struct board *board, int64_t delay_us) {
    board->timer_us = clock_us() + delay_us;
}

/* An option of EXEC; TAKE is one of CONSOLE as well. */
static bool wants(const struct board *board, unsigned option) {
    const struct op *op = board_first(board);
    if (!op || op->request.size < 1) return false;
    if (op->type == PROTO_CONSOLE)
        return option == PROTO_EXEC_TAKE && op->request.data[0] == PROTO_CONSOLE_TAKE;
    return op->type == PROTO_EXEC && op->request.size > 1 && op->request.data[1] & option;
}

static void ask_for_prompt(struct board *board) {
    board->stray.at = board->stray.size = 0;
    board->interrupts = 0;
    board->asked_again = false;
    bool interrupt = board->may_interrupt || wants(board, PROTO_EXEC_TAKE);
    if (interrupt) {
        proto_rawrepl_interrupt(&board->repl);
        board->interrupts++;
    }
    proto_rawrepl_enter(&board->repl);
    enter_phase(board, BOARD_ENTERING);
    board_set_timer(board, interrupt ? ASK_AGAIN_US : (int64_t)board->wire.again_ms * 1000);
}

/* Nothing but the cursor's way home in an unfinished line came back: somebody has left a line behind at the
 * friendly prompt, and ctrl-C only drops that. */
static bool is_half_line(const struct board *board) {
    const uint8_t *at = board->stray.data + board->stray.at, *end = board->stray.data + board->stray.size;
    if (at == end) return false;
    if (*at != 0x1b) {
        while (at < end && *at == '\b') at++;
        return at == end;
    }
    if (++at == end || *at++ != '[') return false;
    while (at < end && *at >= '0' && *at <= '9') at++;
    return at + 1 == end && *at == 'D';
}

static void ask_again(struct board *board) {
    if (board->interrupts < 3) {
        proto_rawrepl_interrupt(&board->repl);
        board->interrupts++;
    }
    proto_rawrepl_enter(&board->repl);
    board->asked_again = true;
    board->stray.at = board->stray.size = 0;
    board_set_timer(board, ASK_AGAIN_US);
}

static void no_prompt(struct board *board) {
    struct op *op = board_first(board);
    if (is_half_line(board) || board->may_interrupt || wants(board, PROTO_EXEC_TAKE)) {
        if (clock_us() - board->since_us < GIVE_UP_US) return ask_again(board);
        board_fail_all(board, PROTO_STATUS_TIMEOUT, "the board does not answer, not even to ctrl-C");
        return enter_phase(board, BOARD_OUT);
    }
    if (!board->asked_again) { /* a port that was opened a moment ago may have lost the first byte */
        proto_rawrepl_enter(&board->repl);
        board->asked_again = true;
        return board_set_timer(board, (int64_t)board->wire.patience_ms * 1000);
    }
    if (wants(board, PROTO_EXEC_WAIT)) {
        const struct proto_queued queued = {.ahead = 1, .holder = proto_text("the board")};
        uint8_t payload[32];
        struct proto_writer writer;
        proto_writer_init(&writer, payload, sizeof payload);
        proto_queued_write(&writer, &queued);
        board->timer_us = 0; /* the byte that asks for the prompt waits in the board's input */
        return board_frame(op, board, PROTO_QUEUED, 0, payload, (size_t)proto_writer_finish(&writer));
    }
    bool names_holder = op && (op->type == PROTO_EXEC || op->type == PROTO_CONSOLE);
    board_fail_all(board, PROTO_STATUS_BUSY, names_holder ? "a program that runs there" : BUSY_TEXT);
    enter_phase(board, BOARD_OUT);
}

static void helper_is_late(struct board *board) {
    proto_rawrepl_interrupt(&board->repl);
    board_fail_all(board, PROTO_STATUS_TIMEOUT, "the board does not answer any more");
    enter_phase(board, BOARD_LEAVING);
    board->binary = false;
}

static void on_timer(struct board *board) {
    board->timer_us = 0;
    switch (board->phase) {
    case BOARD_ENTERING: no_prompt(board); break;
    case BOARD_SETTLING: enter_phase(board, BOARD_READY); break;
    case BOARD_HELPER:
        if (board->hello_due) {
            board_fail_all(board, PROTO_STATUS_BUSY, BUSY_TEXT);
            enter_phase(board, BOARD_OUT);
            break;
        } /* fall through */
    case BOARD_SERVING: helper_is_late(board); break;
    case BOARD_PROGRAM: /* a hard reset does not come back */
    case BOARD_LOOSE:
        if (board->current) board_finish(board, board->current, PROTO_STATUS_OK, NULL);
        enter_phase(board, BOARD_OUT);
        break;
    default: break;
    }
}

void board_program(struct board *board, struct op *op) {
    board->current = op;
    op->begun = true;
    board->trace.at = board->trace.size = 0;
    proto_rawrepl_start(&board->repl, board->source.data + board->source.at, bytes_left(&board->source));
    enter_phase(board, BOARD_PROGRAM);
}

static void start_helper(struct board *board) {
    board_serve_source(board);
    board->trace.at = board->trace.size = 0;
    board->stray.at = board->stray.size = 0;
    proto_rawrepl_start(&board->repl, board->source.data + board->source.at, bytes_left(&board->source));
    enter_phase(board, BOARD_HELPER);
    board->hello_due = false;
    board_set_timer(board, 30000000);
}

/* Does what can be done now. */
static void board_advance(struct board *board) {
    struct op *op = board_first(board);
    if (board->phase == BOARD_OUT && op) ask_for_prompt(board);
    if (board->phase == BOARD_READY && op) {
        if (op->kind)
            op->kind->ready(board, op);
        else
            start_helper(board);
    }
    if (board->phase != BOARD_SERVING) return;
    board_serve_send(board);
    op = board_first(board);
    if (!op || !op->kind) return;
    bytes_add(&board->out, board->plain ? "5130303030" : "Q0000", board->plain ? 10 : 5);
    enter_phase(board, BOARD_LEAVING);
}

/* --- what comes */

/* Nobody told it to. When its memory did not do for one more kind of request, a new one may do that: it has
 * less to hold. What the old one had not read yet lies at the prompt, which is asked for anew. */
static void helper_ended(struct board *board) {
    const struct op *op = board_first(board);
    char line[160];
    board_trace_line(board, line, sizeof line);
    bool memory = strstr(line, "MemoryError") != NULL;
    if (op && memory && board->worked && !op->begun) {
        board->worked = false;
        board->out.at = board->out.size = 0;
        return enter_phase(board, BOARD_OUT);
    }
    if (op)
        board_fail_all(board, memory ? PROTO_STATUS_NO_MEMORY : PROTO_STATUS_UNSUPPORTED,
                       *line ? line : "the helper program ended");
}

/* The raw prompt stands: whose program was it? */
static void on_prompt(struct board *board) {
    struct op *op = board->current;
    enum board_phase was = board->phase;
    board->binary = false;
    enter_phase(board, BOARD_READY);
    if (was == BOARD_ENTERING && board->asked_again) {
        enter_phase(board, BOARD_SETTLING);
        board_set_timer(board, SETTLE_US);
    } else if (was == BOARD_PROGRAM && op) {
        board->current = NULL;
        op->kind->over(board, op);
    } else if (was == BOARD_LOOSE && op) {
        board_finish(board, op, PROTO_STATUS_OK, NULL);
    } else if (was == BOARD_HELPER || was == BOARD_SERVING) {
        helper_ended(board);
    }
}

static void on_hello(struct board *board, const uint8_t *data, size_t size) {
    bytes_add(&board->stray, data, size);
    uint8_t *end = memchr(board->stray.data + board->stray.at, '\n', bytes_left(&board->stray));
    if (!end) return;
    *end = 0;
    if (board_serve_hello(board, (const char *)board->stray.data + board->stray.at)) {
        board->binary = true;
        enter_phase(board, BOARD_SERVING);
    } else {
        board->stray.at = (size_t)(end + 1 - board->stray.data);
    }
}

/* "MPY: soft reboot" is the last word of the old program; what comes then is the new one's. */
static void on_restart(struct board *board, const struct proto_rawrepl_event *event) {
    bytes_add(&board->stray, event->data, event->length);
    bool over = memmem(board->stray.data, board->stray.size, "soft reboot", 11);
    if (!over || !board->current || board->repl.state != PROTO_RAWREPL_OUTSIDE) return;
    board_finish(board, board->current, PROTO_STATUS_OK, NULL);
    enter_phase(board, BOARD_OUT);
}

static void on_event(struct board *board, const struct proto_rawrepl_event *event) {
    switch (event->kind) {
    case PROTO_RAWREPL_PROMPT: on_prompt(board); break;
    case PROTO_RAWREPL_TEXT:
        if (board->phase == BOARD_HELPER)
            on_hello(board, event->data, event->length);
        else if (board->current && board->current->kind->output)
            board->current->kind->output(board, board->current, event->data, event->length);
        break;
    case PROTO_RAWREPL_TRACE: bytes_add(&board->trace, event->data, event->length); break;
    case PROTO_RAWREPL_MARKED: board->at_mark = true; break;
    case PROTO_RAWREPL_STRAY:
        if (board->phase == BOARD_ENTERING) bytes_add(&board->stray, event->data, event->length);
        if (board->phase == BOARD_SETTLING) board_set_timer(board, SETTLE_US);
        if (board->phase == BOARD_LOOSE) on_restart(board, event);
        break;
    case PROTO_RAWREPL_REBOOT: board_set_timer(board, GIVE_UP_US); break;
    case PROTO_RAWREPL_STRANGE:
        board->current = NULL;
        board_fail_all(board, PROTO_STATUS_PROTOCOL, "what answers there is no raw REPL");
        enter_phase(board, BOARD_OUT);
        break;
    }
}

/* The byte behind a mark: a call of the mount, or a new meaning of the program's output. */
static void on_mark(struct board *board, uint8_t byte) {
    board->at_mark = false;
    if (byte == 'M' && board->mount)
        board->calling = true;
    else if (board->current)
        board->current->mark = (char)byte;
}

static void take(struct board *board, const uint8_t *data, size_t size) {
    while (size && !board->session->dead) {
        struct proto_rawrepl_event event;
        size_t used = 1;
        if (board->calling)
            used = board_mount_take(board, data, size);
        else if (board->at_mark)
            on_mark(board, *data);
        else if (board->binary)
            used = board_serve_take(board, data, size);
        else if (proto_rawrepl_feed(&board->repl, data, size, &used, &event))
            on_event(board, &event);
        data += used;
        size -= used;
    }
}

static bool receive(struct session *session) {
    struct board *board = session->board;
    uint8_t data[16384];
    ssize_t n = board->wire.kind->read(&board->wire, data, sizeof data);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (n <= 0) {
        if (board->phase == BOARD_LOOSE && board->current) { /* it restarts, which may drop the connection */
            board_finish(board, board->current, PROTO_STATUS_OK, NULL);
            enter_phase(board, BOARD_OUT);
            return true;
        }
        return board_lost(board, EXIT_UNREACHABLE, "the board at %s is gone", board->wire.name);
    }
    session->heard_us = clock_us();
    session->dispatching = true;
    take(board, data, (size_t)n);
    session->dispatching = false;
    if (board->phase == BOARD_HELPER && board->repl.state == PROTO_RAWREPL_OUTPUT && !board->hello_due) {
        board->hello_due =
            true; /* it compiled; a device of many users may run something of another's first */
        board_set_timer(board, (int64_t)board->wire.patience_ms * 2000);
    }
    if (board->phase == BOARD_SERVING && board->timer_us) board_set_timer(board, GIVE_UP_US);
    return !session->dead;
}

/* --- what goes */

/* What the raw REPL wants to say, and standard input for a program that runs. */
static void fill(struct board *board) {
    uint8_t part[512];
    bool pause;
    size_t size = proto_rawrepl_pull(&board->repl, part, sizeof part, &pause);
    bytes_add(&board->out, part, size);
    if (pause) board->pause_us = clock_us() + 10000;
    struct op *op = board->current;
    if (size || board->phase != BOARD_PROGRAM || !op || board->repl.state != PROTO_RAWREPL_OUTPUT) return;
    size_t left = bytes_left(&op->input), most = board->wire.backs_up ? sizeof part : 64;
    if (!left || board->calling) return;
    if (left > most) left = most;
    bytes_add(&board->out, op->input.data + op->input.at, left);
    bytes_drop(&op->input, left);
    if (!board->wire.backs_up) board->pause_us = clock_us() + 10000;
}

static bool board_flush(struct session *session) {
    struct board *board = session->board;
    if (!session->dispatching) board_advance(board);
    while (!session->dead) {
        if (!bytes_left(&board->out) && clock_us() >= board->pause_us) fill(board);
        size_t left = bytes_left(&board->out);
        if (!left) return true;
        ssize_t n = board->wire.kind->write(&board->wire, board->out.data + board->out.at, left);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
        if (n < 0 && errno != EINTR)
            return board_lost(board, EXIT_UNREACHABLE, "the board at %s is gone", board->wire.name);
        if (n > 0) bytes_drop(&board->out, (size_t)n);
    }
    return false;
}

/* ms until something is to be done without input, at most `timeout_ms`; -1: never. */
static int wait_ms(const struct board *board, int timeout_ms) {
    int64_t now = clock_us(), at = board->timer_us;
    if (board->pause_us > now && (!at || board->pause_us < at)) at = board->pause_us;
    if (!at) return timeout_ms;
    int left = at > now ? (int)((at - now) / 1000) + 1 : 0;
    return timeout_ms < 0 || left < timeout_ms ? left : timeout_ms;
}

static bool board_step(struct session *session, int timeout_ms) {
    struct board *board = session->board;
    if (session->dispatching) return board_flush(session);
    if (!board_flush(session)) return false;
    short events = (short)(POLLIN | (bytes_left(&board->out) ? POLLOUT : 0));
    int n = session_poll(session, board->wire.fd, events, wait_ms(board, timeout_ms), receive);
    if (n < 0) return board_lost(board, EXIT_UNREACHABLE, "poll failed: %s", strerror(errno));
    if (session->dead) return false;
    if (board->timer_us && clock_us() >= board->timer_us) on_timer(board);
    return board_flush(session);
}

/* --- streams */

/* The streams that a board has no use for. */
static const char *unsupported(unsigned type) {
    switch (type) {
    case PROTO_KEY_ROTATE: return "a stock board has no key";
    case PROTO_LOGS: return "a stock board keeps no log";
    case PROTO_TIME: return "the clock of a stock board is set by a program (machine.RTC)";
    default: return NULL;
    }
}

static bool board_open(struct session *session, struct handler *handler, enum proto_message_type type,
                       unsigned flags, const void *payload, size_t size, struct failure *failure) {
    struct board *board = session->board;
    struct op *op = op_new(board, handler, type);
    if (!op) return fail(failure, EXIT_IO, "too many conversations with the board at once");
    handler->stream = op->stream;
    op->ended = flags & PROTO_FLAG_END;
    bytes_add(&op->request, payload, size);
    const char *no = unsupported(type);
    if (!no && !op->kind && !board_serves(type)) no = "a stock board cannot do this";
    if (no) {
        board_finish(board, op, PROTO_STATUS_UNSUPPORTED, no);
    } else if (type == PROTO_PUT) {
        struct proto_put put;
        if (proto_put_parse(op->request.data, op->request.size, &put) == 0) op->left = put.size;
        if (put.options & PROTO_PATH_RESUME) { /* boards keep no parts */
            static const uint8_t nothing[8 + PROTO_DIGEST_BYTES];
            board_frame(op, board, PROTO_ACCEPT, 0, nothing, sizeof nothing);
        }
    }
    return session->dispatching || board_flush(session) || session_dead(session, failure);
}

static bool board_send(struct session *session, struct handler *handler, enum proto_message_type type,
                       unsigned flags, const void *payload, size_t size, struct failure *failure) {
    struct board *board = session->board;
    if (type == PROTO_INTERRUPT) {
        board->may_interrupt = true;
        if (board->phase == BOARD_PROGRAM) proto_rawrepl_interrupt(&board->repl);
        return true;
    }
    struct op *op = handler ? op_of(board, handler) : NULL;
    if (!op)
        return handler && !handler->stream ? fail(failure, EXIT_UNREACHABLE, "the board has ended this")
                                           : true;
    if (op->type == PROTO_MOUNT) {
        board_mount_reply(board, type, flags, payload, size);
    } else if (type == PROTO_DATA) {
        board_job_data(board, op, flags & PROTO_FLAG_STDIN, payload, size);
        if (flags & PROTO_FLAG_END) op->ended = true;
    }
    return session->dispatching || board_flush(session) || session_dead(session, failure);
}

static void board_end(struct session *session, struct handler *handler) {
    struct board *board = session->board;
    struct op *op = op_of(board, handler);
    if (!op) return;
    op->ended = true;
    if (op->type == PROTO_CONSOLE)
        board_finish(board, op, PROTO_STATUS_OK, NULL);
    else if (op->type == PROTO_MOUNT)
        op->parked = false; /* it is taken away in its turn */
    if (!session->dispatching) board_flush(session);
}

static void board_abort(struct session *session, struct handler *handler, unsigned status, const char *text) {
    struct board *board = session->board;
    struct op *op = op_of(board, handler);
    if (!op) return;
    if (!op->begun) {
        board_finish(board, op, status, text);
    } else {
        op->ended = op->stopped = true;
        op->stream->user = NULL;
        handler->stream = NULL;
    }
}

static void board_consumed(struct session *session, struct handler *handler, size_t bytes) {
    (void)session, (void)handler, (void)bytes;
}

static size_t board_credit(const struct session *session, const struct handler *handler) {
    const struct op *op = op_of(session->board, handler);
    size_t held = op ? bytes_left(&op->in) : 0;
    return op && !op->ended && held < STREAM_ROOM / 2 ? STREAM_ROOM - held : 0;
}

static bool board_reserve(struct session *session, struct handler *handler, enum proto_message_type type,
                          size_t least, uint8_t **payload, size_t *room) {
    struct board *board = session->board;
    struct op *op = op_of(board, handler);
    if (!op || (type == PROTO_DATA && least && !board_credit(session, handler))) return false;
    if (!board->place) board->place = malloc(STREAM_ROOM);
    if (!board->place) return false;
    board->lent = op;
    board->lent_type = (uint8_t)type;
    *payload = board->place;
    *room = type == PROTO_DATA ? STREAM_ROOM / 2 : board->block;
    return true;
}

static void board_commit(struct session *session, unsigned flags, size_t length) {
    struct board *board = session->board;
    struct op *op = board->lent;
    board->lent = NULL;
    if (!op) return;
    if (board->lent_type == PROTO_FS_DATA) {
        board_mount_reply(board, PROTO_FS_DATA, flags, board->place, length);
    } else {
        bytes_add(&op->in, board->place, length);
        op->left -= length < op->left ? length : op->left;
        if (flags & PROTO_FLAG_END) op->ended = true;
    }
}

static void board_cancel(struct session *session) {
    session->board->lent = NULL;
}

/* --- life */

/* Three printable characters behind 10: no program prints that by accident. */
static void make_mark(struct board *board) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEF";
    uint8_t random[3];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) abort();
    board->mark[0] = 0x10;
    for (int i = 0; i < 3; i++) board->mark[i + 1] = letters[random[i] & 31];
    proto_rawrepl_mark(&board->repl, (const uint8_t *)board->mark);
}

static bool board_connect(struct session *session, const struct device *device, int timeout_ms,
                          struct failure *failure) {
    struct board *board = session->board = calloc(1, sizeof *board);
    if (!board) return fail(failure, EXIT_IO, "out of memory");
    board->session = session;
    board->wire.fd = -1;
    board->wire.kind = device->kind == DEVICE_SERIAL ? &wire_serial : &wire_webrepl;
    board->plain = device->kind == DEVICE_WEBREPL; /* its text must be text */
    proto_rawrepl_init(&board->repl);
    make_mark(board);
    if (!board->wire.kind->open(&board->wire, device, clock_us() + (int64_t)timeout_ms * 1000, failure))
        return false;
    snprintf(session->link.peer.name, sizeof session->link.peer.name, "%.*s", PROTO_HELLO_TEXT,
             board->wire.name);
    snprintf(session->link.peer.software, sizeof session->link.peer.software, "MicroPython");
    return true;
}

/* Brings the board back to its friendly prompt, as far as it can be had in a moment. A program of ours that
 * still runs goes on. */
static void leave(struct board *board) {
    int64_t deadline = clock_us() + LEAVE_US;
    bool working =
        board->phase == BOARD_HELPER || board->phase == BOARD_SERVING || board->phase == BOARD_LEAVING;
    if (working) {
        bool idle = board->phase == BOARD_SERVING && !board->flight;
        board_fail_all(board, PROTO_STATUS_ABORTED, NULL);
        board->out.at = board->out.size = 0;
        if (board->phase == BOARD_SERVING && idle)
            bytes_add(&board->out, board->plain ? "5130303030" : "Q0000", board->plain ? 10 : 5);
        else if (board->phase != BOARD_LEAVING)
            proto_rawrepl_interrupt(&board->repl);
        enter_phase(board, BOARD_LEAVING);
    }
    while (board->phase == BOARD_LEAVING && clock_us() < deadline && session_step(board->session, 50)) {
    }
    if (board->phase != BOARD_READY && board->phase != BOARD_SETTLING) return;
    proto_rawrepl_leave(&board->repl);
    enter_phase(board, BOARD_OUT);
    while (session_flush(board->session) && bytes_left(&board->out) && clock_us() < deadline)
        poll(&(struct pollfd){board->wire.fd, POLLOUT, 0}, 1, 20);
}

static void board_close(struct session *session) {
    struct board *board = session->board;
    if (!board) return;
    if (!session->dead && board->wire.fd >= 0) leave(board);
    while (board->ops) op_free(board, board->ops);
    board->wire.kind->close(&board->wire);
    board_mount_free(board);
    bytes_free(&board->out);
    bytes_free(&board->in);
    bytes_free(&board->stray);
    bytes_free(&board->trace);
    bytes_free(&board->source);
    free(board->place);
    free(board);
    session->board = NULL;
}

void board_allow_interrupt(struct session *session) {
    session->board->may_interrupt = true;
}

const struct session_kind session_board = {
    .connect = board_connect,
    .close = board_close,
    .open = board_open,
    .send = board_send,
    .end = board_end,
    .abort = board_abort,
    .consumed = board_consumed,
    .credit = board_credit,
    .reserve = board_reserve,
    .commit = board_commit,
    .cancel = board_cancel,
    .flush = board_flush,
    .step = board_step,
};

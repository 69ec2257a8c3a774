/* The prompt's modes. A byte is taken only when the output has room for the longest answer to one, so every
 * answer below is simply written. Bulk text of the raw modes, which is answered by nothing or by one byte a
 * window, is copied in runs.
 *
 * Invariant: `text` holds what of the program has come; it is empty at a first prompt, and `executing` is
 * true exactly between EXECUTE or RESET and the user's answer. */
#include "proto_repl_parts.h"

#include <string.h>

#define CTRL_A 0x01
#define CTRL_B 0x02
#define CTRL_C 0x03
#define CTRL_D 0x04
#define CTRL_E 0x05
#define INDENT 4

static const char raw_banner[] = "raw REPL; CTRL-B to exit\r\n>";
static const char rebooting[] = "MPY: soft reboot\r\n";
static const char too_long[] = "MemoryError: the program text is too long\r\n";

bool proto_repl_is_raw(const struct proto_repl *repl) {
    return repl->mode >= PROTO_REPL_RAW;
}

/* --- prompts --- */

/* The last character of a line that is no blank and in no comment. */
static char last_character(const char *line, size_t size) {
    const char *comment = memchr(line, '#', size);
    if (comment) size = (size_t)(comment - line);
    while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\t')) size--;
    return size > 0 ? line[size - 1] : 0;
}

/* Blanks in front of the next line: those of the last line, and a step more when that opens a block. */
static uint32_t next_indent(const struct proto_repl *repl) {
    uint32_t start = repl->text_size;
    if (start == 0) return 0;
    for (start--; start > 0 && repl->text[start - 1] != '\n';) start--;
    const char *line = repl->text + start;
    uint32_t size = repl->text_size - 1 - start, indent = 0;
    while (indent < size && line[indent] == ' ') indent++;
    return indent + (last_character(line, size) == ':' ? INDENT : 0);
}

static void show_prompt(struct proto_repl *repl) {
    repl_out_text(&repl->out, repl->prompts[repl->text_size > 0]);
    repl_line_show(&repl->line, &repl->out);
}

static void begin_line(struct proto_repl *repl) {
    repl_line_clear(&repl->line, next_indent(repl));
    show_prompt(repl);
}

void proto_repl_clear(struct proto_repl *repl) {
    repl->text = NULL;
    repl->text_size = repl->text_capacity = 0;
    repl->refused = false;
}

/* The memory stays for the next text. */
static void empty(struct proto_repl *repl) {
    repl->text_size = 0;
    repl->refused = false;
}

static void begin_statement(struct proto_repl *repl) {
    empty(repl);
    repl->mode = PROTO_REPL_FRIENDLY;
    begin_line(repl);
}

static void begin_raw(struct proto_repl *repl) {
    empty(repl);
    repl->mode = PROTO_REPL_RAW;
    repl_out_text(&repl->out, raw_banner);
}

static void leave_raw(struct proto_repl *repl) {
    repl_out_text(&repl->out, "\r\n");
    repl_out_text(&repl->out, repl->banner);
    begin_statement(repl);
}

static void start_reset(struct proto_repl *repl, enum proto_repl_event *event) {
    repl_out_text(&repl->out, "\r\n");
    repl_out_text(&repl->out, rebooting);
    repl->executing = true;
    *event = PROTO_REPL_RESET;
}

static void execute(struct proto_repl *repl, enum proto_repl_event *event) {
    repl->executing = true;
    repl->stage = 0;
    repl->told = 0;
    *event = PROTO_REPL_EXECUTE;
}

void proto_repl_init(struct proto_repl *repl, const struct proto_repl_config *config) {
    *repl = (struct proto_repl){
        .out = {.data = config->out, .capacity = config->out_capacity},
        .line = {.text = config->line,
                 .capacity = config->line_capacity,
                 .history = config->history,
                 .history_capacity = config->history_capacity},
        .banner = config->banner,
        .prompts = {">>> ", "... "},
        .window = config->window,
    };
}

void proto_repl_greet(struct proto_repl *repl, bool banner) {
    if (banner) repl_out_text(&repl->out, repl->banner);
    begin_statement(repl);
}

/* --- program text --- */

void proto_repl_text(struct proto_repl *repl, char *text, uint32_t capacity) {
    repl->text = text;
    repl->text_capacity = capacity;
}

void proto_repl_refuse(struct proto_repl *repl) {
    repl->refused = true;
}

/* Appends what fits; 0 bytes with GROW when nothing does. What was refused is swallowed. */
static size_t append(struct proto_repl *repl, const void *data, size_t size, enum proto_repl_event *event) {
    size_t room = repl->text_capacity - repl->text_size;
    if (repl->refused) return size;
    if (room == 0) *event = PROTO_REPL_GROW;
    if (size > room) size = room;
    if (size) memcpy(repl->text + repl->text_size, data, size);
    repl->text_size += (uint32_t)size;
    return size;
}

/* The same for what must not be taken in part. */
static bool append_whole(struct proto_repl *repl, size_t size, enum proto_repl_event *event) {
    if (repl->refused || size <= repl->text_capacity - repl->text_size) return true;
    *event = PROTO_REPL_GROW;
    return false;
}

/* --- friendly --- */

/* On an empty line at a first prompt. False: it means nothing special. */
static bool command_key(struct proto_repl *repl, uint8_t byte, enum proto_repl_event *event) {
    switch (byte) {
    case CTRL_A:
        repl_out_text(&repl->out, "\r\n");
        begin_raw(repl);
        return true;
    case CTRL_B: leave_raw(repl); return true;
    case CTRL_D: start_reset(repl, event); return true;
    case CTRL_E:
        repl_out_text(&repl->out, "\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== ");
        repl->mode = PROTO_REPL_PASTE;
        return true;
    default: return false;
    }
}

static void refuse_statement(struct proto_repl *repl) {
    repl_out_text(&repl->out, too_long);
    begin_statement(repl);
}

/* A line on which nothing was typed behind the indentation is an empty one, and ends a block. */
static size_t enter(struct proto_repl *repl, uint8_t byte, enum proto_repl_event *event) {
    struct proto_repl_line *line = &repl->line;
    uint32_t size = line->indent > 0 && line->size == line->indent ? 0 : line->size;
    bool nothing = size == 0 && repl->text_size == 0;
    if (!nothing && !append_whole(repl, size + 1u, event)) return 0;
    repl->newline = (char)byte;
    repl_out_text(&repl->out, "\r\n");
    if (nothing) {
        begin_line(repl);
    } else if (repl->refused) {
        refuse_statement(repl);
    } else {
        repl_line_remember(line);
        append(repl, line->text, size, event);
        append(repl, "\n", 1, event);
        execute(repl, event);
    }
    return 1;
}

/* ctrl-D where a block goes on ends it. */
static size_t end_block(struct proto_repl *repl, enum proto_repl_event *event) {
    repl->line.size = repl->line.indent = 0;
    size_t taken = enter(repl, 0, event);
    return taken;
}

static size_t friendly_byte(struct proto_repl *repl, uint8_t byte, enum proto_repl_event *event) {
    struct proto_repl_line *line = &repl->line;
    bool untyped = line->size == line->indent;
    if (byte == CTRL_C) {
        repl_out_text(&repl->out, "\r\n");
        begin_statement(repl);
        return 1;
    }
    if (untyped && repl->text_size == 0 && line->escape == 0 && command_key(repl, byte, event)) return 1;
    if (untyped && repl->text_size > 0 && byte == CTRL_D) return end_block(repl, event);
    switch (repl_line_key(line, &repl->out, byte)) {
    case REPL_KEY_ENTER: return enter(repl, byte, event);
    case REPL_KEY_TAB:
        memset(&repl->names, 0, sizeof repl->names);
        *event = PROTO_REPL_COMPLETE;
        return 1;
    default: return 1;
    }
}

/* --- paste --- */

static void end_paste(struct proto_repl *repl, enum proto_repl_event *event) {
    repl_out_text(&repl->out, "\r\n");
    if (repl->refused)
        refuse_statement(repl);
    else if (repl->text_size == 0)
        begin_statement(repl);
    else
        execute(repl, event);
}

static bool is_last(const struct proto_repl *repl, char c) {
    return repl->text_size > 0 && repl->text[repl->text_size - 1] == c;
}

/* As MicroPython's, LF is echoed as it is: tools that paste (Thonny, over WebREPL) compare. */
static size_t paste_byte(struct proto_repl *repl, uint8_t byte, enum proto_repl_event *event) {
    bool newline = byte == '\r' || byte == '\n';
    uint8_t kept = newline ? '\n' : byte;
    if (byte == CTRL_C) {
        repl_out_text(&repl->out, "\r\n");
        begin_statement(repl);
        return 1;
    }
    if (byte == CTRL_D) {
        end_paste(repl, event);
        return 1;
    }
    if (byte == 0x7f || byte == '\b') {
        bool some = repl->text_size > 0 && !is_last(repl, '\n');
        if (some) repl->text_size--;
        if (some) repl_out_text(&repl->out, "\b\x1b[K");
        return 1;
    }
    if (append(repl, &kept, 1, event) == 0) return 0;
    if (newline) repl->newline = (char)byte;
    if (byte == '\r')
        repl_out_text(&repl->out, "\r\n=== ");
    else
        repl_out_byte(&repl->out, byte);
    return 1;
}

/* One byte of what people type. The second half of a line end is dropped. */
static size_t take_key(struct proto_repl *repl, uint8_t byte, enum proto_repl_event *event) {
    if (proto_repl_swallows(repl, byte)) return 1;
    return repl->mode == PROTO_REPL_PASTE ? paste_byte(repl, byte, event) : friendly_byte(repl, byte, event);
}

bool proto_repl_swallows(struct proto_repl *repl, uint8_t first) {
    char newline = repl->newline;
    repl->newline = 0;
    return (newline == '\r' && first == '\n') || (newline == '\n' && first == '\r');
}

/* --- raw --- */

/* How many bytes from here on are nothing but text. */
static size_t plain_run(const uint8_t *data, size_t size, uint8_t lowest) {
    size_t count = 0;
    while (count < size && (data[count] < lowest || data[count] > CTRL_D)) count++;
    return count;
}

/* The whole answer to a text that is not run. */
static void answer_error(struct proto_repl *repl, const char *text) {
    repl_out_byte(&repl->out, CTRL_D);
    repl_out_text(&repl->out, text);
    repl_out_text(&repl->out, "\x04>");
    repl->mode = PROTO_REPL_RAW;
    empty(repl);
}

/* ctrl-E, a letter, ctrl-A asks for a way of sending that is better than this one. */
static void ask_for_paste(struct proto_repl *repl) {
    uint8_t answer[] = {'R', 1, (uint8_t)repl->window, (uint8_t)(repl->window >> 8), 1};
    bool known = repl->text[1] == 'A' && repl->window > 0;
    empty(repl);
    if (known) {
        repl_out_bytes(&repl->out, answer, sizeof answer);
        repl->mode = PROTO_REPL_RAW_PASTE;
        repl->consumed = 0;
    } else {
        repl_out_bytes(&repl->out, "R\0>", 3);
    }
}

static void end_raw(struct proto_repl *repl, enum proto_repl_event *event) {
    repl_out_text(&repl->out, "OK");
    if (repl->refused)
        answer_error(repl, too_long);
    else if (repl->text_size == 0)
        start_reset(repl, event);
    else
        execute(repl, event);
}

static void raw_key(struct proto_repl *repl, uint8_t byte, enum proto_repl_event *event) {
    bool asks = !repl->refused && repl->text_size == 2 && repl->text[0] == CTRL_E;
    switch (byte) {
    case CTRL_A:
        if (asks)
            ask_for_paste(repl);
        else
            begin_raw(repl);
        break;
    case CTRL_B: leave_raw(repl); break;
    case CTRL_C: empty(repl); break;
    default: end_raw(repl, event); break;
    }
}

static void paste_key(struct proto_repl *repl, uint8_t byte, enum proto_repl_event *event) {
    repl_out_byte(&repl->out, CTRL_D);
    if (byte == CTRL_C)
        answer_error(repl, "KeyboardInterrupt: \r\n");
    else if (repl->refused)
        answer_error(repl, too_long);
    else
        execute(repl, event);
}

/* Each window that was used up is given again. */
static void count_consumed(struct proto_repl *repl, size_t size) {
    repl->consumed += (uint32_t)size;
    for (; repl->consumed >= repl->window; repl->consumed -= repl->window) repl_out_byte(&repl->out, CTRL_A);
}

static size_t take_raw(struct proto_repl *repl, const uint8_t *data, size_t size,
                       enum proto_repl_event *event) {
    bool paste = repl->mode == PROTO_REPL_RAW_PASTE;
    size_t run = plain_run(data, size, paste ? CTRL_C : CTRL_A);
    if (run == 0) {
        if (paste)
            paste_key(repl, data[0], event);
        else
            raw_key(repl, data[0], event);
        return 1;
    }
    if (paste && run > repl->window) run = repl->window;
    size_t taken = append(repl, data, run, event);
    if (paste) count_consumed(repl, taken);
    return taken;
}

size_t proto_repl_receive(struct proto_repl *repl, const uint8_t *data, size_t size,
                          enum proto_repl_event *event) {
    size_t taken = 0;
    size_t answer = PROTO_REPL_ANSWER((size_t)repl->line.capacity);
    *event = PROTO_REPL_NONE;
    while (taken < size && *event == PROTO_REPL_NONE && !repl->executing &&
           repl_out_room(&repl->out) >= answer) {
        taken += proto_repl_is_raw(repl) ? take_raw(repl, data + taken, size - taken, event)
                                         : take_key(repl, data[taken], event);
    }
    return taken;
}

/* --- what comes back --- */

bool proto_repl_has_room(const struct proto_repl *repl) {
    return repl_out_room(&repl->out) >= PROTO_REPL_ANSWER((size_t)repl->line.capacity);
}

/* As many bytes as fit, a newline whole or not at all. */
static size_t print_text(struct proto_repl_out *out, const uint8_t *data, size_t size) {
    size_t done = 0;
    while (done < size) {
        const uint8_t *newline = memchr(data + done, '\n', size - done);
        size_t run = newline ? (size_t)(newline - data) - done : size - done;
        size_t room = repl_out_room(out);
        size_t part = run < room ? run : room;
        repl_out_bytes(out, data + done, part);
        done += part;
        if (part < run) break;
        if (!newline) break;
        if (room - part < 2) break;
        repl_out_bytes(out, "\r\n", 2);
        done++;
    }
    return done;
}

size_t proto_repl_print(struct proto_repl *repl, const uint8_t *data, size_t size, bool is_text) {
    size_t room = repl_out_room(&repl->out);
    if (is_text) return print_text(&repl->out, data, size);
    if (size > room) size = room;
    repl_out_bytes(&repl->out, data, size);
    return size;
}

bool proto_repl_aside_begin(struct proto_repl *repl) {
    if (repl->mode != PROTO_REPL_FRIENDLY ||
        repl_out_room(&repl->out) < PROTO_REPL_ANSWER((size_t)repl->line.capacity))
        return false;
    if (!repl->executing) repl_out_text(&repl->out, "\r\x1b[K");
    return true;
}

void proto_repl_aside_end(struct proto_repl *repl) {
    if (repl->executing) return;
    if (repl->out.in_line) repl_out_text(&repl->out, "\r\n");
    show_prompt(repl);
}

/* Behind the traceback: what tells the reader that the next program may come. */
static void finish_end(struct proto_repl *repl, enum proto_repl_outcome outcome) {
    bool incomplete = outcome == PROTO_REPL_INCOMPLETE;
    repl->stage = 0;
    repl->executing = outcome == PROTO_REPL_EXIT;
    if (proto_repl_is_raw(repl)) {
        repl_out_byte(&repl->out, CTRL_D);
        repl->mode = PROTO_REPL_RAW;
    }
    if (outcome == PROTO_REPL_EXIT) {
        if (!proto_repl_is_raw(repl) && repl->out.in_line) repl_out_text(&repl->out, "\r\n");
        repl_out_text(&repl->out, rebooting);
    } else if (proto_repl_is_raw(repl)) {
        repl_out_text(&repl->out, ">");
    } else if (incomplete) {
        begin_line(repl);
    } else {
        begin_statement(repl);
    }
    if (!incomplete) empty(repl);
}

/* One of the pieces of a traceback, of which `before` bytes come in front. */
static void tell(struct proto_repl *repl, const char *text, size_t size, size_t before) {
    if (repl->told < before || repl->told >= before + size) return;
    size_t done = repl->told - before;
    repl->told += print_text(&repl->out, (const uint8_t *)text + done, size - done);
}

bool proto_repl_finish(struct proto_repl *repl, enum proto_repl_outcome outcome, const char *text,
                       size_t size, const char *tail) {
    size_t more = strlen(tail);
    bool failed = outcome == PROTO_REPL_FAILED;
    if (repl->stage == 0) {
        if (repl_out_room(&repl->out) < 1) return false;
        if (proto_repl_is_raw(repl)) repl_out_byte(&repl->out, CTRL_D);
        repl->stage = 1;
        repl->told = 0;
    }
    if (failed) {
        tell(repl, text, size, 0);
        tell(repl, tail, more, size);
        if (repl->told < size + more) return false;
    }
    if (!proto_repl_has_room(repl)) return false;
    finish_end(repl, outcome);
    return true;
}

void proto_repl_restart(struct proto_repl *repl, bool asked) {
    if (asked) repl->executing = false;
    if (repl->executing) return;
    if (proto_repl_is_raw(repl)) {
        if (asked) begin_raw(repl);
        return;
    }
    if (repl->out.in_line) repl_out_text(&repl->out, "\r\n");
    repl_out_text(&repl->out, repl->banner);
    begin_statement(repl);
}

/* --- completion --- */

void proto_repl_found(struct proto_repl *repl, const char *name) {
    size_t size = 0;
    if (repl->names.count++ == 0) {
        size = strlen(name);
        if (size >= sizeof repl->names.common) size = sizeof repl->names.common - 1;
        memcpy(repl->names.common, name, size);
    }
    for (size = 0; repl->names.common[size] && repl->names.common[size] == name[size];) size++;
    repl->names.common[size] = 0;
}

bool proto_repl_complete(struct proto_repl *repl, size_t replaced) {
    size_t size = strlen(repl->names.common);
    if (repl->names.count == 0) return false;
    if (size > replaced) {
        repl_line_insert(&repl->line, &repl->out, repl->names.common + replaced, (uint32_t)(size - replaced));
        return false;
    }
    if (repl->names.count > 1) repl_out_text(&repl->out, "\r\n");
    return repl->names.count > 1;
}

void proto_repl_list(struct proto_repl *repl, const char *name) {
    size_t size = strlen(name);
    if (repl_out_room(&repl->out) < PROTO_REPL_ANSWER((size_t)repl->line.capacity) / 2 + size + 2) return;
    repl_out_bytes(&repl->out, name, size);
    repl_out_text(&repl->out, "  ");
}

void proto_repl_listed(struct proto_repl *repl) {
    repl_out_text(&repl->out, "\r\n");
    show_prompt(repl);
}

/* --- lines for programs --- */

void proto_repl_input_begin(struct proto_repl *repl) {
    repl_line_clear(&repl->line, 0);
}

enum proto_repl_input proto_repl_input(struct proto_repl *repl, uint8_t byte) {
    if (proto_repl_swallows(repl, byte)) return PROTO_REPL_INPUT_MORE;
    if (byte == CTRL_D && repl->line.size == 0) return PROTO_REPL_INPUT_END;
    if (byte == '\t' && repl->line.size < repl->line.capacity) {
        repl_line_insert(&repl->line, &repl->out, "\t", 1);
        return PROTO_REPL_INPUT_MORE;
    }
    if (repl_line_key(&repl->line, &repl->out, byte) != REPL_KEY_ENTER) return PROTO_REPL_INPUT_MORE;
    repl->newline = (char)byte;
    repl_out_text(&repl->out, "\r\n");
    return PROTO_REPL_INPUT_LINE;
}

/* --- output --- */

bool proto_repl_is_receiving_paste(const struct proto_repl *repl) {
    return !repl->executing && (repl->mode == PROTO_REPL_PASTE || repl->mode == PROTO_REPL_RAW_PASTE);
}

size_t proto_repl_room(const struct proto_repl *repl) {
    return repl_out_room(&repl->out);
}

size_t proto_repl_pull(const struct proto_repl *repl, const uint8_t **data) {
    const struct proto_repl_out *out = &repl->out;
    size_t whole = out->capacity - out->head;
    *data = out->data + out->head;
    return out->size < whole ? out->size : whole;
}

void proto_repl_give(struct proto_repl *repl, size_t sent) {
    struct proto_repl_out *out = &repl->out;
    if (sent > out->size) sent = out->size;
    out->head = (out->head + (uint32_t)sent) % out->capacity;
    out->size -= (uint32_t)sent;
    if (out->size == 0) out->head = 0;
}

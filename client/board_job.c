/* Operations that are programs for the raw REPL. Most source goes as it is, because the board compiles it as
 * it comes. What calls sys.exit() goes as a string instead: a board answers SystemExit with a soft reset, and
 * only a program around it learns the exit status. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "board.h"

enum { STAGE_START, STAGE_ARGUMENTS, STAGE_PROGRAM };

static void new_source(struct board *board) {
    board->source.at = board->source.size = 0;
}

/* A Python string literal. */
static void add_literal(struct bytes *to, const char *text, size_t size) {
    bytes_add(to, "'", 1);
    for (size_t i = 0, from = 0; i <= size; i++) {
        unsigned char c = i < size ? (unsigned char)text[i] : 0;
        if (i < size && c >= 0x20 && c != 0x7f && c != '\'' && c != '\\') continue;
        bytes_add(to, text + from, i - from);
        from = i + 1;
        if (i == size) break;
        if (c == '\n')
            bytes_add(to, "\\n", 2);
        else if (c == '\'' || c == '\\')
            bytes_text(to, "\\%c", c);
        else
            bytes_text(to, "\\x%02x", c);
    }
    bytes_add(to, "'", 1);
}

static void start(struct board *board, struct op *op, const char *source) {
    new_source(board);
    bytes_add(&board->source, source, strlen(source));
    board_program(board, op);
}

/* --- EXEC */

static bool contains(const char *text, size_t size, const char *word) {
    return memmem(text, size, word, strlen(word)) != NULL;
}

/* What the raw REPL would take for a command, or what ends in a soft reset. */
static bool wants_wrapping(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)text[i] <= 5) return true;
    }
    return contains(text, size, "exit") || contains(text, size, "SystemExit") || contains(text, size, "quit");
}

/* The program in a string. What sys.exit was given comes behind a mark: the status, a blank, the message. */
static void add_wrapped(struct board *board, const char *text, size_t size, const char *name) {
    struct bytes *to = &board->source;
    bytes_text(to, "try:\n exec(compile(");
    add_literal(to, text, size);
    bytes_add(to, ",", 1);
    add_literal(to, name, strlen(name));
    bytes_text(to,
               ",'exec'))\nexcept SystemExit as __krait:\n __krait=__krait.args[0]if __krait.args else 0\n "
               "print('\\x10%sE',end='')\n if __krait is None:__krait=0\n if isinstance(__krait,int):"
               "print(__krait&255,end=' ')\n else:print(1,__krait,end='')\n",
               board->mark + 1);
}

/* Is a prompt's input the beginning of a statement? Brackets and long strings that are open, a backslash at
 * the end, a block without its empty line. What is wrong otherwise the board says. */
static bool is_incomplete(const char *text, size_t size) {
    int depth = 0;
    char quote = 0, last = 0;
    bool three = false, block = text[0] == '@', first = true;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        bool triple = i + 2 < size && (c == '"' || c == '\'') && text[i + 1] == c && text[i + 2] == c;
        if (quote) {
            if (c == '\\' && i + 1 < size) {
                i++;
            } else if (c == quote && (!three || triple)) {
                i += three ? 2 : 0;
                quote = 0;
            } else if (c == '\n' && !three) {
                quote = 0; /* the board complains */
            }
            last = quote ? last : '"';
            continue;
        }
        if (c == '#') {
            while (i + 1 < size && text[i + 1] != '\n') i++;
        } else if (c == '"' || c == '\'') {
            quote = c;
            three = triple;
            i += triple ? 2 : 0;
        } else if (c == '\n') {
            if (last == '\\' && i + 1 == size) return true;
            if (first && depth == 0) block = block || last == ':';
            if (depth == 0) first = false;
        } else {
            depth += strchr("([{", c) ? 1 : strchr(")]}", c) ? -1 : 0;
            if (!isspace((unsigned char)c)) last = c;
        }
    }
    bool ended = size >= 2 && text[size - 1] == '\n' && text[size - 2] == '\n';
    return depth > 0 || (quote && three) || (block && !ended);
}

static struct proto_exec exec_of(const struct op *op) {
    struct proto_exec exec = {0};
    proto_exec_parse(op->request.data + op->request.at, bytes_left(&op->request), &exec);
    return exec;
}

/* The answer of EXEC, in parts that fit frames. */
static void send_result(struct board *board, struct op *op, enum proto_outcome outcome, int code) {
    uint8_t payload[2100];
    struct proto_writer writer;
    const uint8_t *text = op->text.data + op->text.at;
    size_t size = bytes_left(&op->text), last = size < 2048 ? size : 2048;
    if (size > last) board_frame(op, board, PROTO_DATA, PROTO_FLAG_RESULT, text, size - last);
    struct proto_result result = {.outcome = (uint8_t)outcome,
                                  .exit_code = code,
                                  .text = {last ? text + (size - last) : payload, last}};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_result_write(&writer, &result);
    board_frame(op, board, PROTO_RESULT, 0, payload, (size_t)proto_writer_finish(&writer));
    board_finish(board, op, PROTO_STATUS_OK, NULL);
}

/* With arguments, which go ahead. */
static bool is_program(const struct proto_exec *exec) {
    return exec->kind == PROTO_EXEC_RUN || exec->kind == PROTO_EXEC_FILE;
}

static void add_arguments(struct board *board, struct proto_exec *exec) {
    struct proto_text argument;
    bytes_text(&board->source, "import sys\nsys.argv[:]=[");
    while (proto_list_next(&exec->arguments, &argument)) {
        add_literal(&board->source, argument.text, argument.length);
        bytes_add(&board->source, ",", 1);
    }
    bytes_text(&board->source, "]\n");
}

static void add_value(struct board *board, const char *text, size_t size) {
    bool lines = memchr(text, '\n', size) || memchr(text, '#', size);
    bytes_text(&board->source, "print('\\x10%sV',repr((%s", board->mark + 1, lines ? "\n" : "");
    bytes_add(&board->source, text, size);
    bytes_text(&board->source, "%s)),sep='',end='')\n", lines ? "\n" : "");
}

/* Puts the program of this stage into board->source. */
static void make_program(struct board *board, struct op *op, struct proto_exec *exec) {
    const char *text = (const char *)op->in.data + op->in.at;
    size_t size = bytes_left(&op->in);
    char name[256];
    proto_text_copy(exec->name, name, sizeof name);
    new_source(board);
    if (is_program(exec) && op->stage == STAGE_START) {
        op->stage = STAGE_ARGUMENTS;
        return add_arguments(board, exec);
    }
    if (exec->kind == PROTO_EXEC_LINE && op->stage == STAGE_START) {
        op->stage = STAGE_ARGUMENTS;
        bytes_text(&board->source, "exec(compile(");
        add_literal(&board->source, text, size);
        bytes_text(&board->source, ",'<stdin>','single'))\n");
        return;
    }
    op->stage = STAGE_PROGRAM;
    if (exec->kind == PROTO_EXEC_EVAL)
        add_value(board, text, size);
    else if (exec->kind == PROTO_EXEC_FILE || wants_wrapping(text, size))
        add_wrapped(board, text, size, name);
    else
        bytes_add(&board->source, text, size);
}

/* The program that runs the board's file. */
static void add_reading(struct op *op, const struct proto_exec *exec) {
    bytes_text(&op->in, "exec(open(");
    add_literal(&op->in, exec->name.text, exec->name.length);
    bytes_text(&op->in, ").read())");
}

static void exec_ready(struct board *board, struct op *op) {
    struct proto_exec exec = exec_of(op);
    static const uint8_t number[4] = {1};
    if (op->stage == STAGE_START && !op->in.data) bytes_add(&op->in, exec.source.data, exec.source.length);
    if (op->in.size < exec.source_size) return; /* the rest is still to come */
    if (exec.kind == PROTO_EXEC_IMAGE)
        return board_finish(board, op, PROTO_STATUS_UNSUPPORTED,
                            "a stock board cannot run module images of Krait; run the source");
    if (exec.kind == PROTO_EXEC_FILE && op->stage == STAGE_START) add_reading(op, &exec);
    const char *text = (const char *)op->in.data;
    if (exec.kind == PROTO_EXEC_LINE && op->stage == STAGE_START && is_incomplete(text, op->in.size))
        return send_result(board, op, PROTO_OUTCOME_INCOMPLETE, 0);
    if (op->stage == STAGE_START) {
        board_frame(op, board, PROTO_STARTED, 0, number, sizeof number);
        if (!op->ended) board_frame(op, board, PROTO_WANTS, 0, NULL, 0);
    }
    make_program(board, op, &exec);
    board_program(board, op);
}

void board_job_data(struct board *board, struct op *op, bool is_input, const void *data, size_t size) {
    if (op->type != PROTO_EXEC) return;
    if (is_input) {
        bytes_add(&op->input, data, size);
        if (size) board_frame(op, board, PROTO_WANTS, 0, NULL, 0);
        return;
    }
    struct proto_exec exec = exec_of(op);
    if (!op->in.data) bytes_add(&op->in, exec.source.data, exec.source.length);
    bytes_add(&op->in, data, size);
}

/* Boards end lines with CR LF; here they end with LF. */
static void show(struct board *board, struct op *op, const uint8_t *data, size_t size) {
    struct bytes plain = {0};
    for (size_t i = 0; i < size; i++) {
        if (op->carriage && data[i] != '\n') bytes_add(&plain, "\r", 1);
        op->carriage = data[i] == '\r';
        if (!op->carriage) bytes_add(&plain, data + i, 1);
    }
    if (bytes_left(&plain)) board_frame(op, board, PROTO_DATA, 0, plain.data, plain.size);
    bytes_free(&plain);
}

static void exec_output(struct board *board, struct op *op, const uint8_t *data, size_t size) {
    if (op->mark)
        bytes_add(&op->text, data, size);
    else
        show(board, op, data, size);
}

/* Copies the traceback into op->text: with LF, without the frame of our own lines around the program, and
 * with the name of the program where it was sent as it is. */
static void take_trace(struct board *board, struct op *op, const struct proto_exec *exec, bool wrapped) {
    static const char own[] = "  File \"<stdin>\", ", file[] = "File \"<stdin>\"";
    const char *at = (const char *)board->trace.data + board->trace.at;
    const char *end = at + bytes_left(&board->trace);
    bool renamed = !wrapped && exec->kind == PROTO_EXEC_RUN;
    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        size_t size = line ? (size_t)(line - at) : (size_t)(end - at), skip = size + (line != NULL);
        if (size && at[size - 1] == '\r') size--;
        bool is_own = size >= sizeof own - 1 && memcmp(at, own, sizeof own - 1) == 0;
        if (is_own && renamed) {
            bytes_text(&op->text, "  File \"%.*s\"", exec->name.length, exec->name.text);
            bytes_add(&op->text, at + 2 + sizeof file - 1, size - 2 - (sizeof file - 1));
        } else if (!(is_own && wrapped)) {
            bytes_add(&op->text, at, size);
        }
        if (!(is_own && wrapped)) bytes_add(&op->text, "\n", 1);
        wrapped = wrapped && !is_own; /* only the first is ours */
        at += skip;
    }
    while (bytes_left(&op->text) && op->text.data[op->text.size - 1] == '\n') op->text.size--;
}

/* "STATUS MESSAGE" behind the mark. */
static void exited(struct board *board, struct op *op) {
    char *end;
    bytes_add(&op->text, "", 1);
    char *text = (char *)op->text.data + op->text.at;
    int code = (int)strtol(text, &end, 10);
    op->text.size--;
    op->text.at += (size_t)(end - text) + (*end == ' ');
    send_result(board, op, PROTO_OUTCOME_EXIT, code & 255);
}

/* Boards without compile(): the line goes as it is, and the values of expressions are not shown. */
static bool lacks_compile(const struct board *board, const struct op *op) {
    char line[160];
    board_trace_line(board, line, sizeof line);
    return op->stage == STAGE_ARGUMENTS && strncmp(line, "NameError", 9) == 0 && strstr(line, "compile");
}

static void exec_over(struct board *board, struct op *op) {
    struct proto_exec exec = exec_of(op);
    bool failed = bytes_left(&board->trace) > 0;
    char line[160];
    if (op->carriage) show(board, op, (const uint8_t *)"", 0);
    bool again = is_program(&exec) ? op->stage == STAGE_ARGUMENTS
                                   : exec.kind == PROTO_EXEC_LINE && lacks_compile(board, op);
    if (again) return exec_ready(board, op);
    if (op->mark == 'E') return exited(board, op);
    if (!failed) return send_result(board, op, PROTO_OUTCOME_OK, 0);
    bool wrapped = memmem(board->source.data, bytes_left(&board->source), "exec(compile(", 13) != NULL;
    op->text.at = op->text.size = 0;
    board_trace_line(board, line, sizeof line);
    take_trace(board, op, &exec, wrapped);
    bool interrupted = strncmp(line, "KeyboardInterrupt", 17) == 0;
    send_result(board, op, interrupted ? PROTO_OUTCOME_INTERRUPTED : PROTO_OUTCOME_EXCEPTION, 1);
}

/* --- CONSOLE: whoever has the port has the console */

static void console_ready(struct board *board, struct op *op) {
    start(board, op,
          "import sys\nprint(sys.version.split('; "
          "')[-1],getattr(sys.implementation,'_machine',sys.platform),sep='\\t')\n");
}

static void gather(struct board *board, struct op *op, const uint8_t *data, size_t size) {
    (void)board;
    bytes_add(&op->text, data, size);
}

static void console_over(struct board *board, struct op *op) {
    struct proto_peer *peer = &board->session->link.peer;
    uint8_t payload[32];
    struct proto_writer writer;
    bytes_add(&op->text, "", 1);
    char *text = (char *)op->text.data + op->text.at, *tab = strchr(text, '\t');
    text[strcspn(text, "\r\n")] = 0;
    if (tab) {
        *tab = 0;
        snprintf(peer->software, sizeof peer->software, "%.*s", PROTO_HELLO_TEXT, text);
        snprintf(peer->name, sizeof peer->name, "%.*s", PROTO_HELLO_TEXT, tab + 1);
    }
    const struct proto_owner owner = {.state = PROTO_OWNER_YOU};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_owner_write(&writer, &owner);
    op->parked = true;
    board_frame(op, board, PROTO_OWNER, 0, payload, (size_t)proto_writer_finish(&writer));
}

/* --- COMPLETE */

static bool is_name(char c) {
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The dotted name before the cursor: text[*start … *dot) is the object, what follows the dot the beginning.
 */
static void find_name(const char *text, size_t cursor, size_t *start, size_t *word) {
    *word = cursor;
    while (*word > 0 && is_name(text[*word - 1])) --*word;
    *start = *word;
    while (*start > 1 && text[*start - 1] == '.' && is_name(text[*start - 2])) {
        --*start;
        while (*start > 0 && is_name(text[*start - 1])) --*start;
    }
}

static void complete_ready(struct board *board, struct op *op) {
    struct proto_complete message;
    size_t start_at, word;
    if (proto_complete_parse(op->request.data, op->request.size, &message) < 0)
        return board_finish(board, op, PROTO_STATUS_INVALID, NULL);
    const char *text = message.text.text;
    size_t cursor = message.cursor < message.text.length ? message.cursor : message.text.length;
    find_name(text, cursor, &start_at, &word);
    new_source(board);
    bool object = word > start_at, lost = !object && word > 0 && text[word - 1] == '.';
    bytes_text(&board->source,
               "for __krait in %s dir(%.*s)%s:\n if __krait.startswith('%.*s'):print(__krait)\n",
               lost ? "() and" : "", (int)(object ? word - 1 - start_at : 0), text + start_at,
               object || lost ? "" : "+dir(__import__('builtins'))", (int)(cursor - word), text + word);
    op->left = word;
    board_program(board, op);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void complete_over(struct board *board, struct op *op) {
    const char *found[256];
    uint8_t list[4096], payload[4200];
    struct proto_writer writer;
    struct proto_names names = {.start = (uint16_t)op->left};
    size_t count = 0, kept = 0;
    bytes_add(&op->text, "", 1);
    char *state = NULL;
    for (char *name = strtok_r((char *)op->text.data, "\r\n", &state); name && count < 256;
         name = strtok_r(NULL, "\r\n", &state)) {
        if (strcmp(name, "__krait") != 0) found[count++] = name;
    }
    qsort(found, count, sizeof *found, by_name);
    for (size_t i = 0; i < count; i++) {
        if (!i || strcmp(found[i], found[kept - 1]) != 0) found[kept++] = found[i];
    }
    while (kept && proto_list_make(&names.names, list, sizeof list, found, kept) < 0) kept /= 2;
    proto_writer_init(&writer, payload, sizeof payload);
    proto_names_write(&writer, &names);
    int size = proto_writer_finish(&writer);
    if (size > 0) board_frame(op, board, PROTO_NAMES, 0, payload, (size_t)size);
    board_finish(board, op, PROTO_STATUS_OK, NULL);
}

/* --- INFO */

static void info_ready(struct board *board, struct op *op) {
    start(board, op, board_info);
}

static void info_over(struct board *board, struct op *op) {
    const char *pairs[64] = {"name", board->wire.name};
    uint8_t list[4096], payload[4200];
    struct proto_writer writer;
    struct proto_pairs message;
    size_t count = 2;
    char line[160];
    board_trace_line(board, line, sizeof line);
    if (*line) return board_finish(board, op, PROTO_STATUS_EXCEPTION, line);
    bytes_add(&op->text, "", 1);
    char *state = NULL;
    for (char *key = strtok_r((char *)op->text.data, "\r\n", &state); key && count < 62;
         key = strtok_r(NULL, "\r\n", &state)) {
        char *tab = strchr(key, '\t');
        if (!tab) continue;
        *tab = 0;
        pairs[count++] = key;
        pairs[count++] = tab + 1;
    }
    proto_list_make(&message.pairs, list, sizeof list, pairs, count);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_pairs_write(&writer, &message);
    int size = proto_writer_finish(&writer);
    if (size > 0) board_frame(op, board, PROTO_PAIRS, 0, payload, (size_t)size);
    board_finish(board, op, PROTO_STATUS_OK, NULL);
}

/* --- RESET */

/* Soft: as ctrl-D at the friendly prompt, so that boot.py and main.py run. Safe: in the raw REPL, where
 * main.py does not. Hard: the chip's. */
static void reset_ready(struct board *board, struct op *op) {
    uint8_t kind = op->request.size ? op->request.data[0] : PROTO_RESET_SOFT;
    board->wire.patience_ms = 5000; /* it starts */
    if (kind == PROTO_RESET_HARD) {
        start(board, op, "import machine\nmachine.reset()\n");
        return board_set_timer(board, 1000000);
    }
    op->begun = true;
    board->current = op;
    board->phase = BOARD_LOOSE;
    board_set_timer(board, 3000000);
    if (kind == PROTO_RESET_SAFE) return proto_rawrepl_reset(&board->repl);
    bytes_add(&board->out, "\x02\x04", 2);
    board->repl.state = PROTO_RAWREPL_OUTSIDE;
}

static void reset_over(struct board *board, struct op *op) {
    char line[160];
    board_trace_line(board, line, sizeof line);
    board_finish(board, op, *line ? PROTO_STATUS_UNSUPPORTED : PROTO_STATUS_OK, line);
}

const struct op_kind *board_job_kind(unsigned type) {
    static const struct op_kind exec = {exec_ready, exec_output, exec_over},
                                console = {console_ready, gather, console_over},
                                complete = {complete_ready, gather, complete_over},
                                info = {info_ready, gather, info_over},
                                reset = {reset_ready, NULL, reset_over};
    switch (type) {
    case PROTO_EXEC: return &exec;
    case PROTO_CONSOLE: return &console;
    case PROTO_COMPLETE: return &complete;
    case PROTO_INFO: return &info;
    case PROTO_RESET: return &reset;
    default: return NULL;
    }
}

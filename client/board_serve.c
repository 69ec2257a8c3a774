/* Files, by the helper program (client/board/helper.py says what the frames are). Requests go out one behind
 * the other while the answers come in the same order, so a hundred small files cost a few round trips; how
 * much may be under way is what the board's input buffer holds. What a kind of request needs of the helper
 * goes before the first of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "board.h"
#include "paths.h"

#define BLOCK_PSEUDO 4096 /* of a wire that backs up */
#define LEAST_BLOCK  64
#define AHEAD_PSEUDO 4   /* blocks that may wait in such a wire */
#define BLOCK_PORT   256 /* the input buffer of most boards */
#define SILENCE_US   20000000

/* The helper's letter for a type of message; 0: not the helper's. */
static char letter_of(unsigned type) {
    switch (type) {
    case PROTO_STAT: return 'S';
    case PROTO_LIST: return 'L';
    case PROTO_GET: return 'G';
    case PROTO_PUT: return 'P';
    case PROTO_REMOVE: return 'U';
    case PROTO_RENAME: return 'V';
    case PROTO_COPY: return 'C';
    case PROTO_MKDIR: return 'M';
    case PROTO_RMDIR: return 'R';
    case PROTO_STATVFS: return 'F';
    default: return 0;
    }
}

bool board_serves(unsigned type) {
    return letter_of(type) != 0;
}

void board_serve_source(struct board *board) {
    board->block = board->wire.backs_up ? BLOCK_PSEUDO : BLOCK_PORT;
    board->source.at = board->source.size = 0;
    bytes_add(&board->source, board_helper, strlen(board_helper));
    bytes_text(&board->source, "try:\n __krait(%zu,%d)\nfinally:\n del __krait\n", board->block,
               board->plain);
}

bool board_serve_hello(struct board *board, const char *line) {
    unsigned binary, block;
    if (sscanf(line, "krait %u %u", &binary, &block) != 2) return false;
    board->plain = !binary;
    if (block < board->block) board->block = block > LEAST_BLOCK ? block : LEAST_BLOCK;
    board->limit = board->block * (board->wire.backs_up ? AHEAD_PSEUDO : 1);
    board->parts = 0;
    board->part_sent = 0;
    board->parts_due = board->worked = false;
    board->flight = board->segment_count = 0;
    board->in.at = board->in.size = 0;
    board->half_byte = 0;
    return true;
}

/* --- to the board */

static void add_hex(struct bytes *to, const uint8_t *data, size_t size) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        const char pair[2] = {digits[data[i] >> 4], digits[data[i] & 15]};
        bytes_add(to, pair, 2);
    }
}

/* 01 to 04 and 10 go as 10 and a digit. */
static size_t escaped_size(const uint8_t *data, size_t size) {
    size_t result = size;
    for (size_t i = 0; i < size; i++) result += data[i] == 0x10 || (data[i] >= 1 && data[i] <= 4);
    return result;
}

void board_encode(const struct board *board, struct bytes *to, const void *data, size_t size) {
    const uint8_t *byte = data;
    if (board->plain) return add_hex(to, byte, size);
    size_t from = 0;
    for (size_t i = 0; i < size; i++) {
        if (byte[i] != 0x10 && (byte[i] < 1 || byte[i] > 4)) continue;
        const uint8_t pair[2] = {0x10, (uint8_t)(byte[i] == 0x10 ? '0' : '0' + byte[i])};
        bytes_add(to, byte + from, i - from);
        bytes_add(to, pair, 2);
        from = i + 1;
    }
    bytes_add(to, byte + from, size - from);
}

/* How many bytes of data make a frame of at most a block. */
static size_t fitting(const struct board *board, const uint8_t *data, size_t size) {
    size_t most = board->plain ? board->block / 2 - 5 : board->block - 5;
    size_t part = size < most ? size : most;
    while (!board->plain && part > 1 && escaped_size(data, part) > most) part -= (part + 15) / 16;
    return part;
}

static size_t wire_size(const struct board *board, const void *data, size_t size) {
    return board->plain ? 2 * (5 + size) : 5 + escaped_size(data, size);
}

/* May a frame of so many bytes go now? An empty board takes a frame of any size: it reads as it comes. */
static bool may_go(const struct board *board, size_t size) {
    return board->segment_count < BOARD_SEGMENTS && (!board->flight || board->flight + size <= board->limit);
}

static bool send_frame(struct board *board, char letter, const void *data, size_t size) {
    char head[6];
    size_t wire = wire_size(board, data, size);
    if (!may_go(board, wire)) return false;
    snprintf(head, sizeof head, "%c%04zx", letter, board->plain ? size : wire - 5);
    if (board->plain)
        add_hex(&board->out, (const uint8_t *)head, 5);
    else
        bytes_add(&board->out, head, 5);
    board_encode(board, &board->out, data, size);
    board->segments[(board->segment + board->segment_count++) % BOARD_SEGMENTS] = wire;
    board->flight += wire;
    return true;
}

static void add_field(struct bytes *to, struct proto_text text) {
    bytes_add(to, "", 1);
    bytes_add(to, text.text, text.length);
}

/* The fields of a request: options, path, and what the letter wants besides. */
static void make_request(const struct op *op, struct bytes *to) {
    union {
        struct proto_path path;
        struct proto_paths paths;
        struct proto_get get;
        struct proto_put put;
    } message;
    const uint8_t *payload = op->request.data;
    size_t size = op->request.size;
    switch (op->type) {
    case PROTO_GET:
        if (proto_get_parse(payload, size, &message.get) < 0) return;
        bytes_text(to, "%u", message.get.options);
        add_field(to, message.get.path);
        bytes_add(to, "", 1);
        bytes_text(to, "%llu", (unsigned long long)message.get.offset);
        bytes_add(to, "", 1);
        if (message.get.length > INT32_MAX) message.get.length = 0x3fffffff; /* a small int there */
        bytes_text(to, "%llu", (unsigned long long)message.get.length);
        break;
    case PROTO_PUT:
        if (proto_put_parse(payload, size, &message.put) < 0) return;
        bytes_text(to, "%u", message.put.options);
        add_field(to, message.put.path);
        bytes_add(to, "", 1);
        bytes_text(to, "%llu", (unsigned long long)message.put.size);
        bytes_add(to, "", 1);
        bytes_text(to, "%lld", (long long)(message.put.mtime / 1000000000));
        break;
    case PROTO_RENAME:
    case PROTO_COPY:
        if (proto_paths_parse(payload, size, &message.paths) < 0) return;
        bytes_text(to, "%u", message.paths.options);
        add_field(to, message.paths.from);
        add_field(to, message.paths.to);
        break;
    default:
        if (proto_path_parse(payload, size, &message.path) < 0) return;
        bytes_text(to, "%u", message.path.options);
        add_field(to, message.path.path);
    }
}

/* Sends a part, or goes on with it. True when all of it went. */
static bool send_part(struct board *board, size_t part) {
    const uint8_t *text = (const uint8_t *)board_helper_parts[part].text;
    size_t size = strlen((const char *)text);
    while (board->part_sent < size) {
        size_t piece = fitting(board, text + board->part_sent, size - board->part_sent);
        bool last = board->part_sent + piece == size;
        if (!send_frame(board, last ? 'E' : 'T', text + board->part_sent, piece)) return false;
        board->part_sent += piece;
        board->part = part;
    }
    board->parts |= 1u << part;
    board->part_sent = 0;
    board->parts_due = true;
    return true;
}

/* What the helper still lacks for a request; true when it has all. A part that was begun for another request,
 * which is gone, is finished first. The request waits until the parts are in place: should there be no memory
 * for them, it is not begun, and a new helper can do it. */
static bool send_parts(struct board *board, char letter) {
    if (board->part_sent && !send_part(board, board->part)) return false;
    for (size_t i = 0; board_helper_parts[i].letters; i++) {
        if (board->parts & 1u << i || !strchr(board_helper_parts[i].letters, letter)) continue;
        if (!send_part(board, i)) return false;
    }
    if (!board->flight) board->parts_due = false;
    return !board->parts_due;
}

static bool wants_hashes(const struct op *op) {
    struct proto_path path;
    return (op->type == PROTO_STAT || op->type == PROTO_LIST) &&
           proto_path_parse(op->request.data, op->request.size, &path) == 0 &&
           path.options & PROTO_PATH_HASHES;
}

static bool send_request(struct board *board, struct op *op) {
    struct bytes request = {0};
    if (!send_parts(board, letter_of(op->type))) return false;
    if (wants_hashes(op) && !send_parts(board, 'H')) return false;
    make_request(op, &request);
    bool sent = send_frame(board, letter_of(op->type), request.data, request.size);
    bytes_free(&request);
    op->begun = sent;
    if (sent) check_init(&op->check);
    return sent;
}

static uint64_t put_size(const struct op *op) {
    struct proto_put put = {0};
    proto_put_parse(op->request.data, op->request.size, &put);
    return put.size;
}

/* True when all of the file was sent, so that the next request may follow. */
static bool send_file(struct board *board, struct op *op) {
    uint64_t size = put_size(op);
    while (op->sent < size && !op->stopped) {
        const uint8_t *data = op->in.data + op->in.at;
        size_t left = bytes_left(&op->in);
        if (!left) {
            op->stopped = op->ended; /* the client gave up */
            if (!op->stopped) return false;
            break;
        }
        size_t part = fitting(board, data, left);
        if (!send_frame(board, 'D', data, part)) return false;
        check_add(&op->check, data, part);
        bytes_drop(&op->in, part);
        op->sent += part;
    }
    if (op->sent == size) return true;
    if (!send_frame(board, 'D', NULL, 0)) return false;
    op->sent = size;
    return true;
}

void board_serve_send(struct board *board) {
    for (struct op *op = board->ops; op; op = op->next) {
        if (op->parked) continue;
        if (op->kind) break;
        if (!op->begun && !send_request(board, op)) break;
        if (op->type == PROTO_PUT && !send_file(board, op)) break;
    }
    if (board->flight || (board_first(board) && board_first(board)->begun)) {
        if (!board->timer_us) board_set_timer(board, SILENCE_US);
    } else {
        board->timer_us = 0;
    }
}

/* --- from the board */

static int64_t number(const char **at) {
    char *end;
    int64_t value = strtoll(*at, &end, 10);
    *at = *end ? end + 1 : end;
    return value;
}

static int hex_digit(uint8_t c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "TYPE,SIZE,TIME,HASH,PATH" */
static void parse_entry(const char *text, struct proto_entry *entry, uint8_t hash[PROTO_DIGEST_BYTES]) {
    const char *at = text + 2;
    *entry = (struct proto_entry){.type = text[0] == 'd' ? PROTO_ENTRY_DIRECTORY : PROTO_ENTRY_FILE};
    entry->size = (uint64_t)number(&at);
    entry->mtime = number(&at) * 1000000000;
    const char *comma = strchr(at, ',');
    if (!comma) return;
    if (comma - at == 2 * PROTO_DIGEST_BYTES) {
        for (int i = 0; i < PROTO_DIGEST_BYTES; i++)
            hash[i] = (uint8_t)(hex_digit((uint8_t)at[2 * i]) << 4 | hex_digit((uint8_t)at[2 * i + 1]));
        entry->hash = hash;
    }
    entry->path = proto_text(comma + 1);
}

/* Depth first: '/' comes before every other character. */
static int by_tree(const void *a, const void *b) {
    const char *x = strrchr(*(char *const *)a, '\n'), *y = strrchr(*(char *const *)b, '\n');
    for (x++, y++; *x && *x == *y;) x++, y++;
    int left = *x == '/' ? 1 : *x ? (unsigned char)*x + 1 : 0;
    int right = *y == '/' ? 1 : *y ? (unsigned char)*y + 1 : 0;
    return left - right;
}

/* Sorts the entries, which end in zero bytes, and sends them on. The comma before the path becomes a newline
 * meanwhile, so that it is found from the end; paths with newlines in them keep their own order. */
static void send_entries(struct board *board, struct op *op) {
    struct bytes *text = &op->text;
    size_t count = 0, room = 64;
    char **lines = malloc(room * sizeof *lines);
    uint8_t payload[16384], hash[PROTO_DIGEST_BYTES];
    struct proto_writer writer;
    for (size_t at = text->at; lines && at < text->size; at += strlen((char *)text->data + at) + 1) {
        char *line = (char *)text->data + at, *comma = line;
        for (int i = 0; i < 4 && comma; i++) comma = strchr(comma + (i > 0), ',');
        if (!comma) continue;
        *comma = '\n';
        if (count == room) {
            char **grown = realloc(lines, (room *= 2) * sizeof *lines);
            if (!grown) break;
            lines = grown;
        }
        lines[count++] = line;
    }
    if (count) qsort(lines, count, sizeof *lines, by_tree);
    proto_writer_init(&writer, payload, sizeof payload);
    for (size_t i = 0; i < count; i++) {
        struct proto_entry entry;
        *strchr(lines[i], '\n') = ',';
        parse_entry(lines[i], &entry, hash);
        if ((size_t)(writer.end - writer.at) < entry.path.length + 64u) {
            board_frame(op, board, PROTO_ENTRIES, 0, payload, (size_t)proto_writer_finish(&writer));
            proto_writer_init(&writer, payload, sizeof payload);
        }
        proto_entry_write(&writer, &entry);
    }
    if (writer.at != writer.start)
        board_frame(op, board, PROTO_ENTRIES, 0, payload, (size_t)proto_writer_finish(&writer));
    free(lines);
}

static void send_space(struct board *board, struct op *op, const uint8_t *data, size_t size) {
    char text[128];
    uint8_t payload[64];
    struct proto_writer writer;
    snprintf(text, sizeof text, "%.*s", (int)size, (const char *)data);
    const char *at = text;
    struct proto_space space = {.block_size = (uint32_t)number(&at)};
    space.blocks = (uint64_t)number(&at);
    space.blocks_free = (uint64_t)number(&at);
    space.files = (uint64_t)number(&at);
    space.files_free = (uint64_t)number(&at);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_space_write(&writer, &space);
    board_frame(op, board, PROTO_SPACE, 0, payload, (size_t)proto_writer_finish(&writer));
}

/* An operation was done; for files the board's checksum must be ours. */
static void done(struct board *board, struct op *op, const uint8_t *data, size_t size) {
    uint8_t hash[PROTO_DIGEST_BYTES];
    switch (op->type) {
    case PROTO_STAT:
    case PROTO_LIST: send_entries(board, op); break;
    case PROTO_STATVFS: send_space(board, op, data, size); break;
    case PROTO_GET:
    case PROTO_PUT:
        if (!check_finish(&op->check, data, size, hash))
            return board_finish(board, op, PROTO_STATUS_CHANGED, "bytes were lost on the way");
        if (op->type == PROTO_GET) board_frame(op, board, PROTO_DIGEST, 0, hash, sizeof hash);
        break;
    default: break;
    }
    board_finish(board, op, PROTO_STATUS_OK, NULL);
}

static void failed(struct board *board, struct op *op, const uint8_t *data, size_t size) {
    char text[200] = ""; /* zeros behind what is copied end both parts */
    memcpy(text, data, size < sizeof text - 2 ? size : sizeof text - 2);
    board_finish(board, op, proto_status_from_errno(atoi(text)), text + strlen(text) + 1);
}

static void send_facts(struct board *board, struct op *op, const uint8_t *data, size_t size) {
    char text[64];
    uint8_t payload[32];
    struct proto_writer writer;
    snprintf(text, sizeof text, "%.*s", (int)size, (const char *)data);
    const char *at = text;
    struct proto_file file = {.size = (uint64_t)number(&at)};
    file.mtime = number(&at) * 1000000000;
    proto_writer_init(&writer, payload, sizeof payload);
    proto_file_write(&writer, &file);
    board_frame(op, board, PROTO_FILE, 0, payload, (size_t)proto_writer_finish(&writer));
}

static void acknowledged(struct board *board) {
    if (!board->segment_count) return;
    board->flight -= board->segments[board->segment];
    board->segment = (board->segment + 1) % BOARD_SEGMENTS;
    board->segment_count--;
}

/* One frame of the helper; false when there is no such frame. */
static bool take_frame(struct board *board, char letter, const uint8_t *data, size_t size) {
    struct op *op = board_first(board);
    if (letter == 'a') return acknowledged(board), true;
    if (!op || !op->begun) return false;
    board->worked = true;
    switch (letter) {
    case 'd':
        if (op->type == PROTO_GET) {
            check_add(&op->check, data, size);
            if (size) board_frame(op, board, PROTO_DATA, 0, data, size);
        } else {
            bytes_add(&op->text, data, size);
        }
        return true;
    case 'i': return send_facts(board, op, data, size), true;
    case 'x': return op->stopped = true;
    case '.': return done(board, op, data, size), true;
    case '!': return failed(board, op, data, size), true;
    default: return false;
    }
}

static bool is_letter(uint8_t byte) {
    return byte && strchr("adix.!", byte);
}

/* Takes whole frames off board->in. What is left is the beginning of one, or not the helper's. */
static bool take_frames(struct board *board) {
    while (bytes_left(&board->in) >= 3) {
        const uint8_t *at = board->in.data + board->in.at;
        size_t size = (size_t)(at[1] | at[2] << 8);
        if (!is_letter(at[0]) || bytes_left(&board->in) < 3 + size) break;
        if (!take_frame(board, (char)at[0], at + 3, size)) return false;
        bytes_drop(&board->in, 3 + size);
    }
    return true;
}

/* A byte that begins no frame: the helper is gone, or it works in a mounted directory and the mount calls. */
static size_t stranger(struct board *board, uint8_t byte) {
    if (board->mount && byte == (uint8_t)board->mark[0])
        board->calling = board->skip_mark = true;
    else
        board->binary = false;
    return 0;
}

static size_t take_binary(struct board *board, const uint8_t *data, size_t size) {
    if (!bytes_left(&board->in) && !is_letter(*data)) return stranger(board, *data);
    bytes_add(&board->in, data, size);
    if (!take_frames(board)) board->binary = false;
    size_t rest = bytes_left(&board->in);
    if (!rest || is_letter(board->in.data[board->in.at])) return size;
    board->in.at = board->in.size = 0;
    return rest < size ? size - rest : 0;
}

static size_t take_plain(struct board *board, const uint8_t *data, size_t size) {
    size_t used = 0;
    for (; used < size && hex_digit(data[used]) >= 0; used++) {
        int digit = hex_digit(data[used]);
        if (board->half_byte) {
            uint8_t byte = (uint8_t)((board->half_byte & 15) << 4 | digit);
            bytes_add(&board->in, &byte, 1);
            board->half_byte = 0;
        } else {
            board->half_byte = (uint8_t)(0x80 | digit);
        }
    }
    if (!take_frames(board)) board->binary = false;
    return used ? used : stranger(board, *data);
}

size_t board_serve_take(struct board *board, const uint8_t *data, size_t size) {
    return board->plain ? take_plain(board, data, size) : take_binary(board, data, size);
}

/* A host directory on a stock board. The board's side is client/board/mountfs.py; its calls become the FS
 * messages that a Krait device would send, so that the same server (hostfs.c) answers and the same walls
 * hold. One call is under way at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "board.h"
#include "paths.h"

#define BLOCK_PSEUDO 4096
#define BLOCK_PORT   512

enum { MOUNT_PUT_UP, MOUNT_STANDS, MOUNT_TAKEN_DOWN };

struct mount {
    struct op *op;
    uint8_t turn;      /* of the call at hand; 0: its byte is still to come */
    size_t skipped;    /* bytes of the mark, where that was not taken */
    uint8_t half;      /* plain: 0x80 and the first digit of a byte */
    char letter;       /* of the call that is being answered */
    struct bytes call; /* letter, length, fields */
    struct bytes body; /* of the answer */
    unsigned status;
};

/* --- answers */

static void answer(struct board *board, struct mount *mount) {
    char head[9];
    struct bytes body = {0};
    uint8_t start[2] = {0x10, mount->turn};
    board_encode(board, &body, mount->body.data + mount->body.at,
                 mount->status ? 0 : bytes_left(&mount->body));
    size_t size = board->plain ? bytes_left(&body) / 2 : bytes_left(&body);
    snprintf(head, sizeof head, "%04x%04zx", (unsigned)proto_status_errno(mount->status) & 0xffff,
             size & 0xffff);
    bytes_add(&board->out, start, 2);
    board_encode(board, &board->out, head, 8);
    bytes_add(&board->out, body.data, bytes_left(&body));
    bytes_free(&body);
    mount->turn = 0;
}

static void add_entry(struct bytes *to, const struct proto_entry *entry, bool named) {
    bool folder = entry->type == PROTO_ENTRY_DIRECTORY;
    bytes_text(to, "%s,%llu", folder ? "d" : "f", (unsigned long long)entry->size);
    if (!named) {
        bytes_text(to, ",%lld", (long long)(entry->mtime / 1000000000));
    } else {
        bytes_add(to, ",", 1);
        bytes_add(to, entry->path.text, entry->path.length);
        bytes_add(to, "", 1);
    }
}

/* The body of FS_REPLY in the words of mountfs.py. */
static void translate(struct mount *mount, struct proto_bytes body) {
    struct proto_reader reader;
    struct proto_fs_opened opened;
    struct proto_space space;
    struct proto_entry entry;
    proto_reader_init(&reader, body.data, body.length);
    switch (mount->letter) {
    case 'O':
        proto_fs_opened_read(&reader, &opened);
        bytes_text(&mount->body, "%u", opened.handle);
        break;
    case 'S':
    case 'L':
        while (proto_reader_left(&reader) && !reader.error) {
            proto_entry_read(&reader, &entry);
            if (!reader.error) add_entry(&mount->body, &entry, mount->letter == 'L');
        }
        break;
    case 'F':
        proto_space_read(&reader, &space);
        bytes_text(&mount->body, "%u,%llu,%llu,%llu,%llu", space.block_size, (unsigned long long)space.blocks,
                   (unsigned long long)space.blocks_free, (unsigned long long)space.files,
                   (unsigned long long)space.files_free);
        break;
    default: break;
    }
}

void board_mount_reply(struct board *board, unsigned type, unsigned flags, const void *payload, size_t size) {
    struct mount *mount = board->mount;
    struct proto_fs_reply reply;
    if (!mount || !mount->turn) return;
    if (type == PROTO_FS_DATA && size >= 2) {
        bytes_add(&mount->body, (const uint8_t *)payload + 2, size - 2);
    } else if (type == PROTO_FS_REPLY && proto_fs_reply_parse(payload, size, &reply) == 0) {
        mount->status = reply.status;
        if (reply.status == PROTO_STATUS_OK) translate(mount, reply.body);
    }
    if (!(flags & PROTO_FLAG_MORE)) answer(board, mount);
}

/* --- calls */

static unsigned open_options(const char *mode) {
    unsigned options = strchr(mode, '+') ? PROTO_OPEN_READ | PROTO_OPEN_WRITE : 0;
    switch (mode[0]) {
    case 'w': return options | PROTO_OPEN_WRITE | PROTO_OPEN_CREATE | PROTO_OPEN_TRUNCATE;
    case 'a': return options | PROTO_OPEN_WRITE | PROTO_OPEN_CREATE | PROTO_OPEN_APPEND;
    case 'x': return options | PROTO_OPEN_WRITE | PROTO_OPEN_CREATE | PROTO_OPEN_EXCLUSIVE;
    default: return options | PROTO_OPEN_READ;
    }
}

static unsigned type_of(char letter) {
    switch (letter) {
    case 'O': return PROTO_FS_OPEN;
    case 'R': return PROTO_FS_READ;
    case 'W': return PROTO_FS_WRITE;
    case 'C': return PROTO_FS_CLOSE;
    case 'S': return PROTO_FS_STAT;
    case 'L': return PROTO_FS_LIST;
    case 'M': return PROTO_FS_MKDIR;
    case 'D': return PROTO_FS_RMDIR;
    case 'U': return PROTO_FS_REMOVE;
    case 'N': return PROTO_FS_RENAME;
    case 'F': return PROTO_FS_STATVFS;
    default: return 0;
    }
}

/* The next field of a call; the last one may hold zero bytes. */
static struct proto_text field(const char **at, const char *end) {
    const char *start = *at, *zero = memchr(start, 0, (size_t)(end - start));
    *at = zero ? zero + 1 : end;
    return proto_text_of(start, (size_t)((zero ? zero : end) - start));
}

static uint64_t field_number(const char **at, const char *end) {
    char text[24];
    proto_text_copy(field(at, end), text, sizeof text);
    return strtoull(text, NULL, 10);
}

/* Writes the FS message of a call. */
static void write_message(struct proto_writer *writer, unsigned type, const char *at, const char *end) {
    char mode[8];
    switch (type) {
    case PROTO_FS_OPEN: {
        proto_text_copy(field(&at, end), mode, sizeof mode);
        struct proto_fs_open open = {.options = (uint8_t)open_options(mode), .path = field(&at, end)};
        proto_fs_open_write(writer, &open);
        break;
    }
    case PROTO_FS_READ: {
        struct proto_fs_read read = {.handle = (uint16_t)field_number(&at, end)};
        read.offset = field_number(&at, end);
        read.length = (uint32_t)field_number(&at, end) & 0x3fff;
        proto_fs_read_write(writer, &read);
        break;
    }
    case PROTO_FS_WRITE: {
        struct proto_fs_write write = {.handle = (uint16_t)field_number(&at, end)};
        write.offset = field_number(&at, end);
        write.bytes = (struct proto_bytes){(const uint8_t *)at, (size_t)(end - at)};
        proto_fs_write_write(writer, &write);
        break;
    }
    case PROTO_FS_CLOSE: {
        struct proto_fs_handle handle = {.handle = (uint16_t)field_number(&at, end)};
        proto_fs_handle_write(writer, &handle);
        break;
    }
    case PROTO_FS_RENAME: {
        struct proto_fs_paths paths = {.from = field(&at, end)};
        paths.to = field(&at, end);
        proto_fs_paths_write(writer, &paths);
        break;
    }
    default: {
        struct proto_fs_path path = {.path = field(&at, end)};
        proto_fs_path_write(writer, &path);
    }
    }
}

static void serve(struct board *board, struct mount *mount) {
    uint8_t payload[8192];
    struct proto_writer writer;
    const char *at = (const char *)mount->call.data + mount->call.at + 3;
    const char *end = (const char *)mount->call.data + mount->call.size;
    mount->letter = (char)mount->call.data[mount->call.at];
    mount->status = PROTO_STATUS_OK;
    mount->body.at = mount->body.size = 0;
    unsigned type = type_of(mount->letter);
    proto_writer_init(&writer, payload, sizeof payload);
    if (type) write_message(&writer, type, at, end);
    int size = proto_writer_finish(&writer);
    if (type && size >= 0) {
        board_frame(mount->op, board, type, 0, payload, (size_t)size);
        return;
    }
    mount->status = PROTO_STATUS_INVALID;
    answer(board, mount);
}

static int hex_digit(uint8_t c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* How many bytes of the call are still to come: letter and length first. */
static size_t missing(const struct bytes *call) {
    size_t have = bytes_left(call);
    if (have < 3) return 3 - have;
    const uint8_t *at = call->data + call->at;
    size_t whole = 3 + (size_t)(at[1] | at[2] << 8);
    return whole > have ? whole - have : 0;
}

static void take_byte(struct board *board, struct mount *mount, uint8_t byte) {
    int digit = hex_digit(byte);
    if (!board->plain) {
        bytes_add(&mount->call, &byte, 1);
    } else if (mount->half && digit >= 0) {
        byte = (uint8_t)((mount->half & 15) << 4 | digit);
        bytes_add(&mount->call, &byte, 1);
        mount->half = 0;
    } else if (digit >= 0) {
        mount->half = (uint8_t)(0x80 | digit);
    }
}

size_t board_mount_take(struct board *board, const uint8_t *data, size_t size) {
    struct mount *mount = board->mount;
    size_t used = 0;
    while (used < size && board->calling) {
        if (board->skip_mark) {
            board->skip_mark = ++mount->skipped < PROTO_RAWREPL_MARK_BYTES + 1;
            used++;
            continue;
        }
        mount->skipped = 0;
        if (!mount->turn) {
            mount->turn = data[used++];
            mount->call.at = mount->call.size = 0;
            mount->half = 0;
            continue;
        }
        size_t want = missing(&mount->call);
        if (want && !board->plain && bytes_left(&mount->call) >= 3) {
            size_t part = want < size - used ? want : size - used;
            bytes_add(&mount->call, data + used, part);
            used += part;
        } else if (want) {
            take_byte(board, mount, data[used++]);
        }
        if (missing(&mount->call)) continue;
        board->calling = false;
        serve(board, mount);
    }
    return used;
}

/* --- life */

static void mount_ready(struct board *board, struct op *op) {
    board->source.at = board->source.size = 0;
    if (op->ended) {
        op->stage = MOUNT_TAKEN_DOWN;
        bytes_text(&board->source,
                   "try:\n from os import umount as __krait\nexcept ImportError:\n from vfs import umount as "
                   "__krait\n"
                   "__krait('/remote')\nimport sys as __krait\n"
                   "if '/remote' in __krait.path:__krait.path.remove('/remote')\ndel __krait\n");
        return board_program(board, op);
    }
    struct mount *mount = calloc(1, sizeof *mount);
    if (!mount) return board_finish(board, op, PROTO_STATUS_NO_MEMORY, NULL);
    board_mount_free(board);
    board->mount = mount;
    mount->op = op;
    board->block = board->wire.backs_up ? BLOCK_PSEUDO : BLOCK_PORT;
    bytes_add(&board->source, board_mountfs, strlen(board_mountfs));
    bytes_text(&board->source, "try:\n __krait_mount(b'\\x10%s',%d,%zu)\nfinally:\n del __krait_mount\n",
               board->mark + 1, board->plain, board->block);
    board_program(board, op);
}

static void mount_output(struct board *board, struct op *op, const uint8_t *data, size_t size) {
    (void)board;
    bytes_add(&op->text, data, size);
}

static void mount_over(struct board *board, struct op *op) {
    char line[160];
    unsigned binary;
    board_trace_line(board, line, sizeof line);
    if (op->stage == MOUNT_TAKEN_DOWN) {
        board_mount_free(board);
        return board_finish(board, op, PROTO_STATUS_OK, NULL);
    }
    bytes_add(&op->text, "", 1);
    if (*line || sscanf((const char *)op->text.data, "mounted %u", &binary) != 1) {
        board_mount_free(board);
        return board_finish(board, op, PROTO_STATUS_UNSUPPORTED,
                            *line ? line : "the board mounts no file systems");
    }
    board->plain = !binary;
    op->stage = MOUNT_STANDS;
    op->parked = true;
    board_frame(op, board, PROTO_MOUNTED, 0, NULL, 0);
}

const struct op_kind board_mount_kind = {mount_ready, mount_output, mount_over};

void board_mount_free(struct board *board) {
    if (!board->mount) return;
    bytes_free(&board->mount->call);
    bytes_free(&board->mount->body);
    free(board->mount);
    board->mount = NULL;
    board->calling = false;
}

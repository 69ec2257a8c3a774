/* Files as text: UTF-8 decoded as it is read, line ends unified. Bytes are taken from the file's buffer in runs; a character that is cut by the end of the buffer
 * is completed from the next one, because decoding happens on what was gathered, not on the buffer. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "modules/file.h"
#include "types/container.h"
#include "types/str.h"
#include "types/text.h"

static kr_value decode(kr_vm *vm, const kr_file *file, const char *data, size_t size) {
    return kr_str_decode(vm, (const uint8_t *)data, size, NULL, kr_file_errors(file));
}

/* Text being gathered from the buffer. */
typedef struct gathering {
    kr_writer out;
    kr_word limit;   /* characters that may still begin; -1: any number */
    bool line;       /* stop behind a newline */
    bool done;
} gathering;

/* How many bytes from data may be taken before the limit would be passed. */
static size_t within_limit(gathering *g, const uint8_t *data, size_t size) {
    size_t at = 0;
    if (g->limit < 0) return size;
    while (at < size) {
        bool starts = (data[at] & 0xc0) != 0x80;
        if (starts && g->limit == 0) {
            g->done = true;
            break;
        }
        g->limit -= starts;
        at++;
    }
    return at;
}

/* The last character has all its bytes: a stream that has no more now is not asked for another one. */
static bool is_whole(const gathering *g) {
    size_t size = g->out.size, at = size;
    while (at > 0 && ((uint8_t)g->out.data[at - 1] & 0xc0) == 0x80) at--;
    if (at == 0) return true;
    uint8_t first = (uint8_t)g->out.data[at - 1];
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    return size - at + 1 >= length;
}

/* A carriage return under unified line ends: stands for a newline, and swallows one that follows. */
static void take_return(kr_file *file, gathering *g) {
    kr_write(&g->out, "\n", 1);
    file->flags |= KR_FILE_SKIP_LF;
    if (g->line) g->done = true;
    if (g->limit > 0) g->limit--;
}

/* Takes one run: up to a newline, a return, the limit or the end of the buffer. */
static void take_run(kr_file *file, gathering *g) {
    const uint8_t *data = file->buffer + file->at;
    size_t size = file->end - file->at;
    bool unify = file->flags & KR_FILE_NEWLINES;
    if ((file->flags & KR_FILE_SKIP_LF) && *data == '\n') {
        file->flags &= ~(uint32_t)KR_FILE_SKIP_LF;
        file->at++;
        return;
    }
    file->flags &= ~(uint32_t)KR_FILE_SKIP_LF;
    const uint8_t *newline = g->line ? memchr(data, '\n', size) : NULL;
    if (newline != NULL) size = (size_t)(newline - data) + 1;
    const uint8_t *back = unify ? memchr(data, '\r', size) : NULL;
    if (back != NULL) size = (size_t)(back - data);
    size_t taken = within_limit(g, data, size);
    kr_write(&g->out, (const char *)data, taken);
    file->at += (uint32_t)taken;
    if (taken < size || (g->limit == 0 && back == NULL && newline == NULL)) {
        g->done |= g->limit == 0 && is_whole(g);
        return;
    }
    if (newline != NULL && back == NULL) g->done = true;
    if (back != NULL && g->limit != 0) {
        file->at++;
        take_return(file, g);
    } else if (back != NULL) {
        g->done = true;
    }
}

static kr_value gather(kr_vm *vm, kr_file *file, kr_word limit, bool line) {
    gathering g = {.limit = limit, .line = line};
    kr_writer_init(vm, &g.out);
    while (!g.done && kr_file_fill(vm, file)) take_run(file, &g);
    return decode(vm, file, g.out.data, g.out.size);
}

kr_value kr_file_read_text(kr_vm *vm, kr_file *file, kr_word limit) {
    return limit == 0 ? KR_EMPTY_STR : gather(vm, file, limit, false);
}

/* The common line: it lies in the buffer as a whole and has no carriage return. */
static kr_value line_in_buffer(kr_vm *vm, kr_file *file) {
    const char *data = (const char *)file->buffer + file->at;
    const char *newline = memchr(data, '\n', file->end - file->at);
    if (newline == NULL || (file->flags & KR_FILE_SKIP_LF)) return KR_UNBOUND;
    size_t size = (size_t)(newline - data) + 1;
    if ((file->flags & KR_FILE_NEWLINES) && memchr(data, '\r', size) != NULL) return KR_UNBOUND;
    file->at += (uint32_t)size;
    return decode(vm, file, data, size);
}

static kr_value bytes_line(kr_vm *vm, kr_file *file, kr_word limit) {
    kr_writer out;
    bool done = false;
    kr_writer_init(vm, &out);
    while (!done && limit != 0 && kr_file_fill(vm, file)) {
        const uint8_t *data = file->buffer + file->at, *newline;
        size_t size = file->end - file->at;
        if (limit > 0 && size > (size_t)limit) size = (size_t)limit;
        if ((newline = memchr(data, '\n', size)) != NULL) size = (size_t)(newline - data) + 1;
        kr_write(&out, (const char *)data, size);
        file->at += (uint32_t)size;
        if (limit > 0) limit -= (kr_word)size;
        done = newline != NULL;
    }
    return kr_writer_bytes(&out);
}

kr_value kr_file_read_line(kr_vm *vm, kr_file *file, kr_word limit) {
    if (!(file->flags & KR_FILE_TEXT)) return bytes_line(vm, file, limit);
    if (limit == 0) return KR_EMPTY_STR;
    if (!kr_file_fill(vm, file)) return KR_EMPTY_STR; /* at once: a terminal's end is told only once */
    if (limit < 0) {
        kr_value line = line_in_buffer(vm, file);
        if (line != KR_UNBOUND) return line;
    }
    return gather(vm, file, limit, true);
}

kr_value kr_file_next_line(kr_vm *vm, kr_value v) {
    kr_file *file = kr_to_pointer(v);
    kr_file_check(vm, file, KR_FILE_READ);
    kr_value line = kr_file_read_line(vm, file, -1);
    bool empty = file->flags & KR_FILE_TEXT ? kr_to_str(line)->size == 0 : ((kr_bytes *)kr_to_pointer(line))->size == 0;
    return empty ? KR_UNBOUND : line;
}

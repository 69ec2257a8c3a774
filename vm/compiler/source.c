/* The rewindable source, and errors that point into it.
 *
 * The lexer asks for bytes by offset. A file is seen through a window that is refilled on demand and keeps
 * everything from `keep` (the start of the token at hand), so the text of a token always lies in one piece.
 * Line and column are not kept for every node: an error reads the source once more from the start to find
 * them. */
#include "compiler/compiler.h"
#include <stdarg.h>

enum { LINE_SHOWN = 1024 };

/* Makes room behind the window's bytes. What lies before `keep` is dropped only when there is no room: on a
 * machine with enough memory a file is read once, however often the compiler goes back in it. */
static char *window_space(kr_compiler *c, uint32_t keep) {
    kr_reader *r = &c->reader;
    char *block = (char *)(uintptr_t)r->data;
    uint32_t first = r->capacity == 0 ? c->granule : r->capacity;
    bool inside = keep >= r->begin && keep - r->begin < r->size;
    if (!inside || r->capacity - r->size < first / 4) {
        uint32_t left = inside ? r->begin + r->size - keep : 0;
        if (left > 0) memmove(block, block + (keep - r->begin), left);
        r->begin = keep;
        r->size = left;
    }
    if (r->capacity - r->size < first / 4) {
        uint32_t capacity = r->capacity == 0 ? first : r->capacity * 2;
        r->data = block = kr_bytes_resize(c->vm, block, r->capacity, capacity);
        r->capacity = capacity;
    }
    return block + r->size;
}

int kr_reader_fetch(kr_compiler *c, uint32_t offset) {
    kr_reader *r = &c->reader;
    if (r->source == NULL) return -1;
    uint32_t keep = r->keep < offset ? r->keep : offset;
    while (offset - r->begin >= r->size || keep < r->begin) {
        char *space = window_space(c, keep);
        ptrdiff_t count = r->source->read(c->vm, r->source->context, (uint64_t)r->begin + r->size, space,
                                          r->capacity - r->size);
        if (count < 0) kr_raise_errno(c->vm, (int)count, c->options.file);
        if (count == 0) return -1;
        r->size += (uint32_t)count;
    }
    return (unsigned char)r->data[offset - r->begin];
}

const char *kr_source_text(kr_compiler *c, uint32_t start, uint32_t end) {
    kr_reader *r = &c->reader;
    uint32_t keep = r->keep;
    r->keep = start;
    if (r->source != NULL && start < r->begin) kr_reader_fetch(c, start);
    if (end > start) kr_byte(c, end - 1);
    r->keep = keep < start ? keep : start;
    return r->data + (start - r->begin);
}

/* Line number, and offset of its first byte, of the line that holds `offset`. */
static uint32_t line_of(kr_compiler *c, uint32_t offset, uint32_t *line) {
    uint32_t start = 0;
    *line = 1;
    for (uint32_t at = 0; at < offset; at++) {
        c->reader.keep = at;
        int byte = kr_byte(c, at);
        if (byte < 0) break;
        if (byte == '\n' || (byte == '\r' && kr_byte(c, at + 1) != '\n')) {
            ++*line;
            start = at + 1;
        }
    }
    if (start == 0 && kr_byte(c, 0) == 0xef && kr_byte(c, 1) == 0xbb) start = 3;
    c->reader.keep = start;
    return start;
}

/* The line as the error shows it: with its newline, cut when it is very long. */
static kr_value line_text(kr_compiler *c, uint32_t start) {
    uint32_t end = start;
    int byte;
    while ((byte = kr_byte(c, end)) >= 0 && byte != '\n' && byte != '\r' && end - start < LINE_SHOWN) end++;
    while (end - start == LINE_SHOWN && (kr_byte(c, end) & 0xc0) == 0x80) end--;
    const char *text = kr_source_text(c, start, end);
    size_t bad;
    bool ascii;
    if (!kr_utf8_valid(text, end - start, &bad, &ascii)) end = start + (uint32_t)bad;
    kr_writer w;
    kr_writer_init(c->vm, &w);
    kr_write(&w, kr_source_text(c, start, end), end - start);
    if (byte == '\n' || byte == '\r') kr_write_char(&w, '\n');
    return kr_writer_str(&w);
}

static _Noreturn void raise_at(kr_compiler *c, const kr_type *type, uint32_t offset, kr_value message) {
    kr_vm *vm = c->vm;
    uint32_t line, column = 1;
    uint32_t start = line_of(c, offset, &line);
    for (uint32_t at = start; at < offset; at++) {
        int byte = kr_byte(c, at);
        if (byte < 0) break;
        if ((byte & 0xc0) != 0x80) column++;
    }
    kr_value text = line_text(c, start);
    kr_value details[4] = {c->options.file, KR_INT((kr_word)line), KR_INT((kr_word)column), text};
    kr_value argv[2] = {message, kr_tuple_new(vm, 4, details)};
    kr_raise_object(vm, kr_call(vm, KR_OBJECT(type), 2, argv));
}

static kr_value message_of(kr_compiler *c, const char *format, va_list arguments) {
    kr_writer w;
    kr_writer_init(c->vm, &w);
    kr_write_vformat(&w, format, arguments);
    return kr_writer_str(&w);
}

/* At a prompt, an error at the end of the text means that more is to come, unless a blank line says that nothing
 * will. Blocks that the end closes stand before it. */
static void note_end(kr_compiler *c) {
    if (!c->options.interactive || c->lexer.blank) return;
    bool closing = kr_at(c, TOK_DEDENT) && kr_byte(c, c->lexer.position) < 0;
    if (closing || kr_at(c, TOK_END)) c->incomplete = true;
}

void kr_syntax_error(kr_compiler *c, uint32_t offset, const char *format, ...) {
    note_end(c);
    va_list arguments;
    va_start(arguments, format);
    kr_value message = message_of(c, format, arguments);
    va_end(arguments);
    raise_at(c, &kr_SyntaxError_type, offset, message);
}

void kr_indentation_error(kr_compiler *c, uint32_t offset, const char *format, ...) {
    note_end(c);
    va_list arguments;
    va_start(arguments, format);
    kr_value message = message_of(c, format, arguments);
    va_end(arguments);
    raise_at(c, &kr_IndentationError_type, offset, message);
}

void kr_tab_error(kr_compiler *c, uint32_t offset) {
    kr_value message = kr_str_text(c->vm, "inconsistent use of tabs and spaces in indentation");
    raise_at(c, &kr_TabError_type, offset, message);
}

void kr_node_error(kr_compiler *c, const kr_node *node, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    kr_value message = message_of(c, format, arguments);
    va_end(arguments);
    raise_at(c, &kr_SyntaxError_type, node->offset, message);
}

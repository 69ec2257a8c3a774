/* A line that is edited at a distance: what is typed changes the text here, and the answer makes the reader's
 * terminal show the same.
 *
 * Invariant: the terminal's cursor stands at `cursor`, behind the prompt; every character takes one column.
 * The text is UTF-8 of whole characters: bytes of a character are kept in `partial` until it is complete. */
#include "proto_repl_parts.h"

#include <string.h>

#define STEP 4 /* blanks of an indentation */

enum { ESCAPE_NONE, ESCAPE_BEGUN, ESCAPE_CSI, ESCAPE_SS3 };

static bool continues(char c) {
    return ((uint8_t)c & 0xc0) == 0x80;
}

static uint32_t before(const struct proto_repl_line *line, uint32_t at) {
    while (at > 0 && continues(line->text[--at])) continue;
    return at;
}

static uint32_t after(const struct proto_repl_line *line, uint32_t at) {
    if (at < line->size) at++;
    while (at < line->size && continues(line->text[at])) at++;
    return at;
}

static uint32_t columns(const struct proto_repl_line *line, uint32_t from, uint32_t to) {
    uint32_t count = 0;
    for (; from < to; from++) count += !continues(line->text[from]);
    return count;
}

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (c & 0x80);
}

static uint32_t word_before(const struct proto_repl_line *line) {
    uint32_t at = line->cursor;
    while (at > 0 && !is_word(line->text[at - 1])) at--;
    while (at > 0 && is_word(line->text[at - 1])) at--;
    return at;
}

static uint32_t word_after(const struct proto_repl_line *line) {
    uint32_t at = line->cursor;
    while (at < line->size && !is_word(line->text[at])) at++;
    while (at < line->size && is_word(line->text[at])) at++;
    return at;
}

static void move_to(struct proto_repl_line *line, struct proto_repl_out *out, uint32_t at) {
    if (at < line->cursor)
        repl_out_left(out, columns(line, at, line->cursor));
    else
        repl_out_bytes(out, line->text + line->cursor, at - line->cursor);
    line->cursor = at;
}

/* Shows what stands behind the cursor, and goes back to it. */
static void show_tail(const struct proto_repl_line *line, struct proto_repl_out *out) {
    repl_out_bytes(out, line->text + line->cursor, line->size - line->cursor);
    repl_out_left(out, columns(line, line->cursor, line->size));
}

void repl_line_show(const struct proto_repl_line *line, struct proto_repl_out *out) {
    repl_out_bytes(out, line->text, line->cursor);
    show_tail(line, out);
}

void repl_line_insert(struct proto_repl_line *line, struct proto_repl_out *out, const char *text,
                      uint32_t size) {
    if (size > line->capacity - line->size) {
        repl_out_byte(out, '\a');
        return;
    }
    memmove(line->text + line->cursor + size, line->text + line->cursor, line->size - line->cursor);
    memcpy(line->text + line->cursor, text, size);
    repl_out_bytes(out, text, size);
    line->size += size;
    line->cursor += size;
    show_tail(line, out);
}

static void delete_range(struct proto_repl_line *line, struct proto_repl_out *out, uint32_t from,
                         uint32_t to) {
    if (from == to) return;
    if (line->cursor > from) move_to(line, out, from);
    memmove(line->text + from, line->text + to, line->size - to);
    line->size -= to - from;
    if (line->indent > line->size || from < line->indent) line->indent = 0;
    repl_out_text(out, "\x1b[K");
    show_tail(line, out);
}

static bool is_blank(const struct proto_repl_line *line, uint32_t size) {
    for (uint32_t i = 0; i < size; i++) {
        if (line->text[i] != ' ') return false;
    }
    return true;
}

/* In front of the first word a whole step of the indentation goes at once. */
static void backspace(struct proto_repl_line *line, struct proto_repl_out *out) {
    uint32_t from = before(line, line->cursor);
    if (line->cursor > 1 && is_blank(line, line->cursor)) from = (line->cursor - 1) / STEP * STEP;
    delete_range(line, out, from, line->cursor);
}

/* --- old lines --- */

void repl_line_clear(struct proto_repl_line *line, uint32_t indent) {
    if (indent > line->capacity / 2) indent = line->capacity / 2;
    memset(line->text, ' ', indent);
    line->size = line->cursor = line->indent = indent;
    line->browsed = 0;
    line->escape = ESCAPE_NONE;
    line->partial_size = 0;
}

static uint32_t newest(const struct proto_repl_line *line, uint32_t end) {
    uint32_t at = end - 1;
    while (at > 0 && line->history[at - 1]) at--;
    return at;
}

/* Where the n-th newest begins; history_size when there are not so many. */
static uint32_t find_old(const struct proto_repl_line *line, uint32_t n) {
    uint32_t at = line->history_size;
    for (; n > 0; n--) {
        if (at == 0) return line->history_size;
        at = newest(line, at);
    }
    return at;
}

static bool is_newest(const struct proto_repl_line *line) {
    uint32_t at = find_old(line, 1);
    return at < line->history_size && line->history_size - 1 - at == line->size &&
           memcmp(line->history + at, line->text, line->size) == 0;
}

void repl_line_remember(struct proto_repl_line *line) {
    uint32_t need = line->size + 1;
    if (line->size == 0 || need > line->history_capacity || is_newest(line)) return;
    while (line->history_capacity - line->history_size < need) {
        uint32_t oldest = (uint32_t)strlen(line->history) + 1;
        memmove(line->history, line->history + oldest, line->history_size - oldest);
        line->history_size -= oldest;
    }
    memcpy(line->history + line->history_size, line->text, line->size);
    line->history[line->history_size + line->size] = 0;
    line->history_size += need;
}

static void browse(struct proto_repl_line *line, struct proto_repl_out *out, int step) {
    uint32_t wanted = line->browsed + (uint32_t)step;
    uint32_t at = find_old(line, wanted);
    if ((step < 0 && line->browsed == 0) || (wanted > 0 && at == line->history_size)) return;
    uint32_t size = wanted ? (uint32_t)strlen(line->history + at) : 0;
    if (size > line->capacity) return;
    move_to(line, out, 0);
    repl_out_text(out, "\x1b[K");
    if (size) memcpy(line->text, line->history + at, size);
    line->size = size;
    line->indent = 0;
    line->browsed = wanted;
    move_to(line, out, size);
}

/* --- keys --- */

static void end_of_sequence(struct proto_repl_line *line, struct proto_repl_out *out, uint8_t byte) {
    bool word = line->argument == 5;
    switch (byte) {
    case 'A': browse(line, out, 1); break;
    case 'B': browse(line, out, -1); break;
    case 'C': move_to(line, out, word ? word_after(line) : after(line, line->cursor)); break;
    case 'D': move_to(line, out, word ? word_before(line) : before(line, line->cursor)); break;
    case 'H': move_to(line, out, 0); break;
    case 'F': move_to(line, out, line->size); break;
    case '~':
        if (line->argument == 1 || line->argument == 7) move_to(line, out, 0);
        if (line->argument == 4 || line->argument == 8) move_to(line, out, line->size);
        if (line->argument == 3) delete_range(line, out, line->cursor, after(line, line->cursor));
        break;
    default: break;
    }
}

static void escape_letter(struct proto_repl_line *line, struct proto_repl_out *out, uint8_t byte) {
    line->escape = byte == '[' ? ESCAPE_CSI : byte == 'O' ? ESCAPE_SS3 : ESCAPE_NONE;
    line->argument = 0;
    switch (byte) {
    case 'b': move_to(line, out, word_before(line)); break;
    case 'f': move_to(line, out, word_after(line)); break;
    case 'd': delete_range(line, out, line->cursor, word_after(line)); break;
    case '\b':
    case 0x7f: delete_range(line, out, word_before(line), line->cursor); break;
    default: break;
    }
}

/* Of several numbers the last one counts: it is the modifier. */
static void escape(struct proto_repl_line *line, struct proto_repl_out *out, uint8_t byte) {
    if (line->escape == ESCAPE_BEGUN) {
        escape_letter(line, out, byte);
    } else if (byte >= '0' && byte <= '9') {
        line->argument = (uint8_t)(line->argument % 10 * 10 + (byte - '0'));
    } else if (byte == ';') {
        line->argument = 0;
    } else {
        line->escape = ESCAPE_NONE;
        end_of_sequence(line, out, byte);
    }
}

static unsigned length_of(uint8_t first) {
    return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

/* A byte that is not UTF-8 becomes what stands for such bytes. */
static void take_text(struct proto_repl_line *line, struct proto_repl_out *out, uint8_t byte) {
    static const char replacement[] = "\xef\xbf\xbd";
    bool more = continues((char)byte);
    if (line->partial_size > 0 && !more) {
        line->partial_size = 0;
        repl_line_insert(line, out, replacement, 3);
    }
    if (byte < 0x80) {
        repl_line_insert(line, out, (const char *)&byte, 1);
    } else if (line->partial_size == 0 && (more || byte >= 0xf8)) {
        repl_line_insert(line, out, replacement, 3);
    } else {
        line->partial[line->partial_size++] = byte;
        if (line->partial_size < length_of(line->partial[0])) return;
        repl_line_insert(line, out, (const char *)line->partial, line->partial_size);
        line->partial_size = 0;
    }
}

static enum repl_key tab(struct proto_repl_line *line, struct proto_repl_out *out) {
    if (line->cursor > 0 && line->text[line->cursor - 1] != ' ') return REPL_KEY_TAB;
    repl_line_insert(line, out, "    ", STEP);
    return REPL_KEY_TAKEN;
}

static enum repl_key control(struct proto_repl_line *line, struct proto_repl_out *out, uint8_t byte) {
    switch (byte) {
    case 0x01: move_to(line, out, 0); break;
    case 0x02: move_to(line, out, before(line, line->cursor)); break;
    case 0x04: delete_range(line, out, line->cursor, after(line, line->cursor)); break;
    case 0x05: move_to(line, out, line->size); break;
    case 0x06: move_to(line, out, after(line, line->cursor)); break;
    case 0x08:
    case 0x7f: backspace(line, out); break;
    case 0x09: return tab(line, out);
    case 0x0a:
    case 0x0d: return REPL_KEY_ENTER;
    case 0x0b: delete_range(line, out, line->cursor, line->size); break;
    case 0x0e: browse(line, out, -1); break;
    case 0x10: browse(line, out, 1); break;
    case 0x15: delete_range(line, out, 0, line->cursor); break;
    case 0x17: delete_range(line, out, word_before(line), line->cursor); break;
    case 0x1b: line->escape = ESCAPE_BEGUN; break;
    default: break;
    }
    return REPL_KEY_TAKEN;
}

enum repl_key repl_line_key(struct proto_repl_line *line, struct proto_repl_out *out, uint8_t byte) {
    if (line->escape != ESCAPE_NONE && byte >= 0x20) {
        escape(line, out, byte);
        return REPL_KEY_TAKEN;
    }
    line->escape = ESCAPE_NONE;
    if (byte < 0x20 || byte == 0x7f) return control(line, out, byte);
    take_text(line, out, byte);
    return REPL_KEY_TAKEN;
}

/* Tracebacks and their text.
 *
 * An exception's entries are chained from the outermost frame inwards. Printing asks for lines and source
 * only then, so that raising costs one small object a frame. Source lines are read from the file system when
 * it still has the file. */
#include "run/traceback.h"
#include "core/heap.h"
#include "core/mount.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/path.h"
#include "core/writer.h"
#include "run/class.h"
#include "run/module.h"
#include "run/run.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/number.h"
#include "types/text.h"

/* ---- Entries ---- */

static kr_traceback *to_traceback(kr_value v) {
    return kr_to_pointer(v);
}

void kr_traceback_add(kr_vm *vm, kr_value exception, kr_code *code, const uint32_t *pc) {
    kr_exception *e = kr_to_exception(exception);
    uint32_t word = pc > code->words ? (uint32_t)(pc - code->words - 1) : 0;
    if (e->traceback != KR_NONE) {
        kr_traceback *last = to_traceback(e->traceback);
        if (last->code == code && last->word == word) {
            last->count++;
            return;
        }
    }
    kr_traceback *entry = kr_try_new(vm, &kr_traceback_type, sizeof *entry);
    if (entry == NULL) return;
    entry->next = e->traceback;
    entry->code = code;
    entry->word = word;
    entry->count = 1;
    e->traceback = KR_OBJECT(entry);
}

uint32_t kr_traceback_line(const kr_traceback *entry) {
    return kr_code_line(entry->code, entry->word);
}

/* ---- Traceback and frame objects as a program sees them ---- */

static kr_value traceback_lineno(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_INT(kr_traceback_line(to_traceback(v)));
}

static kr_value traceback_lasti(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_INT(to_traceback(v)->word);
}

/* An entry that stands for several frames unfolds one by one. */
static kr_value traceback_next(kr_vm *vm, kr_value v) {
    const kr_traceback *entry = to_traceback(v);
    if (entry->count == 1) return entry->next;
    kr_traceback *rest = kr_new_raw(vm, &kr_traceback_type, sizeof *rest);
    *rest = *to_traceback(v);
    rest->count--;
    return KR_OBJECT(rest);
}

static void traceback_set_next(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND || (value != KR_NONE && !kr_is_exact(value, &kr_traceback_type))) {
        kr_raise_type(vm, "expected traceback object or None, got '%T'", value);
    }
    to_traceback(v)->next = value;
    to_traceback(v)->count = 1;
}

/* A frame as programs see it: where it stood. One of the running stack has its caller's entry for `next`. */
typedef struct kr_frame_view {
    kr_object head;
    kr_value traceback;
    bool running;
} kr_frame_view;

static const kr_type frame_type;

static kr_value frame_view(kr_vm *vm, kr_value entry, bool running) {
    kr_frame_view *frame = kr_new_raw(vm, &frame_type, sizeof *frame);
    frame->traceback = entry;
    frame->running = running;
    return KR_OBJECT(frame);
}

static kr_value traceback_frame(kr_vm *vm, kr_value v) {
    return frame_view(vm, v, false);
}

kr_value kr_frame_at(kr_vm *vm, size_t depth) {
    kr_value entry = KR_NONE;
    size_t count = kr_stack_depth(vm);
    if (depth >= count) kr_raise_value_error(vm, "call stack is not deep enough");
    for (size_t i = count; i-- > depth;) {
        kr_traceback *outer = kr_new(vm, &kr_traceback_type, sizeof *outer);
        const kr_frame *frame = vm->frame + i;
        outer->next = entry;
        outer->code = frame->function->code;
        outer->word = frame->pc > outer->code->words ? (uint32_t)(frame->pc - outer->code->words - 1) : 0;
        outer->count = 1;
        entry = KR_OBJECT(outer);
    }
    return frame_view(vm, entry, true);
}

static const kr_traceback *frame_entry(kr_value v) {
    return to_traceback(((kr_frame_view *)kr_to_pointer(v))->traceback);
}

static kr_value frame_code(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_OBJECT(frame_entry(v)->code);
}

static kr_value frame_lineno(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_INT(kr_traceback_line(frame_entry(v)));
}

static kr_value frame_globals(kr_vm *vm, kr_value v) {
    const kr_code *code = frame_entry(v)->code;
    if (kr_is_dict(code->globals)) return code->globals;
    /* Code in ROM does not know its namespace; its file is "<frozen name>". */
    const kr_str *file = kr_to_str(code->file);
    size_t start = sizeof "<frozen", size = file->size > start ? file->size - start - 1 : 0;
    kr_value name = kr_intern_find(vm, file->data + start, size), module = KR_UNBOUND;
    if (size > 0 && name != KR_UNBOUND) module = kr_dict_get_name(vm->modules, name);
    return kr_is_module(module) ? KR_OBJECT(kr_to_module(module)->globals) : KR_OBJECT(kr_dict_new(vm, 0));
}

static kr_value frame_lasti(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_INT(frame_entry(v)->word);
}

static kr_value frame_back(kr_vm *vm, kr_value v) {
    const kr_frame_view *frame = kr_to_pointer(v);
    kr_value next = frame_entry(v)->next;
    return frame->running && next != KR_NONE ? frame_view(vm, next, true) : KR_NONE;
}

KR_GETSET(tb_lineno, traceback_lineno, NULL);
KR_GETSET(tb_lasti, traceback_lasti, NULL);
KR_GETSET(tb_next, traceback_next, traceback_set_next);
KR_GETSET(tb_frame, traceback_frame, NULL);
KR_GETSET(f_code, frame_code, NULL);
KR_GETSET(f_lineno, frame_lineno, NULL);
KR_GETSET(f_globals, frame_globals, NULL);
KR_GETSET(f_lasti, frame_lasti, NULL);
KR_GETSET(f_back, frame_back, NULL);

static const kr_member traceback_members[] = {
    KR_GETSET_ENTRY(tb_lineno, traceback_lineno),
    KR_GETSET_ENTRY(tb_lasti, traceback_lasti),
    KR_GETSET_ENTRY(tb_next, traceback_next),
    KR_GETSET_ENTRY(tb_frame, traceback_frame),
};
static const kr_member frame_members[] = {
    KR_GETSET_ENTRY(f_code, frame_code),       KR_GETSET_ENTRY(f_lineno, frame_lineno),
    KR_GETSET_ENTRY(f_globals, frame_globals), KR_GETSET_ENTRY(f_lasti, frame_lasti),
    KR_GETSET_ENTRY(f_back, frame_back),
};

static void traceback_trace(kr_vm *vm, kr_object *object) {
    const kr_traceback *entry = (kr_traceback *)object;
    if (entry->next != 0) kr_mark(vm, entry->next);
    if (entry->code != NULL) kr_mark(vm, KR_OBJECT(entry->code));
}

static void frame_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((kr_frame_view *)object)->traceback);
}

static void frame_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    const kr_traceback *entry = frame_entry(v);
    kr_write_text(out, "<frame at ");
    kr_write_address(out, v);
    kr_write_format(out, ", file %R, line %u, code %S>", entry->code->file, kr_traceback_line(entry),
                    entry->code->name);
}

static const kr_ops traceback_ops = {.trace = traceback_trace};
const kr_type kr_traceback_type = {
    .head = {&kr_type_type},
    .name = N_traceback,
    .base = &kr_object_type,
    .solid = &kr_traceback_type,
    .ops = &traceback_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_traceback),
    .members = traceback_members,
    .member_count = sizeof traceback_members / sizeof *traceback_members,
};

static const kr_ops frame_ops = {.trace = frame_trace, .print = frame_print};
static const kr_type frame_type = {
    .head = {&kr_type_type},
    .name = N_frame,
    .base = &kr_object_type,
    .solid = &frame_type,
    .ops = &frame_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_frame_view),
    .members = frame_members,
    .member_count = sizeof frame_members / sizeof *frame_members,
};

/* ---- Source lines ---- */

/* A file that is read line by line through a small window. */
typedef struct source_window {
    const kr_host *host;
    int handle;
    size_t at, size;
    char data[128];
} source_window;

static int next_byte(source_window *source) {
    if (source->at == source->size) {
        ptrdiff_t count = source->host->files->read(source->host->files_context, source->handle, source->data,
                                                    sizeof source->data);
        if (count <= 0) return -1;
        source->at = 0;
        source->size = (size_t)count;
    }
    return (unsigned char)source->data[source->at++];
}

/* Appends the line without leading blanks and line end; false when the file has no such line. */
static bool copy_line(kr_writer *out, source_window *source, uint32_t line) {
    int c = 0;
    while (line > 1 && c >= 0) {
        c = next_byte(source);
        if (c == '\n') line--;
    }
    if (c < 0) return false;
    do c = next_byte(source);
    while (c == ' ' || c == '\t' || c == '\f');
    if (c < 0) return false;
    char buffer[sizeof source->data];
    size_t size = 0;
    for (; c >= 0 && c != '\n' && c != '\r'; c = next_byte(source)) {
        if (size == sizeof buffer) {
            kr_write(out, buffer, size);
            size = 0;
        }
        buffer[size++] = (char)c;
    }
    kr_write(out, buffer, size);
    return true;
}

/* Appends a line of a source file with what goes before and behind it, or nothing when it is not to be had.
 */
static bool write_source_line(kr_vm *vm, kr_writer *out, kr_value file, uint32_t line, const char *indent) {
    char path[KR_PATH_MAX];
    const kr_files *files = vm->host->files;
    if (files == NULL || !kr_is_str(file) || kr_to_str(file)->data[0] == '<' || line == 0) return false;
    if (kr_mount_table(vm) != 0) return false; /* telling whose the file is may run a program's code */
    if (kr_path_join(path, kr_to_str(vm->cwd)->data, kr_to_str(file)->data, kr_to_str(file)->size) < 0)
        return false;
    source_window source = {.host = vm->host,
                            .handle = files->open(vm->host->files_context, path, KR_OPEN_READ)};
    if (source.handle < 0) return false;
    kr_writer text;
    kr_writer_init(vm, &text);
    bool found = copy_line(&text, &source, line);
    files->close(vm->host->files_context, source.handle);
    size_t bad;
    bool ascii;
    if (!found || text.size == 0 || !kr_utf8_valid(text.data, text.size, &bad, &ascii)) return false;
    kr_write_text(out, indent);
    kr_write_value(out, kr_str_new(vm, text.data, text.size), true);
    kr_write_text(out, "\n");
    return true;
}

/* ---- Frames ---- */

#define REPEATS_SHOWN 3

static void write_entry(kr_vm *vm, kr_writer *out, const kr_traceback *entry) {
    kr_write_format(out, "  File \"%S\", line %u, in %S\n", entry->code->file, kr_traceback_line(entry),
                    entry->code->name);
    write_source_line(vm, out, entry->code->file, kr_traceback_line(entry), "    ");
}

static bool same_place(const kr_traceback *a, const kr_traceback *b) {
    return a->code == b->code && kr_traceback_line(a) == kr_traceback_line(b);
}

static void write_repeats(kr_writer *out, size_t count) {
    if (count <= REPEATS_SHOWN) return;
    count -= REPEATS_SHOWN;
    kr_write_format(out, "  [Previous line repeated %zu more time%s]\n", count, count == 1 ? "" : "s");
}

/* How many frames sys.tracebacklimit allows; all unless it is an int. */
static size_t frame_limit(kr_vm *vm) {
    kr_value sys = kr_dict_get_name(vm->modules, N_sys);
    if (sys == KR_UNBOUND || !kr_is_exact(sys, &kr_module_type)) return SIZE_MAX;
    kr_value limit = kr_module_getattr(vm, sys, N_tracebacklimit);
    if (limit == KR_UNBOUND || !kr_is_int(limit)) return SIZE_MAX;
    return kr_to_int(limit) < 0 ? 0 : (size_t)kr_to_int(limit);
}

/* The limit counts from the outermost frame, or from the innermost. */
static void write_frames(kr_vm *vm, kr_writer *out, kr_value traceback, bool innermost) {
    size_t left = frame_limit(vm);
    if (traceback == KR_NONE || left == 0) return;
    kr_write_text(out, "Traceback (most recent call last):\n");
    const kr_traceback *previous = NULL;
    size_t count = 0, hidden = 0;
    for (kr_value v = traceback; v != KR_NONE; v = to_traceback(v)->next) hidden += to_traceback(v)->count;
    hidden = innermost && hidden > left ? hidden - left : 0;
    for (; traceback != KR_NONE && left > 0; traceback = to_traceback(traceback)->next) {
        const kr_traceback *entry = to_traceback(traceback);
        size_t shown = entry->count > hidden ? entry->count - hidden : 0;
        hidden -= entry->count - shown;
        if (shown == 0) continue;
        if (shown > left) shown = left;
        left -= shown;
        if (previous == NULL || !same_place(previous, entry)) {
            write_repeats(out, count);
            count = 0;
        }
        for (size_t i = 0; i < shown; i++, count++) {
            if (count < REPEATS_SHOWN) write_entry(vm, out, entry);
        }
        previous = entry;
    }
    write_repeats(out, count);
}

/* ---- SyntaxError ---- */

/* Columns are code points, 1-based. Blanks in front of the text are left out of both lines. */
static void write_caret(kr_writer *out, const kr_str *text, kr_word offset, kr_word end) {
    size_t length = kr_str_length(text);
    kr_word skipped = 0;
    while (text->data[skipped] == ' ' || text->data[skipped] == '\t' || text->data[skipped] == '\f')
        skipped++;
    size_t size = text->size;
    while (size > 0 && (text->data[size - 1] == '\n' || text->data[size - 1] == '\r')) size--;
    kr_write_text(out, "    ");
    char *to = kr_writer_reserve(out, size - (size_t)skipped);
    memcpy(to, text->data + skipped, size - (size_t)skipped);
    out->size += size - (size_t)skipped;
    if (!text->ascii) out->ascii = false;
    kr_write_text(out, "\n");
    if (offset < 1) return;
    if (offset > (kr_word)length + 1) offset = (kr_word)length + 1;
    if (end <= offset) end = offset + 1;
    kr_word column = offset - 1 - skipped;
    kr_write_text(out, "    ");
    for (kr_word i = 0; i < column; i++) kr_write_text(out, " ");
    for (kr_word i = offset; i < end; i++) kr_write_text(out, "^");
    kr_write_text(out, "\n");
}

static kr_word word_or(kr_value v, kr_word fallback) {
    return kr_is_int(v) ? kr_to_int(v) : fallback;
}

/* The place in the source that a SyntaxError complains about. */
static void write_syntax_place(kr_writer *out, const kr_exception *e) {
    kr_vm *vm = out->vm;
    kr_value file = kr_exception_detail(e, KR_SYNTAX_FILENAME),
             line = kr_exception_detail(e, KR_SYNTAX_LINENO);
    kr_value text = kr_exception_detail(e, KR_SYNTAX_TEXT);
    if (line == KR_NONE) return;
    kr_write_format(out, "  File \"%S\", line %S\n", file == KR_NONE ? kr_str_text(vm, "<string>") : file,
                    line);
    kr_word offset = word_or(kr_exception_detail(e, KR_SYNTAX_OFFSET), 0);
    kr_word end = word_or(kr_exception_detail(e, KR_SYNTAX_END_OFFSET), 0);
    if (kr_exception_detail(e, KR_SYNTAX_END_LINENO) != KR_NONE &&
        kr_exception_detail(e, KR_SYNTAX_END_LINENO) != line) {
        end = kr_is_str(text) ? (kr_word)kr_str_length(kr_to_str(text)) + 1
                              : 0; /* the error goes on in later lines */
    }
    if (kr_is_str(text)) {
        write_caret(out, kr_to_str(text), offset, end);
    } else {
        write_source_line(vm, out, file, (uint32_t)word_or(line, 0), "    ");
    }
}

/* ---- The exception itself ---- */

typedef struct text_query {
    kr_value exception, text;
} text_query;

static void ask_text(kr_vm *vm, void *data) {
    text_query *query = data;
    const kr_exception *e = kr_to_exception(query->exception);
    bool syntax = kr_exception_is(query->exception, &kr_SyntaxError_type) &&
                  kr_exception_detail(e, KR_SYNTAX_LINENO) != KR_NONE;
    query->text = kr_str_of(vm, syntax ? kr_exception_detail(e, KR_SYNTAX_MSG) : query->exception);
}

static void write_notes(kr_vm *vm, kr_writer *out, kr_value exception) {
    kr_value notes = kr_exception_notes(vm, exception);
    if (notes == KR_UNBOUND || notes == KR_NONE) return;
    if (!kr_is_list(notes)) {
        kr_write_format(out, "%R\n", notes);
        return;
    }
    for (size_t i = 0; i < kr_to_list(notes)->size; i++) {
        kr_write_value(out, kr_to_list(notes)->items[i], true);
        kr_write_text(out, "\n");
    }
}

/* "Type: text", where Type goes without a module when it is built in or of the main program. */
static void write_summary(kr_vm *vm, kr_writer *out, kr_value exception) {
    kr_value name = kr_type_full_name(vm, kr_type_of(exception));
    const char *text = kr_to_str(name)->data;
    static const char own[] = "__main__.";
    kr_write_text(out, strncmp(text, own, sizeof own - 1) == 0 ? text + sizeof own - 1 : text);
    text_query query = {exception, KR_UNBOUND};
    if (kr_try(vm, ask_text, &query) != KR_UNBOUND) {
        kr_write_text(out, ": <exception str() failed>\n");
    } else if (kr_to_str(query.text)->size == 0) {
        kr_write_text(out, "\n");
    } else {
        kr_write_format(out, ": %S\n", query.text);
    }
    write_notes(vm, out, exception);
}

static void write_one(kr_vm *vm, kr_writer *out, kr_value exception, bool innermost) {
    const kr_exception *e = kr_to_exception(exception);
    write_frames(vm, out, e->traceback, innermost);
    if (kr_exception_is(exception, &kr_SyntaxError_type)) write_syntax_place(out, e);
    write_summary(vm, out, exception);
}

/* What led to an exception, and whether on purpose; KR_NONE at the beginning of the chain. */
static kr_value predecessor(kr_value exception) {
    const kr_exception *e = kr_to_exception(exception);
    if (e->cause != KR_NONE) return e->cause;
    return e->suppress == KR_TRUE ? KR_NONE : e->context;
}

static bool list_has(const kr_list *list, kr_value v) {
    for (size_t i = 0; i < list->size; i++) {
        if (list->items[i] == v) return true;
    }
    return false;
}

static void print_exception(kr_vm *vm, kr_writer *out, kr_value exception, bool innermost) {
    kr_list *chain = kr_to_list(kr_list_new(vm, 0, NULL));
    for (kr_value e = exception; e != KR_NONE && !list_has(chain, e); e = predecessor(e))
        kr_list_append(vm, chain, e);
    for (size_t i = chain->size; i-- > 0;) {
        write_one(vm, out, chain->items[i], innermost);
        if (i == 0) break;
        kr_write_text(out, kr_to_exception(chain->items[i - 1])->cause != KR_NONE
                               ? "\nThe above exception was the direct cause of the following exception:\n\n"
                               : "\nDuring handling of the above exception, another exception occurred:\n\n");
    }
}

void kr_print_exception(kr_vm *vm, kr_writer *out, kr_value exception) {
    print_exception(vm, out, exception, false);
}

void kr_print_uncaught(kr_vm *vm, kr_writer *out, kr_value exception) {
    print_exception(vm, out, exception, true);
}

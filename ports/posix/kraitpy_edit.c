/* libedit behind dlopen: a start without a prompt does not pay for a terminal library. */
#include "kraitpy_edit.h"
#include <dlfcn.h>
#include <histedit.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define HISTORY_LINES 1000
#define INDENT        "    "
#define INDENT_MAX    80

struct kraitpy_edit {
    kr_vm *vm;
    void *library;
    __typeof__(el_init) *init;
    __typeof__(el_end) *drop;
    __typeof__(el_set) *set;
    __typeof__(el_get) *get;
    __typeof__(el_gets) *gets;
    __typeof__(el_line) *line;
    __typeof__(el_insertstr) *insert;
    __typeof__(el_deletestr) *erase;
    __typeof__(el_cursor) *cursor;
    __typeof__(el_push) *push;
    __typeof__(history_init) *history_new;
    __typeof__(history_end) *history_drop;
    __typeof__(history) *history_do;
    EditLine *editor;
    History *lines;
    const char *prompt;
    const char *path;
    bool paste; /* a pasted line is being read */
    enum kraitpy_edit_end end;
};

static bool load(kraitpy_edit *edit) {
    edit->library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);
    if (edit->library == NULL) edit->library = dlopen("libedit.so.0", RTLD_NOW | RTLD_LOCAL);
    if (edit->library == NULL) return false;
    const struct {
        const char *name;
        void *slot;
    } functions[] = {{"el_init", &edit->init},
                     {"el_end", &edit->drop},
                     {"el_set", &edit->set},
                     {"el_get", &edit->get},
                     {"el_gets", &edit->gets},
                     {"el_line", &edit->line},
                     {"el_insertstr", &edit->insert},
                     {"el_deletestr", &edit->erase},
                     {"el_cursor", &edit->cursor},
                     {"el_push", &edit->push},
                     {"history_init", &edit->history_new},
                     {"history_end", &edit->history_drop},
                     {"history", &edit->history_do}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(edit->library, functions[i].name);
        if (function == NULL) return false;
        memcpy(functions[i].slot, &function, sizeof function);
    }
    return true;
}

/* ---- Completion ---- */

/* What kr_complete found: how many, their common beginning, and all of them for display. */
typedef struct candidates {
    size_t count, longest;
    char common[256];
    char *list; /* each with a NUL behind it */
    size_t size;
} candidates;

static void add_candidate(void *context, const char *name) {
    candidates *found = context;
    size_t size = strlen(name);
    if (found->count++ == 0) {
        snprintf(found->common, sizeof found->common, "%s", name);
    } else {
        size_t same = 0;
        while (found->common[same] != '\0' && found->common[same] == name[same]) same++;
        found->common[same] = '\0';
    }
    if (size > found->longest) found->longest = size;
    char *list = realloc(found->list, found->size + size + 1);
    if (list == NULL) return;
    memcpy(list + found->size, name, size + 1);
    found->list = list;
    found->size += size + 1;
}

static bool is_blank(const char *from, const char *to) {
    while (from < to && (*from == ' ' || *from == '\t')) from++;
    return from == to;
}

/* The editor belongs to one kraitpy_edit, but libedit hands its functions only the editor. Its client data
 * leads back; reading that takes a function of the library, whose address is the one thing kept beside it. */
static __typeof__(el_get) *editor_get;

static kraitpy_edit *edit_of(EditLine *editor) {
    void *data = NULL;
    editor_get(editor, EL_CLIENTDATA, &data);
    return data;
}

static char *prompt_of(EditLine *editor) {
    static char text[64];
    snprintf(text, sizeof text, "%s", edit_of(editor)->prompt);
    return text;
}

static unsigned columns(void) {
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* All candidates in columns below the line. */
static void show(const candidates *found) {
    unsigned width = (unsigned)found->longest + 2, fit = columns() / width, column = 0;
    putchar('\n');
    for (size_t at = 0; at < found->size; at += strlen(found->list + at) + 1) {
        if (column > 0 && column >= fit) putchar('\n'), column = 0;
        printf("%-*s", (int)width, found->list + at);
        column++;
    }
    putchar('\n');
    fflush(stdout);
}

/* Tab: indents an empty line, completes a name, or shows what could follow. */
static unsigned char complete(EditLine *editor, int key) {
    kraitpy_edit *edit = edit_of(editor);
    const LineInfo *line = edit->line(editor);
    (void)key;
    if (edit->paste || is_blank(line->buffer, line->cursor))
        return edit->insert(editor, edit->paste ? "\t" : INDENT) == 0 ? CC_REFRESH : CC_ERROR;
    candidates found = {0};
    size_t typed =
        kr_complete(edit->vm, line->buffer, (size_t)(line->cursor - line->buffer), add_candidate, &found);
    unsigned char outcome = CC_ERROR;
    if (found.count > 0 && strlen(found.common) > typed) {
        if (edit->insert(editor, found.common + typed) == 0) outcome = CC_REFRESH;
    } else if (found.count > 1 && found.list != NULL) {
        show(&found);
        outcome = CC_REDISPLAY;
    }
    free(found.list);
    return outcome;
}

/* Ctrl-C: libedit would read on after the signal, so while a line is edited this is a key like others. */
static unsigned char interrupt(EditLine *editor, int key) {
    (void)key;
    edit_of(editor)->end = EDIT_INTERRUPTED;
    return CC_EOF;
}

/* Ctrl-E: paste mode, or, as in Emacs, to the end of the line. */
static unsigned char paste(EditLine *editor, int key) {
    kraitpy_edit *edit = edit_of(editor);
    const LineInfo *line = edit->line(editor);
    (void)key;
    if (line->lastchar > line->buffer || edit->paste) {
        edit->cursor(editor, (int)(line->lastchar - line->cursor));
        return CC_CURSOR;
    }
    edit->end = EDIT_PASTE;
    return CC_EOF;
}

/* A ctrl-D that was typed while a line ran: the terminal hands it on as a NUL when it changes its mode. */
static unsigned char late_end(EditLine *editor, int key) {
    const LineInfo *line = edit_of(editor)->line(editor);
    (void)key;
    return line->lastchar == line->buffer ? CC_EOF : CC_NORM;
}

/* Backspace: takes a whole step of the indentation. */
static unsigned char erase(EditLine *editor, int key) {
    kraitpy_edit *edit = edit_of(editor);
    const LineInfo *line = edit->line(editor);
    size_t before = (size_t)(line->cursor - line->buffer), step = sizeof INDENT - 1;
    (void)key;
    if (before == 0) return CC_ERROR;
    bool blank = !edit->paste && strspn(line->buffer, " ") >= before;
    edit->erase(editor, blank ? (int)((before - 1) % step + 1) : 1);
    return CC_REFRESH;
}

static unsigned char suspend(EditLine *editor, int key) {
    (void)editor;
    (void)key;
    raise(SIGTSTP); /* libedit's handler gives the terminal back and draws the line again afterwards */
    return CC_NORM;
}

/* ---- Life cycle ---- */

static void open_history(kraitpy_edit *edit) {
    HistEvent event;
    edit->lines = edit->history_new();
    if (edit->lines == NULL) return;
    edit->history_do(edit->lines, &event, H_SETSIZE, HISTORY_LINES);
    edit->history_do(edit->lines, &event, H_SETUNIQUE, 1);
    if (edit->path != NULL) edit->history_do(edit->lines, &event, H_LOAD, edit->path);
    edit->set(edit->editor, EL_HIST, edit->history_do, edit->lines);
}

static void bind_keys(const kraitpy_edit *edit) {
    static const struct {
        const char *key, *function;
    } keys[] = {{"^E", "python-paste"},           {"^@", "python-end"},
                {"^?", "python-erase"},           {"^H", "python-erase"},
                {"^R", "em-inc-search-prev"},     {"^W", "ed-delete-prev-word"},
                {"\\e[1;5D", "ed-prev-word"},     {"\\e[1;5C", "em-next-word"},
                {"\\e^?", "ed-delete-prev-word"}, {"\\ed", "em-delete-next-word"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        edit->set(edit->editor, EL_BIND, keys[i].key, keys[i].function, NULL);
}

kraitpy_edit *kraitpy_edit_open(kr_vm *vm, const char *history) {
    kraitpy_edit *edit = calloc(1, sizeof *edit);
    if (edit == NULL) return NULL;
    edit->vm = vm;
    edit->path = history;
    if (load(edit)) edit->editor = edit->init("kraitpy", stdin, stdout, stderr);
    if (edit->editor == NULL) {
        kraitpy_edit_close(edit);
        return NULL;
    }
    editor_get = edit->get;
    edit->set(edit->editor, EL_CLIENTDATA, edit);
    edit->set(edit->editor, EL_PROMPT, prompt_of);
    edit->set(edit->editor, EL_EDITOR, "emacs");
    edit->set(edit->editor, EL_SIGNAL, 1);
    edit->set(edit->editor, EL_ADDFN, "python-complete", "Complete a name", complete);
    edit->set(edit->editor, EL_BIND, "^I", "python-complete", NULL);
    edit->set(edit->editor, EL_ADDFN, "python-interrupt", "Give the line up", interrupt);
    edit->set(edit->editor, EL_SETTY, "-d", "-isig", NULL);
    edit->set(edit->editor, EL_ADDFN, "python-suspend", "Stop the process", suspend);
    edit->set(edit->editor, EL_BIND, "^Z", "python-suspend", NULL);
    edit->set(edit->editor, EL_BIND, "^C", "python-interrupt", NULL);
    edit->set(edit->editor, EL_ADDFN, "python-paste", "Paste, or to the end of the line", paste);
    edit->set(edit->editor, EL_ADDFN, "python-end", "Leave", late_end);
    edit->set(edit->editor, EL_ADDFN, "python-erase", "Erase backwards", erase);
    bind_keys(edit);
    open_history(edit);
    return edit;
}

enum kraitpy_edit_end kraitpy_edit_line(kraitpy_edit *edit, const char *prompt, unsigned indent, bool paste,
                                        const char **line) {
    HistEvent event;
    char blanks[INDENT_MAX + 1] = "";
    int count = 0;
    edit->prompt = prompt;
    edit->paste = paste;
    edit->end = EDIT_END;
    if (indent > INDENT_MAX) indent = INDENT_MAX;
    memset(blanks, ' ', indent);
    if (indent > 0) edit->push(edit->editor, blanks);
    *line = edit->gets(edit->editor, &count);
    if (*line == NULL || edit->end != EDIT_END) return edit->end;
    if (!paste && edit->lines != NULL && !is_blank(*line, *line + strcspn(*line, "\n")))
        edit->history_do(edit->lines, &event, H_ENTER, *line);
    return EDIT_LINE;
}

/* The library stays until the process ends: terminfo, which it brings along, keeps memory that nobody could
 * free afterwards. */
void kraitpy_edit_close(kraitpy_edit *edit) {
    HistEvent event;
    if (edit == NULL) return;
    if (edit->lines != NULL && edit->path != NULL) edit->history_do(edit->lines, &event, H_SAVE, edit->path);
    if (edit->lines != NULL) edit->history_drop(edit->lines);
    if (edit->editor != NULL) edit->drop(edit->editor);
    free(edit);
}

/* A line at a time. libedit draws and edits; it asks us for characters, and while there are none the link is
 * served, so output of other programs, mounts and pings go on while the user thinks. */
#include "prompt.h"
#include <errno.h>
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>
#include "signals.h"

#define HISTORY_SIZE 1000
#define NAMES_MAX    256
#define INDENT       4

struct prompt {
    struct session *session;
    prompt_complete complete;
    void *context;
    bool terminal;
    EditLine *editor;
    History *history;
    char history_path[512];
    const char *text; /* the prompt's text */
    char *line;       /* plain reading: the buffer of getline */
    size_t line_size;
    bool ready;      /* standard input has something */
    bool editing;    /* between the prompt and Enter */
    bool paste;      /* ctrl-E was typed */
    bool verbatim;   /* the line is pasted */
    char copy[8192]; /* the edited line without its newline */
};

static void stdin_ready(struct session *session, void *context) {
    ((struct prompt *)context)->ready = true;
    session_watch(session, -1, NULL, context); /* once is enough until it is read */
}

/* Serves the link until standard input has something. False: link lost or ctrl-C. */
static bool wait_for_input(struct prompt *prompt) {
    prompt->ready = false;
    session_watch(prompt->session, STDIN_FILENO, stdin_ready, prompt);
    while (!prompt->ready && !prompt->session->interrupted && session_step(prompt->session, -1)) {
    }
    session_watch(prompt->session, -1, NULL, prompt);
    return prompt->ready && !prompt->session->interrupted;
}

/* libedit's source of characters: one code point of UTF-8. 1, 0 at the end, -1. */
static int read_character(EditLine *editor, wchar_t *out) {
    struct prompt *prompt;
    unsigned char byte;
    mbstate_t state;
    memset(&state, 0, sizeof state);
    el_get(editor, EL_CLIENTDATA, &prompt);
    for (;;) {
        if (!wait_for_input(prompt)) return -1;
        ssize_t n = read(STDIN_FILENO, &byte, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return 0;
        size_t used = mbrtowc(out, (const char *)&byte, 1, &state);
        if (used == (size_t)-2) continue;
        if (used == (size_t)-1) *out = L'?';
        return 1;
    }
}

static char *prompt_text(EditLine *editor) {
    struct prompt *prompt;
    el_get(editor, EL_CLIENTDATA, &prompt);
    return (char *)prompt->text;
}

/* --- keys */

static unsigned char key_paste(EditLine *editor, int key) {
    struct prompt *prompt;
    const LineInfo *line = el_line(editor);
    (void)key;
    el_get(editor, EL_CLIENTDATA, &prompt);
    if (line->lastchar > line->buffer || prompt->verbatim) {
        el_cursor(editor, (int)(line->lastchar - line->cursor));
        return CC_REFRESH;
    }
    prompt->paste = true;
    return CC_EOF;
}

/* A ctrl-D that was typed while a line ran: the terminal hands it on as a NUL when it changes its mode. */
static unsigned char key_late_end(EditLine *editor, int key) {
    const LineInfo *line = el_line(editor);
    (void)key;
    return line->lastchar == line->buffer ? CC_EOF : CC_NORM;
}

/* Backspace takes a whole step of the indentation. */
static unsigned char key_erase(EditLine *editor, int key) {
    struct prompt *prompt;
    const LineInfo *line = el_line(editor);
    size_t before = (size_t)(line->cursor - line->buffer);
    (void)key;
    el_get(editor, EL_CLIENTDATA, &prompt);
    if (before == 0) return CC_ERROR;
    bool blank = !prompt->verbatim && strspn(line->buffer, " ") >= before;
    el_deletestr(editor, blank ? (int)((before - 1) % INDENT + 1) : 1);
    return CC_REFRESH;
}

static unsigned char key_leave(EditLine *editor, int key) {
    (void)editor;
    (void)key;
    return CC_EOF;
}

static void list_names(char **names, int count) {
    size_t width = 0;
    for (int i = 0; i < count; i++) width = strlen(names[i]) > width ? strlen(names[i]) : width;
    int columns = width < 38 ? (int)(80 / (width + 2)) : 1;
    for (int i = 0; i < count; i++) printf("%s%-*s", i % columns ? "  " : "\r\n", (int)width, names[i]);
    printf("\r\n");
    fflush(stdout);
}

static size_t common_prefix(char **names, int count) {
    size_t length = strlen(names[0]);
    for (int i = 1; i < count; i++) {
        size_t same = 0;
        while (same < length && names[i][same] == names[0][same]) same++;
        length = same;
    }
    return length;
}

/* Replaces what is typed of a name by the longest common part of all that fit; lists them when that adds
 * nothing. */
static unsigned char offer(EditLine *editor, size_t typed, char **names, int count) {
    size_t common = common_prefix(names, count);
    if (common > typed) {
        char text[256];
        snprintf(text, sizeof text, "%.*s", (int)(common - typed), names[0] + typed);
        el_insertstr(editor, text);
        return CC_REFRESH;
    }
    if (count < 2) return CC_REFRESH_BEEP;
    list_names(names, count);
    return CC_REDISPLAY;
}

static unsigned char key_complete(EditLine *editor, int key) {
    struct prompt *prompt;
    char *names[NAMES_MAX], text[1024];
    const LineInfo *line = el_line(editor);
    size_t cursor = (size_t)(line->cursor - line->buffer), start = cursor;
    (void)key;
    el_get(editor, EL_CLIENTDATA, &prompt);
    if (cursor >= sizeof text) return CC_REFRESH_BEEP;
    memcpy(text, line->buffer, cursor);
    text[cursor] = 0;
    if (prompt->verbatim) return el_insertstr(editor, "\t"), CC_REFRESH;
    if (strspn(text, " \t") == cursor) return el_insertstr(editor, "    "), CC_REFRESH;
    int count = prompt->complete(prompt->context, text, cursor, &start, names, NAMES_MAX);
    unsigned char result = count > 0 ? offer(editor, cursor - start, names, count) : CC_REFRESH_BEEP;
    for (int i = 0; i < count; i++) free(names[i]);
    return result;
}

/* --- life */

static void load_history(struct prompt *prompt) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    char folder[400];
    HistEvent event;
    prompt->history = history_init();
    history(prompt->history, &event, H_SETSIZE, HISTORY_SIZE);
    history(prompt->history, &event, H_SETUNIQUE, 1);
    if (state && *state == '/')
        snprintf(folder, sizeof folder, "%s", state);
    else if (home)
        snprintf(folder, sizeof folder, "%s/.local/state", home);
    else
        return;
    char *slash = folder;
    while ((slash = strchr(slash + 1, '/'))) *slash = 0, mkdir(folder, 0700), *slash = '/';
    mkdir(folder, 0700);
    strncat(folder, "/krait", sizeof folder - strlen(folder) - 1);
    mkdir(folder, 0700);
    snprintf(prompt->history_path, sizeof prompt->history_path, "%s/history", folder);
    history(prompt->history, &event, H_LOAD, prompt->history_path);
}

static void bind_keys(EditLine *editor) {
    static const char *const keys[][2] = {{"^I", "krait-complete"},
                                          {"^E", "krait-paste"},
                                          {"^]", "krait-leave"},
                                          {"^@", "krait-end"},
                                          {"^?", "krait-erase"},
                                          {"^H", "krait-erase"},
                                          {"^R", "em-inc-search-prev"},
                                          {"^W", "ed-delete-prev-word"},
                                          {"\\e[1;5D", "ed-prev-word"},
                                          {"\\e[1;5C", "em-next-word"},
                                          {"\\e^?", "ed-delete-prev-word"},
                                          {"\\ed", "em-delete-next-word"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        el_set(editor, EL_BIND, keys[i][0], keys[i][1], NULL);
}

static void start_editor(struct prompt *prompt) {
    load_history(prompt);
    prompt->editor = el_init("krait", stdin, stdout, stderr);
    el_set(prompt->editor, EL_CLIENTDATA, prompt);
    el_set(prompt->editor, EL_PROMPT, prompt_text);
    el_set(prompt->editor, EL_SIGNAL, 0);
    el_set(prompt->editor, EL_HIST, history, prompt->history);
    el_set(prompt->editor, EL_EDITOR, "emacs");
    el_set(prompt->editor, EL_GETCFN, read_character);
    el_set(prompt->editor, EL_ADDFN, "krait-complete", "complete a name", key_complete);
    el_set(prompt->editor, EL_ADDFN, "krait-paste", "paste mode", key_paste);
    el_set(prompt->editor, EL_ADDFN, "krait-leave", "leave", key_leave);
    el_set(prompt->editor, EL_ADDFN, "krait-end", "leave", key_late_end);
    el_set(prompt->editor, EL_ADDFN, "krait-erase", "erase backwards", key_erase);
    el_source(prompt->editor, NULL);
    bind_keys(prompt->editor);
}

struct prompt *prompt_open(struct session *session, prompt_complete complete, void *context) {
    struct prompt *prompt = calloc(1, sizeof *prompt);
    if (!prompt) return NULL;
    prompt->session = session;
    prompt->complete = complete;
    prompt->context = context;
    prompt->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (prompt->terminal) start_editor(prompt);
    return prompt;
}

void prompt_close(struct prompt *prompt) {
    HistEvent event;
    if (!prompt) return;
    if (prompt->editor) {
        if (prompt->history_path[0]) history(prompt->history, &event, H_SAVE, prompt->history_path);
        if (prompt->history_path[0]) chmod(prompt->history_path, 0600);
        el_end(prompt->editor);
        history_end(prompt->history);
    }
    free(prompt->line);
    free(prompt);
}

bool prompt_is_terminal(const struct prompt *prompt) {
    return prompt->terminal;
}

/* --- reading */

static enum prompt_result not_a_line(struct prompt *prompt) {
    if (prompt->session->interrupted) {
        prompt->session->interrupted = false;
        return PROMPT_CANCEL;
    }
    if (prompt->paste) {
        prompt->paste = false;
        return PROMPT_PASTE;
    }
    return prompt->session->dead ? PROMPT_LOST : PROMPT_END;
}

static enum prompt_result read_edited(struct prompt *prompt, const char *text, int indent,
                                      const char **line) {
    char blanks[64];
    int count = 0;
    prompt->text = text;
    prompt->verbatim = indent == PROMPT_VERBATIM;
    if (indent < 0) indent = 0;
    snprintf(blanks, sizeof blanks, "%*s", indent < 60 ? indent : 60, "");
    if (indent > 0) el_push(prompt->editor, blanks);
    el_set(prompt->editor, EL_PREP_TERM,
           1); /* before the prompt shows, so that no key meets the terminal's own editing */
    prompt->editing = true;
    const char *got = el_gets(prompt->editor, &count);
    prompt->editing = false;
    if (!got || count <= 0) {
        enum prompt_result why = not_a_line(prompt);
        if (why == PROMPT_CANCEL) el_reset(prompt->editor);
        putchar('\n');
        return why;
    }
    snprintf(prompt->copy, sizeof prompt->copy, "%.*s", count, got);
    prompt->copy[strcspn(prompt->copy, "\n")] = 0;
    *line = prompt->copy;
    return PROMPT_LINE;
}

static enum prompt_result read_plain(struct prompt *prompt, const char **line) {
    ssize_t n = getline(&prompt->line, &prompt->line_size, stdin);
    if (n < 0) return not_a_line(prompt);
    if (n > 0 && prompt->line[n - 1] == '\n') prompt->line[n - 1] = 0;
    *line = prompt->line;
    return session_step(prompt->session, 0) ? PROMPT_LINE : PROMPT_LOST;
}

enum prompt_result prompt_read(struct prompt *prompt, const char *text, int indent, const char **line) {
    return prompt->editor ? read_edited(prompt, text, indent, line) : read_plain(prompt, line);
}

void prompt_hide(struct prompt *prompt) {
    if (prompt->editor && prompt->editing) fputs("\r\033[K", stdout);
}

void prompt_show(struct prompt *prompt) {
    if (prompt->editor && prompt->editing) el_set(prompt->editor, EL_REFRESH);
}

void prompt_remember(struct prompt *prompt, const char *text) {
    HistEvent event;
    if (prompt->history && text[strspn(text, " \t\n")]) history(prompt->history, &event, H_ENTER, text);
}

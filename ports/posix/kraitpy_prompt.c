/* The prompt: lines are collected until they are a whole statement, which the machine itself decides.
 *
 * On a terminal libedit reads the lines; otherwise, or without libedit, they come from stdin as they are,
 * with the prompts on stderr. */
#include "kraitpy_prompt.h"
#include "kraitpy_edit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_INTERRUPTED 130
#define PROMPT_MAX       64

typedef struct prompt {
    kr_vm *vm;
    host_console *console;
    kraitpy_edit *edit; /* NULL: plain reading */
    char *text;         /* the statement so far */
    size_t size, capacity;
    char input[512]; /* plain reading: bytes that were read ahead */
    size_t input_at, input_end;
} prompt;

enum line_end { LINE_READ, LINE_END, LINE_INTERRUPTED, LINE_NO_MEMORY, LINE_PASTE };

static bool append(prompt *p, const char *text, size_t size) {
    if (p->size + size > p->capacity) {
        size_t capacity = (p->size + size) * 2;
        char *grown = realloc(p->text, capacity);
        if (grown == NULL) return false;
        p->text = grown;
        p->capacity = capacity;
    }
    memcpy(p->text + p->size, text, size);
    p->size += size;
    return true;
}

/* Takes a line, its newline included, out of what stdin gives. A last line without a newline counts. */
static enum line_end read_plainly(prompt *p) {
    size_t before = p->size;
    for (;;) {
        const char *start = p->input + p->input_at;
        size_t left = p->input_end - p->input_at;
        const char *newline = memchr(start, '\n', left);
        size_t size = newline != NULL ? (size_t)(newline + 1 - start) : left;
        if (size > 0 && !append(p, start, size)) return LINE_NO_MEMORY;
        p->input_at += size;
        if (newline != NULL) return LINE_READ;
        ptrdiff_t count = host_console_read(p->console, p->input, sizeof p->input);
        if (count == -KR_EINTR) return LINE_INTERRUPTED;
        if (count <= 0) return p->size > before && append(p, "\n", 1) ? LINE_READ : LINE_END;
        p->input_at = 0;
        p->input_end = (size_t)count;
    }
}

static enum line_end read_line(prompt *p, const char *text, unsigned indent, bool paste) {
    const char *line;
    host_console_flush(p->console);
    kr_clear_interrupt(p->vm); /* what comes from now on is meant for this line or what it runs */
    if (p->edit == NULL) {
        fputs(text, stderr);
        return read_plainly(p);
    }
    switch (kraitpy_edit_line(p->edit, text, indent, paste, &line)) {
    case EDIT_END: return LINE_END;
    case EDIT_INTERRUPTED: return LINE_INTERRUPTED;
    case EDIT_PASTE: return LINE_PASTE;
    default: break;
    }
    /* A line on which nothing was typed behind the indentation is an empty one, and ends a block. */
    bool untouched = indent > 0 && strspn(line, " ") == indent && line[indent] == '\n';
    if (untouched) line += indent;
    return append(p, line, strlen(line)) ? LINE_READ : LINE_NO_MEMORY;
}

int kraitpy_report(kr_vm *vm, host_console *console, kr_status status, bool prompting) {
    host_console_flush(console);
    switch (status) {
    case KR_OK:
    case KR_INCOMPLETE: return -1;
    case KR_EXIT: return kr_exit_code(vm);
    default: break;
    }
    size_t size;
    const char *text = kr_error_text(vm, &size);
    host_console_write(console, KR_STDERR, text, size);
    if (prompting) return -1;
    return status == KR_INTERRUPTED ? EXIT_INTERRUPTED : 1;
}

/* Runs what has been collected; true when it was a whole statement. */
static bool run(prompt *p, int *code) {
    kr_status status = kr_run_source(p->vm, KR_MODE_SINGLE, "<stdin>", p->text, p->size);
    *code = kraitpy_report(p->vm, p->console, status, true);
    return status != KR_INCOMPLETE;
}

/* The last character of a line that is no blank and in no comment. */
static char last_character(const char *line, size_t size) {
    const char *comment = memchr(line, '#', size);
    if (comment != NULL) size = (size_t)(comment - line);
    while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\t')) size--;
    return size > 0 ? line[size - 1] : '\0';
}

/* Blanks in front of the next line: those of the last line, and a step more when that opens a block. */
static unsigned next_indent(const prompt *p) {
    size_t start = p->size;
    if (start == 0) return 0;
    for (start--; start > 0 && p->text[start - 1] != '\n';) start--;
    const char *line = p->text + start;
    size_t size = p->size - 1 - start, indent = 0;
    while (indent < size && line[indent] == ' ') indent++;
    return (unsigned)indent + (last_character(line, size) == ':' ? 4 : 0);
}

/* Everything up to ctrl-D is one program; ctrl-C drops it. Returns the exit code, or -1 to go on. */
static int paste(prompt *p) {
    enum line_end end;
    puts("\npaste mode; ctrl-C to cancel, ctrl-D to finish");
    p->size = 0;
    do end = read_line(p, "=== ", 0, true);
    while (end == LINE_READ);
    putchar('\n');
    if (end != LINE_END || p->size == 0) return -1;
    kr_status status = kr_run_source(p->vm, KR_MODE_EXEC, "<stdin>", p->text, p->size);
    return kraitpy_report(p->vm, p->console, status, true);
}

/* One statement; the exit code, or -1 to go on. */
static int converse(prompt *p) {
    char text[PROMPT_MAX];
    p->size = 0;
    for (int code = -1;;) {
        kr_prompt_text(p->vm, p->size > 0, text, sizeof text);
        switch (read_line(p, text, next_indent(p), false)) {
        case LINE_READ:
            if (run(p, &code)) return code;
            break;
        case LINE_PASTE: return paste(p);
        case LINE_END: fputc('\n', stderr); return 0;
        case LINE_NO_MEMORY: fputs("kraitpy: the statement is too long\n", stderr); return -1;
        case LINE_INTERRUPTED:
            kr_clear_interrupt(p->vm);
            fputs("\nKeyboardInterrupt\n", stderr);
            return -1;
        }
    }
}

/* $HOME/.kraitpy_history, or NULL. */
static const char *history_path(char *path, size_t size) {
    const char *home = getenv("HOME");
    if (home == NULL || (size_t)snprintf(path, size, "%s/.kraitpy_history", home) >= size) return NULL;
    return path;
}

int kraitpy_prompt(kr_vm *vm, host_console *console) {
    char path[KR_PATH_MAX];
    prompt p = {.vm = vm, .console = console};
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        p.edit = kraitpy_edit_open(vm, history_path(path, sizeof path));
    int code;
    do code = converse(&p);
    while (code < 0);
    kraitpy_edit_close(p.edit);
    free(p.text);
    return code;
}

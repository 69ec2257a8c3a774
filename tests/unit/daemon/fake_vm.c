/* A machine that understands a few words instead of Python, so that the daemon's tests decide exactly what a
 * program does and when. One command a line:
 *
 *     print TEXT | eprint TEXT | flood BYTES | loop | swallow | sleep US | read | cat PATH | lines PATH |
 * write PATH TEXT | append PATH TEXT | list PATH | stat PATH | remove PATH | argv | path | raise | exit N |
 * reset soft | reset hard | set TEXT | get
 *
 * `loop` runs until KeyboardInterrupt, `swallow` until it is stopped for good. `set` and `get` are a global
 * variable. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "krait/vm.h"

struct kr_vm {
    kr_host host;
    bool interrupt, stop;
    char error[256];
    char result[256];
    char variable[64];
    char argv[256];
    char path[512];
    int exit_code;
};

static void out(kr_vm *vm, const char *text) {
    vm->host.write(vm->host.context, KR_STDOUT, text, strlen(text));
}

static kr_status failed(kr_vm *vm, const char *what, int code) {
    snprintf(vm->error, sizeof vm->error, "Traceback: %s %d\n", what, -code);
    return KR_EXCEPTION;
}

static kr_status interrupted(kr_vm *vm) {
    vm->interrupt = false;
    snprintf(vm->error, sizeof vm->error, "KeyboardInterrupt\n");
    return KR_INTERRUPTED;
}

static kr_status run_loop(kr_vm *vm, bool swallow) {
    for (;;) {
        vm->host.poll(vm->host.context);
        if (vm->stop) return KR_INTERRUPTED;
        if (vm->interrupt && !swallow) return interrupted(vm);
        vm->interrupt = false;
    }
}

static kr_status flood(kr_vm *vm, size_t left) {
    static const char text[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\n";
    size_t size = sizeof text - 1;
    while (left > 0 && !vm->interrupt && !vm->stop) {
        size_t part = left < size ? left : size;
        vm->host.write(vm->host.context, KR_STDOUT, text, part);
        left -= part;
    }
    return vm->stop ? KR_INTERRUPTED : vm->interrupt ? interrupted(vm) : KR_OK;
}

static kr_status read_input(kr_vm *vm) {
    char text[128], line[160];
    ptrdiff_t got = vm->host.read(vm->host.context, text, sizeof text - 1);
    if (got == -KR_EINTR) return vm->stop ? KR_INTERRUPTED : interrupted(vm);
    text[got > 0 ? got : 0] = 0;
    snprintf(line, sizeof line, got > 0 ? "got:%s\n" : "eof%s\n", text);
    out(vm, line);
    return KR_OK;
}

/* Reads a file in pieces of this size. */
static kr_status cat(kr_vm *vm, const char *path, size_t piece) {
    const kr_files *files = vm->host.files;
    char data[8192];
    ptrdiff_t got;
    int handle = files->open(vm->host.files_context, path, KR_OPEN_READ);
    if (handle < 0) return failed(vm, "open", handle);
    while ((got = files->read(vm->host.files_context, handle, data, piece)) > 0) {
        vm->host.write(vm->host.context, KR_STDOUT, data, (size_t)got);
        vm->host.poll(vm->host.context);
    }
    files->close(vm->host.files_context, handle);
    if (got == -KR_EINTR) return vm->stop ? KR_INTERRUPTED : interrupted(vm);
    return got < 0 ? failed(vm, "read", (int)got) : KR_OK;
}

static kr_status write_file(kr_vm *vm, char *arguments, int mode) {
    const kr_files *files = vm->host.files;
    char *text = strchr(arguments, ' ');
    *text++ = 0;
    int handle = files->open(vm->host.files_context, arguments, KR_OPEN_WRITE | KR_OPEN_CREATE | mode);
    if (handle < 0) return failed(vm, "open", handle);
    ptrdiff_t put = 0;
    for (size_t i = 0; text[i] && put >= 0; i++)
        put = files->write(vm->host.files_context, handle, text + i, 1);
    int closed = files->close(vm->host.files_context, handle);
    if (put < 0) return failed(vm, "write", (int)put);
    return closed < 0 ? failed(vm, "close", closed) : KR_OK;
}

static kr_status list(kr_vm *vm, const char *path) {
    const kr_files *files = vm->host.files;
    kr_file_entry entry;
    int result;
    int handle = files->list_open(vm->host.files_context, path);
    if (handle < 0) return failed(vm, "list", handle);
    while ((result = files->list_next(vm->host.files_context, handle, &entry)) > 0) {
        out(vm, entry.name);
        out(vm, "\n");
    }
    files->list_close(vm->host.files_context, handle);
    return result < 0 ? failed(vm, "list", result) : KR_OK;
}

static kr_status stat_path(kr_vm *vm, const char *path) {
    kr_file_stat stat;
    char line[64];
    int result = vm->host.files->stat(vm->host.files_context, path, &stat);
    if (result < 0) return failed(vm, "stat", result);
    snprintf(line, sizeof line, "%c %llu\n", stat.kind == KR_FILE_DIRECTORY ? 'd' : 'f',
             (unsigned long long)stat.size);
    out(vm, line);
    return KR_OK;
}

static kr_status print(kr_vm *vm, enum kr_stream stream, const char *text) {
    char line[600];
    int length = snprintf(line, sizeof line, "%s\n", text);
    vm->host.write(vm->host.context, stream, line, (size_t)length);
    return KR_OK;
}

static kr_status reset(kr_vm *vm, bool hard) {
    vm->host.reset(vm->host.context, hard);
    return run_loop(vm, true);
}

static kr_status leave(kr_vm *vm, const char *code) {
    vm->exit_code = atoi(code);
    return KR_EXIT;
}

static kr_status run_file_word(kr_vm *vm, const char *word, char *rest) {
    if (!strcmp(word, "cat")) return cat(vm, rest, 8192);
    if (!strcmp(word, "lines")) return cat(vm, rest, 40);
    if (!strcmp(word, "write")) return write_file(vm, rest, KR_OPEN_TRUNCATE);
    if (!strcmp(word, "append")) return write_file(vm, rest, KR_OPEN_APPEND);
    if (!strcmp(word, "list")) return list(vm, rest);
    if (!strcmp(word, "stat")) return stat_path(vm, rest);
    if (strcmp(word, "remove") != 0) return failed(vm, "no such word", 0);
    int result = vm->host.files->remove(vm->host.files_context, rest);
    return result < 0 ? failed(vm, "remove", result) : KR_OK;
}

static kr_status run_word(kr_vm *vm, const char *word, char *rest) {
    if (!strcmp(word, "print")) return print(vm, KR_STDOUT, rest);
    if (!strcmp(word, "eprint")) return print(vm, KR_STDERR, rest);
    if (!strcmp(word, "argv")) return print(vm, KR_STDOUT, vm->argv);
    if (!strcmp(word, "path")) return print(vm, KR_STDOUT, vm->path);
    if (!strcmp(word, "get")) return print(vm, KR_STDOUT, vm->variable);
    if (!strcmp(word, "flood")) return flood(vm, (size_t)atol(rest));
    if (!strcmp(word, "loop")) return run_loop(vm, false);
    if (!strcmp(word, "swallow")) return run_loop(vm, true);
    if (!strcmp(word, "read")) return read_input(vm);
    if (!strcmp(word, "raise")) return failed(vm, "raised", 0);
    if (!strcmp(word, "exit")) return leave(vm, rest);
    if (!strcmp(word, "reset")) return reset(vm, !strcmp(rest, "hard"));
    if (!strcmp(word, "set")) return (void)snprintf(vm->variable, sizeof vm->variable, "%s", rest), KR_OK;
    if (!strcmp(word, "sleep")) {
        vm->host.sleep_us(vm->host.context, strtoull(rest, NULL, 10));
        return vm->stop ? KR_INTERRUPTED : vm->interrupt ? interrupted(vm) : KR_OK;
    }
    return run_file_word(vm, word, rest);
}

static kr_status run_text(kr_vm *vm, const char *source, size_t size) {
    char *copy = strndup(source, size);
    char *state = NULL;
    kr_status status = KR_OK;
    vm->stop = false;
    for (char *line = strtok_r(copy, "\n", &state); line && status == KR_OK;
         line = strtok_r(NULL, "\n", &state)) {
        char *rest = strchr(line, ' ');
        if (rest) *rest++ = 0;
        char none[1] = "";
        vm->host.poll(vm->host.context);
        status = run_word(vm, line, rest ? rest : none);
    }
    free(copy);
    vm->stop = false;
    return status;
}

kr_vm *kr_open(const kr_config *config) {
    kr_vm *vm = config->memory;
    if (config->size < sizeof *vm) return NULL;
    *vm = (kr_vm){.host = *config->host};
    return vm;
}

void kr_close(kr_vm *vm) {
    (void)vm;
}

void kr_soft_reset(kr_vm *vm) {
    vm->variable[0] = vm->argv[0] = vm->path[0] = 0;
}

kr_status kr_set_argv(kr_vm *vm, int argc, const char *const *argv) {
    vm->argv[0] = 0;
    for (int i = 0; i < argc; i++) {
        if (i) strcat(vm->argv, "|");
        strncat(vm->argv, argv[i], 50);
    }
    return KR_OK;
}

kr_status kr_add_path(kr_vm *vm, int index, const char *directory) {
    char before[sizeof vm->path];
    memcpy(before, vm->path, sizeof before);
    if (index == 0)
        snprintf(vm->path, sizeof vm->path, "%.100s:%.400s", directory, before);
    else
        snprintf(vm->path, sizeof vm->path, "%.400s%.100s:", before, directory);
    return KR_OK;
}

void kr_remove_path(kr_vm *vm, const char *directory) {
    char *found = strstr(vm->path, directory);
    if (found) memmove(found, found + strlen(directory) + 1, strlen(found + strlen(directory) + 1) + 1);
}

kr_status kr_run_source(kr_vm *vm, kr_mode mode, const char *name, const char *source, size_t size) {
    (void)name;
    if (mode == KR_MODE_SINGLE && size > 0 && source[size - 1] == ':') return KR_INCOMPLETE;
    if (mode == KR_MODE_EVAL) {
        snprintf(vm->result, sizeof vm->result, "repr %.*s", (int)size, source);
        return KR_OK;
    }
    return run_text(vm, source, size);
}

kr_status kr_run_file(kr_vm *vm, const char *path) {
    char source[4096];
    int handle = vm->host.files->open(vm->host.files_context, path, KR_OPEN_READ);
    if (handle < 0) return failed(vm, "open", handle);
    ptrdiff_t got = vm->host.files->read(vm->host.files_context, handle, source, sizeof source);
    vm->host.files->close(vm->host.files_context, handle);
    return run_text(vm, source, got > 0 ? (size_t)got : 0);
}

bool kr_compiles(void) {
    return true;
}

kr_status kr_run_image(kr_vm *vm, kr_mode mode, const void *image, size_t size) {
    if (size < 4 || memcmp(image, "KRI1", 4) != 0) return failed(vm, "image", 0);
    snprintf(vm->result, sizeof vm->result, "image in mode %u", mode);
    return KR_OK;
}

kr_status kr_run_module(kr_vm *vm, const char *module) {
    return failed(vm, module, 0);
}

const char *kr_error_text(kr_vm *vm, size_t *size) {
    if (size) *size = strlen(vm->error);
    return vm->error;
}

const char *kr_result_text(kr_vm *vm, size_t *size) {
    if (size) *size = strlen(vm->result);
    return vm->result;
}

int kr_exit_code(const kr_vm *vm) {
    return vm->exit_code;
}

void kr_interrupt(kr_vm *vm) {
    vm->interrupt = true;
}

bool kr_interrupt_pending(const kr_vm *vm) {
    return vm->interrupt;
}

void kr_clear_interrupt(kr_vm *vm) {
    vm->interrupt = false;
}

void kr_request_stop(kr_vm *vm) {
    vm->stop = true;
}

size_t kr_complete(kr_vm *vm, const char *text, size_t size, void (*found)(void *context, const char *name),
                   void *context) {
    (void)vm, (void)text;
    found(context, "print");
    found(context, "property");
    return size < 2 ? size : 2;
}

void kr_memory(const kr_vm *vm, kr_memory_info *info) {
    (void)vm;
    *info = (kr_memory_info){
        .heap_size = 1000, .heap_used = 400, .heap_free = 600, .largest_free = 500, .collections = 3};
}

void kr_collect(kr_vm *vm) {
    (void)vm;
}

const char *kr_version(void) {
    return "fake";
}

void kr_prompt_text(kr_vm *vm, bool more, char *text, size_t size) {
    (void)vm;
    snprintf(text, size, "%s", more ? "... " : ">>> ");
}

/* The tests' machine has no heap: what is lent comes from the host's, and there may be none. */
size_t fake_vm_lent, fake_vm_lent_most;

void *kr_lend(kr_vm *vm, size_t *size) {
    (void)vm;
    if (*size > fake_vm_lent_most - fake_vm_lent) return NULL;
    *size = (*size + 255) / 256 * 256;
    size_t *memory = malloc(*size + 16);
    *memory = *size;
    fake_vm_lent += *size;
    return memory + 2;
}

void kr_take_back(kr_vm *vm, void *memory) {
    size_t *start = (size_t *)memory - 2;
    (void)vm;
    fake_vm_lent -= *start;
    free(start);
}

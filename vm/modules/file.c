/* Files as bytes: one buffer an open file, which either holds what was read ahead or what is still to be written, never both. The host's
 * handle is at the end of what was read ahead. */
#include "modules/file.h"
#include "modules/socket.h"
#include "core/heap.h"
#include "core/mount.h"
#include "core/operate.h"
#include "core/path.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define BUFFER_SIZE (UINTPTR_MAX > 0xffffffffu ? 16384 : 256)

static kr_file *to_file(kr_value v) { return kr_to_pointer(v); }

bool kr_is_file(kr_value v) { return kr_is_kind(v, &kr_file_type); }

void kr_file_check(kr_vm *vm, const kr_file *file, uint32_t flags) {
    if (file->flags & KR_FILE_CLOSED) kr_raise_value_error(vm, "I/O operation on closed file.");
    if ((flags & KR_FILE_READ) && !(file->flags & KR_FILE_READ)) kr_raise(vm, &kr_UnsupportedOperation_type, "not readable");
    if ((flags & KR_FILE_WRITE) && !(file->flags & KR_FILE_WRITE)) kr_raise(vm, &kr_UnsupportedOperation_type, "not writable");
}

static void check(kr_vm *vm, const kr_file *file, ptrdiff_t result) {
    if (result < 0) kr_raise_errno(vm, (int)result, file->flags & (KR_FILE_CONSOLE | KR_FILE_STREAM) ? KR_UNBOUND : file->name);
}

/* --- the host's side */

static ptrdiff_t host_read(kr_vm *vm, const kr_file *file, void *data, size_t size) {
    const kr_host *host = vm->host;
    if (file->flags & KR_FILE_STREAM) return kr_stream_read(vm, file->name, data, size);
    if (!(file->flags & KR_FILE_CONSOLE)) return host->files->read(host->files_context, file->handle, data, size);
    ptrdiff_t n = host->read != NULL ? host->read(host->context, data, size) : 0;
    if (n == -KR_EINTR) kr_poll(vm);
    return n;
}

static ptrdiff_t host_write(kr_vm *vm, const kr_file *file, const void *data, size_t size) {
    const kr_host *host = vm->host;
    if (file->flags & KR_FILE_STREAM) return kr_stream_write(vm, file->name, data, size);
    if (!(file->flags & KR_FILE_CONSOLE)) return host->files->write(host->files_context, file->handle, data, size);
    if (file->handle == 1 && !(file->flags & KR_FILE_TEXT) && host->write_bytes != NULL)
        host->write_bytes(host->context, data, size);
    else
        host->write(host->context, file->handle == 2 ? KR_STDERR : KR_STDOUT, data, size);
    return (ptrdiff_t)size;
}

static int host_close(kr_vm *vm, const kr_file *file) {
    if (!(file->flags & KR_FILE_STREAM)) return vm->host->files->close(vm->host->files_context, file->handle);
    kr_stream_close(vm, file->name);
    return 0;
}

static void write_through(kr_vm *vm, kr_file *file, const uint8_t *data, size_t size) {
    while (size > 0) {
        ptrdiff_t n = host_write(vm, file, data, size);
        check(vm, file, n);
        if (n == 0) check(vm, file, -KR_ENOSPC);
        data += n;
        size -= (size_t)n;
    }
}

/* --- buffering */

static void need_buffer(kr_vm *vm, kr_file *file) {
    if (file->buffer != NULL) return;
    file->buffer = kr_bytes_new(vm, BUFFER_SIZE);
    file->capacity = BUFFER_SIZE;
}

void kr_file_flush(kr_vm *vm, kr_file *file) {
    const kr_host *host = vm->host;
    if (file->flags & KR_FILE_DIRTY) {
        size_t size = file->end;
        file->end = file->at = 0;
        file->flags &= ~(uint32_t)KR_FILE_DIRTY;
        write_through(vm, file, file->buffer, size);
    }
    if ((file->flags & KR_FILE_CONSOLE) && file->handle > 0 && host->flush != NULL)
        host->flush(host->context, file->handle == 2 ? KR_STDERR : KR_STDOUT);
}

/* What was read ahead is forgotten: the host's position moves back to ours. */
static void drop_ahead(kr_vm *vm, kr_file *file) {
    uint32_t ahead = file->end - file->at;
    bool seekable = !(file->flags & (KR_FILE_CONSOLE | KR_FILE_STREAM));
    if (file->flags & KR_FILE_DIRTY) return;
    file->at = file->end = 0;
    if (ahead > 0 && seekable) {
        int64_t moved = vm->host->files->seek(vm->host->files_context, file->handle, -(int64_t)ahead, 1);
        check(vm, file, moved < 0 ? (ptrdiff_t)moved : 0);
    }
}

/* sys.stdin.buffer takes from the host what was asked for and no more: the rest belongs to whoever reads next. */
static bool reads_exactly(const kr_file *file) {
    return (file->flags & KR_FILE_CONSOLE) && !(file->flags & KR_FILE_TEXT);
}

bool kr_file_read_ahead_line(kr_vm *vm, kr_file *file) {
    const kr_host *host = vm->host;
    if (!(file->flags & KR_FILE_CONSOLE) || (file->flags & KR_FILE_CLOSED) || file->at < file->end || host->read_line == NULL) return true;
    need_buffer(vm, file);
    ptrdiff_t n = host->read_line(host->context, (char *)file->buffer, file->capacity);
    if (n == -KR_EINTR) kr_poll(vm);
    check(vm, file, n);
    file->at = 0;
    file->end = (uint32_t)n;
    return n > 0;
}

bool kr_file_fill(kr_vm *vm, kr_file *file) {
    if (file->flags & KR_FILE_DIRTY) kr_file_flush(vm, file);
    if (file->at < file->end) return true;
    need_buffer(vm, file);
    ptrdiff_t n = host_read(vm, file, file->buffer, (file->flags & KR_FILE_RAW) || reads_exactly(file) ? 1 : file->capacity);
    check(vm, file, n);
    file->at = 0;
    file->end = (uint32_t)n;
    return n > 0;
}

/* A read of a whole buffer or more goes straight to its target; a console gives what it has. */
size_t kr_file_read(kr_vm *vm, kr_file *file, void *data, size_t size) {
    uint8_t *out = data;
    size_t done = 0;
    if (file->flags & KR_FILE_DIRTY) kr_file_flush(vm, file);
    while (done < size) {
        size_t have = file->end - file->at;
        bool raw = file->flags & KR_FILE_RAW;
        if (have == 0 && (raw || reads_exactly(file) || size - done >= BUFFER_SIZE)) {
            ptrdiff_t n = host_read(vm, file, out + done, size - done);
            check(vm, file, n);
            done += (size_t)n;
            if (n == 0 || raw) break;
            continue;
        }
        if (have == 0 && !kr_file_fill(vm, file)) break;
        have = file->end - file->at;
        if (have > size - done) have = size - done;
        memcpy(out + done, file->buffer + file->at, have);
        file->at += (uint32_t)have;
        done += have;
    }
    return done;
}

void kr_file_write(kr_vm *vm, kr_file *file, const void *data, size_t size) {
    bool direct = (file->flags & (KR_FILE_CONSOLE | KR_FILE_RAW)) || ((file->flags & KR_FILE_STREAM) && (file->flags & KR_FILE_READ));
    if (direct) { /* a connection's buffer is for what was read: the two directions have nothing to do with each other */
        write_through(vm, file, data, size);
        return;
    }
    if (!(file->flags & KR_FILE_DIRTY)) drop_ahead(vm, file);
    need_buffer(vm, file);
    if (size > file->capacity - file->end) kr_file_flush(vm, file);
    if (size >= file->capacity) {
        write_through(vm, file, data, size);
        return;
    }
    memcpy(file->buffer + file->end, data, size);
    file->end += (uint32_t)size;
    if (file->end > 0) file->flags |= KR_FILE_DIRTY;
    bool line = (file->flags & KR_FILE_LINES) && memchr(data, '\n', size) != NULL;
    if (line) kr_file_flush(vm, file);
}

static int64_t host_seek(kr_vm *vm, kr_file *file, int64_t offset, int whence) {
    if (file->flags & (KR_FILE_CONSOLE | KR_FILE_STREAM)) kr_raise(vm, &kr_UnsupportedOperation_type, "underlying stream is not seekable");
    int64_t at = vm->host->files->seek(vm->host->files_context, file->handle, offset, whence);
    check(vm, file, at < 0 ? (ptrdiff_t)at : 0);
    return at;
}

int64_t kr_file_seek(kr_vm *vm, kr_file *file, int64_t offset, int whence) {
    kr_file_flush(vm, file);
    drop_ahead(vm, file);
    file->flags &= ~(uint32_t)KR_FILE_SKIP_LF;
    return host_seek(vm, file, offset, whence);
}

int64_t kr_file_tell(kr_vm *vm, kr_file *file) {
    int64_t at = host_seek(vm, file, 0, 1);
    return file->flags & KR_FILE_DIRTY ? at + file->end : at - (file->end - file->at);
}

void kr_file_close(kr_vm *vm, kr_file *file) {
    if (file->flags & KR_FILE_CLOSED) return;
    if (file->flags & KR_FILE_CONSOLE) return kr_file_flush(vm, file); /* programs may close stdout and print on */
    vm->open_files--;
    uint32_t dirty = file->flags & KR_FILE_DIRTY;
    if (dirty) {
        size_t size = file->end;
        file->flags = (file->flags | KR_FILE_CLOSED) & ~(uint32_t)KR_FILE_DIRTY;
        ptrdiff_t n = 1, done = 0;
        while (done < (ptrdiff_t)size && n > 0) { /* the handle is closed whatever the disk says */
            n = host_write(vm, file, file->buffer + done, size - (size_t)done);
            done += n > 0 ? n : 0;
        }
        int closed = host_close(vm, file);
        check(vm, file, n < 0 ? n : done < (ptrdiff_t)size ? -KR_ENOSPC : closed);
        return;
    }
    file->flags |= KR_FILE_CLOSED;
    check(vm, file, host_close(vm, file));
}

/* --- the collector's side */

static void file_trace(kr_vm *vm, kr_object *object) {
    kr_file *file = (kr_file *)object;
    kr_mark(vm, file->name);
    kr_mark(vm, file->mode);
    kr_mark_block(vm, file->buffer);
}

/* What a forgotten file over a connection holds goes out as far as that is possible at once. */
static void stream_finalize(kr_vm *vm, kr_file *file) {
    const kr_host *host = vm->host;
    file->flags |= KR_FILE_CLOSED;
    vm->open_files--;
    if (!kr_is_socket(file->name)) return;
    kr_socket *socket = kr_to_socket(file->name);
    if ((file->flags & KR_FILE_DIRTY) && socket->handle >= 0)
        host->net->send(host->net_context, socket->handle, file->buffer, file->end, NULL);
    kr_socket_release(vm, socket);
}

/* A forgotten file: what it holds is written, errors have nobody to go to. */
static void file_finalize(kr_vm *vm, kr_object *object) {
    kr_file *file = (kr_file *)object;
    const kr_host *host = vm->host;
    if (file->flags & (KR_FILE_CLOSED | KR_FILE_CONSOLE) || file->handle < 0) return;
    if (file->flags & KR_FILE_STREAM) return stream_finalize(vm, file);
    if (file->flags & KR_FILE_DIRTY) host->files->write(host->files_context, file->handle, file->buffer, file->end);
    file->flags |= KR_FILE_CLOSED;
    vm->open_files--;
    host->files->close(host->files_context, file->handle);
}

static void file_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const kr_file *file = to_file(v);
    (void)vm;
    (void)str;
    if (file->flags & KR_FILE_TEXT)
        kr_write_format(out, "<_io.TextIOWrapper name=%R mode=%R encoding='utf-8'>", file->name, file->mode);
    else
        kr_write_format(out, "<_io.%s name=%R>", file->flags & KR_FILE_WRITE ? "BufferedWriter" : "BufferedReader", file->name);
}

static kr_value file_iter(kr_vm *vm, kr_value v) {
    kr_file_check(vm, to_file(v), 0);
    return v;
}

const kr_ops kr_file_ops = {
    .trace = file_trace, .finalize = file_finalize, .print = file_print, .iter = file_iter, .next = kr_file_next_line};

/* --- opening */

/* open()'s arguments by name. */
enum { ARG_FILE, ARG_MODE, ARG_BUFFERING, ARG_ENCODING, ARG_ERRORS, ARG_NEWLINE, ARG_COUNT };

static void bind_open(kr_vm *vm, kr_value out[ARG_COUNT], size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    const kr_value known[ARG_COUNT] = {N_file, N_mode, N_buffering, N_encoding, N_errors, N_newline};
    for (size_t i = 0; i < ARG_COUNT; i++) out[i] = i < argc ? argv[i] : KR_UNBOUND;
    for (size_t i = 0; i < nkw; i++) {
        size_t at = 0;
        if (names[i] == N_closefd || names[i] == N_opener) continue;
        while (at < ARG_COUNT && known[at] != names[i]) at++;
        if (at == ARG_COUNT) kr_raise_type(vm, "'%S' is an invalid keyword argument for open()", names[i]);
        if (out[at] != KR_UNBOUND) kr_raise_type(vm, "argument for open() given by name ('%S') and position (%d)", names[i], (int)at + 1);
        out[at] = argv[argc + i];
    }
    if (out[ARG_FILE] == KR_UNBOUND) kr_raise_type(vm, "open() missing required argument 'file' (pos 1)");
}

/* "r+b" and the like to flags of ours and of the host. */
static uint32_t parse_mode(kr_vm *vm, const char *mode, int *open_flags) {
    uint32_t flags = 0;
    int kinds = 0, plus = 0, text = 0, binary = 0;
    *open_flags = 0;
    for (const char *p = mode; *p; p++) {
        switch (*p) {
        case 'r': kinds++; flags |= KR_FILE_READ; break;
        case 'w': kinds++; flags |= KR_FILE_WRITE; *open_flags |= KR_OPEN_CREATE | KR_OPEN_TRUNCATE; break;
        case 'a': kinds++; flags |= KR_FILE_WRITE | KR_FILE_APPEND; *open_flags |= KR_OPEN_CREATE | KR_OPEN_APPEND; break;
        case 'x': kinds++; flags |= KR_FILE_WRITE; *open_flags |= KR_OPEN_CREATE | KR_OPEN_EXCLUSIVE; break;
        case '+': plus++; break;
        case 't': text++; break;
        case 'b': binary++; break;
        default: kr_raise_value_error(vm, "invalid mode: '%s'", mode);
        }
    }
    if (text && binary) kr_raise_value_error(vm, "can't have text and binary mode at once");
    if (kinds != 1 || plus > 1 || text > 1 || binary > 1)
        kr_raise_value_error(vm, kinds == 1 ? "invalid mode: '%s'" : "must have exactly one of create/read/write/append mode", mode);
    if (plus) flags |= KR_FILE_READ | KR_FILE_WRITE;
    if (!binary) flags |= KR_FILE_TEXT;
    *open_flags |= (flags & KR_FILE_READ ? KR_OPEN_READ : 0) | (flags & KR_FILE_WRITE ? KR_OPEN_WRITE : 0);
    return flags;
}

/* UTF-8 and its subset ASCII; names are compared as Python does, without '-' and case. */
static void check_encoding(kr_vm *vm, kr_value encoding) {
    static const char *const known[] = {"utf8", "ascii", "usascii", "u8", "utf"};
    char plain[16];
    size_t used = 0;
    if (encoding == KR_UNBOUND || encoding == KR_NONE) return;
    for (const char *p = kr_str_arg(vm, encoding, "open() argument 'encoding'"); *p && used < sizeof plain - 1; p++) {
        if (*p != '-' && *p != '_') plain[used++] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
    }
    plain[used] = 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(plain, known[i]) == 0) return;
    }
    kr_raise(vm, &kr_LookupError_type, "unknown encoding: %S (files are read and written as UTF-8)", encoding);
}

static const char *const handlers[] = {"strict",           "ignore",        "replace",          "backslashreplace",
                                       "surrogateescape",  "surrogatepass", "xmlcharrefreplace", "namereplace"};

const char *kr_file_errors(const kr_file *file) {
    return handlers[(file->flags & KR_FILE_ERRORS) / KR_FILE_ERROR_STEP];
}

static uint32_t error_flags(kr_vm *vm, const char *name) {
    for (uint32_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (strcmp(handlers[i], name) == 0) return i * KR_FILE_ERROR_STEP;
    kr_raise(vm, &kr_LookupError_type, "unknown error handler name '%s'", name);
}

static uint32_t text_flags(kr_vm *vm, const kr_value args[ARG_COUNT]) {
    kr_value errors = args[ARG_ERRORS], newline = args[ARG_NEWLINE];
    uint32_t flags = 0;
    check_encoding(vm, args[ARG_ENCODING]);
    if (errors != KR_UNBOUND && errors != KR_NONE) flags |= error_flags(vm, kr_str_arg(vm, errors, "open() argument 'errors'"));
    bool given = newline != KR_UNBOUND && newline != KR_NONE;
    if (given && !kr_str_is(newline, "") && !kr_str_is(newline, "\n") && !kr_str_is(newline, "\r\n") && !kr_str_is(newline, "\r"))
        kr_raise_value_error(vm, "illegal newline value: %R", newline);
    return given ? flags : flags | KR_FILE_NEWLINES;
}

static kr_file *new_file(kr_vm *vm, kr_value name, kr_value mode, uint32_t flags) {
    kr_file *file = kr_new(vm, &kr_file_type, sizeof *file);
    file->name = name;
    file->mode = mode;
    file->flags = flags;
    file->handle = -1;
    return file;
}

kr_value kr_file_stream(kr_vm *vm, const kr_value args[ARG_COUNT]) {
    kr_value mode = args[ARG_MODE] == KR_UNBOUND ? N_r : args[ARG_MODE], buffering = args[ARG_BUFFERING];
    uint32_t flags = KR_FILE_STREAM | KR_FILE_TEXT;
    for (const char *p = kr_str_arg(vm, mode, "makefile() argument 'mode'"); *p; p++) {
        if (*p == 'r') flags |= KR_FILE_READ;
        if (*p == 'w') flags |= KR_FILE_WRITE;
        if (*p == 'b') flags &= ~(uint32_t)KR_FILE_TEXT;
        if (strchr("rwb", *p) == NULL) kr_raise_value_error(vm, "invalid mode %R (only r, w, b allowed)", mode);
    }
    if (!(flags & (KR_FILE_READ | KR_FILE_WRITE))) flags |= KR_FILE_READ;
    if (flags & KR_FILE_TEXT) flags |= text_flags(vm, args);
    if (buffering == KR_INT(0)) flags |= KR_FILE_RAW;
    if ((flags & KR_FILE_RAW) && (flags & KR_FILE_TEXT)) kr_raise_value_error(vm, "unbuffered streams must be binary");
    if (buffering == KR_INT(1)) flags |= KR_FILE_LINES;
    kr_value number = kr_getattr_or(vm, args[ARG_FILE], N_fileno, KR_UNBOUND);
    kr_word handle = number != KR_UNBOUND ? kr_index_word(vm, kr_call(vm, number, 0, NULL)) : INT32_MAX;
    if (handle < 0) kr_raise_errno(vm, -KR_EBADF, KR_UNBOUND);
    kr_file *file = new_file(vm, args[ARG_FILE], mode, flags);
    file->handle = (int32_t)handle;
    vm->open_files++;
    return KR_OBJECT(file);
}

kr_value kr_fspath(kr_vm *vm, kr_value v) {
    if (kr_is_str(v)) return v;
    if (kr_is_bytes(v)) return kr_call_method(vm, v, N_decode, 0, NULL);
    kr_value method = kr_special(vm, v, N___fspath__);
    if (method == KR_UNBOUND) kr_raise_type(vm, "expected str, bytes or os.PathLike object, not %T", v);
    kr_value path = kr_call(vm, method, 0, NULL);
    if (!kr_is_str(path)) kr_raise_type(vm, "expected %T.__fspath__() to return str or bytes, not %T", v, path);
    return path;
}

static kr_value open_host(kr_vm *vm, kr_value name, kr_value mode, uint32_t flags, int open_flags) {
    char path[KR_PATH_MAX];
    kr_file *file = new_file(vm, name, mode, flags);
    kr_path_resolve(vm, name, path);
    if (vm->host->files == NULL) kr_raise_errno(vm, -KR_ENODEV, name);
    int handle = vm->host->files->open(vm->host->files_context, path, open_flags);
    if (handle == -KR_EMFILE || handle == -KR_ENOMEM) { /* forgotten files may hold the places */
        kr_heap_collect(vm);
        handle = vm->host->files->open(vm->host->files_context, path, open_flags);
    }
    if (handle < 0) kr_raise_errno(vm, handle, name);
    file->handle = handle;
    vm->open_files++;
    return KR_OBJECT(file);
}

kr_value kr_file_open_host(kr_vm *vm, kr_value name, kr_value mode) {
    int open_flags;
    uint32_t flags = parse_mode(vm, kr_str_arg(vm, mode, "open() argument 'mode'"), &open_flags);
    if (flags & KR_FILE_TEXT) flags |= KR_FILE_NEWLINES;
    return open_host(vm, name, mode, flags, open_flags);
}

kr_value kr_file_open(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    kr_value args[ARG_COUNT];
    int open_flags;
    bind_open(vm, args, argc, argv, nkw, names);
    kr_value mode = args[ARG_MODE] == KR_UNBOUND ? N_r : args[ARG_MODE];
    uint32_t flags = parse_mode(vm, kr_str_arg(vm, mode, "open() argument 'mode'"), &open_flags);
    if (flags & KR_FILE_TEXT) flags |= text_flags(vm, args);
    if (args[ARG_BUFFERING] == KR_INT(1)) flags |= KR_FILE_LINES;
    if (kr_is_int(args[ARG_FILE]) && kr_to_int(args[ARG_FILE]) >= 0 && kr_to_int(args[ARG_FILE]) <= 2)
        return kr_file_console(vm, (int)kr_to_int(args[ARG_FILE]), flags & KR_FILE_TEXT);
    kr_value name = kr_fspath(vm, args[ARG_FILE]);
    kr_value mounted;
    if (kr_mount_call(vm, name, N_open, mode, &mounted)) return mounted;
    return open_host(vm, name, mode, flags, open_flags);
}
const kr_builtin kr_open_function = KR_BUILTIN_OBJECT(N_open, .fn_kw = kr_file_open, 0, 6, KR_FORM_KEYWORDS, KR_BUILTIN_FUNCTION, NULL,
                                     "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None)\nOpen a file.");

kr_value kr_file_console(kr_vm *vm, int handle, bool text) {
    static const kr_value names[3] = {N_stdin, N_stdout, N_stderr};
    uint32_t errors = handle == 2 ? error_flags(vm, "backslashreplace") : 0;
    uint32_t newlines = handle == 0 && text ? KR_FILE_NEWLINES : 0;
    uint32_t flags = errors | newlines | KR_FILE_CONSOLE | (handle == 0 ? KR_FILE_READ : KR_FILE_WRITE) | (text ? KR_FILE_TEXT : 0);
    kr_file *file = new_file(vm, kr_str_format(vm, "<%S>", names[handle]), handle == 0 ? N_r : N_w, flags);
    file->handle = handle;
    return KR_OBJECT(file);
}

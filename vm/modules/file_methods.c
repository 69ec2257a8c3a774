/* The methods of file objects. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/str.h"
#include "modules/file.h"
#include "modules/io.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

static kr_file *self_of(kr_vm *vm, const kr_value *argv, uint32_t flags) {
    kr_file *file = kr_to_pointer(argv[0]);
    kr_file_check(vm, file, flags);
    return file;
}

/* A size argument: missing, None and negative ones mean everything. */
static kr_word size_arg(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc < 2 || argv[1] == KR_NONE) return -1;
    kr_word size = kr_index_word(vm, argv[1]);
    return size < 0 ? -1 : size;
}

static kr_value read_all_bytes(kr_vm *vm, kr_file *file) {
    kr_writer out;
    kr_writer_init(vm, &out);
    for (;;) {
        char *room = kr_writer_reserve(&out, out.size < 4096 ? 4096 : out.size);
        size_t want = out.capacity - out.size;
        size_t n = kr_file_read(vm, file, room, want);
        out.size += n;
        if (n < want) return kr_writer_bytes(&out);
    }
}

static kr_value file_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file *file = self_of(vm, argv, KR_FILE_READ);
    kr_word size = size_arg(vm, argc, argv);
    if (file->flags & KR_FILE_TEXT) return kr_file_read_text(vm, file, size);
    if (size < 0) return read_all_bytes(vm, file);
    kr_value result = kr_bytes_value(vm, NULL, (size_t)size);
    kr_bytes *bytes = kr_to_pointer(result);
    size_t n = kr_file_read(vm, file, bytes->data, (size_t)size);
    return n == (size_t)size ? result : kr_bytes_value(vm, bytes->data, n);
}
KR_METHOD(read, file_read, 1, 2, NULL, "read(size=-1)\nRead up to size characters or bytes; all without a size.");

static kr_value file_readline(kr_vm *vm, size_t argc, const kr_value *argv) {
    return kr_file_read_line(vm, self_of(vm, argv, KR_FILE_READ), size_arg(vm, argc, argv));
}
KR_METHOD(readline, file_readline, 1, 2, NULL, "readline(size=-1)\nRead one line, with its newline; empty at the end.");

static kr_value file_readlines(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word hint = size_arg(vm, argc, argv), total = 0;
    kr_value lines = kr_list_new(vm, 0, NULL), line;
    self_of(vm, argv, KR_FILE_READ);
    while ((hint <= 0 || total < hint) && (line = kr_file_next_line(vm, argv[0])) != KR_UNBOUND) {
        total += kr_length(vm, line);
        kr_list_append(vm, kr_to_list(lines), line);
    }
    return lines;
}
KR_METHOD(readlines, file_readlines, 1, 2, NULL, "readlines(hint=-1)\nRead all lines into a list.");

static kr_value file_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file *file = self_of(vm, argv, KR_FILE_READ);
    kr_buffer buffer;
    kr_get_buffer(vm, argv[1], &buffer, true);
    if (argc > 2) {
        kr_word size = kr_index_word(vm, argv[2]);
        if (size >= 0 && (size_t)size < buffer.size) buffer.size = (size_t)size;
    }
    return kr_int_from_unsigned(vm, kr_file_read(vm, file, buffer.data, buffer.size));
}
KR_METHOD(readinto, file_readinto, 2, 3, NULL, "readinto(buffer, size=None)\nRead bytes into a buffer; returns how many.");

static size_t write_value(kr_vm *vm, kr_file *file, kr_value v) {
    if (file->flags & KR_FILE_TEXT) {
        if (!kr_is_str(v)) kr_raise_type(vm, "write() argument must be str, not %T", v);
        const kr_str *s = kr_to_str(v);
        kr_buffer buffer = {(uint8_t *)s->data, s->size, false, 'B'};
        if (kr_str_has_surrogates(s)) kr_get_buffer(vm, kr_str_encode(vm, v, NULL, kr_file_errors(file)), &buffer, false);
        kr_file_write(vm, file, buffer.data, buffer.size);
        return kr_str_length(s);
    }
    kr_buffer buffer;
    if (kr_is_str(v)) kr_raise_type(vm, "a bytes-like object is required, not 'str'");
    kr_get_buffer(vm, v, &buffer, false);
    kr_file_write(vm, file, buffer.data, buffer.size);
    return buffer.size;
}

static kr_value file_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file *file = self_of(vm, argv, KR_FILE_WRITE);
    kr_buffer buffer;
    bool part = argc > 2 && !kr_is_str(argv[1]); /* MicroPython's write(buf, n) and write(buf, offset, n) */
    if (!part) return kr_int_from_unsigned(vm, write_value(vm, file, argv[1]));
    kr_get_buffer(vm, argv[1], &buffer, false);
    kr_word offset = argc > 3 ? kr_index_word(vm, argv[2]) : 0, size = kr_index_word(vm, argv[argc - 1]);
    if (offset < 0 || (size_t)offset > buffer.size) offset = (kr_word)buffer.size;
    if (size < 0 || (size_t)size > buffer.size - (size_t)offset) size = (kr_word)(buffer.size - (size_t)offset);
    kr_file_write(vm, file, buffer.data + offset, (size_t)size);
    return KR_INT(size);
}
KR_METHOD(write, file_write, 2, 4, NULL, "write(data)\nWrite text or bytes; returns how many characters or bytes.");

static kr_value file_writelines(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file *file = self_of(vm, argv, KR_FILE_WRITE);
    kr_value iterator = kr_iter(vm, argv[1]), line;
    (void)argc;
    while ((line = kr_next(vm, iterator)) != KR_UNBOUND) write_value(vm, file, line);
    return KR_NONE;
}
KR_METHOD(writelines, file_writelines, 2, 2, NULL, "writelines(lines)\nWrite all items of an iterable; adds no newlines.");

static kr_value file_seek(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file *file = self_of(vm, argv, 0);
    intmax_t offset = kr_int_arg(vm, argv[1]);
    kr_word whence = argc > 2 ? kr_index_word(vm, argv[2]) : 0;
    if (whence < 0 || whence > 2) kr_raise_value_error(vm, "invalid whence (%zd, should be 0, 1 or 2)", whence);
    if (whence == 0 && offset < 0) kr_raise_value_error(vm, "negative seek position %zd", (kr_word)offset);
    if ((file->flags & KR_FILE_TEXT) && whence != 0 && offset != 0)
        kr_raise(vm, &kr_UnsupportedOperation_type, whence == 1 ? "can't do nonzero cur-relative seeks" : "can't do nonzero end-relative seeks");
    return kr_int_from(vm, kr_file_seek(vm, file, offset, (int)whence));
}
KR_METHOD(seek, file_seek, 2, 3, NULL, "seek(offset, whence=0)\nMove to a position: from the start (0), from here (1), from the end (2).");

static kr_value file_tell(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from(vm, kr_file_tell(vm, self_of(vm, argv, 0)));
}
KR_METHOD(tell, file_tell, 1, 1, NULL, "tell()\nThe position in bytes.");

static kr_value file_truncate(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file *file = self_of(vm, argv, KR_FILE_WRITE);
    int64_t size = argc > 1 && argv[1] != KR_NONE ? (int64_t)kr_int_arg(vm, argv[1]) : kr_file_tell(vm, file);
    if (size < 0) kr_raise_errno(vm, -KR_EINVAL, KR_UNBOUND);
    kr_file_flush(vm, file);
    if (file->flags & KR_FILE_CONSOLE) kr_raise(vm, &kr_UnsupportedOperation_type, "truncate");
    if (file->flags & KR_FILE_STREAM) kr_raise(vm, &kr_UnsupportedOperation_type, "truncate");
    int error = vm->host->files->truncate(vm->host->files_context, file->handle, (uint64_t)size);
    if (error < 0) kr_raise_errno(vm, error, file->name);
    return kr_int_from(vm, size);
}
KR_METHOD(truncate, file_truncate, 1, 2, NULL, "truncate(size=None)\nCut the file at size, or here.");

static kr_value file_flush(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_file_flush(vm, self_of(vm, argv, 0));
    return KR_NONE;
}
KR_METHOD(flush, file_flush, 1, 1, NULL, "flush()\nWrite out what is buffered.");

static kr_value file_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_file_close(vm, kr_to_pointer(argv[0]));
    return KR_NONE;
}
KR_METHOD(close, file_close, 1, 1, NULL, "close()\nWrite out what is buffered and close the file.");

static kr_value file_enter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    self_of(vm, argv, 0);
    return argv[0];
}
KR_METHOD(__enter__, file_enter, 1, 1, NULL, NULL);
static kr_value file_exit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_file_close(vm, kr_to_pointer(argv[0]));
    return KR_NONE;
}
KR_METHOD(__exit__, file_exit, 1, 4, NULL, NULL);

static kr_value flag(kr_vm *vm, const kr_value *argv, uint32_t flags) {
    return kr_bool((self_of(vm, argv, 0)->flags & flags) != 0);
}
static kr_value file_readable(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return flag(vm, argv, KR_FILE_READ);
}
KR_METHOD(readable, file_readable, 1, 1, NULL, "readable()\nTrue when the file can be read.");
static kr_value file_writable(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return flag(vm, argv, KR_FILE_WRITE);
}
KR_METHOD(writable, file_writable, 1, 1, NULL, "writable()\nTrue when the file can be written.");
static kr_value file_seekable(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(!(self_of(vm, argv, 0)->flags & (KR_FILE_CONSOLE | KR_FILE_STREAM)));
}
KR_METHOD(seekable, file_seekable, 1, 1, NULL, "seekable()\nTrue when the file has positions.");
static kr_value file_isatty(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return flag(vm, argv, KR_FILE_CONSOLE);
}
KR_METHOD(isatty, file_isatty, 1, 1, NULL, "isatty()\nTrue for the console.");

static kr_value file_fileno(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(self_of(vm, argv, 0)->handle);
}
KR_METHOD(fileno, file_fileno, 1, 1, NULL, "fileno()\nThe host's number of the file.");

static kr_value get_name(kr_vm *vm, kr_value self) {
    (void)vm;
    return ((kr_file *)kr_to_pointer(self))->name;
}
static kr_value get_mode(kr_vm *vm, kr_value self) {
    (void)vm;
    return ((kr_file *)kr_to_pointer(self))->mode;
}
static kr_value get_closed(kr_vm *vm, kr_value self) {
    (void)vm;
    return kr_bool((((kr_file *)kr_to_pointer(self))->flags & KR_FILE_CLOSED) != 0);
}
static kr_value get_encoding(kr_vm *vm, kr_value self) {
    return ((kr_file *)kr_to_pointer(self))->flags & KR_FILE_TEXT ? kr_str_text(vm, "utf-8") : KR_NONE;
}
/* The console's bytes, un-cooked; files give themselves, opened in binary mode. */
static kr_value get_buffer(kr_vm *vm, kr_value self) {
    kr_file *file = kr_to_pointer(self);
    if (file->flags & KR_FILE_CONSOLE) return kr_file_console(vm, file->handle, false);
    kr_raise(vm, &kr_AttributeError_type, "open the file in binary mode instead of using its buffer");
}
static kr_value get_errors(kr_vm *vm, kr_value self) {
    const kr_file *file = kr_to_pointer(self);
    return file->flags & KR_FILE_TEXT ? kr_str_text(vm, kr_file_errors(file)) : KR_NONE;
}
KR_GETSET(errors, get_errors, NULL);
KR_GETSET(name, get_name, NULL);
KR_GETSET(mode, get_mode, NULL);
KR_GETSET(closed, get_closed, NULL);
KR_GETSET(encoding, get_encoding, NULL);
KR_GETSET(buffer, get_buffer, NULL);

static const kr_member members[] = {
    {N___module__, N__io},
    KR_ENTRY(read, file_read),
    KR_ENTRY(readline, file_readline),
    KR_ENTRY(readlines, file_readlines),
    KR_ENTRY(readinto, file_readinto),
    KR_ENTRY(write, file_write),
    KR_ENTRY(writelines, file_writelines),
    KR_ENTRY(seek, file_seek),
    KR_ENTRY(tell, file_tell),
    KR_ENTRY(truncate, file_truncate),
    KR_ENTRY(flush, file_flush),
    KR_ENTRY(close, file_close),
    KR_ENTRY(__enter__, file_enter),
    KR_ENTRY(__exit__, file_exit),
    KR_ENTRY(readable, file_readable),
    KR_ENTRY(writable, file_writable),
    KR_ENTRY(seekable, file_seekable),
    KR_ENTRY(isatty, file_isatty),
    KR_ENTRY(fileno, file_fileno),
    KR_GETSET_ENTRY(name, get_name),
    KR_GETSET_ENTRY(mode, get_mode),
    KR_GETSET_ENTRY(closed, get_closed),
    KR_GETSET_ENTRY(encoding, get_encoding),
    KR_GETSET_ENTRY(errors, get_errors),
    KR_GETSET_ENTRY(buffer, get_buffer),
};

const kr_type kr_file_type = {.head = {&kr_type_type},
                              .name = N_TextIOWrapper,
                              .base = &kr_IOBase_type,
                              .solid = &kr_file_type,
                              .ops = &kr_file_ops,
                              .flags = KR_TYPE_FINAL | KR_TYPE_FINALIZE,
                              .size = sizeof(kr_file),
                              .member_count = sizeof members / sizeof *members,
                              .members = members};

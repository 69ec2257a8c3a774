#ifndef KR_FILE_H
#define KR_FILE_H
/* Open files: bytes through a buffer, and text over it. One object type serves files, the console's three streams and connections. */
#include "core/context.h"
#include "core/native.h"

enum kr_file_flag {
    KR_FILE_READ = 1,
    KR_FILE_WRITE = 2,
    KR_FILE_TEXT = 4,
    KR_FILE_NEWLINES = 8,   /* text: "\r\n" and "\r" are read as "\n" */
    KR_FILE_CONSOLE = 16,   /* handle is 0, 1 or 2 and means the host's standard streams */
    KR_FILE_CLOSED = 32,
    KR_FILE_DIRTY = 64,     /* the buffer holds bytes to be written; else bytes that were read ahead */
    KR_FILE_ERROR_STEP = 128,
    KR_FILE_ERRORS = 7 * KR_FILE_ERROR_STEP, /* text: the error handler's number in kr_file_errors */
    KR_FILE_LINES = 1024,   /* flush at each newline */
    KR_FILE_APPEND = 2048,
    KR_FILE_SKIP_LF = 4096, /* a "\r" ended the last line: a "\n" that follows belongs to it */
    KR_FILE_STREAM = 8192,  /* over a connection: `name` is the socket, `handle` its number */
    KR_FILE_RAW = 16384     /* a stream of which nothing is read ahead */
};

typedef struct kr_file {
    kr_object head;
    kr_value name;      /* as given to open() */
    kr_value mode;      /* str */
    uint8_t *buffer;    /* a bytes block, or NULL */
    int32_t handle;
    uint32_t flags;
    uint32_t capacity;  /* of the buffer */
    uint32_t at, end;   /* reading: unread bytes are buffer[at, end). Writing: buffer[0, end) */
} kr_file;

bool kr_is_file(kr_value v);

/* The path that a str, bytes or object with __fspath__ names; TypeError. */
kr_value kr_fspath(kr_vm *vm, kr_value v);

/* open(): path or handle, mode and keyword arguments as CPython's. */
kr_value kr_file_open(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names);

/* socket.makefile(): args are the socket, mode, buffering, encoding, errors and newline, KR_UNBOUND where not given. */
kr_value kr_file_stream(kr_vm *vm, const kr_value args[6]);

/* A file of the host, whatever a program has mounted over its path. */
kr_value kr_file_open_host(kr_vm *vm, kr_value name, kr_value mode);

/* The console's streams: 0 stdin, 1 stdout, 2 stderr; binary for sys.stdin.buffer and its like. */
kr_value kr_file_console(kr_vm *vm, int handle, bool text);

/* Bytes. Each raises OSError, or ValueError for a closed file. */
size_t kr_file_read(kr_vm *vm, kr_file *file, void *data, size_t size);   /* short only at the end of the file */
void kr_file_write(kr_vm *vm, kr_file *file, const void *data, size_t size);
/* Before a line is read for input(): the host's read_line, where it has one. False at the end of the input. */
bool kr_file_read_ahead_line(kr_vm *vm, kr_file *file);
bool kr_file_fill(kr_vm *vm, kr_file *file);   /* at least one unread byte; false at the end */
void kr_file_flush(kr_vm *vm, kr_file *file);
void kr_file_close(kr_vm *vm, kr_file *file);
int64_t kr_file_seek(kr_vm *vm, kr_file *file, int64_t offset, int whence);
int64_t kr_file_tell(kr_vm *vm, kr_file *file);
/* ValueError when closed, io.UnsupportedOperation when the file does not have all of these flags. */
void kr_file_check(kr_vm *vm, const kr_file *file, uint32_t flags);

/* The name of a text file's error handler; "strict" is the first. */
const char *kr_file_errors(const kr_file *file);

/* Text: up to `limit` characters (-1: all), or up to and with the next newline. KR_EMPTY_STR at the end. UnicodeDecodeError. */
kr_value kr_file_read_text(kr_vm *vm, kr_file *file, kr_word limit);
kr_value kr_file_read_line(kr_vm *vm, kr_file *file, kr_word limit); /* str or bytes, as the file is */
kr_value kr_file_next_line(kr_vm *vm, kr_value v);                   /* ops->next */

extern const kr_ops kr_file_ops;
extern const kr_type kr_UnsupportedOperation_type; /* OSError and ValueError in one */

#endif

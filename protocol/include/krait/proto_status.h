/* Status codes that travel: how a stream, an FS request or a link ended.
 *
 * One table for the daemon and the client. `errno` is what the VM raises as OSError and what a FUSE view
 * answers; `exit` is the exit code of the krait command. Numbers never change their meaning. */
#ifndef KRAIT_PROTO_STATUS_H
#define KRAIT_PROTO_STATUS_H

#include <stdint.h>

/* X(NAME, number, errno name, exit code, text) */
#define PROTO_STATUSES(X)                                                                                    \
    X(OK, 0, 0, 0, "ok")                                                                                     \
    X(EXCEPTION, 1, EIO, 1, "uncaught exception")                                                            \
    X(NOT_FOUND, 2, ENOENT, 6, "no such file or directory")                                                  \
    X(EXISTS, 3, EEXIST, 6, "it exists already")                                                             \
    X(NOT_DIRECTORY, 4, ENOTDIR, 6, "not a directory")                                                       \
    X(IS_DIRECTORY, 5, EISDIR, 6, "is a directory")                                                          \
    X(NOT_EMPTY, 6, ENOTEMPTY, 6, "directory not empty")                                                     \
    X(NO_SPACE, 7, ENOSPC, 6, "no space left")                                                               \
    X(IO, 8, EIO, 6, "input/output error")                                                                   \
    X(ACCESS, 9, EACCES, 6, "permission denied")                                                             \
    X(INVALID, 10, EINVAL, 6, "invalid argument")                                                            \
    X(TOO_BIG, 11, EFBIG, 6, "too big")                                                                      \
    X(BUSY, 12, EBUSY, 6, "busy")                                                                            \
    X(CHANGED, 13, EIO, 6, "the content does not match its hash")                                            \
    X(TIMEOUT, 14, ETIMEDOUT, 5, "timed out")                                                                \
    X(UNSUPPORTED, 15, ENOSYS, 6, "not supported here")                                                      \
    X(ABORTED, 16, ECANCELED, 1, "aborted")                                                                  \
    X(NAME_TOO_LONG, 17, ENAMETOOLONG, 6, "name too long")                                                   \
    X(READ_ONLY, 18, EROFS, 6, "read-only")                                                                  \
    X(NO_MEMORY, 19, ENOMEM, 6, "out of memory")                                                             \
    X(TOO_MANY, 20, EMFILE, 6, "too many open files or requests")                                            \
    X(BAD_HANDLE, 21, EBADF, 6, "bad file handle")                                                           \
    X(CROSS_DEVICE, 22, EXDEV, 6, "not on the same file system")                                             \
    X(REFUSED, 23, EACCES, 4, "refused")                                                                     \
    X(PROTOCOL, 24, EPROTO, 3, "protocol error")                                                             \
    X(GONE, 25, ENOTCONN, 3, "the other end is gone")                                                        \
    X(LOOP, 26, ELOOP, 6, "too many levels of symbolic links")

enum proto_status {
#define PROTO_STATUS_ENUM(name, number, error, exit_code, text) PROTO_STATUS_##name = number,
    PROTO_STATUSES(PROTO_STATUS_ENUM)
#undef PROTO_STATUS_ENUM
};

/* A status as words, without a full stop; "unknown status" for a number that is not in the table. Static. */
const char *proto_status_text(unsigned status);

/* The name as in the table ("NOT_FOUND"), "UNKNOWN" for others. Static. */
const char *proto_status_name(unsigned status);

/* The errno of this host for a status; 0 for OK; EIO for unknown ones. */
int proto_status_errno(unsigned status);

/* The status for an errno of this host: the first row of the table that has it, else IO. 0 gives OK. */
unsigned proto_status_from_errno(int error);

/* The exit code of the krait command for a status; 6 for unknown ones. */
int proto_status_exit(unsigned status);

#endif

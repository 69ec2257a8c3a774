#ifndef KRAIT_FILES_H
#define KRAIT_FILES_H
/* A file system, as the VM and the daemon see one: a small const struct of functions that a port supplies.
 *
 * Paths are absolute, UTF-8, separated by '/', normalised by the caller (no ".", "..", double or trailing '/'; the root is "/") and never
 * longer than KR_PATH_MAX bytes with the NUL. Every function returns a non-negative result or a negative KR_E… code; the codes have
 * Linux's numbers, so that `OSError.errno` is what a program expects. No function may call back into the VM. */
#include <stddef.h>
#include <stdint.h>

#ifndef KR_PATH_MAX
#define KR_PATH_MAX 512
#endif
#ifndef KR_NAME_MAX
#define KR_NAME_MAX 255
#endif

/* Name, number and the text that `OSError` shows. */
#define KR_ERRNOS(X)                                                                                         \
    X(EPERM, 1, "Operation not permitted")                                                                   \
    X(ENOENT, 2, "No such file or directory")                                                                \
    X(ESRCH, 3, "No such process")                                                                           \
    X(EINTR, 4, "Interrupted system call")                                                                   \
    X(EIO, 5, "Input/output error")                                                                          \
    X(EBADF, 9, "Bad file descriptor")                                                                       \
    X(ECHILD, 10, "No child processes")                                                                      \
    X(EAGAIN, 11, "Resource temporarily unavailable")                                                        \
    X(ENOMEM, 12, "Cannot allocate memory")                                                                  \
    X(EACCES, 13, "Permission denied")                                                                       \
    X(EBUSY, 16, "Device or resource busy")                                                                  \
    X(EEXIST, 17, "File exists")                                                                             \
    X(EXDEV, 18, "Invalid cross-device link")                                                                \
    X(ENODEV, 19, "No such device")                                                                          \
    X(ENOTDIR, 20, "Not a directory")                                                                        \
    X(EISDIR, 21, "Is a directory")                                                                          \
    X(EINVAL, 22, "Invalid argument")                                                                        \
    X(EMFILE, 24, "Too many open files")                                                                     \
    X(EFBIG, 27, "File too large")                                                                           \
    X(ENOSPC, 28, "No space left on device")                                                                 \
    X(ESPIPE, 29, "Illegal seek")                                                                            \
    X(EROFS, 30, "Read-only file system")                                                                    \
    X(EPIPE, 32, "Broken pipe")                                                                              \
    X(ENAMETOOLONG, 36, "File name too long")                                                                \
    X(ENOSYS, 38, "Function not implemented")                                                                \
    X(ENOTEMPTY, 39, "Directory not empty")                                                                  \
    X(ELOOP, 40, "Too many levels of symbolic links")                                                        \
    X(ENOTSOCK, 88, "Socket operation on non-socket")                                                        \
    X(EDESTADDRREQ, 89, "Destination address required")                                                      \
    X(EMSGSIZE, 90, "Message too long")                                                                      \
    X(EPROTOTYPE, 91, "Protocol wrong type for socket")                                                      \
    X(ENOPROTOOPT, 92, "Protocol not available")                                                             \
    X(EPROTONOSUPPORT, 93, "Protocol not supported")                                                         \
    X(ESOCKTNOSUPPORT, 94, "Socket type not supported")                                                      \
    X(EOPNOTSUPP, 95, "Operation not supported")                                                             \
    X(EAFNOSUPPORT, 97, "Address family not supported by protocol")                                          \
    X(EADDRINUSE, 98, "Address already in use")                                                              \
    X(EADDRNOTAVAIL, 99, "Cannot assign requested address")                                                  \
    X(ENETDOWN, 100, "Network is down")                                                                      \
    X(ENETUNREACH, 101, "Network is unreachable")                                                            \
    X(ECONNABORTED, 103, "Software caused connection abort")                                                 \
    X(ECONNRESET, 104, "Connection reset by peer")                                                           \
    X(ENOBUFS, 105, "No buffer space available")                                                             \
    X(EISCONN, 106, "Transport endpoint is already connected")                                               \
    X(ENOTCONN, 107, "Transport endpoint is not connected")                                                  \
    X(ESHUTDOWN, 108, "Cannot send after transport endpoint shutdown")                                       \
    X(ETIMEDOUT, 110, "Connection timed out")                                                                \
    X(ECONNREFUSED, 111, "Connection refused")                                                               \
    X(EHOSTUNREACH, 113, "No route to host")                                                                 \
    X(EALREADY, 114, "Operation already in progress")                                                        \
    X(EINPROGRESS, 115, "Operation now in progress")

#define KR_ERRNO_ENUM(name, number, text) KR_##name = number,
enum kr_errno { KR_ERRNOS(KR_ERRNO_ENUM) };
#undef KR_ERRNO_ENUM

/* How a file is opened. READ and WRITE are bits; the others modify WRITE. */
enum kr_open_flag {
    KR_OPEN_READ = 1,
    KR_OPEN_WRITE = 2,
    KR_OPEN_CREATE = 4,   /* make the file when it is missing */
    KR_OPEN_TRUNCATE = 8, /* empty it */
    KR_OPEN_APPEND = 16,  /* every write goes to the end */
    KR_OPEN_EXCLUSIVE = 32 /* with CREATE: KR_EEXIST when it is there */
};

enum kr_file_kind { KR_FILE_REGULAR = 0x8000, KR_FILE_DIRECTORY = 0x4000 }; /* the type bits of a POSIX st_mode */

typedef struct kr_file_stat {
    uint32_t kind;     /* enum kr_file_kind */
    uint64_t size;     /* bytes; 0 for a directory */
    int64_t mtime_ns;  /* since the Unix epoch; 0 where the device has no clock */
} kr_file_stat;

typedef struct kr_file_space {
    uint32_t block_size;   /* bytes */
    uint64_t blocks;       /* in all */
    uint64_t blocks_free;  /* that a program may use */
} kr_file_space;

/* One directory entry; `name` is NUL-terminated and without '/'. */
typedef struct kr_file_entry {
    char name[KR_NAME_MAX + 1];
    kr_file_stat stat;
} kr_file_entry;

typedef struct kr_files {
    /* Opens `path` (flags: enum kr_open_flag); returns a handle >= 0. A directory gives KR_EISDIR. */
    int (*open)(void *context, const char *path, int flags);
    int (*close)(void *context, int handle);
    /* Bytes read or written at the file's position; a read of 0 is the end. A write may be short only when the disk is full. */
    ptrdiff_t (*read)(void *context, int handle, void *data, size_t size);
    ptrdiff_t (*write)(void *context, int handle, const void *data, size_t size);
    /* whence: 0 start, 1 position, 2 end. Returns the new position. */
    int64_t (*seek)(void *context, int handle, int64_t offset, int whence);
    int (*truncate)(void *context, int handle, uint64_t size);
    int (*sync)(void *context, int handle); /* returns when the bytes survive a power cut */
    int (*stat)(void *context, const char *path, kr_file_stat *stat);
    /* Directory listing in no order, without "." and "..". list_next returns 1 with an entry, 0 at the end. */
    int (*list_open)(void *context, const char *path);
    int (*list_next)(void *context, int handle, kr_file_entry *entry);
    int (*list_close)(void *context, int handle);
    int (*remove)(void *context, const char *path);                   /* a file; KR_EISDIR for a directory */
    int (*rename)(void *context, const char *from, const char *to);   /* atomic; replaces a file */
    int (*mkdir)(void *context, const char *path);
    int (*rmdir)(void *context, const char *path);                    /* only an empty one */
    int (*space)(void *context, const char *path, kr_file_space *space);
    int (*set_mtime)(void *context, const char *path, int64_t mtime_ns);
    /* The content of a file that is open for reading, in one piece, aligned to four bytes, and not to change whatever becomes of the file: flash that is
     * not reused, or a copy outside of the machine's memory. Precompiled modules run there. NULL where that cannot be had (so may both functions be):
     * they are then copied into the heap. */
    const void *(*map)(void *context, int handle, size_t *size);
    /* The machine has ended or starts over: nothing that was mapped is used any more. */
    void (*unmap_all)(void *context);
} kr_files;

#endif

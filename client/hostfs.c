/* The file server behind `mount`. Requests are answered in the order in which they come; a read that stays
 * open is continued by FS_MORE, so that the device always has as much in flight as it has memory for, and a
 * file that is read line by line costs no round trips. */
#include "hostfs.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "beneath.h"
#include "compile.h"
#include "paths.h"

/* --- answers */

/* The status of an errno; what leads out of the directory is told as "no such file". */
static unsigned status_of(int error) {
    return error == EXDEV || error == ELOOP ? PROTO_STATUS_NOT_FOUND : proto_status_from_errno(error);
}

static void reply(struct session *session, struct hostfs *fs, uint16_t id, unsigned status, unsigned flags,
                  const void *body, size_t size) {
    uint8_t payload[2048];
    struct failure ignored;
    struct proto_writer writer;
    struct proto_fs_reply message = {.id = id, .status = (uint16_t)status, .body = {body, size}};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_fs_reply_write(&writer, &message);
    int length = proto_writer_finish(&writer);
    if (length > 0 && fs->handler.stream)
        session_send(session, &fs->handler, PROTO_FS_REPLY, flags, payload, (size_t)length, &ignored);
}

static void reply_status(struct session *session, struct hostfs *fs, uint16_t id, unsigned status) {
    reply(session, fs, id, status, 0, NULL, 0);
}

/* 0 and above: OK; else errno. */
static void reply_result(struct session *session, struct hostfs *fs, uint16_t id, int result) {
    reply_status(session, fs, id, result < 0 ? status_of(errno) : PROTO_STATUS_OK);
}

static int file_of(const struct hostfs *fs, unsigned handle) {
    return handle < HOSTFS_FILES ? fs->files[handle] : -1;
}

static int64_t mtime_of(const struct stat *stat) {
    return (int64_t)stat->st_mtim.tv_sec * 1000000000 + stat->st_mtim.tv_nsec;
}

static struct proto_entry entry_of(const struct stat *stat, const char *path) {
    uint8_t type = S_ISDIR(stat->st_mode)   ? PROTO_ENTRY_DIRECTORY
                   : S_ISREG(stat->st_mode) ? PROTO_ENTRY_FILE
                                            : PROTO_ENTRY_OTHER;
    return (struct proto_entry){.type = type,
                                .mode = (uint16_t)(stat->st_mode & 0777),
                                .size = type == PROTO_ENTRY_FILE ? (uint64_t)stat->st_size : 0,
                                .mtime = mtime_of(stat),
                                .path = proto_text(path)};
}

/* --- reading */

static struct hostfs_read *read_find(struct hostfs *fs, uint16_t id) {
    for (size_t i = 0; i < HOSTFS_READS; i++) {
        if (fs->reads[i].active && fs->reads[i].id == id) return &fs->reads[i];
    }
    return NULL;
}

static struct hostfs_read *read_new(struct hostfs *fs, uint16_t id, uint16_t handle, uint64_t offset,
                                    uint64_t budget, bool stay) {
    for (size_t i = 0; i < HOSTFS_READS; i++) {
        if (fs->reads[i].active) continue;
        fs->reads[i] = (struct hostfs_read){true, stay, id, handle, offset, budget};
        return &fs->reads[i];
    }
    return NULL;
}

/* One FS_DATA frame, read straight into the record. False: no room until something was sent. */
static bool send_part(struct session *session, struct hostfs *fs, struct hostfs_read *read, uint64_t size) {
    uint8_t *payload;
    size_t room;
    if (!session_reserve(session, &fs->handler, PROTO_FS_DATA, 3, &payload, &room)) return false;
    size_t want = room - 2 < read->budget ? room - 2 : (size_t)read->budget;
    ssize_t n = pread(file_of(fs, read->handle), payload + 2, want, (off_t)read->offset);
    if (n < 0) {
        int error = errno;
        session_cancel(session);
        read->active = false;
        reply_status(session, fs, read->id, status_of(error));
        return true;
    }
    payload[0] = (uint8_t)read->id;
    payload[1] = (uint8_t)(read->id >> 8);
    read->offset += (uint64_t)n;
    read->budget -= (uint64_t)n;
    bool over = n == 0 || read->offset >= size || (!read->stay && read->budget == 0);
    session_commit(session, over ? 0 : PROTO_FLAG_MORE, (size_t)n + 2);
    if (over) read->active = false;
    return true;
}

static void send_read(struct session *session, struct hostfs *fs, struct hostfs_read *read) {
    struct stat now;
    uint64_t size = fstat(file_of(fs, read->handle), &now) == 0 ? (uint64_t)now.st_size : 0;
    while (read->active && (read->budget || read->offset >= size) && fs->handler.stream) {
        if (!send_part(session, fs, read, size) && !session_step(session, -1)) return;
    }
}

static void on_read(struct session *session, struct hostfs *fs, const struct proto_fs_read *message) {
    struct hostfs_read *read = NULL;
    if (file_of(fs, message->handle) < 0)
        return reply_status(session, fs, message->id, PROTO_STATUS_BAD_HANDLE);
    read = read_new(fs, message->id, message->handle, message->offset, message->length, message->stay);
    if (!read) return reply_status(session, fs, message->id, PROTO_STATUS_TOO_MANY);
    send_read(session, fs, read);
}

static void on_more(struct session *session, struct hostfs *fs, const struct proto_fs_more *message) {
    struct hostfs_read *read = read_find(fs, message->id);
    if (!read) return;
    read->budget += message->length;
    send_read(session, fs, read);
}

static void read_cancel(struct session *session, struct hostfs *fs, struct hostfs_read *read) {
    if (!read || !read->active) return;
    read->active = false;
    reply_status(session, fs, read->id, PROTO_STATUS_ABORTED);
}

/* --- opening and closing */

static int open_flags(unsigned options) {
    int flags = options & PROTO_OPEN_WRITE ? (options & PROTO_OPEN_READ ? O_RDWR : O_WRONLY) : O_RDONLY;
    if (options & PROTO_OPEN_CREATE) flags |= O_CREAT;
    if (options & PROTO_OPEN_EXCLUSIVE) flags |= O_EXCL;
    if (options & PROTO_OPEN_TRUNCATE) flags |= O_TRUNC;
    if (options & PROTO_OPEN_APPEND) flags |= O_APPEND;
    return flags | O_NONBLOCK; /* a pipe in the directory must not hang us */
}

/* --- images for a device without a compiler */

/* The source file of an image that a device may mean by `path`. */
static bool source_of(const struct hostfs *fs, const char *path, char source[REMOTE_PATH_MAX]) {
    size_t size = strlen(path);
    if (!fs->compiler || size < 5 || strcmp(path + size - 4, ".kri") != 0) return false;
    snprintf(source, REMOTE_PATH_MAX, "%.*s.py", (int)size - 4, path);
    return true;
}

static char *read_whole(int fd, size_t *size) {
    struct stat stat;
    if (fstat(fd, &stat) < 0 || !S_ISREG(stat.st_mode)) return NULL;
    char *text = malloc((size_t)stat.st_size + 1);
    ssize_t n = text ? pread(fd, text, (size_t)stat.st_size, 0) : -1;
    if (n < 0) return free(text), NULL;
    *size = (size_t)n;
    return text;
}

/* A program that raises what the compiler has said, so that the importing program learns of it. */
static size_t make_complaint(struct compiler *compiler, char *out, size_t size) {
    size_t length, at = (size_t)snprintf(out, size, "raise SyntaxError('''it does not compile:\n");
    const char *error = compiler_error(compiler, &length);
    while (length > 0 && error[length - 1] == '\n') length--;
    for (size_t i = 0; i < length && at + 16 < size; i++) {
        if (error[i] == '\\' || error[i] == '\'') out[at++] = '\\';
        out[at++] = error[i];
    }
    return at + (size_t)snprintf(out + at, size - at, "''')\n");
}

static bool compile(struct hostfs *fs, const char *path, const char *text, size_t size, const void **image,
                    size_t *image_size) {
    char name[REMOTE_PATH_MAX + 64], complaint[4096];
    snprintf(name, sizeof name, "%s/%s", fs->point, path + strspn(path, "/"));
    if (compiler_try(fs->compiler, KR_MODE_EXEC, name, text, size, image, image_size) == KR_OK) return true;
    size = make_complaint(fs->compiler, complaint, sizeof complaint);
    return compiler_try(fs->compiler, KR_MODE_EXEC, name, complaint, size, image, image_size) == KR_OK;
}

/* The image of a source file as a file without a name, or -1: then there may be one with that name. */
static int open_image(struct hostfs *fs, const char *path, struct stat *stat) {
    char source[REMOTE_PATH_MAX];
    const void *image;
    size_t size, image_size;
    int result = -1;
    if (!source_of(fs, path, source)) return -1;
    int fd = beneath_open(fs->root, source, O_RDONLY | O_NONBLOCK, 0);
    if (fd < 0) return -1;
    char *text = read_whole(fd, &size);
    if (text && fstat(fd, stat) == 0 && compile(fs, source, text, size, &image, &image_size)) {
        result = memfd_create("image", MFD_CLOEXEC);
        if (result >= 0 && write(result, image, image_size) != (ssize_t)image_size)
            close(result), result = -1;
        stat->st_size = (off_t)image_size;
    }
    free(text);
    close(fd);
    return result;
}

/* A free handle with the file opened in it, or -1 with errno. */
static int open_file(struct hostfs *fs, unsigned options, const char *path, struct stat *stat) {
    const unsigned changing = PROTO_OPEN_WRITE | PROTO_OPEN_CREATE | PROTO_OPEN_TRUNCATE | PROTO_OPEN_APPEND;
    int handle = 0;
    while (handle < HOSTFS_FILES && fs->files[handle] >= 0) handle++;
    if (handle == HOSTFS_FILES) return errno = EMFILE, -1;
    if (fs->read_only && options & changing) return errno = EROFS, -1;
    if (!(options & changing) && (fs->files[handle] = open_image(fs, path, stat)) >= 0) return handle;
    int fd = beneath_open(fs->root, path, open_flags(options), 0666);
    if (fd < 0) return -1;
    if (fstat(fd, stat) < 0 || !S_ISREG(stat->st_mode)) {
        int error = S_ISDIR(stat->st_mode) ? EISDIR : EINVAL;
        close(fd);
        return errno = error, -1;
    }
    fs->files[handle] = fd;
    return handle;
}

static void on_open(struct session *session, struct hostfs *fs, const struct proto_fs_open *message,
                    const char *path) {
    struct stat stat;
    uint8_t body[32];
    struct proto_writer writer;
    int handle = open_file(fs, message->options, path, &stat);
    if (handle < 0) return reply_result(session, fs, message->id, -1);
    struct proto_fs_opened opened = {
        .handle = (uint16_t)handle, .size = (uint64_t)stat.st_size, .mtime = mtime_of(&stat)};
    proto_writer_init(&writer, body, sizeof body);
    proto_fs_opened_write(&writer, &opened);
    struct hostfs_read *read =
        message->ahead ? read_new(fs, message->id, (uint16_t)handle, 0, message->ahead, true) : NULL;
    reply(session, fs, message->id, PROTO_STATUS_OK, read ? PROTO_FLAG_MORE : 0, body,
          (size_t)proto_writer_finish(&writer));
    if (read) send_read(session, fs, read);
}

static void on_close(struct session *session, struct hostfs *fs, const struct proto_fs_handle *message) {
    int fd = file_of(fs, message->handle);
    if (fd < 0) return reply_status(session, fs, message->id, PROTO_STATUS_BAD_HANDLE);
    for (size_t i = 0; i < HOSTFS_READS; i++) {
        if (fs->reads[i].active && fs->reads[i].handle == message->handle)
            read_cancel(session, fs, &fs->reads[i]);
    }
    fs->files[message->handle] = -1;
    reply_result(session, fs, message->id, close(fd));
}

static void on_write(struct session *session, struct hostfs *fs, const struct proto_fs_write *message) {
    int fd = file_of(fs, message->handle);
    const uint8_t *data = message->bytes.data;
    size_t left = message->bytes.length;
    uint64_t offset = message->offset;
    if (fd < 0) return reply_status(session, fs, message->id, PROTO_STATUS_BAD_HANDLE);
    bool append = fcntl(fd, F_GETFL) & O_APPEND;
    while (left) {
        ssize_t n = append ? write(fd, data, left) : pwrite(fd, data, left, (off_t)offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return reply_result(session, fs, message->id, -1);
        data += n;
        left -= (size_t)n;
        offset += (uint64_t)n;
    }
    reply_status(session, fs, message->id, PROTO_STATUS_OK);
}

/* --- directories */

static void on_stat(struct session *session, struct hostfs *fs, uint16_t id, const char *path) {
    struct stat stat;
    uint8_t body[REMOTE_PATH_MAX + 64];
    struct proto_writer writer;
    int fd = open_image(fs, path, &stat), result = 0;
    if (fd < 0) {
        fd = beneath_open(fs->root, path, O_PATH, 0);
        if (fd < 0) return reply_result(session, fs, id, -1);
        result = fstat(fd, &stat);
    }
    close(fd);
    if (result < 0) return reply_result(session, fs, id, -1);
    struct proto_entry entry = entry_of(&stat, path);
    proto_writer_init(&writer, body, sizeof body);
    proto_entry_write(&writer, &entry);
    int size = proto_writer_finish(&writer);
    if (size < 0) return reply_status(session, fs, id, PROTO_STATUS_NAME_TOO_LONG);
    reply(session, fs, id, PROTO_STATUS_OK, 0, body, (size_t)size);
}

static void on_list(struct session *session, struct hostfs *fs, uint16_t id, const char *path) {
    uint8_t body[1600];
    struct proto_writer writer;
    int fd = beneath_open(fs->root, path, O_RDONLY | O_DIRECTORY, 0);
    DIR *directory = fd < 0 ? NULL : fdopendir(fd);
    if (!directory) return reply_result(session, fs, id, -1);
    proto_writer_init(&writer, body, sizeof body);
    for (struct dirent *found; (found = readdir(directory));) {
        struct stat stat;
        bool dots = strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0;
        if (dots || fstatat(fd, found->d_name, &stat, 0) < 0) continue;
        struct proto_entry entry = entry_of(&stat, found->d_name);
        if ((size_t)(writer.end - writer.at) < strlen(found->d_name) + 64) {
            reply(session, fs, id, PROTO_STATUS_OK, PROTO_FLAG_MORE, body,
                  (size_t)proto_writer_finish(&writer));
            proto_writer_init(&writer, body, sizeof body);
        }
        proto_entry_write(&writer, &entry);
    }
    closedir(directory);
    reply(session, fs, id, PROTO_STATUS_OK, 0, body, (size_t)proto_writer_finish(&writer));
}

static void on_space(struct session *session, struct hostfs *fs, uint16_t id) {
    struct statvfs stat;
    uint8_t body[64];
    struct proto_writer writer;
    if (fstatvfs(fs->root, &stat) < 0) return reply_result(session, fs, id, -1);
    struct proto_space space = {.block_size = (uint32_t)stat.f_frsize,
                                .blocks = stat.f_blocks,
                                .blocks_free = stat.f_bavail,
                                .files = stat.f_files,
                                .files_free = stat.f_favail};
    proto_writer_init(&writer, body, sizeof body);
    proto_space_write(&writer, &space);
    reply(session, fs, id, PROTO_STATUS_OK, 0, body, (size_t)proto_writer_finish(&writer));
}

/* REMOVE, MKDIR, RMDIR: something done to a name in its directory. */
static void on_name(struct session *session, struct hostfs *fs, unsigned type, uint16_t id,
                    const char *path) {
    char name[256];
    struct stat have;
    if (fs->read_only) return reply_status(session, fs, id, PROTO_STATUS_READ_ONLY);
    int parent = beneath_parent(fs->root, path, name), result = -1;
    if (parent < 0) return reply_result(session, fs, id, -1);
    if (type == PROTO_FS_MKDIR) result = mkdirat(parent, name, 0777);
    if (type == PROTO_FS_RMDIR) result = unlinkat(parent, name, AT_REMOVEDIR);
    if (type == PROTO_FS_REMOVE && (result = unlinkat(parent, name, 0)) < 0 &&
        fstatat(parent, name, &have, AT_SYMLINK_NOFOLLOW) == 0)
        errno = S_ISDIR(have.st_mode) ? EISDIR : errno == EISDIR ? EIO : errno;
    int error = errno;
    close(parent);
    errno = error;
    reply_result(session, fs, id, result);
}

static void on_rename(struct session *session, struct hostfs *fs, uint16_t id, const char *from,
                      const char *to) {
    char old_name[256], new_name[256];
    if (fs->read_only) return reply_status(session, fs, id, PROTO_STATUS_READ_ONLY);
    int old_parent = beneath_parent(fs->root, from, old_name);
    int new_parent = old_parent < 0 ? -1 : beneath_parent(fs->root, to, new_name);
    int result = new_parent < 0 ? -1 : renameat(old_parent, old_name, new_parent, new_name);
    int error = errno;
    if (old_parent >= 0) close(old_parent);
    if (new_parent >= 0) close(new_parent);
    errno = error;
    reply_result(session, fs, id, result);
}

/* --- dispatch */

static void on_handle(struct session *session, struct hostfs *fs, const struct proto_frame *frame) {
    struct proto_fs_handle message;
    if (proto_fs_handle_parse(frame->payload, frame->length, &message) < 0) return;
    if (frame->type == PROTO_FS_CLOSE) return on_close(session, fs, &message);
    int fd = file_of(fs, message.handle);
    if (fd < 0) return reply_status(session, fs, message.id, PROTO_STATUS_BAD_HANDLE);
    reply_result(session, fs, message.id, fdatasync(fd));
}

static void on_path(struct session *session, struct hostfs *fs, const struct proto_frame *frame) {
    struct proto_fs_path message;
    char path[REMOTE_PATH_MAX];
    if (proto_fs_path_parse(frame->payload, frame->length, &message) < 0) return;
    if (!proto_text_copy(message.path, path, sizeof path))
        return reply_status(session, fs, message.id, PROTO_STATUS_NAME_TOO_LONG);
    switch (frame->type) {
    case PROTO_FS_STAT: return on_stat(session, fs, message.id, path);
    case PROTO_FS_LIST: return on_list(session, fs, message.id, path);
    case PROTO_FS_STATVFS: return on_space(session, fs, message.id);
    default: return on_name(session, fs, frame->type, message.id, path);
    }
}

static void on_paths(struct session *session, struct hostfs *fs, const struct proto_frame *frame) {
    struct proto_fs_paths message;
    char from[REMOTE_PATH_MAX], to[REMOTE_PATH_MAX];
    if (proto_fs_paths_parse(frame->payload, frame->length, &message) < 0) return;
    if (!proto_text_copy(message.from, from, sizeof from) || !proto_text_copy(message.to, to, sizeof to))
        return reply_status(session, fs, message.id, PROTO_STATUS_NAME_TOO_LONG);
    on_rename(session, fs, message.id, from, to);
}

static void on_truncate(struct session *session, struct hostfs *fs, const struct proto_frame *frame) {
    struct proto_fs_truncate message;
    if (proto_fs_truncate_parse(frame->payload, frame->length, &message) < 0) return;
    int fd = file_of(fs, message.handle);
    if (fd < 0) return reply_status(session, fs, message.id, PROTO_STATUS_BAD_HANDLE);
    reply_result(session, fs, message.id, ftruncate(fd, (off_t)message.size));
}

static void take_frame(struct session *session, struct handler *self, const struct proto_frame *frame) {
    struct hostfs *fs = (struct hostfs *)self;
    union {
        struct proto_fs_open open;
        struct proto_fs_read read;
        struct proto_fs_more more;
        struct proto_fs_write write;
        struct proto_fs_cancel cancel;
    } message;
    char path[REMOTE_PATH_MAX];
    switch (frame->type) {
    case PROTO_MOUNTED: fs->mounted = true; break;
    case PROTO_FS_OPEN:
        if (proto_fs_open_parse(frame->payload, frame->length, &message.open) < 0) break;
        if (proto_text_copy(message.open.path, path, sizeof path))
            on_open(session, fs, &message.open, path);
        else
            reply_status(session, fs, message.open.id, PROTO_STATUS_NAME_TOO_LONG);
        break;
    case PROTO_FS_READ:
        if (proto_fs_read_parse(frame->payload, frame->length, &message.read) == 0)
            on_read(session, fs, &message.read);
        break;
    case PROTO_FS_MORE:
        if (proto_fs_more_parse(frame->payload, frame->length, &message.more) == 0)
            on_more(session, fs, &message.more);
        break;
    case PROTO_FS_CANCEL:
        if (proto_fs_cancel_parse(frame->payload, frame->length, &message.cancel) == 0)
            read_cancel(session, fs, read_find(fs, message.cancel.id));
        break;
    case PROTO_FS_WRITE:
        if (proto_fs_write_parse(frame->payload, frame->length, &message.write) == 0)
            on_write(session, fs, &message.write);
        break;
    case PROTO_FS_TRUNCATE: on_truncate(session, fs, frame); break;
    case PROTO_FS_SYNC:
    case PROTO_FS_CLOSE: on_handle(session, fs, frame); break;
    case PROTO_FS_RENAME: on_paths(session, fs, frame); break;
    case PROTO_FS_STAT:
    case PROTO_FS_LIST:
    case PROTO_FS_REMOVE:
    case PROTO_FS_MKDIR:
    case PROTO_FS_RMDIR:
    case PROTO_FS_STATVFS: on_path(session, fs, frame); break;
    default: break;
    }
}

/* --- life */

bool hostfs_init(struct hostfs *fs, const char *directory, bool read_only, struct failure *failure) {
    *fs = (struct hostfs){.handler = {.frame = take_frame}, .read_only = read_only};
    for (size_t i = 0; i < HOSTFS_FILES; i++) fs->files[i] = -1;
    fs->root = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fs->root >= 0 || fail_errno(failure, directory);
}

bool hostfs_mount(struct hostfs *fs, struct session *session, const char *point, struct failure *failure) {
    uint8_t payload[64];
    struct proto_writer writer;
    struct proto_mount mount = {.options = fs->read_only ? PROTO_MOUNT_READ_ONLY : 0,
                                .point = proto_text(point)};
    int64_t deadline = clock_us() + 10000000;
    fs->mounted = false;
    fs->point = point;
    if (session_wants_images(session) && !fs->compiler && !(fs->compiler = compiler_open(failure)))
        return false;
    proto_writer_init(&writer, payload, sizeof payload);
    proto_mount_write(&writer, &mount);
    if (!session_open(session, &fs->handler, PROTO_MOUNT, 0, payload, (size_t)proto_writer_finish(&writer),
                      failure))
        return false;
    while (!fs->mounted && !fs->handler.ended) {
        if (clock_us() > deadline)
            return fail(failure, EXIT_TIMEOUT, "the device does not mount the directory");
        if (!session_step(session, 1000)) return *failure = session->failure, false;
        if (session->interrupted) return fail(failure, EXIT_SIGNAL, "interrupted");
    }
    return fs->mounted || fail_status(failure, fs->handler.status, "mount", fs->handler.text);
}

void hostfs_release(struct hostfs *fs, struct session *session) {
    if (fs->handler.stream) {
        session_end(session, &fs->handler);
        while (fs->handler.stream && !fs->handler.ended &&
               session_step(session, 1000)) { /* the device says that it is unmounted */
            if (session->interrupted) break;
        }
        if (fs->handler.stream) fs->handler.stream->user = NULL;
    }
    for (size_t i = 0; i < HOSTFS_FILES; i++) {
        if (fs->files[i] >= 0) close(fs->files[i]);
        fs->files[i] = -1;
    }
    if (fs->root >= 0) close(fs->root);
    fs->root = -1;
    compiler_close(fs->compiler);
    fs->compiler = NULL;
}

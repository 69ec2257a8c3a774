/* Files on a mount.
 *
 * Reading. A file that is read keeps a read open on the client's side, which sends as many bytes as the
 * device asks for; as room becomes free in the ring the device asks for more. A program that reads in order
 * finds its bytes here, and waits for the network only at the beginning. Reading elsewhere cancels the open
 * read and begins another, small at first, twice as far with every refill.
 *
 * Writing. Written bytes gather in the same memory and go out when there are many, when they are not in
 * order, or when a flush, a close or another request needs them to. Up to DEV_WRITES frames may be without an
 * answer. An error comes back at the next write, sync or close, as for a disk that writes behind. */
#include "parts.h"

#include <string.h>

#define AHEAD_FIRST 131072u /* bytes of a file that come with its opening */
#define AHEAD_SEEK  4096u

static struct dev_device *device_of(const struct mount_file *file) {
    return file->mount->op->session->dev;
}

static uint32_t capacity_of(const struct dev_device *dev) {
    return dev->limits.mount_buffer;
}

static struct mount_file *file_at(struct dev_device *dev, int index) {
    return dev->mount_files[index];
}

int mount_file_new(struct dev_device *dev, struct dev_mount *mount) {
    int index = 0;
    while (index < dev->limits.mount_files && dev->mount_files[index]) index++;
    if (index == dev->limits.mount_files) return -KR_EMFILE;
    size_t size = sizeof(struct mount_file) + dev->limits.mount_buffer;
    struct mount_file *file = memory_take(dev, size, NEED_EXTRA);
    if (!file) return -KR_ENOMEM;
    memset(file, 0, sizeof *file);
    file->mount = mount;
    dev->mount_files[index] = file;
    return index;
}

void mount_file_free(struct dev_device *dev, struct mount_file *file) {
    unsigned index = 0;
    while (dev->mount_files[index] != file) index++;
    dev->mount_files[index] = NULL;
    memory_give(dev, file);
}

/* A place for an open file or listing. */
static int new_file(struct dev_device *dev, struct dev_mount *mount, int flags, bool list) {
    int index = mount_file_new(dev, mount);
    if (index < 0) return index;
    file_at(dev, index)->list = list;
    file_at(dev, index)->flags = (uint8_t)flags;
    return index;
}

static void begin_request(struct proto_writer *writer, uint8_t *payload, size_t capacity) {
    proto_writer_init(writer, payload, capacity);
    proto_write_u16(writer, 0);
}

/* --- what goes out by itself --- */

static uint16_t *free_write(struct mount_file *file) {
    for (unsigned i = 0; i < DEV_WRITES; i++) {
        if (file->writes[i].id == 0) return &file->writes[i].id;
    }
    return NULL;
}

static bool has_open_writes(const struct mount_file *file) {
    for (unsigned i = 0; i < DEV_WRITES; i++) {
        if (file->writes[i].id != 0) return true;
    }
    return false;
}

/* As much as the record has room for. A nearly full record is sent first rather than cutting the bytes small.
 */
static enum op_result put_write(struct mount_file *file, struct op *op) {
    struct proto_link *link = &op->session->link;
    uint8_t head[12];
    struct proto_writer writer;
    uint16_t *id = free_write(file);
    if (!id) return OP_IDLE;
    size_t room = proto_link_room(link);
    size_t part = file->have;
    if (room < sizeof head + 1 || (room < sizeof head + part && proto_link_pending(link))) return OP_FULL;
    if (part > room - sizeof head) part = room - sizeof head;
    struct proto_fs_write message = {mount_new_id(file->mount), file->handle, file->base, {NULL, 0}};
    proto_writer_init(&writer, head, sizeof head);
    proto_fs_write_write(&writer, &message);
    int error = op_put2(op, PROTO_FS_WRITE, 0, head, sizeof head, file->buffer + file->head, part);
    if (error) return op_wait(op, error);
    *id = message.id;
    file->base += part;
    file->head += (uint32_t)part;
    file->have -= (uint32_t)part;
    if (file->have == 0) file->head = 0, file->flush = false;
    return OP_MORE;
}

static enum op_result put_cancel(struct mount_file *file, struct op *op) {
    uint8_t payload[2] = {(uint8_t)file->cancel, (uint8_t)(file->cancel >> 8)};
    int error = op_put(op, PROTO_FS_CANCEL, 0, payload, sizeof payload);
    if (!error) file->cancel = 0;
    return op_wait(op, error);
}

static enum op_result put_read(struct mount_file *file, struct op *op) {
    uint8_t payload[17];
    struct proto_writer writer;
    struct proto_fs_read message = {file->stream, file->handle, 1, file->base, file->window};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_fs_read_write(&writer, &message);
    int error = op_put(op, PROTO_FS_READ, 0, payload, (size_t)proto_writer_finish(&writer));
    if (error) return op_wait(op, error);
    file->begin = false;
    file->asked = file->window;
    return OP_MORE;
}

/* Asks again when half of the window is used up: the client always has something to send, and the window
 * doubles up to all of the memory, so a file that is read on and on is fetched with few requests. */
static enum op_result put_more(struct mount_file *file, struct op *op) {
    uint8_t payload[6];
    struct proto_writer writer;
    uint32_t capacity = capacity_of(op->session->dev);
    uint32_t ahead = file->have + file->asked;
    if (ahead > file->window / 2) return OP_IDLE;
    uint32_t window = file->window > capacity / 2 ? capacity : file->window * 2;
    struct proto_fs_more message = {file->stream, window - ahead};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_fs_more_write(&writer, &message);
    int error = op_put(op, PROTO_FS_MORE, 0, payload, (size_t)proto_writer_finish(&writer));
    if (error) return op_wait(op, error);
    file->asked += message.length;
    file->window = window;
    return OP_MORE;
}

/* A file that nobody uses any more; the answer will find nobody. */
static enum op_result put_close(struct mount_file *file, struct op *op) {
    uint8_t payload[4];
    struct proto_writer writer;
    struct proto_fs_handle message = {mount_new_id(file->mount), file->handle};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_fs_handle_write(&writer, &message);
    int error = op_put(op, PROTO_FS_CLOSE, 0, payload, sizeof payload);
    if (!error) mount_file_free(op->session->dev, file);
    return op_wait(op, error);
}

enum op_result mount_file_step(struct mount_file *file, struct op *op) {
    const struct dev_device *dev = op->session->dev;
    bool wanted = file->flush || file->closing || (dev->call->active && !dev->call->sent);
    if (file->cancel) return put_cancel(file, op);
    if (file->writing && file->have > 0) return wanted ? put_write(file, op) : OP_IDLE;
    if (file->closing) return put_close(file, op);
    if (file->begin) return put_read(file, op);
    if (file->streaming && !file->at_end && !file->writing) return put_more(file, op);
    return OP_IDLE;
}

/* --- what comes in --- */

void mount_file_data(struct mount_file *file, const uint8_t *data, size_t length, bool more) {
    uint32_t capacity = capacity_of(device_of(file));
    if (length > file->asked || length > capacity - file->have) {
        mount_file_failed(file, PROTO_STATUS_PROTOCOL);
        return;
    }
    uint32_t at = (file->head + file->have) % capacity;
    size_t first = capacity - at < length ? capacity - at : length;
    memcpy(file->buffer + at, data, first);
    memcpy(file->buffer, data + first, length - first);
    file->have += (uint32_t)length;
    file->asked -= (uint32_t)length;
    if (more) return;
    file->streaming = false;
    file->at_end = true;
    file->asked = 0;
}

void mount_file_failed(struct mount_file *file, unsigned status) {
    file->streaming = false;
    file->asked = 0;
    if (status) file->error = proto_status_errno(status);
}

bool mount_file_written(struct mount_file *file, uint16_t id, unsigned status) {
    for (unsigned i = 0; i < DEV_WRITES; i++) {
        if (file->writes[i].id != id) continue;
        file->writes[i].id = 0;
        if (status && !file->error) file->error = proto_status_errno(status);
        return true;
    }
    return false;
}

/* --- reading --- */

static int take_error(struct mount_file *file) {
    int error = file->mount ? file->error : KR_ENOTCONN;
    file->error = 0;
    return -error;
}

/* Gives up what was read ahead. */
static void stop_reading(struct mount_file *file) {
    if (file->streaming && !file->begin) file->cancel = file->stream;
    file->streaming = file->begin = file->at_end = file->end_told = false;
    file->head = file->have = file->asked = 0;
}

/* A read that goes on where the last one ended keeps its window; one somewhere else begins small. */
static void restart_reading(struct mount_file *file, uint32_t capacity, size_t size) {
    bool goes_on = file->position == file->base + file->have;
    uint32_t window = size > AHEAD_SEEK ? (uint32_t)(size < capacity ? size : capacity) : AHEAD_SEEK;
    stop_reading(file);
    if (!goes_on || file->window == 0) file->window = window < capacity ? window : capacity;
    file->base = file->position;
    file->stream = mount_new_id(file->mount);
    file->streaming = file->begin = true;
}

/* Drops bytes in front of the position. */
static void skip_to_position(struct mount_file *file, uint32_t capacity) {
    uint64_t skip = file->position - file->base;
    if (skip > file->have) skip = file->have;
    file->head = (uint32_t)((file->head + skip) % capacity);
    file->have -= (uint32_t)skip;
    file->base += skip;
}

static size_t take_bytes(struct mount_file *file, uint32_t capacity, uint8_t *data, size_t size) {
    size_t count = file->have < size ? file->have : size;
    size_t first = capacity - file->head < count ? capacity - file->head : count;
    memcpy(data, file->buffer + file->head, first);
    memcpy(data + first, file->buffer, count - first);
    file->position += count;
    skip_to_position(file, capacity);
    return count;
}

/* Is the position in what is here or on its way? */
static bool is_ahead(const struct mount_file *file) {
    return file->position >= file->base && file->position - file->base <= (uint64_t)file->have + file->asked;
}

/* Waits until all written bytes are answered. 0 or why not. */
static int drain(struct dev_device *dev, struct mount_file *file) {
    uint64_t deadline = mount_deadline(dev);
    int result = 0;
    file->flush = file->have > 0;
    mount_kick(file->mount);
    while (result == 0 && file->mount && (file->have > 0 || has_open_writes(file)))
        result = mount_wait(dev, deadline);
    return file->mount ? result : -KR_ENOTCONN;
}

static int stop_writing(struct dev_device *dev, struct mount_file *file) {
    int result = file->writing ? drain(dev, file) : 0;
    if (result < 0) return result;
    if (file->writing) {
        file->writing = false;
        file->base = file->position;
        file->head = file->have = file->asked = 0;
    }
    return 0;
}

/* The request for more bytes must leave at once: the program goes on reading what is here, and would not look
 * at the network soon. */
static void ask_now(struct dev_device *dev, struct mount_file *file) {
    mount_kick(file->mount);
    dev_poll(dev, 0);
}

/* One turn of reading: bytes, 0 for the end, -KR_EAGAIN for another turn, or an error. */
static ptrdiff_t try_read(struct dev_device *dev, struct mount_file *file, void *data, size_t size) {
    uint32_t capacity = capacity_of(dev);
    if (!file->mount || file->error) return take_error(file);
    if (is_ahead(file)) skip_to_position(file, capacity);
    if (file->base == file->position && file->have > 0) {
        size_t count = take_bytes(file, capacity, data, size);
        if (file->streaming && file->have + file->asked <= file->window / 2) ask_now(dev, file);
        return (ptrdiff_t)count;
    }
    if (file->at_end && file->position >= file->base && !file->end_told) {
        file->end_told = true;
        return 0;
    }
    if (!file->streaming || !is_ahead(file)) restart_reading(file, capacity, size);
    mount_kick(file->mount);
    return -KR_EAGAIN;
}

ptrdiff_t mount_read(struct dev_device *dev, int index, void *data, size_t size) {
    struct mount_file *file = file_at(dev, index);
    if (!(file->flags & KR_OPEN_READ)) return -KR_EBADF;
    if (size == 0) return 0;
    ptrdiff_t result = stop_writing(dev, file);
    uint64_t deadline = mount_deadline(dev);
    if (result < 0) return result;
    while ((result = try_read(dev, file, data, size)) == -KR_EAGAIN) {
        int stop = file->have || file->at_end || file->error ? 0 : mount_wait(dev, deadline);
        if (stop < 0) return stop;
    }
    return result;
}

/* --- writing --- */

static int start_writing(struct dev_device *dev, struct mount_file *file) {
    if (!file->mount || file->error) return take_error(file);
    if (!file->writing) stop_reading(file);
    if (file->flags & KR_OPEN_APPEND) file->position = file->size;
    bool follows = file->writing && file->base + file->have == file->position;
    if (file->writing && file->have > 0 && !follows) {
        int result = drain(dev, file);
        if (result < 0) return result;
    }
    if (!file->writing || file->have == 0) file->base = file->position;
    file->writing = true;
    return 0;
}

/* Waits for room behind the gathered bytes. */
static int make_room(struct dev_device *dev, struct mount_file *file) {
    uint64_t deadline = mount_deadline(dev);
    int result = 0;
    while (result == 0 && file->mount && file->head + file->have == capacity_of(dev)) {
        file->flush = true;
        mount_kick(file->mount);
        if (file->head + file->have == capacity_of(dev)) result = mount_wait(dev, deadline);
    }
    return file->mount ? result : -KR_ENOTCONN;
}

ptrdiff_t mount_write(struct dev_device *dev, int index, const void *data, size_t size) {
    struct mount_file *file = file_at(dev, index);
    const uint8_t *at = data;
    size_t left = size;
    if (!(file->flags & KR_OPEN_WRITE)) return -KR_EBADF;
    int result = start_writing(dev, file);
    while (result == 0 && left > 0) {
        result = make_room(dev, file);
        if (result < 0) break;
        size_t room = capacity_of(dev) - file->head - file->have;
        size_t part = left < room ? left : room;
        memcpy(file->buffer + file->head + file->have, at, part);
        file->have += (uint32_t)part;
        file->position += part;
        at += part;
        left -= part;
        if (file->position > file->size) file->size = file->position;
        file->flush = file->have >= capacity_of(dev) / 2;
        if (file->flush) mount_kick(file->mount);
    }
    return result < 0 ? result : (ptrdiff_t)size;
}

/* --- the other calls of an open file --- */

static int handle_request(struct dev_device *dev, struct mount_file *file, enum proto_message_type type) {
    uint8_t payload[4];
    struct proto_writer writer;
    begin_request(&writer, payload, sizeof payload);
    proto_write_u16(&writer, file->handle);
    return mount_request(dev, file->mount, type, &writer, NULL);
}

/* Only the position changes; what was read ahead is judged by the next read. */
int64_t mount_seek(struct dev_device *dev, int index, int64_t offset, int whence) {
    struct mount_file *file = file_at(dev, index);
    int64_t start = whence == 0 ? 0 : whence == 1 ? (int64_t)file->position : (int64_t)file->size;
    if (offset < 0 ? start + offset < 0 : offset > INT64_MAX - start) return -KR_EINVAL;
    file->position = (uint64_t)(start + offset);
    return (int64_t)file->position;
}

/* Nothing may lie in either direction when the size changes. */
int mount_truncate(struct dev_device *dev, int index, uint64_t size) {
    struct mount_file *file = file_at(dev, index);
    uint8_t payload[12];
    struct proto_writer writer;
    if (!(file->flags & KR_OPEN_WRITE)) return -KR_EBADF;
    int result = stop_writing(dev, file);
    if (result < 0) return result;
    if (!file->mount || file->error) return take_error(file);
    stop_reading(file);
    begin_request(&writer, payload, sizeof payload);
    proto_write_u16(&writer, file->handle);
    proto_write_u64(&writer, size);
    result = mount_request(dev, file->mount, PROTO_FS_TRUNCATE, &writer, NULL);
    if (result == 0) file->size = size;
    return result;
}

int mount_sync(struct dev_device *dev, int index) {
    struct mount_file *file = file_at(dev, index);
    if (!(file->flags & KR_OPEN_WRITE)) return 0;
    int result = drain(dev, file);
    if (result == 0 && (file->error || !file->mount)) result = take_error(file);
    return result < 0 ? result : handle_request(dev, file, PROTO_FS_SYNC);
}

/* A file that was only read needs no answer; one that was written tells here whether all of it arrived. */
int mount_close(struct dev_device *dev, int index) {
    struct mount_file *file = file_at(dev, index);
    bool written = file->flags & KR_OPEN_WRITE;
    int result = file->mount && written ? drain(dev, file) : 0;
    if (result == 0 && written && (file->error || !file->mount)) result = take_error(file);
    if (result < 0 || !written) {
        if (!file->writing) stop_reading(file);
        file->cancel = 0; /* closing a handle ends its reads */
        file->closing = true;
        if (file->mount)
            mount_kick(file->mount);
        else
            mount_file_free(dev, file);
        return result;
    }
    result = handle_request(dev, file, PROTO_FS_CLOSE);
    mount_file_free(dev, file);
    return result;
}

/* --- paths --- */

static int open_options(int flags) {
    static const struct {
        int flag, option;
    } rows[] = {
        {KR_OPEN_READ, PROTO_OPEN_READ},     {KR_OPEN_WRITE, PROTO_OPEN_WRITE},
        {KR_OPEN_CREATE, PROTO_OPEN_CREATE}, {KR_OPEN_TRUNCATE, PROTO_OPEN_TRUNCATE},
        {KR_OPEN_APPEND, PROTO_OPEN_APPEND}, {KR_OPEN_EXCLUSIVE, PROTO_OPEN_EXCLUSIVE},
    };
    int options = 0;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++)
        options |= flags & rows[i].flag ? rows[i].option : 0;
    return options;
}

/* Opening for reading alone begins to read at once, in the same round trip. */
int mount_open(struct dev_device *dev, struct dev_mount *mount, const char *path, int flags) {
    uint8_t payload[DEV_PATH_MAX + 16];
    struct proto_writer writer;
    struct proto_fs_opened opened;
    if ((flags & KR_OPEN_WRITE) && (mount->options & PROTO_MOUNT_READ_ONLY)) return -KR_EROFS;
    int index = new_file(dev, mount, flags, false);
    if (index < 0) return index;
    struct mount_file *file = file_at(dev, index);
    uint32_t capacity = capacity_of(dev);
    file->window = flags & KR_OPEN_WRITE ? 0 : AHEAD_FIRST < capacity ? AHEAD_FIRST : capacity;
    file->asked = file->window;
    file->streaming = file->window > 0;
    begin_request(&writer, payload, sizeof payload);
    proto_write_u8(&writer, (uint8_t)open_options(flags));
    proto_write_u32(&writer, file->window);
    proto_write_string(&writer, proto_text(path));
    int result = mount_request(dev, mount, PROTO_FS_OPEN, &writer, file);
    if (result == 0 && proto_fs_opened_parse(dev->call->body, dev->call->body_length, &opened))
        result = -KR_EIO;
    if (result < 0) {
        mount_file_free(dev, file);
        return result;
    }
    file->handle = opened.handle;
    file->size = opened.size;
    return index;
}

int mount_path_request(struct dev_device *dev, struct dev_mount *mount, enum proto_message_type type,
                       const char *path) {
    uint8_t payload[DEV_PATH_MAX + 4];
    struct proto_writer writer;
    begin_request(&writer, payload, sizeof payload);
    proto_write_string(&writer, proto_text(path));
    return mount_request(dev, mount, type, &writer, NULL);
}

int mount_rename(struct dev_device *dev, struct dev_mount *mount, const char *from, const char *to) {
    uint8_t payload[2 * DEV_PATH_MAX + 6];
    struct proto_writer writer;
    begin_request(&writer, payload, sizeof payload);
    proto_write_string(&writer, proto_text(from));
    proto_write_string(&writer, proto_text(to));
    return mount_request(dev, mount, PROTO_FS_RENAME, &writer, NULL);
}

static void fill_stat(const struct proto_entry *entry, kr_file_stat *stat) {
    stat->kind = entry->type == PROTO_ENTRY_DIRECTORY ? KR_FILE_DIRECTORY : KR_FILE_REGULAR;
    stat->size = entry->size;
    stat->mtime_ns = entry->mtime;
}

int mount_stat(struct dev_device *dev, struct dev_mount *mount, const char *path, kr_file_stat *stat) {
    struct proto_entry entry;
    int result = mount_path_request(dev, mount, PROTO_FS_STAT, path);
    if (result == 0 && proto_entry_parse(dev->call->body, dev->call->body_length, &entry)) result = -KR_EIO;
    if (result == 0) fill_stat(&entry, stat);
    return result;
}

int mount_space(struct dev_device *dev, struct dev_mount *mount, const char *path, kr_file_space *space) {
    struct proto_space answer;
    int result = mount_path_request(dev, mount, PROTO_FS_STATVFS, path);
    if (result == 0 && proto_space_parse(dev->call->body, dev->call->body_length, &answer)) result = -KR_EIO;
    if (result == 0) *space = (kr_file_space){answer.block_size, answer.blocks, answer.blocks_free};
    return result;
}

int mount_list_open(struct dev_device *dev, struct dev_mount *mount, const char *path) {
    uint8_t payload[DEV_PATH_MAX + 4];
    struct proto_writer writer;
    int index = new_file(dev, mount, 0, true);
    if (index < 0) return index;
    struct mount_file *file = file_at(dev, index);
    begin_request(&writer, payload, sizeof payload);
    proto_write_string(&writer, proto_text(path));
    int result = mount_request(dev, mount, PROTO_FS_LIST, &writer, file);
    if (result == 0) result = -file->error;
    if (result == 0) return index;
    mount_file_free(dev, file);
    return result;
}

int mount_list_next(struct dev_device *dev, int index, kr_file_entry *entry) {
    struct mount_file *file = file_at(dev, index);
    struct proto_reader reader;
    struct proto_entry found;
    if (file->head == file->have) return 0;
    proto_reader_init(&reader, file->buffer + file->head, file->have - file->head);
    proto_entry_read(&reader, &found);
    if (reader.error || !proto_text_copy(found.path, entry->name, sizeof entry->name)) return -KR_EIO;
    file->head = (uint32_t)(reader.at - file->buffer);
    fill_stat(&found, &entry->stat);
    return 1;
}

int mount_list_close(struct dev_device *dev, int index) {
    mount_file_free(dev, file_at(dev, index));
    return 0;
}

/* Requests that END answers: REMOVE, RENAME, COPY, MKDIR, RMDIR; and STATVFS. Trees are removed and copied
 * one entry or one chunk a step, so that neither the network nor a running program waits for them. */
#include "parts.h"

#include <string.h>

static struct dev_device *device_of(const struct op *op) {
    return op->session->dev;
}

static void finish_with(struct op *op, int result) {
    op_finish(op, status_of(result), NULL);
}

/* --- remove --- */

static void remove_start(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct op_command *command = &op->u.command;
    kr_file_stat stat;
    int result = dev->files->stat(dev->files_context, op->path, &stat);
    command->tree = result >= 0 && stat.kind == KR_FILE_DIRECTORY;
    if (result == -KR_ENOENT && (command->options & PROTO_PATH_FORCE)) {
        finish_with(op, 0);
    } else if (command->tree && (command->options & PROTO_PATH_RECURSIVE)) {
        memcpy(op->other, op->path, sizeof op->other);
    } else {
        if (result >= 0) result = dev->files->remove(dev->files_context, op->path);
        hash_cache_forget(dev, op->path);
        finish_with(op, result);
    }
}

/* Goes one entry further: into a directory, over a file, or out of what has become empty. */
static enum op_result remove_step(struct op *op) {
    struct dev_device *dev = device_of(op);
    kr_file_entry entry;
    int handle = dev->files->list_open(dev->files_context, op->other);
    int result = handle;
    if (handle >= 0) {
        result = dev->files->list_next(dev->files_context, handle, &entry);
        dev->files->list_close(dev->files_context, handle);
    }
    if (result > 0 && !path_join(op->other, entry.name)) result = -KR_ENAMETOOLONG;
    if (result > 0 && entry.stat.kind == KR_FILE_DIRECTORY) return OP_MORE;
    if (result > 0) {
        hash_cache_forget(dev, op->other);
        result = dev->files->remove(dev->files_context, op->other);
    } else if (result == 0 && op->other[1]) {
        result = dev->files->rmdir(dev->files_context, op->other);
        if (strcmp(op->other, op->path) == 0) finish_with(op, result);
    } else if (result == 0) {
        finish_with(op, 0);
    }
    if (result < 0) finish_with(op, result);
    path_parent(op->other);
    return OP_MORE;
}

/* --- copy --- */

static void copy_close(struct op *op) {
    struct dev_device *dev = device_of(op);
    if (op->handle >= 0) dev->files->close(dev->files_context, op->handle);
    if (op->second >= 0) dev->files->close(dev->files_context, op->second);
    op->handle = op->second = -1;
}

/* Begins to copy a file to a temporary name beside its target. 0 or KR_E…. */
static int copy_file_start(struct op *op, const char *from, const kr_file_stat *stat) {
    struct dev_device *dev = device_of(op);
    struct op_command *command = &op->u.command;
    char part[DEV_PATH_MAX];
    if (!path_part(command->target, part)) return -KR_ENAMETOOLONG;
    op->handle = dev->files->open(dev->files_context, from, KR_OPEN_READ);
    if (op->handle < 0) return op->handle;
    op->second =
        dev->files->open(dev->files_context, part, KR_OPEN_WRITE | KR_OPEN_CREATE | KR_OPEN_TRUNCATE);
    if (op->second < 0) return op->second;
    command->stat = *stat;
    command->copying = true;
    return 0;
}

/* Gives the copy the time and the name that it shall have, or removes what there is of it. */
static int copy_file_end(struct op *op, int result) {
    struct dev_device *dev = device_of(op);
    struct op_command *command = &op->u.command;
    char part[DEV_PATH_MAX];
    path_part(command->target, part);
    copy_close(op);
    if (result >= 0) dev->files->set_mtime(dev->files_context, part, command->stat.mtime_ns);
    if (result >= 0) result = dev->files->rename(dev->files_context, part, command->target);
    if (result < 0) dev->files->remove(dev->files_context, part);
    hash_cache_forget(dev, command->target);
    command->copying = command->copied = false;
    return result;
}

/* Ends the file when all of it is on the medium, or when something went wrong. */
static enum op_result copy_sync(struct op *op, int result) {
    if (result >= 0) result = op_sync(op, op->second);
    if (result == 0) return OP_IDLE;
    result = copy_file_end(op, result);
    if (result < 0 || !op->u.command.tree) finish_with(op, result);
    return OP_MORE;
}

static enum op_result copy_chunk(struct op *op) {
    struct dev_device *dev = device_of(op);
    if (op->u.command.copied) return copy_sync(op, 0);
    uint8_t *chunk = memory_take(dev, DEV_CHUNK, NEED_ALWAYS);
    ptrdiff_t got = chunk ? dev->files->read(dev->files_context, op->handle, chunk, DEV_CHUNK) : -KR_ENOMEM;
    ptrdiff_t put = got > 0 ? dev->files->write(dev->files_context, op->second, chunk, (size_t)got) : 0;
    memory_give(dev, chunk);
    if (got > 0 && put == got) return OP_MORE;
    op->u.command.copied = true;
    return copy_sync(op, got < 0 ? (int)got : put < 0 ? (int)put : got > 0 ? -KR_ENOSPC : 0);
}

/* One step of a walk: a directory is made, a file is begun. */
static int copy_entry(struct op *op, const kr_file_entry *entry) {
    struct dev_device *dev = device_of(op);
    struct op_command *command = &op->u.command;
    char from[DEV_PATH_MAX];
    if (!walk_path(&command->walk, entry, from)) return -KR_ENAMETOOLONG;
    memcpy(command->target, op->other, strlen(op->other) + 1);
    if (!path_join(command->target, from + command->walk.root_length + 1)) return -KR_ENAMETOOLONG;
    if (entry->stat.kind != KR_FILE_DIRECTORY) return copy_file_start(op, from, &entry->stat);
    int result = dev->files->mkdir(dev->files_context, command->target);
    return result == -KR_EEXIST ? 0 : result;
}

static enum op_result copy_step(struct op *op) {
    struct dev_device *dev = device_of(op);
    const kr_file_entry *entry = NULL;
    int error = 0;
    if (op->u.command.copying) return copy_chunk(op);
    switch (walk_next(dev, &op->u.command.walk, &entry, &error)) {
    case WALK_ENTRY: error = copy_entry(op, entry); break;
    case WALK_END: finish_with(op, 0); break;
    case WALK_BUSY: return OP_IDLE;
    default: break;
    }
    if (error < 0) finish_with(op, error);
    return OP_MORE;
}

/* Everything that can be wrong with a copy is found before the first byte. A tree is not copied into itself,
 * for it would never end. */
static void copy_start(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct op_command *command = &op->u.command;
    kr_file_stat stat, target;
    int result = dev->files->stat(dev->files_context, op->path, &stat);
    bool exists = dev->files->stat(dev->files_context, op->other, &target) >= 0;
    command->tree = result >= 0 && stat.kind == KR_FILE_DIRECTORY;
    if (result >= 0 && exists && (command->options & PROTO_PATH_KEEP)) result = -KR_EEXIST;
    if (result >= 0 && exists && !command->tree && target.kind == KR_FILE_DIRECTORY) result = -KR_EISDIR;
    if (result >= 0 && command->tree && !(command->options & PROTO_PATH_RECURSIVE)) result = -KR_EISDIR;
    if (result >= 0 && path_within(op->other, op->path)) result = -KR_EINVAL;
    if (result >= 0 && command->tree) {
        walk_init(&command->walk, op->path, true);
        if (!exists) result = dev->files->mkdir(dev->files_context, op->other);
    } else if (result >= 0) {
        memcpy(command->target, op->other, sizeof command->target);
        result = copy_file_start(op, op->path, &stat);
    }
    if (result < 0) finish_with(op, result);
}

/* --- the short ones --- */

static int rename_entry(struct op *op) {
    struct dev_device *dev = device_of(op);
    kr_file_stat stat, target;
    int result = dev->files->stat(dev->files_context, op->path, &stat);
    if (result < 0) return result;
    bool exists = dev->files->stat(dev->files_context, op->other, &target) >= 0;
    if (exists && (op->u.command.options & PROTO_PATH_KEEP)) return -KR_EEXIST;
    if (strcmp(op->path, op->other) != 0 && path_within(op->other, op->path)) return -KR_EINVAL;
    if (stat.kind == KR_FILE_DIRECTORY) hash_cache_clear(dev);
    hash_cache_forget(dev, op->path);
    hash_cache_forget(dev, op->other);
    return dev->files->rename(dev->files_context, op->path, op->other);
}

static int make_directory(struct op *op) {
    struct dev_device *dev = device_of(op);
    bool parents = op->u.command.options & PROTO_PATH_PARENTS;
    kr_file_stat stat;
    int result = parents ? path_make_parents(dev, op->path) : 0;
    if (result >= 0) result = dev->files->mkdir(dev->files_context, op->path);
    bool exists = result == -KR_EEXIST && dev->files->stat(dev->files_context, op->path, &stat) >= 0;
    return exists && parents && stat.kind == KR_FILE_DIRECTORY ? 0 : result;
}

/* --- all of them --- */

static unsigned take_paths(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct proto_paths paths = {0};
    struct proto_path path = {0};
    bool two = frame->type == PROTO_RENAME || frame->type == PROTO_COPY;
    if (two) {
        proto_paths_parse(frame->payload, frame->length, &paths);
    } else {
        proto_path_parse(frame->payload, frame->length, &path);
    }
    op->u.command.options = two ? paths.options : path.options;
    unsigned status = path_normalise(two ? paths.from : path.path, op->path);
    if (!status && two) status = path_normalise(paths.to, op->other);
    if (!status && (mount_covers(dev, op->path) || (two && mount_covers(dev, op->other))))
        status = PROTO_STATUS_UNSUPPORTED;
    return status;
}

static void command_start(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct op_command *command = &op->u.command;
    command->kind = frame->type;
    command->tree = command->copying = false;
    command->walk.entries = NULL;
    unsigned status = take_paths(op, frame);
    if (status) {
        op_finish(op, status, NULL);
        return;
    }
    switch (frame->type) {
    case PROTO_REMOVE: remove_start(op); break;
    case PROTO_COPY: copy_start(op); break;
    case PROTO_RENAME: finish_with(op, rename_entry(op)); break;
    case PROTO_MKDIR: finish_with(op, make_directory(op)); break;
    default: finish_with(op, dev->files->rmdir(dev->files_context, op->path)); break;
    }
}

static enum op_result command_step(struct op *op) {
    return op->u.command.kind == PROTO_REMOVE ? remove_step(op) : copy_step(op);
}

static void command_release(struct op *op) {
    struct dev_device *dev = device_of(op);
    char part[DEV_PATH_MAX];
    copy_close(op);
    if (op->u.command.copying && path_part(op->u.command.target, part))
        dev->files->remove(dev->files_context, part);
    walk_release(dev, &op->u.command.walk);
}

const struct op_class op_class_command = {OP_WITH(struct op_command), command_start, NULL, command_step,
                                          command_release};

static void space_start(struct op *op, const struct proto_frame *frame) {
    struct proto_path message;
    proto_path_parse(frame->payload, frame->length, &message);
    unsigned status = path_normalise(message.path, op->path);
    if (!status && mount_covers(device_of(op), op->path)) status = PROTO_STATUS_UNSUPPORTED;
    if (status) op_finish(op, status, NULL);
}

static enum op_result space_step(struct op *op) {
    struct dev_device *dev = device_of(op);
    uint8_t payload[36];
    struct proto_writer writer;
    kr_file_space space;
    int result = dev->files->space(dev->files_context, op->path, &space);
    if (result < 0) {
        finish_with(op, result);
        return OP_MORE;
    }
    struct proto_space message = {space.block_size, space.blocks, space.blocks_free, 0, 0};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_space_write(&writer, &message);
    return op_wait(op,
                   op_put(op, PROTO_SPACE, PROTO_FLAG_END, payload, (size_t)proto_writer_finish(&writer)));
}

const struct op_class op_class_space = {OP_PATHS, space_start, NULL, space_step, NULL};

/* PUT: a file from the client, whole or not at all.
 *
 * Bytes go to a temporary name beside the target and are hashed on the way. Only when all of them are there
 * and their hash is right are they synced and renamed over the target, and only then does the client hear OK;
 * whatever else happens leaves the old file. A part whose client vanished stays for a later PUT with RESUME:
 * its bytes are hashed again, a chunk a step, and the client is told how far they reach and what their hash
 * is. A part that is wrong, or that fills the disk, is removed. */
#include "parts.h"

#include <string.h>

/* So much of a big file may wait in memory for its way to the disk, so that its end does not wait for all of
 * it. */
#define SYNC_EVERY (8u << 20)

static struct dev_device *device_of(const struct op *op) {
    return op->session->dev;
}

/* Two clients that write one name would write one temporary file. */
static bool is_being_written(struct op *op) {
    const struct dev_device *dev = device_of(op);
    for (const struct op *other = op_each(dev, NULL); other; other = op_each(dev, other)) {
        if (other == op || other->class != &op_class_put || other->released) continue;
        if (strcmp(other->other, op->other) == 0) return true;
    }
    return false;
}

/* What can be known before the first byte. */
static unsigned check_target(struct op *op) {
    struct dev_device *dev = device_of(op);
    kr_file_stat stat;
    int result = dev->files->stat(dev->files_context, op->path, &stat);
    if (mount_covers(dev, op->path)) return PROTO_STATUS_UNSUPPORTED;
    if (result >= 0 && stat.kind == KR_FILE_DIRECTORY) return PROTO_STATUS_IS_DIRECTORY;
    if (result >= 0 && (op->u.put.options & PROTO_PATH_KEEP)) return PROTO_STATUS_EXISTS;
    if (!path_part(op->path, op->other)) return PROTO_STATUS_NAME_TOO_LONG;
    if (is_being_written(op)) return PROTO_STATUS_BUSY;
    return PROTO_STATUS_OK;
}

/* Is there room for what is still to come? A file system that cannot tell is believed to have it. */
static unsigned check_space(struct op *op) {
    struct dev_device *dev = device_of(op);
    kr_file_space space;
    if (dev->files->space(dev->files_context, op->path, &space) < 0) return PROTO_STATUS_OK;
    uint64_t need = (op->u.put.size - op->u.put.kept) / (space.block_size ? space.block_size : 1);
    return need > space.blocks_free ? PROTO_STATUS_NO_SPACE : PROTO_STATUS_OK;
}

/* Opens the temporary file; a part of an earlier try is kept when the client asked for it. */
static unsigned open_part(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct op_put *put = &op->u.put;
    kr_file_stat stat = {0};
    int flags = KR_OPEN_READ | KR_OPEN_WRITE | KR_OPEN_CREATE;
    int result = 0;
    if (put->options & PROTO_PATH_PARENTS) result = path_make_parents(dev, op->path);
    if (result < 0) return status_of(result);
    bool resume = (put->options & PROTO_PATH_RESUME) &&
                  dev->files->stat(dev->files_context, op->other, &stat) >= 0 &&
                  stat.kind == KR_FILE_REGULAR && stat.size <= put->size;
    put->kept = resume ? stat.size : 0;
    op->handle = dev->files->open(dev->files_context, op->other, resume ? flags : flags | KR_OPEN_TRUNCATE);
    return op->handle < 0 ? status_of(op->handle) : check_space(op);
}

/* Without RESUME bytes may follow at once, so the file is opened here and not in a step. */
static void put_start(struct op *op, const struct proto_frame *frame) {
    struct op_put *put = &op->u.put;
    struct proto_put message;
    proto_put_parse(frame->payload, frame->length, &message);
    put->options = message.options;
    put->size = message.size;
    put->mtime = message.mtime;
    put->accepting = message.options & PROTO_PATH_RESUME;
    put->complete = frame->flags & PROTO_FLAG_END;
    memcpy(put->hash, message.hash, sizeof put->hash);
    mbedtls_sha256_init(&op->u.put.sha);
    mbedtls_sha256_starts_ret(&op->u.put.sha, 0);
    unsigned status = path_normalise(message.path, op->path);
    if (!status) status = check_target(op);
    if (!status) status = open_part(op);
    if (status) op_finish(op, status, NULL);
}

/* A part with nothing in it is no use to anybody. */
static void put_release(struct op *op) {
    struct dev_device *dev = device_of(op);
    if (op->handle < 0) return;
    dev->files->close(dev->files_context, op->handle);
    op->handle = -1;
    if (op->u.put.got == 0 && op->u.put.kept == 0) dev->files->remove(dev->files_context, op->other);
}

/* A full disk and a wrong hash leave no part behind: resuming them would be of no use. */
static void fail(struct op *op, unsigned status, const char *text) {
    struct dev_device *dev = device_of(op);
    if (status == PROTO_STATUS_NO_SPACE || status == PROTO_STATUS_CHANGED) {
        op->u.put.got = op->u.put.kept = 0;
        dev_log(dev, DEV_WARNING, "put of %s by %s: %s", op->path, session_name(op->session),
                proto_status_text(status));
    }
    op_finish(op, status, text);
}

/* Writes and hashes a piece where it lies in the record. */
static void take_data(struct op *op, const uint8_t *data, size_t length) {
    struct dev_device *dev = device_of(op);
    struct op_put *put = &op->u.put;
    if (put->accepting) return fail(op, PROTO_STATUS_INVALID, "bytes before the device accepted to resume");
    if (length > put->size - put->got) return fail(op, PROTO_STATUS_CHANGED, "more bytes than announced");
    ptrdiff_t written = dev->files->write(dev->files_context, op->handle, data, length);
    if (written != (ptrdiff_t)length)
        return fail(op, written < 0 ? status_of(written) : PROTO_STATUS_NO_SPACE, NULL);
    mbedtls_sha256_update_ret(&op->u.put.sha, data, length);
    if ((put->got + length) / SYNC_EVERY != put->got / SYNC_EVERY) op_sync_ahead(op, op->handle);
    put->got += length;
}

static void put_frame(struct op *op, const struct proto_frame *frame) {
    struct proto_end end;
    if (frame->type == PROTO_DATA) {
        take_data(op, frame->payload, frame->length);
        proto_link_consumed(&op->session->link, frame->stream, frame->length);
    }
    if (frame->flags & PROTO_FLAG_END) op->u.put.complete = true;
    if (frame->type == PROTO_END) {
        proto_end_parse(frame->payload, frame->length, &end);
        op->u.put.complete = end.status == PROTO_STATUS_OK;
        if (end.status != PROTO_STATUS_OK) op_finish(op, PROTO_STATUS_ABORTED, NULL);
    }
}

/* Tells how far the kept bytes reach, once they have been read again. */
static enum op_result put_accept(struct op *op) {
    uint8_t payload[8 + PROTO_DIGEST_BYTES];
    uint8_t digest[PROTO_DIGEST_BYTES];
    struct proto_accept accept = {op->u.put.kept, digest};
    struct proto_writer writer;
    mbedtls_sha256_context sha;
    mbedtls_sha256_init(&sha);
    mbedtls_sha256_clone(&sha, &op->u.put.sha);
    mbedtls_sha256_finish_ret(&sha, digest);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_accept_write(&writer, &accept);
    int error = op_put(op, PROTO_ACCEPT, 0, payload, (size_t)proto_writer_finish(&writer));
    op->u.put.accepting = error != 0;
    return op_wait(op, error);
}

/* Hashes the kept part again. Its bytes were never acknowledged, so nothing is believed about them. */
static enum op_result read_kept(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct op_put *put = &op->u.put;
    uint64_t left = put->kept - put->got;
    size_t size = left < DEV_CHUNK ? (size_t)left : DEV_CHUNK;
    uint8_t *chunk = memory_take(dev, DEV_CHUNK, NEED_ALWAYS);
    ptrdiff_t got = chunk ? dev->files->read(dev->files_context, op->handle, chunk, size) : -KR_ENOMEM;
    if (got < 0 || (got == 0 && size > 0)) {
        fail(op, PROTO_STATUS_CHANGED, "the kept part cannot be read");
    } else if (got > 0) {
        mbedtls_sha256_update_ret(&op->u.put.sha, chunk, (size_t)got);
        put->got += (uint64_t)got;
    }
    memory_give(dev, chunk);
    return put->got == put->kept && !op->finishing ? put_accept(op) : OP_MORE;
}

/* Closes the synced file and gives it its name. 0 or KR_E…. */
static int store_file(struct op *op, int result) {
    struct dev_device *dev = device_of(op);
    const kr_files *files = dev->files;
    kr_file_stat stat;
    int closed = files->close(dev->files_context, op->handle);
    op->handle = -1;
    if (result >= 0) result = closed;
    if (result >= 0 && op->u.put.mtime != 0) {
        result = files->set_mtime(dev->files_context, op->other, op->u.put.mtime);
        if (result == -KR_ENOSYS || result == -KR_EOPNOTSUPP) result = 0;
    }
    bool taken =
        (op->u.put.options & PROTO_PATH_KEEP) && files->stat(dev->files_context, op->path, &stat) >= 0;
    if (result >= 0) result = taken ? -KR_EEXIST : files->rename(dev->files_context, op->other, op->path);
    if (result < 0) files->remove(dev->files_context, op->other);
    return result;
}

/* Once: finishing a hash twice gives another one. */
static bool is_right(struct op *op) {
    struct op_put *put = &op->u.put;
    uint8_t digest[PROTO_DIGEST_BYTES];
    if (!put->verified) mbedtls_sha256_finish_ret(&op->u.put.sha, digest);
    if (!put->verified)
        put->verified = put->got == put->size && memcmp(digest, put->hash, sizeof digest) == 0;
    return put->verified;
}

static enum op_result finish_file(struct op *op) {
    struct dev_device *dev = device_of(op);
    kr_file_stat stat;
    if (!is_right(op)) {
        fail(op, PROTO_STATUS_CHANGED, NULL);
        return OP_MORE;
    }
    int result = op_sync(op, op->handle);
    if (result == 0) return OP_IDLE;
    result = store_file(op, result);
    hash_cache_forget(dev, op->path);
    if (result >= 0 && dev->files->stat(dev->files_context, op->path, &stat) >= 0) {
        hash_cache_add(dev, op->path, &stat, op->u.put.hash);
    }
    if (result < 0)
        dev_log(dev, DEV_WARNING, "put of %s: %s", op->path, proto_status_text(status_of(result)));
    op_finish(op, status_of(result), NULL);
    return OP_MORE;
}

static enum op_result put_step(struct op *op) {
    if (op->u.put.accepting) return read_kept(op);
    return op->u.put.complete ? finish_file(op) : OP_IDLE;
}

const struct op_class op_class_put = {OP_WITH(struct op_put), put_start, put_frame, put_step, put_release};

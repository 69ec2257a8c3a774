/* GET: a file to the client, read straight into the outgoing record. */
#include "parts.h"

#include <string.h>

/* A DATA frame smaller than this waits for the next record, unless it is the last. */
#define WORTHWHILE 512u

static struct dev_device *device_of(const struct op *op) {
    return op->session->dev;
}

/* An offset behind the end is no error: a client that resumes a complete file gets no bytes and the digest of
 * none. */
static unsigned open_file(struct op *op, const struct proto_get *message) {
    struct dev_device *dev = device_of(op);
    int result = dev->files->stat(dev->files_context, op->path, &op->u.get.stat);
    if (result >= 0) result = op->handle = dev->files->open(dev->files_context, op->path, KR_OPEN_READ);
    if (result < 0) return status_of(result);
    uint64_t size = op->u.get.stat.size;
    uint64_t offset = message->offset < size ? message->offset : size;
    op->u.get.left = message->length;
    return status_of(dev->files->seek(dev->files_context, op->handle, (int64_t)offset, 0));
}

static void get_start(struct op *op, const struct proto_frame *frame) {
    struct proto_get message;
    proto_get_parse(frame->payload, frame->length, &message);
    unsigned status = path_normalise(message.path, op->path);
    if (!status && mount_covers(device_of(op), op->path)) status = PROTO_STATUS_UNSUPPORTED;
    if (!status) status = open_file(op, &message);
    op->u.get.told = false;
    op->u.get.digest = message.options & PROTO_PATH_HASHES;
    mbedtls_sha256_init(&op->u.get.sha);
    mbedtls_sha256_starts_ret(&op->u.get.sha, 0);
    if (status) op_finish(op, status, NULL);
}

static void get_release(struct op *op) {
    struct dev_device *dev = device_of(op);
    if (op->handle >= 0) dev->files->close(dev->files_context, op->handle);
    op->handle = -1;
}

static enum op_result put_file(struct op *op) {
    uint8_t payload[18];
    struct proto_writer writer;
    struct proto_file file = {op->u.get.stat.size, op->u.get.stat.mtime_ns, 0};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_file_write(&writer, &file);
    int error = op_put(op, PROTO_FILE, 0, payload, (size_t)proto_writer_finish(&writer));
    op->u.get.told = !error;
    return op_wait(op, error);
}

/* The digest is made from a copy of the state, because the frame may not fit and be tried again. */
static enum op_result put_digest(struct op *op) {
    uint8_t digest[PROTO_DIGEST_BYTES];
    mbedtls_sha256_context sha;
    if (!op->u.get.digest) {
        op_finish(op, PROTO_STATUS_OK, NULL);
        return OP_MORE;
    }
    mbedtls_sha256_init(&sha);
    mbedtls_sha256_clone(&sha, &op->u.get.sha);
    mbedtls_sha256_finish_ret(&sha, digest);
    return op_wait(op, op_put(op, PROTO_DIGEST, PROTO_FLAG_END, digest, sizeof digest));
}

/* Ends the reservation with what was read: bytes, the end, or an error. */
static enum op_result put_data(struct op *op, const uint8_t *payload, ptrdiff_t got) {
    if (got <= 0) proto_link_cancel(&op->session->link);
    if (got < 0) {
        op_finish(op, status_of(got), NULL);
        return OP_MORE;
    }
    if (got == 0) {
        op->u.get.left = 0;
        return OP_MORE;
    }
    if (op->u.get.digest) mbedtls_sha256_update_ret(&op->u.get.sha, payload, (size_t)got);
    op->u.get.left -= (uint64_t)got;
    return op_wait(op, op_commit(op, 0, (size_t)got));
}

/* The file is read into the very record that is sent: no buffer in between, and no reading ahead of the
 * client's credit. */
static enum op_result get_step(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct proto_link *link = &op->session->link;
    uint8_t *payload;
    size_t room;
    if (!op->u.get.told) return put_file(op);
    if (op->u.get.left == 0) return put_digest(op);
    if (proto_link_room(link) < WORTHWHILE && proto_link_pending(link)) return OP_FULL;
    int error = proto_link_reserve(link, op->stream, PROTO_DATA, 1, &payload, &room);
    if (error) return op_wait(op, error);
    if (room > op->u.get.left) room = (size_t)op->u.get.left;
    return put_data(op, payload, dev->files->read(dev->files_context, op->handle, payload, room));
}

const struct op_class op_class_get = {OP_WITH(struct op_get), get_start, NULL, get_step, get_release};

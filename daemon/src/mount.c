/* The mount service: a directory of a client's host as a part of what programs see.
 *
 * The client opens a MOUNT stream and then answers our requests on it. Two kinds of traffic share it.
 * Requests that a program waits for go through dev->call: the machine is one thread, so there is never more
 * than one. Everything else belongs to open files and is sent when the stream is stepped: bytes read ahead of
 * a program, bytes written behind it (mount_files.c). The device asks for exactly as many bytes as it has
 * memory for, so no answer can overrun it; a client that sends more is not believed.
 *
 * When the client goes, its files become dead: reading gives ENOTCONN, and closing them frees them. */
#include "parts.h"

#include <string.h>

#define ANSWER_US 30000000u
#define POLL_US   100000u

static struct dev_device *device_of(const struct op *op) {
    return op->session->dev;
}

/* --- finding --- */

struct dev_mount *mount_find(struct dev_device *dev, const char *path, const char **inside) {
    for (unsigned i = 0; i < DEV_MOUNT_MAX; i++) {
        struct dev_mount *mount = &dev->mounts[i];
        if (!mount->op || !path_within(path, mount->point)) continue;
        size_t point = strlen(mount->point);
        if (inside) *inside = strlen(path) > point ? path + point : "/";
        return mount;
    }
    return NULL;
}

bool mount_covers(struct dev_device *dev, const char *path) {
    return mount_find(dev, path, NULL) != NULL;
}

/* --- requests that a program waits for --- */

static bool id_is_used(const struct dev_device *dev, const struct dev_mount *mount, uint16_t id) {
    for (unsigned i = 0; i < dev->limits.mount_files; i++) {
        const struct mount_file *file = dev->mount_files[i];
        if (!file || file->mount != mount) continue;
        if ((file->streaming && file->stream == id) || file->cancel == id) return true;
        for (unsigned k = 0; k < DEV_WRITES; k++) {
            if (file->writes[k].id == id) return true;
        }
    }
    return id == 0 || id == mount->orphan;
}

uint16_t mount_new_id(struct dev_mount *mount) {
    do mount->next_id++;
    while (id_is_used(device_of(mount->op), mount, mount->next_id));
    return mount->next_id;
}

uint64_t mount_deadline(const struct dev_device *dev) {
    return device_ticks(dev) + ANSWER_US;
}

void mount_kick(struct dev_mount *mount) {
    if (mount && mount->op) session_pump(mount->op->session, device_ticks(device_of(mount->op)) + POLL_US);
}

int mount_wait(struct dev_device *dev, uint64_t deadline) {
    if (kr_interrupt_pending(dev->vm) || dev->stopping || (dev->job && dev->job->killed)) return -KR_EINTR;
    if (device_ticks(dev) > deadline) return -KR_ETIMEDOUT;
    dev_poll(dev, POLL_US);
    return 0;
}

int mount_request(struct dev_device *dev, struct dev_mount *mount, enum proto_message_type type,
                  const struct proto_writer *writer, struct mount_file *file) {
    struct mount_call *call = dev->call;
    int length = proto_writer_finish(writer);
    int result = 0;
    if (length < 0) return -KR_ENAMETOOLONG;
    *call = (struct mount_call){
        .active = true, .type = (uint8_t)type, .id = mount_new_id(mount), .mount = mount, .file = file};
    call->length = (size_t)length;
    memcpy(call->payload, writer->start, call->length);
    call->payload[0] = (uint8_t)call->id;
    call->payload[1] = (uint8_t)(call->id >> 8);
    if (type == PROTO_FS_OPEN) file->stream = call->id;
    uint64_t deadline = mount_deadline(dev);
    mount_kick(mount);
    while (!call->done && result == 0) result = mount_wait(dev, deadline);
    if (result && type == PROTO_FS_OPEN && call->sent && call->mount) mount->orphan = call->id;
    call->active = false;
    return result ? result : -proto_status_errno(call->status);
}

/* Written bytes go before a request that could see them. */
static bool has_unsent_writes(const struct dev_device *dev, const struct dev_mount *mount) {
    for (unsigned i = 0; i < dev->limits.mount_files; i++) {
        const struct mount_file *file = dev->mount_files[i];
        if (file && file->mount == mount && file->writing && file->have > 0) return true;
    }
    return false;
}

/* A request longer than any record of this link can only be one with impossible paths. */
static enum op_result call_step(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct mount_call *call = dev->call;
    if (!call->active || call->sent || call->mount != op->mount) return OP_IDLE;
    if (has_unsent_writes(dev, op->mount)) return OP_IDLE;
    int error = op_put(op, (enum proto_message_type)call->type, 0, call->payload, call->length);
    call->sent = !error;
    if (error == PROTO_ERR_ARGUMENT) {
        call->done = true;
        call->status = PROTO_STATUS_NAME_TOO_LONG;
        error = 0;
    }
    return op_wait(op, error);
}

/* --- answers --- */

/* The entries of a listing are gathered in its buffer. */
static void take_entries(struct dev_device *dev, struct mount_file *file, struct proto_bytes body) {
    if (body.length > dev->limits.mount_buffer - file->have) {
        file->error = KR_ENOMEM;
        return;
    }
    if (body.length) memcpy(file->buffer + file->have, body.data, body.length);
    file->have += (uint32_t)body.length;
}

static void take_answer(struct dev_device *dev, const struct proto_fs_reply *reply, bool more) {
    struct mount_call *call = dev->call;
    call->status = reply->status;
    if (call->type == PROTO_FS_LIST && reply->status == PROTO_STATUS_OK) {
        take_entries(dev, call->file, reply->body);
        call->done = !more;
        return;
    }
    call->body_length = reply->body.length < sizeof call->body ? reply->body.length : sizeof call->body;
    if (call->body_length) memcpy(call->body, reply->body.data, call->body_length);
    call->done = true;
    if (call->type == PROTO_FS_OPEN && !more) call->file->streaming = false;
}

/* A file was opened for a program that was interrupted: nobody will close it but we. */
static void adopt_orphan(struct dev_device *dev, struct dev_mount *mount,
                         const struct proto_fs_reply *reply) {
    struct proto_fs_opened opened;
    mount->orphan = 0;
    if (reply->status || proto_fs_opened_parse(reply->body.data, reply->body.length, &opened)) return;
    int index = mount_file_new(dev, mount);
    if (index < 0) return;
    dev->mount_files[index]->closing = true;
    dev->mount_files[index]->handle = opened.handle;
}

/* Who asked? The waiting program, an interrupted opening, a read ahead, a write behind, or nobody any more.
 */
static void take_reply(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct proto_fs_reply reply;
    bool more = frame->flags & PROTO_FLAG_MORE;
    proto_fs_reply_parse(frame->payload, frame->length, &reply);
    const struct mount_call *call = dev->call;
    if (call->active && call->mount == op->mount && call->id == reply.id && !call->done) {
        take_answer(dev, &reply, more);
        return;
    }
    if (op->mount->orphan == reply.id) {
        adopt_orphan(dev, op->mount, &reply);
        return;
    }
    for (unsigned i = 0; i < dev->limits.mount_files; i++) {
        struct mount_file *file = dev->mount_files[i];
        if (!file || file->mount != op->mount || file->list) continue;
        if (file->streaming && file->stream == reply.id) mount_file_failed(file, reply.status);
        if (mount_file_written(file, reply.id, reply.status)) return;
    }
}

static void take_data(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct proto_fs_data message;
    proto_fs_data_parse(frame->payload, frame->length, &message);
    for (unsigned i = 0; i < dev->limits.mount_files; i++) {
        struct mount_file *file = dev->mount_files[i];
        if (!file || file->mount != op->mount || !file->streaming || file->stream != message.id) continue;
        mount_file_data(file, message.bytes.data, message.bytes.length, frame->flags & PROTO_FLAG_MORE);
    }
}

/* --- the stream --- */

static unsigned check_point(struct dev_device *dev, const char *point) {
    if (strcmp(point, "/") == 0 || strlen(point) >= DEV_NAME_MAX) return PROTO_STATUS_INVALID;
    for (unsigned i = 0; i < DEV_MOUNT_MAX; i++) {
        const struct dev_mount *mount = &dev->mounts[i];
        if (mount->op && (path_within(mount->point, point) || path_within(point, mount->point)))
            return PROTO_STATUS_BUSY;
    }
    return PROTO_STATUS_OK;
}

/* Preferably a place whose last point has left sys.path; that happens only between programs. */
static struct dev_mount *find_free(struct dev_device *dev) {
    for (unsigned i = 0; i < dev->limits.mounts; i++) {
        if (!dev->mounts[i].op && !dev->mounts[i].on_path) return &dev->mounts[i];
    }
    for (unsigned i = 0; i < dev->limits.mounts; i++) {
        if (!dev->mounts[i].op) return &dev->mounts[i];
    }
    return NULL;
}

static void mount_start(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct proto_mount message;
    proto_mount_parse(frame->payload, frame->length, &message);
    unsigned status = path_normalise(message.point, op->path);
    if (!status) status = check_point(dev, op->path);
    struct dev_mount *mount = status ? NULL : find_free(dev);
    if (!mount) {
        op_finish(op, status ? status : PROTO_STATUS_TOO_MANY, NULL);
        return;
    }
    bool on_path = mount->on_path && strcmp(mount->point, op->path) == 0;
    if (mount->on_path && !on_path) {
        op_finish(op, PROTO_STATUS_BUSY, "a program still uses another mount");
        return;
    }
    if (!dev->call && (dev->call = memory_take(dev, sizeof *dev->call, NEED_EXTRA)) != NULL)
        *dev->call = (struct mount_call){.active = false};
    if (!dev->call) {
        op_finish(op, PROTO_STATUS_TOO_MANY, "no memory for a mount");
        return;
    }
    *mount = (struct dev_mount){.op = op, .options = message.options, .on_path = on_path};
    memcpy(mount->point, op->path, strlen(op->path) + 1);
    op->mount = mount;
    dev->paths_changed = true;
    dev_log(dev, DEV_INFO, "%s mounts a directory at %s", session_name(op->session), mount->point);
}

static void mount_frame(struct op *op, const struct proto_frame *frame) {
    if (frame->type == PROTO_FS_REPLY) take_reply(op, frame);
    if (frame->type == PROTO_FS_DATA) take_data(op, frame);
    if (frame->type == PROTO_END) op_finish(op, PROTO_STATUS_OK, NULL);
}

/* Without mounts there is nothing to ask; a program that still waits for an answer keeps the place. */
static void give_call(struct dev_device *dev) {
    for (unsigned i = 0; i < DEV_MOUNT_MAX; i++) {
        if (dev->mounts[i].op) return;
    }
    if (dev->call->active) return;
    memory_give(dev, dev->call);
    dev->call = NULL;
}

/* Everybody who waits for this client is told, and its open files are dead. */
static void mount_release(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct dev_mount *mount = op->mount;
    if (!mount) return;
    op->mount = NULL;
    mount->op = NULL;
    dev->paths_changed = true;
    if (dev->call->active && dev->call->mount == mount) {
        dev->call->done = true;
        dev->call->mount = NULL;
        dev->call->status = PROTO_STATUS_GONE;
    }
    for (unsigned i = 0; i < dev->limits.mount_files; i++) {
        struct mount_file *file = dev->mount_files[i];
        if (!file || file->mount != mount) continue;
        file->mount = NULL;
        file->streaming = false;
        if (file->closing) mount_file_free(dev, file);
    }
    give_call(dev);
    dev_log(dev, DEV_INFO, "%s is no longer mounted", mount->point);
}

/* Bytes written behind go before the request that a program waits for, because it may read them back. */
static enum op_result mount_step(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct dev_mount *mount = op->mount;
    enum op_result result = OP_IDLE;
    if (!mount->told) {
        int error = op_put(op, PROTO_MOUNTED, 0, NULL, 0);
        mount->told = !error;
        return op_wait(op, error);
    }
    for (unsigned i = 0; i < dev->limits.mount_files; i++) {
        struct mount_file *file = dev->mount_files[i];
        if (!file || file->list || file->mount != mount) continue;
        result = mount_file_step(file, op);
        if (result != OP_IDLE) return result;
    }
    return call_step(op);
}

const struct op_class op_class_mount = {OP_PATHS, mount_start, mount_frame, mount_step, mount_release};

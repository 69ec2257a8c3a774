/* Files by WebREPL: one at a time a connection, whole or not at all.
 *
 * A put goes to a temporary name beside the target, is synced and gets its name at the end, so that whatever
 * goes wrong leaves the old file. Once it has begun the protocol cannot stop its client: after an error the
 * rest is taken and thrown away, and the reply at the end tells. Relative names begin at the root. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "webrepl_parts.h"

static dev_device *device_of(const struct dev_webrepl_client *client) {
    return client->service->dev;
}

/* The web page sends the low byte of each character, so a name that is not UTF-8 is Latin-1. */
static size_t decode_name(const char *name, char output[2 * PROTO_WEBREPL_NAME_MAX + 4]) {
    uint8_t clean[3 * PROTO_WEBREPL_NAME_MAX + 8];
    size_t length = strlen(name), used;
    size_t written = proto_webrepl_clean((const uint8_t *)name, length, clean, sizeof clean, &used);
    if (used == length && written == length && memcmp(clean, name, length) == 0) {
        memcpy(output, name, length);
        return length;
    }
    written = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned byte = (uint8_t)name[i];
        if (byte >= 0x80) output[written++] = (char)(0xc0 | byte >> 6);
        output[written++] = (char)(byte < 0x80 ? byte : 0x80 | (byte & 0x3f));
    }
    return written;
}

/* 0 or a KR_E… code. */
static int set_path(struct dev_webrepl_client *client, const char *name) {
    char decoded[2 * PROTO_WEBREPL_NAME_MAX + 4];
    struct proto_text text = {decoded, (uint16_t)decode_name(name, decoded)};
    if (text.length == 0) return -KR_ENOENT;
    if (path_normalise(text, client->file.path)) return -KR_ENAMETOOLONG;
    return mount_covers(device_of(client), client->file.path) ? -KR_EOPNOTSUPP : 0;
}

/* A temporary name that no other connection and no PUT of the link uses: the place's number is in it. */
static int set_part(struct dev_webrepl_client *client) {
    char marked[DEV_PATH_MAX];
    int length = snprintf(marked, sizeof marked, "%s.w%u", client->file.path, client->slot);
    if (length < 0 || (size_t)length >= sizeof marked || !path_part(marked, client->file.part))
        return -KR_ENAMETOOLONG;
    return 0;
}

static int check_space(struct dev_webrepl_client *client, uint32_t size) {
    dev_device *dev = device_of(client);
    kr_file_space space;
    if (dev->files->space(dev->files_context, client->file.part, &space) < 0 &&
        dev->files->space(dev->files_context, "/", &space) < 0)
        return 0;
    return size / (space.block_size ? space.block_size : 1) > space.blocks_free ? -KR_ENOSPC : 0;
}

void webrepl_file_drop(struct dev_webrepl_client *client) {
    dev_device *dev = device_of(client);
    struct webrepl_file *file = &client->file;
    if (file->ticket > 0) dev->port->sync_end(dev->port_context, -file->ticket);
    if (file->handle >= 0) dev->files->close(dev->files_context, file->handle);
    if (file->handle >= 0 && file->part[0]) dev->files->remove(dev->files_context, file->part);
    memset(file, 0, sizeof *file);
    file->handle = -1;
}

/* --- put --- */

int webrepl_put_begin(struct dev_webrepl_client *client, const char *name, uint32_t size) {
    dev_device *dev = device_of(client);
    struct webrepl_file *file = &client->file;
    kr_file_stat stat;
    webrepl_file_drop(client);
    int result = set_path(client, name);
    if (result == 0 && dev->files->stat(dev->files_context, file->path, &stat) >= 0 &&
        stat.kind == KR_FILE_DIRECTORY)
        result = -KR_EISDIR;
    if (result == 0) result = set_part(client);
    if (result < 0) return result;
    file->handle =
        dev->files->open(dev->files_context, file->part, KR_OPEN_WRITE | KR_OPEN_CREATE | KR_OPEN_TRUNCATE);
    result = file->handle < 0 ? file->handle : check_space(client, size);
    if (result < 0) webrepl_file_drop(client);
    return result;
}

void webrepl_put_data(struct dev_webrepl_client *client, const uint8_t *data, size_t length) {
    dev_device *dev = device_of(client);
    struct webrepl_file *file = &client->file;
    if (file->error) return;
    ptrdiff_t written = dev->files->write(dev->files_context, file->handle, data, length);
    if (written != (ptrdiff_t)length) file->error = written < 0 ? (int)written : -KR_ENOSPC;
}

/* -KR_EAGAIN while the disk is at it. */
static int sync_file(dev_device *dev, struct webrepl_file *file) {
    if (!dev->port->sync_begin) return dev->files->sync(dev->files_context, file->handle);
    if (file->ticket <= 0) file->ticket = dev->port->sync_begin(dev->port_context, file->handle);
    int result = file->ticket < 0 ? file->ticket : dev->port->sync_end(dev->port_context, file->ticket);
    if (result == -KR_EAGAIN) return result;
    file->ticket = 0;
    return result == -KR_ENOBUFS ? -KR_EAGAIN : result; /* many are under way */
}

static int store(struct dev_webrepl_client *client) {
    dev_device *dev = device_of(client);
    struct webrepl_file *file = &client->file;
    int result = dev->files->close(dev->files_context, file->handle);
    file->handle = -1;
    if (result >= 0) result = dev->files->rename(dev->files_context, file->part, file->path);
    if (result < 0) dev->files->remove(dev->files_context, file->part);
    hash_cache_forget(dev, file->path);
    return result < 0 ? result : 0;
}

int webrepl_put_end(struct dev_webrepl_client *client) {
    struct webrepl_file *file = &client->file;
    int result = file->error;
    if (result == 0) result = sync_file(device_of(client), file);
    if (result == -KR_EAGAIN) return result;
    if (result >= 0) result = store(client);
    webrepl_file_drop(client);
    return result;
}

/* --- get --- */

int webrepl_get_begin(struct dev_webrepl_client *client, const char *name) {
    dev_device *dev = device_of(client);
    webrepl_file_drop(client);
    int result = set_path(client, name);
    if (result == 0) result = dev->files->open(dev->files_context, client->file.path, KR_OPEN_READ);
    if (result >= 0) client->file.handle = result;
    return result < 0 ? result : 0;
}

size_t webrepl_get_read(struct dev_webrepl_client *client, uint8_t *data, size_t size) {
    dev_device *dev = device_of(client);
    struct webrepl_file *file = &client->file;
    size_t got = 0;
    while (got < size && !file->error) {
        ptrdiff_t count = dev->files->read(dev->files_context, file->handle, data + got, size - got);
        if (count == 0) break;
        if (count < 0)
            file->error = (int)count;
        else
            got += (size_t)count;
    }
    return got;
}

int webrepl_get_end(struct dev_webrepl_client *client) {
    int result = client->file.error;
    webrepl_file_drop(client);
    return result;
}

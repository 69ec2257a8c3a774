/* STAT and LIST: entries of the tree, with hashes when they are asked for.
 *
 * A tree is one request and one stream of entries, however big it is: the walk gives entries in their order,
 * the hash cache most of the digests, and a file that must be read is read a chunk a step. As many entries as
 * are ready go into one frame. */
#include "parts.h"

#include <string.h>

/* What stands in a frame besides the path and the hash: type, mode, size, mtime, flag, length of the path. */
#define ENTRY_FIXED (1 + 2 + 8 + 8 + 1 + 2)

static struct dev_device *device_of(const struct op *op) {
    return op->session->dev;
}

/* Of the current entry. STAT has one, whose path it was asked for in words that it gives back. */
static char *entry_path(struct op *op) {
    return op->u.tree.single ? op->path : op->other;
}

static bool wants_hash(const struct op_tree *tree) {
    return (tree->options & PROTO_PATH_HASHES) && tree->stat.kind == KR_FILE_REGULAR;
}

/* STAT answers with the path as it was asked; LIST with paths relative to the directory. */
static void tree_start(struct op *op, const struct proto_frame *frame) {
    struct op_tree *tree = &op->u.tree;
    struct proto_path message;
    proto_path_parse(frame->payload, frame->length, &message);
    unsigned status = path_normalise(message.path, op->path);
    if (!proto_text_copy(message.path, op->other, sizeof op->other)) status = PROTO_STATUS_NAME_TOO_LONG;
    if (!status && mount_covers(device_of(op), op->path)) status = PROTO_STATUS_UNSUPPORTED;
    tree->single = frame->type == PROTO_STAT;
    tree->options = message.options;
    tree->begun = tree->have = tree->hashing = false;
    tree->walk.entries = NULL;
    if (!status && !tree->single) walk_init(&tree->walk, op->path, message.options & PROTO_PATH_RECURSIVE);
    if (status) op_finish(op, status, NULL);
}

static void close_hashed(struct op *op) {
    struct dev_device *dev = device_of(op);
    dev->files->close(dev->files_context, op->handle);
    op->handle = -1;
    memory_give(dev, op->u.tree.sha);
    op->u.tree.sha = NULL;
    op->u.tree.hashing = false;
}

static void tree_release(struct op *op) {
    struct dev_device *dev = device_of(op);
    if (op->handle >= 0) close_hashed(op);
    walk_release(dev, &op->u.tree.walk);
}

static bool open_to_hash(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct op_tree *tree = &op->u.tree;
    op->handle = dev->files->open(dev->files_context, entry_path(op), KR_OPEN_READ);
    if (op->handle < 0) return false;
    tree->sha = memory_take(dev, sizeof *tree->sha, NEED_ALWAYS);
    if (!tree->sha) {
        close_hashed(op);
        return false;
    }
    mbedtls_sha256_init(tree->sha);
    mbedtls_sha256_starts_ret(tree->sha, 0);
    return true;
}

/* Reads one chunk of the file whose hash is wanted. A file that cannot be read is listed without one. */
static enum op_result hash_step(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct op_tree *tree = &op->u.tree;
    uint8_t *chunk = memory_take(dev, DEV_CHUNK, NEED_ALWAYS);
    ptrdiff_t got = chunk ? dev->files->read(dev->files_context, op->handle, chunk, DEV_CHUNK) : -KR_ENOMEM;
    if (got > 0) mbedtls_sha256_update_ret(tree->sha, chunk, (size_t)got);
    memory_give(dev, chunk);
    if (got > 0) return OP_MORE;
    if (got == 0) {
        mbedtls_sha256_finish_ret(tree->sha, tree->digest);
        hash_cache_add(dev, entry_path(op), &tree->stat, tree->digest);
        tree->hashed = true;
    }
    close_hashed(op);
    return OP_MORE;
}

/* The next entry, with its digest if it is known. OP_IDLE: it stands in tree; OP_MORE: not yet, or the walk
 * is over. */
static bool find_entry(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct op_tree *tree = &op->u.tree;
    const kr_file_entry *entry = NULL;
    int error = 0;
    enum walk_result result = walk_next(dev, &tree->walk, &entry, &error);
    if (result == WALK_END) op_finish(op, PROTO_STATUS_OK, NULL);
    if (result == WALK_ERROR) op_finish(op, status_of(error), NULL);
    tree->waiting = result == WALK_BUSY;
    if (result != WALK_ENTRY || !walk_path(&tree->walk, entry, op->other)) return false;
    tree->stat = entry->stat;
    return true;
}

static bool find_single(struct op *op) {
    struct dev_device *dev = device_of(op);
    struct op_tree *tree = &op->u.tree;
    int result = tree->begun ? 0 : dev->files->stat(dev->files_context, op->path, &tree->stat);
    if (tree->begun || result < 0) op_finish(op, status_of(result), NULL);
    bool found = !tree->begun && result >= 0;
    tree->begun = true;
    return found;
}

/* Makes the next entry ready to be written: true when it is. */
static bool prepare(struct op *op) {
    struct op_tree *tree = &op->u.tree;
    if (tree->hashing) return false;
    if (tree->have) return true;
    if (!(tree->single ? find_single(op) : find_entry(op))) return false;
    tree->have = true;
    tree->hashed =
        wants_hash(tree) && hash_cache_find(device_of(op), entry_path(op), &tree->stat, tree->digest);
    tree->hashing = wants_hash(tree) && !tree->hashed && open_to_hash(op);
    return !tree->hashing;
}

static void fill_entry(struct op *op, struct proto_entry *entry) {
    const struct op_tree *tree = &op->u.tree;
    bool directory = tree->stat.kind == KR_FILE_DIRECTORY;
    bool regular = tree->stat.kind == KR_FILE_REGULAR;
    entry->type = directory ? PROTO_ENTRY_DIRECTORY : regular ? PROTO_ENTRY_FILE : PROTO_ENTRY_OTHER;
    entry->mode = 0;
    entry->size = directory ? 0 : tree->stat.size;
    entry->mtime = tree->stat.mtime_ns;
    entry->hash = tree->hashed ? tree->digest : NULL;
    entry->path = proto_text(tree->single ? op->other : op->other + tree->walk.root_length + 1);
}

static size_t entry_size(const struct proto_entry *entry) {
    return ENTRY_FIXED + (entry->hash ? PROTO_DIGEST_BYTES : 0u) + entry->path.length;
}

/* Writes entries into one frame until one is not ready or does not fit. */
static enum op_result put_entries(struct op *op) {
    struct op_tree *tree = &op->u.tree;
    struct proto_entry entry;
    struct proto_writer writer;
    uint8_t *payload;
    size_t room;
    fill_entry(op, &entry);
    int error = proto_link_reserve(&op->session->link, op->stream, PROTO_ENTRIES, entry_size(&entry),
                                   &payload, &room);
    if (error) return op_wait(op, error);
    proto_writer_init(&writer, payload, room);
    do {
        proto_entry_write(&writer, &entry);
        tree->have = false;
        if (!prepare(op)) break;
        fill_entry(op, &entry);
    } while (entry_size(&entry) <= (size_t)(writer.end - writer.at));
    return op_wait(op, op_commit(op, 0, (size_t)proto_writer_finish(&writer)));
}

/* A walk that waits for its memory waits for another walk to end; nothing else needs to be done. */
static enum op_result tree_step(struct op *op) {
    struct op_tree *tree = &op->u.tree;
    if (tree->hashing) return hash_step(op);
    if (prepare(op)) return put_entries(op);
    return tree->waiting && !op->finishing ? OP_IDLE : OP_MORE;
}

const struct op_class op_class_tree = {OP_WITH(struct op_tree), tree_start, NULL, tree_step, tree_release};

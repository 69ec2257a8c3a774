/* The transfer engine: a few slots, each with one file under way. File bytes are read straight into the
 * record that is being built and written straight from the record that came, so each byte is copied once on
 * either side. */
#include "transfer.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "entries.h"
#include "digest.h"
#include "paths.h"

#define PART_NAME_MAX 243 /* longer names have no room for "." and ".krait-part" */
#define SLOTS         8
#define RESUME_SIZE   (256 * 1024) /* longer files ask whether a part is there already */
#define RECONNECT_MS  10000
#define TRIES         5        /* connections in a row that moved nothing */
#define HELD_US       45000000 /* a device needs up to 40 s to notice that a connection is gone */
#define HELD_STEP_MS  500

enum slot_state { SLOT_FREE, SLOT_WAIT_ACCEPT, SLOT_SENDING, SLOT_WAIT_END, SLOT_RECEIVING };

struct slot {
    struct handler handler; /* first */
    struct engine *engine;
    struct item *item;
    enum slot_state state;
    int fd;
    uint64_t offset; /* of the next byte */
    bool no_resume;  /* the device's part did not match: begin anew */
    bool digest_known, verified;
    char part[PATH_MAX]; /* where a file from the device grows */
    struct digest sha;
};

struct engine {
    struct context *context;
    struct session *session;
    struct items *items;
    struct progress progress;
    struct slot slots[SLOTS];
    size_t next;    /* item to look at next */
    uint64_t moved; /* bytes and files since the last connection */
    bool again;     /* after a broken link: resume whatever its size */
    bool held;      /* a file is busy with what the broken link was about */
    int64_t held_until_us;
    int code;
};

bool items_add(struct items *items, bool get, const char *local, const char *remote, uint64_t size,
               int64_t mtime, uint16_t mode) {
    if (items->count == items->capacity) {
        size_t capacity = items->capacity ? 2 * items->capacity : 32;
        struct item *grown = realloc(items->list, capacity * sizeof *grown);
        if (!grown) return false;
        items->list = grown;
        items->capacity = capacity;
    }
    struct item *item = &items->list[items->count];
    *item = (struct item){.get = get,
                          .local = strdup(local),
                          .remote = strdup(remote),
                          .size = size,
                          .mtime = mtime,
                          .mode = mode};
    items->count++;
    return item->local && item->remote;
}

void items_free(struct items *items) {
    for (size_t i = 0; i < items->count; i++) {
        free(items->list[i].local);
        free(items->list[i].remote);
    }
    free(items->list);
    *items = (struct items){0};
}

/* --- the end of a file */

static void release(struct slot *slot) {
    if (slot->fd >= 0) close(slot->fd);
    if (slot->handler.stream) slot->handler.stream->user = NULL;
    slot->fd = -1;
    slot->state = SLOT_FREE;
}

static void item_failed(struct slot *slot) {
    struct engine *engine = slot->engine;
    if (!engine->code) engine->code = slot->item->failure.code;
    context_fail(engine->context, &slot->item->failure);
    slot->item->done = true;
    if (slot->handler.stream && !slot->handler.ended)
        session_abort(engine->session, &slot->handler, PROTO_STATUS_ABORTED, NULL);
    release(slot);
}

static void item_done(struct slot *slot) {
    slot->item->done = true;
    slot->engine->moved++;
    release(slot);
}

static const char *remote_name(const struct item *item, char name[REMOTE_PATH_MAX + 2]) {
    snprintf(name, REMOTE_PATH_MAX + 2, ":%s", item->remote);
    return name;
}

/* --- to the device */

static bool open_put(struct engine *engine, struct slot *slot) {
    struct item *item = slot->item;
    uint8_t payload[REMOTE_PATH_MAX + 128];
    struct proto_writer writer;
    bool resume = !slot->no_resume && (engine->again || item->size >= RESUME_SIZE);
    struct proto_put put = {.options =
                                (uint8_t)(PROTO_PATH_PARENTS | (resume ? (unsigned)PROTO_PATH_RESUME : 0)),
                            .mode = item->mode,
                            .size = item->size,
                            .mtime = item->mtime,
                            .hash = item->hash,
                            .path = proto_text(item->remote)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_put_write(&writer, &put);
    int size = proto_writer_finish(&writer);
    if (size < 0) return fail(&item->failure, EXIT_USAGE, ":%s: the path is too long", item->remote);
    slot->offset = 0;
    slot->state = resume ? SLOT_WAIT_ACCEPT : SLOT_SENDING;
    return session_open(engine->session, &slot->handler, PROTO_PUT, 0, payload, (size_t)size, &item->failure);
}

static bool start_put(struct engine *engine, struct slot *slot) {
    struct item *item = slot->item;
    struct stat now;
    slot->fd = open(item->local, O_RDONLY | O_CLOEXEC);
    if (slot->fd < 0 || fstat(slot->fd, &now) < 0) return fail_errno(&item->failure, item->local);
    item->size = (uint64_t)now.st_size;
    if (!item->hashed && !file_hash(item->local, UINT64_MAX, item->hash, &item->failure)) return false;
    item->hashed = true;
    return open_put(engine, slot);
}

/* The device has a part: go on behind it when its hash is that of ours. */
static void take_accept(struct slot *slot, const struct proto_frame *frame) {
    struct item *item = slot->item;
    struct proto_accept accept;
    uint8_t hash[PROTO_DIGEST_BYTES];
    if (proto_accept_parse(frame->payload, frame->length, &accept) < 0 || accept.offset > item->size) return;
    bool same = accept.offset == 0 || (file_hash(item->local, accept.offset, hash, &item->failure) &&
                                       proto_equal(hash, accept.hash, sizeof hash));
    if (!same) {
        slot->no_resume = true;
        session_abort(slot->engine->session, &slot->handler, PROTO_STATUS_CHANGED, "another part");
        return;
    }
    slot->offset = accept.offset;
    progress_add(&slot->engine->progress, accept.offset);
    slot->state = SLOT_SENDING;
}

/* The fewest bytes that are worth a record now: a device grants more as soon as half of its window is used,
 * so crumbs of credit can wait for that. */
static size_t worthwhile(const struct engine *engine, const struct slot *slot) {
    uint64_t left = slot->item->size - slot->offset;
    size_t least = session_worthwhile(engine->session);
    return left < least ? (size_t)left : least;
}

/* Fills one DATA frame from the file. 1: go on, 0: no room or credit now, -1: the item failed. */
static int send_part(struct engine *engine, struct slot *slot) {
    struct item *item = slot->item;
    uint64_t left = item->size - slot->offset;
    uint8_t *payload;
    size_t room;
    if (!session_reserve(engine->session, &slot->handler, PROTO_DATA, worthwhile(engine, slot), &payload,
                         &room))
        return 0;
    ssize_t n = left ? pread(slot->fd, payload, left < room ? (size_t)left : room, (off_t)slot->offset) : 0;
    if (n < 0 || (n == 0 && left)) {
        session_cancel(engine->session);
        if (n == 0)
            fail(&item->failure, EXIT_IO, "%s: the file became shorter while it was sent", item->local);
        else
            fail_errno(&item->failure, item->local);
        return -1;
    }
    slot->offset += (uint64_t)n;
    bool last = slot->offset == item->size;
    session_commit(engine->session, last ? PROTO_FLAG_END : 0, (size_t)n);
    if (last) slot->state = SLOT_WAIT_END;
    engine->moved += (uint64_t)n;
    progress_add(&engine->progress, (uint64_t)n);
    return 1;
}

static void pump(struct engine *engine, struct slot *slot) {
    while (slot->state == SLOT_SENDING && slot->handler.stream && !slot->handler.ended) {
        int more = send_part(engine, slot);
        if (more < 0) return item_failed(slot);
        if (more > 0) continue;
        size_t queued = engine->session->out_size;
        if (!session_flush(engine->session) || queued || engine->session->out_size) return;
        if (session_credit(engine->session, &slot->handler) < worthwhile(engine, slot)) return;
    }
}

/* --- from the device */

/* A long file of which a part is here is worth the device's reading all of it for its hash: bytes that are
 * here need not come again, and the whole can be compared in the end. Without a part the hash of what is sent
 * is enough, which costs the device no second reading. */
static bool know_whole(struct engine *engine, struct slot *slot, uint64_t have) {
    struct item *item = slot->item;
    struct entry entry;
    if (item->hashed || slot->no_resume || have == 0 || item->size < RESUME_SIZE) return true;
    if (!entries_stat(engine->session, item->remote, true, &entry, &item->failure)) {
        if (item->failure.code == EXIT_SIGNAL) engine->session->interrupted = true;
        return false;
    }
    item->size = entry.size;
    item->hashed = entry.hashed;
    memcpy(item->hash, entry.hash, sizeof item->hash);
    return true;
}

/* A name of the greatest length has no room for what is added: its end gives way to a checksum. */
static int part_name(char *part, size_t size, const char *folder, const char *name) {
    if (strlen(name) <= PART_NAME_MAX) return snprintf(part, size, "%s.%s.krait-part", folder, name);
    uint32_t sum = 2166136261u;
    for (const char *at = name; *at; at++) sum = (sum ^ (unsigned char)*at) * 16777619u;
    return snprintf(part, size, "%s.%.200s-%08x.krait-part", folder, name, (unsigned)sum);
}

static bool start_get(struct engine *engine, struct slot *slot) {
    struct item *item = slot->item;
    char name[256], folder[PATH_MAX];
    struct stat have;
    uint8_t payload[REMOTE_PATH_MAX + 64];
    struct proto_writer writer;
    path_name(item->local, name);
    snprintf(folder, sizeof folder, "%.*s", (int)(strlen(item->local) - strlen(name)), item->local);
    int written = part_name(slot->part, sizeof slot->part, folder, name);
    if (written < 0 || (size_t)written >= sizeof slot->part)
        return fail(&item->failure, EXIT_IO, "%s: the path is too long", item->local);
    slot->fd = open(slot->part, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (slot->fd < 0 || fstat(slot->fd, &have) < 0) return fail_errno(&item->failure, slot->part);
    if (!know_whole(engine, slot, (uint64_t)have.st_size)) return false;
    bool resume = item->hashed && !slot->no_resume && (uint64_t)have.st_size <= item->size;
    slot->offset = resume ? (uint64_t)have.st_size : 0;
    if (!resume && ftruncate(slot->fd, 0) < 0) return fail_errno(&item->failure, slot->part);
    slot->state = SLOT_RECEIVING;
    digest_init(&slot->sha);
    progress_add(&engine->progress, slot->offset);
    struct proto_get get = {.options = PROTO_PATH_HASHES,
                            .offset = slot->offset,
                            .length = UINT64_MAX,
                            .path = proto_text(item->remote)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_get_write(&writer, &get);
    int size = proto_writer_finish(&writer);
    if (size < 0) return fail(&item->failure, EXIT_USAGE, ":%s: the path is too long", item->remote);
    return session_open(engine->session, &slot->handler, PROTO_GET, PROTO_FLAG_END, payload, (size_t)size,
                        &item->failure);
}

static void take_data(struct engine *engine, struct slot *slot, const struct proto_frame *frame) {
    const uint8_t *data = frame->payload;
    size_t left = frame->length;
    digest_add(&slot->sha, data, left);
    while (left) {
        ssize_t n = pwrite(slot->fd, data, left, (off_t)slot->offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            fail_errno(&slot->item->failure, slot->part);
            session_abort(engine->session, &slot->handler, PROTO_STATUS_NO_SPACE, NULL);
            return;
        }
        data += n;
        left -= (size_t)n;
        slot->offset += (uint64_t)n;
    }
    engine->moved += frame->length;
    progress_add(&engine->progress, frame->length);
    session_consumed(engine->session, &slot->handler, frame->length);
}

static void take_digest(struct slot *slot, const struct proto_frame *frame) {
    struct proto_digest message;
    uint8_t hash[PROTO_DIGEST_BYTES];
    if (proto_digest_parse(frame->payload, frame->length, &message) < 0) return;
    digest_finish(&slot->sha, hash);
    slot->digest_known = true;
    slot->verified = proto_equal(hash, message.digest, sizeof hash);
}

/* All bytes are here: the whole file must have the hash that was promised when it was resumed. */
static bool whole_is_right(struct slot *slot) {
    struct item *item = slot->item;
    uint8_t hash[PROTO_DIGEST_BYTES];
    if (!slot->digest_known || !slot->verified) return false;
    if (!item->hashed) return true;
    return file_hash(slot->part, UINT64_MAX, hash, &item->failure) &&
           proto_equal(hash, item->hash, sizeof hash);
}

static void finish_get(struct engine *engine, struct slot *slot) {
    struct item *item = slot->item;
    if (!whole_is_right(slot)) {
        unlink(slot->part);
        if (item->hashed &&
            !slot->no_resume) { /* the part that was kept, or the file, is another one by now */
            slot->no_resume = true;
            item->hashed = false;
            close(slot->fd);
            slot->digest_known = slot->verified = false;
            if (start_get(engine, slot)) return;
        } else if (!item->failure.code) {
            fail(&item->failure, EXIT_IO, ":%s: what came does not match its SHA-256", item->remote);
        }
        return item_failed(slot);
    }
    struct timespec times[2] = {{0, UTIME_OMIT}, {item->mtime / 1000000000, item->mtime % 1000000000}};
    if (item->mtime) futimens(slot->fd, times);
    if (item->mode) fchmod(slot->fd, item->mode & 0777);
    bool cut = ftruncate(slot->fd, (off_t)slot->offset) == 0 || fail_errno(&item->failure, item->local);
    if (!cut || !file_place(slot->part, item->local, &item->failure)) return item_failed(slot);
    item_done(slot);
}

/* --- frames and slots */

static void take_frame(struct session *session, struct handler *self, const struct proto_frame *frame) {
    struct slot *slot = (struct slot *)self;
    struct proto_file file;
    (void)session;
    switch (frame->type) {
    case PROTO_ACCEPT: take_accept(slot, frame); break;
    case PROTO_FILE:
        if (proto_file_parse(frame->payload, frame->length, &file) == 0) {
            slot->item->mtime = file.mtime;
            slot->item->mode = file.mode;
        }
        break;
    case PROTO_DATA: take_data(slot->engine, slot, frame); break;
    case PROTO_DIGEST: take_digest(slot, frame); break;
    default: break;
    }
}

/* The device ended the stream: what does that mean for the file? */
static void settle(struct engine *engine, struct slot *slot) {
    struct item *item = slot->item;
    char name[REMOTE_PATH_MAX + 2];
    if (engine->session->dead) return release(slot); /* stays undone, for the next connection */
    if (slot->no_resume && !item->get && slot->state == SLOT_WAIT_ACCEPT) {
        if (!open_put(engine, slot)) item_failed(slot);
        return;
    }
    if (item->failure.code) return item_failed(slot);
    if (slot->handler.status == PROTO_STATUS_BUSY && engine->again && clock_us() < engine->held_until_us) {
        engine->held = true; /* the file stays undone */
        return release(slot);
    }
    if (slot->handler.status != PROTO_STATUS_OK) {
        fail_status(&item->failure, slot->handler.status, remote_name(item, name), slot->handler.text);
        return item_failed(slot);
    }
    if (item->get) return finish_get(engine, slot);
    if (slot->state == SLOT_WAIT_END) return item_done(slot);
    fail(&item->failure, EXIT_UNREACHABLE, ":%s: the device ended the transfer too early", item->remote);
    item_failed(slot);
}

static void start(struct engine *engine, struct slot *slot, struct item *item) {
    *slot = (struct slot){.handler = {.frame = take_frame}, .engine = engine, .item = item, .fd = -1};
    item->failure.code = 0;
    if (item->get ? start_get(engine, slot) : start_put(engine, slot)) return;
    if (engine->session->dead || engine->session->interrupted)
        release(slot);
    else
        item_failed(slot);
}

/* A device with little memory serves few files at once; the others wait for those that are under way. */
static bool may_start(const struct engine *engine) {
    return !engine->session->dead && !engine->session->interrupted && session_can_open(engine->session);
}

/* Ends what has ended in this slot and starts what comes next, until something is under way. */
static void turn_over(struct engine *engine, struct slot *slot) {
    do {
        if (slot->state != SLOT_FREE && slot->handler.ended) settle(engine, slot);
        while (slot->state == SLOT_FREE && engine->next < engine->items->count && may_start(engine)) {
            struct item *item = &engine->items->list[engine->next++];
            if (!item->done) start(engine, slot, item);
        }
    } while (slot->state != SLOT_FREE && slot->handler.ended && !engine->session->dead);
}

/* Sends what can be sent. False when nothing is left to do. No slot stays empty while items are left and the
 * device takes them, for the caller waits for what is under way. */
static bool advance(struct engine *engine) {
    bool busy = false;
    for (size_t i = 0; i < SLOTS && !engine->session->dead; i++) {
        struct slot *slot = &engine->slots[i];
        turn_over(engine, slot);
        if (slot->state == SLOT_FREE) continue;
        pump(engine, slot);
        busy = true;
    }
    return busy || (engine->next < engine->items->count && !engine->session->dead);
}

/* One connection's worth. True: all done; false: the link broke, or ctrl-C. */
static bool run_link(struct engine *engine, struct failure *failure) {
    engine->next = 0;
    engine->moved = 0;
    while (advance(engine) && !engine->session->interrupted) {
        if (!session_step(engine->session, -1)) break;
        if (engine->session->interrupted) break;
    }
    bool interrupted = engine->session->interrupted;
    if (interrupted)
        fail(failure, EXIT_SIGNAL, "interrupted");
    else if (engine->session->dead)
        *failure = engine->session->failure;
    for (size_t i = 0; i < SLOTS; i++) {
        if (engine->slots[i].state != SLOT_FREE) release(&engine->slots[i]);
    }
    return !interrupted && !engine->session->dead;
}

int transfer(struct context *context, struct items *items, const char *label) {
    struct engine engine = {.context = context, .items = items};
    struct failure failure = {0};
    uint64_t total = 0;
    int tries = 0;
    for (size_t i = 0; i < items->count; i++) total += items->list[i].size;
    progress_start(&engine.progress, label, total, context->options->quiet || context->options->json);
    while (tries < TRIES) {
        if (!context_reconnect(context, tries ? RECONNECT_MS : 0, &failure)) break;
        engine.session = context->session;
        engine.held = false;
        bool whole = run_link(&engine, &failure);
        if (whole && engine.held) {
            session_step(engine.session, HELD_STEP_MS);
            continue;
        }
        if (whole) {
            progress_end(&engine.progress);
            return engine.code;
        }
        if (failure.code == EXIT_SIGNAL) break;
        engine.held_until_us = clock_us() + HELD_US;
        tries = engine.moved ? 1 : tries + 1;
        engine.again = true;
        engine.progress.done = 0;
        for (size_t i = 0; i < items->count; i++)
            engine.progress.done += items->list[i].done ? items->list[i].size : 0;
    }
    progress_end(&engine.progress);
    return context_fail(context, &failure);
}

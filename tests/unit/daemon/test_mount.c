/* The mount service: a client that answers FS requests from a few files in memory. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX   4
#define READS_MAX   8
#define HANDLE_BASE 40

struct host_file {
    char path[64];
    char *data;
    size_t size;
};

/* A read that is open: bytes from `offset` on, `left` of them asked for. */
struct host_read {
    bool used;
    uint16_t id, handle;
    uint64_t offset, left;
};

struct host {
    struct client *client;
    unsigned stream;
    struct host_file files[FILES_MAX];
    struct host_read reads[READS_MAX];
    unsigned opened, closed, requests, cancelled, writes;
    unsigned write_status;
    bool silent;
    uint64_t overdrawn;    /* most bytes that were asked for at once */
    unsigned vanish_after; /* FS requests; 0: never */
};

static struct host host;

static struct host_file *find_file(struct proto_text path) {
    for (unsigned i = 0; i < FILES_MAX; i++) {
        if (host.files[i].data && proto_text_is(path, host.files[i].path)) return &host.files[i];
    }
    return NULL;
}

static struct host_file *make_file(const char *path, const char *text, size_t size) {
    for (unsigned i = 0; i < FILES_MAX; i++) {
        if (host.files[i].data) continue;
        snprintf(host.files[i].path, sizeof host.files[i].path, "%s", path);
        host.files[i].data = calloc(1, 100000);
        memcpy(host.files[i].data, text, size);
        host.files[i].size = size;
        return &host.files[i];
    }
    return NULL;
}

static void put(enum proto_message_type type, unsigned flags, const uint8_t *payload, size_t length) {
    client_put(host.client, host.stream, type, flags, payload, length);
}

static void reply(uint16_t id, unsigned status, unsigned flags, const uint8_t *body, size_t length) {
    uint8_t payload[1024];
    struct proto_writer writer;
    struct proto_fs_reply message = {id, (uint16_t)status, {body, length}};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_fs_reply_write(&writer, &message);
    put(PROTO_FS_REPLY, flags, payload, (size_t)proto_writer_finish(&writer));
}

static void begin_read(uint16_t id, uint16_t handle, uint64_t offset, uint32_t length) {
    for (unsigned i = 0; i < READS_MAX; i++) {
        if (host.reads[i].used) continue;
        host.reads[i] = (struct host_read){true, id, handle, offset, length};
        return;
    }
    fail_msg("too many reads");
}

static void answer_open(const struct proto_fs_open *message) {
    uint8_t body[18];
    struct proto_writer writer;
    struct host_file *file = find_file(message->path);
    char path[64];
    proto_text_copy(message->path, path, sizeof path);
    if (!file && (message->options & PROTO_OPEN_CREATE)) file = make_file(path, "", 0);
    if (!file) {
        reply(message->id, PROTO_STATUS_NOT_FOUND, 0, NULL, 0);
        return;
    }
    if (message->options & PROTO_OPEN_TRUNCATE) file->size = 0;
    struct proto_fs_opened opened = {(uint16_t)(HANDLE_BASE + (file - host.files)), file->size, 77};
    proto_writer_init(&writer, body, sizeof body);
    proto_fs_opened_write(&writer, &opened);
    host.opened++;
    reply(message->id, PROTO_STATUS_OK, message->ahead ? PROTO_FLAG_MORE : 0, body,
          (size_t)proto_writer_finish(&writer));
    if (message->ahead) begin_read(message->id, opened.handle, 0, message->ahead);
}

static void answer_entry(uint16_t id, const struct host_file *file, const char *name, unsigned flags) {
    uint8_t body[200];
    struct proto_writer writer;
    struct proto_entry entry = {PROTO_ENTRY_FILE, 0, file->size, 77, NULL, proto_text(name)};
    proto_writer_init(&writer, body, sizeof body);
    proto_entry_write(&writer, &entry);
    reply(id, PROTO_STATUS_OK, flags, body, (size_t)proto_writer_finish(&writer));
}

static void answer_path(const struct proto_frame *frame) {
    struct proto_fs_path message;
    proto_fs_path_parse(frame->payload, frame->length, &message);
    struct host_file *file = find_file(message.path);
    if (frame->type == PROTO_FS_LIST) {
        for (unsigned i = 0; i < FILES_MAX; i++) {
            if (host.files[i].data)
                answer_entry(message.id, &host.files[i], host.files[i].path + 1, PROTO_FLAG_MORE);
        }
        reply(message.id, PROTO_STATUS_OK, 0, NULL, 0);
    } else if (!file) {
        reply(message.id, PROTO_STATUS_NOT_FOUND, 0, NULL, 0);
    } else if (frame->type == PROTO_FS_STAT) {
        answer_entry(message.id, file, file->path + 1, 0);
    } else {
        free(file->data);
        file->data = NULL;
        reply(message.id, PROTO_STATUS_OK, 0, NULL, 0);
    }
}

static void answer_write(const struct proto_frame *frame) {
    struct proto_fs_write message;
    proto_fs_write_parse(frame->payload, frame->length, &message);
    struct host_file *file = &host.files[message.handle - HANDLE_BASE];
    host.writes++;
    if (!host.write_status) {
        memcpy(file->data + message.offset, message.bytes.data, message.bytes.length);
        if (message.offset + message.bytes.length > file->size)
            file->size = message.offset + message.bytes.length;
    }
    reply(message.id, host.write_status, 0, NULL, 0);
}

static struct host_read *find_read(uint16_t id) {
    for (unsigned i = 0; i < READS_MAX; i++) {
        if (host.reads[i].used && host.reads[i].id == id) return &host.reads[i];
    }
    return NULL;
}

static void answer_handle(const struct proto_frame *frame) {
    struct proto_fs_handle message;
    proto_fs_handle_parse(frame->payload, frame->length, &message);
    if (frame->type == PROTO_FS_CLOSE) {
        host.closed++;
        for (unsigned i = 0; i < READS_MAX; i++) {
            if (host.reads[i].used && host.reads[i].handle == message.handle) host.reads[i].used = false;
        }
    }
    reply(message.id, PROTO_STATUS_OK, 0, NULL, 0);
}

static void answer_read(const struct proto_frame *frame) {
    struct proto_fs_read read;
    struct proto_fs_more more;
    struct proto_fs_cancel cancel;
    struct host_read *found;
    switch (frame->type) {
    case PROTO_FS_READ:
        proto_fs_read_parse(frame->payload, frame->length, &read);
        begin_read(read.id, read.handle, read.offset, read.length);
        break;
    case PROTO_FS_MORE:
        proto_fs_more_parse(frame->payload, frame->length, &more);
        found = find_read(more.id);
        if (found) found->left += more.length;
        break;
    default:
        proto_fs_cancel_parse(frame->payload, frame->length, &cancel);
        found = find_read(cancel.id);
        host.cancelled++;
        if (found) reply(cancel.id, PROTO_STATUS_ABORTED, 0, NULL, 0);
        if (found) found->used = false;
        break;
    }
}

static void on_frame(struct client *client, const struct proto_frame *frame) {
    struct proto_fs_open open;
    if (frame->type < PROTO_FS_OPEN || frame->type > PROTO_FS_STATVFS) return;
    host.requests++;
    if (host.silent) return;
    if (host.vanish_after && host.requests >= host.vanish_after) {
        host.client = NULL;
        client->on_frame = NULL;
        return;
    }
    switch (frame->type) {
    case PROTO_FS_OPEN:
        proto_fs_open_parse(frame->payload, frame->length, &open);
        answer_open(&open);
        break;
    case PROTO_FS_READ:
    case PROTO_FS_MORE:
    case PROTO_FS_CANCEL: answer_read(frame); break;
    case PROTO_FS_WRITE: answer_write(frame); break;
    case PROTO_FS_CLOSE:
    case PROTO_FS_SYNC: answer_handle(frame); break;
    default: answer_path(frame); break;
    }
}

/* Sends what the open reads are due, as far as the record has room. */
static void pump_reads(struct fixture *fixture) {
    struct client *client = host.client;
    if (!client) {
        struct client *gone = fixture->user;
        if (gone && !gone->closed) client_vanish(gone);
        return;
    }
    for (unsigned i = 0; i < READS_MAX; i++) {
        struct host_read *read = &host.reads[i];
        uint8_t payload[1100];
        if (!read->used) continue;
        const struct host_file *file = &host.files[read->handle - HANDLE_BASE];
        size_t rest = read->offset < file->size ? file->size - (size_t)read->offset : 0;
        size_t part = rest < 1000 ? rest : 1000;
        if (part > read->left) part = (size_t)read->left;
        if (read->left > host.overdrawn) host.overdrawn = read->left;
        if ((part == 0 && rest > 0) || proto_link_room(&client->link) < part + 2) continue;
        payload[0] = (uint8_t)read->id;
        payload[1] = (uint8_t)(read->id >> 8);
        memcpy(payload + 2, file->data + read->offset, part);
        put(PROTO_FS_DATA, part == rest ? 0 : PROTO_FLAG_MORE, payload, part + 2);
        read->offset += part;
        read->left -= part;
        if (part == rest) read->used = false;
    }
}

static struct client *mount(struct fixture *fixture, unsigned options, const char *point) {
    uint8_t payload[64];
    struct proto_writer writer;
    struct proto_mount message = {(uint8_t)options, proto_text(point)};
    struct client *client = client_open(fixture, "mounter");
    proto_writer_init(&writer, payload, sizeof payload);
    proto_mount_write(&writer, &message);
    host.client = client;
    host.stream = client_request(client, PROTO_MOUNT, 0, &writer);
    client->on_frame = on_frame;
    fixture->user = client;
    fixture->on_serve = pump_reads;
    for (int i = 0; i < 5; i++) dev_run(fixture->dev);
    return client;
}

static int setup(void **state) {
    memset(&host, 0, sizeof host);
    return fixture_setup(state);
}

static int teardown(void **state) {
    for (unsigned i = 0; i < FILES_MAX; i++) free(host.files[i].data);
    host.client = NULL;
    ((struct fixture *)*state)->user = NULL;
    return fixture_teardown(state);
}

static unsigned run(struct client *client, const char *source) {
    unsigned stream = client_exec(client, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, source);
    client_finish(client, stream);
    return stream;
}

static const char *error_of(struct client *client, unsigned stream) {
    const char *text = "";
    client_result(client, stream, &text);
    return text;
}

static char *numbers(size_t size) {
    char *text = calloc(1, size + 32);
    for (size_t at = 0, n = 0; at < size; n++) at += (size_t)sprintf(text + at, "line %zu\n", n);
    text[size] = 0;
    return text;
}

static void test_read_in_order(void **state) {
    struct fixture *fixture = *state;
    char *text = numbers(60000);
    make_file("/big.txt", text, 60000);
    struct client *client = mount(fixture, 0, "/remote");
    assert_non_null(client_event(client, host.stream, PROTO_MOUNTED, 0));
    unsigned stream = run(client, "lines /remote/big.txt");
    assert_string_equal(client_data(client, stream, 0), text);
    assert_true(host.overdrawn <= 8192);
    assert_true(host.requests < 30);
    stream = run(client, "cat /remote/big.txt\ncat /remote/none");
    assert_string_equal(error_of(client, stream), "Traceback: open 2\n");
    assert_int_equal(strlen(client_data(client, stream, 0)), 60000);
    fixture_settle(fixture);
    assert_int_equal(host.opened, 2);
    assert_int_equal(host.closed, 2);
    free(text);
}

static void test_write_behind(void **state) {
    struct fixture *fixture = *state;
    struct client *client = mount(fixture, 0, "/remote");
    unsigned stream = run(client, "write /remote/new.txt hello over there\nappend /remote/new.txt !\nstat "
                                  "/remote/new.txt\ncat /remote/new.txt");
    assert_string_equal(error_of(client, stream), "");
    assert_string_equal(client_data(client, stream, 0), "f 17\nhello over there!");
    assert_int_equal(host.writes, 2);
    host.write_status = PROTO_STATUS_NO_SPACE;
    stream = run(client, "write /remote/new.txt lost");
    assert_string_equal(error_of(client, stream), "Traceback: close 28\n");
    fixture_settle(fixture);
    assert_int_equal(host.opened, host.closed);
}

static void test_paths(void **state) {
    struct fixture *fixture = *state;
    fixture_write(fixture, "/own", "x");
    make_file("/a", "aa", 2);
    make_file("/b", "b", 1);
    struct client *client = mount(fixture, 0, "/remote");
    unsigned stream =
        run(client, "list /remote\nstat /remote/a\nstat /remote\nremove /remote/b\nlist /\npath");
    assert_string_equal(client_data(client, stream, 0), "a\nb\nf 2\nd 0\nown\nremote\n/remote:/lib:\n");
    assert_null(host.files[1].data);
    stream = run(client, "stat /remote/zz");
    assert_string_equal(error_of(client, stream), "Traceback: stat 2\n");
    stream = client_path(client, PROTO_STAT, 0, "/remote/a");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_UNSUPPORTED);
}

static void test_read_only(void **state) {
    struct fixture *fixture = *state;
    make_file("/a", "aa", 2);
    struct client *client = mount(fixture, PROTO_MOUNT_READ_ONLY, "/remote");
    unsigned stream = run(client, "cat /remote/a\nremove /remote/a");
    assert_string_equal(error_of(client, stream), "Traceback: remove 30\n");
    stream = run(client, "write /remote/a x");
    assert_string_equal(error_of(client, stream), "Traceback: open 30\n");
}

static void test_it_survives_a_soft_reset(void **state) {
    struct fixture *fixture = *state;
    make_file("/a", "aa", 2);
    struct client *client = mount(fixture, 0, "/remote");
    unsigned stream = run(client, "reset soft");
    for (int i = 0; i < 5; i++) dev_run(fixture->dev);
    stream = run(client, "cat /remote/a\npath");
    assert_string_equal(client_data(client, stream, 0), "aa/remote:/lib:\n");
}

static void test_the_client_vanishes(void **state) {
    struct fixture *fixture = *state;
    char *text = numbers(60000);
    make_file("/big.txt", text, 60000);
    struct client *bob = client_open(fixture, "bob");
    mount(fixture, 0, "/remote");
    host.vanish_after = 6;
    unsigned stream = run(bob, "lines /remote/big.txt");
    assert_string_equal(error_of(bob, stream), "Traceback: read 107\n");
    stream = run(bob, "path\nstat /remote/big.txt");
    assert_string_equal(client_data(bob, stream, 0), "/lib:\n");
    assert_string_equal(error_of(bob, stream), "Traceback: stat 2\n");
    free(text);
}

static void test_a_silent_client(void **state) {
    struct fixture *fixture = *state;
    make_file("/a", "aa", 2);
    struct client *bob = client_open(fixture, "bob");
    mount(fixture, 0, "/remote");
    host.silent = true;
    unsigned stream = run(bob, "cat /remote/a");
    assert_string_equal(error_of(bob, stream), "Traceback: open 110\n");
}

static void interrupt_the_wait(struct fixture *fixture) {
    struct client *bob = &fixture->clients[0];
    pump_reads(fixture);
    if (host.requests > 0 && fixture->serves % 20 == 0) client_interrupt(bob, 0);
}

static void test_interrupt_ends_a_wait(void **state) {
    struct fixture *fixture = *state;
    make_file("/a", "aa", 2);
    struct client *bob = client_open(fixture, "bob");
    mount(fixture, 0, "/remote");
    host.silent = true;
    fixture->on_serve = interrupt_the_wait;
    uint64_t begin = fixture->now;
    unsigned stream = run(bob, "cat /remote/a");
    assert_string_equal(error_of(bob, stream), "Traceback: open 4\n");
    assert_true(fixture->now - begin < 5000000);
}

static void test_two_mounts(void **state) {
    struct fixture *fixture = *state;
    uint8_t payload[64];
    struct proto_writer writer;
    static const struct {
        const char *point;
        unsigned status;
    } rows[] = {
        {"/remote", PROTO_STATUS_BUSY}, {"/remote/in", PROTO_STATUS_BUSY}, {"/", PROTO_STATUS_INVALID}};
    mount(fixture, 0, "/remote");
    struct client *bob = client_open(fixture, "bob");
    for (unsigned i = 0; i < 3; i++) {
        struct proto_mount message = {0, proto_text(rows[i].point)};
        proto_writer_init(&writer, payload, sizeof payload);
        proto_mount_write(&writer, &message);
        unsigned stream = client_request(bob, PROTO_MOUNT, 0, &writer);
        assert_int_equal(client_finish(bob, stream), rows[i].status);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_read_in_order),
        TEST(test_write_behind),
        TEST(test_paths),
        TEST(test_read_only),
        TEST(test_it_survives_a_soft_reset),
        TEST(test_the_client_vanishes),
        TEST(test_a_silent_client),
        TEST(test_interrupt_ends_a_wait),
        TEST(test_two_mounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

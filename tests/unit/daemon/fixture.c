/* The device's port and its clients, in memory. */
#define _GNU_SOURCE
#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAP_SIZE 65536
#define MESSAGE   4096

/* --- files that can be full --- */

static kr_files functions;

static ptrdiff_t limited_write(void *context, int handle, const void *data, size_t size) {
    struct fixture *fixture = (struct fixture *)((char *)context - offsetof(struct fixture, files));
    if (!fixture->full) return posix_files_functions.write(context, handle, data, size);
    size_t part = size < fixture->room ? size : (size_t)fixture->room;
    fixture->room -= part;
    if (part == 0) return -KR_ENOSPC;
    return posix_files_functions.write(context, handle, data, part);
}

/* --- carrying messages --- */

static void keep_event(struct client *client, const struct proto_frame *frame) {
    if (frame->type == PROTO_DATA) client->bytes += frame->length;
    if (client->count == EVENTS_MAX || (frame->type == PROTO_DATA && client->keeps_count)) return;
    struct event *event = &client->events[client->count++];
    *event =
        (struct event){frame->type, frame->flags, frame->number, frame->length, malloc(frame->length + 1u)};
    memcpy(event->payload, frame->payload, frame->length);
    event->payload[frame->length] = 0;
}

static void client_take(struct client *client, uint8_t *message, size_t length) {
    struct proto_frame frame;
    assert_int_equal(proto_link_receive(&client->link, message, length), 0);
    while (proto_link_next(&client->link, &frame) == 1) {
        keep_event(client, &frame);
        if (frame.type == PROTO_DATA && !client->stalled)
            proto_link_consumed(&client->link, frame.stream, frame.length);
        if (frame.stream && (frame.stream->state & PROTO_STREAM_ABORTED)) {
            proto_link_end(&client->link, frame.stream, PROTO_STATUS_ABORTED, NULL);
        }
        if (frame.type == PROTO_PING)
            proto_link_put(&client->link, NULL, PROTO_PONG, 0, frame.payload, frame.length);
        if (client->on_frame) client->on_frame(client, &frame);
    }
    if (client->link.state == PROTO_LINK_OPEN) proto_link_confirm(&client->link);
}

static bool carry_to_device(struct client *client) {
    uint8_t *message;
    size_t length;
    if (!client->session || client->link.state == PROTO_LINK_BROKEN) return false;
    if (proto_link_take(&client->link, &message, &length) != 1) return false;
    uint8_t *copy = malloc(length);
    memcpy(copy, message, length);
    proto_link_give(&client->link, NULL);
    dev_session_receive(client->session, copy, length);
    free(copy);
    return true;
}

static void client_close(struct client *client) {
    client->closed = true;
    client->session = NULL;
}

static bool carry_to_client(struct client *client) {
    uint8_t *message;
    size_t length;
    if (!client->session || client->deaf) return false;
    int result = dev_session_pull(client->session, &message, &length);
    if (result == 1) {
        client_take(client, message, length);
        dev_session_give(client->session);
    }
    if (result < 0) {
        dev_session *session = client->session;
        client->close_code = dev_session_close_code(session);
        client_close(client);
        dev_session_close(session);
    }
    return result != 0;
}

static void port_serve(void *context, uint64_t wait_us) {
    struct fixture *fixture = context;
    bool moved = true;
    bool any = false;
    fixture->serves++;
    for (unsigned round = 0; moved && round < 8; round++) {
        moved = false;
        for (unsigned i = 0; i < CLIENTS_MAX; i++) {
            if (!fixture->clients[i].used || !fixture->clients[i].upgraded) continue;
            moved |= carry_to_device(&fixture->clients[i]);
            moved |= carry_to_client(&fixture->clients[i]);
        }
        any |= moved;
    }
    fixture->now += any ? 100 : wait_us < 200000 ? wait_us + 1 : 200000;
    if (fixture->on_serve) fixture->on_serve(fixture);
}

static void port_wake(void *context, void *peer) {
    (void)context, (void)peer;
}

static void port_drop(void *context, void *peer) {
    struct client *client = peer;
    (void)context;
    client->dropped = true;
    client_close(client);
}

/* The peer of a terminal begins with a flag. */
static void port_terminal_wake(void *context, void *peer) {
    (void)context;
    *(bool *)peer = true;
}

static uint64_t port_ticks(void *context) {
    struct fixture *fixture = context;
    return fixture->now += 5;
}

static int64_t port_time(void *context) {
    const struct fixture *fixture = context;
    return INT64_C(4000000000) * 1000000000 + (int64_t)fixture->now * 1000 + fixture->time_ahead;
}

static int port_set_time(void *context, int64_t time_ns, const int32_t *offset) {
    struct fixture *fixture = context;
    (void)offset;
    fixture->time_ahead += time_ns - port_time(context);
    return 0;
}

/* Not random, and never twice the same. */
static void port_random(void *context, void *data, size_t size) {
    struct fixture *fixture = context;
    for (size_t i = 0; i < size; i++) ((uint8_t *)data)[i] = (uint8_t)(fixture->now++ * 167 + i * 31 + 7);
}

static void port_log(void *context, enum dev_level level, const char *text) {
    (void)context;
    if (getenv("DAEMON_LOG")) fprintf(stderr, "    [%d] %s\n", level, text);
}

static ptrdiff_t port_load(void *context, const char *name, void *data, size_t capacity) {
    struct fixture *fixture = context;
    for (unsigned i = 0; i < 8; i++) {
        if (!fixture->records[i].data || strcmp(fixture->records[i].name, name) != 0) continue;
        size_t size = fixture->records[i].size < capacity ? fixture->records[i].size : capacity;
        memcpy(data, fixture->records[i].data, size);
        return (ptrdiff_t)size;
    }
    return -KR_ENOENT;
}

static int port_store(void *context, const char *name, const void *data, size_t size) {
    struct fixture *fixture = context;
    unsigned i = 0;
    fixture->stores++;
    while (fixture->records[i].data && strcmp(fixture->records[i].name, name) != 0) i++;
    free(fixture->records[i].data);
    snprintf(fixture->records[i].name, sizeof fixture->records[i].name, "%s", name);
    fixture->records[i].data = malloc(size);
    memcpy(fixture->records[i].data, data, size);
    fixture->records[i].size = size;
    return 0;
}

static const dev_port port_functions = {
    .serve = port_serve,
    .wake = port_wake,
    .drop = port_drop,
    .terminal_wake = port_terminal_wake,
    .ticks_us = port_ticks,
    .time_ns = port_time,
    .set_time = port_set_time,
    .random = port_random,
    .log = port_log,
    .load = port_load,
    .store = port_store,
};

/* --- the device --- */

static void open_device(struct fixture *fixture) {
    static const char *const origins[] = {"http://page.example", NULL};
    size_t size = dev_memory_size(&fixture->limits);
    assert_true(size > 0);
    fixture->memory = aligned_alloc(16, (size + 15) / 16 * 16);
    memset(fixture->memory, 0, size);
    fixture->heap = calloc(1, HEAP_SIZE);
    dev_config config = {
        .memory = fixture->memory,
        .size = size,
        .limits = &fixture->limits,
        .functions = &port_functions,
        .port = fixture,
        .files = &functions,
        .files_context = &fixture->files,
        .heap = fixture->heap,
        .heap_size = HEAP_SIZE,
        .name = "testdevice",
        .software = "test 1",
        .platform = "test",
        .origins = origins,
    };
    fixture->dev = dev_open(&config);
    assert_non_null(fixture->dev);
}

static void close_clients(struct fixture *fixture) {
    for (unsigned i = 0; i < CLIENTS_MAX; i++) {
        struct client *client = &fixture->clients[i];
        for (unsigned k = 0; k < client->count; k++) free(client->events[k].payload);
        free(client->buffer);
        memset(client, 0, sizeof *client);
    }
}

static void close_device(struct fixture *fixture) {
    fixture->on_serve = NULL;
    dev_close(fixture->dev);
    free(fixture->memory);
    free(fixture->heap);
    close_clients(fixture);
}

void fixture_restart(struct fixture *fixture) {
    close_device(fixture);
    open_device(fixture);
}

int fixture_setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    functions = posix_files_functions;
    functions.write = limited_write;
    fixture->now = 1000000;
    dev_limits_default(&fixture->limits);
    fixture->limits.record = 2048;
    fixture->limits.window = 4096;
    fixture->limits.streams = 8;
    fixture->limits.operations = 24;
    fixture->limits.jobs = 4;
    fixture->limits.source_bytes = 20000;
    fixture->limits.console_bytes = 2048;
    fixture->limits.log_bytes = 4096;
    fixture->limits.mount_files = 4;
    fixture->limits.mount_buffer = 8192;
    fixture->limits.lists = 2;
    fixture->limits.list_entries = 5;
    fixture->limits.hash_entries = 64;
    snprintf(fixture->root, sizeof fixture->root, "/tmp/krait-daemon-XXXXXX");
    assert_non_null(mkdtemp(fixture->root));
    assert_int_equal(posix_files_open(&fixture->files, fixture->root, true), 0);
    open_device(fixture);
    dev_run(fixture->dev); /* the start: no boot.py, no main.py */
    *state = fixture;
    return 0;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *position) {
    (void)status, (void)type, (void)position;
    return remove(path);
}

int fixture_teardown(void **state) {
    struct fixture *fixture = *state;
    close_device(fixture);
    for (unsigned i = 0; i < 8; i++) free(fixture->records[i].data);
    posix_files_close(&fixture->files);
    nftw(fixture->root, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(fixture);
    return 0;
}

void fixture_run(struct fixture *fixture, bool (*done)(struct fixture *fixture)) {
    uint64_t end = fixture->now + 60000000;
    while (!done(fixture)) {
        assert_true(fixture->now < end);
        if (!dev_run(fixture->dev)) return;
    }
}

void fixture_settle(struct fixture *fixture) {
    for (unsigned i = 0; i < 6; i++) dev_poll(fixture->dev, 0);
}

void fixture_write(struct fixture *fixture, const char *path, const char *text) {
    char full[600];
    snprintf(full, sizeof full, "%s%s", fixture->root, path);
    FILE *file = fopen(full, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

char *fixture_read(struct fixture *fixture, const char *path) {
    static char text[1 << 20];
    char full[600];
    snprintf(full, sizeof full, "%s%s", fixture->root, path);
    FILE *file = fopen(full, "r");
    if (!file) return NULL;
    size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[got] = 0;
    return text;
}

/* --- clients --- */

static struct client *new_client(struct fixture *fixture) {
    for (unsigned i = 0; i < CLIENTS_MAX; i++) {
        struct client *client = &fixture->clients[i];
        if (client->used) continue;
        client->used = true;
        client->fixture = fixture;
        return client;
    }
    fail_msg("too many clients");
    return NULL;
}

struct client *client_silent(struct fixture *fixture) {
    if (!dev_admit(fixture->dev)) return NULL;
    struct client *client = new_client(fixture);
    client->session = dev_session_open(fixture->dev, client, "10.0.0.9");
    return client->session ? client : NULL;
}

struct client *client_open_with(struct fixture *fixture, const char *name, const uint8_t *key) {
    struct client *client = client_silent(fixture);
    struct proto_noise_ephemeral ephemeral;
    uint8_t random[32];
    assert_non_null(client);
    port_random(fixture, random, sizeof random);
    proto_noise_ephemeral(&ephemeral, random);
    client->buffer = malloc(PROTO_LINK_BUFFER(MESSAGE));
    struct proto_hello hello = {PROTO_VERSION,        PROTO_CLIENT,     MESSAGE,       8, 4096, 0, 0,
                                proto_text("test 1"), proto_text(name), proto_text("")};
    struct proto_link_config config = {.side = PROTO_CLIENT,
                                       .key = key,
                                       .ephemeral = &ephemeral,
                                       .hello = &hello,
                                       .streams = client->streams,
                                       .stream_capacity = STREAMS_MAX,
                                       .buffer = client->buffer,
                                       .buffer_capacity = PROTO_LINK_BUFFER(MESSAGE)};
    assert_int_equal(proto_link_init(&client->link, &config), 0);
    dev_session_upgraded(client->session);
    client->upgraded = true;
    return client;
}

struct client *client_open(struct fixture *fixture, const char *name) {
    uint8_t key[32];
    assert_int_equal(port_load(fixture, "key", key, sizeof key), 32);
    struct client *client = client_open_with(fixture, name, key);
    fixture_settle(fixture);
    assert_int_equal(client->link.state, PROTO_LINK_OPEN);
    return client;
}

void client_vanish(struct client *client) {
    dev_session *session = client->session;
    client_close(client);
    if (session) dev_session_close(session);
}

unsigned client_request(struct client *client, enum proto_message_type type, unsigned flags,
                        struct proto_writer *writer) {
    struct proto_stream *stream;
    int length = proto_writer_finish(writer);
    assert_true(length >= 0);
    assert_int_equal(proto_link_stream(&client->link, &stream), 0);
    unsigned number = stream->number;
    assert_int_equal(proto_link_put(&client->link, stream, type, flags, writer->start, (size_t)length), 0);
    return number;
}

unsigned client_path(struct client *client, enum proto_message_type type, unsigned options,
                     const char *path) {
    uint8_t payload[1024];
    struct proto_writer writer;
    struct proto_path message = {(uint8_t)options, proto_text(path)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_path_write(&writer, &message);
    return client_request(client, type, PROTO_FLAG_END, &writer);
}

unsigned client_paths(struct client *client, enum proto_message_type type, unsigned options, const char *from,
                      const char *to) {
    uint8_t payload[1024];
    struct proto_writer writer;
    struct proto_paths message = {(uint8_t)options, proto_text(from), proto_text(to)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_paths_write(&writer, &message);
    return client_request(client, type, PROTO_FLAG_END, &writer);
}

unsigned client_exec(struct client *client, enum proto_exec_kind kind, unsigned options, unsigned flags,
                     const char *source) {
    uint8_t payload[2048];
    uint8_t list[256];
    struct proto_writer writer;
    const char *arguments[] = {"prog.py", "one", "two"};
    struct proto_exec message = {(uint8_t)kind,
                                 (uint8_t)options,
                                 (uint32_t)strlen(source),
                                 proto_text("prog.py"),
                                 {0},
                                 {(const uint8_t *)source, strlen(source)}};
    proto_list_make(&message.arguments, list, sizeof list, arguments, 3);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_exec_write(&writer, &message);
    return client_request(client, PROTO_EXEC, flags, &writer);
}

void client_put(struct client *client, unsigned stream, enum proto_message_type type, unsigned flags,
                const void *data, size_t length) {
    struct proto_stream *entry = proto_link_find(&client->link, stream);
    assert_non_null(entry);
    assert_int_equal(proto_link_put(&client->link, entry, type, flags, data, length), 0);
}

void client_interrupt(struct client *client, uint32_t job) {
    uint8_t payload[4] = {(uint8_t)job, (uint8_t)(job >> 8), 0, 0};
    assert_int_equal(proto_link_put(&client->link, NULL, PROTO_INTERRUPT, 0, payload, 4), 0);
}

const struct event *client_event(const struct client *client, unsigned stream, enum proto_message_type type,
                                 unsigned n) {
    for (unsigned i = 0; i < client->count; i++) {
        const struct event *event = &client->events[i];
        if (event->stream == stream && event->type == type && n-- == 0) return event;
    }
    return NULL;
}

bool client_is_over(struct client *client, unsigned stream) {
    for (unsigned i = 0; i < client->count; i++) {
        const struct event *event = &client->events[i];
        bool end = event->type == PROTO_END || event->type == PROTO_ABORT || (event->flags & PROTO_FLAG_END);
        if (event->stream == stream && end) return true;
    }
    return client->closed;
}

unsigned client_finish(struct client *client, unsigned stream) {
    uint64_t end = client->fixture->now + 60000000;
    while (!client_is_over(client, stream)) {
        assert_true(client->fixture->now < end);
        assert_true(dev_run(client->fixture->dev));
    }
    return client_status(client, stream);
}

unsigned client_status(const struct client *client, unsigned stream) {
    struct proto_end end;
    const struct event *event = client_event(client, stream, PROTO_END, 0);
    if (!event) event = client_event(client, stream, PROTO_ABORT, 0);
    if (!event) return PROTO_STATUS_OK;
    assert_int_equal(proto_end_parse(event->payload, event->length, &end), 0);
    return end.status;
}

const char *client_end_text(const struct client *client, unsigned stream) {
    static char text[256];
    struct proto_end end;
    const struct event *event = client_event(client, stream, PROTO_END, 0);
    if (!event) event = client_event(client, stream, PROTO_ABORT, 0);
    if (!event) return "";
    proto_end_parse(event->payload, event->length, &end);
    proto_text_copy(end.text, text, sizeof text);
    return text;
}

const char *client_data(const struct client *client, unsigned stream, unsigned flags) {
    static char text[4][1 << 17];
    static unsigned turn;
    char *out = text[turn++ % 4];
    size_t length = 0;
    for (unsigned i = 0; i < client->count; i++) {
        const struct event *event = &client->events[i];
        if (event->stream != stream || event->type != PROTO_DATA || (event->flags & ~PROTO_FLAG_END) != flags)
            continue;
        if (event->length >= sizeof text[0] - length) break;
        memcpy(out + length, event->payload, event->length);
        length += event->length;
    }
    out[length] = 0;
    return out;
}

int client_result(const struct client *client, unsigned stream, const char **text) {
    const struct event *event = client_event(client, stream, PROTO_RESULT, 0);
    if (!event) return -1;
    if (text) *text = (const char *)event->payload + 5;
    return event->payload[0];
}

/* A client and a device in one process, byte streams in between that are cut at random: the opening
 * handshake, the channel, and a whole afternoon's work over it. Everything that a real client and a real
 * device do with this part is done here, but for the sockets. */
#include <stdio.h>

#include "glue.h"
#include "krait/proto_ws.h"

enum { FILE_SIZE = 200000, PIPE_SIZE = 1 << 20 };

/* One direction's bytes in flight. */
struct pipe {
    uint8_t *data;
    size_t start;
    size_t end;
};

/* A party: its link, its WebSocket, and what it sends to. */
struct party {
    struct end end;
    struct proto_ws_decoder decoder;
    struct proto_ws_inbox inbox;
    struct pipe *out;
    struct pipe *in;
    bool masks;
    uint32_t seed;
    unsigned whole;  /* messages that were not copied */
    unsigned joined; /* messages that the inbox had to join */
    uint8_t *piece;  /* the input being decoded */
    size_t piece_length;
    size_t piece_at;
};

struct world {
    struct pair pair;
    struct party client;
    struct party device;
    struct pipe up;
    struct pipe down;
};

static void pipe_write(struct pipe *pipe, const void *data, size_t length) {
    assert_true(length <= PIPE_SIZE - pipe->end);
    memcpy(pipe->data + pipe->end, data, length);
    pipe->end += length;
}

/* Takes a random piece off the pipe into memory of its size. */
static bool party_read(struct party *party) {
    struct pipe *pipe = party->in;
    size_t left = pipe->end - pipe->start;
    if (left == 0) return false;
    size_t most = test_random(&party->seed) % 4 == 0 ? 7 : 3000;
    size_t length = 1 + test_random(&party->seed) % most;
    if (length > left) length = left;
    free(party->piece);
    struct bytes copy = bytes_copy(pipe->data + pipe->start, length);
    party->piece = copy.data;
    party->piece_length = length;
    party->piece_at = 0;
    pipe->start += length;
    if (pipe->start == pipe->end) pipe->start = pipe->end = 0;
    return true;
}

/* Sends every record that waits. */
static void party_flush(struct party *party) {
    uint8_t *message, mask[4];
    size_t length, total;
    while (proto_link_take(&party->end.link, &message, &length) == 1) {
        for (size_t i = 0; i < 4; i++) mask[i] = (uint8_t)test_random(&party->seed);
        uint8_t *frame = proto_ws_wrap(message, length, PROTO_WS_BINARY, party->masks ? mask : NULL, &total);
        pipe_write(party->out, frame, total);
        proto_link_give(&party->end.link, NULL);
    }
}

/* Reads until a frame is there; false when nothing more is on its way. */
static bool party_next(struct party *party, struct proto_frame *frame) {
    struct proto_link *link = &party->end.link;
    for (;;) {
        int result = proto_link_next(link, frame);
        if (result == 1) return true;
        assert_error(result, OK);
        if (party->piece_at == party->piece_length && !party_read(party)) return false;
        struct proto_ws_event event;
        size_t used, length;
        uint8_t *message;
        result = proto_ws_decode(&party->decoder, party->piece + party->piece_at,
                                 party->piece_length - party->piece_at, &used, &event);
        party->piece_at += used;
        assert_true(result >= 0);
        if (result == 0) continue;
        assert_int_equal(event.opcode, PROTO_WS_BINARY);
        if (proto_ws_collect(&party->inbox, &event, &message, &length) == 0) continue;
        if (message == party->inbox.buffer)
            party->joined++;
        else
            party->whole++;
        assert_error(proto_link_receive(link, message, length), OK);
        party_flush(party);
    }
}

static void party_init(struct party *party, struct pipe *out, struct pipe *in, bool client) {
    party->out = out;
    party->in = in;
    party->masks = client;
    party->seed = client ? 1 : 2;
    party->inbox.capacity = PROTO_LINK_MESSAGE(4096);
    party->inbox.buffer = malloc(party->inbox.capacity);
    assert_non_null(party->inbox.buffer);
    proto_ws_decoder_init(&party->decoder, client ? PROTO_WS_CLIENT : PROTO_WS_SERVER, party->inbox.capacity);
}

/* The opening handshake, byte by byte in both directions. */
static void upgrade(void) {
    struct proto_ws_client client;
    struct proto_ws_server server;
    char text[512];
    size_t used;
    int result = 0;
    int length = proto_ws_client_request(&client, "greenhouse:8266", "/", (const uint8_t *)"0123456789abcdef",
                                         text, sizeof text);
    proto_ws_server_init(&server);
    for (int i = 0; i < length; i++)
        result = proto_ws_server_feed(&server, (const uint8_t *)text + i, 1, &used);
    assert_int_equal(result, 1);
    length = proto_ws_server_reply(&server, text, sizeof text);
    for (int i = 0; i < length; i++)
        result = proto_ws_client_feed(&client, (const uint8_t *)text + i, 1, &used);
    assert_int_equal(result, 1);
}

static struct world *world_make(void) {
    static const struct pair_options options = {.client_record = 4096, .device_record = 2000, .window = 9000};
    struct world *world = calloc(1, sizeof *world);
    struct proto_frame frame;
    assert_non_null(world);
    world->up.data = malloc(PIPE_SIZE);
    world->down.data = malloc(PIPE_SIZE);
    assert_true(world->up.data && world->down.data);
    upgrade();
    pair_init(&world->pair, &options);
    world->client.end = world->pair.client;
    world->device.end = world->pair.device;
    world->client.end.link.streams = world->client.end.streams;
    world->device.end.link.streams = world->device.end.streams;
    party_init(&world->client, &world->up, &world->down, true);
    party_init(&world->device, &world->down, &world->up, false);
    party_flush(&world->client);
    assert_false(party_next(&world->device, &frame));
    assert_false(party_next(&world->client, &frame));
    assert_true(proto_link_confirmed(&world->client.end.link));
    return world;
}

static void party_free(struct party *party) {
    proto_link_release(&party->end.link);
    free(party->inbox.buffer);
    free(party->piece);
    free(party->end.buffer);
    bytes_free(&party->end.incoming);
}

static void world_free(struct world *world) {
    party_free(&world->client);
    party_free(&world->device);
    free(world->up.data);
    free(world->down.data);
    free(world);
}

/* Puts a message made from a layout's struct. */
#define PUT(party, stream, type, flags, layout, ...)                                                         \
    do {                                                                                                     \
        uint8_t put_payload[512];                                                                            \
        struct proto_writer put_writer;                                                                      \
        struct proto_##layout put_message = {__VA_ARGS__};                                                   \
        proto_writer_init(&put_writer, put_payload, sizeof put_payload);                                     \
        proto_##layout##_write(&put_writer, &put_message);                                                   \
        assert_error(proto_link_put(&(party)->end.link, stream, type, flags, put_payload,                    \
                                    (size_t)proto_writer_finish(&put_writer)),                               \
                     OK);                                                                                    \
        party_flush(party);                                                                                  \
    } while (0)

static void expect(struct party *party, struct proto_frame *frame, enum proto_message_type type) {
    assert_true(party_next(party, frame));
    assert_string_equal(proto_message_name(frame->type), proto_message_name(type));
}

static uint8_t file_byte(size_t at) {
    return (uint8_t)(at * 31 + at / 977);
}

/* Sends what credit and record allow of a file, from *at on; the last piece carries END. */
static void send_file(struct party *party, struct proto_stream *stream, size_t *at) {
    uint8_t *place;
    size_t room;
    while (*at < FILE_SIZE) {
        int result = proto_link_reserve(&party->end.link, stream, PROTO_DATA, 1, &place, &room);
        if (result == PROTO_ERR_LINK_CREDIT) break;
        if (result == PROTO_ERR_LINK_FULL) {
            party_flush(party);
            continue;
        }
        assert_error(result, OK);
        if (room > FILE_SIZE - *at) room = FILE_SIZE - *at;
        for (size_t i = 0; i < room; i++) place[i] = file_byte(*at + i);
        *at += room;
        assert_error(proto_link_commit(&party->end.link, *at == FILE_SIZE ? PROTO_FLAG_END : 0, room), OK);
    }
    party_flush(party);
}

/* Moves a file over a stream that is open, in either direction. */
static void transfer(struct party *from, struct proto_stream *source, struct party *to) {
    size_t sent = 0, received = 0;
    bool ended = false;
    while (!ended) {
        struct proto_frame frame;
        send_file(from, source, &sent);
        while (party_next(to, &frame)) {
            assert_int_equal(frame.type, PROTO_DATA);
            for (size_t i = 0; i < frame.length; i++) {
                if (frame.payload[i] != file_byte(received + i)) fail();
            }
            received += frame.length;
            proto_link_consumed(&to->end.link, frame.stream, frame.length);
            ended = (frame.flags & PROTO_FLAG_END) != 0;
            party_flush(to);
        }
        while (party_next(from, &frame)) assert_int_equal(frame.type, PROTO_WINDOW);
    }
    assert_int_equal(received, FILE_SIZE);
}

static void puts_and_gets_a_file(void **state) {
    (void)state;
    struct world *world = world_make();
    struct proto_stream *stream;
    struct proto_frame frame;
    uint8_t hash[PROTO_DIGEST_BYTES] = {1};
    assert_error(proto_link_stream(&world->client.end.link, &stream), OK);
    PUT(&world->client, stream, PROTO_PUT, 0, put, .size = FILE_SIZE, .hash = hash, .path = {"/f", 2});
    expect(&world->device, &frame, PROTO_PUT);
    struct proto_stream *served = frame.stream;
    transfer(&world->client, stream, &world->device);
    assert_error(proto_link_end(&world->device.end.link, served, PROTO_STATUS_OK, NULL), OK);
    party_flush(&world->device);
    expect(&world->client, &frame, PROTO_END);
    assert_true(frame.closes);
    assert_false(party_next(&world->client, &frame));

    assert_error(proto_link_stream(&world->client.end.link, &stream), OK);
    PUT(&world->client, stream, PROTO_GET, PROTO_FLAG_END, get, .length = UINT64_MAX, .path = {"/f", 2});
    expect(&world->device, &frame, PROTO_GET);
    served = frame.stream;
    PUT(&world->device, served, PROTO_FILE, 0, file, .size = FILE_SIZE);
    expect(&world->client, &frame, PROTO_FILE);
    transfer(&world->device, served, &world->client);
    assert_int_equal(served->number, 0);
    assert_false(party_next(&world->client, &frame));
    assert_null(proto_link_each(&world->client.end.link, NULL));
    assert_null(proto_link_each(&world->device.end.link, NULL));
    assert_true(world->device.whole > 10 && world->device.joined > 10);
    world_free(world);
}

/* A program runs and prints, a listing comes in between, ctrl-C ends it. */
static void interrupts_a_program_while_listing(void **state) {
    (void)state;
    static const char source[] = "while True: pass";
    struct world *world = world_make();
    struct proto_stream *job, *list;
    struct proto_frame frame;
    assert_error(proto_link_stream(&world->client.end.link, &job), OK);
    PUT(&world->client, job, PROTO_EXEC, 0, exec, .kind = PROTO_EXEC_STATEMENTS,
        .source_size = sizeof source - 1, .name = {"<exec>", 6},
        .source = {(const uint8_t *)source, sizeof source - 1});
    expect(&world->device, &frame, PROTO_EXEC);
    struct proto_exec exec;
    assert_error(proto_exec_parse(frame.payload, frame.length, &exec), OK);
    assert_memory_equal(exec.source.data, source, sizeof source - 1);
    struct proto_stream *running = frame.stream;
    PUT(&world->device, running, PROTO_STARTED, 0, job, .job = 3);
    expect(&world->client, &frame, PROTO_STARTED);

    assert_error(proto_link_stream(&world->client.end.link, &list), OK);
    PUT(&world->client, list, PROTO_LIST, PROTO_FLAG_END, path, .path = {"/", 1});
    expect(&world->device, &frame, PROTO_LIST);
    PUT(&world->device, frame.stream, PROTO_ENTRIES, PROTO_FLAG_END, entry, .type = PROTO_ENTRY_FILE,
        .path = {"a", 1});
    expect(&world->client, &frame, PROTO_ENTRIES);
    assert_ptr_equal(frame.stream, list);
    assert_true(frame.closes);

    PUT(&world->client, NULL, PROTO_INTERRUPT, 0, job, .job = 0);
    expect(&world->device, &frame, PROTO_INTERRUPT);
    assert_null(frame.stream);
    PUT(&world->device, running, PROTO_RESULT, PROTO_FLAG_END, result, .outcome = PROTO_OUTCOME_INTERRUPTED,
        .exit_code = 1);
    assert_int_not_equal(running->number, 0); /* standard input is still open */
    expect(&world->client, &frame, PROTO_RESULT);
    assert_error(proto_link_end(&world->client.end.link, job, PROTO_STATUS_OK, NULL), OK);
    assert_int_equal(job->number, 0);
    party_flush(&world->client);
    expect(&world->device, &frame, PROTO_END);
    assert_true(frame.closes);
    world_free(world);
}

/* A mount: open with read-ahead in one round trip, several requests in flight, answers out of order. */
static void mounts_a_directory(void **state) {
    (void)state;
    struct world *world = world_make();
    struct party *client = &world->client, *device = &world->device;
    struct proto_stream *mount;
    struct proto_frame frame;
    assert_error(proto_link_stream(&client->end.link, &mount), OK);
    PUT(client, mount, PROTO_MOUNT, 0, mount, .point = {"/remote", 7});
    expect(device, &frame, PROTO_MOUNT);
    struct proto_stream *mounted = frame.stream;
    PUT(device, mounted, PROTO_MOUNTED, 0, empty);
    PUT(device, mounted, PROTO_FS_STAT, 0, fs_path, .id = 1, .path = {"/x.py", 5});
    PUT(device, mounted, PROTO_FS_OPEN, 0, fs_open, .id = 2, .options = PROTO_OPEN_READ, .ahead = 100,
        .path = {"/y.py", 5});
    expect(client, &frame, PROTO_MOUNTED);
    expect(client, &frame, PROTO_FS_STAT);
    expect(client, &frame, PROTO_FS_OPEN);
    PUT(client, mount, PROTO_FS_REPLY, PROTO_FLAG_MORE, fs_reply, .id = 2);
    PUT(client, mount, PROTO_FS_DATA, 0, fs_data, .id = 2, .bytes = {(const uint8_t *)"print(1)", 8});
    PUT(client, mount, PROTO_FS_REPLY, 0, fs_reply, .id = 1, .status = PROTO_STATUS_NOT_FOUND);
    expect(device, &frame, PROTO_FS_REPLY);
    assert_int_equal(frame.flags, PROTO_FLAG_MORE);
    expect(device, &frame, PROTO_FS_DATA);
    struct proto_fs_data data;
    assert_error(proto_fs_data_parse(frame.payload, frame.length, &data), OK);
    assert_int_equal(data.id, 2);
    assert_memory_equal(data.bytes.data, "print(1)", 8);
    expect(device, &frame, PROTO_FS_REPLY);
    struct proto_fs_reply reply;
    assert_error(proto_fs_reply_parse(frame.payload, frame.length, &reply), OK);
    assert_int_equal(reply.id, 1);
    assert_int_equal(reply.status, PROTO_STATUS_NOT_FOUND);
    assert_error(proto_link_abort(&client->end.link, mount, PROTO_STATUS_OK, NULL), OK);
    party_flush(client);
    expect(device, &frame, PROTO_ABORT);
    assert_error(proto_link_end(&device->end.link, mounted, PROTO_STATUS_OK, NULL), OK);
    party_flush(device);
    expect(client, &frame, PROTO_END);
    assert_true(frame.closes);
    world_free(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_and_gets_a_file),
        cmocka_unit_test(interrupts_a_program_while_listing),
        cmocka_unit_test(mounts_a_directory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

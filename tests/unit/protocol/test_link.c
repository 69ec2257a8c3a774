/* The link: handshake, records, streams, credits, and what a broken peer gets. Two real links are glued
 * together; where a peer must break a rule, its record is sealed by hand with its own cipher. */
#include "glue.h"

/* A frame that no honest link would send, sealed as the next record of `from`. */
struct raw {
    uint8_t data[2048 + PROTO_TAG_BYTES];
    size_t length;
};

static void raw_frame(struct raw *raw, unsigned type, unsigned flags, unsigned stream, const void *payload,
                      size_t length) {
    uint8_t *at = raw->data + raw->length;
    const uint8_t header[] = {(uint8_t)type,          (uint8_t)flags,  (uint8_t)stream,
                              (uint8_t)(stream >> 8), (uint8_t)length, (uint8_t)(length >> 8)};
    assert_true(raw->length + sizeof header + length <= 2048);
    memcpy(at, header, sizeof header);
    if (length) memcpy(at + sizeof header, payload, length);
    raw->length += sizeof header + length;
}

static int raw_send(struct raw *raw, struct end *from, struct end *to) {
    int sealed = proto_cipher_seal(&from->link.send, raw->data, raw->length);
    assert_true(sealed > 0);
    struct bytes message = bytes_copy(raw->data, (size_t)sealed);
    int result = end_receive(to, &message);
    bytes_free(&message);
    return result;
}

/* Sends a raw frame to the device and returns what next() says of it. */
static int raw_to_device(struct pair *pair, unsigned type, unsigned flags, unsigned stream,
                         const void *payload, size_t length) {
    struct raw raw = {{0}, 0};
    struct proto_frame frame;
    raw_frame(&raw, type, flags, stream, payload, length);
    assert_error(raw_send(&raw, &pair->client, &pair->device), OK);
    return proto_link_next(&pair->device.link, &frame);
}

static void put_path(struct end *end, struct proto_stream *stream, enum proto_message_type type,
                     unsigned flags) {
    uint8_t payload[16];
    struct proto_writer writer;
    struct proto_path path = {0, {"/a", 2}};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_path_write(&writer, &path);
    assert_error(
        proto_link_put(&end->link, stream, type, flags, payload, (size_t)proto_writer_finish(&writer)), OK);
}

/* Opens a job on which both sides may send DATA. */
static struct proto_stream *open_job(struct pair *pair, struct proto_stream **at_device) {
    struct proto_stream *stream;
    struct proto_frame frame;
    uint8_t payload[32];
    struct proto_writer writer;
    struct proto_exec exec = {.kind = PROTO_EXEC_RUN, .name = {"x", 1}};
    assert_error(proto_link_stream(&pair->client.link, &stream), OK);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_exec_write(&writer, &exec);
    assert_error(proto_link_put(&pair->client.link, stream, PROTO_EXEC, 0, payload,
                                (size_t)proto_writer_finish(&writer)),
                 OK);
    end_expect(&pair->client, &pair->device, &frame, PROTO_EXEC);
    assert_true(frame.opens);
    end_expect_nothing(&pair->device);
    *at_device = frame.stream;
    return stream;
}

static void greets_and_learns_the_peer(void **state) {
    (void)state;
    struct pair pair;
    pair_init(&pair, NULL);
    assert_int_equal(pair.client.link.state, PROTO_LINK_START);
    end_move(&pair.client, &pair.device);
    assert_int_equal(pair.client.link.state, PROTO_LINK_HANDSHAKE);
    assert_int_equal(pair.device.link.state, PROTO_LINK_OPEN);
    assert_false(proto_link_confirmed(&pair.device.link));
    end_move(&pair.device, &pair.client);
    assert_true(proto_link_confirmed(&pair.client.link));
    assert_string_equal(pair.client.link.peer.name, "greenhouse");
    assert_string_equal(pair.client.link.peer.id, "a1b2c3");
    assert_string_equal(pair.client.link.peer.software, "kraitd 0.1.0");
    assert_int_equal(pair.client.link.peer.boots, 7);
    assert_int_equal(pair.client.link.peer.state, PROTO_HELLO_BUSY);
    assert_string_equal(pair.device.link.peer.name, "ann@laptop");
    assert_false(proto_link_pending(&pair.client.link));
    proto_link_confirm(&pair.client.link);
    assert_true(proto_link_pending(&pair.client.link));
    end_move(&pair.client, &pair.device);
    assert_true(proto_link_confirmed(&pair.device.link));
    assert_false(proto_link_pending(&pair.client.link));
    pair_release(&pair);
}

/* Between message 1 and the sending of message 2 the device's buffer holds message 2. */
static void nothing_disturbs_a_greeting(void **state) {
    (void)state;
    struct pair pair;
    struct proto_frame frame;
    static const uint8_t token[8] = {1};
    pair_init(&pair, NULL);
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), STATE);
    end_move(&pair.client, &pair.device);
    assert_error(proto_link_put(&pair.device.link, NULL, PROTO_PING, 0, token, sizeof token), LINK_FULL);
    assert_int_equal(proto_link_room(&pair.device.link), 0);
    end_move(&pair.device, &pair.client);
    assert_error(proto_link_put(&pair.device.link, NULL, PROTO_PING, 0, token, sizeof token), OK);
    end_expect(&pair.device, &pair.client, &frame, PROTO_PING);
    pair_release(&pair);
}

static void refuse_greeting(const struct pair_options *options) {
    struct pair pair;
    struct bytes message;
    pair_init(&pair, options);
    assert_true(end_take(&pair.client, &message));
    assert_error(end_receive(&pair.device, &message), NOISE_AUTH);
    assert_int_equal(pair.device.link.state, PROTO_LINK_BROKEN);
    assert_false(proto_link_pending(&pair.device.link));
    assert_error(end_receive(&pair.device, &message), LINK_CLOSED);
    bytes_free(&message);
    pair_release(&pair);
}

static void wrong_key_or_binding_gets_nothing(void **state) {
    (void)state;
    const struct pair_options key = {.wrong_key = true},
                              binding = {.client_binding = "topic/a", .device_binding = "topic/b"};
    const struct pair_options one_sided = {.client_binding = "topic/a"};
    refuse_greeting(&key);
    refuse_greeting(&binding);
    refuse_greeting(&one_sided);
    const struct pair_options same = {.client_binding = "topic/a", .device_binding = "topic/a"};
    struct pair pair;
    pair_open(&pair, &same);
    pair_release(&pair);
}

/* A recorded message 1 opens a link, but its sender cannot go on: the device never believes in it. */
static void replayed_greeting_stays_a_stranger(void **state) {
    (void)state;
    struct pair first, second;
    struct bytes greeting, answer, record;
    pair_init(&first, NULL);
    assert_true(end_take(&first.client, &greeting));
    assert_error(end_receive(&first.device, &greeting), OK);
    end_move(&first.device, &first.client);
    proto_link_confirm(&first.client.link);
    assert_true(end_take(&first.client, &record));

    pair_init(&second, NULL);
    uint8_t other[PROTO_KEY_BYTES] = {0x77};
    assert_error(proto_noise_ephemeral(&second.device.link.noise.local, other), OK);
    assert_error(end_receive(&second.device, &greeting), OK);
    assert_true(end_take(&second.device, &answer));
    assert_false(proto_link_confirmed(&second.device.link));
    assert_error(end_receive(&second.device, &record), NOISE_AUTH);
    assert_false(proto_link_confirmed(&second.device.link));
    assert_false(proto_link_pending(&second.device.link)); /* no farewell for a stranger */
    bytes_free(&greeting);
    bytes_free(&answer);
    bytes_free(&record);
    pair_release(&first);
    pair_release(&second);
}

static void hello_with_wrong_values(void (*change)(struct proto_hello *hello)) {
    struct pair pair;
    struct proto_hello hello;
    static const struct pair_options defaults;
    uint8_t payload[PROTO_HELLO_MAX + 64], out[PROTO_HELLO_MAX + 200];
    struct proto_writer writer;
    pair_init(&pair, NULL);
    pair_hello(&hello, PROTO_CLIENT, &defaults);
    change(&hello);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_hello_write(&writer, &hello);
    /* A fresh handshake of the same client, whose payload is ours. */
    struct proto_noise noise;
    uint8_t key[PROTO_KEY_BYTES];
    for (uint8_t i = 0; i < sizeof key; i++) key[i] = i;
    assert_error(proto_noise_init(&noise, PROTO_NOISE_INITIATOR, (const uint8_t *)"krait.1\0", 9, key,
                                  &pair.client.ephemeral),
                 OK);
    int length = proto_noise_write(&noise, payload, (size_t)proto_writer_finish(&writer), out, sizeof out);
    assert_true(length > 0);
    struct bytes message = bytes_copy(out, (size_t)length);
    assert_error(end_receive(&pair.device, &message), HELLO);
    bytes_free(&message);
    pair_release(&pair);
}

static void other_version(struct proto_hello *hello) {
    hello->version = 2;
}

static void other_side(struct proto_hello *hello) {
    hello->side = PROTO_DEVICE;
}

static void small_record(struct proto_hello *hello) {
    hello->record = PROTO_RECORD_MIN - 1;
}

static void big_record(struct proto_hello *hello) {
    hello->record = 65520;
}

static void big_window(struct proto_hello *hello) {
    hello->window = 0x80000000u;
}

static void long_name(struct proto_hello *hello) {
    hello->name = proto_text("0123456789012345678901234567890123456789012345678901234567890123x");
}

static void hello_is_checked(void **state) {
    (void)state;
    hello_with_wrong_values(other_version);
    hello_with_wrong_values(other_side);
    hello_with_wrong_values(small_record);
    hello_with_wrong_values(big_record);
    hello_with_wrong_values(big_window);
    hello_with_wrong_values(long_name);
}

static void request_and_answer(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *stream;
    struct proto_frame frame;
    pair_open(&pair, NULL);
    assert_error(proto_link_stream(&pair.client.link, &stream), OK);
    assert_int_equal(stream->number, 1);
    put_path(&pair.client, stream, PROTO_MKDIR, PROTO_FLAG_END);
    end_expect(&pair.client, &pair.device, &frame, PROTO_MKDIR);
    assert_true(frame.opens);
    assert_false(frame.closes);
    assert_int_equal(frame.flags, PROTO_FLAG_END);
    struct proto_stream *served = frame.stream;
    assert_error(proto_link_end(&pair.device.link, served, PROTO_STATUS_EXISTS, "there already"), OK);
    assert_int_equal(served->number, 0);
    end_expect_nothing(&pair.device);
    end_expect(&pair.device, &pair.client, &frame, PROTO_END);
    struct proto_end end;
    assert_error(proto_end_parse(frame.payload, frame.length, &end), OK);
    assert_int_equal(end.status, PROTO_STATUS_EXISTS);
    assert_true(proto_text_is(end.text, "there already"));
    assert_true(frame.closes);
    assert_ptr_equal(frame.stream, stream);
    assert_int_equal(stream->number, 1);
    end_expect_nothing(&pair.client);
    assert_int_equal(stream->number, 0);
    assert_null(proto_link_each(&pair.client.link, NULL));
    assert_null(proto_link_each(&pair.device.link, NULL));
    pair_release(&pair);
}

static void records_hold_many_frames(void **state) {
    (void)state;
    struct pair pair;
    struct proto_frame frame;
    static const uint8_t token[8] = {1};
    unsigned sent = 0, received = 0;
    pair_open(&pair, NULL);
    while (proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token) == PROTO_OK) sent++;
    assert_int_equal(sent, 1024 / (PROTO_FRAME_HEADER + 8));
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), LINK_FULL);
    end_move(&pair.client, &pair.device);
    while (proto_link_next(&pair.device.link, &frame) == 1) received++;
    assert_int_equal(received, sent);
    pair_release(&pair);
}

static void record_must_be_taken_before_the_next(void **state) {
    (void)state;
    struct pair pair;
    static const uint8_t token[8] = {1};
    uint8_t *message, *other;
    size_t length;
    pair_open(&pair, NULL);
    assert_int_equal(proto_link_take(&pair.client.link, &message, &length), 0);
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), OK);
    assert_int_equal(proto_link_take(&pair.client.link, &message, &length), 1);
    assert_ptr_equal(message, pair.client.buffer + PROTO_LINK_HEADROOM);
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), LINK_FULL);
    assert_int_equal(proto_link_room(&pair.client.link), 0);
    other = malloc(pair.client.capacity);
    assert_non_null(other);
    proto_link_give(&pair.client.link, other);
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), OK);
    uint8_t *second;
    assert_int_equal(proto_link_take(&pair.client.link, &second, &length), 1);
    assert_ptr_equal(second, other + PROTO_LINK_HEADROOM);
    free(other);
    pair_release(&pair);
}

static void frames_left_over_are_not_lost(void **state) {
    (void)state;
    struct pair pair;
    static const uint8_t token[8] = {1};
    struct bytes message;
    pair_open(&pair, NULL);
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), OK);
    end_move(&pair.client, &pair.device);
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PONG, 0, token, sizeof token), OK);
    assert_true(end_take(&pair.client, &message));
    struct bytes kept = pair.device.incoming;
    assert_error(proto_link_receive(&pair.device.link, message.data, message.length), STATE);
    struct proto_frame frame;
    assert_int_equal(proto_link_next(&pair.device.link, &frame), 1);
    assert_ptr_equal(frame.payload, kept.data + PROTO_FRAME_HEADER);
    end_expect_nothing(&pair.device);
    assert_error(proto_link_receive(&pair.device.link, message.data, message.length), OK);
    assert_int_equal(proto_link_next(&pair.device.link, &frame), 1);
    assert_int_equal(frame.type, PROTO_PONG);
    end_expect_nothing(&pair.device);
    bytes_free(&message);
    pair_release(&pair);
}

static void credit_limits_the_sender(void **state) {
    (void)state;
    const struct pair_options options = {.window = 1000};
    struct pair pair;
    struct proto_stream *served;
    uint8_t data[700] = {0}, *place;
    size_t room;
    pair_open(&pair, &options);
    struct proto_stream *job = open_job(&pair, &served);
    struct proto_frame frame;
    assert_error(proto_link_put(&pair.device.link, served, PROTO_DATA, 0, data, 700), OK);
    end_expect(&pair.device, &pair.client, &frame, PROTO_DATA);
    end_expect_nothing(&pair.client);
    assert_error(proto_link_put(&pair.device.link, served, PROTO_DATA, 0, data, 301), LINK_CREDIT);
    assert_error(proto_link_reserve(&pair.device.link, served, PROTO_DATA, 1, &place, &room), OK);
    assert_int_equal(room, 300);
    assert_error(proto_link_commit(&pair.device.link, 0, 300), OK);
    assert_error(proto_link_put(&pair.device.link, served, PROTO_DATA, 0, data, 1), LINK_CREDIT);
    assert_error(proto_link_reserve(&pair.device.link, served, PROTO_DATA, 1, &place, &room), LINK_CREDIT);
    assert_error(proto_link_put(&pair.device.link, served, PROTO_DATA, PROTO_FLAG_STDERR, NULL, 0), OK);
    end_expect(&pair.device, &pair.client, &frame, PROTO_DATA);
    assert_int_equal(frame.length, 300);
    assert_int_equal(proto_link_next(&pair.client.link, &frame), 1);
    end_expect_nothing(&pair.client);

    /* Less than half of the window consumed gives nothing back; half does. */
    proto_link_consumed(&pair.client.link, job, 499);
    assert_false(proto_link_pending(&pair.client.link));
    proto_link_consumed(&pair.client.link, job, 1);
    assert_true(proto_link_pending(&pair.client.link));
    end_expect(&pair.client, &pair.device, &frame, PROTO_WINDOW);
    assert_ptr_equal(frame.stream, served);
    assert_int_equal(served->send_credit, 500);
    end_expect_nothing(&pair.device);
    proto_link_consumed(&pair.client.link, job, 999999); /* never more than came in */
    end_expect(&pair.client, &pair.device, &frame, PROTO_WINDOW);
    assert_int_equal(served->send_credit, 1000);
    pair_release(&pair);
}

/* A device that uses a file's bytes at once may let more of them be under way than of other DATA. */
static void a_put_gets_more_than_the_window(void **state) {
    (void)state;
    const struct pair_options options = {.window = 1000, .put_ahead = 2000};
    struct pair pair;
    struct proto_stream *put;
    struct proto_frame frame;
    struct proto_writer writer;
    uint8_t payload[100], data[1000] = {0}, hash[PROTO_DIGEST_BYTES] = {0};
    const struct proto_put message = {.size = 10000, .hash = hash, .path = {"/f", 2}};
    pair_open(&pair, &options);
    assert_error(proto_link_stream(&pair.client.link, &put), OK);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_put_write(&writer, &message);
    size_t length = (size_t)proto_writer_finish(&writer);
    assert_error(proto_link_put(&pair.client.link, put, PROTO_PUT, 0, payload, length), OK);
    end_expect(&pair.client, &pair.device, &frame, PROTO_PUT);
    struct proto_stream *served = frame.stream;
    end_expect_nothing(&pair.device);
    assert_int_equal(put->send_credit, 1000);
    end_expect(&pair.device, &pair.client, &frame, PROTO_WINDOW);
    end_expect_nothing(&pair.client);
    assert_int_equal(put->send_credit, 3000);
    for (int i = 0; i < 3; i++) {
        assert_error(proto_link_put(&pair.client.link, put, PROTO_DATA, 0, data, 1000), OK);
        end_expect(&pair.client, &pair.device, &frame, PROTO_DATA);
        end_expect_nothing(&pair.device);
    }
    proto_link_consumed(&pair.device.link, served, 1499); /* half of 3000 is worth a WINDOW */
    assert_false(proto_link_pending(&pair.device.link));
    proto_link_consumed(&pair.device.link, served, 999999); /* never more than came in */
    end_expect(&pair.device, &pair.client, &frame, PROTO_WINDOW);
    assert_int_equal(put->send_credit, 3000);
    pair_release(&pair);
}

static void files_are_written_straight_into_the_record(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *served;
    struct proto_frame frame;
    uint8_t *place;
    size_t room;
    pair_open(&pair, NULL);
    struct proto_stream *job = open_job(&pair, &served);
    assert_error(proto_link_reserve(&pair.client.link, job, PROTO_DATA, 1, &place, &room), OK);
    assert_error(proto_link_put(&pair.client.link, job, PROTO_DATA, 0, place, 1), STATE);
    assert_false(proto_link_pending(&pair.client.link));
    memcpy(place, "text", 4);
    assert_error(proto_link_commit(&pair.client.link, PROTO_FLAG_STDIN | PROTO_FLAG_END, 4), OK);
    assert_error(proto_link_commit(&pair.client.link, 0, 0), STATE);
    assert_error(proto_link_put(&pair.client.link, job, PROTO_DATA, 0, NULL, 0), STATE);
    end_expect(&pair.client, &pair.device, &frame, PROTO_DATA);
    assert_int_equal(frame.flags, PROTO_FLAG_STDIN | PROTO_FLAG_END);
    assert_memory_equal(frame.payload, "text", 4);
    assert_error(proto_link_reserve(&pair.device.link, served, PROTO_DATA, 0, &place, &room), OK);
    assert_error(proto_link_commit(&pair.device.link, 0, room + 1), ARGUMENT);
    assert_error(proto_link_reserve(&pair.device.link, served, PROTO_DATA, 0, &place, &room), OK);
    assert_error(proto_link_commit(&pair.device.link, PROTO_FLAG_STDIN, 0), ARGUMENT);
    assert_error(proto_link_reserve(&pair.device.link, served, PROTO_DATA, 0, &place, &room), OK);
    proto_link_cancel(&pair.device.link);
    assert_false(proto_link_pending(&pair.device.link));
    pair_release(&pair);
}

static void two_pieces_make_one_frame(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *served;
    struct proto_frame frame;
    pair_open(&pair, NULL);
    open_job(&pair, &served);
    const uint8_t head[5] = {PROTO_OUTCOME_OK, 0, 0, 0, 0};
    assert_error(proto_link_put2(&pair.device.link, served, PROTO_RESULT, PROTO_FLAG_END, head, sizeof head,
                                 (const uint8_t *)"42", 2),
                 OK);
    end_expect(&pair.device, &pair.client, &frame, PROTO_RESULT);
    struct proto_result result;
    assert_error(proto_result_parse(frame.payload, frame.length, &result), OK);
    assert_int_equal(result.text.length, 2);
    assert_memory_equal(result.text.data, "42", 2);
    pair_release(&pair);
}

static void our_own_mistakes_change_nothing(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *served, *stream;
    uint8_t data[2000] = {0};
    pair_open(&pair, NULL);
    struct proto_stream *job = open_job(&pair, &served);
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_NOTICE, 0, data, 3), ARGUMENT);
    assert_error(proto_link_put(&pair.client.link, job, PROTO_PING, 0, data, 8), ARGUMENT);
    assert_error(proto_link_put(&pair.client.link, job, PROTO_EXEC, 0, data, 12), ARGUMENT);
    assert_error(proto_link_put(&pair.client.link, job, PROTO_DATA, PROTO_FLAG_STDERR, data, 1), ARGUMENT);
    assert_error(proto_link_put(&pair.client.link, job, (enum proto_message_type)0xee, 0, data, 1), ARGUMENT);
    assert_error(proto_link_put(&pair.client.link, job, PROTO_DATA, 0, data, 1024 - PROTO_FRAME_HEADER + 1),
                 ARGUMENT);
    assert_error(proto_link_stream(&pair.client.link, &stream), OK);
    assert_error(proto_link_put(&pair.client.link, stream, PROTO_DATA, 0, data, 1), ARGUMENT);
    proto_link_forget(&pair.client.link, stream);
    assert_int_equal(stream->number, 0);
    assert_error(proto_link_put(&pair.client.link, stream, PROTO_STAT, 0, data, 1), ARGUMENT);
    assert_false(proto_link_pending(&pair.client.link));
    pair_release(&pair);
}

static void init_checks_its_arguments(void **state) {
    (void)state;
    struct pair pair;
    struct proto_hello hello;
    static const struct pair_options defaults;
    uint8_t key[PROTO_KEY_BYTES] = {0};
    pair_init(&pair, NULL);
    struct proto_link_config good = {.side = PROTO_DEVICE,
                                     .key = key,
                                     .ephemeral = &pair.device.ephemeral,
                                     .hello = &hello,
                                     .streams = pair.device.streams,
                                     .stream_capacity = 16,
                                     .buffer = pair.device.buffer,
                                     .buffer_capacity = pair.device.capacity};
    struct proto_link_config config = good;
    pair_hello(&hello, PROTO_DEVICE, &defaults);
    assert_error(proto_link_init(&pair.device.link, &config), OK);
    config.stream_capacity = 3;
    assert_error(proto_link_init(&pair.device.link, &config), ARGUMENT);
    config = good;
    config.buffer_capacity = PROTO_LINK_BUFFER(PROTO_RECORD_MIN) - 1;
    assert_error(proto_link_init(&pair.device.link, &config), ARGUMENT);
    config = good;
    config.side = PROTO_CLIENT;
    assert_error(proto_link_init(&pair.device.link, &config), ARGUMENT);
    config = good;
    config.binding = key;
    config.binding_length = PROTO_BINDING_MAX + 1;
    assert_error(proto_link_init(&pair.device.link, &config), ARGUMENT);
    hello.record = 511;
    assert_error(proto_link_init(&pair.device.link, &good), ARGUMENT);
    pair_release(&pair);
}

static void streams_are_as_many_as_offered(void **state) {
    (void)state;
    const struct pair_options options = {.device_streams = 3};
    struct pair pair;
    struct proto_stream *stream[4];
    struct proto_frame frame;
    pair_open(&pair, &options);
    for (size_t i = 0; i < 3; i++) {
        assert_error(proto_link_stream(&pair.client.link, &stream[i]), OK);
        put_path(&pair.client, stream[i], PROTO_STAT, PROTO_FLAG_END);
    }
    assert_error(proto_link_stream(&pair.client.link, &stream[3]), LINK_STREAMS);
    end_move(&pair.client, &pair.device);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(proto_link_next(&pair.device.link, &frame), 1);
        assert_int_equal(frame.number, 2 * i + 1);
        frame.stream->user = &pair;
    }
    assert_int_equal(raw_to_device(&pair, PROTO_STAT, 1, 7, "\0\1\0a", 4), PROTO_ERR_LINK_STREAMS);
    pair_release(&pair);
}

/* A table that both sides share keeps the places that were offered. */
static void offered_places_stay_free(void **state) {
    (void)state;
    const struct pair_options options = {.client_streams = 14};
    struct pair pair;
    struct proto_stream *stream;
    pair_open(&pair, &options);
    assert_error(proto_link_stream(&pair.client.link, &stream), OK);
    assert_error(proto_link_stream(&pair.client.link, &stream), OK);
    assert_error(proto_link_stream(&pair.client.link, &stream), LINK_STREAMS);
    pair_release(&pair);
}

/* The peer cannot know a stream whose first frame was not sent. */
static void frames_on_a_reserved_stream_break(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *stream;
    struct proto_frame frame;
    struct raw raw = {{0}, 0};
    pair_open(&pair, NULL);
    assert_error(proto_link_stream(&pair.client.link, &stream), OK);
    raw_frame(&raw, PROTO_NOTICE, 0, stream->number, "\0\0\0", 3);
    assert_error(raw_send(&raw, &pair.device, &pair.client), OK);
    assert_error(proto_link_next(&pair.client.link, &frame), LINK_STREAM);
    pair_release(&pair);
}

/* Numbers come back, late, and never while they are in use. */
static void numbers_are_reused_when_they_wrap(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *lasting, *stream, *served;
    struct proto_frame frame;
    pair_open(&pair, NULL);
    lasting = open_job(&pair, &served);
    assert_int_equal(lasting->number, 1);
    for (unsigned i = 1; i <= 33000; i++) {
        assert_error(proto_link_stream(&pair.client.link, &stream), OK);
        unsigned expected = 2 * (i <= 32767 ? i : i - 32767) + 1;
        assert_int_equal(stream->number, expected);
        if (i > 3 && i < 32760) { /* the exchange is only made at the ends, the numbers run on */
            proto_link_forget(&pair.client.link, stream);
            continue;
        }
        put_path(&pair.client, stream, PROTO_RMDIR, PROTO_FLAG_END);
        end_expect(&pair.client, &pair.device, &frame, PROTO_RMDIR);
        assert_null(frame.stream->user);
        assert_error(proto_link_end(&pair.device.link, frame.stream, PROTO_STATUS_OK, NULL), OK);
        end_expect_nothing(&pair.device);
        end_expect(&pair.device, &pair.client, &frame, PROTO_END);
        assert_true(frame.closes);
        end_expect_nothing(&pair.client);
    }
    pair_release(&pair);
}

static void abort_ends_both(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *served;
    struct proto_frame frame;
    uint8_t data[10] = {0};
    pair_open(&pair, NULL);
    struct proto_stream *job = open_job(&pair, &served);
    assert_error(proto_link_put(&pair.device.link, served, PROTO_DATA, 0, data, sizeof data), OK);
    struct bytes crossing;
    assert_true(end_take(&pair.device, &crossing));
    assert_error(proto_link_abort(&pair.client.link, job, PROTO_STATUS_ABORTED, "ctrl-C"), OK);
    assert_error(proto_link_abort(&pair.client.link, job, PROTO_STATUS_ABORTED, "twice"), OK);
    end_expect(&pair.client, &pair.device, &frame, PROTO_ABORT);
    assert_true(frame.stream->state & PROTO_STREAM_ABORTED);
    assert_false(frame.closes);
    end_expect_nothing(&pair.device);
    /* What crossed the abort is passed over, the end is reported. */
    assert_error(end_receive(&pair.client, &crossing), OK);
    end_expect_nothing(&pair.client);
    assert_error(proto_link_end(&pair.device.link, served, PROTO_STATUS_ABORTED, NULL), OK);
    assert_int_equal(served->number, 0);
    end_expect(&pair.device, &pair.client, &frame, PROTO_END);
    assert_true(frame.closes);
    end_expect_nothing(&pair.client);
    assert_int_equal(job->number, 0);
    bytes_free(&crossing);
    pair_release(&pair);
}

/* ABORT after END crosses the peer's END: it arrives when the stream is gone, and is harmless; so is a late
 * WINDOW. */
static void late_abort_and_window_are_ignored(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *stream;
    struct proto_frame frame;
    pair_open(&pair, NULL);
    assert_error(proto_link_stream(&pair.client.link, &stream), OK);
    put_path(&pair.client, stream, PROTO_REMOVE, PROTO_FLAG_END);
    end_expect(&pair.client, &pair.device, &frame, PROTO_REMOVE);
    assert_error(proto_link_end(&pair.device.link, frame.stream, PROTO_STATUS_OK, NULL), OK);
    end_expect_nothing(&pair.device);
    assert_error(proto_link_abort(&pair.client.link, stream, PROTO_STATUS_ABORTED, NULL), OK);
    end_move(&pair.client, &pair.device);
    end_expect_nothing(&pair.device);
    assert_int_equal(raw_to_device(&pair, PROTO_WINDOW, 0, 1, "\1\0\0\0", 4), 0);
    end_expect(&pair.device, &pair.client, &frame, PROTO_END);
    assert_true(frame.closes);
    pair_release(&pair);
}

/* Every rule that a peer can break, and the error for it. The frame comes on stream 1, a job, where not said
 * otherwise. */
static void broken_rules(void **state) {
    (void)state;
    static const struct {
        uint8_t type, flags;
        uint16_t stream;
        const char *payload;
        size_t length;
        int error;
    } cases[] = {
        {0x00, 0, 0, "", 0, PROTO_ERR_LINK_TYPE},
        {0xff, 0, 0, "", 0, PROTO_ERR_LINK_TYPE},
        {0xff, 0, 1, "", 0, PROTO_ERR_LINK_TYPE},
        {0xff, 0, 3, "", 0, PROTO_ERR_LINK_TYPE},
        {PROTO_NOTICE, 0, 0, "\0\0\0", 3, PROTO_ERR_LINK_TYPE},
        {PROTO_PING, 0, 1, "12345678", 8, PROTO_ERR_LINK_TYPE},
        {PROTO_STAT, 0, 0, "\0\1\0a", 4, PROTO_ERR_LINK_TYPE},
        {PROTO_DATA, 0, 0, "x", 1, PROTO_ERR_LINK_TYPE},
        {PROTO_RESULT, 0, 1, "12345", 5, PROTO_ERR_LINK_TYPE},
        {PROTO_FS_REPLY, 0, 1, "1234", 4, PROTO_ERR_LINK_TYPE},
        {PROTO_PING, 1, 0, "12345678", 8, PROTO_ERR_LINK_FLAGS},
        {PROTO_DATA, 0x20, 1, "x", 1, PROTO_ERR_LINK_FLAGS},
        {PROTO_DATA, PROTO_FLAG_STDERR, 1, "x", 1, PROTO_ERR_LINK_FLAGS},
        {PROTO_WINDOW, 1, 9, "\1\0\0\0", 4, PROTO_ERR_LINK_FLAGS},
        {PROTO_STAT, 0, 1, "\0\1\0a", 4, PROTO_ERR_LINK_STREAM},
        {PROTO_DATA, 0, 3, "x", 1, PROTO_ERR_LINK_STREAM},
        {PROTO_END, 0, 3, "\0\0\0\0", 4, PROTO_ERR_LINK_STREAM},
        {PROTO_STAT, 0, 2, "\0\1\0a", 4, PROTO_ERR_LINK_STREAM},
        {PROTO_PING, 0, 0, "1234567", 7, PROTO_ERR_MESSAGE_SHORT},
        {PROTO_PING, 0, 0, "123456789", 9, PROTO_ERR_MESSAGE_LONG},
        {PROTO_STAT, 0, 3, "\0\2\0a", 4, PROTO_ERR_MESSAGE_SHORT},
        {PROTO_STAT, 0, 3, "\0\1\0\0", 4, PROTO_ERR_MESSAGE_VALUE},
        {PROTO_WINDOW, 0, 1, "\0\0\0\0", 4, PROTO_ERR_MESSAGE_VALUE},
        {PROTO_WINDOW, 0, 1, "\xff\xff\xff\x7f", 4, PROTO_ERR_LINK_CREDIT},
        {PROTO_WINDOW, 0, 1, "\xff\xff\xff\xff", 4, PROTO_ERR_LINK_CREDIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pair pair;
        struct proto_stream *served;
        struct proto_frame frame;
        pair_open(&pair, NULL);
        open_job(&pair, &served);
        int result = raw_to_device(&pair, cases[i].type, cases[i].flags, cases[i].stream, cases[i].payload,
                                   cases[i].length);
        if (result != cases[i].error) print_error("case %zu: %s\n", i, proto_error_name(result));
        assert_int_equal(result, cases[i].error);
        /* Nothing more goes in, and the peer learns why. */
        assert_int_equal(proto_link_next(&pair.device.link, &frame), cases[i].error);
        assert_error(proto_link_put(&pair.device.link, served, PROTO_DATA, 0, NULL, 0), LINK_CLOSED);
        assert_true(proto_link_pending(&pair.device.link));
        end_expect(&pair.device, &pair.client, &frame, PROTO_GOAWAY);
        struct proto_end end;
        assert_error(proto_end_parse(frame.payload, frame.length, &end), OK);
        assert_int_equal(end.status, PROTO_STATUS_PROTOCOL);
        assert_true(proto_text_is(end.text, proto_error_text(cases[i].error)));
        assert_false(proto_link_pending(&pair.device.link));
        pair_release(&pair);
    }
}

static void frames_after_the_end_break(void **state) {
    (void)state;
    static const unsigned types[] = {PROTO_DATA, PROTO_END};
    for (size_t i = 0; i < 2; i++) {
        struct pair pair;
        struct proto_stream *served;
        pair_open(&pair, NULL);
        open_job(&pair, &served);
        assert_int_equal(raw_to_device(&pair, PROTO_DATA, PROTO_FLAG_END, 1, "x", 1), 1);
        end_expect_nothing(&pair.device);
        assert_int_equal(raw_to_device(&pair, types[i], 0, 1, "\0\0\0\0", 4), PROTO_ERR_LINK_STREAM);
        pair_release(&pair);
    }
}

static void too_much_data_breaks(void **state) {
    (void)state;
    const struct pair_options options = {.window = 10};
    struct pair pair;
    struct proto_stream *served;
    pair_open(&pair, &options);
    open_job(&pair, &served);
    assert_int_equal(raw_to_device(&pair, PROTO_DATA, 0, 1, "0123456789", 10), 1);
    end_expect_nothing(&pair.device);
    assert_int_equal(raw_to_device(&pair, PROTO_DATA, 0, 1, "x", 1), PROTO_ERR_LINK_CREDIT);
    pair_release(&pair);
}

/* A record of two frames cut at every length: only the whole one, and the one after the first frame, are
 * good. */
static void cut_frames_break(void **state) {
    (void)state;
    struct raw whole = {{0}, 0};
    raw_frame(&whole, PROTO_PING, 0, 0, "12345678", 8);
    raw_frame(&whole, PROTO_PONG, 0, 0, "12345678", 8);
    for (size_t cut = 0; cut <= whole.length; cut++) {
        struct pair pair;
        struct proto_frame frame;
        struct raw part = whole;
        pair_open(&pair, NULL);
        part.length = cut;
        assert_error(raw_send(&part, &pair.client, &pair.device), OK);
        int result = 1;
        while (result == 1) result = proto_link_next(&pair.device.link, &frame);
        if (cut % 14 == 0)
            assert_int_equal(result, 0);
        else
            assert_error(result, LINK_FRAME);
        pair_release(&pair);
    }
}

static void oversized_record_breaks(void **state) {
    (void)state;
    struct pair pair;
    struct raw raw = {{0}, 1025};
    pair_open(&pair, NULL);
    assert_error(raw_send(&raw, &pair.client, &pair.device), LINK_RECORD);
    pair_release(&pair);
}

static void tampered_or_replayed_records_break(void **state) {
    (void)state;
    static const uint8_t token[8] = {1};
    for (int replay = 0; replay < 2; replay++) {
        struct pair pair;
        struct bytes message;
        struct proto_frame frame;
        pair_open(&pair, NULL);
        assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), OK);
        assert_true(end_take(&pair.client, &message));
        if (replay) {
            assert_error(end_receive(&pair.device, &message), OK);
            assert_int_equal(proto_link_next(&pair.device.link, &frame), 1);
            end_expect_nothing(&pair.device);
        } else {
            message.data[3] ^= 4;
        }
        assert_error(end_receive(&pair.device, &message), NOISE_AUTH);
        assert_int_equal(pair.device.link.state, PROTO_LINK_BROKEN);
        end_expect(&pair.device, &pair.client, &frame, PROTO_GOAWAY);
        bytes_free(&message);
        pair_release(&pair);
    }
}

/* What was queued before the peer broke a rule goes out, and the farewell after it, in its own record if need
 * be. */
static void queued_frames_still_go_out(void **state) {
    (void)state;
    struct pair pair;
    struct proto_frame frame;
    static const uint8_t token[8] = {1};
    unsigned pongs = 0;
    pair_open(&pair, NULL);
    while (proto_link_put(&pair.device.link, NULL, PROTO_PONG, 0, token, sizeof token) == PROTO_OK) pongs++;
    assert_int_equal(raw_to_device(&pair, 0xff, 0, 0, NULL, 0), PROTO_ERR_LINK_TYPE);
    end_move(&pair.device, &pair.client);
    while (proto_link_next(&pair.client.link, &frame) == 1) pongs -= frame.type == PROTO_PONG;
    assert_int_equal(pongs, 0);
    end_expect(&pair.device, &pair.client, &frame, PROTO_GOAWAY);
    assert_false(proto_link_pending(&pair.device.link));
    pair_release(&pair);
}

static void goaway_closes(void **state) {
    (void)state;
    struct pair pair;
    struct proto_frame frame;
    static const uint8_t token[8] = {1};
    struct proto_stream *stream;
    struct bytes message;
    pair_open(&pair, NULL);
    assert_error(proto_link_goaway(&pair.device.link, PROTO_STATUS_GONE, "shutting down"), OK);
    assert_error(proto_link_put(&pair.device.link, NULL, PROTO_PING, 0, token, sizeof token), LINK_CLOSED);
    assert_error(proto_link_stream(&pair.device.link, &stream), LINK_CLOSED);
    end_expect(&pair.device, &pair.client, &frame, PROTO_GOAWAY);
    assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), OK);
    assert_true(end_take(&pair.client, &message));
    assert_error(end_receive(&pair.device, &message), LINK_CLOSED);
    bytes_free(&message);
    pair_release(&pair);
}

static void long_end_texts_are_cut(void **state) {
    (void)state;
    struct pair pair;
    struct proto_stream *served;
    struct proto_frame frame;
    struct proto_end end;
    char text[300];
    pair_open(&pair, NULL);
    open_job(&pair, &served);
    memset(text, 'x', sizeof text);
    memcpy(text + 199, "\xc3\xa4", 2);
    text[299] = 0;
    assert_error(proto_link_end(&pair.device.link, served, PROTO_STATUS_IO, text), OK);
    end_expect(&pair.device, &pair.client, &frame, PROTO_END);
    assert_error(proto_end_parse(frame.payload, frame.length, &end), OK);
    assert_int_equal(end.text.length, 199);
    pair_release(&pair);
}

/* Both directions change their key after 65,536 records and understand each other still. */
static void keys_change_with_time(void **state) {
    (void)state;
    struct pair pair;
    static const uint8_t token[8] = {1};
    uint8_t before[PROTO_KEY_BYTES];
    struct proto_frame frame;
    pair_open(&pair, NULL);
    memcpy(before, pair.client.link.send.key, sizeof before);
    pair.client.link.send.nonce = pair.device.link.receive.nonce = PROTO_REKEY_RECORDS - 2;
    for (int i = 0; i < 4; i++) {
        assert_error(proto_link_put(&pair.client.link, NULL, PROTO_PING, 0, token, sizeof token), OK);
        end_expect(&pair.client, &pair.device, &frame, PROTO_PING);
        end_expect_nothing(&pair.device);
        int changed = memcmp(before, pair.client.link.send.key, sizeof before) != 0;
        assert_int_equal(changed, i >= 1);
    }
    assert_memory_equal(pair.client.link.send.key, pair.device.link.receive.key, PROTO_KEY_BYTES);
    pair_release(&pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(greets_and_learns_the_peer),
        cmocka_unit_test(nothing_disturbs_a_greeting),
        cmocka_unit_test(wrong_key_or_binding_gets_nothing),
        cmocka_unit_test(replayed_greeting_stays_a_stranger),
        cmocka_unit_test(hello_is_checked),
        cmocka_unit_test(request_and_answer),
        cmocka_unit_test(records_hold_many_frames),
        cmocka_unit_test(record_must_be_taken_before_the_next),
        cmocka_unit_test(frames_left_over_are_not_lost),
        cmocka_unit_test(credit_limits_the_sender),
        cmocka_unit_test(a_put_gets_more_than_the_window),
        cmocka_unit_test(files_are_written_straight_into_the_record),
        cmocka_unit_test(two_pieces_make_one_frame),
        cmocka_unit_test(our_own_mistakes_change_nothing),
        cmocka_unit_test(init_checks_its_arguments),
        cmocka_unit_test(streams_are_as_many_as_offered),
        cmocka_unit_test(offered_places_stay_free),
        cmocka_unit_test(frames_on_a_reserved_stream_break),
        cmocka_unit_test(numbers_are_reused_when_they_wrap),
        cmocka_unit_test(abort_ends_both),
        cmocka_unit_test(late_abort_and_window_are_ignored),
        cmocka_unit_test(broken_rules),
        cmocka_unit_test(frames_after_the_end_break),
        cmocka_unit_test(too_much_data_breaks),
        cmocka_unit_test(cut_frames_break),
        cmocka_unit_test(oversized_record_breaks),
        cmocka_unit_test(tampered_or_replayed_records_break),
        cmocka_unit_test(queued_frames_still_go_out),
        cmocka_unit_test(goaway_closes),
        cmocka_unit_test(long_end_texts_are_cut),
        cmocka_unit_test(keys_change_with_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

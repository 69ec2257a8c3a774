/* Two links glued together in memory. */
#include "glue.h"

struct bytes bytes_copy(const void *data, size_t length) {
    struct bytes bytes = {malloc(length ? length : 1), length};
    assert_non_null(bytes.data);
    if (length) memcpy(bytes.data, data, length);
    return bytes;
}

static unsigned hex_digit(char c) {
    const char *digits = "0123456789abcdef", *at = strchr(digits, c);
    assert_true(c != 0 && at != NULL);
    return (unsigned)(at - digits);
}

struct bytes bytes_hex(const char *hex) {
    size_t length = strlen(hex) / 2;
    struct bytes bytes = {malloc(length ? length : 1), length};
    assert_non_null(bytes.data);
    for (size_t i = 0; i < length; i++) {
        bytes.data[i] = (uint8_t)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
    }
    return bytes;
}

void bytes_free(struct bytes *bytes) {
    free(bytes->data);
    bytes->data = NULL;
    bytes->length = 0;
}

void pair_hello(struct proto_hello *hello, enum proto_side side, const struct pair_options *options) {
    bool client = side == PROTO_CLIENT;
    memset(hello, 0, sizeof *hello);
    hello->version = PROTO_VERSION;
    hello->side = (uint8_t)side;
    hello->record = client ? options->client_record : options->device_record;
    if (hello->record == 0) hello->record = client ? 4096 : 1024;
    hello->streams = client ? options->client_streams : options->device_streams ? options->device_streams : 4;
    hello->window = options->window ? options->window : 1000;
    hello->boots = client ? 0 : 7;
    hello->state = client ? 0 : PROTO_HELLO_BUSY;
    hello->software = proto_text(client ? "krait 0.1.0" : "kraitd 0.1.0");
    hello->name = proto_text(client ? "ann@laptop" : "greenhouse");
    hello->id = proto_text(client ? "" : "a1b2c3");
}

static void end_init(struct end *end, enum proto_side side, const struct pair_options *options) {
    uint8_t key[PROTO_KEY_BYTES], random[PROTO_KEY_BYTES];
    struct proto_hello hello;
    const char *binding = side == PROTO_CLIENT ? options->client_binding : options->device_binding;
    for (uint8_t i = 0; i < PROTO_KEY_BYTES; i++) {
        key[i] = i;
        random[i] = (uint8_t)((side == PROTO_CLIENT ? 0x20 : 0x40) + i);
    }
    if (options->wrong_key && side == PROTO_CLIENT) key[31] ^= 1;
    memset(end, 0, sizeof *end);
    pair_hello(&hello, side, options);
    end->capacity = PROTO_LINK_BUFFER(4096);
    end->buffer = malloc(end->capacity);
    assert_non_null(end->buffer);
    assert_int_equal(proto_noise_ephemeral(&end->ephemeral, random), PROTO_OK);
    struct proto_link_config config = {
        .side = side,
        .key = key,
        .ephemeral = &end->ephemeral,
        .hello = &hello,
        .put_ahead = side == PROTO_DEVICE ? options->put_ahead : 0,
        .binding = (const uint8_t *)binding,
        .binding_length = binding ? strlen(binding) : 0,
        .streams = end->streams,
        .stream_capacity = sizeof end->streams / sizeof end->streams[0],
        .buffer = end->buffer,
        .buffer_capacity = end->capacity,
    };
    assert_int_equal(proto_link_init(&end->link, &config), PROTO_OK);
}

void pair_init(struct pair *pair, const struct pair_options *options) {
    static const struct pair_options defaults;
    if (!options) options = &defaults;
    end_init(&pair->client, PROTO_CLIENT, options);
    end_init(&pair->device, PROTO_DEVICE, options);
}

void pair_open(struct pair *pair, const struct pair_options *options) {
    pair_init(pair, options);
    end_move(&pair->client, &pair->device);
    end_move(&pair->device, &pair->client);
    proto_link_confirm(&pair->client.link);
    end_move(&pair->client, &pair->device);
    end_expect_nothing(&pair->device);
}

static void end_release(struct end *end) {
    proto_link_release(&end->link);
    bytes_free(&end->incoming);
    free(end->buffer);
}

void pair_release(struct pair *pair) {
    end_release(&pair->client);
    end_release(&pair->device);
}

bool end_take(struct end *from, struct bytes *message) {
    uint8_t *data;
    size_t length;
    int result = proto_link_take(&from->link, &data, &length);
    assert_true(result >= 0);
    if (result == 0) return false;
    *message = bytes_copy(data, length);
    proto_link_give(&from->link, NULL);
    return true;
}

int end_receive(struct end *to, const struct bytes *message) {
    bytes_free(&to->incoming);
    to->incoming = bytes_copy(message->data, message->length);
    return proto_link_receive(&to->link, to->incoming.data, to->incoming.length);
}

void end_move(struct end *from, struct end *to) {
    struct bytes message;
    assert_true(end_take(from, &message));
    int result = end_receive(to, &message);
    bytes_free(&message);
    assert_error(result, OK);
}

void end_expect(struct end *from, struct end *to, struct proto_frame *frame, enum proto_message_type type) {
    end_move(from, to);
    assert_int_equal(proto_link_next(&to->link, frame), 1);
    assert_string_equal(proto_message_name(frame->type), proto_message_name(type));
}

void end_expect_nothing(struct end *to) {
    struct proto_frame frame;
    assert_int_equal(proto_link_next(&to->link, &frame), 0);
}

uint32_t test_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

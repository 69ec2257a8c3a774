/* Records and frames. The input is a row of records: u8 what the device does, u16 length, plaintext. Each is
 * sealed with the client's cipher, opened by the device's link, and walked; the device answers, ends, aborts
 * and consumes as the byte says. The link was opened once; each input gets a copy of it.
 *
 * Checked all the time: frames lie inside their record, entries and counts agree, credits stay within the
 * window, and every record that the device makes opens with the client's key and walks cleanly. */
#include "ends.h"

enum { DO_END = 1, DO_ABORT = 2, DO_CONSUME = 4, DO_DATA = 8, DO_TAKE = 16, DO_GOAWAY = 64, DO_TAMPER = 128 };

static struct ends opened;
static struct proto_cipher client_send, client_receive;

static void open_once(void) {
    struct proto_hello hello;
    struct proto_writer writer;
    uint8_t payload[PROTO_HELLO_MAX], message[PROTO_HELLO_MAX + PROTO_NOISE_OVERHEAD], *out;
    size_t length;
    ends_init(&opened);
    ends_hello(&hello, PROTO_CLIENT);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_hello_write(&writer, &hello);
    int size = proto_noise_write(&opened.client, payload, (size_t)proto_writer_finish(&writer), message,
                                 sizeof message);
    CHECK(size > 0 && proto_link_receive(&opened.device, message, (size_t)size) == 0);
    CHECK(proto_link_take(&opened.device, &out, &length) == 1);
    CHECK(proto_noise_read(&opened.client, out, length, &out) > 0);
    proto_link_give(&opened.device, NULL);
    CHECK(proto_noise_split(&opened.client, &client_send, &client_receive) == 0);
}

static void check_link(const struct proto_link *link) {
    unsigned own = 0, peer = 0;
    for (size_t i = 0; i < ENDS_STREAMS; i++) {
        const struct proto_stream *stream = &link->streams[i];
        if (stream->number == 0) continue;
        if (stream->number & 1)
            peer++;
        else
            own++;
        CHECK(stream->receive_credit <= ENDS_WINDOW && stream->owed <= ENDS_WINDOW - stream->receive_credit);
        CHECK(stream->send_credit <= PROTO_WINDOW_MAX);
        for (size_t k = 0; k < i; k++) CHECK(link->streams[k].number != stream->number);
    }
    CHECK(own == link->own_open && peer == link->peer_open && peer <= ENDS_OFFERED);
    CHECK(link->filled <= link->limit);
}

/* The record that the device made: opened and cut into frames. */
static void check_record(struct proto_link *link, struct proto_cipher *receive) {
    uint8_t *message;
    size_t length, at = 0;
    if (proto_link_take(link, &message, &length) != 1) return;
    uint8_t *record = fuzz_copy(message, length);
    int size = proto_cipher_open(receive, record, length);
    CHECK(size >= 0 && size <= PROTO_RECORD_MIN);
    while (at < (size_t)size) {
        CHECK((size_t)size - at >= PROTO_FRAME_HEADER);
        size_t payload = (size_t)(record[at + 4] | record[at + 5] << 8);
        CHECK(payload <= (size_t)size - at - PROTO_FRAME_HEADER);
        CHECK(proto_payload_check(record[at], record + at + PROTO_FRAME_HEADER, payload) == 0);
        at += PROTO_FRAME_HEADER + payload;
    }
    free(record);
    proto_link_give(link, NULL);
}

static void react(struct proto_link *link, const struct proto_frame *frame, unsigned todo) {
    struct proto_stream *stream = frame->stream;
    if (!stream || frame->closes) return;
    if (frame->type == PROTO_DATA && (todo & DO_CONSUME)) proto_link_consumed(link, stream, frame->length);
    if (todo & DO_DATA) proto_link_put(link, stream, PROTO_DATA, 0, (const uint8_t *)"data", 4);
    if (todo & DO_ABORT)
        proto_link_abort(link, stream, PROTO_STATUS_ABORTED, "abort");
    else if (todo & DO_END)
        proto_link_end(link, stream, PROTO_STATUS_OK, "end");
}

static int walk(struct proto_link *link, const uint8_t *record, size_t length, unsigned todo) {
    struct proto_frame frame;
    int result;
    while ((result = proto_link_next(link, &frame)) == 1) {
        CHECK(frame.payload >= record && frame.payload <= record + length);
        CHECK(frame.length <= (size_t)(record + length - frame.payload));
        CHECK((frame.number == 0) == (frame.stream == NULL));
        CHECK(!frame.stream || frame.stream->number == frame.number);
        react(link, &frame, todo);
        check_link(link);
    }
    return result;
}

static int give_record(struct proto_link *link, struct proto_cipher *send, const uint8_t *data, size_t length,
                       unsigned todo) {
    uint8_t *record = malloc(length + PROTO_TAG_BYTES);
    CHECK(record != NULL);
    if (length) memcpy(record, data, length);
    CHECK(proto_cipher_seal(send, record, length) >= 0);
    if (todo & DO_TAMPER) record[length / 2] ^= 1;
    int result = proto_link_receive(link, record, length + PROTO_TAG_BYTES);
    CHECK(!(todo & DO_TAMPER) || result < 0);
    if (result == 0) result = walk(link, record, length, todo);
    free(record);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool ready;
    struct ends ends;
    if (!ready) open_once();
    ready = true;
    ends = opened;
    ends.device.streams = ends.streams;
    ends.device.buffer = ends.buffer;
    struct proto_cipher send = client_send, receive = client_receive;
    int result = 0;
    while (size >= 3 && result == 0) {
        unsigned todo = data[0];
        size_t length = (size_t)(data[1] | data[2] << 8);
        data += 3;
        size -= 3;
        if (length > size) length = size;
        result = give_record(&ends.device, &send, data, length, todo);
        data += length;
        size -= length;
        check_link(&ends.device);
        if (todo & DO_GOAWAY) proto_link_goaway(&ends.device, PROTO_STATUS_GONE, NULL);
        if (todo & DO_TAKE) check_record(&ends.device, &receive);
    }
    while (proto_link_pending(&ends.device)) check_record(&ends.device, &receive);
    return 0;
}

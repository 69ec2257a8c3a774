/* Frames: RFC 6455's examples, every split of a conversation, and every rule that a peer can break. */
#include "glue.h"
#include "krait/proto_ws.h"

/* What came out of a decoder, written down: one line an event, with the spans of a message joined. */
struct transcript {
    char text[4096];
    size_t length;
};

static void note(struct transcript *log, const void *data, size_t length) {
    assert_true(length < sizeof log->text - log->length);
    memcpy(log->text + log->length, data, length);
    log->length += length;
    log->text[log->length] = 0;
}

static void note_event(struct transcript *log, struct transcript *message,
                       const struct proto_ws_event *event) {
    static const char *const names[] = {"", "text ", "binary ", [8] = "close ", "ping ", "pong "};
    if (event->opcode >= PROTO_WS_CLOSE) {
        note(log, names[event->opcode], strlen(names[event->opcode]));
        note(log, event->data, event->length);
        note(log, "\n", 1);
        return;
    }
    if (event->first) message->length = 0;
    note(message, event->data, event->length);
    if (!event->last) return;
    note(log, names[event->opcode], strlen(names[event->opcode]));
    note(log, message->text, message->length);
    note(log, "\n", 1);
}

/* Feeds one piece, of exact size; the decoder's last result. */
static int feed(struct proto_ws_decoder *decoder, const uint8_t *data, size_t length, struct transcript *log,
                struct transcript *message) {
    struct bytes in = bytes_copy(data, length);
    size_t at = 0, used;
    int result = 1;
    while (result == 1) {
        struct proto_ws_event event;
        result = proto_ws_decode(decoder, in.data + at, in.length - at, &used, &event);
        at += used;
        if (result == 1) {
            if (event.opcode < PROTO_WS_CLOSE && event.length) {
                assert_true(event.data >= in.data && event.data + event.length <= in.data + in.length);
            }
            note_event(log, message, &event);
        }
    }
    if (result == 0) assert_int_equal(at, in.length);
    bytes_free(&in);
    return result;
}

static int decode_hex(enum proto_ws_role role, const char *hex, const char *expected) {
    struct proto_ws_decoder decoder;
    struct transcript log = {"", 0}, message = {"", 0};
    struct bytes in = bytes_hex(hex);
    proto_ws_decoder_init(&decoder, role, 70000);
    int result = feed(&decoder, in.data, in.length, &log, &message);
    assert_string_equal(log.text, expected);
    if (result < 0) assert_int_equal(feed(&decoder, in.data, 1, &log, &message), result);
    bytes_free(&in);
    return result;
}

/* Section 5.7. */
static void reads_the_examples(void **state) {
    (void)state;
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "810548656c6c6f", "text Hello\n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_SERVER, "818537fa213d7f9f4d5158", "text Hello\n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "010348656c80026c6f", "text Hello\n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "890548656c6c6f", "ping Hello\n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_SERVER, "8a8537fa213d7f9f4d5158", "pong Hello\n"), 0);
}

static void reads_corners(void **state) {
    (void)state;
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "8200", "binary \n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "020000008000", "binary \n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "0201618900000162800163", "ping \nbinary abc\n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "8800", "close \n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "880503e8627965", "close bye\n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "8104f09f908d", "text \xf0\x9f\x90\x8d\n"), 0);
    assert_int_equal(decode_hex(PROTO_WS_CLIENT, "0102f09f8002908d", "text \xf0\x9f\x90\x8d\n"), 0);
}

static void refuses(void **state) {
    (void)state;
    static const struct {
        enum proto_ws_role role;
        const char *hex;
        int error;
    } cases[] = {
        {PROTO_WS_CLIENT, "c200", PROTO_ERR_WS_RESERVED},
        {PROTO_WS_CLIENT, "9200", PROTO_ERR_WS_RESERVED},
        {PROTO_WS_CLIENT, "a200", PROTO_ERR_WS_RESERVED},
        {PROTO_WS_CLIENT, "8300", PROTO_ERR_WS_RESERVED},
        {PROTO_WS_CLIENT, "8700", PROTO_ERR_WS_RESERVED},
        {PROTO_WS_CLIENT, "8b00", PROTO_ERR_WS_RESERVED},
        {PROTO_WS_CLIENT, "8f00", PROTO_ERR_WS_RESERVED},
        {PROTO_WS_CLIENT, "8280", PROTO_ERR_WS_MASK},
        {PROTO_WS_SERVER, "8200", PROTO_ERR_WS_MASK},
        {PROTO_WS_SERVER, "8900", PROTO_ERR_WS_MASK},
        {PROTO_WS_CLIENT, "827e0000", PROTO_ERR_WS_LENGTH},
        {PROTO_WS_CLIENT, "827e007d", PROTO_ERR_WS_LENGTH},
        {PROTO_WS_CLIENT, "827f000000000000ffff", PROTO_ERR_WS_LENGTH},
        {PROTO_WS_CLIENT, "827f8000000000000000", PROTO_ERR_WS_LENGTH},
        {PROTO_WS_CLIENT, "827f7fffffffffffffff", PROTO_ERR_WS_TOO_BIG},
        {PROTO_WS_CLIENT, "827f0000000000011171", PROTO_ERR_WS_TOO_BIG},
        {PROTO_WS_CLIENT, "8000", PROTO_ERR_WS_FRAGMENT},
        {PROTO_WS_CLIENT, "02008200", PROTO_ERR_WS_FRAGMENT},
        {PROTO_WS_CLIENT, "0900", PROTO_ERR_WS_CONTROL},
        {PROTO_WS_CLIENT, "897e007e", PROTO_ERR_WS_CONTROL},
        {PROTO_WS_CLIENT, "880103", PROTO_ERR_WS_CLOSE},
        {PROTO_WS_CLIENT, "880203e7", PROTO_ERR_WS_CLOSE},
        {PROTO_WS_CLIENT, "880203ed", PROTO_ERR_WS_CLOSE},
        {PROTO_WS_CLIENT, "88021388", PROTO_ERR_WS_CLOSE},
        {PROTO_WS_CLIENT, "880303e8ff", PROTO_ERR_WS_UTF8},
        {PROTO_WS_CLIENT, "880303e8c3", PROTO_ERR_WS_UTF8},
        {PROTO_WS_CLIENT, "8101ff", PROTO_ERR_WS_UTF8},
        {PROTO_WS_CLIENT, "8101c3", PROTO_ERR_WS_UTF8},
        {PROTO_WS_CLIENT, "8102c0af", PROTO_ERR_WS_UTF8},
        {PROTO_WS_CLIENT, "8103eda080", PROTO_ERR_WS_UTF8},
        {PROTO_WS_CLIENT, "8103e08080", PROTO_ERR_WS_UTF8},
        {PROTO_WS_CLIENT, "8104f4908080", PROTO_ERR_WS_UTF8},
        {PROTO_WS_CLIENT, "8104f0808080", PROTO_ERR_WS_UTF8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int result = decode_hex(cases[i].role, cases[i].hex, "");
        if (result != cases[i].error) print_error("%s: %s\n", cases[i].hex, proto_error_name(result));
        assert_int_equal(result, cases[i].error);
    }
}

/* All fragments together count, and the frame whose header says too much is refused before its payload. */
static void limit_holds_for_all_fragments(void **state) {
    (void)state;
    struct proto_ws_decoder decoder;
    struct transcript log = {"", 0}, message = {"", 0};
    struct bytes in = bytes_hex("020361616100026161800161");
    proto_ws_decoder_init(&decoder, PROTO_WS_CLIENT, 6);
    assert_int_equal(feed(&decoder, in.data, in.length, &log, &message), 0);
    proto_ws_decoder_init(&decoder, PROTO_WS_CLIENT, 5);
    assert_error(feed(&decoder, in.data, in.length, &log, &message), WS_TOO_BIG);
    proto_ws_decoder_init(&decoder, PROTO_WS_CLIENT, 5);
    assert_int_equal(feed(&decoder, in.data, in.length - 3, &log, &message), 0);
    assert_int_equal(feed(&decoder, in.data + in.length - 3, 1, &log, &message), 0);
    assert_error(feed(&decoder, in.data + in.length - 2, 1, &log, &message), WS_TOO_BIG);
    bytes_free(&in);
}

/* A conversation as a client sends it: masked, fragmented, with control frames in between. */
static size_t conversation(uint8_t *out) {
    static const uint8_t mask[4] = {0x11, 0x80, 0xfe, 0x03};
    static const char words[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t at = 0;
    uint8_t frame[64];
    const struct {
        uint8_t first;
        size_t length;
    } frames[] = {{0x82, 36}, {0x02, 7}, {0x89, 5},  {0x00, 0}, {0x00, 9},
                  {0x8a, 0},  {0x80, 3}, {0x81, 10}, {0x82, 0}};
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        memcpy(frame, words, frames[i].length);
        proto_ws_mask(frame, frames[i].length, mask);
        out[at++] = frames[i].first;
        out[at++] = (uint8_t)(0x80 | frames[i].length);
        memcpy(out + at, mask, 4);
        memcpy(out + at + 4, frame, frames[i].length);
        at += 4 + frames[i].length;
    }
    at += (size_t)proto_ws_close(out + at, 32, PROTO_WS_CLOSE_GOING_AWAY, "bye", mask);
    return at;
}

static const char conversation_text[] = "binary abcdefghijklmnopqrstuvwxyz0123456789\n"
                                        "ping abcde\n"
                                        "pong \n"
                                        "binary abcdefgabcdefghiabc\n"
                                        "text abcdefghij\n"
                                        "binary \n"
                                        "close bye\n";

static void every_two_splits_give_the_same(void **state) {
    (void)state;
    uint8_t in[256];
    size_t length = conversation(in);
    for (size_t first = 0; first <= length; first++) {
        for (size_t second = first; second <= length; second++) {
            struct proto_ws_decoder decoder;
            struct transcript log = {"", 0}, message = {"", 0};
            proto_ws_decoder_init(&decoder, PROTO_WS_SERVER, 100);
            assert_int_equal(feed(&decoder, in, first, &log, &message), 0);
            assert_int_equal(feed(&decoder, in + first, second - first, &log, &message), 0);
            assert_int_equal(feed(&decoder, in + second, length - second, &log, &message), 0);
            assert_string_equal(log.text, conversation_text);
        }
    }
}

static void single_bytes_give_the_same(void **state) {
    (void)state;
    uint8_t in[256];
    size_t length = conversation(in);
    struct proto_ws_decoder decoder;
    struct transcript log = {"", 0}, message = {"", 0};
    proto_ws_decoder_init(&decoder, PROTO_WS_SERVER, 100);
    for (size_t i = 0; i < length; i++) assert_int_equal(feed(&decoder, in + i, 1, &log, &message), 0);
    assert_string_equal(log.text, conversation_text);
}

/* Each header length, with its neighbours, in both roles, and the inbox with payload in pieces. */
static void lengths_go_round(void **state) {
    (void)state;
    static const size_t lengths[] = {0, 1, 125, 126, 127, 65535, 65536, 65537};
    static const uint8_t mask[4] = {1, 2, 3, 4};
    for (size_t i = 0; i < 2 * sizeof lengths / sizeof lengths[0]; i++) {
        size_t length = lengths[i / 2], total, used, size = 0, at;
        bool masked = i % 2;
        uint8_t *memory = malloc(PROTO_WS_FRAME_HEADER_MAX + length), *store = malloc(length + 1),
                *message = NULL;
        assert_true(memory && store);
        for (size_t k = 0; k < length; k++) memory[PROTO_WS_FRAME_HEADER_MAX + k] = (uint8_t)(k * 7);
        uint8_t *frame = proto_ws_wrap(memory + PROTO_WS_FRAME_HEADER_MAX, length, PROTO_WS_BINARY,
                                       masked ? mask : NULL, &total);
        assert_ptr_equal(frame + total, memory + PROTO_WS_FRAME_HEADER_MAX + length);
        struct proto_ws_decoder decoder;
        struct proto_ws_inbox inbox = {store, length, 0};
        struct proto_ws_event event;
        proto_ws_decoder_init(&decoder, masked ? PROTO_WS_SERVER : PROTO_WS_CLIENT, length);
        int result = 0;
        for (at = 0; at < total && result == 0; at += used) {
            size_t piece = total - at < 1000 ? total - at : 1000;
            if (proto_ws_decode(&decoder, frame + at, piece, &used, &event) == 1) {
                result = proto_ws_collect(&inbox, &event, &message, &size);
            }
            assert_int_equal(proto_ws_wanted(&decoder),
                             result == 1 || at + used < total - length ? 0 : total - at - used);
        }
        assert_int_equal(result, 1);
        assert_int_equal(size, length);
        for (size_t k = 0; k < length; k++) assert_int_equal(message[k], (uint8_t)(k * 7));
        free(memory);
        free(store);
    }
}

static void whole_messages_are_not_copied(void **state) {
    (void)state;
    struct proto_ws_decoder decoder;
    struct proto_ws_event event;
    struct proto_ws_inbox inbox = {NULL, 0, 0};
    uint8_t in[] = {0x82, 3, 'a', 'b', 'c'}, *message;
    size_t used, length;
    proto_ws_decoder_init(&decoder, PROTO_WS_CLIENT, 10);
    assert_int_equal(proto_ws_decode(&decoder, in, sizeof in, &used, &event), 1);
    assert_int_equal(proto_ws_collect(&inbox, &event, &message, &length), 1);
    assert_ptr_equal(message, in + 2);
    proto_ws_decoder_init(&decoder, PROTO_WS_CLIENT, 10);
    assert_int_equal(proto_ws_decode(&decoder, in, 4, &used, &event), 1);
    assert_error(proto_ws_collect(&inbox, &event, &message, &length), WS_TOO_BIG);
}

static void masks_every_alignment(void **state) {
    (void)state;
    static const uint8_t mask[4] = {0xde, 0xad, 0xbe, 0xef};
    for (size_t start = 0; start < 9; start++) {
        for (size_t length = 0; length < 140; length++) {
            uint8_t *data = malloc(start + length + 1);
            assert_non_null(data);
            for (size_t i = 0; i <= start + length; i++) data[i] = (uint8_t)i;
            proto_ws_mask(data + start, length, mask);
            for (size_t i = 0; i <= start + length; i++) {
                uint8_t expected = (uint8_t)i;
                if (i >= start && i < start + length) expected ^= mask[(i - start) & 3];
                assert_int_equal(data[i], expected);
            }
            free(data);
        }
    }
}

static void control_frames_have_their_limits(void **state) {
    (void)state;
    uint8_t out[256], data[126] = {0};
    assert_int_equal(proto_ws_control(out, 127, PROTO_WS_PING, data, 125, NULL), 127);
    assert_error(proto_ws_control(out, 126, PROTO_WS_PING, data, 125, NULL), SPACE);
    assert_error(proto_ws_control(out, sizeof out, PROTO_WS_PING, data, 126, NULL), ARGUMENT);
    assert_error(proto_ws_control(out, sizeof out, PROTO_WS_BINARY, data, 1, NULL), ARGUMENT);
    assert_int_equal(proto_ws_close(out, sizeof out, PROTO_WS_CLOSE_NONE, NULL, NULL), 2);
    char reason[200];
    memset(reason, 'r', sizeof reason);
    memcpy(reason + 122, "\xc3\xa4", 3);
    int length = proto_ws_close(out, sizeof out, PROTO_WS_CLOSE_POLICY, reason, NULL);
    assert_int_equal(length, 2 + 2 + 122);
}

static void close_codes_tell_what_broke(void **state) {
    (void)state;
    assert_int_equal(proto_ws_close_code(PROTO_OK), 1000);
    assert_int_equal(proto_ws_close_code(PROTO_ERR_WS_MASK), 1002);
    assert_int_equal(proto_ws_close_code(PROTO_ERR_WS_TOO_BIG), 1009);
    assert_int_equal(proto_ws_close_code(PROTO_ERR_WS_UTF8), 1007);
    assert_int_equal(proto_ws_close_code(PROTO_ERR_NOISE_AUTH), PROTO_WS_CLOSE_REFUSED);
    assert_int_equal(proto_ws_close_code(PROTO_ERR_HELLO), PROTO_WS_CLOSE_REFUSED);
    assert_int_equal(proto_ws_close_code(PROTO_ERR_LINK_CREDIT), PROTO_WS_CLOSE_LINK);
}

/* WebREPL: masks are free, and text is bytes. */
static void loose_decoder_takes_both(void **state) {
    (void)state;
    static const enum proto_ws_role roles[] = {PROTO_WS_SERVER, PROTO_WS_CLIENT};
    for (size_t i = 0; i < 2; i++) {
        struct proto_ws_decoder decoder;
        struct transcript log = {"", 0}, message = {"", 0};
        struct bytes in = bytes_hex("810548656c6c6f"
                                    "818537fa213d7f9f4d5158"
                                    "8101ff"
                                    "8a8537fa213d7f9f4d5158"
                                    "8a0161");
        proto_ws_decoder_init(&decoder, roles[i], 100);
        proto_ws_decoder_loosen(&decoder);
        assert_int_equal(feed(&decoder, in.data, in.length, &log, &message), 0);
        assert_string_equal(log.text, "text Hello\ntext Hello\ntext \xff\npong Hello\npong a\n");
        bytes_free(&in);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_examples),
        cmocka_unit_test(reads_corners),
        cmocka_unit_test(refuses),
        cmocka_unit_test(limit_holds_for_all_fragments),
        cmocka_unit_test(every_two_splits_give_the_same),
        cmocka_unit_test(single_bytes_give_the_same),
        cmocka_unit_test(lengths_go_round),
        cmocka_unit_test(whole_messages_are_not_copied),
        cmocka_unit_test(masks_every_alignment),
        cmocka_unit_test(control_frames_have_their_limits),
        cmocka_unit_test(close_codes_tell_what_broke),
        cmocka_unit_test(loose_decoder_takes_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

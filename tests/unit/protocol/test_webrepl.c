/* WebREPL: conversations as they were seen on the wire, at every split; what peers can get wrong; and both
 * sides with each other. */
#include <stdio.h>

#include "glue.h"
#include "krait/proto_webrepl.h"

/* What happened, a line an event, with the pieces of text and of files joined. */
struct record {
    char text[8192];
    size_t length;
    uint8_t last; /* kind of the last event */
};

static void note(struct record *log, const char *word, const void *data, size_t length) {
    size_t size = strlen(word);
    assert_true(log->length + size + length + 1 < sizeof log->text);
    memcpy(log->text + log->length, word, size);
    if (length) memcpy(log->text + log->length + size, data, length);
    log->length += size + length;
    log->text[log->length] = 0;
}

static void note_number(struct record *log, const char *word, unsigned number) {
    char text[64];
    snprintf(text, sizeof text, "%s %u", word, number);
    note(log, text, NULL, 0);
}

static void note_event(struct record *log, const struct proto_webrepl_event *event) {
    bool joins = log->length && event->kind == log->last &&
                 (event->kind == PROTO_WEBREPL_TEXT || event->kind == PROTO_WEBREPL_DATA);
    if (!joins && log->length) note(log, "|", NULL, 0);
    log->last = event->kind;
    switch (event->kind) {
    case PROTO_WEBREPL_TEXT: note(log, joins ? "" : "text ", event->data, event->length); break;
    case PROTO_WEBREPL_DATA: note(log, joins ? "" : "data ", event->data, event->length); break;
    case PROTO_WEBREPL_PING: note(log, "ping ", event->data, event->length); break;
    case PROTO_WEBREPL_CLOSED: note_number(log, "closed", event->code); break;
    case PROTO_WEBREPL_PASSWORD: note(log, "password", NULL, 0); break;
    case PROTO_WEBREPL_REQUEST:
        note_number(log, event->cut ? "cut request" : "request", event->op);
        note(log, " ", event->name, strlen(event->name));
        note_number(log, "", event->size);
        break;
    case PROTO_WEBREPL_STORED: note(log, "stored", NULL, 0); break;
    case PROTO_WEBREPL_NEXT: note(log, "next", NULL, 0); break;
    case PROTO_WEBREPL_STOPPED: note(log, "stopped", NULL, 0); break;
    case PROTO_WEBREPL_WANTS_PASSWORD: note(log, "prompt", NULL, 0); break;
    case PROTO_WEBREPL_LOGGED_IN: note(log, "welcome", NULL, 0); break;
    case PROTO_WEBREPL_REFUSED: note(log, "refused", NULL, 0); break;
    case PROTO_WEBREPL_REPLY: note_number(log, "reply", event->code); break;
    case PROTO_WEBREPL_RELEASE:
        note_number(log, "version", event->data[0]);
        note_number(log, "", event->data[1]);
        break;
    default: fail_msg("event %u", event->kind);
    }
}

/* A device that finds every password right that hashes to `password`, answers requests with `code`, and ends
 * a get after three chunks. */
struct device {
    struct proto_webrepl_server server;
    struct record log;
    unsigned code;
    unsigned chunks;
};

static void device_init(struct device *device) {
    memset(device, 0, sizeof *device);
    proto_webrepl_server_init(&device->server);
}

static void device_answer(struct device *device, const struct proto_webrepl_event *event) {
    uint8_t digest[PROTO_WEBREPL_DIGEST_BYTES];
    proto_webrepl_digest("secret", 6, digest);
    if (event->kind == PROTO_WEBREPL_PASSWORD)
        proto_webrepl_server_answer(&device->server, !proto_webrepl_is_same(digest, event->data));
    else if (event->kind == PROTO_WEBREPL_REQUEST || event->kind == PROTO_WEBREPL_STORED)
        proto_webrepl_server_answer(&device->server, device->code);
    else if (event->kind == PROTO_WEBREPL_NEXT && ++device->chunks == 3)
        proto_webrepl_server_answer(&device->server, 0);
}

static int device_feed(struct device *device, const uint8_t *data, size_t length) {
    struct bytes in = bytes_copy(data, length);
    size_t at = 0, used;
    int result = 1;
    while (result == 1) {
        struct proto_webrepl_event event;
        result = proto_webrepl_server_feed(&device->server, in.data + at, in.length - at, &used, &event);
        at += used;
        if (result == 1) note_event(&device->log, &event);
        if (result == 1) device_answer(device, &event);
    }
    if (result == 0) assert_int_equal(at, in.length);
    bytes_free(&in);
    return result;
}

/* The bytes of `hex` at once, byte by byte, and in two pieces at each place; always with the same events. */
static int device_hex(const char *hex, unsigned code, const char *expected) {
    struct bytes in = bytes_hex(hex);
    int first = 0;
    for (size_t split = 0; split <= in.length; split++) {
        struct device device;
        device_init(&device);
        device.code = code;
        int result = device_feed(&device, in.data, split);
        if (result == 0) result = device_feed(&device, in.data + split, in.length - split);
        assert_string_equal(device.log.text, expected);
        if (split == 0) first = result;
        assert_int_equal(result, first);
    }
    struct device device;
    device_init(&device);
    device.code = code;
    int result = 0;
    for (size_t i = 0; i < in.length && result == 0; i++) result = device_feed(&device, in.data + i, 1);
    assert_string_equal(device.log.text, expected);
    assert_int_equal(result, first);
    bytes_free(&in);
    return first;
}

#define LOGIN "82077365637265740d" /* "secret\r", unmasked binary: webrepl_cli.py's way */

/* Records of webrepl_cli.py, without their frames' headers. */
#define ZEROS_20 "0000000000000000000000000000000000000000"
#define ZEROS_59 ZEROS_20 ZEROS_20 "00000000000000000000000000000000000000"
#define RECORD_VERSION                                                                                       \
    "5741030000000000000000000000000000000000000000000000" ZEROS_20 ZEROS_20                                 \
    "00000000000000000000000000000000"
#define RECORD_GET_ATXT                                                                                      \
    "574102000000000000000000000000000500"                                                                   \
    "612e747874" ZEROS_59
#define RECORD_PUT_ATXT_3                                                                                    \
    "574101000000000000000000030000000500"                                                                   \
    "612e747874" ZEROS_59
#define RECORD_PUT_ATXT_0                                                                                    \
    "574101000000000000000000000000000500"                                                                   \
    "612e747874" ZEROS_59

static void logs_in(void **state) {
    (void)state;
    assert_int_equal(device_hex(LOGIN, 0, "password"), 0);
    assert_int_equal(device_hex("81077365637265740a", 0, "password"), 0);
    assert_int_equal(device_hex("818700000000"
                                "7365637265740d",
                                0, "password"),
                     0);
    assert_int_equal(device_hex("810373656381007265", 0, ""), -20);
    assert_int_equal(device_hex("81037365638200810472"
                                "65740d",
                                0, "password"),
                     0);
}

static void line_feed_after_the_password_is_its_own(void **state) {
    (void)state;
    assert_int_equal(device_hex("81087365637265740d0a"
                                "810178",
                                0, "password|text x"),
                     0);
    assert_int_equal(device_hex("81087365637265740d0d"
                                "810178",
                                0, "password|text \rx"),
                     0);
    assert_int_equal(device_hex("81087365637265740a0a", 0, "password|text \n"), 0);
    assert_int_equal(device_hex("81077365637265740d"
                                "81020a78",
                                0, "password|text x"),
                     0);
}

/* Nothing of what follows a wrong password is looked at. */
static void wrong_password_ends_it(void **state) {
    (void)state;
    assert_int_equal(device_hex("82077365637265780d"
                                "810178"
                                "8252" RECORD_GET_ATXT,
                                0, "password"),
                     0);
    assert_int_equal(device_hex("81010d", 0, "password"), 0);
    assert_int_equal(device_hex("81087365637265747a0d", 0, "password"), 0);
}

static void password_of_any_length(void **state) {
    (void)state;
    static uint8_t line[5004] = {0x82, 126, 5000 >> 8, 5000 & 255};
    uint8_t digest[PROTO_WEBREPL_DIGEST_BYTES];
    struct proto_webrepl_server server;
    struct proto_webrepl_event event;
    size_t used;
    memset(line + 4, 'p', 4999);
    line[5003] = '\r';
    proto_webrepl_digest(line + 4, 4999, digest);
    proto_webrepl_server_init(&server);
    assert_int_equal(proto_webrepl_server_feed(&server, line, sizeof line, &used, &event), 1);
    assert_int_equal(event.kind, PROTO_WEBREPL_PASSWORD);
    assert_true(proto_webrepl_is_same(digest, event.data));
    digest[31] ^= 1;
    assert_false(proto_webrepl_is_same(digest, event.data));
    for (size_t i = 4; i < 5003; i++) assert_int_equal(line[i], 0); /* it is not left lying about */
}

static void password_without_end_is_refused(void **state) {
    (void)state;
    struct device device;
    uint8_t frame[4 + 32768] = {0x82, 126, 0x80, 0};
    device_init(&device);
    assert_int_equal(device_feed(&device, frame, sizeof frame), 0);
    memset(frame + 4, 'x', 32768);
    assert_int_equal(device_feed(&device, frame, sizeof frame), 0);
    assert_error(device_feed(&device, frame, sizeof frame), WS_TOO_BIG);
}

static void takes_records(void **state) {
    (void)state;
    assert_int_equal(device_hex(LOGIN "8252" RECORD_VERSION, 0, "password|request 3  0"), 0);
    assert_int_equal(device_hex(LOGIN "8252" RECORD_GET_ATXT "820100"
                                      "810178"
                                      "820100"
                                      "820100"
                                      "8252" RECORD_VERSION,
                                0, "password|request 2 a.txt 0|next|text x|next|next|request 3  0"),
                     0);
    assert_int_equal(device_hex(LOGIN "8252" RECORD_PUT_ATXT_3 "8203616263"
                                      "810178",
                                0, "password|request 1 a.txt 3|data abc|stored|text x"),
                     0);
    assert_int_equal(device_hex(LOGIN "8252" RECORD_PUT_ATXT_0 "8252" RECORD_PUT_ATXT_0, 0,
                                "password|request 1 a.txt 0|stored|request 1 a.txt 0|stored"),
                     0);
}

/* Frames' boundaries mean nothing, as webrepl_cli.py shows, which sends a record in two; text may come
 * between. */
static void joins_and_divides_frames(void **state) {
    (void)state;
    assert_int_equal(device_hex(LOGIN "820a57410100000000000000"
                                      "81027879"
                                      "8248"
                                      "0000030000000500"
                                      "612e747874" ZEROS_59 "820161"
                                      "8202"
                                      "6263",
                                0, "password|text xy|request 1 a.txt 3|data abc|stored"),
                     0);
    assert_int_equal(device_hex(LOGIN "82"
                                      "55" RECORD_PUT_ATXT_3 "616263",
                                0, "password|request 1 a.txt 3|data abc|stored"),
                     0);
    assert_int_equal(device_hex("82"
                                "59"
                                "7365637265740d" RECORD_VERSION,
                                0, "password|request 3  0"),
                     0);
    assert_int_equal(device_hex(LOGIN "0201"
                                      "57"
                                      "8051"
                                      "41030000000000000000000000000000000000000000000000" ZEROS_20 ZEROS_20
                                      "00000000000000000000000000000000",
                                0, "password|request 3  0"),
                     0);
}

/* A put that was refused has no bytes behind it, one that is broken off in the middle has them all. */
static void refused_requests_have_no_file(void **state) {
    (void)state;
    assert_int_equal(device_hex(LOGIN "8252" RECORD_PUT_ATXT_3 "8252" RECORD_VERSION, 13,
                                "password|request 1 a.txt 3|request 3  0"),
                     0);
    assert_int_equal(device_hex(LOGIN "8252" RECORD_GET_ATXT "8252" RECORD_VERSION, 2,
                                "password|request 2 a.txt 0|request 3  0"),
                     0);
    assert_error(device_hex(LOGIN "8252" RECORD_PUT_ATXT_3 "8203616263"
                                  "8252" RECORD_VERSION,
                            13, "password|request 1 a.txt 3"),
                 ARGUMENT);
}

static void get_can_be_forgotten(void **state) {
    (void)state;
    assert_int_equal(device_hex(LOGIN "8252" RECORD_GET_ATXT "820100"
                                      "8252" RECORD_VERSION,
                                0, "password|request 2 a.txt 0|next|stopped|request 3  0"),
                     0);
}

static void names_end_with_the_record(void **state) {
    (void)state;
    static const char *const x16 = "78787878787878787878787878787878";
    char hex[512], expected[256];
    for (unsigned length = 63; length < 67; length++) {
        snprintf(hex, sizeof hex,
                 LOGIN "8252"
                       "57410200000000000000000000000000"
                       "%02x00"
                       "%s%s%s%.30s%s",
                 length, x16, x16, x16, x16, length == 63 ? "00" : "78");
        snprintf(expected, sizeof expected, "password|%srequest 2 %.*s 0", length > 64 ? "cut " : "",
                 length == 63 ? 63 : 64, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        assert_int_equal(device_hex(hex, 0, expected), 0);
    }
}

static void control_frames(void **state) {
    (void)state;
    assert_int_equal(device_hex("8900"
                                "8903616263" LOGIN "8903616263"
                                "8a00"
                                "810178",
                                0, "ping |ping abc|password|ping abc|text x"),
                     0);
    assert_int_equal(device_hex(LOGIN "8800"
                                      "810178",
                                0, "password|closed 1005"),
                     0);
    assert_int_equal(device_hex("8802"
                                "03e9",
                                0, "closed 1001"),
                     0);
}

static void refuses_what_is_no_websocket(void **state) {
    (void)state;
    assert_error(device_hex("c100", 0, ""), WS_RESERVED);
    assert_error(device_hex("8700", 0, ""), WS_RESERVED);
    assert_error(device_hex("0900", 0, ""), WS_CONTROL);
    assert_error(device_hex("8000", 0, ""), WS_FRAGMENT);
    assert_error(device_hex(LOGIN "8252"
                                  "5742"
                                  "0300000000000000000000000000000000000000000000" ZEROS_20 ZEROS_20
                                  "0000000000000000000000000000000000",
                            0, "password"),
                 ARGUMENT);
    assert_int_equal(device_hex(LOGIN "8101ff", 0, "password|text \xff"),
                     0); /* not UTF-8: the terminal's business */
}

static void makes_frames(void **state) {
    (void)state;
    uint8_t room[400 + PROTO_WEBREPL_HEADROOM];
    size_t total;
    uint8_t *at = proto_webrepl_reply(room, 0x1234, &total);
    assert_int_equal(total, 6);
    assert_memory_equal(at, "\x82\x04WB\x34\x12", 6);
    at = proto_webrepl_version(room, 1, 29, 0, &total);
    assert_int_equal(total, 5);
    assert_memory_equal(at, "\x82\x03\x01\x1d\x00", 5);
    memset(room, 'x', sizeof room);
    at = proto_webrepl_chunk(room + PROTO_WEBREPL_HEADROOM, 300, &total);
    assert_ptr_equal(at, room);
    assert_int_equal(total, 306);
    assert_memory_equal(at, "\x82\x7e\x01\x2e\x2c\x01xx", 8);
    at = proto_webrepl_chunk(room + PROTO_WEBREPL_HEADROOM, 0, &total);
    assert_int_equal(total, 4);
    assert_memory_equal(at, "\x82\x02\x00\x00", 4);
    at = proto_webrepl_text(room + PROTO_WEBREPL_HEADROOM, 3, &total);
    assert_int_equal(total, 5);
    assert_memory_equal(at, "\x81\x03", 2);
}

static void check_clean(const char *text, size_t capacity, const char *expected, size_t expected_used) {
    uint8_t output[64];
    size_t used;
    struct bytes in = bytes_copy(text, strlen(text));
    size_t length = proto_webrepl_clean(in.data, in.length, output, capacity, &used);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(output, expected, length);
    assert_int_equal(used, expected_used);
    bytes_free(&in);
}

static void keeps_text_whole(void **state) {
    (void)state;
    check_clean("abc", 64, "abc", 3);
    check_clean("abc", 2, "ab", 2);
    check_clean("\xc3\xa9x", 64, "\xc3\xa9x", 3);
    check_clean("a\xc3", 64, "a", 1);
    check_clean("a\xc3\xa9", 2, "a", 1);
    check_clean("a\xf0\x9f\x90", 64, "a", 1);
    check_clean("\xf0\x9f\x90\x8d", 64, "\xf0\x9f\x90\x8d", 4);
    check_clean("\xf0\x9f\x90x", 64, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx", 4);
    check_clean("\xff\x80", 64, "\xef\xbf\xbd\xef\xbf\xbd", 2);
    check_clean("\xed\xa0\x80", 64, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 3);
    check_clean("\xc0\xaf", 64, "\xef\xbf\xbd\xef\xbf\xbd", 2);
    check_clean("\xf4\x90", 64, "\xef\xbf\xbd\xef\xbf\xbd", 2);
    check_clean("\xff", 2, "", 0);
}

static void page_names_the_device(void **state) {
    (void)state;
    char out[800], long_host[PROTO_WS_NAME_MAX];
    assert_true(proto_webrepl_page("10.0.0.7:8266", out, sizeof out) > 0);
    assert_non_null(strstr(out, "webrepl/#10.0.0.7:8266\""));
    const char *body = strstr(out, "\r\n\r\n") + 4;
    assert_int_equal(strtoul(strstr(out, "Length: ") + 8, NULL, 10), strlen(body));
    assert_true(proto_webrepl_page("\"><script>", out, sizeof out) > 0);
    assert_null(strstr(out, "script"));
    memset(long_host, 'h', sizeof long_host);
    long_host[sizeof long_host - 1] = 0;
    assert_true(proto_webrepl_page(long_host, out, sizeof out) > 0);
    assert_error(proto_webrepl_page("h", out, 100), SPACE);
}

/* --- the client --- */

static const uint8_t mask[4] = {1, 2, 3, 4};

struct client {
    struct proto_webrepl_client client;
    struct record log;
};

static int client_feed(struct client *client, const uint8_t *data, size_t length) {
    struct bytes in = bytes_copy(data, length);
    uint8_t output[128];
    size_t at = 0, used;
    int result = 1;
    while (result == 1) {
        struct proto_webrepl_event event;
        result = proto_webrepl_client_feed(&client->client, in.data + at, in.length - at, &used, &event);
        at += used;
        if (result != 1) break;
        note_event(&client->log, &event);
        if (event.kind == PROTO_WEBREPL_WANTS_PASSWORD)
            assert_int_equal(
                proto_webrepl_client_login(&client->client, "secret", mask, output, sizeof output), 13);
        if (event.kind == PROTO_WEBREPL_NEXT)
            assert_int_equal(proto_webrepl_client_next(&client->client, mask, output, sizeof output), 7);
    }
    if (result == 0) assert_int_equal(at, in.length);
    bytes_free(&in);
    return result;
}

#define WELCOME                                                                                              \
    "810a"                                                                                                   \
    "50617373776f72643a20"                                                                                   \
    "8119"                                                                                                   \
    "0d0a"                                                                                                   \
    "576562"                                                                                                 \
    "5245504c"                                                                                               \
    "20636f6e6e6563746564"                                                                                   \
    "0d0a"                                                                                                   \
    "3e3e3e20"

/* What a device says to a record of kind `op`, 0 for none, in two pieces at each place. */
static int client_hex(unsigned op, const char *hex, const char *expected) {
    struct bytes hello = bytes_hex(WELCOME), in = bytes_hex(hex);
    int first = 0;
    for (size_t split = 0; split <= in.length; split++) {
        struct client client = {0};
        uint8_t output[88];
        proto_webrepl_client_init(&client.client);
        assert_int_equal(client_feed(&client, hello.data, hello.length), 0);
        assert_string_equal(client.log.text, "prompt|welcome|text >>> ");
        client.log = (struct record){.length = 0};
        if (op) {
            const char *name = op == PROTO_WEBREPL_VERSION ? NULL : "a.txt";
            assert_int_equal(proto_webrepl_client_request(&client.client, (enum proto_webrepl_op)op, name, 3,
                                                          mask, output, sizeof output),
                             88);
        }
        int result = client_feed(&client, in.data, split);
        if (result == 0) result = client_feed(&client, in.data + split, in.length - split);
        assert_string_equal(client.log.text, expected);
        if (split == 0) first = result;
        assert_int_equal(result, first);
    }
    bytes_free(&hello);
    bytes_free(&in);
    return first;
}

static void client_logs_in(void **state) {
    (void)state;
    static const struct {
        const char *hex, *expected;
    } cases[] = {
        {WELCOME, "prompt|welcome|text >>> "},
        {"810a50617373776f72643a20"
         "8111"
         "0d0a"
         "41636365737320"
         "64656e696564"
         "0d0a",
         "prompt|refused"},
        {"81025061"
         "8108"
         "7373776f72643a20"
         "8103"
         "0d0a57",
         "prompt"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes in = bytes_hex(cases[i].hex);
        for (size_t split = 0; split <= in.length; split++) {
            struct client client = {0};
            proto_webrepl_client_init(&client.client);
            assert_int_equal(client_feed(&client, in.data, split), 0);
            assert_int_equal(client_feed(&client, in.data + split, in.length - split), 0);
            assert_string_equal(client.log.text, cases[i].expected);
        }
        bytes_free(&in);
    }
}

static void client_reads_answers(void **state) {
    (void)state;
    assert_int_equal(client_hex(0,
                                "810178"
                                "8900"
                                "8102797a"
                                "8800",
                                "text x|ping |text yz|closed 1005"),
                     0);
    assert_int_equal(client_hex(PROTO_WEBREPL_VERSION,
                                "8203011d00"
                                "810178",
                                "version 1 29|text x"),
                     0);
    assert_int_equal(client_hex(PROTO_WEBREPL_PUT,
                                "820457420000"
                                "820457420000",
                                "reply 0|reply 0"),
                     0);
    assert_int_equal(client_hex(PROTO_WEBREPL_PUT,
                                "820457420d00"
                                "810178",
                                "reply 13|text x"),
                     0);
    assert_int_equal(client_hex(PROTO_WEBREPL_GET,
                                "820457420000"
                                "82050300616263"
                                "810178"
                                "82020200"
                                "82026465"
                                "82020000"
                                "820457420000",
                                "reply 0|next|data abc|next|text x|data de|next|reply 0"),
                     0);
    assert_int_equal(client_hex(PROTO_WEBREPL_GET,
                                "820457420000"
                                "82020000"
                                "820457420500",
                                "reply 0|next|reply 5"),
                     0);
    assert_int_equal(client_hex(PROTO_WEBREPL_GET, "820457420200", "reply 2"), 0);
}

static void client_refuses(void **state) {
    (void)state;
    assert_error(client_hex(0, "820100", ""), STATE);
    assert_error(client_hex(PROTO_WEBREPL_PUT, "820457430000", ""), ARGUMENT);
    assert_error(client_hex(0, "c100", ""), WS_RESERVED);
}

static void client_keeps_the_order(void **state) {
    (void)state;
    struct proto_webrepl_client client;
    uint8_t output[128];
    char name[65];
    proto_webrepl_client_init(&client);
    assert_error(proto_webrepl_client_login(&client, "x", mask, output, sizeof output), STATE);
    assert_error(
        proto_webrepl_client_request(&client, PROTO_WEBREPL_GET, "x", 0, mask, output, sizeof output), STATE);
    assert_error(proto_webrepl_client_next(&client, mask, output, sizeof output), STATE);
    struct client whole = {0};
    struct bytes hello = bytes_hex(WELCOME);
    proto_webrepl_client_init(&whole.client);
    assert_int_equal(client_feed(&whole, hello.data, hello.length), 0);
    bytes_free(&hello);
    memset(name, 'n', 64);
    name[64] = 0;
    client = whole.client;
    assert_error(
        proto_webrepl_client_request(&client, PROTO_WEBREPL_PUT, name, 0, mask, output, sizeof output),
        ARGUMENT);
    assert_error(proto_webrepl_client_request(&client, PROTO_WEBREPL_PUT, "", 0, mask, output, sizeof output),
                 ARGUMENT);
    assert_error(
        proto_webrepl_client_request(&client, PROTO_WEBREPL_VERSION, "x", 0, mask, output, sizeof output),
        ARGUMENT);
    assert_error(proto_webrepl_client_request(&client, PROTO_WEBREPL_GET, "x", 0, mask, output, 87), SPACE);
    assert_int_equal(proto_webrepl_client_request(&client, PROTO_WEBREPL_PUT, name + 1, 7, mask, output, 88),
                     88);
    assert_error(proto_webrepl_client_request(&client, PROTO_WEBREPL_GET, "x", 0, mask, output, 88), STATE);
}

/* What the client writes the device reads. */
static void both_sides_agree(void **state) {
    (void)state;
    struct device device;
    struct client client = {0};
    uint8_t output[1100];
    struct bytes hello = bytes_hex(WELCOME);
    device_init(&device);
    proto_webrepl_client_init(&client.client);
    assert_int_equal(client_feed(&client, hello.data, 12), 0); /* the prompt */
    client.client.state = 1;                                   /* once more, to see the frame */
    int size = proto_webrepl_client_login(&client.client, "secret", mask, output, sizeof output);
    assert_int_equal(device_feed(&device, output, (size_t)size), 0);
    assert_int_equal(client_feed(&client, hello.data + 12, hello.length - 12), 0);
    size = proto_webrepl_client_request(&client.client, PROTO_WEBREPL_PUT, "b/c.bin", 0, mask, output,
                                        sizeof output);
    assert_int_equal(device_feed(&device, output, (size_t)size), 0);
    assert_string_equal(device.log.text, "password|request 1 b/c.bin 0|stored");
    bytes_free(&hello);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logs_in),
        cmocka_unit_test(line_feed_after_the_password_is_its_own),
        cmocka_unit_test(wrong_password_ends_it),
        cmocka_unit_test(password_of_any_length),
        cmocka_unit_test(password_without_end_is_refused),
        cmocka_unit_test(takes_records),
        cmocka_unit_test(joins_and_divides_frames),
        cmocka_unit_test(refused_requests_have_no_file),
        cmocka_unit_test(get_can_be_forgotten),
        cmocka_unit_test(names_end_with_the_record),
        cmocka_unit_test(control_frames),
        cmocka_unit_test(refuses_what_is_no_websocket),
        cmocka_unit_test(makes_frames),
        cmocka_unit_test(keeps_text_whole),
        cmocka_unit_test(page_names_the_device),
        cmocka_unit_test(client_logs_in),
        cmocka_unit_test(client_reads_answers),
        cmocka_unit_test(client_refuses),
        cmocka_unit_test(client_keeps_the_order),
        cmocka_unit_test(both_sides_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

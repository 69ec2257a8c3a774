/* WebREPL without sockets: the smallest buffers, a clock that the test moves, a disk that fills up. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "krait/proto_webrepl.h"
#include "krait/webrepl.h"

/* One connection; what came of it is kept. */
struct peer {
    dev_webrepl_client *client;
    bool awake, dropped, over;
    uint8_t out[8192];
    size_t size;
};

static struct {
    struct fixture *fixture;
    dev_webrepl *webrepl;
    void *memory;
} the;

static void on_wake(void *port, void *peer) {
    (void)port;
    ((struct peer *)peer)->awake = true;
}

static void on_drop(void *port, void *context) {
    struct peer *peer = context;
    (void)port;
    peer->dropped = true;
    peer->client = NULL;
}

static const char *const pages[] = {"http://page.example", "null", NULL};

static int setup(void **state) {
    fixture_setup(state);
    the.fixture = *state;
    the.fixture->limits.terminals = 0; /* all that is not about text */
    fixture_restart(the.fixture);
    dev_webrepl_config config = {
        .clients = 2,
        .strangers = 2,
        .input = 64,
        .output = DEV_WEBREPL_BUFFER_MIN,
        .origins = pages,
        .wake = on_wake,
        .drop = on_drop,
    };
    config.size = dev_webrepl_size(&config);
    config.memory = aligned_alloc(16, config.size);
    memset(config.memory, 0, config.size);
    the.memory = config.memory;
    the.webrepl = dev_webrepl_init(the.fixture->dev, &config);
    assert_non_null(the.webrepl);
    assert_int_equal(dev_webrepl_start(the.webrepl, "secret", 6), 0);
    return 0;
}

static int teardown(void **state) {
    dev_webrepl_stop(the.webrepl);
    int result = fixture_teardown(state);
    free(the.memory);
    return result;
}

/* --- a client --- */

static int open_page(struct peer *peer, const char *address, const char *origin, const char *host) {
    struct proto_ws_server head;
    char text[512];
    size_t used;
    int status = 0;
    snprintf(text, sizeof text,
             "GET / HTTP/1.1\r\nHost: %s\r\n%s%s%sConnection: Upgrade\r\nUpgrade: "
             "websocket\r\nSec-WebSocket-Key: foo\r\n\r\n",
             host, origin ? "Origin: " : "", origin ? origin : "", origin ? "\r\n" : "");
    memset(peer, 0, sizeof *peer);
    proto_ws_server_init(&head);
    proto_ws_server_loosen(&head);
    assert_int_equal(proto_ws_server_feed(&head, (const uint8_t *)text, strlen(text), &used), 1);
    peer->client = dev_webrepl_open(the.webrepl, peer, address, &head, &status);
    return peer->client ? 101 : status;
}

static int open_peer(struct peer *peer, const char *address) {
    return open_page(peer, address, NULL, "echo.websocket.org");
}

/* Takes what the device has to say, seven bytes at a time. */
static void collect(struct peer *peer) {
    const uint8_t *data;
    ptrdiff_t length;
    while (peer->client && (length = dev_webrepl_pull(peer->client, &data)) != 0) {
        if (length < 0) {
            peer->over = true;
            dev_webrepl_close(peer->client);
            peer->client = NULL;
            return;
        }
        size_t part = length < 7 ? (size_t)length : 7;
        assert_true(peer->size + part <= sizeof peer->out);
        memcpy(peer->out + peer->size, data, part);
        peer->size += part;
        dev_webrepl_give(peer->client, part);
    }
}

static void give(struct peer *peer, const void *bytes, size_t length) {
    const uint8_t *from = bytes;
    while (length > 0 && peer->client) {
        uint8_t *room;
        size_t part = dev_webrepl_room(peer->client, &room);
        assert_true(part > 0);
        if (part > length) part = length;
        memcpy(room, from, part);
        dev_webrepl_receive(peer->client, part);
        collect(peer);
        from += part;
        length -= part;
    }
}

static void give_frame(struct peer *peer, enum proto_ws_opcode opcode, const void *data, size_t length) {
    uint8_t header[PROTO_WS_FRAME_HEADER_MAX];
    give(peer, header, proto_ws_frame_header(header, opcode, length, NULL));
    give(peer, data, length);
}

static void give_record(struct peer *peer, unsigned op, const char *name, uint32_t size) {
    uint8_t record[PROTO_WEBREPL_RECORD_BYTES] = {'W', 'A', (uint8_t)op};
    for (unsigned i = 0; i < 4; i++) record[12 + i] = (uint8_t)(size >> 8 * i);
    memcpy(record + 18, name, strlen(name));
    give_frame(peer, PROTO_WS_BINARY, record, sizeof record);
}

/* Forgets what came. */
static void forget(struct peer *peer) {
    collect(peer);
    peer->size = 0;
}

static bool has(const struct peer *peer, const void *bytes, size_t length) {
    return memmem(peer->out, peer->size, bytes, length) != NULL;
}

static bool has_text(const struct peer *peer, const char *text) {
    return has(peer, text, strlen(text));
}

static bool has_reply(struct peer *peer, unsigned code) {
    const uint8_t frame[] = {0x82, 4, 'W', 'B', (uint8_t)code, (uint8_t)(code >> 8)};
    bool found = has(peer, frame, sizeof frame);
    forget(peer);
    return found;
}

static void try_password(struct peer *peer, const char *password) {
    char line[64];
    snprintf(line, sizeof line, "%s\r", password);
    give_frame(peer, PROTO_WS_TEXT, line, strlen(line));
    collect(peer);
}

static void login(struct peer *peer, const char *address) {
    assert_int_equal(open_peer(peer, address), 101);
    try_password(peer, "secret");
    assert_true(has_text(peer, "WebREPL connected"));
    forget(peer);
}

/* The device's time goes on. */
static void pass(uint64_t us) {
    the.fixture->now += us;
    dev_webrepl_poll(the.webrepl);
}

/* --- passwords --- */

static void test_login(void **state) {
    struct peer peer;
    (void)state;
    assert_int_equal(open_peer(&peer, "1.1.1.1"), 101);
    collect(&peer);
    assert_true(has_text(&peer, "HTTP/1.1 101 "));
    assert_true(has_text(&peer, "\r\n\r\n\x81\x0aPassword: "));
    try_password(&peer, "secret");
    assert_true(has_text(&peer, "\x81\x15\r\nWebREPL connected\r\n"));
    assert_true(has_text(&peer, "files only")); /* this device has no terminals */
    give_frame(&peer, PROTO_WS_TEXT, "nobody reads this", 17);
    give_frame(&peer, PROTO_WS_PING, "x", 1);
    assert_true(has_text(&peer, "\x8a\x01x"));
    dev_webrepl_close(peer.client);
}

static void test_passwords_that_cannot_be(void **state) {
    (void)state;
    assert_int_equal(dev_webrepl_start(the.webrepl, "", 0), -KR_EINVAL);
    assert_int_equal(dev_webrepl_start(the.webrepl, "a\rb", 3), -KR_EINVAL);
    assert_int_equal(dev_webrepl_start(the.webrepl, "a\nb", 3), -KR_EINVAL);
    assert_true(dev_webrepl_is_on(the.webrepl));
}

/* Each failure doubles the time in which nothing of that address is looked at, whether right or wrong. */
static void test_delays_double(void **state) {
    uint64_t delay = 250000;
    (void)state;
    for (unsigned i = 0; i < 10; i++) {
        struct peer peer;
        assert_int_equal(open_peer(&peer, "1.1.1.1"), 101);
        try_password(&peer, "wrong");
        if (i > 0) {
            assert_false(has_text(&peer, "denied"));
            uint64_t until = dev_webrepl_deadline(the.webrepl);
            assert_in_range(until, the.fixture->now + delay - 1000, the.fixture->now + delay);
            pass(delay - 1000); /* looking at the clock takes time, too */
            collect(&peer);
            assert_false(has_text(&peer, "denied"));
            pass(1000);
            collect(&peer);
            if (i < 8) delay *= 2;
        }
        assert_true(has_text(&peer, "\r\nAccess denied\r\n"));
        assert_true(peer.over);
    }
    struct peer other, owner;
    login(&other, "2.2.2.2");
    assert_int_equal(open_peer(&owner, "1.1.1.1"), 101);
    try_password(&owner, "secret");
    assert_false(has_text(&owner, "connected"));
    pass(delay);
    collect(&owner);
    assert_true(has_text(&owner, "connected"));
    dev_webrepl_close(other.client);
    dev_webrepl_close(owner.client);
    struct peer again;
    login(&again, "1.1.1.1"); /* forgiven */
    dev_webrepl_close(again.client);
}

/* Many addresses share one delay, so that they cost neither memory nor more guesses. */
static void test_many_addresses_wait_together(void **state) {
    char address[16];
    unsigned refused = 0;
    (void)state;
    for (unsigned i = 0; i < 20; i++) {
        struct peer peer;
        snprintf(address, sizeof address, "9.9.9.%u", i);
        assert_int_equal(open_peer(&peer, address), 101);
        try_password(&peer, "wrong");
        refused += peer.over;
        if (peer.client) dev_webrepl_close(peer.client);
    }
    assert_int_equal(refused, 5);
}

static void test_login_has_a_deadline(void **state) {
    struct peer peer, leaving;
    (void)state;
    assert_int_equal(open_peer(&peer, "1.1.1.1"), 101);
    collect(&peer);
    pass(59999000);
    assert_false(peer.dropped);
    pass(1000);
    assert_true(peer.dropped);
    assert_int_equal(open_peer(&leaving, "1.1.1.1"), 101);
    give_frame(&leaving, PROTO_WS_TEXT, "wrong", 5);
    uint8_t *room;
    assert_true(dev_webrepl_room(leaving.client, &room) > 0);
    memcpy(room, "\x81\x01\r", 3);
    dev_webrepl_receive(leaving.client, 3);
    pass(1999000);
    assert_false(leaving.dropped);
    pass(1000); /* its last words were not taken */
    assert_true(leaving.dropped);
}

/* --- places --- */

static void test_strangers_have_places_of_their_own(void **state) {
    struct peer one, two, three, four;
    (void)state;
    assert_int_equal(open_peer(&one, "1.1.1.1"), 101);
    assert_int_equal(open_peer(&two, "2.2.2.2"), 101);
    assert_int_equal(open_peer(&three, "3.3.3.3"), 503);
    the.fixture->now += 10000000;
    assert_int_equal(open_peer(&three, "3.3.3.3"), 101);
    assert_true(one.dropped);
    dev_webrepl_close(two.client);
    assert_int_equal(open_peer(&four, "3.3.3.3"), 101);
    assert_int_equal(open_peer(&one, "3.3.3.3"), 503);
    assert_int_equal(open_peer(&one, "4.4.4.4"), 101); /* one address with all places gives one up at once */
    assert_true(three.dropped);
    dev_webrepl_close(one.client);
    dev_webrepl_close(four.client);
}

static void test_clients_are_limited(void **state) {
    struct peer one, two, three;
    (void)state;
    login(&one, "1.1.1.1");
    login(&two, "1.1.1.1");
    assert_int_equal(open_peer(&three, "1.1.1.1"), 101);
    try_password(&three, "secret");
    assert_true(has_text(&three, "All places are taken") && three.over);
    dev_webrepl_stop(the.webrepl);
    collect(&one);
    collect(&two);
    assert_true(one.over && two.over && has_text(&one, "WebREPL is off"));
    assert_int_equal(open_peer(&one, "1.1.1.1"), 503);
}

static void test_pages(void **state) {
    static const struct {
        const char *origin, *host;
        int status;
    } cases[] = {
        {"http://page.example", "anything", 101},
        {"HTTP://PAGE.example", "anything", 101},
        {"http://page.example.evil", "10.0.0.7", 403},
        {"https://page.example", "10.0.0.7", 403},
        {"null", "10.0.0.7:8266", 101},
        {"null", "rebound.example", 403},
        {"http://10.0.0.7:8266", "10.0.0.7:8266", 101},
        {"http://10.0.0.7", "10.0.0.7:8266", 403},
        {"http://rebound.example", "rebound.example", 403},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct peer peer;
        int status = open_page(&peer, "1.1.1.1", cases[i].origin, cases[i].host);
        if (status != cases[i].status) print_error("%s at %s: %d\n", cases[i].origin, cases[i].host, status);
        assert_int_equal(status, cases[i].status);
        if (peer.client) dev_webrepl_close(peer.client);
    }
}

/* --- files --- */

static void test_put_and_get_through_small_buffers(void **state) {
    static uint8_t content[5000], got[5000];
    struct peer peer;
    size_t have = 0, chunks = 0;
    (void)state;
    for (size_t i = 0; i < sizeof content; i++) content[i] = (uint8_t)(i * 7 + i / 256);
    login(&peer, "1.1.1.1");
    give_record(&peer, PROTO_WEBREPL_PUT, "dir/../file", sizeof content);
    assert_true(has_reply(&peer, 0));
    for (size_t at = 0; at < sizeof content; at += 1000)
        give_frame(&peer, PROTO_WS_BINARY, content + at, 1000);
    assert_true(has_reply(&peer, 0));
    give_record(&peer, PROTO_WEBREPL_GET, "/file", 0);
    assert_true(has_reply(&peer, 0));
    while (true) {
        give_frame(&peer, PROTO_WS_BINARY, "", 1);
        collect(&peer);
        size_t head = peer.out[1] == 126 ? 4 : 2;
        size_t length = (size_t)(peer.out[head] | peer.out[head + 1] << 8);
        assert_int_equal(peer.out[0], 0x82);
        if (length == 0) break;
        assert_int_equal(peer.size, head + 2 + length); /* one frame */
        assert_true(have + length <= sizeof got);
        memcpy(got + have, peer.out + head + 2, length);
        have += length;
        chunks++;
        peer.size = 0;
    }
    assert_true(has_reply(&peer, 0));
    assert_int_equal(have, sizeof content);
    assert_memory_equal(got, content, sizeof content);
    assert_true(chunks > 5);
    dev_webrepl_close(peer.client);
}

static void test_full_disk(void **state) {
    struct fixture *fixture = *state;
    struct peer peer;
    char text[600];
    fixture_write(fixture, "/kept", "old");
    memset(text, 'n', sizeof text);
    login(&peer, "1.1.1.1");
    give_record(&peer, PROTO_WEBREPL_PUT, "kept", 1200);
    assert_true(has_reply(&peer, 0));
    give_frame(&peer, PROTO_WS_BINARY, text, 600);
    fixture->full = true;
    fixture->room = 100;
    give_frame(&peer, PROTO_WS_BINARY, text, 600);
    assert_true(has_text(&peer, "put kept: [Errno 28] No space left on device"));
    assert_true(has_reply(&peer, 28));
    fixture->full = false;
    assert_string_equal(fixture_read(fixture, "/kept"), "old");
    assert_null(fixture_read(fixture, "/.kept.w0.krait-part"));
    assert_null(fixture_read(fixture, "/.kept.w1.krait-part"));
    give_record(&peer, PROTO_WEBREPL_PUT, "kept", 3);
    assert_true(has_reply(&peer, 0));
    give_frame(&peer, PROTO_WS_BINARY, "new", 3);
    assert_true(has_reply(&peer, 0));
    assert_string_equal(fixture_read(fixture, "/kept"), "new");
    dev_webrepl_close(peer.client);
}

static void test_errors_leave_the_connection(void **state) {
    struct peer peer;
    (void)state;
    login(&peer, "1.1.1.1");
    give_record(&peer, PROTO_WEBREPL_GET, "none\x1b[2J", 0);
    assert_true(has_text(&peer, "get none?[2J: [Errno 2] No such file or directory"));
    assert_true(has_reply(&peer, 2));
    give_record(&peer, PROTO_WEBREPL_PUT, "no/such", 3);
    assert_true(has_reply(&peer, 2));
    give_record(&peer, PROTO_WEBREPL_PUT, "/", 3);
    assert_true(has_reply(&peer, 21));
    give_record(&peer, 77, "x", 3);
    assert_true(has_reply(&peer, 95));
    give_record(&peer, PROTO_WEBREPL_VERSION, "", 0);
    assert_true(has(&peer, "\x82\x03", 2));
    assert_false(peer.over);
    give_frame(&peer, PROTO_WS_BINARY,
               "nonsense that is no record, however long it may be. nonsense that is no record, at all", 86);
    assert_true(peer.over || peer.dropped);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_login),
        TEST(test_passwords_that_cannot_be),
        TEST(test_delays_double),
        TEST(test_many_addresses_wait_together),
        TEST(test_login_has_a_deadline),
        TEST(test_strangers_have_places_of_their_own),
        TEST(test_clients_are_limited),
        TEST(test_pages),
        TEST(test_put_and_get_through_small_buffers),
        TEST(test_full_disk),
        TEST(test_errors_leave_the_connection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

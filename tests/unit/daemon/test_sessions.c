/* Sessions and admission: who gets in, who is thrown out, and what it costs. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "krait/proto_ws.h"

static bool all_closed(struct fixture *fixture) {
    for (unsigned i = 0; i < CLIENTS_MAX; i++) {
        if (fixture->clients[i].used && !fixture->clients[i].closed) return false;
    }
    return true;
}

static void test_a_client_gets_in(void **state) {
    struct fixture *fixture = *state;
    dev_status status;
    struct client *client = client_open(fixture, "ann@laptop");
    dev_status_get(fixture->dev, &status);
    assert_int_equal(status.sessions, 1);
    assert_int_equal(status.strangers, 0);
    assert_string_equal(client->link.peer.name, "testdevice");
    assert_int_equal(client->link.peer.boots, 1);
}

static void test_a_wrong_key_waits_longer_each_time(void **state) {
    struct fixture *fixture = *state;
    uint8_t key[32] = {1};
    uint64_t before = 0;
    for (int i = 0; i < 4; i++) {
        struct client *client = client_open_with(fixture, "eve", key);
        uint64_t begin = fixture->now;
        fixture_run(fixture, all_closed);
        assert_int_equal(client->close_code, PROTO_WS_CLOSE_REFUSED);
        assert_true(fixture->now - begin > before);
        before = fixture->now - begin;
    }
    assert_true(before >= 400000);
    client_open(fixture, "ann");
}

static void test_silent_connections_do_not_keep_others_out(void **state) {
    struct fixture *fixture = *state;
    dev_status status;
    for (int i = 0; i < 12; i++) {
        struct client *client;
        while (!(client = client_silent(fixture))) dev_poll(fixture->dev, UINT64_MAX);
        dev_status_get(fixture->dev, &status);
        assert_true(status.strangers <= 2);
    }
    while (!dev_admit(fixture->dev)) dev_poll(fixture->dev, UINT64_MAX);
    client_open(fixture, "ann");
    dev_status_get(fixture->dev, &status);
    assert_int_equal(status.sessions, 1);
}

static void test_a_stranger_has_five_seconds(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_silent(fixture);
    uint64_t begin = fixture->now;
    fixture_run(fixture, all_closed);
    assert_true(client->dropped);
    assert_in_range(fixture->now - begin, 4900000, 5400000);
}

static void test_garbage_is_refused_as_a_wrong_key_is(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_silent(fixture);
    uint8_t garbage[300];
    memset(garbage, 0x5a, sizeof garbage);
    dev_session_upgraded(client->session);
    client->upgraded = true;
    client->link.state = PROTO_LINK_BROKEN;
    assert_true(dev_session_receive(client->session, garbage, sizeof garbage) < 0);
    fixture_run(fixture, all_closed);
    assert_int_equal(client->close_code, PROTO_WS_CLOSE_REFUSED);
}

/* Message 1 of another connection opens nothing: only the first record makes a session. */
static void test_a_replay_is_harmless(void **state) {
    struct fixture *fixture = *state;
    uint8_t key[32], copy[512];
    uint8_t *message;
    size_t length;
    dev_status status;
    memcpy(key, fixture->records[0].data, 32);
    struct client *client = client_open_with(fixture, "ann", key);
    assert_int_equal(proto_link_take(&client->link, &message, &length), 1);
    memcpy(copy, message, length);
    client->upgraded = false;
    struct client *thief = client_silent(fixture);
    dev_session_upgraded(thief->session);
    assert_int_equal(dev_session_receive(thief->session, copy, length), 0);
    fixture_settle(fixture);
    dev_status_get(fixture->dev, &status);
    assert_int_equal(status.sessions, 0);
    assert_int_equal(status.strangers, 2);
    fixture_run(fixture, all_closed);
}

static void test_one_client_too_many_is_told(void **state) {
    struct fixture *fixture = *state;
    fixture->limits.sessions = 2;
    fixture_restart(fixture);
    client_open(fixture, "a");
    client_open(fixture, "b");
    struct client *third = client_open(fixture, "c");
    for (int i = 0; i < 20 && !third->closed; i++) dev_poll(fixture->dev, 1000);
    assert_true(third->closed);
    assert_int_equal(third->close_code, PROTO_WS_CLOSE_TRY_LATER);
    assert_non_null(client_event(third, 0, PROTO_GOAWAY, 0));
}

static void test_a_dead_peer_is_dropped(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    struct client *other = client_open(fixture, "bob");
    client->deaf = true;
    for (int i = 0; i < 400 && !client->closed; i++) dev_poll(fixture->dev, 1000000);
    assert_true(client->dropped);
    assert_false(other->closed);
}

static void test_ping_is_answered(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    uint8_t token[8] = {1, 2, 3};
    proto_link_put(&client->link, NULL, PROTO_PING, 0, token, sizeof token);
    fixture_settle(fixture);
    const struct event *pong = client_event(client, 0, PROTO_PONG, 0);
    assert_non_null(pong);
    assert_memory_equal(pong->payload, token, sizeof token);
}

static void test_hosts_and_origins(void **state) {
    const struct fixture *fixture = *state;
    static const char *const good[] = {
        "127.0.0.1",  "192.168.1.7:8266",      "[::1]:8266",      "localhost", "LocalHost:80",
        "testdevice", "testdevice.local:8266", "TESTDEVICE.LOCAL"};
    static const char *const bad[] = {"",
                                      "evil.example",
                                      "testdevice.evil",
                                      "127.0.0.1.evil",
                                      "1.2.3",
                                      "1.2.3.256",
                                      "localhost:80:80",
                                      "[::1",
                                      "testdevicelocal",
                                      "127.0.0.1:x"};
    for (unsigned i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(dev_host_allowed(fixture->dev, good[i]));
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(dev_host_allowed(fixture->dev, bad[i]));
    assert_false(dev_host_allowed(fixture->dev, NULL));
    assert_true(dev_origin_allowed(fixture->dev, NULL));
    assert_true(dev_origin_allowed(fixture->dev, "http://page.example"));
    assert_false(dev_origin_allowed(fixture->dev, "http://page.example.evil"));
    assert_false(dev_origin_allowed(fixture->dev, "null"));
}

/* More requests than there are places for are refused one by one, and the session lives on. */
static void test_too_many_requests(void **state) {
    struct fixture *fixture = *state;
    fixture->limits.operations = 8;
    fixture_restart(fixture);
    struct client *first = client_open(fixture, "a");
    struct client *second = client_open(fixture, "b");
    uint8_t payload[8];
    struct proto_writer writer;
    struct proto_logs logs = {1, 0};
    for (int i = 0; i < 8; i++) {
        proto_writer_init(&writer, payload, sizeof payload);
        proto_logs_write(&writer, &logs);
        client_request(first, PROTO_LOGS, PROTO_FLAG_END, &writer);
    }
    fixture_settle(fixture);
    unsigned stream = client_path(second, PROTO_STAT, 0, "/");
    assert_int_equal(client_finish(second, stream), PROTO_STATUS_TOO_MANY);
    client_vanish(first);
    stream = client_path(second, PROTO_STAT, 0, "/");
    assert_int_equal(client_finish(second, stream), PROTO_STATUS_OK);
}

static void test_info_time_logs_rotate(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    uint8_t payload[64];
    struct proto_writer writer;
    proto_writer_init(&writer, payload, sizeof payload);
    unsigned stream = client_request(client, PROTO_INFO, PROTO_FLAG_END, &writer);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    struct proto_pairs pairs;
    const struct event *event = client_event(client, stream, PROTO_PAIRS, 0);
    assert_int_equal(proto_pairs_parse(event->payload, event->length, &pairs), 0);
    struct proto_text key, value;
    assert_true(proto_list_next(&pairs.pairs, &key) && proto_list_next(&pairs.pairs, &value));
    assert_true(proto_text_is(key, "name") && proto_text_is(value, "testdevice"));

    struct proto_time time = {1, INT64_C(1700000000) * 1000000000, 3600};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_time_write(&writer, &time);
    stream = client_request(client, PROTO_TIME, PROTO_FLAG_END, &writer);
    client_finish(client, stream);
    struct proto_clock clock;
    event = client_event(client, stream, PROTO_CLOCK, 0);
    proto_clock_parse(event->payload, event->length, &clock);
    assert_in_range(clock.now / 1000000000, 1700000000, 1700000001);

    struct proto_logs logs = {0, 1};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_logs_write(&writer, &logs);
    stream = client_request(client, PROTO_LOGS, PROTO_FLAG_END, &writer);
    client_finish(client, stream);
    assert_non_null(strstr(client_data(client, stream, 0), "ann connected"));

    uint8_t key_bytes[32] = {9, 9, 9};
    proto_writer_init(&writer, key_bytes, sizeof key_bytes);
    writer.at = writer.end;
    stream = client_request(client, PROTO_KEY_ROTATE, PROTO_FLAG_END, &writer);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    client_open(fixture, "with the new key");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_a_client_gets_in),
        TEST(test_a_wrong_key_waits_longer_each_time),
        TEST(test_silent_connections_do_not_keep_others_out),
        TEST(test_a_stranger_has_five_seconds),
        TEST(test_garbage_is_refused_as_a_wrong_key_is),
        TEST(test_a_replay_is_harmless),
        TEST(test_one_client_too_many_is_told),
        TEST(test_a_dead_peer_is_dropped),
        TEST(test_ping_is_answered),
        TEST(test_hosts_and_origins),
        TEST(test_too_many_requests),
        TEST(test_info_time_logs_rotate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The opening handshake: RFC 6455's example, every split of it, and everything that must be refused. */
#include <stdio.h>

#include "glue.h"
#include "krait/proto_ws.h"

/* Section 1.3 of RFC 6455, with our subprotocol. */
static const char request[] = "GET /chat HTTP/1.1\r\n"
                              "Host: server.example.com\r\n"
                              "Upgrade: websocket\r\n"
                              "Connection: keep-alive, Upgrade\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                              "Origin: http://example.com\r\n"
                              "Sec-WebSocket-Protocol: chat, krait.1\r\n"
                              "Sec-WebSocket-Version: 13\r\n"
                              "\r\n";

static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\n"
                             "Upgrade: websocket\r\n"
                             "Connection: Upgrade\r\n"
                             "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                             "Sec-WebSocket-Protocol: krait.1\r\n"
                             "\r\n";

static int feed_server(struct proto_ws_server *server, const char *text, size_t length, size_t *used) {
    struct bytes in = bytes_copy(text, length);
    int result = proto_ws_server_feed(server, in.data, in.length, used);
    bytes_free(&in);
    return result;
}

static int server_result(struct proto_ws_server *server, const char *text) {
    size_t used;
    proto_ws_server_init(server);
    return feed_server(server, text, strlen(text), &used);
}

static void check_request(const struct proto_ws_server *server) {
    char out[256];
    assert_string_equal(server->target, "/chat");
    assert_string_equal(server->host, "server.example.com");
    assert_string_equal(server->origin, "http://example.com");
    assert_int_equal(proto_ws_server_reply(server, out, sizeof out), sizeof answer - 1);
    assert_string_equal(out, answer);
}

static void server_takes_every_split(void **state) {
    (void)state;
    size_t length = sizeof request - 1, used;
    for (size_t split = 0; split <= length; split++) {
        struct proto_ws_server server;
        proto_ws_server_init(&server);
        int result = feed_server(&server, request, split, &used);
        assert_int_equal(used, split);
        if (split < length) {
            assert_int_equal(result, 0);
            result = feed_server(&server, request + split, length - split, &used);
        }
        assert_int_equal(result, 1);
        check_request(&server);
    }
}

static void server_leaves_what_follows(void **state) {
    (void)state;
    char text[sizeof request + 3];
    struct proto_ws_server server;
    size_t used;
    memcpy(text, request, sizeof request - 1);
    memcpy(text + sizeof request - 1, "abc", 3);
    proto_ws_server_init(&server);
    assert_int_equal(feed_server(&server, text, sizeof request + 2, &used), 1);
    assert_int_equal(used, sizeof request - 1);
    assert_error(feed_server(&server, "x", 1, &used), STATE);
}

static void server_waits_for_the_end(void **state) {
    (void)state;
    struct proto_ws_server server;
    char out[256];
    size_t used;
    for (size_t cut = 0; cut < sizeof request - 1; cut++) {
        proto_ws_server_init(&server);
        assert_int_equal(feed_server(&server, request, cut, &used), 0);
        assert_error(proto_ws_server_reply(&server, out, sizeof out), STATE);
    }
}

/* The request with one line replaced by another; NULL takes it out. */
static int altered(struct proto_ws_server *server, const char *line, const char *replacement) {
    char text[1024];
    const char *at = strstr(request, line);
    assert_non_null(at);
    size_t before = (size_t)(at - request);
    memcpy(text, request, before);
    text[before] = 0;
    if (replacement) strcat(strcat(text, replacement), "\r\n");
    strcat(text, strstr(at, "\r\n") + 2);
    return server_result(server, text);
}

static void server_refuses(void **state) {
    (void)state;
    static const struct {
        const char *line;
        const char *replacement;
        int error;
        int status;
    } cases[] = {
        {"GET", "POST / HTTP/1.1", PROTO_ERR_HTTP_METHOD, 405},
        {"GET", "get / HTTP/1.1", PROTO_ERR_HTTP_METHOD, 405},
        {"GET", "GET / HTTP/1.0", PROTO_ERR_HTTP_SYNTAX, 400},
        {"GET", "GET /", PROTO_ERR_HTTP_SYNTAX, 400},
        {"GET", "GET  HTTP/1.1", PROTO_ERR_HTTP_SYNTAX, 400},
        {"GET", "GET http://h/ HTTP/1.1", PROTO_ERR_HTTP_SYNTAX, 400},
        {"GET", "GET /a b HTTP/1.1", PROTO_ERR_HTTP_SYNTAX, 400},
        {"GET", " GET / HTTP/1.1", PROTO_ERR_HTTP_SYNTAX, 400},
        {"GET", "\x16\x03\x01", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Host", NULL, PROTO_ERR_HTTP_HOST, 400},
        {"Host", "Host:", PROTO_ERR_HTTP_HOST, 400},
        {"Host", "Host: a b", PROTO_ERR_HTTP_HOST, 400},
        {"Host", "Host: a\r\nHost: b", PROTO_ERR_HTTP_HOST, 400},
        {"Host", "Host : a", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Host", " Host: a", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Host", ": a", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Host", "Host", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Host", "Host: a\nX: b", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Host", "Host: a\rb", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Upgrade", NULL, PROTO_ERR_WS_UPGRADE, 426},
        {"Upgrade", "Upgrade: websockets", PROTO_ERR_WS_UPGRADE, 426},
        {"Connection", NULL, PROTO_ERR_WS_UPGRADE, 426},
        {"Connection", "Connection: close", PROTO_ERR_WS_UPGRADE, 426},
        {"Connection", "Connection: xUpgrade, Upgradex", PROTO_ERR_WS_UPGRADE, 426},
        {"Sec-WebSocket-Version", NULL, PROTO_ERR_WS_VERSION, 426},
        {"Sec-WebSocket-Version", "Sec-WebSocket-Version: 8", PROTO_ERR_WS_VERSION, 426},
        {"Sec-WebSocket-Version", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8",
         PROTO_ERR_WS_VERSION, 426},
        {"Sec-WebSocket-Key", NULL, PROTO_ERR_WS_KEY, 400},
        {"Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=", PROTO_ERR_WS_KEY, 400},
        {"Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==", PROTO_ERR_WS_KEY, 400},
        {"Sec-WebSocket-Key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQAA", PROTO_ERR_WS_KEY, 400},
        {"Sec-WebSocket-Protocol", NULL, PROTO_ERR_WS_PROTOCOL, 400},
        {"Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: Krait.1", PROTO_ERR_WS_PROTOCOL, 400},
        {"Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: krait.10, krait", PROTO_ERR_WS_PROTOCOL, 400},
        {"Origin", "Origin: a\r\nOrigin: b", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Origin", "Content-Length: 5", PROTO_ERR_HTTP_SYNTAX, 400},
        {"Origin", "Transfer-Encoding: chunked", PROTO_ERR_HTTP_SYNTAX, 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proto_ws_server server;
        char out[256];
        int result = altered(&server, cases[i].line, cases[i].replacement);
        if (result != cases[i].error) print_error("%s: %s\n", cases[i].line, proto_error_name(result));
        assert_int_equal(result, cases[i].error);
        assert_int_equal(server.http_status, cases[i].status);
        assert_true(proto_ws_http_error(server.http_status, out, sizeof out) > 0);
        assert_error(proto_ws_server_reply(&server, out, sizeof out), STATE);
    }
}

static void server_accepts(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"Upgrade", "UPGRADE: h2c, WebSocket"},
        {"Connection", "connection:\tupgrade\t"},
        {"Connection", "Connection: keep-alive\r\nConnection: Upgrade"},
        {"Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: krait.1"},
        {"Sec-WebSocket-Protocol", "sec-websocket-protocol:krait.1,krait.2"},
        {"Origin", NULL},
        {"Origin", "X-Empty:"},
        {"Origin", "Content-Length: 0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proto_ws_server server;
        assert_int_equal(altered(&server, cases[i][0], cases[i][1]), 1);
        assert_int_equal(server.http_status, 0);
    }
}

/* A header line of `length` x, as a replacement. */
static char *long_line(const char *name, size_t length) {
    size_t start = strlen(name);
    char *line = malloc(start + length + 1);
    assert_non_null(line);
    memcpy(line, name, start);
    memset(line + start, 'x', length);
    line[start + length] = 0;
    return line;
}

static void long_lines_matter_only_where_we_look(void **state) {
    (void)state;
    static const struct {
        const char *line;
        const char *name;
        size_t length;
        int result;
    } cases[] = {
        {"Origin", "Cookie: ", 700, 1},
        {"Origin", "Origin: ", 600, PROTO_ERR_HTTP_TOO_BIG},
        {"Origin", "Origin: ", PROTO_WS_NAME_MAX, PROTO_ERR_HTTP_TOO_BIG},
        {"Origin", "Origin: ", PROTO_WS_NAME_MAX - 1, 1},
        {"Host", "Host: ", PROTO_WS_NAME_MAX, PROTO_ERR_HTTP_TOO_BIG},
        {"Host", "", 700, PROTO_ERR_HTTP_TOO_BIG},
        {"Connection", "Connection: Upgrade, ", 400, PROTO_ERR_HTTP_TOO_BIG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proto_ws_server server;
        char *line = long_line(cases[i].name, cases[i].length);
        assert_int_equal(altered(&server, cases[i].line, line), cases[i].result);
        if (cases[i].result < 0) assert_int_equal(server.http_status, 431);
        free(line);
    }
}

static void endless_headers_end(void **state) {
    (void)state;
    struct proto_ws_server server;
    size_t used, total = 0;
    int result = 0;
    proto_ws_server_init(&server);
    result = feed_server(&server, "GET / HTTP/1.1\r\n", 16, &used);
    while (result == 0 && total < 100000) {
        result = feed_server(&server, "X: y\r\n", 6, &used);
        total += used;
    }
    assert_error(result, HTTP_TOO_BIG);
    assert_true(total <= PROTO_WS_HEADER_TOTAL);
    assert_int_equal(server.http_status, 431);
}

static void endless_target_ends(void **state) {
    (void)state;
    struct proto_ws_server server;
    char *line = long_line("GET /", 150);
    char text[512];
    snprintf(text, sizeof text, "%s HTTP/1.1", line);
    assert_error(altered(&server, "GET", text), HTTP_TOO_BIG);
    free(line);
}

static void make_client(struct proto_ws_client *client) {
    char out[512];
    assert_true(proto_ws_client_request(client, "server.example.com", "/chat",
                                        (const uint8_t *)"the sample nonce", out, sizeof out) > 0);
}

static int feed_client(struct proto_ws_client *client, const char *text, size_t length, size_t *used) {
    struct bytes in = bytes_copy(text, length);
    int result = proto_ws_client_feed(client, in.data, in.length, used);
    bytes_free(&in);
    return result;
}

static void client_takes_every_split(void **state) {
    (void)state;
    size_t length = sizeof answer - 1, used;
    for (size_t split = 0; split < length; split++) {
        struct proto_ws_client client;
        make_client(&client);
        assert_int_equal(feed_client(&client, answer, split, &used), 0);
        assert_int_equal(feed_client(&client, answer + split, length - split, &used), 1);
        assert_int_equal(used, length - split);
        assert_int_equal(client.http_status, 101);
    }
}

static void client_refuses(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int error;
    } cases[] = {
        {"HTTP/1.0 101 x\r\n", PROTO_ERR_HTTP_SYNTAX},
        {"HTTP/1.1 1x1 x\r\n", PROTO_ERR_HTTP_SYNTAX},
        {"HTTP/1.1 1011\r\n", PROTO_ERR_HTTP_SYNTAX},
        {"SSH-2.0-OpenSSH\r\n", PROTO_ERR_HTTP_SYNTAX},
        {"HTTP/1.1 403 Forbidden\r\n", PROTO_ERR_WS_REFUSED},
        {"HTTP/1.1 200\r\n", PROTO_ERR_WS_REFUSED},
        {"HTTP/1.1 101\r\n\r\n", PROTO_ERR_WS_UPGRADE},
        {"HTTP/1.1 101\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", PROTO_ERR_WS_ACCEPT},
        {"HTTP/1.1 101\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: krait.1\r\n\r\n",
         PROTO_ERR_WS_ACCEPT},
        {"HTTP/1.1 101\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
         PROTO_ERR_WS_PROTOCOL},
        {"HTTP/1.1 101\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n",
         PROTO_ERR_WS_PROTOCOL},
        {"HTTP/1.1 101\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: krait.1\r\n"
         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
         PROTO_ERR_WS_ACCEPT},
        {"HTTP/1.1 101\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate\r\n",
         PROTO_ERR_WS_UPGRADE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proto_ws_client client;
        size_t used;
        make_client(&client);
        assert_int_equal(feed_client(&client, cases[i].text, strlen(cases[i].text), &used), cases[i].error);
        assert_error(feed_client(&client, "x", 1, &used), STATE);
    }
}

static void our_ends_understand_each_other(void **state) {
    (void)state;
    struct proto_ws_server server;
    struct proto_ws_client client;
    char out[512], reply[512];
    size_t used;
    int length = proto_ws_client_request(&client, "[::1]:8266", "/", (const uint8_t *)"0123456789abcdef", out,
                                         sizeof out);
    proto_ws_server_init(&server);
    assert_int_equal(feed_server(&server, out, (size_t)length, &used), 1);
    assert_string_equal(server.host, "[::1]:8266");
    assert_string_equal(server.origin, "");
    length = proto_ws_server_reply(&server, reply, sizeof reply);
    assert_int_equal(feed_client(&client, reply, (size_t)length, &used), 1);
}

static void outputs_need_their_room(void **state) {
    (void)state;
    struct proto_ws_server server;
    struct proto_ws_client client;
    char out[512];
    const uint8_t *nonce = (const uint8_t *)"0123456789abcdef";
    int length = proto_ws_client_request(&client, "h", "/", nonce, out, sizeof out);
    assert_error(proto_ws_client_request(&client, "h", "/", nonce, out, (size_t)length), SPACE);
    assert_error(proto_ws_client_request(&client, "h\r\nX: y", "/", nonce, out, sizeof out), ARGUMENT);
    assert_error(proto_ws_client_request(&client, "h", "x", nonce, out, sizeof out), ARGUMENT);
    assert_int_equal(server_result(&server, request), 1);
    assert_error(proto_ws_server_reply(&server, out, sizeof answer - 1), SPACE);
    assert_error(proto_ws_http_error(403, out, 10), SPACE);
    assert_error(proto_ws_http_error(200, out, sizeof out), ARGUMENT);
}

/* WebREPL's clients say less, and webrepl_cli.py's key is none. */
static void loose_server_takes_less(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool upgrade, krait;
        const char *accept;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: echo.websocket.org\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
         "Sec-WebSocket-Key: foo\r\n\r\n",
         true, false, "BM0S0+ghftShuFVHQATK/DBiJq8="},
        {"GET / HTTP/1.1\r\n\r\n", false, false, ""},
        {"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", false, false, ""},
        {request, true, true, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proto_ws_server server;
        char out[256];
        size_t used;
        proto_ws_server_init(&server);
        proto_ws_server_loosen(&server);
        assert_int_equal(feed_server(&server, cases[i].text, strlen(cases[i].text), &used), 1);
        assert_int_equal(server.upgrade, cases[i].upgrade);
        assert_int_equal(server.krait, cases[i].krait);
        int length = proto_ws_server_reply(&server, out, sizeof out);
        if (!cases[i].upgrade) assert_error(length, STATE);
        if (!cases[i].upgrade) continue;
        assert_non_null(strstr(out, cases[i].accept));
        assert_null(strstr(out, "Protocol:"));
    }
}

static void loose_server_refuses(void **state) {
    (void)state;
    static const char *const cases[] = {
        "POST / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nSec-WebSocket-Key:\r\n\r\n",
        "GET / HTTP/1.1\r\nSec-WebSocket-Key: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proto_ws_server server;
        size_t used;
        proto_ws_server_init(&server);
        proto_ws_server_loosen(&server);
        assert_true(feed_server(&server, cases[i], strlen(cases[i]), &used) < 0);
    }
}

static void loose_client_needs_no_subprotocol(void **state) {
    (void)state;
    static const char bare[] = "HTTP/1.1 101 Switching Protocols\r\n"
                               "Upgrade: websocket\r\n"
                               "Connection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                               "\r\n";
    struct proto_ws_client client;
    char out[256];
    size_t used;
    const uint8_t *nonce = (const uint8_t *)"the sample nonce";
    assert_true(proto_ws_client_request_loose(&client, "h", "/", nonce, out, sizeof out) > 0);
    assert_null(strstr(out, "Protocol:"));
    assert_int_equal(proto_ws_client_feed(&client, (const uint8_t *)bare, sizeof bare - 1, &used), 1);
    assert_true(proto_ws_client_request(&client, "h", "/", nonce, out, sizeof out) > 0);
    assert_error(proto_ws_client_feed(&client, (const uint8_t *)bare, sizeof bare - 1, &used), WS_PROTOCOL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(server_takes_every_split),
        cmocka_unit_test(server_leaves_what_follows),
        cmocka_unit_test(server_waits_for_the_end),
        cmocka_unit_test(server_refuses),
        cmocka_unit_test(server_accepts),
        cmocka_unit_test(long_lines_matter_only_where_we_look),
        cmocka_unit_test(endless_headers_end),
        cmocka_unit_test(endless_target_ends),
        cmocka_unit_test(client_takes_every_split),
        cmocka_unit_test(client_refuses),
        cmocka_unit_test(our_ends_understand_each_other),
        cmocka_unit_test(outputs_need_their_room),
        cmocka_unit_test(loose_server_takes_less),
        cmocka_unit_test(loose_server_refuses),
        cmocka_unit_test(loose_client_needs_no_subprotocol),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

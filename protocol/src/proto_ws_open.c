/* The opening handshake of RFC 6455, both sides.
 *
 * Input is taken byte by byte into one line buffer; each complete line is judged at once and forgotten, so
 * the whole parser needs one line of memory however long the header is. A line too long for the buffer only
 * matters when its name is one that we look at. Invariant: nothing of a header value is used before its line
 * ended in CR LF. */
#include "krait/proto_ws.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "krait/proto_error.h"
#include "krait/proto_noise.h"
#include "mbedtls/sha1.h"
#include "proto_base64.h"

#define PROTOCOL_LINE "Sec-WebSocket-Protocol: " PROTO_WS_SUBPROTOCOL "\r\n"

/* Bits of `seen`. */
enum {
    SEEN_HOST = 0x01,
    SEEN_UPGRADE = 0x02,
    SEEN_CONNECTION = 0x04,
    SEEN_KEY = 0x08,
    SEEN_PROTOCOL = 0x10,
    SEEN_ORIGIN = 0x20,
    SEEN_ACCEPT = 0x40,
    SEEN_BAD_ACCEPT = 0x80,
    SEEN_BAD_PROTOCOL = 0x100,
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* Does the text of `length` characters equal the zero-terminated `other`, which is in lower case? */
static bool is_same(const char *text, size_t length, const char *other) {
    return strlen(other) == length && strncasecmp(text, other, length) == 0;
}

/* RFC 7230 token characters. */
static bool is_token(char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           (c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_visible(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] <= ' ' || text[i] > '~') return false;
    }
    return true;
}

/* --- lines --- */

/* Takes one byte. 1: the line in `line` is complete, and zero-terminated. */
static int line_byte(struct proto_ws_header *header, uint8_t byte) {
    if (++header->total > PROTO_WS_HEADER_TOTAL) return PROTO_ERR_HTTP_TOO_BIG;
    if (header->carriage) {
        header->carriage = false;
        if (byte != '\n') return PROTO_ERR_HTTP_SYNTAX;
        header->line[header->length] = 0;
        return 1;
    }
    if (byte == '\r') {
        header->carriage = true;
        return 0;
    }
    if ((byte < ' ' && byte != '\t') || byte == 127) return PROTO_ERR_HTTP_SYNTAX;
    if (header->length < PROTO_WS_LINE_MAX - 1)
        header->line[header->length++] = (char)byte;
    else
        header->overflow = true;
    return 0;
}

static void line_clear(struct proto_ws_header *header) {
    header->length = 0;
    header->overflow = false;
}

/* A header line in its two parts. */
struct field {
    const char *name;
    size_t name_length;
    const char *value;
    size_t value_length;
};

static int field_split(const struct proto_ws_header *header, struct field *field) {
    const char *line = header->line, *end = line + header->length;
    const char *colon = memchr(line, ':', header->length);
    if (!colon || colon == line) return header->overflow ? PROTO_ERR_HTTP_TOO_BIG : PROTO_ERR_HTTP_SYNTAX;
    for (const char *c = line; c < colon; c++) {
        if (!is_token(*c)) return PROTO_ERR_HTTP_SYNTAX;
    }
    const char *value = colon + 1;
    while (value < end && (*value == ' ' || *value == '\t')) value++;
    while (end > value && (end[-1] == ' ' || end[-1] == '\t')) end--;
    field->name = line;
    field->name_length = (size_t)(colon - line);
    field->value = value;
    field->value_length = (size_t)(end - value);
    return PROTO_OK;
}

static bool field_is(const struct field *field, const char *name) {
    return is_same(field->name, field->name_length, name);
}

/* Does a comma-separated list hold a token? `exact` compares letters as they are, otherwise token is in lower
 * case. */
static bool list_has(const struct field *field, const char *token, bool exact) {
    const char *at = field->value, *end = at + field->value_length;
    while (at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *next = comma ? comma : end, *last = next;
        while (at < last && (*at == ' ' || *at == '\t')) at++;
        while (last > at && (last[-1] == ' ' || last[-1] == '\t')) last--;
        size_t length = (size_t)(last - at);
        if (exact ? length == strlen(token) && memcmp(at, token, length) == 0 : is_same(at, length, token)) {
            return true;
        }
        at = comma ? comma + 1 : end;
    }
    return false;
}

/* Sec-WebSocket-Accept for a key, whose base64 form has 24 characters. */
static int make_accept(const char *key, size_t length, char accept[PROTO_WS_ACCEPT_CHARS + 1]) {
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    uint8_t text[PROTO_WS_LINE_MAX + sizeof guid - 1], hash[20];
    memcpy(text, key, length);
    memcpy(text + length, guid, sizeof guid - 1);
    if (mbedtls_sha1_ret(text, length + sizeof guid - 1, hash) != 0) return PROTO_ERR_CRYPTO;
    accept[proto_base64_encode(PROTO_BASE64_STANDARD, hash, sizeof hash, accept)] = 0;
    return PROTO_OK;
}

/* --- server --- */

void proto_ws_server_init(struct proto_ws_server *server) {
    memset(server, 0, sizeof *server);
}

void proto_ws_server_loosen(struct proto_ws_server *server) {
    server->loose = true;
}

/* "GET /target HTTP/1.1" */
static int request_line(struct proto_ws_server *server) {
    static const char version[] = " HTTP/1.1";
    const char *line = server->header.line;
    size_t length = server->header.length, method = 0;
    if (server->header.overflow) return PROTO_ERR_HTTP_TOO_BIG;
    while (method < length && is_token(line[method])) method++;
    if (method == 0 || method == length || line[method] != ' ') return PROTO_ERR_HTTP_SYNTAX;
    size_t tail = sizeof version - 1, start = method + 1;
    if (length < start + 1 + tail || strcmp(line + length - tail, version) != 0) return PROTO_ERR_HTTP_SYNTAX;
    if (method != 3 || memcmp(line, "GET", 3) != 0) return PROTO_ERR_HTTP_METHOD;
    size_t target = length - tail - start;
    if (line[start] != '/' || !is_visible(line + start, target)) return PROTO_ERR_HTTP_SYNTAX;
    if (target >= sizeof server->target) return PROTO_ERR_HTTP_TOO_BIG;
    memcpy(server->target, line + start, target);
    server->target[target] = 0;
    return PROTO_OK;
}

/* Keeps a value that may come once. */
static int keep_value(struct proto_ws_server *server, const struct field *field, unsigned bit, char *output,
                      int error) {
    if ((server->seen & bit) || !is_visible(field->value, field->value_length)) return error;
    if (field->value_length >= PROTO_WS_NAME_MAX) return PROTO_ERR_HTTP_TOO_BIG;
    server->seen |= (uint16_t)bit;
    memcpy(output, field->value, field->value_length);
    output[field->value_length] = 0;
    return PROTO_OK;
}

static int take_key(struct proto_ws_server *server, const struct field *field) {
    uint8_t nonce[PROTO_WS_NONCE_BYTES];
    bool good = server->loose ? field->value_length > 0 && is_visible(field->value, field->value_length)
                              : proto_base64_decode(PROTO_BASE64_STANDARD, field->value, field->value_length,
                                                    nonce, sizeof nonce);
    if ((server->seen & SEEN_KEY) || !good) return PROTO_ERR_WS_KEY;
    server->seen |= SEEN_KEY;
    return make_accept(field->value, field->value_length, server->accept);
}

/* The names that decide something; all others are skipped. */
static int request_field(struct proto_ws_server *server) {
    static const char *const names[] = {"host",
                                        "origin",
                                        "upgrade",
                                        "connection",
                                        "sec-websocket-key",
                                        "sec-websocket-version",
                                        "sec-websocket-protocol",
                                        "content-length",
                                        "transfer-encoding"};
    enum { HOST, ORIGIN, UPGRADE, CONNECTION, KEY, VERSION, PROTOCOL, LENGTH, ENCODING, UNKNOWN };
    struct field field;
    unsigned name = 0;
    int error = field_split(&server->header, &field);
    if (error) return error;
    while (name < UNKNOWN && !field_is(&field, names[name])) name++;
    if (name < UNKNOWN && server->header.overflow) return PROTO_ERR_HTTP_TOO_BIG;
    switch (name) {
    case HOST: return keep_value(server, &field, SEEN_HOST, server->host, PROTO_ERR_HTTP_HOST);
    case ORIGIN: return keep_value(server, &field, SEEN_ORIGIN, server->origin, PROTO_ERR_HTTP_SYNTAX);
    case UPGRADE:
        if (list_has(&field, "websocket", false)) server->seen |= SEEN_UPGRADE;
        return PROTO_OK;
    case CONNECTION:
        if (list_has(&field, "upgrade", false)) server->seen |= SEEN_CONNECTION;
        return PROTO_OK;
    case KEY: return take_key(server, &field);
    case VERSION:
        server->version = server->version >= 0 && is_same(field.value, field.value_length, "13") ? 1 : -1;
        return PROTO_OK;
    case PROTOCOL:
        if (list_has(&field, PROTO_WS_SUBPROTOCOL, true)) server->seen |= SEEN_PROTOCOL;
        return PROTO_OK;
    case LENGTH: return is_same(field.value, field.value_length, "0") ? PROTO_OK : PROTO_ERR_HTTP_SYNTAX;
    case ENCODING: return PROTO_ERR_HTTP_SYNTAX;
    default: return PROTO_OK;
    }
}

/* The empty line came: is everything there? */
static int request_end(struct proto_ws_server *server) {
    const unsigned whole = SEEN_UPGRADE | SEEN_CONNECTION | SEEN_KEY;
    unsigned seen = server->seen;
    server->upgrade = (seen & whole) == whole;
    server->krait = (seen & SEEN_PROTOCOL) != 0;
    if (server->loose) return 1;
    if (!(seen & SEEN_HOST) || server->host[0] == 0) return PROTO_ERR_HTTP_HOST;
    if (!(seen & SEEN_UPGRADE) || !(seen & SEEN_CONNECTION)) return PROTO_ERR_WS_UPGRADE;
    if (server->version != 1) return PROTO_ERR_WS_VERSION;
    if (!(seen & SEEN_KEY)) return PROTO_ERR_WS_KEY;
    if (!(seen & SEEN_PROTOCOL)) return PROTO_ERR_WS_PROTOCOL;
    return 1;
}

static int request_complete_line(struct proto_ws_server *server) {
    int result;
    if (!server->header.started) {
        server->header.started = true;
        result = request_line(server);
    } else if (server->header.length == 0 && !server->header.overflow) {
        result = request_end(server);
    } else {
        result = request_field(server);
    }
    line_clear(&server->header);
    return result;
}

static int http_status_for(int error) {
    switch (error) {
    case PROTO_ERR_HTTP_METHOD: return 405;
    case PROTO_ERR_HTTP_TOO_BIG: return 431;
    case PROTO_ERR_WS_UPGRADE:
    case PROTO_ERR_WS_VERSION: return 426;
    default: return 400;
    }
}

int proto_ws_server_feed(struct proto_ws_server *server, const uint8_t *input, size_t length, size_t *used) {
    *used = 0;
    if (server->finished) return PROTO_ERR_STATE;
    while (*used < length) {
        int result = line_byte(&server->header, input[(*used)++]);
        if (result == 1) result = request_complete_line(server);
        if (result == 0) continue;
        server->finished = true;
        if (result < 0) server->http_status = http_status_for(result);
        return result;
    }
    return 0;
}

static int finish_text(int length, size_t capacity) {
    return length < 0 || (size_t)length >= capacity ? PROTO_ERR_SPACE : length;
}

int proto_ws_server_reply(const struct proto_ws_server *server, char *output, size_t capacity) {
    if (!server->finished || server->http_status || !server->upgrade) return PROTO_ERR_STATE;
    return finish_text(snprintf(output, capacity,
                                "HTTP/1.1 101 Switching Protocols\r\n"
                                "Upgrade: websocket\r\n"
                                "Connection: Upgrade\r\n"
                                "Sec-WebSocket-Accept: %s\r\n"
                                "%s"
                                "\r\n",
                                server->accept, server->loose ? "" : PROTOCOL_LINE),
                       capacity);
}

int proto_ws_http_error(int http_status, char *output, size_t capacity) {
    static const struct {
        int status;
        const char *text;
        const char *extra;
    } replies[] = {
        {400, "Bad Request", ""},
        {403, "Forbidden", ""},
        {404, "Not Found", ""},
        {405, "Method Not Allowed", "Allow: GET\r\n"},
        {426, "Upgrade Required", "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"},
        {429, "Too Many Requests", ""},
        {431, "Request Header Fields Too Large", ""},
        {503, "Service Unavailable", ""},
    };
    size_t i = 0;
    while (i < sizeof replies / sizeof replies[0] && replies[i].status != http_status) i++;
    if (i == sizeof replies / sizeof replies[0]) return PROTO_ERR_ARGUMENT;
    return finish_text(
        snprintf(output, capacity, "HTTP/1.1 %d %s\r\n%sContent-Length: 0\r\nConnection: close%s\r\n\r\n",
                 http_status, replies[i].text, replies[i].extra, http_status == 426 ? ", Upgrade" : ""),
        capacity);
}

/* --- client --- */

static int client_request(struct proto_ws_client *client, const char *host, const char *target,
                          const uint8_t nonce[PROTO_WS_NONCE_BYTES], bool loose, char *output,
                          size_t capacity) {
    char key[25];
    memset(client, 0, sizeof *client);
    client->loose = loose;
    if (!is_visible(host, strlen(host)) || !is_visible(target, strlen(target)) || !*host || *target != '/') {
        return PROTO_ERR_ARGUMENT;
    }
    key[proto_base64_encode(PROTO_BASE64_STANDARD, nonce, PROTO_WS_NONCE_BYTES, key)] = 0;
    int error = make_accept(key, strlen(key), client->accept);
    if (error) return error;
    return finish_text(snprintf(output, capacity,
                                "GET %s HTTP/1.1\r\n"
                                "Host: %s\r\n"
                                "Upgrade: websocket\r\n"
                                "Connection: Upgrade\r\n"
                                "Sec-WebSocket-Key: %s\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "%s"
                                "\r\n",
                                target, host, key, loose ? "" : PROTOCOL_LINE),
                       capacity);
}

int proto_ws_client_request(struct proto_ws_client *client, const char *host, const char *target,
                            const uint8_t nonce[PROTO_WS_NONCE_BYTES], char *output, size_t capacity) {
    return client_request(client, host, target, nonce, false, output, capacity);
}

int proto_ws_client_request_loose(struct proto_ws_client *client, const char *host, const char *target,
                                  const uint8_t nonce[PROTO_WS_NONCE_BYTES], char *output, size_t capacity) {
    return client_request(client, host, target, nonce, true, output, capacity);
}

/* "HTTP/1.1 101 Switching Protocols" */
static int status_line(struct proto_ws_client *client) {
    const char *line = client->header.line;
    int status = 0;
    if (client->header.length < 12 || memcmp(line, "HTTP/1.1 ", 9) != 0) return PROTO_ERR_HTTP_SYNTAX;
    for (size_t i = 9; i < 12; i++) {
        if (line[i] < '0' || line[i] > '9') return PROTO_ERR_HTTP_SYNTAX;
        status = status * 10 + (line[i] - '0');
    }
    if (line[12] != 0 && line[12] != ' ') return PROTO_ERR_HTTP_SYNTAX;
    client->http_status = status;
    return status == 101 ? PROTO_OK : PROTO_ERR_WS_REFUSED;
}

static void take_accept(struct proto_ws_client *client, const struct field *field) {
    bool good = !(client->seen & SEEN_ACCEPT) && field->value_length == PROTO_WS_ACCEPT_CHARS &&
                memcmp(field->value, client->accept, PROTO_WS_ACCEPT_CHARS) == 0;
    client->seen |= good ? SEEN_ACCEPT : SEEN_BAD_ACCEPT;
}

static void take_protocol(struct proto_ws_client *client, const struct field *field) {
    bool good = !(client->seen & SEEN_PROTOCOL) && field->value_length == strlen(PROTO_WS_SUBPROTOCOL) &&
                memcmp(field->value, PROTO_WS_SUBPROTOCOL, field->value_length) == 0;
    client->seen |= good ? SEEN_PROTOCOL : SEEN_BAD_PROTOCOL;
}

static int answer_field(struct proto_ws_client *client) {
    struct field field;
    int error = field_split(&client->header, &field);
    if (error) return error;
    if (field_is(&field, "upgrade") && is_same(field.value, field.value_length, "websocket")) {
        client->seen |= SEEN_UPGRADE;
    } else if (field_is(&field, "connection") && list_has(&field, "upgrade", false)) {
        client->seen |= SEEN_CONNECTION;
    } else if (field_is(&field, "sec-websocket-accept")) {
        take_accept(client, &field);
    } else if (field_is(&field, "sec-websocket-protocol")) {
        take_protocol(client, &field);
    } else if (field_is(&field, "sec-websocket-extensions")) {
        return PROTO_ERR_WS_UPGRADE; /* none was offered */
    }
    return PROTO_OK;
}

static int answer_end(const struct proto_ws_client *client) {
    unsigned seen = client->seen;
    if (!(seen & SEEN_UPGRADE) || !(seen & SEEN_CONNECTION)) return PROTO_ERR_WS_UPGRADE;
    if (!(seen & SEEN_ACCEPT) || (seen & SEEN_BAD_ACCEPT)) return PROTO_ERR_WS_ACCEPT;
    if (!client->loose && (!(seen & SEEN_PROTOCOL) || (seen & SEEN_BAD_PROTOCOL)))
        return PROTO_ERR_WS_PROTOCOL;
    return 1;
}

static int answer_complete_line(struct proto_ws_client *client) {
    int result;
    if (!client->header.started) {
        client->header.started = true;
        result = status_line(client);
    } else if (client->header.length == 0 && !client->header.overflow) {
        result = answer_end(client);
    } else {
        result = answer_field(client);
    }
    line_clear(&client->header);
    return result;
}

int proto_ws_client_feed(struct proto_ws_client *client, const uint8_t *input, size_t length, size_t *used) {
    *used = 0;
    if (client->finished) return PROTO_ERR_STATE;
    while (*used < length) {
        int result = line_byte(&client->header, input[(*used)++]);
        if (result == 1) result = answer_complete_line(client);
        if (result == 0) continue;
        client->finished = true;
        return result;
    }
    return 0;
}

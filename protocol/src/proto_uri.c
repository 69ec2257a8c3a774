/* Pairing URIs, authorities and printed keys.
 *
 * Hosts are checked by their alphabet only: whether a name exists is the resolver's business, but nothing
 * that could break out of a Host header, a log line or a shell quotation gets through. */
#include "krait/proto_uri.h"

#include <stdbool.h>
#include <string.h>

#include "krait/proto_error.h"
#include "mbedtls/sha256.h"
#include "proto_base64.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '.' ||
           c == '_';
}

static bool is_address_character(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || is_digit(c) || c == ':' || c == '.';
}

/* A name or an IPv4 address. */
static bool is_name(const char *text, size_t length) {
    if (length == 0 || length > PROTO_HOST_MAX || text[0] == '-' || text[0] == '.') return false;
    for (size_t i = 0; i < length; i++) {
        if (!is_name_character(text[i])) return false;
    }
    return true;
}

/* An IPv6 address, perhaps with a zone: "fe80::1%eth0". */
static bool is_address(const char *text, size_t length) {
    const char *zone = memchr(text, '%', length);
    size_t digits = zone ? (size_t)(zone - text) : length;
    if (length > PROTO_HOST_MAX || digits < 2 || !memchr(text, ':', digits)) return false;
    for (size_t i = 0; i < digits; i++) {
        if (!is_address_character(text[i])) return false;
    }
    return !zone || is_name(zone + 1, length - digits - 1);
}

/* A port in decimal without leading zeros; 0 for anything else. */
static uint16_t parse_port(const char *text, size_t length) {
    unsigned value = 0;
    if (length == 0 || length > 5 || text[0] == '0') return 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i])) return 0;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    return value > UINT16_MAX ? 0 : (uint16_t)value;
}

int proto_authority_parse(const char *text, size_t length, char *host, uint16_t *port,
                          uint16_t default_port) {
    const char *name = text, *after;
    size_t name_length;
    if (length > 0 && text[0] == '[') {
        const char *bracket = memchr(text, ']', length);
        if (!bracket) return PROTO_ERR_URI_HOST;
        name = text + 1;
        name_length = (size_t)(bracket - name);
        after = bracket + 1;
        if (!is_address(name, name_length)) return PROTO_ERR_URI_HOST;
    } else {
        const char *colon = length ? memchr(text, ':', length) : NULL;
        name_length = colon ? (size_t)(colon - text) : length;
        after = text + name_length;
        if (!is_name(name, name_length)) return PROTO_ERR_URI_HOST;
    }
    size_t left = length - (size_t)(after - text);
    *port = default_port;
    if (left > 0) {
        if (*after != ':') return PROTO_ERR_URI_HOST;
        *port = parse_port(after + 1, left - 1);
        if (*port == 0) return PROTO_ERR_URI_PORT;
    }
    memcpy(host, name, name_length);
    host[name_length] = 0;
    return PROTO_OK;
}

static int parse_uri(struct proto_uri *uri, const char *text, size_t length) {
    static const char scheme[] = "krait://";
    size_t skip = sizeof scheme - 1;
    if (length < skip || memcmp(text, scheme, skip) != 0) return PROTO_ERR_URI_SCHEME;
    text += skip;
    length -= skip;
    size_t authority = 0;
    while (authority < length && !strchr("/#?@", text[authority])) authority++;
    int error = proto_authority_parse(text, authority, uri->host, &uri->port, PROTO_PORT_DEFAULT);
    if (authority < length && text[authority] == '@') return PROTO_ERR_URI_PATH;
    if (error) return error;
    text += authority;
    length -= authority;
    if (length < 2 || text[0] != '/' || text[1] != '#') return PROTO_ERR_URI_PATH;
    return proto_key_parse(uri->key, text + 2, length - 2);
}

int proto_uri_parse(struct proto_uri *uri, const char *text, size_t length) {
    memset(uri, 0, sizeof *uri);
    int error = parse_uri(uri, text, length);
    if (error) proto_wipe(uri, sizeof *uri);
    return error;
}

static size_t append(char *output, size_t at, const char *text) {
    size_t length = strlen(text);
    memcpy(output + at, text, length);
    return at + length;
}

static size_t append_port(char *output, size_t at, unsigned port) {
    char digits[6];
    size_t first = sizeof digits - 1;
    digits[first] = 0;
    do digits[--first] = (char)('0' + port % 10);
    while ((port /= 10) != 0);
    return append(output, at, digits + first);
}

int proto_authority_format(const char *host, uint16_t port, char *output, size_t capacity) {
    size_t length = strlen(host), at = 0;
    bool v6 = strchr(host, ':') != NULL;
    if (!(v6 ? is_address(host, length) : is_name(host, length))) return PROTO_ERR_URI_HOST;
    if (port == 0) return PROTO_ERR_URI_PORT;
    if (capacity < length + sizeof "[]:65535") return PROTO_ERR_SPACE;
    if (v6) output[at++] = '[';
    at = append(output, at, host);
    if (v6) output[at++] = ']';
    output[at++] = ':';
    at = append_port(output, at, port);
    output[at] = 0;
    return (int)at;
}

int proto_uri_format(const struct proto_uri *uri, char *output, size_t capacity) {
    size_t at = sizeof "krait://" - 1;
    if (capacity < at) return PROTO_ERR_SPACE;
    int length = proto_authority_format(uri->host, uri->port, output + at, capacity - at);
    if (length < 0) return length;
    memcpy(output, "krait://", at);
    at += (size_t)length;
    if (capacity - at < sizeof "/#" + PROTO_KEY_CHARS) return PROTO_ERR_SPACE;
    at = append(output, at, "/#");
    proto_key_format(uri->key, output + at);
    return (int)(at + PROTO_KEY_CHARS);
}

void proto_key_format(const uint8_t key[PROTO_KEY_BYTES], char output[PROTO_KEY_CHARS + 1]) {
    output[proto_base64_encode(PROTO_BASE64_URL, key, PROTO_KEY_BYTES, output)] = 0;
}

int proto_key_parse(uint8_t key[PROTO_KEY_BYTES], const char *text, size_t length) {
    uint8_t value[PROTO_KEY_BYTES];
    bool good = proto_base64_decode(PROTO_BASE64_URL, text, length, value, sizeof value);
    if (good) memcpy(key, value, sizeof value);
    proto_wipe(value, sizeof value);
    return good ? PROTO_OK : PROTO_ERR_URI_KEY;
}

void proto_key_fingerprint(const uint8_t key[PROTO_KEY_BYTES], char output[PROTO_FINGERPRINT_CHARS + 1]) {
    static const char digits[] = "0123456789abcdef";
    uint8_t text[9 + PROTO_KEY_BYTES], hash[PROTO_HASH_BYTES];
    size_t at = 0;
    memcpy(text, "krait key", 9);
    memcpy(text + 9, key, PROTO_KEY_BYTES);
    memset(hash, 0, sizeof hash);
    mbedtls_sha256_ret(text, sizeof text, hash, 0);
    for (size_t i = 0; i < 8; i++) {
        if (i > 0 && i % 2 == 0) output[at++] = '-';
        output[at++] = digits[hash[i] >> 4];
        output[at++] = digits[hash[i] & 15];
    }
    output[at] = 0;
    proto_wipe(text, sizeof text);
}

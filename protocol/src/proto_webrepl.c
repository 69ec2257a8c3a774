/* What both sides of WebREPL share with nobody else: a device's frames, the password's hash, and text that
 * browsers bear. */
#include "krait/proto_webrepl.h"

#include <stdio.h>
#include <string.h>

#include "krait/proto_error.h"

void proto_webrepl_digest(const void *password, size_t length, uint8_t digest[PROTO_WEBREPL_DIGEST_BYTES]) {
    mbedtls_sha256_ret(password, length, digest, 0);
}

bool proto_webrepl_is_same(const uint8_t left[PROTO_WEBREPL_DIGEST_BYTES],
                           const uint8_t right[PROTO_WEBREPL_DIGEST_BYTES]) {
    volatile uint8_t difference = 0;
    for (size_t i = 0; i < PROTO_WEBREPL_DIGEST_BYTES; i++) difference |= (uint8_t)(left[i] ^ right[i]);
    return difference == 0;
}

/* --- a device's frames --- */

uint8_t *proto_webrepl_reply(uint8_t *output, unsigned code, size_t *total) {
    const uint8_t frame[6] = {0x82, 4, 'W', 'B', (uint8_t)code, (uint8_t)(code >> 8)};
    memcpy(output, frame, sizeof frame);
    *total = sizeof frame;
    return output;
}

uint8_t *proto_webrepl_version(uint8_t *output, unsigned major, unsigned minor, unsigned micro,
                               size_t *total) {
    const uint8_t frame[5] = {0x82, 3, (uint8_t)major, (uint8_t)minor, (uint8_t)micro};
    memcpy(output, frame, sizeof frame);
    *total = sizeof frame;
    return output;
}

uint8_t *proto_webrepl_chunk(uint8_t *data, size_t length, size_t *total) {
    data[-2] = (uint8_t)length;
    data[-1] = (uint8_t)(length >> 8);
    return proto_ws_wrap(data - 2, length + 2, PROTO_WS_BINARY, NULL, total);
}

uint8_t *proto_webrepl_text(uint8_t *data, size_t length, size_t *total) {
    return proto_ws_wrap(data, length, PROTO_WS_TEXT, NULL, total);
}

/* --- text --- */

/* The length of the character at `data`; 0 when it is a good beginning, negative when it is malformed there.
 */
static int character(const uint8_t *data, size_t length) {
    unsigned lead = data[0];
    unsigned least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned greatest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (lead < 0x80) return 1;
    if (lead < 0xc2 || lead > 0xf4) return -1;
    int size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    for (int i = 1; i < size; i++) {
        if ((size_t)i == length) return 0;
        if (data[i] < least || data[i] > greatest) return -1;
        least = 0x80;
        greatest = 0xbf;
    }
    return size;
}

size_t proto_webrepl_clean(const uint8_t *data, size_t length, uint8_t *output, size_t capacity,
                           size_t *used) {
    static const uint8_t replacement[] = {0xef, 0xbf, 0xbd};
    size_t written = 0;
    *used = 0;
    while (*used < length) {
        int size = character(data + *used, length - *used);
        const uint8_t *from = size < 0 ? replacement : data + *used;
        size_t count = size < 0 ? sizeof replacement : (size_t)size;
        if (size == 0 || count > capacity - written) break;
        memcpy(output + written, from, count);
        written += count;
        *used += size < 0 ? 1 : count;
    }
    return written;
}

/* --- the page --- */

int proto_webrepl_page(const char *host, char *output, size_t capacity) {
    static const char address[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-[]";
    char body[PROTO_WS_NAME_MAX + 256];
    bool good = strspn(host, address) == strlen(host);
    int size =
        snprintf(body, sizeof body,
                 "<!doctype html><title>WebREPL</title><p>A Krait device. "
                 "<a href=\"http://micropython.org/webrepl/#%s\">WebREPL</a> needs its password.</p>\n",
                 good ? host : "");
    int length =
        snprintf(output, capacity,
                 "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n"
                 "Content-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n%s",
                 size, body);
    return length < 0 || (size_t)length >= capacity ? PROTO_ERR_SPACE : length;
}

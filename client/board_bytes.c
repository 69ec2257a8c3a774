/* Buffers that grow, and checksums. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "board.h"

static void compact(struct bytes *bytes) {
    size_t left = bytes_left(bytes);
    if (left) memmove(bytes->data, bytes->data + bytes->at, left);
    bytes->at = 0;
    bytes->size = left;
}

void bytes_add(struct bytes *bytes, const void *data, size_t size) {
    if (bytes->at == bytes->size || bytes->at > bytes->capacity / 2) compact(bytes);
    if (bytes->size + size > bytes->capacity) {
        size_t capacity = 2 * (bytes->size + size) + 64;
        uint8_t *grown = realloc(bytes->data, capacity);
        if (!grown) {
            fputs("krait: out of memory\n", stderr);
            exit(EXIT_IO);
        }
        bytes->data = grown;
        bytes->capacity = capacity;
    }
    if (size) memcpy(bytes->data + bytes->size, data, size);
    bytes->size += size;
}

void bytes_text(struct bytes *bytes, const char *format, ...) {
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0) bytes_add(bytes, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

void bytes_drop(struct bytes *bytes, size_t size) {
    bytes->at += size;
}

void bytes_free(struct bytes *bytes) {
    free(bytes->data);
    *bytes = (struct bytes){0};
}

void check_init(struct check *check) {
    digest_init(&check->sha);
    check->crc = check->sum = 0;
}

static uint32_t crc32_add(uint32_t crc, const uint8_t *data, size_t size) {
    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

void check_add(struct check *check, const void *data, size_t size) {
    const uint8_t *byte = data;
    digest_add(&check->sha, data, size);
    check->crc = crc32_add(check->crc, data, size);
    for (size_t i = 0; i < size; i++) check->sum = (check->sum + byte[i]) & 0xffffff;
}

bool check_finish(struct check *check, const void *answer, size_t size, uint8_t hash[PROTO_DIGEST_BYTES]) {
    char text[16];
    const char *kind = answer;
    digest_finish(&check->sha, hash);
    if (!size) return false;
    if (*kind == 's') return size == 1 + PROTO_DIGEST_BYTES && memcmp(kind + 1, hash, size - 1) == 0;
    int length = snprintf(text, sizeof text, "%c%u", *kind, *kind == 'c' ? check->crc : check->sum);
    return (size_t)length == size && memcmp(answer, text, size) == 0;
}

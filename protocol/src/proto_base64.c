/* Base64, strictly: unused bits are zero, padding is there or not as the spelling demands. */
#include "proto_base64.h"

static char digit(enum proto_base64 spelling, unsigned value) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    if (value < 62) return digits[value];
    if (spelling == PROTO_BASE64_URL) return value == 62 ? '-' : '_';
    return value == 62 ? '+' : '/';
}

/* The value of a digit, without a branch or an index that depends on it: keys pass here. -1 for other
 * characters. */
static int value_of(enum proto_base64 spelling, char character) {
    int c = (unsigned char)character;
    int plus = spelling == PROTO_BASE64_URL ? '-' : '+';
    int slash = spelling == PROTO_BASE64_URL ? '_' : '/';
    int value = -1;
    value += ((('A' - 1 - c) & (c - 'Z' - 1)) >> 8 & (c - 'A' + 1));
    value += ((('a' - 1 - c) & (c - 'z' - 1)) >> 8 & (c - 'a' + 27));
    value += ((('0' - 1 - c) & (c - '9' - 1)) >> 8 & (c - '0' + 53));
    value += (((plus - 1 - c) & (c - plus - 1)) >> 8 & 63);
    value += (((slash - 1 - c) & (c - slash - 1)) >> 8 & 64);
    return value;
}

size_t proto_base64_encode(enum proto_base64 spelling, const uint8_t *data, size_t length, char *output) {
    size_t at = 0;
    for (size_t i = 0; i < length; i += 3) {
        size_t bytes = length - i < 3 ? length - i : 3;
        unsigned group = (unsigned)data[i] << 16;
        if (bytes > 1) group |= (unsigned)data[i + 1] << 8;
        if (bytes > 2) group |= data[i + 2];
        for (size_t k = 0; k <= bytes; k++) output[at++] = digit(spelling, group >> (18 - 6 * k) & 63);
        for (size_t k = bytes; spelling == PROTO_BASE64_STANDARD && k < 3; k++) output[at++] = '=';
    }
    return at;
}

bool proto_base64_decode(enum proto_base64 spelling, const char *text, size_t length, uint8_t *output,
                         size_t expected) {
    size_t digits = (expected * 8 + 5) / 6;
    size_t padding = spelling == PROTO_BASE64_STANDARD ? (4 - digits % 4) % 4 : 0;
    unsigned group = 0, bits = 0;
    int bad = 0;
    if (length != digits + padding) return false;
    for (size_t i = digits; i < length; i++) bad |= text[i] != '=';
    for (size_t i = 0; i < digits; i++) {
        int value = value_of(spelling, text[i]);
        bad |= value < 0;
        group = group << 6 | ((unsigned)value & 63);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            *output++ = (uint8_t)(group >> bits);
        }
    }
    return !bad && (group & ((1u << bits) - 1)) == 0;
}

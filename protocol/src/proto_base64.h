/* Base64 (RFC 4648) in the two spellings that the protocol needs: standard with padding for WebSocket
 * handshakes, URL-safe without padding for keys. Decoding is strict: one spelling for one value. */
#ifndef KRAIT_PROTO_BASE64_H
#define KRAIT_PROTO_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum proto_base64 { PROTO_BASE64_STANDARD, PROTO_BASE64_URL };

/* Writes the text without a final zero and returns its length: 4 characters for every 3 bytes begun, less the
 * padding that URL omits. */
size_t proto_base64_encode(enum proto_base64 spelling, const uint8_t *data, size_t length, char *output);

/* Reads text that stands for exactly `expected` bytes; false for anything else. */
bool proto_base64_decode(enum proto_base64 spelling, const char *text, size_t length, uint8_t *output,
                         size_t expected);

#endif

/* The pairing URI: krait://HOST:PORT/#KEY
 *
 * It carries a device's address and its 256-bit key once, from the device's console to the client that pairs
 * with it. HOST is a name, an IPv4 address or an IPv6 address in brackets; PORT may be left out (8266); KEY
 * is 43 characters of base64url without padding, whose last character has no stray bits. The key stands
 * behind '#', so that it never reaches a server's log. Parsing is strict: one spelling for one key. */
#ifndef KRAIT_PROTO_URI_H
#define KRAIT_PROTO_URI_H

#include <stddef.h>
#include <stdint.h>

#include "krait/proto_noise.h"

#define PROTO_PORT_DEFAULT 8266
#define PROTO_HOST_MAX     253
#define PROTO_KEY_CHARS    43
/* "krait://[" host "]:65535/#" key and the final zero */
#define PROTO_URI_MAX      (8 + 2 + PROTO_HOST_MAX + 6 + 2 + PROTO_KEY_CHARS + 1)

struct proto_uri {
    char host[PROTO_HOST_MAX + 1]; /* without brackets; a colon in it means IPv6 */
    uint16_t port;                 /* 1 to 65535 */
    uint8_t key[PROTO_KEY_BYTES];
};

/* Parses `length` characters. URI_SCHEME, URI_HOST, URI_PORT, URI_PATH, URI_KEY; *uri is wiped then. */
int proto_uri_parse(struct proto_uri *uri, const char *text, size_t length);

/* Writes the URI and a final zero; the port always. Returns its length; SPACE (PROTO_URI_MAX is enough),
 * URI_HOST, URI_PORT. */
int proto_uri_format(const struct proto_uri *uri, char *output, size_t capacity);

/* Splits "HOST", "HOST:PORT", "[V6]:PORT" (what -d, --listen and pair take); a missing port leaves *port at
 * default_port. host has PROTO_HOST_MAX + 1 characters. URI_HOST, URI_PORT. */
int proto_authority_parse(const char *text, size_t length, char *host, uint16_t *port, uint16_t default_port);

/* Writes "HOST:PORT" or "[V6]:PORT" and a final zero, as in a Host header. Returns its length; SPACE,
 * URI_HOST, URI_PORT. */
int proto_authority_format(const char *host, uint16_t port, char *output, size_t capacity);

/* A key as 43 characters and a final zero, and back. The reading one is strict and takes exactly 43; URI_KEY.
 */
void proto_key_format(const uint8_t key[PROTO_KEY_BYTES], char output[PROTO_KEY_CHARS + 1]);
int proto_key_parse(uint8_t key[PROTO_KEY_BYTES], const char *text, size_t length);

/* A short name for a key that people can compare, "3f1c-90aa-72d5-e614": the first 8 bytes of SHA-256 of the
 * text "krait key" followed by the key. It tells nothing about the key. */
#define PROTO_FINGERPRINT_CHARS 19
void proto_key_fingerprint(const uint8_t key[PROTO_KEY_BYTES], char output[PROTO_FINGERPRINT_CHARS + 1]);

#endif

/* WebREPL, MicroPython's prompt and file transfer in a WebSocket: both sides, bytes in, events out.
 *
 * No socket, no clock, no buffer of its own: what comes in is reported where it lies in the caller's input,
 * and what goes out the caller builds with the functions below, one frame a write. Opening the WebSocket is
 * proto_ws.h's, in its loose form; this part begins after it.
 *
 *     terminal     text frames, both ways; their boundaries mean nothing
 *     login        device "Password: ", client the password and CR or LF, device "WebREPL connected" or
 * "Access denied" records      binary frames of the client, 82 bytes: put a file, get a file, ask for the
 * version
 *
 * A device answers a record with "WB" and a code. MicroPython knows code 0 only and closes the connection
 * instead of saying that something failed; but its clients do look at the code, so a Krait device says
 * errno's number there and stays.
 *
 * The password travels in clear. What the device keeps, and compares in constant time, is a hash, so it may
 * have any length. */
#ifndef KRAIT_PROTO_WEBREPL_H
#define KRAIT_PROTO_WEBREPL_H

#include <mbedtls/sha256.h>

#include "krait/proto_ws.h"

#define PROTO_WEBREPL_RECORD_BYTES 82
#define PROTO_WEBREPL_NAME_MAX     63    /* bytes of a file name that every device takes */
#define PROTO_WEBREPL_FRAME_MAX    65535 /* payload of a frame: its clients and devices know no longer ones */
#define PROTO_WEBREPL_CHUNK_MAX    65533 /* bytes of a file in one chunk of a get */
#define PROTO_WEBREPL_HEADROOM     6     /* writable bytes in front of a chunk or text */
#define PROTO_WEBREPL_DIGEST_BYTES 32

#define PROTO_WEBREPL_PROMPT    "Password: "
#define PROTO_WEBREPL_CONNECTED "\r\nWebREPL connected\r\n"
#define PROTO_WEBREPL_DENIED    "\r\nAccess denied\r\n"

enum proto_webrepl_op { PROTO_WEBREPL_PUT = 1, PROTO_WEBREPL_GET = 2, PROTO_WEBREPL_VERSION = 3 };

enum proto_webrepl_event_kind {
    PROTO_WEBREPL_TEXT,   /* `data`: for or from the terminal */
    PROTO_WEBREPL_DATA,   /* `data`: bytes of the file */
    PROTO_WEBREPL_PING,   /* answer with proto_ws_control(PONG, data) */
    PROTO_WEBREPL_CLOSED, /* the peer closes: answer with proto_ws_close() and end the connection */
    /* to a device only */
    PROTO_WEBREPL_PASSWORD, /* `data` is the digest of what was typed: compare, then
                               proto_webrepl_server_answer() */
    PROTO_WEBREPL_REQUEST,  /* `op`, `size` and `name`: send a reply and tell it with
                               proto_webrepl_server_answer() */
    PROTO_WEBREPL_STORED,   /* all bytes of a put have come: reply, and tell it */
    PROTO_WEBREPL_NEXT, /* get: send the next chunk. After an empty one: reply, and tell it. To a client: ask
                           for it */
    PROTO_WEBREPL_STOPPED, /* get: the client gave it up and begins something else */
    /* to a client only */
    PROTO_WEBREPL_WANTS_PASSWORD, /* send it with proto_webrepl_client_login() */
    PROTO_WEBREPL_LOGGED_IN,
    PROTO_WEBREPL_REFUSED, /* the password; the device closes */
    PROTO_WEBREPL_REPLY,   /* `code`, 0 when good. To a put twice: before the file's bytes and after them; the
                              same to a get */
    PROTO_WEBREPL_RELEASE, /* `data`: three bytes, the device's version */
};

struct proto_webrepl_event {
    uint8_t kind; /* enum proto_webrepl_event_kind */
    uint8_t op;   /* REQUEST: enum proto_webrepl_op, or another number: reply with an error */
    uint16_t code;
    uint32_t size;    /* REQUEST, PUT: bytes of the file */
    const char *name; /* REQUEST: of the file, valid until the reply; "" when the record had none */
    bool cut;      /* REQUEST: the file's name is longer than the record holds, so `name` is another file's */
    uint8_t *data; /* inside the caller's input, or inside the machine until the next call */
    size_t length;
};

/* --- the device's side --- */

struct proto_webrepl_server {
    struct proto_ws_decoder decoder;
    mbedtls_sha256_context sha; /* of the password so far */
    uint8_t digest[PROTO_WEBREPL_DIGEST_BYTES];
    uint8_t state;
    bool after_return; /* the password ended in CR: an LF at once belongs to it */
    bool binary;       /* what the span below is */
    uint8_t *span;     /* decoded and not yet looked at, inside the caller's input */
    size_t span_length;
    uint32_t left;  /* bytes of a put still to come */
    uint32_t typed; /* bytes of the password so far */
    uint8_t have;   /* bytes in record */
    uint8_t record[PROTO_WEBREPL_RECORD_BYTES];
    char name[PROTO_WEBREPL_NAME_MAX + 2];
};

/* Begins where the WebSocket stands; send PROTO_WEBREPL_PROMPT as text. */
void proto_webrepl_server_init(struct proto_webrepl_server *server);

/* Takes input and reports one event. Returns 1 with *event filled, or 0 when nothing more can be done: all
 * input is used, or an answer is owed. *used is how many bytes were taken; the input that was given must stay
 * where it is (it is changed in place) until 0 comes with all of it used, for spans of it may still be
 * reported. Negative: terminal, as proto_ws_decode(), and ARGUMENT for a record that is none;
 * proto_ws_close_code() says what to send. */
int proto_webrepl_server_feed(struct proto_webrepl_server *server, uint8_t *input, size_t length,
                              size_t *used, struct proto_webrepl_event *event);

/* What the caller has answered to PASSWORD (0: welcome), REQUEST, STORED or the end of a get (0: good). After
 * a refused password nothing more is taken. */
void proto_webrepl_server_answer(struct proto_webrepl_server *server, unsigned code);

/* Is the next move ours: PASSWORD, REQUEST or STORED is not yet answered? */
bool proto_webrepl_server_owes(const struct proto_webrepl_server *server);

/* Has the client logged in? */
bool proto_webrepl_server_is_open(const struct proto_webrepl_server *server);

/* The hash that passwords are kept and compared as. */
void proto_webrepl_digest(const void *password, size_t length, uint8_t digest[PROTO_WEBREPL_DIGEST_BYTES]);

/* In a time that does not depend on the bytes. */
bool proto_webrepl_is_same(const uint8_t left[PROTO_WEBREPL_DIGEST_BYTES],
                           const uint8_t right[PROTO_WEBREPL_DIGEST_BYTES]);

/* Frames of a device. Each returns the start of a whole frame and its length in *total. */

/* A reply: "WB" and the code. `output` has 6 bytes. */
uint8_t *proto_webrepl_reply(uint8_t *output, unsigned code, size_t *total);

/* The version. `output` has 5 bytes. */
uint8_t *proto_webrepl_version(uint8_t *output, unsigned major, unsigned minor, unsigned micro,
                               size_t *total);

/* A chunk of a get around at most CHUNK_MAX bytes that have HEADROOM writable ones in front; none: the file's
 * end. */
uint8_t *proto_webrepl_chunk(uint8_t *data, size_t length, size_t *total);

/* Terminal text around at most FRAME_MAX bytes that have HEADROOM writable ones in front. */
uint8_t *proto_webrepl_text(uint8_t *data, size_t length, size_t *total);

/* Browsers break a connection whose text is not UTF-8. Copies as much as fits of `data`, with U+FFFD for what
 * is malformed, and leaves a character that is not complete yet. Returns the bytes written; *used is how many
 * of `data` were taken. */
size_t proto_webrepl_clean(const uint8_t *data, size_t length, uint8_t *output, size_t capacity,
                           size_t *used);

/* The whole answer to a request that asks for a page: a link to WebREPL's public page, with `host` (the Host
 * header) as the device to connect to. The device serves no page of its own. Returns its length; SPACE (800
 * bytes are enough). */
int proto_webrepl_page(const char *host, char *output, size_t capacity);

/* --- the client's side --- */

struct proto_webrepl_client {
    struct proto_ws_decoder decoder;
    uint8_t state;
    uint8_t have; /* bytes in small */
    uint8_t small[4];
    bool binary;
    uint8_t *span;
    size_t span_length;
    uint16_t left;   /* bytes of the current chunk still to come */
    char recent[24]; /* the last bytes of text before the login is over */
    uint8_t recent_length;
};

/* Begins where the WebSocket stands (proto_ws_client_request_loose()). */
void proto_webrepl_client_init(struct proto_webrepl_client *client);

/* As proto_webrepl_server_feed(). The order: WANTS_PASSWORD, then LOGGED_IN or REFUSED, then TEXT at any
 * time, and what a record brings: PUT      REPLY; with code 0 the caller sends exactly `size` bytes in binary
 * frames (proto_ws_wrap()); REPLY GET      REPLY; with code 0 NEXT, then DATA... NEXT again and again, at
 * last REPLY instead of NEXT VERSION  RELEASE A MicroPython device that fails closes the connection without a
 * reply. */
int proto_webrepl_client_feed(struct proto_webrepl_client *client, uint8_t *input, size_t length,
                              size_t *used, struct proto_webrepl_event *event);

/* Frames of a client, written to `output`: their length, or SPACE, STATE when it is not their time, ARGUMENT.
 * `mask` is four random bytes. */

/* The password and CR; at most 1000 bytes without CR or LF, and MicroPython looks at the first 9. */
int proto_webrepl_client_login(struct proto_webrepl_client *client, const char *password,
                               const uint8_t mask[4], uint8_t *output, size_t capacity);

/* A record; one at a time. `name` is NULL for VERSION; `size` matters for PUT only. 88 bytes. */
int proto_webrepl_client_request(struct proto_webrepl_client *client, enum proto_webrepl_op op,
                                 const char *name, uint32_t size, const uint8_t mask[4], uint8_t *output,
                                 size_t capacity);

/* What NEXT wants. 7 bytes. */
int proto_webrepl_client_next(struct proto_webrepl_client *client, const uint8_t mask[4], uint8_t *output,
                              size_t capacity);

#endif

/* WebSocket (RFC 6455), both sides: opening handshake and framing.
 *
 * No socket: bytes come in with their length, in pieces of any size, and bytes go out into the caller's
 * buffer. Payload is never copied: the decoder unmasks in place and reports spans inside the caller's own
 * input. Only the payload of a control frame (at most 125 bytes) is gathered inside the decoder, because it
 * may be split.
 *
 * An endpoint is first an opening handshake (proto_ws_server or proto_ws_client), then a decoder for what
 * comes in and proto_ws_wrap() for what goes out. Bytes that follow the handshake in the same input belong to
 * the decoder: the handshake says how many bytes it took. */
#ifndef KRAIT_PROTO_WS_H
#define KRAIT_PROTO_WS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROTO_WS_SUBPROTOCOL "krait.1"

/* Limits of the opening handshake. A header line that matters must fit PROTO_WS_LINE_MAX; other lines may be
 * longer, up to PROTO_WS_HEADER_TOTAL bytes for the whole header. Beyond: HTTP_TOO_BIG, status 431. */
#ifndef PROTO_WS_LINE_MAX
#define PROTO_WS_LINE_MAX     320
#endif
#ifndef PROTO_WS_NAME_MAX
#define PROTO_WS_NAME_MAX     256
#endif
#ifndef PROTO_WS_TARGET_MAX
#define PROTO_WS_TARGET_MAX   128
#endif
#define PROTO_WS_HEADER_TOTAL 8192
#define PROTO_WS_NONCE_BYTES  16
#define PROTO_WS_ACCEPT_CHARS 28

/* The side we are. A server gets masked frames and sends unmasked ones; a client the reverse. */
enum proto_ws_role { PROTO_WS_SERVER = 0, PROTO_WS_CLIENT = 1 };

/* The line-wise part of both handshakes. Private. */
struct proto_ws_header {
    char line[PROTO_WS_LINE_MAX]; /* the current line so far, without CR LF */
    uint16_t length;              /* bytes in line */
    uint16_t total;               /* bytes of the header so far */
    bool overflow;                /* the current line did not fit */
    bool started;                 /* the first line is complete */
    bool carriage;                /* the last byte was CR */
};

/* --- opening handshake, server --- */

/* After proto_ws_server_feed() returned 1 the fields marked "result" are valid until the next init.
 * After an error, http_status is what proto_ws_http_error() should be given. */
struct proto_ws_server {
    struct proto_ws_header header;
    char target[PROTO_WS_TARGET_MAX]; /* result: the request target, "/" */
    char host[PROTO_WS_NAME_MAX];     /* result: the Host header, "device.local:8266"; never empty */
    char origin[PROTO_WS_NAME_MAX]; /* result: the Origin header; empty when there is none (not a browser) */
    char accept[PROTO_WS_ACCEPT_CHARS + 1]; /* the answer to the client's key */
    int http_status;                        /* result: 0, or the status to answer with */
    uint16_t seen;                          /* which headers came; private */
    int8_t version;                         /* private: 0 none, 1 right, -1 wrong */
    bool finished;
    bool loose;
    bool upgrade; /* result, loose only: asks for a WebSocket, else for a page */
    bool krait;   /* result, loose only: offers krait.1 */
};

void proto_ws_server_init(struct proto_ws_server *server);

/* After init: every well-formed GET is acceptable, to be told apart by `upgrade` and `krait`. Host (then empty), version and
 * subprotocol may be missing and the key may be any visible text, as in the requests of WebREPL's clients; the reply names no
 * subprotocol. */
void proto_ws_server_loosen(struct proto_ws_server *server);

/* Takes bytes of the request. *used is how many were taken; the rest is not the handshake's.
 * Returns 0 when more is needed, 1 when the request is complete and acceptable: compare host and origin with
 * the allow-lists, then send proto_ws_server_reply() or proto_ws_http_error(403). Errors: HTTP_SYNTAX,
 * HTTP_METHOD, HTTP_TOO_BIG, HTTP_HOST, WS_UPGRADE, WS_VERSION, WS_KEY, WS_PROTOCOL; they come at the end of
 * the header at the latest, are terminal, and http_status is set (400, 405, 426, 431). STATE after the end.
 */
int proto_ws_server_feed(struct proto_ws_server *server, const uint8_t *input, size_t length, size_t *used);

/* Writes the 101 reply, which selects krait.1. Returns its length; SPACE (160 bytes are enough), STATE. */
int proto_ws_server_reply(const struct proto_ws_server *server, char *output, size_t capacity);

/* Writes a complete HTTP error reply that closes the connection: 400, 403, 404, 405, 426, 429, 431 or 503.
 * Returns its length; SPACE (256 bytes are enough), ARGUMENT for another status. */
int proto_ws_http_error(int http_status, char *output, size_t capacity);

/* --- opening handshake, client --- */

struct proto_ws_client {
    struct proto_ws_header header;
    char accept[PROTO_WS_ACCEPT_CHARS + 1]; /* what the server must answer */
    int http_status;                        /* result: the server's status, 0 while unknown */
    uint16_t seen;                          /* private */
    bool finished;
    bool loose;
};

/* Writes the request. `host` is the authority ("192.168.1.7:8266", "[::1]:8266"), `target` usually "/",
 * `nonce` 16 fresh random bytes. Returns its length; SPACE; ARGUMENT when host or target holds a space or
 * control character. */
int proto_ws_client_request(struct proto_ws_client *client, const char *host, const char *target,
                            const uint8_t nonce[PROTO_WS_NONCE_BYTES], char *output, size_t capacity);

/* The same without a subprotocol, and the answer need not name one: for servers other than Krait's. */
int proto_ws_client_request_loose(struct proto_ws_client *client, const char *host, const char *target,
                                  const uint8_t nonce[PROTO_WS_NONCE_BYTES], char *output, size_t capacity);

/* Takes bytes of the answer; as proto_ws_server_feed(). Returns 0 for more, 1 when the WebSocket is open.
 * Errors: HTTP_SYNTAX, HTTP_TOO_BIG, WS_REFUSED (see http_status), WS_UPGRADE, WS_ACCEPT, WS_PROTOCOL, STATE.
 */
int proto_ws_client_feed(struct proto_ws_client *client, const uint8_t *input, size_t length, size_t *used);

/* --- frames in --- */

enum proto_ws_opcode {
    PROTO_WS_CONTINUATION = 0,
    PROTO_WS_TEXT = 1,
    PROTO_WS_BINARY = 2,
    PROTO_WS_CLOSE = 8,
    PROTO_WS_PING = 9,
    PROTO_WS_PONG = 10,
};

#define PROTO_WS_CONTROL_MAX 125

/* One thing that the decoder found. */
struct proto_ws_event {
    uint8_t opcode; /* TEXT or BINARY (of the whole message, also for later fragments), CLOSE, PING, PONG */
    bool first;     /* the first span of its message */
    bool last;      /* the last span of its message; always both for control frames */
    uint16_t close_code; /* CLOSE: the peer's code, 1005 when it gave none */
    uint8_t *data; /* TEXT, BINARY: inside the caller's input. Control frames: inside the decoder, until the
                      next call; for CLOSE the reason text without the code */
    size_t length; /* bytes at data; 0 only for an empty message or an empty last fragment */
};

struct proto_ws_decoder {
    uint64_t left;        /* payload bytes of the current frame still to come */
    uint64_t message;     /* payload bytes of the current message so far, frame headers trusted */
    size_t limit;         /* the longest message allowed */
    int error;            /* terminal state */
    uint32_t utf8;        /* state of the check of a text message */
    uint8_t role;         /* enum proto_ws_role: who we are */
    uint8_t header[14];   /* the header so far */
    uint8_t have;         /* bytes in header */
    uint8_t need;         /* bytes that the header has, as far as known */
    uint8_t opcode;       /* of the frame whose payload is being read */
    uint8_t message_type; /* TEXT or BINARY while a message is unfinished, else 0 */
    bool in_payload;      /* the header is complete */
    bool final;           /* FIN of the current frame */
    bool fresh;           /* no span of the message was reported yet */
    bool masked;          /* the current frame is */
    bool loose;
    uint8_t mask[4];      /* rotated so that mask[0] is for the next payload byte */
    uint8_t control[PROTO_WS_CONTROL_MAX];
    uint8_t control_length;
};

/* `limit` is the longest message in bytes that the caller accepts, all fragments together. */
void proto_ws_decoder_init(struct proto_ws_decoder *decoder, enum proto_ws_role role, size_t limit);

/* After init: frames of the peer may be masked or not, and text need not be UTF-8, as between WebREPL's clients and devices. */
void proto_ws_decoder_loosen(struct proto_ws_decoder *decoder);

/* Takes input up to the end of one event. Returns 1 with *event filled, or 0 when all input is used up and
 * more is needed; *used is how many bytes were taken. Call again with the rest until it returns 0. A big
 * frame that comes in pieces is reported span by span as it arrives. The caller answers a PING with a PONG of
 * the same data, and a CLOSE with a CLOSE. Errors are terminal (proto_ws_close_code() says what to send):
 * WS_RESERVED, WS_MASK, WS_LENGTH, WS_TOO_BIG (as soon as the header says so), WS_FRAGMENT, WS_CONTROL,
 * WS_CLOSE, WS_UTF8. */
int proto_ws_decode(struct proto_ws_decoder *decoder, uint8_t *input, size_t length, size_t *used,
                    struct proto_ws_event *event);

/* How many payload bytes of the current data frame are still to come; 0 between frames. Lets a caller read a
 * big record straight to where it belongs. */
size_t proto_ws_wanted(const struct proto_ws_decoder *decoder);

/* Joins spans to whole messages. A message that came in one span is passed through where it lies; only one
 * that was split over inputs or fragments is copied to `buffer` (caller's, at least the decoder's limit
 * long). */
struct proto_ws_inbox {
    uint8_t *buffer;
    size_t capacity;
    size_t length; /* bytes gathered so far */
};

/* Takes a TEXT or BINARY event. Returns 1 when the message is complete: *message (writable; inside the
 * decoder's input or inside buffer, until the next decode or collect) and *length; 0 when more is to come;
 * WS_TOO_BIG. */
int proto_ws_collect(struct proto_ws_inbox *inbox, const struct proto_ws_event *event, uint8_t **message,
                     size_t *length);

/* --- frames out --- */

#define PROTO_WS_FRAME_HEADER_MAX 14

/* Writes the header of an unfragmented frame; `mask` is NULL for a server, 4 fresh random bytes for a client.
 * Returns its length, 2 to 14. */
size_t proto_ws_frame_header(uint8_t output[PROTO_WS_FRAME_HEADER_MAX], enum proto_ws_opcode opcode,
                             uint64_t length, const uint8_t mask[4]);

/* Makes a frame around a payload that has PROTO_WS_FRAME_HEADER_MAX writable bytes in front of it: masks the
 * payload in place (client) and writes the header directly before it. Returns the start of the frame; *total
 * is its length. */
uint8_t *proto_ws_wrap(uint8_t *payload, size_t length, enum proto_ws_opcode opcode, const uint8_t mask[4],
                       size_t *total);

/* XORs data with the mask, 8 bytes at a time or more; the first byte meets mask[0]. */
void proto_ws_mask(uint8_t *data, size_t length, const uint8_t mask[4]);

/* Writes a whole control frame (PING, PONG, CLOSE) with at most 125 bytes of data. Returns its length; SPACE,
 * ARGUMENT. */
int proto_ws_control(uint8_t *output, size_t capacity, enum proto_ws_opcode opcode, const uint8_t *data,
                     size_t length, const uint8_t mask[4]);

/* Writes a CLOSE frame; the reason is cut to what fits. Code 1005 writes an empty CLOSE. Returns its length;
 * SPACE. */
int proto_ws_close(uint8_t *output, size_t capacity, unsigned code, const char *reason,
                   const uint8_t mask[4]);

/* Codes that Krait uses. REFUSED is the one generic answer to everything that went wrong before the channel
 * stood: it does not say whether the key was wrong. */
enum proto_ws_close_code {
    PROTO_WS_CLOSE_NORMAL = 1000,
    PROTO_WS_CLOSE_GOING_AWAY = 1001,
    PROTO_WS_CLOSE_PROTOCOL = 1002,
    PROTO_WS_CLOSE_UNSUPPORTED = 1003,
    PROTO_WS_CLOSE_NONE = 1005,
    PROTO_WS_CLOSE_BAD_DATA = 1007,
    PROTO_WS_CLOSE_POLICY = 1008,
    PROTO_WS_CLOSE_TOO_BIG = 1009,
    PROTO_WS_CLOSE_INTERNAL = 1011,
    PROTO_WS_CLOSE_TRY_LATER = 1013,
    PROTO_WS_CLOSE_REFUSED = 4001,
    PROTO_WS_CLOSE_LINK = 4002,
};

/* The close code for an error of this part (proto_error.h). */
unsigned proto_ws_close_code(int error);

#endif

/* Errors of the protocol part.
 *
 * Every function in protocol/ that can fail returns an int: zero or a positive result, or one of the negative
 * values below. Nothing in protocol/ aborts, logs or allocates; what an error means for the connection is the
 * caller's decision, and proto_ws_close_code() tells what to say to the peer.
 *
 * The table is the only list of errors: the enum, the names and the texts are made from it. */
#ifndef KRAIT_PROTO_ERROR_H
#define KRAIT_PROTO_ERROR_H

/* X(NAME, number, text) */
#define PROTO_ERRORS(X)                                                                                      \
    X(ARGUMENT, -1, "the caller broke a rule of the interface")                                              \
    X(SPACE, -2, "the output buffer is too small")                                                           \
    X(STATE, -3, "not allowed in this state")                                                                \
    X(CRYPTO, -4, "the cryptographic library failed")                                                        \
    X(HTTP_SYNTAX, -10, "not a well-formed HTTP/1.1 message")                                                \
    X(HTTP_METHOD, -11, "the request is not a GET")                                                          \
    X(HTTP_TOO_BIG, -12, "the HTTP header is too big")                                                       \
    X(HTTP_HOST, -13, "the Host header is missing, repeated or malformed")                                   \
    X(WS_UPGRADE, -14, "the request does not ask for a WebSocket")                                           \
    X(WS_VERSION, -15, "the WebSocket version is not 13")                                                    \
    X(WS_KEY, -16, "the Sec-WebSocket-Key is missing or malformed")                                          \
    X(WS_PROTOCOL, -17, "the subprotocol krait.1 was not agreed")                                            \
    X(WS_REFUSED, -18, "the server refused to open a WebSocket")                                             \
    X(WS_ACCEPT, -19, "the server's Sec-WebSocket-Accept is wrong")                                          \
    X(WS_RESERVED, -20, "a reserved bit or opcode is set in a WebSocket frame")                              \
    X(WS_MASK, -21, "a WebSocket frame is masked when it must not be, or the reverse")                       \
    X(WS_LENGTH, -22, "the length of a WebSocket frame is not in its shortest form")                         \
    X(WS_TOO_BIG, -23, "a WebSocket message is longer than the limit")                                       \
    X(WS_FRAGMENT, -24, "WebSocket fragments are out of order")                                              \
    X(WS_CONTROL, -25, "a WebSocket control frame is fragmented or too long")                                \
    X(WS_CLOSE, -26, "a WebSocket close frame is malformed")                                                 \
    X(WS_UTF8, -27, "WebSocket text is not UTF-8")                                                           \
    X(WS_TEXT, -28, "a text message where only binary ones are allowed")                                     \
    X(NOISE_LENGTH, -30, "a handshake message or record has an impossible length")                           \
    X(NOISE_AUTH, -31, "authentication failed")                                                              \
    X(NOISE_POINT, -32, "the peer sent a worthless public key")                                              \
    X(NOISE_NONCE, -33, "the nonces of this key are used up")                                                \
    X(HELLO, -40, "the peer's HELLO is malformed or of another version")                                     \
    X(LINK_RECORD, -41, "a record is longer than was offered")                                               \
    X(LINK_FRAME, -42, "a frame runs past the end of its record")                                            \
    X(LINK_TYPE, -43, "an unknown message type, or one that this peer may not send here")                    \
    X(LINK_FLAGS, -44, "a frame carries flags that its type does not have")                                  \
    X(LINK_STREAM, -45, "a frame for a stream that is not open, or ended, or of the wrong parity")           \
    X(LINK_STREAMS, -46, "more streams than were offered")                                                   \
    X(LINK_CREDIT, -47, "the window is exceeded")                                                            \
    X(LINK_FULL, -48, "no room in the record that is being built; take it first")                            \
    X(LINK_CLOSED, -49, "the link is closed or broken")                                                      \
    X(MESSAGE_SHORT, -50, "a message ends before its fields do")                                             \
    X(MESSAGE_LONG, -51, "a message goes on after its last field")                                           \
    X(MESSAGE_VALUE, -52, "a field of a message has an impossible value")                                    \
    X(URI_SCHEME, -60, "the URI does not start with krait://")                                               \
    X(URI_HOST, -61, "the host of the URI is missing or malformed")                                          \
    X(URI_PORT, -62, "the port of the URI is not a number from 1 to 65535")                                  \
    X(URI_PATH, -63, "the URI has a path, a query or user information")                                      \
    X(URI_KEY, -64, "the key of the URI is not 43 characters of base64url")

enum proto_error {
    PROTO_OK = 0,
#define PROTO_ERROR_ENUM(name, number, text) PROTO_ERR_##name = number,
    PROTO_ERRORS(PROTO_ERROR_ENUM)
#undef PROTO_ERROR_ENUM
};

/* The error as a sentence without a full stop. Never NULL: an unknown number gives "unknown error". Static.
 */
const char *proto_error_text(int error);

/* The error's name as in the table, for logs and tests: "LINK_CREDIT". Never NULL, static. */
const char *proto_error_name(int error);

#endif

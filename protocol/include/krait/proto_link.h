/* The link: handshake, encrypted records, frames, streams and windows.
 *
 * The link is a state machine between WebSocket messages and frames. It owns no buffer and no socket:
 *
 *     WebSocket message in  -> proto_link_receive() -> proto_link_next() ... one frame each
 *     proto_link_put() ... frames -> one record in the caller's buffer -> proto_link_take() -> WebSocket
 * message out
 *
 * Messages 1 and 2 are the Noise handshake, whose payloads are the HELLOs. Every later message is one record:
 * at most the receiver's HELLO.record bytes of plaintext, sealed, with 16 bytes of tag. A record is whole
 * frames, one after the other; none at all is allowed. A frame is 6 bytes, little-endian, and its payload:
 *
 *     u8 type   u8 flags   u16 stream   u16 length   payload...
 *
 * Invariants. Every frame that proto_link_next() reports is allowed by the message table for its sender,
 * stream and flags, and lies inside its record. A stream's entry exists from its first frame until both
 * directions have ended. Credits count DATA payloads only. After a peer broke a rule nothing more is read and
 * nothing new is queued, but what was queued, and a GOAWAY that says why, still goes out.
 *
 * A device must treat its peer as a stranger until proto_link_confirmed(): message 1 may be a replay. */
#ifndef KRAIT_PROTO_LINK_H
#define KRAIT_PROTO_LINK_H

#include "krait/proto_message.h"
#include "krait/proto_noise.h"

#define PROTO_FRAME_HEADER 6
#define PROTO_RECORD_MIN   512
#define PROTO_RECORD_MAX   PROTO_NOISE_PAYLOAD
#define PROTO_LINK_HEADROOM                                                                                  \
    16 /* before each outgoing message: a WebSocket header or libwebsockets' LWS_PRE */
#define PROTO_WINDOW_MAX   0x7fffffffu
#define PROTO_BINDING_MAX  64
#define PROTO_END_TEXT_MAX 200
#ifndef PROTO_PEER_TEXT
#define PROTO_PEER_TEXT PROTO_HELLO_TEXT /* what is kept of each text of the peer's HELLO */
#endif

/* The size of a buffer for outgoing records of `record` bytes of plaintext; and of the longest incoming
 * message. */
#define PROTO_LINK_BUFFER(record)  (PROTO_LINK_HEADROOM + (record) + PROTO_TAG_BYTES)
#define PROTO_LINK_MESSAGE(record) ((record) + PROTO_TAG_BYTES)

/* Each direction takes a new key after this many records (proto_cipher_rekey). */
#define PROTO_REKEY_RECORDS 65536u

/* A stream's place in the caller's table. Read-only for the caller, but `user`. A pointer to it is good until
 * the stream is closed: number is 0 then. */
struct proto_stream {
    uint16_t number;         /* odd: opened by the client; even: by the device; 0: a free place */
    uint8_t opener;          /* enum proto_message_type; 0: reserved, its first frame was not put yet */
    uint8_t state;           /* PROTO_STREAM_xxx bits */
    uint32_t send_credit;    /* DATA bytes that we may send now */
    uint32_t receive_credit; /* DATA bytes that the peer may send now */
    uint32_t owed;           /* consumed bytes that no WINDOW has given back yet */
    void *user;              /* the caller's; NULL in a new stream */
};

enum proto_stream_state {
    PROTO_STREAM_SENT_END = 0x01, /* our direction ended */
    PROTO_STREAM_GOT_END = 0x02,  /* the peer's direction ended */
    PROTO_STREAM_WE_ABORT = 0x04, /* we sent ABORT: only the peer's end is still reported */
    PROTO_STREAM_ABORTED = 0x08,  /* the peer sent ABORT: end our direction */
};

enum proto_link_state {
    PROTO_LINK_START,     /* client: message 1 is to be taken; device: message 1 is to come */
    PROTO_LINK_HANDSHAKE, /* client: message 2 is to come */
    PROTO_LINK_OPEN,      /* records */
    PROTO_LINK_CLOSED,    /* we sent GOAWAY; nothing new goes in or out */
    PROTO_LINK_BROKEN,    /* see error */
};

/* What a link is made of. Everything pointed at stays the caller's and must outlive the link, but key,
 * ephemeral, hello and binding, which are only used by proto_link_init(). */
struct proto_link_config {
    enum proto_side side; /* PROTO_CLIENT or PROTO_DEVICE */
    const uint8_t *key;   /* the pre-shared key, PROTO_KEY_BYTES */
    const struct proto_noise_ephemeral *ephemeral;
    const struct proto_hello *hello; /* ours; record, streams and window are our offer to the peer */
    uint16_t put_ahead; /* DATA bytes that a PUT of the peer is granted beyond hello->window, because each is
                           used at once */
    const uint8_t
        *binding; /* what else both sides must agree on, at most PROTO_BINDING_MAX; NULL for a WebSocket */
    size_t binding_length;        /* at most PROTO_BINDING_MAX */
    struct proto_stream *streams; /* the stream table; NULL: proto_link_equip() will be called */
    size_t stream_capacity;       /* at least hello->streams */
    uint8_t *buffer;              /* for outgoing messages, PROTO_LINK_BUFFER(record size) */
    size_t buffer_capacity;       /* at least PROTO_LINK_BUFFER(PROTO_RECORD_MIN); without streams, what the
                                     greeting needs: PROTO_LINK_HEADROOM + PROTO_NOISE_OVERHEAD and the HELLO */
};

/* The peer's HELLO, strings cut to PROTO_PEER_TEXT and terminated. */
struct proto_peer {
    uint16_t record;
    uint16_t streams;
    uint32_t window;
    uint32_t boots;
    uint16_t state;
    char software[PROTO_PEER_TEXT + 1];
    char name[PROTO_PEER_TEXT + 1];
    char id[PROTO_PEER_TEXT + 1];
};

/* A frame that came in. The payload lies in the caller's record and dies with it. */
struct proto_frame {
    uint8_t type;  /* enum proto_message_type */
    uint8_t flags; /* enum proto_flag */
    uint16_t number;
    struct proto_stream *stream; /* NULL for stream 0 */
    const uint8_t *payload;
    uint16_t length;
    bool opens;  /* the first frame of a new stream */
    bool closes; /* the last frame of all: the entry goes at the next proto_link_next() */
};

/* All of it private but `peer`, `state` and `error`. */
struct proto_link {
    enum proto_link_state state;
    int error;              /* PROTO_LINK_BROKEN: why */
    struct proto_peer peer; /* valid from PROTO_LINK_OPEN on */
    uint8_t side;
    bool confirmed;
    bool taken;    /* the buffer is with the caller */
    bool greeting; /* the buffer holds a handshake message */
    bool confirm;  /* send a record even if it is empty */
    bool farewell; /* a GOAWAY because of `error` is to be queued */
    bool reserved; /* between reserve and commit */
    uint8_t reserved_type;
    size_t reserved_room;
    struct proto_stream *reserved_stream;
    uint16_t next_number;     /* where the search for a free stream number begins */
    uint16_t peer_open;       /* streams that the peer opened */
    uint16_t own_open;        /* streams that we opened */
    uint16_t streams_offered; /* by us */
    uint16_t record_offered;  /* by us */
    uint16_t put_ahead;       /* by us, with the first WINDOW of a PUT */
    uint32_t window_offered;  /* by us */
    struct proto_stream *streams;
    size_t stream_capacity;
    struct proto_stream *closing; /* to be freed by the next proto_link_next() */
    uint8_t *buffer;
    size_t buffer_capacity;
    size_t limit;  /* plaintext bytes that an outgoing record may have */
    size_t filled; /* plaintext bytes in it, or the length of a handshake message */
    uint8_t *in;   /* the rest of the opened record */
    uint8_t *in_end;
    union { /* the ciphers lie where the secrets were of which they were made; the hash of the handshake stays
             */
        struct proto_noise noise;
        struct {
            uint8_t kept[offsetof(struct proto_noise, cipher)];
            struct proto_cipher send;
            struct proto_cipher receive;
        };
    };
};

/* --- life --- */

/* Starts a link. A client's message 1 is ready for proto_link_take(). ARGUMENT for sizes out of range,
 * CRYPTO. */
int proto_link_init(struct proto_link *link, const struct proto_link_config *config);

/* Gives a device's link, which was begun without streams, its table and its buffer, of the sizes that
 * proto_link_config asks for: between the proto_link_receive() that confirmed the peer and the next call. So
 * a stranger costs little. */
void proto_link_equip(struct proto_link *link, struct proto_stream *streams, size_t stream_capacity,
                      uint8_t *buffer, size_t buffer_capacity);

/* Erases the keys. The buffers are the caller's. */
void proto_link_release(struct proto_link *link);

/* The peer has proved that it is here and knows the key: for a client when the link is open, for a device
 * when the first record has been opened. */
bool proto_link_confirmed(const struct proto_link *link);

/* Queues GOAWAY and closes: queued frames still go out, puts fail with LINK_CLOSED. LINK_FULL when the record
 * has no room for it: take, then call again. Text may be NULL. */
int proto_link_goaway(struct proto_link *link, enum proto_status status, const char *text);

/* --- in --- */

/* Takes one binary WebSocket message and opens it in place: the bytes are changed, and must stay until the
 * last frame was looked at. All frames of the record before must have been taken by proto_link_next(). 0, or
 * a terminal error: NOISE_xxx, HELLO, LINK_RECORD; STATE when frames are left or a client has not sent
 * message 1; LINK_CLOSED after the end. For a device message 2 is ready for proto_link_take() afterwards; the
 * buffer must be free for it. */
int proto_link_receive(struct proto_link *link, uint8_t *message, size_t length);

/* The next frame of the opened record: 1 with *frame filled, 0 when there is none, or a terminal error:
 * LINK_FRAME, LINK_TYPE, LINK_FLAGS, LINK_STREAM, LINK_STREAMS, LINK_CREDIT, MESSAGE_xxx. What the link has
 * done already: stream entries, credits, the ends of directions. What the caller does: PING gets PONG; WINDOW
 * means that a stalled stream may go on; a stream with PROTO_STREAM_ABORTED gets its end. */
int proto_link_next(struct proto_link *link, struct proto_frame *frame);

/* The caller has done with `bytes` of DATA of a stream, and the peer may send as many more. WINDOW frames are
 * sent when half of the window is owed, with the next record. */
void proto_link_consumed(struct proto_link *link, struct proto_stream *stream, size_t bytes);

/* --- out --- */

/* Reserves a stream of our own; its first frame must be of a type that opens. LINK_STREAMS when the peer's
 * offer or our table is used up, STATE before the link is open, LINK_CLOSED. */
int proto_link_stream(struct proto_link *link, struct proto_stream **stream);

/* Would proto_link_stream() find one? Peers with little memory offer few. */
bool proto_link_has_stream(const struct proto_link *link);

/* Gives back a reserved stream whose first frame was not put. */
void proto_link_forget(struct proto_link *link, struct proto_stream *stream);

/* Appends a frame to the record; stream NULL is stream 0. 0, or LINK_FULL (nothing happened: take the record,
 * then try again; a frame of at most PROTO_RECORD_MIN - PROTO_FRAME_HEADER bytes always fits an empty one),
 * LINK_CREDIT, LINK_CLOSED, STATE, ARGUMENT (not allowed by the table, or longer than any record of this
 * link). A frame that ends the last direction frees the entry. */
int proto_link_put(struct proto_link *link, struct proto_stream *stream, enum proto_message_type type,
                   unsigned flags, const uint8_t *payload, size_t length);

/* Appends a frame whose payload is made of two pieces (a small head and bytes that lie elsewhere). As
 * proto_link_put. */
int proto_link_put2(struct proto_link *link, struct proto_stream *stream, enum proto_message_type type,
                    unsigned flags, const uint8_t *head, size_t head_length, const uint8_t *body,
                    size_t body_length);

/* Lends the place of the next frame's payload inside the record, so that a file or an encoder writes straight
 * into it. *room is at least `least` (>= 1 when DATA is to flow) and at most what record and credit allow.
 * LINK_FULL, LINK_CREDIT (not even `least`), LINK_CLOSED, STATE, ARGUMENT. */
int proto_link_reserve(struct proto_link *link, struct proto_stream *stream, enum proto_message_type type,
                       size_t least, uint8_t **payload, size_t *room);

/* Ends the reservation with a frame of `length` bytes (at most room). ARGUMENT as for put; STATE. */
int proto_link_commit(struct proto_link *link, unsigned flags, size_t length);

/* Ends the reservation without a frame. */
void proto_link_cancel(struct proto_link *link);

/* END or ABORT of our direction with a status and a text (may be NULL; cut to PROTO_END_TEXT_MAX bytes). END
 * of a direction that has ended does nothing. Errors as proto_link_put(). */
int proto_link_end(struct proto_link *link, struct proto_stream *stream, enum proto_status status,
                   const char *text);
int proto_link_abort(struct proto_link *link, struct proto_stream *stream, enum proto_status status,
                     const char *text);

/* The longest payload that one frame to this peer can have, in an empty record. 0 before the link is open. */
size_t proto_link_payload_max(const struct proto_link *link);

/* The longest payload that fits the record as it stands; 0 when not even an empty frame does, or the buffer
 * is taken. */
size_t proto_link_room(const struct proto_link *link);

/* Is there anything to take? */
bool proto_link_pending(const struct proto_link *link);

/* Seals the record (or hands out the handshake message). 1: *message, *length is what to send as one binary
 * WebSocket message, with PROTO_LINK_HEADROOM writable bytes in front; it lies in the buffer, which now
 * belongs to the caller until proto_link_give(). 0: nothing to send, or the buffer is still out. CRYPTO,
 * NOISE_NONCE: terminal. */
int proto_link_take(struct proto_link *link, uint8_t **message, size_t *length);

/* Makes an empty record of the client that proves its presence, if nothing else is queued: call once after
 * the link opened, when there is no request to send at once. The next take returns it. */
void proto_link_confirm(struct proto_link *link);

/* The message was sent or copied: the next record is built in `buffer`, of the same size; NULL for the same
 * buffer. */
void proto_link_give(struct proto_link *link, uint8_t *buffer);

/* --- finding streams --- */

/* The open stream with this number, or NULL. */
struct proto_stream *proto_link_find(struct proto_link *link, unsigned number);

/* Walks all open streams: pass NULL first; NULL at the end. */
struct proto_stream *proto_link_each(struct proto_link *link, struct proto_stream *previous);

#endif

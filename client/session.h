#ifndef SESSION_H
#define SESSION_H
/* One conversation with one device, and an event loop over its streams. Two kinds of things carry it: the
 * encrypted link of a Krait device (session_link.c), drawn here, and a stock MicroPython board, which knows
 * no streams and for which board.h answers the same messages. Verbs see no difference.
 *
 *     verb ── send frames ──► record under construction ──► sealed, masked ──► socket
 *     verb ◄─ handler a stream ◄─ frames ◄─ opened record ◄─ WebSocket message ◄─ socket
 *
 * Nothing blocks but session_step, which waits for the socket, for further descriptors that a verb watches,
 * and for signals. A stream's frames go to the handler that its opener gave. Memory is bounded: two records
 * and the stream table. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "failure.h"
#include "krait/proto_link.h"
#include "krait/proto_ws.h"
#include "store.h"

#define SESSION_STREAMS 32
#define SESSION_WATCHES 4

struct session;

/* Who gets the frames of a stream. A handler may send (not DATA: that would wait for credit which cannot come
 * meanwhile), but must not wait. `frame` is called for every frame, DATA included; it calls
 * proto_link_consumed (through session_consumed) for DATA when it has done with it. `context` is the
 * opener's. The last call is for a frame with `closes` set, or `broken`. */
struct handler {
    void (*frame)(struct session *session, struct handler *self, const struct proto_frame *frame);
    void (*broken)(struct session *session, struct handler *self); /* the link is gone; may be NULL */
    void *context;
    struct proto_stream *stream; /* set by session_open; NULL when the stream is closed */
    /* Filled by the session for every handler: how the stream ended. */
    bool ended;
    unsigned status; /* enum proto_status of the peer's END, ABORT or END flag */
    char text[PROTO_END_TEXT_MAX + 1];
};

/* A descriptor that session_step waits for besides the socket. */
struct watch {
    int fd; /* -1: free */
    void (*ready)(struct session *session, void *context);
    void *context;
};

/* What carries a session: the functions below of the same names, called while the session lives and, for
 * those with a handler, while its stream is open. */
struct session_kind {
    bool (*connect)(struct session *session, const struct device *device, int timeout_ms,
                    struct failure *failure);
    void (*close)(struct session *session);
    bool (*open)(struct session *session, struct handler *handler, enum proto_message_type type,
                 unsigned flags, const void *payload, size_t size, struct failure *failure);
    bool (*can_open)(const struct session *session); /* NULL: always */
    bool (*send)(struct session *session, struct handler *handler, enum proto_message_type type,
                 unsigned flags, const void *payload, size_t size, struct failure *failure);
    void (*end)(struct session *session, struct handler *handler);
    void (*abort)(struct session *session, struct handler *handler, unsigned status, const char *text);
    void (*consumed)(struct session *session, struct handler *handler, size_t bytes);
    size_t (*credit)(const struct session *session, const struct handler *handler);
    bool (*reserve)(struct session *session, struct handler *handler, enum proto_message_type type,
                    size_t least, uint8_t **payload, size_t *room);
    void (*commit)(struct session *session, unsigned flags, size_t length);
    void (*cancel)(struct session *session);
    bool (*flush)(struct session *session);
    bool (*step)(struct session *session, int timeout_ms);
};
extern const struct session_kind session_link, session_board;

struct session {
    const struct session_kind *kind;
    struct board *board; /* of session_board */
    int socket;
    struct proto_link link;
    struct proto_ws_decoder decoder;
    struct proto_ws_inbox inbox;
    struct proto_stream streams[SESSION_STREAMS];
    struct watch watches[SESSION_WATCHES];
    struct failure failure; /* why the link is gone */
    bool dead;
    bool admitted;    /* the channel stands: requests may go */
    bool turned_away; /* the device ended the connection before, and did not say why */
    uint8_t *out;     /* frame that is being written to the socket */
    size_t out_size, out_sent;
    uint8_t *in; /* receive buffer */
    size_t in_size;
    uint8_t *record;    /* record under construction */
    int64_t heard_us;   /* when the device was last heard of */
    int64_t silence_us; /* after so long without a word the link is given up; 0: never */
    bool pinged;
    /* Notices of the device ("console taken by …"); by default printed to stderr. */
    void (*notice)(struct session *session, unsigned kind, const char *text);
    void (*request)(struct session *session,
                    const struct proto_frame *frame); /* unused stream-0 frames; may be NULL */
    bool dispatching; /* inside a handler: frames of this record are still to be looked at, so nothing is
                         received */
    bool interrupted; /* SIGINT came: whoever waits takes it and clears it */
};

/* Microseconds of a monotonic clock. */
int64_t clock_us(void);

/* Connects, agrees on the WebSocket and the channel; `timeout_ms` for all of it. On success the device's
 * HELLO is in session->link.peer. */
bool session_connect(struct session *session, const struct device *device, int timeout_ms,
                     struct failure *failure);

/* The device has no compiler: programs are compiled here. */
bool session_wants_images(const struct session *session);

/* Says goodbye and frees everything. Safe after a failed connect and on a zeroed struct. */
void session_close(struct session *session);

/* May a stream be opened now? A device with little memory offers few at a time, and another may be waited
 * for. */
bool session_can_open(const struct session *session);

/* Opens a stream with its first frame. The handler must live until it has ended. */
bool session_open(struct session *session, struct handler *handler, enum proto_message_type type,
                  unsigned flags, const void *payload, size_t size, struct failure *failure);

/* Sends one more frame on an open stream (handler NULL: stream 0), waiting for room and credit as needed
 * (frames of others are handled meanwhile). DATA of any size is cut to what fits. False when the link or the
 * stream is gone. */
bool session_send(struct session *session, struct handler *handler, enum proto_message_type type,
                  unsigned flags, const void *payload, size_t size, struct failure *failure);

/* Ends our direction of a stream, or aborts it. Does nothing when it has ended. */
void session_end(struct session *session, struct handler *handler);
void session_abort(struct session *session, struct handler *handler, unsigned status, const char *text);

/* DATA of the stream was used up: the device may send as much more. */
void session_consumed(struct session *session, struct handler *handler, size_t bytes);

/* How many DATA bytes may be sent now without waiting. */
size_t session_credit(const struct session *session, const struct handler *handler);

/* So many bytes of DATA are worth a frame: the device grants credit by half windows. At least 1. */
size_t session_worthwhile(const struct session *session);

/* Lends the place of the next frame's payload, so that a file is read straight into it: *room is at least
 * `least` bytes. False when there is no room or credit now. session_commit sends `length` bytes of it,
 * session_cancel gives the place back. Nothing else may be sent in between. */
bool session_reserve(struct session *session, struct handler *handler, enum proto_message_type type,
                     size_t least, uint8_t **payload, size_t *room);
void session_commit(struct session *session, unsigned flags, size_t length);
void session_cancel(struct session *session);

/* Sends what is queued as far as the socket takes it. False when the link is gone. */
bool session_flush(struct session *session);

/* Waits up to timeout_ms (-1: until something happens) and handles everything that came. False when the link
 * is gone (session->failure says why). Returns early, true, when a signal came. */
bool session_step(struct session *session, int timeout_ms);

/* Steps until the handler's stream has ended. deadline_us 0: none (but silence counts). False: link gone,
 * EXIT_TIMEOUT, or EXIT_SIGNAL after ctrl-C. */
bool session_wait(struct session *session, struct handler *handler, int64_t deadline_us,
                  struct failure *failure);

/* A whole request: opens the stream with END, waits for its end. True when the status is OK; else *failure
 * says "<what>: …". */
bool session_request(struct session *session, struct handler *handler, enum proto_message_type type,
                     const void *payload, size_t size, const char *what, int64_t deadline_us,
                     struct failure *failure);

/* Watches a descriptor for input; fd -1 frees the place of `context`. */
void session_watch(struct session *session, int fd, void (*ready)(struct session *session, void *context),
                   void *context);

/* For what carries a session: the device is gone, every open stream is told, and later calls fail with
 * *failure. Returns false. */
bool session_lost(struct session *session, const struct failure *failure);
/* Copies why the session is over; returns false. */
bool session_dead(const struct session *session, struct failure *failure);
/* Waits for `events` on the carrier's descriptor, for signals and for watched descriptors. Calls `ready` when
 * the carrier's has input or is broken, then the watchers, unless `ready` returned false. -1 with errno, or
 * how many were ready. */
int session_poll(struct session *session, int fd, short events, int timeout_ms,
                 bool (*ready)(struct session *session));

#endif

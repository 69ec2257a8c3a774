#ifndef BOARD_H
#define BOARD_H
/* A stock MicroPython board as what carries a session. Verbs send it the messages of the link; it answers
 * them with what a raw REPL can do:
 *
 *     verb ── message ──► operation ──► a program for the raw REPL        (board_job.c: EXEC, COMPLETE, INFO
 * …) └─────► a frame for the helper program    (board_serve.c: files) the board's programs ── calls ──► FS
 * messages for a MOUNT stream    (board_mount.c)
 *
 * A board does one thing at a time, so operations wait in a line; requests for the helper are sent ahead as
 * far as the board can hold them. Nothing is sent to a board before the first operation, and a program that
 * runs there is neither interrupted nor reset unless the user says so. This header is for board*.c, but the
 * first function. */
#include "digest.h"
#include "krait/proto_message.h"
#include "krait/proto_rawrepl.h"
#include "session.h"
#include "wire.h"

/* Whatever runs on the board may be interrupted to get at the prompt. */
void board_allow_interrupt(struct session *session);

/* Bytes in a row: appended at the end, taken from the start. */
struct bytes {
    uint8_t *data;
    size_t at, size, capacity; /* data[at … size) are in it */
};
void bytes_add(struct bytes *bytes, const void *data, size_t size); /* ends the process when memory is out */
void bytes_text(struct bytes *bytes, const char *format, ...) __attribute__((format(printf, 2, 3)));
void bytes_drop(struct bytes *bytes, size_t size);
void bytes_free(struct bytes *bytes);
static inline size_t bytes_left(const struct bytes *bytes) {
    return bytes->size - bytes->at;
}

/* What proves that a file came whole: SHA-256, or the best that the board can do. */
struct check {
    struct digest sha;
    uint32_t crc, sum;
};
void check_init(struct check *check);
void check_add(struct check *check, const void *data, size_t size);
/* Does the board's answer say the same? Its first byte is the kind: 's' SHA-256, 'c' CRC-32 or 'n' a sum of
 * 24 bits, in decimal. Leaves the SHA-256 in `hash`. */
bool check_finish(struct check *check, const void *answer, size_t size, uint8_t hash[PROTO_DIGEST_BYTES]);

struct op;
/* What a kind of operation does with the raw REPL. */
struct op_kind {
    /* At the raw prompt: starts a program with board_program(), or finishes. */
    void (*ready)(struct board *board, struct op *op);
    void (*output)(struct board *board, struct op *op, const uint8_t *data, size_t size);
    /* The program is over; its traceback lies in board->trace. */
    void (*over)(struct board *board, struct op *op);
};

struct op {
    struct op *next;
    struct proto_stream *stream; /* its user is the handler, or NULL when nobody listens any more */
    const struct op_kind *kind;  /* NULL: the helper's work */
    uint8_t type;                /* enum proto_message_type */
    bool begun;                  /* something of it went to the board */
    bool parked;                 /* a stream that stays open while others work: CONSOLE, MOUNT */
    bool ended;                  /* the client's direction */
    bool stopped;                /* PUT: no more of it shall be sent */
    int stage;                   /* of those with several programs */
    struct bytes request;        /* the payload of its first frame */
    struct bytes in;             /* what the client sent since: program text or a file */
    struct bytes input;          /* standard input for the program */
    struct bytes text;           /* what the board has answered so far */
    uint64_t left;               /* PUT: bytes that the client is still to send */
    uint64_t sent;               /* PUT: bytes that went to the board */
    struct check check;
    char mark;     /* EXEC: what the output is since the last mark: 0 output, 'V' value, 'E' exit */
    bool carriage; /* EXEC: the output ended in CR */
};

enum board_phase {
    BOARD_OUT,      /* nothing is known; perhaps a program runs */
    BOARD_ENTERING, /* the raw prompt was asked for */
    BOARD_SETTLING, /* it came, and further ones may: waits for silence */
    BOARD_READY,    /* at the raw prompt */
    BOARD_PROGRAM,  /* an operation's program runs */
    BOARD_HELPER,   /* the helper was sent and has not said that it is there */
    BOARD_SERVING,  /* the helper takes requests */
    BOARD_LEAVING,  /* it was told to quit */
    BOARD_LOOSE     /* restarting: it is not ours */
};

#define BOARD_SEGMENTS 64

struct board {
    struct session *session;
    struct wire wire;
    struct proto_rawrepl repl;
    enum board_phase phase;
    struct op *ops;     /* in the order of their coming */
    struct op *current; /* BOARD_PROGRAM: whose */
    bool may_interrupt;
    bool plain;                      /* no binary streams: hexadecimal both ways */
    bool binary;                     /* what comes is frames of the helper */
    bool hello_due;                  /* BOARD_HELPER: it was compiled and should speak */
    bool asked_again;                /* the raw prompt was asked for more than once */
    uint32_t parts;                  /* bits: which the helper has */
    size_t part, part_sent;          /* the one under way, and how much of it went */
    bool parts_due;                  /* some are not acknowledged */
    bool worked;                     /* the helper has answered a request */
    size_t block;                    /* bytes of a frame, towards the board and from it */
    size_t limit;                    /* unacknowledged bytes that may be on the way */
    size_t flight;                   /* unacknowledged bytes */
    size_t segments[BOARD_SEGMENTS]; /* the frames that they are, oldest at `segment` */
    unsigned segment, segment_count;
    int64_t timer_us;    /* when to look again; 0: no timer */
    int64_t since_us;    /* when the phase began */
    int64_t pause_us;    /* nothing is sent before */
    int interrupts;      /* ctrl-C that were sent while entering */
    struct bytes out;    /* to the wire */
    struct bytes in;     /* the frame that is coming */
    struct bytes stray;  /* what came while entering */
    struct bytes trace;  /* of the program that ended last */
    struct bytes source; /* of the program that runs */
    struct op *lent;     /* between reserve and commit */
    uint8_t lent_type;
    uint8_t *place;      /* what is lent, 64 KiB */
    struct mount *mount; /* board_mount.c, or NULL */
    char mark[PROTO_RAWREPL_MARK_BYTES + 1];
    bool at_mark;      /* the next byte says what the mark is for */
    bool calling;      /* a call of the mount is being received */
    bool skip_mark;    /* and its mark is still to be taken */
    uint8_t half_byte; /* plain: 0x80 and the first digit of a byte; 0: none */
};

/* The text of the programs, made from client/board/ by the build. */
extern const char board_helper[], board_info[], board_mountfs[];

/* A piece of the helper, sent before the first request that needs it. */
struct board_part {
    const char *letters, *text; /* the requests; NULL after the last part */
};
extern const struct board_part board_helper_parts[];

/* --- board.c */

/* The first operation that waits for the board or works there, or NULL. */
struct op *board_first(const struct board *board);
/* Sends a frame to whoever opened the operation. */
void board_frame(struct op *op, struct board *board, unsigned type, unsigned flags, const void *payload,
                 size_t size);
/* Ends the operation and frees it. */
void board_finish(struct board *board, struct op *op, unsigned status, const char *text);
/* The same for all that wait. */
void board_fail_all(struct board *board, unsigned status, const char *text);
/* Runs what is in board->source for the operation. */
void board_program(struct board *board, struct op *op);
/* The last line of a traceback, into text[size]; "" when there is none. */
void board_trace_line(const struct board *board, char *text, size_t size);
/* The board is gone. Returns false. */
bool board_lost(struct board *board, int code, const char *format, const char *detail);
void board_set_timer(struct board *board, int64_t delay_us);

/* --- board_job.c */

/* What runs the messages of programs; NULL for a type that is not one of them. */
const struct op_kind *board_job_kind(unsigned type);
/* More bytes from the client; `is_input`: standard input. */
void board_job_data(struct board *board, struct op *op, bool is_input, const void *data, size_t size);

/* --- board_serve.c */

bool board_serves(unsigned type);
/* The source of the helper is put into board->source. */
void board_serve_source(struct board *board);
/* The helper's first line. False when it is not one. */
bool board_serve_hello(struct board *board, const char *line);
/* Puts frames for the helper into board->out, as many as may go. */
void board_serve_send(struct board *board);
/* Takes what came from it; returns how many bytes. board->binary is false when the helper is gone. */
size_t board_serve_take(struct board *board, const uint8_t *data, size_t size);
/* Appends bytes as a reader on the board can take them: escaped or in hexadecimal. */
void board_encode(const struct board *board, struct bytes *to, const void *data, size_t size);

/* --- board_mount.c */

extern const struct op_kind board_mount_kind;
/* A call of the mounted file system: takes what belongs to it; board->calling is false when it is whole. */
size_t board_mount_take(struct board *board, const uint8_t *data, size_t size);
/* The host's answers to the FS messages. */
void board_mount_reply(struct board *board, unsigned type, unsigned flags, const void *payload, size_t size);
void board_mount_free(struct board *board);

#endif

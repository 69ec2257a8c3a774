/* MicroPython's raw REPL, the host's side: entering it, sending programs by raw-paste or plainly, taking
 * their output apart. As MicroPython's documentation of the REPL describes it.
 *
 * No port, no clock: bytes that came go into proto_rawrepl_feed(), bytes to be sent come out of
 * proto_rawrepl_pull().
 *
 *     OUTSIDE ─enter─► ENTERING ─banner─► READY ─start─► ASKING ─► SENDING ─► COMPILING ─► OUTPUT ─04─► ERROR
 *                          ▲                ▲                                                          │04
 *                          └──soft reboot───┴──────────────────────────'>'───────────────────── AFTER ◄┘
 *
 * Nothing here interrupts a program or resets a board unless proto_rawrepl_interrupt() or
 * proto_rawrepl_reset() is called. The memory of the source is the caller's until the program's output
 * begins. */
#ifndef KRAIT_PROTO_REPL_CLIENT_H
#define KRAIT_PROTO_REPL_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROTO_RAWREPL_MARK_BYTES 4
/* What plain raw mode, which has no flow control, sends at once; boards hold no more. */
#define PROTO_RAWREPL_PLAIN_PART 256

enum proto_rawrepl_state {
    PROTO_RAWREPL_OUTSIDE,   /* the friendly prompt, or a program that runs: nothing is known */
    PROTO_RAWREPL_ENTERING,  /* asked for the raw REPL, or rebooting into it */
    PROTO_RAWREPL_READY,     /* at the raw prompt */
    PROTO_RAWREPL_ASKING,    /* asked for raw-paste */
    PROTO_RAWREPL_SENDING,   /* the source is on its way */
    PROTO_RAWREPL_COMPILING, /* all sent, not yet acknowledged */
    PROTO_RAWREPL_OUTPUT,    /* the program runs */
    PROTO_RAWREPL_ERROR,     /* its output is over, the traceback comes */
    PROTO_RAWREPL_AFTER,     /* over; the prompt is still to come */
};

enum proto_rawrepl_event_kind {
    PROTO_RAWREPL_STRAY,  /* data that belongs to no program */
    PROTO_RAWREPL_PROMPT, /* the raw prompt: a program may be started */
    PROTO_RAWREPL_TEXT,   /* data is output of the program */
    PROTO_RAWREPL_TRACE,  /* data is part of its traceback */
    PROTO_RAWREPL_MARKED, /* the output contained the mark; what follows it was not looked at */
    PROTO_RAWREPL_REBOOT, /* the program ended in a soft reboot; PROMPT follows when the board is back */
    PROTO_RAWREPL_STRANGE /* the board said what no raw REPL says; the state is OUTSIDE again */
};

struct proto_rawrepl_event {
    enum proto_rawrepl_event_kind kind;
    const uint8_t *data; /* inside the input, or inside the client for a mark that was none */
    size_t length;
};

/* Private but `state`, `paste` and `window`. */
struct proto_rawrepl {
    enum proto_rawrepl_state state;
    int8_t paste;    /* does the board do raw-paste? 0: not asked yet, 1: yes, -1: no */
    uint16_t window; /* its raw-paste window in bytes; 0 until it is known */
    uint8_t control[8];
    uint8_t controls; /* bytes in it */
    uint8_t matched;  /* bytes of the banner that were seen; or of the answer to the question */
    uint8_t marked;   /* bytes of the mark that were seen */
    bool has_mark;
    bool question_dead; /* an old board printed its banner instead of an answer */
    uint8_t mark[PROTO_RAWREPL_MARK_BYTES];
    uint32_t credit;
    const uint8_t *source;
    size_t left;
    bool end_sent;
};

void proto_rawrepl_init(struct proto_rawrepl *client);

/* Four bytes that a program prints to speak to the host; their first occurs nowhere else among them, and none
 * is 04. NULL: no mark. */
void proto_rawrepl_mark(struct proto_rawrepl *client, const uint8_t *mark);

/* Asks for the raw REPL (again). Harmless at any prompt; a program that runs gets the byte 01 as input. */
void proto_rawrepl_enter(struct proto_rawrepl *client);

/* Ctrl-C: KeyboardInterrupt in what runs. */
void proto_rawrepl_interrupt(struct proto_rawrepl *client);

/* READY: soft reset. PROMPT follows. */
void proto_rawrepl_reset(struct proto_rawrepl *client);

/* READY: leaves for the friendly prompt; the state is OUTSIDE. */
void proto_rawrepl_leave(struct proto_rawrepl *client);

/* READY: starts a program. */
void proto_rawrepl_start(struct proto_rawrepl *client, const void *source, size_t size);

/* What is to be sent now: how many bytes were put into `out`. In plain mode never more than
 * PROTO_RAWREPL_PLAIN_PART, and *pause is set when the board should be given 10 ms before the next call. */
size_t proto_rawrepl_pull(struct proto_rawrepl *client, uint8_t *out, size_t capacity, bool *pause);

/* Takes input until something is to be told. True: *event; call again with the rest. False: all was used.
 * *used is how many bytes were taken either way. */
bool proto_rawrepl_feed(struct proto_rawrepl *client, const uint8_t *data, size_t size, size_t *used,
                        struct proto_rawrepl_event *event);

#endif

/* A terminal's state, and what the rest of the device calls of it. */
#ifndef DEV_TERMINAL_H
#define DEV_TERMINAL_H

#include "krait/proto_repl.h"
#include "krait/terminal.h"
#include "parts.h"

#ifndef DEV_TERMINAL_MIN
#define DEV_TERMINAL_MIN 2048 /* bytes of a terminal's memory */
#endif

#define DEV_BANNER_MAX 192

struct dev_terminal {
    struct dev_device *dev;
    void *peer;
    struct dev_terminal *next; /* in the device's list */
    bool used, awake;
    bool greeted;   /* has a prompt */
    bool refusing;  /* `tail` is the answer to a program that is not run */
    bool restarted; /* the machine is fresh, and that is still to be shown */
    bool resetting; /* we asked for it */
    bool refused;   /* the port keeps bytes for which there was no room */
    bool editing;   /* a line for input() */
    unsigned options;
    char name[DEV_ADDRESS_MAX];
    struct dev_job *job; /* what is half typed, waits or runs; NULL: nothing */
    struct proto_repl repl;
    struct ring_cursor cursor;
    uint8_t *input;
    uint32_t input_capacity, input_head, input_size;
    size_t seen;   /* bytes that the port keeps and that were looked at */
    uint64_t sent; /* bytes, ever */
    size_t head;   /* bytes of the job's traceback that go out as they are */
    char tail[DEV_TEXT_MAX + DEV_ADDRESS_MAX];
    char banner[DEV_BANNER_MAX];
    uint8_t memory[]; /* `terminal_bytes` */
};

/* The ring has got something. */
void terminals_notify(struct dev_device *dev);
/* Bytes that may be appended to the ring before the terminal of the running job misses something. */
size_t terminal_room(struct dev_terminal *terminal);

/* boot.py and main.py have run in a fresh machine. */
void terminals_restarted(struct dev_device *dev);

/* The program of this terminal is about to run. */
void terminal_begin(struct dev_terminal *terminal);

/* The program of this terminal has ended: begin_end once, then end until it is true. give_up drops what the
 * stream does not take; resume goes on with what was typed meanwhile, once the machine is free. */
void terminal_begin_end(struct dev_terminal *terminal);
bool terminal_end(struct dev_terminal *terminal);
void terminal_give_up(struct dev_terminal *terminal);
void terminal_resume(struct dev_terminal *terminal);

/* Terminals that are closed go; not while a program has the machine, which may have been theirs. */
void terminals_sweep(struct dev_device *dev);

void terminal_interrupt(struct dev_terminal *terminal);

/* Standard input of the running program: 0 bytes when there is nothing now. A line comes with its newline;
 * -1: its end. */
bool terminals_have_input(struct dev_device *dev);
size_t terminals_read(struct dev_device *dev, char *data, size_t size);
ptrdiff_t terminals_edit_line(struct dev_device *dev, char *data, size_t size);

/* terminal_text.c: how many bytes of a traceback go out as they are; `tail` is what follows in the form that
 * tools look for. */
size_t terminal_split_error(const char *text, size_t size, bool raw, char *tail, size_t capacity);

#endif

/* MicroPython's prompt as a server: friendly REPL, paste mode, raw REPL and raw-paste, as bytes in, events
 * and bytes out.
 *
 * It knows what the bytes mean and what is answered; it runs nothing. Its user hands in what the stream
 * brought, does what the event says, and tells how that went:
 *
 *     PROTO_REPL_GROW       more room for program text: proto_repl_text() or proto_repl_refuse()
 *     PROTO_REPL_EXECUTE    run repl->text; its output goes to proto_repl_print(), its end to
 * proto_repl_finish() PROTO_REPL_RESET      a soft reset; then proto_repl_restart() PROTO_REPL_COMPLETE names
 * for repl->line before the cursor: proto_repl_found() and what follows it
 *
 * From EXECUTE and RESET to their answers nothing is received: what comes meanwhile is the program's standard
 * input.
 *
 * All memory is the caller's: a line, old lines, the output ring, and the program text, which is asked for
 * only when there is some. Nothing is received unless the ring has room for the longest answer to one byte,
 * so no answer is ever cut.
 *
 * What the modes are and why: docs/TOOLS.md. */
#ifndef KRAIT_PROTO_REPL_H
#define KRAIT_PROTO_REPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROTO_REPL_INTERRUPT 0x03 /* ctrl-C */
#define PROTO_REPL_PROMPT    16   /* bytes of a prompt's text, its zero included */
#define PROTO_REPL_NAME      64   /* of a name that is completed, likewise */

/* Bytes of output that must be free before a byte is received, for a line of this capacity. The ring must be
 * larger. */
#define PROTO_REPL_ANSWER(line) (2 * (line) + 256)

enum proto_repl_mode {
    PROTO_REPL_FRIENDLY,
    PROTO_REPL_PASTE,
    PROTO_REPL_RAW,
    PROTO_REPL_RAW_PASTE,
};

enum proto_repl_event {
    PROTO_REPL_NONE, /* everything was taken, or the output is full, or an answer is missing */
    PROTO_REPL_GROW,
    PROTO_REPL_EXECUTE,
    PROTO_REPL_RESET,
    PROTO_REPL_COMPLETE,
};

/* How a program ended. */
enum proto_repl_outcome {
    PROTO_REPL_DONE,
    PROTO_REPL_FAILED,     /* the text is its traceback */
    PROTO_REPL_INCOMPLETE, /* friendly: the statement goes on in the next line */
    PROTO_REPL_EXIT,       /* as SystemExit: a soft reset follows, and proto_repl_restart() */
};

/* Bytes on their way to the stream. */
struct proto_repl_out {
    uint8_t *data;
    uint32_t capacity, head, size;
    bool in_line; /* the last byte was no newline */
};

/* The line that is edited. */
struct proto_repl_line {
    char *text;
    uint32_t capacity, size, cursor;
    uint32_t indent; /* blanks in front that nobody typed */
    char *history;   /* old lines, oldest first, each ended by a zero */
    uint32_t history_capacity, history_size;
    uint32_t browsed; /* which old line is shown, counted from the newest; 0: none */
    uint8_t escape;   /* inside an escape sequence: its last byte that matters */
    uint8_t argument; /* its number */
    uint8_t partial_size;
    uint8_t partial[4]; /* of a character of several bytes */
};

struct proto_repl {
    struct proto_repl_out out;
    struct proto_repl_line line;
    const char *banner;
    char prompts[2][PROTO_REPL_PROMPT]; /* sys.ps1, sys.ps2; may be written before finish and restart */
    uint8_t mode;                       /* enum proto_repl_mode */
    bool executing;                     /* an answer of the user is missing */
    bool refused;                       /* the text did not fit; it is swallowed to its end */
    char newline;                       /* ended the last line: the other one of a pair is swallowed */
    uint8_t stage;                      /* of finish() */
    uint16_t window;
    uint32_t consumed; /* raw-paste: since the last increment */
    char *text;        /* the program so far */
    uint32_t text_capacity, text_size;
    size_t told; /* of the traceback */
    struct {
        char common[PROTO_REPL_NAME];
        uint32_t count;
    } names;
};

/* What the user gives; everything must outlive the state. */
struct proto_repl_config {
    char *line;
    uint32_t line_capacity; /* >= 16 */
    char *history;
    uint32_t history_capacity; /* 0: none */
    uint8_t *out;
    uint32_t out_capacity; /* > PROTO_REPL_ANSWER(line_capacity) */
    uint16_t window; /* of raw-paste: the user can hold twice as many bytes that were not yet received; 0: it
                        is refused */
    const char *banner; /* begins with "MicroPython ", which the tools look for; ends with "\r\n" */
};

void proto_repl_init(struct proto_repl *repl, const struct proto_repl_config *config);

/* What somebody sees who has just come: a prompt, and before it perhaps the banner. */
void proto_repl_greet(struct proto_repl *repl, bool banner);

/* Takes bytes up to an event; returns how many. */
size_t proto_repl_receive(struct proto_repl *repl, const uint8_t *data, size_t size,
                          enum proto_repl_event *event);

/* Answers GROW: the text so far is in this memory now. Or: there is none, the text is to be swallowed, and
 * its sender is to read a MemoryError. */
void proto_repl_text(struct proto_repl *repl, char *text, uint32_t capacity);
void proto_repl_refuse(struct proto_repl *repl);

/* Forgets the program text; its memory is the user's again. */
void proto_repl_clear(struct proto_repl *repl);

/* Output of the program: as many bytes of it as fit. A text's newlines become "\r\n". */
size_t proto_repl_print(struct proto_repl *repl, const uint8_t *data, size_t size, bool is_text);

/* Output of somebody else, which comes between a prompt and what is typed: print it between these two. */
bool proto_repl_aside_begin(
    struct proto_repl *repl); /* false: there is no room now, or nobody wants to read it */
void proto_repl_aside_end(struct proto_repl *repl);

/* The program has ended. `tail`, C text, follows the traceback. False: not all fitted, call again with the
 * same arguments. */
bool proto_repl_finish(struct proto_repl *repl, enum proto_repl_outcome outcome, const char *text,
                       size_t size, const char *tail);

/* The machine is fresh; true for the one who asked for it, by RESET or EXIT. Others at a prompt see a new
 * one. */
void proto_repl_restart(struct proto_repl *repl, bool asked);

/* COMPLETE: found() for each name that repl->line may go on with, then complete(), with the number of bytes
 * before the cursor that each name replaces. When that is true there are several, and nothing could be added:
 * list() each, then listed(). */
void proto_repl_found(struct proto_repl *repl, const char *name);
bool proto_repl_complete(struct proto_repl *repl, size_t replaced);
void proto_repl_list(struct proto_repl *repl, const char *name);
void proto_repl_listed(struct proto_repl *repl);

/* The other half of the line end that began the program: the user drops it from the program's input. */
bool proto_repl_swallows(struct proto_repl *repl, uint8_t first);

/* Standard input of a program line by line, with echo and editing: begin() once a line, then bytes until it
 * is whole, which is repl->line.text without its end. ctrl-D on an empty line is the end of the input. */
enum proto_repl_input { PROTO_REPL_INPUT_MORE, PROTO_REPL_INPUT_LINE, PROTO_REPL_INPUT_END };
void proto_repl_input_begin(struct proto_repl *repl);
enum proto_repl_input proto_repl_input(struct proto_repl *repl, uint8_t byte);

/* Room for output; the next bytes of it that lie in one piece; that many of them were sent. */
size_t proto_repl_room(const struct proto_repl *repl);
bool proto_repl_has_room(const struct proto_repl *repl); /* for one answer */
bool proto_repl_is_raw(const struct proto_repl *repl);
bool proto_repl_is_receiving_paste(const struct proto_repl *repl); /* ctrl-C belongs to the text */
size_t proto_repl_pull(const struct proto_repl *repl, const uint8_t **data);
void proto_repl_give(struct proto_repl *repl, size_t sent);

#endif

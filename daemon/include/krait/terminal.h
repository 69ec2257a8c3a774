/* A terminal: MicroPython's prompt, raw REPL, raw-paste and paste mode on a stream of bytes, for the tools and habits of
 * today (mpremote, Thonny, rshell, a serial terminal, WebREPL's text).
 *
 * A port opens one for each byte stream that it offers: a pseudo-terminal, a TCP connection, the UART. Bytes go in as they
 * come and out as the stream takes them. What a stream needs around them (telnet's options, WebREPL's login and frames)
 * belongs to protocol/ and to who opens the terminal.
 *
 *     bytes came           dev_terminal_receive()
 *     the stream takes     dev_terminal_pull(), dev_terminal_give()
 *     the stream is gone   dev_terminal_close()
 *
 * Whoever reaches the stream may do everything: a terminal has no authentication of its own, so a port offers none unless it
 * was told to. The encrypted link does not change: its clients see what a terminal's programs print as watchers do, and
 * "busy, held by NAME" while one runs.
 *
 * What is typed or sent becomes a job like those of EXEC, so it waits for its turn and never runs inside serve(). While a job
 * of the terminal runs, its bytes are the job's standard input, and output that the stream does not take holds the program
 * back; what other jobs and main.py print is shown as far as the stream keeps up. ctrl-C interrupts whatever runs (see
 * micropython.kbd_intr). ctrl-D is a soft reset: links, terminals and mounts of clients stay.
 *
 * The calls are allowed inside serve(), as those of device.h are. Memory: dev_limits.terminals of them are part of
 * dev_memory_size(). */
#ifndef KRAIT_TERMINAL_H
#define KRAIT_TERMINAL_H

#include "krait/device.h"

typedef struct dev_terminal dev_terminal;

enum dev_terminal_option {
    DEV_TERMINAL_BANNER = 1, /* begins with the banner and a prompt; else with a prompt only */
    DEV_TERMINAL_QUIET = 2,  /* shows nothing but what it is asked for: not what other jobs print */
};

/* Opens a terminal on the port's stream `peer` (given to dev_port.terminal_wake). `name` is what others read as the holder,
 * e.g. "pty" or an address; it is copied, cut to 63 bytes. NULL when all places are taken. */
dev_terminal *dev_terminal_open(dev_device *dev, void *peer, const char *name, unsigned options);

/* Takes bytes from the stream and returns how many of them: fewer when there is no room, and then the port keeps the rest
 * and offers it again after terminal_wake(), or with every serve(); output that is pulled first may end the wake. An interrupt character is looked for in all of them, taken or not. */
size_t dev_terminal_receive(dev_terminal *terminal, const uint8_t *data, size_t size);

/* The next bytes for the stream: their number, 0 when there are none (terminal_wake() tells when). They stay valid until
 * dev_terminal_give() says how many of them were sent. */
size_t dev_terminal_pull(dev_terminal *terminal, const uint8_t **data);
void dev_terminal_give(dev_terminal *terminal, size_t sent);

/* The stream is gone. A job of the terminal goes on without input and with its output to the ring only; what is half typed is
 * forgotten. */
void dev_terminal_close(dev_terminal *terminal);

#endif

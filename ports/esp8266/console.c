/* The UART as a terminal.
 *
 * The terminal is opened by the first character, so that a console nobody uses shows the log and nothing
 * else. Characters that the terminal has no room for stay here, and then no more are taken from the UART.
 * When a program has left no memory for a terminal, ctrl-C still ends it. */
#include "console.h"

#include <string.h>

#include "board.h"
#include "krait/terminal.h"

#define INTERRUPT 3 /* ctrl-C */

static struct {
    dev_device *dev;
    dev_terminal *terminal;
    uint8_t input[16];
    uint8_t have;
    bool awake;
} console;

void console_open(dev_device *dev) {
    memset(&console, 0, sizeof console);
    console.dev = dev;
}

void console_wake(void *port, void *peer) {
    (void)port, (void)peer;
    console.awake = true;
}

bool console_in_use(void) {
    return console.terminal != NULL;
}

static bool give_input(void) {
    if (console.have == 0) return false;
    if (!console.terminal)
        console.terminal = dev_terminal_open(console.dev, &console, "uart", DEV_TERMINAL_BANNER);
    if (!console.terminal && memchr(console.input, INTERRUPT, console.have))
        dev_interrupt(console.dev, "uart");
    size_t taken =
        console.terminal ? dev_terminal_receive(console.terminal, console.input, console.have) : console.have;
    memmove(console.input, console.input + taken, console.have - taken);
    console.have = (uint8_t)(console.have - taken);
    return taken > 0;
}

static bool take_output(void) {
    const uint8_t *data;
    size_t size;
    bool any = false;
    console.awake = false;
    while (console.terminal && (size = dev_terminal_pull(console.terminal, &data)) > 0) {
        board_console_write((const char *)data, size);
        dev_terminal_give(console.terminal, size);
        any = true;
    }
    return any;
}

bool console_poll(void) {
    if (!console.dev) return false;
    console.have = (uint8_t)(console.have + board_console_read(console.input + console.have,
                                                               sizeof console.input - console.have));
    bool any = give_input();
    if (console.terminal && (any || console.awake)) any |= take_output();
    return any;
}

/* The emulated board: time, sleep, exceptions, the watchdog, chance.
 *
 * The core's cycle counter is the clock; it is read at least once a second, because the timer interrupt comes
 * that often, so its overflow after 107 seconds is seen. The same interrupt is the watchdog: it counts the
 * seconds since board_feed(). A peripheral's interrupt only ends board_wait(); its handler masks it, and the
 * next wait lets it through again, so that one which is not served at once does not come back for ever. */
#include "board.h"

#include <stdio.h>
#include <string.h>

#include "registers.h"

#define CAUSE_INTERRUPT 4
#define SECOND          (1000000u * CYCLES_PER_US)
#define NOTE_MAGIC      0x6b726169u

/* As start.S saves it. */
struct exception_frame {
    uint32_t a[16], sar, pc, cause, address;
};

static uint32_t cycles_low, cycles_high;
static uint32_t quiet_seconds; /* since board_feed() */
static struct { uint32_t magic, note; } note __attribute__((section(".note_ram")));

void exception_handle(struct exception_frame *frame);
void exception_lost(void);

/* --- time --- */

/* Interrupts are masked: the two words belong together. */
static uint64_t cycles(void) {
    uint32_t mask;
    __asm__ volatile("rsil %0, 1" : "=a"(mask)::"memory");
    uint32_t now = READ_SPECIAL(ccount);
    if (now < cycles_low) cycles_high++;
    cycles_low = now;
    uint64_t result = (uint64_t)cycles_high << 32 | now;
    WRITE_SPECIAL(ps, mask);
    return result;
}

uint64_t board_ticks_us(void) {
    return cycles() / CYCLES_PER_US;
}

static void set_timer(uint32_t from_now) {
    WRITE_SPECIAL(ccompare0, READ_SPECIAL(ccount) + from_now);
}

/* What arrives between the look and `waiti` still ends the wait, because interrupts are masked until then. */
void board_wait(uint64_t us) {
    uint32_t mask;
    uint32_t part = us < 1000000u ? (uint32_t)us * CYCLES_PER_US : SECOND;
    if (part < 400) return;
    __asm__ volatile("rsil %0, 1" : "=a"(mask)::"memory");
    if (!uart_has_input() && !ethernet_has_input()) {
        set_timer(part);
        WRITE_SPECIAL(intenable, IRQ_TIMER | IRQ_ETHERNET | IRQ_UART);
        __asm__ volatile("waiti 0" ::: "memory");
    }
    WRITE_SPECIAL(ps, mask);
}

/* --- life --- */

int semihosting(int number, int a, int b, int c) {
    register int a2 __asm__("a2") = number;
    register int a3 __asm__("a3") = a;
    register int a4 __asm__("a4") = b;
    register int a5 __asm__("a5") = c;
    __asm__ volatile("simcall" : "+a"(a2), "+a"(a3) : "a"(a4), "a"(a5) : "memory");
    return a2;
}

void board_open(void) {
    WRITE_SPECIAL(ccount, 0); /* a reset does not: this start would seem to have lasted as long as QEMU */
    if (note.magic != NOTE_MAGIC) note.note = 0;
    note.magic = NOTE_MAGIC;
    set_timer(SECOND);
    WRITE_SPECIAL(intenable, IRQ_TIMER);
    uart_open();
}

void board_restart(void) {
    REGISTER(BOARD_RESET) = 0xdead;
    for (;;) continue;
}

/* Waits before the restart, so that a device which fails at every start can be read. */
void board_fail(const char *why) {
    uint32_t begin = READ_SPECIAL(ccount);
    board_console_write("\r\nfailed: ", 10);
    board_console_write(why, strlen(why));
    board_console_write("\r\n", 2);
    while (READ_SPECIAL(ccount) - begin < SECOND) continue;
    board_restart();
}

uint32_t board_note(void) {
    return note.note;
}

void board_set_note(uint32_t value) {
    note.note = value;
}

void board_feed(void) {
    quiet_seconds = 0;
}

/* The emulated core has no trouble with them; the memory guard finds them. */
uint32_t board_narrow_loads(uint32_t *pc) {
    *pc = 0;
    return 0;
}

/* --- exceptions --- */

/* For a program, an exception is what it is on the real chip: the watchdog's. */
static void fail_at(const char *what, uint32_t cause, uint32_t pc, uint32_t address, uint32_t caller) {
    char text[96];
    hardware_restarting(KR_RESET_WATCHDOG);
    snprintf(text, sizeof text, "%s %u at %08x, address %08x, called from %08x", what, (unsigned)cause,
             (unsigned)pc, (unsigned)address, (unsigned)caller);
    board_fail(text);
}

/* The timer comes once a second, or at the end of a wait. */
static void tick(const struct exception_frame *frame) {
    static uint32_t second;
    uint32_t now = READ_SPECIAL(ccount);
    set_timer(SECOND);
    if (now < cycles_low) cycles_high++;
    cycles_low = now;
    if (now - second < SECOND) return;
    second = now;
    if (++quiet_seconds > BOARD_PATIENCE_S) fail_at("watchdog", 0, frame->pc, 0, frame->a[0]);
}

void exception_handle(struct exception_frame *frame) {
    if (frame->cause != CAUSE_INTERRUPT)
        fail_at("exception", frame->cause, frame->pc, frame->address, frame->a[0]);
    uint32_t enabled = READ_SPECIAL(intenable);
    uint32_t pending = READ_SPECIAL(interrupt) & enabled;
    WRITE_SPECIAL(intenable, enabled & ~(pending & (IRQ_UART | IRQ_ETHERNET)));
    if (pending & IRQ_TIMER) tick(frame);
}

/* An exception while another one was taken: the stack or the handler is broken. */
void exception_lost(void) {
    fail_at("lost, exception", READ_SPECIAL(exccause), READ_SPECIAL(epc1), READ_SPECIAL(excvaddr),
            READ_SPECIAL(depc));
}

/* --- chance --- */

/* The emulated board has no noise of its own; the computer's does. The name must be in RAM, for the emulator
 * reads it by bytes. */
void board_random(void *data, size_t size) {
    enum { OPEN = 5, CLOSE = 6, READ = 3 };
    char name[16];
    memcpy(name, "/dev/urandom", 13);
    int file = semihosting(OPEN, (int)name, 0, 0);
    int got = semihosting(READ, file, (int)data, (int)size);
    semihosting(CLOSE, file, 0, 0);
    if (file < 0 || got != (int)size) board_fail("no random numbers: is QEMU run with -semihosting?");
}

uint32_t board_random_word(void) {
    uint32_t word;
    board_random(&word, sizeof word);
    return word;
}

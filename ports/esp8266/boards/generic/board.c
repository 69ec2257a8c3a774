/* The chip's board: time, life, chance and the console, over Espressif's SDK and the registers. */
#include "board.h"

#include <string.h>

#include "bus.h"
#include "chance.h"
#include "hardware.h"
#include "kept.h"
#include "narrow.h"
#include "sdk.h"
#include "uart.h"
#include "wifi.h"

#define NOTE_WORD  0u
#define NOTE_MAGIC 0x6b726169u
#define KEEP_US    1000000u

#define CAUSE_LOAD_STORE 3

/* --- time --- */

/* The SDK's clock overflows after 71 minutes; this is asked far more often. */
uint64_t board_ticks_us(void) {
    static uint32_t low, high;
    uint32_t now = sdk_time_us();
    if (now < low) high++;
    low = now;
    return (uint64_t)high << 32 | now;
}

void board_wait(uint64_t us) {
    if (!uart_has_input()) sdk_yield(us);
}

void bus_delay_us(uint32_t us) {
    const uint32_t most = 50000;
    for (; us > most; us -= most) sdk_delay_us(most);
    sdk_delay_us(us);
}

uint32_t bus_cycles_per_us(void) {
    return sdk_megahertz();
}

void bus_lock(void) {
    sdk_lock();
}

void bus_unlock(void) {
    sdk_unlock();
}

/* --- loads of bytes from flash --- */

/* What the vector saves before it calls a handler; a1 points behind the frame. */
struct frame {
    uint32_t pc, ps, sar, unused, a0, a2_to_a15[14];
};

typedef void handler(struct frame *frame, int cause);

handler *_xtos_set_exception_handler(int cause, handler *called); /* in the mask ROM */

static handler *others; /* what the SDK does about such an exception */
static uint32_t narrow_loads, narrow_pc;

__attribute__((section(".iram.narrow"))) static void repair(struct frame *frame, int cause) {
    struct narrow_load load;
    uint32_t address;
    __asm__ volatile("rsr.excvaddr %0" : "=a"(address));
    if (!narrow_load(frame->pc, address, &load) || load.reg == 1) {
        others(frame, cause);
        return;
    }
    narrow_loads++;
    narrow_pc = frame->pc;
    if (load.reg == 0)
        frame->a0 = load.value;
    else
        frame->a2_to_a15[load.reg - 2] = load.value;
    frame->pc = load.resume;
}

uint32_t board_narrow_loads(uint32_t *pc) {
    *pc = narrow_pc;
    return narrow_loads;
}

/* --- life --- */

void board_open(void) {
    others = _xtos_set_exception_handler(CAUSE_LOAD_STORE, repair);
    uart_open();
    sdk_console_interrupt(uart_interrupt);
}

void board_restart(void) {
    uint64_t us;
    bool sleeps = hardware_sleeps(&us);
    kept_write();
    if (sleeps) sdk_deep_sleep(us);
    sdk_restart();
}

void board_fail(const char *why) {
    board_console_write("\r\nfailed: ", 10);
    board_console_write(why, strlen(why));
    board_console_write("\r\n", 2);
    sdk_restart();
}

uint32_t board_note(void) {
    uint32_t magic, note;
    sdk_note_read(NOTE_WORD, &magic);
    sdk_note_read(NOTE_WORD + 1, &note);
    return magic == NOTE_MAGIC ? note : 0;
}

void board_set_note(uint32_t note) {
    sdk_note_write(NOTE_WORD, NOTE_MAGIC);
    sdk_note_write(NOTE_WORD + 1, note);
}

/* What programs keep is written once a second, for there are resets that nobody announces. */
void board_feed(void) {
    static uint64_t last;
    uint64_t now = board_ticks_us();
    sdk_feed();
    if (now - last < KEEP_US) return;
    last = now;
    kept_write();
}

/* --- chance --- */

void board_random(void *data, size_t size) {
    chance_fill(data, size);
}

uint32_t board_random_word(void) {
    uint32_t word;
    chance_fill(&word, sizeof word);
    return word;
}

/* --- the network --- */

int8_t board_network_open(struct netif *netif) {
    wifi_open(netif);
    return 0;
}

/* The SDK gets its turn at least as often as the network is looked at. */
bool board_network_poll(struct netif *netif) {
    (void)netif;
    sdk_yield(0);
    return wifi_poll();
}

/* The chip's board: time, life, chance and the console, over Espressif's SDK and the registers. */
#include "board.h"

#include <string.h>

#include "bus.h"
#include "chance.h"
#include "sdk.h"
#include "uart.h"
#include "wifi.h"

#define NOTE_WORD  0u
#define NOTE_MAGIC 0x6b726169u

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

/* --- life --- */

void board_open(void) {
    uart_open();
    sdk_console_interrupt(uart_interrupt);
}

void board_restart(void) {
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

void board_feed(void) {
    sdk_feed();
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

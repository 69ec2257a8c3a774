#ifndef KRAIT_ESP8266_SDK_H
#define KRAIT_ESP8266_SDK_H
/* Espressif's NONOS SDK, as the rest of the firmware sees it: only sdk_*.c include its headers, whose names
 * for lwIP's types are those of an older version.
 *
 * The SDK wants to own the main loop: radio and flash are served by tasks that run when the current one has
 * returned. The firmware wants to wait where it waits. So the firmware runs on a stack of its own, as one
 * task of the SDK's, and sdk_yield() changes back to the SDK's stack until there is something to do. Only one
 * of both runs at any time, and they change places nowhere else.
 *
 * Frames are taken from the SDK as they come from the radio, and go there whole: its own TCP/IP is linked,
 * because its libraries name it, but sees none of them. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sdk_interface { SDK_STATION, SDK_ACCESS_POINT };

enum sdk_radio { SDK_RADIO_OFF = 0, SDK_RADIO_STATION = 1, SDK_RADIO_ACCESS_POINT = 2 }; /* bits */

/* --- life --- */

/* Lets the SDK run until sdk_wake(), a frame, a radio event, or for at most `us` microseconds (0: one turn of
 * its other tasks). */
void sdk_yield(uint64_t us);

/* From an interrupt or from one of the SDK's own calls into the firmware: ends sdk_yield(). Interrupts come
 * also while flash cannot be read: a handler, and what it calls, lies in RAM (.iram). */
void sdk_wake(void);

void sdk_feed(void);
_Noreturn void sdk_restart(void);
uint32_t sdk_time_us(void); /* overflows */
unsigned sdk_reset_reason(
    void); /* rst_info's: 0 power, 1 and 3 watchdog, 2 exception, 4 restart, 5 deep sleep, 6 pin */
unsigned sdk_megahertz(void);
bool sdk_set_megahertz(unsigned megahertz); /* 80 or 160 */
unsigned sdk_adc(void);                     /* 0 to 1024 */
uint32_t sdk_chip_id(void);
void sdk_delay_us(uint32_t us); /* at most 65535 */
void sdk_lock(void);            /* interrupts */
void sdk_unlock(void);
/* 512 bytes that survive a restart but not a power cut, by words. */
void sdk_note_read(unsigned word, uint32_t *value);
void sdk_note_write(unsigned word, uint32_t value);
void sdk_console_interrupt(void (*handler)(void *)); /* a byte has come on a UART */
void sdk_pins_interrupt(void (*handler)(void *));    /* as enabled pin by pin; the handler is in RAM */
void sdk_timer_interrupt(void (*handler)(void *)); /* the first timer has come to 0; the handler is in RAM */
/* Sleeps with everything off but the clock, then starts as after a reset, if GPIO 16 is wired to the reset
 * pin. 0: until somebody resets the chip. */
_Noreturn void sdk_deep_sleep(uint64_t us);
uint64_t sdk_deep_sleep_most(void); /* microseconds */

/* --- flash: addresses and sizes are multiples of 4, data is in RAM (flash_device.c copies it there); false:
 * it failed --- */

bool sdk_flash_read(uint32_t address, uint32_t *data, uint32_t size);
bool sdk_flash_program(uint32_t address, const uint32_t *data, uint32_t size);
bool sdk_flash_erase(uint32_t sector);
uint32_t sdk_flash_size(void); /* bytes, by the boot loader's head */
uint32_t sdk_flash_chip(void); /* the JEDEC identification of the chip, its first byte lowest */

/* --- radio --- */

struct sdk_events {
    /* A frame with its Ethernet header; the bytes are the SDK's again afterwards. */
    void (*frame)(enum sdk_interface interface, const void *data, size_t size);
    void (*station_up)(void);              /* associated, keys agreed: frames flow */
    void (*station_down)(unsigned reason); /* IEEE 802.11's reason, from 200 on Espressif's */
};

/* Before anything else of the radio; the table must live on. */
void sdk_radio_open(const struct sdk_events *events);
bool sdk_radio_mode(unsigned bits); /* enum sdk_radio */
bool sdk_station_join(const char *ssid, const char *key, const uint8_t *bssid);
void sdk_station_leave(void);
int sdk_station_rssi(void); /* dBm */
bool sdk_access_point(const char *ssid, const char *key, unsigned channel);
unsigned sdk_access_point_clients(void);
void sdk_mac(enum sdk_interface interface, uint8_t mac[6]);
unsigned sdk_channel(void);
bool sdk_power_save(void); /* the radio rests between the access point's beacons */
bool sdk_set_power_save(bool on);
bool sdk_set_power(int dbm); /* 0 to 20 */

/* Looks for networks, also from the access point, whose clients wait meanwhile. What was found is kept until
 * sdk_scan_end(). sdk_scan_get() gives one: 1; 0: there are no more; negative: it goes on. */
struct kr_net_found;
bool sdk_scan_begin(void);
int sdk_scan_get(unsigned i, struct kr_net_found *found);
void sdk_scan_end(void);

/* Sends a frame with its Ethernet header: the memory to put it into, NULL when there is none now; then it
 * goes. One at a time. False: the radio does not take it. */
void *sdk_frame_begin(enum sdk_interface interface, size_t size);
bool sdk_frame_send(void);

#endif

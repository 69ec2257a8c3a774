#ifndef KRAIT_ESP8266_BOARD_H
#define KRAIT_ESP8266_BOARD_H
/* What a board does for the firmware. A board is a folder of boards/: start-up code, a linker script, and
 * these functions.
 *
 * Everything runs on one stack. Interrupts do no more than end board_wait() and watch over board_feed(); so
 * no function here is called from one. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct netif;
struct kr_net_link;
struct kr_net_found;
struct kr_board;

/* --- life --- */

/* After the C environment stands, before anything else. */
void board_open(void);

/* Begins again as after power-up, but the notes stay. */
_Noreturn void board_restart(void);

/* Something that cannot be: says so on the console and restarts. */
_Noreturn void board_fail(const char *why);

/* A word that survives a restart but not a power cut; 0 after power-up. */
uint32_t board_note(void);
void board_set_note(uint32_t note);

/* The device is alive: when this is not called for BOARD_PATIENCE_S seconds, the watchdog restarts the chip.
 */
#define BOARD_PATIENCE_S 8
void board_feed(void);

/* How many loads of 8 or 16 bits from flash were repaired (narrow.h), and where the code was that made the
 * last one. */
uint32_t board_narrow_loads(uint32_t *pc);

/* --- time and chance --- */

uint64_t board_ticks_us(void); /* monotonic, since the start */

/* Sleeps at most `us` microseconds, or until a frame or a character has arrived. May return earlier. */
void board_wait(uint64_t us);

void board_random(void *data, size_t size); /* cryptographic quality */
uint32_t board_random_word(void);

/* --- hardware for programs --- */

/* What `machine` finds on this board, and the context of its functions. */
const struct kr_board *board_hardware(void **context);

/* --- console --- */

void board_console_write(const char *data, size_t size);

/* The bytes that have arrived, at most `capacity`; 0: none. */
size_t board_console_read(uint8_t *data, size_t capacity);

/* --- network --- */

/* Fills in a new netif: its address, its functions; then it takes frames. lwIP's err_t. */
int8_t board_network_open(struct netif *netif);

/* Hands what has arrived to lwIP; true when there was something. */
bool board_network_poll(struct netif *netif);

/* The radio's part of kr_net.link_state (krait/net.h): all but the addresses. KR_NET_CONNECTING is a station that may send; with an address
 * it is connected. -KR_ENODEV: there is no such interface. */
int board_link_state(int link, struct kr_net_link *state);

/* Remembers a network and goes there now (name NULL: to those that are known); leaves it. -KR_ENOSYS where the network is a wire, here and
 * below. */
int board_link_join(const char *name, const char *key, const uint8_t *bssid);
int board_link_leave(void);

/* kr_net's link_active, scan, and what of link_number and link_text is the radio's. */
int board_link_active(int link, bool active);
int board_link_scan(uint32_t *position, struct kr_net_found *found);
int board_link_number(int link, int setting, int32_t *value, bool set);
int board_link_text(int link, int setting, char *text, size_t *size, bool set);

#endif

/* What `machine` finds on the emulated board: the chip's own clock, name, registers and reasons for a reset,
 * and sensors on its pins.
 *
 * QEMU's board has no pins. So that programs for sensors run, the sensors that a kraitd simulates are here,
 * too; what they remember is the world's and not the chip's, so it lies in memory that the chip does not have
 * (WORLD_BASE), to which the memory guard lets only them. */
#include <string.h>

#include "board.h"
#include "board_sim.h"
#include "board_clock.h"
#include "krait/files.h"
#include "registers.h"

#define WORLD ((board_sim *)WORLD_BASE)

#define KEPT_MAGIC 0x6b657074u

static kr_board hardware;
static enum kr_reset_cause cause_now;

/* Survives a restart. */
static struct {
    uint32_t magic;
    int32_t cause; /* enum kr_reset_cause, of the next start */
    uint8_t memory[64];
} kept __attribute__((section(".note_ram")));

/* --- what the sensors want of a computer --- */

uint64_t host_ticks_us(void *context);
uint64_t host_ticks_us(void *context) {
    (void)context;
    return board_ticks_us();
}

void host_sleep_us(uint64_t us);
void host_sleep_us(uint64_t us) {
    uint64_t until = board_ticks_us() + us;
    while (board_ticks_us() < until) continue;
}

uint64_t board_clock_now(const board_clock *clock) {
    (void)clock;
    return board_ticks_us();
}

/* Registers are the real ones. */
int board_memory_read(board_memory *memory, uint32_t address, unsigned size, uint32_t *value) {
    (void)memory;
    if (size == 4)
        *value = REGISTER(address);
    else if (size == 2)
        *value = *(volatile uint16_t *)address;
    else
        *value = *(volatile uint8_t *)address;
    return 0;
}

int board_memory_write(board_memory *memory, uint32_t address, unsigned size, uint32_t value) {
    (void)memory;
    if (size == 4)
        REGISTER(address) = value;
    else if (size == 2)
        *(volatile uint16_t *)address = (uint16_t)value;
    else
        *(volatile uint8_t *)address = (uint8_t)value;
    return 0;
}

void board_memory_init(board_memory *memory) {
    (void)memory;
}

void board_memory_resetting(board_memory *memory, enum kr_reset_cause cause) {
    (void)memory;
    hardware_restarting(cause);
}

/* --- what survives a restart --- */

/* A soft reset is over at once, and says nothing about the next start. */
void hardware_restarting(enum kr_reset_cause cause) {
    cause_now = cause;
    if (cause != KR_RESET_SOFT) kept.cause = (int32_t)cause;
}

static int reset_cause(void *context) {
    (void)context;
    return (int)cause_now;
}

static uint8_t *backup(void *context, size_t *size) {
    (void)context;
    *size = sizeof kept.memory;
    return kept.memory;
}

/* --- serial lines: there is one, and it is the console --- */

void board_uart_init(board_uart *uart) {
    (void)uart;
}

void board_uart_set(board_uart *uart, const kr_uart_settings *settings) {
    (void)uart, (void)settings;
}

int board_uart_write(board_uart *uart, uint64_t now, const uint8_t *data, size_t size) {
    (void)uart, (void)now;
    board_console_write((const char *)data, size);
    return (int)size;
}

int board_uart_read(board_uart *uart, uint64_t now, uint8_t *data, size_t size) {
    (void)uart, (void)now, (void)data, (void)size;
    return 0;
}

int board_uart_count(board_uart *uart, uint64_t now, enum kr_uart_count what) {
    (void)uart, (void)now, (void)what;
    return 0;
}

void board_uart_break(board_uart *uart) {
    (void)uart;
}

static uint32_t frequency(void *context) {
    (void)context;
    return CYCLES_PER_US * 1000000u;
}

/* A restart that nobody has announced was asked for: by a client. */
static void find_cause(void) {
    if (kept.magic != KEPT_MAGIC) {
        memset(&kept, 0, sizeof kept);
        kept.cause = KR_RESET_POWER;
    }
    kept.magic = KEPT_MAGIC;
    cause_now = (enum kr_reset_cause)kept.cause;
    kept.cause = KR_RESET_HARD;
}

const kr_board *board_hardware(void **context) {
    find_cause();
    board_sim_init(WORLD, 1);
    hardware = board_sim_functions;
    hardware.name = "QEMU lx60 with an lx106";
    hardware.frequency = frequency;
    hardware.set_frequency = NULL;
    hardware.reset_cause = reset_cause;
    hardware.backup = backup;
    *context = WORLD;
    return &hardware;
}

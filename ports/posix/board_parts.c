/* Serial lines and memory of simulated boards. */
#define _GNU_SOURCE
#include "board_parts.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "krait/files.h"

#define CAUSE_VARIABLE "KRAIT_RESET_CAUSE"

/* ---- Serial lines ---- */

size_t board_ring_put(board_ring *ring, const uint8_t *data, size_t size) {
    size_t room = BOARD_UART_BUFFER - ring->count;
    if (size > room) size = room;
    for (size_t i = 0; i < size; i++) ring->data[(ring->first + ring->count++) % BOARD_UART_BUFFER] = data[i];
    return size;
}

static size_t ring_take(board_ring *ring, uint8_t *data, size_t size) {
    if (size > ring->count) size = ring->count;
    for (size_t i = 0; i < size; i++) data[i] = ring->data[(ring->first + i) % BOARD_UART_BUFFER];
    ring->first = (uint32_t)((ring->first + size) % BOARD_UART_BUFFER);
    ring->count -= (uint32_t)size;
    return size;
}

void board_uart_init(board_uart *uart) {
    uart->kind = BOARD_UART_LOOPBACK;
    uart->descriptor = -1;
    uart->next_us = 0;
    uart->breaks = 0;
    uart->out.first = uart->out.count = uart->in.first = uart->in.count = 0;
    board_uart_set(uart, &(kr_uart_settings){.baudrate = 9600, .bits = 8, .parity = -1, .stop = 1});
}

int board_uart_open_pty(board_uart *uart, int id) {
    struct termios raw;
    int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    if (grantpt(descriptor) < 0 || unlockpt(descriptor) < 0 || tcgetattr(descriptor, &raw) < 0) {
        close(descriptor);
        return -KR_EIO;
    }
    cfmakeraw(&raw);
    tcsetattr(descriptor, TCSANOW, &raw);
    fprintf(stderr, "board: UART %d is %s\n", id, ptsname(descriptor));
    uart->kind = BOARD_UART_PTY;
    uart->descriptor = descriptor;
    return 0;
}

void board_uart_close(board_uart *uart) {
    if (uart->descriptor >= 0) close(uart->descriptor);
    uart->descriptor = -1;
}

void board_uart_set(board_uart *uart, const kr_uart_settings *settings) {
    unsigned bits = 1u + settings->bits + (settings->parity >= 0) + settings->stop;
    uart->byte_us = bits * 1000000u / settings->baudrate;
}

static void deliver(board_uart *uart, uint8_t byte) {
    if (uart->kind == BOARD_UART_LOOPBACK) board_ring_put(&uart->in, &byte, 1);
    if (uart->kind == BOARD_UART_PTY && write(uart->descriptor, &byte, 1) < 0) return; /* nobody listens */
}

/* Lets the bytes leave whose time has come, and takes in what came. */
static void advance(board_uart *uart, uint64_t now) {
    uint8_t part[256];
    while (uart->out.count > 0 && uart->next_us <= now) {
        ring_take(&uart->out, part, 1);
        deliver(uart, part[0]);
        uart->next_us += uart->byte_us;
    }
    if (uart->kind != BOARD_UART_PTY) return;
    size_t room = BOARD_UART_BUFFER - uart->in.count;
    ssize_t size = read(uart->descriptor, part, room < sizeof part ? room : sizeof part);
    if (size > 0) board_ring_put(&uart->in, part, (size_t)size);
}

int board_uart_write(board_uart *uart, uint64_t now, const uint8_t *data, size_t size) {
    advance(uart, now);
    if (uart->out.count == 0) uart->next_us = now + uart->byte_us;
    return (int)board_ring_put(&uart->out, data, size);
}

int board_uart_read(board_uart *uart, uint64_t now, uint8_t *data, size_t size) {
    advance(uart, now);
    return (int)ring_take(&uart->in, data, size);
}

int board_uart_count(board_uart *uart, uint64_t now, enum kr_uart_count what) {
    advance(uart, now);
    if (what != KR_UART_BREAKS) return (int)(what == KR_UART_WAITING ? uart->in.count : uart->out.count);
    int breaks = (int)uart->breaks;
    uart->breaks = 0;
    return breaks;
}

void board_uart_break(board_uart *uart) {
    if (uart->kind == BOARD_UART_LOOPBACK) uart->breaks++;
}

/* ---- Memory ---- */

void board_memory_init(board_memory *memory) {
    const char *cause = getenv(CAUSE_VARIABLE);
    memset(memory, 0, sizeof *memory);
    memory->cause = cause != NULL ? atoi(cause) : KR_RESET_POWER;
    unsetenv(CAUSE_VARIABLE);
}

void board_memory_close(board_memory *memory) {
    for (size_t i = 0; i < BOARD_PAGES; i++) free(memory->pages[i].bytes);
}

static uint8_t *page_of(board_memory *memory, uint32_t address) {
    uint32_t number = address / BOARD_PAGE_SIZE;
    for (size_t i = 0; i < BOARD_PAGES; i++) {
        if (memory->pages[i].bytes == NULL) {
            memory->pages[i].number = number;
            memory->pages[i].bytes = calloc(1, BOARD_PAGE_SIZE);
        }
        if (memory->pages[i].bytes == NULL) return NULL;
        if (memory->pages[i].number == number) return memory->pages[i].bytes + address % BOARD_PAGE_SIZE;
    }
    return NULL;
}

int board_memory_read(board_memory *memory, uint32_t address, unsigned size, uint32_t *value) {
    const uint8_t *at = page_of(memory, address);
    if (at == NULL) return -KR_ENOMEM;
    *value = 0;
    memcpy(value, at, size);
    return 0;
}

int board_memory_write(board_memory *memory, uint32_t address, unsigned size, uint32_t value) {
    uint8_t *at = page_of(memory, address);
    if (at == NULL) return -KR_ENOMEM;
    memcpy(at, &value, size);
    return 0;
}

void board_memory_resetting(board_memory *memory, enum kr_reset_cause cause) {
    char text[12];
    memory->cause = (int)cause;
    snprintf(text, sizeof text, "%d", (int)cause);
    setenv(CAUSE_VARIABLE, text, 1);
}

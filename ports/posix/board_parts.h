#ifndef KRAIT_POSIX_BOARD_PARTS_H
#define KRAIT_POSIX_BOARD_PARTS_H
/* What every simulated board has in it: serial lines, registers, memory that survives resets, and the reason
 * of the last one. Times are in microseconds of the board's clock. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "krait/board.h"

/* ---- A serial line ---- */

#define BOARD_UART_BUFFER 8192

typedef struct board_ring {
    uint32_t first, count;
    uint8_t data[BOARD_UART_BUFFER];
} board_ring;

enum board_uart_kind { BOARD_UART_LOOPBACK, BOARD_UART_PTY, BOARD_UART_DEVICE };

/* Bytes leave at the line's speed. At its other end is its own input, a pseudo terminal of the host, or
 * something that takes what was written at once and puts its answers into `in`. */
typedef struct board_uart {
    int kind;       /* enum board_uart_kind */
    int descriptor; /* of the pseudo terminal */
    uint32_t byte_us;
    uint64_t next_us; /* when the next byte has left */
    uint32_t breaks;
    board_ring out, in;
} board_uart;

void board_uart_init(board_uart *uart);
/* A pseudo terminal at the other end; says its name on stderr. 0 or a negative KR_E… code. */
int board_uart_open_pty(board_uart *uart, int id);
void board_uart_close(board_uart *uart);
void board_uart_set(board_uart *uart, const kr_uart_settings *settings);
int board_uart_write(board_uart *uart, uint64_t now, const uint8_t *data, size_t size);
int board_uart_read(board_uart *uart, uint64_t now, uint8_t *data, size_t size);
int board_uart_count(board_uart *uart, uint64_t now, enum kr_uart_count what);
void board_uart_break(board_uart *uart);
/* Appends what fits; returns how much that was. */
size_t board_ring_put(board_ring *ring, const uint8_t *data, size_t size);

/* ---- Memory ---- */

#define BOARD_PAGES       64
#define BOARD_PAGE_SIZE   4096
#define BOARD_BACKUP_SIZE 4096

/* Registers all over the address space hold what was written to them, 0 at first. */
typedef struct board_memory {
    struct {
        uint32_t number;
        uint8_t *bytes; /* NULL: this page and those behind it are free */
    } pages[BOARD_PAGES];
    _Alignas(8) uint8_t backup[BOARD_BACKUP_SIZE];
    int cause; /* enum kr_reset_cause */
} board_memory;

void board_memory_init(board_memory *memory);
void board_memory_close(board_memory *memory);
/* -KR_ENOMEM when the program touched too many pages. */
int board_memory_read(board_memory *memory, uint32_t address, unsigned size, uint32_t *value);
int board_memory_write(board_memory *memory, uint32_t address, unsigned size, uint32_t value);
/* Remembers why, also in the environment, for a process that starts itself anew. */
void board_memory_resetting(board_memory *memory, enum kr_reset_cause cause);

#endif

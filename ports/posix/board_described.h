#ifndef KRAIT_POSIX_BOARD_DESCRIBED_H
#define KRAIT_POSIX_BOARD_DESCRIBED_H
/* A simulated board that a file describes, in JSON or Python: see docs/library/machine.md.
 *
 * What hangs on its pins and buses is modelled by Python programs (board/sim*.py and the description itself)
 * that run in a machine of their own: whatever the user's program does to its hardware becomes one call
 * there. Only the levels of pins are remembered here, until the model said that they change, as programs look
 * at them very often. */
#include <stdio.h>
#include "board_clock.h"
#include "board_parts.h"
#include "krait/vm.h"

#define BOARD_DESCRIBED_PINS  64
#define BOARD_DESCRIBED_UARTS 8

typedef struct board_described {
    board_clock *clock;
    kr_vm *vm; /* where the models live */
    void *heap;
    kr_host host;
    FILE *journal; /* what the outputs did, as lines of JSON; NULL = nobody asked */
    bool complained;
    uint64_t deadline_us; /* of the host's clock: a model that runs longer is stopped */
    struct {
        bool known;
        uint8_t level, edges;
        uint64_t until;
    } pins[BOARD_DESCRIBED_PINS];
    board_uart *uarts[BOARD_DESCRIBED_UARTS]; /* by bus; NULL until it is opened */
    board_memory memory;
    uint32_t frequency;
} board_described;

/* Reads the description and makes the board; sets the clock to virtual when it says so. `journal` is a file
 * to write to, or NULL. Returns false after it said on stderr what is wrong. The models reach files through
 * `files`. */
bool board_described_open(board_described *board, const char *path, const char *journal, board_clock *clock,
                          const kr_files *files, void *files_context);
void board_described_close(board_described *board);

/* For kr_host; the context is a board_described. */
extern const kr_board board_described_functions;

#endif

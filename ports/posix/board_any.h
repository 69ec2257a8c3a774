#ifndef KRAIT_POSIX_BOARD_ANY_H
#define KRAIT_POSIX_BOARD_ANY_H
/* The board of a process: the one that --board describes, else the simulated one that is always there. */
#include "board_described.h"
#include "board_sim.h"
#include "files.h"

typedef struct board_any {
    const kr_board *functions; /* for kr_host, with the context */
    void *context;
    board_sim simulated;
    board_described described;
    posix_files files; /* the host's, where the description lies */
} board_any;

/* path and journal: --board and --board-log, or NULL. The clock becomes virtual when the description says so.
 * Returns false after it said on stderr what is wrong. */
bool board_any_open(board_any *board, const char *path, const char *journal, board_clock *clock);
void board_any_close(board_any *board);

#endif

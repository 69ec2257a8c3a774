/* Choosing the board. */
#include "board_any.h"

#define BOARD_SEED 1 /* the same readings in every run */

bool board_any_open(board_any *board, const char *path, const char *journal, board_clock *clock) {
    if (path == NULL) {
        board_sim_init(&board->simulated, BOARD_SEED);
        board->simulated.clock = clock;
        board->functions = &board_sim_functions;
        board->context = &board->simulated;
        return true;
    }
    board->functions = &board_described_functions;
    board->context = &board->described;
    return posix_files_open(&board->files, "/", false) >= 0 &&
           board_described_open(&board->described, path, journal, clock, &posix_files_functions,
                                &board->files);
}

void board_any_close(board_any *board) {
    if (board->context == &board->simulated) {
        board_memory_close(&board->simulated.memory);
        return;
    }
    board_described_close(&board->described);
    posix_files_close(&board->files);
}

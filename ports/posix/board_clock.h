#ifndef KRAIT_POSIX_BOARD_CLOCK_H
#define KRAIT_POSIX_BOARD_CLOCK_H
/* The time of a simulated board: the host's, or a virtual one that stands still but for sleeping, which takes
 * no time at all, and for one microsecond each time a program looks, so that waiting loops come to their end.
 * A program on the virtual clock does the same every time. */
#include <stdbool.h>
#include <stdint.h>

typedef struct board_clock {
    bool is_virtual;
    uint64_t virtual_us; /* since the start */
    int64_t ahead_ns;    /* what the program set its calendar clock to, less the true time */
} board_clock;

uint64_t board_clock_ticks(board_clock *clock);     /* microseconds; a look at the clock */
uint64_t board_clock_now(const board_clock *clock); /* the same, unnoticed */
int64_t board_clock_time_ns(const board_clock *clock);
int board_clock_set_time(board_clock *clock, int64_t ns);
/* Sleeps when that costs no time; false when the host has to. */
bool board_clock_skip(board_clock *clock, uint64_t us);

#endif

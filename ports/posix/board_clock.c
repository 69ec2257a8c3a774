/* Two clocks behind one face. */
#include "board_clock.h"
#include <stddef.h>
#include "host.h"
#include "krait/files.h"

#define VIRTUAL_START_S 1704067200 /* the first of January 2024 */

uint64_t board_clock_now(const board_clock *clock) {
    return clock->is_virtual ? clock->virtual_us : host_ticks_us(NULL);
}

uint64_t board_clock_ticks(board_clock *clock) {
    if (clock->is_virtual) clock->virtual_us++;
    return board_clock_now(clock);
}

static int64_t true_time(const board_clock *clock) {
    if (!clock->is_virtual) return host_time_ns(NULL);
    return (int64_t)VIRTUAL_START_S * 1000000000 + (int64_t)clock->virtual_us * 1000;
}

int64_t board_clock_time_ns(const board_clock *clock) {
    return true_time(clock) + clock->ahead_ns;
}

int board_clock_set_time(board_clock *clock, int64_t ns) {
    if (__builtin_sub_overflow(ns, true_time(clock), &clock->ahead_ns)) return -KR_EINVAL;
    return 0;
}

bool board_clock_skip(board_clock *clock, uint64_t us) {
    if (clock->is_virtual) clock->virtual_us += us;
    return clock->is_virtual;
}

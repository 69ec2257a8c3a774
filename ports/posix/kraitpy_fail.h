#ifndef KRAIT_POSIX_KRAITPY_FAIL_H
#define KRAIT_POSIX_KRAITPY_FAIL_H
/* kraitpy -X fail-each: the program runs again and again, each time with another allocation that fails.
 *
 * The process forks before it has opened anything, so a run costs what the program costs and nothing of one run is there in the next. A run is fine when it
 * ends by itself with the status that the program has without failures, or 0 or 1, and the machine then collects its garbage and runs a line as it did
 * there; or when it waits for something that the failure has taken away (a task, a message) and an interrupt ends it. */
#include "krait/vm.h"

/* Spends about `seconds`: half of them on the first allocations, each of them, the others spread over the rest. In the parent this does not return: it says on
 * stdout which runs were not fine, how many there were, and exits with 1 when there was one that was not. In a child it returns the number of the allocation
 * that has to fail; UINT32_MAX in the first one, in which none does. The children's output goes nowhere, unless a run was not fine. */
uint32_t kraitpy_fail_each(uint32_t seconds);

/* In a child whose program has ended: tells the parent whether the machine still works. */
void kraitpy_fail_ended(kr_vm *vm);

#endif

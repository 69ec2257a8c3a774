#ifndef REPL_H
#define REPL_H
/* The conversation with the device's Python: lines are edited here, run there. */
#include "verbs.h"

/* Until ctrl-D, exit(), or the end of standard input. `take` takes the console from whoever has it. Returns
 * the exit code. */
int repl(struct context *context, bool take);

#endif

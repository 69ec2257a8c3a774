#ifndef KRAITPY_PROMPT_H
#define KRAITPY_PROMPT_H
/* The interactive prompt of kraitpy. */
#include "host.h"

/* Reads statements from stdin and runs them until its end or SystemExit; returns the exit code. */
int kraitpy_prompt(kr_vm *vm, host_console *console);

/* Says on stderr how a run ended, if there is something to say; returns the exit code, -1 for "go on".
 * `prompting`: only SystemExit ends. */
int kraitpy_report(kr_vm *vm, host_console *console, kr_status status, bool prompting);

#endif

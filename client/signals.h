#ifndef SIGNALS_H
#define SIGNALS_H
/* Signals as something to poll: a pipe that becomes readable, and a counter a signal. */
#include <stdbool.h>

enum signal_kind { SIGNAL_INTERRUPT, SIGNAL_RESIZE, SIGNAL_KINDS };

/* Catches SIGINT and SIGWINCH from now on, ignores SIGPIPE. */
void signals_start(void);
/* Readable when a signal came. */
int signals_fd(void);
/* Whether such a signal came since the last call. */
bool signals_taken(enum signal_kind kind);

#endif

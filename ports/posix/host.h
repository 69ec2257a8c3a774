#ifndef KRAIT_POSIX_HOST_H
#define KRAIT_POSIX_HOST_H
/* What a Linux process gives a Python machine: clocks, random bytes and, for a local interpreter, its own
 * console. The functions have the signatures of kr_host. */
#include <poll.h>
#include <signal.h>
#include "board_clock.h"
#include "krait/vm.h"

/* Where one of the first three files is closed, a socket or a file would take its number and get what is printed.
 * What takes it instead fails as a closed one does. The first thing that main() does. */
void host_keep_standard_files(void);

/* These ignore their context. */
uint64_t host_ticks_us(void *context); /* CLOCK_MONOTONIC */
void host_sleep_us(uint64_t us);
int64_t host_time_ns(void *context);                     /* CLOCK_REALTIME */
int32_t host_utc_offset(void *context, int64_t seconds); /* by $TZ or /etc/localtime */
void host_random(void *context, void *data,
                 size_t size); /* getrandom(2); ends the process when there is none */
/* Whether the process may read, or read and write, this memory: by /proc/self/maps, and no without it. */
bool host_reachable(void *context, const void *address, size_t size, bool write);

#define HOST_BUFFER 8192

/* The process's stdin, stdout and stderr. stdout is held back in a buffer unless it is a terminal; it goes
 * out when the buffer is full, and before the program reads, sleeps, writes to stderr or flushes. */
typedef struct host_console {
    const kr_vm *vm; /* whose interrupts end a read or a sleep; NULL = none yet */
    size_t used;
    bool immediate;    /* a terminal, or -u */
    int lost;          /* errno of stdout that could not be written; 0: none */
    board_clock clock; /* the host's, unless the board has a virtual one */
    char buffer[HOST_BUFFER];
} host_console;

void host_console_init(host_console *console);
void host_console_flush(host_console *console);

/* For kr_host; the context is a host_console. */
void host_console_write(void *context, enum kr_stream stream, const char *data, size_t size);
void host_console_flush_stream(void *context, enum kr_stream stream);
ptrdiff_t host_console_read(void *context, char *data, size_t size);
uint64_t host_console_ticks_us(void *context);
int64_t host_console_time_ns(void *context);
int host_console_set_time(void *context, int64_t ns);
void host_console_sleep(void *context, uint64_t us);

/* For posix_net; the owner is a host_console. */
void host_console_wait(void *owner, struct pollfd *descriptors, nfds_t count, uint64_t us);

#endif

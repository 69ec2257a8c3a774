/* Clocks, random bytes and the console of a Linux process.
 *
 * Waiting is done by ppoll with SIGINT blocked outside of it, so an interrupt that comes between the look at
 * the flag and the wait is not lost: it ends the wait at once. */
#define _GNU_SOURCE
#include "host.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

void host_keep_standard_files(void) {
    static const int ways[] = {O_WRONLY, O_RDONLY, O_WRONLY}; /* the wrong way round, but for messages */
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) < 0) (void)!open("/dev/null", ways[fd]);
    }
}

static int64_t clock_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

uint64_t host_ticks_us(void *context) {
    (void)context;
    return (uint64_t)clock_ns(CLOCK_MONOTONIC) / 1000;
}

void host_sleep_us(uint64_t us) {
    struct timespec pause = {(time_t)(us / 1000000u), (long)(us % 1000000u * 1000u)};
    nanosleep(&pause, NULL);
}

int64_t host_time_ns(void *context) {
    (void)context;
    return clock_ns(CLOCK_REALTIME);
}

int32_t host_utc_offset(void *context, int64_t seconds) {
    (void)context;
    time_t at = (time_t)seconds;
    struct tm local;
    return localtime_r(&at, &local) != NULL ? (int32_t)local.tm_gmtoff : 0;
}

void host_random(void *context, void *data, size_t size) {
    (void)context;
    unsigned char *at = data;
    while (size > 0) {
        ssize_t count = getrandom(at, size, 0);
        if (count < 0 && errno != EINTR) abort();
        if (count <= 0) continue;
        at += count;
        size -= (size_t)count;
    }
}

/* The ranges come in ascending order; a range that follows another at once continues it. */
bool host_reachable(void *context, const void *address, size_t size, bool write) {
    uintptr_t at = (uintptr_t)address, end, first, last;
    char readable, writable;
    (void)context;
    if (__builtin_add_overflow(at, size, &end)) return false;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (maps == NULL) return false;
    while (at < end &&
           fscanf(maps, "%" SCNxPTR "-%" SCNxPTR " %c%c%*[^\n]", &first, &last, &readable, &writable) == 4) {
        if (first > at) break;
        if (at < last && readable == 'r' && (writable == 'w' || !write)) at = last;
    }
    fclose(maps);
    return at >= end;
}

/* 0, or errno. */
static int write_all(int descriptor, const char *data, size_t size) {
    while (size > 0) {
        ssize_t count = write(descriptor, data, size);
        if (count < 0 && errno == EAGAIN) {
            struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
            poll(&ready, 1, -1);
        } else if (count < 0 && errno != EINTR) {
            return errno;
        }
        if (count <= 0) continue;
        data += count;
        size -= (size_t)count;
    }
    return 0;
}

/* stdout that was closed from the start takes nothing and misses nothing, as in CPython. */
static void write_out(host_console *console, const char *data, size_t size) {
    int error = write_all(STDOUT_FILENO, data, size);
    if (error != 0 && error != EBADF) console->lost = error;
}

void host_console_init(host_console *console) {
    console->vm = NULL;
    console->used = 0;
    console->lost = 0;
    console->immediate = isatty(STDOUT_FILENO);
    console->clock = (board_clock){.is_virtual = false};
}

void host_console_flush(host_console *console) {
    write_out(console, console->buffer, console->used);
    console->used = 0;
}

void host_console_flush_stream(void *context, enum kr_stream stream) {
    if (stream == KR_STDOUT) host_console_flush(context);
}

void host_console_write(void *context, enum kr_stream stream, const char *data, size_t size) {
    host_console *console = context;
    bool direct = stream != KR_STDOUT || console->immediate;
    if (direct || size > sizeof console->buffer - console->used) host_console_flush(console);
    if (direct || size > sizeof console->buffer) {
        if (stream == KR_STDOUT)
            write_out(console, data, size);
        else
            write_all(STDERR_FILENO, data, size); /* nobody is there to be told */
        return;
    }
    memcpy(console->buffer + console->used, data, size);
    console->used += size;
}

static bool interrupted(const host_console *console) {
    return console->vm != NULL && kr_interrupt_pending(console->vm);
}

/* Waits for one of the descriptors or the time; false when an interrupt came. A negative time has no end. */
static bool wait_for(const host_console *console, struct pollfd *descriptors, nfds_t count, int64_t us) {
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    struct timespec time = {.tv_sec = (time_t)(us / 1000000), .tv_nsec = (long)(us % 1000000 * 1000)};
    bool free_to_wait = !interrupted(console);
    if (free_to_wait) ppoll(descriptors, count, us < 0 ? NULL : &time, &before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return free_to_wait && !interrupted(console);
}

void host_console_wait(void *owner, struct pollfd *descriptors, nfds_t count, uint64_t us) {
    host_console *console = owner;
    host_console_flush(console);
    if (count == 0 && us < INT64_MAX && board_clock_skip(&console->clock, us)) return;
    uint64_t start = host_ticks_us(NULL);
    wait_for(console, descriptors, count, us < INT64_MAX ? (int64_t)us : -1);
    board_clock_skip(&console->clock, host_ticks_us(NULL) - start); /* others take their time */
}

ptrdiff_t host_console_read(void *context, char *data, size_t size) {
    host_console *console = context;
    host_console_flush(console);
    for (;;) {
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        if (!wait_for(console, &input, 1, -1)) return -KR_EINTR;
        ssize_t count = read(STDIN_FILENO, data, size);
        if (count >= 0) return count;
        if (errno != EINTR && errno != EAGAIN) return -KR_EIO;
    }
}

uint64_t host_console_ticks_us(void *context) {
    return board_clock_ticks(&((host_console *)context)->clock);
}

int64_t host_console_time_ns(void *context) {
    return board_clock_time_ns(&((host_console *)context)->clock);
}

int host_console_set_time(void *context, int64_t ns) {
    return board_clock_set_time(&((host_console *)context)->clock, ns);
}

void host_console_sleep(void *context, uint64_t us) {
    host_console *console = context;
    host_console_flush(console);
    if (board_clock_skip(&console->clock, us)) return;
    int64_t end = clock_ns(CLOCK_MONOTONIC) / 1000 + (int64_t)us;
    for (;;) {
        int64_t left = end - clock_ns(CLOCK_MONOTONIC) / 1000;
        if (left <= 0 || !wait_for(console, NULL, 0, left)) return;
    }
}

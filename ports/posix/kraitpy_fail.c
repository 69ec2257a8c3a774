/* kraitpy -X fail-each. Parent and child share one page, in which the child says how far it came; what it
 * prints is in a file without a name. */
#define _GNU_SOURCE
#include "kraitpy_fail.h"
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 3000, PATIENCE_FACTOR = 20, INTERRUPTED_MOST = 40, SHOWN = 1500 };

/* What a child leaves behind. */
typedef struct report {
    uint32_t until_failure; /* of kr_memory_info */
    bool ended, works;
} report;

static report *shared;

typedef struct outcome {
    int status; /* as of waitpid */
    bool interrupted, stuck;
    report report;
    double seconds;
} outcome;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void give_up(const char *what) {
    perror(what);
    exit(2);
}

/* ---- One run ---- */

/* Becomes the child: no input, output into the file. */
static void enter_child(int output, const sigset_t *mask) {
    FILE *nothing = freopen("/dev/null", "r", stdin);
    if (nothing == NULL || dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) _exit(2);
    sigprocmask(SIG_SETMASK, mask, NULL);
}

/* True when the child has ended within that time. SIGCHLD is blocked. */
static bool ends_within(pid_t child, double seconds, int *status) {
    sigset_t chld;
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    for (double end = now() + seconds; waitpid(child, status, WNOHANG) == 0;) {
        double rest = end - now();
        if (rest <= 0) return false;
        struct timespec wait = {.tv_sec = (time_t)rest,
                                .tv_nsec = (long)((rest - (double)(time_t)rest) * 1e9)};
        sigtimedwait(&chld, NULL, &wait);
    }
    return true;
}

static void await(pid_t child, double patience, outcome *o) {
    if (ends_within(child, patience, &o->status)) return;
    o->interrupted = true;
    kill(child, SIGINT);
    if (ends_within(child, 10 + patience, &o->status)) return;
    o->stuck = true;
    kill(child, SIGKILL);
    waitpid(child, &o->status, 0);
}

/* Forks; true in the child. */
static bool run(int output, double patience, const sigset_t *mask, outcome *o) {
    double start = now();
    *o = (outcome){.status = 0};
    *shared = (report){.ended = false};
    if (ftruncate(output, 0) < 0 || lseek(output, 0, SEEK_SET) < 0) give_up("kraitpy: fail-each");
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) give_up("kraitpy: fork");
    if (child == 0) {
        enter_child(output, mask);
        return true;
    }
    await(child, patience, o);
    o->report = *shared;
    o->seconds = now() - start;
    return false;
}

/* ---- All runs ---- */

static bool has(const char *text, size_t size, const char *word) {
    return memmem(text, size, word, strlen(word)) != NULL;
}

/* What a run printed: at most what the buffer holds. */
static size_t printed(int output, char *text, size_t most) {
    ssize_t size = pread(output, text, most, 0);
    return size > 0 ? (size_t)size : 0;
}

/* What is wrong with a run; NULL when nothing is. */
static const char *trouble(const outcome *o, const outcome *ordinary, const char *text, size_t size) {
    if (o->stuck) return "an interrupt does not end it";
    if (has(text, size, "Sanitizer") || has(text, size, ": runtime error: ")) return "a sanitizer complains";
    if (!o->report.ended && o->status == ordinary->status) return NULL;
    if (WIFSIGNALED(o->status) && WTERMSIG(o->status) == SIGINT) return NULL;
    if (WIFSIGNALED(o->status)) return strsignal(WTERMSIG(o->status));
    int code = WEXITSTATUS(o->status);
    if (code > 1 && o->status != ordinary->status) return "it has an exit status of its own";
    return o->report.ended && ordinary->report.works && !o->report.works
               ? "the machine does not work any more"
               : NULL;
}

static void tell(uint32_t n, const char *what, const char *text, size_t size) {
    size_t from = size > SHOWN ? size - SHOWN : 0;
    printf("fail=%" PRIu32 ": %s\n%.*s\n", n, what, (int)(size - from), text + from);
}

/* The distance to the next allocation: 1 in the first half of the time, then what makes the rest fit. */
static uint32_t step(uint32_t n, uint32_t count, uint32_t runs, double used, double seconds) {
    double left = seconds - used, each = used / runs;
    if (used < seconds / 2) return 1;
    if (left < each) return count; /* the end */
    double distance = (count - n) * each / left;
    return distance < 1 ? 1 : (uint32_t)distance;
}

uint32_t kraitpy_fail_each(uint32_t seconds) {
    static char text[1 << 20];
    sigset_t chld, mask;
    outcome ordinary, o;
    int output = memfd_create("output", MFD_CLOEXEC);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (output < 0 || shared == MAP_FAILED) give_up("kraitpy: fail-each");
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &chld, &mask);
    if (run(output, 600, &mask, &ordinary)) return UINT32_MAX;
    if (!ordinary.report.ended || ordinary.stuck) {
        tell(0, "it does not end without failures either", text, printed(output, text, sizeof text));
        exit(1);
    }
    uint32_t count = UINT32_MAX - ordinary.report.until_failure, runs = 0, interrupted = 0, bad = 0,
             exact = 0;
    double start = now(), patience = PATIENCE_MS / 1000.0 + PATIENCE_FACTOR * ordinary.seconds;
    for (uint32_t n = 1, distance = 1; n <= count && n > 0 && interrupted < INTERRUPTED_MOST; n += distance) {
        if (run(output, patience, &mask, &o)) return n;
        size_t size = printed(output, text, sizeof text);
        const char *what = trouble(&o, &ordinary, text, size);
        if (what != NULL) tell(n, what, text, size);
        bad += what != NULL;
        interrupted += o.interrupted;
        runs++;
        if (distance == 1) exact = n;
        distance = step(n, count, runs, now() - start, seconds);
        if (count - n < distance) break;
    }
    printf("%" PRIu32 " allocations, the first %" PRIu32 " all, %" PRIu32 " runs, %" PRIu32
           " interrupted, %" PRIu32 " bad\n",
           count, exact, runs, interrupted, bad);
    exit(bad > 0);
}

void kraitpy_fail_ended(kr_vm *vm) {
    static const char line[] = "[[*map(str, range(99))], {i: [i] for i in range(99)}, '%r' % 1.5]\n";
    kr_memory_info memory;
    if (shared == NULL) return;
    kr_memory(vm, &memory);
    shared->until_failure = memory.until_failure;
    kr_collect(vm);
    bool to_come =
        memory.until_failure > 0 && memory.until_failure < UINT32_MAX / 2; /* it would be in the line */
    shared->works =
        to_come || kr_run_source(vm, KR_MODE_EXEC, "<afterwards>", line, sizeof line - 1) == KR_OK;
    if (!shared->works) fprintf(stderr, "afterwards: %s", kr_error_text(vm, NULL));
    kr_collect(vm);
    shared->ended = true;
}

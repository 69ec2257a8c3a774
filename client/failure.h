#ifndef FAILURE_H
#define FAILURE_H
/* What can go wrong in a command, as an exit code and a sentence.
 *
 * Functions that can fail take a `struct failure *` and return false after filling it; whoever gives up
 * prints it once, with failure_print. The exit codes are an interface: scripts rely on them. */
#include <stdbool.h>

enum exit_code {
    EXIT_OK = 0,
    EXIT_EXCEPTION = 1,   /* the program on the device raised an exception (or the status of its sys.exit) */
    EXIT_USAGE = 2,       /* the command line is wrong */
    EXIT_UNREACHABLE = 3, /* no device there, or the link broke */
    EXIT_AUTH = 4,        /* the key was not accepted */
    EXIT_TIMEOUT = 5,
    EXIT_IO = 6,      /* an error of files or memory on the device, or of local files */
    EXIT_PARTIAL = 7, /* some of several devices failed */
    EXIT_ABORTED = 8, /* given up because too many failed */
    EXIT_SIGNAL = 130 /* ended by ctrl-C */
};

struct failure {
    int code;        /* enum exit_code */
    unsigned status; /* enum proto_status where the device sent one, else 0 */
    char text[512];  /* a sentence for people, without the program's name */
};

/* Fills *failure and returns false, so that callers can `return fail(…)`. */
bool fail(struct failure *failure, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* "<what>: <status text>: <detail>" with the exit code of a status that the device sent; detail may be empty
 * or NULL. Returns false. */
bool fail_status(struct failure *failure, unsigned status, const char *what, const char *detail);

/* "<what>: <strerror>" with EXIT_IO. Returns false. */
bool fail_errno(struct failure *failure, const char *what);

/* The short name of an exit code for --json: "usage", "unreachable" … */
const char *failure_name(int code);

#endif

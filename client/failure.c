/* Failures as values: a code for scripts and a sentence for people. */
#include "failure.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "krait/proto_status.h"

bool fail(struct failure *failure, int code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    failure->code = code;
    failure->status = 0;
    vsnprintf(failure->text, sizeof failure->text, format, arguments);
    va_end(arguments);
    return false;
}

bool fail_status(struct failure *failure, unsigned status, const char *what, const char *detail) {
    bool said = detail && *detail && strcmp(detail, proto_status_text(status)) != 0;
    fail(failure, proto_status_exit(status), "%s: %s%s%s%s", what, proto_status_text(status),
         said ? " (" : "", said ? detail : "", said ? ")" : "");
    failure->status = status;
    return false;
}

bool fail_errno(struct failure *failure, const char *what) {
    return fail(failure, EXIT_IO, "%s: %s", what, strerror(errno));
}

const char *failure_name(int code) {
    switch (code) {
    case EXIT_OK: return "ok";
    case EXIT_EXCEPTION: return "exception";
    case EXIT_USAGE: return "usage";
    case EXIT_UNREACHABLE: return "unreachable";
    case EXIT_AUTH: return "authentication";
    case EXIT_TIMEOUT: return "timeout";
    case EXIT_IO: return "io";
    case EXIT_PARTIAL: return "partial";
    case EXIT_ABORTED: return "aborted";
    case EXIT_SIGNAL: return "interrupted";
    default: return "exit";
    }
}

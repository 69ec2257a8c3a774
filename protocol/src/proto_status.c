/* Status codes, from the one table: their texts, their errno on this host, and the exit code they give the
 * command.
 *
 * Two statuses may share an errno. The way back takes the first row that has it, so the plain meaning stands
 * before the special one in the table; EIO, which several special rows borrow, is the exception. */
#include "krait/proto_status.h"

#include <errno.h>
#include <stddef.h>

static const struct row {
    const char *name;
    const char *text;
    int error;
    uint8_t exit_code;
} rows[] = {
#define PROTO_STATUS_ROW(name, number, error, exit_code, text) [number] = {#name, text, error, exit_code},
    PROTO_STATUSES(PROTO_STATUS_ROW)
#undef PROTO_STATUS_ROW
};

static const size_t row_count = sizeof rows / sizeof rows[0];

const char *proto_status_text(unsigned status) {
    return status < row_count ? rows[status].text : "unknown status";
}

const char *proto_status_name(unsigned status) {
    return status < row_count ? rows[status].name : "UNKNOWN";
}

int proto_status_errno(unsigned status) {
    return status < row_count ? rows[status].error : EIO;
}

unsigned proto_status_from_errno(int error) {
    if (error == 0) return PROTO_STATUS_OK;
    if (error == EIO) return PROTO_STATUS_IO;
    if (error == EPERM) return PROTO_STATUS_ACCESS;
    if (error == ENFILE) return PROTO_STATUS_TOO_MANY;
    if (error == EDQUOT) return PROTO_STATUS_NO_SPACE;
    for (unsigned status = 1; status < row_count; status++) {
        if (rows[status].error == error) return status;
    }
    return PROTO_STATUS_IO;
}

int proto_status_exit(unsigned status) {
    return status < row_count ? rows[status].exit_code : 6;
}

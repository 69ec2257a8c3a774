/* WebREPL: a WebSocket whose text is the board's terminal. Only the terminal is used: its file records have
 * no errors and no checksums, and stock boards answer them no faster. */
#include <bsd/readpassphrase.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>
#include "connect.h"
#include "krait/proto_error.h"
#include "krait/proto_webrepl.h"
#include "session.h"
#include "signals.h"
#include "wire.h"

#define PART    1024 /* payload of a frame to the board */
#define SEND_MS 10000

struct webrepl {
    struct proto_webrepl_client client;
    char password[DEVICE_PASSWORD_MAX + 1];
    bool in, refused, closed;
};

static bool send_all(struct wire *wire, const uint8_t *data, size_t size) {
    while (size) {
        ssize_t n = send(wire->fd, data, size, MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN && errno != EINTR) return false;
        if (n <= 0) {
            if (poll(&(struct pollfd){wire->fd, POLLOUT, 0}, 1, SEND_MS) == 0)
                return errno = ETIMEDOUT, false;
            continue;
        }
        data += n;
        size -= (size_t)n;
    }
    return true;
}

static void fresh_mask(uint8_t mask[4]) {
    if (getrandom(mask, 4, 0) != 4) abort();
}

static bool log_in(struct wire *wire, struct webrepl *webrepl) {
    uint8_t frame[1100], mask[4];
    fresh_mask(mask);
    int size = proto_webrepl_client_login(&webrepl->client, webrepl->password, mask, frame, sizeof frame);
    bool good = size > 0 && send_all(wire, frame, (size_t)size);
    proto_wipe(frame, sizeof frame);
    return good;
}

/* What came, taken apart; the terminal's text goes to `text`, which holds as much as `data`. Returns its
 * bytes, or -1 when the connection is of no more use. */
static ssize_t take(struct wire *wire, uint8_t *data, size_t size, uint8_t *text) {
    struct webrepl *webrepl = wire->state;
    struct proto_webrepl_event event;
    uint8_t frame[160], mask[4];
    size_t used, length = 0;
    int found;
    while ((found = proto_webrepl_client_feed(&webrepl->client, data, size, &used, &event)) > 0) {
        data += used;
        size -= used;
        switch (event.kind) {
        case PROTO_WEBREPL_TEXT:
            memcpy(text + length, event.data, event.length);
            length += event.length;
            break;
        case PROTO_WEBREPL_WANTS_PASSWORD:
            if (!log_in(wire, webrepl)) return -1;
            break;
        case PROTO_WEBREPL_LOGGED_IN: webrepl->in = true; break;
        case PROTO_WEBREPL_REFUSED: webrepl->refused = true; break;
        case PROTO_WEBREPL_CLOSED: webrepl->closed = true; break;
        case PROTO_WEBREPL_PING:
            fresh_mask(mask);
            found = proto_ws_control(frame, sizeof frame, PROTO_WS_PONG, event.data, event.length, mask);
            if (found > 0) send_all(wire, frame, (size_t)found);
            break;
        default: break;
        }
    }
    return found < 0 ? -1 : (ssize_t)length;
}

static ssize_t webrepl_read(struct wire *wire, void *data, size_t size) {
    uint8_t input[16384];
    struct webrepl *webrepl = wire->state;
    ssize_t n = recv(wire->fd, input, size < sizeof input ? size : sizeof input, 0);
    if (n <= 0) return n;
    ssize_t length = take(wire, input, (size_t)n, data);
    if (length == 0 && !webrepl->closed) return errno = EAGAIN, -1;
    return length < 0 ? 0 : length;
}

static ssize_t webrepl_write(struct wire *wire, const void *data, size_t size) {
    uint8_t frame[PROTO_WS_FRAME_HEADER_MAX + PART], mask[4];
    size_t part = size < PART ? size : PART, total;
    fresh_mask(mask);
    memcpy(frame + PROTO_WS_FRAME_HEADER_MAX, data, part);
    const uint8_t *start =
        proto_ws_wrap(frame + PROTO_WS_FRAME_HEADER_MAX, part, PROTO_WS_TEXT, mask, &total);
    return send_all(wire, start, total) ? (ssize_t)part : -1;
}

/* From the store, KRAIT_PASSWORD, or the terminal. */
static bool find_password(const struct device *device, char password[DEVICE_PASSWORD_MAX + 1],
                          struct failure *failure) {
    const char *given = device->password[0] ? device->password : getenv("KRAIT_PASSWORD");
    char prompt[PROTO_HOST_MAX + 40], authority[PROTO_HOST_MAX + 10];
    if (given) {
        if (strlen(given) > DEVICE_PASSWORD_MAX)
            return fail(failure, EXIT_USAGE, "the password is longer than %d characters",
                        DEVICE_PASSWORD_MAX);
        return strcpy(password, given), true;
    }
    snprintf(prompt, sizeof prompt, "WebREPL password of %s: ", device->host);
    if (readpassphrase(prompt, password, DEVICE_PASSWORD_MAX + 1, RPP_REQUIRE_TTY)) return true;
    proto_authority_format(device->host, device->port, authority, sizeof authority);
    return fail(failure, EXIT_AUTH,
                "the WebREPL of %s wants a password: `krait pair ws://%s` stores it, KRAIT_PASSWORD gives it",
                device->host, authority);
}

static bool wait_for_login(struct wire *wire, const struct device *device, int64_t deadline_us,
                           struct failure *failure) {
    struct webrepl *webrepl = wire->state;
    uint8_t text[4096];
    while (!webrepl->in && !webrepl->refused) {
        int64_t left = deadline_us - clock_us();
        if (left <= 0)
            return fail(failure, EXIT_TIMEOUT, "%s port %u answers, but lets nobody log in", device->host,
                        device->port);
        struct pollfd fds[2] = {{wire->fd, POLLIN, 0}, {signals_fd(), POLLIN, 0}};
        poll(fds, 2, (int)(left / 1000) + 1);
        if (signals_taken(SIGNAL_INTERRUPT)) return fail(failure, EXIT_SIGNAL, "interrupted");
        if (!fds[0].revents) continue;
        ssize_t n = webrepl_read(wire, text, sizeof text);
        if (n == 0 && !webrepl->refused)
            return fail(failure, EXIT_UNREACHABLE,
                        "%s port %u closed the connection; is somebody else connected?", device->host,
                        device->port);
    }
    return !webrepl->refused ||
           fail(failure, EXIT_AUTH, "the WebREPL of %s refused the password", device->host);
}

static bool webrepl_open(struct wire *wire, const struct device *device, int64_t deadline_us,
                         struct failure *failure) {
    struct webrepl *webrepl = wire->state = calloc(1, sizeof *webrepl);
    struct connect_tries tries = {0};
    char authority[PROTO_HOST_MAX + 10];
    if (!webrepl) return fail(failure, EXIT_IO, "out of memory");
    if (!find_password(device, webrepl->password, failure)) return false;
    if (!connect_websocket(device, deadline_us, &tries, &wire->fd, failure)) return false;
    proto_webrepl_client_init(&webrepl->client);
    proto_authority_format(device->host, device->port, authority, sizeof authority);
    snprintf(wire->name, sizeof wire->name, "ws://%.120s", authority);
    wire->again_ms = 1500;
    wire->patience_ms = 3000;
    bool good = wait_for_login(wire, device, deadline_us, failure);
    proto_wipe(webrepl->password, sizeof webrepl->password);
    return good;
}

static void webrepl_close(struct wire *wire) {
    if (wire->fd >= 0) close(wire->fd);
    if (wire->state) proto_wipe(wire->state, sizeof(struct webrepl));
    free(wire->state);
    wire->state = NULL;
    wire->fd = -1;
}

const struct wire_kind wire_webrepl = {webrepl_open, webrepl_read, webrepl_write, webrepl_close};

/* What all sessions share, whatever carries them: requests, waiting, watched descriptors, and the end. */
#include "session.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include "signals.h"

int64_t clock_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* --- streams */

bool session_dead(const struct session *session, struct failure *failure) {
    if (failure != &session->failure) *failure = session->failure;
    return false;
}

bool session_lost(struct session *session, const struct failure *failure) {
    if (session->dead) return false;
    session->dead = true;
    session->failure = *failure;
    for (size_t i = 0; i < SESSION_STREAMS; i++) {
        struct handler *handler = session->streams[i].number ? session->streams[i].user : NULL;
        if (!handler) continue;
        handler->stream = NULL;
        handler->ended = true;
        handler->status = PROTO_STATUS_GONE;
        if (handler->broken) handler->broken(session, handler);
    }
    return false;
}

bool session_can_open(const struct session *session) {
    return !session->kind->can_open || session->kind->can_open(session);
}

bool session_open(struct session *session, struct handler *handler, enum proto_message_type type,
                  unsigned flags, const void *payload, size_t size, struct failure *failure) {
    handler->ended = false;
    handler->status = PROTO_STATUS_OK;
    handler->text[0] = 0;
    handler->stream = NULL;
    if (session->dead) return session_dead(session, failure);
    return session->kind->open(session, handler, type, flags, payload, size, failure);
}

bool session_send(struct session *session, struct handler *handler, enum proto_message_type type,
                  unsigned flags, const void *payload, size_t size, struct failure *failure) {
    if (session->dead) return session_dead(session, failure);
    return session->kind->send(session, handler, type, flags, payload, size, failure);
}

void session_end(struct session *session, struct handler *handler) {
    if (!session->dead && handler->stream) session->kind->end(session, handler);
}

void session_abort(struct session *session, struct handler *handler, unsigned status, const char *text) {
    if (!session->dead && handler->stream) session->kind->abort(session, handler, status, text);
}

void session_consumed(struct session *session, struct handler *handler, size_t bytes) {
    if (!session->dead && handler->stream) session->kind->consumed(session, handler, bytes);
}

size_t session_credit(const struct session *session, const struct handler *handler) {
    return session->dead || !handler->stream ? 0 : session->kind->credit(session, handler);
}

size_t session_worthwhile(const struct session *session) {
    size_t window = session->board ? 2 : session->link.peer.window;
    size_t record = session->board ? 2 : proto_link_payload_max(&session->link);
    size_t half = (window < record ? window : record) / 2;
    return half ? half : 1;
}

bool session_reserve(struct session *session, struct handler *handler, enum proto_message_type type,
                     size_t least, uint8_t **payload, size_t *room) {
    return !session->dead && handler->stream &&
           session->kind->reserve(session, handler, type, least, payload, room);
}

void session_commit(struct session *session, unsigned flags, size_t length) {
    session->kind->commit(session, flags, length);
}

void session_cancel(struct session *session) {
    session->kind->cancel(session);
}

/* --- waiting */

bool session_flush(struct session *session) {
    return !session->dead && session->kind->flush(session);
}

bool session_step(struct session *session, int timeout_ms) {
    return !session->dead && session->kind->step(session, timeout_ms);
}

int session_poll(struct session *session, int fd, short events, int timeout_ms,
                 bool (*ready)(struct session *session)) {
    struct pollfd fds[2 + SESSION_WATCHES];
    struct watch *watched[SESSION_WATCHES];
    nfds_t count = 2;
    fds[0] = (struct pollfd){fd, events, 0};
    fds[1] = (struct pollfd){signals_fd(), POLLIN, 0};
    for (size_t i = 0; i < SESSION_WATCHES; i++) {
        if (session->watches[i].fd < 0) continue;
        watched[count - 2] = &session->watches[i];
        fds[count++] = (struct pollfd){session->watches[i].fd, POLLIN, 0};
    }
    int n = poll(fds, count, timeout_ms);
    if (n < 0 && errno != EINTR) return -1;
    if (signals_taken(SIGNAL_INTERRUPT)) session->interrupted = true;
    if (n <= 0) return 0;
    if (fds[0].revents & (POLLIN | POLLHUP | POLLERR) && !ready(session)) return 0;
    for (nfds_t i = 2; i < count && !session->dead; i++) {
        if (fds[i].revents) watched[i - 2]->ready(session, watched[i - 2]->context);
    }
    return n;
}

void session_watch(struct session *session, int fd, void (*ready)(struct session *, void *), void *context) {
    struct watch *place = NULL;
    for (size_t i = 0; i < SESSION_WATCHES; i++) {
        struct watch *watch = &session->watches[i];
        if (watch->fd >= 0 && watch->context == context) place = watch;
        if (watch->fd < 0 && !place) place = watch;
    }
    if (place) *place = (struct watch){fd, ready, context};
}

bool session_wait(struct session *session, struct handler *handler, int64_t deadline_us,
                  struct failure *failure) {
    while (!handler->ended) {
        int64_t left = deadline_us ? deadline_us - clock_us() : 0;
        if (deadline_us && left <= 0) return fail(failure, EXIT_TIMEOUT, "no answer in time");
        if (!session_step(session, deadline_us ? (int)(left / 1000) + 1 : -1)) break;
        if (session->interrupted) {
            session->interrupted = false;
            return fail(failure, EXIT_SIGNAL, "interrupted");
        }
    }
    return session->dead ? session_dead(session, failure) : true;
}

bool session_request(struct session *session, struct handler *handler, enum proto_message_type type,
                     const void *payload, size_t size, const char *what, int64_t deadline_us,
                     struct failure *failure) {
    if (!session_open(session, handler, type, PROTO_FLAG_END, payload, size, failure)) return false;
    if (!session_wait(session, handler, deadline_us, failure)) {
        session_abort(session, handler, PROTO_STATUS_ABORTED, NULL);
        if (handler->stream) handler->stream->user = NULL;
        return false;
    }
    return handler->status == PROTO_STATUS_OK ? true
                                              : fail_status(failure, handler->status, what, handler->text);
}

/* --- life */

bool session_connect(struct session *session, const struct device *device, int timeout_ms,
                     struct failure *failure) {
    memset(session, 0, sizeof *session);
    session->socket = -1;
    for (size_t i = 0; i < SESSION_WATCHES; i++) session->watches[i].fd = -1;
    session->kind = device->kind == DEVICE_KRAIT ? &session_link : &session_board;
    return session->kind->connect(session, device, timeout_ms, failure);
}

bool session_wants_images(const struct session *session) {
    return !session->board && (session->link.peer.state & PROTO_HELLO_IMAGES);
}

void session_close(struct session *session) {
    if (session->kind) session->kind->close(session);
    memset(session, 0, sizeof *session);
    session->socket = -1;
}

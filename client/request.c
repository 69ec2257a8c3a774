/* Requests that END answers. */
#include "request.h"
#include <stdio.h>
#include "paths.h"

#define ANSWER_US 60000000

static bool send(struct session *session, enum proto_message_type type, struct proto_writer *writer,
                 uint8_t *payload, const char *path, struct failure *failure) {
    struct handler handler = {0};
    char what[REMOTE_PATH_MAX + 2];
    int size = proto_writer_finish(writer);
    snprintf(what, sizeof what, ":%s", path);
    if (size < 0) return fail(failure, EXIT_USAGE, "%s: the path is too long", what);
    return session_request(session, &handler, type, payload, (size_t)size, what, clock_us() + ANSWER_US,
                           failure);
}

bool request_path(struct session *session, enum proto_message_type type, unsigned options, const char *path,
                  struct failure *failure) {
    uint8_t payload[REMOTE_PATH_MAX + 8];
    struct proto_writer writer;
    struct proto_path message = {.options = (uint8_t)options, .path = proto_text(path)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_path_write(&writer, &message);
    return send(session, type, &writer, payload, path, failure);
}

bool request_paths(struct session *session, enum proto_message_type type, unsigned options, const char *from,
                   const char *to, struct failure *failure) {
    uint8_t payload[2 * REMOTE_PATH_MAX + 8];
    struct proto_writer writer;
    struct proto_paths message = {
        .options = (uint8_t)options, .from = proto_text(from), .to = proto_text(to)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_paths_write(&writer, &message);
    return send(session, type, &writer, payload, from, failure);
}

bool request_remote(struct context *context, const char *verb, const char *argument, char path[], int *code) {
    if (path_is_remote(argument) && path_remote(argument, path)) return true;
    if (path_is_remote(argument))
        *code = verb_usage(context, verb, "%s: the path is too long", argument);
    else
        *code =
            verb_usage(context, verb, "'%s' is a path of this computer; on the device it is written ':%s'",
                       argument, argument);
    return false;
}

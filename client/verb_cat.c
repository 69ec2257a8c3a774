/* krait cat: files of the device on standard output. */
#include <stdio.h>
#include "output.h"
#include "digest.h"
#include "paths.h"
#include "request.h"

struct reading {
    struct handler handler; /* first */
    struct digest sha;
    bool verified, stuck;
};

static void take(struct session *session, struct handler *self, const struct proto_frame *frame) {
    struct reading *reading = (struct reading *)self;
    struct proto_digest message;
    uint8_t hash[PROTO_DIGEST_BYTES];
    if (frame->type == PROTO_DATA) {
        digest_add(&reading->sha, frame->payload, frame->length);
        if (output_bytes(stdout, frame->payload, frame->length)) {
            session_consumed(session, self, frame->length);
        } else {
            reading->stuck = true;
            session_abort(session, self, PROTO_STATUS_ABORTED, NULL);
        }
    } else if (frame->type == PROTO_DIGEST &&
               proto_digest_parse(frame->payload, frame->length, &message) == 0) {
        digest_finish(&reading->sha, hash);
        reading->verified = proto_equal(hash, message.digest, sizeof hash);
    }
}

static bool cat(struct session *session, const char *path, struct failure *failure) {
    struct reading reading = {.handler = {.frame = take}};
    uint8_t payload[REMOTE_PATH_MAX + 64];
    char what[REMOTE_PATH_MAX + 2];
    struct proto_writer writer;
    struct proto_get get = {.options = PROTO_PATH_HASHES, .length = UINT64_MAX, .path = proto_text(path)};
    snprintf(what, sizeof what, ":%s", path);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_get_write(&writer, &get);
    digest_init(&reading.sha);
    bool good = session_request(session, &reading.handler, PROTO_GET, payload,
                                (size_t)proto_writer_finish(&writer), what, 0, failure);
    if (reading.stuck) return fail(failure, EXIT_IO, "cannot write to standard output");
    return good && !reading.verified
               ? fail(failure, EXIT_IO, "%s: what came does not match its SHA-256", what)
               : good;
}

static int run(struct context *context, int argc, char **argv) {
    struct failure failure = {0};
    char path[REMOTE_PATH_MAX];
    int code = EXIT_OK;
    if (argc < 2) return verb_usage(context, "cat", "cat takes files of the device");
    for (int i = 1; i < argc; i++) {
        if (!request_remote(context, "cat", argv[i], path, &code)) return code;
    }
    struct session *session = context_session(context, &code);
    for (int i = 1; session && i < argc && !ferror(stdout); i++) {
        path_remote(argv[i], path);
        if (!cat(session, path, &failure)) code = context_fail(context, &failure);
    }
    return code;
}

const struct verb verb_cat = {.name = "cat",
                              .group = "files",
                              .usage = ":FILE ...",
                              .summary = "Print files of the device",
                              .run = run,
                              .help = ""};

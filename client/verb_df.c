/* krait df: how full the device's file system is. */
#include <stdio.h>
#include "output.h"
#include "paths.h"
#include "request.h"

struct question {
    struct handler handler; /* first */
    struct proto_space space;
};

static void take(struct session *session, struct handler *self, const struct proto_frame *frame) {
    (void)session;
    if (frame->type == PROTO_SPACE)
        proto_space_parse(frame->payload, frame->length, &((struct question *)self)->space);
}

static bool ask(struct session *session, const char *path, struct proto_space *space,
                struct failure *failure) {
    struct question question = {.handler = {.frame = take}};
    uint8_t payload[REMOTE_PATH_MAX + 8];
    struct proto_writer writer;
    struct proto_path message = {.path = proto_text(path)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_path_write(&writer, &message);
    bool good = session_request(session, &question.handler, PROTO_STATVFS, payload,
                                (size_t)proto_writer_finish(&writer), path, clock_us() + 10000000, failure);
    *space = question.space;
    return good;
}

static void print(const struct options *options, const char *path, const struct proto_space *space) {
    char all[16], used[16], unused[16];
    uint64_t size = space->blocks * space->block_size, left = space->blocks_free * space->block_size;
    if (options->json) {
        output_json(json_pack("{so sI sI sI}", "path", output_text(path), "size", (json_int_t)size, "used",
                              (json_int_t)(size - left), "free", (json_int_t)left));
        return;
    }
    printf("%-20s %10s %10s %10s %4d %%\n", path, output_size(size, all), output_size(size - left, used),
           output_size(left, unused), size ? (int)((double)(size - left) * 100 / (double)size + 0.5) : 0);
}

static int run(struct context *context, int argc, char **argv) {
    struct failure failure = {0};
    struct proto_space space;
    char path[REMOTE_PATH_MAX] = "/";
    int code = EXIT_OK;
    if (argc > 2) return verb_usage(context, "df", "df takes one path");
    if (argc == 2 && !request_remote(context, "df", argv[1], path, &code)) return code;
    struct session *session = context_session(context, &code);
    if (!session) return code;
    if (!ask(session, path, &space, &failure)) return context_fail(context, &failure);
    if (!context->options->json) printf("%-20s %10s %10s %10s %6s\n", "path", "size", "used", "free", "used");
    print(context->options, path, &space);
    return EXIT_OK;
}

const struct verb verb_df = {.name = "df",
                             .group = "files",
                             .usage = "[:PATH]",
                             .summary = "Tell how full the device's file system is",
                             .run = run,
                             .help = ""};

/* krait rm: removes files and directories of the device. */
#include "paths.h"
#include "request.h"

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"recursive", "force", NULL};
    struct failure failure = {0};
    char path[REMOTE_PATH_MAX];
    bool flags[128];
    int code = EXIT_OK;
    const char *unknown = options_flags(&argc, argv, "rf", names, "rf", flags);
    if (unknown) return verb_usage(context, "rm", "rm does not know '%s'", unknown);
    if (argc < 2) return verb_usage(context, "rm", "rm takes files of the device");
    for (int i = 1; i < argc; i++) {
        if (!request_remote(context, "rm", argv[i], path, &code)) return code;
    }
    unsigned options =
        (flags['r'] ? (unsigned)PROTO_PATH_RECURSIVE : 0) | (flags['f'] ? (unsigned)PROTO_PATH_FORCE : 0);
    struct session *session = context_session(context, &code);
    for (int i = 1; session && i < argc; i++) {
        path_remote(argv[i], path);
        if (request_path(session, PROTO_REMOVE, options, path, &failure)) continue;
        if (failure.status == PROTO_STATUS_IS_DIRECTORY)
            fail(&failure, EXIT_IO, ":%s is a directory; -r removes it with all below it", path);
        code = context_fail(context, &failure);
    }
    return code;
}

const struct verb verb_rm = {
    .name = "rm",
    .group = "files",
    .usage = "[-r] [-f] :PATH ...",
    .summary = "Remove files of the device",
    .run = run,
    .help =
        "-r, --recursive  directories with all below them\n-f, --force      what is not there is no error\n"};

/* krait mkdir: makes directories on the device. */
#include "paths.h"
#include "request.h"

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"parents", NULL};
    struct failure failure = {0};
    char path[REMOTE_PATH_MAX];
    bool flags[128];
    int code = EXIT_OK;
    const char *unknown = options_flags(&argc, argv, "p", names, "p", flags);
    if (unknown) return verb_usage(context, "mkdir", "mkdir does not know '%s'", unknown);
    if (argc < 2) return verb_usage(context, "mkdir", "mkdir takes directories of the device");
    for (int i = 1; i < argc; i++) {
        if (!request_remote(context, "mkdir", argv[i], path, &code)) return code;
    }
    struct session *session = context_session(context, &code);
    for (int i = 1; session && i < argc; i++) {
        path_remote(argv[i], path);
        if (!request_path(session, PROTO_MKDIR, flags['p'] ? PROTO_PATH_PARENTS : 0, path, &failure))
            code = context_fail(context, &failure);
    }
    return code;
}

const struct verb verb_mkdir = {.name = "mkdir",
                                .group = "files",
                                .usage = "[-p] :DIRECTORY ...",
                                .summary = "Make directories on the device",
                                .run = run,
                                .help =
                                    "-p, --parents  make missing parents too; one that exists is no error\n"};

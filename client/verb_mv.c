/* krait mv: renames on the device. */
#include <string.h>
#include "entries.h"
#include "paths.h"
#include "request.h"

static int run(struct context *context, int argc, char **argv) {
    struct failure failure = {0}, ignored;
    char from[REMOTE_PATH_MAX], to[REMOTE_PATH_MAX], target[REMOTE_PATH_MAX], name[256];
    struct entry entry;
    int code = EXIT_OK;
    if (argc < 3) return verb_usage(context, "mv", "mv takes one or more sources and a target");
    for (int i = 1; i < argc; i++) {
        if (!request_remote(context, "mv", argv[i], to, &code)) return code;
    }
    struct session *session = context_session(context, &code);
    if (!session) return code;
    bool into = entries_stat(session, to, false, &entry, &ignored) && entry.type == PROTO_ENTRY_DIRECTORY;
    if (argc > 3 && !into)
        return verb_usage(context, "mv", "several sources want a directory as target, and '%s' is none",
                          argv[argc - 1]);
    for (int i = 1; i < argc - 1; i++) {
        path_remote(argv[i], from);
        path_name(from, name);
        bool fits = path_join(target, sizeof target, to, into ? name : "");
        bool good = fits ? request_paths(session, PROTO_RENAME, 0, from, target, &failure)
                         : fail(&failure, EXIT_USAGE, "%s: the path is too long", argv[i]);
        if (!good) code = context_fail(context, &failure);
    }
    return code;
}

const struct verb verb_mv = {
    .name = "mv",
    .group = "files",
    .usage = ":SOURCE ... :TARGET",
    .summary = "Rename or move files on the device",
    .run = run,
    .help = "A target that is a directory takes the sources inside. An existing file is replaced.\n"};

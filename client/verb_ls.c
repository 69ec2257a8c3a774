/* krait ls: lists directories of the device. */
#include <stdio.h>
#include <string.h>
#include "entries.h"
#include "output.h"
#include "paths.h"
#include "request.h"

static void print_entry(const struct options *options, const char *directory, const struct entry *entry,
                        bool plain) {
    char size[16], time[32], path[REMOTE_PATH_MAX + 256], text[OUTPUT_PATH];
    bool folder = entry->type == PROTO_ENTRY_DIRECTORY;
    if (options->json) {
        path_join(path, sizeof path, directory, entry->path);
        output_json(json_pack("{so ss sI sI so*}", "path", output_text(path), "type",
                              folder ? "directory" : "file", "size", (json_int_t)entry->size, "mtime_ns",
                              (json_int_t)entry->mtime, "path_hex", output_hex(path)));
    } else if (plain) {
        printf("%s%s\n", output_path(entry->path, text), folder ? "/" : "");
    } else {
        printf("%10s  %16s  %s%s\n", folder ? "" : output_size(entry->size, size),
               output_time(entry->mtime, time), output_path(entry->path, text), folder ? "/" : "");
    }
}

static bool list(struct context *context, struct session *session, const char *path, bool recursive,
                 bool plain, bool heading, struct failure *failure) {
    struct entry entry;
    struct entries entries = {0};
    if (!entries_stat(session, path, false, &entry, failure)) return false;
    if (entry.type == PROTO_ENTRY_DIRECTORY) {
        if (!entries_list(session, path, recursive, false, &entries, failure))
            return entries_free(&entries), false;
        if (heading && !context->options->json) printf(":%s\n", path);
        for (size_t i = 0; i < entries.count; i++)
            print_entry(context->options, path, &entries.items[i], plain);
        entries_free(&entries);
    } else {
        entry.path = (char *)path;
        print_entry(context->options, "/", &entry, plain);
    }
    return true;
}

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"recursive", "plain", NULL};
    static char *here[] = {(char *)"ls", (char *)":", NULL};
    struct failure failure = {0};
    char path[REMOTE_PATH_MAX];
    bool flags[128];
    int code = EXIT_OK;
    const char *unknown = options_flags(&argc, argv, "r1", names, "r1", flags);
    if (unknown) return verb_usage(context, "ls", "ls does not know '%s'", unknown);
    if (argc < 2) {
        argv = here;
        argc = 2;
    }
    for (int i = 1; i < argc; i++) {
        if (!request_remote(context, "ls", argv[i], path, &code)) return code;
    }
    struct session *session = context_session(context, &code);
    for (int i = 1; session && i < argc; i++) {
        path_remote(argv[i], path);
        if (!list(context, session, path, flags['r'], flags['1'], argc > 2, &failure))
            code = context_fail(context, &failure);
    }
    return code;
}

const struct verb verb_ls = {
    .name = "ls",
    .group = "files",
    .usage = "[-r] [-1] [:PATH ...]",
    .summary = "List a directory of the device",
    .run = run,
    .help = "-r, --recursive  with everything below\n-1, --plain      names only\n\nOn a terminal, control "
            "characters of names are shown as '?'. With --json a path that is not UTF-8 has U+FFFD\nin the "
            "places where it is not, and its bytes in \"path_hex\".\n"};

/* krait tree: a directory of the device with all below it, drawn. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "entries.h"
#include "output.h"
#include "paths.h"
#include "request.h"

/* The first entry from `at` on that does not lie below the directory of length `prefix`. */
static size_t end_of(const struct entries *entries, size_t at, const char *directory, size_t prefix) {
    while (at < entries->count && strncmp(entries->items[at].path, directory, prefix) == 0 &&
           entries->items[at].path[prefix] == '/')
        at++;
    return at;
}

/* Draws entries[from, to), which all lie in the directory whose path has `skip` bytes; `margin` stands before
 * each line. */
static void draw(const struct entries *entries, size_t from, size_t to, size_t skip, const char *margin) {
    while (from < to) {
        const struct entry *entry = &entries->items[from];
        size_t inside = end_of(entries, from + 1, entry->path, strlen(entry->path));
        bool last = inside >= to, folder = entry->type == PROTO_ENTRY_DIRECTORY;
        char size[16], deeper[512], name[OUTPUT_PATH];
        printf("%s%s %s%s", margin, last ? "└──" : "├──", output_path(entry->path + skip, name),
               folder ? "/\n" : "");
        if (!folder) printf("  %s\n", output_size(entry->size, size));
        snprintf(deeper, sizeof deeper, "%s%s", margin, last ? "    " : "│   ");
        draw(entries, from + 1, inside, strlen(entry->path) + 1, deeper);
        from = inside;
    }
}

/* Sorting by bytes puts "a-b" between "a" and "a/c": compare as if '/' were the smallest character. */
static int by_tree(const void *a, const void *b) {
    const char *x = ((const struct entry *)a)->path, *y = ((const struct entry *)b)->path;
    while (*x && *x == *y) x++, y++;
    int left = *x == '/' ? 1
               : *x      ? (unsigned char)*x + 1
                         : 0,
        right = *y == '/' ? 1
                : *y      ? (unsigned char)*y + 1
                          : 0;
    return left - right;
}

static void print_json(const struct entries *entries, const char *top) {
    for (size_t i = 0; i < entries->count; i++) {
        char path[REMOTE_PATH_MAX + 256];
        const struct entry *entry = &entries->items[i];
        path_join(path, sizeof path, top, entry->path);
        output_json(json_pack("{so ss sI so*}", "path", output_text(path), "type",
                              entry->type == PROTO_ENTRY_DIRECTORY ? "directory" : "file", "size",
                              (json_int_t)entry->size, "path_hex", output_hex(path)));
    }
}

static int run(struct context *context, int argc, char **argv) {
    struct failure failure = {0};
    struct entries entries = {0};
    char path[REMOTE_PATH_MAX] = "/";
    int code = EXIT_OK;
    if (argc > 2) return verb_usage(context, "tree", "tree takes one directory");
    if (argc == 2 && !request_remote(context, "tree", argv[1], path, &code)) return code;
    struct session *session = context_session(context, &code);
    if (!session) return code;
    if (!entries_list(session, path, true, false, &entries, &failure)) {
        code = context_fail(context, &failure);
    } else if (context->options->json) {
        print_json(&entries, path);
    } else {
        if (entries.count) qsort(entries.items, entries.count, sizeof *entries.items, by_tree);
        printf(":%s\n", path);
        draw(&entries, 0, entries.count, 0, "");
    }
    entries_free(&entries);
    return code;
}

const struct verb verb_tree = {.name = "tree",
                               .group = "files",
                               .usage = "[:DIRECTORY]",
                               .summary = "Draw a directory of the device with all below it",
                               .run = run,
                               .help = ""};

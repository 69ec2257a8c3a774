/* krait sync: makes a directory of the device equal to one here. The device sends its whole tree with hashes
 * in one round trip; only what differs is moved. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "compile.h"
#include "entries.h"
#include "paths.h"
#include "request.h"
#include "transfer.h"

struct plan {
    struct context *context;
    struct session *session;
    const char *source, *target;
    bool remove, dry;
    struct compiler *compiler; /* NULL: files go as they are */
    struct entries here, there;
    struct items items;
    size_t same, sent, removed, made;
};

static void say(struct plan *plan, const char *action, const char *path) {
    char text[OUTPUT_PATH];
    if (plan->context->options->json)
        output_json(json_pack("{ss so sb so*}", "action", action, "path", output_text(path), "dry_run",
                              plan->dry, "path_hex", output_hex(path)));
    else if (!plan->context->options->quiet)
        printf("%s%-6s %s\n", plan->dry ? "would " : "", action, output_path(path, text));
}

static bool device_path(const struct plan *plan, const char *path, char out[REMOTE_PATH_MAX],
                        struct failure *failure) {
    return path_join(out, REMOTE_PATH_MAX, plan->target, path) ||
           fail(failure, EXIT_USAGE, "%s: the path is too long", path);
}

/* Something stands on the device where another kind of thing shall be. */
static bool clear_way(struct plan *plan, const struct entry *entry, struct failure *failure) {
    char remote[REMOTE_PATH_MAX];
    const struct entry *have = entries_find(&plan->there, entry->path);
    if (!have || have->type == entry->type) return true;
    say(plan, "remove", entry->path);
    plan->removed++;
    if (plan->dry) return true;
    return device_path(plan, entry->path, remote, failure) &&
           request_path(plan->session, PROTO_REMOVE, PROTO_PATH_RECURSIVE | PROTO_PATH_FORCE, remote,
                        failure);
}

static bool plan_directory(struct plan *plan, const struct entry *entry, struct failure *failure) {
    char remote[REMOTE_PATH_MAX];
    const struct entry *have = entries_find(&plan->there, entry->path);
    if (have && have->type == PROTO_ENTRY_DIRECTORY) return true;
    say(plan, "mkdir", entry->path);
    plan->made++;
    return plan->dry || (device_path(plan, entry->path, remote, failure) &&
                         request_path(plan->session, PROTO_MKDIR, PROTO_PATH_PARENTS, remote, failure));
}

/* Where the content of an entry is: an image lies among the staged ones, unless it came as one. */
static bool local_path(const struct plan *plan, const char *path, char out[PATH_MAX]) {
    struct stat have;
    bool staged = plan->compiler != NULL && path_join(out, PATH_MAX, compiler_folder(plan->compiler), path) &&
                  lstat(out, &have) == 0 && S_ISREG(have.st_mode);
    return staged || path_join(out, PATH_MAX, plan->source, path);
}

/* Puts images in the place of source files. */
static bool compile_all(struct plan *plan, struct failure *failure) {
    char local[PATH_MAX], staged[PATH_MAX], image[PATH_MAX];
    struct stat have;
    for (size_t i = 0; i < plan->here.count; i++) {
        struct entry *entry = &plan->here.items[i];
        if (entry->type != PROTO_ENTRY_FILE || !compile_is_source(entry->path)) continue;
        if (!path_join(local, sizeof local, plan->source, entry->path) ||
            !compile_image_name(image, sizeof image, entry->path))
            return fail(failure, EXIT_USAGE, "%s: the path is too long", entry->path);
        if (!compiler_stage(plan->compiler, local, entry->path, staged, failure)) return false;
        if (stat(staged, &have) < 0) return fail_errno(failure, staged);
        context_tell_images(plan->context);
        char *path = strdup(image);
        if (path == NULL) return fail(failure, EXIT_IO, "out of memory");
        free(entry->path);
        entry->path = path;
        entry->size = (uint64_t)have.st_size;
    }
    entries_sort(&plan->here);
    return true;
}

/* A source file on the device would be found before its image. */
static bool remove_source(struct plan *plan, const struct entry *image, struct failure *failure) {
    char source[REMOTE_PATH_MAX], remote[REMOTE_PATH_MAX];
    size_t size = strlen(image->path);
    if (size < 4 || strcmp(image->path + size - 4, ".kri") != 0) return true;
    snprintf(source, sizeof source, "%.*s.py", (int)size - 4, image->path);
    if (!entries_find(&plan->there, source) || plan->remove) return true;
    say(plan, "remove", source);
    plan->removed++;
    return plan->dry || (device_path(plan, source, remote, failure) &&
                         request_path(plan->session, PROTO_REMOVE, PROTO_PATH_FORCE, remote, failure));
}

static bool plan_file(struct plan *plan, struct entry *entry, struct failure *failure) {
    char local[PATH_MAX], remote[REMOTE_PATH_MAX];
    const struct entry *have = entries_find(&plan->there, entry->path);
    if (!local_path(plan, entry->path, local))
        return fail(failure, EXIT_USAGE, "%s: the path is too long", entry->path);
    if (plan->compiler != NULL && !remove_source(plan, entry, failure)) return false;
    bool alike = have && have->type == PROTO_ENTRY_FILE && have->hashed && have->size == entry->size;
    if (alike) {
        if (!file_hash(local, UINT64_MAX, entry->hash, failure)) return false;
        entry->hashed = true;
        if (memcmp(entry->hash, have->hash, sizeof entry->hash) == 0) return ++plan->same, true;
    }
    say(plan, have ? "update" : "add", entry->path);
    plan->sent++;
    if (plan->dry) return true;
    if (!device_path(plan, entry->path, remote, failure)) return false;
    if (!items_add(&plan->items, false, local, remote, entry->size, entry->mtime, entry->mode))
        return fail(failure, EXIT_IO, "out of memory");
    struct item *item = &plan->items.list[plan->items.count - 1];
    item->hashed = entry->hashed;
    memcpy(item->hash, entry->hash, sizeof item->hash);
    return true;
}

/* Removes what is only on the device; a directory goes with all below it, so its content is not named again.
 */
static bool plan_removals(struct plan *plan, struct failure *failure) {
    char remote[REMOTE_PATH_MAX], gone[REMOTE_PATH_MAX] = "";
    for (size_t i = 0; i < plan->there.count; i++) {
        const struct entry *entry = &plan->there.items[i];
        size_t length = strlen(gone);
        bool inside = length && strncmp(entry->path, gone, length) == 0 && entry->path[length] == '/';
        if (inside || entries_find(&plan->here, entry->path)) continue;
        if (entry->type == PROTO_ENTRY_DIRECTORY) snprintf(gone, sizeof gone, "%s", entry->path);
        say(plan, "remove", entry->path);
        plan->removed++;
        if (plan->dry) continue;
        if (!device_path(plan, entry->path, remote, failure) ||
            !request_path(plan->session, PROTO_REMOVE, PROTO_PATH_RECURSIVE | PROTO_PATH_FORCE, remote,
                          failure))
            return false;
    }
    return true;
}

static bool read_trees(struct plan *plan, struct failure *failure) {
    struct stat have;
    if (stat(plan->source, &have) < 0) return fail_errno(failure, plan->source);
    if (!S_ISDIR(have.st_mode))
        return fail(failure, EXIT_USAGE, "%s is no directory; cp copies files", plan->source);
    if (!entries_local(plan->source, &plan->here, failure)) return false;
    if (plan->compiler != NULL && !compile_all(plan, failure)) return false;
    if (!entries_list(plan->session, plan->target, true, true, &plan->there, failure)) {
        if (failure->status != PROTO_STATUS_NOT_FOUND) return false;
        plan->made++;
        if (!plan->dry &&
            !request_path(plan->session, PROTO_MKDIR, PROTO_PATH_PARENTS, plan->target, failure))
            return false;
    }
    entries_sort(&plan->there);
    return true;
}

static bool make_plan(struct plan *plan, struct failure *failure) {
    if (!read_trees(plan, failure)) return false;
    for (size_t i = 0; i < plan->here.count; i++) {
        struct entry *entry = &plan->here.items[i];
        bool good = clear_way(plan, entry, failure) &&
                    (entry->type == PROTO_ENTRY_DIRECTORY ? plan_directory(plan, entry, failure)
                                                          : plan_file(plan, entry, failure));
        if (!good) return false;
    }
    return !plan->remove || plan_removals(plan, failure);
}

static void summarise(struct plan *plan) {
    if (plan->context->options->json)
        output_json(json_pack("{sI sI sI sI}", "sent", (json_int_t)plan->sent, "same", (json_int_t)plan->same,
                              "removed", (json_int_t)plan->removed, "directories", (json_int_t)plan->made));
    else
        printf("%zu sent, %zu unchanged, %zu removed%s\n", plan->sent, plan->same, plan->removed,
               plan->dry ? " (dry run: nothing was done)" : "");
}

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"delete", "dry-run", "compile", "source", NULL};
    struct failure failure = {0};
    char target[REMOTE_PATH_MAX] = "/";
    bool flags[128];
    int code = EXIT_OK;
    const char *unknown = options_flags(&argc, argv, "n", names, "xncs", flags);
    if (unknown) return verb_usage(context, "sync", "sync does not know '%s'", unknown);
    if (argc < 2 || argc > 3)
        return verb_usage(context, "sync",
                          "sync takes a directory of this computer and perhaps one of the device");
    if (path_is_remote(argv[1]))
        return verb_usage(context, "sync", "sync goes from this computer to the device; cp -r copies back");
    if (argc == 3 && !request_remote(context, "sync", argv[2], target, &code)) return code;
    struct plan plan = {
        .context = context, .source = argv[1], .target = target, .remove = flags['x'], .dry = flags['n']};
    plan.session = context_session(context, &code);
    if (!plan.session) return code;
    if (flags['c'] && plan.session->board)
        return verb_usage(context, "sync", "a stock board cannot use module images: copy the sources");
    if (!flags['s'] && !context_images(context, flags['c'], &plan.compiler, &failure))
        return context_fail(context, &failure);
    if (!make_plan(&plan, &failure)) code = context_fail(context, &failure);
    if (code == EXIT_OK && plan.items.count) code = transfer(context, &plan.items, "sync");
    if (code == EXIT_OK) summarise(&plan);
    entries_free(&plan.here);
    entries_free(&plan.there);
    items_free(&plan.items);
    compiler_close(plan.compiler);
    return code;
}

const struct verb verb_sync = {
    .name = "sync",
    .group = "files",
    .usage = "[--delete] [-n] [--compile | --source] DIRECTORY [:DIRECTORY]",
    .summary = "Make a directory of the device equal to one here",
    .run = run,
    .help = "--delete       remove what is only on the device\n-n, --dry-run  say what would be done, do "
            "nothing\n"
            "--compile      send module images (x.kri) in place of source files (x.py); done unasked for a "
            "device that has no compiler\n"
            "--source       not for such a device, either\n\n"
            "The device sends its tree with SHA-256 hashes in one round trip; only what differs is sent.\n"};

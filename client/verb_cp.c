/* krait cp: copies to the device, from it, and on it. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "compile.h"
#include "entries.h"
#include "paths.h"
#include "request.h"
#include "transfer.h"


/* One cp command under way. */
struct copy {
    struct context *context;
    struct session *session;
    struct items items;
    bool recursive;
    bool into;                 /* the target is a directory: sources go inside */
    struct compiler *compiler; /* NULL: files go as they are */
    int code;
};

static int64_t mtime_of(const struct stat *stat) {
    return (int64_t)stat->st_mtim.tv_sec * 1000000000 + stat->st_mtim.tv_nsec;
}

/* --- to the device */

/* One file: as it is, or its image, which is staged under the path that the device shows in tracebacks. */
static bool upload_file(struct copy *copy, const char *source, const char *remote, const struct entry *entry,
                        struct failure *failure) {
    char staged[PATH_MAX], image[REMOTE_PATH_MAX];
    struct stat have;
    uint64_t size = entry->size;
    if (copy->compiler != NULL && compile_is_source(source) && compile_is_source(remote)) {
        if (!compile_image_name(image, sizeof image, remote))
            return fail(failure, EXIT_USAGE, "%s: the path is too long", remote);
        if (!compiler_stage(copy->compiler, source, remote + 1, staged, failure)) return false;
        if (stat(staged, &have) < 0) return fail_errno(failure, staged);
        context_tell_images(copy->context);
        size = (uint64_t)have.st_size;
        source = staged;
        remote = image;
    }
    return items_add(&copy->items, false, source, remote, size, entry->mtime, entry->mode) ||
           fail(failure, EXIT_IO, "out of memory");
}

/* A source file that was there before would be found before its image. */
static bool remove_sources(struct copy *copy, struct failure *failure) {
    char path[REMOTE_PATH_MAX];
    for (size_t i = 0; copy->compiler != NULL && i < copy->items.count; i++) {
        const char *remote = copy->items.list[i].remote;
        size_t size = strlen(remote);
        if (size < 4 || strcmp(remote + size - 4, ".kri") != 0 || !copy->items.list[i].done) continue;
        snprintf(path, sizeof path, "%.*s.py", (int)size - 4, remote);
        if (!request_path(copy->session, PROTO_REMOVE, PROTO_PATH_FORCE, path, failure)) return false;
    }
    return true;
}

static bool upload_tree(struct copy *copy, const char *source, const char *target, struct failure *failure) {
    struct entries entries = {0};
    char local[PATH_MAX], remote[REMOTE_PATH_MAX];
    bool good = entries_local(source, &entries, failure) &&
                request_path(copy->session, PROTO_MKDIR, PROTO_PATH_PARENTS, target, failure);
    for (size_t i = 0; good && i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        if (!path_join(local, sizeof local, source, entry->path) ||
            !path_join(remote, sizeof remote, target, entry->path))
            good = fail(failure, EXIT_USAGE, "%s: the path is too long", entry->path);
        else if (entry->type == PROTO_ENTRY_DIRECTORY)
            good = request_path(copy->session, PROTO_MKDIR, PROTO_PATH_PARENTS, remote, failure);
        else
            good = upload_file(copy, local, remote, entry, failure);
    }
    entries_free(&entries);
    return good;
}

static bool upload(struct copy *copy, const char *source, const char *target, struct failure *failure) {
    char remote[REMOTE_PATH_MAX], name[256];
    struct stat stat_;
    if (stat(source, &stat_) < 0) return fail_errno(failure, source);
    path_name(source, name);
    if (!path_join(remote, sizeof remote, target, copy->into ? name : ""))
        return fail(failure, EXIT_USAGE, "%s: the path is too long", target);
    if (S_ISREG(stat_.st_mode)) {
        const struct entry entry = {.size = (uint64_t)stat_.st_size,
                                    .mtime = mtime_of(&stat_),
                                    .mode = (uint16_t)(stat_.st_mode & 0777)};
        return upload_file(copy, source, remote, &entry, failure);
    }
    if (!S_ISDIR(stat_.st_mode))
        return fail(failure, EXIT_USAGE, "%s is neither a file nor a directory", source);
    if (!copy->recursive)
        return fail(failure, EXIT_USAGE, "%s is a directory; -r copies it with all below it", source);
    return upload_tree(copy, source, remote, failure);
}

/* --- from the device */

static bool make_directory(const char *path, struct failure *failure) {
    struct stat have;
    if (mkdir(path, 0777) == 0) return true;
    if (errno == EEXIST && stat(path, &have) == 0 && S_ISDIR(have.st_mode)) return true;
    return fail_errno(failure, path);
}

/* A name of the device must not lead out of the target directory. */
static bool name_is_safe(const char *path) {
    for (const char *p = path; p; p = strchr(p, '/')) {
        if (*p == '/') p++;
        if (!*p || *p == '/' || strncmp(p, "../", 3) == 0 || strcmp(p, "..") == 0) return false;
    }
    return true;
}

static bool download_tree(struct copy *copy, const char *source, const char *target,
                          struct failure *failure) {
    struct entries entries = {0};
    char local[PATH_MAX], remote[REMOTE_PATH_MAX];
    bool good = entries_list(copy->session, source, true, false, &entries, failure) &&
                make_directory(target, failure);
    for (size_t i = 0; good && i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        if (!name_is_safe(entry->path) || !path_join(local, sizeof local, target, entry->path) ||
            !path_join(remote, sizeof remote, source, entry->path))
            good = fail(failure, EXIT_IO, "%s: this name cannot be used here", entry->path);
        else if (entry->type == PROTO_ENTRY_DIRECTORY)
            good = make_directory(local, failure);
        else
            good = items_add(&copy->items, true, local, remote, entry->size, entry->mtime, entry->mode);
    }
    entries_free(&entries);
    return good;
}

static bool download(struct copy *copy, const char *source, const char *target, struct failure *failure) {
    char local[PATH_MAX], name[256];
    struct entry entry;
    if (!entries_stat(copy->session, source, false, &entry, failure)) return false;
    path_name(source, name);
    if (!path_join(local, sizeof local, target, copy->into ? name : ""))
        return fail(failure, EXIT_USAGE, "%s: the path is too long", target);
    if (entry.type == PROTO_ENTRY_DIRECTORY && !copy->recursive)
        return fail(failure, EXIT_USAGE, ":%s is a directory; -r copies it with all below it", source);
    if (entry.type == PROTO_ENTRY_DIRECTORY) return download_tree(copy, source, local, failure);
    if (!items_add(&copy->items, true, local, source, entry.size, entry.mtime, entry.mode))
        return fail(failure, EXIT_IO, "out of memory");
    return true;
}

/* --- on the device */

static bool copy_there(struct copy *copy, const char *source, const char *target, struct failure *failure) {
    char remote[REMOTE_PATH_MAX], name[256];
    path_name(source, name);
    if (!path_join(remote, sizeof remote, target, copy->into ? name : ""))
        return fail(failure, EXIT_USAGE, "%s: the path is too long", target);
    return request_paths(copy->session, PROTO_COPY, copy->recursive ? PROTO_PATH_RECURSIVE : 0, source,
                         remote, failure);
}

static bool target_is_directory(struct copy *copy, const char *target, bool remote) {
    struct stat have;
    struct entry entry;
    struct failure ignored;
    if (!remote) return stat(target, &have) == 0 && S_ISDIR(have.st_mode);
    return entries_stat(copy->session, target, false, &entry, &ignored) &&
           entry.type == PROTO_ENTRY_DIRECTORY;
}

static bool copy_one(struct copy *copy, const char *source, const char *target, struct failure *failure) {
    char from[REMOTE_PATH_MAX], to[REMOTE_PATH_MAX];
    if (path_is_remote(source) && !path_remote(source, from))
        return fail(failure, EXIT_USAGE, "%s: the path is too long", source);
    if (path_is_remote(target) && !path_remote(target, to))
        return fail(failure, EXIT_USAGE, "%s: the path is too long", target);
    if (!path_is_remote(target)) return download(copy, from, target, failure);
    return path_is_remote(source) ? copy_there(copy, from, to, failure) : upload(copy, source, to, failure);
}

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"recursive", "compile", "source", NULL};
    struct failure failure = {0};
    struct copy copy = {.context = context};
    bool flags[128];
    const char *unknown = options_flags(&argc, argv, "r", names, "rcs", flags);
    if (unknown) return verb_usage(context, "cp", "cp does not know '%s'", unknown);
    if (argc < 3) return verb_usage(context, "cp", "cp takes one or more sources and a target");
    const char *target = argv[argc - 1];
    for (int i = 1; i < argc - 1; i++) {
        if (!path_is_remote(argv[i]) && !path_is_remote(target))
            return verb_usage(context, "cp",
                              "neither '%s' nor '%s' is on the device; device paths start with ':'", argv[i],
                              target);
    }
    copy.session = context_session(context, &copy.code);
    if (!copy.session) return copy.code;
    if (flags['c'] && copy.session->board)
        return verb_usage(context, "cp", "a stock board cannot use module images: copy the sources");
    if (path_is_remote(target) && !flags['s'] &&
        !context_images(context, flags['c'], &copy.compiler, &failure))
        return context_fail(context, &failure);
    copy.recursive = flags['r'];
    bool slash = target[strlen(target) - 1] == '/';
    copy.into = slash || strcmp(target, ":") == 0 ||
                target_is_directory(&copy, target + path_is_remote(target), path_is_remote(target));
    if (copy.session->dead) { /* while it said what the target is: nothing has been copied */
        compiler_close(copy.compiler);
        return context_fail(context, &copy.session->failure);
    }
    if (argc > 3 && !copy.into)
        return verb_usage(context, "cp", "several sources want a directory as target, and '%s' is none",
                          target);
    for (int i = 1; i < argc - 1 && !copy.session->dead; i++) {
        if (copy_one(&copy, argv[i], target, &failure)) continue;
        int code = context_fail(context, &failure);
        if (!copy.code) copy.code = code;
    }
    int code = copy.items.count ? transfer(context, &copy.items, "cp") : EXIT_OK;
    copy.session = context->session;
    if (code == EXIT_OK && !remove_sources(&copy, &failure)) code = context_fail(context, &failure);
    items_free(&copy.items);
    compiler_close(copy.compiler);
    return copy.code ? copy.code : code;
}

const struct verb verb_cp = {
    .name = "cp",
    .group = "files",
    .usage = "[-r] [--compile | --source] SOURCE ... TARGET",
    .summary = "Copy files to, from or on the device",
    .run = run,
    .help = "-r, --recursive  directories with all below them\n"
            "--compile        x.py becomes the module image x.kri on the way, so that the device needs no "
            "memory for compiling;\n"
            "                 done unasked for a device that has no compiler\n"
            "--source         not for such a device, either\n\n"
            "Files are checked by SHA-256 and appear under their name only when they are whole. A broken "
            "link is picked up again where it broke;\n"
            "a long file that was interrupted goes on with the next cp.\n\n"
            "    krait cp main.py :\n    krait cp -r lib :/lib\n    krait cp :log.csv .\n"};

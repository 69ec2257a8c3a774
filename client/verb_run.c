/* krait run: a program on the device, of this computer without storing it there, or one that is stored. */
#include <stdlib.h>
#include <string.h>
#include "compile.h"
#include "entries.h"
#include "hostfs.h"
#include "job_flags.h"
#include "krait/vm.h"
#include "paths.h"

/* What we mount has an image for each source file. */
static bool is_mounted(const struct context *context, const char *path) {
    const char *point = context->mount ? context->mount->point : NULL;
    size_t size = point ? strlen(point) : 0;
    return point && strncmp(path, point, size) == 0 && path[size] == '/';
}

/* A file of the device. Where cp has brought x.kri for x.py, both are its name. */
static int run_stored(struct context *context, struct job *job, bool compile) {
    char path[REMOTE_PATH_MAX], image[REMOTE_PATH_MAX];
    struct entry entry;
    struct failure ignored;
    int code = EXIT_OK;
    if (compile) return verb_usage(context, "run", "what the device stores is not compiled here");
    if (!path_remote(job->argv[0], path)) return verb_usage(context, "run", "the path is too long");
    struct session *session = context_session(context, &code);
    if (!session) return code;
    bool imaged = session_wants_images(session) && compile_is_source(path) &&
                  compile_image_name(image, sizeof image, path) &&
                  (is_mounted(context, path) || entries_stat(session, image, false, &entry, &ignored));
    job->kind = PROTO_EXEC_FILE;
    job->name = job->argv[0] = imaged ? image : path;
    return job_do(context, job);
}

/* Runs the job as the image of its text. */
static int run_compiled(struct context *context, struct job *job) {
    struct failure failure = {0};
    const void *image;
    struct compiler *compiler = context_compiler(context, &failure);
    bool good = compiler != NULL &&
                compiler_text(compiler, job->name, job->source, job->size, &image, &job->size, &failure);
    job->kind = PROTO_EXEC_IMAGE;
    if (good) job->source = image;
    int code = good ? job_do(context, job) : context_fail(context, &failure);
    return code;
}

static int run(struct context *context, int argc, char **argv) {
    struct job job = {.kind = PROTO_EXEC_RUN, .input = true};
    struct failure failure = {0};
    bool compile = false;
    if (!job_flags(context, "run", &argc, &argv, &job, &compile)) return EXIT_USAGE;
    if (argc < 2) return verb_usage(context, "run", "run takes a program and its arguments");
    job.argc = argc - 1;
    job.argv = argv + 1;
    if (path_is_remote(argv[1])) return run_stored(context, &job, compile);
    char *text = job_read_file(argv[1], &job.size, &failure);
    if (!text) return context_fail(context, &failure);
    const char *slash = strrchr(argv[1], '/');
    job.name = strcmp(argv[1], "-") == 0 ? "<stdin>" : slash ? slash + 1 : argv[1];
    if (strcmp(argv[1], "-") == 0) job.input = false; /* the program itself came from there */
    job.source = text;
    if (kr_is_image(text, job.size)) {
        job.kind = PROTO_EXEC_IMAGE;
        compile = false;
    }
    int code = compile ? run_compiled(context, &job) : job_do(context, &job);
    free(text);
    return code;
}

const struct verb verb_run = {
    .name = "run",
    .group = "programs",
    .usage = "[-w | -T] [--compile] FILE [ARGUMENT ...]",
    .summary = "Run a program of this computer, or one that the device stores",
    .run = run,
    .help = "FILE ':app.py' is the device's, source or image; an image then needs no memory for its code "
            "where files lie in "
            "flash.\nFILE '-' is standard input. Otherwise standard input goes to the "
            "program, its output comes back as it is printed, stdout and\n"
            "stderr apart, ctrl-C interrupts it, and its exit status is krait's. "
            "sys.argv is FILE and the arguments.\n"
            "A module image (see krait compile) runs, too.\n\n" JOB_FLAGS_HELP
            "--compile   compile it here, so that the device needs no memory for that\n"};

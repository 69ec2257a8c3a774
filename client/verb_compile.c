/* krait compile: module images from source files, here. */
#include <string.h>
#include "compile.h"
#include "paths.h"
#include "verbs.h"

static int compile_one(struct context *context, struct compiler *compiler, const char *source,
                       const char *target) {
    struct failure failure = {0};
    char image[PATH_MAX], name[256];
    path_name(source, name);
    if (target == NULL && !compile_image_name(image, sizeof image, source))
        fail(&failure, EXIT_USAGE, "%s: the path is too long", source);
    else if (compiler_file(compiler, source, name, target == NULL ? image : target, &failure))
        return EXIT_OK;
    return context_fail(context, &failure);
}

static int run(struct context *context, int argc, char **argv) {
    struct failure failure = {0};
    const char *target = NULL;
    if (argc > 2 && strcmp(argv[1], "-o") == 0) {
        target = argv[2];
        argv += 2;
        argc -= 2;
    }
    if (argc < 2 || argv[1][0] == '-')
        return verb_usage(context, "compile", "compile takes source files of this computer");
    if (target != NULL && argc != 2)
        return verb_usage(context, "compile", "-o names one image, so compile takes one file with it");
    struct compiler *compiler = compiler_open(&failure);
    if (compiler == NULL) return context_fail(context, &failure);
    int code = EXIT_OK;
    for (int i = 1; i < argc; i++) {
        int one = compile_one(context, compiler, argv[i], target);
        if (code == EXIT_OK) code = one;
    }
    compiler_close(compiler);
    return code;
}

const struct verb verb_compile = {
    .name = "compile",
    .group = "programs",
    .usage = "[-o FILE.kri] FILE.py ...",
    .summary = "Compile programs to module images, without a device",
    .run = run,
    .help = "-o FILE.kri  the image's name; otherwise it lies beside the source\n\n"
            "A device imports x.kri as it imports x.py, but needs no memory for compiling, and where it can "
            "it runs the code where it lies.\n"
            "An image fits the version of Krait that made it; another one refuses it and says so.\n"
            "cp, sync and run do this on the way: --compile.\n"};

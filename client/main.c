/* krait: drives Krait devices over the network. Parses the common options, then runs the chain of verbs. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compile.h"
#include "hostfs.h"
#include "options.h"
#include "signals.h"
#include "verbs.h"

static void print_help(FILE *out) {
    const char *group = "";
    fputs("krait: a small fast Python on devices, over an encrypted network link\n\n"
          "usage: krait [-d DEVICE] [--json] [--timeout SECONDS] VERB [ARGUMENT ...] [+ VERB ...]\n",
          out);
    for (const struct verb *const *v = verbs; *v; v++) {
        if (strcmp((*v)->group, group) != 0) fprintf(out, "\n%s\n", group = (*v)->group);
        fprintf(out, "  %-10s %s\n", (*v)->name, (*v)->summary);
    }
    fputs("\noptions\n"
          "  -d NAME              the device; else $KRAIT_DEVICE, or the only paired one. A stock MicroPython\n"
          "                       board: its serial port (/dev/ttyACM0, serial:NAME) or its WebREPL (ws://HOST)\n"
          "  -I, --interrupt      a program that runs on a stock board is interrupted when it is in the way\n"
          "  --json               results and errors as JSON, one object a line\n"
          "  -t, --timeout S      give up after S seconds\n"
          "  -q, --quiet          no progress bars, no notices\n"
          "  --version, --help    `krait VERB --help` tells more about a verb\n"
          "\nPaths on the device start with ':'. Several commands are chained with '+' and share one link.\n"
          "exit codes: 0 ok, 1 exception on the device, 2 usage, 3 unreachable, 4 key refused, 5 timeout, 6 "
          "file or memory error\n",
          out);
}

/* Takes the common options out of every command of the chain. */
static bool take_options(struct options *options, int *argc, char **argv, struct failure *failure) {
    int from = 0, to = 0; /* argv[from …] is what is still to be looked at, argv[… to] is done */
    while (from < *argc) {
        int end = from + 1;
        while (end < *argc && strcmp(argv[end], "+") != 0) end++;
        char *after = argv[end];
        int count = end - from;
        argv[end] = NULL;
        bool good = options_take(options, &count, argv + from, failure);
        argv[end] = after;
        if (!good) return false;
        memmove(argv + to, argv + from, (size_t)count * sizeof *argv);
        to += count;
        from = end;
    }
    argv[to] = NULL;
    *argc = to;
    return true;
}

/* Where one of the first three files is closed, a socket would take its number and get what is printed. What
 * takes it instead fails as a closed file does. */
static void keep_standard_files(void) {
    static const int ways[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) < 0) (void)!open("/dev/null", ways[fd]);
    }
}

/* Output that was lost is an error, if there is no other one. */
static int finish(int code) {
    bool lost = fflush(stdout) != 0 || ferror(stdout);
    if (!lost || code != EXIT_OK) return code;
    fputs("krait: cannot write to standard output\n", stderr);
    return EXIT_IO;
}

int main(int argc, char **argv) {
    struct options options = {.device = getenv("KRAIT_DEVICE")};
    struct context context = {.options = &options};
    struct failure failure = {0};
    keep_standard_files();
    if (options.device && !*options.device) options.device = NULL;
    if (!take_options(&options, &argc, argv, &failure)) return context_fail(&context, &failure);
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return finish(EXIT_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("krait " KRAIT_VERSION);
        return finish(EXIT_OK);
    }
    if (argv[1][0] == '-')
        return verb_usage(&context, "", "unknown option '%s'; `krait --help` lists them", argv[1]);
    signals_start();
    int code = verbs_run(&context, argc - 1, argv + 1);
    if (context.mount) hostfs_release(context.mount, context.session);
    free(context.mount);
    if (context.connected) session_close(context.session);
    free(context.session);
    compiler_close(context.compiler);
    return finish(code);
}

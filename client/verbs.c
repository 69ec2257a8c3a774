/* The table of verbs, finding one, and what all of them share: the link that a chain of commands uses, and
 * how failures are told. */
#include "verbs.h"
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "board.h"
#include "compile.h"
#include "output.h"
#include "signals.h"

#define CONNECT_MS 10000

const struct verb *const verbs[] = {
#define VERB_ENTRY(name) &verb_##name,
    VERBS(VERB_ENTRY)
#undef VERB_ENTRY
        NULL,
};

const struct verb *verb_find(const char *name) {
    for (const struct verb *const *v = verbs; *v; v++) {
        if (strcmp((*v)->name, name) == 0) return *v;
    }
    return NULL;
}

/* Edit distance (insert, delete, replace, swap of neighbours) of two short words. */
static int distance(const char *a, const char *b) {
    size_t m = strlen(a), n = strlen(b);
    int d[24][24];
    if (m > 22 || n > 22) return 99;
    for (size_t i = 0; i <= m; i++) {
        for (size_t j = 0; j <= n; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (int)(i + j);
                continue;
            }
            int best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (d[i - 1][j] + 1 < best) best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best) best = d[i][j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && d[i - 2][j - 2] + 1 < best) best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[m][n];
}

/* Words that people bring from elsewhere. */
static const struct {
    const char *word, *verb;
} habits[] = {{"put", "cp"},         {"get", "cp"},           {"push", "cp"},      {"pull", "cp"},
              {"upload", "cp"},      {"download", "cp"},      {"copy", "cp"},      {"dir", "ls"},
              {"list", "ls"},        {"delete", "rm"},        {"remove", "rm"},    {"rename", "mv"},
              {"move", "mv"},        {"shell", "repl"},       {"connect", "repl"}, {"terminal", "repl"},
              {"stop", "interrupt"}, {"soft-reset", "reset"}, {"reboot", "reset"}, {"scan", "devices"},
              {"status", "info"},    {"rsync", "sync"},       {"type", "cat"},     {"edit", "cp"}};

const struct verb *verb_guess(const char *name) {
    const struct verb *best = NULL;
    int nearest = 3;
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (strcmp(habits[i].word, name) == 0) return verb_find(habits[i].verb);
    }
    for (const struct verb *const *v = verbs; *v; v++) {
        int d = distance(name, (*v)->name);
        if (d < nearest && d < (int)strlen((*v)->name)) {
            nearest = d;
            best = *v;
        }
    }
    return best;
}

void context_complain(const struct context *context, int code, const char *text) {
    if (context->options->json && !ferror(stdout)) {
        output_json(json_pack("{so si ss}", "error", output_text(text), "code", code, "kind", failure_name(code)));
    } else {
        fflush(stdout);
        fprintf(stderr, "krait: %s\n", text);
    }
}

int context_fail(struct context *context, const struct failure *failure) {
    if (failure->text[0] && failure->code != EXIT_SIGNAL)
        context_complain(context, failure->code, failure->text);
    return failure->code;
}

int verb_usage(const struct context *context, const char *name, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    context_complain(context, EXIT_USAGE, text);
    const struct verb *verb = verb_find(name);
    if (!context->options->json && verb) fprintf(stderr, "usage: krait %s %s\n", verb->name, verb->usage);
    return EXIT_USAGE;
}

static void show_notice(struct session *session, unsigned kind, const char *text) {
    (void)session;
    (void)kind;
    fflush(stdout);
    fprintf(stderr, "krait: %s\n", text);
}

static void hide_notice(struct session *session, unsigned kind, const char *text) {
    (void)session;
    (void)kind;
    (void)text;
}

bool context_connect(struct context *context, struct failure *failure) {
    if (context->connected && !context->session->dead) return true;
    if (!context->device_chosen)
        context->device_chosen = store_choose(context->options->device, &context->device, failure);
    if (!context->device_chosen) return false;
    if (!context->session) context->session = calloc(1, sizeof *context->session);
    if (!context->session) return fail(failure, EXIT_IO, "out of memory");
    if (context->connected) session_close(context->session);
    context->connected = session_connect(context->session, &context->device,
                                         options_timeout_ms(context->options, CONNECT_MS), failure);
    if (context->connected && context->session->board && context->options->interrupt)
        board_allow_interrupt(context->session);
    if (context->connected)
        context->session->notice = context->options->quiet ? hide_notice : show_notice;
    else
        session_close(context->session);
    return context->connected;
}

struct compiler *context_compiler(struct context *context, struct failure *failure) {
    if (!context->compiler) context->compiler = compiler_open(failure);
    return context->compiler;
}

bool context_images(struct context *context, bool asked, struct compiler **compiler,
                    struct failure *failure) {
    bool wanted = asked || session_wants_images(context->session);
    context->told_images |= asked;
    *compiler = wanted ? compiler_open(failure) : NULL;
    return *compiler || !wanted;
}

void context_tell_images(struct context *context) {
    if (!context->told_images && !context->options->quiet)
        fprintf(stderr, "krait: %s has no compiler: .py files go there as module images, .kri\n",
                context->session->link.peer.name);
    context->told_images = true;
}

bool context_reconnect(struct context *context, int patience_ms, struct failure *failure) {
    int64_t deadline = clock_us() + (int64_t)patience_ms * 1000;
    while (!context_connect(context, failure)) {
        if (failure->code != EXIT_UNREACHABLE || clock_us() > deadline) return false;
        struct pollfd signal = {signals_fd(), POLLIN, 0};
        if (poll(&signal, 1, 100) > 0 && signals_taken(SIGNAL_INTERRUPT))
            return fail(failure, EXIT_SIGNAL, "interrupted");
    }
    return true;
}

struct session *context_session(struct context *context, int *code) {
    struct failure failure = {0};
    if (context_connect(context, &failure)) return context->session;
    *code = context_fail(context, &failure);
    return NULL;
}

static void print_verb_help(const struct verb *verb) {
    printf("usage: krait %s %s\n\n%s.\n", verb->name, verb->usage, verb->summary);
    if (verb->help && *verb->help) printf("\n%s", verb->help);
}

static int run_one(struct context *context, int argc, char **argv) {
    const struct verb *verb = verb_find(argv[0]);
    if (!verb) {
        char text[256];
        const struct verb *guess = verb_guess(argv[0]);
        snprintf(text, sizeof text,
                 guess ? "there is no verb '%s'; did you mean '%s'?"
                       : "there is no verb '%s'; `krait --help` lists them",
                 argv[0], guess ? guess->name : "");
        context_complain(context, EXIT_USAGE, text);
        return EXIT_USAGE;
    }
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        print_verb_help(verb);
        return EXIT_OK;
    }
    return verb->run(context, argc, argv);
}

int verbs_run(struct context *context, int argc, char **argv) {
    for (int start = 0; start <= argc;) {
        int end = start;
        bool whole = false; /* `mount … --` takes the rest of the chain */
        while (end < argc && (whole || strcmp(argv[end], "+") != 0)) {
            if (strcmp(argv[start], "mount") == 0 && strcmp(argv[end], "--") == 0) whole = true;
            end++;
        }
        if (end == start) {
            context_complain(context, EXIT_USAGE, "a command is missing at a `+`");
            return EXIT_USAGE;
        }
        char *plus = argv[end];
        argv[end] = NULL;
        context->more = end < argc;
        int code = run_one(context, end - start, argv + start);
        argv[end] = plus;
        if (code != EXIT_OK) return code;
        start = end + 1;
        if (end == argc) break;
    }
    return EXIT_OK;
}

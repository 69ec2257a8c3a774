/* kraitpy: the machine on the command line, without a network.
 *
 * The heap is one big reservation of address space; the system gives memory to the pages that the machine
 * touches, so --heap costs nothing until it is used. */
#define _GNU_SOURCE
#include "board_any.h"
#include "files.h"
#include "host.h"
#include "kraitpy_compile.h"
#include "kraitpy_fail.h"
#include "kraitpy_prompt.h"
#include "net.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAP_DEFAULT ((size_t)(sizeof(void *) > 4 ? 1024 : 192) << 20)
#define EXIT_USAGE       2
#define EXIT_OUTPUT_LOST 120

static const char usage[] =
    "usage: kraitpy [options] [FILE | -c CODE | -m MODULE | -] [ARGUMENTS]\n"
    "\n"
    "Runs a Python program, or a prompt when there is none and stdin is a terminal.\n"
    "\n"
    "  FILE          a source file, or a folder with a __main__.py\n"
    "  -c CODE       run this text\n"
    "  -m MODULE     run a module that sys.path leads to\n"
    "  -             read the program from stdin\n"
    "  -i            open the prompt afterwards\n"
    "  -q            no greeting\n"
    "  -u            write stdout at once\n"
    "  --compile FILE.py [FILE.kri]\n"
    "                compile to a module image, which imports without a compiler; then end\n"
    "  -X dis        print the program's instructions instead of running it\n"
    "  -X collect=N  collect garbage at every Nth allocation (a test of the machine)\n"
    "  -X fail=N     let the Nth allocation fail (likewise)\n"
    "  -X fail-each=SECONDS  the program again and again, another allocation fails each time (likewise)\n"
    "  -X allocations  write to stderr how many allocations there were (likewise)\n"
    "  --board FILE  simulate the board that FILE describes, in JSON or Python\n"
    "  --board-log FILE  write what the board's outputs did, as lines of JSON\n"
    "  -X heapsize=N the same as --heap N\n"
    "  --heap BYTES  memory for the program, with k, m or g (default 1g)\n"
    "  --version     print the version\n"
    "  --help        print this text\n";

enum program_kind { PROGRAM_NONE, PROGRAM_FILE, PROGRAM_CODE, PROGRAM_MODULE, PROGRAM_STDIN };

typedef struct options {
    enum program_kind kind;
    const char *program;
    const char *const *arguments; /* sys.argv */
    int argument_count;
    size_t heap;
    const char *board, *board_log;
    uint32_t collect_every, fail_at; /* for tests: see kr_config */
    uint32_t fail_each;              /* seconds; 0 = run once */
    bool interactive, quiet, unbuffered, disassemble, compile, allocations;
} options;

/* ---- Options ---- */

static bool parse_size(const char *text, size_t *size) {
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    const char *unit = "kmg";
    const char *found = *end != '\0' ? strchr(unit, tolower((unsigned char)*end)) : NULL;
    unsigned shift = found != NULL ? 10 * (unsigned)(found - unit + 1) : 0;
    if (found != NULL) end++;
    if (!isdigit((unsigned char)*text) || *end != '\0' || errno != 0 || number > (SIZE_MAX >> shift))
        return false;
    *size = (size_t)number << shift;
    return true;
}

_Noreturn static void fail(const char *problem, const char *what) {
    fprintf(stderr, "kraitpy: %s%s\nTry 'kraitpy --help'.\n", problem, what);
    exit(EXIT_USAGE);
}

/* The text that belongs to an option: the rest of its word, or the next one. */
static const char *operand(const char *rest, int argc, char **argv, int *at) {
    if (*rest != '\0') return rest;
    if (*at + 1 >= argc) fail("an argument is missing after ", argv[*at]);
    return argv[++*at];
}

/* True when this is the option of that name; its value follows = or is the next word. */
static bool long_value(const char *option, const char *name, const char **value, int argc, char **argv,
                       int *at) {
    size_t size = strlen(name);
    if (strncmp(option, name, size) != 0 || (option[size] != '\0' && option[size] != '=')) return false;
    *value = option[size] == '=' ? option + size + 1 : operand("", argc, argv, at);
    return true;
}

static void long_option(options *o, int argc, char **argv, int *at) {
    const char *name = argv[*at] + 2;
    if (strcmp(name, "help") == 0) {
        fputs(usage, stdout);
        exit(0);
    }
    if (strcmp(name, "version") == 0) {
        printf("Krait %s (Python 3.8 language)\n", kr_version());
        exit(0);
    }
    const char *value;
    if (strcmp(name, "compile") == 0) {
        o->compile = true;
        return;
    }
    if (long_value(name, "board", &value, argc, argv, at)) {
        o->board = value;
    } else if (long_value(name, "board-log", &value, argc, argv, at)) {
        o->board_log = value;
    } else if (long_value(name, "heap", &value, argc, argv, at)) {
        if (!parse_size(value, &o->heap)) fail("this is no size: ", value);
    } else {
        fail("unknown option ", argv[*at]);
    }
}

static uint32_t parse_count(const char *text) {
    size_t count;
    if (!parse_size(text, &count) || count > UINT32_MAX) fail("this is no number: ", text);
    return (uint32_t)count;
}

/* -X; what CPython or MicroPython know (emit=…) and we do not has no effect. */
static void special_option(options *o, const char *name) {
    if (strncmp(name, "heapsize=", 9) == 0 && !parse_size(name + 9, &o->heap))
        fail("this is no size: ", name + 9);
    if (strcmp(name, "dis") == 0) o->disassemble = true;
    if (strncmp(name, "collect=", 8) == 0) o->collect_every = parse_count(name + 8);
    if (strncmp(name, "fail=", 5) == 0) o->fail_at = parse_count(name + 5);
    if (strncmp(name, "fail-each=", 10) == 0) o->fail_each = parse_count(name + 10);
    if (strcmp(name, "allocations") == 0) o->allocations = true, o->fail_at = UINT32_MAX;
}

/* A word of short options; true when it says what the program is, which ends the options. */
static bool short_options(options *o, int argc, char **argv, int *at) {
    for (const char *c = argv[*at] + 1; *c != '\0'; c++) {
        switch (*c) {
        case 'c':
        case 'm':
            o->kind = *c == 'c' ? PROGRAM_CODE : PROGRAM_MODULE;
            o->program = operand(c + 1, argc, argv, at);
            return true;
        case 'X': special_option(o, operand(c + 1, argc, argv, at)); return false;
        case 'h': fputs(usage, stdout); exit(0);
        case 'V': printf("Krait %s\n", kr_version()); exit(0);
        case 'i': o->interactive = true; break;
        case 'q': o->quiet = true; break;
        case 'u': o->unbuffered = true; break;
        case 'B':
        case 'E':
        case 'I':
        case 'O':
        case 's':
        case 'S':
        case 'v': break; /* CPython's, of no meaning here */
        default: fail("unknown option ", argv[*at]);
        }
    }
    return false;
}

static void check(const options *o) {
    if (o->board_log != NULL && o->board == NULL) fail("--board-log needs --board", "");
}

/* The environment may ask for the prompt after the program, as it does of CPython and MicroPython. */
static bool asked_to_inspect(void) {
    const char *python = getenv("PYTHONINSPECT"), *micropython = getenv("MICROPYINSPECT");
    return (python != NULL && *python != '\0') || (micropython != NULL && *micropython != '\0');
}

static void parse(options *o, int argc, char **argv) {
    int at = 1;
    bool found = false;
    for (; at < argc && argv[at][0] == '-' && argv[at][1] != '\0' && !found; at++) {
        if (strcmp(argv[at], "--") == 0) {
            at++;
            break;
        }
        if (argv[at][1] == '-')
            long_option(o, argc, argv, &at);
        else
            found = short_options(o, argc, argv, &at);
    }
    if (found) at--; /* sys.argv[0] is the word of -c or -m */
    if (!found && at < argc) {
        o->kind = strcmp(argv[at], "-") == 0 ? PROGRAM_STDIN : PROGRAM_FILE;
        o->program = argv[at];
    }
    if (!found && at >= argc && !o->interactive && !isatty(STDIN_FILENO)) o->kind = PROGRAM_STDIN;
    o->interactive |= o->kind != PROGRAM_STDIN && asked_to_inspect();
    static const char *const nothing[] = {""};
    o->arguments = at < argc ? (const char *const *)&argv[at] : nothing;
    o->argument_count = at < argc ? argc - at : 1;
    static char code_word[] = "-c", module_word[] = "-m";
    if (found) argv[at] = o->kind == PROGRAM_CODE ? code_word : module_word;
}

/* ---- Running ---- */

/* What a whole stream holds; NULL when it cannot be read. */
static char *read_all(int descriptor, size_t *size) {
    size_t capacity = 65536;
    char *text = malloc(capacity);
    *size = 0;
    while (text != NULL) {
        ssize_t count = read(descriptor, text + *size, capacity - *size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            free(text);
            return NULL;
        }
        if (count == 0) break;
        *size += (size_t)count;
        if (*size < capacity) continue;
        char *grown = realloc(text, capacity *= 2);
        if (grown == NULL) free(text);
        text = grown;
    }
    return text;
}

/* Runs, or disassembles, text. */
static kr_status run_text(kr_vm *vm, const options *o, host_console *console, const char *name,
                          const char *text, size_t size) {
    if (!o->disassemble) return kr_run_source(vm, KR_MODE_EXEC, name, text, size);
    kr_status status = kr_disassemble_source(vm, name, text, size);
    const char *listing = kr_result_text(vm, &size);
    if (status == KR_OK) host_console_write(console, KR_STDOUT, listing, size);
    return status;
}

static kr_status run_stdin(kr_vm *vm, const options *o, host_console *console) {
    size_t size;
    char *text = read_all(STDIN_FILENO, &size);
    if (text == NULL) fail("cannot read stdin: ", strerror(errno));
    kr_status status = run_text(vm, o, console, "<stdin>", text, size);
    free(text);
    return status;
}

/* Without links, as CPython shows it; a folder stands for its __main__.py. */
static void locate(const char *program, char path[KR_PATH_MAX], char folder[KR_PATH_MAX]) {
    char *absolute = realpath(program, NULL);
    struct stat status;
    if (absolute == NULL || stat(absolute, &status) < 0) {
        fprintf(stderr, "kraitpy: can't open file '%s': [Errno %d] %s\n", program, errno, strerror(errno));
        exit(EXIT_USAGE);
    }
    bool directory = S_ISDIR(status.st_mode);
    int size = snprintf(path, KR_PATH_MAX, "%s%s", absolute, directory ? "/__main__.py" : "");
    if (size >= KR_PATH_MAX) fail("the path is too long: ", absolute);
    snprintf(folder, KR_PATH_MAX, "%s", path);
    *strrchr(folder + 1, '/') = '\0';
    free(absolute);
}

static kr_status run_file(kr_vm *vm, const options *o, host_console *console) {
    char path[KR_PATH_MAX], folder[KR_PATH_MAX];
    locate(o->program, path, folder);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        fprintf(stderr, "kraitpy: can't open file '%s': [Errno %d] %s\n", path, errno, strerror(errno));
        exit(EXIT_USAGE);
    }
    kr_remove_path(vm, "");
    kr_add_path(vm, 0, folder);
    kr_status status = KR_OK;
    if (o->disassemble) {
        size_t size;
        char *text = read_all(descriptor, &size);
        if (text != NULL) status = run_text(vm, o, console, path, text, size);
        free(text);
    }
    close(descriptor);
    return o->disassemble ? status : kr_run_file(vm, path);
}

static kr_status run_program(kr_vm *vm, const options *o, host_console *console, const char *cwd) {
    switch (o->kind) {
    case PROGRAM_FILE: return run_file(vm, o, console);
    case PROGRAM_CODE: return run_text(vm, o, console, "<string>", o->program, strlen(o->program));
    case PROGRAM_STDIN: return run_stdin(vm, o, console);
    case PROGRAM_MODULE:
        kr_remove_path(vm, "");
        kr_add_path(vm, 0, cwd);
        return kr_run_module(vm, o->program);
    default: return KR_OK;
    }
}

/* ---- The process ---- */

/* A signal handler has no other way to find the machine. */
static kr_vm *volatile running;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    if (running != NULL) kr_interrupt(running);
}

static void on_reset(void *context, int hard) {
    (void)context;
    (void)hard;
    kr_request_stop(running); /* there is nothing to start again: the program ends */
}

/* A quarter of the C stack is the machine's to recurse in. */
static uint32_t native_limit(void) {
    struct rlimit limit;
    rlim_t most = 64u << 20;
    if (getrlimit(RLIMIT_STACK, &limit) != 0) return 0;
    rlim_t size = limit.rlim_cur < most ? limit.rlim_cur : most;
    return (uint32_t)(size / 4);
}

/* An end by ctrl-C is passed on to whoever waits for us, as a shell expects it. Output that was lost is an
 * error, if there is no other one: 120, as in CPython. */
static int finish(const host_console *console, int code) {
    if (console->lost)
        fprintf(stderr, "kraitpy: cannot write to standard output: %s\n", strerror(console->lost));
    if (console->lost && code == 0) return EXIT_OUTPUT_LOST;
    if (code != 130) return code;
    signal(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT);
    return code;
}

static void greet(void) {
    fprintf(stderr, "Krait %s (Python 3.8 language) on linux\nctrl-D leaves, ctrl-E pastes, Tab completes, help() helps.\n",
            kr_version());
}

static int run(kr_vm *vm, const options *o, host_console *console, const char *cwd) {
    int code = -1;
    if (o->compile) {
        if (o->kind != PROGRAM_FILE || o->argument_count > 2)
            fail("usage: kraitpy --compile FILE.py [FILE.kri]", "");
        return kraitpy_compile(vm, console, o->program, o->argument_count > 1 ? o->arguments[1] : NULL);
    }
    kr_set_argv(vm, o->argument_count, o->arguments);
    if (o->kind != PROGRAM_NONE) {
        kr_status status = run_program(vm, o, console, cwd);
        code = kraitpy_report(vm, console, status, o->interactive);
        if (!o->interactive) return code < 0 ? 0 : code;
    } else if (!o->quiet) {
        greet();
    }
    return code >= 0 ? code : kraitpy_prompt(vm, console);
}

static void *reserve(size_t size) {
    void *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) fail("cannot reserve the heap: ", strerror(errno));
    return memory;
}

int main(int argc, char **argv) {
    options o = {.heap = HEAP_DEFAULT};
    host_keep_standard_files();
    parse(&o, argc, argv);
    check(&o);
    if (o.fail_each > 0) o.fail_at = kraitpy_fail_each(o.fail_each);
    char cwd[KR_PATH_MAX];
    posix_files files;
    host_console console;
    board_any board;
    if (getcwd(cwd, sizeof cwd) == NULL) strcpy(cwd, "/");
    posix_files_open(&files, "/", false);
    host_console_init(&console);
    posix_net net;
    posix_net_open(&net);
    net.wait = host_console_wait;
    net.owner = &console;
    if (!board_any_open(&board, o.board, o.board_log, &console.clock)) return EXIT_USAGE;
    console.immediate |= o.unbuffered;
    const kr_host host = {.context = &console,
                          .write = host_console_write,
                          .flush = host_console_flush_stream,
                          .read = host_console_read,
                          .ticks_us = host_console_ticks_us,
                          .time_ns = host_console_time_ns,
                          .set_time = host_console_set_time,
                          .utc_offset = host_utc_offset,
                          .sleep_us = host_console_sleep,
                          .random = host_random,
                          .reset = on_reset,
                          .reachable = host_reachable,
                          .files = &posix_files_functions,
                          .files_context = &files,
                          .board = board.functions,
                          .board_context = board.context,
                          .net = &posix_net_functions,
                          .net_context = &net,
                          .platform = "linux",
                          .cwd = cwd};
    const kr_config config = {
        .memory = reserve(o.heap),
        .size = o.heap,
        .host = &host,
        .native_limit = native_limit(),
        .collect_every = o.collect_every,
        .fail_at = o.fail_at,
        .zeroed = true,
    };
    kr_vm *vm = kr_open(&config);
    if (vm == NULL) fail("the heap is too small", "");
    console.vm = running = vm;
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    int code = run(vm, &o, &console, cwd);
    kr_memory_info memory;
    kr_memory(vm, &memory);
    kraitpy_fail_ended(vm);
    kr_close(vm);
    posix_files_close(&files);
    posix_net_close(&net);
    board_any_close(&board);
    host_console_flush(&console);
    if (o.allocations) fprintf(stderr, "%" PRIu32 " allocations\n", UINT32_MAX - memory.until_failure);
    return finish(&console, code);
}

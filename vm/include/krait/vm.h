#ifndef KRAIT_VM_H
#define KRAIT_VM_H
/* The Krait virtual machine, as its host sees it.
 *
 * A host gives the machine one block of memory and a kr_host, a struct of functions through which the machine prints, reads, sleeps and
 * reaches files and pins. Everything hangs off the kr_vm that kr_open makes inside that block: there is no global state, and a process may
 * hold several machines. A machine belongs to one thread; only kr_interrupt may be called from a signal handler or another thread.
 *
 * Values never leave the machine through this header: the host sees statuses and text. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "krait/board.h"
#include "krait/files.h"
#include "krait/net.h"

typedef struct kr_vm kr_vm;

enum kr_stream { KR_STDOUT = 1, KR_STDERR = 2 };

/* A machine that only compiles (kr_compile_source) calls none of the functions: they may all be NULL. */
typedef struct kr_host {
    void *context; /* handed to every function below and to those of `files`, `board` and `net` */
    /* Takes all bytes of program output; may block, but must keep serving whatever `poll` serves. */
    void (*write)(void *context, enum kr_stream stream, const char *data, size_t size);
    /* Takes what sys.stdout.buffer writes: bytes that are no text, for a host that changes text on its way; NULL = `write` takes them. */
    void (*write_bytes)(void *context, const char *data, size_t size);
    /* sys.stdout.flush(): what `write` took and still holds goes out now; NULL = it holds nothing back. */
    void (*flush)(void *context, enum kr_stream stream);
    /* Reads up to `size` bytes of standard input; blocks, serving as `poll` does. 0 = end of file; -KR_EINTR when interrupted. */
    ptrdiff_t (*read)(void *context, char *data, size_t size);
    /* As read, for input(): a line with its newline, echoed and edited where people type without a terminal of their own; NULL = `read`. */
    ptrdiff_t (*read_line)(void *context, char *data, size_t size);
    /* micropython.kbd_intr(): the character of the input that interrupts, or -1; it is 3, ctrl-C, at the start of each program. NULL = an
     * interrupt is no character of the input. */
    void (*set_interrupt)(void *context, int character);
    /* Called at least every millisecond of running code and from every blocking built-in. It may call kr_interrupt and kr_request_stop and
     * nothing else of this header. NULL = none. */
    void (*poll)(void *context);
    uint64_t (*ticks_us)(void *context);         /* monotonic microseconds */
    int64_t (*time_ns)(void *context);           /* nanoseconds since the Unix epoch (UTC) */
    int (*set_time)(void *context, int64_t ns);  /* sets the device's clock; NULL or negative KR_E… where it cannot be set */
    int32_t (*utc_offset)(void *context, int64_t seconds); /* seconds east of UTC at that Unix time; NULL = UTC */
    /* Sleeps at most that long, serving as `poll` does; returns early when interrupted. */
    void (*sleep_us)(void *context, uint64_t us);
    void (*random)(void *context, void *data, size_t size); /* cryptographic quality */
    void (*reset)(void *context, int hard);      /* machine.reset() and soft_reset(): asks the host to end and restart the program */
    /* May the program use these bytes of the process, for reading or for both? It is asked about addresses outside the machine's block, which
     * programs make up with uctypes. NULL = all of them, as on a chip. */
    bool (*reachable)(void *context, const void *address, size_t size, bool write);
    const kr_files *files; /* NULL = no file system */
    void *files_context;
    const kr_board *board; /* NULL = no pins */
    void *board_context;
    const kr_net *net;     /* NULL = no network */
    void *net_context;
    /* WebREPL of the device: on, with a password (NULL: the device's own one), and off. start returns the port's number, -KR_ENOENT
     * when there is no password, -KR_EINVAL for one that cannot be. NULL = there is no device. */
    int (*webrepl_start)(void *context, const char *password, size_t length);
    void (*webrepl_stop)(void *context);
    const char *platform;  /* sys.platform, e.g. "linux" */
    const char *cwd;       /* the working directory at the start, a path as in files.h; NULL = "/" */
} kr_host;

typedef struct kr_config {
    void *memory;          /* aligned to 16 bytes; owned by the host, used by the machine until kr_close */
    size_t size;           /* bytes, at least KR_MEMORY_MIN */
    const kr_host *host;   /* must outlive the machine */
    uint32_t recursion_limit; /* Python frames; 0 = 1000, the value of sys.getrecursionlimit() */
    uint32_t collect_every;   /* for tests: collect at every n-th allocation; 0 = when it is time */
    uint32_t fail_at;         /* for tests: the n-th allocation after kr_open finds no memory; 0 = none */
    uint32_t native_limit;    /* bytes of C stack the machine may use below kr_open's caller; 0 = 256 KiB on hosts, set it on chips */
    bool strip_images;        /* kr_compile_source leaves out docstrings and the names of local variables */
    bool zeroed;              /* the memory comes fresh from the system: pages of zeros that are not touched without need */
} kr_config;

/* Enough to start and to run a line; a program of some size wants three times as much. */
#define KR_MEMORY_MIN (sizeof(void *) > 4 ? 44 * 1024 : 10 * 1024)

typedef enum kr_status {
    KR_OK,
    KR_EXCEPTION,   /* an exception was not caught: see kr_error_text */
    KR_EXIT,        /* SystemExit: see kr_exit_code */
    KR_INTERRUPTED, /* KeyboardInterrupt was not caught: see kr_error_text */
    KR_INCOMPLETE,  /* KR_MODE_SINGLE only: the source is the beginning of a statement */
    KR_NO_MEMORY    /* kr_open: the block is too small */
} kr_status;

typedef enum kr_mode {
    KR_MODE_EXEC,   /* a file of statements */
    KR_MODE_EVAL,   /* one expression; its repr() is the result text */
    KR_MODE_SINGLE  /* what was typed at a prompt: expression statements print their value and set `_` */
} kr_mode;

/* Makes a machine in config->memory. Returns NULL when the block is too small. The machine has a `__main__` module and `sys.path` [""]. */
kr_vm *kr_open(const kr_config *config);

/* Runs finalisers, closes files. The memory is the host's again. */
void kr_close(kr_vm *vm);

/* Forgets everything that programs made (modules, globals, open files) and starts over in the same memory with the same host. Must not be
 * called while code runs. */
void kr_soft_reset(kr_vm *vm);

/* Sets sys.argv. */
kr_status kr_set_argv(kr_vm *vm, int argc, const char *const *argv);

/* Inserts a directory into sys.path at `index` (-1 appends) unless it is there. */
kr_status kr_add_path(kr_vm *vm, int index, const char *directory);

/* Takes every occurrence of a directory out of sys.path and forgets its import cache. */
void kr_remove_path(kr_vm *vm, const char *directory);

/* Compiles and runs source in `__main__`. `name` is the file name in tracebacks ("<string>", "main.py"). For KR_MODE_EVAL the result's repr
 * is available from kr_result_text. Output goes through the host. */
kr_status kr_run_source(kr_vm *vm, kr_mode mode, const char *name, const char *source, size_t size);

/* Runs the file at `path` (through host->files) as `__main__`: what `python3 path` does. The file's directory must be put on sys.path by
 * the caller. A missing file is KR_EXCEPTION with an OSError. */
kr_status kr_run_file(kr_vm *vm, const char *path);

/* Finds the module on sys.path and runs it as `__main__`: what `python3 -m module` does. */
kr_status kr_run_module(kr_vm *vm, const char *module);

/* Calls a function of `__main__` with one argument, bytes. Its result, str or bytes, is available from kr_result_text. */
kr_status kr_run_function(kr_vm *vm, const char *name, const void *data, size_t size);

/* Compiles the source of a file without running it; its disassembly is available from kr_result_text. */
kr_status kr_disassemble_source(kr_vm *vm, const char *name, const char *source, size_t size);

/* True when the compiler is part of this program. A small chip may be built without (-DKRAIT_COMPILER=OFF): source then raises ImportError where
 * it is a file, else NotImplementedError, and everything that takes images works. */
bool kr_compiles(void);

/* Compiles source to an image (vm/run/image.h) without running it; kr_image gives it. KR_MODE_EXEC makes that of a program or module, which may
 * also be imported from a file. KR_INCOMPLETE as from kr_run_source. */
kr_status kr_compile_source(kr_vm *vm, kr_mode mode, const char *name, const char *source, size_t size);

/* The image that kr_compile_source made. Owned by the machine, valid until the next call that runs code. */
const void *kr_image(kr_vm *vm, size_t *size);

/* True when the bytes begin as a module image does. */
bool kr_is_image(const void *data, size_t size);

/* Runs an image in `__main__`: what kr_run_source does with the source that it was compiled from, in the same mode. It is checked first:
 * KR_EXCEPTION with an ImportError when it is damaged or of another version. The bytes are the caller's again afterwards. */
kr_status kr_run_image(kr_vm *vm, kr_mode mode, const void *image, size_t size);

/* Text of the last KR_EXCEPTION or KR_INTERRUPTED: the traceback in CPython's layout, UTF-8, ended by a newline, NUL-terminated. Owned by
 * the machine, valid until the next call that runs code. `*size` gets its length when not NULL. */
const char *kr_error_text(kr_vm *vm, size_t *size);

/* repr() of the value of the last KR_MODE_EVAL, or what the last function returned. Owned as above. */
const char *kr_result_text(kr_vm *vm, size_t *size);

/* The status of the last KR_EXIT: 0..255; sys.exit("text") prints the text to stderr and gives 1. */
int kr_exit_code(const kr_vm *vm);

/* Asks the machine to raise KeyboardInterrupt at the next poll. Safe from signal handlers and other threads. */
void kr_interrupt(kr_vm *vm);

/* True when an interrupt is pending: a blocking host function returns -KR_EINTR. */
bool kr_interrupt_pending(const kr_vm *vm);

/* Forgets a pending interrupt, e.g. when the job it was meant for has ended. */
void kr_clear_interrupt(kr_vm *vm);

/* Asks the machine to unwind to the host whatever the program does (no except clause and no finally sees it); kr_run_… then returns
 * KR_INTERRUPTED. For a reset of a program that swallows KeyboardInterrupt. Safe as kr_interrupt is. */
void kr_request_stop(kr_vm *vm);

/* Completes the dotted name that ends at `size` in `text` in `__main__`'s scope. Calls `found` with each completion (the whole last component,
 * NUL-terminated) in sorted order; runs no Python code of the user's. Returns how many bytes of `text` the completions replace. */
size_t kr_complete(kr_vm *vm, const char *text, size_t size, void (*found)(void *context, const char *name), void *context);

/* What a prompt shows: str(sys.ps1), or sys.ps2 for a line that goes on, cut to `size`. */
void kr_prompt_text(kr_vm *vm, bool more, char *text, size_t size);

typedef struct kr_memory_info {
    size_t heap_size;   /* bytes of the block that objects can use */
    size_t heap_used;   /* bytes of live and not yet collected objects */
    size_t heap_free;
    size_t largest_free; /* the largest object that can be had without collecting */
    uint32_t collections; /* since kr_open */
    uint32_t until_failure; /* allocations until that of kr_config.fail_at; 0 = it has come, or there is none */
} kr_memory_info;

void kr_memory(const kr_vm *vm, kr_memory_info *info);

/* Lends the host `*size` bytes of the heap, aligned to 8, until kr_take_back(); `*size` becomes what it really got. The machine's kr_soft_reset leaves
 * them alone, its kr_close ends them. NULL when there is no such run of memory, or when more than half of the heap would be lent. Allowed wherever
 * the host is in control: between calls, and from `poll`, `sleep_us`, `read`, `write` and the functions of files and net. Nothing is finalised, so
 * the host is not called. Lent bytes count as used. */
void *kr_lend(kr_vm *vm, size_t *size);
void kr_take_back(kr_vm *vm, void *memory);

/* Collects garbage now. */
void kr_collect(kr_vm *vm);

/* "0.1.0", and the Python version whose language this is, "3.8.0". */
const char *kr_version(void);

#endif

#ifndef KR_CONTEXT_H
#define KR_CONTEXT_H
/* The machine itself: everything that would be global elsewhere. It lies at the start of the block that kr_open was given; the heap is the
 * rest. core/vm.c traces its roots. */
#include <setjmp.h>
#include "krait/vm.h"
#include "core/object.h"
#include "run/frame.h"

typedef struct kr_heap kr_heap; /* defined in core/heap.c's private header core/heap_layout.h */

/* One entry of the attribute cache: what `name` is on an instance of `type` (see run/attribute.h for `what`). */
typedef struct kr_attribute_entry {
    const kr_type *type;
    kr_value name;
    kr_value what;
} kr_attribute_entry;

/* The one catch point of a VM entry: raising unwinds here. A chain, innermost first. */
typedef struct kr_catch {
    jmp_buf where;
    struct kr_catch *outer;
    uint32_t frame_depth; /* frames below this one belong to outer entries */
} kr_catch;

struct kr_vm {
    const kr_host *host;
    kr_heap *heap;

    /* The running program: see run/frame.h. */
    kr_stack stack;
    kr_frame *frame;      /* the current frame; its pc is saved before anything that may raise */
    kr_catch *catch_point;
    int32_t budget;       /* back-edges and calls until the next poll */
    volatile uint32_t pending; /* enum kr_pending; written by kr_interrupt from anywhere */
    kr_value raised;      /* the exception in flight while unwinding; else 0 */
    kr_value stop_value;  /* what the StopIteration carried that ended the last step of an iterator in C, or 0; only good until anything else is done */
    kr_value handling;    /* what a bare `raise` re-raises, sys.exc_info(); else KR_NONE */
    uintptr_t native_floor; /* C stack addresses below this are too deep: RecursionError */
    void *native_base;    /* where the conservative scan ends */
    uint32_t recursion_limit;

    /* Names and namespaces. */
    struct kr_intern *interned; /* core/intern.c */
    kr_dict *builtins;    /* the built-ins' namespace; "built-in number n" is its entry n - 1 */
    kr_dict *modules;     /* sys.modules */
    kr_dict *main_globals;
    kr_value main_module;
    kr_value path;        /* sys.path, a list */
    kr_value argv;        /* sys.argv, a list */
    kr_value cwd;         /* the working directory, an absolute path: a str (core/path.h) */
    kr_value shown;       /* what the prompt has shown last: the name `_` where nothing else has it; 0 = nothing */
    kr_dict *sys_dict;    /* assigned attributes of sys: stdout, stdin, ps1 … */

    /* Preallocated, so that they can be raised when nothing is left. */
    kr_value memory_error;
    kr_value recursion_error;

    /* Compiler in progress: its roots (compiler/compile.h); NULL otherwise. */
    struct kr_compiler *compiler;

    /* Roots that modules register: named slots of core/native.h's kr_module_state. */
    kr_value *module_states; /* a values block */

    /* Results for the public API. */
    kr_value result_text; /* str or 0 */
    kr_value error_text;
    int exit_code;
    void *reserve;        /* a bytes block that MemoryError gives back, so that the next command can be compiled and free something */
    uint32_t open_files;  /* not closed yet; forgotten ones are closed when the program at hand ends */

    size_t memory_size;   /* of the block that kr_open was given */
    size_t native_limit;
    struct kr_loan *loans; /* what the host has borrowed (core/lend.c) */
    size_t lent_bytes;
    uint32_t collect_every, fail_at; /* of kr_config */
    bool strip_images;               /* also */
    uint64_t last_poll_us;
    uint64_t alarm_us;    /* ticks_us when the next alarm is due (modules/schedule.h); 0 = none */
    uint32_t random_state[4];

    uint32_t attribute_mask; /* entries of the cache, less one */
    kr_attribute_entry attribute_cache[KR_ATTRIBUTE_CACHE]; /* in a small block only the first half is there: the heap begins behind that */
};

enum kr_pending { KR_PENDING_INTERRUPT = 1, KR_PENDING_STOP = 2, KR_PENDING_CALLBACK = 4, KR_PENDING_FINALIZE = 8 };

/* Sets and clears bits of vm->pending, which a signal handler may be writing at the same time. */
static inline void kr_pend(kr_vm *vm, uint32_t bits) {
#if __GCC_ATOMIC_INT_LOCK_FREE == 2
    __atomic_fetch_or(&vm->pending, bits, __ATOMIC_RELAXED);
#else
    vm->pending |= bits;
#endif
}
static inline void kr_unpend(kr_vm *vm, uint32_t bits) {
#if __GCC_ATOMIC_INT_LOCK_FREE == 2
    __atomic_fetch_and(&vm->pending, ~bits, __ATOMIC_RELAXED);
#else
    vm->pending &= ~bits;
#endif
}

/* What api.c asks of vm.c. kr_vm_start sets up an empty machine in vm's block, behind whose settings all is zero or not (false: too small), kr_vm_stop ends what programs left behind. kr_vm_enter calls
 * body(vm, data) with a catch point around it that stops everything; false when vm->raised (KR_UNBOUND: a stop was requested) came out of it. */
bool kr_vm_start(kr_vm *vm, bool zeroed);
void kr_vm_stop(kr_vm *vm);
bool kr_vm_enter(kr_vm *vm, void (*body)(kr_vm *vm, void *data), void *data);

/* Polls the host when a millisecond has gone by and raises what is pending. Built-ins that may run long or block call it. */
void kr_poll(kr_vm *vm);

/* Raises RecursionError when the C stack is nearly used up; called by everything that may recurse in C (repr, compare, nested runs). */
static inline void kr_check_native_stack(kr_vm *vm) {
    void kr_raise_recursion(kr_vm * m);
    if (__builtin_expect((uintptr_t)__builtin_frame_address(0) < vm->native_floor, 0)) kr_raise_recursion(vm);
}

#endif

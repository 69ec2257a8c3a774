/* The machine: how it starts in its block, what the collector takes as roots, how it is entered and how it
 * polls.
 *
 *     memory | kr_vm | heap … |
 *
 * Every entry from the host goes through kr_vm_enter, which notes how far up the C stack values may lie and
 * how far down it may grow. */
#include "core/context.h"
#include "core/heap_layout.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "compiler/compile.h"
#include "core/writer.h"
#include "modules/schedule.h"
#include "run/attribute.h"
#include "run/module.h"
#include "run/run.h"
#include "types/container.h"
#include "types/text.h"

/* Back-edges and calls between two looks at the clock: well under a millisecond on the machine at hand. */
#define POLL_BUDGET    (UINTPTR_MAX > 0xffffffffu ? 1000 : 100)
#define POLL_PERIOD_US 500u

const kr_type *kr_type_of_immediate(kr_value v) {
    if (kr_is_int(v)) return &kr_int_type;
#if KR_INLINE_FLOAT
    if (kr_is_inline_float(v)) return &kr_float_type;
#endif
    switch (v) {
    case KR_NONE: return &kr_none_type;
    case KR_TRUE:
    case KR_FALSE: return &kr_bool_type;
    case KR_ELLIPSIS: return &kr_ellipsis_type;
    case KR_NOT_IMPLEMENTED: return &kr_notimplemented_type;
    default: return &kr_object_type;
    }
}

static void mark_dict(kr_vm *vm, const kr_dict *dict) {
    kr_mark(vm, KR_OBJECT(dict));
}

void kr_vm_trace(kr_vm *vm) {
    const kr_value values[] = {
        vm->raised,          vm->handling,    vm->main_module, vm->path,       vm->argv, vm->memory_error,
        vm->recursion_error, vm->result_text, vm->cwd,         vm->error_text, vm->shown};
    kr_mark_values(vm, values, sizeof values / sizeof *values);
    mark_dict(vm, vm->builtins);
    mark_dict(vm, vm->modules);
    mark_dict(vm, vm->main_globals);
    mark_dict(vm, vm->sys_dict);
    kr_mark_block(vm, vm->module_states);
    kr_mark_block(vm, vm->reserve);
    kr_intern_trace(vm);
    kr_stack_trace(vm);
    if (vm->compiler != NULL) kr_compiler_trace(vm, vm->compiler);
    kr_mark_finish(vm);
}

/* ---- Polling ---- */

static void deliver(kr_vm *vm) {
    uint32_t pending = vm->pending;
    if (pending & KR_PENDING_STOP) {
        kr_unpend(vm, KR_PENDING_STOP | KR_PENDING_INTERRUPT);
        vm->raised = KR_UNBOUND;
        kr_throw(vm);
    }
    if (pending & KR_PENDING_INTERRUPT) {
        kr_unpend(vm, KR_PENDING_INTERRUPT);
        kr_raise_value(vm, &kr_KeyboardInterrupt_type, KR_UNBOUND);
    }
    if (pending & KR_PENDING_FINALIZE) kr_heap_finalize_pending(vm);
    if (pending & KR_PENDING_CALLBACK) kr_schedule_run(vm);
}

void kr_poll(kr_vm *vm) {
    if (vm->heap->clears) kr_native_stack_clear(vm);
    const kr_host *host = vm->host;
    vm->budget = POLL_BUDGET;
    if (host->poll != NULL || vm->alarm_us != 0) {
        uint64_t now = host->ticks_us(host->context);
        if (now - vm->last_poll_us >= POLL_PERIOD_US) {
            vm->last_poll_us = now;
            if (host->poll != NULL) host->poll(host->context);
            if (vm->alarm_us != 0 && vm->alarm_us <= now) kr_pend(vm, KR_PENDING_CALLBACK);
        }
    }
    if (__builtin_expect(vm->pending != 0, 0)) deliver(vm);
}

/* ---- Entering ---- */

/* The limit counts from where kr_open was called, unless the machine runs on another stack now. */
static void set_native_limits(kr_vm *vm, void *base) {
    uintptr_t here = (uintptr_t)base;
    uintptr_t floor = vm->native_floor;
    bool same_stack = floor != 0 && here > floor && here - floor < 2 * vm->native_limit;
    vm->native_base = base;
    if (!same_stack) vm->native_floor = here > vm->native_limit ? here - vm->native_limit : 0;
}

static bool enter(kr_vm *vm, void (*body)(kr_vm *vm, void *data), void *data) {
    kr_catch here;
    here.outer = vm->catch_point;
    here.frame_depth = vm->stack.registers != NULL ? (uint32_t)kr_stack_depth(vm) : 0;
    vm->catch_point = &here;
    if (setjmp(here.where) == 0) {
        body(vm, data);
        vm->catch_point = here.outer;
        return true;
    }
    vm->catch_point = here.outer;
    vm->frame = vm->stack.frames - here.frame_depth;
    return false;
}

bool kr_vm_enter(kr_vm *vm, void (*body)(kr_vm *vm, void *data), void *data) {
    bool outermost = vm->catch_point == NULL;
    if (outermost) {
        set_native_limits(vm, __builtin_frame_address(0));
        kr_native_stack_clear(vm);
    }
    bool done = enter(vm, body, data);
    if (outermost && !done) {
        vm->handling = KR_NONE;
        vm->compiler = NULL;
    }
    return done;
}

/* ---- Starting and stopping ---- */

static kr_value single(kr_vm *vm, kr_value item) {
    return kr_list_new(vm, 1, &item);
}

/* The namespace that compiled code numbers its built-ins by holds the ROM members of the module itself. */
static void start_builtins(kr_vm *vm) {
    const kr_module_def *def = kr_module_find(N_builtins);
    kr_value module = kr_module_native(vm, def);
    vm->builtins = kr_dict_new_rom(vm, def->members, def->member_count);
    kr_to_module(module)->globals = vm->builtins;
    kr_dict_set_name(vm, vm->modules, N_builtins, module);
}

static void start_main(kr_vm *vm) {
    vm->main_module = kr_module_new(vm, N___main__);
    vm->main_globals = kr_to_module(vm->main_module)->globals;
    kr_module_prefix(vm, vm->main_globals);
    kr_dict_set_name(vm, vm->main_globals, N___builtins__, kr_dict_get_name(vm->modules, N_builtins));
    kr_dict_set_name(vm, vm->modules, N___main__, vm->main_module);
}

static void seed_random(kr_vm *vm) {
    const kr_host *host = vm->host;
    if (host->random != NULL) host->random(host->context, vm->random_state, sizeof vm->random_state);
    vm->random_state[0] |= 1; /* never all zero */
}

static void start(kr_vm *vm, void *unused) {
    (void)unused;
    kr_intern_init(vm);
    kr_stack_init(vm);
    vm->module_states = kr_values_new(vm, KR_STATE_COUNT);
    vm->modules = kr_dict_new(vm, 8);
    vm->sys_dict = kr_dict_new(vm, 0);
    start_builtins(vm);
    vm->memory_error = kr_call(vm, KR_OBJECT(&kr_MemoryError_type), 0, NULL);
    kr_value text = kr_str_text(vm, "maximum recursion depth exceeded");
    vm->recursion_error = kr_call(vm, KR_OBJECT(&kr_RecursionError_type), 1, &text);
    start_main(vm);
    vm->path = single(vm, KR_EMPTY_STR);
    vm->argv = single(vm, KR_EMPTY_STR);
    vm->cwd = kr_str_text(vm, vm->host->cwd != NULL ? vm->host->cwd : "/");
    seed_random(vm);
}

static void torture(kr_vm *vm, void *unused) {
    (void)unused;
    kr_heap_torture(vm, vm->collect_every, vm->fail_at);
}

/* What the host asked for, which outlives everything else in the block. */
static void keep_settings(kr_vm *vm) {
    const kr_host *host = vm->host;
    size_t size = vm->memory_size, native = vm->native_limit;
    uint32_t recursion = vm->recursion_limit, every = vm->collect_every, fail = vm->fail_at;
    bool strip = vm->strip_images;
    struct kr_loan *loans = vm->loans;
    size_t lent = vm->lent_bytes;
    memset(vm, 0, offsetof(kr_vm, attribute_cache));
    vm->host = host;
    vm->memory_size = size;
    vm->native_limit = native;
    vm->recursion_limit = recursion;
    vm->collect_every = every;
    vm->fail_at = fail;
    vm->strip_images = strip;
    vm->loans = loans;
    vm->lent_bytes = lent;
    vm->attribute_mask = (uint32_t)KR_ATTRIBUTE_CACHE / (size <= KR_TINY ? 2 : 1) - 1;
}

bool kr_vm_start(kr_vm *vm, bool zeroed) {
    keep_settings(vm);
    if (!zeroed) kr_attribute_clear(vm);
    vm->handling = KR_NONE;
    vm->budget = POLL_BUDGET;
    uint8_t *heap = (uint8_t *)&vm->attribute_cache[kr_attribute_mask(vm) + 1];
    if (!kr_heap_init(vm, heap, vm->memory_size - (size_t)(heap - (uint8_t *)vm))) return false;
    kr_loans_restore(vm);
    if (KR_TORTURE && vm->collect_every == 0) vm->collect_every = 1;
    if (!kr_vm_enter(vm, start, NULL)) return false;
    if (vm->collect_every > 0 || vm->fail_at > 0) kr_vm_enter(vm, torture, NULL);
    return true;
}

static void stop(kr_vm *vm, void *unused) {
    (void)unused;
    kr_heap_finalize_all(vm);
    if (vm->host->files != NULL && vm->host->files->unmap_all != NULL)
        vm->host->files->unmap_all(vm->host->files_context);
}

/* What sys.atexit() was given. */
static void run_at_exit(kr_vm *vm, void *unused) {
    (void)unused;
    kr_value *slot = kr_module_state(vm, KR_STATE_ATEXIT), function = *slot;
    *slot = 0;
    if (function != 0 && function != KR_NONE) kr_call(vm, function, 0, NULL);
}

static void report(kr_vm *vm, void *exception) {
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_print_exception(vm, &out, *(kr_value *)exception);
    vm->host->write(vm->host->context, KR_STDERR, out.data, out.size);
}

void kr_vm_stop(kr_vm *vm) {
    kr_unpend(vm, KR_PENDING_INTERRUPT | KR_PENDING_STOP);
    while (kr_heap_unlock(vm) > 0) continue;
    if (!kr_vm_enter(vm, run_at_exit, NULL)) {
        kr_value exception = vm->raised;
        vm->raised = 0;
        bool told = exception == KR_UNBOUND || kr_exception_is(exception, &kr_SystemExit_type);
        if (!told) kr_vm_enter(vm, report, &exception);
    }
    vm->raised = 0;
    kr_vm_enter(vm, stop, NULL);
    vm->raised = 0;
}

/* gc: the collector as programs see it. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "run/code.h"
#include "run/function.h"
#include "types/container.h"
#include "types/number.h"

/* What the caller's registers behind the arguments still hold is of no more use to it: a callee written in
 * Python would have them as its own. Forgotten, it does not keep garbage alive. */
static void clear_temporaries(kr_vm *vm, const kr_value *behind) {
    if (vm->frame >= vm->stack.frames) return;
    /* The stack's tracer looks at one word more than the frame has; behind a generator's there is none. */
    size_t count =
        KR_FLASH_FIELD(vm->frame->function->code, register_count) + (vm->frame->generator == NULL ? 1u : 0u);
    kr_value *base = vm->frame->base, *top = base + count;
    if (vm->frame->generator == NULL && top > (kr_value *)(void *)vm->frame) top--;
    if (behind <= base || behind > top) return;
    if (kr_is_exact(behind[-1], &kr_module_type) && behind - 1 > base)
        behind -= 2; /* gc.collect(): the result's place */
    memset(base + (behind - base), 0, (size_t)(top - behind) * sizeof *top);
}

static kr_value gc_collect(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    if (argc + nkw > 1 || (nkw == 1 && names[0] != N_generation))
        kr_raise_type(vm, "collect() takes at most 1 argument (generation)");
    clear_temporaries(vm, argv + argc + nkw);
    size_t before = kr_heap_used(vm);
    kr_heap_collect(vm);
    size_t after = kr_heap_used(vm);
    kr_poll(vm); /* runs the __del__ methods of what was found */
    return kr_int_from_unsigned(vm, before > after ? (before - after) / 16 : 0);
}
KR_FUNCTION_KW(
    collect, gc_collect, 0, 1,
    "collect(generation=2)\nCollect garbage now; returns about how much there was, in units of 16 bytes.");

static kr_value gc_enable(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_heap_set_automatic(vm, true);
    return KR_NONE;
}
KR_FUNCTION(enable, gc_enable, 0, 0, NULL, "enable()\nCollect when memory has grown.");

static kr_value gc_disable(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_heap_set_automatic(vm, false);
    return KR_NONE;
}
KR_FUNCTION(disable, gc_disable, 0, 0, NULL, "disable()\nCollect only when memory is exhausted.");

static kr_value gc_isenabled(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_bool(kr_heap_automatic(vm));
}
KR_FUNCTION(isenabled, gc_isenabled, 0, 0, NULL, "isenabled()\nTrue unless disable() was called.");

static kr_value gc_mem_free(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_int_from_unsigned(vm, kr_heap_size(vm) - kr_heap_used(vm));
}
KR_FUNCTION(mem_free, gc_mem_free, 0, 0, NULL, "mem_free()\nBytes of the heap that are free.");

static kr_value gc_mem_alloc(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_int_from_unsigned(vm, kr_heap_used(vm));
}
KR_FUNCTION(mem_alloc, gc_mem_alloc, 0, 0, NULL,
            "mem_alloc()\nBytes of the heap that are in use, garbage included.");

static kr_value gc_threshold(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 0) {
        size_t bytes = kr_heap_threshold(vm);
        return bytes == 0 ? KR_INT(-1)
                          : kr_int_from_unsigned(vm, bytes / 32 * 32); /* as MicroPython counts, by blocks */
    }
    kr_word bytes = kr_index_word(vm, argv[0]);
    kr_heap_set_threshold(vm, bytes < 0 ? 0 : (size_t)bytes);
    return KR_NONE;
}
KR_FUNCTION(threshold, gc_threshold, 0, 1, NULL,
            "threshold(bytes)\nCollect after that many bytes were allocated; -1: when memory has grown by "
            "half. Without an argument: the setting.");

static kr_value gc_get_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_value counts[3] = {KR_INT(0), KR_INT(0), KR_INT(kr_heap_collections(vm))};
    return kr_tuple_new(vm, 3, counts);
}
KR_FUNCTION(get_count, gc_get_count, 0, 0, NULL,
            "get_count()\nHow often was collected: the last of three numbers.");

static kr_value gc_get_threshold(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_value counts[3] = {kr_int_from_unsigned(vm, kr_heap_threshold(vm)), KR_INT(0), KR_INT(0)};
    return kr_tuple_new(vm, 3, counts);
}
KR_FUNCTION(get_threshold, gc_get_threshold, 0, 0, NULL,
            "get_threshold()\nAfter how many bytes is collected: the first of three numbers; 0: when memory "
            "has grown.");

static kr_value gc_set_threshold(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_index_word(vm, argv[0]); /* counts of objects say nothing about bytes */
    return KR_NONE;
}
KR_FUNCTION(set_threshold, gc_set_threshold, 1, 3, NULL,
            "set_threshold(count, ...)\nNothing: there are no generations. See threshold().");

static kr_value gc_nothing(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_FUNCTION(freeze, gc_nothing, 0, 0, NULL, "freeze()\nNothing: objects do not move between generations.");

static void gc_init(kr_vm *vm, kr_dict *globals) {
    kr_dict_set_name(vm, globals, N_garbage, kr_list_new(vm, 0, NULL));
}

static const kr_member members[] = {
    KR_ENTRY(collect, gc_collect),
    KR_ENTRY(enable, gc_enable),
    KR_ENTRY(disable, gc_disable),
    KR_ENTRY(isenabled, gc_isenabled),
    KR_ENTRY(mem_free, gc_mem_free),
    KR_ENTRY(mem_alloc, gc_mem_alloc),
    KR_ENTRY(threshold, gc_threshold),
    KR_ENTRY(get_count, gc_get_count),
    KR_ENTRY(get_threshold, gc_get_threshold),
    KR_ENTRY(set_threshold, gc_set_threshold),
    KR_ENTRY(freeze, gc_nothing),
    {N_unfreeze, KR_OBJECT(&native_gc_nothing)},
};

const kr_module_def kr_module_gc = {N_gc, members, sizeof members / sizeof *members, gc_init,
                                    "The garbage collector."};

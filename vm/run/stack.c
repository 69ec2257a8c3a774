/* The VM stack: one block, registers from below and frame records from above.
 *
 *     registers                      top                 frame                 frames
 *     | windows of running functions |   free            | newest … oldest     |
 *
 * When the two meet, the block is replaced by a larger one. The old block is never given back by hand:
 * built-in functions up the C stack may still read their arguments there, and the conservative scan keeps it
 * as long as they do. A frame record of a generator points at registers outside the block; the window of what
 * it calls lies above the newest window that is inside. */
#include "core/heap_layout.h"
#include "run/run.h"

#define STACK_WORDS_FIRST (KR_TORTURE ? 64 : UINTPTR_MAX > 0xffffffffu ? 512 : 77)

/* A small stack grows by a quarter and a little, since its block is taken from what the program has; a large
 * one doubles. */
#define STACK_WORDS_SMALL (UINTPTR_MAX > 0xffffffffu ? 1 : 2048)

static kr_frame *block_end(kr_value *block, size_t words) {
    return (kr_frame *)(void *)(block + words);
}

static size_t frame_words(size_t frames) {
    return (frames * sizeof(kr_frame) + sizeof(kr_value) - 1) / sizeof(kr_value);
}

/* The recursion limit as an address, so that a call compares two pointers. The build designed to fail sends
 * every call to kr_stack_reserve. */
static void limit_update(kr_vm *vm) {
    size_t room = vm->stack.size / frame_words(1);
    size_t limit = vm->recursion_limit < room ? vm->recursion_limit : room;
    vm->stack.lowest = KR_TORTURE ? vm->stack.frames : vm->stack.frames - limit;
}

void kr_stack_init(kr_vm *vm) {
    vm->stack.size = STACK_WORDS_FIRST;
    vm->stack.registers = kr_bytes_new(vm, vm->stack.size * sizeof(kr_value));
    vm->stack.frames = block_end(vm->stack.registers, vm->stack.size);
    vm->frame = vm->stack.frames;
    limit_update(vm);
}

size_t kr_stack_depth(const kr_vm *vm) {
    return (size_t)(vm->stack.frames - vm->frame);
}

void kr_stack_set_limit(kr_vm *vm, uint32_t limit) {
    vm->recursion_limit = limit;
    limit_update(vm);
}

kr_value *kr_stack_top(const kr_vm *vm) {
    for (const kr_frame *frame = vm->frame; frame < vm->stack.frames; frame++)
        if (!frame->generator) return frame->base + KR_FLASH_FIELD(frame->function->code, register_count);
    return vm->stack.registers;
}

void kr_stack_trace(kr_vm *vm) {
    if (!vm->stack.registers) return;
    kr_mark_block(vm, vm->stack.registers);
    const kr_value *top = kr_stack_top(vm) + 1; /* the arguments of an __init__ under way stand one higher */
    if (top > (kr_value *)(void *)vm->frame) top--;
    kr_mark_words(vm, vm->stack.registers, (size_t)(top - vm->stack.registers));
    for (const kr_frame *frame = vm->frame; frame < vm->stack.frames; frame++) {
        kr_mark(vm, KR_OBJECT(frame->function));
        if (frame->generator) kr_mark(vm, KR_OBJECT(frame->generator));
    }
}

/* What lies in the registers up to `top` comes along. */
static void stack_move(kr_vm *vm, kr_value *block, size_t size, const kr_value *top) {
    kr_stack old = vm->stack;
    size_t depth = kr_stack_depth(vm);
    memcpy(block, old.registers, (size_t)(top - old.registers) * sizeof(kr_value));
    vm->stack.registers = block;
    vm->stack.size = size;
    vm->stack.frames = block_end(block, size);
    kr_frame *frame = vm->stack.frames - depth;
    memcpy(frame, vm->frame, depth * sizeof(kr_frame));
    vm->frame = frame;
    for (; frame < vm->stack.frames; frame++)
        if (!frame->generator) frame->base = block + (frame->base - old.registers);
    limit_update(vm);
}

static size_t stack_grown(size_t size) {
    return size < STACK_WORDS_SMALL ? size + size / 4 + 32 : size * 2;
}

kr_value *kr_stack_reserve(kr_vm *vm, kr_value *base, size_t words) {
    if (kr_stack_fits(vm, vm->frame, base + words)) return base;
    size_t depth = kr_stack_depth(vm);
    if (depth >= vm->recursion_limit) kr_raise_recursion(vm);
    size_t offset = (size_t)(base - vm->stack.registers);
    size_t needed = offset + words + frame_words(depth + 1);
    bool move = KR_TORTURE && kr_heap_locks(vm) == 0; /* moving takes a new block */
    if (move || needed > vm->stack.size) {
        size_t size = vm->stack.size;
        while (size < needed) size = stack_grown(size);
        kr_value *block = kr_bytes_new(vm, size * sizeof(kr_value));
        stack_move(vm, block, size, (kr_value *)(void *)vm->frame);
    }
    return vm->stack.registers + offset;
}

void kr_stack_fit(kr_vm *vm) {
    const kr_value *top = kr_stack_top(vm) + 1;
    if (top > (kr_value *)(void *)vm->frame) top--;
    size_t used = (size_t)(top - vm->stack.registers) + frame_words(kr_stack_depth(vm) + 1);
    size_t size = used + STACK_WORDS_FIRST / 2;
    if (size < STACK_WORDS_FIRST) size = STACK_WORDS_FIRST;
    if (size > vm->stack.size - vm->stack.size / 4) return;
    kr_heap_cell *cell = kr_try_new(vm, &kr_bytes_block_type, sizeof(kr_heap_cell) + size * sizeof(kr_value));
    if (cell != NULL) stack_move(vm, (kr_value *)(cell + 1), size, top);
}

kr_code *kr_running_code(const kr_vm *vm) {
    return vm->frame < vm->stack.frames ? vm->frame->function->code : NULL;
}

kr_dict *kr_running_globals(const kr_vm *vm) {
    return vm->frame < vm->stack.frames ? vm->frame->function->globals : NULL;
}

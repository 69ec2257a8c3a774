/* Raising and unwinding.
 *
 * Every entry of the machine from C (kr_run) has one catch point. A raise in C code jumps there; the loop's
 * own raises call kr_unwind directly. Unwinding looks at frames from the newest: the words of a frame that a
 * range covers go on at the range's handler; a frame without one is dropped with what its return action
 * promised; the frame that C code entered ends this entry, and the exception goes on to the next catch point.
 * Nothing is paid on entry to a `try`. */
#include "run/run.h"
#include "run/generator.h"
#include "run/attribute.h"
#include "run/traceback.h"
#include "run/verify.h"
#include "types/container.h"
#include "types/text.h"

void kr_throw(kr_vm *vm) {
    longjmp(vm->catch_point->where, 1);
}

static kr_value run(kr_vm *vm, bool stops) {
    kr_catch entry;
    entry.outer = vm->catch_point;
    entry.frame_depth = (uint32_t)kr_stack_depth(vm);
    vm->catch_point = &entry;
    bool raising = setjmp(entry.where) != 0 || vm->raised != 0;
    kr_value result = 0;
    if (!raising || kr_unwind(vm, false)) result = kr_execute(vm);
    vm->catch_point = entry.outer;
    if (KR_LIKELY(result != 0)) return result;
    if (!stops || vm->raised == KR_UNBOUND || !kr_exception_is(vm->raised, &kr_StopIteration_type))
        kr_throw(vm);
    vm->stop_value = kr_stop_value(vm->raised);
    vm->raised = 0;
    return KR_UNBOUND;
}

kr_value kr_run(kr_vm *vm) {
    return run(vm, false);
}

kr_value kr_run_or_stop(kr_vm *vm) {
    return run(vm, true);
}

static const kr_range_entry *range_find(const kr_code *code, size_t word) {
    const kr_range_entry *ranges = kr_code_ranges(code);
    for (uint32_t n = 0; n < code->range_count; n++)
        if (word >= ranges[n].start && word < ranges[n].end) return &ranges[n];
    return NULL;
}

kr_value kr_generator_escape(kr_vm *vm, const kr_generator *generator, kr_value stop) {
    unsigned flags = generator->frame.function->code->flags;
    bool asynchronous = (flags & KR_CODE_COROUTINE) && (flags & KR_CODE_GENERATOR);
    bool stop_async = asynchronous && kr_exception_is(stop, &kr_StopAsyncIteration_type);
    if (!stop_async && !kr_exception_is(stop, &kr_StopIteration_type)) return stop;
    kr_value text = kr_str_format(vm, "%s raised %s",
                                  asynchronous                  ? "async generator"
                                  : (flags & KR_CODE_COROUTINE) ? "coroutine"
                                                                : "generator",
                                  stop_async ? "StopAsyncIteration" : "StopIteration");
    kr_value error = kr_call(vm, KR_OBJECT(&kr_RuntimeError_type), 1, &text);
    kr_setattr(vm, error, N___cause__, stop);
    kr_setattr(vm, error, N___context__, stop);
    return error;
}

/* aclose() of an async generator takes the GeneratorExit that comes back as its result: where it waits for
 * that, or NULL. */
static kr_value *closing(const kr_vm *vm, const kr_frame *frame) {
    if (frame->action != KR_RETURN_YIELD) return NULL;
    kr_value *awaiting = &frame[1].base[frame->target];
    return kr_async_step_swallows(*awaiting, vm->raised) ? awaiting : NULL;
}

/* Drops the newest frame. True when its exception ends there: StopIteration of an iterator written in Python
 * ends the `for` loop. What may raise another exception comes before: that one starts from the same frame. */
static bool frame_drop(kr_vm *vm, const kr_frame *frame) {
    kr_generator *generator = frame->generator;
    bool request = vm->raised == KR_UNBOUND;
    kr_value *awaiting = generator && !request ? closing(vm, vm->frame) : NULL;
    if (generator && !request && awaiting == NULL)
        vm->raised = kr_generator_escape(vm, generator, vm->raised);
    vm->frame++;
    if (generator) {
        kr_generator_finish(vm, generator);
        if (awaiting == NULL) {
            if (!request && (frame->flags & KR_FRAME_THROWN)) kr_chain_inside(vm, vm->raised);
            return false;
        }
        vm->raised = 0;
        *awaiting = kr_async_step_finish(vm, *awaiting, KR_UNBOUND);
        return true;
    } else if (frame->action == KR_RETURN_NEXT && !request &&
               kr_exception_is(vm->raised, &kr_StopIteration_type)) {
        vm->frame->pc++;
        vm->raised = 0;
        return true;
    }
    return false;
}

bool kr_unwind(kr_vm *vm, bool again) {
    for (;; again = false) {
        kr_frame *frame = vm->frame;
        kr_code *code = frame->function->code;
        if (vm->raised != KR_UNBOUND) {
            if (!again) kr_traceback_add(vm, vm->raised, code, frame->pc);
            const kr_range_entry *range = range_find(code, (size_t)(frame->pc - code->words) - 1);
            if (range) {
                frame->pc = code->words + range->handler;
                return true;
            }
        }
        kr_frame dropped = *frame;
        if (frame_drop(vm, &dropped)) return true;
        if (dropped.action == KR_RETURN_NATIVE) return false;
    }
}

static bool register_unbound(const kr_frame *frame, char kind, unsigned number) {
    return kr_operand_reads(kind) && frame->base[number] == KR_UNBOUND;
}

/* A comprehension's variable is a temporary: the instruction that reads one too early stands behind another
 * that loads its name into the same register. */
static kr_value variable_name(const kr_vm *vm, const kr_code *code, unsigned number) {
    if (number < code->local_count) return kr_code_locals(code)[number];
    const uint32_t *pc = vm->frame->pc;
    if (pc < code->words + 2 || KR_OP(pc[-2]) != OP_LOADK || KR_A(pc[-2]) != KR_A(pc[-1]))
        return KR_EMPTY_STR;
    uint32_t k = KR_X(pc[-2]);
    return k < code->constant_count && kr_is_str(code->constants[k]) ? code->constants[k] : KR_EMPTY_STR;
}

void kr_raise_unbound_register(kr_vm *vm, unsigned number) {
    kr_value name = variable_name(vm, vm->frame->function->code, number);
    kr_raise(vm, &kr_UnboundLocalError_type,
             "cannot access local variable '%S' where it is not associated with a value", name);
}

void kr_raise_unbound(kr_vm *vm) {
    uint32_t i = vm->frame->pc[-1];
    const char *kinds = kr_instruction_shape_of(KR_OP(i))->operands;
    unsigned number = KR_C(i);
    if (register_unbound(vm->frame, kinds[0], KR_A(i)))
        number = KR_A(i);
    else if (register_unbound(vm->frame, kinds[1], KR_B(i)))
        number = KR_B(i);
    kr_raise_unbound_register(vm, number);
}

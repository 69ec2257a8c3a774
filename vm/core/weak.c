/* The collector's side of weak references.
 *
 * References that are garbage stay in the chain until kr_weak_sweep: a __del__ may revive one together with
 * its target, and then it has to be cleared like any other when the target's time has come. The callbacks
 * that wait are a list that is a root of the machine, since nobody else may hold those references any more.
 */
#include "core/weak.h"
#include "core/heap_layout.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/text.h"

void kr_weak_add(kr_vm *vm, kr_weak *weak) {
    weak->next = vm->heap->weaks;
    vm->heap->weaks = weak;
}

kr_weak *kr_weak_first(const kr_vm *vm) {
    return vm->heap->weaks;
}

void kr_weak_trace(kr_vm *vm, kr_object *object) {
    const kr_weak *weak = (const kr_weak *)object;
    const kr_value parts[] = {weak->callback, weak->waiting, weak->hash};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) kr_mark(vm, parts[i]);
}

void kr_weak_clear(kr_vm *vm) {
    if (vm->heap->weaks == NULL) return;
    kr_value *last = kr_module_state(vm, KR_STATE_WEAKREF);
    while (*last != 0) last = &((kr_weak *)kr_to_pointer(*last))->waiting;
    for (kr_weak *weak = vm->heap->weaks; weak != NULL; weak = weak->next) {
        if (weak->target == 0 || kr_is_marked(vm, weak->target)) continue;
        weak->target = 0;
        if (weak->callback == 0 || !kr_is_marked(vm, KR_OBJECT(weak))) continue;
        *last = KR_OBJECT(weak);
        last = &weak->waiting;
        kr_pend(vm, KR_PENDING_FINALIZE);
        vm->budget = 0;
    }
}

void kr_weak_sweep(kr_vm *vm) {
    kr_weak **link = &vm->heap->weaks;
    while (*link != NULL) {
        if (kr_is_marked(vm, KR_OBJECT(*link)))
            link = &(*link)->next;
        else
            *link = (*link)->next;
    }
}

static void call(kr_vm *vm, void *data) {
    kr_weak *weak = data;
    kr_value callback = weak->callback, argument = KR_OBJECT(weak);
    weak->callback = 0;
    kr_call(vm, callback, 1, &argument);
}

typedef struct failure {
    kr_value callback, raised;
} failure;

static void print_failure(kr_vm *vm, void *data) {
    const failure *f = data;
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_write_format(&out, "Exception ignored in: %R\n", f->callback);
    kr_print_exception(vm, &out, f->raised);
    const kr_str *text = kr_to_str(kr_str_shown(vm, kr_writer_str(&out)));
    vm->host->write(vm->host->context, KR_STDERR, text->data, text->size);
}

void kr_weak_call(kr_vm *vm) {
    for (kr_value *first = kr_module_state(vm, KR_STATE_WEAKREF); *first != 0;) {
        kr_weak *weak = kr_to_pointer(*first);
        *first = weak->waiting;
        weak->waiting = 0;
        failure f = {weak->callback, 0};
        f.raised = kr_try(vm, call, weak);
        if (f.raised != KR_UNBOUND) kr_try(vm, print_failure, &f);
        first = kr_module_state(vm, KR_STATE_WEAKREF);
    }
}

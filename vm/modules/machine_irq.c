/* Handlers of interrupts.
 *
 * A board tells no program of anything by itself, as it must not call back into the machine. An alarm looks
 * every millisecond what has come for those that wait, and what the program does to a pin makes it look at
 * once. Handlers run from the alarm, between two bytecodes; what comes twice before its handler could run is
 * told once. */
#include "modules/machine.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/schedule.h"
#include "types/number.h"

#define LOOK_PERIOD_US 1000

/* The object under KR_STATE_PIN_IRQS. */
typedef struct watch {
    kr_alarm alarm;
    kr_irq *first;
} watch;

static void watch_trace(kr_vm *vm, kr_object *object) {
    kr_alarm_trace(vm, object);
    if (((watch *)object)->first != NULL) kr_mark(vm, KR_OBJECT(((watch *)object)->first));
}
static const kr_ops watch_ops = {.trace = watch_trace};
static const kr_type watch_type = {.head = {&kr_type_type},
                                   .name = N_watch,
                                   .base = &kr_object_type,
                                   .solid = &watch_type,
                                   .ops = &watch_ops,
                                   .flags = KR_TYPE_FINAL,
                                   .size = sizeof(watch)};

static void look(kr_vm *vm, const watch *w) {
    for (kr_irq *irq = w->first; irq != NULL; irq = irq->next)
        irq->waiting |= irq->look(vm, irq) & irq->trigger;
}

static kr_irq *next_waiting(const watch *w) {
    kr_irq *irq = w->first;
    while (irq != NULL && irq->waiting == 0) irq = irq->next;
    return irq;
}

static void tell(kr_vm *vm, kr_irq *irq) {
    kr_value source = irq->source;
    irq->flags = irq->waiting;
    irq->waiting = 0;
    kr_call(vm, irq->handler, 1, &source);
}

/* The next time is set first: a handler that raises keeps nobody else from being told then. */
static void watch_ring(kr_vm *vm, kr_alarm *alarm) {
    const watch *w = (const watch *)alarm;
    if (w->first == NULL) return;
    kr_alarm_set(vm, alarm, kr_machine_ticks(vm) + LOOK_PERIOD_US);
    look(vm, w);
    for (kr_irq *irq; (irq = next_waiting(w)) != NULL;) tell(vm, irq);
}

static watch *watch_of(kr_vm *vm) {
    if (*kr_module_state(vm, KR_STATE_PIN_IRQS) == 0) {
        watch *w = kr_new(vm, &watch_type, sizeof *w);
        w->alarm.ring = watch_ring;
        *kr_module_state(vm, KR_STATE_PIN_IRQS) = KR_OBJECT(w);
    }
    return kr_to_pointer(*kr_module_state(vm, KR_STATE_PIN_IRQS));
}

void kr_irq_look(kr_vm *vm) {
    if (*kr_module_state(vm, KR_STATE_PIN_IRQS) == 0) return;
    watch *w = watch_of(vm);
    look(vm, w);
    if (next_waiting(w) == NULL || !w->alarm.set) return; /* not set: the alarm is at work */
    kr_alarm_set(vm, &w->alarm, kr_machine_ticks(vm));
    kr_pend(vm, KR_PENDING_CALLBACK);
}

static void forget(watch *w, int32_t key) {
    kr_irq **at = &w->first;
    while (*at != NULL && (*at)->key != key) at = &(*at)->next;
    if (*at != NULL) *at = (*at)->next;
}

/* Starts to wait for what irq->trigger says, from now on. */
static void watch_begin(kr_vm *vm, kr_irq *irq) {
    watch *w = watch_of(vm);
    forget(w, irq->key);
    irq->next = NULL;
    irq->waiting = 0;
    if (irq->handler == KR_NONE || irq->trigger == 0) return;
    irq->last = UINT32_MAX;
    irq->look(vm, irq); /* what was before does not count */
    irq->next = w->first;
    w->first = irq;
    if (!w->alarm.set) kr_alarm_set(vm, &w->alarm, kr_machine_ticks(vm) + LOOK_PERIOD_US);
}

/* --- what irq() returns */

static void irq_trace(kr_vm *vm, kr_object *object) {
    const kr_irq *irq = (const kr_irq *)object;
    const kr_value values[] = {irq->source, irq->handler};
    kr_mark_values(vm, values, 2);
    if (irq->next != NULL) kr_mark(vm, KR_OBJECT(irq->next));
}

static kr_value irq_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    const kr_irq *irq = kr_to_pointer(callee);
    kr_value source = irq->source;
    (void)argv, (void)names;
    if (argc + nkw > 0) kr_raise_type(vm, "an irq takes no arguments (%zu given)", argc + nkw);
    return irq->handler == KR_NONE ? KR_NONE : kr_call(vm, irq->handler, 1, &source);
}

static kr_value irq_flags(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return KR_INT(((kr_irq *)kr_to_pointer(argv[0]))->flags);
}
KR_METHOD(flags, irq_flags, 1, 1, NULL, "flags()\nWhat the last call of the handler was about.");

static kr_value irq_trigger(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_irq *irq = kr_to_pointer(argv[0]);
    uint32_t before = irq->trigger;
    if (argc > 1) {
        irq->trigger = (uint32_t)kr_index_word(vm, argv[1]);
        watch_begin(vm, irq);
    }
    return KR_INT(before);
}
KR_METHOD(trigger, irq_trigger, 1, 2, NULL,
          "trigger(trigger)\nWhat the handler waits for; with an argument: set it, and return what it was.");

static const kr_member irq_members[] = {
    {N___module__, N_machine}, KR_ENTRY(flags, irq_flags), KR_ENTRY(trigger, irq_trigger)};
static const kr_ops irq_ops = {.trace = irq_trace, .call = irq_call};
static const kr_type irq_type = {.head = {&kr_type_type},
                                 .name = N_irq,
                                 .base = &kr_object_type,
                                 .solid = &irq_type,
                                 .ops = &irq_ops,
                                 .flags = KR_TYPE_FINAL,
                                 .size = sizeof(kr_irq),
                                 .member_count = sizeof irq_members / sizeof *irq_members,
                                 .members = irq_members};

kr_value kr_irq_find(kr_vm *vm, int32_t key) {
    kr_irq *irq = watch_of(vm)->first;
    while (irq != NULL && irq->key != key) irq = irq->next;
    return irq != NULL ? KR_OBJECT(irq) : KR_UNBOUND;
}

kr_value kr_irq_set(kr_vm *vm, kr_value source, int32_t key, uint32_t (*look_)(kr_vm *vm, kr_irq *irq),
                    kr_value handler, uint32_t trigger) {
    if (handler == KR_UNBOUND) handler = KR_NONE;
    if (handler != KR_NONE && !kr_is_callable(vm, handler))
        kr_raise_type(vm, "the handler must be callable or None, not %T", handler);
    kr_irq *irq = kr_new(vm, &irq_type, sizeof *irq);
    irq->source = source;
    irq->handler = handler;
    irq->look = look_;
    irq->trigger = trigger;
    irq->key = key;
    watch_begin(vm, irq);
    return KR_OBJECT(irq);
}

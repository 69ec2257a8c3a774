/* Signal: a pin whose level may mean the opposite. Any object with a value() method is a pin to it. */
#include "core/heap.h"
#include "core/operate.h"
#include "modules/machine.h"
#include "run/attribute.h"
#include "types/text.h"

typedef struct signal_object {
    kr_object head;
    kr_value pin;
    bool invert;
} signal_object;

static signal_object *to_signal(kr_value v) {
    return kr_to_pointer(v);
}

static void signal_trace(kr_vm *vm, kr_object *object) {
    if (((signal_object *)object)->pin != 0) kr_mark(vm, ((signal_object *)object)->pin);
}

/* Signal(pin, invert=False), or Signal(pin arguments…, invert=False). */
static kr_value signal_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    kr_value rest[16], rest_names[16], inverted = KR_FALSE;
    size_t kept = 0;
    if (argc + nkw > 15 || argc == 0) kr_raise_type(vm, "Signal() takes a pin, or what makes one");
    memcpy(rest, argv, argc * sizeof *argv);
    for (size_t i = 0; i < nkw; i++) {
        if (names[i] == N_invert) {
            inverted = argv[argc + i];
            continue;
        }
        rest_names[kept] = names[i];
        rest[argc + kept++] = argv[argc + i];
    }
    bool made = argc == 1 && kept == 0 && !kr_is_int(argv[0]) && !kr_is_str(argv[0]);
    kr_value of = made ? argv[0] : kr_call_kw(vm, KR_OBJECT(&kr_pin_type), argc, rest, kept, rest_names);
    bool invert = kr_truth(vm, inverted);
    signal_object *s = kr_new_instance(vm, cls, sizeof *s);
    s->pin = of;
    s->invert = invert;
    return KR_OBJECT(s);
}

static kr_value signal_set(kr_vm *vm, kr_value self, bool active) {
    kr_value wanted = KR_INT(active != to_signal(self)->invert);
    kr_call_method(vm, to_signal(self)->pin, N_value, 1, &wanted);
    return KR_NONE;
}

static kr_value signal_value(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc > 1) return signal_set(vm, argv[0], kr_truth(vm, argv[1]));
    kr_value level = kr_call_method(vm, to_signal(argv[0])->pin, N_value, 0, NULL);
    kr_word high = kr_is_int(level) ? kr_to_int(level) : kr_truth(vm, level);
    return KR_INT(high ^ (kr_word)to_signal(argv[0])->invert);
}
KR_METHOD(value, signal_value, 1, 2, NULL, "value(x)\n1 when active, else 0; with an argument: set it.");

static kr_value signal_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    kr_value both[2] = {callee, argc > 0 ? argv[0] : KR_NONE};
    (void)names;
    if (argc > 1 || nkw > 0) kr_raise_type(vm, "a signal takes at most one argument, the level");
    return signal_value(vm, argc + 1, both);
}

static kr_value signal_on(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return signal_set(vm, argv[0], true);
}
KR_METHOD(on, signal_on, 1, 1, NULL, "on()\nMake it active.");

static kr_value signal_off(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return signal_set(vm, argv[0], false);
}
KR_METHOD(off, signal_off, 1, 1, NULL, "off()\nMake it inactive.");

static const kr_member signal_members[] = {
    {N___module__, N_machine},
    KR_ENTRY(value, signal_value),
    KR_ENTRY(on, signal_on),
    KR_ENTRY(off, signal_off),
};
static const kr_ops signal_ops = {.trace = signal_trace, .call = signal_call};
const kr_type kr_signal_type = {.head = {&kr_type_type},
                                .name = N_Signal,
                                .base = &kr_object_type,
                                .solid = &kr_signal_type,
                                .ops = &signal_ops,
                                .size = sizeof(signal_object),
                                .member_count = sizeof signal_members / sizeof *signal_members,
                                .members = signal_members,
                                .make = signal_make};

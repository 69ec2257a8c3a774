/* Pin and Signal.
 *
 * A board tells no program of edges by itself, as it must not call back into the machine. Pins with a handler
 * are looked at every millisecond by an alarm, and whenever the program writes a pin; a level that has
 * changed calls the handlers that wait for that edge. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/machine.h"
#include "modules/schedule.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/text.h"

#define EDGE_PERIOD_US 1000
enum { IRQ_RISING = 1, IRQ_FALLING = 2, IRQ_LOW_LEVEL = 4, IRQ_HIGH_LEVEL = 8 };

/* Every Pin of one number is its own object; what they share lies in the board. */
typedef struct pin {
    kr_object head;
    int32_t number;
    int8_t mode, pull; /* enum kr_pin_mode, enum kr_pin_pull */
} pin;

static pin *to_pin(kr_value v) {
    return kr_to_pointer(v);
}

const kr_board *kr_board_of(kr_vm *vm) {
    if (vm->host->board == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    return vm->host->board;
}

int kr_board_check(kr_vm *vm, int result) {
    if (result < 0) kr_raise_errno(vm, result, KR_UNBOUND);
    return result;
}

kr_word kr_machine_int(kr_vm *vm, kr_value v, kr_word otherwise) {
    return v == KR_UNBOUND || v == KR_NONE ? otherwise : kr_index_word(vm, v);
}

/* "GPIO5", "P5", "5" name pin 5, too. */
static kr_word number_in(kr_value text) {
    const char *p = kr_to_str(text)->data;
    kr_word n = 0;
    while (*p && (*p < '0' || *p > '9')) p++;
    if (*p == '\0') return -1;
    for (; *p >= '0' && *p <= '9' && n < 10000; p++) n = n * 10 + (*p - '0');
    return *p == '\0' ? n : -1;
}

int kr_pin_number(kr_vm *vm, kr_value v) {
    if (kr_is_kind(v, &kr_pin_type)) return to_pin(v)->number;
    kr_word n = kr_is_str(v) ? number_in(v) : kr_index_word(vm, v);
    if (n < 0 || n >= kr_board_of(vm)->pin_count) kr_raise_value_error(vm, "invalid pin");
    return (int)n;
}

static int level(kr_vm *vm, int number) {
    return kr_board_check(vm, kr_board_of(vm)->pin_read(vm->host->board_context, number)) != 0;
}

static void set_level(kr_vm *vm, int number, bool high) {
    kr_board_check(vm, kr_board_of(vm)->pin_write(vm->host->board_context, number, high));
    kr_pin_changed(vm);
}

/* --- handlers of edges */

/* The object under KR_STATE_PIN_IRQS: the alarm, and the pins with handlers in a list of (pin, handler,
 * trigger, last). */
typedef struct watch {
    kr_alarm alarm;
    kr_value entries; /* list of lists of four */
} watch;

static void watch_trace(kr_vm *vm, kr_object *object) {
    kr_alarm_trace(vm, object);
    if (((watch *)object)->entries != 0) kr_mark(vm, ((watch *)object)->entries);
}
static const kr_ops watch_ops = {.trace = watch_trace};
static const kr_type watch_type = {.head = {&kr_type_type},
                                   .name = N_watch,
                                   .base = &kr_object_type,
                                   .solid = &watch_type,
                                   .ops = &watch_ops,
                                   .flags = KR_TYPE_FINAL,
                                   .size = sizeof(watch)};

enum { ENTRY_PIN, ENTRY_HANDLER, ENTRY_TRIGGER, ENTRY_LAST, ENTRY_SIZE };

static bool is_due(kr_word trigger, bool before, bool now) {
    return (now && !before && (trigger & IRQ_RISING)) || (!now && before && (trigger & IRQ_FALLING)) ||
           (now && (trigger & IRQ_HIGH_LEVEL)) || (!now && (trigger & IRQ_LOW_LEVEL));
}

static void look(kr_vm *vm, const watch *w) {
    kr_list *entries = kr_to_list(w->entries);
    for (size_t i = 0; i < entries->size; i++) {
        kr_value *entry = kr_to_list(entries->items[i])->items;
        bool before = entry[ENTRY_LAST] == KR_TRUE, now = level(vm, to_pin(entry[ENTRY_PIN])->number);
        entry[ENTRY_LAST] = kr_bool(now);
        if (is_due(kr_to_int(entry[ENTRY_TRIGGER]), before, now))
            kr_schedule(vm, entry[ENTRY_HANDLER], entry[ENTRY_PIN]);
    }
}

static uint64_t later(const kr_vm *vm) {
    return vm->host->ticks_us(vm->host->context) + EDGE_PERIOD_US;
}

static void watch_ring(kr_vm *vm, kr_alarm *alarm) {
    const watch *w = (const watch *)alarm;
    if (kr_to_list(w->entries)->size == 0) return;
    kr_alarm_set(vm, alarm, later(vm));
    look(vm, w);
}

static watch *watch_of(kr_vm *vm) {
    if (*kr_module_state(vm, KR_STATE_PIN_IRQS) == 0) {
        kr_value entries = kr_list_new(vm, 0, NULL);
        watch *w = kr_new(vm, &watch_type, sizeof *w);
        w->alarm.ring = watch_ring;
        w->entries = entries;
        *kr_module_state(vm, KR_STATE_PIN_IRQS) = KR_OBJECT(w);
    }
    return kr_to_pointer(*kr_module_state(vm, KR_STATE_PIN_IRQS));
}

void kr_pin_changed(kr_vm *vm) {
    if (*kr_module_state(vm, KR_STATE_PIN_IRQS) != 0) look(vm, watch_of(vm));
}

/* The new handler takes the place of an older one of the same pin; None removes it. */
static void set_handler(kr_vm *vm, kr_value v, kr_value handler, kr_word trigger) {
    watch *w = watch_of(vm);
    kr_list *entries = kr_to_list(w->entries);
    for (size_t i = entries->size; i > 0; i--) {
        if (to_pin(kr_to_list(entries->items[i - 1])->items[ENTRY_PIN])->number == to_pin(v)->number)
            kr_list_pop(vm, entries, (kr_word)i - 1);
    }
    if (handler == KR_NONE || handler == KR_UNBOUND || trigger == 0) return;
    kr_value entry[ENTRY_SIZE] = {v, handler, KR_INT(trigger), kr_bool(level(vm, to_pin(v)->number))};
    kr_list_append(vm, entries, kr_list_new(vm, ENTRY_SIZE, entry));
    if (!w->alarm.set) kr_alarm_set(vm, &w->alarm, later(vm));
}

static kr_value pin_irq(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word trigger = kr_machine_int(vm, argv[2], IRQ_RISING | IRQ_FALLING);
    set_handler(vm, argv[0], argv[1], trigger);
    return argv[0];
}
KR_METHOD(irq, pin_irq, 1, 6, "self,handler,trigger,priority,wake,hard",
          "irq(handler=None, trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING)\nCall handler(pin) at edges of the "
          "pin; None ends that.");

/* --- making and setting up */

enum { PIN_ID, PIN_MODE, PIN_PULL, PIN_VALUE, PIN_DRIVE, PIN_ALT, PIN_COUNT };
static const kr_value pin_arguments[] = {N_id, N_mode, N_pull, N_value, N_drive, N_alt, 0};

static void set_up(kr_vm *vm, pin *p, const kr_value args[PIN_COUNT]) {
    const kr_board *board = kr_board_of(vm);
    kr_word mode = kr_machine_int(vm, args[PIN_MODE], p->mode < 0 ? KR_PIN_IN : p->mode),
            pull = kr_machine_int(vm, args[PIN_PULL], KR_PIN_PULL_NONE);
    if (mode < KR_PIN_IN || mode > KR_PIN_OPEN_DRAIN) kr_raise_value_error(vm, "invalid pin mode: %zd", mode);
    if (pull < KR_PIN_PULL_NONE || pull > KR_PIN_PULL_DOWN)
        kr_raise_value_error(vm, "invalid pull: %zd", pull);
    /* The level first: an output must not show the old one. */
    bool given = args[PIN_VALUE] != KR_UNBOUND && args[PIN_VALUE] != KR_NONE;
    if (given && mode != KR_PIN_IN) set_level(vm, p->number, kr_truth(vm, args[PIN_VALUE]));
    bool touched = args[PIN_MODE] != KR_UNBOUND || args[PIN_PULL] != KR_UNBOUND;
    if (touched)
        kr_board_check(vm, board->pin_mode(vm->host->board_context, p->number, (int)mode, (int)pull));
    if (given && mode != KR_PIN_IN) set_level(vm, p->number, kr_truth(vm, args[PIN_VALUE]));
    p->mode = (int8_t)mode;
    p->pull = (int8_t)pull;
}

static kr_value pin_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    kr_value args[PIN_COUNT];
    kr_bind_named(vm, "Pin", pin_arguments, args, 1, PIN_PULL + 1, argc, argv, nkw, names);
    int number = kr_pin_number(vm, args[PIN_ID]);
    pin *p = kr_new_instance(vm, cls, sizeof *p);
    p->number = number;
    p->mode = -1;
    set_up(vm, p, args);
    return KR_OBJECT(p);
}

static kr_value pin_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    kr_value args[PIN_COUNT] = {KR_UNBOUND};
    kr_bind_named(vm, "init", pin_arguments + 1, args + 1, 0, 2, argc - 1, argv + 1, nkw, names);
    set_up(vm, to_pin(argv[0]), args);
    return KR_NONE;
}
KR_METHOD_KW(init, pin_init, 1, KR_ANY, "init(mode, pull=None, *, value=None)\nSet the pin up anew.");

/* --- levels */

static kr_value level_or_set(kr_vm *vm, int number, size_t argc, const kr_value *argv) {
    if (argc == 0) return KR_INT(level(vm, number));
    set_level(vm, number, kr_truth(vm, argv[0]));
    return KR_NONE;
}

static kr_value pin_value(kr_vm *vm, size_t argc, const kr_value *argv) {
    return level_or_set(vm, to_pin(argv[0])->number, argc - 1, argv + 1);
}
KR_METHOD(value, pin_value, 1, 2, NULL, "value(x)\nThe pin's level, 0 or 1; with an argument: set it.");

static kr_value pin_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)names;
    if (argc > 1 || nkw > 0) kr_raise_type(vm, "a pin takes at most one argument, the level");
    return level_or_set(vm, to_pin(callee)->number, argc, argv);
}

static kr_value pin_on(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    set_level(vm, to_pin(argv[0])->number, true);
    return KR_NONE;
}
KR_METHOD(on, pin_on, 1, 1, NULL, "on()\nSet the pin to 1.");

static kr_value pin_off(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    set_level(vm, to_pin(argv[0])->number, false);
    return KR_NONE;
}
KR_METHOD(off, pin_off, 1, 1, NULL, "off()\nSet the pin to 0.");

static kr_value pin_toggle(kr_vm *vm, size_t argc, const kr_value *argv) {
    int number = to_pin(argv[0])->number;
    (void)argc;
    set_level(vm, number, !level(vm, number));
    return KR_NONE;
}
KR_METHOD(toggle, pin_toggle, 1, 1, NULL, "toggle()\nSet the pin to the other level.");

static kr_value pin_mode(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value args[PIN_COUNT] = {KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    pin *p = to_pin(argv[0]);
    if (argc == 1) return KR_INT(p->mode);
    args[PIN_MODE] = argv[1];
    args[PIN_PULL] = KR_INT(p->pull);
    set_up(vm, p, args);
    return KR_NONE;
}
KR_METHOD(mode, pin_mode, 1, 2, NULL, "mode(mode)\nThe pin's mode; with an argument: set it.");

static kr_value pin_pull(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value args[PIN_COUNT] = {KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    pin *p = to_pin(argv[0]);
    if (argc == 1) return p->pull == KR_PIN_PULL_NONE ? KR_NONE : KR_INT(p->pull);
    args[PIN_PULL] = argv[1];
    set_up(vm, p, args);
    return KR_NONE;
}
KR_METHOD(pull, pin_pull, 1, 2, NULL, "pull(pull)\nThe pin's pull resistor; with an argument: set it.");

static void pin_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    static const char *const modes[] = {"IN", "OUT", "OPEN_DRAIN"}, *const pulls[] = {"", ", pull=PULL_UP",
                                                                                      ", pull=PULL_DOWN"};
    const pin *p = to_pin(v);
    (void)vm, (void)str;
    kr_write_format(out, "Pin(%d, mode=%s%s)", p->number, modes[p->mode], pulls[p->pull]);
}

static const kr_member pin_members[] = {
    {N___module__, N_machine},
    KR_ENTRY(init, pin_init),
    KR_ENTRY(value, pin_value),
    KR_ENTRY(on, pin_on),
    {N_high, KR_OBJECT(&native_pin_on)},
    KR_ENTRY(off, pin_off),
    {N_low, KR_OBJECT(&native_pin_off)},
    KR_ENTRY(toggle, pin_toggle),
    KR_ENTRY(mode, pin_mode),
    KR_ENTRY(pull, pin_pull),
    KR_ENTRY(irq, pin_irq),
    {N_IN, KR_INT(KR_PIN_IN)},
    {N_OUT, KR_INT(KR_PIN_OUT)},
    {N_OPEN_DRAIN, KR_INT(KR_PIN_OPEN_DRAIN)},
    {N_PULL_UP, KR_INT(KR_PIN_PULL_UP)},
    {N_PULL_DOWN, KR_INT(KR_PIN_PULL_DOWN)},
    {N_IRQ_RISING, KR_INT(IRQ_RISING)},
    {N_IRQ_FALLING, KR_INT(IRQ_FALLING)},
    {N_IRQ_LOW_LEVEL, KR_INT(IRQ_LOW_LEVEL)},
    {N_IRQ_HIGH_LEVEL, KR_INT(IRQ_HIGH_LEVEL)},
};
static const kr_ops pin_ops = {.print = pin_print, .call = pin_call};
const kr_type kr_pin_type = {.head = {&kr_type_type},
                             .name = N_Pin,
                             .base = &kr_object_type,
                             .solid = &kr_pin_type,
                             .ops = &pin_ops,
                             .size = sizeof(pin),
                             .member_count = sizeof pin_members / sizeof *pin_members,
                             .members = pin_members,
                             .make = pin_make};

/* --- Signal: a pin whose level may mean the opposite */

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
    bool high = kr_truth(vm, kr_call_method(vm, to_signal(argv[0])->pin, N_value, 0, NULL));
    return KR_INT(high != to_signal(argv[0])->invert);
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

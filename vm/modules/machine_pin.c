/* Pin, and PinBase for pins that programs make themselves. Every Pin of one number is its own object; what
 * they share lies in the board. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/machine.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/text.h"

enum { IRQ_RISING = 1, IRQ_FALLING = 2, IRQ_LOW_LEVEL = 4, IRQ_HIGH_LEVEL = 8 };

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

uint32_t kr_machine_within(kr_vm *vm, kr_value v, kr_word otherwise, kr_word least, kr_word most,
                           const char *what) {
    kr_word n = kr_machine_int(vm, v, otherwise);
    if (n < least || n > most) kr_raise_value_error(vm, "%s must be from %zd to %zd", what, least, most);
    return (uint32_t)n;
}

kr_span kr_machine_data(kr_vm *vm, kr_value v) {
    if (!kr_is_str(v)) return kr_span_arg(vm, v);
    return (kr_span){(const uint8_t *)kr_to_str(v)->data, kr_to_str(v)->size};
}

/* A name of the board's, or "GPIO5", "P5", "5" for pin 5. */
static kr_word number_in(kr_vm *vm, kr_value text) {
    const kr_board *board = kr_board_of(vm);
    const char *p = kr_to_str(text)->data;
    kr_word n = board->pin_named != NULL ? board->pin_named(vm->host->board_context, p) : -1;
    if (n >= 0) return n;
    while (*p && (*p < '0' || *p > '9')) p++;
    if (*p == '\0') return -1;
    for (n = 0; *p >= '0' && *p <= '9' && n < 10000; p++) n = n * 10 + (*p - '0');
    return *p == '\0' ? n : -1;
}

int kr_pin_number(kr_vm *vm, kr_value v) {
    if (kr_is_kind(v, &kr_pin_type)) return to_pin(v)->number;
    kr_word n = kr_is_str(v) ? number_in(vm, v) : kr_index_word(vm, v);
    if (n < 0 || n >= kr_board_of(vm)->pin_count) kr_raise_value_error(vm, "invalid pin");
    return (int)n;
}

int kr_pin_number_or_none(kr_vm *vm, kr_value v) {
    return v == KR_UNBOUND || v == KR_NONE ? -1 : kr_pin_number(vm, v);
}

static int level(kr_vm *vm, int number) {
    return kr_board_check(vm, kr_board_of(vm)->pin_read(vm->host->board_context, number)) != 0;
}

static void set_level(kr_vm *vm, int number, bool high) {
    kr_board_check(vm, kr_board_of(vm)->pin_write(vm->host->board_context, number, high));
    kr_irq_look(vm);
}

int kr_pin_level(kr_vm *vm, kr_value v) {
    if (kr_is_kind(v, &kr_pin_type)) return level(vm, to_pin(v)->number);
    return kr_truth(vm, kr_call_method(vm, v, N_value, 0, NULL));
}

/* --- handlers of edges */

/* Edges as the board counted them, or the one that the level tells of, and the level itself. */
static uint32_t look(kr_vm *vm, kr_irq *irq) {
    const kr_board *board = kr_board_of(vm);
    int number = irq->key;
    uint32_t due = 0, now = (uint32_t)level(vm, number);
    if (board->pin_edges != NULL)
        due = (uint32_t)kr_board_check(vm, board->pin_edges(vm->host->board_context, number));
    else if (irq->last != now && irq->last != UINT32_MAX)
        due = now ? IRQ_RISING : IRQ_FALLING;
    irq->last = now;
    return due | (now ? IRQ_HIGH_LEVEL : IRQ_LOW_LEVEL);
}

static kr_value pin_irq(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value now = kr_irq_find(vm, to_pin(argv[0])->number);
    if (argv[1] == KR_UNBOUND && argv[2] == KR_UNBOUND && now != KR_UNBOUND) return now;
    kr_word trigger = kr_machine_int(vm, argv[2], IRQ_RISING | IRQ_FALLING);
    return kr_irq_set(vm, argv[0], to_pin(argv[0])->number, look, argv[1], (uint32_t)trigger);
}
KR_METHOD(irq, pin_irq, 1, 6, "self,handler,trigger,priority,wake,hard",
          "irq(handler=None, trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, priority=1, wake=None, hard=False)\n"
          "Call handler(pin) at edges of the pin; None ends that.");

/* --- making and setting up */

enum { PIN_ID, PIN_MODE, PIN_PULL, PIN_VALUE, PIN_DRIVE, PIN_ALT, PIN_HOLD, PIN_COUNT };
static const kr_value pin_arguments[] = {N_id, N_mode, N_pull, N_value, N_drive, N_alt, N_hold, 0};

/* A pin that only measures is an input to the board. */
#define MODE_ANALOG 3

static void set_up(kr_vm *vm, pin *p, const kr_value args[PIN_COUNT]) {
    const kr_board *board = kr_board_of(vm);
    kr_word mode = kr_machine_int(vm, args[PIN_MODE], p->mode < 0 ? KR_PIN_IN : p->mode),
            pull = kr_machine_int(vm, args[PIN_PULL], KR_PIN_PULL_NONE);
    if (mode == MODE_ANALOG) mode = KR_PIN_IN;
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

static kr_value pin_high(kr_vm *vm, size_t argc, const kr_value *argv) {
    return pin_on(vm, argc, argv);
}
KR_METHOD(high, pin_high, 1, 1, NULL, "high()\nSet the pin to 1.");

static kr_value pin_off(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    set_level(vm, to_pin(argv[0])->number, false);
    return KR_NONE;
}
KR_METHOD(off, pin_off, 1, 1, NULL, "off()\nSet the pin to 0.");

static kr_value pin_low(kr_vm *vm, size_t argc, const kr_value *argv) {
    return pin_off(vm, argc, argv);
}
KR_METHOD(low, pin_low, 1, 1, NULL, "low()\nSet the pin to 0.");

static kr_value pin_toggle(kr_vm *vm, size_t argc, const kr_value *argv) {
    int number = to_pin(argv[0])->number;
    (void)argc;
    set_level(vm, number, !level(vm, number));
    return KR_NONE;
}
KR_METHOD(toggle, pin_toggle, 1, 1, NULL, "toggle()\nSet the pin to the other level.");

static kr_value pin_mode(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value args[PIN_COUNT] = {KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND,
                                KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    pin *p = to_pin(argv[0]);
    if (argc == 1) return KR_INT(p->mode);
    args[PIN_MODE] = argv[1];
    args[PIN_PULL] = KR_INT(p->pull);
    set_up(vm, p, args);
    return KR_NONE;
}
KR_METHOD(mode, pin_mode, 1, 2, NULL, "mode(mode)\nThe pin's mode; with an argument: set it.");

static kr_value pin_pull(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value args[PIN_COUNT] = {KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND,
                                KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    pin *p = to_pin(argv[0]);
    if (argc == 1) return p->pull == KR_PIN_PULL_NONE ? KR_NONE : KR_INT(p->pull);
    args[PIN_PULL] = argv[1];
    set_up(vm, p, args);
    return KR_NONE;
}
KR_METHOD(pull, pin_pull, 1, 2, NULL, "pull(pull)\nThe pin's pull resistor; with an argument: set it.");

/* Pin.board and Pin.cpu: pins as attributes, by the names that Pin() takes. */
static kr_value names_getattr(kr_vm *vm, kr_value v, kr_value name) {
    (void)v;
    kr_word n = number_in(vm, name);
    if (n < 0 || n >= kr_board_of(vm)->pin_count) return KR_UNBOUND;
    kr_value number = KR_INT(n);
    return kr_call(vm, KR_OBJECT(&kr_pin_type), 1, &number);
}
static const kr_ops names_ops = {.getattr = names_getattr};
static const kr_type names_type = {.head = {&kr_type_type},
                                   .name = N_board,
                                   .base = &kr_object_type,
                                   .solid = &names_type,
                                   .ops = &names_ops,
                                   .flags = KR_TYPE_FINAL,
                                   .size = sizeof(kr_object)};
static const kr_object KR_ROM_OBJECT pin_names = {&names_type};

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
    KR_ENTRY(high, pin_high),
    KR_ENTRY(off, pin_off),
    KR_ENTRY(low, pin_low),
    KR_ENTRY(toggle, pin_toggle),
    KR_ENTRY(mode, pin_mode),
    KR_ENTRY(pull, pin_pull),
    KR_ENTRY(irq, pin_irq),
    {N_IN, KR_INT(KR_PIN_IN)},
    {N_OUT, KR_INT(KR_PIN_OUT)},
    {N_OPEN_DRAIN, KR_INT(KR_PIN_OPEN_DRAIN)},
    {N_PULL_UP, KR_INT(KR_PIN_PULL_UP)},
    {N_PULL_DOWN, KR_INT(KR_PIN_PULL_DOWN)},
    {N_ANALOG, KR_INT(MODE_ANALOG)},
    {N_board, KR_OBJECT(&pin_names)},
    {N_cpu, KR_OBJECT(&pin_names)},
    {N_IRQ_RISING, KR_INT(IRQ_RISING)},
    {N_IRQ_FALLING, KR_INT(IRQ_FALLING)},
    {N_IRQ_LOW_LEVEL, KR_INT(IRQ_LOW_LEVEL)},
    {N_IRQ_HIGH_LEVEL, KR_INT(IRQ_HIGH_LEVEL)},
};
static const kr_ops pin_ops = {.print = pin_print, .call = pin_call};

static kr_value base_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)argc, (void)argv, (void)nkw, (void)names;
    return KR_OBJECT(kr_new_instance(vm, cls, sizeof(kr_object)));
}
static const kr_member base_members[] = {{N___module__, N_machine}};
static const kr_ops base_ops = {0};
KR_MACHINE_TYPE(kr_pin_base_type, N_PinBase, kr_object, base_ops, base_members, base_make);

const kr_type kr_pin_type = {.head = {&kr_type_type},
                             .name = N_Pin,
                             .base = &kr_pin_base_type,
                             .solid = &kr_pin_type,
                             .ops = &pin_ops,
                             .size = sizeof(pin),
                             .member_count = sizeof pin_members / sizeof *pin_members,
                             .members = pin_members,
                             .make = pin_make};

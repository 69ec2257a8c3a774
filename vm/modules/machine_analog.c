/* ADC and PWM. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/machine.h"
#include "run/attribute.h"
#include "types/number.h"

/* --- ADC */

typedef struct adc {
    kr_object head;
    int32_t pin;
    int32_t bits; /* of read() */
} adc;

#define FULL_SCALE_UV 3300000

static kr_value adc_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)names, (void)nkw; /* sample_ns, atten: the board measures as it does */
    if (argc == 0) kr_raise_type(vm, "ADC() missing required argument 'id' (pos 1)");
    int pin = kr_pin_number(vm, argv[0]);
    if (kr_board_of(vm)->adc_read == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    adc *a = kr_new_instance(vm, cls, sizeof *a);
    a->pin = pin;
    a->bits = 12;
    return KR_OBJECT(a);
}

static int measure(kr_vm *vm, kr_value self) {
    const adc *a = kr_to_pointer(self);
    return kr_board_check(vm, kr_board_of(vm)->adc_read(vm->host->board_context, a->pin));
}

static kr_value adc_read_u16(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(measure(vm, argv[0]));
}
KR_METHOD(read_u16, adc_read_u16, 1, 1, NULL, "read_u16()\nThe voltage as 0 to 65535 of the full range.");

static kr_value adc_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    const adc *a = kr_to_pointer(argv[0]);
    (void)argc;
    return KR_INT(measure(vm, argv[0]) >> (16 - a->bits));
}
KR_METHOD(read, adc_read, 1, 1, NULL,
          "read()\nThe voltage in the resolution that width() set, 12 bits at first.");

static kr_value adc_read_uv(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from(vm, (int64_t)measure(vm, argv[0]) * FULL_SCALE_UV / 65535);
}
KR_METHOD(read_uv, adc_read_uv, 1, 1, NULL, "read_uv()\nThe voltage in microvolts.");

static kr_value adc_width(kr_vm *vm, size_t argc, const kr_value *argv) {
    adc *a = kr_to_pointer(argv[0]);
    kr_word bits = kr_index_word(vm, argv[1]);
    (void)argc;
    if (bits >= 0 && bits <= 3) bits += 9; /* ADC.WIDTH_9BIT … */
    if (bits < 9 || bits > 16) kr_raise_value_error(vm, "invalid bits");
    a->bits = (int32_t)bits;
    return KR_NONE;
}
KR_METHOD(width, adc_width, 2, 2, NULL, "width(bits)\nSet the resolution of read().");

static kr_value adc_atten(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_index_word(vm, argv[1]);
    return KR_NONE;
}
KR_METHOD(atten, adc_atten, 2, 2, NULL, "atten(attenuation)\nThe range is always 0 to 3.3 V.");

static kr_value adc_block_of(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value id = KR_INT(0);
    (void)argc, (void)argv;
    return kr_call(vm, KR_OBJECT(&kr_adc_block_type), 1, &id);
}
KR_METHOD(block, adc_block_of, 1, 1, NULL, "block()\nThe ADCBlock of this converter.");

static kr_value adc_deinit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_METHOD(deinit, adc_deinit, 1, 1, NULL, "deinit()\nNothing is held.");

static kr_value adc_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    (void)vm, (void)argc, (void)argv, (void)nkw, (void)names;
    return KR_NONE;
}
KR_METHOD_KW(init, adc_init, 1, KR_ANY, "init(**options)\nThe board measures as it does.");

static void adc_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, "ADC(Pin(%d))", ((adc *)kr_to_pointer(v))->pin);
}

static const kr_member adc_members[] = {
    {N___module__, N_machine},      KR_ENTRY(read_u16, adc_read_u16), KR_ENTRY(read, adc_read),
    KR_ENTRY(read_uv, adc_read_uv), KR_ENTRY(width, adc_width),       KR_ENTRY(atten, adc_atten),
    KR_ENTRY(init, adc_init),       KR_ENTRY(block, adc_block_of),    KR_ENTRY(deinit, adc_deinit),
    {N_WIDTH_9BIT, KR_INT(0)},      {N_WIDTH_10BIT, KR_INT(1)},       {N_WIDTH_11BIT, KR_INT(2)},
    {N_WIDTH_12BIT, KR_INT(3)},     {N_ATTN_0DB, KR_INT(0)},          {N_ATTN_2_5DB, KR_INT(1)},
    {N_ATTN_6DB, KR_INT(2)},        {N_ATTN_11DB, KR_INT(3)},
};
static const kr_ops adc_ops = {.print = adc_print};
const kr_type kr_adc_type = {.head = {&kr_type_type},
                             .name = N_ADC,
                             .base = &kr_object_type,
                             .solid = &kr_adc_type,
                             .ops = &adc_ops,
                             .size = sizeof(adc),
                             .member_count = sizeof adc_members / sizeof *adc_members,
                             .members = adc_members,
                             .make = adc_make};

/* --- ADCBlock: the converters of the board are one block with the pins as channels */

typedef struct adc_block {
    kr_object head;
    int32_t id, bits;
} adc_block;

static kr_value block_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    static const kr_value known[] = {N_id, N_bits, 0};
    kr_value args[2];
    kr_bind_named(vm, "ADCBlock", known, args, 1, 1, argc, argv, nkw, names);
    kr_word id = kr_index_word(vm, args[0]);
    uint32_t bits = kr_machine_within(vm, args[1], 12, 9, 16, "bits");
    adc_block *b = kr_new_instance(vm, cls, sizeof *b);
    b->id = (int32_t)id;
    b->bits = (int32_t)bits;
    return KR_OBJECT(b);
}

static kr_value block_init(kr_vm *vm, size_t argc, const kr_value *argv) {
    adc_block *b = kr_to_pointer(argv[0]);
    (void)argc;
    b->bits = (int32_t)kr_machine_within(vm, argv[1], b->bits, 9, 16, "bits");
    return KR_NONE;
}
KR_METHOD(init, block_init, 1, 2, "self,*,bits", "init(*, bits)\nSet the resolution.");

/* connect(pin), connect(channel) or connect(channel, pin). */
static kr_value block_connect(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    const adc_block *b = kr_to_pointer(argv[0]);
    (void)nkw, (void)names;
    if (argc < 2) kr_raise_type(vm, "connect() takes a channel, a pin, or both");
    kr_value made = adc_make(vm, &kr_adc_type, 1, &argv[argc > 2 ? 2 : 1], 0, NULL);
    ((adc *)kr_to_pointer(made))->bits = b->bits;
    return made;
}
KR_METHOD_KW(connect, block_connect, 1, 3, "connect(channel, pin)\nAn ADC of this block.");

static void block_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const adc_block *b = kr_to_pointer(v);
    (void)vm, (void)str;
    kr_write_format(out, "ADCBlock(%d, bits=%d)", b->id, b->bits);
}
static const kr_member block_members[] = {
    {N___module__, N_machine}, KR_ENTRY(init, block_init), KR_ENTRY(connect, block_connect)};
static const kr_ops block_ops = {.print = block_print};
KR_MACHINE_TYPE(kr_adc_block_type, N_ADCBlock, adc_block, block_ops, block_members, block_make);

/* --- PWM */

typedef struct pwm {
    kr_object head;
    int32_t pin;
    uint32_t frequency, duty; /* Hz; 0 … 65535 */
} pwm;

static pwm *to_pwm(kr_value v) {
    return kr_to_pointer(v);
}

static void pwm_apply(kr_vm *vm, const pwm *p) {
    kr_board_check(vm, kr_board_of(vm)->pwm_set(vm->host->board_context, p->pin, p->frequency, p->duty));
}

static uint32_t within(kr_vm *vm, kr_value v, kr_word most, const char *what) {
    return kr_machine_within(vm, v, -1, 0, most, what);
}

/* A duty of 1023 is 65535, and back. */
static uint32_t widen(uint32_t duty) {
    return (duty * 65535u + 511) / 1023;
}
static uint32_t narrow(uint32_t duty) {
    return (duty * 1023u + 32767) / 65535;
}

static uint32_t duty_of_ns(kr_vm *vm, const pwm *p, kr_value v) {
    int64_t ns = (int64_t)kr_int_arg(vm, v);
    if (p->frequency == 0) kr_raise_value_error(vm, "set the frequency first");
    int64_t period = 1000000000 / p->frequency;
    if (ns < 0 || ns > period) kr_raise_value_error(vm, "duty_ns must be from 0 to %zd", (kr_word)period);
    return period == 0 ? 0 : (uint32_t)(ns * 65535 / period);
}

enum { PWM_PIN, PWM_FREQ, PWM_DUTY, PWM_DUTY_U16, PWM_DUTY_NS, PWM_INVERT, PWM_COUNT };
static const kr_value pwm_arguments[] = {N_dest, N_freq, N_duty, N_duty_u16, N_duty_ns, N_invert, 0};

static void pwm_set_up(kr_vm *vm, pwm *p, const kr_value args[PWM_COUNT]) {
    if (args[PWM_FREQ] != KR_UNBOUND) p->frequency = within(vm, args[PWM_FREQ], 40000000, "freq");
    if (args[PWM_DUTY] != KR_UNBOUND) p->duty = widen(within(vm, args[PWM_DUTY], 1023, "duty"));
    if (args[PWM_DUTY_U16] != KR_UNBOUND) p->duty = within(vm, args[PWM_DUTY_U16], 65535, "duty_u16");
    if (args[PWM_DUTY_NS] != KR_UNBOUND) p->duty = duty_of_ns(vm, p, args[PWM_DUTY_NS]);
    pwm_apply(vm, p);
}

static kr_value pwm_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    kr_value args[PWM_COUNT];
    kr_bind_named(vm, "PWM", pwm_arguments, args, 1, 3, argc, argv, nkw, names);
    int pin = kr_pin_number(vm, args[PWM_PIN]);
    if (kr_board_of(vm)->pwm_set == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    pwm *p = kr_new_instance(vm, cls, sizeof *p);
    p->pin = pin;
    p->frequency = 5000;
    pwm_set_up(vm, p, args);
    return KR_OBJECT(p);
}

static kr_value pwm_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    kr_value args[PWM_COUNT] = {KR_UNBOUND};
    kr_bind_named(vm, "init", pwm_arguments + 1, args + 1, 0, 2, argc - 1, argv + 1, nkw, names);
    pwm_set_up(vm, to_pwm(argv[0]), args);
    return KR_NONE;
}
KR_METHOD_KW(init, pwm_init, 1, KR_ANY, "init(freq, duty, *, duty_u16, duty_ns)\nSet what is given.");

static kr_value pwm_freq(kr_vm *vm, size_t argc, const kr_value *argv) {
    pwm *p = to_pwm(argv[0]);
    if (argc == 1) return KR_INT(p->frequency);
    p->frequency = within(vm, argv[1], 40000000, "freq");
    pwm_apply(vm, p);
    return KR_NONE;
}
KR_METHOD(freq, pwm_freq, 1, 2, NULL, "freq(hz)\nThe frequency; with an argument: set it.");

static kr_value pwm_duty(kr_vm *vm, size_t argc, const kr_value *argv) {
    pwm *p = to_pwm(argv[0]);
    if (argc == 1) return KR_INT(narrow(p->duty));
    p->duty = widen(within(vm, argv[1], 1023, "duty"));
    pwm_apply(vm, p);
    return KR_NONE;
}
KR_METHOD(duty, pwm_duty, 1, 2, NULL,
          "duty(d)\nThe time at 1, 0 to 1023 of the period; with an argument: set it.");

static kr_value pwm_duty_u16(kr_vm *vm, size_t argc, const kr_value *argv) {
    pwm *p = to_pwm(argv[0]);
    if (argc == 1) return KR_INT(p->duty);
    p->duty = within(vm, argv[1], 65535, "duty_u16");
    pwm_apply(vm, p);
    return KR_NONE;
}
KR_METHOD(duty_u16, pwm_duty_u16, 1, 2, NULL,
          "duty_u16(d)\nThe time at 1, 0 to 65535 of the period; with an argument: set it.");

static kr_value pwm_duty_ns(kr_vm *vm, size_t argc, const kr_value *argv) {
    pwm *p = to_pwm(argv[0]);
    if (argc == 1)
        return p->frequency == 0 ? KR_INT(0)
                                 : kr_int_from(vm, (int64_t)p->duty * (1000000000 / p->frequency) / 65535);
    p->duty = duty_of_ns(vm, p, argv[1]);
    pwm_apply(vm, p);
    return KR_NONE;
}
KR_METHOD(duty_ns, pwm_duty_ns, 1, 2, NULL,
          "duty_ns(ns)\nThe time at 1 in nanoseconds; with an argument: set it.");

static kr_value pwm_deinit(kr_vm *vm, size_t argc, const kr_value *argv) {
    pwm *p = to_pwm(argv[0]);
    (void)argc;
    p->frequency = p->duty = 0;
    pwm_apply(vm, p);
    return KR_NONE;
}
KR_METHOD(deinit, pwm_deinit, 1, 1, NULL, "deinit()\nStop.");

static void pwm_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const pwm *p = to_pwm(v);
    (void)vm, (void)str;
    kr_write_format(out, "PWM(Pin(%d), freq=%u, duty_u16=%u)", p->pin, p->frequency, p->duty);
}

static const kr_member pwm_members[] = {
    {N___module__, N_machine},    KR_ENTRY(init, pwm_init),         KR_ENTRY(freq, pwm_freq),
    KR_ENTRY(duty, pwm_duty),     KR_ENTRY(duty_u16, pwm_duty_u16), KR_ENTRY(duty_ns, pwm_duty_ns),
    KR_ENTRY(deinit, pwm_deinit),
};
static const kr_ops pwm_ops = {.print = pwm_print};
const kr_type kr_pwm_type = {.head = {&kr_type_type},
                             .name = N_PWM,
                             .base = &kr_object_type,
                             .solid = &kr_pwm_type,
                             .ops = &pwm_ops,
                             .size = sizeof(pwm),
                             .member_count = sizeof pwm_members / sizeof *pwm_members,
                             .members = pwm_members,
                             .make = pwm_make};

#ifndef KR_MACHINE_H
#define KR_MACHINE_H
/* What the files of the machine module share: Pin in machine_pin.c, Signal in machine_signal.c, handlers of
 * interrupts in machine_irq.c, ADC and PWM in machine_analog.c, I2C, SPI and UART in machine_<bus>.c, what is
 * timed by the microsecond in machine_wire.c, Timer in machine_timer.c, RTC and WDT in machine_clock.c, mem32
 * in machine_memory.c, resets and the rest in machine.c. All of it works on the board that the host supplies.
 */
#include "core/context.h"
#include "core/native.h"
#include "types/byte_string.h"

extern const kr_type kr_pin_base_type, kr_pin_type, kr_signal_type, kr_adc_type, kr_adc_block_type,
    kr_pwm_type, kr_i2c_type, kr_soft_i2c_type, kr_spi_type, kr_soft_spi_type, kr_timer_type, kr_rtc_type,
    kr_wdt_type, kr_uart_type;

/* A type of the module, with object as its base. */
#define KR_MACHINE_TYPE(c_name, name_, struct_, ops_, members_, make_)                                       \
    const kr_type c_name = {.head = {&kr_type_type},                                                         \
                            .name = name_,                                                                   \
                            .base = &kr_object_type,                                                         \
                            .solid = &c_name,                                                                \
                            .ops = &ops_,                                                                    \
                            .size = sizeof(struct_),                                                         \
                            .member_count = sizeof members_ / sizeof *members_,                              \
                            .members = members_,                                                             \
                            .make = make_}

/* --- the board */

/* OSError ENODEV when there is none. */
const kr_board *kr_board_of(kr_vm *vm);

/* Raises the OSError for a negative result of the board. */
int kr_board_check(kr_vm *vm, int result);

/* The number of a pin given as a Pin, an int or a name; ValueError "invalid pin" when the board has no such
 * pin. The second takes KR_UNBOUND and None as well: -1. */
int kr_pin_number(kr_vm *vm, kr_value v);
int kr_pin_number_or_none(kr_vm *vm, kr_value v);

/* 0 or 1: the level of a Pin, or what value() of any other object says. */
int kr_pin_level(kr_vm *vm, kr_value pin);

/* The bus that an id and pins stand for. */
int kr_bus_open(kr_vm *vm, enum kr_bus_kind kind, int id, const int pins[KR_BUS_PINS]);

/* --- interrupts */

/* What a handler waits for; what irq() returns. Somebody has to look whether it came: `look` gives the
 * trigger bits that are due. */
typedef struct kr_irq {
    kr_object head;
    struct kr_irq *next;
    kr_value source, handler; /* the handler gets the source */
    uint32_t (*look)(kr_vm *vm, struct kr_irq *irq);
    uint32_t trigger, waiting,
        flags;     /* what is asked for, what came and was not told, what the last call was about */
    uint32_t last; /* for `look` */
    int32_t key;   /* of the source: a newer handler of the same key takes the place of an older one */
} kr_irq;

/* Handlers of one source replace each other. handler None or trigger 0: none from now on. Returns the kr_irq.
 */
kr_value kr_irq_set(kr_vm *vm, kr_value source, int32_t key, uint32_t (*look)(kr_vm *vm, kr_irq *irq),
                    kr_value handler, uint32_t trigger);
/* The handler of a source; KR_UNBOUND when there is none. */
kr_value kr_irq_find(kr_vm *vm, int32_t key);
/* The program did something that may be the cause of an interrupt: looks now. */
void kr_irq_look(kr_vm *vm);

/* --- arguments */

/* Ints of a C type, by default `otherwise`. */
kr_word kr_machine_int(kr_vm *vm, kr_value v, kr_word otherwise);
/* The same, within bounds: ValueError "<what> must be from 0 to 10". */
uint32_t kr_machine_within(kr_vm *vm, kr_value v, kr_word otherwise, kr_word least, kr_word most,
                           const char *what);

/* The bytes of what is to be sent: of any bytes-like object, or text. */
kr_span kr_machine_data(kr_vm *vm, kr_value v);

/* Microseconds of the host's clock. */
static inline uint64_t kr_machine_ticks(const kr_vm *vm) {
    return vm->host->ticks_us(vm->host->context);
}

/* Ends the program and starts the machine anew, with that cause. */
_Noreturn void kr_machine_reset(kr_vm *vm, enum kr_reset_cause cause);

/* machine.mem8 and its like, and machine.mem_backup. */
typedef struct kr_machine_memory {
    kr_object head;
    uint32_t size; /* bytes of an item */
} KR_ROM_OBJECT kr_machine_memory;
extern const kr_machine_memory kr_machine_memories[3];
extern const kr_builtin kr_mem_backup_function;
/* The part of the backup memory that RTC.memory() uses, its first two bytes the size of what is stored. */
uint8_t *kr_rtc_memory(kr_vm *vm, size_t *size);

/* machine.bitstream and dht_readinto. */
extern const kr_builtin kr_bitstream_function, kr_dht_readinto_function;

#endif

#ifndef KR_MACHINE_H
#define KR_MACHINE_H
/* What the files of the machine module share: pins in machine_pin.c, ADC and PWM in machine_analog.c, I2C and
 * SPI in machine_bus.c, Timer in machine_timer.c, the clock, resets and the rest in machine.c. All of it
 * works on the board that the host supplies. */
#include "core/context.h"
#include "core/native.h"

extern const kr_type kr_pin_type, kr_signal_type, kr_adc_type, kr_pwm_type, kr_i2c_type, kr_soft_i2c_type,
    kr_spi_type, kr_soft_spi_type, kr_timer_type, kr_rtc_type, kr_wdt_type, kr_uart_type;

/* The board; OSError ENODEV when there is none. */
const kr_board *kr_board_of(kr_vm *vm);

/* Raises the OSError for a negative result of the board. */
int kr_board_check(kr_vm *vm, int result);

/* The number of a pin given as a Pin or an int; ValueError "invalid pin" when the board has no such pin. */
int kr_pin_number(kr_vm *vm, kr_value v);

/* Called after a pin was written: runs what waits for edges soon. */
void kr_pin_changed(kr_vm *vm);

/* Ints of a C type, by default `otherwise`. */
kr_word kr_machine_int(kr_vm *vm, kr_value v, kr_word otherwise);

#endif

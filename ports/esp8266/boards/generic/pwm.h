#ifndef KRAIT_ESP8266_PWM_H
#define KRAIT_ESP8266_PWM_H
/* Pulses on up to eight pins, each with a frequency of its own, made by the chip's first timer.
 *
 * The timer interrupts at each edge, which is late by what other interrupts take: some microseconds, and some
 * milliseconds while a strip of lights is written or a sensor of microseconds is read, because that locks
 * interrupts.
 */
#include <stdint.h>

#define PWM_PINS    8u
#define PWM_MOST_HZ 10000u

/* kr_board's pwm_set. Frequency 0: off, and low. -KR_EINVAL: GPIO 16, a pin of the flash, too fast;
 * -KR_ENOSPC: nine pins. */
int pwm_set(void *board, int pin, uint32_t frequency, uint32_t duty);

/* The processor's clock, by which the edges are timed, has changed. */
void pwm_clock_changed(void);

/* From the timer's interrupt. */
void pwm_interrupt(void *unused);

#endif

#ifndef KRAIT_ESP8266_REGISTERS_H
#define KRAIT_ESP8266_REGISTERS_H
/* The chip's registers that this board uses, by their addresses; Espressif's Technical Reference of the
 * ESP8266 describes them.
 *
 * They are reached through reg_read() and reg_write() only, so that a test on a computer can put a model of
 * the chip there. */
#include <stdint.h>

#ifdef KRAIT_REGISTER_MODEL
uint32_t reg_read(uint32_t address);
void reg_write(uint32_t address, uint32_t value);
#else
static inline uint32_t reg_read(uint32_t address) {
    return *(volatile uint32_t *)address;
}
static inline void reg_write(uint32_t address, uint32_t value) {
    *(volatile uint32_t *)address = value;
}
#endif

/* The core's cycle counter. */
#ifdef KRAIT_REGISTER_MODEL
uint32_t chip_cycles(void);
#else
static inline uint32_t chip_cycles(void) {
    uint32_t cycles;
    __asm__ volatile("rsr.ccount %0" : "=a"(cycles));
    return cycles;
}
#endif

static inline void reg_change(uint32_t address, uint32_t mask, uint32_t value) {
    reg_write(address, (reg_read(address) & ~mask) | value);
}

/* --- GPIO 0 to 15 --- */
#define GPIO_OUT            0x60000300u
#define GPIO_OUT_SET        0x60000304u
#define GPIO_OUT_CLEAR      0x60000308u
#define GPIO_ON             0x6000030cu /* output drivers */
#define GPIO_ON_SET         0x60000310u
#define GPIO_ON_CLEAR       0x60000314u
#define GPIO_IN             0x60000318u
#define GPIO_STATUS         0x6000031cu /* pins that interrupt */
#define GPIO_STATUS_CLEAR   0x60000324u
#define GPIO_PIN(n)         (0x60000328u + 4u * (n))
#define GPIO_PIN_OPEN_DRAIN 0x4u
#define GPIO_PIN_INTERRUPT  0x380u
#define GPIO_PIN_ANY_EDGE   0x180u

#define MUX(offset)      (0x60000800u + (offset))
#define MUX_PULL_UP      0x80u
#define MUX_FUNCTION     0x130u /* bits 4, 5 and 8 */
#define MUX_FUNCTION_2   0x20u
#define MUX_FUNCTION_3   0x30u
#define MUX_HSPI_AT_ONCE 0x200u /* of MUX(0): the second SPI's clock is the bus's, without division */

/* --- GPIO 16, which belongs to the clock that never sleeps --- */
#define RTC_OUT      0x60000768u
#define RTC_ON       0x60000774u
#define RTC_IN       0x6000078cu
#define RTC_CONF     0x60000790u
#define RTC_PAD_CONF 0x600007a0u

/* --- UART n --- */
#define UART(n)          (0x60000000u + 0xf00u * (n))
#define UART_FIFO(n)     (UART(n) + 0x00u)
#define UART_DIVIDER(n)  (UART(n) + 0x14u)
#define UART_STATUS(n)   (UART(n) + 0x1cu) /* received bytes in bits 0 to 7, unsent ones in 16 to 23 */
#define UART_CONF0(n)    (UART(n) + 0x20u)
#define UART_FIFO_BYTES  126u
#define UART_BREAK       0x100u
#define UART_SENDING     0x0f000000u /* of the status: the sender's state, 0 at rest */
#define UART_FORMAT      0x3fu
#define UART_PARITY_EVEN 0x02u
#define UART_PARITY_ODD  0x03u
#define UART_STOP_1      0x10u
#define UART_STOP_2      0x30u
#define UART_RESETS      0x60000u
#define UART_CLOCK_HZ    80000000u

/* --- the first timer: counts from what is loaded down to 0, and interrupts there --- */
#define TIMER_LOAD    0x60000600u
#define TIMER_CONTROL 0x60000608u
#define TIMER_ENABLE  0x80u
#define TIMER_BY_16   0x4u /* of the bus's clock: 5 ticks in a microsecond */

/* --- the second SPI controller --- */
#define HSPI_COMMAND   0x60000100u
#define HSPI_CONTROL   0x60000108u
#define HSPI_CONTROL1  0x6000010cu
#define HSPI_CLOCK     0x60000118u
#define HSPI_USER      0x6000011cu
#define HSPI_USER1     0x60000120u /* bits to send in 17 to 25, to receive in 8 to 16, each less one */
#define HSPI_PIN       0x6000012cu
#define HSPI_BUFFER    0x60000140u /* 16 words */
#define HSPI_GO        0x40000u
#define HSPI_DUPLEX    0x1u
#define HSPI_OUT_EDGE  0x80u
#define HSPI_SENDS     0x8000000u
#define HSPI_IDLE_HIGH 0x20000000u

#define RANDOM_WORD 0x3ff20e44u /* noise of the radio */

#endif

/* Pins: GPIO 0 to 15 with their multiplexer, and GPIO 16 with registers of its own.
 *
 * GPIO 6 to 11 are wired to the flash from which the program runs, so they are refused. Only GPIO 16 can pull
 * down, and it alone cannot pull up. */
#include "pins.h"

#include <string.h>

#include "krait/board.h"
#include "krait/files.h"
#include "registers.h"

#define RTC_PIN         16u
#define FIRST_FLASH_PIN 6
#define LAST_FLASH_PIN  11
#define FUNCTION_0_PINS                                                                                      \
    0x35u /* on GPIO 0, 2, 4 and 5 function 0 is the pin itself; on the others function 3 */
#define RTC_PULL_DOWN 0x8u

/* The places of GPIO 0 to 15 in the multiplexer. */
static const uint8_t mux_offsets[RTC_PIN] = {0x34, 0x18, 0x38, 0x14, 0x3c, 0x40, 0x1c, 0x20,
                                             0x24, 0x28, 0x2c, 0x30, 0x04, 0x08, 0x0c, 0x10};

int pins_check(int pin) {
    bool flash = pin >= FIRST_FLASH_PIN && pin <= LAST_FLASH_PIN;
    return pin < 0 || pin >= PINS_COUNT || flash ? -KR_EINVAL : 0;
}

int pins_named(const char *name) {
    static const uint8_t printed[] = {16, 5, 4, 0, 2, 14, 12, 13, 15};
    if (strcmp(name, "LED") == 0) return PINS_BLUE_LED;
    if (name[0] == 'D' && name[1] >= '0' && name[1] <= '8' && name[2] == 0) return printed[name[1] - '0'];
    return -KR_ENODEV;
}

static int rtc_mode(int mode, int pull) {
    if (pull == KR_PIN_PULL_UP || mode == KR_PIN_OPEN_DRAIN) return -KR_ENOSYS;
    reg_change(RTC_PAD_CONF, 0x43u, pull == KR_PIN_PULL_DOWN ? 1u | RTC_PULL_DOWN : 1u);
    reg_change(RTC_CONF, 1u, 0);
    reg_change(RTC_ON, 1u, mode == KR_PIN_OUT);
    return 0;
}

int pins_mode(int pin, int mode, int pull) {
    if (pins_check(pin) < 0) return -KR_EINVAL;
    unsigned n = (unsigned)pin;
    if (n == RTC_PIN) return rtc_mode(mode, pull);
    if (pull == KR_PIN_PULL_DOWN) return -KR_ENOSYS;
    uint32_t function = FUNCTION_0_PINS >> n & 1u ? 0 : MUX_FUNCTION_3;
    uint32_t resistor = pull == KR_PIN_PULL_UP ? MUX_PULL_UP : 0;
    reg_change(MUX(mux_offsets[n]), MUX_FUNCTION | MUX_PULL_UP, function | resistor);
    reg_write(GPIO_PIN(n), mode == KR_PIN_OPEN_DRAIN ? GPIO_PIN_OPEN_DRAIN : 0);
    reg_write(mode == KR_PIN_IN ? GPIO_ON_CLEAR : GPIO_ON_SET, 1u << n);
    return 0;
}

void pins_function(unsigned pin, uint32_t function) {
    reg_change(MUX(mux_offsets[pin]), MUX_FUNCTION | MUX_PULL_UP, function);
}

bool pins_get(unsigned pin) {
    return pin == RTC_PIN ? reg_read(RTC_IN) & 1u : reg_read(GPIO_IN) >> pin & 1u;
}

void pins_set(unsigned pin, bool level) {
    if (pin == RTC_PIN)
        reg_change(RTC_OUT, 1u, level);
    else
        reg_write(level ? GPIO_OUT_SET : GPIO_OUT_CLEAR, 1u << pin);
}

int pins_read(int pin) {
    return pins_check(pin) < 0 ? -KR_EINVAL : pins_get((unsigned)pin);
}

int pins_write(int pin, int level) {
    if (pins_check(pin) < 0) return -KR_EINVAL;
    pins_set((unsigned)pin, level != 0);
    return 0;
}

int pins_open_line(int pin) {
    if (pins_check(pin) < 0 || pin == (int)RTC_PIN) return -KR_EINVAL;
    pins_set((unsigned)pin, true);
    return pins_mode(pin, KR_PIN_OPEN_DRAIN, KR_PIN_PULL_UP);
}

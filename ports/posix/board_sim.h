#ifndef KRAIT_POSIX_BOARD_SIM_H
#define KRAIT_POSIX_BOARD_SIM_H
/* A simulated board, so that programs for `machine` run on a Linux host.
 *
 * Everything it measures is a function of how often it was asked, never of the time: a program that starts on
 * a fresh board prints the same every time, on every machine.
 *
 * Pins 0 to 39; "LED" is 2, and 12 and 13 are wired to each other. An input with nothing on it follows its pull resistor, else reads 0.
 *
 * ADC: pin 0 is an optical pulse sensor, sampled 50 times a second, of somebody with about 72 beats a minute, now and then a beat too early, a
 * few fast ones, a pause. Pins 1 to 7 are slow triangles, each with its own period. Those above repeat these.
 *
 * UART 0 to 2 and every SPI bus have their output wired to their input. LED strips are sent to nobody.
 *
 * I2C: every bus has four chips, by their data sheets as far as programs commonly go.
 *
 * 0x44 is an SHT31, temperature and humidity. Commands 0x24xx and 0x2Cxx measure, then 6 bytes are read: two words, each with its CRC-8
 * (polynomial 0x31, start 0xFF). 0xF32D status, 0x3041 clear status, 0x30A2 reset. The cable is long: the second word of every eighth answer
 * has a wrong CRC.
 *
 * 0x48 is an ADS1115, four soil-moisture probes between 1.2 V (wet) and 2.8 V (dry). Registers 0 conversion, 1 config, 2 and 3 limits.
 * Single-shot conversions are ready at once; multiplexer and gain work, differential ones too.
 *
 * 0x57 is a MAX30102, the pulse sensor of ADC 0 as a chip. FIFO registers 4 to 7 (18-bit samples of 3 bytes; two colours in SpO2 mode), mode
 * 9, part 0xFF = 0x15. There is always a sample in the FIFO.
 *
 * 0x62 is an SCD41, carbon dioxide, temperature, humidity. 0x21B1 start, 0x3F86 stop, 0xE4B8 ready?, 0xEC05 read (three words with CRC),
 * 0x3682 serial number. Not started, it does not answer a read. */
#include <stdbool.h>
#include <stdint.h>

#include "board_clock.h"
#include "board_parts.h"
#include "krait/board.h"
#include "krait/files.h"

#define BOARD_SIM_PINS  40
#define BOARD_SIM_UARTS 3

struct board_sim_pulse {
    uint32_t beat;     /* beats so far */
    uint32_t at;       /* samples since its begin */
    uint32_t interval; /* samples until the next */
};

typedef struct board_sim {
    uint32_t seed;
    const board_clock *clock; /* that its serial lines keep to; NULL = the host's */
    uint64_t spi_until_ns; /* the SPI buses are busy until then, by the same clock */
    uint32_t frequency;
    board_memory memory;
    struct {
        uint8_t mode, pull, level;
        uint32_t frequency, duty;
    } pins[BOARD_SIM_PINS];
    uint32_t adc_reads[8];
    struct board_sim_pulse pulse;
    struct {
        uint8_t pointer;
        uint16_t registers[4];
        uint32_t conversions[4];
    } ads1115;
    struct {
        uint16_t command;
        uint32_t answers;
    } sht31;
    struct {
        uint16_t command;
        bool started;
        uint32_t answers;
    } scd41;
    struct {
        uint8_t pointer;
        uint8_t registers[256];
        uint8_t sample[6];
        uint8_t left; /* bytes of `sample` still to be read */
    } max30102;
    board_uart uarts[BOARD_SIM_UARTS]; /* large, and last: nobody clears what they do not hold */
} board_sim;

/* A fresh board. Boards with the same seed behave alike. */
void board_sim_init(board_sim *board, uint32_t seed);

/* For kr_host; the context is a board_sim. */
extern const kr_board board_sim_functions;

#endif

/* The simulated board: pins, waveforms, and four chips on I2C.
 *
 * A waveform is a sum of triangles and a little noise, which is a hash of the seed and the number of the
 * sample. No floating point, so every machine computes the same. */
#include "board_sim.h"

#include <stddef.h>
#include <string.h>
/* Of host.h, of which the emulated chip that has these sensors, too, has only these. */
uint64_t host_ticks_us(void *context);
void host_sleep_us(uint64_t us);

#define SHT31_ADDRESS    0x44
#define ADS1115_ADDRESS  0x48
#define MAX30102_ADDRESS 0x57
#define SCD41_ADDRESS    0x62
#define CPU_HZ           240000000u
#define LED_PIN          2
#define LONGEST_SPI_NS   1000000000u /* that a transfer takes, however slow the bus */

/* --- waveforms --- */

static uint32_t hash(uint32_t seed, uint32_t number) {
    uint32_t value = seed * 0x9e3779b1u + number * 0x85ebca77u;
    value ^= value >> 15;
    value *= 0x2c1b3c6du;
    value ^= value >> 12;
    value *= 0x297a2d39u;
    return value ^ value >> 15;
}

/* Something from -range to range. */
static int32_t noise(uint32_t seed, uint32_t number, int32_t range) {
    return (int32_t)(hash(seed, number) % (uint32_t)(2 * range + 1)) - range;
}

/* Rises from -height to height and falls again within `period` samples. */
static int32_t triangle(uint32_t number, uint32_t period, int32_t height) {
    int32_t half = (int32_t)(period / 2);
    int32_t at = (int32_t)(number % period);
    int32_t up = at < half ? at : (int32_t)period - at;
    return up * 2 * height / half - height;
}

/* A bump of this height around `center`, zero farther than `width` from it. */
static int32_t bump(int32_t at, int32_t center, int32_t width, int32_t height) {
    int32_t distance = at > center ? at - center : center - at;
    if (distance >= width) return 0;
    return height * (width * width - distance * distance) / (width * width);
}

/* --- the pulse sensor --- */

/* Samples until the next beat, at 50 a second: 42 are 71 beats a minute. */
static uint32_t next_interval(uint32_t seed, uint32_t beat) {
    uint32_t usual = (uint32_t)(42 + noise(seed, beat, 1));
    if (beat % 23 == 17) return 28; /* too early */
    if (beat % 23 == 18) return 56; /* and the pause after it */
    if (beat % 61 >= 50 && beat % 61 < 54) return 25;
    return beat % 47 == 46 ? 66 : usual;
}

static int32_t pulse_sample(board_sim *board) {
    struct board_sim_pulse *pulse = &board->pulse;
    if (pulse->at >= pulse->interval) {
        pulse->at = 0;
        pulse->beat++;
        pulse->interval = next_interval(board->seed, pulse->beat);
    }
    int32_t at = (int32_t)pulse->at++;
    int32_t value = 30000 + bump(at, 6, 6, 12000) + bump(at, 16, 5, 1800);
    return value + noise(board->seed ^ 0x50u, pulse->beat * 128 + pulse->at, 120);
}

/* --- pins --- */

static int wired_to(int pin) {
    return pin == 12 ? 13 : pin == 13 ? 12 : -1;
}

static int check_pin(int pin) {
    return pin < 0 || pin >= BOARD_SIM_PINS ? -KR_EINVAL : 0;
}

static int pin_mode(void *context, int pin, int mode, int pull) {
    board_sim *board = context;
    if (check_pin(pin)) return check_pin(pin);
    board->pins[pin].mode = (uint8_t)mode;
    board->pins[pin].pull = (uint8_t)pull;
    return 0;
}

/* What the pin itself puts on the wire: 0, 1, or -1 for nothing. */
static int drives(const board_sim *board, int pin) {
    bool low = board->pins[pin].level == 0;
    if (board->pins[pin].mode == KR_PIN_OUT) return !low;
    return board->pins[pin].mode == KR_PIN_OPEN_DRAIN && low ? 0 : -1;
}

static int pin_read(void *context, int pin) {
    const board_sim *board = context;
    if (check_pin(pin)) return check_pin(pin);
    int level = drives(board, pin);
    int other = wired_to(pin);
    if (level < 0 && other >= 0) level = drives(board, other);
    if (level < 0) level = board->pins[pin].pull == KR_PIN_PULL_UP;
    return level;
}

static int pin_write(void *context, int pin, int level) {
    board_sim *board = context;
    if (check_pin(pin)) return check_pin(pin);
    board->pins[pin].level = level != 0;
    return 0;
}

static int adc_read(void *context, int pin) {
    board_sim *board = context;
    if (check_pin(pin)) return check_pin(pin);
    pin %= 8;
    uint32_t number = board->adc_reads[pin]++;
    if (pin == 0) return pulse_sample(board);
    return 32768 + triangle(number, 64u << pin, 20000) + noise(board->seed + (uint32_t)pin, number, 50);
}

static int pwm_set(void *context, int pin, uint32_t frequency, uint32_t duty) {
    board_sim *board = context;
    if (check_pin(pin)) return check_pin(pin);
    if (duty > 65535) return -KR_EINVAL;
    board->pins[pin].frequency = frequency;
    board->pins[pin].duty = duty;
    return 0;
}

static uint64_t now(const board_sim *board) {
    return board->clock != NULL ? board_clock_now(board->clock) : host_ticks_us(NULL);
}

/* The bus is busy for as long as the bits take. Short transfers are added up until sleeping is worth it. */
static void take_time(board_sim *board, uint64_t bits, uint32_t baudrate) {
    uint64_t ns = bits * 1000000000u / baudrate, before = now(board) * 1000;
    if (board->spi_until_ns < before) board->spi_until_ns = before;
    board->spi_until_ns += ns < LONGEST_SPI_NS ? ns : LONGEST_SPI_NS;
    uint64_t ahead = board->spi_until_ns - before;
    if (ahead >= 1000000) host_sleep_us(ahead / 1000);
}

static int spi_transfer(void *context, int bus, const kr_spi_settings *settings, const uint8_t *out,
                        uint8_t *in, size_t size) {
    if (bus < 0) return -KR_ENODEV;
    take_time(context, (uint64_t)size * 8, settings->baudrate);
    if (in && out && size) memmove(in, out, size);
    if (in && !out) memset(in, 0xff, size);
    return 0;
}

static int pin_named(void *context, const char *name) {
    (void)context;
    return strcmp(name, "LED") == 0 ? LED_PIN : -1;
}

static board_uart *uart_of(board_sim *board, int bus) {
    return bus >= 0 && bus < BOARD_SIM_UARTS ? &board->uarts[bus] : NULL;
}

static int uart_set(void *context, int bus, const kr_uart_settings *settings) {
    board_uart *uart = uart_of(context, bus);
    if (uart == NULL) return -KR_ENODEV;
    board_uart_set(uart, settings);
    return 0;
}

static int uart_write(void *context, int bus, const uint8_t *data, size_t size) {
    board_uart *uart = uart_of(context, bus);
    return uart == NULL ? -KR_ENODEV : board_uart_write(uart, now(context), data, size);
}

static int uart_read(void *context, int bus, uint8_t *data, size_t size) {
    board_uart *uart = uart_of(context, bus);
    return uart == NULL ? -KR_ENODEV : board_uart_read(uart, now(context), data, size);
}

static int uart_count(void *context, int bus, enum kr_uart_count what) {
    board_uart *uart = uart_of(context, bus);
    return uart == NULL ? -KR_ENODEV : board_uart_count(uart, now(context), what);
}

static int uart_break(void *context, int bus) {
    board_uart *uart = uart_of(context, bus);
    if (uart == NULL) return -KR_ENODEV;
    board_uart_break(uart);
    return 0;
}

/* A strip that nobody sees. */
static int bitstream(void *context, int pin, const uint32_t ns[4], const uint8_t *data, size_t size) {
    (void)context, (void)ns, (void)data, (void)size;
    return check_pin(pin);
}

static uint32_t frequency(void *context) {
    return ((board_sim *)context)->frequency;
}

static int set_frequency(void *context, uint32_t hertz) {
    ((board_sim *)context)->frequency = hertz;
    return 0;
}

static int memory_read(void *context, uint32_t address, unsigned size, uint32_t *value) {
    return board_memory_read(&((board_sim *)context)->memory, address, size, value);
}

static int memory_write(void *context, uint32_t address, unsigned size, uint32_t value) {
    return board_memory_write(&((board_sim *)context)->memory, address, size, value);
}

static uint8_t *backup(void *context, size_t *size) {
    *size = BOARD_BACKUP_SIZE;
    return ((board_sim *)context)->memory.backup;
}

static int reset_cause(void *context) {
    return ((board_sim *)context)->memory.cause;
}

static void resetting(void *context, enum kr_reset_cause cause) {
    board_memory_resetting(&((board_sim *)context)->memory, cause);
}

static void unique_id(void *context, uint8_t id[8]) {
    const board_sim *board = context;
    for (uint32_t i = 0; i < 8; i++) id[i] = (uint8_t)hash(board->seed, i);
}

/* --- ADS1115: soil moisture --- */

/* Microvolts at a probe: each plant dries slowly, and now and then somebody waters it. */
static int32_t probe_microvolts(board_sim *board, unsigned channel) {
    static const int32_t level[] = {1850000, 2150000, 1600000, 2420000};
    uint32_t number = board->ads1115.conversions[channel]++;
    int32_t slow = triangle(number + 40 * channel, 240 + 60 * channel, 180000);
    return level[channel] + slow + noise(board->seed + 16 + channel, number, 15000);
}

static int32_t ads1115_input(board_sim *board, unsigned multiplexer) {
    static const uint8_t pairs[4][2] = {{0, 1}, {0, 3}, {1, 3}, {2, 3}};
    if (multiplexer >= 4) return probe_microvolts(board, multiplexer - 4);
    int32_t positive = probe_microvolts(board, pairs[multiplexer][0]);
    return positive - probe_microvolts(board, pairs[multiplexer][1]);
}

static void ads1115_convert(board_sim *board) {
    static const int32_t range_microvolts[] = {6144000, 4096000, 2048000, 1024000,
                                               512000,  256000,  256000,  256000};
    uint16_t config = board->ads1115.registers[1];
    int64_t input = ads1115_input(board, (config >> 12) & 7u);
    int64_t counts = input * 32768 / range_microvolts[(config >> 9) & 7u];
    if (counts > 32767) counts = 32767;
    if (counts < -32768) counts = -32768;
    board->ads1115.registers[0] = (uint16_t)counts;
}

static int ads1115_transfer(board_sim *board, const uint8_t *out, size_t out_size, uint8_t *in,
                            size_t in_size) {
    if (out_size > 0) board->ads1115.pointer = out[0] & 3;
    uint16_t *value = &board->ads1115.registers[board->ads1115.pointer];
    bool start = false;
    if (out_size >= 3 && board->ads1115.pointer != 0) {
        *value = (uint16_t)(out[1] << 8 | out[2]);
        start = board->ads1115.pointer == 1 && ((*value & 0x8000) || !(*value & 0x0100));
    }
    if (board->ads1115.pointer == 1) *value |= 0x8000;
    bool continuous = board->ads1115.pointer == 0 && in_size > 0 && !(board->ads1115.registers[1] & 0x0100);
    if (start || continuous) ads1115_convert(board);
    for (size_t i = 0; i < in_size; i++) in[i] = (uint8_t)(i % 2 ? *value : *value >> 8);
    return 0;
}

/* --- Sensirion's chips: words with a CRC --- */

static uint8_t crc8(const uint8_t *data, size_t size) {
    uint8_t crc = 0xff;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++) crc = (uint8_t)(crc & 0x80 ? crc << 1 ^ 0x31 : crc << 1);
    }
    return crc;
}

/* As many bytes of words with their CRCs as the master reads; ones after the end. */
static void answer_words(const uint16_t *words, size_t count, uint8_t *in, size_t in_size) {
    memset(in, 0xff, in_size);
    for (size_t i = 0; i < count; i++) {
        uint8_t word[3] = {(uint8_t)(words[i] >> 8), (uint8_t)words[i], 0};
        word[2] = crc8(word, 2);
        for (size_t k = 0; k < 3 && 3 * i + k < in_size; k++) in[3 * i + k] = word[k];
    }
}

static uint16_t take_command(const uint8_t *out, size_t out_size, uint16_t before) {
    if (out_size < 2) return before;
    return (uint16_t)(out[0] << 8 | out[1]);
}

static int sht31_transfer(board_sim *board, const uint8_t *out, size_t out_size, uint8_t *in,
                          size_t in_size) {
    uint16_t command = board->sht31.command = take_command(out, out_size, board->sht31.command);
    if (in_size == 0) return 0;
    if (command == 0xf32d) {
        answer_words((const uint16_t[]){0}, 1, in, in_size);
        return 0;
    }
    if (command >> 8 != 0x24 && command >> 8 != 0x2c) return -KR_ENODEV;
    uint32_t number = board->sht31.answers++;
    int32_t temperature = 25000 + triangle(number, 48, 900) + noise(board->seed + 1, number, 60);
    int32_t humidity = 30000 + triangle(number + 13, 70, 2600) + noise(board->seed + 2, number, 150);
    uint16_t words[2] = {(uint16_t)temperature, (uint16_t)humidity};
    answer_words(words, 2, in, in_size);
    if (number % 8 == 7 && in_size >= 6) in[5] ^= 0x55;
    return 0;
}

static int scd41_read(board_sim *board, uint8_t *in, size_t in_size) {
    if (!board->scd41.started) return -KR_ENODEV;
    uint32_t number = board->scd41.answers++;
    int32_t co2 = 720 + triangle(number + 4, 36, 310) + noise(board->seed + 3, number, 12);
    int32_t temperature = 25400 + triangle(number, 48, 900);
    int32_t humidity = 29500 + triangle(number + 13, 70, 2600);
    uint16_t words[3] = {(uint16_t)co2, (uint16_t)temperature, (uint16_t)humidity};
    answer_words(words, 3, in, in_size);
    return 0;
}

static int scd41_transfer(board_sim *board, const uint8_t *out, size_t out_size, uint8_t *in,
                          size_t in_size) {
    uint16_t command = board->scd41.command = take_command(out, out_size, board->scd41.command);
    if (out_size >= 2 && command == 0x21b1) board->scd41.started = true;
    if (out_size >= 2 && command == 0x3f86) board->scd41.started = false;
    if (in_size == 0) return 0;
    switch (command) {
    case 0xec05: return scd41_read(board, in, in_size);
    case 0xe4b8:
        answer_words((const uint16_t[]){board->scd41.started ? 0x8006 : 0x8000}, 1, in, in_size);
        return 0;
    case 0x3682: answer_words((const uint16_t[]){0xf896, 0x31f0, 0x7bc2}, 3, in, in_size); return 0;
    default: return -KR_ENODEV;
    }
}

/* --- MAX30102: the pulse sensor as a chip --- */

static uint8_t max30102_fifo_byte(board_sim *board) {
    bool two_colours = (board->max30102.registers[9] & 7) == 3;
    uint8_t size = two_colours ? 6 : 3;
    if (board->max30102.left == 0) {
        uint32_t red = (uint32_t)pulse_sample(board) * 3;
        uint32_t infrared = red + 4096;
        for (unsigned i = 0; i < 3; i++) {
            board->max30102.sample[i] = (uint8_t)(red >> (16 - 8 * i));
            board->max30102.sample[3 + i] = (uint8_t)(infrared >> (16 - 8 * i));
        }
        board->max30102.left = size;
    }
    return board->max30102.sample[size - board->max30102.left--];
}

static uint8_t max30102_read(board_sim *board) {
    uint8_t at = board->max30102.pointer;
    switch (at) {
    case 0x07: return max30102_fifo_byte(board); /* the pointer stays */
    case 0x04: board->max30102.pointer++; return (uint8_t)(board->max30102.registers[0x06] + 1) & 31;
    case 0xfe: board->max30102.pointer++; return 0x03;
    case 0xff: board->max30102.pointer++; return 0x15;
    default: board->max30102.pointer++; return board->max30102.registers[at];
    }
}

static int max30102_transfer(board_sim *board, const uint8_t *out, size_t out_size, uint8_t *in,
                             size_t in_size) {
    if (out_size > 0) board->max30102.pointer = out[0];
    for (size_t i = 1; i < out_size; i++) {
        uint8_t value = out[i];
        if (board->max30102.pointer == 0x09 && (value & 0x40)) {
            memset(board->max30102.registers, 0, sizeof board->max30102.registers);
            board->max30102.left = 0;
            value = 0;
        }
        board->max30102.registers[board->max30102.pointer++] = value;
    }
    for (size_t i = 0; i < in_size; i++) in[i] = max30102_read(board);
    return 0;
}

static int i2c_transfer(void *context, int bus, int address, const uint8_t *out, size_t out_size, uint8_t *in,
                        size_t in_size) {
    board_sim *board = context;
    if (bus < 0) return -KR_ENODEV;
    switch (address) {
    case SHT31_ADDRESS: return sht31_transfer(board, out, out_size, in, in_size);
    case ADS1115_ADDRESS: return ads1115_transfer(board, out, out_size, in, in_size);
    case MAX30102_ADDRESS: return max30102_transfer(board, out, out_size, in, in_size);
    case SCD41_ADDRESS: return scd41_transfer(board, out, out_size, in, in_size);
    default: return -KR_ENODEV;
    }
}

/* Nobody is on the wire: it stays high. */
static int onewire(void *context, int pin, enum kr_onewire_slot slot) {
    (void)context;
    return check_pin(pin) ? check_pin(pin) : slot == KR_ONEWIRE_READ;
}

static int pulses(void *context, int pin, uint32_t low_us, uint16_t *high_us, size_t count) {
    (void)context, (void)low_us, (void)high_us, (void)count;
    return check_pin(pin) ? check_pin(pin) : -KR_ETIMEDOUT;
}

const kr_board board_sim_functions = {
    .name = "posix simulated board",
    .pin_count = BOARD_SIM_PINS,
    .pin_named = pin_named,
    .pin_mode = pin_mode,
    .pin_read = pin_read,
    .pin_write = pin_write,
    .adc_read = adc_read,
    .pwm_set = pwm_set,
    .i2c_transfer = i2c_transfer,
    .spi_transfer = spi_transfer,
    .uart_set = uart_set,
    .uart_write = uart_write,
    .uart_read = uart_read,
    .uart_count = uart_count,
    .uart_break = uart_break,
    .bitstream = bitstream,
    .onewire = onewire,
    .pulses = pulses,
    .frequency = frequency,
    .set_frequency = set_frequency,
    .unique_id = unique_id,
    .memory_read = memory_read,
    .memory_write = memory_write,
    .backup = backup,
    .reset_cause = reset_cause,
    .resetting = resetting,
};

void board_sim_init(board_sim *board, uint32_t seed) {
    memset(board, 0, offsetof(board_sim, uarts));
    board->seed = seed;
    board->frequency = CPU_HZ;
    board_memory_init(&board->memory);
    for (int i = 0; i < BOARD_SIM_UARTS; i++) board_uart_init(&board->uarts[i]);
    board->ads1115.registers[1] = 0x8583;
    board->ads1115.registers[2] = 0x8000;
    board->ads1115.registers[3] = 0x7fff;
    board->pulse.interval = next_interval(seed, 0);
}

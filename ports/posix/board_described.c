/* The process's side of a described board: each function of kr_board packs a request, calls the model and
 * unpacks the answer. */
#define _GNU_SOURCE
#include "board_described.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "board_models.h"
#include "host.h"

#define HEAP_SIZE   ((size_t)(sizeof(void *) > 4 ? 64 : 16) << 20)
#define PATIENCE_US 5000000u
#define HEADER_SIZE 24
#define CPU_HZ      240000000u
#define MARK        '\x1e' /* begins a line of the journal in what the models write */

/* The order of _requests in simboard.py. */
enum request {
    PIN_NAMED,
    PIN_MODE,
    PIN_LOOK,
    PIN_WRITE,
    ADC_READ,
    PWM_SET,
    BUS_OPEN,
    I2C,
    SPI,
    UART_KIND,
    UART_WRITE,
    UART_READ,
    BITSTREAM,
    ONEWIRE,
    PULSES
};

/* ---- Asking the models ---- */

/* The first failure is shown with its traceback; then the models are broken anyhow. */
static int complain(board_described *board) {
    if (!board->complained) fprintf(stderr, "board: %s", kr_error_text(board->vm, NULL));
    board->complained = true;
    return -KR_EIO;
}

static int run(board_described *board, const char *function, const void *data, size_t size) {
    board->deadline_us = host_ticks_us(NULL) + PATIENCE_US;
    return kr_run_function(board->vm, function, data, size) == KR_OK ? 0 : complain(board);
}

typedef struct answer {
    const char *data; /* behind the number; valid until the next request */
    size_t size;
} answer;

/* A request with three numbers and bytes; the number of the answer. */
static int ask(board_described *board, enum request what, const int32_t numbers[3], const void *data,
               size_t size, answer *rest) {
    uint8_t small[256 + HEADER_SIZE], *packed = small;
    int32_t header[4] = {(int32_t)what, numbers[0], numbers[1], numbers[2]}, result;
    uint64_t now = board_clock_now(board->clock);
    if (size > sizeof small - HEADER_SIZE && (packed = malloc(size + HEADER_SIZE)) == NULL) return -KR_ENOMEM;
    memcpy(packed, header, sizeof header);
    memcpy(packed + sizeof header, &now, sizeof now);
    if (size > 0) memcpy(packed + HEADER_SIZE, data, size);
    int failed = run(board, "_request", packed, size + HEADER_SIZE);
    if (packed != small) free(packed);
    if (failed < 0) return failed;
    answer got = {NULL, 0};
    got.data = kr_result_text(board->vm, &got.size);
    if (got.size < sizeof result) return -KR_EIO;
    memcpy(&result, got.data, sizeof result);
    if (rest != NULL) *rest = (answer){got.data + sizeof result, got.size - sizeof result};
    return result;
}

/* What a device does may change the levels of pins. */
static int act(board_described *board, enum request what, int a, int b, int c, const void *data, size_t size,
               answer *rest) {
    for (int i = 0; i < BOARD_DESCRIBED_PINS; i++) board->pins[i].known = false;
    return ask(board, what, (const int32_t[3]){a, b, c}, data, size, rest);
}

/* ---- Pins ---- */

static int check_pin(int pin) {
    return pin < 0 || pin >= BOARD_DESCRIBED_PINS ? -KR_EINVAL : 0;
}

static int pin_named(void *context, const char *name) {
    return ask(context, PIN_NAMED, (const int32_t[3]){0}, name, strlen(name), NULL);
}

static int pin_mode(void *context, int pin, int mode, int pull) {
    if (check_pin(pin)) return check_pin(pin);
    return act(context, PIN_MODE, pin, mode, pull, NULL, 0, NULL);
}

/* Makes what is known of a pin true for now. */
static int look(board_described *board, int pin) {
    answer rest;
    if (check_pin(pin)) return check_pin(pin);
    if (board->pins[pin].known && board_clock_now(board->clock) < board->pins[pin].until) return 0;
    int result = ask(board, PIN_LOOK, (const int32_t[3]){pin}, NULL, 0, &rest);
    if (result < 0 || rest.size < sizeof(uint64_t)) return result < 0 ? result : -KR_EIO;
    memcpy(&board->pins[pin].until, rest.data, sizeof(uint64_t));
    board->pins[pin].known = true;
    board->pins[pin].level = result & 1;
    board->pins[pin].edges |= (uint8_t)(result >> 1);
    return 0;
}

static int pin_read(void *context, int pin) {
    board_described *board = context;
    int result = look(board, pin);
    return result < 0 ? result : board->pins[pin].level;
}

static int pin_edges(void *context, int pin) {
    board_described *board = context;
    int result = look(board, pin);
    if (result < 0) return result;
    int edges = board->pins[pin].edges;
    board->pins[pin].edges = 0;
    return edges;
}

static int pin_write(void *context, int pin, int level) {
    if (check_pin(pin)) return check_pin(pin);
    return act(context, PIN_WRITE, pin, level != 0, 0, NULL, 0, NULL);
}

static int adc_read(void *context, int pin) {
    return ask(context, ADC_READ, (const int32_t[3]){pin}, NULL, 0, NULL);
}

static int pwm_set(void *context, int pin, uint32_t frequency, uint32_t duty) {
    return act(context, PWM_SET, pin, (int)frequency, (int)duty, NULL, 0, NULL);
}

/* ---- Buses ---- */

/* The serial line of a bus, made when it is opened first; NULL when there is none. */
static board_uart *uart_of(board_described *board, int bus) {
    return bus >= 0 && bus < BOARD_DESCRIBED_UARTS ? board->uarts[bus] : NULL;
}

static int uart_open(board_described *board, int bus, int id) {
    if (bus >= BOARD_DESCRIBED_UARTS) return -KR_ENODEV;
    if (board->uarts[bus] != NULL) return bus;
    board_uart *uart = malloc(sizeof *uart);
    if (uart == NULL) return -KR_ENOMEM;
    board_uart_init(uart);
    board->uarts[bus] = uart;
    uart->kind = ask(board, UART_KIND, (const int32_t[3]){bus}, NULL, 0, NULL);
    int result = uart->kind == BOARD_UART_PTY ? board_uart_open_pty(uart, id) : 0;
    return result < 0 ? result : bus;
}

static int bus_open(void *context, int kind, int id, const int pins[KR_BUS_PINS]) {
    int32_t named[KR_BUS_PINS] = {pins[0], pins[1], pins[2]};
    int bus = act(context, BUS_OPEN, kind, id, 0, named, sizeof named, NULL);
    return bus >= 0 && kind == KR_BUS_UART ? uart_open(context, bus, id) : bus;
}

/* The bytes of an answer, `size` of them. */
static int take(int result, const answer *rest, uint8_t *in, size_t size) {
    if (result < 0) return result;
    if (rest->size < size) return -KR_EIO;
    if (size > 0) memcpy(in, rest->data, size);
    return 0;
}

static int i2c_transfer(void *context, int bus, int address, const uint8_t *out, size_t out_size, uint8_t *in,
                        size_t in_size) {
    answer rest = {NULL, 0};
    int result = act(context, I2C, bus, address, (int)in_size, out, out_size, &rest);
    return take(result, &rest, in, in_size);
}

static int spi_transfer(void *context, int bus, const kr_spi_settings *settings, const uint8_t *out,
                        uint8_t *in, size_t size) {
    answer rest = {NULL, 0};
    uint8_t *ones = NULL;
    (void)settings; /* models take bytes, at any speed */
    if (size == 0) return 0;
    if (out == NULL && size > 0) {
        ones = malloc(size);
        if (ones == NULL) return -KR_ENOMEM;
        memset(ones, 0xff, size);
    }
    int result = act(context, SPI, bus, 0, 0, out != NULL ? out : ones, size, &rest);
    free(ones);
    return take(result, &rest, in, in != NULL ? size : 0);
}

static int uart_set(void *context, int bus, const kr_uart_settings *settings) {
    board_uart *uart = uart_of(context, bus);
    if (uart == NULL) return -KR_ENODEV;
    board_uart_set(uart, settings);
    return 0;
}

static int uart_write(void *context, int bus, const uint8_t *data, size_t size) {
    board_described *board = context;
    board_uart *uart = uart_of(board, bus);
    if (uart == NULL) return -KR_ENODEV;
    int taken = board_uart_write(uart, board_clock_now(board->clock), data, size);
    int result = taken > 0 ? act(board, UART_WRITE, bus, 0, 0, data, (size_t)taken, NULL) : 0;
    return result < 0 ? result : taken;
}

/* Takes in what a modelled device has said. */
static int listen(board_described *board, int bus) {
    board_uart *uart = uart_of(board, bus);
    answer rest;
    if (uart == NULL) return -KR_ENODEV;
    if (uart->kind != BOARD_UART_DEVICE) return 0;
    int result = act(board, UART_READ, bus, 0, 0, NULL, 0, &rest);
    if (result >= 0) board_ring_put(&uart->in, (const uint8_t *)rest.data, rest.size);
    return result;
}

static int uart_read(void *context, int bus, uint8_t *data, size_t size) {
    board_described *board = context;
    int result = listen(board, bus);
    return result < 0 ? result
                      : board_uart_read(uart_of(board, bus), board_clock_now(board->clock), data, size);
}

static int uart_count(void *context, int bus, enum kr_uart_count what) {
    board_described *board = context;
    int result = what == KR_UART_WAITING ? listen(board, bus) : 0;
    if (result < 0 || uart_of(board, bus) == NULL) return result < 0 ? result : -KR_ENODEV;
    return board_uart_count(uart_of(board, bus), board_clock_now(board->clock), what);
}

static int uart_break(void *context, int bus) {
    board_uart *uart = uart_of(context, bus);
    if (uart == NULL) return -KR_ENODEV;
    board_uart_break(uart);
    return 0;
}

/* ---- What is timed by the microsecond ---- */

static int bitstream(void *context, int pin, const uint32_t ns[4], const uint8_t *data, size_t size) {
    (void)ns;
    return act(context, BITSTREAM, pin, 0, 0, data, size, NULL);
}

static int onewire(void *context, int pin, enum kr_onewire_slot slot) {
    return act(context, ONEWIRE, pin, (int)slot, 0, NULL, 0, NULL);
}

static int pulses(void *context, int pin, uint32_t low_us, uint16_t *high_us, size_t count) {
    answer rest = {NULL, 0};
    int result = act(context, PULSES, pin, (int)low_us, (int)count, NULL, 0, &rest);
    if (result >= 0 && rest.size < count * sizeof *high_us) return -KR_ETIMEDOUT;
    return take(result, &rest, (uint8_t *)high_us, count * sizeof *high_us);
}

/* ---- The rest ---- */

static uint32_t frequency(void *context) {
    return ((board_described *)context)->frequency;
}

static int set_frequency(void *context, uint32_t hertz) {
    ((board_described *)context)->frequency = hertz;
    return 0;
}

static void unique_id(void *context, uint8_t id[8]) {
    (void)context;
    memcpy(id, "\x02krait\x01\x07", 8);
}

static int memory_read(void *context, uint32_t address, unsigned size, uint32_t *value) {
    return board_memory_read(&((board_described *)context)->memory, address, size, value);
}

static int memory_write(void *context, uint32_t address, unsigned size, uint32_t value) {
    return board_memory_write(&((board_described *)context)->memory, address, size, value);
}

static uint8_t *backup(void *context, size_t *size) {
    *size = BOARD_BACKUP_SIZE;
    return ((board_described *)context)->memory.backup;
}

static int reset_cause(void *context) {
    return ((board_described *)context)->memory.cause;
}

static void resetting(void *context, enum kr_reset_cause cause) {
    board_memory_resetting(&((board_described *)context)->memory, cause);
}

const kr_board board_described_functions = {
    .name = "posix described board",
    .pin_count = BOARD_DESCRIBED_PINS,
    .pin_named = pin_named,
    .pin_mode = pin_mode,
    .pin_read = pin_read,
    .pin_write = pin_write,
    .pin_edges = pin_edges,
    .adc_read = adc_read,
    .pwm_set = pwm_set,
    .bus_open = bus_open,
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

/* ---- The models' machine ---- */

static void model_write(void *context, enum kr_stream stream, const char *data, size_t size) {
    board_described *board = context;
    bool entry = stream == KR_STDOUT && size > 0 && data[0] == MARK;
    if (!entry)
        fwrite(data, 1, size, stderr);
    else if (board->journal != NULL)
        fwrite(data + 1, 1, size - 1, board->journal);
}

static ptrdiff_t model_read(void *context, char *data, size_t size) {
    (void)context, (void)data, (void)size;
    return 0;
}

/* The host's: it paces the polling. What the models call the time is board.now. */
static uint64_t model_ticks(void *context) {
    (void)context;
    return host_ticks_us(NULL);
}

static int64_t model_time(void *context) {
    return board_clock_time_ns(((board_described *)context)->clock);
}

static void model_sleep(void *context, uint64_t us) {
    (void)context, (void)us; /* a model has no time to lose */
}

static void model_poll(void *context) {
    const board_described *board = context;
    if (host_ticks_us(NULL) > board->deadline_us) kr_request_stop(board->vm);
}

static bool start(board_described *board) {
    void *heap =
        mmap(NULL, HEAP_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (heap == MAP_FAILED) return false;
    const kr_config config = {.memory = heap, .size = HEAP_SIZE, .host = &board->host};
    board->heap = heap;
    board->vm = kr_open(&config);
    board->deadline_us = host_ticks_us(NULL) + PATIENCE_US;
    for (size_t i = 0; board->vm != NULL && board_models[i].name != NULL; i++) {
        if (kr_run_source(board->vm, KR_MODE_EXEC, board_models[i].name, board_models[i].source,
                          strlen(board_models[i].source)) == KR_OK)
            continue;
        complain(board);
        return false;
    }
    return board->vm != NULL;
}

/* The answer to the first request is the name of the clock, or what is wrong with the description. */
static bool use_clock(board_described *board) {
    const char *said = kr_result_text(board->vm, NULL);
    board->clock->is_virtual = strcmp(said, "virtual") == 0;
    if (board->clock->is_virtual || strcmp(said, "host") == 0) return true;
    fprintf(stderr, "board: %s\n", said);
    return false;
}

/* The first request. */
static bool describe(board_described *board, const char *path) {
    char *absolute = realpath(path, NULL), *request = NULL;
    if (absolute == NULL) {
        fprintf(stderr, "board: can't open file '%s': [Errno %d] %s\n", path, errno, strerror(errno));
        return false;
    }
    int size = asprintf(&request, "%c%s", board->journal != NULL ? 1 : 2, absolute);
    bool done = size > 0 && run(board, "_open", request, (size_t)size) >= 0;
    free(absolute);
    if (size > 0) free(request);
    return done && use_clock(board);
}

bool board_described_open(board_described *board, const char *path, const char *journal, board_clock *clock,
                          const kr_files *files, void *files_context) {
    memset(board, 0, sizeof *board);
    board_memory_init(&board->memory);
    board->clock = clock;
    board->frequency = CPU_HZ;
    board->host = (kr_host){.context = board,
                            .write = model_write,
                            .read = model_read,
                            .poll = model_poll,
                            .ticks_us = model_ticks,
                            .time_ns = model_time,
                            .sleep_us = model_sleep,
                            .random = host_random,
                            .files = files,
                            .files_context = files_context,
                            .platform = "linux"};
    /* A device that restarts itself goes on with its journal. */
    const char *mode = board->memory.cause == KR_RESET_POWER ? "we" : "ae";
    if (journal != NULL && (board->journal = fopen(journal, mode)) == NULL) {
        fprintf(stderr, "board: can't open file '%s': [Errno %d] %s\n", journal, errno, strerror(errno));
        return false;
    }
    if (board->journal != NULL) setvbuf(board->journal, NULL, _IOLBF, BUFSIZ);
    return start(board) && describe(board, path);
}

void board_described_close(board_described *board) {
    if (board->vm != NULL) kr_close(board->vm);
    if (board->heap != NULL) munmap(board->heap, HEAP_SIZE);
    if (board->journal != NULL) fclose(board->journal);
    for (int i = 0; i < BOARD_DESCRIBED_UARTS; i++) {
        if (board->uarts[i] != NULL) board_uart_close(board->uarts[i]);
        free(board->uarts[i]);
    }
    board_memory_close(&board->memory);
}

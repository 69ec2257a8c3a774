/* UART: a stream of bytes. Reading waits at most `timeout` for the first byte and `timeout_char` for each
 * further one, and gives None when none came. */
#include "modules/machine.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/schedule.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/number.h"

#define PAUSE_US 200     /* between two looks while waiting */
#define UART_KEY 0x10000 /* of handlers; below are the pins' */
enum { IRQ_RX = 1, IRQ_RXIDLE = 2, IRQ_TXIDLE = 4, IRQ_BREAK = 8 };

/* Requests of ioctl(), and the bits of POLL: what `select` asks streams. */
enum { STREAM_FLUSH = 1, STREAM_POLL = 3, POLL_READ = 1, POLL_WRITE = 4 };

typedef struct uart {
    kr_object head;
    int32_t id, bus;
    kr_uart_settings settings;
    uint32_t timeout, timeout_char; /* milliseconds */
    int32_t invert, flow;
    uint64_t changed_us; /* when `seen` bytes were first seen waiting */
    uint32_t seen;
    bool idle_told, sending;
} uart;

static uart *to_uart(kr_value v) {
    return kr_to_pointer(v);
}

static uint32_t count(kr_vm *vm, const uart *u, enum kr_uart_count what) {
    return (uint32_t)kr_board_check(vm, kr_board_of(vm)->uart_count(vm->host->board_context, u->bus, what));
}

/* --- making */

enum {
    ID,
    BAUDRATE,
    BITS,
    PARITY,
    STOP,
    TX,
    RX,
    TXBUF,
    RXBUF,
    TIMEOUT,
    TIMEOUT_CHAR,
    INVERT,
    FLOW,
    RTS,
    CTS,
    LENGTH,
    COUNT
};
static const kr_value arguments[] = {
    N_id,      N_baudrate,     N_bits,   N_parity, N_stop, N_tx,  N_rx,           N_txbuf, N_rxbuf,
    N_timeout, N_timeout_char, N_invert, N_flow,   N_rts,  N_cts, N_read_buf_len, 0};

static void set_up(kr_vm *vm, uart *u, const kr_value args[COUNT]) {
    kr_uart_settings *s = &u->settings;
    s->baudrate = kr_machine_within(vm, args[BAUDRATE], (kr_word)s->baudrate, 1, 20000000, "baudrate");
    s->bits = (uint8_t)kr_machine_within(vm, args[BITS], s->bits, 5, 9, "bits");
    s->stop = (uint8_t)kr_machine_within(vm, args[STOP], s->stop, 1, 2, "stop");
    if (args[PARITY] == KR_NONE) s->parity = -1;
    if (args[PARITY] != KR_NONE && args[PARITY] != KR_UNBOUND)
        s->parity = kr_index_word(vm, args[PARITY]) & 1;
    u->timeout = kr_machine_within(vm, args[TIMEOUT], (kr_word)u->timeout, 0, 0x7fffffff, "timeout");
    u->timeout_char =
        kr_machine_within(vm, args[TIMEOUT_CHAR], (kr_word)u->timeout_char, 0, 0x7fffffff, "timeout_char");
    u->invert = (int32_t)kr_machine_int(vm, args[INVERT], u->invert);
    u->flow = (int32_t)kr_machine_int(vm, args[FLOW], u->flow);
    if (args[TX] != KR_UNBOUND || args[RX] != KR_UNBOUND) {
        int pins[KR_BUS_PINS] = {kr_pin_number_or_none(vm, args[TX]), kr_pin_number_or_none(vm, args[RX]),
                                 -1};
        u->bus = kr_bus_open(vm, KR_BUS_UART, u->id, pins);
    }
    const kr_board *board = kr_board_of(vm);
    if (board->uart_set != NULL) kr_board_check(vm, board->uart_set(vm->host->board_context, u->bus, s));
}

static kr_value uart_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    static const int no_pins[KR_BUS_PINS] = {-1, -1, -1};
    kr_value args[COUNT];
    kr_bind_named(vm, "UART", arguments, args, 1, STOP + 1, argc, argv, nkw, names);
    kr_word id = kr_index_word(vm, args[ID]);
    if (kr_board_of(vm)->uart_read == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    if (id < 0 || id > INT16_MAX) kr_raise_value_error(vm, "UART(%zd) doesn't exist", id);
    int bus = kr_bus_open(vm, KR_BUS_UART, (int)id, no_pins);
    uart *u = kr_new_instance(vm, cls, sizeof *u);
    u->id = (int32_t)id;
    u->bus = bus;
    u->settings = (kr_uart_settings){.baudrate = 9600, .bits = 8, .parity = -1, .stop = 1};
    set_up(vm, u, args);
    return KR_OBJECT(u);
}

static kr_value uart_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    kr_value args[COUNT] = {KR_UNBOUND};
    kr_bind_named(vm, "init", arguments + 1, args + 1, 0, STOP, argc - 1, argv + 1, nkw, names);
    set_up(vm, to_uart(argv[0]), args);
    return KR_NONE;
}
KR_METHOD_KW(init, uart_init, 1, KR_ANY,
             "init(baudrate=9600, bits=8, parity=None, stop=1, *, tx, rx, timeout=0, timeout_char=0)\nSet "
             "what is given.");

static kr_value uart_deinit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_METHOD(deinit, uart_deinit, 1, 1, NULL, "deinit()\nNothing is held.");

/* --- reading */

/* What is left counts as new: a handler that takes a part is called again. */
static size_t take(kr_vm *vm, uart *u, uint8_t *data, size_t size) {
    u->seen = 0;
    return (size_t)kr_board_check(vm,
                                  kr_board_of(vm)->uart_read(vm->host->board_context, u->bus, data, size));
}

/* Waits for a byte; false when the time is up. */
static bool await_byte(kr_vm *vm, const uart *u, uint32_t ms) {
    uint64_t end = kr_machine_ticks(vm) + (uint64_t)ms * 1000;
    while (count(vm, u, KR_UART_WAITING) == 0) {
        uint64_t now = kr_machine_ticks(vm);
        if (now >= end) return false;
        kr_sleep_until(vm, end - now < PAUSE_US ? end : now + PAUSE_US);
    }
    return true;
}

/* At most `most` bytes, and none behind a newline when `line`; None when none came. */
static kr_value read_some(kr_vm *vm, kr_value self, size_t most, bool line) {
    uart *u = to_uart(self);
    kr_value bytes = kr_bytearray_new(vm, NULL, 0);
    kr_bytearray *all = kr_to_pointer(bytes);
    kr_poll(vm);
    while (all->size < most && await_byte(vm, u, all->size == 0 ? u->timeout : u->timeout_char)) {
        uint8_t part[64];
        size_t wanted = most - all->size < sizeof part ? most - all->size : sizeof part;
        size_t size = take(vm, u, part, line ? 1 : wanted);
        kr_bytearray_append(vm, all, part, size);
        if (line && size == 1 && part[0] == '\n') break;
    }
    return all->size == 0 && most > 0 ? KR_NONE : kr_bytes_value(vm, all->data, all->size);
}

static size_t size_arg(kr_vm *vm, size_t argc, const kr_value *argv, size_t at) {
    kr_word size = argc > at && argv[at] != KR_NONE ? kr_index_word(vm, argv[at]) : -1;
    return size < 0 ? SIZE_MAX : (size_t)size;
}

static kr_value uart_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    return read_some(vm, argv[0], size_arg(vm, argc, argv, 1), false);
}
KR_METHOD(read, uart_read, 1, 2, NULL,
          "read(nbytes)\nRead at most that many bytes, or what there is; None when nothing came.");

static kr_value uart_readline(kr_vm *vm, size_t argc, const kr_value *argv) {
    return read_some(vm, argv[0], size_arg(vm, argc, argv, 1), true);
}
KR_METHOD(readline, uart_readline, 1, 2, NULL, "readline()\nRead up to a newline; None when nothing came.");

static kr_value uart_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer buffer;
    kr_get_buffer(vm, argv[1], &buffer, true);
    size_t most = size_arg(vm, argc, argv, 2);
    kr_value got = read_some(vm, argv[0], most < buffer.size ? most : buffer.size, false);
    if (got == KR_NONE) return KR_NONE;
    kr_get_buffer(vm, argv[1], &buffer, true); /* programs ran meanwhile */
    kr_span span = kr_span_of(got);
    size_t size = span.size < buffer.size ? span.size : buffer.size;
    memcpy(buffer.data, span.data, size);
    return kr_int_from_unsigned(vm, size);
}
KR_METHOD(readinto, uart_readinto, 2, 3, NULL,
          "readinto(buf, nbytes)\nRead into a buffer; returns how many bytes, or None.");

static kr_value uart_any(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_poll(vm);
    return KR_INT(count(vm, to_uart(argv[0]), KR_UART_WAITING));
}
KR_METHOD(any, uart_any, 1, 1, NULL, "any()\nHow many bytes can be read without waiting.");

/* --- writing */

static kr_value uart_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    uart *u = to_uart(argv[0]);
    const kr_board *board = kr_board_of(vm);
    size_t done = 0, size;
    (void)argc;
    do {
        kr_span span = kr_machine_data(vm, argv[1]);
        size = span.size;
        if (done >= size) break;
        int taken = kr_board_check(
            vm, board->uart_write(vm->host->board_context, u->bus, span.data + done, size - done));
        done += (size_t)taken;
        u->sending = true;
        if (taken == 0) kr_sleep_until(vm, kr_machine_ticks(vm) + PAUSE_US);
    } while (done < size);
    return kr_int_from_unsigned(vm, done);
}
KR_METHOD(write, uart_write, 2, 2, NULL, "write(buf)\nWrite bytes; returns how many.");

static kr_value uart_txdone(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(count(vm, to_uart(argv[0]), KR_UART_UNSENT) == 0);
}
KR_METHOD(txdone, uart_txdone, 1, 1, NULL, "txdone()\nTrue when everything written has left.");

static kr_value uart_flush(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    while (count(vm, to_uart(argv[0]), KR_UART_UNSENT) > 0)
        kr_sleep_until(vm, kr_machine_ticks(vm) + PAUSE_US / 10);
    return KR_NONE;
}
KR_METHOD(flush, uart_flush, 1, 1, NULL, "flush()\nWait until everything written has left.");

static kr_value uart_sendbreak(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_board *board = kr_board_of(vm);
    (void)argc;
    if (board->uart_break == NULL) kr_raise_errno(vm, KR_ENOSYS, KR_UNBOUND);
    kr_board_check(vm, board->uart_break(vm->host->board_context, to_uart(argv[0])->bus));
    return KR_NONE;
}
KR_METHOD(sendbreak, uart_sendbreak, 1, 1, NULL,
          "sendbreak()\nHold the line low for longer than a byte takes.");

/* What select.poll and asyncio ask of a stream. */
static kr_value uart_ioctl(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word request = kr_index_word(vm, argv[1]), wanted = argc > 2 ? kr_index_word(vm, argv[2]) : 0;
    if (request == STREAM_FLUSH) {
        uart_flush(vm, 1, argv);
        return KR_INT(0);
    }
    if (request != STREAM_POLL) return KR_INT(-KR_EINVAL);
    kr_word ready = POLL_WRITE;
    if (count(vm, to_uart(argv[0]), KR_UART_WAITING) > 0) ready |= POLL_READ;
    return KR_INT(ready & wanted);
}
KR_METHOD(ioctl, uart_ioctl, 2, 3, NULL, "ioctl(request, argument)\nWhat select.poll asks of streams.");

/* --- handlers */

static uint64_t byte_us(const uart *u) {
    return 10u * 1000000u / u->settings.baudrate + 1;
}

static uint32_t look(kr_vm *vm, kr_irq *irq) {
    uart *u = to_uart(irq->source);
    uint32_t due = 0, waiting = count(vm, u, KR_UART_WAITING);
    uint64_t now = kr_machine_ticks(vm);
    if (waiting != u->seen) {
        if (waiting > u->seen) due |= IRQ_RX;
        u->seen = waiting;
        u->changed_us = now;
        u->idle_told = waiting == 0;
    } else if (!u->idle_told && now - u->changed_us >= 2 * byte_us(u)) {
        u->idle_told = true;
        due |= IRQ_RXIDLE;
    }
    if (u->sending && count(vm, u, KR_UART_UNSENT) == 0) {
        u->sending = false;
        due |= IRQ_TXIDLE;
    }
    return count(vm, u, KR_UART_BREAKS) > 0 ? due | IRQ_BREAK : due;
}

static kr_value uart_irq(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint32_t trigger = (uint32_t)kr_machine_int(vm, argv[2], 0);
    int32_t key = UART_KEY + to_uart(argv[0])->bus;
    kr_value now = kr_irq_find(vm, key);
    (void)argc;
    if (argv[1] == KR_UNBOUND && argv[2] == KR_UNBOUND && now != KR_UNBOUND) return now;
    return kr_irq_set(vm, argv[0], key, look, argv[1], trigger);
}
KR_METHOD(
    irq, uart_irq, 1, 4, "self,handler,trigger,hard",
    "irq(handler=None, trigger=0, hard=False)\nCall handler(uart) when bytes came (IRQ_RX), stopped coming "
    "(IRQ_RXIDLE), have all left (IRQ_TXIDLE), or a break came (IRQ_BREAK).");

static void uart_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const uart *u = to_uart(v);
    const kr_uart_settings *s = &u->settings;
    (void)vm, (void)str;
    kr_write_format(out, "UART(%d, baudrate=%u, bits=%u, parity=%s, stop=%u, timeout=%u, timeout_char=%u)",
                    u->id, s->baudrate, (unsigned)s->bits,
                    s->parity < 0 ? "None"
                    : s->parity   ? "1"
                                  : "0",
                    (unsigned)s->stop, u->timeout, u->timeout_char);
}

static const kr_member uart_members[] = {
    {N___module__, N_machine},
    KR_ENTRY(init, uart_init),
    KR_ENTRY(deinit, uart_deinit),
    {N_close, KR_OBJECT(&native_uart_deinit)},
    KR_ENTRY(any, uart_any),
    KR_ENTRY(read, uart_read),
    KR_ENTRY(readline, uart_readline),
    KR_ENTRY(readinto, uart_readinto),
    KR_ENTRY(write, uart_write),
    KR_ENTRY(txdone, uart_txdone),
    KR_ENTRY(flush, uart_flush),
    KR_ENTRY(sendbreak, uart_sendbreak),
    KR_ENTRY(ioctl, uart_ioctl),
    KR_ENTRY(irq, uart_irq),
    {N_RTS, KR_INT(1)},
    {N_CTS, KR_INT(2)},
    {N_INV_TX, KR_INT(4)},
    {N_INV_RX, KR_INT(8)},
    {N_IRQ_RX, KR_INT(IRQ_RX)},
    {N_IRQ_RXIDLE, KR_INT(IRQ_RXIDLE)},
    {N_IRQ_TXIDLE, KR_INT(IRQ_TXIDLE)},
    {N_IRQ_BREAK, KR_INT(IRQ_BREAK)},
};
static const kr_ops uart_ops = {.print = uart_print};
KR_MACHINE_TYPE(kr_uart_type, N_UART, uart, uart_ops, uart_members, uart_make);

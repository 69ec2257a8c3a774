/* SPI and SoftSPI, which are the same here: the board knows how bytes are exchanged. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/machine.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"

typedef struct spi {
    kr_object head;
    int32_t id, bus; /* as the program calls it, and as the board does */
    kr_spi_settings settings;
    bool reversed; /* firstbit is LSB */
    int16_t pins[KR_BUS_PINS];
} spi;

static spi *to_spi(kr_value v) {
    return kr_to_pointer(v);
}

enum { ID, BAUDRATE, POLARITY, PHASE, BITS, FIRSTBIT, SCK, MOSI, MISO, COUNT };
static const kr_value spi_arguments[] = {N_id,       N_baudrate, N_polarity, N_phase, N_bits,
                                         N_firstbit, N_sck,      N_mosi,     N_miso,  0};

static void transfer(kr_vm *vm, const spi *object, const uint8_t *out, uint8_t *in, size_t size) {
    kr_board_check(vm, kr_board_of(vm)->spi_transfer(vm->host->board_context, object->bus, &object->settings,
                                                     out, in, size));
}

static void spi_set_up(kr_vm *vm, spi *object, const kr_value args[COUNT]) {
    kr_spi_settings *settings = &object->settings;
    settings->baudrate =
        kr_machine_within(vm, args[BAUDRATE], (kr_word)settings->baudrate, 1, 0x7fffffff, "baudrate");
    settings->polarity = kr_machine_int(vm, args[POLARITY], settings->polarity) != 0;
    settings->phase = kr_machine_int(vm, args[PHASE], settings->phase) != 0;
    object->reversed = kr_machine_within(vm, args[FIRSTBIT], object->reversed, 0, 1, "firstbit");
    if (kr_machine_int(vm, args[BITS], 8) != 8) kr_raise_value_error(vm, "bits must be 8");
    transfer(vm, object, NULL, NULL, 0);
}

static kr_value make_spi(kr_vm *vm, const kr_type *cls, bool numbered, size_t argc, const kr_value *argv,
                         size_t nkw, const kr_value *names) {
    kr_value args[COUNT] = {KR_UNBOUND};
    int pins[KR_BUS_PINS];
    size_t skip = numbered ? 0 : 1;
    kr_bind_named(vm, numbered ? "SPI" : "SoftSPI", spi_arguments + skip, args + skip, 0, 2 - skip, argc,
                  argv, nkw, names);
    for (size_t i = 0; i < KR_BUS_PINS; i++) pins[i] = kr_pin_number_or_none(vm, args[SCK + i]);
    kr_word id = kr_machine_int(vm, args[ID], -1);
    if (kr_board_of(vm)->spi_transfer == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    int bus = kr_bus_open(vm, KR_BUS_SPI, (int)id, pins);
    spi *object = kr_new_instance(vm, cls, sizeof *object);
    object->id = id < 0 ? 0 : (int32_t)id;
    object->bus = bus;
    object->settings.baudrate = 500000;
    for (size_t i = 0; i < KR_BUS_PINS; i++) object->pins[i] = (int16_t)pins[i];
    spi_set_up(vm, object, args);
    return KR_OBJECT(object);
}

static kr_value spi_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    return make_spi(vm, cls, true, argc, argv, nkw, names);
}
static kr_value soft_spi_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    return make_spi(vm, cls, false, argc, argv, nkw, names);
}

static void reverse(uint8_t *to, const uint8_t *from, size_t size) {
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = from[i], turned = 0;
        for (int bit = 0; bit < 8; bit++, byte >>= 1) turned = (uint8_t)(turned << 1 | (byte & 1));
        to[i] = turned;
    }
}

static void exchange(kr_vm *vm, kr_value self, const uint8_t *out, uint8_t *in, size_t size) {
    const spi *object = to_spi(self);
    if (object->reversed && out != NULL) {
        uint8_t *turned = kr_bytes_new(vm, size > 0 ? size : 1);
        reverse(turned, out, size);
        out = turned;
    }
    transfer(vm, object, out, in, size);
    if (object->reversed && in != NULL) reverse(in, in, size);
}

static kr_value spi_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    kr_value args[COUNT] = {KR_UNBOUND};
    kr_bind_named(vm, "init", spi_arguments + 1, args + 1, 0, 1, argc - 1, argv + 1, nkw, names);
    spi_set_up(vm, to_spi(argv[0]), args);
    return KR_NONE;
}
KR_METHOD_KW(init, spi_init, 1, KR_ANY,
             "init(baudrate=500000, *, polarity=0, phase=0, bits=8, firstbit=SPI.MSB)\nSet what is given.");

static kr_value spi_deinit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_METHOD(deinit, spi_deinit, 1, 1, NULL, "deinit()\nNothing is held.");

static uint8_t fill_arg(kr_vm *vm, kr_value v) {
    return v == KR_UNBOUND ? 0 : (uint8_t)kr_index_word(vm, v);
}

static kr_value spi_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_poll(vm);
    kr_word size = kr_index_word(vm, argv[1]);
    uint8_t fill = fill_arg(vm, argv[2]);
    (void)argc;
    if (size < 0) kr_raise_value_error(vm, "negative size");
    kr_value bytes = kr_bytes_value(vm, NULL, (size_t)size);
    uint8_t *data = ((kr_bytes *)kr_to_pointer(bytes))->data;
    memset(data, fill, (size_t)size);
    exchange(vm, argv[0], data, data, (size_t)size);
    return bytes;
}
KR_METHOD(read, spi_read, 2, 3, "self,nbytes,write",
          "read(nbytes, write=0x00)\nRead bytes while the byte `write` goes out.");

static kr_value spi_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer buffer;
    uint8_t fill = fill_arg(vm, argv[2]);
    (void)argc;
    kr_poll(vm);
    kr_get_buffer(vm, argv[1], &buffer, true);
    memset(buffer.data, fill, buffer.size);
    exchange(vm, argv[0], buffer.data, buffer.data, buffer.size);
    return KR_NONE;
}
KR_METHOD(readinto, spi_readinto, 2, 3, "self,buf,write",
          "readinto(buf, write=0x00)\nRead bytes into a buffer while the byte `write` goes out.");

static kr_value spi_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_poll(vm);
    kr_span span = kr_machine_data(vm, argv[1]);
    exchange(vm, argv[0], span.data, NULL, span.size);
    return KR_NONE;
}
KR_METHOD(write, spi_write, 2, 2, NULL, "write(buf)\nWrite bytes.");

static kr_value spi_write_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer out, in;
    (void)argc;
    kr_poll(vm);
    kr_get_buffer(vm, argv[1], &out, false);
    kr_get_buffer(vm, argv[2], &in, true);
    if (out.size != in.size) kr_raise_value_error(vm, "buffers must be the same length");
    exchange(vm, argv[0], out.data, in.data, out.size);
    return KR_NONE;
}
KR_METHOD(write_readinto, spi_write_readinto, 3, 3, NULL,
          "write_readinto(write_buf, read_buf)\nWrite bytes and read as many at the same time.");

static void spi_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    static const char *const names[] = {"sck", "mosi", "miso"};
    const spi *object = to_spi(v);
    (void)vm, (void)str;
    kr_write_format(out, "%T(%d, baudrate=%u, polarity=%u, phase=%u, bits=8, firstbit=%d", v, object->id,
                    object->settings.baudrate, (unsigned)object->settings.polarity,
                    (unsigned)object->settings.phase, (int)object->reversed);
    for (size_t i = 0; i < KR_BUS_PINS; i++) {
        if (object->pins[i] >= 0) kr_write_format(out, ", %s=%d", names[i], (int)object->pins[i]);
    }
    kr_write_text(out, ")");
}

static const kr_member spi_members[] = {
    {N___module__, N_machine},
    KR_ENTRY(init, spi_init),
    KR_ENTRY(deinit, spi_deinit),
    KR_ENTRY(read, spi_read),
    KR_ENTRY(readinto, spi_readinto),
    KR_ENTRY(write, spi_write),
    KR_ENTRY(write_readinto, spi_write_readinto),
    {N_MSB, KR_INT(0)},
    {N_LSB, KR_INT(1)},
    {N_CONTROLLER, KR_INT(0)},
    {N_MASTER, KR_INT(0)},
};
static const kr_ops spi_ops = {.print = spi_print};
KR_MACHINE_TYPE(kr_spi_type, N_SPI, spi, spi_ops, spi_members, spi_make);
KR_MACHINE_TYPE(kr_soft_spi_type, N_SoftSPI, spi, spi_ops, spi_members, soft_spi_make);

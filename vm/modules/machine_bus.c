/* I2C, SPI and their software twins, which are the same here: the board knows how a transaction is made. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/machine.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"

/* --- I2C */

typedef struct i2c {
    kr_object head;
    int32_t bus;
    uint32_t frequency;
} i2c;

static kr_value make_i2c(kr_vm *vm, const kr_type *cls, bool numbered, size_t argc, const kr_value *argv,
                         size_t nkw, const kr_value *names) {
    static const kr_value with_id[] = {N_id, N_scl, N_sda, N_freq, N_timeout, 0};
    static const kr_value without_id[] = {N_scl, N_sda, N_freq, N_timeout, 0};
    kr_value args[6];
    kr_bind_named(vm, numbered ? "I2C" : "SoftI2C", numbered ? with_id : without_id, args, 0,
                  numbered ? 3 : 2, argc, argv, nkw, names);
    const kr_value *rest = numbered ? args + 1 : args;
    kr_word bus = numbered ? kr_machine_int(vm, args[0], 0) : 0;
    if (bus < 0) bus = 0; /* I2C(-1, …) was the software one */
    for (size_t i = 0; i < 2; i++) {
        if (rest[i] != KR_UNBOUND && rest[i] != KR_NONE) kr_pin_number(vm, rest[i]);
    }
    kr_word frequency = kr_machine_int(vm, rest[2], 400000);
    if (kr_board_of(vm)->i2c_transfer == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    i2c *object = kr_new_instance(vm, cls, sizeof *object);
    object->bus = (int32_t)bus;
    object->frequency = (uint32_t)frequency;
    return KR_OBJECT(object);
}

static kr_value i2c_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    return make_i2c(vm, cls, true, argc, argv, nkw, names);
}
static kr_value soft_i2c_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    return make_i2c(vm, cls, false, argc, argv, nkw, names);
}

static int transfer(kr_vm *vm, kr_value self, int address, const uint8_t *out, size_t out_size, uint8_t *in,
                    size_t in_size) {
    const i2c *object = kr_to_pointer(self);
    kr_poll(vm);
    return kr_board_of(vm)->i2c_transfer(vm->host->board_context, object->bus, address, out, out_size, in,
                                         in_size);
}

static int address_arg(kr_vm *vm, kr_value v) {
    kr_word address = kr_index_word(vm, v);
    if (address < 0 || address > 0x3ff) kr_raise_value_error(vm, "invalid I2C address");
    return (int)address;
}

static kr_value i2c_scan(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value found = kr_list_new(vm, 0, NULL);
    (void)argc;
    for (int address = 0x08; address < 0x78; address++) {
        if (transfer(vm, argv[0], address, NULL, 0, NULL, 0) >= 0)
            kr_list_append(vm, kr_to_list(found), KR_INT(address));
    }
    return found;
}
KR_METHOD(scan, i2c_scan, 1, 1, NULL, "scan()\nThe addresses that answer, from 0x08 to 0x77.");

static kr_value read_bytes(kr_vm *vm, kr_value self, int address, const uint8_t *out, size_t out_size,
                           kr_value count) {
    kr_word size = kr_index_word(vm, count);
    if (size < 0) kr_raise_value_error(vm, "negative size");
    kr_value bytes = kr_bytes_value(vm, NULL, (size_t)size);
    uint8_t *data = ((kr_bytes *)kr_to_pointer(bytes))->data;
    kr_board_check(vm, transfer(vm, self, address, out, out_size, data, (size_t)size));
    return bytes;
}

static void read_into(kr_vm *vm, kr_value self, int address, const uint8_t *out, size_t out_size,
                      kr_value target) {
    kr_buffer buffer;
    kr_poll(vm);
    kr_get_buffer(vm, target, &buffer, true);
    const i2c *object = kr_to_pointer(self);
    kr_board_check(vm, kr_board_of(vm)->i2c_transfer(vm->host->board_context, object->bus, address, out,
                                                     out_size, buffer.data, buffer.size));
}

static kr_value i2c_readfrom(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return read_bytes(vm, argv[0], address_arg(vm, argv[1]), NULL, 0, argv[2]);
}
KR_METHOD(
    readfrom, i2c_readfrom, 3, 4, "self,addr,nbytes,stop",
    "readfrom(addr, nbytes, stop=True)\nRead bytes from a device; OSError ENODEV when it is not there.");

static kr_value i2c_readfrom_into(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    read_into(vm, argv[0], address_arg(vm, argv[1]), NULL, 0, argv[2]);
    return KR_NONE;
}
KR_METHOD(readfrom_into, i2c_readfrom_into, 3, 4, "self,addr,buf,stop",
          "readfrom_into(addr, buf, stop=True)\nRead bytes from a device into a buffer.");

static kr_value i2c_writeto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer buffer;
    (void)argc;
    int address = address_arg(vm, argv[1]);
    kr_get_buffer(vm, argv[2], &buffer, false);
    kr_value copy = kr_bytes_value(vm, buffer.data, buffer.size);
    kr_board_check(vm, transfer(vm, argv[0], address, kr_span_of(copy).data, buffer.size, NULL, 0));
    return kr_int_from_unsigned(vm, buffer.size); /* each byte was acknowledged */
}
KR_METHOD(writeto, i2c_writeto, 3, 4, "self,addr,buf,stop",
          "writeto(addr, buf, stop=True)\nWrite bytes to a device; returns how many it acknowledged.");

static kr_value i2c_writevto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_loop loop;
    kr_value joined = kr_bytearray_new(vm, NULL, 0);
    (void)argc;
    int address = address_arg(vm, argv[1]);
    kr_loop_begin(vm, &loop, argv[2]);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;) {
        kr_span span = kr_span_arg(vm, item);
        kr_bytearray_append(vm, kr_to_pointer(joined), span.data, span.size);
    }
    kr_span all = kr_span_of(joined);
    kr_board_check(vm, transfer(vm, argv[0], address, all.data, all.size, NULL, 0));
    return kr_int_from_unsigned(vm, all.size);
}
KR_METHOD(writevto, i2c_writevto, 3, 4, "self,addr,vector,stop",
          "writevto(addr, vector, stop=True)\nWrite several buffers to a device one after the other.");

/* The bytes of a register's number, most significant first; returns how many. */
static size_t register_bytes(kr_vm *vm, kr_value number, kr_value bits, uint8_t out[4]) {
    kr_word width = kr_machine_int(vm, bits, 8), n = kr_index_word(vm, number);
    if (width < 8 || width > 32 || width % 8 != 0) kr_raise_value_error(vm, "invalid addrsize");
    size_t size = (size_t)width / 8;
    for (size_t i = 0; i < size; i++) out[i] = (uint8_t)((uintptr_t)n >> 8 * (size - 1 - i));
    return size;
}

static kr_value i2c_readfrom_mem(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t where[4];
    (void)argc;
    size_t size = register_bytes(vm, argv[2], argv[4], where);
    return read_bytes(vm, argv[0], address_arg(vm, argv[1]), where, size, argv[3]);
}
KR_METHOD(readfrom_mem, i2c_readfrom_mem, 4, 5, "self,addr,memaddr,nbytes,*,addrsize",
          "readfrom_mem(addr, memaddr, nbytes, *, addrsize=8)\nRead bytes from a device's register on.");

static kr_value i2c_readfrom_mem_into(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t where[4];
    (void)argc;
    size_t size = register_bytes(vm, argv[2], argv[4], where);
    read_into(vm, argv[0], address_arg(vm, argv[1]), where, size, argv[3]);
    return KR_NONE;
}
KR_METHOD(readfrom_mem_into, i2c_readfrom_mem_into, 4, 5, "self,addr,memaddr,buf,*,addrsize",
          "readfrom_mem_into(addr, memaddr, buf, *, addrsize=8)\nRead bytes from a device's register on into "
          "a buffer.");

static kr_value i2c_writeto_mem(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t where[4];
    (void)argc;
    size_t size = register_bytes(vm, argv[2], argv[4], where);
    int address = address_arg(vm, argv[1]);
    kr_value joined = kr_bytearray_new(vm, where, size);
    kr_span span = kr_span_arg(vm, argv[3]);
    kr_bytearray_append(vm, kr_to_pointer(joined), span.data, span.size);
    kr_span all = kr_span_of(joined);
    kr_board_check(vm, transfer(vm, argv[0], address, all.data, all.size, NULL, 0));
    return KR_NONE;
}
KR_METHOD(writeto_mem, i2c_writeto_mem, 4, 5, "self,addr,memaddr,buf,*,addrsize",
          "writeto_mem(addr, memaddr, buf, *, addrsize=8)\nWrite bytes to a device's register and those "
          "behind it.");

static kr_value bus_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    (void)vm, (void)argc, (void)argv, (void)nkw, (void)names;
    return KR_NONE;
}
KR_METHOD_KW(init, bus_init, 1, KR_ANY, "init(**options)\nThe board's wiring is fixed.");

static kr_value bus_deinit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_METHOD(deinit, bus_deinit, 1, 1, NULL, "deinit()\nNothing is held.");

static void i2c_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const i2c *object = kr_to_pointer(v);
    (void)vm, (void)str;
    kr_write_format(out, "%T(%d, freq=%u)", v, object->bus, object->frequency);
}

static const kr_member i2c_members[] = {
    {N___module__, N_machine},
    KR_ENTRY(init, bus_init),
    KR_ENTRY(deinit, bus_deinit),
    KR_ENTRY(scan, i2c_scan),
    KR_ENTRY(readfrom, i2c_readfrom),
    KR_ENTRY(readfrom_into, i2c_readfrom_into),
    KR_ENTRY(writeto, i2c_writeto),
    KR_ENTRY(writevto, i2c_writevto),
    KR_ENTRY(readfrom_mem, i2c_readfrom_mem),
    KR_ENTRY(readfrom_mem_into, i2c_readfrom_mem_into),
    KR_ENTRY(writeto_mem, i2c_writeto_mem),
};
static const kr_ops i2c_ops = {.print = i2c_print};

#define BUS_TYPE(c_name, name_, struct_, ops_, members_, make_)                                              \
    const kr_type c_name = {.head = {&kr_type_type},                                                         \
                            .name = name_,                                                                   \
                            .base = &kr_object_type,                                                         \
                            .solid = &c_name,                                                                \
                            .ops = &ops_,                                                                    \
                            .size = sizeof(struct_),                                                         \
                            .member_count = sizeof members_ / sizeof *members_,                              \
                            .members = members_,                                                             \
                            .make = make_}
BUS_TYPE(kr_i2c_type, N_I2C, i2c, i2c_ops, i2c_members, i2c_make);
BUS_TYPE(kr_soft_i2c_type, N_SoftI2C, i2c, i2c_ops, i2c_members, soft_i2c_make);

/* --- SPI */

typedef struct spi {
    kr_object head;
    int32_t bus;
    uint32_t baudrate;
    uint8_t polarity, phase;
} spi;

static kr_value make_spi(kr_vm *vm, const kr_type *cls, bool numbered, size_t argc, const kr_value *argv,
                         size_t nkw, const kr_value *names) {
    enum { ID, BAUDRATE, POLARITY, PHASE, BITS, FIRSTBIT, SCK, MOSI, MISO, COUNT };
    static const kr_value known[] = {N_id,       N_baudrate, N_polarity, N_phase, N_bits,
                                     N_firstbit, N_sck,      N_mosi,     N_miso,  0};
    kr_value args[COUNT] = {KR_UNBOUND};
    size_t skip = numbered ? 0 : 1;
    kr_bind_named(vm, numbered ? "SPI" : "SoftSPI", known + skip, args + skip, 0, 2 - skip, argc, argv, nkw,
                  names);
    for (size_t i = SCK; i <= MISO; i++) {
        if (args[i] != KR_UNBOUND && args[i] != KR_NONE) kr_pin_number(vm, args[i]);
    }
    kr_word bus = kr_machine_int(vm, args[ID], 0), baudrate = kr_machine_int(vm, args[BAUDRATE], 500000);
    kr_word polarity = kr_machine_int(vm, args[POLARITY], 0), phase = kr_machine_int(vm, args[PHASE], 0);
    if (kr_machine_int(vm, args[BITS], 8) != 8) kr_raise_value_error(vm, "bits must be 8");
    if (kr_machine_int(vm, args[FIRSTBIT], 0) != 0) kr_raise_value_error(vm, "firstbit must be SPI.MSB");
    if (kr_board_of(vm)->spi_transfer == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    spi *object = kr_new_instance(vm, cls, sizeof *object);
    object->bus = bus < 0 ? 0 : (int32_t)bus;
    object->baudrate = (uint32_t)baudrate;
    object->polarity = polarity != 0;
    object->phase = phase != 0;
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

static void exchange(kr_vm *vm, kr_value self, const uint8_t *out, uint8_t *in, size_t size) {
    const spi *object = kr_to_pointer(self);
    kr_board_check(vm, kr_board_of(vm)->spi_transfer(vm->host->board_context, object->bus, out, in, size));
}

static uint8_t fill_arg(kr_vm *vm, kr_value v) {
    return v == KR_UNBOUND ? 0 : (uint8_t)kr_index_word(vm, v);
}

static kr_value spi_read(kr_vm *vm, size_t argc, const kr_value *argv) {
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
    kr_get_buffer(vm, argv[1], &buffer, true);
    memset(buffer.data, fill, buffer.size);
    exchange(vm, argv[0], buffer.data, buffer.data, buffer.size);
    return KR_NONE;
}
KR_METHOD(readinto, spi_readinto, 2, 3, "self,buf,write",
          "readinto(buf, write=0x00)\nRead bytes into a buffer while the byte `write` goes out.");

static kr_value spi_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer buffer;
    (void)argc;
    kr_get_buffer(vm, argv[1], &buffer, false);
    exchange(vm, argv[0], buffer.data, NULL, buffer.size);
    return KR_NONE;
}
KR_METHOD(write, spi_write, 2, 2, NULL, "write(buf)\nWrite bytes.");

static kr_value spi_write_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer out, in;
    (void)argc;
    kr_get_buffer(vm, argv[1], &out, false);
    kr_get_buffer(vm, argv[2], &in, true);
    if (out.size != in.size) kr_raise_value_error(vm, "buffers must be the same length");
    exchange(vm, argv[0], out.data, in.data, out.size);
    return KR_NONE;
}
KR_METHOD(write_readinto, spi_write_readinto, 3, 3, NULL,
          "write_readinto(write_buf, read_buf)\nWrite bytes and read as many at the same time.");

static void spi_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const spi *object = kr_to_pointer(v);
    (void)vm, (void)str;
    kr_write_format(out, "%T(%d, baudrate=%u, polarity=%u, phase=%u)", v, object->bus, object->baudrate,
                    (unsigned)object->polarity, (unsigned)object->phase);
}

static const kr_member spi_members[] = {
    {N___module__, N_machine},
    KR_ENTRY(init, bus_init),
    KR_ENTRY(deinit, bus_deinit),
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
BUS_TYPE(kr_spi_type, N_SPI, spi, spi_ops, spi_members, spi_make);
BUS_TYPE(kr_soft_spi_type, N_SoftSPI, spi, spi_ops, spi_members, soft_spi_make);

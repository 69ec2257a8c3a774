/* I2C and SoftI2C, which are the same here: the board knows how a transaction is made. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/machine.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"

enum { STATE_IDLE, STATE_STARTED, STATE_WRITING, STATE_READING };

typedef struct i2c {
    kr_object head;
    int32_t id, bus; /* as the program calls it, and as the board does */
    uint32_t frequency;
    int16_t scl, sda; /* -1: not named */
    uint8_t state;    /* of the primitive operations: start, write, readinto, stop */
    uint8_t address;
    kr_value unsent; /* what was written since start(): a bytearray, or 0 */
} i2c;

static i2c *to_i2c(kr_value v) {
    return kr_to_pointer(v);
}

static void i2c_trace(kr_vm *vm, kr_object *object) {
    if (((i2c *)object)->unsent != 0) kr_mark(vm, ((i2c *)object)->unsent);
}

int kr_bus_open(kr_vm *vm, enum kr_bus_kind kind, int id, const int pins[KR_BUS_PINS]) {
    const kr_board *board = kr_board_of(vm);
    if (board->bus_open == NULL) return id < 0 ? 0 : id;
    return kr_board_check(vm, board->bus_open(vm->host->board_context, (int)kind, id, pins));
}

enum { I2C_ID, I2C_SCL, I2C_SDA, I2C_FREQ, I2C_TIMEOUT, I2C_COUNT };
static const kr_value i2c_arguments[] = {N_id, N_scl, N_sda, N_freq, N_timeout, 0};

static kr_value make_i2c(kr_vm *vm, const kr_type *cls, bool numbered, size_t argc, const kr_value *argv,
                         size_t nkw, const kr_value *names) {
    kr_value args[I2C_COUNT] = {KR_UNBOUND};
    size_t skip = numbered ? 0 : 1;
    kr_bind_named(vm, numbered ? "I2C" : "SoftI2C", i2c_arguments + skip, args + skip, 0, 3 - skip, argc,
                  argv, nkw, names);
    int pins[KR_BUS_PINS] = {kr_pin_number_or_none(vm, args[I2C_SCL]),
                             kr_pin_number_or_none(vm, args[I2C_SDA]), -1};
    kr_word id = kr_machine_int(vm, args[I2C_ID], -1); /* I2C(-1, …) was the software one */
    kr_word frequency = kr_machine_int(vm, args[I2C_FREQ], 400000);
    if (kr_board_of(vm)->i2c_transfer == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    int bus = kr_bus_open(vm, KR_BUS_I2C, (int)id, pins);
    i2c *object = kr_new_instance(vm, cls, sizeof *object);
    object->id = id < 0 ? 0 : (int32_t)id;
    object->bus = bus;
    object->frequency = (uint32_t)frequency;
    object->scl = (int16_t)pins[0];
    object->sda = (int16_t)pins[1];
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
    (void)argc;
    int address = address_arg(vm, argv[1]);
    kr_span span = kr_machine_data(vm, argv[2]);
    kr_value copy = kr_bytes_value(vm, span.data, span.size);
    kr_board_check(vm, transfer(vm, argv[0], address, kr_span_of(copy).data, span.size, NULL, 0));
    return kr_int_from_unsigned(vm, span.size); /* each byte was acknowledged */
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
        kr_span span = kr_machine_data(vm, item);
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
    kr_span span = kr_machine_data(vm, argv[3]);
    kr_bytearray_append(vm, kr_to_pointer(joined), span.data, span.size);
    kr_span all = kr_span_of(joined);
    kr_board_check(vm, transfer(vm, argv[0], address, all.data, all.size, NULL, 0));
    return KR_NONE;
}
KR_METHOD(writeto_mem, i2c_writeto_mem, 4, 5, "self,addr,memaddr,buf,*,addrsize",
          "writeto_mem(addr, memaddr, buf, *, addrsize=8)\nWrite bytes to a device's register and those "
          "behind it.");

/* --- the primitive operations: a transaction byte by byte. What is written goes out at the next start or
 * stop, as the board knows whole transactions only; whether the device is there is asked at once. */

static void flush(kr_vm *vm, kr_value self) {
    i2c *object = to_i2c(self);
    kr_value unsent = object->unsent;
    object->unsent = 0;
    object->state = STATE_IDLE;
    if (unsent == 0 || kr_span_of(unsent).size == 0) return;
    kr_span span = kr_span_of(unsent);
    kr_board_check(vm, transfer(vm, self, object->address, span.data, span.size, NULL, 0));
}

static kr_value i2c_start(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    flush(vm, argv[0]);
    kr_value unsent = kr_bytearray_new(vm, NULL, 0);
    to_i2c(argv[0])->unsent = unsent;
    to_i2c(argv[0])->state = STATE_STARTED;
    return KR_NONE;
}
KR_METHOD(start, i2c_start, 1, 1, NULL,
          "start()\nBegin a transaction, or a part of it that reads or writes.");

static kr_value i2c_stop(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    flush(vm, argv[0]);
    return KR_NONE;
}
KR_METHOD(stop, i2c_stop, 1, 1, NULL, "stop()\nEnd the transaction.");

/* The first byte after a start: the address, and whether the device is to send. */
static bool select(kr_vm *vm, kr_value self, uint8_t byte) {
    i2c *object = to_i2c(self);
    object->address = byte >> 1;
    object->state = byte & 1 ? STATE_READING : STATE_WRITING;
    if (transfer(vm, self, object->address, NULL, 0, NULL, 0) >= 0) return true;
    object->state = STATE_IDLE;
    return false;
}

static kr_value i2c_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    i2c *object = to_i2c(argv[0]);
    kr_span span = kr_machine_data(vm, argv[1]);
    size_t total = span.size, first = 0;
    (void)argc;
    if (total == 0) return KR_INT(0);
    if (object->state == STATE_STARTED) {
        if (!select(vm, argv[0], span.data[0])) return KR_INT(0);
        first = 1;
        span = kr_machine_data(vm, argv[1]); /* programs ran meanwhile */
    }
    if (object->state != STATE_WRITING || span.size < total) return kr_int_from_unsigned(vm, first);
    kr_bytearray_append(vm, kr_to_pointer(object->unsent), span.data + first, total - first);
    return kr_int_from_unsigned(vm, total);
}
KR_METHOD(
    write, i2c_write, 2, 2, NULL,
    "write(buf)\nWrite bytes, the first one after start() the address; returns how many were acknowledged.");

static kr_value i2c_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    const i2c *object = to_i2c(argv[0]);
    (void)argc;
    if (object->state != STATE_READING) kr_raise_errno(vm, KR_EIO, KR_UNBOUND);
    read_into(vm, argv[0], object->address, NULL, 0, argv[1]);
    return KR_NONE;
}
KR_METHOD(readinto, i2c_readinto, 2, 3, NULL,
          "readinto(buf, nack=True)\nRead bytes from the device that was addressed for reading.");

static kr_value i2c_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    kr_value args[I2C_COUNT] = {KR_UNBOUND};
    i2c *object = to_i2c(argv[0]);
    kr_bind_named(vm, "init", i2c_arguments + 1, args + 1, 0, 2, argc - 1, argv + 1, nkw, names);
    object->frequency = (uint32_t)kr_machine_int(vm, args[I2C_FREQ], (kr_word)object->frequency);
    if (args[I2C_SCL] == KR_UNBOUND || args[I2C_SDA] == KR_UNBOUND) return KR_NONE;
    int pins[KR_BUS_PINS] = {kr_pin_number(vm, args[I2C_SCL]), kr_pin_number(vm, args[I2C_SDA]), -1};
    object->bus = kr_bus_open(vm, KR_BUS_I2C, -1, pins);
    object->scl = (int16_t)pins[0];
    object->sda = (int16_t)pins[1];
    return KR_NONE;
}
KR_METHOD_KW(init, i2c_init, 1, KR_ANY, "init(scl, sda, *, freq=400000)\nSet the bus up anew.");

static kr_value i2c_deinit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    flush(vm, argv[0]);
    return KR_NONE;
}
KR_METHOD(deinit, i2c_deinit, 1, 1, NULL, "deinit()\nNothing is held.");

static void i2c_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const i2c *object = to_i2c(v);
    (void)vm, (void)str;
    kr_write_format(out, "%T(%d, freq=%u", v, object->id, object->frequency);
    if (object->scl >= 0) kr_write_format(out, ", scl=%d", (int)object->scl);
    if (object->sda >= 0) kr_write_format(out, ", sda=%d", (int)object->sda);
    kr_write_text(out, ")");
}

static const kr_member i2c_members[] = {
    {N___module__, N_machine},
    KR_ENTRY(init, i2c_init),
    KR_ENTRY(deinit, i2c_deinit),
    KR_ENTRY(start, i2c_start),
    KR_ENTRY(stop, i2c_stop),
    KR_ENTRY(write, i2c_write),
    KR_ENTRY(readinto, i2c_readinto),
    KR_ENTRY(scan, i2c_scan),
    KR_ENTRY(readfrom, i2c_readfrom),
    KR_ENTRY(readfrom_into, i2c_readfrom_into),
    KR_ENTRY(writeto, i2c_writeto),
    KR_ENTRY(writevto, i2c_writevto),
    KR_ENTRY(readfrom_mem, i2c_readfrom_mem),
    KR_ENTRY(readfrom_mem_into, i2c_readfrom_mem_into),
    KR_ENTRY(writeto_mem, i2c_writeto_mem),
};
static const kr_ops i2c_ops = {.trace = i2c_trace, .print = i2c_print};
KR_MACHINE_TYPE(kr_i2c_type, N_I2C, i2c, i2c_ops, i2c_members, i2c_make);
KR_MACHINE_TYPE(kr_soft_i2c_type, N_SoftI2C, i2c, i2c_ops, i2c_members, soft_i2c_make);

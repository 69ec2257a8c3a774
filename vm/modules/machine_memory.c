/* mem8, mem16 and mem32: the board's registers as sequences; and the memory that survives resets.
 *
 * The backup memory has two halves: a program's own, mem_backup(), and RTC.memory()'s. */
#include "modules/machine.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/number.h"

/* --- registers */

static const kr_type memory_type;
const kr_machine_memory kr_machine_memories[3] = {
    {{&memory_type}, 1}, {{&memory_type}, 2}, {{&memory_type}, 4}};

static unsigned size_of(kr_value v) {
    return ((const kr_machine_memory *)kr_to_pointer(v))->size;
}

static uint32_t address_arg(kr_vm *vm, kr_value v, kr_value key) {
    intmax_t address = kr_int_arg(vm, key);
    unsigned size = size_of(v);
    if (address < 0 || address > UINT32_MAX) kr_raise_value_error(vm, "the address must be of 32 bits");
    if (address % size != 0) kr_raise_value_error(vm, "the address is not aligned to %u bytes", size);
    return (uint32_t)address;
}

static _Noreturn void refuse(kr_vm *vm) {
    kr_raise(vm, &kr_PermissionError_type, "this device gives no access to its memory");
}

static kr_value memory_get(kr_vm *vm, kr_value v, kr_value key) {
    uint32_t address = address_arg(vm, v, key), value = 0;
    const kr_board *board = kr_board_of(vm);
    if (board->memory_read == NULL) refuse(vm);
    kr_board_check(vm, board->memory_read(vm->host->board_context, address, size_of(v), &value));
    return kr_int_from_unsigned(vm, value);
}

static void memory_set(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    if (item == KR_UNBOUND) kr_raise_type(vm, "'%T' object doesn't support item deletion", v);
    uint32_t address = address_arg(vm, v, key);
    uint32_t value = (uint32_t)kr_int_arg(vm, item);
    const kr_board *board = kr_board_of(vm);
    unsigned size = size_of(v);
    if (board->memory_write == NULL) refuse(vm);
    if (size < 4) value &= ((uint32_t)1 << 8 * size) - 1;
    kr_board_check(vm, board->memory_write(vm->host->board_context, address, size, value));
}

static void memory_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, "<%u-bit memory>", 8 * size_of(v));
}

static const kr_ops memory_ops = {.print = memory_print, .getitem = memory_get, .setitem = memory_set};
static const kr_type memory_type = {.head = {&kr_type_type},
                                    .name = N_mem,
                                    .base = &kr_object_type,
                                    .solid = &memory_type,
                                    .ops = &memory_ops,
                                    .flags = KR_TYPE_FINAL,
                                    .size = sizeof(kr_machine_memory)};

/* --- what survives */

static uint8_t *backup(kr_vm *vm, size_t *half) {
    const kr_board *board = kr_board_of(vm);
    if (board->backup == NULL) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    uint8_t *memory = board->backup(vm->host->board_context, half);
    *half /= 2;
    return memory;
}

uint8_t *kr_rtc_memory(kr_vm *vm, size_t *size) {
    uint8_t *memory = backup(vm, size) + *size;
    size_t room = *size - 2, used = (size_t)(memory[0] | memory[1] << 8);
    if (used > room) memory[0] = memory[1] = 0; /* never written: whatever the chip held */
    *size = room;
    return memory;
}

static bool backup_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer) {
    (void)v;
    buffer->data = backup(vm, &buffer->size);
    buffer->writable = true;
    buffer->code = 'B';
    return true;
}
static const kr_ops backup_ops = {.buffer = backup_buffer};
static const kr_type backup_type = {.head = {&kr_type_type},
                                    .name = N_backup,
                                    .base = &kr_object_type,
                                    .solid = &backup_type,
                                    .ops = &backup_ops,
                                    .flags = KR_TYPE_FINAL,
                                    .size = sizeof(kr_object)};
static const kr_object KR_ROM_OBJECT backup_memory = {&backup_type};

static kr_value mem_backup(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word region = argc > 0 ? kr_index_word(vm, argv[0]) : 0;
    if (region < -1 || region > 0) kr_raise_value_error(vm, "no such region of backup memory");
    kr_value source = KR_OBJECT(&backup_memory);
    kr_value view = kr_call(vm, KR_OBJECT(&kr_memoryview_type), 1, &source);
    return region < 0 ? kr_tuple_new(vm, 1, &view) : view;
}
const kr_builtin kr_mem_backup_function = KR_BUILTIN_OBJECT(
    N_mem_backup, .fn = mem_backup, 0, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
    "mem_backup(region=0)\nA memoryview of bytes that survive resets; region -1: a tuple of all there are.");

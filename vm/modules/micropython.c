/* micropython: what programs written for MicroPython ask of it. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/builtins.h"
#include "modules/schedule.h"
#include "modules/viper.h"
#include "types/number.h"

static kr_value identity(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
/* `const` tells MicroPython's compiler that a name never changes; the code emitters that the others choose
 * are one here. */
const kr_builtin kr_const_function =
    KR_BUILTIN_OBJECT(N_const, .fn = identity, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "const(value)\nThe value; tells readers that it is a constant.");
static const kr_builtin native_native =
    KR_BUILTIN_OBJECT(N_native, .fn = identity, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "native(function)\nThe function itself.");
static kr_value mp_opt_level(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc > 0) {
        kr_index_word(vm, argv[0]);
        return KR_NONE;
    }
    return KR_INT(0);
}
KR_FUNCTION(opt_level, mp_opt_level, 0, 1, NULL,
            "opt_level(level)\nThere is one level: asserts are compiled and lines are known.");

static kr_value mp_mem_info(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_writer out;
    (void)argc, (void)argv;
    kr_writer_init(vm, &out);
    size_t used = kr_heap_used(vm), size = kr_heap_size(vm);
    kr_write_format(&out, "heap: total %zu, used %zu, free %zu, largest free %zu; %u collections\n", size,
                    used, size - used, kr_heap_largest(vm), kr_heap_collections(vm));
    vm->host->write(vm->host->context, KR_STDOUT, out.data, out.size);
    return KR_NONE;
}
KR_FUNCTION(mem_info, mp_mem_info, 0, 1, NULL, "mem_info(verbose=False)\nPrint figures of the heap.");

static kr_value mp_qstr_info(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_writer out;
    (void)argc, (void)argv;
    kr_writer_init(vm, &out);
    kr_write_format(&out, "names in ROM: %u bytes\n", (unsigned)sizeof(struct kr_names_rom));
    vm->host->write(vm->host->context, KR_STDOUT, out.data, out.size);
    return KR_NONE;
}
KR_FUNCTION(qstr_info, mp_qstr_info, 0, 1, NULL,
            "qstr_info(verbose=False)\nPrint figures of the table of names.");

static kr_value mp_stack_use(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    uintptr_t here = (uintptr_t)__builtin_frame_address(0), base = (uintptr_t)vm->native_base;
    return kr_int_from_unsigned(vm, base > here ? base - here : 0);
}
KR_FUNCTION(stack_use, mp_stack_use, 0, 0, NULL, "stack_use()\nBytes of C stack in use.");

static kr_value ignore(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc > 0) kr_index_word(vm, argv[0]);
    return KR_NONE;
}
static const kr_builtin native_emergency = KR_BUILTIN_OBJECT(
    N_alloc_emergency_exception_buf, .fn = ignore, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
    "alloc_emergency_exception_buf(size)\nNot needed: callbacks run where exceptions can be made.");
static kr_value mp_kbd_intr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word character = kr_index_word(vm, argv[0]);
    if (character < -1 || character > 255) kr_raise_value_error(vm, "the character must be -1 to 255");
    if (vm->host->set_interrupt != NULL) vm->host->set_interrupt(vm->host->context, (int)character);
    return KR_NONE;
}
KR_FUNCTION(kbd_intr, mp_kbd_intr, 1, 1, NULL,
            "kbd_intr(char)\nThe byte of the input that interrupts the program: 3 for ctrl-C, -1 for none.");

static kr_value mp_schedule(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_callable(vm, argv[0])) kr_raise_type(vm, "'%T' object is not callable", argv[0]);
    kr_schedule(vm, argv[0], argv[1]);
    return KR_NONE;
}
KR_FUNCTION(schedule, mp_schedule, 2, 2, NULL,
            "schedule(function, argument)\nCall function(argument) very soon.");

static kr_value mp_heap_lock(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_heap_lock(vm);
    return KR_NONE;
}
KR_FUNCTION(heap_lock, mp_heap_lock, 0, 0, NULL,
            "heap_lock()\nFrom now on what needs memory is a MemoryError, until heap_unlock().");

static kr_value mp_heap_unlock(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return KR_INT(kr_heap_unlock(vm));
}
KR_FUNCTION(heap_unlock, mp_heap_unlock, 0, 0, NULL,
            "heap_unlock()\nEnd one heap_lock(); returns how many are still in force.");

static kr_value mp_heap_locked(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return KR_INT(kr_heap_locks(vm));
}
KR_FUNCTION(heap_locked, mp_heap_locked, 0, 0, NULL, "heap_locked()\nHow many heap_lock() are in force.");

extern const kr_type kr_ring_type; /* ringio.c */

static const kr_member members[] = {
    KR_ENTRY(heap_lock, mp_heap_lock),
    KR_ENTRY(heap_unlock, mp_heap_unlock),
    KR_ENTRY(heap_locked, mp_heap_locked),
    KR_OBJECT_ENTRY(RingIO, kr_ring_type),
    {N_const, KR_OBJECT(&kr_const_function)},
    KR_ENTRY(native, native),
    {N_bytecode, KR_OBJECT(&native_native)},
    KR_OBJECT_ENTRY(viper, kr_viper_function),
    KR_ENTRY(opt_level, mp_opt_level),
    KR_ENTRY(mem_info, mp_mem_info),
    KR_ENTRY(qstr_info, mp_qstr_info),
    KR_ENTRY(stack_use, mp_stack_use),
    KR_ENTRY(alloc_emergency_exception_buf, emergency),
    KR_ENTRY(kbd_intr, mp_kbd_intr),
    KR_ENTRY(schedule, mp_schedule),
};

const kr_module_def kr_module_micropython = {N_micropython, members, sizeof members / sizeof *members, NULL,
                                             "What programs for MicroPython ask of it."};

/* bool: two immediates that are ints everywhere but in their names and in & | ^ among themselves. */
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/int.h"
#include "types/text.h"

static void bool_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm;
    (void)str;
    kr_write_text(out, v == KR_TRUE ? "True" : "False");
}

static kr_word bool_hash(kr_vm *vm, kr_value v) {
    (void)vm;
    return v == KR_TRUE;
}

static bool bool_truth(kr_vm *vm, kr_value v) {
    (void)vm;
    return v == KR_TRUE;
}

static kr_value bool_unary(kr_vm *vm, kr_unary_op op, kr_value v) {
    (void)vm;
    kr_word n = v == KR_TRUE;
    return KR_INT(op == KR_NEG ? -n : op == KR_INVERT ? ~n : n);
}

static const kr_ops bool_ops = {
    .print = bool_print,
    .hash = bool_hash,
    .compare = kr_number_compare,
    .binary = kr_number_binary,
    .unary = bool_unary,
    .truth = bool_truth,
};

static kr_value bool_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)cls;
    (void)names;
    if (nkw) kr_raise_type(vm, "bool() takes no keyword arguments");
    if (argc > 1) kr_raise_type(vm, "bool expected at most 1 argument, got %zu", argc);
    return kr_bool(argc && kr_truth(vm, argv[0]));
}

const kr_type kr_bool_type = {
    .head = {&kr_type_type},
    .name = N_bool,
    .base = &kr_int_type,
    .solid = &kr_int_type,
    .ops = &bool_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_bigint),
    .make = bool_make,
};

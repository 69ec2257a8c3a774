#include "heap_machine.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/native.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/generator.h"
#include "types/container.h"
#include "types/text.h"
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>

const kr_type kr_type_type = {.head = {&kr_type_type}, .flags = KR_TYPE_META};
const kr_type kr_object_type = {.head = {&kr_type_type}};
const kr_type kr_str_type = {.head = {&kr_type_type}};
const kr_type kr_bytes_type = {.head = {&kr_type_type}};

/* Types whose blocks the heap may move. */
static void list_trace(kr_vm *vm, kr_object *object) {
    kr_mark_block(vm, ((const kr_list *)object)->items);
}
static const kr_ops list_ops = {.trace = list_trace};
const kr_type kr_list_type = {.head = {&kr_type_type}, .ops = &list_ops, .solid = &kr_list_type};
const kr_type kr_dict_type = {.head = {&kr_type_type}, .solid = &kr_dict_type};
const kr_type kr_set_type = {.head = {&kr_type_type}, .solid = &kr_set_type};
const kr_type kr_frozenset_type = {.head = {&kr_type_type}, .solid = &kr_frozenset_type};
const kr_type kr_bytearray_type = {.head = {&kr_type_type}, .solid = &kr_bytearray_type};
const kr_type kr_code_type = {.head = {&kr_type_type}, .solid = &kr_code_type};

static void node_trace(kr_vm *vm, kr_object *object) {
    const node *n = (const node *)object;
    kr_mark_values(vm, n->links, n->count);
}

unsigned finalized_count;
static void node_finalize(kr_vm *vm, kr_object *object) {
    const node *n = (const node *)object;
    (void)vm;
    assert(n->number & 1);
    finalized_count++;
}

static const kr_ops node_ops = {.trace = node_trace};
static const kr_ops finalized_ops = {.trace = node_trace, .finalize = node_finalize};
const kr_type node_type = {.head = {&kr_type_type}, .ops = &node_ops};
const kr_type leaf_type = {.head = {&kr_type_type}};
const kr_type finalized_type = {.head = {&kr_type_type}, .ops = &finalized_ops, .flags = KR_TYPE_FINALIZE};
const kr_type deleted_type = {
    .head = {&kr_type_type}, .ops = &finalized_ops, .flags = KR_TYPE_FINALIZE, .dunders = KR_HAS_DEL};

static machine *machine_of(kr_vm *vm) {
    return (machine *)(void *)vm;
}

/* ---- What the heap asks of the machine ---- */

void kr_vm_trace(kr_vm *vm) {
    kr_mark_values(vm, machine_of(vm)->roots, ROOTS);
}

void kr_intern_sweep(kr_vm *vm) {
    (void)vm;
}

void *kr_intern_slots(kr_vm *vm) {
    (void)vm;
    static void *none;
    return &none;
}

void kr_intern_fit(kr_vm *vm) {
    (void)vm;
}

void kr_attribute_sweep(kr_vm *vm) {
    (void)vm;
}

void kr_attribute_clear(kr_vm *vm) {
    (void)vm;
}

void kr_trace_attributes(kr_vm *vm, kr_object *object) {
    (void)vm;
    (void)object;
}

kr_value *kr_module_state(kr_vm *vm, enum kr_state_slot which) {
    (void)which;
    return &machine_of(vm)->waiting;
}

void kr_raise_memory(kr_vm *vm) {
    machine *m = machine_of(vm);
    if (!m->catching) abort();
    longjmp(m->out_of_memory, 1);
}

kr_value kr_special(kr_vm *vm, kr_value v, kr_value name) {
    (void)vm;
    (void)name;
    return v;
}

kr_value kr_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv) {
    machine *m = machine_of(vm);
    (void)argc;
    (void)argv;
    m->del_calls++;
    m->last_del = callee;
    return KR_NONE;
}

kr_value kr_try(kr_vm *vm, void (*body)(kr_vm *vm, void *data), void *data) {
    body(vm, data);
    return KR_UNBOUND;
}

/* No object of the tests is a generator. */
bool kr_generator_is_open(const kr_object *object) {
    (void)object;
    return false;
}
void kr_generator_close(kr_vm *vm, kr_generator *object) {
    (void)vm;
    (void)object;
    abort();
}

/* Reached only when a __del__ raises, which those of the tests do not. */
void kr_writer_init(kr_vm *vm, kr_writer *w) {
    (void)vm;
    (void)w;
    abort();
}
void kr_write_format(kr_writer *w, const char *format, ...) {
    (void)w;
    (void)format;
    abort();
}
kr_value kr_writer_str(kr_writer *w) {
    (void)w;
    abort();
}
kr_value kr_str_shown(kr_vm *vm, kr_value v) {
    (void)vm;
    (void)v;
    abort();
}
void kr_print_exception(kr_vm *vm, kr_writer *out, kr_value exception) {
    (void)vm;
    (void)out;
    (void)exception;
    abort();
}
kr_value kr_type_lookup(kr_vm *vm, const kr_type *type, kr_value name) {
    (void)vm;
    (void)type;
    (void)name;
    abort();
}
const kr_type *kr_type_of_immediate(kr_value v) {
    (void)v;
    abort();
}

/* ---- For the tests ---- */

machine *machine_open(size_t size, void *base) {
    machine *m = calloc(1, sizeof *m);
    m->memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    m->size = size;
    assert(m->memory != MAP_FAILED);
    if (size <= (size_t)1 << 22) memset(m->memory, 0xa4, size); /* a heap may not rely on zeroed memory */
    m->vm.native_base = base;
    bool made = kr_heap_init(&m->vm, m->memory, size);
    assert(made);
    (void)made;
    return m;
}

void machine_close(machine *m) {
    munmap(m->memory, m->size);
    free(m);
}

node *node_new(machine *m, const kr_type *type, uintptr_t number, size_t links) {
    node *n = kr_new(&m->vm, type, sizeof *n + links * sizeof *n->links);
    n->number = number * 2 + 1;
    n->count = links;
    return n;
}

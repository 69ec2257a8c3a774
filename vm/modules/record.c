/* Records lend everything from tuple but their text and their attributes. The attributes that are no items
 * lie behind the items. */
#include "modules/record.h"
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/text.h"

static const kr_record_type *type_of(kr_value v) {
    return (const kr_record_type *)kr_type_word(v);
}

kr_value kr_record_new(kr_vm *vm, const kr_record_type *type, const kr_value *values) {
    kr_tuple *record = kr_new_raw(vm, &type->type, sizeof *record + type->count * sizeof(kr_value));
    memcpy(record->items, values, type->count * sizeof(kr_value));
    record->size = type->visible;
    return KR_OBJECT(record);
}

kr_value kr_record_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                        const kr_value *names) {
    const kr_record_type *type = (const kr_record_type *)cls;
    kr_value values[32];
    (void)names;
    if (argc != 1 || nkw > 0) kr_raise_type(vm, "%s() takes one sequence", type->title);
    const kr_tuple *items = kr_to_tuple(kr_tuple_of(vm, argv[0]));
    if (items->size < type->visible)
        kr_raise_type(vm, "%s() takes an at least %u-sequence (%zu-sequence given)", type->title,
                      type->visible, items->size);
    if (items->size > type->count)
        kr_raise_type(vm, "%s() takes an at most %u-sequence (%zu-sequence given)", type->title, type->count,
                      items->size);
    for (uint32_t i = 0; i < type->count; i++) values[i] = i < items->size ? items->items[i] : KR_NONE;
    return kr_record_new(vm, type, values);
}

static void record_trace(kr_vm *vm, kr_object *object) {
    const kr_tuple *record = (const kr_tuple *)object;
    kr_mark_values(vm, record->items, ((const kr_record_type *)object->type)->count);
}

static void record_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const kr_record_type *type = type_of(v);
    if (type->plain) {
        kr_tuple_type.ops->print(vm, out, v, str);
        return;
    }
    kr_check_native_stack(vm);
    kr_write_format(out, "%s(", type->title);
    for (uint32_t i = 0; i < type->visible; i++)
        kr_write_format(out, "%s%S=%R", i > 0 ? ", " : "", type->fields[i], kr_to_tuple(v)->items[i]);
    kr_write_text(out, ")");
}

static kr_value record_getattr(kr_vm *vm, kr_value v, kr_value name) {
    const kr_record_type *type = type_of(v);
    (void)vm;
    for (uint32_t i = type->count; i > 0; i--) {
        if (type->fields[i - 1] == name) return kr_to_tuple(v)->items[i - 1];
    }
    return KR_UNBOUND;
}

static kr_word record_hash(kr_vm *vm, kr_value v) {
    return kr_tuple_type.ops->hash(vm, v);
}
static kr_word record_length(kr_vm *vm, kr_value v) {
    return kr_tuple_type.ops->length(vm, v);
}
static kr_value record_iter(kr_vm *vm, kr_value v) {
    return kr_tuple_type.ops->iter(vm, v);
}
static bool record_contains(kr_vm *vm, kr_value v, kr_value item) {
    return kr_tuple_type.ops->contains(vm, v, item);
}
static kr_value record_getitem(kr_vm *vm, kr_value v, kr_value key) {
    return kr_tuple_type.ops->getitem(vm, v, key);
}
static kr_value record_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    return kr_tuple_type.ops->compare(vm, op, a, b);
}
static kr_value record_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    return kr_tuple_type.ops->binary(vm, op, a, b);
}

const kr_ops kr_record_ops = {.trace = record_trace,
                              .print = record_print,
                              .hash = record_hash,
                              .compare = record_compare,
                              .binary = record_binary,
                              .length = record_length,
                              .getitem = record_getitem,
                              .contains = record_contains,
                              .iter = record_iter,
                              .getattr = record_getattr};

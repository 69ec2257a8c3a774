/* member_descriptor: what Class.name gives for a name of __slots__. The slot needs no such object to work, so
 * one is made only when it is asked for. */
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "types/container.h"
#include "types/text.h"

typedef struct kr_slot_member {
    kr_object head;
    kr_value owner, name;
} kr_slot_member;

static const kr_type member_type;

static const kr_slot_member *to_member(kr_value v) {
    return kr_to_pointer(v);
}

bool kr_class_declares_slot(const kr_class *cls, kr_value name) {
    for (size_t i = 0; i < cls->declared_slots; i++) {
        if (kr_to_list(cls->slot_names)->items[i] == name) return true;
    }
    return false;
}

/* True when the class's own __slots__ has the name, as far as that can be seen. */
static bool names_slot(const kr_class *cls, kr_value name) {
    kr_value slots = kr_dict_get_name(cls->attributes, N___slots__);
    if (kr_is_str(slots)) return kr_str_equal(kr_to_str(slots), kr_to_str(name));
    size_t count = kr_is_tuple(slots)  ? kr_to_tuple(slots)->size
                   : kr_is_list(slots) ? kr_to_list(slots)->size
                                       : 0;
    for (size_t i = 0; i < count; i++) {
        kr_value one = kr_is_tuple(slots) ? kr_to_tuple(slots)->items[i] : kr_to_list(slots)->items[i];
        if (kr_is_str(one) && kr_str_equal(kr_to_str(one), kr_to_str(name))) return true;
    }
    return false;
}

kr_value kr_class_slot_member(kr_vm *vm, const kr_type *type, kr_value name) {
    if (!kr_is_heap_class(type) || !kr_class_declares_slot((const kr_class *)type, name)) return KR_UNBOUND;
    const kr_tuple *mro = kr_to_tuple(((const kr_class *)type)->mro);
    kr_value owner = KR_OBJECT(type);
    for (size_t i = 0; i < mro->size;
         i++) { /* the nearest class whose __slots__ has it, else the most basic one */
        const kr_type *base = kr_to_type(mro->items[i]);
        if (!kr_is_heap_class(base) || !kr_class_declares_slot((const kr_class *)base, name)) continue;
        owner = mro->items[i];
        if (names_slot((const kr_class *)base, name)) break;
    }
    kr_slot_member *member = kr_new_raw(vm, &member_type, sizeof *member);
    member->owner = owner;
    member->name = name;
    return KR_OBJECT(member);
}

static void check_instance(kr_vm *vm, const kr_slot_member *member, kr_value instance) {
    const kr_type *owner = kr_to_type(member->owner);
    if (kr_is_subtype(kr_type_of(instance), owner)) return;
    kr_raise_type(vm, "descriptor '%S' for '%N' objects doesn't apply to a '%T' object", member->name, owner,
                  instance);
}

static kr_value member_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)owner;
    if (instance == KR_UNBOUND) return v;
    check_instance(vm, to_member(v), instance);
    kr_value value = kr_getattr_plain(vm, instance, to_member(v)->name);
    if (value == KR_UNBOUND) kr_raise_attribute(vm, instance, to_member(v)->name);
    return value;
}

static void member_set(kr_vm *vm, kr_value v, kr_value instance, kr_value value) {
    check_instance(vm, to_member(v), instance);
    kr_setattr_plain(vm, instance, to_member(v)->name, value);
}

static void member_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, "<member '%S' of '%N' objects>", to_member(v)->name,
                    kr_to_type(to_member(v)->owner));
}

static void member_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((kr_slot_member *)object)->owner);
    kr_mark(vm, ((kr_slot_member *)object)->name);
}

static kr_value member_name(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_member(v)->name;
}

static kr_value member_owner(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_member(v)->owner;
}

KR_GETSET(__name__, member_name, NULL);
KR_GETSET(__objclass__, member_owner, NULL);
static const kr_member members[] = {KR_GETSET_ENTRY(__name__, member_name),
                                    KR_GETSET_ENTRY(__objclass__, member_owner)};

static const kr_ops member_ops = {
    .trace = member_trace, .print = member_print, .get = member_get, .set = member_set};
static const kr_type member_type = {
    .head = {&kr_type_type},
    .name = N_member_descriptor,
    .base = &kr_object_type,
    .solid = &member_type,
    .ops = &member_ops,
    .flags = KR_TYPE_FINAL | KR_TYPE_DATA_DESCRIPTOR,
    .size = sizeof(kr_slot_member),
    .members = members,
    .member_count = sizeof members / sizeof *members,
};

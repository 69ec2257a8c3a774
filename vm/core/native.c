/* Member tables in ROM and the state slots of modules. */
#include "core/native.h"
#include "core/context.h"

/* Names are interned, and the attribute cache keeps what was found: a walk along the table is enough. */
kr_value kr_members_find(const kr_member *members, size_t count, kr_value name) {
    for (size_t i = 0; i < count; i++)
        if (members[i].name == name) return members[i].value;
    return KR_UNBOUND;
}

kr_value *kr_module_state(kr_vm *vm, enum kr_state_slot index) {
    return &vm->module_states[index];
}

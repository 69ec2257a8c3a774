/* Names, attributes and assignment: how values get to where they live. */
#include "compiler/compiler.h"

enum { PARALLEL_MAX = 8 };

void kr_emit_move(kr_compiler *c, unsigned dest, unsigned source) {
    if (dest != source) kr_put_abc(c, OP_MOVE, dest, source, 0);
}

bool kr_is_temporary(const kr_compiler *c, unsigned reg) {
    return reg >= c->unit->locals;
}

void kr_emit_load(kr_compiler *c, kr_value name, unsigned dest) {
    if (kr_silent(c)) return;
    kr_place place = kr_resolve(c, name);
    /* What will be overwritten at once is the name that kr_raise_unbound looks for. */
    if (kr_scope_may_lack(c, name)) kr_put_ax(c, OP_LOADK, dest, kr_constant(c, name, KR_K_LONG));
    switch (place.kind) {
    case PLACE_LOCAL:
        if (dest == place.index)
            kr_put_abc(c, OP_CHECK, dest, 0, 0);
        else
            kr_emit_move(c, dest, place.index);
        break;
    case PLACE_CELL: kr_put_abc(c, OP_GETCELL, dest, place.index, 0); break;
    case PLACE_FREE: kr_put_ax(c, OP_GETFREE, dest, place.index); break;
    case PLACE_GLOBAL: kr_put_ax(c, OP_GETG, dest, place.index); break;
    case PLACE_NAME: kr_put_ax(c, OP_GETN, dest, kr_constant(c, name, KR_K_LONG)); break;
    case PLACE_CLASS_FREE: kr_put_abc(c, OP_GETFREEN, dest, place.index, kr_needed_constant(c, name)); break;
    }
}

bool kr_emit_is_register(kr_compiler *c, kr_node *target, unsigned *reg) {
    if (target->kind != NODE_NAME || kr_silent(c)) return false;
    kr_place place = kr_resolve(c, target->value);
    *reg = place.index;
    return place.kind == PLACE_LOCAL;
}

bool kr_emit_is_local(kr_compiler *c, kr_node *node, unsigned *reg) {
    return kr_emit_is_register(c, node, reg) && !kr_scope_may_lack(c, node->value);
}

void kr_emit_store_name(kr_compiler *c, kr_value name, unsigned reg) {
    if (kr_silent(c)) return;
    kr_place place = kr_resolve(c, name);
    switch (place.kind) {
    case PLACE_LOCAL:
        if (reg == place.index)
            kr_put_abc(c, OP_CHECK, reg, 0, 0);
        else
            kr_emit_move(c, place.index, reg);
        break;
    case PLACE_CELL: kr_put_abc(c, OP_SETCELL, place.index, reg, 0); break;
    case PLACE_FREE: kr_put_ax(c, OP_SETFREE, reg, place.index); break;
    case PLACE_GLOBAL: kr_put_ax(c, OP_SETG, reg, place.index); break;
    case PLACE_NAME:
    case PLACE_CLASS_FREE: kr_put_ax(c, OP_SETN, reg, kr_constant(c, name, KR_K_LONG)); break;
    }
}

void kr_emit_delete_name(kr_compiler *c, kr_value name) {
    if (kr_silent(c)) return;
    kr_place place = kr_resolve(c, name);
    switch (place.kind) {
    case PLACE_LOCAL: kr_put_abc(c, OP_DELLOCAL, place.index, 0, 0); break;
    case PLACE_CELL: kr_put_abc(c, OP_DELCELL, place.index, 0, 0); break;
    case PLACE_FREE: kr_put_ax(c, OP_DELFREE, 0, place.index); break;
    case PLACE_GLOBAL: kr_put_ax(c, OP_DELG, 0, place.index); break;
    case PLACE_NAME:
    case PLACE_CLASS_FREE: kr_put_ax(c, OP_DELN, 0, kr_constant(c, name, KR_K_LONG)); break;
    }
}

void kr_emit_get_attribute(kr_compiler *c, unsigned dest, unsigned object, kr_value name) {
    unsigned k = kr_constant(c, name, KR_K_SHORT);
    if (k < 256) {
        kr_put_abc(c, OP_GETATTR, dest, object, k);
        return;
    }
    kr_put_abc(c, OP_GETATTRX, dest, object, 0);
    kr_put(c, k);
}

void kr_emit_set_attribute(kr_compiler *c, unsigned object, kr_value name, unsigned reg) {
    unsigned k = kr_constant(c, name, KR_K_SHORT);
    if (k < 256) {
        kr_put_abc(c, OP_SETATTR, object, k, reg);
        return;
    }
    kr_put_abc(c, OP_SETATTRX, object, 0, reg);
    kr_put(c, k);
}

/* Remembers which attributes the methods of a class give their instances. */
static void note_slot(kr_compiler *c, const kr_node *object, kr_value name) {
    kr_unit *u = c->unit;
    if (kr_silent(c) || object->kind != NODE_NAME || object->value != u->self || u->outer == NULL ||
        u->outer->kind != UNIT_CLASS)
        return;
    u = u->outer;
    if (u->slots == 0) u->slots = kr_list_new(c->vm, 0, NULL);
    kr_list *slots = kr_to_list(u->slots);
    for (size_t i = 0; i < slots->size; i++) {
        if (slots->items[i] == name) return;
    }
    kr_list_append(c->vm, slots, name);
}

/* Unpacking. */

/* True when all targets are plain locals in consecutive registers, which do not hold the value itself. */
static bool in_row(kr_compiler *c, kr_item *items, unsigned value, unsigned *first) {
    unsigned count = 0;
    for (; items != NULL; items = items->next, count++) {
        unsigned reg;
        if (!kr_emit_is_register(c, items->node, &reg) || reg == value) return false;
        if (count == 0)
            *first = reg;
        else if (reg != *first + count)
            return false;
    }
    return count > 0;
}

static void unpack(kr_compiler *c, kr_node *target, unsigned reg) {
    unsigned count = 0, star = UINT32_MAX, first = 0;
    for (kr_item *item = target->items; item != NULL; item = item->next, count++) {
        if (item->node->kind == NODE_STAR) star = count;
    }
    if (count > KR_REGISTER_MAX) kr_node_error(c, target, "too many targets in assignment");
    if (star == UINT32_MAX && in_row(c, target->items, reg, &first)) {
        kr_put_abc(c, OP_UNPACK, first, reg, count);
        return;
    }
    first = kr_temps(c, count);
    if (star == UINT32_MAX) {
        kr_put_abc(c, OP_UNPACK, first, reg, count);
    } else {
        kr_put_abc(c, OP_UNPACKEX, first, reg, star);
        kr_put(c, count - star - 1);
    }
    for (kr_item *item = target->items; item != NULL; item = item->next) {
        kr_emit_store(c, item->node->kind == NODE_STAR ? item->node->left : item->node, first++);
    }
}

void kr_emit_store(kr_compiler *c, kr_node *target, unsigned reg) {
    if (kr_silent(c)) return;
    kr_check_native_stack(c->vm);
    uint8_t next = c->unit->next;
    switch (target->kind) {
    case NODE_NAME:
        kr_put_line(c, target->line);
        kr_emit_store_name(c, target->value, reg);
        break;
    case NODE_ATTRIBUTE: {
        unsigned object = kr_emit_any(c, target->object);
        note_slot(c, target->object, target->name);
        kr_put_line(c, target->line);
        kr_emit_set_attribute(c, object, target->name, reg);
        break;
    }
    case NODE_SUBSCRIPT: {
        unsigned object = kr_emit_operand(c, target->left, target->right),
                 key = kr_emit_any(c, target->right);
        kr_put_line(c, target->line);
        kr_put_abc(c, OP_SETITEM, object, key, reg);
        break;
    }
    case NODE_TUPLE:
    case NODE_LIST:
        kr_put_line(c, target->line);
        unpack(c, target, reg);
        break;
    default: kr_put_abc(c, OP_UNPACK, kr_temp(c), reg, 0); break; /* () */
    }
    c->unit->next = next;
}

/* Assignment. */

static bool names_it(kr_node *node, void *data) {
    return (node->kind == NODE_NAME && node->value == *(kr_value *)data);
}

/* True when one of the targets before `end` binds the name. */
static bool bound_before(kr_item *targets, const kr_item *end, kr_value name) {
    for (; targets != end; targets = targets->next) {
        kr_node *target = targets->node;
        if (target->kind != NODE_ATTRIBUTE && target->kind != NODE_SUBSCRIPT &&
            kr_node_any(target, names_it, &name))
            return true;
    }
    return false;
}

static bool has_star(const kr_item *items) {
    for (; items != NULL; items = items->next) {
        if (items->node->kind == NODE_STAR || items->node->kind == NODE_RUN) return true;
    }
    return false;
}

/* `a, b = x, y` without a tuple: all values first, then the targets from left to right. A variable that may
 * be unbound is checked in its turn, since the first target is stored before the last value is read. False
 * when it does not apply. */
static bool assign_parallel(kr_compiler *c, kr_node *target, kr_node *value) {
    if ((target->kind != NODE_TUPLE && target->kind != NODE_LIST) ||
        (value->kind != NODE_TUPLE && value->kind != NODE_LIST))
        return false;
    size_t count = kr_item_count(target->items);
    if (count > PARALLEL_MAX || count != kr_item_count(value->items) || has_star(target->items) ||
        has_star(value->items))
        return false;
    unsigned regs[PARALLEL_MAX] = {0}, i = 0;
    kr_item *to = target->items;
    for (kr_item *from = value->items; from != NULL; from = from->next, to = to->next, i++) {
        unsigned reg;
        if (from->node->kind == NODE_CONST) continue;
        bool copied =
            kr_emit_is_local(c, from->node, &reg) && bound_before(target->items, to, from->node->value);
        regs[i] = copied ? kr_emit_temp(c, from->node) : kr_emit_operand(c, from->node, value);
    }
    i = 0;
    to = target->items;
    for (kr_item *from = value->items; from != NULL; from = from->next, to = to->next, i++) {
        unsigned reg;
        if (from->node->kind != NODE_CONST)
            kr_emit_store(c, to->node, regs[i]);
        else if (kr_emit_is_register(c, to->node, &reg))
            kr_emit_constant(c, from->node->value, reg);
        else
            kr_emit_store(c, to->node, kr_emit_temp(c, from->node));
    }
    return true;
}

/* `a, b = 0, 1`, whose right side is one constant. */
static bool assign_constants(kr_compiler *c, kr_node *target, kr_node *value) {
    if (target->kind != NODE_TUPLE || value->kind != NODE_CONST || !kr_is_tuple(value->value) ||
        has_star(target->items))
        return false;
    kr_tuple *tuple = kr_to_tuple(value->value);
    if (kr_item_count(target->items) != tuple->size) return false;
    size_t i = 0;
    for (kr_item *to = target->items; to != NULL; to = to->next, i++) {
        uint8_t next = c->unit->next;
        unsigned reg;
        if (!kr_emit_is_register(c, to->node, &reg)) {
            reg = kr_temp(c);
            kr_emit_constant(c, tuple->items[i], reg);
            kr_emit_store(c, to->node, reg);
        } else {
            kr_emit_constant(c, tuple->items[i], reg);
        }
        c->unit->next = next;
    }
    return true;
}

/* The value of `target = value`, checked before the parts of the target are evaluated. */
static unsigned value_for(kr_compiler *c, kr_node *target, kr_node *value) {
    if (target->kind == NODE_ATTRIBUTE) {
        kr_emit_check(c, value, target->object);
    } else if (target->kind == NODE_SUBSCRIPT) {
        kr_emit_check(c, value, target->left);
        kr_emit_check(c, value, target->right);
    }
    return kr_emit_any(c, value);
}

void kr_emit_assign(kr_compiler *c, kr_item *targets, kr_node *value) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    unsigned reg;
    kr_put_line(c, value->line);
    if (targets->next == NULL) {
        kr_node *target = targets->node;
        if (kr_emit_is_register(c, target, &reg))
            kr_emit_to(c, value, reg);
        else if (!assign_parallel(c, target, value) && !assign_constants(c, target, value))
            kr_emit_store(c, target, value_for(c, target, value));
        kr_scope_assigned(c, target, 0);
    } else {
        reg = kr_emit_temp(c, value);
        for (; targets != NULL; targets = targets->next) {
            kr_emit_store(c, targets->node, reg);
            kr_scope_assigned(c, targets->node, 0);
        }
    }
    c->unit->next = next;
}

/* R[dest] = R[left] op= value */
static void in_place(kr_compiler *c, unsigned dest, unsigned left, unsigned op, kr_node *value,
                     uint32_t line) {
    unsigned opcode = OP_IADD + 4 * op;
    if (value->kind == NODE_CONST) {
        unsigned k = kr_constant(c, value->value, KR_K_SHORT);
        kr_put_line(c, line);
        if (k < 256) {
            kr_put_abc(c, (kr_opcode)(opcode + 1), dest, left, k);
            return;
        }
    }
    unsigned right = kr_emit_any(c, value);
    kr_put_line(c, line);
    kr_put_abc(c, (kr_opcode)opcode, dest, left, right);
}

static void augment_name(kr_compiler *c, kr_node *target, unsigned op, kr_node *value) {
    unsigned reg;
    if (kr_emit_is_local(c, target, &reg)) {
        in_place(c, reg, kr_emit_operand(c, target, value), op, value, target->line);
        return;
    }
    reg = kr_emit_temp(c, target);
    in_place(c, reg, reg, op, value, target->line);
    kr_emit_store_name(c, target->value, reg);
}

void kr_emit_augmented(kr_compiler *c, kr_node *target, unsigned op, kr_node *value) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    kr_put_line(c, target->line);
    if (target->kind == NODE_NAME) {
        augment_name(c, target, op, value);
    } else if (target->kind == NODE_ATTRIBUTE) {
        unsigned object = kr_emit_operand(c, target->object, value), reg = kr_temp(c);
        note_slot(c, target->object, target->name);
        kr_emit_get_attribute(c, reg, object, target->name);
        in_place(c, reg, reg, op, value, target->line);
        kr_emit_set_attribute(c, object, target->name, reg);
    } else {
        kr_node both = {.kind = NODE_BINARY, .left = target->right, .right = value};
        unsigned object = kr_emit_operand(c, target->left, &both),
                 key = kr_emit_operand(c, target->right, value), reg = kr_temp(c);
        if (target->right->kind == NODE_SLICE)
            kr_put_abc(c, OP_CHECK, key, 0, 0); /* between the two, or the slice would not be made */
        kr_put_abc(c, OP_GETITEM, reg, object, key);
        in_place(c, reg, reg, op, value, target->line);
        kr_put_abc(c, OP_SETITEM, object, key, reg);
    }
    c->unit->next = next;
}

void kr_emit_delete(kr_compiler *c, kr_node *target) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    kr_put_line(c, target->line);
    switch (target->kind) {
    case NODE_NAME: kr_emit_delete_name(c, target->value); break;
    case NODE_ATTRIBUTE: {
        unsigned object = kr_emit_any(c, target->object);
        kr_put_line(c, target->line);
        kr_put_ax(c, OP_DELATTR, object, kr_constant(c, target->name, KR_K_LONG));
        break;
    }
    case NODE_SUBSCRIPT: {
        unsigned object = kr_emit_operand(c, target->left, target->right);
        unsigned key = kr_emit_any(c, target->right);
        kr_put_line(c, target->line);
        kr_put_abc(c, OP_DELITEM, object, key, 0);
        break;
    }
    case NODE_TUPLE:
    case NODE_LIST:
        for (kr_item *item = target->items; item != NULL; item = item->next) kr_emit_delete(c, item->node);
        break;
    default: break; /* () */
    }
    c->unit->next = next;
}

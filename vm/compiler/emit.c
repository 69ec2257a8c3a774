/* Expression trees to instructions.
 *
 * Every value is computed straight into the register that wants it. A local is read from its own register
 * without a copy, unless something later in the same expression binds it again. Temporaries are a stack above
 * the locals; a function leaves `next` as it found it, but for the register that it returns. A *named*
 * destination is written by the last instruction only, so that an exception on the way leaves the variable as
 * it was, and the expression may read it. */
#include "compiler/compiler.h"

static bool binds_it(kr_node *node, void *data) {
    return node->kind == NODE_WALRUS && node->name == *(kr_value *)data;
}

unsigned kr_emit_temp(kr_compiler *c, kr_node *node) {
    unsigned reg = kr_temp(c);
    kr_emit_to(c, node, reg);
    return reg;
}

/* `name := value` with a local name: the value is in its own register afterwards. */
static bool walrus_local(kr_compiler *c, kr_node *node, unsigned *reg) {
    if (node->kind != NODE_WALRUS || kr_silent(c)) return false;
    kr_place place = kr_resolve(c, node->name);
    if (place.kind != PLACE_LOCAL) return false;
    *reg = place.index;
    kr_emit_to(c, node->object, place.index);
    return true;
}

unsigned kr_emit_any(kr_compiler *c, kr_node *node) {
    unsigned reg;
    if (kr_emit_is_local(c, node, &reg) || walrus_local(c, node, &reg)) return reg;
    return kr_emit_temp(c, node);
}

/* True when `later` binds the name that the node reads or binds. */
static bool rebinds(kr_compiler *c, kr_node *node, kr_node *later) {
    if (!c->walrus || later == NULL) return false;
    kr_value name = node->kind == NODE_NAME ? node->value : node->kind == NODE_WALRUS ? node->name : 0;
    return name != 0 && kr_node_any(later, binds_it, &name);
}

/* True when evaluating the node can have no effect before an unbound variable in front of it is noticed. */
static bool is_quiet(kr_compiler *c, kr_node *node) {
    unsigned reg;
    if (node == NULL || node->kind == NODE_CONST || kr_emit_is_local(c, node, &reg)) return true;
    return node->kind == NODE_COMPARE && is_quiet(c, node->left) && is_quiet(c, node->right);
}

void kr_emit_check(kr_compiler *c, kr_node *node, kr_node *later) {
    unsigned reg;
    if (!kr_emit_is_local(c, node, &reg) || kr_scope_is_sure(c, node->value) || is_quiet(c, later)) return;
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_CHECK, reg, 0, 0);
}

unsigned kr_emit_operand(kr_compiler *c, kr_node *node, kr_node *later) {
    if (rebinds(c, node, later)) return kr_emit_temp(c, node);
    kr_emit_check(c, node, later);
    return kr_emit_any(c, node);
}

/* As operand, but when it needs a register and `dest` is a temporary, that one will do. */
static unsigned operand_in(kr_compiler *c, kr_node *node, kr_node *later, unsigned dest) {
    unsigned reg;
    if (!kr_is_temporary(c, dest)) return kr_emit_operand(c, node, later);
    bool own = node->kind == NODE_WALRUS || kr_emit_is_local(c, node, &reg);
    if (own && !rebinds(c, node, later)) return kr_emit_operand(c, node, later);
    kr_emit_to(c, node, dest);
    return dest;
}

void kr_emit_constant(kr_compiler *c, kr_value value, unsigned dest) {
    if (kr_silent(c)) return;
    if (kr_is_int(value) && kr_to_int(value) >= INT16_MIN && kr_to_int(value) <= INT16_MAX)
        kr_put_ax(c, OP_LOADI, dest, (unsigned)kr_to_int(value));
    else if ((value & 7) == 6 && !kr_is_absent(value))
        kr_put_ax(c, OP_LOADV, dest, (unsigned)value);
    else
        kr_put_ax(c, OP_LOADK, dest, kr_constant(c, value, KR_K_LONG));
}

/* A register for what takes several steps: `dest` when that is a temporary, else a new one that is moved at
 * the end. */
static unsigned scratch(kr_compiler *c, unsigned dest) {
    return kr_is_temporary(c, dest) ? dest : kr_temp(c);
}

static void emit_unary(kr_compiler *c, kr_node *node, unsigned dest) {
    static const uint32_t opcodes[] = {OP_NEG, OP_POS, OP_INVERT, OP_NOT};
    unsigned reg = operand_in(c, node->left, NULL, dest);
    kr_put_line(c, node->line);
    kr_put_abc(c, (kr_opcode)opcodes[node->op], dest, reg, 0);
}

/* R[dest] = R[left] op right operand */
static void binary_step(kr_compiler *c, kr_node *node, unsigned left, unsigned dest) {
    unsigned opcode = OP_ADD + 4u * node->op;
    if (node->right->kind == NODE_CONST) {
        unsigned k = kr_constant(c, node->right->value, KR_K_SHORT);
        if (k < 256) {
            kr_put_line(c, node->line);
            kr_put_abc(c, (kr_opcode)(opcode + 1), dest, left, k);
            return;
        }
    }
    unsigned right = kr_emit_any(c, node->right);
    kr_put_line(c, node->line);
    kr_put_abc(c, (kr_opcode)opcode, dest, left, right);
}

/* `a + b + c …` leans to the left: it is worked off from the inside without recursion. */
static void emit_binary(kr_compiler *c, kr_node *node, unsigned dest) {
    unsigned depth = 0;
    kr_node *inner = node;
    for (; inner->left->kind == NODE_BINARY; inner = inner->left) depth++;
    unsigned reg = depth > 0 ? scratch(c, dest) : dest, left = operand_in(c, inner->left, inner->right, reg);
    for (; depth > 0; depth--) {
        uint8_t next = c->unit->next;
        binary_step(c, inner, left, reg);
        c->unit->next = next;
        left = reg;
        inner = node;
        for (unsigned i = 1; i < depth; i++) inner = inner->left;
    }
    binary_step(c, node, left, dest);
}

static void emit_bool(kr_compiler *c, kr_node *node, unsigned dest) {
    kr_label end = {0};
    unsigned reg = scratch(c, dest);
    kr_emit_to(c, node->left, reg);
    kr_jump_if(c, reg, node->op == BOOL_OR, &end);
    kr_emit_to(c, node->right, reg);
    kr_label_set(c, &end);
    kr_emit_move(c, dest, reg);
}

static void emit_ternary(kr_compiler *c, kr_node *node, unsigned dest) {
    kr_label otherwise = {0}, end = {0};
    kr_emit_branch(c, node->third, false, &otherwise);
    kr_emit_to(c, node->left, dest);
    kr_jump(c, &end);
    kr_label_set(c, &otherwise);
    kr_emit_to(c, node->right, dest);
    kr_label_set(c, &end);
}

static void emit_subscript(kr_compiler *c, kr_node *node, unsigned dest) {
    unsigned object = operand_in(c, node->left, node->right, dest);
    if (node->right->kind == NODE_CONST) {
        unsigned k = kr_constant(c, node->right->value, KR_K_SHORT);
        if (k < 256) {
            kr_put_line(c, node->line);
            kr_put_abc(c, OP_GETITEMK, dest, object, k);
            return;
        }
    }
    unsigned key = kr_emit_any(c, node->right);
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_GETITEM, dest, object, key);
}

static void slice_part(kr_compiler *c, kr_node *node, unsigned dest) {
    if (node == NULL)
        kr_put_ax(c, OP_LOADV, dest, (unsigned)KR_NONE);
    else
        kr_emit_to(c, node, dest);
}

static void emit_slice(kr_compiler *c, kr_node *node, unsigned dest) {
    unsigned base = kr_temps(c, 3);
    slice_part(c, node->left, base);
    slice_part(c, node->right, base + 1);
    slice_part(c, node->third, base + 2);
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_SLICE, dest, base, 0);
}

/* Generators. */

static void delegate(kr_compiler *c, kr_node *node, unsigned dest, unsigned mode) {
    unsigned reg = scratch(c, dest);
    unsigned value = operand_in(c, node->left, NULL, reg);
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_GETYIELD, reg, value, mode);
    kr_put_abc(c, OP_DELEGATE, reg, 0, 0);
    kr_emit_move(c, dest, reg);
}

void kr_emit_await(kr_compiler *c, unsigned reg) {
    kr_put_abc(c, OP_GETYIELD, reg, reg, 1);
    kr_put_abc(c, OP_DELEGATE, reg, 0, 0);
}

void kr_emit_yield(kr_compiler *c, unsigned reg) {
    unsigned async = KR_CODE_GENERATOR | KR_CODE_COROUTINE;
    if ((c->unit->flags & async) == async) kr_put_abc(c, OP_INTRINSIC, reg, KR_INTRINSIC_ASYNC_YIELD, 1);
    kr_put_abc(c, OP_YIELD, reg, 0, 0);
}

static void emit_yield(kr_compiler *c, kr_node *node, unsigned dest) {
    unsigned reg = scratch(c, dest);
    slice_part(c, node->left, reg);
    kr_put_line(c, node->line);
    kr_emit_yield(c, reg);
    kr_emit_move(c, dest, reg);
}

static void emit_walrus(kr_compiler *c, kr_node *node, unsigned dest) {
    unsigned reg;
    if (walrus_local(c, node, &reg)) {
        kr_emit_move(c, dest, reg);
        return;
    }
    reg = scratch(c, dest);
    kr_emit_to(c, node->object, reg);
    kr_put_line(c, node->line);
    kr_emit_store_name(c, node->name, reg);
    kr_emit_move(c, dest, reg);
}

static void emit_attribute(kr_compiler *c, kr_node *node, unsigned dest) {
    unsigned object = operand_in(c, node->object, NULL, dest);
    kr_put_line(c, node->line);
    kr_emit_get_attribute(c, dest, object, node->name);
}

static void emit_name(kr_compiler *c, kr_node *node, unsigned dest) {
    kr_put_line(c, node->line);
    kr_emit_load(c, node->value, dest);
}

static void emit_literal(kr_compiler *c, kr_node *node, unsigned dest) {
    kr_put_line(c, node->line);
    kr_emit_constant(c, node->value, dest);
}

void kr_emit_to(kr_compiler *c, kr_node *node, unsigned dest) {
    if (kr_silent(c)) return;
    kr_check_native_stack(c->vm);
    uint8_t next = c->unit->next;
    switch ((kr_node_kind)node->kind) {
    case NODE_CONST: emit_literal(c, node, dest); break;
    case NODE_NAME: emit_name(c, node, dest); break;
    case NODE_UNARY: emit_unary(c, node, dest); break;
    case NODE_BINARY: emit_binary(c, node, dest); break;
    case NODE_BOOL: emit_bool(c, node, dest); break;
    case NODE_COMPARE: kr_emit_compare(c, node, dest); break;
    case NODE_TERNARY: emit_ternary(c, node, dest); break;
    case NODE_LAMBDA: kr_emit_lambda(c, node, dest); break;
    case NODE_CALL: kr_emit_call(c, node, dest); break;
    case NODE_ATTRIBUTE: emit_attribute(c, node, dest); break;
    case NODE_SUBSCRIPT: emit_subscript(c, node, dest); break;
    case NODE_SLICE: emit_slice(c, node, dest); break;
    case NODE_TUPLE:
    case NODE_LIST:
    case NODE_SET:
    case NODE_DICT: kr_emit_display(c, node, dest); break;
    case NODE_COMPREHENSION: kr_emit_comprehension(c, node, dest); break;
    case NODE_YIELD: emit_yield(c, node, dest); break;
    case NODE_YIELD_FROM: delegate(c, node, dest, 0); break;
    case NODE_AWAIT: delegate(c, node, dest, 1); break;
    case NODE_WALRUS: emit_walrus(c, node, dest); break;
    case NODE_FSTRING: kr_emit_fstring(c, node, dest); break;
    case NODE_STAR: kr_node_error(c, node, "can't use starred expression here");
    default: break;
    }
    c->unit->next = next;
}

void kr_emit_drop(kr_compiler *c, kr_node *node) {
    if (kr_silent(c) || node->kind == NODE_CONST) return;
    uint8_t next = c->unit->next;
    if (node->kind == NODE_BOOL) {
        kr_label end = {0};
        kr_emit_branch(c, node->left, node->op == BOOL_OR, &end);
        kr_emit_drop(c, node->right);
        kr_label_set(c, &end);
    } else if (node->kind == NODE_NAME) {
        unsigned reg;
        kr_put_line(c, node->line);
        if (kr_emit_is_local(c, node, &reg))
            kr_put_abc(c, OP_CHECK, reg, 0, 0);
        else
            kr_emit_temp(c, node);
    } else {
        kr_emit_any(c, node);
    }
    c->unit->next = next;
}

/* Branches. */

static void branch_bool(kr_compiler *c, kr_node *node, bool sense, kr_label *label) {
    bool stops = node->op == BOOL_OR; /* the outcome of the left side that decides */
    if (sense == stops) {
        kr_emit_branch(c, node->left, sense, label);
        kr_emit_branch(c, node->right, sense, label);
        return;
    }
    kr_label skip = {0};
    kr_emit_branch(c, node->left, stops, &skip);
    kr_emit_branch(c, node->right, sense, label);
    if (skip.chain != 0) kr_label_set(c, &skip);
}

static void branch_ternary(kr_compiler *c, kr_node *node, bool sense, kr_label *label) {
    kr_label otherwise = {0}, end = {0};
    kr_emit_branch(c, node->third, false, &otherwise);
    kr_emit_branch(c, node->left, sense, label);
    kr_jump(c, &end);
    kr_label_set(c, &otherwise);
    kr_emit_branch(c, node->right, sense, label);
    kr_label_set(c, &end);
}

void kr_emit_branch(kr_compiler *c, kr_node *node, bool sense, kr_label *label) {
    if (kr_silent(c)) return;
    kr_check_native_stack(c->vm);
    uint8_t next = c->unit->next;
    if (node->kind == NODE_CONST) {
        if (kr_constant_truth(c, node->value) == sense) kr_jump(c, label);
    } else if (node->kind == NODE_UNARY && node->op == UNARY_NOT) {
        kr_emit_branch(c, node->left, !sense, label);
    } else if (node->kind == NODE_BOOL) {
        branch_bool(c, node, sense, label);
    } else if (node->kind == NODE_COMPARE) {
        kr_emit_compare_branch(c, node, sense, label);
    } else if (node->kind == NODE_TERNARY) {
        branch_ternary(c, node, sense, label);
    } else {
        unsigned reg = kr_emit_any(c, node);
        kr_put_line(c, node->line);
        kr_jump_if(c, reg, sense, label);
    }
    c->unit->next = next;
}

/* Comparisons: as values, and fused with the branch that they decide. */
#include "compiler/compiler.h"

static bool all_constant(const kr_node *node) {
    return (node->kind == NODE_LIST || node->kind == NODE_SET) && node->items != NULL &&
           node->items->next == NULL && node->items->node->kind == NODE_RUN;
}

/* `x in [1, 2]` needs no list: a constant tuple or frozenset does the same. */
static void make_constant(kr_compiler *c, kr_node *node) {
    if (!all_constant(node)) return;
    kr_value list = node->items->node->value;
    kr_value value =
        node->kind == NODE_SET ? kr_set_of(c->vm, &kr_frozenset_type, list) : kr_tuple_of(c->vm, list);
    node->kind = NODE_CONST;
    node->value = kr_keep(c, value);
}

/* The operand on the right of a comparison, in a register. In a chain it is the next one's left operand, too:
 * then it stays a list. */
static unsigned right_operand(kr_compiler *c, kr_node *node, kr_node *whole) {
    bool last = whole == NULL || node == whole;
    if (last && (node->op == COMPARE_IN || node->op == COMPARE_NOT_IN)) make_constant(c, node->right);
    return kr_emit_operand(c, node->right, whole);
}

static bool is_immediate(const kr_node *node) {
    return node->kind == NODE_CONST && (node->value & 7) == 6;
}

/* R[dest] = R[left] op R[right] */
static void compare(kr_compiler *c, kr_node *node, unsigned dest, unsigned left, unsigned right) {
    kr_put_line(c, node->line);
    switch (node->op) {
    case COMPARE_IS: kr_put_abc(c, OP_IS, dest, left, right); break;
    case COMPARE_IS_NOT: {
        unsigned reg = kr_is_temporary(c, dest) ? dest : kr_temp(c);
        kr_put_abc(c, OP_IS, reg, left, right);
        kr_put_abc(c, OP_NOT, dest, reg, 0);
        break;
    }
    case COMPARE_IN: kr_put_abc(c, OP_IN, dest, left, right); break;
    case COMPARE_NOT_IN: kr_put_abc(c, OP_NOTIN, dest, left, right); break;
    default: kr_put_abc(c, (kr_opcode)(OP_LT + 3 * node->op), dest, left, right);
    }
}

/* The links of a chain but the last one, into `reg`; leaves for `end` when one is false. Returns the register
 * of the right operand. */
static unsigned chain_value(kr_compiler *c, kr_node *node, kr_node *whole, unsigned reg, kr_label *end) {
    kr_check_native_stack(c->vm);
    unsigned left =
        node->scope ? chain_value(c, node->left, whole, reg, end) : kr_emit_operand(c, node->left, whole);
    unsigned right = right_operand(c, node, whole);
    compare(c, node, reg, left, right);
    if (node != whole) kr_jump_if(c, reg, false, end);
    return right;
}

void kr_emit_compare(kr_compiler *c, kr_node *node, unsigned dest) {
    if (!node->scope) {
        unsigned left = kr_emit_operand(c, node->left, node->right);
        compare(c, node, dest, left, right_operand(c, node, NULL));
        return;
    }
    kr_label end = {0};
    unsigned reg = kr_is_temporary(c, dest) ? dest : kr_temp(c);
    chain_value(c, node, node, reg, &end);
    kr_label_set(c, &end);
    kr_emit_move(c, dest, reg);
}

/* Tests R[left] op right, where right may be a constant. */
static bool test_constant(kr_compiler *c, kr_node *node, unsigned left, bool sense, kr_label *label) {
    if (node->op == COMPARE_IS || node->op == COMPARE_IS_NOT) {
        if (!is_immediate(node->right)) return false;
        kr_put_line(c, node->line);
        kr_test_jump(c, OP_ISVJ, left, (unsigned)node->right->value, sense == (node->op == COMPARE_IS),
                     label);
        return true;
    }
    if (node->op >= COMPARE_IS || node->right->kind != NODE_CONST) return false;
    unsigned k = kr_constant(c, node->right->value, KR_K_SHORT);
    if (k >= 256) return false;
    kr_put_line(c, node->line);
    kr_test_jump(c, (kr_opcode)(OP_LTKJ + 3 * node->op), left, k, sense, label);
    return true;
}

/* `5 < x` as `x > 5`: the operation when the left side is a constant that fits one, or OP_COUNT. */
static kr_opcode swapped(kr_compiler *c, const kr_node *node, unsigned *k) {
    static const uint32_t ops[] = {KR_GT, KR_GE, KR_EQ, KR_NE, KR_LT, KR_LE};
    if (node->op >= COMPARE_IS || node->scope || node->left->kind != NODE_CONST ||
        node->right->kind == NODE_CONST)
        return OP_COUNT;
    *k = kr_constant(c, node->left->value, KR_K_SHORT);
    return *k < 256 ? (kr_opcode)(OP_LTKJ + 3 * ops[node->op]) : OP_COUNT;
}

static void test(kr_compiler *c, kr_node *node, unsigned left, unsigned right, bool sense, kr_label *label) {
    kr_put_line(c, node->line);
    switch (node->op) {
    case COMPARE_IS:
    case COMPARE_IS_NOT:
        kr_test_jump(c, OP_ISJ, left, right, sense == (node->op == COMPARE_IS), label);
        break;
    case COMPARE_IN:
    case COMPARE_NOT_IN:
        kr_test_jump(c, OP_INJ, left, right, sense == (node->op == COMPARE_IN), label);
        break;
    default: kr_test_jump(c, (kr_opcode)(OP_LTJ + 3 * node->op), left, right, sense, label);
    }
}

/* The links of a chain but the last one, each leaving for `fail` when it is false. Returns the register of
 * the last right operand. */
static unsigned chain_test(kr_compiler *c, kr_node *node, kr_node *whole, kr_label *fail) {
    kr_check_native_stack(c->vm);
    unsigned k, left = 0;
    kr_opcode op = swapped(c, node, &k);
    if (op == OP_COUNT)
        left = node->scope ? chain_test(c, node->left, whole, fail) : kr_emit_operand(c, node->left, whole);
    unsigned right = right_operand(c, node, whole);
    kr_put_line(c, node->line);
    if (op == OP_COUNT)
        test(c, node, left, right, false, fail);
    else
        kr_test_jump(c, op, right, k, false, fail);
    return right;
}

void kr_emit_compare_branch(kr_compiler *c, kr_node *node, bool sense, kr_label *label) {
    kr_label skip = {0};
    unsigned left, k;
    kr_opcode op = swapped(c, node, &k);
    if (op != OP_COUNT) {
        unsigned right = kr_emit_any(c, node->right);
        kr_put_line(c, node->line);
        kr_test_jump(c, op, right, k, sense, label);
        return;
    }
    if (node->scope)
        left = chain_test(c, node->left, node, sense ? &skip : label);
    else
        left = kr_emit_operand(c, node->left, node->right);
    if (!test_constant(c, node, left, sense, label))
        test(c, node, left, right_operand(c, node, NULL), sense, label);
    if (skip.chain != 0) kr_label_set(c, &skip);
}

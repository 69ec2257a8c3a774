/* Comprehensions, and what they share with the `for` statement.
 *
 * A list, set or dict comprehension runs in the code around it: its variables are temporaries there. A
 * generator expression is a function of one parameter, the iterator of its first clause. Loops are inverted:
 * the FOR at the bottom jumps back to the body, one dispatch an iteration. */
#include "compiler/compiler.h"
#include "run/function.h"

/* A literal that is only iterated over: a constant tuple will do. */
unsigned kr_emit_iterable(kr_compiler *c, kr_node *node) {
    if (node->kind == NODE_LIST && node->items != NULL && node->items->next == NULL &&
        node->items->node->kind == NODE_RUN) {
        node->value = kr_keep(c, kr_tuple_of(c->vm, node->items->node->value));
        node->kind = NODE_CONST;
    } else if (node->kind == NODE_LIST && kr_item_count(node->items) <= 32) {
        node->kind = NODE_TUPLE;
        for (kr_item *item = node->items; item != NULL; item = item->next) {
            if (item->node->kind == NODE_RUN) node->kind = NODE_LIST;
        }
    }
    return kr_emit_any(c, node);
}

/* Async loops: the next item into R[item], watched for StopAsyncIteration. */
void kr_emit_anext(kr_compiler *c, unsigned iterator, unsigned item, kr_watch *watch) {
    kr_watch_begin(c, watch);
    kr_put_abc(c, OP_ANEXT, item, iterator, 0);
    kr_put_abc(c, OP_DELEGATE, item, 0, 0);
    kr_watch_pause(c, watch);
}

/* The handler of the above: goes on at the end of the loop, or goes on raising. */
void kr_emit_stop_async(kr_compiler *c, kr_watch *watch) {
    if (!kr_watch_handler(c, watch)) return;
    uint8_t next = c->unit->next;
    kr_label stopped = {0};
    unsigned exception = kr_temps(c, 3), test = exception + 2;
    kr_put_abc(c, OP_HANDLE, exception, 0, 0);
    kr_put_abc(c, OP_MOVE, test, exception, 0);
    kr_put_abc(c, OP_INTRINSIC, test, KR_INTRINSIC_STOP_ASYNC, 1);
    kr_put_abc(c, OP_HANDLED, exception, 0, 0);
    kr_jump_if(c, test, true, &stopped);
    kr_put_abc(c, OP_RERAISE, exception, 0, 0);
    kr_end_here(c);
    kr_label_set(c, &stopped);
    c->unit->next = next;
}

/* What a comprehension does with each element. */
typedef struct maker {
    kr_node *node;
    unsigned result;
} maker;

static void element(kr_compiler *c, maker *m) {
    uint8_t next = c->unit->next;
    kr_node *node = m->node;
    switch ((kr_comprehension)node->op) {
    case COMPREHENSION_LIST: kr_put_abc(c, OP_APPEND, m->result, kr_emit_any(c, node->element), 0); break;
    case COMPREHENSION_SET: kr_put_abc(c, OP_ADDSET, m->result, kr_emit_any(c, node->element), 0); break;
    case COMPREHENSION_DICT: {
        unsigned key = kr_emit_operand(c, node->element, node->second), value = kr_emit_any(c, node->second);
        kr_put_abc(c, OP_SETKEY, m->result, key, value);
        break;
    }
    case COMPREHENSION_GENERATOR: kr_emit_yield(c, kr_emit_temp(c, node->element)); break;
    }
    c->unit->next = next;
}

static void clauses(kr_compiler *c, maker *m, kr_item *item, unsigned iterable);

/* Conditions, then the inner clauses or the element. */
static void clause_body(kr_compiler *c, maker *m, kr_item *item, kr_label *next) {
    kr_scope_assigned(c, item->node->target, 1);
    for (kr_item *condition = item->node->conditions; condition != NULL; condition = condition->next)
        kr_emit_branch(c, condition->node, false, next);
    if (item->next == NULL) {
        element(c, m);
        return;
    }
    uint8_t saved = c->unit->next;
    kr_node *inner = item->next->node;
    clauses(c, m, item->next,
            inner->op ? kr_emit_any(c, inner->iterable) : kr_emit_iterable(c, inner->iterable));
    c->unit->next = saved;
}

/* `for` over the iterable in a register, which for the first clause of an async generator is its iterator
 * already. */
static void clauses(kr_compiler *c, maker *m, kr_item *item, unsigned iterable) {
    kr_node *clause = item->node;
    kr_label body = {0}, next = {0};
    unsigned state = kr_temps(c, clause->op ? 1 : 3), variable;
    bool ready = m->node->op == COMPREHENSION_GENERATOR && item == m->node->clauses;
    kr_put_line(c, clause->line);
    if (clause->op) {
        kr_watch watch = {0};
        if (ready)
            kr_emit_move(c, state, iterable);
        else
            kr_put_abc(c, OP_AITER, state, iterable, 0);
        variable = kr_temp(c);
        kr_label_set(c, &next);
        kr_emit_anext(c, state, variable, &watch);
        kr_emit_store(c, clause->target, variable);
        clause_body(c, m, item, &next);
        kr_jump(c, &next);
        kr_emit_stop_async(c, &watch);
        return;
    }
    kr_put_abc(c, OP_ITER, state, iterable, 0);
    bool direct = kr_emit_is_register(c, clause->target, &variable);
    if (!direct) variable = kr_temp(c);
    kr_loop_enter(c, &next, &body);
    if (!direct) kr_emit_store(c, clause->target, variable);
    clause_body(c, m, item, &next);
    kr_label_set(c, &next);
    kr_put_line(c, clause->line);
    kr_for_jump(c, state, variable, &body);
}

static void emit_inline(kr_compiler *c, kr_node *node, unsigned dest) {
    static const uint32_t makers[] = {OP_LIST, OP_SET, OP_DICT};
    unsigned result = kr_is_temporary(c, dest) ? dest : kr_temp(c);
    kr_node *first = node->clauses->node;
    unsigned iterable = first->op ? kr_emit_any(c, first->iterable) : kr_emit_iterable(c, first->iterable);
    kr_put_line(c, node->line);
    kr_put_abc(c, (kr_opcode)makers[node->op], result, result, 0);
    uint16_t scope = c->scope;
    c->scope = node->scope;
    kr_scope_temporaries(c, node->clauses->next != NULL);
    maker m = {node, result};
    clauses(c, &m, node->clauses, iterable);
    c->scope = scope;
    kr_emit_move(c, dest, result);
}

static kr_code *generator_code(kr_compiler *c, kr_node *node) {
    uint16_t scope = c->scope;
    kr_unit_begin(c, UNIT_FUNCTION, kr_intern_text(c->vm, "<genexpr>"), node->scope, node->line);
    kr_unit *u = c->unit;
    u->positional = u->parameters = u->positional_only = 1;
    u->flags = KR_CODE_GENERATOR;
    if ((kr_scope_at(c, node->scope)->flags & SCOPE_ASYNC) || ((kr_node *)node->clauses->node)->op)
        u->flags |= KR_CODE_COROUTINE;
    unsigned iterator = kr_temp(c);
    kr_scope_registers(c, NULL);
    maker m = {node, 0};
    clauses(c, &m, node->clauses, iterator);
    kr_code *code = kr_unit_end(c);
    c->scope = scope;
    return code;
}

static void emit_generator(kr_compiler *c, kr_node *node, unsigned dest) {
    kr_node *first = node->clauses->node;
    kr_code *code = generator_code(c, node);
    unsigned base = kr_function_base(c, dest);
    kr_put_line(c, node->line);
    kr_put_ax(c, OP_LOADV, base, (unsigned)KR_NONE);
    kr_put_ax(c, OP_LOADV, base + 1, (unsigned)KR_NONE);
    kr_emit_function(c, code, base);
    unsigned iterable = first->op ? kr_emit_any(c, first->iterable) : kr_emit_iterable(c, first->iterable);
    kr_put_line(c, node->line);
    kr_put_abc(c, first->op ? OP_AITER : OP_GETITER, base + 1, iterable, 0);
    kr_put_abc(c, OP_CALL, base, 1, 0);
    kr_emit_move(c, dest, base);
}

void kr_emit_comprehension(kr_compiler *c, kr_node *node, unsigned dest) {
    if (node->op == COMPREHENSION_GENERATOR)
        emit_generator(c, node, dest);
    else
        emit_inline(c, node, dest);
}

/* Simple statements, and lines of them.
 *
 * A statement is parsed, bound when its names are not known yet, and emitted unless the compiler is silent;
 * then its trees are forgotten. In a direct body the scopes of its lambdas and comprehensions are forgotten
 * as well. */
#include "compiler/compiler.h"

void kr_end_of_line(kr_compiler *c) {
    if (kr_at(c, TOK_NEWLINE)) {
        kr_lex_next(c);
        return;
    }
    if (!kr_at(c, TOK_END)) kr_unexpected(c);
}

/* Annotations. */

static bool annotates(const kr_compiler *c) {
    return c->scope == KR_SCOPE_DIRECT || c->scopes[c->scope].kind == SCOPE_CLASS;
}

/* Parses the annotation behind the colon; a str of its source under `from __future__ import annotations`. */
static kr_node *annotation(kr_compiler *c) {
    uint32_t scopes = c->next_scope, start = c->lexer.token.start;
    kr_node *node = kr_parse_expression(c);
    if (annotates(c) && !c->future_annotations) return node;
    c->next_scope = scopes;
    return kr_annotation_text(c, node, start);
}

static void emit_annotation(kr_compiler *c, kr_node *target, kr_node *value) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    if (target->kind == NODE_NAME && target->scope == 0) {
        unsigned base = kr_temps(c, 3);
        if (c->unit->kind == UNIT_MODULE)
            kr_emit_constant(c, KR_NONE, base);
        else
            kr_emit_move(c, base, 0);
        kr_emit_constant(c, target->value, base + 1);
        kr_emit_to(c, value, base + 2);
        kr_put_abc(c, OP_INTRINSIC, base, KR_INTRINSIC_ANNOTATE, 3);
    } else {
        kr_emit_drop(c, value);
    }
    c->unit->next = next;
}

/* `target: annotation` without a value: what the target is made of is evaluated. */
static void emit_bare_target(kr_compiler *c, kr_node *target) {
    if (target->kind == NODE_ATTRIBUTE) kr_emit_drop(c, target->object);
    if (target->kind != NODE_SUBSCRIPT) return;
    kr_emit_drop(c, target->left);
    kr_emit_drop(c, target->right);
}

static void annotated_statement(kr_compiler *c, kr_node *target) {
    kr_check_target(c, target, TARGET_ANNOTATED);
    bool simple = target->kind == NODE_NAME && target->scope == 0;
    kr_lex_next(c);
    kr_node *type = annotation(c), *value = kr_accept(c, TOK_ASSIGN) ? kr_parse_value(c) : NULL;
    if (value != NULL) kr_bind(c, value);
    if (annotates(c)) kr_bind(c, type);
    if (simple && !(c->emitting && c->scope != KR_SCOPE_DIRECT))
        kr_scope_bind(c, target->value, SYMBOL_ANNOTATED, target);
    else
        kr_bind_target(c, target);
    if (value != NULL)
        kr_emit_assign(c, &(kr_item){target, NULL}, value);
    else
        emit_bare_target(c, target);
    if (annotates(c)) emit_annotation(c, target, type);
}

/* Expressions and assignments. */

static void docstring(kr_compiler *c, kr_node *node) {
    if (kr_silent(c)) return;
    kr_unit *u = c->unit;
    u->doc = node->value;
    if (u->kind == UNIT_FUNCTION) return;
    uint8_t next = u->next;
    unsigned reg = kr_temp(c);
    kr_emit_constant(c, node->value, reg);
    kr_emit_store_name(c, N___doc__, reg);
    u->next = next;
}

static void print_value(kr_compiler *c, kr_node *node) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    unsigned reg = kr_emit_any(c, node);
    kr_put_abc(c, OP_PRINT, reg, 0, 0);
    c->unit->next = next;
}

/* What was meant by an expression that another one follows. */
static void check_follower(kr_compiler *c, const kr_node *node) {
    if (kr_at(c, TOK_NEWLINE) || kr_at(c, TOK_SEMICOLON) || kr_at(c, TOK_END)) return;
    if (node->kind == NODE_NAME && (node->value == N_print || node->value == N_exec) &&
        kr_starts_expression(c)) {
        kr_node_error(c, node, "Missing parentheses in call to '%S'. Did you mean %S(...)?", node->value,
                      node->value);
    }
    kr_unexpected(c);
}

static void expression_statement(kr_compiler *c, kr_node *node, bool first) {
    check_follower(c, node);
    kr_bind(c, node);
    bool doc = first && node->kind == NODE_CONST && kr_is_str(node->value);
    if (!doc) c->begun = true;
    if (doc)
        docstring(c, node);
    else if (c->options.mode == KR_MODE_SINGLE && c->unit->outer == NULL && c->scope == KR_SCOPE_DIRECT)
        print_value(c, node);
    else
        kr_emit_drop(c, node);
}

static void assignment(kr_compiler *c, kr_node *node) {
    kr_item *targets = NULL, **tail = &targets;
    while (kr_at(c, TOK_ASSIGN)) {
        if (node->kind == NODE_YIELD && node->scope == 0)
            kr_node_error(c, node, "assignment to yield expression not possible");
        kr_check_target(c, node, TARGET_ASSIGN);
        tail = kr_item_add(c, tail, node);
        kr_lex_next(c);
        node = kr_parse_value(c);
    }
    if (kr_at(c, TOK_WALRUS)) kr_unexpected(c);
    check_follower(c, node);
    kr_bind(c, node);
    for (kr_item *item = targets; item != NULL; item = item->next) kr_bind_target(c, item->node);
    kr_emit_assign(c, targets, node);
}

static void augmented(kr_compiler *c, kr_node *target) {
    unsigned op = (unsigned)(c->lexer.token.type - TOK_ADD_ASSIGN);
    kr_check_target(c, target, TARGET_AUGMENTED);
    kr_lex_next(c);
    kr_node *value = kr_parse_value(c);
    kr_bind(c, target);
    kr_bind_target(c, target);
    kr_bind(c, value);
    kr_emit_augmented(c, target, op, value);
}

static void expression_or_assignment(kr_compiler *c, bool first) {
    kr_node *node = kr_parse_value(c);
    kr_token_type type = c->lexer.token.type;
    if (type != TOK_NEWLINE && type != TOK_SEMICOLON) c->begun = true;
    if (type == TOK_ASSIGN)
        assignment(c, node);
    else if (type >= TOK_ADD_ASSIGN && type <= TOK_MATMUL_ASSIGN)
        augmented(c, node);
    else if (type == TOK_COLON)
        annotated_statement(c, node);
    else
        expression_statement(c, node, first);
}

/* Keywords. */

static void return_statement(kr_compiler *c) {
    uint32_t offset = c->lexer.token.start;
    bool direct = c->scope == KR_SCOPE_DIRECT || c->scopes[c->scope].kind == SCOPE_CLASS;
    if (direct) kr_syntax_error(c, offset, "'return' outside function");
    kr_put_line(c, c->lexer.token.line);
    kr_lex_next(c);
    kr_node *value =
        kr_at(c, TOK_NEWLINE) || kr_at(c, TOK_SEMICOLON) || kr_at(c, TOK_END) ? NULL : kr_parse_list(c);
    if (value != NULL) {
        kr_scope *scope = &c->scopes[c->scope];
        scope->flags |= SCOPE_RETURNS_VALUE;
        if ((scope->flags & SCOPE_ASYNC) && (scope->flags & SCOPE_YIELDS))
            kr_syntax_error(c, offset, "'return' with value in async generator");
        kr_bind(c, value);
    }
    kr_return(c, value);
}

static void raise_statement(kr_compiler *c) {
    uint32_t line = c->lexer.token.line;
    kr_lex_next(c);
    kr_put_line(c, line);
    if (kr_at(c, TOK_NEWLINE) || kr_at(c, TOK_SEMICOLON) || kr_at(c, TOK_END)) {
        kr_put_abc(c, OP_RAISEAGAIN, 0, 0, 0);
        kr_end_here(c);
        return;
    }
    kr_node *exception = kr_parse_expression(c),
            *cause = kr_accept(c, TOK_FROM) ? kr_parse_expression(c) : NULL;
    kr_bind(c, exception);
    if (cause != NULL) kr_bind(c, cause);
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    unsigned reg = cause == NULL ? kr_emit_any(c, exception) : kr_emit_temp(c, exception);
    if (cause != NULL) kr_emit_temp(c, cause);
    kr_put_line(c, line);
    kr_put_abc(c, OP_RAISE, reg, cause != NULL, 0);
    kr_end_here(c);
    c->unit->next = next;
}

static void declaration(kr_compiler *c, unsigned flag) {
    uint32_t offset = c->lexer.token.start;
    do {
        kr_lex_next(c);
        kr_value name = kr_take_name(c);
        if (!c->emitting || c->scope == KR_SCOPE_DIRECT)
            kr_scope_declare(c, name, flag, offset);
        else if (flag == SYMBOL_NONLOCAL && !kr_silent(c) && kr_resolve(c, name).kind == PLACE_GLOBAL) {
            kr_syntax_error(c, offset, "no binding for nonlocal '%S' found", name);
        }
    } while (kr_at(c, TOK_COMMA));
}

static void del_statement(kr_compiler *c) {
    kr_lex_next(c);
    kr_node *target = kr_parse_list(c);
    kr_check_target(c, target, TARGET_DELETE);
    check_follower(c, target);
    kr_bind(c, target);
    kr_bind_deleted(c, target);
    kr_emit_delete(c, target);
}

static void assert_statement(kr_compiler *c) {
    kr_lex_next(c);
    kr_node *test = kr_parse_expression(c),
            *message = kr_accept(c, TOK_COMMA) ? kr_parse_expression(c) : NULL;
    kr_bind(c, test);
    if (message != NULL) kr_bind(c, message);
    if (kr_silent(c)) return;
    kr_label holds = {0};
    uint8_t next = c->unit->next;
    kr_emit_branch(c, test, true, &holds);
    unsigned reg = message == NULL ? 0 : kr_emit_any(c, message);
    kr_put_line(c, test->line);
    kr_put_abc(c, OP_ASSERT, reg, message != NULL, 0);
    kr_end_here(c);
    kr_label_set(c, &holds);
    c->unit->next = next;
}

static void leave_loop(kr_compiler *c, kr_exit exit) {
    uint32_t offset = c->lexer.token.start;
    kr_put_line(c, c->lexer.token.line);
    kr_lex_next(c);
    if (!c->emitting) return;
    kr_block *block = c->unit->blocks;
    while (block != NULL && block->kind != BLOCK_LOOP) block = block->outer;
    if (block == NULL)
        kr_syntax_error(c, offset,
                        exit == EXIT_BREAK ? "'break' outside loop" : "'continue' not properly in loop");
    kr_exit_block(c, exit, 0);
}

static void simple_statement(kr_compiler *c, bool first) {
    switch (c->lexer.token.type) {
    case TOK_PASS: kr_lex_next(c); break;
    case TOK_RETURN: return_statement(c); break;
    case TOK_RAISE: raise_statement(c); break;
    case TOK_GLOBAL: declaration(c, SYMBOL_GLOBAL); break;
    case TOK_NONLOCAL: declaration(c, SYMBOL_NONLOCAL); break;
    case TOK_DEL: del_statement(c); break;
    case TOK_ASSERT: assert_statement(c); break;
    case TOK_BREAK: leave_loop(c, EXIT_BREAK); break;
    case TOK_CONTINUE: leave_loop(c, EXIT_CONTINUE); break;
    case TOK_IMPORT: kr_import_statement(c); break;
    case TOK_FROM: kr_from_statement(c); return;
    default: expression_or_assignment(c, first); return;
    }
    c->begun = true;
}

static void simple_line(kr_compiler *c, bool first) {
    for (;;) {
        kr_arena_mark mark = kr_arena_now(c);
        simple_statement(c, first);
        kr_arena_release(c, mark);
        first = false;
        if (!kr_accept(c, TOK_SEMICOLON)) break;
        if (kr_at(c, TOK_NEWLINE) || kr_at(c, TOK_END)) break;
    }
    kr_end_of_line(c);
}

void kr_simple_line(kr_compiler *c) {
    bool first = c->docstring;
    c->docstring = false;
    simple_line(c, first);
}

bool kr_statement(kr_compiler *c) {
    kr_check_native_stack(c->vm);
    kr_poll(c->vm);
    bool direct = c->emitting && c->scope == KR_SCOPE_DIRECT, first = c->docstring;
    uint32_t scopes = c->scope_count, symbols = c->symbol_count, next_scope = c->next_scope;
    kr_arena_mark mark = kr_arena_now(c);
    c->docstring = false;
    if (kr_at(c, TOK_INDENT)) kr_indentation_error(c, c->lexer.token.start - 1, "unexpected indent");
    bool compound = kr_compound_statement(c);
    if (compound)
        c->begun = true;
    else
        simple_line(c, first);
    kr_arena_release(c, mark);
    if (direct) {
        c->scope_count = scopes;
        c->symbol_count = symbols;
        c->next_scope = next_scope;
    }
    return compound;
}

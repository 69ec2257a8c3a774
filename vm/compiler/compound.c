/* Blocks, conditions and loops. */
#include "compiler/compiler.h"

static void block_lines(kr_compiler *c, const char *what, uint32_t line) {
    kr_lex_next(c);
    if (!kr_at(c, TOK_INDENT))
        kr_indentation_error(c, c->lexer.token.start, "expected an indented block after %s on line %u", what,
                             (unsigned)line);
    kr_lex_next(c);
    while (!kr_at(c, TOK_DEDENT) && !kr_at(c, TOK_END)) kr_statement(c);
    c->docstring = false;
    kr_accept(c, TOK_DEDENT);
}

void kr_block_of(kr_compiler *c, const char *what, uint32_t line) {
    kr_expect(c, TOK_COLON);
    kr_scope_block_begin(c);
    if (kr_at(c, TOK_NEWLINE)) {
        block_lines(c, what, line);
    } else {
        if (kr_at(c, TOK_END)) kr_syntax_error(c, c->lexer.token.start, "invalid syntax");
        kr_simple_line(c);
    }
    kr_scope_block_end(c);
}

void kr_block_push(kr_compiler *c, kr_block *block, kr_block_kind kind) {
    if (!c->emitting) return;
    block->kind = kind;
    block->outer = c->unit->blocks;
    c->unit->blocks = block;
}

void kr_block_pop(kr_compiler *c) {
    if (c->emitting) c->unit->blocks = c->unit->blocks->outer;
}

void kr_loop_enter(kr_compiler *c, kr_label *next, kr_label *body) {
    bool dead = kr_silent(c);
    kr_jump(c, next);
    kr_label_set(c, body);
    if (!dead) c->unit->ended = false;
}

static void if_statement(kr_compiler *c) {
    kr_label end = {0};
    do {
        uint32_t line = c->lexer.token.line;
        const char *what = kr_at(c, TOK_IF) ? "'if' statement" : "'elif' statement";
        kr_lex_next(c);
        kr_arena_mark mark = kr_arena_now(c);
        kr_label otherwise = {0};
        kr_node *test = kr_parse_named(c);
        kr_bind(c, test);
        kr_emit_branch(c, test, false, &otherwise);
        kr_arena_release(c, mark);
        kr_block_of(c, what, line);
        if (kr_at(c, TOK_ELIF) || kr_at(c, TOK_ELSE)) kr_jump(c, &end);
        kr_label_set(c, &otherwise);
    } while (kr_at(c, TOK_ELIF));
    uint32_t line = c->lexer.token.line;
    if (kr_accept(c, TOK_ELSE)) kr_block_of(c, "'else' statement", line);
    kr_label_set(c, &end);
}

/* The else clause of a loop, and the place where `break` goes. */
static void end_loop(kr_compiler *c, kr_label *end) {
    kr_block_pop(c);
    uint32_t line = c->lexer.token.line;
    if (kr_accept(c, TOK_ELSE)) kr_block_of(c, "'else' statement", line);
    kr_label_set(c, end);
}

static void while_statement(kr_compiler *c) {
    uint32_t line = c->lexer.token.line;
    kr_label body = {0}, next = {0}, end = {0};
    kr_block loop = {.break_label = &end, .next_label = &next};
    kr_lex_next(c);
    kr_node *test = kr_parse_named(c);
    kr_bind(c, test);
    bool constant = test->kind == NODE_CONST, endless = constant && kr_constant_truth(c, test->value);
    if (endless)
        kr_label_set(c, &next);
    else if (constant)
        kr_jump(c, &next);
    else
        kr_loop_enter(c, &next, &body);
    kr_block_push(c, &loop, BLOCK_LOOP);
    kr_block_of(c, "'while' statement", line);
    if (endless) {
        kr_put_line(c, line);
        kr_jump(c, &next);
    } else {
        kr_label_set(c, &next);
        if (!constant) kr_emit_branch(c, test, true, &body);
    }
    end_loop(c, &end);
}

/* The header of a `for`: its trees are forgotten before the body. */
typedef struct for_loop {
    kr_label body, next, end;
    kr_watch watch; /* async: of StopAsyncIteration */
    unsigned state, variable;
    uint32_t line;
} for_loop;

static void for_header(kr_compiler *c, for_loop *loop, kr_node *target, kr_node *iterable) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    unsigned reg = kr_emit_iterable(c, iterable);
    c->unit->next = next;
    loop->state = kr_temps(c, 3);
    kr_put_line(c, loop->line);
    kr_put_abc(c, OP_ITER, loop->state, reg, 0);
    bool direct = kr_emit_is_register(c, target, &loop->variable);
    if (!direct) loop->variable = kr_temp(c);
    kr_loop_enter(c, &loop->next, &loop->body);
    if (!direct) kr_emit_store(c, target, loop->variable);
}

static void async_header(kr_compiler *c, for_loop *loop, kr_node *target, kr_node *iterable) {
    if (kr_silent(c)) return;
    loop->state = kr_temps(c, 2);
    kr_emit_to(c, iterable, loop->state);
    kr_put_line(c, loop->line);
    kr_put_abc(c, OP_AITER, loop->state, loop->state, 0);
    kr_label_set(c, &loop->next);
    kr_emit_anext(c, loop->state, loop->state + 1, &loop->watch);
    kr_emit_store(c, target, loop->state + 1);
}

static void for_statement(kr_compiler *c, bool async, uint32_t offset) {
    for_loop loop = {.line = c->lexer.token.line};
    kr_block block = {.break_label = &loop.end, .next_label = &loop.next};
    kr_arena_mark mark = kr_arena_now(c);
    kr_node at = {.offset = offset};
    kr_lex_next(c);
    kr_node *target = kr_parse_targets(c);
    if (!kr_at(c, TOK_IN)) kr_unexpected(c);
    kr_lex_next(c);
    kr_node *iterable = kr_parse_list(c);
    if (async) kr_bind_await(c, &at, "'async for'");
    kr_bind(c, iterable);
    kr_bind_target(c, target);
    uint8_t next = c->unit->next;
    if (async)
        async_header(c, &loop, target, iterable);
    else
        for_header(c, &loop, target, iterable);
    kr_scope_assigned(c, target, 1);
    kr_arena_release(c, mark);
    kr_block_push(c, &block, BLOCK_LOOP);
    kr_block_of(c, "'for' statement", loop.line);
    if (async) {
        kr_jump(c, &loop.next);
        kr_emit_stop_async(c, &loop.watch);
    } else {
        kr_label_set(c, &loop.next);
        kr_put_line(c, loop.line);
        kr_for_jump(c, loop.state, loop.variable, &loop.body);
    }
    if (c->emitting) c->unit->next = next;
    end_loop(c, &loop.end);
}

static void async_statement(kr_compiler *c) {
    uint32_t line = c->lexer.token.line, offset = c->lexer.token.start;
    kr_lex_next(c);
    if (kr_at(c, TOK_DEF))
        kr_define_function(c, true, NULL, line);
    else if (kr_at(c, TOK_FOR))
        for_statement(c, true, offset);
    else if (kr_at(c, TOK_WITH))
        kr_with_statement(c, true, offset);
    else
        kr_unexpected(c);
}

bool kr_compound_statement(kr_compiler *c) {
    kr_put_line(c, c->lexer.token.line);
    switch (c->lexer.token.type) {
    case TOK_IF: if_statement(c); return true;
    case TOK_WHILE: while_statement(c); return true;
    case TOK_FOR: for_statement(c, false, 0); return true;
    case TOK_TRY: kr_try_statement(c); return true;
    case TOK_WITH: kr_with_statement(c, false, 0); return true;
    case TOK_DEF: kr_define_function(c, false, NULL, c->lexer.token.line); return true;
    case TOK_CLASS: kr_define_class(c, NULL, c->lexer.token.line); return true;
    case TOK_MATMUL: kr_decorated(c); return true;
    case TOK_ASYNC: async_statement(c); return true;
    case TOK_NAME:
        if (c->lexer.token.name != N_match || !kr_lex_line_ends_with_colon(c)) return false;
        kr_match_statement(c);
        return true;
    default: return false;
    }
}

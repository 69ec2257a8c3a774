/* Exceptions, context managers, and every way out of a block.
 *
 * A finally clause is compiled once. Register `base` tells why it runs: an exception (which HANDLE put
 * there), or one of the immediate values below; `base + 1` carries the value of a return. Behind the clause a
 * dispatch goes on accordingly. While a handler or a finally clause runs, the exception is "being handled";
 * whatever leaves it, also a further exception, gives back what was handled before. */
#include "compiler/compiler.h"

static const kr_value exit_codes[EXIT_COUNT] = {KR_NONE, KR_TRUE, KR_ELLIPSIS, KR_NOT_IMPLEMENTED};

/* Ends a finally clause's handling, when it runs because of an exception. */
static void end_finally_handling(kr_compiler *c, unsigned base, unsigned exits) {
    kr_label skip = {0};
    for (unsigned exit = 0; exit < EXIT_COUNT; exit++) {
        if (exit == EXIT_NORMAL || (exits >> exit & 1))
            kr_test_jump(c, OP_ISVJ, base, (unsigned)exit_codes[exit], true, &skip);
    }
    kr_put_abc(c, OP_HANDLED, base, 0, 0);
    kr_label_set(c, &skip);
}

/* `except … as name` ends: the name is gone, also when the block deleted it before. */
static void unbind(kr_compiler *c, kr_value name) {
    if (kr_silent(c)) return;
    kr_place place = kr_resolve(c, name);
    if (place.kind == PLACE_LOCAL) {
        kr_put_ax(c, OP_LOADV, place.index, (unsigned)KR_UNBOUND);
        return;
    }
    uint8_t next = c->unit->next;
    unsigned reg = kr_temp(c);
    kr_emit_constant(c, KR_NONE, reg);
    kr_emit_store_name(c, name, reg);
    kr_emit_delete_name(c, name);
    c->unit->next = next;
}

/* Calls the exit method in R[base] for a way out without an exception. */
static void call_exit(kr_compiler *c, unsigned base, bool async) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    unsigned reg = kr_temps(c, 4);
    kr_emit_move(c, reg, base);
    for (unsigned i = 1; i < 4; i++) kr_emit_constant(c, KR_NONE, reg + i);
    kr_put_abc(c, OP_CALL, reg, 3, 0);
    if (async) kr_emit_await(c, reg);
    c->unit->next = next;
}

/* Takes one block's leave; true when the block sees to the rest. */
static bool leave(kr_compiler *c, kr_block *block, kr_exit exit, unsigned value) {
    switch (block->kind) {
    case BLOCK_LOOP:
        if (exit == EXIT_RETURN) return false;
        kr_jump(c, exit == EXIT_BREAK ? block->break_label : block->next_label);
        return true;
    case BLOCK_TRY:
        if (!kr_silent(c)) block->exits |= 1u << exit;
        if (exit == EXIT_RETURN) kr_emit_move(c, block->base + 1, value);
        kr_emit_constant(c, exit_codes[exit], block->base);
        kr_jump(c, block->break_label);
        return true;
    case BLOCK_GUARDED: return false;
    case BLOCK_FINALLY: end_finally_handling(c, block->base, block->exits); return false;
    case BLOCK_NAME: unbind(c, block->name); return false;
    case BLOCK_HANDLER: kr_put_abc(c, OP_HANDLED, block->base, 0, 0); return false;
    case BLOCK_WITH:
    case BLOCK_ASYNC_WITH: call_exit(c, block->base, block->kind == BLOCK_ASYNC_WITH); return false;
    }
    return false;
}

/* Whether the way out runs code that may raise; where it is but a jump, nobody's watch is interrupted. */
static bool may_raise(const kr_block *block, kr_exit exit) {
    while (block != NULL &&
           (block->kind == BLOCK_GUARDED || (block->kind == BLOCK_LOOP && exit == EXIT_RETURN)))
        block = block->outer;
    return block != NULL && block->kind != BLOCK_LOOP && block->kind != BLOCK_TRY;
}

void kr_exit_block(kr_compiler *c, kr_exit exit, unsigned value) {
    if (kr_silent(c)) return;
    kr_block *block = c->unit->blocks;
    bool done = false, pause = may_raise(block, exit);
    for (; block != NULL && !done; block = block->outer) {
        if (pause && block->watch != NULL && block->kind != BLOCK_TRY) kr_watch_pause(c, block->watch);
        done = leave(c, block, exit, value);
    }
    if (!done) kr_put_abc(c, OP_RETURN, value, 0, 0);
    kr_end_here(c);
    for (kr_block *left = c->unit->blocks; left != block; left = left->outer) {
        if (left->watch != NULL && !left->watch->open) kr_watch_begin(c, left->watch);
    }
}

void kr_return(kr_compiler *c, kr_node *value) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    bool immediate = value == NULL || (value->kind == NODE_CONST && (value->value & 7) == 6);
    kr_block *block = c->unit->blocks;
    while (block != NULL && (block->kind == BLOCK_LOOP || block->kind == BLOCK_GUARDED)) block = block->outer;
    if (block == NULL && immediate) {
        kr_put_ax(c, OP_RETURNV, 0, (unsigned)(value == NULL ? KR_NONE : value->value));
    } else if (block == NULL) {
        kr_put_abc(c, OP_RETURN, kr_emit_any(c, value), 0, 0);
    } else {
        unsigned reg = kr_temp(c);
        if (value == NULL)
            kr_emit_constant(c, KR_NONE, reg);
        else
            kr_emit_to(c, value, reg);
        kr_exit_block(c, EXIT_RETURN, reg);
    }
    kr_end_here(c);
    c->unit->next = next;
}

/* A handler that gives back what was handled before R[base] and goes on raising what came now. */
static void cleanup(kr_compiler *c, kr_watch *watch, unsigned base) {
    if (!kr_watch_handler(c, watch)) return;
    uint8_t next = c->unit->next;
    unsigned reg = kr_temps(c, 2);
    kr_put_abc(c, OP_HANDLE, reg, 0, 0);
    kr_put_abc(c, OP_HANDLED, base, 0, 0);
    kr_put_abc(c, OP_RERAISE, reg, 0, 0);
    kr_end_here(c);
    c->unit->next = next;
}

/* try … except */

/* The body of a clause with a name, which is unbound on every way out. */
static void named_clause(kr_compiler *c, kr_value name, unsigned base, uint32_t line) {
    kr_watch watch = {0};
    kr_block block = {.name = name, .watch = &watch};
    kr_emit_store_name(c, name, base);
    kr_block_push(c, &block, BLOCK_NAME);
    kr_watch_begin(c, &watch);
    kr_block_of(c, "'except' statement", line);
    kr_watch_pause(c, &watch);
    kr_block_pop(c);
    kr_label end = {0};
    unbind(c, name);
    kr_jump(c, &end);
    if (kr_watch_handler(c, &watch)) {
        uint8_t next = c->unit->next;
        unsigned reg = kr_temps(c, 2);
        kr_put_abc(c, OP_HANDLE, reg, 0, 0);
        unbind(c, name);
        kr_put_abc(c, OP_RERAISE, reg, 0, 0);
        kr_end_here(c);
        c->unit->next = next;
    }
    kr_label_set(c, &end);
}

/* One except clause; false when it was a bare one. */
static bool except_clause(kr_compiler *c, unsigned base, kr_watch *watch, kr_label *end) {
    uint32_t line = c->lexer.token.line;
    kr_label next = {0};
    kr_node *type = NULL;
    kr_value name = 0;
    kr_arena_mark mark = kr_arena_now(c);
    kr_put_line(c, line);
    kr_lex_next(c);
    if (!kr_at(c, TOK_COLON)) {
        type = kr_parse_expression(c);
        if (kr_at(c, TOK_COMMA)) kr_node_error(c, type, "multiple exception types must be parenthesized");
        kr_bind(c, type);
        if (kr_accept(c, TOK_AS)) {
            kr_node *target = kr_parse_name(c);
            name = target->value;
            kr_bind_deleted(c, target);
        }
        if (!kr_silent(c)) {
            uint8_t saved = c->unit->next;
            unsigned reg = kr_emit_any(c, type);
            kr_put_line(c, line);
            kr_test_jump(c, OP_MATCHJ, base, reg, false, &next);
            c->unit->next = saved;
        }
    }
    if (name == 0) kr_arena_release(c, mark);
    if (name != 0)
        named_clause(c, name, base, line);
    else
        kr_block_of(c, "'except' statement", line);
    kr_watch_pause(c, watch);
    kr_put_abc(c, OP_HANDLED, base, 0, 0);
    kr_jump(c, end);
    kr_watch_begin(c, watch);
    kr_label_set(c, &next);
    return type != NULL;
}

static void except_clauses(kr_compiler *c, unsigned base, kr_watch *body, kr_label *end) {
    kr_watch watch = {0};
    kr_block block = {.base = base, .watch = &watch};
    if (kr_watch_handler(c, body)) kr_put_abc(c, OP_HANDLE, base, 0, 0);
    kr_watch_begin(c, &watch);
    kr_block_push(c, &block, BLOCK_HANDLER);
    bool open = true; /* no bare clause yet */
    for (uint32_t offset = 0; kr_at(c, TOK_EXCEPT);) {
        if (!open) kr_syntax_error(c, offset, "default 'except:' must be last");
        offset = c->lexer.token.start;
        open = except_clause(c, base, &watch, end);
    }
    kr_block_pop(c);
    kr_watch_pause(c, &watch);
    if (open) {
        kr_put_abc(c, OP_HANDLED, base, 0, 0);
        kr_put_abc(c, OP_RERAISE, base, 0, 0);
    }
    kr_end_here(c);
    cleanup(c, &watch, base);
}

/* The statement but its finally clause. */
static void guarded(kr_compiler *c, unsigned shape, uint32_t line) {
    kr_label otherwise = {0}, end = {0};
    kr_watch watch = {0};
    uint8_t next = c->unit->next;
    unsigned base = shape & TRY_EXCEPT ? kr_temps(c, 2) : 0;
    kr_block block = {.watch = shape & TRY_EXCEPT ? &watch : NULL};
    kr_block_push(c, &block, BLOCK_GUARDED);
    if (shape & TRY_EXCEPT) kr_watch_begin(c, &watch);
    kr_block_of(c, "'try' statement", line);
    kr_watch_pause(c, &watch);
    kr_block_pop(c);
    if (kr_at(c, TOK_EXCEPT)) {
        kr_jump(c, &otherwise);
        except_clauses(c, base, &watch, &end);
        kr_label_set(c, &otherwise);
        uint32_t else_line = c->lexer.token.line;
        if (kr_accept(c, TOK_ELSE)) kr_block_of(c, "'else' statement", else_line);
        kr_label_set(c, &end);
    } else if (!kr_at(c, TOK_FINALLY)) {
        kr_syntax_error(c, c->lexer.token.start, "expected 'except' or 'finally' block");
    }
    if (c->emitting) c->unit->next = next;
}

/* Behind a finally clause: on with what it interrupted. */
static void dispatch(kr_compiler *c, unsigned base, unsigned exits, kr_label *end) {
    kr_test_jump(c, OP_ISVJ, base, (unsigned)exit_codes[EXIT_NORMAL], true, end);
    for (unsigned exit = EXIT_RETURN; exit < EXIT_COUNT; exit++) {
        if (!(exits >> exit & 1)) continue;
        kr_label skip = {0};
        kr_test_jump(c, OP_ISVJ, base, (unsigned)exit_codes[exit], false, &skip);
        kr_exit_block(c, (kr_exit)exit, base + 1);
        kr_label_set(c, &skip);
    }
    kr_put_abc(c, OP_HANDLED, base, 0, 0);
    kr_put_abc(c, OP_RERAISE, base, 0, 0);
    kr_end_here(c);
}

static void finally_clause(kr_compiler *c, kr_block *tried, kr_watch *body) {
    uint32_t line = c->lexer.token.line;
    unsigned base = tried->base;
    kr_label end = {0};
    kr_watch watch = {0};
    kr_block block = {.base = base, .exits = tried->exits, .watch = &watch};
    kr_watch_pause(c, body);
    kr_put_line(c, line);
    kr_emit_constant(c, KR_NONE, base);
    kr_jump(c, tried->break_label);
    if (kr_watch_handler(c, body)) kr_put_abc(c, OP_HANDLE, base, 0, 0);
    kr_label_set(c, tried->break_label);
    kr_lex_next(c);
    kr_block_push(c, &block, BLOCK_FINALLY);
    kr_watch_begin(c, &watch);
    kr_block_of(c, "'finally' statement", line);
    kr_watch_pause(c, &watch);
    kr_block_pop(c);
    if (!kr_silent(c)) dispatch(c, base, tried->exits, &end);
    if (kr_watch_handler(c, &watch)) {
        unsigned reg = kr_temps(c, 2);
        kr_put_abc(c, OP_HANDLE, reg, 0, 0);
        kr_put_abc(c, OP_HANDLED, reg, 0, 0);
        end_finally_handling(c, base, tried->exits);
        kr_put_abc(c, OP_RERAISE, reg, 0, 0);
        kr_end_here(c);
    }
    kr_label_set(c, &end);
}

void kr_try_statement(kr_compiler *c) {
    uint32_t line = c->lexer.token.line;
    uint8_t next = c->unit->next;
    unsigned shape = c->emitting ? kr_lex_try_shape(c) : 0;
    kr_label entry = {0};
    kr_watch watch = {0};
    kr_block block = {.break_label = &entry, .watch = &watch};
    kr_lex_next(c);
    if (shape & TRY_FINALLY) {
        block.base = kr_temps(c, 2);
        kr_block_push(c, &block, BLOCK_TRY);
        kr_watch_begin(c, &watch);
    }
    guarded(c, shape, line);
    if (shape & TRY_FINALLY) kr_block_pop(c);
    if (kr_at(c, TOK_FINALLY)) finally_clause(c, &block, &watch);
    if (c->emitting) c->unit->next = next;
}

/* with */

typedef struct with_items {
    kr_bracket *bracket; /* of the parenthesized form, or NULL */
    uint32_t line;
    bool async;
} with_items;

/* The manager's methods into registers, the call of enter, the target. */
static void enter(kr_compiler *c, with_items *with, kr_node *manager, kr_node *target, kr_block *block) {
    if (kr_silent(c)) return;
    bool async = with->async;
    unsigned base = block->base = kr_temps(c, 2);
    kr_emit_to(c, manager, base + 1);
    kr_temp(c);
    kr_put_line(c, manager->line);
    kr_put_abc(c, OP_GETSPECIAL, base + 2, base + 1,
               kr_needed_constant(c, async ? N___aenter__ : N___enter__));
    kr_put_abc(c, OP_GETSPECIAL, base, base + 1, kr_needed_constant(c, async ? N___aexit__ : N___exit__));
    kr_put_abc(c, OP_CALL, base + 2, 0, 0);
    if (async) kr_emit_await(c, base + 2);
    kr_watch_begin(c, block->watch);
    if (target != NULL) kr_emit_store(c, target, base + 2);
    c->unit->next = (uint8_t)(base + 1);
}

/* The handler: asks the exit method whether the exception is done with. */
static void exit_handler(kr_compiler *c, kr_block *block, uint32_t line, kr_label *end) {
    if (!kr_watch_handler(c, block->watch)) return;
    bool async = block->kind == BLOCK_ASYNC_WITH;
    unsigned base = block->base, exception = base + 1;
    uint8_t next = c->unit->next;
    kr_watch watch = {0};
    kr_put_line(c, line);
    exception = kr_temps(c, 2);
    kr_put_abc(c, OP_HANDLE, exception, 0, 0);
    kr_watch_begin(c, &watch);
    unsigned answer = base;
    if (async) {
        answer = kr_temps(c, 4);
        kr_emit_move(c, answer, base);
        kr_emit_get_attribute(c, answer + 1, exception, N___class__);
        kr_emit_move(c, answer + 2, exception);
        kr_emit_get_attribute(c, answer + 3, exception, N___traceback__);
        kr_put_abc(c, OP_CALL, answer, 3, 0);
        kr_emit_await(c, answer);
    } else {
        kr_put_abc(c, OP_INTRINSIC, base, KR_INTRINSIC_EXIT_CALL, 2);
    }
    kr_label stop = {0};
    kr_jump_if(c, answer, true, &stop);
    kr_watch_pause(c, &watch);
    kr_put_abc(c, OP_HANDLED, exception, 0, 0);
    kr_put_abc(c, OP_RERAISE, exception, 0, 0);
    kr_end_here(c);
    kr_label_set(c, &stop);
    kr_put_abc(c, OP_HANDLED, exception, 0, 0);
    kr_jump(c, end);
    cleanup(c, &watch, exception);
    c->unit->next = next;
}

static void with_item(kr_compiler *c, with_items *with) {
    kr_check_native_stack(c->vm);
    uint8_t next = c->unit->next;
    kr_watch watch = {0};
    kr_label end = {0};
    kr_block block = {.watch = &watch};
    kr_arena_mark mark = kr_arena_now(c);
    kr_node *manager = kr_parse_expression(c), *target = NULL;
    uint32_t line = manager->line;
    if (kr_accept(c, TOK_AS)) {
        target = kr_parse_primary(c);
        kr_check_target(c, target, TARGET_NESTED);
    }
    kr_bind(c, manager);
    if (target != NULL) kr_bind_target(c, target);
    enter(c, with, manager, target, &block);
    if (target != NULL) kr_scope_assigned(c, target, 1);
    kr_arena_release(c, mark);
    kr_block_push(c, &block, with->async ? BLOCK_ASYNC_WITH : BLOCK_WITH);
    if (kr_accept(c, TOK_COMMA) && !(with->bracket != NULL && kr_at(c, TOK_RPAREN))) {
        with_item(c, with);
    } else {
        if (with->bracket != NULL) kr_bracket_close(c, with->bracket, TOK_RPAREN);
        kr_block_of(c, "'with' statement", with->line);
    }
    kr_block_pop(c);
    kr_watch_pause(c, &watch);
    kr_put_line(c, line);
    call_exit(c, block.base, with->async);
    kr_jump(c, &end);
    exit_handler(c, &block, line, &end);
    kr_label_set(c, &end);
    if (c->emitting) c->unit->next = next;
}

void kr_with_statement(kr_compiler *c, bool async, uint32_t offset) {
    kr_bracket bracket;
    with_items with = {.line = c->lexer.token.line, .async = async};
    kr_node at = {.offset = offset};
    if (async) kr_bind_await(c, &at, "'async with'");
    kr_lex_next(c);
    if (kr_at(c, TOK_LPAREN) && kr_lex_parenthesized_items(c)) {
        with.bracket = &bracket;
        kr_bracket_open(c, &bracket);
    }
    with_item(c, &with);
}

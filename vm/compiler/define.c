/* Functions and classes.
 *
 * A function in a direct body is read twice: the lexer is copied at its parameters, the first reading binds
 * names, then the lexer goes back and the second one emits. Functions inside it are bound by its own first
 * reading. */
#include "compiler/compiler.h"

/* Parameters and the annotation of the result, or NULL; the current token is the '('. */
static kr_item *header(kr_compiler *c, kr_node **result) {
    kr_bracket bracket;
    if (!kr_at(c, TOK_LPAREN)) kr_syntax_error(c, c->lexer.token.start, "expected '('");
    kr_bracket_open(c, &bracket);
    kr_item *parameters = kr_parse_parameters(c, TOK_RPAREN);
    kr_bracket_close(c, &bracket, TOK_RPAREN);
    *result = kr_accept(c, TOK_ARROW) ? kr_parse_annotation(c, false) : NULL;
    kr_bind_defaults(c, parameters);
    kr_bind_annotations(c, parameters, *result);
    return parameters;
}

/* The first reading. */
static void bind_function(kr_compiler *c, unsigned number, bool async, uint32_t line) {
    kr_arena_mark mark = kr_arena_now(c);
    bool emitting = c->emitting;
    c->emitting = false;
    kr_node *result;
    kr_item *parameters = header(c, &result);
    kr_scope_open(c, number, SCOPE_FUNCTION, async ? SCOPE_ASYNC : 0);
    kr_bind_parameters(c, parameters);
    kr_arena_release(c, mark);
    c->docstring = true;
    kr_block_of(c, "function definition", line);
    kr_scope_close(c);
    c->emitting = emitting;
}

/* The second reading: the function in a new temporary. */
static unsigned emit_function(kr_compiler *c, kr_value name, unsigned number, uint32_t def_line,
                              uint32_t line) {
    kr_arena_mark mark = kr_arena_now(c);
    kr_node *result;
    kr_item *parameters = header(c, &result);
    unsigned base = kr_temps(c, 2);
    kr_emit_defaults(c, parameters, base);
    bool annotated = kr_emit_annotations(c, parameters, result);
    uint16_t scope = c->scope;
    kr_unit_begin(c, UNIT_FUNCTION, name, number, line);
    kr_unit_parameters(c, parameters);
    kr_arena_release(c, mark);
    c->docstring = true;
    kr_block_of(c, "function definition", def_line);
    kr_code *code = kr_unit_end(c);
    c->scope = scope;
    kr_put_line(c, def_line);
    kr_emit_function(c, code, base);
    if (annotated) kr_put_abc(c, OP_INTRINSIC, base, KR_INTRINSIC_ANNOTATE_FUNCTION, 3);
    return base;
}

/* Calls the decorators below R[base], the innermost first, and stores the result. */
static void decorate_and_store(kr_compiler *c, kr_value name, unsigned base, const kr_item *decorators) {
    if (kr_silent(c)) return;
    for (; decorators != NULL; decorators = decorators->next) {
        kr_put_line(c, decorators->node->line);
        kr_put_abc(c, OP_CALL, --base, 1, 0);
    }
    kr_emit_store_name(c, name, base);
    kr_scope_assigned(c, &(kr_node){.kind = NODE_NAME, .value = name}, 0);
}

void kr_define_function(kr_compiler *c, bool async, const kr_item *decorators, uint32_t line) {
    uint8_t next = c->unit->next;
    uint32_t def_line = c->lexer.token.line;
    kr_node at = {.kind = NODE_NAME};
    kr_lex_next(c);
    at.offset = c->lexer.token.start;
    kr_value plain = c->lexer.token.name, name = at.value = kr_take_name(c); /* a private name is mangled */
    kr_bind_target(c, &at);
    unsigned number = c->next_scope++;
    if (!c->emitting) {
        bind_function(c, number, async, def_line);
        return;
    }
    if (c->scope == KR_SCOPE_DIRECT) {
        kr_lexer saved = c->lexer;
        bind_function(c, number, async, def_line);
        c->lexer = saved;
        c->next_scope = number + 1;
    }
    unsigned base = emit_function(c, plain, number, def_line, line);
    decorate_and_store(c, name, base, decorators);
    c->unit->next = next;
}

/* Classes. */

/* The bases and keywords; the call node carries them. */
static kr_node *class_arguments(kr_compiler *c) {
    kr_node *call = kr_node_new(c, NODE_CALL, 3);
    if (kr_at(c, TOK_LPAREN)) kr_parse_arguments(c, call);
    return call;
}

static void bind_arguments(kr_compiler *c, kr_node *call) {
    for (kr_item *item = call->arguments; item != NULL; item = item->next) kr_bind(c, item->node);
    for (kr_item *item = call->keywords; item != NULL; item = item->next) kr_bind(c, item->node);
}

static void emit_arguments(kr_compiler *c, kr_node *call, unsigned base) {
    if (kr_silent(c)) return;
    kr_node bases = {.kind = NODE_TUPLE, .line = call->line, .items = call->arguments};
    if (call->arguments == NULL)
        kr_emit_constant(c, kr_tuple_new(c->vm, 0, NULL), base + 2);
    else
        kr_emit_to(c, &bases, base + 2);
    if (call->keywords == NULL)
        kr_emit_constant(c, KR_NONE, base + 3);
    else
        kr_emit_keywords(c, call->keywords, base + 3);
}

/* What CPython puts into the namespace first. */
static void class_prologue(kr_compiler *c) {
    kr_unit *u = c->unit;
    u->flags |= KR_CODE_NAMESPACE;
    u->positional = u->parameters = 1;
    u->locals = 2;
    kr_temps(c, 2);
    kr_put(c, KR_S(OP_JMP, 0)); /* becomes NEWCELL when a method needs __class__ */
    unsigned reg = kr_temp(c);
    kr_put_ax(c, OP_GETG, reg, kr_namespace_slot(c->vm, c->globals, N___name__));
    kr_put_ax(c, OP_SETN, reg, kr_constant(c, N___module__, KR_K_LONG));
    kr_emit_constant(c, kr_unit_qualified_name(c, u), reg);
    kr_put_ax(c, OP_SETN, reg, kr_constant(c, N___qualname__, KR_K_LONG));
    u->next = 2;
}

static void class_epilogue(kr_compiler *c) {
    kr_unit *u = c->unit;
    if (u->slots != 0) {
        unsigned reg = kr_temp(c);
        kr_emit_constant(c, kr_tuple_of(c->vm, u->slots), reg);
        kr_put_ax(c, OP_SETN, reg, kr_constant(c, N___static_attributes__, KR_K_LONG));
        u->next = 2;
    }
    if (!u->class_cell) return;
    u->words[0] = KR_ABC(OP_NEWCELL, 1, 0, 0);
    u->flags |= KR_CODE_METHOD_CLASS;
    kr_put_abc(c, OP_RETURN, 1, 0, 0);
    kr_end_here(c);
}

static void class_block(kr_compiler *c, kr_value name, uint32_t line) {
    kr_value private_name = c->private_name;
    c->private_name = name;
    c->docstring = true;
    kr_block_of(c, "class definition", line);
    c->private_name = private_name;
}

static kr_code *class_code(kr_compiler *c, kr_value name, unsigned number, uint32_t class_line,
                           uint32_t line) {
    uint16_t scope = c->scope;
    kr_unit_begin(c, UNIT_CLASS, name, scope == KR_SCOPE_DIRECT ? KR_SCOPE_DIRECT : number, line);
    class_prologue(c);
    class_block(c, name, class_line);
    class_epilogue(c);
    kr_code *code = kr_unit_end(c);
    c->scope = scope;
    return code;
}

void kr_define_class(kr_compiler *c, const kr_item *decorators, uint32_t line) {
    uint8_t next = c->unit->next;
    uint32_t class_line = c->lexer.token.line;
    kr_node at = {.kind = NODE_NAME};
    kr_lex_next(c);
    at.offset = c->lexer.token.start;
    kr_value plain = c->lexer.token.name, name = at.value = kr_take_name(c);
    kr_arena_mark mark = kr_arena_now(c);
    unsigned number = c->next_scope++;
    kr_bind_target(c, &at);
    kr_node *call = class_arguments(c);
    bind_arguments(c, call);
    if (!c->emitting) {
        kr_scope_open(c, number, SCOPE_CLASS, 0);
        class_block(c, plain, class_line);
        kr_scope_close(c);
        return;
    }
    unsigned base = kr_temps(c, 4);
    emit_arguments(c, call, base);
    kr_arena_release(c, mark);
    kr_code *code = class_code(c, plain, number, class_line, line);
    kr_put_line(c, class_line);
    kr_emit_constant(c, KR_NONE, base);
    kr_emit_constant(c, KR_NONE, base + 1);
    kr_emit_function(c, code, base);
    kr_emit_constant(c, plain, base + 1);
    kr_put_abc(c, OP_INTRINSIC, base, KR_INTRINSIC_BUILD_CLASS, 4);
    decorate_and_store(c, name, base, decorators);
    c->unit->next = next;
}

void kr_decorated(kr_compiler *c) {
    uint32_t line = c->lexer.token.line;
    uint8_t next = c->unit->next;
    kr_item *lines = NULL; /* of the decorators, the innermost first */
    while (kr_accept(c, TOK_MATMUL)) {
        kr_arena_mark mark = kr_arena_now(c);
        kr_node *decorator = kr_parse_named(c), like = {.line = decorator->line};
        kr_bind(c, decorator);
        kr_emit_temp(c, decorator);
        kr_arena_release(c, mark);
        kr_item *before = lines;
        kr_item_add(c, &lines, kr_node_at(c, NODE_CONST, 0, &like));
        lines->next = before;
        kr_end_of_line(c);
    }
    bool async = kr_accept(c, TOK_ASYNC);
    if (kr_at(c, TOK_DEF))
        kr_define_function(c, async, lines, line);
    else if (kr_at(c, TOK_CLASS) && !async)
        kr_define_class(c, lines, line);
    else
        kr_unexpected(c);
    if (c->emitting) c->unit->next = next;
}

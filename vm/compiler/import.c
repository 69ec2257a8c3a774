/* Import statements. */
#include "compiler/compiler.h"

/* A dotted name as one interned str; `*first` gets its first part. */
static kr_value dotted_name(kr_compiler *c, kr_value *first) {
    kr_value name = *first = kr_take_name(c);
    if (!kr_at(c, TOK_DOT)) return name;
    kr_writer w;
    kr_writer_init(c->vm, &w);
    kr_write_value(&w, name, true);
    while (kr_accept(c, TOK_DOT)) {
        kr_write_char(&w, '.');
        kr_write_value(&w, kr_take_name(c), true);
    }
    return kr_keep(c, kr_intern_str(c->vm, kr_writer_str(&w)));
}

/* `import a.b.c as d` binds c: its parts are taken one from the other. */
static void walk_to_last(kr_compiler *c, kr_value name, unsigned reg) {
    const char *text = kr_to_str(name)->data, *end = text + kr_to_str(name)->size, *dot;
    for (const char *at = memchr(text, '.', (size_t)(end - text)); at != NULL; at = dot) {
        dot = memchr(at + 1, '.', (size_t)(end - at - 1));
        size_t size = (size_t)((dot == NULL ? end : dot) - at - 1), offset = (size_t)(at - text);
        kr_value part = kr_intern(c->vm, kr_to_str(name)->data + offset + 1, size);
        kr_put_abc(c, OP_IMPORTFROM, reg, reg, kr_needed_constant(c, part));
    }
}

static void bind_name(kr_compiler *c, kr_value name) {
    kr_node node = {.kind = NODE_NAME, .offset = c->lexer.token.start, .value = name};
    kr_bind_target(c, &node);
}

static void store(kr_compiler *c, kr_value name, unsigned reg) {
    kr_emit_store_name(c, name, reg);
    kr_scope_assigned(c, &(kr_node){.kind = NODE_NAME, .value = name}, 0);
}

static void import_module(kr_compiler *c) {
    kr_value first, name = dotted_name(c, &first), alias = 0;
    if (kr_accept(c, TOK_AS)) alias = kr_take_name(c);
    bind_name(c, alias != 0 ? alias : first);
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    unsigned reg = kr_temps(c, 2);
    kr_emit_constant(c, KR_INT(0), reg);
    kr_emit_constant(c, KR_NONE, reg + 1);
    kr_put_abc(c, OP_IMPORT, reg, kr_needed_constant(c, name), 0);
    if (alias != 0) walk_to_last(c, name, reg);
    store(c, alias != 0 ? alias : first, reg);
    c->unit->next = next;
}

void kr_import_statement(kr_compiler *c) {
    do {
        kr_lex_next(c);
        import_module(c);
    } while (kr_at(c, TOK_COMMA));
}

/* from … import … */

static void future_feature(kr_compiler *c, kr_value name, uint32_t offset) {
    static const char known[][17] = {"nested_scopes",    "generators",     "division",
                                     "absolute_import",  "with_statement", "print_function",
                                     "unicode_literals", "generator_stop", "annotations"};
    for (unsigned i = 0; i < sizeof known / sizeof *known; i++) {
        if (kr_str_is(name, known[i])) {
            if (kr_str_is(name, "annotations")) c->future_annotations = true;
            return;
        }
    }
    kr_syntax_error(c, offset, "future feature %S is not defined", name);
}

/* One `name as alias`. */
static kr_node *imported_name(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_IMPORT, 3);
    if (kr_at(c, TOK_NEWLINE) || kr_at(c, TOK_RPAREN)) kr_unexpected(c);
    node->name = node->second_name = kr_take_name(c);
    if (kr_accept(c, TOK_AS)) node->second_name = kr_take_name(c);
    return node;
}

static kr_item *imported_names(kr_compiler *c) {
    kr_item *names = NULL, **tail = &names;
    kr_bracket bracket;
    bool parenthesized = kr_at(c, TOK_LPAREN);
    if (parenthesized) kr_bracket_open(c, &bracket);
    tail = kr_item_add(c, tail, imported_name(c));
    while (kr_accept(c, TOK_COMMA)) {
        if (parenthesized && kr_at(c, TOK_RPAREN)) break;
        if (!parenthesized && kr_at(c, TOK_NEWLINE))
            kr_syntax_error(c, c->lexer.token.start,
                            "trailing comma not allowed without surrounding parentheses");
        tail = kr_item_add(c, tail, imported_name(c));
    }
    if (parenthesized) kr_bracket_close(c, &bracket, TOK_RPAREN);
    return names;
}

static void future_statement(kr_compiler *c, uint32_t offset) {
    if (c->begun || c->unit->outer != NULL)
        kr_syntax_error(c, offset, "from __future__ imports must occur at the beginning of the file");
    for (kr_item *item = imported_names(c); item != NULL; item = item->next)
        future_feature(c, item->node->name, offset);
}

/* The module in a register. */
static unsigned emit_import(kr_compiler *c, kr_value name, unsigned level, kr_value names) {
    unsigned reg = kr_temps(c, 2);
    kr_emit_constant(c, KR_INT((kr_word)level), reg);
    kr_emit_constant(c, names, reg + 1);
    kr_put_abc(c, OP_IMPORT, reg, kr_needed_constant(c, name), 0);
    return reg;
}

static void import_star(kr_compiler *c, kr_value name, unsigned level) {
    if (c->scope != KR_SCOPE_DIRECT || c->unit->kind == UNIT_CLASS)
        kr_syntax_error(c, c->lexer.token.start, "import * only allowed at module level");
    kr_lex_next(c);
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    kr_value star = KR_CHAR_STR('*');
    unsigned reg = emit_import(c, name, level, kr_tuple_new(c->vm, 1, &star));
    if (c->unit->kind == UNIT_MODULE)
        kr_emit_constant(c, KR_NONE, reg + 1);
    else
        kr_emit_move(c, reg + 1, 0);
    kr_put_abc(c, OP_INTRINSIC, reg, KR_INTRINSIC_IMPORT_STAR, 2);
    c->unit->next = next;
}

static void import_names(kr_compiler *c, kr_value name, unsigned level) {
    kr_item *names = imported_names(c);
    for (kr_item *item = names; item != NULL; item = item->next) bind_name(c, item->node->second_name);
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    kr_value list = kr_tuple_new(c->vm, kr_item_count(names), NULL);
    size_t i = 0;
    for (kr_item *item = names; item != NULL; item = item->next)
        kr_to_tuple(list)->items[i++] = item->node->name;
    unsigned reg = emit_import(c, name, level, list);
    for (kr_item *item = names; item != NULL; item = item->next) {
        kr_put_line(c, item->node->line);
        kr_put_abc(c, OP_IMPORTFROM, reg + 1, reg, kr_needed_constant(c, item->node->name));
        store(c, item->node->second_name, reg + 1);
    }
    c->unit->next = next;
}

void kr_from_statement(kr_compiler *c) {
    unsigned level = 0;
    kr_value first, name = KR_EMPTY_STR;
    uint32_t offset = c->lexer.token.start;
    kr_lex_next(c);
    while (kr_at(c, TOK_DOT) || kr_at(c, TOK_ELLIPSIS)) {
        level += kr_at(c, TOK_DOT) ? 1 : 3;
        kr_lex_next(c);
    }
    if (level == 0 || !kr_at(c, TOK_IMPORT)) name = dotted_name(c, &first);
    if (!kr_at(c, TOK_IMPORT)) kr_unexpected(c);
    kr_lex_next(c);
    if (level == 0 && name == N___future__) {
        future_statement(c, offset);
        return;
    }
    c->begun = true;
    if (kr_at(c, TOK_MUL))
        import_star(c, name, level);
    else
        import_names(c, name, level);
}

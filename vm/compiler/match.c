/* The match statement.
 *
 * Patterns are trees like expressions. A case tests its pattern step by step, each failing step jumping to
 * the next case; what the pattern captures waits in temporaries and is bound when all of it has matched. */
#include "compiler/compiler.h"

/* Parsing. */

static kr_node *pattern(kr_compiler *c);

static kr_node *capture(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_MATCH_CAPTURE, 1);
    kr_value name = kr_take_name(c);
    node->value = name == N__ ? 0 : name;
    return node;
}

static kr_node *literal(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_MATCH_VALUE, 1);
    node->left = kr_parse_operation(c, POWER_SHIFT);
    if (node->left->kind != NODE_CONST)
        kr_node_error(c, node, "patterns may only match literals and attribute lookups");
    return node;
}

static kr_node *star(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_MATCH_STAR, 1);
    kr_lex_next(c);
    kr_value name = kr_take_name(c);
    node->value = name == N__ ? 0 : name;
    return node;
}

static kr_node *element(kr_compiler *c) {
    return kr_at(c, TOK_MUL) ? star(c) : pattern(c);
}

/* The elements of a sequence behind the first one. */
static kr_node *sequence(kr_compiler *c, kr_node *first, kr_token_type closer) {
    kr_node *node =
        first != NULL ? kr_node_at(c, NODE_MATCH_SEQUENCE, 1, first) : kr_node_new(c, NODE_MATCH_SEQUENCE, 1);
    kr_item **tail = &node->items;
    unsigned stars = 0;
    for (kr_node *item = first; item != NULL;) {
        if (item->kind == NODE_MATCH_STAR && stars++ > 0)
            kr_node_error(c, node, "multiple starred names in sequence pattern");
        tail = kr_item_add(c, tail, item);
        if (!kr_accept(c, TOK_COMMA) || kr_at(c, closer) || (closer == TOK_COLON && kr_at(c, TOK_IF))) break;
        item = element(c);
    }
    return node;
}

static kr_node *bracketed(kr_compiler *c, kr_token_type closer) {
    kr_bracket bracket;
    bool group = closer == TOK_RPAREN;
    kr_bracket_open(c, &bracket);
    kr_node *first = kr_at(c, closer) ? NULL : element(c);
    bool single = group && first != NULL && !kr_at(c, TOK_COMMA) && first->kind != NODE_MATCH_STAR;
    kr_node *node = single ? first : sequence(c, first, closer);
    kr_bracket_close(c, &bracket, closer);
    return node;
}

static kr_node *dotted(kr_compiler *c) {
    kr_node *node = kr_parse_name(c);
    while (kr_accept(c, TOK_DOT)) {
        kr_node *attribute = kr_node_at(c, NODE_ATTRIBUTE, 2, node);
        attribute->object = node;
        attribute->name = kr_take_name(c);
        node = attribute;
    }
    return node;
}

/* Two literals must differ; what an attribute is only turns out later. */
static void check_key(kr_compiler *c, const kr_node *node, const kr_node *key) {
    if (key->kind != NODE_CONST) return;
    for (const kr_item *item = node->items; item != NULL; item = item->next) {
        const kr_node *other = item->node->left;
        if (other->kind == NODE_CONST && kr_equal(c->vm, other->value, key->value))
            kr_node_error(c, key, "mapping pattern checks duplicate key (%R)", key->value);
    }
}

static kr_node *mapping(kr_compiler *c) {
    kr_bracket bracket;
    kr_node *node = kr_node_new(c, NODE_MATCH_MAPPING, 1);
    kr_item **tail = &node->items;
    kr_bracket_open(c, &bracket);
    while (!kr_at(c, TOK_RBRACE)) {
        if (kr_at(c, TOK_POW)) {
            tail = kr_item_add(c, tail, star(c));
            kr_accept(c, TOK_COMMA);
            if (!kr_at(c, TOK_RBRACE)) kr_unexpected(c);
            break;
        }
        kr_node *pair = kr_node_new(c, NODE_PAIR, 2);
        pair->left = kr_at(c, TOK_NAME) ? dotted(c) : literal(c)->left;
        if (pair->left->kind == NODE_NAME) kr_unexpected(c);
        check_key(c, node, pair->left);
        kr_expect(c, TOK_COLON);
        pair->right = pattern(c);
        tail = kr_item_add(c, tail, pair);
        if (!kr_accept(c, TOK_COMMA)) break;
    }
    kr_bracket_close(c, &bracket, TOK_RBRACE);
    return node;
}

static void class_argument(kr_compiler *c, kr_item ***positional, kr_item ***keywords, kr_node *node) {
    kr_node *argument = pattern(c);
    if (!kr_at(c, TOK_ASSIGN)) {
        if (node->keywords != NULL) kr_node_error(c, argument, "positional patterns follow keyword patterns");
        *positional = kr_item_add(c, *positional, argument);
        return;
    }
    if (argument->kind != NODE_MATCH_CAPTURE) kr_unexpected(c);
    kr_node *keyword = kr_node_at(c, NODE_KEYWORD, 2, argument);
    kr_lex_next(c);
    keyword->name = argument->value == 0 ? N__ : argument->value;
    keyword->object = pattern(c);
    for (kr_item *item = node->keywords; item != NULL; item = item->next) {
        if (item->node->name == keyword->name)
            kr_node_error(c, keyword->object, "attribute name repeated in class pattern: %S", keyword->name);
    }
    *keywords = kr_item_add(c, *keywords, keyword);
}

static kr_node *class_pattern(kr_compiler *c, kr_node *callee) {
    kr_bracket bracket;
    kr_node *node = kr_node_at(c, NODE_MATCH_CLASS, 3, callee);
    node->callee = callee;
    kr_item **positional = &node->arguments, **keywords = &node->keywords;
    kr_bracket_open(c, &bracket);
    while (!kr_at(c, TOK_RPAREN)) {
        class_argument(c, &positional, &keywords, node);
        if (!kr_accept(c, TOK_COMMA)) break;
    }
    kr_bracket_close(c, &bracket, TOK_RPAREN);
    return node;
}

static kr_node *named(kr_compiler *c) {
    kr_node *name = dotted(c);
    if (kr_at(c, TOK_LPAREN)) return class_pattern(c, name);
    bool plain = name->kind == NODE_NAME;
    kr_node *node = kr_node_at(c, plain ? NODE_MATCH_CAPTURE : NODE_MATCH_VALUE, 1, name);
    if (plain)
        node->value = name->value == N__ ? 0 : name->value;
    else
        node->left = name;
    return node;
}

static kr_node *closed(kr_compiler *c) {
    kr_check_native_stack(c->vm);
    switch (c->lexer.token.type) {
    case TOK_NAME: return named(c);
    case TOK_LPAREN: return bracketed(c, TOK_RPAREN);
    case TOK_LBRACKET: return bracketed(c, TOK_RBRACKET);
    case TOK_LBRACE: return mapping(c);
    default: return literal(c);
    }
}

static kr_node *pattern(kr_compiler *c) {
    kr_node *node = closed(c);
    if (kr_at(c, TOK_BITOR)) {
        kr_node *either = kr_node_at(c, NODE_MATCH_OR, 1, node);
        kr_item **tail = kr_item_add(c, &either->items, node);
        while (kr_accept(c, TOK_BITOR)) tail = kr_item_add(c, tail, closed(c));
        node = either;
    }
    if (!kr_accept(c, TOK_AS)) return node;
    kr_node *as = kr_node_at(c, NODE_MATCH_AS, 2, node);
    as->object = node;
    kr_node *target = capture(c);
    as->name = target->value;
    if (as->name == 0) kr_node_error(c, target, "cannot use '_' as a target");
    return as;
}

static kr_node *open_pattern(kr_compiler *c) {
    kr_node *first = element(c);
    return kr_at(c, TOK_COMMA) || first->kind == NODE_MATCH_STAR ? sequence(c, first, TOK_COLON) : first;
}

static const kr_node *irrefutable(const kr_node *node);
static _Noreturn void unreachable(kr_compiler *c, const kr_node *node);

/* What patterns capture. */

typedef struct captures {
    kr_compiler *c;
    kr_item *names, **tail; /* NAME nodes; scope is the register */
} captures;

static kr_node *captured(const captures *all, kr_value name) {
    for (kr_item *item = all->names; item != NULL; item = item->next) {
        if (item->node->value == name) return item->node;
    }
    return NULL;
}

static void add_capture(captures *all, kr_value name, const kr_node *where) {
    kr_compiler *c = all->c;
    if (name == 0) return;
    if (captured(all, name) != NULL)
        kr_node_error(c, where, "multiple assignments to name '%S' in pattern", name);
    kr_node *node = kr_node_at(c, NODE_NAME, 1, where);
    node->value = name;
    all->tail = kr_item_add(c, all->tail, node);
}

static void collect(captures *all, kr_node *node);

/* Alternatives bind the same names; the first one's are taken. */
static void collect_alternatives(captures *all, kr_node *node) {
    kr_compiler *c = all->c;
    size_t first = 0;
    for (kr_item *item = node->items; item != NULL; item = item->next) {
        if (item->next != NULL && irrefutable(item->node) != NULL) unreachable(c, irrefutable(item->node));
        captures own = {.c = c};
        own.tail = &own.names;
        collect(&own, item->node);
        size_t count = kr_item_count(own.names);
        if (item == node->items) {
            first = count;
            for (kr_item *name = own.names; name != NULL; name = name->next)
                add_capture(all, name->node->value, item->node);
            continue;
        }
        bool same = count == first;
        for (kr_item *name = own.names; name != NULL && same; name = name->next)
            same = captured(all, name->node->value) != NULL;
        if (!same) kr_node_error(c, node, "alternative patterns bind different names");
    }
}

static void collect(captures *all, kr_node *node) {
    switch (node->kind) {
    case NODE_MATCH_CAPTURE:
    case NODE_MATCH_STAR: add_capture(all, node->value, node); break;
    case NODE_MATCH_AS:
        collect(all, node->object);
        add_capture(all, node->name, node);
        break;
    case NODE_PAIR: collect(all, node->right); break;
    case NODE_KEYWORD: collect(all, node->object); break;
    case NODE_MATCH_SEQUENCE:
    case NODE_MATCH_MAPPING:
        for (kr_item *item = node->items; item != NULL; item = item->next) collect(all, item->node);
        break;
    case NODE_MATCH_CLASS:
        for (kr_item *item = node->arguments; item != NULL; item = item->next) collect(all, item->node);
        for (kr_item *item = node->keywords; item != NULL; item = item->next) collect(all, item->node);
        break;
    case NODE_MATCH_OR: collect_alternatives(all, node); break;
    default: break;
    }
}

/* Emitting. Each function tests the value in a register and jumps to `fail` when it does not match. */

static void test(captures *all, kr_node *node, unsigned reg, kr_label *fail);

static void take(captures *all, kr_value name, unsigned reg) {
    if (name != 0) kr_emit_move(all->c, captured(all, name)->scope, reg);
}

static void test_value(captures *all, kr_node *node, unsigned reg, kr_label *fail) {
    kr_compiler *c = all->c;
    kr_put_line(c, node->line);
    if (node->left->kind == NODE_CONST) {
        kr_value value = node->left->value;
        unsigned k = (value & 7) == 6 ? 256 : kr_constant(c, value, KR_K_SHORT);
        if ((value & 7) == 6)
            kr_test_jump(c, OP_ISVJ, reg, (unsigned)value, false, fail);
        else if (k < 256)
            kr_test_jump(c, OP_EQKJ, reg, k, false, fail);
        if ((value & 7) == 6 || k < 256) return;
    }
    unsigned value = kr_emit_any(c, node->left);
    kr_test_jump(c, OP_EQJ, reg, value, false, fail);
}

/* An intrinsic of the value that tells whether to go on. */
static void ask(kr_compiler *c, unsigned base, unsigned reg, kr_intrinsic question, unsigned count,
                kr_label *fail) {
    kr_emit_move(c, base, reg);
    kr_put_abc(c, OP_INTRINSIC, base, question, count);
    kr_jump_if(c, base, false, fail);
}

static void test_sequence(captures *all, kr_node *node, unsigned reg, kr_label *fail) {
    kr_compiler *c = all->c;
    unsigned count = 0, star = UINT32_MAX, base = kr_temps(c, 3);
    for (kr_item *item = node->items; item != NULL; item = item->next, count++) {
        if (item->node->kind == NODE_MATCH_STAR) star = count;
    }
    kr_put_line(c, node->line);
    ask(c, base, reg, KR_INTRINSIC_MATCH_SEQUENCE, 1, fail);
    unsigned needed = star == UINT32_MAX ? count : count - 1;
    if (star == UINT32_MAX || needed > 0) {
        kr_emit_constant(c, KR_INT((kr_word)needed), base + 1);
        kr_emit_constant(c, kr_bool(star != UINT32_MAX), base + 2);
        ask(c, base, reg, KR_INTRINSIC_MATCH_LENGTH, 3, fail);
    }
    if (count == 0) return;
    unsigned first = kr_temps(c, count);
    kr_put_abc(c, star == UINT32_MAX ? OP_UNPACK : OP_UNPACKEX, first, reg,
               star == UINT32_MAX ? count : star);
    if (star != UINT32_MAX) kr_put(c, count - star - 1);
    for (kr_item *item = node->items; item != NULL; item = item->next) test(all, item->node, first++, fail);
}

/* The keys of a mapping pattern as a tuple. */
static unsigned emit_keys(kr_compiler *c, kr_node *node, unsigned *count) {
    kr_node keys = {.kind = NODE_TUPLE, .line = node->line};
    kr_item **tail = &keys.items;
    *count = 0;
    for (kr_item *item = node->items; item != NULL && item->node->kind == NODE_PAIR;
         item = item->next, ++*count)
        tail = kr_item_add(c, tail, item->node->left);
    return kr_emit_temp(c, &keys);
}

static void test_mapping(captures *all, kr_node *node, unsigned reg, kr_label *fail) {
    kr_compiler *c = all->c;
    unsigned count, base = kr_temps(c, 2);
    kr_put_line(c, node->line);
    ask(c, base, reg, KR_INTRINSIC_MATCH_MAPPING, 1, fail);
    if (node->items == NULL) return;
    unsigned keys = emit_keys(c, node, &count);
    if (count > 0) {
        kr_emit_move(c, base, reg);
        kr_emit_move(c, base + 1, keys);
        kr_put_abc(c, OP_INTRINSIC, base, KR_INTRINSIC_MATCH_KEYS, 2);
        kr_test_jump(c, OP_ISVJ, base, (unsigned)KR_NONE, true, fail);
        unsigned first = kr_temps(c, count);
        kr_put_abc(c, OP_UNPACK, first, base, count);
        for (kr_item *item = node->items; item != NULL && item->node->kind == NODE_PAIR; item = item->next)
            test(all, item->node->right, first++, fail);
    }
    kr_item *rest = node->items;
    while (rest != NULL && rest->node->kind == NODE_PAIR) rest = rest->next;
    if (rest == NULL || rest->node->value == 0) return;
    kr_emit_move(c, base, reg);
    kr_emit_move(c, base + 1, keys);
    kr_put_abc(c, OP_INTRINSIC, base, KR_INTRINSIC_MATCH_REST, 2);
    take(all, rest->node->value, base);
}

static void test_class(captures *all, kr_node *node, unsigned reg, kr_label *fail) {
    kr_compiler *c = all->c;
    size_t positional = kr_item_count(node->arguments), named = kr_item_count(node->keywords), i = 0;
    unsigned base = kr_temps(c, 4);
    kr_value names = kr_tuple_new(c->vm, named, NULL);
    for (kr_item *item = node->keywords; item != NULL; item = item->next)
        kr_to_tuple(names)->items[i++] = item->node->name;
    kr_emit_move(c, base, reg);
    kr_emit_to(c, node->callee, base + 1);
    kr_emit_constant(c, KR_INT((kr_word)positional), base + 2);
    kr_emit_constant(c, names, base + 3);
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_INTRINSIC, base, KR_INTRINSIC_MATCH_CLASS, 4);
    kr_test_jump(c, OP_ISVJ, base, (unsigned)KR_NONE, true, fail);
    if (positional + named == 0) return;
    unsigned first = kr_temps(c, (unsigned)(positional + named));
    kr_put_abc(c, OP_UNPACK, first, base, (unsigned)(positional + named));
    for (kr_item *item = node->arguments; item != NULL; item = item->next)
        test(all, item->node, first++, fail);
    for (kr_item *item = node->keywords; item != NULL; item = item->next)
        test(all, item->node->object, first++, fail);
}

static void test_alternatives(captures *all, kr_node *node, unsigned reg, kr_label *fail) {
    kr_compiler *c = all->c;
    kr_label done = {0};
    for (kr_item *item = node->items; item != NULL; item = item->next) {
        kr_label next = {0};
        bool last = item->next == NULL;
        test(all, item->node, reg, last ? fail : &next);
        if (!last) kr_jump(c, &done);
        if (!last) kr_label_set(c, &next);
    }
    kr_label_set(c, &done);
}

static void test(captures *all, kr_node *node, unsigned reg, kr_label *fail) {
    kr_compiler *c = all->c;
    uint8_t next = c->unit->next;
    switch (node->kind) {
    case NODE_MATCH_VALUE: test_value(all, node, reg, fail); break;
    case NODE_MATCH_CAPTURE:
    case NODE_MATCH_STAR: take(all, node->value, reg); break;
    case NODE_MATCH_SEQUENCE: test_sequence(all, node, reg, fail); break;
    case NODE_MATCH_MAPPING: test_mapping(all, node, reg, fail); break;
    case NODE_MATCH_CLASS: test_class(all, node, reg, fail); break;
    case NODE_MATCH_OR: test_alternatives(all, node, reg, fail); break;
    case NODE_MATCH_AS:
        test(all, node->object, reg, fail);
        take(all, node->name, reg);
        break;
    default: break;
    }
    c->unit->next = next;
}

/* Cases. */

/* The capture or wildcard that makes a pattern match whatever comes, or NULL. */
static const kr_node *irrefutable(const kr_node *node) {
    if (node->kind == NODE_MATCH_AS) return irrefutable(node->object);
    if (node->kind != NODE_MATCH_OR) return node->kind == NODE_MATCH_CAPTURE ? node : NULL;
    const kr_item *item = node->items;
    while (item->next != NULL) item = item->next;
    return irrefutable(item->node);
}

static _Noreturn void unreachable(kr_compiler *c, const kr_node *node) {
    if (node->value == 0) kr_node_error(c, node, "wildcard makes remaining patterns unreachable");
    kr_node_error(c, node, "name capture '%S' makes remaining patterns unreachable", node->value);
}

static void emit_case(kr_compiler *c, captures *all, kr_node *node, kr_node *guard, unsigned subject,
                      kr_label *fail) {
    if (kr_silent(c)) return;
    uint8_t next = c->unit->next;
    for (kr_item *item = all->names; item != NULL; item = item->next)
        item->node->scope = (uint16_t)kr_temp(c);
    test(all, node, subject, fail);
    for (kr_item *item = all->names; item != NULL; item = item->next)
        kr_emit_store_name(c, item->node->value, item->node->scope);
    if (guard != NULL) kr_emit_branch(c, guard, false, fail);
    c->unit->next = next;
}

static void case_clause(kr_compiler *c, unsigned subject, kr_label *end) {
    uint32_t line = c->lexer.token.line;
    kr_label fail = {0};
    kr_arena_mark mark = kr_arena_now(c);
    kr_put_line(c, line);
    kr_lex_next(c);
    kr_node *node = open_pattern(c), *guard = NULL;
    captures all = {.c = c};
    all.tail = &all.names;
    collect(&all, node);
    kr_bind(c, node);
    if (kr_accept(c, TOK_IF)) {
        guard = kr_parse_named(c);
        kr_bind(c, guard);
    }
    const kr_node *all_of_it = guard == NULL ? irrefutable(node) : NULL;
    kr_node rest = {.offset = all_of_it == NULL ? 0 : all_of_it->offset,
                    .value = all_of_it == NULL ? 0 : all_of_it->value};
    emit_case(c, &all, node, guard, subject, &fail);
    kr_arena_release(c, mark);
    kr_block_of(c, "'case' statement", line);
    kr_jump(c, end);
    kr_label_set(c, &fail);
    if (all_of_it != NULL && kr_at_name(c, N_case)) unreachable(c, &rest);
}

static bool subject_ends(const kr_compiler *c) {
    return kr_at(c, TOK_COLON);
}

void kr_match_statement(kr_compiler *c) {
    uint32_t line = c->lexer.token.line;
    uint8_t next = c->unit->next;
    kr_label end = {0};
    kr_arena_mark mark = kr_arena_now(c);
    kr_lex_next(c);
    kr_node *value = kr_parse_star_named(c);
    if (kr_at(c, TOK_COMMA)) value = kr_parse_tuple(c, value, kr_parse_star_named, subject_ends);
    kr_bind(c, value);
    unsigned subject = kr_emit_temp(c, value);
    kr_arena_release(c, mark);
    kr_expect(c, TOK_COLON);
    if (!kr_at(c, TOK_NEWLINE)) kr_unexpected(c);
    kr_lex_next(c);
    if (!kr_at(c, TOK_INDENT))
        kr_indentation_error(c, c->lexer.token.start,
                             "expected an indented block after 'match' statement on line %u", (unsigned)line);
    kr_lex_next(c);
    while (kr_at_name(c, N_case)) case_clause(c, subject, &end);
    if (!kr_accept(c, TOK_DEDENT) && !kr_at(c, TOK_END)) kr_unexpected(c);
    kr_label_set(c, &end);
    if (c->emitting) c->unit->next = next;
}

/* Expressions to trees: operators by binding power, everything around them by recursive descent. */
#include "compiler/compiler.h"

/* An error behind a bracket that is never closed is the bracket's fault. */
static void check_closed(kr_compiler *c) {
    const kr_token *token = &c->lexer.token;
    kr_bracket *bracket = c->brackets;
    if (bracket == NULL) return;
    unsigned opened = token->type == TOK_LPAREN || token->type == TOK_LBRACKET || token->type == TOK_LBRACE;
    unsigned closed = token->type == TOK_RPAREN || token->type == TOK_RBRACKET || token->type == TOK_RBRACE;
    unsigned least, inside = c->lexer.depth - opened + closed;
    unsigned last = kr_lex_final_depth(c, &least);
    if (opened && least > inside) least = inside;
    if (last == 0 || last != least) return;
    for (unsigned depth = inside; depth > last && bracket->outer != NULL; depth--) bracket = bracket->outer;
    if (bracket->line < token->line || kr_at(c, TOK_END)) {
        kr_syntax_error(c, bracket->offset, "'%c' was never closed", kr_byte(c, bracket->offset));
    }
}

void kr_unexpected(kr_compiler *c) {
    const kr_token *token = &c->lexer.token;
    check_closed(c);
    if (token->type == TOK_RPAREN || token->type == TOK_RBRACKET || token->type == TOK_RBRACE) {
        const char *closer = kr_token_text[token->type];
        if (c->brackets == NULL) kr_syntax_error(c, token->start, "unmatched '%s'", closer);
        int opener = kr_byte(c, c->brackets->offset);
        if (kr_flash_byte(closer) != (opener == '(' ? ')' : opener == '[' ? ']' : '}')) {
            kr_syntax_error(c, token->start,
                            "closing parenthesis '%s' does not match opening parenthesis '%c'", closer,
                            opener);
        }
    }
    if (token->type == TOK_INDENT) kr_indentation_error(c, token->start - 1, "unexpected indent");
    if (token->type == TOK_DEDENT) kr_indentation_error(c, token->start, "unexpected unindent");
    kr_syntax_error(c, token->start, "invalid syntax");
}

void kr_check_assignment_here(kr_compiler *c) {
    if (!kr_at(c, TOK_ASSIGN)) return;
    check_closed(c);
    if (c->item_kind != NODE_NAME) kr_unexpected(c);
    kr_syntax_error(c, c->item, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
}

void kr_expect(kr_compiler *c, kr_token_type type) {
    if (kr_accept(c, type)) return;
    if (type == TOK_COLON && c->brackets == NULL) {
        kr_check_assignment_here(c);
        if (kr_at(c, TOK_NEWLINE) || kr_at(c, TOK_END))
            kr_syntax_error(c, c->lexer.token.start, "expected ':'");
    }
    kr_unexpected(c);
}

void kr_bracket_open(kr_compiler *c, kr_bracket *bracket) {
    *bracket = (kr_bracket){c->lexer.token.start, c->lexer.token.line, c->brackets};
    c->brackets = bracket;
    kr_lex_next(c);
}

void kr_bracket_close(kr_compiler *c, kr_bracket *bracket, kr_token_type type) {
    if (!kr_at(c, type)) {
        if (kr_starts_expression(c) && !kr_at(c, TOK_LPAREN) && !kr_at(c, TOK_LBRACKET)) {
            check_closed(c);
            kr_syntax_error(c, c->item, "invalid syntax. Perhaps you forgot a comma?");
        }
        kr_check_assignment_here(c);
        kr_unexpected(c);
    }
    c->brackets = bracket->outer;
    kr_lex_next(c);
}

bool kr_starts_expression(const kr_compiler *c) {
    switch (c->lexer.token.type) {
    case TOK_NAME:
    case TOK_NUMBER:
    case TOK_STRING:
    case TOK_FSTRING:
    case TOK_ADD:
    case TOK_SUB:
    case TOK_INVERT:
    case TOK_LPAREN:
    case TOK_LBRACKET:
    case TOK_LBRACE:
    case TOK_ELLIPSIS:
    case TOK_FALSE:
    case TOK_NONE:
    case TOK_TRUE:
    case TOK_NOT:
    case TOK_AWAIT:
    case TOK_LAMBDA: return true;
    default: return false;
    }
}

/* In a class, __name becomes _Class__name. */
static kr_value mangle(kr_compiler *c, kr_value name) {
    const kr_str *str = kr_to_str(name);
    size_t size = str->size;
    if (size < 3 || kr_flash_byte(str->data) != '_' || kr_flash_byte(str->data + 1) != '_' ||
        (kr_flash_byte(str->data + size - 1) == '_' && kr_flash_byte(str->data + size - 2) == '_'))
        return name;
    const kr_str *owner = kr_to_str(c->private_name);
    size_t skipped = 0;
    while (skipped < owner->size && kr_flash_byte(owner->data + skipped) == '_') skipped++;
    if (skipped == owner->size) return name;
    kr_writer w;
    kr_writer_init(c->vm, &w);
    kr_write_char(&w, '_');
    kr_write(&w, owner->data + skipped, owner->size - skipped);
    kr_write(&w, str->data, size);
    return kr_intern_str(c->vm, kr_writer_str(&w));
}

kr_value kr_take_name(kr_compiler *c) {
    if (!kr_at(c, TOK_NAME)) kr_unexpected(c);
    kr_value name = c->lexer.token.name;
    name = kr_keep(c, c->private_name == 0 ? name : mangle(c, name));
    kr_lex_next(c);
    return name;
}

bool kr_introspects(kr_value name) {
    return name == N_locals || name == N_eval || name == N_exec || name == N_vars || name == N_dir;
}

kr_node *kr_parse_name(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_NAME, 1);
    node->value = kr_take_name(c);
    if (kr_introspects(node->value)) c->introspects = true;
    return node;
}

/* Operators. */

static kr_node *unary(kr_compiler *c, unsigned op, unsigned floor) {
    kr_arena_mark mark = kr_arena_now(c);
    kr_node *node = kr_node_new(c, NODE_UNARY, 1);
    node->op = (uint8_t)op;
    kr_lex_next(c);
    node->left = kr_parse_operation(c, floor);
    if (node->left->kind != NODE_CONST) return node;
    kr_value folded = kr_fold_unary(c, op, node->left->value);
    if (kr_is_absent(folded)) return node;
    kr_node like = {.line = node->line, .offset = node->offset};
    kr_arena_release(c, mark);
    return kr_node_const(c, folded, &like);
}

static kr_node *prefix(kr_compiler *c, unsigned floor) {
    switch (c->lexer.token.type) {
    case TOK_NOT:
        if (floor > POWER_NOT) kr_unexpected(c);
        return unary(c, UNARY_NOT, POWER_NOT);
    case TOK_ADD: return unary(c, KR_POS, POWER_UNARY);
    case TOK_SUB: return unary(c, KR_NEG, POWER_UNARY);
    case TOK_INVERT: return unary(c, KR_INVERT, POWER_UNARY);
    case TOK_AWAIT: {
        kr_node *node = kr_node_new(c, NODE_AWAIT, 1);
        kr_lex_next(c);
        node->left = kr_parse_primary(c);
        return node;
    }
    default: return kr_parse_primary(c);
    }
}

/* Takes the comparison operator at hand. */
static unsigned comparison(kr_compiler *c) {
    kr_token_type type = c->lexer.token.type;
    kr_lex_next(c);
    if (type == TOK_IN) return COMPARE_IN;
    if (type == TOK_IS) return kr_accept(c, TOK_NOT) ? COMPARE_IS_NOT : COMPARE_IS;
    if (type != TOK_NOT) return (unsigned)(type - TOK_LT);
    if (!kr_at(c, TOK_IN)) kr_unexpected(c);
    kr_lex_next(c);
    return COMPARE_NOT_IN;
}

static kr_node *binary(kr_compiler *c, kr_node *left, unsigned op, kr_arena_mark mark) {
    kr_lex_next(c);
    kr_node *right =
        kr_parse_operation(c, op == KR_POW ? POWER_UNARY - 1 : kr_flash_byte(&kr_token_power[TOK_ADD + op]));
    if (left->kind == NODE_CONST && right->kind == NODE_CONST) {
        kr_value folded = kr_fold_binary(c, op, left->value, right->value);
        if (!kr_is_absent(folded)) {
            kr_node like = {.line = left->line, .offset = left->offset};
            kr_arena_release(c, mark);
            return kr_node_const(c, folded, &like);
        }
    }
    kr_node *node = kr_node_at(c, NODE_BINARY, 2, left);
    node->op = (uint8_t)op;
    node->left = left;
    node->right = right;
    return node;
}

kr_node *kr_parse_operation(kr_compiler *c, unsigned floor) {
    kr_check_native_stack(c->vm);
    kr_arena_mark mark = kr_arena_now(c);
    kr_node *left = prefix(c, floor);
    kr_node *chain = NULL; /* the comparison just made */
    for (;;) {
        kr_token_type type = c->lexer.token.type;
        unsigned power = kr_flash_byte(&kr_token_power[type]);
        if (power <= floor) return left;
        if (type <= TOK_MATMUL) {
            left = binary(c, left, (unsigned)(type - TOK_ADD), mark);
            continue;
        }
        kr_node *node = kr_node_at(c, power == POWER_COMPARE ? NODE_COMPARE : NODE_BOOL, 2, left);
        node->left = left;
        if (power == POWER_COMPARE) {
            node->op = (uint8_t)comparison(c);
            node->scope = chain != NULL && chain == left;
            chain = node;
        } else {
            node->op = type == TOK_OR ? BOOL_OR : BOOL_AND;
            kr_lex_next(c);
        }
        node->right = kr_parse_operation(c, power);
        left = node;
    }
}

/* Conditional expressions, lambdas, assignment expressions. */

static kr_node *lambda(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_LAMBDA, 2);
    node->scope = (uint16_t)c->next_scope++;
    kr_lex_next(c);
    node->parameters = kr_parse_parameters(c, TOK_COLON);
    if (!kr_at(c, TOK_COLON)) kr_unexpected(c);
    kr_lex_next(c);
    node->body = kr_parse_expression(c);
    return node;
}

kr_node *kr_parse_expression(kr_compiler *c) {
    kr_check_native_stack(c->vm);
    if (kr_at(c, TOK_LAMBDA)) return lambda(c);
    kr_node *value = kr_parse_operation(c, POWER_NONE);
    c->item = value->offset;
    c->item_kind = value->kind;
    if (!kr_at(c, TOK_IF)) return value;
    kr_node *node = kr_node_at(c, NODE_TERNARY, 3, value);
    kr_lex_next(c);
    node->left = value;
    node->third = kr_parse_operation(c, POWER_NONE);
    if (!kr_at(c, TOK_ELSE)) kr_syntax_error(c, node->offset, "expected 'else' after 'if' expression");
    kr_lex_next(c);
    node->right = kr_parse_expression(c);
    c->item = node->offset;
    c->item_kind = node->kind;
    return node;
}

kr_node *kr_parse_named(kr_compiler *c) {
    kr_node *target = kr_parse_expression(c);
    if (!kr_at(c, TOK_WALRUS)) return target;
    kr_check_target(c, target, TARGET_WALRUS);
    kr_node *node = kr_node_at(c, NODE_WALRUS, 2, target);
    kr_lex_next(c);
    node->name = target->value;
    node->object = kr_parse_expression(c);
    c->walrus = true;
    return node;
}

static kr_node *star(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_STAR, 1);
    kr_lex_next(c);
    node->left = kr_parse_operation(c, POWER_COMPARE);
    return node;
}

kr_node *kr_parse_star_named(kr_compiler *c) {
    return kr_at(c, TOK_MUL) ? star(c) : kr_parse_named(c);
}

static kr_node *star_expression(kr_compiler *c) {
    return kr_at(c, TOK_MUL) ? star(c) : kr_parse_expression(c);
}

/* `first` and the items behind the comma at hand, as a tuple; a constant when all items are. */
kr_node *kr_parse_tuple(kr_compiler *c, kr_node *first, kr_node *(*item)(kr_compiler *c),
                        bool (*ends)(const kr_compiler *c)) {
    kr_node *tuple = kr_node_at(c, NODE_TUPLE, 1, first);
    kr_item **tail = kr_item_add(c, &tuple->items, first);
    size_t count = 1;
    bool constant = first->kind == NODE_CONST;
    while (kr_accept(c, TOK_COMMA) && !ends(c)) {
        kr_node *node = item(c);
        constant = constant && node->kind == NODE_CONST;
        tail = kr_item_add(c, tail, node);
        count++;
    }
    if (!constant) return tuple;
    kr_value value = kr_tuple_new(c->vm, count, NULL);
    size_t i = 0;
    for (kr_item *at = tuple->items; at != NULL; at = at->next)
        kr_to_tuple(value)->items[i++] = at->node->value;
    return kr_node_const(c, value, first);
}

static bool list_ends(const kr_compiler *c) {
    return !kr_starts_expression(c) && !kr_at(c, TOK_MUL);
}

kr_node *kr_parse_list(kr_compiler *c) {
    kr_node *first = star_expression(c);
    if (kr_at(c, TOK_COMMA)) return kr_parse_tuple(c, first, star_expression, list_ends);
    if (first->kind == NODE_STAR && !kr_at(c, TOK_ASSIGN))
        kr_node_error(c, first, "can't use starred expression here");
    return first;
}

kr_node *kr_parse_yield(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_YIELD, 1);
    kr_lex_next(c);
    if (kr_accept(c, TOK_FROM)) {
        node->kind = NODE_YIELD_FROM;
        node->left = kr_parse_expression(c);
    } else if (!list_ends(c)) {
        node->left = kr_parse_list(c);
    }
    return node;
}

kr_node *kr_parse_value(kr_compiler *c) {
    return kr_at(c, TOK_YIELD) ? kr_parse_yield(c) : kr_parse_list(c);
}

static kr_node *target_item(kr_compiler *c) {
    return kr_at(c, TOK_MUL) ? star(c) : kr_parse_operation(c, POWER_COMPARE);
}

kr_node *kr_parse_targets(kr_compiler *c) {
    kr_node *first = target_item(c);
    if (kr_at(c, TOK_COMMA)) first = kr_parse_tuple(c, first, target_item, list_ends);
    kr_check_target(c, first, TARGET_NESTED);
    return first;
}

/* What may be assigned to. */

static const char *kind_name(kr_compiler *c, const kr_node *node) {
    switch ((kr_node_kind)node->kind) {
    case NODE_CONST:
        switch (node->value) {
        case KR_NONE: return "None";
        case KR_TRUE: return kr_byte(c, node->offset) == 'T' ? "True" : "__debug__";
        case KR_FALSE: return "False";
        case KR_ELLIPSIS: return "ellipsis";
        default: return "literal";
        }
    case NODE_RUN: return "literal";
    case NODE_NAME: return "name";
    case NODE_ATTRIBUTE: return "attribute";
    case NODE_SUBSCRIPT: return "subscript";
    case NODE_TUPLE: return "tuple";
    case NODE_LIST: return "list";
    case NODE_STAR: return "starred";
    case NODE_COMPARE: return "comparison";
    case NODE_TERNARY: return "conditional expression";
    case NODE_LAMBDA: return "lambda";
    case NODE_CALL: return "function call";
    case NODE_SET: return "set display";
    case NODE_DICT: return "dict literal";
    case NODE_COMPREHENSION:
        return (const char *[]){"list comprehension", "set comprehension", "dict comprehension",
                                "generator expression"}[node->op];
    case NODE_YIELD:
    case NODE_YIELD_FROM: return "yield expression";
    case NODE_AWAIT: return "await expression";
    case NODE_WALRUS: return "named expression";
    case NODE_FSTRING: return "f-string expression";
    default: return "expression";
    }
}

/* The parser of the reference guesses a comparison where only an operand of one stands. */
static bool may_be_comparison(const kr_node *node) {
    switch (node->kind) {
    case NODE_LAMBDA:
    case NODE_TERNARY:
    case NODE_COMPARE:
    case NODE_BOOL: return false;
    case NODE_UNARY: return node->op != UNARY_NOT;
    case NODE_COMPREHENSION: return node->op != COMPREHENSION_GENERATOR;
    case NODE_CONST: return node->value != KR_NONE && !kr_is_bool(node->value);
    default: return true;
    }
}

static _Noreturn void bad_target(kr_compiler *c, const kr_node *node, kr_target_use use) {
    const char *what = kind_name(c, node);
    switch (use) {
    case TARGET_DELETE: kr_node_error(c, node, "cannot delete %s", what);
    case TARGET_AUGMENTED:
        kr_node_error(c, node, "'%s' is an illegal expression for augmented assignment", what);
    case TARGET_WALRUS: kr_node_error(c, node, "cannot use assignment expressions with %s", what);
    case TARGET_ANNOTATED:
        if (node->kind == NODE_TUPLE || node->kind == NODE_LIST)
            kr_node_error(c, node, "only single target (not %s) can be annotated", what);
        kr_node_error(c, node, "illegal target for annotation");
    case TARGET_ASSIGN:
        if (may_be_comparison(node))
            kr_node_error(c, node, "cannot assign to %s here. Maybe you meant '==' instead of '='?", what);
        break;
    case TARGET_NESTED: break;
    }
    kr_node_error(c, node, "cannot assign to %s", what);
}

static void check_items(kr_compiler *c, kr_node *target, kr_target_use use) {
    unsigned stars = 0;
    for (kr_item *item = target->items; item != NULL; item = item->next) {
        kr_node *node = item->node;
        if (node->kind == NODE_STAR && use != TARGET_DELETE) {
            if (stars++ > 0) kr_node_error(c, target, "multiple starred expressions in assignment");
            node = node->left;
        }
        kr_check_target(c, node, use == TARGET_ASSIGN ? TARGET_NESTED : use);
    }
}

void kr_check_target(kr_compiler *c, kr_node *target, kr_target_use use) {
    bool single = use == TARGET_AUGMENTED || use == TARGET_WALRUS || use == TARGET_ANNOTATED;
    switch (target->kind) {
    case NODE_NAME:
        if (use == TARGET_WALRUS && target->scope != 0) break;
        return;
    case NODE_ATTRIBUTE:
    case NODE_SUBSCRIPT:
        if (use == TARGET_WALRUS) break;
        return;
    case NODE_TUPLE:
    case NODE_LIST:
        if (single) break;
        check_items(c, target, use);
        return;
    case NODE_CONST: /* the empty tuple is a constant, and a target */
        if (!single && kr_is_tuple(target->value) && kr_to_tuple(target->value)->size == 0) return;
        break;
    case NODE_STAR:
        if (use == TARGET_DELETE) kr_node_error(c, target, "cannot delete starred");
        if (use == TARGET_ASSIGN || use == TARGET_NESTED)
            kr_node_error(c, target, "starred assignment target must be in a list or tuple");
        break;
    default: break;
    }
    bad_target(c, target, use);
}

/* Atoms, what is attached to them (calls, attributes, subscripts), and parameter lists. */
#include "compiler/compiler.h"

/* Comprehensions. */

static bool at_clause(const kr_compiler *c) {
    return kr_at(c, TOK_FOR) || kr_at(c, TOK_ASYNC);
}

static kr_node *clause(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_CLAUSE, 3);
    node->op = kr_accept(c, TOK_ASYNC);
    if (!kr_at(c, TOK_FOR)) kr_unexpected(c);
    kr_lex_next(c);
    node->target = kr_parse_targets(c);
    if (!kr_at(c, TOK_IN)) kr_unexpected(c);
    kr_lex_next(c);
    node->iterable = kr_parse_operation(c, POWER_NONE);
    kr_item **tail = &node->conditions;
    while (kr_accept(c, TOK_IF)) tail = kr_item_add(c, tail, kr_parse_operation(c, POWER_NONE));
    return node;
}

/* Names whose functions look at the variables around them. */
static bool looks_around(kr_node *node, void *data) {
    (void)data;
    return node->kind == NODE_NAME && kr_introspects(node->value);
}

static bool is_async(kr_node *node, void *data) {
    (void)data;
    return node->kind == NODE_AWAIT || (node->kind == NODE_CLAUSE && node->op);
}

/* `{k: v for … }` over pairs that a generator expression makes. */
static kr_node *dict_of_pairs(kr_compiler *c, kr_node *pairs) {
    kr_node *key = kr_node_at(c, NODE_NAME, 1, pairs), *value = kr_node_at(c, NODE_NAME, 1, pairs);
    kr_node *both = kr_node_at(c, NODE_TUPLE, 1, pairs), *each = kr_node_at(c, NODE_CLAUSE, 3, pairs);
    kr_node *node = kr_node_at(c, NODE_COMPREHENSION, 3, pairs);
    key->value = kr_keep(c, kr_intern_text(c->vm, ".k"));
    value->value = kr_keep(c, kr_intern_text(c->vm, ".v"));
    kr_item_add(c, kr_item_add(c, &both->items, key), value);
    both->scope = 2;
    each->target = both;
    each->iterable = pairs;
    node->op = COMPREHENSION_DICT;
    node->element = key;
    node->second = value;
    kr_item_add(c, &node->clauses, each);
    node->scope = (uint16_t)c->next_scope++;
    return node;
}

/* A comprehension has no frame; one that asks for its variables by name gets one: it becomes a generator
 * expression that is spread over a display. */
static kr_node *with_frame(kr_compiler *c, kr_node *node) {
    kr_comprehension kind = (kr_comprehension)node->op;
    node->op = COMPREHENSION_GENERATOR;
    if (kind == COMPREHENSION_DICT) {
        kr_node *pair = kr_node_at(c, NODE_TUPLE, 1, node);
        kr_item_add(c, kr_item_add(c, &pair->items, node->element), node->second);
        pair->scope = 2;
        node->element = pair;
        node->second = NULL;
        return dict_of_pairs(c, node);
    }
    kr_node *star = kr_node_at(c, NODE_STAR, 1, node),
            *display = kr_node_at(c, kind == COMPREHENSION_LIST ? NODE_LIST : NODE_SET, 1, node);
    star->left = node;
    kr_item_add(c, &display->items, star);
    return display;
}

/* The clauses behind an element. */
static kr_node *comprehension(kr_compiler *c, kr_comprehension kind, kr_node *element, kr_node *second) {
    if (element->kind == NODE_STAR)
        kr_node_error(c, element, "iterable unpacking cannot be used in comprehension");
    kr_node *node = kr_node_at(c, NODE_COMPREHENSION, 3, element);
    node->op = (uint8_t)kind;
    node->element = element;
    node->second = second;
    kr_item **tail = &node->clauses;
    while (at_clause(c)) tail = kr_item_add(c, tail, clause(c));
    node->scope = (uint16_t)c->next_scope++;
    bool plain = !c->introspects || kind == COMPREHENSION_GENERATOR ||
                 !kr_node_any(node, looks_around, NULL) || kr_node_any(node, is_async, NULL);
    return plain ? node : with_frame(c, node);
}

/* Displays. */

/* Adds an item; runs of constants are gathered in one RUN node, whose list takes a word an item instead of a
 * node. */
static kr_item **add_item(kr_compiler *c, kr_item **tail, kr_node *node, kr_node **last, kr_arena_mark mark) {
    kr_value value = node->value;
    if (node->kind != NODE_CONST) {
        *last = node;
        return kr_item_add(c, tail, node);
    }
    if (*last != NULL && (*last)->kind == NODE_RUN) {
        kr_list_append(c->vm, kr_to_list((*last)->value), value);
        kr_arena_release(c, mark);
        return tail;
    }
    node->kind = NODE_RUN;
    node->value = kr_keep(c, kr_list_new(c->vm, 1, &value));
    *last = node;
    return kr_item_add(c, tail, node);
}

/* The items behind the first one, up to the closing bracket. */
static void display_items(kr_compiler *c, kr_node *display, kr_node *first, kr_token_type closer) {
    kr_node *last = NULL;
    kr_item **tail = add_item(c, &display->items, first, &last, kr_arena_now(c));
    while (kr_accept(c, TOK_COMMA) && !kr_at(c, closer)) {
        kr_arena_mark mark = kr_arena_now(c);
        tail = add_item(c, tail, kr_parse_star_named(c), &last, mark);
    }
}

static kr_node *list_atom(kr_compiler *c) {
    kr_bracket bracket;
    kr_node *list = kr_node_new(c, NODE_LIST, 1);
    kr_bracket_open(c, &bracket);
    if (!kr_at(c, TOK_RBRACKET)) {
        kr_node *first = kr_parse_star_named(c);
        if (at_clause(c)) {
            kr_node *made = comprehension(c, COMPREHENSION_LIST, first, NULL);
            made->line = list->line;
            made->offset = list->offset;
            list = made;
        } else {
            display_items(c, list, first, TOK_RBRACKET);
        }
    }
    kr_bracket_close(c, &bracket, TOK_RBRACKET);
    return list;
}

static kr_node *pair(kr_compiler *c, kr_node *key) {
    kr_node *node = kr_node_at(c, NODE_PAIR, 2, key);
    node->left = key;
    uint32_t colon = c->lexer.token.start;
    kr_lex_next(c);
    if (kr_at(c, TOK_RBRACE) || kr_at(c, TOK_COMMA))
        kr_syntax_error(c, colon, "expression expected after dictionary key and ':'");
    node->right = kr_parse_expression(c);
    return node;
}

static kr_node *double_star(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_DOUBLE_STAR, 1);
    kr_lex_next(c);
    node->left = kr_parse_operation(c, POWER_COMPARE);
    return node;
}

static kr_node *dict_item(kr_compiler *c) {
    if (kr_at(c, TOK_POW)) return double_star(c);
    kr_node *key = kr_parse_expression(c);
    if (!kr_at(c, TOK_COLON)) {
        if (kr_at(c, TOK_RBRACE) || kr_at(c, TOK_COMMA))
            kr_node_error(c, key, "':' expected after dictionary key");
        if (kr_starts_expression(c))
            kr_syntax_error(c, c->item, "invalid syntax. Perhaps you forgot a comma?");
        kr_unexpected(c);
    }
    return pair(c, key);
}

static kr_node *dict_or_set(kr_compiler *c, kr_node *first) {
    kr_node *dict = kr_node_at(c, NODE_DICT, 1, first);
    if (!kr_at(c, TOK_COLON) && first->kind != NODE_DOUBLE_STAR) {
        if (at_clause(c)) return comprehension(c, COMPREHENSION_SET, first, NULL);
        dict->kind = NODE_SET;
        display_items(c, dict, first, TOK_RBRACE);
        return dict;
    }
    kr_node *item = first->kind == NODE_DOUBLE_STAR ? first : pair(c, first);
    if (at_clause(c)) {
        if (item->kind == NODE_DOUBLE_STAR)
            kr_node_error(c, item, "dict unpacking cannot be used in dict comprehension");
        return comprehension(c, COMPREHENSION_DICT, item->left, item->right);
    }
    kr_item **tail = kr_item_add(c, &dict->items, item);
    while (kr_accept(c, TOK_COMMA) && !kr_at(c, TOK_RBRACE)) tail = kr_item_add(c, tail, dict_item(c));
    return dict;
}

static kr_node *brace_atom(kr_compiler *c) {
    kr_bracket bracket;
    kr_node *node = kr_node_new(c, NODE_DICT, 1);
    uint32_t line = node->line, offset = node->offset;
    kr_bracket_open(c, &bracket);
    if (!kr_at(c, TOK_RBRACE))
        node = dict_or_set(c, kr_at(c, TOK_POW) ? double_star(c) : kr_parse_star_named(c));
    kr_bracket_close(c, &bracket, TOK_RBRACE);
    node->line = line;
    node->offset = offset;
    return node;
}

static bool tuple_ends(const kr_compiler *c) {
    return kr_at(c, TOK_RPAREN);
}

static kr_node *paren_content(kr_compiler *c) {
    if (kr_at(c, TOK_RPAREN)) {
        kr_node *empty = kr_node_new(c, NODE_CONST, 1);
        empty->value = kr_keep(c, kr_tuple_new(c->vm, 0, NULL));
        return empty;
    }
    if (kr_at(c, TOK_YIELD)) return kr_parse_yield(c);
    kr_node *first = kr_parse_star_named(c);
    if (at_clause(c)) return comprehension(c, COMPREHENSION_GENERATOR, first, NULL);
    if (kr_at(c, TOK_COMMA)) return kr_parse_tuple(c, first, kr_parse_star_named, tuple_ends);
    if (first->kind == NODE_STAR) kr_node_error(c, first, "cannot use starred expression here");
    return first;
}

static kr_node *paren_atom(kr_compiler *c) {
    kr_bracket bracket;
    uint32_t offset = c->lexer.token.start, line = c->lexer.token.line;
    kr_bracket_open(c, &bracket);
    kr_node *node = paren_content(c);
    kr_bracket_close(c, &bracket, TOK_RPAREN);
    if (node->kind == NODE_TUPLE ||
        (node->kind == NODE_COMPREHENSION && node->op == COMPREHENSION_GENERATOR)) {
        node->offset = offset;
        node->line = line;
    }
    if (node->kind == NODE_NAME || node->kind == NODE_YIELD) node->scope = 1;
    return node;
}

static kr_node *constant(kr_compiler *c, kr_value value) {
    kr_node *node = kr_node_new(c, NODE_CONST, 1);
    node->value = value;
    kr_lex_next(c);
    return node;
}

kr_node *kr_parse_atom(kr_compiler *c) {
    switch (c->lexer.token.type) {
    case TOK_NAME:
        if (c->lexer.token.name == N___debug__) return constant(c, KR_TRUE);
        return kr_parse_name(c);
    case TOK_NUMBER: return constant(c, kr_keep(c, kr_number_literal(c, &c->lexer.token)));
    case TOK_STRING:
    case TOK_FSTRING: return kr_parse_strings(c);
    case TOK_NONE: return constant(c, KR_NONE);
    case TOK_TRUE: return constant(c, KR_TRUE);
    case TOK_FALSE: return constant(c, KR_FALSE);
    case TOK_ELLIPSIS: return constant(c, KR_ELLIPSIS);
    case TOK_LPAREN: return paren_atom(c);
    case TOK_LBRACKET: return list_atom(c);
    case TOK_LBRACE: return brace_atom(c);
    default: kr_unexpected(c);
    }
}

/* Calls. */

static void check_repeated(kr_compiler *c, kr_item *keywords, const kr_node *node) {
    for (; keywords != NULL; keywords = keywords->next) {
        if (keywords->node->kind == NODE_KEYWORD && keywords->node->name == node->name)
            kr_node_error(c, node, "keyword argument repeated: %S", node->name);
    }
}

static kr_node *keyword(kr_compiler *c, kr_node *name) {
    if (name->kind != NODE_NAME || name->scope == 1) {
        if (name->kind == NODE_CONST && (name->value == KR_NONE || kr_is_bool(name->value))) {
            kr_node_error(c, name, "cannot assign to %s",
                          name->value == KR_NONE   ? "None"
                          : name->value == KR_TRUE ? "True"
                                                   : "False");
        }
        kr_node_error(c, name, "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
    kr_node *node = kr_node_at(c, NODE_KEYWORD, 2, name);
    kr_lex_next(c);
    node->name = name->value;
    if (kr_at(c, TOK_COMMA) || kr_at(c, TOK_RPAREN)) kr_unexpected(c);
    node->object = kr_parse_expression(c);
    if (at_clause(c)) kr_node_error(c, name, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    return node;
}

/* One argument; keywords go to their own list. */
typedef struct arguments {
    kr_node *call;
    kr_item **positional, **keywords;
    bool named, unpacked; /* a keyword, a ** was seen */
    uint32_t unpacking;   /* where the ** was */
    const char *error;    /* raised at the closing bracket, or NULL */
} arguments;

static void positional(kr_compiler *c, arguments *to, kr_node *node) {
    if (node->kind == NODE_STAR) {
        if (to->unpacked)
            kr_syntax_error(c, to->unpacking,
                            "iterable argument unpacking follows keyword argument unpacking");
    } else {
        if (to->unpacked)
            to->error = "positional argument follows keyword argument unpacking";
        else if (to->named)
            to->error = "positional argument follows keyword argument";
    }
    to->positional = kr_item_add(c, to->positional, node);
}

static void argument(kr_compiler *c, arguments *to) {
    if (kr_at(c, TOK_POW)) {
        kr_node *node = kr_node_new(c, NODE_DOUBLE_STAR, 1);
        kr_lex_next(c);
        node->left = kr_parse_expression(c);
        to->keywords = kr_item_add(c, to->keywords, node);
        if (!to->unpacked) to->unpacking = node->offset;
        to->unpacked = true;
        return;
    }
    if (kr_at(c, TOK_MUL)) {
        kr_node *node = kr_node_new(c, NODE_STAR, 1);
        kr_lex_next(c);
        node->left = kr_parse_expression(c);
        positional(c, to, node);
        return;
    }
    kr_node *node = kr_parse_named(c);
    if (kr_at(c, TOK_ASSIGN)) {
        node = keyword(c, node);
        check_repeated(c, to->call->keywords, node);
        to->keywords = kr_item_add(c, to->keywords, node);
        to->named = true;
        return;
    }
    if (at_clause(c)) {
        node = comprehension(c, COMPREHENSION_GENERATOR, node, NULL);
        bool only = to->call->arguments == NULL && to->call->keywords == NULL &&
                    (kr_at(c, TOK_RPAREN) || kr_at(c, TOK_COMMA));
        if (only && kr_at(c, TOK_COMMA)) {
            kr_lex_next(c);
            only = kr_at(c, TOK_RPAREN);
        }
        if (!only) kr_node_error(c, node, "Generator expression must be parenthesized");
    }
    positional(c, to, node);
}

void kr_parse_arguments(kr_compiler *c, kr_node *call) {
    kr_bracket bracket;
    kr_bracket_open(c, &bracket);
    arguments to = {.call = call, .positional = &call->arguments, .keywords = &call->keywords};
    while (!kr_at(c, TOK_RPAREN)) {
        argument(c, &to);
        if (!kr_accept(c, TOK_COMMA)) break;
    }
    if (to.error != NULL && kr_at(c, TOK_RPAREN)) kr_syntax_error(c, c->lexer.token.start, "%s", to.error);
    kr_bracket_close(c, &bracket, TOK_RPAREN);
}

/* Subscripts. */

static kr_node *slice(kr_compiler *c) {
    if (kr_at(c, TOK_MUL)) return kr_parse_star_named(c);
    kr_node *first = NULL, *node = kr_node_new(c, NODE_SLICE, 3);
    if (!kr_at(c, TOK_COLON)) first = kr_parse_named(c);
    if (!kr_at(c, TOK_COLON)) return first;
    node->left = first;
    kr_lex_next(c);
    if (kr_starts_expression(c)) node->right = kr_parse_expression(c);
    if (kr_accept(c, TOK_COLON) && kr_starts_expression(c)) node->third = kr_parse_expression(c);
    return node;
}

static bool subscript_ends(const kr_compiler *c) {
    return kr_at(c, TOK_RBRACKET);
}

static kr_node *subscript(kr_compiler *c, kr_node *object) {
    kr_bracket bracket;
    kr_node *node = kr_node_at(c, NODE_SUBSCRIPT, 2, object);
    kr_bracket_open(c, &bracket);
    node->left = object;
    node->right = slice(c);
    if (kr_at(c, TOK_COMMA) || node->right->kind == NODE_STAR)
        node->right = kr_parse_tuple(c, node->right, slice, subscript_ends);
    kr_bracket_close(c, &bracket, TOK_RBRACKET);
    return node;
}

static kr_node *attribute(kr_compiler *c, kr_node *object) {
    kr_node *node = kr_node_at(c, NODE_ATTRIBUTE, 2, object);
    kr_lex_next(c);
    node->object = object;
    node->line = c->lexer.token.line; /* where an error is looked for when the chain spans lines */
    node->name = kr_take_name(c);
    return node;
}

kr_node *kr_parse_primary(kr_compiler *c) {
    kr_node *node = kr_parse_atom(c);
    for (;;) {
        switch (c->lexer.token.type) {
        case TOK_LPAREN: {
            kr_node *call = kr_node_at(c, NODE_CALL, 3, node);
            call->callee = node;
            kr_parse_arguments(c, call);
            node = call;
            break;
        }
        case TOK_LBRACKET: node = subscript(c, node); break;
        case TOK_DOT: node = attribute(c, node); break;
        default: return node;
        }
    }
}

/* Parameters. */

/* `*args: *Ts` says what Ts has as its one item. */
static kr_node *star_annotation(kr_compiler *c) {
    kr_node *tuple = kr_node_new(c, NODE_TUPLE, 1), *item = kr_node_at(c, NODE_SUBSCRIPT, 2, tuple);
    kr_item_add(c, &tuple->items, kr_parse_star_named(c));
    item->left = tuple;
    item->right = kr_node_const(c, KR_INT(0), tuple);
    return item;
}

kr_node *kr_annotation_text(kr_compiler *c, const kr_node *node, uint32_t start) {
    uint32_t end = c->lexer.token.start;
    while (end > start && (kr_byte(c, end - 1) == ' ' || kr_byte(c, end - 1) == '\t')) end--;
    return kr_node_const(c, kr_str_new(c->vm, kr_source_text(c, start, end), end - start), node);
}

kr_node *kr_parse_annotation(kr_compiler *c, bool star) {
    uint32_t scopes = c->next_scope, start = c->lexer.token.start;
    kr_node *node = star && kr_at(c, TOK_MUL) ? star_annotation(c) : kr_parse_expression(c);
    if (!c->future_annotations) return node;
    c->next_scope = scopes;
    return kr_annotation_text(c, node, start);
}

static kr_node *parameter(kr_compiler *c, kr_parameter_kind kind, bool annotated) {
    kr_node *node = kr_node_new(c, NODE_PARAMETER, 3);
    node->op = (uint8_t)kind;
    if (kr_at(c, TOK_LPAREN))
        kr_syntax_error(c, c->lexer.token.start, "%s parameters cannot be parenthesized",
                        annotated ? "Function" : "Lambda expression");
    node->name = kr_take_name(c);
    if (annotated && kr_accept(c, TOK_COLON)) node->third = kr_parse_annotation(c, kind == PARAMETER_VARARGS);
    return node;
}

/* What was seen of a parameter list. */
typedef struct parameters {
    kr_item *first, **tail;
    bool annotated, slash, star, bare_star, named_after_star, double_star, defaults;
    uint32_t star_offset;
} parameters;

static void slash(kr_compiler *c, parameters *p) {
    uint32_t offset = c->lexer.token.start;
    if (p->slash) kr_syntax_error(c, offset, "/ may appear only once");
    if (p->star) kr_syntax_error(c, offset, "/ must be ahead of *");
    if (p->first == NULL) kr_syntax_error(c, offset, "at least one argument must precede /");
    for (kr_item *item = p->first; item != NULL; item = item->next)
        item->node->op = PARAMETER_POSITIONAL_ONLY;
    p->slash = true;
    kr_lex_next(c);
}

static void star(kr_compiler *c, parameters *p, kr_token_type closer) {
    p->star_offset = c->lexer.token.start;
    if (p->star) kr_syntax_error(c, p->star_offset, "* argument may appear only once");
    p->star = true;
    kr_lex_next(c);
    p->bare_star = kr_at(c, TOK_COMMA);
    if (kr_at(c, closer)) kr_syntax_error(c, p->star_offset, "named arguments must follow bare *");
    if (p->bare_star) return;
    p->tail = kr_item_add(c, p->tail, parameter(c, PARAMETER_VARARGS, p->annotated));
    if (kr_at(c, TOK_ASSIGN))
        kr_syntax_error(c, c->lexer.token.start, "var-positional argument cannot have default value");
}

static void named(kr_compiler *c, parameters *p) {
    kr_node *node = parameter(c, p->star ? PARAMETER_KEYWORD : PARAMETER_POSITIONAL, p->annotated);
    if (p->star) p->named_after_star = true;
    uint32_t offset = c->lexer.token.start;
    if (kr_accept(c, TOK_ASSIGN)) {
        if (kr_at(c, TOK_COMMA) || kr_at(c, TOK_RPAREN))
            kr_syntax_error(c, offset, "expected default value expression");
        node->object = kr_parse_expression(c);
        p->defaults = true;
    } else if (p->defaults && !p->star) {
        kr_node_error(c, node, "non-default argument follows default argument");
    }
    p->tail = kr_item_add(c, p->tail, node);
}

static void parameter_item(kr_compiler *c, parameters *p, kr_token_type closer) {
    if (p->double_star)
        kr_syntax_error(c, c->lexer.token.start, "arguments cannot follow var-keyword argument");
    if (kr_at(c, TOK_TRUEDIV)) {
        slash(c, p);
    } else if (kr_at(c, TOK_MUL)) {
        star(c, p, closer);
    } else if (kr_accept(c, TOK_POW)) {
        p->double_star = true;
        p->tail = kr_item_add(c, p->tail, parameter(c, PARAMETER_VARKEYWORDS, p->annotated));
        if (kr_at(c, TOK_ASSIGN))
            kr_syntax_error(c, c->lexer.token.start, "var-keyword argument cannot have default value");
    } else {
        named(c, p);
    }
}

kr_item *kr_parse_parameters(kr_compiler *c, kr_token_type closer) {
    parameters p = {.annotated = closer == TOK_RPAREN};
    p.tail = &p.first;
    while (!kr_at(c, closer)) {
        parameter_item(c, &p, closer);
        if (!kr_accept(c, TOK_COMMA)) break;
    }
    if (p.bare_star && !p.named_after_star)
        kr_syntax_error(c, p.star_offset, "named arguments must follow bare *");
    return p.first;
}

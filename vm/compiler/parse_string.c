/* String atoms: implicit concatenation, and f-strings with nested fields.
 *
 * In the plain text of an f-string the parser calls the lexer by the piece; in a field it reads tokens as
 * everywhere, with one more bracket open, so that quotes, comments and line breaks nest freely. */
#include "compiler/compiler.h"

/* Pieces under construction. Neighbouring texts wait and are joined at once. */
typedef struct pieces {
    kr_node *node; /* FSTRING */
    kr_item **tail;
    kr_value text; /* a text that waits, or 0 */
    kr_list *more; /* the texts behind it, or NULL */
} pieces;

static void add_text(kr_compiler *c, pieces *p, kr_value text) {
    if (kr_to_str(text)->size == 0) return;
    if (p->text == 0) {
        p->text = text;
        return;
    }
    if (p->more == NULL) p->more = kr_to_list(kr_list_new(c->vm, 1, &p->text));
    kr_list_append(c->vm, p->more, text);
}

static kr_value joined(kr_compiler *c, const kr_list *texts) {
    size_t size = 0;
    bool ascii = true;
    for (size_t i = 0; i < texts->size; i++) {
        size += kr_to_str(texts->items[i])->size;
        ascii = ascii && kr_to_str(texts->items[i])->ascii;
    }
    kr_str *str = kr_str_alloc(c->vm, size, ascii);
    char *at = str->data;
    for (size_t i = 0; i < texts->size; i++) {
        const kr_str *text = kr_to_str(texts->items[i]);
        memcpy(at, text->data, text->size);
        at += text->size;
    }
    return KR_OBJECT(str);
}

/* Makes one piece of the texts that wait. */
static void end_text(kr_compiler *c, pieces *p) {
    if (p->text == 0) return;
    kr_value text = p->more == NULL ? p->text : joined(c, p->more);
    p->tail = kr_item_add(c, p->tail, kr_node_const(c, text, p->node));
    p->text = 0;
    p->more = NULL;
}

static void text_until(kr_compiler *c, pieces *p, uint32_t start, uint32_t end, unsigned flags) {
    if (end > start) add_text(c, p, kr_text_literal(c, start, end, flags & ~(unsigned)STRING_FORMAT));
}

static void fstring_pieces(kr_compiler *c, pieces *p, unsigned flags, bool spec);

/* The conversion behind '!'. */
static unsigned conversion(kr_compiler *c) {
    kr_lex_next(c);
    kr_value name = kr_at(c, TOK_NAME) ? c->lexer.token.name : 0;
    if (name != N_s && name != N_r && name != N_a)
        kr_syntax_error(c, c->lexer.token.start,
                        "f-string: invalid conversion character: expected 's', 'r', or 'a'");
    kr_lex_next(c);
    return name == N_s ? 1 : name == N_r ? 2 : 3;
}

/* `{expression=}`: the source text itself is part of the result. */
static void debug_text(kr_compiler *c, pieces *p, uint32_t start) {
    kr_lex_next(c);
    uint32_t end = c->lexer.token.start;
    add_text(c, p, kr_str_new(c->vm, kr_source_text(c, start, end), end - start));
}

static kr_node *format_spec(kr_compiler *c, unsigned flags, const kr_node *like) {
    pieces p = {.node = kr_node_at(c, NODE_FSTRING, 1, like)};
    p.tail = &p.node->items;
    fstring_pieces(c, &p, flags, true);
    end_text(c, &p);
    return p.node;
}

/* A replacement field, behind its '{'. The lexer ends behind the '}'. */
static void field(kr_compiler *c, pieces *p, unsigned flags) {
    kr_check_native_stack(c->vm);
    uint16_t depth = c->lexer.depth, outer = c->lexer.field;
    kr_bracket bracket = {c->lexer.position - 1, c->lexer.line, c->brackets};
    c->brackets = &bracket;
    c->lexer.field = c->lexer.depth = (uint16_t)(depth + 1);
    uint32_t start = c->lexer.position;
    kr_lex_next(c);
    if (kr_at(c, TOK_RBRACE) || kr_at(c, TOK_EXCLAIM) || kr_at(c, TOK_COLON) || kr_at(c, TOK_ASSIGN)) {
        kr_syntax_error(c, c->lexer.token.start,
                        kr_at(c, TOK_RBRACE) ? "f-string: empty expression not allowed"
                                             : "f-string: valid expression required before '%s'",
                        kr_token_text[c->lexer.token.type]);
    }
    if (kr_at(c, TOK_LAMBDA))
        kr_syntax_error(c, c->lexer.token.start,
                        "f-string: lambda expressions are not allowed without parentheses");
    kr_node *node = kr_node_new(c, NODE_FORMAT, 2);
    node->left = kr_parse_value(c);
    bool debug = kr_at(c, TOK_ASSIGN);
    if (debug) debug_text(c, p, start);
    if (kr_at(c, TOK_EXCLAIM)) node->op = (uint8_t)conversion(c);
    if (kr_at(c, TOK_COLON)) {
        node->right = format_spec(c, flags, node);
    } else if (!kr_at(c, TOK_RBRACE)) {
        if (kr_at(c, TOK_END)) kr_syntax_error(c, bracket.offset, "f-string: expecting '}'");
        if (kr_starts_expression(c))
            kr_syntax_error(c, c->item, "f-string: invalid syntax. Perhaps you forgot a comma?");
        kr_unexpected(c);
    }
    if (debug && node->op == 0 && node->right == NULL) node->op = 2;
    end_text(c, p);
    p->tail = kr_item_add(c, p->tail, node);
    c->lexer.depth = depth;
    c->lexer.field = outer;
    c->brackets = bracket.outer;
}

static void fstring_pieces(kr_compiler *c, pieces *p, unsigned flags, bool spec) {
    for (;;) {
        uint32_t start, end;
        int stop = kr_lex_fstring(c, flags, spec, &start, &end);
        text_until(c, p, start, end, flags);
        if (stop == 0 || stop == '}') return;
        if (stop == '{') field(c, p, flags);
    }
}

static void string_piece(kr_compiler *c, pieces *p) {
    unsigned flags = c->lexer.token.flags;
    if (kr_at(c, TOK_FSTRING)) {
        fstring_pieces(c, p, flags, false);
    } else {
        uint32_t start, end;
        kr_string_span(c, &c->lexer.token, &start, &end);
        text_until(c, p, start, end, flags);
    }
    kr_lex_next(c);
}

static kr_value bytes_concat(kr_compiler *c, kr_value a, kr_value b) {
    return kr_binary(c->vm, KR_ADD, a, b);
}

static kr_node *bytes_atom(kr_compiler *c) {
    kr_node *node = kr_node_new(c, NODE_CONST, 1);
    kr_value value = 0;
    while (kr_at(c, TOK_STRING) || kr_at(c, TOK_FSTRING)) {
        if (!(c->lexer.token.flags & STRING_BYTES))
            kr_syntax_error(c, c->lexer.token.end, "cannot mix bytes and nonbytes literals");
        uint32_t start, end;
        kr_string_span(c, &c->lexer.token, &start, &end);
        kr_value piece = kr_text_literal(c, start, end, c->lexer.token.flags);
        value = value == 0 ? piece : bytes_concat(c, value, piece);
        kr_lex_next(c);
    }
    node->value = kr_keep(c, value);
    return node;
}

kr_node *kr_parse_strings(kr_compiler *c) {
    if (c->lexer.token.flags & STRING_BYTES) return bytes_atom(c);
    pieces p = {.node = kr_node_new(c, NODE_FSTRING, 1)};
    p.tail = &p.node->items;
    bool format = false;
    while (kr_at(c, TOK_STRING) || kr_at(c, TOK_FSTRING)) {
        if (c->lexer.token.flags & STRING_BYTES)
            kr_syntax_error(c, c->lexer.token.end, "cannot mix bytes and nonbytes literals");
        format |= kr_at(c, TOK_FSTRING);
        string_piece(c, &p);
    }
    end_text(c, &p);
    kr_item *items = p.node->items;
    if (items != NULL && (items->next != NULL || items->node->kind != NODE_CONST)) return p.node;
    if (format) return p.node;
    p.node->kind = NODE_CONST;
    p.node->value = items == NULL ? KR_EMPTY_STR : items->node->value;
    return p.node;
}

/* Source bytes to tokens.
 *
 * The lexer reads exactly one token ahead of nothing: the current token is the last one read, so that the
 * parser can take over in the middle of an f-string. It never copies text; a token is a span. Indentation
 * follows the reference: a tab goes to the next multiple of 8, and lines whose order depends on the width of
 * a tab are refused. */
#include "compiler/compiler.h"

#define KR_TOKEN_TEXT(name, text, power) text,
const char kr_token_text[TOK_COUNT][12] = {KR_TOKENS(KR_TOKEN_TEXT)};
#undef KR_TOKEN_TEXT
#define KR_TOKEN_POWER(name, text, power) POWER_##power,
const uint8_t kr_token_power[TOK_COUNT] = {KR_TOKENS(KR_TOKEN_POWER)};
#undef KR_TOKEN_POWER

static int peek(kr_compiler *c, uint32_t ahead) {
    return kr_byte(c, c->lexer.position + ahead);
}

static bool is_digit(int byte) {
    return byte >= '0' && byte <= '9';
}
static bool is_letter(int byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}
static bool is_name(int byte) {
    return is_letter(byte) || is_digit(byte) || byte >= 0x80;
}

/* The UTF-8 sequence at an offset as a code point; refuses what is not UTF-8. */
static uint32_t code_point_at(kr_compiler *c, uint32_t offset, unsigned *size) {
    char bytes[5] = {0};
    int first = kr_byte(c, offset);
    *size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    for (unsigned i = 0; i < *size; i++) {
        int byte = kr_byte(c, offset + i);
        bytes[i] = byte < 0 ? 0 : (char)byte;
    }
    size_t bad;
    bool ascii;
    if (!kr_utf8_valid(bytes, *size, &bad, &ascii)) {
        kr_syntax_error(
            c, offset,
            "(unicode error) 'utf-8' codec can't decode byte 0x%s in position %u: invalid start byte",
            (char[3]){"0123456789abcdef"[first >> 4 & 15], "0123456789abcdef"[first & 15], 0},
            (unsigned)offset);
    }
    const char *p = bytes;
    return kr_utf8_next(&p);
}

/* Which characters beyond ASCII can be part of a name. The full tables would outweigh the lexer, so this
 * refuses the blocks that hold no letters: Latin-1 signs, punctuation, symbols, arrows, private use. */
static bool is_identifier_code(uint32_t code) {
    if (code < 0xc0) return code == 0xaa || code == 0xb5 || code == 0xb7 || code == 0xba;
    if (code == 0xd7 || code == 0xf7) return false;
    if (code >= 0x2000 && code < 0x2070) return code == 0x203f || code == 0x2040 || code == 0x2054;
    if (code >= 0x2070 && code < 0x2c00)
        return code == 0x2071 || code == 0x207f || (code >= 0x2090 && code < 0x20a0) ||
               (code >= 0x20d0 && code < 0x2190);
    if (code >= 0x3000 && code < 0x3005) return false;
    if (code >= 0x3008 && code < 0x3021) return false;
    if (code >= 0xe000 && code < 0xf900) return false;
    if (code >= 0xfe00 && code < 0xfe70) return code < 0xfe10 || code >= 0xfe20;
    if (code >= 0xff00 && code < 0xff10) return false;
    return code < 0x1f000 || code >= 0x20000;
}

/* Skips one character beyond ASCII that stands in a name; an error when it cannot. */
static void skip_name_character(kr_compiler *c) {
    unsigned size;
    uint32_t offset = c->lexer.position, code = code_point_at(c, offset, &size);
    if (!is_identifier_code(code)) {
        char hex[9];
        unsigned digits = code > 0xffff ? 6 : 4;
        for (unsigned i = 0; i < digits; i++) hex[i] = "0123456789ABCDEF"[code >> 4 * (digits - 1 - i) & 15];
        hex[digits] = 0;
        bool blank = code < 0xa1 || code == 0xad || (code >= 0x2000 && code < 0x2010) ||
                     (code >= 0x2028 && code < 0x2030) || code == 0x3000 || code == 0xfeff;
        if (blank) kr_syntax_error(c, offset, "invalid non-printable character U+%s", hex);
        kr_syntax_error(c, offset, "invalid character '%c' (U+%s)", (int)code, hex);
    }
    c->lexer.position += size;
}

static void skip_comment(kr_compiler *c) {
    for (;;) {
        int byte = peek(c, 0);
        if (byte < 0 || byte == '\n' || byte == '\r') return;
        unsigned size = 1;
        if (byte >= 0x80) code_point_at(c, c->lexer.position, &size);
        c->lexer.position += size;
        c->reader.keep = c->lexer.position;
    }
}

/* Skips a line break if there is one. */
static bool skip_break(kr_compiler *c) {
    int byte = peek(c, 0);
    if (byte != '\n' && byte != '\r') return false;
    c->lexer.position += byte == '\r' && peek(c, 1) == '\n' ? 2 : 1;
    c->lexer.line++;
    return true;
}

static void set_token(kr_compiler *c, kr_token_type type) {
    c->lexer.token.type = (uint8_t)type;
    c->lexer.token.end = c->lexer.position;
}

/* A backslash at the end of a line. */
static void skip_continuation(kr_compiler *c) {
    uint32_t offset = c->lexer.position++;
    if (!skip_break(c)) {
        if (peek(c, 0) < 0) {
            set_token(c, TOK_END);
            kr_syntax_error(c, offset + 1, "unexpected EOF while parsing");
        }
        kr_syntax_error(c, offset + 1, "unexpected character after line continuation character");
    }
    if (peek(c, 0) < 0) {
        set_token(c, TOK_END);
        kr_syntax_error(c, offset + 1, "unexpected EOF while parsing");
    }
}

/* Indentation. */

typedef struct columns {
    uint32_t column, alternate; /* with tabs of 8 and of 1 */
} columns;

static columns skip_indentation(kr_compiler *c) {
    columns at = {0, 0};
    for (;; c->lexer.position++) {
        int byte = peek(c, 0);
        if (byte == ' ') {
            at.column++;
            at.alternate++;
        } else if (byte == '\t') {
            at.column = (at.column / 8 + 1) * 8;
            at.alternate++;
        } else if (byte == '\f') {
            at = (columns){0, 0};
        } else if (byte == '\\') {
            skip_continuation(c);
            c->lexer.position--;
        } else {
            return at;
        }
    }
}

static _Noreturn void inconsistent(kr_compiler *c) {
    kr_tab_error(c, c->reader.keep);
}

static kr_indent innermost(const kr_compiler *c) {
    return c->lexer.indents == 0 ? (kr_indent){0, 0} : c->indents[c->lexer.indents - 1];
}

static void push_indent(kr_compiler *c, kr_indent indent) {
    if (c->lexer.indents == c->indent_capacity) {
        size_t capacity = c->indent_capacity + 6u;
        c->indents =
            kr_bytes_resize(c->vm, c->indents, c->indent_capacity * sizeof indent, capacity * sizeof indent);
        c->indent_capacity = (uint8_t)capacity;
    }
    c->indents[c->lexer.indents++] = indent;
}

static void indent_to(kr_compiler *c, columns at) {
    kr_lexer *l = &c->lexer;
    kr_indent block = innermost(c);
    if (at.column == block.column) {
        if (at.alternate != block.alternate) inconsistent(c);
    } else if (at.column > block.column) {
        if (at.alternate <= block.alternate) inconsistent(c);
        if (l->indents == KR_INDENT_MAX || at.column > UINT8_MAX)
            kr_indentation_error(c, l->position, "too many levels of indentation");
        push_indent(c, (kr_indent){(uint8_t)at.column, (uint8_t)at.alternate});
        l->pending = -1;
    } else {
        while (l->indents > 0 && at.column < innermost(c).column) {
            l->indents--;
            l->pending++;
        }
        block = innermost(c);
        if (at.column != block.column) {
            while (peek(c, 0) >= 0 && peek(c, 0) != '\n' && peek(c, 0) != '\r') l->position++;
            kr_indentation_error(c, l->position, "unindent does not match any outer indentation level");
        }
        if (at.alternate != block.alternate) inconsistent(c);
    }
}

/* At the start of a logical line: skips blank lines and measures the indentation of the next one. */
static void begin_line(kr_compiler *c) {
    for (;;) {
        c->reader.keep = c->lexer.position;
        columns at = skip_indentation(c);
        int byte = peek(c, 0);
        bool comment = byte == '#';
        if (comment) skip_comment(c);
        if (peek(c, 0) < 0) {
            c->lexer.pending = (int16_t)c->lexer.indents;
            c->lexer.indents = 0;
            break;
        }
        if (!skip_break(c)) {
            c->lexer.blank = false;
            indent_to(c, at);
            break;
        }
        c->lexer.blank = !comment;
    }
    c->lexer.line_begins = false;
}

/* Names. */

static kr_token_type keyword(const char *text, size_t size) {
    if (size < 2 || size > 8) return TOK_NAME;
    for (unsigned type = TOK_FIRST_KEYWORD; type < TOK_COUNT; type++) {
        const char *word = kr_token_text[type];
        if (word[0] == text[0] && word[1] == text[1] && strlen(word) == size && memcmp(word, text, size) == 0)
            return (kr_token_type)type;
    }
    return TOK_NAME;
}

static void lex_name(kr_compiler *c) {
    kr_lexer *l = &c->lexer;
    for (int byte; is_name(byte = peek(c, 0));) {
        if (byte >= 0x80)
            skip_name_character(c);
        else
            l->position++;
    }
    size_t size = l->position - l->token.start;
    const char *text = kr_source_text(c, l->token.start, l->position);
    kr_token_type type = keyword(text, size);
    if (type == TOK_NAME && !l->skimming) l->token.name = kr_intern(c->vm, text, size);
    set_token(c, type);
}

/* Numbers. */

static bool digit_in(int byte, unsigned base) {
    if (base == 16) return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
    return byte >= '0' && byte < (int)('0' + (base > 10 ? 10 : base));
}

/* Digits with single underscores between them; true when there was one. */
static bool skip_digits(kr_compiler *c, unsigned base) {
    uint32_t start = c->lexer.position;
    while (digit_in(peek(c, 0), base) ||
           (peek(c, 0) == '_' && c->lexer.position > start && digit_in(peek(c, 1), base)))
        c->lexer.position++;
    return c->lexer.position > start;
}

/* A number must not run into a name, unless that is a keyword which can follow an expression: `1if x else 2`.
 */
static void check_number_end(kr_compiler *c, const char *what) {
    int byte = peek(c, 0);
    if (!is_name(byte)) return;
    char word[6] = {0};
    for (unsigned i = 0; i < 5 && is_letter(peek(c, i)); i++) word[i] = (char)peek(c, i);
    static const char followers[][5] = {"and", "else", "for", "if", "in", "is", "not", "or"};
    for (unsigned i = 0; i < sizeof followers / sizeof *followers; i++) {
        if (strcmp(word, followers[i]) == 0) return;
    }
    kr_syntax_error(c, c->lexer.position - 1, "invalid %s literal", what);
}

static void lex_based(kr_compiler *c, unsigned base, const char *what) {
    c->lexer.position += 2;
    if (peek(c, 0) == '_') c->lexer.position++;
    if (!skip_digits(c, base)) {
        if (is_digit(peek(c, 0)))
            kr_syntax_error(c, c->lexer.position, "invalid digit '%c' in %s literal", peek(c, 0), what);
        kr_syntax_error(c, c->lexer.position - 1, "invalid %s literal", what);
    }
    if (is_digit(peek(c, 0)))
        kr_syntax_error(c, c->lexer.position, "invalid digit '%c' in %s literal", peek(c, 0), what);
    check_number_end(c, what);
    set_token(c, TOK_NUMBER);
}

static bool skip_exponent(kr_compiler *c) {
    if (peek(c, 0) != 'e' && peek(c, 0) != 'E') return false;
    uint32_t digits = peek(c, 1) == '+' || peek(c, 1) == '-' ? 2 : 1;
    if (!is_digit(peek(c, digits))) return false;
    c->lexer.position += digits;
    skip_digits(c, 10);
    return true;
}

static void lex_number(kr_compiler *c) {
    kr_lexer *l = &c->lexer;
    int first = peek(c, 0), second = peek(c, 1) | 0x20;
    if (first == '0' && second == 'x') {
        lex_based(c, 16, "hexadecimal");
        return;
    }
    if (first == '0' && second == 'o') {
        lex_based(c, 8, "octal");
        return;
    }
    if (first == '0' && second == 'b') {
        lex_based(c, 2, "binary");
        return;
    }
    skip_digits(c, 10);
    bool real = false;
    if (peek(c, 0) == '_') kr_syntax_error(c, l->position, "invalid decimal literal");
    if (peek(c, 0) == '.') {
        l->position++;
        skip_digits(c, 10);
        real = true;
    }
    real |= skip_exponent(c);
    bool imaginary = peek(c, 0) == 'j' || peek(c, 0) == 'J';
    if (imaginary) l->position++;
    if (!real && !imaginary && first == '0') {
        const char *text = kr_source_text(c, l->token.start, l->position);
        for (size_t i = 0; i < l->position - l->token.start; i++) {
            if (text[i] != '0' && text[i] != '_') {
                kr_syntax_error(c, l->token.start,
                                "leading zeros in decimal integer literals are not permitted; use an 0o "
                                "prefix for octal integers");
            }
        }
    }
    check_number_end(c, imaginary ? "imaginary" : "decimal");
    set_token(c, TOK_NUMBER);
}

/* Strings. */

/* The flags of a string prefix of `size` bytes at the position, or -1 when it is none. */
static int prefix_flags(kr_compiler *c, uint32_t size) {
    int flags = 0;
    for (uint32_t i = 0; i < size; i++) {
        int letter = peek(c, i) | 0x20;
        if (letter == 'r' && !(flags & STRING_RAW))
            flags |= STRING_RAW;
        else if (letter == 'b' && !(flags & (STRING_BYTES | STRING_FORMAT)))
            flags |= STRING_BYTES;
        else if (letter == 'f' && !(flags & (STRING_BYTES | STRING_FORMAT)))
            flags |= STRING_FORMAT;
        else if (letter != 'u' || size != 1)
            return -1;
    }
    return flags;
}

static bool at_quotes(kr_compiler *c, int quote, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (peek(c, i) != quote) return false;
    }
    return true;
}

static _Noreturn void unterminated(kr_compiler *c, bool triple, const char *what) {
    kr_lexer *l = &c->lexer;
    if (triple) set_token(c, TOK_END);
    kr_syntax_error(c, l->token.start, "unterminated %s%s literal (detected at line %u)",
                    triple ? "triple-quoted " : "", what, (unsigned)l->line);
}

static void lex_string(kr_compiler *c, uint32_t prefix, int flags) {
    kr_lexer *l = &c->lexer;
    l->position += prefix;
    int quote = peek(c, 0);
    bool triple = at_quotes(c, quote, 3);
    if (triple) flags |= STRING_TRIPLE;
    if (quote == '"') flags |= STRING_DOUBLE;
    l->token.flags = (uint8_t)flags;
    l->position += triple ? 3 : 1;
    if (flags & STRING_FORMAT) {
        set_token(c, TOK_FSTRING);
        return;
    }
    for (;;) {
        c->reader.keep = l->position; /* nobody needs the text in one piece */
        int byte = peek(c, 0);
        if (byte < 0) unterminated(c, triple, "string");
        if (byte == quote && (!triple || at_quotes(c, quote, 3))) break;
        if (byte == '\\') {
            l->position++;
            if (!skip_break(c) && peek(c, 0) >= 0) l->position++;
        } else if (byte == '\n' || byte == '\r') {
            if (!triple) unterminated(c, false, "string");
            skip_break(c);
        } else {
            unsigned size = 1;
            if (byte >= 0x80) code_point_at(c, l->position, &size);
            l->position += size;
        }
    }
    l->position += triple ? 3 : 1;
    set_token(c, TOK_STRING);
}

/* A name, or a string that begins with letters. */
static void lex_word(kr_compiler *c) {
    for (uint32_t size = 1; size <= 2; size++) {
        int byte = peek(c, size);
        if (byte != '"' && byte != '\'') continue;
        int flags = prefix_flags(c, size);
        if (flags >= 0) {
            lex_string(c, size, flags);
            return;
        }
    }
    lex_name(c);
}

int kr_lex_fstring(kr_compiler *c, unsigned flags, bool spec, uint32_t *start, uint32_t *end) {
    kr_lexer *l = &c->lexer;
    int quote = flags & STRING_DOUBLE ? '"' : '\'';
    bool triple = flags & STRING_TRIPLE;
    *start = l->position;
    c->reader.keep = l->position;
    for (;;) {
        c->reader.keep = l->position;
        int byte = peek(c, 0);
        *end = l->position;
        if (byte < 0) unterminated(c, triple, "f-string");
        if (byte == quote && (!triple || at_quotes(c, quote, 3))) {
            if (spec) kr_syntax_error(c, l->position, "f-string: expecting '}'");
            l->position += triple ? 3 : 1;
            return 0;
        }
        if (byte == '{' || byte == '}') {
            bool doubled = !spec && peek(c, 1) == byte;
            if (doubled) ++*end;
            l->position += doubled ? 2 : 1;
            if (doubled) return -1;
            if (byte == '}' && !spec) kr_syntax_error(c, *end, "f-string: single '}' is not allowed");
            return byte;
        }
        if (byte == '\\') {
            l->position++;
            int escaped = peek(c, 0);
            if (escaped == 'N' && !(flags & STRING_RAW) && peek(c, 1) == '{') {
                while (peek(c, 0) >= 0 && peek(c, 0) != '}' && peek(c, 0) != '\n') l->position++;
            }
            if (escaped != '{' && escaped != '}' && !skip_break(c) && escaped >= 0) l->position++;
        } else if (byte == '\n' || byte == '\r') {
            if (!triple) unterminated(c, false, "f-string");
            skip_break(c);
        } else {
            unsigned size = 1;
            if (byte >= 0x80) code_point_at(c, l->position, &size);
            l->position += size;
        }
    }
}

/* Operators. */

static kr_token_type single(int byte) {
    switch (byte) {
    case '+': return TOK_ADD;
    case '-': return TOK_SUB;
    case '*': return TOK_MUL;
    case '/': return TOK_TRUEDIV;
    case '%': return TOK_MOD;
    case '&': return TOK_BITAND;
    case '|': return TOK_BITOR;
    case '^': return TOK_BITXOR;
    case '@': return TOK_MATMUL;
    case '<': return TOK_LT;
    case '>': return TOK_GT;
    case '=': return TOK_ASSIGN;
    case '~': return TOK_INVERT;
    case '(': return TOK_LPAREN;
    case ')': return TOK_RPAREN;
    case '[': return TOK_LBRACKET;
    case ']': return TOK_RBRACKET;
    case '{': return TOK_LBRACE;
    case '}': return TOK_RBRACE;
    case ',': return TOK_COMMA;
    case ':': return TOK_COLON;
    case ';': return TOK_SEMICOLON;
    case '.': return TOK_DOT;
    case '!': return TOK_EXCLAIM;
    default: return TOK_END;
    }
}

/* The operator of two characters that begins with `first`, or TOK_END. */
static kr_token_type twofold(kr_compiler *c, kr_token_type first, int next) {
    switch (first) {
    case TOK_MUL: return next == '*' ? TOK_POW : TOK_END;
    case TOK_TRUEDIV: return next == '/' ? TOK_FLOORDIV : TOK_END;
    case TOK_LT: return next == '<' ? TOK_LSHIFT : next == '=' ? TOK_LE : next == '>' ? TOK_NE : TOK_END;
    case TOK_GT: return next == '>' ? TOK_RSHIFT : next == '=' ? TOK_GE : TOK_END;
    case TOK_ASSIGN: return next == '=' ? TOK_EQ : TOK_END;
    case TOK_EXCLAIM: return next == '=' ? TOK_NE : TOK_END;
    case TOK_SUB: return next == '>' ? TOK_ARROW : TOK_END;
    /* In an f-string's field a colon begins the format, even before a '='. */
    case TOK_COLON:
        return next == '=' && (c->lexer.field == 0 || c->lexer.depth != c->lexer.field) ? TOK_WALRUS
                                                                                        : TOK_END;
    default: return TOK_END;
    }
}

static void count_brackets(kr_compiler *c, kr_token_type type) {
    kr_lexer *l = &c->lexer;
    if (type == TOK_LPAREN || type == TOK_LBRACKET || type == TOK_LBRACE) {
        if (l->depth >= 200) kr_syntax_error(c, l->token.start, "too many nested parentheses");
        l->depth++;
    } else if ((type == TOK_RPAREN || type == TOK_RBRACKET || type == TOK_RBRACE) && l->depth > 0) {
        l->depth--;
    }
}

static void lex_operator(kr_compiler *c, int byte) {
    kr_lexer *l = &c->lexer;
    kr_token_type type = single(byte);
    if (type == TOK_END) {
        if (byte == 0) kr_syntax_error(c, l->position, "source code cannot contain null bytes");
        if (byte < ' ' || byte == 0x7f)
            kr_syntax_error(c, l->position, "invalid non-printable character U+00%s",
                            (char[3]){"01234567"[byte >> 4], "0123456789ABCDEF"[byte & 15], 0});
        kr_syntax_error(c, l->position, "invalid syntax");
    }
    if (type == TOK_DOT && peek(c, 1) == '.' && peek(c, 2) == '.') {
        l->position += 3;
        set_token(c, TOK_ELLIPSIS);
        return;
    }
    kr_token_type two = twofold(c, type, peek(c, 1));
    if (two == TOK_NE && byte == '<') kr_syntax_error(c, l->position, "invalid syntax");
    if (two != TOK_END) type = two;
    l->position += two != TOK_END ? 2 : 1;
    if (type >= TOK_ADD && type <= TOK_MATMUL && peek(c, 0) == '=') {
        type += TOK_ADD_ASSIGN - TOK_ADD;
        l->position++;
    }
    count_brackets(c, type);
    set_token(c, type);
}

/* Blanks, comments and continued lines before a token; true when a line ends here. */
static bool skip_blanks(kr_compiler *c) {
    for (;;) {
        int byte = peek(c, 0);
        c->reader.keep = c->lexer.position;
        if (byte == ' ' || byte == '\t' || byte == '\f') {
            c->lexer.position++;
        } else if (byte == '\\') {
            skip_continuation(c);
        } else if (byte == '#') {
            skip_comment(c);
        } else if (byte == '\n' || byte == '\r') {
            if (c->lexer.depth == 0) return true;
            skip_break(c);
        } else {
            return byte < 0;
        }
    }
}

/* The line or the file ends. */
static void lex_break(kr_compiler *c) {
    kr_lexer *l = &c->lexer;
    bool end = peek(c, 0) < 0;
    if (end && (l->depth > 0 || l->token.type == TOK_NEWLINE || l->token.type == TOK_DEDENT ||
                l->token.type == TOK_END)) {
        set_token(c, TOK_END);
        return;
    }
    l->token.end = l->position;
    l->token.type = TOK_NEWLINE;
    if (!end) skip_break(c);
    l->line_begins = true;
    l->blank = false;
}

void kr_lex_next(kr_compiler *c) {
    kr_lexer *l = &c->lexer;
    if (l->line_begins) begin_line(c);
    l->token.start = l->position;
    l->token.line = l->line;
    l->token.name = 0;
    if (l->pending != 0) {
        set_token(c, l->pending < 0 ? TOK_INDENT : TOK_DEDENT);
        l->pending = (int16_t)(l->pending < 0 ? 0 : l->pending - 1);
        return;
    }
    bool ends = skip_blanks(c);
    l->token.start = l->position;
    l->token.line = l->line;
    c->reader.keep = l->position;
    int byte = peek(c, 0);
    if (ends)
        lex_break(c);
    else if (is_letter(byte))
        lex_word(c);
    else if (is_digit(byte) || (byte == '.' && is_digit(peek(c, 1))))
        lex_number(c);
    else if (byte == '"' || byte == '\'')
        lex_string(c, 0, 0);
    else if (byte >= 0x80)
        lex_name(c);
    else
        lex_operator(c, byte);
}

/* PEP 263: a comment in the first two lines may name the encoding; only those that UTF-8 covers are known. */
static void check_encoding(kr_compiler *c) {
    uint32_t at = c->lexer.position;
    for (int line = 0; line < 2; line++) {
        while (kr_byte(c, at) == ' ' || kr_byte(c, at) == '\t' || kr_byte(c, at) == '\f') at++;
        if (kr_byte(c, at) != '#') {
            if (kr_byte(c, at) != '\n' && kr_byte(c, at) != '\r') return;
        }
        uint32_t end = at;
        while (kr_byte(c, end) >= 0 && kr_byte(c, end) != '\n' && kr_byte(c, end) != '\r' && end - at < 256)
            end++;
        const char *text = kr_source_text(c, at, end);
        for (uint32_t i = 0; i + 8 < end - at; i++) {
            if (memcmp(text + i, "coding", 6) != 0 || (text[i + 6] != ':' && text[i + 6] != '=')) continue;
            uint32_t from = i + 7, to;
            while (from < end - at && (text[from] == ' ' || text[from] == '\t')) from++;
            char name[24] = {0};
            for (to = from; to < end - at && to - from < sizeof name - 1 &&
                            (is_name((unsigned char)text[to]) || text[to] == '-' || text[to] == '.');
                 to++) {
                int byte = text[to] == '_' ? '-' : text[to];
                name[to - from] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
            }
            if (strncmp(name, "utf-8", 5) != 0 && strcmp(name, "utf8") != 0 && strcmp(name, "ascii") != 0 &&
                strcmp(name, "us-ascii") != 0 && to > from) {
                kr_syntax_error(c, 0, "unknown encoding: %s", name);
            }
            return;
        }
        at = end;
        if (kr_byte(c, at) == '\r') at++;
        if (kr_byte(c, at) == '\n') at++;
    }
}

void kr_lex_start(kr_compiler *c) {
    memset(&c->lexer, 0, sizeof c->lexer);
    c->lexer.line = 1;
    c->lexer.line_begins = true;
    c->lexer.token.type = TOK_NEWLINE;
    c->reader.keep = 0;
    if (kr_byte(c, 0) == 0xef && kr_byte(c, 1) == 0xbb && kr_byte(c, 2) == 0xbf) c->lexer.position = 3;
    check_encoding(c);
    kr_lex_next(c);
}

/* Looking ahead. The lexer is copied and put back; only tokens are read, no values are made. */

static kr_lexer skim_begin(kr_compiler *c) {
    kr_lexer saved = c->lexer;
    c->lexer.skimming = true;
    return saved;
}

static void skim_next(kr_compiler *c);

/* The current token is an FSTRING: goes to its end. */
static void skim_fstring(kr_compiler *c, unsigned flags, bool spec) {
    for (;;) {
        uint32_t start, end;
        int stop = kr_lex_fstring(c, flags, spec, &start, &end);
        if (stop == 0 || stop == '}') return;
        if (stop < 0) continue;
        uint16_t depth = c->lexer.depth, field = c->lexer.field;
        c->lexer.field = c->lexer.depth = (uint16_t)(depth + 1);
        do {
            skim_next(c);
            if (kr_at(c, TOK_COLON) && c->lexer.depth == depth + 1) {
                skim_fstring(c, flags, true);
                break;
            }
        } while (!kr_at(c, TOK_END) && !(kr_at(c, TOK_RBRACE) && c->lexer.depth == depth));
        c->lexer.depth = depth;
        c->lexer.field = field;
        if (kr_at(c, TOK_END)) return;
    }
}

static void skim_next(kr_compiler *c) {
    kr_check_native_stack(c->vm);
    kr_lex_next(c);
    if (kr_at(c, TOK_FSTRING)) {
        skim_fstring(c, c->lexer.token.flags, false);
        c->lexer.token.type = TOK_STRING;
    }
}

bool kr_lex_line_ends_with_colon(kr_compiler *c) {
    kr_lexer saved = skim_begin(c);
    bool colon = false, first = true;
    for (skim_next(c); !kr_at(c, TOK_NEWLINE) && !kr_at(c, TOK_END); skim_next(c)) {
        colon = kr_at(c, TOK_COLON) && c->lexer.depth == 0;
        if (first && (colon || kr_at(c, TOK_ASSIGN))) break;
        first = false;
    }
    colon = colon && kr_at(c, TOK_NEWLINE);
    c->lexer = saved;
    return colon;
}

bool kr_lex_parenthesized_items(kr_compiler *c) {
    kr_lexer saved = skim_begin(c);
    uint16_t depth = c->lexer.depth;
    bool several = false, first = true, plain = false;
    for (skim_next(c); !kr_at(c, TOK_END) && c->lexer.depth >= depth; skim_next(c)) {
        if (first && (kr_at(c, TOK_YIELD) || kr_at(c, TOK_MUL))) plain = true;
        first = false;
        if (c->lexer.depth == depth && (kr_at(c, TOK_COMMA) || kr_at(c, TOK_AS))) several = true;
    }
    skim_next(c);
    bool items = several && !plain && kr_at(c, TOK_COLON);
    c->lexer = saved;
    return items;
}

unsigned kr_lex_final_depth(kr_compiler *c, unsigned *least) {
    kr_lexer saved = skim_begin(c);
    *least = c->lexer.depth;
    while (!kr_at(c, TOK_END)) {
        skim_next(c);
        if (c->lexer.depth < *least) *least = c->lexer.depth;
    }
    unsigned depth = c->lexer.depth;
    c->lexer = saved;
    return depth;
}

unsigned kr_lex_try_shape(kr_compiler *c) {
    kr_lexer saved = skim_begin(c);
    unsigned shape = 0;
    for (;;) { /* at a clause's keyword */
        while (!kr_at(c, TOK_NEWLINE) && !kr_at(c, TOK_END)) skim_next(c);
        skim_next(c);
        if (kr_at(c, TOK_INDENT)) {
            for (int blocks = 1; blocks > 0 && !kr_at(c, TOK_END);) {
                skim_next(c);
                if (kr_at(c, TOK_INDENT)) blocks++;
                if (kr_at(c, TOK_DEDENT)) blocks--;
            }
            skim_next(c);
        }
        if (kr_at(c, TOK_EXCEPT))
            shape |= TRY_EXCEPT;
        else if (kr_at(c, TOK_FINALLY))
            shape |= TRY_FINALLY;
        else if (!kr_at(c, TOK_ELSE))
            break;
        if (shape & TRY_FINALLY) break;
    }
    c->lexer = saved;
    return shape;
}

#ifndef KR_TOKEN_H
#define KR_TOKEN_H
/* Tokens: one table for the lexer, the expression parser's binding powers and the texts in error messages.
 *
 * The binary operators stand in the order of kr_binary_op, so do their augmented assignments, and the
 * comparisons in that of kr_compare_op: a token minus the first of its group is the operator. */
#include "core/value.h"

/* Binding powers of the infix operators, weakest first; 0 for what is no operator. */
enum kr_power {
    POWER_NONE,
    POWER_OR,
    POWER_AND,
    POWER_NOT, /* prefix */
    POWER_COMPARE,
    POWER_BITOR,
    POWER_BITXOR,
    POWER_BITAND,
    POWER_SHIFT,
    POWER_SUM,
    POWER_TERM,
    POWER_UNARY, /* prefix */
    POWER_POWER
};

/* Name, text, infix power. */
#define KR_TOKENS(X)                                                                                         \
    X(END, "end of file", NONE)                                                                              \
    X(NEWLINE, "newline", NONE)                                                                              \
    X(INDENT, "indent", NONE)                                                                                \
    X(DEDENT, "dedent", NONE)                                                                                \
    X(NAME, "name", NONE)                                                                                    \
    X(NUMBER, "number", NONE)                                                                                \
    X(STRING, "string", NONE)                                                                                \
    X(FSTRING, "f-string", NONE)                                                                             \
    X(ADD, "+", SUM)                                                                                         \
    X(SUB, "-", SUM)                                                                                         \
    X(MUL, "*", TERM)                                                                                        \
    X(TRUEDIV, "/", TERM)                                                                                    \
    X(FLOORDIV, "//", TERM)                                                                                  \
    X(MOD, "%", TERM)                                                                                        \
    X(POW, "**", POWER)                                                                                      \
    X(LSHIFT, "<<", SHIFT)                                                                                   \
    X(RSHIFT, ">>", SHIFT)                                                                                   \
    X(BITAND, "&", BITAND)                                                                                   \
    X(BITOR, "|", BITOR)                                                                                     \
    X(BITXOR, "^", BITXOR)                                                                                   \
    X(MATMUL, "@", TERM)                                                                                     \
    X(ADD_ASSIGN, "+=", NONE)                                                                                \
    X(SUB_ASSIGN, "-=", NONE)                                                                                \
    X(MUL_ASSIGN, "*=", NONE)                                                                                \
    X(TRUEDIV_ASSIGN, "/=", NONE)                                                                            \
    X(FLOORDIV_ASSIGN, "//=", NONE)                                                                          \
    X(MOD_ASSIGN, "%=", NONE)                                                                                \
    X(POW_ASSIGN, "**=", NONE)                                                                               \
    X(LSHIFT_ASSIGN, "<<=", NONE)                                                                            \
    X(RSHIFT_ASSIGN, ">>=", NONE)                                                                            \
    X(BITAND_ASSIGN, "&=", NONE)                                                                             \
    X(BITOR_ASSIGN, "|=", NONE)                                                                              \
    X(BITXOR_ASSIGN, "^=", NONE)                                                                             \
    X(MATMUL_ASSIGN, "@=", NONE)                                                                             \
    X(LT, "<", COMPARE)                                                                                      \
    X(LE, "<=", COMPARE)                                                                                     \
    X(EQ, "==", COMPARE)                                                                                     \
    X(NE, "!=", COMPARE)                                                                                     \
    X(GT, ">", COMPARE)                                                                                      \
    X(GE, ">=", COMPARE)                                                                                     \
    X(INVERT, "~", NONE)                                                                                     \
    X(LPAREN, "(", NONE)                                                                                     \
    X(RPAREN, ")", NONE)                                                                                     \
    X(LBRACKET, "[", NONE)                                                                                   \
    X(RBRACKET, "]", NONE)                                                                                   \
    X(LBRACE, "{", NONE)                                                                                     \
    X(RBRACE, "}", NONE)                                                                                     \
    X(COMMA, ",", NONE)                                                                                      \
    X(COLON, ":", NONE)                                                                                      \
    X(SEMICOLON, ";", NONE)                                                                                  \
    X(DOT, ".", NONE)                                                                                        \
    X(ELLIPSIS, "...", NONE)                                                                                 \
    X(ARROW, "->", NONE)                                                                                     \
    X(ASSIGN, "=", NONE)                                                                                     \
    X(WALRUS, ":=", NONE)                                                                                    \
    X(EXCLAIM, "!", NONE)                                                                                    \
    X(FALSE, "False", NONE)                                                                                  \
    X(NONE, "None", NONE)                                                                                    \
    X(TRUE, "True", NONE)                                                                                    \
    X(AND, "and", AND)                                                                                       \
    X(AS, "as", NONE)                                                                                        \
    X(ASSERT, "assert", NONE)                                                                                \
    X(ASYNC, "async", NONE)                                                                                  \
    X(AWAIT, "await", NONE)                                                                                  \
    X(BREAK, "break", NONE)                                                                                  \
    X(CLASS, "class", NONE)                                                                                  \
    X(CONTINUE, "continue", NONE)                                                                            \
    X(DEF, "def", NONE)                                                                                      \
    X(DEL, "del", NONE)                                                                                      \
    X(ELIF, "elif", NONE)                                                                                    \
    X(ELSE, "else", NONE)                                                                                    \
    X(EXCEPT, "except", NONE)                                                                                \
    X(FINALLY, "finally", NONE)                                                                              \
    X(FOR, "for", NONE)                                                                                      \
    X(FROM, "from", NONE)                                                                                    \
    X(GLOBAL, "global", NONE)                                                                                \
    X(IF, "if", NONE)                                                                                        \
    X(IMPORT, "import", NONE)                                                                                \
    X(IN, "in", COMPARE)                                                                                     \
    X(IS, "is", COMPARE)                                                                                     \
    X(LAMBDA, "lambda", NONE)                                                                                \
    X(NONLOCAL, "nonlocal", NONE)                                                                            \
    X(NOT, "not", COMPARE)                                                                                   \
    X(OR, "or", OR)                                                                                          \
    X(PASS, "pass", NONE)                                                                                    \
    X(RAISE, "raise", NONE)                                                                                  \
    X(RETURN, "return", NONE)                                                                                \
    X(TRY, "try", NONE)                                                                                      \
    X(WHILE, "while", NONE)                                                                                  \
    X(WITH, "with", NONE)                                                                                    \
    X(YIELD, "yield", NONE)

#define KR_TOKEN_ENUM(name, text, power) TOK_##name,
typedef enum kr_token_type { KR_TOKENS(KR_TOKEN_ENUM) TOK_COUNT } kr_token_type;
#undef KR_TOKEN_ENUM
#define TOK_FIRST_KEYWORD TOK_FALSE /* the last ones */

extern const char kr_token_text[TOK_COUNT][12];
extern const uint8_t kr_token_power[TOK_COUNT];

/* How a string literal is written. */
enum kr_string_flag {
    STRING_BYTES = 1,
    STRING_RAW = 2,
    STRING_FORMAT = 4,
    STRING_TRIPLE = 8,
    STRING_DOUBLE = 16 /* quoted by " rather than ' */
};

/* A token is a span of the source; its text is read from there when somebody wants it. */
typedef struct kr_token {
    uint8_t type;        /* kr_token_type */
    uint8_t flags;       /* STRING, FSTRING: enum kr_string_flag */
    uint32_t line;       /* 1-based, of its first character */
    uint32_t start, end; /* byte offsets in the source; an FSTRING ends behind its opening quote */
    kr_value name;       /* NAME: interned; else 0 */
} kr_token;

#endif

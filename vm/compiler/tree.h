#ifndef KR_TREE_H
#define KR_TREE_H
/* The tree of one statement's expressions.
 *
 * Nodes lie in a scratch arena of bytes blocks, which the collector does not look into: the values that a
 * node mentions are held by the compiler's `kept` block instead. A node takes only the words that its kind
 * uses. */
#include "core/object.h"

typedef enum kr_node_kind {
    NODE_CONST,   /* value */
    NODE_NAME,    /* value; scope 1: in parentheses */
    NODE_UNARY,   /* op: kr_unary_op or UNARY_NOT; left */
    NODE_BINARY,  /* op: kr_binary_op; left, right */
    NODE_BOOL,    /* op: 0 and, 1 or; left, right */
    NODE_COMPARE, /* op: kr_compare_op and further; left, right; scope 1: left is a COMPARE of the same chain,
                     its right operand is ours */
    NODE_TERNARY, /* left if third else right */
    NODE_LAMBDA,  /* scope; body, parameters */
    NODE_CALL,    /* callee, arguments, keywords */
    NODE_ATTRIBUTE,     /* object, name */
    NODE_SUBSCRIPT,     /* left[right] */
    NODE_SLICE,         /* left, right, third: each may be NULL */
    NODE_TUPLE,         /* items; scope is their number, capped */
    NODE_LIST,          /* items */
    NODE_SET,           /* items */
    NODE_DICT,          /* items: PAIR, DOUBLE_STAR */
    NODE_RUN,           /* value: a list of constants, in the items of a LIST, TUPLE or SET */
    NODE_PAIR,          /* left: right */
    NODE_STAR,          /* *left */
    NODE_DOUBLE_STAR,   /* **left */
    NODE_KEYWORD,       /* name=object */
    NODE_COMPREHENSION, /* scope; op: kr_comprehension; element, second (dict value), clauses */
    NODE_CLAUSE,        /* for target in iterable if conditions…; op 1: async */
    NODE_YIELD,         /* left, or NULL */
    NODE_YIELD_FROM,    /* left */
    NODE_AWAIT,         /* left */
    NODE_WALRUS,        /* name := object */
    NODE_FSTRING,       /* items: CONST, FORMAT */
    NODE_FORMAT,        /* op: conversion 0 s r a as in the FORMAT operation; left, right: spec or NULL */
    NODE_PARAMETER,     /* op: kr_parameter_kind; object: default or NULL, name, third: annotation or NULL */
    NODE_IMPORT,        /* name; second name */
    /* Patterns of `match`. */
    NODE_MATCH_VALUE,    /* left */
    NODE_MATCH_CAPTURE,  /* value: a name, or 0 for the wildcard */
    NODE_MATCH_STAR,     /* value: a name, or 0 */
    NODE_MATCH_SEQUENCE, /* items */
    NODE_MATCH_MAPPING,  /* items: PAIR of key and pattern, MATCH_STAR for the rest */
    NODE_MATCH_CLASS,    /* callee, arguments: patterns, keywords: KEYWORD of patterns */
    NODE_MATCH_OR,       /* items */
    NODE_MATCH_AS        /* object as name */
} kr_node_kind;

enum { UNARY_NOT = 3 };
enum { BOOL_AND, BOOL_OR };
/* Comparisons behind those of kr_compare_op. */
enum { COMPARE_IS = 6, COMPARE_IS_NOT, COMPARE_IN, COMPARE_NOT_IN };
typedef enum kr_comprehension {
    COMPREHENSION_LIST,
    COMPREHENSION_SET,
    COMPREHENSION_DICT,
    COMPREHENSION_GENERATOR
} kr_comprehension;
typedef enum kr_parameter_kind {
    PARAMETER_POSITIONAL_ONLY,
    PARAMETER_POSITIONAL,
    PARAMETER_KEYWORD,
    PARAMETER_VARARGS,
    PARAMETER_VARKEYWORDS
} kr_parameter_kind;

typedef struct kr_node kr_node;
typedef struct kr_item {
    kr_node *node;
    struct kr_item *next;
} kr_item;

struct kr_node {
    uint8_t kind; /* kr_node_kind */
    uint8_t op;
    uint16_t scope;        /* number of the scope that the node opens, or what its kind says */
    uint32_t line, offset; /* of its first character */
    union {
        kr_value value;
        struct {
            kr_node *left, *right, *third;
        };
        struct {
            kr_node *object;
            kr_value name, second_name;
        };
        kr_item *items;
        struct {
            kr_node *callee;
            kr_item *arguments, *keywords;
        };
        struct {
            kr_node *element, *second;
            kr_item *clauses;
        };
        struct {
            kr_node *target, *iterable;
            kr_item *conditions;
        };
        struct {
            kr_node *body;
            kr_item *parameters;
        };
    };
};

/* Words behind the header by what the node holds. */
#define KR_NODE_SIZE(words) (offsetof(kr_node, value) + (words) * sizeof(kr_value))

/* True when `test` holds for the node or anything below it. */
bool kr_node_any(kr_node *node, bool (*test)(kr_node *node, void *data), void *data);

#endif

#ifndef KR_COMPILER_H
#define KR_COMPILER_H
/* The compiler's inside: what its files share.
 *
 *     source.c    the rewindable text, and syntax errors that point into it
 *     lexer.c     tokens, indentation; literal.c: numbers and strings
 *     tree.c      the arena and the nodes; fold.c: constant expressions
 *     parse*.c    expressions to trees
 *     scope.c     which scope owns a name; bind.c: the binding pass over a tree
 *     unit.c      the code of one function, class or module while it grows
 *     emit*.c     trees to instructions
 *     statement.c compound.c define.c match.c …  statements: parsed, and bound or emitted on the way
 *
 * Nothing is kept of a statement once it is compiled. A function is read twice: first only to bind its names
 * (`emitting` is false), then to emit. Module and class bodies outside functions need no first reading,
 * because their names need no owner: they are *direct*.
 *
 * Every function that emits does nothing while the compiler is silent: in the binding pass, and behind a
 * return or an endless loop. So the parser is written once, and unreachable code vanishes by itself. */
#include "compiler/compile.h"
#include "compiler/token.h"
#include "compiler/tree.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define KR_INDENT_MAX   100
#define KR_REGISTER_MAX 255

/* A window of the source. Text in memory is one window that never moves. */
typedef struct kr_reader {
    const kr_source *source; /* NULL: text in memory */
    const char *data;        /* the byte at offset `begin`, and `size` bytes from there */
    uint32_t begin, size;
    uint32_t keep;     /* offset of the first byte that a refill must not drop */
    uint32_t capacity; /* of the window's block */
} kr_reader;

/* Where the lexer is; copied to rewind. The columns of the open blocks are not part of it, since a rewind
 * goes to the same block. */
typedef struct kr_lexer {
    kr_token token; /* the current token: the last one that was read */
    uint32_t position, line;
    uint16_t depth;   /* open brackets */
    uint16_t field;   /* depth of the innermost f-string field, or 0 */
    uint16_t indents; /* open blocks */
    int16_t pending;  /* DEDENT tokens to deliver; -1: an INDENT */
    bool line_begins; /* at the start of a logical line */
    bool blank;       /* the last line was blank */
    bool skimming;    /* looking ahead: names are not made */
} kr_lexer;

/* The column where a block's lines begin, with tabs of 8 and of 1. */
typedef struct kr_indent {
    uint8_t column, alternate;
} kr_indent;

/* An opening bracket that the parser is inside of, for "'(' was never closed". */
typedef struct kr_bracket {
    uint32_t offset, line;
    struct kr_bracket *outer;
} kr_bracket;

typedef struct kr_chunk {
    struct kr_chunk *outer;
    uint32_t size;
    kr_value data[]; /* nodes: aligned as they need it */
} kr_chunk;

typedef struct kr_arena_mark {
    kr_chunk *chunk;
    uint32_t used, kept;
} kr_arena_mark;

/* Scopes that the binding pass found, in the order in which the parser meets them: that order is their
 * number. */
typedef enum kr_scope_kind {
    SCOPE_FUNCTION,
    SCOPE_CLASS,
    SCOPE_LAMBDA,
    SCOPE_GENERATOR,
    SCOPE_INLINE /* a comprehension, part of its parent's code */
} kr_scope_kind;
enum kr_scope_flag {
    SCOPE_YIELDS = 1,
    SCOPE_ASYNC = 2,
    SCOPE_RETURNS_VALUE = 4,
    SCOPE_ITERABLE = 8 /* a comprehension's iterable is being bound */
};
#define KR_SCOPE_DIRECT 0xffffu
typedef struct kr_scope {
    uint16_t parent; /* or KR_SCOPE_DIRECT */
    uint8_t kind, flags;
    uint32_t first, count; /* its symbols: in `open_symbols` while it is open, then in `symbols` */
} kr_scope;

/* A symbol is two words: its name, and a small int of these flags; above them its register, and above that
 * how deep in nested blocks an assignment stands that has certainly been done where code is emitted now: 1
 * for the function's own block, 0 when there is none. */
enum kr_symbol_flag {
    SYMBOL_USED = 1,
    SYMBOL_BOUND = 2, /* assigned in this scope */
    SYMBOL_PARAMETER = 4,
    SYMBOL_GLOBAL = 8,     /* declared */
    SYMBOL_NONLOCAL = 16,  /* declared */
    SYMBOL_CAPTURED = 32,  /* used by a function inside */
    SYMBOL_ITERATION = 64, /* the target of a comprehension */
    SYMBOL_ANNOTATED = 128,
    SYMBOL_DELETED = 256, /* by `del` or an except clause, somewhere: it may be unbound anywhere */
    SYMBOL_REGISTER_SHIFT = 9,
    SYMBOL_DEPTH_SHIFT = 17,
    SYMBOL_DEPTH_MAX = 127
};

/* Where a name lives, seen from the code that is being emitted. */
typedef enum kr_place_kind {
    PLACE_LOCAL,     /* register `index` */
    PLACE_CELL,      /* the cell in register `index` */
    PLACE_FREE,      /* free cell `index` */
    PLACE_GLOBAL,    /* global slot `index` */
    PLACE_NAME,      /* the namespace of a class body or of exec */
    PLACE_CLASS_FREE /* the class namespace, else free cell `index` */
} kr_place_kind;
typedef struct kr_place {
    kr_place_kind kind;
    unsigned index;
} kr_place;

/* A jump target. While it is unknown, the jumps to it form a chain: each holds the distance back to the one
 * before it. */
typedef struct kr_label {
    uint32_t position; /* word number + 1; 0: not known yet */
    uint32_t chain;    /* word number + 1 of the last jump to it */
} kr_label;

/* Code that an exception handler watches: the current stretch, and a chain through the entries of the
 * finished ones. */
typedef struct kr_watch {
    uint32_t start;
    uint32_t chain; /* entry number + 1 */
    bool open;
} kr_watch;

/* What a break, continue or return leaves on its way out. Lives on the C stack of the statement. */
typedef enum kr_block_kind {
    BLOCK_LOOP,
    BLOCK_GUARDED, /* what except clauses watch */
    BLOCK_TRY,     /* what a finally clause watches */
    BLOCK_FINALLY,
    BLOCK_HANDLER,
    BLOCK_NAME,
    BLOCK_WITH,
    BLOCK_ASYNC_WITH
} kr_block_kind;
typedef enum kr_exit { EXIT_NORMAL, EXIT_RETURN, EXIT_BREAK, EXIT_CONTINUE, EXIT_COUNT } kr_exit;
typedef struct kr_block {
    struct kr_block *outer;
    kr_block_kind kind;
    unsigned base;                      /* its state registers */
    unsigned exits;                     /* TRY, FINALLY: bit set of kr_exit seen */
    kr_label *break_label, *next_label; /* LOOP; TRY: break_label is where the finally clause begins */
    kr_watch *watch;                    /* what must not see the exceptions of the way out; may be NULL */
    kr_value name;                      /* NAME: of `except … as name` */
} kr_block;

/* The code of one function, class body or module while it grows. */
typedef enum kr_unit_kind {
    UNIT_MODULE,
    UNIT_NAMESPACE /* exec with locals */,
    UNIT_CLASS,
    UNIT_FUNCTION
} kr_unit_kind;
typedef struct kr_unit {
    kr_object head; /* kr_unit_type */
    struct kr_unit *outer;
    uint32_t *words;
    kr_value *constants;
    kr_range_entry *ranges;
    kr_capture *captures;
    uint8_t *lines;
    kr_value name, prefix, doc;
    kr_value free_names; /* list, or 0 */
    kr_value slots;      /* class: list of names assigned as self.NAME, or 0 */
    kr_value globals;    /* class: list of names declared global, or 0 */
    kr_value self;       /* method: name of its first parameter, or 0 */
    kr_block *blocks;
    uint32_t word_count, word_capacity;
    uint32_t constant_capacity;
    uint16_t low_count, high_count; /* constants below 256, from 256 on */
    uint16_t range_count, range_capacity;
    uint16_t line_size, line_capacity;
    uint32_t first_line;
    uint32_t run_start, run_line; /* line table: where the current run of words began, and its line */
    uint32_t line;                /* of the words to come */
    kr_label *jump_label;         /* where the last unconditional jump goes, */
    uint32_t jump_at;             /* and its word number + 1 */
    uint32_t label_at;            /* word number of the last label that was set */
    uint16_t scope;               /* its scope, or KR_SCOPE_DIRECT */
    uint16_t flags;               /* enum kr_code_flag */
    uint8_t kind;
    uint8_t locals;     /* named registers */
    uint8_t next, high; /* the first free register; the most that were in use */
    uint8_t positional, positional_only, keyword_only, parameters;
    uint8_t depth;   /* of nested blocks; 1: the function's own */
    bool ended;      /* the next word cannot be reached */
    bool jump_is_target; /* a label was set at the last unconditional jump */
    bool class_cell; /* class: some method needs __class__ */
} kr_unit;
_Static_assert(sizeof(void *) > 4 || sizeof(kr_unit) <= 128, "half a page of a chip's heap");

typedef struct kr_compiler {
    kr_object head; /* kr_compiler_type */
    kr_vm *vm;
    uint32_t granule; /* bytes of the first window and of an arena chunk, by the size of the heap */
    kr_reader reader;
    kr_lexer lexer;
    kr_bracket *brackets;
    uint32_t item; /* offset of the expression that was parsed last, for messages */
    uint8_t item_kind;
    kr_chunk *chunk;
    uint32_t chunk_used;
    kr_value *kept;
    uint32_t kept_count, kept_capacity;
    kr_scope *scopes;
    uint32_t scope_count, scope_capacity;
    uint32_t next_scope; /* the number that the parser gives to the next one */
    kr_value *symbols;   /* of closed scopes */
    uint32_t symbol_count, symbol_capacity;
    kr_value *open_symbols;
    uint32_t open_count, open_capacity;
    kr_unit *unit;
    kr_unit *spare; /* a finished unit, whose blocks the next one takes over */
    uint16_t scope; /* the current scope of either pass, or KR_SCOPE_DIRECT */
    bool emitting;  /* false in the binding pass */
    bool far;       /* tests jump over a JMP, since a 16-bit jump was out of range */
    bool out_of_range;
    bool walrus;      /* there was an assignment expression */
    bool introspects; /* and one of the names of kr_introspects */
    bool future_annotations;
    bool begun; /* a statement other than a docstring or a __future__ import was seen */
    bool incomplete;
    bool docstring; /* a string that comes now is one */
    uint8_t indent_capacity;
    struct kr_indent *indents; /* of the open blocks */
    kr_value private_name;     /* the class whose private names are mangled, or 0 */
    kr_compile_options options;
    kr_dict *globals;
    kr_code *result;
} kr_compiler;

/* Nothing is to be emitted: the binding pass, or unreachable code. */
static inline bool kr_silent(const kr_compiler *c) {
    return !c->emitting || c->unit->ended;
}

/* source.c */
int kr_reader_fetch(kr_compiler *c, uint32_t offset);
const char *kr_source_text(kr_compiler *c, uint32_t start, uint32_t end); /* valid until the reader moves */
_Noreturn void kr_syntax_error(kr_compiler *c, uint32_t offset, const char *format, ...);
_Noreturn void kr_indentation_error(kr_compiler *c, uint32_t offset, const char *format, ...);
_Noreturn void kr_tab_error(kr_compiler *c, uint32_t offset);
_Noreturn void kr_node_error(kr_compiler *c, const kr_node *node, const char *format, ...);
/* The byte at an offset, or -1 at the end. */
static inline int kr_byte(kr_compiler *c, uint32_t offset) {
    uint32_t at = offset - c->reader.begin;
    return at < c->reader.size ? kr_flash_byte(c->reader.data + at) : kr_reader_fetch(c, offset);
}

/* lexer.c */
void kr_lex_start(kr_compiler *c);
void kr_lex_next(kr_compiler *c);
/* The next stretch of plain text of an f-string, from the lexer's position: its span, and what ended it: '{'
 * '}' or, at the end of the literal, 0. */
int kr_lex_fstring(kr_compiler *c, unsigned flags, bool spec, uint32_t *start, uint32_t *end);
/* Look ahead without moving. */
bool kr_lex_line_ends_with_colon(kr_compiler *c);
bool kr_lex_parenthesized_items(kr_compiler *c);
enum { TRY_EXCEPT = 1, TRY_FINALLY = 2 };
unsigned kr_lex_try_shape(kr_compiler *c);
/* How deep the brackets are at the end of the file, and the least deep between here and there. */
unsigned kr_lex_final_depth(kr_compiler *c, unsigned *least);

static inline bool kr_at(const kr_compiler *c, kr_token_type type) {
    return c->lexer.token.type == type;
}
static inline bool kr_accept(kr_compiler *c, kr_token_type type) {
    if (!kr_at(c, type)) return false;
    kr_lex_next(c);
    return true;
}
/* True when the current token is this soft keyword (a ROM name). */
static inline bool kr_at_name(const kr_compiler *c, kr_value name) {
    return kr_at(c, TOK_NAME) && c->lexer.token.name == name;
}

/* literal.c */
kr_value kr_number_literal(kr_compiler *c, const kr_token *token);
kr_value kr_text_literal(kr_compiler *c, uint32_t start, uint32_t end,
                         unsigned flags); /* the span without prefix and quotes */
void kr_string_span(kr_compiler *c, const kr_token *token, uint32_t *start, uint32_t *end);

/* tree.c */
extern const kr_type kr_compiler_type, kr_unit_type;
kr_arena_mark kr_arena_now(const kr_compiler *c);
void kr_arena_release(kr_compiler *c, kr_arena_mark mark);
kr_value kr_keep(kr_compiler *c, kr_value value); /* holds it as long as the arena's memory of now */
kr_node *kr_node_new(kr_compiler *c, kr_node_kind kind, size_t words); /* at the current token */
kr_node *kr_node_at(kr_compiler *c, kr_node_kind kind, size_t words, const kr_node *like);
kr_node *kr_node_const(kr_compiler *c, kr_value value, const kr_node *like);
kr_item **kr_item_add(kr_compiler *c, kr_item **tail, kr_node *node); /* returns the new tail */
size_t kr_item_count(const kr_item *items);

/* fold.c: a constant, or KR_UNBOUND when it is better left to run time */
kr_value kr_fold_binary(kr_compiler *c, unsigned op, kr_value a, kr_value b);
kr_value kr_fold_unary(kr_compiler *c, unsigned op, kr_value v);
bool kr_constant_truth(kr_compiler *c, kr_value v);
bool kr_same_constant(kr_value a, kr_value b); /* same type and value */

/* parse.c, parse_atom.c, parse_string.c */
_Noreturn void kr_unexpected(kr_compiler *c);
void kr_expect(kr_compiler *c, kr_token_type type);
void kr_check_assignment_here(kr_compiler *c);             /* `=` where a condition or argument ends */
void kr_bracket_open(kr_compiler *c, kr_bracket *bracket); /* at the bracket; reads on */
void kr_bracket_close(kr_compiler *c, kr_bracket *bracket, kr_token_type type);
kr_node *kr_parse_expression(kr_compiler *c);
kr_node *kr_parse_named(kr_compiler *c);                     /* may be `name := expression` */
kr_node *kr_parse_operation(kr_compiler *c, unsigned floor); /* operators that bind stronger than `floor` */
kr_node *kr_parse_star_named(kr_compiler *c);                /* an item of a display */
kr_node *kr_parse_list(kr_compiler *c);                      /* star_expressions: `a, *b` is a tuple */
kr_node *kr_parse_value(kr_compiler *c);                     /* yield or a list: what may be assigned */
kr_node *kr_parse_targets(kr_compiler *c);                   /* of `for` */
kr_node *kr_parse_atom(kr_compiler *c);
kr_node *kr_parse_primary(kr_compiler *c);
kr_node *kr_parse_strings(kr_compiler *c);
kr_node *kr_parse_yield(kr_compiler *c);
void kr_parse_arguments(kr_compiler *c, kr_node *call);
kr_item *kr_parse_parameters(kr_compiler *c, kr_token_type closer);
/* An annotation of a function; under `from __future__ import annotations` its source, which began at `start`.
 */
kr_node *kr_parse_annotation(kr_compiler *c, bool star);
kr_node *kr_annotation_text(kr_compiler *c, const kr_node *node, uint32_t start);
kr_node *kr_parse_name(kr_compiler *c);
bool kr_introspects(kr_value name); /* its function may look at variables by name: eval, locals … */
kr_node *kr_parse_tuple(kr_compiler *c, kr_node *first, kr_node *(*item)(kr_compiler *c),
                        bool (*ends)(const kr_compiler *c));
kr_value kr_take_name(kr_compiler *c); /* an identifier */
bool kr_starts_expression(const kr_compiler *c);
typedef enum kr_target_use {
    TARGET_ASSIGN,
    TARGET_NESTED,
    TARGET_DELETE,
    TARGET_AUGMENTED,
    TARGET_WALRUS,
    TARGET_ANNOTATED
} kr_target_use;
void kr_check_target(kr_compiler *c, kr_node *target, kr_target_use use);

/* scope.c */
void kr_scope_open(kr_compiler *c, unsigned number, kr_scope_kind kind, unsigned flags);
void kr_scope_close(kr_compiler *c);
kr_scope *kr_scope_at(kr_compiler *c, unsigned number);
void kr_scope_use(kr_compiler *c, kr_value name);
void kr_scope_bind(kr_compiler *c, kr_value name, unsigned flags, const kr_node *where);
void kr_scope_declare(kr_compiler *c, kr_value name, unsigned flag, uint32_t offset);
bool kr_scope_has(kr_compiler *c, unsigned scope, kr_value name, unsigned flag); /* of an open scope */
void kr_scope_bind_outer(kr_compiler *c, unsigned owner,
                         kr_value name); /* `:=` in comprehensions inside the scope `owner` */
unsigned kr_scope_function(kr_compiler *c,
                           unsigned number); /* the function or class that a comprehension is part of */
kr_place kr_resolve(kr_compiler *c, kr_value name);
void kr_scope_registers(kr_compiler *c, kr_item *parameters); /* gives the unit's locals their registers */
void kr_scope_names(kr_compiler *c, kr_value *names, size_t count); /* the names of the unit's registers */
void kr_scope_temporaries(kr_compiler *c, bool again); /* the same for an inlined comprehension */

/* What is certainly bound. In a block, the names of a target are from here on, or in the block that follows
 * when `deeper` is 1; the end of the block forgets them. */
void kr_scope_assigned(kr_compiler *c, const kr_node *target, unsigned deeper);
void kr_scope_block_begin(kr_compiler *c);
void kr_scope_block_end(kr_compiler *c);
bool kr_scope_is_sure(kr_compiler *c, kr_value name); /* true for what is no local variable, too */
/* A comprehension's variable that a clause further on sets: its register has no name for an error. */
bool kr_scope_may_lack(kr_compiler *c, kr_value name);

/* bind.c: the binding pass over a tree; nothing when the names are bound already */
void kr_bind(kr_compiler *c, kr_node *node);
void kr_bind_target(kr_compiler *c, kr_node *target);
void kr_bind_deleted(kr_compiler *c, kr_node *target); /* a target that is unbound again */
void kr_bind_await(kr_compiler *c, kr_node *node,
                   const char *what); /* where an async `what` stands; NULL: await */
void kr_bind_parameters(kr_compiler *c, kr_item *parameters);
void kr_bind_defaults(kr_compiler *c, kr_item *parameters);
void kr_bind_annotations(kr_compiler *c, kr_item *parameters, kr_node *result);

/* unit.c */
void kr_unit_begin(kr_compiler *c, kr_unit_kind kind, kr_value name, unsigned scope, uint32_t line);
kr_code *kr_unit_end(kr_compiler *c);
void kr_unit_free(kr_compiler *c, kr_unit *u); /* and its blocks */
kr_value kr_unit_qualified_name(kr_compiler *c, const kr_unit *u);
void kr_put(kr_compiler *c, uint32_t word);
void kr_put_abc(kr_compiler *c, kr_opcode op, unsigned a, unsigned b, unsigned c_);
void kr_put_ax(kr_compiler *c, kr_opcode op, unsigned a, unsigned x);
void kr_put_line(kr_compiler *c, uint32_t line);
void kr_end_here(kr_compiler *c); /* what follows is not reached from here */
#define KR_K_SHORT  224u          /* constants for 8-bit operands that have another form */
#define KR_K_NEEDED 256u          /* for those that have none */
#define KR_K_LONG   65536u        /* 16-bit operands */
unsigned kr_constant(kr_compiler *c, kr_value value,
                     unsigned limit); /* its number; may be >= limit when limit is KR_K_SHORT */
unsigned kr_needed_constant(kr_compiler *c, kr_value value);
unsigned kr_temp(kr_compiler *c);
unsigned kr_temps(kr_compiler *c, unsigned count);
void kr_label_set(kr_compiler *c, kr_label *label);
void kr_jump(kr_compiler *c, kr_label *label);
void kr_jump_if(kr_compiler *c, unsigned reg, bool sense, kr_label *label);
void kr_test_jump(kr_compiler *c, kr_opcode op, unsigned a, unsigned b, bool sense,
                  kr_label *label); /* a …J operation and its jump */
void kr_for_jump(kr_compiler *c, unsigned state, unsigned variable, kr_label *body);
void kr_watch_begin(kr_compiler *c, kr_watch *watch);
void kr_watch_pause(kr_compiler *c, kr_watch *watch);
bool kr_watch_handler(kr_compiler *c,
                      kr_watch *watch); /* the handler begins here; false when nothing was watched */

/* emit.c and its siblings */
unsigned kr_emit_any(
    kr_compiler *c, kr_node *node); /* the register that holds the value: a local's own, or a new temporary */
unsigned kr_emit_temp(kr_compiler *c, kr_node *node); /* always a new temporary */
unsigned kr_emit_operand(kr_compiler *c, kr_node *node,
                         kr_node *later); /* as any, but `later` may rebind names */
/* Raises when the node is a local variable that may be unbound and `later` would do something before the
 * instruction that reads it notices. */
void kr_emit_check(kr_compiler *c, kr_node *node, kr_node *later);
void kr_emit_to(kr_compiler *c, kr_node *node, unsigned dest); /* a named register is written last */
void kr_emit_drop(kr_compiler *c, kr_node *node);
void kr_emit_branch(kr_compiler *c, kr_node *node, bool sense, kr_label *label);
void kr_emit_constant(kr_compiler *c, kr_value value, unsigned dest);
void kr_emit_move(kr_compiler *c, unsigned dest, unsigned source);
void kr_emit_load(kr_compiler *c, kr_value name, unsigned dest);
bool kr_emit_is_local(kr_compiler *c, kr_node *node,
                      unsigned *reg); /* a NAME that can be read in its register */
bool kr_emit_is_register(kr_compiler *c, kr_node *target, unsigned *reg); /* ... that can be written there */
bool kr_is_temporary(const kr_compiler *c, unsigned reg);
void kr_emit_store_name(kr_compiler *c, kr_value name, unsigned reg);
void kr_emit_delete_name(kr_compiler *c, kr_value name);
void kr_emit_get_attribute(kr_compiler *c, unsigned dest, unsigned object, kr_value name);
void kr_emit_set_attribute(kr_compiler *c, unsigned object, kr_value name, unsigned reg);
void kr_emit_call(kr_compiler *c, kr_node *call, unsigned dest);
void kr_emit_await(kr_compiler *c, unsigned reg); /* R[reg] = await R[reg] */
void kr_emit_comprehension(kr_compiler *c, kr_node *node, unsigned dest);
void kr_emit_display(kr_compiler *c, kr_node *node, unsigned dest);
void kr_emit_fstring(kr_compiler *c, kr_node *node, unsigned dest);
void kr_emit_compare(kr_compiler *c, kr_node *node, unsigned dest);
void kr_emit_compare_branch(kr_compiler *c, kr_node *node, bool sense, kr_label *label);
void kr_emit_store(kr_compiler *c, kr_node *target, unsigned reg);
void kr_emit_assign(kr_compiler *c, kr_item *targets, kr_node *value);
void kr_emit_augmented(kr_compiler *c, kr_node *target, unsigned op, kr_node *value);
void kr_emit_delete(kr_compiler *c, kr_node *target);
void kr_emit_lambda(kr_compiler *c, kr_node *node, unsigned dest);
/* Two registers for FUNCTION: `dest` and a new one, or two new ones; and the defaults into them. */
unsigned kr_function_base(kr_compiler *c, unsigned dest);
void kr_emit_defaults(kr_compiler *c, kr_item *parameters, unsigned base);
/* The annotations, `result` being that of the result, for the intrinsic ANNOTATE_FUNCTION: in a new
 * temporary; false when there are none. */
bool kr_emit_annotations(kr_compiler *c, kr_item *parameters, kr_node *result);
void kr_emit_function(kr_compiler *c, kr_code *code,
                      unsigned base); /* over the defaults in R[base], R[base+1] */
void kr_unit_parameters(kr_compiler *c,
                        kr_item *parameters); /* registers and flags of a function that begins */
void kr_emit_yield(kr_compiler *c, unsigned reg);
void kr_emit_list_of(kr_compiler *c, kr_item *items, unsigned dest); /* a list, of items with stars */
void kr_emit_keywords(kr_compiler *c, kr_item *items,
                      unsigned dest); /* a dict of KEYWORD and DOUBLE_STAR nodes */
unsigned kr_emit_iterable(kr_compiler *c, kr_node *node);
void kr_emit_anext(kr_compiler *c, unsigned iterator, unsigned item, kr_watch *watch);
void kr_emit_stop_async(kr_compiler *c, kr_watch *watch);

/* statement.c, compound.c, define.c, import.c, match.c, try.c */
bool kr_statement(kr_compiler *c); /* true when it was a compound statement */
void kr_block_of(kr_compiler *c, const char *what,
                 uint32_t line); /* ':' and the block; for "expected an indented block after …" */
void kr_end_of_line(kr_compiler *c);
bool kr_compound_statement(kr_compiler *c);
void kr_try_statement(kr_compiler *c);
void kr_with_statement(kr_compiler *c, bool async, uint32_t offset);
void kr_match_statement(kr_compiler *c);
void kr_import_statement(kr_compiler *c);
void kr_from_statement(kr_compiler *c);
void kr_decorated(kr_compiler *c);
void kr_define_function(kr_compiler *c, bool async, const kr_item *decorators,
                        uint32_t line); /* decorators: their lines, the innermost first; their values lie in
                                           the registers below */
void kr_define_class(kr_compiler *c, const kr_item *decorators, uint32_t line);
void kr_exit_block(kr_compiler *c, kr_exit exit,
                   unsigned value); /* leaves by break, continue or return of R[value] */
void kr_return(kr_compiler *c, kr_node *value);
void kr_simple_line(kr_compiler *c);
void kr_loop_enter(kr_compiler *c, kr_label *next,
                   kr_label *body); /* jumps to the test at the bottom; the body begins */
void kr_block_push(kr_compiler *c, kr_block *block, kr_block_kind kind);
void kr_block_pop(kr_compiler *c);

#endif

#ifndef KR_RE_H
#define KR_RE_H
/* Regular expressions among their files.
 *
 *     pattern text ──re_parse.c──► tree ──re_emit.c──► words of code ──re_match.c──► marks
 *
 * re_pattern.c has the Pattern and Match objects, re_replace.c templates and sub, re.c the module. Subjects
 * are matched as bytes: a str's UTF-8 is decoded only where it is not ASCII. Offsets are in bytes everywhere
 * but in what the program sees. */
#include "core/object.h"

enum kr_re_flag {
    KR_RE_TEMPLATE = 1,
    KR_RE_IGNORECASE = 2,
    KR_RE_LOCALE = 4,
    KR_RE_MULTILINE = 8,
    KR_RE_DOTALL = 16,
    KR_RE_UNICODE = 32,
    KR_RE_VERBOSE = 64,
    KR_RE_DEBUG = 128,
    KR_RE_ASCII = 256
};

/* --- the tree */

enum kr_re_kind {
    KR_RE_EMPTY,
    KR_RE_CHAR,     /* a: code point */
    KR_RE_ANY,      /* all but a newline */
    KR_RE_ALL,      /* any character */
    KR_RE_SET,      /* a: offset of the set in `sets` */
    KR_RE_SEQUENCE, /* children */
    KR_RE_BRANCH,   /* children: alternatives */
    KR_RE_REPEAT,   /* child; a: min, b: max; flag: enum kr_re_mode */
    KR_RE_GROUP,    /* child; a: number */
    KR_RE_BACKREF,  /* a: number */
    KR_RE_AT,       /* a: enum kr_re_at */
    KR_RE_LOOK,     /* child; flag: enum kr_re_look */
    KR_RE_ATOMIC,   /* child */
    KR_RE_IF        /* children: yes, no; a: number of the group */
};
enum kr_re_mode { KR_RE_GREEDY, KR_RE_LAZY, KR_RE_POSSESSIVE };
enum kr_re_look { KR_RE_AHEAD, KR_RE_NOT_AHEAD, KR_RE_BEHIND, KR_RE_NOT_BEHIND };
enum kr_re_at {
    KR_RE_AT_START, /* of the string */
    KR_RE_AT_LINE,  /* start of a line */
    KR_RE_AT_END,   /* of the string, or before a newline there */
    KR_RE_AT_LINE_END,
    KR_RE_AT_STRING_END,
    KR_RE_AT_WORD, /* a boundary */
    KR_RE_AT_NO_WORD,
    KR_RE_AT_ASCII = 16 /* with the two above */
};
#define KR_RE_MANY UINT32_MAX /* max without a limit */

typedef struct kr_re_node {
    uint8_t kind, flag;
    uint8_t ignore; /* case */
    uint32_t a, b;
    uint32_t child, next; /* indexes of nodes; 0: none */
} kr_re_node;

/* A set of characters: flags, number of ranges, 256 bits for characters below 256, then pairs low, high. The
 * bits are final; ranges and classes are asked for characters above, and then negated. */
enum kr_re_set_flag {
    KR_RE_NEGATE = 1,
    KR_RE_DIGIT = 2,
    KR_RE_NOT_DIGIT = 4,
    KR_RE_SPACE = 8,
    KR_RE_NOT_SPACE = 16,
    KR_RE_WORD = 32,
    KR_RE_NOT_WORD = 64,
    KR_RE_ONLY_ASCII = 128, /* the classes mean ASCII characters */
    KR_RE_FOLD = 256        /* ignore case */
};
enum { KR_RE_SET_FLAGS, KR_RE_SET_RANGES, KR_RE_SET_BITS, KR_RE_SET_PAIRS = KR_RE_SET_BITS + 8 };
bool kr_re_set_has(const uint32_t *set, uint32_t c);
/* The same before negation, by classes and ranges alone. */
bool kr_re_set_finds(const uint32_t *set, uint32_t c);
/* \w */
bool kr_re_is_word(uint32_t c, bool ascii);
/* One-character case mappings. */
uint32_t kr_re_lower(uint32_t c);
uint32_t kr_re_upper(uint32_t c);

typedef struct kr_re_tree {
    kr_re_node *nodes; /* a bytes block; node 0 is no node */
    uint32_t node_count, node_capacity;
    uint32_t *sets; /* a bytes block */
    uint32_t set_size, set_capacity;
    uint32_t root;
    uint32_t flags;
    uint32_t groups;   /* capturing ones */
    uint32_t closed;   /* how many have been closed */
    uint16_t *closing; /* a bytes block: when each group was closed, from 1 */
    uint32_t closing_capacity;
    kr_dict *names; /* name -> number */
} kr_re_tree;

void kr_re_parse(kr_vm *vm, kr_value pattern, uint32_t flags, kr_re_tree *tree);
/* re.error at a byte offset of the pattern, or without one (SIZE_MAX). */
_Noreturn void kr_re_fail(kr_vm *vm, kr_value pattern, size_t offset, const char *format, ...);
/* The least and the most characters that a node matches; KR_RE_MANY. */
void kr_re_width(kr_vm *vm, const kr_re_tree *tree, uint32_t node, uint32_t *least, uint32_t *most);

/* --- the code */

/* Operations and their words. Targets are indexes into the code. */
enum kr_re_op {
    KR_OP_MATCH,
    KR_OP_CHAR,    /* code point */
    KR_OP_FOLD,    /* lower, upper */
    KR_OP_LITERAL, /* size in bytes, the bytes */
    KR_OP_ANY,
    KR_OP_ALL,
    KR_OP_SET,        /* size in words of the set, the set */
    KR_OP_AT,         /* enum kr_re_at */
    KR_OP_SAVE,       /* mark */
    KR_OP_JUMP,       /* target */
    KR_OP_SPLIT,      /* target to try second, first byte of what is tried first or 256 */
    KR_OP_PREFER,     /* target to try first */
    KR_OP_ONE,        /* enum kr_re_mode, min, max, target behind; then one of CHAR FOLD ANY ALL SET */
    KR_OP_LOOP_BEGIN, /* register */
    KR_OP_LOOP,       /* register, min, max, mode, target behind */
    KR_OP_BACKREF,    /* group, 1 to ignore case */
    KR_OP_LOOK,       /* enum kr_re_look, target behind, characters to step back */
    KR_OP_LOOK_END,
    KR_OP_ATOMIC,
    KR_OP_ATOMIC_END,
    KR_OP_IF /* group, target when it has not matched */
};

typedef struct kr_pattern {
    kr_object head;
    kr_value text;        /* str or bytes */
    kr_value group_index; /* dict name -> number */
    uint32_t *code;       /* a bytes block */
    uint16_t *closing;    /* see kr_re_tree */
    uint32_t size;        /* words of code */
    uint32_t flags, groups, loops;
    uint32_t least;     /* characters that a match has at least */
    uint32_t first[8];  /* bits of the bytes that a match can begin with */
    int32_t only_first; /* the one such byte, or -1 */
    bool any_first;     /* `first` says nothing */
    bool anchored;      /* matches at the start of the string only */
    bool is_bytes;
} kr_pattern;

void kr_re_emit(kr_vm *vm, const kr_re_tree *tree, kr_pattern *pattern);

/* --- matching */

enum kr_re_way { KR_RE_MATCH, KR_RE_FULLMATCH, KR_RE_SEARCH };

/* What a subject's bytes are; `text` keeps them alive. */
typedef struct kr_re_subject {
    kr_value text; /* str or bytes */
    const uint8_t *data;
    size_t size; /* of the whole; matching sees `end` of it */
    size_t end;
    bool wide; /* has characters of several bytes */
} kr_re_subject;

#define KR_RE_UNSET SIZE_MAX
/* Matches from byte offset `start`; marks get 2 * (groups + 1) offsets, KR_RE_UNSET where a group has not
 * matched. A match that is empty and at `start` does not count when `advance` is set. */
bool kr_re_run(kr_vm *vm, const kr_pattern *pattern, const kr_re_subject *subject, enum kr_re_way way,
               size_t start, bool advance, size_t *marks);

/* --- objects */

extern const kr_type kr_pattern_type, kr_match_type, kr_re_error_type;

typedef struct kr_match {
    kr_object head;
    kr_value pattern;
    kr_value string;      /* the subject as the program gave it */
    kr_value text;        /* the same as str or bytes */
    size_t position, end; /* bytes */
    size_t marks[];
} kr_match;

/* A compiled pattern; the same text and flags are compiled once as long as they are remembered. `pattern` may
 * be a Pattern already. */
kr_pattern *kr_re_compile(kr_vm *vm, kr_value pattern, uint32_t flags);
void kr_re_forget(kr_vm *vm);
/* The subject of a match; TypeError when pattern and string are not of one kind. */
void kr_re_subject_of(kr_vm *vm, const kr_pattern *pattern, kr_value string, kr_re_subject *subject);
kr_value kr_match_new(kr_vm *vm, const kr_pattern *pattern, kr_value string, const kr_re_subject *subject,
                      size_t position, const size_t *marks);
/* A piece of the subject as str or bytes. */
kr_value kr_re_piece(kr_vm *vm, const kr_re_subject *subject, size_t start, size_t end);
/* A group's text by its number, `otherwise` when it has not matched. */
kr_value kr_re_group(kr_vm *vm, const kr_match *match, size_t group, kr_value otherwise);
/* A group's number from a name or number; IndexError "no such group". */
size_t kr_re_group_number(kr_vm *vm, const kr_pattern *pattern, kr_value group);

/* A walk over all matches of a subject: what findall, finditer, sub and split do. Marks lie in a bytes block
 * or on the C stack. */
typedef struct kr_re_walk {
    const kr_pattern *pattern;
    kr_re_subject subject;
    size_t next;
    bool advance;
    size_t *marks;
    size_t few[16];
} kr_re_walk;
void kr_re_walk_begin(kr_vm *vm, kr_re_walk *walk, const kr_pattern *pattern, kr_value string);
bool kr_re_walk_next(kr_vm *vm, kr_re_walk *walk);

/* re_replace.c */
kr_value kr_re_sub(kr_vm *vm, const kr_pattern *pattern, kr_value replacement, kr_value string, kr_word count,
                   size_t *done);
kr_value kr_re_expand(kr_vm *vm, const kr_match *match, kr_value template);

#endif

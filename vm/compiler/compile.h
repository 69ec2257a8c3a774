#ifndef KR_COMPILE_H
#define KR_COMPILE_H
/* From source text to kr_code.
 *
 * The parser runs twice over rewindable source: the first pass binds names (which scope owns each, what is
 * captured), the second emits. Each statement's expressions are a tree in a scratch arena that is reset at
 * the next statement, so the peak of memory is the code plus the largest statement. Code is emitted into
 * growing bytes blocks that belong to a kr_compiler, which vm->compiler makes a root. Raises SyntaxError or
 * IndentationError with filename, lineno, offset (1-based column in code points), text.
 *
 * The language is Python 3.8's with `match`, parenthesized `with` items, stars in subscripts and f-strings
 * that nest freely. What differs from CPython: annotations of functions and locals are checked and dropped;
 * list, set and dict comprehensions have no frame of their own; names are compared as they are written,
 * without Unicode normalisation, and \N{…} knows only the characters that programs for devices print; a
 * function has at most 255 registers and 255 captured variables. */
#include "core/context.h"
#include "run/code.h"

/* Where source comes from. A device feeds it from a file without holding all of it. */
typedef struct kr_source {
    /* Reads up to `size` bytes at byte `offset`; returns how many (0 at the end), negative KR_E… on error. */
    ptrdiff_t (*read)(kr_vm *vm, void *context, uint64_t offset, char *data, size_t size);
    void *context;
} kr_source;

/* How the unit is used. */
typedef struct kr_compile_options {
    kr_value file; /* str: name in tracebacks */
    kr_mode mode;
    bool separate_locals; /* exec/eval with a locals dict: names go to the namespace R[0] */
    bool top_level_await; /* the asyncio prompt */
    bool interactive;     /* SINGLE: an unfinished statement raises no SyntaxError but sets *incomplete */
} kr_compile_options;

/* Compiles against `globals` (its namespace slots are declared as names are met). The result takes no
 * parameters, or the namespace dict when separate_locals. *incomplete may be NULL. */
kr_code *kr_compile(kr_vm *vm, const kr_source *source, const kr_compile_options *options, kr_dict *globals,
                    bool *incomplete);

/* The same from text in memory. */
kr_code *kr_compile_text(kr_vm *vm, const char *text, size_t size, const kr_compile_options *options,
                         kr_dict *globals, bool *incomplete);

/* The n-th keyword, from 0; NULL behind the last, and always where there is no compiler. */
const char *kr_keyword(unsigned n);

/* For the collector: marks what a compilation in progress holds. */
void kr_compiler_trace(kr_vm *vm, struct kr_compiler *compiler);

#endif

/* Changes source text as a careless programmer would. Flipped bytes seldom get past the lexer; whole tokens,
 * whole lines and whole blocks in the wrong place get into the compiler, and often into the loop. Every
 * second change is libFuzzer's own; it gets no dictionary, since the pieces below are one.
 *
 * The invariant: the first HEADER bytes are the input's switches and are no text; a change keeps to the size
 * that it was given. */
#include "mutate.h"
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other, size_t other_size,
                                 uint8_t *out, size_t max_size, unsigned seed);

/* Tokens and small expressions; a space keeps words apart. */
static const char *const pieces[] = {" and ",
                                     " or ",
                                     " not ",
                                     " in ",
                                     " not in ",
                                     " is ",
                                     " is not ",
                                     " if ",
                                     " else ",
                                     " for x in ",
                                     "lambda: ",
                                     "lambda *a, b=1: ",
                                     "await ",
                                     "yield ",
                                     "yield from ",
                                     "async ",
                                     "*",
                                     "**",
                                     "(",
                                     ")",
                                     "[",
                                     "]",
                                     "{",
                                     "}",
                                     ":",
                                     ",",
                                     ";",
                                     ".",
                                     "...",
                                     ":=",
                                     "=",
                                     "==",
                                     "!=",
                                     "<",
                                     "<=",
                                     ">>",
                                     "<<",
                                     "//",
                                     "@",
                                     "+=",
                                     "**=",
                                     "@=",
                                     "//=",
                                     "|=",
                                     "->",
                                     "~",
                                     "-",
                                     "None",
                                     "True",
                                     "0",
                                     "1",
                                     "-1",
                                     "2**64",
                                     "1 << 62",
                                     "1e400",
                                     "0x7fffffffffffffff",
                                     "1j",
                                     ".5",
                                     "''",
                                     "'%s'",
                                     "'{!r:>{}}'",
                                     "f'{x!r:{y}}'",
                                     "f'{x=}'",
                                     "b'\\xff'",
                                     "'\\N{BULLET}'",
                                     "'''",
                                     "\\\n",
                                     "#",
                                     "x",
                                     "self",
                                     "__class__",
                                     "__init__",
                                     "__slots__",
                                     "super()",
                                     "[i for i in x]",
                                     "{**x}",
                                     "(*x, 1)",
                                     "x[1:2]",
                                     "x[::-1]",
                                     "x[...]",
                                     "(y := x)",
                                     "range(9)",
                                     "print(x)",
                                     "len",
                                     "type(x)",
                                     "iter(x)",
                                     "next(x)",
                                     "sorted(x, key=len)",
                                     "int('9' * 30)",
                                     "str(x)",
                                     "repr(x)",
                                     "dict(a=1)",
                                     "set()",
                                     "list(x)",
                                     "tuple(x)",
                                     "exec('x = 1')",
                                     "eval('x')",
                                     "globals()",
                                     "locals()",
                                     "x.y",
                                     "x.append(x)",
                                     "x.send(None)",
                                     "x.throw(KeyError)",
                                     "x.close()",
                                     "x.__dict__",
                                     "x.__class__",
                                     "(1).__add__",
                                     "__import__('json')",
                                     "'abc' * 1000",
                                     "[0] * 500",
                                     "bytearray(99)",
                                     "memoryview(b'ab')",
                                     "map(x, x)",
                                     "zip(x, x)",
                                     "object()"};

/* Whole statements; the text around them gets their indentation. */
static const char *const statements[] = {"pass",
                                         "break",
                                         "continue",
                                         "return",
                                         "return x",
                                         "raise",
                                         "raise x from y",
                                         "yield",
                                         "x = yield",
                                         "del x",
                                         "del x[0]",
                                         "del x.y",
                                         "global x",
                                         "nonlocal x",
                                         "import math as x",
                                         "from json import *",
                                         "from . import x",
                                         "x: int = 1",
                                         "assert x, y",
                                         "x += 1",
                                         "x, *y = y",
                                         "x[y] = x",
                                         "x.y = x",
                                         "for x in y: pass",
                                         "while x: x -= 1",
                                         "if x: pass",
                                         "else:",
                                         "elif x: pass",
                                         "try:",
                                         "finally:",
                                         "except:",
                                         "except Exception as x:",
                                         "with x as y:",
                                         "with (x, y as z):",
                                         "def x(a, /, b=1, *c, d, **e):",
                                         "async def x():",
                                         "class x(y, metaclass=z):",
                                         "class x:",
                                         "match x:",
                                         "case [1, *y]:",
                                         "case {'k': y, **z}:",
                                         "case str(y) | y:",
                                         "case _ if x:",
                                         "@x",
                                         "async for x in y:",
                                         "async with x:",
                                         "await x",
                                         "x = [y for x in y if x]",
                                         "x = {x: y for x, y in y}",
                                         "x = (await z async for z in y)",
                                         "for x in range(3):",
                                         "while True:",
                                         "if x:"};

/* Random numbers of one change; a seed makes the same ones again. */
static unsigned pick(unsigned *state, size_t below) {
    *state = *state * 1664525u + 1013904223u;
    return below == 0 ? 0 : (unsigned)((*state >> 8) % below);
}

typedef struct text {
    char *at;
    size_t size, room;
} text;

/* Puts `size` bytes in the place of `old` bytes at `where`; does nothing when there is no room. */
static void splice(text *t, size_t where, size_t old, const char *with, size_t size) {
    char copy[1024];
    if (size > sizeof copy || t->size - old + size > t->room) return;
    if (size > 0) memcpy(copy, with, size); /* it may be part of the text */
    memmove(t->at + where + size, t->at + where + old, t->size - where - old);
    if (size > 0) memcpy(t->at + where, copy, size);
    t->size += size - old;
}

static size_t line_start(const text *t, size_t at) {
    while (at > 0 && t->at[at - 1] != '\n') at--;
    return at;
}

/* One behind the line's newline. */
static size_t line_end(const text *t, size_t at) {
    while (at < t->size && t->at[at] != '\n') at++;
    return at < t->size ? at + 1 : at;
}

static size_t indentation(const text *t, size_t at) {
    size_t n = 0;
    while (at + n < t->size && t->at[at + n] == ' ') n++;
    return n;
}

/* One behind the last line that belongs to the block that begins in the line at `start`. */
static size_t block_end(const text *t, size_t start) {
    size_t depth = indentation(t, start), at = line_end(t, start);
    while (at < t->size && indentation(t, at) > depth) at = line_end(t, at);
    return at;
}

static void insert_statement(text *t, unsigned *state) {
    size_t where = line_start(t, pick(state, t->size + 1)), depth = indentation(t, where);
    const char *statement = statements[pick(state, sizeof statements / sizeof statements[0])];
    char line[256];
    size_t size = strlen(statement);
    if (where > 0 && pick(state, 3) == 0) depth += 4;
    if (depth + size + 1 > sizeof line) return;
    memset(line, ' ', depth);
    memcpy(line + depth, statement, size);
    line[depth + size] = '\n';
    splice(t, where, 0, line, depth + size + 1);
}

static void insert_piece(text *t, unsigned *state) {
    const char *piece = pieces[pick(state, sizeof pieces / sizeof pieces[0])];
    splice(t, pick(state, t->size + 1), 0, piece, strlen(piece));
}

static bool in_word(int c) {
    return isalnum(c) || c == '_';
}

/* The word at or behind `at`: where it starts; *size is 0 when there is none. */
static size_t word_at(const text *t, size_t at, size_t *size) {
    while (at > 0 && in_word((unsigned char)t->at[at - 1])) at--;
    while (at < t->size && !in_word((unsigned char)t->at[at])) at++;
    *size = 0;
    while (at + *size < t->size && in_word((unsigned char)t->at[at + *size])) ++*size;
    return at;
}

static void replace_word(text *t, unsigned *state) {
    size_t size, other_size, where = word_at(t, pick(state, t->size + 1), &size);
    size_t other = word_at(t, pick(state, t->size + 1), &other_size);
    const char *piece = pieces[pick(state, sizeof pieces / sizeof pieces[0])];
    if (size == 0) return;
    if (other_size > 0 && pick(state, 2) == 0)
        splice(t, where, size, t->at + other, other_size);
    else
        splice(t, where, size, piece, strlen(piece));
}

/* Copies, moves or drops a line with what belongs to it. */
static void shuffle_block(text *t, unsigned *state) {
    size_t start = line_start(t, pick(state, t->size + 1)), end = block_end(t, start), size = end - start;
    size_t where = line_start(t, pick(state, t->size + 1));
    char copy[1024];
    if (size == 0 || size > sizeof copy) return;
    unsigned what = pick(state, 3);
    memcpy(copy, t->at + start, size);
    if (what != 0) splice(t, start, size, NULL, 0);
    if (what == 2) return;
    if (what == 1 && where > t->size) where = t->size;
    splice(t, line_start(t, where), 0, copy, size);
}

static void change_indent(text *t, unsigned *state) {
    size_t at = line_start(t, pick(state, t->size + 1)), end = block_end(t, at);
    bool more = pick(state, 2) == 0;
    if (pick(state, 2) == 0) end = line_end(t, at);
    while (at < end && at < t->size) {
        size_t depth = indentation(t, at), before = t->size;
        if (more)
            splice(t, at, 0, "    ", 4);
        else
            splice(t, at, depth < 4 ? depth : 4, NULL, 0);
        end += t->size - before;
        size_t next = line_end(t, at);
        if (next == at) return;
        at = next;
    }
}

/* Puts brackets, a call or a comprehension around a word. */
static void wrap_word(text *t, unsigned *state) {
    static const char *const pairs[][2] = {
        {"(", ")"},       {"[", "]"},       {"{", "}"},  {"(lambda: ", ")()"}, {"[", " for x in x]"},
        {"f'{", "}'"},    {"(yield ", ")"}, {"*", ","},  {"(x := ", ")"},      {"not ", ""},
        {"-", ""},        {"(await ", ")"}, {"", "[0]"}, {"", ".x"},           {"", "()"},
        {"", "(*x, **y)"}};
    size_t size, where = word_at(t, pick(state, t->size + 1), &size);
    const char *const *pair = pairs[pick(state, sizeof pairs / sizeof pairs[0])];
    if (size == 0) return;
    splice(t, where + size, 0, pair[1], strlen(pair[1]));
    splice(t, where, 0, pair[0], strlen(pair[0]));
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed) {
    static void (*const changes[])(text *, unsigned *) = {insert_statement, insert_piece,  replace_word,
                                                          shuffle_block,    change_indent, wrap_word};
    unsigned state = seed;
    if (size <= MUTATE_HEADER || pick(&state, 2) == 0) return LLVMFuzzerMutate(data, size, max_size);
    if (pick(&state, 8) == 0) data[pick(&state, MUTATE_HEADER)] = (uint8_t)pick(&state, 256);
    text t = {(char *)data + MUTATE_HEADER, size - MUTATE_HEADER, max_size - MUTATE_HEADER};
    for (unsigned n = 1 + pick(&state, 4); n > 0; n--)
        changes[pick(&state, sizeof changes / sizeof changes[0])](&t, &state);
    return t.size + MUTATE_HEADER;
}

/* The beginning of one program, then a block of another's. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other, size_t other_size,
                                 uint8_t *out, size_t max_size, unsigned seed) {
    unsigned state = seed;
    if (one_size <= MUTATE_HEADER || other_size <= MUTATE_HEADER || one_size > max_size) return 0;
    memcpy(out, one, one_size);
    text to = {(char *)out + MUTATE_HEADER, one_size - MUTATE_HEADER, max_size - MUTATE_HEADER};
    const text from = {(char *)(uintptr_t)other + MUTATE_HEADER, other_size - MUTATE_HEADER, 0};
    size_t start = line_start(&from, pick(&state, from.size)), end = block_end(&from, start);
    splice(&to, line_start(&to, pick(&state, to.size + 1)), 0, from.at + start, end - start);
    return to.size + MUTATE_HEADER;
}

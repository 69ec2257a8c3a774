/* Is this code well formed? What a register holds when an instruction is reached is verify_flow.c's part.
 *
 * The verifier walks the words once. What each operand is comes from the opcode table; the few operations
 * that use registers in a row, a constant of one type or a word behind them are listed here. It allocates
 * nothing: whether a jump lands on an instruction is decided from the words in front of its target. */
#include "run/verify.h"
#include "run/code.h"
#include "types/container.h"
#include "types/text.h"

enum { NESTING_MAX = 32 };

#define LETTER(letter)                        #letter[0]
#define KR_SHAPE(name, format, a, b, c, text) {KR_FORMAT_##format, {LETTER(a), LETTER(b), LETTER(c)}},
static const kr_instruction_shape shapes[] = {KR_OPCODES(KR_SHAPE)};
#undef KR_SHAPE
#undef LETTER

const kr_instruction_shape *kr_instruction_shape_of(unsigned op) {
    return &shapes[op];
}

static bool is_extended(uint32_t word) {
    unsigned op = KR_OP(word);
    return op == OP_GETATTRX || op == OP_SETATTRX || op == OP_UNPACKEX;
}

size_t kr_instruction_words(uint32_t word) {
    return is_extended(word) ? 2 : 1;
}

/* A word is no instruction when an extended one stands in front of it. In a run of words that look extended,
 * every second one is data, counted from the first, in front of which nothing looks extended. */
static bool is_instruction(const kr_code *code, size_t at) {
    size_t run = 0;
    while (run < at && is_extended(code->words[at - 1 - run])) run++;
    return run % 2 == 0;
}

static bool lands(const kr_code *code, size_t from, int32_t distance) {
    int64_t target = (int64_t)from + 1 + distance;
    return target >= 0 && target < (int64_t)code->word_count && is_instruction(code, (size_t)target);
}

static bool registers(const kr_code *code, unsigned first, unsigned count) {
    return first + count <= code->register_count;
}

static bool constant(const kr_code *code, uint32_t number) {
    return number < code->constant_count && code->constants[number] != 0 &&
           code->constants[number] != KR_UNBOUND;
}

static bool constant_is(const kr_code *code, uint32_t number, const kr_type *type) {
    return constant(code, number) && kr_is_exact(code->constants[number], type);
}

/* Names are compared as words: the same text in another str would be another name. */
static bool is_name(kr_value v) {
    return kr_is_exact(v, &kr_str_type) && kr_to_str(v)->interned;
}

static bool constant_name(const kr_code *code, uint32_t number) {
    return constant(code, number) && is_name(code->constants[number]);
}

static bool names(kr_value tuple) {
    if (!kr_is_exact(tuple, &kr_tuple_type)) return false;
    for (size_t i = 0; i < kr_to_tuple(tuple)->size; i++) {
        if (!is_name(kr_to_tuple(tuple)->items[i])) return false;
    }
    return true;
}

static bool immediate(uint32_t value) {
    return value == KR_NONE || value == KR_TRUE || value == KR_FALSE || value == KR_ELLIPSIS ||
           value == KR_NOT_IMPLEMENTED || value == KR_UNBOUND;
}

static bool slot(const kr_code *code, uint32_t number) {
    return number < kr_code_slot_count(code->globals);
}

/* One operand as its letter says. */
static bool operand(const kr_code *code, size_t at, char kind, int32_t value) {
    switch (kind) {
    case 'd':
    case 'r':
    case 'm': return registers(code, (unsigned)value, 1);
    case 'k': return constant(code, (uint32_t)value);
    case 'j': return lands(code, at, value);
    default: return true;
    }
}

static bool operands(const kr_code *code, size_t at) {
    uint32_t word = code->words[at];
    const kr_instruction_shape *s = &shapes[KR_OP(word)];
    switch (s->format) {
    case KR_FORMAT_ABC:
        return operand(code, at, s->operands[0], (int32_t)KR_A(word)) &&
               operand(code, at, s->operands[1], (int32_t)KR_B(word)) &&
               operand(code, at, s->operands[2], (int32_t)KR_C(word));
    case KR_FORMAT_AX:
        return operand(code, at, s->operands[0], (int32_t)KR_A(word)) &&
               operand(code, at, s->operands[1], (int32_t)KR_X(word));
    case KR_FORMAT_AS:
        return operand(code, at, s->operands[0], (int32_t)KR_A(word)) &&
               operand(code, at, s->operands[1], KR_SX(word));
    default: return operand(code, at, s->operands[0], KR_SJ(word));
    }
}

bool kr_is_test(unsigned op) {
#define KR_TESTS(X)                                                                                          \
    X(LTJ)                                                                                                   \
    X(LTKJ)                                                                                                  \
    X(LEJ) X(LEKJ) X(EQJ) X(EQKJ) X(NEJ) X(NEKJ) X(GTJ) X(GTKJ) X(GEJ) X(GEKJ) X(ISJ) X(ISVJ) X(INJ) X(MATCHJ)
#define KR_CASE(name) case OP_##name:
    switch (op) {
        KR_TESTS(KR_CASE) return true;
    default: return false;
    }
#undef KR_CASE
#undef KR_TESTS
}

/* A test or FOR is followed by a jump, and by something behind that. */
static bool has_jump(const kr_code *code, size_t at) {
    return at + 2 < code->word_count && KR_OP(code->words[at + 1]) == OP_JMP;
}

static bool word_behind(const kr_code *code, size_t at, uint32_t *word) {
    if (at + 1 >= code->word_count) return false;
    *word = code->words[at + 1];
    return true;
}

/* A slice that is the subscript of what comes next is not made: it cannot be sliced. */
static bool slices_itself(const kr_code *code, size_t at) {
    uint32_t behind, slice = KR_A(code->words[at]);
    return word_behind(code, at, &behind) && KR_OP(behind) == OP_GETITEM && KR_C(behind) == slice &&
           KR_B(behind) == slice;
}

/* Registers in a row, beyond those that the table tells. */
static bool rows(const kr_code *code, size_t at) {
    uint32_t word = code->words[at], behind;
    unsigned a = KR_A(word), b = KR_B(word), c = KR_C(word);
    switch (KR_OP(word)) {
    case OP_CALL:
    case OP_CALLKW: return registers(code, a, b + 1);
    case OP_CALLM:
    case OP_CALLB: return registers(code, a, b + 2);
    case OP_CALLEX: return b <= 1 && registers(code, a, b + 2);
    case OP_LOADM:
    case OP_FUNCTION:
    case OP_HANDLED:
    case OP_IMPORT: return registers(code, a, 2);
    case OP_HANDLE: return a >= code->local_count && registers(code, a, 2);
    case OP_ITER:
    case OP_FOR: return registers(code, a, 3);
    case OP_SLICE: return registers(code, b, 3) && !slices_itself(code, at);
    case OP_TUPLE:
    case OP_LIST:
    case OP_SET:
    case OP_JOIN: return registers(code, b, c);
    case OP_DICT: return registers(code, b, 2 * c);
    case OP_UNPACK: return registers(code, a, c);
    case OP_UNPACKEX:
        return word_behind(code, at, &behind) && behind < 256 && registers(code, a, c + behind + 1);
    case OP_FORMAT: return c <= 7 && registers(code, b, c & 4 ? 2 : 1);
    case OP_RAISE:
    case OP_ASSERT: return b <= 1 && registers(code, a, KR_OP(word) == OP_RAISE ? b + 1 : 1);
    case OP_INTRINSIC: return b < KR_INTRINSIC_COUNT && registers(code, a, c > 0 ? c : 1);
    default: return true;
    }
}

/* Constants of one type, numbers with a range, operations that want a flag. */
static bool special(const kr_code *code, size_t at) {
    uint32_t word = code->words[at], behind;
    unsigned b = KR_B(word), c = KR_C(word), x = KR_X(word);
    switch (KR_OP(word)) {
    case OP_LOADV:
    case OP_RETURNV: return immediate(x);
    case OP_ISVJ: return immediate(b);
    case OP_GETG:
    case OP_SETG:
    case OP_DELG: return slot(code, x);
    case OP_GETFREE:
    case OP_SETFREE:
    case OP_DELFREE: return x < code->free_count;
    case OP_GETN:
    case OP_SETN:
    case OP_DELN: return code->flags & KR_CODE_NAMESPACE && constant_name(code, x);
    case OP_GETFREEN:
        return code->flags & KR_CODE_NAMESPACE && b < code->free_count && constant_name(code, c);
    case OP_GETATTR:
    case OP_GETSPECIAL:
    case OP_CALLM:
    case OP_LOADM:
    case OP_IMPORTFROM: return constant_name(code, c);
    case OP_SETATTR:
    case OP_IMPORT: return constant_name(code, b);
    case OP_DELATTR: return constant_name(code, x);
    case OP_GETATTRX:
    case OP_SETATTRX: return word_behind(code, at, &behind) && constant_name(code, behind);
    case OP_FUNCTION: return constant_is(code, x, &kr_code_type);
    case OP_CALLKW:
        return constant(code, c) && names(code->constants[c]) && kr_to_tuple(code->constants[c])->size <= b;
    case OP_YIELD:
    case OP_DELEGATE: return (code->flags & (KR_CODE_GENERATOR | KR_CODE_COROUTINE)) != 0;
    case OP_GETYIELD: return c <= 1;
    default: return true;
    }
}

bool kr_instruction_goes_on(unsigned op) {
    switch (op) {
    case OP_JMP:
    case OP_RETURN:
    case OP_RETURNV:
    case OP_RAISE:
    case OP_RERAISE:
    case OP_RAISEAGAIN:
    case OP_ASSERT: return false;
    default: return true;
    }
}

static bool instruction(const kr_code *code, size_t at) {
    unsigned op = KR_OP(code->words[at]);
    if (op >= OP_COUNT || !operands(code, at) || !rows(code, at) || !special(code, at)) return false;
    if (op == OP_FOR) return has_jump(code, at);
    if (kr_is_test(op)) return KR_C(code->words[at]) <= 1 && has_jump(code, at);
    return at + 1 + is_extended(code->words[at]) < code->word_count || !kr_instruction_goes_on(op);
}

static bool instructions(const kr_code *code) {
    if (code->word_count == 0) return false;
    for (size_t at = 0; at < code->word_count; at += 1 + is_extended(code->words[at])) {
        if (!instruction(code, at)) return false;
    }
    return true;
}

static bool handlers(const kr_code *code) {
    for (size_t i = 0; i < code->range_count; i++) {
        const kr_range_entry *r = &kr_code_ranges(code)[i];
        if (r->start >= r->end || r->end > code->word_count || r->handler >= code->word_count) return false;
        if (!is_instruction(code, r->end)) return false; /* both words of an instruction are in it, or none */
        if (!is_instruction(code, r->start) || !is_instruction(code, r->handler)) return false;
        if (KR_OP(code->words[r->handler]) != OP_HANDLE) return false;
    }
    return true;
}

static bool line_table(const kr_code *code) {
    const uint8_t *lines = kr_code_lines(code);
    size_t words = 0, at = 0;
    while (at + 1 < code->line_size) {
        words += lines[at];
        at += lines[at + 1] == 0x80 ? 4 : 2;
    }
    return at == code->line_size && words <= code->word_count;
}

static bool header(const kr_code *code) {
    unsigned parameters = code->parameter_count, named = code->positional_count;
    named += (code->flags & KR_CODE_VARARGS ? 1u : 0) + (code->flags & KR_CODE_VARKEYWORDS ? 1u : 0);
    if ((code->flags & KR_CODE_UNREAD) || named > parameters || parameters >= code->register_count)
        return false;
    if (code->positional_only_count > code->positional_count) return false;
    if (code->local_count < parameters || code->local_count > code->register_count) return false;
    for (size_t i = 0; i < (size_t)code->local_count + code->free_count; i++) {
        if (!kr_is_exact(kr_code_locals(code)[i], &kr_str_type)) return false;
    }
    if ((code->flags & KR_CODE_NAMESPACE) && parameters != 1) return false;
    if (!names(code->globals) && !kr_is_kind(code->globals, &kr_dict_type)) return false;
    if ((code->flags & KR_CODE_DOC) && !kr_is_str(kr_code_doc(code))) return false;
    return kr_is_str(code->name) && kr_is_str(code->prefix) && kr_is_str(code->file);
}

static bool verify(const kr_code *code, const kr_code *outer, unsigned nesting);

static bool captures(const kr_code *code, const kr_code *outer) {
    if (code->free_count == 0) return true;
    if (outer == NULL) return false;
    for (size_t i = 0; i < code->free_count; i++) {
        const kr_capture *capture = &kr_code_captures(code)[i];
        if (capture->index >= (capture->from_free ? outer->free_count : outer->register_count)) return false;
    }
    return true;
}

/* The code of nested functions: what they capture must exist around them. */
static bool nested(const kr_code *code, unsigned nesting) {
    for (size_t i = 0; i < code->constant_count; i++) {
        kr_value v = code->constants[i];
        if (v == 0) return false;
        if (!kr_is_exact(v, &kr_code_type)) continue;
        bool unread = kr_to_code(v)->flags & KR_CODE_UNREAD;
        if (unread ? !captures(kr_to_code(v), code)
                   : nesting == NESTING_MAX || !verify(kr_to_code(v), code, nesting + 1))
            return false;
    }
    return true;
}

static bool verify(const kr_code *code, const kr_code *outer, unsigned nesting) {
    return header(code) && captures(code, outer) && line_table(code) && handlers(code) &&
           instructions(code) && nested(code, nesting);
}

bool kr_code_verify_inside(const kr_code *code, const kr_code *outer) {
    return verify(code, outer, 0);
}

bool kr_code_verify(const kr_code *code) {
    return verify(code, NULL, 0);
}

/* What registers hold: the second half of the verifier, for code that no compiler of ours has just made.
 *
 * Some instructions take a register for a cell, a list under construction, the state of a loop, and do not
 * look. Here the kinds of all registers are followed along every path, jump and exception until nothing
 * changes, as Java's verifier does: a label (the target of a jump, or a handler) keeps for each register what
 * all paths to it agree on. Code whose registers are always of the kinds that its instructions demand cannot
 * lead the machine astray; it may still raise any exception.
 *
 *     specific kinds  <  VALUE (bound)  <  ANY (perhaps UNBOUND)  <  NOTHING (must not be read)
 *
 * UNSEEN is below all: no path has come here yet.
 *
 * A finally clause runs for several reasons, which one register tells (compiler/try.c): None, True, Ellipsis,
 * NotImplemented, or the exception. So there are kinds that are sets of these, and tests make them smaller.
 * The register behind it is CARRIED: what was handled outside when the reason is an exception, the result
 * when it is Ellipsis, else nothing.
 *
 * Only well-formed code (kr_code_verify) may be given. */
#include "core/context.h"
#include "core/heap.h"
#include "run/code.h"
#include "run/verify.h"
#include "types/container.h"
#include "types/text.h"

enum {
    UNSEEN,
    CELL,
    LIST,
    SET,
    DICT,
    TUPLE,
    TEXT,
    SMALL, /* a small int */
    VALUE,
    ANY,
    LOOP, /* three in a row, made by ITER and moved by FOR only: not all of them need to be values */
    LOOP_2,
    LOOP_3,
    OUTSIDE, /* the exception that was handled before, or 0: only HANDLED takes it */
    CARRIED, /* see above; the register before holds a set of reasons */
    NOTHING
};

/* A set of reasons: the bits say which are possible. */
enum { REASON = 0x40, OF_NONE = 1, OF_RETURN = 2, OF_ELLIPSIS = 4, OF_OTHER = 8, OF_RAISED = 16 };
enum { EMPTY = REASON | OF_NONE, RAISED = REASON | OF_RAISED };

typedef struct flow {
    kr_vm *vm;
    const kr_code *code;
    uint32_t *labels; /* a bit a word */
    uint16_t *below;  /* labels in the words below each 32 words */
    uint8_t *states;  /* register_count kinds a label */
    uint8_t *now;     /* of the path that is followed */
    uint8_t *earlier; /* what `now` was before the instruction */
    uint32_t before;  /* the word of the instruction in front of this one */
    bool live;        /* a path reaches the instruction */
    bool astray;      /* something was written that must not be */
    bool changed;
} flow;

/* ---- Kinds ---- */

static bool is_readable(uint8_t kind) {
    return (kind & REASON) || kind <= ANY;
}

static bool is_bound(uint8_t kind) {
    return (kind & REASON) || kind <= VALUE;
}

static uint8_t join(uint8_t a, uint8_t b) {
    if (a == b || b == UNSEEN) return a;
    if (a == UNSEEN) return b;
    if (a & b & REASON) return a | b;
    if (!is_readable(a) || !is_readable(b)) return NOTHING;
    return a == ANY || b == ANY ? ANY : VALUE;
}

/* True when what stands behind a register of that kind is, or could be called, CARRIED. */
static bool carries(uint8_t reason, uint8_t behind) {
    if (!(reason & REASON)) return false;
    if (behind == CARRIED) return true;
    if (reason & OF_RAISED && behind != OUTSIDE) return false;
    return !(reason & OF_RETURN) || is_readable(behind);
}

/* Joins the register r of two paths. */
static uint8_t join_at(const uint8_t *a, const uint8_t *b, size_t r) {
    uint8_t joined = join(a[r], b[r]);
    if ((joined & REASON) || joined < CARRIED || r == 0) return joined;
    return carries(a[r - 1], a[r]) && carries(b[r - 1], b[r]) ? CARRIED : NOTHING;
}

static bool readable(const flow *f, unsigned r) {
    return is_readable(f->now[r]);
}

static bool bound(const flow *f, unsigned first, unsigned count) {
    for (unsigned r = first; r < first + count; r++) {
        if (!is_bound(f->now[r])) return false;
    }
    return true;
}

static bool is(const flow *f, unsigned r, uint8_t kind) {
    return f->now[r] == kind;
}

static bool is_or_none(const flow *f, unsigned r, uint8_t kind) {
    return f->now[r] == kind || f->now[r] == EMPTY;
}

static bool all_texts(const flow *f, unsigned first, unsigned count) {
    for (unsigned r = first; r < first + count; r++) {
        if (f->now[r] != TEXT) return false;
    }
    return true;
}

/* What is written is no reason any more for what stands behind it. R[0] of code with a namespace is that. */
static void put(flow *f, unsigned r, uint8_t kind) {
    f->astray |= r == 0 && f->code->flags & KR_CODE_NAMESPACE;
    f->now[r] = kind;
    if (r + 1 < f->code->register_count && f->now[r + 1] == CARRIED) f->now[r + 1] = NOTHING;
}

static void put_row(flow *f, unsigned first, unsigned count, uint8_t kind) {
    for (unsigned r = first; r < first + count; r++) put(f, r, kind);
}

/* The reason that a finally clause tells by an immediate value, or 0. */
static uint8_t reason_of(kr_value immediate) {
    switch (immediate) {
    case KR_NONE: return OF_NONE;
    case KR_TRUE: return OF_RETURN;
    case KR_ELLIPSIS: return OF_ELLIPSIS;
    case KR_NOT_IMPLEMENTED: return OF_OTHER;
    default: return 0;
    }
}

static uint8_t kind_of_constant(kr_value v) {
    if (kr_is_int(v)) return SMALL;
    if (reason_of(v)) return REASON | reason_of(v);
    if (v == KR_UNBOUND) return ANY;
    if (kr_is_exact(v, &kr_str_type)) return TEXT;
    return kr_is_exact(v, &kr_tuple_type) ? TUPLE : VALUE;
}

/* MOVE refuses UNBOUND. */
static uint8_t kind_of_copy(uint8_t kind) {
    return kind == ANY ? VALUE : kind;
}

/* ---- Labels ---- */

static bool is_label(const flow *f, size_t word) {
    return f->labels[word / 32] >> word % 32 & 1;
}

static uint8_t *state_of(const flow *f, size_t word) {
    uint32_t below = f->labels[word / 32] & ((1u << word % 32) - 1);
    size_t number = f->below[word / 32] + (unsigned)__builtin_popcount(below);
    return f->states + number * f->code->register_count;
}

static void join_into(flow *f, size_t word, const uint8_t *kinds) {
    uint8_t *state = state_of(f, word);
    if (state[0] == UNSEEN) {
        memcpy(state, kinds, f->code->register_count);
        f->changed = true;
        return;
    }
    for (size_t r = f->code->register_count; r-- > 0;) {
        uint8_t joined = join_at(state, kinds, r);
        f->changed |= joined != state[r];
        state[r] = joined;
    }
}

static size_t landing(size_t at, int32_t distance) {
    return (size_t)((int64_t)at + 1 + distance);
}

static void set_label(flow *f, size_t word) {
    f->labels[word / 32] |= 1u << word % 32;
}

static void find_labels(flow *f) {
    const kr_code *code = f->code;
    for (size_t at = 0; at < code->word_count; at += kr_instruction_words(code->words[at])) {
        uint32_t word = code->words[at];
        unsigned op = KR_OP(word);
        if (op == OP_JMP) set_label(f, landing(at, KR_SJ(word)));
        if (op == OP_JTRUE || op == OP_JFALSE) set_label(f, landing(at, KR_SX(word)));
        if (op == OP_FOR || kr_is_test(op)) set_label(f, at + 2);
    }
    for (size_t i = 0; i < code->range_count; i++) set_label(f, kr_code_ranges(code)[i].handler);
}

static void number_labels(flow *f) {
    size_t groups = f->code->word_count / 32 + 1, count = 0;
    for (size_t i = 0; i < groups; i++) {
        f->below[i] = (uint16_t)count;
        count += (unsigned)__builtin_popcount(f->labels[i]);
    }
    f->states = kr_bytes_new(f->vm, count * f->code->register_count + 1);
    memset(f->states, UNSEEN, count * f->code->register_count);
}

/* ---- Instructions ---- */

/* A call's window begins behind R[a]: what the callee leaves there may be gone, and so may what was there
 * before, since the collector sees no registers above those of the newest frame. */
static void call(flow *f, unsigned a) {
    put_row(f, a + 1, f->code->register_count - a - 1u, NOTHING);
    put(f, a, VALUE);
}

/* What a nested function captures from registers must be cells. */
static bool captures(const flow *f, const kr_code *inner) {
    for (size_t i = 0; i < inner->free_count; i++) {
        kr_capture capture = kr_code_captures(inner)[i];
        if (!capture.from_free && !is(f, capture.index, CELL)) return false;
    }
    return true;
}

static bool make_function(flow *f, unsigned a, kr_value code) {
    bool fine = is_or_none(f, a, TUPLE) && is_or_none(f, a + 1, DICT) && captures(f, kr_to_code(code));
    put(f, a, VALUE);
    return fine;
}

static void begin_loop(flow *f, unsigned a) {
    put(f, a, LOOP);
    put(f, a + 1, LOOP_2);
    put(f, a + 2, LOOP_3);
}

static bool loop_is_there(const flow *f, unsigned a) {
    return is(f, a, LOOP) && is(f, a + 1, LOOP_2) && is(f, a + 2, LOOP_3);
}

/* Operands that the opcode table knows: read registers are readable, written ones get a value. */
static bool plain(flow *f, uint32_t word) {
    const kr_instruction_shape *shape = kr_instruction_shape_of(KR_OP(word));
    const unsigned fields[] = {KR_A(word), KR_B(word), KR_C(word)};
    for (unsigned i = 0; i < 3; i++) {
        char operand = (char)kr_flash_byte(&shape->operands[i]);
        if (kr_operand_reads(operand) && !readable(f, fields[i])) return false;
    }
    for (unsigned i = 0; i < 3; i++) {
        char operand = (char)kr_flash_byte(&shape->operands[i]);
        if (operand == 'd' || operand == 'm') put(f, fields[i], VALUE);
    }
    return true;
}

/* What an instruction does: its word and operands. */
typedef struct action {
    size_t at;
    uint32_t word;
    unsigned op, a, b, c;
} action;

/* The register written has that kind afterwards; what is read was fine or not. */
static bool makes(flow *f, unsigned r, uint8_t kind, bool fine) {
    put(f, r, kind);
    return fine;
}

/* Moving, and cells. */
static bool step_moving(flow *f, const action *i) {
    switch (i->op) {
    case OP_MOVE: return readable(f, i->b) && makes(f, i->a, kind_of_copy(f->now[i->b]), true);
    case OP_LOADK: return makes(f, i->a, kind_of_constant(f->code->constants[KR_X(i->word)]), true);
    case OP_LOADI: return makes(f, i->a, SMALL, true);
    case OP_LOADV: return makes(f, i->a, kind_of_constant(KR_X(i->word)), true);
    case OP_CHECK: return readable(f, i->a) && (!is(f, i->a, ANY) || makes(f, i->a, VALUE, true));
    case OP_DELLOCAL: return makes(f, i->a, ANY, readable(f, i->a));
    case OP_NEWCELL: return makes(f, i->a, CELL, readable(f, i->a));
    case OP_GETCELL: return makes(f, i->a, VALUE, is(f, i->b, CELL));
    case OP_SETCELL: return is(f, i->a, CELL) && readable(f, i->b);
    case OP_DELCELL: return is(f, i->a, CELL);
    default: return plain(f, i->word);
    }
}

static bool calls(flow *f, unsigned a, bool fine) {
    call(f, a);
    return fine;
}

/* Calls, functions and loops. */
static bool step_calling(flow *f, const action *i) {
    const unsigned a = i->a, b = i->b;
    switch (i->op) {
    case OP_CALL:
    case OP_CALLKW: return calls(f, a, readable(f, a) && bound(f, a + 1, b));
    case OP_CALLM: return calls(f, a, readable(f, a + 1) && bound(f, a + 2, b));
    case OP_CALLB: return calls(f, a, readable(f, a) && readable(f, a + 1) && bound(f, a + 2, b));
    case OP_CALLEX: return calls(f, a, readable(f, a) && bound(f, a + 1, b + 1));
    case OP_LOADM: return makes(f, a, VALUE, readable(f, b)) && makes(f, a + 1, ANY, true);
    case OP_FUNCTION: return make_function(f, a, f->code->constants[KR_X(i->word)]);
    case OP_SUPER: return makes(f, a, VALUE, bound(f, b, 1) && bound(f, i->c, 1));
    case OP_ITER:
        if (!readable(f, b)) return false;
        begin_loop(f, a);
        return true;
    case OP_FOR: return loop_is_there(f, a) && makes(f, b, VALUE, true) && loop_is_there(f, a);
    case OP_DELEGATE: return makes(f, a, VALUE, bound(f, a, 1));
    case OP_IMPORT: return makes(f, a, VALUE, is(f, a, SMALL) && is_or_none(f, a + 1, TUPLE));
    case OP_IMPORTFROM: return makes(f, a, VALUE, bound(f, b, 1));
    case OP_INTRINSIC: return makes(f, a, VALUE, bound(f, a, i->c));
    default: return step_moving(f, i);
    }
}

/* Right behind the SLICE that makes its subscript, GETITEM need not get one: the register may still hold what
 * it did before. */
static bool use_up_slice(flow *f, const action *i) {
    if (KR_OP(f->before) == OP_SLICE && KR_A(f->before) == i->c && i->c != i->a) put(f, i->c, NOTHING);
    return true;
}

/* Building and taking apart. */
static bool step_building(flow *f, const action *i) {
    const unsigned a = i->a, b = i->b, c = i->c;
    switch (i->op) {
    case OP_SLICE: return makes(f, a, VALUE, bound(f, b, 3));
    case OP_TUPLE: return makes(f, a, TUPLE, bound(f, b, c));
    case OP_LIST: return makes(f, a, LIST, bound(f, b, c));
    case OP_SET: return makes(f, a, SET, bound(f, b, c));
    case OP_DICT: return makes(f, a, DICT, bound(f, b, 2 * c));
    case OP_GETITEM: return plain(f, i->word) && use_up_slice(f, i);
    case OP_APPEND:
    case OP_EXTEND: return is(f, a, LIST) && readable(f, b);
    case OP_ADDSET:
    case OP_UPDATESET: return is(f, a, SET) && readable(f, b);
    case OP_SETKEY: return is(f, a, DICT) && readable(f, b) && readable(f, c);
    case OP_UPDATEDICT: return is(f, a, DICT) && readable(f, b) && (c == 0 || (a >= 2 && bound(f, a - 2, 1)));
    case OP_LISTTUPLE: return makes(f, a, TUPLE, is(f, b, LIST));
    case OP_UNPACK:
    case OP_UNPACKEX:
        if (!readable(f, b)) return false;
        put_row(f, a, i->op == OP_UNPACK ? c : c + f->code->words[i->at + 1] + 1, VALUE);
        return true;
    case OP_FORMAT: return makes(f, a, TEXT, readable(f, b) && (!(c & 4) || is(f, b + 1, TEXT)));
    case OP_JOIN: return makes(f, a, TEXT, all_texts(f, b, c));
    default: return step_calling(f, i);
    }
}

/* Does what the instruction at `at` does to the kinds; false when it may not be executed. */
static bool step(flow *f, size_t at) {
    const uint32_t word = f->code->words[at];
    const action i = {at, word, KR_OP(word), KR_A(word), KR_B(word), KR_C(word)};
    switch (i.op) {
    case OP_RAISE: return readable(f, i.a) && (i.b == 0 || bound(f, i.a + 1, 1));
    case OP_ASSERT: return i.b == 0 || bound(f, i.a, 1);
    case OP_RERAISE: return is(f, i.a, RAISED);
    case OP_HANDLE: return makes(f, i.a, RAISED, true) && makes(f, i.a + 1, OUTSIDE, true);
    case OP_HANDLED: return is(f, i.a + 1, OUTSIDE);
    case OP_MATCHJ: return is(f, i.a, RAISED) && bound(f, i.b, 1);
    default: return step_building(f, &i);
    }
}

/* An exception may come before the instruction has stored what it stores, or after. */
static void follow_exception(flow *f, size_t at) {
    for (size_t i = 0; i < f->code->range_count; i++) {
        const kr_range_entry *range = &kr_code_ranges(f->code)[i];
        if (at < range->start || at >= range->end) continue;
        join_into(f, range->handler, f->earlier);
        join_into(f, range->handler, f->now);
        return;
    }
}

/* Handlers are entered by exceptions only. */
static bool go(flow *f, size_t to) {
    if (KR_OP(f->code->words[to]) == OP_HANDLE) return false;
    if (is_label(f, to)) join_into(f, to, f->now);
    return true;
}

/* Register r is now known to have one of the reasons in `mask`; false when there is none: nothing comes here.
 */
static bool narrow(flow *f, unsigned r, uint8_t mask) {
    uint8_t reasons = f->now[r] & mask & (REASON - 1);
    if (!(f->now[r] & REASON)) return true;
    f->now[r] = REASON | reasons;
    if (r + 1 < f->code->register_count && f->now[r + 1] == CARRIED) {
        if (reasons == OF_RAISED) f->now[r + 1] = OUTSIDE;
        if (reasons == OF_RETURN) f->now[r + 1] = ANY;
    }
    return reasons != 0;
}

/* The two ways behind `test R[A] is immediate value B`: `earlier` is what is known on both. */
static bool follow_immediate(flow *f, size_t at) {
    uint32_t word = f->code->words[at];
    unsigned r = KR_A(word);
    uint8_t mask = reason_of(KR_B(word)), masks[] = {(uint8_t)~mask, mask};
    bool jumps_when = KR_C(word);
    if (mask == 0) return go(f, at + 2);
    if (narrow(f, r, masks[!jumps_when]) && !go(f, at + 2)) return false;
    memcpy(f->now, f->earlier, f->code->register_count);
    f->live = narrow(f, r, masks[jumps_when]);
    return true;
}

/* The places that the instruction may go on at. */
static bool follow(flow *f, size_t at) {
    uint32_t word = f->code->words[at];
    unsigned op = KR_OP(word);
    size_t next = at + kr_instruction_words(word);
    f->live = kr_instruction_goes_on(op);
    if (op == OP_JMP) return go(f, landing(at, KR_SJ(word)));
    if ((op == OP_JTRUE || op == OP_JFALSE) && !go(f, landing(at, KR_SX(word)))) return false;
    if (op == OP_ISVJ) {
        if (!follow_immediate(f, at)) return false;
    } else if ((op == OP_FOR || kr_is_test(op)) && !go(f, at + 2)) {
        return false;
    }
    return !f->live || go(f, next);
}

/* One instruction: its effect, and the places that come next. */
static bool walk(flow *f, size_t at) {
    memcpy(f->earlier, f->now, f->code->register_count);
    if (!step(f, at) || f->astray) return false;
    follow_exception(f, at);
    return follow(f, at);
}

static bool pass(flow *f) {
    const kr_code *code = f->code;
    f->changed = false;
    f->live = true;
    f->before = OP_COUNT;
    memset(f->now, ANY, code->register_count);
    memset(f->now, VALUE, code->parameter_count);
    if (KR_OP(code->words[0]) == OP_HANDLE) return false;
    if (is_label(f, 0)) join_into(f, 0, f->now);
    for (size_t at = 0; at < code->word_count; at += kr_instruction_words(f->before)) {
        if (is_label(f, at)) {
            memcpy(f->now, state_of(f, at), code->register_count);
            f->live = f->now[0] != UNSEEN;
        }
        if (f->live && !walk(f, at)) return false;
        f->before = code->words[at];
    }
    return true;
}

static bool verify_one(kr_vm *vm, const kr_code *code) {
    size_t groups = code->word_count / 32 + 1;
    flow f = {.vm = vm, .code = code};
    f.labels = kr_bytes_new(vm, groups * sizeof *f.labels);
    memset(f.labels, 0, groups * sizeof *f.labels);
    f.below = kr_bytes_new(vm, groups * sizeof *f.below);
    f.now = kr_bytes_new(vm, 2u * code->register_count);
    f.earlier = f.now + code->register_count;
    find_labels(&f);
    number_labels(&f);
    do {
        kr_poll(vm);
        if (!pass(&f)) return false;
    } while (f.changed);
    return true;
}

bool kr_code_verify_flow(kr_vm *vm, const kr_code *code) {
    if (!verify_one(vm, code)) return false;
    for (size_t i = 0; i < code->constant_count; i++) {
        kr_value v = code->constants[i];
        if (!kr_is_exact(v, &kr_code_type) || (kr_to_code(v)->flags & KR_CODE_UNREAD)) continue;
        if (!kr_code_verify_flow(vm, kr_to_code(v))) return false;
    }
    return true;
}

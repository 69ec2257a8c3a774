/* Matching by backtracking, without recursion: what is still to be tried, and what is to be undone, lies on a
 * stack of frames that grows in the heap.
 *
 * Undoing: a mark or a loop register that changes leaves its old value in a frame when there is anything
 * below to go back to. A look-around or an atomic group leaves a fence; when its inside has matched, the
 * choices above the fence are dropped but the undo records stay. */
#include "core/heap.h"
#include "core/operate.h"
#include "modules/re.h"
#include "types/byte_string.h"
#include "types/text.h"
#include "types/utf8.h"

enum frame_kind {
    CHOICE, /* try pc at position a */
    MARK,   /* marks[pc] was a */
    LOOP,   /* loops[pc] was (a, b) */
    MANY,   /* a repetition of one character that may give back: go on at pc from a, then from one character
               before, down to b */
    FEW,    /* one that may take more: pc is at the operation, a the position, b how many it has */
    ENTER,  /* a lazy loop that may go round again: pc is at the operation, a the position */
    FENCE   /* pc is behind the group, a the position before it, b the fence below */
};

typedef struct frame {
    uint32_t kind, pc;
    size_t a, b;
} frame;

typedef struct loop {
    size_t count, last; /* rounds so far; where the last one began that did not have to be */
} loop;

#define INLINE_FRAMES 48
#define NO_FENCE      SIZE_MAX

typedef struct matcher {
    kr_vm *vm;
    const kr_pattern *pattern;
    const uint32_t *code;
    const uint8_t *data, *end; /* of the subject */
    bool wide, full;
    const uint8_t *not_empty_at; /* an empty match here does not count; NULL: it does */
    size_t *marks;
    loop *loops;
    frame *stack;
    size_t depth, capacity, fence;
    uint32_t steps;
    frame inline_stack[INLINE_FRAMES];
    loop inline_loops[8];
} matcher;

/* --- characters */

static inline uint32_t next_character(const matcher *m, const uint8_t **p) {
    if (!m->wide || **p < 0x80) return *(*p)++;
    const char *q = (const char *)*p;
    uint32_t c = kr_utf8_next(&q);
    *p = (const uint8_t *)q;
    return c;
}

static inline const uint8_t *skip_character(const matcher *m, const uint8_t *p) {
    p++;
    if (m->wide) {
        while (p < m->end && (*p & 0xc0) == 0x80) p++;
    }
    return p;
}

static inline const uint8_t *back_character(const matcher *m, const uint8_t *p) {
    p--;
    if (m->wide) {
        while (p > m->data && (*p & 0xc0) == 0x80) p--;
    }
    return p;
}

static bool folds_to(uint32_t c, uint32_t lower, uint32_t upper) {
    return c == lower || c == upper || (c > 127 && (kr_re_lower(c) == lower || kr_re_upper(c) == upper));
}

/* Matches one character by the operation at pc; NULL when it does not. */
static inline const uint8_t *match_single(const matcher *m, const uint32_t *op, const uint8_t *p) {
    if (p >= m->end) return NULL;
    uint32_t c = next_character(m, &p);
    switch (op[0]) {
    case KR_OP_CHAR: return c == op[1] ? p : NULL;
    case KR_OP_FOLD: return folds_to(c, op[1], op[2]) ? p : NULL;
    case KR_OP_ANY: return c != '\n' ? p : NULL;
    case KR_OP_ALL: return p;
    default: return kr_re_set_has(op + 2, c) ? p : NULL;
    }
}

static inline bool in_bits(const uint32_t *set, uint8_t c) {
    return set[KR_RE_SET_BITS + c / 32] >> c % 32 & 1;
}

/* How far a character repeats when every character is one byte. */
static const uint8_t *run_narrow(const uint32_t *op, const uint8_t *p, const uint8_t *limit) {
    const uint8_t *newline;
    switch (op[0]) {
    case KR_OP_ALL: return limit;
    case KR_OP_ANY: newline = memchr(p, '\n', (size_t)(limit - p)); return newline != NULL ? newline : limit;
    case KR_OP_CHAR:
        while (p < limit && *p == op[1]) p++;
        return p;
    case KR_OP_FOLD:
        while (p < limit && folds_to(*p, op[1], op[2])) p++;
        return p;
    default:
        while (p < limit && in_bits(op + 2, *p)) p++;
        return p;
    }
}

/* The end of at most `most` repetitions from p; *count gets how many there are. */
static const uint8_t *run_single(const matcher *m, const uint32_t *op, const uint8_t *p, uint32_t most,
                                 size_t *count) {
    if (!m->wide) {
        size_t left = (size_t)(m->end - p);
        const uint8_t *stop = run_narrow(op, p, p + (most < left ? most : left));
        *count = (size_t)(stop - p);
        return stop;
    }
    size_t n = 0;
    for (const uint8_t *next; n < most && (next = match_single(m, op, p)) != NULL; n++) p = next;
    *count = n;
    return p;
}

/* --- places */

static bool is_word_before(const matcher *m, const uint8_t *p, bool ascii) {
    if (p == m->data) return false;
    if (!m->wide) return kr_re_is_word(p[-1], ascii);
    const char *q = (const char *)p;
    return kr_re_is_word(kr_utf8_previous(&q), ascii);
}

static bool is_word_after(const matcher *m, const uint8_t *p, bool ascii) {
    return p < m->end && kr_re_is_word(next_character(m, &p), ascii);
}

static bool is_at(const matcher *m, uint32_t place, const uint8_t *p) {
    bool ascii = place & KR_RE_AT_ASCII;
    if (place >= KR_RE_AT_WORD && m->data == m->end)
        return false; /* no boundary, and as in CPython no place without one */
    switch (place & ~(uint32_t)KR_RE_AT_ASCII) {
    case KR_RE_AT_START: return p == m->data;
    case KR_RE_AT_LINE: return p == m->data || p[-1] == '\n';
    case KR_RE_AT_END: return p == m->end || (p + 1 == m->end && *p == '\n');
    case KR_RE_AT_LINE_END: return p == m->end || *p == '\n';
    case KR_RE_AT_STRING_END: return p == m->end;
    case KR_RE_AT_WORD: return is_word_before(m, p, ascii) != is_word_after(m, p, ascii);
    default: return is_word_before(m, p, ascii) == is_word_after(m, p, ascii);
    }
}

/* --- the stack */

static void grow(matcher *m) {
    size_t capacity = m->capacity * 2;
    if (capacity > SIZE_MAX / sizeof(frame) / 4) kr_raise_memory(m->vm);
    if (m->stack == m->inline_stack) {
        frame *bigger = kr_bytes_new(m->vm, capacity * sizeof *bigger);
        memcpy(bigger, m->stack, m->depth * sizeof *bigger);
        m->stack = bigger;
    } else {
        m->stack =
            kr_bytes_resize(m->vm, m->stack, m->capacity * sizeof *m->stack, capacity * sizeof *m->stack);
    }
    m->capacity = capacity;
}

static inline void push(matcher *m, uint32_t kind, uint32_t pc, size_t a, size_t b) {
    if (__builtin_expect(m->depth == m->capacity, 0)) grow(m);
    m->stack[m->depth++] = (frame){kind, pc, a, b};
}

static inline size_t offset_of(const matcher *m, const uint8_t *p) {
    return (size_t)(p - m->data);
}

static void set_mark(matcher *m, uint32_t mark, size_t offset) {
    if (m->depth > 0) push(m, MARK, mark, m->marks[mark], 0);
    m->marks[mark] = offset;
}

static void set_loop(matcher *m, uint32_t number, size_t count, size_t last) {
    if (m->depth > 0) push(m, LOOP, number, m->loops[number].count, m->loops[number].last);
    m->loops[number] = (loop){count, last};
}

/* Leaves a group: drops its choices and the fence, keeps what is to be undone. */
static frame commit(matcher *m) {
    frame fence = m->stack[m->fence];
    size_t kept = m->fence;
    for (size_t i = m->fence + 1; i < m->depth; i++) {
        if (m->stack[i].kind == MARK || m->stack[i].kind == LOOP) m->stack[kept++] = m->stack[i];
    }
    m->depth = kept;
    m->fence = fence.b;
    return fence;
}

/* Puts back what a frame remembers; false when it is one of something to try. */
static bool undo(matcher *m, const frame *f) {
    if (f->kind == MARK)
        m->marks[f->pc] = f->a;
    else if (f->kind == LOOP)
        m->loops[f->pc] = (loop){f->a, f->b};
    else
        return false;
    return true;
}

/* Leaves a negative look-around whose inside has matched: everything is as before it. */
static void revert(matcher *m) {
    size_t fence = m->fence;
    while (m->depth > fence + 1) undo(m, &m->stack[--m->depth]);
    m->fence = m->stack[fence].b;
    m->depth = fence;
}

/* --- repetition of one character */

/* What follows a repetition is a certain byte: nothing else needs to be tried. 256: it is not. */
static uint32_t byte_at(const uint32_t *op) {
    if (op[0] == KR_OP_CHAR && op[1] < 0x80) return op[1];
    if (op[0] == KR_OP_LITERAL) return *(const uint8_t *)(op + 2);
    return 256;
}

/* Gives back characters until what follows can match; NULL when it never can. */
static const uint8_t *give_back(const matcher *m, uint32_t pc, const uint8_t *p, const uint8_t *least) {
    uint32_t wanted = byte_at(m->code + pc);
    if (wanted == 256) return p;
    while (p >= least) {
        if (p < m->end && *p == wanted) return p;
        if (p == least) return NULL;
        p = back_character(m, p);
    }
    return NULL;
}

static const uint8_t *match_many(matcher *m, const uint32_t *op, const uint8_t *p) {
    size_t count;
    const uint8_t *least = p, *stop = run_single(m, op + 5, p, op[3], &count);
    if (count < op[2]) return NULL;
    if (op[1] == KR_RE_POSSESSIVE) return stop;
    if (!m->wide)
        least += op[2];
    else
        for (uint32_t i = 0; i < op[2]; i++) least = skip_character(m, least);
    stop = give_back(m, op[4], stop, least);
    if (stop != NULL && stop > least) push(m, MANY, op[4], offset_of(m, stop), offset_of(m, least));
    return stop;
}

static const uint8_t *match_few(matcher *m, uint32_t pc, const uint8_t *p) {
    const uint32_t *op = m->code + pc;
    size_t count;
    const uint8_t *stop = run_single(m, op + 5, p, op[2], &count);
    if (count < op[2]) return NULL;
    if (op[3] > op[2]) push(m, FEW, pc, offset_of(m, stop), op[2]);
    return stop;
}

/* A lazy repetition takes one more; when a certain byte must follow, as many as it takes to get there. */
static const uint8_t *take_more(matcher *m, uint32_t pc, const uint8_t *p, size_t count) {
    const uint32_t *op = m->code + pc;
    uint32_t wanted = byte_at(m->code + op[4]);
    do {
        p = match_single(m, op + 5, p);
        if (p == NULL) return NULL;
        count++;
    } while (wanted != 256 && count < op[3] && !(p < m->end && *p == wanted));
    if (count < op[3]) push(m, FEW, pc, offset_of(m, p), count);
    return p;
}

/* --- loops, references */

/* Decides at a loop's head: the next pc. */
static uint32_t loop_head(matcher *m, uint32_t pc, const uint8_t *p, bool again) {
    const uint32_t *op = m->code + pc;
    const loop l = m->loops[op[1]];
    size_t here = offset_of(m, p);
    if (l.count < op[2]) {
        set_loop(m, op[1], l.count + 1, l.last);
        return pc + 6;
    }
    bool may = l.count < op[3] && l.last != here; /* a round that matches nothing is the last one */
    if (!may) return op[5];
    if (again || op[4] != KR_RE_LAZY) {
        if (!again) push(m, CHOICE, op[5], here, 0);
        set_loop(m, op[1], l.count + 1, here);
        return pc + 6;
    }
    push(m, ENTER, pc, here, 0);
    return op[5];
}

static const uint8_t *match_reference(const matcher *m, uint32_t group, bool ignore, const uint8_t *p) {
    size_t start = m->marks[2 * group], end = m->marks[2 * group + 1];
    if (start == KR_RE_UNSET || end == KR_RE_UNSET || end < start) return NULL;
    const uint8_t *q = m->data + start, *stop = m->data + end;
    if (!ignore) {
        size_t size = end - start;
        return (size_t)(m->end - p) >= size && memcmp(q, p, size) == 0 ? p + size : NULL;
    }
    while (q < stop) {
        if (p >= m->end) return NULL;
        if (kr_re_lower(next_character(m, &q)) != kr_re_lower(next_character(m, &p))) return NULL;
    }
    return p;
}

static const uint8_t *step_back(const matcher *m, const uint8_t *p, uint32_t count) {
    for (; count > 0; count--) {
        if (p == m->data) return NULL;
        p = back_character(m, p);
    }
    return p;
}

/* --- the machine */

/* Goes back to what can still be tried: the new position, *pc set; NULL when there is nothing. */
static const uint8_t *backtrack(matcher *m, uint32_t *pc) {
    if (++m->steps % 1024 == 0) kr_poll(m->vm);
    while (m->depth > 0) {
        frame *f = &m->stack[m->depth - 1];
        if (undo(m, f)) {
            m->depth--;
            continue;
        }
        const uint8_t *p = m->data + f->a;
        *pc = f->pc;
        switch (f->kind) {
        case CHOICE: m->depth--; return p;
        case MANY:
            p = give_back(m, f->pc, back_character(m, p), m->data + f->b);
            if (p == NULL || p == m->data + f->b)
                m->depth--;
            else
                f->a = offset_of(m, p);
            if (p != NULL) return p;
            break;
        case FEW: {
            size_t count = f->b;
            m->depth--;
            p = take_more(m, *pc, p, count);
            *pc = m->code[*pc + 4];
            if (p != NULL) return p;
            break;
        }
        case ENTER:
            m->depth--;
            *pc = loop_head(m, *pc, p, true);
            return p;
        default: /* FENCE: the inside does not match */
            m->fence = f->b;
            m->depth--;
            if (m->code[f->pc] != KR_OP_LOOK) break;
            if (m->code[f->pc + 1] == KR_RE_NOT_AHEAD || m->code[f->pc + 1] == KR_RE_NOT_BEHIND) {
                *pc = m->code[f->pc + 2];
                return p;
            }
        }
    }
    return NULL;
}

static bool accepts(const matcher *m, const uint8_t *p) {
    return !(m->full && p != m->end) && p != m->not_empty_at;
}

/* Runs the code from p; the end of the match, or NULL. */
static const uint8_t *run(matcher *m, const uint8_t *p) {
    const uint32_t *code = m->code;
    uint32_t pc = 0;
    m->depth = 0;
    m->fence = NO_FENCE;
    for (;;) {
        const uint32_t *op = code + pc;
        const uint8_t *next = NULL;
        switch (op[0]) {
        case KR_OP_MATCH:
            if (accepts(m, p)) return p;
            break;
        case KR_OP_CHAR:
            if (p < m->end && next_character(m, &p) == op[1]) next = p;
            pc += 2;
            break;
        case KR_OP_FOLD:
            next = match_single(m, op, p);
            pc += 3;
            break;
        case KR_OP_LITERAL:
            if ((size_t)(m->end - p) >= op[1] && memcmp(op + 2, p, op[1]) == 0) next = p + op[1];
            pc += 2 + (op[1] + 3) / 4;
            break;
        case KR_OP_ANY:
        case KR_OP_ALL:
            next = match_single(m, op, p);
            pc += 1;
            break;
        case KR_OP_SET:
            next = match_single(m, op, p);
            pc += 2 + op[1];
            break;
        case KR_OP_AT:
            if (is_at(m, op[1], p)) next = p;
            pc += 2;
            break;
        case KR_OP_SAVE:
            set_mark(m, op[1], offset_of(m, p));
            next = p;
            pc += 2;
            break;
        case KR_OP_JUMP:
            next = p;
            pc = op[1];
            break;
        case KR_OP_SPLIT: {
            bool hopeless = op[2] != 256 && (p >= m->end || *p != op[2]);
            if (!hopeless) push(m, CHOICE, op[1], offset_of(m, p), 0);
            next = p;
            pc = hopeless ? op[1] : pc + 3;
            break;
        }
        case KR_OP_PREFER:
            push(m, CHOICE, pc + 2, offset_of(m, p), 0);
            next = p;
            pc = op[1];
            break;
        case KR_OP_ONE:
            next = op[1] == KR_RE_LAZY ? match_few(m, pc, p) : match_many(m, op, p);
            pc = op[4];
            break;
        case KR_OP_LOOP_BEGIN:
            set_loop(m, op[1], 0, KR_RE_UNSET);
            next = p;
            pc += 2;
            break;
        case KR_OP_LOOP:
            next = p;
            pc = loop_head(m, pc, p, false);
            break;
        case KR_OP_BACKREF:
            next = match_reference(m, op[1], op[2] != 0, p);
            pc += 3;
            break;
        case KR_OP_LOOK:
            push(m, FENCE, pc, offset_of(m, p), m->fence);
            m->fence = m->depth - 1;
            next = step_back(m, p, op[3]);
            pc += 4;
            break;
        case KR_OP_LOOK_END: {
            uint32_t look = code[m->stack[m->fence].pc + 1];
            if (look == KR_RE_AHEAD || look == KR_RE_BEHIND)
                next = m->data + commit(m).a;
            else
                revert(m);
            pc += 1;
            break;
        }
        case KR_OP_ATOMIC:
            push(m, FENCE, pc, offset_of(m, p), m->fence);
            m->fence = m->depth - 1;
            next = p;
            pc += 1;
            break;
        case KR_OP_ATOMIC_END:
            commit(m);
            next = p;
            pc += 1;
            break;
        default: /* KR_OP_IF */
            next = p;
            pc = m->marks[2 * op[1] + 1] != KR_RE_UNSET ? pc + 3 : op[2];
            break;
        }
        p = next != NULL ? next : backtrack(m, &pc);
        if (p == NULL) return NULL;
    }
}

static void clear_marks(matcher *m) {
    for (size_t i = 0; i < 2 * ((size_t)m->pattern->groups + 1); i++) m->marks[i] = KR_RE_UNSET;
}

static bool try_at(matcher *m, const uint8_t *p) {
    clear_marks(m);
    const uint8_t *stop = run(m, p);
    if (stop == NULL) return false;
    m->marks[0] = offset_of(m, p);
    m->marks[1] = offset_of(m, stop);
    return true;
}

/* The next place where a match can begin; NULL when there is none. */
static const uint8_t *next_start(const matcher *m, const uint8_t *p) {
    const kr_pattern *pattern = m->pattern;
    if (pattern->any_first) return p;
    if (pattern->only_first >= 0)
        return p < m->end ? memchr(p, pattern->only_first, (size_t)(m->end - p)) : NULL;
    while (p < m->end && !(pattern->first[*p / 32] >> *p % 32 & 1)) p++;
    return p < m->end ? p : NULL;
}

static bool search(matcher *m, const uint8_t *p) {
    if (m->pattern->anchored) return p == m->data && try_at(m, p);
    for (;;) {
        p = next_start(m, p);
        if (p == NULL || (size_t)(m->end - p) < m->pattern->least) return false;
        if (try_at(m, p)) return true;
        if (p >= m->end) return false;
        p = skip_character(m, p);
        m->not_empty_at = NULL;
    }
}

bool kr_re_run(kr_vm *vm, const kr_pattern *pattern, const kr_re_subject *subject, enum kr_re_way way,
               size_t start, bool advance, size_t *marks) {
    matcher m;
    if (start > subject->end) return false;
    m.vm = vm;
    m.pattern = pattern;
    m.code = pattern->code;
    m.data = subject->data;
    m.end = subject->data + subject->end;
    m.wide = subject->wide;
    m.full = way == KR_RE_FULLMATCH;
    m.not_empty_at = advance ? subject->data + start : NULL;
    m.marks = marks;
    m.loops = m.inline_loops;
    m.stack = m.inline_stack;
    m.capacity = INLINE_FRAMES;
    m.steps = 0;
    if (pattern->loops > sizeof m.inline_loops / sizeof *m.inline_loops)
        m.loops = kr_bytes_new(vm, pattern->loops * sizeof *m.loops);
    const uint8_t *p = subject->data + start;
    return way == KR_RE_SEARCH ? search(&m, p) : try_at(&m, p);
}

/* The code of one function, class body or module while it grows.
 *
 * Words, constants, handler ranges and lines lie in blocks that double and are cut to size at the end. Behind
 * an unconditional jump, return or raise the unit is `ended`: nothing more is emitted until a label that
 * somebody jumps to, or a handler that watches something, begins. */
#include "compiler/compiler.h"
#include "run/function.h"

enum { SPARE_WORDS = 128 }; /* larger working blocks are not kept */
enum { LINES_MAX = UINT16_MAX / 4 * 4 };

/* What qualified names inside the unit around begin with. Functions next to each other share it. */
static kr_value prefix_of(kr_compiler *c, kr_value name) {
    const kr_unit *outer = c->unit;
    if (outer == NULL || outer->kind == UNIT_MODULE || outer->kind == UNIT_NAMESPACE) return KR_EMPTY_STR;
    if (kr_flash_byte(kr_to_str(name)->data) != '<' && kr_resolve(c, name).kind == PLACE_GLOBAL)
        return KR_EMPTY_STR;
    return kr_intern_str(c->vm, kr_str_format(c->vm, outer->kind == UNIT_CLASS ? "%S%S." : "%S%S.<locals>.",
                                              outer->prefix, outer->name));
}

kr_value kr_unit_qualified_name(kr_compiler *c, const kr_unit *u) {
    return u->prefix == KR_EMPTY_STR ? u->name : kr_str_concat(c->vm, u->prefix, u->name);
}

/* A unit with nothing in it. The blocks of a finished one are used again: many small functions then leave no
 * gaps behind in the heap. */
static kr_unit *unit_new(kr_compiler *c) {
    kr_unit *u = c->spare;
    c->spare = NULL;
    if (u == NULL) return kr_new(c->vm, &kr_unit_type, sizeof *u);
    *u = (kr_unit){.head = u->head,
                   .words = u->words,
                   .word_capacity = u->word_capacity,
                   .constants = u->constants,
                   .constant_capacity = u->constant_capacity,
                   .ranges = u->ranges,
                   .range_capacity = u->range_capacity,
                   .lines = u->lines,
                   .line_capacity = u->line_capacity};
    return u;
}

void kr_unit_begin(kr_compiler *c, kr_unit_kind kind, kr_value name, unsigned scope, uint32_t line) {
    kr_value prefix = prefix_of(c, name);
    kr_unit *u = unit_new(c);
    u->outer = c->unit;
    u->kind = (uint8_t)kind;
    u->name = name;
    u->prefix = prefix;
    u->doc = KR_NONE;
    u->scope = c->scope = (uint16_t)scope;
    u->first_line = u->line = u->run_line = line;
    c->unit = u;
}

/* Words and lines. */

static uint32_t grown(uint32_t capacity, uint32_t first) {
    return capacity == 0 ? first : capacity + capacity / 2;
}
/* The same of what is counted in 16 bits. */
static uint16_t grown_short(uint16_t capacity, uint32_t first) {
    uint32_t wanted = grown(capacity, first);
    return (uint16_t)(wanted < UINT16_MAX ? wanted : UINT16_MAX);
}

static void put_line_byte(kr_compiler *c, int byte) {
    kr_unit *u = c->unit;
    if (u->line_size >= LINES_MAX) return;
    if (u->line_size == u->line_capacity) {
        uint16_t capacity = grown_short(u->line_capacity, 32);
        u->lines = kr_bytes_resize(c->vm, u->lines, u->line_size, capacity);
        u->line_capacity = capacity;
    }
    u->lines[u->line_size++] = (uint8_t)byte;
}

/* Ends the run of words of one line. */
static void end_run(kr_compiler *c) {
    kr_unit *u = c->unit;
    uint32_t words = u->word_count > u->run_start ? u->word_count - u->run_start : 0;
    int32_t distance = (int32_t)(u->line - u->run_line);
    for (; words > 254; words -= 255) {
        put_line_byte(c, 255);
        put_line_byte(c, 0);
    }
    while (distance < INT16_MIN || distance > INT16_MAX) {
        int32_t step = distance < 0 ? INT16_MIN : INT16_MAX;
        put_line_byte(c, (int)words);
        put_line_byte(c, -128);
        put_line_byte(c, step & 255);
        put_line_byte(c, step >> 8);
        words = 0;
        distance -= step;
    }
    put_line_byte(c, (int)words);
    bool far = distance < -127 || distance > 127;
    put_line_byte(c, far ? -128 : distance);
    if (far) put_line_byte(c, distance & 255);
    if (far) put_line_byte(c, distance >> 8);
    u->run_start = u->word_count;
    u->run_line = u->line;
}

void kr_put(kr_compiler *c, uint32_t word) {
    if (kr_silent(c)) return;
    kr_unit *u = c->unit;
    if (u->line != u->run_line) end_run(c);
    if (u->word_count == u->word_capacity) {
        uint32_t capacity = grown(u->word_capacity, 24);
        u->words =
            kr_bytes_resize(c->vm, u->words, u->word_count * sizeof *u->words, capacity * sizeof *u->words);
        u->word_capacity = capacity;
    }
    u->words[u->word_count++] = word;
}

void kr_put_abc(kr_compiler *c, kr_opcode op, unsigned a, unsigned b, unsigned c_) {
    kr_put(c, KR_ABC(op, a, b, c_));
}
void kr_put_ax(kr_compiler *c, kr_opcode op, unsigned a, unsigned x) {
    kr_put(c, KR_AX(op, a, x));
}

void kr_put_line(kr_compiler *c, uint32_t line) {
    if (!kr_silent(c)) c->unit->line = line;
}

void kr_end_here(kr_compiler *c) {
    if (c->emitting) c->unit->ended = true;
}

/* Constants. Numbers below 256 fit every operand; from 128 on they are left to the operands that need them,
 * and loads take numbers from 256. */

enum { LOW_LOADS = 128 };

static unsigned constant_find(const kr_unit *u, kr_value value, unsigned limit) {
    uint32_t count = u->high_count > 0 ? 256 + u->high_count : u->low_count;
    if (count > limit) count = limit;
    for (uint32_t i = 0; i < count; i++) {
        if (u->constants[i] == 0 || !kr_same_constant(u->constants[i], value)) continue;
        /* A name must be the interned str even where the same text stands for itself, too. */
        if (kr_is_str(value) && kr_to_str(value)->interned) u->constants[i] = value;
        return i;
    }
    return UINT32_MAX;
}

static void constant_set(kr_compiler *c, uint32_t at, kr_value value) {
    kr_unit *u = c->unit;
    if (at >= u->constant_capacity) {
        uint32_t capacity = grown(u->constant_capacity, 8);
        while (capacity <= at) capacity = grown(capacity, 8);
        u->constants = kr_values_resize(c->vm, u->constants, u->constant_capacity, capacity);
        u->constant_capacity = capacity;
    }
    u->constants[at] = value;
}

unsigned kr_constant(kr_compiler *c, kr_value value, unsigned limit) {
    kr_unit *u = c->unit;
    if (kr_silent(c)) return 0;
    unsigned found = constant_find(u, value, limit);
    if (found != UINT32_MAX) return found;
    unsigned low_limit = limit == KR_K_LONG ? LOW_LOADS : limit;
    if (u->low_count < low_limit) {
        constant_set(c, u->low_count, value);
        return u->low_count++;
    }
    if (limit != KR_K_LONG) {
        found = constant_find(u, value, KR_K_LONG);
        if (found != UINT32_MAX) return found;
    }
    if (u->high_count >= KR_K_LONG - 257)
        kr_syntax_error(c, c->lexer.token.start, "too many constants in one function");
    constant_set(c, 256 + u->high_count, value);
    return 256 + u->high_count++;
}

unsigned kr_needed_constant(kr_compiler *c, kr_value value) {
    unsigned at = kr_constant(c, value, KR_K_NEEDED);
    if (at >= KR_K_NEEDED) kr_syntax_error(c, c->lexer.token.start, "too many names in one function");
    return at;
}

/* Registers. */

unsigned kr_temps(kr_compiler *c, unsigned count) {
    kr_unit *u = c->unit;
    if (!c->emitting) return 0;
    unsigned first = u->next;
    if (first + count > KR_REGISTER_MAX)
        kr_syntax_error(c, c->lexer.token.start, "too many local variables in function");
    u->next = (uint8_t)(first + count);
    if (u->next > u->high) u->high = u->next;
    return first;
}

unsigned kr_temp(kr_compiler *c) {
    return kr_temps(c, 1);
}

/* Jumps. */

static bool is_short(uint32_t word) {
    return KR_OP(word) != OP_JMP;
}

static void set_distance(kr_compiler *c, uint32_t at, uint32_t target) {
    uint32_t *word = &c->unit->words[at];
    int32_t distance = (int32_t)target - (int32_t)at - 1;
    if (is_short(*word)) {
        if (distance < INT16_MIN || distance > INT16_MAX) c->out_of_range = true;
        *word = (*word & 0xffff) | (uint32_t)distance << 16;
    } else {
        if (distance < -0x800000 || distance > 0x7fffff)
            kr_syntax_error(c, c->lexer.token.start, "function is too large");
        *word = KR_S(OP_JMP, distance);
    }
}

/* The distance to the jump before it in the chain, held where the jump's own distance will stand. */
static uint32_t chained(uint32_t word) {
    return is_short(word) ? word >> 16 : word >> 8;
}

/* Directs the jump word that was just put. */
static void link(kr_compiler *c, kr_label *label) {
    if (kr_silent(c)) return;
    kr_unit *u = c->unit;
    uint32_t at = u->word_count - 1;
    if (label->position != 0) {
        set_distance(c, at, label->position - 1);
        return;
    }
    uint32_t back = label->chain == 0 ? 0 : at + 1 - label->chain;
    bool near = is_short(u->words[at]);
    if (near && back > UINT16_MAX) {
        c->out_of_range = true;
        back = 0;
    }
    u->words[at] |= back << (near ? 16 : 8);
    label->chain = at + 1;
}

/* `if test: break` is a test that jumps over a jump. When the jump over it goes to the label that is about to
 * be set, the test is inverted and takes the jump itself. */
static void invert_test(kr_compiler *c, kr_label *label) {
    kr_unit *u = c->unit;
    uint32_t count = u->word_count;
    if (!u->ended || u->jump_at != count || label->chain != count - 1 || u->jump_is_target ||
        u->jump_label == label)
        return;
    uint32_t over = u->words[count - 2], jump = u->words[count - 1];
    uint32_t back = chained(over);
    label->chain = back == 0 ? 0 : count - 1 - back;
    if (u->jump_label->position == 0) {
        back = chained(jump);
        u->jump_label->chain = back == 0 ? 0 : count - back;
    }
    u->word_count = count - 1;
    u->ended = false;
    if (is_short(over)) {
        u->words[count - 2] = KR_AX(KR_OP(over) == OP_JTRUE ? OP_JFALSE : OP_JTRUE, KR_A(over), 0);
    } else {
        uint32_t test = u->words[count - 3];
        bool truth = KR_OP(test) == OP_JTRUE || KR_OP(test) == OP_JFALSE;
        u->words[count - 3] =
            truth ? (test & 0xffffff00) | (KR_OP(test) == OP_JTRUE ? OP_JFALSE : OP_JTRUE) : test ^ 1u << 24;
        u->words[count - 2] = KR_S(OP_JMP, 0);
    }
    link(c, u->jump_label);
}

void kr_label_set(kr_compiler *c, kr_label *label) {
    if (!c->emitting) return;
    kr_unit *u = c->unit;
    if (label->chain != 0) invert_test(c, label);
    if (label->chain != 0 && label->chain == u->word_count && u->ended &&
        KR_OP(u->words[u->word_count - 1]) == OP_JMP) { /* a jump to what follows it */
        uint32_t back = chained(u->words[--u->word_count]);
        label->chain = back == 0 ? 0 : label->chain - back;
        u->ended = false;
    }
    label->position = u->word_count + 1;
    u->label_at = u->word_count;
    while (label->chain != 0) {
        uint32_t at = label->chain - 1, back = chained(u->words[at]);
        u->words[at] &= is_short(u->words[at]) ? 0xffff : 0xff;
        set_distance(c, at, u->word_count);
        label->chain = back == 0 ? 0 : label->chain - back;
        u->ended = false;
    }
}

void kr_jump(kr_compiler *c, kr_label *label) {
    if (kr_silent(c)) return;
    c->unit->jump_is_target = c->unit->label_at == c->unit->word_count;
    kr_put(c, KR_S(OP_JMP, 0));
    link(c, label);
    c->unit->jump_label = label;
    c->unit->jump_at = c->unit->word_count;
    kr_end_here(c);
}

void kr_test_jump(kr_compiler *c, kr_opcode op, unsigned a, unsigned b, bool sense, kr_label *label) {
    kr_put_abc(c, op, a, b, sense);
    kr_put(c, KR_S(OP_JMP, 0));
    link(c, label);
}

void kr_jump_if(kr_compiler *c, unsigned reg, bool sense, kr_label *label) {
    if (kr_silent(c)) return;
    bool far = label->position != 0 ? c->unit->word_count + 2 - label->position > INT16_MAX : c->far;
    if (far) {
        kr_put_ax(c, sense ? OP_JFALSE : OP_JTRUE, reg, 1);
        kr_put(c, KR_S(OP_JMP, 0));
    } else {
        kr_put_ax(c, sense ? OP_JTRUE : OP_JFALSE, reg, 0);
    }
    link(c, label);
}

void kr_for_jump(kr_compiler *c, unsigned state, unsigned variable, kr_label *body) {
    kr_put_abc(c, OP_FOR, state, variable, 0);
    kr_put(c, KR_S(OP_JMP, 0));
    link(c, body);
}

/* Handlers. */

void kr_watch_begin(kr_compiler *c, kr_watch *watch) {
    watch->start = c->emitting ? c->unit->word_count : 0;
    watch->open = true;
}

void kr_watch_pause(kr_compiler *c, kr_watch *watch) {
    if (!watch->open) return;
    watch->open = false;
    kr_unit *u = c->unit;
    if (!c->emitting || u->word_count <= watch->start) return;
    if (u->range_count == UINT16_MAX)
        kr_syntax_error(c, c->lexer.token.start, "too many exception handlers in one function");
    if (u->range_count == u->range_capacity) {
        uint16_t capacity = grown_short(u->range_capacity, 4);
        u->ranges = kr_bytes_resize(c->vm, u->ranges, u->range_count * sizeof *u->ranges,
                                    capacity * sizeof *u->ranges);
        u->range_capacity = capacity;
    }
    u->ranges[u->range_count++] = (kr_range_entry){watch->start, u->word_count, watch->chain};
    watch->chain = u->range_count;
}

bool kr_watch_handler(kr_compiler *c, kr_watch *watch) {
    kr_watch_pause(c, watch);
    if (!c->emitting || watch->chain == 0) return false;
    kr_unit *u = c->unit;
    while (watch->chain != 0) {
        kr_range_entry *entry = &u->ranges[watch->chain - 1];
        watch->chain = entry->handler;
        entry->handler = u->word_count;
    }
    u->ended = false;
    return true;
}

/* The finished code. */

/* Cuts a working block, which the unit hands over, to `size` bytes. */
static void *finished(kr_compiler *c, void *slot, size_t capacity, size_t size) {
    void *block;
    memcpy(&block, slot, sizeof block);
    memset(slot, 0, sizeof block);
    return capacity == size ? block : kr_bytes_resize(c->vm, block, capacity, size);
}

static uint8_t *append(uint8_t *to, const void *data, size_t size) {
    if (size > 0) memcpy(to, data, size);
    return to + size;
}

/* Words, ranges, captures and lines in one block, or, where there is room, at `to`. */
static const uint32_t *finished_body(kr_compiler *c, const kr_code *code, uint32_t *to) {
    kr_unit *u = c->unit;
    size_t words = u->word_count * sizeof *u->words;
    uint32_t *body =
        to != NULL ? memcpy(to, u->words, words)
                   : finished(c, &u->words, u->word_capacity * sizeof *u->words, kr_code_body_size(code));
    uint8_t *at = append((uint8_t *)body + words, u->ranges, u->range_count * sizeof *u->ranges);
    at = append(at, u->captures, code->free_count * sizeof *u->captures);
    append(at, u->lines, code->line_size);
    return body;
}

/* The names of the registers that have one. */
static void local_names(kr_compiler *c, kr_value *names) {
    const kr_unit *u = c->unit;
    for (size_t i = 0; i < u->locals; i++) names[i] = KR_EMPTY_STR;
    if (u->kind == UNIT_CLASS) names[1] = N___class__;
    if (u->scope != KR_SCOPE_DIRECT && u->kind == UNIT_FUNCTION) kr_scope_names(c, names, u->locals);
}

/* Constants and names in one block, or, where there is room, at `to`. */
static const kr_value *finished_constants(kr_compiler *c, const kr_code *code, kr_value *to) {
    kr_unit *u = c->unit;
    size_t count = code->constant_count, all = kr_code_values(code);
    kr_value *constants = to;
    if (to != NULL) {
        if (count > 0) memcpy(to, u->constants, count * sizeof *to);
    } else {
        for (size_t i = u->low_count; i < 256 && i < count; i++) u->constants[i] = KR_NONE;
        constants = kr_values_resize(c->vm, u->constants, u->constant_capacity, all);
        u->constants = NULL;
    }
    local_names(c, constants + count);
    if (code->free_count > 0)
        memcpy(constants + count + code->local_count, kr_to_list(u->free_names)->items,
               code->free_count * sizeof *constants);
    if (u->doc != KR_NONE) constants[all - 1] = u->doc;
    return constants;
}

/* What the code says of itself. */
static void finish_head(const kr_compiler *c, const kr_unit *u, kr_code *code) {
    code->name = u->name;
    code->prefix = u->prefix;
    code->file = c->options.file;
    code->globals = KR_OBJECT(c->globals);
    code->word_count = u->word_count & KR_CODE_WORDS_MAX;
    code->constant_count = (uint16_t)(u->high_count > 0 ? 256 + u->high_count : u->low_count);
    code->range_count = u->range_count;
    code->line_size = u->line_size;
    code->local_count = u->locals;
    code->free_count = (uint8_t)(u->free_names == 0 ? 0 : kr_to_list(u->free_names)->size);
    code->first_line = u->first_line & KR_CODE_LINE_MAX;
    code->register_count = u->high > u->parameters ? u->high : (uint8_t)(u->parameters + 1);
    code->positional_count = u->positional;
    code->positional_only_count = u->positional_only;
    code->parameter_count = u->parameters;
    code->flags = (uint16_t)(u->flags | (u->doc != KR_NONE ? KR_CODE_DOC : 0));
}

void kr_unit_free(kr_compiler *c, kr_unit *u) {
    void *blocks[] = {u->words, u->constants, u->ranges, u->lines, &u->head + 1};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) kr_block_free(c->vm, blocks[i]);
}

/* A finished unit whose code has copies of its blocks is kept with them for the next function. */
static void unit_leave(kr_compiler *c, kr_unit *u, bool copied) {
    if (!copied || c->spare != NULL) {
        kr_unit_free(c, u);
        return;
    }
    if (u->constants != NULL) memset(u->constants, 0, u->low_count * sizeof *u->constants);
    c->spare = u;
}

/* The code of a small unit is one object; a large one hands its blocks over, which saves a second copy. */
kr_code *kr_unit_end(kr_compiler *c) {
    kr_unit *u = c->unit;
    kr_put_ax(c, OP_RETURNV, 0, (unsigned)KR_NONE);
    bool small = u->outer != NULL && u->word_capacity <= SPARE_WORDS && u->high_count == 0;
    if (u->word_count > KR_CODE_WORDS_MAX) kr_syntax_error(c, c->lexer.token.start, "function is too large");
    kr_code head;
    finish_head(c, u, &head);
    size_t inside = small ? kr_code_values(&head) * sizeof(kr_value) + kr_code_body_size(&head) : 0;
    kr_code *code = kr_new(c->vm, &kr_code_type, sizeof *code + inside);
    finish_head(c, u, code);
    code->constants = finished_constants(c, code, small ? code->inside : NULL);
    if (small) code->flags |= KR_CODE_COMPACT;
    code->words = finished_body(c, code, small ? (uint32_t *)(code->inside + kr_code_values(code)) : NULL);
    c->unit = u->outer;
    u->outer = NULL;
    unit_leave(c, u, small);
    return code;
}

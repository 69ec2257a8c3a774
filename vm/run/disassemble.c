/* Code as text, one instruction a line: number of the word, source line when it changes, name, operands. What
 * an operand is comes from the opcode table. */
#include "core/writer.h"
#include "run/code.h"
#include "types/container.h"
#include "types/text.h"

enum { OPERAND__, OPERAND_d, OPERAND_r, OPERAND_m, OPERAND_k, OPERAND_n, OPERAND_j };
enum { FORMAT_ABC, FORMAT_AX, FORMAT_AS, FORMAT_S };

typedef struct shape {
    char name[12];
    uint8_t format, operands[3];
} shape;
#define KR_SHAPE(name, format, a, b, c, text)                                                                \
    {#name, FORMAT_##format, {OPERAND_##a, OPERAND_##b, OPERAND_##c}},
static const shape shapes[] = {KR_OPCODES(KR_SHAPE)};
#undef KR_SHAPE

typedef struct printer {
    kr_writer *out;
    const kr_code *code;
    size_t next; /* word behind the instruction */
} printer;

static void constant(printer *p, uint32_t number) {
    kr_write_format(p->out, " K%u", (unsigned)number);
    if (number >= p->code->constant_count) return;
    kr_write_text(p->out, "=");
    kr_write_value(p->out, p->code->constants[number], false);
}

static void operand(printer *p, unsigned kind, int32_t value) {
    switch (kind) {
    case OPERAND_d:
    case OPERAND_r:
    case OPERAND_m: kr_write_format(p->out, " R%d", (int)value); break;
    case OPERAND_k: constant(p, (uint32_t)value); break;
    case OPERAND_n: kr_write_format(p->out, " %d", (int)value); break;
    case OPERAND_j: kr_write_format(p->out, " ->%d", (int)p->next + (int)value); break;
    default: break;
    }
}

/* What a global's slot or a free cell's number means. */
static void annotate(printer *p, uint32_t word) {
    unsigned op = KR_OP(word), number = KR_X(word);
    kr_value name = 0;
    if (op == OP_GETG || op == OP_SETG || op == OP_DELG) {
        if (kr_is_tuple(p->code->globals))
            name = kr_to_tuple(p->code->globals)->items[number];
        else
            name = kr_to_dict(p->code->globals)->entries[number].key;
    } else if (op == OP_GETFREE || op == OP_SETFREE || op == OP_DELFREE) {
        name = kr_code_free_names(p->code)[number];
    }
    if (name != 0) kr_write_format(p->out, " (%S)", name);
}

static void instruction(printer *p, size_t at) {
    uint32_t word = p->code->words[at];
    const shape *s = &shapes[KR_OP(word)];
    p->next = at + 1;
    kr_write_text(p->out, s->name);
    switch (s->format) {
    case FORMAT_ABC:
        operand(p, s->operands[0], (int32_t)KR_A(word));
        operand(p, s->operands[1], (int32_t)KR_B(word));
        operand(p, s->operands[2], (int32_t)KR_C(word));
        break;
    case FORMAT_AX:
        operand(p, s->operands[0], (int32_t)KR_A(word));
        operand(p, s->operands[1], (int32_t)KR_X(word));
        break;
    case FORMAT_AS:
        operand(p, s->operands[0], (int32_t)KR_A(word));
        operand(p, s->operands[1], KR_SX(word));
        break;
    default: operand(p, s->operands[0], KR_SJ(word));
    }
    annotate(p, word);
}

void kr_disassemble(kr_vm *vm, kr_writer *out, const kr_code *code) {
    printer p = {out, code, 0};
    uint32_t line = 0;
    (void)vm;
    for (size_t at = 0; at < code->word_count; at++) {
        uint32_t word = code->words[at], now = kr_code_line(code, at);
        if (KR_OP(word) >= OP_COUNT) return;
        if (now != line) kr_write_format(out, "line %u\n", (unsigned)now);
        line = now;
        kr_write_format(out, "%u ", (unsigned)at);
        instruction(&p, at);
        unsigned op = KR_OP(word);
        if ((op == OP_GETATTRX || op == OP_SETATTRX || op == OP_UNPACKEX) && at + 1 < code->word_count) {
            at++;
            operand(&p, op == OP_UNPACKEX ? OPERAND_n : OPERAND_k, (int32_t)code->words[at]);
        }
        kr_write_text(out, "\n");
    }
    for (size_t i = 0; i < code->range_count; i++) {
        const kr_range_entry *r = &kr_code_ranges(code)[i];
        kr_write_format(out, "handler %u..%u -> %u\n", (unsigned)r->start, (unsigned)r->end,
                        (unsigned)r->handler);
    }
}

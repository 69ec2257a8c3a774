#ifndef KR_VERIFY_H
#define KR_VERIFY_H
/* What both halves of the verifier, and who else walks code, know of an instruction. */
#include "run/opcodes.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kr_instruction_format { KR_FORMAT_ABC, KR_FORMAT_AX, KR_FORMAT_AS, KR_FORMAT_S };

/* The operands' letters are those of the opcode table ('_' for none). */
typedef struct kr_instruction_shape {
    uint8_t format; /* kr_instruction_format */
    char operands[3];
} kr_instruction_shape;

const kr_instruction_shape *kr_instruction_shape_of(unsigned op); /* op < OP_COUNT */

static inline bool kr_operand_reads(char letter) {
    return letter == 'r' || letter == 'm';
}

/* Words that the instruction takes: 1, or 2 with a word behind it that is no instruction. */
size_t kr_instruction_words(uint32_t word);

/* True for a test: the JMP word behind it is taken or not. */
bool kr_is_test(unsigned op);

/* Whether the code may go on behind the instruction. */
bool kr_instruction_goes_on(unsigned op);

#endif

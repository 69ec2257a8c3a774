/* The three instructions that load less than a word (l8ui, l16ui, l16si) have the same form, 24 bits from the
 * lowest: 4 of 2, 4 of the register that is loaded, 4 of the base register, 4 of what it is, 8 of offset. The
 * address is known to the processor, so that base and offset do not matter. An instruction lies at any
 * address, in memory that is read by words too. */
#include "narrow.h"

#define IN_RAM __attribute__((section(".iram.narrow")))
#define LOADS  2u /* the first four bits */

enum { L8UI = 0, L16UI = 1, L16SI = 9 };

/* Four bytes from any address on. */
IN_RAM static uint32_t word_at(uintptr_t address) {
    const volatile uint32_t *words = (const volatile uint32_t *)(address & ~(uintptr_t)3);
    unsigned shift = (unsigned)(address & 3) * 8;
    return shift == 0 ? words[0] : words[0] >> shift | words[1] << (32 - shift);
}

IN_RAM bool narrow_load(uintptr_t pc, uintptr_t address, struct narrow_load *load) {
    uint32_t instruction = word_at(pc);
    uint32_t what = instruction >> 12 & 15;
    if ((instruction & 15) != LOADS || (what != L8UI && what != L16UI && what != L16SI)) return false;
    if (what != L8UI && (address & 1) != 0) return false;
    uint32_t value = *(const volatile uint32_t *)(address & ~(uintptr_t)3) >> (address & 3) * 8;
    if (what == L8UI)
        value &= 0xff;
    else
        value &= 0xffff;
    if (what == L16SI && (value & 0x8000) != 0) value |= 0xffff0000u;
    load->reg = instruction >> 4 & 15;
    load->value = value;
    load->resume = (uint32_t)pc + 3;
    return true;
}

/* Powers of ten to 128 bits, from a table of every 28th.
 *
 * 10^k is one of the table's powers times 5^r (and a power of two, which only moves the point), r < 28, so
 * that 5^r fits in a word. The table's entries are truncated, which can leave the product too small by one or
 * two units; two bits a power say by how much. The tables were computed with exact integers; a unit test
 * compares every power with them. */
#include "types/decimal.h"

#define STEP  28
#define FIRST (-364)

static const uint64_t bases[][2] = {
    {0xe1afa13afbd14d6d, 0x82189c09a3a1ec21}, {0xe3e27a444d8d98b7, 0xfd1b1b2308169b25},
    {0xe61acf033d1a45df, 0x6fb92487298e33bd}, {0xe858ad248f5c22c9, 0xd1b3400f8f9cff68},
    {0xea9c227723ee8bcb, 0x465e15a979c1cadc}, {0xece53cec4a314ebd, 0xa4f8bf5635246428},
    {0xef340a98172aace4, 0x86fb897116c87c34}, {0xf18899b1bc3f8ca1, 0xdc44e6c3cb279ac1},
    {0xf3e2f893dec3f126, 0x5a89dba3c3efccfa}, {0xf64335bcf065d37d, 0x4d4617b5ff4a16d5},
    {0xf8a95fcf88747d94, 0x75a44c6397ce912a}, {0xfb158592be068d2e, 0xeed6e2f0f0d56712},
    {0xfd87b5f28300ca0d, 0x8bca9d6e188853fc}, {0x8000000000000000, 0x0000000000000000},
    {0x813f3978f8940984, 0x4000000000000000}, {0x82818f1281ed449f, 0xbff8f10e7a8921a4},
    {0x83c7088e1aab65db, 0x792667c6da79e0fa}, {0x850fadc09923329e, 0x03e2cf6bc604ddb0},
    {0x865b86925b9bc5c2, 0x0b8a2392ba45a9b2}, {0x87aa9aff79042286, 0x90fb44d2f05d0842},
    {0x88fcf317f22241e2, 0x441fece3bdf81f03}, {0x8a5296ffe33cc92f, 0x82bd6b70d99aaa6f},
    {0x8bab8eefb6409c1a, 0x1ad089b6c2f7548e}, {0x8d07e33455637eb2, 0xdb0b487b6423e1e8},
    {0x8e679c2f5e44ff8f, 0x570f09eaa7ea7648},
};

/* 16 powers a word, from KR_POWER_MIN on. */
static const uint32_t corrections[] = {
    0x00010440, 0x01010000, 0x45450500, 0x00014000, 0x44545405, 0x40045555, 0x00000000,
    0x00000000, 0x41010050, 0x10541500, 0x41054145, 0x45145145, 0x50055155, 0x05454440,
    0x04000410, 0x40000514, 0x50401005, 0x00100000, 0x14051554, 0x01055441, 0x11000155,
    0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x04004040, 0x00041000, 0x00000050,
    0x05440000, 0x50401555, 0x10541401, 0x41115141, 0x59669595, 0x440a6966, 0x00000000,
    0x55554000, 0x55565915, 0x00100105, 0x00400141, 0x50144155, 0x51011055, 0x00155500,
};

static uint64_t power_of_five(unsigned n) {
    static const uint64_t small[] = {1, 5, 25, 125, 625, 3125, 15625, 78125};
    const uint64_t five8 = 390625, five16 = five8 * five8;
    return small[n & 7] * (n & 8 ? five8 : 1) * (n & 16 ? five16 : 1);
}

void kr_power_of_ten(int k, uint64_t *high, uint64_t *low) {
    unsigned base = (unsigned)(k - FIRST) / STEP, rest = (unsigned)(k - FIRST) % STEP;
    uint64_t five = power_of_five(rest);
    five <<= __builtin_clzll(five);
    uint64_t top_low, bottom_low;
    uint64_t top = kr_multiply_wide(bases[base][0], five, &top_low);
    uint64_t middle = kr_multiply_wide(bases[base][1], five, &bottom_low);
    middle += top_low;
    top += middle < top_low;
    if (top >> 63 == 0) {
        top = top << 1 | middle >> 63;
        middle = middle << 1 | bottom_low >> 63;
    }
    unsigned index = (unsigned)(k - KR_POWER_MIN);
    uint64_t missing = corrections[index / 16] >> (index % 16 * 2) & 3;
    *low = middle + missing;
    *high = top + (*low < missing);
}

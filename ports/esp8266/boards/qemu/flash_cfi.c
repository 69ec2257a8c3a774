/* QEMU's parallel flash as a flash_device: Intel's command set, 32 bits wide, sectors of 64 KiB.
 *
 * While a command runs, every load from the flash gives its status; QEMU is done at once, a chip is waited
 * for. QEMU lets a program set bits that flash could only clear, so what is programmed is first joined with
 * what is there. The functions that store to flash lie in instruction RAM, as they must on a chip whose code
 * is in the same flash, between marks by which the memory guard of the tests knows them. */
#include "board_flash.h"

#include "krait/files.h"
#include "registers.h"

#define SECTOR_BYTES 65536u
#define SECTORS      64u /* 4 MiB; those that are named nowhere are the application's */

#define RECORDS_FIRST 0u
#define RECORDS_COUNT 2u
#define FILES_FIRST   16u
#define FILES_COUNT   16u

#define IN_RAM __attribute__((section(".iram.flash"), noinline))

/* Both halves of the bank get the same command. */
#define READ_ARRAY   0xffffffffu
#define READ_STATUS  0x70707070u
#define CLEAR_STATUS 0x50505050u
#define BUFFER       0xe8e8e8e8u
#define BUFFER_WORDS 32u /* of what the flash takes at once; they are on the stack */
#define ERASE        0x20202020u
#define CONFIRM      0xd0d0d0d0u
#define READY        0x00800080u
#define FAILED       0x003a003au

/* QEMU clears the ready bit with the others, and it then stays clear until the next command. */
static IN_RAM int finish(volatile uint32_t *at) {
    uint32_t status;
    do status = *at;
    while ((status & READY) != READY && (status & 0x80u) == 0);
    if (status & FAILED) *at = CLEAR_STATUS;
    *at = READ_ARRAY;
    return status & FAILED ? -KR_EIO : 0;
}

/* Some words by way of the flash's buffer: what leaves and enters the mode in which it can be read is slow,
 * in an emulator above all. */
static IN_RAM int program_buffer(volatile uint32_t *at, const uint32_t *words, uint32_t count) {
    uint32_t joined[BUFFER_WORDS], changes = 0;
    for (uint32_t i = 0; i < count; i++) {
        joined[i] = at[i] & words[i];
        changes |= joined[i] ^ at[i];
    }
    if (changes == 0) return 0;
    *at = BUFFER;
    *at = count - 1;
    for (uint32_t i = 0; i < count; i++) at[i] = joined[i];
    *at = CONFIRM;
    return finish(at);
}

/* A buffer is not filled over a border of its size. */
static IN_RAM int program(void *context, uint32_t address, const void *data, size_t size) {
    volatile uint32_t *at = (volatile uint32_t *)(FLASH_BASE + address);
    const uint32_t *words = data;
    int result = 0;
    (void)context;
    for (uint32_t left = (uint32_t)(size / 4), count; left > 0 && result == 0; left -= count) {
        count = BUFFER_WORDS - ((uint32_t)(uintptr_t)at / 4) % BUFFER_WORDS;
        if (count > left) count = left;
        result = program_buffer(at, words, count);
        at += count;
        words += count;
    }
    return result;
}

static IN_RAM int erase(void *context, uint32_t address) {
    volatile uint32_t *at = (volatile uint32_t *)(FLASH_BASE + address);
    (void)context;
    *at = ERASE;
    *at = CONFIRM;
    return finish(at);
}

/* Only a flash that answers commands says that it is ready. */
static IN_RAM bool is_there(void) {
    volatile uint32_t *at = (volatile uint32_t *)FLASH_BASE;
    *at = READ_STATUS;
    uint32_t status = *at;
    *at = READ_ARRAY;
    return status != UINT32_MAX && (status & 0x80u);
}

bool board_flash_open(flash_device *flash, board_places *places) {
    if (!is_there()) return false;
    *places = (board_places){RECORDS_FIRST, RECORDS_COUNT, FILES_FIRST, FILES_COUNT};
    *flash = (flash_device){
        .sector_size = SECTOR_BYTES,
        .sector_count = SECTORS,
        .mapped = (const uint32_t *)FLASH_BASE,
        .program = program,
        .erase = erase,
    };
    return true;
}

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
#define SECTORS      64u
#define IN_RAM       __attribute__((section(".iram.flash"), noinline))

/* Both halves of the bank get the same command. */
#define READ_ARRAY   0xffffffffu
#define READ_STATUS  0x70707070u
#define CLEAR_STATUS 0x50505050u
#define PROGRAM      0x40404040u
#define ERASE        0x20202020u
#define CONFIRM      0xd0d0d0d0u
#define READY        0x00800080u
#define FAILED       0x003a003au

static IN_RAM int finish(volatile uint32_t *at) {
    uint32_t status;
    do status = *at;
    while ((status & READY) != READY && (status & 0x80u) == 0);
    *at = CLEAR_STATUS;
    *at = READ_ARRAY;
    return status & FAILED ? -KR_EIO : 0;
}

static IN_RAM int program_word(volatile uint32_t *at, uint32_t word) {
    word &= *at;
    if (word == *at) return 0;
    *at = PROGRAM;
    *at = word;
    return finish(at);
}

static IN_RAM int program(void *context, uint32_t address, const void *data, size_t size) {
    volatile uint32_t *at = (volatile uint32_t *)(FLASH_BASE + address);
    const uint32_t *words = data;
    int result = 0;
    (void)context;
    for (size_t i = 0; i < size / 4 && result == 0; i++) result = program_word(at + i, words[i]);
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

bool board_flash_open(flash_device *flash) {
    if (!is_there()) return false;
    *flash = (flash_device){
        .sector_size = SECTOR_BYTES,
        .sector_count = SECTORS,
        .mapped = (const uint32_t *)FLASH_BASE,
        .program = program,
        .erase = erase,
    };
    return true;
}

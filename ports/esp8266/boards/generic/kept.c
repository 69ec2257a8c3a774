/* The words behind the board's note: a checksum, then the bytes. */
#include "kept.h"

#include <stdbool.h>
#include <string.h>

#include "flash/flash_device.h"
#include "sdk.h"

#define CHECK_WORD 2u
#define FIRST_WORD 3u
#define WORDS      (KEPT_BYTES / 4)
#define SALT       0x6b657074u /* of the checksum, so that zeros are not taken for something */

static struct {
    uint32_t words[WORDS];
    uint32_t written; /* the checksum of what the clock's memory has */
    bool open;
} kept;

static uint32_t checksum(void) {
    return flash_crc(SALT, kept.words, sizeof kept.words);
}

static void open(void) {
    for (unsigned i = 0; i < WORDS; i++) sdk_note_read(FIRST_WORD + i, &kept.words[i]);
    sdk_note_read(CHECK_WORD, &kept.written);
    if (kept.written != checksum()) memset(kept.words, 0, sizeof kept.words);
    kept.open = true;
}

uint8_t *kept_memory(void *board, size_t *size) {
    (void)board;
    if (!kept.open) open();
    *size = sizeof kept.words;
    return (uint8_t *)kept.words;
}

void kept_write(void) {
    if (!kept.open || kept.written == checksum()) return;
    kept.written = checksum();
    for (unsigned i = 0; i < WORDS; i++) sdk_note_write(FIRST_WORD + i, kept.words[i]);
    sdk_note_write(CHECK_WORD, kept.written);
}

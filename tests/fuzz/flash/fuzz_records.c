/* The device's small records on flash that holds anything. The input is a row of steps of 4 bytes: bytes of
 * flash change, with or without their checksums made right again, before the log is opened anew; records are
 * stored, some of them while the power fails.
 *
 * What was stored is what is loaded, until bytes of the flash are changed; a record that the power failed at
 * is the old one or the new one, the others are what they were; and a log that is full says so. */
#include "records.h"
#include "krait/files.h"
#include "nor.h"
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECTOR  1024u
#define SECTORS 2u
#define NAMES   6u

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                  \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[NAMES] = {"key", "boots", "wifi", "setup", "12345678", "a"};
static struct {
    uint8_t data[RECORDS_SIZE_MAX];
    ptrdiff_t size; /* -1: not known, so anything is right */
} model[NAMES];

static uint32_t word(const uint8_t *at) {
    uint32_t word;
    memcpy(&word, at, 4);
    return word;
}

static void forget(void) {
    for (unsigned i = 0; i < NAMES; i++) model[i].size = -1;
}

/* Gives what looks like a header or an entry there the right checksum. */
static void fix(struct nor *nor, uint32_t at) {
    uint8_t *bytes = nor->bytes + at;
    if (at % SECTOR == 0) {
        uint32_t head[2] = {0x4b726563u, word(bytes + 4)};
        uint32_t crc = flash_crc(0, head, sizeof head);
        memcpy(bytes, head, sizeof head);
        memcpy(bytes + 8, &crc, 4);
        return;
    }
    uint32_t shape = word(bytes), name = shape >> 16, content = shape & 0xffff, rest = SECTOR - at % SECTOR;
    if (rest < 8 || name > RECORDS_NAME_MAX || content > RECORDS_SIZE_MAX) return;
    if (8 + (name + 3u) / 4 * 4 + content > rest) return;
    uint32_t crc = flash_crc(flash_crc(0, &shape, 4), bytes + 8, name);
    crc = flash_crc(crc, bytes + 8 + (name + 3u) / 4 * 4, content);
    memcpy(bytes + 4, &crc, 4);
}

static void change(struct nor *nor, const uint8_t *step) {
    uint32_t at = ((uint32_t)step[1] << 8 | step[2]) % (SECTOR * SECTORS);
    if (step[0] & 0x40) at -= at % 4;
    nor->bytes[at] = step[3];
    if (step[0] & 0x40) fix(nor, at);
    forget();
}

static void store(const uint8_t *step) {
    unsigned which = step[1] % NAMES;
    size_t size = step[0] % 8 != 2 && step[0] & 0x40 ? 256 : step[2];
    uint8_t content[RECORDS_SIZE_MAX];
    memset(content, step[3], sizeof content);
    int result = records_store(names[which], content, size);
    CHECK(result == 0 || result == -KR_ENOSPC || result == -KR_EIO);
    if (result < 0) return;
    memcpy(model[which].data, content, size);
    model[which].size = (ptrdiff_t)size;
}

/* The power fails at one of the operations of storing, if there are as many. */
static void store_cut(struct nor *nor, const flash_device *device, const uint8_t *step) {
    jmp_buf powerless;
    unsigned which = step[1] % NAMES;
    uint8_t content[RECORDS_SIZE_MAX];
    nor->cut_at = nor->operations + 1 + step[0] / 8u;
    nor->powerless = &powerless;
    if (setjmp(powerless) == 0) {
        store(step);
    } else {
        CHECK(records_open(device) == 0);
        bool is_new = records_load(names[which], content, sizeof content) == step[2];
        for (unsigned i = 0; i < step[2] && is_new; i++) is_new = content[i] == step[3];
        if (is_new) {
            memset(model[which].data, step[3], sizeof content);
            model[which].size = step[2];
        }
    }
    nor->cut_at = 0;
}

static void check(void) {
    for (unsigned i = 0; i < NAMES; i++) {
        uint8_t content[RECORDS_SIZE_MAX];
        ptrdiff_t size = records_load(names[i], content, sizeof content);
        CHECK(size <= (ptrdiff_t)sizeof content);
        if (model[i].size < 0) continue;
        CHECK(size == model[i].size && memcmp(content, model[i].data, (size_t)size) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nor nor;
    nor_open(&nor, SECTOR, SECTORS, 1);
    flash_device device = nor_device(&nor, true);
    forget();
    CHECK(records_open(&device) == 0);
    for (; size >= 4; data += 4, size -= 4) {
        switch (data[0] % 8) {
        case 0: change(&nor, data); /* fall through */
        case 1: CHECK(records_open(&device) == 0); break;
        case 2: store_cut(&nor, &device, data); break;
        default: store(data);
        }
        check();
    }
    nor_close(&nor);
    return 0;
}

/* One table: what the slots are. The rest follows. */
#include "layout.h"

#include <stddef.h>

#define MIB            (1024u * 1024u)
#define RECORDS        2u
#define FILES_MOST     1024u /* sectors that the file system can have */
#define SMALLEST_LOG2  19u
#define LARGEST_LOG2   26u
#define LARGEST_LAYOUT (16u * MIB)

/* With one megabyte there is one slot, and files behind it; with two, a second slot would leave no files. */
static const struct {
    uint32_t flash_bytes, slots, slot_bytes;
} shapes[] = {{MIB, 1, 0xe0000}, {2 * MIB, 1, 0xff000}, {4 * MIB, 2, 0xff000}};

bool layout_of(uint32_t flash_bytes, struct layout *layout) {
    size_t last = sizeof shapes / sizeof *shapes - 1, i = last;
    bool power = flash_bytes != 0 && (flash_bytes & (flash_bytes - 1)) == 0;
    while (i > 0 && shapes[i].flash_bytes > flash_bytes) i--;
    if (!power || flash_bytes < shapes[i].flash_bytes || flash_bytes > LARGEST_LAYOUT) return false;
    *layout = (struct layout){.flash_bytes = flash_bytes,
                              .slots = shapes[i].slots,
                              .slot = {LAYOUT_SECTOR, shapes[i].slots > 1 ? MIB + LAYOUT_SECTOR : 0},
                              .slot_bytes = shapes[i].slot_bytes,
                              .records_count = RECORDS,
                              .sdk = flash_bytes - LAYOUT_SDK_SECTORS * LAYOUT_SECTOR};
    layout->records = (layout->slot[layout->slots - 1] + layout->slot_bytes) / LAYOUT_SECTOR;
    layout->files = layout->records + RECORDS;
    layout->files_count = layout->sdk / LAYOUT_SECTOR - layout->files;
    if (layout->files_count > FILES_MOST) layout->files_count = FILES_MOST;
    return true;
}

/* The third byte is the power of two, with all makers whose chips are on such boards. */
uint32_t layout_chip_bytes(uint32_t jedec) {
    uint32_t log2 = jedec >> 16 & 0xffu;
    return log2 >= SMALLEST_LOG2 && log2 <= LARGEST_LOG2 ? 1u << log2 : 0;
}

/* What lies where in flash of each size: nothing overlaps, and the boot loader's and the SDK's sectors are
 * theirs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "layout.h"

#define MIB   (1024u * 1024u)
#define PARTS 5u

struct part {
    uint32_t from, to;
};

/* All parts but the boot loader's; what is not there is empty. */
static void parts_of(const struct layout *l, struct part parts[PARTS]) {
    for (unsigned i = 0; i < 2; i++)
        parts[i] = i < l->slots ? (struct part){l->slot[i], l->slot[i] + l->slot_bytes} : (struct part){0, 0};
    parts[2] = (struct part){l->records * LAYOUT_SECTOR, (l->records + l->records_count) * LAYOUT_SECTOR};
    parts[3] = (struct part){l->files * LAYOUT_SECTOR, (l->files + l->files_count) * LAYOUT_SECTOR};
    parts[4] = (struct part){l->sdk, l->flash_bytes};
}

static void check_parts(const struct layout *l) {
    struct part parts[PARTS];
    parts_of(l, parts);
    for (unsigned i = 0; i < PARTS; i++) {
        assert_int_equal(parts[i].from % LAYOUT_SECTOR, 0);
        assert_int_equal(parts[i].to % LAYOUT_SECTOR, 0);
        assert_true(parts[i].from <= parts[i].to && parts[i].to <= l->flash_bytes);
        if (parts[i].to) assert_true(parts[i].from >= LAYOUT_SECTOR); /* the boot loader's */
        for (unsigned k = 0; k < i; k++)
            assert_true(parts[k].to <= parts[i].from || parts[i].to <= parts[k].from || parts[k].to == 0);
    }
}

static void sizes(void **state) {
    struct layout l;
    (void)state;
    for (uint32_t bytes = MIB; bytes <= 16 * MIB; bytes *= 2) {
        assert_true(layout_of(bytes, &l));
        assert_int_equal(l.flash_bytes, bytes);
        check_parts(&l);
        assert_int_equal(l.records_count, 2);
        assert_true(l.files_count >= 12 && l.files_count <= 1024); /* what the file system can have */
        assert_int_equal(l.flash_bytes - l.sdk, 5 * LAYOUT_SECTOR);
        assert_int_equal(l.slot[0], LAYOUT_SECTOR);
        for (unsigned i = 0; i < l.slots; i++) { /* each is seen whole, at the same addresses */
            assert_int_equal(l.slot[i] % MIB, LAYOUT_SECTOR);
            assert_true(l.slot[i] % MIB + l.slot_bytes <= MIB);
        }
    }
}

static void promised(void **state) {
    struct layout l;
    (void)state;
    layout_of(MIB, &l);
    assert_int_equal(l.slots, 1);
    assert_int_equal(l.slot_bytes, 896 * 1024);
    layout_of(2 * MIB, &l);
    assert_int_equal(l.slots, 1);
    assert_int_equal(l.files_count * LAYOUT_SECTOR / 1024, 996);
    layout_of(4 * MIB, &l);
    assert_int_equal(l.slots, 2);
    assert_int_equal(l.slot[1], MIB + LAYOUT_SECTOR);
    assert_int_equal(l.slot_bytes, MIB - LAYOUT_SECTOR);
    assert_int_equal(l.records, 512);
}

static void other_sizes_have_none(void **state) {
    struct layout l;
    static const uint32_t sizes_of[] = {0,          4096,    MIB / 4,  MIB / 2,   MIB - 1,
                                        MIB + 4096, 3 * MIB, 32 * MIB, UINT32_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof sizes_of / sizeof *sizes_of; i++) assert_false(layout_of(sizes_of[i], &l));
}

static void chips(void **state) {
    (void)state;
    assert_int_equal(layout_chip_bytes(0x1640ef), 4 * MIB); /* W25Q32 */
    assert_int_equal(layout_chip_bytes(0x1440c8), MIB);     /* GD25Q80 */
    assert_int_equal(layout_chip_bytes(0x15701c), 2 * MIB); /* EN25QH16 */
    assert_int_equal(layout_chip_bytes(0xffffff), 0);
    assert_int_equal(layout_chip_bytes(0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sizes), cmocka_unit_test(promised),
                                       cmocka_unit_test(other_sizes_have_none), cmocka_unit_test(chips)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

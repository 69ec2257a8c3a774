/* Slots for images: choice, fallback, signatures, and an update that is cut at every operation. */
#include "nor.h"
#include "slots.h"
#include "krait/files.h"
#include <mbedtls/ecdsa.h>
#include <mbedtls/sha256.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define IMAGE                 9000u
#define LARGEST_IN_A_MEBIBYTE 487424u

struct board {
    struct nor nor;
    flash_device whole, slots[2];
    mbedtls_ecdsa_context key;
    uint64_t random;
    slot_checks checks;
};

static int random_bytes(void *context, unsigned char *data, size_t size) {
    for (size_t i = 0; i < size; i++) data[i] = (unsigned char)nor_random(context);
    return 0;
}

static int hash(void *context, const flash_device *slot, uint32_t address, uint32_t size,
                uint8_t digest[SLOT_HASH]) {
    mbedtls_sha256_context sha;
    (void)context;
    mbedtls_sha256_init(&sha);
    mbedtls_sha256_starts_ret(&sha, 0);
    for (uint32_t at = 0; at < size; at += 64) {
        uint8_t bytes[64];
        uint32_t count = size - at < 64 ? size - at : 64;
        int result = flash_read(slot, address + at, bytes, count);
        if (result < 0) return result;
        mbedtls_sha256_update_ret(&sha, bytes, count);
    }
    mbedtls_sha256_finish_ret(&sha, digest);
    return 0;
}

static bool verify(void *context, const void *bytes, size_t size, const uint8_t signature[SLOT_SIGNATURE]) {
    struct board *b = context;
    uint8_t digest[32];
    mbedtls_mpi r, s;
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    mbedtls_sha256_ret(bytes, size, digest, 0);
    mbedtls_mpi_read_binary(&r, signature, 32);
    mbedtls_mpi_read_binary(&s, signature + 32, 32);
    int result = mbedtls_ecdsa_verify(&b->key.grp, digest, 32, &b->key.Q, &r, &s);
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&s);
    return result == 0;
}

static void sign(struct board *b, slot_image *image) {
    uint8_t bytes[SLOT_SIGNED], digest[32];
    mbedtls_mpi r, s;
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    slot_signed(image, bytes);
    mbedtls_sha256_ret(bytes, sizeof bytes, digest, 0);
    assert_int_equal(mbedtls_ecdsa_sign(&b->key.grp, &r, &s, &b->key.d, digest, 32, random_bytes, &b->random),
                     0);
    mbedtls_mpi_write_binary(&r, image->signature, 32);
    mbedtls_mpi_write_binary(&s, image->signature + 32, 32);
    mbedtls_mpi_free(&r);
    mbedtls_mpi_free(&s);
}

static struct board *board_open(void) {
    struct board *b = calloc(1, sizeof *b);
    slot_layout layout;
    nor_open(&b->nor, 4096, 32, 3);
    b->whole = nor_device(&b->nor, true);
    assert_int_equal(slot_layout_make(&b->whole, 4096, IMAGE, &layout), 0);
    assert_int_equal(layout.slot_count, 4);
    for (int i = 0; i < 2; i++) b->slots[i] = flash_part(&b->whole, layout.slot[i], layout.slot_count);
    assert_int_equal(layout.files + layout.files_count, 32);
    b->random = 5;
    mbedtls_ecdsa_init(&b->key);
    assert_int_equal(mbedtls_ecdsa_genkey(&b->key, MBEDTLS_ECP_DP_SECP256R1, random_bytes, &b->random), 0);
    b->checks = (slot_checks){hash, verify, b};
    return b;
}

static void board_close(struct board *b) {
    mbedtls_ecdsa_free(&b->key);
    nor_close(&b->nor);
    free(b);
}

/* Of 1 MiB in sectors of 4 KiB: what tools/chip --small may have at most, twice, leaves the file system room.
 */
static void test_two_in_a_mebibyte(void **state) {
    struct nor nor;
    slot_layout layout;
    (void)state;
    nor_open(&nor, 4096, 256, 3);
    flash_device whole = nor_device(&nor, true);
    assert_int_equal(slot_layout_make(&whole, 4096, LARGEST_IN_A_MEBIBYTE, &layout), 0);
    assert_int_equal(layout.slot_count, 120);
    assert_int_equal(layout.files, 243);
    assert_int_equal(layout.files_count, 13);
    assert_int_equal(slot_layout_make(&whole, 4096, LARGEST_IN_A_MEBIBYTE + 4096, &layout), -KR_ENOSPC);
    nor_close(&nor);
}

static void image_make(struct board *b, uint32_t version, uint8_t data[IMAGE], slot_image *image) {
    for (uint32_t i = 0; i < IMAGE; i++) data[i] = (uint8_t)(i * version);
    *image = (slot_image){.version = version, .address = 0x40201000, .size = IMAGE};
    mbedtls_sha256_ret(data, IMAGE, image->hash, 0);
    sign(b, image);
}

static void update(struct board *b, int slot, const uint8_t data[IMAGE], const slot_image *image) {
    assert_int_equal(slot_begin(&b->slots[slot]), 0);
    for (uint32_t at = 0; at < IMAGE; at += 1000)
        assert_int_equal(slot_write(&b->slots[slot], at, data + at, 1000), 0);
    assert_int_equal(slot_finish(&b->slots[slot], image), 0);
}

static void install(struct board *b, int slot, uint32_t version) {
    uint8_t data[IMAGE];
    slot_image image;
    image_make(b, version, data, &image);
    update(b, slot, data, &image);
}

static void test_choice(void **state) {
    struct board *b = board_open();
    (void)state;
    assert_int_equal(slot_choose(b->slots, &b->checks), -KR_ENOENT);
    install(b, 0, 1);
    assert_int_equal(slot_choose(b->slots, &b->checks), 0);
    assert_int_equal(slot_confirm(&b->slots[0]), 0);
    install(b, 1, 2);
    for (int i = 0; i < SLOT_TRIES; i++)
        assert_int_equal(slot_choose(b->slots, &b->checks), 1); /* it never confirms */
    assert_int_equal(slot_choose(b->slots, &b->checks), 0);
    slot_info info;
    assert_int_equal(slot_read(&b->slots[1], &info), 0);
    assert_true(info.bad);
    install(b, 1, 3);
    assert_int_equal(slot_choose(b->slots, &b->checks), 1);
    assert_int_equal(slot_confirm(&b->slots[1]), 0);
    for (int i = 0; i < 10; i++) assert_int_equal(slot_choose(b->slots, &b->checks), 1);
    install(b, 0, 2); /* an older one does not win */
    assert_int_equal(slot_choose(b->slots, &b->checks), 1);
    board_close(b);
}

static void test_bad_images(void **state) {
    struct board *b = board_open();
    uint8_t data[IMAGE];
    slot_image image;
    (void)state;
    install(b, 0, 1);
    assert_int_equal(slot_confirm(&b->slots[0]), 0);
    image_make(b, 2, data, &image);
    image.version = 9; /* the signature is of another header */
    update(b, 1, data, &image);
    assert_int_equal(slot_choose(b->slots, &b->checks), 0);
    image_make(b, 3, data, &image);
    data[5000] ^= 1; /* the hash is of other bytes */
    update(b, 1, data, &image);
    assert_int_equal(slot_choose(b->slots, &b->checks), 0);
    install(b, 1, 4);
    nor_flip(&b->nor, b->slots[1].base + SLOT_IMAGE + 77, 3);
    assert_int_equal(slot_choose(b->slots, &b->checks), 0);
    install(b, 1, 5);
    nor_flip(&b->nor, b->slots[1].base + 9, 1);
    assert_int_equal(slot_choose(b->slots, &b->checks), 0);
    image.size = 1u << 20;
    assert_int_equal(slot_finish(&b->slots[1], &image), -KR_EINVAL);
    board_close(b);
}

/* Whatever the moment, the device starts with the old image or with the new one. */
static void test_cuts(void **state) {
    struct board *b = board_open();
    uint8_t data[IMAGE];
    static slot_image image;
    static volatile uint64_t operation;
    static volatile bool done;
    static jmp_buf powerless;
    (void)state;
    install(b, 0, 1);
    assert_int_equal(slot_confirm(&b->slots[0]), 0);
    image_make(b, 2, data, &image);
    uint8_t *before = malloc(4096 * 32);
    install(b, 1, 0); /* the update has something to erase */
    memcpy(before, b->nor.bytes, 4096 * 32);
    b->nor.powerless = &powerless;
    for (operation = 1, done = false; !done; operation++) {
        memcpy(b->nor.bytes, before, 4096 * 32);
        memset(b->nor.weak, 0, 32 * sizeof *b->nor.weak);
        b->nor.operations = 0;
        b->nor.cut_at = operation;
        if (setjmp(powerless) == 0) {
            update(b, 1, data, &image);
            done = true;
        }
        b->nor.cut_at = 0;
        slot_info info;
        int chosen = slot_choose(b->slots, &b->checks);
        assert_true(chosen == 0 || chosen == 1);
        assert_int_equal(slot_read(&b->slots[chosen], &info), 0);
        assert_int_equal(info.image.version, chosen == 0 ? 1 : 2);
        if (done) assert_int_equal(chosen, 1);
        update(b, 1, data, &image); /* and the update can be tried again */
        assert_int_equal(slot_choose(b->slots, &b->checks), 1);
    }
    assert_true(operation > 50);
    free(before);
    board_close(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_in_a_mebibyte),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_bad_images),
        cmocka_unit_test(test_cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

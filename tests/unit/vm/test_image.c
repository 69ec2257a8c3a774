/* Module images: what the version number stands for, and that every damage is refused or does no harm. */
#include "core/context.h"
#include "modules/checksum.h"
#include "run/image.h"
#include "krait/vm.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define MEMORY (1 << 20)

/* What an image of KR_IMAGE_VERSION means: a CRC of the opcode table and of the intrinsics. When this test
 * fails, the meaning has changed: increase the version and write down the new number. */
#define MEANING 0x3c73fc81u

static const char program[] =
    "import math\n"
    "LIMIT = 10 ** 30\n"
    "class C:\n"
    "    'A class.'\n"
    "    def area(self, r, *more, scale=1.5, **rest):\n"
    "        try:\n"
    "            return math.pi * r ** 2 * scale\n"
    "        finally:\n"
    "            self.calls = (getattr(self, 'calls', 0) + 1, more, rest, b'x', 2j)\n"
    "def counter(start):\n"
    "    def up(by=1):\n"
    "        nonlocal start\n"
    "        start += by\n"
    "        return start\n"
    "    return up\n"
    "assert counter(LIMIT)() - LIMIT == 1 and 3 in {1, 2, 3}\n"
    "assert round(C().area(1)) == 5\n";

static const kr_host host = {.platform = "test"}; /* the program prints nothing and asks for no time */

static kr_vm *machine(void) {
    static uint64_t memory[MEMORY / sizeof(uint64_t)] __attribute__((aligned(16)));
    const kr_config config = {.memory = memory, .size = sizeof memory, .host = &host};
    kr_vm *vm = kr_open(&config);
    assert_non_null(vm);
    return vm;
}

static uint8_t *image_of(kr_vm *vm, const char *text, size_t *size) {
    assert_int_equal(kr_compile_source(vm, KR_MODE_EXEC, "m.py", text, strlen(text)), KR_OK);
    const void *image = kr_image(vm, size);
    uint8_t *copy = malloc(*size);
    memcpy(copy, image, *size);
    return copy;
}

static void test_version(void **unused) {
    (void)unused;
#define OPERATION(name, format, a, b, c, text) #name #format #a #b #c text "\n"
#define INTRINSIC(name, arguments, text)       #name arguments "\n"
    static const char meaning[] = KR_OPCODES(OPERATION)
    KR_INTRINSICS(INTRINSIC);
    assert_int_equal(kr_crc32(0, (const uint8_t *)meaning, sizeof meaning - 1), MEANING);
}

static void test_runs(void **unused) {
    (void)unused;
    size_t size;
    kr_vm *vm = machine();
    uint8_t *image = image_of(vm, program, &size);
    assert_true(kr_is_image(image, size));
    assert_int_equal(size % 4, 0);
    assert_int_equal(kr_run_image(vm, KR_MODE_EXEC, image, size), KR_OK);
    kr_soft_reset(vm);
    assert_int_equal(kr_run_image(vm, KR_MODE_EXEC, image, size), KR_OK);
    kr_close(vm);
    free(image);
}

/* The same source gives the same bytes, whatever the machine did before. */
static void test_repeatable(void **unused) {
    (void)unused;
    size_t size, again;
    kr_vm *vm = machine();
    uint8_t *first = image_of(vm, program, &size);
    assert_int_equal(kr_run_image(vm, KR_MODE_EXEC, first, size), KR_OK);
    uint8_t *second = image_of(vm, program, &again);
    assert_int_equal(size, again);
    assert_memory_equal(first, second, size);
    kr_close(vm);
    free(first);
    free(second);
}

static void seal(uint8_t *image, size_t size) {
    kr_image_header header;
    memcpy(&header, image, sizeof header);
    header.size = (uint32_t)size;
    memcpy(image, &header, sizeof header);
    header.crc = kr_crc32(0, image + KR_IMAGE_CHECKED, size - KR_IMAGE_CHECKED);
    memcpy(image, &header, sizeof header);
}

/* Every bit flipped: the checksum sees all of them. */
static void test_checksum(void **unused) {
    (void)unused;
    size_t size;
    kr_vm *vm = machine();
    uint8_t *image = image_of(vm, program, &size);
    for (size_t bit = 0; bit < size * 8; bit += 3) {
        image[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_equal(kr_run_image(vm, KR_MODE_EXEC, image, size), KR_EXCEPTION);
        image[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    assert_int_equal(kr_run_image(vm, KR_MODE_EXEC, image, size), KR_OK);
    kr_close(vm);
    free(image);
}

/* Every length: nothing is read behind the end. The block is exactly as long, for the sanitizer. */
static void test_truncated(void **unused) {
    (void)unused;
    size_t size;
    kr_vm *vm = machine();
    uint8_t *image = image_of(vm, program, &size);
    for (size_t length = 0; length < size; length++) {
        uint8_t *part = malloc(length + 1);
        memcpy(part, image, length);
        if (length >= sizeof(kr_image_header)) seal(part, length);
        assert_int_equal(kr_run_image(vm, KR_MODE_EXEC, part, length), KR_EXCEPTION);
        free(part);
    }
    kr_close(vm);
    free(image);
}

static void run_as(kr_vm *vm, kr_mode mode, const char *text) {
    assert_int_equal(kr_compile_source(vm, mode, "<stdin>", text, strlen(text)), KR_OK);
    size_t size;
    const void *image = kr_image(vm, &size);
    uint8_t *copy = malloc(size);
    memcpy(copy, image, size);
    assert_int_equal(kr_run_image(vm, mode, copy, size), KR_OK);
    free(copy);
}

/* What a prompt makes of its input: images that meet in one __main__, whose names have other numbers there.
 */
static void test_modes(void **unused) {
    (void)unused;
    kr_vm *vm = machine();
    run_as(vm, KR_MODE_EXEC, "a = 1\nb = 20\n");
    run_as(vm, KR_MODE_SINGLE, "def f(x): return x + b\n\n");
    run_as(vm, KR_MODE_SINGLE, "b = f(a)\n");
    run_as(vm, KR_MODE_EVAL, "(b, a, len('xy'))");
    assert_string_equal(kr_result_text(vm, NULL), "(21, 1, 2)");
    assert_int_equal(kr_compile_source(vm, KR_MODE_SINGLE, "<stdin>", "if a:\n", 6), KR_INCOMPLETE);
    assert_int_equal(kr_compile_source(vm, KR_MODE_SINGLE, "<stdin>", "a b\n", 4), KR_EXCEPTION);
    assert_non_null(strstr(kr_error_text(vm, NULL), "SyntaxError"));
    kr_close(vm);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_version),  cmocka_unit_test(test_runs),      cmocka_unit_test(test_repeatable),
        cmocka_unit_test(test_checksum), cmocka_unit_test(test_truncated), cmocka_unit_test(test_modes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

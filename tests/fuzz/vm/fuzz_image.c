/* Module images that no compiler made. The first byte chooses a program; its image, or (second byte odd) the
 * rest of the input with a header that fits, is what the machine gets. In the first case each five bytes of
 * the rest change the image: where (two bytes), how, and a value. The checksum is made right, so that the
 * reader and the verifier decide. What they accept runs, from the heap or where it lies: it may raise
 * whatever it likes, and the machine must be of use afterwards. */
#include "machine.h"
#include "modules/checksum.h"
#include "programs.h"
#include "run/image.h"

static void change(uint8_t *image, size_t size, const uint8_t *how) {
    size_t words = (size - sizeof(kr_image_header)) / 4;
    uint32_t *word = (uint32_t *)(void *)(image + sizeof(kr_image_header)) +
                     ((size_t)how[0] | (size_t)how[1] << 8) % words;
    unsigned shift = 8 * (how[2] & 3);
    uint32_t value = how[3] | (uint32_t)how[4] << 8;
    switch (how[2] >> 2 & 7) {
    case 0: *word = (*word & ~(255u << shift)) | (value & 255) << shift; break;
    case 1: *word += value; break;
    case 2: *word -= value; break;
    case 3: *word ^= 1u << (value & 31); break;
    case 4: *word = value; break;
    case 5: *word = (*word & ~255u) | value % OP_COUNT; break;
    case 6: *word = (*word & 0xffffu) | value << 16; break;
    default: *word = ((uint32_t *)(void *)(image + sizeof(kr_image_header)))[value % words]; break;
    }
}

static void seal(uint8_t *image, size_t size) {
    kr_image_header header;
    memcpy(&header, image, sizeof header);
    header.magic = KR_IMAGE_MAGIC;
    header.version = KR_IMAGE_VERSION;
    header.size = (uint32_t)size;
    memcpy(image, &header, sizeof header);
    header.crc = kr_crc32(0, image + KR_IMAGE_CHECKED, size - KR_IMAGE_CHECKED);
    memcpy(image, &header, sizeof header);
}

/* The image of one of the programs, in memory of the process. */
static uint8_t *image_of(kr_vm *vm, const char *text, size_t *size) {
    CHECK(kr_compile_source(vm, KR_MODE_EXEC, "fuzz.py", text, strlen(text)) == KR_OK);
    const void *image = kr_image(vm, size);
    return fuzz_copy(image, *size);
}

typedef struct input {
    const uint8_t *image;
    size_t size;
} input;

static void run_in_place(kr_vm *vm, void *data) {
    const input *in = data;
    kr_code *code = kr_image_read(vm, in->image, in->size, KR_IMAGE_IN_PLACE, vm->main_globals);
    kr_run_code(vm, code, vm->main_globals, KR_UNBOUND);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char use[] = "assert sum(range(4)) == 6\n";
    if (size < 2 || size - 2 > 60000) return 0;
    machine m;
    kr_host host;
    size_t image_size = size - 2;
    machine_open(&m, &host, 128 << 10, data[1] & 2 ? 50 : 0, 0);
    uint8_t *image;
    if (data[1] & 1) {
        image_size &= ~(size_t)3;
        image = fuzz_copy(data + 2, image_size);
    } else {
        image = image_of(m.vm, fuzz_program(data[0]), &image_size);
        for (size_t at = 2; at + 5 <= size; at += 5) change(image, image_size, data + at);
    }
    if (image_size >= sizeof(kr_image_header)) seal(image, image_size);
    m.polls = 0;
    input in = {image, image_size};
    if (!(data[1] & 4))
        kr_run_image(m.vm, data[1] & 8 ? KR_MODE_EVAL : KR_MODE_EXEC, image, image_size);
    else if (!kr_vm_enter(m.vm, run_in_place, &in))
        m.vm->raised = 0;
    kr_collect(m.vm);
    kr_soft_reset(m.vm);
    free(image); /* now nothing lies there any more */
    m.polls = 0;
    CHECK(kr_run_source(m.vm, KR_MODE_EXEC, "use.py", use, sizeof use - 1) == KR_OK);
    kr_close(m.vm);
    return 0;
}

/* Source text. The first byte chooses the size of the heap, how often it collects and how the text is meant,
 * the second which allocation fails; the rest is the program. What the compiler makes must pass the verifier;
 * it runs until it ends or is stopped, and the machine must be of use afterwards. */
#include "machine.h"
#include "mutate.h"

typedef struct input {
    const char *text;
    size_t size;
    kr_mode mode;
} input;

static void compile_only(kr_vm *vm, void *data) {
    const input *in = data;
    bool incomplete = false;
    const kr_compile_options options = {
        .file = kr_str_text(vm, "fuzz.py"), .mode = in->mode, .interactive = in->mode == KR_MODE_SINGLE};
    const kr_code *code = kr_compile_text(vm, in->text, in->size, &options, vm->main_globals, &incomplete);
    if (incomplete) return;
    CHECK(kr_code_verify(code));
}

/* The number of the allocation that fails: each of the first, then ever fewer, of several thousand. 0 = none.
 */
static uint32_t failing(uint8_t choice) {
    return choice < 64 ? choice : (uint32_t)(choice - 63) * (choice - 48);
}

/* With addresses a program may write where it likes, as on a chip: that finds no bugs of ours. */
static bool has_addresses(const input *in) {
    static const char name[] = "uctypes";
    for (size_t at = 0; at + sizeof name - 1 <= in->size; at++) {
        if (memcmp(in->text + at, name, sizeof name - 1) == 0) return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const kr_mode modes[] = {KR_MODE_EXEC, KR_MODE_EXEC, KR_MODE_SINGLE, KR_MODE_EVAL};
    static const uint32_t collect[] = {0, 0, 3, 1};
    static const char use[] = "assert sum(range(4)) == 6\n";
    if (size < MUTATE_HEADER) return 0;
    machine m;
    kr_host host;
    uint8_t *text = fuzz_copy(data + MUTATE_HEADER, size - MUTATE_HEADER);
    input in = {(const char *)text, size - MUTATE_HEADER, modes[data[0] & 3]};
    machine_open(&m, &host, (size_t)(64 + 16 * (data[0] >> 4 & 7)) << 10, collect[data[0] >> 2 & 3],
                 failing(data[1]));
    if (!kr_vm_enter(m.vm, compile_only, &in)) m.vm->raised = 0;
    kr_status status = KR_OK;
    if (!has_addresses(&in)) status = kr_run_source(m.vm, in.mode, "fuzz.py", in.text, in.size);
    size_t length;
    if (status == KR_EXCEPTION) {
        const char *error = kr_error_text(m.vm, &length);
        CHECK(length > 0 && error[length - 1] == '\n' && strlen(error) <= length);
    }
    kr_collect(m.vm);
    kr_soft_reset(m.vm);
    m.polls = 0;
    CHECK(kr_run_source(m.vm, KR_MODE_EXEC, "use.py", use, sizeof use - 1) == KR_OK || data[1] != 0);
    kr_close(m.vm);
    free(text);
    return 0;
}

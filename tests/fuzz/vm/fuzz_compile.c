/* Source text. The first byte chooses the size of the heap, how often it collects and how the text is meant;
 * the rest is the program. What the compiler makes must pass the verifier; it runs until it ends or is
 * stopped, and the machine must be of use afterwards. */
#include "machine.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const kr_mode modes[] = {KR_MODE_EXEC, KR_MODE_EXEC, KR_MODE_SINGLE, KR_MODE_EVAL};
    static const uint32_t collect[] = {0, 0, 3, 1};
    if (size < 1) return 0;
    machine m;
    kr_host host;
    uint8_t *text = fuzz_copy(data + 1, size - 1);
    input in = {(const char *)text, size - 1, modes[data[0] & 3]};
    machine_open(&m, &host, (size_t)(64 + 16 * (data[0] >> 4 & 7)) << 10, collect[data[0] >> 2 & 3]);
    if (!kr_vm_enter(m.vm, compile_only, &in)) m.vm->raised = 0;
    kr_status status = kr_run_source(m.vm, in.mode, "fuzz.py", in.text, in.size);
    size_t length;
    if (status == KR_EXCEPTION) {
        const char *error = kr_error_text(m.vm, &length);
        CHECK(length > 0 && error[length - 1] == '\n' && strlen(error) <= length);
    }
    kr_collect(m.vm);
    kr_close(m.vm);
    free(text);
    return 0;
}

/* Code that no compiler made. The first byte chooses a program, then each six bytes change it: which of its
 * functions, what of it, where, and four bytes of value. The verifier must get along with anything; what its
 * first half accepts must disassemble and give a line for each word, and what both accept runs. */
#include "core/names.h"
#include "core/writer.h"
#include "machine.h"
#include "programs.h"

/* The n-th function, counted through the constants. */
static kr_code *function_of(kr_code *code, unsigned n) {
    for (uint32_t i = 0; i < code->constant_count && n > 0; i++)
        if (code->constants[i] != 0 && kr_is_exact(code->constants[i], &kr_code_type) && --n == 0)
            return kr_to_code(code->constants[i]);
    return code;
}

static void change_range(const kr_code *code, unsigned at, uint32_t value) {
    if (code->range_count == 0) return;
    kr_range_entry *range = (kr_range_entry *)(uintptr_t)&kr_code_ranges(code)[at % code->range_count];
    uint32_t *fields[] = {&range->start, &range->end, &range->handler};
    *fields[value >> 16 & 3 ? (value >> 16 & 3) - 1 : 0] = value & 0xff;
}

static void change_constant(const kr_code *code, unsigned at, uint32_t value) {
    static const kr_value others[] = {KR_INT(3), KR_NONE, KR_TRUE, KR_UNBOUND, 0, N_append};
    if (code->constant_count == 0) return;
    kr_value *constant = (kr_value *)(uintptr_t)&code->constants[at % code->constant_count];
    *constant = others[value % (sizeof others / sizeof others[0])];
}

static void change_header(kr_code *code, unsigned at, uint32_t value) {
    uint8_t *bytes[] = {&code->register_count, &code->positional_count, &code->parameter_count};
    const unsigned shape = KR_CODE_UNREAD - 1; /* the other flags say where the code lies */
    if (at % 6 == 5)
        code->flags = (uint16_t)((code->flags & ~shape) | (value & shape));
    else if (at % 6 == 4)
        code->positional_only_count = (uint8_t)value;
    else
        *bytes[at % 6 % 3] = (uint8_t)value;
}

static void change(kr_code *unit, const uint8_t *how) {
    kr_code *code = function_of(unit, how[0] >> 4 & 3);
    uint32_t value;
    memcpy(&value, how + 2, sizeof value);
    uint32_t *word = (uint32_t *)(uintptr_t)&code->words[how[1] % code->word_count];
    switch (how[0] & 15) {
    case 0: change_range(code, how[1], value); break;
    case 1: change_constant(code, how[1], value); break;
    case 2: change_header(code, how[1], value); break;
    case 3: *word = (*word & ~255u) | (value % OP_COUNT); break;
    case 4: *word = (*word & ~0xff00u) | (value & 0x1f) << 8; break;
    case 5: *word = (*word & ~0xff0000u) | (value & 0xff) << 16; break;
    case 6: *word = (*word & ~0xff000000u) | value << 24; break;
    default: *word = (value & ~255u) | (value & 255) % OP_COUNT; break;
    }
}

typedef struct input {
    const uint8_t *data;
    size_t size;
} input;

static void verify_and_run(kr_vm *vm, void *data) {
    const input *in = data;
    const char *text = fuzz_program(in->data[0]);
    const kr_compile_options options = {.file = kr_str_text(vm, "fuzz.py"), .mode = KR_MODE_EXEC};
    kr_code *code = kr_compile_text(vm, text, strlen(text), &options, vm->main_globals, NULL);
    CHECK(kr_code_verify(code) && kr_code_verify_flow(vm, code));
    for (size_t at = 1; at + 6 <= in->size; at += 6) change(code, in->data + at);
    if (!kr_code_verify(code)) return;
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_disassemble(vm, &out, code);
    for (size_t i = 0; i < code->word_count; i++) CHECK(kr_code_line(code, i) < 1u << 31);
    if (kr_code_verify_flow(vm, code)) kr_run_code(vm, code, vm->main_globals, KR_UNBOUND);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    machine m;
    kr_host host;
    input in = {data, size};
    machine_open(&m, &host, 96 << 10, 0, 0);
    if (!kr_vm_enter(m.vm, verify_and_run, &in)) m.vm->raised = 0;
    kr_close(m.vm);
    return 0;
}

/* In the place of the compiler where there is none: a machine that runs images only.
 *
 * It is the same interface, so that nothing else knows of the difference. Whoever has source gets an
 * exception that says how the code can come instead. */
#include "compiler/compile.h"
#include "core/raise.h"
#include "run/run.h"

bool kr_compiles(void) {
    return false;
}

kr_code *kr_compile(kr_vm *vm, const kr_source *source, const kr_compile_options *options, kr_dict *globals,
                    bool *incomplete) {
    (void)source, (void)globals, (void)incomplete;
    kr_raise(vm, &kr_ImportError_type,
             "%S is source, and this device has no compiler: `krait cp` brings it compiled", options->file);
}

/* The text of a program, for exec(), or of the host, for which `krait` would have compiled it. */
kr_code *kr_compile_text(kr_vm *vm, const char *text, size_t size, const kr_compile_options *options,
                         kr_dict *globals, bool *incomplete) {
    (void)text, (void)size, (void)globals, (void)incomplete;
    if (kr_running_code(vm) != NULL)
        kr_raise(vm, &kr_NotImplementedError_type, "%S is source, and this device has no compiler",
                 options->file);
    kr_raise(vm, &kr_NotImplementedError_type,
             "this device has no compiler: `krait exec`, `krait run` and `krait repl` compile for it");
}

const char *kr_keyword(unsigned n) {
    (void)n;
    return NULL;
}

void kr_compiler_trace(kr_vm *vm, struct kr_compiler *compiler) {
    (void)vm, (void)compiler;
}

/* Binding arguments by name, with CPython's wording of what is wrong. */
#include "modules/arguments.h"
#include "core/raise.h"

void kr_bind_named(kr_vm *vm, const char *title, const kr_value *known, kr_value *out, size_t required,
                   size_t positional, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    size_t count = 0;
    while (known[count] != 0) out[count++] = KR_UNBOUND;
    if (argc > positional)
        kr_raise_type(vm, "%s() takes at most %zu positional argument%s (%zu given)", title, positional,
                      positional == 1 ? "" : "s", argc);
    for (size_t i = 0; i < argc; i++) out[i] = argv[i];
    for (size_t i = 0; i < nkw; i++) {
        size_t at = 0;
        while (at < count && known[at] != names[i]) at++;
        if (at == count) kr_raise_type(vm, "%s() got an unexpected keyword argument '%S'", title, names[i]);
        if (out[at] != KR_UNBOUND)
            kr_raise_type(vm, "%s() got multiple values for argument '%S'", title, names[i]);
        out[at] = argv[argc + i];
    }
    for (size_t i = 0; i < required; i++) {
        if (out[i] == KR_UNBOUND)
            kr_raise_type(vm, "%s() missing required argument '%S' (pos %zu)", title, known[i], i + 1);
    }
}

void kr_bind_plain(kr_vm *vm, const char *title, size_t least, size_t most, size_t argc, size_t nkw) {
    if (nkw > 0) kr_raise_type(vm, "%s() takes no keyword arguments", title);
    if (argc >= least && argc <= most) return;
    const char *bound = least == most ? "exactly" : argc < least ? "at least" : "at most";
    size_t limit = argc < least ? least : most;
    kr_raise_type(vm, "%s expected %s%s%zu argument%s, got %zu", title, least == most ? "" : bound,
                  least == most ? "" : " ", limit, limit == 1 ? "" : "s", argc);
}

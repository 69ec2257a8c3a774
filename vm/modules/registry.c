/* The registry of built-in modules: what `import` finds before it looks at sys.path. The build writes modules_chosen.def: the lines of modules.def that it was
 * told to take. */
#include "core/config.h"
#include "modules/frozen.h"
#include "types/text.h"

#define KR_MODULE(module) extern const kr_module_def kr_module_##module;
#define KR_MODULE_ALIAS(alias, module)
#include "modules_chosen.def"
#undef KR_MODULE
#undef KR_MODULE_ALIAS

typedef struct registered {
    kr_value name;
    const kr_module_def *def;
} registered;

static const registered modules[] = {
#define KR_MODULE(module)              {N_##module, &kr_module_##module},
#define KR_MODULE_ALIAS(alias, module) {N_##alias, &kr_module_##module},
#include "modules_chosen.def"
#undef KR_MODULE
#undef KR_MODULE_ALIAS
};

#define MODULE_COUNT (sizeof modules / sizeof *modules)

const kr_module_def *kr_module_find(kr_value name) {
    for (size_t i = 0; i < MODULE_COUNT; i++) {
        if (modules[i].name == name) return modules[i].def;
    }
    return NULL;
}

void kr_module_each(kr_vm *vm, void (*visit)(kr_vm *vm, void *data, const char *name), void *data) {
    static const char *const names[] = {
#define KR_MODULE(module)              #module,
#define KR_MODULE_ALIAS(alias, module) #alias,
#include "modules_chosen.def"
#undef KR_MODULE
#undef KR_MODULE_ALIAS
    };
    for (size_t i = 0; i < MODULE_COUNT; i++) visit(vm, data, names[i]);
    for (const kr_frozen *f = kr_frozen_modules; f->name != NULL; f++) visit(vm, data, f->name);
}

const kr_frozen *kr_frozen_find(kr_value name) {
    for (const kr_frozen *f = kr_frozen_modules; f->name != NULL; f++) {
        if (kr_str_is(name, f->name)) return f;
    }
    return NULL;
}

/* Binding arguments to parameters, for functions written in Python.
 *
 * The registers of the parameters come in the order positional, keyword-only, *args, **kwargs. The arguments
 * may lie in those very registers already, so positional ones stay where they are and the rest is set aside
 * first. */
#include "core/writer.h"
#include "run/run.h"
#include "types/container.h"
#include "types/text.h"

#define FEW_ARGUMENTS 16

/* One binding in progress. */
typedef struct binding {
    kr_vm *vm;
    const kr_function *function;
    const kr_code *code;
    kr_value *out;          /* the parameter registers */
    const kr_value *values; /* of the keywords, where nothing overwrites them */
    const kr_value *names;  /* of the keywords */
    size_t argc, nkw;
    kr_value extra; /* the **kwargs dict, or KR_UNBOUND */
    kr_value rest;  /* the *args tuple: kept here, since no frame owns the registers yet */
} binding;

static kr_value parameter_name(const kr_code *code, size_t n) {
    return kr_code_locals(code)[n];
}

static kr_value callee_name(const binding *b) {
    return kr_code_qualified_name(b->vm, b->code);
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'": the parameters from `first` that are still unbound. */
static void missing_raise(const binding *b, size_t first, size_t end, const char *kind) {
    size_t missing = 0, written = 0;
    for (size_t n = first; n < end; n++) missing += b->out[n] == KR_UNBOUND;
    if (missing == 0) return;
    kr_writer w;
    kr_writer_init(b->vm, &w);
    for (size_t n = first; n < end; n++) {
        if (b->out[n] != KR_UNBOUND) continue;
        written++;
        const char *separator = written == 1        ? ""
                                : written < missing ? ", "
                                : missing == 2      ? " and "
                                                    : ", and ";
        kr_write_format(&w, "%s'%S'", separator, parameter_name(b->code, n));
    }
    kr_raise_type(b->vm, "%S() missing %zu required %s argument%s: %S", callee_name(b), missing, kind,
                  missing == 1 ? "" : "s", kr_writer_str(&w));
}

static bool all_bound(const binding *b, size_t end) {
    for (size_t n = 0; n < end; n++)
        if (b->out[n] == KR_UNBOUND) return false;
    return true;
}

static size_t defaults_count(const kr_function *function) {
    kr_value defaults = kr_function_defaults(function);
    return defaults == KR_NONE ? 0 : kr_to_tuple(defaults)->size;
}

static _Noreturn void surplus_raise(const binding *b) {
    size_t positional = KR_FLASH_FIELD(b->code, positional_count), defaults = defaults_count(b->function),
           keyword_only = 0;
    for (size_t n = positional; n < positional + kr_code_keyword_only(b->code); n++)
        keyword_only += b->out[n] != KR_UNBOUND;
    kr_writer w;
    kr_writer_init(b->vm, &w);
    kr_write_format(&w, "%S() takes ", callee_name(b));
    if (defaults) kr_write_format(&w, "from %zu to ", positional - defaults);
    kr_write_format(&w, "%zu positional argument%s but %zu", positional,
                    positional == 1 && !defaults ? "" : "s", b->argc);
    if (keyword_only)
        kr_write_format(&w, " positional argument%s (and %zu keyword-only argument%s)",
                        b->argc == 1 ? "" : "s", keyword_only, keyword_only == 1 ? "" : "s");
    kr_write_format(&w, " %s given", b->argc == 1 && !keyword_only ? "was" : "were");
    kr_raise_type(b->vm, "%S", kr_writer_str(&w));
}

/* The positional-only parameters that keywords name. */
static void positional_only_raise(const binding *b) {
    kr_writer w;
    kr_writer_init(b->vm, &w);
    size_t found = 0;
    for (size_t n = 0; n < kr_code_positional_only(b->code); n++)
        for (size_t k = 0; k < b->nkw; k++)
            if (b->names[k] == parameter_name(b->code, n))
                kr_write_format(&w, "%s%S", found++ ? ", " : "", b->names[k]);
    if (found)
        kr_raise_type(b->vm, "%S() got some positional-only arguments passed as keyword arguments: '%S'",
                      callee_name(b), kr_writer_str(&w));
}

static void keyword_bind(binding *b, kr_value name, kr_value value) {
    size_t end = (size_t)KR_FLASH_FIELD(b->code, positional_count) + kr_code_keyword_only(b->code);
    for (size_t n = kr_code_positional_only(b->code); n < end; n++) {
        if (parameter_name(b->code, n) != name) continue;
        if (b->out[n] != KR_UNBOUND)
            kr_raise_type(b->vm, "%S() got multiple values for argument '%S'", callee_name(b), name);
        b->out[n] = value;
        return;
    }
    if (b->extra != KR_UNBOUND) {
        kr_dict_set(b->vm, kr_to_dict(b->extra), name, value);
        return;
    }
    positional_only_raise(b);
    kr_raise_type(b->vm, "%S() got an unexpected keyword argument '%S'", callee_name(b), name);
}

static void defaults_fill(const binding *b) {
    size_t positional = KR_FLASH_FIELD(b->code, positional_count), count = defaults_count(b->function);
    if (count > positional) count = positional;
    for (size_t n = 0; n < count; n++) {
        kr_value *parameter = &b->out[positional - count + n];
        const kr_tuple *defaults = kr_to_tuple(kr_function_defaults(b->function));
        if (*parameter == KR_UNBOUND) *parameter = defaults->items[defaults->size - count + n];
    }
    kr_value keywords = kr_function_keyword_defaults(b->function);
    if (keywords == KR_NONE) return;
    for (size_t n = positional; n < positional + kr_code_keyword_only(b->code); n++)
        if (b->out[n] == KR_UNBOUND)
            b->out[n] = kr_dict_get(b->vm, kr_to_dict(keywords), parameter_name(b->code, n));
}

/* Positional arguments go first, since their registers may be the ones that they lie in; everything else has
 * been set aside before the other registers are cleared. */
static void binding_fill(binding *b, const kr_value *argv) {
    const kr_code *code = b->code;
    size_t positional = KR_FLASH_FIELD(code, positional_count),
           named = positional + kr_code_keyword_only(code), next = named;
    size_t taken = b->argc < positional ? b->argc : positional;
    if (KR_FLASH_FIELD(code, flags) & KR_CODE_VARARGS)
        b->rest = kr_tuple_new(b->vm, b->argc - taken, argv + taken);
    if (b->out != argv)
        for (size_t n = 0; n < taken; n++) b->out[n] = argv[n];
    for (size_t n = taken; n < KR_FLASH_FIELD(code, parameter_count); n++) b->out[n] = KR_UNBOUND;
    if (KR_FLASH_FIELD(code, flags) & KR_CODE_VARARGS) b->out[next++] = b->rest;
    if (KR_FLASH_FIELD(code, flags) & KR_CODE_VARKEYWORDS)
        b->out[next] = b->extra = KR_OBJECT(kr_dict_new(b->vm, b->nkw));
    for (size_t k = 0; k < b->nkw; k++) keyword_bind(b, b->names[k], b->values[k]);
    if (b->argc > positional && !(KR_FLASH_FIELD(code, flags) & KR_CODE_VARARGS)) surplus_raise(b);
    if (all_bound(b, named)) return;
    defaults_fill(b);
    if (all_bound(b, named)) return;
    missing_raise(b, 0, positional, "positional");
    missing_raise(b, positional, named, "keyword-only");
}

void kr_bind_arguments(kr_vm *vm, const kr_function *function, kr_value *out, size_t argc,
                       const kr_value *argv, size_t nkw, const kr_value *names) {
    const kr_value *keywords = nkw ? argv + argc : NULL; /* without arguments argv may be NULL */
    binding b = {vm, function, function->code, out, keywords, names, argc, nkw, KR_UNBOUND, KR_UNBOUND};
    kr_value few[FEW_ARGUMENTS];
    if (nkw && out == argv) {
        kr_value *values = nkw <= FEW_ARGUMENTS ? few : kr_values_new(vm, nkw);
        for (size_t k = 0; k < nkw; k++) values[k] = argv[argc + k];
        b.values = values;
    }
    binding_fill(&b, argv);
}

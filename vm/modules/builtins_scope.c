/* Built-in functions about names and code: globals, locals, vars, dir, compile, eval, exec.
 *
 * While a built-in runs, vm->frame is its caller's. Code for exec and eval is compiled against the globals
 * dict, which becomes a namespace; with a locals dict of its own, names go through that dict instead.
 * compile() does not know where its code will run, so it always takes the second way; exec() then gives it
 * the globals as locals. */
#include "core/names.h"
#include "core/operate.h"
#include "compiler/compile.h"
#include "modules/builtins.h"
#include "run/class.h"
#include "run/run.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/text.h"

static kr_dict *running_globals(kr_vm *vm) {
    kr_dict *globals = kr_running_globals(vm);
    return globals ? globals : vm->main_globals;
}

/* ---- Names. ---- */

static kr_value content_of(kr_value v) {
    return kr_is_exact(v, &kr_cell_type) ? ((kr_cell *)kr_to_pointer(v))->content : v;
}

/* Registers that hold no variable of the program have an empty name. */
static void add_local(kr_vm *vm, kr_dict *locals, kr_value name, kr_value v) {
    if (v != 0 && !kr_is_absent(v)) v = content_of(v);
    if (v != 0 && !kr_is_absent(v) && name != KR_EMPTY_STR) kr_dict_set_name(vm, locals, kr_intern_str(vm, name), v);
}

kr_value kr_locals(kr_vm *vm) {
    const kr_code *code = kr_running_code(vm);
    if (code && code->flags & KR_CODE_NAMESPACE) {
        kr_value namespace = vm->frame->base[0];
        if (kr_is_dict(namespace)) kr_to_dict(namespace)->flags &= ~(uint32_t)KR_DICT_BODY;
        return namespace;
    }
    if (!code || kr_str_is(code->name, "<module>")) return KR_OBJECT(running_globals(vm));
    kr_dict *locals = kr_dict_new(vm, 0);
    for (size_t i = 0; i < code->local_count; i++)
        add_local(vm, locals, kr_code_locals(code)[i], vm->frame->base[i]);
    for (size_t i = 0; i < code->free_count; i++)
        add_local(vm, locals, kr_code_free_names(code)[i], vm->frame->function->cells[i]);
    return KR_OBJECT(locals);
}

kr_value kr_builtin_globals(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return KR_OBJECT(running_globals(vm));
}

kr_value kr_builtin_locals(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_locals(vm);
}

kr_value kr_builtin_vars(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 0) return kr_locals(vm);
    kr_value attributes = kr_getattr_or(vm, argv[0], N___dict__, KR_UNBOUND);
    if (attributes == KR_UNBOUND) kr_raise_type(vm, "vars() argument must have __dict__ attribute");
    return attributes;
}

kr_value kr_builtin_dir(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc > 0) return kr_dir(vm, argv[0]);
    kr_list *names = kr_list_of(vm, kr_locals(vm));
    kr_list_sort(vm, names, KR_NONE, false);
    return KR_OBJECT(names);
}

/* ---- Code. ---- */

/* Source text of str, bytes and the like. */
static kr_span source_of(kr_vm *vm, kr_value source, const char *function, const char *what) {
    kr_span span;
    const kr_ops *ops = kr_type_of(source)->ops;
    if (kr_is_str(source))
        span = (kr_span){(const uint8_t *)kr_to_str(source)->data, kr_to_str(source)->size};
    else if (ops && ops->buffer)
        span = kr_span_arg(vm, source);
    else
        kr_raise_type(vm, "%s() arg 1 must be a %s", function, what);
    if (span.size > 0 && memchr(span.data, 0, span.size))
        kr_raise_value_error(vm, "source code string cannot contain null bytes");
    return span;
}

static kr_code *compile_source(kr_vm *vm, kr_span source, kr_value file, kr_mode mode, bool separate,
                               kr_dict *globals) {
    kr_compile_options options = {.file = file, .mode = mode, .separate_locals = separate};
    return kr_compile_text(vm, (const char *)source.data, source.size, &options, globals, NULL);
}

kr_value kr_builtin_compile(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const char *mode_name = kr_str_arg(vm, argv[2], "compile() argument 'mode'");
    kr_mode mode = KR_MODE_EXEC;
    if (strcmp(mode_name, "eval") == 0)
        mode = KR_MODE_EVAL;
    else if (strcmp(mode_name, "single") == 0)
        mode = KR_MODE_SINGLE;
    else if (strcmp(mode_name, "exec") != 0)
        kr_raise_value_error(vm, "compile() mode must be 'exec', 'eval' or 'single'");
    kr_span source = source_of(vm, argv[0], "compile", "string, bytes or AST object");
    kr_value file = kr_is_str(argv[1]) ? argv[1] : kr_str_of(vm, argv[1]);
    return KR_OBJECT(compile_source(vm, source, file, mode, true, running_globals(vm)));
}

static bool is_mapping(kr_vm *vm, kr_value v) {
    return kr_special(vm, v, N___getitem__) != KR_UNBOUND;
}

/* The namespaces that eval and exec are given, or else the caller's. */
static void scopes_of(kr_vm *vm, const char *function, size_t argc, const kr_value *argv, kr_dict **globals,
                      kr_value *locals) {
    kr_value g = argc > 1 ? argv[1] : KR_NONE, l = argc > 2 ? argv[2] : KR_NONE;
    bool evaluates = strcmp(function, "eval") == 0;
    if (g != KR_NONE && !kr_is_dict(g)) {
        if (!evaluates) kr_raise_type(vm, "exec() globals must be a dict, not %T", g);
        kr_raise_type(vm, is_mapping(vm, g) ? "globals must be a real dict; try eval(expr, {}, mapping)"
                                            : "globals must be a dict");
    }
    if (l != KR_NONE && !is_mapping(vm, l))
        kr_raise_type(vm, evaluates ? "locals must be a mapping" : "locals must be a mapping or None, not %T",
                      l);
    *globals = g == KR_NONE ? running_globals(vm) : kr_to_dict(g);
    *locals = l != KR_NONE ? l : g != KR_NONE ? g : kr_locals(vm);
    if (g != KR_NONE && kr_dict_get_name(*globals, N___builtins__) == KR_UNBOUND)
        kr_dict_set_name(vm, *globals, N___builtins__, kr_dict_get_name(vm->modules, N_builtins));
}

static kr_value run(kr_vm *vm, const char *function, const char *what, kr_mode mode, size_t argc,
                    const kr_value *argv) {
    kr_dict *globals;
    kr_value locals;
    scopes_of(vm, function, argc, argv, &globals, &locals);
    bool separate = locals != KR_OBJECT(globals);
    if (!kr_is_exact(argv[0], &kr_code_type)) {
        kr_span source = source_of(vm, argv[0], function, what);
        while (mode == KR_MODE_EVAL && source.size > 0 && (*source.data == ' ' || *source.data == '\t')) {
            source.data++;
            source.size--;
        }
        kr_code *code = compile_source(vm, source, kr_intern_text(vm, "<string>"), mode, separate, globals);
        return kr_run_code(vm, code, globals, separate ? locals : KR_UNBOUND);
    }
    kr_code *code = kr_to_code(argv[0]);
    if (code->free_count > 0)
        kr_raise_type(vm, "code object passed to %s() may not contain free variables", function);
    return kr_run_code(vm, code, globals, code->flags & KR_CODE_NAMESPACE ? locals : KR_UNBOUND);
}

kr_value kr_builtin_eval(kr_vm *vm, size_t argc, const kr_value *argv) {
    return run(vm, "eval", "string, bytes or code object", KR_MODE_EVAL, argc, argv);
}

kr_value kr_builtin_exec(kr_vm *vm, size_t argc, const kr_value *argv) {
    run(vm, "exec", "string, bytes or code object", KR_MODE_EXEC, argc, argv);
    return KR_NONE;
}

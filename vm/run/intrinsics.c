/* Intrinsics: what the compiler asks for too rarely to deserve an instruction. The largest is the class
 * statement. */
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/code.h"
#include "run/instruction.h"
#include "run/match.h"
#include "run/module.h"
#include "run/run.h"
#include "types/container.h"
#include "types/text.h"

/* ---- class ---- */

/* Bases that are no classes may stand for some (__mro_entries__). */
static kr_value resolve_bases(kr_vm *vm, kr_value bases) {
    const kr_tuple *given = kr_to_tuple(bases);
    kr_list *resolved = NULL;
    for (size_t i = 0; i < given->size; i++) {
        kr_value base = given->items[i];
        kr_value hook =
            kr_is_type(base) ? KR_UNBOUND : kr_getattr_or(vm, base, N___mro_entries__, KR_UNBOUND);
        if (hook != KR_UNBOUND && resolved == NULL) resolved = kr_to_list(kr_list_new(vm, i, given->items));
        if (hook != KR_UNBOUND) {
            kr_value entries = kr_call(vm, hook, 1, &bases);
            if (!kr_is_tuple(entries)) kr_raise_type(vm, "__mro_entries__ must return a tuple");
            kr_list_extend(vm, resolved, entries);
        } else if (resolved != NULL) {
            kr_list_append(vm, resolved, base);
        }
    }
    return resolved == NULL ? bases : kr_tuple_new(vm, resolved->size, resolved->items);
}

/* What `class Name(bases, keywords)` says, taken apart. */
typedef struct class_statement {
    kr_value name, bases, meta;
    size_t nkw;
    kr_value *values, *names; /* keywords but `metaclass`; a values block each */
} class_statement;

static void take_keywords(kr_vm *vm, class_statement *statement, kr_value keywords) {
    if (keywords == KR_NONE) return;
    kr_dict *dict = kr_to_dict(keywords);
    statement->values = kr_values_new(vm, dict->size + 3); /* three positional arguments come first */
    statement->names = kr_values_new(vm, dict->size + 1);
    kr_value name, value;
    for (size_t position = 0; kr_dict_each(dict, &position, &name, &value);) {
        if (kr_str_is(name, "metaclass")) {
            statement->meta = value;
            continue;
        }
        statement->values[3 + statement->nkw] = value;
        if (!kr_is_str(name)) kr_raise_type(vm, "keywords must be strings");
        statement->names[statement->nkw++] = kr_intern_str(vm, name);
    }
}

static kr_value call_meta(kr_vm *vm, kr_value callee, class_statement *statement, kr_value namespace) {
    kr_value few[3];
    kr_value *argv = statement->values == NULL ? few : statement->values;
    size_t argc = namespace == KR_UNBOUND ? 2 : 3;
    argv += 3 - argc;
    argv[0] = statement->name;
    argv[1] = statement->bases;
    if (argc == 3) argv[2] = namespace;
    return kr_call_kw(vm, callee, argc, argv, statement->nkw, statement->names);
}

static kr_value prepare(kr_vm *vm, class_statement *statement) {
    kr_value hook = KR_UNBOUND;
    if (statement->meta != KR_OBJECT(&kr_type_type))
        hook = kr_getattr_or(vm, statement->meta, N___prepare__, KR_UNBOUND);
    if (hook == KR_UNBOUND) {
        kr_dict *dict = kr_dict_new(vm, 4);
        if (statement->meta == KR_OBJECT(&kr_type_type)) dict->flags |= KR_DICT_BODY;
        kr_dict_fit(vm, dict); /* it grows in small steps */
        return KR_OBJECT(dict);
    }
    kr_value namespace = call_meta(vm, hook, statement, KR_UNBOUND);
    if (!kr_is_dict(namespace)) {
        kr_raise_type(vm, "%S.__prepare__() must return a mapping, not %T",
                      kr_getattr_or(vm, statement->meta, N___name__, N_type), namespace);
    }
    return namespace;
}

static void set_key(kr_vm *vm, kr_value namespace, kr_value name, kr_value value) {
    if (kr_is_exact(namespace, &kr_dict_type)) {
        kr_dict_set_name(vm, kr_to_dict(namespace), name, value);
    } else {
        kr_setitem(vm, namespace, name, value);
    }
}

/* Runs the body, which begins by naming its place, in its namespace. */
static void run_body(kr_vm *vm, kr_value body, kr_value namespace) {
    kr_value cell = kr_call(vm, body, 1, &namespace);
    if (kr_is_exact(cell, &kr_cell_type)) set_key(vm, namespace, N___classcell__, cell);
}

static kr_value build_class(kr_vm *vm, kr_value body, kr_value name, kr_value bases, kr_value keywords) {
    class_statement statement = {.name = name, .meta = KR_OBJECT(&kr_type_type)};
    statement.bases = resolve_bases(vm, bases);
    take_keywords(vm, &statement, keywords);
    if (kr_is_type(statement.meta)) {
        statement.meta = KR_OBJECT(kr_class_metaclass(vm, kr_to_type(statement.meta), statement.bases));
    }
    kr_value namespace = prepare(vm, &statement);
    run_body(vm, body, namespace);
    if (statement.bases != bases) set_key(vm, namespace, N___orig_bases__, bases);
    if (statement.meta != KR_OBJECT(&kr_type_type))
        return call_meta(vm, statement.meta, &statement, namespace);
    const kr_value *values = statement.values == NULL ? NULL : statement.values + 3;
    return kr_class_new(vm, &kr_type_type, name, statement.bases, kr_to_dict(namespace), statement.nkw,
                        values, statement.names);
}

static kr_value build_class_function(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                                     const kr_value *names) {
    if (argc < 2) kr_raise_type(vm, "__build_class__: not enough arguments");
    if (!kr_is_exact(argv[0], &kr_function_type))
        kr_raise_type(vm, "__build_class__: func must be a function");
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "__build_class__: name is not a string");
    kr_value keywords = KR_NONE;
    if (nkw > 0) {
        keywords = KR_OBJECT(kr_dict_new(vm, nkw));
        for (size_t i = 0; i < nkw; i++) kr_dict_set_name(vm, kr_to_dict(keywords), names[i], argv[argc + i]);
    }
    return build_class(vm, argv[0], argv[1], kr_tuple_new(vm, argc - 2, argv + 2), keywords);
}

const kr_builtin kr_build_class_function = KR_BUILTIN_OBJECT(
    N___build_class__, .fn_kw = build_class_function, 0, KR_ANY, KR_FORM_KEYWORDS, KR_BUILTIN_FUNCTION, NULL,
    "__build_class__(func, name, /, *bases, metaclass=None, **kwds)\nWhat the class statement calls.");

/* The class statement; a program may have put something of its own in the place of __build_class__. */
static kr_value run_class_statement(kr_vm *vm, const kr_value *a) {
    kr_value hook = kr_dict_get_name(vm->builtins, N___build_class__), key, value;
    if (hook == KR_OBJECT(&kr_build_class_function)) return build_class(vm, a[0], a[1], a[2], a[3]);
    if (hook == KR_UNBOUND) kr_raise(vm, &kr_NameError_type, "__build_class__ not found");
    kr_list *arguments = kr_to_list(kr_list_new(vm, 2, a)), *names = kr_to_list(kr_list_new(vm, 0, NULL));
    kr_list_extend(vm, arguments, a[2]);
    size_t argc = arguments->size;
    for (size_t position = 0; a[3] != KR_NONE && kr_dict_each(kr_to_dict(a[3]), &position, &key, &value);) {
        if (!kr_is_str(key)) kr_raise_type(vm, "keywords must be strings");
        kr_list_append(vm, arguments, value);
        kr_list_append(vm, names, kr_intern_str(vm, key));
    }
    return kr_call_kw(vm, hook, argc, arguments->items, names->size, names->items);
}

/* ---- The others ---- */

static kr_value namespace_or_globals(kr_vm *vm, kr_value namespace) {
    return namespace == KR_NONE ? KR_OBJECT(kr_running_globals(vm)) : namespace;
}

static void annotate(kr_vm *vm, kr_value namespace, kr_value name, kr_value annotation) {
    kr_value owner = namespace_or_globals(vm, namespace);
    kr_value all = kr_do_namespace_get(vm, owner, N___annotations__);
    if (all == KR_UNBOUND) {
        all = KR_OBJECT(kr_dict_new(vm, 2));
        kr_do_namespace_set(vm, owner, N___annotations__, all);
    }
    kr_setitem(vm, all, name, annotation);
}

/* The tuple waits in the function until somebody asks for __annotations__. */
static void annotate_function(kr_vm *vm, kr_value function, kr_value annotations) {
    const kr_tuple *all = kr_is_tuple(annotations) ? kr_to_tuple(annotations) : NULL;
    const kr_tuple *names =
        all != NULL && all->size > 0 && kr_is_tuple(all->items[0]) ? kr_to_tuple(all->items[0]) : NULL;
    if (names == NULL || names->size + 1 != all->size || !kr_is_exact(function, &kr_function_type))
        kr_raise_type(vm, "bad annotations");
    kr_function_extend(vm, kr_to_pointer(function))->special = annotations;
}

static kr_value exit_call(kr_vm *vm, kr_value exit, kr_value exception) {
    kr_value argv[] = {KR_NONE, KR_NONE, KR_NONE};
    if (exception != KR_NONE) {
        argv[0] = KR_OBJECT(kr_type_of(exception));
        argv[1] = exception;
        argv[2] = ((kr_exception *)kr_to_pointer(exception))->traceback;
    }
    return kr_bool(kr_truth(vm, kr_call(vm, exit, 3, argv)));
}

static bool is_exception(kr_value v) {
    return kr_is_object(v) && (kr_type_word(v)->flags & KR_TYPE_EXCEPTION);
}

/* Is v what a letter of KR_INTRINSICS demands? */
static bool suits(kr_value v, char letter) {
    switch (letter) {
    case 't': return kr_is_exact(v, &kr_tuple_type);
    case 's': return kr_is_str(v);
    case 'i': return kr_is_int(v);
    case 'f': return kr_is_exact(v, &kr_function_type);
    case 'm': return kr_is_dict(v);
    case 'd': return v == KR_NONE || kr_is_dict(v);
    case 'x': return is_exception(v);
    case 'e': return v == KR_NONE || is_exception(v);
    default: return true;
    }
}

/* Code from outside passes the verifier with arguments of any kind. */
static void check_arguments(kr_vm *vm, kr_intrinsic which, size_t argc, const kr_value *argv) {
#define ARGUMENTS(name, arguments, text) arguments,
    static const char *const demands[] = {KR_INTRINSICS(ARGUMENTS)};
#undef ARGUMENTS
    bool fine = strlen(demands[which]) == argc;
    for (size_t i = 0; fine && i < argc; i++) fine = suits(argv[i], demands[which][i]);
    if (!fine) kr_raise(vm, &kr_SystemError_type, "an intrinsic has wrong arguments");
}

kr_value kr_intrinsic_call(kr_vm *vm, kr_intrinsic which, size_t argc, const kr_value *argv) {
    kr_value a[4] = {KR_UNBOUND, KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    check_arguments(vm, which, argc, argv);
    for (size_t i = 0; i < argc; i++) a[i] = argv[i];
    switch (which) {
    case KR_INTRINSIC_IMPORT_STAR: kr_import_star(vm, a[0], namespace_or_globals(vm, a[1])); return KR_NONE;
    case KR_INTRINSIC_MATCH_SEQUENCE: return kr_bool(kr_match_sequence(a[0]));
    case KR_INTRINSIC_MATCH_MAPPING: return kr_bool(kr_match_mapping(a[0]));
    case KR_INTRINSIC_MATCH_LENGTH:
        return kr_bool(kr_match_length(vm, a[0], kr_to_int(a[1]), kr_truth(vm, a[2])));
    case KR_INTRINSIC_MATCH_KEYS: return kr_match_keys(vm, a[0], a[1]);
    case KR_INTRINSIC_MATCH_REST: return kr_match_rest(vm, a[0], a[1]);
    case KR_INTRINSIC_MATCH_CLASS: return kr_match_class(vm, a[0], a[1], (size_t)kr_to_int(a[2]), a[3]);
    case KR_INTRINSIC_ANNOTATE: annotate(vm, a[0], a[1], a[2]); return KR_NONE;
    case KR_INTRINSIC_ANNOTATE_FUNCTION: annotate_function(vm, a[0], a[2]); return a[0];
    case KR_INTRINSIC_BUILD_CLASS: return run_class_statement(vm, a);
    case KR_INTRINSIC_ASYNC_YIELD: return kr_async_wrap(vm, a[0]);
    case KR_INTRINSIC_EXIT_CALL: return exit_call(vm, a[0], a[1]);
    case KR_INTRINSIC_TYPE_ERROR_STAR: kr_raise_type(vm, "Value after * must be an iterable, not %T", a[0]);
    case KR_INTRINSIC_STOP_ASYNC: return kr_bool(kr_exception_is(a[0], &kr_StopAsyncIteration_type));
    case KR_INTRINSIC_COUNT: break;
    }
    return KR_NONE;
}

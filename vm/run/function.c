/* The types of what can be called: functions, built-in functions, methods; and cells and computed attributes.
 *
 * A function's names and docs come from its code; what a program assigns to __name__ and the like goes to a
 * dict of its own (`special`), and all that is rare to an object behind the function, so that an ordinary one
 * is only its header, three words and its cells. */
#include "run/function.h"
#include "core/heap.h"
#include "core/heap_inline.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/descriptors.h"
#include "run/run.h"
#include "types/container.h"
#include "types/text.h"

static void print_at(kr_writer *out, kr_value v) {
    kr_write_text(out, " at ");
    kr_write_address(out, v);
    kr_write_text(out, ">");
}

/* The text of a built-in's doc behind its first line, the signature. */
static kr_value doc_text(kr_vm *vm, const char *doc) {
    if (doc == NULL) return KR_NONE;
    const char *text = strchr(doc, '\n');
    return kr_str_text(vm, text == NULL ? doc : text + 1);
}

static kr_value doc_signature(kr_vm *vm, const char *doc) {
    const char *parameters = doc == NULL ? NULL : strchr(doc, '(');
    if (parameters == NULL) return KR_NONE;
    return kr_str_new(vm, parameters, strcspn(parameters, "\n"));
}

/* ---- Functions ---- */

static kr_function *to_function(kr_vm *vm, kr_value v) {
    if (!kr_is_exact(v, &kr_function_type))
        kr_raise_type(vm, "descriptor for 'function' objects doesn't apply to a '%T' object", v);
    return kr_to_pointer(v);
}

kr_function_more *kr_function_extend(kr_vm *vm, kr_function *function) {
    if (kr_function_rest(function) != NULL) return kr_to_pointer(function->more);
    kr_function_more *more = kr_new(vm, &kr_function_more_type, sizeof *more);
    more->defaults = function->more;
    more->keyword_defaults = KR_NONE;
    function->more = KR_OBJECT(more);
    return more;
}

static kr_value special_of(const kr_function *function) {
    const kr_function_more *more = kr_function_rest(function);
    return more == NULL ? 0 : more->special;
}

/* The dict of special attributes; annotations become one there. */
static kr_dict *special_dict(kr_vm *vm, kr_function *function) {
    kr_value found = special_of(function);
    if (found != 0 && kr_is_dict(found)) return kr_to_dict(found);
    kr_dict *special = kr_dict_new(vm, 1);
    if (found != 0) {
        const kr_value *items = kr_to_tuple(found)->items;
        const kr_tuple *names = kr_to_tuple(items[0]);
        kr_dict *annotations = kr_dict_new(vm, names->size);
        for (size_t i = 0; i < names->size; i++)
            kr_dict_set_name(vm, annotations, names->items[i], items[i + 1]);
        kr_dict_set_name(vm, special, N___annotations__, KR_OBJECT(annotations));
    }
    kr_function_extend(vm, function)->special = KR_OBJECT(special);
    return special;
}

/* What was assigned to a special attribute, or the fallback. */
static kr_value special_or(kr_vm *vm, const kr_function *function, kr_value name, kr_value fallback) {
    (void)vm;
    kr_value special = special_of(function);
    if (special == 0 || !kr_is_dict(special)) return fallback;
    kr_value found = kr_dict_get_name(kr_to_dict(special), name);
    return found == KR_UNBOUND ? fallback : found;
}

static void set_special(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    kr_dict_set_name(vm, special_dict(vm, to_function(vm, v)), name, value);
}

static void set_special_str(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    if (value == KR_UNBOUND || !kr_is_str(value))
        kr_raise_type(vm, "%S must be set to a string object", name);
    set_special(vm, v, name, value);
}

static kr_value function_name(kr_vm *vm, kr_value v) {
    const kr_function *function = to_function(vm, v);
    return special_or(vm, function, N___name__, kr_code_read(vm, function->code)->name);
}

static void function_set_name(kr_vm *vm, kr_value v, kr_value value) {
    set_special_str(vm, v, N___name__, value);
}

static kr_value function_qualname(kr_vm *vm, kr_value v) {
    const kr_function *function = to_function(vm, v);
    kr_value name = special_or(vm, function, N___qualname__, KR_UNBOUND);
    return name != KR_UNBOUND ? name : kr_code_qualified_name(vm, function->code);
}

static void function_set_qualname(kr_vm *vm, kr_value v, kr_value value) {
    set_special_str(vm, v, N___qualname__, value);
}

static kr_value function_doc(kr_vm *vm, kr_value v) {
    const kr_function *function = to_function(vm, v);
    return special_or(vm, function, N___doc__, kr_code_doc(kr_code_read(vm, function->code)));
}

static void function_set_doc(kr_vm *vm, kr_value v, kr_value value) {
    set_special(vm, v, N___doc__, value == KR_UNBOUND ? KR_NONE : value);
}

static kr_value function_module(kr_vm *vm, kr_value v) {
    const kr_function *function = to_function(vm, v);
    kr_value module = kr_dict_get_name(function->globals, N___name__);
    return special_or(vm, function, N___module__, module == KR_UNBOUND ? KR_NONE : module);
}

static void function_set_module(kr_vm *vm, kr_value v, kr_value value) {
    set_special(vm, v, N___module__, value == KR_UNBOUND ? KR_NONE : value);
}

static kr_value function_annotations(kr_vm *vm, kr_value v) {
    kr_value found = kr_dict_get_name(special_dict(vm, to_function(vm, v)), N___annotations__);
    if (found != KR_UNBOUND) return found;
    kr_value made = KR_OBJECT(kr_dict_new(vm, 0));
    set_special(vm, v, N___annotations__, made);
    return made;
}

static void function_set_annotations(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND || value == KR_NONE) value = KR_OBJECT(kr_dict_new(vm, 0));
    if (!kr_is_dict(value)) kr_raise_type(vm, "__annotations__ must be set to a dict object");
    set_special(vm, v, N___annotations__, value);
}

static kr_value function_defaults(kr_vm *vm, kr_value v) {
    return kr_function_defaults(to_function(vm, v));
}

static void function_set_defaults(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND) value = KR_NONE;
    if (value != KR_NONE && !kr_is_tuple(value))
        kr_raise_type(vm, "__defaults__ must be set to a tuple object");
    kr_function *function = to_function(vm, v);
    if (kr_function_rest(function) != NULL)
        kr_function_extend(vm, function)->defaults = value;
    else
        function->more = value;
}

static kr_value function_kwdefaults(kr_vm *vm, kr_value v) {
    return kr_function_keyword_defaults(to_function(vm, v));
}

static void function_set_kwdefaults(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND) value = KR_NONE;
    if (value != KR_NONE && !kr_is_dict(value))
        kr_raise_type(vm, "__kwdefaults__ must be set to a dict object");
    kr_function_extend(vm, to_function(vm, v))->keyword_defaults = value;
}

static kr_value function_code(kr_vm *vm, kr_value v) {
    return KR_OBJECT(to_function(vm, v)->code);
}

static void function_set_code(kr_vm *vm, kr_value v, kr_value value) {
    kr_function *function = to_function(vm, v);
    if (value == KR_UNBOUND || !kr_is_exact(value, &kr_code_type))
        kr_raise_type(vm, "__code__ must be set to a code object");
    kr_code *code = kr_to_code(value);
    if (kr_code_free_count(code) != kr_code_free_count(function->code))
        kr_raise_value_error(vm, "%S() requires a code object with %u free vars, not %u",
                             function_name(vm, v), kr_code_free_count(function->code),
                             kr_code_free_count(code));
    kr_value name = function_name(vm, v), qualified = function_qualname(vm, v);
    set_special(vm, v, N___name__, name);
    set_special(vm, v, N___qualname__, qualified);
    function->code = kr_code_link(vm, code, function->globals);
}

static kr_value function_globals(kr_vm *vm, kr_value v) {
    return KR_OBJECT(to_function(vm, v)->globals);
}

static kr_value function_closure(kr_vm *vm, kr_value v) {
    const kr_function *function = to_function(vm, v);
    return kr_code_free_count(function->code) == 0
               ? KR_NONE
               : kr_tuple_new(vm, kr_code_free_count(function->code), function->cells);
}

static kr_value function_dict(kr_vm *vm, kr_value v) {
    kr_function_more *more = kr_function_extend(vm, to_function(vm, v));
    if (more->attributes == 0) more->attributes = KR_OBJECT(kr_dict_new(vm, 0));
    return more->attributes;
}

static void function_set_dict(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND) kr_raise_type(vm, "cannot delete __dict__");
    if (!kr_is_dict(value)) kr_raise_type(vm, "__dict__ must be set to a dictionary, not a '%T'", value);
    kr_function_extend(vm, to_function(vm, v))->attributes = value;
}

KR_GETSET(__name__, function_name, function_set_name);
KR_GETSET(__qualname__, function_qualname, function_set_qualname);
KR_GETSET(__doc__, function_doc, function_set_doc);
KR_GETSET(__module__, function_module, function_set_module);
KR_GETSET(__annotations__, function_annotations, function_set_annotations);
KR_GETSET(__defaults__, function_defaults, function_set_defaults);
KR_GETSET(__kwdefaults__, function_kwdefaults, function_set_kwdefaults);
KR_GETSET(__code__, function_code, function_set_code);
KR_GETSET(__globals__, function_globals, NULL);
KR_GETSET(__closure__, function_closure, NULL);
KR_GETSET(__dict__, function_dict, function_set_dict);

static const kr_member function_members[] = {
    KR_GETSET_ENTRY(__name__, function_name),
    KR_GETSET_ENTRY(__qualname__, function_qualname),
    KR_GETSET_ENTRY(__doc__, function_doc),
    KR_GETSET_ENTRY(__module__, function_module),
    KR_GETSET_ENTRY(__annotations__, function_annotations),
    KR_GETSET_ENTRY(__defaults__, function_defaults),
    KR_GETSET_ENTRY(__kwdefaults__, function_kwdefaults),
    KR_GETSET_ENTRY(__code__, function_code),
    KR_GETSET_ENTRY(__globals__, function_globals),
    KR_GETSET_ENTRY(__closure__, function_closure),
    KR_GETSET_ENTRY(__dict__, function_dict),
};

/* Names in `attributes` may be any str, from __dict__: they are compared by value. */
static kr_value attributes_get(kr_vm *vm, kr_value attributes, kr_value name) {
    return attributes == 0 ? KR_UNBOUND : kr_dict_get(vm, kr_to_dict(attributes), name);
}

static bool attributes_set(kr_vm *vm, kr_value *attributes, kr_value name, kr_value value) {
    if (value == KR_UNBOUND) return *attributes != 0 && kr_dict_delete(vm, kr_to_dict(*attributes), name);
    if (*attributes == 0) *attributes = KR_OBJECT(kr_dict_new(vm, 1));
    kr_dict_set(vm, kr_to_dict(*attributes), name, value);
    return true;
}

static kr_value function_getattr(kr_vm *vm, kr_value v, kr_value name) {
    const kr_function_more *more = kr_function_rest(to_function(vm, v));
    return more == NULL ? KR_UNBOUND : attributes_get(vm, more->attributes, name);
}

static bool function_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    kr_function *function = to_function(vm, v);
    if (value == KR_UNBOUND && kr_function_rest(function) == NULL) return false;
    return attributes_set(vm, &kr_function_extend(vm, function)->attributes, name, value);
}

static void function_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    kr_write_format(out, "<function %S", function_qualname(vm, v));
    print_at(out, v);
}

static void function_trace(kr_vm *vm, kr_object *object) {
    const kr_function *function = (kr_function *)object;
    kr_mark_values(vm, (const kr_value *)&function->code, 3); /* code, globals, more */
    if (function->code != NULL) kr_mark_values(vm, function->cells, kr_code_free_count(function->code));
}

static void more_trace(kr_vm *vm, kr_object *object) {
    kr_mark_values(vm, &((kr_function_more *)object)->defaults, 4); /* to special */
}

static const kr_ops more_ops = {.trace = more_trace};
const kr_type kr_function_more_type = {
    .head = {&kr_type_type},
    .name = N_function,
    .base = &kr_object_type,
    .solid = &kr_function_more_type,
    .ops = &more_ops,
    .flags = KR_TYPE_FINAL | KR_TYPE_OPAQUE,
    .size = sizeof(kr_function_more),
};

static kr_value function_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)owner;
    return instance == KR_UNBOUND ? v : kr_method_new(vm, v, instance);
}

/* The cells of a new function's closure: as many as the code captures. */
static const kr_value *closure_cells(kr_vm *vm, const kr_code *code, kr_value closure) {
    if (closure == KR_UNBOUND) closure = KR_NONE;
    if (!kr_is_tuple(closure) && (closure != KR_NONE || kr_code_free_count(code) > 0))
        kr_raise_type(vm, "arg 5 (closure) must be %stuple", kr_code_free_count(code) > 0 ? "" : "None or ");
    size_t count = closure == KR_NONE ? 0 : kr_to_tuple(closure)->size;
    const kr_value *cells = closure == KR_NONE ? NULL : kr_to_tuple(closure)->items;
    if (count != kr_code_free_count(code))
        kr_raise_value_error(vm, "%S requires closure of length %u, not %zu",
                             kr_code_read(vm, (kr_code *)(uintptr_t)code)->name, kr_code_free_count(code),
                             count);
    for (size_t i = 0; i < count; i++) {
        if (!kr_is_exact(cells[i], &kr_cell_type))
            kr_raise_type(vm, "arg 5 (closure) expected cell, found %T", cells[i]);
    }
    return cells;
}

static kr_value function_new(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value name = argv[2], defaults = argv[3];
    if (!kr_is_exact(argv[0], &kr_code_type))
        kr_raise_type(vm, "function() argument 'code' must be code, not %T", argv[0]);
    if (!kr_is_dict(argv[1]))
        kr_raise_type(vm, "function() argument 'globals' must be dict, not %T", argv[1]);
    if (name != KR_UNBOUND && name != KR_NONE && !kr_is_str(name))
        kr_raise_type(vm, "arg 3 (name) must be None or string");
    if (defaults != KR_UNBOUND && defaults != KR_NONE && !kr_is_tuple(defaults))
        kr_raise_type(vm, "arg 4 (defaults) must be None or tuple");
    if ((KR_FLASH_FIELD(kr_to_code(argv[0]), flags) & KR_CODE_NAMESPACE) &&
        (defaults == KR_UNBOUND || defaults == KR_NONE))
        defaults = kr_tuple_new(vm, 1, &argv[1]); /* code of a module runs in its globals */
    const kr_value *cells = closure_cells(vm, kr_to_code(argv[0]), argv[4]);
    kr_code *code = kr_code_link(vm, kr_to_code(argv[0]), kr_to_dict(argv[1]));
    size_t size = kr_code_free_count(code) * sizeof(kr_value);
    kr_function *function = kr_new(vm, &kr_function_type, sizeof *function + size);
    function->code = code;
    function->globals = kr_to_dict(argv[1]);
    function->more = defaults == KR_UNBOUND ? KR_NONE : defaults;
    if (size > 0) memcpy(function->cells, cells, size);
    if (name != KR_UNBOUND && name != KR_NONE) function_set_name(vm, KR_OBJECT(function), name);
    return KR_OBJECT(function);
}
KR_FUNCTION(function, function_new, 2, 5, "code,globals,name,argdefs,closure",
            "function(code, globals, name=None, argdefs=None, closure=None)\nA function of a code object.");

static kr_value function_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    (void)cls;
    return kr_call_builtin(vm, &native_function_new, argc, argv, nkw, names);
}

static const kr_ops function_ops = {
    .trace = function_trace,
    .print = function_print,
    .getattr = function_getattr,
    .setattr = function_setattr,
    .get = function_get,
};

const kr_type kr_function_type = {
    .head = {&kr_type_type},
    .name = N_function,
    .base = &kr_object_type,
    .solid = &kr_function_type,
    .ops = &function_ops,
    .flags = KR_TYPE_FINAL | KR_TYPE_VARIABLE,
    .size = sizeof(kr_function),
    .members = function_members,
    .member_count = sizeof function_members / sizeof *function_members,
    .make = function_make,
};

/* ---- Built-in functions ---- */

static const kr_builtin *to_builtin(kr_value v) {
    return kr_to_pointer(v);
}

static kr_value builtin_name(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_builtin(v)->name;
}

static kr_value builtin_doc(kr_vm *vm, kr_value v) {
    return doc_text(vm, kr_builtin_doc(to_builtin(v)));
}

static kr_value builtin_signature(kr_vm *vm, kr_value v) {
    return doc_signature(vm, kr_builtin_doc(to_builtin(v)));
}

static kr_value builtin_module(kr_vm *vm, kr_value v) {
    (void)vm, (void)v;
    return N_builtins;
}

KR_GETSET(__name__, builtin_name, NULL);
KR_GETSET(__doc__, builtin_doc, NULL);
KR_GETSET(__text_signature__, builtin_signature, NULL);
KR_GETSET(__module__, builtin_module, NULL);

static const kr_member builtin_members[] = {
    KR_GETSET_ENTRY(__name__, builtin_name),     {N___qualname__, KR_OBJECT(&getset_builtin_name)},
    KR_GETSET_ENTRY(__doc__, builtin_doc),       KR_GETSET_ENTRY(__text_signature__, builtin_signature),
    KR_GETSET_ENTRY(__module__, builtin_module),
};

static void builtin_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, "<built-in function %S>", to_builtin(v)->name);
}

static const kr_ops builtin_ops = {.print = builtin_print};
const kr_type kr_builtin_type = {
    .head = {&kr_type_type},
    .name = N_builtin_function_or_method,
    .base = &kr_object_type,
    .solid = &kr_builtin_type,
    .ops = &builtin_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_builtin),
    .members = builtin_members,
    .member_count = sizeof builtin_members / sizeof *builtin_members,
};

/* ---- Methods of built-in types, taken from the type ---- */

typedef struct unbound_method {
    kr_object head;
    kr_value builtin;
    kr_value owner; /* the type that has it: the first argument must be an instance */
} unbound_method;

static const kr_type unbound_type;

/* The type of the chain that defines the method. */
static const kr_type *find_definer(const kr_type *owner, kr_value attribute) {
    kr_value name = to_builtin(attribute)->name;
    for (const kr_type *type = owner->flags & KR_TYPE_CLASS ? owner->base : owner; type != NULL;
         type = type->base) {
        if (type->flags & KR_TYPE_CLASS) continue;
        if (kr_members_find(type->members, KR_FLASH_FIELD(type, member_count), name) == attribute ||
            kr_dunder_wrapper(type, name) == attribute)
            return type;
    }
    return &kr_object_type;
}

kr_value kr_unbound_method(kr_vm *vm, kr_value attribute, const kr_type *owner) {
    const kr_type *definer = find_definer(owner, attribute);
    if (definer == &kr_object_type) return attribute;
    unbound_method *method = kr_new_raw(vm, &unbound_type, sizeof *method);
    method->builtin = attribute;
    method->owner = KR_OBJECT(definer);
    return KR_OBJECT(method);
}

static const unbound_method *to_unbound(kr_value v) {
    return kr_to_pointer(v);
}

static void check_receiver(kr_vm *vm, const unbound_method *method, kr_value receiver) {
    const kr_type *owner = kr_to_type(method->owner);
    if (kr_is_subtype(kr_type_of(receiver), owner)) return;
    kr_value name = to_builtin(method->builtin)->name;
    bool special = kr_flash_byte(kr_to_str(name)->data) == '_';
    kr_raise_type(vm,
                  special ? "descriptor '%S' requires a '%N' object but received a '%T'"
                          : "descriptor '%S' for '%N' objects doesn't apply to a '%T' object",
                  name, owner, receiver);
}

static kr_value unbound_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    const unbound_method *method = to_unbound(callee);
    if (argc == 0) {
        kr_raise_type(vm, "unbound method %N.%S() needs an argument", kr_to_type(method->owner),
                      to_builtin(method->builtin)->name);
    }
    check_receiver(vm, method, argv[0]);
    return kr_call_kw(vm, method->builtin, argc, argv, nkw, names);
}

static kr_value unbound_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)owner;
    if (instance == KR_UNBOUND) return v;
    check_receiver(vm, to_unbound(v), instance);
    return kr_method_new(vm, to_unbound(v)->builtin, instance);
}

static void unbound_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((unbound_method *)object)->builtin);
    kr_mark(vm, ((unbound_method *)object)->owner);
}

static void unbound_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    const unbound_method *method = to_unbound(v);
    kr_write_format(out, "<method '%S' of '%N' objects>", to_builtin(method->builtin)->name,
                    kr_to_type(method->owner));
}

static kr_value unbound_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    (void)vm;
    if ((op != KR_EQ && op != KR_NE) || !kr_is_exact(b, &unbound_type)) return KR_NOT_IMPLEMENTED;
    bool same =
        to_unbound(a)->builtin == to_unbound(b)->builtin && to_unbound(a)->owner == to_unbound(b)->owner;
    return kr_bool(same == (op == KR_EQ));
}

static kr_word unbound_hash(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)((to_unbound(v)->builtin ^ to_unbound(v)->owner) >> 4);
}

static kr_value unbound_qualname(kr_vm *vm, kr_value v) {
    return kr_str_format(vm, "%N.%S", kr_to_type(to_unbound(v)->owner),
                         to_builtin(to_unbound(v)->builtin)->name);
}

static kr_value unbound_name(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_builtin(to_unbound(v)->builtin)->name;
}

static kr_value unbound_doc(kr_vm *vm, kr_value v) {
    return doc_text(vm, kr_builtin_doc(to_builtin(to_unbound(v)->builtin)));
}

static kr_value unbound_objclass(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_unbound(v)->owner;
}

KR_GETSET(__name__, unbound_name, NULL);
KR_GETSET(__qualname__, unbound_qualname, NULL);
KR_GETSET(__doc__, unbound_doc, NULL);
KR_GETSET(__objclass__, unbound_objclass, NULL);

static const kr_member unbound_members[] = {
    KR_GETSET_ENTRY(__name__, unbound_name),
    KR_GETSET_ENTRY(__qualname__, unbound_qualname),
    KR_GETSET_ENTRY(__doc__, unbound_doc),
    KR_GETSET_ENTRY(__objclass__, unbound_objclass),
};

static const kr_ops unbound_ops = {
    .trace = unbound_trace,
    .print = unbound_print,
    .hash = unbound_hash,
    .compare = unbound_compare,
    .call = unbound_call,
    .get = unbound_get,
};

static const kr_type unbound_type = {
    .head = {&kr_type_type},
    .name = N_method_descriptor,
    .base = &kr_object_type,
    .solid = &unbound_type,
    .ops = &unbound_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(unbound_method),
    .members = unbound_members,
    .member_count = sizeof unbound_members / sizeof *unbound_members,
};

/* ---- Bound methods ---- */

static const kr_method *to_method(kr_value v) {
    return kr_to_pointer(v);
}

kr_value kr_method_new(kr_vm *vm, kr_value function, kr_value self) {
    kr_method *method = kr_new_quick(vm, &kr_method_type, sizeof *method);
    method->function = function;
    method->self = self;
    return KR_OBJECT(method);
}

static kr_value method_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    (void)cls, (void)names;
    if (nkw > 0) kr_raise_type(vm, "method() takes no keyword arguments");
    if (argc != 2) kr_raise_type(vm, "method expected 2 arguments, got %zu", argc);
    if (!kr_is_callable(vm, argv[0])) kr_raise_type(vm, "first argument must be callable");
    if (argv[1] == KR_NONE) kr_raise_type(vm, "self must not be None");
    return kr_method_new(vm, argv[0], argv[1]);
}

static kr_value method_func(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_method(v)->function;
}

static kr_value method_self(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_method(v)->self;
}

static kr_value method_doc(kr_vm *vm, kr_value v) {
    return kr_getattr_or(vm, to_method(v)->function, N___doc__, KR_NONE);
}

KR_GETSET(__func__, method_func, NULL);
KR_GETSET(__self__, method_self, NULL);
KR_GETSET(__doc__, method_doc, NULL);

static const kr_member method_members[] = {
    KR_GETSET_ENTRY(__func__, method_func),
    KR_GETSET_ENTRY(__self__, method_self),
    KR_GETSET_ENTRY(__doc__, method_doc),
};

static kr_value method_getattr(kr_vm *vm, kr_value v, kr_value name) {
    return kr_getattr_or(vm, to_method(v)->function, name, KR_UNBOUND);
}

static void method_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    const kr_method *method = to_method(v);
    if (kr_is_exact(method->function, &kr_builtin_type)) {
        kr_write_format(out, "<built-in method %S of %T object", to_builtin(method->function)->name,
                        method->self);
        print_at(out, method->self);
        return;
    }
    kr_value name = kr_getattr_or(vm, method->function, N___qualname__, KR_UNBOUND);
    if (name == KR_UNBOUND) name = kr_getattr_or(vm, method->function, N___name__, KR_CHAR_STR('?'));
    kr_write_format(out, "<bound method %S of %R>", name, method->self);
}

static kr_value method_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if ((op != KR_EQ && op != KR_NE) || !kr_is_exact(b, &kr_method_type)) return KR_NOT_IMPLEMENTED;
    bool same = to_method(a)->self == to_method(b)->self &&
                kr_equal(vm, to_method(a)->function, to_method(b)->function);
    return kr_bool(same == (op == KR_EQ));
}

static kr_word method_hash(kr_vm *vm, kr_value v) {
    return (kr_word)(to_method(v)->self >> 4) ^ kr_hash(vm, to_method(v)->function);
}

static void method_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((kr_method *)object)->function);
    kr_mark(vm, ((kr_method *)object)->self);
}

static const kr_ops method_ops = {
    .trace = method_trace,
    .print = method_print,
    .hash = method_hash,
    .compare = method_compare,
    .getattr = method_getattr,
};

const kr_type kr_method_type = {
    .head = {&kr_type_type},
    .name = N_method,
    .base = &kr_object_type,
    .solid = &kr_method_type,
    .ops = &method_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_method),
    .members = method_members,
    .member_count = sizeof method_members / sizeof *method_members,
    .make = method_make,
};

/* ---- Cells ---- */

static kr_value cell_contents(kr_vm *vm, kr_value v) {
    kr_value content = ((kr_cell *)kr_to_pointer(v))->content;
    if (content == KR_UNBOUND) kr_raise_value_error(vm, "Cell is empty");
    return content;
}

static void cell_set_contents(kr_vm *vm, kr_value v, kr_value value) {
    (void)vm;
    ((kr_cell *)kr_to_pointer(v))->content = value;
}
KR_GETSET(cell_contents, cell_contents, cell_set_contents);
static const kr_member cell_members[] = {KR_GETSET_ENTRY(cell_contents, cell_contents)};

static void cell_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((kr_cell *)object)->content);
}

static void cell_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_value content = ((kr_cell *)kr_to_pointer(v))->content;
    kr_write_text(out, "<cell at ");
    kr_write_address(out, v);
    if (content == KR_UNBOUND) {
        kr_write_text(out, ": empty>");
    } else {
        kr_write_format(out, ": %T object", content);
        print_at(out, content);
    }
}

static kr_value cell_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)names;
    if (argc > 1 || nkw > 0) kr_raise_type(vm, "cell expected at most 1 argument, got %zu", argc + nkw);
    kr_cell *cell = kr_new_raw(vm, cls, sizeof *cell);
    cell->content = argc == 0 ? KR_UNBOUND : argv[0];
    return KR_OBJECT(cell);
}

static const kr_ops cell_ops = {.trace = cell_trace, .print = cell_print};
const kr_type kr_cell_type = {
    .head = {&kr_type_type},
    .name = N_cell,
    .base = &kr_object_type,
    .solid = &kr_cell_type,
    .ops = &cell_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_cell),
    .members = cell_members,
    .member_count = 1,
    .make = cell_make,
};

/* ---- Computed attributes ---- */

static const kr_getset *to_getset(kr_value v) {
    return kr_to_pointer(v);
}

static kr_value getset_get(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner) {
    (void)owner;
    return instance == KR_UNBOUND ? v : to_getset(v)->get(vm, instance);
}

static void getset_set(kr_vm *vm, kr_value v, kr_value instance, kr_value value) {
    const kr_getset *getset = to_getset(v);
    if (getset->set == NULL) {
        kr_raise(vm, &kr_AttributeError_type, "attribute '%S' of '%T' objects is not writable", getset->name,
                 instance);
    }
    getset->set(vm, instance, value);
}

static kr_value getset_name(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_getset(v)->name;
}
KR_GETSET(__name__, getset_name, NULL);
static const kr_member getset_members[] = {KR_GETSET_ENTRY(__name__, getset_name)};

static void getset_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, "<attribute '%S'>", to_getset(v)->name);
}

static const kr_ops getset_ops = {.print = getset_print, .get = getset_get, .set = getset_set};
const kr_type kr_getset_type = {
    .head = {&kr_type_type},
    .name = N_getset_descriptor,
    .base = &kr_object_type,
    .solid = &kr_getset_type,
    .ops = &getset_ops,
    .flags = KR_TYPE_FINAL | KR_TYPE_DATA_DESCRIPTOR,
    .size = sizeof(kr_getset),
    .members = getset_members,
    .member_count = 1,
};

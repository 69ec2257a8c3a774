/* help(): what an object says of itself, and what can be done with it.
 *
 *     name(parameters)            the first line of a built-in's documentation; computed for Python functions
 *         documentation
 *       member(parameters)        the public members of modules, classes and of an object's class, each with
 *           first line             the first line of its documentation
 *
 * Nothing is asked of the object but its type and its __doc__: properties do not run. */
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/builtins.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/function.h"
#include "run/module.h"
#include "types/container.h"
#include "types/text.h"

#define COLUMNS 4
#define WIDTH   19 /* of a column: four make a narrow terminal's line */

/* ---- Signatures ---- */

static void write_default(kr_writer *out, kr_value v) {
    kr_write_text(out, "=");
    kr_write_value(out, v, false);
}

static void write_separator(kr_writer *out, bool *first) {
    if (!*first) kr_write_text(out, ", ");
    *first = false;
}

static void write_positional(kr_writer *out, const kr_function *f, bool bound, bool *first) {
    const kr_code *code = kr_code_read(out->vm, f->code);
    const kr_value *names = kr_code_locals(code);
    kr_value given = kr_function_defaults(f);
    const kr_tuple *defaults = kr_is_tuple(given) ? kr_to_tuple(given) : NULL;
    size_t plain = code->positional_count - (defaults == NULL ? 0 : defaults->size);
    for (size_t i = bound ? 1 : 0; i < code->positional_count; i++) {
        write_separator(out, first);
        kr_write_value(out, names[i], true);
        if (i >= plain) write_default(out, defaults->items[i - plain]);
        if (i + 1 == code->positional_only_count) kr_write_text(out, ", /");
    }
}

/* name(a, /, b=1, *args, c, d=2, **kwargs) */
static void write_signature(kr_vm *vm, kr_writer *out, kr_value name, const kr_function *f, bool bound) {
    const kr_code *code = kr_code_read(vm, f->code);
    const kr_value *names = kr_code_locals(code);
    size_t at = code->positional_count + kr_code_keyword_only(code);
    kr_value keywords = kr_function_keyword_defaults(f);
    bool first = true;
    kr_write_format(out, "%S(", name);
    write_positional(out, f, bound, &first);
    if ((code->flags & KR_CODE_VARARGS) || kr_code_keyword_only(code) > 0) {
        write_separator(out, &first);
        kr_write_text(out, "*");
        if (code->flags & KR_CODE_VARARGS) kr_write_value(out, names[at++], true);
    }
    for (size_t i = code->positional_count; i < code->positional_count + kr_code_keyword_only(code); i++) {
        write_separator(out, &first);
        kr_write_value(out, names[i], true);
        kr_value value = kr_is_dict(keywords) ? kr_dict_get(vm, kr_to_dict(keywords), names[i]) : KR_UNBOUND;
        if (value != KR_UNBOUND) write_default(out, value);
    }
    if (code->flags & KR_CODE_VARKEYWORDS) {
        write_separator(out, &first);
        kr_write_format(out, "**%S", names[at]);
    }
    kr_write_text(out, ")");
}

/* ---- Documentation ---- */

/* Appends lines, each behind `margin` blanks; of a docstring the margin that its further lines share is taken
 * away. */
static void write_doc(kr_writer *out, const char *text, size_t size, size_t margin, bool only_first) {
    size_t shared = SIZE_MAX;
    for (const char *line = memchr(text, '\n', size), *end = text + size; line != NULL;
         line = memchr(line, '\n', (size_t)(end - line))) {
        size_t blanks = strspn(++line, " ");
        if (line + blanks < end && line[blanks] != '\n' && blanks < shared) shared = blanks;
    }
    for (const char *line = text, *end = text + size; line < end;) {
        const char *newline = memchr(line, '\n', (size_t)(end - line)),
                   *stop = newline == NULL ? end : newline;
        size_t blanks = strspn(line, " "), skip = line == text ? blanks : blanks < shared ? blanks : shared;
        if (line + skip < stop) {
            for (size_t i = 0; i < margin; i++) kr_write_text(out, " ");
            kr_write(out, line + skip, (size_t)(stop - line) - skip);
        }
        kr_write_text(out, "\n");
        if (only_first) return;
        line = stop + 1;
    }
}

/* The function behind a method, class method or property, and whether its first parameter is given already.
 */
static kr_value function_of(kr_vm *vm, kr_value v, bool *bound) {
    for (int i = 0; i < 3; i++) { /* a method of a wrapped function */
        if (kr_is_exact(v, &kr_method_type)) {
            *bound = true;
            v = ((kr_method *)kr_to_pointer(v))->function;
        } else if (kr_is_exact(v, &kr_staticmethod_type) || kr_is_exact(v, &kr_classmethod_type)) {
            *bound = kr_is_exact(v, &kr_classmethod_type);
            v = kr_getattr_or(vm, v, N___func__, KR_NONE);
        }
    }
    const kr_type *type = kr_type_of(v);
    if (!(type->flags & KR_TYPE_CLASS) && type->name == N_method_descriptor) { /* str.join */
        kr_value owner = kr_getattr(vm, v, N___objclass__), name = kr_getattr(vm, v, N___name__);
        v = kr_type_lookup(vm, kr_to_type(owner), name);
    }
    return v;
}

static kr_value doc_of(kr_vm *vm, kr_value v) {
    kr_value doc = kr_is_object(v) ? kr_getattr_or(vm, v, N___doc__, KR_NONE) : KR_NONE;
    return kr_is_str(doc) ? doc : KR_NONE;
}

/* The line that names a member, and its documentation. */
static void write_member(kr_vm *vm, kr_writer *out, kr_value name, kr_value v, size_t margin,
                         bool short_form) {
    bool bound = false;
    kr_value callee = function_of(vm, v, &bound);
    const char *text = NULL;
    size_t size = 0;
    for (size_t i = 0; i < margin; i++) kr_write_text(out, " ");
    if (kr_is_exact(callee, &kr_function_type)) {
        write_signature(vm, out, name, kr_to_pointer(callee), bound);
    } else if (kr_is_exact(callee, &kr_builtin_type) && kr_builtin_doc(kr_to_pointer(callee)) != NULL) {
        const char *doc = kr_builtin_doc(kr_to_pointer(callee));
        size_t first = strcspn(doc, "\n");
        kr_write(out, doc, first);
        text = doc[first] == '\n' ? doc + first + 1 : "";
        size = strlen(text);
    } else {
        kr_write_value(out, name, true);
        bool plain = !kr_is_type(v) && !kr_is_exact(v, &kr_property_type) &&
                     !kr_is_exact(v, &kr_getset_type) && !kr_is_kind(v, &kr_module_type) &&
                     !kr_is_callable(vm, v);
        if (plain && short_form) {
            kr_value repr = kr_repr_of(vm, v);
            if (kr_to_str(repr)->size <= 60) kr_write_format(out, " = %S", repr);
            kr_write_text(out, "\n");
            return;
        }
    }
    kr_write_text(out, "\n");
    kr_value doc = text == NULL ? doc_of(vm, v) : KR_NONE;
    if (doc != KR_NONE) text = kr_to_str(doc)->data, size = kr_to_str(doc)->size;
    if (text != NULL) write_doc(out, text, size, margin + 4, short_form);
}

/* ---- Members ---- */

/* An attribute as it is stored: what would be computed is not. */
static kr_value stored(kr_vm *vm, kr_value v, kr_value name) {
    if (kr_is_type(v)) return kr_type_lookup(vm, kr_to_type(v), name);
    return kr_getattr_or(vm, v, name, KR_UNBOUND);
}

static void write_members(kr_vm *vm, kr_writer *out, kr_value v) {
    const kr_list *names = kr_to_list(kr_dir(vm, v));
    for (size_t i = 0; i < names->size; i++) {
        kr_value name = names->items[i];
        if (!kr_is_str(name) || kr_to_str(name)->data[0] == '_') continue;
        kr_value member = stored(vm, v, kr_intern_str(vm, name));
        if (member != KR_UNBOUND) write_member(vm, out, name, member, 2, true);
    }
}

static void write_class(kr_vm *vm, kr_writer *out, kr_value v) {
    const kr_type *type = kr_to_type(v);
    kr_write_format(out, "class %S", kr_type_full_name(vm, type));
    if (type->base != NULL && type->base != &kr_object_type) kr_write_format(out, "(%N)", type->base);
    kr_write_text(out, "\n");
    kr_value doc = doc_of(vm, v), init = kr_type_lookup(vm, type, N___init__);
    if (doc != KR_NONE) write_doc(out, kr_to_str(doc)->data, kr_to_str(doc)->size, 4, false);
    if (kr_is_exact(init, &kr_function_type)) write_member(vm, out, N___init__, init, 2, true);
    write_members(vm, out, v);
}

static void write_module(kr_vm *vm, kr_writer *out, kr_value v) {
    kr_write_format(out, "module %S\n", kr_getattr_or(vm, v, N___name__, KR_EMPTY_STR));
    kr_value doc = doc_of(vm, v);
    if (doc != KR_NONE) write_doc(out, kr_to_str(doc)->data, kr_to_str(doc)->size, 4, false);
    write_members(vm, out, v);
}

static void describe(kr_vm *vm, kr_writer *out, kr_value v) {
    bool bound = false;
    kr_value callee = function_of(vm, v, &bound);
    if (kr_is_type(v)) {
        write_class(vm, out, v);
    } else if (kr_is_kind(v, &kr_module_type)) {
        write_module(vm, out, v);
    } else if (kr_is_exact(callee, &kr_function_type) || kr_is_exact(callee, &kr_builtin_type)) {
        write_member(vm, out, kr_getattr_or(vm, callee, N___name__, KR_EMPTY_STR), v, 0, false);
    } else if (kr_is_exact(v, &kr_property_type)) {
        write_member(vm, out, N_property, v, 0, false);
    } else {
        kr_write_format(out, "an object of the ");
        write_class(vm, out, KR_OBJECT(kr_type_of(v)));
    }
}

/* ---- help('modules') ---- */

static void note_module(kr_vm *vm, void *data, const char *name) {
    if (name[0] != '_' && strstr(name, "._") == NULL) kr_list_append(vm, data, kr_str_text(vm, name));
}

static void list_modules(kr_vm *vm, kr_writer *out) {
    kr_list *names = kr_to_list(kr_list_new(vm, 0, NULL));
    kr_module_each(vm, note_module, names);
    kr_list_sort(vm, names, KR_NONE, false);
    size_t rows = (names->size + COLUMNS - 1) / COLUMNS;
    for (size_t row = 0; row < rows; row++) {
        for (size_t at = row; at < names->size; at += rows) {
            const kr_str *name = kr_to_str(names->items[at]);
            kr_write(out, name->data, name->size);
            for (size_t i = name->size; at + rows < names->size && i < WIDTH; i++) kr_write_text(out, " ");
        }
        kr_write_text(out, "\n");
    }
    kr_write_text(out, "Plus any modules on the file system.\n");
}

static const char introduction[] =
    "help(object)     tells about a function, class, module or any other object.\n"
    "help('modules')  lists the modules that are built in; help('name') tells about one of them.\n"
    "dir(object)      lists names; _ is the last value that the prompt has shown.\n"
    "\n"
    "At the prompt: Tab completes, ctrl-C interrupts, ctrl-D leaves, ctrl-E begins to paste.\n";

/* A text names a module, or what a dotted name leads to. */
static kr_value named(kr_vm *vm, kr_value name) {
    const kr_str *text = kr_to_str(name);
    kr_value interned = kr_intern_str(vm, name);
    kr_value v = kr_dict_get_name(vm->builtins, interned);
    if (v == KR_UNBOUND) v = kr_dict_get_name(vm->main_globals, interned);
    if (v != KR_UNBOUND && !kr_is_absent(v)) return v;
    const char *dot = strrchr(text->data, '.');
    if (dot == NULL || kr_module_find(interned) != NULL || kr_frozen_find(interned) != NULL) {
        v = kr_import(vm, interned, kr_tuple_new(vm, 1, &interned), 0, vm->main_globals);
        return v;
    }
    kr_value outer = named(vm, kr_str_new(vm, text->data, (size_t)(dot - text->data)));
    return kr_getattr(vm, outer, kr_intern_text(vm, dot + 1));
}

kr_value kr_builtin_help(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_writer out;
    kr_writer_init(vm, &out);
    if (argc == 0)
        kr_write_text(&out, introduction);
    else if (kr_is_str(argv[0]) && kr_str_is(argv[0], "modules"))
        list_modules(vm, &out);
    else
        describe(vm, &out, kr_is_str(argv[0]) && kr_to_str(argv[0])->size > 0 ? named(vm, argv[0]) : argv[0]);
    kr_value text = kr_writer_str(&out), names = N_end, args[2] = {text, KR_EMPTY_STR};
    return kr_builtin_print(vm, 1, args, 1, &names);
}

/* Importing: sys.modules, then built-in modules, then sys.path (or the package's __path__), then modules that
 * are frozen in ROM.
 *
 * A module is in sys.modules while its code runs, so that modules may import each other; when the code raises
 * it is taken out again. A directory without __init__.py is a package, too, when nothing better of that name
 * is found on the way. A file of MicroPython's byte code (.mpy) is told of when nothing else of that name is
 * there. */
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/path.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/instruction.h"
#include "run/module.h"
#include "run/run.h"
#include "types/container.h"
#include "types/text.h"

static kr_dict *globals_of(kr_value module) {
    return kr_to_module(module)->globals;
}

/* What a module-like object (sys.modules may hold anything) has under a name, or KR_UNBOUND. */
static kr_value attribute(kr_vm *vm, kr_value module, kr_value name) {
    bool hooked = !kr_is_exact(module, &kr_module_type) ||
                  kr_dict_get_name(globals_of(module), N___getattr__) != KR_UNBOUND;
    return hooked ? kr_getattr_or(vm, module, name, KR_UNBOUND) : kr_module_getattr(vm, module, name);
}

_Noreturn static void raise_import(kr_vm *vm, const kr_type *type, kr_value text, kr_value name,
                                   kr_value path) {
    kr_value exception = kr_exception_new(vm, type, 1, &text);
    kr_value details[] = {name, path};
    ((kr_exception *)kr_to_pointer(exception))->value = kr_tuple_new(vm, 2, details);
    kr_raise_object(vm, exception);
}

_Noreturn static void raise_not_found(kr_vm *vm, kr_value name, kr_value parent) {
    kr_value text = parent == KR_UNBOUND
                        ? kr_str_format(vm, "No module named %R", name)
                        : kr_str_format(vm, "No module named %R; %R is not a package", name, parent);
    raise_import(vm, &kr_ModuleNotFoundError_type, text, name, KR_NONE);
}

/* ---- Running a module's code ---- */

typedef struct kr_load {
    kr_value module;
    const char *path;        /* the file's absolute path, or NULL: */
    const kr_frozen *frozen; /* a module in ROM */
    kr_value file;           /* the path in tracebacks */
} kr_load;

static kr_code *compile(kr_vm *vm, const kr_load *load) {
    if (load->path != NULL) return kr_compile_path(vm, load->path, load->file, globals_of(load->module));
    return kr_frozen_code(vm, load->frozen, globals_of(load->module));
}

static void run(kr_vm *vm, void *data) {
    kr_load *load = data;
    kr_code *code = compile(vm, load);
    kr_value doc = kr_code_doc(code);
    if (doc != KR_NONE) kr_dict_set_name(vm, globals_of(load->module), N___doc__, doc);
    kr_run_code(vm, code, globals_of(load->module), KR_UNBOUND);
}

/* Registers the module, runs it, and takes it back when that fails. */
static void execute(kr_vm *vm, kr_value name, kr_load *load) {
    kr_dict_set_name(vm, vm->modules, name, load->module);
    kr_to_module(load->module)->importing = KR_TRUE;
    kr_value raised = kr_try(vm, run, load);
    kr_stack_fit(vm); /* modules are deep while they import each other, and then never again */
    kr_to_module(load->module)->importing = KR_FALSE;
    if (raised == KR_UNBOUND) return;
    kr_dict_delete(vm, vm->modules, name);
    kr_reraise(vm, raised);
}

/* The part of a dotted name before its last dot; "" when there is none. */
static kr_value before_dot(kr_vm *vm, kr_value name) {
    const kr_str *text = kr_to_str(name);
    size_t size = text->size;
    while (size > 0 && text->data[size - 1] != '.') size--;
    return size == 0 ? KR_EMPTY_STR : kr_intern(vm, text->data, size - 1);
}

static kr_value new_module(kr_vm *vm, kr_value name, kr_value file, kr_value path) {
    kr_value module = kr_module_new(vm, name);
    kr_dict *globals = globals_of(module);
    kr_module_prefix(vm, globals);
    if (file != KR_UNBOUND) kr_dict_set_name(vm, globals, N___file__, file);
    if (path != KR_UNBOUND) kr_dict_set_name(vm, globals, N___path__, path);
    kr_dict_set_name(vm, globals, N___package__, path == KR_UNBOUND ? before_dot(vm, name) : name);
    kr_dict_set_name(vm, globals, N___builtins__, kr_dict_get_name(vm->modules, N_builtins));
    return module;
}

/* ---- Finding ---- */

/* Where a module was found: a package is its __init__.py, or a bare directory. */
typedef struct kr_found {
    char path[KR_PATH_MAX];
    bool package, bare;
    bool foreign; /* byte code of MicroPython */
} kr_found;

/* Source and module images, in the order in which they are looked for; without a compiler images come first.
 */
static const char *const suffixes[] = {".py", ".mpy", ".kri"};
enum { SUFFIX_FOREIGN = 1, SUFFIX_COUNT = sizeof suffixes / sizeof *suffixes };

/* Looks for directory/stem.py and so on; `stem` has room for a suffix. */
static bool find_file(kr_vm *vm, const char *directory, char *stem, size_t size, kr_found *found) {
    for (size_t i = 0; i < SUFFIX_COUNT; i++) {
        const char *suffix = suffixes[kr_compiles() ? i : SUFFIX_COUNT - 1 - i];
        size_t length = strlen(suffix);
        memcpy(stem + size, suffix, length + 1);
        found->foreign = i == SUFFIX_FOREIGN;
        if (kr_path_join(found->path, directory, stem, size + length) > 0 && kr_path_is_file(vm, found->path))
            return true;
    }
    return false;
}

/* Looks for directory/name/__init__.py, directory/name.py, directory/name. */
static bool find_below(kr_vm *vm, const char *directory, const char *name, kr_found *found) {
    char tail[KR_NAME_MAX + 16], folder[KR_PATH_MAX];
    size_t size = strlen(name);
    if (size > KR_NAME_MAX) return false;
    memcpy(tail, name, size + 1);
    if (kr_path_join(folder, directory, tail, size) < 0) return false;
    bool is_folder = kr_path_is_directory(vm, folder);
    found->bare = false;
    memcpy(tail + size, "/__init__", 10);
    found->package = is_folder && find_file(vm, directory, tail, size + 9, found);
    if (found->package || find_file(vm, directory, tail, size, found)) return true;
    found->bare = is_folder;
    found->foreign = false;
    memcpy(found->path, folder, sizeof folder);
    return is_folder;
}

/* Searches the directories of a list; a bare directory or byte code counts only when there is nothing else.
 */
static bool find_on_path(kr_vm *vm, kr_value list, const char *name, kr_found *found) {
    kr_found poor = {.bare = false};
    for (size_t i = 0; kr_is_list(list) && i < kr_to_list(list)->size; i++) {
        kr_value entry = kr_to_list(list)->items[i];
        char directory[KR_PATH_MAX];
        if (!kr_is_str(entry) || kr_to_str(entry)->size >= KR_PATH_MAX / 2) continue;
        kr_path_resolve(vm, entry, directory);
        if (!find_below(vm, directory, name, found)) continue;
        if (!found->bare && !found->foreign) return true;
        if (!poor.bare && !poor.foreign) poor = *found;
    }
    *found = poor;
    return poor.bare || poor.foreign;
}

static kr_value one_item_list(kr_vm *vm, const char *path, size_t size) {
    kr_value text = kr_str_new(vm, path, size);
    return kr_list_new(vm, 1, &text);
}

static size_t directory_size(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == path ? 1 : (size_t)(slash - path);
}

/* The same with the path as a str: a module's code may import in turn, and a chip's stack has no room for the
 * search's buffers at every level. */
typedef struct kr_place {
    kr_value file;
    bool package, bare, foreign;
} kr_place;

__attribute__((noinline)) static bool find(kr_vm *vm, kr_value list, const char *name, kr_place *place) {
    kr_found found;
    bool there = find_on_path(vm, list, name, &found);
    *place = (kr_place){KR_UNBOUND, found.package, found.bare, found.foreign};
    if (there) place->file = kr_str_text(vm, found.path);
    return there;
}

static void load_file(kr_vm *vm, kr_value name, const kr_place *place) {
    const kr_str *file = kr_to_str(place->file);
    if (place->bare) {
        kr_value path = one_item_list(vm, file->data, file->size);
        kr_dict_set_name(vm, vm->modules, name, new_module(vm, name, KR_UNBOUND, path));
        return;
    }
    kr_value path = place->package ? one_item_list(vm, file->data, directory_size(file->data)) : KR_UNBOUND;
    kr_load load = {
        .module = new_module(vm, name, place->file, path), .path = file->data, .file = place->file};
    execute(vm, name, &load);
}

static bool load_frozen(kr_vm *vm, kr_value name) {
    const kr_frozen *frozen = kr_frozen_find(name);
    if (frozen == NULL) return false;
    kr_value path = frozen->package ? kr_list_new(vm, 0, NULL) : KR_UNBOUND;
    kr_load load = {.frozen = frozen};
    load.module = new_module(vm, name, KR_UNBOUND, path);
    execute(vm, name, &load);
    return true;
}

static bool load_native(kr_vm *vm, kr_value name) {
    const kr_module_def *def = kr_module_find(name);
    if (def == NULL) return false;
    kr_value module = kr_dict_get_name(vm->modules, def->name); /* under an alias it is the same module */
    if (module == KR_UNBOUND) module = kr_module_native(vm, def);
    kr_dict_set_name(vm, vm->modules, def->name, module);
    kr_dict_set_name(vm, vm->modules, name, module);
    return true;
}

/* The last component of a dotted name. */
static const char *last_component(kr_value name) {
    const char *dot = strrchr(kr_to_str(name)->data, '.');
    return dot == NULL ? kr_to_str(name)->data : dot + 1;
}

/* Loads the module of that full name; parent is its package or KR_UNBOUND. ModuleNotFoundError. */
static kr_value load_module(kr_vm *vm, kr_value name, kr_value parent, kr_value parent_name) {
    kr_value known = kr_dict_get(vm, vm->modules, name);
    if (known != KR_UNBOUND && known != KR_NONE) return known;
    if (known == KR_NONE) {
        raise_import(vm, &kr_ModuleNotFoundError_type,
                     kr_str_format(vm, "import of %S halted; None in sys.modules", name), name, KR_NONE);
    }
    kr_value path = parent == KR_UNBOUND ? vm->path : attribute(vm, parent, N___path__);
    if (path == KR_UNBOUND) raise_not_found(vm, name, parent_name);
    kr_place place;
    if (!load_native(vm, name)) {
        bool there = find(vm, path, last_component(name), &place);
        if ((!there || place.foreign) && load_frozen(vm, name))
            ;
        else if (there)
            load_file(vm, name, &place);
        else
            raise_not_found(vm, name, KR_UNBOUND);
    }
    kr_value module = kr_dict_get(vm, vm->modules, name); /* the code may have put something else there */
    if (module == KR_UNBOUND) kr_raise_key(vm, name);
    if (parent != KR_UNBOUND) kr_setattr(vm, parent, kr_intern_text(vm, last_component(name)), module);
    return module;
}

/* ---- Names ---- */

/* The package that a relative import starts from. */
static kr_value package_of(kr_vm *vm, kr_dict *globals) {
    kr_value package = globals == NULL ? KR_UNBOUND : kr_dict_get_name(globals, N___package__);
    if (package != KR_UNBOUND && package != KR_NONE) {
        if (!kr_is_str(package)) kr_raise_type(vm, "__package__ must be a string");
    } else {
        package = globals == NULL ? KR_UNBOUND : kr_dict_get_name(globals, N___name__);
        if (package == KR_UNBOUND || !kr_is_str(package))
            kr_raise(vm, &kr_KeyError_type, "'__name__' not in globals");
        if (kr_dict_get_name(globals, N___path__) == KR_UNBOUND) package = before_dot(vm, package);
    }
    if (kr_to_str(package)->size == 0) {
        kr_raise(vm, &kr_ImportError_type, "attempted relative import with no known parent package");
    }
    return package;
}

static kr_value absolute_name(kr_vm *vm, kr_value name, int level, kr_dict *globals) {
    kr_value base = package_of(vm, globals);
    while (--level > 0) {
        base = before_dot(vm, base);
        if (base == KR_EMPTY_STR)
            kr_raise(vm, &kr_ImportError_type, "attempted relative import beyond top-level package");
    }
    if (kr_to_str(name)->size == 0) return kr_intern_str(vm, base);
    return kr_intern_str(vm, kr_str_format(vm, "%S.%S", base, name));
}

/* Imports a.b.c as a, then a.b, then a.b.c, and returns the last; *first gets a. */
static kr_value import_dotted(kr_vm *vm, kr_value name, kr_value *first) {
    const kr_str *text = kr_to_str(name);
    kr_value module = KR_UNBOUND, parent_name = KR_UNBOUND;
    for (size_t end = 0; end <= text->size; end++) {
        if (end < text->size && text->data[end] != '.') continue;
        kr_value full = end == text->size ? kr_intern_str(vm, name) : kr_intern(vm, text->data, end);
        bool top = module == KR_UNBOUND;
        module = load_module(vm, full, module, parent_name);
        if (top) *first = module;
        parent_name = full;
    }
    return module;
}

/* ---- from module import name ---- */

typedef struct kr_submodule {
    kr_value package, name;
} kr_submodule;

static void import_submodule(kr_vm *vm, void *data) {
    const kr_submodule *wanted = data;
    kr_value title = attribute(vm, wanted->package, N___name__), first;
    import_dotted(vm, kr_intern_str(vm, kr_str_format(vm, "%S.%S", title, wanted->name)), &first);
}

/* True for "no module named package.name" itself: then the name is simply missing. */
static bool is_missing(kr_vm *vm, kr_value raised, const kr_submodule *wanted) {
    if (!kr_exception_is(raised, &kr_ModuleNotFoundError_type)) return false;
    kr_value name = kr_getattr_or(vm, raised, N_name, KR_NONE);
    kr_value full = kr_str_format(vm, "%S.%S", attribute(vm, wanted->package, N___name__), wanted->name);
    return kr_is_str(name) && kr_str_equal(kr_to_str(name), kr_to_str(full));
}

/* A name of a from-list that the package does not have yet may be a submodule. */
static void want(kr_vm *vm, kr_value package, kr_value name) {
    if (!kr_is_str(name)) kr_raise_type(vm, "Item in ``from list'' must be str, not %T", name);
    kr_submodule wanted = {package, kr_intern_str(vm, name)};
    if (attribute(vm, package, wanted.name) != KR_UNBOUND) return;
    kr_value raised = kr_try(vm, import_submodule, &wanted);
    if (raised != KR_UNBOUND && !is_missing(vm, raised, &wanted)) kr_reraise(vm, raised);
}

static void import_listed(kr_vm *vm, kr_value package, kr_value list) {
    list = kr_tuple_of(vm, list);
    for (size_t i = 0; i < kr_to_tuple(list)->size; i++) {
        kr_value name = kr_to_tuple(list)->items[i];
        if (!kr_is_str(name) || !kr_str_is(name, "*")) {
            want(vm, package, name);
            continue;
        }
        kr_value all = attribute(vm, package, N___all__);
        if (all != KR_UNBOUND) import_listed(vm, package, all);
    }
}

kr_value kr_import(kr_vm *vm, kr_value name, kr_value from_list, int level, kr_dict *globals) {
    kr_check_native_stack(vm);
    if (level > 0) name = absolute_name(vm, name, level, globals);
    if (kr_to_str(name)->size == 0) kr_raise_value_error(vm, "Empty module name");
    kr_value first, module = import_dotted(vm, name, &first);
    if (from_list == KR_NONE || from_list == KR_UNBOUND) return level > 0 ? module : first;
    if (attribute(vm, module, N___path__) != KR_UNBOUND) import_listed(vm, module, from_list);
    return module;
}

_Noreturn static void raise_cannot_import(kr_vm *vm, kr_value module, kr_value name) {
    kr_value title = attribute(vm, module, N___name__), file = attribute(vm, module, N___file__);
    if (title == KR_UNBOUND) title = kr_str_text(vm, "<unknown module name>");
    kr_value place = file == KR_UNBOUND ? kr_str_text(vm, "unknown location") : file;
    bool partial = kr_is_module(module) && kr_to_module(module)->importing == KR_TRUE;
    kr_value text = partial ? kr_str_format(vm,
                                            "cannot import name %R from partially initialized module %R "
                                            "(most likely due to a circular import) (%S)",
                                            name, title, place)
                            : kr_str_format(vm, "cannot import name %R from %R (%S)", name, title, place);
    raise_import(vm, &kr_ImportError_type, text, title, file == KR_UNBOUND ? KR_NONE : file);
}

kr_value kr_import_from(kr_vm *vm, kr_value module, kr_value name) {
    kr_value found = attribute(vm, module, name);
    if (found != KR_UNBOUND) return found;
    /* A submodule that is still being imported is not yet an attribute of its package. */
    kr_value title = attribute(vm, module, N___name__);
    if (title != KR_UNBOUND && kr_is_str(title))
        found = kr_dict_get(vm, vm->modules, kr_str_format(vm, "%S.%S", title, name));
    if (found == KR_UNBOUND) raise_cannot_import(vm, module, name);
    return found;
}

/* ---- from module import * ---- */

static void copy_public(kr_vm *vm, kr_dict *from, kr_value into) {
    kr_value name, value;
    for (size_t position = 0; kr_dict_each(from, &position, &name, &value);) {
        if (kr_is_str(name) && kr_to_str(name)->data[0] != '_')
            kr_do_namespace_set(vm, into, kr_intern_str(vm, name), value);
    }
}

void kr_import_star(kr_vm *vm, kr_value module, kr_value into) {
    kr_value all = attribute(vm, module, N___all__);
    if (all == KR_UNBOUND) {
        kr_value dict = kr_is_module(module) ? KR_UNBOUND : kr_getattr(vm, module, N___dict__);
        copy_public(vm, dict == KR_UNBOUND ? kr_module_dict(vm, kr_to_module(module)) : kr_to_dict(dict),
                    into);
        return;
    }
    kr_value names = kr_tuple_of(vm, all);
    for (size_t i = 0; i < kr_to_tuple(names)->size; i++) {
        kr_value name = kr_to_tuple(names)->items[i];
        if (!kr_is_str(name))
            kr_raise_type(vm, "Item in %S.__all__ must be str, not %T", attribute(vm, module, N___name__),
                          name);
        name = kr_intern_str(vm, name);
        kr_do_namespace_set(vm, into, name, kr_getattr(vm, module, name));
    }
}

/* ---- __import__ ---- */

static kr_value import_function(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_str(argv[0])) kr_raise_type(vm, "module name must be a string");
    kr_value from_list = argv[3] == KR_UNBOUND ? KR_NONE : argv[3];
    if (from_list != KR_NONE && !kr_truth(vm, from_list)) from_list = KR_NONE;
    kr_word level = argv[4] == KR_UNBOUND ? 0 : kr_index_word(vm, argv[4]);
    if (level < 0 || level > 1000) kr_raise_value_error(vm, "level must be >= 0");
    bool given = argv[1] != KR_UNBOUND && argv[1] != KR_NONE;
    if (level > 0 && given && !kr_is_dict(argv[1])) kr_raise_type(vm, "globals must be a dict");
    kr_dict *globals = given && kr_is_dict(argv[1]) ? kr_to_dict(argv[1]) : kr_running_globals(vm);
    return kr_import(vm, argv[0], from_list, (int)level, globals);
}

const kr_builtin kr_import_function = KR_BUILTIN_OBJECT(
    N___import__, .fn = import_function, 1, 5, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION,
    "name,globals,locals,fromlist,level",
    "__import__(name, globals=None, locals=None, fromlist=(), level=0)\nWhat the import statement calls.");

kr_value kr_import_hooked(kr_vm *vm, kr_value name, kr_value from_list, kr_value level, kr_dict *globals) {
    kr_value hook = kr_dict_get_name(vm->builtins, N___import__);
    if (hook == KR_OBJECT(&kr_import_function))
        return kr_import(vm, name, from_list, (int)kr_to_int(level), globals);
    if (hook == KR_UNBOUND) kr_raise(vm, &kr_ImportError_type, "__import__ not found");
    kr_value argv[] = {name, KR_OBJECT(globals), KR_NONE, from_list, level};
    return kr_call(vm, hook, 5, argv);
}

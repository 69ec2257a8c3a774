#ifndef KR_NATIVE_H
#define KR_NATIVE_H
/* Built-in functions, methods, types and modules as const data: one declarative list a type or module.
 *
 *     static kr_value list_append(kr_vm *vm, size_t argc, const kr_value *argv) { … argv[0] is self … }
 *     KR_METHOD(append, list_append, 2, 2, NULL, "append(object)\nAdd an object to the end.");
 *     KR_METHOD(sort, list_sort, 1, 3, "self,*,key,reverse", "…");
 *     static const kr_member members[] = {KR_ENTRY(append, list_append), KR_ENTRY(sort, list_sort)};
 *
 * `parameters` is NULL (positional only) or the parameter names in order, separated by commas, "*" before the keyword-only ones. A method's min and max count
 * self. KR_ANY as max takes any number. */
#include "core/config.h"
#include "core/object.h"
#include "core/names.h"

#define KR_ANY 0xff

/* A built-in function that resumes Python code, as generator.send does. Called from the run loop it may push a frame that delivers the result to the
 * caller's register `target`, and returns 0; called from C (target -1) it returns its result. */
typedef kr_value (*kr_fn_frame)(kr_vm *vm, size_t argc, const kr_value *argv, int target);

typedef struct kr_builtin {
    kr_object head;        /* kr_builtin_type */
    union {
        kr_fn fn;
        kr_fn_kw fn_kw;
        kr_fn_frame fn_frame;
    } call;
    kr_value name;
    uint8_t min, max;
    uint8_t form;          /* enum kr_builtin_form */
    uint8_t kind;          /* enum kr_builtin_kind */
#if KR_DOCSTRINGS
    const char *doc;       /* "signature\ntext"; may be NULL */
#endif
    const char *parameters[]; /* one, of KR_FORM_NAMED */
} KR_ROM_OBJECT kr_builtin;

enum kr_builtin_form { KR_FORM_PLAIN, KR_FORM_KEYWORDS /* call.fn_kw */, KR_FORM_FRAME /* call.fn_frame */, KR_FORM_NAMED /* call.fn, with parameters */ };

enum kr_builtin_kind { KR_BUILTIN_FUNCTION, KR_BUILTIN_METHOD, KR_BUILTIN_STATIC, KR_BUILTIN_CLASSMETHOD, KR_BUILTIN_NEW };

/* A chip saves the flash that docstrings take (docs/BENCHMARKS.md): help() shows names only, then. */
#if KR_DOCSTRINGS
#define KR_DOC_MEMBER(text) text,
static inline const char *kr_builtin_doc(const kr_builtin *builtin) { return builtin->doc; }
#else
#define KR_DOC_MEMBER(text)
static inline const char *kr_builtin_doc(const kr_builtin *builtin) { return (void)builtin, NULL; }
#endif

/* The initialiser of a kr_builtin: `call_` is .fn = function and the like. Names of parameters take a member of their own, which NULL leaves out: being in
 * parentheses, and only it, NULL makes a call of the word in front of it. */
#define KR_BUILTIN_OBJECT(name_, call_, lo, hi, form_, kind_, parameters_, doc_)                             \
    {{&kr_builtin_type}, {call_}, name_, lo, hi, KR_FORM_OF(form_, parameters_), kind_, KR_DOC_MEMBER(doc_) KR_PARAMETERS(parameters_)}
#define KR_SECOND(a, b, ...) b
#define KR_PASTE_(a, b) a##b
#define KR_PASTE(a, b) KR_PASTE_(a, b)
#define KR_PARAMETERS(text) KR_PASTE(KR_PARAMETERS_, KR_WHETHER(KR_PROBE_NULL text))(text)
#define KR_PARAMETERS_NONE(text)
#define KR_PARAMETERS_GIVEN(text) {text}
#define KR_FORM_OF(form, text) KR_PASTE(KR_FORM_OF_, KR_WHETHER(KR_PROBE_NULL text))(form)
#define KR_FORM_OF_NONE(form) form
#define KR_FORM_OF_GIVEN(form) KR_FORM_NAMED
#define KR_WHETHER(...) KR_SECOND(__VA_ARGS__, GIVEN, )
#define KR_PROBE_NULL(null) , NONE

/* FUNCTION for modules; METHOD binds self; STATIC does not; CLASSMETHOD gets the type object as argv[0]. NEW is object.__new__, which all built-in types share
 * (types/object.c). The C object is named native_<function>. */
#define KR_NATIVE_DEFINE(py, function, lo, hi, kind_, parameters_, doc_)                                     \
    static KR_MAYBE const kr_builtin native_##function = KR_BUILTIN_OBJECT(N_##py, .fn = function, lo, hi, KR_FORM_PLAIN, kind_, parameters_, doc_)
#define KR_NATIVE_DEFINE_KW(py, function, lo, hi, kind_, doc_)                                               \
    static KR_MAYBE const kr_builtin native_##function = KR_BUILTIN_OBJECT(N_##py, .fn_kw = function, lo, hi, KR_FORM_KEYWORDS, kind_, NULL, doc_)
#define KR_NATIVE_DEFINE_FRAME(py, function, lo, hi, kind_, doc_)                                            \
    static KR_MAYBE const kr_builtin native_##function = KR_BUILTIN_OBJECT(N_##py, .fn_frame = function, lo, hi, KR_FORM_FRAME, kind_, NULL, doc_)
#define KR_FUNCTION_FRAME(py, function, lo, hi, doc) KR_NATIVE_DEFINE_FRAME(py, function, lo, hi, KR_BUILTIN_FUNCTION, doc)
#define KR_METHOD_FRAME(py, function, lo, hi, doc) KR_NATIVE_DEFINE_FRAME(py, function, lo, hi, KR_BUILTIN_METHOD, doc)
#define KR_FUNCTION(py, function, lo, hi, parameters, doc) KR_NATIVE_DEFINE(py, function, lo, hi, KR_BUILTIN_FUNCTION, parameters, doc)
#define KR_FUNCTION_KW(py, function, lo, hi, doc) KR_NATIVE_DEFINE_KW(py, function, lo, hi, KR_BUILTIN_FUNCTION, doc)
#define KR_METHOD(py, function, lo, hi, parameters, doc) KR_NATIVE_DEFINE(py, function, lo, hi, KR_BUILTIN_METHOD, parameters, doc)
#define KR_METHOD_KW(py, function, lo, hi, doc) KR_NATIVE_DEFINE_KW(py, function, lo, hi, KR_BUILTIN_METHOD, doc)
#define KR_STATIC(py, function, lo, hi, parameters, doc) KR_NATIVE_DEFINE(py, function, lo, hi, KR_BUILTIN_STATIC, parameters, doc)
#define KR_CLASSMETHOD(py, function, lo, hi, parameters, doc) KR_NATIVE_DEFINE(py, function, lo, hi, KR_BUILTIN_CLASSMETHOD, parameters, doc)

/* A build for a small chip may leave members out, each by the name of its C function or object (CMake's KRAIT_WITHOUT): an entry for which names_rom.h has a
 * KR_LEAVE_… of two arguments becomes an empty one, whose name is 0. Tables are walked by kr_members_find(), or with an eye to that. */
#define KR_MAYBE __attribute__((unused))
#define KR_CHOICE(...) KR_SECOND(__VA_ARGS__, KEEP, )
#define KR_MEMBER_LEAVE(name, value) {0, KR_UNBOUND}
#define KR_MEMBER_KEEP(name, value) {name, value}
#define KR_OBJECT_ENTRY(py, object) KR_PASTE(KR_MEMBER_, KR_CHOICE(KR_LEAVE_##object))(N_##py, KR_OBJECT(&object))
#define KR_ENTRY(py, function) KR_PASTE(KR_MEMBER_, KR_CHOICE(KR_LEAVE_##function))(N_##py, KR_OBJECT(&native_##function))

/* A computed attribute of a built-in type (e.g. int.real, function.__name__); set may be NULL. */
typedef struct kr_getset {
    kr_object head; /* kr_getset_type */
    kr_value name;
    kr_value (*get)(kr_vm *vm, kr_value self);
    void (*set)(kr_vm *vm, kr_value self, kr_value value); /* KR_UNBOUND: delete */
} KR_ROM_OBJECT kr_getset;
extern const kr_type kr_getset_type;
#define KR_GETSET(py, getter, setter) static const kr_getset getset_##getter = {{&kr_getset_type}, N_##py, getter, setter}
#define KR_GETSET_ENTRY(py, getter) KR_PASTE(KR_MEMBER_, KR_CHOICE(KR_LEAVE_##getter))(N_##py, KR_OBJECT(&getset_##getter))

/* A built-in module. `init`, when there, runs at the first import with the new module's dict (for values that cannot be const). */
typedef struct kr_module_def {
    kr_value name;
    const kr_member *members;
    uint32_t member_count;
    void (*init)(kr_vm *vm, kr_dict *globals);
    const char *doc;
} kr_module_def;

/* Every built-in module, in one list: modules/modules.def holds KR_MODULE(name) lines; each defines `const kr_module_def kr_module_<name>`.
 * Aliases (`utime` for `time`) are KR_MODULE_ALIAS(alias, name) lines of the same list. Modules written in Python are frozen: modules/python/<name>.py is
 * compiled by the build to a module image (run/image.h) in ROM. A build for a chip chooses from both: CMake's KRAIT_MODULES. */
const kr_module_def *kr_module_find(kr_value name);
/* Calls visit with the name of every built-in and frozen module, for help('modules') and sys. */
void kr_module_each(kr_vm *vm, void (*visit)(kr_vm *vm, void *data, const char *name), void *data);

/* A module written in Python, as the build put it into ROM. */
typedef struct kr_frozen {
    const char *name;    /* dotted: "collections.abc" */
    const struct kr_code *code;
    bool package;        /* its submodules are frozen, too */
} kr_frozen;
const kr_frozen *kr_frozen_find(kr_value name); /* NULL when there is none */

/* Sorted tables are not needed: lookups in ROM member tables go through the attribute cache. */
kr_value kr_members_find(const kr_member *members, size_t count, kr_value name); /* KR_UNBOUND when missing */

/* A root of a module that has state of its own in the heap: slot `index` of vm->module_states, 0 at first. */
enum kr_state_slot { KR_STATE_RANDOM, KR_STATE_TIMERS, KR_STATE_PIN_IRQS, KR_STATE_FILES, KR_STATE_JSON, KR_STATE_RE, KR_STATE_DISPLAY, KR_STATE_ATEXIT, KR_STATE_ASYNCIO, KR_STATE_WEAKREF, KR_STATE_SOCKET, KR_STATE_MOUNTS, KR_STATE_COUNT = 16 };
kr_value *kr_module_state(kr_vm *vm, enum kr_state_slot index);

#endif

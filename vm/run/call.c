/* Calls: from C (kr_call …), from the loop (…_frame), and the calls that operations come down to.
 *
 * A call of a Python function never uses the C stack by itself: a frame is pushed, and either the loop that
 * is running goes on in it, or kr_call starts a loop of its own for it (action KR_RETURN_NATIVE). Everything
 * callable is reduced to that, or to a C function: methods put their self in front, classes make the object
 * and go on with __init__, objects with __call__ go on with that. */
#include "run/run.h"
#include "run/attribute.h"
#include "run/instruction.h"
#include "types/container.h"
#include "types/text.h"

#define FEW_ARGUMENTS   16
#define GENERATOR_FLAGS (KR_CODE_GENERATOR | KR_CODE_COROUTINE)
#define SPECIAL_FLAGS   (GENERATOR_FLAGS | KR_CODE_UNREAD)

/* A call's arguments and what its result is for. When the callee's registers may begin in the running
 * frame's, `window` is 1 + the index on the stack of the register that is to be the first; else 0. It is no
 * address, because the stack may move. `in_place`: the arguments lie there, and the registers from the target
 * to them are free. */
typedef struct arguments {
    size_t window;
    bool in_place;
    size_t argc;
    const kr_value *argv; /* keyword values follow */
    size_t nkw;
    const kr_value *names;
    kr_return_action action;
    unsigned target;
} arguments;

/* ---- Python functions ---- */

static kr_value generator_call(kr_vm *vm, kr_function *function, const arguments *a) {
    kr_generator *generator = kr_generator_new(vm, function);
    kr_bind_arguments(vm, function, generator->registers, a->argc, a->argv, a->nkw, a->names);
    return KR_OBJECT(generator);
}

static kr_value *window_of(const kr_vm *vm, const arguments *a) {
    return a->window ? vm->stack.registers + a->window - 1 : kr_stack_top(vm);
}

static inline void frame_push(kr_vm *vm, kr_function *function, kr_value *base, kr_return_action action,
                              unsigned target, unsigned flags) {
    kr_frame *frame = --vm->frame;
    frame->pc = function->code->words;
    frame->base = base;
    frame->function = function;
    frame->generator = NULL;
    frame->action = (uint8_t)action;
    frame->target = (uint8_t)target;
    frame->flags = (uint16_t)flags;
}

/* True when the arguments are exactly the parameters, in order. */
static bool fits_plainly(const kr_code *code, const arguments *a) {
    return code->positional_count == a->argc && code->parameter_count == a->argc && a->nkw == 0;
}

static kr_value function_call(kr_vm *vm, kr_function *function, const arguments *a) {
    const kr_code *code = kr_code_read(vm, function->code);
    if (code->flags & GENERATOR_FLAGS) return generator_call(vm, function, a);
    kr_value *base = window_of(vm, a);
    if (KR_UNLIKELY(!kr_stack_fits(vm, vm->frame, base + code->register_count)))
        base = kr_stack_reserve(vm, base, code->register_count);
    if (!fits_plainly(code, a))
        kr_bind_arguments(vm, function, base, a->argc, a->in_place ? base : a->argv, a->nkw, a->names);
    else if (!a->in_place)
        for (size_t n = 0; n < a->argc; n++) base[n] = a->argv[n];
    for (size_t n = code->parameter_count; n < code->register_count; n++) base[n] = KR_UNBOUND;
    frame_push(vm, function, base, a->action, a->target, 0);
    return 0;
}

/* ---- Built-in functions ---- */

/* "list.append" for a method, "len" for a function. */
static kr_value builtin_title(kr_vm *vm, const kr_builtin *builtin, const kr_value *argv, size_t argc) {
    if (builtin->kind != KR_BUILTIN_METHOD || argc == 0) return builtin->name;
    return kr_str_format(vm, "%N.%S", kr_type_of(argv[0])->solid, builtin->name);
}

static _Noreturn void builtin_count_raise(kr_vm *vm, const kr_builtin *builtin, size_t argc,
                                          const kr_value *argv) {
    size_t self = builtin->kind == KR_BUILTIN_METHOD;
    kr_value title = builtin_title(vm, builtin, argv, argc);
    if (self && argc == 0) kr_raise_type(vm, "unbound method %S() needs an argument", title);
    size_t given = argc - self, min = builtin->min - self, max = builtin->max - self;
    if (min == max && max == 0) kr_raise_type(vm, "%S() takes no arguments (%zu given)", title, given);
    if (min == max && max == 1)
        kr_raise_type(vm, "%S() takes exactly one argument (%zu given)", title, given);
    const char *bound = min == max ? "" : given < min ? "at least " : "at most ";
    size_t limit = given < min ? min : max;
    kr_raise_type(vm, "%S expected %s%zu argument%s, got %zu", builtin->name, bound, limit,
                  limit == 1 ? "" : "s", given);
}

static void builtin_count_check(kr_vm *vm, const kr_builtin *builtin, size_t argc, const kr_value *argv) {
    if (argc < builtin->min || (argc > builtin->max && builtin->max != KR_ANY))
        builtin_count_raise(vm, builtin, argc, argv);
}

/* One name of a parameter list like "self,/,a,*,key": its text and what it is. */
typedef struct parameter {
    const char *text;
    size_t size;
    size_t number;
    bool keyword_only, positional_only;
} parameter;

/* True when the first parameter is not one that a caller counts. */
static bool has_receiver(const kr_builtin *builtin) {
    return builtin->kind == KR_BUILTIN_METHOD || builtin->kind == KR_BUILTIN_CLASSMETHOD;
}

/* Steps to the next parameter; false at the end. `p->text` NULL begins. */
static bool parameter_step(const char *list, parameter *p) {
    const char *at = p->text ? p->text + p->size : list;
    size_t number = p->text ? p->number + 1 : 0;
    for (;;) {
        if (*at == ',') at++;
        if (*at == '\0') return false;
        size_t size = strcspn(at, ",");
        if (size == 1 && *at == '*')
            p->keyword_only = true;
        else if (!(size == 1 && *at == '/')) {
            p->text = at;
            p->size = size;
            p->number = number;
            return true;
        }
        at += size;
    }
}

static bool parameter_is(const parameter *p, kr_value name) {
    const kr_str *s = kr_to_str(name);
    return s->size == p->size && memcmp(s->data, p->text, p->size) == 0;
}

/* How many of them may be given by position: those in front of a star. */
static size_t parameters_positional(const kr_builtin *builtin) {
    size_t count = 0;
    bool begins = true;
    for (const char *at = builtin->parameters[0]; *at != '\0' && !(begins && *at == '*'); at++) {
        count += begins && *at != '/';
        begins = *at == ',';
    }
    return count < builtin->max ? count : builtin->max;
}

static void builtin_keyword_bind(kr_vm *vm, const kr_builtin *builtin, kr_value *bound, kr_value name,
                                 kr_value value) {
    const char *slash = strchr(builtin->parameters[0], '/');
    parameter p = {NULL, 0, 0, false, false};
    while (parameter_step(builtin->parameters[0], &p)) {
        if (!parameter_is(&p, name) || (slash && p.text < slash)) continue;
        if (bound[p.number] != KR_UNBOUND)
            kr_raise_type(vm, "argument for %S() given by name ('%S') and position (%zu)", builtin->name,
                          name, p.number + !has_receiver(builtin));
        bound[p.number] = value;
        return;
    }
    kr_raise_type(vm, "'%S' is an invalid keyword argument for %S()", name, builtin->name);
}

static void builtin_required_check(kr_vm *vm, const kr_builtin *builtin, const kr_value *bound) {
    parameter p = {NULL, 0, 0, false, false};
    while (parameter_step(builtin->parameters[0], &p) && p.number < builtin->min)
        if (bound[p.number] == KR_UNBOUND)
            kr_raise_type(vm, "%S() missing required argument '%S' (pos %zu)", builtin->name,
                          kr_str_new(vm, p.text, p.size), p.number + !has_receiver(builtin));
}

/* Binds keywords to the parameters that the table names; the C function gets all `max` of them, UNBOUND where
 * nothing was given. */
static kr_value builtin_call_named(kr_vm *vm, const kr_builtin *builtin, size_t argc, const kr_value *argv,
                                   size_t nkw, const kr_value *names) {
    kr_value bound[FEW_ARGUMENTS];
    size_t self = builtin->kind == KR_BUILTIN_METHOD;
    size_t positional = argc > builtin->min ? parameters_positional(builtin) : argc;
    if (argc > positional) {
        if (positional == self) kr_raise_type(vm, "%S() takes no positional arguments", builtin->name);
        kr_raise_type(vm, "%S() takes at most %zu positional argument%s (%zu given)", builtin->name,
                      positional - self, positional - self == 1 ? "" : "s", argc - self);
    }
    kr_copy(bound, argv, argc);
    for (size_t n = argc; n < builtin->max; n++) bound[n] = KR_UNBOUND;
    for (size_t k = 0; k < nkw; k++) builtin_keyword_bind(vm, builtin, bound, names[k], argv[argc + k]);
    if (argc < builtin->min) builtin_required_check(vm, builtin, bound);
    return builtin->call.fn(vm, builtin->max, bound);
}

kr_value kr_call_builtin(kr_vm *vm, const kr_builtin *builtin, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    if (builtin->form == KR_FORM_FRAME && nkw == 0) {
        builtin_count_check(vm, builtin, argc, argv);
        return builtin->call.fn_frame(vm, argc, argv, -1);
    }
    if (builtin->form == KR_FORM_KEYWORDS) {
        builtin_count_check(vm, builtin, argc, argv);
        return builtin->call.fn_kw(vm, argc, argv, nkw, names);
    }
    if (builtin->form == KR_FORM_NAMED) return builtin_call_named(vm, builtin, argc, argv, nkw, names);
    if (nkw) kr_raise_type(vm, "%S() takes no keyword arguments", builtin_title(vm, builtin, argv, argc));
    builtin_count_check(vm, builtin, argc, argv);
    return builtin->call.fn(vm, argc, argv);
}

static kr_value builtin_call(kr_vm *vm, const kr_builtin *builtin, const arguments *a) {
    if (builtin->form != KR_FORM_FRAME || a->action != KR_RETURN_STORE || a->nkw)
        return kr_call_builtin(vm, builtin, a->argc, a->argv, a->nkw, a->names);
    builtin_count_check(vm, builtin, a->argc, a->argv);
    return builtin->call.fn_frame(vm, a->argc, a->argv, (int)a->target);
}

/* ---- Everything else that can be called ---- */

static kr_value begin(kr_vm *vm, kr_value callee, arguments *a);

/* The same call with `self` in front of the arguments. `a` is used up, as by everything below. */
static kr_value begin_with_self(kr_vm *vm, kr_value callee, kr_value self, arguments *a) {
    size_t count = a->argc + a->nkw;
    kr_value few[FEW_ARGUMENTS];
    if (a->in_place && window_of(vm, a) > vm->frame->base + a->target) {
        a->window--;
        kr_value *window = window_of(vm, a);
        window[0] = self;
        a->argv = window;
    } else {
        kr_check_native_stack(vm); /* methods of methods */
        kr_value *all = count < FEW_ARGUMENTS ? few : kr_values_new(vm, count + 1);
        all[0] = self;
        kr_copy(all + 1, a->argv, count);
        a->argv = all;
        if (a->in_place) a->window = 0;
        a->in_place = false;
    }
    a->argc++;
    return begin(vm, callee, a);
}

/* Pushes the frame of __init__ with the object in front of arguments that lie in the caller's registers: they
 * move up by one. */
static kr_value init_in_place(kr_vm *vm, kr_function *init, kr_value object, arguments *a) {
    size_t count = a->argc + a->nkw;
    kr_value *window = kr_stack_reserve(vm, window_of(vm, a), count + 1);
    for (size_t n = count; n > 0; n--) window[n] = window[n - 1];
    window[0] = object;
    a->argc++;
    a->argv = window;
    return function_call(vm, init, a);
}

/* A class called from the loop: the object is made here and waits in the target register while the frame of
 * __init__ runs. */
static kr_value class_call_frame(kr_vm *vm, const kr_type *cls, arguments *a) {
    kr_value init;
    kr_value object = kr_class_make(vm, cls, a->argc, a->argv, a->nkw, a->names, &init);
    if (init == KR_UNBOUND) return object;
    a->action = KR_RETURN_INIT;
    kr_value result;
    if (a->in_place && kr_is_exact(init, &kr_function_type)) {
        result = init_in_place(vm, kr_to_pointer(init), object, a);
    } else {
        a->window = 0;
        a->in_place = false;
        result = begin_with_self(vm, init, object, a);
    }
    if (result) {
        kr_check_init(vm, result);
        return object;
    }
    vm->frame[1].base[a->target] = object;
    return 0;
}

static kr_value class_call(kr_vm *vm, kr_value callee, arguments *a) {
    const kr_type *cls = kr_to_pointer(callee);
    if (a->action == KR_RETURN_STORE) return class_call_frame(vm, cls, a);
    return kr_class_call(vm, cls, a->argc, a->argv, a->nkw, a->names);
}

static kr_value begin(kr_vm *vm, kr_value callee, arguments *a) {
    const kr_type *type = kr_type_of(callee);
    if (type == &kr_function_type) return function_call(vm, kr_to_pointer(callee), a);
    if (type == &kr_builtin_type) return builtin_call(vm, kr_to_pointer(callee), a);
    if (type == &kr_method_type) {
        const kr_method *method = kr_to_pointer(callee);
        return begin_with_self(vm, method->function, method->self, a);
    }
    if (type->dunders & KR_HAS_CALL) {
        kr_check_native_stack(vm);
        kr_invocation call;
        if (kr_invocation_special(vm, &call, callee, N___call__))
            return call.argc ? begin_with_self(vm, call.callee, call.argv[0], a) : begin(vm, call.callee, a);
    }
    if (type->flags & KR_TYPE_META) return class_call(vm, callee, a);
    if (!type->ops || !type->ops->call) kr_raise_type(vm, "'%T' object is not callable", callee);
    return type->ops->call(vm, callee, a->argc, a->argv, a->nkw, a->names);
}

void kr_check_init(kr_vm *vm, kr_value result) {
    if (result != KR_NONE) kr_raise_type(vm, "__init__() should return None, not '%T'", result);
}

kr_value kr_call_frame(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names, kr_value *window, unsigned target) {
    arguments a = {0, false, argc, argv, nkw, names, KR_RETURN_STORE, target};
    if (window && !vm->frame->generator) {
        a.window = (size_t)(window - vm->stack.registers) + 1;
        a.in_place = true;
    }
    return begin(vm, callee, &a);
}

kr_value kr_call_kw(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                    const kr_value *names) {
    kr_check_native_stack(vm);
    arguments a = {0, false, argc, argv, nkw, names, KR_RETURN_NATIVE, 0};
    kr_value result = begin(vm, callee, &a);
    return result ? result : kr_run(vm);
}

kr_value kr_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv) {
    return kr_call_kw(vm, callee, argc, argv, 0, NULL);
}

typedef struct guarded_call {
    kr_value callee, result;
    size_t argc;
    const kr_value *argv;
} guarded_call;

static void guarded_body(kr_vm *vm, void *data) {
    guarded_call *call = data;
    call->result = kr_call(vm, call->callee, call->argc, call->argv);
}

/* Only a callee in C needs a catch point of its own. */
kr_value kr_call_or_stop(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv) {
    if (kr_is_exact(callee, &kr_function_type)) {
        kr_check_native_stack(vm);
        arguments a = {0, false, argc, argv, 0, NULL, KR_RETURN_NATIVE, 0};
        kr_value result = function_call(vm, kr_to_pointer(callee), &a);
        return result ? result : kr_run_or_stop(vm);
    }
    guarded_call call = {callee, KR_UNBOUND, argc, argv};
    kr_value error = kr_try(vm, guarded_body, &call);
    if (error == KR_UNBOUND) return call.result;
    if (!kr_exception_is(error, &kr_StopIteration_type)) kr_reraise(vm, error);
    vm->stop_value = kr_stop_value(error);
    return KR_UNBOUND;
}

kr_value kr_call_method(kr_vm *vm, kr_value self, kr_value name, size_t argc, const kr_value *argv) {
    kr_check_native_stack(vm);
    kr_value first, callee = kr_load_method(vm, self, name, &first);
    arguments a = {0, false, argc, argv, 0, NULL, KR_RETURN_NATIVE, 0};
    kr_value result = first == KR_UNBOUND ? begin(vm, callee, &a) : begin_with_self(vm, callee, first, &a);
    return result ? result : kr_run(vm);
}

/* ---- f(*args, **kwargs) ---- */

/* Splits a dict into values and interned names. What cannot be called says so first. */
static size_t keywords_spread(kr_vm *vm, kr_value callee, kr_value kwargs, kr_value *values,
                              kr_value *names) {
    size_t position = 0, count = 0;
    kr_value key, value;
    while (kr_dict_each(kr_to_dict(kwargs), &position, &key, &value)) {
        if (!kr_is_str(key)) {
            if (!kr_is_callable(vm, callee)) kr_raise_type(vm, "'%T' object is not callable", callee);
            kr_raise_type(vm, "keywords must be strings");
        }
        values[count] = value;
        names[count++] = kr_intern_str(vm, key);
    }
    return count;
}

kr_value kr_call_spread(kr_vm *vm, kr_value callee, kr_value args, kr_value kwargs, unsigned target) {
    if (!kr_is_exact(args, &kr_list_type) && !kr_is_exact(args, &kr_tuple_type))
        args = kr_do_spread(vm, args, callee);
    if (kwargs != KR_UNBOUND && !kr_is_exact(kwargs, &kr_dict_type)) {
        kr_value mapping = kwargs;
        kwargs = KR_OBJECT(kr_dict_new(vm, 0));
        kr_do_update_keywords(vm, kwargs, mapping, callee);
    }
    bool list = kr_is_list(args);
    size_t argc = list ? kr_to_list(args)->size : kr_to_tuple(args)->size;
    const kr_value *items = list ? kr_to_list(args)->items : kr_to_tuple(args)->items;
    size_t nkw = kwargs == KR_UNBOUND ? 0 : kr_to_dict(kwargs)->size;
    kr_value few[FEW_ARGUMENTS];
    kr_value *all = few;
    if (argc + 2 * nkw > FEW_ARGUMENTS) all = kr_values_new(vm, argc + 2 * nkw);
    kr_copy(all, items, argc);
    kr_value *names = all + argc + nkw;
    if (nkw) keywords_spread(vm, callee, kwargs, all + argc, names);
    arguments a = {0, false, argc, all, nkw, names, KR_RETURN_STORE, target};
    return begin(vm, callee, &a);
}

/* ---- Calls that operations come down to ---- */

bool kr_invocation_special(kr_vm *vm, kr_invocation *call, kr_value v, kr_value name) {
    const kr_type *type = kr_type_of(v);
    kr_value found = kr_attribute_probe(vm, (uintptr_t)type | 2, name);
    if (found == 0) found = kr_type_lookup(vm, type, name);
    if (found == KR_UNBOUND) return false;
    bool plain = kr_is_exact(found, &kr_function_type) ||
                 (kr_is_exact(found, &kr_builtin_type) &&
                  ((kr_builtin *)kr_to_pointer(found))->kind == KR_BUILTIN_METHOD);
    call->callee = plain ? found : kr_bind_attribute(vm, found, v, type);
    call->argc = plain;
    call->argv[0] = v;
    call->stage = 0;
    call->negate = call->length = false;
    return true;
}

kr_value kr_invoke(kr_vm *vm, const kr_invocation *call) {
    return kr_call(vm, call->callee, call->argc, call->argv);
}

kr_value kr_invoke_frame(kr_vm *vm, const kr_invocation *call, kr_return_action action, unsigned target) {
    kr_function *function = kr_to_pointer(call->callee);
    if (!kr_is_exact(call->callee, &kr_function_type) || (function->code->flags & SPECIAL_FLAGS))
        return kr_invoke(vm, call);
    arguments a = {0, false, call->argc, call->argv, 0, NULL, action, target};
    if (call->stage) {
        kr_value *top = kr_stack_reserve(vm, kr_stack_top(vm), 2u + function->code->register_count);
        top[0] = call->left;
        top[1] = call->right;
        a.window = (size_t)(top + 2 - vm->stack.registers) + 1;
    }
    function_call(vm, function, &a);
    unsigned flags =
        call->stage | (call->negate ? KR_FRAME_NEGATE : 0u) | (call->length ? KR_FRAME_LENGTH : 0u);
    vm->frame->flags = (uint16_t)flags;
    return 0;
}

bool kr_push_special(kr_vm *vm, kr_value self, kr_value other, kr_value name, kr_return_action action,
                     unsigned target, unsigned stage) {
    kr_value found = kr_attribute_probe(vm, (uintptr_t)kr_type_word(self) | 2, name);
    if (found == 0 || !kr_is_exact(found, &kr_function_type)) return false;
    kr_function *function = kr_to_pointer(found);
    const kr_code *code = function->code;
    kr_value *top = kr_stack_top(vm);
    size_t count = 1 + (other != 0);
    bool plain =
        code->positional_count == count && code->parameter_count == count && !(code->flags & SPECIAL_FLAGS);
    if (!plain || !kr_stack_fits(vm, vm->frame, top + 2 + code->register_count)) return false;
    top[0] = top[2] = self;
    top[1] = top[3] = other;
    for (size_t n = count; n < code->register_count; n++) top[2 + n] = KR_UNBOUND;
    frame_push(vm, function, top + 2, action, target, stage);
    return true;
}

kr_value kr_run_code(kr_vm *vm, kr_code *code, kr_dict *globals, kr_value namespace_) {
    kr_check_native_stack(vm);
    kr_function *function = kr_new(vm, &kr_function_type, sizeof *function);
    function->code = kr_code_link(vm, code, globals);
    function->globals = globals;
    function->more = KR_NONE;
    return kr_call(vm, KR_OBJECT(function), namespace_ != KR_UNBOUND, &namespace_);
}

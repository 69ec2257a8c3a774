#ifndef KR_FUNCTION_H
#define KR_FUNCTION_H
/* What can be called, and what a class is. */
#include "core/context.h"
#include "run/code.h"

typedef struct kr_cell {
    kr_object head;
    kr_value content; /* KR_UNBOUND when empty */
} kr_cell;

struct kr_function {
    kr_object head;
    kr_code *code;
    kr_dict *globals;       /* a namespace */
    kr_value more;          /* KR_NONE; the tuple of positional defaults, when it has nothing else; or a kr_function_more */
    kr_value cells[];       /* code->free_count cells */
};

/* What most functions do not have. */
typedef struct kr_function_more {
    kr_object head;         /* kr_function_more_type */
    kr_value defaults;      /* tuple or KR_NONE */
    kr_value keyword_defaults; /* dict or KR_NONE */
    kr_value attributes;    /* dict of assigned attributes (__dict__, __name__, __doc__ …), or 0 */
    kr_value special;       /* dict of what was assigned to __name__, __doc__, __module__ … themselves, or 0; or a tuple: annotations that nobody has looked at
                             * yet, behind the tuple of their names */
} kr_function_more;
extern const kr_type kr_function_more_type;

static inline const kr_function_more *kr_function_rest(const kr_function *function) {
    return kr_is_exact(function->more, &kr_function_more_type) ? (const kr_function_more *)kr_to_pointer(function->more) : NULL;
}
static inline kr_value kr_function_defaults(const kr_function *function) {
    const kr_function_more *more = kr_function_rest(function);
    return more ? more->defaults : function->more;
}
static inline kr_value kr_function_keyword_defaults(const kr_function *function) {
    const kr_function_more *more = kr_function_rest(function);
    return more ? more->keyword_defaults : KR_NONE;
}
/* For writing; makes it where there is none. */
kr_function_more *kr_function_extend(kr_vm *vm, kr_function *function);

typedef struct kr_method {
    kr_object head;
    kr_value function, self;
} kr_method;

typedef struct kr_module {
    kr_object head;
    kr_dict *globals;       /* a namespace */
    const struct kr_module_def *native; /* ROM attributes, or NULL */
    kr_value importing;     /* KR_TRUE while its code runs for the first time: for error texts */
} kr_module;

/* A class made by a program. Instance attributes are slots: `slots` maps a name to a number, append-only; the first `inline_slots` of them lie in the
 * instance behind its solid part, further ones in the instance's overflow block. See run/attribute.h. */
struct kr_class {
    kr_type type;
    kr_dict *attributes;    /* class namespace */
    kr_value mro;           /* tuple of types, itself first; ends with object */
    kr_value bases;         /* tuple */
    kr_value subclasses;    /* list of subclasses (strong), or 0 */
    kr_value slot_names;    /* list of names, or 0: number = index */
    kr_dict *slot_numbers;  /* name -> int once there are more than a few, or NULL */
    uint32_t slot_count;
    uint32_t inline_slots;  /* fixed when the first instance is made */
    uint32_t slots_only;    /* __slots__ without __dict__: no other names */
    uint32_t declared_slots; /* the first ones come from __slots__: they stay slots in dict mode, and are inline unless the class is of variable size */
    uint32_t state;         /* enum kr_class_state */
    kr_value qualified_name;
};
enum kr_class_state {
    KR_CLASS_FIXED = 1, /* inline_slots is final: there have been instances */
    KR_CLASS_DICTS = 2, /* some instance is in dict mode */
    KR_CLASS_ABSTRACT = 4 /* __abstractmethods__ is not empty */
};

/* A Python object whose attributes are slots: the solid struct, then (unless slots_only) the overflow word, then inline slots. For the solid base `object`: */
typedef struct kr_instance {
    kr_object head;
    kr_value overflow;      /* 0, a values block's pointer as tagged by run/attribute.c, or a dict */
    kr_value slots[];
} kr_instance;

typedef struct kr_exception {
    kr_object head;
    kr_value args;          /* tuple */
    kr_value traceback;     /* kr_traceback list, newest first, or KR_NONE */
    kr_value cause, context; /* exceptions or KR_NONE */
    kr_value attributes;    /* assigned attributes, __notes__ among them: a dict, or 0; of built-in types only, user classes have slots */
    kr_value value;         /* a tuple by type: OSError's errno, strerror, filename; SyntaxError's file, line …; AttributeError's name, obj; or 0. See types/exception.c. StopIteration
                             * and SystemExit keep their value here */
    kr_value suppress;      /* KR_TRUE: __suppress_context__ */
} kr_exception;

/* Also coroutines and async generators. A generator that delegates is suspended *at* its DELEGATE instruction, whose register holds the iterator: resuming
 * runs the instruction again, which passes `sent` on. */
struct kr_generator {
    kr_object head;
    kr_frame frame;         /* as saved while suspended */
    kr_value sent;          /* for DELEGATE: what to send or throw; 0 is None */
    kr_value handling;      /* suspended: the exception that it handles, or 0; running: what its caller handles */
    uint8_t state;          /* enum kr_generator_state */
    uint8_t register_count;
    bool throwing : 1;      /* `sent` is to be thrown */
    bool stepping : 1;      /* of an async generator: a step has begun and has no outcome yet */
    bool closed : 1;        /* of an async generator: aclose() has begun, perhaps in vain */
    kr_value names;         /* a tuple of name and qualified name, or 0: the code's */
    kr_value registers[];
};

/* Makes a class as type(name, bases, namespace) does, running metaclass, __set_name__, __init_subclass__. */
kr_value kr_class_new(kr_vm *vm, const kr_type *meta, kr_value name, kr_value bases, kr_dict *namespace, size_t nkw, const kr_value *kwvalues, const kr_value *kwnames);
/* Attribute of a type along its MRO, unbound; KR_UNBOUND when missing. Cached. */
kr_value kr_type_lookup(kr_vm *vm, const kr_type *type, kr_value name);
/* Must follow every change of a class's attributes or bases. */
void kr_attributes_changed(kr_vm *vm, kr_class *cls, kr_value name);
kr_value kr_mro(kr_vm *vm, const kr_type *type); /* tuple */

/* Runs code in a fresh frame: modules, exec, class bodies. `namespace` is R[0] when the code takes one, else KR_UNBOUND. */
kr_value kr_run_code(kr_vm *vm, kr_code *code, kr_dict *globals, kr_value namespace_);
/* An import as the statement does it; level 0 absolute. */
kr_value kr_import(kr_vm *vm, kr_value name, kr_value from_list, int level, kr_dict *globals);
kr_value kr_module_new(kr_vm *vm, kr_value name);

#endif

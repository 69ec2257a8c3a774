#ifndef KR_OBJECT_H
#define KR_OBJECT_H
/* Objects, types, and what a type can do.
 *
 * Every object begins with one word, its type. Types are objects too: built-in ones are const and live in ROM, classes that a program
 * makes live in the heap and carry the mutable part (kr_class). C code may rely on layout by *solid base*: an instance of a user's subclass of list begins with
 * a kr_list, so kr_is_kind(v, &kr_list_type) is all that a list function has to ask. */
#include "core/value.h"

typedef struct kr_vm kr_vm;
typedef struct kr_type kr_type;
typedef struct kr_class kr_class;
typedef struct kr_writer kr_writer;
typedef struct kr_dict kr_dict;

/* Behind the struct of objects that are const data: a value's tag must be free. */
#define KR_ROM_OBJECT __attribute__((aligned(KR_OBJECT_ALIGN)))

typedef struct kr_object {
    const kr_type *type;
} kr_object;

typedef enum kr_compare_op { KR_LT, KR_LE, KR_EQ, KR_NE, KR_GT, KR_GE } kr_compare_op;

/* The binary operators in opcode order: name, dunder suffix (add -> __add__, __radd__, __iadd__), text. */
#define KR_BINARY_OPS(X)                                                                                     \
    X(ADD, add, "+")                                                                                         \
    X(SUB, sub, "-")                                                                                         \
    X(MUL, mul, "*")                                                                                         \
    X(TRUEDIV, truediv, "/")                                                                                 \
    X(FLOORDIV, floordiv, "//")                                                                              \
    X(MOD, mod, "%")                                                                                         \
    X(POW, pow, "**")                                                                                        \
    X(LSHIFT, lshift, "<<")                                                                                  \
    X(RSHIFT, rshift, ">>")                                                                                  \
    X(AND, and, "&")                                                                                         \
    X(OR, or, "|")                                                                                           \
    X(XOR, xor, "^")                                                                                         \
    X(MATMUL, matmul, "@")
#define KR_BINARY_ENUM(name, dunder, text) KR_##name,
typedef enum kr_binary_op {
    KR_BINARY_OPS(KR_BINARY_ENUM) KR_BINARY_COUNT,
    KR_DIVMOD = KR_BINARY_COUNT /* for kr_binary alone: no instruction, and no operation of kr_ops */
} kr_binary_op;
#undef KR_BINARY_ENUM

typedef enum kr_unary_op { KR_NEG, KR_POS, KR_INVERT } kr_unary_op;

/* Bytes of an object that C code may look at; valid until the object is resized or dies. */
typedef struct kr_buffer {
    uint8_t *data;
    size_t size;
    bool writable;
    char code; /* struct code of the elements, 'B' for bytes */
} kr_buffer;

/* How a built-in function is called. argv points at VM registers: read it, never write it, and it stays readable until the function
 * returns, even when the VM stack moves.
 *   kr_fn     positional arguments only, min <= argc <= max. When the table names the parameters, keywords are bound and argv is padded
 *             with KR_UNBOUND to max (argc == max then).
 *   kr_fn_kw  argc positional arguments, then nkw keyword values argv[argc .. argc+nkw-1] whose interned names are names[0 .. nkw-1]. */
typedef kr_value (*kr_fn)(kr_vm *vm, size_t argc, const kr_value *argv);
typedef kr_value (*kr_fn_kw)(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names);

enum kr_pair { KR_PAIR_NOT, KR_PAIR_STORED, KR_PAIR_END };

/* What objects of a built-in type do; NULL = the operation is not there. User classes inherit the table of their solid base, and the
 * generic operations of core/operate.h look for dunder methods first when the class has any. */
typedef struct kr_ops {
    void (*trace)(kr_vm *vm, kr_object *object);    /* kr_mark()s every value that the object holds (not its type) */
    void (*finalize)(kr_vm *vm, kr_object *object); /* before the object's memory is reused; must not allocate */
    /* Appends repr() (str = false) or str() to the writer. NULL: <name object at 0x…>. */
    void (*print)(kr_vm *vm, kr_writer *out, kr_value v, bool str);
    kr_word (*hash)(kr_vm *vm, kr_value v); /* NULL: by identity, unless `compare` is there: unhashable */
    /* KR_TRUE, KR_FALSE or any value, KR_NOT_IMPLEMENTED when it does not know the other operand. `a` is of this type. */
    kr_value (*compare)(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b);
    /* One of a and b is of this type, the other is anything; KR_NOT_IMPLEMENTED when it does not know the other. */
    kr_value (*binary)(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
    kr_value (*inplace)(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b); /* `a` is of this type; NULL or NOT_IMPLEMENTED: binary */
    kr_value (*unary)(kr_vm *vm, kr_unary_op op, kr_value v);
    bool (*truth)(kr_vm *vm, kr_value v);  /* NULL: length != 0 when there is a length, else true */
    kr_word (*length)(kr_vm *vm, kr_value v);
    kr_value (*getitem)(kr_vm *vm, kr_value v, kr_value key);
    void (*setitem)(kr_vm *vm, kr_value v, kr_value key, kr_value item); /* item KR_UNBOUND: del v[key] */
    bool (*contains)(kr_vm *vm, kr_value v, kr_value item);              /* NULL: by iteration */
    kr_value (*iter)(kr_vm *vm, kr_value v);
    kr_value (*next)(kr_vm *vm, kr_value v); /* KR_UNBOUND at the end (no StopIteration is raised) */
    /* As next, for `for a, b in …`: stores both items of a pair and returns KR_PAIR_STORED, or KR_PAIR_END, or KR_PAIR_NOT when its items are
     * no pairs (nothing has happened then). NULL: always that. */
    int (*next_pair)(kr_vm *vm, kr_value v, kr_value pair[2]);
    kr_value (*call)(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names);
    /* Attributes that the member table cannot describe. getattr: KR_UNBOUND when it has none of that name. setattr (value KR_UNBOUND =
     * delete): false when it has none. */
    kr_value (*getattr)(kr_vm *vm, kr_value v, kr_value name);
    bool (*setattr)(kr_vm *vm, kr_value v, kr_value name, kr_value value);
    /* Descriptors: v is found on a class. get: instance is KR_UNBOUND for access through the class `owner`. set: value KR_UNBOUND = delete. */
    kr_value (*get)(kr_vm *vm, kr_value v, kr_value instance, const kr_type *owner);
    void (*set)(kr_vm *vm, kr_value v, kr_value instance, kr_value value);
    bool (*buffer)(kr_vm *vm, kr_value v, kr_buffer *buffer);
} kr_ops;

/* One entry of a built-in type's or module's ROM table. */
typedef struct kr_member {
    kr_value name;  /* N_… */
    kr_value value; /* a ROM object or an immediate */
} kr_member;

enum kr_type_flag {
    KR_TYPE_CLASS = 1,      /* a heap class: the object is a kr_class */
    KR_TYPE_FINAL = 2,      /* cannot be subclassed (bool, NoneType, function …) */
    KR_TYPE_VARIABLE = 4,   /* objects end in an array; attributes of subclass instances live behind one extra word: see run/attribute.h */
    KR_TYPE_EXCEPTION = 8,  /* BaseException and all below it */
    KR_TYPE_DATA_DESCRIPTOR = 16, /* instances have ops->set or __set__/__delete__ */
    KR_TYPE_OPAQUE = 32,    /* raw storage of the heap, never seen by programs */
    KR_TYPE_META = 64,      /* `type` and classes derived from it */
    KR_TYPE_FINALIZE = 128, /* ops->finalize or __del__ must run before the memory is reused */
    KR_TYPE_OWN_KEY = 256,  /* classes and modules: attributes are cached by object, not by type (run/attribute.h) */
    KR_TYPE_AWAITABLE = 512 /* built-in types: __await__() returns the object itself, which is an iterator */
};

/* Which dunder methods a heap class defines or inherits from a heap class; lets generic operations skip the search. */
enum kr_dunder {
    KR_HAS_GETATTRIBUTE = 1 << 0,
    KR_HAS_GETATTR = 1 << 1,
    KR_HAS_SETATTR = 1 << 2,
    KR_HAS_DELATTR = 1 << 3,
    KR_HAS_BOOL = 1 << 4,
    KR_HAS_LEN = 1 << 5,
    KR_HAS_EQ = 1 << 6,      /* __eq__ or __ne__ */
    KR_HAS_ORDER = 1 << 7,   /* __lt__ __le__ __gt__ __ge__ */
    KR_HAS_HASH = 1 << 8,
    KR_HAS_CALL = 1 << 9,
    KR_HAS_GETITEM = 1 << 10,
    KR_HAS_SETITEM = 1 << 11, /* __setitem__ or __delitem__ */
    KR_HAS_CONTAINS = 1 << 12,
    KR_HAS_ITER = 1 << 13,
    KR_HAS_NEXT = 1 << 14,
    KR_HAS_BINARY = 1 << 15, /* any binary, reflected or in-place operator */
    KR_HAS_UNARY = 1 << 16,
    KR_HAS_REPR = 1 << 17,   /* __repr__ or __str__ */
    KR_HAS_GET = 1 << 18,    /* descriptors */
    KR_HAS_SET = 1 << 19,    /* __set__ or __delete__ */
    KR_HAS_NEW = 1 << 20,
    KR_HAS_INIT = 1 << 21,
    KR_HAS_DEL = 1 << 22,
    KR_HAS_FORMAT = 1 << 23,
    KR_HAS_INDEX = 1 << 24,
    KR_HAS_MISSING = 1 << 25,
    KR_HAS_NUMBER = 1 << 26  /* __int__, __float__, __complex__ or __trunc__ */
};

struct kr_type {
    kr_object head;          /* kr_type_type, or a metaclass */
    kr_value name;           /* str, __name__ */
    const kr_type *base;     /* first base; NULL for object */
    const kr_type *solid;    /* the type whose C struct instances begin with; itself for most built-in types */
    const kr_ops *ops;
    uint32_t flags;          /* enum kr_type_flag */
    uint32_t dunders;        /* enum kr_dunder; 0 for built-in types */
    uint16_t size;           /* bytes of the solid struct, without a variable part */
    uint16_t member_count;   /* both are read by KR_FLASH_FIELD where bytes of flash cannot be */
    const kr_member *members; /* ROM methods and constants; NULL for heap classes */
    /* cls(*args): makes and initialises an object of `cls`, which is this type or a subclass. NULL: cannot be made by a call. For a user's class this is
     * what object.__new__ does for that solid base; heap classes copy it from their solid base. */
    kr_value (*make)(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names);
} KR_ROM_OBJECT;

/* The type of a value that is known to be an object. */
static inline const kr_type *kr_type_word(kr_value v) { return ((const kr_object *)kr_to_pointer(v))->type; }

/* True when v's type is `type` or derives from it *by layout*: v's object begins with that type's struct. v may be any value. Only for
 * types that are their own solid base. int, bool, float and None have kr_is_… functions in their headers. */
static inline bool kr_is_kind(kr_value v, const kr_type *type) {
    return kr_is_object(v) && ((kr_object *)kr_to_pointer(v))->type->solid == type;
}
/* True when v is exactly of `type` (a pointer type). */
static inline bool kr_is_exact(kr_value v, const kr_type *type) {
    return kr_is_object(v) && ((kr_object *)kr_to_pointer(v))->type == type;
}

/* The type of any value. */
const kr_type *kr_type_of_immediate(kr_value v);
static inline const kr_type *kr_type_of(kr_value v) {
    return kr_is_object(v) ? ((const kr_object *)kr_to_pointer(v))->type : kr_type_of_immediate(v);
}

/* True when `type` is `base` or derives from it (C3 MRO of heap classes). */
bool kr_is_subtype(const kr_type *type, const kr_type *base);

/* The built-in types. Each is defined by the file that implements it. */
#define KR_BUILTIN_TYPES(X)                                                                                  \
    X(object) X(type) X(none) X(notimplemented) X(ellipsis) X(bool) X(int) X(float) X(complex) X(str)        \
    X(bytes) X(bytearray) X(memoryview) X(tuple) X(list) X(dict) X(set) X(frozenset) X(range) X(slice)       \
    X(function) X(builtin) X(method) X(code) X(cell) X(generator) X(coroutine) X(module) X(property)         \
    X(staticmethod) X(classmethod) X(super) X(traceback) X(iterator) X(file)
#define KR_TYPE_EXTERN(name) extern const kr_type kr_##name##_type;
KR_BUILTIN_TYPES(KR_TYPE_EXTERN)
#undef KR_TYPE_EXTERN

#endif

/* Special methods of built-in types as objects: list.__len__, int.__add__, super().__setitem__ and the like.
 *
 * A built-in type says what it can do in its kr_ops. One table maps each special method to the operation
 * behind it; the wrapper calls the operation of the *solid base* of its first argument, so that an override
 * in a subclass is not called again. */
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/run.h"
#include "types/container.h"
#include "types/dict_views.h"
#include "types/generic.h"
#include "types/number.h"
#include "types/text.h"

static const kr_ops none_at_all;

static const kr_ops *ops_of(kr_value v) {
    const kr_ops *ops = kr_type_of(v)->ops;
    return ops == NULL ? &none_at_all : ops;
}

_Noreturn static void raise_unsupported(kr_vm *vm, const char *name, kr_value v) {
    kr_raise_type(vm, "descriptor '%s' doesn't apply to a '%T' object", name, v);
}

/* ---- Text, hash, truth ---- */

static kr_value print(kr_vm *vm, kr_value v, bool str) {
    if (ops_of(v)->print == NULL) return str ? kr_str_of(vm, v) : kr_repr_of(vm, v);
    kr_writer text;
    kr_writer_init(vm, &text);
    ops_of(v)->print(vm, &text, v, str);
    return kr_writer_str(&text);
}

static kr_value wrap_repr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return print(vm, argv[0], false);
}

static kr_value wrap_str(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return print(vm, argv[0], true);
}

static kr_value wrap_hash(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_ops *ops = ops_of(argv[0]);
    return kr_int_from(vm, ops->hash == NULL ? (kr_word)(argv[0] >> 4) : ops->hash(vm, argv[0]));
}

static kr_value wrap_bool(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (ops_of(argv[0])->truth == NULL) raise_unsupported(vm, "__bool__", argv[0]);
    return kr_bool(ops_of(argv[0])->truth(vm, argv[0]));
}

/* ---- Containers ---- */

static kr_value wrap_len(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (ops_of(argv[0])->length == NULL) raise_unsupported(vm, "__len__", argv[0]);
    return KR_INT(ops_of(argv[0])->length(vm, argv[0]));
}

static kr_value wrap_getitem(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (ops_of(argv[0])->getitem == NULL) raise_unsupported(vm, "__getitem__", argv[0]);
    return ops_of(argv[0])->getitem(vm, argv[0], argv[1]);
}

static kr_value wrap_setitem(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (ops_of(argv[0])->setitem == NULL) raise_unsupported(vm, "__setitem__", argv[0]);
    ops_of(argv[0])->setitem(vm, argv[0], argv[1], argc == 2 ? KR_UNBOUND : argv[2]);
    return KR_NONE;
}

static kr_value wrap_contains(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (ops_of(argv[0])->contains == NULL) raise_unsupported(vm, "__contains__", argv[0]);
    return kr_bool(ops_of(argv[0])->contains(vm, argv[0], argv[1]));
}

/* An iterator is its own iterator. */
static kr_value wrap_iter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_ops *ops = ops_of(argv[0]);
    if (ops->iter == NULL && ops->next == NULL) raise_unsupported(vm, "__iter__", argv[0]);
    return ops->iter == NULL ? argv[0] : ops->iter(vm, argv[0]);
}

static kr_value wrap_next(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (ops_of(argv[0])->next == NULL) raise_unsupported(vm, "__next__", argv[0]);
    kr_value item = ops_of(argv[0])->next(vm, argv[0]);
    if (item == KR_UNBOUND) kr_raise_value(vm, &kr_StopIteration_type, KR_UNBOUND);
    return item;
}

/* ---- Calls and descriptors ---- */

static kr_value wrap_call(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    const kr_ops *ops = ops_of(argv[0]);
    if (ops->call == NULL) return kr_call_kw(vm, argv[0], argc - 1, argv + 1, nkw, names);
    return ops->call(vm, argv[0], argc - 1, argv + 1, nkw, names);
}

/* C code behind a computed attribute trusts its argument: the attribute must be one of the instance's own
 * type. */
static void check_getset(kr_vm *vm, kr_value v, kr_value instance) {
    if (!kr_is_exact(v, &kr_getset_type)) return;
    kr_value name = ((const kr_getset *)kr_to_pointer(v))->name;
    if (kr_type_lookup(vm, kr_type_of(instance), name) != v) {
        kr_raise_type(vm, "descriptor '%S' doesn't apply to a '%T' object", name, instance);
    }
}

static kr_value wrap_get(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (ops_of(argv[0])->get == NULL) raise_unsupported(vm, "__get__", argv[0]);
    bool has_owner = argc == 3 && argv[2] != KR_NONE;
    if (argv[1] == KR_NONE && !has_owner) kr_raise_type(vm, "__get__(None, None) is invalid");
    if (has_owner && !kr_is_type(argv[2]))
        kr_raise_type(vm, "__get__() argument 2 must be a type, not %T", argv[2]);
    kr_value instance = argv[1] == KR_NONE ? KR_UNBOUND : argv[1];
    if (instance != KR_UNBOUND) check_getset(vm, argv[0], instance);
    return ops_of(argv[0])->get(vm, argv[0], instance, has_owner ? kr_to_type(argv[2]) : kr_type_of(argv[1]));
}

static kr_value wrap_set(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (ops_of(argv[0])->set == NULL) raise_unsupported(vm, "__set__", argv[0]);
    check_getset(vm, argv[0], argv[1]);
    ops_of(argv[0])->set(vm, argv[0], argv[1], argc == 2 ? KR_UNBOUND : argv[2]);
    return KR_NONE;
}

/* ---- Comparisons and operators ---- */

/* A number's methods do not know wider numbers: those have methods that know it. */
static bool is_wider(kr_value v, kr_value than) {
    int rank = kr_number_rank(kr_type_of(than));
    return rank > 0 && rank < kr_number_rank(kr_type_of(v));
}

static kr_value compare(kr_vm *vm, kr_compare_op op, const kr_value *argv) {
    if (ops_of(argv[0])->compare == NULL || is_wider(argv[1], argv[0])) return KR_NOT_IMPLEMENTED;
    return ops_of(argv[0])->compare(vm, op, argv[0], argv[1]);
}

static kr_value unary(kr_vm *vm, kr_unary_op op, kr_value v) {
    if (ops_of(v)->unary == NULL) return KR_NOT_IMPLEMENTED;
    return ops_of(v)->unary(vm, op, v);
}

/* Sequences raise where others return NotImplemented. */
static kr_value sequence(kr_vm *vm, kr_binary_op op, kr_value self, kr_value other,
                         kr_value (*function)(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b)) {
    kr_value result = function(vm, op, self, op == KR_MUL ? kr_index(vm, other) : other);
    if (result == KR_NOT_IMPLEMENTED) kr_raise_concat(vm, self, other);
    return result;
}

/* `self` decides whose operation it is, whether it is the left or the right operand. */
static kr_value binary(kr_vm *vm, kr_binary_op op, kr_value self, kr_value a, kr_value b) {
    kr_value other = a == self ? b : a;
    if (ops_of(self)->binary == NULL || is_wider(other, self)) return KR_NOT_IMPLEMENTED;
    if (kr_is_sequence_operator(kr_type_of(self), op))
        return sequence(vm, op, self, other, ops_of(self)->binary);
    return ops_of(self)->binary(vm, op, a, b);
}

static kr_value inplace(kr_vm *vm, kr_binary_op op, const kr_value *argv) {
    if (ops_of(argv[0])->inplace == NULL) return KR_NOT_IMPLEMENTED;
    if (kr_is_sequence_operator(kr_type_of(argv[0]), op))
        return sequence(vm, op, argv[0], argv[1], ops_of(argv[0])->inplace);
    return ops_of(argv[0])->inplace(vm, op, argv[0], argv[1]);
}

#define COMPARE(op, stem)                                                                                    \
    static kr_value wrap_##stem(kr_vm *vm, size_t argc, const kr_value *argv) {                              \
        (void)argc;                                                                                          \
        return compare(vm, op, argv);                                                                        \
    }
COMPARE(KR_LT, lt)
COMPARE(KR_LE, le)
COMPARE(KR_EQ, eq)
COMPARE(KR_NE, ne)
COMPARE(KR_GT, gt)
COMPARE(KR_GE, ge)

#define UNARY(op, stem)                                                                                      \
    static kr_value wrap_##stem(kr_vm *vm, size_t argc, const kr_value *argv) {                              \
        (void)argc;                                                                                          \
        return unary(vm, op, argv[0]);                                                                       \
    }
UNARY(KR_NEG, neg)
UNARY(KR_POS, pos)
UNARY(KR_INVERT, invert)

#define BINARY(op, stem, text)                                                                               \
    static kr_value wrap_##stem(kr_vm *vm, size_t argc, const kr_value *argv) {                              \
        (void)argc;                                                                                          \
        return binary(vm, KR_##op, argv[0], argv[0], argv[1]);                                               \
    }                                                                                                        \
    static kr_value wrap_r##stem(kr_vm *vm, size_t argc, const kr_value *argv) {                             \
        (void)argc;                                                                                          \
        return binary(vm, KR_##op, argv[0], argv[1], argv[0]);                                               \
    }                                                                                                        \
    static kr_value wrap_i##stem(kr_vm *vm, size_t argc, const kr_value *argv) {                             \
        (void)argc;                                                                                          \
        return inplace(vm, KR_##op, argv);                                                                   \
    }
KR_BINARY_OPS(BINARY)
#undef BINARY

static kr_value divmod(kr_vm *vm, kr_value self, kr_value a, kr_value b) {
    if (is_wider(a == self ? b : a, self)) return KR_NOT_IMPLEMENTED;
    kr_value parts[2];
    if (!kr_number_divmod(vm, a, b, &parts[0], &parts[1])) return KR_NOT_IMPLEMENTED;
    return kr_tuple_new(vm, 2, parts);
}

static kr_value wrap_divmod(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return divmod(vm, argv[0], argv[0], argv[1]);
}

static kr_value wrap_rdivmod(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return divmod(vm, argv[0], argv[1], argv[0]);
}

/* ---- Numbers ---- */

/* The exact int that an instance of int, a subclass or bool stands for. */
static kr_value wrap_int(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_number_binary(vm, KR_ADD, argv[0], KR_INT(0));
}

static kr_value wrap_float(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, kr_is_float(argv[0]) ? kr_float_value(argv[0]) : kr_int_to_real(vm, argv[0]));
}

/* ---- The table ---- */

/* What a type must have for a wrapper to be there. */
enum need {
    PRINT,
    STR,
    HASH,
    TRUTH,
    LENGTH,
    GETITEM,
    SETITEM,
    CONTAINS,
    ITER,
    NEXT,
    CALL,
    GET,
    SET,
    COMPARISON,
    UNARY_OPS,
    BINARY_OPS,
    REFLECTED_OPS,
    INPLACE_OPS,
    INTEGER,
    REAL
};

typedef struct wrapper {
    uint8_t need;
    uint8_t op; /* kr_binary_op */
    kr_builtin builtin;
} wrapper;

#define WRAP(need, op, py, function, lo, hi)                                                                 \
    { need, op, KR_BUILTIN_OBJECT(py, .fn = function, lo, hi, KR_FORM_PLAIN, KR_BUILTIN_METHOD, NULL, NULL) }
#define WRAP_BINARY(op, forward, reflected, in_place, stem)                                                  \
    WRAP(BINARY_OPS, op, forward, wrap_##stem, 2, 2),                                                        \
        WRAP(REFLECTED_OPS, op, reflected, wrap_r##stem, 2, 2),                                              \
        WRAP(INPLACE_OPS, op, in_place, wrap_i##stem, 2, 2)

static const wrapper wrappers[] = {
    WRAP(PRINT, 0, N___repr__, wrap_repr, 1, 1),
    WRAP(STR, 0, N___str__, wrap_str, 1, 1),
    WRAP(HASH, 0, N___hash__, wrap_hash, 1, 1),
    WRAP(TRUTH, 0, N___bool__, wrap_bool, 1, 1),
    WRAP(LENGTH, 0, N___len__, wrap_len, 1, 1),
    WRAP(GETITEM, 0, N___getitem__, wrap_getitem, 2, 2),
    WRAP(SETITEM, 0, N___setitem__, wrap_setitem, 3, 3),
    WRAP(SETITEM, 0, N___delitem__, wrap_setitem, 2, 2),
    WRAP(CONTAINS, 0, N___contains__, wrap_contains, 2, 2),
    WRAP(ITER, 0, N___iter__, wrap_iter, 1, 1),
    WRAP(NEXT, 0, N___next__, wrap_next, 1, 1),
    {CALL, 0,
     KR_BUILTIN_OBJECT(N___call__, .fn_kw = wrap_call, 1, KR_ANY, KR_FORM_KEYWORDS, KR_BUILTIN_METHOD, NULL,
                       NULL)},
    WRAP(GET, 0, N___get__, wrap_get, 2, 3),
    WRAP(SET, 0, N___set__, wrap_set, 3, 3),
    WRAP(SET, 0, N___delete__, wrap_set, 2, 2),
    WRAP(COMPARISON, 0, N___lt__, wrap_lt, 2, 2),
    WRAP(COMPARISON, 0, N___le__, wrap_le, 2, 2),
    WRAP(COMPARISON, 0, N___eq__, wrap_eq, 2, 2),
    WRAP(COMPARISON, 0, N___ne__, wrap_ne, 2, 2),
    WRAP(COMPARISON, 0, N___gt__, wrap_gt, 2, 2),
    WRAP(COMPARISON, 0, N___ge__, wrap_ge, 2, 2),
    WRAP(UNARY_OPS, 0, N___neg__, wrap_neg, 1, 1),
    WRAP(UNARY_OPS, 0, N___pos__, wrap_pos, 1, 1),
    WRAP(INTEGER, 0, N___invert__, wrap_invert, 1, 1),
    WRAP_BINARY(KR_ADD, N___add__, N___radd__, N___iadd__, add),
    WRAP_BINARY(KR_SUB, N___sub__, N___rsub__, N___isub__, sub),
    WRAP_BINARY(KR_MUL, N___mul__, N___rmul__, N___imul__, mul),
    WRAP_BINARY(KR_TRUEDIV, N___truediv__, N___rtruediv__, N___itruediv__, truediv),
    WRAP_BINARY(KR_FLOORDIV, N___floordiv__, N___rfloordiv__, N___ifloordiv__, floordiv),
    WRAP_BINARY(KR_MOD, N___mod__, N___rmod__, N___imod__, mod),
    WRAP_BINARY(KR_POW, N___pow__, N___rpow__, N___ipow__, pow),
    WRAP_BINARY(KR_LSHIFT, N___lshift__, N___rlshift__, N___ilshift__, lshift),
    WRAP_BINARY(KR_RSHIFT, N___rshift__, N___rrshift__, N___irshift__, rshift),
    WRAP_BINARY(KR_AND, N___and__, N___rand__, N___iand__, and),
    WRAP_BINARY(KR_OR, N___or__, N___ror__, N___ior__, or),
    WRAP_BINARY(KR_XOR, N___xor__, N___rxor__, N___ixor__, xor),
    WRAP_BINARY(KR_MATMUL, N___matmul__, N___rmatmul__, N___imatmul__, matmul),
    WRAP(REAL, 0, N___divmod__, wrap_divmod, 2, 2),
    WRAP(REAL, 0, N___rdivmod__, wrap_rdivmod, 2, 2),
    WRAP(INTEGER, 0, N___index__, wrap_int, 1, 1),
    WRAP(INTEGER, 0, N___int__, wrap_int, 1, 1),
    WRAP(INTEGER, 0, N___trunc__, wrap_int, 1, 1),
    WRAP(REAL, 0, N___float__, wrap_float, 1, 1),
};

#define BIT(op)    (1u << KR_##op)
#define ARITHMETIC (BIT(ADD) | BIT(SUB) | BIT(MUL) | BIT(TRUEDIV) | BIT(POW))
#define WHOLE      (BIT(FLOORDIV) | BIT(MOD))
#define BITWISE    (BIT(AND) | BIT(OR) | BIT(XOR))
#define SEQUENCE   (BIT(ADD) | BIT(MUL))

/* Which operators a type's `binary` knows; types that are not listed: sequences + and *, others all but @. */
static const struct {
    const kr_type *type;
    unsigned ops, inplace;
} operators[] = {
    {&kr_int_type, ARITHMETIC | WHOLE | BITWISE | BIT(LSHIFT) | BIT(RSHIFT), 0},
    {&kr_bool_type, BITWISE, 0},
    {&kr_float_type, ARITHMETIC | WHOLE, 0},
    {&kr_complex_type, ARITHMETIC, 0},
    {&kr_str_type, SEQUENCE | BIT(MOD), 0},
    {&kr_bytes_type, SEQUENCE | BIT(MOD), 0},
    {&kr_bytearray_type, SEQUENCE | BIT(MOD), SEQUENCE},
    {&kr_set_type, BITWISE | BIT(SUB), BITWISE | BIT(SUB)},
    {&kr_frozenset_type, BITWISE | BIT(SUB), 0},
    {&kr_dict_type, BIT(OR), BIT(OR)},
    {&kr_type_type, BIT(OR), 0},
    {&kr_generic_alias_type, BIT(OR), 0},
    {&kr_union_type, BIT(OR), 0},
    {&kr_dict_keys_type, BITWISE | BIT(SUB), 0},
    {&kr_dict_items_type, BITWISE | BIT(SUB), 0},
};

static bool knows_operator(const kr_type *type, unsigned op, bool in_place) {
    const kr_ops *ops = type->ops;
    if (in_place ? ops->inplace == NULL : ops->binary == NULL) return false;
    unsigned known = kr_is_sequence_operator(type, KR_ADD) ? SEQUENCE : ~BIT(MATMUL);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (operators[i].type == type) known = in_place ? operators[i].inplace : operators[i].ops;
    }
    return (known >> op & 1) != 0;
}

static bool is_integer_type(const kr_type *type) {
    return type == &kr_int_type || type == &kr_bool_type;
}

static bool can_call(const kr_type *type) {
    return type->ops->call != NULL || type == &kr_function_type || type == &kr_builtin_type ||
           type == &kr_method_type;
}

/* Only str and exceptions have a str() that is not their repr(). */
static bool has_str(const kr_type *type) {
    return type->ops->print != NULL &&
           (type == &kr_str_type || type == &kr_BaseException_type || type->flags & KR_TYPE_EXCEPTION);
}

static bool provides(const kr_type *type, const wrapper *w) {
    const kr_ops *ops = type->ops;
    switch ((enum need)w->need) {
    case PRINT: return ops->print != NULL;
    case STR: return has_str(type);
    case HASH: return ops->hash != NULL;
    case TRUTH: return ops->truth != NULL && ops->length == NULL;
    case LENGTH: return ops->length != NULL;
    case GETITEM: return ops->getitem != NULL;
    case SETITEM: return ops->setitem != NULL;
    case CONTAINS: return ops->contains != NULL;
    case ITER: return ops->iter != NULL || ops->next != NULL;
    case NEXT: return ops->next != NULL;
    case CALL: return can_call(type);
    case GET: return ops->get != NULL;
    case SET: return ops->set != NULL;
    case COMPARISON: return ops->compare != NULL;
    case UNARY_OPS: return ops->unary != NULL;
    case BINARY_OPS: return knows_operator(type, w->op, false);
    case REFLECTED_OPS: /* joining has none */
        return knows_operator(type, w->op, false) &&
               (w->op != KR_ADD || !kr_is_sequence_operator(type, KR_ADD));
    case INPLACE_OPS: return knows_operator(type, w->op, true);
    case INTEGER: return is_integer_type(type);
    case REAL: return is_integer_type(type) || type == &kr_float_type;
    }
    return false;
}

kr_value kr_dunder_wrapper(const kr_type *type, kr_value name) {
    const kr_str *text = kr_to_str(name);
    if (type->ops == NULL || text->size < 5 || text->data[0] != '_' || text->data[1] != '_')
        return KR_UNBOUND;
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++) {
        if (wrappers[i].builtin.name != name) continue;
        if (provides(type, &wrappers[i])) return KR_OBJECT(&wrappers[i].builtin);
        /* What can be compared and has no hash says so. */
        return name == N___hash__ && type->ops->compare != NULL ? KR_NONE : KR_UNBOUND;
    }
    return KR_UNBOUND;
}

void kr_dunder_each(kr_vm *vm, const kr_type *type, void (*visit)(kr_vm *vm, void *data, kr_value name),
                    void *data) {
    for (size_t i = 0; type->ops != NULL && i < sizeof wrappers / sizeof *wrappers; i++) {
        if (provides(type, &wrappers[i])) visit(vm, data, wrappers[i].builtin.name);
    }
}

/* operator: the operators as functions, and the callables itemgetter, attrgetter and methodcaller. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/iterators.h"
#include "types/int.h"
#include "types/number.h"
#include "types/text.h"

/* --- binary operators: name in Python, operator, text of the doc; each has an in-place twin */

#define OPERATOR_BINARY(N)                                                                                   \
    N(add, KR_ADD, "a + b")                                                                                  \
    N(sub, KR_SUB, "a - b")                                                                                  \
    N(mul, KR_MUL, "a * b")                                                                                  \
    N(truediv, KR_TRUEDIV, "a / b")                                                                          \
    N(floordiv, KR_FLOORDIV, "a // b")                                                                       \
    N(mod, KR_MOD, "a % b")                                                                                  \
    N(pow, KR_POW, "a ** b")                                                                                 \
    N(lshift, KR_LSHIFT, "a << b")                                                                           \
    N(rshift, KR_RSHIFT, "a >> b")                                                                           \
    N(and_, KR_AND, "a & b")                                                                                 \
    N(or_, KR_OR, "a | b")                                                                                   \
    N(xor, KR_XOR, "a ^ b")                                                                                  \
    N(matmul, KR_MATMUL, "a @ b")
#define OPERATOR_INPLACE(N)                                                                                  \
    N(iadd, KR_ADD, "a += b")                                                                                \
    N(isub, KR_SUB, "a -= b")                                                                                \
    N(imul, KR_MUL, "a *= b")                                                                                \
    N(itruediv, KR_TRUEDIV, "a /= b")                                                                        \
    N(ifloordiv, KR_FLOORDIV, "a //= b")                                                                     \
    N(imod, KR_MOD, "a %= b")                                                                                \
    N(ipow, KR_POW, "a **= b")                                                                               \
    N(ilshift, KR_LSHIFT, "a <<= b")                                                                         \
    N(irshift, KR_RSHIFT, "a >>= b")                                                                         \
    N(iand, KR_AND, "a &= b")                                                                                \
    N(ior, KR_OR, "a |= b")                                                                                  \
    N(ixor, KR_XOR, "a ^= b")                                                                                \
    N(imatmul, KR_MATMUL, "a @= b")
#define OPERATOR_COMPARE(N)                                                                                  \
    N(lt, KR_LT, "a < b")                                                                                    \
    N(le, KR_LE, "a <= b")                                                                                   \
    N(eq, KR_EQ, "a == b")                                                                                   \
    N(ne, KR_NE, "a != b")                                                                                   \
    N(gt, KR_GT, "a > b")                                                                                    \
    N(ge, KR_GE, "a >= b")
#define OPERATOR_UNARY(N)                                                                                    \
    N(neg, KR_NEG, "-a")                                                                                     \
    N(pos, KR_POS, "+a")                                                                                     \
    N(invert, KR_INVERT, "~a")

#define DEFINE_TWO(py, expression, text)                                                                     \
    static kr_value operator_##py(kr_vm *vm, size_t argc, const kr_value *argv) {                            \
        (void)argc;                                                                                          \
        return expression;                                                                                   \
    }                                                                                                        \
    KR_FUNCTION(py, operator_##py, 2, 2, NULL, #py "(a, b)\n" text);
#define DEFINE_BINARY(py, op, text)  DEFINE_TWO(py, kr_binary(vm, op, argv[0], argv[1]), text)
#define DEFINE_INPLACE(py, op, text) DEFINE_TWO(py, kr_inplace(vm, op, argv[0], argv[1]), text)
#define DEFINE_COMPARE(py, op, text) DEFINE_TWO(py, kr_compare(vm, op, argv[0], argv[1]), text)
OPERATOR_BINARY(DEFINE_BINARY)
OPERATOR_INPLACE(DEFINE_INPLACE)
OPERATOR_COMPARE(DEFINE_COMPARE)

#define DEFINE_ONE(py, expression, text)                                                                     \
    static kr_value operator_##py(kr_vm *vm, size_t argc, const kr_value *argv) {                            \
        (void)argc;                                                                                          \
        return expression;                                                                                   \
    }                                                                                                        \
    KR_FUNCTION(py, operator_##py, 1, 1, NULL, #py "(a)\n" text);
#define DEFINE_UNARY(py, op, text) DEFINE_ONE(py, kr_unary(vm, op, argv[0]), text)
OPERATOR_UNARY(DEFINE_UNARY)

/* --- everything else */

static kr_value same(kr_vm *vm, bool is) {
    (void)vm;
    return kr_bool(is);
}

static kr_value absolute(kr_vm *vm, kr_value v) {
    kr_value method = kr_special(vm, v, N___abs__);
    if (method == KR_UNBOUND) kr_raise_type(vm, "bad operand type for abs(): '%T'", v);
    return kr_call(vm, method, 0, NULL);
}

static kr_value concat(kr_vm *vm, kr_value a, kr_value b) {
    if (kr_special(vm, a, N___getitem__) == KR_UNBOUND)
        kr_raise_type(vm, "'%T' object can't be concatenated", a);
    return kr_binary(vm, KR_ADD, a, b);
}

static kr_value delete_item(kr_vm *vm, kr_value v, kr_value key) {
    kr_setitem(vm, v, key, KR_UNBOUND);
    return KR_NONE;
}

static kr_value count_of(kr_vm *vm, kr_value v, kr_value item) {
    kr_loop loop;
    kr_word count = 0;
    kr_loop_begin(vm, &loop, v);
    for (kr_value other; (other = kr_loop_next(vm, &loop)) != KR_UNBOUND;) count += kr_equal(vm, other, item);
    return KR_INT(count);
}

static kr_value index_of(kr_vm *vm, kr_value v, kr_value item) {
    kr_loop loop;
    kr_word index = 0;
    kr_loop_begin(vm, &loop, v);
    for (kr_value other; (other = kr_loop_next(vm, &loop)) != KR_UNBOUND; index++) {
        if (kr_equal(vm, other, item)) return KR_INT(index);
    }
    kr_raise_value_error(vm, "sequence.index(x): x not in sequence");
}

#define OPERATOR_ONE(N)                                                                                      \
    N(not_, kr_bool(!kr_truth(vm, argv[0])), "not a")                                                        \
    N(truth, kr_bool(kr_truth(vm, argv[0])), "True when a is true.")                                         \
    N(index, kr_int_plain(vm, kr_index(vm, argv[0])), "a as an int by __index__.")                           \
    N(abs, absolute(vm, argv[0]), "The absolute value.")
#define OPERATOR_TWO(N)                                                                                      \
    N(is_, same(vm, argv[0] == argv[1]), "a is b")                                                           \
    N(is_not, same(vm, argv[0] != argv[1]), "a is not b")                                                    \
    N(contains, kr_bool(kr_contains(vm, argv[0], argv[1])), "b in a")                                        \
    N(getitem, kr_getitem(vm, argv[0], argv[1]), "a[b]")                                                     \
    N(delitem, delete_item(vm, argv[0], argv[1]), "del a[b]")                                                \
    N(concat, concat(vm, argv[0], argv[1]), "a + b for sequences.")                                          \
    N(countOf, count_of(vm, argv[0], argv[1]), "How often b is in a.")                                       \
    N(indexOf, index_of(vm, argv[0], argv[1]), "Where b is in a first.")
OPERATOR_ONE(DEFINE_ONE)
OPERATOR_TWO(DEFINE_TWO)

static kr_value operator_setitem(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_setitem(vm, argv[0], argv[1], argv[2]);
    return KR_NONE;
}
KR_FUNCTION(setitem, operator_setitem, 3, 3, NULL, "setitem(a, b, c)\na[b] = c");

static kr_value operator_length_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word hint = kr_length_hint(vm, argv[0]);
    return hint == 0 && argc > 1 ? argv[1] : KR_INT(hint);
}
KR_FUNCTION(length_hint, operator_length_hint, 1, 2, NULL,
            "length_hint(a, default=0)\nHow many items a has, as far as it knows.");

static kr_value operator_call(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    return kr_call_kw(vm, argv[0], argc - 1, argv + 1, nkw, names);
}
KR_FUNCTION_KW(call, operator_call, 1, KR_ANY, "call(function, *args, **kwargs)\nfunction(*args, **kwargs)");

/* --- callables that hold what they look for */

/* itemgetter and attrgetter hold a tuple of items; methodcaller a tuple of arguments and the names of those
 * given by keyword. */
typedef struct getter {
    kr_object head;
    kr_value items, names, method;
} getter;

static getter *to_getter(kr_value v) {
    return kr_to_pointer(v);
}

static void getter_trace(kr_vm *vm, kr_object *object) {
    const getter *g = (const getter *)object;
    if (g->items != 0) kr_mark(vm, g->items);
    if (g->names != 0) kr_mark(vm, g->names);
    if (g->method != 0) kr_mark(vm, g->method);
}

static getter *new_getter(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv) {
    kr_value items = kr_tuple_new(vm, argc, argv);
    getter *g = kr_new_instance(vm, cls, sizeof *g);
    g->items = items;
    return g;
}

static kr_value one_argument(kr_vm *vm, const kr_type *type, size_t argc, const kr_value *argv, size_t nkw) {
    if (nkw > 0) kr_raise_type(vm, "%N() takes no keyword arguments", type);
    if (argc != 1) kr_raise_type(vm, "%N expected 1 argument, got %zu", type, argc);
    return argv[0];
}

/* One result alone, several as a tuple. */
static kr_value get_all(kr_vm *vm, kr_value callee, kr_value from,
                        kr_value (*get)(kr_vm *vm, kr_value from, kr_value what)) {
    const kr_tuple *items = kr_to_tuple(to_getter(callee)->items);
    if (items->size == 1) return get(vm, from, items->items[0]);
    kr_value result = kr_tuple_new(vm, items->size, NULL);
    for (size_t i = 0; i < items->size; i++) kr_to_tuple(result)->items[i] = get(vm, from, items->items[i]);
    return result;
}

static kr_value itemgetter_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                                const kr_value *names) {
    (void)names;
    return get_all(vm, callee, one_argument(vm, kr_type_of(callee), argc, argv, nkw), kr_getitem);
}

static kr_value itemgetter_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                                const kr_value *names) {
    (void)names;
    if (nkw > 0) kr_raise_type(vm, "itemgetter() takes no keyword arguments");
    if (argc == 0) kr_raise_type(vm, "itemgetter expected 1 argument, got 0");
    return KR_OBJECT(new_getter(vm, cls, argc, argv));
}

/* "a.b.c" is an attribute of an attribute. */
static kr_value dotted(kr_vm *vm, kr_value from, kr_value path) {
    const kr_str *s = kr_to_str(path);
    for (size_t start = 0; start <= s->size;) {
        const char *dot = memchr(s->data + start, '.', s->size - start);
        size_t end = dot != NULL ? (size_t)(dot - s->data) : s->size;
        from = kr_getattr(vm, from, kr_intern(vm, s->data + start, end - start));
        start = end + 1;
    }
    return from;
}

static kr_value attrgetter_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                                const kr_value *names) {
    (void)names;
    return get_all(vm, callee, one_argument(vm, kr_type_of(callee), argc, argv, nkw), dotted);
}

static kr_value attrgetter_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                                const kr_value *names) {
    (void)names;
    if (nkw > 0) kr_raise_type(vm, "attrgetter() takes no keyword arguments");
    if (argc == 0) kr_raise_type(vm, "attrgetter expected 1 argument, got 0");
    for (size_t i = 0; i < argc; i++) {
        if (!kr_is_str(argv[i])) kr_raise_type(vm, "attribute name must be a string");
    }
    return KR_OBJECT(new_getter(vm, cls, argc, argv));
}

static kr_value methodcaller_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                                  const kr_value *names) {
    const getter *g = to_getter(callee);
    (void)names;
    kr_value self = one_argument(vm, kr_type_of(callee), argc, argv, nkw);
    const kr_tuple *arguments = kr_to_tuple(g->items), *keywords = kr_to_tuple(g->names);
    kr_value method = kr_getattr(vm, self, g->method);
    return kr_call_kw(vm, method, arguments->size - keywords->size, arguments->items, keywords->size,
                      keywords->items);
}

static kr_value methodcaller_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv,
                                  size_t nkw, const kr_value *names) {
    if (argc == 0) kr_raise_type(vm, "methodcaller needs at least one argument, the method name");
    if (!kr_is_str(argv[0])) kr_raise_type(vm, "method name must be a string");
    kr_value keywords = kr_tuple_new(vm, nkw, names), method = kr_intern_str(vm, argv[0]);
    getter *g = new_getter(vm, cls, argc - 1 + nkw, argv + 1);
    g->names = keywords;
    g->method = method;
    return KR_OBJECT(g);
}

static void getter_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const getter *g = to_getter(v);
    const kr_tuple *items = kr_to_tuple(g->items);
    size_t named = g->names != 0 ? kr_to_tuple(g->names)->size : 0;
    (void)vm, (void)str;
    kr_write_format(out, "operator.%T(", v);
    if (g->method != 0) kr_write_format(out, items->size > 0 ? "%R, " : "%R", g->method);
    for (size_t i = 0; i < items->size; i++) {
        if (i > 0) kr_write_text(out, ", ");
        if (i >= items->size - named)
            kr_write_format(out, "%S=", kr_to_tuple(g->names)->items[i - (items->size - named)]);
        kr_write_value(out, items->items[i], false);
    }
    kr_write_text(out, ")");
}

static const kr_member getter_members[] = {{N___module__, N_operator}};
#define GETTER_TYPE(py)                                                                                      \
    static const kr_ops py##_ops = {.trace = getter_trace, .print = getter_print, .call = py##_call};        \
    static const kr_type py##_type = {.head = {&kr_type_type},                                               \
                                      .name = N_##py,                                                        \
                                      .base = &kr_object_type,                                               \
                                      .solid = &py##_type,                                                   \
                                      .ops = &py##_ops,                                                      \
                                      .size = sizeof(getter),                                                \
                                      .member_count = 1,                                                     \
                                      .members = getter_members,                                             \
                                      .make = py##_make}
GETTER_TYPE(itemgetter);
GETTER_TYPE(attrgetter);
GETTER_TYPE(methodcaller);

#define OPERATOR_ENTRY(py, ...) KR_ENTRY(py, operator_##py),
static const kr_member members[] = {
    OPERATOR_BINARY(OPERATOR_ENTRY) OPERATOR_INPLACE(OPERATOR_ENTRY) OPERATOR_COMPARE(OPERATOR_ENTRY)
        OPERATOR_UNARY(OPERATOR_ENTRY) OPERATOR_ONE(OPERATOR_ENTRY)
            OPERATOR_TWO(OPERATOR_ENTRY){N_inv, KR_OBJECT(&native_operator_invert)},
    KR_ENTRY(setitem, operator_setitem),
    {N_iconcat, KR_OBJECT(&native_operator_iadd)},
    KR_ENTRY(length_hint, operator_length_hint),
    KR_ENTRY(call, operator_call),
    {N_itemgetter, KR_OBJECT(&itemgetter_type)},
    {N_attrgetter, KR_OBJECT(&attrgetter_type)},
    {N_methodcaller, KR_OBJECT(&methodcaller_type)},
};

const kr_module_def kr_module_operator = {N_operator, members, sizeof members / sizeof *members, NULL,
                                          "The operators as functions."};

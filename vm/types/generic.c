/* list[int] and int | str as values.
 *
 * An alias stands for its origin in nearly everything (calls, attributes, as a base class) and remembers the
 * arguments for readers. A union is a tuple of members without repetition, in the order of their first
 * appearance; two unions are equal when their members are, in whatever order. */
#include "types/generic.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "types/container.h"

typedef struct generic_alias {
    kr_object head;
    kr_value origin, args;
} generic_alias;

typedef struct type_union {
    kr_object head;
    kr_value args;
} type_union;

static generic_alias *to_alias(kr_value v) {
    return kr_to_pointer(v);
}
static bool is_alias(kr_value v) {
    return kr_is_exact(v, &kr_generic_alias_type);
}
static kr_tuple *members_of(kr_value v) {
    return kr_to_tuple(((type_union *)kr_to_pointer(v))->args);
}
static bool is_union(kr_value v) {
    return kr_is_exact(v, &kr_union_type);
}

/* A type by its name, anything else by its repr. */
static void write_argument(kr_vm *vm, kr_writer *out, kr_value v) {
    if (v == KR_ELLIPSIS) {
        kr_write_text(out, "...");
    } else if (kr_is_type(v)) {
        kr_write_value(out, kr_type_full_name(vm, kr_to_type(v)), true);
    } else {
        kr_write_value(out, v, false);
    }
}

/* ---- Aliases ---- */

kr_value kr_generic_alias(kr_vm *vm, kr_value origin, kr_value args) {
    if (!kr_is_tuple(args)) args = kr_tuple_new(vm, 1, &args);
    generic_alias *alias = kr_new_raw(vm, &kr_generic_alias_type, sizeof *alias);
    alias->origin = origin;
    alias->args = args;
    return KR_OBJECT(alias);
}

static kr_value alias_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    (void)cls, (void)names;
    if (nkw > 0) kr_raise_type(vm, "GenericAlias() takes no keyword arguments");
    if (argc != 2) kr_raise_type(vm, "GenericAlias expected 2 arguments, got %zu", argc);
    return kr_generic_alias(vm, argv[0], argv[1]);
}

static kr_value class_getitem(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_generic_alias(vm, argv[0], argv[1]);
}
const kr_builtin kr_class_getitem_function =
    KR_BUILTIN_OBJECT(N___class_getitem__, .fn = class_getitem, 2, 2, KR_FORM_PLAIN, KR_BUILTIN_CLASSMETHOD,
                      NULL, "__class_getitem__(item)\nThe class with a note on its items.");

static void alias_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((generic_alias *)object)->origin);
    kr_mark(vm, ((generic_alias *)object)->args);
}

static void alias_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    const kr_tuple *args = kr_to_tuple(to_alias(v)->args);
    kr_check_native_stack(vm);
    write_argument(vm, out, to_alias(v)->origin);
    kr_write_text(out, args->size == 0 ? "[()" : "[");
    for (size_t i = 0; i < args->size; i++) {
        if (i > 0) kr_write_text(out, ", ");
        write_argument(vm, out, args->items[i]);
    }
    kr_write_text(out, "]");
}

static kr_word alias_hash(kr_vm *vm, kr_value v) {
    return kr_hash(vm, to_alias(v)->origin) ^ kr_hash(vm, to_alias(v)->args);
}

static kr_value alias_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if ((op != KR_EQ && op != KR_NE) || !is_alias(b)) return KR_NOT_IMPLEMENTED;
    bool equal = kr_equal(vm, to_alias(a)->origin, to_alias(b)->origin) &&
                 kr_equal(vm, to_alias(a)->args, to_alias(b)->args);
    return kr_bool(equal == (op == KR_EQ));
}

static kr_value alias_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    return op == KR_OR ? kr_union_of(vm, a, b) : KR_NOT_IMPLEMENTED;
}

static kr_value alias_getitem(kr_vm *vm, kr_value v, kr_value key) {
    (void)key;
    kr_raise_type(vm, "%R is not a generic class", v);
}

static kr_value alias_call(kr_vm *vm, kr_value callee, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    return kr_call_kw(vm, to_alias(callee)->origin, argc, argv, nkw, names);
}

static kr_value alias_getattr(kr_vm *vm, kr_value v, kr_value name) {
    return kr_getattr_or(vm, to_alias(v)->origin, name, KR_UNBOUND);
}

static kr_value alias_mro_entries(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_tuple_new(vm, 1, &to_alias(argv[0])->origin);
}
KR_METHOD(__mro_entries__, alias_mro_entries, 2, 2, NULL,
          "__mro_entries__(bases)\nThe class that is meant when this stands among the bases.");

static kr_value alias_origin(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_alias(v)->origin;
}
static kr_value alias_args(kr_vm *vm, kr_value v) {
    (void)vm;
    return to_alias(v)->args;
}
static kr_value no_parameters(kr_vm *vm, kr_value v) {
    (void)v;
    return kr_tuple_new(vm, 0, NULL);
}
KR_GETSET(__origin__, alias_origin, NULL);
KR_GETSET(__args__, alias_args, NULL);
KR_GETSET(__parameters__, no_parameters, NULL);

static const kr_member alias_members[] = {
    KR_ENTRY(__mro_entries__, alias_mro_entries),
    KR_GETSET_ENTRY(__origin__, alias_origin),
    KR_GETSET_ENTRY(__args__, alias_args),
    KR_GETSET_ENTRY(__parameters__, no_parameters),
    {N___module__, N_types},
};

static const kr_ops alias_ops = {
    .trace = alias_trace,
    .print = alias_print,
    .hash = alias_hash,
    .compare = alias_compare,
    .binary = alias_binary,
    .getitem = alias_getitem,
    .call = alias_call,
    .getattr = alias_getattr,
};

const kr_type kr_generic_alias_type = {
    .head = {&kr_type_type},
    .name = N_GenericAlias,
    .base = &kr_object_type,
    .solid = &kr_generic_alias_type,
    .ops = &alias_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(generic_alias),
    .member_count = sizeof alias_members / sizeof *alias_members,
    .members = alias_members,
    .make = alias_make,
};

/* ---- Unions ---- */

static bool can_join(kr_value v) {
    return v == KR_NONE || kr_is_type(v) || is_alias(v) || is_union(v);
}

static void add_member(kr_vm *vm, kr_list *members, kr_value v) {
    if (v == KR_NONE) v = KR_OBJECT(&kr_none_type);
    for (size_t i = 0; i < members->size; i++)
        if (kr_equal(vm, members->items[i], v)) return;
    kr_list_append(vm, members, v);
}

static void add_members(kr_vm *vm, kr_list *members, kr_value v) {
    if (!is_union(v)) {
        add_member(vm, members, v);
        return;
    }
    const kr_tuple *more = members_of(v);
    for (size_t i = 0; i < more->size; i++) add_member(vm, members, more->items[i]);
}

kr_value kr_union_of(kr_vm *vm, kr_value a, kr_value b) {
    if (!can_join(a) || !can_join(b) || (a == KR_NONE && b == KR_NONE)) return KR_NOT_IMPLEMENTED;
    kr_list *members = kr_to_list(kr_list_new(vm, 2, NULL));
    add_members(vm, members, a);
    add_members(vm, members, b);
    if (members->size == 1) return members->items[0];
    kr_value args = kr_tuple_new(vm, members->size, members->items);
    type_union *made = kr_new_raw(vm, &kr_union_type, sizeof *made);
    made->args = args;
    return KR_OBJECT(made);
}

kr_value kr_class_info_of(kr_vm *vm, kr_value v, const char *function) {
    if (is_union(v)) return ((type_union *)kr_to_pointer(v))->args;
    if (is_alias(v)) kr_raise_type(vm, "%s() argument 2 cannot be a parameterized generic", function);
    return v;
}

static void union_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((type_union *)object)->args);
}

static void union_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)str;
    const kr_tuple *members = members_of(v);
    for (size_t i = 0; i < members->size; i++) {
        if (i > 0) kr_write_text(out, " | ");
        bool none = members->items[i] == KR_OBJECT(&kr_none_type);
        write_argument(vm, out, none ? KR_NONE : members->items[i]);
    }
}

static kr_value as_set(kr_vm *vm, kr_value v) {
    return kr_set_of(vm, &kr_frozenset_type, KR_OBJECT(members_of(v)));
}

static kr_word union_hash(kr_vm *vm, kr_value v) {
    return kr_hash(vm, as_set(vm, v));
}

static kr_value union_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if ((op != KR_EQ && op != KR_NE) || !is_union(b)) return KR_NOT_IMPLEMENTED;
    return kr_bool(kr_equal(vm, as_set(vm, a), as_set(vm, b)) == (op == KR_EQ));
}

static kr_value union_args(kr_vm *vm, kr_value v) {
    (void)vm;
    return KR_OBJECT(members_of(v));
}
static const kr_getset getset_union_args = {{&kr_getset_type}, N___args__, union_args, NULL};

static const kr_member union_members[] = {
    {N___args__, KR_OBJECT(&getset_union_args)},
    KR_GETSET_ENTRY(__parameters__, no_parameters),
    {N___module__, N_types},
};

static const kr_ops union_ops = {
    .trace = union_trace,
    .print = union_print,
    .hash = union_hash,
    .compare = union_compare,
    .binary = alias_binary,
};

const kr_type kr_union_type = {
    .head = {&kr_type_type},
    .name = N_UnionType,
    .base = &kr_object_type,
    .solid = &kr_union_type,
    .ops = &union_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(type_union),
    .member_count = sizeof union_members / sizeof *union_members,
    .members = union_members,
};

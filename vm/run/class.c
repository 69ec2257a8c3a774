/* Making classes, and attributes of classes.
 *
 * A class is drafted from its namespace, then becomes visible at once: nothing of the user's runs before the
 * class is complete except its metaclass, and nothing after but __set_name__ and __init_subclass__. Its
 * namespace dict has interned keys only, so that lookups compare pointers. */
#include "run/class.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "run/attribute.h"
#include "run/descriptors.h"
#include "run/inherit.h"
#include "run/run.h"
#include "types/container.h"
#include "types/text.h"

/* ---- Dunder bits ---- */

static const struct {
    kr_value name;
    uint32_t bit;
} dunder_bits[] = {
    {N___init__, KR_HAS_INIT},
    {N___repr__, KR_HAS_REPR},
    {N___str__, KR_HAS_REPR},
    {N___eq__, KR_HAS_EQ},
    {N___ne__, KR_HAS_EQ},
    {N___hash__, KR_HAS_HASH},
    {N___lt__, KR_HAS_ORDER},
    {N___le__, KR_HAS_ORDER},
    {N___gt__, KR_HAS_ORDER},
    {N___ge__, KR_HAS_ORDER},
    {N___getattribute__, KR_HAS_GETATTRIBUTE},
    {N___getattr__, KR_HAS_GETATTR},
    {N___setattr__, KR_HAS_SETATTR},
    {N___delattr__, KR_HAS_DELATTR},
    {N___bool__, KR_HAS_BOOL},
    {N___len__, KR_HAS_LEN},
    {N___call__, KR_HAS_CALL},
    {N___getitem__, KR_HAS_GETITEM},
    {N___setitem__, KR_HAS_SETITEM},
    {N___delitem__, KR_HAS_SETITEM},
    {N___contains__, KR_HAS_CONTAINS},
    {N___iter__, KR_HAS_ITER},
    {N___next__, KR_HAS_NEXT},
    {N___neg__, KR_HAS_UNARY},
    {N___pos__, KR_HAS_UNARY},
    {N___invert__, KR_HAS_UNARY},
    {N___get__, KR_HAS_GET},
    {N___set__, KR_HAS_SET},
    {N___delete__, KR_HAS_SET},
    {N___new__, KR_HAS_NEW},
    {N___del__, KR_HAS_DEL},
    {N___format__, KR_HAS_FORMAT},
    {N___index__, KR_HAS_INDEX},
    {N___int__, KR_HAS_NUMBER},
    {N___float__, KR_HAS_NUMBER},
    {N___complex__, KR_HAS_NUMBER},
    {N___trunc__, KR_HAS_NUMBER},
    {N___missing__, KR_HAS_MISSING},
};

static bool is_dunder(kr_value name) {
    return kr_is_str(name) && kr_to_str(name)->size > 4 && kr_to_str(name)->data[0] == '_' &&
           kr_to_str(name)->data[1] == '_';
}

/* __add__, __radd__, __iadd__ and so on for every operator and divmod. */
static bool is_binary(const kr_str *name) {
#define BINARY_STEM(upper, stem, text) #stem,
    static const char stems[][10] = {KR_BINARY_OPS(BINARY_STEM) "divmod"};
#undef BINARY_STEM
    const char *text = name->data + 2;
    size_t size = name->size - 4;
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        size_t stem = strlen(stems[i]);
        bool marked = size == stem + 1 && (text[0] == 'r' || text[0] == 'i');
        if ((size == stem || marked) && memcmp(text + marked, stems[i], stem) == 0) return true;
    }
    return false;
}

static uint32_t dunder_bit(kr_value name) {
    if (!is_dunder(name)) return 0;
    for (size_t i = 0; i < sizeof dunder_bits / sizeof *dunder_bits; i++) {
        if (dunder_bits[i].name == name) return dunder_bits[i].bit;
    }
    return is_binary(kr_to_str(name)) ? KR_HAS_BINARY : 0;
}

/* Flags that follow from dunder methods. */
static void set_dunders(kr_class *cls, uint32_t bits) {
    cls->type.dunders |= bits;
    if (bits & KR_HAS_SET) cls->type.flags |= KR_TYPE_DATA_DESCRIPTOR;
    if (bits & KR_HAS_DEL) cls->type.flags |= KR_TYPE_FINALIZE;
}

static void spread_dunder(kr_vm *vm, kr_class *cls, uint32_t bit) {
    kr_check_native_stack(vm);
    set_dunders(cls, bit);
    if (cls->subclasses == 0) return;
    kr_list *below = kr_to_list(cls->subclasses);
    for (size_t i = 0; i < below->size; i++) spread_dunder(vm, kr_to_pointer(below->items[i]), bit);
}

void kr_class_note_dunder(kr_vm *vm, kr_class *cls, kr_value name) {
    uint32_t bit = dunder_bit(name);
    if (bit == 0 || (cls->type.dunders & bit) == bit) return;
    spread_dunder(vm, cls, bit);
    /* Slot entries of classes with attribute hooks must not stay. */
    if (bit & (KR_HAS_GETATTRIBUTE | KR_HAS_SETATTR | KR_HAS_DELATTR | KR_HAS_SET)) kr_attribute_clear(vm);
}

/* ---- Drafting ---- */

typedef struct kr_draft {
    kr_class *cls;
    const kr_type *layout; /* the base whose layout instances have */
    kr_value cell;         /* __classcell__, or KR_UNBOUND */
    kr_value hints;        /* names that methods assign to; tuple or KR_UNBOUND */
    kr_value slots;        /* __slots__ as it was given, or KR_UNBOUND */
} kr_draft;

/* Keys that the compiler hands to the class and that are no attributes. */
static bool take_private(kr_vm *vm, kr_draft *draft, kr_value name, kr_value value) {
    if (name == N___classcell__) {
        draft->cell = value;
    } else if (name == N___qualname__) {
        if (!kr_is_str(value)) kr_raise_type(vm, "type __qualname__ must be a str, not %T", value);
        draft->cls->qualified_name = value;
    } else if (name == N___static_attributes__) {
        draft->hints = value;
    } else {
        return false;
    }
    return true;
}

/* Functions of some names are static or class methods without saying so. */
static kr_value adapt(kr_vm *vm, kr_value name, kr_value value) {
    if (!kr_is_exact(value, &kr_function_type)) return value;
    if (name == N___new__) return kr_call(vm, KR_OBJECT(&kr_staticmethod_type), 1, &value);
    if (name == N___init_subclass__ || name == N___class_getitem__)
        return kr_call(vm, KR_OBJECT(&kr_classmethod_type), 1, &value);
    return value;
}

static void set_default(kr_vm *vm, kr_dict *attributes, kr_value name, kr_value value) {
    if (kr_dict_get_name(attributes, name) == KR_UNBOUND) kr_dict_set_name(vm, attributes, name, value);
}

/* A namespace that nobody else knows becomes the class's own. */
static void fill_attributes(kr_vm *vm, kr_draft *draft, kr_dict *namespace) {
    bool own = (namespace->flags & KR_DICT_BODY) != 0;
    kr_dict *attributes = own ? namespace : kr_dict_new(vm, namespace->size + 2);
    attributes->flags &= ~(uint32_t)KR_DICT_BODY;
    draft->cls->attributes = attributes;
    uint32_t bits = 0;
    kr_value name, value;
    for (size_t position = 0; kr_dict_each(namespace, &position, &name, &value);) {
        if (!kr_is_str(name)) {
            kr_dict_set(vm, attributes, name, value);
            continue;
        }
        name = kr_intern_str(vm, name);
        if (take_private(vm, draft, name, value)) {
            if (own) kr_dict_delete(vm, attributes, name);
            continue;
        }
        kr_dict_set_name(vm, attributes, name, adapt(vm, name, value));
        bits |= dunder_bit(name);
    }
    draft->slots = kr_dict_get_name(attributes, N___slots__);
    bool has_eq = kr_dict_get_name(attributes, N___eq__) != KR_UNBOUND;
    if (has_eq && kr_dict_get_name(attributes, N___hash__) == KR_UNBOUND) {
        kr_dict_set_name(vm, attributes, N___hash__, KR_NONE);
        bits |= KR_HAS_HASH;
    }
    kr_dict *globals = kr_running_globals(vm);
    kr_value module = globals == NULL ? KR_UNBOUND : kr_dict_get_name(globals, N___name__);
    if (module != KR_UNBOUND) set_default(vm, attributes, N___module__, module);
    set_default(vm, attributes, N___doc__, KR_NONE);
    kr_dict_fit(vm, attributes);
    set_dunders(draft->cls, bits);
}

/* ---- Slots ---- */

void kr_class_add_slot(kr_vm *vm, kr_class *cls, kr_value name) {
    if (cls->slot_names == 0) cls->slot_names = kr_list_new(vm, 0, NULL);
    kr_list_append(vm, kr_to_list(cls->slot_names), name);
    cls->slot_count++;
}

static bool has_slot(const kr_class *cls, kr_value name) {
    for (size_t i = 0; i < cls->slot_count; i++) {
        if (kr_to_list(cls->slot_names)->items[i] == name) return true;
    }
    return false;
}

/* A name that is likely to be assigned; one that a data descriptor will take gets no slot. */
static void hint_slot(kr_vm *vm, kr_class *cls, kr_value name) {
    if (cls->slot_count >= KR_SLOT_LIMIT || has_slot(cls, name)) return;
    kr_value attribute = kr_type_lookup(vm, &cls->type, name);
    if (kr_is_object(attribute) && kr_type_of(attribute)->flags & KR_TYPE_DATA_DESCRIPTOR) return;
    kr_class_add_slot(vm, cls, name);
}

static void hint_tuple(kr_vm *vm, kr_class *cls, kr_value names) {
    if (!kr_is_tuple(names)) return;
    for (size_t i = 0; i < kr_to_tuple(names)->size; i++)
        hint_slot(vm, cls, kr_intern_str(vm, kr_to_tuple(names)->items[i]));
}

/* Names that the bases declare in their __slots__, or the others that they use. */
static void inherit_slots(kr_vm *vm, kr_class *cls, bool declared) {
    const kr_tuple *bases = kr_to_tuple(cls->bases);
    for (size_t i = 0; i < bases->size; i++) {
        const kr_class *base = kr_to_pointer(bases->items[i]);
        if (!kr_is_heap_class(&base->type)) continue;
        size_t from = declared ? 0 : base->declared_slots,
               to = declared ? base->declared_slots : base->slot_count;
        for (size_t k = from; k < to; k++) {
            kr_value name = kr_to_list(base->slot_names)->items[k];
            if (!declared) {
                hint_slot(vm, cls, name);
            } else if (!has_slot(cls, name)) {
                kr_class_add_slot(vm, cls, name);
            }
        }
    }
}

/* A private name of __slots__ is mangled as the compiler mangles it in methods. */
static kr_value mangle(kr_vm *vm, const kr_class *cls, kr_value name) {
    const kr_str *text = kr_to_str(name), *owner = kr_to_str(cls->type.name);
    bool private = text->size > 2 && text->data[0] == '_' && text->data[1] == '_';
    if (!private || (text->data[text->size - 1] == '_' && text->data[text->size - 2] == '_'))
        return kr_intern_str(vm, name);
    const char *stem = owner->data;
    while (*stem == '_') stem++;
    return *stem == '\0' ? kr_intern_str(vm, name)
                         : kr_intern_str(vm, kr_str_format(vm, "_%s%S", stem, name));
}

/* Instances of a base can have any attribute: then instances of the class can, too. */
static bool base_has_dict(const kr_type *base) {
    if (kr_is_heap_class(base)) return !((const kr_class *)base)->slots_only;
    return (base->flags & KR_TYPE_EXCEPTION) != 0;
}

static bool any_base_has_dict(const kr_class *cls) {
    const kr_tuple *bases = kr_to_tuple(cls->bases);
    for (size_t i = 0; i < bases->size; i++) {
        if (base_has_dict(kr_to_type(bases->items[i]))) return true;
    }
    return false;
}

static bool is_special_slot(kr_value name) {
    return kr_str_is(name, "__dict__") || kr_str_is(name, "__weakref__");
}

static void declare_slot(kr_vm *vm, kr_class *cls, kr_value name) {
    if (is_special_slot(name)) return;
    name = mangle(vm, cls, name);
    if (!has_slot(cls, name)) kr_class_add_slot(vm, cls, name);
}

static bool is_identifier(kr_value name) {
    const kr_str *text = kr_to_str(name);
    bool good = text->size > 0 && !(text->data[0] >= '0' && text->data[0] <= '9');
    for (size_t i = 0; i < text->size && good; i++) {
        unsigned char c = (unsigned char)text->data[i];
        good = c == '_' || c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }
    return good;
}

/* The base that has the most slots: it alone decides whether __slots__ may have a __dict__. */
static const kr_type *slot_base(const kr_class *cls) {
    const kr_tuple *bases = kr_to_tuple(cls->bases);
    const kr_type *best = kr_to_type(bases->items[0]);
    uint32_t most = 0;
    for (size_t i = 0; i < bases->size; i++) {
        const kr_type *base = kr_to_type(bases->items[i]);
        uint32_t count = kr_is_heap_class(base) ? (uint32_t)((const kr_class *)base)->declared_slots : 0;
        if (count > most || (base->solid != best->solid && best->solid == &kr_object_type)) best = base;
        if (count > most) most = count;
    }
    return best;
}

static void check_slot_names(kr_vm *vm, const kr_class *cls, const kr_tuple *names) {
    bool taken = base_has_dict(slot_base(cls));
    for (size_t i = 0; i < names->size; i++) {
        kr_value name = names->items[i];
        if (!kr_is_str(name)) kr_raise_type(vm, "__slots__ items must be strings, not '%T'", name);
        if (!is_identifier(name)) kr_raise_type(vm, "__slots__ must be identifiers");
        if (!kr_str_is(name, "__dict__")) continue;
        if (taken) kr_raise_type(vm, "__dict__ slot disallowed: we already got one");
        taken = true;
    }
    for (size_t i = 0; i < names->size; i++) {
        kr_value name = mangle(vm, cls, names->items[i]);
        if (!is_special_slot(name) && kr_dict_get_name(cls->attributes, name) != KR_UNBOUND)
            kr_raise_value_error(vm, "%R in __slots__ conflicts with class variable", name);
    }
}

/* __slots__ becomes a tuple of strs. Instances of subclasses of str have no room for slots: their names are
 * attributes like any other. */
static void check_slots(kr_vm *vm, kr_draft *draft) {
    if (draft->slots == KR_UNBOUND) return;
    const kr_class *cls = draft->cls;
    draft->slots =
        kr_is_str(draft->slots) ? kr_tuple_new(vm, 1, &draft->slots) : kr_tuple_of(vm, draft->slots);
    const kr_tuple *names = kr_to_tuple(draft->slots);
    bool text = cls->type.solid == &kr_str_type;
    if (names->size > 0 && (cls->type.flags & KR_TYPE_VARIABLE) && !text)
        kr_raise_type(vm, "nonempty __slots__ not supported for subtype of '%N'", cls->type.base);
    check_slot_names(vm, cls, names);
    if (names->size > 0 && text) draft->slots = KR_UNBOUND;
}

static bool tuple_has(kr_value tuple, kr_value name) {
    for (size_t i = 0; i < kr_to_tuple(tuple)->size; i++) {
        if (kr_str_equal(kr_to_str(kr_to_tuple(tuple)->items[i]), kr_to_str(name))) return true;
    }
    return false;
}

static void lay_out(kr_vm *vm, kr_draft *draft) {
    kr_class *cls = draft->cls;
    kr_value declared = draft->slots;
    bool own_key =
        (cls->type.flags & KR_TYPE_OWN_KEY) != 0; /* classes and modules keep attributes elsewhere */
    bool closed = declared != KR_UNBOUND && !tuple_has(declared, N___dict__) && !any_base_has_dict(cls);
    cls->slots_only = own_key || closed;
    inherit_slots(vm, cls, true);
    for (size_t i = 0; declared != KR_UNBOUND && i < kr_to_tuple(declared)->size; i++)
        declare_slot(vm, cls, kr_to_tuple(declared)->items[i]);
    cls->declared_slots = cls->slot_count;
    if (!cls->slots_only) {
        inherit_slots(vm, cls, false);
        hint_tuple(vm, cls, draft->hints);
    }
    cls->inline_slots = cls->type.flags & (KR_TYPE_VARIABLE | KR_TYPE_OWN_KEY) ? 0 : cls->slot_count;
}

/* ---- Making ---- */

static kr_class *allocate(kr_vm *vm, const kr_type *meta, kr_value name, kr_value bases,
                          const kr_type *layout) {
    kr_class *cls = kr_new_instance(vm, meta, sizeof(kr_class));
    const uint32_t inherited = KR_TYPE_VARIABLE | KR_TYPE_EXCEPTION | KR_TYPE_META | KR_TYPE_OWN_KEY |
                               KR_TYPE_DATA_DESCRIPTOR | KR_TYPE_FINALIZE;
    cls->type.name = name;
    cls->type.base = layout;
    cls->type.solid = layout->solid;
    cls->type.ops = layout->solid->ops;
    cls->type.size = layout->solid->size;
    cls->type.make = layout->make;
    cls->type.flags = KR_TYPE_CLASS;
    cls->bases = bases;
    cls->qualified_name = name;
    for (size_t i = 0; i < kr_to_tuple(bases)->size; i++) {
        const kr_type *base = kr_to_type(kr_to_tuple(bases)->items[i]);
        cls->type.flags |= base->flags & inherited;
        cls->type.dunders |= base->dunders;
    }
    return cls;
}

static void join_family(kr_vm *vm, kr_class *cls) {
    const kr_tuple *bases = kr_to_tuple(cls->bases);
    for (size_t i = 0; i < bases->size; i++) {
        kr_class *base = kr_to_pointer(bases->items[i]);
        if (!kr_is_heap_class(&base->type)) continue;
        if (base->subclasses == 0) base->subclasses = kr_list_new(vm, 0, NULL);
        kr_list_append(vm, kr_to_list(base->subclasses), KR_OBJECT(cls));
    }
}

static void call_set_name(kr_vm *vm, kr_class *cls, kr_value name, kr_value value) {
    const kr_type *type = kr_type_of(value);
    if (type == &kr_property_type) {
        kr_property *property = kr_to_pointer(value);
        if (property->name == KR_NONE) property->name = name;
    }
    if (!kr_is_heap_class(type)) return;
    kr_value hook = kr_type_lookup(vm, type, N___set_name__);
    if (hook == KR_UNBOUND) return;
    kr_value argv[] = {value, KR_OBJECT(cls), name};
    kr_call(vm, hook, 3, argv);
}

/* True when some attribute wants to know its name. */
static bool has_set_name(kr_vm *vm, const kr_class *cls) {
    kr_value name, value;
    for (size_t position = 0; kr_dict_each(cls->attributes, &position, &name, &value);) {
        const kr_type *type = kr_type_of(value);
        if (kr_is_heap_class(type) && kr_type_lookup(vm, type, N___set_name__) != KR_UNBOUND) return true;
    }
    return false;
}

/* What a new class tells its attributes and its bases. The hooks may change the class: all attributes of now
 * are told. */
static void announce(kr_vm *vm, kr_class *cls, size_t nkw, const kr_value *values, const kr_value *names) {
    kr_value name, value;
    kr_dict *told = has_set_name(vm, cls) ? kr_dict_copy(vm, cls->attributes) : cls->attributes;
    for (size_t position = 0; kr_dict_each(told, &position, &name, &value);)
        call_set_name(vm, cls, name, value);
    kr_value hook = kr_type_lookup_behind(&cls->type, &cls->type, N___init_subclass__);
    kr_call_kw(vm, kr_bind_attribute(vm, hook, KR_UNBOUND, &cls->type), 0, values, nkw, names);
}

kr_value kr_class_new(kr_vm *vm, const kr_type *meta, kr_value name, kr_value bases, kr_dict *namespace,
                      size_t nkw, const kr_value *kwvalues, const kr_value *kwnames) {
    if (kr_to_tuple(bases)->size == 0) {
        kr_value object = KR_OBJECT(&kr_object_type);
        bases = kr_tuple_new(vm, 1, &object);
    }
    kr_draft draft = {NULL, kr_inherit_layout(vm, bases), KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    draft.cls = allocate(vm, meta, name, bases, draft.layout);
    fill_attributes(vm, &draft, namespace);
    check_slots(vm, &draft);
    draft.cls->mro = kr_inherit_mro(vm, KR_OBJECT(draft.cls), bases);
    lay_out(vm, &draft);
    join_family(vm, draft.cls);
    if (kr_is_exact(draft.cell, &kr_cell_type))
        ((kr_cell *)kr_to_pointer(draft.cell))->content = KR_OBJECT(draft.cls);
    announce(vm, draft.cls, nkw, kwvalues, kwnames);
    return KR_OBJECT(draft.cls);
}

/* ---- Other bases ---- */

static void check_bases(kr_vm *vm, const kr_class *cls, kr_value bases) {
    const kr_type *type = &cls->type;
    if (!kr_is_tuple(bases)) kr_raise_type(vm, "can only assign tuple to %N.__bases__, not %T", type, bases);
    const kr_tuple *tuple = kr_to_tuple(bases);
    if (tuple->size == 0) kr_raise_type(vm, "can only assign non-empty tuple to %N.__bases__, not ()", type);
    for (size_t i = 0; i < tuple->size; i++) {
        if (!kr_is_type(tuple->items[i]))
            kr_raise_type(vm, "%N.__bases__ must be tuple of classes, not '%T'", type, tuple->items[i]);
        if (kr_is_subtype(kr_to_type(tuple->items[i]), type))
            kr_raise_type(vm, "a __bases__ item causes an inheritance cycle");
    }
}

/* Instances of the class keep their layout, so that of the bases must not change. */
static void check_layout(kr_vm *vm, const kr_type *from, const kr_type *to) {
    if (from == to) return;
    if (!kr_is_heap_class(from) || !kr_is_heap_class(to))
        kr_raise_type(vm, "__bases__ assignment: '%N' deallocator differs from '%N'", to, from);
    const kr_class *old = (const kr_class *)from, *new = (const kr_class *)to;
    if (from->solid != to->solid || old->slots_only != new->slots_only ||
        old->declared_slots + new->declared_slots > 0)
        kr_raise_type(vm, "__bases__ assignment: '%N' object layout differs from '%N'", to, from);
}

/* Orders the class and all below it anew. */
static void reorder(kr_vm *vm, kr_class *cls) {
    kr_check_native_stack(vm);
    cls->mro = kr_inherit_mro(vm, KR_OBJECT(cls), cls->bases);
    const kr_tuple *bases = kr_to_tuple(cls->bases);
    for (size_t i = 0; i < bases->size; i++) set_dunders(cls, kr_to_type(bases->items[i])->dunders);
    const kr_list *below = cls->subclasses == 0 ? NULL : kr_to_list(cls->subclasses);
    for (size_t i = 0; below != NULL && i < below->size; i++) reorder(vm, kr_to_pointer(below->items[i]));
}

static void reorder_body(kr_vm *vm, void *data) {
    reorder(vm, data);
}

static void leave_family(kr_vm *vm, kr_class *cls, kr_value bases) {
    for (size_t i = 0; i < kr_to_tuple(bases)->size; i++) {
        kr_class *base = kr_to_pointer(kr_to_tuple(bases)->items[i]);
        if (!kr_is_heap_class(&base->type)) continue;
        kr_value left = kr_list_new(vm, 0, NULL);
        const kr_list *below = kr_to_list(base->subclasses);
        for (size_t k = 0; k < below->size; k++) {
            if (below->items[k] != KR_OBJECT(cls)) kr_list_append(vm, kr_to_list(left), below->items[k]);
        }
        base->subclasses = left;
    }
}

void kr_class_set_bases(kr_vm *vm, kr_class *cls, kr_value bases) {
    check_bases(vm, cls, bases);
    const kr_type *layout = kr_inherit_layout(vm, bases);
    check_layout(vm, cls->type.base, layout);
    kr_value old = cls->bases;
    cls->bases = bases;
    kr_value error = kr_try(vm, reorder_body, cls);
    if (error != KR_UNBOUND) {
        cls->bases = old;
        reorder(vm, cls);
        kr_reraise(vm, error);
    }
    cls->type.base = layout;
    leave_family(vm, cls, old);
    join_family(vm, cls);
    kr_attribute_clear(vm);
}

/* ---- Classes below a built-in type ---- */

typedef struct derived {
    const kr_type *base;
    kr_list *found;
    size_t count; /* while it is NULL, they are only counted */
} derived;

static void note_derived(kr_object *object, void *data) {
    derived *d = data;
    if (!(object->type->flags & KR_TYPE_META) || !kr_is_heap_class((const kr_type *)object)) return;
    const kr_value bases = ((const kr_class *)object)->bases;
    for (size_t i = 0; bases != 0 && i < kr_to_tuple(bases)->size; i++) {
        if (kr_to_tuple(bases)->items[i] != KR_OBJECT(d->base)) continue;
        if (d->found != NULL && d->found->size < d->count)
            d->found->items[d->found->size++] = KR_OBJECT(object);
        else if (d->found == NULL)
            d->count++;
    }
}

kr_value kr_class_derived(kr_vm *vm, const kr_type *type) {
    derived d = {type, NULL, 0};
    kr_value name, value, list = kr_list_new(vm, 0, NULL);
    for (size_t position = 0; kr_dict_each(vm->builtins, &position, &name, &value);) {
        bool derives = kr_is_type(value) && kr_to_type(value)->base == type;
        if (derives && kr_to_type(value)->name == name) kr_list_append(vm, kr_to_list(list), value);
    }
    kr_heap_collect(vm);
    kr_heap_each(vm, note_derived, &d);
    kr_value programs = kr_list_new(vm, d.count, NULL);
    d.found = kr_to_list(programs);
    d.found->size = 0;
    kr_heap_each(vm, note_derived, &d);
    kr_list_extend(vm, kr_to_list(list), programs);
    return list;
}

/* ---- Attributes of class objects ---- */

/* The value of Class.name when it can be remembered: binding it gave itself, the wrapper of a built-in
 * type's method, or its __new__. */
static bool is_stable(kr_value attribute, kr_value bound) {
    if (!kr_is_object(attribute)) return true;
    if (kr_is_exact(attribute, &kr_builtin_type))
        return !kr_is_exact(bound, &kr_method_type) ||
               ((const kr_builtin *)kr_to_pointer(attribute))->kind == KR_BUILTIN_NEW;
    return attribute == bound && !(kr_type_of(attribute)->dunders & KR_HAS_GET);
}

kr_value kr_class_getattr(kr_vm *vm, kr_value v, kr_value name) {
    uintptr_t key = (uintptr_t)v | 1;
    kr_value known = kr_attribute_probe(vm, key, name);
    if (known != 0) return known;
    const kr_type *cls = kr_to_type(v), *meta = kr_type_of(v);
    kr_value from_meta = kr_type_lookup(vm, meta, name);
    if (kr_is_object(from_meta) && kr_type_of(from_meta)->flags & KR_TYPE_DATA_DESCRIPTOR)
        return kr_bind_attribute(vm, from_meta, v, meta);
    kr_value attribute = kr_type_lookup(vm, cls, name);
    if (attribute == KR_UNBOUND) attribute = kr_class_slot_member(vm, cls, name);
    if (attribute == KR_UNBOUND)
        return from_meta == KR_UNBOUND ? KR_UNBOUND : kr_bind_attribute(vm, from_meta, v, meta);
    kr_value bound = kr_bind_attribute(vm, attribute, KR_UNBOUND, cls);
    if (is_stable(attribute, bound)) kr_attribute_keep(vm, key, name, bound);
    return bound;
}

void kr_class_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    kr_class *cls = kr_to_pointer(v);
    if (!kr_is_heap_class(&cls->type))
        kr_raise_type(vm, "cannot set %R attribute of immutable type '%N'", name, &cls->type);
    if (kr_set_data_descriptor(vm, kr_type_lookup(vm, kr_type_of(v), name), v, value)) return;
    if (value != KR_UNBOUND) {
        kr_dict_set_name(vm, cls->attributes, name, value);
    } else if (kr_dict_get_name(cls->attributes, name) == KR_UNBOUND) {
        kr_raise_attribute(vm, v, name);
    } else {
        kr_dict_delete(vm, cls->attributes, name);
    }
    if (name == N___abstractmethods__)
        cls->state = (cls->state & ~(uint32_t)KR_CLASS_ABSTRACT) |
                     (value != KR_UNBOUND && kr_truth(vm, value) ? KR_CLASS_ABSTRACT : 0);
    kr_attributes_changed(vm, cls, name);
}

/* The slow halves of instructions about names, and about building and taking apart. */
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/instruction.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

/* ---- Names ---- */

static _Noreturn void name_raise(kr_vm *vm, kr_value name) {
    kr_value text = kr_str_format(vm, "name '%S' is not defined", name);
    kr_value error = kr_exception_new(vm, &kr_NameError_type, 1, &text);
    ((kr_exception *)kr_to_pointer(error))->value = kr_tuple_new(vm, 1, &name);
    kr_raise_object(vm, error);
}

static kr_value builtin_numbered(const kr_vm *vm, kr_value absent) {
    size_t number = kr_builtin_number(absent);
    if (number == 0 || number > vm->builtins->used) return KR_UNBOUND;
    kr_value v = vm->builtins->entries[number - 1].value;
    return kr_is_absent(v) ? KR_UNBOUND : v;
}

/* A name that may have got a built-in since the code was linked. */
static kr_value builtin_named(kr_vm *vm, kr_value name) {
    kr_value v = kr_dict_get_name(vm->builtins, name);
    if (v == KR_UNBOUND && name == N__ && vm->shown != 0) v = vm->shown;
    if (v == KR_UNBOUND) name_raise(vm, name);
    return v;
}

kr_value kr_do_global(kr_vm *vm, size_t slot) {
    const kr_entry *entry = &vm->frame->function->globals->entries[slot];
    kr_value v = builtin_numbered(vm, entry->value);
    return v != KR_UNBOUND ? v : builtin_named(vm, entry->key);
}

void kr_do_delete_global(kr_vm *vm, size_t slot) {
    kr_dict *globals = vm->frame->function->globals;
    kr_value name = globals->entries[slot].key;
    if (kr_is_absent(globals->entries[slot].value)) name_raise(vm, name);
    kr_dict_delete(vm, globals, name);
}

typedef struct space_query {
    kr_value space, name, result;
} space_query;

static void space_body(kr_vm *vm, void *data) {
    space_query *query = data;
    query->result = kr_getitem(vm, query->space, query->name);
}

kr_value kr_do_namespace_get(kr_vm *vm, kr_value space, kr_value name) {
    if (kr_is_exact(space, &kr_dict_type)) return kr_dict_get_name(kr_to_dict(space), name);
    space_query query = {space, name, KR_UNBOUND};
    kr_value error = kr_try(vm, space_body, &query);
    if (error != KR_UNBOUND && !kr_exception_is(error, &kr_KeyError_type)) kr_reraise(vm, error);
    return query.result;
}

kr_value kr_do_name(kr_vm *vm, kr_value space, kr_value name) {
    kr_value v = kr_do_namespace_get(vm, space, name);
    if (v == KR_UNBOUND) v = kr_dict_get_name(vm->frame->function->globals, name);
    return v != KR_UNBOUND ? v : builtin_named(vm, name);
}

void kr_do_namespace_set(kr_vm *vm, kr_value space, kr_value name, kr_value value) {
    if (kr_is_exact(space, &kr_dict_type))
        kr_dict_set_name(vm, kr_to_dict(space), name, value);
    else
        kr_setitem(vm, space, name, value);
}

static void delete_body(kr_vm *vm, void *data) {
    const space_query *query = data;
    kr_setitem(vm, query->space, query->name, KR_UNBOUND);
}

void kr_do_namespace_delete(kr_vm *vm, kr_value space, kr_value name) {
    space_query query = {space, name, KR_UNBOUND};
    kr_value error = kr_try(vm, delete_body, &query);
    if (error == KR_UNBOUND) return;
    if (!kr_exception_is(error, &kr_KeyError_type)) kr_reraise(vm, error);
    name_raise(vm, name);
}

kr_value kr_do_cell(kr_vm *vm, kr_value content, unsigned number) {
    if (content == KR_UNBOUND) kr_raise_unbound_register(vm, number);
    return content;
}

void kr_do_free_unbound(kr_vm *vm, size_t number) {
    kr_raise(vm, &kr_NameError_type,
             "cannot access free variable '%S' where it is not associated with a value in enclosing scope",
             kr_code_free_names(vm->frame->function->code)[number]);
}

/* ---- Building ---- */

kr_value kr_do_function(kr_vm *vm, kr_code *code, kr_value defaults, kr_value keyword_defaults) {
    size_t count = code->free_count;
    kr_function *function = kr_new(vm, &kr_function_type, sizeof *function + count * sizeof(kr_value));
    const kr_frame *frame = vm->frame;
    function->code = code;
    function->globals = frame->function->globals;
    function->more = defaults;
    if (keyword_defaults != KR_NONE) kr_function_extend(vm, function)->keyword_defaults = keyword_defaults;
    for (size_t n = 0; n < count; n++) {
        kr_capture capture = kr_code_captures(code)[n];
        function->cells[n] =
            capture.from_free ? frame->function->cells[capture.index] : frame->base[capture.index];
    }
    return KR_OBJECT(function);
}

kr_value kr_do_set(kr_vm *vm, size_t count, const kr_value *items) {
    kr_value set = kr_set_new(vm, &kr_set_type);
    for (size_t n = 0; n < count; n++) kr_set_add(vm, kr_to_pointer(set), items[n]);
    return set;
}

kr_value kr_do_dict(kr_vm *vm, size_t count, const kr_value *pairs) {
    kr_dict *dict = kr_dict_new(vm, count);
    for (size_t n = 0; n < count; n++) kr_dict_set(vm, dict, pairs[2 * n], pairs[2 * n + 1]);
    return KR_OBJECT(dict);
}

void kr_do_update_set(kr_vm *vm, kr_value set, kr_value iterable) {
    kr_loop loop;
    kr_loop_begin(vm, &loop, iterable);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;)
        kr_set_add(vm, kr_to_pointer(set), item);
}

static bool is_mapping(kr_vm *vm, kr_value v) {
    return kr_is_dict(v) || kr_getattr_or(vm, v, N_keys, KR_UNBOUND) != KR_UNBOUND;
}

/* "module.function()": how the errors of a call name the callee; the text of what has no such name. */
static kr_value callee_text(kr_vm *vm, kr_value callee) {
    if (kr_is_exact(callee, &kr_method_type)) callee = ((kr_method *)kr_to_pointer(callee))->function;
    if (kr_is_exact(callee, &kr_builtin_type))
        return kr_str_format(vm, "%S()", ((kr_builtin *)kr_to_pointer(callee))->name);
    if (kr_is_type(callee)) return kr_str_format(vm, "%S()", kr_type_full_name(vm, kr_to_type(callee)));
    if (!kr_is_exact(callee, &kr_function_type)) return kr_str_of(vm, callee);
    const kr_function *function = kr_to_pointer(callee);
    kr_value module = kr_dict_get_name(function->globals, N___name__);
    return kr_str_format(vm, "%S.%S()", module == KR_UNBOUND ? N_None : module,
                         kr_code_qualified_name(vm, function->code));
}

/* f(**mapping): the keywords of a call, none twice. */
static void keywords_update(kr_vm *vm, kr_dict *dict, kr_value mapping, kr_value callee) {
    kr_value key, value;
    kr_dict *source = kr_dict_new(vm, 0);
    kr_dict_update(vm, source, mapping);
    for (size_t position = 0; kr_dict_each(source, &position, &key, &value);) {
        if (kr_dict_get(vm, dict, key) != KR_UNBOUND)
            kr_raise_type(vm, "%S got multiple values for keyword argument '%S'", callee_text(vm, callee),
                          kr_str_of(vm, key));
        kr_dict_set(vm, dict, key, value);
    }
}

void kr_do_update_dict(kr_vm *vm, kr_value dict, kr_value mapping) {
    if (!is_mapping(vm, mapping)) kr_raise_type(vm, "'%T' object is not a mapping", mapping);
    kr_dict_update(vm, kr_to_dict(dict), mapping);
}

void kr_do_update_keywords(kr_vm *vm, kr_value dict, kr_value mapping, kr_value callee) {
    if (!is_mapping(vm, mapping))
        kr_raise_type(vm, "%S argument after ** must be a mapping, not %T", callee_text(vm, callee), mapping);
    keywords_update(vm, kr_to_dict(dict), mapping, callee);
}

static bool is_iterable(const kr_type *type) {
    return (type->dunders & (KR_HAS_ITER | KR_HAS_GETITEM)) || (type->ops && type->ops->iter);
}

void kr_do_extend(kr_vm *vm, kr_value list, kr_value v) {
    if (!is_iterable(kr_type_of(v))) kr_raise_type(vm, "Value after * must be an iterable, not %T", v);
    kr_list_extend(vm, kr_to_list(list), v);
}

kr_value kr_do_spread(kr_vm *vm, kr_value v, kr_value callee) {
    const kr_type *type = kr_type_of(v);
    if (!is_iterable(type))
        kr_raise_type(vm, "%S argument after * must be an iterable, not %T", callee_text(vm, callee), v);
    return KR_OBJECT(kr_list_of(vm, v));
}

/* ---- Taking apart ---- */

static kr_value unpack_iter(kr_vm *vm, kr_value v) {
    const kr_type *type = kr_type_of(v);
    if (!is_iterable(type)) kr_raise_type(vm, "cannot unpack non-iterable %N object", type);
    return kr_iter(vm, v);
}

static void unpack_exact(kr_vm *vm, kr_value v, unsigned target, size_t count) {
    kr_value iterator = unpack_iter(vm, v);
    kr_value *items = kr_values_new(vm, count + 1);
    for (size_t n = 0; n < count; n++) {
        items[n] = kr_next(vm, iterator);
        if (items[n] == KR_UNBOUND)
            kr_raise_value_error(vm, "not enough values to unpack (expected %zu, got %zu)", count, n);
    }
    if (kr_next(vm, iterator) != KR_UNBOUND)
        kr_raise_value_error(vm, "too many values to unpack (expected %zu)", count);
    kr_copy(vm->frame->base + target, items, count);
}

static void unpack_starred(kr_vm *vm, kr_value v, unsigned target, size_t before, size_t after) {
    kr_value iterator = unpack_iter(vm, v);
    kr_value *first = kr_values_new(vm, before + 1);
    size_t got = 0;
    while (got < before && (first[got] = kr_next(vm, iterator)) != KR_UNBOUND) got++;
    kr_list *rest = got < before ? NULL : kr_list_of(vm, iterator);
    if (!rest || rest->size < after)
        kr_raise_value_error(vm, "not enough values to unpack (expected at least %zu, got %zu)",
                             before + after, got + (rest ? rest->size : 0));
    kr_value *out = vm->frame->base + target;
    kr_copy(out, first, before);
    out[before] = KR_OBJECT(rest);
    rest->size -= after;
    if (after > 0) kr_copy(out + before + 1, rest->items + rest->size, after);
}

void kr_do_unpack(kr_vm *vm, kr_value v, unsigned target, size_t before, int after) {
    if (v == KR_UNBOUND) kr_raise_unbound(vm);
    if (after >= 0)
        unpack_starred(vm, v, target, before, (size_t)after);
    else if (!kr_is_exact(v, &kr_list_type) && !kr_is_exact(v, &kr_tuple_type))
        unpack_exact(vm, v, target, before);
    else {
        size_t size = kr_is_list(v) ? kr_to_list(v)->size : kr_to_tuple(v)->size;
        if (size < before)
            kr_raise_value_error(vm, "not enough values to unpack (expected %zu, got %zu)", before, size);
        if (size > before) kr_raise_value_error(vm, "too many values to unpack (expected %zu)", before);
        kr_copy(vm->frame->base + target, kr_is_list(v) ? kr_to_list(v)->items : kr_to_tuple(v)->items,
                before);
    }
}

/* ---- Text ---- */

void kr_display(kr_vm *vm, kr_value v) {
    if (v == KR_NONE) return;
    kr_value text = kr_repr_of(vm, v);
    kr_call(vm, kr_dict_get_name(vm->builtins, N_print), 1, &text);
    vm->shown = v;
}

/* repr() with everything above ASCII escaped. */
static kr_value ascii_of(kr_vm *vm, kr_value v) {
    kr_value repr = kr_repr_of(vm, v);
    const kr_str *s = kr_to_str(repr);
    if (s->ascii) return repr;
    kr_writer w;
    kr_writer_init(vm, &w);
    for (const char *p = s->data; p < s->data + s->size;) {
        uint32_t c = kr_utf8_next(&p);
        unsigned digits = c < 0x80 ? 0 : c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        if (digits == 0)
            kr_write_char(&w, c);
        else
            kr_write_text(&w, digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U");
        while (digits--) kr_write_char(&w, (uint32_t) "0123456789abcdef"[c >> 4 * digits & 15]);
    }
    return kr_writer_str(&w);
}

kr_value kr_do_format(kr_vm *vm, kr_value v, unsigned how, kr_value spec) {
    if (v == KR_UNBOUND) kr_raise_unbound(vm);
    if (how == 1)
        v = kr_str_of(vm, v);
    else if (how == 2)
        v = kr_repr_of(vm, v);
    else if (how == 3)
        v = ascii_of(vm, v);
    if (spec == KR_UNBOUND && kr_is_exact(v, &kr_str_type)) return v;
    return kr_format(vm, v, spec == KR_UNBOUND ? KR_EMPTY_STR : spec);
}

kr_value kr_do_join(kr_vm *vm, size_t count, const kr_value *parts) {
    size_t size = 0;
    bool ascii = true;
    for (size_t n = 0; n < count; n++) {
        size += kr_to_str(parts[n])->size;
        ascii = ascii && kr_to_str(parts[n])->ascii;
    }
    kr_str *text = kr_str_alloc(vm, size, ascii);
    char *to = text->data;
    for (size_t n = 0; n < count; n++) {
        const kr_str *part = kr_to_str(parts[n]);
        memcpy(to, part->data, part->size);
        to += part->size;
    }
    return KR_OBJECT(text);
}

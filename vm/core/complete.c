/* Completion of a dotted name at a prompt.
 *
 * The components before the last one are followed through namespaces, instance storage and classes as they
 * lie in memory: no property, __getattr__ or __dir__ runs. What cannot be followed that way has no
 * completions. */
#include "core/complete.h"
#include "core/context.h"
#include "core/names.h"
#include "core/operate.h"
#include "compiler/compile.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/module.h"
#include "types/container.h"
#include "types/text.h"
#include "types/unicode.h"

typedef struct completion {
    const char *text;
    size_t size;
    void (*found)(void *context, const char *name);
    void *context;
    size_t replaced;
} completion;

static bool is_name_byte(char c) {
    return kr_ascii_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

typedef struct search {
    kr_value name;
    kr_value value;
} search;

static void visit_attribute(kr_vm *vm, void *data, kr_value name, kr_value value) {
    search *wanted = data;
    (void)vm;
    if (name == wanted->name) wanted->value = value;
}

/* v.name as it is stored; KR_UNBOUND when finding it would run code. */
static kr_value follow(kr_vm *vm, kr_value v, kr_value name) {
    if (kr_is_module(v)) return kr_dict_get_name(kr_module_dict(vm, kr_to_module(v)), name);
    if (kr_is_type(v)) return kr_type_lookup(vm, kr_to_type(v), name);
    const kr_type *type = kr_type_of(v);
    search wanted = {name, KR_UNBOUND};
    if (kr_is_heap_class(type)) kr_instance_each(vm, v, visit_attribute, &wanted);
    if (wanted.value != KR_UNBOUND) return wanted.value;
    kr_value found = kr_type_lookup(vm, type, name);
    bool computed = kr_is_exact(found, &kr_property_type) || kr_is_exact(found, &kr_getset_type);
    return computed ? KR_UNBOUND : found;
}

static kr_value find_global(kr_vm *vm, kr_value name) {
    kr_value v = kr_dict_get_name(vm->main_globals, name);
    return v != KR_UNBOUND ? v : kr_dict_get_name(vm->builtins, name);
}

static void add_names(kr_vm *vm, kr_list *names, const kr_dict *dict) {
    kr_value key, value;
    for (size_t position = 0; kr_dict_each(dict, &position, &key, &value);)
        if (kr_is_str(key)) kr_list_append(vm, names, key);
}

static kr_list *global_names(kr_vm *vm) {
    kr_list *names = kr_to_list(kr_list_new(vm, 0, NULL));
    add_names(vm, names, vm->main_globals);
    add_names(vm, names, vm->builtins);
    const char *keyword;
    for (unsigned i = 0; (keyword = kr_keyword(i)) != NULL; i++)
        kr_list_append(vm, names, kr_str_text(vm, keyword));
    kr_list_sort(vm, names, KR_NONE, false);
    return names;
}

/* The names that the text before the last component leads to, sorted; NULL when it leads nowhere. */
static kr_list *names_at(kr_vm *vm, const char *start, const char *last) {
    if (start == last) return global_names(vm);
    kr_value v = KR_UNBOUND;
    for (const char *at = start; at < last;) {
        const char *dot = memchr(at, '.', (size_t)(last - at));
        kr_value name = kr_intern_find(vm, at, (size_t)(dot - at));
        if (name == KR_UNBOUND) return NULL;
        v = at == start ? find_global(vm, name) : follow(vm, v, name);
        if (kr_is_absent(v)) return NULL;
        at = dot + 1;
    }
    return kr_list_of(vm, kr_dir_plain(vm, v));
}

/* Names that begin with "_" are offered only to who has typed one. */
static bool matches(const kr_str *name, const char *prefix, size_t size) {
    if (name->size < size || memcmp(name->data, prefix, size) != 0) return false;
    return size > 0 || name->data[0] != '_';
}

static void complete(kr_vm *vm, void *data) {
    completion *c = data;
    const char *end = c->text + c->size;
    const char *start = end;
    while (start > c->text && (is_name_byte(start[-1]) || start[-1] == '.')) start--;
    const char *last = end;
    while (last > start && last[-1] != '.') last--;
    if (start < end && (kr_ascii_digit(*start) || *start == '.')) return;
    c->replaced = (size_t)(end - last);
    const char *line = end;
    while (line > c->text && line[-1] != '\n') line--;
    kr_list *names = kr_import_candidates(vm, line, last, end);
    if (names != NULL)
        kr_list_sort(vm, names, KR_NONE, false);
    else
        names = names_at(vm, start, last);
    const kr_str *before = NULL;
    for (size_t i = 0; names != NULL && i < names->size; i++) {
        const kr_str *name = kr_to_str(names->items[i]);
        if (!matches(name, last, c->replaced) || (before != NULL && kr_str_equal(before, name))) continue;
        c->found(c->context, name->data);
        before = name;
    }
}

size_t kr_complete(kr_vm *vm, const char *text, size_t size, void (*found)(void *context, const char *name),
                   void *context) {
    completion c = {text, size, found, context, 0};
    if (!kr_vm_enter(vm, complete, &c)) vm->raised = 0;
    return c.replaced;
}

/* ---- The prompt's text ---- */

typedef struct prompt_query {
    kr_value name;
    char *text;
    size_t size;
} prompt_query;

static void read_prompt(kr_vm *vm, void *data) {
    const prompt_query *query = data;
    kr_value sys = kr_dict_get_name(vm->modules, N_sys);
    kr_value set = sys == KR_UNBOUND ? KR_UNBOUND : kr_getattr_or(vm, sys, query->name, KR_UNBOUND);
    if (set == KR_UNBOUND) return;
    const kr_str *text = kr_to_str(kr_str_shown(vm, kr_str_of(vm, set)));
    size_t size = text->size < query->size ? text->size : query->size - 1;
    memcpy(query->text, text->data, size);
    query->text[size] = '\0';
}

void kr_prompt_text(kr_vm *vm, bool more, char *text, size_t size) {
    prompt_query query = {more ? N_ps2 : N_ps1, text, size};
    size_t shown = size < sizeof ">>> " ? size - 1 : sizeof ">>> " - 1;
    memcpy(text, more ? "... " : ">>> ", shown);
    text[shown] = '\0';
    if (!kr_vm_enter(vm, read_prompt, &query)) vm->raised = 0;
}

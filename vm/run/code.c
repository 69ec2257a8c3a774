/* Code objects: their lines, their type, and moving them from one namespace to another.
 *
 * Global slots are numbers that mean something in one namespace only. Linking code to another namespace
 * copies the words and renumbers them; everything else is shared with the original. */
#include "run/code.h"
#include "run/verify.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

uint32_t kr_code_line(const kr_code *code, size_t word) {
    int32_t line = (int32_t)code->first_line;
    const uint8_t *at = kr_code_lines(code), *end = at + code->line_size;
    for (size_t words = 0; at + 1 < end; at += 2) {
        words += at[0];
        if (words > word) break;
        if (at[1] == 0x80 && at + 3 < end) {
            line += (int16_t)(at[2] | at[3] << 8);
            at += 2;
        } else {
            line += (int8_t)at[1];
        }
    }
    return (uint32_t)line;
}

kr_value kr_code_qualified_name(kr_vm *vm, const kr_code *code) {
    kr_code_read(vm, (kr_code *)(uintptr_t)code);
    return code->prefix == KR_EMPTY_STR ? code->name : kr_str_concat(vm, code->prefix, code->name);
}

kr_code *kr_code_copy(kr_vm *vm, const kr_code *code) {
    bool constants = kr_code_has_constants(code), body = kr_code_has_body(code);
    size_t values = constants || body ? kr_code_values(code) * sizeof(kr_value) : 0;
    kr_code *copy = kr_new(vm, &kr_code_type, sizeof *copy + values + (body ? kr_code_body_size(code) : 0));
    memcpy(copy, code, sizeof *copy + values + (body ? kr_code_body_size(code) : 0));
    if (constants) copy->constants = copy->inside;
    if (body) copy->words = (const uint32_t *)(copy->inside + kr_code_values(code));
    return copy;
}

/* Linking. */

kr_value kr_code_slot_name(kr_value globals, uint32_t slot) {
    return kr_is_tuple(globals) ? kr_to_tuple(globals)->items[slot] : kr_to_dict(globals)->entries[slot].key;
}

uint32_t kr_code_slot_count(kr_value globals) {
    return kr_is_tuple(globals) ? (uint32_t)kr_to_tuple(globals)->size : kr_to_dict(globals)->used;
}

/* True when slots are numbered the same way. */
static bool agrees(const kr_code *code, const kr_dict *globals) {
    if (!kr_is_tuple(code->globals)) return kr_to_dict(code->globals) == globals;
    const kr_tuple *names = kr_to_tuple(code->globals);
    if (names->size > globals->used) return false;
    for (size_t i = 0; i < names->size; i++) {
        if (globals->entries[i].key != names->items[i]) return false;
    }
    return true;
}

static const uint32_t *renumber(kr_vm *vm, const kr_code *code, kr_dict *globals) {
    uint32_t *words = kr_bytes_new(vm, kr_code_body_size(code));
    memcpy(words, code->words, kr_code_body_size(code));
    for (size_t i = 0; i < code->word_count; i += kr_instruction_words(words[i])) {
        unsigned op = KR_OP(words[i]);
        if (op != OP_GETG && op != OP_SETG && op != OP_DELG) continue;
        uint32_t slot = kr_namespace_slot(vm, globals, kr_code_slot_name(code->globals, KR_X(words[i])));
        words[i] = KR_AX(op, KR_A(words[i]), slot);
    }
    return words;
}

static const kr_value *link_constants(kr_vm *vm, const kr_code *code, kr_dict *globals) {
    kr_value *constants = NULL;
    for (size_t i = 0; i < code->constant_count; i++) {
        kr_value v = code->constants[i];
        if (!kr_is_exact(v, &kr_code_type)) continue;
        if (constants == NULL) {
            constants = kr_values_new(vm, kr_code_values(code));
            memcpy(constants, code->constants, kr_code_values(code) * sizeof v);
        }
        constants[i] = KR_OBJECT(kr_code_link(vm, kr_to_code(v), globals));
    }
    return constants != NULL ? constants : code->constants;
}

kr_code *kr_code_link(kr_vm *vm, kr_code *code, kr_dict *globals) {
    kr_check_native_stack(vm);
    if (code->globals == KR_OBJECT(globals)) return code;
    kr_code_read(vm, code);
    bool same = agrees(code, globals);
    if (same && (code->flags & KR_CODE_ROM)) return code;
    const uint32_t *words = same ? code->words : renumber(vm, code, globals);
    const kr_value *constants = link_constants(vm, code, globals);
    kr_code *linked = kr_code_copy(vm, code);
    if (words != code->words) {
        linked->words = words;
        linked->flags &= (uint16_t)~KR_CODE_COMPACT;
    }
    if (constants != code->constants) linked->constants = constants;
    linked->globals = KR_OBJECT(globals);
    linked->flags &= (uint16_t)~KR_CODE_ROM;
    return linked;
}

/* The type. */

static kr_code *read_code(kr_vm *vm, kr_value v) {
    return kr_code_read(vm, kr_to_code(v));
}

static void code_trace(kr_vm *vm, kr_object *object) {
    kr_code *code = (kr_code *)object;
    if (kr_code_has_constants(code))
        kr_mark_values(vm, code->inside, kr_code_values(code));
    else
        kr_mark_block(vm, code->constants);
    if (!kr_code_has_body(code)) kr_mark_block(vm, code->words);
    kr_mark_values(vm, &code->name, 4); /* name … globals */
}
_Static_assert(offsetof(kr_code, globals) == offsetof(kr_code, name) + 3 * sizeof(kr_value),
               "four values in a row");

static void code_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    kr_code *code = read_code(vm, v);
    (void)str;
    kr_write_format(out, "<code object %S, file \"%S\", line %u>", code->name, code->file,
                    (unsigned)code->first_line);
}

static kr_value get_name(kr_vm *vm, kr_value self) {
    return read_code(vm, self)->name;
}
static kr_value get_qualname(kr_vm *vm, kr_value self) {
    return kr_code_qualified_name(vm, read_code(vm, self));
}
static kr_value get_filename(kr_vm *vm, kr_value self) {
    return read_code(vm, self)->file;
}
static kr_value get_line(kr_vm *vm, kr_value self) {
    return kr_int_from(vm, read_code(vm, self)->first_line);
}
/* True for a register whose variable functions inside use. */
static bool is_cell(const kr_code *code, size_t reg) {
    for (size_t i = 0; i < code->word_count && KR_OP(code->words[i]) == OP_NEWCELL; i++) {
        if (KR_A(code->words[i]) == reg) return true;
    }
    return false;
}

/* Registers that hold no variable of the program have an empty name. */
static kr_value get_varnames(kr_vm *vm, kr_value self) {
    const kr_code *code = read_code(vm, self);
    kr_value names = kr_list_new(vm, 0, NULL);
    for (size_t i = 0; i < code->local_count && !(code->flags & KR_CODE_NAMESPACE); i++) {
        kr_value name = kr_code_locals(code)[i];
        bool hidden = i >= code->parameter_count && is_cell(code, i);
        if (name != KR_EMPTY_STR && !hidden) kr_list_append(vm, kr_to_list(names), name);
    }
    return kr_tuple_of(vm, names);
}
static kr_value get_freevars(kr_vm *vm, kr_value self) {
    const kr_code *code = read_code(vm, self);
    return kr_tuple_new(vm, code->free_count, kr_code_free_names(code));
}
static kr_value get_argcount(kr_vm *vm, kr_value self) {
    const kr_code *code = read_code(vm, self);
    return (void)vm, KR_INT(code->flags & KR_CODE_NAMESPACE ? 0 : code->positional_count);
}
static kr_value get_posonly(kr_vm *vm, kr_value self) {
    return (void)vm, KR_INT(read_code(vm, self)->positional_only_count);
}
static kr_value get_kwonly(kr_vm *vm, kr_value self) {
    return (void)vm, KR_INT(kr_code_keyword_only(read_code(vm, self)));
}
static kr_value get_nlocals(kr_vm *vm, kr_value self) {
    return KR_INT((kr_word)kr_to_tuple(get_varnames(vm, self))->size);
}

/* The docstring or None comes first. */
static kr_value get_consts(kr_vm *vm, kr_value self) {
    const kr_code *code = read_code(vm, self);
    kr_value doc = kr_code_doc(code), list = kr_list_new(vm, 1, &doc);
    for (size_t i = 0; i < code->constant_count; i++)
        kr_list_append(vm, kr_to_list(list), code->constants[i]);
    return kr_tuple_of(vm, list);
}

/* The name that an instruction mentions, or KR_UNBOUND. */
static kr_value name_of(const kr_code *code, size_t at) {
    uint32_t word = code->words[at];
    switch (KR_OP(word)) {
    case OP_GETG:
    case OP_SETG:
    case OP_DELG: return kr_code_slot_name(code->globals, KR_X(word));
    case OP_GETN:
    case OP_SETN:
    case OP_DELN:
    case OP_DELATTR: return code->constants[KR_X(word)];
    case OP_GETATTR:
    case OP_CALLM:
    case OP_LOADM:
    case OP_GETFREEN:
    case OP_IMPORTFROM: return code->constants[KR_C(word)];
    case OP_SETATTR:
    case OP_IMPORT: return code->constants[KR_B(word)];
    case OP_GETATTRX:
    case OP_SETATTRX: return code->constants[code->words[at + 1]];
    default: return KR_UNBOUND;
    }
}

/* Names of globals, attributes and imports, in the order of their first use. */
static kr_value get_names(kr_vm *vm, kr_value self) {
    const kr_code *code = read_code(vm, self);
    kr_dict *names = kr_dict_new(vm, 0);
    for (size_t i = 0; i < code->word_count; i += kr_instruction_words(code->words[i])) {
        kr_value name = name_of(code, i);
        if (name != KR_UNBOUND) kr_dict_set(vm, names, name, KR_NONE);
    }
    return kr_tuple_of(vm, KR_OBJECT(names));
}

/* The line table as it is. */
static kr_value get_lnotab(kr_vm *vm, kr_value self) {
    const kr_code *code = read_code(vm, self);
    return kr_bytes_value(vm, kr_code_lines(code), code->line_size);
}

/* CPython's bits. */
enum {
    CO_OPTIMIZED = 1,
    CO_NEWLOCALS = 2,
    CO_VARARGS = 4,
    CO_VARKEYWORDS = 8,
    CO_NESTED = 0x10,
    CO_GENERATOR = 0x20,
    CO_COROUTINE = 0x80,
    CO_ITERABLE_COROUTINE = 0x100,
    CO_ASYNC_GENERATOR = 0x200
};

static bool is_module_level(const kr_code *code) {
    return (code->flags & KR_CODE_NAMESPACE) || kr_str_is(code->name, "<module>");
}

static unsigned python_flags(const kr_code *code) {
    static const uint16_t kinds[] = {0, CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR};
    unsigned flags = code->flags;
    return (flags & KR_CODE_VARARGS ? CO_VARARGS : 0u) | (flags & KR_CODE_VARKEYWORDS ? CO_VARKEYWORDS : 0u) |
           (is_module_level(code) ? 0u : CO_OPTIMIZED | CO_NEWLOCALS) | kinds[flags >> 2 & 3] |
           (flags & KR_CODE_AWAITABLE ? CO_ITERABLE_COROUTINE : 0u) | (code->free_count ? CO_NESTED : 0u);
}

static kr_value get_flags(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT((kr_word)python_flags(read_code(vm, self)));
}

/* Local variables that functions inside use: their cells are made at the beginning. */
static kr_value get_cellvars(kr_vm *vm, kr_value self) {
    const kr_code *code = read_code(vm, self);
    kr_value names = kr_list_new(vm, 0, NULL);
    for (size_t i = 0; i < code->word_count && KR_OP(code->words[i]) == OP_NEWCELL; i++) {
        size_t reg = KR_A(code->words[i]);
        if (reg < code->local_count) kr_list_append(vm, kr_to_list(names), kr_code_locals(code)[reg]);
    }
    return kr_tuple_of(vm, names);
}

static kr_value get_lines(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_code *code = read_code(vm, argv[0]);
    kr_value list = kr_list_new(vm, 0, NULL);
    for (size_t word = 0, start = 0; word < code->word_count; word++) {
        uint32_t line = kr_code_line(code, start);
        if (word + 1 < code->word_count && kr_code_line(code, word + 1) == line) continue;
        kr_value entry[] = {KR_INT((kr_word)(4 * start)), KR_INT((kr_word)(4 * (word + 1))),
                            kr_int_from(vm, (kr_word)line)};
        kr_list_append(vm, kr_to_list(list), kr_tuple_new(vm, 3, entry));
        start = word + 1;
    }
    return kr_iter(vm, list);
}
KR_METHOD(co_lines, get_lines, 1, 1, NULL,
          "co_lines()\nAn iterator over (start, end, line) of the code's bytes.");

static kr_value replaced_str(kr_vm *vm, kr_value name, kr_value value) {
    if (!kr_is_str(value)) kr_raise_type(vm, "replace() argument %R must be str, not %T", name, value);
    return value;
}

/* The new one has to end with the name. */
static void set_qualified_name(kr_vm *vm, kr_code *code, kr_value value) {
    const kr_str *whole = kr_to_str(value), *name = kr_to_str(code->name);
    size_t rest = whole->size - name->size;
    if (whole->size < name->size || memcmp(whole->data + rest, name->data, name->size) != 0)
        kr_raise_value_error(vm, "co_qualname must end with co_name");
    code->prefix = kr_str_new(vm, whole->data, rest);
}

/* Sets a field of a copy; what would need other instructions cannot be changed. */
static void replace_field(kr_vm *vm, kr_code *code, kr_value name, kr_value value) {
    if (name == N_co_name) {
        code->name = replaced_str(vm, name, value);
    } else if (name == N_co_qualname) {
        set_qualified_name(vm, code, replaced_str(vm, name, value));
    } else if (name == N_co_filename) {
        code->file = replaced_str(vm, name, value);
    } else if (name == N_co_firstlineno) {
        code->first_line = (uint32_t)kr_index_word(vm, value) & KR_CODE_LINE_MAX;
    } else if (name == N_co_flags) {
        unsigned flags = (unsigned)kr_index_word(vm, value);
        if ((flags ^ python_flags(code)) & ~(unsigned)CO_ITERABLE_COROUTINE & 0x3ff)
            kr_raise_value_error(vm, "only the flag 0x100 can be replaced");
        unsigned cleared = code->flags & ~(unsigned)KR_CODE_AWAITABLE;
        code->flags = (uint16_t)(cleared | (flags & CO_ITERABLE_COROUTINE ? KR_CODE_AWAITABLE : 0u));
    } else {
        kr_raise_value_error(vm, "replace() cannot change %S", name);
    }
}

static kr_value code_replace(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    kr_code *copy = kr_code_copy(vm, read_code(vm, argv[0]));
    for (size_t i = 0; i < nkw; i++) replace_field(vm, copy, names[i], argv[argc + i]);
    return KR_OBJECT(copy);
}
KR_METHOD_KW(replace, code_replace, 1, 1,
             "replace(*, co_name, co_qualname, co_filename, co_firstlineno, co_flags)\nA copy that differs.");

static kr_value get_stack(kr_vm *vm, kr_value self) {
    return (void)vm, KR_INT(read_code(vm, self)->register_count);
}

/* The instructions as bytes. */
static kr_value get_code(kr_vm *vm, kr_value self) {
    const kr_code *code = read_code(vm, self);
    return kr_bytes_value(vm, code->words, code->word_count * sizeof *code->words);
}

KR_GETSET(co_name, get_name, NULL);
KR_GETSET(co_qualname, get_qualname, NULL);
KR_GETSET(co_filename, get_filename, NULL);
KR_GETSET(co_firstlineno, get_line, NULL);
KR_GETSET(co_varnames, get_varnames, NULL);
KR_GETSET(co_freevars, get_freevars, NULL);
KR_GETSET(co_argcount, get_argcount, NULL);
KR_GETSET(co_posonlyargcount, get_posonly, NULL);
KR_GETSET(co_kwonlyargcount, get_kwonly, NULL);
KR_GETSET(co_nlocals, get_nlocals, NULL);
KR_GETSET(co_consts, get_consts, NULL);
KR_GETSET(co_flags, get_flags, NULL);
KR_GETSET(co_names, get_names, NULL);
KR_GETSET(co_lnotab, get_lnotab, NULL);
KR_GETSET(co_cellvars, get_cellvars, NULL);
KR_GETSET(co_stacksize, get_stack, NULL);
KR_GETSET(co_code, get_code, NULL);

static const kr_member code_members[] = {
    KR_GETSET_ENTRY(co_name, get_name),
    KR_GETSET_ENTRY(co_qualname, get_qualname),
    KR_GETSET_ENTRY(co_filename, get_filename),
    KR_GETSET_ENTRY(co_firstlineno, get_line),
    KR_GETSET_ENTRY(co_varnames, get_varnames),
    KR_GETSET_ENTRY(co_freevars, get_freevars),
    KR_GETSET_ENTRY(co_argcount, get_argcount),
    KR_GETSET_ENTRY(co_posonlyargcount, get_posonly),
    KR_GETSET_ENTRY(co_kwonlyargcount, get_kwonly),
    KR_GETSET_ENTRY(co_nlocals, get_nlocals),
    KR_GETSET_ENTRY(co_consts, get_consts),
    KR_GETSET_ENTRY(co_flags, get_flags),
    KR_GETSET_ENTRY(co_names, get_names),
    KR_GETSET_ENTRY(co_lnotab, get_lnotab),
    KR_GETSET_ENTRY(co_cellvars, get_cellvars),
    KR_GETSET_ENTRY(co_stacksize, get_stack),
    KR_GETSET_ENTRY(co_code, get_code),
    KR_ENTRY(co_lines, get_lines),
    KR_ENTRY(replace, code_replace),
};

static const kr_ops code_ops = {.trace = code_trace, .print = code_print};
const kr_type kr_code_type = {.head = {&kr_type_type},
                              .name = N_code,
                              .base = &kr_object_type,
                              .solid = &kr_code_type,
                              .ops = &code_ops,
                              .flags = KR_TYPE_FINAL,
                              .size = sizeof(kr_code),
                              .members = code_members,
                              .member_count = sizeof code_members / sizeof *code_members};

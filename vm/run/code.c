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
    if (code->lines == NULL) return code->first_line;
    const uint8_t *at = code->lines, *end = at + code->line_size;
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

/* Linking. */

static kr_value slot_name(const kr_code *code, uint32_t slot) {
    if (kr_is_tuple(code->globals)) return kr_to_tuple(code->globals)->items[slot];
    return kr_to_dict(code->globals)->entries[slot].key;
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
    uint32_t *words = kr_bytes_new(vm, code->word_count * sizeof *words);
    memcpy(words, code->words, code->word_count * sizeof *words);
    for (size_t i = 0; i < code->word_count; i += kr_instruction_words(words[i])) {
        unsigned op = KR_OP(words[i]);
        if (op != OP_GETG && op != OP_SETG && op != OP_DELG) continue;
        uint32_t slot = kr_namespace_slot(vm, globals, slot_name(code, KR_X(words[i])));
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
            constants = kr_values_new(vm, code->constant_count);
            memcpy(constants, code->constants, code->constant_count * sizeof v);
        }
        constants[i] = KR_OBJECT(kr_code_link(vm, kr_to_code(v), globals));
    }
    return constants != NULL ? constants : code->constants;
}

kr_code *kr_code_link(kr_vm *vm, kr_code *code, kr_dict *globals) {
    kr_check_native_stack(vm);
    if (code->globals == KR_OBJECT(globals)) return code;
    bool same = agrees(code, globals);
    const uint32_t *words = same ? code->words : renumber(vm, code, globals);
    const kr_value *constants = link_constants(vm, code, globals);
    kr_code *linked = kr_new(vm, &kr_code_type, sizeof *linked);
    *linked = *code;
    linked->words = words;
    linked->constants = constants;
    linked->globals = KR_OBJECT(globals);
    return linked;
}

/* The type. */

static void code_trace(kr_vm *vm, kr_object *object) {
    kr_code *code = (kr_code *)object;
    kr_mark_block(vm, code->words);
    kr_mark_block(vm, code->constants);
    kr_mark_block(vm, code->ranges);
    kr_mark_block(vm, code->captures);
    kr_mark_block(vm, code->lines);
    kr_mark_values(vm, &code->name, 7); /* name … globals */
}
_Static_assert(offsetof(kr_code, globals) == offsetof(kr_code, name) + 6 * sizeof(kr_value),
               "seven values in a row");

static void code_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    kr_code *code = kr_to_code(v);
    (void)vm;
    (void)str;
    kr_write_format(out, "<code object %S, file \"%S\", line %u>", code->name, code->file,
                    (unsigned)code->first_line);
}

static kr_value get_name(kr_vm *vm, kr_value self) {
    return (void)vm, kr_to_code(self)->name;
}
static kr_value get_qualname(kr_vm *vm, kr_value self) {
    return (void)vm, kr_to_code(self)->qualified_name;
}
static kr_value get_filename(kr_vm *vm, kr_value self) {
    return (void)vm, kr_to_code(self)->file;
}
static kr_value get_line(kr_vm *vm, kr_value self) {
    return kr_int_from(vm, kr_to_code(self)->first_line);
}
static kr_value get_varnames(kr_vm *vm, kr_value self) {
    return (void)vm, kr_to_code(self)->locals;
}
static kr_value get_freevars(kr_vm *vm, kr_value self) {
    return (void)vm, kr_to_code(self)->free_names;
}
static kr_value get_argcount(kr_vm *vm, kr_value self) {
    return (void)vm, KR_INT(kr_to_code(self)->positional_count);
}
static kr_value get_posonly(kr_vm *vm, kr_value self) {
    return (void)vm, KR_INT(kr_to_code(self)->positional_only_count);
}
static kr_value get_kwonly(kr_vm *vm, kr_value self) {
    return (void)vm, KR_INT(kr_to_code(self)->keyword_only_count);
}
static kr_value get_nlocals(kr_vm *vm, kr_value self) {
    return (void)vm, KR_INT((kr_word)kr_to_tuple(kr_to_code(self)->locals)->size);
}

static kr_value get_consts(kr_vm *vm, kr_value self) {
    kr_code *code = kr_to_code(self);
    return kr_tuple_new(vm, code->constant_count, code->constants);
}

/* CPython's bits. */
static kr_value get_flags(kr_vm *vm, kr_value self) {
    (void)vm;
    unsigned flags = kr_to_code(self)->flags;
    unsigned kinds[] = {0, 0x20, 0x80, 0x200};
    return KR_INT((kr_word)((flags & KR_CODE_VARARGS ? 4u : 0) | (flags & KR_CODE_VARKEYWORDS ? 8u : 0) |
                            (flags & KR_CODE_NAMESPACE ? 0u : 3u) | kinds[flags >> 2 & 3]));
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

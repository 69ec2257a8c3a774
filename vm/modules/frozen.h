#ifndef KR_FROZEN_H
#define KR_FROZEN_H
/* The list of modules in Python that tools/freeze.c generates, which ends with a NULL name, and the words in which it
 * writes what these consist of: the objects that the machine would make of a module image, as const data. Nobody
 * may write to them: the hash of a text is there, and a text that is interned anew is copied (core/intern.c). */
#include "core/names.h"
#include "core/native.h"
#include "run/code.h"
#include "types/container.h"
#include "types/number.h"

#define KR_FROZEN_STR(name, hash, size, ascii, text) \
    static const struct { kr_object head; uint32_t hash_, bits; char data[(size) + 1]; } name KR_ROM_OBJECT = \
        {{&kr_str_type}, hash, (size) | (uint32_t)(ascii) << 30, text};
#define KR_FROZEN_BYTES(name, hash, size, text) \
    static const struct { kr_object head; uint32_t size_, hash_; uint8_t data[(size) + 1]; } name KR_ROM_OBJECT = \
        {{&kr_bytes_type}, size, hash, text};
#define KR_FROZEN_TUPLE(name, count, ...) \
    static const struct { kr_object head; size_t size; kr_value items[count]; } name KR_ROM_OBJECT = \
        {{&kr_tuple_type}, count, {__VA_ARGS__}};
#define KR_FROZEN_FLOAT(name, value) static const kr_float name KR_ROM_OBJECT = {{&kr_float_type}, (kr_real)(value)};
/* `size` is negative when the number is. */
#define KR_FROZEN_INT(name, size, ...) \
    static const struct { kr_object head; int32_t size_; uint32_t digits[(size) < 0 ? -(size) : (size)]; } name \
        KR_ROM_OBJECT __attribute__((unused)) = {{&kr_int_type}, size, {__VA_ARGS__}};

#define KR_FROZEN_NOTHING KR_OBJECT(&kr_empty_tuple)

/* A float that is a word where there are such floats, else the object; `word` 0 is none. */
#if KR_INLINE_FLOAT
#define KR_FROZEN_REAL(word, name) ((word) != 0 ? (kr_value)(word) : KR_OBJECT(&name))
#else
#define KR_FROZEN_REAL(word, name) KR_OBJECT(&name)
#endif
/* An int that a wide word can be. */
#if UINTPTR_MAX > 0xffffffffu
#define KR_FROZEN_SMALL(number, name) KR_INT(number)
#else
#define KR_FROZEN_SMALL(number, name) KR_OBJECT(&name)
#endif

#define KR_FROZEN_CODE(number, name_, prefix_, file_, names, word_total, line, constants_, ranges, lines, bits, registers, positional, only, parameters, locals, free) \
    static const kr_code code_##number KR_ROM_OBJECT = { \
        .head = {&kr_code_type}, .words = body_##number, .constants = values_##number, .name = name_, .prefix = prefix_, .file = file_, \
        .globals = names, .word_count = word_total, .first_line = line, .constant_count = constants_, .range_count = ranges, \
        .line_size = lines, .flags = (bits) | KR_CODE_ROM, .register_count = registers, .positional_count = positional, \
        .positional_only_count = only, .parameter_count = parameters, .local_count = locals, .free_count = free};

extern const kr_frozen kr_frozen_modules[];

#endif

#ifndef KR_CODE_H
#define KR_CODE_H
/* Compiled code: never modified once made, so it is shared, and its words may lie in flash. */
#include "core/object.h"
#include "run/opcodes.h"

enum kr_code_flag {
    KR_CODE_VARARGS = 1,    /* *args */
    KR_CODE_VARKEYWORDS = 2, /* **kwargs */
    KR_CODE_GENERATOR = 4,
    KR_CODE_COROUTINE = 8,  /* async def; with GENERATOR: an async generator */
    KR_CODE_NAMESPACE = 16, /* class body, or exec with separate locals: R[0] is the namespace dict (a parameter) */
    KR_CODE_METHOD_CLASS = 32, /* a class body that has a __class__ cell: returns the cell, else None */
    KR_CODE_AWAITABLE = 64, /* with GENERATOR: types.coroutine() has marked it, so that its generators can be awaited */
    KR_CODE_UNREAD = 128,   /* of a module image that stays in place: nobody has called it yet, see kr_code_read */
    KR_CODE_ROM = 256,      /* const data of the firmware (modules/frozen.h): belongs to every namespace with its names */
    KR_CODE_COMPACT = 512,  /* the body is part of the object */
    KR_CODE_DOC = 1024      /* it has a docstring; this and the three above are never in an image */
};

enum { KR_CODE_LINE_MAX = 0xffffff, KR_CODE_WORDS_MAX = 0xffffff };

/* Where an exception goes: while pc is in [start, end) it is handled at `handler` (word numbers). Innermost ranges come first. The handler begins
 * with HANDLE, whose operand A is where the exception is put. */
typedef struct kr_range_entry {
    uint32_t start, end, handler;
} kr_range_entry;

/* A captured variable of a function that is being made: from a register (a cell) of the enclosing frame, or from its free cells. */
typedef struct kr_capture {
    uint8_t from_free;
    uint8_t index;
} kr_capture;

typedef struct kr_code {
    kr_object head;            /* kr_code_type */
    const uint32_t *words;     /* the body: words, then ranges, captures and line bytes; a bytes block, ROM or flash */
    const kr_value *constants; /* constants, then the names of the first registers (parameters, then other locals), then those of the free cells, then the docstring */
    kr_value name;             /* a str, as all of these are */
    kr_value prefix;           /* what the qualified name has before the name: "Class.", "function.<locals>.", "" */
    kr_value file;
    kr_value globals;          /* the namespace dict that the E[] numbers belong to, or a tuple of its names: when it is not yet linked (a precompiled module), or in ROM */
    uint32_t word_count : 24;
    uint32_t free_count : 8;   /* free cells */
    uint32_t first_line : 24;
    uint32_t positional_only_count : 8;
    uint16_t constant_count;
    uint16_t range_count;
    uint16_t line_size;        /* bytes; what would not fit has the last line */
    uint16_t flags;            /* enum kr_code_flag */
    uint8_t register_count;    /* the window; at least the parameters + 1 */
    uint8_t positional_count;  /* positional parameters, positional-only included */
    uint8_t parameter_count;   /* registers filled by a call: positional, keyword-only, then *args, then **kwargs */
    uint8_t local_count;       /* registers that have a name; "" where it is none of the program's */
    kr_value inside[];         /* constants and body of what the compiler makes, when it is small; else they are blocks */
} kr_code;
static inline kr_code *kr_to_code(kr_value v) { return (kr_code *)kr_to_pointer(v); }

/* The numbers that share a word: of code in flash the whole word is read. */
#if KR_RAM_BYTES
static inline uint32_t kr_code_shared(const kr_code *code, size_t n) { return kr_flash_word(((const kr_flash_words *)(&code->globals + 1))[n]); }
static inline uint32_t kr_code_word_count(const kr_code *code) { return kr_code_shared(code, 0) & 0xffffff; }
static inline unsigned kr_code_free_count(const kr_code *code) { return kr_code_shared(code, 0) >> 24; }
static inline unsigned kr_code_positional_only(const kr_code *code) { return kr_code_shared(code, 1) >> 24; }
#else
static inline uint32_t kr_code_word_count(const kr_code *code) { return code->word_count; }
static inline unsigned kr_code_free_count(const kr_code *code) { return code->free_count; }
static inline unsigned kr_code_positional_only(const kr_code *code) { return code->positional_only_count; }
#endif

/* The parts of the body and of the constants. */
static inline const kr_range_entry *kr_code_ranges(const kr_code *code) { return (const kr_range_entry *)(code->words + kr_code_word_count(code)); }
static inline const kr_capture *kr_code_captures(const kr_code *code) { return (const kr_capture *)(kr_code_ranges(code) + KR_FLASH_FIELD(code, range_count)); }
static inline const uint8_t *kr_code_lines(const kr_code *code) { return (const uint8_t *)(kr_code_captures(code) + kr_code_free_count(code)); }
static inline size_t kr_code_body_size(const kr_code *code) {
    return kr_code_word_count(code) * sizeof(uint32_t) + KR_FLASH_FIELD(code, range_count) * sizeof(kr_range_entry) + kr_code_free_count(code) * sizeof(kr_capture) + KR_FLASH_FIELD(code, line_size);
}
static inline const kr_value *kr_code_locals(const kr_code *code) { return code->constants + KR_FLASH_FIELD(code, constant_count); }
static inline const kr_value *kr_code_free_names(const kr_code *code) { return kr_code_locals(code) + KR_FLASH_FIELD(code, local_count); }
static inline size_t kr_code_values(const kr_code *code) {
    return (size_t)KR_FLASH_FIELD(code, constant_count) + KR_FLASH_FIELD(code, local_count) + kr_code_free_count(code) + (KR_FLASH_FIELD(code, flags) & KR_CODE_DOC ? 1u : 0u);
}
/* Of code that has been read. */
static inline kr_value kr_code_doc(const kr_code *code) { return KR_FLASH_FIELD(code, flags) & KR_CODE_DOC ? code->constants[kr_code_values(code) - 1] : KR_NONE; }
/* What calls fill beyond the positional parameters, *args and **kwargs. */
static inline unsigned kr_code_keyword_only(const kr_code *code) {
    unsigned flags = KR_FLASH_FIELD(code, flags), others = (flags & KR_CODE_VARARGS ? 1u : 0u) + (flags & KR_CODE_VARKEYWORDS ? 1u : 0u);
    return (unsigned)KR_FLASH_FIELD(code, parameter_count) - KR_FLASH_FIELD(code, positional_count) - others;
}

/* The names behind the numbers of globals, code->globals being a namespace or a tuple. */
kr_value kr_code_slot_name(kr_value globals, uint32_t slot);
uint32_t kr_code_slot_count(kr_value globals);

/* Are they part of the object? (No block lies right at its end: a block's type word would.) A body that is lies behind where the constants would end. */
static inline bool kr_code_has_constants(const kr_code *code) { return code->constants == code->inside; }
static inline bool kr_code_has_body(const kr_code *code) { return (KR_FLASH_FIELD(code, flags) & KR_CODE_COMPACT) != 0; }
/* A copy whose fields may be changed. */
kr_code *kr_code_copy(kr_vm *vm, const kr_code *code);

/* A function in an image costs its head until it is needed: constants, names and docstring are there only after this. `constants` is the kr_image_function until
 * then, name, prefix and file are KR_NONE; words and all numbers are there. */
void kr_code_read_now(kr_vm *vm, kr_code *code);
static inline kr_code *kr_code_read(kr_vm *vm, kr_code *code) {
    if (__builtin_expect(KR_FLASH_FIELD(code, flags) & KR_CODE_UNREAD, 0)) kr_code_read_now(vm, code);
    return code;
}

/* "Class.method", "function.<locals>.inner" */
kr_value kr_code_qualified_name(kr_vm *vm, const kr_code *code);

/* Order of the parameter registers: positional (incl. positional-only), keyword-only, *args (if any), **kwargs (if any).
 *
 * Line table: pairs of bytes (words, lines): `words` instructions belong to the current line, then the line moves by the signed `lines`.
 * words 255 with lines 0 continues; lines -128 is an escape: the next two bytes are a signed 16-bit little-endian line distance. */
uint32_t kr_code_line(const kr_code *code, size_t word);

/* Intrinsics: rare operations, R[A] = intrinsic(R[A] … R[A+C-1]). The letters say what each argument must be, which is checked when it is called:
 * o anything, t tuple, s str, i small int, f function, m dict, d dict or None, x exception, e exception or None. */
#define KR_INTRINSICS(X) \
    X(IMPORT_STAR, "od", "module, namespace or None: from module import *") \
    X(MATCH_SEQUENCE, "o", "subject: True when it matches a sequence pattern") \
    X(MATCH_MAPPING, "o", "subject: True when it matches a mapping pattern") \
    X(MATCH_LENGTH, "oio", "subject, count, at_least: True when len(subject) == count, or >= count") \
    X(MATCH_KEYS, "mt", "mapping, tuple of keys: tuple of values, or None") \
    X(MATCH_REST, "mt", "mapping, tuple of keys: dict of the other items") \
    X(MATCH_CLASS, "ooit", "subject, class, positional count, tuple of keyword names: tuple of attributes, or None") \
    X(ANNOTATE, "dso", "namespace or None, name, annotation: __annotations__[name] = annotation") \
    X(ANNOTATE_FUNCTION, "fot", "function, anything, tuple of the tuple of names and the annotations: the function") \
    X(BUILD_CLASS, "fstd", "body function, name, bases tuple, keywords dict or None: the class") \
    X(ASYNC_YIELD, "o", "value: wraps what an async generator yields") \
    X(EXIT_CALL, "oe", "exit method, exception: truth of exit(type, value, traceback)") \
    X(TYPE_ERROR_STAR, "o", "value: raise TypeError, argument after * must be an iterable") \
    X(STOP_ASYNC, "x", "exception: True when it is StopAsyncIteration")
#define KR_INTRINSIC_ENUM(name, arguments, text) KR_INTRINSIC_##name,
typedef enum kr_intrinsic { KR_INTRINSICS(KR_INTRINSIC_ENUM) KR_INTRINSIC_COUNT } kr_intrinsic;
#undef KR_INTRINSIC_ENUM

/* argv may point at VM registers: it is read before any Python code runs. */
kr_value kr_intrinsic_call(kr_vm *vm, kr_intrinsic which, size_t argc, const kr_value *argv);

/* Appends a disassembly, one instruction a line. */
void kr_disassemble(kr_vm *vm, kr_writer *out, const kr_code *code);

/* Gives code that was compiled against one namespace (or none yet) the slot numbers of another: the same code when they agree, a patched copy
 * (nested code included) otherwise. For exec() of a code object and for precompiled modules. */
kr_code *kr_code_link(kr_vm *vm, kr_code *code, kr_dict *globals);

/* True when every operand is in range, every jump lands on an instruction inside the code, and the end is not reached: in this code and all that
 * is nested in it. */
bool kr_code_verify(const kr_code *code);
/* The same of code inside `outer` (or NULL); what is unread in it is only looked at from outside. */
bool kr_code_verify_inside(const kr_code *code, const kr_code *outer);

/* True when, besides, every register holds on every path what the instructions take it for. For code that comes from outside, once kr_code_verify
 * has accepted it; takes temporary memory of registers × labels bytes. */
bool kr_code_verify_flow(kr_vm *vm, const kr_code *code);

#endif

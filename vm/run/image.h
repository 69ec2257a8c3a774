#ifndef KR_IMAGE_H
#define KR_IMAGE_H
/* Compiled modules outside of a machine: a module image is code without addresses, for machines of any word size.
 *
 * All numbers are little-endian 32-bit words, every part begins at a multiple of four bytes, and offsets count from the image's first byte:
 *
 *     header      magic "KRI1", version, size of the image, CRC-32 of all behind itself; number of literals, offset of their table;
 *                 number of names, offset of their table; offset of the module's function
 *     literals    a table of offsets; each literal is (size << 3 | kind) and its bytes
 *     names       the module's global names in the order of their slots: numbers of literals
 *     functions   one for each def, lambda, class body …: see `kr_image_function`. What a function refers to lies before it.
 *
 * A reference to a constant is (value << 3 | tag). Instructions, handler ranges, captures and line tables are used where they lie, when the
 * image stays in place (flash, a mapped file); the rest becomes objects. Nothing in an image is trusted: it is checked against its bounds while it is read, and
 * the code must pass both halves of the verifier (code.h). */
#include "core/native.h"
#include "run/code.h"

/* To be increased whenever the opcode table, the intrinsics or this format change; tests/unit/vm/test_image.c notices. */
#define KR_IMAGE_VERSION 1

enum { KR_IMAGE_MAGIC = 0x3149524b };

typedef struct kr_image_header {
    uint32_t magic, version, size, crc;
    uint32_t literal_count, literals;
    uint32_t name_count, names;
    uint32_t function;
} kr_image_header;

/* What the checksum covers begins here. */
enum { KR_IMAGE_CHECKED = 16 };
_Static_assert(offsetof(kr_image_header, literal_count) == KR_IMAGE_CHECKED, "behind the checksum");

enum kr_image_literal { KR_LITERAL_STR, KR_LITERAL_NAME, KR_LITERAL_BYTES, KR_LITERAL_INT, KR_LITERAL_FLOAT, KR_LITERAL_COMPLEX };
enum kr_image_tag { KR_TAG_IMMEDIATE, KR_TAG_SMALL, KR_TAG_LITERAL, KR_TAG_TUPLE, KR_TAG_FROZENSET, KR_TAG_FUNCTION };

/* What KR_TAG_IMMEDIATE numbers. */
#define KR_IMAGE_IMMEDIATES KR_NONE, KR_TRUE, KR_FALSE, KR_ELLIPSIS, KR_NOT_IMPLEMENTED, KR_UNBOUND
enum { KR_IMAGE_IMMEDIATE_COUNT = 6 };

/* Behind it: constants, names of the locals, names of the free variables; words, ranges (three words each), captures (two bytes each), line bytes.
 * A tuple or frozenset is its size and that many references. */
typedef struct kr_image_function {
    uint32_t offset; /* its own */
    uint32_t word_count, constant_count, range_count, line_size, first_line;
    uint32_t local_count;
    uint32_t name, prefix, file; /* literals */
    uint32_t doc;                        /* a reference */
    uint8_t register_count, positional_count, positional_only_count, keyword_only_count;
    uint8_t parameter_count, free_count;
    uint16_t flags;
} kr_image_function;

/* True when the bytes begin as an image does; it may be damaged. */
bool kr_image_is(const void *data, size_t size);

/* The image of a module's code, which was compiled against an own namespace (kr_module_prefix). A bytes object. */
kr_value kr_image_write(kr_vm *vm, const kr_code *code);

enum kr_image_flag {
    KR_IMAGE_IN_PLACE = 1, /* the data is aligned to four bytes and stays as long as the machine does: code runs where it lies */
    KR_IMAGE_TRUSTED = 2   /* it belongs to the firmware: neither its checksum nor its code is looked at */
};

/* Makes code that runs in `globals`. ImportError when the image is of another version or damaged. */
kr_code *kr_image_read(kr_vm *vm, const void *data, size_t size, unsigned flags, kr_dict *globals);

/* The code of a module in ROM. */
kr_code *kr_frozen_code(kr_vm *vm, const kr_frozen *frozen, kr_dict *globals);

#endif

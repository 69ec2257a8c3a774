#ifndef KR_IMAGE_H
#define KR_IMAGE_H
/* Compiled modules outside of a machine: a module image is code without addresses, for machines of any word
 * size.
 *
 * All numbers are little-endian, every part begins at a multiple of four bytes, and offsets count from the
 * image's first byte:
 *
 *     header      magic "KRI1", version, size of the image, CRC-32 of all behind itself; what
 * `kr_image_header` has functions   one for each def, lambda, class body …: see `kr_image_function`. A
 * function that is inside another lies before it. names       the module's global names in the order of their
 * slots: references literals    a table of offsets from its own beginning in units of four bytes, 16 bits
 * each where that is enough (KR_IMAGE_WIDE: 32), then the literals: a byte (size << 3 | kind) and the bytes;
 * size 31 says that it follows in four bytes. A tuple or frozenset is references to literals before it, a
 * function the offset of one.
 *
 * A reference is 16 bits: the number of a literal, or an immediate or small int (KR_REFERENCE_SMALL).
 * Instructions, handler ranges, captures and line tables are used where they lie, when the image stays in
 * place (flash, a mapped file); the rest becomes objects. Nothing in an image is trusted: it is checked
 * against its bounds while it is read, and the code must pass both halves of the verifier (code.h). Modules of
 * the firmware itself are no images when they run: tools/freeze.c makes objects of them. */
#include "core/native.h"
#include "run/code.h"

/* To be increased whenever the opcode table, the intrinsics or this format change; tests/unit/vm/test_image.c
 * notices. */
#define KR_IMAGE_VERSION 2

enum { KR_IMAGE_MAGIC = 0x3149524b };

enum kr_image_property {
    KR_IMAGE_WIDE = 1 /* the offsets of literals have 32 bits */
};

typedef struct kr_image_header {
    uint32_t magic, version, size, crc;
    uint32_t properties;
    uint32_t literal_count, literals; /* their table */
    uint32_t name_count, names;
    uint32_t function; /* the module's */
    uint32_t file;     /* a reference */
} kr_image_header;

/* What the checksum covers begins here. */
enum { KR_IMAGE_CHECKED = 16 };
_Static_assert(offsetof(kr_image_header, properties) == KR_IMAGE_CHECKED, "behind the checksum");

enum kr_image_literal {
    KR_LITERAL_STR,
    KR_LITERAL_NAME,
    KR_LITERAL_BYTES,
    KR_LITERAL_INT,
    KR_LITERAL_NUMBER, /* a float, or with 16 bytes a complex */
    KR_LITERAL_TUPLE,
    KR_LITERAL_FROZENSET,
    KR_LITERAL_FUNCTION
};
enum { KR_LITERAL_LONG = 31 };

/* References from this one on are immediates, then small ints beginning with the smallest. */
enum { KR_REFERENCE_SMALL = 0x8000, KR_REFERENCE_ZERO = 0xc000, KR_REFERENCE_END = 0x10000 };
#define KR_IMAGE_IMMEDIATES KR_NONE, KR_TRUE, KR_FALSE, KR_ELLIPSIS, KR_NOT_IMPLEMENTED, KR_UNBOUND
enum { KR_IMAGE_IMMEDIATE_COUNT = 6 };

/* Behind it: references to the constants, the names of the locals and of the free variables, filled up to
 * four bytes; words, ranges (three words each), captures (two bytes each), line bytes. */
typedef struct kr_image_function {
    uint32_t offset; /* its own */
    uint32_t word_count, first_line;
    uint16_t constant_count, range_count, line_size;
    uint16_t name, prefix, doc; /* references */
    uint16_t flags;
    uint8_t register_count, positional_count, positional_only_count, keyword_only_count;
    uint8_t parameter_count, local_count, free_count;
    uint8_t unused;
} kr_image_function;

/* True when the bytes begin as an image does; it may be damaged. */
bool kr_image_is(const void *data, size_t size);

/* The image of a module's code, which was compiled against an own namespace (kr_module_prefix). A bytes
 * object. `strip` leaves out docstrings and the names of local variables that are no parameters.
 * OverflowError when there are more than 32,768 constants. */
kr_value kr_image_write(kr_vm *vm, const kr_code *code, bool strip);

enum kr_image_flag {
    KR_IMAGE_IN_PLACE = 1 /* the data is aligned to four bytes and stays as long as the machine does: code
                             runs where it lies */
};

/* Makes code that runs in `globals`. ImportError when the image is of another version or damaged. */
kr_code *kr_image_read(kr_vm *vm, const void *data, size_t size, unsigned flags, kr_dict *globals);

#endif

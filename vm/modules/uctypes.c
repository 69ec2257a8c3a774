/* uctypes: memory as C structures, for registers and for data of other machines.
 *
 * A structure is an address, a descriptor and a layout. Descriptors say what lies where:
 *
 *     "name": offset | TYPE                        a number; bit fields add pos << BF_POS and length <<
 * BF_LEN "name": (offset, {…})                        a structure "name": (offset | ARRAY, TYPE | count)
 * numbers in a row; (offset | ARRAY, count, {…}) structures "name": (offset | PTR, TYPE or {…})          an
 * address
 *
 * Numbers: bits 0-16 offset, 17-21 bit position, 22-26 bit length, 27-30 type. The first item of a tuple:
 * bits 27-28 kind, the rest offset. What an address
 * points to is kept alive when it lies in the heap; any other is used when the host says that memory is
 * there. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/pack.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"

enum layout { LITTLE, BIG, NATIVE };
enum kind { STRUCT, PTR, ARRAY, NO_KIND };
enum type {
    UINT8,
    INT8,
    UINT16,
    INT16,
    UINT32,
    INT32,
    UINT64,
    INT64,
    BFUINT8,
    BFINT8,
    BFUINT16,
    BFINT16,
    BFUINT32,
    BFINT32,
    FLOAT32,
    FLOAT64
};
enum { BF_POS = 17, BF_LEN = 22, TYPE_AT = 27, OFFSET_MASK = (1 << 17) - 1, COUNT_MASK = (1 << TYPE_AT) - 1 };

typedef struct view {
    kr_object head;
    uintptr_t address;
    kr_value shape; /* dict or tuple; anything else is an error when it is used */
    enum layout layout;
} view;

static const kr_type view_type;

static view *to_view(kr_value v) {
    return kr_to_pointer(v);
}

static _Noreturn void bad_shape(kr_vm *vm) {
    kr_raise_type(vm, "syntax error in uctypes descriptor");
}

/* --- descriptors */

static uint32_t code_of(kr_vm *vm, kr_value v) {
    intmax_t code;
    if (!kr_is_integer(v) || !kr_int_to(v, &code) || code < 0 || code > INT32_MAX) bad_shape(vm);
    return (uint32_t)code;
}

static enum type type_of(uint32_t code) {
    return (enum type)(code >> TYPE_AT);
}

static bool is_bit_field(enum type type) {
    return type >= BFUINT8 && type <= BFINT32;
}

static bool is_signed(enum type type) {
    return type < FLOAT32 && (type & 1) != 0;
}

static size_t size_of_type(enum type type) {
    static const uint8_t sizes[] = {1, 1, 2, 2, 4, 4, 8, 8, 1, 1, 2, 2, 4, 4, 4, 8};
    return sizes[type];
}

static enum kind kind_of(kr_value shape) {
    if (kr_is_dict(shape)) return STRUCT;
    if (!kr_is_tuple(shape) || kr_to_tuple(shape)->size == 0) return NO_KIND;
    intmax_t code;
    if (!kr_is_integer(kr_to_tuple(shape)->items[0]) || !kr_int_to(kr_to_tuple(shape)->items[0], &code))
        return NO_KIND;
    intmax_t kind = code >> TYPE_AT;
    return kind < 0 || kind > ARRAY ? NO_KIND : (enum kind)kind;
}

/* Size and alignment of what a descriptor describes. */
typedef struct extent {
    size_t size, alignment;
} extent;

static extent extent_of(kr_vm *vm, kr_value shape, enum layout layout);

static extent extent_of_dict(kr_vm *vm, kr_dict *dict, enum layout layout) {
    extent all = {0, 1};
    size_t position = 0;
    kr_value key, value;
    while (kr_dict_each(dict, &position, &key, &value)) {
        extent one;
        size_t offset;
        if (kr_is_tuple(value)) {
            one = extent_of(vm, value, layout);
            offset = code_of(vm, kr_to_tuple(value)->items[0]) & COUNT_MASK;
        } else {
            uint32_t code = code_of(vm, value);
            one.size = one.alignment = size_of_type(type_of(code));
            offset = code & (is_bit_field(type_of(code)) ? OFFSET_MASK : COUNT_MASK);
        }
        if (offset + one.size > all.size) all.size = offset + one.size;
        if (one.alignment > all.alignment) all.alignment = one.alignment;
    }
    if (layout == NATIVE) all.size = (all.size + all.alignment - 1) / all.alignment * all.alignment;
    return all;
}

static extent extent_of_array(kr_vm *vm, const kr_tuple *shape, enum layout layout) {
    uint32_t count = code_of(vm, shape->items[1]);
    if (shape->size == 2) {
        size_t size = size_of_type(type_of(count));
        return (extent){(count & COUNT_MASK) * size, size};
    }
    if (shape->size != 3) bad_shape(vm);
    extent one = extent_of(vm, shape->items[2], layout);
    return (extent){count * one.size, one.alignment};
}

static extent extent_of(kr_vm *vm, kr_value shape, enum layout layout) {
    kr_check_native_stack(vm);
    if (kr_is_dict(shape)) return extent_of_dict(vm, kr_to_dict(shape), layout);
    const kr_tuple *tuple = kr_is_tuple(shape) ? kr_to_tuple(shape) : NULL;
    enum kind kind = kind_of(shape);
    if (tuple == NULL || kind == NO_KIND || tuple->size < 2) bad_shape(vm);
    if (kind == ARRAY) return extent_of_array(vm, tuple, layout);
    if (tuple->size != 2) bad_shape(vm);
    if (kind == PTR) return (extent){sizeof(void *), sizeof(void *)};
    return extent_of(vm, tuple->items[1], layout);
}

/* --- numbers in memory */

static bool is_big(enum layout layout) {
    return layout == NATIVE ? kr_pack_native_big() : layout == BIG;
}

/* Aligned numbers of the machine's own layout are read and written whole, as registers want it. */
static bool reachable(kr_vm *vm, uintptr_t address, size_t size, bool write) {
    uintptr_t inside = address - (uintptr_t)vm;
    if (size == 0 || (inside < vm->memory_size && size <= vm->memory_size - inside)) return true;
    const kr_host *host = vm->host;
    return host->reachable == NULL || host->reachable(host->context, (const void *)address, size, write);
}

static void check_reachable(kr_vm *vm, uintptr_t address, size_t size, bool write) {
    if (reachable(vm, address, size, write)) return;
    kr_raise_value_error(vm, "the program cannot %s memory at address %S", write ? "write" : "read",
                         kr_int_from_unsigned(vm, address));
}

static uint64_t load(kr_vm *vm, uintptr_t address, size_t size, enum layout layout) {
    check_reachable(vm, address, size, false);
    const volatile uint8_t *bytes = (const volatile uint8_t *)address;
    uint64_t bits = 0;
    if (layout == NATIVE && address % size == 0) {
        if (size == 2) return *(const volatile uint16_t *)address;
        if (size == 4) return *(const volatile uint32_t *)address;
        if (size == 8) return *(const volatile uint64_t *)address;
    }
    for (size_t i = 0; i < size; i++) bits |= (uint64_t)bytes[is_big(layout) ? size - 1 - i : i] << 8 * i;
    return bits;
}

static void store(kr_vm *vm, uintptr_t address, size_t size, enum layout layout, uint64_t bits) {
    check_reachable(vm, address, size, true);
    volatile uint8_t *bytes = (volatile uint8_t *)address;
    if (layout == NATIVE && address % size == 0 && size > 1) {
        if (size == 2)
            *(volatile uint16_t *)address = (uint16_t)bits;
        else if (size == 4)
            *(volatile uint32_t *)address = (uint32_t)bits;
        else
            *(volatile uint64_t *)address = bits;
        return;
    }
    for (size_t i = 0; i < size; i++) bytes[is_big(layout) ? size - 1 - i : i] = (uint8_t)(bits >> 8 * i);
}

static kr_value from_bits(kr_vm *vm, uint64_t bits, enum type type, unsigned width) {
    if (type == FLOAT32) {
        uint32_t narrow = (uint32_t)bits;
        float f;
        memcpy(&f, &narrow, sizeof f);
        return kr_float_new(vm, (kr_real)f);
    }
    if (type == FLOAT64) {
        double d;
        memcpy(&d, &bits, sizeof d);
        return kr_float_new(vm, (kr_real)d);
    }
    if (!is_signed(type)) return kr_int_from_unsigned(vm, bits);
    return kr_int_from(vm, (int64_t)(bits << (64 - width)) >> (64 - width));
}

/* Ints are cut to the width of the number, as in C. */
static uint64_t to_bits(kr_vm *vm, enum type type, kr_value v) {
    uint64_t bits = 0;
    if (type == FLOAT32) {
        float f = (float)kr_real_of(vm, v);
        uint32_t narrow;
        memcpy(&narrow, &f, sizeof narrow);
        return narrow;
    }
    if (type == FLOAT64) {
        double d = (double)kr_real_of(vm, v);
        memcpy(&bits, &d, sizeof bits);
        return bits;
    }
    v = kr_index(vm, v);
    intmax_t n;
    if (kr_int_to(v, &n)) return (uint64_t)n;
    uint8_t bytes[8];
    kr_int_to_bytes(kr_binary(vm, KR_AND, v, kr_int_from_unsigned(vm, UINT64_MAX)), bytes, 8, false, false);
    for (size_t i = 0; i < 8; i++) bits |= (uint64_t)bytes[i] << 8 * i;
    return bits;
}

static unsigned field_width(uint32_t code) {
    unsigned width = code >> BF_LEN & 31;
    return width == 0 ? 32 : width;
}

static uint64_t field_mask(uint32_t code) {
    return ((uint64_t)1 << field_width(code)) - 1;
}

static kr_value get_number(kr_vm *vm, uintptr_t address, uint32_t code, enum layout layout) {
    enum type type = type_of(code);
    size_t size = size_of_type(type);
    uint64_t bits = load(vm, address, size, layout);
    if (!is_bit_field(type)) return from_bits(vm, bits, type, (unsigned)size * 8);
    return from_bits(vm, bits >> (code >> BF_POS & 31) & field_mask(code), type, field_width(code));
}

static void set_number(kr_vm *vm, uintptr_t address, uint32_t code, enum layout layout, kr_value v) {
    enum type type = type_of(code);
    size_t size = size_of_type(type);
    uint64_t bits = to_bits(vm, type, v);
    if (is_bit_field(type)) {
        unsigned position = code >> BF_POS & 31;
        uint64_t mask = field_mask(code) << position;
        bits = (load(vm, address, size, layout) & ~mask) | (bits << position & mask);
    }
    store(vm, address, size, layout, bits);
}

/* --- structures, arrays and pointers */

static kr_value view_new(kr_vm *vm, uintptr_t address, kr_value shape, enum layout layout) {
    view *s = kr_new(vm, &view_type, sizeof *s);
    s->address = address;
    s->shape = shape;
    s->layout = layout;
    return KR_OBJECT(s);
}

static uintptr_t address_arg(kr_vm *vm, kr_value v) {
    uint8_t bytes[sizeof(uintptr_t)];
    uintptr_t address;
    if (!kr_is_integer(v)) kr_raise_type(vm, "an address must be int, not %T", v);
    if (!kr_int_to_bytes(v, bytes, sizeof bytes, kr_pack_native_big(), false) &&
        !kr_int_to_bytes(v, bytes, sizeof bytes, kr_pack_native_big(), true))
        kr_raise_overflow(vm, "int too big for an address");
    memcpy(&address, bytes, sizeof address);
    return address;
}

static enum layout layout_arg(kr_vm *vm, kr_value v) {
    if (v == KR_UNBOUND) return NATIVE;
    kr_word layout = kr_index_word(vm, v);
    if (layout < LITTLE || layout > NATIVE)
        kr_raise_value_error(vm, "layout_type must be NATIVE, LITTLE_ENDIAN or BIG_ENDIAN");
    return (enum layout)layout;
}

static kr_value view_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    static const kr_value known[] = {N_addr, N_descriptor, N_layout_type, 0};
    kr_value args[3];
    (void)cls;
    kr_bind_named(vm, "struct", known, args, 2, 3, argc, argv, nkw, names);
    return view_new(vm, address_arg(vm, args[0]), args[1], layout_arg(vm, args[2]));
}

static void view_trace(kr_vm *vm, kr_object *object) {
    const view *s = (const view *)object;
    const kr_value address = s->address;
    kr_mark_words(vm, &address, 1);
    if (s->shape != 0) kr_mark(vm, s->shape);
}

static void view_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    static const char *const titles[] = {"STRUCT", "PTR", "ARRAY", "ERROR"};
    (void)str;
    kr_write_format(out, "<struct %s ", titles[kind_of(to_view(v)->shape)]);
    kr_int_write(vm, out, kr_int_from_unsigned(vm, to_view(v)->address), 16, false);
    kr_write_text(out, ">");
}

static kr_value field_of(kr_vm *vm, const view *s, kr_value name) {
    if (!kr_is_dict(s->shape)) kr_raise_type(vm, "struct: no fields");
    return kr_dict_get(vm, kr_to_dict(s->shape), name);
}

/* A field that is no number. Bytes in a row are a bytearray that shows them. */
/* A bytearray over memory that may be written. */
static kr_value shown(kr_vm *vm, uintptr_t address, size_t size) {
    check_reachable(vm, address, size, true);
    return kr_bytearray_at(vm, (void *)address, size);
}

static kr_value get_aggregate(kr_vm *vm, const view *s, kr_value shape) {
    if (!kr_is_tuple(shape) || kind_of(shape) == NO_KIND || kr_to_tuple(shape)->size < 2) bad_shape(vm);
    const kr_tuple *tuple = kr_to_tuple(shape);
    uintptr_t address = s->address + (code_of(vm, tuple->items[0]) & COUNT_MASK);
    if (kind_of(shape) == STRUCT) return view_new(vm, address, tuple->items[1], s->layout);
    if (kind_of(shape) == ARRAY && tuple->size == 2) {
        uint32_t code = code_of(vm, tuple->items[1]);
        if (type_of(code) == UINT8) return shown(vm, address, code & COUNT_MASK);
    }
    return view_new(vm, address, shape, s->layout);
}

static kr_value view_getattr(kr_vm *vm, kr_value v, kr_value name) {
    const view *s = to_view(v);
    kr_value field = field_of(vm, s, name);
    if (field == KR_UNBOUND) return KR_UNBOUND;
    if (!kr_is_integer(field)) return get_aggregate(vm, s, field);
    uint32_t code = code_of(vm, field);
    uint32_t mask = is_bit_field(type_of(code)) ? OFFSET_MASK : COUNT_MASK;
    return get_number(vm, s->address + (code & mask), code, s->layout);
}

static bool view_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    const view *s = to_view(v);
    kr_value field = field_of(vm, s, name);
    if (field == KR_UNBOUND) return false;
    if (!kr_is_integer(field) || value == KR_UNBOUND)
        kr_raise_type(vm, "struct: cannot assign to an aggregate");
    uint32_t code = code_of(vm, field);
    uint32_t mask = is_bit_field(type_of(code)) ? OFFSET_MASK : COUNT_MASK;
    set_number(vm, s->address + (code & mask), code, s->layout, value);
    return true;
}

/* What s[key] is: its address, and a number's code, or KR_UNBOUND there and its shape. */
typedef struct place {
    uintptr_t address;
    uint32_t code;
    kr_value shape;
} place;

static place item_of(kr_vm *vm, kr_value v, kr_value key) {
    const view *s = to_view(v);
    enum kind kind = kind_of(s->shape);
    if ((kind != ARRAY && kind != PTR) || kr_to_tuple(s->shape)->size < 2)
        kr_raise_type(vm, "struct: cannot index");
    const kr_tuple *shape = kr_to_tuple(s->shape);
    kr_word index = kr_index_word(vm, key);
    uintptr_t base = s->address;
    bool numbers = kr_is_integer(shape->items[1]) && shape->size == 2;
    place p = {0, numbers ? code_of(vm, shape->items[1]) : 0,
               numbers ? KR_UNBOUND : shape->items[shape->size - 1]};
    if (kind == PTR) {
        base = (uintptr_t)load(vm, s->address, sizeof(void *), NATIVE);
    } else {
        kr_word count = (kr_word)(numbers ? p.code & COUNT_MASK : code_of(vm, shape->items[1]));
        if (index < 0) index += count;
        if (index < 0 || index >= count) kr_raise_index(vm, "struct");
    }
    size_t size = numbers ? size_of_type(type_of(p.code)) : extent_of(vm, p.shape, s->layout).size;
    p.address = base + (uintptr_t)index * size;
    return p;
}

static kr_value view_getitem(kr_vm *vm, kr_value v, kr_value key) {
    place p = item_of(vm, v, key);
    if (p.shape == KR_UNBOUND) return get_number(vm, p.address, p.code, to_view(v)->layout);
    return view_new(vm, p.address, p.shape, to_view(v)->layout);
}

static void view_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    if (item == KR_UNBOUND) kr_raise_type(vm, "'struct' object doesn't support item deletion");
    place p = item_of(vm, v, key);
    if (p.shape != KR_UNBOUND) kr_raise_type(vm, "struct: cannot assign to an aggregate");
    set_number(vm, p.address, p.code, to_view(v)->layout, item);
}

static bool view_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer) {
    const view *s = to_view(v);
    size_t size = extent_of(vm, s->shape, s->layout).size;
    bool writable = reachable(vm, s->address, size, true);
    if (!writable) check_reachable(vm, s->address, size, false);
    *buffer = (kr_buffer){(uint8_t *)s->address, size, writable, 'B'};
    return true;
}

static kr_word view_hash(kr_vm *vm, kr_value v) {
    kr_raise_type(vm, "unhashable type: '%T'", v);
}

static kr_value view_int(kr_vm *vm, size_t argc, const kr_value *argv) {
    const view *s = to_view(argv[0]);
    (void)argc;
    if (kind_of(s->shape) != PTR) kr_raise_type(vm, "int() needs a pointer");
    return kr_int_from_unsigned(vm, load(vm, s->address, sizeof(void *), NATIVE));
}
KR_METHOD(__int__, view_int, 1, 1, NULL, "__int__()\nThe address that a pointer holds.");

static const kr_member view_members[] = {KR_ENTRY(__int__, view_int)};
static const kr_ops view_ops = {
    .trace = view_trace,
    .print = view_print,
    .hash = view_hash,
    .getitem = view_getitem,
    .setitem = view_setitem,
    .getattr = view_getattr,
    .setattr = view_setattr,
    .buffer = view_buffer,
};
static const kr_type view_type = {.head = {&kr_type_type},
                                  .name = N_struct,
                                  .base = &kr_object_type,
                                  .solid = &view_type,
                                  .ops = &view_ops,
                                  .flags = KR_TYPE_FINAL,
                                  .size = sizeof(view),
                                  .member_count = sizeof view_members / sizeof *view_members,
                                  .members = view_members,
                                  .make = view_make};

/* --- functions */

static kr_value uctypes_sizeof(kr_vm *vm, size_t argc, const kr_value *argv) {
    bool made = kr_is_exact(argv[0], &view_type);
    if (kr_is_byte_string(argv[0])) return KR_INT(kr_span_of(argv[0]).size);
    if (made && argc > 1) kr_raise_type(vm, "a structure has its layout already");
    kr_value shape = made ? to_view(argv[0])->shape : argv[0];
    enum layout layout = made ? to_view(argv[0])->layout : layout_arg(vm, argc > 1 ? argv[1] : KR_UNBOUND);
    return kr_int_from_unsigned(vm, extent_of(vm, shape, layout).size);
}
KR_FUNCTION(sizeof, uctypes_sizeof, 1, 2, NULL,
            "sizeof(struct, layout_type=NATIVE)\nBytes of a structure or descriptor.");

static kr_value uctypes_addressof(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_heap_fix_buffers(vm);
    if (kr_is_str(argv[0])) return kr_int_from_unsigned(vm, (uintptr_t)kr_to_str(argv[0])->data);
    if (kr_is_exact(argv[0], &view_type)) return kr_int_from_unsigned(vm, to_view(argv[0])->address);
    kr_buffer buffer;
    kr_get_buffer(vm, argv[0], &buffer, false);
    return kr_int_from_unsigned(vm, (uintptr_t)buffer.data);
}
KR_FUNCTION(addressof, uctypes_addressof, 1, 1, NULL, "addressof(object)\nWhere the bytes of an object are.");

static size_t size_arg(kr_vm *vm, kr_value v) {
    kr_word size = kr_index_word(vm, v);
    if (size < 0) kr_raise_value_error(vm, "negative count");
    return (size_t)size;
}

static kr_value uctypes_bytes_at(kr_vm *vm, size_t argc, const kr_value *argv) {
    uintptr_t address = address_arg(vm, argv[0]);
    size_t size = size_arg(vm, argv[1]);
    (void)argc;
    check_reachable(vm, address, size, false);
    return kr_bytes_value(vm, (const void *)address, size);
}
KR_FUNCTION(bytes_at, uctypes_bytes_at, 2, 2, NULL, "bytes_at(addr, size)\nA copy of memory.");

/* Where nothing is, an array of bytes stands for the place; it refuses to be read and written. */
static kr_value uctypes_bytearray_at(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    uintptr_t address = address_arg(vm, argv[0]);
    size_t size = size_arg(vm, argv[1]);
    if (size > COUNT_MASK || reachable(vm, address, size, false)) return shown(vm, address, size);
    kr_value shape[2] = {KR_INT((kr_word)ARRAY << TYPE_AT),
                         KR_INT((kr_word)((uint32_t)UINT8 << TYPE_AT | size))};
    return view_new(vm, address, kr_tuple_new(vm, 2, shape), NATIVE);
}
KR_FUNCTION(bytearray_at, uctypes_bytearray_at, 2, 2, NULL,
            "bytearray_at(addr, size)\nA bytearray that shows memory, to be read and written.");

#define TYPES(N)                                                                                             \
    N(UINT8, UINT8)                                                                                          \
    N(INT8, INT8)                                                                                            \
    N(UINT16, UINT16)                                                                                        \
    N(INT16, INT16)                                                                                          \
    N(UINT32, UINT32) N(INT32, INT32) N(UINT64, UINT64) N(INT64, INT64) N(BFUINT8, BFUINT8)                  \
        N(BFINT8, BFINT8) N(BFUINT16, BFUINT16) N(BFINT16, BFINT16) N(BFUINT32, BFUINT32)                    \
            N(BFINT32, BFINT32) N(FLOAT32, FLOAT32) N(FLOAT64, FLOAT64) N(VOID, UINT8) N(SHORT, INT16)       \
                N(USHORT, UINT16) N(INT, INT32) N(UINT, UINT32) N(LONGLONG, INT64) N(ULONGLONG, UINT64)      \
                    N(LONG, sizeof(long) == 8 ? INT64 : INT32) N(ULONG, sizeof(long) == 8 ? UINT64 : UINT32)

#define SET_TYPE(name, type)                                                                                 \
    kr_dict_set_name(vm, globals, N_##name, kr_int_from(vm, (intmax_t)(type) << TYPE_AT));
static void uctypes_init(kr_vm *vm, kr_dict *globals) {
    TYPES(SET_TYPE)
}

static const kr_member members[] = {
    {N_struct, KR_OBJECT(&view_type)},
    KR_ENTRY(sizeof, uctypes_sizeof),
    KR_ENTRY(addressof, uctypes_addressof),
    KR_ENTRY(bytes_at, uctypes_bytes_at),
    KR_ENTRY(bytearray_at, uctypes_bytearray_at),
    {N_NATIVE, KR_INT(NATIVE)},
    {N_LITTLE_ENDIAN, KR_INT(LITTLE)},
    {N_BIG_ENDIAN, KR_INT(BIG)},
    {N_PTR, KR_INT((kr_word)PTR << TYPE_AT)},
    {N_ARRAY, KR_INT((kr_word)ARRAY << TYPE_AT)},
    {N_BF_POS, KR_INT(BF_POS)},
    {N_BF_LEN, KR_INT(BF_LEN)},
};

const kr_module_def kr_module_uctypes = {N_uctypes, members, sizeof members / sizeof *members, uctypes_init,
                                         "Memory as C structures."};

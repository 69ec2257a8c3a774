/* From code to a module image. The image grows in one bytes block; a function is written when all that it
 * refers to is, so references always point back. */
#include "core/context.h"
#include <assert.h>
#include "core/heap.h"
#include "core/raise.h"
#include "modules/checksum.h"
#include "run/image.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

typedef struct image {
    kr_vm *vm;
    uint8_t *data;
    size_t size, capacity;
    kr_value literals; /* list: the literals in the order of their numbers; a function is the offset of it, in
                          a list */
    bool strip;
} image;

/* ---- Bytes ---- */

static uint8_t *room(image *out, size_t size) {
    size_t whole = (size + 3) & ~(size_t)3, wanted = out->size + whole;
    if (wanted > out->capacity) {
        size_t capacity = wanted + wanted / 2 + 64;
        out->data = kr_bytes_resize(out->vm, out->data, out->capacity, capacity);
        out->capacity = capacity;
    }
    uint8_t *at = out->data + out->size;
    memset(at, 0, whole);
    out->size = wanted;
    return at;
}

static uint32_t put(image *out, const void *data, size_t size) {
    uint32_t at = (uint32_t)out->size;
    uint8_t *to = room(out, size);
    if (size > 0) memcpy(to, data, size);
    return at;
}

/* ---- Literals ---- */

static uint16_t reference(image *out, kr_value v);

static enum kr_image_literal kind_of(kr_value v) {
    if (kr_is_str(v)) return kr_to_str(v)->interned ? KR_LITERAL_NAME : KR_LITERAL_STR;
    if (kr_is_exact(v, &kr_bytes_type)) return KR_LITERAL_BYTES;
    if (kr_is_exact(v, &kr_complex_type) || kr_is_float(v)) return KR_LITERAL_NUMBER;
    if (kr_is_exact(v, &kr_tuple_type)) return KR_LITERAL_TUPLE;
    if (kr_is_exact(v, &kr_frozenset_type)) return KR_LITERAL_FROZENSET;
    if (kr_is_exact(v, &kr_list_type)) return KR_LITERAL_FUNCTION;
    assert(kr_is_integer(v)); /* the compiler makes no other constants */
    return KR_LITERAL_INT;
}

static bool same_literal(kr_value a, kr_value b) {
    if (a == b) return true;
    return kr_is_str(a) && kr_is_str(b) && kr_to_str(a)->interned == kr_to_str(b)->interned &&
           kr_str_equal(kr_to_str(a), kr_to_str(b));
}

static uint16_t literal(image *out, kr_value v) {
    kr_list *all = kr_to_list(out->literals);
    for (size_t i = 0; i < all->size; i++) {
        if (same_literal(all->items[i], v)) return (uint16_t)i;
    }
    if (all->size >= KR_REFERENCE_SMALL) kr_raise_overflow(out->vm, "too many constants for a module image");
    kr_list_append(out->vm, all, v);
    return (uint16_t)(all->size - 1);
}

static void put_literal(image *out, enum kr_image_literal kind, const void *data, size_t size) {
    bool is_long = size >= KR_LITERAL_LONG;
    size_t head = is_long ? 5 : 1;
    uint32_t length = (uint32_t)size;
    uint8_t *at = room(out, head + size);
    at[0] = (uint8_t)((is_long ? KR_LITERAL_LONG : size) << 3 | kind);
    if (is_long) memcpy(at + 1, &length, sizeof length);
    if (size > 0) memcpy(at + head, data, size);
}

static void put_int(image *out, kr_value v) {
    for (size_t size = 4;; size *= 2) {
        uint8_t *bytes = kr_bytes_new(out->vm, size);
        if (!kr_int_to_bytes(v, bytes, size, false, true)) continue;
        put_literal(out, KR_LITERAL_INT, bytes, size);
        return;
    }
}

static void put_number(image *out, kr_value v) {
    bool is_float = kr_is_float(v);
    const kr_complex *c = is_float ? NULL : kr_to_pointer(v);
    double number[] = {(double)(is_float ? kr_float_value(v) : c->real), is_float ? 0 : (double)c->imag};
    put_literal(out, KR_LITERAL_NUMBER, number, is_float ? 8 : 16);
}

static void put_tuple(image *out, enum kr_image_literal kind, const kr_tuple *tuple) {
    uint16_t *items = kr_bytes_new(out->vm, (tuple->size + 1) * sizeof *items);
    for (size_t i = 0; i < tuple->size; i++) items[i] = reference(out, tuple->items[i]);
    put_literal(out, kind, items, tuple->size * sizeof *items);
}

static void write_literal(image *out, kr_value v) {
    enum kr_image_literal kind = kind_of(v);
    switch (kind) {
    case KR_LITERAL_STR:
    case KR_LITERAL_NAME: put_literal(out, kind, kr_to_str(v)->data, kr_to_str(v)->size); break;
    case KR_LITERAL_BYTES: {
        const kr_bytes *bytes = kr_to_pointer(v);
        put_literal(out, kind, bytes->data, bytes->size);
        break;
    }
    case KR_LITERAL_NUMBER: put_number(out, v); break;
    case KR_LITERAL_INT: put_int(out, v); break;
    case KR_LITERAL_TUPLE: put_tuple(out, kind, kr_to_tuple(v)); break;
    case KR_LITERAL_FROZENSET: put_tuple(out, kind, kr_to_tuple(KR_OBJECT(kr_tuple_of(out->vm, v)))); break;
    case KR_LITERAL_FUNCTION: {
        uint32_t offset = (uint32_t)kr_to_int(kr_to_list(v)->items[0]);
        put_literal(out, kind, &offset, sizeof offset);
    }
    }
}

/* The table first, which is made anew with wider offsets when they do not fit. */
static void write_literals(image *out, kr_image_header *header) {
    size_t count = kr_to_list(out->literals)->size, start = out->size;
    uint32_t *offsets = kr_bytes_new(out->vm, (count + 1) * sizeof *offsets);
    header->literal_count = (uint32_t)count;
    header->literals = (uint32_t)start;
    for (size_t width = 2; width <= 4; width += 2) {
        out->size = start;
        room(out, count * width);
        for (size_t i = 0; i < count; i++) {
            offsets[i] = (uint32_t)(out->size - start) / 4;
            write_literal(out, kr_to_list(out->literals)->items[i]);
        }
        header->properties = width == 4 ? KR_IMAGE_WIDE : 0;
        if (out->size - start <= 4 * 0x8000u) break;
    }
    for (size_t i = 0; i < count; i++) {
        size_t width = header->properties & KR_IMAGE_WIDE ? 4 : 2;
        memcpy(out->data + start + i * width, &offsets[i], width);
    }
}

/* ---- Constants and functions ---- */

static uint32_t write_function(image *out, const kr_code *code);

static const kr_value immediates[] = {KR_IMAGE_IMMEDIATES};

/* The items of a tuple become literals before it does. */
static void reach(image *out, kr_value v) {
    kr_check_native_stack(out->vm);
    if (kr_is_exact(v, &kr_frozenset_type)) v = KR_OBJECT(kr_tuple_of(out->vm, v));
    const kr_tuple *tuple = kr_to_tuple(v);
    for (size_t i = 0; i < tuple->size; i++) reference(out, tuple->items[i]);
}

static uint16_t reference(image *out, kr_value v) {
    for (unsigned i = 0; i < KR_IMAGE_IMMEDIATE_COUNT; i++) {
        if (v == immediates[i]) return (uint16_t)(KR_REFERENCE_SMALL + i);
    }
    if (kr_is_int(v)) {
        kr_word number = kr_to_int(v);
        if (number > KR_REFERENCE_SMALL + KR_IMAGE_IMMEDIATE_COUNT - KR_REFERENCE_ZERO &&
            number < KR_REFERENCE_END - KR_REFERENCE_ZERO)
            return (uint16_t)(KR_REFERENCE_ZERO + number);
    }
    if (kr_is_exact(v, &kr_frozenset_type) || kr_is_exact(v, &kr_tuple_type)) reach(out, v);
    if (kr_is_exact(v, &kr_code_type)) {
        kr_value offset = KR_INT(write_function(out, kr_code_read(out->vm, kr_to_code(v))));
        v = kr_list_new(out->vm, 1, &offset);
    }
    return literal(out, v);
}

static uint32_t write_function(image *out, const kr_code *code) {
    kr_check_native_stack(out->vm);
    uint8_t locals = out->strip ? code->parameter_count : code->local_count;
    size_t count = (size_t)code->constant_count + locals + code->free_count;
    uint16_t *values = kr_bytes_new(out->vm, (count + 1) * sizeof *values), *next = values;
    for (size_t i = 0; i < code->constant_count; i++) *next++ = reference(out, code->constants[i]);
    for (size_t i = 0; i < locals; i++) *next++ = literal(out, kr_code_locals(code)[i]);
    for (size_t i = 0; i < code->free_count; i++) *next++ = literal(out, kr_code_free_names(code)[i]);
    kr_image_function function = {
        .word_count = code->word_count,
        .first_line = code->first_line,
        .constant_count = code->constant_count,
        .range_count = code->range_count,
        .line_size = code->line_size,
        .name = literal(out, code->name),
        .prefix = literal(out, code->prefix),
        .doc = reference(out, out->strip ? KR_NONE : kr_code_doc(code)),
        .flags = (uint16_t)(code->flags & (KR_CODE_UNREAD - 1)),
        .register_count = code->register_count,
        .positional_count = code->positional_count,
        .positional_only_count = code->positional_only_count,
        .keyword_only_count = (uint8_t)kr_code_keyword_only(code),
        .parameter_count = code->parameter_count,
        .local_count = locals,
        .free_count = code->free_count,
    };
    function.offset = (uint32_t)out->size;
    uint32_t at = put(out, &function, sizeof function);
    put(out, values, count * sizeof *values);
    put(out, code->words, kr_code_body_size(code));
    return at;
}

/* The slots that the code may use. */
static uint32_t write_names(image *out, kr_value globals, uint32_t count) {
    uint16_t *names = kr_bytes_new(out->vm, (count + 1) * sizeof *names);
    for (uint32_t i = 0; i < count; i++) names[i] = literal(out, kr_code_slot_name(globals, i));
    return put(out, names, count * sizeof *names);
}

kr_value kr_image_write(kr_vm *vm, const kr_code *code, bool strip) {
    image out = {.vm = vm, .literals = kr_list_new(vm, 0, NULL), .strip = strip};
    kr_image_header header = {.magic = KR_IMAGE_MAGIC, .version = KR_IMAGE_VERSION};
    put(&out, &header, sizeof header);
    header.function = write_function(&out, code);
    header.file = literal(&out, code->file);
    header.name_count = kr_code_slot_count(code->globals);
    header.names = write_names(&out, code->globals, header.name_count);
    write_literals(&out, &header);
    header.size = (uint32_t)out.size;
    memcpy(out.data, &header, sizeof header);
    header.crc = kr_crc32(0, out.data + KR_IMAGE_CHECKED, out.size - KR_IMAGE_CHECKED);
    memcpy(out.data, &header, sizeof header);
    return kr_bytes_value(vm, out.data, out.size);
}

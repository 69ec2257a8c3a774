/* From code to a module image. The image grows in one bytes block; a function is written when all that it
 * refers to is, so references always point back. */
#include "core/context.h"
#include <assert.h>
#include "core/heap.h"
#include "modules/checksum.h"
#include "run/image.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

typedef struct image {
    kr_vm *vm;
    uint8_t *data;
    size_t size, capacity;
    kr_value literals; /* list: the literals in the order of their numbers */
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

static void put_word(image *out, uint32_t word) {
    put(out, &word, sizeof word);
}

/* ---- Literals ---- */

static enum kr_image_literal kind_of(kr_value v) {
    if (kr_is_str(v)) return kr_to_str(v)->interned ? KR_LITERAL_NAME : KR_LITERAL_STR;
    if (kr_is_exact(v, &kr_bytes_type)) return KR_LITERAL_BYTES;
    if (kr_is_exact(v, &kr_complex_type)) return KR_LITERAL_COMPLEX;
    if (kr_is_float(v)) return KR_LITERAL_FLOAT;
    assert(kr_is_integer(v)); /* the compiler makes no other constants */
    return KR_LITERAL_INT;
}

static bool same_literal(kr_value a, kr_value b) {
    if (a == b) return true;
    return kr_is_str(a) && kr_is_str(b) && kr_to_str(a)->interned == kr_to_str(b)->interned &&
           kr_str_equal(kr_to_str(a), kr_to_str(b));
}

static uint32_t literal(image *out, kr_value v) {
    kr_list *all = kr_to_list(out->literals);
    for (size_t i = 0; i < all->size; i++) {
        if (same_literal(all->items[i], v)) return (uint32_t)i;
    }
    kr_list_append(out->vm, all, v);
    return (uint32_t)all->size - 1;
}

static void put_literal(image *out, enum kr_image_literal kind, const void *data, size_t size) {
    put_word(out, (uint32_t)(size << 3 | kind));
    put(out, data, size);
}

static void put_int(image *out, kr_value v) {
    for (size_t size = 8;; size *= 2) {
        uint8_t *bytes = kr_bytes_new(out->vm, size);
        if (!kr_int_to_bytes(v, bytes, size, false, true)) continue;
        put_literal(out, KR_LITERAL_INT, bytes, size);
        return;
    }
}

static void write_literal(image *out, kr_value v) {
    double number[2];
    switch (kind_of(v)) {
    case KR_LITERAL_STR:
    case KR_LITERAL_NAME: put_literal(out, kind_of(v), kr_to_str(v)->data, kr_to_str(v)->size); break;
    case KR_LITERAL_BYTES: {
        const kr_bytes *bytes = kr_to_pointer(v);
        put_literal(out, KR_LITERAL_BYTES, bytes->data, bytes->size);
        break;
    }
    case KR_LITERAL_FLOAT:
        number[0] = (double)kr_float_value(v);
        put_literal(out, KR_LITERAL_FLOAT, number, 8);
        break;
    case KR_LITERAL_COMPLEX:
        number[0] = (double)((kr_complex *)kr_to_pointer(v))->real;
        number[1] = (double)((kr_complex *)kr_to_pointer(v))->imag;
        put_literal(out, KR_LITERAL_COMPLEX, number, 16);
        break;
    case KR_LITERAL_INT: put_int(out, v); break;
    }
}

static uint32_t write_literals(image *out) {
    kr_list *all = kr_to_list(out->literals);
    uint32_t *offsets = kr_bytes_new(out->vm, (all->size + 1) * sizeof *offsets);
    for (size_t i = 0; i < all->size; i++) {
        offsets[i] = (uint32_t)out->size;
        write_literal(out, all->items[i]);
    }
    return put(out, offsets, all->size * sizeof *offsets);
}

/* ---- Constants and functions ---- */

static uint32_t reference(image *out, kr_value v);
static uint32_t write_function(image *out, const kr_code *code);

static const kr_value immediates[] = {KR_IMAGE_IMMEDIATES};

static uint32_t write_tuple(image *out, const kr_tuple *tuple) {
    uint32_t *words = kr_bytes_new(out->vm, (tuple->size + 1) * sizeof *words);
    words[0] = (uint32_t)tuple->size;
    for (size_t i = 0; i < tuple->size; i++) words[i + 1] = reference(out, tuple->items[i]);
    return put(out, words, (tuple->size + 1) * sizeof *words);
}

static uint32_t reference(image *out, kr_value v) {
    kr_check_native_stack(out->vm);
    for (uint32_t i = 0; i < KR_IMAGE_IMMEDIATE_COUNT; i++) {
        if (v == immediates[i]) return i << 3 | KR_TAG_IMMEDIATE;
    }
    if (kr_is_int(v) && kr_to_int(v) >= -(1 << 28) && kr_to_int(v) < 1 << 28)
        return (uint32_t)kr_to_int(v) << 3 | KR_TAG_SMALL;
    if (kr_is_exact(v, &kr_frozenset_type)) {
        kr_value items = KR_OBJECT(kr_tuple_of(out->vm, v));
        return write_tuple(out, kr_to_tuple(items)) << 3 | KR_TAG_FROZENSET;
    }
    if (kr_is_exact(v, &kr_tuple_type)) return write_tuple(out, kr_to_tuple(v)) << 3 | KR_TAG_TUPLE;
    if (kr_is_exact(v, &kr_code_type))
        return write_function(out, kr_code_read(out->vm, kr_to_code(v))) << 3 | KR_TAG_FUNCTION;
    return literal(out, v) << 3 | KR_TAG_LITERAL;
}

/* Of locals and free cells. */
static void put_names(image *out, const kr_code *code) {
    for (size_t i = code->constant_count; i < kr_code_values(code); i++)
        put_word(out, literal(out, code->constants[i]));
}

static uint32_t write_function(image *out, const kr_code *code) {
    uint32_t *constants = kr_bytes_new(out->vm, (code->constant_count + 1u) * sizeof *constants);
    for (uint32_t i = 0; i < code->constant_count; i++) constants[i] = reference(out, code->constants[i]);
    kr_image_function function = {
        .word_count = code->word_count,
        .constant_count = code->constant_count,
        .range_count = code->range_count,
        .line_size = code->line_size,
        .first_line = code->first_line,
        .local_count = code->local_count,
        .name = literal(out, code->name),
        .prefix = literal(out, code->prefix),
        .file = literal(out, code->file),
        .doc = reference(out, code->doc),
        .register_count = code->register_count,
        .positional_count = code->positional_count,
        .positional_only_count = code->positional_only_count,
        .keyword_only_count = code->keyword_only_count,
        .parameter_count = code->parameter_count,
        .free_count = code->free_count,
        .flags = code->flags,
    };
    function.offset = (uint32_t)out->size;
    uint32_t at = put(out, &function, sizeof function);
    put(out, constants, code->constant_count * sizeof *constants);
    put_names(out, code);
    put(out, code->words, kr_code_body_size(code));
    return at;
}

/* The slots that the code may use. */
static uint32_t write_names(image *out, const kr_dict *globals) {
    uint32_t at = (uint32_t)out->size;
    for (size_t i = 0; i < globals->used; i++) put_word(out, literal(out, globals->entries[i].key));
    return at;
}

kr_value kr_image_write(kr_vm *vm, const kr_code *code) {
    image out = {.vm = vm, .literals = kr_list_new(vm, 0, NULL)};
    kr_image_header header = {.magic = KR_IMAGE_MAGIC, .version = KR_IMAGE_VERSION};
    put(&out, &header, sizeof header);
    header.function = write_function(&out, code);
    header.name_count = (uint32_t)kr_to_dict(code->globals)->used;
    header.names = write_names(&out, kr_to_dict(code->globals));
    header.literal_count = (uint32_t)kr_to_list(out.literals)->size;
    header.literals = write_literals(&out);
    header.size = (uint32_t)out.size;
    memcpy(out.data, &header, sizeof header);
    header.crc = kr_crc32(0, out.data + KR_IMAGE_CHECKED, out.size - KR_IMAGE_CHECKED);
    memcpy(out.data, &header, sizeof header);
    return kr_bytes_value(vm, out.data, out.size);
}

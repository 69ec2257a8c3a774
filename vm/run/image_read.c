/* From a module image to code. Every offset is checked before it is followed, and what refers to something
 * lies behind it, so reading ends; then the verifier looks at what was read. */
#include "core/heap.h"
#include "core/names.h"
#include "core/raise.h"
#include "modules/checksum.h"
#include "run/image.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Module images are little-endian, and are used where they lie."
#endif

typedef struct image {
    kr_vm *vm;
    const uint8_t *data;
    size_t size;
    unsigned flags; /* kr_image_flag */
    kr_image_header header;
    kr_value *literals; /* all of them, or NULL: each is read when it is wanted */
    kr_value globals;
} image;

static _Noreturn void refuse(kr_vm *vm, const char *why) {
    kr_raise(vm, &kr_ImportError_type, "%s", why);
}

static _Noreturn void damaged(const image *in) {
    refuse(in->vm, "the module image is damaged: compile the module again");
}

/* `count` items of `size` bytes at an offset. */
static const void *part(const image *in, size_t offset, size_t count, size_t size) {
    if (offset % 4 != 0 || offset > in->size || count > (in->size - offset) / size) damaged(in);
    return in->data + offset;
}

static uint32_t word_at(const image *in, size_t offset) {
    uint32_t word;
    memcpy(&word, part(in, offset, 1, sizeof word), sizeof word);
    return word;
}

/* ---- Literals ---- */

/* Texts may have lone surrogates (types/text.h). */
static bool is_text(const char *data, size_t size) {
    size_t bad;
    bool ascii;
    while (!kr_utf8_valid(data, size, &bad, &ascii)) {
        const uint8_t *at = (const uint8_t *)data + bad;
        if (size - bad < 3 || at[0] != 0xed || at[1] >> 5 != 5 || at[2] >> 6 != 2) return false;
        data += bad + 3;
        size -= bad + 3;
    }
    return true;
}

static kr_value read_text(const image *in, const char *data, size_t size, bool name) {
    if (!is_text(data, size)) damaged(in);
    return name ? kr_intern(in->vm, data, size) : kr_str_new(in->vm, data, size);
}

static kr_value read_numbers(const image *in, const uint8_t *data, size_t size, bool is_complex) {
    double number[2] = {0, 0};
    if (size != (is_complex ? 16u : 8u)) damaged(in);
    memcpy(number, data, size);
    return is_complex ? kr_complex_new(in->vm, (kr_real)number[0], (kr_real)number[1])
                      : kr_float_new(in->vm, (kr_real)number[0]);
}

static kr_value read_literal(const image *in, size_t offset) {
    uint32_t head = word_at(in, offset), size = head >> 3;
    const uint8_t *data = part(in, offset + 4, size, 1);
    switch (head & 7) {
    case KR_LITERAL_STR:
    case KR_LITERAL_NAME: return read_text(in, (const char *)data, size, (head & 7) == KR_LITERAL_NAME);
    case KR_LITERAL_BYTES: return kr_bytes_value(in->vm, data, size);
    case KR_LITERAL_INT: return kr_int_from_bytes(in->vm, data, size, false, true);
    case KR_LITERAL_FLOAT:
    case KR_LITERAL_COMPLEX: return read_numbers(in, data, size, (head & 7) == KR_LITERAL_COMPLEX);
    default: damaged(in);
    }
}

static void read_literals(image *in) {
    uint32_t count = in->header.literal_count;
    part(in, in->header.literals, count, sizeof(uint32_t));
    in->literals = kr_values_new(in->vm, count + 1u);
    for (uint32_t i = 0; i < count; i++) {
        in->literals[i] = read_literal(in, word_at(in, in->header.literals + i * sizeof(uint32_t)));
    }
}

static kr_value literal(const image *in, uint32_t number) {
    if (number >= in->header.literal_count) damaged(in);
    if (in->literals != NULL) return in->literals[number];
    return read_literal(in, word_at(in, in->header.literals + number * sizeof(uint32_t)));
}

static kr_value text_literal(const image *in, uint32_t number) {
    kr_value v = literal(in, number);
    if (!kr_is_str(v)) damaged(in);
    return v;
}

static kr_value names(const image *in, size_t offset, uint32_t count) {
    part(in, offset, count, sizeof(uint32_t));
    kr_value tuple = kr_tuple_new(in->vm, count, NULL);
    for (uint32_t i = 0; i < count; i++) {
        kr_to_tuple(tuple)->items[i] = text_literal(in, word_at(in, offset + i * sizeof(uint32_t)));
    }
    return tuple;
}

/* ---- Constants and functions ---- */

static kr_code *new_function(const image *in, size_t offset);

static kr_value constant(const image *in, uint32_t reference, size_t below);

/* The items of a tuple, which are before it. */
static kr_value items(const image *in, size_t offset, size_t below) {
    if (offset >= below) damaged(in);
    kr_check_native_stack(in->vm);
    uint32_t count = word_at(in, offset);
    part(in, offset + 4, count, sizeof(uint32_t));
    kr_value tuple = kr_tuple_new(in->vm, count, NULL);
    for (uint32_t i = 0; i < count; i++) {
        kr_value item = constant(in, word_at(in, offset + 4 + i * sizeof(uint32_t)), offset);
        kr_to_tuple(tuple)->items[i] = item;
    }
    return tuple;
}

/* What a reference stands for; it points to something before `below`. */
static kr_value constant(const image *in, uint32_t reference, size_t below) {
    static const kr_value immediates[] = {KR_IMAGE_IMMEDIATES};
    size_t value = reference >> 3;
    switch (reference & 7) {
    case KR_TAG_IMMEDIATE:
        if (value < KR_IMAGE_IMMEDIATE_COUNT) return immediates[value];
        damaged(in);
    case KR_TAG_SMALL: return KR_INT((int32_t)reference >> 3);
    case KR_TAG_LITERAL: return literal(in, (uint32_t)value);
    case KR_TAG_TUPLE: return items(in, value, below);
    case KR_TAG_FROZENSET: return kr_set_of(in->vm, &kr_frozenset_type, items(in, value, below));
    case KR_TAG_FUNCTION:
        if (value >= below) damaged(in);
        return KR_OBJECT(new_function(in, value));
    default: damaged(in);
    }
}

/* The constants and names, which follow the function's head. */
static const kr_value *values(const image *in, size_t offset, const kr_image_function *f, size_t below) {
    size_t count = (size_t)f->constant_count + f->local_count + f->free_count;
    part(in, offset, count, sizeof(uint32_t));
    kr_value *all = kr_values_new(in->vm, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t word = word_at(in, offset + i * sizeof word);
        kr_value v = i < f->constant_count ? constant(in, word, below) : text_literal(in, word);
        all[i] = v;
    }
    return all;
}

/* Instructions and what belongs to them: where they lie, or a copy. */
static const uint32_t *body(const image *in, size_t offset, const kr_code *code) {
    size_t size = kr_code_body_size(code);
    const void *data = part(in, offset, size, 1);
    if (in->flags & KR_IMAGE_IN_PLACE) return data;
    return memcpy(kr_bytes_new(in->vm, size), data, size);
}

static bool fits(const image *in, const kr_image_function *f) {
    return f->word_count <= in->size / 4 && f->constant_count <= UINT16_MAX && f->range_count <= UINT16_MAX &&
           f->line_size <= UINT16_MAX && f->local_count <= UINT8_MAX;
}

static size_t value_count(const kr_image_function *f) {
    return (size_t)f->constant_count + f->local_count + f->free_count;
}

static void read_numbers_of(const kr_image_function *f, kr_code *code) {
    code->word_count = f->word_count;
    code->constant_count = (uint16_t)f->constant_count;
    code->range_count = (uint16_t)f->range_count;
    code->line_size = (uint16_t)f->line_size;
    code->local_count = (uint8_t)f->local_count;
    code->first_line = f->first_line;
    code->register_count = f->register_count;
    code->positional_count = f->positional_count;
    code->positional_only_count = f->positional_only_count;
    code->keyword_only_count = f->keyword_only_count;
    code->parameter_count = f->parameter_count;
    code->free_count = f->free_count;
    code->flags = f->flags & (KR_CODE_UNREAD - 1);
}

/* Names, constants and docstring. */
static void read_values(const image *in, size_t offset, kr_code *code) {
    kr_image_function f;
    memcpy(&f, in->data + offset, sizeof f);
    code->name = text_literal(in, f.name);
    code->prefix = text_literal(in, f.prefix);
    code->file = text_literal(in, f.file);
    code->doc = constant(in, f.doc, offset);
    code->constants = values(in, offset + sizeof f, &f, offset);
    code->flags &= (uint16_t)~KR_CODE_UNREAD;
}

/* A function's head; the rest only if the image goes away. */
static kr_code *new_function(const image *in, size_t offset) {
    kr_image_function f;
    kr_check_native_stack(in->vm);
    memcpy(&f, part(in, offset, 1, sizeof f), sizeof f);
    if (f.offset != offset || !fits(in, &f)) damaged(in);
    part(in, offset + sizeof f, value_count(&f), sizeof(uint32_t));
    kr_code *code = kr_new(in->vm, &kr_code_type, sizeof *code);
    code->name = code->prefix = code->file = code->doc = KR_NONE;
    code->globals = in->globals;
    read_numbers_of(&f, code);
    code->words = body(in, offset + sizeof f + value_count(&f) * sizeof(uint32_t), code);
    if (in->flags & KR_IMAGE_IN_PLACE) {
        code->constants = (const kr_value *)(const void *)(in->data + offset);
        code->flags |= KR_CODE_UNREAD;
    } else {
        read_values(in, offset, code);
    }
    return code;
}

void kr_code_read_now(kr_vm *vm, kr_code *code) {
    kr_image_function f;
    memcpy(&f, code->constants, sizeof f);
    image in = {.vm = vm, .data = (const uint8_t *)code->constants - f.offset, .flags = KR_IMAGE_IN_PLACE};
    memcpy(&in.header, in.data, sizeof in.header);
    in.size = in.header.size;
    in.globals = code->globals;
    uint32_t locks =
        kr_heap_locks(vm); /* being called for the first time is no allocation of the program's */
    while (kr_heap_locks(vm) > 0) kr_heap_unlock(vm);
    read_values(&in, f.offset, code);
    while (locks-- > 0) kr_heap_lock(vm);
}

/* ---- The whole ---- */

bool kr_image_is(const void *data, size_t size) {
    uint32_t magic;
    if (size < sizeof magic) return false;
    memcpy(&magic, data, sizeof magic);
    return magic == KR_IMAGE_MAGIC;
}

static void check_header(image *in) {
    if (in->size < sizeof in->header) damaged(in);
    memcpy(&in->header, in->data, sizeof in->header);
    if (in->header.version != KR_IMAGE_VERSION) {
        kr_raise(in->vm, &kr_ImportError_type,
                 "the module image has format %u, this machine runs format %u: compile the module again",
                 (unsigned)in->header.version, (unsigned)KR_IMAGE_VERSION);
    }
    if (in->header.size != in->size) damaged(in);
    if (in->flags & KR_IMAGE_TRUSTED) return;
    uint32_t crc = kr_crc32(0, in->data + KR_IMAGE_CHECKED, in->size - KR_IMAGE_CHECKED);
    if (crc != in->header.crc) damaged(in);
}

/* Declares the image's names in the namespace. Mostly they get the numbers that the code has for them: then
 * the code belongs to the namespace at once. */
static kr_value link_names(const image *in, kr_dict *globals) {
    kr_value all = names(in, in->header.names, in->header.name_count);
    bool same = true;
    for (uint32_t i = 0; i < in->header.name_count; i++) {
        kr_value name = kr_intern_str(in->vm, kr_to_tuple(all)->items[i]);
        kr_to_tuple(all)->items[i] = name;
        same = kr_namespace_slot(in->vm, globals, name) == i && same;
    }
    return same ? KR_OBJECT(globals) : all;
}

/* Verifies a function and all inside it, one after the other: no more than one has to be in memory at a time.
 */
static bool verify_all(const image *in, kr_code *code, const kr_code *outer) {
    kr_check_native_stack(in->vm);
    if (!kr_code_verify_inside(kr_code_read(in->vm, code), outer) || !kr_code_verify_flow(in->vm, code))
        return false;
    for (size_t i = 0; i < code->constant_count; i++) {
        if (!kr_is_exact(code->constants[i], &kr_code_type)) continue;
        kr_code copy = *kr_to_code(code->constants[i]);
        bool unread = copy.flags & KR_CODE_UNREAD;
        if (unread && !verify_all(in, &copy, code)) return false;
    }
    return true;
}

kr_code *kr_image_read(kr_vm *vm, const void *data, size_t size, unsigned flags, kr_dict *globals) {
    image in = {.vm = vm, .data = data, .size = size, .flags = flags};
    if (!kr_image_is(data, size)) refuse(vm, "this is no module image");
    check_header(&in);
    if (!(flags & KR_IMAGE_IN_PLACE)) read_literals(&in);
    in.globals = link_names(&in, globals);
    kr_code *code = kr_code_read(vm, new_function(&in, in.header.function));
    if (!(flags & KR_IMAGE_TRUSTED) && !verify_all(&in, code, NULL)) damaged(&in);
    return code;
}

kr_code *kr_frozen_code(kr_vm *vm, const kr_frozen *frozen, kr_dict *globals) {
    return kr_image_read(vm, frozen->image, frozen->size, KR_IMAGE_IN_PLACE | KR_IMAGE_TRUSTED, globals);
}

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

static kr_value read_numbers(const image *in, const uint8_t *data, size_t size) {
    double number[2] = {0, 0};
    if (size != 8 && size != 16) damaged(in);
    memcpy(number, data, size);
    return size == 16 ? kr_complex_new(in->vm, (kr_real)number[0], (kr_real)number[1])
                      : kr_float_new(in->vm, (kr_real)number[0]);
}

/* Where a literal is, as the table says. */
static uint32_t entry_of(const image *in, uint32_t number) {
    size_t width = in->header.properties & KR_IMAGE_WIDE ? 4 : 2;
    uint32_t entry = 0;
    if (number >= in->header.literal_count) damaged(in);
    memcpy(&entry, in->data + in->header.literals + number * width, width);
    return entry;
}

/* The bytes of a literal. */
static enum kr_image_literal open_literal(const image *in, uint32_t entry, const uint8_t **data,
                                          size_t *size) {
    if (entry > in->size / 4) damaged(in);
    size_t offset = in->header.literals + 4 * (size_t)entry;
    const uint8_t *at = part(in, offset, 1, 1);
    size_t head = *at >> 3 == KR_LITERAL_LONG ? 5 : 1;
    uint32_t length = *at >> 3;
    if (in->size - offset < head) damaged(in);
    if (head > 1) memcpy(&length, at + 1, sizeof length);
    if (in->size - offset - head < length) damaged(in);
    *data = at + head;
    *size = length;
    return *at & 7;
}

static kr_value constant(const image *in, uint32_t reference, uint32_t below);

/* The items of a tuple, which are literals before it. */
static kr_value items(const image *in, const uint8_t *data, size_t size, uint32_t below) {
    kr_check_native_stack(in->vm);
    kr_poll(in->vm); /* each use is read anew: a hostile image can ask for very many */
    kr_value tuple = kr_tuple_new(in->vm, size / 2, NULL);
    for (size_t i = 0; i < size / 2; i++) {
        kr_value item = constant(in, data[2 * i] | (uint32_t)data[2 * i + 1] << 8, below);
        kr_to_tuple(tuple)->items[i] = item;
    }
    return tuple;
}

/* Any literal but a function. */
static kr_value read_literal(const image *in, uint32_t number) {
    const uint8_t *data;
    size_t size;
    enum kr_image_literal kind = open_literal(in, entry_of(in, number), &data, &size);
    switch (kind) {
    case KR_LITERAL_STR:
    case KR_LITERAL_NAME: return read_text(in, (const char *)data, size, kind == KR_LITERAL_NAME);
    case KR_LITERAL_BYTES: return kr_bytes_value(in->vm, data, size);
    case KR_LITERAL_INT: return kr_int_from_bytes(in->vm, data, size, false, true);
    case KR_LITERAL_NUMBER: return read_numbers(in, data, size);
    case KR_LITERAL_TUPLE: return items(in, data, size, number);
    case KR_LITERAL_FROZENSET: return kr_set_of(in->vm, &kr_frozenset_type, items(in, data, size, number));
    default: damaged(in);
    }
}

/* A function's offset, or 0 when the literal is something else. */
static size_t function_offset(const image *in, uint32_t number) {
    const uint8_t *data;
    size_t size;
    uint32_t offset;
    if (open_literal(in, entry_of(in, number), &data, &size) != KR_LITERAL_FUNCTION) return 0;
    if (size != sizeof offset) damaged(in);
    memcpy(&offset, data, sizeof offset);
    return offset;
}

static void read_literals(image *in) {
    uint32_t count = in->header.literal_count;
    kr_value *literals = kr_values_new(in->vm, count + 1u);
    in->literals = literals;
    for (uint32_t i = 0; i < count; i++) {
        if (function_offset(in, i) == 0) literals[i] = read_literal(in, i);
    }
}

/* A literal that is no function; one of those before `below`. */
static kr_value literal(const image *in, uint32_t number, uint32_t below) {
    if (number >= below || number >= in->header.literal_count) damaged(in);
    if (in->literals == NULL) return read_literal(in, number);
    if (in->literals[number] == 0) damaged(in);
    return in->literals[number];
}

static kr_value text_literal(const image *in, uint32_t number) {
    kr_value v = literal(in, number, KR_REFERENCE_SMALL);
    if (!kr_is_str(v)) damaged(in);
    return v;
}

static uint16_t half_at(const image *in, size_t offset) {
    uint16_t half;
    memcpy(&half, in->data + offset, sizeof half);
    return half;
}

static kr_value names(const image *in, size_t offset, uint32_t count) {
    part(in, offset, count, sizeof(uint16_t));
    kr_value tuple = kr_tuple_new(in->vm, count, NULL);
    for (uint32_t i = 0; i < count; i++) {
        kr_value name = text_literal(in, half_at(in, offset + i * sizeof(uint16_t)));
        kr_to_tuple(tuple)->items[i] = name;
    }
    return tuple;
}

/* ---- Constants and functions ---- */

static kr_code *new_function(const image *in, size_t offset);

/* What a reference stands for, when it is no function; a literal has to be before `below`. */
static kr_value constant(const image *in, uint32_t reference, uint32_t below) {
    static const kr_value immediates[] = {KR_IMAGE_IMMEDIATES};
    if (reference < KR_REFERENCE_SMALL) return literal(in, reference, below);
    if (reference < KR_REFERENCE_SMALL + KR_IMAGE_IMMEDIATE_COUNT) {
        if (immediates[reference - KR_REFERENCE_SMALL] == KR_UNBOUND) damaged(in); /* no program's value */
        return immediates[reference - KR_REFERENCE_SMALL];
    }
    return KR_INT((kr_word)reference - KR_REFERENCE_ZERO);
}

/* A constant of the function at an offset: those inside it lie before it. */
static kr_value constant_of(const image *in, uint32_t reference, size_t function) {
    size_t offset = reference < KR_REFERENCE_SMALL ? function_offset(in, reference) : 0;
    if (offset == 0) return constant(in, reference, KR_REFERENCE_SMALL);
    if (offset >= function) damaged(in);
    return KR_OBJECT(new_function(in, offset));
}

static size_t value_count(const kr_image_function *f) {
    return (size_t)f->constant_count + f->local_count + f->free_count;
}

/* How many bytes their references take. */
static size_t value_size(const kr_image_function *f) {
    return (value_count(f) + 1) / 2 * 4;
}

/* The constants and names of the function at an offset, which follow its head, and its docstring if it has
 * one. */
static const kr_value *values(const image *in, size_t offset, const kr_image_function *f, kr_value doc) {
    size_t count = value_count(f), at = offset + sizeof *f;
    kr_value *all = kr_values_new(in->vm, count + (doc != KR_NONE));
    for (size_t i = 0; i < count; i++) {
        uint32_t reference = half_at(in, at + i * sizeof(uint16_t));
        kr_value v = i < f->constant_count ? constant_of(in, reference, offset) : text_literal(in, reference);
        all[i] = v;
    }
    if (doc != KR_NONE) all[count] = doc;
    return all;
}

/* Instructions and what belongs to them: where they lie, or a copy. */
static const uint32_t *body(const image *in, size_t offset, const kr_code *code) {
    size_t size = kr_code_body_size(code);
    const void *data = part(in, offset, size, 1);
    if (in->flags & KR_IMAGE_IN_PLACE) return data;
    return memcpy(kr_bytes_new(in->vm, size), data, size);
}

static void read_numbers_of(const kr_image_function *f, kr_code *code) {
    code->word_count = f->word_count & KR_CODE_WORDS_MAX;
    code->constant_count = f->constant_count;
    code->range_count = f->range_count;
    code->line_size = f->line_size;
    code->local_count = f->local_count;
    code->first_line = f->first_line & KR_CODE_LINE_MAX;
    code->register_count = f->register_count;
    code->positional_count = f->positional_count;
    code->positional_only_count = f->positional_only_count;
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
    code->file = text_literal(in, in->header.file);
    kr_value doc = constant(in, f.doc, KR_REFERENCE_SMALL);
    code->constants = values(in, offset, &f, doc);
    if (doc != KR_NONE) code->flags |= KR_CODE_DOC;
    code->flags &= (uint16_t)~KR_CODE_UNREAD;
}

/* A function's head; the rest only if the image goes away. */
static kr_code *new_function(const image *in, size_t offset) {
    kr_image_function f;
    kr_check_native_stack(in->vm);
    memcpy(&f, part(in, offset, 1, sizeof f), sizeof f);
    if (f.offset != offset || f.word_count > in->size / 4 || f.word_count > KR_CODE_WORDS_MAX) damaged(in);
    part(in, offset + sizeof f, value_size(&f), 1);
    kr_code *code = kr_new(in->vm, &kr_code_type, sizeof *code);
    code->name = code->prefix = code->file = KR_NONE;
    code->globals = in->globals;
    read_numbers_of(&f, code);
    code->words = body(in, offset + sizeof f + value_size(&f), code);
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
    if (in->header.size != in->size || in->size % 4 != 0) damaged(in);
    uint32_t crc = kr_crc32(0, in->data + KR_IMAGE_CHECKED, in->size - KR_IMAGE_CHECKED);
    if (crc != in->header.crc) damaged(in);
    part(in, in->header.literals, in->header.literal_count, in->header.properties & KR_IMAGE_WIDE ? 4 : 2);
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
    if (!verify_all(&in, code, NULL)) damaged(&in);
    return code;
}

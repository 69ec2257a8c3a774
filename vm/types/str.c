/* str: making, measuring and comparing text.
 *
 * A str is one cell: header, hash, size, bytes and a NUL, so that C code can read the text in place. Two
 * facts carry the whole family of files: the ASCII flag makes byte offsets and code point indices the same
 * thing, and UTF-8 sorts as its code points do, so that comparing is memcmp. Texts of no or one ASCII
 * character are always the shared ROM objects; nobody may depend on that, but it makes iteration over ASCII
 * text free of allocation. */
#include "types/text.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/str.h"
#include "types/utf8.h"

#define STR_SIZE_MAX ((size_t)0x3fffffff - sizeof(kr_str))

kr_str *kr_str_alloc(kr_vm *vm, size_t size, bool ascii) {
    if (size > STR_SIZE_MAX) kr_raise_memory(vm);
    kr_str *s = kr_new_raw(vm, &kr_str_type, sizeof(kr_str) + size + 1);
    s->hash = 0;
    s->size = (uint32_t)size & 0x3fffffff;
    s->ascii = ascii;
    s->interned = 0;
    s->data[size] = 0;
    return s;
}

kr_value kr_str_make(kr_vm *vm, const char *data, size_t size, bool ascii) {
    if (size == 0) return KR_EMPTY_STR;
    if (size == 1) return KR_CHAR_STR((uint8_t)data[0]);
    kr_str *s = kr_str_alloc(vm, size, ascii);
    memcpy(s->data, data, size);
    return KR_OBJECT(s);
}

kr_value kr_str_new(kr_vm *vm, const char *data, size_t size) {
    return kr_str_make(vm, data, size, kr_utf8_ascii_prefix(data, size) == size);
}

kr_value kr_str_text(kr_vm *vm, const char *text) {
    return kr_str_new(vm, text, strlen(text));
}

kr_value kr_str_char(kr_vm *vm, uint32_t code_point) {
    if (code_point < 0x80) return KR_CHAR_STR(code_point);
    char data[4];
    return kr_str_make(vm, data, kr_utf8_put(data, code_point), false);
}

kr_value kr_str_format(kr_vm *vm, const char *format, ...) {
    kr_writer out;
    kr_writer_init(vm, &out);
    __builtin_va_list arguments;
    __builtin_va_start(arguments, format);
    kr_write_vformat(&out, format, arguments);
    __builtin_va_end(arguments);
    return kr_writer_str(&out);
}

kr_value kr_str_concat(kr_vm *vm, kr_value a, kr_value b) {
    kr_str *left = kr_to_str(a), *right = kr_to_str(b);
    if (left->size == 0 && right->head.type == &kr_str_type) return b;
    if (right->size == 0 && left->head.type == &kr_str_type) return a;
    kr_str *s = kr_str_alloc(vm, (size_t)left->size + right->size, left->ascii && right->ascii);
    memcpy(s->data, left->data, left->size);
    memcpy(s->data + left->size, right->data, right->size);
    return KR_OBJECT(s);
}

kr_value kr_str_repeat(kr_vm *vm, kr_value v, kr_word count) {
    kr_str *s = kr_to_str(v);
    if (count <= 0 || s->size == 0) return KR_EMPTY_STR;
    if (count == 1 && s->head.type == &kr_str_type) return v;
    if ((size_t)count > STR_SIZE_MAX / s->size) kr_raise_memory(vm);
    size_t size = s->size, total = size * (size_t)count;
    kr_str *r = kr_str_alloc(vm, total, s->ascii);
    if (size == 1) {
        memset(r->data, s->data[0], total);
        return KR_OBJECT(r);
    }
    memcpy(r->data, s->data, size);
    for (size_t done = size; done < total;) {
        size_t n = done < total - done ? done : total - done;
        memcpy(r->data + done, r->data, n);
        done += n;
    }
    return KR_OBJECT(r);
}

/* The code points [from, to) of s; from <= to <= length. */
kr_value kr_str_slice(kr_vm *vm, kr_value v, size_t from, size_t to) {
    kr_str *s = kr_to_str(v);
    if (from == 0 && to >= s->size && s->head.type == &kr_str_type) return v;
    if (s->ascii) return kr_str_make(vm, s->data + from, to - from, true);
    size_t start = kr_utf8_skip(s->data, s->size, from);
    size_t size = kr_utf8_skip(s->data + start, s->size - start, to - from);
    return kr_str_new(vm, s->data + start, size);
}

uint32_t kr_str_hash(kr_str *s) {
    if (s->hash == 0) s->hash = kr_text_hash(s->data, s->size);
    return s->hash;
}

bool kr_str_equal(const kr_str *a, const kr_str *b) {
    if (a == b) return true;
    if (a->size != b->size || (a->hash != b->hash && a->hash && b->hash)) return false;
    if (a->interned && b->interned) return false;
    return memcmp(a->data, b->data, a->size) == 0;
}

bool kr_str_is(kr_value v, const char *text) {
    if (!kr_is_str(v)) return false;
    size_t size = strlen(text);
    return kr_to_str(v)->size == size && memcmp(kr_to_str(v)->data, text, size) == 0;
}

int kr_str_order(const kr_str *a, const kr_str *b) {
    size_t common = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->data, b->data, common);
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

size_t kr_str_length(const kr_str *s) {
    return s->ascii ? s->size : kr_utf8_count(s->data, s->size);
}

size_t kr_str_offset(const kr_str *s, size_t index) {
    if (s->ascii) return index < s->size ? index : s->size;
    return kr_utf8_skip(s->data, s->size, index);
}

size_t kr_str_index_of(const kr_str *s, size_t offset) {
    return s->ascii ? offset : kr_utf8_count(s->data, offset);
}

const char *kr_str_arg(kr_vm *vm, kr_value v, const char *what) {
    if (!kr_is_str(v)) kr_raise_type(vm, "%s must be str, not %T", what, v);
    kr_str *s = kr_to_str(v);
    if (memchr(s->data, 0, s->size)) kr_raise_value_error(vm, "embedded null character");
    return s->data;
}

kr_str *kr_str_operand(kr_vm *vm, kr_value v, const char *what) {
    if (!kr_is_str(v)) kr_raise_type(vm, "%s must be str, not %T", what, v);
    return kr_to_str(v);
}

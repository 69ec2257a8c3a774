/* Text under construction, and the formats of kr_raise.
 *
 * Short texts never leave the C stack; longer ones move into a bytes block that doubles. The block is found
 * by the conservative scan, since the writer that points to it lies on the C stack too. */
#include <stdarg.h>
#include "core/writer.h"
#include "core/context.h"
#include "core/heap.h"
#include "core/operate.h"
#include "types/container.h"
#include "types/text.h"

void kr_writer_init(kr_vm *vm, kr_writer *w) {
    w->vm = vm;
    w->data = w->inline_data;
    w->size = 0;
    w->capacity = sizeof w->inline_data;
    w->ascii = true;
    w->depth = 0;
    w->more = 0;
}

static void grow(kr_writer *w, size_t size) {
    size_t capacity = w->capacity * 2;
    if (size > SIZE_MAX / 4 - w->size) kr_raise_memory(w->vm);
    if (capacity < w->size + size) capacity = w->size + size;
    if (w->data == w->inline_data) {
        char *data = kr_bytes_new(w->vm, capacity);
        memcpy(data, w->inline_data, w->size);
        w->data = data;
    } else {
        w->data = kr_bytes_resize(w->vm, w->data, w->size, capacity);
    }
    w->capacity = kr_block_capacity(w->vm, w->data);
}

char *kr_writer_reserve(kr_writer *w, size_t size) {
    if (w->capacity - w->size < size) grow(w, size);
    return w->data + w->size;
}

/* True when no byte is above 0x7f. */
static bool is_ascii(const char *data, size_t size) {
    uint64_t high = 0;
    for (; size >= sizeof high; data += sizeof high, size -= sizeof high) {
        uint64_t bytes;
        memcpy(&bytes, data, sizeof bytes);
        high |= bytes;
    }
    for (; size > 0; data++, size--) high |= (uint8_t)*data;
    return (high & 0x8080808080808080u) == 0;
}

void kr_write(kr_writer *w, const char *data, size_t size) {
    memcpy(kr_writer_reserve(w, size), data, size);
    w->size += size;
    if (w->ascii && !is_ascii(data, size)) w->ascii = false;
}

void kr_write_text(kr_writer *w, const char *text) {
    size_t size = strlen(text);
    memcpy(kr_writer_reserve(w, size), text, size);
    w->size += size;
}

void kr_write_char(kr_writer *w, uint32_t code_point) {
    w->size += kr_utf8_put(kr_writer_reserve(w, 4), code_point);
    if (code_point > 0x7f) w->ascii = false;
}

void kr_write_value(kr_writer *w, kr_value v, bool str) {
    kr_print(w->vm, w, v, str);
}

static void write_str(kr_writer *w, kr_value str) {
    const kr_str *s = kr_to_str(str);
    kr_write(w, s->data, s->size);
}

static void write_number(kr_writer *w, uintmax_t n, bool negative) {
    char digits[24];
    char *p = digits + sizeof digits;
    do *--p = (char)('0' + n % 10);
    while ((n /= 10) != 0);
    if (negative) *--p = '-';
    kr_write(w, p, (size_t)(digits + sizeof digits - p));
}

static void write_signed(kr_writer *w, intmax_t n) {
    write_number(w, n < 0 ? 0 - (uintmax_t)n : (uintmax_t)n, n < 0);
}

/* A type may be named before its name is set up. */
static void write_type_name(kr_writer *w, const kr_type *type) {
    if (kr_is_str(type->name))
        write_str(w, type->name);
    else
        kr_write_text(w, "object");
}

/* One conversion; returns the format behind it. */
static const char *convert(kr_writer *w, const char *format, va_list *arguments) {
    bool wide = *format == 'z';
    if (wide) format++;
    switch (*format) {
    case 's': {
        const char *text = va_arg(*arguments, const char *);
        kr_write(w, text, strlen(text));
        break;
    }
    case 'd': write_signed(w, wide ? (intmax_t)va_arg(*arguments, kr_word) : va_arg(*arguments, int)); break;
    case 'u': write_number(w, wide ? va_arg(*arguments, size_t) : va_arg(*arguments, unsigned), false); break;
    case 'c': kr_write_char(w, va_arg(*arguments, unsigned)); break;
    case 'S': kr_print(w->vm, w, va_arg(*arguments, kr_value), true); break;
    case 'R': kr_print(w->vm, w, va_arg(*arguments, kr_value), false); break;
    case 'T': write_type_name(w, kr_type_of(va_arg(*arguments, kr_value))); break;
    case 'N': write_type_name(w, va_arg(*arguments, const kr_type *)); break;
    default: kr_write(w, format, 1); break;
    }
    return format + 1;
}

#if KR_PACKED
/* tools/shrink.py packs formats: a byte above 127 stands for two, which may be such bytes themselves. */
extern const uint8_t kr_packed[128][2];

static void write_packed(kr_writer *w, uint8_t byte) {
    if (byte < 0x80) {
        kr_write_char(w, byte);
        return;
    }
    write_packed(w, kr_packed[byte - 0x80][0]);
    write_packed(w, kr_packed[byte - 0x80][1]);
}

static void write_literal(kr_writer *w, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) write_packed(w, (uint8_t)text[i]);
}
#else
#define write_literal kr_write
#endif

void kr_write_vformat(kr_writer *w, const char *format, __builtin_va_list arguments) {
    va_list rest;
    va_copy(rest, arguments);
    for (;;) {
        const char *percent = strchr(format, '%');
        write_literal(w, format, percent != NULL ? (size_t)(percent - format) : strlen(format));
        if (percent == NULL) break;
        format = convert(w, percent + 1, &rest);
    }
    va_end(rest);
}

void kr_write_format(kr_writer *w, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    kr_write_vformat(w, format, arguments);
    va_end(arguments);
}

kr_value kr_writer_str(kr_writer *w) {
    if (w->size <= 1) return kr_str_new(w->vm, w->data, w->size);
    kr_str *s = kr_str_alloc(w->vm, w->size, w->ascii);
    memcpy(s->data, w->data, w->size);
    return KR_OBJECT(s);
}

kr_value kr_writer_bytes(kr_writer *w) {
    return kr_bytes_value(w->vm, w->data, w->size);
}

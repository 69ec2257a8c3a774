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

static bool write_packed(kr_writer *w, const char *format, va_list *arguments);

/* A conversion, by its letter. */
static void convert(kr_writer *w, char letter, bool wide, va_list *arguments) {
    switch (letter) {
    case 's': {
        const char *text = va_arg(*arguments, const char *);
        if (!write_packed(w, text, arguments)) kr_write(w, text, strlen(text));
        break;
    }
    case 'd': write_signed(w, wide ? (intmax_t)va_arg(*arguments, kr_word) : va_arg(*arguments, int)); break;
    case 'u': write_number(w, wide ? va_arg(*arguments, size_t) : va_arg(*arguments, unsigned), false); break;
    case 'c': kr_write_char(w, va_arg(*arguments, unsigned)); break;
    case 'S': kr_print(w->vm, w, va_arg(*arguments, kr_value), true); break;
    case 'R': kr_print(w->vm, w, va_arg(*arguments, kr_value), false); break;
    case 'T': write_type_name(w, kr_type_of(va_arg(*arguments, kr_value))); break;
    case 'N': write_type_name(w, va_arg(*arguments, const kr_type *)); break;
    default: kr_write_char(w, (uint8_t)letter); break;
    }
}

#if KR_PACKED
/* tools/lx106_messages.py packs formats and texts for %s: one is then the number of a text in an array of
 * codes. A word tells how many bits a code has. Code 0 ends a text, a code below 128 is a character; the
 * others stand for two codes, which are the array's first ones, and which may be such codes themselves. '%'
 * and a letter are always such a pair. */
extern const uint32_t kr_messages[];
extern const uint16_t kr_messages_index[]; /* the place of every sixteenth text */
enum { NUMBERS = 2048, INDEX_STEP = 16, FIRST_PAIR = 128 };

static unsigned code_at(size_t place) {
    size_t width = kr_messages[0], bit = place * width, shift = bit % 32;
    const uint32_t *at = kr_messages + 1 + bit / 32;
    uint32_t word = at[0] >> shift;
    if (shift > 0) word |= at[1] << (32 - shift);
    return word & ((1u << width) - 1);
}

static void write_code(kr_writer *w, unsigned code, va_list *arguments) {
    if (code < FIRST_PAIR) {
        kr_write_char(w, code);
        return;
    }
    size_t pair = 2 * (size_t)(code - FIRST_PAIR);
    unsigned first = code_at(pair), second = code_at(pair + 1);
    if (first == '%') {
        bool wide = second == 'U' || second == 'D';
        convert(w, (char)(wide ? second + ('a' - 'A') : second), wide, arguments);
    } else {
        write_code(w, first, arguments);
        write_code(w, second, arguments);
    }
}

static bool write_packed(kr_writer *w, const char *format, va_list *arguments) {
    uintptr_t number = (uintptr_t)format;
    if (number >= NUMBERS) return false;
    size_t place = kr_messages_index[number / INDEX_STEP];
    for (number %= INDEX_STEP; number > 0; number--)
        while (code_at(place++) != 0) continue;
    for (unsigned code; (code = code_at(place++)) != 0;) write_code(w, code, arguments);
    return true;
}
#else
static bool write_packed(kr_writer *w, const char *format, va_list *arguments) {
    (void)w, (void)format, (void)arguments;
    return false;
}
#endif

void kr_write_text(kr_writer *w, const char *text) {
    if (write_packed(w, text, NULL)) return;
    size_t size = strlen(text);
    memcpy(kr_writer_reserve(w, size), text, size);
    w->size += size;
}

void kr_write_vformat(kr_writer *w, const char *format, __builtin_va_list arguments) {
    va_list rest;
    va_copy(rest, arguments);
    if (!write_packed(w, format, &rest)) {
        for (;;) {
            const char *percent = strchr(format, '%');
            kr_write(w, format, percent != NULL ? (size_t)(percent - format) : strlen(format));
            if (percent == NULL) break;
            bool wide = percent[1] == 'z';
            convert(w, percent[1 + wide], wide, &rest);
            format = percent + 2 + wide;
        }
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

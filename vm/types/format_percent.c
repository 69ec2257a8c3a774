/* The % operator on str and bytes.
 *
 * A conversion's flags are turned into a format specification, so that both ways of formatting share the code
 * that lays text out. For bytes the writer collects raw bytes; it never looks into them. */
#include <limits.h>
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/format.h"
#include "types/int.h"
#include "types/str.h"
#include "types/utf8.h"

typedef struct percent {
    kr_vm *vm;
    kr_writer *out;
    const char *start, *at, *end;
    kr_value arguments; /* a tuple, or the only argument */
    size_t next;        /* of the tuple */
    bool bytes;
    bool mapped;      /* some conversion used a key */
    kr_value current; /* looked up by key, KR_UNBOUND: take the next one */
} percent;

static kr_value next_argument(percent *p) {
    kr_value keyed = p->current;
    p->current = KR_UNBOUND;
    if (keyed != KR_UNBOUND) return keyed;
    if (p->mapped) { /* what a key found is used up, and the mapping is no argument any more */
    } else if (kr_is_tuple(p->arguments)) {
        kr_tuple *tuple = kr_to_tuple(p->arguments);
        if (p->next < tuple->size) return tuple->items[p->next++];
    } else if (p->next++ == 0) {
        return p->arguments;
    }
    kr_raise_type(p->vm, "not enough arguments for format string");
}

_Noreturn static void raise_incomplete(percent *p) {
    kr_raise_value_error(p->vm, "incomplete format");
}

static char peek(percent *p) {
    if (p->at == p->end) raise_incomplete(p);
    return *p->at;
}

/* What has keys: anything with [] but a tuple and text. */
static bool is_mapping(const percent *p) {
    kr_value v = p->arguments;
    const kr_ops *ops = kr_type_of(v)->ops;
    if (kr_is_tuple(v) || kr_is_str(v)) return false;
    if (p->bytes && (kr_is_bytes(v) || kr_is_bytearray(v))) return false;
    return (ops != NULL && ops->getitem) || kr_type_of(v)->dunders & KR_HAS_GETITEM;
}

/* "(key)": parentheses nest. */
static void read_key(percent *p) {
    kr_vm *vm = p->vm;
    const char *start = ++p->at;
    size_t depth = 1;
    if (!is_mapping(p)) kr_raise_type(vm, "format requires a mapping");
    for (; p->at < p->end; p->at++) {
        if (*p->at == '(') depth++;
        if (*p->at == ')' && --depth == 0) break;
    }
    if (p->at == p->end) kr_raise_value_error(vm, "incomplete format key");
    size_t size = (size_t)(p->at++ - start);
    kr_value key = p->bytes ? kr_bytes_value(vm, start, size) : kr_str_new(vm, start, size);
    p->current = kr_getitem(vm, p->arguments, key);
    p->mapped = true;
}

/* A number or "*"; what does not fit CPython's type is an error. */
static kr_word read_size(percent *p, bool precision) {
    kr_word n = 0;
    if (peek(p) == '*') {
        p->at++;
        kr_value v = next_argument(p);
        intmax_t given;
        if (!kr_is_integral(v)) kr_raise_type(p->vm, "* wants int");
        intmax_t most = precision ? INT_MAX : INTPTR_MAX;
        if (!kr_int_to(v, &given) || given > most || given < -most - 1)
            kr_raise_overflow(p->vm, "Python int too large to convert to C %s",
                              precision ? "int" : "ssize_t");
        return given > KR_INT_MAX ? KR_INT_MAX : given < -KR_INT_MAX ? -KR_INT_MAX : (kr_word)given;
    }
    for (; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++) {
        if (n > 100000000) kr_raise_value_error(p->vm, "%s too big", precision ? "precision" : "width");
        n = n * 10 + (*p->at - '0');
    }
    return n;
}

static void read_flags(percent *p, kr_format_spec *spec) {
    for (;; p->at++) {
        switch (peek(p)) {
        case '-': spec->align = '<'; break;
        case '+': spec->sign = '+'; break;
        case ' ':
            if (spec->sign == 0) spec->sign = ' ';
            break;
        case '#': spec->alternate = true; break;
        case '0': spec->zero = true; break;
        default: return;
        }
    }
}

/* Everything between '%' and the conversion's letter. */
static char read_conversion(percent *p, kr_format_spec *spec) {
    *spec = (kr_format_spec){.fill = ' ', .width = -1, .precision = -1};
    p->current = KR_UNBOUND;
    if (peek(p) == '(') read_key(p);
    read_flags(p, spec);
    spec->width = read_size(p, false);
    if (spec->width < 0) {
        spec->align = '<';
        spec->width = -spec->width;
    }
    if (peek(p) == '.') {
        p->at++;
        spec->precision = read_size(p, true);
        if (spec->precision < 0) spec->precision = 0;
    }
    while (peek(p) == 'l' || peek(p) == 'h' || peek(p) == 'L') p->at++;
    if (spec->align) spec->zero = false;
    return *p->at++;
}

static void put_text(percent *p, kr_value text, const kr_format_spec *spec) {
    const kr_str *s = kr_to_str(text);
    size_t length = kr_str_length(s), size = s->size;
    if (spec->precision >= 0 && (size_t)spec->precision < length) {
        length = (size_t)spec->precision;
        size = kr_str_offset(s, length);
    }
    kr_format_pad(p->out, spec, spec->align ? spec->align : '>', s->data, size, length);
}

/* %s and %b of bytes. */
static void put_bytes(percent *p, kr_value v, const kr_format_spec *spec) {
    kr_vm *vm = p->vm;
    kr_value method = kr_special(vm, v, N___bytes__);
    if (method != KR_UNBOUND && !kr_is_bytes(v)) v = kr_call(vm, method, 0, NULL);
    const kr_ops *ops = kr_type_of(v)->ops;
    if (ops == NULL || !ops->buffer || kr_is_str(v)) {
        kr_raise_type(
            vm, "%%b requires a bytes-like object, or an object that implements __bytes__, not '%T'", v);
    }
    kr_buffer buffer;
    kr_get_buffer(vm, v, &buffer, false);
    size_t size =
        spec->precision >= 0 && (size_t)spec->precision < buffer.size ? (size_t)spec->precision : buffer.size;
    kr_format_pad(p->out, spec, spec->align ? spec->align : '>', (const char *)buffer.data, size, size);
}

static void put_character(percent *p, kr_value v, const kr_format_spec *spec) {
    kr_vm *vm = p->vm;
    char text[4];
    size_t size;
    intmax_t code;
    if (!p->bytes && kr_is_str(v) && kr_str_length(kr_to_str(v)) == 1) {
        size = kr_to_str(v)->size;
        memcpy(text, kr_to_str(v)->data, size);
    } else if (p->bytes && (kr_is_bytes(v) || kr_is_bytearray(v)) && kr_length(vm, v) == 1) {
        kr_buffer buffer;
        kr_get_buffer(vm, v, &buffer, false);
        text[0] = (char)buffer.data[0];
        size = 1;
    } else {
        if (kr_is_str(v) || kr_is_float(v) ||
            (!kr_is_integral(v) && kr_special(vm, v, N___index__) == KR_UNBOUND)) {
            kr_raise_type(vm, p->bytes ? "%%c requires an integer in range(256) or a single byte"
                                       : "%%c requires int or char");
        }
        bool fits = kr_int_to(kr_index(vm, v), &code) && code >= 0 && code <= (p->bytes ? 0xff : 0x10ffff);
        if (!fits)
            kr_raise_overflow(vm, p->bytes ? "%%c arg not in range(256)" : "%%c arg not in range(0x110000)");
        if (p->bytes) text[0] = (char)code;
        size = p->bytes ? 1 : kr_utf8_put(text, (uint32_t)code);
    }
    kr_format_pad(p->out, spec, spec->align ? spec->align : '>', text, size, 1);
}

/* True when v's class says which number it is, so that %d asks int(). */
static bool is_number(kr_vm *vm, kr_value v) {
    return kr_special(vm, v, N___int__) != KR_UNBOUND || kr_special(vm, v, N___index__) != KR_UNBOUND ||
           kr_special(vm, v, N___float__) != KR_UNBOUND;
}

static void take_int(kr_vm *vm, void *data) {
    kr_value *place = data;
    *place = kr_int_of(vm, *place);
}

/* The int that %d or %x shows. */
static kr_value whole_number(percent *p, kr_value v, char letter) {
    kr_vm *vm = p->vm;
    bool decimal = letter == 'd' || letter == 'i' || letter == 'u';
    if (kr_is_integral(v)) return kr_int_plain(vm, v);
    if (decimal && is_number(vm, v)) {
        kr_value number = v, exception = kr_try(vm, take_int, &number);
        if (exception == KR_UNBOUND) return number;
        if (!kr_exception_is(exception, &kr_TypeError_type)) kr_reraise(vm, exception);
    } else if (kr_special(vm, v, N___index__) != KR_UNBOUND) {
        return kr_index(vm, v);
    }
    kr_raise_type(vm,
                  decimal ? "%%%c format: a real number is required, not %T"
                          : "%%%c format: an integer is required, not %T",
                  letter, v);
}

/* A precision is the least number of digits; zeros for it go between prefix and digits. */
static void put_int(percent *p, kr_value v, kr_format_spec *spec, char letter) {
    v = whole_number(p, v, letter);
    kr_word digits = spec->precision;
    spec->type = letter == 'i' || letter == 'u' ? 'd' : letter;
    spec->precision = -1;
    if (spec->zero) spec->fill = '0';
    if (digits <= 0) {
        kr_format_number(p->vm, p->out, v, spec);
        return;
    }
    kr_format_spec inner = *spec;
    bool signed_ = spec->sign || kr_int_sign(v) < 0;
    inner.fill = '0';
    inner.zero = true;
    inner.align = '=';
    inner.width = digits + signed_ + (spec->alternate && spec->type != 'd' ? 2 : 0);
    kr_writer text;
    kr_writer_init(p->vm, &text);
    kr_format_number(p->vm, &text, v, &inner);
    if (spec->zero && spec->width > inner.width) {
        inner.width = spec->width;
        text.size = 0;
        kr_format_number(p->vm, &text, v, &inner);
    }
    kr_format_pad(p->out, spec, spec->align ? spec->align : '>', text.data, text.size, text.size);
}

static void put_float(percent *p, kr_value v, kr_format_spec *spec, char letter) {
    kr_vm *vm = p->vm;
    if (!kr_is_float(v) && !kr_is_integral(v)) {
        bool converts =
            kr_special(vm, v, N___float__) != KR_UNBOUND || kr_special(vm, v, N___index__) != KR_UNBOUND;
        if (kr_is_str(v) || !converts)
            kr_raise_type(vm, p->bytes ? "float argument required, not %T" : "must be real number, not %T",
                          v);
        v = kr_float_new(vm, kr_real_of(vm, v));
    }
    spec->type = letter;
    if (spec->zero) spec->fill = '0';
    kr_format_number(vm, p->out, v, spec);
}

static void put_object(percent *p, kr_value v, const kr_format_spec *spec, char letter) {
    if (letter == 'a' || (p->bytes && letter == 'r')) {
        put_text(p, kr_ascii_of(p->vm, v), spec);
    } else if (spec->width <= 0 && spec->precision < 0) {
        kr_print(p->vm, p->out, v, letter == 's');
    } else {
        put_text(p, letter == 's' ? kr_str_of(p->vm, v) : kr_repr_of(p->vm, v), spec);
    }
}

_Noreturn static void raise_letter(percent *p) {
    const char *at = p->at - 1, *next = at;
    size_t index = p->bytes ? (size_t)(at - p->start) : kr_utf8_count(p->start, (size_t)(at - p->start));
    uint32_t c = p->bytes ? (uint8_t)*at : kr_utf8_next(&next);
    char hex[9];
    size_t size = 0;
    for (int shift = 28; shift >= 0; shift -= 4) {
        if (size || c >> shift || shift == 0) hex[size++] = "0123456789abcdef"[c >> shift & 15];
    }
    hex[size] = 0;
    bool shown = p->bytes ? true : c >= ' ' && c < 0x7f;
    kr_raise_value_error(p->vm, "unsupported format character '%c' (0x%s) at index %zu",
                         (int)(shown ? c : '?'), hex, index);
}

/* %%, %s and %d as they are, without anything to read: what most conversions look like. */
static bool convert_plain(percent *p) {
    char letter = p->at < p->end ? *p->at : 0;
    if (letter == '%') {
        kr_write(p->out, "%", 1);
        p->at++;
        return true;
    }
    if (p->bytes || (letter != 's' && letter != 'd')) return false;
    p->at++;
    p->current = KR_UNBOUND;
    kr_value v = next_argument(p);
    if (letter == 's') {
        kr_print(p->vm, p->out, v, true);
    } else {
        kr_int_write(p->vm, p->out, whole_number(p, v, letter), 10, false);
    }
    return true;
}

static void convert(percent *p) {
    kr_format_spec spec;
    p->at++;
    if (convert_plain(p)) return;
    char letter = read_conversion(p, &spec);
    kr_value v = next_argument(p);
    if (letter == 0 || !strchr("diouxXeEfFgGcrsab", letter) || (letter == 'b' && !p->bytes)) raise_letter(p);
    switch (letter) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': put_int(p, v, &spec, letter); break;
    case 'c': put_character(p, v, &spec); break;
    case 's':
    case 'b':
        if (!p->bytes)
            put_object(p, v, &spec, letter);
        else if (letter == 's' && kr_is_str(v)) /* what MicroPython's network libraries rely on */
            put_text(p, v, &spec);
        else
            put_bytes(p, v, &spec);
        break;
    case 'a':
    case 'r': put_object(p, v, &spec, letter); break;
    default: put_float(p, v, &spec, letter);
    }
}

static void run(percent *p) {
    while (p->at < p->end) {
        const char *percent_sign = memchr(p->at, '%', (size_t)(p->end - p->at));
        const char *stop = percent_sign ? percent_sign : p->end;
        kr_write(p->out, p->at, (size_t)(stop - p->at));
        p->at = stop;
        if (percent_sign) convert(p);
    }
    bool left =
        kr_is_tuple(p->arguments) ? p->next < kr_to_tuple(p->arguments)->size : p->next == 0 && !p->mapped;
    if (is_mapping(p)) left = false;
    if (left && !p->mapped) {
        kr_raise_type(p->vm, "not all arguments converted during %s formatting",
                      p->bytes ? "bytes" : "string");
    }
}

kr_value kr_format_percent(kr_vm *vm, kr_value format, kr_value arguments) {
    kr_writer out;
    kr_writer_init(vm, &out);
    percent p = {.vm = vm, .out = &out, .arguments = arguments, .current = KR_UNBOUND};
    if (kr_is_str(format)) {
        p.start = kr_to_str(format)->data;
        p.end = p.start + kr_to_str(format)->size;
    } else {
        kr_buffer buffer;
        kr_get_buffer(vm, format, &buffer, false);
        p.bytes = true;
        p.start = (const char *)buffer.data;
        p.end = p.start + buffer.size;
    }
    p.at = p.start;
    run(&p);
    if (!p.bytes) return kr_writer_str(&out);
    return kr_is_bytearray(format) ? kr_bytearray_new(vm, out.data, out.size) : kr_writer_bytes(&out);
}

/* Formatting numbers.
 *
 * A number's text has four parts: sign, prefix (0x), whole digits, and the rest (point, fraction, exponent,
 * percent sign). Padding goes around them or, for '=' and a leading zero, behind the prefix; grouping
 * separates the whole digits, and zeros that pad are grouped with them. */
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/decimal.h"
#include "types/format.h"
#include "types/int.h"
#include "types/str.h"
#include <math.h>

typedef struct number_text {
    char sign; /* or 0 */
    const char *prefix;
    const char *whole, *rest;
    size_t whole_size, rest_size;
    unsigned group; /* digits between separators, or 0 */
} number_text;

/* Length of n digits with separators. */
static size_t grouped(size_t n, unsigned group) {
    return group && n ? n + (n - 1) / group : n;
}

/* `zeros` zeros and then the digits, with separators. */
static void write_grouped(kr_writer *out, const kr_format_spec *spec, const number_text *t, size_t zeros) {
    size_t total = zeros + t->whole_size;
    if (t->group == 0) {
        kr_format_fill(out, '0', zeros);
        kr_write(out, t->whole, t->whole_size);
        return;
    }
    size_t size = grouped(total, t->group);
    char *to = kr_writer_reserve(out, size);
    for (size_t i = 0; i < total; i++) {
        if (i && (total - i) % t->group == 0) *to++ = spec->grouping;
        *to++ = i < zeros ? '0' : t->whole[i - zeros];
    }
    out->size += size;
}

static void lay_out(kr_writer *out, const kr_format_spec *spec, const number_text *t) {
    size_t prefix = strlen(t->prefix), fixed = (t->sign != 0) + prefix + t->rest_size, zeros = 0;
    char align = spec->align ? spec->align : spec->zero ? '=' : '>';
    size_t width = spec->width > 0 ? (size_t)spec->width : 0;
    if (align == '=' && spec->fill == '0') {
        while (fixed + grouped(t->whole_size + zeros, t->group) < width) {
            size_t lacking = width - fixed - grouped(t->whole_size + zeros, t->group);
            zeros += t->group ? (lacking * t->group / (t->group + 1)) + (lacking < 2) : lacking;
        }
    }
    size_t length = fixed + grouped(t->whole_size + zeros, t->group);
    size_t missing = width > length ? width - length : 0, left = align == '>'   ? missing
                                                                 : align == '^' ? missing / 2
                                                                                : 0;
    kr_format_fill(out, spec->fill, left);
    if (t->sign) kr_write(out, &t->sign, 1);
    kr_write(out, t->prefix, prefix);
    if (align == '=') kr_format_fill(out, spec->fill, missing);
    write_grouped(out, spec, t, zeros);
    kr_write(out, t->rest, t->rest_size);
    if (align == '<' || align == '^') kr_format_fill(out, spec->fill, missing - left);
}

static char sign_of(bool negative, const kr_format_spec *spec) {
    return negative ? '-' : spec->sign == '+' || spec->sign == ' ' ? spec->sign : 0;
}

static void put_exponent(kr_writer *out, int exponent, bool upper) {
    kr_write_format(out, exponent < 0 ? "%c-" : "%c+", upper ? 'E' : 'e');
    if (exponent < 0) exponent = -exponent;
    kr_write_format(out, exponent < 10 ? "0%d" : "%d", exponent);
}

/* Digits [from, to) of the expansion, zeros where there are none. */
static void put_digits(kr_writer *out, const kr_decimal *d, kr_word from, kr_word to) {
    kr_word stored = (kr_word)d->count;
    if (from < 0) {
        kr_word until = to < 0 ? to : 0;
        kr_format_fill(out, '0', (size_t)(until - from));
        from = until;
    }
    if (from < stored && from < to) {
        kr_word until = to < stored ? to : stored;
        kr_write(out, d->digits + from, (size_t)(until - from));
        from = until;
    }
    if (from < to) kr_format_fill(out, '0', (size_t)(to - from));
}

static void put_fixed(kr_writer *out, const kr_decimal *d, kr_word places, bool alternate) {
    if (d->point <= 0) {
        kr_write_text(out, "0");
    } else {
        put_digits(out, d, 0, d->point);
    }
    if (places > 0 || alternate) kr_write_text(out, ".");
    put_digits(out, d, d->point, d->point + places);
}

static void put_scientific(kr_writer *out, const kr_decimal *d, kr_word digits, bool alternate, bool upper) {
    put_digits(out, d, 0, 1);
    if (digits > 1 || alternate) kr_write_text(out, ".");
    put_digits(out, d, 1, digits);
    put_exponent(out, d->count ? d->point - 1 : 0, upper);
}

/* %g and the like: the shorter of both forms for so many significant digits, without zeros at the end unless
 * asked for. */
static void put_general(kr_writer *out, const kr_decimal *d, kr_word digits, kr_word limit, bool alternate,
                        bool dot, bool upper) {
    kr_word shown = alternate ? digits : (kr_word)d->count;
    if (d->point <= -4 || d->point > limit) {
        put_scientific(out, d, shown > 0 ? shown : 1, alternate, upper);
        return;
    }
    kr_word places = shown > d->point ? shown - d->point : 0;
    if (d->count == 0) places = alternate ? digits - 1 : 0;
    if (dot && places == 0) places = 1;
    put_fixed(out, d, places, alternate);
}

static int clamp_places(kr_word n) {
    return n > 2000 ? 2000 : (int)n;
}

void kr_format_real(kr_writer *out, kr_real d, char type, kr_word precision, bool alternate, bool dot) {
    bool upper = type == 'E' || type == 'F' || type == 'G';
    kr_decimal digits;
    if (isnan(d) || isinf(d)) {
        kr_write_text(out, isnan(d) ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf");
        return;
    }
    if (precision < 0 && type != 'r') precision = 6;
    switch (type | 32) {
    case 'e':
        kr_decimal_significant(&digits, d, clamp_places(precision) + 1);
        put_scientific(out, &digits, precision + 1, alternate, upper);
        break;
    case 'f':
        kr_decimal_places(&digits, d, clamp_places(precision));
        put_fixed(out, &digits, precision, alternate);
        break;
    case 'r':
        kr_decimal_shortest(&digits, d);
        put_general(out, &digits, digits.count ? (kr_word)digits.count : 1, 16, alternate, dot, upper);
        break;
    default:
        if (precision == 0) precision = 1;
        kr_decimal_significant(&digits, d, clamp_places(precision));
        put_general(out, &digits, precision, precision - dot, alternate, dot, upper);
    }
}

/* Splits what kr_format_real wrote into digits and the rest. */
static void split_real(number_text *t, const kr_writer *text) {
    size_t whole = 0;
    while (whole < text->size && text->data[whole] >= '0' && text->data[whole] <= '9') whole++;
    t->whole = text->data;
    t->whole_size = whole;
    t->rest = text->data + whole;
    t->rest_size = text->size - whole;
    if (whole == 0) t->group = 0; /* inf, nan */
}

static bool is_zero_text(const kr_writer *text) {
    for (size_t i = 0; i < text->size && (text->data[i] | 32) != 'e'; i++) {
        if (text->data[i] != '0' && text->data[i] != '.' && text->data[i] != '%') return false;
    }
    return true;
}

/* The form, precision and flags that a specification without type means. */
static void write_real(kr_writer *out, kr_real d, const kr_format_spec *spec) {
    char type = spec->type;
    bool dot = type == 0;
    if (type == 'n') type = 'g';
    if (type == 0) type = spec->precision < 0 ? 'r' : 'g';
    if (type == '%') {
        d = d * 100;
        type = 'f';
    }
    kr_format_real(out, d, type, spec->precision, spec->alternate, dot);
    if (spec->type == '%') kr_write_text(out, "%");
}

/* The digits that kr_format_real wrote, with sign, separators and padding. */
static void lay_out_real(kr_writer *out, const kr_format_spec *spec, kr_real d, const kr_writer *text) {
    bool negative = signbit(d) && !isnan(d) && !(spec->positive_zero && is_zero_text(text));
    number_text t = {.sign = sign_of(negative, spec), .prefix = "", .group = spec->grouping ? 3 : 0};
    split_real(&t, text);
    lay_out(out, spec, &t);
}

static void format_float(kr_vm *vm, kr_writer *out, kr_value v, kr_real d, const kr_format_spec *spec) {
    kr_writer text;
    if (spec->type && !strchr("eEfFgGn%", spec->type)) kr_format_unknown(vm, v, spec);
    kr_writer_init(vm, &text);
    write_real(&text, d, spec);
    lay_out_real(out, spec, d, &text);
}

static void format_character(kr_vm *vm, kr_writer *out, kr_value v, const kr_format_spec *spec) {
    intmax_t code;
    if (spec->sign) kr_raise_value_error(vm, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        kr_raise_value_error(vm, "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!kr_int_to(v, &code)) kr_raise_overflow(vm, "Python int too large to convert to C long");
    if (code < 0 || code > 0x10ffff) kr_raise_overflow(vm, "%%c arg not in range(0x110000)");
    char text[4];
    size_t size = kr_utf8_put(text, (uint32_t)code);
    kr_format_pad(out, spec, spec->align && spec->align != '=' ? spec->align : '>', text, size, 1);
}

static void format_int(kr_vm *vm, kr_writer *out, kr_value v, const kr_format_spec *spec) {
    unsigned base = spec->type == 'b' ? 2 : spec->type == 'o' ? 8 : (spec->type | 32) == 'x' ? 16 : 10;
    if (spec->precision >= 0) kr_raise_value_error(vm, "Precision not allowed in integer format specifier");
    if (spec->positive_zero) {
        kr_raise_value_error(vm, "Negative zero coercion (z) not allowed in integer format specifier");
    }
    if (spec->type == 'c') {
        format_character(vm, out, v, spec);
        return;
    }
    kr_writer text;
    kr_writer_init(vm, &text);
    kr_int_write(vm, &text, v, base, spec->type == 'X');
    bool negative = text.data[0] == '-';
    number_text t = {.sign = sign_of(negative, spec),
                     .prefix = "",
                     .rest = "",
                     .group = spec->grouping == 0 ? 0
                              : base == 10        ? 3
                                                  : 4};
    t.whole = text.data + negative;
    t.whole_size = text.size - negative;
    if (spec->alternate)
        t.prefix = base == 2 ? "0b" : base == 8 ? "0o" : spec->type == 'X' ? "0X" : base == 16 ? "0x" : "";
    lay_out(out, spec, &t);
}

/* Without a type the parts look as in repr(), unless a precision is given. */
static void format_part(kr_vm *vm, kr_writer *out, kr_real d, const kr_format_spec *spec) {
    kr_writer text;
    kr_writer_init(vm, &text);
    kr_format_spec part = *spec;
    part.width = -1;
    if (part.type == 0) part.type = 'g';
    if (spec->type == 0 && spec->precision < 0) {
        kr_format_real(&text, d, 'r', -1, spec->alternate, false);
    } else {
        write_real(&text, d, &part);
    }
    lay_out_real(out, &part, d, &text);
}

static void format_complex(kr_vm *vm, kr_writer *out, kr_value v, const kr_format_spec *spec) {
    const kr_complex *c = kr_to_pointer(v);
    if (spec->type && !strchr("eEfFgGn", spec->type)) kr_format_unknown(vm, v, spec);
    if (spec->fill == '0') {
        kr_raise_value_error(vm, "Zero padding is not allowed in complex format specifier");
    }
    if (spec->align == '=') {
        kr_raise_value_error(vm, "'=' alignment flag is not allowed in complex format specifier");
    }
    bool plain = spec->type == 0, pair = !plain || c->real != 0 || signbit(c->real);
    kr_writer text;
    kr_writer_init(vm, &text);
    kr_format_spec part = *spec;
    if (plain && pair) kr_write_text(&text, "(");
    if (pair) {
        format_part(vm, &text, c->real, &part);
        part.sign = '+';
    }
    format_part(vm, &text, c->imag, &part);
    kr_write_text(&text, plain && pair ? "j)" : "j");
    kr_format_pad(out, spec, spec->align ? spec->align : '>', text.data, text.size, text.size);
}

void kr_format_number(kr_vm *vm, kr_writer *out, kr_value v, const kr_format_spec *spec) {
    if (kr_is_complex(v)) {
        format_complex(vm, out, v, spec);
    } else if (kr_is_float(v)) {
        format_float(vm, out, v, kr_float_value(v), spec);
    } else if (spec->type && strchr("eEfFgG%", spec->type)) {
        format_float(vm, out, v, kr_int_to_real(vm, v), spec);
    } else if (spec->type == 0 || strchr("bcdoxXn", spec->type)) {
        format_int(vm, out, v, spec);
    } else {
        kr_format_unknown(vm, v, spec);
    }
}

/* The format mini-language: reading a specification, and formatting text with it.
 *
 *     [[fill]align][sign][z][#][0][width][grouping][.precision][type]
 *
 * Everything that formats, f-strings, format(), str.format and the % operator, ends in a kr_format_spec. */
#include "types/format.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/str.h"
#include "types/utf8.h"

static bool is_align(uint32_t c) {
    return c == '<' || c == '>' || c == '=' || c == '^';
}

static bool read_number(kr_vm *vm, const char **p, kr_word *out) {
    kr_word n = 0;
    if (**p < '0' || **p > '9') return false;
    for (; **p >= '0' && **p <= '9'; ++*p) {
        if (n > 100000000) kr_raise_value_error(vm, "Too many decimal digits in format string");
        n = n * 10 + (**p - '0');
    }
    *out = n;
    return true;
}

static void read_align(const char **p, const char *end, kr_format_spec *out) {
    const char *next = *p;
    if (*p == end) return;
    uint32_t first = kr_utf8_next(&next);
    if (next < end && is_align((uint8_t)*next)) {
        out->fill = first;
        out->align = *next;
        *p = next + 1;
    } else if (is_align(first)) {
        out->align = (char)first;
        *p = next;
    }
}

static void read_grouping(kr_vm *vm, const char **p, kr_format_spec *out) {
    if (**p != ',' && **p != '_') return;
    out->grouping = *(*p)++;
    if ((**p == ',' || **p == '_') && **p != out->grouping)
        kr_raise_value_error(vm, "Cannot specify both ',' and '_'.");
}

#define TYPE_TEXT 12

/* The type as errors show it: "x" or "\\x20ac". */
static const char *type_text(char text[TYPE_TEXT], const kr_format_spec *spec) {
    uint32_t c = spec->type_code;
    size_t at = 0, digits = 1;
    if (c > ' ' && c < 0x80) {
        text[at++] = (char)c;
    } else {
        while (c >> (4 * digits) && digits < 8) digits++;
        text[at++] = '\\';
        text[at++] = 'x';
        while (digits-- > 0) text[at++] = "0123456789abcdef"[c >> (4 * digits) & 15];
    }
    text[at] = '\0';
    return text;
}

static void check_grouping(kr_vm *vm, const kr_format_spec *spec) {
    if (spec->grouping == 0 || spec->type == 0 || strchr("deEfFgG%", spec->type)) return;
    if (spec->grouping == '_' && strchr("boxX", spec->type)) return;
    char code[TYPE_TEXT];
    kr_raise_value_error(vm, "Cannot specify '%c' with '%s'.", spec->grouping, type_text(code, spec));
}

/* v: what is to be formatted, for the error; KR_UNBOUND when nobody knows. */
static void parse_for(kr_vm *vm, kr_value v, kr_value spec, kr_format_spec *out) {
    const kr_str *s = kr_to_str(spec);
    const char *p = s->data, *end = p + s->size;
    *out = (kr_format_spec){.fill = ' ', .width = -1, .precision = -1};
    const char *start = p;
    read_align(&p, end, out);
    bool filled = p - start > 1;
    if (*p == '+' || *p == '-' || *p == ' ') out->sign = *p++;
    if (*p == 'z') out->positive_zero = true, p++;
    if (*p == '#') out->alternate = true, p++;
    if (*p == '0' && !filled) {
        out->fill = '0';
        out->zero = true;
        p++;
    }
    read_number(vm, &p, &out->width);
    read_grouping(vm, &p, out);
    if (*p == '.') {
        p++;
        if (!read_number(vm, &p, &out->precision))
            kr_raise_value_error(vm, "Format specifier missing precision");
    }
    if (p < end) {
        uint32_t type = kr_utf8_next(&p);
        if (p < end && v == KR_UNBOUND) kr_raise_value_error(vm, "Invalid format specifier");
        if (p < end)
            kr_raise_value_error(vm, "Invalid format specifier '%S' for object of type '%T'", spec, v);
        out->type = type < 0x80 ? (char)type : '\x7f';
        out->type_code = type;
    }
    check_grouping(vm, out);
}

void kr_format_parse(kr_vm *vm, kr_value spec, kr_format_spec *out) {
    parse_for(vm, KR_UNBOUND, spec, out);
}

void kr_format_unknown(kr_vm *vm, kr_value v, const kr_format_spec *spec) {
    char code[TYPE_TEXT];
    kr_raise_value_error(vm, "Unknown format code '%s' for object of type '%T'", type_text(code, spec), v);
}

void kr_format_fill(kr_writer *out, uint32_t fill, size_t count) {
    if (fill < 0x80) {
        memset(kr_writer_reserve(out, count), (int)fill, count);
        out->size += count;
        return;
    }
    while (count--) kr_write_char(out, fill);
}

void kr_format_pad(kr_writer *out, const kr_format_spec *spec, char align, const char *data, size_t size,
                   size_t length) {
    size_t missing = spec->width > (kr_word)length ? (size_t)spec->width - length : 0;
    size_t left = align == '>' ? missing : align == '^' ? missing / 2 : 0;
    kr_format_fill(out, spec->fill, left);
    kr_write(out, data, size);
    kr_format_fill(out, spec->fill, missing - left);
}

void kr_format_text(kr_vm *vm, kr_writer *out, kr_value str, const kr_format_spec *spec) {
    const kr_str *s = kr_to_str(str);
    if (spec->type && spec->type != 's') kr_format_unknown(vm, str, spec);
    if (spec->grouping) kr_raise_value_error(vm, "Cannot specify '%c' with 's'.", spec->grouping);
    if (spec->sign == ' ') kr_raise_value_error(vm, "Space not allowed in string format specifier");
    if (spec->sign) kr_raise_value_error(vm, "Sign not allowed in string format specifier");
    if (spec->positive_zero)
        kr_raise_value_error(vm, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec->alternate)
        kr_raise_value_error(vm, "Alternate form (#) not allowed in string format specifier");
    if (spec->align == '=') kr_raise_value_error(vm, "'=' alignment not allowed in string format specifier");
    size_t length = kr_str_length(s), size = s->size;
    if (spec->precision >= 0 && (size_t)spec->precision < length) {
        length = (size_t)spec->precision;
        size = kr_str_offset(s, length);
    }
    kr_format_pad(out, spec, spec->align ? spec->align : '<', s->data, size, length);
}

static const kr_format_spec *parsed(kr_vm *vm, kr_value v, kr_value spec, kr_format_spec *out) {
    if (!kr_is_str(spec)) kr_raise_type(vm, "__format__() argument must be str, not %T", spec);
    if (kr_to_str(spec)->size == 0) return NULL;
    parse_for(vm, v, spec, out);
    return out;
}

kr_value kr_format_text_value(kr_vm *vm, kr_value v, kr_value spec) {
    kr_format_spec s;
    if (parsed(vm, v, spec, &s) == NULL) return kr_str_of(vm, v);
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_format_text(vm, &out, v, &s);
    return kr_writer_str(&out);
}

kr_value kr_format_number_value(kr_vm *vm, kr_value v, kr_value spec) {
    kr_format_spec s;
    if (parsed(vm, v, spec, &s) == NULL) return kr_str_of(vm, v);
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_format_number(vm, &out, v, &s);
    return kr_writer_str(&out);
}

/* snprintf() without floating point, for formats and texts that lie in flash.
 *
 * It knows d i u x X o c s p and %, the flags - 0 + space #, width and precision (also *), and the sizes hh h
 * l ll z t j. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct output {
    char *at, *end; /* `end` has room for the NUL */
    size_t length;  /* of the whole text, written or not */
};

struct format {
    bool left, zeros, plus, space, prefix;
    int width, precision; /* -1: none given */
    char conversion;
};

static void put(struct output *output, char c) {
    if (output->at < output->end) *output->at++ = c;
    output->length++;
}

static void repeat(struct output *output, char c, int count) {
    while (count-- > 0) put(output, c);
}

/* `head` is a sign or prefix, which stands before filling zeros and after filling spaces. */
static void put_field(struct output *output, const struct format *format, const char *head, const char *body,
                      size_t length, int zeros) {
    int head_length = (int)strlen(head);
    int rest = format->width - head_length - (int)length - zeros;
    if (format->zeros && !format->left && rest > 0) {
        zeros += rest;
        rest = 0;
    }
    if (!format->left) repeat(output, ' ', rest);
    for (; *head; head++) put(output, *head);
    repeat(output, '0', zeros);
    for (size_t i = 0; i < length; i++) put(output, body[i]);
    if (format->left) repeat(output, ' ', rest);
}

static size_t digits_of(uint64_t value, unsigned base, bool capital, char *end) {
    char *at = end;
    const char ten = capital ? 'A' : 'a';
    while (value > UINT32_MAX) {
        unsigned digit = (unsigned)(value % base);
        value /= base;
        *--at = (char)(digit < 10 ? '0' + digit : ten + digit - 10);
    }
    for (uint32_t low = (uint32_t)value; low; low /= base) {
        unsigned digit = low % base;
        *--at = (char)(digit < 10 ? '0' + digit : ten + digit - 10);
    }
    return (size_t)(end - at);
}

static void put_number(struct output *output, struct format *format, uint64_t value, bool negative) {
    char digits[24];
    char *end = digits + sizeof digits;
    char c = format->conversion;
    bool is_signed = c == 'd' || c == 'i';
    unsigned base = c == 'x' || c == 'X' || c == 'p' ? 16 : c == 'o' ? 8 : 10;
    const char *head = negative                     ? "-"
                       : is_signed && format->plus  ? "+"
                       : is_signed && format->space ? " "
                                                    : "";
    if (c == 'p' || (format->prefix && base == 16 && value)) head = c == 'X' ? "0X" : "0x";
    size_t length = digits_of(value, base, c == 'X', end);
    int least = format->precision < 0 ? 1 : format->precision;
    if (format->precision >= 0) format->zeros = false;
    int zeros = least > (int)length ? least - (int)length : 0;
    put_field(output, format, head, end - length, length, zeros);
}

static const char *read_number(const char *at, int *number, va_list *arguments) {
    if (*at == '*') {
        *number = va_arg(*arguments, int);
        return at + 1;
    }
    for (*number = 0; *at >= '0' && *at <= '9'; at++) *number = *number * 10 + (*at - '0');
    return at;
}

static const char *read_format(const char *at, struct format *format, va_list *arguments) {
    *format = (struct format){.precision = -1};
    for (;; at++) {
        if (*at == '-')
            format->left = true;
        else if (*at == '0')
            format->zeros = true;
        else if (*at == '+')
            format->plus = true;
        else if (*at == ' ')
            format->space = true;
        else if (*at == '#')
            format->prefix = true;
        else
            break;
    }
    at = read_number(at, &format->width, arguments);
    if (format->width < 0) {
        format->left = true;
        format->width = -format->width;
    }
    if (*at == '.') at = read_number(at + 1, &format->precision, arguments);
    return at;
}

/* The size letters; returns the bytes of the argument. */
static const char *read_size(const char *at, int *size) {
    *size = 4;
    for (;; at++) {
        if (*at == 'h')
            *size /= 2;
        else if (*at == 'j' || (*at == 'l' && at[1] == 'l'))
            *size = 8;
        else if (*at != 'l' && *at != 'z' && *at != 't')
            return at;
    }
}

static void put_integer(struct output *output, struct format *format, int size, va_list *arguments) {
    bool is_signed = format->conversion == 'd' || format->conversion == 'i';
    uint64_t value;
    if (size == 8) {
        value = va_arg(*arguments, uint64_t);
    } else {
        uint32_t word = va_arg(*arguments, uint32_t);
        unsigned unused = (unsigned)(32 - 8 * size);
        value =
            is_signed ? (uint64_t)(int64_t)((int32_t)(word << unused) >> unused) : word << unused >> unused;
    }
    bool negative = is_signed && (int64_t)value < 0;
    put_number(output, format, negative ? 0 - value : value, negative);
}

static void put_text(struct output *output, struct format *format, const char *text) {
    if (!text) text = "(null)";
    size_t length = format->precision >= 0 ? strnlen(text, (size_t)format->precision) : strlen(text);
    format->zeros = false;
    put_field(output, format, "", text, length, 0);
}

static const char *convert(struct output *output, const char *at, va_list *arguments) {
    struct format format;
    int size;
    at = read_size(read_format(at, &format, arguments), &size);
    format.conversion = *at;
    switch (*at) {
    case 's': put_text(output, &format, va_arg(*arguments, const char *)); break;
    case 'c': {
        char c = (char)va_arg(*arguments, int);
        put_field(output, &format, "", &c, 1, 0);
        break;
    }
    case 'p': size = 4; /* fall through */
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': put_integer(output, &format, size, arguments); break;
    case 0: return at;
    default: put(output, *at);
    }
    return at + 1;
}

int vsnprintf(char *restrict text, size_t capacity, const char *restrict format, va_list given) {
    struct output output = {text, capacity ? text + capacity - 1 : text, 0};
    va_list arguments;
    va_copy(arguments, given);
    while (*format) {
        if (*format == '%')
            format = convert(&output, format + 1, &arguments);
        else
            put(&output, *format++);
    }
    va_end(arguments);
    if (capacity) *output.at = 0;
    return (int)output.length;
}

int snprintf(char *restrict text, size_t capacity, const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, capacity, format, arguments);
    va_end(arguments);
    return length;
}

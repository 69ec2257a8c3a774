/* float: repr, parsing, rounding to places, hexadecimal. */
#include "types/float.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/decimal.h"
#include <tgmath.h>

static size_t put(char *out, const char *text) {
    size_t size = strlen(text);
    memcpy(out, text, size);
    return size;
}

static char *put_zeros(char *out, int count) {
    for (; count > 0; count--) *out++ = '0';
    return out;
}

/* "e+16", "e-05": two digits at least. */
static char *put_exponent(char *out, int exponent) {
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    if (exponent < 0) exponent = -exponent;
    if (exponent >= 100) *out++ = (char)('0' + exponent / 100);
    *out++ = (char)('0' + exponent / 10 % 10);
    *out++ = (char)('0' + exponent % 10);
    return out;
}

/* Positional from 0.0001 up to 16 digits before the point, scientific otherwise. */
static char *put_shortest(char *out, const kr_decimal *d) {
    int count = (int)d->count;
    if (d->point > 16 || d->point < -3) {
        *out++ = d->digits[0];
        if (count > 1) *out++ = '.';
        memcpy(out, d->digits + 1, d->count - 1);
        return put_exponent(out + count - 1, d->point - 1);
    }
    if (d->point <= 0) {
        *out++ = '0';
        *out++ = '.';
        out = put_zeros(out, -d->point);
        memcpy(out, d->digits, d->count);
        return out + count;
    }
    int whole = count < d->point ? count : d->point;
    memcpy(out, d->digits, (size_t)whole);
    out = put_zeros(out + whole, d->point - whole);
    *out++ = '.';
    memcpy(out, d->digits + whole, (size_t)(count - whole));
    out += count - whole;
    if (whole == count) *out++ = '0';
    return out;
}

size_t kr_float_repr(kr_real d, char out[32]) {
    if (isnan(d)) return put(out, "nan");
    char *start = out;
    if (signbit(d)) *out++ = '-';
    if (isinf(d)) return (size_t)(out - start) + put(out, "inf");
    kr_decimal digits;
    kr_decimal_shortest(&digits, d);
    return (size_t)(put_shortest(out, &digits) - start);
}

/* Digits of a number being read, as many as can matter. */
typedef struct reading {
    const char *at, *end;
    size_t count;   /* stored in `digits` */
    intmax_t point; /* digits before the point, less leading zeros behind it */
    bool any, lost; /* a digit was there; a digit other than 0 was not stored */
    char digits[KR_DECIMAL_DIGITS + 2];
} reading;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* One run of digits, single underscores between them. False when an underscore is out of place. */
static bool read_run(reading *r, bool fraction) {
    bool before = false;
    for (; r->at < r->end; r->at++) {
        char c = *r->at;
        if (c == '_') {
            if (!before || r->at + 1 == r->end || !is_digit(r->at[1])) return false;
            before = false;
            continue;
        }
        if (!is_digit(c)) break;
        before = r->any = true;
        if (r->count == 0 && c == '0') {
            r->point -= fraction;
            continue;
        }
        r->point += !fraction;
        if (r->count <= KR_DECIMAL_DIGITS) {
            r->digits[r->count++] = c;
        } else if (c != '0') {
            r->lost = true;
        }
    }
    return true;
}

static bool read_exponent(reading *r) {
    if (r->at == r->end || (*r->at | 32) != 'e') return true;
    r->at++;
    bool negative = r->at < r->end && *r->at == '-', any = false;
    if (r->at < r->end && (*r->at == '-' || *r->at == '+')) r->at++;
    intmax_t exponent = 0;
    for (; r->at < r->end; r->at++) {
        if (*r->at == '_' && any && r->at + 1 < r->end && is_digit(r->at[1])) continue;
        if (!is_digit(*r->at)) return false;
        any = true;
        if (exponent < 1000000000) exponent = exponent * 10 + (*r->at - '0');
    }
    r->point += negative ? -exponent : exponent;
    return any;
}

static bool same_word(const char *text, size_t size, const char *word) {
    if (strlen(word) != size) return false;
    for (size_t i = 0; i < size; i++) {
        if ((text[i] | 32) != word[i]) return false;
    }
    return true;
}

static bool parse_word(const char *text, size_t size, kr_real *d) {
    if (same_word(text, size, "inf") || same_word(text, size, "infinity")) {
        *d = (kr_real)HUGE_VAL;
    } else if (same_word(text, size, "nan")) {
        *d = (kr_real)NAN;
    } else {
        return false;
    }
    return true;
}

static bool parse_digits(const char *text, size_t size, kr_real *d) {
    reading r;
    r.at = text;
    r.end = text + size;
    r.count = 0;
    r.point = 0;
    r.any = r.lost = false;
    if (!read_run(&r, false)) return false;
    if (r.at < r.end && *r.at == '.') {
        r.at++;
        if (!read_run(&r, true)) return false;
    }
    if (!r.any || !read_exponent(&r) || r.at != r.end) return false;
    if (r.lost) r.digits[r.count - 1] = '1';
    *d = kr_decimal_value(r.digits, r.count, r.point);
    return true;
}

bool kr_float_parse(const char *text, size_t size, kr_real *d) {
    bool negative = size && *text == '-';
    if (size && (*text == '-' || *text == '+')) text++, size--;
    bool starts = size && (is_digit(*text) || *text == '.');
    if (!(starts ? parse_digits(text, size, d) : parse_word(text, size, d))) return false;
    if (negative) *d = -*d;
    return true;
}

static kr_value round_to_int(kr_vm *vm, kr_real d) {
    if (isnan(d) || isinf(d)) return kr_int_from_real(vm, d);
    kr_real whole = floor(d), rest = d - whole;
    if (rest > (kr_real)0.5 || (rest == (kr_real)0.5 && fmod(whole, (kr_real)2) != 0)) whole += 1;
    return kr_int_from_real(vm, whole);
}

kr_value kr_float_round(kr_vm *vm, kr_real d, kr_value digits) {
    if (digits == KR_NONE || digits == KR_UNBOUND) return round_to_int(vm, d);
    intmax_t places;
    kr_value index = kr_index(vm, digits);
    if (!kr_int_to(index, &places)) places = kr_int_compare(index, KR_INT(0)) < 0 ? -100000 : 100000;
    if (d == 0 || isnan(d) || isinf(d) || places > 330) return kr_float_new(vm, d);
    kr_decimal rounded;
    kr_decimal_places(&rounded, d, places < -330 ? -330 : (int)places);
    kr_real r = kr_decimal_value(rounded.digits, rounded.count, rounded.point);
    if (isinf(r)) kr_raise_overflow(vm, "rounded value too large to represent");
    return kr_float_new(vm, (kr_real)copysign(r, d));
}

/* "0x1." and 13 hexadecimal digits for doubles; 6 for 32-bit floats, whose 23 bits are shifted up by one. */
kr_value kr_float_hex(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_real d = kr_float_value(argv[0]);
    char text[32], *out = text;
    if (isnan(d) || isinf(d)) return kr_str_new(vm, text, kr_float_repr(d, text));
    int exponent;
    uint64_t f = kr_real_split(d, &exponent);
    const int digits = KR_FLOAT_BITS == 64 ? 13 : 6, bits = KR_REAL_BITS - 1;
    if (signbit(d)) *out++ = '-';
    if (f == 0) {
        out += put(out, "0x0.0p+0");
        return kr_str_new(vm, text, (size_t)(out - text));
    }
    out += put(out, "0x0.");
    out[-2] = (char)('0' + (f >> bits));
    f <<= digits * 4 - bits;
    for (int i = digits; i-- > 0;) *out++ = "0123456789abcdef"[f >> (4 * i) & 15];
    kr_writer w;
    kr_writer_init(vm, &w);
    kr_write(&w, text, (size_t)(out - text));
    exponent += bits;
    kr_write_format(&w, exponent < 0 ? "p%d" : "p+%d", exponent);
    return kr_writer_str(&w);
}

static int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* [0x] digits [. digits] [p exponent]; all of it is read into 64 bits, an exponent and "more". */
static bool parse_hex(const char *at, const char *end, kr_real *d) {
    uint64_t f = 0;
    bool more = false, any = false, point = false;
    intmax_t exponent = 0, shift = 0;
    if (end - at >= 2 && at[0] == '0' && (at[1] | 32) == 'x') at += 2;
    for (; at < end; at++) {
        int digit = hex_digit(*at);
        if (*at == '.' && !point) {
            point = true;
            continue;
        }
        if (digit < 0) break;
        any = true;
        if (f >> 60 == 0) {
            f = f << 4 | (unsigned)digit;
            exponent -= point ? 4 : 0;
        } else {
            more = more || digit;
            exponent += point ? 0 : 4;
        }
    }
    if (!any) return false;
    if (at < end && (*at | 32) == 'p') {
        bool negative = ++at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+')) at++;
        if (at == end) return false;
        for (; at < end && is_digit(*at); at++) shift = shift < 1000000 ? shift * 10 + (*at - '0') : shift;
        exponent += negative ? -shift : shift;
    }
    if (at != end) return false;
    *d = 0;
    if (f == 0) return true;
    int lead = __builtin_clzll(f);
    exponent -= lead;
    if (exponent > 2000) exponent = 2000;
    if (exponent < -2000) exponent = -2000;
    *d = kr_round_real(f << lead, more, (int)exponent);
    return true;
}

kr_value kr_float_fromhex(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "bad argument type for built-in operation");
    size_t size = kr_to_str(argv[1])->size;
    const char *text = kr_to_str(argv[1])->data;
    while (size && is_blank(*text)) text++, size--;
    while (size && is_blank(text[size - 1])) size--;
    kr_real d;
    bool negative = size && *text == '-';
    if (size && (*text == '-' || *text == '+')) text++, size--;
    if (!parse_word(text, size, &d)) {
        if (!parse_hex(text, text + size, &d))
            kr_raise_value_error(vm, "invalid hexadecimal floating-point string");
        if (isinf(d)) kr_raise_overflow(vm, "hexadecimal value too large to represent as a float");
    }
    kr_value number = kr_float_new(vm, negative ? -d : d);
    return argv[0] == KR_OBJECT(&kr_float_type) ? number : kr_call(vm, argv[0], 1, &number);
}

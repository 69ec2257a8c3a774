#ifndef KR_NUMBER_H
#define KR_NUMBER_H
/* Numbers: int (small in the word, big in the heap), bool, float, complex. */
#include "core/object.h"
#include "types/text.h"

/* A big int: magnitude in 32-bit digits, least significant first, no leading zero digit; never a number that
 * fits a small int, except in an instance of a user's subclass of int. */
typedef struct kr_bigint {
    kr_object head;
    int32_t size; /* digits; negative when the number is */
    uint32_t digits[];
} kr_bigint;

typedef struct kr_float {
    kr_object head;
    kr_real value;
} kr_float;

typedef struct kr_complex {
    kr_object head;
    kr_real real, imag;
} kr_complex;

static inline bool kr_is_bigint(kr_value v) {
    return kr_is_kind(v, &kr_int_type);
} /* heap ints, subclass instances too */
static inline bool kr_is_integer(kr_value v) {
    return kr_is_int(v) || kr_is_bigint(v);
} /* int without bool */

kr_value kr_int_from(kr_vm *vm, intmax_t n);
kr_value kr_int_from_unsigned(kr_vm *vm, uintmax_t n);
kr_value kr_int_from_real(kr_vm *vm, kr_real d); /* truncates; OverflowError, ValueError for inf, nan */
/* The value in an intmax_t; false when it does not fit. v: int, bool or subclass. */
bool kr_int_to(kr_value v, intmax_t *n);
intmax_t kr_int_arg(kr_vm *vm, kr_value v); /* by __index__; OverflowError when it does not fit */
kr_word kr_size_arg(kr_vm *vm,
                    kr_value v); /* the same for a width or count: what CPython keeps in a ssize_t */
kr_real kr_int_to_real(kr_vm *vm, kr_value v); /* correctly rounded; OverflowError */
int kr_int_compare(kr_value a, kr_value b);     /* -1, 0, 1; ints and bools of any size */
kr_word kr_int_hash(kr_value v);                /* CPython's: modulo 2^61-1 (2^31-1 on 32 bits) */
/* pow(a, b, m); ValueError for m = 0 and for a negative b when a has no inverse. */
kr_value kr_int_power_modulo(kr_vm *vm, kr_value a, kr_value b, kr_value m);
kr_value kr_int_inverse(kr_vm *vm, kr_value a, kr_value m);
kr_value kr_int_gcd(kr_vm *vm, kr_value a, kr_value b);
kr_value kr_int_square_root(kr_vm *vm, kr_value v); /* floor; v >= 0 */
/* divmod(a, b) of two numbers (int, bool, float): floors, ZeroDivisionError; false when one is no such
 * number. */
bool kr_number_divmod(kr_vm *vm, kr_value a, kr_value b, kr_value *quotient, kr_value *rest);
/* Text of an int in base 2..36, no prefix, appended. */
void kr_int_write(kr_vm *vm, kr_writer *out, kr_value v, unsigned base, bool upper);
/* Parses digits (with '_' and base 0 prefixes as int() does); KR_UNBOUND when malformed. */
kr_value kr_int_parse(kr_vm *vm, const char *text, size_t size, unsigned base);
/* Two's complement bytes. */
kr_value kr_int_from_bytes(kr_vm *vm, const uint8_t *data, size_t size, bool big_endian, bool is_signed);
bool kr_int_to_bytes(kr_value v, uint8_t *data, size_t size, bool big_endian,
                     bool is_signed); /* false: does not fit */

bool kr_is_float(kr_value v); /* inline or boxed, subclass instances too */
kr_real kr_float_value(kr_value v);
kr_value kr_float_new(kr_vm *vm, kr_real d);
/* Shortest text that reads back as the same number (repr), into out[32]; returns its length. */
size_t kr_float_repr(kr_real d, char out[32]);
/* Correctly rounded; false when malformed. Takes Python's float() syntax without surrounding blanks. */
bool kr_float_parse(const char *text, size_t size, kr_real *d);
/* The text of a str that is to become a number: without the blanks around it, the digits of other scripts as
 * ASCII ones, other non-ASCII characters as '?'. */
const char *kr_number_text(kr_vm *vm, kr_str *s, size_t *size);
kr_word kr_float_hash(kr_real d);
bool kr_is_complex(kr_value v);
kr_value kr_complex_new(kr_vm *vm, kr_real real, kr_real imag);

/* Arithmetic for the run loop's slow path: ints (any size), bools and floats; KR_NOT_IMPLEMENTED for anything
 * else. */
kr_value kr_number_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b);
kr_value kr_number_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b);

/* The format mini-language, shared by format(), f-strings, str.format and %. */
typedef struct kr_format_spec {
    uint32_t fill; /* code point */
    char align;    /* '<' '>' '^' '=' or 0 */
    char sign;     /* '+' '-' ' ' or 0 */
    bool alternate, zero;
    bool positive_zero; /* 'z': no minus sign before what rounds to 0 */
    char grouping;      /* ',' '_' or 0 */
    char type;          /* or 0 */
    uint32_t type_code; /* the same as a code point: types that are no ASCII characters exist in errors only */
    kr_word width;      /* -1: none */
    kr_word precision;  /* -1: none */
} kr_format_spec;
void kr_format_parse(kr_vm *vm, kr_value spec, kr_format_spec *out); /* ValueError */
void kr_format_number(kr_vm *vm, kr_writer *out, kr_value v, const kr_format_spec *spec);
void kr_format_text(kr_vm *vm, kr_writer *out, kr_value str, const kr_format_spec *spec);
/* format(v, spec) as a str, for the numbers and for text; spec is a str (TypeError). */
kr_value kr_format_number_value(kr_vm *vm, kr_value v, kr_value spec);
kr_value kr_format_text_value(kr_vm *vm, kr_value v, kr_value spec);
kr_value kr_format_percent(kr_vm *vm, kr_value format, kr_value arguments); /* str % x and bytes % x */

#endif

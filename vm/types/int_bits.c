/* int: operators and methods that look at the bits.
 *
 * Python's ints behave as two's complement numbers with infinitely many sign bits, but are stored as sign and
 * magnitude. A *stream* turns one into the other digit by digit: a negative number's digits are complemented
 * with a carry that starts at one. The same turn converts a negative result back. */
#include "types/int.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "types/container.h"
#include "types/sequence.h"
#include "types/text.h"

typedef struct stream {
    const kr_integer *view;
    size_t at;
    uint32_t carry;
} stream;

static uint32_t complement_digit(uint32_t digit, uint32_t *carry) {
    digit = ~digit + *carry;
    *carry = *carry && digit == 0;
    return digit;
}

static uint32_t stream_next(stream *s) {
    uint32_t digit = s->at < s->view->size ? s->view->digits[s->at] : 0;
    s->at++;
    return s->view->negative ? complement_digit(digit, &s->carry) : digit;
}

static uint32_t combine(kr_binary_op op, uint32_t a, uint32_t b) {
    return op == KR_AND ? a & b : op == KR_OR ? a | b : a ^ b;
}

kr_value kr_int_bitwise(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    if (kr_both_int(a, b)) {
        kr_word left = kr_to_int(a), right = kr_to_int(b);
        return KR_INT(op == KR_AND ? left & right : op == KR_OR ? left | right : left ^ right);
    }
    kr_integer left, right;
    kr_integer_open(&left, a);
    kr_integer_open(&right, b);
    size_t size = (left.size > right.size ? left.size : right.size) + 1;
    kr_bigint *r = kr_bigint_new(vm, size);
    stream one = {&left, 0, 1}, other = {&right, 0, 1};
    for (size_t i = 0; i < size; i++) r->digits[i] = combine(op, stream_next(&one), stream_next(&other));
    bool negative = combine(op, left.negative, right.negative) != 0;
    uint32_t carry = 1;
    for (size_t i = 0; negative && i < size; i++) r->digits[i] = complement_digit(r->digits[i], &carry);
    return kr_bigint_value(r, negative);
}

kr_value kr_integer_bit_length(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_unsigned(vm, kr_int_bit_length(argv[0]));
}

kr_value kr_integer_bit_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_integer view;
    kr_integer_open(&view, argv[0]);
    size_t count = 0;
    for (size_t i = 0; i < view.size; i++) count += (size_t)__builtin_popcount(view.digits[i]);
    return kr_int_from_unsigned(vm, count);
}

bool kr_int_to_bytes(kr_value v, uint8_t *data, size_t size, bool big_endian, bool is_signed) {
    kr_integer view;
    kr_integer_open(&view, v);
    if (view.negative && !is_signed) return false;
    stream bits = {&view, 0, 1};
    uint32_t digit = 0, fill = view.negative ? 0xff : 0;
    for (size_t i = 0; i < size; i++) {
        if (i % 4 == 0) digit = stream_next(&bits);
        data[big_endian ? size - 1 - i : i] = (uint8_t)digit;
        digit = digit >> 8 | fill << 24;
    }
    /* Everything above must be sign bits, and the uppermost stored bit too when it is the sign. */
    if (size % 4 && digit != (view.negative ? UINT32_MAX : 0)) return false;
    if (bits.at < view.size) {
        while (bits.at < view.size) {
            if (stream_next(&bits) != (view.negative ? UINT32_MAX : 0)) return false;
        }
    }
    if (!is_signed) return true;
    if (size == 0) return view.size == 0;
    uint8_t top = data[big_endian ? 0 : size - 1];
    return (top >= 0x80) == view.negative;
}

kr_value kr_int_from_bytes(kr_vm *vm, const uint8_t *data, size_t size, bool big_endian, bool is_signed) {
    if (size == 0) return KR_INT(0);
    bool negative = is_signed && data[big_endian ? 0 : size - 1] >= 0x80;
    size_t digits = (size + 3) / 4;
    kr_bigint *r = kr_bigint_new(vm, digits);
    memset(r->digits, negative ? 0xff : 0, digits * sizeof(uint32_t));
    for (size_t i = 0; i < size; i++) {
        uint32_t byte = data[big_endian ? size - 1 - i : i];
        unsigned shift = (unsigned)(i % 4) * 8;
        r->digits[i / 4] = (r->digits[i / 4] & ~((uint32_t)0xff << shift)) | byte << shift;
    }
    uint32_t carry = 1;
    for (size_t i = 0; negative && i < digits; i++) r->digits[i] = complement_digit(r->digits[i], &carry);
    return kr_bigint_value(r, negative);
}

static bool is_big_endian(kr_vm *vm, kr_value order) {
    if (order == KR_UNBOUND) return true;
    if (!kr_is_str(order)) kr_raise_type(vm, "to_bytes() argument 'byteorder' must be str, not %T", order);
    bool big = kr_str_is(order, "big");
    if (!big && !kr_str_is(order, "little"))
        kr_raise_value_error(vm, "byteorder must be either 'little' or 'big'");
    return big;
}

/* (self, length=1, byteorder="big", *, signed=False) */
kr_value kr_integer_to_bytes(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word length = argv[1] == KR_UNBOUND ? 1 : kr_size_arg(vm, argv[1]);
    bool big = is_big_endian(vm, argv[2]), is_signed = argv[3] != KR_UNBOUND && kr_truth(vm, argv[3]);
    if (length < 0) kr_raise_value_error(vm, "length argument must be non-negative");
    if (!is_signed && kr_int_sign(argv[0]) < 0)
        kr_raise_overflow(vm, "can't convert negative int to unsigned");
    kr_value bytes = kr_bytes_value(vm, NULL, (size_t)length);
    if (!kr_int_to_bytes(argv[0], ((kr_bytes *)kr_to_pointer(bytes))->data, (size_t)length, big, is_signed)) {
        kr_raise_overflow(vm, "int too big to convert");
    }
    return bytes;
}

/* (cls, bytes, byteorder="big", *, signed=False) */
kr_value kr_integer_from_bytes(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    bool big = is_big_endian(vm, argv[2]), is_signed = argv[3] != KR_UNBOUND && kr_truth(vm, argv[3]);
    kr_value source = argv[1];
    if (kr_is_str(source) || kr_is_index(source)) kr_raise_type(vm, "cannot convert '%T' object to bytes", source);
    kr_buffer buffer;
    if (kr_is_bytes(source) || kr_is_bytearray(source) || kr_is_exact(source, &kr_memoryview_type)) {
        kr_get_buffer(vm, source, &buffer, false);
    } else {
        source = kr_call(vm, KR_OBJECT(&kr_bytes_type), 1, &source);
        kr_get_buffer(vm, source, &buffer, false);
    }
    kr_value n = kr_int_from_bytes(vm, buffer.data, buffer.size, big, is_signed);
    return argv[0] == KR_OBJECT(&kr_int_type) ? n : kr_call(vm, argv[0], 1, &n);
}

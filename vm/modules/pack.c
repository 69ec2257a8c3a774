/* C values in bytes of either order. */
#include "modules/pack.h"
#include <math.h>
#include <stdalign.h>
#include "core/names.h"
#include "core/operate.h"
#include "types/byte_string.h"
#include "types/number.h"
#include "types/sequence.h"

bool kr_pack_native_big(void) {
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 0;
}

size_t kr_pack_size(char code, bool native) {
    switch (code) {
    case '?':
    case 'c':
    case 'b':
    case 'B': return 1;
    case 'e':
    case 'h':
    case 'H': return 2;
    case 'i':
    case 'I':
    case 'f': return 4;
    case 'l':
    case 'L': return native ? sizeof(long) : 4;
    case 'q':
    case 'Q':
    case 'd': return 8;
    case 'n':
    case 'N':
    case 'P': return native ? sizeof(void *) : 0;
    default: return 0;
    }
}

size_t kr_pack_alignment(char code) {
    switch (code) {
    case 'e':
    case 'h':
    case 'H': return alignof(short);
    case 'i':
    case 'I': return alignof(int);
    case 'f': return alignof(float);
    case 'l':
    case 'L': return alignof(long);
    case 'q':
    case 'Q': return alignof(long long);
    case 'd': return alignof(double);
    case 'n':
    case 'N':
    case 'P': return alignof(void *);
    default: return 1;
    }
}

static void put(uint8_t *out, uint64_t bits, size_t size, bool big) {
    for (size_t i = 0; i < size; i++, bits >>= 8) out[big ? size - 1 - i : i] = (uint8_t)bits;
}

static uint64_t get(const uint8_t *in, size_t size, bool big) {
    uint64_t bits = 0;
    for (size_t i = size; i > 0; i--) bits = bits << 8 | in[big ? size - i : i - 1];
    return bits;
}

static bool is_signed(char code) {
    return strchr("bhilqn", code) != NULL;
}

/* --- half precision: 1 bit sign, 5 bits exponent, 10 bits fraction */

static uint16_t half_from(double d, bool *overflow) {
    uint16_t sign = signbit(d) ? 0x8000 : 0;
    int exponent;
    *overflow = false;
    if (isnan(d)) return sign | 0x7e00;
    if (isinf(d)) return sign | 0x7c00;
    double fraction = frexp(fabs(d), &exponent); /* 0.5 <= fraction < 1 */
    if (fraction == 0) return sign;
    bool tiny = exponent < -13; /* no implicit one */
    double scaled = tiny ? ldexp(fraction, exponent + 24) : ldexp(fraction, 11) - 1024;
    uint32_t bits =
        (uint32_t)nearbyint(scaled) + (tiny ? 0 : (uint32_t)(exponent + 14 < 0 ? 0 : exponent + 14) << 10);
    if (!tiny && (exponent > 16 || bits >= 0x7c00)) {
        *overflow = true;
        return sign | 0x7c00;
    }
    return (uint16_t)(sign | bits);
}

static double half_to(uint16_t bits) {
    int exponent = bits >> 10 & 31;
    double fraction = bits & 0x3ff;
    double d = exponent == 31  ? (fraction == 0 ? INFINITY : NAN)
               : exponent == 0 ? ldexp(fraction, -24)
                               : ldexp(fraction + 1024, exponent - 25);
    return bits & 0x8000 ? -d : d;
}

/* --- packing */

static kr_pack_result pack_float(kr_vm *vm, uint8_t *out, char code, bool big, kr_value v) {
    bool overflow = false;
    if (!kr_is_float(v) && !kr_is_index(v) && kr_special(vm, v, N___float__) == KR_UNBOUND)
        return KR_PACK_NOT_FLOAT;
    double d = (double)kr_real_of(vm, v);
    if (code == 'd') {
        uint64_t bits;
        memcpy(&bits, &d, sizeof bits);
        put(out, bits, 8, big);
    } else if (code == 'f') {
        float single = (float)d;
        uint32_t bits;
        memcpy(&bits, &single, sizeof bits);
        put(out, bits, 4, big);
        overflow = isinf(single) && isfinite(d);
    } else {
        put(out, half_from(d, &overflow), 2, big);
    }
    return overflow ? KR_PACK_FLOAT_RANGE : KR_PACK_OK;
}

static kr_pack_result pack_small(uint8_t *out, char code, size_t size, bool big, kr_word n) {
    int bits = (int)size * 8;
    int64_t wide = n;
    if (is_signed(code)) {
        if (bits < 64 && (wide < -((int64_t)1 << (bits - 1)) || wide >= (int64_t)1 << (bits - 1)))
            return KR_PACK_RANGE;
    } else if (code == 'P') {
        if (bits < 64 && (wide < -((int64_t)1 << (bits - 1)) || wide >= (int64_t)1 << bits))
            return KR_PACK_RANGE;
    } else if (wide < 0 || (bits < 64 && wide >= (int64_t)1 << bits)) {
        return KR_PACK_RANGE;
    }
    put(out, (uint64_t)wide, size, big);
    return KR_PACK_OK;
}

kr_pack_result kr_pack(kr_vm *vm, uint8_t *out, char code, size_t size, bool big, kr_value v) {
    if (code == 'e' || code == 'f' || code == 'd') return pack_float(vm, out, code, big, v);
    if (code == '?') {
        *out = kr_truth(vm, v);
        return KR_PACK_OK;
    }
    if (code == 'c') {
        if (!kr_is_byte_string(v) || kr_span_of(v).size != 1) return KR_PACK_NOT_CHAR;
        *out = *kr_span_of(v).data;
        return KR_PACK_OK;
    }
    if (!kr_is_int(v)) {
        if (!kr_is_index(v)) return KR_PACK_NOT_INT;
        v = kr_index(vm, v);
    }
    if (kr_is_int(v)) return pack_small(out, code, size, big, kr_to_int(v));
    bool fits = kr_int_to_bytes(v, out, size, big, is_signed(code));
    if (!fits && code == 'P') fits = kr_int_to_bytes(v, out, size, big, true);
    return fits ? KR_PACK_OK : KR_PACK_RANGE;
}

kr_value kr_unpack(kr_vm *vm, const uint8_t *in, char code, size_t size, bool big) {
    uint64_t bits = get(in, size, big);
    switch (code) {
    case '?': return kr_bool(bits != 0);
    case 'c': return kr_bytes_value(vm, in, 1);
    case 'e': return kr_float_new(vm, (kr_real)half_to((uint16_t)bits));
    case 'f': {
        uint32_t narrow = (uint32_t)bits;
        float single;
        memcpy(&single, &narrow, sizeof single);
        return kr_float_new(vm, (kr_real)single);
    }
    case 'd': {
        double d;
        memcpy(&d, &bits, sizeof d);
        return kr_float_new(vm, (kr_real)d);
    }
    default: break;
    }
    if (!is_signed(code)) return kr_int_from_unsigned(vm, bits);
    unsigned shift = (unsigned)(64 - 8 * size);
    return kr_int_from(vm, (int64_t)(bits << shift) >> shift);
}

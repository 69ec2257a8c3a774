/* 64-bit multiplication and division, which the chip's mask ROM has and Debian's libgcc therefore leaves out.
 */
#include <stdint.h>

uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *rest); /* libgcc has this one */
uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);
int64_t __divdi3(int64_t dividend, int64_t divisor);
int64_t __muldi3(int64_t left, int64_t right);
uint64_t __umulsidi3(uint32_t left, uint32_t right); /* of libgcc's assembly */

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor) {
    return __udivmoddi4(dividend, divisor, (void *)0);
}

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor) {
    uint64_t rest;
    __udivmoddi4(dividend, divisor, &rest);
    return rest;
}

static uint64_t magnitude(int64_t value) {
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

int64_t __divdi3(int64_t dividend, int64_t divisor) {
    uint64_t quotient = __udivdi3(magnitude(dividend), magnitude(divisor));
    return (int64_t)((dividend < 0) != (divisor < 0) ? 0 - quotient : quotient);
}

/* The products of the halves. Written as an operator, the widening one would call this function. */
int64_t __muldi3(int64_t left, int64_t right) {
    uint64_t low = __umulsidi3((uint32_t)left, (uint32_t)right);
    uint32_t high = (uint32_t)((uint64_t)left >> 32) * (uint32_t)right +
                    (uint32_t)left * (uint32_t)((uint64_t)right >> 32);
    return (int64_t)(low + ((uint64_t)high << 32));
}

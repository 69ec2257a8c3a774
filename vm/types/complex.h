#ifndef KR_COMPLEX_H
#define KR_COMPLEX_H
/* Complex arithmetic that others need: a float raised to a broken power is a complex number. */
#include "core/object.h"

/* (a + bi) ** (c + di); ZeroDivisionError for 0 to a negative or complex power, OverflowError. */
kr_value kr_complex_power(kr_vm *vm, kr_real a, kr_real b, kr_real c, kr_real d);

#endif

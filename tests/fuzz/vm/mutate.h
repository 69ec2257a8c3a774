/* What libFuzzer does to an input of fuzz_compile.c: MUTATE_HEADER bytes of switches, then source text. */
#ifndef KRAIT_FUZZ_MUTATE_H
#define KRAIT_FUZZ_MUTATE_H
#include <stddef.h>
#include <stdint.h>

enum { MUTATE_HEADER = 2 };

#endif

#ifndef KR_FROZEN_H
#define KR_FROZEN_H
/* The list of modules in Python that tools/freeze.c generates; ends with a NULL name. */
#include "core/native.h"

extern const kr_frozen kr_frozen_modules[];

#endif

#ifndef KR_FROZEN_H
#define KR_FROZEN_H
/* The list of modules in Python that tools/freeze.c generates; ends with a NULL name. */
#include "core/native.h"

/* What stands in an image's table of literals for a name in ROM (run/image.h). */
#define KR_FROZEN_NAME(member) (0x8000u | (uint32_t)(offsetof(struct kr_names_rom, member) / 8))

extern const kr_frozen kr_frozen_modules[];

#endif

#ifndef KR_COMPLETE_H
#define KR_COMPLETE_H
/* Completion at a prompt, between complete.c (names in scope) and complete_import.c (import statements). */
#include "types/container.h"

/* When the line that ends at `end` is an import statement: the names that may stand for its last component, which
 * begins at `last`, unsorted. NULL for other lines. */
kr_list *kr_import_candidates(kr_vm *vm, const char *line, const char *last, const char *end);

#endif

/* In the place of completion in import statements: there are no proposals. */
#include "core/complete.h"

kr_list *kr_import_candidates(kr_vm *vm, const char *line, const char *last, const char *end) {
    (void)vm, (void)line, (void)last, (void)end;
    return NULL;
}

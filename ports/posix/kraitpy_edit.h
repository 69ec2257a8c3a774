#ifndef KRAITPY_EDIT_H
#define KRAITPY_EDIT_H
/* Line editing for the prompt by libedit, which is loaded when a terminal is there and not before. */
#include "krait/vm.h"

typedef struct kraitpy_edit kraitpy_edit;

/* NULL when libedit cannot be had: read plainly then. History is kept in `history`, unless that is NULL. Tab
 * completes by `vm`. */
kraitpy_edit *kraitpy_edit_open(kr_vm *vm, const char *history);

/* One line with its newline, owned by the editor until the next call; NULL at the end of input, or, with
 * *interrupted set, after ctrl-C. */
const char *kraitpy_edit_line(kraitpy_edit *edit, const char *prompt, bool *interrupted);

void kraitpy_edit_close(kraitpy_edit *edit);

#endif

#ifndef KRAITPY_EDIT_H
#define KRAITPY_EDIT_H
/* Line editing for the prompt by libedit, which is loaded when a terminal is there and not before. */
#include "krait/vm.h"

typedef struct kraitpy_edit kraitpy_edit;

/* NULL when libedit cannot be had: read plainly then. History is kept in `history`, unless that is NULL. Tab
 * completes by `vm`. */
kraitpy_edit *kraitpy_edit_open(kr_vm *vm, const char *history);

enum kraitpy_edit_end {
    EDIT_LINE,        /* a line */
    EDIT_END,         /* ctrl-D on an empty line, or the end of the input */
    EDIT_INTERRUPTED, /* ctrl-C */
    EDIT_PASTE        /* ctrl-E on an empty line */
};

/* Reads one line behind `prompt`, `indent` blanks of which are typed for the user; with `paste` set nothing
 * is completed and nothing remembered. The line has its newline and is owned by the editor until the next
 * call. */
enum kraitpy_edit_end kraitpy_edit_line(kraitpy_edit *edit, const char *prompt, unsigned indent, bool paste,
                                        const char **line);

void kraitpy_edit_close(kraitpy_edit *edit);

#endif

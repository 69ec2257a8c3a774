#ifndef KR_TRACEBACK_H
#define KR_TRACEBACK_H
/* Tracebacks: one small entry a frame, outermost first. An entry knows its code and the word of the
 * instruction; the line is looked up when somebody asks. Frames that repeat (deep recursion) share one entry
 * with a count. */
#include "core/context.h"
#include "run/code.h"

typedef struct kr_traceback {
    kr_object head;
    kr_value next; /* towards where the exception was raised; or KR_NONE */
    kr_code *code;
    uint32_t word;  /* of the instruction */
    uint32_t count; /* how often this entry stands in a row */
} kr_traceback;

/* Puts a frame that the exception passes through in front of its traceback. `pc` is the word after the
 * instruction that raised, as in kr_frame. Never raises: when memory is out the entry is left out. */
void kr_traceback_add(kr_vm *vm, kr_value exception, kr_code *code, const uint32_t *pc);

/* The frame of the running program that is `depth` calls further out, as a frame object: its code, line, globals and
 * callers. ValueError when there is none. */
kr_value kr_frame_at(kr_vm *vm, size_t depth);

uint32_t kr_traceback_line(const kr_traceback *entry);

#endif

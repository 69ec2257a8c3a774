#ifndef HEAP_MACHINE_H
#define HEAP_MACHINE_H
/* A machine of nothing but a heap: what core/heap*.c, mark.c and sweep.c need of the rest, with roots that a
 * test sets. */
#include "core/heap_layout.h"
#include <setjmp.h>

#define ROOTS 64

typedef struct machine {
    kr_vm vm;
    kr_value roots[ROOTS];
    jmp_buf out_of_memory; /* where kr_raise_memory goes when `catching` */
    bool catching;
    kr_value waiting; /* weak references whose callbacks wait */
    unsigned del_calls;
    kr_value last_del;
    void *memory;
    size_t size;
} machine;

/* Objects of the tests: a number, and references to others. */
typedef struct node {
    kr_object head;
    uintptr_t number; /* odd: what is no reference must not look like one */
    size_t count;
    kr_value links[];
} node;
extern const kr_type node_type, leaf_type, finalized_type, deleted_type;
extern unsigned finalized_count;

/* Makes a heap of `size` bytes; the C stack is scanned up to `base`. */
machine *machine_open(size_t size, void *base);
void machine_close(machine *m);

node *node_new(machine *m, const kr_type *type, uintptr_t number, size_t links);

#endif

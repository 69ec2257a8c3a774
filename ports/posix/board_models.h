#ifndef KRAIT_POSIX_BOARD_MODELS_H
#define KRAIT_POSIX_BOARD_MODELS_H
/* The programs of board/, put into the process by the build, in the order in which they are run. */

typedef struct board_model {
    const char *name;
    const char *source;
} board_model;

extern const board_model board_models[]; /* ends with a NULL name */

#endif

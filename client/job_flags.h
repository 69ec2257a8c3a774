#ifndef JOB_FLAGS_H
#define JOB_FLAGS_H
/* The flags that exec, eval and run share: how to behave when somebody else uses the device. */
#include "job.h"

#define JOB_FLAGS_HELP                                                                                       \
    "-w, --wait  wait until the device is free when somebody else runs something\n"                          \
    "-T, --take  interrupt whoever runs something and take the console\n"

/* Takes the flags that stand before the first argument; what follows it is the program's. --compile sets
 * *compile; it is unknown where that is NULL. False after a usage message. */
bool job_flags(struct context *context, const char *verb, int *argc, char ***argv, struct job *job,
               bool *compile);

/* A whole file, or standard input for "-", malloc'd. */
char *job_read_file(const char *path, size_t *size, struct failure *failure);

#endif

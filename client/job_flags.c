/* Flags and program text of exec, eval and run. */
#include "job_flags.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool job_flags(struct context *context, const char *verb, int *argc, char ***argv, struct job *job,
               bool *compile) {
    while (*argc > 1 && (*argv)[1][0] == '-' && (*argv)[1][1]) {
        const char *flag = (*argv)[1];
        if (!strcmp(flag, "-w") || !strcmp(flag, "--wait"))
            job->options |= PROTO_EXEC_WAIT;
        else if (!strcmp(flag, "-T") || !strcmp(flag, "--take"))
            job->options |= PROTO_EXEC_TAKE;
        else if (compile != NULL && !strcmp(flag, "--compile"))
            *compile = true;
        else if (strcmp(flag, "--") != 0) {
            verb_usage(context, verb, "%s does not know '%s'", verb, flag);
            return false;
        }
        (*argv)++;
        (*argc)--;
        if (strcmp(flag, "--") == 0) break;
    }
    return true;
}

char *job_read_file(const char *path, size_t *size, struct failure *failure) {
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *data = NULL;
    size_t capacity = 0, n;
    *size = 0;
    if (!file) {
        fail_errno(failure, path);
        return NULL;
    }
    do {
        if (capacity - *size < 4096) {
            char *grown = realloc(data, capacity = capacity ? 2 * capacity : 16384);
            if (!grown) break;
            data = grown;
        }
        n = fread(data + *size, 1, capacity - *size - 1, file);
        *size += n;
    } while (n > 0);
    bool bad = ferror(file) != 0;
    if (bad) fail_errno(failure, path);
    if (file != stdin) fclose(file);
    if (!bad && data) {
        data[*size] = 0;
        return data;
    }
    free(data);
    return NULL;
}

#ifndef KRAIT_POSIX_FILES_H
#define KRAIT_POSIX_FILES_H
/* The files of a Linux directory as a kr_files.
 *
 * A *confined* one never leaves its root: "..", symbolic links and mounted magic links that lead outside are
 * refused, whoever changes the tree meanwhile, and only regular files can be opened. The local interpreter
 * uses an unconfined one over "/". */
#include "krait/files.h"
#include <stdbool.h>

typedef struct posix_files {
    int root; /* descriptor of the root directory; -1 when closed */
    bool confined;
    bool no_openat2;          /* the kernel or a sandbox does not know it: no symbolic link is followed */
    struct posix_list *lists; /* open directory listings */
    int list_count;
    void **maps; /* copies of mapped files */
    int map_count;
} posix_files;

/* Opens the directory; 0 or a negative KR_E… code. */
int posix_files_open(posix_files *files, const char *root, bool confined);

/* Closes the root and forgotten listings; open files stay the caller's. */
void posix_files_close(posix_files *files);

/* Functions for a kr_host, or for the daemon; their context is a posix_files. */
extern const kr_files posix_files_functions;

#endif

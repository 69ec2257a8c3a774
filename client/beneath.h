#ifndef BENEATH_H
#define BENEATH_H
/* Opening paths that a device names, never outside one directory: not by "..", not by links, not by a link
 * that is put there in between. */
#include <stdbool.h>
#include <sys/types.h>

/* Opens `path` ("/" is the directory itself) below `root`. Links inside are followed as long as they stay
 * inside. Returns a descriptor or -1 with errno; EXDEV or ELOOP means that the path leads out. */
int beneath_open(int root, const char *path, int flags, mode_t mode);

/* Opens the directory that holds `path` and puts the last name into name[256]. EINVAL for "/". */
int beneath_parent(int root, const char *path, char name[256]);

#endif

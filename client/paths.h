#ifndef PATHS_H
#define PATHS_H
/* Paths on the command line: ":x" is x on the device, all others are of this computer. */
#include <stdbool.h>
#include <stddef.h>

#define REMOTE_PATH_MAX 512

bool path_is_remote(const char *argument);

/* The device path of ":x" (or of "x"): absolute, without "." and "..", doubled or trailing '/'. False when it
 * does not fit. */
bool path_remote(const char *argument, char path[REMOTE_PATH_MAX]);

/* directory + '/' + name, with one slash; works for both kinds. False when it does not fit. */
bool path_join(char *out, size_t size, const char *directory, const char *name);

/* What stands behind the last '/', ignoring trailing ones: the name that a copy gets. Copies into name[256];
 * "" for "/" and ":". */
void path_name(const char *path, char name[256]);

#endif

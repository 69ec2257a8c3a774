/* Path arithmetic; nothing here looks at a disk. */
#include "paths.h"
#include <stdio.h>
#include <string.h>

bool path_is_remote(const char *argument) {
    return argument[0] == ':';
}

bool path_remote(const char *argument, char path[REMOTE_PATH_MAX]) {
    const char *p = argument + path_is_remote(argument);
    size_t size = 0;
    while (*p) {
        size_t length = strcspn(p, "/");
        if (length == 2 && p[0] == '.' && p[1] == '.') {
            while (size > 0 && path[--size] != '/') {
            }
        } else if (length > 0 && !(length == 1 && p[0] == '.')) {
            if (size + 1 + length >= REMOTE_PATH_MAX) return false;
            path[size++] = '/';
            memcpy(path + size, p, length);
            size += length;
        }
        p += length;
        p += *p == '/';
    }
    if (size == 0) path[size++] = '/';
    path[size] = 0;
    return true;
}

bool path_join(char *out, size_t size, const char *directory, const char *name) {
    size_t length = strlen(directory);
    bool slash = length > 0 && directory[length - 1] == '/';
    while (*name == '/') name++;
    int written = snprintf(out, size, "%s%s%s", directory, slash || !*directory || !*name ? "" : "/", name);
    return written >= 0 && (size_t)written < size;
}

void path_name(const char *path, char name[256]) {
    const char *start = path + path_is_remote(path), *end = start + strlen(start), *slash;
    while (end > start && end[-1] == '/') end--;
    for (slash = end; slash > start && slash[-1] != '/';) slash--;
    snprintf(name, 256, "%.*s", (int)(end - slash), slash);
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) name[0] = 0;
}

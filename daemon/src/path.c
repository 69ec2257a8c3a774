/* Paths: from what clients write to the device's one form, absolute and without "." or "..".
 *
 * ".." never leads above the root: "/a/../../b" is "/b", as in a root directory of Unix. */
#include "op.h"

#include <string.h>

#include "parts.h"

#define PART_SUFFIX ".krait-part"

static size_t cut_last(char *path, size_t length) {
    while (length > 0 && path[length - 1] != '/') length--;
    return length > 0 ? length - 1 : 0;
}

/* One pass: names are appended, ".." takes the last one off again. */
unsigned path_normalise(struct proto_text text, char output[DEV_PATH_MAX]) {
    size_t length = 0;
    size_t at = 0;
    unsigned status = PROTO_STATUS_OK;
    while (at < text.length && status == PROTO_STATUS_OK) {
        const char *name = text.text + at;
        size_t size = 0;
        while (at + size < text.length && name[size] != '/') size++;
        at += size + 1;
        if (size == 0 || (size == 1 && name[0] == '.')) continue;
        if (size == 2 && name[0] == '.' && name[1] == '.') {
            length = cut_last(output, length);
        } else if (size > KR_NAME_MAX || size + 2 > DEV_PATH_MAX - length) {
            status = PROTO_STATUS_NAME_TOO_LONG;
        } else {
            output[length++] = '/';
            memcpy(output + length, name, size);
            length += size;
        }
    }
    if (length == 0) output[length++] = '/';
    output[length] = 0;
    return status;
}

bool path_join(char *path, const char *name) {
    size_t length = strlen(path);
    size_t size = strlen(name);
    if (length == 1) length = 0;
    if (size + 2 > DEV_PATH_MAX - length) return false;
    path[length] = '/';
    memcpy(path + length + 1, name, size + 1);
    return true;
}

void path_parent(char *path) {
    size_t length = cut_last(path, strlen(path));
    path[length > 0 ? length : 1] = 0;
}

const char *path_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool path_within(const char *path, const char *above) {
    size_t length = strlen(above);
    if (length == 1) return true;
    return strncmp(path, above, length) == 0 && (path[length] == 0 || path[length] == '/');
}

/* A name that is too long for the suffix is cut. Two long names with the same beginning then share a
 * temporary name; the check for files that are being written keeps them apart, and the hash does the rest. */
bool path_part(const char *path, char output[DEV_PATH_MAX]) {
    const char *name = path_name(path);
    size_t before = (size_t)(name - path);
    size_t size = strlen(name);
    size_t most = KR_NAME_MAX - sizeof PART_SUFFIX;
    if (size > most) size = most;
    if (before + 1 + size + sizeof PART_SUFFIX > DEV_PATH_MAX) return false;
    memcpy(output, path, before);
    output[before] = '.';
    memcpy(output + before + 1, name, size);
    memcpy(output + before + 1 + size, PART_SUFFIX, sizeof PART_SUFFIX);
    return true;
}

bool path_is_part(const char *name) {
    size_t size = strlen(name);
    size_t suffix = sizeof PART_SUFFIX - 1;
    return size > suffix + 1 && name[0] == '.' && strcmp(name + size - suffix, PART_SUFFIX) == 0;
}

/* Makes each directory above, from the root down; those that exist are fine. */
int path_make_parents(struct dev_device *dev, const char *path) {
    char parent[DEV_PATH_MAX];
    int result = 0;
    for (size_t i = 1; path[i] && result >= 0; i++) {
        if (path[i] != '/') continue;
        memcpy(parent, path, i);
        parent[i] = 0;
        result = dev->files->mkdir(dev->files_context, parent);
        if (result == -KR_EEXIST) result = 0;
    }
    return result;
}

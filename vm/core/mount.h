#ifndef KR_MOUNT_H
#define KR_MOUNT_H
/* File systems that programs mount: objects with open, ilistdir, stat, remove, rename, mkdir, rmdir, statvfs,
 * chdir and getcwd, as MicroPython has them.
 *
 * As long as a program mounts nothing there is no table and every path belongs to the host. Else an entry of
 * the table is a tuple (path, object); the host's own files are the entry whose object is a
 * kr_host_files_type that shows the host's root. The table hangs below KR_STATE_MOUNTS. */
#include "core/context.h"

enum kr_mount_kind {
    KR_MOUNT_HOST,   /* vm->host->files serves the path */
    KR_MOUNT_OBJECT, /* `object` does, which knows it as `path` */
    KR_MOUNT_NONE    /* nobody does; it may still be the directory that holds mount points */
};

typedef struct kr_mount {
    enum kr_mount_kind kind;
    kr_value object; /* the file system */
    kr_value path;   /* as the file system knows it: from its own root, or as given when the working directory
                        lies in it */
    kr_value at;     /* str: where it is mounted */
} kr_mount;

/* Who serves a path of a program (a str). */
kr_mount kr_mount_find(kr_vm *vm, kr_value path);

/* True when a file system object serves the path; *result is then what its method gives for (path, argument),
 * the argument left out when it is KR_UNBOUND. OSError ENOENT when nobody serves it. False: it is the host's.
 */
bool kr_mount_call(kr_vm *vm, kr_value path, kr_value method, kr_value argument, kr_value *result);

/* The kind of file (enum kr_file_kind) that a file system object has there; 0 when there is none. OSError is
 * not raised. */
uint32_t kr_mount_stat(kr_vm *vm, kr_value path);

/* All that a file holds, as bytes; the file is closed. */
kr_value kr_mount_read(kr_vm *vm, const kr_mount *mount);

kr_value kr_mount_table(const kr_vm *vm); /* a list, or 0 */

/* Host's files as such an object: modules/vfs.c. */
extern const kr_type kr_host_files_type;
bool kr_host_files_are_all(kr_value v); /* it shows the host's root, and may be written */

#endif

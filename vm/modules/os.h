#ifndef KR_OS_H
#define KR_OS_H
/* What the files of the os module share. */
#include "core/context.h"
#include "core/native.h"

/* host->files; OSError ENODEV when the machine has none. */
const kr_files *kr_os_files(kr_vm *vm, kr_value path);

/* The absolute path that an argument names. */
void kr_os_path(kr_vm *vm, kr_value v, char out[KR_PATH_MAX]);

/* Raises the OSError for a negative result. */
void kr_os_check(kr_vm *vm, int64_t result, kr_value path);

kr_file_stat kr_os_stat(kr_vm *vm, kr_value path);
kr_value kr_os_stat_result(kr_vm *vm, const kr_file_stat *stat);

/* Calls visit for each entry of a directory; the listing is closed whatever happens. */
void kr_os_list(kr_vm *vm, kr_value path, void (*visit)(kr_vm *vm, void *data, const kr_file_entry *entry),
                void *data);

/* The same of the host's files only, whatever a program has mounted. */
void kr_os_list_host(kr_vm *vm, kr_value path,
                     void (*visit)(kr_vm *vm, void *data, const kr_file_entry *entry), void *data);
/* Calls mkdir, remove or rmdir of the host; OSError. None. */
kr_value kr_os_change(kr_vm *vm, kr_value path, int (*operation)(void *context, const char *path));

/* "a/b" from "a" and "b". */
kr_value kr_os_join(kr_vm *vm, kr_value a, kr_value b);

extern const kr_module_def kr_module_os_path;
extern const kr_builtin kr_os_walk_function, kr_os_scandir_function;
extern const kr_type kr_os_entry_type;

#endif

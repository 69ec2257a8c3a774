/* A file system that is not there: stands in until the flash has one. */
#include "krait/files.h"
static int no_path(void *c, const char *p) {
    (void)c, (void)p;
    return -KR_ENOENT;
}
static int no_open(void *c, const char *p, int f) {
    (void)c, (void)p, (void)f;
    return -KR_ENOENT;
}
static int no_handle(void *c, int h) {
    (void)c, (void)h;
    return -KR_EBADF;
}
static int no_stat(void *c, const char *p, kr_file_stat *s) {
    (void)c;
    if (p[0] == '/' && !p[1]) {
        *s = (kr_file_stat){.kind = KR_FILE_DIRECTORY};
        return 0;
    }
    return -KR_ENOENT;
}
static int no_space(void *c, const char *p, kr_file_space *s) {
    (void)c;
    (void)p;
    *s = (kr_file_space){.block_size = 1};
    return 0;
}
static int list_open(void *c, const char *p) {
    (void)c, (void)p;
    return 0;
}
static int list_next(void *c, int h, kr_file_entry *e) {
    (void)c, (void)h, (void)e;
    return 0;
}
static int list_close(void *c, int h) {
    (void)c, (void)h;
    return 0;
}
const kr_files files_none = {.open = no_open,
                             .close = no_handle,
                             .stat = no_stat,
                             .remove = no_path,
                             .mkdir = no_path,
                             .rmdir = no_path,
                             .space = no_space,
                             .list_open = list_open,
                             .list_next = list_next,
                             .list_close = list_close};

/* The files of a directory: what they do, and that no path leaves a confined root, with openat2 and without.
 */
#define _GNU_SOURCE
#include "files.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static const kr_files *const f = &posix_files_functions;

/* A root in a fresh folder, beside which lies a secret. */
typedef struct place {
    char folder[64];
    posix_files files;
} place;

static void write_file(int folder, const char *name, const char *text) {
    int descriptor = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
    close(descriptor);
}

static void setup(place *p) {
    strcpy(p->folder, "/tmp/krait-files-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    int folder = open(p->folder, O_DIRECTORY);
    assert_int_equal(mkdirat(folder, "root", 0777), 0);
    assert_int_equal(mkdirat(folder, "root/sub", 0777), 0);
    write_file(folder, "secret", "secret");
    write_file(folder, "root/plain", "hello");
    write_file(folder, "root/sub/inner", "inner");
    char absolute[96];
    snprintf(absolute, sizeof absolute, "%s/secret", p->folder);
    assert_int_equal(symlinkat(absolute, folder, "root/absolute"), 0);
    assert_int_equal(symlinkat("../secret", folder, "root/relative"), 0);
    assert_int_equal(symlinkat("..", folder, "root/up"), 0);
    assert_int_equal(symlinkat("/proc/self/root", folder, "root/magic"), 0);
    assert_int_equal(symlinkat("sub/inner", folder, "root/inside"), 0);
    assert_int_equal(mkfifoat(folder, "root/pipe", 0666), 0);
    close(folder);
    char root[96];
    snprintf(root, sizeof root, "%s/root", p->folder);
    assert_int_equal(posix_files_open(&p->files, root, true), 0);
}

static void teardown(place *p) {
    char command[128];
    posix_files_close(&p->files);
    snprintf(command, sizeof command, "rm -r '%s'", p->folder);
    assert_int_equal(system(command), 0);
}

static void read_all(place *p, const char *path, char *text, size_t size) {
    int handle = f->open(&p->files, path, KR_OPEN_READ);
    assert_true(handle >= 0);
    ptrdiff_t count = f->read(&p->files, handle, text, size - 1);
    assert_true(count >= 0);
    text[count] = '\0';
    assert_int_equal(f->close(&p->files, handle), 0);
}

static void check_refused(place *p, const char *path) {
    kr_file_stat stat;
    assert_true(f->open(&p->files, path, KR_OPEN_READ) < 0);
    assert_true(f->open(&p->files, path, KR_OPEN_WRITE | KR_OPEN_CREATE) < 0);
    assert_true(f->stat(&p->files, path, &stat) < 0);
    assert_true(f->list_open(&p->files, path) < 0);
}

static void check_confined(place *p) {
    static const char *const outside[] = {"/absolute",         "/relative",  "/up/secret",
                                          "/magic/etc/passwd", "/../secret", "/sub/../../secret"};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) check_refused(p, outside[i]);
    assert_true(f->remove(&p->files, "/up/secret") < 0);
    assert_true(f->rename(&p->files, "/plain", "/up/stolen") < 0);
    assert_true(f->rename(&p->files, "/up/secret", "/stolen") < 0);
    assert_true(f->mkdir(&p->files, "/up/made") < 0);
    assert_true(f->rmdir(&p->files, "/up/root") < 0);
    assert_true(f->set_mtime(&p->files, "/up/secret", 1) < 0);
    assert_true(f->list_open(&p->files, "/up") < 0);
    assert_int_equal(f->open(&p->files, "/pipe", KR_OPEN_READ), -KR_EACCES);
}

static void test_confined(void **state) {
    (void)state;
    place p;
    char text[16];
    setup(&p);
    check_confined(&p);
    if (!p.files.no_openat2) {
        read_all(&p, "/inside", text, sizeof text);
        assert_string_equal(text, "inner");
    }
    p.files.no_openat2 = true; /* as on an old kernel */
    check_confined(&p);
    check_refused(&p, "/inside");
    read_all(&p, "/sub/inner", text, sizeof text);
    assert_string_equal(text, "inner");
    teardown(&p);
}

/* Removing a link removes the link. */
static void test_links_are_names(void **state) {
    (void)state;
    place p;
    kr_file_stat stat;
    char secret[96];
    setup(&p);
    assert_int_equal(f->remove(&p.files, "/absolute"), 0);
    assert_int_equal(f->rename(&p.files, "/relative", "/moved"), 0);
    assert_int_equal(f->set_mtime(&p.files, "/up", 1000000000), 0);
    assert_int_equal(f->remove(&p.files, "/moved"), 0);
    assert_true(f->stat(&p.files, "/moved", &stat) < 0);
    snprintf(secret, sizeof secret, "%s/secret", p.folder);
    assert_int_equal(access(secret, R_OK), 0);
    teardown(&p);
}

static void test_files(void **state) {
    (void)state;
    place p;
    char text[32];
    kr_file_stat stat;
    setup(&p);
    int handle = f->open(&p.files, "/new", KR_OPEN_READ | KR_OPEN_WRITE | KR_OPEN_CREATE | KR_OPEN_EXCLUSIVE);
    assert_true(handle >= 0);
    assert_int_equal(f->write(&p.files, handle, "0123456789", 10), 10);
    assert_int_equal(f->seek(&p.files, handle, -3, 2), 7);
    assert_int_equal(f->read(&p.files, handle, text, sizeof text), 3);
    assert_memory_equal(text, "789", 3);
    assert_int_equal(f->seek(&p.files, handle, -1, 0), -KR_EINVAL);
    assert_int_equal(f->truncate(&p.files, handle, 4), 0);
    assert_int_equal(f->sync(&p.files, handle), 0);
    assert_int_equal(f->close(&p.files, handle), 0);
    assert_int_equal(f->open(&p.files, "/new", KR_OPEN_WRITE | KR_OPEN_CREATE | KR_OPEN_EXCLUSIVE),
                     -KR_EEXIST);
    handle = f->open(&p.files, "/new", KR_OPEN_WRITE | KR_OPEN_APPEND);
    assert_int_equal(f->write(&p.files, handle, "X", 1), 1);
    assert_int_equal(f->read(&p.files, handle, text, 1), -KR_EBADF);
    f->close(&p.files, handle);
    read_all(&p, "/new", text, sizeof text);
    assert_string_equal(text, "0123X");
    assert_int_equal(f->set_mtime(&p.files, "/new", -1500000000), 0);
    assert_int_equal(f->stat(&p.files, "/new", &stat), 0);
    assert_int_equal(stat.kind, KR_FILE_REGULAR);
    assert_int_equal(stat.size, 5);
    assert_int_equal(stat.mtime_ns, -1500000000);
    assert_int_equal(f->rename(&p.files, "/new", "/plain"), 0);
    read_all(&p, "/plain", text, sizeof text);
    assert_string_equal(text, "0123X");
    assert_int_equal(f->remove(&p.files, "/plain"), 0);
    assert_int_equal(f->open(&p.files, "/plain", KR_OPEN_READ), -KR_ENOENT);
    teardown(&p);
}

static void test_directories(void **state) {
    (void)state;
    place p;
    kr_file_stat stat;
    kr_file_entry entry;
    kr_file_space space;
    setup(&p);
    assert_int_equal(f->mkdir(&p.files, "/a"), 0);
    assert_int_equal(f->mkdir(&p.files, "/a"), -KR_EEXIST);
    assert_int_equal(f->mkdir(&p.files, "/"), -KR_EEXIST);
    assert_int_equal(f->mkdir(&p.files, "/none/b"), -KR_ENOENT);
    assert_int_equal(f->mkdir(&p.files, "/plain/b"), -KR_ENOTDIR);
    assert_int_equal(f->stat(&p.files, "/", &stat), 0);
    assert_int_equal(stat.kind, KR_FILE_DIRECTORY);
    assert_int_equal(f->open(&p.files, "/sub", KR_OPEN_READ), -KR_EISDIR);
    assert_int_equal(f->remove(&p.files, "/sub"), -KR_EISDIR);
    assert_int_equal(f->rmdir(&p.files, "/sub"), -KR_ENOTEMPTY);
    assert_int_equal(f->rmdir(&p.files, "/"), -KR_EBUSY);
    assert_int_equal(f->rmdir(&p.files, "/a"), 0);
    assert_int_equal(f->list_open(&p.files, "/plain"), -KR_ENOTDIR);
    int list = f->list_open(&p.files, "/sub");
    int other = f->list_open(&p.files, "/");
    assert_int_not_equal(list, other);
    assert_int_equal(f->list_next(&p.files, list, &entry), 1);
    assert_string_equal(entry.name, "inner");
    assert_int_equal(entry.stat.size, 5);
    assert_int_equal(f->list_next(&p.files, list, &entry), 0);
    assert_int_equal(f->list_close(&p.files, list), 0);
    int count = 0;
    while (f->list_next(&p.files, other, &entry) == 1) count++;
    assert_int_equal(count, 8);
    assert_int_equal(f->list_close(&p.files, other), 0);
    assert_int_equal(f->space(&p.files, "/", &space), 0);
    assert_true(space.block_size > 0 && space.blocks >= space.blocks_free);
    teardown(&p);
}

/* A full disk is told as such. */
static void test_full(void **state) {
    (void)state;
    posix_files files;
    assert_int_equal(posix_files_open(&files, "/", false), 0);
    int handle = f->open(&files, "/dev/full", KR_OPEN_WRITE);
    assert_true(handle >= 0);
    assert_int_equal(f->write(&files, handle, "x", 1), -KR_ENOSPC);
    f->close(&files, handle);
    posix_files_close(&files);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_confined), cmocka_unit_test(test_links_are_names),
        cmocka_unit_test(test_files),    cmocka_unit_test(test_directories),
        cmocka_unit_test(test_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A machine without a compiler: what has source is told so, and images run. usage: test_absent KRAITPY */
#include "krait/vm.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define MEMORY (1 << 20)

static const char *kraitpy;
static const kr_host host = {.platform = "test"};

static kr_vm *machine(void) {
    static uint64_t memory[MEMORY / sizeof(uint64_t)] __attribute__((aligned(16)));
    const kr_config config = {.memory = memory, .size = sizeof memory, .host = &host};
    kr_vm *vm = kr_open(&config);
    assert_non_null(vm);
    return vm;
}

/* Compiles with another program; the image is `image`, of at most `size` bytes. */
static size_t compile(const char *text, void *image, size_t size) {
    char source[] = "/tmp/test_absent-XXXXXX.py", target[sizeof source + 4];
    int fd = mkstemps(source, 3);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    snprintf(target, sizeof target, "%s.kri", source);
    pid_t child = fork();
    if (child == 0) {
        execl(kraitpy, kraitpy, "--compile", source, target, (char *)NULL);
        _exit(127);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    FILE *file = fopen(target, "rb");
    assert_non_null(file);
    size = fread(image, 1, size, file);
    fclose(file);
    unlink(source);
    unlink(target);
    return size;
}

static void expect_error(kr_vm *vm, kr_status status, const char *text) {
    assert_int_equal(status, KR_EXCEPTION);
    if (strstr(kr_error_text(vm, NULL), text) == NULL)
        fail_msg("%s is not in: %s", text, kr_error_text(vm, NULL));
}

static void test_source(void **unused) {
    (void)unused;
    kr_vm *vm = machine();
    assert_false(kr_compiles());
    const char *text = "NotImplementedError: this device has no compiler: `krait exec`";
    expect_error(vm, kr_run_source(vm, KR_MODE_EXEC, "<string>", "1", 1), text);
    expect_error(vm, kr_run_source(vm, KR_MODE_EVAL, "<string>", "1", 1), text);
    expect_error(vm, kr_run_source(vm, KR_MODE_SINGLE, "<stdin>", "if 1:\n", 6), text);
    expect_error(vm, kr_compile_source(vm, KR_MODE_EXEC, "m.py", "1", 1), text);
    kr_close(vm);
}

static void test_images(void **unused) {
    (void)unused;
    static uint64_t image[2048];
    kr_vm *vm = machine();
    size_t size = compile("import math\n"
                          "class C:\n"
                          "    def double(self, x): return [y * 2 for y in x]\n"
                          "made = [C().double([1, math.floor(2.5)]), f'{3:04}', 10 ** 20]\n",
                          image, sizeof image);
    assert_int_equal(kr_run_image(vm, KR_MODE_EXEC, image, size), KR_OK);
    size = compile(
        "assert made == [[2, 4], '0003', 100000000000000000000]\n"
        "exec(C.double.__code__.__class__ and (lambda: made.append(1)).__code__)\n"
        "assert eval((lambda: 7).__code__) == 7 and made[-1] == 1\n"
        "for f in [lambda: exec('1'), lambda: eval('1'), lambda: compile('1', 'x', 'exec')]:\n"
        "    try: f()\n"
        "    except NotImplementedError as e: assert 'source, and this device has no compiler' in str(e)\n"
        "    else: assert False\n"
        "assert int('12') == 12 and float('1e3') == 1000.0\n",
        image, sizeof image);
    kr_status status = kr_run_image(vm, KR_MODE_EXEC, image, size);
    if (status != KR_OK) fail_msg("%s", kr_error_text(vm, NULL));
    kr_close(vm);
}

static void found(void *context, const char *name) {
    strcat(context, name);
}

static void test_completion(void **unused) {
    (void)unused;
    char names[64] = "";
    kr_vm *vm = machine();
    assert_int_equal(kr_complete(vm, "isinsta", 7, found, names), 7);
    assert_string_equal(names, "isinstance");
    kr_close(vm);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_source), cmocka_unit_test(test_images),
                                       cmocka_unit_test(test_completion)};
    if (argc != 2) return fprintf(stderr, "usage: test_absent KRAITPY\n"), 2;
    kraitpy = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}

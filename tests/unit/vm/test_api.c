/* The machine's public interface with a host that is a struct of the test: statuses, texts, interrupts,
 * resets. */
#include "krait/vm.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define MEMORY ((size_t)1 << 20)

typedef struct world {
    char out[4096];
    size_t out_size;
    char error[1024];
    size_t error_size;
    const char *input;
    uint64_t now_us;
    int polls;
    int interrupt_after; /* polls until kr_interrupt; 0 = never */
    int stop_after;
    bool borrows; /* at each poll: something is borrowed, or brought back */
    uint8_t *loans[8];
    size_t loan_sizes[8];
    int borrowed;
    kr_vm *vm;
    kr_host host;
    void *memory;
} world;

static void world_write(void *context, enum kr_stream stream, const char *data, size_t size) {
    world *w = context;
    char *buffer = stream == KR_STDOUT ? w->out : w->error;
    size_t *used = stream == KR_STDOUT ? &w->out_size : &w->error_size;
    size_t room = (stream == KR_STDOUT ? sizeof w->out : sizeof w->error) - 1 - *used;
    if (size > room) size = room;
    memcpy(buffer + *used, data, size);
    *used += size;
    buffer[*used] = '\0';
}

static ptrdiff_t world_read(void *context, char *data, size_t size) {
    world *w = context;
    size_t left = strlen(w->input);
    if (size > left) size = left;
    memcpy(data, w->input, size);
    w->input += size;
    return (ptrdiff_t)size;
}

static void bring_back(world *w, int i) {
    for (size_t k = 0; w->loans[i] && k < w->loan_sizes[i]; k++) assert_int_equal(w->loans[i][k], i + 1);
    if (w->loans[i]) kr_take_back(w->vm, w->loans[i]);
    w->loans[i] = NULL;
}

/* Each loan is filled with its own number, which is still there when it is brought back. */
static void borrow(world *w) {
    int i = w->polls % 8;
    size_t size = (size_t)(w->polls * 379 % 2900 + 1), wanted = size;
    bring_back(w, i);
    w->loans[i] = kr_lend(w->vm, &size);
    w->loan_sizes[i] = size;
    if (!w->loans[i]) return;
    assert_true(size >= wanted);
    assert_int_equal((uintptr_t)w->loans[i] % 8, 0);
    memset(w->loans[i], i + 1, size);
    w->borrowed++;
}

static void world_poll(void *context) {
    world *w = context;
    w->polls++;
    if (w->borrows) borrow(w);
    if (w->interrupt_after > 0 && --w->interrupt_after == 0) kr_interrupt(w->vm);
    if (w->stop_after > 0 && --w->stop_after == 0) kr_request_stop(w->vm);
}

static uint64_t world_ticks(void *context) {
    world *w = context;
    return w->now_us += 1500;
}

static int64_t world_time(void *context) {
    (void)context;
    return (int64_t)1700000000 * 1000000000;
}

static void world_sleep(void *context, uint64_t us) {
    world *w = context;
    w->now_us += us;
}

static void world_random(void *context, void *data, size_t size) {
    (void)context;
    memset(data, 0x5a, size);
}

static void setup(world *w, size_t size) {
    memset(w, 0, sizeof *w);
    w->input = "";
    w->host = (kr_host){.context = w,
                        .write = world_write,
                        .read = world_read,
                        .poll = world_poll,
                        .ticks_us = world_ticks,
                        .time_ns = world_time,
                        .sleep_us = world_sleep,
                        .random = world_random,
                        .platform = "test"};
    w->memory = aligned_alloc(16, size);
    memset(w->memory, 0x77, size);
    const kr_config config = {.memory = w->memory, .size = size, .host = &w->host};
    w->vm = kr_open(&config);
}

static void teardown(world *w) {
    if (w->vm != NULL) kr_close(w->vm);
    free(w->memory);
}

static kr_status run(world *w, const char *source) {
    w->out_size = w->error_size = 0;
    w->out[0] = w->error[0] = '\0';
    return kr_run_source(w->vm, KR_MODE_EXEC, "<test>", source, strlen(source));
}

static kr_status enter(world *w, const char *line) {
    w->out_size = 0;
    w->out[0] = '\0';
    return kr_run_source(w->vm, KR_MODE_SINGLE, "<stdin>", line, strlen(line));
}

static void test_sizes(void **state) {
    (void)state;
    world w;
    setup(&w, 1024);
    assert_null(w.vm);
    teardown(&w);
    setup(&w, KR_MEMORY_MIN);
    assert_non_null(w.vm);
    assert_int_equal(run(&w, "print(1 + 1)"), KR_OK);
    assert_string_equal(w.out, "2\n");
    teardown(&w);
    for (size_t size = 2048; size < KR_MEMORY_MIN; size += 1024) { /* with less it starts or it does not */
        setup(&w, size);
        if (w.vm != NULL) run(&w, "pass");
        teardown(&w);
    }
}

static void test_statuses(void **state) {
    (void)state;
    world w;
    setup(&w, MEMORY);
    assert_int_equal(run(&w, "x = 20\nprint(x + 1)\n"), KR_OK);
    assert_string_equal(w.out, "21\n");
    assert_int_equal(run(&w, "print(x)"), KR_OK); /* __main__ stays */
    assert_string_equal(w.out, "20\n");
    assert_int_equal(run(&w, "1/0"), KR_EXCEPTION);
    assert_string_equal(kr_error_text(w.vm, NULL), "Traceback (most recent call last):\n"
                                                   "  File \"<test>\", line 1, in <module>\n"
                                                   "ZeroDivisionError: division by zero\n");
    assert_int_equal(run(&w, "x = = 1"), KR_EXCEPTION);
    assert_non_null(strstr(kr_error_text(w.vm, NULL), "SyntaxError: "));
    size_t size;
    const char *text = kr_error_text(w.vm, &size);
    assert_int_equal(strlen(text), size);
    assert_int_equal(run(&w, "raise SystemExit"), KR_EXIT);
    assert_int_equal(kr_exit_code(w.vm), 0);
    assert_int_equal(run(&w, "import sys\nsys.exit(259)"), KR_EXIT);
    assert_int_equal(kr_exit_code(w.vm), 3);
    assert_int_equal(run(&w, "raise SystemExit('so long')"), KR_EXIT);
    assert_int_equal(kr_exit_code(w.vm), 1);
    assert_string_equal(w.error, "so long\n");
    assert_int_equal(run(&w, "raise KeyboardInterrupt"), KR_INTERRUPTED);
    teardown(&w);
}

static void test_eval(void **state) {
    (void)state;
    world w;
    size_t size;
    setup(&w, MEMORY);
    assert_int_equal(kr_run_source(w.vm, KR_MODE_EVAL, "<eval>", "'a' * 3", 7), KR_OK);
    assert_string_equal(kr_result_text(w.vm, &size), "'aaa'");
    assert_int_equal(size, 5);
    assert_int_equal(kr_run_source(w.vm, KR_MODE_EVAL, "<eval>", "x = 1", 5), KR_EXCEPTION);
    teardown(&w);
}

static void test_prompt(void **state) {
    (void)state;
    world w;
    setup(&w, MEMORY);
    assert_int_equal(enter(&w, "6 * 7\n"), KR_OK);
    assert_string_equal(w.out, "42\n");
    assert_int_equal(enter(&w, "_ + 1\n"), KR_OK);
    assert_string_equal(w.out, "43\n");
    assert_int_equal(enter(&w, "None\n"), KR_OK);
    assert_string_equal(w.out, "");
    assert_int_equal(enter(&w, "for i in range(2):\n"), KR_INCOMPLETE);
    assert_int_equal(enter(&w, "for i in range(2):\n    i\n"), KR_INCOMPLETE);
    assert_int_equal(enter(&w, "for i in range(2):\n    i\n\n"), KR_OK);
    assert_string_equal(w.out, "0\n1\n");
    assert_int_equal(enter(&w, "(1,\n"), KR_INCOMPLETE);
    assert_int_equal(enter(&w, "'''a\n"), KR_INCOMPLETE);
    assert_int_equal(enter(&w, "1 +\n"), KR_EXCEPTION);
    assert_int_equal(enter(&w, "\n"), KR_OK);
    teardown(&w);
}

static void test_interrupt(void **state) {
    (void)state;
    world w;
    setup(&w, MEMORY);
    w.interrupt_after = 5;
    assert_int_equal(run(&w, "while True: pass"), KR_INTERRUPTED);
    assert_non_null(strstr(kr_error_text(w.vm, NULL), "KeyboardInterrupt"));
    w.interrupt_after = 5;
    assert_int_equal(run(&w, "try:\n while True: pass\nexcept KeyboardInterrupt: print('caught')"), KR_OK);
    assert_string_equal(w.out, "caught\n");
    kr_interrupt(w.vm);
    assert_true(kr_interrupt_pending(w.vm));
    kr_clear_interrupt(w.vm);
    assert_false(kr_interrupt_pending(w.vm));
    assert_int_equal(run(&w, "for i in range(10000): pass"), KR_OK);
    teardown(&w);
}

/* Nothing of a program sees a stop, however stubborn it is, and the machine goes on working. */
static void test_stop(void **state) {
    (void)state;
    world w;
    setup(&w, MEMORY);
    w.stop_after = 3;
    assert_int_equal(run(&w, "def f():\n"
                             "    while True:\n"
                             "        try:\n"
                             "            while True: pass\n"
                             "        except BaseException: print('no')\n"
                             "        finally:\n"
                             "            print('never')\n"
                             "sorted([2, 1], key=lambda x: f())\n"),
                     KR_INTERRUPTED);
    assert_string_equal(w.out, "");
    assert_int_equal(run(&w, "print('on')"), KR_OK);
    assert_string_equal(w.out, "on\n");
    teardown(&w);
}

static void test_soft_reset(void **state) {
    (void)state;
    world w;
    kr_memory_info before, after;
    setup(&w, MEMORY);
    kr_collect(w.vm);
    kr_memory(w.vm, &before);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(
            run(&w, "import sys\nx = [0] * 1000\nsys.x = x\nclass A:\n  def f(self): return x\n"), KR_OK);
        kr_soft_reset(w.vm);
        assert_int_equal(run(&w, "x"), KR_EXCEPTION);
    }
    kr_soft_reset(w.vm);
    kr_collect(w.vm);
    kr_memory(w.vm, &after);
    assert_true(after.heap_used <= before.heap_used + 512);
    assert_int_equal(after.heap_size, before.heap_size);
    teardown(&w);
}

static void test_memory_error(void **state) {
    (void)state;
    world w;
    setup(&w, 256 * 1024);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(run(&w, "x = []\nwhile True: x.append(str(len(x)) * 9)"), KR_EXCEPTION);
        assert_non_null(strstr(kr_error_text(w.vm, NULL), "MemoryError"));
        assert_int_equal(run(&w, "x = None\nprint(sum(range(100)))"), KR_OK);
        assert_string_equal(w.out, "4950\n");
    }
    teardown(&w);
}

static void test_recursion(void **state) {
    (void)state;
    world w;
    setup(&w, 16 * MEMORY);
    assert_int_equal(run(&w, "def f(): f()\nf()"), KR_EXCEPTION);
    assert_non_null(strstr(kr_error_text(w.vm, NULL), "RecursionError: maximum recursion depth exceeded"));
    assert_int_equal(run(&w, "class A:\n  def __eq__(s, o): return [s] == [A()]\nA() == 1"), KR_EXCEPTION);
    assert_non_null(strstr(kr_error_text(w.vm, NULL), "RecursionError"));
    teardown(&w);
}

static void test_argv_and_path(void **state) {
    (void)state;
    world w;
    static const char *const argv[] = {"prog", "one", "\xff!"};
    setup(&w, MEMORY);
    assert_int_equal(kr_set_argv(w.vm, 3, argv), KR_OK);
    assert_int_equal(kr_add_path(w.vm, 0, "/lib"), KR_OK);
    assert_int_equal(kr_add_path(w.vm, -1, "/more"), KR_OK);
    assert_int_equal(kr_add_path(w.vm, -1, "/lib"), KR_OK);
    assert_int_equal(run(&w, "import sys\nprint(sys.argv, sys.path)"), KR_OK);
    assert_string_equal(w.out, "['prog', 'one', '\xef\xbf\xbd!'] ['/lib', '', '/more']\n");
    kr_remove_path(w.vm, "/lib");
    assert_int_equal(run(&w, "print(sys.path)"), KR_OK);
    assert_string_equal(w.out, "['', '/more']\n");
    assert_int_equal(kr_run_module(w.vm, "nosuch"), KR_EXCEPTION);
    assert_non_null(strstr(kr_error_text(w.vm, NULL), "No module named nosuch"));
    teardown(&w);
}

static void note(void *context, const char *name) {
    char *list = context;
    strcat(list, name);
    strcat(list, " ");
}

static void complete(world *w, const char *text, size_t replaced, const char *expected) {
    char list[2048] = "";
    assert_int_equal(kr_complete(w->vm, text, strlen(text), note, list), replaced);
    assert_string_equal(list, expected);
}

static void test_complete(void **state) {
    (void)state;
    world w;
    setup(&w, MEMORY);
    assert_int_equal(run(&w, "class Pump:\n"
                             "    speed_limit = 3\n"
                             "    def start(self): pass\n"
                             "    @property\n"
                             "    def boom(self): raise SystemExit\n"
                             "    def __getattr__(self, name): raise SystemExit\n"
                             "    def __init__(self): self.speed = 1; self._hidden = 2\n"
                             "pump = Pump()\npumpkin = 1\n"),
                     KR_OK);
    complete(&w, "pum", 3, "pump pumpkin ");
    complete(&w, "x = pump.sp", 2, "speed speed_limit ");
    complete(&w, "pump._h", 2, "_hidden ");
    complete(&w, "pump.", 0, "boom speed speed_limit start ");
    complete(&w, "pump.boom.", 0, "");
    complete(&w, "pump.nothing.", 0, "");
    complete(&w, "contin", 6, "continue ");
    complete(&w, "isinst", 6, "isinstance ");
    complete(&w, "'abc'.up", 0, "");
    complete(&w, "Pump.st", 2, "start ");
    assert_int_equal(run(&w, "import math"), KR_OK);
    complete(&w, "math.fl", 2, "floor ");
    teardown(&w);
}

static void test_disassemble(void **state) {
    (void)state;
    world w;
    static const char source[] = "def f(x): return x + 1\n";
    setup(&w, MEMORY);
    assert_int_equal(kr_disassemble_source(w.vm, "<x>", source, sizeof source - 1), KR_OK);
    assert_non_null(strstr(kr_result_text(w.vm, NULL), "ADD"));
    assert_non_null(strstr(kr_result_text(w.vm, NULL), "RETURN"));
    teardown(&w);
}

/* __del__ runs at a collection (the C stack may hold a few objects back) and at the end, once for each
 * object. */
static void test_del(void **state) {
    (void)state;
    world w;
    setup(&w, MEMORY);
    assert_int_equal(run(&w, "dead = []\n"
                             "class A:\n"
                             "    def __init__(self, n): self.n = n\n"
                             "    def __del__(self):\n"
                             "        dead.append(self.n)\n"
                             "        if len(dead) == 21: print(sorted(dead) == list(range(21)))\n"
                             "def f():\n"
                             "    for n in range(20): A(n)\n"
                             "f()\nkept = A(20)\n"
                             "import gc\ngc.collect()\nfor i in range(3000): pass\n"
                             "print(15 <= len(dead) <= 20)\n"),
                     KR_OK);
    assert_string_equal(w.out, "True\n");
    kr_close(w.vm);
    w.vm = NULL;
    assert_string_equal(w.out, "True\nTrue\n");
    teardown(&w);
}

/* Whichever allocation fails, the error is a MemoryError and the machine goes on. */
/* Loans come and go in the middle of programs, beside collections, MemoryError and new beginnings. */
static void test_loans(void **state) {
    static const char source[] =
        "class C:\n    def __del__(self): pass\n"
        "kept = [[n] * (n % 50) for n in range(60)]\n"
        "for i in range(20000):\n    c = C()\n    c.me = c\n    t = 'x' * (i % 900)\n"
        "print(all(k == [n] * (n % 50) for n, k in enumerate(kept)))\n";
    (void)state;
    world w;
    setup(&w, (size_t)192 << 10);
    kr_memory_info before, after;
    kr_memory(w.vm, &before);
    for (int round = 0; round < 6; round++) {
        w.borrows = round < 5;
        w.borrowed = 0;
        assert_int_equal(run(&w, source), KR_OK);
        assert_string_equal(w.out, "True\n");
        assert_true(round == 5 || w.borrowed > 20);
        assert_int_equal(run(&w, "a = []\nwhile True: a.append('y' * len(a))"), KR_EXCEPTION);
        assert_non_null(strstr(kr_error_text(w.vm, NULL), "MemoryError"));
        kr_soft_reset(w.vm);
        for (int i = 0; round == 4 && i < 8; i++) bring_back(&w, i);
    }
    kr_collect(w.vm);
    kr_memory(w.vm, &after);
    assert_int_equal(after.heap_size, before.heap_size);
    assert_true(after.heap_used <= before.heap_used + 4096);
    teardown(&w);
}

/* Half of the heap, not more; what was lent counts as used. */
static void test_loans_bound(void **state) {
    (void)state;
    world w;
    setup(&w, MEMORY / 8);
    kr_memory_info before, lent;
    kr_memory(w.vm, &before);
    size_t total = 0, size = 1024;
    void *first = NULL, *loan;
    while ((loan = kr_lend(w.vm, &size)) != NULL) {
        if (!first) first = loan;
        total += size;
        size = 1024;
    }
    assert_true(total <= before.heap_size / 2);
    assert_true(total > before.heap_size / 2 - 8192);
    kr_memory(w.vm, &lent);
    assert_true(lent.heap_free <= before.heap_free - total);
    size = SIZE_MAX - 3;
    assert_null(kr_lend(w.vm, &size));
    kr_soft_reset(w.vm);
    size = 1024;
    assert_null(kr_lend(w.vm, &size));
    kr_take_back(w.vm, first);
    assert_non_null(kr_lend(w.vm, &size));
    assert_int_equal(run(&w, "print(sum(range(1000)))"), KR_OK);
    assert_string_equal(w.out, "499500\n");
    teardown(&w);
}

static void test_failing_allocations(void **state) {
    (void)state;
    static const char source[] = "class A:\n"
                                 "    def __init__(self, n): self.n = n\n"
                                 "    def __repr__(self): return f'<{self.n:>5}>'\n"
                                 "d = {str(i): A(i) for i in range(10)}\n"
                                 "def g(*a, **k):\n"
                                 "    try: yield from sorted(a, key=lambda x: -x.n)\n"
                                 "    finally: d.clear()\n"
                                 "print([repr(x) for x in g(*d.values(), z=2 ** 100)][0])\n";
    bool worked = false;
    for (uint32_t n = 1; !worked; n++) {
        world w;
        memset(&w, 0, sizeof w);
        setup(&w, MEMORY);
        const kr_config config = {.memory = w.memory, .size = MEMORY, .host = &w.host, .fail_at = n};
        kr_close(w.vm);
        w.vm = kr_open(&config);
        assert_non_null(w.vm);
        worked = run(&w, source) == KR_OK;
        if (worked) {
            assert_string_equal(w.out, "<    9>\n");
        } else {
            assert_non_null(strstr(kr_error_text(w.vm, NULL), "MemoryError"));
            assert_int_equal(run(&w, "print(sum(range(10)))"), KR_OK);
            assert_string_equal(w.out, "45\n");
        }
        teardown(&w);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),      cmocka_unit_test(test_statuses),
        cmocka_unit_test(test_eval),       cmocka_unit_test(test_prompt),
        cmocka_unit_test(test_interrupt),  cmocka_unit_test(test_stop),
        cmocka_unit_test(test_soft_reset), cmocka_unit_test(test_memory_error),
        cmocka_unit_test(test_recursion),  cmocka_unit_test(test_argv_and_path),
        cmocka_unit_test(test_complete),   cmocka_unit_test(test_disassemble),
        cmocka_unit_test(test_del),        cmocka_unit_test(test_failing_allocations),
        cmocka_unit_test(test_loans),      cmocka_unit_test(test_loans_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

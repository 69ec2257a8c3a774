/* The compiler and the verifier, without running anything: what code comes out, that reading the source in
 * pieces makes no difference, that lines and links are right, and that the verifier lets nothing unsafe
 * through. */
#include "compiler/compile.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define MEMORY ((size_t)4 << 20)

static void no_write(void *context, enum kr_stream stream, const char *data, size_t size) {
    (void)context, (void)stream, (void)data, (void)size;
}
static uint64_t no_ticks(void *context) {
    (void)context;
    return 1;
}
static int64_t no_time(void *context) {
    (void)context;
    return 1;
}
static void no_random(void *context, void *data, size_t size) {
    (void)context;
    memset(data, 1, size);
}

static const kr_host host = {
    .write = no_write, .ticks_us = no_ticks, .time_ns = no_time, .random = no_random, .platform = "test"};

static void in_machine(void (*body)(kr_vm *vm, void *data)) {
    void *memory = aligned_alloc(16, MEMORY);
    const kr_config config = {.memory = memory, .size = MEMORY, .host = &host};
    kr_vm *vm = kr_open(&config);
    assert_non_null(vm);
    assert_true(kr_vm_enter(vm, body, NULL));
    kr_close(vm);
    free(memory);
}

static kr_code *compile_in(kr_vm *vm, const char *text, kr_dict *globals) {
    const kr_compile_options options = {.file = kr_str_text(vm, "test.py"), .mode = KR_MODE_EXEC};
    kr_code *code = kr_compile_text(vm, text, strlen(text), &options, globals, NULL);
    assert_true(kr_code_verify(code));
    return code;
}

static kr_code *compile(kr_vm *vm, const char *text) {
    return compile_in(vm, text, kr_dict_new(vm, 0));
}

/* The first function in the code's constants. */
static kr_code *function_in(const kr_code *code) {
    for (size_t i = 0; i < code->constant_count; i++) {
        if (kr_is_exact(code->constants[i], &kr_code_type)) return kr_to_code(code->constants[i]);
    }
    fail_msg("no function");
    return NULL;
}

/* The disassembly of `def f(parameters): body` without lines and numbers, instructions separated by "; ". */
static void expect_code(kr_vm *vm, const char *source, const char *expected) {
    kr_writer w;
    char got[2048];
    size_t size = 0;
    kr_writer_init(vm, &w);
    kr_disassemble(vm, &w, function_in(compile(vm, source)));
    const char *text = kr_to_str(kr_writer_str(&w))->data;
    while (*text != 0) {
        size_t length = strcspn(text, "\n");
        if (strncmp(text, "line ", 5) != 0 && strncmp(text, "handler", 7) != 0) {
            const char *instruction = strchr(text, ' ') + 1;
            if (size > 0) size += (size_t)sprintf(got + size, "; ");
            size += (size_t)sprintf(got + size, "%.*s", (int)(text + length - instruction), instruction);
        }
        text += length + 1;
    }
    assert_string_equal(got, expected);
}

static void check_shapes(kr_vm *vm, void *data) {
    (void)data;
    expect_code(vm, "def f(a, b):\n x = a + b\n return x", "ADD R2 R0 R1; RETURN R2");
    expect_code(vm, "def f(a):\n a += 1\n return a * 2", "IADDK R0 R0 K0=1; MULK R1 R0 K1=2; RETURN R1");
    expect_code(vm, "def f(a, b):\n a, b = b, a", "MOVE R2 R0; MOVE R0 R1; MOVE R1 R2; RETURNV 6");
    expect_code(vm, "def f():\n a, b = 0, 1", "LOADI R0 0; LOADI R1 1; RETURNV 6");
    expect_code(vm, "def f(a):\n if a is None: return 1\n return a",
                "ISVJ R0 6 0; JMP ->4; LOADI R1 1; RETURN R1; RETURN R0");
    expect_code(vm, "def f(n):\n while n > 0:\n  n -= 1",
                "JMP ->2; ISUBK R0 R0 K0=1; GTKJ R0 K1=0 1; JMP ->1; RETURNV 6");
    expect_code(vm, "def f(a):\n for x in a:\n  if x == 3: break",
                "ITER R2 R0; JMP ->4; EQKJ R1 K0=3 1; JMP ->6; FOR R2 R1; JMP ->2; RETURNV 6");
    expect_code(vm, "def f(a):\n for k, v in a: pass",
                "ITER R3 R0; JMP ->3; UNPACK R1 R6 2; FOR R3 R6; JMP ->2; RETURNV 6");
    expect_code(vm, "def f(a, b):\n return a.m(b, 1)",
                "MOVE R3 R0; MOVE R4 R1; LOADI R5 1; CALLM R2 2 K0='m'; RETURN R2");
    expect_code(vm, "def f(a, b):\n return a.m(b())",
                "LOADM R2 R0 K0='m'; MOVE R4 R1; CALL R4 0; CALLB R2 1; RETURN R2");
    expect_code(
        vm, "def f(a):\n return [x for x in a if x]",
        "LIST R1 R1 0; ITER R3 R0; JMP ->5; JFALSE R2 ->5; APPEND R1 R2; FOR R3 R2; JMP ->3; RETURN R1");
    expect_code(
        vm, "def f(a):\n return {k for k, v in a}",
        "SET R1 R1 0; ITER R4 R0; JMP ->5; UNPACK R2 R7 2; ADDSET R1 R2; FOR R4 R7; JMP ->3; RETURN R1");
    expect_code(vm, "def f(a):\n if a in (1, 2): pass",
                "LOADK R1 K0=(1, 2); INJ R0 R1 0; JMP ->3; RETURNV 6");
    expect_code(vm, "def f():\n if 0: x = 1\n while True: return 2", "LOADI R1 2; RETURN R1");
    expect_code(vm, "def f(a):\n return a + (a := 1)", "MOVE R1 R0; LOADI R0 1; ADD R1 R1 R0; RETURN R1");
    expect_code(vm, "def f(a, i):\n a[i] = i = 2", "LOADI R2 2; SETITEM R0 R1 R2; MOVE R1 R2; RETURNV 6");
    expect_code(vm, "def f(x):\n return 0 < x <= 9 and not x == 5 or 2 * 3",
                "LOADI R2 0; LT R1 R2 R0; JFALSE R1 ->5; LOADI R3 9; LE R1 R0 R3; JFALSE R1 ->9; LOADI R2 5; "
                "EQ R1 R0 R2; NOT R1 R1; JTRUE R1 ->11; LOADI R1 6; RETURN R1");
}

static void test_shapes(void **state) {
    (void)state;
    in_machine(check_shapes);
}

/* Reading in pieces. */

typedef struct pieces {
    const char *text;
    size_t size, piece;
} pieces;

static ptrdiff_t read_piece(kr_vm *vm, void *context, uint64_t offset, char *data, size_t size) {
    const pieces *p = context;
    (void)vm;
    if (offset >= p->size) return 0;
    if (size > p->piece) size = p->piece;
    if (size > p->size - offset) size = p->size - (size_t)offset;
    memcpy(data, p->text + offset, size);
    return (ptrdiff_t)size;
}

static void same_code(const kr_code *a, const kr_code *b) {
    assert_int_equal(a->word_count, b->word_count);
    assert_memory_equal(a->words, b->words, a->word_count * sizeof *a->words);
    assert_int_equal(a->line_size, b->line_size);
    assert_int_equal(a->constant_count, b->constant_count);
    for (size_t i = 0; i < a->constant_count; i++) {
        if (kr_is_exact(a->constants[i], &kr_code_type))
            same_code(kr_to_code(a->constants[i]), kr_to_code(b->constants[i]));
    }
}

static const char program[] = "'''A module.'''\n"
                              "import os.path as p, sys\r\n"
                              "LIMIT = 0x1_0 + 2.5e3\n"
                              "def outer(a, /, b=1, *args, c, **kw):\n"
                              "    'Text with \\N{BULLET} and \\x41\\\n and more, long enough to outgrow a "
                              "small window of the source that is being read'\n"
                              "    total = 0\n"
                              "    def inner(x):\n"
                              "        nonlocal total\n"
                              "        total += x\n"
                              "        return f'{x!r:>{total}} {a=}' \"more\" f\"\"\"{\n x }\"\"\"\n"
                              "    try:\n"
                              "        with a as (q, *r), b: return [inner(i) for i in range(b) if i % 2]\n"
                              "    except (ValueError, TypeError) as e:\n"
                              "        raise KeyError(e) from None\n"
                              "    finally:\n"
                              "        print('done', größe := 3)\n"
                              "@outer\n"
                              "class C(dict, metaclass=type):\n"
                              "\tdef m(self): self.x = super().m(lambda: self.__y)\n"
                              "match LIMIT:\n"
                              "    case {'k': [1, *rest], **kw} if rest: pass\n"
                              "    case _: pass\n"
                              "async def g():\n"
                              "    async for x in y: await (yield x)";

static void check_pieces(kr_vm *vm, void *data) {
    (void)data;
    const kr_compile_options options = {.file = kr_str_text(vm, "test.py"), .mode = KR_MODE_EXEC};
    kr_code *whole = compile(vm, program);
    for (size_t piece = 1; piece < 70; piece += 1 + piece / 4) {
        pieces p = {program, strlen(program), piece};
        kr_source source = {read_piece, &p};
        kr_code *code = kr_compile(vm, &source, &options, kr_dict_new(vm, 0), NULL);
        assert_true(kr_code_verify(code));
        same_code(whole, code);
    }
}

static void test_pieces(void **state) {
    (void)state;
    in_machine(check_pieces);
}

/* Lines. */

static void check_lines(kr_vm *vm, void *data) {
    (void)data;
    enum { GAPS = 6 };
    static const unsigned gaps[GAPS] = {1, 2, 127, 128, 300, 70000};
    char *text = malloc(100000), *at = text;
    uint32_t lines[GAPS], line = 1;
    at += sprintf(at, "print(0)");
    for (int i = 0; i < GAPS; i++) {
        for (unsigned n = 0; n < gaps[i]; n++) *at++ = '\n';
        line += gaps[i];
        lines[i] = line;
        at += sprintf(at, "print(%d)", i + 1);
    }
    *at = 0;
    kr_code *code = compile(vm, text);
    assert_int_equal(kr_code_line(code, 0), 1);
    assert_int_equal(kr_code_line(code, 2), 1);
    for (uint32_t i = 0; i < GAPS; i++) { /* GETG, LOADI, CALL a line */
        assert_int_equal(kr_code_line(code, 3 + 3 * i), lines[i]);
        assert_int_equal(kr_code_line(code, 5 + 3 * i), lines[i]);
    }
    free(text);
}

static void test_lines(void **state) {
    (void)state;
    in_machine(check_lines);
}

/* Linking. */

static uint32_t first_global(const kr_code *code) {
    for (size_t i = 0; i < code->word_count; i++) {
        if (KR_OP(code->words[i]) == OP_GETG) return KR_X(code->words[i]);
    }
    fail_msg("no global");
    return 0;
}

static void check_link(kr_vm *vm, void *data) {
    (void)data;
    kr_dict *here = kr_dict_new(vm, 0), *there = kr_dict_new(vm, 0);
    kr_code *code = compile_in(vm, "def f():\n return wanted\nwanted = 1", here);
    assert_ptr_equal(kr_code_link(vm, code, here), code);
    for (int i = 0; i < 5; i++) {
        char name[8];
        sprintf(name, "n%d", i);
        kr_namespace_slot(vm, there, kr_intern_text(vm, name));
    }
    kr_code *linked = kr_code_link(vm, code, there);
    assert_ptr_not_equal(linked, code);
    assert_true(kr_code_verify(linked));
    uint32_t slot = first_global(function_in(linked));
    assert_true(there->entries[slot].key == kr_intern_text(vm, "wanted"));
    assert_int_equal(kr_code_line(function_in(linked), 0), kr_code_line(function_in(code), 0));

    /* Precompiled code names its globals in a tuple. */
    kr_value names[8];
    for (size_t i = 0; i < here->used; i++) names[i] = here->entries[i].key;
    kr_code *nested = function_in(code);
    nested->globals = code->globals = kr_tuple_new(vm, here->used, names);
    assert_true(kr_code_verify(code));
    linked = kr_code_link(vm, code, there);
    assert_int_equal(first_global(function_in(linked)), slot);
}

static void test_link(void **state) {
    (void)state;
    in_machine(check_link);
}

/* What a prompt takes for unfinished. */

static void check_incomplete(kr_vm *vm, void *data) {
    (void)data;
    static const struct {
        const char *text;
        bool incomplete;
    } cases[] = {{"x = 1\n", false},
                 {"x = (1,\n", true},
                 {"f(\n", true},
                 {"if x:\n", true},
                 {"if x:\n    y\n", true},
                 {"if x:\n    y\n\n", false},
                 {"if x:\n    y\nelse:\n", true},
                 {"if x: y\n", true},
                 {"if x: y\n\n", false},
                 {"def f():\n", true},
                 {"@d\n", true},
                 {"class C:\n  x = 1\n\n", false},
                 {"'''text\n", true},
                 {"'''text'''\n", false},
                 {"x = \\\n", true},
                 {"for i in x:\n    pass\n", true},
                 {"try:\n    x\n", true},
                 {"try:\n    x\nexcept E:\n    y\n\n", false},
                 {"match x:\n    case 1: pass\n", true},
                 {"match x:\n    case 1: pass\n\n", false},
                 {"# comment\n", false},
                 {"\n", false},
                 {"f'''{x\n", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const kr_compile_options options = {
            .file = kr_str_text(vm, "<stdin>"), .mode = KR_MODE_SINGLE, .interactive = true};
        bool incomplete = false;
        kr_code *code = kr_compile_text(vm, cases[i].text, strlen(cases[i].text), &options,
                                        kr_dict_new(vm, 0), &incomplete);
        if (incomplete != cases[i].incomplete) fail_msg("wrong about %s", cases[i].text);
        assert_int_equal(code == NULL, incomplete);
    }
}

static void test_incomplete(void **state) {
    (void)state;
    in_machine(check_incomplete);
}

/* The verifier. */

/* Changes one word of the code and asks again. */
static bool verify_with(kr_code *code, size_t at, uint32_t word) {
    uint32_t *words = (uint32_t *)(uintptr_t)code->words, saved = words[at];
    words[at] = word;
    bool fine = kr_code_verify(code);
    words[at] = saved;
    return fine;
}

static size_t find_op(const kr_code *code, unsigned op) {
    for (size_t i = 0; i < code->word_count; i++) {
        if (KR_OP(code->words[i]) == op) return i;
    }
    fail_msg("no such operation");
    return 0;
}

static void check_verifier(kr_vm *vm, void *data) {
    (void)data;
    kr_code *code = function_in(
        compile(vm, "def f(a, b):\n for x in a:\n  if x < 5: b.m(x, [1, x])\n  g = a.q\n return x + b\n"));
    size_t count = code->word_count, test = find_op(code, OP_LTKJ), attribute = find_op(code, OP_GETATTR);
    assert_false(verify_with(code, count - 1, KR_ABC(OP_MOVE, 0, 1, 0))); /* runs off the end */
    assert_false(verify_with(code, count - 1, KR_S(OP_JMP, 0)));
    assert_false(verify_with(code, count - 1, KR_AX(OP_JTRUE, 0, 0)));
    assert_true(verify_with(code, count - 1, KR_S(OP_JMP, -1)));
    assert_false(verify_with(code, count - 1, KR_S(OP_JMP, -(int)count - 1))); /* jumps out */
    assert_false(verify_with(code, count - 1, OP_COUNT));                      /* no operation */
    assert_false(verify_with(code, 0, KR_ABC(OP_MOVE, 0, code->register_count, 0)));
    assert_false(verify_with(code, 0, KR_ABC(OP_ITER, code->register_count - 2, 0, 0)));
    assert_false(verify_with(code, 0, KR_ABC(OP_CALL, 0, code->register_count, 0)));
    assert_false(verify_with(code, 0, KR_AX(OP_LOADK, 0, code->constant_count)));
    assert_false(verify_with(code, 0, KR_AX(OP_LOADV, 0, 0x16))); /* no such value */
    assert_false(verify_with(code, 0, KR_AX(OP_GETG, 0, 1000)));
    assert_false(verify_with(code, 0, KR_AX(OP_GETFREE, 0, 0)));
    assert_false(verify_with(code, 0, KR_AX(OP_GETN, 0, 0)));      /* no namespace */
    assert_false(verify_with(code, 0, KR_ABC(OP_YIELD, 0, 0, 0))); /* no generator */
    assert_false(verify_with(code, 0, KR_ABC(OP_INTRINSIC, 0, KR_INTRINSIC_COUNT, 1)));
    assert_false(verify_with(code, 0, KR_ABC(OP_HANDLE, code->register_count - 1, 0, 0)));
    assert_false(verify_with(code, test + 1, KR_ABC(OP_MOVE, 0, 0, 0))); /* a test without a jump */
    assert_false(verify_with(code, test, code->words[test] | 2u << 24)); /* an outcome that is no bool */
    unsigned number = KR_B(code->words[test]);                           /* the 5: not a name */
    assert_false(verify_with(code, attribute, KR_ABC(OP_GETATTR, 0, 0, number)));
    assert_true(verify_with(code, attribute, KR_ABC(OP_GETATTR, 0, 0, KR_C(code->words[attribute]))));

    uint8_t registers = code->register_count;
    code->register_count = 2;
    assert_false(kr_code_verify(code));
    code->register_count = registers;
    code->parameter_count = 1; /* fewer than the positional ones */
    assert_false(kr_code_verify(code));
    code->parameter_count = 2;
    assert_true(kr_code_verify(code));
}

/* Whatever is changed: the verifier answers, and what it accepts stays inside the code. */
static void check_noise(kr_vm *vm, void *data) {
    (void)data;
    kr_code *code = function_in(compile(vm, program));
    uint32_t seed = 1, *words = (uint32_t *)(uintptr_t)code->words;
    unsigned accepted = 0;
    for (int i = 0; i < 200000; i++) {
        seed = seed * 1664525u + 1013904223u;
        size_t at = (seed >> 8) % code->word_count;
        seed = seed * 1664525u + 1013904223u;
        uint32_t saved = words[at];
        words[at] ^= 1u << (seed >> 27);
        accepted += kr_code_verify(code);
        words[at] = saved;
    }
    assert_true(kr_code_verify(code));
    assert_in_range(accepted, 1, 190000);
}

static void test_verifier(void **state) {
    (void)state;
    in_machine(check_verifier);
    in_machine(check_noise);
}

/* Whatever is cut off or changed in a program, the compiler answers with code or an exception. */

typedef struct attempt {
    const char *text;
    size_t size;
} attempt;

static void attempt_compile(kr_vm *vm, void *data) {
    const attempt *a = data;
    const kr_compile_options options = {.file = kr_str_text(vm, "test.py"), .mode = KR_MODE_EXEC};
    assert_true(kr_code_verify(kr_compile_text(vm, a->text, a->size, &options, kr_dict_new(vm, 0), NULL)));
}

static void check_broken_programs(kr_vm *vm, void *data) {
    (void)data;
    static const char pool[] = "()[]{}:,.;'\"\\\n\t =+-*/%@&|^~<>!#0x1e_aifdelwth\x00\xc3\xa9\xff";
    char text[sizeof program];
    uint32_t seed = 7;
    unsigned refused = 0;
    for (size_t size = 0; size < sizeof program - 1; size++) {
        attempt a = {program, size};
        kr_value exception = kr_try(vm, attempt_compile, &a);
        refused += !kr_is_absent(exception);
    }
    assert_in_range(refused, 100, sizeof program);
    for (int i = 0; i < 20000; i++) {
        memcpy(text, program, sizeof program);
        for (int change = 0; change <= i % 3; change++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 8) % (sizeof program - 1);
            seed = seed * 1664525u + 1013904223u;
            text[at] = pool[(seed >> 8) % (sizeof pool - 1)];
        }
        attempt a = {text, sizeof program - 1};
        kr_try(vm, attempt_compile, &a);
    }
}

static void test_broken_programs(void **state) {
    (void)state;
    in_machine(check_broken_programs);
}

/* A block that happens to lie where the body would begin is a block all the same: it has to be marked. */
static void test_neighbours(void **state) {
    (void)state;
    kr_value space[sizeof(kr_code) / sizeof(kr_value) + 8] = {0};
    kr_code *code = (kr_code *)(void *)space;
    code->constant_count = 3;
    code->constants = code->inside + 4;
    code->words = (const uint32_t *)(const void *)(code->inside + 3);
    assert_false(kr_code_has_body(code));
    assert_false(kr_code_has_constants(code));
    code->flags = KR_CODE_COMPACT;
    assert_true(kr_code_has_body(code));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),          cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_lines),           cmocka_unit_test(test_link),
        cmocka_unit_test(test_incomplete),      cmocka_unit_test(test_verifier),
        cmocka_unit_test(test_broken_programs), cmocka_unit_test(test_neighbours)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

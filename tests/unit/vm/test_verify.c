/* Code that would lead the machine astray, and the same with the fault taken out: the verifier refuses the
 * one and lets the other pass.
 *
 * All of it is the body of a function of two parameters with twelve registers. R[0] and R[1] hold what the
 * caller likes. */
#include "core/context.h"
#include "core/heap.h"
#include "core/names.h"
#include "run/code.h"
#include "types/container.h"
#include "types/text.h"
#include "krait/vm.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* The constants: a name, a number, what is no value of a program, the name's text in another str, tuples of
 * each. */
enum { NAME, FIVE, UNBOUND, LOOSE, NAMES, LOOSE_NAMES, CONSTANTS };

enum { LOCALS = 2, REGISTERS = 12, WORDS_MAX = 16 };

#define NONE(r)  KR_AX(OP_LOADV, r, KR_NONE)
#define RETURN   KR_AX(OP_RETURNV, 0, KR_NONE)
#define JUMP(to) KR_S(OP_JMP, to)

typedef struct body {
    const char *what;
    uint32_t words[WORDS_MAX]; /* up to the last that is not 0 */
    kr_range_entry range;      /* none when `end` is 0 */
    unsigned flags;            /* enum kr_code_flag */
} body;

static const body refused[] = {
    {.what = "what a call has left behind",
     .words = {KR_ABC(OP_MOVE, 3, 0, 0), KR_ABC(OP_CALL, 3, 0, 0), KR_ABC(OP_MOVE, 2, 5, 0), RETURN}},
    {.what = "what was there before a call",
     .words = {NONE(5), KR_ABC(OP_MOVE, 3, 0, 0), KR_ABC(OP_CALL, 3, 0, 0), KR_ABC(OP_MOVE, 2, 5, 0),
               RETURN}},
    {.what = "the inside of a loop", .words = {KR_ABC(OP_ITER, 4, 0, 0), KR_ABC(OP_MOVE, 2, 5, 0), RETURN}},
    {.what = "a loop's iterator", .words = {KR_ABC(OP_ITER, 4, 0, 0), KR_ABC(OP_MOVE, 2, 4, 0), RETURN}},
    {.what = "a loop without its beginning",
     .words = {NONE(4), NONE(5), NONE(6), KR_ABC(OP_FOR, 4, 2, 0), JUMP(0), RETURN}},
    {.what = "a loop half overwritten",
     .words = {KR_ABC(OP_ITER, 4, 0, 0), NONE(6), KR_ABC(OP_FOR, 4, 2, 0), JUMP(0), RETURN}},
    {.what = "a slice that is used up",
     .words = {NONE(5), NONE(6), NONE(7), KR_ABC(OP_SLICE, 4, 5, 0), KR_ABC(OP_GETITEM, 8, 0, 4),
               KR_ABC(OP_MOVE, 2, 4, 0), RETURN}},
    {.what = "a slice of itself",
     .words = {NONE(5), NONE(6), NONE(7), KR_ABC(OP_SLICE, 4, 5, 0), KR_ABC(OP_GETITEM, 8, 4, 4), RETURN}},
    {.what = "a range that ends inside an instruction",
     .words = {KR_ABC(OP_GETATTRX, 2, 0, 0), NAME, RETURN, KR_ABC(OP_HANDLE, 4, 0, 0),
               KR_ABC(OP_RERAISE, 4, 0, 0)},
     .range = {0, 1, 3}},
    {.what = "a range that begins inside an instruction",
     .words = {KR_ABC(OP_GETATTRX, 2, 0, 0), NAME, RETURN, KR_ABC(OP_HANDLE, 4, 0, 0),
               KR_ABC(OP_RERAISE, 4, 0, 0)},
     .range = {1, 3, 3}},
    {.what = "a handler that does not begin as one",
     .words = {KR_ABC(OP_GETATTR, 2, 0, NAME), RETURN, NONE(4), KR_ABC(OP_RERAISE, 4, 0, 0)},
     .range = {0, 1, 2}},
    {.what = "a handler that is jumped to",
     .words = {KR_ABC(OP_GETATTR, 2, 0, NAME), JUMP(0), KR_ABC(OP_HANDLE, 4, 0, 0),
               KR_ABC(OP_RERAISE, 4, 0, 0)},
     .range = {0, 1, 2}},
    {.what = "a handler in a variable",
     .words = {KR_ABC(OP_GETATTR, 2, 0, NAME), RETURN, KR_ABC(OP_HANDLE, 0, 0, 0),
               KR_ABC(OP_RERAISE, 0, 0, 0)},
     .range = {0, 1, 2}},
    {.what = "what was handled outside, as a value",
     .words = {KR_ABC(OP_GETATTR, 2, 0, NAME), RETURN, KR_ABC(OP_HANDLE, 4, 0, 0), KR_ABC(OP_MOVE, 2, 5, 0),
               RETURN},
     .range = {0, 1, 2}},
    {.what = "the end of a handler without its beginning",
     .words = {NONE(4), NONE(5), KR_ABC(OP_HANDLED, 4, 0, 0), RETURN}},
    {.what = "raising again what is no exception", .words = {KR_ABC(OP_RERAISE, 0, 0, 0)}},
    {.what = "a constant that is no value", .words = {KR_AX(OP_LOADK, 2, UNBOUND), RETURN}},
    {.what = "a sum with what is no value", .words = {KR_ABC(OP_ADDK, 2, 0, UNBOUND), RETURN}},
    {.what = "a name that is not interned", .words = {KR_ABC(OP_GETATTR, 2, 0, LOOSE), RETURN}},
    {.what = "a number as a name", .words = {KR_ABC(OP_SETATTR, 0, FIVE, 1), RETURN}},
    {.what = "names of arguments that are not interned",
     .words = {NONE(4), NONE(5), KR_ABC(OP_CALLKW, 4, 1, LOOSE_NAMES), RETURN}},
    {.what = "more names than arguments", .words = {NONE(4), KR_ABC(OP_CALLKW, 4, 0, NAMES), RETURN}},
    {.what = "a namespace that is overwritten",
     .words = {KR_AX(OP_LOADI, 0, 1), RETURN},
     .flags = KR_CODE_NAMESPACE},
    {.what = "a jump into an instruction", .words = {JUMP(1), KR_ABC(OP_GETATTRX, 2, 0, 0), NAME, RETURN}},
    {.what = "a jump out of the code", .words = {JUMP(1), RETURN}},
    {.what = "a jump before the code", .words = {JUMP(-2), RETURN}},
    {.what = "an unpacking beyond the registers", .words = {KR_ABC(OP_UNPACKEX, 2, 0, 5), 5, RETURN}},
    {.what = "an unpacking of very many", .words = {KR_ABC(OP_UNPACKEX, 2, 0, 0), 0xffffffff, RETURN}},
    {.what = "an attribute without its name", .words = {JUMP(0), KR_ABC(OP_GETATTRX, 2, 0, 0)}},
    {.what = "an append to anything", .words = {KR_ABC(OP_APPEND, 0, 1, 0), RETURN}},
    {.what = "a cell that is none", .words = {KR_ABC(OP_GETCELL, 2, 0, 0), RETURN}},
    {.what = "a list that is one on some paths only",
     .words = {KR_ABC(OP_LIST, 4, 0, 0), KR_AX(OP_JTRUE, 0, 1), NONE(4), KR_ABC(OP_APPEND, 4, 0, 0), RETURN}},
    {.what = "joining what is no text", .words = {KR_ABC(OP_JOIN, 2, 0, 2), RETURN}},
    {.what = "an import from no level", .words = {NONE(4), NONE(5), KR_ABC(OP_IMPORT, 4, NAME, 0), RETURN}},
    {.what = "a yield in a function", .words = {KR_ABC(OP_YIELD, 0, 0, 0), RETURN}},
    {.what = "keywords of a call that is not there",
     .words = {KR_ABC(OP_DICT, 1, 0, 0), KR_ABC(OP_UPDATEDICT, 1, 0, 1), RETURN}},
};

static const body accepted[] = {
    {.what = "what a call returns",
     .words = {KR_ABC(OP_MOVE, 3, 0, 0), KR_ABC(OP_CALL, 3, 0, 0), KR_ABC(OP_MOVE, 2, 3, 0), RETURN}},
    {.what = "what lies below a call",
     .words = {NONE(2), KR_ABC(OP_MOVE, 3, 0, 0), KR_ABC(OP_CALL, 3, 0, 0), KR_ABC(OP_MOVE, 4, 2, 0),
               RETURN}},
    {.what = "a loop",
     .words = {KR_ABC(OP_ITER, 4, 0, 0), JUMP(0), KR_ABC(OP_FOR, 4, 2, 0), JUMP(-2), RETURN}},
    {.what = "a slice that is made",
     .words = {NONE(5), NONE(6), NONE(7), KR_ABC(OP_SLICE, 4, 5, 0), KR_ABC(OP_CHECK, 4, 0, 0),
               KR_ABC(OP_GETITEM, 8, 0, 4), KR_ABC(OP_MOVE, 2, 4, 0), RETURN}},
    {.what = "a slice's result",
     .words = {NONE(5), NONE(6), NONE(7), KR_ABC(OP_SLICE, 4, 5, 0), KR_ABC(OP_GETITEM, 4, 0, 4),
               KR_ABC(OP_MOVE, 2, 4, 0), RETURN}},
    {.what = "a range of whole instructions",
     .words = {KR_ABC(OP_GETATTRX, 2, 0, 0), NAME, RETURN, KR_ABC(OP_HANDLE, 4, 0, 0),
               KR_ABC(OP_RERAISE, 4, 0, 0)},
     .range = {0, 2, 3}},
    {.what = "a handler that ends",
     .words = {KR_ABC(OP_GETATTR, 2, 0, NAME), RETURN, KR_ABC(OP_HANDLE, 4, 0, 0),
               KR_ABC(OP_HANDLED, 4, 0, 0), RETURN},
     .range = {0, 1, 2}},
    {.what = "constants",
     .words = {KR_AX(OP_LOADK, 2, FIVE), KR_ABC(OP_ADDK, 2, 0, FIVE), KR_ABC(OP_SETATTR, 0, NAME, 1),
               RETURN}},
    {.what = "names of arguments", .words = {NONE(4), NONE(5), KR_ABC(OP_CALLKW, 4, 1, NAMES), RETURN}},
    {.what = "a namespace",
     .words = {KR_AX(OP_LOADI, 1, 1), KR_AX(OP_SETN, 1, NAME), RETURN},
     .flags = KR_CODE_NAMESPACE},
    {.what = "a jump over an instruction", .words = {JUMP(2), KR_ABC(OP_GETATTRX, 2, 0, 0), NAME, RETURN}},
    {.what = "an unpacking into all registers", .words = {KR_ABC(OP_UNPACKEX, 2, 0, 4), 5, RETURN}},
    {.what = "a list", .words = {KR_ABC(OP_LIST, 4, 0, 0), KR_ABC(OP_APPEND, 4, 0, 0), RETURN}},
    {.what = "a text", .words = {KR_ABC(OP_FORMAT, 4, 0, 0), KR_ABC(OP_JOIN, 2, 4, 1), RETURN}},
    {.what = "an import", .words = {KR_AX(OP_LOADI, 4, 0), NONE(5), KR_ABC(OP_IMPORT, 4, NAME, 0), RETURN}},
    {.what = "a yield in a generator",
     .words = {KR_ABC(OP_YIELD, 2, 0, 0), RETURN},
     .flags = KR_CODE_GENERATOR},
};

static const kr_value *constants(kr_vm *vm) {
    kr_value *all = kr_values_new(vm, CONSTANTS + LOCALS), loose = kr_str_new(vm, "append", 6),
             name = N_append;
    const kr_value values[] = {
        name,   KR_INT(5), KR_UNBOUND, loose, kr_tuple_new(vm, 1, &name), kr_tuple_new(vm, 1, &loose),
        N_name, N_value};
    memcpy(all, values, sizeof values);
    return all;
}

/* Words, ranges, captures and lines lie behind each other. */
static void set_body(kr_vm *vm, kr_code *code, const body *b) {
    size_t count = WORDS_MAX;
    while (b->words[count - 1] == 0) count--;
    uint32_t *words = kr_bytes_new(vm, count * sizeof *words + sizeof b->range);
    memcpy(words, b->words, count * sizeof *words);
    memcpy(words + count, &b->range, sizeof b->range);
    code->words = words;
    code->word_count = (uint32_t)count & KR_CODE_WORDS_MAX;
    code->range_count = b->range.end > 0;
}

static bool verifies(kr_vm *vm, const body *b) {
    kr_code *code = kr_new(vm, &kr_code_type, sizeof *code);
    unsigned parameters = b->flags & KR_CODE_NAMESPACE ? 1 : LOCALS;
    memset(&code->words, 0, sizeof *code - offsetof(kr_code, words));
    code->name = code->prefix = code->file = N_name;
    code->globals = KR_OBJECT(kr_dict_new(vm, 0));
    code->constants = constants(vm);
    code->constant_count = CONSTANTS;
    code->local_count = LOCALS;
    code->register_count = REGISTERS;
    code->parameter_count = code->positional_count = (uint8_t)parameters;
    code->flags = (uint16_t)b->flags;
    set_body(vm, code, b);
    return kr_code_verify(code) && kr_code_verify_flow(vm, code);
}

static void check(kr_vm *vm, void *data) {
    (void)data;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (verifies(vm, &refused[i])) fail_msg("accepted: %s", refused[i].what);
    }
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        if (!verifies(vm, &accepted[i])) fail_msg("refused: %s", accepted[i].what);
    }
}

static void test_bodies(void **unused) {
    (void)unused;
    static uint64_t memory[(1 << 20) / sizeof(uint64_t)] __attribute__((aligned(16)));
    static const kr_host host = {.platform = "test"};
    const kr_config config = {.memory = memory, .size = sizeof memory, .host = &host};
    kr_vm *vm = kr_open(&config);
    assert_non_null(vm);
    assert_true(kr_vm_enter(vm, check, NULL));
    kr_close(vm);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bodies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

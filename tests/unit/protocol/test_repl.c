/* The prompt: conversations as the facts of the wire have them, each cut at every place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "repl_user.h"

#define BANNER "MicroPython test\r\n"
#define RAW    "raw REPL; CTRL-B to exit\r\n>"
#define REBOOT "MPY: soft reboot\r\n"
#define ERROR  "Traceback\r\nE: text\r\n"

struct vector {
    const char *name, *input;
    size_t input_size;
    const char *output;
    size_t output_size;
    const char *executed;
};

#define VECTOR(name, input, output, executed)                                                                \
    { name, input, sizeof(input) - 1, output, sizeof(output) - 1, executed }

static const struct vector vectors[] = {
    VECTOR("a statement", "say a\r", "say a\r\na\r\n>>> ", "0say a\n|"),
    VECTOR("every line end counts once", "\r\n\n\r\r\r", "\r\n>>> \r\n>>> \r\n>>> \r\n>>> ", ""),
    VECTOR("a block, its indentation, and its end", "if:\rx\r\r", "if:\r\n...     x\r\n...     \r\n>>> ",
           "0if:\n|0if:\n    x\n|0if:\n    x\n\n|"),
    VECTOR("ctrl-D ends a block", "if:\rx\r\x04", "if:\r\n...     x\r\n...     \r\n>>> ",
           "0if:\n|0if:\n    x\n|0if:\n    x\n\n|"),
    VECTOR("ctrl-C drops a block", "if:\rx\x03say b\r", "if:\r\n...     x\r\n>>> say b\r\nb\r\n>>> ",
           "0if:\n|0say b\n|"),
    VECTOR("a traceback", "fail\r", "fail\r\n" ERROR ">>> ", "0fail\n|"),
    VECTOR("ctrl-B shows the banner", "\x02", "\r\n" BANNER ">>> ", ""),
    VECTOR("ctrl-D is a soft reset", "\x04", "\r\n" REBOOT BANNER ">>> ", ""),
    VECTOR("SystemExit is a soft reset", "exit\r", "exit\r\n" REBOOT BANNER ">>> ", "0exit\n|"),
    VECTOR("backspace", "saz\x7fy c\r", "saz\b\x1b[Ky c\r\nc\r\n>>> ", "0say c\n|"),
    VECTOR("backspace takes a whole step", "if:\r\x7fx\r\r", "if:\r\n...     \x1b[4D\x1b[Kx\r\n... \r\n>>> ",
           "0if:\n|0if:\nx\n|0if:\nx\n\n|"),
    VECTOR("left, insert", "sy\x1b[Da\x1b[C d\r", "sy\bay\by d\r\nd\r\n>>> ", "0say d\n|"),
    VECTOR("home, end, delete", "ay e\x01s\x05\x01\x1b[3~s\x1b[F\r",
           "ay e\x1b[4Dsay e\x1b[4Day e\x1b[5D\x1b[Kay e\x1b[4Dsay e\x1b[4Day e\r\ne\r\n>>> ", "0say e\n|"),
    VECTOR("kill to both ends, a word back", "one two\x17\x15say f\x02\x0bg\r",
           "one two\x1b[3D\x1b[K\x1b[4D\x1b[Ksay f\b\x1b[Kg\r\ng\r\n>>> ", "0say g\n|"),
    VECTOR("UTF-8 is one column", "say \xc3\xa9\x7f\xe2\x82\xac\r",
           "say \xc3\xa9\b\x1b[K\xe2\x82\xac\r\n\xe2\x82\xac\r\n>>> ", "0say \xe2\x82\xac\n|"),
    VECTOR("history", "a\rb\r\x1b[A\x10\x0e\r", "a\r\n>>> b\r\n>>> \x1b[Kb\b\x1b[Ka\b\x1b[Kb\r\n>>> ",
           "0a\n|0b\n|0b\n|"),
    VECTOR("tab completes", "pri\t\x03", "print\r\n>>> ", ""),
    VECTOR("tab lists", "pr\t\x03", "pr\r\nprint  process  \r\n>>> pr\r\n>>> ", ""),
    VECTOR("tab indents", "a \t\x03", "a     \r\n>>> ", ""),
    VECTOR("paste mode", "\x05say x\rif:\n\x04",
           "\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== say x\r\n=== if:\n\r\nx\r\n>>> ",
           "1say x\nif:\n|"),
    VECTOR("paste mode, cancelled",
           "\x05"
           "say x\x03",
           "\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== say x\r\n>>> ", ""),
    VECTOR("raw REPL", "\x01say h\x04", "\r\n" RAW "OKh\r\n\x04\x04>", "2say h|"),
    VECTOR("raw REPL, an exception",
           "\x01"
           "fail\x04",
           "\r\n" RAW "OK\x04" ERROR "\x04>", "2fail|"),
    VECTOR("raw REPL, nothing is a soft reset", "\x01\x04", "\r\n" RAW "OK\r\n" REBOOT RAW, ""),
    VECTOR("raw REPL, SystemExit",
           "\x01"
           "exit\x04",
           "\r\n" RAW "OK\x04\x04" REBOOT RAW, "2exit|"),
    VECTOR("raw REPL, ctrl-A and ctrl-C clear", "\x01x\x01y\x03say i\x04", "\r\n" RAW RAW "OKi\r\n\x04\x04>",
           "2say i|"),
    VECTOR("raw REPL, back", "\x01x\x02", "\r\n" RAW "\r\n" BANNER ">>> ", ""),
    VECTOR("what mpremote sends first", "\r\x03\r\x01", "\r\n>>> \r\n>>> \r\n>>> \r\n" RAW, ""),
    VECTOR("raw-paste",
           "\x01\x05"
           "A\x01say j\x04",
           "\r\n" RAW "R\x01\x08\x00\x01\x04j\r\n\x04\x04>", "3say j|"),
    VECTOR("raw-paste, the window",
           "\x01\x05"
           "A\x01say 456789abcdef\x04",
           "\r\n" RAW "R\x01\x08\x00\x01\x01\x01\x04"
           "456789abcdef\r\n\x04\x04>",
           "3say 456789abcdef|"),
    VECTOR("raw-paste, all bytes but two are text",
           "\x01\x05"
           "A\x01say \x01\x02\x05\x04",
           "\r\n" RAW "R\x01\x08\x00\x01\x04\x01\x02\x05\r\n\x04\x04>", "3say \x01\x02\x05|"),
    VECTOR("raw-paste, cancelled",
           "\x01\x05"
           "A\x01say\x03say k\x04",
           "\r\n" RAW "R\x01\x08\x00\x01\x04\x04KeyboardInterrupt: \r\n\x04>OKk\r\n\x04\x04>", "2say k|"),
    VECTOR("raw-paste, an exception",
           "\x01\x05"
           "A\x01"
           "fail\x04",
           "\r\n" RAW "R\x01\x08\x00\x01\x04\x04" ERROR "\x04>", "3fail|"),
    VECTOR("an unknown request", "\x01\x05Z\x01say l\x04", "\r\n" RAW "R\x00>OKl\r\n\x04\x04>", "2say l|"),
};

static void check(const struct vector *vector, size_t first, size_t step) {
    static struct repl_user user;
    user_init(&user, 8);
    proto_repl_greet(&user.repl, false);
    user_pull(&user);
    user.output_size = 0;
    for (size_t at = 0; at < vector->input_size;) {
        size_t size = at == 0 && first ? first : step;
        if (size > vector->input_size - at) size = vector->input_size - at;
        user_feed(&user, vector->input + at, size);
        at += size;
    }
    bool same =
        user.output_size == vector->output_size && memcmp(user.output, vector->output, user.output_size) == 0;
    if (!same) print_error("%s: %.*s\n", vector->name, (int)user.output_size, user.output);
    assert_true(same);
    assert_string_equal(user.executed, vector->executed);
}

static void conversations_do_not_depend_on_how_they_are_cut(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        for (size_t first = 1; first <= vectors[i].input_size; first++)
            check(&vectors[i], first, vectors[i].input_size);
        check(&vectors[i], 0, 1);
    }
}

static void a_text_that_does_not_fit_is_swallowed(void **state) {
    static struct repl_user user;
    char text[200];
    (void)state;
    memset(text, 'x', sizeof text);
    user_init(&user, 8);
    user.text_most = 100;
    user_feed(&user, "\x01", 1);
    user_feed(&user, text, sizeof text);
    user.output_size = 0;
    user_feed(&user, "\x04say m\x04", 7);
    user.output[user.output_size] = 0;
    assert_string_equal(user.output,
                        "OK\x04MemoryError: the program text is too long\r\n\x04>OKm\r\n\x04\x04>");
    user.output_size = 0;
    user_feed(&user,
              "\x05"
              "A\x01",
              3);
    user_feed(&user, text, sizeof text);
    assert_int_equal(user.output_size, 5 + sizeof text / 8);
    user.output_size = 0;
    user_feed(&user, "\x04", 1);
    user.output[user.output_size] = 0;
    assert_string_equal(user.output, "\x04\x04MemoryError: the program text is too long\r\n\x04>");
}

static void a_line_that_is_full_rings(void **state) {
    static struct repl_user user;
    (void)state;
    user_init(&user, 8);
    proto_repl_greet(&user.repl, false);
    for (int i = 0; i < 64; i++) user_feed(&user, "y", 1);
    user.output_size = 0;
    user_feed(&user, "z", 1);
    assert_int_equal(user.output_size, 1);
    assert_int_equal(user.output[0], '\a');
    assert_int_equal(user.repl.line.size, 64);
}

/* While a program runs nothing is taken: it is the program's input. */
static void a_program_has_the_input(void **state) {
    static struct repl_user user;
    enum proto_repl_event event;
    (void)state;
    user_init(&user, 8);
    proto_repl_greet(&user.repl, false);
    proto_repl_text(&user.repl, user.text, sizeof user.text);
    assert_int_equal(proto_repl_receive(&user.repl, (const uint8_t *)"a\r\nbc", 5, &event), 2);
    assert_int_equal(event, PROTO_REPL_EXECUTE);
    assert_int_equal(proto_repl_receive(&user.repl, (const uint8_t *)"\nbc", 3, &event), 0);
    assert_true(proto_repl_swallows(&user.repl, '\n'));
    assert_false(proto_repl_swallows(&user.repl, '\n'));
}

static void lines_for_programs_are_edited(void **state) {
    static struct repl_user user;
    static const char typed[] = "ab\x7f\tc\r";
    (void)state;
    user_init(&user, 8);
    proto_repl_input_begin(&user.repl);
    for (size_t i = 0; i + 1 < sizeof typed - 1; i++)
        assert_int_equal(proto_repl_input(&user.repl, (uint8_t)typed[i]), PROTO_REPL_INPUT_MORE);
    assert_int_equal(proto_repl_input(&user.repl, '\r'), PROTO_REPL_INPUT_LINE);
    assert_memory_equal(user.repl.line.text, "a\tc", 3);
    assert_int_equal(user.repl.line.size, 3);
    proto_repl_input_begin(&user.repl);
    assert_int_equal(proto_repl_input(&user.repl, '\n'), PROTO_REPL_INPUT_MORE);
    assert_int_equal(proto_repl_input(&user.repl, 4), PROTO_REPL_INPUT_END);
}

static void bytes_are_not_cooked(void **state) {
    static struct repl_user user;
    (void)state;
    user_init(&user, 8);
    proto_repl_print(&user.repl, (const uint8_t *)"a\nb", 3, true);
    proto_repl_print(&user.repl, (const uint8_t *)"a\nb", 3, false);
    user_pull(&user);
    assert_int_equal(user.output_size, 7);
    assert_memory_equal(user.output, "a\r\nba\nb", 7);
}

/* Output fits in part: a newline goes whole or not at all. */
static void a_full_ring_takes_what_fits(void **state) {
    static struct repl_user user;
    static uint8_t much[4000];
    const uint8_t *data;
    (void)state;
    memset(much, '\n', sizeof much);
    user_init(&user, 8);
    assert_int_equal(proto_repl_print(&user.repl, much, sizeof much, true), sizeof user.out / 2);
    assert_int_equal(proto_repl_pull(&user.repl, &data), sizeof user.out);
    proto_repl_give(&user.repl, 3);
    assert_int_equal(proto_repl_print(&user.repl, much, sizeof much, true), 1);
    assert_int_equal(proto_repl_print(&user.repl, much, sizeof much, false), 1);
}

static void others_are_shown_above_the_prompt(void **state) {
    static struct repl_user user;
    (void)state;
    user_init(&user, 8);
    proto_repl_greet(&user.repl, false);
    user_feed(&user, "ab\x1b[D", 5);
    user.output_size = 0;
    assert_true(proto_repl_aside_begin(&user.repl));
    proto_repl_print(&user.repl, (const uint8_t *)"x", 1, true);
    proto_repl_aside_end(&user.repl);
    user_pull(&user);
    user.output[user.output_size] = 0;
    assert_string_equal(user.output, "\r\x1b[Kx\r\n>>> ab\b");
    user_feed(&user, "\x03\x01", 2);
    assert_false(proto_repl_aside_begin(&user.repl));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conversations_do_not_depend_on_how_they_are_cut),
        cmocka_unit_test(a_text_that_does_not_fit_is_swallowed),
        cmocka_unit_test(a_line_that_is_full_rings),
        cmocka_unit_test(a_program_has_the_input),
        cmocka_unit_test(lines_for_programs_are_edited),
        cmocka_unit_test(bytes_are_not_cooked),
        cmocka_unit_test(a_full_ring_takes_what_fits),
        cmocka_unit_test(others_are_shown_above_the_prompt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

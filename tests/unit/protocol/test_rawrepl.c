/* The host's side of the raw REPL: what is said to a board, and how its answers are taken apart, whole and
 * byte by byte. */
#include "glue.h"
#include "krait/proto_rawrepl.h"

static const char banner[] = "raw REPL; CTRL-B to exit\r\n>";

/* What happened, as text: P prompt, R reboot, M mark, ? strange, and the data of (output), [traceback] and
 * <stray>, joined where the same kind follows itself. */
struct log {
    char text[2048];
    size_t size;
    char open;
};

static void log_close(struct log *log) {
    static const char ends[][2] = {"()", "[]", "<>"};
    for (size_t i = 0; i < 3; i++) {
        if (log->open == ends[i][0]) log->text[log->size++] = ends[i][1];
    }
    log->open = 0;
    log->text[log->size] = 0;
}

static void log_event(struct log *log, const struct proto_rawrepl_event *event) {
    static const char kinds[] = {
        [PROTO_RAWREPL_STRAY] = '<',  [PROTO_RAWREPL_PROMPT] = 'P', [PROTO_RAWREPL_TEXT] = '(',
        [PROTO_RAWREPL_TRACE] = '[',  [PROTO_RAWREPL_MARKED] = 'M', [PROTO_RAWREPL_REBOOT] = 'R',
        [PROTO_RAWREPL_STRANGE] = '?'};
    char kind = kinds[event->kind];
    if (kind != log->open) {
        log_close(log);
        log->text[log->size++] = kind;
    }
    if (kind == '(' || kind == '[' || kind == '<') {
        assert_true(log->size + event->length + 2 < sizeof log->text);
        memcpy(log->text + log->size, event->data, event->length);
        log->size += event->length;
        log->open = kind;
    }
    log->text[log->size] = 0;
}

static void feed(struct proto_rawrepl *repl, struct log *log, const char *data, size_t size, size_t step) {
    for (size_t at = 0; at < size;) {
        struct proto_rawrepl_event event;
        size_t part = size - at < step ? size - at : step, used;
        bool found = proto_rawrepl_feed(repl, (const uint8_t *)data + at, part, &used, &event);
        assert_true(used <= part && (found || used == part));
        if (found) log_event(log, &event);
        at += used;
    }
}

#define FEED(repl, log, text, step) feed(repl, log, text, sizeof text - 1, step)

/* Everything that is to be sent, as text. */
static const char *said(struct proto_rawrepl *repl) {
    static char text[4096];
    bool pause;
    size_t size = 0, part;
    while ((part = proto_rawrepl_pull(repl, (uint8_t *)text + size, sizeof text - 1 - size, &pause)) > 0)
        size += part;
    text[size] = 0;
    return text;
}

static void enter(struct proto_rawrepl *repl, struct log *log, size_t step) {
    proto_rawrepl_init(repl);
    proto_rawrepl_enter(repl);
    assert_string_equal(said(repl), "\x01");
    FEED(repl, log, "\r\nraw REPL; CTRL-B to exit\r\n>", step);
    assert_int_equal(repl->state, PROTO_RAWREPL_READY);
    *log = (struct log){0};
}

static const size_t steps[] = {1, 2, 3, 7, 1000};
#define EACH_STEP for (size_t i = 0, step = steps[0]; i < 5; step = steps[++i % 5])

static void entering_finds_the_banner(void **state) {
    (void)state;
    EACH_STEP {
        struct proto_rawrepl repl;
        struct log log = {0};
        proto_rawrepl_init(&repl);
        proto_rawrepl_enter(&repl);
        said(&repl);
        FEED(&repl, &log, "noise rrraw REPL; CTRL-B to exit\r\n", step);
        assert_int_equal(repl.state, PROTO_RAWREPL_ENTERING);
        FEED(&repl, &log, ">", step);
        assert_int_equal(repl.state, PROTO_RAWREPL_READY);
        assert_int_equal(log.text[log.size - 1], 'P');
    }
}

static void paste_keeps_the_window(void **state) {
    (void)state;
    EACH_STEP {
        struct proto_rawrepl repl;
        struct log log = {0};
        char source[300];
        enter(&repl, &log, step);
        memset(source, 'x', sizeof source);
        proto_rawrepl_start(&repl, source, sizeof source);
        assert_string_equal(said(&repl), "\x05"
                                         "A\x01");
        FEED(&repl, &log, "R\x01\x40\x00\x01", step);
        assert_int_equal(repl.window, 64);
        assert_int_equal(strlen(said(&repl)), 128);
        assert_int_equal(strlen(said(&repl)), 0);
        FEED(&repl, &log, "\x01", step);
        assert_int_equal(strlen(said(&repl)), 64);
        FEED(&repl, &log, "\x01\x01", step);
        assert_int_equal(strlen(said(&repl)), 108 + 1);
        assert_int_equal(repl.state, PROTO_RAWREPL_COMPILING);
        FEED(&repl, &log, "\x01\x04out\r\n\x04\x04>", step);
        log_close(&log);
        assert_string_equal(log.text, "(out\r\n)P");
        assert_int_equal(repl.paste, 1);
    }
}

static void errors_come_apart_from_output(void **state) {
    (void)state;
    EACH_STEP {
        struct proto_rawrepl repl;
        struct log log = {0};
        enter(&repl, &log, step);
        proto_rawrepl_start(&repl, "1/0", 3);
        FEED(&repl, &log, "R\x01\x80\x00\x01", step);
        said(&repl);
        FEED(&repl, &log,
             "\x04"
             "a\x04Traceback\r\nE\x04>",
             step);
        log_close(&log);
        assert_string_equal(log.text, "(a)[Traceback\r\nE]P");
    }
}

/* The board ends the paste early, gets its 04, and goes on as ever. */
static void syntax_errors_stop_the_paste(void **state) {
    (void)state;
    struct proto_rawrepl repl;
    struct log log = {0};
    char source[1000];
    enter(&repl, &log, 1000);
    memset(source, '#', sizeof source);
    proto_rawrepl_start(&repl, source, sizeof source);
    said(&repl);
    FEED(&repl, &log, "R\x01\x20\x00\x01", 1000);
    assert_int_equal(strlen(said(&repl)), 64);
    FEED(&repl, &log, "\x04", 1);
    assert_string_equal(said(&repl), "\x04");
    FEED(&repl, &log, "\x04SyntaxError\x04>", 1000);
    log_close(&log);
    assert_string_equal(log.text, "[SyntaxError]P");
}

/* Both ways in which a board says no: an old one prints its banner, a newer one "R" 00. */
static void boards_without_paste_get_it_plainly(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t size;
    } answers[] = {{banner, sizeof banner - 1}, {"R\0>", 3}};
    EACH_STEP for (size_t a = 0; a < 2; a++) {
        struct proto_rawrepl repl;
        struct log log = {0};
        char source[600];
        uint8_t out[4096];
        bool pause;
        enter(&repl, &log, step);
        memset(source, 'y', sizeof source);
        for (int round = 0; round < 2; round++) { /* the second time it is not asked again */
            proto_rawrepl_start(&repl, source, sizeof source);
            assert_string_equal(round ? "" : said(&repl), round ? ""
                                                                : "\x05"
                                                                  "A\x01");
            if (!round) feed(&repl, &log, answers[a].text, answers[a].size, step);
            assert_int_equal(repl.paste, -1);
            assert_int_equal(proto_rawrepl_pull(&repl, out, sizeof out, &pause), 256);
            assert_true(pause);
            assert_int_equal(proto_rawrepl_pull(&repl, out, sizeof out, &pause), 256);
            assert_int_equal(proto_rawrepl_pull(&repl, out, sizeof out, &pause), 600 - 512 + 1);
            assert_false(pause);
            FEED(&repl, &log, "OKx\x04\x04>", step);
            log_close(&log);
            assert_string_equal(log.text, round ? "(x)P(x)P" : "(x)P");
        }
    }
}

static void exit_reboots(void **state) {
    (void)state;
    EACH_STEP {
        struct proto_rawrepl repl;
        struct log log = {0};
        enter(&repl, &log, step);
        proto_rawrepl_start(&repl, "x", 1);
        FEED(&repl, &log, "R\x01\x80\x00\x01", step);
        said(&repl);
        FEED(&repl, &log, "\x04\x04\x04MPY: soft reboot\r\nraw REPL; CTRL-B to exit\r\n>", step);
        assert_int_equal(log.text[0], 'R');
        assert_int_equal(log.text[log.size - 1], 'P');
        assert_int_equal(repl.state, PROTO_RAWREPL_READY);
    }
}

/* The mark is found wherever input is cut, and what only begins like it is output. */
static void marks_speak_to_the_host(void **state) {
    (void)state;
    EACH_STEP {
        struct proto_rawrepl repl;
        struct log log = {0};
        enter(&repl, &log, step);
        proto_rawrepl_mark(&repl, (const uint8_t *)"\x10"
                                                   "abc");
        proto_rawrepl_start(&repl, "x", 1);
        FEED(&repl, &log, "R\x01\x80\x00\x01", step);
        said(&repl);
        FEED(&repl, &log,
             "\x04"
             "1\x10"
             "ab2\x10\x10"
             "abc3\x10\x04\x04>",
             step);
        log_close(&log);
        assert_string_equal(log.text, "(1\x10"
                                      "ab2\x10)M(3\x10)P");
    }
}

static void strange_answers_end_it(void **state) {
    (void)state;
    struct proto_rawrepl repl;
    struct log log = {0};
    enter(&repl, &log, 1);
    proto_rawrepl_start(&repl, "x", 1);
    said(&repl);
    FEED(&repl, &log, "login: ", 100);
    assert_int_equal(log.text[0], '?');
    assert_int_equal(repl.state, PROTO_RAWREPL_OUTSIDE);
}

static void commands(void **state) {
    (void)state;
    struct proto_rawrepl repl;
    struct log log = {0};
    enter(&repl, &log, 1);
    proto_rawrepl_reset(&repl);
    assert_string_equal(said(&repl), "\x04");
    FEED(&repl, &log, "OK\r\nMPY: soft reboot\r\nraw REPL; CTRL-B to exit\r\n>", 5);
    assert_int_equal(repl.state, PROTO_RAWREPL_READY);
    proto_rawrepl_interrupt(&repl);
    proto_rawrepl_leave(&repl);
    assert_string_equal(said(&repl), "\x03\x02");
    assert_int_equal(repl.state, PROTO_RAWREPL_OUTSIDE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entering_finds_the_banner),
        cmocka_unit_test(paste_keeps_the_window),
        cmocka_unit_test(errors_come_apart_from_output),
        cmocka_unit_test(syntax_errors_stop_the_paste),
        cmocka_unit_test(boards_without_paste_get_it_plainly),
        cmocka_unit_test(exit_reboots),
        cmocka_unit_test(marks_speak_to_the_host),
        cmocka_unit_test(strange_answers_end_it),
        cmocka_unit_test(commands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

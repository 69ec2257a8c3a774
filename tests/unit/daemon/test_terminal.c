/* Terminals: what is typed becomes a job, what programs print comes out, and nobody waits for ever.
 *
 * A stream is a flag that the device sets and bytes on their way; it takes output whenever the device serves,
 * unless it is stalled. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "krait/terminal.h"

#define BANNER                                                                                               \
    "MicroPython REPL by Krait " DEV_VERSION " on test; testdevice\r\nType \"help()\" for more information.\r\n"

struct stream {
    bool awake; /* first: the fixture's port sets it */
    bool stalled;
    dev_terminal *terminal;
    char output[20000];
    size_t size;
    const char *left; /* typed, and not yet taken */
    unsigned offers;
    const char *during; /* to be typed once a program runs */
};

static struct stream streams[3];

static void type(struct stream *stream, const char *text) {
    size_t taken = dev_terminal_receive(stream->terminal, (const uint8_t *)text, strlen(text));
    stream->offers++;
    stream->left = text[taken] ? text + taken : NULL;
}

/* Takes at most 100 bytes at once, as a socket might. */
static void carry(struct stream *stream) {
    const uint8_t *data;
    if (!stream->terminal || stream->stalled) return;
    if (stream->left) type(stream, stream->left);
    while (stream->awake) {
        size_t size = dev_terminal_pull(stream->terminal, &data);
        if (size == 0) stream->awake = false;
        if (size > 100) size = 100;
        assert_true(stream->size + size < sizeof stream->output);
        memcpy(stream->output + stream->size, data, size);
        stream->size += size;
        dev_terminal_give(stream->terminal, size);
    }
    stream->output[stream->size] = 0;
}

static void on_serve(struct fixture *fixture) {
    dev_status status;
    dev_status_get(fixture->dev, &status);
    for (unsigned i = 0; i < 3; i++) {
        const char *text = streams[i].during;
        if (text && status.job) {
            streams[i].during = NULL;
            type(&streams[i], text);
        }
        carry(&streams[i]);
    }
}

static void run(struct fixture *fixture) {
    for (unsigned i = 0; i < 20; i++) dev_run(fixture->dev);
}

/* What came out since the last call. */
static const char *said(struct fixture *fixture, struct stream *stream) {
    static char text[sizeof stream->output];
    run(fixture);
    memcpy(text, stream->output, stream->size + 1);
    stream->size = 0;
    stream->output[0] = 0;
    return text;
}

static struct stream *open_stream(struct fixture *fixture, unsigned number, const char *name,
                                  unsigned options) {
    struct stream *stream = &streams[number];
    stream->terminal = dev_terminal_open(fixture->dev, stream, name, options);
    return stream->terminal ? stream : NULL;
}

static int setup(void **state) {
    struct fixture *fixture;
    assert_int_equal(fixture_setup(state), 0);
    fixture = *state;
    memset(streams, 0, sizeof streams);
    fixture->limits.terminals = 2;
    fixture->limits.terminal_bytes = 2048;
    fixture_restart(fixture);
    dev_run(fixture->dev);
    fixture->on_serve = on_serve;
    return 0;
}

/* --- */

static void test_a_statement(void **state) {
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    assert_string_equal(said(fixture, stream), ">>> ");
    type(stream, "print a\r");
    assert_string_equal(said(fixture, stream), "print a\r\na\r\n>>> ");
    type(stream, "\x01");
    assert_string_equal(said(fixture, stream), "\r\nraw REPL; CTRL-B to exit\r\n>");
    type(stream, "set 5\x04get\x04raise\x04");
    assert_string_equal(said(fixture, stream),
                        "OK\x04\x04>OK5\r\n\x04\x04>OK\x04Traceback: raised 0\r\n\x04>");
}

static void test_places(void **state) {
    struct fixture *fixture = *state;
    struct stream *first = open_stream(fixture, 0, "one", DEV_TERMINAL_BANNER);
    struct stream *second = open_stream(fixture, 1, "two", 0);
    assert_string_equal(strstr(said(fixture, first), ">>> "), ">>> ");
    assert_string_equal(said(fixture, second), ">>> ");
    assert_null(open_stream(fixture, 2, "three", 0));
    dev_terminal_close(first->terminal);
    first->terminal = NULL;
    assert_non_null(open_stream(fixture, 2, "three", 0));
}

static void test_soft_reset(void **state) {
    struct fixture *fixture = *state;
    fixture_write(fixture, "/boot.py", "print boot");
    fixture_write(fixture, "/main.py", "print main");
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    struct client *client = client_open(fixture, "ann");
    said(fixture, stream);
    type(stream, "\x04");
    const char *text = said(fixture, stream);
    assert_ptr_equal(strstr(text, "\r\nMPY: soft reboot\r\nboot\r\nmain\r\nMicroPython "), text);
    type(stream, "\x01\x04");
    assert_string_equal(said(fixture, stream),
                        "\r\nraw REPL; CTRL-B to exit\r\n>OK\r\nMPY: soft reboot\r\nboot\r\n"
                        "raw REPL; CTRL-B to exit\r\n>");
    type(stream, "exit 3\x04");
    assert_string_equal(said(fixture, stream),
                        "OK\x04\x04MPY: soft reboot\r\nboot\r\nraw REPL; CTRL-B to exit\r\n>");
    type(stream, "reset soft\x04");
    assert_string_equal(said(fixture, stream),
                        "OK\x04\x04MPY: soft reboot\r\nboot\r\nraw REPL; CTRL-B to exit\r\n>");
    assert_false(client->closed);
}

static void test_a_program_reads_and_leaves_the_rest(void **state) {
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    type(stream, "read\r\nabc\rprint rest\r");
    assert_string_equal(said(fixture, stream), "read\r\ngot:abc\r\r\n>>> print rest\r\nrest\r\n>>> ");
}

static void test_interrupt(void **state) {
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    stream->during = "typed\x03";
    type(stream, "loop\r");
    assert_string_equal(said(fixture, stream), "loop\r\nKeyboardInterrupt: \r\n>>> typed");
}

/* Its bytes are full of other things, but ctrl-C is found in what is not taken, once. */
static void test_interrupt_behind_much(void **state) {
    static char much[3000];
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    memset(much, 'x', sizeof much - 3);
    much[sizeof much - 3] = 3;
    much[sizeof much - 2] = 3;
    said(fixture, stream);
    stream->during = much;
    type(stream, "loop\r");
    const char *text = said(fixture, stream);
    assert_non_null(strstr(text, "loop\r\nKeyboardInterrupt: \r\n>>> xxx"));
    assert_string_equal(text + strlen(text) - 12, "\r\n>>> \r\n>>> ");
    assert_true(stream->offers > 2);
}

/* Three in a row, whatever the program does with them. */
static void interrupt_each_time(struct fixture *fixture) {
    dev_status status;
    dev_status_get(fixture->dev, &status);
    if (status.job) type(&streams[0], "\x03");
    on_serve(fixture);
}

static void test_a_stubborn_program_is_stopped(void **state) {
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    type(stream, "swallow\r");
    fixture->on_serve = interrupt_each_time;
    assert_string_equal(said(fixture, stream), "swallow\r\nthe program was stopped\r\n>>> ");
}

static void test_who_waits_is_told(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    stream->during = "print mine\r";
    unsigned job = client_exec(client, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "sleep 900000\nprint theirs");
    client_finish(client, job);
    const char *out = said(fixture, stream);
    assert_non_null(strstr(out, "print mine\r\nwaiting for ann"));
    assert_non_null(strstr(out, "; Ctrl-C interrupts it\r\ntheirs\r\nmine\r\n>>> "));
}

static void test_ctrl_c_ends_theirs_and_takes_mine_back(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    const char *text;
    said(fixture, stream);
    stream->during = "print mine\r\x03";
    unsigned job = client_exec(client, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "print theirs\nloop");
    client_finish(client, job);
    assert_int_equal(client_result(client, job, &text), PROTO_OUTCOME_INTERRUPTED);
    const char *out = said(fixture, stream);
    assert_non_null(strstr(out, "theirs\r\n"));
    assert_non_null(strstr(out, "print mine\r\nKeyboardInterrupt: \r\n>>> "));
    assert_null(strstr(out, "\r\nmine\r\n"));
}

static void test_busy_names_the_terminal(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    type(stream, "print half");
    run(fixture); /* a half line is nobody's business */
    unsigned job = client_exec(client, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "print ok");
    assert_int_equal(client_finish(client, job), PROTO_STATUS_OK);
    type(stream, "\rloop\r");
    job = client_exec(client, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "print no");
    fixture_settle(fixture);
    stream->during = "\x03";
    assert_int_equal(client_finish(client, job), PROTO_STATUS_BUSY);
    assert_string_equal(client_end_text(client, job), "tty");
}

static void test_a_held_console_is_refused(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    uint8_t payload[1] = {PROTO_CONSOLE_OWN};
    struct proto_writer writer;
    said(fixture, stream);
    proto_writer_init(&writer, payload, 1);
    writer.at = writer.end;
    client_request(client, PROTO_CONSOLE, 0, &writer);
    fixture_settle(fixture);
    type(stream, "\x01print no\x04");
    const char *out = said(fixture, stream);
    assert_non_null(strstr(out, ">OK\x04OSError: [Errno 16] EBUSY: the console is held by ann"));
    assert_string_equal(out + strlen(out) - 3, "\n\x04>");
}

/* Output waits for the stream, and comes whole. */
static void test_output_holds_the_program_back(void **state) {
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    type(stream, "\x01");
    said(fixture, stream);
    type(stream, "flood 12800\x04");
    assert_int_equal(strlen(said(fixture, stream)), 2 + 12800 + 200 + 3);
}

/* One that takes nothing is given up when others wait. */
static void test_a_stalled_stream_does_not_hold_others(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    type(stream, "\x01");
    said(fixture, stream);
    type(stream, "flood 1800\x04");
    stream->stalled = true;
    unsigned job = client_exec(client, PROTO_EXEC_STATEMENTS, PROTO_EXEC_WAIT, PROTO_FLAG_END, "print ok");
    assert_int_equal(client_finish(client, job), PROTO_STATUS_OK);
    assert_string_equal(client_data(client, job, 0), "ok\n");
    stream->stalled = false;
    stream->size = 0;
    type(stream, "print back\x04");
    const char *out = said(fixture, stream);
    assert_string_equal(out + strlen(out) - strlen("OKback\r\n\x04\x04>"), "OKback\r\n\x04\x04>");
}

static void close_while_serving(struct fixture *fixture) {
    struct stream *stream = &streams[0];
    dev_status status;
    dev_status_get(fixture->dev, &status);
    on_serve(fixture);
    if (!status.job || !stream->terminal) return;
    dev_terminal_close(stream->terminal);
    stream->terminal = NULL;
}

static void test_a_program_outlives_its_terminal(void **state) {
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    type(stream, "\x01");
    said(fixture, stream);
    type(stream, "read\nflood 9000\nwrite /done yes\x04");
    fixture->on_serve = close_while_serving;
    run(fixture);
    assert_null(stream->terminal);
    assert_string_equal(fixture_read(fixture, "/done"), "yes");
    fixture->on_serve = on_serve;
    stream = open_stream(fixture, 0, "tty", 0);
    stream->size = 0;
    type(stream, "print a\r");
    assert_string_equal(said(fixture, stream), ">>> print a\r\na\r\n>>> ");
}

static void test_a_source_that_is_too_long(void **state) {
    static char source[25000];
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    type(stream, "\x01");
    said(fixture, stream);
    memset(source, '#', sizeof source - 2);
    source[sizeof source - 2] = 4;
    type(stream, source);
    assert_string_equal(said(fixture, stream), "OK\x04MemoryError: the program text is too long\r\n\x04>");
    memset(source, '\n', 12000);
    source[12000] = 4;
    source[12001] = 0;
    type(stream, source); /* grows in the pool as far as that goes */
    assert_string_equal(said(fixture, stream), "OK\x04\x04>");
}

static void test_main_has_the_input(void **state) {
    struct fixture *fixture = *state;
    fixture_write(fixture, "/main.py", "print ready\nread\nread");
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    stream->during = "abc\rdef\rprint x\r";
    type(stream, "\x04");
    assert_string_equal(said(fixture, stream),
                        "\r\nMPY: soft reboot\r\nready\r\ngot:abc\r\r\ngot:def\r\r\n" BANNER
                        ">>> print x\r\nx\r\n>>> ");
}

static void test_completion(void **state) {
    struct fixture *fixture = *state;
    struct stream *stream = open_stream(fixture, 0, "tty", 0);
    said(fixture, stream);
    type(stream, "pr\t");
    assert_string_equal(said(fixture, stream), "pr\r\nprint  property  \r\n>>> pr");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_a_statement),
        TEST(test_places),
        TEST(test_soft_reset),
        TEST(test_a_program_reads_and_leaves_the_rest),
        TEST(test_interrupt),
        TEST(test_interrupt_behind_much),
        TEST(test_a_stubborn_program_is_stopped),
        TEST(test_who_waits_is_told),
        TEST(test_ctrl_c_ends_theirs_and_takes_mine_back),
        TEST(test_busy_names_the_terminal),
        TEST(test_a_held_console_is_refused),
        TEST(test_output_holds_the_program_back),
        TEST(test_a_stalled_stream_does_not_hold_others),
        TEST(test_a_program_outlives_its_terminal),
        TEST(test_a_source_that_is_too_long),
        TEST(test_main_has_the_input),
        TEST(test_completion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

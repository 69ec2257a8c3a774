/* Jobs, the console, resets: what runs, who sees it, who may stop it. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What `on_serve` waits for while a program runs. */
struct plan {
    struct client *actor, *other;
    unsigned stream;
    unsigned step;
    uint64_t at;
};

static unsigned exec_wait(struct client *client, enum proto_exec_kind kind, unsigned options,
                          const char *source) {
    unsigned stream = client_exec(client, kind, options, PROTO_FLAG_END, source);
    client_finish(client, stream);
    return stream;
}

static unsigned console(struct client *client, enum proto_console_mode mode) {
    uint8_t payload[1] = {(uint8_t)mode};
    struct proto_writer writer;
    proto_writer_init(&writer, payload, 1);
    writer.at = writer.end;
    unsigned stream = client_request(client, PROTO_CONSOLE, 0, &writer);
    fixture_settle(client->fixture);
    return stream;
}

/* The newest OWNER of a console stream. */
static struct proto_owner owner(const struct client *client, unsigned stream) {
    struct proto_owner found = {9, 0, {0}};
    const struct event *event;
    for (unsigned n = 0; (event = client_event(client, stream, PROTO_OWNER, n)); n++) {
        proto_owner_parse(event->payload, event->length, &found);
    }
    return found;
}

static unsigned reset(struct client *client, enum proto_reset_kind kind) {
    uint8_t payload[1] = {(uint8_t)kind};
    struct proto_writer writer;
    proto_writer_init(&writer, payload, 1);
    writer.at = writer.end;
    return client_request(client, PROTO_RESET, PROTO_FLAG_END, &writer);
}

/* --- running --- */

static void test_output_and_results(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    const char *text;
    unsigned stream = exec_wait(client, PROTO_EXEC_STATEMENTS, 0, "print out\neprint err\nprint more");
    assert_string_equal(client_data(client, stream, 0), "out\nmore\n");
    assert_string_equal(client_data(client, stream, PROTO_FLAG_STDERR), "err\n");
    assert_int_equal(client_result(client, stream, &text), PROTO_OUTCOME_OK);
    assert_string_equal(text, "");
    assert_non_null(client_event(client, stream, PROTO_STARTED, 0));
    stream = exec_wait(client, PROTO_EXEC_EVAL, 0, "1+1");
    assert_int_equal(client_result(client, stream, &text), PROTO_OUTCOME_OK);
    assert_string_equal(text, "repr 1+1");
    stream = exec_wait(client, PROTO_EXEC_STATEMENTS, 0, "raise");
    assert_int_equal(client_result(client, stream, &text), PROTO_OUTCOME_EXCEPTION);
    assert_string_equal(text, "Traceback: raised 0\n");
    stream = exec_wait(client, PROTO_EXEC_STATEMENTS, 0, "exit 7");
    assert_int_equal(client_result(client, stream, &text), PROTO_OUTCOME_EXIT);
    assert_int_equal(text[-4], 7);
    stream = exec_wait(client, PROTO_EXEC_LINE, 0, "if x:");
    assert_int_equal(client_result(client, stream, &text), PROTO_OUTCOME_INCOMPLETE);
}

static void test_a_run_is_fresh_and_has_arguments(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    exec_wait(client, PROTO_EXEC_STATEMENTS, 0, "set kept");
    unsigned stream = exec_wait(client, PROTO_EXEC_STATEMENTS, 0, "get");
    assert_string_equal(client_data(client, stream, 0), "kept\n");
    stream = exec_wait(client, PROTO_EXEC_RUN, 0, "get\nargv");
    assert_string_equal(client_data(client, stream, 0), "\nprog.py|one|two\n");
}

static void test_long_source_comes_as_data(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    uint8_t payload[128];
    struct proto_writer writer;
    struct proto_exec exec = {PROTO_EXEC_STATEMENTS, 0,   21,
                              proto_text("x"),       {0}, {(const uint8_t *)"print a", 7}};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_exec_write(&writer, &exec);
    unsigned stream = client_request(client, PROTO_EXEC, 0, &writer);
    fixture_settle(fixture);
    client_put(client, stream, PROTO_DATA, 0, "bc\nprint", 8);
    fixture_settle(fixture);
    client_put(client, stream, PROTO_DATA, PROTO_FLAG_END, " end\n\n", 6);
    client_finish(client, stream);
    assert_string_equal(client_data(client, stream, 0), "abc\nend\n");
    exec.source_size = 19990;
    proto_writer_init(&writer, payload, sizeof payload);
    proto_exec_write(&writer, &exec);
    stream = client_request(client, PROTO_EXEC, PROTO_FLAG_END, &writer);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_INVALID);
    exec.source_size = 20000;
    proto_writer_init(&writer, payload, sizeof payload);
    proto_exec_write(&writer, &exec);
    stream = client_request(client, PROTO_EXEC, 0, &writer);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_TOO_BIG);
}

static void test_input(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    unsigned stream = client_exec(client, PROTO_EXEC_RUN, 0, 0, "read\nread");
    client_put(client, stream, PROTO_DATA, PROTO_FLAG_STDIN | PROTO_FLAG_END, "hello", 5);
    client_finish(client, stream);
    assert_string_equal(client_data(client, stream, 0), "got:hello\neof\n");
}

static void stalled_for_a_while(struct fixture *fixture) {
    struct plan *plan = fixture->user;
    if (plan->step == 0 && plan->actor->bytes >= 4000) plan->step = 1, plan->at = fixture->now;
    if (plan->step == 1 && fixture->now > plan->at + 100000) {
        plan->stream = client_path(plan->other, PROTO_STAT, 0, "/");
        plan->step = 2;
    }
    if (plan->step == 2 && client_is_over(plan->other, plan->stream)) {
        struct proto_stream *stream = NULL;
        while ((stream = proto_link_each(&plan->actor->link, stream)))
            proto_link_consumed(&plan->actor->link, stream, 4096);
        plan->actor->stalled = false;
        plan->step = 3;
    }
}

/* A program that prints much waits for its client; everybody else is served meanwhile, and nothing is lost.
 */
static void test_output_waits_for_its_reader(void **state) {
    struct fixture *fixture = *state;
    struct plan plan = {.actor = client_open(fixture, "slow"), .other = client_open(fixture, "bob")};
    plan.actor->stalled = plan.actor->keeps_count = true;
    fixture->user = &plan;
    fixture->on_serve = stalled_for_a_while;
    exec_wait(plan.actor, PROTO_EXEC_STATEMENTS, 0, "flood 50000");
    assert_int_equal(plan.step, 3);
    assert_int_equal(plan.actor->bytes, 50000);
}

static void vanish_when_running(struct fixture *fixture) {
    struct plan *plan = fixture->user;
    if (plan->step == 0 && client_event(plan->actor, plan->stream, PROTO_STARTED, 0)) {
        plan->step = 1;
        client_vanish(plan->actor);
    }
}

static void test_a_vanished_client_ends_its_program(void **state) {
    static const char *const programs[] = {"loop", "flood 1000000000", "read", "sleep 100000000", "swallow"};
    struct fixture *fixture = *state;
    for (unsigned i = 0; i < 5; i++) {
        struct plan plan = {.actor = client_open(fixture, "gone")};
        struct client *bob = client_open(fixture, "bob");
        fixture->user = &plan;
        plan.stream = client_exec(plan.actor, PROTO_EXEC_STATEMENTS, 0, 0, programs[i]);
        fixture->on_serve = vanish_when_running;
        unsigned stream =
            client_exec(bob, PROTO_EXEC_STATEMENTS, PROTO_EXEC_WAIT, PROTO_FLAG_END, "print next");
        client_finish(bob, stream);
        fixture->on_serve = NULL;
        assert_int_equal(plan.step, 1);
        assert_string_equal(client_data(bob, stream, 0), "next\n");
        client_vanish(bob);
    }
}

static void test_a_detached_program_goes_on(void **state) {
    struct fixture *fixture = *state;
    struct plan plan = {.actor = client_open(fixture, "gone")};
    struct client *bob = client_open(fixture, "bob");
    fixture->user = &plan;
    plan.stream = client_exec(plan.actor, PROTO_EXEC_STATEMENTS, PROTO_EXEC_DETACH, 0,
                              "sleep 50000\nflood 10000\nwrite /done yes");
    fixture->on_serve = vanish_when_running;
    client_finish(bob,
                  client_exec(bob, PROTO_EXEC_STATEMENTS, PROTO_EXEC_WAIT, PROTO_FLAG_END, "print next"));
    assert_string_equal(fixture_read(fixture, "/done"), "yes");
}

static void test_compiled(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    const char *text;
    unsigned stream = exec_wait(client, PROTO_EXEC_EVAL, PROTO_EXEC_COMPILED, "KRI1");
    assert_int_equal(client_result(client, stream, &text), PROTO_OUTCOME_OK);
    assert_string_equal(text, "image in mode 1");
    stream = exec_wait(client, PROTO_EXEC_LINE, PROTO_EXEC_COMPILED, "KRI1");
    assert_int_equal(client_result(client, stream, NULL), PROTO_OUTCOME_OK);
    stream = exec_wait(client, PROTO_EXEC_STATEMENTS, PROTO_EXEC_COMPILED, "print text");
    assert_int_equal(client_result(client, stream, NULL), PROTO_OUTCOME_EXCEPTION);
    stream = exec_wait(client, PROTO_EXEC_EVAL, 0, "KRI1");
    client_result(client, stream, &text);
    assert_string_equal(text, "repr KRI1");
}

/* --- interrupting --- */

static void interrupt_when_running(struct fixture *fixture) {
    struct plan *plan = fixture->user;
    if (!client_event(plan->actor, plan->stream, PROTO_STARTED, plan->step) || fixture->now < plan->at)
        return;
    if (client_is_over(plan->actor, plan->stream)) return;
    client_interrupt(plan->other, 0);
    plan->at = fixture->now + 100000;
}

static void test_interrupt(void **state) {
    struct fixture *fixture = *state;
    struct plan plan = {.actor = client_open(fixture, "ann"), .other = client_open(fixture, "bob")};
    const char *text;
    fixture->user = &plan;
    fixture->on_serve = interrupt_when_running;
    plan.stream = client_exec(plan.actor, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "loop\nprint never");
    client_finish(plan.actor, plan.stream);
    assert_int_equal(client_result(plan.actor, plan.stream, &text), PROTO_OUTCOME_INTERRUPTED);
    assert_string_equal(text, "KeyboardInterrupt\n");
    plan.stream = client_exec(plan.actor, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "swallow");
    client_finish(plan.actor, plan.stream);
    assert_int_equal(client_result(plan.actor, plan.stream, &text), PROTO_OUTCOME_INTERRUPTED);
    assert_string_equal(text, "the program was stopped\n");
    fixture->on_serve = NULL;
    client_interrupt(plan.other, 0);
    fixture_settle(fixture);
    unsigned stream = exec_wait(plan.actor, PROTO_EXEC_STATEMENTS, 0, "sleep 5000\nprint fine");
    assert_string_equal(client_data(plan.actor, stream, 0), "fine\n");
}

/* --- several clients --- */

static void ask_while_running(struct fixture *fixture) {
    struct plan *plan = fixture->user;
    if (plan->step == 0 && client_event(plan->actor, plan->stream, PROTO_STARTED, 0)) {
        plan->step = client_exec(plan->other, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "print no");
        plan->at =
            client_exec(plan->other, PROTO_EXEC_STATEMENTS, PROTO_EXEC_WAIT, PROTO_FLAG_END, "print later");
    }
    if (plan->step && client_event(plan->other, (unsigned)plan->at, PROTO_QUEUED, 0) &&
        plan->actor->link.state == PROTO_LINK_OPEN) {
        client_interrupt(plan->actor, 0);
    }
}

static void test_busy_and_queued(void **state) {
    struct fixture *fixture = *state;
    struct plan plan = {.actor = client_open(fixture, "ann@laptop"), .other = client_open(fixture, "bob")};
    fixture->user = &plan;
    fixture->on_serve = ask_while_running;
    plan.stream = client_exec(plan.actor, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "loop");
    client_finish(plan.actor, plan.stream);
    fixture->on_serve = NULL;
    assert_int_equal(client_finish(plan.other, plan.step), PROTO_STATUS_BUSY);
    assert_string_equal(client_end_text(plan.other, plan.step), "ann@laptop");
    client_finish(plan.other, (unsigned)plan.at);
    assert_string_equal(client_data(plan.other, (unsigned)plan.at, 0), "later\n");
    struct proto_queued queued;
    const struct event *event = client_event(plan.other, (unsigned)plan.at, PROTO_QUEUED, 0);
    proto_queued_parse(event->payload, event->length, &queued);
    assert_int_equal(queued.ahead, 1);
    assert_true(proto_text_is(queued.holder, "ann@laptop"));
}

static void take_while_running(struct fixture *fixture) {
    struct plan *plan = fixture->user;
    if (plan->step == 0 && client_event(plan->actor, plan->stream, PROTO_STARTED, 0)) {
        plan->step =
            client_exec(plan->other, PROTO_EXEC_STATEMENTS, PROTO_EXEC_TAKE, PROTO_FLAG_END, "print mine");
    }
}

static void test_take_stops_even_a_stubborn_program(void **state) {
    struct fixture *fixture = *state;
    struct plan plan = {.actor = client_open(fixture, "ann"), .other = client_open(fixture, "bob")};
    unsigned own = console(plan.actor, PROTO_CONSOLE_OWN);
    fixture->user = &plan;
    fixture->on_serve = take_while_running;
    plan.stream = client_exec(plan.actor, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "swallow");
    client_finish(plan.actor, plan.stream);
    fixture->on_serve = NULL;
    assert_int_equal(client_result(plan.actor, plan.stream, NULL), PROTO_OUTCOME_INTERRUPTED);
    client_finish(plan.other, plan.step);
    assert_string_equal(client_data(plan.other, plan.step, 0), "mine\n");
    assert_int_equal(owner(plan.actor, own).state, PROTO_OWNER_NOBODY);
    struct proto_notice notice;
    const struct event *event = client_event(plan.actor, 0, PROTO_NOTICE, 0);
    proto_notice_parse(event->payload, event->length, &notice);
    assert_int_equal(notice.kind, PROTO_NOTICE_TAKEN);
    assert_true(proto_text_is(notice.text, "console taken by bob"));
}

static void test_console_ownership(void **state) {
    struct fixture *fixture = *state;
    struct client *ann = client_open(fixture, "ann");
    struct client *bob = client_open(fixture, "bob");
    unsigned own = console(ann, PROTO_CONSOLE_OWN);
    assert_int_equal(owner(ann, own).state, PROTO_OWNER_YOU);
    unsigned refused = console(bob, PROTO_CONSOLE_OWN);
    assert_int_equal(client_status(bob, refused), PROTO_STATUS_BUSY);
    assert_string_equal(client_end_text(bob, refused), "ann");
    unsigned stream = exec_wait(bob, PROTO_EXEC_STATEMENTS, 0, "print no");
    assert_int_equal(client_status(bob, stream), PROTO_STATUS_BUSY);
    assert_string_equal(client_end_text(bob, stream), "ann");
    unsigned watch = console(bob, PROTO_CONSOLE_WATCH);
    assert_int_equal(owner(bob, watch).state, PROTO_OWNER_OTHER);
    stream = exec_wait(ann, PROTO_EXEC_LINE, 0, "print seen\neprint also");
    fixture_settle(fixture);
    assert_string_equal(client_data(ann, stream, 0), "seen\n");
    assert_string_equal(client_data(ann, own, 0), "");
    assert_string_equal(client_data(bob, watch, 0), "seen\n");
    assert_string_equal(client_data(bob, watch, PROTO_FLAG_STDERR), "also\n");
    uint8_t take[1] = {PROTO_CONSOLE_TAKE};
    client_put(bob, watch, PROTO_CLAIM, 0, take, 1);
    fixture_settle(fixture);
    assert_int_equal(owner(bob, watch).state, PROTO_OWNER_YOU);
    assert_int_equal(owner(ann, own).state, PROTO_OWNER_OTHER);
    assert_true(proto_text_is(owner(ann, own).holder, "bob"));
    client_vanish(bob);
    fixture_settle(fixture);
    assert_int_equal(owner(ann, own).state, PROTO_OWNER_NOBODY);
}

static void test_waiting_for_the_console(void **state) {
    struct fixture *fixture = *state;
    struct client *ann = client_open(fixture, "ann");
    struct client *bob = client_open(fixture, "bob");
    console(ann, PROTO_CONSOLE_OWN);
    unsigned stream =
        client_exec(bob, PROTO_EXEC_STATEMENTS, PROTO_EXEC_WAIT, PROTO_FLAG_END, "print at last");
    for (int i = 0; i < 20; i++) dev_poll(fixture->dev, 1000);
    assert_non_null(client_event(bob, stream, PROTO_QUEUED, 0));
    assert_null(client_event(bob, stream, PROTO_STARTED, 0));
    client_vanish(ann);
    client_finish(bob, stream);
    assert_string_equal(client_data(bob, stream, 0), "at last\n");
}

/* A watcher that takes nothing is told what it missed, and holds nobody. */
static void test_a_slow_watcher(void **state) {
    struct fixture *fixture = *state;
    struct client *ann = client_open(fixture, "ann");
    struct client *bob = client_open(fixture, "bob");
    unsigned watch = console(bob, PROTO_CONSOLE_WATCH);
    bob->stalled = true;
    ann->keeps_count = true;
    exec_wait(ann, PROTO_EXEC_STATEMENTS, 0, "flood 20000");
    assert_int_equal(ann->bytes, 20000);
    bob->stalled = false;
    proto_link_consumed(&bob->link, proto_link_find(&bob->link, watch), 4096);
    fixture_settle(fixture);
    assert_non_null(strstr(client_data(bob, watch, PROTO_FLAG_STDERR), "bytes of output skipped"));
}

/* --- start and reset --- */

static bool idle(struct fixture *fixture) {
    dev_status status;
    dev_status_get(fixture->dev, &status);
    return status.job == 0 && status.jobs_waiting == 0;
}

static void test_boot_and_soft_reset(void **state) {
    struct fixture *fixture = *state;
    fixture_write(fixture, "/boot.py", "append /log boot");
    fixture_write(fixture, "/main.py", "append /log main\nprint hello from main\nraise");
    fixture_restart(fixture);
    struct client *ann = client_open(fixture, "ann");
    unsigned watch = console(ann, PROTO_CONSOLE_WATCH);
    dev_run(fixture->dev);
    fixture_run(fixture, idle);
    fixture_settle(fixture);
    assert_string_equal(fixture_read(fixture, "/log"), "bootmain");
    assert_string_equal(client_data(ann, watch, 0), "hello from main\n");
    assert_string_equal(client_data(ann, watch, PROTO_FLAG_STDERR), "Traceback: raised 0\n");
    exec_wait(ann, PROTO_EXEC_STATEMENTS, 0, "set x");
    assert_int_equal(client_finish(ann, reset(ann, PROTO_RESET_SOFT)), PROTO_STATUS_OK);
    dev_run(fixture->dev);
    fixture_settle(fixture);
    assert_string_equal(fixture_read(fixture, "/log"), "bootmainbootmain");
    unsigned stream = exec_wait(ann, PROTO_EXEC_STATEMENTS, 0, "get");
    assert_string_equal(client_data(ann, stream, 0), "\n");
    assert_non_null(client_event(ann, 0, PROTO_NOTICE, 0));
}

static void reset_when_running(struct fixture *fixture) {
    struct plan *plan = fixture->user;
    if (plan->step == 0 && client_event(plan->actor, plan->stream, PROTO_STARTED, 0))
        plan->step = reset(plan->other, PROTO_RESET_SOFT);
}

static void test_reset_of_a_busy_machine(void **state) {
    struct fixture *fixture = *state;
    struct plan plan = {.actor = client_open(fixture, "ann"), .other = client_open(fixture, "bob")};
    fixture->user = &plan;
    fixture->on_serve = reset_when_running;
    plan.stream = client_exec(plan.actor, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "swallow");
    client_finish(plan.actor, plan.stream);
    assert_int_equal(client_result(plan.actor, plan.stream, NULL), PROTO_OUTCOME_INTERRUPTED);
    assert_int_equal(client_finish(plan.other, plan.step), PROTO_STATUS_OK);
    assert_false(plan.actor->closed);
}

static void test_programs_reset_the_device(void **state) {
    struct fixture *fixture = *state;
    struct client *ann = client_open(fixture, "ann");
    exec_wait(ann, PROTO_EXEC_STATEMENTS, 0, "set x\nreset soft");
    unsigned stream = exec_wait(ann, PROTO_EXEC_STATEMENTS, 0, "get");
    assert_string_equal(client_data(ann, stream, 0), "\n");
    client_exec(ann, PROTO_EXEC_STATEMENTS, 0, PROTO_FLAG_END, "reset hard");
    while (dev_run(fixture->dev)) continue;
    assert_int_equal(dev_restart_wanted(fixture->dev), DEV_RESTART_HARD);
}

static void test_hard_reset_says_goodbye(void **state) {
    struct fixture *fixture = *state;
    struct client *ann = client_open(fixture, "ann");
    unsigned stream = reset(ann, PROTO_RESET_SAFE);
    while (dev_run(fixture->dev)) continue;
    assert_int_equal(dev_restart_wanted(fixture->dev), DEV_RESTART_SAFE);
    dev_close(fixture->dev);
    assert_true(client_is_over(ann, stream));
    assert_int_equal(client_status(ann, stream), PROTO_STATUS_OK);
    assert_non_null(client_event(ann, 0, PROTO_GOAWAY, 0));
    assert_int_equal(ann->close_code, 1001);
}

static void type_when_running(struct fixture *fixture) {
    struct plan *plan = fixture->user;
    if (plan->step++ == 5) client_put(plan->actor, plan->stream, PROTO_DATA, 0, "typed", 5);
}

static void test_console_input_goes_to_main(void **state) {
    struct fixture *fixture = *state;
    fixture_write(fixture, "/main.py", "read");
    fixture_restart(fixture);
    struct plan plan = {.actor = client_open(fixture, "ann")};
    plan.stream = console(plan.actor, PROTO_CONSOLE_OWN);
    fixture->user = &plan;
    fixture->on_serve = type_when_running;
    dev_run(fixture->dev);
    fixture_settle(fixture);
    assert_string_equal(client_data(plan.actor, plan.stream, 0), "got:typed\n");
}

static void test_complete(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    uint8_t payload[64];
    struct proto_writer writer;
    struct proto_complete message = {7, proto_text("x = 1pr + 3")};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_complete_write(&writer, &message);
    unsigned stream = client_request(client, PROTO_COMPLETE, PROTO_FLAG_END, &writer);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    struct proto_names names;
    struct proto_text name;
    const struct event *event = client_event(client, stream, PROTO_NAMES, 0);
    assert_int_equal(proto_names_parse(event->payload, event->length, &names), 0);
    assert_int_equal(names.start, 5);
    assert_true(proto_list_next(&names.names, &name) && proto_text_is(name, "print"));
    assert_true(proto_list_next(&names.names, &name) && proto_text_is(name, "property"));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_output_and_results),
        TEST(test_a_run_is_fresh_and_has_arguments),
        TEST(test_long_source_comes_as_data),
        TEST(test_input),
        TEST(test_output_waits_for_its_reader),
        TEST(test_a_vanished_client_ends_its_program),
        TEST(test_a_detached_program_goes_on),
        TEST(test_compiled),
        TEST(test_interrupt),
        TEST(test_busy_and_queued),
        TEST(test_take_stops_even_a_stubborn_program),
        TEST(test_console_ownership),
        TEST(test_waiting_for_the_console),
        TEST(test_a_slow_watcher),
        TEST(test_boot_and_soft_reset),
        TEST(test_reset_of_a_busy_machine),
        TEST(test_programs_reset_the_device),
        TEST(test_hard_reset_says_goodbye),
        TEST(test_console_input_goes_to_main),
        TEST(test_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

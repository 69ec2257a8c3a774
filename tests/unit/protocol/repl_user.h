/* A user of the prompt for tests: it runs programs of a few words instead of Python.
 *
 *     say TEXT    prints TEXT and a newline           fail        raises: "Traceback\n" and "E: text\n"
 *     exit        ends as SystemExit                  NAME:       a statement that goes on, up to an empty
 * line
 *
 * Everything else does nothing. What was executed and what was printed is kept. */
#ifndef PROTOCOL_REPL_USER_H
#define PROTOCOL_REPL_USER_H

#include <stdlib.h>
#include <string.h>

#include "krait/proto_repl.h"

struct repl_user {
    struct proto_repl repl;
    char line[64], history[64];
    uint8_t out[2048];
    char text[4096];
    uint32_t text_most; /* the text may grow to this */
    uint32_t text_now;
    char output[65536]; /* everything that was pulled */
    size_t output_size;
    char executed[4096]; /* kinds and texts, each behind a number and in front of '|' */
    unsigned resets, completions;
};

static const char user_banner[] = "MicroPython test\r\n";

static inline void user_init(struct repl_user *user, uint16_t window) {
    const struct proto_repl_config config = {.line = user->line,
                                             .line_capacity = sizeof user->line,
                                             .history = user->history,
                                             .history_capacity = sizeof user->history,
                                             .out = user->out,
                                             .out_capacity = sizeof user->out,
                                             .window = window,
                                             .banner = user_banner};
    memset(user->executed, 0, sizeof user->executed);
    user->text_now = user->resets = user->completions = 0;
    user->output_size = 0;
    user->text_most = sizeof user->text;
    proto_repl_init(&user->repl, &config);
}

/* In two pulls, so that the ring's end is met. */
static inline void user_pull(struct repl_user *user) {
    const uint8_t *data;
    size_t size;
    while ((size = proto_repl_pull(&user->repl, &data)) > 0) {
        if (size > 3) size = size / 2;
        if (size > sizeof user->output - user->output_size) abort();
        memcpy(user->output + user->output_size, data, size);
        user->output_size += size;
        proto_repl_give(&user->repl, size);
    }
}

static inline void user_grow(struct repl_user *user) {
    uint32_t size = user->text_now + 16;
    uint32_t least = user->repl.text_size + user->repl.line.size + 2;
    if (size < least) size = least;
    if (size > user->text_most) {
        proto_repl_refuse(&user->repl);
    } else {
        user->text_now = size;
        proto_repl_text(&user->repl, user->text, size);
    }
}

static inline bool user_goes_on(const char *text, size_t size) {
    const char *colon = memchr(text, ':', size);
    return colon && colon[1] == '\n' && !(size >= 2 && text[size - 1] == '\n' && text[size - 2] == '\n');
}

static inline void user_execute(struct repl_user *user) {
    struct proto_repl *repl = &user->repl;
    enum proto_repl_outcome outcome = PROTO_REPL_DONE;
    const char *text = repl->text ? repl->text : "";
    size_t size = repl->text_size, used = strlen(user->executed), done = 0;
    if (used + size + 3 < sizeof user->executed) {
        user->executed[used++] = (char)('0' + repl->mode);
        memcpy(user->executed + used, text, size);
        user->executed[used + size] = '|';
    }
    const char *newline = memchr(text, '\n', size);
    size_t end = newline ? (size_t)(newline - text) : size;
    bool says = size >= 4 && memcmp(text, "say ", 4) == 0;
    while (says && done < end - 4) {
        done += proto_repl_print(repl, (const uint8_t *)text + 4 + done, end - 4 - done, true);
        user_pull(user);
    }
    if (says) proto_repl_print(repl, (const uint8_t *)"\n", 1, true);
    if (size >= 4 && memcmp(text, "fail", 4) == 0) outcome = PROTO_REPL_FAILED;
    if (size >= 4 && memcmp(text, "exit", 4) == 0) outcome = PROTO_REPL_EXIT;
    if (repl->mode == PROTO_REPL_FRIENDLY && user_goes_on(text, size)) outcome = PROTO_REPL_INCOMPLETE;
    while (!proto_repl_finish(repl, outcome, "Traceback\n", 10, "E: text\n")) user_pull(user);
    if (outcome != PROTO_REPL_INCOMPLETE) {
        proto_repl_clear(repl);
        user->text_now = 0;
    }
    if (outcome == PROTO_REPL_EXIT) {
        user->resets++;
        user_pull(user);
        proto_repl_restart(repl, true);
    }
}

/* Names that begin with "pr": print, process. */
static inline void user_complete(struct repl_user *user) {
    struct proto_repl *repl = &user->repl;
    user->completions++;
    if (repl->line.cursor < 2 || memcmp(repl->line.text, "pr", 2) != 0) {
        proto_repl_complete(repl, 0);
        return;
    }
    if (repl->line.cursor < 3 || repl->line.text[2] == 'i') proto_repl_found(repl, "print");
    if (repl->line.cursor < 3 || repl->line.text[2] == 'o') proto_repl_found(repl, "process");
    if (!proto_repl_complete(repl, repl->line.cursor)) return;
    proto_repl_list(repl, "print");
    proto_repl_list(repl, "process");
    proto_repl_listed(repl);
}

static inline void user_feed(struct repl_user *user, const void *data, size_t size) {
    enum proto_repl_event event = PROTO_REPL_NONE;
    size_t taken = 0;
    while (taken < size) {
        taken += proto_repl_receive(&user->repl, (const uint8_t *)data + taken, size - taken, &event);
        user_pull(user);
        if (event == PROTO_REPL_GROW) user_grow(user);
        if (event == PROTO_REPL_EXECUTE) user_execute(user);
        if (event == PROTO_REPL_COMPLETE) user_complete(user);
        if (event == PROTO_REPL_RESET) {
            user->resets++;
            proto_repl_clear(&user->repl);
            user->text_now = 0;
            proto_repl_restart(&user->repl, true);
        }
        user_pull(user);
    }
}

#endif

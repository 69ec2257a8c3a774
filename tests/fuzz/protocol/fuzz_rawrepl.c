/* The raw REPL, the host's side: the first byte is the size of pieces. Whatever a board says, every byte is
 * taken once, spans lie inside the input, and no more is sent than the window allows. */
#include "fuzz.h"
#include "krait/proto_rawrepl.h"

static const char source[] = "print('a program that is longer than the smallest window')\n";

static void drain(struct proto_rawrepl *repl) {
    uint8_t out[100];
    bool pause;
    uint32_t credit = repl->credit;
    size_t size, total = 0;
    while ((size = proto_rawrepl_pull(repl, out, sizeof out, &pause)) > 0) {
        CHECK(size <= sizeof out);
        total += size;
    }
    CHECK(repl->paste <= 0 || total <= (size_t)credit + 9 + repl->window * 2u);
}

static void take(struct proto_rawrepl *repl, const struct proto_rawrepl_event *event, const uint8_t *input,
                 size_t size) {
    bool inside = event->data >= input && event->data + event->length <= input + size;
    bool mark = event->data == repl->mark && event->length <= sizeof repl->mark;
    CHECK(event->length == 0 || inside || mark);
    if (event->kind == PROTO_RAWREPL_PROMPT) proto_rawrepl_start(repl, source, sizeof source - 1);
    if (event->kind == PROTO_RAWREPL_STRANGE) proto_rawrepl_enter(repl);
}

static void run(const uint8_t *data, size_t size, size_t step) {
    struct proto_rawrepl repl;
    proto_rawrepl_init(&repl);
    proto_rawrepl_mark(&repl, (const uint8_t *)"\x10"
                                               "abc");
    proto_rawrepl_enter(&repl);
    for (size_t start = 0; start < size; start += step) {
        size_t piece = size - start < step ? size - start : step, at = 0;
        uint8_t *input = fuzz_copy(data + start, piece);
        while (at < piece) {
            struct proto_rawrepl_event event;
            size_t used;
            drain(&repl);
            bool found = proto_rawrepl_feed(&repl, input + at, piece - at, &used, &event);
            CHECK(used <= piece - at && (found || used == piece - at));
            if (found) take(&repl, &event, input + at, piece - at);
            at += used;
        }
        free(input);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    run(data + 1, size - 1, size);
    run(data + 1, size - 1, 1u + data[0]);
    return 0;
}

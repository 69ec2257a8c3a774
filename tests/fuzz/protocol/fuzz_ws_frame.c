/* Frames: the first byte says role and limit, the second the size of pieces. Decoded at once and in pieces,
 * the events must be the same, up to where spans are cut: a running hash takes kinds, ends and bytes. */
#include "fuzz.h"
#include "krait/proto_ws.h"

enum { LIMIT = 300 };

struct summary {
    uint64_t hash;
    int result;
    size_t messages;
};

static void add(struct summary *summary, unsigned value) {
    summary->hash = (summary->hash ^ value) * 1099511628211u;
}

static void add_event(struct summary *summary, struct proto_ws_inbox *inbox,
                      const struct proto_ws_event *event) {
    uint8_t *message = event->data;
    size_t length = event->length;
    if (event->opcode < PROTO_WS_CLOSE && proto_ws_collect(inbox, event, &message, &length) != 1) return;
    CHECK(length <= LIMIT);
    summary->messages++;
    add(summary, event->opcode);
    add(summary, event->close_code);
    for (size_t i = 0; i < length; i++) add(summary, message[i]);
}

static struct summary decode(enum proto_ws_role role, const uint8_t *data, size_t size, size_t step) {
    struct summary summary = {14695981039346656037u, 0, 0};
    struct proto_ws_decoder decoder;
    uint8_t memory[LIMIT];
    struct proto_ws_inbox inbox = {memory, sizeof memory, 0};
    proto_ws_decoder_init(&decoder, role, LIMIT);
    for (size_t start = 0; start < size && summary.result == 0; start += step) {
        size_t piece = size - start < step ? size - start : step, at = 0;
        uint8_t *input = fuzz_copy(data + start, piece);
        do {
            struct proto_ws_event event;
            size_t used;
            summary.result = proto_ws_decode(&decoder, input + at, piece - at, &used, &event);
            at += used;
            CHECK(at <= piece);
            if (summary.result == 1) add_event(&summary, &inbox, &event);
        } while (summary.result == 1);
        CHECK(summary.result < 0 || at == piece);
        free(input);
    }
    return summary;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    enum proto_ws_role role = data[0] & 1 ? PROTO_WS_CLIENT : PROTO_WS_SERVER;
    struct summary whole = decode(role, data + 2, size - 2, size);
    struct summary pieces = decode(role, data + 2, size - 2, 1u + data[1]);
    CHECK(whole.result == pieces.result && whole.messages == pieces.messages && whole.hash == pieces.hash);
    return 0;
}

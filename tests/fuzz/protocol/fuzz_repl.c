/* The prompt: any bytes, cut anywhere, make the same conversation, and nothing leaves its buffers. */
#include "fuzz.h"
#include "../../unit/protocol/repl_user.h"

static void feed(struct repl_user *user, const uint8_t *data, size_t size, size_t step) {
    for (size_t at = 0; at < size; at += step) {
        size_t part = size - at < step ? size - at : step;
        uint8_t *piece = fuzz_copy(data + at, part);
        user_feed(user, piece, part);
        free(piece);
    }
}

static void check_state(const struct repl_user *user) {
    const struct proto_repl *repl = &user->repl;
    CHECK(repl->line.size <= repl->line.capacity && repl->line.cursor <= repl->line.size);
    CHECK(repl->line.indent <= repl->line.size && repl->line.history_size <= repl->line.history_capacity);
    CHECK(repl->text_size <= repl->text_capacity && repl->out.size <= repl->out.capacity);
    CHECK(!repl->executing);
}

/* The first byte is the window, the second the size of a piece. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct repl_user whole, pieces;
    if (size < 2 || size > 200) return 0;
    user_init(&whole, data[0]);
    user_init(&pieces, data[0]);
    proto_repl_greet(&whole.repl, true);
    proto_repl_greet(&pieces.repl, true);
    feed(&whole, data + 2, size - 2, size);
    feed(&pieces, data + 2, size - 2, data[1] % 7 + 1u);
    check_state(&whole);
    check_state(&pieces);
    CHECK(whole.output_size == pieces.output_size);
    CHECK(memcmp(whole.output, pieces.output, whole.output_size) == 0);
    CHECK(strcmp(whole.executed, pieces.executed) == 0);
    return 0;
}

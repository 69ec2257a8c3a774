/* WebREPL: an even first byte is for a device, an odd one for a client; the second is the size of pieces and
 * the third decides how a device answers. At once and in pieces, what happens must be the same, up to where
 * spans are cut. The loose handshake is tried with the same bytes. */
#include "fuzz.h"
#include "krait/proto_webrepl.h"

static const uint8_t mask[4] = {1, 2, 3, 4};

struct summary {
    uint64_t events; /* running hashes: of what happened, and of the bytes of text and files */
    uint64_t bytes;
    int result;
};

static void add(uint64_t *hash, unsigned value) {
    *hash = (*hash ^ value) * 1099511628211u;
}

static void add_event(struct summary *summary, const struct proto_webrepl_event *event) {
    bool spans = event->kind == PROTO_WEBREPL_TEXT || event->kind == PROTO_WEBREPL_DATA;
    for (size_t i = 0; i < event->length; i++)
        add(spans ? &summary->bytes : &summary->events, event->data[i] | (unsigned)event->kind << 8);
    if (spans) return;
    add(&summary->events, event->kind | (unsigned)event->code << 8);
    if (event->kind != PROTO_WEBREPL_REQUEST) return;
    CHECK(strlen(event->name) <= 64);
    for (const char *c = event->name; *c; c++) add(&summary->events, (uint8_t)*c);
    add(&summary->events, event->size + event->op + event->cut);
}

/* One side, as a caller drives it. */
struct side {
    bool client;
    unsigned answers;
    struct proto_webrepl_server server;
    struct proto_webrepl_client talker;
};

static void side_init(struct side *side, bool client, unsigned answers) {
    memset(side, 0, sizeof *side);
    side->client = client;
    side->answers = answers;
    proto_webrepl_server_init(&side->server);
    proto_webrepl_client_init(&side->talker);
}

static void answer_client(struct side *side, const struct proto_webrepl_event *event) {
    uint8_t output[128];
    if (event->kind == PROTO_WEBREPL_WANTS_PASSWORD)
        CHECK(proto_webrepl_client_login(&side->talker, "secret", mask, output, sizeof output) > 0);
    if (event->kind == PROTO_WEBREPL_NEXT)
        CHECK(proto_webrepl_client_next(&side->talker, mask, output, sizeof output) == 7);
    if (event->kind == PROTO_WEBREPL_LOGGED_IN || event->kind == PROTO_WEBREPL_REPLY) {
        enum proto_webrepl_op op = (enum proto_webrepl_op)(1 + side->answers % 3);
        proto_webrepl_client_request(&side->talker, op, op == PROTO_WEBREPL_VERSION ? NULL : "n", 5, mask,
                                     output, sizeof output);
    }
}

static void answer(struct side *side, const struct proto_webrepl_event *event) {
    if (side->client) return answer_client(side, event);
    bool get_ends = event->kind == PROTO_WEBREPL_NEXT && (side->answers & 8);
    if (proto_webrepl_server_owes(&side->server) || get_ends)
        proto_webrepl_server_answer(&side->server, event->kind == PROTO_WEBREPL_PASSWORD ? side->answers & 1
                                                                                         : side->answers & 2);
}

static int step(struct side *side, uint8_t *input, size_t length, size_t *used,
                struct proto_webrepl_event *event) {
    return side->client ? proto_webrepl_client_feed(&side->talker, input, length, used, event)
                        : proto_webrepl_server_feed(&side->server, input, length, used, event);
}

static struct summary run(const uint8_t *data, size_t size, size_t piece_size, bool client,
                          unsigned answers) {
    struct summary summary = {14695981039346656037u, 14695981039346656037u, 0};
    struct side side;
    side_init(&side, client, answers);
    for (size_t start = 0; start < size && summary.result == 0; start += piece_size) {
        size_t piece = size - start < piece_size ? size - start : piece_size, at = 0;
        uint8_t *input = fuzz_copy(data + start, piece);
        do {
            struct proto_webrepl_event event;
            size_t used;
            summary.result = step(&side, input + at, piece - at, &used, &event);
            at += used;
            CHECK(at <= piece);
            if (summary.result != 1) break;
            add_event(&summary, &event);
            answer(&side, &event);
        } while (true);
        CHECK(summary.result < 0 || at == piece);
        free(input);
    }
    return summary;
}

static void try_head(const uint8_t *data, size_t size) {
    struct proto_ws_server server;
    char output[256];
    size_t used;
    proto_ws_server_init(&server);
    proto_ws_server_loosen(&server);
    if (proto_ws_server_feed(&server, data, size, &used) != 1) return;
    CHECK((proto_ws_server_reply(&server, output, sizeof output) > 0) == server.upgrade);
}

static void try_text(const uint8_t *data, size_t size) {
    uint8_t output[64];
    size_t used;
    size_t length = proto_webrepl_clean(data, size, output, sizeof output, &used);
    CHECK(length <= sizeof output && used <= size);
    CHECK(used > 0 || size < 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 4) return 0;
    bool client = data[0] & 1;
    struct summary whole = run(data + 3, size - 3, size, client, data[2]);
    struct summary pieces = run(data + 3, size - 3, 1u + data[1], client, data[2]);
    CHECK(whole.result == pieces.result && whole.events == pieces.events && whole.bytes == pieces.bytes);
    try_head(data + 3, size - 3);
    try_text(data + 3, size - 3);
    return 0;
}

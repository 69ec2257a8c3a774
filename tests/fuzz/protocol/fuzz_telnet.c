/* Telnet: any bytes, cut anywhere, leave the same stream and the same answers. */
#include "fuzz.h"
#include "krait/proto_telnet.h"

#define OUT 4096

struct end {
    struct proto_telnet telnet;
    uint8_t out[OUT];
    uint8_t stream[2 * OUT];
    size_t kept;
};

static void feed(struct end *end, const uint8_t *data, size_t size, size_t step) {
    proto_telnet_init(&end->telnet, end->out, sizeof end->out);
    end->kept = 0;
    for (size_t at = 0; at < size; at += step) {
        size_t part = size - at < step ? size - at : step;
        uint8_t *piece = malloc(part + 1);
        CHECK(piece != NULL);
        memcpy(piece, data + at, part);
        size_t left = proto_telnet_receive(&end->telnet, piece, part);
        CHECK(left <= part + 1);
        memcpy(end->stream + end->kept, piece, left);
        end->kept += left;
        free(piece);
    }
}

/* The first byte is the size of a piece. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct end whole, pieces;
    if (size < 1 || size > OUT / 2) return 0;
    feed(&whole, data + 1, size - 1, size);
    feed(&pieces, data + 1, size - 1, data[0] % 9 + 1u);
    CHECK(whole.kept == pieces.kept && memcmp(whole.stream, pieces.stream, whole.kept) == 0);
    CHECK(whole.telnet.size == pieces.telnet.size && whole.telnet.size <= OUT);
    CHECK(memcmp(whole.out, pieces.out, whole.telnet.size) == 0);
    if (whole.telnet.plain) CHECK(whole.kept == size - 1 && memcmp(whole.stream, data + 1, size - 1) == 0);
    size_t before = whole.telnet.size;
    size_t sent = proto_telnet_send(&whole.telnet, data, size);
    CHECK(sent <= size && whole.telnet.size - before >= sent);
    return 0;
}

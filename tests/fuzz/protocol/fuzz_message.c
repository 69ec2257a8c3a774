/* Payloads: the first byte picks a layout, the rest is its payload. There is one encoding of a message:
 * whatever parses must be written as the very same bytes. */
#include "fuzz.h"
#include "krait/proto_error.h"
#include "krait/proto_message.h"

#define TRY_LAYOUT(layout)                                                                                   \
    static void try_##layout(const uint8_t *payload, size_t length, uint8_t *output) {                       \
        struct proto_##layout message;                                                                       \
        struct proto_writer writer;                                                                          \
        if (proto_##layout##_parse(payload, length, &message)) return;                                       \
        proto_writer_init(&writer, output, length);                                                          \
        proto_##layout##_write(&writer, &message);                                                           \
        CHECK(proto_writer_finish(&writer) == (int)length);                                                  \
        CHECK(memcmp(output, payload, length) == 0);                                                         \
    }

PROTO_LAYOUTS(TRY_LAYOUT)

static void (*const layouts[])(const uint8_t *, size_t, uint8_t *) = {
#define TRY_POINTER(layout) try_##layout,
    PROTO_LAYOUTS(TRY_POINTER)};

/* A list that was accepted has as many strings as it says. */
static void try_list(const uint8_t *payload, size_t length) {
    struct proto_pairs pairs;
    struct proto_text text;
    unsigned count = 0;
    if (proto_pairs_parse(payload, length, &pairs)) return;
    unsigned expected = pairs.pairs.count;
    while (proto_list_next(&pairs.pairs, &text)) count++;
    CHECK(count == expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    size_t length = size - 1;
    uint8_t *payload = fuzz_copy(data + 1, length), *output = malloc(length + 1);
    CHECK(output != NULL);
    layouts[data[0] % (sizeof layouts / sizeof layouts[0])](payload, length, output);
    try_list(payload, length);
    proto_payload_check(data[0], payload, length);
    free(payload);
    free(output);
    return 0;
}

/* The handshake. First byte 0: the rest is message 1 as it is; 1: it is message 2 as it is; 2: it is the
 * payload of an honest message 1, which reaches the HELLO's decoder; others as 0. */
#include "ends.h"

static void raw_first(const uint8_t *data, size_t size) {
    struct ends ends;
    ends_init(&ends);
    uint8_t *message = fuzz_copy(data, size), *out;
    size_t length;
    int result = proto_link_receive(&ends.device, message, size);
    CHECK(result < 0 && ends.device.state == PROTO_LINK_BROKEN);
    CHECK(proto_link_take(&ends.device, &out, &length) == 0);
    free(message);
}

static void raw_second(const uint8_t *data, size_t size) {
    struct ends ends;
    uint8_t first[PROTO_NOISE_OVERHEAD], *payload;
    ends_init(&ends);
    CHECK(proto_noise_write(&ends.client, NULL, 0, first, sizeof first) > 0);
    uint8_t *message = fuzz_copy(data, size);
    CHECK(proto_noise_read(&ends.client, message, size, &payload) < 0);
    free(message);
}

static void honest_first(const uint8_t *data, size_t size) {
    struct ends ends;
    struct proto_hello hello;
    ends_init(&ends);
    uint8_t *message = malloc(size + PROTO_NOISE_OVERHEAD);
    CHECK(message != NULL);
    bool parses = proto_hello_parse(data, size, &hello) == 0;
    CHECK(proto_noise_write(&ends.client, data, size, message, size + PROTO_NOISE_OVERHEAD) > 0);
    int result = proto_link_receive(&ends.device, message, size + PROTO_NOISE_OVERHEAD);
    CHECK(result == 0 || result == PROTO_ERR_HELLO);
    if (result == 0) {
        CHECK(parses && ends.device.peer.record >= PROTO_RECORD_MIN);
        CHECK(strlen(ends.device.peer.name) == hello.name.length);
        CHECK(!proto_link_confirmed(&ends.device));
    }
    free(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    if (data[0] == 1)
        raw_second(data + 1, size - 1);
    else if (data[0] == 2)
        honest_first(data + 1, size - 1);
    else
        raw_first(data + 1, size - 1);
    return 0;
}

/* A device's link as the fuzz targets use it, and the client's secrets beside it, so that a target can seal
 * whatever it likes. */
#ifndef KRAIT_FUZZ_ENDS_H
#define KRAIT_FUZZ_ENDS_H

#include "fuzz.h"
#include "krait/proto_error.h"
#include "krait/proto_link.h"

enum { ENDS_STREAMS = 6, ENDS_OFFERED = 4, ENDS_WINDOW = 600 };

struct ends {
    struct proto_link device;
    struct proto_stream streams[ENDS_STREAMS];
    uint8_t buffer[PROTO_LINK_BUFFER(PROTO_RECORD_MIN)];
    struct proto_noise client; /* before message 1 */
};

static inline void ends_hello(struct proto_hello *hello, enum proto_side side) {
    memset(hello, 0, sizeof *hello);
    hello->version = PROTO_VERSION;
    hello->side = (uint8_t)side;
    hello->record = 2048;
    hello->streams = side == PROTO_DEVICE ? ENDS_OFFERED : 2;
    hello->window = ENDS_WINDOW;
    hello->software = proto_text("fuzz");
    hello->name = proto_text(side == PROTO_DEVICE ? "device" : "client");
    hello->id = proto_text("");
}

/* Both ends before message 1. The ephemerals are made once: the multiplication is slow. */
static inline void ends_init(struct ends *ends) {
    static struct proto_noise_ephemeral ephemeral[2];
    static int made;
    static const uint8_t key[PROTO_KEY_BYTES] = {1};
    static const uint8_t prologue[] = {'k', 'r', 'a', 'i', 't', '.', '1', 0, 0};
    struct proto_hello hello;
    for (uint8_t i = 0; i < 2 && !made; i++) {
        uint8_t random[PROTO_KEY_BYTES] = {i, 42};
        CHECK(proto_noise_ephemeral(&ephemeral[i], random) == 0);
    }
    made = 1;
    ends_hello(&hello, PROTO_DEVICE);
    struct proto_link_config config = {.side = PROTO_DEVICE,
                                       .key = key,
                                       .ephemeral = &ephemeral[0],
                                       .hello = &hello,
                                       .streams = ends->streams,
                                       .stream_capacity = ENDS_STREAMS,
                                       .buffer = ends->buffer,
                                       .buffer_capacity = sizeof ends->buffer};
    CHECK(proto_link_init(&ends->device, &config) == 0);
    CHECK(proto_noise_init(&ends->client, PROTO_NOISE_INITIATOR, prologue, sizeof prologue, key,
                           &ephemeral[1]) == 0);
}

#endif

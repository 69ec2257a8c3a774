/* What the protocol's tests share: hex, memory of exact size, and two links glued together in memory.
 *
 * Input is always given in an allocation of exactly its size, so that the sanitizers see a read past its end.
 */
#ifndef KRAIT_TEST_GLUE_H
#define KRAIT_TEST_GLUE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "krait/proto_error.h"
#include "krait/proto_link.h"

/* Asserts a result by the error's name, which reads better than a number. */
#define assert_error(result, name) assert_string_equal(proto_error_name(result), #name)

/* Bytes in an allocation of their own. */
struct bytes {
    uint8_t *data;
    size_t length;
};

struct bytes bytes_copy(const void *data, size_t length);
struct bytes bytes_hex(const char *hex);
void bytes_free(struct bytes *bytes);

/* One end of a glued pair, with everything that it points to. */
struct end {
    struct proto_link link;
    struct proto_stream streams[16];
    uint8_t *buffer;
    size_t capacity;
    struct proto_noise_ephemeral ephemeral;
    struct bytes incoming; /* the message that was received last */
};

struct pair {
    struct end client;
    struct end device;
};

/* What a pair is made with; zero means the default in brackets. */
struct pair_options {
    uint16_t client_record;  /* offered by the client (4096) */
    uint16_t device_record;  /* offered by the device (1024) */
    uint16_t device_streams; /* offered by the device (4) */
    uint16_t client_streams; /* offered by the client (0) */
    uint32_t window;         /* both (1000) */
    uint16_t put_ahead;      /* of the device (0) */
    bool wrong_key;
    const char *client_binding;
    const char *device_binding;
};

/* The HELLOs that pairs use. */
void pair_hello(struct proto_hello *hello, enum proto_side side, const struct pair_options *options);

/* Makes both ends; nothing is exchanged. */
void pair_init(struct pair *pair, const struct pair_options *options);

/* pair_init, both greetings, and a first empty record: both ends confirmed. */
void pair_open(struct pair *pair, const struct pair_options *options);

void pair_release(struct pair *pair);

/* Takes the next message of an end; false when there is none. The caller frees it. */
bool end_take(struct end *from, struct bytes *message);

/* Gives a message to an end, which keeps a copy of exact size until the next one. The link's result. */
int end_receive(struct end *to, const struct bytes *message);

/* Moves one message across. Asserts that there is one and that it is taken. */
void end_move(struct end *from, struct end *to);

/* Moves a message and asserts the frame that it begins with. */
void end_expect(struct end *from, struct end *to, struct proto_frame *frame, enum proto_message_type type);

/* Asserts that the record has no further frame. */
void end_expect_nothing(struct end *to);

/* A small deterministic generator. */
uint32_t test_random(uint32_t *state);

#endif

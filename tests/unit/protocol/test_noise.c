/* The channel: the published vector both ways, and every way to spoil a handshake or a record. */
#include "glue.h"
#include "vectors/noise_nnpsk0.h"

/* Both ends of the vector's handshake. */
struct handshake {
    struct proto_noise initiator;
    struct proto_noise responder;
};

static void begin(struct proto_noise *noise, enum proto_noise_role role, const char *psk_hex,
                  const char *prologue_hex) {
    struct bytes random =
        bytes_hex(role == PROTO_NOISE_INITIATOR ? vector_initiator_ephemeral : vector_responder_ephemeral);
    struct bytes psk = bytes_hex(psk_hex), prologue = bytes_hex(prologue_hex);
    struct proto_noise_ephemeral ephemeral;
    assert_error(proto_noise_ephemeral(&ephemeral, random.data), OK);
    assert_error(proto_noise_init(noise, role, prologue.data, prologue.length, psk.data, &ephemeral), OK);
    bytes_free(&random);
    bytes_free(&psk);
    bytes_free(&prologue);
}

static void begin_both(struct handshake *handshake) {
    begin(&handshake->initiator, PROTO_NOISE_INITIATOR, vector_psk, vector_prologue);
    begin(&handshake->responder, PROTO_NOISE_RESPONDER, vector_psk, vector_prologue);
}

/* Writes the vector's message `i` and compares it. The caller frees it. */
static struct bytes write_message(struct proto_noise *noise, size_t i) {
    struct bytes payload = bytes_hex(vector_messages[i].payload);
    struct bytes expected = bytes_hex(vector_messages[i].ciphertext);
    uint8_t out[256];
    assert_int_equal(proto_noise_write(noise, payload.data, payload.length, out, sizeof out),
                     expected.length);
    assert_memory_equal(out, expected.data, expected.length);
    bytes_free(&payload);
    return expected;
}

static void read_message(struct proto_noise *noise, size_t i, struct bytes message) {
    struct bytes expected = bytes_hex(vector_messages[i].payload);
    uint8_t *payload;
    assert_int_equal(proto_noise_read(noise, message.data, message.length, &payload), expected.length);
    assert_ptr_equal(payload, message.data + PROTO_KEY_BYTES);
    assert_memory_equal(payload, expected.data, expected.length);
    bytes_free(&expected);
    bytes_free(&message);
}

static void transport(struct proto_cipher *send, struct proto_cipher *receive, size_t i) {
    struct bytes payload = bytes_hex(vector_messages[i].payload);
    struct bytes expected = bytes_hex(vector_messages[i].ciphertext);
    uint8_t *data = malloc(expected.length);
    assert_non_null(data);
    memcpy(data, payload.data, payload.length);
    assert_int_equal(proto_cipher_seal(send, data, payload.length), expected.length);
    assert_memory_equal(data, expected.data, expected.length);
    assert_int_equal(proto_cipher_open(receive, data, expected.length), payload.length);
    assert_memory_equal(data, payload.data, payload.length);
    free(data);
    bytes_free(&payload);
    bytes_free(&expected);
}

static void matches_the_published_vector(void **state) {
    (void)state;
    struct handshake handshake;
    struct proto_cipher send[2], receive[2];
    begin_both(&handshake);
    read_message(&handshake.responder, 0, write_message(&handshake.initiator, 0));
    read_message(&handshake.initiator, 1, write_message(&handshake.responder, 1));
    assert_error(proto_noise_split(&handshake.initiator, &send[0], &receive[0]), OK);
    assert_error(proto_noise_split(&handshake.responder, &send[1], &receive[1]), OK);
    struct bytes hash = bytes_hex(vector_handshake_hash);
    assert_memory_equal(handshake.initiator.hash, hash.data, PROTO_HASH_BYTES);
    assert_memory_equal(handshake.responder.hash, hash.data, PROTO_HASH_BYTES);
    bytes_free(&hash);
    for (size_t i = 2; i < sizeof vector_messages / sizeof vector_messages[0]; i++) {
        transport(&send[i % 2], &receive[1 - i % 2], i);
    }
    assert_int_equal(send[0].nonce, 2);
}

/* Message 1 with one bit flipped anywhere, or cut anywhere, is refused, and the handshake is dead. */
static void tampered_greetings_are_refused(void **state) {
    (void)state;
    struct bytes good = bytes_hex(vector_messages[0].ciphertext);
    for (size_t i = 0; i < good.length * 8; i += 3) {
        struct proto_noise noise;
        struct bytes message = bytes_copy(good.data, good.length);
        uint8_t *payload;
        begin(&noise, PROTO_NOISE_RESPONDER, vector_psk, vector_prologue);
        message.data[i / 8] ^= (uint8_t)(1 << i % 8);
        assert_error(proto_noise_read(&noise, message.data, message.length, &payload), NOISE_AUTH);
        memcpy(message.data, good.data, good.length);
        assert_error(proto_noise_read(&noise, message.data, message.length, &payload), STATE);
        bytes_free(&message);
    }
    bytes_free(&good);
}

static void cut_greetings_are_refused(void **state) {
    (void)state;
    struct bytes good = bytes_hex(vector_messages[0].ciphertext);
    for (size_t cut = 0; cut < good.length; cut++) {
        struct proto_noise noise;
        struct bytes message = bytes_copy(good.data, cut);
        uint8_t *payload;
        begin(&noise, PROTO_NOISE_RESPONDER, vector_psk, vector_prologue);
        int result = proto_noise_read(&noise, message.data, message.length, &payload);
        if (cut < PROTO_NOISE_OVERHEAD)
            assert_error(result, NOISE_LENGTH);
        else
            assert_error(result, NOISE_AUTH);
        bytes_free(&message);
    }
    bytes_free(&good);
}

static void spoil(const char *psk, const char *prologue) {
    struct proto_noise noise;
    struct bytes message = bytes_hex(vector_messages[0].ciphertext);
    uint8_t *payload;
    begin(&noise, PROTO_NOISE_RESPONDER, psk, prologue);
    assert_error(proto_noise_read(&noise, message.data, message.length, &payload), NOISE_AUTH);
    bytes_free(&message);
}

static void other_key_or_prologue_is_refused(void **state) {
    (void)state;
    spoil("54686973206973206d7920417573747269616e20706572737065637469766520", vector_prologue);
    spoil(vector_psk, "4a6f686e2047616c75");
    spoil(vector_psk, "");
}

/* The tampered second message: the initiator refuses as well. */
static void answer_is_checked_too(void **state) {
    (void)state;
    struct handshake handshake;
    uint8_t *payload;
    begin_both(&handshake);
    read_message(&handshake.responder, 0, write_message(&handshake.initiator, 0));
    struct bytes answer = write_message(&handshake.responder, 1);
    answer.data[answer.length - 1] ^= 1;
    assert_error(proto_noise_read(&handshake.initiator, answer.data, answer.length, &payload), NOISE_AUTH);
    bytes_free(&answer);
}

static void worthless_points_are_refused(void **state) {
    (void)state;
    static const char *const points[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    };
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        struct handshake handshake;
        uint8_t out[64];
        begin_both(&handshake);
        /* An initiator that knows the psk and offers a worthless point: only its public key is replaced,
         * which message 1 itself cannot show; the responder must notice when it computes the shared secret.
         */
        struct bytes point = bytes_hex(points[i]);
        memcpy(handshake.initiator.local.public_key, point.data, PROTO_KEY_BYTES);
        assert_int_equal(proto_noise_write(&handshake.initiator, NULL, 0, out, sizeof out),
                         PROTO_NOISE_OVERHEAD);
        uint8_t *payload;
        assert_int_equal(proto_noise_read(&handshake.responder, out, PROTO_NOISE_OVERHEAD, &payload), 0);
        assert_error(proto_noise_write(&handshake.responder, NULL, 0, out, sizeof out), NOISE_POINT);
        bytes_free(&point);
    }
}

static void turns_are_kept(void **state) {
    (void)state;
    struct handshake handshake;
    struct proto_cipher send, receive;
    uint8_t out[64], *payload;
    begin_both(&handshake);
    assert_error(proto_noise_write(&handshake.responder, NULL, 0, out, sizeof out), STATE);
    assert_error(proto_noise_read(&handshake.initiator, out, sizeof out, &payload), STATE);
    assert_error(proto_noise_split(&handshake.initiator, &send, &receive), STATE);
    assert_error(proto_noise_write(&handshake.initiator, NULL, 0, out, PROTO_NOISE_OVERHEAD - 1), SPACE);
    assert_int_equal(proto_noise_write(&handshake.initiator, NULL, 0, out, sizeof out), PROTO_NOISE_OVERHEAD);
    assert_error(proto_noise_write(&handshake.initiator, NULL, 0, out, sizeof out), STATE);
}

static struct proto_cipher test_cipher(void) {
    struct proto_cipher cipher = {{1, 2, 3}, 0};
    return cipher;
}

static void forged_records_do_not_advance(void **state) {
    (void)state;
    struct proto_cipher send = test_cipher(), receive = test_cipher();
    uint8_t data[5 + PROTO_TAG_BYTES] = "hello", bad[sizeof data];
    assert_int_equal(proto_cipher_seal(&send, data, 5), sizeof data);
    for (size_t i = 0; i < sizeof data * 8; i++) {
        memcpy(bad, data, sizeof data);
        bad[i / 8] ^= (uint8_t)(1 << i % 8);
        assert_error(proto_cipher_open(&receive, bad, sizeof bad), NOISE_AUTH);
        assert_memory_equal(bad, "\0\0\0\0\0", 5);
    }
    for (size_t cut = 0; cut < sizeof data; cut++) {
        struct bytes part = bytes_copy(data, cut);
        assert_true(proto_cipher_open(&receive, part.data, part.length) < 0);
        bytes_free(&part);
    }
    memcpy(bad, data, sizeof data);
    assert_int_equal(proto_cipher_open(&receive, data, sizeof data), 5);
    assert_memory_equal(data, "hello", 5);
    assert_error(proto_cipher_open(&receive, bad, sizeof bad), NOISE_AUTH); /* a replay */
}

static void records_have_their_limits(void **state) {
    (void)state;
    struct proto_cipher send = test_cipher(), receive = test_cipher();
    uint8_t *data = calloc(1, PROTO_NOISE_MAX + 1);
    assert_non_null(data);
    assert_error(proto_cipher_seal(&send, data, PROTO_NOISE_PAYLOAD + 1), NOISE_LENGTH);
    assert_int_equal(proto_cipher_seal(&send, data, PROTO_NOISE_PAYLOAD), PROTO_NOISE_MAX);
    assert_error(proto_cipher_open(&receive, data, PROTO_NOISE_MAX + 1), NOISE_LENGTH);
    assert_int_equal(proto_cipher_open(&receive, data, PROTO_NOISE_MAX), PROTO_NOISE_PAYLOAD);
    assert_int_equal(proto_cipher_seal(&send, data, 0), PROTO_TAG_BYTES);
    assert_int_equal(proto_cipher_open(&receive, data, PROTO_TAG_BYTES), 0);
    free(data);
}

static void nonces_end(void **state) {
    (void)state;
    struct proto_cipher send = test_cipher();
    uint8_t data[32];
    send.nonce = UINT64_MAX - 1;
    assert_int_equal(proto_cipher_seal(&send, data, 0), PROTO_TAG_BYTES);
    assert_error(proto_cipher_seal(&send, data, 0), NOISE_NONCE);
    assert_error(proto_cipher_open(&send, data, PROTO_TAG_BYTES), NOISE_NONCE);
}

static void rekeying_keeps_both_in_step(void **state) {
    (void)state;
    struct proto_cipher send = test_cipher(), receive = test_cipher();
    uint8_t data[5 + PROTO_TAG_BYTES] = "hello";
    assert_error(proto_cipher_rekey(&send), OK);
    assert_memory_not_equal(send.key, receive.key, PROTO_KEY_BYTES);
    assert_int_equal(proto_cipher_seal(&send, data, 5), sizeof data);
    assert_error(proto_cipher_rekey(&receive), OK);
    assert_int_equal(proto_cipher_open(&receive, data, sizeof data), 5);
}

static void erasing_leaves_nothing(void **state) {
    (void)state;
    static const uint8_t zero[PROTO_HASH_BYTES];
    struct proto_noise noise;
    begin(&noise, PROTO_NOISE_INITIATOR, vector_psk, vector_prologue);
    proto_noise_erase(&noise);
    assert_memory_equal(noise.chain, zero, sizeof zero);
    assert_memory_equal(noise.local.secret, zero, sizeof zero);
    uint8_t out[64];
    assert_error(proto_noise_write(&noise, NULL, 0, out, sizeof out), STATE);
    assert_true(proto_equal("abc", "abc", 3));
    assert_false(proto_equal("abc", "abd", 3));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_the_published_vector),
        cmocka_unit_test(tampered_greetings_are_refused),
        cmocka_unit_test(cut_greetings_are_refused),
        cmocka_unit_test(other_key_or_prologue_is_refused),
        cmocka_unit_test(answer_is_checked_too),
        cmocka_unit_test(worthless_points_are_refused),
        cmocka_unit_test(turns_are_kept),
        cmocka_unit_test(forged_records_do_not_advance),
        cmocka_unit_test(records_have_their_limits),
        cmocka_unit_test(nonces_end),
        cmocka_unit_test(rekeying_keeps_both_in_step),
        cmocka_unit_test(erasing_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

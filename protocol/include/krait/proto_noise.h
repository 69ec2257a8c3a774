/* The secure channel: Noise_NNpsk0_25519_ChaChaPoly_SHA256 (Noise Protocol Framework, revision 34).
 *
 * Two messages, then one cipher a direction:
 *
 *     initiator (client)                              responder (device)
 *       psk, e, {payload 1}             ---->
 *                                       <----         e, ee, {payload 2}
 *
 * Both sides prove that they know the 256-bit pre-shared key; the ephemeral exchange gives forward secrecy.
 * Message 1 can be replayed by somebody who recorded it, so a responder must not believe in its peer before
 * the first record has been opened: it proves that the peer knows the ephemeral secret.
 *
 * No random source in here: the caller makes the ephemeral from 32 fresh random bytes, whenever it has time
 * (on a chip the multiplication is the slow half of a handshake and can be done ahead). An ephemeral serves
 * one handshake. */
#ifndef KRAIT_PROTO_NOISE_H
#define KRAIT_PROTO_NOISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROTO_KEY_BYTES  32
#define PROTO_TAG_BYTES  16
#define PROTO_HASH_BYTES 32

/* What a handshake message has more than its payload: the public key and a tag. */
#define PROTO_NOISE_OVERHEAD (PROTO_KEY_BYTES + PROTO_TAG_BYTES)

/* The longest Noise message, and the longest plaintext in one. */
#define PROTO_NOISE_MAX     65535
#define PROTO_NOISE_PAYLOAD (PROTO_NOISE_MAX - PROTO_TAG_BYTES)

/* An ephemeral key pair. */
struct proto_noise_ephemeral {
    uint8_t secret[PROTO_KEY_BYTES];
    uint8_t public_key[PROTO_KEY_BYTES];
};

/* Makes the pair from 32 random bytes. CRYPTO when the library fails (out of memory). */
int proto_noise_ephemeral(struct proto_noise_ephemeral *ephemeral, const uint8_t random[PROTO_KEY_BYTES]);

/* One direction after the handshake: a key and the number of the next record. */
struct proto_cipher {
    uint8_t key[PROTO_KEY_BYTES];
    uint64_t nonce;
};

enum proto_noise_role { PROTO_NOISE_INITIATOR = 0, PROTO_NOISE_RESPONDER = 1 };

/* A handshake in progress. Holds secrets: proto_noise_erase() when it is over or given up. */
struct proto_noise {
    uint8_t chain[PROTO_HASH_BYTES]; /* ck */
    uint8_t hash[PROTO_HASH_BYTES]; /* h; after the last message the handshake hash, the same on both sides */
    struct proto_cipher cipher;     /* k and n */
    struct proto_noise_ephemeral local;
    uint8_t remote[PROTO_KEY_BYTES]; /* re */
    uint8_t role;                    /* enum proto_noise_role */
    uint8_t step;                    /* messages done: 0, 1, 2; 255 after an error */
};

/* Starts a handshake. The psk is mixed in at once and not kept; the ephemeral is copied. Both sides must give
 * the same prologue. CRYPTO.
 */
int proto_noise_init(struct proto_noise *noise, enum proto_noise_role role, const uint8_t *prologue,
                     size_t prologue_length, const uint8_t psk[PROTO_KEY_BYTES],
                     const struct proto_noise_ephemeral *ephemeral);

/* Writes the next message with its payload; initiator first. Returns its length, payload +
 * PROTO_NOISE_OVERHEAD. SPACE, STATE (not our turn, or broken), NOISE_POINT, CRYPTO. Errors but SPACE are
 * terminal. */
int proto_noise_write(struct proto_noise *noise, const uint8_t *payload, size_t length, uint8_t *output,
                      size_t capacity);

/* Reads the peer's message and decrypts it in place. Returns the length of the payload, which lies at
 * *payload inside `message`. NOISE_LENGTH, NOISE_AUTH (wrong key, prologue or tampered), NOISE_POINT, STATE,
 * CRYPTO; all terminal. */
int proto_noise_read(struct proto_noise *noise, uint8_t *message, size_t length, uint8_t **payload);

/* After both messages: the two ciphers, and the handshake's secrets are erased except `hash`. STATE, CRYPTO.
 */
int proto_noise_split(struct proto_noise *noise, struct proto_cipher *send, struct proto_cipher *receive);

/* Overwrites everything. */
void proto_noise_erase(struct proto_noise *noise);

/* --- records --- */

/* Encrypts `length` bytes in place and appends the tag: data has length + PROTO_TAG_BYTES bytes. Returns the
 * sealed length. NOISE_LENGTH above PROTO_NOISE_PAYLOAD, NOISE_NONCE at the end of all nonces, CRYPTO. */
int proto_cipher_seal(struct proto_cipher *cipher, uint8_t *data, size_t length);

/* Opens a record in place. Returns the length of the plaintext at `data`. On an error the data is wiped and
 * the nonce does not advance, so that nothing forged disturbs the channel; NOISE_LENGTH, NOISE_AUTH,
 * NOISE_NONCE, CRYPTO. */
int proto_cipher_open(struct proto_cipher *cipher, uint8_t *data, size_t length);

/* Replaces the key by a one-way function of itself (Noise 11.3); the nonce goes on. CRYPTO. */
int proto_cipher_rekey(struct proto_cipher *cipher);

void proto_cipher_erase(struct proto_cipher *cipher);

/* --- primitives that other parts share --- */

/* Overwrites memory in a way that a compiler does not remove. */
void proto_wipe(void *memory, size_t length);

/* Compares without telling by its time where the difference is. */
bool proto_equal(const void *left, const void *right, size_t length);

#endif

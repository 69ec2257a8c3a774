/* Noise_NNpsk0_25519_ChaChaPoly_SHA256 over mbedTLS's primitives.
 *
 * The names follow the specification (revision 34): chain is ck, hash is h, cipher is k and n. Invariant:
 * `step` says whose turn it is, and any failure sets it to BROKEN, after which nothing but erasing works: a
 * handshake never goes on from a state that the peer does not share. The pre-shared key is mixed in at the
 * start, where the pattern has its psk token, so that it is not kept. */
#include "krait/proto_noise.h"

#include <string.h>

#include "krait/proto_error.h"
#include "mbedtls/chachapoly.h"
#include "mbedtls/hkdf.h"
#include "mbedtls/md.h"
#include "mbedtls/platform_util.h"
#include "mbedtls/sha256.h"
#include "proto_x25519.h"

enum { STEP_DONE = 2, STEP_BROKEN = 255 };

void proto_wipe(void *memory, size_t length) {
    mbedtls_platform_zeroize(memory, length);
}

bool proto_equal(const void *left, const void *right, size_t length) {
    const volatile uint8_t *a = left, *b = right;
    uint8_t difference = 0;
    for (size_t i = 0; i < length; i++) difference |= a[i] ^ b[i];
    return difference == 0;
}

/* --- records --- */

/* ChaChaPoly's nonce in Noise: 32 zero bits, then the counter, little-endian. */
static void make_nonce(uint8_t nonce[12], uint64_t counter) {
    memset(nonce, 0, 4);
    for (size_t i = 0; i < 8; i++) nonce[4 + i] = (uint8_t)(counter >> (8 * i));
}

static int encrypt(const uint8_t *key, uint64_t counter, const uint8_t *ad, size_t ad_length, uint8_t *data,
                   size_t length, uint8_t *tag) {
    mbedtls_chachapoly_context context;
    uint8_t nonce[12];
    make_nonce(nonce, counter);
    mbedtls_chachapoly_init(&context);
    int error = mbedtls_chachapoly_setkey(&context, key);
    if (!error) {
        error = mbedtls_chachapoly_encrypt_and_tag(&context, length, nonce, ad, ad_length, data, data, tag);
    }
    mbedtls_chachapoly_free(&context);
    return error ? PROTO_ERR_CRYPTO : PROTO_OK;
}

static int decrypt(const uint8_t *key, uint64_t counter, const uint8_t *ad, size_t ad_length, uint8_t *data,
                   size_t length) {
    mbedtls_chachapoly_context context;
    uint8_t nonce[12];
    make_nonce(nonce, counter);
    mbedtls_chachapoly_init(&context);
    int error = mbedtls_chachapoly_setkey(&context, key);
    if (!error) {
        error = mbedtls_chachapoly_auth_decrypt(&context, length, nonce, ad, ad_length, data + length, data,
                                                data);
    }
    mbedtls_chachapoly_free(&context);
    if (error) proto_wipe(data, length);
    if (error == MBEDTLS_ERR_CHACHAPOLY_AUTH_FAILED) return PROTO_ERR_NOISE_AUTH;
    return error ? PROTO_ERR_CRYPTO : PROTO_OK;
}

static int seal(struct proto_cipher *cipher, const uint8_t *ad, size_t ad_length, uint8_t *data,
                size_t length) {
    if (length > PROTO_NOISE_PAYLOAD) return PROTO_ERR_NOISE_LENGTH;
    if (cipher->nonce == UINT64_MAX) return PROTO_ERR_NOISE_NONCE;
    int error = encrypt(cipher->key, cipher->nonce, ad, ad_length, data, length, data + length);
    if (error) return error;
    cipher->nonce++;
    return (int)(length + PROTO_TAG_BYTES);
}

static int open(struct proto_cipher *cipher, const uint8_t *ad, size_t ad_length, uint8_t *data,
                size_t length) {
    if (length < PROTO_TAG_BYTES || length > PROTO_NOISE_MAX) return PROTO_ERR_NOISE_LENGTH;
    if (cipher->nonce == UINT64_MAX) return PROTO_ERR_NOISE_NONCE;
    length -= PROTO_TAG_BYTES;
    int error = decrypt(cipher->key, cipher->nonce, ad, ad_length, data, length);
    if (error) return error;
    cipher->nonce++;
    return (int)length;
}

int proto_cipher_seal(struct proto_cipher *cipher, uint8_t *data, size_t length) {
    return seal(cipher, NULL, 0, data, length);
}

int proto_cipher_open(struct proto_cipher *cipher, uint8_t *data, size_t length) {
    return open(cipher, NULL, 0, data, length);
}

int proto_cipher_rekey(struct proto_cipher *cipher) {
    uint8_t block[PROTO_KEY_BYTES + PROTO_TAG_BYTES] = {0};
    int error = encrypt(cipher->key, UINT64_MAX, NULL, 0, block, PROTO_KEY_BYTES, block + PROTO_KEY_BYTES);
    if (!error) memcpy(cipher->key, block, PROTO_KEY_BYTES);
    proto_wipe(block, sizeof block);
    return error;
}

void proto_cipher_erase(struct proto_cipher *cipher) {
    proto_wipe(cipher, sizeof *cipher);
}

/* --- symmetric state --- */

/* MixHash: h = HASH(h || data). */
static int mix_hash(struct proto_noise *noise, const uint8_t *data, size_t length) {
    mbedtls_sha256_context context;
    mbedtls_sha256_init(&context);
    int error = mbedtls_sha256_starts_ret(&context, 0);
    if (!error) error = mbedtls_sha256_update_ret(&context, noise->hash, sizeof noise->hash);
    if (!error && length) error = mbedtls_sha256_update_ret(&context, data, length);
    if (!error) error = mbedtls_sha256_finish_ret(&context, noise->hash);
    mbedtls_sha256_free(&context);
    return error ? PROTO_ERR_CRYPTO : PROTO_OK;
}

/* Noise's HKDF with ck as salt: `output` gets 32 bytes for each of 2 or 3 outputs. */
static int derive(const struct proto_noise *noise, const uint8_t *material, size_t length, uint8_t *output,
                  size_t output_length) {
    const mbedtls_md_info_t *sha256 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
    int error = mbedtls_hkdf(sha256, noise->chain, sizeof noise->chain, material, length, NULL, 0, output,
                             output_length);
    return error ? PROTO_ERR_CRYPTO : PROTO_OK;
}

static void set_key(struct proto_noise *noise, const uint8_t *key) {
    memcpy(noise->cipher.key, key, PROTO_KEY_BYTES);
    noise->cipher.nonce = 0;
}

static int mix_key(struct proto_noise *noise, const uint8_t *material) {
    uint8_t output[2 * PROTO_HASH_BYTES];
    int error = derive(noise, material, PROTO_KEY_BYTES, output, sizeof output);
    if (!error) {
        memcpy(noise->chain, output, PROTO_HASH_BYTES);
        set_key(noise, output + PROTO_HASH_BYTES);
    }
    proto_wipe(output, sizeof output);
    return error;
}

static int mix_key_and_hash(struct proto_noise *noise, const uint8_t *psk) {
    uint8_t output[3 * PROTO_HASH_BYTES];
    int error = derive(noise, psk, PROTO_KEY_BYTES, output, sizeof output);
    if (!error) {
        memcpy(noise->chain, output, PROTO_HASH_BYTES);
        error = mix_hash(noise, output + PROTO_HASH_BYTES, PROTO_HASH_BYTES);
        set_key(noise, output + 2 * PROTO_HASH_BYTES);
    }
    proto_wipe(output, sizeof output);
    return error;
}

/* --- handshake --- */

int proto_noise_ephemeral(struct proto_noise_ephemeral *ephemeral, const uint8_t random[PROTO_KEY_BYTES]) {
    static const uint8_t base[PROTO_KEY_BYTES] = {9};
    memcpy(ephemeral->secret, random, PROTO_KEY_BYTES);
    int error = proto_x25519(ephemeral->public_key, ephemeral->secret, base);
    return error ? PROTO_ERR_CRYPTO : PROTO_OK;
}

int proto_noise_init(struct proto_noise *noise, enum proto_noise_role role, const uint8_t *prologue,
                     size_t prologue_length, const uint8_t psk[PROTO_KEY_BYTES],
                     const struct proto_noise_ephemeral *ephemeral) {
    static const char name[] = "Noise_NNpsk0_25519_ChaChaPoly_SHA256";
    memset(noise, 0, sizeof *noise);
    noise->role = (uint8_t)role;
    noise->local = *ephemeral;
    int error = mbedtls_sha256_ret((const uint8_t *)name, sizeof name - 1, noise->hash, 0) ? PROTO_ERR_CRYPTO
                                                                                           : PROTO_OK;
    memcpy(noise->chain, noise->hash, sizeof noise->chain);
    if (!error) error = mix_hash(noise, prologue, prologue_length);
    if (!error) error = mix_key_and_hash(noise, psk);
    if (error) proto_noise_erase(noise);
    return error;
}

/* The initiator writes in even steps, the responder in odd ones. */
static bool is_turn(const struct proto_noise *noise, bool writing) {
    return noise->step < STEP_DONE && ((noise->step & 1) == noise->role) == writing;
}

/* Token e: a public key enters the hash and, because of the psk, the key. */
static int mix_ephemeral(struct proto_noise *noise, const uint8_t *public_key) {
    int error = mix_hash(noise, public_key, PROTO_KEY_BYTES);
    return error ? error : mix_key(noise, public_key);
}

/* Token ee, in message 2 only. */
static int mix_shared(struct proto_noise *noise) {
    uint8_t shared[PROTO_KEY_BYTES];
    int error = proto_x25519(shared, noise->local.secret, noise->remote);
    if (!error) error = mix_key(noise, shared);
    proto_wipe(shared, sizeof shared);
    return error;
}

/* A message is done, or the handshake is broken. */
static int finish(struct proto_noise *noise, int result) {
    if (result >= 0) {
        noise->step++;
        return result;
    }
    proto_noise_erase(noise);
    return result;
}

static int write_message(struct proto_noise *noise, const uint8_t *payload, size_t length, uint8_t *output) {
    uint8_t *body = output + PROTO_KEY_BYTES;
    if (length) memmove(body, payload, length);
    memcpy(output, noise->local.public_key, PROTO_KEY_BYTES);
    int error = mix_ephemeral(noise, noise->local.public_key);
    if (!error && noise->step == 1) error = mix_shared(noise);
    if (error) return error;
    int sealed = seal(&noise->cipher, noise->hash, sizeof noise->hash, body, length);
    if (sealed < 0) return sealed;
    error = mix_hash(noise, body, (size_t)sealed);
    return error ? error : sealed + PROTO_KEY_BYTES;
}

int proto_noise_write(struct proto_noise *noise, const uint8_t *payload, size_t length, uint8_t *output,
                      size_t capacity) {
    if (!is_turn(noise, true)) return PROTO_ERR_STATE;
    if (length > PROTO_NOISE_MAX - PROTO_NOISE_OVERHEAD) return PROTO_ERR_NOISE_LENGTH;
    if (capacity < length + PROTO_NOISE_OVERHEAD) return PROTO_ERR_SPACE;
    return finish(noise, write_message(noise, payload, length, output));
}

static int read_message(struct proto_noise *noise, uint8_t *message, size_t length) {
    if (length < PROTO_NOISE_OVERHEAD || length > PROTO_NOISE_MAX) return PROTO_ERR_NOISE_LENGTH;
    uint8_t *body = message + PROTO_KEY_BYTES;
    size_t sealed = length - PROTO_KEY_BYTES;
    uint8_t hash[PROTO_HASH_BYTES];
    memcpy(noise->remote, message, PROTO_KEY_BYTES);
    int error = mix_ephemeral(noise, noise->remote);
    if (!error && noise->step == 1) error = mix_shared(noise);
    /* The hash takes the ciphertext, which opening destroys: the old value authenticates, the new one is
     * kept. */
    memcpy(hash, noise->hash, sizeof hash);
    if (!error) error = mix_hash(noise, body, sealed);
    return error ? error : open(&noise->cipher, hash, sizeof hash, body, sealed);
}

int proto_noise_read(struct proto_noise *noise, uint8_t *message, size_t length, uint8_t **payload) {
    if (!is_turn(noise, false)) return PROTO_ERR_STATE;
    *payload = message + (length < PROTO_KEY_BYTES ? 0 : PROTO_KEY_BYTES);
    return finish(noise, read_message(noise, message, length));
}

int proto_noise_split(struct proto_noise *noise, struct proto_cipher *send, struct proto_cipher *receive) {
    uint8_t output[2 * PROTO_KEY_BYTES], hash[PROTO_HASH_BYTES];
    if (noise->step != STEP_DONE) return PROTO_ERR_STATE;
    bool initiator = noise->role == PROTO_NOISE_INITIATOR;
    int error = derive(noise, NULL, 0, output, sizeof output);
    if (!error) {
        memcpy(send->key, output + (initiator ? 0 : PROTO_KEY_BYTES), PROTO_KEY_BYTES);
        memcpy(receive->key, output + (initiator ? PROTO_KEY_BYTES : 0), PROTO_KEY_BYTES);
        send->nonce = receive->nonce = 0;
    }
    proto_wipe(output, sizeof output);
    memcpy(hash, noise->hash, sizeof hash);
    proto_noise_erase(noise);
    if (!error) memcpy(noise->hash, hash, sizeof hash);
    return error;
}

void proto_noise_erase(struct proto_noise *noise) {
    proto_wipe(noise, sizeof *noise);
    noise->step = STEP_BROKEN;
}

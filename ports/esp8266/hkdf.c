/* HKDF with SHA-256 (RFC 5869) for mbedTLS, whose own goes through a layer for every hash there is, and takes
 * two contexts from the heap. Keys of HMAC are hashes here, so they are shorter than a block. */
#include <string.h>

#include "mbedtls/hkdf.h"
#include "mbedtls/platform_util.h"
#include "mbedtls/sha256.h"

#define HASH  32
#define BLOCK 64

struct mbedtls_md_info_t {
    int type;
};

const mbedtls_md_info_t *mbedtls_md_info_from_type(mbedtls_md_type_t type) {
    static const struct mbedtls_md_info_t sha256 = {MBEDTLS_MD_SHA256};
    return type == MBEDTLS_MD_SHA256 ? &sha256 : NULL;
}

typedef struct part {
    const unsigned char *data;
    size_t size;
} part;

static int begin(mbedtls_sha256_context *sha, const unsigned char *key, size_t size, unsigned char pad) {
    unsigned char block[BLOCK];
    for (size_t i = 0; i < BLOCK; i++) block[i] = (unsigned char)((i < size ? key[i] : 0) ^ pad);
    mbedtls_sha256_init(sha);
    int error = mbedtls_sha256_starts_ret(sha, 0);
    if (!error) error = mbedtls_sha256_update_ret(sha, block, BLOCK);
    mbedtls_platform_zeroize(block, BLOCK);
    return error;
}

/* HMAC of the parts, one behind another. */
static int authenticate(const unsigned char *key, size_t key_size, const part *parts, size_t count,
                        unsigned char *output) {
    mbedtls_sha256_context sha;
    int error = begin(&sha, key, key_size, 0x36);
    for (size_t i = 0; i < count && !error; i++)
        error = mbedtls_sha256_update_ret(&sha, parts[i].data, parts[i].size);
    if (!error) error = mbedtls_sha256_finish_ret(&sha, output);
    if (!error) error = begin(&sha, key, key_size, 0x5c);
    if (!error) error = mbedtls_sha256_update_ret(&sha, output, HASH);
    if (!error) error = mbedtls_sha256_finish_ret(&sha, output);
    mbedtls_sha256_free(&sha);
    return error;
}

int mbedtls_hkdf(const mbedtls_md_info_t *md, const unsigned char *salt, size_t salt_len,
                 const unsigned char *ikm, size_t ikm_len, const unsigned char *info, size_t info_len,
                 unsigned char *okm, size_t okm_len) {
    unsigned char key[HASH], hash[HASH], number = 0;
    size_t have = 0;
    if (md == NULL || salt_len > BLOCK || okm_len > 255 * HASH) return MBEDTLS_ERR_HKDF_BAD_INPUT_DATA;
    int error = authenticate(salt, salt_len, &(part){ikm, ikm_len}, 1, key);
    while (!error && have < okm_len) {
        number++;
        const part parts[] = {{hash, number > 1 ? HASH : 0}, {info, info_len}, {&number, 1}};
        size_t size = okm_len - have < HASH ? okm_len - have : HASH;
        error = authenticate(key, HASH, parts, 3, hash);
        memcpy(okm + have, hash, size);
        have += size;
    }
    mbedtls_platform_zeroize(key, HASH);
    mbedtls_platform_zeroize(hash, HASH);
    return error;
}

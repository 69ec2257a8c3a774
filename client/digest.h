#ifndef DIGEST_H
#define DIGEST_H
/* SHA-256 of file contents. OpenSSL's, because it uses the processor's instructions for it: a transfer hashes
 * every byte once, and is limited by that. */
#define OPENSSL_SUPPRESS_DEPRECATED    /* the context API is what links into a command that starts in a      \
                                          millisecond */
#include <openssl/sha.h>
#include <stddef.h>
#include <stdint.h>

struct digest {
    SHA256_CTX state;
};

static inline void digest_init(struct digest *digest) {
    SHA256_Init(&digest->state);
}
static inline void digest_add(struct digest *digest, const void *data, size_t size) {
    SHA256_Update(&digest->state, data, size);
}
/* The hash of all that was added; begin again with digest_init. */
static inline void digest_finish(struct digest *digest, uint8_t hash[32]) {
    SHA256_Final(hash, &digest->state);
}

#endif

/* What one core can do: seals records and hashes their content with the calls that the link uses, and prints bytes a second. The yardstick for
 * put and get in tests/bench/link/run. */
#include <mbedtls/sha256.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "krait/proto_link.h"

#define TOTAL (64u << 20)

int main(void) {
    static uint8_t record[PROTO_LINK_BUFFER(PROTO_RECORD_MAX)];
    struct proto_cipher cipher;
    struct timespec begin, end;
    mbedtls_sha256_context sha;
    uint8_t digest[32];
    memset(&cipher, 1, sizeof cipher);
    cipher.nonce = 0;
    mbedtls_sha256_init(&sha);
    mbedtls_sha256_starts_ret(&sha, 0);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (size_t done = 0; done < TOTAL; done += PROTO_RECORD_MAX) {
        mbedtls_sha256_update_ret(&sha, record, PROTO_RECORD_MAX);
        if (proto_cipher_seal(&cipher, record, PROTO_RECORD_MAX) < 0) return 1;
    }
    mbedtls_sha256_finish_ret(&sha, digest);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    printf("%.0f\n", TOTAL / seconds);
    mbedtls_sha256_free(&sha);
    return 0;
}

/* The pool: 32 bytes that are hashed with fresh words for each piece that is handed out, and hashed again
 * behind it, so that who reads the memory later does not learn what was handed out before. */
#include "chance.h"

#include <string.h>

#include "board.h"
#include "bus.h"
#include "mbedtls/sha256.h"
#include "records.h"
#include "registers.h"
#include "sdk.h"

#define POOL_BYTES  32u
#define FRESH_WORDS 4u
#define ROUND_WORDS (CHANCE_WORDS / 4)
#define NAP_US      10u
#define TRIES       2000u /* rounds before giving up: some seconds */
#define RECORD_NAME "chance"

enum purpose { MIX, HAND_OUT, KEEP };

static struct {
    uint8_t bytes[POOL_BYTES];
    bool full;
} pool;

static uint32_t noise(void) {
    bus_delay_us(NAP_US);
    return reg_read(RANDOM_WORD);
}

/* digest = SHA-256(purpose, pool, data). */
static void hash(enum purpose purpose, const void *data, size_t size, uint8_t digest[POOL_BYTES]) {
    const uint8_t head = (uint8_t)purpose;
    mbedtls_sha256_context sha;
    mbedtls_sha256_init(&sha);
    mbedtls_sha256_starts_ret(&sha, 0);
    mbedtls_sha256_update_ret(&sha, &head, 1);
    mbedtls_sha256_update_ret(&sha, pool.bytes, sizeof pool.bytes);
    mbedtls_sha256_update_ret(&sha, data, size);
    mbedtls_sha256_finish_ret(&sha, digest);
    mbedtls_sha256_free(&sha);
}

static void mix(const void *data, size_t size) {
    hash(MIX, data, size, pool.bytes);
}

/* --- is it noise? --- */

static unsigned ones_of(uint32_t word) {
    unsigned ones = 0;
    for (; word; word &= word - 1) ones++;
    return ones;
}

bool chance_sound(const uint32_t words[ROUND_WORDS]) {
    unsigned repeated = 0, ones = 0;
    for (unsigned i = 0; i < ROUND_WORDS; i++) {
        unsigned same = 0;
        for (unsigned k = i & ~15u; k < i; k++) same += words[k] == words[i];
        if (same > 3) return false;
        repeated += i > 0 && words[i] == words[i - 1];
        ones += ones_of(words[i]);
    }
    return repeated <= ROUND_WORDS / 8 && ones * 100 >= ROUND_WORDS * 32 * 40 &&
           ones * 100 <= ROUND_WORDS * 32 * 60;
}

/* --- the pool --- */

/* The times at which words were read are mixed in, too: interrupts of the radio shift them. */
static bool gather(void) {
    uint32_t words[ROUND_WORDS], cycles;
    for (unsigned i = 0; i < ROUND_WORDS; i++) words[i] = noise();
    cycles = chip_cycles();
    mix(words, sizeof words);
    mix(&cycles, sizeof cycles);
    bool sound = chance_sound(words);
    memset(words, 0, sizeof words);
    return sound;
}

/* The device's secret is stored once, so that starts cost no flash. */
static void mix_secret(void) {
    uint8_t secret[POOL_BYTES];
    bool known = records_load(RECORD_NAME, secret, sizeof secret) == sizeof secret;
    if (!known) chance_fill(secret, sizeof secret);
    mix(secret, sizeof secret);
    if (!known) records_store(RECORD_NAME, secret, sizeof secret);
    memset(secret, 0, sizeof secret);
}

static void fill_pool(void) {
    unsigned good = 0;
    for (unsigned tries = 0; good < CHANCE_WORDS / ROUND_WORDS; tries++) {
        if (tries == TRIES) board_fail("the radio gives no noise, and without chance there is no key");
        if (gather())
            good++;
        else
            sdk_yield(1000); /* the radio may be about to start */
    }
    pool.full = true;
    mix_secret();
}

void chance_fill(void *data, size_t size) {
    uint8_t *bytes = data, digest[POOL_BYTES];
    uint32_t fresh[FRESH_WORDS];
    if (!pool.full) fill_pool();
    while (size > 0) {
        size_t part = size < sizeof digest ? size : sizeof digest;
        for (unsigned i = 0; i < FRESH_WORDS; i++) fresh[i] = reg_read(RANDOM_WORD) ^ chip_cycles();
        mix(fresh, sizeof fresh);
        hash(HAND_OUT, NULL, 0, digest);
        memcpy(bytes, digest, part);
        bytes += part;
        size -= part;
    }
    hash(KEEP, NULL, 0, pool.bytes);
    memset(digest, 0, sizeof digest);
}

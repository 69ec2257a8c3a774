/* Networks as a record of bytes. */
#include "networks.h"

#include <stdint.h>
#include <string.h>

#include "board.h"
#include "krait/files.h"
#include "records.h"

#define VERSION      1
#define RECORD_NAME  "wifi"
#define KEY_SHORTEST 8
#define KEY_DIGITS   64 /* a key itself, not the words that it is made of */

/* A text with its length in front. NULL when it does not fit `most` or the record ends. */
static const uint8_t *get_text(const uint8_t *at, const uint8_t *end, char *text, size_t most) {
    if (!at || at == end || *at > most || *at > end - at - 1) return NULL;
    memcpy(text, at + 1, *at);
    text[*at] = 0;
    return at + 1 + *at;
}

static uint8_t *put_text(uint8_t *at, const char *text) {
    size_t length = strlen(text);
    *at = (uint8_t)length;
    memcpy(at + 1, text, length);
    return at + 1 + length;
}

void networks_load(struct networks *networks) {
    uint8_t record[RECORDS_SIZE_MAX];
    ptrdiff_t size = records_load(RECORD_NAME, record, sizeof record);
    networks->count = 0;
    if (size < 1 || record[0] != VERSION) return;
    const uint8_t *at = record + 1, *end = record + size;
    while (at && at < end && networks->count < NETWORKS_MAX) {
        struct network *network = &networks->list[networks->count];
        at = get_text(at, end, network->name, NETWORK_NAME_MAX);
        at = get_text(at, end, network->key, NETWORK_KEY_MAX);
        if (at) networks->count++;
    }
}

static size_t bytes_of(const struct network *network) {
    return 2 + strlen(network->name) + strlen(network->key);
}

/* The last ones are forgotten when they do not all fit; two of the longest do. */
static int store(struct networks *networks) {
    uint8_t record[RECORDS_SIZE_MAX], *end = record;
    unsigned i = 0;
    *end++ = VERSION;
    for (; i < networks->count && bytes_of(&networks->list[i]) <= (size_t)(record + sizeof record - end);
         i++) {
        end = put_text(end, networks->list[i].name);
        end = put_text(end, networks->list[i].key);
    }
    networks->count = i;
    return records_store(RECORD_NAME, record, (size_t)(end - record));
}

/* Its place in the list, or the number of networks. */
static unsigned find(const struct networks *networks, const char *name) {
    unsigned i = 0;
    while (i < networks->count && strcmp(networks->list[i].name, name) != 0) i++;
    return i;
}

static bool key_is_possible(const char *key) {
    size_t length = strlen(key), digits = 0;
    if (length < KEY_DIGITS) return length == 0 || length >= KEY_SHORTEST;
    for (; *key; key++) digits += (*key >= '0' && *key <= '9') || ((*key | 32) >= 'a' && (*key | 32) <= 'f');
    return length == KEY_DIGITS && digits == KEY_DIGITS;
}

int networks_add(struct networks *networks, const char *name, const char *key) {
    size_t name_length = strlen(name);
    if (name_length == 0 || name_length > NETWORK_NAME_MAX || !key_is_possible(key)) return -KR_EINVAL;
    unsigned place = find(networks, name);
    if (place == 0 && networks->count > 0 && strcmp(networks->list[0].key, key) == 0) return 0;
    if (place == networks->count && networks->count < NETWORKS_MAX) networks->count++;
    if (place == NETWORKS_MAX) place--;
    memmove(networks->list + 1, networks->list, place * sizeof *networks->list);
    strcpy(networks->list[0].name, name);
    strcpy(networks->list[0].key, key);
    return store(networks);
}

int networks_forget(struct networks *networks, const char *name) {
    unsigned place = find(networks, name);
    if (place == networks->count) return -KR_ENOENT;
    networks->count--;
    memmove(networks->list + place, networks->list + place + 1,
            (networks->count - place) * sizeof *networks->list);
    return store(networks);
}

/* Letters and digits that nobody mistakes for one another: 32 of them, so that each takes five random bits.
 */
void networks_setup_key(char key[SETUP_KEY_LENGTH + 1]) {
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    if (records_load("setup", key, SETUP_KEY_LENGTH) != SETUP_KEY_LENGTH) {
        board_random(key, SETUP_KEY_LENGTH);
        for (unsigned i = 0; i < SETUP_KEY_LENGTH; i++) key[i] = letters[(uint8_t)key[i] & 31];
        records_store("setup", key, SETUP_KEY_LENGTH);
    }
    key[SETUP_KEY_LENGTH] = 0;
}

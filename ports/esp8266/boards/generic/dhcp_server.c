/* DHCP as far as an access point without a way out needs it: DISCOVER is offered an address, REQUEST gets the
 * same one or a refusal. No router and no name server are named, so that a telephone keeps its other network
 * for everything else. */
#include "dhcp_server.h"

#include <stdbool.h>
#include <string.h>

#define FIXED_BYTES 236
#define OPTIONS_AT  240 /* behind the magic cookie */
#define AT_HARDWARE 28
#define AT_OFFERED  16
#define AT_SERVER   20

enum kind { NONE, DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE };
enum option {
    OPTION_END = 255,
    OPTION_MASK = 1,
    OPTION_ADDRESS = 50,
    OPTION_LEASE = 51,
    OPTION_KIND = 53,
    OPTION_SERVER = 54
};

static const uint8_t cookie[4] = {99, 130, 83, 99};
static const uint8_t own[4] = {192, 168, 4, 1};

/* An option's content of that size, or NULL. */
static const uint8_t *option(const uint8_t *message, size_t size, unsigned wanted, size_t length) {
    size_t at = OPTIONS_AT;
    while (at + 1 < size && message[at] != OPTION_END) {
        size_t step = message[at] == 0 ? 1 : 2u + message[at + 1];
        if (step > size - at) return NULL;
        if (message[at] == wanted && step == 2 + length) return message + at + 2;
        at += step;
    }
    return NULL;
}

/* The client's place: its own, else a free one, else the one that was used longest ago. */
static unsigned place_of(dhcp_server *server, const uint8_t mac[6]) {
    unsigned best = 0;
    for (unsigned i = 0; i < DHCP_CLIENTS; i++) {
        bool known = server->clients[i].used && memcmp(server->clients[i].mac, mac, 6) == 0;
        if (known || server->clients[i].used < server->clients[best].used) best = i;
        if (known) break;
    }
    memcpy(server->clients[best].mac, mac, 6);
    server->clients[best].used = ++server->requests;
    return best;
}

static uint8_t *put(uint8_t *at, unsigned code, const void *data, size_t size) {
    *at++ = (uint8_t)code;
    *at++ = (uint8_t)size;
    memcpy(at, data, size);
    return at + size;
}

static size_t answer_with(const uint8_t *message, unsigned kind, const uint8_t *address, uint8_t *answer) {
    static const uint8_t mask[4] = {255, 255, 255, 0}, lease[4] = {0, 0, 14, 16}; /* an hour */
    const uint8_t what = (uint8_t)kind;
    memset(answer, 0, DHCP_PACKET_MAX);
    memcpy(answer, message, AT_HARDWARE + 16);
    answer[0] = 2;
    memset(answer + AT_OFFERED, 0, 8);
    if (kind != NAK) memcpy(answer + AT_OFFERED, address, 4);
    memcpy(answer + AT_SERVER, own, 4);
    memcpy(answer + FIXED_BYTES, cookie, 4);
    uint8_t *end = put(answer + OPTIONS_AT, OPTION_KIND, &what, 1);
    end = put(end, OPTION_SERVER, own, 4);
    if (kind != NAK) {
        end = put(end, OPTION_LEASE, lease, 4);
        end = put(end, OPTION_MASK, mask, 4);
    }
    *end = OPTION_END;
    return DHCP_PACKET_MAX;
}

size_t dhcp_answer(dhcp_server *server, const uint8_t *message, size_t size, uint8_t *answer) {
    if (size < OPTIONS_AT || message[0] != 1 || message[1] != 1 || message[2] != 6) return 0;
    if (memcmp(message + FIXED_BYTES, cookie, 4) != 0) return 0;
    const uint8_t *kind = option(message, size, OPTION_KIND, 1);
    const uint8_t *other = option(message, size, OPTION_SERVER, 4);
    const uint8_t *wanted = option(message, size, OPTION_ADDRESS, 4);
    if (!kind || (*kind != DISCOVER && *kind != REQUEST)) return 0;
    if (other && memcmp(other, own, 4) != 0) return 0; /* it has taken another server's offer */
    uint8_t address[4] = {192, 168, 4, (uint8_t)(2 + place_of(server, message + AT_HARDWARE))};
    if (*kind == DISCOVER) return answer_with(message, OFFER, address, answer);
    if (!wanted) wanted = message + 12; /* it renews, and names the address that it has */
    return answer_with(message, memcmp(wanted, address, 4) == 0 ? ACK : NAK, address, answer);
}

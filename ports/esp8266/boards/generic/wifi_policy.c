/* The stages of wifi_policy.h. The two things that the radio tells are only noted, because it tells them
 * while lwIP may be in the middle of something. */
#include "wifi_policy.h"

#include "board.h"
#include "krait/files.h"
#include "krait/net.h"

/* Reasons of IEEE 802.11, and from 200 on of the SDK. */
enum reason {
    NO_ADDRESS = 1,
    LEFT = 8,
    KEYS_TIMED_OUT = 15,
    NOT_FOUND = 201,
    REFUSED = 202,
    HANDSHAKE_TIMED_OUT = 204
};

static void enter(struct wifi_policy *p, uint64_t now, enum wifi_stage stage) {
    p->stage = stage;
    p->since = now;
    p->came_up = p->went_down = false;
}

static void try_network(struct wifi_policy *p, uint64_t now, unsigned i, const uint8_t *bssid) {
    enter(p, now, WIFI_TRYING);
    p->current = i;
    wifi_act_try(&p->known.list[i], bssid);
}

static void open_setup(struct wifi_policy *p, uint64_t now) {
    p->rounds = 0;
    enter(p, now, WIFI_SETUP);
    wifi_act_setup();
}

/* From the first known network on; without one, people are let in to say what it is. */
static void begin(struct wifi_policy *p, uint64_t now) {
    if (p->known.count > 0)
        try_network(p, now, 0, NULL);
    else
        open_setup(p, now);
}

static void pause(struct wifi_policy *p, uint64_t now) {
    unsigned twice = p->pause_s ? p->pause_s * 2 : WIFI_FIRST_PAUSE;
    p->pause_s = twice < WIFI_LAST_PAUSE ? twice : WIFI_LAST_PAUSE;
    uint32_t quarter = p->pause_s * 250000u;
    p->pause_us = p->pause_s * 750000u + board_random_word() % (2 * quarter + 1);
    enter(p, now, WIFI_PAUSING);
}

/* After the last of the known ones, a pause; after some rounds, people are let in. */
static void try_next(struct wifi_policy *p, uint64_t now) {
    if (p->current + 1 < p->known.count)
        try_network(p, now, p->current + 1, NULL);
    else if (++p->rounds >= WIFI_ROUNDS)
        open_setup(p, now);
    else
        pause(p, now);
}

/* The network comes first from now on, also after a restart. */
static void came_up(struct wifi_policy *p, uint64_t now) {
    struct network network = p->known.list[p->current];
    networks_add(&p->known, network.name, network.key);
    enter(p, now, WIFI_UP);
    p->current = 0;
    p->reason = 0;
    wifi_act_up();
}

static void look_up(struct wifi_policy *p, uint64_t now, uint64_t passed, bool down, bool address) {
    if (passed >= WIFI_STEADY_US && address) p->rounds = p->pause_s = 0;
    if (!down && (address || passed < WIFI_ADDRESS_US)) return;
    if (!down) p->reason = NO_ADDRESS;
    wifi_act_down();
    if (down && passed >= WIFI_STEADY_US)
        try_network(p, now, 0, NULL);
    else
        try_next(p, now);
}

static void look_trying(struct wifi_policy *p, uint64_t now, uint64_t passed, bool up, bool down) {
    if (up) {
        came_up(p, now);
    } else if (down || passed >= WIFI_JOIN_US) {
        wifi_act_down();
        try_next(p, now);
    }
}

void wifi_policy_step(struct wifi_policy *p, uint64_t now, struct wifi_seen seen) {
    uint64_t passed = now - p->since;
    bool up = p->came_up, down = p->went_down;
    p->came_up = p->went_down = false;
    switch (p->stage) {
    case WIFI_TRYING: look_trying(p, now, passed, up, down); break;
    case WIFI_UP: look_up(p, now, passed, down, seen.address); break;
    case WIFI_PAUSING:
        if (passed >= p->pause_us) begin(p, now);
        break;
    case WIFI_SETUP:
        if (seen.clients) p->since = now;
        if (passed >= WIFI_SETUP_US && !seen.clients && p->known.count > 0) begin(p, now);
        break;
    case WIFI_OFF:
        if (passed >= WIFI_OFF_US) begin(p, now);
        break;
    }
}

/* --- what is told --- */

void wifi_policy_up(struct wifi_policy *p) {
    p->came_up = true;
    p->went_down = false;
}

/* Who leaves a network is told so later, and has not lost by it what came next. */
void wifi_policy_down(struct wifi_policy *p, unsigned reason) {
    if (p->stage == WIFI_OFF || (reason == LEFT && p->stage == WIFI_TRYING)) return;
    p->went_down = true;
    p->came_up = false;
    p->reason = reason;
}

/* --- what is wished --- */

void wifi_policy_open(struct wifi_policy *p, uint64_t now) {
    *p = (struct wifi_policy){.stage = WIFI_PAUSING};
    networks_load(&p->known);
    enter(p, now, WIFI_PAUSING);
}

void wifi_policy_on(struct wifi_policy *p, uint64_t now) {
    if (p->stage == WIFI_OFF || (p->stage == WIFI_SETUP && p->known.count > 0)) begin(p, now);
}

void wifi_policy_open_setup(struct wifi_policy *p, uint64_t now) {
    if (p->stage != WIFI_SETUP) open_setup(p, now);
}

int wifi_policy_join(struct wifi_policy *p, uint64_t now, const char *name, const char *key,
                     const uint8_t *bssid) {
    int error = name ? networks_add(&p->known, name, key ? key : "") : 0;
    if (error < 0) return error;
    if (p->known.count == 0) return -KR_ENOENT;
    if (!name && (p->stage == WIFI_UP || p->stage == WIFI_TRYING)) return 0;
    p->reason = p->rounds = p->pause_s = 0;
    try_network(p, now, 0, bssid);
    return 0;
}

void wifi_policy_off(struct wifi_policy *p, uint64_t now) {
    enter(p, now, WIFI_OFF);
    p->reason = 0;
    wifi_act_off();
}

int wifi_policy_forget(struct wifi_policy *p, uint64_t now) {
    int error = 0;
    while (p->known.count > 0 && error == 0) error = networks_forget(&p->known, p->known.list[0].name);
    if (error == 0 && p->stage != WIFI_SETUP) open_setup(p, now);
    return error;
}

unsigned wifi_policy_status(const struct wifi_policy *p) {
    if (p->stage == WIFI_UP || p->stage == WIFI_TRYING) return KR_NET_CONNECTING;
    switch (p->reason) {
    case 0: return KR_NET_IDLE;
    case NOT_FOUND: return KR_NET_NO_ACCESS_POINT;
    case KEYS_TIMED_OUT:
    case REFUSED:
    case HANDSHAKE_TIMED_OUT: return KR_NET_WRONG_PASSWORD;
    default: return KR_NET_CONNECT_FAILED;
    }
}

#ifndef KRAIT_ESP8266_WIFI_POLICY_H
#define KRAIT_ESP8266_WIFI_POLICY_H
/* Which network the device is in, decided from what the radio tells and from time. It touches no radio
 * itself: wifi.c does what wifi_act_…() say, and so does a test.
 *
 *     SETUP    an access point of its own: no network is known, or ROUNDS rounds through the known ones had
 * no success. After SETUP_US without a client the known ones are tried again; with none known it stays.
 *     TRYING   one of the known networks, the last good one first, JOIN_US for each
 *     PAUSING  between rounds: 1, 2, 4 … 60 seconds, each a quarter more or less by chance, so that the
 * devices of a house do not all come back in the same moment UP       in a network. Without an address after
 * ADDRESS_US it is as good as none. A network that was lost is tried at once, but one that was lost within
 * STEADY_US only after the pause that is due. OFF      a program has switched the radio off. It comes back by
 * itself after OFF_US: no program takes the device away for good.
 *
 * Nothing here waits: every decision is made in a call of wifi_policy_step(). */
#include <stdbool.h>
#include <stdint.h>

#include "networks.h"

#define WIFI_JOIN_US     15000000u /* for association and keys */
#define WIFI_ADDRESS_US  30000000u
#define WIFI_STEADY_US   60000000u
#define WIFI_SETUP_US    120000000u
#define WIFI_OFF_US      600000000u
#define WIFI_FIRST_PAUSE 1u /* seconds */
#define WIFI_LAST_PAUSE  60u
#define WIFI_ROUNDS      3u

enum wifi_stage { WIFI_SETUP, WIFI_TRYING, WIFI_PAUSING, WIFI_UP, WIFI_OFF };

struct wifi_policy {
    struct networks known;
    enum wifi_stage stage;
    unsigned current; /* of known, while TRYING and UP */
    unsigned rounds;  /* without success */
    unsigned pause_s; /* the last one */
    unsigned reason;  /* of the last failure, as the radio says it; 0 after a success */
    uint64_t since;   /* when the stage began */
    uint64_t pause_us;
    bool came_up, went_down; /* told, not yet looked at */
};

/* What of the radio a step can see. */
struct wifi_seen {
    bool address; /* the station has one */
    bool clients; /* somebody is on the access point */
};

/* Reads what is known; the first step begins. */
void wifi_policy_open(struct wifi_policy *policy, uint64_t now);

/* The radio tells, at any time: the station is in its network, or out of it. */
void wifi_policy_up(struct wifi_policy *policy);
void wifi_policy_down(struct wifi_policy *policy, unsigned reason);

void wifi_policy_step(struct wifi_policy *policy, uint64_t now, struct wifi_seen seen);

/* A program's wishes. Remembers a network and goes there; name NULL: to the known ones. -KR_EINVAL. */
int wifi_policy_join(struct wifi_policy *policy, uint64_t now, const char *name, const char *key,
                     const uint8_t *bssid);
void wifi_policy_off(struct wifi_policy *policy, uint64_t now);
void wifi_policy_on(struct wifi_policy *policy,
                    uint64_t now); /* when it is OFF or SETUP: the known networks */
void wifi_policy_open_setup(struct wifi_policy *policy, uint64_t now); /* the access point, now */
int wifi_policy_forget(struct wifi_policy *policy, uint64_t now);      /* all networks */

/* enum kr_net_status of the station, as far as the radio knows it. */
unsigned wifi_policy_status(const struct wifi_policy *policy);

/* --- what is done; implemented by wifi.c --- */

/* Each of these ends what was before. */
void wifi_act_try(const struct network *network, const uint8_t *bssid);
void wifi_act_setup(void);
void wifi_act_off(void);

void wifi_act_up(void);   /* frames flow: the interface may ask for an address */
void wifi_act_down(void); /* they do not, any more */

#endif

#ifndef KRAIT_ESP8266_NETWORKS_H
#define KRAIT_ESP8266_NETWORKS_H
/* The networks that a device knows, the last one that worked first, and the key of its own access point;
 * records that survive a power cut.
 *
 * The record "wifi" is a version byte, then for each network the length and bytes of its name and of its key;
 * there are as many as fit. */
#include <stdbool.h>
#include <stddef.h>

#define NETWORKS_MAX     4
#define NETWORK_NAME_MAX 32
#define NETWORK_KEY_MAX  64 /* 8 to 63 characters, or 64 hexadecimal digits */
#define SETUP_KEY_LENGTH 12

struct network {
    char name[NETWORK_NAME_MAX + 1];
    char key[NETWORK_KEY_MAX + 1]; /* "": open */
};

struct networks {
    struct network list[NETWORKS_MAX];
    unsigned count;
};

/* What is stored; nothing when that is damaged. */
void networks_load(struct networks *networks);

/* Puts a network first, in place of an older entry of the same name, forgets the last ones when there is no
 * room, and stores all. 0, or a negative KR_E… code: -KR_EINVAL when name or key have no possible length. */
int networks_add(struct networks *networks, const char *name, const char *key);

/* Forgets one. -KR_ENOENT. */
int networks_forget(struct networks *networks, const char *name);

/* The key of this device's access point: random, made at the first call ever. */
void networks_setup_key(char key[SETUP_KEY_LENGTH + 1]);

#endif

#ifndef KRAIT_POSIX_NET_H
#define KRAIT_POSIX_NET_H
/* The sockets of a Linux process as a kr_net, and its interfaces as what network.WLAN shows.
 *
 * Handles are file descriptors, but only those that were opened here: a program cannot reach others by
 * guessing numbers. How to wait is the owner's business, because a device waits for its link at the same
 * time. */
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include "krait/net.h"

#define POSIX_NET_SOCKETS 512  /* that programs may have at once: then EMFILE */
#define POSIX_NET_HANDLES 2048 /* descriptors from here on are refused */
#define POSIX_NET_FOUND   8    /* addresses of a name */

struct posix_lookup; /* a name being looked up by a thread of its own */

typedef struct posix_net {
    /* Waits for the descriptors, at most `us`, serving whatever else there is; any early end will do. May
     * leave `revents` as it likes: readiness is looked at afterwards. */
    void (*wait)(void *owner, struct pollfd *descriptors, nfds_t count, uint64_t us);
    /* True when a read of the program's standard input would not block. NULL: ask descriptor 0. */
    bool (*input_ready)(void *owner);
    void *owner;
    uint8_t owned[POSIX_NET_HANDLES / 8];
    unsigned count;             /* of those */
    struct pollfd *descriptors; /* of the wait that is under way */
    size_t capacity;
    struct posix_lookup *lookup; /* NULL: none under way */
    bool switched[2]; /* links that are not as they were at the start: the station on, the access point off */
    bool left;        /* the station was told to disconnect */
    char texts[2][KR_NET_TEXT_MAX + 1]; /* SSIDs */
    char hostname[KR_NET_TEXT_MAX + 1], country[3];
    int32_t numbers[2][8]; /* settings of the links that have no counterpart here */
} posix_net;

/* The three functions are to be set by the owner before the first use. */
void posix_net_open(posix_net *net);
/* Closes what a machine may have left open. */
void posix_net_close(posix_net *net);

extern const kr_net posix_net_functions; /* their context is a posix_net */

/* net_link.c: the part of the table that is about interfaces. */
int posix_link_state(void *context, int link, kr_net_link *state);
int posix_link_active(void *context, int link, bool active);
int posix_link_join(void *context, const char *ssid, const char *key, const uint8_t *bssid);
int posix_link_leave(void *context, int link);
int posix_link_number(void *context, int link, enum kr_net_link_number setting, int32_t *value, bool set);
int posix_link_text(void *context, int link, enum kr_net_link_text setting, char *text, size_t *size,
                    bool set);
int posix_link_scan(void *context, uint32_t *position, kr_net_found *found);
int posix_link_hostname(void *context, char *text, size_t *size, bool set);
int posix_link_country(void *context, char *text, size_t *size, bool set);

/* net_name.c: looking up names. `descriptor` is readable when a lookup is done, -1 when none is under way. */
int posix_net_resolve(void *context, const char *name, int family, kr_net_address *found, size_t capacity);
int posix_lookup_descriptor(const posix_net *net);
void posix_lookup_drop(posix_net *net);

/* Between sockaddr and kr_net_address. */
struct sockaddr_storage;
struct sockaddr;
unsigned posix_net_to_native(const kr_net_address *address,
                             struct sockaddr_storage *native); /* its length; 0: no such family */
void posix_net_from_native(const struct sockaddr *native, kr_net_address *address);
int posix_net_error(void); /* errno as a negative KR_E… */

#endif

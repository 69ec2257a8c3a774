#ifndef KRAIT_NET_H
#define KRAIT_NET_H
/* A network, as the VM sees one: a const struct of functions that a port supplies, over an operating system's sockets or over the raw
 * interface of an embedded stack such as lwIP.
 *
 * Nothing here blocks but `wait`. An operation that cannot be done yet returns -KR_EAGAIN (a connection in the making: -KR_EINPROGRESS), and the
 * machine calls `wait` until the handle is ready. `wait` serves whatever kr_host.poll serves, so that a device's link stays alive
 * while a program waits for its own sockets; that makes it the only function here that may call back into the daemon. None may call back into the VM.
 *
 * Functions return a non-negative result or a negative KR_E… code of files.h. Handles are small numbers >= 0 of the port's own. The machine
 * closes each handle that it opened, at the latest in kr_close or kr_soft_reset. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "krait/files.h"

/* The numbers are what programs see as socket.AF_INET and so on; they are Linux's. */
enum kr_net_family { KR_NET_IPV4 = 2, KR_NET_IPV6 = 10 };
enum kr_net_kind { KR_NET_STREAM = 1, KR_NET_DATAGRAM = 2, KR_NET_RAW = 3 };

typedef struct kr_net_address {
    uint8_t family;   /* enum kr_net_family; 0: no address */
    uint8_t ip[16];   /* network order; IPv4 uses the first four */
    uint16_t port;    /* host order */
    uint32_t scope;   /* IPv6: the interface of a link-local address; 0 = any */
} kr_net_address;

/* What a handle is waited for, and what it is ready for; poll(2)'s numbers. ERROR, HANGUP and INVALID are told without being asked for. */
enum kr_net_event { KR_NET_READ = 1, KR_NET_WRITE = 4, KR_NET_ERROR = 8, KR_NET_HANGUP = 16, KR_NET_INVALID = 32 };

#define KR_NET_INPUT (-1) /* in kr_net_wait: the program's standard input, as kr_host.read gives it */

typedef struct kr_net_wait {
    int handle;      /* or KR_NET_INPUT */
    uint16_t events; /* wanted: READ, WRITE */
    uint16_t ready;  /* set by wait(); INVALID: the port has no such handle */
} kr_net_wait;

enum kr_net_receive { KR_NET_PEEK = 1 }; /* what is received stays to be received again */

/* Each takes an int32_t. `set` false reads it. A port that does not know one returns -KR_ENOPROTOOPT. */
enum kr_net_option {
    KR_NET_REUSE_ADDRESS,
    KR_NET_KEEP_ALIVE,
    KR_NET_BROADCAST,
    KR_NET_NO_DELAY,       /* send small segments at once */
    KR_NET_SEND_BUFFER,    /* bytes */
    KR_NET_RECEIVE_BUFFER, /* bytes */
    KR_NET_LINGER,         /* seconds that close() may use to deliver, 0 resets the connection; -1: in the background */
    KR_NET_PENDING_ERROR,  /* only to read, which clears it: a positive KR_E… code, e.g. of a connection that failed */
    KR_NET_TTL,
    KR_NET_MULTICAST_TTL,
    KR_NET_MULTICAST_LOOP,
    KR_NET_ONLY_IPV6,
    KR_NET_REUSE_PORT
};

enum kr_net_direction { KR_NET_SHUT_READ, KR_NET_SHUT_WRITE, KR_NET_SHUT_BOTH };

/* --- interfaces, for the network module --- */

enum kr_net_link_kind { KR_NET_STATION, KR_NET_ACCESS_POINT };

/* The numbers of network.STAT_…. */
enum kr_net_status {
    KR_NET_IDLE = 1000,
    KR_NET_CONNECTING = 1001,
    KR_NET_WRONG_PASSWORD = 202,
    KR_NET_NO_ACCESS_POINT = 201,
    KR_NET_CONNECT_FAILED = 203,
    KR_NET_GOT_IP = 1010
};

/* What a station or an access point is, right now. */
typedef struct kr_net_link {
    bool active;
    bool connected;         /* a station with an address; an access point with somebody on it */
    bool fixed;             /* the address was set, DHCP does not look after it */
    uint16_t status;        /* enum kr_net_status */
    int8_t rssi;            /* dBm; 0 where there is no radio */
    uint8_t mac[6];
    kr_net_address address, mask, gateway, dns; /* IPv4; family 0 where there is none */
    kr_net_address address6[2];
} kr_net_link;

/* Settings that are numbers, and settings that are text (or bytes), of kr_net.link_number and link_text. */
enum kr_net_link_number { KR_NET_CHANNEL, KR_NET_HIDDEN, KR_NET_SECURITY, KR_NET_MAX_CLIENTS, KR_NET_TX_POWER, KR_NET_POWER_SAVE, KR_NET_RECONNECTS };
enum kr_net_link_text { KR_NET_SSID, KR_NET_KEY, KR_NET_MAC };

#define KR_NET_TEXT_MAX 64 /* bytes of a key, a host name, an SSID (32) */

/* A network that a scan has found. */
typedef struct kr_net_found {
    uint8_t ssid[32];
    uint8_t ssid_size;
    uint8_t bssid[6];
    uint8_t channel;
    int8_t rssi;
    uint8_t security;
    bool hidden;
} kr_net_found;

typedef struct kr_net {
    /* --- sockets --- */
    /* family, kind and protocol as in socket(2); 0 is the usual protocol. Returns a handle; -KR_EMFILE when all are in use. */
    int (*open)(void *context, int family, int kind, int protocol);
    int (*close)(void *context, int handle);
    int (*bind)(void *context, int handle, const kr_net_address *address);
    int (*listen)(void *context, int handle, int backlog);
    /* Returns a new handle; `peer` gets the other end's address. */
    int (*accept)(void *context, int handle, kr_net_address *peer);
    /* 0, or -KR_EINPROGRESS: the handle becomes ready for WRITE, and KR_NET_PENDING_ERROR says how it went. A datagram socket only remembers the address. */
    int (*connect)(void *context, int handle, const kr_net_address *address);
    /* Bytes taken, perhaps fewer than `size` on a stream. `to` is NULL on a connected socket. */
    ptrdiff_t (*send)(void *context, int handle, const void *data, size_t size, const kr_net_address *to);
    /* Bytes received; 0 is the end of a stream. A datagram that is longer loses its rest. `from` may be NULL. flags: enum kr_net_receive. */
    ptrdiff_t (*receive)(void *context, int handle, void *data, size_t size, int flags, kr_net_address *from);
    int (*shutdown)(void *context, int handle, enum kr_net_direction direction);
    int (*option)(void *context, int handle, enum kr_net_option option, int32_t *value, bool set);
    /* Joins or leaves a multicast group on the interface with that address (family 0: the usual one). */
    int (*group)(void *context, int handle, const kr_net_address *group, const kr_net_address *through, bool join);
    int (*local)(void *context, int handle, kr_net_address *address); /* getsockname */
    int (*peer)(void *context, int handle, kr_net_address *address);  /* getpeername */
    /* Fills `ready` of each of the `count` waits (a handle may be in several) and returns how many are not 0; when that is none, waits for at most `us`
     * microseconds, serving as kr_host.poll does. 0 = time is over, or something else has happened: the caller looks whether it was
     * interrupted, and waits on. us = 0 only looks. */
    int (*wait)(void *context, kr_net_wait *waits, size_t count, uint64_t us);

    /* --- names --- */
    /* Addresses of a host name (never of a literal address) into found[0..capacity), family 0 = any; returns how many. -KR_EINPROGRESS: the lookup is under
     * way, wait() returns early when it is done; ask again with the same name. Asking for another name gives a lookup up. -KR_ENOENT: there is no such
     * name; any other error: it could not be found out. */
    int (*resolve)(void *context, const char *name, int family, kr_net_address *found, size_t capacity);

    /* --- interfaces; link: enum kr_net_link_kind. NULL where the device has no such thing --- */
    int (*link_state)(void *context, int link, kr_net_link *state); /* -KR_ENODEV: there is none */
    int (*link_active)(void *context, int link, bool active);
    /* Begins to connect the station; link_state says how it goes. `key` may be NULL, `bssid` is 6 bytes or NULL. */
    int (*link_join)(void *context, const char *ssid, const char *key, const uint8_t *bssid);
    int (*link_leave)(void *context, int link);
    /* Sets fixed addresses: address, mask, gateway and dns of `state`; without an address (family 0) the dns only. NULL: by DHCP. */
    int (*link_address)(void *context, int link, const kr_net_link *state);
    int (*link_number)(void *context, int link, enum kr_net_link_number setting, int32_t *value, bool set);
    /* Text of up to KR_NET_TEXT_MAX bytes; *size is its length, before and after. */
    int (*link_text)(void *context, int link, enum kr_net_link_text setting, char *text, size_t *size, bool set);
    /* Begins a scan with *position 0 and gives one network a call: 1 with `found`, 0 at the end, -KR_EAGAIN while it goes on. */
    int (*scan)(void *context, uint32_t *position, kr_net_found *found);
    /* The device's name in the network, and the country whose radio rules hold (two letters). As link_text. */
    int (*hostname)(void *context, char *text, size_t *size, bool set);
    int (*country)(void *context, char *text, size_t *size, bool set);
} kr_net;

#endif

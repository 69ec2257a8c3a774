#ifndef STORE_H
#define STORE_H
/* The devices that this user has paired with: a file each, 0600, in $XDG_CONFIG_HOME/krait/devices (or
 * ~/.config). The file's name is the device's; its content is JSON: {"host", "port", "key" (43 characters of
 * base64url), "id"}, or for a WebREPL {"kind": "webrepl", "host", "port", "password"}. Serial ports need no
 * file: they are named by their path. */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include "failure.h"
#include "krait/proto_error.h"
#include "krait/proto_uri.h"

#define DEVICE_NAME_MAX 63
#define DEVICE_ID_MAX   64

#define DEVICE_PASSWORD_MAX 128
#define DEVICE_WEBREPL_PORT 8266

enum device_kind {
    DEVICE_KRAIT,  /* a Krait device: host, port, key */
    DEVICE_SERIAL, /* a stock board at a serial port: path */
    DEVICE_WEBREPL /* a stock board by WebREPL: host, port, password */
};

struct device {
    enum device_kind kind;
    char name[DEVICE_NAME_MAX + 1];
    char host[PROTO_HOST_MAX + 1];
    uint16_t port;
    uint8_t key[PROTO_KEY_BYTES];
    char id[DEVICE_ID_MAX + 1];             /* the device's unchanging id, "" while unknown */
    char path[PATH_MAX];                    /* of the port, perhaps with "@BAUD" behind */
    char password[DEVICE_PASSWORD_MAX + 1]; /* "" while it is not known: it is asked for */
};

/* Letters, digits, '-', '_' and '.', not starting with '-' or '.'. */
bool device_name_valid(const char *name);

/* Reads the device `name`; EXIT_USAGE with a hint when it is not paired. */
bool store_load(const char *name, struct device *device, struct failure *failure);

/* Writes a device's file atomically, making the folders (0700). */
bool store_save(const struct device *device, struct failure *failure);

/* Removes a device's file. */
bool store_forget(const char *name, struct failure *failure);

/* Calls `found` for each paired device in order of name. Damaged files are reported to stderr and skipped.
 * Returns how many. */
int store_each(void (*found)(void *context, const struct device *device), void *context);

/* The device that a command is for: `name` (from -d or $KRAIT_DEVICE), or the only paired one. A name may be
 * HOST:PORT of a paired device, NAME.local of one that has this address or this name (which is then looked for
 * in the network, wherever it was when it was paired), a pairing URI, ws://HOST:PORT of a WebREPL, or a serial port: a path
 * (anything with a '/'), or "serial:NAME". */
bool store_choose(const char *name, struct device *device, struct failure *failure);

#endif

#ifndef KRAIT_POSIX_KRAITD_OPTIONS_H
#define KRAIT_POSIX_KRAITD_OPTIONS_H
/* The command line of kraitd. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "krait/device.h"
#include "krait/proto_uri.h"

enum kraitd_action { KRAITD_RUN, KRAITD_PAIRING_URI, KRAITD_HELP, KRAITD_VERSION };

typedef struct kraitd_options {
    enum kraitd_action action;
    const char *root;
    const char *name;
    const char *state; /* NULL: the default place */
    const char *pty; /* NULL: none */
    bool legacy_tcp;
    char legacy_host[PROTO_HOST_MAX + 1];
    uint16_t legacy_port; /* 0: a free one */
    const char *board, *board_log; /* NULL: the simulated board that is always there; no journal */
    char host[PROTO_HOST_MAX + 1];
    uint16_t port; /* 0: a free one */
    bool listen_given;
    size_t heap; /* bytes */
    unsigned sessions;
    enum dev_level level;
    const char *origins[9]; /* ends with NULL */
    bool webrepl;           /* is to be on from the start, with the password of this hash */
    uint8_t webrepl_digest[32];
    const char *webrepl_origins[9]; /* pages that may use it; ends with NULL */
} kraitd_options;

/* Passwords are wiped from `argv` and the environment: a later start with them gets the hash by kraitd_options_keep(). 0, or 2 after saying on stderr what is wrong. */
int kraitd_options_parse(kraitd_options *options, int argc, char **argv);

/* Hands the hash of WebREPL's password to the program that this process executes next. */
void kraitd_options_keep(const kraitd_options *options);

/* The text of --help. */
extern const char kraitd_help[];

#endif

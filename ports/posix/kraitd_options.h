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
} kraitd_options;

/* 0, or 2 after saying on stderr what is wrong. */
int kraitd_options_parse(kraitd_options *options, int argc, char **argv);

/* The text of --help. */
extern const char kraitd_help[];

#endif

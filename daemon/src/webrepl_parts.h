/* What WebREPL's files share. Private to daemon/. */
#ifndef DEV_WEBREPL_PARTS_H
#define DEV_WEBREPL_PARTS_H

#include "krait/proto_webrepl.h"
#include "krait/terminal.h"
#include "krait/webrepl.h"
#include "parts.h"

#define WEBREPL_SOURCES 4 /* addresses whose failures are counted apart */

enum webrepl_stage {
    WEBREPL_FREE,
    WEBREPL_LOGIN,
    WEBREPL_JUDGED, /* the verdict on its password waits for its time */
    WEBREPL_OPEN,
    WEBREPL_LEAVING, /* what is queued goes out, then the connection closes */
};

/* The file of a put or get. */
struct webrepl_file {
    int handle;              /* -1: none */
    int ticket;              /* of a sync under way, 0: none */
    int error;               /* negative KR_E…: what went wrong on the way */
    bool storing;            /* put: all bytes are there, and are being synced */
    bool due;                /* get: a chunk is asked for */
    char path[DEV_PATH_MAX]; /* of the file */
    char part[DEV_PATH_MAX]; /* put: the name it has before it is complete; "" for a get */
};

struct dev_webrepl_client {
    dev_webrepl *service;
    void *peer;
    uint8_t stage;      /* enum webrepl_stage */
    bool browser;       /* text must be UTF-8 */
    uint8_t partial[4]; /* the beginning of a character */
    uint8_t partial_length;
    uint16_t slot;
    uint64_t since; /* ticks of the stage */
    char address[DEV_ADDRESS_MAX];
    struct proto_webrepl_server server;
    dev_terminal *terminal;
    uint8_t *in; /* of config.input bytes: what was read, from `in_head` on not decoded */
    size_t in_head, in_tail;
    const uint8_t *text; /* decoded text in `in` that the terminal has not taken */
    size_t text_length;
    uint8_t *out; /* of config.output bytes: whole frames that wait for the socket */
    size_t out_head, out_tail;
    struct webrepl_file file;
};

/* Failures of one address; the last entry stands for all others. */
struct webrepl_source {
    char address[DEV_ADDRESS_MAX];
    uint32_t failures;
    uint64_t until; /* ticks before which no password of it is looked at */
};

struct dev_webrepl {
    dev_device *dev;
    dev_webrepl_config config;
    bool on;
    uint8_t digest[PROTO_WEBREPL_DIGEST_BYTES];
    struct webrepl_source sources[WEBREPL_SOURCES + 1];
    struct dev_webrepl_client *clients;
    unsigned places;
};

/* webrepl.c: looks at the password of a client whose time has come. */
void webrepl_judge(struct dev_webrepl_client *client);

/* webrepl_client.c */
void webrepl_client_init(struct dev_webrepl_client *client, const struct proto_ws_server *head);
/* Moves what can be moved between the buffers, the terminal and the file. */
void webrepl_work(struct dev_webrepl_client *client);
void webrepl_say(struct dev_webrepl_client *client, const char *text);
/* Queues a close frame; nothing is taken any more. */
void webrepl_leave(struct dev_webrepl_client *client, unsigned close_code);
/* Gives everything back; the place is free. */
void webrepl_client_free(struct dev_webrepl_client *client);

/* webrepl_file.c: 0 or negative KR_E…. A put leaves the old file until its end is good. */
int webrepl_put_begin(struct dev_webrepl_client *client, const char *name, uint32_t size);
void webrepl_put_data(struct dev_webrepl_client *client, const uint8_t *data, size_t length);
int webrepl_put_end(struct dev_webrepl_client *client); /* -KR_EAGAIN: ask again when the disk has answered */
int webrepl_get_begin(struct dev_webrepl_client *client, const char *name);
/* Bytes read, 0 at the end or after an error, which webrepl_get_end() tells. */
size_t webrepl_get_read(struct dev_webrepl_client *client, uint8_t *data, size_t size);
int webrepl_get_end(struct dev_webrepl_client *client);
void webrepl_file_drop(struct dev_webrepl_client *client);

#endif

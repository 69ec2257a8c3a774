/* A device in memory, and clients beside it.
 *
 * The clock is ours and moves only when the device waits. serve() carries messages between clients and device
 * until nothing moves, then calls the test's `on_serve`, which may let something happen while a program runs.
 */
#ifndef DAEMON_FIXTURE_H
#define DAEMON_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <cmocka.h>

#include "files.h"
#include "krait/device.h"
#include "krait/proto_error.h"
#include "krait/proto_link.h"

#define CLIENTS_MAX 16
#define EVENTS_MAX  4096
#define STREAMS_MAX 16

struct event {
    uint8_t type, flags;
    uint16_t stream;
    size_t length;
    uint8_t *payload; /* owned */
};

struct client {
    struct fixture *fixture;
    bool used, upgraded, closed, dropped;
    bool stalled;     /* takes DATA without giving credit */
    bool deaf;        /* takes nothing at all */
    bool keeps_count; /* counts DATA bytes without keeping them */
    unsigned close_code;
    dev_session *session;
    struct proto_link link;
    struct proto_stream streams[STREAMS_MAX];
    uint8_t *buffer;
    struct event events[EVENTS_MAX];
    unsigned count;
    uint64_t bytes; /* of DATA */
    void (*on_frame)(struct client *client, const struct proto_frame *frame);
    void *user;
};

struct fixture {
    dev_device *dev;
    void *memory, *heap;
    dev_limits limits;
    posix_files files;
    char root[64];
    uint64_t now;
    int64_t time_ahead;
    bool full;     /* every write to the files says that the disk is full */
    uint64_t room; /* bytes that may still be written before that */
    unsigned stores;
    unsigned serves;
    struct {
        char name[16];
        uint8_t *data;
        size_t size;
    } records[8];
    struct client clients[CLIENTS_MAX];
    void (*on_serve)(struct fixture *fixture);
    void *user;
};

int fixture_setup(void **state); /* small limits, which tests may change with fixture_restart() */
int fixture_teardown(void **state);
void fixture_restart(struct fixture *fixture); /* closes and opens the device again with fixture->limits */

/* Serves until `done` says so, running programs; fails the test after a minute of the device's time. */
void fixture_run(struct fixture *fixture, bool (*done)(struct fixture *fixture));
/* Serves a few rounds. */
void fixture_settle(struct fixture *fixture);

void fixture_write(struct fixture *fixture, const char *path, const char *text);
char *fixture_read(struct fixture *fixture, const char *path); /* NULL when missing; static memory */

/* Connects and authenticates. With another key NULL is not returned, but closed becomes true later. */
struct client *client_open(struct fixture *fixture, const char *name);
struct client *client_open_with(struct fixture *fixture, const char *name, const uint8_t *key);
struct client *client_silent(struct fixture *fixture); /* TCP only; NULL when the device has no place */
void client_vanish(struct client *client);

/* Opens a stream with a message. */
unsigned client_request(struct client *client, enum proto_message_type type, unsigned flags,
                        struct proto_writer *writer);
unsigned client_path(struct client *client, enum proto_message_type type, unsigned options, const char *path);
unsigned client_paths(struct client *client, enum proto_message_type type, unsigned options, const char *from,
                      const char *to);
unsigned client_exec(struct client *client, enum proto_exec_kind kind, unsigned options, unsigned flags,
                     const char *source);
void client_put(struct client *client, unsigned stream, enum proto_message_type type, unsigned flags,
                const void *data, size_t length);
void client_interrupt(struct client *client, uint32_t job);

/* The n-th event of a type on a stream; NULL when it has not come. */
const struct event *client_event(const struct client *client, unsigned stream, enum proto_message_type type,
                                 unsigned n);
/* Is our view of the stream over? */
bool client_is_over(struct client *client, unsigned stream);
/* Runs until the stream is over. Returns the status of its end. */
unsigned client_finish(struct client *client, unsigned stream);
unsigned client_status(const struct client *client, unsigned stream);
/* All DATA of a stream with exactly these flags but END, as a string; static memory. */
const char *client_data(const struct client *client, unsigned stream, unsigned flags);
/* The text of END. */
const char *client_end_text(const struct client *client, unsigned stream);
/* The RESULT of a job: outcome, and the text as a string. */
int client_result(const struct client *client, unsigned stream, const char **text);

#endif

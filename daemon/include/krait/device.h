/* The device: sessions, jobs, console, files and mounts behind an encrypted link, with the Python machine as
 * a tenant.
 *
 * A port owns sockets, the clock, the random source and the disk; the device owns everything between them. It
 * has no thread, no global and no malloc: all of it lives in one block of memory that the port gives to
 * dev_open(), sized by dev_limits. A port is a dev_port (functions), a main loop, and a little code that
 * hands WebSocket messages over:
 *
 *     dev_open()  ->  dev_run() dev_run() dev_run() ...  ->  dev_close()
 *
 * dev_run() runs the next program, or waits for the network when there is none. The network is served by
 * dev_port.serve(), which the device calls whenever it waits, and at least every millisecond while Python
 * code runs. From inside serve() the port hands in what has arrived:
 *
 *     a connection came       dev_admit(), dev_session_open()
 *     HTTP request complete   dev_host_allowed(), dev_origin_allowed(), dev_session_upgraded()
 *     a binary message came   dev_session_receive()
 *     the socket takes bytes  dev_session_pull(), dev_session_give()
 *     the connection is gone  dev_session_close()
 *
 * Re-entrancy. Those dev_session_xxx calls, dev_stop() and the information calls are allowed inside serve(),
 * even while a program runs; they never run Python code: what needs the machine becomes a job for dev_run().
 * dev_run(), dev_poll() and dev_close() must not be called from inside serve() or from kr_files functions.
 * The device calls serve() only from dev_run(), dev_poll() and dev_close(). dev_port.wake() and drop() may be
 * called at any time, also inside the calls above, and must not call back. Everything happens on one thread.
 *
 * Bounds. Nothing that strangers or clients do makes the device use more memory than dev_memory_size() said:
 * tables that are full answer BUSY or TOO_MANY, rings overwrite their oldest, windows hold senders back. On a
 * chip that memory is a reserve (dev_limits.reserve); what does not fit is borrowed from the machine's heap while
 * it is used, at most half of it, and is refused when the program has used the heap up. */
#ifndef KRAIT_DEVICE_H
#define KRAIT_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "krait/files.h"
#include "krait/proto_noise.h"
#include "krait/vm.h"

#define DEV_VERSION "0.1.0"

typedef struct dev_device dev_device;
typedef struct dev_session dev_session;

enum dev_level { DEV_ERROR, DEV_WARNING, DEV_INFO, DEV_DEBUG };

/* How the process or chip begins again; also why dev_run() wants to return for good. */
enum dev_restart {
    DEV_RESTART_NONE,
    DEV_RESTART_HARD, /* the whole device */
    DEV_RESTART_SAFE, /* the whole device, and neither boot.py nor main.py is run */
};

/* What a port does for the device. `port` is dev_config.port; `peer` is what dev_session_open() was given. */
typedef struct dev_port {
    /* Waits at most wait_us microseconds for the network (0: not at all, UINT64_MAX: no limit), then moves
     * what can be moved. Returns as soon as something has happened. A signal or dev_stop() ends the wait. */
    void (*serve)(void *port, uint64_t wait_us);
    /* There is something to pull for this peer, or it is to be closed: call dev_session_pull() when its
     * socket takes bytes. */
    void (*wake)(void *port, void *peer);
    /* Closes this peer's connection at once, without flushing. Its session is gone already: no more calls for
     * it. */
    void (*drop)(void *port, void *peer);
    /* There is something to pull for the terminal of this peer (krait/terminal.h), or room for what it did not take. NULL where
     * dev_limits.terminals is 0. As wake(), it must not call back. */
    void (*terminal_wake)(void *port, void *peer);
    /* As kr_host.webrepl_start and webrepl_stop; NULL: the port has none. */
    int (*webrepl_start)(void *port, const char *password, size_t length);
    void (*webrepl_stop)(void *port);
    uint64_t (*ticks_us)(void *port);                   /* monotonic */
    int64_t (*time_ns)(void *port);                     /* since the Unix epoch, UTC */
    int32_t (*utc_offset)(void *port, int64_t seconds); /* seconds east of UTC; NULL: always 0 */
    /* Sets the clock and, when `offset` is not NULL, what utc_offset says. NULL or negative KR_E… where it
     * cannot be set. */
    int (*set_time)(void *port, int64_t time_ns, const int32_t *offset);
    /* As kr_host's: may a program use this memory? NULL: any. */
    bool (*reachable)(void *port, const void *address, size_t size, bool write);
    bool (*time_known)(void *port); /* the clock has been set since power-up; NULL: always */
    void (*random)(void *port, void *data, size_t size);             /* cryptographic quality */
    void (*log)(void *port, enum dev_level level, const char *text); /* one line without its end */
    /* Small named records that survive a power cut ("key", "boots", "hashes"). load returns the bytes read,
     * -KR_ENOENT when there is none, another negative KR_E… for damage. store replaces atomically and returns
     * when it is on the medium. */
    ptrdiff_t (*load)(void *port, const char *name, void *data, size_t capacity);
    int (*store)(void *port, const char *name, const void *data, size_t size);
    /* Syncing an open file (handle of dev_config.files) beside everything else: begin returns a ticket > 0 or a negative KR_E…, end
     * -KR_EAGAIN until it is done, then 0 or the error, and the ticket is over; a negative ticket is given up. serve() returns when one is done. The handle may be
     * closed meanwhile. Both NULL: files->sync() is called, and everybody waits. */
    int (*sync_begin)(void *port, int handle);
    int (*sync_end)(void *port, int ticket);
} dev_port;

/* Sizes of all tables. dev_limits_default() gives what suits a host process; a chip writes its own. */
typedef struct dev_limits {
    uint16_t sessions;   /* authenticated clients at once, 1 to 64 */
    uint16_t strangers;  /* connections that have not authenticated, 1 to 64; 2 */
    uint16_t streams;    /* open streams a session, 4 to 256 */
    uint16_t record;     /* plaintext of one record, both ways, PROTO_RECORD_MIN to PROTO_RECORD_MAX */
    uint32_t window;     /* DATA bytes a stream may carry to the device before they are consumed, >= 512 */
    uint16_t put_ahead;  /* DATA bytes that a PUT may carry beyond that, because they are used at once; 0 */
    uint16_t operations; /* streams with work in progress over all sessions, >= streams of one */
    uint16_t jobs; /* programs waiting or running, 1 to 64; each holds `window` bytes of standard input */
    uint32_t source_bytes;  /* program text of all jobs together */
    uint32_t console_bytes; /* program output that is held for clients, >= 256 */
    uint32_t log_bytes;     /* log lines that are held for LOGS, >= 256 */
    uint16_t mounts;        /* mounted host directories, 0 to 8 */
    uint16_t mount_files;   /* files open on mounts, over all of them */
    uint32_t mount_buffer;  /* bytes read ahead a mounted file; also what is written behind, >= 512 */
    uint16_t lists;         /* trees that are listed or copied at once, >= 1 */
    uint16_t list_entries;  /* entries of a directory that such a walk holds, 280 bytes each, >= 2; more only
                               make it faster */
    uint16_t terminals;     /* byte streams with a prompt (krait/terminal.h), 0 to 8 */
    uint32_t terminal_bytes; /* memory of each, 2048 to 1048576: a half for output, a quarter for input, a sixteenth for a line */
    uint16_t hash_entries;  /* files whose SHA-256 is remembered; 0: none */
    uint32_t reserve; /* 0: the block has room for all of these tables at once. Else the bytes that it has for what one client
                         cannot do without; programs' text and input, terminals, mounts and whatever is too much for these bytes lie
                         in the machine's heap while they are in use */
} dev_limits;

typedef struct dev_config {
    void *memory; /* aligned to 16 bytes and filled with zeros, the caller's; used until dev_close() */
    size_t size;  /* at least dev_memory_size(limits) */
    const dev_limits *limits;
    const dev_port *functions; /* must outlive the device */
    void *port;                /* handed to each of them */
    const kr_files
        *files; /* the device's files; must outlive the device. No path of a client leads out of it. */
    void *files_context;
    const kr_board *board; /* NULL: no pins */
    void *board_context;
    const kr_net *net; /* for programs; NULL: they have no network. wait() calls dev_poll() */
    void *net_context;
    void *heap; /* the machine's memory, as kr_config.memory */
    size_t heap_size;
    const char *name;     /* 1 to 63 of a-z A-Z 0-9 - _ ; also its host name, with and without ".local" */
    const char *software; /* "kraitd 0.1.0" */
    const char *platform; /* sys.platform */
    const char *const
        *origins; /* browser pages that may connect, "http://device.local"; ends with NULL; NULL: none */
    uint32_t native_limit; /* as in kr_config */
    bool safe;             /* run neither boot.py nor main.py */
} dev_config;

/* --- life
 * --------------------------------------------------------------------------------------------------------------------
 */

void dev_limits_default(dev_limits *limits);

/* Bytes of memory that a device of these limits needs; 0 when a limit is out of range. */
size_t dev_memory_size(const dev_limits *limits);

/* The key of this device: loaded from the port's records, or made and stored when there is none; *made tells
 * which. Usable before dev_open(), e.g. to print a pairing URI. 0, or the negative KR_E… of the port. */
int dev_key_load(const dev_port *functions, void *port, uint8_t key[PROTO_KEY_BYTES], bool *made);

/* Builds a device in config->memory, counts the start, opens the machine and queues boot.py and main.py. The
 * strings of the configuration are copied. NULL when memory, heap, limits or name do not do, or the key
 * cannot be had: the log says which. */
dev_device *dev_open(const dev_config *config);

/* The main loop's step: runs the next program to its end, or serves the network until there is something to
 * do. Returns false when the loop shall end: after dev_stop(), or for a restart (see dev_restart_wanted). */
bool dev_run(dev_device *dev);

/* Serves the network for at most wait_us and does what is due, without running a program; for ports that have
 * waiting of their own. */
void dev_poll(dev_device *dev, uint64_t wait_us);

/* True when the running program can read its standard input without waiting: for kr_net.wait(). */
bool dev_input_ready(dev_device *dev);

/* As ctrl-C on a terminal, for who has the device in his hands and found no memory for a terminal. */
void dev_interrupt(dev_device *dev, const char *by);

/* Memory of the machine's heap for the port: as kr_lend() and kr_take_back(). Allowed inside serve(). */
void *dev_borrow(dev_device *dev, size_t *size);
void dev_bring_back(dev_device *dev, void *memory);

/* Ends the running program and makes dev_run() return false. Allowed inside serve(), not in signal handlers.
 */
void dev_stop(dev_device *dev);

/* After dev_run() returned false: is the device to begin again? */
enum dev_restart dev_restart_wanted(const dev_device *dev);

/* Tells all sessions good-bye (GOAWAY), serves until they have it or a second has passed, drops the rest,
 * closes the machine, stores what is to be kept, wipes keys. The memory is the caller's again. */
void dev_close(dev_device *dev);

/* --- connections; all of these from inside serve()
 * --------------------------------------------------------------------------------------------------------------------
 */

/* Is there a place for one more connection that has not authenticated? When the places are taken, the one
 * that has come least far, and among those the oldest, is dropped in favour of the new one, if its grace of
 * some milliseconds is over. False: leave the connection in the listener's backlog and ask again after the
 * next dev_poll(). */
bool dev_admit(dev_device *dev);

/* A connection from `address` (text without the port, for the log and for delays). NULL when there is no
 * place: close it. */
dev_session *dev_session_open(dev_device *dev, void *peer, const char *address);

/* The request's Host header is an IP address, localhost, or this device's name; NULL or empty is refused. */
bool dev_host_allowed(const dev_device *dev, const char *host);

/* There is no Origin header (NULL or empty: not a browser), or it is in the list. */
bool dev_origin_allowed(const dev_device *dev, const char *origin);

/* The WebSocket stands. */
void dev_session_upgraded(dev_session *session);

/* Who is behind it has authenticated. */
bool dev_session_is_client(const dev_session *session);

/* One whole binary message. It is opened in place: the bytes are changed and not used after the return. 0, or
 * negative when the session is over: the port goes on pulling until dev_session_pull() says that it may
 * close. */
int dev_session_receive(dev_session *session, uint8_t *message, size_t length);

/* The next message to send. 1: *message and *length, with PROTO_LINK_HEADROOM writable bytes in front; it is
 * the port's until dev_session_give(). 0: nothing now; wake() tells when. Negative: nothing more will come:
 * close with dev_session_close_code(). */
int dev_session_pull(dev_session *session, uint8_t **message, size_t *length);

/* The pulled message was sent or copied. */
void dev_session_give(dev_session *session);

/* The WebSocket close code, once pull was negative. */
unsigned dev_session_close_code(const dev_session *session);

/* The connection is gone, for whatever reason; not after drop(). The session's jobs, transfers and mounts
 * end. */
void dev_session_close(dev_session *session);

/* --- information
 * --------------------------------------------------------------------------------------------------------------------
 */

/* Writes a line to the port's log and to the ring that LOGS reads; printf's format, cut at 240 bytes. */
void dev_log(dev_device *dev, enum dev_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

typedef struct dev_status {
    uint32_t boots;     /* starts since the device was made */
    uint16_t sessions;  /* authenticated */
    uint16_t strangers; /* not yet */
    uint32_t job;       /* number of the running job, 0: none */
    uint16_t jobs_waiting;
    uint64_t bytes_in; /* messages, encrypted, since the start */
    uint64_t bytes_out;
    uint32_t refused; /* failed authentications */
} dev_status;

void dev_status_get(const dev_device *dev, dev_status *status);

#endif

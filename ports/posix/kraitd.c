/* kraitd: a device that is a Linux process.
 *
 * The main thread runs the Python machine and, from its poll hook and between programs, the network. What
 * survives a restart is in the state folder; a hard reset executes this program again in the same process,
 * with the listening socket kept open, so that clients which connect meanwhile only wait. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "board_any.h"
#include "files.h"
#include "host.h"
#include "kraitd_net.h"
#include "kraitd_options.h"
#include "kraitd_state.h"
#include "kraitd_sync.h"
#include "kraitd_tty.h"
#include "kraitd_webrepl.h"
#include "net.h"

#define NATIVE_STACK  (1u << 20)        /* of the 8 MiB that a main thread usually has */
#define LISTENER_NAME "KRAITD_LISTENER" /* environment of a restart */
#define SAFE_NAME     "KRAITD_SAFE"
#define STREAMS_NAME  "KRAITD_STREAMS"

/* Everything that a port's functions need. */
struct port {
    kraitd_options options;
    kraitd_state state;
    kraitd_net *net;
    kraitd_tty *tty; /* NULL: there is none */
    kraitd_sync *sync;
    kraitd_webrepl *webrepl;
    uint16_t number; /* of the port */
    posix_files files;
    board_any board;
    board_clock clock; /* of the board: the host's */
    posix_net sockets; /* of programs */
    dev_device *dev;
    int64_t clock_ahead; /* of the host's clock, after TIME */
    bool offset_given;
    int32_t offset;
};

static volatile sig_atomic_t ended;

static void on_signal(int number) {
    (void)number;
    ended = 1;
}

/* --- what the device asks of its port --- */

static void port_log(void *context, enum dev_level level, const char *text) {
    static const char *const names[] = {"error", "warning", "info", "debug"};
    const struct port *port = context;
    struct timespec now;
    struct tm parts;
    char stamp[32];
    if (level > port->options.level) return;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
    fprintf(stderr, "%s.%03ldZ %-7s %s\n", stamp, now.tv_nsec / 1000000, names[level], text);
}

/* The first signal ends the running program and the main loop; after that the device still says good-bye
 * through here. */
static void port_serve(void *context, uint64_t wait_us) {
    struct port *port = context;
    if (!ended && kraitd_net_serve(port->net, wait_us)) kraitd_sync_seen(port->sync);
    if (ended == 1) {
        ended = 2;
        dev_stop(port->dev);
    } else if (ended && kraitd_net_serve(port->net, wait_us)) {
        kraitd_sync_seen(port->sync);
    }
}

static void port_wake(void *context, void *peer) {
    kraitd_net_wake(((struct port *)context)->net, peer);
}

static void port_drop(void *context, void *peer) {
    kraitd_net_drop(((struct port *)context)->net, peer);
}

static void port_terminal_wake(void *context, void *peer) {
    const struct port *port = context;
    if (port->webrepl && kraitd_webrepl_terminal_wake(port->webrepl, peer)) return;
    if (port->tty) kraitd_tty_wake(port->tty, peer);
}

static uint64_t port_ticks(void *context) {
    return host_ticks_us(context);
}

static int64_t port_time(void *context) {
    return host_time_ns(context) + ((const struct port *)context)->clock_ahead;
}

static int32_t port_utc_offset(void *context, int64_t seconds) {
    const struct port *port = context;
    return port->offset_given ? port->offset : host_utc_offset(context, seconds);
}

/* The device's clock is the host's and a difference; the host's own clock is not ours to set. */
static int port_set_time(void *context, int64_t time_ns, const int32_t *offset) {
    struct port *port = context;
    if (__builtin_sub_overflow(time_ns, host_time_ns(context), &port->clock_ahead)) return -KR_EINVAL;
    port->offset_given |= offset != NULL;
    if (offset) port->offset = *offset;
    return 0;
}

static ptrdiff_t port_load(void *context, const char *name, void *data, size_t capacity) {
    return kraitd_state_load(&((struct port *)context)->state, name, data, capacity);
}

static int port_store(void *context, const char *name, const void *data, size_t size) {
    return kraitd_state_store(&((struct port *)context)->state, name, data, size);
}

static int port_sync_begin(void *context, int handle) {
    return kraitd_sync_begin(((struct port *)context)->sync, handle);
}

static int port_sync_end(void *context, int ticket) {
    return kraitd_sync_end(((struct port *)context)->sync, ticket);
}

/* Without a password of its own the program gets the one of the options. */
static int port_webrepl_start(void *context, const char *password, size_t length) {
    struct port *port = context;
    if (!port->webrepl) return -KR_ENODEV; /* the device is ending */
    dev_webrepl *service = kraitd_webrepl_service(port->webrepl);
    if (!password && !port->options.webrepl && !dev_webrepl_is_on(service)) return -KR_ENOENT;
    int result = password ? dev_webrepl_start(service, password, length) : 0;
    if (!password && port->options.webrepl) dev_webrepl_start_digest(service, port->options.webrepl_digest);
    return result < 0 ? result : port->number;
}

static void port_webrepl_stop(void *context) {
    const struct port *port = context;
    if (port->webrepl) dev_webrepl_stop(kraitd_webrepl_service(port->webrepl));
}

/* A program waits for its sockets where the device waits for its link. */
static void port_wait(void *owner, struct pollfd *descriptors, nfds_t count, uint64_t us) {
    struct port *port = owner;
    kraitd_net_watch(port->net, descriptors, count);
    dev_poll(port->dev, us);
    kraitd_net_watch(port->net, NULL, 0);
}

static bool port_input_ready(void *owner) {
    return dev_input_ready(((struct port *)owner)->dev);
}

static const dev_port port_functions = {
    .serve = port_serve,
    .wake = port_wake,
    .drop = port_drop,
    .terminal_wake = port_terminal_wake,
    .webrepl_start = port_webrepl_start,
    .webrepl_stop = port_webrepl_stop,
    .ticks_us = port_ticks,
    .time_ns = port_time,
    .utc_offset = port_utc_offset,
    .set_time = port_set_time,
    .random = host_random,
    .reachable = host_reachable,
    .log = port_log,
    .load = port_load,
    .store = port_store,
    .sync_begin = port_sync_begin,
    .sync_end = port_sync_end,
};

/* --- pairing --- */

static int print_uri(const struct port *port, const char *host, uint16_t number) {
    struct proto_uri uri = {.port = number};
    char text[PROTO_URI_MAX];
    bool made;
    kraitd_net_reachable(host, uri.host, sizeof uri.host);
    if (dev_key_load(&port_functions, (void *)port, uri.key, &made) < 0 ||
        proto_uri_format(&uri, text, sizeof text) < 0) {
        return 1;
    }
    puts(text);
    fflush(stdout);
    proto_wipe(&uri, sizeof uri);
    proto_wipe(text, sizeof text);
    return 0;
}

/* The address of the last start, "HOST:PORT". */
static void store_address(struct port *port, const char *host, uint16_t number) {
    char text[PROTO_HOST_MAX + 16];
    int length = proto_authority_format(host, number, text, sizeof text);
    if (length > 0) kraitd_state_store(&port->state, "address", text, (size_t)length);
}

static int print_pairing_uri(struct port *port) {
    kraitd_options *options = &port->options;
    char text[PROTO_HOST_MAX + 16];
    uint8_t key[PROTO_KEY_BYTES];
    ptrdiff_t got = kraitd_state_load(&port->state, "key", key, sizeof key);
    proto_wipe(key, sizeof key);
    if (got != PROTO_KEY_BYTES) {
        fprintf(stderr, "kraitd: there is no key in %s; the first start makes it\n", port->state.path);
        return 1;
    }
    got = kraitd_state_load(&port->state, "address", text, sizeof text);
    bool stored = got > 0 && (!options->listen_given || options->port == 0);
    if (stored) proto_authority_parse(text, (size_t)got, options->host, &options->port, PROTO_PORT_DEFAULT);
    return print_uri(port, options->host, options->port);
}

/* --- life --- */

static void *reserve(size_t size) {
    void *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

/* Signals are let in only where the network is waited for. */
static void set_signals(void) {
    sigset_t set;
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that grows too big is an error of the write */
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
}

static int fail(const char *what, const char *about, int error) {
    fprintf(stderr, "kraitd: %s %s: %s\n", what, about, strerror(error));
    return 1;
}

static int open_state(struct port *port, bool lock) {
    int error = kraitd_state_open(&port->state, port->options.state, port->options.name);
    if (error) return fail("cannot open the state folder", port->state.path, error);
    if (lock) error = kraitd_state_lock(&port->state);
    if (error == EWOULDBLOCK) {
        fprintf(stderr, "kraitd: another kraitd uses the state folder %s\n", port->state.path);
        return 1;
    }
    return error ? fail("cannot lock the state folder", port->state.path, error) : 0;
}

/* The listening socket of the process before a restart. */
static int inherited_listener(void) {
    const char *text = getenv(LISTENER_NAME);
    int listener = text ? atoi(text) : -1;
    unsetenv(LISTENER_NAME);
    if (listener > 2) fcntl(listener, F_SETFD, FD_CLOEXEC);
    return listener > 2 ? listener : -1;
}

static bool take_safe(void) {
    bool safe = getenv(SAFE_NAME) != NULL;
    unsetenv(SAFE_NAME);
    return safe;
}

/* Executes this program again. Comes back only when that fails. */
static int restart(struct port *port, char **argv, int listener, enum dev_restart kind) {
    char text[16], streams[32];
    snprintf(text, sizeof text, "%d", listener);
    fcntl(listener, F_SETFD, 0);
    setenv(LISTENER_NAME, text, 1);
    if (kind == DEV_RESTART_SAFE) setenv(SAFE_NAME, "1", 1);
    if (port->tty) {
        kraitd_tty_inherit(port->tty, streams, sizeof streams);
        setenv(STREAMS_NAME, streams, 1);
    }
    kraitd_options_keep(&port->options);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execv("/proc/self/exe", argv);
    return fail("cannot restart", argv[0], errno);
}

static dev_device *open_device(struct port *port, bool safe) {
    dev_limits limits;
    dev_limits_default(&limits);
    limits.sessions = (uint16_t)port->options.sessions;
    limits.terminals = KRAITD_WEBREPL_CLIENTS + 2; /* and the pseudo-terminal, and TCP */
    size_t size = dev_memory_size(&limits);
    void *memory = reserve(size);
    void *heap = reserve(port->options.heap);
    if (!memory || !heap) return NULL;
    const dev_config config = {
        .memory = memory,
        .size = size,
        .limits = &limits,
        .functions = &port_functions,
        .port = port,
        .files = &posix_files_functions,
        .files_context = &port->files,
        .board = port->board.functions,
        .board_context = port->board.context,
        .net = &posix_net_functions,
        .net_context = &port->sockets,
        .heap = heap,
        .heap_size = port->options.heap,
        .name = port->options.name,
        .software = "kraitd " DEV_VERSION,
        .platform = "linux",
        .origins = port->options.origins,
        .native_limit = NATIVE_STACK,
        .safe = safe,
    };
    return dev_open(&config);
}

static void announce(struct port *port, uint16_t number, bool made) {
    char address[PROTO_HOST_MAX + 16];
    char text[PROTO_HOST_MAX + 64];
    proto_authority_format(port->options.host, number, address, sizeof address);
    snprintf(text, sizeof text, "listening on %s", address);
    port_log(port, DEV_INFO, text);
    store_address(port, port->options.host, number);
    if (port->options.legacy_tcp) {
        proto_authority_format(port->options.legacy_host, port->options.legacy_port, address, sizeof address);
        snprintf(text, sizeof text, "legacy TCP on %s", address);
        port_log(port, DEV_INFO, text);
    }
    if (made) print_uri(port, port->options.host, number);
}

static int run_device(struct port *port, char **argv, int listener, uint16_t number, bool made) {
    port->dev = open_device(port, take_safe());
    if (!port->dev) return 1;
    port->number = number;
    port->webrepl = kraitd_webrepl_open(port->dev, port->options.webrepl_origins);
    if (!port->webrepl) return fail("cannot start", "WebREPL", ENOMEM);
    if (port->tty) kraitd_tty_attach(port->tty, port->dev);
    kraitd_net_attach(port->net, port->dev, port->tty, port->webrepl);
    announce(port, number, made);
    if (port->options.webrepl) port_webrepl_start(port, NULL, 0);
    while (dev_run(port->dev)) continue;
    enum dev_restart kind = dev_restart_wanted(port->dev);
    kraitd_net_attach(port->net, port->dev, port->tty, NULL);
    kraitd_webrepl_close(port->webrepl);
    port->webrepl = NULL;
    dev_close(port->dev);
    kraitd_net_close(port->net);
    kraitd_sync_close(port->sync);
    board_any_close(&port->board);
    posix_net_close(&port->sockets);
    posix_files_close(&port->files);
    kraitd_state_close(&port->state);
    if (kind != DEV_RESTART_NONE) return restart(port, argv, listener, kind);
    kraitd_tty_close(port->tty);
    port_log(port, DEV_INFO, "ended");
    return 0;
}

/* The prompts for tools of today; true when none is wanted. */
static bool open_streams(struct port *port) {
    kraitd_tty_options wanted = {.pty = port->options.pty, .port = port->options.legacy_port};
    if (port->options.legacy_tcp) wanted.host = port->options.legacy_host;
    const char *inherited = getenv(STREAMS_NAME);
    if (!wanted.pty && !wanted.host) return true;
    port->tty = kraitd_tty_open(&wanted, inherited);
    unsetenv(STREAMS_NAME);
    port->options.legacy_port = wanted.port;
    return port->tty != NULL;
}

/* Everything that can be refused is refused before the device counts the start. */
static int start(struct port *port, char **argv) {
    const kraitd_options *options = &port->options;
    dev_limits limits;
    uint16_t number = options->port;
    uint8_t key[PROTO_KEY_BYTES];
    bool made;
    int listener;
    int error = posix_files_open(&port->files, options->root, true);
    if (error < 0) return fail("cannot open the root folder", options->root, -error);
    if (open_state(port, true)) return 1;
    if (!board_any_open(&port->board, options->board, options->board_log, &port->clock)) return 2;
    if (port->clock.is_virtual)
        return fail("the clock of a device cannot be virtual, as is that of", options->board, EINVAL);
    error = kraitd_net_listen(options->host, &number, inherited_listener(), &listener);
    if (error) {
        char address[PROTO_HOST_MAX + 10];
        proto_authority_format(options->host, options->port, address, sizeof address);
        return fail("cannot listen on", address, error);
    }
    error = dev_key_load(&port_functions, port, key, &made);
    proto_wipe(key, sizeof key);
    if (error < 0) return fail("cannot load or store the key in", port->state.path, -error);
    dev_limits_default(&limits);
    if (!open_streams(port)) return 1;
    port->sync = kraitd_sync_open();
    if (!port->sync) return fail("cannot start", "the disk's threads", ENOMEM);
    port->net = kraitd_net_open(listener, kraitd_sync_event(port->sync), options->sessions + limits.strangers,
                                limits.record + 16u);
    if (!port->net) return fail("cannot start", "the network", ENOMEM);
    posix_net_open(&port->sockets);
    port->sockets.wait = port_wait;
    port->sockets.input_ready = port_input_ready;
    port->sockets.owner = port;
    return run_device(port, argv, listener, number, made);
}

int main(int argc, char **argv) {
    static struct port port;
    host_keep_standard_files();
    int result = kraitd_options_parse(&port.options, argc, argv);
    if (result) return result;
    switch (port.options.action) {
    case KRAITD_HELP: fputs(kraitd_help, stdout); return 0;
    case KRAITD_VERSION: printf("kraitd %s\n", DEV_VERSION); return 0;
    case KRAITD_PAIRING_URI: return open_state(&port, false) ? 1 : print_pairing_uri(&port);
    default: break;
    }
    set_signals();
    return start(&port, argv);
}

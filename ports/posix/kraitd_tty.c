/* A stream between a descriptor and a terminal: what was read and not yet taken waits in a buffer, and
 * nothing more is read meanwhile; what is to be written stays in the terminal until the descriptor takes it.
 *
 * The pseudo-terminal is always there, its users come and go. While nobody has it open the master only says
 * "hung up", which is no news, so the name is watched instead: opening it makes a terminal, the last close
 * ends it, with whatever was on its way to nobody. */
#define _GNU_SOURCE
#include "kraitd_tty.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "kraitd_net.h"
#include "krait/proto_telnet.h"
#include "krait/proto_uri.h"

#define READ_SIZE 16384

struct stream {
    int descriptor; /* -1: none */
    dev_terminal *terminal;
    bool awake; /* there is something to write, or room for what was read */
    size_t at, end;
    uint8_t data[READ_SIZE + 1]; /* read, and not yet taken from `at` on; telnet wants a byte more */
};

struct kraitd_tty {
    dev_device *dev;
    const char *link; /* of the pseudo-terminal; NULL: there is none */
    char name[64];    /* of its other end */
    int watch;        /* tells when somebody opens it */
    struct stream pty;
    int listener; /* -1: none */
    struct stream tcp;
    struct proto_telnet telnet;
    uint8_t output[READ_SIZE];
};

/* --- streams --- */

static void close_descriptor(int *descriptor) {
    if (*descriptor >= 0) close(*descriptor);
    *descriptor = -1;
}

static bool begin(kraitd_tty *tty, struct stream *stream, const char *name, unsigned options) {
    stream->at = stream->end = 0;
    stream->awake = false;
    stream->terminal = dev_terminal_open(tty->dev, stream, name, options);
    return stream->terminal != NULL;
}

static void end(struct stream *stream) {
    if (stream->terminal) dev_terminal_close(stream->terminal);
    stream->terminal = NULL;
    stream->awake = false;
}

static void offer(struct stream *stream) {
    stream->at += dev_terminal_receive(stream->terminal, stream->data + stream->at, stream->end - stream->at);
}

static bool has_left(const struct stream *stream) {
    return stream->at < stream->end;
}

/* False: the other side is gone. */
static bool read_more(struct stream *stream) {
    ptrdiff_t got = read(stream->descriptor, stream->data, READ_SIZE);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    stream->at = 0;
    stream->end = (size_t)got;
    return got > 0;
}

/* --- the pseudo-terminal --- */

static bool is_hung_up(int descriptor) {
    struct pollfd state = {.fd = descriptor};
    return poll(&state, 1, 0) > 0 && (state.revents & POLLHUP);
}

static void drain_watch(const kraitd_tty *tty) {
    char events[1024] __attribute__((aligned(8)));
    while (read(tty->watch, events, sizeof events) > 0) continue;
}

/* As somebody new shall find it: nothing of what was meant for the last one, no translation. What is on its
 * way to the device stays: all that the last one wrote has been read, so it is from somebody who came since. */
static bool settle_pty(kraitd_tty *tty) {
    struct termios mode;
    int other = open(tty->name, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (other < 0) return false;
    bool set = tcgetattr(other, &mode) == 0;
    cfmakeraw(&mode);
    set = set && tcsetattr(other, TCSANOW, &mode) == 0;
    tcflush(other, TCIFLUSH);
    close(other);
    return set;
}

static void look_at_pty(kraitd_tty *tty) {
    drain_watch(tty);
    if (tty->pty.terminal || is_hung_up(tty->pty.descriptor)) return;
    if (!begin(tty, &tty->pty, "pty", 0))
        dev_log(tty->dev, DEV_WARNING, "no place for a terminal on %s", tty->link);
}

static void serve_pty(kraitd_tty *tty, short ready) {
    struct stream *stream = &tty->pty;
    const uint8_t *data;
    bool there = true;
    if ((ready & (POLLIN | POLLHUP)) && !has_left(stream)) there = read_more(stream);
    if (has_left(stream)) offer(stream);
    while ((ready & POLLOUT) && stream->awake) {
        size_t size = dev_terminal_pull(stream->terminal, &data);
        if (size == 0) stream->awake = false;
        ptrdiff_t sent = size > 0 ? write(stream->descriptor, data, size) : 0;
        if (sent <= 0) break;
        dev_terminal_give(stream->terminal, (size_t)sent);
    }
    if (there) return;
    end(stream);
    settle_pty(tty);
    look_at_pty(tty);
}

/* What is left of a process that died is replaced; anything else of that name is somebody's. */
static int make_link(const char *target, const char *name) {
    char old[64] = "";
    struct stat status;
    bool stale = readlink(name, old, sizeof old - 1) > 0 && strncmp(old, "/dev/pts/", 9) == 0;
    if (lstat(name, &status) == 0 && !stale) return EEXIST;
    if (stale) unlink(name);
    return symlink(target, name) < 0 ? errno : 0;
}

static int open_pty(kraitd_tty *tty, const char *link, int inherited) {
    int descriptor = inherited;
    if (descriptor < 0) descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return errno;
    tty->pty.descriptor = descriptor;
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    if (inherited < 0 && (grantpt(descriptor) < 0 || unlockpt(descriptor) < 0)) return errno;
    int error = ptsname_r(descriptor, tty->name, sizeof tty->name);
    if (error) return error;
    if (inherited < 0 && !settle_pty(tty)) return errno;
    tty->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (tty->watch < 0 || inotify_add_watch(tty->watch, tty->name, IN_OPEN) < 0) return errno;
    if (inherited < 0) error = make_link(tty->name, link);
    if (!error) tty->link = link;
    return error;
}

/* --- TCP --- */

/* One client has the terminal; others are told so. */
static void accept_client(kraitd_tty *tty) {
    static const char busy[] = "Another client has this terminal.\r\n";
    int on = 1;
    int descriptor = accept4(tty->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) return;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    if (tty->tcp.terminal || !begin(tty, &tty->tcp, "tcp", DEV_TERMINAL_BANNER)) {
        dev_log(tty->dev, DEV_INFO, "a second client of the legacy TCP port was refused");
        send(descriptor, busy, sizeof busy - 1, MSG_NOSIGNAL);
        close(descriptor);
        return;
    }
    tty->tcp.descriptor = descriptor;
    proto_telnet_init(&tty->telnet, tty->output, sizeof tty->output);
}

/* What the terminal says goes through telnet's buffer. False: the client is gone. */
static bool write_client(kraitd_tty *tty) {
    struct stream *stream = &tty->tcp;
    const uint8_t *data;
    for (;;) {
        size_t have = stream->awake ? dev_terminal_pull(stream->terminal, &data) : 0;
        if (have == 0) stream->awake = false;
        if (have > 0) dev_terminal_give(stream->terminal, proto_telnet_send(&tty->telnet, data, have));
        size_t size = proto_telnet_pull(&tty->telnet, &data);
        if (size == 0) return true;
        ptrdiff_t sent = send(stream->descriptor, data, size, MSG_NOSIGNAL);
        if (sent < 0) return errno == EAGAIN || errno == EINTR;
        proto_telnet_give(&tty->telnet, (size_t)sent);
        if ((size_t)sent < size) return true;
    }
}

static void serve_tcp(kraitd_tty *tty, short ready) {
    struct stream *stream = &tty->tcp;
    bool there = true;
    if ((ready & (POLLIN | POLLHUP | POLLERR)) && !has_left(stream)) {
        stream->end = stream->at = 0;
        there = read_more(stream);
        stream->end = proto_telnet_receive(&tty->telnet, stream->data, stream->end);
    }
    if (has_left(stream)) offer(stream);
    if (there && (ready & POLLOUT)) there = write_client(tty);
    if (there) return;
    end(stream);
    close_descriptor(&stream->descriptor);
}

/* --- what the network loop calls --- */

/* Bytes for which there may be room now do not wait for a descriptor, nor for a wake that the last pull may
 * have hidden. */
static short events_of(struct stream *stream, bool more) {
    if (has_left(stream)) offer(stream);
    return (short)((has_left(stream) ? 0 : POLLIN) | (stream->awake || more ? POLLOUT : 0));
}

nfds_t kraitd_tty_list(kraitd_tty *tty, struct pollfd polls[KRAITD_TTY_POLLS]) {
    nfds_t count = 0;
    if (tty->watch >= 0) polls[count++] = (struct pollfd){.fd = tty->watch, .events = POLLIN};
    if (tty->pty.terminal) {
        polls[count] = (struct pollfd){.fd = tty->pty.descriptor, .events = events_of(&tty->pty, false)};
        count++;
    }
    if (tty->listener >= 0) polls[count++] = (struct pollfd){.fd = tty->listener, .events = POLLIN};
    if (tty->tcp.terminal) {
        polls[count] =
            (struct pollfd){.fd = tty->tcp.descriptor, .events = events_of(&tty->tcp, tty->telnet.size > 0)};
        count++;
    }
    return count;
}

void kraitd_tty_serve(kraitd_tty *tty, const struct pollfd *polls, nfds_t count) {
    for (nfds_t i = 0; i < count; i++) {
        short ready = polls[i].revents;
        if (!ready) continue;
        if (polls[i].fd == tty->watch)
            look_at_pty(tty);
        else if (polls[i].fd == tty->pty.descriptor && tty->pty.terminal)
            serve_pty(tty, ready);
        else if (polls[i].fd == tty->tcp.descriptor && tty->tcp.terminal)
            serve_tcp(tty, ready);
        else if (polls[i].fd == tty->listener)
            accept_client(tty);
    }
}

void kraitd_tty_wake(kraitd_tty *tty, void *peer) {
    (void)tty;
    ((struct stream *)peer)->awake = true;
}

/* --- life --- */

static int complain(const char *what, const char *about, int error) {
    fprintf(stderr, "kraitd: %s %s: %s\n", what, about, strerror(error));
    return error;
}

static int open_listener(kraitd_tty *tty, kraitd_tty_options *options, int inherited) {
    char address[PROTO_HOST_MAX + 16];
    int error = kraitd_net_listen(options->host, &options->port, inherited, &tty->listener);
    proto_authority_format(options->host, options->port, address, sizeof address);
    return error ? complain("cannot listen on", address, error) : 0;
}

kraitd_tty *kraitd_tty_open(kraitd_tty_options *options, const char *inherited) {
    int pty = -1, listener = -1, error = 0;
    kraitd_tty *tty = calloc(1, sizeof *tty);
    if (!tty) return NULL;
    if (inherited) sscanf(inherited, "%d %d", &pty, &listener);
    tty->watch = tty->pty.descriptor = tty->listener = tty->tcp.descriptor = -1;
    if (options->pty) {
        error = open_pty(tty, options->pty, pty);
        if (error) complain("cannot make the pseudo-terminal", options->pty, error);
    }
    if (!error && options->host) error = open_listener(tty, options, listener);
    if (!error) return tty;
    kraitd_tty_close(tty);
    return NULL;
}

void kraitd_tty_attach(kraitd_tty *tty, dev_device *dev) {
    static const char open_to_all[] = "who reaches it may do everything, without a key and unencrypted";
    tty->dev = dev;
    if (tty->link) dev_log(dev, DEV_INFO, "a prompt for serial tools on %s (%s)", tty->link, tty->name);
    if (tty->listener >= 0) dev_log(dev, DEV_WARNING, "legacy TCP is on: %s", open_to_all);
    if (tty->link) look_at_pty(tty);
}

static void keep(int descriptor) {
    if (descriptor >= 0) fcntl(descriptor, F_SETFD, 0);
}

void kraitd_tty_inherit(kraitd_tty *tty, char *text, size_t capacity) {
    snprintf(text, capacity, "%d %d", tty->pty.descriptor, tty->listener);
    keep(tty->pty.descriptor);
    keep(tty->listener);
    close_descriptor(&tty->tcp.descriptor);
}

void kraitd_tty_close(kraitd_tty *tty) {
    if (!tty) return;
    if (tty->link) unlink(tty->link);
    close_descriptor(&tty->watch);
    close_descriptor(&tty->pty.descriptor);
    close_descriptor(&tty->tcp.descriptor);
    close_descriptor(&tty->listener);
    free(tty);
}

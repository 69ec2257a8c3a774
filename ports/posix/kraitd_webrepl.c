/* WebREPL's sockets.
 *
 * A socket is read straight to where its bytes are decoded, and written from where frames are built. Its
 * clients write a frame's header and its payload apart, so the second waits until the first is acknowledged:
 * TCP is told to do that at once, without which each chunk of a file costs 40 ms. Invariant: a socket is in
 * the list as long as its client is in the service. */
#define _GNU_SOURCE
#include "kraitd_webrepl.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "host.h"
#include "krait/proto_webrepl.h"

#define HEAD_MOST   4096 /* bytes of a request's head; longer ones are not WebREPL's */
#define INPUT       16384
#define TURNS       8 /* reads or writes of one socket before others have their turn */
#define CLOSE_READS 16

struct peer {
    kraitd_webrepl *owner;
    dev_webrepl_client *client; /* NULL: free */
    int descriptor;
    bool full;  /* the socket takes nothing now */
    bool awake; /* there may be something to pull, or room for input */
};

struct kraitd_webrepl {
    dev_device *dev;
    dev_webrepl *service;
    dev_webrepl_config config;
    struct peer peers[KRAITD_WEBREPL_POLLS];
};

static void on_wake(void *port, void *context) {
    struct peer *peer = context;
    (void)port;
    peer->awake = true;
}

static void on_drop(void *port, void *context) {
    struct peer *peer = context;
    (void)port;
    if (peer->descriptor >= 0) close(peer->descriptor);
    *peer = (struct peer){.owner = peer->owner, .descriptor = -1};
}

/* Bytes that nobody reads would make the kernel answer with a reset, which can overtake our last words. */
static void close_softly(int descriptor) {
    char rest[4096];
    shutdown(descriptor, SHUT_WR);
    for (int i = 0; i < CLOSE_READS && recv(descriptor, rest, sizeof rest, MSG_DONTWAIT) > 0; i++) continue;
    close(descriptor);
}

/* The connection is over, for the service, too. */
static void end(struct peer *peer) {
    dev_webrepl_close(peer->client);
    close_softly(peer->descriptor);
    *peer = (struct peer){.owner = peer->owner, .descriptor = -1};
}

/* --- newcomers --- */

static int parse(const uint8_t *data, size_t length, struct proto_ws_server *head, size_t *used) {
    proto_ws_server_init(head);
    proto_ws_server_loosen(head);
    return proto_ws_server_feed(head, data, length, used);
}

enum kraitd_wants kraitd_webrepl_wants(const kraitd_webrepl *webrepl, const uint8_t *data, size_t length) {
    struct proto_ws_server head;
    size_t used;
    int result = parse(data, length, &head, &used);
    if (!dev_webrepl_is_on(webrepl->service) || result < 0 || head.krait) return KRAITD_WANTS_NOT;
    if (result == 0) return length < HEAD_MOST ? KRAITD_WANTS_MORE : KRAITD_WANTS_NOT;
    return KRAITD_WANTS_IT;
}

/* A short answer, which fits the buffer of a fresh socket. */
static void refuse(int descriptor, const char *text, int length) {
    if (length > 0 && send(descriptor, text, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) length = 0;
    close_softly(descriptor);
}

/* There is one more than the service has places, so one is free even before the service has made room for a
 * newcomer. */
static struct peer *free_peer(kraitd_webrepl *webrepl) {
    struct peer *peer = webrepl->peers;
    while (peer->descriptor >= 0) peer++;
    return peer;
}

/* Nothing in the protocol asks whether the other end is still there, and places are few. */
static void notice_death(int descriptor) {
    static const struct {
        int option, value; /* seconds, but for the count */
    } rows[] = {{TCP_KEEPIDLE, 60}, {TCP_KEEPINTVL, 15}, {TCP_KEEPCNT, 4}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        setsockopt(descriptor, IPPROTO_TCP, rows[i].option, &rows[i].value, sizeof rows[i].value);
}

static bool open_client(kraitd_webrepl *webrepl, int descriptor, const char *address,
                        const struct proto_ws_server *head, int *status) {
    struct peer *peer = free_peer(webrepl);
    peer->client = dev_webrepl_open(webrepl->service, peer, address, head, status);
    if (!peer->client) return false;
    notice_death(descriptor);
    peer->descriptor = descriptor;
    peer->awake = true;
    return true;
}

void kraitd_webrepl_take(kraitd_webrepl *webrepl, int descriptor, const char *address) {
    uint8_t data[HEAD_MOST];
    char text[1024];
    struct proto_ws_server head;
    size_t used = 0;
    int status = 400;
    ptrdiff_t got = recv(descriptor, data, sizeof data, MSG_PEEK | MSG_DONTWAIT);
    bool good = got > 0 && parse(data, (size_t)got, &head, &used) == 1;
    if (good) recv(descriptor, data, used, MSG_DONTWAIT);
    if (good && !head.upgrade) {
        refuse(descriptor, text, proto_webrepl_page(head.host, text, sizeof text));
    } else if (!good || !open_client(webrepl, descriptor, address, &head, &status)) {
        refuse(descriptor, text, proto_ws_http_error(status, text, sizeof text));
    }
}

/* --- moving bytes --- */

/* False when the connection is over. */
static bool read_some(struct peer *peer) {
    uint8_t *data;
    size_t room;
    int on = 1;
    for (int i = 0; i < TURNS && (room = dev_webrepl_room(peer->client, &data)) > 0; i++) {
        ptrdiff_t got = recv(peer->descriptor, data, room, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
        if (got <= 0) return false;
        setsockopt(peer->descriptor, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
        dev_webrepl_receive(peer->client, (size_t)got);
        if (peer->descriptor < 0) return true; /* dropped meanwhile */
    }
    return true;
}

static bool write_some(struct peer *peer) {
    const uint8_t *data;
    ptrdiff_t length;
    for (int i = 0; i < TURNS && (length = dev_webrepl_pull(peer->client, &data)) != 0; i++) {
        if (length < 0) return false;
        ptrdiff_t sent = send(peer->descriptor, data, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT);
        peer->full = sent < 0 && errno == EAGAIN;
        if (peer->full || (sent < 0 && errno == EINTR)) return true;
        if (sent < 0) return false;
        dev_webrepl_give(peer->client, (size_t)sent);
        peer->awake |= i + 1 == TURNS;
    }
    return true;
}

/* Reading makes answers, and what was written makes room to read. A socket that is ready although nothing was
 * wanted of it is broken. */
static void work(struct peer *peer, bool readable) {
    uint8_t *data;
    peer->awake = false;
    bool good = !readable || (dev_webrepl_room(peer->client, &data) > 0 && read_some(peer));
    if (good && peer->descriptor >= 0) good = write_some(peer);
    if (!good && peer->descriptor >= 0) end(peer);
}

nfds_t kraitd_webrepl_list(const kraitd_webrepl *webrepl, struct pollfd *polls) {
    nfds_t count = 0;
    for (unsigned i = 0; i < KRAITD_WEBREPL_POLLS; i++) {
        const struct peer *peer = &webrepl->peers[i];
        uint8_t *data;
        if (peer->descriptor < 0) continue;
        bool wants = dev_webrepl_room(peer->client, &data) > 0;
        short events = (short)((wants ? POLLIN : 0) | (peer->full ? POLLOUT : 0));
        polls[count++] = (struct pollfd){.fd = peer->descriptor, .events = events};
    }
    return count;
}

uint64_t kraitd_webrepl_wait(const kraitd_webrepl *webrepl, uint64_t wait_us) {
    uint64_t deadline = dev_webrepl_deadline(webrepl->service);
    for (unsigned i = 0; i < KRAITD_WEBREPL_POLLS; i++) {
        if (webrepl->peers[i].descriptor >= 0 && webrepl->peers[i].awake) return 0;
    }
    if (deadline == UINT64_MAX) return wait_us;
    uint64_t now = host_ticks_us(NULL);
    uint64_t left = deadline > now ? deadline - now : 0;
    return left < wait_us ? left : wait_us;
}

static short ready(const struct pollfd *polls, nfds_t count, int descriptor) {
    for (nfds_t i = 0; i < count; i++) {
        if (polls[i].fd == descriptor) return polls[i].revents;
    }
    return 0;
}

void kraitd_webrepl_serve(kraitd_webrepl *webrepl, const struct pollfd *polls, nfds_t count) {
    dev_webrepl_poll(webrepl->service);
    for (unsigned i = 0; i < KRAITD_WEBREPL_POLLS; i++) {
        struct peer *peer = &webrepl->peers[i];
        if (peer->descriptor < 0) continue;
        short events = ready(polls, count, peer->descriptor);
        if (events & POLLOUT) peer->full = false;
        if (events || peer->awake) work(peer, (events & (POLLIN | POLLHUP | POLLERR)) != 0);
    }
}

bool kraitd_webrepl_terminal_wake(kraitd_webrepl *webrepl, void *peer) {
    return dev_webrepl_terminal_wake(webrepl->service, peer);
}

/* --- life --- */

dev_webrepl *kraitd_webrepl_service(kraitd_webrepl *webrepl) {
    return webrepl->service;
}

kraitd_webrepl *kraitd_webrepl_open(dev_device *dev, const char *const *origins) {
    kraitd_webrepl *webrepl = calloc(1, sizeof *webrepl);
    if (!webrepl) return NULL;
    for (unsigned i = 0; i < KRAITD_WEBREPL_POLLS; i++)
        webrepl->peers[i] = (struct peer){.owner = webrepl, .descriptor = -1};
    webrepl->dev = dev;
    webrepl->config = (dev_webrepl_config){
        .clients = KRAITD_WEBREPL_CLIENTS,
        .strangers = KRAITD_WEBREPL_STRANGERS,
        .input = INPUT,
        .output = DEV_WEBREPL_BUFFER_FULL,
        .origins = origins,
        .wake = on_wake,
        .drop = on_drop,
        .port = webrepl,
    };
    webrepl->config.size = dev_webrepl_size(&webrepl->config);
    webrepl->config.memory = mmap(NULL, webrepl->config.size, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (webrepl->config.memory != MAP_FAILED) webrepl->service = dev_webrepl_init(dev, &webrepl->config);
    if (!webrepl->service) {
        free(webrepl);
        return NULL;
    }
    return webrepl;
}

void kraitd_webrepl_close(kraitd_webrepl *webrepl) {
    dev_webrepl_stop(webrepl->service);
    for (unsigned i = 0; i < KRAITD_WEBREPL_POLLS; i++) {
        struct peer *peer = &webrepl->peers[i];
        if (peer->descriptor >= 0) write_some(peer);
        if (peer->descriptor >= 0) end(peer);
    }
    munmap(webrepl->config.memory, webrepl->config.size);
    free(webrepl);
}

/* Opening the WebSocket. Everything is non-blocking and bounded by one deadline, so that a dead address costs
 * what the user allowed. */
#include "connect.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>
#include "discover.h"
#include "krait/proto_error.h"
#include "krait/proto_ws.h"
#include "session.h"
#include "signals.h"

#define AGAIN_US        100000 /* the first pause before another try; each is twice as long as the one before */
#define TRIES           5
#define LOCAL_ADDRESSES 4 /* of a name in .local */

/* Waits for `events` on the socket. 1 ready, 0 time is up, -1 interrupted or failed. */
static int wait_for(int fd, short events, int64_t deadline_us) {
    for (;;) {
        int64_t left = deadline_us - clock_us();
        struct pollfd fds[2] = {{fd, events, 0}, {signals_fd(), POLLIN, 0}};
        if (left <= 0) return 0;
        int n = poll(fds, 2, (int)(left / 1000) + 1);
        if (signals_taken(SIGNAL_INTERRUPT)) return -1;
        if (n < 0 && errno != EINTR) return -1;
        if (n > 0 && fds[0].revents) return 1;
    }
}

/* One address. 0: connected; else an errno, ETIMEDOUT, or EINTR. */
static int try_address(const struct addrinfo *address, int64_t deadline_us, int *fd) {
    int error = 0, one = 1;
    socklen_t size = sizeof error;
    *fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, address->ai_protocol);
    if (*fd < 0) return errno;
    setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(*fd, address->ai_addr, address->ai_addrlen) == 0) return 0;
    error = errno;
    if (error == EINPROGRESS) {
        int ready = wait_for(*fd, POLLOUT, deadline_us);
        if (ready > 0) getsockopt(*fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (ready <= 0) error = ready == 0 ? ETIMEDOUT : EINTR;
    }
    if (error) {
        close(*fd);
        *fd = -1;
    }
    return error;
}

/* What multicast DNS knows of a name in .local. 0, an errno, ETIMEDOUT or EINTR; EHOSTUNREACH: nothing. */
static int try_local(const struct device *device, int64_t deadline_us, int *fd) {
    struct in_addr found[LOCAL_ADDRESSES];
    int count = discover_is_local(device->host)
                    ? discover_addresses(device->host, deadline_us, found, LOCAL_ADDRESSES)
                    : 0;
    int error = count < 0 ? EINTR : EHOSTUNREACH;
    for (int i = 0; i < count; i++) {
        struct sockaddr_in to = {
            .sin_family = AF_INET, .sin_port = htons(device->port), .sin_addr = found[i]};
        const struct addrinfo address = {
            .ai_family = AF_INET, .ai_addr = (struct sockaddr *)&to, .ai_addrlen = sizeof to};
        error = try_address(&address, deadline_us, fd);
        if (!error || error == EINTR || error == ETIMEDOUT) break;
    }
    return error;
}

static bool connect_tcp(const struct device *device, int64_t deadline_us, int *fd, struct failure *failure) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV}, *found;
    char port[8];
    int error = try_local(device, deadline_us, fd), lookup = 0;
    snprintf(port, sizeof port, "%u", device->port);
    if (error == EHOSTUNREACH && (lookup = getaddrinfo(device->host, port, &hints, &found)) == 0) {
        for (struct addrinfo *a = found; a; a = a->ai_next) {
            error = try_address(a, deadline_us, fd);
            if (!error || error == EINTR || error == ETIMEDOUT) break;
        }
        freeaddrinfo(found);
    }
    if (lookup)
        return fail(failure, EXIT_UNREACHABLE, "cannot find %s: %s%s", device->host, gai_strerror(lookup),
                    discover_is_local(device->host) ? ", and no device in this network answers to that name"
                                                    : "");
    if (!error) return true;
    if (error == EINTR) return fail(failure, EXIT_SIGNAL, "interrupted");
    return fail(failure, error == ETIMEDOUT ? EXIT_TIMEOUT : EXIT_UNREACHABLE,
                "cannot reach %s port %u: %s%s", device->host, device->port, strerror(error),
                error == ECONNREFUSED ? " (is the device on, and is this its port?)" : "");
}

static bool send_request(const struct device *device, int fd, struct proto_ws_client *client,
                         struct failure *failure) {
    char authority[PROTO_HOST_MAX + 10], request[1024];
    uint8_t nonce[PROTO_WS_NONCE_BYTES];
    if (getrandom(nonce, sizeof nonce, 0) != (ssize_t)sizeof nonce) abort();
    int size = proto_authority_format(device->host, device->port, authority, sizeof authority);
    bool krait = device->kind == DEVICE_KRAIT;
    if (size >= 0)
        size = (krait ? proto_ws_client_request : proto_ws_client_request_loose)(
            client, authority, "/", nonce, request, sizeof request);
    if (size < 0)
        return fail(failure, EXIT_USAGE, "cannot make a request for %s: %s", device->host,
                    proto_error_text(size));
    if (send(fd, request, (size_t)size, MSG_NOSIGNAL) != size)
        return fail(failure, EXIT_UNREACHABLE, "cannot send to %s: %s", device->host, strerror(errno));
    return true;
}

/* Reads the answer; the header is peeked at, so that bytes behind it stay in the socket. `turned_away`: the
 * connection ended without one. */
static bool read_answer(const struct device *device, int fd, struct proto_ws_client *client,
                        int64_t deadline_us, bool *turned_away, struct failure *failure) {
    uint8_t data[2048];
    for (;;) {
        int ready = wait_for(fd, POLLIN, deadline_us);
        if (ready < 0) return fail(failure, EXIT_SIGNAL, "interrupted");
        if (ready == 0)
            return fail(failure, EXIT_TIMEOUT, "%s port %u takes the connection but does not answer",
                        device->host, device->port);
        ssize_t n = recv(fd, data, sizeof data, MSG_PEEK);
        size_t used = 0;
        if (n <= 0) {
            *turned_away = true;
            return fail(failure, EXIT_UNREACHABLE, "%s port %u closed the connection; is a %s there?",
                        device->host, device->port,
                        device->kind == DEVICE_KRAIT ? "Krait device" : "WebREPL");
        }
        int done = proto_ws_client_feed(client, data, (size_t)n, &used);
        if (used) (void)!recv(fd, data, used, 0);
        if (done > 0) return true;
        if (done == PROTO_ERR_WS_REFUSED)
            return fail(failure, client->http_status == 503 ? EXIT_AUTH : EXIT_UNREACHABLE,
                        client->http_status == 503
                            ? "%s port %u admits nobody for a while (HTTP %d); wait and try again"
                            : "%s port %u refused the connection (HTTP %d)",
                        device->host, device->port, client->http_status);
        if (done < 0)
            return fail(failure, EXIT_UNREACHABLE, "%s port %u is no %s: %s", device->host, device->port,
                        device->kind == DEVICE_KRAIT ? "Krait device" : "WebREPL", proto_error_text(done));
    }
}

static bool try_websocket(const struct device *device, int64_t deadline_us, int *fd, bool *turned_away,
                          struct failure *failure) {
    struct proto_ws_client client;
    *fd = -1;
    return connect_tcp(device, deadline_us, fd, failure) && send_request(device, *fd, &client, failure) &&
           read_answer(device, *fd, &client, deadline_us, turned_away, failure);
}

bool connect_again(struct connect_tries *tries, int64_t deadline_us, struct failure *failure) {
    int64_t pause = (int64_t)AGAIN_US << tries->made;
    if (++tries->made >= TRIES || clock_us() + pause >= deadline_us) return false;
    return wait_for(-1, 0, clock_us() + pause) >= 0 || fail(failure, EXIT_SIGNAL, "interrupted");
}

bool connect_websocket(const struct device *device, int64_t deadline_us, struct connect_tries *tries, int *fd,
                       struct failure *failure) {
    for (;;) {
        bool turned_away = false;
        if (try_websocket(device, deadline_us, fd, &turned_away, failure)) return true;
        if (!turned_away || !connect_again(tries, deadline_us, failure)) return false;
        close(*fd);
        *fd = -1;
    }
}

void connect_client_name(char *name, size_t size) {
    char host[65] = "localhost";
    const char *user = getenv("USER");
    gethostname(host, sizeof host - 1);
    if (!user || !*user) {
        struct passwd *entry = getpwuid(getuid());
        user = entry ? entry->pw_name : "user";
    }
    snprintf(name, size, "%s@%s", user, host);
}

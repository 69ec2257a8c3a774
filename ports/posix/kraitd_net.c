/* libwebsockets under the device.
 *
 * All waiting happens in one ppoll() here, over the listener and the connections, because the device waits in
 * microseconds and must be able to look without cost; libwebsockets is then asked to work off what is ready,
 * without waiting. ppoll() is also the only moment in which signals are let in.
 *
 * A connection's entry is bound to its lws as opaque user data before libwebsockets has read the first byte,
 * so that the device counts it from then on. Frames that arrive whole are handed on where they lie; only
 * those that arrive in pieces are gathered. */
#define _GNU_SOURCE
#include "kraitd_net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <libwebsockets.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "krait/proto_uri.h"
#include "krait/proto_ws.h"
#include "kraitd_webrepl.h"

#define HOUSEKEEPING_US 500000 /* libwebsockets' own timers */
#define OTHERS_US       5000   /* between two looks at a program's sockets when memory is short */
#define SOCKET_BUFFER   (1 << 20)
#define PULLS_MAX       16   /* messages written to one connection before others have their turn */
#define PEEK_MOST       4096 /* bytes of a newcomer's request */
#define ADDRESS_MOST    64

struct connection {
    struct kraitd_net *net;
    struct lws *wsi; /* NULL: free, unless it is looked at */
    dev_session *session;
    int descriptor;
    bool looked_at; /* whose it is is not known yet */
    bool waits_to_write;
    char address[ADDRESS_MOST];
    uint8_t *inbox; /* for a message that comes in pieces */
    size_t gathered;
};

struct kraitd_net {
    struct lws_context *context;
    struct lws_vhost *vhost;
    dev_device *dev;
    kraitd_tty *tty;
    int listener;
    int watched;         /* another descriptor that ends a wait */
    bool urgent;         /* libwebsockets has something to do by itself */
    lws_usec_t serviced; /* when it was last asked to */
    unsigned count;
    size_t message;
    struct connection *connections;
    struct pollfd *polls;
    nfds_t capacity;             /* of polls */
    const struct pollfd *others; /* of a program that waits */
    nfds_t other_count;
    uint8_t *inboxes;
    kraitd_webrepl *webrepl; /* NULL: none */
    struct lws_protocols protocols[3];
};

/* --- messages --- */

static int close_with(struct lws *wsi, unsigned code) {
    lws_close_reason(wsi, (enum lws_close_status)code, NULL, 0);
    return -1;
}

static void ask_to_write(struct connection *connection) {
    connection->waits_to_write = true;
    lws_callback_on_writable(connection->wsi);
}

/* Writes until the socket is full or nothing is left. libwebsockets keeps what a socket took only in part, so
 * the record can be given back at once; then it must tell us when that is gone. */
static int write_messages(struct connection *connection) {
    uint8_t *message;
    size_t length;
    int result = 1;
    connection->waits_to_write = false;
    for (int i = 0; i < PULLS_MAX && result == 1; i++) {
        if (lws_send_pipe_choked(connection->wsi)) break;
        result = dev_session_pull(connection->session, &message, &length);
        if (result != 1) break;
        int written = lws_write(connection->wsi, message, length, LWS_WRITE_BINARY);
        dev_session_give(connection->session);
        if (written < 0) return -1;
    }
    if (result < 0) return close_with(connection->wsi, dev_session_close_code(connection->session));
    if (result == 1 || lws_partial_buffered(connection->wsi)) ask_to_write(connection);
    return 0;
}

/* Hands on a whole message, or gathers a piece of one. */
static int take_bytes(struct connection *connection, uint8_t *data, size_t length) {
    struct lws *wsi = connection->wsi;
    bool whole = lws_is_final_fragment(wsi) && lws_remaining_packet_payload(wsi) == 0;
    if (!lws_frame_is_binary(wsi)) return close_with(wsi, PROTO_WS_CLOSE_UNSUPPORTED);
    if (length > connection->net->message - connection->gathered)
        return close_with(wsi, PROTO_WS_CLOSE_TOO_BIG);
    if (!whole || connection->gathered > 0) {
        memcpy(connection->inbox + connection->gathered, data, length);
        connection->gathered += length;
        data = connection->inbox;
        length = connection->gathered;
    }
    if (!whole) return 0;
    connection->gathered = 0;
    dev_session_receive(connection->session, data, length);
    return 0;
}

/* --- connections --- */

/* The Host and Origin headers, before the WebSocket stands. */
static int check_headers(struct connection *connection) {
    char host[PROTO_WS_NAME_MAX] = "";
    char origin[PROTO_WS_NAME_MAX] = "";
    struct lws *wsi = connection->wsi;
    bool fits = lws_hdr_copy(wsi, host, sizeof host, WSI_TOKEN_HOST) >= 0;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_ORIGIN) > 0)
        fits &= lws_hdr_copy(wsi, origin, sizeof origin, WSI_TOKEN_ORIGIN) >= 0;
    const dev_device *dev = connection->net->dev;
    return fits && dev_host_allowed(dev, host) && dev_origin_allowed(dev, origin) ? 0 : -1;
}

/* libwebsockets has closed it, for whatever reason. */
static void forget(struct connection *connection) {
    dev_session *session = connection->session;
    connection->wsi = NULL;
    connection->session = NULL;
    connection->descriptor = -1;
    if (session) dev_session_close(session);
}

/* Plain HTTP, and requests without our subprotocol. */
static int serve_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                      size_t length) {
    struct connection *connection = lws_get_opaque_user_data(wsi);
    switch (reason) {
    case LWS_CALLBACK_HTTP:
        lws_return_http_status(wsi, HTTP_STATUS_NOT_FOUND, "<h1>A Krait device. Use the krait command.</h1>");
        return -1;
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return -1;
    case LWS_CALLBACK_WSI_DESTROY:
        if (connection && connection->wsi == wsi) forget(connection);
        return 0;
    default: return lws_callback_http_dummy(wsi, reason, user, in, length);
    }
}

/* A connection whose session is gone already waits for its end; whatever it still brings closes it. */
static int serve_link(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                      size_t length) {
    struct connection *connection = lws_get_opaque_user_data(wsi);
    (void)user;
    if (!connection || connection->wsi != wsi) return 0;
    if (!connection->session) {
        bool active = reason == LWS_CALLBACK_RECEIVE || reason == LWS_CALLBACK_SERVER_WRITEABLE ||
                      reason == LWS_CALLBACK_ESTABLISHED || reason == LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION;
        return active ? -1 : 0;
    }
    switch (reason) {
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return check_headers(connection);
    case LWS_CALLBACK_ESTABLISHED: dev_session_upgraded(connection->session); return 0;
    case LWS_CALLBACK_RECEIVE: return take_bytes(connection, in, length);
    case LWS_CALLBACK_SERVER_WRITEABLE: return write_messages(connection);
    default: return 0;
    }
}

static void address_of(const struct sockaddr_storage *address, socklen_t size, char *output,
                       size_t capacity) {
    int error = getnameinfo((const struct sockaddr *)address, size, output, (socklen_t)capacity, NULL, 0,
                            NI_NUMERICHOST);
    if (error) snprintf(output, capacity, "?");
}

/* Answers are small and must not wait for more; a big send buffer lets a file go out in few turns. */
static void tune(int descriptor) {
    int on = 1;
    int size = SOCKET_BUFFER;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

static struct connection *free_connection(struct kraitd_net *net) {
    for (unsigned i = 0; i < net->count; i++) {
        if (!net->connections[i].wsi && net->connections[i].descriptor < 0) return &net->connections[i];
    }
    return NULL;
}

/* Gives a socket to libwebsockets. */
static bool adopt(struct kraitd_net *net, struct connection *connection) {
    lws_adopt_desc_t description = {
        .vh = net->vhost,
        .type = LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP,
        .fd = {.sockfd = connection->descriptor},
        .vh_prot_name = NULL,
        .opaque = connection,
    };
    connection->looked_at = false;
    connection->wsi = lws_adopt_descriptor_vhost_via_info(&description);
    if (!connection->wsi) connection->descriptor = -1;
    return connection->wsi != NULL;
}

/* A connection's place counts in the device from the first moment. */
static void begin(struct kraitd_net *net, struct connection *connection, int descriptor,
                  const char *address) {
    *connection = (struct connection){.net = net, .descriptor = descriptor, .inbox = connection->inbox};
    snprintf(connection->address, sizeof connection->address, "%.*s", ADDRESS_MOST - 1, address);
    connection->looked_at = net->webrepl && dev_webrepl_is_on(kraitd_webrepl_service(net->webrepl));
    if (!connection->looked_at && !adopt(net, connection)) return;
    connection->session = dev_session_open(net->dev, connection, address);
    if (!connection->session) kraitd_net_drop(net, connection);
}

static void accept_strangers(struct kraitd_net *net) {
    struct sockaddr_storage address;
    char text[ADDRESS_MOST];
    struct connection *connection;
    while (dev_admit(net->dev) && (connection = free_connection(net))) {
        socklen_t size = sizeof address;
        int descriptor =
            accept4(net->listener, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) return;
        tune(descriptor);
        address_of(&address, size, text, sizeof text);
        begin(net, connection, descriptor, text);
    }
}

/* --- newcomers, while WebREPL is on --- */

/* Ends the place in the device, not the socket. */
static void leave_device(struct connection *connection) {
    dev_session *session = connection->session;
    connection->session = NULL;
    connection->looked_at = false;
    connection->descriptor = -1;
    if (session) dev_session_close(session);
}

/* The kernel tells when there are more than these bytes. */
static void wait_for_more(int descriptor, int bytes) {
    setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
}

/* Reads nothing: whoever gets the socket finds the request untouched. */
static void look(struct kraitd_net *net, struct connection *connection, short events) {
    uint8_t data[PEEK_MOST];
    int descriptor = connection->descriptor;
    ptrdiff_t got = recv(descriptor, data, sizeof data, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    enum kraitd_wants wants =
        got > 0 ? kraitd_webrepl_wants(net->webrepl, data, (size_t)got) : KRAITD_WANTS_MORE;
    if (wants == KRAITD_WANTS_MORE) {
        bool gone = got <= 0 || (events & (POLLRDHUP | POLLHUP | POLLERR));
        if (!gone) wait_for_more(descriptor, (int)got + 1);
        if (gone) leave_device(connection);
        if (gone) close(descriptor);
        return;
    }
    wait_for_more(descriptor, 1);
    if (wants == KRAITD_WANTS_IT) {
        leave_device(connection);
        kraitd_webrepl_take(net->webrepl, descriptor, connection->address);
    } else if (!adopt(net, connection)) {
        leave_device(connection);
    }
}

static void look_at_newcomers(struct kraitd_net *net, nfds_t count) {
    for (unsigned i = 0; i < net->count; i++) {
        struct connection *connection = &net->connections[i];
        for (nfds_t k = 0; k < count && connection->looked_at; k++) {
            if (net->polls[k].fd == connection->descriptor && net->polls[k].revents)
                look(net, connection, net->polls[k].revents);
        }
    }
}

/* --- the device's calls --- */

void kraitd_net_wake(kraitd_net *net, void *peer) {
    struct connection *connection = peer;
    (void)net;
    if (connection->wsi) ask_to_write(connection);
}

/* libwebsockets must not be asked to destroy a connection from inside its own callback, so it does so in its
 * next turn. */
void kraitd_net_drop(kraitd_net *net, void *peer) {
    struct connection *connection = peer;
    connection->session = NULL;
    if (connection->looked_at) {
        close(connection->descriptor);
        leave_device(connection);
    }
    if (!connection->wsi) return;
    lws_set_timeout(connection->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
    net->urgent = true;
}

/* Fills the list of descriptors; the listener is first. A socket that has nothing to say is not asked whether
 * it could. */
static nfds_t list_descriptors(struct kraitd_net *net, bool admit) {
    nfds_t count = 0;
    if (admit) net->polls[count++] = (struct pollfd){.fd = net->listener, .events = POLLIN};
    net->polls[count++] = (struct pollfd){.fd = net->watched, .events = POLLIN};
    for (unsigned i = 0; i < net->count; i++) {
        const struct connection *connection = &net->connections[i];
        if (!connection->wsi && !connection->looked_at) continue;
        short events = connection->waits_to_write ? POLLIN | POLLOUT : POLLIN;
        if (connection->looked_at) events |= POLLRDHUP;
        net->polls[count++] = (struct pollfd){.fd = connection->descriptor, .events = events};
    }
    if (net->webrepl) count += kraitd_webrepl_list(net->webrepl, net->polls + count);
    return count;
}

/* Adds what the program waits for. Without memory for it, the wait gets short and the program looks again. */
static nfds_t add_others(struct kraitd_net *net, nfds_t count, uint64_t *wait_us) {
    nfds_t wanted = count + net->other_count;
    if (wanted > net->capacity) {
        struct pollfd *grown = realloc(net->polls, wanted * sizeof *grown);
        if (grown) {
            net->polls = grown;
            net->capacity = wanted;
        }
    }
    if (wanted > net->capacity) {
        if (*wait_us > OTHERS_US) *wait_us = OTHERS_US;
        return count;
    }
    if (net->other_count > 0) memcpy(net->polls + count, net->others, net->other_count * sizeof *net->polls);
    return wanted;
}

void kraitd_net_watch(kraitd_net *net, const struct pollfd *descriptors, nfds_t count) {
    net->others = descriptors;
    net->other_count = count;
}

/* Input that libwebsockets has read and not yet handed out shows on no descriptor, and its timers must run
 * although the device may never wait long enough for them. */
static bool has_own_work(struct kraitd_net *net) {
    bool urgent = net->urgent || lws_now_usecs() - net->serviced >= HOUSEKEEPING_US;
    net->urgent = false;
    return urgent || lws_service_adjust_timeout(net->context, 1, 0) == 0;
}

/* Lets libwebsockets do what is ready. */
static void service(struct kraitd_net *net) {
    lws_service(net->context, -1);
    net->serviced = lws_now_usecs();
}

/* The only wait of the process. A look without waiting costs one system call when nothing has happened. */
bool kraitd_net_serve(kraitd_net *net, uint64_t wait_us) {
    sigset_t none;
    bool admit = dev_admit(net->dev) && free_connection(net);
    nfds_t count = list_descriptors(net, admit);
    bool idle = count <= 2 && admit;
    bool work = has_own_work(net);
    sigemptyset(&none);
    if (!idle && wait_us > HOUSEKEEPING_US) wait_us = HOUSEKEEPING_US;
    if (net->webrepl) wait_us = kraitd_webrepl_wait(net->webrepl, wait_us);
    if (work) wait_us = 0;
    nfds_t streams = net->tty ? kraitd_tty_list(net->tty, net->polls + count) : 0;
    nfds_t all = add_others(net, count + streams, &wait_us);
    struct timespec wait = {(time_t)(wait_us / 1000000), (long)(wait_us % 1000000) * 1000};
    int ready = ppoll(net->polls, all, wait_us == UINT64_MAX ? NULL : &wait, &none);
    int waited = ready;
    for (nfds_t i = count; i < all && ready > 0; i++) ready -= net->polls[i].revents != 0;
    bool seen = ready > 0 && net->polls[admit ? 1 : 0].revents;
    if (ready > 0) look_at_newcomers(net, count);
    if (net->webrepl) kraitd_webrepl_serve(net->webrepl, net->polls, ready > 0 ? count : 0);
    if (ready > 0 && admit && net->polls[0].revents) accept_strangers(net);
    if (ready > 0 || work || wait_us >= HOUSEKEEPING_US) service(net);
    if (streams > 0 && waited > 0) kraitd_tty_serve(net->tty, net->polls + count, streams);
    return seen;
}

/* --- life --- */

static void emit_log(int level, const char *line) {
    (void)level, (void)line; /* what matters to the device the device logs */
}

static bool make_context(kraitd_net *net) {
    struct lws_context_creation_info info = {0};
    lws_set_log_level(0, emit_log);
    net->protocols[0] = (struct lws_protocols){.name = "http", .callback = serve_http};
    net->protocols[1] = (struct lws_protocols){
        .name = PROTO_WS_SUBPROTOCOL, .callback = serve_link, .rx_buffer_size = net->message};
    info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
    info.protocols = net->protocols;
    info.pt_serv_buf_size = (unsigned)net->message + 4096u;
    info.max_http_header_pool = (unsigned short)net->count;
    info.timeout_secs = 5;
    info.gid = -1;
    info.uid = -1;
    net->context = lws_create_context(&info);
    net->vhost = net->context ? lws_get_vhost_by_name(net->context, "default") : NULL;
    return net->vhost != NULL;
}

kraitd_net *kraitd_net_open(int listener, int watched, unsigned connections, size_t message) {
    kraitd_net *net = calloc(1, sizeof *net);
    if (!net) return NULL;
    *net = (kraitd_net){.listener = listener, .watched = watched, .count = connections, .message = message};
    net->connections = calloc(connections, sizeof *net->connections);
    net->capacity = connections + 2 + KRAITD_TTY_POLLS + KRAITD_WEBREPL_POLLS;
    net->polls = calloc(net->capacity, sizeof *net->polls);
    net->inboxes = calloc(connections, message);
    if (!net->connections || !net->polls || !net->inboxes || !make_context(net)) {
        kraitd_net_close(net);
        return NULL;
    }
    for (unsigned i = 0; i < connections; i++) {
        net->connections[i] =
            (struct connection){.net = net, .descriptor = -1, .inbox = net->inboxes + i * message};
    }
    return net;
}

void kraitd_net_attach(kraitd_net *net, dev_device *dev, kraitd_tty *tty, kraitd_webrepl *webrepl) {
    net->dev = dev;
    net->tty = tty;
    net->webrepl = webrepl;
}

void kraitd_net_close(kraitd_net *net) {
    if (net->context) lws_context_destroy(net->context);
    free(net->connections);
    free(net->polls);
    free(net->inboxes);
    free(net);
}

static int bind_to(const char *host, uint16_t port, int *listener) {
    char service[8];
    struct addrinfo *found = NULL;
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    int on = 1;
    snprintf(service, sizeof service, "%u", port);
    if (getaddrinfo(host, service, &hints, &found) != 0) return EADDRNOTAVAIL;
    *listener = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error = *listener < 0 ? errno : 0;
    if (!error) setsockopt(*listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (!error && (bind(*listener, found->ai_addr, found->ai_addrlen) < 0 || listen(*listener, 256) < 0))
        error = errno;
    freeaddrinfo(found);
    return error;
}

int kraitd_net_listen(const char *host, uint16_t *port, int inherited, int *listener) {
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    int error = 0;
    *listener = inherited;
    if (inherited < 0) error = bind_to(host, *port, listener);
    if (!error && getsockname(*listener, (struct sockaddr *)&address, &size) < 0) error = errno;
    if (error) {
        if (*listener >= 0) close(*listener);
        return error;
    }
    bool v6 = address.ss_family == AF_INET6;
    *port =
        ntohs(v6 ? ((struct sockaddr_in6 *)&address)->sin6_port : ((struct sockaddr_in *)&address)->sin_port);
    return 0;
}

void kraitd_net_reachable(const char *host, char *output, size_t capacity) {
    struct ifaddrs *all = NULL;
    bool any = strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0;
    snprintf(output, capacity, "%s", any ? "127.0.0.1" : host);
    if (!any || getifaddrs(&all) < 0) return;
    for (struct ifaddrs *row = all; row; row = row->ifa_next) {
        if (!row->ifa_addr || row->ifa_addr->sa_family != AF_INET) continue;
        struct in_addr address = ((struct sockaddr_in *)row->ifa_addr)->sin_addr;
        if (ntohl(address.s_addr) >> 24 == 127) continue;
        inet_ntop(AF_INET, &address, output, (socklen_t)capacity);
        break;
    }
    freeifaddrs(all);
}

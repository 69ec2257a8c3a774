/* WebSocket connections between lwIP and the device.
 *
 * A connection keeps what arrived as the packets it came in. A message is gathered only when all of it is
 * there, in memory of the network that is given back at once, because the device is done with a message when
 * it has been handed over. So a connection that is silent in the middle of a message costs its packets and no
 * buffer, and TCP's window bounds those: bytes are acknowledged as read when the device has them, and a
 * stranger's window is one segment. What else lies in the network's memory may leave no room in one piece for
 * a message that is all there, or for an answer, and nothing would ever change that; so both may lie in
 * Python's heap, whoever is at the other end.
 *
 *     WAITING -> OPENING -> OPEN -> LEAVING -> free        a place of `links`; any of them may end at once
 *
 * WAITING connections stand in the queue until the device has a place for a stranger. What parses the request
 * lies in the network's memory while it is needed; messages are decoded as a whole, so an open link keeps no
 * decoder. */
#include "link.h"

#include <string.h>

#include "board.h"
#include "krait/proto_error.h"
#include "krait/proto_link.h"
#include "krait/proto_ws.h"
#include "lwip/tcp.h"
#include "network.h"
#include "network_memory.h"

#define LEAVE_US          2000000u /* for the other side to close, too */
#define FRAME_MAX         (PROTO_LINK_MESSAGE(KRAIT_RECORD) + PROTO_WS_FRAME_HEADER_MAX)
#define REPLY_MAX         256
#define PRIORITY_BEGUN    TCP_PRIO_MIN /* drives out nobody */
#define PRIORITY_STRANGER 10
#define PRIORITY_CLIENT   100 /* a program's sockets do not drive it out */

enum link_stage { FREE, WAITING, OPENING, OPEN, LEAVING };

struct link {
    uint8_t stage; /* enum link_stage */
    bool awake;    /* the device has something to send */
    bool ended;    /* the other side sends no more */
    bool trusted;  /* the client has authenticated */
    struct tcp_pcb *pcb;
    dev_session *session;
    struct pbuf *input; /* what arrived and was not used */
    uint8_t *held;      /* a pulled frame that lwIP had no memory for */
    uint16_t held_length;
    uint64_t since;                  /* LEAVING */
    struct proto_ws_server *opening; /* OPENING */
};

static struct link links[KRAIT_LINKS];
static struct tcp_pcb *listener;
static dev_device *device;
static bool active;

/* --- lwIP's callbacks --- */

static err_t on_receive(void *argument, struct tcp_pcb *pcb, struct pbuf *packet, err_t error) {
    struct link *link = argument;
    (void)pcb, (void)error;
    active = true;
    if (!packet) {
        link->ended = true;
    } else if (link->input) {
        pbuf_cat(link->input, packet);
    } else {
        link->input = packet;
    }
    return ERR_OK;
}

/* lwIP has freed the pcb already. */
static void on_error(void *argument, err_t error) {
    struct link *link = argument;
    (void)error;
    if (!link) return;
    link->pcb = NULL;
    active = true;
}

static err_t on_accept(void *argument, struct tcp_pcb *pcb, err_t error) {
    (void)argument;
    if (error != ERR_OK || !pcb) return ERR_VAL;
    for (unsigned i = 0; i < KRAIT_LINKS; i++) {
        struct link *link = &links[i];
        if (link->stage != FREE) continue;
        *link = (struct link){.stage = WAITING, .pcb = pcb};
        tcp_setprio(pcb, PRIORITY_STRANGER);
        pcb->rcv_wnd = TCP_MSS; /* whatever more it sends is not kept */
        tcp_nagle_disable(pcb);
        network_expect_quick(pcb);
        ip_set_option(pcb, SOF_KEEPALIVE);
        tcp_arg(pcb, link);
        tcp_recv(pcb, on_receive);
        tcp_err(pcb, on_error);
        active = true;
        return ERR_OK;
    }
    return ERR_MEM;
}

/* --- ends --- */

static void let_go(struct link *link) {
    if (!link->pcb) return;
    tcp_arg(link->pcb, NULL);
    tcp_recv(link->pcb, NULL);
    tcp_err(link->pcb, NULL);
}

static void free_input(struct link *link) {
    if (link->input) pbuf_free(link->input);
    link->input = NULL;
}

/* The place is free; the device is told, unless it ended the session itself. */
static void end(struct link *link, bool cut) {
    dev_session *session = link->session;
    struct tcp_pcb *pcb = link->pcb;
    let_go(link);
    free_input(link);
    network_free(link->opening);
    *link = (struct link){.stage = FREE};
    if (pcb && (cut || tcp_close(pcb) != ERR_OK)) tcp_abort(pcb);
    if (session) dev_session_close(session);
}

void link_drop(void *port, void *peer) {
    struct link *link = peer;
    (void)port;
    link->session = NULL;
    end(link, true);
}

void link_wake(void *port, void *peer) {
    (void)port;
    ((struct link *)peer)->awake = true;
}

/* What was written still goes out; then the other side closes. */
static void leave(struct link *link) {
    link->stage = LEAVING;
    link->since = board_ticks_us();
    if (!link->pcb) return;
    tcp_output(link->pcb);
    if (tcp_shutdown(link->pcb, 0, 1) != ERR_OK) end(link, true);
}

/* At once: lwIP would keep it for its next timer, a quarter of a second later. */
static void say(struct link *link, const void *bytes, int length) {
    if (length <= 0 || !link->pcb) return;
    tcp_write(link->pcb, bytes, (u16_t)length, TCP_WRITE_FLAG_COPY);
    tcp_output(link->pcb);
}

static void leave_with(struct link *link, unsigned code) {
    uint8_t frame[PROTO_WS_CONTROL_MAX + 2];
    say(link, frame, proto_ws_close(frame, sizeof frame, code, "", NULL));
    leave(link);
}

/* --- in --- */

static void used(struct link *link, size_t bytes) {
    link->input = pbuf_free_header(link->input, (u16_t)bytes);
    if (link->pcb) tcp_recved(link->pcb, (u16_t)bytes);
    active = true;
}

static void refuse(struct link *link, int status) {
    char reply[REPLY_MAX];
    say(link, reply, proto_ws_http_error(status, reply, sizeof reply));
    leave(link);
}

/* The request is complete and well formed. */
static void answer(struct link *link) {
    char reply[REPLY_MAX];
    struct proto_ws_server *opening = link->opening;
    if (!dev_host_allowed(device, opening->host) || !dev_origin_allowed(device, opening->origin)) {
        refuse(link, 403);
        return;
    }
    say(link, reply, proto_ws_server_reply(opening, reply, sizeof reply));
    link->stage = OPEN;
    network_free(opening);
    link->opening = NULL;
    dev_session_upgraded(link->session);
}

static void read_request(struct link *link) {
    while (link->stage == OPENING && link->input) {
        size_t taken;
        int result = proto_ws_server_feed(link->opening, link->input->payload, link->input->len, &taken);
        used(link, taken);
        if (result == 1) answer(link);
        if (result < 0) refuse(link, link->opening->http_status);
    }
}

static void take_control(struct link *link, const struct proto_ws_event *event) {
    uint8_t frame[PROTO_WS_CONTROL_MAX + 2];
    if (event->opcode == PROTO_WS_PING)
        say(link, frame,
            proto_ws_control(frame, sizeof frame, PROTO_WS_PONG, event->data, event->length, NULL));
    if (event->opcode == PROTO_WS_CLOSE)
        leave_with(link,
                   event->close_code == PROTO_WS_CLOSE_NONE ? PROTO_WS_CLOSE_NORMAL : event->close_code);
}

/* A message, or a control frame. */
struct unit {
    struct proto_ws_decoder decoder;
    struct proto_ws_event event, control; /* the last one; the last control frame */
    uint8_t *message;
    size_t length, used;
    int result;
};

static bool is_control(const struct proto_ws_event *event) {
    return event->opcode >= PROTO_WS_CLOSE;
}

/* Decodes what was gathered up to the end of one message, or of a control frame outside of any. */
static void decode(struct unit *unit, uint8_t *gathered, size_t have) {
    bool over = false;
    proto_ws_decoder_init(&unit->decoder, PROTO_WS_SERVER, PROTO_LINK_MESSAGE(KRAIT_RECORD));
    while (!over) {
        size_t taken;
        struct proto_ws_event *event = &unit->event;
        unit->result =
            proto_ws_decode(&unit->decoder, gathered + unit->used, have - unit->used, &taken, event);
        unit->used += taken;
        over = unit->result != 1 || event->opcode == PROTO_WS_TEXT;
        if (!over && is_control(event)) {
            unit->control = *event;
            over = !unit->message;
        } else if (!over) {
            if (!unit->message) unit->message = event->data;
            memmove(unit->message + unit->length, event->data, event->length);
            unit->length += event->length;
            over = event->last;
        }
    }
}

/* Does what a whole message or control frame asks for. */
static void take_unit(struct link *link, struct unit *unit) {
    if (unit->result != 1) {
        leave_with(link, unit->result < 0 ? proto_ws_close_code(unit->result) : PROTO_WS_CLOSE_TOO_BIG);
    } else if (unit->event.opcode == PROTO_WS_TEXT) {
        leave_with(link, PROTO_WS_CLOSE_UNSUPPORTED);
    } else {
        if (unit->message) dev_session_receive(link->session, unit->message, unit->length);
        if (unit->control.opcode && link->stage == OPEN) take_control(link, &unit->control);
    }
}

/* Takes one message or control frame. False: not all of it is there, or there is no memory for it now, and
 * nothing has happened. */
static bool read_frame(struct link *link) {
    struct unit unit = {.message = NULL};
    size_t have = link->input->tot_len < FRAME_MAX ? link->input->tot_len : FRAME_MAX;
    uint8_t *gathered = network_malloc(have);
    if (!gathered) return false;
    pbuf_copy_partial(link->input, gathered, (u16_t)have, 0);
    decode(&unit, gathered, have);
    bool whole = unit.result != 0 || have == FRAME_MAX;
    if (whole) {
        used(link, unit.used);
        take_unit(link, &unit);
    }
    network_free(gathered);
    return whole;
}

/* Who has authenticated may send as much as anybody, and is not given up in favour of a newcomer. */
static void trust(struct link *link) {
    if (link->trusted || !link->session || !link->pcb || !dev_session_is_client(link->session)) return;
    link->trusted = true;
    tcp_setprio(link->pcb, PRIORITY_CLIENT);
    tcp_recved(link->pcb, TCP_WND - TCP_MSS);
}

static void take_input(struct link *link) {
    if (link->stage == OPENING) read_request(link);
    while (link->stage == OPEN && link->session && link->input && read_frame(link)) trust(link);
    if (link->stage == LEAVING && link->input) used(link, link->input->tot_len);
}

/* --- out --- */

/* One pulled message, as far as lwIP has memory for it. False: later. */
static bool send_held(struct link *link) {
    if (tcp_sndbuf(link->pcb) < link->held_length ||
        tcp_write(link->pcb, link->held, link->held_length, TCP_WRITE_FLAG_COPY) != ERR_OK)
        return false;
    link->held = NULL;
    dev_session_give(link->session);
    active = true;
    return true;
}

static void give_output(struct link *link) {
    uint8_t *message;
    size_t length;
    int result = 1;
    bool sent = false;
    while (link->stage == OPEN && link->session && link->pcb && (link->awake || link->held)) {
        if (!link->held) {
            result = dev_session_pull(link->session, &message, &length);
            link->awake = result == 1;
            if (result != 1) break;
            link->held = proto_ws_wrap(message, length, PROTO_WS_BINARY, NULL, &length);
            link->held_length = (uint16_t)length;
        }
        if (!send_held(link)) break;
        sent = true;
    }
    if (sent && link->pcb) tcp_output(link->pcb);
    if (result < 0) {
        dev_session *session = link->session;
        link->session = NULL;
        leave_with(link, dev_session_close_code(session));
        dev_session_close(session);
    }
}

/* --- the turn --- */

static void admit(struct link *link) {
    const ip_addr_t *address = &link->pcb->remote_ip;
    char text[IP4ADDR_STRLEN_MAX];
    if (!dev_admit(device)) return;
    link->opening = network_malloc(sizeof *link->opening);
    if (!link->opening) return;
    link->stage = OPENING;
    proto_ws_server_init(link->opening);
    link->session = dev_session_open(device, link, ip4addr_ntoa_r(ip_2_ip4(address), text, sizeof text));
    if (!link->session) end(link, true);
}

static void serve(struct link *link) {
    if (link->stage == FREE) return;
    if (link->pcb && link->stage == WAITING) admit(link);
    take_input(link);
    give_output(link);
    bool late = link->stage == LEAVING && board_ticks_us() - link->since > LEAVE_US;
    if (link->stage != FREE && (!link->pcb || late || (link->ended && !link->input))) end(link, late);
}

/* While all places are taken, beginnings of connections are not answered: who means it asks again a second
 * later, where a refusal would be the end. */
static void set_backlog(void) {
    uint8_t backlog = 0;
    for (unsigned i = 0; i < KRAIT_LINKS; i++) {
        if (links[i].stage == FREE) backlog = KRAIT_LINKS;
    }
    if (listener) ((struct tcp_pcb_listen *)listener)->backlog = backlog;
}

bool link_poll(void) {
    network_need(true);
    for (unsigned i = 0; i < KRAIT_LINKS; i++) serve(&links[i]);
    network_need(false);
    set_backlog();
    bool any = active;
    active = false;
    return any;
}

dev_device *link_device(void) {
    return device;
}

bool link_may_borrow(void) {
    dev_status status;
    if (!device) return false;
    dev_status_get(device, &status);
    return status.sessions > 0;
}

void link_open(dev_device *dev) {
    device = dev;
    struct tcp_pcb *pcb = tcp_new();
    if (!pcb || tcp_bind(pcb, IP_ADDR_ANY, KRAIT_PORT_NUMBER) != ERR_OK) board_fail("cannot listen");
    listener = tcp_listen_with_backlog(pcb, KRAIT_LINKS);
    if (!listener) board_fail("cannot listen");
    tcp_setprio(listener, PRIORITY_BEGUN);
    tcp_accept(listener, on_accept);
}

void link_close(void) {
    if (listener) tcp_close(listener);
    listener = NULL;
    for (unsigned i = 0; i < KRAIT_LINKS; i++) {
        links[i].session = NULL;
        if (links[i].stage != FREE) end(&links[i], false);
    }
}

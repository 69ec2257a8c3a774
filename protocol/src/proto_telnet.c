/* Telnet's server side. Input is a state machine over single bytes, with a fast way for runs that hold no
 * IAC; what is left of it moves down in the same memory.
 *
 * Options follow RFC 1143's rule in its simplest form: we never begin a negotiation but for echo and
 * go-ahead, once, and answer only requests that change something, so that no loop can start.
 *
 * Invariant: as many bytes were read as are written, or more, because a command is longer than what it stands
 * for. */
#include "krait/proto_telnet.h"

#include <string.h>

#define IAC  255
#define DONT 254
#define DO   253
#define WONT 252
#define WILL 251
#define SB   250
#define IP   244
#define BRK  243
#define SE   240

#define OPTION_BINARY   0
#define OPTION_ECHO     1
#define OPTION_GO_AHEAD 3
#define OPTION_COM_PORT 44

#define SERVER 100 /* added to a command of RFC 2217 that a server sends */

enum { DATA, COMMAND, OPTION, SUB, SUB_COMMAND };

enum com_port {
    SIGNATURE,
    SET_BAUDRATE,
    SET_DATASIZE,
    SET_PARITY,
    SET_STOPSIZE,
    SET_CONTROL,
    SET_LINESTATE_MASK = 10,
    SET_MODEMSTATE_MASK,
    PURGE_DATA,
};

void proto_telnet_init(struct proto_telnet *telnet, uint8_t *out, size_t capacity) {
    *telnet = (struct proto_telnet){
        .baud = {0, 1, 0xc2, 0}, /* 115200 */
        .data_size = 8,
        .parity = 1,
        .stop_size = 1,
        .flow = 1,
        .control = 6,
        .dtr = 8,
        .rts = 11,
        .out = out,
        .capacity = capacity,
    };
}

/* --- output --- */

static void put(struct proto_telnet *telnet, uint8_t byte) {
    telnet->out[(telnet->head + telnet->size++) % telnet->capacity] = byte;
}

static size_t room(const struct proto_telnet *telnet) {
    return telnet->capacity - telnet->size;
}

static void put_run(struct proto_telnet *telnet, const uint8_t *data, size_t size) {
    size_t at = (telnet->head + telnet->size) % telnet->capacity;
    size_t first = telnet->capacity - at < size ? telnet->capacity - at : size;
    memcpy(telnet->out + at, data, first);
    memcpy(telnet->out, data + first, size - first);
    telnet->size += size;
}

size_t proto_telnet_send(struct proto_telnet *telnet, const uint8_t *data, size_t size) {
    size_t done = 0;
    while (done < size && room(telnet) > PROTO_TELNET_ANSWERS + 1) {
        size_t most = room(telnet) - PROTO_TELNET_ANSWERS - 1;
        size_t left = size - done < most ? size - done : most;
        const uint8_t *found = telnet->telnet ? memchr(data + done, IAC, left) : NULL;
        size_t run = found ? (size_t)(found - data) - done : left;
        put_run(telnet, data + done, run);
        done += run;
        if (!found || room(telnet) <= PROTO_TELNET_ANSWERS + 1) continue;
        put(telnet, IAC);
        put(telnet, IAC);
        done++;
    }
    return done;
}

size_t proto_telnet_pull(const struct proto_telnet *telnet, const uint8_t **data) {
    size_t whole = telnet->capacity - telnet->head;
    *data = telnet->out + telnet->head;
    return telnet->size < whole ? telnet->size : whole;
}

void proto_telnet_give(struct proto_telnet *telnet, size_t sent) {
    if (sent > telnet->size) sent = telnet->size;
    telnet->head = (telnet->head + sent) % telnet->capacity;
    telnet->size -= sent;
    if (telnet->size == 0) telnet->head = 0;
}

static void answer(struct proto_telnet *telnet, uint8_t verb, uint8_t option) {
    if (room(telnet) < 3) return;
    put(telnet, IAC);
    put(telnet, verb);
    put(telnet, option);
}

/* A subnegotiation of COM-PORT-OPTION; a byte 255 in it is doubled. */
static void answer_port(struct proto_telnet *telnet, uint8_t command, const void *data, size_t size) {
    if (room(telnet) < 6 + 2 * size) return;
    answer(telnet, SB, OPTION_COM_PORT);
    put(telnet, (uint8_t)(command + SERVER));
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = ((const uint8_t *)data)[i];
        if (byte == IAC) put(telnet, IAC);
        put(telnet, byte);
    }
    put(telnet, IAC);
    put(telnet, SE);
}

/* --- options --- */

static uint8_t bit_of(uint8_t option) {
    switch (option) {
    case OPTION_BINARY: return 1;
    case OPTION_ECHO: return 2;
    case OPTION_GO_AHEAD: return 4;
    case OPTION_COM_PORT: return 8;
    default: return 0;
    }
}

static void set(uint8_t *options, uint8_t bit, bool on) {
    *options = (uint8_t)(on ? *options | bit : *options & ~bit);
}

/* The client wants that we do something, or not; or says what it does. Its echo is refused: we echo. */
static void negotiate(struct proto_telnet *telnet, uint8_t option) {
    uint8_t bit = bit_of(option);
    bool about_us = telnet->verb == DO || telnet->verb == DONT;
    bool on = telnet->verb == DO || telnet->verb == WILL;
    uint8_t *options = about_us ? &telnet->us : &telnet->them;
    bool can = about_us ? bit != 0 : bit != 0 && option != OPTION_ECHO;
    bool was = bit && (*options & bit);
    if (on && !can)
        answer(telnet, about_us ? WONT : DONT, option);
    else if (on != was)
        answer(telnet, (uint8_t)(about_us ? (on ? WILL : WONT) : (on ? DO : DONT)), option);
    if (can) set(options, bit, on);
}

/* Who speaks telnet sees each key at once, and us echo it. */
static void begin(struct proto_telnet *telnet) {
    if (telnet->telnet) return;
    telnet->telnet = true;
    telnet->us = (uint8_t)(bit_of(OPTION_ECHO) | bit_of(OPTION_GO_AHEAD));
    answer(telnet, WILL, OPTION_ECHO);
    answer(telnet, WILL, OPTION_GO_AHEAD);
}

/* 0 asks for what is set. */
static void set_port(struct proto_telnet *telnet, uint8_t command, uint8_t *value, uint8_t given) {
    if (given) *value = given;
    answer_port(telnet, command, value, 1);
}

/* Flow control, break, DTR and RTS share a command; each has a number that asks. */
static void set_control(struct proto_telnet *telnet, uint8_t given) {
    uint8_t *value = given <= 3 || given >= 13 ? &telnet->flow
                     : given <= 6              ? &telnet->control
                     : given <= 9              ? &telnet->dtr
                                               : &telnet->rts;
    bool asks = given == 0 || given == 4 || given == 7 || given == 10 || given == 13;
    set_port(telnet, SET_CONTROL, value, asks ? 0 : given);
}

static void set_baud(struct proto_telnet *telnet, const uint8_t *value) {
    static const uint8_t asks[4];
    if (memcmp(value, asks, 4) != 0) memcpy(telnet->baud, value, 4);
    answer_port(telnet, SET_BAUDRATE, telnet->baud, 4);
}

static void serve_port(struct proto_telnet *telnet) {
    uint8_t command = telnet->sub[1];
    const uint8_t *value = telnet->sub + 2;
    size_t size = telnet->sub_size - 2u;
    if (command == SIGNATURE && size == 0) answer_port(telnet, SIGNATURE, "Krait", 5);
    if (command == SET_BAUDRATE && size >= 4) set_baud(telnet, value);
    if (size != 1) return;
    switch (command) {
    case SET_DATASIZE: set_port(telnet, command, &telnet->data_size, value[0]); break;
    case SET_PARITY: set_port(telnet, command, &telnet->parity, value[0]); break;
    case SET_STOPSIZE: set_port(telnet, command, &telnet->stop_size, value[0]); break;
    case SET_CONTROL: set_control(telnet, value[0]); break;
    case SET_LINESTATE_MASK:
    case SET_MODEMSTATE_MASK:
    case PURGE_DATA: answer_port(telnet, command, value, 1); break;
    default: break;
    }
}

static void add_sub(struct proto_telnet *telnet, uint8_t byte) {
    if (telnet->sub_size < sizeof telnet->sub) telnet->sub[telnet->sub_size++] = byte;
}

/* --- input --- */

/* A byte behind IAC. Returns how many bytes of the stream it and the IAC were, written to data. */
static size_t command(struct proto_telnet *telnet, uint8_t byte, uint8_t *data) {
    telnet->state = DATA;
    if (byte >= SB && byte < IAC) {
        begin(telnet);
        telnet->verb = byte;
        telnet->state = byte == SB ? SUB : OPTION;
        telnet->sub_size = 0;
        return 0;
    }
    data[0] = IAC;
    data[1] = byte;
    telnet->plain = !telnet->telnet;
    if (telnet->plain) return 2;
    if (byte == IP || byte == BRK) data[0] = 3;
    return byte == IP || byte == BRK || byte == IAC;
}

/* One byte that is not plain. Writes at most two, for what was at least as long. */
static size_t take(struct proto_telnet *telnet, uint8_t byte, uint8_t *data) {
    switch (telnet->state) {
    case COMMAND: return command(telnet, byte, data);
    case OPTION:
        negotiate(telnet, byte);
        telnet->state = DATA;
        return 0;
    case SUB:
        if (byte == IAC)
            telnet->state = SUB_COMMAND;
        else
            add_sub(telnet, byte);
        return 0;
    case SUB_COMMAND:
        telnet->state = SUB;
        if (byte == IAC) add_sub(telnet, byte);
        if (byte != SE) return 0;
        telnet->state = DATA;
        if (telnet->sub_size >= 2 && telnet->sub[0] == OPTION_COM_PORT) serve_port(telnet);
        return 0;
    default: break;
    }
    telnet->state = byte == IAC ? COMMAND : DATA;
    bool padding = telnet->carriage && byte == 0 && telnet->telnet && !(telnet->them & bit_of(OPTION_BINARY));
    telnet->carriage = byte == '\r';
    if (byte == IAC || padding) return 0;
    data[0] = byte;
    return 1;
}

/* The run of bytes that mean only themselves. */
static size_t plain_run(const struct proto_telnet *telnet, const uint8_t *data, size_t size) {
    const uint8_t *iac, *back;
    if (telnet->state != DATA || telnet->carriage) return 0;
    iac = memchr(data, IAC, size);
    if (iac) size = (size_t)(iac - data);
    back = memchr(data, '\r', size);
    return back ? (size_t)(back - data) : size;
}

size_t proto_telnet_receive(struct proto_telnet *telnet, uint8_t *data, size_t size) {
    size_t kept = 0;
    size_t i = telnet->state == COMMAND && !telnet->telnet; /* the held byte may have to come back */
    if (size == 0) return 0;
    if (!telnet->telnet && !i && data[0] != IAC) telnet->plain = true;
    if (telnet->plain) return size;
    memmove(data + i, data, size);
    size += i;
    while (i < size) {
        uint8_t bytes[2];
        size_t run = plain_run(telnet, data + i, size - i);
        memmove(data + kept, data + i, run);
        kept += run;
        i += run;
        if (i == size) break;
        size_t count = take(telnet, data[i++], bytes);
        memcpy(data + kept, bytes, count);
        kept += count;
        if (!telnet->plain) continue;
        memmove(data + kept, data + i, size - i);
        return kept + size - i;
    }
    return kept;
}

/* Telnet as the server of a byte stream: RFC 854 and 855, binary transmission (RFC 856), echo (RFC 857),
 * suppress go-ahead (RFC 858), and the serial port control of RFC 2217.
 *
 * A client speaks telnet if the first it sends is a negotiation, as those of RFC 2217 do. Every other one,
 * such as nc, only sends bytes: it never meets an option, and the byte 255 is an ordinary one in both
 * directions.
 *
 * There is no serial line behind it: what a client sets (speed, size, parity, control lines) is remembered
 * and confirmed, and changes nothing. IAC IP and IAC BRK are the byte 3, ctrl-C.
 *
 *     bytes came        proto_telnet_receive(), which strips them in place
 *     bytes to send     proto_telnet_send(), which copies and escapes them
 *     socket writable   proto_telnet_pull(), proto_telnet_give() */
#ifndef KRAIT_PROTO_TELNET_H
#define KRAIT_PROTO_TELNET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of the output's memory kept for answers. A client that asks more without reading gets no further answers.
 */
#define PROTO_TELNET_ANSWERS 256

struct proto_telnet {
    uint8_t state;
    bool telnet;               /* the client speaks it */
    bool plain;                /* it does not */
    bool carriage;             /* the last byte was a carriage return */
    uint8_t verb;              /* of the command that is being read */
    uint8_t us, them;          /* options that are on, a bit each */
    uint8_t sub[16], sub_size; /* a subnegotiation, cut to what matters */
    uint8_t baud[4];           /* big-endian */
    uint8_t data_size, parity, stop_size;
    uint8_t flow, control, dtr, rts; /* as in SET-CONTROL */
    uint8_t *out;
    size_t capacity, head, size;
};

/* `out` is the caller's memory for bytes on their way to the client, of more than PROTO_TELNET_ANSWERS. */
void proto_telnet_init(struct proto_telnet *telnet, uint8_t *out, size_t capacity);

/* Takes all bytes, and leaves those of the stream at the beginning of `data`: returns how many. There must be
 * room for one byte more than `size`, because a first byte 255 is held until the second shows what it is. */
size_t proto_telnet_receive(struct proto_telnet *telnet, uint8_t *data, size_t size);

/* Queues bytes of the stream: how many of them there was room for. */
size_t proto_telnet_send(struct proto_telnet *telnet, const uint8_t *data, size_t size);

/* The next bytes for the socket, how many; that many were sent. */
size_t proto_telnet_pull(const struct proto_telnet *telnet, const uint8_t **data);
void proto_telnet_give(struct proto_telnet *telnet, size_t sent);

#endif

/* WebREPL on a device: MicroPython's prompt and file transfer for its web page and webrepl_cli.py, beside the
 * encrypted link.
 *
 * A password in clear is all that stands in front of it, so it is off until somebody turns it on, and says so
 * then. It shares nothing with the link but the listening port: its connections have places of their own,
 * logged in or not, its failures are counted apart, and who knows its password gets a terminal and the
 * device's files, not the key.
 *
 * A port has one dev_webrepl beside its device. It shows it the head of a request that does not offer the
 * link's subprotocol, and then moves bytes:
 *
 *     a request came          dev_webrepl_open()
 *     bytes came              dev_webrepl_room(), dev_webrepl_receive()
 *     the socket takes bytes  dev_webrepl_pull(), dev_webrepl_give()
 *     the connection is gone  dev_webrepl_close()
 *     the terminal has news   dev_webrepl_terminal_wake()
 *     after every serve()     dev_webrepl_poll(), and no wait longer than dev_webrepl_deadline()
 *
 * The calls are allowed inside serve(), as those of device.h are; none of them runs Python.
 *
 * Passwords. Only their hash is kept, and hashes are compared. After a wrong password the next one from that
 * address is not looked at before a delay has passed, which doubles with each; addresses beyond a few share
 * one delay. Right passwords wait, too, or guessing would cost nothing.
 *
 * Pages. A browser says which page connects (Origin). Allowed are those of the configuration, those of the
 * device, and the page that the device itself would be; "null" is a page from a file, and only under a Host
 * that is the device's own. Who sends no Origin is no browser. */
#ifndef KRAIT_WEBREPL_H
#define KRAIT_WEBREPL_H

#include "krait/device.h"
#include "krait/proto_ws.h"

typedef struct dev_webrepl dev_webrepl;
typedef struct dev_webrepl_client dev_webrepl_client;

#define DEV_WEBREPL_BUFFER_MIN  1024  /* `output` at least */
#define DEV_WEBREPL_BUFFER_FULL 66064 /* `output` for the longest chunks */

typedef struct dev_webrepl_config {
    void *memory; /* aligned to 16 bytes and filled with zeros, the caller's; used as long as the device */
    size_t size;  /* at least dev_webrepl_size(config) */
    uint16_t clients;   /* connections that have logged in, 1 to 16 */
    uint16_t strangers; /* connections that have not, 1 to 16 */
    uint32_t input;     /* bytes of input held for each, at least 64 */
    uint32_t output;    /* bytes of output held for each; decides how long a chunk of a file is */
    const char *const
        *origins; /* pages that may connect besides the device's; ends with NULL; must outlive the device */
    /* There is something to pull for this peer, or it is to be closed. Must not call back. */
    void (*wake)(void *port, void *peer);
    /* Closes this peer's connection at once; no more calls for it. Must not call back. */
    void (*drop)(void *port, void *peer);
    void *port;
} dev_webrepl_config;

/* Bytes of memory for these numbers; 0 when one is out of range. */
size_t dev_webrepl_size(const dev_webrepl_config *config);

/* Makes the service in config->memory, off. */
dev_webrepl *dev_webrepl_init(dev_device *dev, const dev_webrepl_config *config);

/* Turns it on with a password, or gives it another one. -KR_EINVAL for an empty password. */
int dev_webrepl_start(dev_webrepl *webrepl, const char *password, size_t length);

/* The same with the SHA-256 of a password. */
void dev_webrepl_start_digest(dev_webrepl *webrepl, const uint8_t digest[32]);

/* Off: its connections are told and end. */
void dev_webrepl_stop(dev_webrepl *webrepl);
bool dev_webrepl_is_on(const dev_webrepl *webrepl);

/* A connection from `address` whose request (parsed in the loose form) asks for a WebSocket. Its bytes after
 * the head come with dev_webrepl_receive(). NULL with an HTTP status to refuse it with: 403 for a page that
 * may not, 503 when there is no place. */
dev_webrepl_client *dev_webrepl_open(dev_webrepl *webrepl, void *peer, const char *address,
                                     const struct proto_ws_server *head, int *status);

/* Where the next bytes are to be read to, and how many; 0: none are wanted now, wake() tells when. */
size_t dev_webrepl_room(dev_webrepl_client *client, uint8_t **data);

/* `length` bytes were read there. */
void dev_webrepl_receive(dev_webrepl_client *client, size_t length);

/* The next bytes to send: their number, 0 for none now (wake() tells when), negative: close the connection.
 * They stay valid until give() says how many of them were sent. */
ptrdiff_t dev_webrepl_pull(dev_webrepl_client *client, const uint8_t **data);
void dev_webrepl_give(dev_webrepl_client *client, size_t sent);

/* The connection is gone; not after drop(). */
void dev_webrepl_close(dev_webrepl_client *client);

/* dev_port.terminal_wake() for `peer`: false when the terminal is not of this service. */
bool dev_webrepl_terminal_wake(dev_webrepl *webrepl, void *peer);

/* Does what is due. */
void dev_webrepl_poll(dev_webrepl *webrepl);

/* When something will be, in the port's ticks; UINT64_MAX: never. */
uint64_t dev_webrepl_deadline(const dev_webrepl *webrepl);

#endif

#ifndef WIRE_H
#define WIRE_H
/* The bytes between here and a stock board: a serial port (serial.c) or a WebREPL connection (webrepl.c).
 * Both are descriptors to poll; neither knows what the bytes mean. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "failure.h"
#include "store.h"

struct wire;

struct wire_kind {
    bool (*open)(struct wire *wire, const struct device *device, int64_t deadline_us,
                 struct failure *failure);
    /* As read(2): 0 is the end, -1 with EAGAIN when nothing is there. */
    ssize_t (*read)(struct wire *wire, void *data, size_t size);
    /* As write(2); takes what it can. */
    ssize_t (*write)(struct wire *wire, const void *data, size_t size);
    void (*close)(struct wire *wire);
};
extern const struct wire_kind wire_serial, wire_webrepl;

struct wire {
    const struct wire_kind *kind;
    int fd;        /* to poll; -1: closed */
    bool backs_up; /* what the board has not read yet waits on the way, however much it is (a pseudo-terminal)
                    */
    int again_ms;  /* when an idle board is asked again: a port just opened may lose the first byte */
    int patience_ms; /* how long it may take to answer then */
    void *state;     /* the kind's own */
    char name[128];  /* for messages */
};

/* One serial port as `krait devices` lists it. Texts may be "". */
struct port {
    const char *path, *description, *serial;
};
/* Calls `found` for every serial port of this computer that something may be plugged into; returns how many.
 */
int serial_each(void (*found)(void *context, const struct port *port), void *context);

/* The path of the port that "serial:NAME" means: NAME as a file in /dev, or the only port whose description
 * or serial number contains it. */
bool serial_find(const char *name, char *path, size_t size, struct failure *failure);

#endif

/* Serial ports. A real one is configured through libserialport; a pseudo-terminal, which that library does
 * not know, only needs its line discipline out of the way. The port is locked while it is open, as other
 * tools do, so that two programs never share a board by accident. */
#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include "wire.h"

#define BAUD 115200

static bool cannot_open(struct failure *failure, const char *path, int error) {
    return fail(failure, EXIT_UNREACHABLE, "cannot open %s: %s%s", path, strerror(error),
                error == EACCES ? " (ports usually belong to the group dialout: is your user in it?)"
                : error == EBUSY || error == EWOULDBLOCK ? " (another program has it open)"
                                                         : "");
}

static bool is_pseudo(const char *path) {
    char real[PATH_MAX];
    return realpath(path, real) && strncmp(real, "/dev/pts/", 9) == 0;
}

static bool make_raw(int fd) {
    struct termios settings;
    if (tcgetattr(fd, &settings) < 0) return false;
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    return tcsetattr(fd, TCSANOW, &settings) == 0;
}

/* The rate behind '@' in "/dev/ttyUSB0@921600" goes to *baud, the rest to `path`. */
static void split_rate(const char *text, char path[PATH_MAX], int *baud) {
    const char *at = strrchr(text, '@');
    char *end = NULL;
    long rate = at ? strtol(at + 1, &end, 10) : 0;
    bool given = at && end && !*end && rate >= 300 && rate <= 20000000 && access(text, F_OK) < 0;
    *baud = given ? (int)rate : BAUD;
    snprintf(path, PATH_MAX, "%.*s", given ? (int)(at - text) : PATH_MAX - 1, text);
}

/* What a stock board expects of the line. Both modem lines on: boards with native USB print only then, and
 * the reset circuit of others acts when they differ. */
static bool configure(struct sp_port *port, int baud) {
    return sp_set_baudrate(port, baud) == SP_OK && sp_set_bits(port, 8) == SP_OK &&
           sp_set_parity(port, SP_PARITY_NONE) == SP_OK && sp_set_stopbits(port, 1) == SP_OK &&
           sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE) == SP_OK && sp_set_dtr(port, SP_DTR_ON) == SP_OK &&
           sp_set_rts(port, SP_RTS_ON) == SP_OK;
}

static bool open_port(struct wire *wire, const char *path, int baud, struct failure *failure) {
    struct sp_port *port;
    if (sp_get_port_by_name(path, &port) != SP_OK)
        return fail(failure, EXIT_UNREACHABLE, "%s is no serial port", path);
    wire->state = port;
    if (sp_open(port, SP_MODE_READ_WRITE) != SP_OK) return cannot_open(failure, path, sp_last_error_code());
    if (sp_get_port_handle(port, &wire->fd) != SP_OK || !configure(port, baud)) {
        char *text = sp_last_error_message();
        fail(failure, EXIT_UNREACHABLE, "%s cannot be set to %d baud: %s", path, baud, text ? text : "?");
        sp_free_error_message(text);
        return false;
    }
    return true;
}

static bool open_plain(struct wire *wire, const char *path, struct failure *failure) {
    wire->fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (wire->fd < 0) return cannot_open(failure, path, errno);
    wire->backs_up = true;
    return make_raw(wire->fd) || cannot_open(failure, path, errno);
}

static bool serial_open(struct wire *wire, const struct device *device, int64_t deadline_us,
                        struct failure *failure) {
    char path[PATH_MAX], real[PATH_MAX];
    struct stat have;
    int baud;
    (void)deadline_us;
    split_rate(device->path, path, &baud);
    if (stat(path, &have) < 0) return cannot_open(failure, path, errno);
    if (!S_ISCHR(have.st_mode)) return fail(failure, EXIT_USAGE, "%s is no serial port", path);
    snprintf(wire->name, sizeof wire->name, "%.127s", path);
    wire->patience_ms = 3000;
    if (access(path, R_OK | W_OK) < 0) return cannot_open(failure, path, errno);
    bool pseudo = is_pseudo(path);
    wire->again_ms = pseudo ? 150 : 500;
    if (!realpath(path, real)) return cannot_open(failure, path, errno);
    if (!(pseudo ? open_plain(wire, real, failure) : open_port(wire, real, baud, failure))) return false;
    return flock(wire->fd, LOCK_EX | LOCK_NB) == 0 || cannot_open(failure, path, errno);
}

static ssize_t serial_read(struct wire *wire, void *data, size_t size) {
    ssize_t n = read(wire->fd, data, size);
    return n < 0 && errno == EIO ? 0 : n; /* a port that is gone */
}

static ssize_t serial_write(struct wire *wire, const void *data, size_t size) {
    return write(wire->fd, data, size);
}

static void serial_close(struct wire *wire) {
    if (wire->state) {
        sp_close(wire->state);
        sp_free_port(wire->state);
    } else if (wire->fd >= 0) {
        close(wire->fd);
    }
    wire->state = NULL;
    wire->fd = -1;
}

const struct wire_kind wire_serial = {serial_open, serial_read, serial_write, serial_close};

/* --- ports of this computer */

static const char *text_of(char *text) {
    return text ? text : "";
}

/* Ports that are soldered on say nothing about themselves; most have no plug. */
static bool worth_listing(struct sp_port *port) {
    return sp_get_port_transport(port) != SP_TRANSPORT_NATIVE;
}

int serial_each(void (*found)(void *context, const struct port *port), void *context) {
    struct sp_port **ports;
    int count = 0;
    if (sp_list_ports(&ports) != SP_OK) return 0;
    for (struct sp_port **p = ports; *p; p++) {
        struct port port = {sp_get_port_name(*p), text_of(sp_get_port_description(*p)),
                            text_of(sp_get_port_usb_serial(*p))};
        if (!worth_listing(*p)) continue;
        found(context, &port);
        count++;
    }
    sp_free_port_list(ports);
    return count;
}

struct search {
    const char *name;
    char *path;
    size_t size;
    int count;
};

static void search_take(void *context, const struct port *port) {
    struct search *search = context;
    if (!strcasestr(port->description, search->name) && !strcasestr(port->serial, search->name)) return;
    if (!search->count++) snprintf(search->path, search->size, "%s", port->path);
}

bool serial_find(const char *name, char *path, size_t size, struct failure *failure) {
    struct search search = {name, path, size, 0};
    char plain[PATH_MAX], wanted[PATH_MAX];
    int baud;
    if (!*name) return fail(failure, EXIT_USAGE, "serial: wants the name of a port, e.g. serial:ttyUSB0");
    snprintf(wanted, sizeof wanted, "%s%s", *name == '/' ? "" : "/dev/", name);
    split_rate(wanted, plain, &baud);
    snprintf(path, size, "%s", wanted);
    if (access(plain, F_OK) == 0) return true;
    serial_each(search_take, &search);
    if (search.count == 1) return true;
    if (search.count > 1)
        return fail(failure, EXIT_USAGE, "several serial ports are called '%s'; `krait devices` lists them",
                    name);
    return fail(failure, EXIT_UNREACHABLE, "no serial port is called '%s'; `krait devices` lists them", name);
}

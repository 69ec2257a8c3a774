/* krait devices: what is paired, and whether it answers. */
#include <stdio.h>
#include "output.h"
#include "verbs.h"
#include "wire.h"

struct listing {
    struct context *context;
    bool check;
    int width;
};

static void measure(void *context, const struct device *device) {
    struct listing *listing = context;
    int length = (int)__builtin_strlen(device->name);
    if (length > listing->width) listing->width = length;
}

/* "online", or why not. */
static const char *state_of(struct listing *listing, const struct device *device, struct failure *failure) {
    struct session session;
    bool good =
        session_connect(&session, device, options_timeout_ms(listing->context->options, 2000), failure);
    session_close(&session);
    if (good) return "online";
    if (failure->code != EXIT_AUTH) return "unreachable";
    return device->kind == DEVICE_WEBREPL ? "password refused" : "key refused";
}

static void show(void *context, const struct device *device) {
    struct listing *listing = context;
    struct failure failure = {0};
    char address[PROTO_HOST_MAX + 10];
    const char *state = listing->check ? state_of(listing, device, &failure) : NULL;
    bool webrepl = device->kind == DEVICE_WEBREPL;
    proto_authority_format(device->host, device->port, address, sizeof address);
    if (listing->context->options->json)
        output_json(json_pack("{ss ss si ss ss* ss*}", "device", device->name, "host", device->host, "port",
                              (int)device->port, "id", device->id, "kind", webrepl ? "webrepl" : NULL,
                              "state", state));
    else
        printf("%-*s  %-21s  %-16s%s%s\n", listing->width, device->name, address,
               webrepl ? "WebREPL" : device->id, state ? "  " : "", state ? state : "");
}

static void show_port(void *context, const struct port *port) {
    const struct listing *listing = context;
    if (listing->context->options->json)
        output_json(json_pack("{ss ss ss}", "port", port->path, "description", port->description, "serial",
                              port->serial));
    else
        printf("%-*s  %s%s%s\n", listing->width, port->path, port->description, *port->serial ? "  " : "",
               port->serial);
}

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"check", NULL};
    bool flags[128];
    const char *unknown = options_flags(&argc, argv, "c", names, "c", flags);
    if (unknown) return verb_usage(context, "devices", "devices does not know '%s'", unknown);
    if (argc > 1) return verb_usage(context, "devices", "devices takes no '%s'", argv[1]);
    struct listing listing = {.context = context, .check = flags['c']};
    store_each(measure, &listing);
    int count = store_each(show, &listing) + serial_each(show_port, &listing);
    if (count == 0 && !context->options->json)
        fputs(
            "no device is paired yet (see krait pair --help), and no serial port has something plugged in\n",
            stderr);
    return EXIT_OK;
}

const struct verb verb_devices = {
    .name = "devices",
    .group = "devices",
    .usage = "[--check]",
    .summary = "List the paired devices and the serial ports",
    .run = run,
    .help = "-c, --check  connect to each paired device and say whether it answers\n"};

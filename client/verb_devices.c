/* krait devices: what is paired, whether it answers, and what announces itself in the network. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include "discover.h"
#include "output.h"
#include "verbs.h"
#include "wire.h"

#define SCAN_MS 2000

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

/* --- the network */

struct owner {
    const struct discovered *found;
    const char *address;
    char name[DEVICE_NAME_MAX + 1]; /* "" while no paired device is known there */
};

/* A paired device that was reached at the address or the name, or whose own name is that. */
static void match(void *context, const struct device *device) {
    struct owner *owner = context;
    bool there =
        strcasecmp(device->host, owner->found->host) == 0 || strcmp(device->host, owner->address) == 0;
    bool same =
        (there && device->port == owner->found->port) || strcmp(device->name, owner->found->instance) == 0;
    if (same && device->kind == DEVICE_KRAIT) strcpy(owner->name, device->name);
}

static void show_found(const struct context *context, const struct discovered *found) {
    char address[INET_ADDRSTRLEN] = "";
    struct owner owner = {.found = found, .address = address};
    if (found->address.s_addr) inet_ntop(AF_INET, &found->address, address, sizeof address);
    store_each(match, &owner);
    const char *name = *owner.name ? owner.name : NULL;
    if (context->options->json)
        output_json(json_pack("{ss ss ss* si ss*}", "instance", found->instance, "host", found->host,
                              "address", *address ? address : NULL, "port", (int)found->port, "device",
                              name));
    else
        printf("%s  %s:%u  %s%s%s\n", *found->host ? found->host : found->instance, *address ? address : "?",
               found->port, name ? "paired" : "not paired", name ? " as " : "", name ? name : "");
}

static int scan(struct context *context) {
    static struct discovered found[DISCOVER_MAX];
    struct failure failure = {0};
    int count = discover_devices(options_timeout_ms(context->options, SCAN_MS), found, &failure);
    if (count < 0) return context_fail(context, &failure);
    for (int i = 0; i < count; i++) show_found(context, &found[i]);
    if (count == 0 && !context->options->json)
        fputs(
            "no device announces itself in this network; the ones that do are chips that have joined it, and "
            "computers where a\nservice _krait._tcp is announced\n",
            stderr);
    return EXIT_OK;
}

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"check", "scan", NULL};
    bool flags[128];
    const char *unknown = options_flags(&argc, argv, "cs", names, "cs", flags);
    if (unknown) return verb_usage(context, "devices", "devices does not know '%s'", unknown);
    if (argc > 1) return verb_usage(context, "devices", "devices takes no '%s'", argv[1]);
    if (flags['s']) return scan(context);
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
    .usage = "[--check | --scan]",
    .summary = "List the paired devices and the serial ports, or find devices in the network",
    .run = run,
    .help = "-c, --check  connect to each paired device and say whether it answers\n"
            "-s, --scan   ask the local network (multicast DNS) which devices are there, for 2 seconds or\n"
            "             --timeout; NAME.local works as an address even where the system does not know such "
            "names:\n\n"
            "    krait devices --scan\n    krait -d krait-123456.local info\n"};

/* krait devices: what is paired, and whether it answers. */
#include <stdio.h>
#include "output.h"
#include "verbs.h"

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
    return failure->code == EXIT_AUTH ? "key refused" : "unreachable";
}

static void show(void *context, const struct device *device) {
    struct listing *listing = context;
    struct failure failure = {0};
    char address[PROTO_HOST_MAX + 10];
    const char *state = listing->check ? state_of(listing, device, &failure) : NULL;
    proto_authority_format(device->host, device->port, address, sizeof address);
    if (listing->context->options->json)
        output_json(json_pack("{ss ss si ss ss*}", "device", device->name, "host", device->host, "port",
                              (int)device->port, "id", device->id, "state", state));
    else
        printf("%-*s  %-21s  %-16s%s%s\n", listing->width, device->name, address, device->id,
               state ? "  " : "", state ? state : "");
}

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"check", NULL};
    bool flags[128];
    const char *unknown = options_flags(&argc, argv, "c", names, "c", flags);
    if (unknown) return verb_usage(context, "devices", "devices does not know '%s'", unknown);
    if (argc > 1) return verb_usage(context, "devices", "devices takes no '%s'", argv[1]);
    struct listing listing = {.context = context, .check = flags['c']};
    store_each(measure, &listing);
    if (store_each(show, &listing) == 0 && !context->options->json)
        fputs("no device is paired yet; see krait pair --help\n", stderr);
    return EXIT_OK;
}

const struct verb verb_devices = {.name = "devices",
                                  .group = "devices",
                                  .usage = "[--check]",
                                  .summary = "List the paired devices",
                                  .run = run,
                                  .help = "-c, --check  connect to each and say whether it answers\n"};

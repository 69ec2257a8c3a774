/* krait key: looks after the keys of this user: list, show as URI, rotate on the device, forget. */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include "output.h"
#include "verbs.h"

static void show(void *context, const struct device *device) {
    const struct options *options = ((struct context *)context)->options;
    char fingerprint[PROTO_FINGERPRINT_CHARS + 1];
    if (device->kind != DEVICE_KRAIT) return; /* a password has no fingerprint that would be safe to show */
    proto_key_fingerprint(device->key, fingerprint);
    if (options->json)
        output_json(json_pack("{ss ss}", "device", device->name, "fingerprint", fingerprint));
    else
        printf("%-20s %s\n", device->name, fingerprint);
}

static int list(struct context *context) {
    store_each(show, context);
    return EXIT_OK;
}

static int print_uri(struct context *context, const struct device *device) {
    struct proto_uri uri = {.port = device->port};
    char text[PROTO_URI_MAX];
    memcpy(uri.host, device->host, sizeof uri.host);
    memcpy(uri.key, device->key, sizeof uri.key);
    proto_uri_format(&uri, text, sizeof text);
    if (context->options->json)
        output_json(json_pack("{ss ss}", "device", device->name, "uri", text));
    else
        puts(text);
    proto_wipe(&uri, sizeof uri);
    proto_wipe(text, sizeof text);
    return EXIT_OK;
}

/* The new key is stored beside the old one first, so that a crash between the device's yes and our rename
 * loses nothing. */
static int rotate(struct context *context, const struct device *device) {
    struct failure failure = {0};
    struct handler handler = {0};
    struct device next = *device, spare = *device;
    int code = EXIT_OK;
    struct session *session = context_session(context, &code);
    if (!session) return code;
    if (getrandom(next.key, sizeof next.key, 0) != (ssize_t)sizeof next.key) return EXIT_IO;
    snprintf(spare.name, sizeof spare.name, "%.50s.next", device->name);
    memcpy(spare.key, next.key, sizeof spare.key);
    bool good = store_save(&spare, &failure) &&
                session_request(session, &handler, PROTO_KEY_ROTATE, next.key, sizeof next.key, "key rotate",
                                clock_us() + 10000000, &failure);
    if (good) good = store_save(&next, &failure);
    if (good || failure.status)
        store_forget(spare.name, &(struct failure){0}); /* a clear no of the device needs no spare */
    if (!good) return context_fail(context, &failure);
    if (!context->options->json)
        printf("%s has a new key; other clients must be paired again\n", device->name);
    else
        show(context, &next);
    return EXIT_OK;
}

static int run(struct context *context, int argc, char **argv) {
    struct failure failure = {0};
    const char *what = argc > 1 ? argv[1] : "list";
    if (argc > 3) return verb_usage(context, "key", "key takes an action and perhaps a device");
    if (strcmp(what, "list") == 0 && argc <= 2) return list(context);
    bool known = strcmp(what, "uri") == 0 || strcmp(what, "rotate") == 0 || strcmp(what, "forget") == 0;
    if (!known) return verb_usage(context, "key", "key does not know '%s'", what);
    if (strcmp(what, "forget") == 0 && argc < 3 && !context->options->device)
        return verb_usage(context, "key", "key forget wants the name of a device");
    if (!store_choose(argc > 2 ? argv[2] : context->options->device, &context->device, &failure))
        return context_fail(context, &failure);
    context->device_chosen = true;
    if (context->device.kind != DEVICE_KRAIT && strcmp(what, "forget") != 0)
        return verb_usage(context, "key", "a stock board has no key");
    if (context->device.kind == DEVICE_SERIAL)
        return verb_usage(context, "key", "a serial port is not stored, so there is nothing to forget");
    if (strcmp(what, "uri") == 0) return print_uri(context, &context->device);
    if (strcmp(what, "rotate") == 0) return rotate(context, &context->device);
    if (!store_forget(context->device.name, &failure)) return context_fail(context, &failure);
    if (!context->options->json) printf("forgot %s\n", context->device.name);
    return EXIT_OK;
}

const struct verb verb_key = {
    .name = "key",
    .group = "devices",
    .usage = "[list | uri [DEVICE] | rotate [DEVICE] | forget DEVICE]",
    .summary = "Look after the keys",
    .run = run,
    .help = "list    fingerprints of all keys (safe to show)\n"
            "uri     the pairing URI of a device, for another computer of yours (it contains the key)\n"
            "rotate  give the device a new random key; whoever had the old one is out\n"
            "forget  remove the device from this computer\n"};

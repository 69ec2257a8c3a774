/* krait pair: takes a device's pairing URI, proves it, and stores the key under a name. */
#include <bsd/readpassphrase.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "krait/proto_error.h"
#include "output.h"
#include "verbs.h"

/* The URI from the argument, or from standard input when that is "-", so that the key need not stand in a
 * process list. */
static bool read_uri(const char *argument, char *text, size_t size, struct failure *failure) {
    if (strcmp(argument, "-") != 0) {
        snprintf(text, size, "%s", argument);
        return true;
    }
    if (isatty(STDIN_FILENO)) fputs("pairing URI: ", stderr);
    if (!fgets(text, (int)size, stdin))
        return fail(failure, EXIT_USAGE, "no pairing URI came on standard input");
    text[strcspn(text, " \r\n")] = 0;
    return true;
}

/* Asks for the password where KRAIT_PASSWORD does not give it, and proves it by logging in. */
static bool prove_webrepl(struct context *context, struct device *device, struct failure *failure) {
    struct session session;
    const char *given = getenv("KRAIT_PASSWORD");
    char prompt[PROTO_HOST_MAX + 40];
    device->password[0] = 0; /* a stored one may be old */
    snprintf(prompt, sizeof prompt, "WebREPL password of %s: ", device->host);
    if (given && strlen(given) > DEVICE_PASSWORD_MAX)
        return fail(failure, EXIT_USAGE, "the password is longer than %d characters", DEVICE_PASSWORD_MAX);
    if (given)
        strcpy(device->password, given);
    else if (!readpassphrase(prompt, device->password, sizeof device->password, RPP_ECHO_OFF))
        return fail(failure, EXIT_USAGE, "no password came");
    if (!device->password[0]) return fail(failure, EXIT_USAGE, "the password is empty");
    bool good = session_connect(&session, device, options_timeout_ms(context->options, 10000), failure);
    session_close(&session);
    return good;
}

/* Connects once: the key must be right, and the device tells its name and id. */
static bool prove(struct context *context, struct device *device, struct failure *failure) {
    struct session session;
    bool good = session_connect(&session, device, options_timeout_ms(context->options, 10000), failure);
    if (good) {
        snprintf(device->id, sizeof device->id, "%s", session.link.peer.id);
        if (!device->name[0] && device_name_valid(session.link.peer.name))
            snprintf(device->name, sizeof device->name, "%.*s", DEVICE_NAME_MAX, session.link.peer.name);
    }
    session_close(&session);
    return good;
}

/* A name that stands for another device already is not overwritten in silence. */
static bool name_is_free(const struct device *device, struct failure *failure) {
    struct device other;
    struct failure ignored;
    if (!store_load(device->name, &other, &ignored)) return true;
    bool same = device->kind == DEVICE_WEBREPL
                    ? strcmp(other.host, device->host) == 0 && other.port == device->port
                    : strcmp(other.id, device->id) == 0;
    if (same && other.kind == device->kind) return true;
    return fail(failure, EXIT_USAGE,
                "'%s' is another device (%s:%u) already; give this one another name: krait pair URI NAME",
                device->name, other.host, other.port);
}

static void report_webrepl(const struct options *options, const struct device *device) {
    if (options->json)
        output_json(json_pack("{ss ss si ss}", "device", device->name, "host", device->host, "port",
                              (int)device->port, "kind", "webrepl"));
    else
        printf("paired with %s, the WebREPL at %s:%u\n", device->name, device->host, device->port);
}

static int pair_webrepl(struct context *context, const char *address, const char *name) {
    struct failure failure = {0};
    struct device device;
    if (!store_choose(address, &device, &failure)) return context_fail(context, &failure);
    const char *chosen = name ? name : device_name_valid(device.host) ? device.host : "board";
    snprintf(device.name, sizeof device.name, "%.*s", DEVICE_NAME_MAX, chosen);
    bool good = name_is_free(&device, &failure) && prove_webrepl(context, &device, &failure) &&
                store_save(&device, &failure);
    proto_wipe(device.password, sizeof device.password);
    if (!good) return context_fail(context, &failure);
    report_webrepl(context->options, &device);
    return EXIT_OK;
}

static int run(struct context *context, int argc, char **argv) {
    char text[PROTO_URI_MAX + 8], fingerprint[PROTO_FINGERPRINT_CHARS + 1], address[PROTO_HOST_MAX + 10];
    struct failure failure = {0};
    struct device device = {0};
    if (argc < 2 || argc > 3)
        return verb_usage(context, "pair", "pair takes a pairing URI and perhaps a name");
    if (argc == 3 && !device_name_valid(argv[2]))
        return verb_usage(context, "pair", "'%s' is not a device name (letters, digits, '-', '_', '.')",
                          argv[2]);
    if (strncmp(argv[1], "ws://", 5) == 0) return pair_webrepl(context, argv[1], argc == 3 ? argv[2] : NULL);
    if (strncmp(argv[1], "serial:", 7) == 0 || argv[1][0] == '/')
        return verb_usage(context, "pair", "a serial port needs no pairing: krait -d %s …", argv[1]);
    if (!read_uri(argv[1], text, sizeof text, &failure)) return context_fail(context, &failure);
    if (strncmp(text, "krait://", 8) != 0)
        return verb_usage(context, "pair",
                          "a pairing URI looks like krait://HOST:PORT/#KEY; the device prints it, `kraitd "
                          "--pairing-uri` prints it again");
    bool good = store_choose(text, &device, &failure);
    proto_wipe(text, sizeof text);
    if (good && argc == 3) snprintf(device.name, sizeof device.name, "%s", argv[2]);
    good = good && prove(context, &device, &failure);
    if (good && !device.name[0]) snprintf(device.name, sizeof device.name, "%s", "device");
    if (!(good && name_is_free(&device, &failure) && store_save(&device, &failure)))
        return context_fail(context, &failure);
    proto_key_fingerprint(device.key, fingerprint);
    proto_authority_format(device.host, device.port, address, sizeof address);
    if (context->options->json)
        output_json(json_pack("{ss ss si ss ss}", "device", device.name, "host", device.host, "port",
                              (int)device.port, "id", device.id, "fingerprint", fingerprint));
    else
        printf("paired with %s at %s (key %s)\n", device.name, address, fingerprint);
    return EXIT_OK;
}

const struct verb verb_pair = {
    .name = "pair",
    .group = "devices",
    .usage = "URI | ws://HOST[:PORT] [NAME]",
    .summary = "Store a device's address and key, or a board's WebREPL and password",
    .run = run,
    .help = "URI   krait://HOST:PORT/#KEY, which the device prints at its first start; '-' reads it from "
            "standard input\n"
            "ws://HOST[:PORT]  the WebREPL of a stock MicroPython board (port 8266). Its password is asked "
            "for, or taken\n"
            "      from KRAIT_PASSWORD; it travels in clear, as WebREPL has it\n"
            "NAME  what to call the device here; its own name when left out\n\n"
            "Key or password is proved by connecting once and is kept in a file that only you can read.\n"};

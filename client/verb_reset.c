/* krait reset: starts the VM or the whole device anew. */
#include <poll.h>
#include <stdio.h>
#include "output.h"
#include "verbs.h"

/* After a hard reset: waits until the device answers again. */
static bool wait_for_device(struct context *context, struct failure *failure) {
    int64_t deadline = clock_us() + (int64_t)options_timeout_ms(context->options, 30000) * 1000;
    do {
        struct session session;
        bool good = session_connect(&session, &context->device, 2000, failure);
        session_close(&session);
        if (good) return true;
        if (failure->code == EXIT_SIGNAL || failure->code == EXIT_AUTH) return false;
        poll(NULL, 0, 50); /* the device is booting; ask again soon */
    } while (clock_us() < deadline);
    return false;
}

static int run(struct context *context, int argc, char **argv) {
    static const char *const names[] = {"soft", "hard", "safe", NULL};
    struct failure failure = {0};
    struct handler handler = {0};
    bool flags[128];
    int code = EXIT_OK;
    const char *unknown = options_flags(&argc, argv, "", names, "shf", flags);
    if (unknown) return verb_usage(context, "reset", "reset does not know '%s'", unknown);
    if (argc > 1) return verb_usage(context, "reset", "reset takes no '%s'", argv[1]);
    if (flags['s'] + flags['h'] + flags['f'] > 1)
        return verb_usage(context, "reset", "only one of --soft, --hard and --safe can be meant");
    uint8_t kind = flags['h'] ? PROTO_RESET_HARD : flags['f'] ? PROTO_RESET_SAFE : PROTO_RESET_SOFT;
    struct session *session = context_session(context, &code);
    if (!session) return code;
    bool good =
        session_request(session, &handler, PROTO_RESET, &kind, 1, "reset", clock_us() + 15000000, &failure);
    if (!good && kind != PROTO_RESET_SOFT && failure.code == EXIT_UNREACHABLE)
        good = true; /* it went down before its answer */
    if (good && kind != PROTO_RESET_SOFT) {
        session_close(session);
        context->connected = false;
        good = wait_for_device(context, &failure);
    }
    return good ? EXIT_OK : context_fail(context, &failure);
}

const struct verb verb_reset = {
    .name = "reset",
    .group = "programs",
    .usage = "[--soft | --hard | --safe]",
    .summary = "Start the device's Python, or the device, anew",
    .run = run,
    .help = "--soft  the Python machine only (default): connections, mounts and watchers live on; boot.py "
            "and main.py run again\n"
            "--hard  the whole device; krait waits until it is back\n"
            "--safe  as --hard, without running main.py: for a main.py that locks the device up\n"};

/* krait interrupt: KeyboardInterrupt in whatever runs on the device. */
#include "verbs.h"

static int run(struct context *context, int argc, char **argv) {
    static const uint8_t running[4] = {0}; /* job 0: the running one */
    struct failure failure = {0};
    struct handler info = {0};
    int code = EXIT_OK;
    if (argc > 1) return verb_usage(context, "interrupt", "interrupt takes no '%s'", argv[1]);
    struct session *session = context_session(context, &code);
    if (!session) return code;
    /* A request behind it proves that the device has seen the message before we leave. */
    if (session_send(session, NULL, PROTO_INTERRUPT, 0, running, sizeof running, &failure) &&
        session_request(session, &info, PROTO_INFO, NULL, 0, "interrupt", clock_us() + 10000000, &failure))
        return EXIT_OK;
    return context_fail(context, &failure);
}

const struct verb verb_interrupt = {.name = "interrupt",
                                    .group = "programs",
                                    .usage = "",
                                    .summary = "Interrupt the program that runs on the device",
                                    .run = run,
                                    .help = "Raises KeyboardInterrupt in it, whoever started it.\n"};

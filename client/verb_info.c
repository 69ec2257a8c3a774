/* krait info: facts about the device. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "output.h"
#include "verbs.h"

struct facts {
    struct handler handler;
    json_t *pairs; /* object in the device's order */
};

static void take(struct session *session, struct handler *self, const struct proto_frame *frame) {
    struct facts *facts = (struct facts *)self;
    struct proto_pairs message;
    struct proto_text key, value;
    (void)session;
    if (frame->type != PROTO_PAIRS || proto_pairs_parse(frame->payload, frame->length, &message) < 0) return;
    while (proto_list_next(&message.pairs, &key) && proto_list_next(&message.pairs, &value)) {
        char name[128];
        proto_text_copy(key, name, sizeof name);
        json_object_set_new(facts->pairs, name, json_stringn(value.text, value.length));
    }
}

static void print_facts(json_t *pairs) {
    const char *key;
    json_t *value;
    int width = 0;
    json_object_foreach(pairs, key, value) {
        if ((int)strlen(key) > width) width = (int)strlen(key);
    }
    json_object_foreach(pairs, key, value) printf("%-*s  %s\n", width, key, json_string_value(value));
}

static int run(struct context *context, int argc, char **argv) {
    struct facts facts = {.handler = {.frame = take}};
    struct failure failure = {0};
    int code = EXIT_OK;
    if (argc > 1) return verb_usage(context, "info", "info takes no '%s'", argv[1]);
    struct session *session = context_session(context, &code);
    if (!session) return code;
    facts.pairs = json_object();
    if (!session_request(session, &facts.handler, PROTO_INFO, NULL, 0, "info", clock_us() + 10000000,
                         &failure)) {
        json_decref(facts.pairs);
        return context_fail(context, &failure);
    }
    if (context->options->json) {
        output_json(facts.pairs);
    } else {
        print_facts(facts.pairs);
        json_decref(facts.pairs);
    }
    return EXIT_OK;
}

const struct verb verb_info = {.name = "info",
                               .group = "devices",
                               .usage = "",
                               .summary = "Tell versions, memory, uptime and who is connected",
                               .run = run,
                               .help = ""};

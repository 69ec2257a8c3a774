/* docs/PROTOCOL.md against the source: its tables are those of the X-macros, its worked example is what the
 * library does.
 *
 *   test_protocol_docs --print      prints the generated sections as they must stand in the document
 *
 * A section stands between "<!-- NAME -->" and "<!-- end -->". */
#include <stdio.h>

#include "glue.h"
#include "krait/proto_uri.h"
#include "krait/proto_ws.h"

struct section {
    const char *name;
    char *text;
    size_t length;
    size_t capacity;
};

static void add(struct section *section, const char *text) {
    size_t length = strlen(text);
    if (section->capacity - section->length <= length) {
        section->capacity = 2 * section->capacity + length + 1;
        section->text = realloc(section->text, section->capacity);
        assert_non_null(section->text);
    }
    memcpy(section->text + section->length, text, length + 1);
    section->length += length;
}

/* One row of a Markdown table. */
static void row(struct section *section, size_t count, const char *const *cells) {
    for (size_t i = 0; i < count; i++) {
        add(section, i ? " | " : "| ");
        add(section, cells[i]);
    }
    add(section, " |\n");
}

#define ROW(section, ...)                                                                                    \
    do {                                                                                                     \
        const char *const cells[] = {__VA_ARGS__};                                                           \
        row(section, sizeof cells / sizeof cells[0], cells);                                                 \
    } while (0)

/* Hex, 32 bytes a line. */
static void add_hex(struct section *section, const char *name, const void *data, size_t length) {
    char text[80];
    const uint8_t *bytes = data;
    snprintf(text, sizeof text, "%s (%zu)\n", name, length);
    add(section, text);
    for (size_t i = 0; i < length; i++) {
        snprintf(text, sizeof text, "%s%02x%s", i % 32 == 0 ? "    " : "", bytes[i],
                 i % 32 == 31 || i + 1 == length ? "\n" : "");
        add(section, text);
    }
}

static const char *side_name(unsigned side) {
    return side == PROTO_CLIENT   ? "client"
           : side == PROTO_DEVICE ? "device"
           : side == PROTO_BOTH   ? "both"
                                  : "nobody";
}

static const char *flag_names(unsigned flags, char *text) {
    static const char *const names[] = {"END", "STDERR", "STDIN", "RESULT", "MORE"};
    text[0] = 0;
    for (unsigned i = 0; i < 5; i++) {
        if (!(flags >> i & 1)) continue;
        if (text[0]) strcat(text, " ");
        strcat(text, names[i]);
    }
    return text;
}

static void message_row(struct section *section, unsigned type, const char *name, unsigned sender, bool opens,
                        const char *group, unsigned flags, const char *layout, const char *words) {
    char number[8], text[64];
    snprintf(number, sizeof number, "0x%02x", type);
    ROW(section, number, name, side_name(sender), opens ? "opens" : "in", group, flag_names(flags, text),
        layout, words);
}

enum { ROLE_IN = false, ROLE_OPENS = true };

static void make_messages(struct section *section) {
    ROW(section, "type", "name", "sender", "role", "group", "flags", "payload", "purpose");
    ROW(section, "---", "---", "---", "---", "---", "---", "---", "---");
#define MESSAGE_ROW(name, number, sender, role, group, flags, layout, words)                                 \
    message_row(section, number, #name, PROTO_##sender, ROLE_##role, #group, flags, #layout, words);
    PROTO_MESSAGES(MESSAGE_ROW)
}

/* Each field is described as ", name kind"; the first comma is skipped. */
static void make_layouts(struct section *section) {
    ROW(section, "payload", "fields");
    ROW(section, "---", "---");
#define FIELD_WORDS(kind, field) ", " #field " " #kind
#define LAYOUT_ROW(layout)                                                                                   \
    {                                                                                                        \
        static const char words[] = "" PROTO_FIELDS_##layout(FIELD_WORDS);                                   \
        ROW(section, #layout, sizeof words > 1 ? words + 2 : "");                                            \
    }
    PROTO_LAYOUTS(LAYOUT_ROW)
}

static void make_groups(struct section *section) {
    ROW(section, "group", "DATA from", "purpose");
    ROW(section, "---", "---", "---");
#define GROUP_ROW(name, data, words) ROW(section, #name, side_name(data), words);
    PROTO_GROUPS(GROUP_ROW)
}

static void make_statuses(struct section *section) {
    ROW(section, "number", "name", "errno", "exit code", "text");
    ROW(section, "---", "---", "---", "---", "---");
#define STATUS_ROW(name, number, error, exit_code, text)                                                     \
    ROW(section, #number, #name, #error, #exit_code, text);
    PROTO_STATUSES(STATUS_ROW)
}

/* The worked example: fixed keys, one exchange, everything on the way. */
static void add_greetings(struct section *section, struct pair *pair) {
    static const struct pair_options defaults;
    struct proto_hello hello;
    struct bytes message;
    uint8_t text[PROTO_HELLO_MAX];
    for (int i = 0; i < 2; i++) {
        enum proto_side side = i == 0 ? PROTO_CLIENT : PROTO_DEVICE;
        struct end *from = i == 0 ? &pair->client : &pair->device,
                   *to = i == 0 ? &pair->device : &pair->client;
        struct proto_writer writer;
        pair_hello(&hello, side, &defaults);
        proto_writer_init(&writer, text, sizeof text);
        proto_hello_write(&writer, &hello);
        add_hex(section, i == 0 ? "client ephemeral secret" : "device ephemeral secret",
                from->ephemeral.secret, PROTO_KEY_BYTES);
        add_hex(section, i == 0 ? "client HELLO" : "device HELLO", text,
                (size_t)proto_writer_finish(&writer));
        assert_true(end_take(from, &message));
        add_hex(section, i == 0 ? "message 1" : "message 2", message.data, message.length);
        assert_error(end_receive(to, &message), OK);
        bytes_free(&message);
    }
    add_hex(section, "handshake hash", pair->client.link.noise.hash, PROTO_HASH_BYTES);
    assert_memory_equal(pair->client.link.noise.hash, pair->device.link.noise.hash, PROTO_HASH_BYTES);
    add_hex(section, "client to device key", pair->client.link.send.key, PROTO_KEY_BYTES);
    add_hex(section, "device to client key", pair->client.link.receive.key, PROTO_KEY_BYTES);
}

/* Takes the record that an end has built: its plaintext, which still lies in the buffer, and what goes out.
 */
static struct bytes add_record(struct section *section, const char *plain, const char *sealed,
                               struct end *from) {
    struct bytes message;
    add_hex(section, plain, from->link.buffer + PROTO_LINK_HEADROOM, from->link.filled);
    assert_true(end_take(from, &message));
    add_hex(section, sealed, message.data, message.length);
    return message;
}

static void put_request(struct pair *pair, struct proto_stream **stream) {
    uint8_t payload[64];
    struct proto_writer writer;
    struct proto_exec exec = {.kind = PROTO_EXEC_EVAL,
                              .source_size = 3,
                              .name = {"<eval>", 6},
                              .source = {(const uint8_t *)"1+1", 3}};
    assert_error(proto_link_stream(&pair->client.link, stream), OK);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_exec_write(&writer, &exec);
    assert_error(proto_link_put(&pair->client.link, *stream, PROTO_EXEC, PROTO_FLAG_END, payload,
                                (size_t)proto_writer_finish(&writer)),
                 OK);
}

static void put_answer(struct pair *pair, struct proto_stream *stream) {
    uint8_t payload[64];
    struct proto_writer writer;
    struct proto_job job = {1};
    struct proto_result result = {PROTO_OUTCOME_OK, 0, {(const uint8_t *)"2", 1}};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_job_write(&writer, &job);
    assert_error(proto_link_put(&pair->device.link, stream, PROTO_STARTED, 0, payload,
                                (size_t)proto_writer_finish(&writer)),
                 OK);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_result_write(&writer, &result);
    assert_error(proto_link_put(&pair->device.link, stream, PROTO_RESULT, PROTO_FLAG_END, payload,
                                (size_t)proto_writer_finish(&writer)),
                 OK);
}

static void add_web_socket(struct section *section, const struct bytes *message) {
    static const uint8_t mask[4] = {1, 2, 3, 4};
    uint8_t *memory = malloc(PROTO_WS_FRAME_HEADER_MAX + message->length);
    size_t total;
    assert_non_null(memory);
    memcpy(memory + PROTO_WS_FRAME_HEADER_MAX, message->data, message->length);
    uint8_t *frame =
        proto_ws_wrap(memory + PROTO_WS_FRAME_HEADER_MAX, message->length, PROTO_WS_BINARY, mask, &total);
    add_hex(section, "request as a WebSocket frame, mask 01020304", frame, total);
    free(memory);
}

static void make_example(struct section *section) {
    struct pair pair;
    struct proto_stream *stream;
    struct proto_frame frame;
    uint8_t key[PROTO_KEY_BYTES];
    struct proto_uri uri = {.host = "greenhouse.local", .port = PROTO_PORT_DEFAULT};
    char text[PROTO_URI_MAX], print[PROTO_FINGERPRINT_CHARS + 1];
    for (uint8_t i = 0; i < PROTO_KEY_BYTES; i++) uri.key[i] = key[i] = i;
    assert_true(proto_uri_format(&uri, text, sizeof text) > 0);
    proto_key_fingerprint(key, print);
    add(section, "```\nURI\n    ");
    add(section, text);
    add(section, "\nfingerprint\n    ");
    add(section, print);
    add(section, "\n");
    add_hex(section, "key", key, sizeof key);
    pair_init(&pair, NULL);
    add_greetings(section, &pair);
    put_request(&pair, &stream);
    struct bytes message = add_record(section, "request", "request sealed", &pair.client);
    add_web_socket(section, &message);
    assert_error(end_receive(&pair.device, &message), OK);
    bytes_free(&message);
    assert_int_equal(proto_link_next(&pair.device.link, &frame), 1);
    put_answer(&pair, frame.stream);
    message = add_record(section, "answer", "answer sealed", &pair.device);
    bytes_free(&message);
    assert_error(proto_cipher_rekey(&pair.client.link.send), OK);
    add_hex(section, "client to device key after a rekey", pair.client.link.send.key, PROTO_KEY_BYTES);
    add(section, "```\n");
    pair_release(&pair);
}

static const struct {
    const char *name;
    void (*make)(struct section *section);
} sections[] = {{"groups", make_groups},
                {"messages", make_messages},
                {"payloads", make_layouts},
                {"statuses", make_statuses},
                {"example", make_example}};

enum { SECTION_COUNT = sizeof sections / sizeof sections[0] };

static char *read_document(void) {
    FILE *file = fopen(KRAIT_DOCS "/PROTOCOL.md", "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 18);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 18) - 1, file) > 1000);
    fclose(file);
    return text;
}

/* What stands in a section of the document; the caller frees it. */
static char *find_section(const char *document, const char *name) {
    char mark[64];
    snprintf(mark, sizeof mark, "<!-- %s -->\n", name);
    const char *start = strstr(document, mark);
    assert_non_null(start);
    start += strlen(mark);
    const char *end = strstr(start, "<!-- end -->");
    assert_non_null(end);
    size_t length = (size_t)(end - start);
    char *text = calloc(1, length + 1);
    assert_non_null(text);
    memcpy(text, start, length);
    return text;
}

static void document_says_what_the_source_does(void **state) {
    (void)state;
    char *document = read_document();
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        struct section section = {sections[i].name, NULL, 0, 0};
        char *text = find_section(document, sections[i].name);
        sections[i].make(&section);
        assert_string_equal(text, section.text);
        free(text);
        free(section.text);
    }
    free(document);
}

/* The values of fields are explained one by one: each name of an enum stands in the document with its number.
 */
static void document_names_every_close_code(void **state) {
    (void)state;
    static const int codes[] = {PROTO_WS_CLOSE_REFUSED, PROTO_WS_CLOSE_LINK, PROTO_WS_CLOSE_TRY_LATER};
    char *document = read_document(), number[16];
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        snprintf(number, sizeof number, "| %d |", codes[i]);
        assert_non_null(strstr(document, number));
    }
    free(document);
}

static int print_sections(void) {
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        struct section section = {sections[i].name, NULL, 0, 0};
        sections[i].make(&section);
        printf("<!-- %s -->\n%s<!-- end -->\n", sections[i].name, section.text);
        free(section.text);
    }
    return 0;
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(document_says_what_the_source_does),
        cmocka_unit_test(document_names_every_close_code),
    };
    if (argc == 2 && strcmp(argv[1], "--print") == 0) return print_sections();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

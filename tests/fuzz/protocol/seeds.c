/* Writes the first inputs of the fuzz targets: small honest ones, made with the library itself.
 *   fuzz_protocol_seeds FOLDER      makes FOLDER/fuzz_protocol_<noun>/<n> */
#include <sys/stat.h>

#include "fuzz.h"
#include "krait/proto_message.h"
#include "krait/proto_noise.h"
#include "krait/proto_uri.h"
#include "krait/proto_webrepl.h"
#include "krait/proto_ws.h"

static const char *folder;

static void save(const char *noun, const char *name, unsigned number, const void *data, size_t length) {
    char path[1024];
    snprintf(path, sizeof path, "%s/fuzz_protocol_%s", folder, noun);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/fuzz_protocol_%s/seed-%s-%u", folder, noun, name, number);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(data, 1, length, file) == length && fclose(file) == 0);
}

static const uint8_t digest[PROTO_DIGEST_BYTES] = {1, 2, 3};
static const uint8_t list[] = {1, 0, 'a', 2, 0, 'b', 'c'};

#define SEED_u8  1
#define SEED_u16 2
#define SEED_u32 3
#define SEED_u64 4
#define SEED_i32 -1
#define SEED_i64 -2
#define SEED_string                                                                                          \
    { "/name", 5 }
#define SEED_strings                                                                                         \
    { 2, list, sizeof list }
#define SEED_rest                                                                                            \
    { list, sizeof list }
#define SEED_digest       digest
#define SEED_maybe        digest
#define SEED(kind, field) .field = SEED_##kind,

/* The layout's payload with every field filled. */
#define DEFINE_SEED(layout)                                                                                  \
    static size_t seed_##layout(uint8_t *output, size_t capacity) {                                          \
        struct proto_##layout message = {PROTO_FIELDS_##layout(SEED)};                                       \
        struct proto_writer writer;                                                                          \
        proto_writer_init(&writer, output, capacity);                                                        \
        proto_##layout##_write(&writer, &message);                                                           \
        CHECK(proto_writer_finish(&writer) >= 0);                                                            \
        return (size_t)proto_writer_finish(&writer);                                                         \
    }
PROTO_LAYOUTS(DEFINE_SEED)

static void save_messages(void) {
    uint8_t input[512];
    uint8_t number = 0;
#define SAVE_LAYOUT(layout)                                                                                  \
    input[0] = number++;                                                                                     \
    save("message", #layout, 0, input, 1 + seed_##layout(input + 1, sizeof input - 1));
    PROTO_LAYOUTS(SAVE_LAYOUT)
}

static size_t frame(uint8_t *output, unsigned type, unsigned flags, unsigned stream, size_t length) {
    const uint8_t header[] = {(uint8_t)type,   (uint8_t)flags,        (uint8_t)stream, 0,
                              (uint8_t)length, (uint8_t)(length >> 8)};
    memcpy(output, header, sizeof header);
    return sizeof header + length;
}

/* Every message as the only frame of a record, on a stream of its own or on stream 0; and for each opener a
 * record that goes on. */
static void save_records(void) {
    uint8_t input[1024];
#define SAVE_RECORD(name, number, sender, role, group, flags, layout, words)                                 \
    for (unsigned stream = 0; stream < 2; stream++) {                                                        \
        size_t length = seed_##layout(input + 9, 400);                                                       \
        length = frame(input + 3, number, 0, stream, length);                                                \
        length += frame(input + 3 + length, PROTO_DATA, 0, stream, 5);                                       \
        memcpy(input + 3 + length - 5, "hello", 5);                                                          \
        length += frame(input + 3 + length, PROTO_WINDOW, 0, stream, 4);                                     \
        memcpy(input + 3 + length - 4, "\1\0\0\0", 4);                                                       \
        length += frame(input + 3 + length, PROTO_END, 0, stream, 4);                                        \
        memcpy(input + 3 + length - 4, "\0\0\0\0", 4);                                                       \
        input[0] = 0x1d;                                                                                     \
        input[1] = (uint8_t)length;                                                                          \
        input[2] = (uint8_t)(length >> 8);                                                                   \
        save("link", #name, stream, input, 3 + length);                                                      \
    }
    PROTO_MESSAGES(SAVE_RECORD)
}

static void save_hellos(void) {
    uint8_t input[600] = {2};
    struct proto_hello hello = {.version = PROTO_VERSION,
                                .side = PROTO_CLIENT,
                                .record = 2048,
                                .streams = 2,
                                .window = 1000,
                                .software = {"krait", 5},
                                .name = {"ann@laptop", 10},
                                .id = {"", 0}};
    struct proto_writer writer;
    proto_writer_init(&writer, input + 1, PROTO_HELLO_MAX);
    proto_hello_write(&writer, &hello);
    size_t length = 1 + (size_t)proto_writer_finish(&writer);
    save("noise", "hello", 0, input, length);
    for (uint8_t mode = 0; mode < 2; mode++) {
        input[0] = mode;
        save("noise", "raw", mode, input, length + PROTO_NOISE_OVERHEAD);
    }
}

static void save_frames(void) {
    static const uint8_t mask[4] = {1, 2, 3, 4};
    static const struct {
        enum proto_ws_opcode opcode;
        size_t length;
    } frames[] = {{PROTO_WS_BINARY, 0},
                  {PROTO_WS_BINARY, 5},
                  {PROTO_WS_TEXT, 130},
                  {PROTO_WS_PING, 3},
                  {PROTO_WS_PONG, 0}};
    for (unsigned role = 0; role < 2; role++) {
        uint8_t input[1024] = {(uint8_t)role, 3}, *at = input + 2;
        for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
            uint8_t *payload =
                at + proto_ws_frame_header(at, frames[i].opcode, frames[i].length, role ? NULL : mask);
            memset(payload, 'a', frames[i].length);
            if (!role) proto_ws_mask(payload, frames[i].length, mask);
            at = payload + frames[i].length;
        }
        int length = proto_ws_close(at, 64, PROTO_WS_CLOSE_NORMAL, "bye", role ? NULL : mask);
        save("ws_frame", "all", role, input, (size_t)(at - input) + (size_t)length);
    }
}

static void save_handshakes(void) {
    struct proto_ws_client client;
    struct proto_ws_server server;
    char input[600] = {0};
    size_t used;
    int length =
        proto_ws_client_request(&client, "h", "/", (const uint8_t *)"the sample nonce", input + 1, 500);
    CHECK(length > 0);
    save("ws_open", "request", 0, input, 1 + (size_t)length);
    proto_ws_server_init(&server);
    CHECK(proto_ws_server_feed(&server, (uint8_t *)input + 1, (size_t)length, &used) == 1);
    input[0] = 1;
    length = proto_ws_server_reply(&server, input + 1, 500);
    save("ws_open", "answer", 0, input, 1 + (size_t)length);
}

/* A device hears a login and one record of each kind, with what follows; a client hears the answers. */
static void save_webrepl(void) {
    static const char *const answers[] = {"", "\x82\x04WB\0\0\x82\x04WB\0\0",
                                          "\x82\x04WB\0\0\x82\5\3\0abc\x82\2\0\0\x82\4WB\0\0",
                                          "\x82\3\1\2\3"};
    static const size_t lengths[] = {0, 12, 23, 5};
    static const char welcome[] = "\x81\x0aPassword: \x81\x19\r\nWebREPL connected\r\n>>> ";
    for (uint8_t op = 1; op <= 3; op++) {
        uint8_t input[256] = {0, 6}, *at = input + 3;
        memcpy(at, "\x81\3xy\r\x82\x52WA", 9);
        at[9] = op;
        at[19] = 3;
        memcpy(at + 25, "a.txt", 5);
        memcpy(at + 89, "\x82\3\0\0\0\x89\1p\x81\1x\x88\0", 13);
        save("webrepl", "device", op, input, 3 + 102);
        input[0] = 1;
        input[2] = (uint8_t)(op - 1);
        memcpy(at, welcome, sizeof welcome - 1);
        memcpy(at + sizeof welcome - 1, answers[op], lengths[op]);
        save("webrepl", "client", op, input, 3 + sizeof welcome - 1 + lengths[op]);
    }
}

/* Conversations: all modes, editing, and telnet's options. */
static void save_prompts(void) {
    static const char *const typed[] = {
        "\x08\3say a\rif:\rx\r\r\1say b\4\5A\1say cdefghijkl\4\2",
        "\x10\2\5say d\rx\4\5e\3\4exit\rpr\tpri\t\33[A\33[D\33[3~\x7f\1f\5g\25\27\13\20\16\r",
        "\x80\1fail\r\1fail\4exit\4\4\5A\1say\3\5Z\1\3\xc3\xa9\2\xc3\xa9\xff\33[1;5D\33b\33d\r",
    };
    static const char options[] =
        "\3\xff\xfd\3a\xff\xff\xff\xfd\0\xff\xfb\x2c\xff\xfa\x2c\1\0\0\x25\x80\xff\xf0"
        "\xff\xfa\x2c\5\x08\xff\xf0\xff\xf4\r\0\xff\xfe\1z";
    for (unsigned i = 0; i < sizeof typed / sizeof typed[0]; i++)
        save("repl", "typed", i, (const uint8_t *)typed[i], strlen(typed[i]));
    save("telnet", "options", 0, (const uint8_t *)options, sizeof options - 1);
}

static void save_uris(void) {
    static const char *const hosts[] = {"greenhouse.local", "10.0.0.7", "::1", "fe80::1%eth0"};
    for (unsigned i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        struct proto_uri uri = {.port = PROTO_PORT_DEFAULT};
        char text[PROTO_URI_MAX];
        strcpy(uri.host, hosts[i]);
        int length = proto_uri_format(&uri, text, sizeof text);
        save("uri", "host", i, text, (size_t)length);
    }
}

/* A board's half of a session: raw-paste, output with a mark, a traceback, a soft reboot. */
static void save_rawrepl(void) {
    static const char session[] = "\x07\r\nraw REPL; CTRL-B to exit\r\n>R\x01\x20\x00\x01\x01\x04"
                                  "out\x10"
                                  "abcE\x04Traceback\x04>R\x01\x80\x00\x01\x04\x04\x04MPY: soft reboot\r\n"
                                  "raw REPL; CTRL-B to exit\r\n>raw REPL; CTRL-B to exit\r\n>OK\x04\x04>";
    save("rawrepl", "session", 0, session, sizeof session - 1);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    folder = argv[1];
    save_rawrepl();
    save_messages();
    save_records();
    save_hellos();
    save_frames();
    save_handshakes();
    save_webrepl();
    save_prompts();
    save_uris();
    return 0;
}

/* The opening handshake: an even first byte is for the server, an odd one for the client. Given at once or
 * byte by byte, the result must be the same. */
#include "fuzz.h"
#include "krait/proto_ws.h"

static int serve(struct proto_ws_server *server, const uint8_t *data, size_t size, size_t step,
                 size_t *taken) {
    int result = 0;
    *taken = 0;
    proto_ws_server_init(server);
    while (result == 0 && *taken < size) {
        size_t piece = size - *taken < step ? size - *taken : step, used;
        uint8_t *input = fuzz_copy(data + *taken, piece);
        result = proto_ws_server_feed(server, input, piece, &used);
        free(input);
        CHECK(used <= piece && (result != 0 || used == piece));
        *taken += used;
    }
    return result;
}

static void try_server(const uint8_t *data, size_t size) {
    struct proto_ws_server whole, pieces;
    size_t taken[2];
    char output[256];
    int result = serve(&whole, data, size, size ? size : 1, &taken[0]);
    CHECK(serve(&pieces, data, size, 1, &taken[1]) == result && taken[0] == taken[1]);
    CHECK(whole.http_status == pieces.http_status && (result < 0) == (whole.http_status != 0));
    if (result < 0) CHECK(proto_ws_http_error(whole.http_status, output, sizeof output) > 0);
    if (result != 1) return;
    CHECK(strcmp(whole.host, pieces.host) == 0 && whole.host[0] && strcmp(whole.origin, pieces.origin) == 0);
    CHECK(proto_ws_server_reply(&whole, output, sizeof output) > 0);
}

static int ask(const uint8_t *data, size_t size, size_t step) {
    struct proto_ws_client client;
    char request[256];
    int result = 0;
    CHECK(proto_ws_client_request(&client, "h", "/", (const uint8_t *)"the sample nonce", request,
                                  sizeof request) > 0);
    for (size_t at = 0, used; result == 0 && at < size; at += used) {
        size_t piece = size - at < step ? size - at : step;
        uint8_t *input = fuzz_copy(data + at, piece);
        result = proto_ws_client_feed(&client, input, piece, &used);
        free(input);
    }
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    if (data[0] % 2 == 0)
        try_server(data + 1, size - 1);
    else
        CHECK(ask(data + 1, size - 1, size) == ask(data + 1, size - 1, 1));
    return 0;
}

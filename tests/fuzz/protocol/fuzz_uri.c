/* Pairing URIs: what parses must print, and what is printed must parse to the same. */
#include "fuzz.h"
#include "krait/proto_uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct proto_uri uri, again;
    char text[PROTO_URI_MAX];
    uint8_t *input = fuzz_copy(data, size);
    if (proto_uri_parse(&uri, (const char *)input, size) == 0) {
        int length = proto_uri_format(&uri, text, sizeof text);
        CHECK(length > 0);
        CHECK(proto_uri_parse(&again, text, (size_t)length) == 0);
        CHECK(strcmp(uri.host, again.host) == 0 && uri.port == again.port);
        CHECK(memcmp(uri.key, again.key, sizeof uri.key) == 0);
    }
    free(input);
    return 0;
}

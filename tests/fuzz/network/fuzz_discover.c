/* The client's reader of multicast DNS: whatever the neighbours answer, what comes out is printable, short
 * enough, and an address to try. The input is a row of messages, each behind 2 bytes of size; the number of
 * the first is the question's. The reader's functions are its own, so the file is included. */
#include "../../../client/discover.c"

#include "../protocol/fuzz.h"

bool signals_taken(enum signal_kind kind) {
    (void)kind;
    return false;
}

int signals_fd(void) {
    return -1;
}

int64_t clock_us(void) {
    return 0;
}

bool fail(struct failure *failure, int code, const char *format, ...) {
    (void)failure, (void)code, (void)format;
    return false;
}

static void check_text(const char *text) {
    size_t length = strnlen(text, DISCOVER_NAME_MAX + 1);
    CHECK(length <= DISCOVER_NAME_MAX);
    for (size_t i = 0; i < length; i++) CHECK(text[i] >= ' ' && text[i] < 127);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct discovered devices[DISCOVER_MAX];
    struct in_addr addresses[4];
    struct search search = {.number = (uint16_t)(size >= 4 ? data[2] << 8 | data[3] : 0)};
    int count = 0;
    while (size >= 2) {
        size_t length = ((size_t)data[0] << 8 | data[1]) & 0xfff;
        data += 2, size -= 2;
        if (length > size) length = size;
        uint8_t *message = fuzz_copy(data, length);
        read_devices(&search, message, length, devices, &count);
        int found = read_addresses(&search, "krait-123456.local", message, length, addresses, 4);
        CHECK(found >= 0 && found <= 4);
        for (int i = 0; i < found; i++) CHECK(ntohl(addresses[i].s_addr) >> 24 != 0);
        free(message);
        data += length, size -= length;
    }
    CHECK(count >= 0 && count <= DISCOVER_MAX);
    for (int i = 0; i < count; i++) {
        check_text(devices[i].instance);
        check_text(devices[i].host);
        CHECK(devices[i].instance[0] && (devices[i].port == 0) == (devices[i].host[0] == 0));
    }
    return 0;
}

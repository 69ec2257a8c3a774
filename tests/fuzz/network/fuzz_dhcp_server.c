/* The access point's DHCP server: packets of any clients, each behind 2 bytes of size. An answer has always
 * the same size, goes to who asked, and names one of the four addresses or none. */
#include "../protocol/fuzz.h"
#include "dhcp_server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint8_t net[] = {192, 168, 4}, nothing[4] = {0};
    dhcp_server server = {.requests = 0};
    while (size >= 2) {
        size_t length = ((size_t)data[0] << 8 | data[1]) & 0x3ff;
        uint8_t answer[DHCP_PACKET_MAX];
        data += 2, size -= 2;
        if (length > size) length = size;
        uint8_t *packet = fuzz_copy(data, length);
        size_t answered = dhcp_answer(&server, packet, length, answer);
        CHECK(answered == 0 || answered == sizeof answer);
        if (answered) {
            const uint8_t *address = answer + 16;
            CHECK(length >= 240 && answer[0] == 2 && memcmp(answer + 4, packet + 4, 4) == 0);
            CHECK(memcmp(answer + 28, packet + 28, 16) == 0);
            CHECK(memcmp(address, nothing, 4) == 0 ||
                  (memcmp(address, net, 3) == 0 && address[3] >= 2 && address[3] < 2 + DHCP_CLIENTS));
        }
        free(packet);
        data += length, size -= length;
    }
    return 0;
}

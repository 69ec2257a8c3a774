/* The access point's DHCP server: what it answers, to whom, and what it leaves alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dhcp_server.h"

enum { DISCOVER = 1, OFFER, REQUEST, DECLINE, ACK, NAK };

static uint8_t answer[DHCP_PACKET_MAX];

/* A client's message. `wanted` and `server` are last bytes of 192.168.4.x, 0: none. */
static size_t ask(dhcp_server *server, unsigned client, unsigned kind, unsigned wanted, unsigned chosen) {
    uint8_t message[300] = {1, 1, 6, 0, 0xde, 0xad, 0xbe, 0xef};
    uint8_t *at = message + 236;
    message[28] = 2;
    message[33] = (uint8_t)client;
    memcpy(at, (uint8_t[]){99, 130, 83, 99, 0, 53, 1, (uint8_t)kind}, 8);
    at += 8;
    if (wanted) memcpy(at, (uint8_t[]){50, 4, 192, 168, 4, (uint8_t)wanted}, 6), at += 6;
    if (chosen) memcpy(at, (uint8_t[]){54, 4, 192, 168, 4, (uint8_t)chosen}, 6), at += 6;
    *at++ = 255;
    return dhcp_answer(server, message, (size_t)(at - message), answer);
}

static void gets(dhcp_server *server, unsigned client, unsigned kind, unsigned wanted, unsigned answered,
                 unsigned last) {
    static const uint8_t mask[] = {1, 4, 255, 255, 255, 0};
    assert_int_equal(ask(server, client, kind, wanted, kind == REQUEST ? 1 : 0), DHCP_PACKET_MAX);
    assert_int_equal(answer[0], 2);
    assert_memory_equal(answer + 4, "\xde\xad\xbe\xef", 4);
    assert_memory_equal(answer + 236, "\x63\x82\x53\x63\x35\x01", 6);
    assert_int_equal(answer[242], answered);
    assert_int_equal(answer[33], client);
    const uint8_t given[] = {192, 168, 4, (uint8_t)last}, nothing[4] = {0};
    assert_memory_equal(answer + 16, answered == NAK ? nothing : given, 4);
    if (answered != NAK) assert_memory_equal(answer + 255, mask, sizeof mask);
}

static void clients_keep_their_addresses(void **state) {
    dhcp_server server = {0};
    (void)state;
    gets(&server, 7, DISCOVER, 0, OFFER, 2);
    gets(&server, 7, REQUEST, 2, ACK, 2);
    gets(&server, 8, DISCOVER, 2, OFFER, 3);
    gets(&server, 8, REQUEST, 3, ACK, 3);
    gets(&server, 7, DISCOVER, 0, OFFER, 2);
    gets(&server, 8, REQUEST, 2, NAK, 0);
    gets(&server, 9, REQUEST, 77, NAK, 0);
}

static void the_oldest_goes_first(void **state) {
    dhcp_server server = {0};
    (void)state;
    for (unsigned i = 0; i < DHCP_CLIENTS; i++) gets(&server, 10 + i, DISCOVER, 0, OFFER, 2 + i);
    gets(&server, 10, DISCOVER, 0, OFFER, 2);
    gets(&server, 20, DISCOVER, 0, OFFER, 3);
    gets(&server, 11, DISCOVER, 0, OFFER, 4);
}

static void others_are_left_alone(void **state) {
    dhcp_server server = {0};
    uint8_t message[260] = {1, 1, 6};
    (void)state;
    assert_int_equal(ask(&server, 5, REQUEST, 2, 9), 0); /* it chose another server */
    assert_int_equal(ask(&server, 5, DECLINE, 2, 1), 0);
    assert_int_equal(ask(&server, 5, OFFER, 2, 0), 0);
    assert_int_equal(dhcp_answer(&server, message, sizeof message, answer), 0); /* no cookie */
    memcpy(message + 236, "\x63\x82\x53\x63", 4);
    assert_int_equal(dhcp_answer(&server, message, sizeof message, answer), 0); /* no kind */
    assert_int_equal(dhcp_answer(&server, message, 100, answer), 0);
}

/* Every length of a message whose last option claims more than there is; nothing behind it may be read. */
static void cut_messages_are_harmless(void **state) {
    static const uint8_t whole[] = {53, 1, 1, 12, 200, 'a', 'b', 'c'};
    dhcp_server server = {0};
    (void)state;
    for (size_t length = 0; length <= 240 + sizeof whole; length++) {
        uint8_t *message = test_malloc(length + 1);
        memset(message, 0, length + 1);
        for (size_t i = 0; i < length; i++) {
            if (i < 3) message[i] = i == 2 ? 6 : 1;
            if (i >= 236 && i < 240) message[i] = (uint8_t) "\x63\x82\x53\x63"[i - 236];
            if (i >= 240) message[i] = whole[i - 240];
        }
        assert_int_equal(dhcp_answer(&server, message, length, answer) > 0, length >= 243);
        test_free(message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clients_keep_their_addresses),
        cmocka_unit_test(the_oldest_goes_first),
        cmocka_unit_test(others_are_left_alone),
        cmocka_unit_test(cut_messages_are_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

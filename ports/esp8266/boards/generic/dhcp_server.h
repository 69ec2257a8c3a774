#ifndef KRAIT_ESP8266_DHCP_SERVER_H
#define KRAIT_ESP8266_DHCP_SERVER_H
/* A DHCP server (RFC 2131) for the few computers on a device's own access point: packets in, packets out, no
 * socket.
 *
 * Addresses are 192.168.4.2 and the next ones, a client each, remembered by its hardware address; when all
 * are given away, the one that was asked for longest ago is given anew. */
#include <stddef.h>
#include <stdint.h>

#define DHCP_CLIENTS    4
#define DHCP_PACKET_MAX 300

typedef struct dhcp_server {
    struct {
        uint8_t mac[6];
        uint32_t used; /* counts requests; 0: free */
    } clients[DHCP_CLIENTS];
    uint32_t requests;
} dhcp_server;

/* The answer to a client's message, in answer[DHCP_PACKET_MAX]: its size, or 0 when there is none to send. */
size_t dhcp_answer(dhcp_server *server, const uint8_t *message, size_t size, uint8_t *answer);

#endif

#ifndef KRAIT_ESP8266_MDNS_H
#define KRAIT_ESP8266_MDNS_H
/* The device answers to its name in the local network, without a server (multicast DNS, RFC 6762), and is
 * found as a service (RFC 6763):
 *
 *     NAME.local                  A      the address
 *     NAME._krait._tcp.local      SRV    NAME.local and the port; TXT is empty
 *     _krait._tcp.local           PTR    NAME._krait._tcp.local
 *
 * A name that somebody else in the network has gets "-2" appended, "-3" and so on. */
struct netif;

/* The interface has an address, perhaps another one than before: the name is probed, then announced, then
 * defended. `name` is 1-24 lower-case letters, digits and '-'. */
void mdns_begin(struct netif *netif, const char *name);

#endif

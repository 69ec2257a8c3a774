#ifndef KRAIT_ESP8266_SNTP_H
#define KRAIT_ESP8266_SNTP_H
/* The clock from the network: SNTP (RFC 4330, RFC 5905) in the unicast way. A server that DHCP names (option
 * 42) is asked, otherwise pool.ntp.org, when the device has got an address and then every hour. */
#include <stdint.h>

/* `set` gets nanoseconds since 1970 each time that the time is known. */
void sntp_open(void (*set)(int64_t time_ns));

/* The device has an address, perhaps another one than before. */
void sntp_begin(void);

#endif

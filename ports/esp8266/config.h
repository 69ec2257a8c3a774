#ifndef KRAIT_ESP8266_CONFIG_H
#define KRAIT_ESP8266_CONFIG_H
/* What this port decides about the parts; included before every file of the firmware. A chip has kilobytes
 * where a host has gigabytes, so names and paths are shorter and tables smaller; nothing else differs. */

/* vm/ */
#define KR_ATTRIBUTE_CACHE 32
#define KR_PATH_MAX        72
#define KR_NAME_MAX        47

/* daemon/ */
#define DEV_TERMINAL_MIN 1024
#define DEV_ADDRESS_MAX  16
#define DEV_NAME_MAX     32
#define DEV_SOFTWARE_MAX 32
#define DEV_PLATFORM_MAX 12
#define DEV_HOLDER_MAX   40
#define DEV_TEXT_MAX     64
#define DEV_CHUNK        256
#define DEV_SOURCES      2
#define DEV_MOUNT_MAX    1
#define DEV_WRITES       2
#define DEV_WALK_DEPTH   6
#define DEV_LIST_HANDLES 2
#define DEV_NOTICES      1
#define DEV_NAMES_BYTES  256
#define DEV_DEADLINE     10u /* seconds for a handshake: segments get lost on the air */

/* flash/ */
#define FLASHFS_PAIRS 24

/* protocol/ */
#define PROTO_PEER_TEXT     31
#define PROTO_WS_LINE_MAX   144
#define PROTO_WS_NAME_MAX   48
#define PROTO_WS_TARGET_MAX 16

/* The port itself. */
#define KRAIT_PORT_NUMBER   8266
#define KRAIT_SESSIONS      2 /* authenticated clients at once */
#define KRAIT_STRANGERS     1 /* connections that have not authenticated */
#define KRAIT_WAITING       1 /* accepted, but the device has no place yet */
#define KRAIT_LINKS         (KRAIT_SESSIONS + KRAIT_STRANGERS + KRAIT_WAITING)
#define KRAIT_STREAMS       4     /* of a session */
#define KRAIT_OPERATIONS    8     /* of all sessions */
#define KRAIT_RECORD        512   /* plaintext bytes of a record */
#define KRAIT_WINDOW        512   /* bytes that a stream may carry to the device before they are used */
#define KRAIT_PUT_AHEAD     1512  /* and a PUT beyond that: in all 4 records of 506 bytes, TCP's window */
#define KRAIT_SOURCE_BYTES  32768 /* program text that waits or runs; there is seldom so much memory */
#define KRAIT_RESERVE_BYTES 2880  /* what one client cannot do without, and a stranger's handshake */
#define KRAIT_TERMINALS     1     /* the console's prompt */
#define KRAIT_NETWORK_HEAP  2048  /* lwIP's: frames, and what is sent and not acknowledged */
#define KRAIT_NETWORK_LOAN  3072  /* more of it while a client or a program uses the network */
#define KRAIT_STACK         6656  /* bytes of C stack */
#define KRAIT_STACK_RESERVE                                                                                  \
    2048 /* of it for what the machine calls: the device, the network, an interrupt                          \
          */

#endif

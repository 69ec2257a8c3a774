#ifndef KRAIT_ESP8266_BENCH_H
#define KRAIT_ESP8266_BENCH_H
/* What measurements compare the device with, in an image of its own (tools/chip --bench): TCP without
 * anything above it, the flash without a file system, and a file that is nowhere. Anybody may use it, so it
 * is in no other image. */
#include <stdbool.h>

#include "krait/files.h"

#ifndef KRAIT_BENCH
#define KRAIT_BENCH 0
#endif

/* Listens on the port behind the device's. The first byte of a connection says what it wants:
 *
 *     's'   takes whatever comes, and closes after the other side
 *     'g'   sends bytes until the other side closes
 *     'f'   erases and programs the sector behind the files, in pieces as the file system has them; sends the
 *           microseconds that each took as text, and closes */
void bench_open(void);

/* A connection is there: it may have as much of the memory as a client. */
bool bench_in_use(void);

/* The device's files; one whose name holds "nowhere" takes bytes and forgets them. */
const kr_files *bench_files(void);

#endif

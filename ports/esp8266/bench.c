/* One listener and one connection at a time, whose first byte chooses. lwIP's options, its memory and its
 * poll are those of the device's own connections; only what the device does with the bytes is left out. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#include "board.h"
#include "board_flash.h"
#include "flash/flashfs.h"
#include "lwip/tcp.h"
#include "network.h"

#define PIECE   64u    /* bytes that the file system programs at a time */
#define NOWHERE 0x4000 /* the handle of files that are nowhere */

static struct {
    struct tcp_pcb *pcb;
    char what; /* 0 before the first byte */
} bench;

bool bench_in_use(void) {
    return bench.pcb != NULL;
}

/* --- TCP --- */

static void forget(struct tcp_pcb *pcb) {
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_err(pcb, NULL);
    bench.pcb = NULL;
    bench.what = 0;
}

/* Whoever has had enough of what is generated does not want the rest. */
static err_t leave(struct tcp_pcb *pcb) {
    bool abort = bench.what == 'g';
    forget(pcb);
    if (!abort && tcp_close(pcb) == ERR_OK) return ERR_OK;
    tcp_abort(pcb);
    return ERR_ABRT;
}

static void on_error(void *argument, err_t error) {
    (void)argument, (void)error;
    bench.pcb = NULL;
    bench.what = 0;
}

/* Keeps lwIP's buffer full. */
static void generate(struct tcp_pcb *pcb) {
    uint8_t bytes[TCP_MSS / 2];
    memset(bytes, 'g', sizeof bytes);
    while (tcp_sndbuf(pcb) >= sizeof bytes &&
           tcp_write(pcb, bytes, sizeof bytes, TCP_WRITE_FLAG_COPY) == ERR_OK)
        continue;
    tcp_output(pcb);
}

static err_t on_sent(void *argument, struct tcp_pcb *pcb, u16_t sent) {
    (void)argument, (void)sent;
    if (bench.what == 'g') generate(pcb);
    return ERR_OK;
}

static void measure_flash(struct tcp_pcb *pcb) {
    uint32_t bytes[PIECE / 4];
    char text[40];
    flash_device flash;
    board_places places;
    memset(bytes, 0x5a, sizeof bytes);
    if (!board_flash_open(&flash, &places)) board_fail("the bench has no flash");
    flash = flash_part(&flash, places.files + places.files_count, 1);
    uint64_t begin = board_ticks_us();
    int result = flash_erase(&flash, 0);
    uint64_t erased = board_ticks_us();
    for (uint32_t at = 0; at < flash.sector_size && result >= 0; at += PIECE)
        result = flash_program(&flash, at, bytes, sizeof bytes);
    uint64_t programmed = board_ticks_us();
    int size = snprintf(text, sizeof text, "%d %u %u", result, (unsigned)(erased - begin),
                        (unsigned)(programmed - erased));
    tcp_write(pcb, text, (u16_t)size, TCP_WRITE_FLAG_COPY);
}

static err_t on_receive(void *argument, struct tcp_pcb *pcb, struct pbuf *packet, err_t error) {
    (void)argument, (void)error;
    if (!packet) return leave(pcb);
    char first = (char)pbuf_get_at(packet, 0);
    tcp_recved(pcb, packet->tot_len);
    pbuf_free(packet);
    if (bench.what) return ERR_OK;
    bench.what = first;
    if (first == 'g') generate(pcb);
    if (first == 'f') measure_flash(pcb);
    return first == 'f' ? leave(pcb) : ERR_OK;
}

static err_t on_accept(void *argument, struct tcp_pcb *pcb, err_t error) {
    (void)argument;
    if (error != ERR_OK || !pcb || bench.pcb) return ERR_MEM;
    bench.pcb = pcb;
    tcp_nagle_disable(pcb);
    network_expect_quick(pcb);
    tcp_recv(pcb, on_receive);
    tcp_err(pcb, on_error);
    tcp_sent(pcb, on_sent);
    return ERR_OK;
}

void bench_open(void) {
    struct tcp_pcb *pcb = tcp_new();
    if (!pcb || tcp_bind(pcb, IP_ADDR_ANY, KRAIT_PORT_NUMBER + 1) != ERR_OK) board_fail("no bench");
    pcb = tcp_listen_with_backlog(pcb, 1);
    if (!pcb) board_fail("no bench");
    tcp_accept(pcb, on_accept);
}

/* --- files --- */

static bool is_nowhere(const char *path) {
    return strstr(path, "nowhere") != NULL;
}

static int open_file(void *context, const char *path, int flags) {
    return is_nowhere(path) ? NOWHERE : flashfs_functions.open(context, path, flags);
}

static int close_file(void *context, int handle) {
    return handle == NOWHERE ? 0 : flashfs_functions.close(context, handle);
}

static ptrdiff_t read_file(void *context, int handle, void *data, size_t size) {
    return handle == NOWHERE ? 0 : flashfs_functions.read(context, handle, data, size);
}

static ptrdiff_t write_file(void *context, int handle, const void *data, size_t size) {
    return handle == NOWHERE ? (ptrdiff_t)size : flashfs_functions.write(context, handle, data, size);
}

static int sync_file(void *context, int handle) {
    return handle == NOWHERE ? 0 : flashfs_functions.sync(context, handle);
}

static int rename_file(void *context, const char *from, const char *to) {
    return is_nowhere(from) ? 0 : flashfs_functions.rename(context, from, to);
}

static int set_mtime(void *context, const char *path, int64_t mtime_ns) {
    return is_nowhere(path) ? 0 : flashfs_functions.set_mtime(context, path, mtime_ns);
}

const kr_files *bench_files(void) {
    static kr_files files;
    files = flashfs_functions;
    files.open = open_file;
    files.close = close_file;
    files.read = read_file;
    files.write = write_file;
    files.sync = sync_file;
    files.rename = rename_file;
    files.set_mtime = set_mtime;
    return &files;
}

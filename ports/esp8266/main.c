/* The firmware: the device on a chip.
 *
 * There is one thread and one stack. RAM behind the variables is cut in two: what the device always needs,
 * then the Python machine's heap up to the stack, from which the device borrows the rest while it is used.
 * Everything that waits, waits in port_serve(). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "board.h"
#include "board_flash.h"
#include "console.h"
#include "flash/flashfs.h"
#include "krait/device.h"
#include "krait/proto_uri.h"
#include "link.h"
#include "network.h"
#include "records.h"
#include "sockets.h"

#define NOTE_SAFE         0x5afe0001u
#define FAILED_STARTS_MAX 3         /* then main.py is left out */
#define GOOD_START_US     10000000u /* a start that has come so far has not failed */

extern uint8_t heap_start[], heap_end[];

void firmware_main(void);

static struct {
    dev_device *dev;
    int64_t clock; /* nanoseconds between the ticks and the Unix epoch */
    int32_t offset;
    bool time_known;
    char announced[DEV_ADDRESS_MAX]; /* the address that the console has been told */
    bool counting;                   /* this start counts as failed until it has lasted */
    flashfs files;
} port;

static const dev_port functions;
static void clear_failed(void);

/* --- what the device asks of its port --- */

static void print(const char *text) {
    board_console_write(text, strlen(text));
}

/* Lines for people; once somebody types, the console is his. */
static void port_log(void *context, enum dev_level level, const char *text) {
    static const char names[] = "EWID";
    char head[3] = {names[level], ' ', 0};
    (void)context;
    if (level > DEV_INFO || console_in_use()) return;
    print(head);
    print(text);
    print("\r\n");
}

/* Who reads the console holds the device in his hands, so it shows the key. */
static void announce(void) {
    struct proto_uri uri = {.port = KRAIT_PORT_NUMBER};
    char text[PROTO_URI_MAX];
    bool made;
    snprintf(uri.host, sizeof uri.host, "%s", network_address());
    if (dev_key_load(&functions, NULL, uri.key, &made) == 0 &&
        proto_uri_format(&uri, text, sizeof text) >= 0) {
        print(text);
        print("\r\n");
    }
    proto_wipe(&uri, sizeof uri);
    proto_wipe(text, sizeof text);
    snprintf(port.announced, sizeof port.announced, "%s", network_address());
}

/* Each time that the device has another one: out of its own access point, for instance. */
static void see_address(void) {
    const char *address = network_address();
    if (address && strcmp(address, port.announced) != 0) announce();
}

static bool move(void) {
    bool any = network_poll();
    see_address();
    if (link_poll()) any = true;
    return console_poll() || any;
}

/* A load of bytes that should not be there is told once, and again when there are twice as many. */
static void report_narrow_loads(void) {
    static uint32_t next = 1;
    uint32_t pc, count = board_narrow_loads(&pc);
    if (count < next || !port.dev) return;
    next = count * 2;
    dev_log(port.dev, DEV_WARNING, "%" PRIu32 " loads of bytes from flash, last at %08" PRIx32, count, pc);
}

static void port_serve(void *context, uint64_t wait_us) {
    (void)context;
    board_feed();
    report_narrow_loads();
    if (port.counting && board_ticks_us() > GOOD_START_US) clear_failed();
    if (move() || wait_us == 0) return;
    uint64_t most = network_patience();
    board_wait(wait_us < most ? wait_us : most);
    move();
}

static uint64_t port_ticks(void *context) {
    (void)context;
    return board_ticks_us();
}

static int64_t port_time(void *context) {
    (void)context;
    return port.clock + (int64_t)board_ticks_us() * 1000;
}

static int32_t port_offset(void *context, int64_t seconds) {
    (void)context, (void)seconds;
    return port.offset;
}

static int port_set_time(void *context, int64_t time_ns, const int32_t *offset) {
    (void)context;
    port.clock = time_ns - (int64_t)board_ticks_us() * 1000;
    port.time_known = true;
    if (offset) port.offset = *offset;
    return 0;
}

static void clock_found(int64_t time_ns) {
    port_set_time(NULL, time_ns, NULL);
}

static bool port_time_known(void *context) {
    (void)context;
    return port.time_known;
}

static void port_random(void *context, void *data, size_t size) {
    (void)context;
    board_random(data, size);
}

static ptrdiff_t port_load(void *context, const char *name, void *data, size_t capacity) {
    (void)context;
    return records_load(name, data, capacity);
}

static int port_store(void *context, const char *name, const void *data, size_t size) {
    (void)context;
    return records_store(name, data, size);
}

static const dev_port functions = {
    .serve = port_serve,
    .wake = link_wake,
    .drop = link_drop,
    .terminal_wake = console_wake,
    .ticks_us = port_ticks,
    .time_ns = port_time,
    .utc_offset = port_offset,
    .set_time = port_set_time,
    .time_known = port_time_known,
    .random = port_random,
    .log = port_log,
    .load = port_load,
    .store = port_store,
};

static const dev_limits limits = {
    .sessions = KRAIT_SESSIONS,
    .strangers = KRAIT_STRANGERS,
    .streams = KRAIT_STREAMS,
    .record = KRAIT_RECORD,
    .window = KRAIT_WINDOW,
    .put_ahead = KRAIT_PUT_AHEAD,
    .operations = KRAIT_OPERATIONS,
    .jobs = 1,
    .source_bytes = KRAIT_SOURCE_BYTES,
    .console_bytes = 256,
    .log_bytes = 256,
    .mounts = 1,
    .mount_files = 2,
    .mount_buffer = 512,
    .lists = 1,
    .list_entries = 2,
    .terminals = KRAIT_TERMINALS,
    .terminal_bytes = DEV_TERMINAL_MIN,
    .hash_entries = 0,
    .reserve = KRAIT_RESERVE_BYTES,
};

/* --- life --- */

static uint8_t *aligned(uint8_t *at) {
    return (uint8_t *)(((uintptr_t)at + 15) & ~(uintptr_t)15);
}

static dev_device *open_device(bool safe) {
    size_t size = dev_memory_size(&limits);
    uint8_t *memory = aligned(heap_start);
    uint8_t *heap = aligned(memory + size);
    if (heap + KR_MEMORY_MIN > heap_end) board_fail("the tables leave no RAM for Python");
    memset(memory, 0, size);
    void *hardware;
    const kr_board *board = board_hardware(&hardware);
    const dev_config config = {
        .memory = memory,
        .size = size,
        .limits = &limits,
        .functions = &functions,
        .files = KRAIT_BENCH ? bench_files() : &flashfs_functions,
        .files_context = &port.files,
        .net = &sockets_net,
        .board = board,
        .board_context = hardware,
        .heap = heap,
        .heap_size = (size_t)(heap_end - heap),
        .name = network_name(),
        .software = "krait-esp8266 " DEV_VERSION,
        .platform = "esp8266",
        .native_limit = KRAIT_STACK - KRAIT_STACK_RESERVE,
        .safe = safe,
    };
    return dev_open(&config);
}

static int64_t file_time(void *context) {
    (void)context;
    return port.time_known ? port_time(NULL) : 0;
}

static void file_damaged(void *context, enum flashfs_damage damage, const char *name) {
    char text[96];
    (void)context;
    snprintf(text, sizeof text, "%s %s",
             damage == FLASHFS_REPAIRED_RECORD ? "repaired a record of" : "damaged:", name);
    if (port.dev)
        dev_log(port.dev, DEV_WARNING, "files: %s", text);
    else
        port_log(NULL, DEV_WARNING, text);
}

/* Flash that has never had files gets an empty file system. */
static void open_flash(void) {
    static const flashfs_config config = {.time_ns = file_time, .damaged = file_damaged};
    flash_device flash;
    board_places places;
    if (!board_flash_open(&flash, &places)) board_fail("there is no flash");
    flash_device records = flash_part(&flash, places.records, places.records_count);
    flash_device files = flash_part(&flash, places.files, places.files_count);
    if (records_open(&records) < 0) board_fail("the flash does not hold records");
    int result = flashfs_mount(&port.files, &files, &config);
    if (result == -KR_ENODEV) result = flashfs_format(&port.files, &files, &config);
    if (result < 0) board_fail("the flash does not hold files");
}

/* --- failed starts --- */

static uint8_t failed_starts(void) {
    uint8_t count = 0;
    return records_load("failed", &count, 1) == 1 ? count : 0;
}

static bool has_program(void) {
    static const char *const programs[] = {"/boot.py", "/main.py", "/boot.kri", "/main.kri"};
    kr_file_stat stat;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (flashfs_functions.stat(&port.files, programs[i], &stat) == 0) return true;
    return false;
}

/* Is this start to be a safe one, because those before it have ended early? A start without a program cannot
 * fail by it, and is not counted. */
static bool count_failed(void) {
    uint8_t count = failed_starts();
    bool safe = count >= FAILED_STARTS_MAX;
    if (!safe && !has_program()) return false;
    port.counting = true;
    count++;
    if (!safe) records_store("failed", &count, 1);
    return safe;
}

static void clear_failed(void) {
    static const uint8_t none = 0;
    if (port.counting && failed_starts() > 0) records_store("failed", &none, 1);
    port.counting = false;
}

/* --- life --- */

void firmware_main(void) {
    board_open();
    print("\r\nkrait-esp8266 " DEV_VERSION "\r\n");
    open_flash();
    bool wished = board_note() == NOTE_SAFE;
    bool failed = !wished && count_failed();
    board_set_note(0);
    if (failed) print("safe mode: three starts in a row ended early; main.py is left out\r\n");
    network_open(clock_found);
    port.dev = open_device(wished || failed);
    if (!port.dev) board_fail("the device does not start");
    link_open(port.dev);
    sockets_open(port.dev);
    console_open(port.dev);
    if (KRAIT_BENCH) bench_open();
    while (dev_run(port.dev)) continue;
    enum dev_restart wanted = dev_restart_wanted(port.dev);
    if (wanted == DEV_RESTART_SAFE) board_set_note(NOTE_SAFE);
    dev_close(port.dev);
    flashfs_unmount(&port.files);
    link_close();
    board_restart();
}

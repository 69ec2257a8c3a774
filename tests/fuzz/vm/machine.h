/* A small machine for one input: a host without files, whose time only passes when it is asked, and which
 * stops the program after a number of polls. The same input always does the same. */
#ifndef KRAIT_FUZZ_MACHINE_H
#define KRAIT_FUZZ_MACHINE_H
#include "../protocol/fuzz.h"
#include "core/context.h"
#include "compiler/compile.h"
#include "run/code.h"
#include "run/function.h"
#include "types/text.h"

enum { MACHINE_POLLS = 40, MACHINE_TICK_US = 250 };

typedef struct machine {
    kr_vm *vm;
    uint64_t ticks;
    unsigned polls;
} machine;

static uint64_t machine_memory[(192 << 10) / sizeof(uint64_t)] __attribute__((aligned(16)));

static void machine_write(void *context, enum kr_stream stream, const char *data, size_t size) {
    (void)context;
    (void)stream;
    volatile char last = 0; /* the text is there */
    for (size_t i = 0; i < size; i++) last = data[i];
    (void)last;
}

static void machine_poll(void *context) {
    machine *m = context;
    if (++m->polls >= MACHINE_POLLS && m->vm != NULL) kr_request_stop(m->vm);
}

static uint64_t machine_ticks(void *context) {
    machine *m = context;
    return m->ticks += MACHINE_TICK_US;
}

static int64_t machine_time(void *context) {
    return (int64_t)machine_ticks(context) * 1000;
}

static void machine_sleep(void *context, uint64_t us) {
    machine *m = context;
    m->ticks += us < 1000000 ? us : 1000000;
    machine_poll(context);
}

static void machine_random(void *context, void *data, size_t size) {
    (void)context;
    memset(data, 5, size);
}

static ptrdiff_t machine_read(void *context, char *data, size_t size) {
    (void)context;
    (void)data;
    (void)size;
    return 0;
}

/* Programs have the machine's block and nothing else: an address that they make up is refused. */
static bool machine_reachable(void *context, const void *address, size_t size, bool write) {
    (void)context;
    (void)address;
    (void)size;
    (void)write;
    return false;
}

static void machine_reset(void *context, int hard) {
    machine *m = context;
    (void)hard;
    kr_request_stop(m->vm);
}

/* Opens a machine of `size` bytes (at most what machine_memory has) whose `fail_at`-th allocation fails (0 =
 * none); what the memory held before is anything. */
static void machine_open(machine *m, kr_host *host, size_t size, uint32_t collect_every, uint32_t fail_at) {
    *m = (machine){0};
    *host = (kr_host){.context = m,
                      .write = machine_write,
                      .read = machine_read,
                      .poll = machine_poll,
                      .ticks_us = machine_ticks,
                      .time_ns = machine_time,
                      .sleep_us = machine_sleep,
                      .random = machine_random,
                      .reset = machine_reset,
                      .reachable = machine_reachable,
                      .platform = "fuzz"};
    const kr_config config = {.memory = machine_memory,
                              .size = size < sizeof machine_memory ? size : sizeof machine_memory,
                              .host = host,
                              .recursion_limit = 60,
                              .collect_every = collect_every,
                              .fail_at = fail_at,
                              .native_limit = 512 << 10};
    memset(machine_memory, 0xa4, sizeof machine_memory);
    m->vm = kr_open(&config);
    CHECK(m->vm != NULL);
}

#endif

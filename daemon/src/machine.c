/* The machine as the device's tenant: its host functions, its resets, its sys.path, and COMPLETE.
 *
 * Everything that the machine waits for is waited for in dev_poll(), so the network is served meanwhile.
 * While code runs the machine calls host_poll() very often; most calls only read the clock. When the network
 * is active host_poll() lingers for a moment, because an answer is usually followed by the next question: a
 * client then sees a busy device almost as fast as an idle one. */
#include "parts.h"

#include <string.h>

#define SERVE_EVERY_US 1000u
#define LINGER_US      250u /* for the next question of a client */
#define HANDSHAKE_US   800u /* for the next step of a handshake, which the other end has to compute */
#define LINGER_MOST_US 4000u
#define SLEEP_PART_US  1000000u
#define PATIENCE_US    1000000u /* for a program to end on KeyboardInterrupt before a reset */
#define LAST_WORDS_US  3000000u /* for atexit functions and __del__ when the machine ends */

/* --- host functions --- */

static void host_write(void *context, enum kr_stream stream, const char *data, size_t size) {
    console_write(context, stream == KR_STDERR ? DEV_STREAM_ERR : DEV_STREAM_OUT, data, size);
}

static void host_write_bytes(void *context, const char *data, size_t size) {
    console_write(context, DEV_STREAM_BYTES, data, size);
}

static ptrdiff_t host_read(void *context, char *data, size_t size) {
    return job_read(context, data, size, false);
}

static ptrdiff_t host_read_line(void *context, char *data, size_t size) {
    return job_read(context, data, size, true);
}

static void host_set_interrupt(void *context, int character) {
    ((struct dev_device *)context)->interrupt = character;
}

/* How long to wait for the network to go on: not at all for bytes that only flow. */
static uint64_t linger_us(const struct dev_device *dev, uint32_t requests) {
    if (admission_is_busy(dev)) return HANDSHAKE_US;
    return dev->requests != requests ? LINGER_US : 0;
}

static void host_poll(void *context) {
    struct dev_device *dev = context;
    uint64_t begin = device_ticks(dev);
    uint64_t now = begin;
    uint64_t wait = 0;
    uint32_t activity;
    if (dev->in_port || begin - dev->polled < SERVE_EVERY_US) return;
    do {
        uint32_t requests = dev->requests;
        activity = dev->activity;
        dev_poll(dev, wait);
        wait = linger_us(dev, requests);
        now = device_ticks(dev);
    } while (dev->activity != activity && now - begin < LINGER_MOST_US);
    dev->polled = now;
}

static uint64_t host_ticks(void *context) {
    return device_ticks(context);
}

static int64_t host_time(void *context) {
    struct dev_device *dev = context;
    return dev->port->time_ns(dev->port_context);
}

static int host_set_time(void *context, int64_t time_ns) {
    struct dev_device *dev = context;
    return dev->port->set_time ? dev->port->set_time(dev->port_context, time_ns, NULL) : -KR_ENOSYS;
}

static int32_t host_utc_offset(void *context, int64_t seconds) {
    struct dev_device *dev = context;
    return dev->port->utc_offset ? dev->port->utc_offset(dev->port_context, seconds) : 0;
}

/* Sleeps in the port's wait, so the network goes on; woken up early it goes on sleeping. */
static void host_sleep(void *context, uint64_t us) {
    struct dev_device *dev = context;
    uint64_t begin = device_ticks(dev);
    uint64_t passed = 0;
    while (passed < us && !kr_interrupt_pending(dev->vm) && !dev->stopping &&
           !(dev->job && dev->job->killed)) {
        uint64_t left = us - passed;
        dev_poll(dev, left < SLEEP_PART_US ? left : SLEEP_PART_US);
        passed = device_ticks(dev) - begin;
    }
    dev->polled = device_ticks(dev);
}

static void host_random(void *context, void *data, size_t size) {
    struct dev_device *dev = context;
    dev->port->random(dev->port_context, data, size);
}

static bool host_reachable(void *context, const void *address, size_t size, bool write) {
    struct dev_device *dev = context;
    return dev->port->reachable == NULL || dev->port->reachable(dev->port_context, address, size, write);
}

/* The program is unwound at once; the reset itself is done when the main loop has control again. */
static void host_reset(void *context, int hard) {
    struct dev_device *dev = context;
    machine_request_reset(dev, hard ? PROTO_RESET_HARD : PROTO_RESET_SOFT, NULL);
    kr_request_stop(dev->vm);
}

static int host_webrepl_start(void *context, const char *password, size_t length) {
    struct dev_device *dev = context;
    if (!dev->port->webrepl_start) return -KR_ENODEV;
    return dev->port->webrepl_start(dev->port_context, password, length);
}

static void host_webrepl_stop(void *context) {
    struct dev_device *dev = context;
    if (dev->port->webrepl_stop) dev->port->webrepl_stop(dev->port_context);
}

/* --- life --- */

bool machine_open(struct dev_device *dev, const dev_config *config) {
    dev->host = (kr_host){
        .context = dev,
        .write = host_write,
        .write_bytes = host_write_bytes,
        .read = host_read,
        .read_line = host_read_line,
        .set_interrupt = host_set_interrupt,
        .poll = host_poll,
        .ticks_us = host_ticks,
        .time_ns = host_time,
        .set_time = host_set_time,
        .utc_offset = host_utc_offset,
        .sleep_us = host_sleep,
        .random = host_random,
        .reset = host_reset,
        .webrepl_start = host_webrepl_start,
        .webrepl_stop = host_webrepl_stop,
        .reachable = host_reachable,
        .files = &overlay_functions,
        .files_context = dev,
        .board = config->board,
        .board_context = config->board_context,
        .net = config->net,
        .net_context = config->net_context,
        .platform = dev->platform,
    };
    kr_config machine = {
        .memory = config->heap,
        .size = config->heap_size,
        .host = &dev->host,
        .native_limit = config->native_limit,
    };
    dev->vm = kr_open(&machine);
    if (!dev->vm) return false;
    kr_add_path(dev->vm, -1, "/lib");
    machine_measure(dev);
    return true;
}

void machine_close(struct dev_device *dev) {
    dev->running = true;
    dev->last_words = device_ticks(dev) + LAST_WORDS_US;
    if (dev->vm) kr_close(dev->vm);
    dev->vm = NULL;
    dev->last_words = 0;
    dev->running = false;
}

/* Figures of the heap, for INFO while a program runs. */
void machine_measure(struct dev_device *dev) {
    kr_memory(dev->vm, &dev->memory);
}

/* Modules, globals and open files go; what the device adds to sys.path comes back. What the old program still
 * says goes to the console, and it cannot hold up the reset for long. */
void machine_reset(struct dev_device *dev) {
    bool running = dev->running;
    dev->running = true;
    dev->last_words = device_ticks(dev) + LAST_WORDS_US;
    kr_soft_reset(dev->vm);
    dev->last_words = 0;
    kr_clear_interrupt(dev->vm);
    kr_add_path(dev->vm, -1, "/lib");
    for (unsigned i = 0; i < DEV_MOUNT_MAX; i++) dev->mounts[i].on_path = false;
    dev->paths_changed = true;
    machine_paths(dev);
    dev->running = running;
}

/* Brings sys.path in line with the mounts. A mounted directory comes first: who mounts it wants to run what
 * is in it. */
void machine_paths(struct dev_device *dev) {
    if (!dev->paths_changed) return;
    dev->paths_changed = false;
    for (unsigned i = 0; i < DEV_MOUNT_MAX; i++) {
        struct dev_mount *mount = &dev->mounts[i];
        bool stands = mount->op != NULL;
        if (stands == mount->on_path) continue;
        if (stands)
            kr_add_path(dev->vm, 0, mount->point);
        else
            kr_remove_path(dev->vm, mount->point);
        mount->on_path = stands;
    }
}

/* --- RESET --- */

void machine_request_reset(struct dev_device *dev, enum proto_reset_kind kind, struct op *op) {
    if (kind < dev->reset.kind) kind = (enum proto_reset_kind)dev->reset.kind;
    dev->reset.kind = (uint8_t)kind;
    if (op) dev->reset.op = op;
    if (op) job_stop(dev, PATIENCE_US);
}

static void tell_reset(struct dev_device *dev) {
    for (struct dev_session *session = dev->sessions; session; session = session->next)
        session_notice(session, PROTO_NOTICE_RESET, "the machine was reset");
}

bool machine_do_reset(struct dev_device *dev) {
    uint8_t kind = dev->reset.kind;
    struct op *op = dev->reset.op;
    if (!kind) return false;
    dev->reset = (struct dev_reset){0};
    dev_log(dev, DEV_INFO, "%s reset",
            kind == PROTO_RESET_SOFT   ? "soft"
            : kind == PROTO_RESET_HARD ? "hard"
                                       : "safe");
    if (kind == PROTO_RESET_SOFT) {
        machine_reset(dev);
        machine_measure(dev);
        tell_reset(dev);
        dev->boot_due = true;
    } else {
        dev->restart = kind == PROTO_RESET_HARD ? DEV_RESTART_HARD : DEV_RESTART_SAFE;
    }
    if (op) op_finish(op, PROTO_STATUS_OK, NULL);
    return true;
}

static void reset_start(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = op->session->dev;
    struct proto_reset message;
    proto_reset_parse(frame->payload, frame->length, &message);
    if (message.kind < PROTO_RESET_SOFT || message.kind > PROTO_RESET_SAFE)
        op_finish(op, PROTO_STATUS_INVALID, NULL);
    else if (dev->reset.op)
        op_finish(op, PROTO_STATUS_BUSY, "a reset is on its way");
    else
        machine_request_reset(dev, (enum proto_reset_kind)message.kind, op);
}

static void reset_release(struct op *op) {
    struct dev_device *dev = op->session->dev;
    if (dev->reset.op == op) dev->reset.op = NULL;
}

const struct op_class op_class_reset = {OP_PLAIN, reset_start, NULL, NULL, reset_release};

/* --- COMPLETE --- */

struct names {
    struct proto_writer writer;
    uint16_t count;
};

/* A name that does not fit is left out whole. */
static void add_name(void *context, const char *name) {
    struct names *names = context;
    struct proto_writer before = names->writer;
    proto_write_string(&names->writer, proto_text(name));
    if (names->writer.error)
        names->writer = before;
    else
        names->count++;
}

/* Runs no Python code, but reads the machine's tables, so not while a program changes them. */
static void complete_start(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = op->session->dev;
    struct op_complete *complete = &op->u.complete;
    struct proto_complete message;
    struct names names = {.count = 0};
    proto_complete_parse(frame->payload, frame->length, &message);
    size_t cursor = message.cursor < message.text.length ? message.cursor : message.text.length;
    size_t most = proto_link_payload_max(&op->session->link) - 4;
    if (dev->running || dev->job) {
        op_finish(op, PROTO_STATUS_BUSY, job_holder(dev));
        return;
    }
    proto_writer_init(&names.writer, complete->names,
                      most < sizeof complete->names ? most : sizeof complete->names);
    dev->running = true;
    machine_paths(dev);
    size_t replaced = kr_complete(dev->vm, message.text.text, cursor, add_name, &names);
    dev->running = false;
    complete->start = (uint16_t)(cursor - (replaced < cursor ? replaced : cursor));
    complete->count = names.count;
    complete->size = (uint16_t)(names.writer.at - names.writer.start);
}

static enum op_result complete_step(struct op *op) {
    const struct op_complete *complete = &op->u.complete;
    uint8_t head[4];
    struct proto_writer writer;
    proto_writer_init(&writer, head, sizeof head);
    proto_write_u16(&writer, complete->start);
    proto_write_u16(&writer, complete->count);
    return op_wait(
        op, op_put2(op, PROTO_NAMES, PROTO_FLAG_END, head, sizeof head, complete->names, complete->size));
}

const struct op_class op_class_complete = {OP_WITH(struct op_complete), complete_start, NULL, complete_step,
                                           NULL};

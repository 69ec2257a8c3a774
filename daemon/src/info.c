/* What the device tells of itself: INFO, TIME, LOGS; and KEY_ROTATE. */
#include "parts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LOG_LINE_MAX 240

static struct dev_device *device_of(const struct op *op) {
    return op->session->dev;
}

/* --- INFO --- */

/* One pair a number; NULL after the last. The table is the order in which people read it. */
struct fact {
    const char *key;
    void (*value)(struct dev_device *dev, char *text, size_t size);
};

static void print(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void print(char *text, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, size, format, arguments);
    va_end(arguments);
}

/* While a program runs the machine may not be asked; the figures of the last quiet moment have to do. */
static const kr_memory_info *memory_of(struct dev_device *dev) {
    if (!dev->running) machine_measure(dev);
    return &dev->memory;
}

static void space_of(struct dev_device *dev, uint64_t *total, uint64_t *free) {
    kr_file_space space = {0};
    dev->files->space(dev->files_context, "/", &space);
    *total = space.block_size * space.blocks;
    *free = space.block_size * space.blocks_free;
}

#define FACT(name) static void fact_##name(struct dev_device *dev, char *text, size_t size)

FACT(name) {
    print(text, size, "%s", dev->name);
}
FACT(id) {
    print(text, size, "%s", dev->id);
}
FACT(software) {
    print(text, size, "%s", dev->software);
}
FACT(vm) {
    (void)dev, print(text, size, "%s", kr_version());
}
FACT(compiler) {
    (void)dev, print(text, size, "%s", kr_compiles() ? "true" : "false");
}
FACT(platform) {
    print(text, size, "%s", dev->platform);
}
FACT(board) {
    print(text, size, "%s", dev->host.board ? dev->host.board->name : "");
}
FACT(boots) {
    print(text, size, "%" PRIu32, dev->boots);
}
FACT(safe) {
    print(text, size, "%s", dev->safe ? "true" : "false");
}
FACT(uptime_ms) {
    print(text, size, "%" PRIu64, (device_ticks(dev) - dev->started) / 1000);
}
FACT(heap_size) {
    print(text, size, "%zu", memory_of(dev)->heap_size);
}
FACT(heap_used) {
    print(text, size, "%zu", memory_of(dev)->heap_used);
}
FACT(heap_free) {
    print(text, size, "%zu", memory_of(dev)->heap_free);
}
FACT(heap_largest) {
    print(text, size, "%zu", memory_of(dev)->largest_free);
}
FACT(collections) {
    print(text, size, "%" PRIu32, memory_of(dev)->collections);
}
FACT(files_size) {
    uint64_t total, free;
    space_of(dev, &total, &free);
    print(text, size, "%" PRIu64, total);
}
FACT(files_free) {
    uint64_t total, free;
    space_of(dev, &total, &free);
    print(text, size, "%" PRIu64, free);
}
FACT(job) {
    print(text, size, "%" PRIu32, dev->job ? dev->job->number : 0);
}
FACT(job_holder) {
    print(text, size, "%s", dev->job ? dev->job->holder : "");
}
FACT(jobs_waiting) {
    print(text, size, "%u", job_waiting(dev));
}
FACT(console_owner) {
    print(text, size, "%s", dev->console.holder);
}
FACT(sessions) {
    dev_status status;
    dev_status_get(dev, &status);
    print(text, size, "%u", status.sessions);
}
FACT(sessions_max) {
    print(text, size, "%u", dev->limits.sessions);
}
FACT(mounts) {
    unsigned count = 0;
    for (unsigned i = 0; i < DEV_MOUNT_MAX; i++) count += dev->mounts[i].op != NULL;
    print(text, size, "%u", count);
}
FACT(link_bytes_in) {
    print(text, size, "%" PRIu64, dev->bytes_in);
}
FACT(link_bytes_out) {
    print(text, size, "%" PRIu64, dev->bytes_out);
}
FACT(refused) {
    print(text, size, "%" PRIu32, dev->refused);
}

#define FACT_ROW(name)                                                                                       \
    { #name, fact_##name }

static const struct fact facts[] = {
    FACT_ROW(name),
    FACT_ROW(id),
    FACT_ROW(software),
    FACT_ROW(vm),
    FACT_ROW(compiler),
    FACT_ROW(platform),
    FACT_ROW(board),
    FACT_ROW(boots),
    FACT_ROW(safe),
    FACT_ROW(uptime_ms),
    FACT_ROW(heap_size),
    FACT_ROW(heap_used),
    FACT_ROW(heap_free),
    FACT_ROW(heap_largest),
    FACT_ROW(collections),
    FACT_ROW(files_size),
    FACT_ROW(files_free),
    FACT_ROW(job),
    FACT_ROW(job_holder),
    FACT_ROW(jobs_waiting),
    FACT_ROW(console_owner),
    FACT_ROW(sessions),
    FACT_ROW(sessions_max),
    FACT_ROW(mounts),
    FACT_ROW(link_bytes_in),
    FACT_ROW(link_bytes_out),
    FACT_ROW(refused),
};

enum { FACT_COUNT = sizeof facts / sizeof facts[0] };

static void info_start(struct op *op, const struct proto_frame *frame) {
    (void)frame;
    op->done = 0;
}

/* As many pairs as a small record takes; the last frame ends the stream. */
static enum op_result info_step(struct op *op) {
    uint8_t payload[PROTO_RECORD_MIN - PROTO_FRAME_HEADER];
    struct proto_writer writer;
    uint32_t at = op->done;
    uint16_t count = 0;
    proto_writer_init(&writer, payload, sizeof payload);
    proto_write_u16(&writer, 0);
    for (; at < FACT_COUNT; at++) {
        char value[DEV_TEXT_MAX] = "";
        struct proto_writer before = writer;
        facts[at].value(device_of(op), value, sizeof value);
        proto_write_string(&writer, proto_text(facts[at].key));
        proto_write_string(&writer, proto_text(value));
        if (writer.error) {
            writer = before;
            break;
        }
        count = (uint16_t)(count + 2);
    }
    payload[0] = (uint8_t)count;
    payload[1] = (uint8_t)(count >> 8);
    unsigned flags = at == FACT_COUNT ? PROTO_FLAG_END : 0;
    int error = op_put(op, PROTO_PAIRS, flags, payload, (size_t)proto_writer_finish(&writer));
    if (!error) op->done = at;
    return op_wait(op, error);
}

const struct op_class op_class_info = {OP_PLAIN, info_start, NULL, info_step, NULL};

/* --- TIME --- */

static void clock_start(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct proto_time message;
    int result = 0;
    proto_time_parse(frame->payload, frame->length, &message);
    if (message.set) {
        result = dev->port->set_time ? dev->port->set_time(dev->port_context, message.now, &message.offset)
                                     : -KR_ENOSYS;
    }
    if (result < 0) op_finish(op, status_of(result), NULL);
}

static enum op_result clock_step(struct op *op) {
    struct dev_device *dev = device_of(op);
    uint8_t payload[13];
    struct proto_writer writer;
    struct proto_clock message = {.now = dev->port->time_ns(dev->port_context)};
    message.offset =
        dev->port->utc_offset ? dev->port->utc_offset(dev->port_context, message.now / 1000000000) : 0;
    message.known = !dev->port->time_known || dev->port->time_known(dev->port_context);
    proto_writer_init(&writer, payload, sizeof payload);
    proto_clock_write(&writer, &message);
    return op_wait(op,
                   op_put(op, PROTO_CLOCK, PROTO_FLAG_END, payload, (size_t)proto_writer_finish(&writer)));
}

const struct op_class op_class_clock = {OP_PLAIN, clock_start, NULL, clock_step, NULL};

/* --- LOGS --- */

static void logs_start(struct op *op, const struct proto_frame *frame) {
    struct ring *log = &device_of(op)->log;
    struct ring_cursor cursor = ring_begin(log);
    struct proto_logs message;
    uint32_t lines = 0;
    proto_logs_parse(frame->payload, frame->length, &message);
    while (ring_skip(log, &cursor)) lines++;
    op->cursor = ring_begin(log);
    for (; lines > message.lines; lines--) ring_skip(log, &op->cursor);
    op->mode = message.follow;
}

static void logs_frame(struct op *op, const struct proto_frame *frame) {
    if (frame->type == PROTO_END) op_finish(op, PROTO_STATUS_OK, NULL);
}

static enum op_result logs_step(struct op *op) {
    const uint8_t *data;
    size_t length;
    uint8_t tag;
    uint64_t lost;
    if (!ring_peek(&device_of(op)->log, &op->cursor, &data, &length, &tag, &lost)) {
        if (op->mode) return OP_IDLE;
        op_finish(op, PROTO_STATUS_OK, NULL);
        return OP_MORE;
    }
    if (op->stream->send_credit == 0) return OP_IDLE;
    if (length > op->stream->send_credit) length = op->stream->send_credit;
    int error = op_put(op, PROTO_DATA, 0, data, length);
    if (!error) ring_advance(&op->cursor, length);
    return op_wait(op, error);
}

const struct op_class op_class_logs = {OP_PLAIN, logs_start, logs_frame, logs_step, NULL};

static const char *level_name(enum dev_level level) {
    static const char *const names[] = {"error", "warning", "info", "debug"};
    return names[level];
}

/* Never longer than one line, whatever a client called itself. */
void dev_log(dev_device *dev, enum dev_level level, const char *format, ...) {
    char line[LOG_LINE_MAX + 40];
    char text[LOG_LINE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    uint64_t ms = (device_ticks(dev) - dev->started) / 1000;
    int length = snprintf(line, sizeof line, "%" PRIu64 ".%03" PRIu64 " %s: %s\n", ms / 1000, ms % 1000,
                          level_name(level), text);
    ring_append(&dev->log, (uint8_t)level, (const uint8_t *)line, (size_t)length);
    dev->port->log(dev->port_context, level, text);
}

/* --- KEY_ROTATE --- */

static void rotate_start(struct op *op, const struct proto_frame *frame) {
    struct dev_device *dev = device_of(op);
    struct proto_digest message;
    proto_digest_parse(frame->payload, frame->length, &message);
    int result = dev->port->store(dev->port_context, "key", message.digest, PROTO_KEY_BYTES);
    if (result >= 0) memcpy(dev->key, message.digest, sizeof dev->key);
    dev_log(dev, result >= 0 ? DEV_WARNING : DEV_ERROR, "key %s by %s",
            result >= 0 ? "changed" : "not changed", session_name(op->session));
    op_finish(op, status_of(result), NULL);
}

const struct op_class op_class_rotate = {OP_PLAIN, rotate_start, NULL, NULL, NULL};

/* The device: its main loop, its beginning and its end. */
#include "terminal.h"

#include "krait/proto_ws.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SLICE_US        2000u     /* of work a session does in one round */
#define HASHES_AFTER_US 30000000u /* from the first change until the hash cache is stored */
#define FAREWELL_US     1000000u

/* --- life --- */

int dev_key_load(const dev_port *functions, void *port, uint8_t key[PROTO_KEY_BYTES], bool *made) {
    ptrdiff_t got = functions->load(port, "key", key, PROTO_KEY_BYTES);
    *made = false;
    if (got == PROTO_KEY_BYTES) return 0;
    if (got >= 0) return -KR_EIO;
    if (got != -KR_ENOENT) return (int)got;
    functions->random(port, key, PROTO_KEY_BYTES);
    *made = true;
    return functions->store(port, "key", key, PROTO_KEY_BYTES);
}

static bool is_name(const char *name) {
    size_t length = name ? strlen(name) : 0;
    for (size_t i = 0; i < length; i++) {
        if (!isalnum((unsigned char)name[i]) && name[i] != '-' && name[i] != '_') return false;
    }
    return length >= 1 && length < DEV_NAME_MAX;
}

/* The record "boots": u32 number of starts, little-endian, and 8 bytes that name the device for ever. */
static void count_start(struct dev_device *dev) {
    uint8_t record[12];
    if (dev->port->load(dev->port_context, "boots", record, sizeof record) != sizeof record) {
        memset(record, 0, sizeof record);
        dev->port->random(dev->port_context, record + 4, 8);
    }
    struct proto_reader reader;
    struct proto_writer writer;
    proto_reader_init(&reader, record, sizeof record);
    dev->boots = proto_read_u32(&reader) + 1;
    proto_writer_init(&writer, record, 4);
    proto_write_u32(&writer, dev->boots);
    for (unsigned i = 0; i < 8; i++) snprintf(dev->id + 2 * i, 3, "%02x", record[4 + i]);
    int error = dev->port->store(dev->port_context, "boots", record, sizeof record);
    if (error < 0) dev_log(dev, DEV_WARNING, "cannot count this start: error %d", -error);
}

/* Strings are copied, tables of functions are not. */
static void copy_config(struct dev_device *dev, const dev_config *config) {
    dev->port = config->functions;
    dev->port_context = config->port;
    dev->files = config->files;
    dev->files_context = config->files_context;
    dev->origins = config->origins;
    dev->safe = config->safe;
    dev->boot_due = true;
    dev->started = device_ticks(dev);
    snprintf(dev->name, sizeof dev->name, "%s", config->name);
    snprintf(dev->software, sizeof dev->software, "%s", config->software);
    snprintf(dev->platform, sizeof dev->platform, "%s", config->platform);
}

static dev_device *refuse(const dev_config *config, const char *why) {
    config->functions->log(config->port, DEV_ERROR, why);
    return NULL;
}

dev_device *dev_open(const dev_config *config) {
    size_t need = dev_memory_size(config->limits);
    bool made;
    if (need == 0) return refuse(config, "a limit of the device is out of range");
    if (config->size < need) return refuse(config, "too little memory for the device's tables");
    if (!is_name(config->name))
        return refuse(config, "the name must be 1 to 63 of letters, digits, '-' and '_'");
    memory_lay_out(config->limits, config->memory);
    struct dev_device *dev = config->memory;
    copy_config(dev, config);
    if (dev_key_load(dev->port, dev->port_context, dev->key, &made) < 0)
        return refuse(config, "cannot load or store the key");
    count_start(dev);
    hash_cache_load(dev);
    console_init(dev);
    if (!machine_open(dev, config)) {
        proto_wipe(dev->key, sizeof dev->key);
        return refuse(config, "too little memory for the Python machine");
    }
    dev_log(dev, DEV_INFO, "%s: start %" PRIu32 "%s", dev->name, dev->boots, dev->safe ? ", safe mode" : "");
    return dev;
}

static unsigned count_open(const struct dev_device *dev) {
    unsigned count = 0;
    for (const struct dev_session *s = dev->sessions; s; s = s->next) count += s->stage != STAGE_FREE;
    return count;
}

/* GOAWAY needs room in the record, so it may take several rounds. */
static void say_goodbye(struct dev_device *dev) {
    const char *text = dev->restart ? "the device restarts" : "the device shuts down";
    for (struct dev_session *session = dev->sessions; session; session = session->next) {
        if (session->stage == STAGE_FREE || session->stage == STAGE_LEAVING) continue;
        session_pump(session, device_ticks(dev) + SLICE_US);
        if (!session_is_client(session)) {
            session_drop(session);
        } else if (proto_link_goaway(&session->link, PROTO_STATUS_OK, text) == 0) {
            session_leave(session, PROTO_WS_CLOSE_GOING_AWAY);
        }
    }
}

/* The machine goes first: closing its files may still need the mounts. */
void dev_close(dev_device *dev) {
    uint64_t begin = device_ticks(dev);
    machine_close(dev);
    for (struct dev_session *session = dev->sessions; session; session = session->next) {
        const char *text = dev->restart ? "the device restarts" : "the device shuts down";
        session_notice(session, PROTO_NOTICE_SHUTDOWN, text);
    }
    dev->closing = true;
    while (count_open(dev) > 0 && device_ticks(dev) - begin < FAREWELL_US) {
        say_goodbye(dev);
        dev_poll(dev, 20000);
    }
    for (struct dev_session *session = dev->sessions; session; session = session->next) {
        if (session->stage != STAGE_FREE) session_drop(session);
    }
    hash_cache_save(dev);
    proto_wipe(dev->key, sizeof dev->key);
    proto_wipe(&dev->spare, sizeof dev->spare);
}

/* --- the loop --- */

static void earlier(uint64_t *deadline, uint64_t other) {
    if (other < *deadline) *deadline = other;
}

/* How long the network may be waited for, at most `wait_us`. */
static uint64_t shorten(struct dev_device *dev, uint64_t wait_us) {
    uint64_t now = device_ticks(dev);
    uint64_t deadline = wait_us > UINT64_MAX - now ? UINT64_MAX : now + wait_us;
    for (const struct dev_session *session = dev->sessions; session; session = session->next) {
        if (session->working) deadline = now;
        earlier(&deadline, session_deadline(session));
    }
    earlier(&deadline, admission_deadline(dev, now));
    earlier(&deadline, job_deadline(dev));
    if (dev->hashes_changed) earlier(&deadline, dev->hashes_since + HASHES_AFTER_US);
    if (deadline == UINT64_MAX) return UINT64_MAX;
    return deadline > now ? deadline - now : 0;
}

/* Deadlines. The hash cache is stored only while no program waits for us. */
static void do_what_is_due(struct dev_device *dev) {
    uint64_t now = device_ticks(dev);
    job_timers(dev, now);
    for (struct dev_session *s = dev->sessions; s; s = s->next) session_timers(s, now);
    if (dev->hashes_changed && now - dev->hashes_since >= HASHES_AFTER_US && !dev->running)
        hash_cache_save(dev);
}

/* Everybody gets a slice; who is first changes from round to round. */
static void pump_all(struct dev_device *dev) {
    struct dev_session *session = dev->sessions;
    for (; session; session = session->next) {
        if (session->stage != STAGE_FREE) session_pump(session, device_ticks(dev) + SLICE_US);
    }
    session = dev->sessions;
    if (!session || !session->next) return;
    struct dev_session **end = &session->next;
    while (*end) end = &(*end)->next;
    *end = session;
    dev->sessions = session->next;
    session->next = NULL;
}

void dev_poll(dev_device *dev, uint64_t wait_us) {
    if (dev->in_port) return;
    dev->in_port = true;
    dev->port->serve(dev->port_context, shorten(dev, wait_us));
    dev->in_port = false;
    do_what_is_due(dev);
    pump_all(dev);
    sessions_sweep(dev);
    if (!dev->job) terminals_sweep(dev);
}

/* The slow half of a handshake is done while nobody waits for it. */
static void prepare_ephemeral(struct dev_device *dev) {
    uint8_t random[PROTO_KEY_BYTES];
    if (dev->spare_ready) return;
    dev->port->random(dev->port_context, random, sizeof random);
    dev->spare_ready = proto_noise_ephemeral(&dev->spare, random) == 0;
    proto_wipe(random, sizeof random);
}

/* Resets come before programs, so that a program that asked for one is not followed by the next in the old
 * machine. */
bool dev_run(dev_device *dev) {
    if (!dev->stopping && !machine_do_reset(dev) && !job_run_next(dev)) {
        machine_paths(dev);
        dev_poll(dev, dev->spare_ready ? UINT64_MAX : 0);
        if (!job_ready(dev)) prepare_ephemeral(dev);
    }
    return !dev->stopping && !dev->restart;
}

void dev_interrupt(dev_device *dev, const char *by) {
    job_interrupt(dev, 0, by);
}

void dev_stop(dev_device *dev) {
    dev->stopping = true;
    job_stop(dev, 0);
}

enum dev_restart dev_restart_wanted(const dev_device *dev) {
    return dev->stopping ? DEV_RESTART_NONE : (enum dev_restart)dev->restart;
}

void dev_status_get(const dev_device *dev, dev_status *status) {
    *status = (dev_status){
        .boots = dev->boots,
        .job = dev->job ? dev->job->number : 0,
        .jobs_waiting = (uint16_t)job_waiting(dev),
        .bytes_in = dev->bytes_in,
        .bytes_out = dev->bytes_out,
        .refused = dev->refused,
    };
    for (const struct dev_session *session = dev->sessions; session; session = session->next) {
        if (session->stage == STAGE_FREE) continue;
        if (session->client)
            status->sessions++;
        else
            status->strangers++;
    }
}

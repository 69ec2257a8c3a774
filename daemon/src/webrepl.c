/* WebREPL's door: who gets a place, which pages may connect, and how long passwords wait.
 *
 * Connections that have not logged in share a few places. When they are taken, one of several from the same
 * address makes room for another address at once, and else the oldest when its grace is over: so one host
 * alone never keeps others out for long. */
#include "krait/webrepl.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "webrepl_parts.h"

#define GRACE_US        (10u * 1000000u) /* a stranger's time before it can be pushed out */
#define LOGIN_US        (60u * 1000000u) /* to type a password */
#define FAREWELL_US     (2u * 1000000u)
#define SYNC_LOOK_US    5000u /* between two looks at a disk */
#define DELAY_FIRST_US  250000u
#define DELAY_DOUBLINGS 7u
#define FORGET_US       (120u * 1000000u)

/* --- life --- */

static size_t rounded(size_t size) {
    return (size + 15) / 16 * 16;
}

size_t dev_webrepl_size(const dev_webrepl_config *config) {
    bool sane = config->clients >= 1 && config->clients <= 16 && config->strangers >= 1 &&
                config->strangers <= 16 && config->input >= 64 && config->output >= DEV_WEBREPL_BUFFER_MIN;
    size_t each =
        rounded(sizeof(struct dev_webrepl_client)) + rounded(config->input) + rounded(config->output);
    return sane ? rounded(sizeof(struct dev_webrepl)) + each * ((size_t)config->clients + config->strangers)
                : 0;
}

dev_webrepl *dev_webrepl_init(dev_device *dev, const dev_webrepl_config *config) {
    uint8_t *at = config->memory;
    size_t need = dev_webrepl_size(config);
    if (need == 0 || config->size < need) return NULL;
    dev_webrepl *webrepl = config->memory;
    webrepl->dev = dev;
    webrepl->config = *config;
    webrepl->places = (unsigned)config->clients + config->strangers;
    at += rounded(sizeof *webrepl);
    webrepl->clients = (struct dev_webrepl_client *)at;
    at += rounded(webrepl->places * sizeof *webrepl->clients);
    for (unsigned i = 0; i < webrepl->places; i++) {
        webrepl->clients[i] = (struct dev_webrepl_client){.service = webrepl, .slot = (uint16_t)i, .in = at};
        at += rounded(config->input);
        webrepl->clients[i].out = at;
        at += rounded(config->output);
    }
    return webrepl;
}

bool dev_webrepl_is_on(const dev_webrepl *webrepl) {
    return webrepl->on;
}

void dev_webrepl_start_digest(dev_webrepl *webrepl, const uint8_t digest[32]) {
    memcpy(webrepl->digest, digest, sizeof webrepl->digest);
    if (!webrepl->on)
        dev_log(webrepl->dev, DEV_WARNING, "WebREPL is on: its password and all it carries travel in clear");
    webrepl->on = true;
}

int dev_webrepl_start(dev_webrepl *webrepl, const char *password, size_t length) {
    uint8_t digest[PROTO_WEBREPL_DIGEST_BYTES];
    if (length == 0 || memchr(password, '\r', length) || memchr(password, '\n', length)) return -KR_EINVAL;
    proto_webrepl_digest(password, length, digest);
    dev_webrepl_start_digest(webrepl, digest);
    proto_wipe(digest, sizeof digest);
    return 0;
}

void dev_webrepl_stop(dev_webrepl *webrepl) {
    if (!webrepl->on) return;
    webrepl->on = false;
    proto_wipe(webrepl->digest, sizeof webrepl->digest);
    dev_log(webrepl->dev, DEV_INFO, "WebREPL is off");
    for (unsigned i = 0; i < webrepl->places; i++) {
        if (webrepl->clients[i].stage == WEBREPL_FREE) continue;
        webrepl_say(&webrepl->clients[i], "\r\nWebREPL is off\r\n");
        webrepl_leave(&webrepl->clients[i], PROTO_WS_CLOSE_GOING_AWAY);
    }
}

/* --- places --- */

/* Neither logged in nor on its way out: holds one of the strangers' places. */
static bool is_stranger(const struct dev_webrepl_client *client) {
    return client->stage == WEBREPL_LOGIN || client->stage == WEBREPL_JUDGED;
}

static bool has_twin(const dev_webrepl *webrepl, const struct dev_webrepl_client *client) {
    for (unsigned i = 0; i < webrepl->places; i++) {
        const struct dev_webrepl_client *other = &webrepl->clients[i];
        if (other != client && is_stranger(other) && strcmp(other->address, client->address) == 0)
            return true;
    }
    return false;
}

static void drop(struct dev_webrepl_client *client) {
    dev_webrepl_config *config = &client->service->config;
    webrepl_client_free(client);
    config->drop(config->port, client->peer);
}

/* A place for a newcomer from `address`, or NULL. */
static struct dev_webrepl_client *find_place(dev_webrepl *webrepl, const char *address) {
    struct dev_webrepl_client *free = NULL, *worst = NULL;
    uint64_t now = device_ticks(webrepl->dev);
    unsigned strangers = 0;
    for (unsigned i = 0; i < webrepl->places; i++) {
        struct dev_webrepl_client *client = &webrepl->clients[i];
        if (client->stage == WEBREPL_FREE) free = client;
        if (!is_stranger(client)) continue;
        strangers++;
        bool greedy = strcmp(client->address, address) != 0 && has_twin(webrepl, client);
        if (!greedy && now - client->since < GRACE_US) continue;
        if (!worst || client->since < worst->since) worst = client;
    }
    if (free && strangers < webrepl->config.strangers) return free;
    if (worst) drop(worst);
    return worst;
}

static unsigned count_clients(const dev_webrepl *webrepl) {
    unsigned count = 0;
    for (unsigned i = 0; i < webrepl->places; i++) count += webrepl->clients[i].stage == WEBREPL_OPEN;
    return count;
}

/* --- pages --- */

static bool is_listed(const dev_webrepl *webrepl, const char *origin) {
    for (const char *const *row = webrepl->config.origins; row && *row; row++) {
        if (strcasecmp(*row, origin) == 0) return true;
    }
    return false;
}

/* "null" can be any page that wants to be nobody, so a Host of its own choosing must not bring it here. */
static bool may_connect(const dev_webrepl *webrepl, const char *origin, const char *host) {
    static const char scheme[] = "http://";
    if (!origin[0]) return true;
    bool ours = dev_host_allowed(webrepl->dev, host);
    if (strcmp(origin, "null") == 0) return ours && is_listed(webrepl, origin);
    if (is_listed(webrepl, origin) || dev_origin_allowed(webrepl->dev, origin)) return true;
    return ours && strncasecmp(origin, scheme, sizeof scheme - 1) == 0 &&
           strcasecmp(origin + sizeof scheme - 1, host) == 0;
}

dev_webrepl_client *dev_webrepl_open(dev_webrepl *webrepl, void *peer, const char *address,
                                     const struct proto_ws_server *head, int *status) {
    *status = 403;
    if (!may_connect(webrepl, head->origin, head->host)) {
        dev_log(webrepl->dev, DEV_WARNING, "WebREPL: the page %s may not connect, at %s", head->origin,
                address);
        return NULL;
    }
    *status = 503;
    struct dev_webrepl_client *client = webrepl->on ? find_place(webrepl, address) : NULL;
    if (!client) return NULL;
    client->peer = peer;
    client->stage = WEBREPL_LOGIN;
    client->since = device_ticks(webrepl->dev);
    snprintf(client->address, sizeof client->address, "%s", address);
    webrepl_client_init(client, head);
    return client;
}

/* --- passwords --- */

/* The entry of an address, a free one, or the shared one. */
static struct webrepl_source *find_source(dev_webrepl *webrepl, const char *address, uint64_t now) {
    struct webrepl_source *free = NULL;
    for (unsigned i = 0; i < WEBREPL_SOURCES; i++) {
        struct webrepl_source *source = &webrepl->sources[i];
        bool stale = source->failures == 0 || (now > source->until && now - source->until > FORGET_US);
        if (!stale && strcmp(source->address, address) == 0) return source;
        if (stale && !free) free = source;
    }
    if (!free) return &webrepl->sources[WEBREPL_SOURCES];
    memset(free, 0, sizeof *free);
    snprintf(free->address, sizeof free->address, "%s", address);
    return free;
}

static void count_failure(struct webrepl_source *source, uint64_t now) {
    uint32_t doublings = source->failures < DELAY_DOUBLINGS ? source->failures : DELAY_DOUBLINGS;
    source->failures++;
    source->until = now + ((uint64_t)DELAY_FIRST_US << doublings);
}

static void welcome(struct dev_webrepl_client *client) {
    dev_webrepl *webrepl = client->service;
    char name[DEV_ADDRESS_MAX + 16];
    if (count_clients(webrepl) >= webrepl->config.clients) {
        webrepl_say(client, "\r\nAll places are taken\r\n");
        webrepl_leave(client, PROTO_WS_CLOSE_TRY_LATER);
        return;
    }
    client->stage = WEBREPL_OPEN;
    proto_webrepl_server_answer(&client->server, 0);
    webrepl_say(client, PROTO_WEBREPL_CONNECTED);
    snprintf(name, sizeof name, "webrepl %s", client->address);
    client->terminal = dev_terminal_open(webrepl->dev, client, name, 0);
    if (!client->terminal) webrepl_say(client, "All terminals are in use: files only\r\n");
    dev_log(webrepl->dev, DEV_INFO, "WebREPL: %s has logged in", client->address);
}

void webrepl_judge(struct dev_webrepl_client *client) {
    dev_webrepl *webrepl = client->service;
    uint64_t now = device_ticks(webrepl->dev);
    struct webrepl_source *source = find_source(webrepl, client->address, now);
    if (now < source->until) return;
    webrepl->config.wake(webrepl->config.port, client->peer);
    if (proto_webrepl_is_same(client->server.digest, webrepl->digest)) {
        source->failures = 0;
        welcome(client);
        return;
    }
    count_failure(source, now);
    dev_log(webrepl->dev, DEV_WARNING, "WebREPL: wrong password from %s", client->address);
    proto_webrepl_server_answer(&client->server, 1);
    webrepl_say(client, PROTO_WEBREPL_DENIED);
    webrepl_leave(client, PROTO_WS_CLOSE_POLICY);
}

/* --- time --- */

bool dev_webrepl_terminal_wake(dev_webrepl *webrepl, void *peer) {
    for (unsigned i = 0; i < webrepl->places; i++) {
        if (peer != &webrepl->clients[i]) continue;
        webrepl->config.wake(webrepl->config.port, webrepl->clients[i].peer);
        return true;
    }
    return false;
}

static uint64_t deadline_of(const struct dev_webrepl_client *client) {
    const dev_webrepl *webrepl = client->service;
    uint64_t now = device_ticks(webrepl->dev);
    uint64_t deadline = client->since + LOGIN_US;
    switch (client->stage) {
    case WEBREPL_LOGIN: return deadline;
    case WEBREPL_JUDGED: {
        uint64_t until = find_source((dev_webrepl *)webrepl, client->address, now)->until;
        return until < deadline ? until : deadline;
    }
    case WEBREPL_LEAVING: return client->since + FAREWELL_US;
    case WEBREPL_OPEN: return client->file.storing ? now + SYNC_LOOK_US : UINT64_MAX;
    default: return UINT64_MAX;
    }
}

uint64_t dev_webrepl_deadline(const dev_webrepl *webrepl) {
    uint64_t deadline = UINT64_MAX;
    for (unsigned i = 0; i < webrepl->places; i++) {
        uint64_t own = deadline_of(&webrepl->clients[i]);
        if (own < deadline) deadline = own;
    }
    return deadline;
}

void dev_webrepl_poll(dev_webrepl *webrepl) {
    for (unsigned i = 0; i < webrepl->places; i++) {
        struct dev_webrepl_client *client = &webrepl->clients[i];
        if (client->stage == WEBREPL_JUDGED) webrepl_judge(client);
        uint64_t now = device_ticks(webrepl->dev); /* after a verdict: it begins a stage */
        if (client->file.storing) webrepl->config.wake(webrepl->config.port, client->peer);
        bool late = is_stranger(client)
                        ? now - client->since >= LOGIN_US
                        : client->stage == WEBREPL_LEAVING && now - client->since >= FAREWELL_US;
        if (late) drop(client);
    }
}

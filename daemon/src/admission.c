/* Admission: who may take a place, and how long somebody waits who failed.
 *
 * A connection is a stranger until its first record has been opened. Strangers have their own few places, so
 * that they never cost a client its session. When the places are taken, the stranger that has come least far,
 * then the oldest, makes room for a new one as soon as its grace is over: silent connections last
 * milliseconds under pressure, a handshake in progress half a second.
 *
 * Failures are counted by address, and together for all addresses that found no entry; each failure of an
 * address doubles the time until the next one is answered. A right key is never delayed, so nobody can lock
 * an owner out. */
#include "parts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define GRACE_SILENT_US 20000u
#define GRACE_SPOKEN_US 500000u
#define DELAY_FIRST_US  50000u
#define DELAY_DOUBLINGS 6u
#define FORGET_US       (60u * 1000000u)

/* The entry of an address, a free one, or the shared one when many addresses fail at once: an attacker with a
 * thousand addresses then delays only other failures, and costs no memory. */
static struct dev_source *find_source(struct dev_device *dev, const char *address, uint64_t now) {
    struct dev_source *free = NULL;
    for (unsigned i = 0; i < DEV_SOURCES; i++) {
        struct dev_source *source = &dev->sources[i];
        if (source->failures > 0 && strcmp(source->address, address) == 0) return source;
        if (!free && (source->failures == 0 || now - source->last > FORGET_US)) free = source;
    }
    if (!free) return &dev->sources[DEV_SOURCES];
    memset(free, 0, sizeof *free);
    snprintf(free->address, sizeof free->address, "%s", address);
    return free;
}

/* Counts a failure and says how long its answer is to wait. An address that was quiet for a minute begins
 * anew. */
uint64_t admission_delay(struct dev_device *dev, const char *address) {
    uint64_t now = device_ticks(dev);
    struct dev_source *source = find_source(dev, address, now);
    if (now - source->last > FORGET_US) source->failures = 0;
    uint32_t doublings = source->failures < DELAY_DOUBLINGS ? source->failures : DELAY_DOUBLINGS;
    source->failures++;
    source->last = now;
    dev->refused++;
    return (uint64_t)DELAY_FIRST_US << doublings;
}

void admission_forgive(struct dev_device *dev, const char *address) {
    for (unsigned i = 0; i < DEV_SOURCES; i++) {
        if (strcmp(dev->sources[i].address, address) == 0)
            memset(&dev->sources[i], 0, sizeof dev->sources[i]);
    }
}

static bool is_stranger(const struct dev_session *session) {
    return session->stage != STAGE_FREE && !session->client;
}

/* When a stranger may be pushed out. Under pressure from silent connections a newcomer waits a few
 * milliseconds for a place; somebody who has sent a proper request is left the time of a slow network's round
 * trips. */
static uint64_t grace_end(const struct dev_session *session) {
    return session->since + (session->stage == STAGE_CONNECTED ? GRACE_SILENT_US : GRACE_SPOKEN_US);
}

/* The stranger that has come least far, then the oldest. */
static bool is_worse(const struct dev_session *left, const struct dev_session *right) {
    bool left_silent = left->stage == STAGE_CONNECTED;
    bool right_silent = right->stage == STAGE_CONNECTED;
    if (left_silent != right_silent) return left_silent;
    return left->since < right->since;
}

/* Is there a place for a newcomer? With `take` the stranger that has to go for it is dropped. */
bool admission_place(struct dev_device *dev, bool take) {
    struct dev_session *worst = NULL;
    unsigned strangers = 0;
    uint64_t now = device_ticks(dev);
    for (struct dev_session *session = dev->sessions; session; session = session->next) {
        if (!is_stranger(session)) continue;
        strangers++;
        if (now >= grace_end(session) && (!worst || is_worse(session, worst))) worst = session;
    }
    if (strangers < dev->limits.strangers) return true;
    if (worst && take) session_drop(worst);
    return worst != NULL;
}

/* When a newcomer that finds no place now should be offered one; UINT64_MAX when there is a place, or no
 * grace to wait for. */
uint64_t admission_deadline(const struct dev_device *dev, uint64_t now) {
    uint64_t deadline = UINT64_MAX;
    unsigned strangers = 0;
    for (const struct dev_session *session = dev->sessions; session; session = session->next) {
        if (!is_stranger(session)) continue;
        strangers++;
        uint64_t end = grace_end(session);
        if (end > now && end < deadline) deadline = end;
    }
    return strangers < dev->limits.strangers ? UINT64_MAX : deadline;
}

bool admission_is_busy(const struct dev_device *dev) {
    uint64_t now = device_ticks(dev);
    bool busy = false;
    for (const struct dev_session *session = dev->sessions; session; session = session->next)
        busy |= is_stranger(session) && session->stage <= STAGE_GREETED && now < grace_end(session);
    return busy;
}

/* Somebody has authenticated: may there be one more client? Strangers are not counted, so a full house of
 * clients still lets others come far enough to be told. */
bool admission_confirm(const struct dev_device *dev) {
    unsigned clients = 0;
    for (const struct dev_session *other = dev->sessions; other; other = other->next) {
        if (other->stage != STAGE_FREE && other->client) clients++;
    }
    return clients < dev->limits.sessions;
}

bool dev_admit(dev_device *dev) {
    return !dev->closing && admission_place(dev, false);
}

/* The length of the host in "host:port", "[v6]:port" or either without a port; 0 when malformed. */
static size_t host_length(const char *host) {
    size_t length = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    const char *port = host + length;
    if (host[0] == '[' && host[length - 1] != ']') return 0;
    if (*port == 0) return length;
    if (*port != ':' || strspn(port + 1, "0123456789") != strlen(port + 1) || strlen(port + 1) > 5) return 0;
    return length;
}

/* Four decimal numbers up to 255. */
static bool is_ipv4(const char *text, size_t length) {
    unsigned parts = 0;
    size_t at = 0;
    while (at < length && parts < 4) {
        unsigned value = 0;
        size_t digits = 0;
        while (at < length && isdigit((unsigned char)text[at]) && digits < 3) {
            value = value * 10 + (unsigned)(text[at++] - '0');
            digits++;
        }
        if (digits == 0 || value > 255) return false;
        parts++;
        if (parts < 4 && (at >= length || text[at++] != '.')) return false;
    }
    return parts == 4 && at == length;
}

/* Between brackets only what an IPv6 address is made of; the listener was reached by it, so its sense does
 * not matter. */
static bool is_ipv6(const char *text, size_t length) {
    if (length < 4 || text[0] != '[' || text[length - 1] != ']') return false;
    return strspn(text + 1, "0123456789abcdefABCDEF:.") >= length - 2;
}

static bool is_name(const char *text, size_t length, const char *name, const char *suffix) {
    size_t size = strlen(name);
    return length == size + strlen(suffix) && strncasecmp(text, name, size) == 0 &&
           strncasecmp(text + size, suffix, strlen(suffix)) == 0;
}

/* A page of another site can make a browser connect to us by a name that it controls (DNS rebinding); the
 * Host header then has that name. */
bool dev_host_allowed(const dev_device *dev, const char *host) {
    size_t length = host ? host_length(host) : 0;
    if (length == 0) return false;
    return is_ipv4(host, length) || is_ipv6(host, length) || is_name(host, length, "localhost", "") ||
           is_name(host, length, dev->name, "") || is_name(host, length, dev->name, ".local");
}

bool dev_origin_allowed(const dev_device *dev, const char *origin) {
    bool allowed = !origin || !origin[0];
    for (const char *const *row = dev->origins; row && *row && !allowed; row++)
        allowed = strcasecmp(*row, origin) == 0;
    return allowed;
}

/* One-shot questions of multicast DNS. A search is a socket, a question that is sent twice, a second apart,
 * and a table that answers fill in; a message is read with bounds everywhere, and what is odd in it is
 * ignored. */
#include "discover.h"
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>
#include "krait/proto_uri.h"
#include "session.h"
#include "signals.h"

#define GROUP      0xe00000fbu /* 224.0.0.251 */
#define PORT       5353
#define PATIENCE   2000000 /* us for an address */
#define AGAIN_US   1000000 /* between the first question and the second */
#define NAME_STEPS 128     /* labels and jumps of a name; more are a loop */
#define SERVICE    "_krait._tcp.local"

enum { TYPE_A = 1, TYPE_PTR = 12, TYPE_SRV = 33, CLASS_IN = 1, FLAG_ANSWER = 0x8000 };

/* A search under way. */
struct search {
    int fd;
    uint16_t number;         /* of the question; the answer repeats it */
    struct sockaddr_in only; /* who is asked; 0: everybody */
    uint8_t question[DISCOVER_NAME_MAX + 32];
    size_t size;
};

/* --- reading --- */

struct reader {
    const uint8_t *data;
    size_t size, at;
    bool bad; /* something was beyond the end */
};

static unsigned get8(struct reader *in) {
    if (in->at < in->size) return in->data[in->at++];
    in->bad = true;
    return 0;
}

static unsigned get16(struct reader *in) {
    unsigned high = get8(in);
    return high << 8 | get8(in);
}

static void append(char *text, size_t *length, char letter) {
    if (*length < DISCOVER_NAME_MAX) text[(*length)++] = letter;
}

/* A name as text with dots. Other characters than a terminal's harmless ones become '?', as does a dot inside
 * of a label. */
static void get_name(struct reader *in, char text[DISCOVER_NAME_MAX + 1]) {
    struct reader from = *in;
    size_t length = 0, end = 0;
    for (unsigned steps = 0; !from.bad; steps++) {
        unsigned size = get8(&from);
        if (steps == NAME_STEPS || (size > 63 && size < 0xc0)) break;
        if (size >= 0xc0) {
            size_t to = (size & 0x3f) << 8 | get8(&from);
            if (!end) end = from.at;
            from.at = to;
            continue;
        }
        if (size == 0) {
            text[length] = 0;
            in->at = end ? end : from.at;
            in->bad = from.bad;
            return;
        }
        if (length) append(text, &length, '.');
        while (size-- > 0) {
            int byte = (int)get8(&from);
            append(text, &length, byte >= ' ' && byte < 127 && byte != '.' ? (char)byte : '?');
        }
    }
    text[0] = 0;
    in->bad = true;
}

struct record {
    char name[DISCOVER_NAME_MAX + 1];
    unsigned type, class;
    struct reader data; /* sees the whole message, for names that point back; stands at the data */
    size_t length;
};

static bool get_record(struct reader *in, struct record *record) {
    get_name(in, record->name);
    record->type = get16(in);
    record->class = get16(in) & 0x7fff;
    get16(in), get16(in); /* how long it may be remembered */
    record->length = get16(in);
    record->data = *in;
    if (in->bad || record->length > in->size - in->at) return false;
    in->at += record->length;
    if (record->class != CLASS_IN) record->type = 0;
    return true;
}

/* Skips the head and the questions. False: not an answer to this search. */
static bool get_head(struct reader *in, const struct search *search, unsigned *records) {
    char name[DISCOVER_NAME_MAX + 1];
    unsigned number = get16(in), flags = get16(in), questions = get16(in);
    *records = get16(in);
    *records += get16(in);
    *records += get16(in);
    if (number != search->number || !(flags & FLAG_ANSWER)) return false;
    for (; questions > 0 && !in->bad; questions--) {
        get_name(in, name);
        get16(in), get16(in);
    }
    return !in->bad;
}

/* The address of an A record, when it can be somebody's. */
static bool take_address(const struct record *record, struct in_addr *address) {
    if (record->type != TYPE_A || record->length != 4) return false;
    memcpy(address, record->data.data + record->data.at, 4);
    uint32_t number = ntohl(address->s_addr);
    return number >> 24 != 0 && number >> 28 < 0xe;
}

/* --- asking --- */

static bool write_name(uint8_t *to, size_t *at, const char *name) {
    while (*name) {
        size_t length = strcspn(name, ".");
        if (length == 0 || length > 63) return false;
        to[(*at)++] = (uint8_t)length;
        memcpy(to + *at, name, length);
        *at += length;
        name += length + (name[length] == '.');
    }
    to[(*at)++] = 0;
    return true;
}

/* Whom the user wants to be asked, if anybody. */
static bool choose_responder(struct search *search) {
    char host[PROTO_HOST_MAX + 1];
    const char *text = getenv("KRAIT_MDNS");
    uint16_t port = PORT;
    if (!text || !*text) return true;
    if (proto_authority_parse(text, strlen(text), host, &port, PORT) < 0) return false;
    search->only = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    return inet_pton(AF_INET, host, &search->only.sin_addr) == 1;
}

static bool search_open(struct search *search, const char *name, unsigned type) {
    *search = (struct search){.fd = -1};
    if (strlen(name) > DISCOVER_NAME_MAX - 2 || !choose_responder(search)) return false;
    if (getrandom(&search->number, sizeof search->number, 0) < 0) return false;
    uint8_t *q = search->question;
    q[0] = (uint8_t)(search->number >> 8);
    q[1] = (uint8_t)search->number;
    q[5] = 1;
    search->size = 12;
    if (!write_name(q, &search->size, name)) return false;
    q[search->size + 1] = (uint8_t)type;
    q[search->size + 3] = CLASS_IN;
    search->size += 4;
    search->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return search->fd >= 0;
}

static bool is_usable(const struct ifaddrs *interface) {
    unsigned wanted = IFF_UP | IFF_MULTICAST;
    return interface->ifa_addr && interface->ifa_addr->sa_family == AF_INET &&
           (interface->ifa_flags & (wanted | IFF_LOOPBACK)) == wanted;
}

/* On how many interfaces it went out. */
static int ask(const struct search *search) {
    struct sockaddr_in group = {
        .sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(GROUP)};
    const struct sockaddr *only = (const struct sockaddr *)&search->only;
    struct ifaddrs *interfaces;
    int sent = 0, ttl = 255;
    if (search->only.sin_port)
        return sendto(search->fd, search->question, search->size, 0, only, sizeof search->only) > 0;
    if (getifaddrs(&interfaces) < 0) return 0;
    setsockopt(search->fd, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof ttl);
    for (const struct ifaddrs *i = interfaces; i; i = i->ifa_next) {
        if (!is_usable(i)) continue;
        const struct in_addr *own = &((const struct sockaddr_in *)(const void *)i->ifa_addr)->sin_addr;
        setsockopt(search->fd, IPPROTO_IP, IP_MULTICAST_IF, own, sizeof *own);
        if (sendto(search->fd, search->question, search->size, 0, (struct sockaddr *)&group, sizeof group) >
            0)
            sent++;
    }
    freeifaddrs(interfaces);
    return sent;
}

/* The next answer to the question: 1; 0: the time is over; -1: ctrl-C. `again_us`: when to ask once more. */
static int next_answer(const struct search *search, int64_t *again_us, int64_t deadline_us, uint8_t *message,
                       size_t *size) {
    for (int64_t now = clock_us(); now < deadline_us; now = clock_us()) {
        if (now >= *again_us) {
            *again_us = INT64_MAX;
            ask(search);
        }
        int64_t until = *again_us < deadline_us ? *again_us : deadline_us;
        struct pollfd fds[2] = {{search->fd, POLLIN, 0}, {signals_fd(), POLLIN, 0}};
        poll(fds, 2, (int)((until - now) / 1000) + 1);
        if (signals_taken(SIGNAL_INTERRUPT)) return -1;
        ssize_t n = recv(search->fd, message, *size, 0);
        if (n < 0) continue; /* also when a responder's port is closed: others may answer */
        *size = (size_t)n;
        return 1;
    }
    return 0;
}

/* --- addresses --- */

bool discover_is_local(const char *name) {
    size_t length = strlen(name);
    return length > 6 && strcasecmp(name + length - 6, ".local") == 0;
}

static int read_addresses(const struct search *search, const char *name, const uint8_t *message, size_t size,
                          struct in_addr *addresses, int capacity) {
    struct reader in = {message, size, 0, false};
    struct record record;
    unsigned records;
    int count = 0;
    if (!get_head(&in, search, &records)) return 0;
    for (; records > 0 && count < capacity && get_record(&in, &record); records--) {
        if (strcasecmp(record.name, name) == 0 && take_address(&record, &addresses[count])) count++;
    }
    return count;
}

int discover_addresses(const char *name, int64_t deadline_us, struct in_addr *addresses, int capacity) {
    struct search search;
    uint8_t message[9000];
    int64_t begin = clock_us(), again = begin + AGAIN_US;
    int result = 0, count = 0;
    if (deadline_us > begin + PATIENCE) deadline_us = begin + PATIENCE;
    if (search_open(&search, name, TYPE_A) && ask(&search) > 0) {
        do {
            size_t size = sizeof message;
            result = next_answer(&search, &again, deadline_us, message, &size);
            if (result > 0) count = read_addresses(&search, name, message, size, addresses, capacity);
        } while (result > 0 && count == 0);
    }
    if (search.fd >= 0) close(search.fd);
    return result < 0 ? -1 : count;
}

/* --- devices --- */

/* The entry of an instance of our service, which is made when it is new; NULL: none of ours, or no room. */
static struct discovered *entry_of(struct discovered *found, int *count, const char *name) {
    size_t length = strlen(name), suffix = sizeof "." SERVICE - 1;
    if (length <= suffix || strcasecmp(name + length - suffix, "." SERVICE) != 0) return NULL;
    length -= suffix;
    for (int i = 0; i < *count; i++) {
        if (strlen(found[i].instance) == length && strncasecmp(found[i].instance, name, length) == 0)
            return &found[i];
    }
    if (*count == DISCOVER_MAX) return NULL;
    struct discovered *entry = &found[(*count)++];
    *entry = (struct discovered){.port = 0};
    memcpy(entry->instance, name, length);
    return entry;
}

/* Takes the instance that a record tells of. */
static void take_instance(struct record *record, struct discovered *found, int *count) {
    char name[DISCOVER_NAME_MAX + 1];
    struct discovered *entry;
    if (record->type == TYPE_PTR && strcasecmp(record->name, SERVICE) == 0) {
        get_name(&record->data, name);
        if (!record->data.bad) entry_of(found, count, name);
    }
    if (record->type != TYPE_SRV || !(entry = entry_of(found, count, record->name))) return;
    get16(&record->data), get16(&record->data); /* priority and weight */
    unsigned port = get16(&record->data);
    get_name(&record->data, name);
    if (record->data.bad || port == 0 || !*name) return;
    entry->port = (uint16_t)port;
    strcpy(entry->host, name);
}

/* Addresses come after, since they belong to hosts that other records name. */
static void read_devices(const struct search *search, const uint8_t *message, size_t size,
                         struct discovered *found, int *count) {
    struct reader in = {message, size, 0, false};
    struct record record;
    struct in_addr address;
    unsigned records;
    if (!get_head(&in, search, &records)) return;
    struct reader again = in;
    for (unsigned i = 0; i < records && get_record(&in, &record); i++) take_instance(&record, found, count);
    for (unsigned i = 0; i < records && get_record(&again, &record); i++) {
        if (!take_address(&record, &address)) continue;
        for (int k = 0; k < *count; k++) {
            if (strcasecmp(found[k].host, record.name) == 0) found[k].address = address;
        }
    }
}

static int by_name(const void *a, const void *b) {
    return strcasecmp(((const struct discovered *)a)->instance, ((const struct discovered *)b)->instance);
}

int discover_devices(int ms, struct discovered found[DISCOVER_MAX], struct failure *failure) {
    struct search search;
    uint8_t message[9000];
    int64_t begin = clock_us(), again = begin + AGAIN_US, deadline = begin + (int64_t)ms * 1000;
    int count = 0, result = 1;
    if (!search_open(&search, SERVICE, TYPE_PTR) || ask(&search) == 0) {
        const char *only = getenv("KRAIT_MDNS");
        if (search.fd >= 0) close(search.fd);
        if (only && *only)
            fail(failure, EXIT_UNREACHABLE, "KRAIT_MDNS=%s cannot be asked; it takes ADDRESS or ADDRESS:PORT",
                 only);
        else
            fail(failure, EXIT_UNREACHABLE,
                 "no network interface is up on which devices could be looked for");
        return -1;
    }
    while (result > 0) {
        size_t size = sizeof message;
        result = next_answer(&search, &again, deadline, message, &size);
        if (result > 0) read_devices(&search, message, size, found, &count);
    }
    close(search.fd);
    if (result < 0) {
        fail(failure, EXIT_SIGNAL, "interrupted");
        return -1;
    }
    qsort(found, (size_t)count, sizeof *found, by_name);
    return count;
}

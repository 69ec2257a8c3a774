/* A responder with one table of records and no memory of questions: an answer is a set of records, made when
 * it is sent.
 *
 *     stage 0, 1, 2: probe     3, 4: announce     then: done
 *
 * From stage 3 on the name is ours. Questions are answered at once when the records are ours alone, otherwise
 * after a random fraction of a second in which others' answers may make ours unnecessary (`pending`). No
 * record goes to everybody more than once a second, so the device multiplies no flood. Names are compared as
 * they are sent: lengths and lower-case letters. Whatever lwIP has no memory for is not answered; the network
 * asks again. */
#include "mdns.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "lwip/igmp.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "lwip/udp.h"

#define PORT       5353
#define NAME_BYTES 64 /* of a whole name as it is sent; longer ones are not ours */
#define LABEL_MAX  28
#define PACKET_MAX 640 /* all records with a question are 607 bytes at most */
#define HEAD_BYTES 12
#define NAME_STEPS 40 /* labels and jumps of a name; more are a loop */

#define PROBE_MS    250u
#define ANNOUNCE_MS 1000u
#define GIVE_WAY_MS 1000u
#define CROWDED_MS  5000u /* after so many names that are taken */
#define CROWDED     10

#define FLAG_ANSWER    0x8000u
#define FLAG_OPCODE    0x7800u
#define FLAG_AUTHORITY 0x0400u
#define FLAG_TRUNCATED 0x0200u
#define CLASS_IN       1
#define CLASS_ANY      255
#define CLASS_TOP      0x8000u /* a question: answer me alone; a record: forget what you had */
#define TYPE_A         1
#define TYPE_PTR       12
#define TYPE_TXT       16
#define TYPE_SRV       33
#define TYPE_NSEC      47
#define TYPE_ANY       255
#define TTL_HOST       120 /* seconds: what contains the host's name */
#define TTL_OTHER      4500
#define TTL_LEGACY     10 /* for those who ask as if we were a name server */

enum owner { HOST, INSTANCE, SERVICE, TYPES, OWNERS, FOREIGN = OWNERS };

/* The records, and the bits of a set. NSEC says that there are no others of that name. */
enum { R_TYPES, R_SERVICE, R_SRV, R_TXT, R_ADDRESS, R_NO_HOST, R_NO_INSTANCE, RECORDS };
#define BIT(record) (1u << (record))
#define SHARED      (BIT(R_TYPES) | BIT(R_SERVICE))
#define ANNOUNCED   (BIT(R_SERVICE) | BIT(R_SRV) | BIT(R_TXT) | BIT(R_ADDRESS))

static const struct {
    uint32_t owner, type, ttl;
} records[RECORDS] = {
    {TYPES, TYPE_PTR, TTL_OTHER},     {SERVICE, TYPE_PTR, TTL_OTHER}, {INSTANCE, TYPE_SRV, TTL_HOST},
    {INSTANCE, TYPE_TXT, TTL_OTHER},  {HOST, TYPE_A, TTL_HOST},       {HOST, TYPE_NSEC, TTL_HOST},
    {INSTANCE, TYPE_NSEC, TTL_OTHER},
};

static const char local_name[] = "\5local";
static const char service_name[] = "\6_krait\4_tcp\5local";
static const char types_name[] = "\11_services\7_dns-sd\4_udp\5local";

static struct {
    struct udp_pcb *pcb;
    struct netif *netif;
    const char *base;
    char label[LABEL_MAX]; /* the base, with a number if need be */
    uint8_t stage, taken;  /* taken: names that were somebody else's */
    uint8_t pending;       /* records to send to all when the timer comes */
    uint8_t recent;        /* what all were sent since `recent_ms` */
    uint32_t recent_ms;
} mdns;

static void on_step(void *unused);

/* --- names --- */

static size_t write_name(uint8_t *to, unsigned owner) {
    const char *rest = owner == HOST ? local_name : owner == TYPES ? types_name : service_name;
    size_t size = 0;
    if (owner <= INSTANCE) {
        size = 1 + strlen(mdns.label);
        to[0] = (uint8_t)(size - 1);
        memcpy(to + 1, mdns.label, size - 1);
    }
    strcpy((char *)to + size, rest);
    return size + strlen(rest) + 1;
}

static unsigned owner_of(const uint8_t *name, size_t size) {
    uint8_t ours[NAME_BYTES];
    for (unsigned owner = 0; owner < OWNERS; owner++) {
        if (write_name(ours, owner) == size && memcmp(ours, name, size) == 0) return owner;
    }
    return FOREIGN;
}

/* --- reading --- */

/* A packet that is read; `bad` once something was beyond its end. */
struct reader {
    struct pbuf *packet;
    uint16_t at;
    bool bad;
};

static unsigned get8(struct reader *in) {
    int byte = pbuf_try_get_at(in->packet, in->at++);
    if (byte < 0) in->bad = true;
    return byte < 0 ? 0 : (unsigned)byte;
}

static unsigned get16(struct reader *in) {
    unsigned high = get8(in);
    return high << 8 | get8(in);
}

static uint32_t get32(struct reader *in) {
    uint32_t high = get16(in);
    return high << 16 | get16(in);
}

static uint8_t lower(unsigned byte) {
    return (uint8_t)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
}

/* A name, compressed or not; whose it is. */
static unsigned get_name(struct reader *in) {
    uint8_t name[NAME_BYTES];
    struct reader from = *in;
    size_t size = 0;
    bool jumped = false;
    for (unsigned steps = 0; steps < NAME_STEPS && !from.bad; steps++) {
        unsigned length = get8(&from);
        if (length >= 0xc0) {
            unsigned to = (length & 0x3f) << 8 | get8(&from);
            if (!jumped) in->at = from.at;
            jumped = true;
            from.at = (uint16_t)to;
            continue;
        }
        if (length > 63) break;
        if (size < NAME_BYTES) name[size] = (uint8_t)length;
        size++;
        for (unsigned i = 0; i < length; i++, size++) {
            unsigned byte = get8(&from);
            if (size < NAME_BYTES) name[size] = lower(byte);
        }
        if (length > 0) continue;
        if (!jumped) in->at = from.at;
        in->bad |= from.bad;
        return size <= NAME_BYTES ? owner_of(name, size) : FOREIGN;
    }
    in->bad = true;
    return FOREIGN;
}

struct record {
    unsigned owner, type, class;
    uint32_t ttl;
    uint16_t data, end; /* places in the packet */
};

static struct record get_record(struct reader *in) {
    struct record record = {.owner = get_name(in)};
    record.type = get16(in);
    record.class = get16(in) & ~CLASS_TOP;
    record.ttl = get32(in);
    unsigned size = get16(in);
    if (in->at + size > in->packet->tot_len) in->bad = true;
    record.data = in->at;
    record.end = in->at = (uint16_t)(in->at + size);
    return record;
}

/* --- writing --- */

struct writer {
    struct pbuf *packet;
    uint8_t *at;
    bool legacy;
};

static void put16(struct writer *out, unsigned value) {
    *out->at++ = (uint8_t)(value >> 8);
    *out->at++ = (uint8_t)value;
}

static void put_name(struct writer *out, unsigned owner) {
    out->at += write_name(out->at, owner);
}

static const ip4_addr_t *address(void) {
    return netif_ip4_addr(mdns.netif);
}

static void put_data(struct writer *out, unsigned which) {
    static const uint8_t only_host[] = {0, 1, 0x40}, only_instance[] = {0, 5, 0, 0, 0x80, 0, 0x40};
    switch (which) {
    case R_TYPES: put_name(out, SERVICE); break;
    case R_SERVICE: put_name(out, INSTANCE); break;
    case R_SRV:
        put16(out, 0);
        put16(out, 0);
        put16(out, KRAIT_PORT_NUMBER);
        put_name(out, HOST);
        break;
    case R_TXT: *out->at++ = 0; break;
    case R_ADDRESS:
        memcpy(out->at, &address()->addr, 4);
        out->at += 4;
        break;
    case R_NO_HOST:
        put_name(out, HOST);
        memcpy(out->at, only_host, sizeof only_host);
        out->at += sizeof only_host;
        break;
    default:
        put_name(out, INSTANCE);
        memcpy(out->at, only_instance, sizeof only_instance);
        out->at += sizeof only_instance;
    }
}

/* `unique`: it replaces what others remember, which is said neither in a probe nor to those who do not know
 * that bit. */
static void put_record(struct writer *out, unsigned which, bool unique) {
    uint32_t ttl = out->legacy && records[which].ttl > TTL_LEGACY ? TTL_LEGACY : records[which].ttl;
    put_name(out, records[which].owner);
    put16(out, records[which].type);
    put16(out, unique && !out->legacy && !(BIT(which) & SHARED) ? CLASS_IN | CLASS_TOP : CLASS_IN);
    put16(out, 0);
    put16(out, ttl);
    uint8_t *size = out->at;
    out->at += 2;
    put_data(out, which);
    size[0] = 0;
    size[1] = (uint8_t)(out->at - size - 2);
}

static unsigned put_set(struct writer *out, unsigned set, bool unique) {
    unsigned count = 0;
    for (unsigned i = 0; i < RECORDS; i++) {
        if (!(set & BIT(i))) continue;
        put_record(out, i, unique);
        count++;
    }
    return count;
}

static bool begin_packet(struct writer *out) {
    out->packet = pbuf_alloc(PBUF_TRANSPORT, PACKET_MAX, PBUF_RAM);
    if (!out->packet) return false;
    memset(out->packet->payload, 0, HEAD_BYTES);
    out->at = (uint8_t *)out->packet->payload + HEAD_BYTES;
    return true;
}

/* To one, or to all when there is no address. The counts are those of the head: questions, answers,
 * authorities, more. */
static void send_packet(struct writer *out, unsigned id, unsigned flags, const unsigned counts[4],
                        const ip_addr_t *to, uint16_t port) {
    static const ip_addr_t everybody = IPADDR4_INIT_BYTES(224, 0, 0, 251);
    ip_addr_t all = everybody;
    struct writer head = {.at = out->packet->payload};
    pbuf_realloc(out->packet, (u16_t)(out->at - head.at));
    put16(&head, id);
    put16(&head, flags);
    for (unsigned i = 0; i < 4; i++) put16(&head, counts[i]);
    udp_sendto_if(mdns.pcb, out->packet, to ? to : &all, to ? port : PORT, mdns.netif);
    pbuf_free(out->packet);
}

/* --- answers --- */

/* What somebody who gets these records will ask next. */
static unsigned extra_of(unsigned set) {
    unsigned extra = 0;
    if (set & BIT(R_SERVICE)) extra |= BIT(R_SRV) | BIT(R_TXT) | BIT(R_ADDRESS);
    if (set & BIT(R_SRV)) extra |= BIT(R_ADDRESS);
    return extra & ~set;
}

static void tell_all(unsigned set) {
    struct writer out = {.legacy = false};
    unsigned counts[4] = {0};
    if (set == 0 || !begin_packet(&out)) return;
    counts[1] = put_set(&out, set, true);
    counts[3] = put_set(&out, extra_of(set), true);
    send_packet(&out, 0, FLAG_ANSWER | FLAG_AUTHORITY, counts, NULL, 0);
    mdns.recent |= (uint8_t)set;
}

/* What all have been told within a second is not told again. */
static unsigned without_recent(unsigned set) {
    if (sys_now() - mdns.recent_ms >= 1000) {
        mdns.recent = 0;
        mdns.recent_ms = sys_now();
    }
    return set & ~(unsigned)mdns.recent;
}

static void on_pending(void *unused) {
    unsigned set = mdns.pending;
    (void)unused;
    mdns.pending = 0;
    tell_all(without_recent(set));
}

static void tell_later(unsigned set, uint32_t ms) {
    if (mdns.pending == 0) sys_timeout(ms, on_pending, NULL);
    mdns.pending |= (uint8_t)set;
}

/* --- questions --- */

struct question {
    unsigned owner, type;
    unsigned all, alone; /* the records that answer: to everybody, and to who asked */
    unsigned known;      /* what the other side knows already */
    bool probe;          /* it says what it is going to claim */
};

static unsigned answers_of(unsigned owner, unsigned type) {
    unsigned set = 0;
    for (unsigned i = 0; i < R_NO_HOST; i++) {
        if (records[i].owner == owner && (type == records[i].type || type == TYPE_ANY)) set |= BIT(i);
    }
    if (set == 0 && owner == HOST) return BIT(R_NO_HOST);
    if (set == 0 && owner == INSTANCE) return BIT(R_NO_INSTANCE);
    return set;
}

static void get_question(struct reader *in, struct question *question) {
    unsigned owner = get_name(in), type = get16(in), class = get16(in);
    if (in->bad || owner == FOREIGN) return;
    if ((class & ~CLASS_TOP) != CLASS_IN && (class & ~CLASS_TOP) != CLASS_ANY) return;
    question->owner = owner;
    question->type = type;
    *(class & CLASS_TOP ? &question->alone : &question->all) |= answers_of(owner, type);
}

/* Does the record say what ours of that name and type does? */
static bool is_ours(struct reader in, const struct record *record, unsigned which) {
    uint32_t ip = lwip_ntohl(address()->addr);
    in.at = record->data;
    switch (which) {
    case R_TYPES: return get_name(&in) == SERVICE;
    case R_SERVICE: return get_name(&in) == INSTANCE;
    case R_SRV: in.at = (uint16_t)(in.at + 6); return get_name(&in) == HOST;
    case R_ADDRESS: return record->end - record->data == 4 && get32(&in) == ip;
    default: return true;
    }
}

/* The known answers of a question: those that still last at least half of their time need not be sent. */
static void get_known(struct reader *in, unsigned count, struct question *question) {
    while (count-- > 0 && !in->bad) {
        struct record record = get_record(in);
        for (unsigned i = 0; i < RECORDS && !in->bad; i++) {
            if (record.owner == records[i].owner && record.type == records[i].type &&
                record.ttl >= records[i].ttl / 2 && is_ours(*in, &record, i))
                question->known |= BIT(i);
        }
    }
}

static void answer_one(const struct question *question, unsigned set, unsigned id, const ip_addr_t *to,
                       uint16_t port) {
    struct writer out = {.legacy = port != PORT};
    unsigned counts[4] = {0};
    if (set == 0 || !begin_packet(&out)) return;
    if (out.legacy) { /* as a name server does, which repeats the question */
        put_name(&out, question->owner);
        put16(&out, question->type);
        put16(&out, CLASS_IN);
        counts[0] = 1;
    }
    counts[1] = put_set(&out, set, true);
    counts[3] = put_set(&out, extra_of(set), true);
    send_packet(&out, out.legacy ? id : 0, FLAG_ANSWER | FLAG_AUTHORITY, counts, to, port);
}

static void answer(struct question *question, unsigned id, unsigned flags, const ip_addr_t *from,
                   uint16_t port) {
    mdns.pending &= (uint8_t)~question->known;
    unsigned all = question->all & ~question->known, alone = question->alone & ~question->known;
    if (port != PORT) {
        answer_one(question, all | alone, id, from, port);
        return;
    }
    answer_one(question, alone, id, from, port);
    if (!question->probe) all = without_recent(all);
    if (all & SHARED || (all && flags & FLAG_TRUNCATED))
        tell_later(all, (flags & FLAG_TRUNCATED ? 400 : 20) + board_random_word() % 100);
    else
        tell_all(all);
}

/* --- claiming the name --- */

static void step_in(uint32_t ms) {
    sys_untimeout(on_step, NULL);
    sys_timeout(ms, on_step, NULL);
}

static void probe(void) {
    struct writer out = {.legacy = false};
    unsigned counts[4] = {2, 0, 2, 0};
    if (!begin_packet(&out)) return;
    for (unsigned owner = HOST; owner <= INSTANCE; owner++) {
        put_name(&out, owner);
        put16(&out, TYPE_ANY);
        put16(&out, CLASS_IN | CLASS_TOP);
    }
    put_set(&out, BIT(R_SRV) | BIT(R_ADDRESS), false);
    send_packet(&out, 0, 0, counts, NULL, 0);
}

static void on_step(void *unused) {
    (void)unused;
    unsigned stage = mdns.stage++;
    if (stage < 3) {
        probe();
        step_in(PROBE_MS);
    } else {
        tell_all(ANNOUNCED);
        if (stage == 3) step_in(ANNOUNCE_MS);
    }
}

static void claim(uint32_t ms) {
    mdns.stage = 0;
    mdns.pending = 0;
    sys_untimeout(on_pending, NULL);
    step_in(ms);
}

static void rename_self(void) {
    if (mdns.taken < UINT8_MAX) mdns.taken++;
    snprintf(mdns.label, sizeof mdns.label, "%.24s-%u", mdns.base, mdns.taken + 1u);
    claim(mdns.taken < CROWDED ? PROBE_MS : CROWDED_MS);
}

/* Is somebody else's record of a name that we claim? */
static bool contradicts(struct reader *in, const struct record *record) {
    unsigned which = record->owner == HOST ? R_ADDRESS : R_SRV;
    return record->owner <= INSTANCE && record->class == CLASS_IN && record->type == records[which].type &&
           record->ttl > 0 && !is_ours(*in, record, which);
}

/* Others' answers. A name that is probed is given up; one that was ours is probed again, and who has it
 * answers. */
static void hear(struct reader *in, unsigned count) {
    while (count-- > 0 && !in->bad) {
        struct record record = get_record(in);
        if (in->bad || !contradicts(in, &record)) continue;
        if (mdns.stage > 3)
            claim(1);
        else
            rename_self();
        return;
    }
}

/* Two probe one name at a time: the one with the greater address goes on, the other waits and probes again,
 * and finds it taken. */
static void compare_probes(struct reader *in, unsigned count) {
    while (count-- > 0 && !in->bad) {
        struct record record = get_record(in);
        if (in->bad || record.owner != HOST || !contradicts(in, &record)) continue;
        struct reader data = *in;
        data.at = record.data;
        if (mdns.stage <= 3 && get32(&data) > lwip_ntohl(address()->addr)) claim(GIVE_WAY_MS);
        return;
    }
}

static void on_receive(void *argument, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *from,
                       u16_t port) {
    struct reader in = {.packet = packet};
    struct question question = {.owner = FOREIGN};
    (void)argument, (void)pcb;
    unsigned id = get16(&in), flags = get16(&in), questions = get16(&in), answers = get16(&in),
             authorities = get16(&in), more = get16(&in);
    bool near = ip_addr_netcmp(from, address(), netif_ip4_netmask(mdns.netif));
    if (near && !in.bad && !(flags & FLAG_OPCODE)) {
        question.probe = authorities > 0;
        while (questions-- > 0 && !in.bad) get_question(&in, &question);
        if (flags & FLAG_ANSWER) {
            if (port == PORT) hear(&in, answers + authorities + more);
        } else {
            get_known(&in, answers, &question);
            if (!in.bad) compare_probes(&in, authorities);
            if (!in.bad && mdns.stage > 3) answer(&question, id, flags, from, port);
        }
    }
    pbuf_free(packet);
}

/* --- life --- */

static bool open_port(void) {
    ip4_addr_t group = {PP_HTONL(LWIP_MAKEU32(224, 0, 0, 251))};
    if (!mdns.pcb) mdns.pcb = udp_new();
    if (!mdns.pcb) return false;
    mdns.pcb->ttl = 255;
    udp_set_multicast_ttl(mdns.pcb, 255);
    udp_recv(mdns.pcb, on_receive, NULL);
    if (mdns.pcb->local_port == 0) {
        igmp_joingroup_netif(mdns.netif, &group);
        return udp_bind(mdns.pcb, IP_ADDR_ANY, PORT) == ERR_OK;
    }
    return true;
}

void mdns_begin(struct netif *netif, const char *name) {
    mdns.netif = netif;
    mdns.base = name;
    if (!open_port()) return;
    mdns.taken = 0;
    snprintf(mdns.label, sizeof mdns.label, "%.24s", name);
    claim(1 + board_random_word() % PROBE_MS);
}

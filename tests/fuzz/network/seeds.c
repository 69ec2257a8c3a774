/* Writes the first inputs of the network targets: small honest packets.
 *   fuzz_network_seeds FOLDER      makes FOLDER/fuzz_network_<noun>/seed-<n> */
#include <sys/stat.h>

#include "../protocol/fuzz.h"

#define HOST     "\14krait-123456\5local"
#define SERVICE  "\6_krait\4_tcp\5local"
#define TYPES    "\11_services\7_dns-sd\4_udp\5local"
#define INSTANCE "\14krait-123456" SERVICE

struct packet {
    uint8_t data[1200];
    size_t size;
};

static const char *folder;

static void save(const char *noun, unsigned number, const struct packet *packet) {
    char path[1024];
    snprintf(path, sizeof path, "%s/fuzz_network_%s", folder, noun);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/fuzz_network_%s/seed-%u", folder, noun, number);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(packet->data, 1, packet->size, file) == packet->size && fclose(file) == 0);
}

static void put(struct packet *to, const void *data, size_t size) {
    CHECK(size <= sizeof to->data - to->size);
    memcpy(to->data + to->size, data, size);
    to->size += size;
}

static void put16(struct packet *to, unsigned value) {
    const uint8_t bytes[2] = {(uint8_t)(value >> 8), (uint8_t)value};
    put(to, bytes, 2);
}

/* The final zero ends the name, too. */
static void put_record(struct packet *to, const char *name, unsigned type, const void *data, size_t size) {
    put(to, name, strlen(name) + 1);
    put16(to, type);
    put16(to, 1);
    put16(to, 0);
    put16(to, 120);
    put16(to, (unsigned)size);
    put(to, data, size);
}

static void put_head(struct packet *to, unsigned flags, unsigned questions, unsigned answers,
                     unsigned authorities) {
    put16(to, 0x1234);
    put16(to, flags);
    put16(to, questions);
    put16(to, answers);
    put16(to, authorities);
    put16(to, 0);
}

static void put_question(struct packet *to, const char *name, unsigned type, unsigned class) {
    put(to, name, strlen(name) + 1);
    put16(to, type);
    put16(to, class);
}

static const uint8_t srv[] = "\0\0\0\0\40\112" HOST, address[4] = {192, 168, 4, 1};

static void put_announcement(struct packet *to) {
    static const uint8_t back[] = "\14krait-123456\300\14"; /* a name that points back to the first one */
    put_head(to, 0x8400, 0, 3, 0);
    put_record(to, SERVICE, 12, back, sizeof back - 1);
    put_record(to, INSTANCE, 33, srv, sizeof srv);
    put_record(to, HOST, 1, address, sizeof address);
}

/* A packet behind what the target reads in front of it. */
static void wrap(struct packet *to, unsigned wait, unsigned from, const struct packet *packet) {
    const uint8_t head[2] = {(uint8_t)wait, (uint8_t)from};
    put(to, head, 2);
    put16(to, (unsigned)packet->size);
    put(to, packet->data, packet->size);
}

static void save_mdns(void) {
    static const char *const names[] = {HOST, INSTANCE, SERVICE, TYPES};
    static const unsigned types[] = {1, 33, 12, 12};
    struct packet others = {.size = 0}, probe = {.size = 0}, row = {.size = 0}, answers = {.size = 0};
    for (unsigned i = 0; i < 4; i++) {
        struct packet question = {.size = 0}, input = {.size = 0};
        put_head(&question, 0, 1, 0, 0);
        put_question(&question, names[i], types[i], i % 2 ? 0x8001 : 1);
        wrap(&input, 60, 0x80 | (i % 2 ? 0x40 : 1), &question);
        wrap(&input, 60, 0x81, &question);
        save("mdns", i, &input);
    }
    put_announcement(&others);
    wrap(&row, 60, 0x81, &others);
    wrap(&row, 60, 0x82, &others);
    save("mdns", 4, &row);
    put_head(&probe, 0, 1, 0, 1);
    put_question(&probe, HOST, 255, 1);
    put_record(&probe, HOST, 1, address, sizeof address);
    row.size = 0;
    wrap(&row, 10, 1, &probe);
    wrap(&row, 60, 0x81, &probe);
    save("mdns", 5, &row);
    put16(&answers, (unsigned)others.size);
    put(&answers, others.data, others.size);
    save("discover", 0, &answers);
}

static void save_sntp(void) {
    struct packet input = {.size = 0};
    uint8_t answer[48] = {0x24, 2};
    answer[40] = 0xec;
    for (unsigned i = 0; i < 3; i++) {
        const uint8_t head[4] = {30, (uint8_t)(15 | (i ? 32 : 64 + 128)), sizeof answer, 0};
        put(&input, head, sizeof head);
        put(&input, answer, sizeof answer);
        save("sntp", i, &input);
    }
}

static void save_dhcp(void) {
    static const uint8_t options[] = {53, 1, 1, 50, 4, 192, 168, 4, 2, 0, 255};
    struct packet input = {.size = 0};
    uint8_t message[240 + sizeof options] = {1, 1, 6, 0, 9, 8, 7, 6};
    memcpy(message + 236, "\143\202\123\143", 4);
    memcpy(message + 240, options, sizeof options);
    for (unsigned i = 0; i < 4; i++) {
        message[33] = (uint8_t)i;
        message[242] = i % 2 ? 3 : 1;
        put16(&input, sizeof message);
        put(&input, message, sizeof message);
        save("dhcp_server", i, &input);
    }
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    folder = argv[1];
    save_mdns();
    save_sntp();
    save_dhcp();
    return 0;
}

/* The host's interfaces as a WLAN: the station is the interface through which the host reaches others, a
 * wireless one when there is any; a host without any is still connected to itself. Joining and leaving
 * networks is the host's business, so the station only remembers what the program wanted. The access point
 * exists as settings. */
#define _GNU_SOURCE
#include "net.h"
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* How good a choice an interface is; 0: none. */
static int rank(const struct ifaddrs *one) {
    bool usable = one->ifa_addr != NULL && one->ifa_addr->sa_family == AF_INET && (one->ifa_flags & IFF_UP);
    if (!usable) return 0;
    if (one->ifa_flags & IFF_LOOPBACK) return 1;
    if (!(one->ifa_flags & IFF_RUNNING)) return 2;
    return strncmp(one->ifa_name, "wl", 2) == 0 ? 4 : 3;
}

static const struct ifaddrs *choose(const struct ifaddrs *all) {
    const struct ifaddrs *best = NULL;
    for (const struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
        if (rank(one) > (best != NULL ? rank(best) : 0)) best = one;
    }
    return best;
}

/* The MAC and the IPv6 addresses of the interface, which the list gives as entries of their own. */
static void fill_others(const struct ifaddrs *all, const char *name, kr_net_link *state) {
    size_t count6 = 0;
    for (const struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
        if (one->ifa_addr == NULL || strcmp(one->ifa_name, name) != 0) continue;
        if (one->ifa_addr->sa_family == AF_PACKET) {
            struct sockaddr_ll link;
            memcpy(&link, one->ifa_addr, sizeof link);
            memcpy(state->mac, link.sll_addr, 6);
        } else if (one->ifa_addr->sa_family == AF_INET6 && count6 < 2) {
            posix_net_from_native(one->ifa_addr, &state->address6[count6++]);
        }
    }
}

/* The first default route of that interface; the kernel writes addresses as they lie in memory. */
static void fill_gateway(const char *name, kr_net_address *gateway) {
    char line[256], interface[32];
    unsigned target, through;
    FILE *file = fopen("/proc/net/route", "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        bool parsed = sscanf(line, "%31s %x %x", interface, &target, &through) == 3;
        if (!parsed || target != 0 || strcmp(interface, name) != 0) continue;
        gateway->family = KR_NET_IPV4;
        memcpy(gateway->ip, &through, 4);
        break;
    }
    if (file != NULL) fclose(file);
}

static void fill_dns(kr_net_address *dns) {
    char line[256], server[64];
    FILE *file = fopen("/etc/resolv.conf", "re");
    while (file != NULL && dns->family == 0 && fgets(line, sizeof line, file) != NULL) {
        bool found =
            sscanf(line, " nameserver %63s", server) == 1 && inet_pton(AF_INET, server, dns->ip) == 1;
        if (found) dns->family = KR_NET_IPV4;
    }
    if (file != NULL) fclose(file);
}

int posix_link_state(void *context, int link, kr_net_link *state) {
    const posix_net *net = context;
    struct ifaddrs *all = NULL;
    memset(state, 0, sizeof *state);
    state->active = (link == KR_NET_STATION) != net->switched[link];
    state->status = KR_NET_IDLE;
    if (getifaddrs(&all) < 0) return posix_net_error();
    const struct ifaddrs *best = choose(all);
    if (best != NULL) {
        fill_others(all, best->ifa_name, state);
        state->connected = link == KR_NET_STATION && state->active && !net->left;
    }
    bool addressed = state->connected || (link == KR_NET_ACCESS_POINT && state->active && best != NULL);
    if (addressed) {
        state->status = KR_NET_GOT_IP;
        posix_net_from_native(best->ifa_addr, &state->address);
        if (best->ifa_netmask != NULL) posix_net_from_native(best->ifa_netmask, &state->mask);
        fill_gateway(best->ifa_name, &state->gateway);
        fill_dns(&state->dns);
    }
    freeifaddrs(all);
    return 0;
}

int posix_link_active(void *context, int link, bool active) {
    posix_net *net = context;
    net->switched[link] = active != (link == KR_NET_STATION);
    return 0;
}

int posix_link_join(void *context, const char *ssid, const char *key, const uint8_t *bssid) {
    posix_net *net = context;
    (void)key, (void)bssid;
    if (ssid != NULL) snprintf(net->texts[KR_NET_STATION], sizeof net->texts[0], "%s", ssid);
    net->left = false;
    return 0;
}

int posix_link_leave(void *context, int link) {
    posix_net *net = context;
    if (link == KR_NET_STATION) net->left = true;
    return 0;
}

int posix_link_number(void *context, int link, enum kr_net_link_number setting, int32_t *value, bool set) {
    posix_net *net = context;
    if (set)
        net->numbers[link][setting] = *value;
    else
        *value = net->numbers[link][setting];
    return 0;
}

/* Moves a text in or out; without a key that could be read. */
static int exchange(char *kept, size_t capacity, char *text, size_t *size, bool set) {
    if (!set) {
        *size = strlen(kept);
        memcpy(text, kept, *size);
        return 0;
    }
    if (*size >= capacity) return -KR_EINVAL;
    memcpy(kept, text, *size);
    kept[*size] = '\0';
    return 0;
}

int posix_link_text(void *context, int link, enum kr_net_link_text setting, char *text, size_t *size,
                    bool set) {
    posix_net *net = context;
    kr_net_link state;
    if (setting == KR_NET_SSID) return exchange(net->texts[link], sizeof net->texts[link], text, size, set);
    if (setting == KR_NET_KEY) return set ? 0 : -KR_EPERM;
    if (set) return -KR_EOPNOTSUPP; /* the host's address is not ours to change */
    int result = posix_link_state(context, link, &state);
    *size = sizeof state.mac;
    memcpy(text, state.mac, sizeof state.mac);
    return result;
}

/* There is no radio that could be asked. */
int posix_link_scan(void *context, uint32_t *position, kr_net_found *found) {
    (void)context, (void)position, (void)found;
    return 0;
}

int posix_link_hostname(void *context, char *text, size_t *size, bool set) {
    posix_net *net = context;
    return exchange(net->hostname, sizeof net->hostname, text, size, set);
}

int posix_link_country(void *context, char *text, size_t *size, bool set) {
    posix_net *net = context;
    if (set && *size != 2) return -KR_EINVAL;
    return exchange(net->country, sizeof net->country, text, size, set);
}

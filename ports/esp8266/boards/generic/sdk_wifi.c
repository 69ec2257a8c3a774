/* The SDK's radio. Its packets are of its own lwIP, whose functions have a prefix (sdk_lwip.c). */
#include <string.h>

#include "lwip/netif.h"
#include "lwip/pbuf.h"

#define __IP_ADDR_H__ /* lwIP has declared what this header of the SDK declares once more */
#include "mem.h"
#include "osapi.h"
#include "user_interface.h"

#include "krait/net.h"
#include "sdk.h"
#include "sdk_lwip.h"

#define HIGHEST_CHANNEL 13u
#define CLIENTS         4
#define BEACON_MS       100
#define FOUND_MAX       24u /* of a scan */
#define POWER_MAX       82  /* quarters of a dBm */

struct netif *eagle_lwip_getif(uint8 index);

static const struct sdk_events *events;

/* --- frames --- */

void sdk_frame_came(struct netif *netif, const void *data, size_t size) {
    bool point = netif == eagle_lwip_getif(SDK_ACCESS_POINT);
    if (events) events->frame(point ? SDK_ACCESS_POINT : SDK_STATION, data, size);
}

static struct {
    struct netif *netif;
    struct pbuf *packet;
} leaving;

void *sdk_frame_begin(enum sdk_interface interface, size_t size) {
    leaving.netif = eagle_lwip_getif((uint8)interface);
    leaving.packet = leaving.netif ? pbuf_alloc(PBUF_LINK, (u16_t)size, PBUF_RAM) : NULL;
    return leaving.packet ? leaving.packet->payload : NULL;
}

bool sdk_frame_send(void) {
    bool good = leaving.netif->linkoutput(leaving.netif, leaving.packet) == ERR_OK;
    pbuf_free(leaving.packet);
    return good;
}

/* --- events --- */

void sdk_station_came_up(void) {
    if (events) events->station_up();
}

static void on_event(System_Event_t *event) {
    if (event->event == EVENT_STAMODE_DISCONNECTED)
        events->station_down(event->event_info.disconnected.reason);
}

void sdk_radio_open(const struct sdk_events *table) {
    events = table;
    wifi_set_event_handler_cb(on_event);
    wifi_set_sleep_type(NONE_SLEEP_T);
    wifi_station_set_reconnect_policy(false);
}

bool sdk_radio_mode(unsigned bits) {
    return wifi_set_opmode_current((uint8)bits);
}

/* --- station --- */

bool sdk_station_join(const char *ssid, const char *key, const uint8_t *bssid) {
    struct station_config config;
    memset(&config, 0, sizeof config);
    strncpy((char *)config.ssid, ssid, sizeof config.ssid);
    strncpy((char *)config.password, key ? key : "", sizeof config.password);
    config.bssid_set = bssid != NULL;
    if (bssid) memcpy(config.bssid, bssid, sizeof config.bssid);
    wifi_station_disconnect();
    return wifi_station_set_config_current(&config) && wifi_station_connect();
}

void sdk_station_leave(void) {
    wifi_station_disconnect();
}

int sdk_station_rssi(void) {
    return wifi_station_get_rssi();
}

/* --- access point --- */

bool sdk_access_point(const char *ssid, const char *key, unsigned channel) {
    struct softap_config config;
    memset(&config, 0, sizeof config);
    strncpy((char *)config.ssid, ssid, sizeof config.ssid);
    strncpy((char *)config.password, key, sizeof config.password);
    config.ssid_len = (uint8)strnlen(ssid, sizeof config.ssid);
    config.channel = (uint8)(channel >= 1 && channel <= HIGHEST_CHANNEL ? channel : 1);
    config.authmode = AUTH_WPA2_PSK;
    config.max_connection = CLIENTS;
    config.beacon_interval = BEACON_MS;
    wifi_softap_dhcps_stop();
    return wifi_softap_set_config_current(&config);
}

unsigned sdk_access_point_clients(void) {
    return wifi_softap_get_station_num();
}

void sdk_mac(enum sdk_interface interface, uint8_t mac[6]) {
    wifi_get_macaddr((uint8)interface, mac);
}

unsigned sdk_channel(void) {
    return wifi_get_channel();
}

bool sdk_power_save(void) {
    return wifi_get_sleep_type() != NONE_SLEEP_T;
}

bool sdk_set_power_save(bool on) {
    return wifi_set_sleep_type(on ? MODEM_SLEEP_T : NONE_SLEEP_T);
}

bool sdk_set_power(int dbm) {
    if (dbm < 0 || dbm > (POWER_MAX + 3) / 4) return false;
    system_phy_set_max_tpw((uint8)(dbm * 4 < POWER_MAX ? dbm * 4 : POWER_MAX));
    return true;
}

/* --- scanning --- */

/* In the SDK's own heap, for as long as somebody reads it. */
static struct {
    kr_net_found *found;
    unsigned count;
    uint8 mode; /* the radio's, before */
    bool running;
} scan;

static void keep(kr_net_found *found, const struct bss_info *info) {
    memset(found, 0, sizeof *found);
    found->ssid_size = info->ssid_len < sizeof found->ssid ? info->ssid_len : sizeof found->ssid;
    memcpy(found->ssid, info->ssid, found->ssid_size);
    memcpy(found->bssid, info->bssid, sizeof found->bssid);
    found->channel = info->channel;
    found->rssi = info->rssi;
    found->security = (uint8)info->authmode;
    found->hidden = info->is_hidden != 0;
}

static void end_mode(void) {
    if (wifi_get_opmode() != scan.mode) wifi_set_opmode_current(scan.mode);
}

static void scanned(void *list, STATUS status) {
    const struct bss_info *info = status == OK ? list : NULL;
    for (; info && scan.found && scan.count < FOUND_MAX; info = STAILQ_NEXT(info, next))
        keep(&scan.found[scan.count++], info);
    scan.running = false;
    end_mode();
    sdk_wake();
}

bool sdk_scan_begin(void) {
    if (scan.running) return false;
    sdk_scan_end();
    scan.found = (kr_net_found *)os_malloc(FOUND_MAX * sizeof *scan.found);
    if (!scan.found) return false;
    scan.mode = wifi_get_opmode();
    if (!(scan.mode & STATION_MODE)) wifi_set_opmode_current(scan.mode | STATION_MODE);
    scan.running = wifi_station_scan(NULL, scanned);
    if (scan.running) return true;
    end_mode();
    sdk_scan_end();
    return false;
}

int sdk_scan_get(unsigned i, kr_net_found *found) {
    if (scan.running) return -1;
    if (!scan.found || i >= scan.count) return 0;
    memcpy(found, &scan.found[i], sizeof *found);
    return 1;
}

void sdk_scan_end(void) {
    if (scan.running) return;
    if (scan.found) os_free(scan.found);
    scan.found = NULL;
    scan.count = 0;
}

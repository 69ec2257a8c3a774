/* network: interfaces of the device, as MicroPython's WLAN class shows them. All state is the host's; a WLAN
 * object is only the number of an interface. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/select.h"
#include "modules/socket.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

enum { PHY_11B = 1, PHY_11G = 2, PHY_11N = 4 };

#define SCAN_NAP_US 10000u

typedef struct wlan {
    kr_object head;
    int link; /* enum kr_net_link_kind */
} wlan;

static int link_of(kr_value v) {
    return ((const wlan *)kr_to_pointer(v))->link;
}

static int checked(kr_vm *vm, int result) {
    if (result < 0) kr_raise_errno(vm, result, KR_UNBOUND);
    return result;
}

/* A function of the host's table that may be missing: `member` is its name. */
#define HOST(vm, member, ...)                                                                                \
    checked(vm, kr_net_of(vm)->member != NULL ? kr_net_of(vm)->member((vm)->host->net_context, __VA_ARGS__)  \
                                              : -KR_EOPNOTSUPP)

static kr_net_link state_of(kr_vm *vm, kr_value self) {
    kr_net_link state = {0};
    HOST(vm, link_state, link_of(self), &state);
    return state;
}

/* --- making --- */

static kr_value wlan_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    kr_word link = argc > 0 ? kr_index_word(vm, argv[0]) : KR_NET_STATION;
    (void)names;
    if (argc > 1 || nkw > 0)
        kr_raise_type(vm, "WLAN() takes at most 1 positional argument (%zu given)", argc + nkw);
    if (link != KR_NET_STATION && link != KR_NET_ACCESS_POINT)
        kr_raise_value_error(vm, "invalid WLAN interface identifier");
    wlan *made = kr_new_instance(vm, cls, sizeof *made);
    made->link = (int)link;
    return KR_OBJECT(made);
}

static void wlan_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    kr_net_link state = state_of(vm, v);
    char address[KR_ADDRESS_TEXT];
    (void)str;
    kr_net_text(&state.address, address);
    kr_write_format(out, "<WLAN %s %s %s>", link_of(v) == KR_NET_STATION ? "STA" : "AP",
                    !state.active     ? "inactive"
                    : state.connected ? "connected"
                                      : "active",
                    address);
}

/* --- on, off, in and out --- */

static kr_value wlan_active(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 1) return kr_bool(state_of(vm, argv[0]).active);
    HOST(vm, link_active, link_of(argv[0]), kr_truth(vm, argv[1]));
    return argc > 1 ? kr_bool(state_of(vm, argv[0]).active) : KR_NONE;
}
KR_METHOD(active, wlan_active, 1, 2, NULL, "active(on=None)\nSwitch the interface on or off; is it on?");

static const char *text_arg(kr_vm *vm, kr_value v, const char *what) {
    if (v == KR_UNBOUND || v == KR_NONE) return NULL;
    if (kr_is_bytes(v)) v = kr_call_method(vm, v, N_decode, 0, NULL);
    return kr_str_arg(vm, v, what);
}

static kr_value wlan_connect(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer bssid = {NULL, 0, false, 'B'};
    (void)argc;
    if (link_of(argv[0]) != KR_NET_STATION) kr_raise_errno(vm, -KR_EOPNOTSUPP, KR_UNBOUND);
    const char *ssid = text_arg(vm, argv[1], "ssid"), *key = text_arg(vm, argv[2], "key");
    if (argv[3] != KR_UNBOUND && argv[3] != KR_NONE) kr_get_buffer(vm, argv[3], &bssid, false);
    if (bssid.size != 0 && bssid.size != 6) kr_raise_value_error(vm, "bssid must be 6 bytes long");
    if (ssid != NULL && strlen(ssid) > 32) kr_raise_value_error(vm, "ssid must be at most 32 bytes long");
    HOST(vm, link_join, ssid, key, bssid.data);
    return KR_NONE;
}
KR_METHOD(connect, wlan_connect, 1, 4, "self,ssid,key,bssid",
          "connect(ssid=None, key=None, *, bssid=None)\nBegin to connect to a network; isconnected() tells "
          "when it is done.");

static kr_value wlan_disconnect(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    HOST(vm, link_leave, link_of(argv[0]));
    return KR_NONE;
}
KR_METHOD(disconnect, wlan_disconnect, 1, 1, NULL, "disconnect()\nLeave the network.");

static kr_value wlan_isconnected(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(state_of(vm, argv[0]).connected);
}
KR_METHOD(isconnected, wlan_isconnected, 1, 1, NULL,
          "isconnected()\nHas the station an address, or the access point a client?");

static kr_value wlan_status(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_net_link state = state_of(vm, argv[0]);
    if (argc == 1) return KR_INT(state.status);
    if (kr_str_is(argv[1], "rssi")) return KR_INT(state.rssi);
    if (kr_str_is(argv[1], "stations")) return kr_list_new(vm, 0, NULL);
    kr_raise_value_error(vm, "unknown status param");
}
KR_METHOD(status, wlan_status, 1, 2, NULL,
          "status(what=None)\nOne of the STAT_ constants; 'rssi' gives the signal strength in dBm.");

static kr_value found_tuple(kr_vm *vm, const kr_net_found *found) {
    kr_value items[6] = {kr_bytes_value(vm, found->ssid, found->ssid_size)};
    items[1] = kr_bytes_value(vm, found->bssid, sizeof found->bssid);
    items[2] = KR_INT(found->channel);
    items[3] = KR_INT(found->rssi);
    items[4] = KR_INT(found->security);
    items[5] = kr_bool(found->hidden);
    return kr_tuple_new(vm, 6, items);
}

static kr_value wlan_scan(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value list = kr_list_new(vm, 0, NULL);
    uint32_t position = 0;
    kr_net_found found;
    (void)argc, (void)argv;
    if (kr_net_of(vm)->scan == NULL) kr_raise_errno(vm, -KR_EOPNOTSUPP, KR_UNBOUND);
    for (;;) {
        int result = kr_net_of(vm)->scan(vm->host->net_context, &position, &found);
        kr_poll(vm);
        if (result == -KR_EAGAIN) {
            kr_wait_round(vm, NULL, 0, UINT64_MAX, SCAN_NAP_US);
            continue;
        }
        if (checked(vm, result) == 0) return list;
        kr_list_append(vm, kr_to_list(list), found_tuple(vm, &found));
    }
}
KR_METHOD(scan, wlan_scan, 1, 1, NULL,
          "scan()\nThe networks around: a list of (ssid, bssid, channel, RSSI, security, hidden).");

/* --- addresses --- */

static kr_value address_text(kr_vm *vm, const kr_net_address *address) {
    char text[KR_ADDRESS_TEXT];
    kr_net_text(address, text);
    return kr_str_text(vm, text);
}

static kr_net_address address_arg(kr_vm *vm, kr_value v) {
    kr_net_address address = {.family = 0};
    if (!kr_net_parse(kr_str_arg(vm, v, "address"), &address))
        kr_raise_value_error(vm, "invalid address: %R", v);
    return address;
}

static void set_addresses(kr_vm *vm, kr_value self, const kr_net_link *state) {
    HOST(vm, link_address, link_of(self), state);
}

static kr_value wlan_ifconfig(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_net_link state = state_of(vm, argv[0]);
    kr_net_address *parts[4] = {&state.address, &state.mask, &state.gateway, &state.dns};
    if (argc == 1) {
        kr_value items[4];
        for (int i = 0; i < 4; i++) items[i] = address_text(vm, parts[i]);
        return kr_tuple_new(vm, 4, items);
    }
    if (kr_str_is(argv[1], "dhcp")) {
        set_addresses(vm, argv[0], NULL);
        return KR_NONE;
    }
    const kr_tuple *given = kr_to_tuple(kr_tuple_of(vm, argv[1]));
    if (given->size != 4) kr_raise_value_error(vm, "tuple/list has wrong length");
    for (int i = 0; i < 4; i++) *parts[i] = address_arg(vm, given->items[i]);
    set_addresses(vm, argv[0], &state);
    return KR_NONE;
}
KR_METHOD(ifconfig, wlan_ifconfig, 1, 2, NULL,
          "ifconfig(settings=None)\nAddress, mask, gateway and DNS server as a tuple of texts; sets them, or "
          "'dhcp'.");

static kr_value pair(kr_vm *vm, kr_value a, kr_value b) {
    kr_value items[2] = {a, b};
    return kr_tuple_new(vm, 2, items);
}

static kr_value addresses6(kr_vm *vm, const kr_net_link *state) {
    kr_value list = kr_list_new(vm, 0, NULL);
    for (size_t i = 0; i < 2; i++) {
        if (state->address6[i].family == 0) continue;
        kr_value items[4] = {address_text(vm, &state->address6[i]), KR_INT(0x30), KR_INT(0), KR_INT(0)};
        kr_list_append(vm, kr_to_list(list), kr_tuple_new(vm, 4, items));
    }
    return list;
}

static kr_value get_ipconfig(kr_vm *vm, kr_value self, kr_value what) {
    kr_net_link state = state_of(vm, self);
    if (kr_str_is(what, "addr4"))
        return pair(vm, address_text(vm, &state.address), address_text(vm, &state.mask));
    if (kr_str_is(what, "gw4")) return address_text(vm, &state.gateway);
    if (kr_str_is(what, "dhcp4")) return kr_bool(!state.fixed);
    if (kr_str_is(what, "has_dhcp4")) return kr_bool(state.address.family != 0 && !state.fixed);
    if (kr_str_is(what, "addr6")) return addresses6(vm, &state);
    if (kr_str_is(what, "autoconf6") || kr_str_is(what, "has_autoconf6"))
        return kr_bool(state.address6[0].family != 0);
    kr_raise_value_error(vm, "unknown config param");
}

/* "192.168.1.5/24", or (address, mask). */
static void set_addr4(kr_vm *vm, kr_net_link *state, kr_value v) {
    if (!kr_is_str(v)) {
        const kr_tuple *given = kr_to_tuple(kr_tuple_of(vm, v));
        if (given->size != 2) kr_raise_value_error(vm, "tuple/list has wrong length");
        state->address = address_arg(vm, given->items[0]);
        state->mask = address_arg(vm, given->items[1]);
        return;
    }
    kr_value slash = KR_CHAR_STR('/');
    const kr_list *parts = kr_to_list(kr_call_method(vm, v, N_split, 1, &slash));
    kr_value bits = parts->size > 1 ? kr_call(vm, KR_OBJECT(&kr_int_type), 1, &parts->items[1]) : KR_INT(24);
    kr_word count = kr_index_word(vm, bits);
    if (parts->size > 2 || count < 0 || count > 32) kr_raise_value_error(vm, "invalid address: %R", v);
    state->address = address_arg(vm, parts->items[0]);
    state->mask = (kr_net_address){.family = KR_NET_IPV4};
    for (kr_word i = 0; i < count; i++) state->mask.ip[i / 8] |= (uint8_t)(0x80u >> i % 8);
}

static kr_value wlan_ipconfig(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    if (argc == 2 && nkw == 0) return get_ipconfig(vm, argv[0], argv[1]);
    if (argc != 1 || nkw == 0) kr_raise_type(vm, "either specify a parameter to get, or keywords to set");
    kr_net_link state = state_of(vm, argv[0]);
    bool dynamic = false;
    for (size_t i = 0; i < nkw; i++) {
        kr_value v = argv[argc + i];
        if (names[i] == N_addr4)
            set_addr4(vm, &state, v);
        else if (names[i] == N_gw4)
            state.gateway = address_arg(vm, v);
        else if (names[i] == N_dhcp4)
            dynamic = kr_truth(vm, v);
        else
            kr_raise_value_error(vm, "unknown config param");
    }
    set_addresses(vm, argv[0], dynamic ? NULL : &state);
    return KR_NONE;
}
KR_METHOD_KW(ipconfig, wlan_ipconfig, 1, 2,
             "ipconfig(parameter), ipconfig(name=value, ...)\nReads or sets 'addr4', 'gw4', 'dhcp4'; reads "
             "'has_dhcp4' and 'addr6'.");

/* --- settings --- */

/* Names of settings that are numbers or text; several were called otherwise in older programs. */
static const struct {
    const char *name;
    uint8_t text, setting;
} settings[] = {
    {"channel", 0, KR_NET_CHANNEL},
    {"hidden", 0, KR_NET_HIDDEN},
    {"security", 0, KR_NET_SECURITY},
    {"authmode", 0, KR_NET_SECURITY},
    {"max_clients", 0, KR_NET_MAX_CLIENTS},
    {"txpower", 0, KR_NET_TX_POWER},
    {"pm", 0, KR_NET_POWER_SAVE},
    {"reconnects", 0, KR_NET_RECONNECTS},
    {"ssid", 1, KR_NET_SSID},
    {"essid", 1, KR_NET_SSID},
    {"key", 1, KR_NET_KEY},
    {"password", 1, KR_NET_KEY},
    {"mac", 1, KR_NET_MAC},
};

static size_t find_setting(kr_vm *vm, kr_value name) {
    const char *text = kr_str_arg(vm, name, "parameter");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (strcmp(settings[i].name, text) == 0) return i;
    }
    kr_raise_value_error(vm, "unknown config param");
}

static bool is_hostname(kr_value name) {
    return kr_str_is(name, "hostname") || kr_str_is(name, "dhcp_hostname");
}

/* The host's text, through a function of its table. */
static kr_value hostname_text(kr_vm *vm) {
    char text[KR_NET_TEXT_MAX + 1];
    size_t size = 0;
    HOST(vm, hostname, text, &size, false);
    return kr_str_new(vm, text, size);
}

/* Copies a str or bytes argument; the host may write into its copy. */
static size_t copy_text(kr_vm *vm, kr_value v, char text[KR_NET_TEXT_MAX + 1]) {
    kr_buffer buffer;
    if (kr_is_str(v)) {
        buffer = (kr_buffer){(uint8_t *)kr_to_str(v)->data, kr_to_str(v)->size, false, 'B'};
    } else {
        kr_get_buffer(vm, v, &buffer, false);
    }
    if (buffer.size > KR_NET_TEXT_MAX) kr_raise_value_error(vm, "the text is too long");
    memcpy(text, buffer.data, buffer.size);
    text[buffer.size] = '\0';
    return buffer.size;
}

static void set_hostname(kr_vm *vm, kr_value v) {
    char text[KR_NET_TEXT_MAX + 1];
    size_t size = copy_text(vm, v, text);
    HOST(vm, hostname, text, &size, true);
}

static kr_value get_setting(kr_vm *vm, kr_value self, kr_value name) {
    char text[KR_NET_TEXT_MAX + 1];
    size_t size = 0;
    int32_t number = 0;
    if (is_hostname(name)) return hostname_text(vm);
    size_t at = find_setting(vm, name);
    if (!settings[at].text) {
        HOST(vm, link_number, link_of(self), (enum kr_net_link_number)settings[at].setting, &number, false);
        return settings[at].setting == KR_NET_HIDDEN ? kr_bool(number != 0) : kr_int_from(vm, number);
    }
    HOST(vm, link_text, link_of(self), (enum kr_net_link_text)settings[at].setting, text, &size, false);
    return settings[at].setting == KR_NET_MAC ? kr_bytes_value(vm, text, size) : kr_str_new(vm, text, size);
}

static void set_setting(kr_vm *vm, kr_value self, kr_value name, kr_value v) {
    char text[KR_NET_TEXT_MAX + 1];
    if (is_hostname(name)) {
        set_hostname(vm, v);
        return;
    }
    size_t at = find_setting(vm, name);
    if (settings[at].text) {
        size_t size = copy_text(vm, v, text);
        HOST(vm, link_text, link_of(self), (enum kr_net_link_text)settings[at].setting, text, &size, true);
        return;
    }
    kr_word number = kr_is_float(v) ? (kr_word)kr_float_value(v) : kr_index_word(vm, v);
    if (number < INT32_MIN || number > INT32_MAX) kr_raise_value_error(vm, "the number is too large");
    int32_t value = (int32_t)number;
    HOST(vm, link_number, link_of(self), (enum kr_net_link_number)settings[at].setting, &value, true);
}

static kr_value wlan_config(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    if (argc == 2 && nkw == 0) return get_setting(vm, argv[0], argv[1]);
    if (argc != 1 || nkw == 0) kr_raise_type(vm, "either specify a parameter to get, or keywords to set");
    for (size_t i = 0; i < nkw; i++) set_setting(vm, argv[0], names[i], argv[argc + i]);
    return KR_NONE;
}
KR_METHOD_KW(config, wlan_config, 1, 2,
             "config(parameter), config(name=value, ...)\nReads or sets ssid, key, mac, channel, hostname, "
             "security, hidden, pm and the like.");

static const kr_member wlan_members[] = {
    {N___module__, N_network},
    KR_ENTRY(active, wlan_active),
    KR_ENTRY(connect, wlan_connect),
    KR_ENTRY(disconnect, wlan_disconnect),
    KR_ENTRY(isconnected, wlan_isconnected),
    KR_ENTRY(status, wlan_status),
    KR_ENTRY(scan, wlan_scan),
    KR_ENTRY(ifconfig, wlan_ifconfig),
    KR_ENTRY(ipconfig, wlan_ipconfig),
    KR_ENTRY(config, wlan_config),
    {N_IF_STA, KR_INT(KR_NET_STATION)},
    {N_IF_AP, KR_INT(KR_NET_ACCESS_POINT)},
    {N_SEC_OPEN, KR_INT(0)},
    {N_SEC_WEP, KR_INT(1)},
    {N_SEC_WPA, KR_INT(2)},
    {N_SEC_WPA2, KR_INT(3)},
    {N_SEC_WPA_WPA2, KR_INT(4)},
    {N_SEC_WPA3, KR_INT(6)},
    {N_SEC_WPA2_WPA3, KR_INT(7)},
    {N_PM_NONE, KR_INT(0)},
    {N_PM_PERFORMANCE, KR_INT(1)},
    {N_PM_POWERSAVE, KR_INT(2)},
};
static const kr_ops wlan_ops = {.print = wlan_print};
static const kr_type wlan_type = {.head = {&kr_type_type},
                                  .name = N_WLAN,
                                  .base = &kr_object_type,
                                  .solid = &wlan_type,
                                  .ops = &wlan_ops,
                                  .size = sizeof(wlan),
                                  .member_count = sizeof wlan_members / sizeof *wlan_members,
                                  .members = wlan_members,
                                  .make = wlan_make};

/* --- the module --- */

static kr_value network_hostname(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 0) return hostname_text(vm);
    set_hostname(vm, argv[0]);
    return KR_NONE;
}
KR_FUNCTION(hostname, network_hostname, 0, 1, NULL,
            "hostname(name=None)\nThe name of this device in the network; sets it.");

static kr_value network_country(kr_vm *vm, size_t argc, const kr_value *argv) {
    char text[KR_NET_TEXT_MAX + 1];
    size_t size = argc > 0 ? copy_text(vm, argv[0], text) : 0;
    if (argc > 0 && size != 2) kr_raise_value_error(vm, "a country is two letters");
    HOST(vm, country, text, &size, argc > 0);
    return argc > 0 ? KR_NONE : kr_str_new(vm, text, size);
}
KR_FUNCTION(country, network_country, 0, 1, NULL,
            "country(code=None)\nThe country whose rules the radio keeps to: two letters; sets it.");

static kr_value network_ipconfig(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                                 const kr_value *names) {
    kr_net_link state = {0};
    HOST(vm, link_state, KR_NET_STATION, &state);
    if (argc == 1 && nkw == 0 && kr_str_is(argv[0], "dns")) return address_text(vm, &state.dns);
    if (argc == 1 && nkw == 0 && kr_str_is(argv[0], "prefer")) return KR_INT(4);
    if (argc == 0 && nkw == 1 && names[0] == N_dns) {
        state.dns = address_arg(vm, argv[0]);
        state.address.family = 0;
        HOST(vm, link_address, KR_NET_STATION, &state);
        return KR_NONE;
    }
    kr_raise_value_error(vm, "unknown config param");
}
KR_FUNCTION_KW(ipconfig, network_ipconfig, 0, 1,
               "ipconfig(parameter), ipconfig(dns=address)\nReads or sets what all interfaces share: 'dns'.");

static kr_value network_phy_mode(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 0) return KR_INT(PHY_11N);
    kr_word mode = kr_index_word(vm, argv[0]);
    if (mode != PHY_11B && mode != PHY_11G && mode != PHY_11N) kr_raise_value_error(vm, "unknown mode");
    return KR_NONE;
}
KR_FUNCTION(phy_mode, network_phy_mode, 0, 1, NULL,
            "phy_mode(mode=None)\nThe radio's mode, MODE_11N; another one is taken and changes nothing.");

static const kr_member members[] = {
    {N_WLAN, KR_OBJECT(&wlan_type)},
    KR_ENTRY(hostname, network_hostname),
    KR_ENTRY(country, network_country),
    KR_ENTRY(ipconfig, network_ipconfig),
    KR_ENTRY(phy_mode, network_phy_mode),
    {N_STA_IF, KR_INT(KR_NET_STATION)},
    {N_AP_IF, KR_INT(KR_NET_ACCESS_POINT)},
    {N_STAT_IDLE, KR_INT(KR_NET_IDLE)},
    {N_STAT_CONNECTING, KR_INT(KR_NET_CONNECTING)},
    {N_STAT_WRONG_PASSWORD, KR_INT(KR_NET_WRONG_PASSWORD)},
    {N_STAT_NO_AP_FOUND, KR_INT(KR_NET_NO_ACCESS_POINT)},
    {N_STAT_CONNECT_FAIL, KR_INT(KR_NET_CONNECT_FAILED)},
    {N_STAT_GOT_IP, KR_INT(KR_NET_GOT_IP)},
    {N_AUTH_OPEN, KR_INT(0)},
    {N_AUTH_WEP, KR_INT(1)},
    {N_AUTH_WPA_PSK, KR_INT(2)},
    {N_AUTH_WPA2_PSK, KR_INT(3)},
    {N_AUTH_WPA_WPA2_PSK, KR_INT(4)},
    {N_AUTH_WPA3_PSK, KR_INT(6)},
    {N_MODE_11B, KR_INT(PHY_11B)},
    {N_MODE_11G, KR_INT(PHY_11G)},
    {N_MODE_11N, KR_INT(PHY_11N)},
};

const kr_module_def kr_module_network = {N_network, members, sizeof members / sizeof *members, NULL,
                                         "The interfaces of this device."};

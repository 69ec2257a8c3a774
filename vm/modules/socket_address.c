/* Addresses as text, as tuples of programs, and as names that the host looks up. Literal addresses never
 * reach the host. */
#include "modules/socket.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/select.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/number.h"
#include "types/text.h"

#define FOUND_MAX 8 /* addresses of a name that are looked at */

/* --- errors of name lookup, with the numbers of getaddrinfo(3) --- */

enum { EAI_NONAME = -2, EAI_AGAIN = -3, EAI_FAIL = -4, EAI_FAMILY = -6, EAI_SOCKTYPE = -7, EAI_SERVICE = -8 };

static const kr_member gaierror_members[] = {{N___module__, N_socket}};
KR_EXCEPTION_TYPE(kr_gaierror_type, N_gaierror, kr_OSError_type, gaierror_members, kr_exception_make_os);

static _Noreturn void raise_gaierror(kr_vm *vm, int code) {
    const char *text = code == EAI_NONAME     ? "Name or service not known"
                       : code == EAI_AGAIN    ? "Temporary failure in name resolution"
                       : code == EAI_FAMILY   ? "ai_family not supported"
                       : code == EAI_SERVICE  ? "Servname not supported for ai_socktype"
                       : code == EAI_SOCKTYPE ? "ai_socktype not supported"
                                              : "Non-recoverable failure in name resolution";
    kr_value arguments[2] = {KR_INT(code), kr_str_text(vm, text)};
    kr_raise_object(vm, kr_exception_new(vm, &kr_gaierror_type, 2, arguments));
}

/* --- literal addresses --- */

/* A number as C writes it; returns where it ends, NULL when there is none or it is above `most`. */
static const char *number_part(const char *at, bool plain, uint32_t most, uint32_t *number) {
    unsigned base = 10;
    uint64_t value = 0;
    const char *start = at;
    if (!plain && *at == '0') base = (at[1] | 32) == 'x' ? 16 : 8;
    if (base == 16) start = at += 2;
    for (;; at++) {
        unsigned digit = *at >= '0' && *at <= '9'                 ? (unsigned)(*at - '0')
                         : (*at | 32) >= 'a' && (*at | 32) <= 'f' ? (unsigned)((*at | 32) - 'a' + 10)
                                                                  : 99;
        if (digit >= base) break;
        value = value * base + digit;
        if (value > most) return NULL;
    }
    bool padded = plain && at - start > 1 && *start == '0';
    *number = (uint32_t)value;
    return at == start || padded ? NULL : at;
}

/* Four numbers; when not plain, one to four in any base, of which the last one fills what is left. */
static bool parse_ipv4(const char *text, bool plain, uint8_t ip[4]) {
    uint32_t value = 0, part;
    for (unsigned i = 0; i < 4; i++) {
        unsigned shift = 8 * (3 - i);
        text = number_part(text, plain, UINT32_MAX, &part);
        if (text == NULL) return false;
        bool last = *text == '\0';
        if (last != (i == 3) && (plain || !last)) return false;
        if (!last && (*text != '.' || part > 255)) return false;
        if (last && i > 0 && part > (0xffffffffu >> 8 * i)) return false;
        value |= last ? part : part << shift;
        if (last) break;
        text++;
    }
    for (unsigned i = 0; i < 4; i++) ip[i] = (uint8_t)(value >> 8 * (3 - i));
    return true;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Groups of 16 bits; `gap` is where "::" stood, and the groups behind it move to the end. */
static bool parse_ipv6(const char *text, uint8_t ip[16]) {
    uint8_t out[16] = {0};
    int used = 0, gap = -1;
    if (text[0] == ':' && text[1] != ':') return false;
    while (*text != '\0') {
        if (text[0] == ':' && text[1] == ':') {
            if (gap >= 0) return false;
            gap = used;
            text += 2;
            continue;
        }
        if (used > 14) return false;
        if (used > 0 && text[0] == ':') text++;
        if (used <= 12 && parse_ipv4(text, true, out + used)) {
            used += 4;
            break;
        }
        unsigned group = 0, digits = 0;
        for (; hex_digit(*text) >= 0; text++, digits++) group = group << 4 | (unsigned)hex_digit(*text);
        if (digits == 0 || digits > 4 || (*text != ':' && *text != '\0') ||
            (text[0] == ':' && text[1] == '\0'))
            return false;
        out[used++] = (uint8_t)(group >> 8);
        out[used++] = (uint8_t)group;
    }
    if (gap < 0 ? used != 16 : used > 14) return false;
    if (gap >= 0) {
        memmove(out + 16 - (used - gap), out + gap, (size_t)(used - gap));
        memset(out + gap, 0, (size_t)(16 - used));
    }
    memcpy(ip, out, 16);
    return true;
}

bool kr_net_parse(const char *text, kr_net_address *address) {
    bool four = parse_ipv4(text, true, address->ip);
    if (!four && !parse_ipv6(text, address->ip)) return false;
    address->family = four ? KR_NET_IPV4 : KR_NET_IPV6;
    return true;
}

/* --- as text --- */

static char *put_number(char *out, unsigned number, unsigned base) {
    char digits[12];
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number > 0);
    while (count > 0) *out++ = digits[--count];
    return out;
}

static char *put_ipv4(char *out, const uint8_t ip[4]) {
    for (int i = 0; i < 4; i++) {
        if (i > 0) *out++ = '.';
        out = put_number(out, ip[i], 10);
    }
    return out;
}

/* RFC 5952: the longest run of two or more zero groups becomes "::", the first one of equals. */
static char *put_ipv6(char *out, const uint8_t ip[16]) {
    int best = -1, length = 1;
    for (int i = 0; i < 8; i++) {
        int end = i;
        while (end < 8 && ip[2 * end] == 0 && ip[2 * end + 1] == 0) end++;
        if (end - i > length) {
            best = i;
            length = end - i;
        }
    }
    bool mapped = best == 0 && length == 5 && ip[10] == 0xff && ip[11] == 0xff;
    for (int i = 0; i < 8; i++) {
        if (i == best) {
            *out++ = ':';
            if (i + length == 8) *out++ = ':';
            i += length - 1;
            continue;
        }
        if (i > 0) *out++ = ':';
        if (mapped && i == 6) return put_ipv4(out, ip + 12);
        out = put_number(out, (unsigned)ip[2 * i] << 8 | ip[2 * i + 1], 16);
    }
    return out;
}

void kr_net_text(const kr_net_address *address, char text[KR_ADDRESS_TEXT]) {
    char *end = address->family == KR_NET_IPV6 ? put_ipv6(text, address->ip) : put_ipv4(text, address->ip);
    if (address->family == KR_NET_IPV6 && address->scope != 0) {
        *end++ = '%';
        end = put_number(end, address->scope, 10);
    }
    *end = '\0';
}

kr_value kr_net_tuple(kr_vm *vm, const kr_net_address *address) {
    char text[KR_ADDRESS_TEXT];
    if (address->family == 0) return KR_NONE;
    kr_net_address plain = *address;
    plain.scope = 0; /* it has a place of its own */
    kr_net_text(&plain, text);
    kr_value items[4] = {kr_str_text(vm, text), KR_INT(address->port), KR_INT(0), KR_INT(address->scope)};
    return kr_tuple_new(vm, address->family == KR_NET_IPV6 ? 4 : 2, items);
}

/* --- names --- */

/* Waits in the host, which serves the link of a device meanwhile. */
static int resolve(kr_vm *vm, const char *host, int family, kr_net_address *found, size_t capacity) {
    const kr_net *net = kr_net_of(vm);
    if (net->resolve == NULL) return -KR_ENOSYS;
    for (;;) {
        int count = net->resolve(vm->host->net_context, host, family, found, capacity);
        if (count != -KR_EINPROGRESS) return count;
        kr_poll(vm);
        kr_wait_round(vm, NULL, 0, UINT64_MAX, UINT64_MAX);
    }
}

/* IPv4 first: that is what sockets are when a program does not say otherwise. */
static void prefer_ipv4(kr_net_address *found, size_t count) {
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        kr_net_address address = found[i];
        if (address.family != KR_NET_IPV4) continue;
        memmove(found + at + 1, found + at, (i - at) * sizeof *found);
        found[at++] = address;
    }
}

/* fe80::1%2 */
static bool parse_scoped(const char *host, kr_net_address *address) {
    char plain[KR_ADDRESS_TEXT];
    const char *percent = strchr(host, '%');
    if (percent == NULL || (size_t)(percent - host) >= sizeof plain) return kr_net_parse(host, address);
    memcpy(plain, host, (size_t)(percent - host));
    plain[percent - host] = '\0';
    const char *end = number_part(percent + 1, true, UINT32_MAX, &address->scope);
    return end != NULL && *end == '\0' && kr_net_parse(plain, address);
}

size_t kr_net_lookup(kr_vm *vm, const char *host, int family, kr_net_address *found, size_t capacity) {
    memset(found, 0, capacity * sizeof *found);
    if (parse_scoped(host, &found[0]) || parse_ipv4(host, false, found[0].ip)) {
        if (found[0].family == 0) found[0].family = KR_NET_IPV4;
        if (family != 0 && family != found[0].family) raise_gaierror(vm, -9 /* EAI_ADDRFAMILY */);
        return 1;
    }
    int count = resolve(vm, host, family, found, capacity);
    if (count == -KR_ENOENT) raise_gaierror(vm, EAI_NONAME);
    if (count == -KR_EAGAIN || count == -KR_ETIMEDOUT) raise_gaierror(vm, EAI_AGAIN);
    if (count <= 0) raise_gaierror(vm, EAI_FAIL);
    prefer_ipv4(found, (size_t)count);
    return (size_t)count;
}

/* --- arguments --- */

/* bytes and str name a host; None and "" are for the caller. */
static const char *host_arg(kr_vm *vm, kr_value v) {
    if (kr_is_bytes(v) || kr_is_bytearray(v)) v = kr_call_method(vm, v, N_decode, 0, NULL);
    if (!kr_is_str(v)) kr_raise_type(vm, "str, bytes or bytearray expected, not %T", v);
    return kr_str_arg(vm, v, "host");
}

const char *kr_net_pair(kr_vm *vm, const char *title, kr_value v, uint16_t *port) {
    const kr_tuple *pair = kr_to_tuple(v);
    intmax_t number = kr_int_arg(vm, pair->items[1]);
    if (number < 0 || number > 65535) kr_raise_overflow(vm, "%s(): port must be 0-65535.", title);
    *port = (uint16_t)number;
    return host_arg(vm, pair->items[0]);
}

void kr_net_argument(kr_vm *vm, const char *title, int family, kr_value v, kr_net_address *address) {
    kr_net_address found[FOUND_MAX];
    bool six = family == KR_NET_IPV6;
    uint16_t port;
    if (!kr_is_tuple(v))
        kr_raise_type(vm, "%s(): AF_INET%s address must be tuple, not %T", title, six ? "6" : "", v);
    size_t size = kr_to_tuple(v)->size;
    if (size < 2 || size > (six ? 4 : 2))
        kr_raise_type(vm, "%s(): AF_INET%s address must be a %s", title, six ? "6" : "",
                      six ? "tuple (host, port[, flowinfo[, scopeid]])" : "pair (host, port)");
    const char *host = kr_net_pair(vm, title, v, &port);
    memset(address, 0, sizeof *address);
    address->family = (uint8_t)family;
    if (strcmp(host, "<broadcast>") == 0) {
        memset(address->ip, 0xff, 4);
    } else if (*host != '\0') {
        kr_net_lookup(vm, host, family, found, FOUND_MAX);
        *address = found[0];
    }
    address->port = port;
    if (six && size == 4) address->scope = (uint32_t)kr_int_arg(vm, kr_to_tuple(v)->items[3]);
}

/* --- getaddrinfo() --- */

static const struct {
    const char *name;
    uint16_t port;
} services[] = {{"http", 80},   {"https", 443},  {"ftp", 21},          {"ssh", 22},
                {"telnet", 23}, {"smtp", 25},    {"domain", 53},       {"ntp", 123},
                {"mqtt", 1883}, {"mqtts", 8883}, {"secure-mqtt", 8883}};

static uint16_t service_arg(kr_vm *vm, kr_value v) {
    uint32_t port;
    if (v == KR_NONE) return 0;
    if (kr_is_integer(v)) return (uint16_t)kr_int_arg(vm, v); /* getaddrinfo takes the lower bits */
    if (kr_is_bytes(v)) v = kr_call_method(vm, v, N_decode, 0, NULL);
    if (!kr_is_str(v)) kr_raise(vm, &kr_OSError_type, "Int or String expected");
    const char *text = kr_str_arg(vm, v, "port"), *end = number_part(text, true, 65535, &port);
    if (end != NULL && *end == '\0') return (uint16_t)port;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        if (strcmp(services[i].name, text) == 0) return services[i].port;
    }
    raise_gaierror(vm, EAI_SERVICE);
}

enum { FLAG_PASSIVE = 1, FLAG_CANONNAME = 2, FLAG_NUMERICHOST = 4 };

/* Without a host: what a server binds to, or this device itself. */
static size_t own_addresses(int family, bool passive, kr_net_address *found) {
    size_t count = 0;
    memset(found, 0, 2 * sizeof *found);
    if (family != KR_NET_IPV6) {
        found[count].family = KR_NET_IPV4;
        if (!passive) memcpy(found[count].ip, (const uint8_t[4]){127, 0, 0, 1}, 4);
        count++;
    }
    if (family != KR_NET_IPV4) {
        found[count].family = KR_NET_IPV6;
        if (!passive) found[count].ip[15] = 1;
        count++;
    }
    return count;
}

static int int_or(kr_vm *vm, kr_value v) {
    intmax_t number = v == KR_UNBOUND ? 0 : kr_int_arg(vm, v);
    if (number != (int)number) kr_raise_overflow(vm, "signed integer is greater than maximum");
    return (int)number;
}

/* The kinds of socket that an address is listed for. */
static const struct {
    uint8_t kind, protocol;
} kinds[] = {{KR_NET_STREAM, 6}, {KR_NET_DATAGRAM, 17}, {KR_NET_RAW, 0}};

static void list_address(kr_vm *vm, kr_value list, const kr_net_address *address, int kind, int protocol,
                         kr_value canonical) {
    kr_value tuple = kr_net_tuple(vm, address);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool fits = (kind == 0 || kind == kinds[i].kind) &&
                    (protocol == 0 || kinds[i].protocol == 0 || protocol == kinds[i].protocol);
        if (!fits) continue;
        int number = kinds[i].protocol == 0 ? protocol : kinds[i].protocol;
        kr_value row[5] = {KR_INT(address->family), KR_INT(kinds[i].kind), KR_INT(number), canonical, tuple};
        kr_list_append(vm, kr_to_list(list), kr_tuple_new(vm, 5, row));
        canonical = KR_EMPTY_STR;
    }
}

enum { ARG_HOST, ARG_PORT, ARG_FAMILY, ARG_KIND, ARG_PROTOCOL, ARG_FLAGS };

static kr_value socket_getaddrinfo(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_net_address found[FOUND_MAX];
    int family = int_or(vm, argv[ARG_FAMILY]), kind = int_or(vm, argv[ARG_KIND]);
    int protocol = int_or(vm, argv[ARG_PROTOCOL]), flags = int_or(vm, argv[ARG_FLAGS]);
    (void)argc;
    const char *host = argv[ARG_HOST] == KR_NONE ? NULL : host_arg(vm, argv[ARG_HOST]);
    if (host == NULL && argv[ARG_PORT] == KR_NONE) raise_gaierror(vm, EAI_NONAME);
    uint16_t port = service_arg(vm, argv[ARG_PORT]);
    if (family != 0 && family != KR_NET_IPV4 && family != KR_NET_IPV6) raise_gaierror(vm, EAI_FAMILY);
    if (kind < 0 || kind > KR_NET_RAW) raise_gaierror(vm, EAI_SOCKTYPE);
    bool own = host == NULL || *host == '\0';
    bool literal = !own && (parse_scoped(host, &found[0]) || parse_ipv4(host, false, found[0].ip));
    if (!own && !literal && (flags & FLAG_NUMERICHOST)) raise_gaierror(vm, EAI_NONAME);
    size_t count = own ? own_addresses(family, flags & FLAG_PASSIVE, found)
                       : kr_net_lookup(vm, host, family, found, FOUND_MAX);
    kr_value list = kr_list_new(vm, 0, NULL);
    for (size_t i = 0; i < count; i++) {
        found[i].port = port;
        kr_value canonical =
            i == 0 && host != NULL && (flags & FLAG_CANONNAME) ? kr_str_text(vm, host) : KR_EMPTY_STR;
        list_address(vm, list, &found[i], kind, protocol, canonical);
    }
    return list;
}
#define EXPORT(symbol, py, fn_, lo, hi, parameters, doc)                                                     \
    const kr_builtin symbol =                                                                                \
        KR_BUILTIN_OBJECT(N_##py, .fn = fn_, lo, hi, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, parameters, doc)
EXPORT(kr_getaddrinfo_function, getaddrinfo, socket_getaddrinfo, 2, 6, "host,port,family,type,proto,flags",
       "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)\nLook a host up. Returns a list of "
       "(family, type, proto, canonname, "
       "address); connect() takes the address.");

static kr_value socket_gethostbyname(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_net_address found[FOUND_MAX];
    char text[KR_ADDRESS_TEXT];
    (void)argc;
    const char *host = host_arg(vm, argv[0]);
    kr_net_lookup(vm, *host != '\0' ? host : "0.0.0.0", KR_NET_IPV4, found, FOUND_MAX);
    kr_net_text(&found[0], text);
    return kr_str_text(vm, text);
}
EXPORT(kr_gethostbyname_function, gethostbyname, socket_gethostbyname, 1, 1, NULL,
       "gethostbyname(host)\nThe IPv4 address of a host, as text.");

/* --- packed addresses --- */

static kr_value socket_inet_aton(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t ip[4];
    (void)argc;
    if (!parse_ipv4(kr_str_arg(vm, argv[0], "inet_aton() argument 1"), false, ip))
        kr_raise(vm, &kr_OSError_type, "illegal IP address string passed to inet_aton");
    return kr_bytes_value(vm, ip, sizeof ip);
}
EXPORT(kr_inet_aton_function, inet_aton, socket_inet_aton, 1, 1, NULL,
       "inet_aton(text)\nThe four bytes of an IPv4 address.");

static kr_value socket_inet_ntoa(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_net_address address = {.family = KR_NET_IPV4};
    kr_buffer buffer;
    char text[KR_ADDRESS_TEXT];
    (void)argc;
    kr_get_buffer(vm, argv[0], &buffer, false);
    if (buffer.size != 4) kr_raise(vm, &kr_OSError_type, "packed IP wrong length for inet_ntoa");
    memcpy(address.ip, buffer.data, 4);
    kr_net_text(&address, text);
    return kr_str_text(vm, text);
}
EXPORT(kr_inet_ntoa_function, inet_ntoa, socket_inet_ntoa, 1, 1, NULL,
       "inet_ntoa(packed)\nThe text of four bytes.");

static bool family_arg(kr_vm *vm, kr_value v, bool pack) {
    kr_word family = kr_index_word(vm, v);
    if (family != KR_NET_IPV4 && family != KR_NET_IPV6 && pack)
        kr_raise_errno(vm, -KR_EAFNOSUPPORT, KR_UNBOUND);
    if (family != KR_NET_IPV4 && family != KR_NET_IPV6)
        kr_raise_value_error(vm, "unknown address family %zd", family);
    return family == KR_NET_IPV6;
}

static kr_value socket_inet_pton(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t ip[16];
    bool six = family_arg(vm, argv[0], true);
    const char *text = kr_str_arg(vm, argv[1], "inet_pton() argument 2");
    (void)argc;
    if (six ? !parse_ipv6(text, ip) : !parse_ipv4(text, true, ip))
        kr_raise(vm, &kr_OSError_type, "illegal IP address string passed to inet_pton");
    return kr_bytes_value(vm, ip, six ? 16 : 4);
}
EXPORT(kr_inet_pton_function, inet_pton, socket_inet_pton, 2, 2, NULL,
       "inet_pton(family, text)\nThe bytes of an IPv4 or IPv6 address.");

static kr_value socket_inet_ntop(kr_vm *vm, size_t argc, const kr_value *argv) {
    bool six = family_arg(vm, argv[0], false);
    kr_net_address address = {.family = six ? KR_NET_IPV6 : KR_NET_IPV4};
    kr_buffer buffer;
    char text[KR_ADDRESS_TEXT];
    (void)argc;
    kr_get_buffer(vm, argv[1], &buffer, false);
    if (buffer.size != (six ? 16u : 4u))
        kr_raise_value_error(vm, "invalid length of packed IP address string");
    memcpy(address.ip, buffer.data, buffer.size);
    kr_net_text(&address, text);
    return kr_str_text(vm, text);
}
EXPORT(kr_inet_ntop_function, inet_ntop, socket_inet_ntop, 2, 2, NULL,
       "inet_ntop(family, packed)\nThe text of an IPv4 or IPv6 address.");

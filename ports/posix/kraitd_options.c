/* Options of kraitd, from one table of long names. */
#define _GNU_SOURCE
#include "kraitd_options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "krait/proto_noise.h"
#include "krait/proto_webrepl.h"

const char kraitd_help[] =
    "Usage: kraitd --root DIR [OPTION]...\n"
    "A Krait device: runs Python, and serves the krait command over an encrypted link.\n"
    "\n"
    "  --root DIR          the device's files; nothing outside is ever touched\n"
    "  --listen ADDR:PORT  where to listen (127.0.0.1:8266); port 0 takes a free one\n"
    "  --name NAME         the device's name (krait)\n"
    "  --heap BYTES        memory of the Python machine, with k or M (4M)\n"
    "  --state DIR         key and other state ($XDG_STATE_HOME/krait/NAME)\n"
    "  --sessions N        clients at once, 1 to 48 (8)\n"
    "  --origin ORIGIN     a page that may connect from a browser; can be repeated\n"
    "  --webrepl-password PASSWORD\n"
    "                      also answer MicroPython's WebREPL, unencrypted, on the same port\n"
    "  --webrepl-password-file FILE\n"
    "                      the same with the first line of FILE; or set $KRAITD_WEBREPL_PASSWORD\n"
    "  --webrepl-origin ORIGIN\n"
    "                      a page that may use WebREPL; can be repeated (http://micropython.org,\n"
    "                      https://micropython.org and null, which is any page from a file)\n"
    "  --board FILE        simulate the board that FILE describes, in JSON or Python\n"
    "  --board-log FILE    write what the board's outputs did, as lines of JSON\n"
    "  --pty LINK          a prompt for serial tools (mpremote, Thonny) on a pseudo-terminal, with LINK to "
    "it\n"
    "  --legacy-tcp ADDR:PORT  the same over TCP and telnet (127.0.0.1); no key: who reaches it may do "
    "everything\n"
    "  --log-level LEVEL   error, warning, info or debug (info)\n"
    "  --pairing-uri       print the pairing URI and exit\n"
    "  --help, --version\n"
    "\n"
    "The first start makes the device's key and prints krait://HOST:PORT/#KEY, which `krait pair` takes.\n";

enum option_code {
    OPTION_ROOT = 256,
    OPTION_LISTEN,
    OPTION_NAME,
    OPTION_HEAP,
    OPTION_STATE,
    OPTION_SESSIONS,
    OPTION_ORIGIN,
    OPTION_PASSWORD,
    OPTION_PASSWORD_FILE,
    OPTION_WEBREPL_ORIGIN,
    OPTION_BOARD,
    OPTION_BOARD_LOG,
    OPTION_PTY,
    OPTION_LEGACY_TCP,
    OPTION_LEVEL,
    OPTION_URI,
    OPTION_HELP,
    OPTION_VERSION,
};

static const struct option rows[] = {
    {"root", required_argument, NULL, OPTION_ROOT},
    {"listen", required_argument, NULL, OPTION_LISTEN},
    {"name", required_argument, NULL, OPTION_NAME},
    {"heap", required_argument, NULL, OPTION_HEAP},
    {"state", required_argument, NULL, OPTION_STATE},
    {"sessions", required_argument, NULL, OPTION_SESSIONS},
    {"origin", required_argument, NULL, OPTION_ORIGIN},
    {"webrepl-password", required_argument, NULL, OPTION_PASSWORD},
    {"webrepl-password-file", required_argument, NULL, OPTION_PASSWORD_FILE},
    {"webrepl-origin", required_argument, NULL, OPTION_WEBREPL_ORIGIN},
    {"board", required_argument, NULL, OPTION_BOARD},
    {"board-log", required_argument, NULL, OPTION_BOARD_LOG},
    {"pty", required_argument, NULL, OPTION_PTY},
    {"legacy-tcp", required_argument, NULL, OPTION_LEGACY_TCP},
    {"log-level", required_argument, NULL, OPTION_LEVEL},
    {"pairing-uri", no_argument, NULL, OPTION_URI},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static int complain(const char *what, const char *value) {
    fprintf(stderr, "kraitd: %s: %s\nTry 'kraitd --help'.\n", what, value);
    return 2;
}

/* A number with k or M behind it. */
static bool parse_size(const char *text, size_t *size) {
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    unsigned shift = *end == 'k' || *end == 'K' ? 10 : *end == 'm' || *end == 'M' ? 20 : 0;
    if (shift) end++;
    if (errno || !isdigit((unsigned char)text[0]) || *end || value > (SIZE_MAX >> 1) >> shift) return false;
    *size = (size_t)value << shift;
    return true;
}

static int take_heap(kraitd_options *options, const char *text) {
    if (!parse_size(text, &options->heap)) return complain("--heap takes a number of bytes, not", text);
    if (options->heap < 16384) return complain("--heap must be at least 16k, not", text);
    return options->heap > (size_t)1 << 32 ? complain("--heap must be at most 4096M, not", text) : 0;
}

/* Port 0 takes a free one. */
static bool parse_address(const char *text, char host[PROTO_HOST_MAX + 1], uint16_t *port,
                          uint16_t otherwise) {
    size_t length = strlen(text);
    bool free_port = length > 2 && strcmp(text + length - 2, ":0") == 0;
    if (free_port) length -= 2;
    if (proto_authority_parse(text, length, host, port, otherwise) < 0) return false;
    if (free_port) *port = 0;
    return true;
}

static int take_listen(kraitd_options *options, const char *text) {
    options->listen_given = true;
    if (parse_address(text, options->host, &options->port, PROTO_PORT_DEFAULT)) return 0;
    return complain("--listen takes ADDR:PORT, not", text);
}

/* A number alone is a port of this machine only. */
static int take_legacy_tcp(kraitd_options *options, const char *text) {
    char whole[PROTO_HOST_MAX + 16];
    bool port_only = text[strspn(text, "0123456789")] == 0 || text[0] == ':';
    snprintf(whole, sizeof whole, "%s%s%s", port_only ? "127.0.0.1" : "",
             port_only && text[0] != ':' ? ":" : "", text);
    options->legacy_tcp = true;
    if (strlen(text) < PROTO_HOST_MAX &&
        parse_address(whole, options->legacy_host, &options->legacy_port, 2323))
        return 0;
    return complain("--legacy-tcp takes ADDR:PORT, not", text);
}

static int take_sessions(kraitd_options *options, const char *text) {
    size_t value = 0;
    if (!parse_size(text, &value) || value < 1 || value > 48)
        return complain("--sessions takes 1 to 48, not", text);
    options->sessions = (unsigned)value;
    return 0;
}

static int take_level(kraitd_options *options, const char *text) {
    static const char *const names[] = {"error", "warning", "info", "debug"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], text) != 0) continue;
        options->level = (enum dev_level)i;
        return 0;
    }
    return complain("--log-level takes error, warning, info or debug, not", text);
}

static int take_name(kraitd_options *options, const char *text) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    size_t length = strlen(text);
    options->name = text;
    if (length >= 1 && length <= 63 && strspn(text, allowed) == length) return 0;
    return complain("--name takes 1 to 63 letters, digits, '-' and '_', not", text);
}

static int take_origin(const char **origins, const char *option, const char *text) {
    unsigned count = 0;
    while (origins[count]) count++;
    if (count == 8) {
        fprintf(stderr, "kraitd: %s can be given 8 times; too many with: %s\nTry 'kraitd --help'.\n", option,
                text);
        return 2;
    }
    origins[count] = text;
    return 0;
}

/* --- WebREPL's password --- */

#define PASSWORD_NAME "KRAITD_WEBREPL_PASSWORD" /* of people */
#define DIGEST_NAME   "KRAITD_WEBREPL_DIGEST"   /* of a restart: a descriptor */

/* Others may see arguments and environment in ps, so the text is overwritten where it stands. After a restart
 * it is that. */
static int take_password(kraitd_options *options, char *text) {
    size_t length = strlen(text);
    if (length == 0) return complain("the password of WebREPL is empty", "--webrepl-password");
    if (strcspn(text, "\r\n") != length) return complain("the password of WebREPL", "has more than one line");
    proto_webrepl_digest(text, length, options->webrepl_digest);
    options->webrepl = true;
    memset(text, '*', length);
    return 0;
}

static int take_password_file(kraitd_options *options, const char *path) {
    char line[4096] = "";
    FILE *file = fopen(path, "re");
    if (!file) return complain(strerror(errno), path);
    bool got = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    line[strcspn(line, "\r\n")] = 0;
    if (!got || !line[0]) return complain("there is no password in", path);
    int result = take_password(options, line);
    proto_wipe(line, sizeof line);
    return result;
}

/* What the environment has: a person's password, or the hash that the process had before a restart. */
static int take_environment(kraitd_options *options) {
    char *password = getenv(PASSWORD_NAME);
    const char *kept = getenv(DIGEST_NAME);
    int result = password && !options->webrepl ? take_password(options, password) : 0;
    int descriptor = kept ? atoi(kept) : -1;
    if (descriptor > 2 && read(descriptor, options->webrepl_digest, 32) == 32) options->webrepl = true;
    if (descriptor > 2) close(descriptor);
    unsetenv(PASSWORD_NAME);
    unsetenv(DIGEST_NAME);
    return result;
}

void kraitd_options_keep(const kraitd_options *options) {
    char text[16];
    int ends[2];
    if (!options->webrepl || pipe(ends) < 0) return;
    if (write(ends[1], options->webrepl_digest, 32) == 32) {
        snprintf(text, sizeof text, "%d", ends[0]);
        setenv(DIGEST_NAME, text, 1);
    }
    close(ends[1]);
}

static int take_option(kraitd_options *options, int code) {
    switch (code) {
    case OPTION_ROOT: options->root = optarg; return 0;
    case OPTION_LISTEN: return take_listen(options, optarg);
    case OPTION_NAME: return take_name(options, optarg);
    case OPTION_HEAP: return take_heap(options, optarg);
    case OPTION_STATE: options->state = optarg; return 0;
    case OPTION_SESSIONS: return take_sessions(options, optarg);
    case OPTION_ORIGIN: return take_origin(options->origins, "--origin", optarg);
    case OPTION_PASSWORD: return take_password(options, optarg);
    case OPTION_PASSWORD_FILE: return take_password_file(options, optarg);
    case OPTION_WEBREPL_ORIGIN: return take_origin(options->webrepl_origins, "--webrepl-origin", optarg);
    case OPTION_BOARD: options->board = optarg; return 0;
    case OPTION_BOARD_LOG: options->board_log = optarg; return 0;
    case OPTION_PTY: options->pty = optarg; return 0;
    case OPTION_LEGACY_TCP: return take_legacy_tcp(options, optarg);
    case OPTION_LEVEL: return take_level(options, optarg);
    case OPTION_URI: options->action = KRAITD_PAIRING_URI; return 0;
    case OPTION_HELP: options->action = KRAITD_HELP; return 0;
    case OPTION_VERSION: options->action = KRAITD_VERSION; return 0;
    default: fprintf(stderr, "Try 'kraitd --help'.\n"); return 2;
    }
}

/* MicroPython's page is published at the first, and used from a file, whose origin is "null". */
static const char *const usual_pages[] = {"http://micropython.org", "https://micropython.org", "null"};

int kraitd_options_parse(kraitd_options *options, int argc, char **argv) {
    int code;
    int result = 0;
    *options = (kraitd_options){.name = "krait",
                                .host = "127.0.0.1",
                                .port = PROTO_PORT_DEFAULT,
                                .heap = (size_t)4 << 20,
                                .sessions = 8,
                                .level = DEV_INFO};
    while (result == 0 && (code = getopt_long(argc, argv, "", rows, NULL)) != -1)
        result = take_option(options, code);
    if (result == 0) result = take_environment(options);
    if (!options->webrepl_origins[0]) memcpy(options->webrepl_origins, usual_pages, sizeof usual_pages);
    if (result == 0 && optind < argc) return complain("unexpected argument", argv[optind]);
    if (result == 0 && options->board_log && !options->board)
        return complain("an option is missing", "--board FILE");
    if (result == 0 && options->action == KRAITD_RUN && !options->root)
        return complain("an option is missing", "--root DIR");
    return result;
}

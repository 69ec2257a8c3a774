/* The key store. A device is one small JSON file that only its owner can read; it is written next to its
 * place and renamed, so that a crash never leaves half a key. */
#include "store.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "discover.h"
#include "wire.h"

bool device_name_valid(const char *name) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t size = strlen(name);
    return size > 0 && size <= DEVICE_NAME_MAX && strspn(name, letters) == size && name[0] != '-' &&
           name[0] != '.';
}

/* The folder of the key store, without making it. */
static bool store_folder(char *path, size_t size, struct failure *failure) {
    const char *config = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    int written;
    if (config && *config == '/')
        written = snprintf(path, size, "%s/krait/devices", config);
    else if (home && *home)
        written = snprintf(path, size, "%s/.config/krait/devices", home);
    else
        return fail(failure, EXIT_USAGE,
                    "neither XDG_CONFIG_HOME nor HOME is set, so there is no place for keys");
    if (written < 0 || (size_t)written >= size)
        return fail(failure, EXIT_USAGE, "the path of the configuration folder is too long");
    return true;
}

/* Makes every folder of an absolute path, the new ones for the owner only. */
static bool make_folders(char *path, struct failure *failure) {
    for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash) *slash = 0;
        if (mkdir(path, 0700) < 0 && errno != EEXIST) return fail_errno(failure, path);
        if (!slash) return true;
        *slash = '/';
    }
}

static bool store_path(char *path, size_t size, const char *name, bool make, struct failure *failure) {
    char folder[PATH_MAX];
    if (!store_folder(folder, sizeof folder, failure)) return false;
    if (make && !make_folders(folder, failure)) return false;
    int written = snprintf(path, size, "%s/%s", folder, name);
    return written > 0 && (size_t)written < size
               ? true
               : fail(failure, EXIT_USAGE, "the path of the key store is too long");
}

/* Fills *device from a parsed file; false when something is missing or malformed. */
static bool device_from_json(const json_t *json, struct device *device) {
    const char *kind = json_string_value(json_object_get(json, "kind"));
    const char *password = json_string_value(json_object_get(json, "password"));
    const char *host = json_string_value(json_object_get(json, "host"));
    const char *key = json_string_value(json_object_get(json, "key"));
    const char *id = json_string_value(json_object_get(json, "id"));
    json_int_t port = json_integer_value(json_object_get(json, "port"));
    if (!host || !*host || strlen(host) > PROTO_HOST_MAX || port < 1 || port > 65535) return false;
    if (kind && strcmp(kind, "webrepl") == 0) {
        if (!password || strlen(password) > DEVICE_PASSWORD_MAX) return false;
        device->kind = DEVICE_WEBREPL;
        strcpy(device->password, password);
    } else if (kind || !key || proto_key_parse(device->key, key, strlen(key)) < 0) {
        return false;
    }
    strcpy(device->host, host);
    device->port = (uint16_t)port;
    snprintf(device->id, sizeof device->id, "%s", id ? id : "");
    return true;
}

/* What is no file, a pipe say, is damaged, not waited for. */
static json_t *read_json(const char *path) {
    struct stat stat;
    json_error_t error;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return NULL;
    json_t *json = fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode) ? json_loadfd(fd, 0, &error) : NULL;
    close(fd);
    return json;
}

static bool load_file(const char *path, const char *name, struct device *device) {
    json_t *json = read_json(path);
    memset(device, 0, sizeof *device);
    snprintf(device->name, sizeof device->name, "%s", name);
    bool good = json && device_from_json(json, device);
    json_decref(json);
    return good;
}

bool store_load(const char *name, struct device *device, struct failure *failure) {
    char path[PATH_MAX];
    if (!device_name_valid(name))
        return fail(failure, EXIT_USAGE, "'%s' is not a device name (letters, digits, '-', '_', '.')", name);
    if (!store_path(path, sizeof path, name, false, failure)) return false;
    if (access(path, R_OK) < 0 && errno != ENOENT && errno != ENOTDIR) return fail_errno(failure, path);
    if (access(path, R_OK) < 0)
        return fail(failure, EXIT_USAGE,
                    "no device '%s' is paired here; `krait devices` lists them, `krait pair URI %s` adds it",
                    name, name);
    if (!load_file(path, name, device))
        return fail(failure, EXIT_USAGE, "%s is damaged; pair the device again with `krait pair URI %s`",
                    path, name);
    return true;
}

static bool write_all(int fd, const char *data, size_t size) {
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) {
            data += n;
            size -= (size_t)n;
        }
    }
    return true;
}

/* Writes `text` to `path` through a temporary name, 0600, and flushes it to the disk. */
static bool write_private(const char *path, const char *text, struct failure *failure) {
    char temporary[PATH_MAX + 16];
    snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return fail_errno(failure, temporary);
    bool good = write_all(fd, text, strlen(text)) && fsync(fd) == 0;
    good = close(fd) == 0 && good && rename(temporary, path) == 0;
    if (good) return true;
    fail_errno(failure, path);
    unlink(temporary);
    return false;
}

bool store_save(const struct device *device, struct failure *failure) {
    char path[PATH_MAX], key[PROTO_KEY_CHARS + 1];
    if (!device_name_valid(device->name))
        return fail(failure, EXIT_USAGE, "'%s' is not a device name (letters, digits, '-', '_', '.')",
                    device->name);
    if (!store_path(path, sizeof path, device->name, true, failure)) return false;
    proto_key_format(device->key, key);
    json_t *json = device->kind == DEVICE_WEBREPL
                       ? json_pack("{ss ss si ss}", "kind", "webrepl", "host", device->host, "port",
                                   (int)device->port, "password", device->password)
                       : json_pack("{ss si ss ss}", "host", device->host, "port", (int)device->port, "key",
                                   key, "id", device->id);
    char *text = json ? json_dumps(json, JSON_INDENT(2) | JSON_PRESERVE_ORDER) : NULL;
    bool good = text ? write_private(path, text, failure) : fail(failure, EXIT_IO, "out of memory");
    proto_wipe(key, sizeof key);
    if (text) proto_wipe(text, strlen(text));
    free(text);
    json_decref(json);
    return good;
}

bool store_forget(const char *name, struct failure *failure) {
    char path[PATH_MAX];
    struct device device;
    if (!device_name_valid(name)) return fail(failure, EXIT_USAGE, "'%s' is not a device name", name);
    if (!store_path(path, sizeof path, name, false, failure)) return false;
    if (unlink(path) == 0) return true;
    return errno == ENOENT ? store_load(name, &device, failure) : fail_errno(failure, path);
}

static int is_device_file(const struct dirent *entry) {
    return device_name_valid(entry->d_name) && !strchr(entry->d_name, '~');
}

int store_each(void (*found)(void *context, const struct device *device), void *context) {
    static bool complained; /* once a process, however often it looks */
    char folder[PATH_MAX], path[PATH_MAX + 256];
    struct failure failure;
    struct dirent **entries;
    if (!store_folder(folder, sizeof folder, &failure)) return 0;
    int count = scandir(folder, &entries, is_device_file, alphasort), good = 0;
    for (int i = 0; i < count; i++) {
        struct device device;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (load_file(path, entries[i]->d_name, &device)) {
            good++;
            found(context, &device);
        } else if (!complained) {
            fprintf(stderr, "krait: %s is damaged and was skipped\n", path);
        }
        free(entries[i]);
    }
    if (count >= 0) free(entries);
    complained = true;
    return good;
}

/* store_each with a search: by address, or the only one. */
struct search {
    enum device_kind kind; /* with a host: what answers there */
    const char *host;      /* NULL: any */
    uint16_t port;
    bool any_port;
    int count;
    struct device device;
    char names[256];
};

static void search_take(void *context, const struct device *device) {
    struct search *search = context;
    if (search->host && (search->kind != device->kind || strcmp(search->host, device->host) != 0 ||
                         (search->port != device->port && !search->any_port)))
        return;
    if (!search->count++) search->device = *device;
    size_t used = strlen(search->names);
    snprintf(search->names + used, sizeof search->names - used, "%s%s", used ? ", " : "", device->name);
}

static bool choose_by_uri(const char *text, struct device *device, struct failure *failure) {
    struct proto_uri uri;
    int error = proto_uri_parse(&uri, text, strlen(text));
    if (error < 0)
        return fail(failure, EXIT_USAGE, "this pairing URI cannot be used: %s", proto_error_text(error));
    memset(device, 0, sizeof *device);
    strcpy(device->host, uri.host);
    device->port = uri.port;
    memcpy(device->key, uri.key, sizeof device->key);
    proto_wipe(&uri, sizeof uri);
    return true;
}

static bool choose_by_address(const char *text, struct device *device, struct failure *failure) {
    char host[PROTO_HOST_MAX + 1];
    struct search search = {.host = host};
    if (proto_authority_parse(text, strlen(text), host, &search.port, PROTO_PORT_DEFAULT) < 0)
        return fail(failure, EXIT_USAGE, "'%s' is neither a device name nor HOST:PORT", text);
    store_each(search_take, &search);
    if (!search.count) return fail(failure, EXIT_USAGE, "no paired device has the address %s", text);
    *device = search.device;
    return true;
}

/* NAME.local, which is no stored device's name. It is one's address, or a device stored as NAME is looked for
 * under this name. */
static bool choose_local(const char *text, struct device *device, struct failure *failure) {
    struct search search = {.host = text, .any_port = true};
    struct failure ignored;
    char label[DEVICE_NAME_MAX + 1];
    size_t length = strlen(text) - (sizeof ".local" - 1);
    if (store_load(text, device, failure)) return true;
    store_each(search_take, &search);
    if (search.count) return *device = search.device, true;
    snprintf(label, sizeof label, "%.*s", (int)length, text);
    if (length > DEVICE_NAME_MAX || !store_load(label, device, &ignored)) return false;
    snprintf(device->host, sizeof device->host, "%s", text);
    return true;
}

/* A WebREPL; its password is that of a stored device with the same address, if there is one. */
static bool choose_webrepl(const char *text, struct device *device, struct failure *failure) {
    char host[PROTO_HOST_MAX + 1];
    struct search search = {.kind = DEVICE_WEBREPL, .host = host};
    size_t length = strcspn(text, "/");
    if (text[length] && text[length + 1])
        return fail(failure, EXIT_USAGE, "'%s' is not HOST or HOST:PORT of a WebREPL", text);
    if (proto_authority_parse(text, length, host, &search.port, DEVICE_WEBREPL_PORT) < 0)
        return fail(failure, EXIT_USAGE, "'%s' is not HOST or HOST:PORT of a WebREPL", text);
    if (store_each(search_take, &search) && search.count) return *device = search.device, true;
    *device = (struct device){.kind = DEVICE_WEBREPL, .port = search.port};
    strcpy(device->host, host);
    return true;
}

static bool choose_port(const char *text, struct device *device, struct failure *failure) {
    *device = (struct device){.kind = DEVICE_SERIAL};
    if (strncmp(text, "serial:", 7) == 0)
        return serial_find(text + 7, device->path, sizeof device->path, failure);
    int written = snprintf(device->path, sizeof device->path, "%s", text);
    return (size_t)written < sizeof device->path ||
           fail(failure, EXIT_USAGE, "%.64s…: the path is too long", text);
}

bool store_choose(const char *name, struct device *device, struct failure *failure) {
    if (name && strncmp(name, "ws://", 5) == 0) return choose_webrepl(name + 5, device, failure);
    if (name && strncmp(name, "serial:", 7) == 0) return choose_port(name, device, failure);
    if (name && strncmp(name, "krait://", 8) != 0 && strchr(name, '/'))
        return choose_port(name, device, failure);
    if (name && strncmp(name, "krait://", 8) == 0) return choose_by_uri(name, device, failure);
    if (name && strpbrk(name, ":[]")) return choose_by_address(name, device, failure);
    if (name && discover_is_local(name)) return choose_local(name, device, failure);
    if (name) return store_load(name, device, failure);
    struct search search = {0};
    store_each(search_take, &search);
    if (search.count == 0)
        return fail(failure, EXIT_USAGE,
                    "no device is paired yet; `krait pair krait://HOST:PORT/#KEY` does it, with the URI that "
                    "the device printed");
    if (search.count > 1)
        return fail(failure, EXIT_USAGE,
                    "several devices are paired (%s); choose one with -d NAME or KRAIT_DEVICE", search.names);
    *device = search.device;
    return true;
}

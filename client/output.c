/* Printing. Progress is drawn at most ten times a second, on one line that is erased at the end, so that logs
 * and pipes never see it. */
#include "output.h"
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include "session.h"

void output_json(json_t *object) {
    json_dumpf(object, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
    putchar('\n');
    fflush(stdout);
    json_decref(object);
}

/* How many bytes the character there has; 0: it is none. */
static size_t character(const char *at, size_t left) {
    for (size_t size = 1; size <= 4 && size <= left; size++) {
        json_t *good = json_stringn(at, size);
        json_decref(good);
        if (good) return size;
    }
    return 0;
}

json_t *output_text(const char *text) {
    json_t *string = json_string(text);
    size_t left = strlen(text), used = 0;
    char *copy = string ? NULL : malloc(3 * left + 1);
    if (!copy) return string;
    for (; left > 0;) {
        size_t size = character(text, left), taken = size ? size : 1;
        memcpy(copy + used, size ? text : "\xef\xbf\xbd", size ? size : 3);
        used += size ? size : 3;
        text += taken;
        left -= taken;
    }
    string = json_stringn(copy, used);
    free(copy);
    return string;
}

json_t *output_hex(const char *text) {
    size_t size = strlen(text);
    json_t *string = json_string(text), *hex = NULL;
    char *digits = string ? NULL : malloc(2 * size + 1);
    json_decref(string);
    if (!digits) return NULL;
    for (size_t i = 0; i < size; i++) sprintf(digits + 2 * i, "%02x", (unsigned char)text[i]);
    hex = json_stringn(digits, 2 * size);
    free(digits);
    return hex;
}

const char *output_path(const char *path, char text[OUTPUT_PATH]) {
    size_t size = 0;
    if (!isatty(STDOUT_FILENO)) return path;
    for (; *path && size < OUTPUT_PATH - 1; path++) {
        unsigned char byte = (unsigned char)*path;
        bool control = byte < ' ' || byte == 127;
        bool high = byte == 0xc2 && (unsigned char)path[1] >= 0x80 && (unsigned char)path[1] < 0xa0;
        text[size++] = control || high ? '?' : (char)byte;
        path += high;
    }
    text[size] = 0;
    return text;
}

bool output_bytes(FILE *stream, const void *data, size_t size) {
    return fwrite(data, 1, size, stream) == size && fflush(stream) == 0;
}

const char *output_size(uint64_t bytes, char text[16]) {
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 1024 && unit < 4) {
        value /= 1024;
        unit++;
    }
    snprintf(text, 16, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
    return text;
}

const char *output_time(int64_t ns, char text[32]) {
    time_t seconds = (time_t)(ns / 1000000000);
    struct tm local;
    if (ns == 0 || !localtime_r(&seconds, &local)) return strcpy(text, "-");
    strftime(text, 32, "%Y-%m-%d %H:%M", &local);
    return text;
}

static int columns(void) {
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

static void draw(struct progress *progress) {
    char bar[32], done[16], speed[16];
    int64_t now = clock_us();
    double seconds = (double)(now - progress->started_us) / 1e6;
    double part = progress->total ? (double)progress->done / (double)progress->total : 1;
    int filled = (int)(part * 20), label = columns() - 56;
    memset(bar, '#', (size_t)filled);
    memset(bar + filled, '.', (size_t)(20 - filled));
    bar[20] = 0;
    output_size(progress->done, done);
    output_size(seconds > 0 ? (uint64_t)((double)progress->done / seconds) : 0, speed);
    fprintf(stderr, "\r[%s] %3d %%  %10s  %10s/s  %-.*s\033[K", bar, (int)(part * 100), done, speed,
            label > 8 ? label : 8, progress->label);
    progress->drawn_us = now;
}

void progress_start(struct progress *progress, const char *label, uint64_t total, bool quiet) {
    *progress = (struct progress){
        .on = !quiet && isatty(STDERR_FILENO), .label = label, .total = total, .started_us = clock_us()};
}

void progress_label(struct progress *progress, const char *label) {
    progress->label = label;
}

void progress_add(struct progress *progress, uint64_t bytes) {
    progress->done += bytes;
    if (!progress->on) return;
    bool first = progress->drawn_us == 0 && clock_us() - progress->started_us > 50000;
    if (first || (progress->drawn_us && clock_us() - progress->drawn_us > 100000)) draw(progress);
}

void progress_end(struct progress *progress) {
    if (!progress->on) return;
    if (progress->done) {
        draw(progress);
        fputc('\n', stderr);
    }
    progress->on = false;
}

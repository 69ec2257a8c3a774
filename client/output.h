#ifndef OUTPUT_H
#define OUTPUT_H
/* What a command prints: results to stdout, all else to stderr; with --json one object a line. */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Prints an object as one line and releases it. */
void output_json(json_t *object);

/* A text, a path say, as a JSON string: what is not UTF-8 in it becomes U+FFFD. output_hex is its bytes then,
 * else NULL. */
json_t *output_text(const char *text);
json_t *output_hex(const char *text);

/* A path as a terminal may get it: control characters, which could move its cursor, are '?' on one. */
#define OUTPUT_PATH 1024
const char *output_path(const char *path, char text[OUTPUT_PATH]);

/* Writes bytes to stdout or stderr at once; false when the reader is gone. */
bool output_bytes(FILE *stream, const void *data, size_t size);

/* "12.3 MiB": a size for people, into text[16]. */
const char *output_size(uint64_t bytes, char text[16]);

/* "2026-11-22 10:31" in local time, into text[32]; "-" for 0. */
const char *output_time(int64_t ns, char text[32]);

/* A progress bar on stderr, when that is a terminal and nobody asked for quiet. */
struct progress {
    bool on;
    const char *label;
    uint64_t total, done;
    int64_t started_us, drawn_us;
};
void progress_start(struct progress *progress, const char *label, uint64_t total, bool quiet);
void progress_label(struct progress *progress, const char *label);
void progress_add(struct progress *progress, uint64_t bytes);
/* Removes the bar; with a summary line when anything was moved. */
void progress_end(struct progress *progress);

#endif

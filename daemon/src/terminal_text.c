/* The last line of a traceback, as today's tools read it.
 *
 * They know an OSError by that name and by the name of its number, "OSError: [Errno 2] ENOENT"; here it is a
 * FileNotFoundError with a sentence. The raw REPL, which programs read, says both. */
#include "terminal.h"

#include <stdio.h>
#include <string.h>

static const struct {
    uint8_t number;
    const char *name;
} errors[] = {
#define ERRNO_ROW(name, number, text) {number, #name},
    KR_ERRNOS(ERRNO_ROW)
#undef ERRNO_ROW
};

static const char *name_of(unsigned long number) {
    for (unsigned i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (errors[i].number == number) return errors[i].name;
    }
    return NULL;
}

static size_t last_line(const char *text, size_t size) {
    size_t at = size > 0 ? size - 1 : 0;
    while (at > 0 && text[at - 1] != '\n') at--;
    return at;
}

/* Behind "SomeError: [Errno ", NULL when the line does not begin like that. */
static const char *number_in(const char *line) {
    static const char mark[] = ": [Errno ";
    const char *colon = strchr(line, ':');
    const char *blank = strchr(line, ' ');
    if (!colon || (blank && blank < colon) || strncmp(colon, mark, sizeof mark - 1) != 0) return NULL;
    return colon + sizeof mark - 1;
}

static unsigned long read_number(const char **at) {
    unsigned long number = 0;
    for (; **at >= '0' && **at <= '9' && number < 1000; (*at)++)
        number = number * 10 + (unsigned long)(**at - '0');
    return number;
}

size_t terminal_split_error(const char *text, size_t size, bool raw, char *tail, size_t capacity) {
    char line[DEV_TEXT_MAX];
    size_t at = last_line(text, size);
    size_t length = size - at < sizeof line ? size - at : sizeof line - 1;
    tail[0] = 0;
    memcpy(line, text + at, length);
    line[length] = 0;
    if (strcmp(line, "KeyboardInterrupt\n") == 0) {
        snprintf(tail, capacity, "KeyboardInterrupt: \n");
        return at;
    }
    const char *number = raw ? number_in(line) : NULL;
    if (!number) return size;
    const char *rest = number;
    const char *name = name_of(read_number(&rest));
    if (!name || strncmp(rest, "] ", 2) != 0) return size;
    snprintf(tail, capacity, "OSError: [Errno %.*s] %s: %s", (int)(rest - number), number, name, rest + 2);
    if (size - at >= sizeof line) snprintf(tail + strlen(tail), capacity - strlen(tail), "\n");
    return at;
}

/* Output on its way to the stream: a ring of bytes. Who writes has looked at the room, so nothing here fails.
 */
#include "proto_repl_parts.h"

#include <string.h>

size_t repl_out_room(const struct proto_repl_out *out) {
    return out->capacity - out->size;
}

void repl_out_bytes(struct proto_repl_out *out, const void *data, size_t size) {
    if (size > repl_out_room(out)) size = repl_out_room(out);
    if (size == 0) return;
    uint32_t at = (out->head + out->size) % out->capacity;
    size_t first = out->capacity - at < size ? out->capacity - at : size;
    memcpy(out->data + at, data, first);
    memcpy(out->data, (const uint8_t *)data + first, size - first);
    out->size += (uint32_t)size;
    out->in_line = ((const uint8_t *)data)[size - 1] != '\n';
}

void repl_out_text(struct proto_repl_out *out, const char *text) {
    repl_out_bytes(out, text, strlen(text));
}

void repl_out_byte(struct proto_repl_out *out, uint8_t byte) {
    repl_out_bytes(out, &byte, 1);
}

void repl_out_left(struct proto_repl_out *out, uint32_t columns) {
    char digits[12];
    size_t at = sizeof digits - 1;
    if (columns == 1) repl_out_text(out, "\b");
    if (columns <= 1) return;
    digits[at] = 0;
    for (; columns > 0; columns /= 10) digits[--at] = (char)('0' + columns % 10);
    repl_out_text(out, "\x1b[");
    repl_out_text(out, digits + at);
    repl_out_text(out, "D");
}

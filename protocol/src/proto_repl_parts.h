/* What the files of the prompt call of each other. */
#ifndef PROTO_REPL_PARTS_H
#define PROTO_REPL_PARTS_H

#include "krait/proto_repl.h"

/* proto_repl_out.c: the caller has looked at the room */
size_t repl_out_room(const struct proto_repl_out *out);
void repl_out_bytes(struct proto_repl_out *out, const void *data, size_t size);
void repl_out_text(struct proto_repl_out *out, const char *text);
void repl_out_byte(struct proto_repl_out *out, uint8_t byte);
/* Moves the cursor of the reader's terminal. */
void repl_out_left(struct proto_repl_out *out, uint32_t columns);

/* proto_repl_line.c */
enum repl_key {
    REPL_KEY_TAKEN,
    REPL_KEY_ENTER,
    REPL_KEY_TAB, /* to be completed */
};
void repl_line_clear(struct proto_repl_line *line, uint32_t indent);
void repl_line_remember(struct proto_repl_line *line);
/* A byte of a line that is edited; the control characters that mean something else on an empty line never
 * come here then. */
enum repl_key repl_line_key(struct proto_repl_line *line, struct proto_repl_out *out, uint8_t byte);
void repl_line_insert(struct proto_repl_line *line, struct proto_repl_out *out, const char *text,
                      uint32_t size);
/* The line as it is, behind its prompt. */
void repl_line_show(const struct proto_repl_line *line, struct proto_repl_out *out);

#endif

#ifndef REQUEST_H
#define REQUEST_H
/* Small requests of the file verbs: one message, one status. */
#include "krait/proto_message.h"
#include "verbs.h"

/* A request whose payload is `path` (REMOVE, MKDIR, RMDIR …). */
bool request_path(struct session *session, enum proto_message_type type, unsigned options, const char *path,
                  struct failure *failure);

/* A request whose payload is two paths (RENAME, COPY). */
bool request_paths(struct session *session, enum proto_message_type type, unsigned options, const char *from,
                   const char *to, struct failure *failure);

/* The device path of an argument; prints a usage message and returns false when it is not one. `verb` for the
 * message. */
bool request_remote(struct context *context, const char *verb, const char *argument, char path[], int *code);

#endif

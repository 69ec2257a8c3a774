/* Operations: what every class of them uses. */
#ifndef DEV_OP_H
#define DEV_OP_H

#include "state.h"

extern const struct op_class op_class_exec, op_class_console, op_class_complete, op_class_tree, op_class_get,
    op_class_put, op_class_command, op_class_reset, op_class_rotate, op_class_space, op_class_info,
    op_class_clock, op_class_logs, op_class_mount;

/* Hands a frame that opens a stream to a new operation; a full table answers TOO_MANY. */
void op_open(struct dev_session *session, const struct proto_frame *frame);

/* Hands in a later frame of a stream. */
void op_frame(struct dev_session *session, const struct proto_frame *frame);

/* One step of an operation, and the generic end of it. */
enum op_result op_step(struct op *op);

/* Answers streams that found no operation. */
enum op_result op_refuse(struct dev_session *session);

/* Our direction shall end with this status; text may be NULL. What the operation holds is given back now. */
void op_finish(struct op *op, unsigned status, const char *text);

/* The operation's stream is gone. */
void op_free(struct op *op);

/* All operations of all sessions: NULL first, NULL at the end. */
struct op *op_each(const struct dev_device *dev, const struct op *previous);

/* Frees operations that died in this round. */
void op_sweep(struct dev_session *session);

/* Puts a frame. 0, or LINK_FULL and LINK_CREDIT to be given to op_wait(); a frame with END ends the
 * operation. */
int op_put(struct op *op, enum proto_message_type type, unsigned flags, const void *payload, size_t length);
int op_put2(struct op *op, enum proto_message_type type, unsigned flags, const void *head, size_t head_length,
            const void *body, size_t body_length);
int op_commit(struct op *op, unsigned flags, size_t length);

/* What an operation returns after a put that failed, or OP_MORE after one that went well. */
enum op_result op_wait(struct op *op, int error);

/* Brings an open file to the medium, if possible beside everything else: 1 when that is done, 0 while it goes
 * on, negative KR_E…. */
int op_sync(struct op *op, int handle);

/* Lets the disk begin with what a file has so far, if that costs no waiting. */
void op_sync_ahead(struct op *op, int handle);

/* A path of a client in the device's form: absolute, without "." and "..", which never lead above the root.
 * OK, NAME_TOO_LONG, INVALID. */
unsigned path_normalise(struct proto_text text, char output[DEV_PATH_MAX]);

/* Appends "/name"; false when it does not fit. */
bool path_join(char *path, const char *name);

/* Cuts the last name off; the root stays. */
void path_parent(char *path);

/* The last name. */
const char *path_name(const char *path);

/* Is `path` the directory `above` or below it? */
bool path_within(const char *path, const char *above);

/* The name under which a file is written before it is complete: ".name.krait-part" beside it. */
bool path_part(const char *path, char output[DEV_PATH_MAX]);
bool path_is_part(const char *name);

/* Makes the missing directories above a path. 0 or KR_E…. */
int path_make_parents(struct dev_device *dev, const char *path);

#endif

/* What the files of the daemon call of each other, besides op.h. Each group is the interface of the file
 * named above it. */
#ifndef DEV_PARTS_H
#define DEV_PARTS_H

#include "op.h"

/* memory.c */
enum memory_need {
    NEED_EXTRA, /* may be missing when programs need their heap */
    NEED_ALWAYS, /* what one client cannot do without */
    NEED_PLACE   /* likewise: the place of a connection, whoever it is */
};
void *memory_take(struct dev_device *dev, size_t size, enum memory_need need);
void memory_give(struct dev_device *dev, void *memory);
/* Divides the block; without one it only counts. 0: the limits make no sense. */
size_t memory_lay_out(const dev_limits *limits, void *memory);
size_t memory_of_client(const dev_limits *limits);
size_t memory_of_walk(const dev_limits *limits);

/* session.c */
void session_pump(struct dev_session *session, uint64_t deadline);
void session_wake(struct dev_session *session);
void session_leave(struct dev_session *session, unsigned close_code);
void session_drop(struct dev_session *session);
void session_notice(struct dev_session *session, enum proto_notice_kind kind, const char *text);
void session_timers(struct dev_session *session, uint64_t now);
uint64_t session_deadline(const struct dev_session *session);
bool session_is_client(const struct dev_session *session);
const char *session_name(const struct dev_session *session);
/* Sessions that are over leave the list. */
void sessions_sweep(struct dev_device *dev);

/* admission.c */
uint64_t admission_delay(struct dev_device *dev, const char *address);
void admission_forgive(struct dev_device *dev, const char *address);
bool admission_place(struct dev_device *dev, bool take);
uint64_t admission_deadline(const struct dev_device *dev, uint64_t now);
/* Is somebody in the middle of a handshake? */
bool admission_is_busy(const struct dev_device *dev);
bool admission_confirm(const struct dev_device *dev);

/* job.c */
/* Standard input of the running program; a `line` is edited on a terminal. */
ptrdiff_t job_read(struct dev_device *dev, char *data, size_t size, bool line);
/* A place for a terminal's program; memory for its text, the old text moved there; its turn in the queue. */
struct dev_job *job_for_terminal(struct dev_device *dev, struct dev_terminal *terminal);
bool job_grow(struct dev_device *dev, struct dev_job *job, uint32_t size);
void job_free(struct dev_device *dev, struct dev_job *job);
void job_submit(struct dev_device *dev, struct dev_job *job, unsigned kind, uint32_t size);
void job_interrupt(struct dev_device *dev, uint32_t number, const char *by);
void job_timers(struct dev_device *dev, uint64_t now);
/* Runs the next program that may run; false when there is none. */
bool job_run_next(struct dev_device *dev);
uint64_t job_deadline(const struct dev_device *dev);
void job_stop(struct dev_device *dev, uint64_t patience_us);
bool job_ready(const struct dev_device *dev);
const char *job_holder(const struct dev_device *dev);
unsigned job_waiting(const struct dev_device *dev);

/* console.c */
void console_init(struct dev_device *dev);
void console_write(struct dev_device *dev, enum dev_stream stream, const char *data, size_t size);
void console_changed(struct dev_device *dev);
void console_release_owner(struct dev_device *dev, const char *taker);
bool console_is_held_by_other(const struct dev_device *dev, const struct dev_session *session);
/* Puts what the operation's cursor has not seen as DATA: to a job only its own output, to a console stream
 * what is not on a job stream of the same session. OP_IDLE when nothing is left, or no credit: see *drained.
 */
enum op_result console_step_output(struct op *op, bool *drained);
/* Appends a traceback for those who only watch. */
void console_write_result(struct dev_device *dev, const char *text, size_t size);
/* Input of main.py: from the console's owner and from terminals. */
ptrdiff_t console_read(struct dev_device *dev, char *data, size_t size, bool line);

/* machine.c: the VM's host */
bool machine_open(struct dev_device *dev, const dev_config *config);
void machine_reset(struct dev_device *dev);
void machine_paths(struct dev_device *dev);
void machine_request_reset(struct dev_device *dev, enum proto_reset_kind kind, struct op *op);
bool machine_do_reset(struct dev_device *dev);
void machine_measure(struct dev_device *dev);
void machine_close(struct dev_device *dev);

/* overlay.c: the files that programs see */
extern const kr_files overlay_functions;

/* mount.c: the stream of a mount, and requests on it */
struct dev_mount *mount_find(struct dev_device *dev, const char *path, const char **inside);
bool mount_covers(struct dev_device *dev, const char *path);
uint16_t mount_new_id(struct dev_mount *mount);
/* Sends a request, whose payload the writer holds with two bytes for the id in front, and serves until it is
 * answered. 0, or the status as a negative KR_E…; -KR_EINTR, -KR_ETIMEDOUT, -KR_ENOTCONN. The body of the
 * answer is in dev->call. */
int mount_request(struct dev_device *dev, struct dev_mount *mount, enum proto_message_type type,
                  const struct proto_writer *writer, struct mount_file *file);
/* Serves once, and tells why a wait must end: 0, -KR_EINTR, -KR_ETIMEDOUT. */
int mount_wait(struct dev_device *dev, uint64_t deadline);
uint64_t mount_deadline(const struct dev_device *dev);
void mount_kick(struct dev_mount *mount);

/* mount_files.c: files on a mount, as kr_files has them; `file` is an index */
/* A place, its index or a negative KR_E…; and its end. */
int mount_file_new(struct dev_device *dev, struct dev_mount *mount);
void mount_file_free(struct dev_device *dev, struct mount_file *file);
enum op_result mount_file_step(struct mount_file *file, struct op *op);
void mount_file_data(struct mount_file *file, const uint8_t *data, size_t length, bool more);
void mount_file_failed(struct mount_file *file, unsigned status);
bool mount_file_written(struct mount_file *file, uint16_t id, unsigned status);
int mount_open(struct dev_device *dev, struct dev_mount *mount, const char *path, int flags);
int mount_close(struct dev_device *dev, int file);
ptrdiff_t mount_read(struct dev_device *dev, int file, void *data, size_t size);
ptrdiff_t mount_write(struct dev_device *dev, int file, const void *data, size_t size);
int64_t mount_seek(struct dev_device *dev, int file, int64_t offset, int whence);
int mount_truncate(struct dev_device *dev, int file, uint64_t size);
int mount_sync(struct dev_device *dev, int file);
int mount_stat(struct dev_device *dev, struct dev_mount *mount, const char *path, kr_file_stat *stat);
int mount_list_open(struct dev_device *dev, struct dev_mount *mount, const char *path);
int mount_list_next(struct dev_device *dev, int file, kr_file_entry *entry);
int mount_list_close(struct dev_device *dev, int file);
int mount_path_request(struct dev_device *dev, struct dev_mount *mount, enum proto_message_type type,
                       const char *path);
int mount_rename(struct dev_device *dev, struct dev_mount *mount, const char *from, const char *to);
int mount_space(struct dev_device *dev, struct dev_mount *mount, const char *path, kr_file_space *space);

/* walk.c */
enum walk_result { WALK_ENTRY, WALK_END, WALK_BUSY, WALK_LATER, WALK_ERROR };
void walk_init(struct walk *walk, const char *path, bool recursive);
/* The next entry: *entry points into the walk and lives until the next call. BUSY: all pools are in use, ask
 * later. LATER: work was done, ask again. ERROR: *error is a KR_E… code. */
enum walk_result walk_next(struct dev_device *dev, struct walk *walk, const kr_file_entry **entry,
                           int *error);
void walk_release(struct dev_device *dev, struct walk *walk);
/* The path of the entry that walk_next gave, absolute. False: too long. */
bool walk_path(const struct walk *walk, const kr_file_entry *entry, char output[DEV_PATH_MAX]);

/* hash_cache.c */
void hash_cache_load(struct dev_device *dev);
void hash_cache_save(struct dev_device *dev);
bool hash_cache_find(const struct dev_device *dev, const char *path, const kr_file_stat *stat,
                     uint8_t *digest);
void hash_cache_add(struct dev_device *dev, const char *path, const kr_file_stat *stat,
                    const uint8_t *digest);
void hash_cache_forget(struct dev_device *dev, const char *path);
void hash_cache_clear(struct dev_device *dev);

#endif

/* The messages of the link: one table for types, one list of fields a payload layout.
 *
 * PROTO_MESSAGES says of every type who sends it, on what kind of stream, and with which flags.
 * PROTO_FIELDS_xxx lists the fields of a layout in wire order. From these come the enums, the C structs, the
 * encoders and decoders, the checks of every incoming frame, and the table in docs/PROTOCOL.md (a test
 * compares them).
 *
 * For a layout `exec` there are:
 *     struct proto_exec
 *     int  proto_exec_parse(const uint8_t *payload, size_t length, struct proto_exec *message);   whole
 * payload void proto_exec_read(struct proto_reader *reader, struct proto_exec *message);              one of
 * several void proto_exec_write(struct proto_writer *writer, const struct proto_exec *message); parse returns
 * 0 or MESSAGE_SHORT, MESSAGE_LONG, MESSAGE_VALUE; read and write leave errors in the cursor. Decoded strings
 * and bytes point into the payload.
 *
 * A stream is opened by the message of its first frame and belongs to that message's group. Each direction of
 * a stream ends exactly once: by the END flag on its last frame (status OK), by END (any status), or by
 * ABORT. ABORT also asks the peer to end its own direction soon; it may follow an END of the same sender.
 * When both directions have ended the number is free again. A request that has nothing to add carries the END
 * flag at once. */
#ifndef KRAIT_PROTO_MESSAGE_H
#define KRAIT_PROTO_MESSAGE_H

#include "krait/proto_cursor.h"
#include "krait/proto_status.h"

/* The two ends. The client opens the connection; both may send once the link stands. */
enum proto_side { PROTO_CLIENT = 1, PROTO_DEVICE = 2, PROTO_BOTH = 3 };

/* Flags of a frame. Which of them a type may carry is in the table; all others are zero. */
enum proto_flag {
    PROTO_FLAG_END = 0x01,    /* the sender's direction of the stream ends here, status OK */
    PROTO_FLAG_STDERR = 0x02, /* DATA from the device on JOB or CONSOLE: standard error, not output */
    PROTO_FLAG_STDIN = 0x04,  /* DATA from the client on JOB: standard input, not program text */
    PROTO_FLAG_RESULT = 0x08, /* DATA from the device on JOB: first parts of the text of a long RESULT */
    PROTO_FLAG_MORE = 0x10,   /* FS_REPLY, FS_DATA: more frames for this request follow */
};

/* X(NAME, who may send DATA on such a stream, the stream's purpose) */
#define PROTO_GROUPS(X)                                                                                      \
    X(CONNECTION, 0, "stream 0")                                                                             \
    X(ANY, 0, "every stream but 0")                                                                          \
    X(JOB, PROTO_BOTH, "a program: EXEC")                                                                    \
    X(CONSOLE, PROTO_BOTH, "the console: CONSOLE")                                                           \
    X(COMPLETE, 0, "completion of names")                                                                    \
    X(TREE, 0, "STAT and LIST")                                                                              \
    X(GET, PROTO_DEVICE, "a file from the device")                                                           \
    X(PUT, PROTO_CLIENT, "a file to the device")                                                             \
    X(COMMAND, 0, "requests that END answers")                                                               \
    X(SPACE, 0, "STATVFS")                                                                                   \
    X(INFO, 0, "facts about the device")                                                                     \
    X(CLOCK, 0, "TIME")                                                                                      \
    X(LOGS, PROTO_DEVICE, "the device's log")                                                                \
    X(MOUNT, 0, "a host directory on the device")

enum proto_group {
#define PROTO_GROUP_ENUM(name, data, words) PROTO_GROUP_##name,
    PROTO_GROUPS(PROTO_GROUP_ENUM)
#undef PROTO_GROUP_ENUM
        PROTO_GROUP_COUNT
};

/* X(NAME, number, sender, role, group, flags allowed, layout, purpose). Role: OPENS starts a stream of the
 * group, IN belongs to an open stream of the group. */
#define PROTO_MESSAGES(X)                                                                                    \
    X(PING, 0x01, BOTH, IN, CONNECTION, 0, token, "are you there?")                                          \
    X(PONG, 0x02, BOTH, IN, CONNECTION, 0, token, "answers PING, same token")                                \
    X(NOTICE, 0x03, DEVICE, IN, CONNECTION, 0, notice, "something that people should read")                  \
    X(INTERRUPT, 0x04, CLIENT, IN, CONNECTION, 0, job, "KeyboardInterrupt in a job; 0 is the running one")   \
    X(GOAWAY, 0x05, BOTH, IN, CONNECTION, 0, end, "the sender closes the link, and why")                     \
    X(WINDOW, 0x08, BOTH, IN, ANY, 0, window, "the peer may send so many DATA bytes more")                   \
    X(DATA, 0x09, BOTH, IN, ANY, 0x0f, data, "bytes; counted against the window")                            \
    X(END, 0x0a, BOTH, IN, ANY, 0, end, "the sender's direction ends")                                       \
    X(ABORT, 0x0b, BOTH, IN, ANY, 0, end, "as END, and the peer shall end soon")                             \
    X(EXEC, 0x10, CLIENT, OPENS, JOB, 0x01, exec, "run program text")                                        \
    X(QUEUED, 0x11, DEVICE, IN, JOB, 0, queued, "the job waits for others")                                  \
    X(STARTED, 0x12, DEVICE, IN, JOB, 0, job, "the job runs, this is its number")                            \
    X(WANTS, 0x14, DEVICE, IN, JOB, 0, empty, "the program waits for standard input")                        \
    X(RESULT, 0x13, DEVICE, IN, JOB, 0x01, result, "the job is over")                                        \
    X(CONSOLE, 0x18, CLIENT, OPENS, CONSOLE, 0x01, console, "own or watch the console")                      \
    X(CLAIM, 0x19, CLIENT, IN, CONSOLE, 0, console, "change the mode of an open console stream")             \
    X(OWNER, 0x1a, DEVICE, IN, CONSOLE, 0, owner, "who owns the console, first and at each change")          \
    X(COMPLETE, 0x1c, CLIENT, OPENS, COMPLETE, 0x01, complete, "which names can stand at the cursor?")       \
    X(NAMES, 0x1d, DEVICE, IN, COMPLETE, 0x01, names, "answers COMPLETE")                                    \
    X(STAT, 0x20, CLIENT, OPENS, TREE, 0x01, path, "one entry")                                              \
    X(LIST, 0x21, CLIENT, OPENS, TREE, 0x01, path, "a directory or a whole tree")                            \
    X(ENTRIES, 0x22, DEVICE, IN, TREE, 0x01, data, "entries, one after the other")                           \
    X(GET, 0x24, CLIENT, OPENS, GET, 0x01, get, "read a file")                                               \
    X(FILE, 0x25, DEVICE, IN, GET, 0, file, "what the file is; DATA follows")                                \
    X(DIGEST, 0x26, DEVICE, IN, GET, 0x01, digest, "SHA-256 of the DATA sent")                               \
    X(PUT, 0x28, CLIENT, OPENS, PUT, 0x01, put, "write a file whole; DATA follows")                          \
    X(ACCEPT, 0x29, DEVICE, IN, PUT, 0, accept, "answers a PUT that asked to resume")                        \
    X(REMOVE, 0x30, CLIENT, OPENS, COMMAND, 0x01, path, "remove a file or a tree")                           \
    X(RENAME, 0x31, CLIENT, OPENS, COMMAND, 0x01, paths, "rename, replacing the target")                     \
    X(COPY, 0x32, CLIENT, OPENS, COMMAND, 0x01, paths, "copy on the device")                                 \
    X(MKDIR, 0x33, CLIENT, OPENS, COMMAND, 0x01, path, "make a directory")                                   \
    X(RMDIR, 0x34, CLIENT, OPENS, COMMAND, 0x01, path, "remove an empty directory")                          \
    X(RESET, 0x35, CLIENT, OPENS, COMMAND, 0x01, reset, "reset the VM or the device")                        \
    X(KEY_ROTATE, 0x36, CLIENT, OPENS, COMMAND, 0x01, digest, "the key of the next connections")             \
    X(STATVFS, 0x38, CLIENT, OPENS, SPACE, 0x01, path, "how full is the file system?")                       \
    X(SPACE, 0x39, DEVICE, IN, SPACE, 0x01, space, "answers STATVFS")                                        \
    X(INFO, 0x40, CLIENT, OPENS, INFO, 0x01, empty, "facts about the device")                                \
    X(PAIRS, 0x41, DEVICE, IN, INFO, 0x01, pairs, "key, value, key, value")                                  \
    X(TIME, 0x42, CLIENT, OPENS, CLOCK, 0x01, time, "set or ask the clock")                                  \
    X(CLOCK, 0x43, DEVICE, IN, CLOCK, 0x01, clock, "answers TIME")                                           \
    X(LOGS, 0x44, CLIENT, OPENS, LOGS, 0x01, logs, "the device's log as DATA")                               \
    X(MOUNT, 0x50, CLIENT, OPENS, MOUNT, 0, mount, "offer a host directory to the device")                   \
    X(MOUNTED, 0x51, DEVICE, IN, MOUNT, 0, empty, "the mount stands, FS requests may come")                  \
    X(FS_REPLY, 0x52, CLIENT, IN, MOUNT, 0x10, fs_reply, "answers an FS request")                            \
    X(FS_DATA, 0x53, CLIENT, IN, MOUNT, 0x10, fs_data, "bytes of FS_READ or FS_OPEN")                        \
    X(FS_OPEN, 0x60, DEVICE, IN, MOUNT, 0, fs_open, "open a file, and read ahead")                           \
    X(FS_READ, 0x61, DEVICE, IN, MOUNT, 0, fs_read, "read, and keep reading")                                \
    X(FS_MORE, 0x62, DEVICE, IN, MOUNT, 0, fs_more, "more bytes for an open read")                           \
    X(FS_CANCEL, 0x63, DEVICE, IN, MOUNT, 0, fs_cancel, "end an open read")                                  \
    X(FS_WRITE, 0x64, DEVICE, IN, MOUNT, 0, fs_write, "write bytes at an offset")                            \
    X(FS_TRUNCATE, 0x65, DEVICE, IN, MOUNT, 0, fs_truncate, "set the size of an open file")                  \
    X(FS_SYNC, 0x66, DEVICE, IN, MOUNT, 0, fs_handle, "written bytes reach the disk")                        \
    X(FS_CLOSE, 0x67, DEVICE, IN, MOUNT, 0, fs_handle, "close a handle, which ends its reads")               \
    X(FS_STAT, 0x68, DEVICE, IN, MOUNT, 0, fs_path, "one entry")                                             \
    X(FS_LIST, 0x69, DEVICE, IN, MOUNT, 0, fs_path, "the entries of a directory")                            \
    X(FS_REMOVE, 0x6a, DEVICE, IN, MOUNT, 0, fs_path, "remove a file")                                       \
    X(FS_RENAME, 0x6b, DEVICE, IN, MOUNT, 0, fs_paths, "rename, replacing the target")                       \
    X(FS_MKDIR, 0x6c, DEVICE, IN, MOUNT, 0, fs_path, "make a directory")                                     \
    X(FS_RMDIR, 0x6d, DEVICE, IN, MOUNT, 0, fs_path, "remove an empty directory")                            \
    X(FS_STATVFS, 0x6e, DEVICE, IN, MOUNT, 0, fs_path, "how full is the file system?")

enum proto_message_type {
#define PROTO_MESSAGE_ENUM(name, number, sender, role, group, flags, layout, words) PROTO_##name = number,
    PROTO_MESSAGES(PROTO_MESSAGE_ENUM)
#undef PROTO_MESSAGE_ENUM
};

/* --- payloads: F(kind, field) in wire order; the kinds are the functions of proto_cursor.h --- */

#define PROTO_FIELDS_empty(F) /* nothing */

/* The rest of the frame is the content. ENTRIES: any number of `entry`. */
#define PROTO_FIELDS_data(F) F(rest, bytes)

#define PROTO_FIELDS_token(F) F(u64, token) /* whatever the sender likes */

/* END, ABORT, GOAWAY. BUSY on EXEC and CONSOLE: the text is the holder's name ("ann@laptop"). */
#define PROTO_FIELDS_end(F)                                                                                  \
    F(u16, status)  /* enum proto_status */                                                                  \
    F(string, text) /* what happened, for people; may be empty */

#define PROTO_FIELDS_window(F) F(u32, bytes) /* at least 1; the sum never exceeds 2^31 - 1 */

#define PROTO_FIELDS_notice(F)                                                                               \
    F(u8, kind) /* enum proto_notice_kind */                                                                 \
    F(string, text)

#define PROTO_FIELDS_job(F) F(u32, job) /* counts up from 1 since boot; 0: the running one */

/* Program text: `source` is its beginning, the rest of source_size bytes follows as DATA without STDIN.
 * Standard input may follow as DATA with STDIN; the client's END flag is end of file there. */
#define PROTO_FIELDS_exec(F)                                                                                 \
    F(u8, kind)           /* enum proto_exec_kind */                                                         \
    F(u8, options)        /* enum proto_exec_option */                                                       \
    F(u32, source_size)   /* bytes of program text altogether */                                             \
    F(string, name)       /* for tracebacks and __file__: "<stdin>", "blink.py" */                           \
    F(strings, arguments) /* sys.argv */                                                                     \
    F(rest, source)

#define PROTO_FIELDS_queued(F)                                                                               \
    F(u16, ahead)     /* jobs before this one */                                                             \
    F(string, holder) /* whose job runs now */

/* Carries the END flag. A text that does not fit one record comes first as DATA with RESULT, its last part
 * here. */
#define PROTO_FIELDS_result(F)                                                                               \
    F(u8, outcome)    /* enum proto_outcome */                                                               \
    F(i32, exit_code) /* EXIT: the argument of sys.exit; 1 for EXCEPTION and INTERRUPTED; else 0 */          \
    F(rest,                                                                                                  \
      text) /* OK: the repr of EVAL, else empty. EXCEPTION, INTERRUPTED: the traceback. EXIT: its message */

#define PROTO_FIELDS_console(F) F(u8, mode) /* enum proto_console_mode */

#define PROTO_FIELDS_owner(F)                                                                                \
    F(u8, state)      /* enum proto_owner_state */                                                           \
    F(u32, job)       /* the running job, 0 when the VM is idle */                                           \
    F(string, holder) /* the owner's name, empty when there is none */

#define PROTO_FIELDS_complete(F)                                                                             \
    F(u16, cursor) /* a byte position in text */                                                             \
    F(string, text)

#define PROTO_FIELDS_names(F)                                                                                \
    F(u16, start) /* the names replace text from here to the cursor */                                       \
    F(strings, names)

/* STAT, LIST, REMOVE, MKDIR, RMDIR, STATVFS. Paths: UTF-8, '/' between names, relative ones start at the
 * root. */
#define PROTO_FIELDS_path(F)                                                                                 \
    F(u8, options) /* enum proto_path_option */                                                              \
    F(string, path)

#define PROTO_FIELDS_paths(F)                                                                                \
    F(u8, options) /* enum proto_path_option: RECURSIVE for COPY, KEEP */                                    \
    F(string, from)                                                                                          \
    F(string, to)

/* One file or directory. LIST: path is relative to the listed directory; depth first, a directory before its
 * content, names sorted by their bytes. STAT: as asked. FS_LIST: the name. Several stand in one ENTRIES
 * frame, none is ever split. */
#define PROTO_FIELDS_entry(F)                                                                                \
    F(u8, type)    /* enum proto_entry_type */                                                               \
    F(u16, mode)   /* permission bits, 0 when the file system has none */                                    \
    F(u64, size)   /* bytes; 0 for directories */                                                            \
    F(i64, mtime)  /* ns since 1970 */                                                                       \
    F(maybe, hash) /* SHA-256 of the content, when asked for and a file */                                   \
    F(string, path)

#define PROTO_FIELDS_get(F)                                                                                  \
    F(u8, options) /* enum proto_path_option: HASHES asks for DIGEST at the end */                           \
    F(u64, offset) /* where to begin; past the end gives no bytes */                                         \
    F(u64, length) /* at most so many bytes; 2^64-1: all */                                                  \
    F(string, path)

#define PROTO_FIELDS_file(F)                                                                                 \
    F(u64, size)                                                                                             \
    F(i64, mtime) /* ns since 1970 */                                                                        \
    F(u16, mode)

#define PROTO_FIELDS_digest(F) F(digest, digest)

/* Without RESUME, DATA may follow at once. With it, the client waits for ACCEPT and goes on from there.
 * Exactly `size` bytes (less the offset), then the END flag. The device writes to a temporary name; its END
 * with OK is a promise: the hash was right, the bytes are on the medium, and the name points to them. Any
 * other END leaves the old file. */
#define PROTO_FIELDS_put(F)                                                                                  \
    F(u8, options) /* enum proto_path_option: RESUME, KEEP, PARENTS */                                       \
    F(u16, mode)   /* permission bits, 0: the device's default */                                            \
    F(u64, size)                                                                                             \
    F(i64, mtime)   /* ns since 1970; 0: now */                                                              \
    F(digest, hash) /* SHA-256 of the whole file */                                                          \
    F(string, path)

/* The device has `offset` bytes of an earlier try. A client whose own first bytes have another hash aborts
 * and sends a new PUT without RESUME. */
#define PROTO_FIELDS_accept(F)                                                                               \
    F(u64, offset)                                                                                           \
    F(digest, hash) /* SHA-256 of those bytes */

#define PROTO_FIELDS_reset(F) F(u8, kind) /* enum proto_reset_kind */

#define PROTO_FIELDS_space(F)                                                                                \
    F(u32, block_size) /* bytes */                                                                           \
    F(u64, blocks)     /* all */                                                                             \
    F(u64, blocks_free)                                                                                      \
    F(u64, files) /* 0: no limit */                                                                          \
    F(u64, files_free)

#define PROTO_FIELDS_pairs(F) F(strings, pairs) /* an even number: key, value, ... */

#define PROTO_FIELDS_time(F)                                                                                 \
    F(u8, set)     /* 1: set the clock; 0: only ask */                                                       \
    F(i64, now)    /* ns since 1970, UTC */                                                                  \
    F(i32, offset) /* local time is so many seconds ahead of UTC */

#define PROTO_FIELDS_clock(F)                                                                                \
    F(i64, now)                                                                                              \
    F(i32, offset)                                                                                           \
    F(u8, known) /* 1: the clock was set since power-up; 0: it counts from an arbitrary start */

#define PROTO_FIELDS_logs(F)                                                                                 \
    F(u8, follow) /* 1: keep the stream open for new lines */                                                \
    F(u32, lines) /* so many of the last ones first */

#define PROTO_FIELDS_mount(F)                                                                                \
    F(u8, options)   /* enum proto_mount_option */                                                           \
    F(string, point) /* absolute, "/remote" */

/* FS requests travel on the MOUNT stream itself, several at once, each with an id that the device picks and
 * may reuse when the request is over. A request is over at the first FS_REPLY or FS_DATA with its id that
 * lacks MORE. Paths are absolute within the mounted directory. */
#define PROTO_FIELDS_fs_reply(F)                                                                             \
    F(u16, id)                                                                                               \
    F(u16, status) /* enum proto_status; the body is there for OK only */                                    \
    F(rest, body)  /* FS_OPEN: fs_opened. FS_STAT: entry. FS_LIST: entries. FS_STATVFS: space. Others: none  \
                    */

#define PROTO_FIELDS_fs_data(F)                                                                              \
    F(u16, id)                                                                                               \
    F(rest, bytes)

/* Opens, and with ahead > 0 begins to read at once: FS_REPLY with MORE, then FS_DATA under this id as for
 * FS_READ with STAY. One round trip opens and reads a small file. */
#define PROTO_FIELDS_fs_open(F)                                                                              \
    F(u16, id)                                                                                               \
    F(u8, options) /* enum proto_open_option */                                                              \
    F(u32, ahead)  /* bytes to send from the start of the file */                                            \
    F(string, path)

#define PROTO_FIELDS_fs_opened(F)                                                                            \
    F(u16, handle) /* the client's, until FS_CLOSE or the end of the stream */                               \
    F(u64, size)                                                                                             \
    F(i64, mtime) /* ns since 1970 */

/* The client sends `length` bytes as FS_DATA with MORE, the last one without; fewer at the end of the file.
 * With stay = 1 the read is not over after length bytes: FS_MORE asks for further ones, so that a device
 * keeps exactly as much in flight as it has memory for. It ends at the end of the file (FS_DATA without MORE,
 * perhaps empty), by an error (FS_REPLY), or by FS_CANCEL or FS_CLOSE (FS_REPLY with ABORTED, unless the read
 * ended before the request arrived). */
#define PROTO_FIELDS_fs_read(F)                                                                              \
    F(u16, id)                                                                                               \
    F(u16, handle)                                                                                           \
    F(u8, stay)                                                                                              \
    F(u64, offset)                                                                                           \
    F(u32, length)

#define PROTO_FIELDS_fs_more(F)                                                                              \
    F(u16, id) /* of an FS_READ or FS_OPEN; ignored when that is over */                                     \
    F(u32, length)

#define PROTO_FIELDS_fs_cancel(F) F(u16, id) /* of an FS_READ or FS_OPEN; has no answer of its own */

/* Written in the order of arrival; a device may send several before the first answer. */
#define PROTO_FIELDS_fs_write(F)                                                                             \
    F(u16, id)                                                                                               \
    F(u16, handle)                                                                                           \
    F(u64, offset) /* ignored for a file opened with APPEND */                                               \
    F(rest, bytes)

#define PROTO_FIELDS_fs_truncate(F)                                                                          \
    F(u16, id)                                                                                               \
    F(u16, handle)                                                                                           \
    F(u64, size)

#define PROTO_FIELDS_fs_handle(F)                                                                            \
    F(u16, id)                                                                                               \
    F(u16, handle)

#define PROTO_FIELDS_fs_path(F)                                                                              \
    F(u16, id)                                                                                               \
    F(string, path)

#define PROTO_FIELDS_fs_paths(F)                                                                             \
    F(u16, id)                                                                                               \
    F(string, from)                                                                                          \
    F(string, to)

/* What each side says of itself inside the handshake; not a frame. Strings are at most PROTO_HELLO_TEXT
 * bytes. */
#define PROTO_FIELDS_hello(F)                                                                                \
    F(u8, version)      /* 1 */                                                                              \
    F(u8, side)         /* enum proto_side */                                                                \
    F(u16, record)      /* the longest record plaintext that this side takes, 512 to 65,519 */               \
    F(u16, streams)     /* how many streams the other side may have open at once */                          \
    F(u32, window)      /* DATA bytes that each stream may carry to this side before WINDOW */               \
    F(u32, boots)       /* device: starts since it was made; client: 0 */                                    \
    F(u16, state)       /* enum proto_hello_state bits */                                                    \
    F(string, software) /* "kraitd 0.1.0" */                                                                 \
    F(string, name)     /* device: its name; client: user@host */                                            \
    F(string, id)       /* device: unchanging id; client: empty */

/* All layouts, for whoever needs to do something with each of them. */
#define PROTO_LAYOUTS(L)                                                                                     \
    L(empty)                                                                                                 \
    L(data)                                                                                                  \
    L(token)                                                                                                 \
    L(end)                                                                                                   \
    L(window)                                                                                                \
    L(notice)                                                                                                \
    L(job)                                                                                                   \
    L(exec)                                                                                                  \
    L(queued)                                                                                                \
    L(result)                                                                                                \
    L(console)                                                                                               \
    L(owner)                                                                                                 \
    L(complete)                                                                                              \
    L(names)                                                                                                 \
    L(path)                                                                                                  \
    L(paths)                                                                                                 \
    L(entry)                                                                                                 \
    L(get)                                                                                                   \
    L(file)                                                                                                  \
    L(digest)                                                                                                \
    L(put)                                                                                                   \
    L(accept)                                                                                                \
    L(reset)                                                                                                 \
    L(space)                                                                                                 \
    L(pairs)                                                                                                 \
    L(time)                                                                                                  \
    L(clock)                                                                                                 \
    L(logs)                                                                                                  \
    L(mount)                                                                                                 \
    L(fs_reply)                                                                                              \
    L(fs_data)                                                                                               \
    L(fs_open)                                                                                               \
    L(fs_opened)                                                                                             \
    L(fs_read)                                                                                               \
    L(fs_more)                                                                                               \
    L(fs_cancel)                                                                                             \
    L(fs_write)                                                                                              \
    L(fs_truncate)                                                                                           \
    L(fs_handle)                                                                                             \
    L(fs_path)                                                                                               \
    L(fs_paths)                                                                                              \
    L(hello)

#define PROTO_C_u8      uint8_t
#define PROTO_C_u16     uint16_t
#define PROTO_C_u32     uint32_t
#define PROTO_C_u64     uint64_t
#define PROTO_C_i32     int32_t
#define PROTO_C_i64     int64_t
#define PROTO_C_string  struct proto_text
#define PROTO_C_strings struct proto_list
#define PROTO_C_rest    struct proto_bytes
#define PROTO_C_digest  const uint8_t *
#define PROTO_C_maybe   const uint8_t *

#define PROTO_STRUCT_FIELD(kind, field) PROTO_C_##kind field;
#define PROTO_DECLARE_LAYOUT(layout)                                                                         \
    struct proto_##layout {                                                                                  \
        PROTO_FIELDS_##layout(PROTO_STRUCT_FIELD)                                                            \
    };                                                                                                       \
    int proto_##layout##_parse(const uint8_t *payload, size_t length, struct proto_##layout *message);       \
    void proto_##layout##_read(struct proto_reader *reader, struct proto_##layout *message);                 \
    void proto_##layout##_write(struct proto_writer *writer, const struct proto_##layout *message);

PROTO_LAYOUTS(PROTO_DECLARE_LAYOUT)

/* --- values of fields --- */

enum proto_exec_kind {
    PROTO_EXEC_STATEMENTS = 1, /* in __main__, which lives on; prints nothing of its own */
    PROTO_EXEC_EVAL = 2,       /* one expression in __main__; RESULT holds its repr */
    PROTO_EXEC_RUN = 3,        /* a program in a fresh __main__, with sys.argv and standard input */
    PROTO_EXEC_LINE = 4,       /* REPL input in __main__: prints the repr of expressions; may be INCOMPLETE */
    PROTO_EXEC_IMAGE = 5,      /* as RUN, but the source is a compiled image */
    PROTO_EXEC_FILE = 6,       /* as RUN, but it is the device's file whose path is the name */
};

enum proto_exec_option {
    PROTO_EXEC_WAIT = 0x01,   /* queue behind other people's jobs; else END with BUSY and the holder's name */
    PROTO_EXEC_TAKE = 0x02,   /* interrupt whoever holds the VM and take the console */
    PROTO_EXEC_DETACH = 0x04, /* go on when the client is gone; else it gets KeyboardInterrupt then */
    PROTO_EXEC_COMPILED = 0x08, /* the source is the image that the kind's text was compiled to */
};

enum proto_outcome {
    PROTO_OUTCOME_OK = 0,
    PROTO_OUTCOME_EXCEPTION = 1,
    PROTO_OUTCOME_EXIT = 2,
    PROTO_OUTCOME_INTERRUPTED = 3,
    PROTO_OUTCOME_INCOMPLETE = 4, /* LINE: send it again with more lines */
};

enum proto_console_mode {
    PROTO_CONSOLE_OWN = 1,   /* become the owner; END with BUSY and the holder's name when there is another */
    PROTO_CONSOLE_WATCH = 2, /* only see the output */
    PROTO_CONSOLE_TAKE = 3,  /* become the owner in any case; the former one is told and goes on watching */
};

enum proto_owner_state { PROTO_OWNER_NOBODY = 0, PROTO_OWNER_YOU = 1, PROTO_OWNER_OTHER = 2 };

enum proto_notice_kind {
    PROTO_NOTICE_INFO = 0,
    PROTO_NOTICE_TAKEN = 1, /* "console taken by ann@laptop" */
    PROTO_NOTICE_RESET = 2, /* the VM was reset; streams of jobs have ended */
    PROTO_NOTICE_SHUTDOWN = 3,
};

enum proto_path_option {
    PROTO_PATH_RECURSIVE = 0x01, /* LIST, REMOVE, COPY: the whole tree */
    PROTO_PATH_HASHES = 0x02,    /* STAT, LIST, GET: with SHA-256 */
    PROTO_PATH_PARENTS =
        0x04, /* MKDIR, PUT: make missing parents; MKDIR of a directory that exists is then OK */
    PROTO_PATH_KEEP = 0x08,   /* PUT, RENAME, COPY: EXISTS when the target exists */
    PROTO_PATH_RESUME = 0x10, /* PUT: go on with an earlier try of the same hash */
    PROTO_PATH_FORCE = 0x20,  /* REMOVE: OK when there is nothing */
};

enum proto_entry_type { PROTO_ENTRY_FILE = 1, PROTO_ENTRY_DIRECTORY = 2, PROTO_ENTRY_OTHER = 3 };

enum proto_reset_kind {
    PROTO_RESET_SOFT = 1, /* the VM only: connections, mounts and the console live on */
    PROTO_RESET_HARD = 2, /* the device */
    PROTO_RESET_SAFE = 3, /* the device, without running main.py */
};

enum proto_mount_option { PROTO_MOUNT_READ_ONLY = 0x01 };

enum proto_open_option {
    PROTO_OPEN_READ = 0x01,
    PROTO_OPEN_WRITE = 0x02,
    PROTO_OPEN_CREATE = 0x04,
    PROTO_OPEN_EXCLUSIVE = 0x08,
    PROTO_OPEN_TRUNCATE = 0x10,
    PROTO_OPEN_APPEND = 0x20,
};

enum proto_hello_state {
    PROTO_HELLO_SAFE = 0x0001,   /* safe mode: main.py did not run */
    PROTO_HELLO_BUSY = 0x0002,   /* a job is running */
    PROTO_HELLO_HELD = 0x0004,   /* somebody owns the console */
    PROTO_HELLO_IMAGES = 0x0008, /* there is no compiler: send images, which the client compiles */
};

#define PROTO_VERSION    1
#define PROTO_HELLO_TEXT 64
/* The longest HELLO: the fixed fields and three strings. */
#define PROTO_HELLO_MAX  (16 + 3 * (2 + PROTO_HELLO_TEXT))

/* --- the table at run time --- */

struct proto_message_info {
    const char *name;     /* "FS_READ" */
    const uint8_t *kinds; /* the kinds of its payload's fields; for proto_payload_check() */
    uint8_t type;
    uint8_t sender; /* enum proto_side */
    uint8_t group;  /* enum proto_group */
    uint8_t flags;  /* those allowed */
    bool opens;     /* starts a stream */
};

/* The row of a type, NULL for an unknown one. Static. */
const struct proto_message_info *proto_message_info(unsigned type);
bool proto_message_opens(unsigned type); /* a type that exists and opens a stream */

/* All rows in the order of the table; for tests and tools. */
const struct proto_message_info *proto_message_table(size_t *count);

/* The name of a type; "?" for an unknown one. */
const char *proto_message_name(unsigned type);

/* May `sender` send this type with these flags? `opener` is the type that opened the stream, 0 for stream 0,
 * and the type itself for a first frame. 0, LINK_TYPE or LINK_FLAGS. */
int proto_message_check(unsigned type, unsigned flags, enum proto_side sender, unsigned opener);

/* Checks a payload against the layout of its type, as the parse function would (ENTRIES: any number of
 * `entry`). 0 or the error of the parse function; LINK_TYPE. */
int proto_payload_check(unsigned type, const uint8_t *payload, size_t length);

#endif

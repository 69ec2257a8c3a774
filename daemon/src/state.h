/* What a device is made of: the structures that the daemon's files share. Private to daemon/.
 *
 * Everything that a client asks for is an operation (struct op): one per open stream, with a class that knows
 * how to take frames and how to make the next step of work and output. Nothing is ever sent where a frame is
 * received: receiving changes the state of operations, and session_pump() then steps them as long as the
 * outgoing record has room, the stream has credit and the time slice lasts. So a slow client holds back only
 * its own streams, and a big file only its own progress. */
#ifndef DEV_STATE_H
#define DEV_STATE_H

#include <mbedtls/sha256.h>

#include "krait/arena.h"
#include "krait/device.h"
#include "krait/proto_error.h"
#include "krait/proto_link.h"
#include "ring.h"

#define DEV_PATH_MAX KR_PATH_MAX

/* Sizes that a port for a small machine overrides. */
#ifndef DEV_NAME_MAX
#define DEV_NAME_MAX 64
#endif
#ifndef DEV_SOFTWARE_MAX
#define DEV_SOFTWARE_MAX (PROTO_HELLO_TEXT + 1)
#endif
#ifndef DEV_PLATFORM_MAX
#define DEV_PLATFORM_MAX 32
#endif
#ifndef DEV_HOLDER_MAX
#define DEV_HOLDER_MAX (PROTO_HELLO_TEXT + DEV_ADDRESS_MAX) /* "ann@laptop", or an address */
#endif
#ifndef DEV_ADDRESS_MAX
#define DEV_ADDRESS_MAX 64
#endif
#ifndef DEV_TEXT_MAX
#define DEV_TEXT_MAX 160
#endif
#ifndef DEV_CHUNK
#define DEV_CHUNK 16384 /* bytes of a file that one step reads, hashes or copies, at most */
#endif
#ifndef DEV_SOURCES
#define DEV_SOURCES 8 /* addresses whose failures are counted apart */
#endif
#ifndef DEV_MOUNT_MAX
#define DEV_MOUNT_MAX 8
#endif
#ifndef DEV_WRITES
#define DEV_WRITES 8 /* unanswered FS_WRITE of one file */
#endif
#ifndef DEV_WALK_DEPTH
#define DEV_WALK_DEPTH 32 /* directories whose listing a walk may hold at once */
#endif
#ifndef DEV_LIST_HANDLES
#define DEV_LIST_HANDLES 8
#endif
#ifndef DEV_NAMES_BYTES
#define DEV_NAMES_BYTES 2048 /* of the completions that one answer has */
#endif
#ifndef DEV_NOTICES
#define DEV_NOTICES 4 /* messages for people that wait for a session's record */
#endif

struct op;
struct dev_session;
struct dev_terminal;

/* --- operations
 * ------------------------------------------------------------------------------------------------- */

/* What a step came to. */
enum op_result {
    OP_IDLE, /* nothing to do before something else happens: credit, input, an answer */
    OP_MORE, /* call again */
    OP_FULL, /* the record is full */
};

struct op_class {
    uint16_t size;                                                 /* of the operation: op_of(...) */
    void (*start)(struct op *op, const struct proto_frame *frame); /* the frame that opened the stream */
    void (*frame)(struct op *op,
                  const struct proto_frame *frame); /* any later one but WINDOW; NULL: none matters */
    enum op_result (*step)(struct op *op);          /* NULL: all is done at the start */
    void (*release)(struct op *op);                 /* gives back what the operation holds; once */
};

/* A walk over a tree: names sorted within each directory, a directory before its content. */
struct walk_level {
    uint16_t start, end, next; /* the entries of this directory that are held: a range of the walk's order */
    bool whole;                /* nothing comes after them */
};

struct walk {
    kr_file_entry *entries; /* lent; NULL when the walk has none yet */
    uint16_t *order;
    uint16_t depth; /* 0: not begun or over */
    uint16_t root_length;
    bool recursive, descend;
    char path[DEV_PATH_MAX]; /* the directory that is being read */
    char last[KR_NAME_MAX + 1];
    struct walk_level levels[DEV_WALK_DEPTH];
};

/* STAT and LIST. */
struct op_tree {
    struct walk walk;
    bool single, begun, have, hashing, hashed, waiting;
    uint8_t options;
    kr_file_stat stat;
    mbedtls_sha256_context *sha; /* while a file is read for its hash */
    uint8_t digest[PROTO_DIGEST_BYTES];
};

struct op_get {
    mbedtls_sha256_context sha;
    uint64_t left;
    kr_file_stat stat;
    bool told, digest;
};

struct op_put {
    mbedtls_sha256_context sha;
    uint64_t size, got, kept;
    int64_t mtime;
    uint8_t options;
    bool accepting, complete, verified;
    uint8_t hash[PROTO_DIGEST_BYTES];
};

struct op_command {
    uint8_t kind; /* enum proto_message_type */
    uint8_t options;
    struct walk walk; /* COPY */
    bool tree, copying, copied;
    char target[DEV_PATH_MAX]; /* COPY: of the current file */
    kr_file_stat stat;
};

struct op_complete {
    uint16_t start;
    uint16_t size; /* of the encoded names */
    uint16_t count;
    uint8_t names[DEV_NAMES_BYTES];
};

struct op {
    const struct op_class *class; /* NULL: a free place */
    struct dev_session *session;
    struct proto_stream *stream;
    struct op *next; /* in the session's list */
    bool ended;      /* our direction has ended */
    bool finishing;  /* END with the status below is to be put */
    bool released;   /* class->release was called */
    bool dead;       /* to be freed by the pump */
    uint16_t status;
    char text[DEV_TEXT_MAX];
    int handle; /* open file, -1: none */
    int second;
    int ticket; /* of a sync under way, 0: none */
    struct dev_job *job;
    struct dev_mount *mount;
    struct ring_cursor cursor;
    uint8_t mode;  /* CONSOLE, LOGS, INFO, RESET: small state of the class */
    bool dirty;    /* CONSOLE: OWNER is to be told */
    uint32_t done; /* INFO: pairs told; LOGS: lines */
    /* Only classes that say so have what follows. */
    char path[DEV_PATH_MAX];
    char other[DEV_PATH_MAX]; /* the second path, a temporary name, or the path of the current entry */
    union {
        struct op_tree tree;
        struct op_get get;
        struct op_put put;
        struct op_command command;
        struct op_complete complete;
    } u;
};

/* The sizes of operations: without paths; with them; with those and a part of the union. */
#define OP_PLAIN      offsetof(struct op, path)
#define OP_PATHS      offsetof(struct op, u)
#define OP_WITH(type) (offsetof(struct op, u) + sizeof(type))

/* --- sessions
 * --------------------------------------------------------------------------------------------------- */

enum session_stage {
    STAGE_FREE,
    STAGE_CONNECTED, /* TCP only */
    STAGE_UPGRADED,  /* WebSocket */
    STAGE_GREETED,   /* a good message 1, which may be a replay */
    STAGE_CONFIRMED, /* authenticated */
    STAGE_PUNISHED,  /* refused; the answer waits for `until` */
    STAGE_LEAVING,   /* what is queued goes out, then the connection closes */
};

/* What only an authenticated session has, its streams and its outgoing record behind it. */
struct dev_client {
    char name[DEV_HOLDER_MAX]; /* for people: "ann@laptop" */
    uint64_t pinged;           /* ticks of our last PING; 0: none is unanswered */
    uint32_t notice_count, pong_count;
    uint64_t pongs[DEV_NOTICES];
    struct {
        uint8_t kind;
        char text[DEV_TEXT_MAX];
    } notices[DEV_NOTICES];
    bool ping_due;
};

#define CLIENT_STREAMS ((sizeof(struct dev_client) + 15) / 16 * 16) /* where its streams are */

/* Our side of the handshake: a Noise message with our HELLO. */
#define DEV_GREETING (PROTO_LINK_HEADROOM + PROTO_NOISE_OVERHEAD + 22 + DEV_NAME_MAX + DEV_SOFTWARE_MAX + 17)

struct dev_session {
    struct dev_session *next; /* in the device's list */
    struct dev_device *dev;
    void *peer;
    struct dev_client *client; /* authenticated: it counts as one of the sessions */
    uint8_t *greeting;         /* before that: where our side of the handshake is made */
    struct op *ops;
    uint8_t stage; /* enum session_stage */
    uint8_t tag;   /* of its output in the console's ring; never 0 */
    bool linked, awake, taken, peer_left;
    bool working; /* a step has more to do even without the network */
    uint16_t close_code;
    char address[DEV_ADDRESS_MAX];
    uint64_t opened; /* ticks of the connection */
    uint64_t since;  /* ticks of the last stage */
    uint64_t heard;  /* ticks of the last message */
    uint64_t until;  /* PUNISHED */
    struct proto_link link;
};

/* Failures of one address; the last entry stands for all others. */
struct dev_source {
    char address[DEV_ADDRESS_MAX];
    uint32_t failures;
    uint64_t last; /* ticks of the last one */
};

/* What a record of the console's ring holds; the lower bits of its tag. */
enum dev_stream {
    DEV_STREAM_BYTES, /* of sys.stdout.buffer: terminals do not change them */
    DEV_STREAM_OUT = KR_STDOUT,
    DEV_STREAM_ERR = KR_STDERR,
    DEV_STREAM_RESULT, /* a traceback, which the job's client gets as the result */
};

/* --- jobs
 * ------------------------------------------------------------------------------------------------------- */

enum job_state { JOB_FREE, JOB_LOADING, JOB_WAITING, JOB_RUNNING, JOB_DONE };

struct dev_job {
    struct dev_job *next; /* in the device's list */
    uint8_t state;
    uint8_t kind; /* enum proto_exec_kind; 0: boot.py and main.py */
    uint8_t options;
    bool of_terminal;
    bool end_of_input, told_started, result_begun, delivered, killed;
    bool wants, told_wants; /* the program waits for standard input, and its client knows */
    uint16_t told_ahead;
    bool told_queued;
    uint32_t number;
    uint64_t order;                /* jobs run in the order in which they were given */
    struct op *op;                 /* NULL: nobody waits for it */
    struct dev_terminal *terminal; /* or this one does */
    char *text;                    /* arguments, name, program text; lent */
    uint32_t text_size;            /* of the block */
    uint32_t source;               /* offset of the program text within the block */
    uint32_t source_size, source_got;
    uint16_t arguments;
    uint32_t name; /* offset within the block */
    char holder[DEV_HOLDER_MAX];
    uint8_t outcome;
    int32_t exit_code;
    const char *result;
    size_t result_size, result_sent;
    uint8_t *input; /* ring of `window` bytes, from the first ones on */
    uint32_t input_head, input_size;
    uint8_t interrupts;
    uint64_t interrupted; /* ticks of the first interrupt of a series */
    uint64_t stop_at;     /* ticks at which the program is stopped for good; 0: not planned */
};

/* Input from the console's owner for programs that nobody's job stream feeds. */
struct dev_console {
    struct ring ring;
    struct op *owner;
    char holder[DEV_HOLDER_MAX];
    uint8_t *input; /* as a job's */
    uint32_t input_head, input_size;
};

/* --- mounts
 * ----------------------------------------------------------------------------------------------------- */

/* One blocking request of the machine; there is never more than one, for the machine is one thread. */
struct mount_call {
    bool active, sent, done;
    uint8_t type;
    uint16_t id;
    uint16_t status;
    struct dev_mount *mount;
    size_t length;
    uint8_t payload[2 * (DEV_PATH_MAX + 2) + 16];
    size_t body_length; /* of the answer, as far as it fits */
    uint8_t body[DEV_PATH_MAX + 64];
    struct mount_file *file; /* FS_OPEN, FS_LIST: where the content goes; else NULL */
};

struct mount_write {
    uint16_t id; /* of an unanswered FS_WRITE; 0: free */
};

/* A file or listing that is open on a mount. Its buffer is one of two things: a ring of bytes that were read
 * ahead of `position`, or, while `writing`, the bytes from `head` on that are to be written at `base`. For a
 * listing it holds the encoded entries. */
struct mount_file {
    bool list, writing;
    bool flush;              /* writing: send although it is little */
    bool streaming;          /* a read is open on the client's side, under the id `stream` */
    bool begin;              /* its FS_READ is still to be sent */
    bool at_end;             /* the bytes in the buffer are the last ones */
    bool end_told;           /* a reader has seen the end; it may have moved since */
    bool closing;            /* nobody uses it; FS_CLOSE is to be sent, and its answer does not matter */
    uint8_t flags;           /* enum kr_open_flag */
    struct dev_mount *mount; /* NULL once the client is gone */
    uint16_t handle;
    uint16_t stream;
    uint16_t cancel; /* id of a read that is to be cancelled; 0: none */
    int error;       /* KR_E…, positive, of reading or writing behind; told at the next chance */
    uint64_t position, size, base;
    uint32_t head, have;
    uint32_t asked;  /* bytes requested and not yet here */
    uint32_t window; /* how far to read ahead; doubles while reading goes on in order */
    struct mount_write writes[DEV_WRITES];
    uint8_t buffer[]; /* `mount_buffer` bytes */
};

/* A listing of the device's own files that is open, and the mount points that it shows behind them. */
struct open_list {
    struct open_list *next;
    int handle; /* of the device's files */
    uint8_t shown;
    char path[DEV_PATH_MAX];
};

struct dev_mount {
    struct op *op; /* NULL: free */
    bool told;
    bool on_path; /* the machine's sys.path has it */
    uint8_t options;
    char point[DEV_NAME_MAX];
    uint16_t next_id;
    uint16_t orphan; /* id of an FS_OPEN that nobody waits for any more; 0: none */
};

/* --- the device
 * ------------------------------------------------------------------------------------------------- */

struct hash_entry {
    uint64_t key; /* of the path; 0: free */
    uint64_t size;
    int64_t mtime;
    uint8_t digest[PROTO_DIGEST_BYTES];
};

struct dev_reset {
    uint8_t kind;  /* enum proto_reset_kind; 0: none */
    struct op *op; /* who asked; NULL: a program, or gone */
};

struct dev_device {
    dev_limits limits;
    const dev_port *port;
    void *port_context;
    const kr_files *files;
    void *files_context;
    char name[DEV_NAME_MAX];
    char software[DEV_SOFTWARE_MAX];
    char platform[DEV_PLATFORM_MAX];
    char id[17];
    const char *const *origins;
    uint8_t key[PROTO_KEY_BYTES];
    uint32_t boots;
    bool safe, stopping, in_port, closing;
    uint64_t last_words; /* when a machine that ends must be done with atexit functions and __del__, or 0 */
    bool running;        /* the machine is being called */
    uint8_t restart;     /* enum dev_restart */
    uint64_t started;

    struct arena arena; /* of all that comes and goes */
    struct dev_session *sessions;
    uint16_t session_count, op_count, walk_count;
    uint32_t text_bytes; /* of all programs */
    struct dev_source sources[DEV_SOURCES + 1];
    struct proto_noise_ephemeral spare;
    bool spare_ready;
    uint32_t refused;
    uint64_t bytes_in, bytes_out;
    uint32_t activity; /* counts what the port brought in or took away */
    uint32_t requests; /* counts opened streams */

    struct dev_job *jobs;
    struct dev_job *job; /* the running one */
    uint32_t job_number;
    uint64_t job_order;
    struct dev_console console;
    struct ring log;
    struct dev_reset reset;
    bool boot_due;
    bool boot_only; /* then without main.py */
    int interrupt;  /* the character of terminals that interrupts the running program, or -1 */
    struct dev_terminal *terminals;

    kr_vm *vm;
    kr_host host;
    kr_memory_info memory; /* as of the last time the machine was idle */
    uint64_t polled;       /* ticks of the last serve from running code */

    struct dev_mount mounts[DEV_MOUNT_MAX];
    struct mount_file **mount_files; /* NULL: a free place */
    struct mount_call *call;         /* while something is mounted */
    bool paths_changed;
    struct open_list *lists;

    struct hash_entry *hashes;
    bool hashes_changed;
    uint64_t hashes_since;
};

static inline uint64_t device_ticks(const struct dev_device *dev) {
    return dev->port->ticks_us(dev->port_context);
}

/* The KR_E… code of a file function as a status. */
static inline unsigned status_of(int64_t code) {
    return code >= 0 ? PROTO_STATUS_OK : proto_status_from_errno((int)-code);
}

#endif

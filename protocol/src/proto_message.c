/* Messages: encoders, decoders and checks, all made from the tables in proto_message.h.
 *
 * A layout's fields appear once, in wire order; what differs between writing, reading and describing is only
 * the macro that is put over them. */
#include "krait/proto_message.h"

#include "krait/proto_error.h"

#define READ_FIELD(kind, field)  message->field = proto_read_##kind(reader);
#define WRITE_FIELD(kind, field) proto_write_##kind(writer, message->field);

#define DEFINE_LAYOUT(layout)                                                                                \
    void proto_##layout##_read(struct proto_reader *reader, struct proto_##layout *message) {                \
        (void)reader, (void)message;                                                                         \
        PROTO_FIELDS_##layout(READ_FIELD)                                                                    \
    }                                                                                                        \
    void proto_##layout##_write(struct proto_writer *writer, const struct proto_##layout *message) {         \
        (void)writer, (void)message;                                                                         \
        PROTO_FIELDS_##layout(WRITE_FIELD)                                                                   \
    }                                                                                                        \
    int proto_##layout##_parse(const uint8_t *payload, size_t length, struct proto_##layout *message) {      \
        struct proto_reader reader;                                                                          \
        proto_reader_init(&reader, payload, length);                                                         \
        proto_##layout##_read(&reader, message);                                                             \
        return proto_reader_finish(&reader);                                                                 \
    }

PROTO_LAYOUTS(DEFINE_LAYOUT)

/* A layout as data: the kinds of its fields, for the check that runs over every incoming frame. Parse
 * functions would do as well, but one loop over a few bytes is a fraction of their code, and a device that
 * calls only some of them can leave the others out. */
enum field_kind {
    KIND_last,
    KIND_u8,
    KIND_u16,
    KIND_u32,
    KIND_u64,
    KIND_i32,
    KIND_i64,
    KIND_string,
    KIND_strings,
    KIND_rest,
    KIND_digest,
    KIND_maybe
};

#define FIELD_KIND(kind, field) KIND_##kind,
#define KINDS_OF(layout)        ((const uint8_t[]){PROTO_FIELDS_##layout(FIELD_KIND) KIND_last})

enum message_role { ROLE_IN, ROLE_OPENS };

#define INFO_ROW(name, number, sender, role, group, flags, layout, words)                                    \
    {#name, KINDS_OF(layout), number, PROTO_##sender, PROTO_GROUP_##group, flags, ROLE_##role == ROLE_OPENS},

static const struct proto_message_info rows[] = {PROTO_MESSAGES(INFO_ROW)};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

/* Where the row of a type stands, plus one; zero for types that do not exist. The rows' numbers in the table
 * are those of their order, which this enum takes down. */
enum row_number {
#define ROW_NUMBER(name, number, sender, role, group, flags, layout, words) ROW_##name,
    PROTO_MESSAGES(ROW_NUMBER)
#undef ROW_NUMBER
};

static const uint8_t row_of_type[256] = {
#define ROW_INDEX(name, number, sender, role, group, flags, layout, words) [number] = ROW_##name + 1,
    PROTO_MESSAGES(ROW_INDEX)
#undef ROW_INDEX
};

const struct proto_message_info *proto_message_info(unsigned type) {
    if (type > 255 || row_of_type[type] == 0) return NULL;
    return &rows[row_of_type[type] - 1];
}

bool proto_message_opens(unsigned type) {
    const struct proto_message_info *info = proto_message_info(type);
    return info && info->opens;
}

const struct proto_message_info *proto_message_table(size_t *count) {
    *count = ROW_COUNT;
    return rows;
}

const char *proto_message_name(unsigned type) {
    const struct proto_message_info *info = proto_message_info(type);
    return info ? info->name : "?";
}

/* Who may send DATA on streams of a group. */
static unsigned data_senders(unsigned group) {
    static const uint8_t senders[PROTO_GROUP_COUNT] = {
#define DATA_SENDER(name, data, words) [PROTO_GROUP_##name] = data,
        PROTO_GROUPS(DATA_SENDER)
#undef DATA_SENDER
    };
    return senders[group];
}

/* The flags that DATA may carry depend on who sends it, and on what. */
static unsigned data_flags(enum proto_side sender, unsigned group) {
    unsigned flags = PROTO_FLAG_END;
    if (sender == PROTO_DEVICE && (group == PROTO_GROUP_JOB || group == PROTO_GROUP_CONSOLE)) {
        flags |= PROTO_FLAG_STDERR;
    }
    if (sender == PROTO_DEVICE && group == PROTO_GROUP_JOB) flags |= PROTO_FLAG_RESULT;
    if (sender == PROTO_CLIENT && group == PROTO_GROUP_JOB) flags |= PROTO_FLAG_STDIN;
    return flags;
}

/* A type that belongs to any stream: only DATA depends on the group. */
static int check_common(unsigned type, unsigned flags, enum proto_side sender, unsigned group) {
    if (group == PROTO_GROUP_CONNECTION) return PROTO_ERR_LINK_TYPE;
    if (type != PROTO_DATA) return PROTO_OK;
    if (!(data_senders(group) & sender)) return PROTO_ERR_LINK_TYPE;
    return flags & ~data_flags(sender, group) ? PROTO_ERR_LINK_FLAGS : PROTO_OK;
}

int proto_message_check(unsigned type, unsigned flags, enum proto_side sender, unsigned opener) {
    const struct proto_message_info *info = proto_message_info(type);
    const struct proto_message_info *first = opener ? proto_message_info(opener) : NULL;
    if (!info || (opener && (!first || !first->opens))) return PROTO_ERR_LINK_TYPE;
    unsigned group = first ? first->group : PROTO_GROUP_CONNECTION;
    if (!(info->sender & sender)) return PROTO_ERR_LINK_TYPE;
    if (info->opens && type != opener) return PROTO_ERR_LINK_TYPE;
    if (flags & ~(unsigned)info->flags) return PROTO_ERR_LINK_FLAGS;
    if (info->group == PROTO_GROUP_ANY) return check_common(type, flags, sender, group);
    return info->group == group ? PROTO_OK : PROTO_ERR_LINK_TYPE;
}

static void skip_field(struct proto_reader *reader, unsigned kind) {
    switch (kind) {
    case KIND_u8: proto_read_u8(reader); break;
    case KIND_u16: proto_read_u16(reader); break;
    case KIND_u32:
    case KIND_i32: proto_read_u32(reader); break;
    case KIND_u64:
    case KIND_i64: proto_read_u64(reader); break;
    case KIND_string: proto_read_string(reader); break;
    case KIND_strings: proto_read_strings(reader); break;
    case KIND_digest: proto_read_digest(reader); break;
    case KIND_maybe: proto_read_maybe(reader); break;
    default: proto_read_rest(reader); break;
    }
}

static void skip_fields(struct proto_reader *reader, const uint8_t *kinds) {
    for (; *kinds != KIND_last; kinds++) skip_field(reader, *kinds);
}

int proto_payload_check(unsigned type, const uint8_t *payload, size_t length) {
    const struct proto_message_info *info = proto_message_info(type);
    struct proto_reader reader;
    if (!info) return PROTO_ERR_LINK_TYPE;
    proto_reader_init(&reader, payload, length);
    if (type != PROTO_ENTRIES) {
        skip_fields(&reader, info->kinds);
        return proto_reader_finish(&reader);
    }
    while (!reader.error && proto_reader_left(&reader)) skip_fields(&reader, KINDS_OF(entry));
    return proto_reader_finish(&reader);
}

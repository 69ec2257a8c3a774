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

/* Each field is described as ", name kind"; the first comma is skipped when the string is used. */
#define DESCRIBE_FIELD(kind, field) ", " #field " " #kind
#define DESCRIBE_LAYOUT(layout)                                                                              \
    static const char layout##_fields[] = "  " PROTO_FIELDS_##layout(DESCRIBE_FIELD);
PROTO_LAYOUTS(DESCRIBE_LAYOUT)

enum message_role { ROLE_IN, ROLE_OPENS };

#define FIELDS_OF(layout) (sizeof layout##_fields > 3 ? layout##_fields + 4 : "")

#define INFO_ROW(name, number, sender, role, group, flags, layout, words)                                    \
    {#name,                                                                                                  \
     #layout,                                                                                                \
     FIELDS_OF(layout),                                                                                      \
     words,                                                                                                  \
     number,                                                                                                 \
     PROTO_##sender,                                                                                         \
     PROTO_GROUP_##group,                                                                                    \
     flags,                                                                                                  \
     ROLE_##role == ROLE_OPENS},

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

static const struct proto_layout_info layouts[] = {
#define LAYOUT_ROW(layout) {#layout, FIELDS_OF(layout)},
    PROTO_LAYOUTS(LAYOUT_ROW)
#undef LAYOUT_ROW
};

const struct proto_layout_info *proto_layout_table(size_t *count) {
    *count = sizeof layouts / sizeof layouts[0];
    return layouts;
}

const struct proto_message_info *proto_message_info(unsigned type) {
    if (type > 255 || row_of_type[type] == 0) return NULL;
    return &rows[row_of_type[type] - 1];
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

/* ENTRIES is the one frame whose layout repeats. */
static int check_entries(const uint8_t *payload, size_t length) {
    struct proto_reader reader;
    struct proto_entry entry;
    proto_reader_init(&reader, payload, length);
    while (!reader.error && proto_reader_left(&reader)) proto_entry_read(&reader, &entry);
    return proto_reader_finish(&reader);
}

int proto_payload_check(unsigned type, const uint8_t *payload, size_t length) {
    if (type == PROTO_ENTRIES) return check_entries(payload, length);
    switch (type) {
#define CHECK_PAYLOAD(name, number, sender, role, group, flags, layout, words)                               \
    case number: {                                                                                           \
        struct proto_##layout message;                                                                       \
        return proto_##layout##_parse(payload, length, &message);                                            \
    }
        PROTO_MESSAGES(CHECK_PAYLOAD)
#undef CHECK_PAYLOAD
    default: return PROTO_ERR_LINK_TYPE;
    }
}

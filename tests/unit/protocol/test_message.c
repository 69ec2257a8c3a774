/* The message table: numbers, directions, groups, flags, and that every layout survives a round trip. */
#include "glue.h"

static void types_and_names_are_unique(void **state) {
    (void)state;
    size_t count;
    const struct proto_message_info *table = proto_message_table(&count);
    assert_true(count > 50);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(proto_message_info(table[i].type), &table[i]);
        assert_true(table[i].type != 0);
        for (size_t k = 0; k < i; k++) assert_string_not_equal(table[i].name, table[k].name);
    }
    assert_null(proto_message_info(0));
    assert_null(proto_message_info(256));
    assert_string_equal(proto_message_name(0xff), "?");
}

static void each_side_sends_its_own(void **state) {
    (void)state;
    assert_error(proto_message_check(PROTO_EXEC, 0, PROTO_CLIENT, PROTO_EXEC), OK);
    assert_error(proto_message_check(PROTO_EXEC, 0, PROTO_DEVICE, PROTO_EXEC), LINK_TYPE);
    assert_error(proto_message_check(PROTO_RESULT, 1, PROTO_DEVICE, PROTO_EXEC), OK);
    assert_error(proto_message_check(PROTO_RESULT, 1, PROTO_CLIENT, PROTO_EXEC), LINK_TYPE);
    assert_error(proto_message_check(PROTO_NOTICE, 0, PROTO_DEVICE, 0), OK);
    assert_error(proto_message_check(PROTO_NOTICE, 0, PROTO_CLIENT, 0), LINK_TYPE);
}

static void each_group_keeps_to_itself(void **state) {
    (void)state;
    assert_error(proto_message_check(PROTO_RESULT, 0, PROTO_DEVICE, PROTO_PUT), LINK_TYPE);
    assert_error(proto_message_check(PROTO_FS_REPLY, 0, PROTO_CLIENT, PROTO_EXEC), LINK_TYPE);
    assert_error(proto_message_check(PROTO_FS_REPLY, 0, PROTO_CLIENT, PROTO_MOUNT), OK);
    assert_error(proto_message_check(PROTO_PING, 0, PROTO_CLIENT, PROTO_EXEC), LINK_TYPE);
    assert_error(proto_message_check(PROTO_WINDOW, 0, PROTO_CLIENT, 0), LINK_TYPE);
    assert_error(proto_message_check(PROTO_END, 0, PROTO_CLIENT, 0), LINK_TYPE);
    assert_error(proto_message_check(PROTO_STAT, 0, PROTO_CLIENT, 0), LINK_TYPE);
    assert_error(proto_message_check(PROTO_STAT, 0, PROTO_CLIENT, PROTO_LIST), LINK_TYPE);
    assert_error(proto_message_check(PROTO_END, 0, PROTO_CLIENT, PROTO_RESULT), LINK_TYPE);
}

static void data_goes_where_data_belongs(void **state) {
    (void)state;
    assert_error(proto_message_check(PROTO_DATA, 0, PROTO_CLIENT, PROTO_PUT), OK);
    assert_error(proto_message_check(PROTO_DATA, 0, PROTO_DEVICE, PROTO_PUT), LINK_TYPE);
    assert_error(proto_message_check(PROTO_DATA, 0, PROTO_DEVICE, PROTO_GET), OK);
    assert_error(proto_message_check(PROTO_DATA, 0, PROTO_CLIENT, PROTO_GET), LINK_TYPE);
    assert_error(proto_message_check(PROTO_DATA, 0, PROTO_CLIENT, PROTO_STAT), LINK_TYPE);
    assert_error(proto_message_check(PROTO_DATA, 0, PROTO_CLIENT, PROTO_MOUNT), LINK_TYPE);
}

static void flags_are_those_of_the_table(void **state) {
    (void)state;
    const unsigned err = PROTO_FLAG_STDERR, in = PROTO_FLAG_STDIN, result = PROTO_FLAG_RESULT;
    assert_error(proto_message_check(PROTO_PING, PROTO_FLAG_END, PROTO_CLIENT, 0), LINK_FLAGS);
    assert_error(proto_message_check(PROTO_DATA, err, PROTO_DEVICE, PROTO_EXEC), OK);
    assert_error(proto_message_check(PROTO_DATA, err, PROTO_CLIENT, PROTO_EXEC), LINK_FLAGS);
    assert_error(proto_message_check(PROTO_DATA, in, PROTO_CLIENT, PROTO_EXEC), OK);
    assert_error(proto_message_check(PROTO_DATA, in, PROTO_DEVICE, PROTO_EXEC), LINK_FLAGS);
    assert_error(proto_message_check(PROTO_DATA, result, PROTO_DEVICE, PROTO_EXEC), OK);
    assert_error(proto_message_check(PROTO_DATA, result, PROTO_DEVICE, PROTO_CONSOLE), LINK_FLAGS);
    assert_error(proto_message_check(PROTO_DATA, 0x10, PROTO_DEVICE, PROTO_EXEC), LINK_FLAGS);
    assert_error(proto_message_check(PROTO_END, PROTO_FLAG_END, PROTO_DEVICE, PROTO_EXEC), LINK_FLAGS);
}

/* Fills a struct's fields with values that depend on the field, writes it, reads it back, and writes that
 * again: the bytes must be equal, and every shorter payload must fail unless the layout ends in `rest`. */
static uint8_t digest_bytes[PROTO_DIGEST_BYTES] = {9, 8, 7};
static uint8_t list_bytes[] = {1, 0, 'x', 2, 0, 'y', 'z'};

#define FILL_u8  1
#define FILL_u16 0x1234
#define FILL_u32 0x56789abc
#define FILL_u64 0x1122334455667788u
#define FILL_i32 -5
#define FILL_i64 -6
#define FILL_string                                                                                          \
    { "text", 4 }
#define FILL_strings                                                                                         \
    { 2, list_bytes, sizeof list_bytes }
#define FILL_rest                                                                                            \
    { list_bytes, sizeof list_bytes }
#define FILL_digest digest_bytes
#define FILL_maybe  digest_bytes

#define REST_u8      0
#define REST_u16     0
#define REST_u32     0
#define REST_u64     0
#define REST_i32     0
#define REST_i64     0
#define REST_string  0
#define REST_strings 0
#define REST_rest    sizeof list_bytes
#define REST_digest  0
#define REST_maybe   0

#define FILL(kind, field) .field = FILL_##kind,
#define REST(kind, field) +REST_##kind

#define DEFINE_ROUND_TRIP(layout)                                                                            \
    static void round_trip_##layout(void **state) {                                                          \
        (void)state;                                                                                         \
        struct proto_##layout message = {PROTO_FIELDS_##layout(FILL)}, back;                                 \
        uint8_t first[256], second[256];                                                                     \
        struct proto_writer writer;                                                                          \
        proto_writer_init(&writer, first, sizeof first);                                                     \
        proto_##layout##_write(&writer, &message);                                                           \
        int length = proto_writer_finish(&writer);                                                           \
        assert_true(length >= 0);                                                                            \
        struct bytes in = bytes_copy(first, (size_t)length);                                                 \
        assert_error(proto_##layout##_parse(in.data, in.length, &back), OK);                                 \
        proto_writer_init(&writer, second, sizeof second);                                                   \
        proto_##layout##_write(&writer, &back);                                                              \
        assert_int_equal(proto_writer_finish(&writer), length);                                              \
        assert_memory_equal(first, second, (size_t)length);                                                  \
        bytes_free(&in);                                                                                     \
        size_t least = (size_t)length - (0 PROTO_FIELDS_##layout(REST));                                     \
        for (size_t cut = 0; cut < least; cut++) {                                                           \
            in = bytes_copy(first, cut);                                                                     \
            assert_error(proto_##layout##_parse(in.data, in.length, &back), MESSAGE_SHORT);                  \
            bytes_free(&in);                                                                                 \
        }                                                                                                    \
    }

PROTO_LAYOUTS(DEFINE_ROUND_TRIP)

/* The wire form of one message, by hand, so that a change of field order cannot hide in a round trip. */
static void exec_has_its_bytes(void **state) {
    (void)state;
    uint8_t memory[32], out[64];
    const char *const words[] = {"a.py", "-v"};
    struct proto_exec exec = {.kind = PROTO_EXEC_RUN,
                              .options = PROTO_EXEC_WAIT,
                              .source_size = 258,
                              .name = proto_text("a.py"),
                              .source = {(const uint8_t *)"x=1", 3}};
    assert_error(proto_list_make(&exec.arguments, memory, sizeof memory, words, 2), OK);
    struct proto_writer writer;
    proto_writer_init(&writer, out, sizeof out);
    proto_exec_write(&writer, &exec);
    struct bytes expected = bytes_hex("03010201000004"
                                      "00612e7079"
                                      "02000400612e70790200"
                                      "2d76"
                                      "783d31");
    assert_int_equal(proto_writer_finish(&writer), expected.length);
    assert_memory_equal(out, expected.data, expected.length);
    bytes_free(&expected);
}

static void payload_check_follows_the_layout(void **state) {
    (void)state;
    static const uint8_t token[9] = {0};
    assert_error(proto_payload_check(PROTO_PING, token, 8), OK);
    assert_error(proto_payload_check(PROTO_PING, token, 7), MESSAGE_SHORT);
    assert_error(proto_payload_check(PROTO_PING, token, 9), MESSAGE_LONG);
    assert_error(proto_payload_check(PROTO_MOUNTED, NULL, 0), OK);
    assert_error(proto_payload_check(0xee, NULL, 0), LINK_TYPE);
}

#define DEFINE_PARSER(layout)                                                                                \
    static int parse_##layout(const uint8_t *payload, size_t length) {                                       \
        struct proto_##layout message;                                                                       \
        return proto_##layout##_parse(payload, length, &message);                                            \
    }
PROTO_LAYOUTS(DEFINE_PARSER)

static const struct {
    unsigned type;
    int (*parse)(const uint8_t *payload, size_t length);
} parsers[] = {
#define PARSER(name, number, sender, role, group, flags, layout, words) {number, parse_##layout},
    PROTO_MESSAGES(PARSER)};

/* The check that runs over every frame and the parse functions say the same of anything. */
static void check_and_parse_agree(void **state) {
    (void)state;
    uint32_t seed = 5;
    unsigned good = 0;
    assert_int_equal(parse_entry(NULL, 0) + parse_fs_opened(NULL, 0) + parse_hello(NULL, 0),
                     3 * PROTO_ERR_MESSAGE_SHORT);
    for (unsigned round = 0; round < 200000; round++) {
        uint8_t payload[48];
        size_t length = test_random(&seed) % sizeof payload;
        size_t which = test_random(&seed) % (sizeof parsers / sizeof parsers[0]);
        for (size_t i = 0; i < length; i++)
            payload[i] = (uint8_t)(test_random(&seed) % 5 ? 0 : test_random(&seed) % 9);
        if (parsers[which].type == PROTO_ENTRIES) continue;
        int expected = parsers[which].parse(payload, length);
        assert_int_equal(proto_payload_check(parsers[which].type, payload, length), expected);
        good += expected == PROTO_OK;
    }
    assert_true(good > 1000);
}

static void entries_are_whole_entries(void **state) {
    (void)state;
    uint8_t out[256];
    struct proto_entry entry = {PROTO_ENTRY_FILE, 0, 5, 6, digest_bytes, {"a", 1}};
    struct proto_writer writer;
    proto_writer_init(&writer, out, sizeof out);
    for (int i = 0; i < 3; i++) proto_entry_write(&writer, &entry);
    size_t length = (size_t)proto_writer_finish(&writer), good = 0;
    for (size_t cut = 0; cut <= length; cut++) {
        struct bytes in = bytes_copy(out, cut);
        if (proto_payload_check(PROTO_ENTRIES, in.data, in.length) == PROTO_OK) good++;
        bytes_free(&in);
    }
    assert_int_equal(good, 4); /* none, one, two, three */
}

int main(void) {
#define ROUND_TRIP_TEST(layout) cmocka_unit_test(round_trip_##layout),
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_and_names_are_unique),       cmocka_unit_test(each_side_sends_its_own),
        cmocka_unit_test(each_group_keeps_to_itself),       cmocka_unit_test(data_goes_where_data_belongs),
        cmocka_unit_test(flags_are_those_of_the_table),     cmocka_unit_test(exec_has_its_bytes),
        cmocka_unit_test(payload_check_follows_the_layout), cmocka_unit_test(check_and_parse_agree),
        cmocka_unit_test(entries_are_whole_entries),        PROTO_LAYOUTS(ROUND_TRIP_TEST)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

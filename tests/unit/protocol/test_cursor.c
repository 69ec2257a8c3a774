/* Cursors: every field kind, every truncation, and buffers of exact size. */
#include "glue.h"

static void writes_little_endian(void **state) {
    (void)state;
    uint8_t out[64];
    struct proto_writer writer;
    proto_writer_init(&writer, out, sizeof out);
    proto_write_u8(&writer, 0x12);
    proto_write_u16(&writer, 0x3456);
    proto_write_u32(&writer, 0x789abcde);
    proto_write_u64(&writer, 0x0102030405060708u);
    proto_write_i32(&writer, -2);
    proto_write_i64(&writer, -3);
    proto_write_string(&writer, proto_text("hi"));
    static const uint8_t expected[] = {0x12, 0x56, 0x34, 0xde, 0xbc, 0x9a, 0x78, 8,    7,    6,    5,
                                       4,    3,    2,    1,    0xfe, 0xff, 0xff, 0xff, 0xfd, 0xff, 0xff,
                                       0xff, 0xff, 0xff, 0xff, 0xff, 2,    0,    'h',  'i'};
    assert_int_equal(proto_writer_finish(&writer), sizeof expected);
    assert_memory_equal(out, expected, sizeof expected);
}

static void reads_back_what_was_written(void **state) {
    (void)state;
    uint8_t out[64];
    struct proto_writer writer;
    proto_writer_init(&writer, out, sizeof out);
    proto_write_i64(&writer, INT64_MIN);
    proto_write_i32(&writer, INT32_MIN);
    proto_write_u64(&writer, UINT64_MAX);
    proto_write_string(&writer, proto_text(""));
    struct bytes in = bytes_copy(out, (size_t)proto_writer_finish(&writer));
    struct proto_reader reader;
    proto_reader_init(&reader, in.data, in.length);
    assert_true(proto_read_i64(&reader) == INT64_MIN);
    assert_true(proto_read_i32(&reader) == INT32_MIN);
    assert_true(proto_read_u64(&reader) == UINT64_MAX);
    assert_int_equal(proto_read_string(&reader).length, 0);
    assert_int_equal(proto_reader_finish(&reader), PROTO_OK);
    bytes_free(&in);
}

static void lists_survive_and_walk(void **state) {
    (void)state;
    const char *const words[] = {"a", "", "three"};
    uint8_t memory[32], out[64];
    struct proto_list list, back;
    struct proto_text text;
    assert_int_equal(proto_list_make(&list, memory, sizeof memory, words, 3), PROTO_OK);
    struct proto_writer writer;
    proto_writer_init(&writer, out, sizeof out);
    proto_write_strings(&writer, list);
    struct bytes in = bytes_copy(out, (size_t)proto_writer_finish(&writer));
    struct proto_reader reader;
    proto_reader_init(&reader, in.data, in.length);
    back = proto_read_strings(&reader);
    assert_int_equal(proto_reader_finish(&reader), PROTO_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_true(proto_list_next(&back, &text));
        assert_true(proto_text_is(text, words[i]));
    }
    assert_false(proto_list_next(&back, &text));
    assert_error(proto_list_make(&list, memory, 4, words, 3), SPACE);
    bytes_free(&in);
}

/* A payload of every kind, cut at every length: only the whole one is good. */
static void refuses_every_truncation(void **state) {
    (void)state;
    uint8_t out[128], hash[PROTO_DIGEST_BYTES] = {1};
    struct proto_writer writer;
    struct proto_entry entry = {PROTO_ENTRY_FILE, 0644, 1, 2, hash, {"name", 4}}, back;
    proto_writer_init(&writer, out, sizeof out);
    proto_entry_write(&writer, &entry);
    size_t length = (size_t)proto_writer_finish(&writer);
    for (size_t cut = 0; cut <= length + 1; cut++) {
        struct bytes in = bytes_copy(out, cut);
        int result = proto_entry_parse(in.data, in.length, &back);
        if (cut < length) assert_error(result, MESSAGE_SHORT);
        if (cut == length) assert_error(result, OK);
        if (cut > length) assert_error(result, MESSAGE_LONG);
        bytes_free(&in);
    }
}

static void never_writes_past_its_end(void **state) {
    (void)state;
    struct proto_entry entry = {PROTO_ENTRY_DIRECTORY, 0, 0, 0, NULL, {"some/dir", 8}};
    for (size_t capacity = 0; capacity < 40; capacity++) {
        uint8_t *out = malloc(capacity + 1);
        struct proto_writer writer;
        assert_non_null(out);
        out[capacity] = 0xa5;
        proto_writer_init(&writer, out, capacity);
        proto_entry_write(&writer, &entry);
        int result = proto_writer_finish(&writer);
        assert_int_equal(out[capacity], 0xa5);
        if (capacity < 30)
            assert_error(result, SPACE);
        else
            assert_int_equal(result, 30);
        free(out);
    }
}

static void refuses_zero_bytes_in_strings(void **state) {
    (void)state;
    static const uint8_t payload[] = {0, 3, 0, 'a', 0, 'b'};
    struct proto_path path;
    assert_error(proto_path_parse(payload, sizeof payload, &path), MESSAGE_VALUE);
    uint8_t out[16];
    struct proto_writer writer;
    proto_writer_init(&writer, out, sizeof out);
    proto_write_string(&writer, proto_text_of("a\0b", 3));
    assert_error(proto_writer_finish(&writer), ARGUMENT);
}

static void refuses_other_presence_than_0_and_1(void **state) {
    (void)state;
    static const uint8_t payload[64] = {2};
    struct proto_reader reader;
    proto_reader_init(&reader, payload, sizeof payload);
    assert_null(proto_read_maybe(&reader));
    assert_error(proto_reader_finish(&reader), MESSAGE_VALUE);
}

static void counts_strings_that_are_not_there(void **state) {
    (void)state;
    struct bytes in = bytes_hex("ffff0100610000");
    struct proto_reader reader;
    proto_reader_init(&reader, in.data, in.length);
    struct proto_list list = proto_read_strings(&reader);
    assert_error(proto_reader_finish(&reader), MESSAGE_SHORT);
    assert_int_equal(list.count, 0);
    bytes_free(&in);
}

static void copies_text_with_its_end(void **state) {
    (void)state;
    char out[4];
    assert_true(proto_text_copy(proto_text("abc"), out, sizeof out));
    assert_string_equal(out, "abc");
    assert_false(proto_text_copy(proto_text("abcd"), out, sizeof out));
    assert_string_equal(out, "abc");
    assert_false(proto_text_is(proto_text("abc"), "ab"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_little_endian),
        cmocka_unit_test(reads_back_what_was_written),
        cmocka_unit_test(lists_survive_and_walk),
        cmocka_unit_test(refuses_every_truncation),
        cmocka_unit_test(never_writes_past_its_end),
        cmocka_unit_test(refuses_zero_bytes_in_strings),
        cmocka_unit_test(refuses_other_presence_than_0_and_1),
        cmocka_unit_test(counts_strings_that_are_not_there),
        cmocka_unit_test(copies_text_with_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

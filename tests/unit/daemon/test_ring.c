/* The ring of tagged records. */
#include "fixture.h"
#include "ring.h"

#include <stdio.h>
#include <string.h>

static uint8_t memory[256];

static void append(struct ring *ring, uint8_t tag, const char *text) {
    ring_append(ring, tag, (const uint8_t *)text, strlen(text));
}

/* All that a cursor sees, "tag:bytes " a piece. */
static const char *drain(const struct ring *ring, struct ring_cursor *cursor, uint64_t *lost_in_all) {
    static char text[4096];
    const uint8_t *data;
    size_t length;
    uint8_t tag;
    uint64_t lost;
    text[0] = 0;
    while (ring_peek(ring, cursor, &data, &length, &tag, &lost)) {
        char piece[300];
        snprintf(piece, sizeof piece, "%u:%.*s ", tag, (int)length, (const char *)data);
        strcat(text, piece);
        ring_advance(cursor, length);
        *lost_in_all += lost;
    }
    return text;
}

static void test_order_and_merging(void **state) {
    struct ring ring;
    uint64_t lost = 0;
    (void)state;
    ring_init(&ring, memory, sizeof memory, true);
    struct ring_cursor cursor = ring_end(&ring);
    append(&ring, 1, "ab");
    append(&ring, 1, "cd");
    append(&ring, 2, "err");
    assert_string_equal(drain(&ring, &cursor, &lost), "1:abcd 2:err ");
    append(&ring, 2, "or");
    assert_string_equal(drain(&ring, &cursor, &lost), "2:or ");
    assert_string_equal(drain(&ring, &cursor, &lost), "");
    assert_int_equal(lost, 0);
}

static void test_slow_reader_learns_what_it_missed(void **state) {
    struct ring ring;
    uint64_t lost = 0;
    (void)state;
    ring_init(&ring, memory, sizeof memory, false);
    struct ring_cursor cursor = ring_begin(&ring);
    for (int i = 0; i < 100; i++) append(&ring, 1, "0123456789");
    drain(&ring, &cursor, &lost);
    assert_true(lost > 1000);
    assert_true(lost <= 1300);
}

static void test_room_keeps_a_reader_whole(void **state) {
    struct ring ring;
    struct ring_cursor cursor;
    uint64_t lost = 0;
    char all[8000] = "", seen[8000] = "";
    (void)state;
    ring_init(&ring, memory, 64, true);
    cursor = ring_end(&ring);
    for (unsigned i = 0; i < 1000; i++) {
        char text[8];
        snprintf(text, sizeof text, "%u,", i);
        while (ring_room(&ring, &cursor) < strlen(text)) {
            const uint8_t *data;
            size_t length;
            uint8_t tag;
            assert_true(ring_peek(&ring, &cursor, &data, &length, &tag, &lost));
            assert_int_equal(lost, 0);
            strncat(seen, (const char *)data, length);
            ring_advance(&cursor, length);
        }
        append(&ring, (uint8_t)(i / 7 % 2), text);
        strcat(all, text);
    }
    for (const char *text = drain(&ring, &cursor, &lost); *text; text++) {
        if (text[1] == ':') text += 2;
        if (*text != ' ') strncat(seen, text, 1);
    }
    assert_string_equal(seen, all);
}

static void test_skip_walks_records(void **state) {
    struct ring ring;
    (void)state;
    ring_init(&ring, memory, sizeof memory, false);
    for (int i = 0; i < 5; i++) append(&ring, 1, "line\n");
    struct ring_cursor cursor = ring_begin(&ring);
    int count = 0;
    while (ring_skip(&ring, &cursor)) count++;
    assert_int_equal(count, 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_and_merging),
        cmocka_unit_test(test_slow_reader_learns_what_it_missed),
        cmocka_unit_test(test_room_keeps_a_reader_whole),
        cmocka_unit_test(test_skip_walks_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The file service: every request over a real directory. */
#define _GNU_SOURCE
#include "fixture.h"

#include <fcntl.h>
#include <mbedtls/sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- helpers --- */

static void make_dir(struct fixture *fixture, const char *path) {
    char full[600];
    snprintf(full, sizeof full, "%s%s", fixture->root, path);
    assert_int_equal(mkdir(full, 0755), 0);
}

/* The entries of a stream, "path[/]=size " in their order; '#' and the first byte of the hash behind those
 * that have one. */
static const char *entries(const struct client *client, unsigned stream) {
    static char text[8192];
    text[0] = 0;
    for (unsigned n = 0;; n++) {
        const struct event *event = client_event(client, stream, PROTO_ENTRIES, n);
        struct proto_reader reader;
        struct proto_entry entry;
        if (!event) return text;
        proto_reader_init(&reader, event->payload, event->length);
        while (proto_reader_left(&reader)) {
            char piece[700], hash[8] = "";
            proto_entry_read(&reader, &entry);
            assert_int_equal(reader.error, 0);
            if (entry.hash) snprintf(hash, sizeof hash, "#%02x", entry.hash[0]);
            snprintf(piece, sizeof piece, "%.*s%s=%llu%s ", entry.path.length, entry.path.text,
                     entry.type == PROTO_ENTRY_DIRECTORY ? "/" : "", (unsigned long long)entry.size, hash);
            strcat(text, piece);
        }
    }
}

static const char *listing(struct client *client, unsigned options, const char *path) {
    unsigned stream = client_path(client, PROTO_LIST, options, path);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    return entries(client, stream);
}

static unsigned put_request(struct client *client, unsigned options, const char *path, const char *text,
                            size_t size) {
    uint8_t payload[1024], hash[32];
    struct proto_writer writer;
    mbedtls_sha256_ret((const uint8_t *)text, size, hash, 0);
    struct proto_put put = {(uint8_t)options, 0, size, INT64_C(1600000000123456789), hash, proto_text(path)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_put_write(&writer, &put);
    return client_request(client, PROTO_PUT, 0, &writer);
}

/* Sends bytes as credit allows, then END. Stops when the device ended the stream. */
static void send_all(struct client *client, unsigned number, const char *data, size_t size) {
    size_t sent = 0;
    while (sent < size) {
        struct proto_stream *stream = proto_link_find(&client->link, number);
        if (!stream || client_is_over(client, number)) return;
        size_t part = size - sent < 1000 ? size - sent : 1000;
        if (stream->send_credit >= part && proto_link_room(&client->link) >= part) {
            client_put(client, number, PROTO_DATA, 0, data + sent, part);
            sent += part;
        }
        dev_poll(client->fixture->dev, 0);
    }
    struct proto_stream *stream = proto_link_find(&client->link, number);
    if (stream) proto_link_end(&client->link, stream, PROTO_STATUS_OK, NULL);
}

static unsigned put(struct client *client, unsigned options, const char *path, const char *text) {
    unsigned stream = put_request(client, options, path, text, strlen(text));
    send_all(client, stream, text, strlen(text));
    return client_finish(client, stream);
}

static unsigned get(struct client *client, unsigned options, uint64_t offset, uint64_t length,
                    const char *path, unsigned *stream) {
    uint8_t payload[1024];
    struct proto_writer writer;
    struct proto_get message = {(uint8_t)options, offset, length, proto_text(path)};
    proto_writer_init(&writer, payload, sizeof payload);
    proto_get_write(&writer, &message);
    *stream = client_request(client, PROTO_GET, PROTO_FLAG_END, &writer);
    return client_finish(client, *stream);
}

static char *big_text(size_t size) {
    char *text = malloc(size + 1);
    for (size_t i = 0; i < size; i++) text[i] = (char)('a' + i * 7 % 26);
    text[size] = 0;
    return text;
}

static bool has_part(struct fixture *fixture, const char *directory) {
    char command[700];
    snprintf(command, sizeof command, "ls -A %s%s | grep -q krait-part", fixture->root, directory);
    return system(command) == 0;
}

/* --- tests --- */

static void test_stat(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    fixture_write(fixture, "/a.txt", "hello");
    unsigned stream = client_path(client, PROTO_STAT, PROTO_PATH_HASHES, "a.txt");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    assert_string_equal(entries(client, stream), "a.txt=5#2c ");
    stream = client_path(client, PROTO_STAT, 0, "/nothing");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_NOT_FOUND);
    stream = client_path(client, PROTO_STAT, 0, "/../../..");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    stream = client_path(client, PROTO_STAT, 0, "/../../etc/passwd");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_NOT_FOUND);
}

/* More names than the walk's pool of five entries holds, with directories between them. */
static void test_list_is_sorted_and_deep(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    const char *expected =
        "a=1 b/=0 b/1=1 b/2/=0 b/2/x=1 b/3=1 b/4=1 b/5=1 b/6=1 b.txt=1 c/=0 d/=0 d/y=1 e=1 f=1 g=1 h=1 ";
    static const char *const directories[] = {"/b", "/b/2", "/c", "/d"};
    static const char *const files[] = {"/h", "/a", "/g",   "/b/6", "/b/2/x", "/b.txt", "/d/y",
                                        "/e", "/f", "/b/1", "/b/3", "/b/4",   "/b/5"};
    for (unsigned i = 0; i < 4; i++) make_dir(fixture, directories[i]);
    for (unsigned i = 0; i < 13; i++) fixture_write(fixture, files[i], "1");
    assert_string_equal(listing(client, PROTO_PATH_RECURSIVE, "/"), expected);
    assert_string_equal(listing(client, 0, "/"), "a=1 b/=0 b.txt=1 c/=0 d/=0 e=1 f=1 g=1 h=1 ");
    assert_string_equal(listing(client, PROTO_PATH_RECURSIVE, "/b"), "1=1 2/=0 2/x=1 3=1 4=1 5=1 6=1 ");
    assert_string_equal(listing(client, PROTO_PATH_RECURSIVE, "/c"), "");
    unsigned stream = client_path(client, PROTO_LIST, 0, "/a");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_NOT_DIRECTORY);
    stream = client_path(client, PROTO_LIST, 0, "/zz");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_NOT_FOUND);
}

static void test_a_manifest_is_remembered(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    fixture_write(fixture, "/a", "one");
    fixture_write(fixture, "/b", "two");
    char first[200];
    snprintf(first, sizeof first, "%s", listing(client, PROTO_PATH_RECURSIVE | PROTO_PATH_HASHES, "/"));
    assert_string_equal(first, "a=3#76 b=3#3f ");
    /* The same size and time with other content: only the cache can still say the old hash. */
    char full[600];
    struct stat status;
    snprintf(full, sizeof full, "%s/a", fixture->root);
    stat(full, &status);
    fixture_write(fixture, "/a", "ONE");
    struct timespec times[2] = {status.st_atim, status.st_mtim};
    utimensat(AT_FDCWD, full, times, 0);
    assert_string_equal(listing(client, PROTO_PATH_RECURSIVE | PROTO_PATH_HASHES, "/"), first);
    fixture_restart(fixture);
    client = client_open(fixture, "ann");
    assert_string_equal(listing(client, PROTO_PATH_RECURSIVE | PROTO_PATH_HASHES, "/"), first);
    unsigned stream = client_paths(client, PROTO_RENAME, 0, "/b", "/a");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    assert_string_equal(listing(client, PROTO_PATH_RECURSIVE | PROTO_PATH_HASHES, "/"), "a=3#3f ");
}

static void test_get(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    char *text = big_text(50000);
    unsigned stream;
    uint8_t hash[32];
    fixture_write(fixture, "/big", text);
    assert_int_equal(get(client, PROTO_PATH_HASHES, 0, UINT64_MAX, "/big", &stream), PROTO_STATUS_OK);
    assert_string_equal(client_data(client, stream, 0), text);
    mbedtls_sha256_ret((const uint8_t *)text, 50000, hash, 0);
    assert_memory_equal(client_event(client, stream, PROTO_DIGEST, 0)->payload, hash, 32);
    struct proto_file file;
    const struct event *event = client_event(client, stream, PROTO_FILE, 0);
    proto_file_parse(event->payload, event->length, &file);
    assert_int_equal(file.size, 50000);
    assert_int_equal(get(client, 0, 49990, 5, "/big", &stream), PROTO_STATUS_OK);
    assert_memory_equal(client_data(client, stream, 0), text + 49990, 6 - 1);
    assert_int_equal(strlen(client_data(client, stream, 0)), 5);
    assert_int_equal(get(client, 0, 99999, UINT64_MAX, "/big", &stream), PROTO_STATUS_OK);
    assert_string_equal(client_data(client, stream, 0), "");
    assert_int_equal(get(client, 0, 0, UINT64_MAX, "/none", &stream), PROTO_STATUS_NOT_FOUND);
    assert_int_equal(get(client, 0, 0, UINT64_MAX, "/", &stream), PROTO_STATUS_IS_DIRECTORY);
    free(text);
}

static void test_put(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    char *text = big_text(30000);
    char full[600];
    struct stat status;
    assert_int_equal(put(client, 0, "/f", text), PROTO_STATUS_OK);
    assert_string_equal(fixture_read(fixture, "/f"), text);
    snprintf(full, sizeof full, "%s/f", fixture->root);
    stat(full, &status);
    assert_int_equal(status.st_mtim.tv_sec, 1600000000);
    assert_int_equal(status.st_mtim.tv_nsec, 123456789);
    assert_int_equal(put(client, 0, "/f", ""), PROTO_STATUS_OK);
    assert_string_equal(fixture_read(fixture, "/f"), "");
    assert_int_equal(put(client, PROTO_PATH_KEEP, "/f", "new"), PROTO_STATUS_EXISTS);
    assert_int_equal(put(client, 0, "/no/dir/f", "new"), PROTO_STATUS_NOT_FOUND);
    assert_int_equal(put(client, PROTO_PATH_PARENTS, "/no/dir/f", "new"), PROTO_STATUS_OK);
    assert_string_equal(fixture_read(fixture, "/no/dir/f"), "new");
    assert_int_equal(put(client, 0, "/no/dir", "new"), PROTO_STATUS_IS_DIRECTORY);
    assert_false(has_part(fixture, "/"));
    free(text);
}

static void test_a_wrong_hash_leaves_the_old_file(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    fixture_write(fixture, "/f", "old");
    unsigned stream = put_request(client, 0, "/f", "new text", 8);
    send_all(client, stream, "NEW TEXT", 8);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_CHANGED);
    stream = put_request(client, 0, "/f", "new text", 8);
    send_all(client, stream, "new", 3);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_CHANGED);
    stream = put_request(client, 0, "/f", "new text", 8);
    send_all(client, stream, "new text and more", 17);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_CHANGED);
    assert_string_equal(fixture_read(fixture, "/f"), "old");
    assert_false(has_part(fixture, "/"));
}

static void test_a_full_disk_is_reported(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    char *text = big_text(30000);
    fixture_write(fixture, "/f", "old");
    fixture->full = true;
    fixture->room = 9000;
    unsigned stream = put_request(client, 0, "/f", text, 30000);
    send_all(client, stream, text, 30000);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_NO_SPACE);
    assert_string_equal(fixture_read(fixture, "/f"), "old");
    assert_false(has_part(fixture, "/"));
    stream = client_paths(client, PROTO_COPY, 0, "/f", "/g");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_NO_SPACE);
    assert_null(fixture_read(fixture, "/g"));
    assert_false(has_part(fixture, "/"));
    fixture->full = false;
    assert_int_equal(put(client, 0, "/f", text), PROTO_STATUS_OK);
    free(text);
}

static void test_resume_after_a_broken_link(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    char *text = big_text(40000);
    uint8_t hash[32];
    fixture_write(fixture, "/f", "old");
    unsigned stream = put_request(client, 0, "/f", text, 40000);
    for (size_t sent = 0; sent < 20000; sent += 1000) {
        while (proto_link_find(&client->link, stream)->send_credit < 1000 ||
               proto_link_room(&client->link) < 1000) {
            dev_poll(fixture->dev, 0);
        }
        client_put(client, stream, PROTO_DATA, 0, text + sent, 1000);
    }
    fixture_settle(fixture);
    client_vanish(client);
    assert_string_equal(fixture_read(fixture, "/f"), "old");
    assert_true(has_part(fixture, "/"));

    client = client_open(fixture, "ann");
    assert_string_equal(listing(client, 0, "/"), "f=3 ");
    stream = put_request(client, PROTO_PATH_RESUME, "/f", text, 40000);
    while (!client_event(client, stream, PROTO_ACCEPT, 0)) dev_poll(fixture->dev, 0);
    struct proto_accept accept;
    const struct event *event = client_event(client, stream, PROTO_ACCEPT, 0);
    proto_accept_parse(event->payload, event->length, &accept);
    assert_int_equal(accept.offset, 20000);
    mbedtls_sha256_ret((const uint8_t *)text, 20000, hash, 0);
    assert_memory_equal(accept.hash, hash, 32);
    send_all(client, stream, text + 20000, 20000);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    assert_string_equal(fixture_read(fixture, "/f"), text);
    assert_false(has_part(fixture, "/"));

    stream = put_request(client, PROTO_PATH_RESUME, "/new", "abc", 3);
    while (!client_event(client, stream, PROTO_ACCEPT, 0)) dev_poll(fixture->dev, 0);
    event = client_event(client, stream, PROTO_ACCEPT, 0);
    proto_accept_parse(event->payload, event->length, &accept);
    assert_int_equal(accept.offset, 0);
    send_all(client, stream, "abc", 3);
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    free(text);
}

static void test_two_puts_of_one_file(void **state) {
    struct fixture *fixture = *state;
    struct client *ann = client_open(fixture, "ann");
    struct client *bob = client_open(fixture, "bob");
    unsigned first = put_request(ann, 0, "/f", "from ann", 8);
    fixture_settle(fixture);
    unsigned second = put_request(bob, 0, "/f", "from bob", 8);
    assert_int_equal(client_finish(bob, second), PROTO_STATUS_BUSY);
    send_all(ann, first, "from ann", 8);
    assert_int_equal(client_finish(ann, first), PROTO_STATUS_OK);
    assert_string_equal(fixture_read(fixture, "/f"), "from ann");
}

static void test_commands(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    struct {
        enum proto_message_type type;
        unsigned options;
        const char *from, *to;
        unsigned status;
    } rows[] = {
        {PROTO_MKDIR, 0, "/d", NULL, PROTO_STATUS_OK},
        {PROTO_MKDIR, 0, "/d", NULL, PROTO_STATUS_EXISTS},
        {PROTO_MKDIR, PROTO_PATH_PARENTS, "/d", NULL, PROTO_STATUS_OK},
        {PROTO_MKDIR, 0, "/x/y", NULL, PROTO_STATUS_NOT_FOUND},
        {PROTO_MKDIR, PROTO_PATH_PARENTS, "/d/e/f", NULL, PROTO_STATUS_OK},
        {PROTO_COPY, 0, "/a", "/d/e/a", PROTO_STATUS_OK},
        {PROTO_COPY, PROTO_PATH_KEEP, "/a", "/d/e/a", PROTO_STATUS_EXISTS},
        {PROTO_COPY, 0, "/d", "/c", PROTO_STATUS_IS_DIRECTORY},
        {PROTO_COPY, PROTO_PATH_RECURSIVE, "/d", "/d/e/loop", PROTO_STATUS_INVALID},
        {PROTO_COPY, PROTO_PATH_RECURSIVE, "/d", "/c", PROTO_STATUS_OK},
        {PROTO_RENAME, 0, "/a", "/b", PROTO_STATUS_OK},
        {PROTO_RENAME, 0, "/a", "/b", PROTO_STATUS_NOT_FOUND},
        {PROTO_RENAME, PROTO_PATH_KEEP, "/b", "/c/e/a", PROTO_STATUS_EXISTS},
        {PROTO_RENAME, 0, "/d", "/d/inside", PROTO_STATUS_INVALID},
        {PROTO_RMDIR, 0, "/d", NULL, PROTO_STATUS_NOT_EMPTY},
        {PROTO_RMDIR, 0, "/d/e/f", NULL, PROTO_STATUS_OK},
        {PROTO_RMDIR, 0, "/b", NULL, PROTO_STATUS_NOT_DIRECTORY},
        {PROTO_REMOVE, 0, "/d", NULL, PROTO_STATUS_IS_DIRECTORY},
        {PROTO_REMOVE, PROTO_PATH_RECURSIVE, "/d", NULL, PROTO_STATUS_OK},
        {PROTO_REMOVE, 0, "/nothing", NULL, PROTO_STATUS_NOT_FOUND},
        {PROTO_REMOVE, PROTO_PATH_FORCE, "/nothing", NULL, PROTO_STATUS_OK},
        {PROTO_REMOVE, 0, "/b", NULL, PROTO_STATUS_OK},
    };
    fixture_write(fixture, "/a", "content");
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned stream = rows[i].to
                              ? client_paths(client, rows[i].type, rows[i].options, rows[i].from, rows[i].to)
                              : client_path(client, rows[i].type, rows[i].options, rows[i].from);
        unsigned status = client_finish(client, stream);
        if (status != rows[i].status)
            fail_msg("row %u: %s instead of %s", i, proto_status_name(status),
                     proto_status_name(rows[i].status));
    }
    assert_string_equal(listing(client, PROTO_PATH_RECURSIVE, "/"), "c/=0 c/e/=0 c/e/a=7 c/e/f/=0 ");
    assert_string_equal(fixture_read(fixture, "/c/e/a"), "content");
}

static void test_statvfs(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    unsigned stream = client_path(client, PROTO_STATVFS, 0, "/");
    assert_int_equal(client_finish(client, stream), PROTO_STATUS_OK);
    struct proto_space space;
    const struct event *event = client_event(client, stream, PROTO_SPACE, 0);
    assert_int_equal(proto_space_parse(event->payload, event->length, &space), 0);
    assert_true(space.blocks > 0 && space.block_size > 0);
}

/* A link in the root that leads out of it is not followed. */
static void test_no_way_out(void **state) {
    struct fixture *fixture = *state;
    struct client *client = client_open(fixture, "ann");
    char full[600];
    unsigned stream;
    snprintf(full, sizeof full, "%s/link", fixture->root);
    assert_int_equal(symlink("/etc", full), 0);
    assert_int_not_equal(get(client, 0, 0, UINT64_MAX, "/link/passwd", &stream), PROTO_STATUS_OK);
    assert_int_not_equal(put(client, 0, "/link/krait-test", "x"), PROTO_STATUS_OK);
}

/* A download whose reader stands still costs the others nothing. */
static void test_a_stalled_get_holds_nobody(void **state) {
    struct fixture *fixture = *state;
    struct client *slow = client_open(fixture, "slow");
    struct client *fast = client_open(fixture, "fast");
    char *text = big_text(60000);
    uint8_t payload[64];
    struct proto_writer writer;
    struct proto_get message = {0, 0, UINT64_MAX, proto_text("/big")};
    fixture_write(fixture, "/big", text);
    slow->stalled = true;
    proto_writer_init(&writer, payload, sizeof payload);
    proto_get_write(&writer, &message);
    client_request(slow, PROTO_GET, PROTO_FLAG_END, &writer);
    fixture_settle(fixture);
    assert_in_range(slow->bytes, 1, 4096);
    unsigned stream = client_path(slow, PROTO_STAT, 0, "/big");
    assert_int_equal(client_finish(slow, stream), PROTO_STATUS_OK);
    assert_int_equal(get(fast, 0, 0, UINT64_MAX, "/big", &stream), PROTO_STATUS_OK);
    assert_int_equal(fast->bytes, 60000);
    free(text);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_stat),
        TEST(test_list_is_sorted_and_deep),
        TEST(test_a_manifest_is_remembered),
        TEST(test_get),
        TEST(test_put),
        TEST(test_a_wrong_hash_leaves_the_old_file),
        TEST(test_a_full_disk_is_reported),
        TEST(test_resume_after_a_broken_link),
        TEST(test_two_puts_of_one_file),
        TEST(test_commands),
        TEST(test_statvfs),
        TEST(test_no_way_out),
        TEST(test_a_stalled_get_holds_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Cursors over message payloads: a reader and a writer that never leave their buffer.
 *
 * All integers are little-endian. A string is u16 length and that many bytes without a zero byte; a list of
 * strings is u16 count and the strings. The first thing that does not fit makes the cursor fail for good:
 * later reads give zeros and empty strings, later writes nothing, so that a message is read or written field
 * by field and checked once, at its end. Nothing is copied: strings and bytes point into the payload and live
 * as long as it does. */
#ifndef KRAIT_PROTO_CURSOR_H
#define KRAIT_PROTO_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROTO_DIGEST_BYTES 32

/* Text inside a payload; not terminated by a zero. */
struct proto_text {
    const char *text;
    uint16_t length;
};

/* Bytes to the end of a payload. */
struct proto_bytes {
    const uint8_t *data;
    size_t length;
};

/* A list of strings in its encoded form, already checked: proto_list_next() walks it. */
struct proto_list {
    uint16_t count;      /* strings left */
    const uint8_t *data; /* the encoded strings, u16 length and bytes each */
    size_t length;
};

struct proto_reader {
    const uint8_t *at;
    const uint8_t *end;
    int error; /* 0, or MESSAGE_SHORT or MESSAGE_VALUE */
};

struct proto_writer {
    uint8_t *start;
    uint8_t *at;
    uint8_t *end;
    int error; /* 0, SPACE, or ARGUMENT for a string longer than 65,535 bytes or with a zero byte */
};

void proto_reader_init(struct proto_reader *reader, const uint8_t *data, size_t length);

uint8_t proto_read_u8(struct proto_reader *reader);
uint16_t proto_read_u16(struct proto_reader *reader);
uint32_t proto_read_u32(struct proto_reader *reader);
uint64_t proto_read_u64(struct proto_reader *reader);
int32_t proto_read_i32(struct proto_reader *reader);
int64_t proto_read_i64(struct proto_reader *reader);
struct proto_text proto_read_string(struct proto_reader *reader);
struct proto_list proto_read_strings(struct proto_reader *reader);
struct proto_bytes proto_read_rest(struct proto_reader *reader);
const uint8_t *proto_read_digest(struct proto_reader *reader); /* 32 bytes; never NULL unless failed */
const uint8_t *proto_read_maybe(struct proto_reader *reader);  /* u8 0 or 1, then a digest; NULL for 0 */

size_t proto_reader_left(const struct proto_reader *reader);

/* 0 when everything was read without error and nothing is left; MESSAGE_SHORT, MESSAGE_VALUE, MESSAGE_LONG.
 */
int proto_reader_finish(const struct proto_reader *reader);

void proto_writer_init(struct proto_writer *writer, uint8_t *data, size_t capacity);

void proto_write_u8(struct proto_writer *writer, uint8_t value);
void proto_write_u16(struct proto_writer *writer, uint16_t value);
void proto_write_u32(struct proto_writer *writer, uint32_t value);
void proto_write_u64(struct proto_writer *writer, uint64_t value);
void proto_write_i32(struct proto_writer *writer, int32_t value);
void proto_write_i64(struct proto_writer *writer, int64_t value);
void proto_write_string(struct proto_writer *writer, struct proto_text value);
void proto_write_strings(struct proto_writer *writer, struct proto_list value);
void proto_write_rest(struct proto_writer *writer, struct proto_bytes value);
void proto_write_digest(struct proto_writer *writer, const uint8_t *value);
void proto_write_maybe(struct proto_writer *writer, const uint8_t *value);

/* The bytes written so far, or the writer's error. */
int proto_writer_finish(const struct proto_writer *writer);

/* A text of a C string; one longer than 65,535 bytes is cut. */
struct proto_text proto_text(const char *text);

/* A text of bytes with their length; longer than 65,535 is cut. */
struct proto_text proto_text_of(const char *text, size_t length);

/* Copies a text into a C string, cut to what fits. Returns false when it was cut. */
bool proto_text_copy(struct proto_text text, char *output, size_t capacity);

bool proto_text_is(struct proto_text text, const char *other);

/* Encodes strings for a message with a list: appends to `buffer`, which must outlive *list. SPACE, ARGUMENT.
 */
int proto_list_make(struct proto_list *list, uint8_t *buffer, size_t capacity, const char *const *strings,
                    size_t count);

/* Takes the next string off the list; false when there is none. */
bool proto_list_next(struct proto_list *list, struct proto_text *text);

#endif

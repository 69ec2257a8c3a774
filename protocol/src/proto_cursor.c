/* Cursors over message payloads.
 *
 * Invariant: start <= at <= end, and after an error at == end for readers and nothing more is written by
 * writers. Every access goes through take() or room(), which compare a length with what is left and never add
 * it to a pointer first. */
#include "krait/proto_cursor.h"

#include <string.h>

#include "krait/proto_error.h"

void proto_reader_init(struct proto_reader *reader, const uint8_t *data, size_t length) {
    static const uint8_t nothing[1];
    reader->at = data ? data : nothing;
    reader->end = reader->at + (data ? length : 0);
    reader->error = PROTO_OK;
}

size_t proto_reader_left(const struct proto_reader *reader) {
    return (size_t)(reader->end - reader->at);
}

static void fail_read(struct proto_reader *reader, int error) {
    if (reader->error == PROTO_OK) reader->error = error;
    reader->at = reader->end;
}

/* The next `length` bytes, or NULL and the reader has failed. */
static const uint8_t *take(struct proto_reader *reader, size_t length) {
    if (length > proto_reader_left(reader)) {
        fail_read(reader, PROTO_ERR_MESSAGE_SHORT);
        return NULL;
    }
    const uint8_t *data = reader->at;
    reader->at += length;
    return data;
}

static uint64_t take_integer(struct proto_reader *reader, size_t bytes) {
    const uint8_t *data = take(reader, bytes);
    uint64_t value = 0;
    if (!data) return 0;
    for (size_t i = bytes; i-- > 0;) value = value << 8 | data[i];
    return value;
}

uint8_t proto_read_u8(struct proto_reader *reader) {
    return (uint8_t)take_integer(reader, 1);
}

uint16_t proto_read_u16(struct proto_reader *reader) {
    return (uint16_t)take_integer(reader, 2);
}

uint32_t proto_read_u32(struct proto_reader *reader) {
    return (uint32_t)take_integer(reader, 4);
}

uint64_t proto_read_u64(struct proto_reader *reader) {
    return take_integer(reader, 8);
}

int32_t proto_read_i32(struct proto_reader *reader) {
    return (int32_t)proto_read_u32(reader);
}

int64_t proto_read_i64(struct proto_reader *reader) {
    return (int64_t)proto_read_u64(reader);
}

struct proto_text proto_read_string(struct proto_reader *reader) {
    struct proto_text text = {"", 0};
    uint16_t length = proto_read_u16(reader);
    const uint8_t *data = take(reader, length);
    if (!data || length == 0) return text;
    if (memchr(data, 0, length)) {
        fail_read(reader, PROTO_ERR_MESSAGE_VALUE);
        return text;
    }
    text.text = (const char *)data;
    text.length = length;
    return text;
}

struct proto_list proto_read_strings(struct proto_reader *reader) {
    struct proto_list list = {0, NULL, 0};
    uint16_t count = proto_read_u16(reader);
    const uint8_t *data = reader->at;
    for (uint16_t i = 0; i < count && !reader->error; i++) proto_read_string(reader);
    if (reader->error) return list;
    list.count = count;
    list.data = data;
    list.length = (size_t)(reader->at - data);
    return list;
}

struct proto_bytes proto_read_rest(struct proto_reader *reader) {
    struct proto_bytes bytes = {reader->at, proto_reader_left(reader)};
    reader->at = reader->end;
    return bytes;
}

const uint8_t *proto_read_digest(struct proto_reader *reader) {
    return take(reader, PROTO_DIGEST_BYTES);
}

const uint8_t *proto_read_maybe(struct proto_reader *reader) {
    uint8_t present = proto_read_u8(reader);
    if (present > 1) fail_read(reader, PROTO_ERR_MESSAGE_VALUE);
    return present == 1 ? take(reader, PROTO_DIGEST_BYTES) : NULL;
}

int proto_reader_finish(const struct proto_reader *reader) {
    if (reader->error) return reader->error;
    return reader->at == reader->end ? PROTO_OK : PROTO_ERR_MESSAGE_LONG;
}

void proto_writer_init(struct proto_writer *writer, uint8_t *data, size_t capacity) {
    writer->start = data;
    writer->at = data;
    writer->end = data + capacity;
    writer->error = PROTO_OK;
}

/* Room for `length` more bytes, or NULL and the writer has failed. */
static uint8_t *room(struct proto_writer *writer, size_t length) {
    if (writer->error) return NULL;
    if (length > (size_t)(writer->end - writer->at)) {
        writer->error = PROTO_ERR_SPACE;
        return NULL;
    }
    uint8_t *place = writer->at;
    writer->at += length;
    return place;
}

static void put_integer(struct proto_writer *writer, uint64_t value, size_t bytes) {
    uint8_t *place = room(writer, bytes);
    for (size_t i = 0; place && i < bytes; i++) place[i] = (uint8_t)(value >> (8 * i));
}

static void put_bytes(struct proto_writer *writer, const void *data, size_t length) {
    uint8_t *place = room(writer, length);
    if (place && length) memcpy(place, data, length);
}

void proto_write_u8(struct proto_writer *writer, uint8_t value) {
    put_integer(writer, value, 1);
}

void proto_write_u16(struct proto_writer *writer, uint16_t value) {
    put_integer(writer, value, 2);
}

void proto_write_u32(struct proto_writer *writer, uint32_t value) {
    put_integer(writer, value, 4);
}

void proto_write_u64(struct proto_writer *writer, uint64_t value) {
    put_integer(writer, value, 8);
}

void proto_write_i32(struct proto_writer *writer, int32_t value) {
    put_integer(writer, (uint32_t)value, 4);
}

void proto_write_i64(struct proto_writer *writer, int64_t value) {
    put_integer(writer, (uint64_t)value, 8);
}

void proto_write_string(struct proto_writer *writer, struct proto_text value) {
    if (value.length && memchr(value.text, 0, value.length)) {
        if (!writer->error) writer->error = PROTO_ERR_ARGUMENT;
        return;
    }
    proto_write_u16(writer, value.length);
    put_bytes(writer, value.text, value.length);
}

void proto_write_strings(struct proto_writer *writer, struct proto_list value) {
    proto_write_u16(writer, value.count);
    put_bytes(writer, value.data, value.length);
}

void proto_write_rest(struct proto_writer *writer, struct proto_bytes value) {
    put_bytes(writer, value.data, value.length);
}

void proto_write_digest(struct proto_writer *writer, const uint8_t *value) {
    if (!value) {
        if (!writer->error) writer->error = PROTO_ERR_ARGUMENT;
        return;
    }
    put_bytes(writer, value, PROTO_DIGEST_BYTES);
}

void proto_write_maybe(struct proto_writer *writer, const uint8_t *value) {
    proto_write_u8(writer, value != NULL);
    if (value) put_bytes(writer, value, PROTO_DIGEST_BYTES);
}

int proto_writer_finish(const struct proto_writer *writer) {
    return writer->error ? writer->error : (int)(writer->at - writer->start);
}

struct proto_text proto_text(const char *text) {
    return proto_text_of(text, text ? strlen(text) : 0);
}

struct proto_text proto_text_of(const char *text, size_t length) {
    struct proto_text result = {text ? text : "", (uint16_t)(length > UINT16_MAX ? UINT16_MAX : length)};
    return result;
}

bool proto_text_copy(struct proto_text text, char *output, size_t capacity) {
    if (capacity == 0) return false;
    bool whole = text.length < capacity;
    size_t length = whole ? text.length : capacity - 1;
    if (length) memcpy(output, text.text, length);
    output[length] = 0;
    return whole;
}

bool proto_text_is(struct proto_text text, const char *other) {
    return strlen(other) == text.length && memcmp(text.text, other, text.length) == 0;
}

int proto_list_make(struct proto_list *list, uint8_t *buffer, size_t capacity, const char *const *strings,
                    size_t count) {
    struct proto_writer writer;
    list->count = 0;
    if (count > UINT16_MAX) return PROTO_ERR_ARGUMENT;
    proto_writer_init(&writer, buffer, capacity);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(strings[i]);
        if (length > UINT16_MAX) return PROTO_ERR_ARGUMENT;
        proto_write_string(&writer, proto_text_of(strings[i], length));
    }
    int length = proto_writer_finish(&writer);
    if (length < 0) return length;
    list->count = (uint16_t)count;
    list->data = buffer;
    list->length = (size_t)length;
    return PROTO_OK;
}

bool proto_list_next(struct proto_list *list, struct proto_text *text) {
    struct proto_reader reader;
    if (list->count == 0) return false;
    proto_reader_init(&reader, list->data, list->length);
    *text = proto_read_string(&reader);
    if (reader.error) return false;
    list->count--;
    list->data = reader.at;
    list->length = proto_reader_left(&reader);
    return true;
}

/* Telnet as a server: who sends bytes only is left alone, options are answered once, RFC 2217 is confirmed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "krait/proto_telnet.h"

struct vector {
    const char *input;
    size_t input_size;
    const char *stream; /* what is left of the input */
    size_t stream_size;
    const char *answer;
    size_t answer_size;
};

#define VECTOR(input, stream, answer)                                                                        \
    { input, sizeof(input) - 1, stream, sizeof(stream) - 1, answer, sizeof(answer) - 1 }

#define OFFER "\xff\xfb\x01\xff\xfb\x03"

static const struct vector vectors[] = {
    VECTOR("plain\r\n\x01\x04", "plain\r\n\x01\x04", ""),
    VECTOR("a\xff\xff\xff\x03z", "a\xff\xff\xff\x03z", ""),       /* no telnet: bytes */
    VECTOR("\xff\xfd\x03z", "z", OFFER),                          /* DO go-ahead: already offered */
    VECTOR("\xff\xfd\x00", "", OFFER "\xff\xfb\x00"),             /* DO binary */
    VECTOR("\xff\xfb\x00\xff\xfb\x00", "", OFFER "\xff\xfd\x00"), /* WILL binary, once */
    VECTOR("\xff\xfb\x01", "", OFFER "\xff\xfe\x01"),             /* its echo is refused */
    VECTOR("\xff\xfb\x1f\xff\xfd\x18", "", OFFER "\xff\xfe\x1f\xff\xfc\x18"),      /* unknown both ways */
    VECTOR("\xff\xfe\x01", "", OFFER "\xff\xfc\x01"),                              /* DONT echo */
    VECTOR("\xff\xfd\x03\xff\xff\xff\xf4\xff\xf3\xff\xf9", "\xff\x03\x03", OFFER), /* IAC IAC, IP, BRK, GA */
    VECTOR("\xff\xfd\x03"
           "a\r\0b\r\n",
           "a\rb\r\n", OFFER), /* CR NUL */
    VECTOR("\xff\xfb\x00\r\0", "\r\0", OFFER "\xff\xfd\x00"),
    VECTOR("\xff\xfb\x2c\xff\xfa\x2c\x01\x00\x00\x25\x80\xff\xf0", "",
           OFFER "\xff\xfd\x2c\xff\xfa\x2c\x65\x00\x00\x25\x80\xff\xf0"), /* 9600 baud */
    VECTOR("\xff\xfa\x2c\x01\x00\x00\x00\x00\xff\xf0", "", OFFER "\xff\xfa\x2c\x65\x00\x01\xc2\x00\xff\xf0"),
    VECTOR("\xff\xfa\x2c\x02\x07\xff\xf0\xff\xfa\x2c\x02\x00\xff\xf0", "",
           OFFER "\xff\xfa\x2c\x66\x07\xff\xf0\xff\xfa\x2c\x66\x07\xff\xf0"),
    VECTOR("\xff\xfa\x2c\x05\x09\xff\xf0\xff\xfa\x2c\x05\x07\xff\xf0", "",
           OFFER "\xff\xfa\x2c\x69\x09\xff\xf0\xff\xfa\x2c\x69\x09\xff\xf0"), /* DTR off, and asked */
    VECTOR("\xff\xfa\x2c\x0b\xff\xff\xff\xf0", "",
           OFFER "\xff\xfa\x2c\x6f\xff\xff\xff\xf0"), /* a mask of 255 */
    VECTOR("\xff\xfa\x2c\x00\xff\xf0", "", OFFER "\xff\xfa\x2c\x64Krait\xff\xf0"),
    VECTOR("\xff\xfa\x2c\xff\xf0\xff\xfa\x2c\x01\x01\xff\xf0\xff\xfa\xff\xf0x", "x", OFFER), /* too short */
    VECTOR("\xff\xfa\x2c\x0d 0123456789012345678901234567890123456789\xff\xf0x", "x", OFFER),
};

static void check(const struct vector *vector, size_t first, size_t step) {
    struct proto_telnet telnet;
    uint8_t out[600], data[128], stream[128];
    const uint8_t *answer;
    size_t kept = 0;
    proto_telnet_init(&telnet, out, sizeof out);
    for (size_t at = 0; at < vector->input_size;) {
        size_t size = at == 0 && first ? first : step;
        if (size > vector->input_size - at) size = vector->input_size - at;
        memcpy(data, vector->input + at, size);
        size_t left = proto_telnet_receive(&telnet, data, size);
        assert_true(left <= size + 1 && size < sizeof data);
        memcpy(stream + kept, data, left);
        kept += left;
        at += size;
    }
    assert_int_equal(kept, vector->stream_size);
    assert_memory_equal(stream, vector->stream, kept);
    size_t size = proto_telnet_pull(&telnet, &answer);
    assert_int_equal(size, vector->answer_size);
    assert_memory_equal(answer, vector->answer, size);
}

static void vectors_do_not_depend_on_how_they_are_cut(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        for (size_t first = 1; first <= vectors[i].input_size; first++)
            check(&vectors[i], first, vectors[i].input_size);
        check(&vectors[i], 0, 1);
    }
}

static void output_is_escaped_for_telnet_only(void **state) {
    struct proto_telnet telnet;
    uint8_t out[600], data[] = "\xff\xfd\x00";
    const uint8_t *pulled;
    (void)state;
    proto_telnet_init(&telnet, out, sizeof out);
    assert_int_equal(proto_telnet_send(&telnet, (const uint8_t *)"a\xff", 2), 2);
    assert_int_equal(proto_telnet_pull(&telnet, &pulled), 2);
    proto_telnet_give(&telnet, 2);
    proto_telnet_receive(&telnet, data, 3);
    proto_telnet_give(&telnet, 9);
    assert_int_equal(proto_telnet_send(&telnet, (const uint8_t *)"a\xff\xff", 3), 3);
    assert_int_equal(proto_telnet_pull(&telnet, &pulled), 5);
    assert_memory_equal(pulled, "a\xff\xff\xff\xff", 5);
}

/* The stream never takes the room of answers, and answers never overflow. */
static void room_is_kept(void **state) {
    struct proto_telnet telnet;
    uint8_t out[300], data[3];
    static const uint8_t much[1000];
    (void)state;
    proto_telnet_init(&telnet, out, sizeof out);
    size_t taken = proto_telnet_send(&telnet, much, sizeof much);
    assert_in_range(taken, 1, sizeof out - PROTO_TELNET_ANSWERS);
    for (int i = 0; i < 1000; i++) {
        memcpy(data, "\xff\xfd\x18", 3);
        proto_telnet_receive(&telnet, data, 3);
    }
    assert_true(telnet.size <= sizeof out);
    proto_telnet_give(&telnet, sizeof out);
    assert_int_equal(telnet.size, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_do_not_depend_on_how_they_are_cut),
        cmocka_unit_test(output_is_escaped_for_telnet_only),
        cmocka_unit_test(room_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

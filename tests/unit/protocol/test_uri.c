/* Pairing URIs: what is accepted, what is not, and that one key has one spelling. */
#include "glue.h"
#include "krait/proto_uri.h"

#define KEY_TEXT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" /* bytes 0 to 31 */

static int parse(const char *text, struct proto_uri *uri) {
    struct bytes in = bytes_copy(text, strlen(text));
    int result = proto_uri_parse(uri, (const char *)in.data, in.length);
    bytes_free(&in);
    return result;
}

static void accepts(const char *text, const char *host, unsigned port, const char *printed) {
    struct proto_uri uri;
    char out[PROTO_URI_MAX];
    assert_error(parse(text, &uri), OK);
    assert_string_equal(uri.host, host);
    assert_int_equal(uri.port, port);
    for (uint8_t i = 0; i < PROTO_KEY_BYTES; i++) assert_int_equal(uri.key[i], i);
    assert_int_equal(proto_uri_format(&uri, out, sizeof out), strlen(printed));
    assert_string_equal(out, printed);
}

static void accepts_names_and_addresses(void **state) {
    (void)state;
    accepts("krait://greenhouse.local/#" KEY_TEXT, "greenhouse.local", 8266,
            "krait://greenhouse.local:8266/#" KEY_TEXT);
    accepts("krait://10.0.0.7:99/#" KEY_TEXT, "10.0.0.7", 99, "krait://10.0.0.7:99/#" KEY_TEXT);
    accepts("krait://[::1]:65535/#" KEY_TEXT, "::1", 65535, "krait://[::1]:65535/#" KEY_TEXT);
    accepts("krait://[fe80::1%eth0]/#" KEY_TEXT, "fe80::1%eth0", 8266,
            "krait://[fe80::1%eth0]:8266/#" KEY_TEXT);
}

static void refuses_everything_else(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int error;
    } cases[] = {
        {"", PROTO_ERR_URI_SCHEME},
        {"krait:/", PROTO_ERR_URI_SCHEME},
        {"Krait://h/#" KEY_TEXT, PROTO_ERR_URI_SCHEME},
        {"http://h/#" KEY_TEXT, PROTO_ERR_URI_SCHEME},
        {"krait:///#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://:8266/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://a b/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://a\r\nb/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://-o/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://[]/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://[::1/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://[h]/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://[1.2.3.4]/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://[::1]x/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://h:/#" KEY_TEXT, PROTO_ERR_URI_PORT},
        {"krait://h:0/#" KEY_TEXT, PROTO_ERR_URI_PORT},
        {"krait://h:080/#" KEY_TEXT, PROTO_ERR_URI_PORT},
        {"krait://h:65536/#" KEY_TEXT, PROTO_ERR_URI_PORT},
        {"krait://h:+1/#" KEY_TEXT, PROTO_ERR_URI_PORT},
        {"krait://::1/#" KEY_TEXT, PROTO_ERR_URI_HOST},
        {"krait://h", PROTO_ERR_URI_PATH},
        {"krait://h/", PROTO_ERR_URI_PATH},
        {"krait://h#" KEY_TEXT, PROTO_ERR_URI_PATH},
        {"krait://h/p#" KEY_TEXT, PROTO_ERR_URI_PATH},
        {"krait://h/?q#" KEY_TEXT, PROTO_ERR_URI_PATH},
        {"krait://u@h/#" KEY_TEXT, PROTO_ERR_URI_PATH},
        {"krait://h/#", PROTO_ERR_URI_KEY},
        {"krait://h/#" KEY_TEXT "=", PROTO_ERR_URI_KEY},
        {"krait://h/#" KEY_TEXT "A", PROTO_ERR_URI_KEY},
        {"krait://h/#AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9", PROTO_ERR_URI_KEY},
        {"krait://h/#AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+", PROTO_ERR_URI_KEY},
        {"krait://h/#AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh ", PROTO_ERR_URI_KEY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proto_uri uri;
        int result = parse(cases[i].text, &uri);
        if (result != cases[i].error) print_error("%s: %s\n", cases[i].text, proto_error_name(result));
        assert_int_equal(result, cases[i].error);
        assert_int_equal(uri.port, 0);
    }
}

static void refuses_hosts_that_are_too_long(void **state) {
    (void)state;
    char text[400], host[PROTO_HOST_MAX + 1];
    uint16_t port;
    memset(text, 'a', sizeof text);
    assert_error(proto_authority_parse(text, PROTO_HOST_MAX, host, &port, 1), OK);
    assert_error(proto_authority_parse(text, PROTO_HOST_MAX + 1, host, &port, 1), URI_HOST);
}

static void cut_uris_are_refused(void **state) {
    (void)state;
    static const char text[] = "krait://[::1]:8266/#" KEY_TEXT;
    for (size_t cut = 0; cut < sizeof text - 1; cut++) {
        struct proto_uri uri;
        struct bytes in = bytes_copy(text, cut);
        assert_true(proto_uri_parse(&uri, (const char *)in.data, in.length) < 0);
        bytes_free(&in);
    }
}

static void every_digit_of_a_key_matters(void **state) {
    (void)state;
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned accepted = 0;
    for (unsigned c = 1; c < 256; c++) {
        char text[] = KEY_TEXT, back[PROTO_KEY_CHARS + 1];
        uint8_t key[PROTO_KEY_BYTES];
        text[10] = (char)c;
        if (proto_key_parse(key, text, PROTO_KEY_CHARS)) continue;
        assert_non_null(strchr(digits, (int)c));
        proto_key_format(key, back);
        assert_string_equal(back, text);
        accepted++;
    }
    assert_int_equal(accepted, 64);
}

static void format_needs_its_room(void **state) {
    (void)state;
    struct proto_uri uri = {.host = "::1", .port = 1};
    char *out;
    for (size_t capacity = 0; capacity < 90; capacity++) {
        out = malloc(capacity + 1);
        assert_non_null(out);
        int result = proto_uri_format(&uri, out, capacity);
        if (result < 0)
            assert_error(result, SPACE);
        else
            assert_true((size_t)result < capacity);
        free(out);
    }
    char big[PROTO_URI_MAX];
    memset(uri.host, 'h', PROTO_HOST_MAX);
    uri.port = 65535;
    assert_true(proto_uri_format(&uri, big, sizeof big) > 0);
    uri.port = 0;
    assert_error(proto_uri_format(&uri, big, sizeof big), URI_PORT);
}

/* The value was computed apart: SHA-256 of "krait key" and the bytes 0 to 31. */
static void fingerprint_is_short_and_stable(void **state) {
    (void)state;
    uint8_t key[PROTO_KEY_BYTES];
    char text[PROTO_FINGERPRINT_CHARS + 1];
    for (uint8_t i = 0; i < PROTO_KEY_BYTES; i++) key[i] = i;
    proto_key_fingerprint(key, text);
    assert_string_equal(text, "c04b-f468-916e-179e");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_names_and_addresses),     cmocka_unit_test(refuses_everything_else),
        cmocka_unit_test(refuses_hosts_that_are_too_long), cmocka_unit_test(cut_uris_are_refused),
        cmocka_unit_test(every_digit_of_a_key_matters),    cmocka_unit_test(format_needs_its_room),
        cmocka_unit_test(fingerprint_is_short_and_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Status and error tables: numbers that must not move, and ways there and back. */
#include <errno.h>

#include "glue.h"

static void statuses_go_to_errno_and_back(void **state) {
    (void)state;
    static const unsigned plain[] = {PROTO_STATUS_OK,
                                     PROTO_STATUS_NOT_FOUND,
                                     PROTO_STATUS_EXISTS,
                                     PROTO_STATUS_NOT_DIRECTORY,
                                     PROTO_STATUS_NOT_EMPTY,
                                     PROTO_STATUS_NO_SPACE,
                                     PROTO_STATUS_IS_DIRECTORY,
                                     PROTO_STATUS_IO,
                                     PROTO_STATUS_ACCESS,
                                     PROTO_STATUS_INVALID,
                                     PROTO_STATUS_NAME_TOO_LONG,
                                     PROTO_STATUS_READ_ONLY,
                                     PROTO_STATUS_CROSS_DEVICE};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        assert_int_equal(proto_status_from_errno(proto_status_errno(plain[i])), plain[i]);
    }
    assert_int_equal(proto_status_from_errno(EPERM), PROTO_STATUS_ACCESS);
    assert_int_equal(proto_status_from_errno(EDQUOT), PROTO_STATUS_NO_SPACE);
    assert_int_equal(proto_status_from_errno(123456), PROTO_STATUS_IO);
}

static void numbers_stay(void **state) {
    (void)state;
    assert_int_equal(PROTO_STATUS_OK, 0);
    assert_int_equal(PROTO_STATUS_NO_SPACE, 7);
    assert_int_equal(PROTO_STATUS_BUSY, 12);
    assert_int_equal(PROTO_STATUS_LOOP, 26);
    assert_string_equal(proto_status_name(PROTO_STATUS_BUSY), "BUSY");
    assert_string_equal(proto_status_text(1000), "unknown status");
    assert_int_equal(proto_status_errno(PROTO_STATUS_NO_SPACE), ENOSPC);
}

static void exits_are_those_of_the_command(void **state) {
    (void)state;
    assert_int_equal(proto_status_exit(PROTO_STATUS_OK), 0);
    assert_int_equal(proto_status_exit(PROTO_STATUS_EXCEPTION), 1);
    assert_int_equal(proto_status_exit(PROTO_STATUS_GONE), 3);
    assert_int_equal(proto_status_exit(PROTO_STATUS_REFUSED), 4);
    assert_int_equal(proto_status_exit(PROTO_STATUS_TIMEOUT), 5);
    assert_int_equal(proto_status_exit(PROTO_STATUS_NO_SPACE), 6);
    assert_int_equal(proto_status_exit(1000), 6);
}

static void errors_have_texts(void **state) {
    (void)state;
    assert_string_equal(proto_error_name(PROTO_ERR_LINK_CREDIT), "LINK_CREDIT");
    assert_string_equal(proto_error_text(PROTO_ERR_LINK_CREDIT), "the window is exceeded");
    assert_string_equal(proto_error_name(PROTO_OK), "OK");
    assert_string_equal(proto_error_text(-999), "unknown error");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_go_to_errno_and_back),
        cmocka_unit_test(numbers_stay),
        cmocka_unit_test(exits_are_those_of_the_command),
        cmocka_unit_test(errors_have_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

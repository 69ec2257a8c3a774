/* X25519: the vectors of RFC 7748, numbers at the edges of the field, and mbedTLS's curve as a second
 * opinion. */
#include "glue.h"

#include <mbedtls/ecp.h>

#include "krait/proto_error.h"
#include "krait/proto_noise.h"
#include "proto_x25519.h"

static void from_hex(const char *hex, uint8_t bytes[32]) {
    for (unsigned i = 0; i < 32; i++) {
        unsigned value;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &value), 1);
        bytes[i] = (uint8_t)value;
    }
}

static void check(const char *scalar, const char *point, const char *expected) {
    uint8_t s[32], p[32], e[32], output[32];
    from_hex(scalar, s);
    from_hex(point, p);
    from_hex(expected, e);
    assert_int_equal(proto_x25519(output, s, p), PROTO_OK);
    assert_memory_equal(output, e, 32);
}

static void test_vectors(void **state) {
    (void)state;
    check("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
          "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
          "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    check("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
          "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
          "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
}

/* Each result is the next scalar, each scalar the next point; small points are hard on the carries. */
static void test_a_thousand_times(void **state) {
    uint8_t k[32] = {9}, u[32] = {9}, result[32], expected[32];
    (void)state;
    for (unsigned i = 1; i <= 1000; i++) {
        assert_int_equal(proto_x25519(result, k, u), PROTO_OK);
        memcpy(u, k, 32);
        memcpy(k, result, 32);
        if (i != 1) continue;
        from_hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", expected);
        assert_memory_equal(k, expected, 32);
    }
    from_hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", expected);
    assert_memory_equal(k, expected, 32);
}

/* What mbedTLS says; false for a point that it refuses. */
static bool second_opinion(uint8_t output[32], const uint8_t scalar[32], const uint8_t point[32]) {
    mbedtls_ecp_group group;
    mbedtls_ecp_point p, result;
    mbedtls_mpi k;
    uint8_t clamped[32];
    size_t length;
    memcpy(clamped, scalar, 32);
    clamped[0] &= 248;
    clamped[31] = (uint8_t)((clamped[31] & 127) | 64);
    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&p);
    mbedtls_ecp_point_init(&result);
    mbedtls_mpi_init(&k);
    bool good =
        mbedtls_ecp_group_load(&group, MBEDTLS_ECP_DP_CURVE25519) == 0 &&
        mbedtls_mpi_read_binary_le(&k, clamped, 32) == 0 &&
        mbedtls_ecp_point_read_binary(&group, &p, point, 32) == 0 &&
        mbedtls_ecp_mul(&group, &result, &k, &p, NULL, NULL) == 0 &&
        mbedtls_ecp_point_write_binary(&group, &result, MBEDTLS_ECP_PF_COMPRESSED, &length, output, 32) == 0;
    mbedtls_ecp_group_free(&group);
    mbedtls_ecp_point_free(&p);
    mbedtls_ecp_point_free(&result);
    mbedtls_mpi_free(&k);
    return good;
}

/* Points around 0 and around p = 2^255 - 19, and any others. */
static void make_point(unsigned n, uint8_t point[32]) {
    for (unsigned i = 0; i < 32; i++) point[i] = (uint8_t)(n < 64 ? 0 : n < 128 ? 255 : rand());
    if (n < 64) point[0] = (uint8_t)n;
    if (n >= 64 && n < 128) {
        point[0] = (uint8_t)(192 + n - 64);
        point[31] = 127;
    }
}

static void test_second_opinion(void **state) {
    uint8_t scalar[32], point[32], ours[32], theirs[32];
    (void)state;
    srand(7748);
    for (unsigned n = 0; n < 512; n++) {
        for (unsigned i = 0; i < 32; i++) scalar[i] = (uint8_t)rand();
        make_point(n, point);
        bool good = second_opinion(theirs, scalar, point);
        assert_int_equal(proto_x25519(ours, scalar, point), good ? PROTO_OK : PROTO_ERR_NOISE_POINT);
        if (good) assert_memory_equal(ours, theirs, 32);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_a_thousand_times),
        cmocka_unit_test(test_second_opinion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* X25519 by mbedTLS's Montgomery ladder.
 *
 * The library refuses the known low-order points itself; the result is compared with zero all the same,
 * because a port may bring another library. Blinding uses the library's own generator, seeded from the
 * scalar. */
#include "proto_x25519.h"

#include <string.h>

#include "krait/proto_error.h"
#include "krait/proto_noise.h"
#include "mbedtls/ecp.h"

struct curve {
    mbedtls_ecp_group group;
    mbedtls_ecp_point point;
    mbedtls_ecp_point result;
    mbedtls_mpi scalar;
};

static void curve_init(struct curve *curve) {
    mbedtls_ecp_group_init(&curve->group);
    mbedtls_ecp_point_init(&curve->point);
    mbedtls_ecp_point_init(&curve->result);
    mbedtls_mpi_init(&curve->scalar);
}

static void curve_release(struct curve *curve) {
    mbedtls_ecp_group_free(&curve->group);
    mbedtls_ecp_point_free(&curve->point);
    mbedtls_ecp_point_free(&curve->result);
    mbedtls_mpi_free(&curve->scalar);
}

static int multiply(struct curve *curve, uint8_t *output, const uint8_t *scalar, const uint8_t *point) {
    uint8_t clamped[32];
    size_t length;
    memcpy(clamped, scalar, sizeof clamped);
    clamped[0] &= 248;
    clamped[31] = (uint8_t)((clamped[31] & 127) | 64);
    int error = mbedtls_ecp_group_load(&curve->group, MBEDTLS_ECP_DP_CURVE25519);
    if (!error) error = mbedtls_mpi_read_binary_le(&curve->scalar, clamped, sizeof clamped);
    proto_wipe(clamped, sizeof clamped);
    if (!error) error = mbedtls_ecp_point_read_binary(&curve->group, &curve->point, point, 32);
    if (!error) {
        error = mbedtls_ecp_mul(&curve->group, &curve->result, &curve->scalar, &curve->point, NULL, NULL);
    }
    if (!error) {
        error = mbedtls_ecp_point_write_binary(&curve->group, &curve->result, MBEDTLS_ECP_PF_COMPRESSED,
                                               &length, output, 32);
    }
    return error;
}

int proto_x25519(uint8_t output[32], const uint8_t scalar[32], const uint8_t point[32]) {
    static const uint8_t zero[32];
    struct curve curve;
    curve_init(&curve);
    int error = multiply(&curve, output, scalar, point);
    curve_release(&curve);
    if (error == MBEDTLS_ERR_MPI_ALLOC_FAILED) return PROTO_ERR_CRYPTO;
    if (error || proto_equal(output, zero, sizeof zero)) return PROTO_ERR_NOISE_POINT;
    return PROTO_OK;
}

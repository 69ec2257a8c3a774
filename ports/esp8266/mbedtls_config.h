#ifndef KRAIT_MBEDTLS_CONFIG_H
#define KRAIT_MBEDTLS_CONFIG_H
/* What the firmware takes of mbedTLS: the primitives of the secure channel and the hash of files. What it
 * allocates comes from lwIP's heap and is given back before the call ends. */
#include "network_memory.h"

#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_PLATFORM_CALLOC_MACRO network_calloc
#define MBEDTLS_PLATFORM_FREE_MACRO   network_free
#define MBEDTLS_CHACHA20_C
#define MBEDTLS_POLY1305_C
#define MBEDTLS_CHACHAPOLY_C
#define MBEDTLS_SHA1_C
#define MBEDTLS_SHA1_PROCESS_ALT /* sha1.c */
#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA224_C
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_MD_C
#define MBEDTLS_HKDF_C

#include "mbedtls/check_config.h"

#endif

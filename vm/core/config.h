#ifndef KR_CONFIG_H
#define KR_CONFIG_H
/* What a port decides about the machine, each with its default. A port overrides them with compiler
 * definitions. */
#include <stddef.h>
#include <stdint.h>

/* 1 where every byte of flash counts: fast paths that only speed up a host's programs become calls, and
 * docstrings go. Nothing behaves differently. */
#ifndef KR_SMALL
#define KR_SMALL 0
#endif

/* 1 where the formats of messages are packed after compilation (tools/shrink.py --pack). */
#ifndef KR_PACKED
#define KR_PACKED 0
#endif

/* 1 in files that a port compiles for loads of single bytes from RAM only, though constants lie in flash, which is read by
 * words: what such a file does read of a constant's bytes, or takes out of a word there, goes through these two. */
#ifndef KR_RAM_BYTES
#define KR_RAM_BYTES 0
#endif

/* A word that was loaded as a word, whatever is taken out of it. */
static inline uint32_t kr_flash_word(uint32_t word) {
    if (KR_RAM_BYTES) __asm__("" : "+r"(word));
    return word;
}

static inline uint8_t kr_flash_byte(const void *at) {
    if (!KR_RAM_BYTES) return *(const uint8_t *)at;
    return (uint8_t)(kr_flash_word(*(const uint32_t *)((uintptr_t)at & ~(uintptr_t)3)) >> ((uintptr_t)at & 3) * 8);
}

/* A member of 8 or 16 bits of an object that may be a constant. */
#if KR_RAM_BYTES
typedef uint32_t kr_flash_words __attribute__((may_alias));
#define KR_FLASH_FIELD(object, field)                                                                        \
    (kr_flash_word(((const kr_flash_words *)(object))[offsetof(__typeof__(*(object)), field) / 4]) >>        \
         offsetof(__typeof__(*(object)), field) % 4 * 8 &                                                    \
     (sizeof(object)->field == 1 ? 0xffu : 0xffffu))
#else
#define KR_FLASH_FIELD(object, field) ((object)->field)
#endif

/* 64 when a Python float is a C double, 32 when it is a C float (chips without a double unit). */
#ifndef KR_FLOAT_BITS
#define KR_FLOAT_BITS 64
#endif

/* 1 when most floats live in the value word itself; needs 64-bit words and doubles. */
#ifndef KR_INLINE_FLOAT
#define KR_INLINE_FLOAT (UINTPTR_MAX > 0xffffffffu && KR_FLOAT_BITS == 64)
#endif

/* Entries of the global attribute cache, a power of two. */
#ifndef KR_ATTRIBUTE_CACHE
#define KR_ATTRIBUTE_CACHE (UINTPTR_MAX > 0xffffffffu ? 1024 : 64)
#endif

/* 1 in the build that is designed to fail: collect at every allocation, move the stack at every growth check.
 */
#ifndef KR_TORTURE
#define KR_TORTURE 0
#endif

/* 1 to run the verifier over all that the compiler makes. */
#ifndef KR_CHECK_CODE
#define KR_CHECK_CODE KR_TORTURE
#endif

/* 1 to keep the docstrings of built-in functions, types and modules. */
#ifndef KR_DOCSTRINGS
#define KR_DOCSTRINGS !KR_SMALL
#endif

/* 1 where mbedTLS (hashes, TLS) and zlib (deflate) are linked; without them modules.def leaves out what needs
 * them. */
#ifndef KR_WITH_MBEDTLS
#define KR_WITH_MBEDTLS 0
#endif
#ifndef KR_WITH_ZLIB
#define KR_WITH_ZLIB 0
#endif

/* 1 where the module ssl is there: sockets, files and select then know its sockets, too. */
#ifndef KR_WITH_SSL
#define KR_WITH_SSL KR_WITH_MBEDTLS
#endif

/* A Python float in C, and what the C library calls its functions: KR_REAL(sin) is sin or sinf. */
#if KR_FLOAT_BITS == 64
typedef double kr_real;
#define KR_REAL(function) function
#else
typedef float kr_real;
#define KR_REAL(function) function##f
#endif

#endif

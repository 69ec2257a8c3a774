/* hashlib over mbedTLS, with the algorithms that the library was built with. A hash object holds the
 * library's context itself, in the VM's heap: nothing is to be freed, and a copy is a copy of its bytes. */
#include "core/config.h"
#if KR_WITH_MBEDTLS || KR_WITH_HASHLIB
#include <mbedtls/md5.h>
#include <mbedtls/sha1.h>
#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>
#include <mbedtls/version.h>
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "run/attribute.h"
#include "run/class.h"
#include "types/byte_string.h"
#include "types/number.h"
#include "types/text.h"

#if MBEDTLS_VERSION_MAJOR < 3
#define mbedtls_md5_starts    mbedtls_md5_starts_ret
#define mbedtls_md5_update    mbedtls_md5_update_ret
#define mbedtls_md5_finish    mbedtls_md5_finish_ret
#define mbedtls_sha1_starts   mbedtls_sha1_starts_ret
#define mbedtls_sha1_update   mbedtls_sha1_update_ret
#define mbedtls_sha1_finish   mbedtls_sha1_finish_ret
#define mbedtls_sha256_starts mbedtls_sha256_starts_ret
#define mbedtls_sha256_update mbedtls_sha256_update_ret
#define mbedtls_sha256_finish mbedtls_sha256_finish_ret
#define mbedtls_sha512_starts mbedtls_sha512_starts_ret
#define mbedtls_sha512_update mbedtls_sha512_update_ret
#define mbedtls_sha512_finish mbedtls_sha512_finish_ret
#endif

#ifdef MBEDTLS_MD5_C
#define IF_MD5(...) __VA_ARGS__
#else
#define IF_MD5(...)
#endif
#ifdef MBEDTLS_SHA512_C
#define IF_SHA512(...) __VA_ARGS__
#else
#define IF_SHA512(...)
#endif

typedef union context {
    IF_MD5(mbedtls_md5_context md5;)
    mbedtls_sha1_context sha1;
    mbedtls_sha256_context sha256;
    IF_SHA512(mbedtls_sha512_context sha512;)
} context;

typedef struct algorithm {
    kr_value name;
    uint8_t digest_size, block_size;
    bool half; /* SHA-224 and SHA-384 are the longer ones with another start, cut */
    uint16_t context_size;
    void (*start)(context *c, bool half);
    void (*update)(context *c, const uint8_t *data, size_t size);
    void (*finish)(context *c, uint8_t *out);
} algorithm;

#ifdef MBEDTLS_MD5_C
static void md5_start(context *c, bool half) {
    (void)half;
    mbedtls_md5_init(&c->md5);
    mbedtls_md5_starts(&c->md5);
}
static void md5_update(context *c, const uint8_t *data, size_t size) {
    mbedtls_md5_update(&c->md5, data, size);
}
static void md5_finish(context *c, uint8_t *out) {
    mbedtls_md5_finish(&c->md5, out);
}
#endif
static void sha1_start(context *c, bool half) {
    (void)half;
    mbedtls_sha1_init(&c->sha1);
    mbedtls_sha1_starts(&c->sha1);
}
static void sha1_update(context *c, const uint8_t *data, size_t size) {
    mbedtls_sha1_update(&c->sha1, data, size);
}
static void sha1_finish(context *c, uint8_t *out) {
    mbedtls_sha1_finish(&c->sha1, out);
}
static void sha256_start(context *c, bool half) {
    mbedtls_sha256_init(&c->sha256);
    mbedtls_sha256_starts(&c->sha256, half);
}
static void sha256_update(context *c, const uint8_t *data, size_t size) {
    mbedtls_sha256_update(&c->sha256, data, size);
}
static void sha256_finish(context *c, uint8_t *out) {
    mbedtls_sha256_finish(&c->sha256, out);
}
#ifdef MBEDTLS_SHA512_C
static void sha512_start(context *c, bool half) {
    mbedtls_sha512_init(&c->sha512);
    mbedtls_sha512_starts(&c->sha512, half);
}
static void sha512_update(context *c, const uint8_t *data, size_t size) {
    mbedtls_sha512_update(&c->sha512, data, size);
}
static void sha512_finish(context *c, uint8_t *out) {
    mbedtls_sha512_finish(&c->sha512, out);
}

#endif

#define CONTEXT(kind) sizeof(mbedtls_##kind##_context), kind##_start, kind##_update, kind##_finish
static const algorithm algorithms[] = {
    {N_sha1, 20, 64, false, CONTEXT(sha1)},
    {N_sha224, 28, 64, true, CONTEXT(sha256)},
    {N_sha256, 32, 64, false, CONTEXT(sha256)},
    IF_MD5({N_md5, 16, 64, false, CONTEXT(md5)}, )
        IF_SHA512({N_sha384, 48, 128, true, CONTEXT(sha512)}, {N_sha512, 64, 128, false, CONTEXT(sha512)}, )};
enum { SHA1, SHA224, SHA256, IF_MD5(MD5, ) IF_SHA512(SHA384, SHA512, ) ALGORITHMS, LONGEST = 64 };

typedef struct hash {
    kr_object head;
    const algorithm *how;
    context context; /* only how->context_size bytes of it are there */
} hash;

static const kr_type hash_type;

static hash *to_hash(kr_value v) {
    return kr_to_pointer(v);
}

static size_t hash_size(const algorithm *how) {
    return offsetof(hash, context) + how->context_size;
}

/* Where constants lie in memory that is read by words only, the library, which reads bytes, gets a copy. */
static void update(const algorithm *how, context *c, kr_span data) {
#if KR_WITH_HASHLIB
    uint8_t block[64];
    for (size_t at = 0; at < data.size; at += sizeof block) {
        size_t size = data.size - at < sizeof block ? data.size - at : sizeof block;
        memcpy(block, data.data + at, size);
        how->update(c, block, size);
    }
#else
    how->update(c, data.data, data.size);
#endif
}

static void add(kr_vm *vm, kr_value v, kr_value data) {
    if (kr_is_str(data)) kr_raise_type(vm, "Strings must be encoded before hashing");
    const kr_ops *ops = kr_type_of(data)->ops;
    if (ops == NULL || ops->buffer == NULL) kr_raise_type(vm, "object supporting the buffer API required");
    kr_span span = kr_span_arg(vm, data);
    update(to_hash(v)->how, &to_hash(v)->context, span);
}

static kr_value hash_new(kr_vm *vm, const algorithm *how, kr_value data) {
    hash *h = kr_new(vm, &hash_type, hash_size(how));
    h->how = how;
    how->start(&h->context, how->half);
    if (data != KR_UNBOUND) add(vm, KR_OBJECT(h), data);
    return KR_OBJECT(h);
}

/* --- methods */

static kr_value hash_update(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    add(vm, argv[0], argv[1]);
    return KR_NONE;
}
KR_METHOD(update, hash_update, 2, 2, NULL, "update(data)\nHash more bytes.");

static hash *copy_of(kr_vm *vm, const hash *h) {
    hash *copy = kr_new(vm, &hash_type, hash_size(h->how));
    memcpy(&copy->how, &h->how, hash_size(h->how) - offsetof(hash, how));
    return copy;
}

static kr_value hash_digest(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t digest[LONGEST];
    (void)argc;
    hash *copy = copy_of(vm, to_hash(argv[0])); /* the object goes on from where it is */
    copy->how->finish(&copy->context, digest);
    return kr_bytes_value(vm, digest, copy->how->digest_size);
}
KR_METHOD(digest, hash_digest, 1, 1, NULL, "digest()\nThe hash of all bytes so far.");

static kr_value hash_hexdigest(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value digest = hash_digest(vm, argc, argv);
    return kr_span_hex(vm, kr_span_of(digest), KR_UNBOUND, KR_UNBOUND);
}
KR_METHOD(hexdigest, hash_hexdigest, 1, 1, NULL, "hexdigest()\nThe hash as hexadecimal digits.");

static kr_value hash_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_OBJECT(copy_of(vm, to_hash(argv[0])));
}
KR_METHOD(copy, hash_copy, 1, 1, NULL, "copy()\nAnother hash that has seen the same bytes.");

static kr_value get_name(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_hash(self)->how->name;
}
static kr_value get_digest_size(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(to_hash(self)->how->digest_size);
}
static kr_value get_block_size(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(to_hash(self)->how->block_size);
}
KR_GETSET(name, get_name, NULL);
KR_GETSET(digest_size, get_digest_size, NULL);
KR_GETSET(block_size, get_block_size, NULL);

static void hash_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, "<%S _hashlib.HASH object @ ", to_hash(v)->how->name);
    kr_write_address(out, v);
    kr_write_text(out, ">");
}

static const kr_member hash_members[] = {
    {N___module__, N__hashlib},
    KR_ENTRY(copy, hash_copy),
    KR_ENTRY(digest, hash_digest),
    KR_ENTRY(hexdigest, hash_hexdigest),
    KR_ENTRY(update, hash_update),
    KR_GETSET_ENTRY(block_size, get_block_size),
    KR_GETSET_ENTRY(digest_size, get_digest_size),
    KR_GETSET_ENTRY(name, get_name),
};
static const kr_ops hash_ops = {.print = hash_print};
static const kr_type hash_type = {.head = {&kr_type_type},
                                  .name = N_HASH,
                                  .base = &kr_object_type,
                                  .solid = &hash_type,
                                  .ops = &hash_ops,
                                  .flags = KR_TYPE_FINAL,
                                  .size = sizeof(hash),
                                  .member_count = sizeof hash_members / sizeof *hash_members,
                                  .members = hash_members};

/* --- the module */

/* One constructor an algorithm; usedforsecurity changes nothing. */
static kr_value construct(kr_vm *vm, size_t which, const kr_value *argv) {
    return hash_new(vm, &algorithms[which], argv[0]);
}
#define CONSTRUCTORS(N)                                                                                      \
    N(sha1, SHA1)                                                                                            \
    N(sha224, SHA224) N(sha256, SHA256) IF_MD5(N(md5, MD5)) IF_SHA512(N(sha384, SHA384) N(sha512, SHA512))
#define CONSTRUCTOR(name, which)                                                                             \
    static kr_value hashlib_##name(kr_vm *vm, size_t argc, const kr_value *argv) {                           \
        (void)argc;                                                                                          \
        return construct(vm, which, argv);                                                                   \
    }                                                                                                        \
    KR_FUNCTION(name, hashlib_##name, 0, 2, "string,*,usedforsecurity",                                      \
                #name "(string=b'', *, usedforsecurity=True)\nA hash object that has seen these bytes.");
CONSTRUCTORS(CONSTRUCTOR)

static const algorithm *find(kr_vm *vm, kr_value name) {
    if (!kr_is_str(name)) kr_raise_type(vm, "new() argument 'name' must be str, not %T", name);
    kr_value lower = kr_call_method(vm, name, N_lower, 0, NULL);
    for (size_t i = 0; i < ALGORITHMS; i++)
        if (kr_equal(vm, algorithms[i].name, lower)) return &algorithms[i];
    kr_raise_value_error(vm, "unsupported hash type %S", name);
}

static kr_value hashlib_new(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return hash_new(vm, find(vm, argv[0]), argv[1]);
}
KR_FUNCTION(new, hashlib_new, 1, 3, "name,data,*,usedforsecurity",
            "new(name, data=b'', *, usedforsecurity=True)\nA hash object of the algorithm with that name.");

/* A keyed hash begins with one block, the key mixed with a constant. */
static void keyed_block(const algorithm *how, context *c, kr_span key, uint8_t mix) {
    uint8_t block[128];
    for (size_t i = 0; i < how->block_size; i++) block[i] = (uint8_t)((i < key.size ? key.data[i] : 0) ^ mix);
    how->start(c, how->half);
    how->update(c, block, how->block_size);
}

/* Contexts of HMAC that have seen the key, so that the rounds of PBKDF2 begin with copies. */
typedef struct keyed {
    const algorithm *how;
    context inner, outer;
} keyed;

static void keyed_start(keyed *k, const algorithm *how, kr_span key) {
    uint8_t digest[LONGEST];
    k->how = how;
    if (key.size > how->block_size) {
        how->start(&k->inner, how->half);
        update(how, &k->inner, key);
        how->finish(&k->inner, digest);
        key = (kr_span){digest, how->digest_size};
    }
    keyed_block(how, &k->inner, key, 0x36);
    keyed_block(how, &k->outer, key, 0x5c);
}

static void keyed_digest(const keyed *k, kr_span first, kr_span second, uint8_t *out) {
    context c = k->inner;
    update(k->how, &c, first);
    update(k->how, &c, second);
    k->how->finish(&c, out);
    c = k->outer;
    k->how->update(&c, out, k->how->digest_size);
    k->how->finish(&c, out);
}

/* RFC 8018. One block of the key: the sum of the rounds' digests. */
static void derive_block(kr_vm *vm, const keyed *k, kr_span salt, uint32_t block, kr_word rounds,
                         uint8_t *out) {
    uint8_t digest[LONGEST];
    const uint8_t number[4] = {(uint8_t)(block >> 24), (uint8_t)(block >> 16), (uint8_t)(block >> 8),
                               (uint8_t)block};
    size_t size = k->how->digest_size;
    keyed_digest(k, salt, (kr_span){number, sizeof number}, digest);
    memcpy(out, digest, size);
    for (kr_word round = 1; round < rounds; round++) {
        keyed_digest(k, (kr_span){digest, size}, (kr_span){digest, 0}, digest);
        for (size_t i = 0; i < size; i++) out[i] ^= digest[i];
        if (round % 256 == 0) kr_poll(vm);
    }
}

static kr_value hashlib_pbkdf2_hmac(kr_vm *vm, size_t argc, const kr_value *argv) {
    keyed k;
    uint8_t block[LONGEST];
    (void)argc;
    const algorithm *how = find(vm, argv[0]);
    kr_word rounds = kr_index_word(vm, argv[3]);
    kr_word size =
        argv[4] == KR_UNBOUND || argv[4] == KR_NONE ? how->digest_size : kr_index_word(vm, argv[4]);
    if (rounds < 1) kr_raise_value_error(vm, "iteration value must be greater than 0.");
    if (size < 1) kr_raise_value_error(vm, "key length must be greater than 0.");
    kr_value key = kr_bytes_value(vm, NULL, (size_t)size);
    kr_value salt = kr_bytes_value(vm, kr_span_arg(vm, argv[2]).data, kr_span_arg(vm, argv[2]).size);
    keyed_start(&k, how, kr_span_arg(vm, argv[1]));
    for (size_t done = 0; done < (size_t)size; done += how->digest_size) {
        size_t left = (size_t)size - done;
        derive_block(vm, &k, kr_span_of(salt), (uint32_t)(done / how->digest_size + 1), rounds, block);
        memcpy(kr_byte_string_data(key) + done, block, left < how->digest_size ? left : how->digest_size);
    }
    return key;
}
KR_FUNCTION(pbkdf2_hmac, hashlib_pbkdf2_hmac, 4, 5, "hash_name,password,salt,iterations,dklen",
            "pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)\nA key from a password.");

static void hashlib_init(kr_vm *vm, kr_dict *globals) {
    kr_value names = kr_set_new(vm, &kr_set_type);
    for (size_t i = 0; i < ALGORITHMS; i++) kr_set_add(vm, kr_to_pointer(names), algorithms[i].name);
    kr_dict_set_name(vm, globals, N_algorithms_available, names);
    kr_dict_set_name(vm, globals, N_algorithms_guaranteed, names);
}

#define CONSTRUCTOR_ENTRY(name, which) KR_ENTRY(name, hashlib_##name),
static const kr_member members[] = {
    CONSTRUCTORS(CONSTRUCTOR_ENTRY) KR_ENTRY(new, hashlib_new),
    KR_ENTRY(pbkdf2_hmac, hashlib_pbkdf2_hmac),
};

const kr_module_def kr_module_hashlib = {N_hashlib, members, sizeof members / sizeof *members, hashlib_init,
                                         "Secure hashes."};
#endif

/* cryptolib: AES as MicroPython has it, over mbedTLS. A cipher object holds the library's context itself. It
 * goes in one direction only, that of its first call, since chained modes have one state. */
#include "core/config.h"
#if KR_WITH_MBEDTLS
#include <mbedtls/aes.h>
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/number.h"

enum mode { MODE_ECB = 1, MODE_CBC = 2, MODE_CTR = 6 };
enum { BLOCK = 16 };

typedef struct cipher {
    kr_object head;
    mbedtls_aes_context context;
    uint8_t chain[BLOCK];  /* CBC: the block before; CTR: the counter */
    uint8_t stream[BLOCK]; /* CTR: what is left of the last block's stream begins at `used` */
    size_t used;
    uint8_t mode, key_size;
    enum { FRESH, ENCRYPTS, DECRYPTS } direction;
    uint8_t key[32]; /* until the direction is known */
} cipher;

static kr_value cipher_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    static const kr_value known[] = {N_key, N_mode, N_IV, 0};
    kr_value args[3];
    kr_bind_named(vm, "aes", known, args, 2, 3, argc, argv, nkw, names);
    kr_word mode = kr_index_word(vm, args[1]);
    bool vector = args[2] != KR_UNBOUND && args[2] != KR_NONE;
    if (mode != MODE_ECB && mode != MODE_CBC && mode != MODE_CTR)
        kr_raise_value_error(vm, "mode must be 1 (ECB), 2 (CBC) or 6 (CTR)");
    cipher *c = kr_new_instance(vm, cls, sizeof *c);
    kr_span key = kr_span_arg(vm, args[0]);
    if (key.size != 16 && key.size != 32) kr_raise_value_error(vm, "the key must have 16 or 32 bytes");
    c->mode = (uint8_t)mode;
    c->key_size = (uint8_t)key.size;
    memcpy(c->key, key.data, key.size);
    if (!vector && mode != MODE_ECB) kr_raise_value_error(vm, "IV");
    if (vector) {
        kr_span start = kr_span_arg(vm, args[2]);
        if (start.size != BLOCK) kr_raise_value_error(vm, "IV");
        memcpy(c->chain, start.data, BLOCK);
    }
    mbedtls_aes_init(&c->context);
    return KR_OBJECT(c);
}

/* A counter's stream is made by encrypting, whichever way the data goes. */
static void set_direction(kr_vm *vm, cipher *c, bool encrypt) {
    int wanted = encrypt ? ENCRYPTS : DECRYPTS;
    if (c->direction == FRESH) {
        if (encrypt || c->mode == MODE_CTR)
            mbedtls_aes_setkey_enc(&c->context, c->key, c->key_size * 8u);
        else
            mbedtls_aes_setkey_dec(&c->context, c->key, c->key_size * 8u);
        memset(c->key, 0, sizeof c->key);
        c->direction = encrypt ? ENCRYPTS : DECRYPTS;
    }
    if ((int)c->direction != wanted) kr_raise_value_error(vm, "can't encrypt & decrypt");
}

static void run(cipher *c, const uint8_t *in, uint8_t *out, size_t size) {
    int direction = c->direction == ENCRYPTS ? MBEDTLS_AES_ENCRYPT : MBEDTLS_AES_DECRYPT;
    if (c->mode == MODE_CBC) mbedtls_aes_crypt_cbc(&c->context, direction, size, c->chain, in, out);
    if (c->mode == MODE_CTR) mbedtls_aes_crypt_ctr(&c->context, size, &c->used, c->chain, c->stream, in, out);
    if (c->mode != MODE_ECB) return;
    for (size_t i = 0; i < size; i += BLOCK) mbedtls_aes_crypt_ecb(&c->context, direction, in + i, out + i);
}

static kr_value process(kr_vm *vm, const kr_value *argv, bool encrypt) {
    cipher *c = kr_to_pointer(argv[0]);
    size_t size = kr_span_arg(vm, argv[1]).size;
    if (c->mode != MODE_CTR && size % BLOCK != 0) kr_raise_value_error(vm, "blksize % 16");
    kr_value result = argv[2] == KR_UNBOUND ? kr_bytes_value(vm, NULL, size) : argv[2];
    kr_buffer to = {NULL, size, true, 'B'};
    if (argv[2] == KR_UNBOUND)
        to.data = kr_byte_string_data(result);
    else
        kr_get_buffer(vm, argv[2], &to, true);
    if (to.size < size) kr_raise_value_error(vm, "output too small");
    set_direction(vm, c, encrypt);
    run(c, kr_span_arg(vm, argv[1]).data, to.data, size);
    return result;
}

static kr_value cipher_encrypt(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return process(vm, argv, true);
}
KR_METHOD(encrypt, cipher_encrypt, 2, 3, "self,in_buf,out_buf",
          "encrypt(in_buf, out_buf)\nEncrypt into out_buf, which may be in_buf; new bytes without one.");

static kr_value cipher_decrypt(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return process(vm, argv, false);
}
KR_METHOD(decrypt, cipher_decrypt, 2, 3, "self,in_buf,out_buf",
          "decrypt(in_buf, out_buf)\nDecrypt into out_buf, which may be in_buf; new bytes without one.");

static const kr_member cipher_members[] = {
    {N___module__, N_cryptolib},
    KR_ENTRY(decrypt, cipher_decrypt),
    KR_ENTRY(encrypt, cipher_encrypt),
};
static const kr_type cipher_type = {.head = {&kr_type_type},
                                    .name = N_aes,
                                    .base = &kr_object_type,
                                    .solid = &cipher_type,
                                    .size = sizeof(cipher),
                                    .member_count = sizeof cipher_members / sizeof *cipher_members,
                                    .members = cipher_members,
                                    .make = cipher_make};

static const kr_member members[] = {
    {N_aes, KR_OBJECT(&cipher_type)},
    {N_MODE_ECB, KR_INT(MODE_ECB)},
    {N_MODE_CBC, KR_INT(MODE_CBC)},
    {N_MODE_CTR, KR_INT(MODE_CTR)},
};

const kr_module_def kr_module_cryptolib = {N_cryptolib, members, sizeof members / sizeof *members, NULL,
                                           "Ciphers."};
#endif

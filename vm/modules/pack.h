#ifndef KR_PACK_H
#define KR_PACK_H
/* Single C values in bytes, for struct and array. Codes are those of struct: ? c b B h H i I l L q Q n N P e
 * f d. */
#include "core/object.h"

bool kr_pack_native_big(void);

/* Bytes of a code in its native or its standard size; 0 for what is no code (standard: n, N, P). */
size_t kr_pack_size(char code, bool native);
size_t kr_pack_alignment(char code);

typedef enum kr_pack_result {
    KR_PACK_OK,
    KR_PACK_NOT_INT,
    KR_PACK_NOT_FLOAT,
    KR_PACK_NOT_CHAR,
    KR_PACK_RANGE,      /* an int does not fit */
    KR_PACK_FLOAT_RANGE /* a finite float became an infinity, which was stored */
} kr_pack_result;

/* Stores a value at `out`, of any alignment. Runs the program's code for __index__ and __float__. */
kr_pack_result kr_pack(kr_vm *vm, uint8_t *out, char code, size_t size, bool big, kr_value v);
kr_value kr_unpack(kr_vm *vm, const uint8_t *in, char code, size_t size, bool big);

#endif

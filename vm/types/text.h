#ifndef KR_TEXT_H
#define KR_TEXT_H
/* str: UTF-8 with an ASCII flag and a cached hash. Immutable. Indexing is by code point: O(1) for ASCII, a
 * scan otherwise. A lone
 * surrogate is stored as the three bytes that UTF-8 would have for it, and is refused where text leaves. */
#include "core/object.h"

typedef struct kr_str {
    kr_object head;
    uint32_t hash;      /* kr_text_hash, 0 = not computed yet */
    uint32_t size : 30; /* bytes, without the NUL that follows */
    uint32_t ascii : 1;
    uint32_t interned : 1;
    char data[];
} kr_str;

static inline bool kr_is_str(kr_value v) {
    return kr_is_kind(v, &kr_str_type);
}
static inline kr_str *kr_to_str(kr_value v) {
    return (kr_str *)kr_to_pointer(v);
}

/* Iterates over characters. The run loop may look into it: `source` is 0 when exhausted, `offset` the byte
 * offset of the next character. */
typedef struct kr_str_iterator {
    kr_object head;
    kr_value source;
    size_t offset;
} kr_str_iterator;
extern const kr_type kr_str_iterator_type;

/* Copies valid UTF-8. One-character ASCII strings and "" are shared ROM objects. */
kr_value kr_str_new(kr_vm *vm, const char *data, size_t size);
kr_value kr_str_text(kr_vm *vm, const char *text); /* NUL-terminated */
kr_value kr_str_char(kr_vm *vm, uint32_t code_point);
kr_str *kr_str_alloc(
    kr_vm *vm, size_t size,
    bool ascii); /* uninitialised data of `size` bytes with the NUL set; fill before it is seen */
kr_value kr_str_format(kr_vm *vm, const char *format, ...); /* the format of kr_raise */
kr_value kr_str_concat(kr_vm *vm, kr_value a, kr_value b);
uint32_t kr_str_hash(kr_str *s);
bool kr_str_equal(const kr_str *a, const kr_str *b);
bool kr_str_is(kr_value v, const char *text);        /* v is a str with this text */
size_t kr_str_length(const kr_str *s);               /* code points */
size_t kr_str_offset(const kr_str *s, size_t index); /* byte offset of a code point */
/* Decodes one code point of valid UTF-8 and advances. */
uint32_t kr_utf8_next(const char **p);
size_t kr_utf8_put(char *out, uint32_t code_point); /* 1..4 bytes */
bool kr_utf8_valid(const char *data, size_t size, size_t *bad_offset, bool *ascii);
/* C text of a str argument; TypeError "<what> must be str, not T", ValueError "embedded null character". */
const char *kr_str_arg(kr_vm *vm, kr_value v, const char *what);
bool kr_str_has_surrogates(const kr_str *s);
/* UnicodeEncodeError when text that is to leave the machine has surrogates. */
void kr_utf8_check(kr_vm *vm, const char *data, size_t size);
/* The same text with escapes in place of surrogates: for messages, which have to get out. */
kr_value kr_str_shown(kr_vm *vm, kr_value str);

#endif

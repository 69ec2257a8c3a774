#ifndef KR_STR_H
#define KR_STR_H
/* What the files of the str family share: str.c makes and compares, str_type.c is the type, and the methods
 * live by theme in str_search.c, str_split.c, str_case.c, str_pad.c, str_test.c and str_codec.c. */
#include "core/object.h"
#include "types/text.h"

/* As kr_str_new when it is known whether all bytes are ASCII. */
kr_value kr_str_make(kr_vm *vm, const char *data, size_t size, bool ascii);
kr_value kr_str_repeat(kr_vm *vm, kr_value str, kr_word count);
/* The code points [from, to); from <= to <= length. */
kr_value kr_str_slice(kr_vm *vm, kr_value str, size_t from, size_t to);
int kr_str_order(const kr_str *a, const kr_str *b);     /* <0, 0, >0 by code points */
size_t kr_str_index_of(const kr_str *s, size_t offset); /* code points before a byte offset */
/* v as a str; TypeError "<what> must be str, not T". */
kr_str *kr_str_operand(kr_vm *vm, kr_value v, const char *what);

/* Appends repr(): quotes as CPython chooses them, escapes for what is not printable. */
void kr_str_write_repr(kr_writer *out, const char *data, size_t size);

/* An iterator over code points; KR_UNBOUND at its end. */
kr_value kr_str_iterate(kr_vm *vm, kr_value str);

/* Decodes with an encoding and an error handler as bytes.decode() does; NULL means "utf-8" and "strict". */
kr_value kr_str_decode(kr_vm *vm, const uint8_t *data, size_t size, const char *encoding, const char *errors);
/* The bytes of a str as str.encode() makes them. */
kr_value kr_str_encode(kr_vm *vm, kr_value str, const char *encoding, const char *errors);

/* Python methods of str, argv[0] is self. */
#define KR_TEXT_METHODS(X)                                                                                   \
    X(find)                                                                                                  \
    X(rfind)                                                                                                 \
    X(index) X(rindex) X(count) X(replace) X(startswith) X(endswith) X(removeprefix) X(removesuffix)         \
        X(split) X(rsplit) X(splitlines) X(partition) X(rpartition) X(join) X(strip) X(lstrip) X(rstrip)     \
            X(center) X(ljust) X(rjust) X(zfill) X(expandtabs) X(translate) X(maketrans) X(lower) X(upper)   \
                X(title) X(capitalize) X(swapcase) X(casefold) X(isalpha) X(isdigit) X(isdecimal)            \
                    X(isnumeric) X(isalnum) X(isspace) X(islower) X(isupper) X(istitle) X(isidentifier)      \
                        X(isprintable) X(isascii) X(encode) X(format_map)
#define KR_TEXT_METHOD(name) kr_value kr_text_##name(kr_vm *vm, size_t argc, const kr_value *argv);
KR_TEXT_METHODS(KR_TEXT_METHOD)
#undef KR_TEXT_METHOD
kr_value kr_text_format(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names);

#endif

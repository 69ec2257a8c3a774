#ifndef KR_EXCEPTION_H
#define KR_EXCEPTION_H
/* Exception objects among exception.c, raise.c and traceback.c. */
#include "core/context.h"
#include "core/raise.h"
#include "run/function.h"

static inline kr_exception *kr_to_exception(kr_value v) {
    return (kr_exception *)kr_to_pointer(v);
}
static inline bool kr_is_exception(kr_value v) {
    return kr_is_kind(v, &kr_BaseException_type);
}

/* What the tuple in kr_exception.value holds, by type. */
enum kr_os_detail { KR_OS_ERRNO, KR_OS_STRERROR, KR_OS_FILENAME, KR_OS_FILENAME2, KR_OS_DETAILS };
enum kr_syntax_detail {
    KR_SYNTAX_MSG,
    KR_SYNTAX_FILENAME,
    KR_SYNTAX_LINENO,
    KR_SYNTAX_OFFSET,
    KR_SYNTAX_TEXT,
    KR_SYNTAX_END_LINENO,
    KR_SYNTAX_END_OFFSET,
    KR_SYNTAX_DETAILS
};
enum kr_import_detail { KR_IMPORT_NAME, KR_IMPORT_PATH, KR_IMPORT_DETAILS };
enum kr_unicode_detail {
    KR_UNICODE_ENCODING,
    KR_UNICODE_OBJECT,
    KR_UNICODE_START,
    KR_UNICODE_END,
    KR_UNICODE_REASON,
    KR_UNICODE_DETAILS
};

/* One of them; KR_NONE when the exception has no details. */
kr_value kr_exception_detail(const kr_exception *exception, size_t n);

/* For exception types of modules: KR_EXCEPTION_TYPE(type, N_name, base type, member array with its
 * __module__, maker). */
extern const kr_ops kr_exception_ops;
kr_value kr_exception_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names);
/* The maker for those that are OSErrors with a number and a text. */
kr_value kr_exception_make_os(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names);
#define KR_EXCEPTION_TYPE(c_name, name_, base_, members_, make_)                                             \
    const kr_type c_name = {.head = {&kr_type_type},                                                         \
                            .name = name_,                                                                   \
                            .base = &base_,                                                                  \
                            .solid = &kr_BaseException_type,                                                 \
                            .ops = &kr_exception_ops,                                                        \
                            .flags = KR_TYPE_EXCEPTION,                                                      \
                            .size = sizeof(kr_exception),                                                    \
                            .member_count = sizeof members_ / sizeof *members_,                              \
                            .members = members_,                                                             \
                            .make = make_}

/* The notes that add_note collected: a list, or KR_UNBOUND. */
kr_value kr_exception_notes(kr_vm *vm, kr_value exception);

#endif

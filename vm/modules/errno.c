/* errno: the numbers that OSError carries. */
#include "core/native.h"
#include "core/raise.h"
#include "types/container.h"

/* Numbers that no part of Krait raises, for programs that compare with them. */
#define MORE_ERRNOS(X)                                                                                       \
    X(N_ESRCH, 3)                                                                                              \
    X(N_ENXIO, 6)                                                                                              \
    X(N_E2BIG, 7)                                                                                              \
    X(N_ENOEXEC, 8)                                                                                            \
    X(N_ECHILD, 10)                                                                                            \
    X(N_EFAULT, 14)                                                                                            \
    X(N_ENFILE, 23)                                                                                            \
    X(N_ENOTTY, 25)                                                                                            \
    X(N_ETXTBSY, 26)                                                                                           \
    X(N_EMLINK, 31)                                                                                            \
    X(N_EDOM, 33)                                                                                              \
    X(N_ERANGE, 34)                                                                                            \
    X(N_EDEADLK, 35)                                                                                           \
    X(N_ENOLCK, 37)                                                                                            \
    X(N_ENODATA, 61)                                                                                           \
    X(N_ETIME, 62)                                                                                             \
    X(N_EPROTO, 71)                                                                                            \
    X(N_EBADMSG, 74)                                                                                           \
    X(N_EOVERFLOW, 75)                                                                                         \
    X(N_EILSEQ, 84)                                                                                            \
    X(N_ENETRESET, 102)                                                                                        \
    X(N_EHOSTDOWN, 112)                                                                                        \
    X(N_ESTALE, 116)                                                                                           \
    X(N_EDQUOT, 122)                                                                                           \
    X(N_ECANCELED, 125)

/* A dict of number: name, made when it is asked for. */
static kr_value errno_errorcode(kr_vm *vm, kr_value module) {
    static const kr_value names[] = {
#define ERRNO_NAME(name, number, text) N_##name,
        KR_ERRNOS(ERRNO_NAME)
#undef ERRNO_NAME
#define MORE_NAME(name, number) name,
        MORE_ERRNOS(MORE_NAME)
#undef MORE_NAME
    };
    static const uint8_t numbers[] = {
#define ERRNO_NUMBER(name, number, text) number,
        KR_ERRNOS(ERRNO_NUMBER)
#undef ERRNO_NUMBER
#define MORE_NUMBER(name, number) number,
        MORE_ERRNOS(MORE_NUMBER)
#undef MORE_NUMBER
    };
    (void)module;
    kr_dict *codes = kr_dict_new(vm, sizeof numbers);
    for (size_t i = 0; i < sizeof numbers; i++) kr_dict_set(vm, codes, KR_INT(numbers[i]), names[i]);
    return KR_OBJECT(codes);
}
KR_GETSET(errorcode, errno_errorcode, NULL);

static const kr_member members[] = {
#define ERRNO_MEMBER(name, number, text) {N_##name, KR_INT(number)},
    KR_ERRNOS(ERRNO_MEMBER)
#undef ERRNO_MEMBER
#define MORE_MEMBER(name, number) {name, KR_INT(number)},
        MORE_ERRNOS(MORE_MEMBER)
#undef MORE_MEMBER
        {N_EWOULDBLOCK, KR_INT(KR_EAGAIN)},
    {N_ENOTSUP, KR_INT(KR_EOPNOTSUPP)},
    KR_GETSET_ENTRY(errorcode, errno_errorcode),
};

const kr_module_def kr_module_errno = {N_errno, members, sizeof members / sizeof *members, NULL,
                                       "Numbers of system errors."};

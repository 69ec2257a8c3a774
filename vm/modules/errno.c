/* errno: the numbers that OSError carries. */
#include "core/native.h"
#include "core/raise.h"
#include "types/container.h"

/* A dict of number: name, made when it is asked for. */
static kr_value errno_errorcode(kr_vm *vm, kr_value module) {
    static const kr_value names[] = {
#define ERRNO_NAME(name, number, text) N_##name,
        KR_ERRNOS(ERRNO_NAME)
#undef ERRNO_NAME
    };
    static const uint8_t numbers[] = {
#define ERRNO_NUMBER(name, number, text) number,
        KR_ERRNOS(ERRNO_NUMBER)
#undef ERRNO_NUMBER
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
        {N_EWOULDBLOCK, KR_INT(KR_EAGAIN)},
    KR_GETSET_ENTRY(errorcode, errno_errorcode),
};

const kr_module_def kr_module_errno = {N_errno, members, sizeof members / sizeof *members, NULL,
                                       "Numbers of system errors."};

/* _webrepl: WebREPL belongs to the device that the machine lives in; this asks it. modules/python/webrepl.py
 * is what programs import. */
#include <string.h>

#include "core/native.h"
#include "core/operate.h"
#include "types/number.h"
#include "types/text.h"

static const kr_host *host_of(kr_vm *vm) {
    if (!vm->host->webrepl_start) kr_raise_errno(vm, KR_ENODEV, KR_UNBOUND);
    return vm->host;
}

static kr_value webrepl_start(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_host *host = host_of(vm);
    const char *password = NULL;
    size_t length = 0;
    (void)argc;
    if (argv[0] != KR_NONE) {
        password = kr_str_arg(vm, argv[0], "password");
        length = strlen(password);
    }
    int port = host->webrepl_start(host->context, password, length);
    if (port < 0) kr_raise_errno(vm, port, KR_UNBOUND);
    return KR_INT(port);
}
KR_FUNCTION(start, webrepl_start, 1, 1, NULL,
            "start(password)\nTurn it on; None takes the device's own password. Returns the port.");

static kr_value webrepl_stop(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_host *host = host_of(vm);
    (void)argc, (void)argv;
    host->webrepl_stop(host->context);
    return KR_NONE;
}
KR_FUNCTION(stop, webrepl_stop, 0, 0, NULL, "stop()\nTurn it off; its connections end.");

static const kr_member members[] = {
    KR_ENTRY(start, webrepl_start),
    KR_ENTRY(stop, webrepl_stop),
};

const kr_module_def kr_module__webrepl = {N__webrepl, members, sizeof members / sizeof *members, NULL,
                                          "The device's WebREPL."};

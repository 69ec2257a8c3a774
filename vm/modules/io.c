/* io: the module, and IOBase, which gives a program's own file classes what follows from read, readline and
 * write. */
#include "modules/io.h"
#include "core/heap.h"
#include "core/operate.h"
#include "modules/file.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/iterators.h"
#include "types/text.h"

static const kr_member unsupported_members[] = {{N___module__, N_io}};
KR_EXCEPTION_TYPE(kr_UnsupportedOperation_type, N_UnsupportedOperation, kr_OSError_type, unsupported_members,
                  kr_exception_make);

/* --- IOBase: what a class does not say otherwise */

static kr_value base_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_NONE;
}
KR_METHOD(close, base_close, 1, 1, NULL, "close()\nNothing to do.");

static kr_value base_no(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_FALSE;
}
KR_METHOD(readable, base_no, 1, 1, NULL, "False");

static kr_value base_enter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__enter__, base_enter, 1, 1, NULL, NULL);

static kr_value base_exit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_call_method(vm, argv[0], N_close, 0, NULL);
    return KR_NONE;
}
KR_METHOD(__exit__, base_exit, 1, 4, NULL, NULL);

static kr_value base_next(kr_vm *vm, kr_value v) {
    kr_value line = kr_call_method(vm, v, N_readline, 0, NULL);
    return kr_truth(vm, line) ? line : KR_UNBOUND;
}

static kr_value base_readlines(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_OBJECT(kr_list_of(vm, argv[0]));
}
KR_METHOD(readlines, base_readlines, 1, 2, NULL, "readlines(hint=-1)\nRead all lines into a list.");

static kr_value base_writelines(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_loop loop;
    (void)argc;
    kr_loop_begin(vm, &loop, argv[1]);
    for (kr_value line; (line = kr_loop_next(vm, &loop)) != KR_UNBOUND;)
        kr_call_method(vm, argv[0], N_write, 1, &line);
    return KR_NONE;
}
KR_METHOD(writelines, base_writelines, 2, 2, NULL,
          "writelines(lines)\nWrite all items of an iterable; adds no newlines.");

static kr_value base_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)argc, (void)argv, (void)nkw, (void)names;
    return KR_OBJECT(kr_new_instance(vm, cls, sizeof(kr_object)));
}

static const kr_member base_members[] = {
    {N___module__, N_io},
    KR_ENTRY(close, base_close),
    {N_flush, KR_OBJECT(&native_base_close)},
    KR_ENTRY(readable, base_no),
    {N_writable, KR_OBJECT(&native_base_no)},
    {N_seekable, KR_OBJECT(&native_base_no)},
    {N_isatty, KR_OBJECT(&native_base_no)},
    KR_ENTRY(__enter__, base_enter),
    KR_ENTRY(__exit__, base_exit),
    KR_ENTRY(readlines, base_readlines),
    KR_ENTRY(writelines, base_writelines),
    {N_closed, KR_FALSE},
};
static const kr_ops base_ops = {.iter = kr_iterator_self, .next = base_next};
const kr_type kr_IOBase_type = {.head = {&kr_type_type},
                                .name = N_IOBase,
                                .base = &kr_object_type,
                                .solid = &kr_IOBase_type,
                                .ops = &base_ops,
                                .size = sizeof(kr_object),
                                .member_count = sizeof base_members / sizeof *base_members,
                                .members = base_members,
                                .make = base_make};

/* BufferedWriter is written in Python, and loaded when somebody asks for it. */
static kr_value io_buffered_writer(kr_vm *vm, kr_value module) {
    (void)module;
    return kr_getattr(vm, kr_import(vm, N__io, KR_NONE, 0, NULL), N_BufferedWriter);
}
KR_GETSET(BufferedWriter, io_buffered_writer, NULL);

static const kr_member members[] = {
    {N_open, KR_OBJECT(&kr_open_function)},
    {N_StringIO, KR_OBJECT(&kr_StringIO_type)},
    {N_BytesIO, KR_OBJECT(&kr_BytesIO_type)},
    {N_IOBase, KR_OBJECT(&kr_IOBase_type)},
    {N_RawIOBase, KR_OBJECT(&kr_IOBase_type)},
    {N_BufferedIOBase, KR_OBJECT(&kr_IOBase_type)},
    {N_TextIOBase, KR_OBJECT(&kr_IOBase_type)},
    {N_TextIOWrapper, KR_OBJECT(&kr_file_type)},
    {N_FileIO, KR_OBJECT(&kr_file_type)},
    {N_BufferedReader, KR_OBJECT(&kr_file_type)},
    KR_GETSET_ENTRY(BufferedWriter, io_buffered_writer),
    {N_BufferedRandom, KR_OBJECT(&kr_file_type)},
    {N_UnsupportedOperation, KR_OBJECT(&kr_UnsupportedOperation_type)},
    {N_BlockingIOError, KR_OBJECT(&kr_BlockingIOError_type)},
    {N_SEEK_SET, KR_INT(0)},
    {N_SEEK_CUR, KR_INT(1)},
    {N_SEEK_END, KR_INT(2)},
    {N_DEFAULT_BUFFER_SIZE, KR_INT(UINTPTR_MAX > 0xffffffffu ? 16384 : 256)},
};

const kr_module_def kr_module_io = {N_io, members, sizeof members / sizeof *members, NULL,
                                    "Files, and files in memory."};

/* sys: the machine as programs see it.
 *
 * The standard streams are computed attributes: their file objects are made when somebody asks for them, and
 * what a program assigns in their place is kept in vm->sys_dict, where print looks first. So print writes
 * straight to the host as long as nobody has replaced sys.stdout. */
#include <float.h>
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/file.h"
#include "modules/record.h"
#include "run/run.h"
#include "run/traceback.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/number.h"
#include "types/text.h"

/* --- what describes the machine */

static const kr_value version_info_fields[] = {N_major, N_minor, N_micro, N_releaselevel, N_serial};
KR_RECORD_TYPE(version_info_type, N_sys, N_version_info, "sys.version_info", version_info_fields, 5);

static const kr_value implementation_fields[] = {N_name,     N_version, N_cache_tag,
                                                 N__machine, N__build,  N_hexversion};
KR_RECORD_TYPE(implementation_type, N_sys, N_implementation, "", implementation_fields, 6);

static const kr_value float_info_fields[] = {N_max,     N_max_exp,    N_max_10_exp, N_min,
                                             N_min_exp, N_min_10_exp, N_dig,        N_mant_dig,
                                             N_epsilon, N_radix,      N_rounds};
KR_RECORD_TYPE(float_info_type, N_sys, N_float_info, "sys.float_info", float_info_fields, 11);

static const kr_value int_info_fields[] = {N_bits_per_digit, N_sizeof_digit};
KR_RECORD_TYPE(int_info_type, N_sys, N_int_info, "sys.int_info", int_info_fields, 2);

static const kr_value hash_info_fields[] = {N_width, N_modulus,   N_inf,      N_nan,
                                            N_imag,  N_algorithm, N_hash_bits};
KR_RECORD_TYPE(hash_info_type, N_sys, N_hash_info, "sys.hash_info", hash_info_fields, 7);

static const kr_value flags_fields[] = {N_debug,    N_inspect, N_interactive,
                                        N_optimize, N_verbose, N_utf8_mode};
KR_RECORD_TYPE(flags_type, N_sys, N_flags, "sys.flags", flags_fields, 6);

static kr_value sys_version_info(kr_vm *vm, kr_value module) {
    kr_value values[] = {KR_INT(3), KR_INT(8), KR_INT(0), N_final, KR_INT(0)};
    (void)module;
    return kr_record_new(vm, &version_info_type, values);
}
KR_GETSET(version_info, sys_version_info, NULL);

static kr_value sys_version(kr_vm *vm, kr_value module) {
    (void)module;
    return kr_str_format(vm, "3.8.0; krait %s", kr_version());
}
KR_GETSET(version, sys_version, NULL);

/* Programs ask for this to learn which of MicroPython's names they will find: the release whose names are
 * here. */
static kr_value names_version(kr_vm *vm) {
    static const kr_value numbers[3] = {KR_INT(1), KR_INT(25), KR_INT(0)};
    return kr_tuple_new(vm, 3, numbers);
}

static kr_value sys_implementation(kr_vm *vm, kr_value module) {
    const kr_board *board = vm->host->board;
    (void)module;
    kr_value machine =
        kr_str_text(vm, board != NULL && board->name != NULL ? board->name : vm->host->platform);
    kr_value values[] = {N_krait, names_version(vm), kr_str_text(vm, "krait-38"),
                         machine, N_krait,           KR_INT(0x030800f0)};
    return kr_record_new(vm, &implementation_type, values);
}
KR_GETSET(implementation, sys_implementation, NULL);

static kr_value sys_platform(kr_vm *vm, kr_value module) {
    (void)module;
    return kr_str_text(vm, vm->host->platform != NULL ? vm->host->platform : "krait");
}
KR_GETSET(platform, sys_platform, NULL);

static kr_value sys_byteorder(kr_vm *vm, kr_value module) {
    const uint16_t one = 1;
    (void)vm, (void)module;
    return *(const uint8_t *)&one ? N_little : N_big;
}
KR_GETSET(byteorder, sys_byteorder, NULL);

static kr_value sys_maxsize(kr_vm *vm, kr_value module) {
    (void)module;
    return kr_int_from(vm, INTPTR_MAX);
}
KR_GETSET(maxsize, sys_maxsize, NULL);

#if KR_FLOAT_BITS == 64
#define REAL(name) DBL_##name
#else
#define REAL(name) FLT_##name
#endif

static kr_value sys_float_info(kr_vm *vm, kr_value module) {
    (void)module;
    kr_value values[] = {kr_float_new(vm, REAL(MAX)),
                         KR_INT(REAL(MAX_EXP)),
                         KR_INT(REAL(MAX_10_EXP)),
                         kr_float_new(vm, REAL(MIN)),
                         KR_INT(REAL(MIN_EXP)),
                         KR_INT(REAL(MIN_10_EXP)),
                         KR_INT(REAL(DIG)),
                         KR_INT(REAL(MANT_DIG)),
                         kr_float_new(vm, REAL(EPSILON)),
                         KR_INT(FLT_RADIX),
                         KR_INT(1)};
    return kr_record_new(vm, &float_info_type, values);
}
KR_GETSET(float_info, sys_float_info, NULL);

static kr_value sys_int_info(kr_vm *vm, kr_value module) {
    kr_value values[] = {KR_INT(32), KR_INT(4)};
    (void)module;
    return kr_record_new(vm, &int_info_type, values);
}
KR_GETSET(int_info, sys_int_info, NULL);

static kr_value sys_hash_info(kr_vm *vm, kr_value module) {
    (void)module;
    bool wide = UINTPTR_MAX > 0xffffffffu;
    kr_value values[] = {KR_INT(wide ? 64 : 32),
                         kr_int_from(vm, wide ? ((intmax_t)1 << 61) - 1 : ((intmax_t)1 << 31) - 1),
                         KR_INT(314159),
                         KR_INT(0),
                         KR_INT(1000003),
                         kr_str_text(vm, "fnv1a"),
                         KR_INT(32)};
    return kr_record_new(vm, &hash_info_type, values);
}
KR_GETSET(hash_info, sys_hash_info, NULL);

static kr_value sys_flags(kr_vm *vm, kr_value module) {
    kr_value values[] = {KR_INT(0), KR_INT(0), KR_INT(0), KR_INT(0), KR_INT(0), KR_INT(1)};
    (void)module;
    return kr_record_new(vm, &flags_type, values);
}
KR_GETSET(flags, sys_flags, NULL);

static void add_name(kr_vm *vm, void *data, const char *name) {
    kr_list_append(vm, kr_to_list(*(kr_value *)data), kr_intern_text(vm, name));
}

static kr_value sys_builtin_module_names(kr_vm *vm, kr_value module) {
    kr_value names = kr_list_new(vm, 0, NULL);
    (void)module;
    kr_module_each(vm, add_name, &names);
    kr_list_sort(vm, kr_to_list(names), KR_NONE, false);
    return kr_tuple_of(vm, names);
}
KR_GETSET(builtin_module_names, sys_builtin_module_names, NULL);

/* --- what the machine itself holds */

static kr_value sys_path(kr_vm *vm, kr_value module) {
    (void)module;
    return vm->path;
}
static void set_list(kr_vm *vm, kr_value *place, const char *name, kr_value value) {
    if (value == KR_UNBOUND || !kr_is_list(value)) kr_raise_type(vm, "sys.%s must be a list", name);
    *place = value;
}
static void set_path(kr_vm *vm, kr_value module, kr_value value) {
    (void)module;
    set_list(vm, &vm->path, "path", value);
}
KR_GETSET(path, sys_path, set_path);

static kr_value sys_argv(kr_vm *vm, kr_value module) {
    (void)module;
    return vm->argv;
}
static void set_argv(kr_vm *vm, kr_value module, kr_value value) {
    (void)module;
    set_list(vm, &vm->argv, "argv", value);
}
KR_GETSET(argv, sys_argv, set_argv);

static kr_value sys_modules(kr_vm *vm, kr_value module) {
    (void)module;
    return KR_OBJECT(vm->modules);
}
KR_GETSET(modules, sys_modules, NULL);

/* --- streams */

/* The console's own file objects: a list of three under KR_STATE_FILES, with zeros for those that nobody has
 * asked for. */
static kr_value console(kr_vm *vm, int handle) {
    if (*kr_module_state(vm, KR_STATE_FILES) == 0) {
        kr_value none[3] = {KR_NONE, KR_NONE, KR_NONE};
        kr_value list = kr_list_new(vm, 3, none);
        *kr_module_state(vm, KR_STATE_FILES) = list;
    }
    kr_list *files = kr_to_list(*kr_module_state(vm, KR_STATE_FILES));
    if (files->items[handle] == KR_NONE) files->items[handle] = kr_file_console(vm, handle, true);
    return files->items[handle];
}

static kr_value stream(kr_vm *vm, kr_value name, int handle) {
    kr_value replaced = kr_dict_get_name(vm->sys_dict, name);
    return replaced != KR_UNBOUND ? replaced : console(vm, handle);
}

static void set_stream(kr_vm *vm, kr_value name, int handle, kr_value value) {
    if (value == KR_UNBOUND) value = KR_NONE;
    if (value == console(vm, handle))
        kr_dict_delete(vm, vm->sys_dict, name);
    else
        kr_dict_set_name(vm, vm->sys_dict, name, value);
}

#define SYS_STREAM(py, handle)                                                                               \
    static kr_value sys_##py(kr_vm *vm, kr_value module) {                                                   \
        (void)module;                                                                                        \
        return stream(vm, N_##py, handle);                                                                   \
    }                                                                                                        \
    static void set_##py(kr_vm *vm, kr_value module, kr_value value) {                                       \
        (void)module;                                                                                        \
        set_stream(vm, N_##py, handle, value);                                                               \
    }                                                                                                        \
    KR_GETSET(py, sys_##py, set_##py);                                                                       \
    static kr_value sys_own_##py(kr_vm *vm, kr_value module) {                                               \
        (void)module;                                                                                        \
        return console(vm, handle);                                                                          \
    }                                                                                                        \
    KR_GETSET(__##py##__, sys_own_##py, NULL)
SYS_STREAM(stdin, 0);
SYS_STREAM(stdout, 1);
SYS_STREAM(stderr, 2);

/* --- exceptions */

static kr_value sys_exit(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_raise_value(vm, &kr_SystemExit_type, argc > 0 ? argv[0] : KR_UNBOUND);
}
KR_FUNCTION(exit, sys_exit, 0, 1, NULL,
            "exit(code=None)\nEnd the program by SystemExit: 0 or None is success, text goes to stderr.");

static kr_value sys_exc_info(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value values[3] = {KR_NONE, KR_NONE, KR_NONE};
    (void)argc, (void)argv;
    if (vm->handling != KR_NONE && vm->handling != 0) {
        values[0] = KR_OBJECT(kr_type_of(vm->handling));
        values[1] = vm->handling;
        values[2] = kr_getattr(vm, vm->handling, N___traceback__);
    }
    return kr_tuple_new(vm, 3, values);
}
KR_FUNCTION(exc_info, sys_exc_info, 0, 0, NULL,
            "exc_info()\nType, value and traceback of the exception that is being handled.");

static kr_value sys_exception(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return vm->handling == 0 ? KR_NONE : vm->handling;
}
KR_FUNCTION(exception, sys_exception, 0, 0, NULL,
            "exception()\nThe exception that is being handled, or None.");

static void write_exception(kr_vm *vm, kr_value exception, kr_value file) {
    kr_writer out;
    if (!kr_is_exception(exception))
        kr_raise_type(vm, "print_exception(): Exception expected for value, %T found", exception);
    kr_writer_init(vm, &out);
    kr_print_exception(vm, &out, exception);
    kr_value text = kr_writer_str(&out);
    kr_call_method(vm, file, N_write, 1, &text);
}

static kr_value sys_print_exception(kr_vm *vm, size_t argc, const kr_value *argv) {
    write_exception(vm, argv[0], argc > 1 ? argv[1] : stream(vm, N_stdout, 1));
    return KR_NONE;
}
KR_FUNCTION(print_exception, sys_print_exception, 1, 2, NULL,
            "print_exception(exception, file=sys.stdout)\nPrint an exception with its traceback.");

static kr_value sys_excepthook(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    write_exception(vm, argv[1], stream(vm, N_stderr, 2));
    return KR_NONE;
}
KR_FUNCTION(excepthook, sys_excepthook, 3, 3, NULL,
            "excepthook(type, value, traceback)\nPrint an exception to stderr.");

static kr_value sys_getframe(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word depth = argc > 0 ? kr_index_word(vm, argv[0]) : 0;
    return kr_frame_at(vm, depth < 0 ? 0 : (size_t)depth);
}
KR_FUNCTION(_getframe, sys_getframe, 0, 1, NULL,
            "_getframe(depth=0)\nA frame of the running program: f_code, f_lineno, f_globals, f_back.");

static kr_value sys_atexit(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value *slot = kr_module_state(vm, KR_STATE_ATEXIT), before = *slot == 0 ? KR_NONE : *slot;
    (void)argc;
    if (argv[0] != KR_NONE && !kr_is_callable(vm, argv[0]))
        kr_raise_type(vm, "the first argument must be callable");
    *slot = argv[0];
    return before;
}
KR_FUNCTION(
    atexit, sys_atexit, 1, 1, NULL,
    "atexit(function)\nCall the function when the program is over; returns the one that was set before.");

static kr_value sys_is_finalizing(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_FALSE;
}
KR_FUNCTION(is_finalizing, sys_is_finalizing, 0, 0, NULL, "is_finalizing()\nFalse.");

/* --- limits, sizes, names */

static kr_value sys_getrecursionlimit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return KR_INT(vm->recursion_limit);
}
KR_FUNCTION(getrecursionlimit, sys_getrecursionlimit, 0, 0, NULL,
            "getrecursionlimit()\nHow deep calls may nest.");

static kr_value sys_setrecursionlimit(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word limit = kr_index_word(vm, argv[0]);
    (void)argc;
    if (limit < 1) kr_raise_value_error(vm, "recursion limit must be greater or equal than 1");
    if (limit > INT32_MAX) kr_raise_overflow(vm, "Python int too large to convert to C int");
    if ((size_t)limit < kr_stack_depth(vm))
        kr_raise(vm, &kr_RecursionError_type,
                 "cannot set the recursion limit to %zd at the recursion depth %zu: the limit is too low",
                 limit, kr_stack_depth(vm));
    kr_stack_set_limit(vm, (uint32_t)limit);
    return KR_NONE;
}
KR_FUNCTION(setrecursionlimit, sys_setrecursionlimit, 1, 1, NULL,
            "setrecursionlimit(limit)\nSet how deep calls may nest.");

static size_t block_size(const kr_vm *vm, const void *block) {
    return block == NULL ? 0 : kr_block_capacity(vm, block) + sizeof(kr_value);
}

/* What an object takes of the heap, with the storage that is its own. */
static size_t size_of(const kr_vm *vm, kr_value v) {
    if (!kr_is_object(v)) return sizeof(kr_value);
    size_t size = kr_heap_cell_size(vm, kr_to_pointer(v));
    if (size == 0) return sizeof(kr_value);
    if (kr_is_list(v)) size += block_size(vm, kr_to_list(v)->items);
    if (kr_is_dict(v)) size += block_size(vm, kr_to_dict(v)->entries) + block_size(vm, kr_to_dict(v)->index);
    if (kr_is_set(v)) size += block_size(vm, ((kr_set *)kr_to_pointer(v))->slots);
    if (kr_is_bytearray(v)) size += block_size(vm, ((kr_bytearray *)kr_to_pointer(v))->data);
    return size;
}

static kr_value sys_getsizeof(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_unsigned(vm, size_of(vm, argv[0]));
}
KR_FUNCTION(getsizeof, sys_getsizeof, 1, 2, NULL,
            "getsizeof(object)\nBytes of memory that the object takes, without what it refers to.");

static kr_value sys_intern(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_exact(argv[0], &kr_str_type))
        kr_raise_type(vm, "intern() argument must be str, not %T", argv[0]);
    return kr_intern_str(vm, argv[0]);
}
KR_FUNCTION(intern, sys_intern, 1, 1, NULL,
            "intern(string)\nThe one copy of a string that all equal ones share.");

static kr_value utf_8(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_str_text(vm, "utf-8");
}
static const kr_builtin native_default_encoding =
    KR_BUILTIN_OBJECT(N_getdefaultencoding, .fn = utf_8, 0, 0, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "getdefaultencoding()\n'utf-8'");
static const kr_builtin native_filesystem_encoding =
    KR_BUILTIN_OBJECT(N_getfilesystemencoding, .fn = utf_8, 0, 0, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "getfilesystemencoding()\n'utf-8'");

static kr_value sys_displayhook(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (argv[0] == KR_NONE) return KR_NONE;
    kr_value text = kr_str_format(vm, "%R\n", argv[0]);
    kr_call_method(vm, stream(vm, N_stdout, 1), N_write, 1, &text);
    vm->shown = argv[0];
    return KR_NONE;
}
KR_FUNCTION(displayhook, sys_displayhook, 1, 1, NULL, "displayhook(value)\nShow a value as the prompt does.");

static void sys_init(kr_vm *vm, kr_dict *globals) {
    kr_dict_set_name(vm, globals, N_ps1, kr_str_text(vm, ">>> "));
    kr_dict_set_name(vm, globals, N_ps2, kr_str_text(vm, "... "));
    kr_dict_set_name(vm, globals, N_warnoptions, kr_list_new(vm, 0, NULL));
    kr_dict_set_name(vm, globals, N_meta_path, kr_list_new(vm, 0, NULL));
    kr_dict_set_name(vm, globals, N_copyright, kr_str_text(vm, "The Krait authors, MIT licence"));
}

static const kr_member members[] = {
    KR_GETSET_ENTRY(argv, sys_argv),
    KR_GETSET_ENTRY(path, sys_path),
    KR_GETSET_ENTRY(modules, sys_modules),
    KR_GETSET_ENTRY(stdin, sys_stdin),
    KR_GETSET_ENTRY(stdout, sys_stdout),
    KR_GETSET_ENTRY(stderr, sys_stderr),
    KR_GETSET_ENTRY(__stdin__, sys_own_stdin),
    KR_GETSET_ENTRY(__stdout__, sys_own_stdout),
    KR_GETSET_ENTRY(__stderr__, sys_own_stderr),
    KR_GETSET_ENTRY(version, sys_version),
    KR_GETSET_ENTRY(version_info, sys_version_info),
    KR_GETSET_ENTRY(implementation, sys_implementation),
    KR_GETSET_ENTRY(platform, sys_platform),
    KR_GETSET_ENTRY(byteorder, sys_byteorder),
    KR_GETSET_ENTRY(maxsize, sys_maxsize),
    KR_GETSET_ENTRY(float_info, sys_float_info),
    KR_GETSET_ENTRY(int_info, sys_int_info),
    KR_GETSET_ENTRY(hash_info, sys_hash_info),
    KR_GETSET_ENTRY(flags, sys_flags),
    KR_GETSET_ENTRY(builtin_module_names, sys_builtin_module_names),
    KR_ENTRY(exit, sys_exit),
    KR_ENTRY(exc_info, sys_exc_info),
    KR_ENTRY(exception, sys_exception),
    KR_ENTRY(print_exception, sys_print_exception),
    KR_ENTRY(excepthook, sys_excepthook),
    KR_ENTRY(displayhook, sys_displayhook),
    KR_ENTRY(_getframe, sys_getframe),
    KR_ENTRY(atexit, sys_atexit),
    KR_ENTRY(is_finalizing, sys_is_finalizing),
    KR_ENTRY(getrecursionlimit, sys_getrecursionlimit),
    KR_ENTRY(setrecursionlimit, sys_setrecursionlimit),
    KR_ENTRY(getsizeof, sys_getsizeof),
    KR_ENTRY(intern, sys_intern),
    KR_ENTRY(getdefaultencoding, default_encoding),
    KR_ENTRY(getfilesystemencoding, filesystem_encoding),
    {N_hexversion, KR_INT(0x030800f0)},
    {N_maxunicode, KR_INT(0x10ffff)},
    {N_dont_write_bytecode, KR_TRUE},
    {N_executable, KR_EMPTY_STR},
    {N_prefix, KR_EMPTY_STR},
    {N_exec_prefix, KR_EMPTY_STR},
    {N_pycache_prefix, KR_NONE},
    {N_float_repr_style, N_short},
};

const kr_module_def kr_module_sys = {N_sys, members, sizeof members / sizeof *members, sys_init,
                                     "The machine, its streams, arguments and modules."};

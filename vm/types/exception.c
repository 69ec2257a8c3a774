/* The exception types. All share one struct; what some of them hold besides `args` is a tuple in its `value`.
 *
 * A *family* is a set of types that take their arguments alike: its `make` fills in the details, and user
 * classes inherit it, so that the pointer also tells which family an object belongs to. Creating an ordinary
 * exception is two allocations: the object and its arguments. */
#include "types/exception.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "run/class.h"
#include "run/traceback.h"
#include "types/container.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"

typedef kr_value (*make_function)(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv,
                                  size_t nkw, const kr_value *names);

kr_value kr_exception_detail(const kr_exception *exception, size_t n) {
    kr_value details = exception->value;
    return details == 0 || !kr_is_tuple(details) || n >= kr_to_tuple(details)->size
               ? KR_NONE
               : kr_to_tuple(details)->items[n];
}

/* Tuples are not shared with the program, so one may be changed. */
static void set_detail(kr_vm *vm, kr_exception *exception, size_t n, size_t count, kr_value value) {
    if (exception->value == 0 || kr_to_tuple(exception->value)->size < count) {
        kr_value details = kr_tuple_new(vm, count, NULL);
        for (size_t i = 0; i < count; i++) kr_to_tuple(details)->items[i] = KR_NONE;
        exception->value = details;
    }
    kr_to_tuple(exception->value)->items[n] = value == KR_UNBOUND ? KR_NONE : value;
}

/* ---- Filling in, by family ---- */

static void no_keywords(kr_vm *vm, const kr_exception *exception, size_t nkw) {
    if (nkw > 0) kr_raise_type(vm, "%N() takes no keyword arguments", exception->head.type);
}

static void fill_plain(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names) {
    (void)argc, (void)argv, (void)names;
    no_keywords(vm, exception, nkw);
}

/* StopIteration and SystemExit keep their argument; SystemExit keeps several as a tuple. */
static void fill_value(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names) {
    (void)names;
    no_keywords(vm, exception, nkw);
    exception->value = argc == 0 ? KR_NONE : argv[0];
}

static void fill_exit(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                      const kr_value *names) {
    fill_value(vm, exception, argc, argv, nkw, names);
    if (argc > 1) exception->value = exception->args;
}

/* Keyword arguments that become details: `allowed` in the order of the details. */
static void fill_keywords(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names, const kr_value *allowed, size_t count) {
    exception->value = 0;
    for (size_t i = 0; i < nkw; i++) {
        size_t n = 0;
        while (n < count && allowed[n] != names[i]) n++;
        if (n == count)
            kr_raise_type(vm, "'%S' is an invalid keyword argument for %N()", names[i], exception->head.type);
        set_detail(vm, exception, n, count, argv[argc + i]);
    }
}

static void fill_import(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                        const kr_value *names) {
    static const kr_value allowed[] = {N_name, N_path};
    fill_keywords(vm, exception, argc, argv, nkw, names, allowed, 2);
}

static void fill_attribute(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    static const kr_value allowed[] = {N_name, N_obj};
    fill_keywords(vm, exception, argc, argv, nkw, names, allowed, 2);
}

static void fill_name(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                      const kr_value *names) {
    static const kr_value allowed[] = {N_name};
    fill_keywords(vm, exception, argc, argv, nkw, names, allowed, 1);
}

/* OSError(errno, strerror[, filename[, ignored[, filename2]]]); the file names are no part of args. */
static void fill_os(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                    const kr_value *names) {
    (void)names;
    no_keywords(vm, exception, nkw);
    exception->value = 0;
    if (argc < 2 || argc > 5) return;
    set_detail(vm, exception, KR_OS_ERRNO, KR_OS_DETAILS, argv[0]);
    set_detail(vm, exception, KR_OS_STRERROR, KR_OS_DETAILS, argv[1]);
    if (argc >= 3) set_detail(vm, exception, KR_OS_FILENAME, KR_OS_DETAILS, argv[2]);
    if (argc == 5) set_detail(vm, exception, KR_OS_FILENAME2, KR_OS_DETAILS, argv[4]);
    if (argc >= 3) exception->args = kr_tuple_new(vm, 2, argv);
}

/* SyntaxError(msg[, (filename, lineno, offset, text[, end_lineno, end_offset])]) */
static void fill_syntax(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                        const kr_value *names) {
    (void)names;
    no_keywords(vm, exception, nkw);
    exception->value = 0;
    if (argc == 0) return;
    set_detail(vm, exception, KR_SYNTAX_MSG, KR_SYNTAX_DETAILS, argv[0]);
    if (argc != 2) return;
    kr_value place = kr_tuple_of(vm, argv[1]);
    size_t count = kr_to_tuple(place)->size;
    if (count != 4 && count != 6)
        kr_raise_type(vm, "function takes exactly 4 or 6 arguments (%zu given)", count);
    for (size_t i = 0; i < count; i++)
        set_detail(vm, exception, KR_SYNTAX_FILENAME + i, KR_SYNTAX_DETAILS, kr_to_tuple(place)->items[i]);
}

static bool is_translation(const kr_exception *exception) {
    return kr_is_subtype(exception->head.type, &kr_UnicodeTranslateError_type);
}

/* What could not be decoded becomes bytes; the other arguments have to be of their types. */
static void check_unicode_detail(kr_vm *vm, kr_value *details, size_t i, bool decode, bool translate) {
    kr_value v = details[i];
    if (i == KR_UNICODE_START || i == KR_UNICODE_END) {
        if (!kr_is_index(v)) kr_raise_type(vm, "'%T' object cannot be interpreted as an integer", v);
    } else if (i == KR_UNICODE_OBJECT && decode) {
        if (kr_is_bytes(v)) return;
        kr_buffer buffer;
        kr_get_buffer(vm, v, &buffer, false);
        details[i] = kr_bytes_value(vm, buffer.data, buffer.size);
    } else if (!kr_is_str(v) && !(translate && i == KR_UNICODE_ENCODING)) {
        kr_raise_type(vm, "argument %zu must be str, not %T", translate ? i : i + 1, v);
    }
}

static void fill_unicode(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    (void)names;
    no_keywords(vm, exception, nkw);
    bool translate = is_translation(exception);
    bool decode = kr_is_subtype(exception->head.type, &kr_UnicodeDecodeError_type);
    size_t wanted = translate ? KR_UNICODE_DETAILS - 1 : KR_UNICODE_DETAILS;
    if (argc != wanted) kr_raise_type(vm, "function takes exactly %zu arguments (%zu given)", wanted, argc);
    kr_value details[KR_UNICODE_DETAILS] = {KR_NONE};
    memcpy(details + (translate ? 1 : 0), argv, argc * sizeof *argv);
    for (size_t i = 0; i < KR_UNICODE_DETAILS; i++) check_unicode_detail(vm, details, i, decode, translate);
    exception->value = kr_tuple_new(vm, KR_UNICODE_DETAILS, details);
}

/* ---- Making ---- */

static kr_exception *allocate(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv) {
    kr_value args = kr_tuple_new(vm, argc, argv);
    kr_exception *exception = kr_new_instance(vm, cls, sizeof *exception);
    exception->args = args;
    exception->traceback = exception->cause = exception->context = KR_NONE;
    return exception;
}

#define FAMILY(family)                                                                                       \
    static kr_value make_##family(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv,          \
                                  size_t nkw, const kr_value *names) {                                       \
        kr_exception *exception = allocate(vm, cls, argc, argv);                                             \
        fill_##family(vm, exception, argc, argv, nkw, names);                                                \
        return KR_OBJECT(exception);                                                                         \
    }
FAMILY(plain)
FAMILY(value)
FAMILY(exit)
FAMILY(import)
FAMILY(attribute)
FAMILY(name)
FAMILY(syntax)
FAMILY(unicode)

#define make_os kr_exception_make_os /* other modules have OSErrors, too */

/* OSError itself makes the subclass that fits the number. */
static const kr_type *os_type(kr_value number) {
    if (!kr_is_int(number)) return &kr_OSError_type;
    switch (kr_to_int(number)) {
    case KR_EPERM:
    case KR_EACCES: return &kr_PermissionError_type;
    case KR_ECHILD: return &kr_ChildProcessError_type;
    case KR_ESRCH: return &kr_ProcessLookupError_type;
    case KR_ENOENT: return &kr_FileNotFoundError_type;
    case KR_EEXIST: return &kr_FileExistsError_type;
    case KR_EISDIR: return &kr_IsADirectoryError_type;
    case KR_ENOTDIR: return &kr_NotADirectoryError_type;
    case KR_EINTR: return &kr_InterruptedError_type;
    case KR_EAGAIN:
    case KR_EALREADY:
    case KR_EINPROGRESS: return &kr_BlockingIOError_type;
    case KR_ESHUTDOWN:
    case KR_EPIPE: return &kr_BrokenPipeError_type;
    case KR_ECONNABORTED: return &kr_ConnectionAbortedError_type;
    case KR_ECONNREFUSED: return &kr_ConnectionRefusedError_type;
    case KR_ECONNRESET: return &kr_ConnectionResetError_type;
    case KR_ETIMEDOUT: return &kr_TimeoutError_type;
    default: return &kr_OSError_type;
    }
}

kr_value make_os(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                        const kr_value *names) {
    if (cls == &kr_OSError_type && argc >= 2 && argc <= 5) cls = os_type(argv[0]);
    kr_exception *exception = allocate(vm, cls, argc, argv);
    fill_os(vm, exception, argc, argv, nkw, names);
    return KR_OBJECT(exception);
}

kr_value kr_exception_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    return make_plain(vm, cls, argc, argv, nkw, names);
}

kr_value kr_exception_new(kr_vm *vm, const kr_type *type, size_t argc, const kr_value *argv) {
    return type->make(vm, type, argc, argv, 0, NULL);
}

static const struct {
    make_function make;
    void (*fill)(kr_vm *vm, kr_exception *exception, size_t argc, const kr_value *argv, size_t nkw,
                 const kr_value *names);
} families[] = {
    {make_plain, fill_plain},   {make_value, fill_value},         {make_exit, fill_exit},
    {make_import, fill_import}, {make_attribute, fill_attribute}, {make_name, fill_name},
    {make_os, fill_os},         {make_syntax, fill_syntax},       {make_unicode, fill_unicode},
};

static kr_exception *self_exception(kr_vm *vm, kr_value v) {
    if (!kr_is_exception(v))
        kr_raise_type(vm, "descriptor for 'BaseException' objects doesn't apply to a '%T' object", v);
    return kr_to_exception(v);
}

static kr_value exception_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                               const kr_value *names) {
    kr_exception *exception = self_exception(vm, argv[0]);
    exception->args = kr_tuple_new(vm, argc - 1, argv + 1);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (families[i].make == exception->head.type->make)
            families[i].fill(vm, exception, argc - 1, argv + 1, nkw, names);
    }
    return KR_NONE;
}
KR_METHOD_KW(__init__, exception_init, 1, KR_ANY, "__init__(*args)\nKeeps the arguments.");

/* ---- Text ---- */

/* "position 3" or "positions 3-5" of what could not be coded. */
static void print_range(kr_writer *out, const char *what, kr_word start, kr_word end) {
    if (end - start == 1) {
        kr_write_format(out, "%s in position %zd", what, start);
    } else {
        kr_write_format(out, "%ss in position %zd-%zd", what, start, end - 1);
    }
}

static uint8_t hex_digit(unsigned value) {
    return (uint8_t)(value < 10 ? '0' + value : 'a' - 10 + value);
}

/* "character '\xe9'" */
static void write_character(kr_writer *out, uint32_t code) {
    unsigned digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
    kr_write_format(out, "character '\\%c", digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
    while (digits-- > 0) kr_write_char(out, hex_digit(code >> (4 * digits) & 15));
    kr_write_text(out, "'");
}

static void print_unicode(kr_vm *vm, kr_writer *out, const kr_exception *exception) {
    kr_value object = kr_exception_detail(exception, KR_UNICODE_OBJECT);
    kr_word start = kr_index_word(vm, kr_exception_detail(exception, KR_UNICODE_START));
    kr_word end = kr_index_word(vm, kr_exception_detail(exception, KR_UNICODE_END));
    bool translating = is_translation(exception);
    bool encoding = translating || kr_is_subtype(exception->head.type, &kr_UnicodeEncodeError_type);
    if (translating)
        kr_write_text(out, "can't translate ");
    else
        kr_write_format(out, "'%S' codec can't %s ", kr_exception_detail(exception, KR_UNICODE_ENCODING),
                        encoding ? "encode" : "decode");
    if (end - start == 1 && !encoding && kr_is_bytes(object) && start >= 0 &&
        (size_t)start < ((kr_bytes *)kr_to_pointer(object))->size) {
        unsigned byte = kr_flash_byte(((kr_bytes *)kr_to_pointer(object))->data + start);
        kr_write_format(out, "byte 0x%c%c", hex_digit(byte >> 4), hex_digit(byte & 15));
        kr_write_format(out, " in position %zd", start);
    } else if (end - start == 1 && encoding && kr_is_str(object) && start >= 0 &&
               (size_t)start < kr_str_length(kr_to_str(object))) {
        const char *at = kr_to_str(object)->data + kr_str_offset(kr_to_str(object), (size_t)start);
        write_character(out, kr_utf8_next(&at));
        kr_write_format(out, " in position %zd", start);
    } else {
        print_range(out, encoding ? "character" : "byte", start, end);
    }
    kr_write_format(out, ": %S", kr_exception_detail(exception, KR_UNICODE_REASON));
}

static void print_os(kr_vm *vm, kr_writer *out, const kr_exception *exception) {
    (void)vm;
    kr_value name = kr_exception_detail(exception, KR_OS_FILENAME),
             other = kr_exception_detail(exception, KR_OS_FILENAME2);
    kr_write_format(out, "[Errno %S] %S", kr_exception_detail(exception, KR_OS_ERRNO),
                    kr_exception_detail(exception, KR_OS_STRERROR));
    if (name != KR_NONE) kr_write_format(out, ": %R", name);
    if (other != KR_NONE) kr_write_format(out, " -> %R", other);
}

static void print_syntax(kr_vm *vm, kr_writer *out, const kr_exception *exception) {
    kr_value file = kr_exception_detail(exception, KR_SYNTAX_FILENAME),
             line = kr_exception_detail(exception, KR_SYNTAX_LINENO);
    kr_write_value(out, kr_exception_detail(exception, KR_SYNTAX_MSG), true);
    if (kr_is_str(file)) {
        const char *slash = strrchr(kr_to_str(file)->data, '/');
        kr_value base = slash == NULL ? file : kr_str_text(vm, slash + 1);
        kr_write_format(out, line == KR_NONE ? " (%S)" : " (%S, line %S)", base, line);
    } else if (line != KR_NONE) {
        kr_write_format(out, " (line %S)", line);
    }
}

/* str() by the arguments alone. */
static void print_args(kr_writer *out, const kr_exception *exception) {
    const kr_tuple *args = kr_to_tuple(exception->args);
    if (args->size == 0) return;
    bool key = kr_is_subtype(exception->head.type, &kr_KeyError_type);
    kr_write_value(out, args->size == 1 ? args->items[0] : exception->args, args->size == 1 && !key);
}

static void print_str(kr_vm *vm, kr_writer *out, const kr_exception *exception) {
    make_function family = exception->head.type->make;
    if (family == make_unicode && exception->value != 0) {
        print_unicode(vm, out, exception);
    } else if (family == make_os && exception->value != 0 &&
               kr_to_tuple(exception->args)->size > 1) {
        print_os(vm, out, exception);
    } else if (family == make_syntax && exception->value != 0) {
        print_syntax(vm, out, exception);
    } else {
        print_args(out, exception);
    }
}

static void exception_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const kr_exception *exception = kr_to_exception(v);
    if (str) {
        print_str(vm, out, exception);
        return;
    }
    const kr_tuple *args = kr_to_tuple(exception->args);
    kr_write_format(out, "%N", exception->head.type);
    if (args->size == 1) {
        kr_write_format(out, "(%R)", args->items[0]);
    } else {
        kr_write_value(out, exception->args, false);
    }
}

/* ---- Attributes of every exception ---- */

static kr_value get_args(kr_vm *vm, kr_value v) {
    return self_exception(vm, v)->args;
}

static void set_args(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND) kr_raise_type(vm, "args may not be deleted");
    self_exception(vm, v)->args = kr_tuple_of(vm, value);
}

static kr_value get_cause(kr_vm *vm, kr_value v) {
    return self_exception(vm, v)->cause;
}

static void check_exception_or_none(kr_vm *vm, kr_value value, const char *name, const char *short_name) {
    if (value == KR_UNBOUND) kr_raise_type(vm, "%s may not be deleted", name);
    if (value != KR_NONE && !kr_is_exception(value))
        kr_raise_type(vm, "exception %s must be None or derive from BaseException", short_name);
}

static void set_cause(kr_vm *vm, kr_value v, kr_value value) {
    check_exception_or_none(vm, value, "__cause__", "cause");
    kr_exception *exception = self_exception(vm, v);
    exception->cause = value;
    exception->suppress = KR_TRUE;
}

static kr_value get_context(kr_vm *vm, kr_value v) {
    return self_exception(vm, v)->context;
}

static void set_context(kr_vm *vm, kr_value v, kr_value value) {
    check_exception_or_none(vm, value, "__context__", "context");
    self_exception(vm, v)->context = value;
}

static kr_value get_suppress(kr_vm *vm, kr_value v) {
    return kr_bool(self_exception(vm, v)->suppress == KR_TRUE);
}

static void set_suppress(kr_vm *vm, kr_value v, kr_value value) {
    self_exception(vm, v)->suppress = kr_bool(value != KR_UNBOUND && kr_truth(vm, value));
}

static kr_value get_traceback(kr_vm *vm, kr_value v) {
    return self_exception(vm, v)->traceback;
}

static void set_traceback(kr_vm *vm, kr_value v, kr_value value) {
    if (value == KR_UNBOUND) kr_raise_type(vm, "__traceback__ may not be deleted");
    if (value != KR_NONE && !kr_is_exact(value, &kr_traceback_type))
        kr_raise_type(vm, "__traceback__ must be a traceback or None");
    self_exception(vm, v)->traceback = value;
}

static kr_value get_dict(kr_vm *vm, kr_value v) {
    kr_exception *exception = self_exception(vm, v);
    if (exception->attributes == 0) exception->attributes = KR_OBJECT(kr_dict_new(vm, 0));
    return exception->attributes;
}

KR_GETSET(args, get_args, set_args);
KR_GETSET(__cause__, get_cause, set_cause);
KR_GETSET(__context__, get_context, set_context);
KR_GETSET(__suppress_context__, get_suppress, set_suppress);
KR_GETSET(__traceback__, get_traceback, set_traceback);
KR_GETSET(__dict__, get_dict, NULL);

static kr_value with_traceback(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    set_traceback(vm, argv[0], argv[1]);
    return argv[0];
}
KR_METHOD(with_traceback, with_traceback, 2, 2, NULL,
          "with_traceback(tb)\nSets __traceback__ and returns the exception.");

static kr_value add_note(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "note must be a str, not '%T'", argv[1]);
    kr_value notes = kr_getattr_or(vm, argv[0], N___notes__, KR_UNBOUND);
    if (notes == KR_UNBOUND) {
        notes = kr_list_new(vm, 0, NULL);
        kr_setattr(vm, argv[0], N___notes__, notes);
    }
    if (!kr_is_list(notes)) kr_raise_type(vm, "Cannot add note: __notes__ is not a list");
    kr_list_append(vm, kr_to_list(notes), argv[1]);
    return KR_NONE;
}
KR_METHOD(add_note, add_note, 2, 2, NULL, "add_note(note)\nAdds a line to what a traceback shows.");

kr_value kr_exception_notes(kr_vm *vm, kr_value exception) {
    const kr_exception *e = kr_to_exception(exception);
    bool none = e->attributes == 0 && !(e->head.type->flags & KR_TYPE_CLASS);
    return none ? KR_UNBOUND : kr_getattr_or(vm, exception, N___notes__, KR_UNBOUND);
}

/* Attributes that a program sets on exceptions of built-in types. */
static kr_value exception_getattr(kr_vm *vm, kr_value v, kr_value name) {
    kr_value attributes = kr_to_exception(v)->attributes;
    return attributes == 0 ? KR_UNBOUND : kr_dict_get(vm, kr_to_dict(attributes), name);
}

static bool exception_setattr(kr_vm *vm, kr_value v, kr_value name, kr_value value) {
    kr_exception *exception = kr_to_exception(v);
    if (value == KR_UNBOUND)
        return exception->attributes != 0 && kr_dict_delete(vm, kr_to_dict(exception->attributes), name);
    kr_dict_set(vm, kr_to_dict(get_dict(vm, v)), name, value);
    return true;
}

static void exception_trace(kr_vm *vm, kr_object *object) {
    const kr_exception *exception = (kr_exception *)object;
    const kr_value parts[] = {exception->args,    exception->traceback,  exception->cause,
                              exception->context, exception->attributes, exception->value};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] != 0) kr_mark(vm, parts[i]);
    }
}

/* ---- Attributes of families ---- */

static kr_value get_value(kr_vm *vm, kr_value v) {
    kr_value value = self_exception(vm, v)->value;
    return value == 0 ? KR_NONE : value;
}

static void set_value(kr_vm *vm, kr_value v, kr_value value) {
    self_exception(vm, v)->value = value == KR_UNBOUND ? KR_NONE : value;
}

KR_GETSET(value, get_value, set_value);
static const kr_getset getset_code = {{&kr_getset_type}, N_code, get_value, set_value};

/* ImportError.msg is its only argument. */
static kr_value get_msg(kr_vm *vm, kr_value v) {
    const kr_tuple *args = kr_to_tuple(self_exception(vm, v)->args);
    return args->size == 1 ? args->items[0] : KR_NONE;
}
KR_GETSET(msg, get_msg, NULL);

#define DETAIL(py, stem, index, count)                                                                       \
    static kr_value get_##stem(kr_vm *vm, kr_value v) {                                                      \
        return kr_exception_detail(self_exception(vm, v), index);                                            \
    }                                                                                                        \
    static void set_##stem(kr_vm *vm, kr_value v, kr_value value) {                                          \
        set_detail(vm, self_exception(vm, v), index, count, value);                                          \
    }                                                                                                        \
    static const kr_getset getset_##stem = {{&kr_getset_type}, py, get_##stem, set_##stem};

DETAIL(N_errno, os_errno, KR_OS_ERRNO, KR_OS_DETAILS)
DETAIL(N_strerror, os_strerror, KR_OS_STRERROR, KR_OS_DETAILS)
DETAIL(N_filename, os_filename, KR_OS_FILENAME, KR_OS_DETAILS)
DETAIL(N_filename2, os_filename2, KR_OS_FILENAME2, KR_OS_DETAILS)
DETAIL(N_msg, syntax_msg, KR_SYNTAX_MSG, KR_SYNTAX_DETAILS)
DETAIL(N_filename, syntax_filename, KR_SYNTAX_FILENAME, KR_SYNTAX_DETAILS)
DETAIL(N_lineno, syntax_lineno, KR_SYNTAX_LINENO, KR_SYNTAX_DETAILS)
DETAIL(N_offset, syntax_offset, KR_SYNTAX_OFFSET, KR_SYNTAX_DETAILS)
DETAIL(N_text, syntax_text, KR_SYNTAX_TEXT, KR_SYNTAX_DETAILS)
DETAIL(N_end_lineno, syntax_end_lineno, KR_SYNTAX_END_LINENO, KR_SYNTAX_DETAILS)
DETAIL(N_end_offset, syntax_end_offset, KR_SYNTAX_END_OFFSET, KR_SYNTAX_DETAILS)
DETAIL(N_name, name, KR_IMPORT_NAME, KR_IMPORT_DETAILS)
DETAIL(N_path, path, KR_IMPORT_PATH, KR_IMPORT_DETAILS)
DETAIL(N_obj, obj, KR_IMPORT_PATH, KR_IMPORT_DETAILS)
DETAIL(N_encoding, encoding, KR_UNICODE_ENCODING, KR_UNICODE_DETAILS)
DETAIL(N_object, object, KR_UNICODE_OBJECT, KR_UNICODE_DETAILS)
DETAIL(N_start, start, KR_UNICODE_START, KR_UNICODE_DETAILS)
DETAIL(N_end, end, KR_UNICODE_END, KR_UNICODE_DETAILS)
DETAIL(N_reason, reason, KR_UNICODE_REASON, KR_UNICODE_DETAILS)

#define COMPUTED(py, stem)                                                                                   \
    { py, KR_OBJECT(&getset_##stem) }

static const kr_member base_members[] = {
    KR_ENTRY(__init__, exception_init),
    KR_ENTRY(with_traceback, with_traceback),
    KR_ENTRY(add_note, add_note),
    KR_GETSET_ENTRY(args, get_args),
    KR_GETSET_ENTRY(__cause__, get_cause),
    KR_GETSET_ENTRY(__context__, get_context),
    KR_GETSET_ENTRY(__suppress_context__, get_suppress),
    KR_GETSET_ENTRY(__traceback__, get_traceback),
    KR_GETSET_ENTRY(__dict__, get_dict),
};
static const kr_member value_members[] = {KR_GETSET_ENTRY(value, get_value)};
static const kr_member exit_members[] = {COMPUTED(N_code, code)};
static const kr_member import_members[] = {KR_GETSET_ENTRY(msg, get_msg), COMPUTED(N_name, name),
                                           COMPUTED(N_path, path)};
static const kr_member attribute_members[] = {COMPUTED(N_name, name), COMPUTED(N_obj, obj)};
static const kr_member name_members[] = {COMPUTED(N_name, name)};
static const kr_member os_members[] = {
    COMPUTED(N_errno, os_errno),
    COMPUTED(N_strerror, os_strerror),
    COMPUTED(N_filename, os_filename),
    COMPUTED(N_filename2, os_filename2),
};
static const kr_member syntax_members[] = {
    COMPUTED(N_msg, syntax_msg),
    COMPUTED(N_filename, syntax_filename),
    COMPUTED(N_lineno, syntax_lineno),
    COMPUTED(N_offset, syntax_offset),
    COMPUTED(N_text, syntax_text),
    COMPUTED(N_end_lineno, syntax_end_lineno),
    COMPUTED(N_end_offset, syntax_end_offset),
};
static const kr_member unicode_members[] = {
    COMPUTED(N_encoding, encoding), COMPUTED(N_object, object), COMPUTED(N_start, start),
    COMPUTED(N_end, end),           COMPUTED(N_reason, reason),
};

/* ---- The types ---- */

const kr_ops kr_exception_ops = {
    .trace = exception_trace,
    .print = exception_print,
    .getattr = exception_getattr,
    .setattr = exception_setattr,
};

#define TYPE(name_, base_, family, members_, count)                                                          \
    const kr_type kr_##name_##_type = {                                                                      \
        .head = {&kr_type_type},                                                                             \
        .name = N_##name_,                                                                                   \
        .base = &kr_##base_##_type,                                                                          \
        .solid = &kr_BaseException_type,                                                                     \
        .ops = &kr_exception_ops,                                                                            \
        .flags = KR_TYPE_EXCEPTION,                                                                          \
        .size = sizeof(kr_exception),                                                                        \
        .members = members_,                                                                                 \
        .member_count = count,                                                                               \
        .make = make_##family,                                                                               \
    };
#define WITH_MEMBERS(name_, base_, family, members_)                                                         \
    TYPE(name_, base_, family, members_, sizeof members_ / sizeof *members_)
#define PLAIN(name_, base_) TYPE(name_, base_, plain, NULL, 0)
#define OS(name_, base_)    TYPE(name_, base_, os, NULL, 0)

WITH_MEMBERS(BaseException, object, plain, base_members)
WITH_MEMBERS(SystemExit, BaseException, exit, exit_members)
WITH_MEMBERS(StopIteration, Exception, value, value_members)
WITH_MEMBERS(AttributeError, Exception, attribute, attribute_members)
WITH_MEMBERS(ImportError, Exception, import, import_members)
WITH_MEMBERS(NameError, Exception, name, name_members)
WITH_MEMBERS(OSError, Exception, os, os_members)
WITH_MEMBERS(SyntaxError, Exception, syntax, syntax_members)
WITH_MEMBERS(UnicodeDecodeError, UnicodeError, unicode, unicode_members)
WITH_MEMBERS(UnicodeTranslateError, UnicodeError, unicode, unicode_members)
WITH_MEMBERS(UnicodeEncodeError, UnicodeError, unicode, unicode_members)
TYPE(ModuleNotFoundError, ImportError, import, NULL, 0)
TYPE(UnboundLocalError, NameError, name, NULL, 0)
TYPE(IndentationError, SyntaxError, syntax, NULL, 0)
TYPE(TabError, IndentationError, syntax, NULL, 0)
OS(BlockingIOError, OSError)
OS(ConnectionError, OSError)
OS(BrokenPipeError, ConnectionError)
OS(ConnectionAbortedError, ConnectionError)
OS(ConnectionRefusedError, ConnectionError)
OS(ConnectionResetError, ConnectionError)
OS(ChildProcessError, OSError)
OS(ProcessLookupError, OSError)
OS(FileExistsError, OSError)
OS(FileNotFoundError, OSError)
OS(InterruptedError, OSError)
OS(IsADirectoryError, OSError)
OS(NotADirectoryError, OSError)
OS(PermissionError, OSError)
OS(TimeoutError, OSError)
PLAIN(KeyboardInterrupt, BaseException)
PLAIN(GeneratorExit, BaseException)
PLAIN(Exception, BaseException)
PLAIN(StopAsyncIteration, Exception)
PLAIN(ArithmeticError, Exception)
PLAIN(FloatingPointError, ArithmeticError)
PLAIN(OverflowError, ArithmeticError)
PLAIN(ZeroDivisionError, ArithmeticError)
PLAIN(AssertionError, Exception)
PLAIN(BufferError, Exception)
PLAIN(EOFError, Exception)
PLAIN(LookupError, Exception)
PLAIN(IndexError, LookupError)
PLAIN(KeyError, LookupError)
PLAIN(MemoryError, Exception)
PLAIN(ReferenceError, Exception)
PLAIN(RuntimeError, Exception)
PLAIN(NotImplementedError, RuntimeError)
PLAIN(RecursionError, RuntimeError)
PLAIN(SystemError, Exception)
PLAIN(TypeError, Exception)
PLAIN(ValueError, Exception)
PLAIN(UnicodeError, ValueError)
PLAIN(Warning, Exception)
PLAIN(UserWarning, Warning)
PLAIN(DeprecationWarning, Warning)
PLAIN(RuntimeWarning, Warning)
PLAIN(SyntaxWarning, Warning)
PLAIN(FutureWarning, Warning)
PLAIN(BytesWarning, Warning)
PLAIN(EncodingWarning, Warning)
PLAIN(ImportWarning, Warning)
PLAIN(PendingDeprecationWarning, Warning)
PLAIN(ResourceWarning, Warning)
PLAIN(UnicodeWarning, Warning)

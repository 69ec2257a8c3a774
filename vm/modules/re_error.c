/* re.error(msg, pattern, pos): tells the place in the pattern. */
#include <stdarg.h>
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/re.h"
#include "types/container.h"
#include "types/exception.h"
#include "types/text.h"

static size_t characters(const kr_str *s, size_t bytes) {
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++) count += (s->data[i] & 0xc0) != 0x80;
    return count;
}

static kr_value error_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    kr_value pattern = argc > 1 ? argv[1] : KR_NONE, position = argc > 2 ? argv[2] : KR_NONE, line = KR_NONE,
             column = KR_NONE;
    if (argc == 0) return kr_exception_make(vm, cls, argc, argv, nkw, names);
    kr_value text = argv[0];
    if (pattern != KR_NONE && position != KR_NONE) {
        text = kr_str_format(vm, "%S at position %S", argv[0], position);
        kr_value newline = kr_is_str(pattern) ? KR_CHAR_STR('\n') : kr_bytes_value(vm, "\n", 1),
                 args[3] = {newline, KR_INT(0), position};
        kr_value lines = kr_call_method(vm, pattern, N_count, 3, args);
        kr_value last = kr_call_method(vm, pattern, N_rfind, 3, args);
        line = kr_binary(vm, KR_ADD, lines, KR_INT(1));
        column = kr_binary(vm, KR_SUB, position, last);
        bool several = kr_contains(vm, pattern, newline);
        if (several) text = kr_str_format(vm, "%S (line %S, column %S)", text, line, column);
    }
    kr_value exception = kr_exception_make(vm, cls, 1, &text, 0, NULL);
    kr_setattr(vm, exception, N_msg, argv[0]);
    kr_setattr(vm, exception, N_pattern, pattern);
    kr_setattr(vm, exception, N_pos, position);
    kr_setattr(vm, exception, N_lineno, line);
    kr_setattr(vm, exception, N_colno, column);
    return exception;
}

static const kr_member error_members[] = {{N___module__, N_re}};
KR_EXCEPTION_TYPE(kr_re_error_type, N_error, kr_Exception_type, error_members, error_make);

void kr_re_fail(kr_vm *vm, kr_value pattern, size_t offset, const char *format, ...) {
    kr_writer text;
    va_list arguments;
    kr_writer_init(vm, &text);
    va_start(arguments, format);
    kr_write_vformat(&text, format, arguments);
    va_end(arguments);
    kr_value args[3] = {kr_writer_str(&text), pattern, KR_NONE};
    if (offset != SIZE_MAX)
        args[2] = KR_INT(kr_is_str(pattern) ? characters(kr_to_str(pattern), offset) : offset);
    kr_raise_object(vm, kr_exception_new(vm, &kr_re_error_type, 3, args));
}

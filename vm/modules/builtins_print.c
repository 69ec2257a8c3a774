/* print, input, exit.
 *
 * print builds its line on the C stack and hands it to the host in one piece, unless the program has put
 * something else in sys.stdout's place: then that object's write method is called for each piece, as programs
 * expect that replace it. */
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/builtins.h"
#include "modules/file.h"
#include "run/class.h"
#include "run/function.h"
#include "types/container.h"
#include "types/text.h"

/* What sys has under a name after the program has changed it; KR_UNBOUND when it has not. */
static kr_value replaced(const kr_vm *vm, kr_value name) {
    return vm->sys_dict ? kr_dict_get_name(vm->sys_dict, name) : KR_UNBOUND;
}

typedef struct print_options {
    kr_value separator, end, file;
    bool flush;
} print_options;

static kr_value text_option(kr_vm *vm, kr_value v, const char *what, kr_value standard) {
    if (v == KR_NONE) return standard;
    if (!kr_is_str(v)) kr_raise_type(vm, "%s must be None or a string, not %T", what, v);
    return v;
}

static void read_options(kr_vm *vm, print_options *options, size_t nkw, const kr_value *values,
                         const kr_value *names) {
    for (size_t i = 0; i < nkw; i++) {
        if (names[i] == N_sep)
            options->separator = text_option(vm, values[i], "sep", KR_CHAR_STR(' '));
        else if (names[i] == N_end)
            options->end = text_option(vm, values[i], "end", KR_CHAR_STR('\n'));
        else if (names[i] == N_file)
            options->file = values[i];
        else if (names[i] == N_flush)
            options->flush = kr_truth(vm, values[i]);
        else
            kr_raise_type(vm, "'%S' is an invalid keyword argument for print()", names[i]);
    }
}

static void write_str(kr_writer *out, kr_value str) {
    kr_write_value(out, str, true);
}

static void write_line(kr_writer *out, const print_options *options, size_t argc, const kr_value *argv) {
    for (size_t i = 0; i < argc; i++) {
        if (i > 0) write_str(out, options->separator);
        kr_write_value(out, argv[i], true);
    }
    write_str(out, options->end);
}

static void print_to_file(kr_vm *vm, const print_options *options, size_t argc, const kr_value *argv) {
    kr_value write = kr_getattr(vm, options->file, N_write);
    for (size_t i = 0; i < argc; i++) {
        if (i > 0) kr_call(vm, write, 1, &options->separator);
        kr_value text = kr_str_of(vm, argv[i]);
        kr_call(vm, write, 1, &text);
    }
    kr_call(vm, write, 1, &options->end);
}

kr_value kr_builtin_print(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    print_options options = {KR_CHAR_STR(' '), KR_CHAR_STR('\n'), KR_NONE, false};
    read_options(vm, &options, nkw, argv + argc, names);
    if (options.file == KR_NONE) options.file = replaced(vm, N_stdout);
    if (options.file == KR_NONE) return KR_NONE;
    if (options.file == KR_UNBOUND) {
        kr_writer out;
        kr_writer_init(vm, &out);
        write_line(&out, &options, argc, argv);
        if (!out.ascii) kr_utf8_check(vm, out.data, out.size);
        vm->host->write(vm->host->context, KR_STDOUT, out.data, out.size);
        return KR_NONE;
    }
    if (kr_is_exact(options.file, &kr_file_type)) {
        kr_writer out;
        kr_writer_init(vm, &out);
        write_line(&out, &options, argc, argv);
        kr_value text = kr_writer_str(&out);
        kr_call_method(vm, options.file, N_write, 1, &text);
    } else {
        print_to_file(vm, &options, argc, argv);
    }
    if (options.flush) kr_call_method(vm, options.file, N_flush, 0, NULL);
    return KR_NONE;
}

/* ---- input. ---- */

static kr_value standard_input(kr_vm *vm) {
    kr_value file = replaced(vm, N_stdin);
    if (file == KR_UNBOUND)
        file = kr_getattr(vm, kr_import(vm, N_sys, KR_NONE, 0, vm->main_globals), N_stdin);
    if (file == KR_NONE) kr_raise(vm, &kr_RuntimeError_type, "input(): lost sys.stdin");
    return file;
}

kr_value kr_builtin_input(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc > 0) {
        kr_value names[2] = {N_end, N_flush}, args[3] = {argv[0], KR_EMPTY_STR, KR_TRUE};
        kr_builtin_print(vm, 1, args, 2, names);
    }
    kr_value file = standard_input(vm);
    if (kr_is_file(file) && !kr_file_read_ahead_line(vm, kr_to_pointer(file)))
        kr_raise(vm, &kr_EOFError_type, "EOF when reading a line");
    kr_value line = kr_call_method(vm, file, N_readline, 0, NULL);
    if (!kr_is_str(line)) kr_raise_type(vm, "object.readline() returned non-string");
    const kr_str *s = kr_to_str(line);
    if (s->size == 0) kr_raise(vm, &kr_EOFError_type, "EOF when reading a line");
    return s->data[s->size - 1] == '\n' ? kr_str_new(vm, s->data, s->size - 1) : line;
}

/* ---- exit. ---- */

kr_value kr_builtin_exit(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_raise_value(vm, &kr_SystemExit_type, argc > 0 ? argv[0] : KR_UNBOUND);
}

kr_value kr_builtin_quit(kr_vm *vm, size_t argc, const kr_value *argv) {
    return kr_builtin_exit(vm, argc, argv);
}

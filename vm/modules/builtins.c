/* The module builtins: the names that every program has. Its members are also what the run loop reads a
 * global from that no module has assigned: the compiler notes the number of the entry, so the order of this
 * table is part of no file and may change. */
#include "modules/builtins.h"
#include "core/native.h"
#include "core/raise.h"
#include "modules/io.h"
#include "modules/viper.h"
#include "run/class.h"
#include "run/module.h"
#include "types/iterators.h"

KR_FUNCTION(abs, kr_builtin_abs, 1, 1, NULL, "abs(x)\nThe absolute value.");
KR_FUNCTION(aiter, kr_builtin_aiter, 1, 1, NULL, "aiter(async_iterable)\nAn asynchronous iterator.");
KR_FUNCTION(all, kr_builtin_all, 1, 1, NULL, "all(iterable)\nTrue when every item is true.");
KR_FUNCTION(anext, kr_builtin_anext, 1, 2, NULL,
            "anext(async_iterator[, default])\nAn awaitable of the next item.");
KR_FUNCTION(any, kr_builtin_any, 1, 1, NULL, "any(iterable)\nTrue when some item is true.");
KR_FUNCTION(ascii, kr_builtin_ascii, 1, 1, NULL,
            "ascii(object)\nAs repr(), with escapes for what is not ASCII.");
KR_FUNCTION(bin, kr_builtin_bin, 1, 1, NULL, "bin(number)\nThe binary text of an int: '0b101'.");
KR_FUNCTION_KW(breakpoint, kr_builtin_breakpoint, 0, KR_ANY,
               "breakpoint(*args, **kws)\nCall sys.breakpointhook, if there is one.");
KR_FUNCTION(callable, kr_builtin_callable, 1, 1, NULL, "callable(object)\nTrue when it can be called.");
KR_FUNCTION(chr, kr_builtin_chr, 1, 1, NULL, "chr(i)\nThe character with code point i.");
KR_FUNCTION(compile, kr_builtin_compile, 3, 6, "source,filename,mode,flags,dont_inherit,optimize",
            "compile(source, filename, mode)\nA code object for exec() or eval(); mode is 'exec', 'eval' or "
            "'single'.");
KR_FUNCTION(delattr, kr_builtin_delattr, 2, 2, NULL, "delattr(object, name)\nDelete an attribute.");
KR_FUNCTION(dir, kr_builtin_dir, 0, 1, NULL,
            "dir(object)\nThe names of an object's attributes, or of the current scope.");
KR_FUNCTION(divmod, kr_builtin_divmod, 2, 2, NULL, "divmod(x, y)\n(x // y, x % y)");
KR_FUNCTION(eval, kr_builtin_eval, 1, 3, NULL,
            "eval(source, globals=None, locals=None)\nThe value of an expression.");
KR_FUNCTION(exec, kr_builtin_exec, 1, 3, NULL, "exec(source, globals=None, locals=None)\nRun statements.");
KR_FUNCTION(exit, kr_builtin_exit, 0, 1, NULL, "exit(code=None)\nEnd the program.");
KR_FUNCTION(format, kr_builtin_format, 1, 2, NULL,
            "format(value, spec='')\nThe text of a value in a format.");
KR_FUNCTION(getattr, kr_builtin_getattr, 2, 3, NULL,
            "getattr(object, name[, default])\nAn attribute by name.");
KR_FUNCTION(globals, kr_builtin_globals, 0, 0, NULL, "globals()\nThe current module's names.");
KR_FUNCTION(hasattr, kr_builtin_hasattr, 2, 2, NULL,
            "hasattr(object, name)\nTrue when there is such an attribute.");
KR_FUNCTION(hash, kr_builtin_hash, 1, 1, NULL,
            "hash(object)\nThe hash value: equal objects have equal ones.");
KR_FUNCTION(help, kr_builtin_help, 0, 1, NULL, "help(object)\nPrint what an object says of itself.");
KR_FUNCTION(hex, kr_builtin_hex, 1, 1, NULL, "hex(number)\nThe hexadecimal text of an int: '0x1f'.");
KR_FUNCTION(id, kr_builtin_id, 1, 1, NULL,
            "id(object)\nA number that no other object has while this one lives.");
KR_FUNCTION(input, kr_builtin_input, 0, 1, NULL, "input(prompt='')\nRead a line; EOFError at the end.");
KR_FUNCTION(isinstance, kr_builtin_isinstance, 2, 2, NULL,
            "isinstance(object, class_or_tuple)\nTrue when object is an instance.");
KR_FUNCTION(issubclass, kr_builtin_issubclass, 2, 2, NULL,
            "issubclass(cls, class_or_tuple)\nTrue when cls derives from it.");
KR_FUNCTION(iter, kr_builtin_iter, 1, 2, NULL, "iter(iterable)\niter(callable, sentinel)\nAn iterator.");
KR_FUNCTION(len, kr_builtin_len, 1, 1, NULL, "len(object)\nThe number of items.");
KR_FUNCTION(locals, kr_builtin_locals, 0, 0, NULL, "locals()\nThe current scope's names.");
KR_FUNCTION_KW(max, kr_builtin_max, 0, KR_ANY,
               "max(iterable, *, key=None[, default])\nmax(a, b, *more, key=None)\nThe largest item.");
KR_FUNCTION_KW(min, kr_builtin_min, 0, KR_ANY,
               "min(iterable, *, key=None[, default])\nmin(a, b, *more, key=None)\nThe smallest item.");
KR_FUNCTION_FRAME(next, kr_builtin_next, 1, 2,
                  "next(iterator[, default])\nThe next item; StopIteration at the end.");
KR_FUNCTION(oct, kr_builtin_oct, 1, 1, NULL, "oct(number)\nThe octal text of an int: '0o17'.");
KR_FUNCTION(ord, kr_builtin_ord, 1, 1, NULL, "ord(c)\nThe code point of a character.");
KR_FUNCTION(pow, kr_builtin_pow, 2, 3, "base,exp,mod",
            "pow(base, exp, mod=None)\nbase ** exp, or that modulo mod.");
KR_FUNCTION_KW(print, kr_builtin_print, 0, KR_ANY,
               "print(*values, sep=' ', end='\\n', file=None, flush=False)\nWrite values as text.");
KR_FUNCTION(quit, kr_builtin_quit, 0, 1, NULL, "quit(code=None)\nEnd the program.");
KR_FUNCTION(repr, kr_builtin_repr, 1, 1, NULL, "repr(object)\nThe text of an object for programmers.");
KR_FUNCTION(round, kr_builtin_round, 1, 2, "number,ndigits",
            "round(number, ndigits=None)\nRounded, a tie to the even neighbour.");
KR_FUNCTION(setattr, kr_builtin_setattr, 3, 3, NULL,
            "setattr(object, name, value)\nSet an attribute by name.");
KR_FUNCTION(sorted, kr_builtin_sorted, 1, 3, "iterable,/,*,key,reverse",
            "sorted(iterable, *, key=None, reverse=False)\nA new sorted list.");
KR_FUNCTION(sum, kr_builtin_sum, 1, 2, "iterable,/,start", "sum(iterable, start=0)\nThe items added up.");
KR_FUNCTION(vars, kr_builtin_vars, 0, 1, NULL,
            "vars(object)\nAn object's __dict__, or the current scope's names.");

#define EXCEPTION(name, base) {N_##name, KR_OBJECT(&kr_##name##_type)},

static const kr_member members[] = {{N___name__, N_builtins},
                                    {N___doc__, KR_NONE},
                                    KR_ENTRY(print, kr_builtin_print),
                                    KR_ENTRY(len, kr_builtin_len),
                                    {N_range, KR_OBJECT(&kr_range_type)},
                                    {N_bool, KR_OBJECT(&kr_bool_type)},
                                    {N_bytearray, KR_OBJECT(&kr_bytearray_type)},
                                    {N_bytes, KR_OBJECT(&kr_bytes_type)},
                                    {N_classmethod, KR_OBJECT(&kr_classmethod_type)},
                                    {N_complex, KR_OBJECT(&kr_complex_type)},
                                    {N_dict, KR_OBJECT(&kr_dict_type)},
                                    {N_enumerate, KR_OBJECT(&kr_enumerate_type)},
                                    {N_filter, KR_OBJECT(&kr_filter_type)},
                                    {N_float, KR_OBJECT(&kr_float_type)},
                                    {N_frozenset, KR_OBJECT(&kr_frozenset_type)},
                                    {N_int, KR_OBJECT(&kr_int_type)},
                                    {N_list, KR_OBJECT(&kr_list_type)},
                                    {N_map, KR_OBJECT(&kr_map_type)},
                                    {N_memoryview, KR_OBJECT(&kr_memoryview_type)},
                                    {N_object, KR_OBJECT(&kr_object_type)},
                                    {N_property, KR_OBJECT(&kr_property_type)},
                                    {N_reversed, KR_OBJECT(&kr_reversed_type)},
                                    {N_set, KR_OBJECT(&kr_set_type)},
                                    {N_slice, KR_OBJECT(&kr_slice_type)},
                                    {N_staticmethod, KR_OBJECT(&kr_staticmethod_type)},
                                    {N_str, KR_OBJECT(&kr_str_type)},
                                    {N_super, KR_OBJECT(&kr_super_type)},
                                    {N_tuple, KR_OBJECT(&kr_tuple_type)},
                                    {N_type, KR_OBJECT(&kr_type_type)},
                                    {N_zip, KR_OBJECT(&kr_zip_type)},
                                    KR_ENTRY(abs, kr_builtin_abs),
                                    KR_ENTRY(aiter, kr_builtin_aiter),
                                    KR_ENTRY(all, kr_builtin_all),
                                    KR_ENTRY(anext, kr_builtin_anext),
                                    KR_ENTRY(any, kr_builtin_any),
                                    KR_ENTRY(ascii, kr_builtin_ascii),
                                    KR_ENTRY(bin, kr_builtin_bin),
                                    KR_ENTRY(breakpoint, kr_builtin_breakpoint),
                                    KR_ENTRY(callable, kr_builtin_callable),
                                    KR_ENTRY(chr, kr_builtin_chr),
                                    KR_ENTRY(compile, kr_builtin_compile),
                                    {N_const, KR_OBJECT(&kr_const_function)},
                                    {N_micropython, KR_OBJECT(&kr_micropython_name)},
                                    KR_OBJECT_ENTRY(ptr8, kr_ptr8_type),
                                    KR_OBJECT_ENTRY(ptr16, kr_ptr16_type),
                                    KR_OBJECT_ENTRY(ptr32, kr_ptr32_type),
                                    KR_OBJECT_ENTRY(uint, kr_uint_function),
                                    KR_ENTRY(delattr, kr_builtin_delattr),
                                    KR_ENTRY(dir, kr_builtin_dir),
                                    KR_ENTRY(divmod, kr_builtin_divmod),
                                    KR_ENTRY(eval, kr_builtin_eval),
                                    KR_ENTRY(exec, kr_builtin_exec),
                                    KR_ENTRY(exit, kr_builtin_exit),
                                    KR_ENTRY(format, kr_builtin_format),
                                    KR_ENTRY(getattr, kr_builtin_getattr),
                                    KR_ENTRY(globals, kr_builtin_globals),
                                    KR_ENTRY(hasattr, kr_builtin_hasattr),
                                    KR_ENTRY(hash, kr_builtin_hash),
                                    KR_ENTRY(help, kr_builtin_help),
                                    KR_ENTRY(hex, kr_builtin_hex),
                                    KR_ENTRY(id, kr_builtin_id),
                                    KR_ENTRY(input, kr_builtin_input),
                                    KR_ENTRY(isinstance, kr_builtin_isinstance),
                                    KR_ENTRY(issubclass, kr_builtin_issubclass),
                                    KR_ENTRY(iter, kr_builtin_iter),
                                    KR_ENTRY(locals, kr_builtin_locals),
                                    KR_ENTRY(max, kr_builtin_max),
                                    KR_ENTRY(min, kr_builtin_min),
                                    KR_ENTRY(next, kr_builtin_next),
                                    KR_ENTRY(oct, kr_builtin_oct),
                                    {N_open, KR_OBJECT(&kr_open_function)},
                                    KR_ENTRY(ord, kr_builtin_ord),
                                    KR_ENTRY(pow, kr_builtin_pow),
                                    KR_ENTRY(quit, kr_builtin_quit),
                                    KR_ENTRY(repr, kr_builtin_repr),
                                    KR_ENTRY(round, kr_builtin_round),
                                    KR_ENTRY(setattr, kr_builtin_setattr),
                                    KR_ENTRY(sorted, kr_builtin_sorted),
                                    KR_ENTRY(sum, kr_builtin_sum),
                                    KR_ENTRY(vars, kr_builtin_vars),
                                    {N___build_class__, KR_OBJECT(&kr_build_class_function)},
                                    {N___import__, KR_OBJECT(&kr_import_function)},
                                    {N_None, KR_NONE},
                                    {N_True, KR_TRUE},
                                    {N_False, KR_FALSE},
                                    {N_NotImplemented, KR_NOT_IMPLEMENTED},
                                    {N_Ellipsis, KR_ELLIPSIS},
                                    {N___debug__, KR_TRUE},
                                    {N_EnvironmentError, KR_OBJECT(&kr_OSError_type)},
                                    {N_IOError, KR_OBJECT(&kr_OSError_type)},
                                    KR_EXCEPTION_TYPES(EXCEPTION)};

const kr_module_def kr_module_builtins = {
    .name = N_builtins,
    .members = members,
    .member_count = sizeof members / sizeof *members,
    .doc = "The names that every program has.",
};

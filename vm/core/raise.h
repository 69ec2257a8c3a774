#ifndef KR_RAISE_H
#define KR_RAISE_H
/* Raising from C: unwinds to the one catch point of the current VM entry. Nothing has to be cleaned up, since all memory is collected;
 * C code that holds something else (an open handle) wraps the part that may raise in kr_try. */
#include "core/context.h"

/* The exception types: name, base. One list; defined in types/exception.c as kr_<name>_type ROM types.
 * kr_BaseException_type is the solid base of all of them: kr_is_kind(v, &kr_BaseException_type) is true for every exception instance. */
#define KR_EXCEPTION_TYPES(X)                                                                                \
    X(BaseException, object) X(SystemExit, BaseException) X(KeyboardInterrupt, BaseException)                \
    X(GeneratorExit, BaseException) X(Exception, BaseException) X(StopIteration, Exception)                  \
    X(StopAsyncIteration, Exception) X(ArithmeticError, Exception) X(FloatingPointError, ArithmeticError)    \
    X(OverflowError, ArithmeticError) X(ZeroDivisionError, ArithmeticError) X(AssertionError, Exception)     \
    X(AttributeError, Exception) X(BufferError, Exception) X(EOFError, Exception) X(ImportError, Exception)  \
    X(ModuleNotFoundError, ImportError) X(LookupError, Exception) X(IndexError, LookupError)                 \
    X(KeyError, LookupError) X(MemoryError, Exception) X(NameError, Exception)                               \
    X(UnboundLocalError, NameError) X(OSError, Exception) X(BlockingIOError, OSError)                        \
    X(ConnectionError, OSError) X(BrokenPipeError, ConnectionError)                                          \
    X(ConnectionAbortedError, ConnectionError) X(ConnectionRefusedError, ConnectionError)                    \
    X(ConnectionResetError, ConnectionError) X(ChildProcessError, OSError) X(FileExistsError, OSError) X(FileNotFoundError, OSError)       \
    X(InterruptedError, OSError) X(IsADirectoryError, OSError) X(NotADirectoryError, OSError)                \
    X(PermissionError, OSError) X(ProcessLookupError, OSError) X(TimeoutError, OSError) X(ReferenceError, Exception)                        \
    X(RuntimeError, Exception) X(NotImplementedError, RuntimeError) X(RecursionError, RuntimeError)          \
    X(SyntaxError, Exception) X(IndentationError, SyntaxError) X(TabError, IndentationError) X(SystemError, Exception)                     \
    X(TypeError, Exception) X(ValueError, Exception) X(UnicodeError, ValueError)                             \
    X(UnicodeDecodeError, UnicodeError) X(UnicodeEncodeError, UnicodeError) X(UnicodeTranslateError, UnicodeError) X(Warning, Exception)            \
    X(UserWarning, Warning) X(DeprecationWarning, Warning) X(RuntimeWarning, Warning) X(SyntaxWarning, Warning) X(FutureWarning, Warning) \
    X(BytesWarning, Warning) X(EncodingWarning, Warning) X(ImportWarning, Warning) \
    X(PendingDeprecationWarning, Warning) X(ResourceWarning, Warning) X(UnicodeWarning, Warning)
#define KR_EXCEPTION_EXTERN(name, base) extern const kr_type kr_##name##_type;
KR_EXCEPTION_TYPES(KR_EXCEPTION_EXTERN)
#undef KR_EXCEPTION_EXTERN

/* Raises `type(message)`. The format knows %s (const char *), %d (int), %u (unsigned), %zd (kr_word), %zu (size_t), %c (code point),
 * %S (str() of a kr_value), %R (repr() of a kr_value), %T (name of the type of a kr_value), %N (name of a kr_type), %%. */
_Noreturn void kr_raise(kr_vm *vm, const kr_type *type, const char *format, ...);

/* Raises `type(value)`; value KR_UNBOUND: `type()`. */
_Noreturn void kr_raise_value(kr_vm *vm, const kr_type *type, kr_value value);

/* Raises an exception instance or class as the `raise` statement does (sets __context__ and the traceback). */
_Noreturn void kr_raise_object(kr_vm *vm, kr_value exception);

/* Goes on raising an exception that kr_try caught, with its traceback as it was. */
_Noreturn void kr_reraise(kr_vm *vm, kr_value exception);

_Noreturn void kr_raise_memory(kr_vm *vm);
_Noreturn void kr_raise_recursion(kr_vm *vm);
/* OSError (or the subclass that fits) from a negative KR_E… or positive errno; filename KR_UNBOUND for none. */
_Noreturn void kr_raise_errno(kr_vm *vm, int code, kr_value filename);
const char *kr_errno_text(int code); /* its text */

/* Shorthands with CPython's wording. */
_Noreturn void kr_raise_type(kr_vm *vm, const char *format, ...);
_Noreturn void kr_raise_value_error(kr_vm *vm, const char *format, ...);
_Noreturn void kr_raise_index(kr_vm *vm, const char *what);    /* IndexError: "<what> index out of range" */
_Noreturn void kr_raise_key(kr_vm *vm, kr_value key);          /* KeyError(key) */
_Noreturn void kr_raise_overflow(kr_vm *vm, const char *format, ...);

/* Calls body(vm, data) and returns KR_UNBOUND when it returned, or the exception that it raised. StopRequest (kr_request_stop) is not
 * caught. */
kr_value kr_try(kr_vm *vm, void (*body)(kr_vm *vm, void *data), void *data);

/* What `raise value` raises: the instance itself, or a new one of the class; TypeError when it is neither. Its __context__ becomes what is being handled (vm->handling), unless
 * that is the exception itself. `cause` is what stands behind `from`, or KR_UNBOUND. The run loop unwinds by itself from here. */
kr_value kr_exception_prepare(kr_vm *vm, kr_value value, kr_value cause);

/* What is being handled (vm->handling) becomes the context of an exception that is about to be raised, unless it is the exception itself. */
void kr_exception_chain(kr_vm *vm, kr_value exception);

/* A new exception instance of a built-in exception type with these arguments, not raised. */
kr_value kr_exception_new(kr_vm *vm, const kr_type *type, size_t argc, const kr_value *argv);

/* True when the exception instance is of `type` or a subclass. */
bool kr_exception_is(kr_value exception, const kr_type *type);

/* Appends the traceback in CPython's layout, with causes and contexts, to the writer. sys.tracebacklimit cuts off the innermost frames; of an exception that
 * ends the program, the outermost. */
void kr_print_exception(kr_vm *vm, kr_writer *out, kr_value exception);
void kr_print_uncaught(kr_vm *vm, kr_writer *out, kr_value exception);

#endif

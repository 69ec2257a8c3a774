/* Built-in functions about objects: attributes, types, identity, text. */
#include "core/heap.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/builtins.h"
#include "run/class.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

static kr_value attribute_name(kr_vm *vm, kr_value name) {
    if (!kr_is_str(name)) kr_raise_type(vm, "attribute name must be string, not '%T'", name);
    return kr_to_str(name)->interned ? name : kr_intern_str(vm, name);
}

kr_value kr_builtin_getattr(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value name = attribute_name(vm, argv[1]);
    return argc > 2 ? kr_getattr_or(vm, argv[0], name, argv[2]) : kr_getattr(vm, argv[0], name);
}

kr_value kr_builtin_hasattr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(kr_getattr_or(vm, argv[0], attribute_name(vm, argv[1]), KR_UNBOUND) != KR_UNBOUND);
}

kr_value kr_builtin_setattr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_setattr(vm, argv[0], attribute_name(vm, argv[1]), argv[2]);
    return KR_NONE;
}

kr_value kr_builtin_delattr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_setattr(vm, argv[0], attribute_name(vm, argv[1]), KR_UNBOUND);
    return KR_NONE;
}

kr_value kr_builtin_isinstance(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (KR_OBJECT(kr_type_of(argv[0])) == argv[1]) return KR_TRUE;
    return kr_bool(kr_isinstance(vm, argv[0], argv[1]));
}

kr_value kr_builtin_issubclass(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(kr_issubclass(vm, argv[0], argv[1]));
}

kr_value kr_builtin_callable(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_bool(kr_is_callable(vm, argv[0]));
}

kr_value kr_builtin_hash(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from(vm, kr_hash(vm, argv[0]));
}

/* The word itself: the address of an object, and a number of its own for every value that lies in the word.
 */
kr_value kr_builtin_id(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_heap_fix_text(vm, argv[0]);
    return kr_int_from_unsigned(vm, argv[0]);
}

/* ---- Text. ---- */

kr_value kr_builtin_repr(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_repr_of(vm, argv[0]);
}

kr_value kr_builtin_ascii(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value repr = kr_repr_of(vm, argv[0]);
    const kr_str *s = kr_to_str(repr);
    if (s->ascii) return repr;
    kr_writer out;
    kr_writer_init(vm, &out);
    for (const char *p = s->data; p < s->data + s->size;) {
        uint32_t c = kr_utf8_next(&p);
        char digits[8];
        size_t count = c < 0x80 ? 0 : c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        for (size_t i = count; i-- > 0; c >>= 4) digits[i] = "0123456789abcdef"[c & 15];
        if (count == 0) {
            kr_write_char(&out, c);
        } else {
            kr_write(&out, count == 2 ? "\\x" : count == 4 ? "\\u" : "\\U", 2);
            kr_write(&out, digits, count);
        }
    }
    return kr_writer_str(&out);
}

kr_value kr_builtin_format(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value spec = argc > 1 ? argv[1] : KR_EMPTY_STR;
    if (!kr_is_str(spec)) kr_raise_type(vm, "format() argument 2 must be str, not %T", spec);
    return kr_format(vm, argv[0], spec);
}

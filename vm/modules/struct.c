/* struct: numbers as bytes.
 *
 * A format is read once for its size and once for its items; nothing is compiled, as reading it costs less
 * than making the tuple. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/pack.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

static const kr_member error_members[] = {{N___module__, N_struct}};
static KR_EXCEPTION_TYPE(error_type, N_error, kr_Exception_type, error_members, kr_exception_make);

/* --- formats */

typedef struct format {
    kr_vm *vm;
    const char *p, *end;
    bool native, big;
    bool wraps; /* an int that does not fit is stored without its upper bits */
    /* The item that next_item found. */
    char code;
    size_t count, size; /* repetitions; bytes of one */
} format;

static _Noreturn void fail(kr_vm *vm, const char *text) {
    kr_raise(vm, &error_type, "%s", text);
}

static void format_begin(kr_vm *vm, format *f, kr_value text) {
    if (kr_is_str(text)) {
        f->p = kr_to_str(text)->data;
        f->end = f->p + kr_to_str(text)->size;
    } else if (kr_is_byte_string(text)) {
        kr_span span = kr_span_of(text);
        f->p = (const char *)span.data;
        f->end = f->p + span.size;
    } else {
        kr_raise_type(vm, "Struct() argument 1 must be a str or bytes object, not %T", text);
    }
    f->vm = vm;
    f->wraps = false;
    f->native = true;
    f->big = kr_pack_native_big();
    if (f->p == f->end || strchr("@=<>!", *f->p) == NULL || *f->p == '\0') return;
    f->native = *f->p == '@';
    if (*f->p == '<') f->big = false;
    if (*f->p == '>' || *f->p == '!') f->big = true;
    f->p++;
}

static bool next_item(format *f) {
    while (f->p < f->end && strchr(" \t\n\r\v\f", *f->p) != NULL && *f->p != '\0') f->p++;
    if (f->p == f->end) return false;
    bool counted = *f->p >= '0' && *f->p <= '9';
    for (f->count = counted ? 0 : 1; f->p < f->end && *f->p >= '0' && *f->p <= '9'; f->p++) {
        if (f->count > (SIZE_MAX / 4 - 9) / 10) fail(f->vm, "total struct size too long");
        f->count = f->count * 10 + (size_t)(*f->p - '0');
    }
    if (f->p == f->end) fail(f->vm, "repeat count given without format specifier");
    f->code = *f->p++;
    f->size = f->code == 'x' || f->code == 's' || f->code == 'p' ? 1 : kr_pack_size(f->code, f->native);
    if (f->size == 0) fail(f->vm, "bad char in struct format");
    return true;
}

/* Where the item begins when the last one ended at `offset`. */
static size_t align(const format *f, size_t offset) {
    size_t alignment = f->native ? kr_pack_alignment(f->code) : 1;
    return (offset + alignment - 1) / alignment * alignment;
}

/* Values that an item takes or gives. */
static size_t item_values(const format *f) {
    return f->code == 'x' ? 0 : f->code == 's' || f->code == 'p' ? 1 : f->count;
}

/* Bytes and values of a whole format. */
static size_t format_size(kr_vm *vm, kr_value text, size_t *values) {
    format f;
    size_t offset = 0, count = 0;
    format_begin(vm, &f, text);
    while (next_item(&f)) {
        offset = align(&f, offset);
        if (f.count > (SIZE_MAX / 4 - offset) / f.size) fail(vm, "total struct size too long");
        offset += f.count * f.size;
        count += item_values(&f);
    }
    if (values != NULL) *values = count;
    return offset;
}

/* --- packing */

static void pack_bytes(const format *f, uint8_t *out, kr_value v) {
    if (!kr_is_byte_string(v))
        kr_raise(f->vm, &error_type, "argument for '%c' must be a bytes object", (unsigned)(uint8_t)f->code);
    kr_span span = kr_span_of(v);
    size_t room = f->count;
    if (room == 0) return;
    if (f->code == 'p') {
        room--;
        *out++ =
            (uint8_t)(span.size < room ? (span.size < 255 ? span.size : 255) : (room < 255 ? room : 255));
    }
    memcpy(out, span.data, span.size < room ? span.size : room);
}

static kr_pack_result pack_wrapped(const format *f, uint8_t *out, kr_value v) {
    kr_value mask = kr_int_from_unsigned(f->vm, UINT64_MAX >> (64 - 8 * f->size));
    char code = (char)(f->code >= 'a' ? f->code - 'a' + 'A' : f->code); /* the unsigned one */
    return kr_pack(f->vm, out, code, f->size, f->big, kr_binary(f->vm, KR_AND, kr_index(f->vm, v), mask));
}

static void pack_one(const format *f, uint8_t *out, kr_value v) {
    kr_pack_result result = kr_pack(f->vm, out, f->code, f->size, f->big, v);
    if (result == KR_PACK_RANGE && f->wraps) result = pack_wrapped(f, out, v);
    if (result == KR_PACK_OK) return;
    if (result == KR_PACK_NOT_INT) fail(f->vm, "required argument is not an integer");
    if (result == KR_PACK_NOT_FLOAT) fail(f->vm, "required argument is not a float");
    if (result == KR_PACK_NOT_CHAR) fail(f->vm, "char format requires a bytes object of length 1");
    if (result == KR_PACK_FLOAT_RANGE) {
        if (f->native && f->code == 'f') return; /* infinity has been stored */
        kr_raise_overflow(f->vm, "float too large to pack with %c format", (unsigned)(uint8_t)f->code);
    }
    intmax_t n;
    unsigned code = (uint8_t)f->code;
    v = kr_index(f->vm, v);
    if (f->size == 4 && strchr("IL", f->code) && kr_int_sign(v) >= 0 && kr_int_bit_length(v) <= 64)
        kr_raise(f->vm, &error_type, "'%c' format requires 0 <= number <= 4294967295", code);
    bool small = kr_int_to(v, &n) && strchr(f->size == 4 ? "il" : "bBhH", f->code) != NULL;
    if (small && f->code == 'b') fail(f->vm, "byte format requires -128 <= number <= 127");
    if (small && f->code == 'B') fail(f->vm, "ubyte format requires 0 <= number <= 255");
    if (small && f->code == 'h') fail(f->vm, "short format requires -32768 <= number <= 32767");
    if (small && f->code == 'H') fail(f->vm, "ushort format requires 0 <= number <= 65535");
    if (small) kr_raise(f->vm, &error_type, "'%c' format requires -2147483648 <= number <= 2147483647", code);
    fail(f->vm, f->code == 'P' ? "int too large to convert" : "argument out of range");
}

/* `out` is zeroed and as long as the format. */
static void pack_all(kr_vm *vm, kr_value text, uint8_t *out, const kr_value *values, bool wraps) {
    format f;
    size_t offset = 0;
    format_begin(vm, &f, text);
    f.wraps = wraps;
    while (next_item(&f)) {
        offset = align(&f, offset);
        if (f.code == 's' || f.code == 'p')
            pack_bytes(&f, out + offset, *values++);
        else if (f.code != 'x') {
            for (size_t i = 0; i < f.count; i++) pack_one(&f, out + offset + i * f.size, *values++);
        }
        offset += f.count * f.size;
    }
}

static size_t pack_size(kr_vm *vm, kr_value text, size_t argc, const char *name) {
    size_t values, size = format_size(vm, text, &values);
    if (values != argc)
        kr_raise(vm, &error_type, "%s expected %zu items for packing (got %zu)", name, values, argc);
    return size;
}

static kr_value do_pack(kr_vm *vm, kr_value text, size_t argc, const kr_value *argv, bool wraps) {
    size_t size = pack_size(vm, text, argc, "pack");
    kr_value result = kr_bytes_value(vm, NULL, size);
    uint8_t *out = ((kr_bytes *)kr_to_pointer(result))->data;
    memset(out, 0, size);
    pack_all(vm, text, out, argv, wraps);
    return result;
}

/* The offset argument within a buffer; negative from the end. */
static size_t pack_offset(kr_vm *vm, kr_word offset, size_t buffer, size_t size) {
    if (offset < 0) {
        if (offset + (kr_word)size > 0)
            kr_raise(vm, &error_type, "no space to pack %zu bytes at offset %zd", size, offset);
        if (offset + (kr_word)buffer < 0)
            kr_raise(vm, &error_type, "offset %zd out of range for %zu-byte buffer", offset, buffer);
        offset += (kr_word)buffer;
    }
    if ((size_t)offset > buffer || buffer - (size_t)offset < size)
        kr_raise(vm, &error_type,
                 "pack_into requires a buffer of at least %zu bytes for packing %zu bytes at offset %zd "
                 "(actual buffer size is %zu)",
                 (size_t)offset + size, size, offset, buffer);
    return (size_t)offset;
}

/* argv: buffer, offset, values. */
static kr_value do_pack_into(kr_vm *vm, kr_value text, size_t argc, const kr_value *argv, bool wraps) {
    kr_buffer buffer;
    if (argc < 2) kr_raise_type(vm, "pack_into expected %s argument", argc == 0 ? "buffer" : "offset");
    size_t size = pack_size(vm, text, argc - 2, "pack_into");
    kr_word wanted = kr_index_word(vm, argv[1]);
    kr_get_buffer(vm, argv[0], &buffer, true);
    pack_offset(vm, wanted, buffer.size, size);
    kr_value packed = do_pack(vm, text, argc - 2, argv + 2, wraps);
    kr_get_buffer(vm, argv[0], &buffer, true); /* packing may have run code that changed it */
    size_t offset = pack_offset(vm, wanted, buffer.size, size);
    memcpy(buffer.data + offset, kr_span_of(packed).data, size);
    return KR_NONE;
}

/* --- unpacking */

static kr_value unpack_bytes(const format *f, const uint8_t *in) {
    size_t size = f->count;
    if (f->code == 'p' && size > 0) {
        size = *in < size - 1 ? *in : size - 1;
        in++;
    }
    return kr_bytes_value(f->vm, in, size);
}

/* The buffer must not move: it is what the caller copied, or nothing that runs here can change it. */
static kr_value unpack_all(kr_vm *vm, kr_value text, const uint8_t *in, size_t values) {
    format f;
    size_t offset = 0, used = 0;
    kr_value result = kr_tuple_new(vm, values, NULL);
    format_begin(vm, &f, text);
    while (next_item(&f)) {
        offset = align(&f, offset);
        if (f.code == 's' || f.code == 'p')
            kr_to_tuple(result)->items[used++] = unpack_bytes(&f, in + offset);
        else if (f.code != 'x') {
            for (size_t i = 0; i < f.count; i++)
                kr_to_tuple(result)->items[used++] =
                    kr_unpack(vm, in + offset + i * f.size, f.code, f.size, f.big);
        }
        offset += f.count * f.size;
    }
    return result;
}

static kr_value do_unpack(kr_vm *vm, kr_value text, kr_value data) {
    kr_buffer buffer;
    size_t values, size = format_size(vm, text, &values);
    kr_get_buffer(vm, data, &buffer, false);
    if (buffer.size != size) kr_raise(vm, &error_type, "unpack requires a buffer of %zu bytes", size);
    return unpack_all(vm, text, buffer.data, values);
}

static kr_value do_unpack_from(kr_vm *vm, kr_value text, kr_value data, kr_value at) {
    kr_buffer buffer;
    size_t values, size = format_size(vm, text, &values);
    kr_word offset = at == KR_UNBOUND ? 0 : kr_index_word(vm, at);
    kr_get_buffer(vm, data, &buffer, false);
    kr_word length = (kr_word)buffer.size;
    if (offset < 0 && offset + (kr_word)size > 0)
        kr_raise(vm, &error_type, "not enough data to unpack %zu bytes at offset %zd", size, offset);
    if (offset < 0 && offset + length < 0)
        kr_raise(vm, &error_type, "offset %zd out of range for %zu-byte buffer", offset, buffer.size);
    if (offset < 0) offset += length;
    if (offset > length || (size_t)(length - offset) < size)
        kr_raise(vm, &error_type,
                 "unpack_from requires a buffer of at least %zu bytes for unpacking %zu bytes at offset %zd "
                 "(actual buffer size is %zu)",
                 (size_t)offset + size, size, offset, buffer.size);
    return unpack_all(vm, text, buffer.data + offset, values);
}

typedef struct unpack_iterator {
    kr_object head;
    kr_value format, data;
    size_t offset;
} unpack_iterator;

static void iterator_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((unpack_iterator *)object)->format);
    kr_mark(vm, ((unpack_iterator *)object)->data);
}

static kr_value iterator_next(kr_vm *vm, kr_value v) {
    unpack_iterator *i = kr_to_pointer(v);
    kr_buffer buffer;
    size_t values, size = format_size(vm, i->format, &values);
    kr_get_buffer(vm, i->data, &buffer, false);
    if (i->offset > buffer.size || buffer.size - i->offset < size) return KR_UNBOUND;
    i->offset += size;
    return unpack_all(vm, i->format, buffer.data + i->offset - size, values);
}

static const kr_ops iterator_ops = {.trace = iterator_trace, .iter = kr_iterator_self, .next = iterator_next};
static const kr_type iterator_type = {.head = {&kr_type_type},
                                      .name = N_unpack_iterator,
                                      .base = &kr_object_type,
                                      .solid = &iterator_type,
                                      .ops = &iterator_ops,
                                      .flags = KR_TYPE_FINAL,
                                      .size = sizeof(unpack_iterator)};

static kr_value do_iter_unpack(kr_vm *vm, kr_value text, kr_value data) {
    kr_buffer buffer;
    size_t size = format_size(vm, text, NULL);
    kr_get_buffer(vm, data, &buffer, false);
    if (size == 0) fail(vm, "cannot iteratively unpack with a struct of length 0");
    if (buffer.size % size != 0)
        kr_raise(vm, &error_type, "iterative unpacking requires a buffer of a multiple of %zu bytes", size);
    unpack_iterator *i = kr_new(vm, &iterator_type, sizeof *i);
    i->format = text;
    i->data = data;
    return KR_OBJECT(i);
}

/* --- the functions, and the same as methods of a Struct */

typedef struct struct_object {
    kr_object head;
    kr_value format;
} struct_object;

static kr_value format_of(kr_value v) {
    return ((struct_object *)kr_to_pointer(v))->format;
}

static kr_value struct_pack(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 0) kr_raise_type(vm, "missing format argument");
    return do_pack(vm, argv[0], argc - 1, argv + 1, false);
}
KR_FUNCTION(pack, struct_pack, 0, KR_ANY, NULL, "pack(format, *values)\nThe values as bytes.");
static kr_value method_pack(kr_vm *vm, size_t argc, const kr_value *argv) {
    return do_pack(vm, format_of(argv[0]), argc - 1, argv + 1, false);
}
KR_METHOD(pack, method_pack, 1, KR_ANY, NULL, "pack(*values)\nThe values as bytes.");

static kr_value struct_pack_into(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 0) kr_raise_type(vm, "missing format argument");
    return do_pack_into(vm, argv[0], argc - 1, argv + 1, false);
}
KR_FUNCTION(pack_into, struct_pack_into, 0, KR_ANY, NULL,
            "pack_into(format, buffer, offset, *values)\nWrite the values into a buffer.");
static kr_value method_pack_into(kr_vm *vm, size_t argc, const kr_value *argv) {
    return do_pack_into(vm, format_of(argv[0]), argc - 1, argv + 1, false);
}
KR_METHOD(pack_into, method_pack_into, 1, KR_ANY, NULL,
          "pack_into(buffer, offset, *values)\nWrite the values into a buffer.");

static kr_value struct_unpack(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return do_unpack(vm, argv[0], argv[1]);
}
KR_FUNCTION(unpack, struct_unpack, 2, 2, NULL, "unpack(format, buffer)\nA tuple of the values in the bytes.");
static kr_value method_unpack(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return do_unpack(vm, format_of(argv[0]), argv[1]);
}
KR_METHOD(unpack, method_unpack, 2, 2, NULL, "unpack(buffer)\nA tuple of the values in the bytes.");

static kr_value struct_unpack_from(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return do_unpack_from(vm, argv[0], argv[1], argv[2]);
}
KR_FUNCTION(unpack_from, struct_unpack_from, 2, 3, "format,/,buffer,offset",
            "unpack_from(format, buffer, offset=0)\nA tuple of the values in the bytes from an offset.");
static kr_value method_unpack_from(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return do_unpack_from(vm, format_of(argv[0]), argv[1], argv[2]);
}
KR_METHOD(unpack_from, method_unpack_from, 2, 3, "self,buffer,offset",
          "unpack_from(buffer, offset=0)\nA tuple of the values in the bytes from an offset.");

static kr_value struct_iter_unpack(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return do_iter_unpack(vm, argv[0], argv[1]);
}
KR_FUNCTION(iter_unpack, struct_iter_unpack, 2, 2, NULL,
            "iter_unpack(format, buffer)\nAn iterator of tuples over equal parts of the bytes.");
static kr_value method_iter_unpack(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return do_iter_unpack(vm, format_of(argv[0]), argv[1]);
}
KR_METHOD(iter_unpack, method_iter_unpack, 2, 2, NULL,
          "iter_unpack(buffer)\nAn iterator of tuples over equal parts of the bytes.");

static kr_value struct_calcsize(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_unsigned(vm, format_size(vm, argv[0], NULL));
}
KR_FUNCTION(calcsize, struct_calcsize, 1, 1, NULL, "calcsize(format)\nHow many bytes a format takes.");

static kr_value struct_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    if (argc + nkw != 1 || (nkw == 1 && names[0] != N_format))
        kr_raise_type(vm, "Struct() takes one argument, the format");
    kr_value text = kr_is_str(argv[0]) ? argv[0] : kr_call_method(vm, argv[0], N_decode, 0, NULL);
    format_size(vm, text, NULL);
    struct_object *s = kr_new_instance(vm, cls, sizeof *s);
    s->format = text;
    return KR_OBJECT(s);
}

static kr_value struct_format(kr_vm *vm, kr_value self) {
    (void)vm;
    return format_of(self);
}
static kr_value struct_size(kr_vm *vm, kr_value self) {
    return kr_int_from_unsigned(vm, format_size(vm, format_of(self), NULL));
}
KR_GETSET(format, struct_format, NULL);
KR_GETSET(size, struct_size, NULL);

static void struct_trace(kr_vm *vm, kr_object *object) {
    kr_value text = ((struct_object *)object)->format;
    if (text != 0) kr_mark(vm, text);
}

static const kr_member struct_members[] = {
    {N___module__, N__struct},
    KR_ENTRY(pack, method_pack),
    KR_ENTRY(pack_into, method_pack_into),
    KR_ENTRY(unpack, method_unpack),
    KR_ENTRY(unpack_from, method_unpack_from),
    KR_ENTRY(iter_unpack, method_iter_unpack),
    KR_GETSET_ENTRY(format, struct_format),
    KR_GETSET_ENTRY(size, struct_size),
};
static const kr_ops struct_ops = {.trace = struct_trace};
static const kr_type struct_type = {.head = {&kr_type_type},
                                    .name = N_Struct,
                                    .base = &kr_object_type,
                                    .solid = &struct_type,
                                    .ops = &struct_ops,
                                    .size = sizeof(struct_object),
                                    .member_count = sizeof struct_members / sizeof *struct_members,
                                    .members = struct_members,
                                    .make = struct_make};

static const kr_member members[] = {
    KR_ENTRY(pack, struct_pack),
    KR_ENTRY(pack_into, struct_pack_into),
    KR_ENTRY(unpack, struct_unpack),
    KR_ENTRY(unpack_from, struct_unpack_from),
    KR_ENTRY(iter_unpack, struct_iter_unpack),
    KR_ENTRY(calcsize, struct_calcsize),
    KR_OBJECT_ENTRY(Struct, struct_type),
    {N_error, KR_OBJECT(&error_type)},
};

const kr_module_def kr_module_struct = {N_struct, members, sizeof members / sizeof *members, NULL,
                                        "Numbers as bytes."};

/* --- ustruct: what MicroPython's drivers import under that name cuts ints that do not fit, as they expect */

static kr_value ustruct_pack(kr_vm *vm, size_t argc, const kr_value *argv) {
    return do_pack(vm, argv[0], argc - 1, argv + 1, true);
}
KR_FUNCTION(pack, ustruct_pack, 1, KR_ANY, NULL,
            "pack(format, *values)\nThe values as bytes; ints that do not fit lose their upper bits.");

static kr_value ustruct_pack_into(kr_vm *vm, size_t argc, const kr_value *argv) {
    return do_pack_into(vm, argv[0], argc - 1, argv + 1, true);
}
KR_FUNCTION(pack_into, ustruct_pack_into, 1, KR_ANY, NULL,
            "pack_into(format, buffer, offset, *values)\nWrite the values into a buffer; ints that do not "
            "fit lose their "
            "upper bits.");

static const kr_member ustruct_members[] = {
    KR_ENTRY(pack, ustruct_pack),
    KR_ENTRY(pack_into, ustruct_pack_into),
    KR_ENTRY(unpack, struct_unpack),
    KR_ENTRY(unpack_from, struct_unpack_from),
    KR_ENTRY(iter_unpack, struct_iter_unpack),
    KR_ENTRY(calcsize, struct_calcsize),
    {N_error, KR_OBJECT(&error_type)},
};
const kr_module_def kr_module_ustruct = {N_ustruct, ustruct_members,
                                         sizeof ustruct_members / sizeof *ustruct_members, NULL,
                                         "Numbers as bytes, cut to size."};

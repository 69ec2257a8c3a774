/* marshal: plain values and code as bytes, for programs of the same version.
 *
 * A value is a letter and what belongs to it; numbers of bytes and items are 32 bits, the lowest first. Code
 * is a module image (run/image.h), which is verified when it is read. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "run/code.h"
#include "run/image.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

/* --- writing */

static void put_byte(kr_vm *vm, kr_bytearray *out, char letter) {
    kr_bytearray_append(vm, out, &letter, 1);
}

static void put_sized(kr_vm *vm, kr_bytearray *out, char letter, const void *data, size_t size) {
    const uint8_t number[4] = {(uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16),
                               (uint8_t)(size >> 24)};
    put_byte(vm, out, letter);
    kr_bytearray_append(vm, out, number, sizeof number);
    if (data != NULL) kr_bytearray_append(vm, out, data, size);
}

static void put_real(kr_vm *vm, kr_bytearray *out, double real) {
    uint64_t bits;
    uint8_t bytes[8];
    memcpy(&bits, &real, sizeof bits);
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(bits >> 8 * i);
    kr_bytearray_append(vm, out, bytes, sizeof bytes);
}

static void put_int(kr_vm *vm, kr_bytearray *out, kr_value v) {
    uint8_t small[sizeof(kr_word)];
    if (kr_is_int(v)) {
        kr_int_to_bytes(v, small, sizeof small, false, true);
        put_sized(vm, out, 'i', small, sizeof small);
        return;
    }
    int32_t digits = ((const kr_bigint *)kr_to_pointer(v))->size;
    size_t size = (size_t)(digits < 0 ? -digits : digits) * 4 + 1;
    uint8_t *bytes = kr_bytes_new(vm, size);
    kr_int_to_bytes(v, bytes, size, false, true);
    put_sized(vm, out, 'i', bytes, size);
    kr_block_free(vm, bytes);
}

static void put(kr_vm *vm, kr_bytearray *out, kr_value v);

static void put_items(kr_vm *vm, kr_bytearray *out, char letter, kr_value v) {
    kr_loop loop;
    put_sized(vm, out, letter, NULL, (size_t)kr_length(vm, v));
    kr_loop_begin(vm, &loop, v);
    for (kr_value item; (item = kr_loop_next(vm, &loop)) != KR_UNBOUND;) put(vm, out, item);
}

static void put_dict(kr_vm *vm, kr_bytearray *out, const kr_dict *dict) {
    size_t position = 0;
    kr_value key, value;
    put_sized(vm, out, '{', NULL, dict->size);
    while (kr_dict_each(dict, &position, &key, &value)) {
        put(vm, out, key);
        put(vm, out, value);
    }
}

static void put_complex(kr_vm *vm, kr_bytearray *out, kr_value v) {
    const kr_complex *c = kr_to_pointer(v);
    put_byte(vm, out, 'y');
    put_real(vm, out, (double)c->real);
    put_real(vm, out, (double)c->imag);
}

static void put_code(kr_vm *vm, kr_bytearray *out, kr_value v) {
    kr_span image = kr_span_of(kr_image_write(vm, kr_code_read(vm, kr_to_code(v)), false));
    put_sized(vm, out, 'c', image.data, image.size);
}

/* Objects of exactly these types; those of derived ones would come back as something else. */
static void put_object(kr_vm *vm, kr_bytearray *out, kr_value v) {
    const kr_type *type = kr_type_of(v);
    const kr_ops *ops = type->ops;
    if (type == &kr_str_type)
        put_sized(vm, out, 'u', kr_to_str(v)->data, kr_to_str(v)->size);
    else if (type == &kr_tuple_type)
        put_items(vm, out, '(', v);
    else if (type == &kr_list_type)
        put_items(vm, out, '[', v);
    else if (type == &kr_set_type)
        put_items(vm, out, '<', v);
    else if (type == &kr_frozenset_type)
        put_items(vm, out, '>', v);
    else if (type == &kr_dict_type)
        put_dict(vm, out, kr_to_dict(v));
    else if (type == &kr_complex_type)
        put_complex(vm, out, v);
    else if (type == &kr_code_type)
        put_code(vm, out, v);
    else if (ops != NULL && ops->buffer != NULL)
        put_sized(vm, out, 's', kr_span_arg(vm, v).data, kr_span_arg(vm, v).size);
    else
        kr_raise_value_error(vm, "unmarshallable object");
}

static void put(kr_vm *vm, kr_bytearray *out, kr_value v) {
    kr_check_native_stack(vm);
    if (v == KR_NONE)
        put_byte(vm, out, 'N');
    else if (kr_is_bool(v))
        put_byte(vm, out, v == KR_TRUE ? 'T' : 'F');
    else if (v == KR_ELLIPSIS)
        put_byte(vm, out, '.');
    else if (kr_type_of(v) == &kr_int_type)
        put_int(vm, out, v);
    else if (kr_type_of(v) == &kr_float_type) {
        put_byte(vm, out, 'g');
        put_real(vm, out, (double)kr_float_value(v));
    } else
        put_object(vm, out, v);
}

static kr_value dumps(kr_vm *vm, kr_value v) {
    kr_bytearray *out = kr_to_pointer(kr_bytearray_new(vm, NULL, 0));
    put(vm, out, v);
    return kr_bytes_value(vm, out->data, out->size);
}

/* --- reading */

typedef struct reader {
    kr_vm *vm;
    kr_span rest; /* of bytes that nothing else knows */
} reader;

static const uint8_t *take(reader *r, size_t size) {
    if (size > r->rest.size) kr_raise(r->vm, &kr_EOFError_type, "marshal data too short");
    const uint8_t *data = r->rest.data;
    r->rest.data += size;
    r->rest.size -= size;
    return data;
}

static size_t take_number(reader *r) {
    const uint8_t *b = take(r, 4);
    return b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
}

static double take_real(reader *r) {
    const uint8_t *bytes = take(r, 8);
    uint64_t bits = 0;
    double real;
    for (size_t i = 0; i < 8; i++) bits |= (uint64_t)bytes[i] << 8 * i;
    memcpy(&real, &bits, sizeof real);
    return real;
}

static kr_value get(reader *r);

static kr_value get_list(reader *r) {
    kr_value list = kr_list_new(r->vm, 0, NULL);
    for (size_t left = take_number(r); left > 0; left--) kr_list_append(r->vm, kr_to_list(list), get(r));
    return list;
}

static kr_value get_dict(reader *r) {
    kr_dict *dict = kr_dict_new(r->vm, 0);
    for (size_t left = take_number(r); left > 0; left--) {
        kr_value key = get(r);
        kr_dict_set(r->vm, dict, key, get(r));
    }
    return KR_OBJECT(dict);
}

static kr_value get_text(reader *r, size_t size) {
    const char *data = (const char *)take(r, size);
    size_t offset;
    bool ascii;
    if (!kr_utf8_valid(data, size, &offset, &ascii)) kr_raise_value_error(r->vm, "bad marshal data");
    return kr_str_new(r->vm, data, size);
}

static kr_value get_code(reader *r, size_t size) {
    const uint8_t *image = take(r, size);
    if (!kr_image_is(image, size)) kr_raise_value_error(r->vm, "bad marshal data");
    return KR_OBJECT(kr_image_read(r->vm, image, size, 0, kr_dict_new(r->vm, 0)));
}

static kr_value get(reader *r) {
    kr_vm *vm = r->vm;
    kr_check_native_stack(vm);
    uint8_t letter = *take(r, 1);
    switch (letter) {
    case 'N': return KR_NONE;
    case 'T': return KR_TRUE;
    case 'F': return KR_FALSE;
    case '.': return KR_ELLIPSIS;
    case 'g': return kr_float_new(vm, (kr_real)take_real(r));
    case 'y': {
        double real = take_real(r);
        return kr_complex_new(vm, (kr_real)real, (kr_real)take_real(r));
    }
    case '(': return kr_tuple_of(vm, get_list(r));
    case '[': return get_list(r);
    case '<': return kr_set_of(vm, &kr_set_type, get_list(r));
    case '>': return kr_set_of(vm, &kr_frozenset_type, get_list(r));
    case '{': return get_dict(r);
    default: break;
    }
    if (strchr("iusc", letter) == NULL || letter == 0)
        kr_raise_value_error(vm, "bad marshal data (unknown type code)");
    size_t size = take_number(r);
    if (letter == 'u') return get_text(r, size);
    if (letter == 'c') return get_code(r, size);
    const uint8_t *data = take(r, size);
    return letter == 's' ? kr_bytes_value(vm, data, size) : kr_int_from_bytes(vm, data, size, false, true);
}

static kr_value loads(kr_vm *vm, kr_value data) {
    kr_span span = kr_span_arg(vm, data);
    kr_value copy = kr_bytes_value(
        vm, span.data, span.size); /* keys may have a program's __eq__, which may change the data */
    reader r = {vm, kr_span_of(copy)};
    return get(&r);
}

/* --- the module */

static kr_value marshal_dumps(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return dumps(vm, argv[0]);
}
KR_FUNCTION(dumps, marshal_dumps, 1, 2, NULL,
            "dumps(value, version=4)\nThe bytes of a value or code object.");

static kr_value marshal_loads(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return loads(vm, argv[0]);
}
KR_FUNCTION(loads, marshal_loads, 1, 1, NULL, "loads(bytes)\nThe value that dumps() has made bytes of.");

static kr_value marshal_dump(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value bytes = dumps(vm, argv[0]);
    (void)argc;
    return kr_call_method(vm, argv[1], N_write, 1, &bytes);
}
KR_FUNCTION(dump, marshal_dump, 2, 3, NULL,
            "dump(value, file, version=4)\nWrite the bytes of a value to a file.");

static kr_value marshal_load(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return loads(vm, kr_call_method(vm, argv[0], N_read, 0, NULL));
}
KR_FUNCTION(load, marshal_load, 1, 1, NULL, "load(file)\nThe value whose bytes are the rest of a file.");

static const kr_member members[] = {
    KR_ENTRY(dump, marshal_dump),   KR_ENTRY(dumps, marshal_dumps), KR_ENTRY(load, marshal_load),
    KR_ENTRY(loads, marshal_loads), {N_version, KR_INT(4)},
};

const kr_module_def kr_module_marshal = {N_marshal, members, sizeof members / sizeof *members, NULL,
                                         "Values and code as bytes, for the same version of the machine."};

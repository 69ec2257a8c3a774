/* array.array: methods, attributes and the module. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/array.h"
#include "core/native.h"
#include "types/byte_string.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"

static kr_value array_append(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_array_item item;
    (void)argc;
    kr_array_pack(vm, kr_to_array(argv[0])->code, &item, argv[1]);
    kr_array_append(vm, kr_to_array(argv[0]), &item);
    return KR_NONE;
}
KR_METHOD(append, array_append, 2, 2, NULL, "append(v)\nAdd an item to the end.");

static kr_value array_extend(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (kr_is_array(argv[1]))
        kr_array_extend_array(vm, kr_to_array(argv[0]), kr_to_array(argv[1]));
    else
        kr_array_extend(vm, kr_to_array(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(extend, array_extend, 2, 2, NULL, "extend(iterable)\nAdd items to the end.");

static kr_value array_insert(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_array_item item;
    (void)argc;
    kr_word at = kr_size_arg(vm, argv[1]);
    kr_array_pack(vm, kr_to_array(argv[0])->code, &item, argv[2]);
    kr_array *a = kr_to_array(argv[0]);
    kr_word size = (kr_word)a->size;
    if (at < 0) at += size;
    at = at < 0 ? 0 : at > size ? size : at;
    kr_array_replace(vm, a, (size_t)at, 0, &item, 1);
    return KR_NONE;
}
KR_METHOD(insert, array_insert, 3, 3, NULL, "insert(i, v)\nInsert an item before position i.");

static kr_value array_pop(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word at = argc > 1 ? kr_size_arg(vm, argv[1]) : -1;
    kr_array *a = kr_to_array(argv[0]);
    if (a->size == 0) kr_raise(vm, &kr_IndexError_type, "pop from empty array");
    if (at < 0) at += (kr_word)a->size;
    if (at < 0 || (size_t)at >= a->size) kr_raise_index(vm, "pop");
    kr_value item = kr_array_get(vm, a, (size_t)at);
    kr_array_replace(vm, a, (size_t)at, 1, NULL, 0);
    return item;
}
KR_METHOD(pop, array_pop, 1, 2, NULL, "pop(i=-1)\nRemove the item at i and return it.");

/* Where the item is at `from` or behind it, before `to`; SIZE_MAX when it is nowhere. */
static size_t find(kr_vm *vm, kr_value v, kr_value item, size_t from, size_t to) {
    const kr_array *a = kr_to_array(v);
    for (size_t i = from; i < to && i < a->size; i++)
        if (kr_equal(vm, kr_array_get(vm, a, i), item)) return i;
    return SIZE_MAX;
}

static kr_value array_remove(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    size_t at = find(vm, argv[0], argv[1], 0, SIZE_MAX);
    if (at == SIZE_MAX) kr_raise_value_error(vm, "array.remove(x): x not in array");
    if (at < kr_to_array(argv[0])->size) kr_array_replace(vm, kr_to_array(argv[0]), at, 1, NULL, 0);
    return KR_NONE;
}
KR_METHOD(remove, array_remove, 2, 2, NULL, "remove(v)\nRemove the first item that equals v.");

static kr_value array_index(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t start, stop;
    kr_span_args(vm, argc, argv, 2, kr_to_array(argv[0])->size, &start, &stop);
    size_t at = find(vm, argv[0], argv[1], start, stop);
    if (at == SIZE_MAX) kr_raise_value_error(vm, "array.index(x): x not in array");
    return KR_INT(at);
}
KR_METHOD(index, array_index, 2, 4, NULL,
          "index(v, start=0, stop=None)\nPosition of the first item that equals v.");

static kr_value array_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word count = 0;
    (void)argc;
    for (size_t i = 0; (i = find(vm, argv[0], argv[1], i, SIZE_MAX)) != SIZE_MAX; i++) count++;
    return KR_INT(count);
}
KR_METHOD(count, array_count, 2, 2, NULL, "count(v)\nHow many items equal v.");

static void swap_items(uint8_t *a, uint8_t *b, size_t size) {
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = a[i];
        a[i] = b[i];
        b[i] = byte;
    }
}

static kr_value array_reverse(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_array *a = kr_to_array(argv[0]);
    (void)vm, (void)argc;
    for (size_t i = 0, j = a->size; i + 1 < j; i++)
        swap_items(a->data + i * a->item, a->data + --j * a->item, a->item);
    return KR_NONE;
}
KR_METHOD(reverse, array_reverse, 1, 1, NULL, "reverse()\nReverse the order of the items.");

static kr_value array_byteswap(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_array *a = kr_to_array(argv[0]);
    (void)argc;
    if (a->code == 'O') kr_raise(vm, &kr_RuntimeError_type, "don't know how to byteswap this array type");
    for (size_t at = 0; at < a->size * a->item; at += a->item)
        for (size_t i = 0, j = a->item; i + 1 < j; i++) swap_items(a->data + at + i, a->data + at + --j, 1);
    return KR_NONE;
}
KR_METHOD(byteswap, array_byteswap, 1, 1, NULL, "byteswap()\nReverse the order of the bytes in each item.");

static kr_value array_tobytes(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer buffer;
    (void)argc;
    kr_get_buffer(vm, argv[0], &buffer, false);
    return kr_bytes_value(vm, buffer.size > 0 ? (const void *)buffer.data : "", buffer.size);
}
KR_METHOD(tobytes, array_tobytes, 1, 1, NULL, "tobytes()\nThe items' bytes.");

static kr_value array_frombytes(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_array_append_bytes(vm, kr_to_array(argv[0]), argv[1]);
    return KR_NONE;
}
KR_METHOD(frombytes, array_frombytes, 2, 2, NULL, "frombytes(buffer)\nAdd items from their bytes.");

static kr_value array_tolist(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_array *a = kr_to_array(argv[0]);
    kr_value list = kr_list_new(vm, a->size, NULL);
    (void)argc;
    for (size_t i = 0; i < a->size; i++) kr_list_append(vm, kr_to_list(list), kr_array_get(vm, a, i));
    return list;
}
KR_METHOD(tolist, array_tolist, 1, 1, NULL, "tolist()\nA list of the items.");

/* All or nothing. */
static kr_value array_fromlist(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_list(argv[1])) kr_raise_type(vm, "arg must be list");
    kr_array *made = kr_array_new(vm, kr_to_array(argv[0])->code, 0);
    kr_array_extend(vm, made, argv[1]);
    kr_array_extend_array(vm, kr_to_array(argv[0]), made);
    return KR_NONE;
}
KR_METHOD(fromlist, array_fromlist, 2, 2, NULL, "fromlist(list)\nAdd the items of a list.");

static kr_array *text_array(kr_vm *vm, kr_value v, const char *method) {
    if (kr_to_array(v)->code != 'u')
        kr_raise_value_error(vm, "%s() may only be called on unicode type arrays", method);
    return kr_to_array(v);
}

static kr_value array_fromunicode(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "fromunicode() argument must be str, not %T", argv[1]);
    kr_array_append_text(vm, text_array(vm, argv[0], "fromunicode"), argv[1]);
    return KR_NONE;
}
KR_METHOD(fromunicode, array_fromunicode, 2, 2, NULL, "fromunicode(text)\nAdd the characters of a str.");

static kr_value array_tounicode(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_array_text(vm, text_array(vm, argv[0], "tounicode"));
}
KR_METHOD(tounicode, array_tounicode, 1, 1, NULL, "tounicode()\nThe characters as a str.");

static kr_value array_tofile(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value bytes = array_tobytes(vm, argc, argv);
    kr_call_method(vm, argv[1], N_write, 1, &bytes);
    return KR_NONE;
}
KR_METHOD(tofile, array_tofile, 2, 2, NULL, "tofile(file)\nWrite the items' bytes to a file.");

static kr_value array_fromfile(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t item = kr_to_array(argv[0])->item;
    kr_word count = kr_index_word(vm, argv[2]);
    (void)argc;
    if (count < 0) kr_raise_value_error(vm, "negative count");
    if ((size_t)count > (size_t)KR_INT_MAX / item) kr_raise_memory(vm);
    kr_value wanted = KR_INT((size_t)count * item);
    kr_value bytes = kr_call_method(vm, argv[1], N_read, 1, &wanted);
    if (!kr_is_bytes(bytes)) kr_raise_type(vm, "read() didn't return bytes");
    bool all = kr_span_of(bytes).size == (size_t)count * item;
    kr_array_append_bytes(vm, kr_to_array(argv[0]), bytes);
    if (!all) kr_raise(vm, &kr_EOFError_type, "read() didn't return enough bytes");
    return KR_NONE;
}
KR_METHOD(fromfile, array_fromfile, 3, 3, NULL, "fromfile(file, n)\nAdd n items from their bytes in a file.");

static kr_value array_buffer_info(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_array *a = kr_to_array(argv[0]);
    (void)argc;
    kr_value items[2] = {kr_int_from_unsigned(vm, (uintptr_t)a->data), KR_INT(a->size)};
    return kr_tuple_new(vm, 2, items);
}
KR_METHOD(buffer_info, array_buffer_info, 1, 1, NULL,
          "buffer_info()\n(address, length) of the items in memory.");

static kr_value array_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_array *a = kr_to_array(argv[0]);
    (void)argc;
    kr_array *made = kr_array_new(vm, a->code, 0);
    kr_array_extend_array(vm, made, a);
    return KR_OBJECT(made);
}
KR_METHOD(__copy__, array_copy, 1, 1, NULL, "__copy__()\nA new array of the same items.");

static kr_value array_deepcopy(kr_vm *vm, size_t argc, const kr_value *argv) {
    return array_copy(vm, argc, argv);
}
KR_METHOD(__deepcopy__, array_deepcopy, 2, 2, NULL, "__deepcopy__(memo)\nA new array of the same items.");

static kr_value get_typecode(kr_vm *vm, kr_value self) {
    return kr_str_char(vm, (uint8_t)kr_to_array(self)->code);
}
static kr_value get_itemsize(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(kr_to_array(self)->item);
}
KR_GETSET(typecode, get_typecode, NULL);
KR_GETSET(itemsize, get_itemsize, NULL);

static const kr_member array_members[] = {
    {N___module__, N_array},
    KR_ENTRY(append, array_append),
    KR_ENTRY(buffer_info, array_buffer_info),
    KR_ENTRY(byteswap, array_byteswap),
    KR_ENTRY(count, array_count),
    KR_ENTRY(extend, array_extend),
    KR_ENTRY(frombytes, array_frombytes),
    KR_ENTRY(fromfile, array_fromfile),
    KR_ENTRY(fromlist, array_fromlist),
    KR_ENTRY(fromunicode, array_fromunicode),
    KR_ENTRY(index, array_index),
    KR_ENTRY(insert, array_insert),
    KR_GETSET_ENTRY(itemsize, get_itemsize),
    KR_ENTRY(pop, array_pop),
    KR_ENTRY(remove, array_remove),
    KR_ENTRY(reverse, array_reverse),
    KR_ENTRY(tobytes, array_tobytes),
    KR_ENTRY(tofile, array_tofile),
    KR_ENTRY(tolist, array_tolist),
    KR_ENTRY(tounicode, array_tounicode),
    KR_GETSET_ENTRY(typecode, get_typecode),
    KR_ENTRY(__copy__, array_copy),
    KR_ENTRY(__deepcopy__, array_deepcopy),
};
const kr_type kr_array_type = {.head = {&kr_type_type},
                               .name = N_array,
                               .base = &kr_object_type,
                               .solid = &kr_array_type,
                               .ops = &kr_array_ops,
                               .size = sizeof(kr_array),
                               .member_count = sizeof array_members / sizeof *array_members,
                               .members = array_members,
                               .make = kr_array_make};

static const kr_member members[] = {
    {N_array, KR_OBJECT(&kr_array_type)},
    {N_ArrayType, KR_OBJECT(&kr_array_type)},
    {N_typecodes, N_bBuhHiIlLqQfd},
};

const kr_module_def kr_module_array = {N_array, members, sizeof members / sizeof *members, NULL,
                                       "Rows of C values of one type."};

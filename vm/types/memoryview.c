/* memoryview: a window on the bytes of another object, seen as items of one C type.
 *
 *     base's buffer   | … | item 0 | … | item 1 | … | item 2 | … |       item n begins at offset + n * stride
 *
 * The view keeps no pointer: it asks the base for its buffer at each access and checks that it still lies
 * inside, so a bytearray may be resized meanwhile. Only one dimension. */
#include "run/class.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"

typedef struct view {
    kr_object head;
    kr_value base; /* 0 when released */
    size_t offset, count;
    kr_word stride; /* bytes from item to item */
    uint8_t item_size;
    char format;
    bool readonly;
} view;

/* ---- Items. ---- */

/* Size of a native C type by its struct code; 0 for codes that a memoryview does not know. */
static uint8_t size_of(char format) {
    switch (format) {
    case 'b':
    case 'B':
    case 'c':
    case '?': return 1;
    case 'h':
    case 'H': return sizeof(short);
    case 'i':
    case 'I': return sizeof(int);
    case 'l':
    case 'L': return sizeof(long);
    case 'q':
    case 'Q': return sizeof(long long);
    case 'f': return sizeof(float);
    case 'd': return sizeof(double);
    default: return 0;
    }
}

static bool is_big_endian(void) {
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 0;
}

static bool is_signed(char format) {
    return format >= 'a';
}

static kr_value unpack(kr_vm *vm, const uint8_t *data, char format) {
    float f;
    double d;
    switch (format) {
    case 'c': return kr_bytes_value(vm, data, 1);
    case '?': return kr_bool(*data != 0);
    case 'f': memcpy(&f, data, sizeof f); return kr_float_new(vm, (kr_real)f);
    case 'd': memcpy(&d, data, sizeof d); return kr_float_new(vm, (kr_real)d);
    case 'B': return KR_INT(*data);
    default: return kr_int_from_bytes(vm, data, size_of(format), is_big_endian(), is_signed(format));
    }
}

_Noreturn static void raise_type(kr_vm *vm, char format) {
    kr_raise_type(vm, "memoryview: invalid type for format '%c'", format);
}

_Noreturn static void raise_value(kr_vm *vm, char format) {
    kr_raise_value_error(vm, "memoryview: invalid value for format '%c'", format);
}

static void pack(kr_vm *vm, uint8_t *data, char format, kr_value item) {
    float f;
    double d;
    switch (format) {
    case 'c':
        if (!kr_is_bytes(item)) raise_type(vm, format);
        if (kr_span_of(item).size != 1) raise_value(vm, format);
        *data = kr_flash_byte(kr_span_of(item).data);
        return;
    case '?': *data = kr_truth(vm, item); return;
    case 'f':
    case 'd':
        if (!kr_is_float(item) && !kr_is_index(item)) raise_type(vm, format);
        d = (double)kr_real_of(vm, item);
        f = (float)d;
        memcpy(data, format == 'f' ? (void *)&f : (void *)&d, size_of(format));
        return;
    default:
        if (!kr_is_index(item)) raise_type(vm, format);
        if (!kr_int_to_bytes(kr_index(vm, item), data, size_of(format), is_big_endian(), is_signed(format)))
            raise_value(vm, format);
    }
}

/* ---- Access. ---- */

static view *to_view(kr_value v) {
    return kr_to_pointer(v);
}

static view *live_view(kr_vm *vm, kr_value v) {
    if (to_view(v)->base == 0) kr_raise_value_error(vm, "operation forbidden on released memoryview object");
    return to_view(v);
}

/* Where item 0 lies. */
static uint8_t *first_item(kr_vm *vm, const view *w) {
    kr_buffer buffer;
    kr_get_buffer(vm, w->base, &buffer, false);
    if (w->count == 0) return buffer.data;
    size_t far = w->stride < 0 ? w->offset : w->offset + (w->count - 1) * (size_t)w->stride;
    if (far + w->item_size > buffer.size)
        kr_raise(vm, &kr_BufferError_type, "the object under the memoryview has shrunk");
    return buffer.data + w->offset;
}

static uint8_t *item_address(kr_vm *vm, const view *w, size_t index) {
    return first_item(vm, w) + (kr_word)index * w->stride;
}

static kr_value view_new(kr_vm *vm, const view *like) {
    view *w = kr_new_raw(vm, &kr_memoryview_type, sizeof *w);
    *w = *like;
    w->head.type = &kr_memoryview_type;
    return KR_OBJECT(w);
}

static kr_value view_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    (void)cls;
    if (nkw > 0 && (nkw > 1 || names[0] != N_object))
        kr_raise_type(vm, "'%S' is an invalid keyword argument for memoryview()", names[0]);
    if (argc + nkw != 1) kr_raise_type(vm, "memoryview() missing required argument 'object' (pos 1)");
    if (kr_is_exact(argv[0], &kr_memoryview_type)) return view_new(vm, live_view(vm, argv[0]));
    kr_value source = argv[0]; /* text, too, as its UTF-8: what MicroPython's libraries rely on */
    if (kr_is_str(source)) source = kr_bytes_value(vm, kr_to_str(source)->data, kr_to_str(source)->size);
    const kr_ops *ops = kr_type_of(source)->ops;
    if (!ops || !ops->buffer)
        kr_raise_type(vm, "memoryview: a bytes-like object is required, not '%T'", source);
    kr_buffer buffer;
    kr_get_buffer(vm, source, &buffer, false);
    char format = size_of(buffer.code) > 0 ? buffer.code : 'B';
    uint8_t size = size_of(format);
    view w = {{NULL}, source, 0, buffer.size / size, size, size, format, !buffer.writable};
    return view_new(vm, &w);
}

static void view_trace(kr_vm *vm, kr_object *object) {
    if (((view *)object)->base) kr_mark(vm, ((view *)object)->base);
}

static kr_word view_length(kr_vm *vm, kr_value v) {
    return (kr_word)live_view(vm, v)->count;
}

static kr_value slice(kr_vm *vm, const view *w, kr_value key) {
    kr_word start, stop, step;
    view part = *w;
    part.count = kr_slice_indices(vm, key, w->count, &start, &stop, &step);
    if (part.count > 0) part.offset = (size_t)((kr_word)w->offset + start * w->stride);
    part.stride = w->stride * step;
    return view_new(vm, &part);
}

static size_t index_of(kr_vm *vm, const view *w, kr_value key) {
    if (kr_is_tuple(key)) {
        const kr_tuple *place = kr_to_tuple(key);
        if (place->size != 1)
            kr_raise_type(vm, "cannot index 1-dimension view with %zu-element tuple", place->size);
        key = place->items[0];
    }
    if (!kr_is_index(key)) kr_raise_type(vm, "memoryview: invalid slice key");
    kr_word at = kr_index_word(vm, key);
    if (at < 0) at += (kr_word)w->count;
    if (at < 0 || (size_t)at >= w->count)
        kr_raise(vm, &kr_IndexError_type, "index out of bounds on dimension 1");
    return (size_t)at;
}

static kr_value view_getitem(kr_vm *vm, kr_value v, kr_value key) {
    const view *w = live_view(vm, v);
    if (kr_is_slice(key)) return slice(vm, w, key);
    size_t at = index_of(vm, w, key);
    return unpack(vm, item_address(vm, w, at), w->format);
}

/* Copies item by item when either side has gaps; through a copy, since both may be the same memory. */
static void assign_slice(kr_vm *vm, const view *w, kr_value key, kr_value item) {
    kr_value part = slice(vm, w, key), source = view_make(vm, &kr_memoryview_type, 1, &item, 0, NULL);
    const view *to = to_view(part), *from = to_view(source);
    if (to->format != from->format || to->count != from->count)
        kr_raise_value_error(vm, "memoryview assignment: lvalue and rvalue have different structures");
    if (to->count == 0) return;
    size_t size = to->item_size;
    uint8_t *copy = kr_bytes_new(vm, to->count * size);
    for (size_t i = 0; i < to->count; i++) memcpy(copy + i * size, item_address(vm, from, i), size);
    for (size_t i = 0; i < to->count; i++) memcpy(item_address(vm, to, i), copy + i * size, size);
    kr_block_free(vm, copy);
}

static void view_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    const view *w = live_view(vm, v);
    if (w->readonly) kr_raise_type(vm, "cannot modify read-only memory");
    if (item == KR_UNBOUND) kr_raise_type(vm, "cannot delete memory");
    if (kr_is_slice(key)) {
        assign_slice(vm, w, key, item);
        return;
    }
    size_t at = index_of(vm, w, key);
    uint8_t packed[sizeof(double)];
    pack(vm, packed, w->format, item);
    memcpy(item_address(vm, live_view(vm, v), at), packed, w->item_size);
}

static kr_value to_bytes(kr_vm *vm, const view *w) {
    kr_value bytes = kr_bytes_value(vm, NULL, w->count * w->item_size);
    if (w->count == 0) return bytes;
    uint8_t *data = kr_byte_string_data(bytes);
    if (w->stride == w->item_size) {
        memcpy(data, first_item(vm, w), w->count * w->item_size);
    } else {
        for (size_t i = 0; i < w->count; i++)
            memcpy(data + i * w->item_size, item_address(vm, w, i), w->item_size);
    }
    return bytes;
}

static kr_value view_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    const kr_ops *ops = kr_type_of(b)->ops;
    if ((op != KR_EQ && op != KR_NE) || !ops || !ops->buffer) return KR_NOT_IMPLEMENTED;
    const view *x = to_view(a), *y = to_view(view_make(vm, &kr_memoryview_type, 1, &b, 0, NULL));
    if (x->base == 0 || y->base == 0) return kr_bool((a == b) == (op == KR_EQ));
    bool equal = x->count == y->count;
    for (size_t i = 0; equal && i < x->count; i++)
        equal = kr_equal(vm, unpack(vm, item_address(vm, x, i), x->format),
                         unpack(vm, item_address(vm, y, i), y->format));
    return kr_bool(equal == (op == KR_EQ));
}

static kr_word view_hash(kr_vm *vm, kr_value v) {
    const view *w = live_view(vm, v);
    if (!w->readonly) kr_raise_value_error(vm, "cannot hash writable memoryview object");
    if (w->item_size != 1)
        kr_raise_value_error(vm, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    return kr_hash(vm, to_bytes(vm, w));
}

/* A view with gaps between its items is copied: who asks may then read, but not write. */
static bool view_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer) {
    const view *w = live_view(vm, v);
    if (w->count > 1 && w->stride != w->item_size) {
        kr_span copy = kr_span_of(to_bytes(vm, w));
        *buffer = (kr_buffer){(uint8_t *)(uintptr_t)copy.data, copy.size, false, w->format};
    } else {
        *buffer = (kr_buffer){first_item(vm, w), w->count * w->item_size, !w->readonly, w->format};
    }
    return true;
}

static kr_value view_iter(kr_vm *vm, kr_value v) {
    live_view(vm, v);
    return kr_sequence_iterator_new(vm, &kr_iterator_type, v);
}

static void view_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, to_view(v)->base ? "<memory at " : "<released memory at ");
    kr_write_address(out, v);
    kr_write(out, ">", 1);
}

/* ---- Methods. ---- */

static kr_value view_tobytes(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return to_bytes(vm, live_view(vm, argv[0]));
}
KR_METHOD(tobytes, view_tobytes, 1, 2, "self,order", "tobytes()\nThe bytes of all items.");

static kr_value view_tolist(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const view *w = live_view(vm, argv[0]);
    kr_value list = kr_list_new(vm, w->count, NULL);
    for (size_t i = 0; i < w->count; i++)
        kr_list_append(vm, kr_to_list(list), unpack(vm, item_address(vm, w, i), w->format));
    return list;
}
KR_METHOD(tolist, view_tolist, 1, 1, NULL, "tolist()\nA list of all items.");

static kr_value view_release(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    to_view(argv[0])->base = 0;
    return KR_NONE;
}
KR_METHOD(release, view_release, 1, 1, NULL, "release()\nLet go of the object under the view.");

static kr_value view_enter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    live_view(vm, argv[0]);
    return argv[0];
}
KR_METHOD(__enter__, view_enter, 1, 1, NULL, "__enter__()\nThe view itself.");

static kr_value view_exit(kr_vm *vm, size_t argc, const kr_value *argv) {
    return view_release(vm, argc, argv);
}
KR_METHOD(__exit__, view_exit, 1, KR_ANY, NULL, "__exit__(*exception)\nRelease the view.");

/* cast()'s last argument: one dimension is all that there is. */
static void check_shape(kr_vm *vm, kr_value shape, size_t count) {
    if (shape == KR_UNBOUND) return;
    if (!kr_is_list(shape) && !kr_is_tuple(shape)) kr_raise_type(vm, "shape must be a list or a tuple");
    if (kr_length(vm, shape) != 1)
        kr_raise(vm, &kr_NotImplementedError_type, "memoryview: views have one dimension");
    if (kr_index_word(vm, kr_getitem(vm, shape, KR_INT(0))) != (kr_word)count)
        kr_raise_type(vm, "memoryview: product(shape) * itemsize != buffer size");
}

static kr_value view_cast(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const view *w = live_view(vm, argv[0]);
    const char *format = kr_str_arg(vm, argv[1], "cast() argument 'format'");
    if (kr_flash_byte(format) == '@') format++;
    char code = (char)kr_flash_byte(format);
    uint8_t size = code != 0 && kr_flash_byte(format + 1) == 0 ? size_of(code) : 0;
    if (size == 0)
        kr_raise_value_error(
            vm, "memoryview: destination format must be a native single character format prefixed with an "
                "optional '@'");
    if (w->count > 1 && w->stride != w->item_size)
        kr_raise_type(vm, "memoryview: casts are restricted to C-contiguous views");
    bool bytes = w->format == 'B' || w->format == 'b' || w->format == 'c';
    bool to_one = code == 'B' || code == 'b' || code == 'c';
    if (!bytes && !to_one) kr_raise_type(vm, "memoryview: cannot cast between two non-byte formats");
    size_t total = w->count * w->item_size;
    if (total % size != 0) kr_raise_type(vm, "memoryview: length is not a multiple of itemsize");
    check_shape(vm, argv[2], total / size);
    view cast = *w;
    cast.count = total / size;
    cast.stride = cast.item_size = size;
    cast.format = code;
    return view_new(vm, &cast);
}
KR_METHOD(cast, view_cast, 2, 3, "self,format,shape",
          "cast(format)\nThe same bytes as items of another C type.");

static kr_value view_toreadonly(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    view copy = *live_view(vm, argv[0]);
    copy.readonly = true;
    return view_new(vm, &copy);
}
KR_METHOD(toreadonly, view_toreadonly, 1, 1, NULL,
          "toreadonly()\nA view that cannot change the object under it.");

static kr_value view_hex(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value bytes = to_bytes(vm, live_view(vm, argv[0]));
    return kr_span_hex(vm, kr_span_of(bytes), argv[1], argv[2]);
}
KR_METHOD(hex, view_hex, 1, 3, "self,sep,bytes_per_sep",
          "hex(sep, bytes_per_sep=1)\nPairs of hexadecimal digits.");

/* ---- Attributes. ---- */

static kr_value get_obj(kr_vm *vm, kr_value self) {
    return live_view(vm, self)->base;
}
static kr_value get_nbytes(kr_vm *vm, kr_value self) {
    const view *w = live_view(vm, self);
    return KR_INT(w->count * w->item_size);
}
static kr_value get_itemsize(kr_vm *vm, kr_value self) {
    return KR_INT(live_view(vm, self)->item_size);
}
static kr_value get_format(kr_vm *vm, kr_value self) {
    return kr_str_char(vm, (uint8_t)live_view(vm, self)->format);
}
static kr_value get_readonly(kr_vm *vm, kr_value self) {
    return kr_bool(live_view(vm, self)->readonly);
}
static kr_value get_ndim(kr_vm *vm, kr_value self) {
    live_view(vm, self);
    return KR_INT(1);
}
static kr_value get_shape(kr_vm *vm, kr_value self) {
    kr_value count = KR_INT(live_view(vm, self)->count);
    return kr_tuple_new(vm, 1, &count);
}
static kr_value get_strides(kr_vm *vm, kr_value self) {
    kr_value stride = KR_INT(live_view(vm, self)->stride);
    return kr_tuple_new(vm, 1, &stride);
}
static kr_value get_contiguous(kr_vm *vm, kr_value self) {
    const view *w = live_view(vm, self);
    return kr_bool(w->count <= 1 || w->stride == w->item_size);
}
static kr_value get_suboffsets(kr_vm *vm, kr_value self) {
    live_view(vm, self);
    return kr_tuple_new(vm, 0, NULL);
}
KR_GETSET(suboffsets, get_suboffsets, NULL);
KR_GETSET(obj, get_obj, NULL);
KR_GETSET(nbytes, get_nbytes, NULL);
KR_GETSET(itemsize, get_itemsize, NULL);
KR_GETSET(format, get_format, NULL);
KR_GETSET(readonly, get_readonly, NULL);
KR_GETSET(ndim, get_ndim, NULL);
KR_GETSET(shape, get_shape, NULL);
KR_GETSET(strides, get_strides, NULL);
KR_GETSET(contiguous, get_contiguous, NULL);

static const kr_member view_members[] = {
    KR_ENTRY(cast, view_cast),
    KR_ENTRY(hex, view_hex),
    KR_ENTRY(release, view_release),
    KR_ENTRY(tobytes, view_tobytes),
    KR_ENTRY(tolist, view_tolist),
    KR_ENTRY(toreadonly, view_toreadonly),
    KR_ENTRY(__enter__, view_enter),
    KR_ENTRY(__exit__, view_exit),
    KR_GETSET_ENTRY(obj, get_obj),
    KR_GETSET_ENTRY(nbytes, get_nbytes),
    KR_GETSET_ENTRY(itemsize, get_itemsize),
    KR_GETSET_ENTRY(format, get_format),
    KR_GETSET_ENTRY(readonly, get_readonly),
    KR_GETSET_ENTRY(ndim, get_ndim),
    KR_GETSET_ENTRY(shape, get_shape),
    KR_GETSET_ENTRY(strides, get_strides),
    KR_GETSET_ENTRY(contiguous, get_contiguous),
    KR_GETSET_ENTRY(suboffsets, get_suboffsets),
    {N_f_contiguous, KR_OBJECT(&getset_get_contiguous)},
    {N_c_contiguous, KR_OBJECT(&getset_get_contiguous)},
};

static const kr_ops view_ops = {
    .trace = view_trace,
    .print = view_print,
    .hash = view_hash,
    .compare = view_compare,
    .length = view_length,
    .getitem = view_getitem,
    .setitem = view_setitem,
    .iter = view_iter,
    .buffer = view_buffer,
};

const kr_type kr_memoryview_type = {
    .head = {&kr_type_type},
    .name = N_memoryview,
    .base = &kr_object_type,
    .solid = &kr_memoryview_type,
    .ops = &view_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(view),
    .member_count = sizeof view_members / sizeof *view_members,
    .members = view_members,
    .make = view_make,
};

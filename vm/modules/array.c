/* array.array: items, storage and what the operators do.
 *
 * A value is converted before the place for it is looked up, as converting may run code that changes the
 * array. Between looking up a place and storing nothing is called. */
#include "modules/array.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/pack.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"

/* --- items */

static uint8_t size_of(char code) {
    if (code == 'u') return 4;
    if (code == 'O') return sizeof(kr_value);
    bool known = code != '\0' && strchr("bBhHiIlLqQfdP", code) != NULL;
    return known ? (uint8_t)kr_pack_size(code, true) : 0;
}

#define LOAD(type, variable)                                                                                 \
    type variable;                                                                                           \
    memcpy(&variable, a->data + index * sizeof variable, sizeof variable)

static kr_value get_wide(kr_vm *vm, const kr_array *a, size_t index) {
    if (a->item == 8) {
        LOAD(uint64_t, wide);
        return a->code >= 'a' ? kr_int_from(vm, (int64_t)wide) : kr_int_from_unsigned(vm, wide);
    }
    LOAD(uint32_t, word);
    return a->code >= 'a' ? kr_int_from(vm, (int32_t)word) : kr_int_from_unsigned(vm, word);
}

kr_value kr_array_get(kr_vm *vm, const kr_array *a, size_t index) {
    switch (a->code) {
    case 'b': return KR_INT((int8_t)a->data[index]);
    case 'B': return KR_INT(a->data[index]);
    case 'h': {
        LOAD(int16_t, half);
        return KR_INT(half);
    }
    case 'H': {
        LOAD(uint16_t, half);
        return KR_INT(half);
    }
    case 'f': {
        LOAD(float, real);
        return kr_float_new(vm, (kr_real)real);
    }
    case 'd': {
        LOAD(double, real);
        return kr_float_new(vm, (kr_real)real);
    }
    case 'u': {
        LOAD(uint32_t, character);
        if (character > 0x10ffff || (character >= 0xd800 && character < 0xe000))
            kr_raise_value_error(vm, "character U+%u is not in range [U+0000; U+10ffff]",
                                 (unsigned)character);
        return kr_str_char(vm, character);
    }
    case 'O': {
        LOAD(kr_value, value);
        return value;
    }
    default: return get_wide(vm, a, index);
    }
}

void kr_array_put(kr_array *a, size_t index, const kr_array_item *item) {
    uint8_t *to = a->data + index * a->item;
    switch (a->item) {
    case 1: *to = item->bytes[0]; break;
    case 2: memcpy(to, item->bytes, 2); break;
    case 4: memcpy(to, item->bytes, 4); break;
    default: memcpy(to, item->bytes, 8); break;
    }
}

/* CPython converts by way of wider C types, whose names its messages tell. */
static _Noreturn void raise_range(kr_vm *vm, char code, kr_value v) {
    intmax_t n = 0;
    bool word = kr_int_to(v, &n);
    bool negative = word ? n < 0 : kr_less(vm, v, KR_INT(0));
    if (code == 'q' || code == 'Q')
        kr_raise_overflow(vm, code == 'Q' && negative ? "can't convert negative int to unsigned"
                                                      : "int too big to convert");
    if (code == 'I' || code == 'L' || code == 'P') {
        if (negative) kr_raise_overflow(vm, "can't convert negative value to unsigned int");
        if (code == 'I' && word) kr_raise_overflow(vm, "unsigned int is greater than maximum");
        kr_raise_overflow(vm, "Python int too large to convert to C unsigned long");
    }
    if (!word || code == 'l') kr_raise_overflow(vm, "Python int too large to convert to C long");
    bool half = n >= INT16_MIN && n <= INT16_MAX, whole = n >= INT32_MIN && n <= INT32_MAX;
    const char *name = code == 'B'                  ? "unsigned byte integer"
                       : code == 'b' && half        ? "signed char"
                       : code == 'b' || code == 'h' ? "signed short integer"
                       : code == 'H' && whole       ? "unsigned short"
                                                    : "signed integer";
    kr_raise_overflow(vm, "%s is %s than %simum", name, negative ? "less" : "greater",
                      negative ? "min" : "max");
}

static void pack_float(kr_vm *vm, char code, kr_array_item *out, kr_value v) {
    double real = (double)(kr_is_float(v) ? kr_float_value(v) : kr_real_of(vm, v));
    float narrow = (float)real;
    if (code == 'f')
        memcpy(out->bytes, &narrow, sizeof narrow);
    else
        memcpy(out->bytes, &real, sizeof real);
}

static void pack_character(kr_vm *vm, kr_array_item *out, kr_value v) {
    if (!kr_is_str(v) || kr_str_length(kr_to_str(v)) != 1)
        kr_raise_type(vm, "array item must be unicode character");
    const char *text = kr_to_str(v)->data;
    uint32_t character = kr_utf8_next(&text);
    memcpy(out->bytes, &character, sizeof character);
}

/* Small ints of the commonest codes. */
static bool pack_small(char code, kr_array_item *out, kr_word n) {
    int16_t half = (int16_t)n;
    int32_t word = (int32_t)n;
    switch (code) {
    case 'b':
    case 'B': out->bytes[0] = (uint8_t)n; return code == 'b' ? n == (int8_t)n : n == (uint8_t)n;
    case 'h':
    case 'H': memcpy(out->bytes, &half, sizeof half); return code == 'h' ? n == half : n == (uint16_t)n;
    case 'i': memcpy(out->bytes, &word, sizeof word); return n == word;
    default: return false;
    }
}

void kr_array_pack(kr_vm *vm, char code, kr_array_item *out, kr_value v) {
    if (kr_is_int(v) && pack_small(code, out, kr_to_int(v))) return;
    switch (code) {
    case 'f':
    case 'd': pack_float(vm, code, out, v); return;
    case 'u': pack_character(vm, out, v); return;
    case 'O': out->value = v; return;
    default: break;
    }
    v = kr_index(vm, v);
    bool is_signed = code >= 'a';
    if (!kr_int_to_bytes(v, out->bytes, size_of(code), kr_pack_native_big(), is_signed))
        raise_range(vm, code, v);
}

/* --- storage */

static void resize(kr_vm *vm, kr_array *a, size_t capacity) {
    if (capacity > (size_t)INTPTR_MAX / 8) kr_raise_memory(vm);
    if (a->code == 'O')
        a->data = (uint8_t *)kr_values_resize(vm, (kr_value *)(void *)a->data, a->capacity, capacity);
    else
        a->data = kr_bytes_resize(vm, a->data, a->capacity * a->item, capacity * a->item);
    a->capacity = capacity;
}

static void reserve(kr_vm *vm, kr_array *a, size_t more) {
    if (a->capacity - a->size >= more) return;
    size_t capacity = a->size + more;
    if (capacity < more) kr_raise_memory(vm);
    resize(vm, a, a->size > 0 ? capacity + capacity / 8 + 4 : capacity);
}

/* Items behind the end of an array of objects are 0, so that nothing is kept alive by them. */
static void shrink(kr_vm *vm, kr_array *a, size_t size) {
    if (a->code == 'O') memset(a->data + size * a->item, 0, (a->size - size) * a->item);
    a->size = size;
    if (size == 0) {
        kr_block_free(vm, a->data);
        a->data = NULL;
        a->capacity = 0;
    } else if (a->capacity >= 64 && size < a->capacity / 4) {
        resize(vm, a, size + size / 2);
    }
}

static void array_init(kr_vm *vm, kr_array *a, char code, size_t size) {
    a->code = code;
    a->item = size_of(code);
    if (size > 0) resize(vm, a, size);
    a->size = size;
}

kr_array *kr_array_new(kr_vm *vm, char code, size_t size) {
    kr_array *a = kr_new(vm, &kr_array_type, sizeof *a);
    array_init(vm, a, code, size);
    return a;
}

void kr_array_append(kr_vm *vm, kr_array *a, const kr_array_item *item) {
    reserve(vm, a, 1);
    kr_array_put(a, a->size++, item);
}

void kr_array_replace(kr_vm *vm, kr_array *a, size_t start, size_t count, const void *data, size_t size) {
    if (size > count) reserve(vm, a, size - count);
    size_t tail = a->size - start - count, item = a->item;
    if (tail > 0 && size != count)
        memmove(a->data + (start + size) * item, a->data + (start + count) * item, tail * item);
    if (size > 0) memcpy(a->data + start * item, data, size * item);
    if (size >= count)
        a->size += size - count;
    else
        shrink(vm, a, a->size - (count - size));
}

void kr_array_extend(kr_vm *vm, kr_array *a, kr_value iterable) {
    kr_loop loop;
    kr_array_item item;
    kr_loop_begin(vm, &loop, iterable);
    if (loop.kind != KR_LOOP_ITERATOR) reserve(vm, a, kr_items_size(iterable));
    for (kr_value v; (v = kr_loop_next(vm, &loop)) != KR_UNBOUND;) {
        kr_array_pack(vm, a->code, &item, v);
        kr_array_append(vm, a, &item);
    }
}

void kr_array_extend_array(kr_vm *vm, kr_array *a, const kr_array *more) {
    size_t size = more->size;
    if (more->code != a->code) kr_raise_type(vm, "can only extend with array of same kind");
    reserve(vm, a, size);
    if (size > 0) memcpy(a->data + a->size * a->item, more->data, size * a->item);
    a->size += size;
}

void kr_array_append_bytes(kr_vm *vm, kr_array *a, kr_value bytes) {
    size_t size = kr_span_arg(vm, bytes).size;
    if (a->code == 'O') kr_raise_type(vm, "an array of objects has no bytes");
    if (size % a->item != 0) kr_raise_value_error(vm, "bytes length not a multiple of item size");
    reserve(vm, a, size / a->item);
    kr_span span = kr_span_arg(vm, bytes); /* again: it may be the array itself */
    if (size > 0) memmove(a->data + a->size * a->item, span.data, size);
    a->size += size / a->item;
}

void kr_array_append_text(kr_vm *vm, kr_array *a, kr_value text) {
    const kr_str *s = kr_to_str(text);
    reserve(vm, a, kr_str_length(s));
    for (const char *p = s->data; p < s->data + s->size; a->size++) {
        uint32_t character = kr_utf8_next(&p);
        memcpy(a->data + a->size * sizeof character, &character, sizeof character);
    }
}

kr_value kr_array_text(kr_vm *vm, const kr_array *a) {
    kr_writer out;
    kr_writer_init(vm, &out);
    for (size_t i = 0; i < a->size; i++) kr_write_value(&out, kr_array_get(vm, a, i), true);
    return kr_writer_str(&out);
}

/* --- making */

static char code_arg(kr_vm *vm, kr_value v) {
    if (!kr_is_str(v) || kr_str_length(kr_to_str(v)) != 1)
        kr_raise_type(vm, "array() argument 1 must be a unicode character, not %T", v);
    char code = (char)kr_flash_byte(kr_to_str(v)->data);
    if (size_of(code) == 0)
        kr_raise_value_error(vm, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    return code;
}

static void fill(kr_vm *vm, kr_array *a, kr_value from) {
    bool text = kr_is_str(from), array = kr_is_array(from);
    if (text && a->code != 'u' && a->code != 'O')
        kr_raise_type(vm, "cannot use a str to initialize an array with typecode '%c'", (unsigned)a->code);
    if (array && a->code != 'u' && kr_to_array(from)->code == 'u')
        kr_raise_type(vm, "cannot use a unicode array to initialize an array with typecode '%c'",
                      (unsigned)a->code);
    if (text && a->code == 'u')
        kr_array_append_text(vm, a, from);
    else if (array && kr_to_array(from)->code == a->code)
        kr_array_extend_array(vm, a, kr_to_array(from));
    else if (kr_is_byte_string(from) && a->code != 'O')
        kr_array_append_bytes(vm, a, from);
    else
        kr_array_extend(vm, a, from);
}

kr_value kr_array_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names) {
    (void)names;
    if (nkw > 0 && cls == &kr_array_type) kr_raise_type(vm, "array.array() takes no keyword arguments");
    if (argc < 1) kr_raise_type(vm, "array() takes at least 1 argument (0 given)");
    if (argc > 2) kr_raise_type(vm, "array() takes at most 2 arguments (%zu given)", argc);
    char code = code_arg(vm, argv[0]);
    kr_array *a = kr_new_instance(vm, cls, sizeof *a);
    array_init(vm, a, code, 0);
    if (argc > 1) fill(vm, a, argv[1]);
    return KR_OBJECT(a);
}

/* --- operations of the type */

static void array_trace(kr_vm *vm, kr_object *object) {
    kr_mark_block(vm, ((kr_array *)object)->data);
}

static void array_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const kr_array *a = kr_to_array(v);
    (void)str;
    if (!kr_print_enter(vm, out, v)) {
        kr_write_value(out, kr_type_of(v)->name, true);
        kr_write_format(out, "('%c'", (unsigned)a->code);
        if (a->size > 0) kr_write_text(out, ", ");
        if (a->size > 0 && a->code == 'u') kr_write_value(out, kr_array_text(vm, a), false);
        for (size_t i = 0; a->code != 'u' && i < a->size; i++) {
            kr_write_text(out, i == 0 ? "[" : ", ");
            kr_write_value(out, kr_array_get(vm, a, i), false);
        }
        kr_write_text(out, a->size > 0 && a->code != 'u' ? "])" : ")");
        kr_print_leave(vm, out, v);
    } else {
        kr_write_text(out, "array(...)");
    }
}

static kr_value array_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if (!kr_is_array(b)) return KR_NOT_IMPLEMENTED;
    const kr_array *x = kr_to_array(a), *y = kr_to_array(b);
    if (x->size != y->size && (op == KR_EQ || op == KR_NE)) return kr_bool(op == KR_NE);
    for (size_t i = 0; i < x->size && i < y->size; i++) {
        kr_value p = kr_array_get(vm, x, i), q = kr_array_get(vm, y, i);
        if (kr_compare(vm, KR_EQ, p, q) != KR_TRUE)
            return op == KR_EQ || op == KR_NE ? kr_bool(op == KR_NE) : kr_compare(vm, op, p, q);
    }
    return kr_bool(kr_order_holds(op, x->size < y->size ? -1 : x->size > y->size));
}

static kr_value repeat(kr_vm *vm, const kr_array *a, size_t count) {
    kr_array *made = kr_array_new(vm, a->code, a->size * count);
    if (made->size > 0) {
        memcpy(made->data, a->data, a->size * a->item);
        kr_repeat_fill(made->data, a->size * a->item, count);
    }
    return KR_OBJECT(made);
}

static kr_value concat(kr_vm *vm, kr_value a, kr_value b) {
    if (!kr_is_array(a)) return KR_NOT_IMPLEMENTED;
    if (!kr_is_array(b)) kr_raise_type(vm, "can only append array (not \"%T\") to array", b);
    const kr_array *x = kr_to_array(a), *y = kr_to_array(b);
    if (x->code != y->code) kr_raise_type(vm, "bad argument type for built-in operation");
    kr_array *made = kr_array_new(vm, x->code, x->size + y->size);
    if (x->size > 0) memcpy(made->data, x->data, x->size * x->item);
    if (y->size > 0) memcpy(made->data + x->size * x->item, y->data, y->size * y->item);
    return KR_OBJECT(made);
}

static kr_value array_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    size_t count;
    if (op == KR_ADD) return concat(vm, a, b);
    if (op != KR_MUL) return KR_NOT_IMPLEMENTED;
    const kr_array *array = kr_to_array(kr_is_array(a) ? a : b);
    count = kr_repeat_count(vm, kr_is_array(a) ? b : a, array->size, array->item);
    return repeat(vm, array, count);
}

static kr_value array_inplace(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    kr_array *array = kr_to_array(a);
    if (op == KR_ADD) {
        if (!kr_is_array(b)) kr_raise_type(vm, "can only extend array with array (not \"%T\")", b);
        kr_array_extend_array(vm, array, kr_to_array(b));
        return a;
    }
    if (op != KR_MUL) return KR_NOT_IMPLEMENTED;
    size_t count, size = array->size;
    count = kr_repeat_count(vm, b, size, array->item);
    if (count == 0) shrink(vm, array, 0);
    if (count > 1 && size > 0) {
        reserve(vm, array, size * (count - 1));
        kr_repeat_fill(array->data, size * array->item, count);
        array->size = size * count;
    }
    return a;
}

static kr_word array_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)kr_to_array(v)->size;
}

static kr_value get_slice(kr_vm *vm, const kr_array *a, kr_value key) {
    kr_word start, stop, step;
    size_t count = kr_slice_indices(vm, key, a->size, &start, &stop, &step), item = a->item;
    kr_array *made = kr_array_new(vm, a->code, count);
    if (step == 1) {
        if (count > 0) memcpy(made->data, a->data + (size_t)start * item, count * item);
        return KR_OBJECT(made);
    }
    for (size_t i = 0; i < count; i++)
        memcpy(made->data + i * item, a->data + (size_t)(start + (kr_word)i * step) * item, item);
    return KR_OBJECT(made);
}

/* An index within the array, or its size when it is out of range. */
static size_t index_of(kr_vm *vm, const kr_array *a, kr_value key) {
    if (!kr_is_index(key)) kr_raise_type(vm, "array indices must be integers");
    kr_word at = kr_index_word(vm, key);
    if (at < 0) at += (kr_word)a->size;
    return at < 0 || (size_t)at > a->size ? a->size : (size_t)at;
}

static kr_value array_getitem(kr_vm *vm, kr_value v, kr_value key) {
    const kr_array *a = kr_to_array(v);
    if (kr_is_slice(key)) return get_slice(vm, a, key);
    size_t at = index_of(vm, a, key);
    if (at >= a->size) kr_raise_index(vm, "array");
    return kr_array_get(vm, a, at);
}

static void delete_slice(kr_vm *vm, kr_array *a, kr_word start, kr_word step, size_t count) {
    size_t item = a->item;
    if (count == 0) return;
    if (step < 0) {
        start += ((kr_word)count - 1) * step;
        step = -step;
    }
    if (step == 1) {
        kr_array_replace(vm, a, (size_t)start, count, NULL, 0);
        return;
    }
    size_t to = (size_t)start, next = (size_t)start, left = count;
    for (size_t from = (size_t)start; from < a->size; from++) {
        if (left > 0 && from == next) {
            next += (size_t)step;
            left--;
        } else {
            memcpy(a->data + to++ * item, a->data + from * item, item);
        }
    }
    shrink(vm, a, to);
}

static void set_slice(kr_vm *vm, kr_array *a, kr_value key, kr_value item) {
    kr_word start, stop, step;
    if (item != KR_UNBOUND && !kr_is_array(item))
        kr_raise_type(vm, "can only assign array (not \"%T\") to array slice", item);
    size_t count = kr_slice_indices(vm, key, a->size, &start, &stop, &step);
    const kr_array *from = item == KR_UNBOUND ? NULL : kr_to_array(item);
    if (from != NULL && from->code != a->code) kr_raise_type(vm, "bad argument type for built-in operation");
    if (from == NULL || (from->size == 0 && step != 1)) {
        delete_slice(vm, a, start, step, count);
        return;
    }
    if (from == a) from = kr_to_array(repeat(vm, from, 1));
    if (step == 1) {
        kr_array_replace(vm, a, (size_t)start, count, from->data, from->size);
        return;
    }
    if (from->size != count)
        kr_raise_value_error(vm, "attempt to assign array of size %zu to extended slice of size %zu",
                             from->size, count);
    for (size_t i = 0; i < count; i++)
        memcpy(a->data + (size_t)(start + (kr_word)i * step) * a->item, from->data + i * a->item, a->item);
}

static void array_setitem(kr_vm *vm, kr_value v, kr_value key, kr_value item) {
    kr_array *a = kr_to_array(v);
    kr_array_item packed;
    if (kr_is_slice(key)) {
        set_slice(vm, a, key, item);
        return;
    }
    if (item != KR_UNBOUND) kr_array_pack(vm, a->code, &packed, item);
    size_t at = index_of(vm, a, key);
    if (at >= a->size) kr_raise_index(vm, "array assignment");
    if (item == KR_UNBOUND)
        kr_array_replace(vm, a, at, 1, NULL, 0);
    else
        kr_array_put(a, at, &packed);
}

static bool array_contains(kr_vm *vm, kr_value v, kr_value item) {
    const kr_array *a = kr_to_array(v);
    for (size_t i = 0; i < a->size; i++)
        if (kr_equal(vm, kr_array_get(vm, a, i), item)) return true;
    return false;
}

static bool array_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer) {
    const kr_array *a = kr_to_array(v);
    (void)vm;
    if (a->code == 'O') return false;
    *buffer = (kr_buffer){a->data, a->size * a->item, true, a->code};
    return true;
}

static kr_value iterator_next(kr_vm *vm, kr_value v) {
    kr_sequence_iterator *i = kr_to_pointer(v);
    if (i->source == 0) return KR_UNBOUND;
    const kr_array *a = kr_to_array(i->source);
    if (i->index < a->size) return kr_array_get(vm, a, i->index++);
    i->source = 0;
    return KR_UNBOUND;
}

static void iterator_trace(kr_vm *vm, kr_object *object) {
    kr_value source = ((kr_sequence_iterator *)object)->source;
    if (source != 0) kr_mark(vm, source);
}

static const kr_ops iterator_ops = {.trace = iterator_trace, .iter = kr_iterator_self, .next = iterator_next};
static const kr_member iterator_members[] = {{N___module__, N_array}};
static const kr_type iterator_type = {.head = {&kr_type_type},
                                      .name = N_arrayiterator,
                                      .base = &kr_object_type,
                                      .solid = &iterator_type,
                                      .ops = &iterator_ops,
                                      .flags = KR_TYPE_FINAL,
                                      .size = sizeof(kr_sequence_iterator),
                                      .member_count = 1,
                                      .members = iterator_members};

static kr_value array_iter(kr_vm *vm, kr_value v) {
    return kr_sequence_iterator_new(vm, &iterator_type, v);
}

const kr_ops kr_array_ops = {
    .trace = array_trace,
    .print = array_print,
    .compare = array_compare,
    .binary = array_binary,
    .inplace = array_inplace,
    .length = array_length,
    .getitem = array_getitem,
    .setitem = array_setitem,
    .contains = array_contains,
    .iter = array_iter,
    .buffer = array_buffer,
};

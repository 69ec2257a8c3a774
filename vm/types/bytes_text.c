/* Methods of bytes and bytearray that treat them as ASCII text or as data: case, tests, padding, translate,
 * hex, decode. */
#include "core/heap.h"
#include "core/names.h"
#include "types/byte_string.h"
#include "types/str.h"

static bool is_lower(uint8_t c) {
    return c >= 'a' && c <= 'z';
}
static bool is_upper(uint8_t c) {
    return c >= 'A' && c <= 'Z';
}
static bool is_alpha(uint8_t c) {
    return is_lower(c) || is_upper(c);
}
static bool is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}
static bool is_alnum(uint8_t c) {
    return is_alpha(c) || is_digit(c);
}
static bool is_space(uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static uint8_t to_lower(uint8_t c) {
    return is_upper(c) ? (uint8_t)(c + 32) : c;
}
static uint8_t to_upper(uint8_t c) {
    return is_lower(c) ? (uint8_t)(c - 32) : c;
}

/* ---- Case. ---- */

static kr_value copy_of(kr_vm *vm, kr_value self, uint8_t **data, size_t *size) {
    kr_span span = kr_span_of(self);
    kr_value copy = kr_byte_string_new(vm, self, span.data, span.size);
    *data = kr_byte_string_data(copy);
    *size = span.size;
    return copy;
}

static kr_value map(kr_vm *vm, kr_value self, uint8_t (*change)(uint8_t)) {
    uint8_t *data;
    size_t size;
    kr_value copy = copy_of(vm, self, &data, &size);
    for (size_t i = 0; i < size; i++) data[i] = change(data[i]);
    return copy;
}

static uint8_t swap_case(uint8_t c) {
    return is_lower(c) ? to_upper(c) : to_lower(c);
}

kr_value kr_byte_lower(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return map(vm, argv[0], to_lower);
}
kr_value kr_byte_upper(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return map(vm, argv[0], to_upper);
}
kr_value kr_byte_swapcase(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return map(vm, argv[0], swap_case);
}

kr_value kr_byte_capitalize(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value result = map(vm, argv[0], to_lower);
    if (kr_span_of(result).size > 0)
        kr_byte_string_data(result)[0] = to_upper(kr_byte_string_data(result)[0]);
    return result;
}

kr_value kr_byte_title(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    uint8_t *data;
    size_t size;
    kr_value copy = copy_of(vm, argv[0], &data, &size);
    bool inside = false;
    for (size_t i = 0; i < size; i++) {
        data[i] = inside ? to_lower(data[i]) : to_upper(data[i]);
        inside = is_alpha(data[i]);
    }
    return copy;
}

/* ---- Tests. ---- */

static kr_value all_are(kr_value self, bool (*test)(uint8_t)) {
    kr_span span = kr_span_of(self);
    for (size_t i = 0; i < span.size; i++)
        if (!test(span.data[i])) return KR_FALSE;
    return kr_bool(span.size > 0);
}

kr_value kr_byte_isalnum(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return all_are(argv[0], is_alnum);
}
kr_value kr_byte_isalpha(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return all_are(argv[0], is_alpha);
}
kr_value kr_byte_isdigit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return all_are(argv[0], is_digit);
}
kr_value kr_byte_isspace(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return all_are(argv[0], is_space);
}

kr_value kr_byte_isascii(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    kr_span span = kr_span_of(argv[0]);
    for (size_t i = 0; i < span.size; i++)
        if (span.data[i] > 0x7f) return KR_FALSE;
    return KR_TRUE;
}

/* There is a letter, and none of the other case. */
static kr_value cased(kr_value self, bool (*wanted)(uint8_t), bool (*other)(uint8_t)) {
    kr_span span = kr_span_of(self);
    bool any = false;
    for (size_t i = 0; i < span.size; i++) {
        if (other(span.data[i])) return KR_FALSE;
        any = any || wanted(span.data[i]);
    }
    return kr_bool(any);
}

kr_value kr_byte_islower(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return cased(argv[0], is_lower, is_upper);
}
kr_value kr_byte_isupper(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return cased(argv[0], is_upper, is_lower);
}

kr_value kr_byte_istitle(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    kr_span span = kr_span_of(argv[0]);
    bool any = false, inside = false;
    for (size_t i = 0; i < span.size; i++) {
        if (inside ? is_upper(span.data[i]) : is_lower(span.data[i])) return KR_FALSE;
        inside = is_alpha(span.data[i]);
        any = any || inside;
    }
    return kr_bool(any);
}

/* ---- Padding. ---- */

static kr_value pad(kr_vm *vm, kr_value self, size_t left, size_t right, uint8_t fill) {
    kr_span span = kr_span_of(self);
    if (left + right == 0 && kr_is_exact(self, &kr_bytes_type)) return self;
    kr_value result = kr_byte_string_new(vm, self, NULL, left + span.size + right);
    uint8_t *data = kr_byte_string_data(result);
    if (left > 0) memset(data, fill, left);
    if (span.size > 0) memcpy(data + left, kr_span_of(self).data, span.size);
    if (right > 0) memset(data + left + span.size, fill, right);
    return result;
}

/* How many bytes are missing to the width argv[1]; *fill from argv[2]. */
static size_t missing(kr_vm *vm, const char *name, size_t argc, const kr_value *argv, uint8_t *fill) {
    kr_word width = kr_index_word(vm, argv[1]);
    *fill = ' ';
    if (argc > 2) {
        if (!kr_is_byte_string(argv[2]) || kr_span_of(argv[2]).size != 1)
            kr_raise_type(vm, "%s() argument 2 must be a byte string of length 1, not %T", name, argv[2]);
        *fill = kr_span_of(argv[2]).data[0];
    }
    size_t size = kr_span_of(argv[0]).size;
    return width > (kr_word)size ? (size_t)width - size : 0;
}

kr_value kr_byte_ljust(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t fill;
    size_t gap = missing(vm, "ljust", argc, argv, &fill);
    return pad(vm, argv[0], 0, gap, fill);
}
kr_value kr_byte_rjust(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t fill;
    size_t gap = missing(vm, "rjust", argc, argv, &fill);
    return pad(vm, argv[0], gap, 0, fill);
}

/* The odd blank goes to the left when the width is odd. */
kr_value kr_byte_center(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint8_t fill;
    size_t gap = missing(vm, "center", argc, argv, &fill);
    size_t left = gap / 2 + (gap & (gap + kr_span_of(argv[0]).size) & 1);
    return pad(vm, argv[0], left, gap - left, fill);
}

kr_value kr_byte_zfill(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    uint8_t fill;
    size_t gap = missing(vm, "zfill", 2, argv, &fill);
    kr_value result = pad(vm, argv[0], gap, 0, '0');
    uint8_t *data = kr_byte_string_data(result);
    if (gap > 0 && kr_span_of(result).size > gap && (data[gap] == '+' || data[gap] == '-')) {
        data[0] = data[gap];
        data[gap] = '0';
    }
    return result;
}

kr_value kr_byte_expandtabs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word width = argv[1] == KR_UNBOUND ? 8 : kr_index_word(vm, argv[1]);
    kr_value made = kr_bytearray_new(vm, NULL, 0);
    kr_bytearray *to = kr_to_pointer(made);
    kr_word column = 0;
    for (size_t i = 0; i < kr_span_of(argv[0]).size; i++) {
        uint8_t c = kr_span_of(argv[0]).data[i];
        if (c == '\t') {
            size_t gap = width > 0 ? (size_t)(width - column % width) : 0;
            if (gap > 0) memset(kr_bytearray_reserve(vm, to, gap), ' ', gap);
            to->size += gap;
            column += (kr_word)gap;
            continue;
        }
        kr_bytearray_append(vm, to, &c, 1);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return kr_is_bytes(argv[0]) ? kr_bytes_value(vm, to->data, to->size) : made;
}

/* ---- translate, maketrans. ---- */

kr_value kr_byte_translate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_span table = {NULL, 0}, gone = {NULL, 0};
    if (argv[1] != KR_NONE) {
        table = kr_span_arg(vm, argv[1]);
        if (table.size != 256) kr_raise_value_error(vm, "translation table must be 256 characters long");
    }
    if (argv[2] != KR_UNBOUND) gone = kr_span_arg(vm, argv[2]);
    uint8_t *data;
    size_t size, to = 0;
    kr_value copy = copy_of(vm, argv[0], &data, &size);
    for (size_t i = 0; i < size; i++) {
        if (gone.size > 0 && memchr(gone.data, data[i], gone.size)) continue;
        data[to++] = table.data ? table.data[data[i]] : data[i];
    }
    return to == size ? copy : kr_byte_string_new(vm, argv[0], data, to);
}

kr_value kr_byte_maketrans(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_span from = kr_span_arg(vm, argv[0]), to = kr_span_arg(vm, argv[1]);
    if (from.size != to.size) kr_raise_value_error(vm, "maketrans arguments must have same length");
    uint8_t table[256];
    for (size_t i = 0; i < sizeof table; i++) table[i] = (uint8_t)i;
    for (size_t i = 0; i < from.size; i++) table[from.data[i]] = to.data[i];
    return kr_bytes_value(vm, table, sizeof table);
}

/* ---- hex, fromhex, decode. ---- */

static int hex_value(uint32_t c) {
    if (c >= '0' && c <= '9') return (int)c - '0';
    if (c >= 'a' && c <= 'f') return (int)c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? (int)c - 'A' + 10 : -1;
}

kr_value kr_byte_fromhex(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "fromhex() argument must be str, not %T", argv[1]);
    const kr_str *s = kr_to_str(argv[1]);
    kr_value made = kr_bytearray_new(vm, NULL, 0);
    for (size_t i = 0; i < s->size;) {
        if (is_space((uint8_t)s->data[i])) {
            i++;
            continue;
        }
        int high = hex_value((uint8_t)s->data[i]),
            low = i + 1 < s->size ? hex_value((uint8_t)s->data[i + 1]) : -1;
        if (high < 0 || low < 0)
            kr_raise_value_error(vm, "non-hexadecimal number found in fromhex() arg at position %zu",
                                 kr_str_index_of(s, high < 0 ? i : i + 1));
        uint8_t byte = (uint8_t)(high << 4 | low);
        kr_bytearray_append(vm, kr_to_pointer(made), &byte, 1);
        i += 2;
    }
    if (argv[0] == KR_OBJECT(&kr_bytearray_type)) return made;
    kr_value bytes = kr_bytes_value(vm, kr_span_of(made).data, kr_span_of(made).size);
    return argv[0] == KR_OBJECT(&kr_bytes_type) ? bytes : kr_call(vm, argv[0], 1, &bytes);
}

kr_value kr_span_hex(kr_vm *vm, kr_span span, kr_value separator, kr_value group) {
    static const char digits[] = "0123456789abcdef";
    char mark = 0;
    if (separator != KR_UNBOUND) {
        bool str = kr_is_str(separator);
        kr_span text =
            str ? (kr_span){(const uint8_t *)kr_to_str(separator)->data, kr_to_str(separator)->size}
                : kr_span_arg(vm, separator);
        if (text.size != 1) kr_raise_value_error(vm, "sep must be length 1.");
        if (text.data[0] > 0x7f) kr_raise_value_error(vm, "sep must be ASCII.");
        mark = (char)text.data[0];
    }
    kr_word step = group == KR_UNBOUND ? 1 : kr_index_word(vm, group);
    size_t every = step < 0 ? (size_t)-step : (size_t)step;
    if (span.size == 0) return KR_EMPTY_STR;
    size_t marks = mark && every > 0 ? (span.size - 1) / every : 0;
    kr_str *s = kr_str_alloc(vm, span.size * 2 + marks, true);
    char *out = s->data;
    for (size_t i = 0; i < span.size; i++) {
        size_t counted = step < 0 ? i : span.size - i; /* groups begin at the left for a negative count */
        if (marks > 0 && i > 0 && counted % every == 0) *out++ = mark;
        *out++ = digits[span.data[i] >> 4];
        *out++ = digits[span.data[i] & 15];
    }
    return KR_OBJECT(s);
}

kr_value kr_byte_hex(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_span_hex(vm, kr_span_of(argv[0]), argv[1], argv[2]);
}

kr_value kr_byte_decode(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_span span = kr_span_of(argv[0]);
    return kr_str_decode(vm, span.data, span.size,
                         argv[1] == KR_UNBOUND ? NULL : kr_str_arg(vm, argv[1], "encoding"),
                         argv[2] == KR_UNBOUND ? NULL : kr_str_arg(vm, argv[2], "errors"));
}

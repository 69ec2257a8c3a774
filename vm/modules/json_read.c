/* JSON text as values: recursive descent over the bytes of a str, which ends with a NUL. */
#include <math.h>
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/json.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

typedef struct reading {
    kr_vm *vm;
    kr_value text;
    const kr_json_hooks *hooks;
    const char *p, *start, *end;
} reading;

#define SHARED_KEY 24 /* keys up to this many bytes are interned, as they tend to come again */

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline void skip_blanks(reading *r) {
    while (is_blank(*r->p)) r->p++;
}

static _Noreturn void fail(const reading *r, const char *message, const char *at) {
    kr_json_fail(r->vm, r->text, message, (size_t)(at - r->start));
}

size_t kr_json_skip(kr_value text, size_t offset) {
    const char *data = kr_to_str(text)->data;
    while (is_blank(data[offset])) offset++;
    return offset;
}

/* --- strings */

static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    char lower = (char)(c | 32);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Four hexadecimal digits at r->p. */
static uint32_t read_unit(reading *r) {
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = digit_value(r->p[i]);
        if (digit < 0) fail(r, "Invalid \\uXXXX escape", r->p - 1);
        unit = unit << 4 | (uint32_t)digit;
    }
    r->p += 4;
    return unit;
}

/* A pair of surrogates is one character; a lone one stays as it is. */
static uint32_t read_unicode(reading *r) {
    uint32_t unit = read_unit(r);
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    if (unit > 0xdbff || r->p[0] != '\\' || r->p[1] != 'u') return unit;
    const char *before = r->p;
    r->p += 2;
    uint32_t low = read_unit(r);
    if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    r->p = before;
    return unit;
}

static uint32_t read_escape(reading *r, const char *opening) {
    if (r->p == r->end) fail(r, "Unterminated string starting at", opening);
    switch (*r->p++) {
    case '"': return '"';
    case '\\': return '\\';
    case '/': return '/';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': return read_unicode(r);
    default: fail(r, "Invalid \\escape", r->p - 2);
    }
}

/* The end of a run of bytes that stand for themselves. */
static const char *run_end(const reading *r, const char *p) {
    if (r->hooks->lenient) {
        while (p < r->end && *p != '"' && *p != '\\') p++;
        return p;
    }
    while ((uint8_t)*p >= 0x20 && *p != '"' && *p != '\\') p++;
    return p;
}

/* A string with escapes, from its first one. */
static kr_value read_long(reading *r, const char *opening) {
    kr_writer out;
    kr_writer_init(r->vm, &out);
    r->p = opening + 1;
    for (;;) {
        const char *run = r->p;
        r->p = run_end(r, run);
        kr_write(&out, run, (size_t)(r->p - run));
        if (r->p == r->end) fail(r, "Unterminated string starting at", opening);
        if (*r->p == '"') break;
        if (*r->p != '\\') fail(r, "Invalid control character at", r->p);
        r->p++;
        kr_write_char(&out, read_escape(r, opening));
    }
    r->p++;
    return kr_writer_str(&out);
}

/* r->p is at the opening quote. */
static kr_value read_string(reading *r, bool key) {
    const char *opening = r->p, *end = run_end(r, opening + 1);
    size_t size = (size_t)(end - opening) - 1;
    if (*end != '"' || end == r->end) return read_long(r, opening);
    r->p = end + 1;
    return key && size <= SHARED_KEY ? kr_intern(r->vm, opening + 1, size)
                                     : kr_str_new(r->vm, opening + 1, size);
}

/* --- numbers */

static kr_value hooked(const reading *r, kr_value hook, const char *start) {
    kr_value text = kr_str_new(r->vm, start, (size_t)(r->p - start));
    return kr_call(r->vm, hook, 1, &text);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Takes the fraction and exponent when they are whole. */
static bool take_fraction(reading *r) {
    const char *p = r->p;
    bool real = false;
    if (p[0] == '.' && is_digit(p[1])) {
        for (p++; is_digit(*p); p++) {
        }
        real = true;
    }
    if (*p == 'e' || *p == 'E') {
        const char *digits = p + 1 + (p[1] == '+' || p[1] == '-');
        if (is_digit(*digits)) {
            for (p = digits; is_digit(*p); p++) {
            }
            real = true;
        }
    }
    r->p = p;
    return real;
}

static kr_value read_constant(reading *r, const char *name, double value) {
    const char *start = r->p;
    size_t size = strlen(name);
    if (strncmp(start, name, size) != 0) fail(r, "Expecting value", start);
    r->p += size;
    return r->hooks->constant != KR_NONE ? hooked(r, r->hooks->constant, start)
                                         : kr_float_new(r->vm, (kr_real)value);
}

static kr_value read_number(reading *r) {
    const char *start = r->p;
    bool negative = *start == '-';
    r->p += negative;
    uintmax_t n = 0;
    if (negative && *r->p == 'I') {
        r->p = start;
        return read_constant(r, "-Infinity", -HUGE_VAL);
    }
    if (!is_digit(*r->p)) fail(r, "Expecting value", start);
    if (*r->p == '0') {
        r->p++;
    } else {
        for (; is_digit(*r->p); r->p++) n = n * 10 + (uintmax_t)(*r->p - '0');
    }
    size_t digits = (size_t)(r->p - start);
    if (take_fraction(r)) {
        kr_real d = 0;
        if (r->hooks->real != KR_NONE) return hooked(r, r->hooks->real, start);
        kr_float_parse(start, (size_t)(r->p - start), &d);
        return kr_float_new(r->vm, d);
    }
    if (r->hooks->integer != KR_NONE) return hooked(r, r->hooks->integer, start);
    if (digits > 18) return kr_int_parse(r->vm, start, digits, 10);
    return kr_int_from(r->vm, negative ? -(intmax_t)n : (intmax_t)n);
}

/* --- containers */

static kr_value read_value(reading *r);

static kr_value read_array(reading *r) {
    kr_value list = kr_list_new(r->vm, 0, NULL);
    r->p++;
    skip_blanks(r);
    if (*r->p == ']') {
        r->p++;
        return list;
    }
    for (;;) {
        kr_list_append(r->vm, kr_to_list(list), read_value(r));
        skip_blanks(r);
        if (*r->p == ']') break;
        if (*r->p != ',') fail(r, "Expecting ',' delimiter", r->p);
        r->p++;
        skip_blanks(r);
    }
    r->p++;
    return list;
}

static kr_value read_key(reading *r) {
    if (*r->p != '"') fail(r, "Expecting property name enclosed in double quotes", r->p);
    kr_value key = read_string(r, true);
    skip_blanks(r);
    if (*r->p != ':') fail(r, "Expecting ':' delimiter", r->p);
    r->p++;
    skip_blanks(r);
    return key;
}

/* Behind a value of an object: true when another pair follows. */
static bool next_pair(reading *r) {
    skip_blanks(r);
    if (*r->p == '}') {
        r->p++;
        return false;
    }
    if (*r->p != ',') fail(r, "Expecting ',' delimiter", r->p);
    r->p++;
    skip_blanks(r);
    return true;
}

static kr_value finish_object(const reading *r, kr_value object) {
    return r->hooks->object != KR_NONE ? kr_call(r->vm, r->hooks->object, 1, &object) : object;
}

static kr_value read_pairs(reading *r) {
    kr_value pairs = kr_list_new(r->vm, 0, NULL);
    bool more = *r->p != '}';
    if (!more) r->p++;
    while (more) {
        kr_value pair[2] = {read_key(r), KR_NONE};
        pair[1] = read_value(r);
        kr_list_append(r->vm, kr_to_list(pairs), kr_tuple_new(r->vm, 2, pair));
        more = next_pair(r);
    }
    return kr_call(r->vm, r->hooks->pairs, 1, &pairs);
}

static kr_value read_object(reading *r) {
    r->p++;
    skip_blanks(r);
    if (r->hooks->pairs != KR_NONE) return read_pairs(r);
    kr_dict *dict = kr_dict_new(r->vm, 0);
    bool more = *r->p != '}';
    if (!more) r->p++;
    while (more) {
        kr_value key = read_key(r);
        kr_value value = read_value(r);
        kr_dict_set(r->vm, dict, key, value);
        more = next_pair(r);
    }
    return finish_object(r, KR_OBJECT(dict));
}

static kr_value read_word(reading *r, const char *word, size_t size, kr_value value) {
    if (strncmp(r->p, word, size) != 0) fail(r, "Expecting value", r->p);
    r->p += size;
    return value;
}

static kr_value read_value(reading *r) {
    kr_check_native_stack(r->vm);
    switch (*r->p) {
    case '"': return read_string(r, false);
    case '{': return read_object(r);
    case '[': return read_array(r);
    case 't': return read_word(r, "true", 4, KR_TRUE);
    case 'f': return read_word(r, "false", 5, KR_FALSE);
    case 'n': return read_word(r, "null", 4, KR_NONE);
    case 'N': return read_constant(r, "NaN", NAN);
    case 'I': return read_constant(r, "Infinity", HUGE_VAL);
    default: return read_number(r);
    }
}

kr_value kr_json_read(kr_vm *vm, const kr_json_hooks *hooks, kr_value text, size_t offset, size_t *end) {
    const kr_str *s = kr_to_str(text);
    reading r = {vm, text, hooks, s->data + offset, s->data, s->data + s->size};
    skip_blanks(&r);
    kr_value value = read_value(&r);
    *end = (size_t)(r.p - r.start);
    return value;
}

/* Values as JSON text, appended to one writer from the top value down. */
#include <math.h>
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/json.h"
#include "types/byte_string.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"
#include "types/utf8.h"

/* The containers around what is being written, from the inside out: to find out whether a container contains
 * itself. */
typedef struct level {
    kr_value container;
    const struct level *outer;
} level;

typedef struct writing {
    kr_vm *vm;
    kr_writer *out;
    const kr_json_options *options;
    const level *inner;
    size_t depth;
} writing;

void kr_json_options_init(kr_vm *vm, kr_json_options *options) {
    *options = (kr_json_options){.indent = KR_NONE, .fallback = KR_NONE, .ascii = true, .allow_nan = true};
    options->item_separator = kr_str_text(vm, ", ");
    options->key_separator = kr_str_text(vm, ": ");
}

/* --- strings */

static void write_escape(kr_writer *out, unsigned unit) {
    static const char digits[] = "0123456789abcdef";
    char text[6] = {'\\',
                    'u',
                    digits[unit >> 12 & 15],
                    digits[unit >> 8 & 15],
                    digits[unit >> 4 & 15],
                    digits[unit & 15]};
    kr_write(out, text, 6);
}

static void write_special(kr_writer *out, uint32_t c) {
    switch (c) {
    case '"': kr_write(out, "\\\"", 2); return;
    case '\\': kr_write(out, "\\\\", 2); return;
    case '\n': kr_write(out, "\\n", 2); return;
    case '\r': kr_write(out, "\\r", 2); return;
    case '\t': kr_write(out, "\\t", 2); return;
    case '\f': kr_write(out, "\\f", 2); return;
    case '\b': kr_write(out, "\\b", 2); return;
    default: break;
    }
    if (c > 0xffff) {
        write_escape(out, 0xd800 + ((c - 0x10000) >> 10));
        c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    write_escape(out, c);
}

/* 1: to be escaped. 0x7f and bytes above it are when only ASCII is wanted. */
static const uint8_t special[127] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,         1,
                                     1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['"'] = 1, ['\\'] = 1};

static void write_string(kr_writer *out, const kr_str *s, bool ascii) {
    const char *p = s->data, *end = p + s->size;
    char *room = kr_writer_reserve(out, s->size + 2);
    *room = '"';
    out->size++;
    while (p < end) {
        const char *run = p;
        while (p < end && ((uint8_t)*p < 0x7f ? !special[(uint8_t)*p] : !ascii)) p++;
        kr_write(out, run, (size_t)(p - run));
        if (p == end) break;
        uint32_t c = kr_utf8_next(&p);
        write_special(out, c);
    }
    kr_write(out, "\"", 1);
}

/* --- numbers */

static void write_small(kr_writer *out, kr_word n) {
    char text[24], *p = text + sizeof text;
    uintptr_t rest = n < 0 ? 0u - (uintptr_t)n : (uintptr_t)n;
    do *--p = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (n < 0) *--p = '-';
    kr_write(out, p, (size_t)(text + sizeof text - p));
}

static void write_integer(writing *w, kr_value v) {
    if (kr_is_int(v))
        write_small(w->out, kr_to_int(v));
    else
        kr_int_write(w->vm, w->out, v, 10, false);
}

static void write_real(writing *w, kr_real d) {
    char text[32];
    if (isfinite(d)) {
        kr_write(w->out, text, kr_float_repr(d, text));
        return;
    }
    if (!w->options->allow_nan)
        kr_raise_value_error(w->vm, "Out of range float values are not JSON compliant");
    kr_write_text(w->out, isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
}

/* Writes what holds no other values; false when v is something else. */
static bool write_plain(writing *w, kr_value v) {
    if (kr_is_int(v))
        write_small(w->out, kr_to_int(v));
    else if (kr_is_object(v) && kr_is_str(v))
        write_string(w->out, kr_to_str(v), w->options->ascii);
    else if (v == KR_NONE)
        kr_write(w->out, "null", 4);
    else if (v == KR_TRUE)
        kr_write(w->out, "true", 4);
    else if (v == KR_FALSE)
        kr_write(w->out, "false", 5);
    else if (kr_is_float(v))
        write_real(w, kr_float_value(v));
    else if (kr_is_integer(v))
        write_integer(w, v);
    else
        return false;
    return true;
}

/* --- containers */

static void write_value(writing *w, kr_value v);

static void write_str(writing *w, kr_value str) {
    kr_write(w->out, kr_to_str(str)->data, kr_to_str(str)->size);
}

static void write_indent(writing *w) {
    if (w->options->indent == KR_NONE) return;
    kr_write(w->out, "\n", 1);
    for (size_t i = 0; i < w->depth; i++) write_str(w, w->options->indent);
}

static void enter(writing *w, level *here, kr_value container) {
    for (const level *l = w->inner; l != NULL; l = l->outer) {
        if (l->container == container) kr_raise_value_error(w->vm, "Circular reference detected");
    }
    here->container = container;
    here->outer = w->inner;
    w->inner = here;
    w->depth++;
}

static void leave(writing *w, const level *here) {
    w->inner = here->outer;
    w->depth--;
}

/* A list may change while a fallback runs: it is looked at anew for each item. */
static void write_items(writing *w, kr_value v) {
    level here;
    kr_loop loop;
    kr_value item;
    enter(w, &here, v);
    kr_loop_begin(w->vm, &loop,
                  kr_is_list(v) && !kr_is_exact(v, &kr_list_type) ? KR_OBJECT(kr_list_of(w->vm, v)) : v);
    kr_write(w->out, "[", 1);
    for (bool first = true; (item = kr_loop_next(w->vm, &loop)) != KR_UNBOUND; first = false) {
        if (!first) write_str(w, w->options->item_separator);
        write_indent(w);
        write_value(w, item);
    }
    leave(w, &here);
    write_indent(w);
    kr_write(w->out, "]", 1);
}

static bool is_key(kr_value key) {
    return kr_is_str(key) || key == KR_NONE || kr_is_bool(key) || kr_is_integer(key) || kr_is_float(key);
}

/* The key as a string, between quotes. */
static void write_key(writing *w, kr_value key) {
    if (kr_is_str(key)) {
        write_string(w->out, kr_to_str(key), w->options->ascii);
        return;
    }
    if (!is_key(key)) kr_raise_type(w->vm, "keys must be str, int, float, bool or None, not %T", key);
    kr_write(w->out, "\"", 1);
    write_plain(w, key);
    kr_write(w->out, "\"", 1);
}

static void write_pair(writing *w, bool *first, kr_value key, kr_value value) {
    if (w->options->skip_keys && !is_key(key)) return;
    if (!*first) write_str(w, w->options->item_separator);
    *first = false;
    write_indent(w);
    write_key(w, key);
    write_str(w, w->options->key_separator);
    write_value(w, value);
}

static void write_sorted(writing *w, const kr_dict *dict, bool *first) {
    kr_list *keys = kr_list_of(w->vm, KR_OBJECT(dict));
    kr_list_sort(w->vm, keys, KR_NONE, false);
    for (size_t i = 0; i < keys->size; i++) {
        kr_value value = kr_dict_get(w->vm, kr_to_dict(KR_OBJECT(dict)), keys->items[i]);
        if (value != KR_UNBOUND) write_pair(w, first, keys->items[i], value);
    }
}

static void write_dict(writing *w, kr_value v) {
    const kr_dict *dict = kr_to_dict(v);
    level here;
    bool first = true;
    if (dict->size == 0) {
        kr_write(w->out, "{}", 2);
        return;
    }
    enter(w, &here, v);
    kr_write(w->out, "{", 1);
    if (w->options->sort_keys) {
        write_sorted(w, dict, &first);
    } else {
        kr_value key, value;
        for (size_t position = 0; kr_dict_each(dict, &position, &key, &value);)
            write_pair(w, &first, key, value);
    }
    leave(w, &here);
    write_indent(w);
    kr_write(w->out, "}", 1);
}

/* Bytes are a string when nobody says what else: what binascii.hexlify() makes goes into MicroPython's JSON.
 */
static bool write_bytes(writing *w, kr_value v) {
    if (!kr_is_bytes(v) || w->options->fallback != KR_NONE) return false;
    kr_span span = kr_span_of(v);
    size_t bad;
    const char *why;
    if (kr_utf8_scan((const char *)span.data, span.size, &bad, &why) < span.size) return false;
    write_string(w->out, kr_to_str(kr_str_new(w->vm, (const char *)span.data, span.size)), w->options->ascii);
    return true;
}

static void write_other(writing *w, kr_value v) {
    level here;
    if (write_bytes(w, v)) return;
    if (w->options->fallback == KR_NONE)
        kr_raise_type(w->vm, "Object of type %T is not JSON serializable", v);
    enter(w, &here, v);
    w->depth--;
    write_value(w, kr_call(w->vm, w->options->fallback, 1, &v));
    w->depth++;
    leave(w, &here);
}

static void write_value(writing *w, kr_value v) {
    if (write_plain(w, v)) return;
    kr_check_native_stack(w->vm);
    if (kr_is_dict(v)) {
        write_dict(w, v);
    } else if (kr_is_list(v) || kr_is_tuple(v)) {
        size_t size = kr_is_list(v) ? kr_to_list(v)->size : kr_to_tuple(v)->size;
        if (size == 0)
            kr_write(w->out, "[]", 2);
        else
            write_items(w, v);
    } else {
        write_other(w, v);
    }
}

void kr_json_write(kr_vm *vm, kr_writer *out, const kr_json_options *options, kr_value v) {
    writing w = {.vm = vm, .out = out, .options = options};
    write_value(&w, v);
}

/* str: taking apart and putting together. */
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/search.h"
#include "types/str.h"
#include "types/unicode.h"
#include "types/utf8.h"

static void add_piece(kr_vm *vm, kr_list *list, kr_str *s, const char *from, const char *to) {
    size_t size = (size_t)(to - from);
    kr_list_append(vm, list, s->ascii ? kr_str_make(vm, from, size, true) : kr_str_new(vm, from, size));
}

static kr_list *new_list(kr_vm *vm) {
    return kr_to_list(kr_list_new(vm, 0, NULL));
}

/* The end of the blanks, or of what is not blank, that begin at p. */
static const char *skip_blanks(const char *p, const char *end, bool blank) {
    while (p < end) {
        const char *next = p;
        if ((uint8_t)*p < 0x80) {
            next++;
            if (kr_ascii_space(*p) != blank) break;
        } else if (((kr_unicode_flags(kr_utf8_next(&next)) & KR_UNICODE_SPACE) != 0) != blank) {
            break;
        }
        p = next;
    }
    return p;
}

/* The same backwards, down to start. */
static const char *skip_blanks_back(const char *p, const char *start, bool blank) {
    while (p > start) {
        const char *before = p;
        uint32_t c = kr_utf8_previous(&before);
        if (((kr_unicode_flags(c) & KR_UNICODE_SPACE) != 0) != blank) break;
        p = before;
    }
    return p;
}

static void split_blanks(kr_vm *vm, kr_list *list, kr_str *s, size_t limit) {
    const char *end = s->data + s->size, *p = skip_blanks(s->data, end, true);
    while (p < end) {
        const char *stop = limit-- ? skip_blanks(p, end, false) : end;
        add_piece(vm, list, s, p, stop);
        if (limit == SIZE_MAX) break;
        p = skip_blanks(stop, end, true);
    }
}

static void rsplit_blanks(kr_vm *vm, kr_list *list, kr_str *s, size_t limit) {
    const char *start = s->data, *p = skip_blanks_back(start + s->size, start, true);
    while (p > start) {
        const char *from = limit-- ? skip_blanks_back(p, start, false) : start;
        add_piece(vm, list, s, from, p);
        if (limit == SIZE_MAX) break;
        p = skip_blanks_back(from, start, true);
    }
}

static void split_text(kr_vm *vm, kr_list *list, kr_str *s, kr_str *separator, size_t limit) {
    const char *p = s->data, *end = p + s->size, *hit;
    while (limit-- &&
           (hit = kr_search_first(p, (size_t)(end - p), separator->data, separator->size)) != NULL) {
        add_piece(vm, list, s, p, hit);
        p = hit + separator->size;
    }
    add_piece(vm, list, s, p, end);
}

static void rsplit_text(kr_vm *vm, kr_list *list, kr_str *s, kr_str *separator, size_t limit) {
    const char *start = s->data, *end = start + s->size, *hit;
    while (limit-- &&
           (hit = kr_search_last(start, (size_t)(end - start), separator->data, separator->size)) != NULL) {
        add_piece(vm, list, s, hit + separator->size, end);
        end = hit;
    }
    add_piece(vm, list, s, start, end);
}

static void reverse(kr_list *list) {
    for (size_t i = 0, j = list->size; i + 1 < j; i++) {
        kr_value item = list->items[i];
        list->items[i] = list->items[--j];
        list->items[j] = item;
    }
}

/* (self, sep=None, maxsplit=-1) */
static kr_value split(kr_vm *vm, const kr_value *argv, bool from_right) {
    kr_str *s = kr_to_str(argv[0]);
    kr_list *list = new_list(vm);
    kr_word count = argv[2] == KR_UNBOUND ? -1 : kr_size_arg(vm, argv[2]);
    size_t limit = count < 0 ? SIZE_MAX : (size_t)count;
    if (argv[1] == KR_UNBOUND || argv[1] == KR_NONE) {
        (from_right ? rsplit_blanks : split_blanks)(vm, list, s, limit);
    } else {
        if (!kr_is_str(argv[1])) kr_raise_type(vm, "must be str or None, not %T", argv[1]);
        kr_str *separator = kr_to_str(argv[1]);
        if (separator->size == 0) kr_raise_value_error(vm, "empty separator");
        (from_right ? rsplit_text : split_text)(vm, list, s, separator, limit);
    }
    if (from_right) reverse(list);
    return KR_OBJECT(list);
}

kr_value kr_text_split(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return split(vm, argv, false);
}
kr_value kr_text_rsplit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return split(vm, argv, true);
}

/* The size of the line end at p, 0 when there is none: \n \r \r\n \v \f and the separators U+001C..1E, 85,
 * 2028, 2029. */
static size_t line_end(const char *p, const char *end) {
    uint8_t c = (uint8_t)*p;
    if (c == '\r') return p + 1 < end && p[1] == '\n' ? 2 : 1;
    if ((c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e)) return 1;
    if (c == 0xc2) return (uint8_t)p[1] == 0x85 ? 2 : 0;
    if (c == 0xe2) return (uint8_t)p[1] == 0x80 && ((uint8_t)p[2] == 0xa8 || (uint8_t)p[2] == 0xa9) ? 3 : 0;
    return 0;
}

/* (self, keepends=False) */
kr_value kr_text_splitlines(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_str *s = kr_to_str(argv[0]);
    bool keep = argv[1] != KR_UNBOUND && kr_truth(vm, argv[1]);
    kr_list *list = new_list(vm);
    const char *p = s->data, *end = p + s->size;
    while (p < end) {
        const char *stop = p;
        size_t size = 0;
        while (stop < end && (size = line_end(stop, end)) == 0) stop++;
        add_piece(vm, list, s, p, keep ? stop + size : stop);
        p = stop + size;
    }
    return KR_OBJECT(list);
}

static kr_value partition(kr_vm *vm, const kr_value *argv, bool from_right) {
    kr_str *s = kr_to_str(argv[0]);
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "must be str, not %T", argv[1]);
    kr_str *separator = kr_to_str(argv[1]);
    if (separator->size == 0) kr_raise_value_error(vm, "empty separator");
    const char *hit =
        (from_right ? kr_search_last : kr_search_first)(s->data, s->size, separator->data, separator->size);
    kr_value parts[] = {KR_EMPTY_STR, KR_EMPTY_STR, KR_EMPTY_STR};
    if (hit) {
        const char *rest = hit + separator->size;
        parts[0] = kr_str_new(vm, s->data, (size_t)(hit - s->data));
        parts[1] = argv[1];
        parts[2] = kr_str_new(vm, rest, (size_t)(s->data + s->size - rest));
    } else {
        parts[from_right ? 2 : 0] = argv[0];
    }
    return kr_tuple_new(vm, 3, parts);
}

kr_value kr_text_partition(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return partition(vm, argv, false);
}
kr_value kr_text_rpartition(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return partition(vm, argv, true);
}

/* Sums the sizes; TypeError for what is no str. */
static size_t joined_size(kr_vm *vm, const kr_value *items, size_t count, const kr_str *separator,
                          bool *ascii) {
    size_t total;
    if (__builtin_mul_overflow((size_t)separator->size, count - 1, &total)) kr_raise_memory(vm);
    *ascii = count < 2 || separator->ascii;
    for (size_t i = 0; i < count; i++) {
        if (!kr_is_str(items[i])) {
            kr_raise_type(vm, "sequence item %zu: expected str instance, %T found", i, items[i]);
        }
        const kr_str *item = kr_to_str(items[i]);
        if (__builtin_add_overflow(total, (size_t)item->size, &total)) kr_raise_memory(vm);
        *ascii = *ascii && item->ascii;
    }
    return total;
}

kr_value kr_text_join(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *separator = kr_to_str(argv[0]);
    kr_value sequence = argv[1];
    if (!kr_is_exact(sequence, &kr_list_type) && !kr_is_exact(sequence, &kr_tuple_type)) {
        if (!kr_is_iterable(sequence)) kr_raise_type(vm, "can only join an iterable");
        sequence = KR_OBJECT(kr_list_of(vm, sequence));
    }
    bool tuple = kr_is_tuple(sequence);
    size_t count = tuple ? kr_to_tuple(sequence)->size : kr_to_list(sequence)->size;
    const kr_value *items = tuple ? kr_to_tuple(sequence)->items : kr_to_list(sequence)->items;
    if (count == 0) return KR_EMPTY_STR;
    if (count == 1 && kr_is_exact(items[0], &kr_str_type)) return items[0];
    bool ascii;
    size_t size = joined_size(vm, items, count, separator, &ascii);
    if (size == 0) return KR_EMPTY_STR;
    kr_str *r = kr_str_alloc(vm, size, ascii);
    char *to = r->data;
    for (size_t i = 0; i < count; i++) {
        if (i && separator->size) {
            memcpy(to, separator->data, separator->size);
            to += separator->size;
        }
        const kr_str *item = kr_to_str(items[i]);
        memcpy(to, item->data, item->size);
        to += item->size;
    }
    return KR_OBJECT(r);
}

/* Is this character one of those to strip? NULL: blanks. */
static bool is_stripped(uint32_t c, const kr_str *set) {
    if (set == NULL) return (kr_unicode_flags(c) & KR_UNICODE_SPACE) != 0;
    if (c < 0x80) return memchr(set->data, (int)c, set->size) != NULL;
    char utf8[4];
    size_t size = kr_utf8_put(utf8, c);
    return kr_search_first(set->data, set->size, utf8, size) != NULL;
}

static kr_value strip(kr_vm *vm, size_t argc, const kr_value *argv, bool left, bool right, const char *name) {
    kr_str *s = kr_to_str(argv[0]);
    const kr_str *set = NULL;
    if (argc > 1 && argv[1] != KR_NONE && argv[1] != KR_UNBOUND) {
        if (!kr_is_str(argv[1])) kr_raise_type(vm, "%s arg must be None or str", name);
        set = kr_to_str(argv[1]);
    }
    const char *start = s->data, *end = start + s->size;
    while (left && start < end) {
        const char *next = start;
        if (!is_stripped(kr_utf8_next(&next), set)) break;
        start = next;
    }
    while (right && end > start) {
        const char *before = end;
        if (!is_stripped(kr_utf8_previous(&before), set)) break;
        end = before;
    }
    size_t size = (size_t)(end - start);
    if (size == s->size && s->head.type == &kr_str_type) return argv[0];
    return s->ascii ? kr_str_make(vm, start, size, true) : kr_str_new(vm, start, size);
}

kr_value kr_text_strip(kr_vm *vm, size_t argc, const kr_value *argv) {
    return strip(vm, argc, argv, true, true, "strip");
}
kr_value kr_text_lstrip(kr_vm *vm, size_t argc, const kr_value *argv) {
    return strip(vm, argc, argv, true, false, "lstrip");
}
kr_value kr_text_rstrip(kr_vm *vm, size_t argc, const kr_value *argv) {
    return strip(vm, argc, argv, false, true, "rstrip");
}

/* The text of a number: the digits of any script become ASCII, other characters something that no number
 * contains. */
const char *kr_number_text(kr_vm *vm, kr_str *s, size_t *size) {
    const char *start = s->data, *end = start + s->size;
    start = skip_blanks(start, end, true);
    end = skip_blanks_back(end, start, true);
    *size = (size_t)(end - start);
    if (s->ascii) return start;
    char *copy = kr_bytes_new(vm, *size + 1), *to = copy;
    while (start < end) {
        uint32_t c = kr_utf8_next(&start);
        int digit = c < 0x80 ? -1 : kr_unicode_decimal(c);
        *to++ = (char)(c < 0x80 ? c : digit >= 0 ? (uint32_t)('0' + digit) : '?');
    }
    *size = (size_t)(to - copy);
    return copy;
}

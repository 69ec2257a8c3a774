/* str: upper and lower case.
 *
 * ASCII text is mapped byte by byte into a str of the same size. Everything else goes through a writer, one
 * character at a time, since a character's other case may take more bytes or even be several characters. */
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/str.h"
#include "types/unicode.h"
#include "types/utf8.h"

/* The same for ASCII letters: 'a' ^ 'A' is 32. */
static char ascii_lower(char c) {
    return kr_ascii_upper(c) ? (char)(c ^ 32) : c;
}
static char ascii_upper(char c) {
    return kr_ascii_lower(c) ? (char)(c ^ 32) : c;
}
static char ascii_swap(char c) {
    return kr_ascii_upper(c) || kr_ascii_lower(c) ? (char)(c ^ 32) : c;
}

static kr_value map_ascii(kr_vm *vm, const kr_str *s, char (*map)(char)) {
    if (s->size < 2) {
        char c = s->size ? map(s->data[0]) : 0;
        return kr_str_make(vm, &c, s->size, true);
    }
    kr_str *r = kr_str_alloc(vm, s->size, true);
    for (size_t i = 0; i < s->size; i++) r->data[i] = map(s->data[i]);
    return KR_OBJECT(r);
}

/* A capital sigma is final when a letter comes before it and none after it; characters such as apostrophes do
 * not count. */
static bool is_final_sigma(const kr_str *s, const char *at) {
    const char *p = at, *end = s->data + s->size;
    unsigned flags = KR_UNICODE_IGNORABLE;
    while (p > s->data && flags & KR_UNICODE_IGNORABLE) flags = kr_unicode_flags(kr_utf8_previous(&p));
    if (flags & KR_UNICODE_IGNORABLE || !(flags & KR_UNICODE_CASED)) return false;
    p = at + 2;
    flags = KR_UNICODE_IGNORABLE;
    while (p < end && flags & KR_UNICODE_IGNORABLE) flags = kr_unicode_flags(kr_utf8_next(&p));
    return flags & KR_UNICODE_IGNORABLE || !(flags & KR_UNICODE_CASED);
}

static void write_mapped(kr_writer *out, const kr_str *s, const char *at, uint32_t c, kr_unicode_map *map) {
    uint32_t mapped[KR_UNICODE_MAP_MAX];
    if (c == 0x3a3 && map == kr_unicode_lower) {
        kr_write_char(out, is_final_sigma(s, at) ? 0x3c2 : 0x3c3);
        return;
    }
    size_t count = map(c, mapped);
    for (size_t i = 0; i < count; i++) kr_write_char(out, mapped[i]);
}

static kr_value map_all(kr_vm *vm, const kr_str *s, kr_unicode_map *first, kr_unicode_map *rest) {
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_unicode_map *map = first;
    for (const char *p = s->data, *end = p + s->size; p < end; map = rest) {
        const char *at = p;
        uint32_t c = kr_utf8_next(&p);
        write_mapped(&out, s, at, c, map);
    }
    return kr_writer_str(&out);
}

kr_value kr_text_lower(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    return s->ascii ? map_ascii(vm, s, ascii_lower) : map_all(vm, s, kr_unicode_lower, kr_unicode_lower);
}

kr_value kr_text_upper(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    return s->ascii ? map_ascii(vm, s, ascii_upper) : map_all(vm, s, kr_unicode_upper, kr_unicode_upper);
}

kr_value kr_text_casefold(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    return s->ascii ? map_ascii(vm, s, ascii_lower) : map_all(vm, s, kr_unicode_fold, kr_unicode_fold);
}

kr_value kr_text_capitalize(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    if (!s->ascii || s->size < 2) return map_all(vm, s, kr_unicode_title, kr_unicode_lower);
    kr_value r = map_ascii(vm, s, ascii_lower);
    kr_to_str(r)->data[0] = ascii_upper(s->data[0]);
    return r;
}

kr_value kr_text_swapcase(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    if (s->ascii) return map_ascii(vm, s, ascii_swap);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        const char *at = p;
        uint32_t c = kr_utf8_next(&p);
        unsigned flags = kr_unicode_flags(c);
        if (flags & KR_UNICODE_UPPER) {
            write_mapped(&out, s, at, c, kr_unicode_lower);
        } else if (flags & KR_UNICODE_LOWER) {
            write_mapped(&out, s, at, c, kr_unicode_upper);
        } else {
            kr_write_char(&out, c);
        }
    }
    return kr_writer_str(&out);
}

/* A word begins at every cased character that follows one that is not. */
kr_value kr_text_title(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    kr_writer out;
    kr_writer_init(vm, &out);
    bool inside = false;
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        const char *at = p;
        uint32_t c = kr_utf8_next(&p);
        write_mapped(&out, s, at, c, inside ? kr_unicode_lower : kr_unicode_title);
        inside = (kr_unicode_flags(c) & KR_UNICODE_CASED) != 0;
    }
    return kr_writer_str(&out);
}

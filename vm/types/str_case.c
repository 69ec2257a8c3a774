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

/* Which letters a mapping turns: turning is flipping bit 5. */
enum turned { TURN_UPPER = 1, TURN_LOWER = 2 };

/* 0x20 in every byte of an ASCII word that lies in [first, first + 25], eight bytes at a time: adding moves
 * bytes from `first` on, or above the last letter, to the upper bit. */
static uint64_t letters_of(uint64_t word, char first) {
    const uint64_t ones = 0x0101010101010101u;
    uint64_t from = word + ones * (uint64_t)(0x80 - first),
             above = word + ones * (uint64_t)(0x80 - first - 26);
    return ((from ^ above) & ones * 0x80) >> 2;
}

static uint64_t turn_word(uint64_t word, unsigned turned) {
    uint64_t mask = 0;
    if (turned & TURN_UPPER) mask |= letters_of(word, 'A');
    if (turned & TURN_LOWER) mask |= letters_of(word, 'a');
    return word ^ mask;
}

static char turn_char(char c, unsigned turned) {
    return (char)turn_word((uint8_t)c, turned);
}

static kr_value map_ascii(kr_vm *vm, const kr_str *s, unsigned turned) {
    if (s->size < 2) {
        char c = s->size ? turn_char(s->data[0], turned) : 0;
        return kr_str_make(vm, &c, s->size, true);
    }
    kr_str *r = kr_str_alloc(vm, s->size, true);
    size_t i = 0;
    for (; i + 8 <= s->size; i += 8) {
        uint64_t word;
        memcpy(&word, s->data + i, 8);
        word = turn_word(word, turned);
        memcpy(r->data + i, &word, 8);
    }
    for (; i < s->size; i++) r->data[i] = turn_char(s->data[i], turned);
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
    return s->ascii ? map_ascii(vm, s, TURN_UPPER) : map_all(vm, s, kr_unicode_lower, kr_unicode_lower);
}

kr_value kr_text_upper(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    return s->ascii ? map_ascii(vm, s, TURN_LOWER) : map_all(vm, s, kr_unicode_upper, kr_unicode_upper);
}

kr_value kr_text_casefold(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    return s->ascii ? map_ascii(vm, s, TURN_UPPER) : map_all(vm, s, kr_unicode_fold, kr_unicode_fold);
}

kr_value kr_text_capitalize(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    if (!s->ascii || s->size < 2) return map_all(vm, s, kr_unicode_title, kr_unicode_lower);
    kr_value r = map_ascii(vm, s, TURN_UPPER);
    kr_to_str(r)->data[0] = turn_char(s->data[0], TURN_LOWER);
    return r;
}

kr_value kr_text_swapcase(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    if (s->ascii) return map_ascii(vm, s, TURN_UPPER | TURN_LOWER);
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

static kr_value title_ascii(kr_vm *vm, const kr_str *s) {
    kr_str *r = kr_str_alloc(vm, s->size, true);
    bool inside = false;
    for (size_t i = 0; i < s->size; i++) {
        char c = s->data[i];
        bool letter = kr_ascii_upper(c) || kr_ascii_lower(c);
        r->data[i] = letter ? (char)(inside ? c | 32 : c & ~32) : c;
        inside = letter;
    }
    return KR_OBJECT(r);
}

/* A word begins at every cased character that follows one that is not. */
kr_value kr_text_title(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    if (s->ascii && s->size > 1) return title_ascii(vm, s);
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

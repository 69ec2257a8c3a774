/* str: what all characters of a text are. */
#include "core/operate.h"
#include "types/str.h"
#include "types/unicode.h"

/* True when there is a character and each has one of these flags. */
static bool all_have(kr_value v, unsigned flags) {
    const kr_str *s = kr_to_str(v);
    const char *p = s->data, *end = p + s->size;
    while (p < end) {
        if (!(kr_unicode_flags(kr_utf8_next(&p)) & flags)) return false;
    }
    return s->size != 0;
}

#define ALL_HAVE(name, flags)                                                                                \
    kr_value kr_text_##name(kr_vm *vm, size_t argc, const kr_value *argv) {                                  \
        (void)vm;                                                                                            \
        (void)argc;                                                                                          \
        return kr_bool(all_have(argv[0], flags));                                                            \
    }
ALL_HAVE(isalpha, KR_UNICODE_ALPHA)
ALL_HAVE(isdecimal, KR_UNICODE_DECIMAL)
ALL_HAVE(isdigit, KR_UNICODE_DIGIT | KR_UNICODE_DECIMAL)
ALL_HAVE(isnumeric, KR_UNICODE_NUMERIC)
ALL_HAVE(isalnum, KR_UNICODE_ALPHA | KR_UNICODE_DECIMAL | KR_UNICODE_DIGIT | KR_UNICODE_NUMERIC)
ALL_HAVE(isspace, KR_UNICODE_SPACE)

kr_value kr_text_isprintable(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    return kr_bool(kr_to_str(argv[0])->size == 0 || all_have(argv[0], KR_UNICODE_PRINTABLE));
}

kr_value kr_text_isascii(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    return kr_bool(kr_to_str(argv[0])->ascii);
}

kr_value kr_text_isidentifier(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    const char *p = s->data, *end = p + s->size;
    unsigned wanted = KR_UNICODE_START;
    while (p < end) {
        if (!(kr_unicode_flags(kr_utf8_next(&p)) & wanted)) return KR_FALSE;
        wanted = KR_UNICODE_CONTINUE;
    }
    return kr_bool(s->size != 0);
}

/* All cased characters have the wanted case, and there is one. */
static bool all_cased(kr_value v, unsigned wanted) {
    const kr_str *s = kr_to_str(v);
    bool any = false;
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        unsigned flags = kr_unicode_flags(kr_utf8_next(&p)) & KR_UNICODE_CASED;
        if (flags & ~wanted) return false;
        any = any || flags;
    }
    return any;
}

kr_value kr_text_islower(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    return kr_bool(all_cased(argv[0], KR_UNICODE_LOWER));
}

kr_value kr_text_isupper(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    return kr_bool(all_cased(argv[0], KR_UNICODE_UPPER));
}

kr_value kr_text_istitle(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    bool any = false, inside = false;
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        unsigned flags = kr_unicode_flags(kr_utf8_next(&p));
        bool capital = (flags & (KR_UNICODE_UPPER | KR_UNICODE_TITLE)) != 0;
        if (capital ? inside : flags & KR_UNICODE_LOWER && !inside) return KR_FALSE;
        inside = (flags & KR_UNICODE_CASED) != 0;
        any = any || inside;
    }
    return kr_bool(any);
}

/* str: finding, counting, replacing.
 *
 * Bytes are searched, since a match of valid UTF-8 in valid UTF-8 always begins at a character; only the
 * positions that come in and go out are converted between code points and bytes. */
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "types/container.h"
#include "types/number.h"
#include "types/search.h"
#include "types/sequence.h"
#include "types/str.h"
#include "types/utf8.h"

/* The part of a str that start and stop arguments select, in bytes. */
typedef struct span {
    kr_str *text;
    const char *data;
    size_t size;
    bool outside; /* start lies behind the end: not even "" is found */
} span;

/* An optional argument: absent, None, or an index that counts from the end when negative. */
static kr_word bound_arg(kr_vm *vm, size_t argc, const kr_value *argv, size_t at, kr_word length,
                         kr_word none) {
    if (argc <= at || argv[at] == KR_UNBOUND) return none;
    kr_word n = kr_slice_bound(vm, argv[at], none);
    if (n < 0) n = n + length < 0 ? 0 : n + length;
    return n;
}

static span span_args(kr_vm *vm, size_t argc, const kr_value *argv, size_t at) {
    kr_str *s = kr_to_str(argv[0]);
    span part = {s, s->data, s->size, false};
    if (argc <= at) return part;
    kr_word length = (kr_word)kr_str_length(s);
    kr_word start = bound_arg(vm, argc, argv, at, length, 0),
            stop = bound_arg(vm, argc, argv, at + 1, length, length);
    if (stop > length) stop = length;
    if (start > length || start > stop) {
        part.outside = true;
        part.size = 0;
        return part;
    }
    size_t from = kr_str_offset(s, (size_t)start);
    part.data = s->data + from;
    part.size =
        s->ascii ? (size_t)(stop - start) : kr_utf8_skip(part.data, s->size - from, (size_t)(stop - start));
    return part;
}

/* Index of the match, or -1. */
static kr_word find(kr_vm *vm, size_t argc, const kr_value *argv, bool last) {
    kr_str *needle = kr_str_operand(vm, argv[1], "argument");
    span part = span_args(vm, argc, argv, 2);
    if (part.outside) return -1;
    const char *hit = last ? part.data + part.size : part.data;
    if (needle->size) {
        hit = (last ? kr_search_last : kr_search_first)(part.data, part.size, needle->data, needle->size);
    }
    return hit ? (kr_word)kr_str_index_of(part.text, (size_t)(hit - part.text->data)) : -1;
}

static kr_value find_or_raise(kr_vm *vm, size_t argc, const kr_value *argv, bool last) {
    kr_word at = find(vm, argc, argv, last);
    if (at < 0) kr_raise_value_error(vm, "substring not found");
    return KR_INT(at);
}

kr_value kr_text_find(kr_vm *vm, size_t argc, const kr_value *argv) {
    return KR_INT(find(vm, argc, argv, false));
}
kr_value kr_text_rfind(kr_vm *vm, size_t argc, const kr_value *argv) {
    return KR_INT(find(vm, argc, argv, true));
}
kr_value kr_text_index(kr_vm *vm, size_t argc, const kr_value *argv) {
    return find_or_raise(vm, argc, argv, false);
}
kr_value kr_text_rindex(kr_vm *vm, size_t argc, const kr_value *argv) {
    return find_or_raise(vm, argc, argv, true);
}

kr_value kr_text_count(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_str *needle = kr_str_operand(vm, argv[1], "argument");
    span part = span_args(vm, argc, argv, 2);
    if (part.outside) return KR_INT(0);
    if (needle->size == 0) return KR_INT((kr_word)kr_utf8_count(part.data, part.size) + 1);
    return KR_INT((kr_word)kr_search_count(part.data, part.size, needle->data, needle->size, SIZE_MAX));
}

static bool matches_end(const span *part, kr_str *affix, bool at_end) {
    if (part->outside || affix->size > part->size) return false;
    return memcmp(at_end ? part->data + part->size - affix->size : part->data, affix->data, affix->size) == 0;
}

static kr_value test_end(kr_vm *vm, size_t argc, const kr_value *argv, bool at_end) {
    const char *name = at_end ? "endswith" : "startswith";
    span part = span_args(vm, argc, argv, 2);
    if (kr_is_str(argv[1])) return kr_bool(matches_end(&part, kr_to_str(argv[1]), at_end));
    if (!kr_is_tuple(argv[1]))
        kr_raise_type(vm, "%s first arg must be str or a tuple of str, not %T", name, argv[1]);
    kr_tuple *affixes = kr_to_tuple(argv[1]);
    for (size_t i = 0; i < affixes->size; i++) {
        if (!kr_is_str(affixes->items[i])) {
            kr_raise_type(vm, "tuple for %s must only contain str, not %T", name, affixes->items[i]);
        }
        if (matches_end(&part, kr_to_str(affixes->items[i]), at_end)) return KR_TRUE;
    }
    return KR_FALSE;
}

kr_value kr_text_startswith(kr_vm *vm, size_t argc, const kr_value *argv) {
    return test_end(vm, argc, argv, false);
}
kr_value kr_text_endswith(kr_vm *vm, size_t argc, const kr_value *argv) {
    return test_end(vm, argc, argv, true);
}

static kr_value remove_end(kr_vm *vm, const kr_value *argv, const char *name, bool at_end) {
    kr_str *s = kr_to_str(argv[0]);
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "%s() argument must be str, not %T", name, argv[1]);
    kr_str *affix = kr_to_str(argv[1]);
    span part = {s, s->data, s->size, false};
    size_t cut = matches_end(&part, affix, at_end) ? affix->size : 0;
    if (cut == 0 && s->head.type == &kr_str_type) return argv[0];
    return kr_str_new(vm, s->data + (at_end ? 0 : cut), s->size - cut);
}

kr_value kr_text_removeprefix(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return remove_end(vm, argv, "removeprefix", false);
}
kr_value kr_text_removesuffix(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return remove_end(vm, argv, "removesuffix", true);
}

/* The size of a result in which `count` pieces of one size are replaced by pieces of another. */
static size_t replaced_size(kr_vm *vm, size_t size, size_t count, size_t before, size_t after) {
    size_t added;
    if (__builtin_mul_overflow(count, after, &added) || added > SIZE_MAX / 2) kr_raise_memory(vm);
    return size - count * before + added;
}

/* An empty text is found before every character and at the end. */
static kr_value replace_nothing(kr_vm *vm, kr_str *s, kr_str *after, size_t limit) {
    size_t places = kr_str_length(s) + 1, count = places < limit ? places : limit;
    kr_str *r = kr_str_alloc(vm, replaced_size(vm, s->size, count, 0, after->size), s->ascii && after->ascii);
    const char *from = s->data, *end = s->data + s->size;
    char *to = r->data;
    for (; count; count--) {
        memcpy(to, after->data, after->size);
        to += after->size;
        if (from == end) break;
        const char *character = from;
        kr_utf8_next(&from);
        memcpy(to, character, (size_t)(from - character));
        to += from - character;
    }
    memcpy(to, from, (size_t)(end - from));
    return KR_OBJECT(r);
}

static kr_value replace_text(kr_vm *vm, kr_value v, kr_str *before, kr_str *after, size_t limit) {
    kr_str *s = kr_to_str(v);
    size_t count = kr_search_count(s->data, s->size, before->data, before->size, limit);
    if (count == 0 && s->head.type == &kr_str_type) return v;
    size_t size = replaced_size(vm, s->size, count, before->size, after->size);
    if (size == 0) return KR_EMPTY_STR;
    kr_str *r = kr_str_alloc(vm, size, s->ascii && after->ascii);
    const char *from = s->data, *end = s->data + s->size;
    char *to = r->data;
    for (; count; count--) {
        const char *hit = kr_search_first(from, (size_t)(end - from), before->data, before->size);
        memcpy(to, from, (size_t)(hit - from));
        to += hit - from;
        memcpy(to, after->data, after->size);
        to += after->size;
        from = hit + before->size;
    }
    memcpy(to, from, (size_t)(end - from));
    if (!r->ascii && after->ascii) r->ascii = kr_utf8_ascii_prefix(r->data, size) == size;
    return KR_OBJECT(r);
}

kr_value kr_text_replace(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (!kr_is_str(argv[1])) kr_raise_type(vm, "replace() argument 1 must be str, not %T", argv[1]);
    if (!kr_is_str(argv[2])) kr_raise_type(vm, "replace() argument 2 must be str, not %T", argv[2]);
    kr_word count = argc > 3 && argv[3] != KR_UNBOUND ? kr_size_arg(vm, argv[3]) : -1;
    size_t limit = count < 0 ? SIZE_MAX : (size_t)count;
    kr_str *before = kr_to_str(argv[1]), *after = kr_to_str(argv[2]);
    return before->size ? replace_text(vm, argv[0], before, after, limit)
                        : replace_nothing(vm, kr_to_str(argv[0]), after, limit);
}

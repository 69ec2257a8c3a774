/* str: the type, its operators, its iterator, and how it prints. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/container.h"
#include "types/int.h"
#include "types/number.h"
#include "types/search.h"
#include "types/sequence.h"
#include "types/str.h"
#include "types/unicode.h"
#include "types/utf8.h"

static void write_hex(kr_writer *out, char kind, uint32_t n, int digits) {
    char text[10] = {'\\', kind};
    for (int i = 0; i < digits; i++) text[2 + i] = "0123456789abcdef"[n >> (4 * (digits - 1 - i)) & 15];
    kr_write(out, text, (size_t)digits + 2);
}

static void write_escape(kr_writer *out, uint32_t c) {
    switch (c) {
    case '\n': kr_write_text(out, "\\n"); break;
    case '\r': kr_write_text(out, "\\r"); break;
    case '\t': kr_write_text(out, "\\t"); break;
    default:
        if (c < 0x100) {
            write_hex(out, 'x', c, 2);
        } else if (c < 0x10000) {
            write_hex(out, 'u', c, 4);
        } else {
            write_hex(out, 'U', c, 8);
        }
    }
}

/* Double quotes only when there are single ones and no double ones. */
void kr_str_write_repr(kr_writer *out, const char *data, size_t size) {
    char quote = size && memchr(data, '\'', size) && !memchr(data, '"', size) ? '"' : '\'';
    const char *p = data, *end = data + size, *plain = data;
    kr_write(out, &quote, 1);
    while (p < end) {
        const char *at = p;
        char c = *p;
        if (c >= ' ' && c < 0x7f && c != quote && c != '\\') {
            p++;
            continue;
        }
        uint32_t code = kr_utf8_next(&p);
        if (code >= 0x80 && kr_unicode_flags(code) & KR_UNICODE_PRINTABLE) continue;
        kr_write(out, plain, (size_t)(at - plain));
        plain = p;
        if (c == quote || c == '\\') {
            char escaped[2] = {'\\', c};
            kr_write(out, escaped, 2);
        } else {
            write_escape(out, code);
        }
    }
    kr_write(out, plain, (size_t)(end - plain));
    kr_write(out, &quote, 1);
}

static void str_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm;
    const kr_str *s = kr_to_str(v);
    if (str) {
        kr_write(out, s->data, s->size);
    } else {
        kr_str_write_repr(out, s->data, s->size);
    }
}

static kr_word str_hash(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)kr_str_hash(kr_to_str(v));
}

static kr_value str_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    (void)vm;
    if (!kr_is_str(b)) return KR_NOT_IMPLEMENTED;
    if (op == KR_EQ || op == KR_NE) return kr_bool(kr_str_equal(kr_to_str(a), kr_to_str(b)) == (op == KR_EQ));
    return kr_bool(kr_order_holds(op, kr_str_order(kr_to_str(a), kr_to_str(b))));
}

static kr_value repeat(kr_vm *vm, kr_value s, kr_value times) {
    size_t count = kr_repeat_count(vm, times, kr_to_str(s)->size, 1);
    return kr_str_repeat(vm, s, count > (size_t)INTPTR_MAX ? INTPTR_MAX : (kr_word)count);
}

static kr_value str_binary(kr_vm *vm, kr_binary_op op, kr_value a, kr_value b) {
    bool left = kr_is_str(a);
    switch (op) {
    case KR_ADD:
        if (left && kr_is_str(b)) return kr_str_concat(vm, a, b);
        if (left) kr_raise_type(vm, "can only concatenate str (not \"%T\") to str", b);
        return KR_NOT_IMPLEMENTED;
    case KR_MUL: return left ? repeat(vm, a, b) : repeat(vm, b, a);
    case KR_MOD: return left ? kr_format_percent(vm, a, b) : KR_NOT_IMPLEMENTED;
    default: return KR_NOT_IMPLEMENTED;
    }
}

static kr_word str_length(kr_vm *vm, kr_value v) {
    (void)vm;
    return (kr_word)kr_str_length(kr_to_str(v));
}

static kr_value character_at(kr_vm *vm, const kr_str *s, kr_word index) {
    kr_word length = (kr_word)kr_str_length(s);
    if (index < 0) index += length;
    if (index < 0 || index >= length) kr_raise_index(vm, "string");
    if (s->ascii) return KR_CHAR_STR((uint8_t)s->data[index]);
    const char *p = s->data + kr_str_offset(s, (size_t)index);
    return kr_str_char(vm, kr_utf8_next(&p));
}

/* Every step-th character from start on. */
static kr_value stepped(kr_vm *vm, const kr_str *s, kr_word start, kr_word step, size_t count) {
    if (s->ascii) {
        kr_str *r = kr_str_alloc(vm, count, true);
        for (size_t i = 0; i < count; i++, start += step) r->data[i] = s->data[start];
        return count == 1 ? KR_CHAR_STR((uint8_t)r->data[0]) : KR_OBJECT(r);
    }
    kr_writer out;
    kr_writer_init(vm, &out);
    const char *p = s->data + kr_str_offset(s, (size_t)start);
    for (size_t i = 0; i < count; i++) {
        const char *next = p;
        kr_write_char(&out, kr_utf8_next(&next));
        if (i + 1 == count) break;
        for (kr_word left = step; left > 0; left--) kr_utf8_next(&p);
        for (kr_word left = step; left < 0; left++) kr_utf8_previous(&p);
    }
    return kr_writer_str(&out);
}

static kr_value str_getitem(kr_vm *vm, kr_value v, kr_value key) {
    const kr_str *s = kr_to_str(v);
    if (kr_is_int(key)) return character_at(vm, s, kr_to_int(key));
    if (kr_is_slice(key)) {
        kr_word start, stop, step;
        size_t count = kr_slice_indices(vm, key, kr_str_length(s), &start, &stop, &step);
        if (count == 0) return KR_EMPTY_STR;
        if (step == 1) return kr_str_slice(vm, v, (size_t)start, (size_t)start + count);
        return stepped(vm, s, start, step, count);
    }
    if (!kr_is_index(key)) kr_raise_type(vm, "string indices must be integers, not '%T'", key);
    return character_at(vm, s, kr_index_word(vm, key));
}

static bool str_contains(kr_vm *vm, kr_value v, kr_value item) {
    if (!kr_is_str(item)) kr_raise_type(vm, "'in <string>' requires string as left operand, not %T", item);
    const kr_str *s = kr_to_str(v), *needle = kr_to_str(item);
    return needle->size == 0 || kr_search_first(s->data, s->size, needle->data, needle->size) != NULL;
}

static const kr_ops str_ops = {
    .print = str_print,
    .hash = str_hash,
    .compare = str_compare,
    .binary = str_binary,
    .length = str_length,
    .getitem = str_getitem,
    .contains = str_contains,
    .iter = kr_str_iterate,
};

static void trace_iterator(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((kr_str_iterator *)object)->source);
}

static kr_value next_character(kr_vm *vm, kr_value v) {
    kr_str_iterator *iterator = kr_to_pointer(v);
    if (iterator->source == 0) return KR_UNBOUND;
    const kr_str *s = kr_to_str(iterator->source);
    if (iterator->offset >= s->size) {
        iterator->source = 0;
        return KR_UNBOUND;
    }
    const char *p = s->data + iterator->offset;
    uint32_t c = kr_utf8_next(&p);
    iterator->offset = (size_t)(p - s->data);
    return kr_str_char(vm, c);
}

static kr_value iterator_self(kr_vm *vm, kr_value v) {
    (void)vm;
    return v;
}

static kr_value iterator_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm;
    (void)argc;
    const kr_str_iterator *iterator = kr_to_pointer(argv[0]);
    if (iterator->source == 0) return KR_INT(0);
    const kr_str *s = kr_to_str(iterator->source);
    return KR_INT((kr_word)kr_utf8_count(s->data + iterator->offset, s->size - iterator->offset));
}
KR_METHOD(__length_hint__, iterator_hint, 1, 1, NULL, "__length_hint__()\nCharacters that are left.");

static const kr_member iterator_members[] = {KR_ENTRY(__length_hint__, iterator_hint)};

static const kr_ops iterator_ops = {.trace = trace_iterator, .iter = iterator_self, .next = next_character};

const kr_type kr_str_iterator_type = {
    .head = {&kr_type_type},
    .name = N_str_iterator,
    .base = &kr_object_type,
    .solid = &kr_str_iterator_type,
    .ops = &iterator_ops,
    .flags = KR_TYPE_FINAL,
    .size = sizeof(kr_str_iterator),
    .members = iterator_members,
    .member_count = 1,
};

kr_value kr_str_iterate(kr_vm *vm, kr_value str) {
    kr_str_iterator *iterator = kr_new(vm, &kr_str_iterator_type, sizeof *iterator);
    iterator->source = str;
    return KR_OBJECT(iterator);
}

/* str(bytes, encoding, errors): what is given is decoded. */
static kr_value decode_arguments(kr_vm *vm, const kr_value given[3]) {
    if (given[0] == KR_UNBOUND) return KR_EMPTY_STR;
    const char *encoding =
        given[1] == KR_UNBOUND ? NULL : kr_str_arg(vm, given[1], "str() argument 'encoding'");
    const char *errors = given[2] == KR_UNBOUND ? NULL : kr_str_arg(vm, given[2], "str() argument 'errors'");
    if (kr_is_str(given[0])) kr_raise_type(vm, "decoding str is not supported");
    const kr_ops *ops = kr_type_of(given[0])->ops;
    if (ops == NULL || !ops->buffer)
        kr_raise_type(vm, "decoding to str: need a bytes-like object, %T found", given[0]);
    kr_buffer buffer;
    kr_get_buffer(vm, given[0], &buffer, false);
    return kr_str_decode(vm, buffer.data, buffer.size, encoding, errors);
}

static kr_value str_instance(kr_vm *vm, const kr_type *cls, kr_value text) {
    const kr_str *s = kr_to_str(text);
    kr_str *instance = kr_new_instance(vm, cls, sizeof(kr_str) + s->size + 1);
    instance->hash = 0;
    instance->size = s->size;
    instance->ascii = s->ascii;
    instance->interned = 0;
    memcpy(instance->data, s->data, (size_t)s->size + 1);
    return KR_OBJECT(instance);
}

static kr_value str_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    static const char *const keys[] = {"object", "encoding", "errors"};
    kr_value given[3] = {KR_UNBOUND, KR_UNBOUND, KR_UNBOUND};
    if (argc + nkw > 3) kr_raise_type(vm, "str() takes at most 3 arguments (%zu given)", argc + nkw);
    for (size_t i = 0; i < argc; i++) given[i] = argv[i];
    for (size_t i = 0; i < nkw; i++) {
        size_t k = 0;
        while (k < 3 && !kr_str_is(names[i], keys[k])) k++;
        if (k == 3) kr_raise_type(vm, "'%S' is an invalid keyword argument for str()", names[i]);
        given[k] = argv[argc + i];
    }
    if (argc == 1 && nkw == 0 && kr_is_int(given[0]) && cls == &kr_str_type) return kr_int_str(vm, given[0]);
    kr_value text = given[0] == KR_UNBOUND ? KR_EMPTY_STR : KR_UNBOUND;
    if (given[1] != KR_UNBOUND || given[2] != KR_UNBOUND) text = decode_arguments(vm, given);
    if (text == KR_UNBOUND) text = kr_str_of(vm, given[0]);
    return cls == &kr_str_type ? text : str_instance(vm, cls, text);
}

static kr_value str_format_member(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_format_text_value(vm, argv[0], argv[1]);
}

static kr_value str_getnewargs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    kr_value plain = kr_str_new(vm, s->data, s->size);
    return kr_tuple_new(vm, 1, &plain);
}

KR_METHOD(find, kr_text_find, 2, 4, NULL,
          "find(sub, start=0, end=len)\nThe lowest index at which sub is found, or -1.");
KR_METHOD(rfind, kr_text_rfind, 2, 4, NULL,
          "rfind(sub, start=0, end=len)\nThe highest index at which sub is found, or -1.");
KR_METHOD(index, kr_text_index, 2, 4, NULL,
          "index(sub, start=0, end=len)\nLike find(), but raises ValueError.");
KR_METHOD(rindex, kr_text_rindex, 2, 4, NULL,
          "rindex(sub, start=0, end=len)\nLike rfind(), but raises ValueError.");
KR_METHOD(count, kr_text_count, 2, 4, NULL,
          "count(sub, start=0, end=len)\nOccurrences of sub that do not overlap.");
KR_METHOD(replace, kr_text_replace, 3, 4, NULL,
          "replace(old, new, count=-1)\nA copy with occurrences of old replaced.");
KR_METHOD(startswith, kr_text_startswith, 2, 4, NULL,
          "startswith(prefix, start=0, end=len)\nTrue when it begins so.");
KR_METHOD(endswith, kr_text_endswith, 2, 4, NULL,
          "endswith(suffix, start=0, end=len)\nTrue when it ends so.");
KR_METHOD(removeprefix, kr_text_removeprefix, 2, 2, NULL, "removeprefix(prefix)\nA copy without the prefix.");
KR_METHOD(removesuffix, kr_text_removesuffix, 2, 2, NULL, "removesuffix(suffix)\nA copy without the suffix.");
KR_METHOD(split, kr_text_split, 1, 3, "self,sep,maxsplit",
          "split(sep=None, maxsplit=-1)\nThe parts between separators.");
KR_METHOD(rsplit, kr_text_rsplit, 1, 3, "self,sep,maxsplit",
          "rsplit(sep=None, maxsplit=-1)\nThe same, from the right.");
KR_METHOD(splitlines, kr_text_splitlines, 1, 2, "self,keepends", "splitlines(keepends=False)\nThe lines.");
KR_METHOD(partition, kr_text_partition, 2, 2, NULL,
          "partition(sep)\nWhat is before sep, sep, and what is behind it.");
KR_METHOD(rpartition, kr_text_rpartition, 2, 2, NULL, "rpartition(sep)\nThe same for the last sep.");
KR_METHOD(join, kr_text_join, 2, 2, NULL,
          "join(iterable)\nThe strs of the iterable with this one between them.");
KR_METHOD(strip, kr_text_strip, 1, 2, NULL,
          "strip(chars=None)\nA copy without blanks or chars at both ends.");
KR_METHOD(lstrip, kr_text_lstrip, 1, 2, NULL, "lstrip(chars=None)\nThe same at the start.");
KR_METHOD(rstrip, kr_text_rstrip, 1, 2, NULL, "rstrip(chars=None)\nThe same at the end.");
KR_METHOD(center, kr_text_center, 2, 3, NULL,
          "center(width, fillchar=' ')\nA copy in the middle of width characters.");
KR_METHOD(ljust, kr_text_ljust, 2, 3, NULL,
          "ljust(width, fillchar=' ')\nA copy at the left of width characters.");
KR_METHOD(rjust, kr_text_rjust, 2, 3, NULL,
          "rjust(width, fillchar=' ')\nA copy at the right of width characters.");
KR_METHOD(zfill, kr_text_zfill, 2, 2, NULL, "zfill(width)\nPadded with zeros behind the sign.");
KR_METHOD(expandtabs, kr_text_expandtabs, 1, 2, "self,tabsize", "expandtabs(tabsize=8)\nTabs as spaces.");
KR_METHOD(translate, kr_text_translate, 2, 2, NULL,
          "translate(table)\nEvery character through table[ord(c)].");
KR_STATIC(maketrans, kr_text_maketrans, 1, 3, NULL, "maketrans(x, y, z)\nA table for translate().");
KR_METHOD(lower, kr_text_lower, 1, 1, NULL, "lower()\nA copy in lower case.");
KR_METHOD(upper, kr_text_upper, 1, 1, NULL, "upper()\nA copy in upper case.");
KR_METHOD(title, kr_text_title, 1, 1, NULL, "title()\nA copy with capitalised words.");
KR_METHOD(capitalize, kr_text_capitalize, 1, 1, NULL, "capitalize()\nA copy with a capital first.");
KR_METHOD(swapcase, kr_text_swapcase, 1, 1, NULL, "swapcase()\nA copy with cases turned.");
KR_METHOD(casefold, kr_text_casefold, 1, 1, NULL, "casefold()\nA copy for comparing without case.");
KR_METHOD(isalpha, kr_text_isalpha, 1, 1, NULL, "isalpha()\nTrue when all are letters.");
KR_METHOD(isdigit, kr_text_isdigit, 1, 1, NULL, "isdigit()\nTrue when all are digits.");
KR_METHOD(isdecimal, kr_text_isdecimal, 1, 1, NULL, "isdecimal()\nTrue when all are decimal digits.");
KR_METHOD(isnumeric, kr_text_isnumeric, 1, 1, NULL, "isnumeric()\nTrue when all are numeric.");
KR_METHOD(isalnum, kr_text_isalnum, 1, 1, NULL, "isalnum()\nTrue when all are letters or numeric.");
KR_METHOD(isspace, kr_text_isspace, 1, 1, NULL, "isspace()\nTrue when all are blanks.");
KR_METHOD(islower, kr_text_islower, 1, 1, NULL, "islower()\nTrue when no letter is upper case.");
KR_METHOD(isupper, kr_text_isupper, 1, 1, NULL, "isupper()\nTrue when no letter is lower case.");
KR_METHOD(istitle, kr_text_istitle, 1, 1, NULL, "istitle()\nTrue when words are capitalised.");
KR_METHOD(isidentifier, kr_text_isidentifier, 1, 1, NULL, "isidentifier()\nTrue when it can be a name.");
KR_METHOD(isprintable, kr_text_isprintable, 1, 1, NULL, "isprintable()\nTrue when repr() escapes nothing.");
KR_METHOD(isascii, kr_text_isascii, 1, 1, NULL, "isascii()\nTrue when all are below 128.");
KR_METHOD(encode, kr_text_encode, 1, 3, "self,encoding,errors",
          "encode(encoding='utf-8', errors='strict')\nAs bytes.");
KR_METHOD_KW(format, kr_text_format, 1, KR_ANY, "format(*args, **kwargs)\nReplacement fields filled in.");
KR_METHOD(format_map, kr_text_format_map, 2, 2, NULL, "format_map(mapping)\nThe same from a mapping.");
KR_METHOD(__format__, str_format_member, 2, 2, NULL, "__format__(spec)\nformat(self, spec).");
KR_METHOD(__getnewargs__, str_getnewargs, 1, 1, NULL, "__getnewargs__()\nWhat makes an equal str.");

static const kr_member str_members[] = {
    KR_ENTRY(find, kr_text_find),
    KR_ENTRY(rfind, kr_text_rfind),
    KR_ENTRY(index, kr_text_index),
    KR_ENTRY(rindex, kr_text_rindex),
    KR_ENTRY(count, kr_text_count),
    KR_ENTRY(replace, kr_text_replace),
    KR_ENTRY(startswith, kr_text_startswith),
    KR_ENTRY(endswith, kr_text_endswith),
    KR_ENTRY(removeprefix, kr_text_removeprefix),
    KR_ENTRY(removesuffix, kr_text_removesuffix),
    KR_ENTRY(split, kr_text_split),
    KR_ENTRY(rsplit, kr_text_rsplit),
    KR_ENTRY(splitlines, kr_text_splitlines),
    KR_ENTRY(partition, kr_text_partition),
    KR_ENTRY(rpartition, kr_text_rpartition),
    KR_ENTRY(join, kr_text_join),
    KR_ENTRY(strip, kr_text_strip),
    KR_ENTRY(lstrip, kr_text_lstrip),
    KR_ENTRY(rstrip, kr_text_rstrip),
    KR_ENTRY(center, kr_text_center),
    KR_ENTRY(ljust, kr_text_ljust),
    KR_ENTRY(rjust, kr_text_rjust),
    KR_ENTRY(zfill, kr_text_zfill),
    KR_ENTRY(expandtabs, kr_text_expandtabs),
    KR_ENTRY(translate, kr_text_translate),
    KR_ENTRY(maketrans, kr_text_maketrans),
    KR_ENTRY(lower, kr_text_lower),
    KR_ENTRY(upper, kr_text_upper),
    KR_ENTRY(title, kr_text_title),
    KR_ENTRY(capitalize, kr_text_capitalize),
    KR_ENTRY(swapcase, kr_text_swapcase),
    KR_ENTRY(casefold, kr_text_casefold),
    KR_ENTRY(isalpha, kr_text_isalpha),
    KR_ENTRY(isdigit, kr_text_isdigit),
    KR_ENTRY(isdecimal, kr_text_isdecimal),
    KR_ENTRY(isnumeric, kr_text_isnumeric),
    KR_ENTRY(isalnum, kr_text_isalnum),
    KR_ENTRY(isspace, kr_text_isspace),
    KR_ENTRY(islower, kr_text_islower),
    KR_ENTRY(isupper, kr_text_isupper),
    KR_ENTRY(istitle, kr_text_istitle),
    KR_ENTRY(isidentifier, kr_text_isidentifier),
    KR_ENTRY(isprintable, kr_text_isprintable),
    KR_ENTRY(isascii, kr_text_isascii),
    KR_ENTRY(encode, kr_text_encode),
    KR_ENTRY(format, kr_text_format),
    KR_ENTRY(format_map, kr_text_format_map),
    KR_ENTRY(__format__, str_format_member),
    KR_ENTRY(__getnewargs__, str_getnewargs),
};

const kr_type kr_str_type = {
    .head = {&kr_type_type},
    .name = N_str,
    .base = &kr_object_type,
    .solid = &kr_str_type,
    .ops = &str_ops,
    .flags = KR_TYPE_VARIABLE,
    .size = sizeof(kr_str),
    .members = str_members,
    .member_count = sizeof str_members / sizeof *str_members,
    .make = str_make,
};

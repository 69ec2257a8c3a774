/* Pattern objects: compiling with a memory of what was compiled before, and the methods that look for
 * matches. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "modules/re.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"
#include "types/generic.h"

/* How many patterns are remembered; then all are forgotten. */
#define MEMORY (UINTPTR_MAX > 0xffffffffu ? 256 : 16)

static kr_pattern *to_pattern(kr_value v) {
    return kr_to_pointer(v);
}

/* --- compiling */

static kr_pattern *compile(kr_vm *vm, kr_value text, uint32_t flags) {
    kr_re_tree tree;
    kr_re_parse(vm, text, flags, &tree);
    kr_pattern *pattern = kr_new(vm, &kr_pattern_type, sizeof *pattern);
    pattern->text = text;
    pattern->group_index = KR_OBJECT(tree.names);
    pattern->closing = tree.closing;
    pattern->flags = tree.flags;
    pattern->groups = tree.groups;
    pattern->is_bytes = !kr_is_str(text);
    kr_re_emit(vm, &tree, pattern);
    return pattern;
}

static kr_dict *memory(kr_vm *vm) {
    if (*kr_module_state(vm, KR_STATE_RE) == 0) {
        kr_value made = KR_OBJECT(kr_dict_new(vm, 0));
        *kr_module_state(vm, KR_STATE_RE) = made;
    }
    return kr_to_dict(*kr_module_state(vm, KR_STATE_RE));
}

void kr_re_forget(kr_vm *vm) {
    *kr_module_state(vm, KR_STATE_RE) = 0;
}

kr_pattern *kr_re_compile(kr_vm *vm, kr_value pattern, uint32_t flags) {
    if (kr_is_kind(pattern, &kr_pattern_type)) {
        if (flags != 0) kr_raise_value_error(vm, "cannot process flags argument with a compiled pattern");
        return to_pattern(pattern);
    }
    if (!kr_is_str(pattern) && !kr_is_byte_string(pattern))
        kr_raise_type(vm, "first argument must be string or compiled pattern");
    if (kr_is_bytearray(pattern))
        pattern = kr_bytes_value(vm, kr_span_of(pattern).data, kr_span_of(pattern).size);
    kr_value parts[2] = {pattern, KR_INT(flags)}, key = flags == 0 ? pattern : kr_tuple_new(vm, 2, parts);
    kr_value known = kr_dict_get(vm, memory(vm), key);
    if (known != KR_UNBOUND) return to_pattern(known);
    kr_pattern *made = compile(vm, pattern, flags);
    if (memory(vm)->size >= MEMORY) kr_re_forget(vm);
    if (!(flags & KR_RE_DEBUG)) kr_dict_set(vm, memory(vm), key, KR_OBJECT(made));
    return made;
}

/* --- subjects */

void kr_re_subject_of(kr_vm *vm, const kr_pattern *pattern, kr_value string, kr_re_subject *subject) {
    if (kr_is_str(string)) {
        const kr_str *s = kr_to_str(string);
        if (pattern->is_bytes) kr_raise_type(vm, "cannot use a bytes pattern on a string-like object");
        *subject = (kr_re_subject){string, (const uint8_t *)s->data, s->size, s->size, !s->ascii};
        return;
    }
    const kr_type *type = kr_type_of(string);
    if (type->ops == NULL || type->ops->buffer == NULL)
        kr_raise_type(vm, "expected string or bytes-like object, got '%T'", string);
    if (!pattern->is_bytes) kr_raise_type(vm, "cannot use a string pattern on a bytes-like object");
    if (!kr_is_bytes(string)) { /* what can change is copied */
        kr_buffer buffer;
        kr_get_buffer(vm, string, &buffer, false);
        string = kr_bytes_value(vm, buffer.data, buffer.size);
    }
    kr_span span = kr_span_of(string);
    *subject = (kr_re_subject){string, span.data, span.size, span.size, false};
}

/* The byte offset of a character's index, clamped to the subject. */
static size_t offset_arg(kr_vm *vm, const kr_re_subject *subject, kr_value v, size_t otherwise) {
    if (v == KR_UNBOUND) return otherwise;
    kr_word index = kr_index_word(vm, v);
    if (index <= 0) return 0;
    if (!subject->wide) return (size_t)index < subject->size ? (size_t)index : subject->size;
    const kr_str *s = kr_to_str(subject->text);
    return (size_t)index < kr_str_length(s) ? kr_str_offset(s, (size_t)index) : s->size;
}

kr_value kr_re_piece(kr_vm *vm, const kr_re_subject *subject, size_t start, size_t end) {
    const char *data = (const char *)subject->data + start;
    if (start == 0 && end == subject->size &&
        (kr_is_exact(subject->text, &kr_str_type) || kr_is_exact(subject->text, &kr_bytes_type)))
        return subject->text;
    return kr_is_str(subject->text) ? kr_str_new(vm, data, end - start)
                                    : kr_bytes_value(vm, data, end - start);
}

/* --- walking over all matches */

static size_t *marks_for(kr_vm *vm, const kr_pattern *pattern, size_t *few, size_t few_count) {
    size_t count = 2 * ((size_t)pattern->groups + 1);
    return count <= few_count ? few : kr_bytes_new(vm, count * sizeof(size_t));
}

void kr_re_walk_begin(kr_vm *vm, kr_re_walk *walk, const kr_pattern *pattern, kr_value string) {
    walk->pattern = pattern;
    kr_re_subject_of(vm, pattern, string, &walk->subject);
    walk->next = 0;
    walk->advance = false;
    walk->marks = marks_for(vm, pattern, walk->few, sizeof walk->few / sizeof *walk->few);
}

/* A match that was empty is followed by one that is not, or that lies further on. */
bool kr_re_walk_next(kr_vm *vm, kr_re_walk *walk) {
    if (!kr_re_run(vm, walk->pattern, &walk->subject, KR_RE_SEARCH, walk->next, walk->advance, walk->marks))
        return false;
    walk->next = walk->marks[1];
    walk->advance = walk->marks[0] == walk->marks[1];
    return true;
}

/* --- methods: one match */

/* argv: self, string, pos, endpos. */
static kr_value match_once(kr_vm *vm, const kr_value *argv, enum kr_re_way way) {
    const kr_pattern *pattern = to_pattern(argv[0]);
    kr_re_subject subject;
    size_t few[16];
    kr_re_subject_of(vm, pattern, argv[1], &subject);
    size_t start = offset_arg(vm, &subject, argv[2], 0);
    subject.end = offset_arg(vm, &subject, argv[3], subject.size);
    size_t *marks = marks_for(vm, pattern, few, sizeof few / sizeof *few);
    if (!kr_re_run(vm, pattern, &subject, way, start, false, marks)) return KR_NONE;
    return kr_match_new(vm, pattern, argv[1], &subject, start, marks);
}

#define PATTERN_MATCH(py, way, text)                                                                         \
    static kr_value pattern_##py(kr_vm *vm, size_t argc, const kr_value *argv) {                             \
        (void)argc;                                                                                          \
        return match_once(vm, argv, way);                                                                    \
    }                                                                                                        \
    KR_METHOD(py, pattern_##py, 2, 4, "self,string,pos,endpos",                                              \
              #py "(string, pos=0, endpos=sys.maxsize)\n" text)
PATTERN_MATCH(match, KR_RE_MATCH, "A Match at the beginning of the string, or None.");
PATTERN_MATCH(fullmatch, KR_RE_FULLMATCH, "A Match of the whole string, or None.");
PATTERN_MATCH(search, KR_RE_SEARCH, "The first Match in the string, or None.");

/* --- methods: all matches */

/* What findall gives for a match: its text, its group, or a tuple of its groups. */
static kr_value found_of(kr_vm *vm, const kr_re_walk *walk) {
    const size_t *marks = walk->marks;
    uint32_t groups = walk->pattern->groups;
    if (groups == 0) return kr_re_piece(vm, &walk->subject, marks[0], marks[1]);
    kr_value nothing = walk->pattern->is_bytes ? kr_bytes_value(vm, "", 0) : KR_EMPTY_STR;
    kr_value result = kr_tuple_new(vm, groups, NULL), item = nothing;
    for (uint32_t i = 1; i <= groups; i++) {
        item = marks[2 * i + 1] == KR_RE_UNSET
                   ? nothing
                   : kr_re_piece(vm, &walk->subject, marks[2 * i], marks[2 * i + 1]);
        kr_to_tuple(result)->items[i - 1] = item;
    }
    return groups == 1 ? item : result;
}

static void limit_walk(kr_vm *vm, kr_re_walk *walk, const kr_value *argv) {
    walk->next = offset_arg(vm, &walk->subject, argv[2], 0);
    walk->subject.end = offset_arg(vm, &walk->subject, argv[3], walk->subject.size);
}

static kr_value pattern_findall(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_re_walk walk;
    kr_value result = kr_list_new(vm, 0, NULL);
    (void)argc;
    kr_re_walk_begin(vm, &walk, to_pattern(argv[0]), argv[1]);
    limit_walk(vm, &walk, argv);
    while (kr_re_walk_next(vm, &walk)) kr_list_append(vm, kr_to_list(result), found_of(vm, &walk));
    return result;
}
KR_METHOD(findall, pattern_findall, 2, 4, "self,string,pos,endpos",
          "findall(string, pos=0, endpos=sys.maxsize)\nA list of all matches: their texts, or their groups.");

typedef struct match_iterator {
    kr_object head;
    kr_value pattern, string;
    kr_re_subject subject;
    size_t next, position;
    bool advance, ended;
} match_iterator;

static void iterator_trace(kr_vm *vm, kr_object *object) {
    const match_iterator *i = (const match_iterator *)object;
    const kr_value values[] = {i->pattern, i->string, i->subject.text};
    kr_mark_values(vm, values, 3);
}

static kr_value iterator_next(kr_vm *vm, kr_value v) {
    match_iterator *i = kr_to_pointer(v);
    const kr_pattern *pattern = to_pattern(i->pattern);
    size_t few[16], *marks = marks_for(vm, pattern, few, sizeof few / sizeof *few);
    if (i->ended) return KR_UNBOUND;
    if (!kr_re_run(vm, pattern, &i->subject, KR_RE_SEARCH, i->next, i->advance, marks)) {
        i->ended = true;
        return KR_UNBOUND;
    }
    i->next = marks[1];
    i->advance = marks[0] == marks[1];
    return kr_match_new(vm, pattern, i->string, &i->subject, i->position, marks);
}
static const kr_ops iterator_ops = {.trace = iterator_trace, .iter = kr_iterator_self, .next = iterator_next};
static const kr_type iterator_type = {.head = {&kr_type_type},
                                      .name = N_match_iterator,
                                      .base = &kr_object_type,
                                      .solid = &iterator_type,
                                      .ops = &iterator_ops,
                                      .flags = KR_TYPE_FINAL,
                                      .size = sizeof(match_iterator)};

static kr_value pattern_finditer(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_re_walk walk;
    (void)argc;
    kr_re_walk_begin(vm, &walk, to_pattern(argv[0]), argv[1]);
    limit_walk(vm, &walk, argv);
    match_iterator *i = kr_new(vm, &iterator_type, sizeof *i);
    i->pattern = argv[0];
    i->string = argv[1];
    i->subject = walk.subject;
    i->next = i->position = walk.next;
    return KR_OBJECT(i);
}
KR_METHOD(finditer, pattern_finditer, 2, 4, "self,string,pos,endpos",
          "finditer(string, pos=0, endpos=sys.maxsize)\nAn iterator of all matches.");

static kr_value pattern_split(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_re_walk walk;
    kr_value result = kr_list_new(vm, 0, NULL);
    kr_word most = argv[2] == KR_UNBOUND ? 0 : kr_index_word(vm, argv[2]);
    size_t last = 0;
    (void)argc;
    kr_re_walk_begin(vm, &walk, to_pattern(argv[0]), argv[1]);
    for (kr_word n = 0; (most == 0 || n < most) && kr_re_walk_next(vm, &walk); n++) {
        kr_list_append(vm, kr_to_list(result), kr_re_piece(vm, &walk.subject, last, walk.marks[0]));
        for (uint32_t i = 1; i <= walk.pattern->groups; i++) {
            bool set = walk.marks[2 * i + 1] != KR_RE_UNSET;
            kr_list_append(vm, kr_to_list(result),
                           set ? kr_re_piece(vm, &walk.subject, walk.marks[2 * i], walk.marks[2 * i + 1])
                               : KR_NONE);
        }
        last = walk.marks[1];
    }
    kr_list_append(vm, kr_to_list(result), kr_re_piece(vm, &walk.subject, last, walk.subject.size));
    return result;
}
KR_METHOD(split, pattern_split, 2, 3, "self,string,maxsplit",
          "split(string, maxsplit=0)\nThe parts between the matches, and the groups of the matches.");

static kr_value pattern_sub(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t done;
    (void)argc;
    return kr_re_sub(vm, to_pattern(argv[0]), argv[1], argv[2],
                     argv[3] == KR_UNBOUND ? 0 : kr_index_word(vm, argv[3]), &done);
}
KR_METHOD(sub, pattern_sub, 3, 4, "self,repl,string,count",
          "sub(repl, string, count=0)\nThe string with matches replaced by a template's text, or by what a "
          "function of the Match gives.");

static kr_value pattern_subn(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t done;
    (void)argc;
    kr_value text = kr_re_sub(vm, to_pattern(argv[0]), argv[1], argv[2],
                              argv[3] == KR_UNBOUND ? 0 : kr_index_word(vm, argv[3]), &done);
    kr_value pair[2] = {text, kr_int_from_unsigned(vm, done)};
    return kr_tuple_new(vm, 2, pair);
}
KR_METHOD(subn, pattern_subn, 3, 4, "self,repl,string,count",
          "subn(repl, string, count=0)\n(what sub() gives, how many matches were replaced)");

/* --- attributes and operations */

static kr_value pattern_text(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_pattern(self)->text;
}
KR_GETSET(pattern, pattern_text, NULL);

static kr_value pattern_flags(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(to_pattern(self)->flags);
}
KR_GETSET(flags, pattern_flags, NULL);

static kr_value pattern_groups(kr_vm *vm, kr_value self) {
    (void)vm;
    return KR_INT(to_pattern(self)->groups);
}
KR_GETSET(groups, pattern_groups, NULL);

static kr_value pattern_groupindex(kr_vm *vm, kr_value self) {
    return KR_OBJECT(kr_dict_copy(vm, kr_to_dict(to_pattern(self)->group_index)));
}
KR_GETSET(groupindex, pattern_groupindex, NULL);

static kr_value pattern_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__copy__, pattern_copy, 1, 2, NULL, NULL);

static void pattern_trace(kr_vm *vm, kr_object *object) {
    const kr_pattern *p = (const kr_pattern *)object;
    if (p->text != 0) kr_mark(vm, p->text);
    if (p->group_index != 0) kr_mark(vm, p->group_index);
    kr_mark_block(vm, p->code);
    kr_mark_block(vm, p->closing);
}

static void pattern_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    static const char *const names[] = {"TEMPLATE", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL",
                                        "UNICODE",  "VERBOSE",    "DEBUG",  "ASCII"};
    const kr_pattern *p = to_pattern(v);
    uint32_t flags = p->is_bytes ? p->flags : p->flags & ~(uint32_t)KR_RE_UNICODE;
    kr_value text = kr_repr_of(vm, p->text);
    bool first = true;
    (void)str;
    if (kr_str_length(kr_to_str(text)) > 200)
        text = kr_str_new(vm, kr_to_str(text)->data, kr_str_offset(kr_to_str(text), 200));
    kr_write_format(out, "re.compile(%S", text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(flags >> i & 1)) continue;
        kr_write_format(out, "%sre.%s", first ? ", " : "|", names[i]);
        first = false;
    }
    kr_write_text(out, ")");
}

static kr_word pattern_hash(kr_vm *vm, kr_value v) {
    return kr_hash(vm, to_pattern(v)->text) ^ (kr_word)to_pattern(v)->flags;
}

static kr_value pattern_compare(kr_vm *vm, kr_compare_op op, kr_value a, kr_value b) {
    if ((op != KR_EQ && op != KR_NE) || !kr_is_kind(b, &kr_pattern_type)) return KR_NOT_IMPLEMENTED;
    bool same = to_pattern(a)->flags == to_pattern(b)->flags &&
                to_pattern(a)->is_bytes == to_pattern(b)->is_bytes &&
                kr_equal(vm, to_pattern(a)->text, to_pattern(b)->text);
    return kr_bool(same == (op == KR_EQ));
}

static const kr_member members[] = {
    KR_GENERIC_ENTRY,
    {N___module__, N_re},
    KR_ENTRY(match, pattern_match),
    KR_ENTRY(fullmatch, pattern_fullmatch),
    KR_ENTRY(search, pattern_search),
    KR_ENTRY(findall, pattern_findall),
    KR_ENTRY(finditer, pattern_finditer),
    KR_ENTRY(split, pattern_split),
    KR_ENTRY(sub, pattern_sub),
    KR_ENTRY(subn, pattern_subn),
    KR_ENTRY(__copy__, pattern_copy),
    {N___deepcopy__, KR_OBJECT(&native_pattern_copy)},
    KR_GETSET_ENTRY(pattern, pattern_text),
    KR_GETSET_ENTRY(flags, pattern_flags),
    KR_GETSET_ENTRY(groups, pattern_groups),
    KR_GETSET_ENTRY(groupindex, pattern_groupindex),
};
static const kr_ops pattern_ops = {
    .trace = pattern_trace, .print = pattern_print, .hash = pattern_hash, .compare = pattern_compare};
const kr_type kr_pattern_type = {.head = {&kr_type_type},
                                 .name = N_Pattern,
                                 .base = &kr_object_type,
                                 .solid = &kr_pattern_type,
                                 .ops = &pattern_ops,
                                 .flags = KR_TYPE_FINAL,
                                 .size = sizeof(kr_pattern),
                                 .member_count = sizeof members / sizeof *members,
                                 .members = members};

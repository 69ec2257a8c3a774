/* Match objects. They keep byte offsets; what the program sees counts characters. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/re.h"
#include "types/container.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"
#include "types/generic.h"

static kr_match *to_match(kr_value v) {
    return kr_to_pointer(v);
}
static const kr_pattern *pattern_of(const kr_match *m) {
    return kr_to_pointer(m->pattern);
}

kr_value kr_match_new(kr_vm *vm, const kr_pattern *pattern, kr_value string, const kr_re_subject *subject,
                      size_t position, const size_t *marks) {
    size_t count = 2 * ((size_t)pattern->groups + 1);
    kr_match *m = kr_new_raw(vm, &kr_match_type, sizeof *m + count * sizeof *marks);
    m->pattern = KR_OBJECT(pattern);
    m->string = string;
    m->text = subject->text;
    m->position = position;
    m->end = subject->end;
    memcpy(m->marks, marks, count * sizeof *marks);
    return KR_OBJECT(m);
}

static void match_trace(kr_vm *vm, kr_object *object) {
    const kr_match *m = (const kr_match *)object;
    const kr_value values[] = {m->pattern, m->string, m->text};
    kr_mark_values(vm, values, 3);
}

/* --- groups */

static _Noreturn void no_such_group(kr_vm *vm) {
    kr_raise(vm, &kr_IndexError_type, "no such group");
}

size_t kr_re_group_number(kr_vm *vm, const kr_pattern *pattern, kr_value group) {
    if (kr_is_index(group)) {
        kr_value n = kr_index(vm, group);
        if (!kr_is_int(n) || kr_to_int(n) < 0 || kr_to_int(n) > (kr_word)pattern->groups) no_such_group(vm);
        return (size_t)kr_to_int(n);
    }
    kr_value number =
        kr_is_str(group) ? kr_dict_get(vm, kr_to_dict(pattern->group_index), group) : KR_UNBOUND;
    if (number == KR_UNBOUND) no_such_group(vm);
    return (size_t)kr_to_int(number);
}

static bool is_set(const kr_match *m, size_t group) {
    return m->marks[2 * group + 1] != KR_RE_UNSET;
}

kr_value kr_re_group(kr_vm *vm, const kr_match *m, size_t group, kr_value otherwise) {
    if (!is_set(m, group)) return otherwise;
    kr_re_subject subject;
    kr_re_subject_of(vm, pattern_of(m), m->text, &subject);
    return kr_re_piece(vm, &subject, m->marks[2 * group], m->marks[2 * group + 1]);
}

static kr_value group_by(kr_vm *vm, const kr_match *m, kr_value group) {
    return kr_re_group(vm, m, kr_re_group_number(vm, pattern_of(m), group), KR_NONE);
}

static kr_value match_group(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_match *m = to_match(argv[0]);
    if (argc == 1) return kr_re_group(vm, m, 0, KR_NONE);
    if (argc == 2) return group_by(vm, m, argv[1]);
    kr_value result = kr_tuple_new(vm, argc - 1, NULL);
    for (size_t i = 1; i < argc; i++) {
        kr_value group = group_by(vm, m, argv[i]);
        kr_to_tuple(result)->items[i - 1] = group;
    }
    return result;
}
KR_METHOD(group, match_group, 1, KR_ANY, NULL,
          "group(*groups)\nThe text of groups by number or name; of the whole match without an argument.");

static kr_value match_getitem(kr_vm *vm, kr_value v, kr_value key) {
    return group_by(vm, to_match(v), key);
}

static kr_value match_groups(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_match *m = to_match(argv[0]);
    kr_value otherwise = argv[1] == KR_UNBOUND ? KR_NONE : argv[1],
             result = kr_tuple_new(vm, pattern_of(m)->groups, NULL);
    (void)argc;
    for (uint32_t i = 1; i <= pattern_of(m)->groups; i++) {
        kr_value group = kr_re_group(vm, m, i, otherwise);
        kr_to_tuple(result)->items[i - 1] = group;
    }
    return result;
}
KR_METHOD(groups, match_groups, 1, 2, "self,default", "groups(default=None)\nA tuple of all groups' texts.");

static kr_value match_groupdict(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_match *m = to_match(argv[0]);
    kr_value otherwise = argv[1] == KR_UNBOUND ? KR_NONE : argv[1], name, number;
    kr_dict *result = kr_dict_new(vm, 0);
    (void)argc;
    for (size_t position = 0;
         kr_dict_each(kr_to_dict(pattern_of(m)->group_index), &position, &name, &number);)
        kr_dict_set(vm, result, name, kr_re_group(vm, m, (size_t)kr_to_int(number), otherwise));
    return KR_OBJECT(result);
}
KR_METHOD(groupdict, match_groupdict, 1, 2, "self,default",
          "groupdict(default=None)\nA dict of the named groups' texts.");

/* --- places */

/* A byte offset as the program counts. */
static kr_value place(kr_vm *vm, const kr_match *m, size_t offset) {
    if (offset == KR_RE_UNSET) return KR_INT(-1);
    if (!kr_is_str(m->text) || kr_to_str(m->text)->ascii) return kr_int_from_unsigned(vm, offset);
    size_t count = 0;
    const char *data = kr_to_str(m->text)->data;
    for (size_t i = 0; i < offset; i++) count += (data[i] & 0xc0) != 0x80;
    return kr_int_from_unsigned(vm, count);
}

static size_t group_arg(kr_vm *vm, size_t argc, const kr_value *argv) {
    return argc > 1 ? kr_re_group_number(vm, pattern_of(to_match(argv[0])), argv[1]) : 0;
}

static kr_value span_of(kr_vm *vm, const kr_match *m, size_t group) {
    bool set = is_set(m, group);
    kr_value pair[2] = {place(vm, m, set ? m->marks[2 * group] : KR_RE_UNSET),
                        place(vm, m, m->marks[2 * group + 1])};
    return kr_tuple_new(vm, 2, pair);
}

static kr_value match_start(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_match *m = to_match(argv[0]);
    size_t group = group_arg(vm, argc, argv);
    return place(vm, m, is_set(m, group) ? m->marks[2 * group] : KR_RE_UNSET);
}
KR_METHOD(start, match_start, 1, 2, NULL,
          "start(group=0)\nWhere a group begins; -1 when it has not matched.");

static kr_value match_end(kr_vm *vm, size_t argc, const kr_value *argv) {
    return place(vm, to_match(argv[0]), to_match(argv[0])->marks[2 * group_arg(vm, argc, argv) + 1]);
}
KR_METHOD(end, match_end, 1, 2, NULL, "end(group=0)\nWhere a group ends; -1 when it has not matched.");

static kr_value match_span(kr_vm *vm, size_t argc, const kr_value *argv) {
    return span_of(vm, to_match(argv[0]), group_arg(vm, argc, argv));
}
KR_METHOD(span, match_span, 1, 2, NULL, "span(group=0)\n(start, end) of a group.");

static kr_value match_expand(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_re_expand(vm, to_match(argv[0]), argv[1]);
}
KR_METHOD(expand, match_expand, 2, 2, NULL,
          "expand(template)\nThe template's text as sub() would put it in.");

static kr_value match_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__copy__, match_copy, 1, 2, NULL, NULL);

/* --- attributes */

static kr_value match_string(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_match(self)->string;
}
KR_GETSET(string, match_string, NULL);

static kr_value match_re(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_match(self)->pattern;
}
KR_GETSET(re, match_re, NULL);

static kr_value match_pos(kr_vm *vm, kr_value self) {
    return place(vm, to_match(self), to_match(self)->position);
}
KR_GETSET(pos, match_pos, NULL);

static kr_value match_endpos(kr_vm *vm, kr_value self) {
    return place(vm, to_match(self), to_match(self)->end);
}
KR_GETSET(endpos, match_endpos, NULL);

/* The group that was closed last: of those that end furthest right the one whose parenthesis comes last. */
static size_t last_group(const kr_match *m) {
    const kr_pattern *pattern = pattern_of(m);
    size_t best = 0;
    for (size_t i = 1; i <= pattern->groups; i++) {
        if (!is_set(m, i)) continue;
        size_t end = m->marks[2 * i + 1], best_end = best == 0 ? 0 : m->marks[2 * best + 1];
        bool later =
            best == 0 || end > best_end || (end == best_end && pattern->closing[i] > pattern->closing[best]);
        if (later) best = i;
    }
    return best;
}

static kr_value match_lastindex(kr_vm *vm, kr_value self) {
    size_t group = last_group(to_match(self));
    (void)vm;
    return group == 0 ? KR_NONE : KR_INT(group);
}
KR_GETSET(lastindex, match_lastindex, NULL);

static kr_value match_lastgroup(kr_vm *vm, kr_value self) {
    size_t group = last_group(to_match(self)), position = 0;
    kr_value name, number;
    (void)vm;
    while (kr_dict_each(kr_to_dict(pattern_of(to_match(self))->group_index), &position, &name, &number)) {
        if (group > 0 && number == KR_INT(group)) return name;
    }
    return KR_NONE;
}
KR_GETSET(lastgroup, match_lastgroup, NULL);

static kr_value match_regs(kr_vm *vm, kr_value self) {
    const kr_match *m = to_match(self);
    kr_value result = kr_tuple_new(vm, (size_t)pattern_of(m)->groups + 1, NULL);
    for (size_t i = 0; i <= pattern_of(m)->groups; i++) {
        kr_value span = span_of(vm, m, i);
        kr_to_tuple(result)->items[i] = span;
    }
    return result;
}
KR_GETSET(regs, match_regs, NULL);

static void match_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    const kr_match *m = to_match(v);
    (void)str;
    kr_write_format(out, "<re.Match object; span=%R, match=", span_of(vm, m, 0));
    kr_value text = kr_repr_of(vm, kr_re_group(vm, m, 0, KR_NONE));
    const kr_str *s = kr_to_str(text);
    size_t size = kr_str_length(s) > 50 ? kr_str_offset(s, 50) : s->size;
    kr_write(out, s->data, size);
    kr_write_text(out, ">");
}

static bool match_truth(kr_vm *vm, kr_value v) {
    (void)vm, (void)v;
    return true;
}

static const kr_member members[] = {
    KR_GENERIC_ENTRY,
    {N___module__, N_re},
    KR_ENTRY(group, match_group),
    KR_ENTRY(groups, match_groups),
    KR_ENTRY(groupdict, match_groupdict),
    KR_ENTRY(start, match_start),
    KR_ENTRY(end, match_end),
    KR_ENTRY(span, match_span),
    KR_ENTRY(expand, match_expand),
    KR_ENTRY(__copy__, match_copy),
    {N___deepcopy__, KR_OBJECT(&native_match_copy)},
    KR_GETSET_ENTRY(string, match_string),
    KR_GETSET_ENTRY(re, match_re),
    KR_GETSET_ENTRY(pos, match_pos),
    KR_GETSET_ENTRY(endpos, match_endpos),
    KR_GETSET_ENTRY(lastindex, match_lastindex),
    KR_GETSET_ENTRY(lastgroup, match_lastgroup),
    KR_GETSET_ENTRY(regs, match_regs),
};
static const kr_ops match_ops = {
    .trace = match_trace, .print = match_print, .truth = match_truth, .getitem = match_getitem};
const kr_type kr_match_type = {.head = {&kr_type_type},
                               .name = N_Match,
                               .base = &kr_object_type,
                               .solid = &kr_match_type,
                               .ops = &match_ops,
                               .flags = KR_TYPE_FINAL,
                               .size = sizeof(kr_match),
                               .member_count = sizeof members / sizeof *members,
                               .members = members};

/* Replacing: templates with references to groups, and functions.
 *
 * A template becomes a list of literals (str or bytes) and group numbers (int) once for all matches. */
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/re.h"
#include "types/byte_string.h"
#include "types/text.h"
#include "types/unicode.h"

typedef struct template_reader {
    kr_vm *vm;
    const kr_pattern *pattern;
    kr_value text;
    const char *p, *start, *end;
    kr_list *parts;
    kr_writer literal;
} template_reader;

#define FAIL(r, at, ...) kr_re_fail((r)->vm, (r)->text, (size_t)((at) - (r)->start), __VA_ARGS__)

static void flush_literal(template_reader *r) {
    if (r->literal.size == 0) return;
    kr_list_append(r->vm, r->parts,
                   r->pattern->is_bytes ? kr_writer_bytes(&r->literal) : kr_writer_str(&r->literal));
    r->literal.size = 0;
    r->literal.ascii = true;
}

static void add_group(template_reader *r, size_t number, const char *at) {
    if (number > r->pattern->groups) FAIL(r, at, "invalid group reference %zu", number);
    flush_literal(r);
    kr_list_append(r->vm, r->parts, KR_INT(number));
}

static void add_character(template_reader *r, uint32_t c) {
    char byte = (char)c;
    if (r->pattern->is_bytes)
        kr_write(&r->literal, &byte, 1);
    else
        kr_write_char(&r->literal, c);
}

/* \g<name> or \g<number>; r->p is behind the g. */
static void read_named(template_reader *r) {
    size_t number = 0;
    if (r->p == r->end || *r->p != '<') FAIL(r, r->p, "missing <");
    const char *name = ++r->p, *stop = memchr(name, '>', (size_t)(r->end - name));
    if (stop == name || name == r->end) FAIL(r, name, "missing group name");
    if (stop == NULL) FAIL(r, name, "missing >, unterminated name");
    r->p = stop + 1;
    bool digits = true;
    for (const char *p = name; p < stop; p++) {
        digits = digits && kr_ascii_digit(*p);
        if (digits && number < 100000) number = number * 10 + (size_t)(*p - '0');
    }
    if (digits) {
        add_group(r, number, name);
        return;
    }
    kr_value text = kr_intern(r->vm, name, (size_t)(stop - name));
    if (!kr_truth(r->vm, kr_call_method(r->vm, text, N_isidentifier, 0, NULL)))
        FAIL(r, name, "bad character in group name %R", text);
    kr_value known = kr_dict_get(r->vm, kr_to_dict(r->pattern->group_index), text);
    if (known == KR_UNBOUND) kr_raise(r->vm, &kr_IndexError_type, "unknown group name %R", text);
    add_group(r, (size_t)kr_to_int(known), name);
}

static bool octal_at(const template_reader *r, const char *p) {
    return p < r->end && *p >= '0' && *p <= '7';
}

static void add_octal(template_reader *r, const char *backslash, size_t digits) {
    uint32_t c = 0;
    for (; digits > 0 && octal_at(r, r->p); digits--) c = c * 8 + (uint32_t)(*r->p++ - '0');
    if (c > 0377)
        FAIL(r, backslash, "octal escape value %S outside of range 0-0o377",
             kr_str_new(r->vm, backslash, (size_t)(r->p - backslash)));
    add_character(r, c);
}

/* \0…, \1 … \99, \101; r->p is at the first digit. */
static void read_number(template_reader *r, const char *backslash) {
    if (*r->p == '0') {
        add_octal(r, backslash, 3);
        return;
    }
    if (octal_at(r, r->p) && octal_at(r, r->p + 1) && octal_at(r, r->p + 2)) {
        add_octal(r, backslash, 3);
        return;
    }
    size_t number = (size_t)(*r->p++ - '0');
    if (r->p < r->end && kr_ascii_digit(*r->p)) number = number * 10 + (size_t)(*r->p++ - '0');
    add_group(r, number, backslash + 1);
}

static void read_escape(template_reader *r) {
    static const char letters[] = "abfnrtv", values[] = "\a\b\f\n\r\t\v";
    const char *backslash = r->p++;
    if (r->p == r->end) FAIL(r, backslash, "bad escape (end of pattern)");
    char c = *r->p;
    if (kr_ascii_digit(c)) {
        read_number(r, backslash);
        return;
    }
    r->p++;
    const char *letter = strchr(letters, c);
    if (c == 'g')
        read_named(r);
    else if (c == '\\')
        add_character(r, '\\');
    else if (letter != NULL && c != '\0')
        add_character(r, (uint8_t)values[letter - letters]);
    else if ((c | 32) >= 'a' && (c | 32) <= 'z')
        FAIL(r, backslash, "bad escape \\%c", (unsigned)(uint8_t)c);
    else
        kr_write(&r->literal, backslash, 1), r->p--;
}

static kr_list *read_template(kr_vm *vm, const kr_pattern *pattern, kr_value text) {
    template_reader r = {.vm = vm, .pattern = pattern, .text = text};
    kr_value parts = kr_list_new(vm, 0, NULL);
    kr_re_subject subject;
    kr_re_subject_of(vm, pattern, text, &subject);
    r.text = subject.text;
    r.p = r.start = (const char *)subject.data;
    r.end = r.p + subject.size;
    r.parts = kr_to_list(parts);
    kr_writer_init(vm, &r.literal);
    while (r.p < r.end) {
        const char *backslash = memchr(r.p, '\\', (size_t)(r.end - r.p));
        size_t plain = (size_t)((backslash != NULL ? backslash : r.end) - r.p);
        kr_write(&r.literal, r.p, plain);
        r.p += plain;
        if (backslash != NULL) read_escape(&r);
    }
    flush_literal(&r);
    return r.parts;
}

static void write_text(kr_vm *vm, kr_writer *out, kr_value text) {
    (void)vm;
    if (kr_is_str(text))
        kr_write(out, kr_to_str(text)->data, kr_to_str(text)->size);
    else
        kr_write(out, (const char *)kr_span_of(text).data, kr_span_of(text).size);
}

static void write_parts(kr_vm *vm, kr_writer *out, const kr_list *parts, const kr_re_subject *subject,
                        const size_t *marks) {
    for (size_t i = 0; i < parts->size; i++) {
        kr_value part = parts->items[i];
        if (!kr_is_int(part)) {
            write_text(vm, out, part);
            continue;
        }
        size_t group = (size_t)kr_to_int(part), end = marks[2 * group + 1];
        if (end != KR_RE_UNSET)
            kr_write(out, (const char *)subject->data + marks[2 * group], end - marks[2 * group]);
    }
}

/* What the program's function gives for a match. */
static void write_result(kr_vm *vm, kr_writer *out, const kr_re_walk *walk, kr_value function,
                         kr_value string) {
    kr_value match = kr_match_new(vm, walk->pattern, string, &walk->subject, 0, walk->marks);
    kr_value text = kr_call(vm, function, 1, &match);
    if (text == KR_NONE) return;
    if (walk->pattern->is_bytes ? !kr_is_byte_string(text) : !kr_is_str(text)) {
        if (walk->pattern->is_bytes)
            kr_raise_type(vm, "sequence item 0: expected a bytes-like object, %T found", text);
        kr_raise_type(vm, "sequence item 0: expected str instance, %T found", text);
    }
    write_text(vm, out, text);
}

kr_value kr_re_sub(kr_vm *vm, const kr_pattern *pattern, kr_value replacement, kr_value string, kr_word count,
                   size_t *done) {
    kr_re_walk walk;
    kr_writer out;
    size_t last = 0;
    bool calls =
        !kr_is_str(replacement) && !kr_is_byte_string(replacement) && kr_is_callable(vm, replacement);
    if (!calls && !kr_is_str(replacement) && !kr_is_byte_string(replacement))
        kr_raise_type(vm, "decoding to str: need a bytes-like object, %T found", replacement);
    const kr_list *parts = calls ? NULL : read_template(vm, pattern, replacement);
    kr_writer_init(vm, &out);
    kr_re_walk_begin(vm, &walk, pattern, string);
    for (*done = 0; (count <= 0 || *done < (size_t)count) && kr_re_walk_next(vm, &walk); ++*done) {
        kr_write(&out, (const char *)walk.subject.data + last, walk.marks[0] - last);
        last = walk.marks[1];
        if (calls)
            write_result(vm, &out, &walk, replacement, string);
        else
            write_parts(vm, &out, parts, &walk.subject, walk.marks);
    }
    if (*done == 0) return walk.subject.text;
    kr_write(&out, (const char *)walk.subject.data + last, walk.subject.size - last);
    return pattern->is_bytes ? kr_writer_bytes(&out) : kr_writer_str(&out);
}

kr_value kr_re_expand(kr_vm *vm, const kr_match *match, kr_value template) {
    const kr_pattern *pattern = kr_to_pointer(match->pattern);
    kr_re_subject subject;
    kr_writer out;
    const kr_list *parts = read_template(vm, pattern, template);
    kr_re_subject_of(vm, pattern, match->text, &subject);
    kr_writer_init(vm, &out);
    write_parts(vm, &out, parts, &subject, match->marks);
    return pattern->is_bytes ? kr_writer_bytes(&out) : kr_writer_str(&out);
}

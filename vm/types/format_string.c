/* str.format() and str.format_map().
 *
 * A template is literal text and replacement fields {name!conversion:spec}. A name is an argument's number or
 * keyword followed by .attribute and [index] parts; a specification may hold replacement fields itself, one
 * level deep. */
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/format.h"
#include "types/str.h"

enum numbering { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL };

typedef struct formatter {
    kr_vm *vm;
    size_t argc;
    const kr_value *argv; /* positional arguments, without self */
    size_t nkw;
    const kr_value *names;
    kr_value mapping; /* format_map's, else KR_UNBOUND */
    enum numbering numbering;
    kr_word next;
} formatter;

static void expand(formatter *f, kr_writer *out, const char *p, const char *end, int depth);

static kr_value keyword(formatter *f, const char *name, size_t size) {
    kr_value key = kr_str_new(f->vm, name, size);
    if (f->mapping != KR_UNBOUND) return kr_getitem(f->vm, f->mapping, key);
    for (size_t i = 0; i < f->nkw; i++) {
        if (kr_str_equal(kr_to_str(f->names[i]), kr_to_str(key))) return f->argv[f->argc + i];
    }
    kr_raise_key(f->vm, key);
}

static void number_fields(formatter *f, enum numbering way) {
    if (f->numbering == NUMBERING_OPEN) f->numbering = way;
    if (f->numbering == way) return;
    kr_raise_value_error(f->vm,
                         way == NUMBERING_MANUAL
                             ? "cannot switch from automatic field numbering to manual field specification"
                             : "cannot switch from manual field specification to automatic field numbering");
}

/* -1 when the text is no number. */
static kr_word index_text(formatter *f, const char *p, size_t size) {
    kr_word n = 0;
    for (size_t i = 0; i < size; i++) {
        if (p[i] < '0' || p[i] > '9') return -1;
        if (n > 100000000) kr_raise_value_error(f->vm, "Too many decimal digits in format string");
        n = n * 10 + (p[i] - '0');
    }
    return size ? n : -1;
}

static kr_value first_part(formatter *f, const char *p, size_t size) {
    kr_word index = index_text(f, p, size);
    if (size && index < 0) return keyword(f, p, size);
    if (f->mapping != KR_UNBOUND) kr_raise_value_error(f->vm, "Format string contains positional fields");
    number_fields(f, size ? NUMBERING_MANUAL : NUMBERING_AUTOMATIC);
    if (size == 0) index = f->next++;
    if ((size_t)index >= f->argc) {
        kr_raise(f->vm, &kr_IndexError_type, "Replacement index %zd out of range for positional args tuple",
                 index);
    }
    return f->argv[index];
}

/* One ".name" or "[key]"; *p moves behind it. */
static kr_value next_part(formatter *f, kr_value v, const char **p, const char *end) {
    kr_vm *vm = f->vm;
    const char *start = *p + 1, *stop = start;
    if (**p == '[') {
        while (stop < end && *stop != ']') stop++;
        if (stop == end) kr_raise_value_error(vm, "Missing ']' in format string");
        if (stop == start) kr_raise_value_error(vm, "Empty attribute in format string");
        *p = stop + 1;
        kr_word index = index_text(f, start, (size_t)(stop - start));
        return kr_getitem(vm, v, index < 0 ? kr_str_new(vm, start, (size_t)(stop - start)) : KR_INT(index));
    }
    if (**p != '.') kr_raise_value_error(vm, "Only '.' or '[' may follow ']' in format field specifier");
    while (stop < end && *stop != '.' && *stop != '[') stop++;
    if (stop == start) kr_raise_value_error(vm, "Empty attribute in format string");
    *p = stop;
    return kr_getattr(vm, v, kr_intern(vm, start, (size_t)(stop - start)));
}

static kr_value field_value(formatter *f, const char *p, const char *end) {
    const char *stop = p;
    while (stop < end && *stop != '.' && *stop != '[') stop++;
    kr_value v = first_part(f, p, (size_t)(stop - p));
    while (stop < end) v = next_part(f, v, &stop, end);
    return v;
}

static kr_value converted(formatter *f, kr_value v, char conversion) {
    switch (conversion) {
    case 's': return kr_str_of(f->vm, v);
    case 'r': return kr_repr_of(f->vm, v);
    case 'a': return kr_ascii_of(f->vm, v);
    default: kr_raise_value_error(f->vm, "Unknown conversion specifier %c", conversion);
    }
}

/* Where the name ends: at ! or : or }, unless inside brackets. */
static const char *name_end(formatter *f, const char *p, const char *end) {
    for (; p < end && *p != '!' && *p != ':' && *p != '}'; p++) {
        if (*p == '{') kr_raise_value_error(f->vm, "unexpected '{' in field name");
        if (*p == '[') p = memchr(p, ']', (size_t)(end - p));
        if (p == NULL) return end;
    }
    return p;
}

/* A field that is never closed: how far it came decides about the error. */
_Noreturn static void raise_open_field(formatter *f, const char *stop, const char *end) {
    if (stop == end) kr_raise_value_error(f->vm, "expected '}' before end of string");
    if (*stop == '!' && stop + 1 == end) {
        kr_raise_value_error(f->vm, "end of string while looking for conversion specifier");
    }
    if (*stop == '!' && stop + 2 < end && stop[2] != ':') {
        kr_raise_value_error(f->vm, "expected ':' after conversion specifier");
    }
    kr_raise_value_error(f->vm, "unmatched '{' in format spec");
}

/* The closing brace of the field whose name ends at `stop`: braces of the specification nest. */
static const char *field_end(formatter *f, const char *stop, const char *end) {
    size_t depth = 1;
    if (end - stop >= 2 && stop[0] == '!' && stop[1] == '}') raise_open_field(f, stop, end);
    for (const char *p = stop; p < end; p++) {
        if (*p == '{') depth++;
        if (*p == '}' && --depth == 0) return p;
    }
    raise_open_field(f, stop, end);
}

static kr_value field_spec(formatter *f, const char *p, const char *end, int depth) {
    if (memchr(p, '{', (size_t)(end - p)) == NULL && memchr(p, '}', (size_t)(end - p)) == NULL) {
        return kr_str_new(f->vm, p, (size_t)(end - p));
    }
    kr_writer spec;
    kr_writer_init(f->vm, &spec);
    expand(f, &spec, p, end, depth - 1);
    return kr_writer_str(&spec);
}

/* The field from p to end, whose name ends at `stop`. */
static void expand_field(formatter *f, kr_writer *out, const char *p, const char *stop, const char *end,
                         int depth) {
    kr_vm *vm = f->vm;
    kr_value v = field_value(f, p, stop);
    if (stop < end && *stop == '!') {
        if (++stop == end) kr_raise_value_error(vm, "unmatched '{' in format spec");
        v = converted(f, v, *stop++);
        if (stop < end && *stop != ':') kr_raise_value_error(vm, "expected ':' after conversion specifier");
    }
    if (stop < end) stop++;
    if (stop == end && kr_is_exact(v, &kr_str_type)) {
        kr_write(out, kr_to_str(v)->data, kr_to_str(v)->size);
        return;
    }
    kr_value text = kr_format(vm, v, field_spec(f, stop, end, depth));
    kr_write(out, kr_to_str(text)->data, kr_to_str(text)->size);
}

static void expand(formatter *f, kr_writer *out, const char *p, const char *end, int depth) {
    if (depth < 0) kr_raise_value_error(f->vm, "Max string recursion exceeded");
    while (p < end) {
        const char *literal = p;
        while (p < end && *p != '{' && *p != '}') p++;
        kr_write(out, literal, (size_t)(p - literal));
        if (p == end) return;
        if (p + 1 < end && p[1] == *p) {
            kr_write(out, p, 1);
            p += 2;
            continue;
        }
        if (*p == '}') kr_raise_value_error(f->vm, "Single '}' encountered in format string");
        if (p + 1 == end) kr_raise_value_error(f->vm, "Single '{' encountered in format string");
        const char *name = ++p, *stop = name_end(f, p, end);
        p = field_end(f, stop, end);
        expand_field(f, out, name, stop, p++, depth);
    }
}

static kr_value run(formatter *f, kr_value template) {
    const kr_str *s = kr_to_str(template);
    kr_writer out;
    kr_writer_init(f->vm, &out);
    expand(f, &out, s->data, s->data + s->size, 1);
    return kr_writer_str(&out);
}

kr_value kr_text_format(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw, const kr_value *names) {
    formatter f = {
        .vm = vm, .argc = argc - 1, .argv = argv + 1, .nkw = nkw, .names = names, .mapping = KR_UNBOUND};
    return run(&f, argv[0]);
}

kr_value kr_text_format_map(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    formatter f = {.vm = vm, .mapping = argv[1]};
    return run(&f, argv[0]);
}

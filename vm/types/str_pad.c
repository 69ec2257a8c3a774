/* str: padding, tabs and translation. */
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/raise.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/format.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/str.h"
#include "types/utf8.h"

/* s between `left` and `right` copies of the fill character. */
static kr_value pad(kr_vm *vm, kr_value v, size_t left, size_t right, const char *fill, size_t fill_size) {
    kr_str *s = kr_to_str(v);
    size_t added;
    if (__builtin_mul_overflow(left + right, fill_size, &added) || added > SIZE_MAX / 4) kr_raise_memory(vm);
    if (added == 0 && s->head.type == &kr_str_type) return v;
    if (s->size + added == 0) return KR_EMPTY_STR;
    kr_str *r = kr_str_alloc(vm, s->size + added, s->ascii && fill_size == 1);
    size_t before = left * fill_size;
    for (size_t at = 0; at < before; at += fill_size) memcpy(r->data + at, fill, fill_size);
    memcpy(r->data + before, s->data, s->size);
    for (size_t at = before + s->size; at < r->size; at += fill_size) memcpy(r->data + at, fill, fill_size);
    return KR_OBJECT(r);
}

/* How many characters are missing to the width of argv[1]. */
static size_t missing(kr_vm *vm, const kr_value *argv) {
    kr_word width = kr_size_arg(vm, argv[1]);
    size_t length = kr_str_length(kr_to_str(argv[0]));
    return width < 0 || (size_t)width < length ? 0 : (size_t)width - length;
}

/* (self, width, fill=" "); `share` says how much of the padding goes to the left. */
static kr_value justify(kr_vm *vm, size_t argc, const kr_value *argv, size_t left, size_t right) {
    const char *fill = " ";
    size_t fill_size = 1;
    if (argc > 2 && argv[2] != KR_UNBOUND) {
        if (!kr_is_str(argv[2]))
            kr_raise_type(vm, "The fill character must be a unicode character, not %T", argv[2]);
        if (kr_str_length(kr_to_str(argv[2])) != 1)
            kr_raise_type(vm, "The fill character must be exactly one character long");
        fill = kr_to_str(argv[2])->data;
        fill_size = kr_to_str(argv[2])->size;
    }
    return pad(vm, argv[0], left, right, fill, fill_size);
}

kr_value kr_text_ljust(kr_vm *vm, size_t argc, const kr_value *argv) {
    return justify(vm, argc, argv, 0, missing(vm, argv));
}
kr_value kr_text_rjust(kr_vm *vm, size_t argc, const kr_value *argv) {
    return justify(vm, argc, argv, missing(vm, argv), 0);
}
/* The odd character goes to the left when the width is odd too. */
kr_value kr_text_center(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t all = missing(vm, argv);
    size_t width = all + kr_str_length(kr_to_str(argv[0])), left = all / 2 + (all & width & 1);
    return justify(vm, argc, argv, left, all - left);
}

kr_value kr_text_zfill(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value r = pad(vm, argv[0], missing(vm, argv), 0, "0", 1);
    kr_str *s = kr_to_str(argv[0]), *padded = kr_to_str(r);
    size_t zeros = padded->size - s->size;
    if (zeros && s->size && (s->data[0] == '+' || s->data[0] == '-')) {
        padded->data[0] = s->data[0];
        padded->data[zeros] = '0';
    }
    return r;
}

kr_value kr_text_expandtabs(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word tab = argv[1] == KR_UNBOUND ? 8 : kr_size_arg(vm, argv[1]), column = 0;
    const kr_str *s = kr_to_str(argv[0]);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        uint32_t c = kr_utf8_next(&p);
        if (c == '\t') {
            kr_word spaces = tab > 0 ? tab - column % tab : 0;
            column += spaces;
            kr_format_fill(&out, ' ', (size_t)spaces);
        } else {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            kr_write_char(&out, c);
        }
    }
    return kr_writer_str(&out);
}

/* table[key], where a missing key is no error. */
typedef struct lookup {
    kr_value table, key, found;
} lookup;

static void look_up(kr_vm *vm, void *data) {
    lookup *l = data;
    l->found = kr_getitem(vm, l->table, l->key);
}

static kr_value translation(kr_vm *vm, kr_value table, uint32_t c) {
    if (kr_is_exact(table, &kr_dict_type)) return kr_dict_get(vm, kr_to_dict(table), KR_INT(c));
    lookup l = {table, KR_INT(c), KR_UNBOUND};
    kr_value raised = kr_try(vm, look_up, &l);
    if (raised == KR_UNBOUND) return l.found;
    if (!kr_exception_is(raised, &kr_LookupError_type)) kr_reraise(vm, raised);
    return KR_UNBOUND;
}

static void write_translation(kr_vm *vm, kr_writer *out, uint32_t c, kr_value to) {
    intmax_t code;
    if (to == KR_UNBOUND) {
        kr_write_char(out, c);
    } else if (kr_is_str(to)) {
        kr_write(out, kr_to_str(to)->data, kr_to_str(to)->size);
    } else if (kr_is_int(to) || kr_is_bool(to)) {
        if (!kr_int_to(to, &code) || code < 0 || code > 0x10ffff) {
            kr_raise_value_error(vm, "character mapping must be in range(0x110000)");
        }
        kr_write_char(out, (uint32_t)code);
    } else if (to != KR_NONE) {
        kr_raise_type(vm, "character mapping must return integer, None or str");
    }
}

kr_value kr_text_translate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    const kr_str *s = kr_to_str(argv[0]);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (const char *p = s->data, *end = p + s->size; p < end;) {
        uint32_t c = kr_utf8_next(&p);
        write_translation(vm, &out, c, translation(vm, argv[1], c));
    }
    return kr_writer_str(&out);
}

static void add_keys(kr_vm *vm, kr_dict *table, kr_value source) {
    if (!kr_is_dict(source))
        kr_raise_type(vm, "if you give only one argument to maketrans it must be a dict");
    size_t position = 0;
    kr_value key, value;
    while (kr_dict_each(kr_to_dict(source), &position, &key, &value)) {
        if (kr_is_str(key)) {
            if (kr_str_length(kr_to_str(key)) != 1)
                kr_raise_value_error(vm, "string keys in translate table must be of length 1");
            const char *p = kr_to_str(key)->data;
            key = KR_INT(kr_utf8_next(&p));
        } else if (!kr_is_integer(key)) {
            kr_raise_type(vm, "keys in translate table must be strings or integers");
        }
        kr_dict_set(vm, table, key, value);
    }
}

static void add_pairs(kr_vm *vm, kr_dict *table, kr_value from, kr_value to) {
    if (!kr_is_str(from))
        kr_raise_type(vm, "first maketrans argument must be a string if there is a second argument");
    kr_str *before = kr_to_str(from), *after = kr_str_operand(vm, to, "maketrans() argument 2");
    if (kr_str_length(before) != kr_str_length(after)) {
        kr_raise_value_error(vm, "the first two maketrans arguments must have equal length");
    }
    const char *p = before->data, *q = after->data;
    for (const char *end = p + before->size; p < end;) {
        kr_value key = KR_INT(kr_utf8_next(&p));
        kr_dict_set(vm, table, key, KR_INT(kr_utf8_next(&q)));
    }
}

/* Static: (x), (x, y) or (x, y, z). */
kr_value kr_text_maketrans(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_dict *table = kr_dict_new(vm, 0);
    if (argc == 1) {
        add_keys(vm, table, argv[0]);
        return KR_OBJECT(table);
    }
    add_pairs(vm, table, argv[0], argv[1]);
    if (argc > 2) {
        const kr_str *dropped = kr_str_operand(vm, argv[2], "maketrans() argument 3");
        for (const char *p = dropped->data, *end = p + dropped->size; p < end;) {
            kr_dict_set(vm, table, KR_INT(kr_utf8_next(&p)), KR_NONE);
        }
    }
    return KR_OBJECT(table);
}

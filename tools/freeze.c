/* Compiles modules written in Python and writes them as C data, so that they are imported without a file
 * system or a compiler, and without a byte of heap for their code.
 *
 * usage: freeze [--strip] OUTPUT.c NAMES.txt ROOT FILE.py...
 *
 * A package's __init__.py stands for the package. What comes out are objects as the machine has them in its
 * heap (run/code.h, types/container.h), but const: code, tables of constants, strs, tuples. They are written
 * from the module's image (run/image.h) as initialisers without numbers that depend on a word's size, so that
 * they serve machines of any. Equal ones are written once, whatever modules they are from. NAMES.txt lists
 * the names that the machine has in ROM anyhow (tools/names.py); a name that is not among them is an error,
 * because all that is interned has to be. --strip leaves out docstrings and the names of local variables. */
#include "krait/vm.h"
#include "run/image.h"
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAP_SIZE = 64 << 20, SOURCE_MAX = 1 << 20, NAME_MAX_ = 256 };

static _Noreturn void fail(const char *what, const char *why) {
    fprintf(stderr, "freeze: %s: %s\n", what, why);
    exit(1);
}

/* ROOT/a/b.py is a.b, ROOT/a/__init__.py is the package a. */
static bool module_name(char name[NAME_MAX_], const char *root, const char *path) {
    static const char init[] = "/__init__";
    size_t skip = strlen(root) + 1, size = strlen(path);
    if (strncmp(path, root, skip - 1) != 0 || size < skip + 3 || size - skip >= NAME_MAX_)
        fail(path, "is not below the root");
    size -= skip + 3;
    memcpy(name, path + skip, size);
    name[size] = '\0';
    bool package = size > strlen(init) && strcmp(name + size - strlen(init), init) == 0;
    if (package) name[size - strlen(init)] = '\0';
    for (char *c = name; *c != '\0'; c++) *c = *c == '/' ? '.' : *c;
    return package;
}

/* ---- Names in ROM ---- */

typedef struct name_list {
    char **names; /* sorted, as the generator wrote them */
    size_t count;
} name_list;

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One a line. */
static name_list read_names(const char *path) {
    name_list list = {NULL, 0};
    char line[NAME_MAX_];
    FILE *file = fopen(path, "r");
    if (file == NULL) fail(path, strerror(errno));
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        list.names = realloc(list.names, (list.count + 1) * sizeof *list.names);
        if (list.names == NULL || (list.names[list.count++] = strdup(line)) == NULL)
            fail(path, "out of memory");
    }
    fclose(file);
    qsort(list.names, list.count, sizeof *list.names, compare_names);
    return list;
}

/* Writes the address of the str that the machine has in ROM; false when there is none. */
static bool member(char out[NAME_MAX_], const name_list *list, const char *text, size_t size) {
    char copy[NAME_MAX_], *key = copy;
    if (size == 0) return snprintf(out, NAME_MAX_, "KR_EMPTY_STR") > 0;
    if (size >= NAME_MAX_ / 4 || memchr(text, '\0', size) != NULL) return false;
    memcpy(copy, text, size);
    copy[size] = '\0';
    if (size == 1 && *text > 0) return snprintf(out, NAME_MAX_, "KR_CHAR_STR(%d)", *text) > 0;
    if (bsearch(&key, list->names, list->count, sizeof *list->names, compare_names) == NULL) return false;
    size_t at = (size_t)snprintf(out, NAME_MAX_, "KR_OBJECT(&kr_names_rom.n_");
    for (const char *c = copy; *c != '\0'; c++)
        at += (size_t)snprintf(out + at, NAME_MAX_ - at, *c == '.' ? "__dot__" : "%c", *c);
    return snprintf(out + at, NAME_MAX_ - at, ")") > 0;
}

static bool is_identifier(const uint8_t *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        bool letter =
            text[i] == '_' || text[i] >= 0x80 || ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z');
        if (!letter && !(i > 0 && text[i] >= '0' && text[i] <= '9')) return false;
    }
    return size > 0;
}

/* ---- Text that grows ---- */

typedef struct text {
    char *data;
    size_t size, capacity;
} text;

static void add(text *t, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (t->size + (size_t)size + 1 > t->capacity) {
        t->capacity = (t->size + (size_t)size + 1) * 2;
        t->data = realloc(t->data, t->capacity);
        if (t->data == NULL) fail("text", "out of memory");
    }
    va_start(args, format);
    vsnprintf(t->data + t->size, t->capacity - t->size, format, args);
    va_end(args);
    t->size += (size_t)size;
}

static void add_quoted(text *t, const uint8_t *data, size_t size) {
    add(t, "\"");
    for (size_t i = 0; i < size; i++)
        add(t, isalnum(data[i]) || data[i] == ' ' || data[i] == '_' ? "%c" : "\\%03o", data[i]);
    add(t, "\"");
}

/* ---- Objects that are there ---- */

/* By their definition behind the name: "r12" begins with that. */
typedef struct pool {
    char **definitions;
    size_t count, *slots, slot_count; /* number plus 1 */
    FILE *out;
} pool;

static size_t hash_of(const char *data) {
    size_t hash = 5381;
    for (; *data != '\0'; data++) hash = hash * 33 ^ (uint8_t)*data;
    return hash;
}

static size_t *slot_of(pool *p, const char *definition) {
    size_t at = hash_of(definition) % p->slot_count;
    while (p->slots[at] != 0 && strcmp(p->definitions[p->slots[at] - 1], definition) != 0)
        at = (at + 1) % p->slot_count;
    return &p->slots[at];
}

static void pool_grow(pool *p) {
    free(p->slots);
    p->slot_count = p->slot_count * 2 + 64;
    p->slots = calloc(p->slot_count, sizeof *p->slots);
    p->definitions = realloc(p->definitions, p->slot_count * sizeof *p->definitions);
    if (p->slots == NULL || p->definitions == NULL) fail("pool", "out of memory");
    for (size_t i = 0; i < p->count; i++) *slot_of(p, p->definitions[i]) = i + 1;
}

/* The number of the object `MACRO(r<number>, arguments)`; takes the text. */
static size_t object(pool *p, const char *macro, text *arguments) {
    text definition = {NULL, 0, 0};
    add(&definition, "%s %s", macro, arguments->data);
    free(arguments->data);
    if (p->count * 2 >= p->slot_count) pool_grow(p);
    size_t *slot = slot_of(p, definition.data);
    if (*slot != 0) {
        free(definition.data);
        return *slot - 1;
    }
    fprintf(p->out, "%s(r%zu, %s)\n", macro, p->count, definition.data + strlen(macro) + 1);
    p->definitions[p->count] = definition.data;
    *slot = ++p->count;
    return p->count - 1;
}

static void pool_release(pool *p) {
    for (size_t i = 0; i < p->count; i++) free(p->definitions[i]);
    free(p->definitions);
    free(p->slots);
}

/* ---- Values of an image ---- */

typedef struct image {
    kr_image_header header;
    const uint8_t *data;
    const char *path;
    pool *pool;
    const name_list *list;
    size_t names; /* the object that is the tuple of the module's names */
} image;

static uint16_t half_at(const uint8_t *at) {
    return (uint16_t)(at[0] | at[1] << 8);
}

/* The bytes of a literal. */
static enum kr_image_literal literal(const image *in, uint32_t number, const uint8_t **data, size_t *size) {
    const uint8_t *at = in->data + in->header.literals;
    at += 4 * (size_t)half_at(at + 2 * (size_t)number);
    uint32_t length = *at >> 3;
    size_t head = length == KR_LITERAL_LONG ? 5 : 1;
    if (head > 1) memcpy(&length, at + 1, sizeof length);
    *data = at + head;
    *size = length;
    return *at & 7;
}

static void add_value(text *t, image *in, uint16_t reference);
static size_t write_function(image *in, size_t offset);

static void add_object(text *t, size_t number) {
    add(t, "KR_OBJECT(&r%zu)", number);
}

static uint32_t text_hash(const uint8_t *data, size_t size) {
    uint32_t hash = 0x811c9dc5u;
    for (size_t i = 0; i < size; i++) hash = (hash ^ data[i]) * 0x01000193u;
    return hash != 0 ? hash : 1;
}

static void add_text(text *t, image *in, enum kr_image_literal kind, const uint8_t *data, size_t size) {
    char name[NAME_MAX_];
    if (kind != KR_LITERAL_BYTES && member(name, in->list, (const char *)data, size)) {
        add(t, "%s", name);
        return;
    }
    bool ascii = true;
    for (size_t i = 0; i < size; i++) ascii = ascii && data[i] < 0x80;
    text s = {NULL, 0, 0};
    add(&s, "0x%xu, %zu, ", (unsigned)text_hash(data, size), size);
    if (kind != KR_LITERAL_BYTES) add(&s, "%d, ", ascii);
    add_quoted(&s, data, size);
    add_object(t, object(in->pool, kind == KR_LITERAL_BYTES ? "KR_FROZEN_BYTES" : "KR_FROZEN_STR", &s));
}

/* The magnitude of a number in two's complement, in digits of 32 bits; returns how many there are. */
static size_t magnitude(uint32_t *digits, const uint8_t *data, size_t size, bool negative) {
    size_t used = 0;
    uint64_t carry = negative;
    memcpy(digits, data, size);
    for (size_t i = 0; i < size / 4; i++) {
        uint64_t sum = (negative ? ~digits[i] : digits[i]) + carry;
        digits[i] = (uint32_t)sum;
        carry = sum >> 32;
        if (digits[i] != 0) used = i + 1;
    }
    return used;
}

/* An int that a reference cannot be: a small one, perhaps only on a machine with wide words, or an object. */
static void add_int(text *t, image *in, const uint8_t *data, size_t size) {
    enum { DIGITS = 64 };
    uint32_t digits[DIGITS] = {0};
    if (size > sizeof digits) fail(in->path, "has an int that is too large");
    const char *sign = data[size - 1] >> 7 ? "-" : "";
    size_t used = magnitude(digits, data, size, *sign != '\0');
    uint64_t low = digits[0] | (uint64_t)digits[1] << 32;
    if (used < 2 && low < (uint64_t)1 << 30) {
        add(t, "KR_INT(%s%u)", sign, (unsigned)low);
        return;
    }
    text s = {NULL, 0, 0};
    add(&s, "%s%zu", sign, used);
    for (size_t i = 0; i < used; i++) add(&s, ", 0x%xu", (unsigned)digits[i]);
    size_t number = object(in->pool, "KR_FROZEN_INT", &s);
    if (used <= 2 && low < (uint64_t)1 << 62)
        add(t, "KR_FROZEN_SMALL(%s%llu, r%zu)", sign, (unsigned long long)low, number);
    else
        add_object(t, number);
}

static void add_float(text *t, image *in, const uint8_t *data, size_t size) {
    double number;
    if (size != sizeof number) fail(in->path, "has a complex constant");
    memcpy(&number, data, size);
    if (number - number != 0) fail(in->path, "has a constant that is not finite");
    text s = {NULL, 0, 0};
    add(&s, "%a", number);
    size_t boxed = object(in->pool, "KR_FROZEN_FLOAT", &s);
    unsigned long long word = 0;
#if KR_INLINE_FLOAT
    kr_value v;
    if (kr_float_try(number, &v)) word = v;
#endif
    add(t, "KR_FROZEN_REAL(0x%llx, r%zu)", word, boxed);
}

/* A tuple of what the references stand for. */
static size_t tuple(image *in, const uint8_t *references, size_t count) {
    text s = {NULL, 0, 0};
    add(&s, "%zu", count);
    for (size_t i = 0; i < count; i++) {
        add(&s, ", ");
        add_value(&s, in, half_at(references + 2 * i));
    }
    return object(in->pool, "KR_FROZEN_TUPLE", &s);
}

static void add_literal(text *t, image *in, uint32_t number) {
    const uint8_t *data;
    size_t size;
    enum kr_image_literal kind = literal(in, number, &data, &size);
    switch (kind) {
    case KR_LITERAL_STR:
    case KR_LITERAL_NAME:
    case KR_LITERAL_BYTES: add_text(t, in, kind, data, size); break;
    case KR_LITERAL_INT: add_int(t, in, data, size); break;
    case KR_LITERAL_NUMBER: add_float(t, in, data, size); break;
    case KR_LITERAL_TUPLE:
        if (size == 0)
            add(t, "KR_FROZEN_NOTHING");
        else
            add_object(t, tuple(in, data, size / 2));
        break;
    case KR_LITERAL_FROZENSET: fail(in->path, "has a set of constants: use a tuple");
    case KR_LITERAL_FUNCTION: {
        uint32_t offset;
        memcpy(&offset, data, sizeof offset);
        add(t, "KR_OBJECT(&code_%zu)", write_function(in, offset));
    }
    }
}

static void add_value(text *t, image *in, uint16_t reference) {
    static const char *const immediates[] = {"KR_NONE", "KR_TRUE", "KR_FALSE", "KR_ELLIPSIS",
                                             "KR_NOT_IMPLEMENTED"};
    if (reference < KR_REFERENCE_SMALL)
        add_literal(t, in, reference);
    else if (reference < KR_REFERENCE_SMALL + KR_IMAGE_IMMEDIATE_COUNT - 1)
        add(t, "%s", immediates[reference - KR_REFERENCE_SMALL]);
    else
        add(t, "KR_INT(%d)", reference - KR_REFERENCE_ZERO);
}

/* ---- Functions ---- */

/* What is interned when the module runs has to be in ROM. */
static void check_name(image *in, uint16_t reference) {
    const uint8_t *data;
    size_t size;
    char name[NAME_MAX_];
    if (reference >= KR_REFERENCE_SMALL || literal(in, reference, &data, &size) != KR_LITERAL_NAME ||
        !is_identifier(data, size) || member(name, in->list, (const char *)data, size))
        return;
    fprintf(stderr, "freeze: %s: tools/names.py does not know the name %.*s\n", in->path, (int)size, data);
    exit(1);
}

static void write_words(FILE *out, const uint8_t *bytes, size_t size) {
    for (size_t at = 0; at < size; at += 4) {
        uint32_t word = 0;
        memcpy(&word, bytes + at, size - at < sizeof word ? size - at : sizeof word);
        fprintf(out, "%s0x%x,", at % 64 == 0 ? "\n    " : " ", word);
    }
}

static bool has_doc(const kr_image_function *f) {
    return f->doc != KR_REFERENCE_SMALL; /* the first immediate: None */
}

/* The constants, the names of locals and those of free variables, the docstring. */
static void write_values(image *in, const kr_image_function *f, const uint8_t *references, size_t number) {
    size_t count = (size_t)f->constant_count + f->local_count + f->free_count;
    text s = {NULL, 0, 0};
    add(&s, "static const kr_value values_%zu[] = {", number);
    for (size_t i = 0; i < count; i++) {
        bool local = i >= (size_t)f->constant_count + f->parameter_count;
        if (!local || i >= (size_t)f->constant_count + f->local_count)
            check_name(in, half_at(references + 2 * i));
        add_value(&s, in, half_at(references + 2 * i));
        add(&s, ", ");
    }
    if (has_doc(f)) add_value(&s, in, f->doc);
    add(&s, count == 0 && !has_doc(f) ? "0};" : "};");
    fprintf(in->pool->out, "%s\n", s.data);
    free(s.data);
}

/* Writes the function at an offset and all inside it; returns its number. */
static size_t write_function(image *in, size_t offset) {
    static size_t last;
    kr_image_function f;
    memcpy(&f, in->data + offset, sizeof f);
    const uint8_t *references = in->data + offset + sizeof f;
    size_t count = (size_t)f.constant_count + f.local_count + f.free_count, number = ++last;
    write_values(in, &f, references, number);
    unsigned flags = f.flags | (has_doc(&f) ? KR_CODE_DOC : 0u);
    text s = {NULL, 0, 0};
    uint16_t texts[] = {f.name, f.prefix, (uint16_t)in->header.file};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        add_value(&s, in, texts[i]);
        add(&s, ", ");
    }
    FILE *out = in->pool->out;
    fprintf(out, "static const uint32_t body_%zu[] = {", number);
    write_words(out, references + (count + 1) / 2 * 4,
                f.word_count * sizeof(uint32_t) + f.range_count * sizeof(kr_range_entry) +
                    f.free_count * sizeof(kr_capture) + f.line_size);
    fprintf(out,
            "\n};\nKR_FROZEN_CODE(%zu, %s KR_OBJECT(&r%zu), %u, %u, %u, %u, %u, %u, %u, %u, %u, %u, %u, "
            "%u)\n",
            number, s.data, in->names, f.word_count, f.first_line, f.constant_count, f.range_count,
            f.line_size, flags, f.register_count, f.positional_count, f.positional_only_count,
            f.parameter_count, f.local_count, f.free_count);
    free(s.data);
    return number;
}

/* Compiles a file and writes it; returns the number of the module's code. */
static size_t freeze(kr_vm *vm, pool *p, const char *path, const char *name, const name_list *list) {
    static char source[SOURCE_MAX];
    char title[NAME_MAX_ + 16];
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail(path, strerror(errno));
    size_t size = fread(source, 1, sizeof source, file);
    fclose(file);
    if (size == sizeof source) fail(path, "is too long");
    snprintf(title, sizeof title, "<frozen %s>", name);
    if (kr_compile_source(vm, KR_MODE_EXEC, title, source, size) != KR_OK)
        fail(path, kr_error_text(vm, NULL));
    image made = {.data = kr_image(vm, &size), .path = path, .pool = p, .list = list};
    memcpy(&made.header, made.data, sizeof made.header);
    if (made.header.properties & KR_IMAGE_WIDE) fail(path, "has too many constants");
    const uint8_t *names = made.data + made.header.names;
    for (uint32_t i = 0; i < made.header.name_count; i++) check_name(&made, half_at(names + 2 * i));
    made.names = tuple(&made, names, made.header.name_count);
    return write_function(&made, made.header.function);
}

int main(int argc, char **argv) {
    static const kr_host host = {.platform = "freeze"}; /* nothing runs */
    bool strip = argc > 1 && strcmp(argv[1], "--strip") == 0;
    if (strip) argc--, argv++;
    if (argc < 4) fail("usage", "freeze [--strip] OUTPUT.c NAMES.txt ROOT FILE.py...");
    const kr_config config = {.memory = malloc(HEAP_SIZE),
                              .size = HEAP_SIZE,
                              .host = &host,
                              .collect_every = UINT32_MAX,
                              .strip_images = strip};
    kr_vm *vm = config.memory == NULL ? NULL : kr_open(&config);
    if (vm == NULL) fail("heap", "out of memory");
    name_list list = read_names(argv[2]);
    FILE *out = fopen(argv[1], "w");
    if (out == NULL) fail(argv[1], strerror(errno));
    size_t *codes = calloc((size_t)argc, sizeof *codes);
    pool objects = {.out = out};
    char name[NAME_MAX_];
    fputs("/* Generated by tools/freeze.c. */\n#include \"modules/frozen.h\"\n\n", out);
    for (int i = 4; i < argc; i++) {
        module_name(name, argv[3], argv[i]);
        codes[i] = freeze(vm, &objects, argv[i], name, &list);
    }
    fputs("const kr_frozen kr_frozen_modules[] = {\n", out);
    for (int i = 4; i < argc; i++) {
        bool package = module_name(name, argv[3], argv[i]);
        fprintf(out, "    {\"%s\", &code_%zu, %d},\n", name, codes[i], package);
    }
    fputs("    {0, 0, 0},\n};\n", out);
    kr_close(vm);
    for (size_t i = 0; i < list.count; i++) free(list.names[i]);
    free(list.names);
    pool_release(&objects);
    free(codes);
    free(config.memory);
    if (fclose(out) != 0) fail(argv[1], strerror(errno));
    return 0;
}

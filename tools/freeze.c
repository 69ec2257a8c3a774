/* Compiles modules written in Python to module images and writes them as C data, so that they are imported
 * without a file system, a compiler or, for their code, a heap.
 *
 * usage: freeze [--strip] OUTPUT.c NAMES.txt ROOT FILE.py...
 *
 * A package's __init__.py stands for the package. NAMES.txt lists the names that the machine has in ROM
 * (tools/names.py): an image refers to these, so that they take neither its bytes nor the heap. --strip
 * leaves out docstrings and the names of local variables. */
#include "krait/vm.h"
#include "run/image.h"
#include <errno.h>
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

/* Writes the member of kr_names_rom that holds a text; false when there is none. */
static bool member(char out[NAME_MAX_], const name_list *list, const char *text, size_t size) {
    char copy[NAME_MAX_], *key = copy;
    if (size == 0 || size >= NAME_MAX_ / 2 || memchr(text, '\0', size) != NULL) return false;
    memcpy(copy, text, size);
    copy[size] = '\0';
    if (size == 1 && *text > 0) return snprintf(out, NAME_MAX_, "chars[%d]", *text) > 0;
    if (bsearch(&key, list->names, list->count, sizeof *list->names, compare_names) == NULL) return false;
    size_t at = (size_t)snprintf(out, NAME_MAX_, "n_");
    for (const char *c = copy; *c != '\0'; c++)
        at += (size_t)snprintf(out + at, NAME_MAX_ - at, *c == '.' ? "__dot__" : "%c", *c);
    return true;
}

/* ---- Images ---- */

typedef struct image {
    kr_image_header header;
    const uint8_t *data;    /* as it was compiled */
    uint8_t *literals;      /* those that stay, from their table on */
    size_t size;            /* of literals, table included */
    char (*rom)[NAME_MAX_]; /* for each literal: the member that replaces it, or "" */
} image;

static size_t literal_offset(const image *in, uint32_t number) {
    uint16_t offset;
    memcpy(&offset, in->data + in->header.literals + number * sizeof offset, sizeof offset);
    return in->header.literals + 4 * (size_t)offset;
}

/* Finds the literals that are names in ROM and moves the others together. */
static void replace_names(image *in, const name_list *list) {
    uint32_t count = in->header.literal_count;
    in->rom = calloc(count + 1u, sizeof *in->rom);
    in->literals = calloc(1, in->header.size);
    if (in->rom == NULL || in->literals == NULL) fail("image", "out of memory");
    in->size = (count * sizeof(uint16_t) + 3) / 4 * 4;
    for (uint32_t i = 0; i < count; i++) {
        size_t start = literal_offset(in, i),
               end = i + 1 < count ? literal_offset(in, i + 1) : in->header.size;
        const uint8_t *at = in->data + start;
        bool is_short = *at >> 3 < KR_LITERAL_LONG;
        if ((*at & 7) == KR_LITERAL_NAME && is_short &&
            member(in->rom[i], list, (const char *)at + 1, *at >> 3))
            continue;
        uint16_t offset = (uint16_t)(in->size / 4);
        memcpy(in->literals + i * sizeof offset, &offset, sizeof offset);
        memcpy(in->literals + in->size, at, end - start);
        in->size += end - start;
    }
    in->header.size = in->header.literals + (uint32_t)in->size;
    in->header.properties |= KR_IMAGE_ROM;
}

static void write_words(FILE *out, const uint8_t *bytes, size_t size) {
    for (size_t at = 0; at < size; at += 4) {
        uint32_t word;
        memcpy(&word, bytes + at, sizeof word);
        fprintf(out, "%s0x%x,", at % 64 == 0 ? "\n    " : " ", word);
    }
}

/* The table of literals, two to a word. */
static void write_table(FILE *out, const image *in) {
    for (uint32_t i = 0; i < in->header.literal_count; i += 2) {
        fprintf(out, "\n    ");
        for (uint32_t j = 0; j < 2; j++) {
            uint16_t offset;
            memcpy(&offset, in->literals + (i + j) * sizeof offset, sizeof offset);
            bool is_rom = i + j < in->header.literal_count && in->rom[i + j][0] != '\0';
            if (is_rom) fprintf(out, "KR_FROZEN_NAME(%s)", in->rom[i + j]);
            if (!is_rom) fprintf(out, "0x%xu", offset);
            fputs(j == 0 ? " | " : " << 16,", out);
        }
    }
}

static void write_image(FILE *out, int number, image *in, const name_list *list) {
    replace_names(in, list);
    size_t table = (in->header.literal_count * sizeof(uint16_t) + 3) / 4 * 4;
    fprintf(out, "static const uint32_t image_%d[] = {", number);
    write_words(out, (const uint8_t *)&in->header, sizeof in->header);
    write_words(out, in->data + sizeof in->header, in->header.literals - sizeof in->header);
    write_table(out, in);
    write_words(out, in->literals + table, in->size - table);
    fputs("\n};\n", out);
    free(in->rom);
    free(in->literals);
}

/* Compiles a file and writes its image; returns the image's size. */
static size_t freeze(kr_vm *vm, FILE *out, int number, const char *path, const char *name,
                     const name_list *list) {
    static char source[SOURCE_MAX];
    char title[NAME_MAX_ + 16];
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail(path, strerror(errno));
    size_t size = fread(source, 1, sizeof source, file);
    fclose(file);
    if (size == sizeof source) fail(path, "is too long");
    snprintf(title, sizeof title, "<frozen %s>", name);
    if (kr_compile_source(vm, KR_MODE_EXEC, title, source, size) != KR_OK) fail(path, kr_error_text(vm, NULL));
    image made = {.data = kr_image(vm, &size)};
    memcpy(&made.header, made.data, sizeof made.header);
    if (made.header.properties & KR_IMAGE_WIDE) fail(path, "has too many constants");
    write_image(out, number, &made, list);
    return made.header.size;
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
    size_t *sizes = calloc((size_t)argc, sizeof *sizes);
    char name[NAME_MAX_];
    fputs("/* Generated by tools/freeze.c. */\n#include \"modules/frozen.h\"\n\n", out);
    for (int i = 4; i < argc; i++) {
        module_name(name, argv[3], argv[i]);
        sizes[i] = freeze(vm, out, i, argv[i], name, &list);
    }
    fputs("const kr_frozen kr_frozen_modules[] = {\n", out);
    for (int i = 4; i < argc; i++) {
        bool package = module_name(name, argv[3], argv[i]);
        fprintf(out, "    {\"%s\", image_%d, %zu, %d},\n", name, i, sizes[i], package);
    }
    fputs("    {0, 0, 0, 0},\n};\n", out);
    kr_close(vm);
    for (size_t i = 0; i < list.count; i++) free(list.names[i]);
    free(list.names);
    free(sizes);
    free(config.memory);
    if (fclose(out) != 0) fail(argv[1], strerror(errno));
    return 0;
}

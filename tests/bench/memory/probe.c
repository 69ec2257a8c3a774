/* Measures a machine's heap from the inside: what is in use at the prompt, what a compilation needs, what a
 * module image leaves behind.
 *
 *     probe prompt BYTES               heap in use, and its size
 *     probe compile BYTES FILE         compiles source that lies outside of the heap: in use before, and
 * after with the code alive; the heap's size probe image BYTES FILE           reads a module image where it
 * lies and runs it: the same, then what it left behind, by type
 *
 * BYTES is the block that the machine gets. Ends with status 1 when that is not enough. A census visits
 * marked cells, so it is exact as of the collection before it; blocks that belong to an object (items,
 * tables, constants) are told by the object that owns them. */
#include "compiler/compile.h"
#include "core/heap.h"
#include "core/heap_layout.h"
#include "krait/vm.h"
#include "run/image.h"
#include "run/module.h"
#include "run/run.h"
#include "types/container.h"
#include "types/text.h"
#include <stdio.h>
#include <stdlib.h>

static _Alignas(16) char file[1 << 18];
static size_t file_size;
static const char *module_name;

static void write_out(void *context, enum kr_stream stream, const char *data, size_t size) {
    (void)context;
    fwrite(data, 1, size, stream == KR_STDOUT ? stdout : stderr);
}

static uint64_t ticks(void *context) {
    (void)context;
    return 0;
}

/* ---- A census ---- */

typedef struct row {
    char name[40];
    size_t count, bytes;
} row;

typedef struct census {
    kr_vm *vm;
    row rows[96];
    size_t row_count, code_bytes; /* instructions that lie in the heap */
} census;

static void add(census *c, const char *name, const char *part, const void *cell) {
    if (cell == NULL || !kr_in_heap(c->vm->heap, (uintptr_t)cell)) return;
    char full[40];
    snprintf(full, sizeof full, "%s%s", name, part);
    size_t i = 0;
    while (i < c->row_count && strcmp(c->rows[i].name, full) != 0) i++;
    if (i == sizeof c->rows / sizeof *c->rows) abort();
    if (i == c->row_count) memcpy(c->rows[c->row_count++].name, full, sizeof full);
    c->rows[i].count++;
    c->rows[i].bytes += kr_heap_cell_size(c->vm, cell);
}

/* The cell of a block is where its type word is. */
static const void *cell_of(const void *block) {
    return block == NULL ? NULL : (const kr_heap_cell *)block - 1;
}

static void add_parts(census *c, const kr_object *object, const char *name) {
    if (kr_is_exact(KR_OBJECT(object), &kr_code_type)) {
        const kr_code *code = kr_to_code(KR_OBJECT(object));
        if (!kr_code_has_constants(code)) add(c, name, ", constants and names", cell_of(code->constants));
        if (!kr_code_has_body(code)) add(c, name, ", instructions", cell_of(code->words));
        if (kr_in_heap(c->vm->heap, (uintptr_t)code->words)) c->code_bytes += kr_code_body_size(code);
    } else if (kr_is_dict(KR_OBJECT(object))) {
        const kr_dict *dict = kr_to_dict(KR_OBJECT(object));
        add(c, name, ", entries", cell_of(dict->entries));
        add(c, name, ", index", cell_of(dict->index));
    }
}

static void count(kr_object *object, void *data) {
    census *c = data;
    if (object->type == &kr_values_block_type) {
        add(c, "blocks of values, all", "", object);
    } else if (object->type == &kr_bytes_block_type) {
        add(c, "blocks of bytes, all", "", object);
    } else {
        const char *name = kr_is_str(object->type->name) ? kr_to_str(object->type->name)->data : "?";
        add(c, name, "", object);
        add_parts(c, object, name);
    }
}

static void take(kr_vm *vm, census *c) {
    *c = (census){.vm = vm};
    kr_collect(vm);
    kr_heap_each(vm, count, c);
}

static void print_difference(const census *before, const census *after) {
    for (size_t i = 0; i < after->row_count; i++) {
        row r = after->rows[i];
        for (size_t k = 0; k < before->row_count; k++) {
            if (strcmp(before->rows[k].name, r.name) != 0) continue;
            r.count -= before->rows[k].count;
            r.bytes -= before->rows[k].bytes;
        }
        if (r.bytes != 0) printf("%s: %zu %zd\n", r.name, r.count, (ssize_t)r.bytes);
    }
    printf("instructions in the heap: %zu %zu\n", after->code_bytes, after->code_bytes);
}

/* ---- What is measured ---- */

typedef struct work {
    size_t before, after, size;
    size_t peak; /* live bytes at most, seen whenever the compiler asks for more source */
    census was, is, at_peak;
} work;

static size_t used(kr_vm *vm) {
    kr_collect(vm);
    return kr_heap_used(vm);
}

static ptrdiff_t read_file(kr_vm *vm, void *context, uint64_t offset, char *data, size_t size) {
    work *w = context;
    size_t live = used(vm);
    if (live > w->peak) {
        w->peak = live;
        take(vm, &w->at_peak);
    }
    if (offset >= file_size) return 0;
    size_t count = file_size - (size_t)offset < size ? file_size - (size_t)offset : size;
    memcpy(data, file + offset, count);
    return (ptrdiff_t)count;
}

static void compile(kr_vm *vm, void *data) {
    work *w = data;
    const kr_source source = {read_file, w};
    const kr_compile_options options = {.file = kr_str_text(vm, "m.py"), .mode = KR_MODE_EXEC};
    kr_dict *volatile globals = kr_dict_new(vm, 0);
    kr_module_prefix(vm, globals);
    w->before = used(vm);
    take(vm, &w->was);
    kr_code *volatile code = kr_compile(vm, &source, &options, globals, NULL);
    w->after = used(vm);
    take(vm, &w->is);
    (void)code;
}

/* The namespace of an empty module m, which lives in sys.modules. */
static kr_dict *new_module(kr_vm *vm) {
    kr_value volatile module = kr_module_new(vm, kr_intern(vm, "m", 1));
    kr_dict *globals = kr_to_module(module)->globals;
    kr_module_prefix(vm, globals);
    kr_dict_set_name(vm, vm->modules, kr_intern(vm, "m", 1), module);
    return globals;
}

static void run_image(kr_vm *vm, void *data) {
    work *w = data;
    take(vm, &w->was);
    w->before = used(vm);
    kr_dict *globals = new_module(vm);
    kr_run_code(vm, kr_image_read(vm, file, file_size, KR_IMAGE_IN_PLACE, globals), globals, KR_UNBOUND);
}

static void import_module(kr_vm *vm, void *data) {
    work *w = data;
    take(vm, &w->was);
    w->before = used(vm);
    kr_import(vm, kr_intern_text(vm, module_name), KR_NONE, 0, vm->main_globals);
}

/* As an import does it; the code is alive at the end, as the last statement of the module finds it. */
static void import_source(kr_vm *vm, void *data) {
    work *w = data;
    const kr_source source = {read_file, w};
    const kr_compile_options options = {.file = kr_str_text(vm, "m.py"), .mode = KR_MODE_EXEC};
    take(vm, &w->was);
    w->before = used(vm);
    kr_dict *globals = new_module(vm);
    kr_code *volatile code = kr_compile(vm, &source, &options, globals, NULL);
    kr_run_code(vm, code, globals, KR_UNBOUND);
    w->peak = used(vm);
    take(vm, &w->at_peak);
    (void)code;
}

static void measure_image(kr_vm *vm, void *data) {
    work *w = data;
    w->after = used(vm);
    take(vm, &w->is);
}

static void prompt(kr_vm *vm, void *data) {
    work *w = data;
    w->before = w->after = used(vm);
}

static void load(const char *name) {
    FILE *f = fopen(name, "rb");
    if (f == NULL) {
        perror(name);
        exit(2);
    }
    file_size = fread(file, 1, sizeof file, f);
    fclose(f);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    static const kr_host host = {.write = write_out, .ticks_us = ticks, .platform = "probe"};
    static work w;
    size_t size = (size_t)strtoul(argv[2], NULL, 10);
    bool image = strcmp(argv[1], "image") == 0, source = strcmp(argv[1], "compile") == 0;
    bool run = strcmp(argv[1], "source") == 0;
    bool module = strcmp(argv[1], "module") == 0;
    if (argc > 3 && !module) load(argv[3]);
    if (module) module_name = argv[3];
    kr_config config = {.memory = aligned_alloc(16, size + (-size & 15)), .size = size, .host = &host};
    kr_vm *vm = kr_open(&config);
    if (vm == NULL) return 1;
    if (!kr_vm_enter(vm,
                     image    ? run_image
                     : run    ? import_source
                     : module ? import_module
                     : source ? compile
                              : prompt,
                     &w))
        return 1;
    if ((image || module || run) && !kr_vm_enter(vm, measure_image, &w)) return 1;
    printf("%zu %zu %zu %zu\n", w.before, w.after, kr_heap_size(vm), w.peak);
    if (image || module || run || source) print_difference(&w.was, &w.is);
    return 0;
}

/* The machine's public interface: each function enters the machine once and turns what comes out of it into a
 * status.
 *
 * What a job hands to its body holds no values: the collector scans the C stack only from the entry
 * downwards. */
#include "core/context.h"
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "core/path.h"
#include "core/raise.h"
#include "core/writer.h"
#include "compiler/compile.h"
#include "run/function.h"
#include "run/image.h"
#include "run/module.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#ifndef KR_VERSION
#define KR_VERSION "0.1.0"
#endif
#define RESERVE_MAX          ((size_t)64 * 1024) /* a page of each size that a compilation needs */
#define NATIVE_LIMIT_DEFAULT ((size_t)256 * 1024)

/* ---- Life cycle ---- */

kr_vm *kr_open(const kr_config *config) {
    kr_vm *vm = config->memory;
    if (config->size < sizeof *vm + 1024) return NULL;
    vm->host = config->host;
    vm->memory_size = config->size;
    vm->native_limit = config->native_limit > 0 ? config->native_limit : NATIVE_LIMIT_DEFAULT;
    vm->recursion_limit = config->recursion_limit > 0 ? config->recursion_limit : 1000;
    vm->collect_every = config->collect_every;
    vm->fail_at = config->fail_at;
    vm->strip_images = config->strip_images;
    vm->loans = NULL;
    vm->lent_bytes = 0;
    return kr_vm_start(vm, config->zeroed) ? vm : NULL;
}

void kr_close(kr_vm *vm) {
    kr_vm_stop(vm);
}

void kr_soft_reset(kr_vm *vm) {
    kr_vm_stop(vm);
    kr_vm_start(vm, false); /* cannot fail: it succeeded in the same memory before */
}

const char *kr_version(void) {
    return KR_VERSION;
}

/* ---- What came out ---- */

/* The status that SystemExit asks for; text goes to stderr. */
static int exit_code(kr_vm *vm, kr_value exception) {
    kr_value code = kr_getattr_or(vm, exception, N_code, KR_NONE);
    intmax_t number;
    if (code == KR_NONE) return 0;
    if ((kr_is_integer(code) || kr_is_bool(code)) && kr_int_to(code, &number)) return (int)(number & 0xff);
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_print(vm, &out, code, true);
    kr_write_text(&out, "\n");
    vm->host->write(vm->host->context, KR_STDERR, out.data, out.size);
    return 1;
}

/* Sorts the exception that vm->error_text holds, and puts its text there. */
static void report(kr_vm *vm, void *data) {
    kr_status *status = data;
    kr_value exception = vm->error_text;
    *status = kr_exception_is(exception, &kr_KeyboardInterrupt_type) ? KR_INTERRUPTED : KR_EXCEPTION;
    if (kr_exception_is(exception, &kr_SystemExit_type)) {
        *status = KR_EXIT;
        vm->exit_code = exit_code(vm, exception);
        vm->error_text = 0;
        return;
    }
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_print_uncaught(vm, &out, exception);
    vm->error_text = kr_str_shown(vm, kr_writer_str(&out));
}

/* The reserve is an arena's 64th, at most RESERVE_MAX bytes; it is taken again as soon as there is room. */
static void refill_reserve(kr_vm *vm, void *unused) {
    size_t size = kr_heap_size(vm) / 64;
    (void)unused;
    if (kr_heap_largest(vm) < 4 * size) kr_heap_collect(vm); /* what filled it may be garbage by now */
    if (kr_heap_largest(vm) < 4 * size) return;
    vm->reserve = kr_bytes_new(vm, size < RESERVE_MAX ? size : RESERVE_MAX);
}

/* Files that the program forgot are closed, as they would be with reference counts. */
static void settle(kr_vm *vm) {
    if (vm->open_files > 0) kr_heap_collect(vm);
    if (vm->reserve == NULL && !kr_vm_enter(vm, refill_reserve, NULL)) vm->raised = 0;
}

/* Enters the machine with a job and says how it ended. */
static kr_status enter(kr_vm *vm, void (*body)(kr_vm *vm, void *data), void *data) {
    kr_status status = KR_EXCEPTION;
    vm->result_text = vm->error_text = 0;
    if (kr_vm_enter(vm, body, data)) return KR_OK;
    kr_value exception = vm->raised;
    vm->raised = 0;
    if (exception == KR_UNBOUND) {
        vm->error_text = KR_UNBOUND;
        return KR_INTERRUPTED;
    }
    vm->error_text = exception;
    if (!kr_vm_enter(vm, report, &status)) { /* no memory for the text, or interrupted again */
        vm->raised = 0;
        vm->error_text = KR_NONE;
    }
    return status;
}

static kr_status run(kr_vm *vm, void (*body)(kr_vm *vm, void *data), void *data) {
    kr_status status = enter(vm, body, data);
    settle(vm);
    return status;
}

static const char *text_of(kr_value str, const char *otherwise, size_t *size) {
    if (str != 0 && kr_is_bytes(str)) {
        const kr_bytes *bytes = kr_to_pointer(str);
        if (size != NULL) *size = bytes->size;
        return (const char *)bytes->data;
    }
    const char *text = str != 0 && kr_is_str(str) ? kr_to_str(str)->data : otherwise;
    if (size != NULL) *size = text == otherwise ? strlen(text) : kr_to_str(str)->size;
    return text;
}

const char *kr_error_text(kr_vm *vm, size_t *size) {
    const char *otherwise = vm->error_text == KR_UNBOUND ? "Stopped\n"
                            : vm->error_text == KR_NONE  ? "MemoryError\n"
                                                         : "";
    return text_of(vm->error_text, otherwise, size);
}

const char *kr_result_text(kr_vm *vm, size_t *size) {
    return text_of(vm->result_text, "", size);
}

int kr_exit_code(const kr_vm *vm) {
    return vm->exit_code;
}

/* ---- Running ---- */

typedef struct job {
    kr_mode mode;
    const char *name;
    const char *source;
    size_t size;
    bool incomplete;
} job;

/* Text from the host as a str; what is no UTF-8 is replaced, as it cannot be stored. */
static kr_value host_text(kr_vm *vm, const char *text) {
    kr_writer out;
    size_t size = strlen(text), bad;
    bool ascii;
    kr_writer_init(vm, &out);
    while (!kr_utf8_valid(text, size, &bad, &ascii)) {
        kr_write(&out, text, bad);
        kr_write_char(&out, 0xfffd);
        text += bad + 1;
        size -= bad + 1;
    }
    kr_write(&out, text, size);
    return kr_writer_str(&out);
}

static kr_code *compile_job(kr_vm *vm, job *work, kr_dict *globals) {
    const kr_compile_options options = {
        .file = host_text(vm, work->name), .mode = work->mode, .interactive = work->mode == KR_MODE_SINGLE};
    return kr_compile_text(vm, work->source, work->size, &options, globals, &work->incomplete);
}

static void run_code(kr_vm *vm, kr_code *code, kr_mode mode) {
    kr_value result = kr_run_code(vm, code, vm->main_globals, KR_UNBOUND);
    if (mode == KR_MODE_EVAL) vm->result_text = kr_repr_of(vm, result);
}

static kr_status run_job(kr_vm *vm, void (*body)(kr_vm *vm, void *data), job *work) {
    kr_status status = run(vm, body, work);
    return status == KR_OK && work->incomplete ? KR_INCOMPLETE : status;
}

static void run_source(kr_vm *vm, void *data) {
    job *work = data;
    kr_code *code = compile_job(vm, work, vm->main_globals);
    if (!work->incomplete) run_code(vm, code, work->mode);
}

kr_status kr_run_source(kr_vm *vm, kr_mode mode, const char *name, const char *source, size_t size) {
    job work = {.mode = mode, .name = name, .source = source, .size = size};
    return run_job(vm, run_source, &work);
}

typedef struct call {
    const char *name;
    const void *data;
    size_t size;
} call;

static void run_function(kr_vm *vm, void *data) {
    const call *work = data;
    kr_value function = kr_dict_get_name(vm->main_globals, kr_intern(vm, work->name, strlen(work->name)));
    if (kr_is_absent(function)) kr_raise(vm, &kr_NameError_type, "name '%s' is not defined", work->name);
    kr_value argument = kr_bytes_value(vm, work->data, work->size);
    kr_value result = kr_call(vm, function, 1, &argument);
    if (!kr_is_str(result) && !kr_is_bytes(result))
        kr_raise_type(vm, "%s() must return str or bytes, not %T", work->name, result);
    vm->result_text = result;
}

kr_status kr_run_function(kr_vm *vm, const char *name, const void *data, size_t size) {
    call work = {name, data, size};
    return run(vm, run_function, &work);
}

/* A function's code follows the code that it is a constant of. */
static void disassemble(kr_vm *vm, kr_writer *out, const kr_code *code) {
    kr_check_native_stack(vm);
    kr_write_format(out, "%s%S:\n", out->size > 0 ? "\n" : "", kr_code_qualified_name(vm, code));
    kr_disassemble(vm, out, code);
    for (uint32_t i = 0; i < code->constant_count; i++)
        if (kr_is_exact(code->constants[i], &kr_code_type))
            disassemble(vm, out, kr_code_read(vm, kr_to_code(code->constants[i])));
}

static void disassemble_source(kr_vm *vm, void *data) {
    job *work = data;
    const kr_code *code = compile_job(vm, work, vm->main_globals);
    kr_writer out;
    kr_writer_init(vm, &out);
    disassemble(vm, &out, code);
    vm->result_text = kr_writer_str(&out);
}

kr_status kr_disassemble_source(kr_vm *vm, const char *name, const char *source, size_t size) {
    job work = {.name = name, .source = source, .size = size};
    return run(vm, disassemble_source, &work);
}

/* ---- Module images ---- */

static void compile_source(kr_vm *vm, void *data) {
    job *work = data;
    kr_dict *globals = kr_dict_new(vm, 0);
    kr_module_prefix(vm, globals);
    const kr_code *code = compile_job(vm, work, globals);
    if (!work->incomplete) vm->result_text = kr_image_write(vm, code, vm->strip_images);
}

kr_status kr_compile_source(kr_vm *vm, kr_mode mode, const char *name, const char *source, size_t size) {
    job work = {.mode = mode, .name = name, .source = source, .size = size};
    return run_job(vm, compile_source, &work);
}

const void *kr_image(kr_vm *vm, size_t *size) {
    const kr_bytes *image = kr_to_pointer(vm->result_text);
    *size = image->size;
    return image->data;
}

bool kr_is_image(const void *data, size_t size) {
    return kr_image_is(data, size);
}

static void run_image(kr_vm *vm, void *data) {
    const job *work = data;
    run_code(vm, kr_image_read(vm, work->source, work->size, 0, vm->main_globals), work->mode);
}

kr_status kr_run_image(kr_vm *vm, kr_mode mode, const void *image, size_t size) {
    job work = {.mode = mode, .source = image, .size = size};
    return run(vm, run_image, &work);
}

/* ---- Files ---- */

static void run_path(kr_vm *vm, const char *path, kr_value file) {
    kr_dict_set_name(vm, vm->main_globals, N___file__, file);
    kr_code *code = kr_compile_path(vm, path, file, vm->main_globals);
    kr_run_code(vm, code, vm->main_globals, KR_UNBOUND);
}

static void run_file(kr_vm *vm, void *data) {
    char path[KR_PATH_MAX];
    kr_value file = host_text(vm, data);
    kr_path_resolve(vm, file, path);
    run_path(vm, path, file);
}

kr_status kr_run_file(kr_vm *vm, const char *path) {
    return run(vm, run_file, (void *)(uintptr_t)path);
}

/* A module that is to be run: where it lies and which package it belongs to. */
typedef struct module_place {
    char path[KR_PATH_MAX];
    bool package; /* it is one: __main__.py in its folder */
} module_place;

/* Looks for a dotted name below one entry of sys.path. */
static bool find_below(kr_vm *vm, kr_value folder, const char *module, module_place *place) {
    char name[KR_PATH_MAX];
    size_t size = strlen(module);
    if (!kr_is_str(folder) || size + sizeof "/__main__.py" > sizeof name) return false;
    for (size_t i = 0; i < size; i++) name[i] = module[i] == '.' ? '/' : module[i];
    char base[KR_PATH_MAX];
    kr_path_resolve(vm, folder, base);
    memcpy(name + size, "/__main__.py", sizeof "/__main__.py");
    place->package = true;
    if (kr_path_join(place->path, base, name, strlen(name)) >= 0 && kr_path_is_file(vm, place->path))
        return true;
    memcpy(name + size, ".py", sizeof ".py");
    place->package = false;
    return kr_path_join(place->path, base, name, size + 3) >= 0 && kr_path_is_file(vm, place->path);
}

static bool find_module(kr_vm *vm, const char *module, module_place *place) {
    const kr_list *path = kr_to_list(vm->path);
    for (size_t i = 0; i < path->size; i++)
        if (find_below(vm, path->items[i], module, place)) return true;
    return false;
}

/* A module in ROM, or the __main__ of a package there. */
static const kr_frozen *find_frozen(kr_vm *vm, kr_value name, bool *package) {
    const kr_frozen *found = kr_frozen_find(kr_intern_str(vm, kr_str_format(vm, "%S.__main__", name)));
    *package = found != NULL;
    return found != NULL ? found : kr_frozen_find(name);
}

/* Files come first, as they do for `import`. */
static void run_module(kr_vm *vm, void *data) {
    const char *module = data;
    module_place place;
    const char *dot = strrchr(module, '.');
    kr_value name = kr_intern_str(vm, host_text(vm, module));
    kr_value parent = dot != NULL ? kr_intern(vm, module, (size_t)(dot - module)) : KR_EMPTY_STR;
    bool in_file = find_module(vm, module, &place);
    const kr_frozen *frozen = in_file ? NULL : find_frozen(vm, name, &place.package);
    if (!in_file && frozen == NULL) kr_raise(vm, &kr_ModuleNotFoundError_type, "No module named %s", module);
    kr_value package = place.package ? name : parent;
    if (package != KR_EMPTY_STR) kr_import(vm, package, KR_NONE, 0, vm->main_globals);
    kr_dict_set_name(vm, vm->main_globals, N___package__, package);
    kr_value file = in_file ? host_text(vm, place.path) : kr_str_format(vm, "<frozen %s>", frozen->name);
    kr_list *argv = kr_to_list(vm->argv);
    if (argv->size > 0) argv->items[0] = file;
    if (in_file)
        run_path(vm, place.path, file);
    else
        kr_run_code(vm, kr_frozen_code(vm, frozen, vm->main_globals), vm->main_globals, KR_UNBOUND);
}

kr_status kr_run_module(kr_vm *vm, const char *module) {
    return run(vm, run_module, (void *)(uintptr_t)module);
}

/* ---- sys.argv and sys.path ---- */

typedef struct arguments {
    int count;
    const char *const *texts;
} arguments;

static void set_argv(kr_vm *vm, void *data) {
    const arguments *given = data;
    kr_list *list = kr_to_list(kr_list_new(vm, 0, NULL));
    for (int i = 0; i < given->count; i++) kr_list_append(vm, list, host_text(vm, given->texts[i]));
    vm->argv = KR_OBJECT(list);
}

kr_status kr_set_argv(kr_vm *vm, int argc, const char *const *argv) {
    arguments given = {argc, argv};
    return run(vm, set_argv, &given);
}

typedef struct path_change {
    int index;
    const char *directory;
} path_change;

static bool is_directory(kr_value item, const char *directory) {
    return kr_is_str(item) && kr_str_is(item, directory);
}

static void add_path(kr_vm *vm, void *data) {
    const path_change *change = data;
    kr_list *path = kr_to_list(vm->path);
    for (size_t i = 0; i < path->size; i++)
        if (is_directory(path->items[i], change->directory)) return;
    kr_word index = change->index < 0 ? (kr_word)path->size : change->index;
    kr_list_insert(vm, path, index, host_text(vm, change->directory));
}

kr_status kr_add_path(kr_vm *vm, int index, const char *directory) {
    path_change change = {index, directory};
    return run(vm, add_path, &change);
}

static void remove_path(kr_vm *vm, void *data) {
    kr_list *path = kr_to_list(vm->path);
    for (size_t i = path->size; i-- > 0;)
        if (is_directory(path->items[i], data)) kr_list_pop(vm, path, (kr_word)i);
}

void kr_remove_path(kr_vm *vm, const char *directory) {
    run(vm, remove_path, (void *)(uintptr_t)directory);
}

/* ---- Requests and figures ---- */

void kr_interrupt(kr_vm *vm) {
    kr_pend(vm, KR_PENDING_INTERRUPT);
}

bool kr_interrupt_pending(const kr_vm *vm) {
    return (vm->pending & (KR_PENDING_INTERRUPT | KR_PENDING_STOP)) != 0;
}

void kr_clear_interrupt(kr_vm *vm) {
    kr_unpend(vm, KR_PENDING_INTERRUPT | KR_PENDING_STOP);
}

void kr_request_stop(kr_vm *vm) {
    kr_pend(vm, KR_PENDING_STOP);
}

void kr_memory(const kr_vm *vm, kr_memory_info *info) {
    info->heap_size = kr_heap_size(vm);
    info->heap_used = kr_heap_used(vm);
    info->heap_free = info->heap_size - info->heap_used;
    info->largest_free = kr_heap_largest(vm);
    info->collections = kr_heap_collections(vm);
    info->until_failure = kr_heap_until_failure(vm);
}

static void collect(kr_vm *vm, void *unused) {
    (void)unused;
    kr_heap_collect(vm);
    kr_heap_finalize_pending(vm);
}

void kr_collect(kr_vm *vm) {
    run(vm, collect, NULL);
}

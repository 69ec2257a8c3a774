/* What can follow "import" and "from" at a prompt: modules in ROM, those that are imported already, and files
 * and folders along sys.path; behind "from x import" the names of x, if it has been imported. */
#include "core/complete.h"
#include "core/context.h"
#include "core/names.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/path.h"
#include "run/class.h"
#include "run/module.h"
#include "types/text.h"
#include "types/unicode.h"

#define FOUND_SIZE 2048 /* names of one folder */

/* A dotted beginning of a module's name, and the names found for the component behind it. */
typedef struct lookup {
    const char *dotted; /* "os.pa" */
    size_t stem;        /* bytes up to and with the last dot: "os." */
    size_t size;
    kr_list *names;
} lookup;

static void add(kr_vm *vm, const lookup *l, const char *name, size_t size) {
    kr_list_append(vm, l->names, kr_str_new(vm, name, size));
}

/* A whole module name that begins as the text does offers its next component. */
static void add_module(kr_vm *vm, void *data, const char *name) {
    const lookup *l = data;
    if (strncmp(name, l->dotted, l->size) == 0) add(vm, l, name + l->stem, strcspn(name + l->stem, "."));
}

static void add_imported(kr_vm *vm, lookup *l) {
    kr_value key, value;
    for (size_t position = 0; kr_dict_each(vm->modules, &position, &key, &value);)
        if (kr_is_str(key) && !kr_str_is(key, "__main__")) add_module(vm, l, kr_to_str(key)->data);
}

/* The module that a file or folder of that name is, as its length; 0 when it is none. */
static size_t module_in(const kr_file_entry *entry) {
    size_t size = strlen(entry->name);
    if (kr_ascii_digit(entry->name[0])) return 0;
    if (entry->stat.kind != KR_FILE_DIRECTORY)
        size = size > 3 && strcmp(entry->name + size - 3, ".py") == 0 ? size - 3 : 0;
    for (size_t i = 0; i < size; i++)
        if (!kr_ascii_alnum(entry->name[i]) && entry->name[i] != '_') return 0;
    return size;
}

/* The names are made when the folder has been closed again: that may fail, and the handle would be lost. */
static void add_folder(kr_vm *vm, const lookup *l, const char *path) {
    const kr_files *files = vm->host->files;
    void *context = vm->host->files_context;
    char found[FOUND_SIZE];
    size_t used = 0;
    kr_file_entry entry;
    int handle = files->list_open(context, path);
    if (handle < 0) return;
    while (files->list_next(context, handle, &entry) == 1) {
        size_t size = module_in(&entry);
        if (size < l->size - l->stem || used + size + 1 > sizeof found) continue;
        if (size == 0 || memcmp(entry.name, l->dotted + l->stem, l->size - l->stem) != 0) continue;
        memcpy(found + used, entry.name, size);
        found[used + size] = '\0';
        used += size + 1;
    }
    files->list_close(context, handle);
    for (size_t at = 0; at < used; at += strlen(found + at) + 1) add(vm, l, found + at, strlen(found + at));
}

static void add_files(kr_vm *vm, const lookup *l) {
    char path[KR_PATH_MAX], inner[KR_PATH_MAX];
    const kr_list *folders = kr_is_list(vm->path) ? kr_to_list(vm->path) : NULL;
    if (vm->host->files == NULL || l->stem >= sizeof inner) return;
    for (size_t i = 0; i < l->stem; i++) inner[i] = l->dotted[i] == '.' ? '/' : l->dotted[i];
    for (size_t i = 0; folders != NULL && i < folders->size; i++) {
        if (!kr_is_str(folders->items[i]) || kr_str_is(folders->items[i], ".frozen")) continue;
        kr_path_resolve(vm, folders->items[i], path);
        char whole[KR_PATH_MAX];
        if (kr_path_join(whole, path, inner, l->stem) >= 0) add_folder(vm, l, whole);
    }
}

static void add_modules(kr_vm *vm, lookup *l) {
    kr_module_each(vm, add_module, l);
    add_imported(vm, l);
    add_files(vm, l);
}

/* The attributes of a module that has been imported, and its submodules. */
static void add_contents(kr_vm *vm, lookup *l, const char *module, size_t size) {
    kr_value name = kr_str_new(vm, module, size), found = kr_dict_get(vm, vm->modules, name);
    if (found != KR_UNBOUND) kr_list_extend(vm, l->names, kr_dir_plain(vm, found));
    kr_value inner = kr_str_format(vm, "%S.", name);
    lookup below = {kr_to_str(inner)->data, size + 1, size + 1, l->names};
    kr_module_each(vm, add_module, &below);
    add_files(vm, &below);
}

static const char *skip_blanks(const char *at, const char *end) {
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    return at;
}

/* The end of the word at `at`; dots belong to it. */
static const char *word_end(const char *at, const char *end) {
    while (at < end && *at != ' ' && *at != '\t' && *at != ',') at++;
    return at;
}

static bool is_word(const char *at, const char *end, const char *word) {
    return (size_t)(end - at) == strlen(word) && memcmp(at, word, strlen(word)) == 0;
}

kr_list *kr_import_candidates(kr_vm *vm, const char *line, const char *last, const char *end) {
    const char *word = skip_blanks(line, end), *behind = word_end(word, end);
    bool import = is_word(word, behind, "import"), from = is_word(word, behind, "from");
    if (behind == end || (!import && !from)) return NULL;
    const char *module = skip_blanks(behind, end), *module_end = word_end(module, end);
    const char *dotted = last;
    while (dotted > line && dotted[-1] != ' ' && dotted[-1] != '\t' && dotted[-1] != ',') dotted--;
    lookup l = {kr_to_str(kr_str_new(vm, dotted, (size_t)(end - dotted)))->data, (size_t)(last - dotted),
                (size_t)(end - dotted), kr_to_list(kr_list_new(vm, 0, NULL))};
    if (import || module_end == end) {
        add_modules(vm, &l);
        return l.names;
    }
    const char *second = skip_blanks(module_end, end), *second_end = word_end(second, end);
    if (second_end == end)
        add(vm, &l, "import", 6);
    else if (is_word(second, second_end, "import"))
        add_contents(vm, &l, module, (size_t)(module_end - module));
    return l.names;
}

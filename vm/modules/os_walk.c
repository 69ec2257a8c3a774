/* os.scandir and os.walk. A directory is read as a whole before the first entry is given, so that a program
 * that stops in the middle, or deletes what it finds, disturbs nothing. */
#include "core/heap.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/file.h"
#include "modules/os.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

/* --- entries */

typedef struct entry {
    kr_object head;
    kr_value name, path;
    kr_file_stat stat;
} entry;

static entry *to_entry(kr_value v) {
    return kr_to_pointer(v);
}

static void entry_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((entry *)object)->name);
    kr_mark(vm, ((entry *)object)->path);
}

static void entry_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    kr_write_format(out, "<DirEntry %R>", to_entry(v)->name);
}

static kr_value entry_name(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_entry(self)->name;
}
KR_GETSET(name, entry_name, NULL);

static kr_value entry_path(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_entry(self)->path;
}
KR_GETSET(path, entry_path, NULL);

static kr_value entry_is_dir(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return kr_bool(to_entry(argv[0])->stat.kind == KR_FILE_DIRECTORY);
}
KR_METHOD(is_dir, entry_is_dir, 1, 2, "self,*,follow_symlinks", "is_dir()\nTrue for a directory.");

static kr_value entry_is_file(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return kr_bool(to_entry(argv[0])->stat.kind == KR_FILE_REGULAR);
}
KR_METHOD(is_file, entry_is_file, 1, 2, "self,*,follow_symlinks", "is_file()\nTrue for a file.");

static kr_value entry_is_symlink(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_FALSE;
}
KR_METHOD(is_symlink, entry_is_symlink, 1, 1, NULL, "is_symlink()\nFalse: programs see no links.");

static kr_value entry_stat(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_os_stat_result(vm, &to_entry(argv[0])->stat);
}
KR_METHOD(stat, entry_stat, 1, 2, "self,*,follow_symlinks", "stat()\nWhat os.stat() gives for it.");

static kr_value entry_fspath(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return entry_path(vm, argv[0]);
}
KR_METHOD(__fspath__, entry_fspath, 1, 1, NULL, NULL);

static const kr_member entry_members[] = {
    {N___module__, N_posix},           KR_GETSET_ENTRY(name, entry_name),
    KR_GETSET_ENTRY(path, entry_path), KR_ENTRY(is_dir, entry_is_dir),
    KR_ENTRY(is_file, entry_is_file),  KR_ENTRY(is_symlink, entry_is_symlink),
    KR_ENTRY(stat, entry_stat),        KR_ENTRY(__fspath__, entry_fspath),
};
static const kr_ops entry_ops = {.trace = entry_trace, .print = entry_print};
const kr_type kr_os_entry_type = {.head = {&kr_type_type},
                                  .name = N_DirEntry,
                                  .base = &kr_object_type,
                                  .solid = &kr_os_entry_type,
                                  .ops = &entry_ops,
                                  .flags = KR_TYPE_FINAL,
                                  .size = sizeof(entry),
                                  .member_count = sizeof entry_members / sizeof *entry_members,
                                  .members = entry_members};

typedef struct gathering {
    kr_list *entries;
    kr_value directory;
} gathering;

static void add_entry(kr_vm *vm, void *data, const kr_file_entry *found) {
    const gathering *g = data;
    kr_value name = kr_str_text(vm, found->name), path = kr_os_join(vm, g->directory, name);
    entry *e = kr_new(vm, &kr_os_entry_type, sizeof *e);
    e->name = name;
    e->path = path;
    e->stat = found->stat;
    kr_list_append(vm, g->entries, KR_OBJECT(e));
}

static kr_list *entries_of(kr_vm *vm, kr_value directory) {
    kr_value list = kr_list_new(vm, 0, NULL);
    gathering g = {kr_to_list(list), directory};
    kr_os_list(vm, directory, add_entry, &g);
    return g.entries;
}

/* --- scandir: an iterator that can stand in a with statement */

typedef struct scan {
    kr_object head;
    kr_value entries; /* list */
    size_t index;
} scan;

static void scan_trace(kr_vm *vm, kr_object *object) {
    kr_mark(vm, ((scan *)object)->entries);
}

static kr_value scan_next(kr_vm *vm, kr_value v) {
    scan *s = kr_to_pointer(v);
    const kr_list *entries = kr_to_list(s->entries);
    (void)vm;
    return s->index < entries->size ? entries->items[s->index++] : KR_UNBOUND;
}

static kr_value scan_enter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__enter__, scan_enter, 1, 1, NULL, NULL);

static kr_value scan_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    scan *s = kr_to_pointer(argv[0]);
    (void)vm, (void)argc;
    s->index = SIZE_MAX;
    return KR_NONE;
}
KR_METHOD(close, scan_close, 1, 4, NULL, "close()\nEnd the iteration.");

static const kr_member scan_members[] = {
    KR_ENTRY(__enter__, scan_enter),
    KR_ENTRY(__exit__, scan_close),
    KR_ENTRY(close, scan_close),
};
static const kr_ops scan_ops = {.trace = scan_trace, .iter = kr_iterator_self, .next = scan_next};
static const kr_type scan_type = {.head = {&kr_type_type},
                                  .name = N_ScandirIterator,
                                  .base = &kr_object_type,
                                  .solid = &scan_type,
                                  .ops = &scan_ops,
                                  .flags = KR_TYPE_FINAL,
                                  .size = sizeof(scan),
                                  .member_count = sizeof scan_members / sizeof *scan_members,
                                  .members = scan_members};

static kr_value os_scandir(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value path = argc == 0 || argv[0] == KR_NONE ? KR_CHAR_STR('.') : kr_fspath(vm, argv[0]);
    kr_value entries = KR_OBJECT(entries_of(vm, path));
    scan *s = kr_new(vm, &scan_type, sizeof *s);
    s->entries = entries;
    return KR_OBJECT(s);
}
const kr_builtin kr_os_scandir_function = KR_BUILTIN_OBJECT(
    N_scandir, .fn = os_scandir, 0, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
    "scandir(path='.')\nAn iterator of DirEntry objects: name, path, is_dir(), is_file(), stat().");

/* --- walk: a stack of paths still to be read and, bottom up, of results still to be given */

typedef struct walk {
    kr_object head;
    kr_value stack; /* list of str and tuple */
    kr_value
        current; /* top down: the last result, whose list of directories the program may have changed; or 0 */
    kr_value onerror;
    bool top_down;
} walk;

static void walk_trace(kr_vm *vm, kr_object *object) {
    const walk *w = (const walk *)object;
    kr_mark(vm, w->stack);
    kr_mark(vm, w->onerror);
    if (w->current != 0) kr_mark(vm, w->current);
}

/* Puts the directories of a result on the stack, the first on top. */
static void push_directories(kr_vm *vm, walk *w, kr_value result) {
    const kr_tuple *t = kr_to_tuple(result);
    const kr_list *names = kr_list_of(vm, t->items[1]);
    for (size_t i = names->size; i > 0; i--)
        kr_list_append(vm, kr_to_list(w->stack), kr_os_join(vm, t->items[0], names->items[i - 1]));
}

typedef struct reading {
    kr_value path, result;
} reading;

static void read_directory(kr_vm *vm, void *data) {
    reading *r = data;
    kr_value directories = kr_list_new(vm, 0, NULL), files = kr_list_new(vm, 0, NULL);
    const kr_list *entries = entries_of(vm, r->path);
    for (size_t i = 0; i < entries->size; i++) {
        const entry *e = to_entry(entries->items[i]);
        kr_list_append(vm, kr_to_list(e->stat.kind == KR_FILE_DIRECTORY ? directories : files), e->name);
    }
    kr_value values[3] = {r->path, directories, files};
    r->result = kr_tuple_new(vm, 3, values);
}

/* The result for a directory, or KR_UNBOUND when it cannot be read: that is passed over, as in CPython. */
static kr_value result_of(kr_vm *vm, const walk *w, kr_value path) {
    reading r = {path, KR_UNBOUND};
    kr_value raised = kr_try(vm, read_directory, &r);
    if (raised == KR_UNBOUND) return r.result;
    if (!kr_exception_is(raised, &kr_OSError_type)) kr_reraise(vm, raised);
    if (w->onerror != KR_NONE) kr_call(vm, w->onerror, 1, &raised);
    return KR_UNBOUND;
}

static kr_value walk_next(kr_vm *vm, kr_value v) {
    walk *w = kr_to_pointer(v);
    if (w->current != 0) push_directories(vm, w, w->current);
    w->current = 0;
    while (kr_to_list(w->stack)->size > 0) {
        kr_value top = kr_list_pop(vm, kr_to_list(w->stack), -1);
        if (kr_is_tuple(top)) return top;
        kr_value result = result_of(vm, w, top);
        if (result == KR_UNBOUND) continue;
        if (w->top_down) {
            w->current = result;
            return result;
        }
        kr_list_append(vm, kr_to_list(w->stack), result);
        push_directories(vm, w, result);
    }
    return KR_UNBOUND;
}

static const kr_ops walk_ops = {.trace = walk_trace, .iter = kr_iterator_self, .next = walk_next};
static const kr_type walk_type = {.head = {&kr_type_type},
                                  .name = N_walk,
                                  .base = &kr_object_type,
                                  .solid = &walk_type,
                                  .ops = &walk_ops,
                                  .flags = KR_TYPE_FINAL,
                                  .size = sizeof(walk)};

static kr_value os_walk(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value top = kr_fspath(vm, argv[0]);
    kr_value stack = kr_list_new(vm, 1, &top);
    bool top_down = argv[1] == KR_UNBOUND || kr_truth(vm, argv[1]);
    walk *w = kr_new(vm, &walk_type, sizeof *w);
    w->stack = stack;
    w->onerror = argv[2] == KR_UNBOUND ? KR_NONE : argv[2];
    w->top_down = top_down;
    return KR_OBJECT(w);
}
const kr_builtin kr_os_walk_function = KR_BUILTIN_OBJECT(
    N_walk, .fn = os_walk, 1, 4, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, "top,topdown,onerror,followlinks",
    "walk(top, topdown=True, onerror=None)\nAn iterator of (path, directories, files) over a whole tree.");

/* os.path: the text of paths, and questions to the file system. */
#include "core/heap.h"
#include "core/mount.h"
#include "core/operate.h"
#include "core/path.h"
#include "core/writer.h"
#include "modules/file.h"
#include "modules/os.h"
#include "types/container.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

typedef struct span {
    const char *data;
    size_t size;
} span;

static span span_of(kr_value str) {
    return (span){kr_to_str(str)->data, kr_to_str(str)->size};
}
static kr_value str_of(kr_vm *vm, const char *data, size_t size) {
    return kr_str_new(vm, data, size);
}

/* Bytes up to and with the last slash. */
static size_t head_size(span s) {
    while (s.size > 0 && s.data[s.size - 1] != '/') s.size--;
    return s.size;
}

/* Without trailing slashes, unless there is nothing else. */
static size_t without_slashes(span s) {
    size_t size = s.size;
    while (size > 0 && s.data[size - 1] == '/') size--;
    return size > 0 ? size : s.size;
}

static kr_value directory(kr_vm *vm, span s) {
    return str_of(vm, s.data, without_slashes((span){s.data, head_size(s)}));
}
static kr_value base(kr_vm *vm, span s) {
    return str_of(vm, s.data + head_size(s), s.size - head_size(s));
}

static kr_value pair(kr_vm *vm, kr_value a, kr_value b) {
    kr_value values[2] = {a, b};
    return kr_tuple_new(vm, 2, values);
}

static kr_value path_basename(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return base(vm, span_of(kr_fspath(vm, argv[0])));
}
KR_FUNCTION(basename, path_basename, 1, 1, NULL, "basename(path)\nThe last component.");

static kr_value path_dirname(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return directory(vm, span_of(kr_fspath(vm, argv[0])));
}
KR_FUNCTION(dirname, path_dirname, 1, 1, NULL, "dirname(path)\nAll but the last component.");

static kr_value path_split(kr_vm *vm, size_t argc, const kr_value *argv) {
    span s = span_of(kr_fspath(vm, argv[0]));
    (void)argc;
    return pair(vm, directory(vm, s), base(vm, s));
}
KR_FUNCTION(split, path_split, 1, 1, NULL, "split(path)\n(dirname, basename)");

static kr_value path_splitext(kr_vm *vm, size_t argc, const kr_value *argv) {
    span s = span_of(kr_fspath(vm, argv[0]));
    size_t start = head_size(s), dot = s.size;
    (void)argc;
    while (start < s.size && s.data[start] == '.') start++; /* leading dots begin a name */
    while (dot > start && s.data[dot - 1] != '.') dot--;
    dot = dot > start ? dot - 1 : s.size;
    return pair(vm, str_of(vm, s.data, dot), str_of(vm, s.data + dot, s.size - dot));
}
KR_FUNCTION(splitext, path_splitext, 1, 1, NULL, "splitext(path)\n(root, extension with its dot)");

static kr_value path_splitdrive(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return pair(vm, KR_EMPTY_STR, kr_fspath(vm, argv[0]));
}
KR_FUNCTION(splitdrive, path_splitdrive, 1, 1, NULL, "splitdrive(path)\n('', path)");

static void join_one(kr_writer *out, kr_value path) {
    span s = span_of(path);
    if (s.size > 0 && s.data[0] == '/')
        out->size = 0;
    else if (out->size > 0 && out->data[out->size - 1] != '/')
        kr_write(out, "/", 1);
    kr_write(out, s.data, s.size);
}

static kr_value path_join(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_value first = kr_fspath(vm, argv[0]);
    kr_write(&out, kr_to_str(first)->data, kr_to_str(first)->size);
    for (size_t i = 1; i < argc; i++) {
        bool known =
            kr_is_str(argv[i]) || kr_is_bytes(argv[i]) || kr_special(vm, argv[i], N___fspath__) != KR_UNBOUND;
        if (!known)
            kr_raise_type(vm, "join() argument must be str, bytes, or os.PathLike object, not '%T'", argv[i]);
        join_one(&out, kr_fspath(vm, argv[i]));
    }
    return kr_writer_str(&out);
}
KR_FUNCTION(join, path_join, 1, KR_ANY, NULL,
            "join(path, *paths)\nComponents with slashes between them; an absolute one begins anew.");

kr_value kr_os_join(kr_vm *vm, kr_value a, kr_value b) {
    kr_value paths[2] = {a, b};
    return path_join(vm, 2, paths);
}

/* --- normal forms */

/* Takes the last component away again; false when there is none that could be. */
static bool drop_component(kr_writer *out, size_t root) {
    size_t size = out->size;
    while (size > root && out->data[size - 1] != '/') size--;
    span last = {out->data + size, out->size - size};
    if (last.size == 0 || (last.size == 2 && last.data[0] == '.' && last.data[1] == '.')) return false;
    out->size = size > root ? size - 1 : root;
    return true;
}

static void add_component(kr_writer *out, size_t root, span s) {
    bool up = s.size == 2 && s.data[0] == '.' && s.data[1] == '.';
    if (s.size == 0 || (s.size == 1 && s.data[0] == '.')) return;
    if (up && (drop_component(out, root) || (root > 0 && out->size == root))) return;
    if (out->size > root) kr_write(out, "/", 1);
    kr_write(out, s.data, s.size);
}

static kr_value normal(kr_vm *vm, kr_value path) {
    span s = span_of(path);
    kr_writer out;
    size_t slashes = 0;
    kr_writer_init(vm, &out);
    while (slashes < s.size && s.data[slashes] == '/') slashes++;
    size_t root = slashes == 2 ? 2 : slashes > 0; /* POSIX leaves two slashes to the system */
    kr_write(&out, "//", root);
    for (const char *p = s.data, *end = p + s.size; p < end;) {
        const char *slash = memchr(p, '/', (size_t)(end - p));
        const char *stop = slash != NULL ? slash : end;
        add_component(&out, root, (span){p, (size_t)(stop - p)});
        p = stop + 1;
    }
    if (out.size == 0) kr_write(&out, ".", 1);
    return kr_writer_str(&out);
}

static kr_value path_normpath(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return normal(vm, kr_fspath(vm, argv[0]));
}
KR_FUNCTION(normpath, path_normpath, 1, 1, NULL, "normpath(path)\nWithout '.', '..' and double slashes.");

static kr_value absolute(kr_vm *vm, kr_value path) {
    return normal(vm, kr_os_join(vm, vm->cwd, path));
}

static kr_value path_abspath(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return absolute(vm, kr_fspath(vm, argv[0]));
}
KR_FUNCTION(abspath, path_abspath, 1, 1, NULL, "abspath(path)\nThe path from the root.");

static kr_value path_isabs(kr_vm *vm, size_t argc, const kr_value *argv) {
    span s = span_of(kr_fspath(vm, argv[0]));
    (void)argc;
    return kr_bool(s.size > 0 && s.data[0] == '/');
}
KR_FUNCTION(isabs, path_isabs, 1, 1, NULL, "isabs(path)\nTrue when it begins at the root.");

static kr_value path_same(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_fspath(vm, argv[0]);
}
static const kr_builtin native_expanduser =
    KR_BUILTIN_OBJECT(N_expanduser, .fn = path_same, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "expanduser(path)\nThe path: the device has no users.");
static const kr_builtin native_normcase = KR_BUILTIN_OBJECT(
    N_normcase, .fn = path_same, 1, 1, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL, "normcase(path)\nThe path.");

/* Bytes that two absolute paths have in common, ending between components. */
static size_t common_size(span a, span b) {
    size_t at = 0, common = 0;
    while (at < a.size && at < b.size && a.data[at] == b.data[at]) {
        if (a.data[at++] == '/') common = at;
    }
    bool whole_a = at == a.size && (at == b.size || b.data[at] == '/');
    bool whole_b = at == b.size && (at == a.size || a.data[at] == '/');
    return whole_a || whole_b ? at : common;
}

static kr_value path_relpath(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value path = kr_fspath(vm, argv[0]),
             start = argv[1] == KR_UNBOUND ? KR_CHAR_STR('.') : kr_fspath(vm, argv[1]);
    kr_writer out;
    (void)argc;
    if (kr_to_str(path)->size == 0) kr_raise_value_error(vm, "no path specified");
    span to = span_of(absolute(vm, path)), from = span_of(absolute(vm, start));
    size_t common = common_size(to, from);
    kr_writer_init(vm, &out);
    for (size_t at = common; at < from.size; at++) {
        bool begins = from.data[at] != '/' && (at == 0 || from.data[at - 1] == '/');
        if (begins) kr_write_text(&out, out.size > 0 ? "/.." : "..");
    }
    while (common < to.size && to.data[common] == '/') common++;
    if (common < to.size && out.size > 0) kr_write(&out, "/", 1);
    kr_write(&out, to.data + common, to.size - common);
    return out.size > 0 ? kr_writer_str(&out) : KR_CHAR_STR('.');
}
KR_FUNCTION(relpath, path_relpath, 1, 2, "path,start",
            "relpath(path, start='.')\nThe path as seen from a directory.");

static kr_value path_commonprefix(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *paths = kr_list_of(vm, argv[0]);
    (void)argc;
    if (paths->size == 0) return KR_EMPTY_STR;
    span first = span_of(kr_fspath(vm, paths->items[0]));
    for (size_t i = 1; i < paths->size; i++) {
        span other = span_of(kr_fspath(vm, paths->items[i]));
        size_t at = 0;
        while (at < first.size && at < other.size && first.data[at] == other.data[at]) at++;
        first.size = at;
    }
    while (first.size > 0 && (first.data[first.size] & 0xc0) == 0x80) first.size--; /* whole characters */
    return str_of(vm, first.data, first.size);
}
KR_FUNCTION(commonprefix, path_commonprefix, 1, 1, NULL,
            "commonprefix(paths)\nThe longest text that all begin with.");

static kr_value path_commonpath(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_list *paths = kr_list_of(vm, argv[0]);
    (void)argc;
    if (paths->size == 0) kr_raise_value_error(vm, "commonpath() arg is an empty sequence");
    span first = span_of(normal(vm, kr_fspath(vm, paths->items[0])));
    for (size_t i = 1; i < paths->size; i++) {
        span other = span_of(normal(vm, kr_fspath(vm, paths->items[i])));
        if ((first.data[0] == '/') != (other.data[0] == '/'))
            kr_raise_value_error(vm, "Can't mix absolute and relative paths");
        first.size = common_size(first, other);
    }
    return str_of(vm, first.data, first.size == 0 ? 0 : without_slashes(first));
}
KR_FUNCTION(commonpath, path_commonpath, 1, 1, NULL,
            "commonpath(paths)\nThe longest path that all are below.");

/* --- questions to the file system */

static bool find(kr_vm *vm, kr_value path, kr_file_stat *stat) {
    char full[KR_PATH_MAX];
    if (!kr_is_str(path) && !kr_is_bytes(path) && kr_special(vm, path, N___fspath__) == KR_UNBOUND)
        return false;
    if (kr_mount_table(vm) != 0) {
        kr_value text = kr_fspath(vm, path);
        if (kr_mount_find(vm, text).kind != KR_MOUNT_HOST) {
            stat->kind = kr_mount_stat(vm, text);
            return stat->kind != 0;
        }
    }
    kr_os_path(vm, path, full);
    return vm->host->files != NULL && vm->host->files->stat(vm->host->files_context, full, stat) >= 0;
}

static kr_value path_exists(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file_stat stat;
    (void)argc;
    return kr_bool(find(vm, argv[0], &stat));
}
KR_FUNCTION(exists, path_exists, 1, 1, NULL, "exists(path)\nTrue when there is such a file or directory.");

static kr_value path_isdir(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file_stat stat;
    (void)argc;
    return kr_bool(find(vm, argv[0], &stat) && stat.kind == KR_FILE_DIRECTORY);
}
KR_FUNCTION(isdir, path_isdir, 1, 1, NULL, "isdir(path)\nTrue when it is a directory.");

static kr_value path_isfile(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_file_stat stat;
    (void)argc;
    return kr_bool(find(vm, argv[0], &stat) && stat.kind == KR_FILE_REGULAR);
}
KR_FUNCTION(isfile, path_isfile, 1, 1, NULL, "isfile(path)\nTrue when it is a file.");

static kr_value path_islink(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc, (void)argv;
    return KR_FALSE;
}
KR_FUNCTION(islink, path_islink, 1, 1, NULL, "islink(path)\nFalse: programs see no links.");

static kr_value path_getsize(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_int_from_unsigned(vm, kr_os_stat(vm, argv[0]).size);
}
KR_FUNCTION(getsize, path_getsize, 1, 1, NULL, "getsize(path)\nBytes in a file.");

static kr_value path_getmtime(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return kr_float_new(vm, (kr_real)((double)kr_os_stat(vm, argv[0]).mtime_ns / 1e9));
}
KR_FUNCTION(getmtime, path_getmtime, 1, 1, NULL,
            "getmtime(path)\nWhen a file was last changed, in seconds since 1970.");

static kr_value path_samefile(kr_vm *vm, size_t argc, const kr_value *argv) {
    char a[KR_PATH_MAX], b[KR_PATH_MAX];
    (void)argc;
    kr_os_stat(vm, argv[0]);
    kr_os_stat(vm, argv[1]);
    kr_os_path(vm, argv[0], a);
    kr_os_path(vm, argv[1], b);
    return kr_bool(strcmp(a, b) == 0);
}
KR_FUNCTION(samefile, path_samefile, 2, 2, NULL, "samefile(a, b)\nTrue when both paths name the same file.");

static const kr_member members[] = {
    KR_ENTRY(join, path_join),
    KR_ENTRY(split, path_split),
    KR_ENTRY(splitext, path_splitext),
    KR_ENTRY(splitdrive, path_splitdrive),
    KR_ENTRY(basename, path_basename),
    KR_ENTRY(dirname, path_dirname),
    KR_ENTRY(normpath, path_normpath),
    KR_ENTRY(abspath, path_abspath),
    {N_realpath, KR_OBJECT(&native_path_abspath)},
    KR_ENTRY(relpath, path_relpath),
    KR_ENTRY(isabs, path_isabs),
    KR_ENTRY(expanduser, expanduser),
    KR_ENTRY(normcase, normcase),
    KR_ENTRY(commonprefix, path_commonprefix),
    KR_ENTRY(commonpath, path_commonpath),
    KR_ENTRY(exists, path_exists),
    {N_lexists, KR_OBJECT(&native_path_exists)},
    KR_ENTRY(isdir, path_isdir),
    KR_ENTRY(isfile, path_isfile),
    KR_ENTRY(islink, path_islink),
    KR_ENTRY(getsize, path_getsize),
    KR_ENTRY(getmtime, path_getmtime),
    {N_getctime, KR_OBJECT(&native_path_getmtime)},
    KR_ENTRY(samefile, path_samefile),
    {N_sep, KR_CHAR_STR('/')},
    {N_curdir, KR_CHAR_STR('.')},
    {N_extsep, KR_CHAR_STR('.')},
    {N_pathsep, KR_CHAR_STR(':')},
};

const kr_module_def kr_module_os_path = {N_posixpath, members, sizeof members / sizeof *members, NULL,
                                         "The text of paths, and questions to the file system."};

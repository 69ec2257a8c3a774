/* re: the module. Its functions compile the pattern, or remember it, and call the Pattern's method. */
#include "modules/re.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/byte_string.h"
#include "types/text.h"

static uint32_t flags_arg(kr_vm *vm, kr_value v) {
    return v == KR_UNBOUND ? 0 : (uint32_t)kr_index_word(vm, v);
}

static kr_value compiled(kr_vm *vm, kr_value pattern, kr_value flags) {
    return KR_OBJECT(kr_re_compile(vm, pattern, flags_arg(vm, flags)));
}

static kr_value re_compile(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return compiled(vm, argv[0], argv[1]);
}
KR_FUNCTION(compile, re_compile, 1, 2, "pattern,flags", "compile(pattern, flags=0)\nA Pattern.");

/* argv: pattern, string, flags. */
#define RE_LOOK(py, text)                                                                                    \
    static kr_value re_##py(kr_vm *vm, size_t argc, const kr_value *argv) {                                  \
        (void)argc;                                                                                          \
        return kr_call_method(vm, compiled(vm, argv[0], argv[2]), N_##py, 1, argv + 1);                      \
    }                                                                                                        \
    KR_FUNCTION(py, re_##py, 2, 3, "pattern,string,flags", #py "(pattern, string, flags=0)\n" text)
RE_LOOK(match, "A Match at the beginning of the string, or None.");
RE_LOOK(fullmatch, "A Match of the whole string, or None.");
RE_LOOK(search, "The first Match in the string, or None.");
RE_LOOK(findall, "A list of all matches: their texts, or their groups.");
RE_LOOK(finditer, "An iterator of all matches.");

static kr_value re_split(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_value args[2] = {argv[1], argv[2] == KR_UNBOUND ? KR_INT(0) : argv[2]};
    (void)argc;
    return kr_call_method(vm, compiled(vm, argv[0], argv[3]), N_split, 2, args);
}
KR_FUNCTION(split, re_split, 2, 4, "pattern,string,maxsplit,flags",
            "split(pattern, string, maxsplit=0, flags=0)\nThe parts between the matches.");

static kr_value replace(kr_vm *vm, const kr_value *argv, kr_value method) {
    kr_value args[3] = {argv[1], argv[2], argv[3] == KR_UNBOUND ? KR_INT(0) : argv[3]};
    return kr_call_method(vm, compiled(vm, argv[0], argv[4]), method, 3, args);
}

static kr_value re_sub(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return replace(vm, argv, N_sub);
}
KR_FUNCTION(sub, re_sub, 3, 5, "pattern,repl,string,count,flags",
            "sub(pattern, repl, string, count=0, flags=0)\nThe string with matches replaced by a template's "
            "text, or by what a function of the Match gives.");

static kr_value re_subn(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return replace(vm, argv, N_subn);
}
KR_FUNCTION(
    subn, re_subn, 3, 5, "pattern,repl,string,count,flags",
    "subn(pattern, repl, string, count=0, flags=0)\n(what sub() gives, how many matches were replaced)");

static kr_value re_escape(kr_vm *vm, size_t argc, const kr_value *argv) {
    static const char special[] = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
    kr_writer out;
    (void)argc;
    kr_writer_init(vm, &out);
    bool text = kr_is_str(argv[0]);
    kr_span span = text ? (kr_span){(const uint8_t *)kr_to_str(argv[0])->data, kr_to_str(argv[0])->size}
                        : kr_span_arg(vm, argv[0]);
    for (size_t i = 0; i < span.size; i++) {
        bool escaped = span.data[i] != 0 && strchr(special, (char)span.data[i]) != NULL;
        if (escaped) kr_write(&out, "\\", 1);
        kr_write(&out, (const char *)span.data + i, 1);
    }
    return text ? kr_writer_str(&out) : kr_writer_bytes(&out);
}
KR_FUNCTION(escape, re_escape, 1, 1, NULL,
            "escape(pattern)\nThe text with backslashes, so that it stands for itself in a pattern.");

static kr_value re_purge(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_re_forget(vm);
    return KR_NONE;
}
KR_FUNCTION(purge, re_purge, 0, 0, NULL, "purge()\nForget what was compiled.");

static const kr_member members[] = {
    KR_ENTRY(compile, re_compile),
    KR_ENTRY(match, re_match),
    KR_ENTRY(fullmatch, re_fullmatch),
    KR_ENTRY(search, re_search),
    KR_ENTRY(findall, re_findall),
    KR_ENTRY(finditer, re_finditer),
    KR_ENTRY(split, re_split),
    KR_ENTRY(sub, re_sub),
    KR_ENTRY(subn, re_subn),
    KR_ENTRY(escape, re_escape),
    KR_ENTRY(purge, re_purge),
    {N_Pattern, KR_OBJECT(&kr_pattern_type)},
    {N_Match, KR_OBJECT(&kr_match_type)},
    {N_error, KR_OBJECT(&kr_re_error_type)},
    {N_A, KR_INT(KR_RE_ASCII)},
    {N_ASCII, KR_INT(KR_RE_ASCII)},
    {N_I, KR_INT(KR_RE_IGNORECASE)},
    {N_IGNORECASE, KR_INT(KR_RE_IGNORECASE)},
    {N_L, KR_INT(KR_RE_LOCALE)},
    {N_LOCALE, KR_INT(KR_RE_LOCALE)},
    {N_M, KR_INT(KR_RE_MULTILINE)},
    {N_MULTILINE, KR_INT(KR_RE_MULTILINE)},
    {N_S, KR_INT(KR_RE_DOTALL)},
    {N_DOTALL, KR_INT(KR_RE_DOTALL)},
    {N_U, KR_INT(KR_RE_UNICODE)},
    {N_UNICODE, KR_INT(KR_RE_UNICODE)},
    {N_X, KR_INT(KR_RE_VERBOSE)},
    {N_VERBOSE, KR_INT(KR_RE_VERBOSE)},
    {N_DEBUG, KR_INT(KR_RE_DEBUG)},
    {N_NOFLAG, KR_INT(0)},
    {N_RegexFlag, KR_OBJECT(&kr_int_type)},
};

const kr_module_def kr_module_re = {N_re, members, sizeof members / sizeof *members, NULL,
                                    "Regular expressions."};

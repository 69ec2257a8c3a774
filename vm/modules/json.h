#ifndef KR_JSON_H
#define KR_JSON_H
/* JSON among its files: json_write.c, json_read.c, and json.c with the module and the classes. */
#include "core/object.h"

/* How values become text. The defaults are those of kr_json_options_init. */
typedef struct kr_json_options {
    kr_value indent;         /* str put before each item once a level, or KR_NONE: all on one line */
    kr_value item_separator; /* str */
    kr_value key_separator;  /* str */
    kr_value fallback;       /* called with what is no JSON value, gives what is; or KR_NONE */
    bool skip_keys, ascii, allow_nan, sort_keys;
} kr_json_options;

void kr_json_options_init(kr_vm *vm, kr_json_options *options);
/* Appends the JSON text of a value. TypeError, ValueError (circular, NaN), RecursionError. */
void kr_json_write(kr_vm *vm, kr_writer *out, const kr_json_options *options, kr_value v);

/* What values are made of; each is called in place of what it is named for, or KR_NONE. */
typedef struct kr_json_hooks {
    kr_value object, pairs, real, integer, constant;
    bool lenient; /* strict=False: control characters in strings are taken */
} kr_json_hooks;

/* Reads one value of a str from a byte offset, blanks before it skipped; *end gets the offset behind it. */
kr_value kr_json_read(kr_vm *vm, const kr_json_hooks *hooks, kr_value text, size_t offset, size_t *end);
/* The offset of the next character that is no blank. */
size_t kr_json_skip(kr_value text, size_t offset);
_Noreturn void kr_json_fail(kr_vm *vm, kr_value text, const char *message, size_t offset);

extern const kr_type kr_JSONDecodeError_type;

#endif

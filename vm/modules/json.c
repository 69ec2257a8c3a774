/* json: the module's functions, JSONEncoder, JSONDecoder and JSONDecodeError. */
#include "modules/json.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/exception.h"
#include "types/number.h"
#include "types/text.h"

/* --- JSONDecodeError(msg, doc, pos) */

static size_t lines_before(const char *data, size_t size, size_t *line_start) {
    size_t lines = 0;
    *line_start = 0;
    for (size_t i = 0; i < size; i++) {
        if (data[i] != '\n') continue;
        lines++;
        *line_start = i + 1;
    }
    return lines;
}

static size_t characters(const char *data, size_t size) {
    size_t count = 0;
    for (size_t i = 0; i < size; i++) count += (data[i] & 0xc0) != 0x80;
    return count;
}

static kr_value error_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    if (argc != 3 || nkw > 0 || !kr_is_str(argv[1]))
        return kr_exception_make(vm, cls, argc, argv, nkw, names);
    const kr_str *doc = kr_to_str(argv[1]);
    kr_word position = kr_index_word(vm, argv[2]);
    size_t offset = position < 0                            ? 0
                    : (size_t)position < kr_str_length(doc) ? kr_str_offset(doc, (size_t)position)
                                                            : doc->size,
           start;
    size_t line = lines_before(doc->data, offset, &start) + 1,
           column = characters(doc->data + start, offset - start) + 1;
    kr_value text = kr_str_format(vm, "%S: line %zu column %zu (char %zd)", argv[0], line, column, position);
    kr_value exception = kr_exception_make(vm, cls, 1, &text, 0, NULL);
    kr_setattr(vm, exception, N_msg, argv[0]);
    kr_setattr(vm, exception, N_doc, argv[1]);
    kr_setattr(vm, exception, N_pos, argv[2]);
    kr_setattr(vm, exception, N_lineno, KR_INT(line));
    kr_setattr(vm, exception, N_colno, KR_INT(column));
    return exception;
}

static const kr_member error_members[] = {{N___module__, N_json__dot__decoder}};
KR_EXCEPTION_TYPE(kr_JSONDecodeError_type, N_JSONDecodeError, kr_ValueError_type, error_members, error_make);

void kr_json_fail(kr_vm *vm, kr_value text, const char *message, size_t offset) {
    kr_value args[3] = {kr_str_text(vm, message), text, KR_INT(characters(kr_to_str(text)->data, offset))};
    kr_raise_object(vm, kr_exception_new(vm, &kr_JSONDecodeError_type, 3, args));
}

/* --- writing */

/* The keyword arguments of dumps(), dump() and JSONEncoder(), in this order. */
#define WRITE_PARAMETERS                                                                                     \
    "skipkeys,ensure_ascii,check_circular,allow_nan,cls,indent,separators,default,sort_keys"
enum {
    SKIPKEYS,
    ENSURE_ASCII,
    CHECK_CIRCULAR,
    ALLOW_NAN,
    CLS,
    INDENT,
    SEPARATORS,
    DEFAULT,
    SORT_KEYS,
    WRITE_COUNT
};

static bool flag(kr_vm *vm, kr_value v, bool otherwise) {
    return v == KR_UNBOUND ? otherwise : kr_truth(vm, v);
}

static kr_value indent_of(kr_vm *vm, kr_value v) {
    if (v == KR_UNBOUND || v == KR_NONE || kr_is_str(v)) return v == KR_UNBOUND ? KR_NONE : v;
    kr_word count = kr_index_word(vm, v);
    kr_writer out;
    kr_writer_init(vm, &out);
    for (; count > 0; count--) kr_write(&out, " ", 1);
    return kr_writer_str(&out);
}

static void read_options(kr_vm *vm, kr_json_options *options, const kr_value args[WRITE_COUNT]) {
    kr_json_options_init(vm, options);
    options->skip_keys = flag(vm, args[SKIPKEYS], false);
    options->ascii = flag(vm, args[ENSURE_ASCII], true);
    options->allow_nan = flag(vm, args[ALLOW_NAN], true);
    options->sort_keys = flag(vm, args[SORT_KEYS], false);
    options->indent = indent_of(vm, args[INDENT]);
    options->fallback = args[DEFAULT] == KR_UNBOUND ? KR_NONE : args[DEFAULT];
    if (options->indent != KR_NONE) options->item_separator = KR_CHAR_STR(',');
    if (args[SEPARATORS] == KR_UNBOUND || args[SEPARATORS] == KR_NONE) return;
    const kr_tuple *pair = kr_to_tuple(kr_tuple_of(vm, args[SEPARATORS]));
    if (pair->size != 2)
        kr_raise_value_error(vm, "not enough values to unpack (expected 2, got %zu)", pair->size);
    for (size_t i = 0; i < 2; i++) kr_str_arg(vm, pair->items[i], "separator");
    options->item_separator = pair->items[0];
    options->key_separator = pair->items[1];
}

/* dumps(cls=…): an object of that class does it. */
static kr_value encode_by(kr_vm *vm, kr_value v, const kr_value args[WRITE_COUNT]) {
    static const kr_value all_names[WRITE_COUNT] = {N_skipkeys, N_ensure_ascii, N_check_circular, N_allow_nan,
                                                    0,          N_indent,       N_separators,     N_default,
                                                    N_sort_keys};
    kr_value names[WRITE_COUNT], values[WRITE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < WRITE_COUNT; i++) {
        if (i == CLS || args[i] == KR_UNBOUND) continue;
        names[count] = all_names[i];
        values[count++] = args[i];
    }
    return kr_call_method(vm, kr_call_kw(vm, args[CLS], 0, values, count, names), N_encode, 1, &v);
}

static kr_value dumps(kr_vm *vm, kr_value v, const kr_value args[WRITE_COUNT]) {
    kr_json_options options;
    kr_writer out;
    if (args[CLS] != KR_UNBOUND && args[CLS] != KR_NONE) return encode_by(vm, v, args);
    read_options(vm, &options, args);
    kr_writer_init(vm, &out);
    kr_json_write(vm, &out, &options, v);
    return kr_writer_str(&out);
}

static kr_value json_dumps(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return dumps(vm, argv[0], argv + 1);
}
KR_FUNCTION(dumps, json_dumps, 1, 1 + WRITE_COUNT, "obj,*," WRITE_PARAMETERS,
            "dumps(obj, *, skipkeys=False, ensure_ascii=True, allow_nan=True, cls=None, indent=None, "
            "separators=None, default=None, "
            "sort_keys=False)\nThe JSON text of an object.");

static kr_value json_dump(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value text = dumps(vm, argv[0], argv + 2);
    kr_call_method(vm, argv[1], N_write, 1, &text);
    return KR_NONE;
}
KR_FUNCTION(dump, json_dump, 2, 2 + WRITE_COUNT, "obj,fp,*," WRITE_PARAMETERS,
            "dump(obj, fp, **options)\nWrite the JSON text of an object to a file; see dumps().");

/* --- JSONEncoder */

typedef struct encoder {
    kr_object head;
    kr_json_options options;
} encoder;

static void encoder_trace(kr_vm *vm, kr_object *object) {
    const kr_json_options *o = &((encoder *)object)->options;
    if (o->indent == 0) return;
    const kr_value values[] = {o->indent, o->item_separator, o->key_separator, o->fallback};
    kr_mark_values(vm, values, 4);
}

static void encoder_fill(kr_vm *vm, encoder *e, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    static const kr_value known[WRITE_COUNT] = {N_skipkeys, N_ensure_ascii, N_check_circular, N_allow_nan, 0,
                                                N_indent,   N_separators,   N_default,        N_sort_keys};
    kr_value args[WRITE_COUNT];
    if (argc > 0)
        kr_raise_type(vm, "JSONEncoder.__init__() takes 1 positional argument but %zu were given", argc + 1);
    for (size_t i = 0; i < WRITE_COUNT; i++) args[i] = KR_UNBOUND;
    for (size_t i = 0; i < nkw; i++) {
        size_t at = 0;
        while (at < WRITE_COUNT && known[at] != names[i]) at++;
        if (at == WRITE_COUNT)
            kr_raise_type(vm, "JSONEncoder.__init__() got an unexpected keyword argument '%S'", names[i]);
        args[at] = argv[argc + i];
    }
    kr_json_options options;
    read_options(vm, &options, args);
    e->options = options;
}

static kr_value encoder_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    encoder *e = kr_new_instance(vm, cls, sizeof *e);
    encoder_fill(vm, e, argc, argv, nkw, names);
    return KR_OBJECT(e);
}

static kr_value encoder_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    encoder_fill(vm, kr_to_pointer(argv[0]), argc - 1, argv + 1, nkw, names);
    return KR_NONE;
}
KR_METHOD_KW(__init__, encoder_init, 1, KR_ANY,
             "__init__(*, skipkeys=False, ensure_ascii=True, indent=None, separators=None, default=None, "
             "sort_keys=False)\nOptions as for dumps().");

static kr_value encoder_default(kr_vm *vm, size_t argc, const kr_value *argv) {
    const encoder *e = kr_to_pointer(argv[0]);
    (void)argc;
    if (e->options.fallback != KR_NONE) return kr_call(vm, e->options.fallback, 1, argv + 1);
    kr_raise_type(vm, "Object of type %T is not JSON serializable", argv[1]);
}
KR_METHOD(default, encoder_default, 2, 2, NULL,
          "default(obj)\nCalled with what is no JSON value; a subclass may return what is.");

static kr_value encoder_encode(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_json_options options = ((encoder *)kr_to_pointer(argv[0]))->options;
    kr_writer out;
    (void)argc;
    options.fallback = kr_getattr(vm, argv[0], N_default);
    kr_writer_init(vm, &out);
    kr_json_write(vm, &out, &options, argv[1]);
    return kr_writer_str(&out);
}
KR_METHOD(encode, encoder_encode, 2, 2, NULL, "encode(obj)\nThe JSON text of an object.");

static kr_value encoder_iterencode(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value text = kr_call_method(vm, argv[0], N_encode, 1, argv + 1);
    return kr_iter(vm, kr_list_new(vm, 1, &text));
}
KR_METHOD(iterencode, encoder_iterencode, 2, 2, NULL, "iterencode(obj)\nThe JSON text in pieces.");

#define ENCODER_ATTRIBUTE(py, field)                                                                         \
    static kr_value encoder_##py(kr_vm *vm, kr_value self) {                                                 \
        (void)vm;                                                                                            \
        return ((encoder *)kr_to_pointer(self))->options.field;                                              \
    }                                                                                                        \
    KR_GETSET(py, encoder_##py, NULL)
ENCODER_ATTRIBUTE(indent, indent);
ENCODER_ATTRIBUTE(item_separator, item_separator);
ENCODER_ATTRIBUTE(key_separator, key_separator);

static const kr_member encoder_members[] = {
    {N___module__, N_json__dot__encoder},
    KR_ENTRY(__init__, encoder_init),
    KR_ENTRY(default, encoder_default),
    KR_ENTRY(encode, encoder_encode),
    KR_ENTRY(iterencode, encoder_iterencode),
    KR_GETSET_ENTRY(indent, encoder_indent),
    KR_GETSET_ENTRY(item_separator, encoder_item_separator),
    KR_GETSET_ENTRY(key_separator, encoder_key_separator),
};
static const kr_ops encoder_ops = {.trace = encoder_trace};
static const kr_type encoder_type = {.head = {&kr_type_type},
                                     .name = N_JSONEncoder,
                                     .base = &kr_object_type,
                                     .solid = &encoder_type,
                                     .ops = &encoder_ops,
                                     .size = sizeof(encoder),
                                     .member_count = sizeof encoder_members / sizeof *encoder_members,
                                     .members = encoder_members,
                                     .make = encoder_make};

/* --- reading */

/* The keyword arguments of loads(), load() and JSONDecoder(), in this order. */
#define READ_PARAMETERS "cls,object_hook,parse_float,parse_int,parse_constant,object_pairs_hook,strict"
enum { READ_CLS, OBJECT_HOOK, PARSE_FLOAT, PARSE_INT, PARSE_CONSTANT, PAIRS_HOOK, STRICT, READ_COUNT };

static kr_value or_none(kr_value v) {
    return v == KR_UNBOUND ? KR_NONE : v;
}

static void read_hooks(kr_vm *vm, kr_json_hooks *hooks, const kr_value args[READ_COUNT]) {
    hooks->object = or_none(args[OBJECT_HOOK]);
    hooks->real = or_none(args[PARSE_FLOAT]);
    hooks->integer = or_none(args[PARSE_INT]);
    hooks->constant = or_none(args[PARSE_CONSTANT]);
    hooks->pairs = or_none(args[PAIRS_HOOK]);
    hooks->lenient = !flag(vm, args[STRICT], true);
    if (hooks->real == KR_OBJECT(&kr_float_type)) hooks->real = KR_NONE;
    if (hooks->integer == KR_OBJECT(&kr_int_type)) hooks->integer = KR_NONE;
}

static kr_value read_whole(kr_vm *vm, const kr_json_hooks *hooks, kr_value text) {
    size_t end;
    if (strncmp(kr_to_str(text)->data, "\xef\xbb\xbf", 3) == 0)
        kr_json_fail(vm, text, "Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
    kr_value value = kr_json_read(vm, hooks, text, 0, &end);
    end = kr_json_skip(text, end);
    if (end < kr_to_str(text)->size) kr_json_fail(vm, text, "Extra data", end);
    return value;
}

/* The argument as str: bytes are UTF-8, with a byte order mark or without. */
static kr_value text_of(kr_vm *vm, kr_value v) {
    if (kr_is_str(v)) return v;
    if (!kr_is_byte_string(v))
        kr_raise_type(vm, "the JSON object must be str, bytes or bytearray, not %T", v);
    kr_span span = kr_span_of(v);
    if (span.size >= 3 && memcmp(span.data, "\xef\xbb\xbf", 3) == 0)
        v = kr_bytes_value(vm, span.data + 3, span.size - 3);
    return kr_call_method(vm, v, N_decode, 0, NULL);
}

static kr_value decode_by(kr_vm *vm, kr_value v, const kr_value args[READ_COUNT]) {
    static const kr_value all_names[READ_COUNT] = {
        0, N_object_hook, N_parse_float, N_parse_int, N_parse_constant, N_object_pairs_hook, N_strict};
    kr_value names[READ_COUNT], values[READ_COUNT];
    size_t count = 0;
    for (size_t i = 1; i < READ_COUNT; i++) {
        if (args[i] == KR_UNBOUND) continue;
        names[count] = all_names[i];
        values[count++] = args[i];
    }
    return kr_call_method(vm, kr_call_kw(vm, args[READ_CLS], 0, values, count, names), N_decode, 1, &v);
}

static kr_value loads(kr_vm *vm, kr_value v, const kr_value args[READ_COUNT]) {
    kr_json_hooks hooks;
    kr_value text = text_of(vm, v);
    if (args[READ_CLS] != KR_UNBOUND && args[READ_CLS] != KR_NONE) return decode_by(vm, text, args);
    read_hooks(vm, &hooks, args);
    return read_whole(vm, &hooks, text);
}

static kr_value json_loads(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return loads(vm, argv[0], argv + 1);
}
KR_FUNCTION(loads, json_loads, 1, 1 + READ_COUNT, "s,*," READ_PARAMETERS,
            "loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, "
            "object_pairs_hook=None)\n"
            "The object that a JSON text stands for.");

static kr_value json_load(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return loads(vm, kr_call_method(vm, argv[0], N_read, 0, NULL), argv + 1);
}
KR_FUNCTION(load, json_load, 1, 1 + READ_COUNT, "fp,*," READ_PARAMETERS,
            "load(fp, **options)\nThe object that the JSON text in a file stands for; see loads().");

/* --- JSONDecoder */

typedef struct decoder {
    kr_object head;
    kr_json_hooks hooks;
} decoder;

static void decoder_trace(kr_vm *vm, kr_object *object) {
    const kr_json_hooks *h = &((decoder *)object)->hooks;
    if (h->object == 0) return;
    const kr_value values[] = {h->object, h->pairs, h->real, h->integer, h->constant};
    kr_mark_values(vm, values, 5);
}

static void decoder_fill(kr_vm *vm, decoder *d, size_t argc, const kr_value *argv, size_t nkw,
                         const kr_value *names) {
    static const kr_value known[READ_COUNT] = {
        0, N_object_hook, N_parse_float, N_parse_int, N_parse_constant, N_object_pairs_hook, N_strict};
    kr_value args[READ_COUNT];
    if (argc > 0)
        kr_raise_type(vm, "JSONDecoder.__init__() takes 1 positional argument but %zu were given", argc + 1);
    for (size_t i = 0; i < READ_COUNT; i++) args[i] = KR_UNBOUND;
    for (size_t i = 0; i < nkw; i++) {
        size_t at = 1;
        while (at < READ_COUNT && known[at] != names[i]) at++;
        if (at == READ_COUNT)
            kr_raise_type(vm, "JSONDecoder.__init__() got an unexpected keyword argument '%S'", names[i]);
        args[at] = argv[argc + i];
    }
    read_hooks(vm, &d->hooks, args);
}

static kr_value decoder_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    decoder *d = kr_new_instance(vm, cls, sizeof *d);
    decoder_fill(vm, d, argc, argv, nkw, names);
    return KR_OBJECT(d);
}

static kr_value decoder_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                             const kr_value *names) {
    decoder_fill(vm, kr_to_pointer(argv[0]), argc - 1, argv + 1, nkw, names);
    return KR_NONE;
}
KR_METHOD_KW(__init__, decoder_init, 1, KR_ANY,
             "__init__(*, object_hook=None, parse_float=None, parse_int=None, "
             "object_pairs_hook=None)\nOptions as for loads().");

static kr_value decoder_decode(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return read_whole(vm, &((decoder *)kr_to_pointer(argv[0]))->hooks, text_of(vm, argv[1]));
}
KR_METHOD(decode, decoder_decode, 2, 2, NULL, "decode(s)\nThe object that a JSON text stands for.");

static kr_value decoder_raw_decode(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_str *s = kr_to_str(text_of(vm, argv[1]));
    kr_word index = argc > 2 && argv[2] != KR_UNBOUND ? kr_index_word(vm, argv[2]) : 0;
    size_t end, offset = index < 0                          ? 0
                         : (size_t)index < kr_str_length(s) ? kr_str_offset(s, (size_t)index)
                                                            : s->size;
    kr_value value =
        kr_json_read(vm, &((decoder *)kr_to_pointer(argv[0]))->hooks, KR_OBJECT(s), offset, &end);
    kr_value pair[2] = {value, KR_INT(characters(s->data, end))};
    return kr_tuple_new(vm, 2, pair);
}
KR_METHOD(raw_decode, decoder_raw_decode, 2, 3, "self,s,idx",
          "raw_decode(s, idx=0)\nThe object at the beginning of a text, and where it ends.");

static const kr_member decoder_members[] = {
    {N___module__, N_json__dot__decoder},
    KR_ENTRY(__init__, decoder_init),
    KR_ENTRY(decode, decoder_decode),
    KR_ENTRY(raw_decode, decoder_raw_decode),
};
static const kr_ops decoder_ops = {.trace = decoder_trace};
static const kr_type decoder_type = {.head = {&kr_type_type},
                                     .name = N_JSONDecoder,
                                     .base = &kr_object_type,
                                     .solid = &decoder_type,
                                     .ops = &decoder_ops,
                                     .size = sizeof(decoder),
                                     .member_count = sizeof decoder_members / sizeof *decoder_members,
                                     .members = decoder_members,
                                     .make = decoder_make};

static const kr_member members[] = {
    KR_ENTRY(dumps, json_dumps),
    KR_ENTRY(dump, json_dump),
    KR_ENTRY(loads, json_loads),
    KR_ENTRY(load, json_load),
    KR_OBJECT_ENTRY(JSONEncoder, encoder_type),
    KR_OBJECT_ENTRY(JSONDecoder, decoder_type),
    {N_JSONDecodeError, KR_OBJECT(&kr_JSONDecodeError_type)},
};

const kr_module_def kr_module_json = {N_json, members, sizeof members / sizeof *members, NULL,
                                      "JSON text from objects and back."};

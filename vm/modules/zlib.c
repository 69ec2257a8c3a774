/* zlib as CPython has it: compression of whole strings and of streams. */
#include "core/config.h"
#if KR_WITH_ZLIB
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "modules/checksum.h"
#include "modules/deflate.h"
#include "modules/zlib_stream.h"
#include "run/attribute.h"
#include "types/number.h"
#include "types/text.h"

enum { BUFFER_SIZE = 16384, MEMORY_LEVEL = 8 };

static int int_arg(kr_vm *vm, kr_value v, int otherwise) {
    if (v == KR_UNBOUND) return otherwise;
    intmax_t n = kr_int_arg(vm, v);
    if (n > INT32_MAX || n < INT32_MIN) kr_raise_overflow(vm, "Python int too large to convert to C int");
    return (int)n;
}

static kr_bytearray *new_output(kr_vm *vm) {
    return kr_to_pointer(kr_bytearray_new(vm, NULL, 0));
}

static kr_value bytes_of(kr_vm *vm, const kr_bytearray *out) {
    return kr_bytes_value(vm, out->size > 0 ? (const void *)out->data : "", out->size);
}

static kr_value zlib_compress(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_zstream s;
    (void)argc;
    int level = int_arg(vm, argv[1], Z_DEFAULT_COMPRESSION), bits = int_arg(vm, argv[2], MAX_WBITS);
    kr_bytearray *out = new_output(vm);
    kr_span in = kr_span_arg(vm, argv[0]);
    kr_zstream_begin(vm, &s);
    int code = deflateInit2(&s.z, level, Z_DEFLATED, bits, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    if (code == Z_STREAM_ERROR) kr_raise(vm, &kr_zlib_error_type, "Bad compression level");
    if (code != Z_OK) kr_zstream_raise(&s, code, "while compressing data");
    code = kr_zstream_run(&s, deflate, Z_FINISH, in, out, SIZE_MAX);
    if (code != Z_STREAM_END) kr_zstream_raise(&s, code, "while compressing data");
    deflateEnd(&s.z);
    return bytes_of(vm, out);
}
KR_FUNCTION(compress, zlib_compress, 1, 3, "data,/,level,wbits",
            "compress(data, /, level=-1, wbits=15)\nThe bytes, compressed.");

static kr_value zlib_decompress(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_zstream s;
    (void)argc;
    int bits = int_arg(vm, argv[1], MAX_WBITS);
    if (argv[2] != KR_UNBOUND && kr_index_word(vm, argv[2]) < 0)
        kr_raise_value_error(vm, "bufsize must be non-negative");
    kr_bytearray *out = new_output(vm);
    kr_span in = kr_span_arg(vm, argv[0]);
    kr_zstream_begin(vm, &s);
    int code = inflateInit2(&s.z, bits);
    if (code != Z_OK) kr_zstream_raise(&s, code, "while preparing to decompress data");
    code = kr_zstream_run(&s, inflate, Z_SYNC_FLUSH, in, out, SIZE_MAX);
    if (code != Z_STREAM_END)
        kr_zstream_raise(&s, code == Z_OK ? Z_BUF_ERROR : code, "while decompressing data");
    inflateEnd(&s.z);
    return bytes_of(vm, out);
}
KR_FUNCTION(decompress, zlib_decompress, 1, 3, "data,/,wbits,bufsize",
            "decompress(data, /, wbits=15, bufsize=16384)\nThe bytes that were compressed.");

/* --- streams */

typedef struct stream {
    kr_object head;
    kr_zstream s;
    kr_value dictionary;         /* bytes for the stream's start, or None */
    kr_value unused, unconsumed; /* Decompress: bytes */
    bool ended, flushed;
} stream;

static const kr_type compress_type, decompress_type;

static stream *to_stream(kr_value v) {
    return kr_to_pointer(v);
}

static stream *stream_new(kr_vm *vm, const kr_type *type, kr_value dictionary) {
    stream *s = kr_new(vm, type, sizeof *s);
    s->dictionary = KR_NONE;
    s->unused = s->unconsumed = kr_bytes_value(vm, "", 0);
    if (dictionary != KR_UNBOUND && dictionary != KR_NONE) {
        kr_span span = kr_span_arg(vm, dictionary);
        s->dictionary = kr_bytes_value(vm, span.data, span.size);
    }
    kr_zstream_begin(vm, &s->s);
    return s;
}

static void stream_trace(kr_vm *vm, kr_object *object) {
    const stream *s = (const stream *)object;
    kr_zstream_trace(vm, &s->s);
    if (s->dictionary != 0) kr_mark(vm, s->dictionary);
    if (s->unused != 0) kr_mark(vm, s->unused);
    if (s->unconsumed != 0) kr_mark(vm, s->unconsumed);
}

static void check_begin(const stream *s, int code, const char *what) {
    if (code == Z_STREAM_ERROR) kr_raise_value_error(s->s.vm, "Invalid initialization option");
    if (code != Z_OK) kr_zstream_raise(&s->s, code, what);
}

static kr_value zlib_compressobj(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    stream *s = stream_new(vm, &compress_type, argv[5]);
    int level = int_arg(vm, argv[0], Z_DEFAULT_COMPRESSION), method = int_arg(vm, argv[1], Z_DEFLATED);
    int bits = int_arg(vm, argv[2], MAX_WBITS), memory = int_arg(vm, argv[3], MEMORY_LEVEL);
    int strategy = int_arg(vm, argv[4], Z_DEFAULT_STRATEGY);
    check_begin(s, deflateInit2(&s->s.z, level, method, bits, memory, strategy),
                "while creating compression object");
    if (s->dictionary == KR_NONE) return KR_OBJECT(s);
    kr_span span = kr_span_of(s->dictionary);
    if (deflateSetDictionary(&s->s.z, span.data, (unsigned)span.size) != Z_OK)
        kr_raise_value_error(vm, "Invalid dictionary");
    return KR_OBJECT(s);
}
KR_FUNCTION(
    compressobj, zlib_compressobj, 0, 6, "level,method,wbits,memLevel,strategy,zdict",
    "compressobj(level=-1, method=DEFLATED, wbits=15, memLevel=8, strategy=0, zdict=None)\nAn object that "
    "compresses piece by piece.");

static void set_dictionary(stream *s) {
    kr_span span = kr_span_of(s->dictionary);
    int code = inflateSetDictionary(&s->s.z, span.data, (unsigned)span.size);
    if (code != Z_OK) kr_zstream_raise(&s->s, code, "while setting zdict");
}

static kr_value zlib_decompressobj(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    int bits = int_arg(vm, argv[0], MAX_WBITS);
    stream *s = stream_new(vm, &decompress_type, argv[1]);
    check_begin(s, inflateInit2(&s->s.z, bits), "while creating decompression object");
    if (s->dictionary != KR_NONE && bits < 0) set_dictionary(s); /* without a header nobody asks for it */
    return KR_OBJECT(s);
}
KR_FUNCTION(decompressobj, zlib_decompressobj, 0, 2, "wbits,zdict",
            "decompressobj(wbits=15, zdict=None)\nAn object that decompresses piece by piece.");

static kr_value compress_compress(kr_vm *vm, size_t argc, const kr_value *argv) {
    stream *s = to_stream(argv[0]);
    kr_bytearray *out = new_output(vm);
    (void)argc;
    kr_span in = kr_span_arg(vm, argv[1]);
    int code = s->ended ? Z_STREAM_ERROR : kr_zstream_run(&s->s, deflate, Z_NO_FLUSH, in, out, SIZE_MAX);
    if (code != Z_OK && code != Z_BUF_ERROR) kr_zstream_raise(&s->s, code, "while compressing data");
    return bytes_of(vm, out);
}
KR_METHOD(compress, compress_compress, 2, 2, NULL, "compress(data)\nWhat of the compressed bytes is ready.");

static kr_value compress_flush(kr_vm *vm, size_t argc, const kr_value *argv) {
    stream *s = to_stream(argv[0]);
    int mode = int_arg(vm, argc > 1 ? argv[1] : KR_UNBOUND, Z_FINISH);
    if (mode == Z_NO_FLUSH) return kr_bytes_value(vm, "", 0);
    kr_bytearray *out = new_output(vm);
    int code =
        s->ended ? Z_STREAM_ERROR : kr_zstream_run(&s->s, deflate, mode, (kr_span){NULL, 0}, out, SIZE_MAX);
    if (code == Z_STREAM_END && mode == Z_FINISH) {
        deflateEnd(&s->s.z);
        s->ended = true;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
        kr_zstream_raise(&s->s, code, "while flushing");
    }
    return bytes_of(vm, out);
}
KR_METHOD(flush, compress_flush, 1, 2, NULL, "flush(mode=Z_FINISH)\nThe rest of the compressed bytes.");

static kr_value stream_copy(kr_vm *vm, size_t argc, const kr_value *argv) {
    stream *from = to_stream(argv[0]);
    bool deflating = from->head.type == &compress_type;
    (void)argc;
    if (from->ended && deflating) kr_raise_value_error(vm, "Inconsistent stream state");
    stream *to = stream_new(vm, from->head.type, KR_NONE);
    to->dictionary = from->dictionary;
    to->unused = from->unused;
    to->unconsumed = from->unconsumed;
    to->ended = from->ended;
    to->flushed = from->flushed;
    kr_zstream_copy(vm, &to->s, &from->s, deflating);
    return KR_OBJECT(to);
}
KR_METHOD(copy, stream_copy, 1, 1, NULL, "copy()\nAnother stream in the same state.");

static kr_value stream_deepcopy(kr_vm *vm, size_t argc, const kr_value *argv) {
    return stream_copy(vm, argc, argv);
}
KR_METHOD(__deepcopy__, stream_deepcopy, 2, 2, NULL, "__deepcopy__(memo)\nAnother stream in the same state.");

/* What was not used stays for the next call, or, behind the end, for the program. */
static void keep_rest(kr_vm *vm, stream *s, kr_span in) {
    const uint8_t *next = s->s.z.next_in;
    size_t rest = in.size - (size_t)(next - in.data);
    kr_value bytes = kr_bytes_value(vm, rest > 0 ? (const void *)next : "", rest);
    kr_value none = kr_bytes_value(vm, "", 0);
    /* Behind the end, CPython shows the rest in both places when there was something unconsumed before. */
    s->unconsumed = s->ended && kr_span_of(s->unconsumed).size == 0 ? none : bytes;
    if (s->ended) s->unused = kr_binary(vm, KR_ADD, s->unused, bytes);
}

static kr_value decompress_some(kr_vm *vm, stream *s, kr_value data, size_t limit, int flush) {
    kr_bytearray *out = new_output(vm);
    kr_span in = kr_span_arg(vm, data);
    size_t before = 0;
    int code = kr_zstream_run(&s->s, inflate, flush, in, out, limit);
    if (code == Z_NEED_DICT && s->dictionary != KR_NONE) {
        set_dictionary(s);
        before = (size_t)(s->s.z.next_in - in.data);
        code =
            kr_zstream_run(&s->s, inflate, flush, (kr_span){in.data + before, in.size - before}, out, limit);
    }
    if (code == Z_STREAM_END)
        s->ended = true;
    else if (code != Z_OK && code != Z_BUF_ERROR)
        kr_zstream_raise(&s->s, code, flush == Z_FINISH ? "while flushing" : "while decompressing data");
    keep_rest(vm, s, in);
    return bytes_of(vm, out);
}

static kr_value decompress_decompress(kr_vm *vm, size_t argc, const kr_value *argv) {
    stream *s = to_stream(argv[0]);
    (void)argc;
    kr_word limit = argv[2] == KR_UNBOUND ? 0 : kr_index_word(vm, argv[2]);
    if (limit < 0) kr_raise_value_error(vm, "max_length must be non-negative");
    if (s->flushed) kr_zstream_raise(&s->s, Z_STREAM_ERROR, "while decompressing data");
    return decompress_some(vm, s, argv[1], limit == 0 ? SIZE_MAX : (size_t)limit, Z_SYNC_FLUSH);
}
KR_METHOD(
    decompress, decompress_decompress, 2, 3, "self,data,/,max_length",
    "decompress(data, /, max_length=0)\nWhat comes out of more compressed bytes, up to max_length bytes.");

static kr_value decompress_flush(kr_vm *vm, size_t argc, const kr_value *argv) {
    stream *s = to_stream(argv[0]);
    if (argc > 1 && kr_index_word(vm, argv[1]) <= 0)
        kr_raise_value_error(vm, "length must be greater than zero");
    kr_value rest =
        s->ended ? kr_bytes_value(vm, "", 0) : decompress_some(vm, s, s->unconsumed, SIZE_MAX, Z_FINISH);
    s->flushed = s->ended;
    return rest;
}
static const kr_builtin decompress_flush_method =
    KR_BUILTIN_OBJECT(N_flush, .fn = decompress_flush, 1, 2, KR_FORM_PLAIN, KR_BUILTIN_METHOD, NULL,
                      "flush(length=16384)\nThe rest of what was decompressed.");

static kr_value get_eof(kr_vm *vm, kr_value self) {
    (void)vm;
    return kr_bool(to_stream(self)->ended);
}
static kr_value get_unused(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_stream(self)->unused;
}
static kr_value get_unconsumed(kr_vm *vm, kr_value self) {
    (void)vm;
    return to_stream(self)->unconsumed;
}
KR_GETSET(eof, get_eof, NULL);
KR_GETSET(unused_data, get_unused, NULL);
KR_GETSET(unconsumed_tail, get_unconsumed, NULL);

static const kr_member compress_members[] = {
    {N___module__, N_zlib},
    KR_ENTRY(compress, compress_compress),
    KR_ENTRY(copy, stream_copy),
    KR_ENTRY(flush, compress_flush),
    {N___copy__, KR_OBJECT(&native_stream_copy)},
    KR_ENTRY(__deepcopy__, stream_deepcopy),
};
static const kr_member decompress_members[] = {
    {N___module__, N_zlib},
    KR_ENTRY(copy, stream_copy),
    KR_ENTRY(decompress, decompress_decompress),
    {N_flush, KR_OBJECT(&decompress_flush_method)},
    {N___copy__, KR_OBJECT(&native_stream_copy)},
    KR_ENTRY(__deepcopy__, stream_deepcopy),
    KR_GETSET_ENTRY(eof, get_eof),
    KR_GETSET_ENTRY(unused_data, get_unused),
    KR_GETSET_ENTRY(unconsumed_tail, get_unconsumed),
};
static const kr_ops stream_ops = {.trace = stream_trace};
#define STREAM_TYPE(c_name, name_, members_)                                                                 \
    static const kr_type c_name = {.head = {&kr_type_type},                                                  \
                                   .name = name_,                                                            \
                                   .base = &kr_object_type,                                                  \
                                   .solid = &c_name,                                                         \
                                   .ops = &stream_ops,                                                       \
                                   .flags = KR_TYPE_FINAL,                                                   \
                                   .size = sizeof(stream),                                                   \
                                   .member_count = sizeof members_ / sizeof *members_,                       \
                                   .members = members_}
STREAM_TYPE(compress_type, N_Compress, compress_members);
STREAM_TYPE(decompress_type, N_Decompress, decompress_members);

/* --- checksums, and the module */

static kr_value zlib_crc32(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint32_t start = kr_checksum_arg(vm, argc > 1 ? argv[1] : KR_UNBOUND, 0);
    kr_span span = kr_span_arg(vm, argv[0]);
    return kr_int_from_unsigned(vm, crc32_z(start, span.data, span.size));
}
KR_FUNCTION(crc32, zlib_crc32, 1, 2, NULL,
            "crc32(data, value=0)\nCRC-32 of the bytes, starting from that of those before.");

static kr_value zlib_adler32(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint32_t start = kr_checksum_arg(vm, argc > 1 ? argv[1] : KR_UNBOUND, 1);
    kr_span span = kr_span_arg(vm, argv[0]);
    return kr_int_from_unsigned(vm, span.size > 0 ? adler32_z(start, span.data, span.size) : start);
}
KR_FUNCTION(adler32, zlib_adler32, 1, 2, NULL,
            "adler32(data, value=1)\nAdler-32 of the bytes, starting from that of those before.");

static void zlib_init(kr_vm *vm, kr_dict *globals) {
    kr_dict_set_name(vm, globals, N_ZLIB_VERSION, kr_str_text(vm, ZLIB_VERSION));
    kr_dict_set_name(vm, globals, N_ZLIB_RUNTIME_VERSION, kr_str_text(vm, zlibVersion()));
}

#define ZLIB_CONSTANTS(N)                                                                                    \
    N(MAX_WBITS, MAX_WBITS)                                                                                  \
    N(Z_BEST_COMPRESSION, Z_BEST_COMPRESSION)                                                                \
    N(Z_BEST_SPEED, Z_BEST_SPEED)                                                                            \
    N(Z_BLOCK, Z_BLOCK) N(Z_DEFAULT_COMPRESSION, Z_DEFAULT_COMPRESSION)                                      \
        N(Z_DEFAULT_STRATEGY, Z_DEFAULT_STRATEGY) N(Z_FILTERED, Z_FILTERED) N(Z_FINISH, Z_FINISH)            \
            N(Z_FIXED, Z_FIXED) N(Z_FULL_FLUSH, Z_FULL_FLUSH) N(Z_HUFFMAN_ONLY, Z_HUFFMAN_ONLY)              \
                N(Z_NO_COMPRESSION, Z_NO_COMPRESSION) N(Z_NO_FLUSH, Z_NO_FLUSH)                              \
                    N(Z_PARTIAL_FLUSH, Z_PARTIAL_FLUSH) N(Z_RLE, Z_RLE) N(Z_SYNC_FLUSH, Z_SYNC_FLUSH)        \
                        N(Z_TREES, Z_TREES)
#define CONSTANT(name, value) {N_##name, KR_INT(value)},
static const kr_member members[] = {KR_ENTRY(adler32, zlib_adler32),
                                    KR_ENTRY(compress, zlib_compress),
                                    KR_ENTRY(compressobj, zlib_compressobj),
                                    KR_ENTRY(crc32, zlib_crc32),
                                    KR_ENTRY(decompress, zlib_decompress),
                                    KR_ENTRY(decompressobj, zlib_decompressobj),
                                    {N_DecompIO, KR_OBJECT(&kr_decomp_io_function)},
                                    {N_error, KR_OBJECT(&kr_zlib_error_type)},
                                    {N_DEFLATED, KR_INT(Z_DEFLATED)},
                                    {N_DEF_BUF_SIZE, KR_INT(BUFFER_SIZE)},
                                    {N_DEF_MEM_LEVEL, KR_INT(MEMORY_LEVEL)},
                                    ZLIB_CONSTANTS(CONSTANT)};

const kr_module_def kr_module_zlib = {N_zlib, members, sizeof members / sizeof *members, zlib_init,
                                      "Compression (RFC 1950, 1951, 1952)."};
#endif

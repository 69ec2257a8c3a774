/* deflate.DeflateIO: a stream that decompresses what it reads from another, or compresses what it writes to
 * it.
 *
 * Reading takes no byte of the stream below that is not needed: compressed data may be part of something
 * longer. Memory for either direction is taken at its first call. Writing makes raw deflate data, whose
 * header and trailer are written here; distances in them stay inside the window that was asked for, which may
 * be smaller than zlib's smallest. */
#include "core/config.h"
#if KR_WITH_ZLIB
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "modules/deflate.h"
#include "modules/file.h"
#include "modules/io.h"
#include "modules/zlib_stream.h"
#include "run/attribute.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

enum format { FORMAT_AUTO, FORMAT_RAW, FORMAT_ZLIB, FORMAT_GZIP };
enum { ERROR_IO = 5, ERROR_AGAIN = 11, ERROR_INVALID = 22 };

typedef struct deflater {
    kr_object head;
    kr_value below; /* the stream; 0 before __init__ */
    kr_value byte;  /* a bytearray of one byte, for readinto */
    kr_zstream *in; /* bytes blocks; NULL until the first read or write */
    kr_zstream *out;
    uint32_t sum, written; /* of what was compressed */
    uint8_t format, bits;
    bool close_below, closed, ended;
} deflater;

static const kr_type deflater_type;

static deflater *to_deflater(kr_value v) {
    return kr_to_pointer(v);
}

static deflater *open_deflater(kr_vm *vm, kr_value v) {
    deflater *d = to_deflater(v);
    if (d->below == 0 || d->closed) kr_raise_errno(vm, ERROR_INVALID, KR_UNBOUND);
    return d;
}

static void deflater_trace(kr_vm *vm, kr_object *object) {
    const deflater *d = (const deflater *)object;
    if (d->below != 0) kr_mark(vm, d->below);
    if (d->byte != 0) kr_mark(vm, d->byte);
    kr_mark_block(vm, d->in);
    kr_mark_block(vm, d->out);
    if (d->in != NULL) kr_zstream_trace(vm, d->in);
    if (d->out != NULL) kr_zstream_trace(vm, d->out);
}

static void initialise(kr_vm *vm, deflater *d, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names) {
    static const kr_value known[] = {N_stream, N_format, N_wbits, N_close, 0};
    kr_value args[4];
    kr_bind_named(vm, "DeflateIO", known, args, 1, 4, argc, argv, nkw, names);
    kr_word format = args[1] == KR_UNBOUND ? FORMAT_AUTO : kr_index_word(vm, args[1]);
    kr_word bits = args[2] == KR_UNBOUND ? 0 : kr_index_word(vm, args[2]);
    d->close_below = args[3] != KR_UNBOUND && kr_truth(vm, args[3]);
    if (format < FORMAT_AUTO || format > FORMAT_GZIP)
        kr_raise_value_error(vm, "format must be AUTO, RAW, ZLIB or GZIP");
    if (bits != 0 && (bits < 5 || bits > 15)) kr_raise_value_error(vm, "wbits must be 0 or from 5 to 15");
    d->below = args[0];
    d->format = (uint8_t)format;
    d->bits = (uint8_t)bits;
    d->in = d->out = NULL;
    d->sum = d->written = 0;
    d->closed = d->ended = false;
}

static kr_value deflater_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    deflater *d = kr_new_instance(vm, cls, sizeof *d);
    if (argc + nkw > 0 || cls == &deflater_type) initialise(vm, d, argc, argv, nkw, names);
    return KR_OBJECT(d);
}

static kr_value deflater_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                              const kr_value *names) {
    initialise(vm, kr_to_pointer(argv[0]), argc - 1, argv + 1, nkw, names);
    return KR_NONE;
}
KR_METHOD_KW(__init__, deflater_init, 1, KR_ANY,
             "__init__(stream, format=AUTO, wbits=0, close=False)\nStand before a stream.");

/* The zlib stream is stored before it is begun, as its blocks are found through the object. */
static kr_zstream *new_zstream(kr_vm *vm, kr_zstream **place) {
    kr_zstream *s = kr_bytes_new(vm, sizeof *s);
    kr_zstream_begin(vm, s);
    return *place = s;
}

/* --- reading */

static void begin_reading(kr_vm *vm, deflater *d) {
    int bits = d->bits > 0 && d->bits < 8 ? 8 : d->bits;
    if (d->format == FORMAT_RAW) bits = bits == 0 ? -8 : -bits;
    if (d->format == FORMAT_GZIP) bits += 16;
    if (d->format == FORMAT_AUTO) bits += 32;
    d->byte = kr_bytearray_new(vm, "", 1);
    kr_zstream *s = new_zstream(vm, &d->in);
    int code = inflateInit2(&s->z, bits);
    if (code == Z_OK) return;
    d->in = NULL;
    if (code == Z_MEM_ERROR) kr_raise_memory(vm);
    kr_raise_errno(vm, ERROR_INVALID, KR_UNBOUND);
}

/* The next byte of the stream below; false at its end. */
static bool next_byte(kr_vm *vm, const deflater *d, uint8_t *byte) {
    if (kr_is_exact(d->below, &kr_file_type)) {
        kr_file *file = kr_to_pointer(d->below);
        kr_file_check(vm, file, KR_FILE_READ);
        return kr_file_read(vm, file, byte, 1) == 1;
    }
    kr_value got = kr_call_method(vm, d->below, N_readinto, 1, &d->byte);
    if (got == KR_NONE) kr_raise_errno(vm, ERROR_AGAIN, KR_UNBOUND);
    kr_word count = kr_index_word(vm, got);
    if (count < 0) kr_raise_errno(vm, (int)-count, KR_UNBOUND);
    kr_span span = kr_span_of(d->byte);
    if (count > 0 && span.size > 0) *byte = span.data[0];
    return count > 0 && span.size > 0;
}

/* Fills `out` as far as there is data; returns how many bytes there were. EOFError when the data is cut off.
 */
static size_t read_some(kr_vm *vm, kr_value v, uint8_t *out, size_t size) {
    deflater *d = open_deflater(vm, v);
    uint8_t *volatile place = out; /* the collector sees it on the C stack as long as zlib writes there */
    size_t done = 0;
    if (d->in == NULL && !d->ended) begin_reading(vm, d);
    while (done < size && !d->ended) {
        uint8_t byte;
        if (d->in == NULL) kr_raise_errno(vm, ERROR_INVALID, KR_UNBOUND); /* the stream below has closed it */
        z_stream *z = &d->in->z;
        unsigned room = size - done > 1u << 20 ? 1u << 20 : (unsigned)(size - done);
        z->next_out = place + done;
        z->avail_out = room;
        z->avail_in = 0;
        int code = inflate(z, Z_SYNC_FLUSH); /* what it holds back already */
        if (code == Z_BUF_ERROR && z->avail_out == room) {
            if (!next_byte(vm, d, &byte)) kr_raise_value(vm, &kr_EOFError_type, KR_UNBOUND);
            z->next_in = &byte;
            z->avail_in = 1;
            code = inflate(z, Z_SYNC_FLUSH);
        }
        done += room - z->avail_out;
        if (code == Z_STREAM_END) {
            d->ended = true;
            d->in = NULL;
        } else if (code == Z_MEM_ERROR) {
            kr_raise_memory(vm);
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            kr_raise_errno(vm, ERROR_INVALID, KR_UNBOUND);
        }
    }
    return done;
}

/* Reads into memory of its own: the stream below may run the program's code, which may change any other. */
static kr_value read_bytes(kr_vm *vm, kr_value v, size_t size) {
    kr_bytearray *out = kr_to_pointer(kr_bytearray_new(vm, NULL, 0));
    while (out->size < size) {
        size_t room = size - out->size < 256 ? size - out->size : out->size < 256 ? 256 : out->size;
        if (room > size - out->size) room = size - out->size;
        size_t got = read_some(vm, v, kr_bytearray_reserve(vm, out, room), room);
        out->size += got;
        if (got < room) break;
    }
    return kr_bytes_value(vm, out->size > 0 ? (const void *)out->data : "", out->size);
}

static kr_value deflater_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word size = argc < 2 || argv[1] == KR_NONE ? -1 : kr_index_word(vm, argv[1]);
    open_deflater(vm, argv[0]);
    return read_bytes(vm, argv[0], size < 0 ? SIZE_MAX : (size_t)size);
}
KR_METHOD(read, deflater_read, 1, 2, NULL,
          "read(size=-1)\nUp to size decompressed bytes; all without a size.");

static kr_value deflater_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_buffer buffer;
    (void)argc;
    kr_get_buffer(vm, argv[1], &buffer, true);
    kr_span span = kr_span_of(read_bytes(vm, argv[0], buffer.size));
    kr_get_buffer(vm, argv[1], &buffer, true);
    size_t size = span.size < buffer.size ? span.size : buffer.size;
    if (size > 0) memcpy(buffer.data, span.data, size);
    return KR_INT(size);
}
KR_METHOD(readinto, deflater_readinto, 2, 2, NULL,
          "readinto(buffer)\nDecompress into a buffer; returns how many bytes.");

static kr_value read_line(kr_vm *vm, kr_value v, size_t most) {
    kr_bytearray *line = kr_to_pointer(kr_bytearray_new(vm, NULL, 0));
    uint8_t byte = 0;
    open_deflater(vm, v);
    while (line->size < most && byte != '\n' && read_some(vm, v, &byte, 1) == 1)
        kr_bytearray_append(vm, line, &byte, 1);
    return kr_bytes_value(vm, line->size > 0 ? (const void *)line->data : "", line->size);
}

static kr_value deflater_readline(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word most = argc < 2 || argv[1] == KR_NONE ? -1 : kr_index_word(vm, argv[1]);
    return read_line(vm, argv[0], most < 0 ? SIZE_MAX : (size_t)most);
}
KR_METHOD(readline, deflater_readline, 1, 2, NULL,
          "readline(size=-1)\nOne decompressed line; empty at the end.");

static kr_value deflater_next(kr_vm *vm, kr_value v) {
    kr_value line = read_line(vm, v, SIZE_MAX);
    return kr_span_of(line).size > 0 ? line : KR_UNBOUND;
}

/* --- writing */

static void put(kr_vm *vm, const deflater *d, const void *data, size_t size) {
    kr_value rest = kr_bytes_value(vm, data, size);
    while (kr_span_of(rest).size > 0) {
        kr_value got = kr_call_method(vm, d->below, N_write, 1, &rest);
        if (got == KR_NONE) return;
        kr_word count = kr_index_word(vm, got);
        if (count < 0) kr_raise_errno(vm, (int)-count, KR_UNBOUND);
        if (count == 0) kr_raise_errno(vm, ERROR_IO, KR_UNBOUND);
        kr_span span = kr_span_of(rest);
        if ((size_t)count >= span.size) return;
        rest = kr_bytes_value(vm, span.data + count, span.size - (size_t)count);
    }
}

/* zlib's smallest window has 512 bytes, of which its matches use the last 250. For windows below that,
 * matches only repeat the byte before. */
static void begin_writing(kr_vm *vm, deflater *d) {
    int bits = d->bits == 0 ? 8 : d->bits, actual = bits < 9 ? 9 : bits;
    kr_zstream *s = new_zstream(vm, &d->out);
    int strategy = bits < 8 ? Z_RLE : Z_DEFAULT_STRATEGY;
    int code = deflateInit2(&s->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -actual, actual - 7, strategy);
    if (code != Z_OK) {
        d->out = NULL;
        kr_raise_memory(vm);
    }
    if (d->format == FORMAT_ZLIB) {
        unsigned head = ((unsigned)(bits < 8 ? 0 : bits - 8) << 4 | 8) << 8 | 0x80;
        head += 31 - head % 31;
        const uint8_t bytes[2] = {(uint8_t)(head >> 8), (uint8_t)head};
        d->sum = 1;
        put(vm, d, bytes, sizeof bytes);
    } else if (d->format == FORMAT_GZIP) {
        static const uint8_t bytes[10] = {0x1f, 0x8b, 8, 0, 0,
                                          0,    0,    0, 4, 3}; /* no name, no time; from Unix */
        put(vm, d, bytes, sizeof bytes);
    }
}

static void run(kr_vm *vm, const deflater *d, kr_span in, int flush) {
    uint8_t out[128];
    z_stream *z = &d->out->z;
    z->next_in = (Bytef *)(uintptr_t)in.data;
    z->avail_in = (unsigned)in.size;
    do {
        z->next_out = out;
        z->avail_out = sizeof out;
        deflate(z, flush);
        put(vm, d, out, sizeof out - z->avail_out);
    } while (z->avail_out == 0);
}

/* A copy of the data piece by piece: the stream below may run code that changes the data. */
static void write_all(kr_vm *vm, deflater *d, kr_span in) {
    uint8_t piece[256];
    for (size_t done = 0; done < in.size; done += sizeof piece) {
        size_t size = in.size - done < sizeof piece ? in.size - done : sizeof piece;
        memcpy(piece, in.data + done, size);
        if (d->format == FORMAT_ZLIB) d->sum = (uint32_t)adler32(d->sum, piece, (unsigned)size);
        if (d->format == FORMAT_GZIP) d->sum = (uint32_t)crc32(d->sum, piece, (unsigned)size);
        d->written += (uint32_t)size;
        if (d->out == NULL)
            kr_raise_errno(vm, ERROR_INVALID, KR_UNBOUND); /* the stream below has closed it */
        run(vm, d, (kr_span){piece, size}, Z_NO_FLUSH);
    }
}

static kr_value deflater_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    deflater *d = open_deflater(vm, argv[0]);
    (void)argc;
    if (kr_truth(vm, kr_getattr_or(vm, d->below, N_closed, KR_FALSE)))
        kr_raise_value_error(vm, "I/O operation on closed file.");
    if (d->out == NULL) begin_writing(vm, d);
    kr_value data = argv[1];
    if (!kr_is_str(data) && !kr_is_bytes(data))
        data = kr_bytes_value(vm, kr_span_arg(vm, data).data, kr_span_arg(vm, data).size);
    kr_span in = kr_is_str(data) ? (kr_span){(const uint8_t *)kr_to_str(data)->data, kr_to_str(data)->size}
                                 : kr_span_of(data);
    write_all(vm, d, in);
    return KR_INT(in.size);
}
KR_METHOD(write, deflater_write, 2, 2, NULL, "write(data)\nCompress bytes to the stream below.");

static void put_number(uint8_t *out, uint32_t n, bool big) {
    for (int i = 0; i < 4; i++) out[big ? 3 - i : i] = (uint8_t)(n >> 8 * i);
}

static void finish(kr_vm *vm, const deflater *d) {
    uint8_t trailer[8];
    run(vm, d, (kr_span){NULL, 0}, Z_FINISH);
    put_number(trailer, d->sum, d->format == FORMAT_ZLIB);
    put_number(trailer + 4, d->written, false);
    if (d->format >= FORMAT_ZLIB) put(vm, d, trailer, d->format == FORMAT_ZLIB ? 4 : 8);
}

static kr_value deflater_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    deflater *d = to_deflater(argv[0]);
    (void)argc;
    if (d->closed || d->below == 0) return KR_NONE;
    d->closed = true;
    if (d->out != NULL) finish(vm, d);
    d->in = d->out = NULL;
    if (d->close_below) kr_call_method(vm, d->below, N_close, 0, NULL);
    return KR_NONE;
}
KR_METHOD(close, deflater_close, 1, 1, NULL,
          "close()\nWrite what is left; close the stream below when that was asked for.");

static kr_value deflater_enter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)vm, (void)argc;
    return argv[0];
}
KR_METHOD(__enter__, deflater_enter, 1, 1, NULL, "__enter__()\nThe stream itself.");

static kr_value deflater_exit(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return deflater_close(vm, 1, argv);
}
KR_METHOD(__exit__, deflater_exit, 1, KR_ANY, NULL, "__exit__(*exception)\nClose the stream.");

static kr_value get_closed(kr_vm *vm, kr_value self) {
    (void)vm;
    return kr_bool(to_deflater(self)->closed);
}
KR_GETSET(closed, get_closed, NULL);

static const kr_member deflater_members[] = {
    {N___module__, N_deflate},
    KR_ENTRY(__init__, deflater_init),
    KR_ENTRY(close, deflater_close),
    KR_GETSET_ENTRY(closed, get_closed),
    KR_ENTRY(read, deflater_read),
    KR_ENTRY(readinto, deflater_readinto),
    KR_ENTRY(readline, deflater_readline),
    KR_ENTRY(write, deflater_write),
    KR_ENTRY(__enter__, deflater_enter),
    KR_ENTRY(__exit__, deflater_exit),
};
static const kr_ops deflater_ops = {.trace = deflater_trace, .iter = kr_iterator_self, .next = deflater_next};
static const kr_type deflater_type = {.head = {&kr_type_type},
                                      .name = N_DeflateIO,
                                      .base = &kr_IOBase_type,
                                      .solid = &deflater_type,
                                      .ops = &deflater_ops,
                                      .size = sizeof(deflater),
                                      .member_count = sizeof deflater_members / sizeof *deflater_members,
                                      .members = deflater_members,
                                      .make = deflater_make};

static kr_value decomp_io(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word bits = argc > 1 ? kr_index_word(vm, argv[1]) : 0;
    kr_word format = bits < 0 ? FORMAT_RAW : bits >= 16 ? FORMAT_GZIP : FORMAT_ZLIB;
    kr_word size = bits < 0 ? -bits : bits % 16;
    const kr_value args[3] = {argv[0], KR_INT(format), KR_INT(size)};
    return deflater_make(vm, &deflater_type, 3, args, 0, NULL);
}
const kr_builtin kr_decomp_io_function =
    KR_BUILTIN_OBJECT(N_DecompIO, .fn = decomp_io, 1, 2, KR_FORM_PLAIN, KR_BUILTIN_FUNCTION, NULL,
                      "DecompIO(stream, wbits=0)\nA stream that decompresses another: a DeflateIO.");

static const kr_member members[] = {
    {N_DeflateIO, KR_OBJECT(&deflater_type)},
    {N_AUTO, KR_INT(FORMAT_AUTO)},
    {N_RAW, KR_INT(FORMAT_RAW)},
    {N_ZLIB, KR_INT(FORMAT_ZLIB)},
    {N_GZIP, KR_INT(FORMAT_GZIP)},
};

const kr_module_def kr_module_deflate = {N_deflate, members, sizeof members / sizeof *members, NULL,
                                         "Streams that compress and decompress."};
#endif
